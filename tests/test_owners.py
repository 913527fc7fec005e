"""Who owns the station: its state on a date against counts made elsewhere, shares that add up, a plan to read."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import seabed

from stationkeep.answer.block_plan import Block, Box, lay_out, letters
from stationkeep.answer.owners_picture import _blocks
from stationkeep.answer.ownership import ownership
from stationkeep.cli.guard import guarded
from stationkeep.facts.pack import Pack, load_pack
from stationkeep.study import Station
from stationkeep.supplies.inventory import Inventory, take_inventory
from stationkeep.supplies.ledgers import parameters_on
from stationkeep.supplies.owners import MEASURES, shares

FACTS = Path(__file__).resolve().parents[2] / "shared" / "facts"
PORTS = {
    "harmony_fwd": "harmony_forward", "pirs": "pirs_nadir", "poisk": "poisk_zenith", "rassvet": "rassvet_nadir",
    "pma2": "pma2_dock", "pma3": "pma3_dock",
}  # fmt: skip
FIRST, LAST = dt.date(2000, 11, 2), dt.date(2026, 10, 15)
days = st.dates(FIRST, LAST)


@pytest.fixture(scope="module")
def iss() -> Pack:
    return load_pack("iss")


def on(pack: Pack, day: str) -> Inventory:
    return take_inventory(pack, dt.date.fromisoformat(day))


def table(name: str) -> list[dict[str, str]]:
    path = FACTS / name
    if not path.exists():
        pytest.skip(f"the shared facts are not there: {path}")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the state on a date ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "people", "seats", "ships"),
    [
        ("2000-11-02", {"ros": 2, "usos": 1}, 3, {"soyuz_tm_31": "zvezda_aft"}),
        (
            "2022-04-02",
            {"ros": 3, "usos": 4},
            7,
            {
                "progress_ms_18": "zvezda_aft",
                "crew_3": "harmony_forward",
                "progress_ms_19": "poisk_zenith",
                "cygnus_ng_17": "unity_nadir",
                "soyuz_ms_21": "prichal_nadir",
            },
        ),
        ("2023-05-01", {"ros": 3, "usos": 4}, 7, {"soyuz_ms_23": "prichal_nadir", "crew_6": "harmony_zenith"}),
        ("2023-05-10", {"ros": 3, "usos": 4}, 7, {"crew_6": "harmony_forward"}),
    ],
)
def test_people_seats_and_ports_on_days_that_are_known(iss, day, people, seats, ships):
    station = on(iss, day)
    assert (station.people, station.seats) == (people, seats)
    at = {ship.flight: ship.port for ship in station.ships}
    assert ships.items() <= at.items()


def test_every_port_week_by_week_is_that_of_the_checked_occupancy_table(iss):
    rows = table("port_occupancy.csv")
    moments = [(r["flight_id"], PORTS.get(r["port_id"], r["port_id"]), r["arrive_utc"], r["depart_utc"]) for r in rows]
    vague = {flight for flight, _, _, ends in moments if ends and len(ends) < 10}  # known to the month
    assert len(vague) <= 1
    modules = {flight.id for flight in iss.flights.values() if iss.carriers[flight.carrier].kind == "module"}
    wrong = []
    day = FIRST
    while day <= LAST:
        end = f"{day}T24:00Z"
        there = {
            (flight, port)
            for flight, port, begins, ends in moments
            if begins < end and (not ends or ends >= end) and flight not in modules | vague
        }
        ours = {(ship.flight, ship.port) for ship in take_inventory(iss, day).ships if ship.flight not in vague}
        if ours != there:
            wrong.append((day, ours ^ there))
        day += dt.timedelta(days=7)
    assert not wrong, wrong[:5]


def test_people_aboard_are_those_of_the_complement_table(iss):
    """Counted by name there, by class here; on a day without an arrival or departure, visitors included."""
    rows = table("crew_complement.csv")
    wrong = []
    for before, after in pairwise(rows):
        day = dt.date.fromisoformat(before["date_utc"][:10])
        if after["date_utc"][:10] == before["date_utc"][:10] or not FIRST <= day <= LAST:
            continue
        station = take_inventory(iss, day)
        ours = sum(station.people.values()) + station.visitors
        if ours != int(before["crew_aboard"]):
            wrong.append((before["date_utc"], ours, before["crew_aboard"], before["event"]))
    assert not wrong, (len(wrong), wrong)


@given(days)
@settings(max_examples=40, deadline=None)
def test_what_later_days_brought_is_not_used(iss, day):
    station = take_inventory(iss, day)
    assert all(ship.since <= day for ship in station.ships)
    assert all(level.known_for <= day for level in station.stocks)
    assert all(level.amount.low <= level.amount.value <= level.amount.high for level in station.stocks)
    assert station.plan_known_on is None or station.plan_known_on <= day
    assert all(row.planned_to >= day for row in station.plan)


@given(days)
@settings(max_examples=25, deadline=None)
def test_every_resident_goes_home_in_one_ship_or_is_counted_as_without(iss, day):
    document = ownership(iss, day)
    home = sum(sum(ship["residents"].values()) for ship in document["ships"])
    crew = document["crew"]
    assert home + crew["without_ship"] == sum(crew["residents"].values())
    assert crew["seats_docked"] == sum(ship["seats"] for ship in document["ships"])


@given(days)
@settings(max_examples=60, deadline=None)
def test_every_element_hangs_on_one_that_is_there(iss, day):
    station = take_inventory(iss, day)
    there = {element.id for element in station.elements}
    loose = [element.id for element in station.elements if element.attached_to not in there]
    assert loose == ["zarya"]
    assert all(ship.at in there for ship in station.ships), [ship for ship in station.ships if ship.at not in there]
    assert len({ship.port for ship in station.ships}) == len(station.ships), "one ship a port"


# --- shares ----------------------------------------------------------------------------------------------------------


def test_zarya_is_owned_by_one_and_run_by_the_other(iss):
    station = on(iss, "2022-04-02")
    zarya = next(element for element in station.elements if element.id == "zarya")
    assert (zarya.owner, zarya.operator, zarya.mass_kg) == ("nasa", "roscosmos", 19323)
    held = {(one.measure, one.by, one.party): one for one in shares(iss, station)}
    owned, run = held["mass", "owner", "nasa"], held["mass", "operator", "nasa"]
    assert owned.amount.value - run.amount.value == 19323
    assert held["modules", "owner", "nasa"].amount.value == 9 and held["modules", "operator", "nasa"].amount.value == 8


@given(days)
@settings(max_examples=60, deadline=None)
def test_shares_add_up_and_lose_nothing(iss, day):
    station = take_inventory(iss, day)
    found = shares(iss, station)
    for measure in {one.measure for one in found}:
        totals = []
        for by in ("owner", "operator"):
            rows = [one for one in found if (one.measure, one.by) == (measure, by)]
            assert math.isclose(sum(one.share for one in rows), 1.0, abs_tol=1e-12)
            assert all(one.amount.low <= one.amount.value <= one.amount.high for one in rows)
            totals.append(sum(one.amount.value for one in rows))
        assert math.isclose(*totals), "an owner's view and an operator's are of the same things"
        if measure == "mass":
            assert math.isclose(totals[0], sum(element.mass_kg or 0 for element in station.elements))
        if measure == "seats":
            assert totals[0] == station.seats


@pytest.mark.parametrize("segment", ["usos", "ros"])
def test_power_of_elements_agrees_with_that_of_their_segment(iss, segment):
    """Two ways to the same number: arrays by element, and the total that the rules use; their intervals must meet."""
    day, apart = dt.date(2000, 12, 3), []
    while day <= LAST:
        total = parameters_on(iss, day)[f"{segment}_power_kw"]
        here = [element.power_kw for element in take_inventory(iss, day).elements if element.segment == segment]
        low, high = sum(power.low for power in here), sum(power.high for power in here)
        if total.low is None or total.high is None or high < total.low or low > total.high:
            apart.append((day, low, high, total.low, total.high))
        day += dt.timedelta(days=30)
    assert not apart, apart


def test_push_follows_the_rocket_equation(iss):
    station = on(iss, "2022-04-02")
    fuel = next(level for level in station.stocks if level.stock == "propellant").amount.value
    isp_s = iss.services["zvezda_reboost"].isp_s
    assert isp_s is not None
    mass = 460_000.0  # masses.csv, 2022-02-21
    expected = isp_s * 9.80665 * math.log(mass / (mass - fuel))
    held = {(one.by, one.party): one.amount.value for one in shares(iss, station) if one.measure == "propulsion"}
    assert held["operator", "roscosmos"] == pytest.approx(expected, rel=1e-12)
    assert held["operator", "northrop"] == iss.services["cygnus_reboost"].delta_v_m_s


def test_a_ship_counts_for_its_push_only_once_it_was_shown(iss):
    """A Dragon was docked in April 2022, and raised the station for the first time in November 2024."""
    assert {one.party for one in shares(iss, on(iss, "2022-04-02")) if one.measure == "propulsion"} == {
        "roscosmos",
        "northrop",
    }
    assert "spacex" in {one.party for one in shares(iss, on(iss, "2024-11-20")) if one.measure == "propulsion"}


def test_another_system_needs_no_code(tmp_path):
    pack = seabed(tmp_path / "pack")
    document = ownership(pack, dt.date(2021, 3, 1))
    assert [row["id"] for row in document["elements"]] == ["hull", "cable", "pump"]
    assert document["shares"]["modules"]["owner"] == {"borealis": 2 / 3, "nereid": 1 / 3}
    assert document["shares"]["mass"] == {"owner": {}, "operator": {}}
    assert document["answer"] and json.dumps(document, allow_nan=False)


def test_the_python_face_says_the_same():
    station = Station.load("iss", on="2022-04-02")
    mass = station.shares.query("measure == 'mass' and by == 'operator'").set_index("party")["share"]
    assert mass.round(2).to_dict() == {
        "nasa": 0.66, "roscosmos": 0.21, "jaxa": 0.08, "esa": 0.03, "csa": 0.01, "nanoracks": 0.0
    }  # fmt: skip
    assert {element.id for element in station.inventory.elements} == set(station.elements)
    assert station.inventory.people == station.people
    assert Station.load("iss").on == station.pack.as_of


# --- the plan of blocks ----------------------------------------------------------------------------------------------


def _overlaps(boxes: list[Box]) -> Iterator[tuple[str, str]]:
    for one, two in combinations(boxes, 2):
        a, b = one.reach, two.reach
        if min(a[2], b[2]) - max(a[0], b[0]) > 1e-6 and min(a[3], b[3]) - max(a[1], b[1]) > 1e-6:
            yield one.block.id, two.block.id


SIDES = ("forward", "aft", "port", "starboard", "zenith", "nadir", "")


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(SIDES), st.floats(4, 90), st.booleans()), max_size=25))
@settings(max_examples=150, deadline=None)
def test_no_two_blocks_meet_whatever_the_tree(rows):
    blocks = [Block("b0", "root", "", "", 40.0, 30.0)]
    for place, (parent, side, size, truss) in enumerate(rows, 1):
        blocks.append(Block(f"b{place}", f"block {place}", f"b{parent % place}", side, size, size / 1.4, truss))
    boxes = lay_out(blocks)
    assert sorted(box.block.id for box in boxes) == sorted(block.id for block in blocks)
    assert not list(_overlaps(boxes))
    assert min(box.reach[0] for box in boxes) == pytest.approx(0) and min(
        box.reach[1] for box in boxes
    ) == pytest.approx(0)


@given(days)
@settings(max_examples=15, deadline=None)
def test_a_row_of_trusses_stands_straight_over_what_carries_it(iss, day):
    document = ownership(iss, day)
    boxes = {box.block.id: box for box in lay_out(_blocks(document, 0.4))}
    assert not list(_overlaps(list(boxes.values())))
    if "p1" in boxes:
        assert boxes["s0"].x == pytest.approx(boxes["destiny"].x) and boxes["p1"].x < boxes["s0"].x
        assert boxes["p1"].y == boxes["s0"].y > boxes["destiny"].y
    area = {name: box.block.width * box.block.height for name, box in boxes.items()}
    assert area["zvezda"] / area["unity"] == pytest.approx(19323 / 11612), "area is mass"


def test_a_label_stands_inside_its_box_only_where_it_fits():
    boxes = lay_out([Block("a", "Zvezda", "", "", 60.0, 40.0), Block("b", "Cupola", "a", "nadir", 12.0, 9.0)])
    inside = {box.block.id: box for box in boxes}
    assert inside["a"].inside and not inside["b"].inside
    assert letters("Zvezda", inside["a"].size) <= 60.0


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_prints_page_object_and_picture(capsys, tmp_path):
    pytest.importorskip("matplotlib")
    pictures = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for picture in pictures:
        assert guarded(["owners", "--on", "2022-04-02", "--plot", str(picture), "--json"]) == 0
    out, err = capsys.readouterr()
    document = json.loads(out[: out.index("\n}") + 2])
    assert document["schema"] == "stationkeep.owners/1" and set(document["shares"]) == set(MEASURES)
    assert {"id", "owner", "operator", "mass_kg"} <= set(document["elements"][0])
    assert document["mass"]["elements_kg"] < document["mass"]["all_docked_kg"], "outfitting stands in no table"
    assert pictures[0].read_bytes() == pictures[1].read_bytes(), "same input, same bytes"
    drawn = pictures[0].read_text(encoding="utf-8")
    assert all(f">{word}<" in drawn for word in ("Zvezda", "Unity", "Roscosmos 99 %", "Cupola"))
    assert "picture:" in err
    assert guarded(["owners", "--on", "2022-04-02"]) == 0
    page = capsys.readouterr().out
    assert "Zarya" in page and max(map(len, page.splitlines())) <= 100


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["owners", "--on", "2022-02-30"], "--on is '2022-02-30'"),
        (["owners", "--on", "1997-01-01"], "2000-11-02 to"),
        (["owners", "--plot", "a.txt"], ".svg"),
    ],
)
def test_bad_input_is_one_sentence(capsys, arguments, words):
    assert guarded(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and words in err and err.count("\n") == 1


def test_the_picture_is_not_needed_for_the_answer():
    code = "import sys; sys.modules['matplotlib'] = None; from stationkeep.cli.guard import guarded; "
    code += "sys.exit(guarded(['owners', '--on', '2010-01-01', '--json']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
