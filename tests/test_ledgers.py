"""Stocks, mass and altitude on a date: the row that holds, and in a `then` run nothing from after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationkeep.facts.pack import load_pack
from stationkeep.facts.records import AltitudePoint, MassPoint
from stationkeep.supplies.ledgers import (
    altitude_before,
    arrival_targets,
    levels_on,
    mass_on,
    parameters_on,
    person_class,
)

ISS = load_pack("iss")
START = dt.date(2022, 4, 2)
DAY = dt.timedelta(days=1)
DATES = st.dates(dt.date(2000, 11, 2), dt.date(2026, 10, 15))


def points(*values: tuple[int, float]) -> tuple[AltitudePoint, ...]:
    return tuple(AltitudePoint(START + day * DAY, km, ()) for day, km in values)


def mass(day: int, kg: float) -> MassPoint:
    return MassPoint(START + day * DAY, kg, 0.9 * kg, 1.1 * kg, (), "low", "")


@settings(max_examples=60, deadline=None)
@given(DATES)
def test_a_parameter_has_the_row_that_holds_on_the_day(day):
    found = parameters_on(ISS, day)
    for row in found.values():
        assert (row.valid_from or dt.date.min) <= day <= (row.valid_to or dt.date.max)
    ids = {row.id for row in ISS.parameters}
    for name in ids - set(found):
        assert all(
            not (row.valid_from or dt.date.min) <= day <= (row.valid_to or dt.date.max)
            for row in ISS.parameters
            if row.id == name
        )


def test_a_parameter_changes_on_its_first_day():
    assert parameters_on(ISS, dt.date(2011, 5, 31))["operating_floor_km"].value == 330
    assert parameters_on(ISS, dt.date(2011, 6, 1))["operating_floor_km"].value == 370


@settings(max_examples=60, deadline=None)
@given(DATES)
def test_a_level_is_the_newest_known_on_the_day(day):
    for stock, row in levels_on(ISS, day).items():
        rows = [other for other in ISS.stock_levels if other.stock == stock]
        known = [other.date for other in rows if other.date <= day]
        assert row.date == (max(known) if known else min(other.date for other in rows))


def test_a_level_does_not_depend_on_the_order_of_the_file():
    shuffled = replace(ISS, stock_levels=ISS.stock_levels[::-1])
    assert levels_on(shuffled, START) == levels_on(ISS, START)


def test_every_stock_of_the_pack_has_a_level():
    assert set(levels_on(ISS, ISS.first_date)) == set(ISS.stocks)


def test_the_mass_is_the_nearest_of_the_past_then_and_the_nearest_of_all_in_hindsight():
    pack = replace(ISS, masses=(mass(-300, 1.0), mass(-100, 2.0), mass(5, 3.0)))
    assert mass_on(pack, START, "then").mass_kg == 2.0
    assert mass_on(pack, START, "hindsight").mass_kg == 3.0
    assert mass_on(pack, START - 200 * DAY - DAY, "then").mass_kg == 1.0
    assert mass_on(pack, START + 5 * DAY, "then").mass_kg == 3.0, "a weighing on the start date is known"
    assert mass_on(pack, START - 301 * DAY, "then").mass_kg == 1.0, "better a later mass than none"


def test_a_pack_without_masses_has_none():
    assert mass_on(replace(ISS, masses=()), START, "then") is None


def test_then_the_newest_altitude_is_carried_forward_with_a_growing_error():
    pack = replace(ISS, orbit_history=points((-60, 410.0), (-30, 414.0), (-15, 412.0), (15, 300.0)))
    altitude, error, policy = altitude_before(pack, START, "then")
    assert altitude == 412.0
    assert policy == pytest.approx(412.0)
    assert error == pytest.approx(3.0 * 0.5**0.5), "mean step 3 km, half a month old"
    on_the_day = altitude_before(pack, START - 15 * DAY, "then")
    assert on_the_day[0] == 412.0 and on_the_day[1] == 0.0
    longer = altitude_before(replace(pack, orbit_history=pack.orbit_history[:-1]), START + 300 * DAY, "then")
    assert longer[1] == pytest.approx(2 * 3.0), "the error stops growing at twice the monthly scatter"


def test_in_hindsight_the_altitude_lies_between_its_neighbours():
    pack = replace(ISS, orbit_history=points((-60, 410.0), (-10, 412.0), (30, 404.0)))
    assert altitude_before(pack, START, "hindsight")[0] == pytest.approx(410.0)
    last = replace(pack, orbit_history=pack.orbit_history[:-1])
    assert altitude_before(last, START, "hindsight")[0] == 412.0


def test_the_policy_is_what_was_held_in_the_last_four_months():
    pack = replace(ISS, orbit_history=points((-400, 350.0), (-121, 380.0), (-120, 400.0), (-20, 410.0)))
    assert altitude_before(pack, START, "then")[2] == pytest.approx(405.0)


@settings(max_examples=40, deadline=None)
@given(DATES, st.floats(100, 500))
def test_an_altitude_written_later_is_never_used_then(day, wrong):
    later = tuple(replace(row, altitude_km=wrong) if row.date > day else row for row in ISS.orbit_history)
    assert altitude_before(replace(ISS, orbit_history=later), day, "then") == altitude_before(ISS, day, "then")
    heavier = tuple(replace(row, mass_kg=wrong) if row.date > day else row for row in ISS.masses)
    assert mass_on(replace(ISS, masses=heavier), day, "then") == mass_on(ISS, day, "then")


def test_the_altitude_does_not_depend_on_the_order_of_the_file():
    turned = replace(ISS, orbit_history=ISS.orbit_history[::-1])
    assert altitude_before(turned, START, "then") == altitude_before(ISS, START, "then")


def test_a_system_without_an_orbit_has_no_altitude():
    assert altitude_before(replace(ISS, orbit_history=()), START, "then") == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("per", "targets"),
    [("arrival:a", ("a",)), ("arrival:a;b_2", ("a", "b_2")), ("day", ()), ("person", ()), ("person:ros", ())],
)
def test_what_an_arrival_brings_is_read_from_its_flow(per, targets):
    assert arrival_targets(per) == targets


@pytest.mark.parametrize(("per", "who"), [("person", ""), ("person:ros", "ros"), ("day", None), ("arrival:a", None)])
def test_who_drains_a_stock_is_read_from_its_flow(per, who):
    assert person_class(per) == who
