"""Flights of the sea bed, where cadence, plans and slips can be counted by hand."""

from __future__ import annotations

import datetime as dt
from itertools import count

import pytest
from hypothesis import strategies as st
from packs import SEABED_START, changed, date, log, seabed, seabed_tables, trip

from stationkeep.facts.pack import load_pack
from stationkeep.supplies.fleet import CADENCE_DAYS
from stationkeep.supplies.flights import Timeline, timeline

ISS = load_pack("iss")
DATES = st.dates(dt.date(2000, 11, 3), dt.date(2026, 10, 15))
YEAR = 365


def plan(name: str, carrier: str, known_on: int, first: int, last: int | None = None, **cells):
    row = {
        "known_on": date(known_on), "event": "dock", "name": name, "carrier": carrier, "planned_from": date(first),
        "planned_to": date(first if last is None else last), "visit": False,
    }  # fmt: skip
    return {**row, **cells}


@pytest.fixture
def bed(tmp_path):
    number = count()
    return lambda **tables: seabed(tmp_path / f"seabed_{next(number)}", **tables)


def names(found: Timeline, carrier: str) -> list[str]:
    return [ship.name for ship in found.coming if ship.carrier == carrier]


def test_without_a_plan_each_line_keeps_its_cadence(bed):
    pack = bed()
    found = timeline(pack, SEABED_START, 300, "then")
    assert found.plan_known_on is None
    spacing = 721 / 24
    expected = [round(-31 + spacing * n) for n in range(1, 30)]
    assert [c.first_day for c in found.coming if c.carrier == "barge"] == [max(d, 15) for d in expected if d < 300]
    assert all(c.residents == {"divers": 1, "techs": 1} for c in found.coming if c.carrier == "bell")


def test_flights_older_than_two_years_do_not_count_for_the_cadence(bed):
    old = [trip(f"old_{n}", "barge", -2 * CADENCE_DAYS + n) for n in range(50)]
    with_old = timeline(bed(flights=log(*old)), SEABED_START, 300, "then")
    days = [c.first_day for c in with_old.coming if c.carrier == "barge"]
    assert len(days) == 10 and days[2] - days[1] in (30, 31), "730 days / 24 flights"


def test_rotations_are_paired(bed):
    flights = seabed_tables()["flights"]
    bells = [row for row in flights if row["carrier"] == "bell"]
    for n, row in enumerate(bells):
        people = {"divers": 2} if n % 2 else {"techs": 3}
        row["up"] = people
        row["down"] = people if row["departed"] else {}
    coming = timeline(
        bed(flights=[row for row in flights if row["carrier"] == "barge"] + bells), SEABED_START, 900, "then"
    )
    crews = [c.residents for c in coming.coming if c.carrier == "bell"]
    assert crews[:4] == [{"divers": 2}, {"techs": 3}, {"divers": 2}, {"techs": 3}]


def test_the_newest_plan_alone_counts_and_one_published_later_does_not(bed):
    plans = [
        plan("Old", "barge", -50, 60), plan("New", "barge", -3, 70), plan("Same day", "barge", -3, 75),
        plan("Too late", "barge", 1, 80),
    ]  # fmt: skip
    found = timeline(bed(plans=plans), SEABED_START, 300, "then")
    assert found.plan_known_on == date(-3)
    planned = [c.name for c in found.coming if c.basis == "plan"]
    assert planned == ["New", "Same day"]
    assert min(c.first_day for c in found.coming if c.basis == "cadence" and c.carrier == "barge") > 75
    assert timeline(bed(plans=[plan("Today", "barge", 0, 70)]), SEABED_START, 300, "then").plan_known_on == date(0)


def test_a_planned_launch_arrives_the_day_after_and_a_planned_docking_on_its_day(bed):
    plans = [plan("Launch", "barge", -3, 60, 66, event="launch"), plan("Dock", "barge", -3, 70, 72)]
    found = {c.name: (c.first_day, c.last_day) for c in timeline(bed(plans=plans), SEABED_START, 300, "then").coming}
    assert found["Launch"] == (61, 67) and found["Dock"] == (70, 72)


def test_departures_in_a_plan_are_no_arrivals(bed):
    plans = [plan("Undock", "barge", -3, 60, event="undock"), plan("Landing", "bell", -3, 61, event="landing")]
    assert not [c for c in timeline(bed(plans=plans), SEABED_START, 300, "then").coming if c.basis == "plan"]


