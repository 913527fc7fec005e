"""Numbers that others published about staying up, against what the model gives; each with who said it and where.

None is tuned to. Where a published number is a round one, or of no stated day, the test says what is compared.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationkeep.errors import InputError
from stationkeep.facts.pack import load_pack
from stationkeep.lifetime.correction import fill_ballistic
from stationkeep.lifetime.drag import calibrate
from stationkeep.lifetime.implied import Weather
from stationkeep.orbit.burn import delta_v_for_raise, raise_for_delta_v
from stationkeep.orbit.density import DensityTable
from stationkeep.orbit.fall import decay
from stationkeep.orbit.upkeep import Upkeep, delta_v_to_hold, hold
from stationkeep.sun.forecast import Forecast
from stationkeep.sun.history import SpaceWeather
from stationkeep.sun.members import draw

TABLE = DensityTable.load(51.64)
# Neither moves a ratio of two altitudes. Mass: 417 t, ESA's blog of 11 June 2011.
STATION = {"ballistic_m2_kg": 0.007, "mass_kg": 417e3, "isp_s": 300.0, "table": TABLE}
MEMBERS = 100


def share(high_km: float, low_km: float, start: str, drivers: tuple[np.ndarray, ...]) -> np.ndarray:
    """Propellant of a year at one altitude over that at another, member by member."""
    above, below = (hold(altitude, start, *drivers, **STATION).propellant_kg_year for altitude in (high_km, low_km))
    return above / below


def steady(f107: float, ap: float = 8.0, days: int = 365) -> tuple[np.ndarray, ...]:
    return np.full(days, f107), np.full(days, f107), np.full(days, ap)


def test_from_350_to_400_km_the_propellant_is_less_than_half_at_every_level_of_the_sun():
    # B. Spetch (NASA), 16 February 2011: 'Higher altitude improves station's fuel economy',
    # https://spaceref.com/status-report/higher-altitude-improves-international-space-stations-fuel-economy/
    for f107 in (66.0, 75.0, 100.0, 150.0, 200.0, 250.0):
        found = share(400.0, 350.0, "2011-02-16", steady(f107))
        assert 0.25 < found[0] < 0.5, f107
    known = draw(Forecast.as_known(SpaceWeather.load(), "2011-02-16").compile(365), 1, MEMBERS)
    assert np.all(share(400.0, 350.0, "2011-02-16", known) < 0.5)
    assert share(400.0, 350.0, "2011-02-16", SpaceWeather.load().drivers("2011-02-16", 365))[0] < 0.5


def test_from_345_to_380_km_nearly_halves_the_need():
    # N. Dettmann (ESA), 11 June 2011: http://blogs.esa.int/orion/2011/06/11/atv-kepler-doubles-up-the-big-bi-boost/
    # 'Nearly half' is read as 0.45 to 0.60 of the need.
    known = draw(Forecast.as_known(SpaceWeather.load(), "2011-06-11").compile(365), 1, MEMBERS)
    low, middle, high = np.quantile(share(380.0, 345.0, "2011-06-11", known), (0.05, 0.5, 0.95))
    assert 0.45 < low < middle < high < 0.60
    observed = share(380.0, 345.0, "2011-06-11", SpaceWeather.load().drivers("2011-06-11", 365))
    assert low < observed[0] < high
    # At the deepest minimum the air thins out faster with altitude: there it is more than half that is saved.
    assert share(380.0, 345.0, "2008-06-01", steady(66.0))[0] < 0.45


# 90 m a day at 332 km: J. Oberg, MSNBC, 14 March 2007, https://www.nbcnews.com/id/wbna17630218
# About 100 m a day at 340 km: ESA, 20 June 2008, 'Record boost for ATV to raise ISS orbit',
# https://www.brightsurf.com/news/article/062008205347/record-boost-for-atv-to-raise-iss-orbit.html
@pytest.mark.parametrize(
    ("said_on", "altitude_km", "said_m_day"), [("2007-03-14", 332.0, 90), ("2008-06-20", 340.0, 100)]
)
def test_near_solar_minimum_the_station_lost_90_to_100_m_a_day(said_on, altitude_km, said_m_day):
    # The mean over the 90 days before it was said: sun as observed, drag as it was known when they began. Arcs without
    # a burn in those months lost 66 to 140 m a day (`drag_arcs.csv`); in the two weeks before ESA's words the station
    # lost 69 by its element sets, and the model gives 65.
    days = 90
    start = np.datetime64(said_on) - days
    loss = _lost(start, days, altitude_km)
    low, middle, high = loss.interval("loss_km_day")
    assert low < said_m_day / 1000 < high
    assert middle == pytest.approx(said_m_day / 1000, rel=0.2)


def _lost(start: np.datetime64, days: int, altitude_km: float) -> Upkeep:
    record, arcs = SpaceWeather.load(), load_pack("iss").drag_arcs
    first = np.datetime64(min(arc.start for arc in arcs))
    weather = Weather(first, *record.drivers(first, int((start - first).astype(int))))
    air = np.empty((days, MEMBERS))
    fill_ballistic(np.uint64(1), 0, calibrate(arcs, start.astype(object), TABLE, weather).process(), air)
    drivers = (np.repeat(x[:, None], MEMBERS, axis=1) for x in record.drivers(start, days))
    return hold(altitude_km, start, *drivers, **{**STATION, "ballistic_m2_kg": air})


def test_from_400_to_800_km_takes_217_m_a_second():
    # M. Griffin, G. Abbey and others, SpaceNews, July 2024: 'about 220 m/s'. By the energy of the two circles and of
    # the ellipse between them, it is 217.
    r1, r2, mu = 6778.137, 7178.137, 398600.4418
    speeds = [np.sqrt(mu * (2 / r - 2 / (r1 + r2))) for r in (r1, r2)]
    by_energy = (speeds[0] - np.sqrt(mu / r1)) + (np.sqrt(mu / r2) - speeds[1])
    assert delta_v_for_raise(400.0, 400.0) == pytest.approx(1000 * by_energy, rel=1e-9)
    assert round(delta_v_for_raise(400.0, 400.0)) == 217


@pytest.mark.parametrize(
    ("altitude_km", "delta_v_m_s", "raised_km"),
    [
        (338.0, 2.65, 4.6),  # ATV-1, 25 April 2008: Astrium, https://www.webwire.com/ViewPressRel.asp?aId=64155
        (339.0, 4.05, 7.0),  # ATV-1, 19 June 2008: ESA, as above
        (402.0, 4.4, 7.7),  # ATV-3, 15 August 2012, as planned: https://blogs.esa.int/orion/2012/08/16/
        (414.0, 0.22, 0.41),  # Progress MS-20, 15 September 2022: Roscosmos
        (416.0, 1.8, 3.2),  # Progress MS-22, 20 February 2023: Interfax
    ],
)
def test_burns_that_were_announced_raise_as_far_as_they_said(altitude_km, delta_v_m_s, raised_km):
    assert raise_for_delta_v(altitude_km, delta_v_m_s) == pytest.approx(raised_km, rel=0.06)


def test_what_upkeep_calls_the_loss_is_what_an_orbit_left_alone_loses():
    days, drivers = 60, steady(90.0, days=60)  # one turn of the node about the sun, so that local times are even
    fall = decay(400.0, np.arange(0.0, 360.0, 45.0), "2022-03-01", 0.007, *drivers, table=TABLE)
    lost = float(np.mean(400.0 - fall.altitude_km[-1])) / days
    middle = float(np.mean(fall.altitude_km))
    held = hold(middle, "2022-03-01", *drivers, **STATION)
    assert held.loss_km_day[0] == pytest.approx(lost, rel=5e-3)


@given(st.floats(200.0, 600.0), st.floats(0.001, 1.0))
def test_the_velocity_change_to_hold_is_that_of_raising_by_what_was_lost(altitude_km, loss_km_day):
    by_burns = 365.25 * delta_v_for_raise(altitude_km - loss_km_day, loss_km_day)
    assert delta_v_to_hold(altitude_km, loss_km_day) == pytest.approx(by_burns, rel=1e-3)


@settings(max_examples=25, deadline=None)
@given(st.floats(250.0, 600.0), st.floats(70.0, 220.0), st.floats(0.002, 0.02), st.floats(1e3, 5e5))
def test_higher_is_cheaper_and_a_brighter_sun_dearer(altitude_km, f107, ballistic, mass_kg):
    def cost(altitude: float, flux: float, coefficient: float = ballistic, mass: float = mass_kg) -> float:
        held = hold(
            altitude, "2022-01-01", *steady(flux, days=3), ballistic_m2_kg=coefficient, mass_kg=mass, isp_s=300.0,
            table=TABLE,
        )  # fmt: skip
        return float(held.propellant_kg_year[0])

    here = cost(altitude_km, f107)
    assert cost(altitude_km + 5.0, f107) < here < cost(altitude_km, f107 + 5.0)
    assert cost(altitude_km, f107, mass=2 * mass_kg) == pytest.approx(2 * here)
    assert here < cost(altitude_km, f107, coefficient=1.5 * ballistic) < 1.5 * here * (1 + 1e-9)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"altitude_km": 90.0}, "altitude 90.0 km"),
        ({"altitude_km": np.nan}, "altitude nan km"),
        ({"f107": np.ones(4)}, "expected three of one shape"),
        ({"ballistic_m2_kg": 0.0}, "more than zero"),
        ({"ballistic_m2_kg": np.nan}, "more than zero"),
        ({"mass_kg": -1.0}, "more than zero"),
        ({"mass_kg": np.ones(3), "ballistic_m2_kg": np.ones(2)}, "differs between the arguments"),
        ({"ballistic_m2_kg": np.ones((2, 3, 4))}, "expected"),
    ],
)
def test_what_cannot_be_held_is_refused_in_a_sentence(change, told):
    three = 100.0 * np.ones(3)
    given = {"altitude_km": 400.0, "start": "2022-01-01", "f107": three, "f107a": three, "ap": three, **STATION}
    with pytest.raises(InputError, match=told):
        hold(**{**given, **change})


def test_an_interval_of_something_unknown_is_refused():
    held = hold(400.0, "2022-01-01", *steady(100.0, days=2), **STATION)
    with pytest.raises(InputError, match="loss_km_day, delta_v_m_s_year, propellant_kg_year"):
        held.interval("thrust")
