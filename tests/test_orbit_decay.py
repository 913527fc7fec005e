"""The decay of orbits: against the oracle, against itself, and against what several programs agree on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationkeep.errors import InputError
from stationkeep.orbit import exact
from stationkeep.orbit.burn import delta_v_for_raise, propellant_for_delta_v, raise_for_delta_v
from stationkeep.orbit.decay import advance_day, decay_rate_km_day, exponential
from stationkeep.orbit.density import DensityTable
from stationkeep.orbit.earth import day_of_year, frozen_ey, mean_sun_deg, node_drift_deg_day
from stationkeep.orbit.fall import Decay, decay

SHARED = Path(__file__).parents[1].parent / "shared"
STATION_DEG = 51.64
FROZEN = 8.6e-4
# Case C: three independent numerical programs agree on this to 0.008 %.
CASE_C_DAYS, CASE_C_BALLISTIC = 901.16, 3933.0 / 420000.0
CASE_C_MARKS_KM = {30: 413.145, 180: 404.520, 360: 389.699, 540: 371.458, 720: 338.621, 840: 289.318}


@pytest.fixture(scope="module")
def table() -> DensityTable:
    return DensityTable.load(STATION_DEG)


def case_c_drivers(days: int = 1000) -> tuple[npt.NDArray[np.float64], ...]:
    return np.full(days, 110.0), np.full(days, 110.0), np.full(days, 8.0)


def marks() -> dict[int, float]:
    path = SHARED / "validation" / "case_c_marks.csv"
    if not path.exists():
        return CASE_C_MARKS_KM
    rows = np.genfromtxt(path, delimiter=",", names=True)
    return {int(row["day"]): float(row["mean_altitude_km"]) for row in rows}


def assert_follows_marks(altitude_km: npt.NDArray[np.float64]) -> None:
    for day, expected in marks().items():
        if day <= CASE_C_DAYS - 60.0:
            assert altitude_km[day] == pytest.approx(expected, abs=0.25), f"day {day}"


def test_the_oracle_falls_as_numerical_integration_does_in_case_c() -> None:
    fall = exact.decay(
        415.0, STATION_DEG, 0.0, "2022-02-26", CASE_C_BALLISTIC, *case_c_drivers(), stop_altitude_km=200.0
    )
    assert fall.days_to(200.0) == pytest.approx(CASE_C_DAYS, rel=5e-4)
    assert_follows_marks(fall.altitude_km)


def test_the_compiled_loop_falls_as_numerical_integration_does_in_case_c(table: DensityTable) -> None:
    fall = decay(415.0, 0.0, "2022-02-26", CASE_C_BALLISTIC, *case_c_drivers(), table=table)
    assert fall.days_to(200.0)[0] == pytest.approx(CASE_C_DAYS, rel=5e-4)
    assert_follows_marks(fall.altitude_km[:, 0])


@pytest.mark.parametrize(
    ("altitude_km", "rms", "worst"),
    [(200.0, 0.4, 1.5), (300.0, 0.2, 1.0), (400.0, 0.2, 1.0), (450.0, 0.25, 1.2)],
)
def test_the_table_gives_the_rates_of_the_model_at_states_it_was_not_made_from(
    table: DensityTable, altitude_km: float, rms: float, worst: float
) -> None:
    rng = np.random.default_rng(20221)
    count = 120
    f107a = rng.uniform(67.0, 240.0, count)
    f107 = np.clip(f107a * (1.0 + 0.12 * rng.standard_normal(count)), 65.0, 350.0)
    ap = np.clip(rng.lognormal(np.log(9.0), 0.7, count), 0.0, 120.0)
    node = rng.uniform(0.0, 360.0, count)
    date = np.datetime64("2001-01-01") + rng.integers(0, 8000, count)
    true = exact.drag_rates(altitude_km, STATION_DEG, node, date, f107, f107a, ap, points=16, times=4)[:, 0]
    arrays, height, one = table.arrays(), np.array([altitude_km]), np.ones(1)
    found = np.empty(count)
    for k in range(count):
        number = int(date[k].astype(int))
        raan = np.array([node[k] + mean_sun_deg(number + 0.5)])
        found[k] = decay_rate_km_day(
            arrays, number, height, raan, f107[k : k + 1], f107a[k : k + 1], ap[k : k + 1], one
        )[0]
    error = 100.0 * (found / true - 1.0)
    assert np.sqrt(np.mean(error**2)) < rms
    assert np.abs(error).max() < worst


def block(rng: np.random.Generator, members: int) -> dict[str, npt.NDArray[np.float64]]:
    return {
        "altitude_km": rng.uniform(115.0, 450.0, members),
        "raan_deg": rng.uniform(0.0, 360.0, members),
        "ex": rng.normal(0.0, 4e-4, members),
        "ey": rng.normal(8e-4, 4e-4, members),
        "f107": rng.uniform(60.0, 360.0, members),
        "f107a": rng.uniform(60.0, 270.0, members),
        "ap": rng.uniform(0.0, 320.0, members),
        "ballistic_m2_kg": rng.uniform(0.003, 0.03, members),
    }


def advanced(table: DensityTable, day: int, members: dict[str, npt.NDArray[np.float64]]) -> npt.NDArray[np.float64]:
    copy = {name: values.copy() for name, values in members.items()}
    fraction = np.zeros(copy["altitude_km"].size)
    advance_day(table.arrays(), day, *copy.values(), FROZEN, fraction)
    return np.stack([copy["altitude_km"], copy["raan_deg"], fraction, copy["ex"], copy["ey"]])


def test_a_member_does_not_depend_on_the_block_it_stands_in(table: DensityTable) -> None:
    members = block(np.random.default_rng(7), 203)
    members["ex"][::9] = 0.006  # these leave the expansion
    whole = advanced(table, 19049, members)
    for first, last in ((0, 1), (5, 12), (60, 130), (131, 203)):
        part = advanced(table, 19049, {name: values[first:last] for name, values in members.items()})
        np.testing.assert_array_equal(part, whole[:, first:last])


def test_members_at_or_below_entry_stay_and_the_others_report_when_they_crossed(table: DensityTable) -> None:
    members = block(np.random.default_rng(8), 4)
    members["altitude_km"][:] = 120.0, 100.0, 135.0, 400.0
    altitude, _, fraction, _, _ = advanced(table, 19049, members)
    assert altitude[0] == 120.0
    assert altitude[1] == 100.0
    assert np.isnan(fraction[:2]).all()
    assert altitude[2] == 120.0
    assert 0.0 < fraction[2] < 1.0
    assert 399.0 < altitude[3] < 400.0
    assert np.isnan(fraction[3])


@settings(max_examples=60, deadline=None)
@given(
    altitude_km=st.floats(125.0, 600.0),
    ballistic=st.floats(0.002, 0.05),
    more=st.floats(1.01, 3.0),
    f107=st.floats(70.0, 250.0),
    ap=st.floats(0.0, 100.0),
    e=st.sampled_from([0.0, 3e-4, 1.5e-3, 4e-3]),
)
def test_more_drag_falls_faster(
    altitude_km: float, ballistic: float, more: float, f107: float, ap: float, e: float
) -> None:
    table = DensityTable.load(STATION_DEG)
    members = {
        "altitude_km": np.full(2, altitude_km),
        "raan_deg": np.full(2, 50.0),
        "ex": np.full(2, e),
        "ey": np.zeros(2),
        "f107": np.full(2, f107),
        "f107a": np.full(2, f107),
        "ap": np.full(2, ap),
        "ballistic_m2_kg": np.array([ballistic, ballistic * more]),
    }
    altitude, _, fraction, _, _ = advanced(table, 19049, members)
    assert altitude[0] < altitude_km
    assert altitude[1] < altitude[0] or fraction[1] < fraction[0]


def test_steps_near_entry_are_as_good_as_tiny_ones(table: DensityTable) -> None:
    arrays = table.arrays()
    one = np.ones(1)
    drivers = [140.0 * one, 140.0 * one, 10.0 * one]
    coefficient = 0.01
    raan = mean_sun_deg(19049.5)
    start = raan - 0.5 * node_drift_deg_day(190.0, arrays.cos_inclination)
    tiny, height, time = 1e-4, 190.0, 0.0
    while height > 120.0:
        # The midpoint rule, ten thousand steps a day.
        first = decay_rate_km_day(arrays, 19049, height * one, raan * one, *drivers, coefficient * one)[0]
        middle = height - 0.5 * tiny * first
        rate = decay_rate_km_day(arrays, 19049, middle * one, raan * one, *drivers, coefficient * one)[0]
        height -= tiny * rate
        time += tiny
        if time >= 1.0:
            break
    state, fraction = np.array([190.0]), np.zeros(1)
    circular = np.zeros(1), np.zeros(1)
    advance_day(arrays, 19049, state, np.array([start]), *circular, *drivers, coefficient * one, 0.0, fraction)
    if height > 120.0:
        assert state[0] == pytest.approx(height, abs=5e-3)
    else:
        assert fraction[0] == pytest.approx(time, abs=3e-4)


@settings(deadline=None)  # the first call may compile
@given(st.floats(-30.0, 30.0))
def test_the_exponential_written_out_is_the_exponential(x: float) -> None:
    assert exponential(x) == pytest.approx(np.exp(x), rel=1e-11)


@settings(deadline=None)  # the first call may compile
@given(st.integers(-40_000, 60_000))
def test_the_day_of_the_year_is_that_of_the_calendar(day: int) -> None:
    date = np.datetime64(day, "D")
    assert day_of_year(day) == int((date - date.astype("datetime64[Y]")).astype(int)) + 1


def test_the_mean_sun_stands_at_the_equinox_in_march() -> None:
    assert mean_sun_deg(float(np.datetime64("2022-03-20", "D").astype(int)) + 0.65) % 360.0 == pytest.approx(
        358.0, abs=1.0
    )  # the true sun is at 0; the mean sun trails by the equation of time, 7.4 min


def test_the_node_of_the_station_drifts_five_degrees_a_day() -> None:
    # Numerical integration of J2 alone at 415 km: -4.963427 deg/day.
    assert node_drift_deg_day(415.0, np.cos(np.radians(STATION_DEG))) == pytest.approx(-4.963427, rel=1e-4)


def test_a_raise_from_400_to_800_km_takes_217_metres_a_second() -> None:
    assert delta_v_for_raise(400.0, 400.0) == pytest.approx(217.0, abs=0.5)


@settings(deadline=None)  # the first call may compile
@given(st.floats(200.0, 600.0), st.floats(-60.0, 200.0))
def test_raise_and_velocity_change_are_inverse(altitude_km: float, raise_km: float) -> None:
    sign = 1.0 if raise_km >= 0.0 else -1.0
    there = delta_v_for_raise(altitude_km, raise_km)
    assert raise_for_delta_v(altitude_km, sign * there) == pytest.approx(raise_km, abs=1e-5)


def test_propellant_follows_the_rocket_equation() -> None:
    assert propellant_for_delta_v(450_000.0, 10.0, 300.0) == pytest.approx(1527.0, rel=1e-3)


@pytest.mark.parametrize(("altitude_km", "ballistic", "days"), [(900.0, 0.01, 5), (100.0, 0.01, 5), (400.0, 0.0, 5)])
def test_the_front_door_refuses_what_it_cannot_answer(
    table: DensityTable, altitude_km: float, ballistic: float, days: int
) -> None:
    with pytest.raises(InputError, match="expected"):
        decay(altitude_km, 0.0, "2022-02-26", ballistic, *case_c_drivers(days), table=table)


def test_the_time_of_an_altitude_lies_between_its_days(table: DensityTable) -> None:
    fall: Decay = decay([300.0, 305.0], 0.0, "2022-02-26", 0.01, *case_c_drivers(400), table=table)
    for altitude in (299.0, 250.0, 180.0, 150.0):
        days = fall.days_to(altitude)
        for m in range(2):
            k = int(days[m])
            assert fall.altitude_km[k, m] >= altitude >= fall.altitude_km[min(k + 1, len(fall.altitude_km) - 1), m]
    assert np.all(fall.days_to(120.0) == fall.entry_day)


def test_the_front_door_refuses_orbits_that_are_too_eccentric(table: DensityTable) -> None:
    for altitude, e in ((400.0, 0.03), (300.0, 0.025), (250.0, 0.018)):
        with pytest.raises(InputError, match="perigee"):
            decay(altitude, 0.0, "2022-02-26", 0.01, *case_c_drivers(5), table=table, ex=e)


@pytest.mark.parametrize(
    ("altitude_km", "inclination_deg", "ex", "ey", "frozen", "within_percent"),
    [
        # Falls of some weeks, in which the node hardly turns: the errors of the table (0.15 %) do not average out.
        (300.0, 51.64, 0.0, 0.0, 0.0, 0.3),
        (320.0, 97.0, 0.0, 0.0, 0.0, 0.3),
        (320.0, 5.0, 0.0, 0.0, 0.0, 0.3),
        (310.0, 51.64, 2e-4, 9e-4, 8.6e-4, 0.3),
        (330.0, 28.5, -0.002, 0.003, 0.0, 0.3),
        (360.0, 66.0, 0.01, 0.008, 0.0, 0.3),
    ],
)
def test_any_orbit_falls_as_direct_calls_of_the_model_say(
    altitude_km: float, inclination_deg: float, ex: float, ey: float, frozen: float, within_percent: float
) -> None:
    days = np.arange(60)
    f107a, ap = 120.0 + 0.3 * days, 8.0 + 6.0 * np.sin(days) ** 2
    f107 = f107a + 15.0 * np.sin(days / 4.0)
    ballistic = 0.03
    direct = exact.decay(
        altitude_km,
        inclination_deg,
        40.0,
        "2012-05-01",
        ballistic,
        f107,
        f107a,
        ap,
        ex=ex,
        ey=ey,
        frozen_ey=frozen,
        stop_altitude_km=200.0,
    )
    fast = decay(
        altitude_km,
        40.0,
        "2012-05-01",
        ballistic,
        f107,
        f107a,
        ap,
        table=DensityTable.load(inclination_deg),
        ex=ex,
        ey=ey,
        frozen_ey=frozen,
    )
    assert direct.altitude_km[-1] == 200.0
    assert fast.days_to(200.0)[0] == pytest.approx(direct.day[-1], rel=within_percent / 100.0)


@pytest.mark.parametrize("e", [1e-4, 8.6e-4, 1.2e-3, 3e-3, 1e-2])
def test_an_eccentric_orbit_loses_what_direct_calls_of_the_model_say(table: DensityTable, e: float) -> None:
    rng = np.random.default_rng(11)
    count, number = 24, 19_100
    altitude, node = rng.uniform(330.0, 450.0, count), rng.uniform(0.0, 360.0, count)
    perigee = rng.uniform(0.0, 2.0 * np.pi, count)
    f107 = rng.uniform(75.0, 180.0, count)
    ex, ey = e * np.cos(perigee), e * np.sin(perigee)
    date, ap, one = np.datetime64(number, "D"), np.full(count, 9.0), np.ones(count)
    true = exact.drag_rates(altitude, STATION_DEG, node, date, f107, f107, ap, ex=ex, ey=ey, times=4)[:, 0]
    raan = node + mean_sun_deg(number + 0.5)
    found = decay_rate_km_day(table.arrays(), number, altitude, raan, f107, f107, ap, one, ex, ey)
    error = 100.0 * (found / true - 1.0)
    assert np.sqrt(np.mean(error**2)) < 0.6
    assert abs(np.mean(error)) < 0.25


def test_the_eccentricity_vector_turns_about_the_frozen_one(table: DensityTable) -> None:
    # Without drag it keeps its distance, and perigee of the station turns by 3.7 degrees a day.
    one = np.ones(1)
    altitude, node, ex, ey, fraction = 415.0 * one, 0.0 * one, 5e-4 * one, FROZEN * one, 0.0 * one
    angle = []
    for day in range(20):
        drivers = 110 * one, 110 * one, 8 * one, 0 * one
        advance_day(table.arrays(), 19_000 + day, altitude, node, ex, ey, *drivers, FROZEN, fraction)
        assert np.hypot(ex[0], ey[0] - FROZEN) == pytest.approx(5e-4, rel=1e-6)
        angle.append(np.degrees(np.arctan2(ey[0] - FROZEN, ex[0])))
    assert altitude[0] == 415.0
    np.testing.assert_allclose(np.diff(angle), 3.7, atol=0.1)


def test_the_day_side_raises_an_eccentricity_of_a_ten_thousandth(table: DensityTable) -> None:
    direct = exact.drag_rates(380.0, STATION_DEG, 70.0, "2022-02-26", 110.0, 110.0, 8.0, times=4)
    one, number, ballistic = np.ones(1), int(np.datetime64("2022-02-26", "D").astype(int)), 0.01
    node = 70.0 + mean_sun_deg(number + 0.5) - 0.5 * node_drift_deg_day(380.0, table.arrays().cos_inclination)
    altitude, raan, ex, ey, fraction = 380.0 * one, node * one, 0.0 * one, 0.0 * one, 0.0 * one
    advance_day(
        table.arrays(), number, altitude, raan, ex, ey, 110 * one, 110 * one, 8 * one, ballistic * one, 0.0, fraction
    )
    pushed, expected = np.hypot(ex[0], ey[0]), ballistic * np.hypot(direct[1], direct[2])
    assert pushed == pytest.approx(expected, rel=0.1)
    assert 1e-7 < pushed < 1e-4


def test_the_station_is_frozen_with_its_perigee_in_the_north() -> None:
    assert frozen_ey(415.0, STATION_DEG) == pytest.approx(8.6e-4, abs=2e-5)
    assert frozen_ey(415.0, 0.0) == 0.0
    assert frozen_ey(800.0, 98.0) < frozen_ey(300.0, 98.0) < 1.2e-3
