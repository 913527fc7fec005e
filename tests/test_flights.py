"""Ships docked and flights to come: everybody accounted for, the plan before the cadence."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from packs import DAY

from stationkeep.facts.pack import Pack, load_pack
from stationkeep.supplies.fleet import lines
from stationkeep.supplies.flights import Timeline, timeline

ISS = load_pack("iss")
DATES = st.dates(dt.date(2000, 11, 3), dt.date(2026, 10, 15))
YEAR = 365


def aboard(pack: Pack, day: dt.date) -> dict[str, int]:
    """Residents by class from the log alone: brought less taken home by the end of the day."""
    count: Counter[str] = Counter()
    for flight in pack.flights.values():
        if flight.arrived and flight.arrived <= day:
            count.update(flight.up)
        if flight.departed and flight.departed <= day:
            count.subtract(flight.down)
    return {name: int(n) for name, n in count.items() if n}


def laid_out(found: Timeline) -> dict[str, int]:
    count: Counter[str] = Counter()
    for ship in found.docked:
        count.update(ship.residents)
    return dict(count)


# --- who is there on the day --------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(DATES, st.sampled_from(["then", "hindsight"]))
def test_everybody_aboard_is_laid_out_once_and_nobody_else(day, knowledge):
    assume(not any(f.launched == day == f.arrived for f in ISS.flights.values()))  # in the evening, unknown at 00:00
    found = timeline(ISS, day, 30, knowledge)
    assert laid_out(found) == aboard(ISS, day)
    for ship in found.docked:
        assert sum(ship.residents.values()) <= ship.seats or ship.seats == 0
        assert ship.arrived_day <= 0 < ship.leaves_day


@pytest.mark.parametrize(
    ("day", "people"),
    [
        (dt.date(2000, 11, 3), {"ros": 2, "usos": 1}),
        (dt.date(2022, 2, 26), {"ros": 2, "usos": 5}),
        (dt.date(2022, 4, 2), {"ros": 3, "usos": 4}),
        (dt.date(2026, 10, 15), {"ros": 3, "usos": 4}),
    ],
)
def test_the_residents_of_known_dates(day, people):
    assert laid_out(timeline(ISS, day, 400, "then")) == people


def test_the_american_of_february_2022_has_his_seat_on_the_soyuz():
    docked = {ship.flight: ship for ship in timeline(ISS, dt.date(2022, 2, 26), 400, "then").docked}
    assert docked["soyuz_ms_19"].residents == {"ros": 2, "usos": 1}
    assert docked["soyuz_ms_19"].seats == 3
    assert docked["crew_3"].residents == {"usos": 4}
    assert not [ship for ship in docked.values() if ship.residents and not ship.seats]


def test_the_ships_of_april_2022_were_at_their_ports():
    docked = {ship.flight: ship for ship in timeline(ISS, dt.date(2022, 4, 2), 400, "then").docked}
    assert set(docked) == {"soyuz_ms_21", "crew_3", "progress_ms_18", "progress_ms_19", "cygnus_ng_17"}
    assert docked["soyuz_ms_21"].residents == {"ros": 3} and docked["crew_3"].residents == {"usos": 4}
    assert sum(ship.seats for ship in docked.values()) == 7


def test_a_visit_brings_no_resident_and_is_no_ship_at_its_port():
    start = dt.date(2022, 4, 15)
    axiom = ISS.flights["axiom_1"]
    assert axiom.visit and axiom.arrived <= start < axiom.departed
    found = timeline(ISS, start, 400, "then")
    assert "axiom_1" not in {ship.flight for ship in found.docked}
    earlier = dt.date(2022, 4, 2)
    for knowledge in ("then", "hindsight"):
        assert not [c for c in timeline(ISS, earlier, 400, knowledge).coming if "Axiom" in c.name or c.name == "Ax-1"]


# --- what is to come ----------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(DATES, st.sampled_from(["then", "hindsight"]))
def test_flights_to_come_are_in_order_after_the_start_and_within_the_span(day, knowledge):
    found = timeline(ISS, day, YEAR, knowledge)
    assert [ship.first_day for ship in found.coming] == sorted(ship.first_day for ship in found.coming)
    for ship in found.coming:
        assert 0 <= ship.first_day <= ship.last_day or ship.fixed
        assert 0 <= ship.first_day < YEAR
        assert ship.line == lines(ISS)[ship.carrier]
    assert all(0.0 < rate < 1.0 for rate in found.loss_rate.values())


def test_a_longer_look_ahead_adds_flights_and_changes_none():
    def plain(found: Timeline, days: int) -> list[tuple[str, int, int]]:
        return [(ship.name, ship.first_day, ship.last_day) for ship in found.coming if ship.first_day < days]

    for day in (dt.date(2003, 6, 1), dt.date(2012, 5, 1), dt.date(2022, 4, 2), dt.date(2024, 4, 1)):
        whole = timeline(ISS, day, 2 * YEAR, "then")
        for days in range(60, YEAR, 7):
            assert plain(timeline(ISS, day, days, "then"), days) == plain(whole, days)


def test_vehicles_that_replaced_each_other_are_one_line():
    line = lines(ISS)
    assert line["soyuz_ms"] == line["soyuz_tma"] == line["soyuz_tm"]
    assert line["progress_ms"] == line["progress_m"] == line["progress_m1"]
    assert line["cygnus_xl"] == line["cygnus"] and line["cargo_dragon"] == line["cargo_dragon1"]
    assert len({line[c] for c in ("soyuz_ms", "progress_ms", "cygnus", "cargo_dragon", "crew_dragon", "shuttle")}) == 6


def test_the_plan_comes_before_the_cadence():
    for ship in timeline(ISS, dt.date(2022, 4, 2), 3 * YEAR, "then").coming:
        if ship.basis == "cadence":
            planned = [c.last_day for c in timeline(ISS, dt.date(2022, 4, 2), 3 * YEAR, "then").coming
                       if c.line == ship.line and c.basis == "plan"]  # fmt: skip
            assert ship.first_day > max(planned, default=-1)


def test_the_cadence_of_an_untroubled_line_goes_on():
    coming = timeline(ISS, dt.date(2022, 4, 2), 3 * YEAR, "then").coming
    for line, least, most in (("soyuz_tm", 5, 8), ("progress_m", 7, 12), ("crew_dragon", 5, 9)):
        assert least <= sum(ship.line == line and ship.basis != "spare" for ship in coming) <= most, line


def test_the_shuttle_does_not_fly_on_after_its_announced_end_and_no_one_knew_before():
    after = timeline(ISS, dt.date(2012, 1, 1), 3 * YEAR, "then")
    assert "shuttle" not in after.carriers
    before = timeline(ISS, dt.date(2010, 6, 1), 3 * YEAR, "then")
    last = max(ship.last_day for ship in before.coming if ship.carrier == "shuttle")
    assert last <= (ISS.carriers["shuttle"].valid_to - dt.date(2010, 6, 1)).days
    unknown = timeline(ISS, dt.date(2003, 6, 1), 12 * YEAR, "then")
    assert max(ship.last_day for ship in unknown.coming if ship.carrier == "shuttle") > 10 * YEAR


@pytest.mark.parametrize("ended", ["htv", "atv", "cargo_dragon1", "progress_m1", "soyuz_tma"])
def test_a_type_that_has_ended_does_not_fly_on(ended):
    row = ISS.carriers[ended]
    later = max(row.valid_to, row.end_known or row.valid_to) + 200 * DAY
    assert ended not in {ship.carrier for ship in timeline(ISS, later, YEAR, "then").coming}


def test_a_type_that_had_not_been_shown_is_not_planned_with():
    start = dt.date(2020, 1, 1)
    assert not {ship.carrier for ship in timeline(ISS, start, 2 * YEAR, "then").coming} & {
        "cygnus_xl",
        "htv_x",
        "us_cargo",
    }


def test_in_hindsight_flights_come_as_flown_and_neither_slip_nor_are_lost_by_chance():
    start = dt.date(2022, 4, 2)
    found = timeline(ISS, start, YEAR, "hindsight")
    flown = {
        row.name: (row.arrived - start).days
        for row in ISS.flights.values()
        if row.launched and row.launched >= start and row.arrived and not row.visit
        and ISS.carriers[row.carrier].kind not in ("module", "test") and (row.arrived - start).days < YEAR
    }  # fmt: skip
    fixed = {ship.name: ship.first_day for ship in found.coming if ship.fixed and not ship.lost}
    assert fixed == flown and len(flown) > 10
    assert all(ship.first_day == ship.last_day for ship in found.coming if ship.fixed)


def test_past_the_end_of_the_log_hindsight_goes_on_as_then():
    start = ISS.as_of
    hindsight, then = timeline(ISS, start, YEAR, "hindsight"), timeline(ISS, start, YEAR, "then")
    assert [ship.name for ship in hindsight.coming] == [ship.name for ship in then.coming]
