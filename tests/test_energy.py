"""Energy: how long each orbit lies in the sun, what arrays of an age give, and what each segment gets of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationkeep.compiled import uncounted
from stationkeep.disruption.scenario import Failure, Scenario, Suspension
from stationkeep.ensemble.chunk import live_block
from stationkeep.ensemble.model import Compiled, compile_scenario
from stationkeep.ensemble.state import Books
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.errors import PackError
from stationkeep.facts.pack import load_pack
from stationkeep.orbit.earth import RADIUS_KM
from stationkeep.orbit.sunlight import beta_angle_deg, fill_sunlit, sun_direction_deg, sunlit_share
from stationkeep.station.check import check_rules
from stationkeep.station.grids import grids

ISS = load_pack("iss")
START = dt.date(2022, 4, 2)
DAYS, MEMBERS, HOURS = 150, 32, 24.0
USOS, ROS = range(2)
WINGS = ("p6", "p3p4", "s3s4", "s6", "irosa_2b4b")  # all that gave power to the US segment in April 2022


@uncounted
def filled(sun, inclination, node_deg, altitude_km, share):  # type: ignore[no-untyped-def]
    fill_sunlit((sun[0], sun[1], sun[2]), (inclination[0], inclination[1]), node_deg, altitude_km, share)


def shadowed(beta_deg: float, altitude_km: float) -> float:
    """Part of a revolution in the shadow, counted point by point of a circular orbit."""
    angle, beta = np.linspace(0.0, 2.0 * np.pi, 200_001)[:-1], np.radians(beta_deg)
    radius = RADIUS_KM + altitude_km
    towards = radius * np.cos(angle) * np.cos(beta)  # along the sun's direction
    aside = np.sqrt(np.maximum(0.0, radius**2 - towards**2))
    return float(((towards < 0.0) & (aside < RADIUS_KM)).mean())


@settings(deadline=None)
@given(st.floats(-89.0, 89.0), st.floats(150.0, 2000.0))
def test_the_night_is_that_of_a_count_along_the_orbit(beta_deg, altitude_km):
    assert 1.0 - float(sunlit_share(beta_deg, altitude_km)) == pytest.approx(shadowed(beta_deg, altitude_km), abs=2e-5)


def test_the_night_of_the_station_is_36_minutes_at_most_and_none_at_high_beta():
    minutes = 92.6 * (1.0 - float(sunlit_share(0.0, 410.0)))
    assert minutes == pytest.approx(36.0, abs=0.3)
    assert float(sunlit_share(71.0, 410.0)) == 1.0 and float(sunlit_share(68.0, 410.0)) < 1.0


@settings(deadline=None)
@given(st.integers(0, 25_000), st.floats(0.0, 360.0), st.floats(0.0, 180.0), st.floats(120.0, 1500.0))
def test_the_loop_has_the_same_night(day, node_deg, inclination_deg, altitude_km):
    ascension, declination = (float(x) for x in sun_direction_deg(day))
    sun = np.array([ascension, np.sin(np.radians(declination)), np.cos(np.radians(declination))])
    tilt, share = np.radians(inclination_deg), np.zeros(1)
    filled(sun, np.array([np.sin(tilt), np.cos(tilt)]), np.array([node_deg]), np.array([altitude_km]), share)
    beta = beta_angle_deg(day, node_deg, inclination_deg)
    # where full sun begins the share has no bounded slope: an error of 6e-8 in the angle is 1e-4 there
    assert share[0] == pytest.approx(float(sunlit_share(beta, altitude_km)), abs=3e-4)
    if abs(float(beta)) < 60.0:
        assert share[0] == pytest.approx(float(sunlit_share(beta, altitude_km)), abs=1e-6)


@cache
def lived(*suspended: str, failed: tuple[str, ...] = ()) -> tuple[Compiled, tuple[Books, Books], np.ndarray]:
    """A life with its books, and which members of the disturbed world have each function: (day, function, member)."""
    scenario = Scenario(
        "s", "s", START, horizon_days=DAYS,
        suspensions=tuple(Suspension(party, START) for party in suspended),
        failures=tuple(Failure(asset, START + dt.timedelta(days=10)) for asset in failed),
    )  # fmt: skip
    compiled, seen = compile_scenario(scenario, ISS), {}
    around = surroundings(compiled)[0]
    _, books = live_block(
        compiled, around, 1, 0, MEMBERS, 1, True, watch=lambda place, has: seen.update({place: has.copy()})
    )
    bits = (seen[1][..., None] >> np.arange(MEMBERS, dtype=np.uint64)) & np.uint64(1)
    return compiled, books, bits.astype(bool)


def has(name: str, *suspended: str, failed: tuple[str, ...] = ()) -> np.ndarray:
    compiled, _, bits = lived(*suspended, failed=failed)
    return bits[:, compiled.functions.index(name)]


def fact(compiled: Compiled, books: Books, name: str) -> np.ndarray:
    from stationkeep.ensemble.chunk import draw_facts

    return draw_facts(compiled, 1, 0, MEMBERS)[compiled.names.parameters.index(name)]


@pytest.mark.parametrize("suspended", [(), ("roscosmos",), ("nasa",)])
def test_a_segment_has_power_just_when_its_books_say_so(suspended):
    compiled, (_, books), _ = lived(*suspended)
    store = books.opening[compiled.model.power.store]
    own = books.generated_kwh + store
    survival = HOURS * np.array([fact(compiled, books, row.survival) for row in grids(ISS)])[:, None]
    assert (has("power.usos", *suspended) == (own[USOS] >= survival[USOS])).all()
    spare = np.maximum(0.0, own[USOS] - survival[USOS])
    passed = np.minimum(HOURS * fact(compiled, books, "power_transfer_kw"), spare)
    if "nasa" in suspended:
        passed = 0.0 * passed
    else:
        passed[1:] *= has("power.usos", *suspended)[:-1]  # the link asks for the power of the day before
    close = np.abs(own[ROS] + passed - survival[ROS]) < 1e-6
    assert ((has("power.ros", *suspended) == (own[ROS] + passed >= survival[ROS])) | close).all()
    assert (books.passed_kwh[0] <= passed + 1e-9).all()
    got = own[ROS] + books.passed_kwh[0]
    assert (books.used_kwh[ROS] <= got + 1e-9).all()
    fed = has("power.usos", *suspended)
    assert (books.used_kwh[USOS] >= survival[USOS] - 1e-9)[fed].all(), "a grid does not die for another"


def test_eight_wings_give_what_is_published():
    """84 to 120 kW averaged over orbits with a night, 160 kW in sunlight after twenty years (NASA)."""
    compiled, (twin, _), _ = lived()
    gives = twin.generated_kwh[USOS] / HOURS
    dark = compiled.model.power.darkest
    assert 83.0 < gives.min() < 95.0 and 84.0 < np.median(gives) < 125.0
    assert 130.0 < np.median(fact(compiled, twin, "usos_power_kw")) / dark < 200.0
    assert gives.max() <= 120.0 / dark * 1.001
    swing = gives.max(axis=0) / gives.min(axis=0)
    assert (swing > 1.05).all() and (swing < 1.0 / dark * 1.05).all(), "the night of each member's own plane"


def test_arrays_that_fail_give_nothing_and_the_batteries_last_a_day_or_less():
    without = has("power.usos", failed=WINGS)
    assert without[:10].all() and not without[12:].any()
    _, (_, books), _ = lived(failed=WINGS)
    assert not books.generated_kwh[USOS, 10:].any() and books.generated_kwh[ROS, 10:].all()
    _, (_, half), _ = lived(failed=WINGS[:2])
    _, (_, whole), _ = lived()
    rows = {row.asset: row.power_kw for row in ISS.elements if row.power_kw and row.asset in WINGS}
    left = 1.0 - sum(rows[name] for name in WINGS[:2]) / sum(rows.values())
    day = 10  # the same orbit still, but for what the failure did to it
    np.testing.assert_allclose(half.generated_kwh[USOS, day], left * whole.generated_kwh[USOS, day], rtol=1e-6)


def test_arrays_fade():
    compiled, (twin, _), _ = lived()
    fade = fact(compiled, twin, "array_fade_per_year")
    ratio = twin.generated_kwh[ROS] / twin.generated_kwh[USOS]
    np.testing.assert_allclose(ratio[-1], ratio[0], rtol=1e-9)  # the same sun and the same fading for both
    faster = replace(ISS, parameters=tuple(
        replace(p, low=None, value=0.5, high=None, distribution="fixed") if p.id == "array_fade_per_year" else p
        for p in ISS.parameters
    ))  # fmt: skip
    again = compile_scenario(compiled.scenario, faster)
    _, (other, _) = live_block(again, surroundings(again)[0], 1, 0, MEMBERS, 1, True)
    years = 100 / 365.25
    expected = (1.0 - 0.5 * years) / (1.0 - fade * years)
    np.testing.assert_allclose(other.generated_kwh[USOS, 100], expected * twin.generated_kwh[USOS, 100], rtol=1e-4)


def test_books_of_energy_notice_a_kilowatt_hour():
    from test_balance import EXACT, energy_gap

    compiled, (twin, _), _ = lived()
    assert np.abs(energy_gap(compiled, twin)).max() < EXACT
    tampered = twin._replace(used_kwh=twin.used_kwh.copy())
    tampered.used_kwh[ROS, 5, 3] += 1.0
    assert np.abs(energy_gap(compiled, tampered)).max() > EXACT


def test_a_grid_without_its_entries_is_reported_with_its_mend():
    broken = {**ISS.settings, "power": {**ISS.settings["power"], "grids": [{"id": "usos"}]}}
    problems = list(check_rules(replace(ISS, settings=broken)))
    assert [p.field for p in problems] == ["power"] and "give it id, power" in problems[0].fix
    with pytest.raises(PackError):
        grids(replace(ISS, settings=broken))
