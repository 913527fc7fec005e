"""Flights as they could be known on a day: nothing written after it changes them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import DAY

from stationkeep.facts.pack import Pack, load_pack
from stationkeep.supplies.flights import timeline

ISS = load_pack("iss")
DATES = st.dates(dt.date(2000, 11, 3), dt.date(2026, 10, 15))
YEAR = 365


def without_later_flights(pack: Pack, start: dt.date) -> Pack:
    flights = {name: row for name, row in pack.flights.items() if row.launched is None or row.launched <= start}
    return replace(pack, flights=flights)


def with_later_flights_altered(pack: Pack, start: dt.date) -> Pack:
    altered = {}
    for name, row in pack.flights.items():
        if row.launched is not None and row.launched > start:
            row = replace(
                row, launched=row.launched + 41 * DAY, arrived=None, outcome="launch_failure", up={"ros": 3.0}
            )
        altered[name] = row
    return replace(pack, flights=altered)


def with_later_departures_altered(pack: Pack, start: dt.date) -> Pack:
    altered = {
        name: replace(row, departed=row.departed + 77 * DAY, down={"usos": 2.0})
        if row.departed is not None and row.departed > start
        else row
        for name, row in pack.flights.items()
    }
    return replace(pack, flights=altered)


def without_later_departures(pack: Pack, start: dt.date) -> Pack:
    return replace(pack, flights={
        name: replace(row, departed=None, down={}) if row.departed is not None and row.departed > start else row
        for name, row in pack.flights.items()
    })  # fmt: skip


def without_later_plans(pack: Pack, start: dt.date) -> Pack:
    return replace(pack, plans=tuple(row for row in pack.plans if row.known_on <= start))


def with_later_plans_altered(pack: Pack, start: dt.date) -> Pack:
    return replace(pack, plans=tuple(
        row if row.known_on <= start else replace(row, planned_from=start + 9 * DAY, planned_to=start + 9 * DAY)
        for row in pack.plans
    ))  # fmt: skip


def with_later_types_altered(pack: Pack, start: dt.date) -> Pack:
    altered = {}
    for name, row in pack.carriers.items():
        if row.end_known is not None and row.end_known > start:
            row = replace(row, end_known=None, valid_to=None)
        if row.valid_from is not None and row.valid_from > start:
            row = replace(row, valid_from=row.valid_from + 500 * DAY)
        altered[name] = row
    return replace(pack, carriers=altered)


def with_later_arrivals_altered(pack: Pack, start: dt.date) -> Pack:
    return replace(pack, flights={
        name: replace(row, outcome="docking_failure", arrived=None)
        if row.launched is not None and row.launched < start and row.arrived is not None and row.arrived > start
        else row
        for name, row in pack.flights.items()
    })  # fmt: skip


SCRAMBLED = [
    without_later_flights, with_later_flights_altered, with_later_departures_altered, without_later_departures,
    without_later_plans, with_later_plans_altered, with_later_types_altered,
]  # fmt: skip


@pytest.mark.parametrize("scramble", SCRAMBLED, ids=lambda f: f.__name__)
@settings(max_examples=25, deadline=None)
@given(start=DATES)
def test_nothing_written_after_the_start_changes_what_is_known_then(scramble, start):
    assert timeline(scramble(ISS, start), start, 2 * YEAR, "then") == timeline(ISS, start, 2 * YEAR, "then")


def test_the_scrambling_would_be_felt_in_hindsight():
    start = dt.date(2022, 4, 2)
    for scramble in (without_later_flights, with_later_flights_altered, with_later_departures_altered):
        assert timeline(scramble(ISS, start), start, YEAR, "hindsight") != timeline(ISS, start, YEAR, "hindsight")


def under_way(pack: Pack) -> list[tuple[str, dt.date]]:
    """Ships and dates on which they were launched and not yet there."""
    return [
        (row.id, row.launched + days * DAY)
        for row in pack.flights.values()
        if row.launched and row.arrived and pack.carriers[row.carrier].kind not in ("module", "test") and not row.visit
        and row.launched >= pack.first_date and row.outcome == "success"
        for days in range(1, (row.arrived - row.launched).days)
    ]  # fmt: skip


@pytest.mark.parametrize("knowledge", ["then", "hindsight"])
@pytest.mark.parametrize("slow", [False, True])
def test_a_ship_under_way_on_the_start_date_still_arrives(knowledge, slow):
    missing = []
    for name, start in [(name, start) for name, start in under_way(ISS) if slow == (name in ("atv_1", "atv_5"))][::3]:
        found = timeline(ISS, start, 60, knowledge)
        named = {ship.flight for ship in found.docked} | {ship.name for ship in found.coming}
        if not named & {name, ISS.flights[name].name}:
            missing.append((name, str(start)))
    assert not missing


@pytest.mark.xfail(strict=True, reason="flights.py loss_rates, composition: the outcome of a ship under way is used")
def test_what_becomes_of_a_ship_under_way_is_unknown():
    start = ISS.flights["soyuz_ms_02"].launched + DAY
    assert timeline(with_later_arrivals_altered(ISS, start), start, YEAR, "then") == timeline(ISS, start, YEAR, "then")
