"""Ships docked and flights to come: what was known on the day, the plan before the cadence, everybody accounted for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from packs import DAY, SEABED_START, changed, date, log, seabed, seabed_tables, trip

from stationkeep.facts.pack import Pack, load_pack
from stationkeep.supplies.fleet import CADENCE_DAYS, lines
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


# --- nothing of the future ----------------------------------------------------------------------------------


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
        assert least <= sum(ship.line == line for ship in coming) <= most, line


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


# --- on the sea bed, where everything can be counted by hand ------------------------------------------------


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