def test_a_planned_departure_is_kept(bed):
    plans = [plan("Bell home", "bell", -3, 27, event="undock", flight="bell_6")]
    (docked,) = timeline(bed(plans=plans), SEABED_START, 300, "then").docked
    assert docked.leaves_day == 27


def test_what_the_plan_has_before_the_start_and_has_not_flown_is_soon_to_come(bed):
    plans = [
        plan("Late", "barge", -150, -10), plan("Flown", "barge", -150, -5, flight="barge_23"),
        plan("Forgotten", "barge", -150, -140), plan("Later", "barge", -150, 50),
    ]  # fmt: skip
    found = {c.name: c.first_day for c in timeline(bed(plans=plans), SEABED_START, 300, "then").coming}
    assert found["Late"] == 15 and found["Later"] == 50
    assert not {"Flown", "Forgotten"} & set(found)


def test_a_plan_whose_last_date_has_passed_speaks_no_longer(bed):
    plans = [plan("Late", "barge", -30, -10), plan("Last", "barge", -30, -1)]
    found = timeline(bed(plans=plans), SEABED_START, 300, "then")
    assert found.plan_known_on is None and {c.basis for c in found.coming} == {"cadence"}


def test_a_visit_in_a_plan_and_a_visit_in_the_log_are_left_out(bed):
    visit = trip("tourists", "bell", -20, 10, visit=True, up={}, down={})
    pack = bed(plans=[plan("Tourists", "bell", -3, 60, visit=True)], flights=log(visit))
    found = timeline(pack, SEABED_START, 300, "then")
    assert "Tourists" not in {c.name for c in found.coming}
    assert "tourists" not in {ship.flight for ship in found.docked}


def test_people_of_a_planned_flight_are_those_of_the_plan_or_of_the_latest_full_crew(bed):
    plans = [plan("Named", "bell", -3, 60, up={"techs": 3}), plan("Unnamed", "bell", -3, 90)]
    found = {c.name: c.residents for c in timeline(bed(plans=plans), SEABED_START, 300, "then").coming}
    assert found["Named"] == {"techs": 3} and found["Unnamed"] == {"divers": 1, "techs": 1}


def test_a_type_ends_on_its_announced_day_and_not_on_one_nobody_knew(bed):
    known = changed("carriers", barge={"valid_to": date(100), "end_known": date(-10)})
    unknown = changed("carriers", barge={"valid_to": date(100), "end_known": date(10)})
    last = [
        max(c.first_day for c in timeline(bed(carriers=rows), SEABED_START, 300, "then").coming if c.carrier == "barge")
        for rows in (known, unknown)
    ]
    assert 70 < last[0] <= 100 < 270 < last[1]


def test_a_failure_in_the_record_raises_the_rate_of_its_line_above_the_others(bed):
    lost = changed("flights", barge_3={"outcome": "launch_failure"}, barge_7={"outcome": "launch_failure"})
    before, after = (timeline(bed(flights=rows), SEABED_START, 30, "then").loss_rate for rows in (log(), lost))
    assert before["barge"] < after["barge"] and before["bell"] == after["bell"] < after["barge"]
    assert after["barge"] == pytest.approx((2 + 20 * 2.5 / 25) / 44), "twenty flights of its kind beside its own 24"
    assert after["bell"] == pytest.approx(20 * 0.5 / 8 / 27)


def test_a_ship_arrived_on_the_start_date_is_docked_and_one_that_left_on_it_is_gone(bed):
    flights = log(trip("in", "barge", 0, 5), trip("out", "barge", -8, 0))
    docked = {ship.flight: ship for ship in timeline(bed(flights=flights), SEABED_START, 30, "then").docked}
    assert "in" in docked and docked["in"].arrived_day == 0 and "out" not in docked


def test_a_crew_leaves_when_its_relief_has_come_or_when_its_ship_has_lived(bed):
    plans = [plan("Relief", "bell", -3, 20, up={"divers": 2})]
    (docked,) = timeline(bed(plans=plans), SEABED_START, 600, "then").docked
    assert docked.leaves_day == 28, "eight days of handover"
    ended = changed("carriers", bell={"valid_to": date(-100), "end_known": date(-120)})
    (alone,) = timeline(bed(carriers=ended), SEABED_START, 300, "then").docked
    assert alone.leaves_day == 40, "200 days after it came"
