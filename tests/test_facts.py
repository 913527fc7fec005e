"""The reader of packs and the bundled ISS pack: what loads, what adds up, what is refused in words."""

from __future__ import annotations

import csv
import datetime as dt
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stationkeep.errors import PackError, UnknownName
from stationkeep.facts.describe import describe
from stationkeep.facts.pack import Pack, bundled_packs, load_pack, pack_root
from stationkeep.facts.reader import read_table
from stationkeep.facts.rows import rows
from stationkeep.facts.tables import TABLES

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "facts"
TOML = """schema = "stationkeep.pack/1"
id = "tiny"
title = "Tiny"
first_date = 2000-01-01
as_of = 2020-01-01
[[occupants]]
id = "all"
label = "everybody"
party = "us"
"""
SOURCES = "id,title,url,verified,note\nhere,A choice,,assumed,made up for a test\n"
PARTIES = "id,name,kind,country,controlled_by,aliases,sources,confidence\nus,Us,agency,Nowhere,,,here,high\n"


@pytest.fixture(scope="module")
def iss() -> Pack:
    return load_pack("iss")


def tiny(folder: Path, **files: str) -> Path:
    """Write a pack of one party, with the files given beside or instead."""
    for name, text in {"pack.toml": TOML, "sources.csv": SOURCES, "parties.csv": PARTIES, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def aboard(pack: Pack, day: dt.date) -> dict[str, float]:
    """Residents aboard at the end of a day, by class: brought less taken home."""
    count: Counter[str] = Counter()
    for flight in pack.flights.values():
        if flight.arrived and flight.arrived <= day:
            count.update(flight.up)
        if flight.departed and flight.departed <= day:
            count.subtract(flight.down)
    return {name: count[name] for name in pack.occupants}


def test_the_iss_pack_loads_quickly_and_is_full(iss: Pack) -> None:
    best = min(_seconds_to_load() for _ in range(5))
    assert best < 0.06 * 4, "four times the bar, for a busy machine"
    assert len(iss.flights) == 311
    for name in ("sources", "parties", "assets", "carriers", "plans", "orbit_history", "masses", "statements"):
        assert getattr(iss, name), name
    assert "iss" in bundled_packs()


def _seconds_to_load() -> float:
    start = time.perf_counter()
    load_pack("iss")
    return time.perf_counter() - start


def test_every_promised_party_is_there(iss: Pack) -> None:
    promised = "nasa roscosmos esa jaxa csa spacex northrop boeing sierra energomash yuzhmash mhi arianespace"
    assert set(promised.split()) <= set(iss.parties)
    for firm in ("energomash", "energia", "rkts_progress", "tsniimash"):
        assert iss.parties[firm].controlled_by == "roscosmos"


def test_crew_on_two_days_that_everybody_knows(iss: Pack) -> None:
    assert aboard(iss, dt.date(2022, 2, 26)) == {"ros": 2, "usos": 5}
    assert aboard(iss, dt.date(2022, 4, 2)) == {"ros": 3, "usos": 4}
    assert aboard(iss, dt.date(2000, 11, 3)) == {"ros": 2, "usos": 1}
    assert aboard(iss, dt.date(2003, 6, 1)) == {"ros": 1, "usos": 1}
    assert sum(aboard(iss, dt.date(2026, 10, 15)).values()) == 7


def test_there_are_residents_on_every_day_since_the_first(iss: Pack) -> None:
    day = dt.date(2000, 11, 2)
    while day <= iss.as_of:
        assert 2 <= sum(aboard(iss, day).values()) <= 13, day
        day += dt.timedelta(days=11)


def test_residents_agree_with_the_published_crew_totals(iss: Pack) -> None:
    path = SHARED / "crew_complement.csv"
    if not path.exists():
        pytest.skip("the table of crew totals is not beside this checkout")
    last: dict[dt.date, int] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            last[dt.date.fromisoformat(row["date_utc"][:10])] = int(row["expedition_crew"])
    differing = {day: total for day, total in last.items() if sum(aboard(iss, day).values()) != total}
    assert not differing
    assert len(last) > 200


def test_visits_leave_nobody_behind(iss: Pack) -> None:
    visits = {flight.id for flight in iss.flights.values() if flight.visit}
    assert {"axiom_1", "soyuz_ms_20", "sts_110"} <= visits
    assert "sts_129" not in visits, "it took a resident home"
    assert not any(iss.flights[name].up or iss.flights[name].down for name in visits)


def test_plans_never_tell_what_happened(iss: Pack) -> None:
    with (iss.root / "plans.csv").open(encoding="utf-8") as file:
        header = next(csv.reader(file))
    assert not [name for name in header if "actual" in name or "slip" in name]
    assert all(plan.planned_to >= plan.known_on for plan in iss.plans)


def test_what_was_announced_differs_from_what_was_threatened(iss: Pack) -> None:
    assert iss.statements["rogozin-2022-04-02"].scopes == ("words",)
    assert iss.statements["rogozin-2022-04-02"].status == "demanded"
    assert iss.statements["roscosmos-2022-02-26"].scopes == ("side",)
    acts = [s for s in iss.statements.values() if s.party == "roscosmos" and s.status == "done" and s.scopes]
    assert {scope for act in acts for scope in act.scopes} <= {"side", "engines"}, "no service was stopped"


def test_every_row_that_states_a_fact_has_a_source(iss: Pack) -> None:
    assert all(row.record.sources for row in rows(iss) if hasattr(row.record, "sources"))
    memory = [source for source in iss.sources.values() if source.verified == "memory"]
    assert memory
    assert not [source.id for source in memory if source.url or not source.note]


def test_nothing_in_the_pack_names_this_machine(iss: Pack) -> None:
    for path in iss.root.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert not [word for word in ("/home/", "/root/", "/tmp/", "../shared") if word in text], path.name


def test_the_page_about_packs_is_what_the_records_say() -> None:
    assert (ROOT / "docs" / "pack.md").read_text(encoding="utf-8") == describe()


def test_a_tiny_pack_needs_three_files(tmp_path: Path) -> None:
    pack = load_pack(tiny(tmp_path))
    assert pack.parties["us"].kind == "agency"
    assert pack.flights == {}
    assert pack.plans == ()
    assert pack.parties["us"].line == 2


def test_a_byte_order_mark_and_another_order_of_columns_are_accepted(tmp_path: Path) -> None:
    text = "\ufeffname,id,country,kind,sources,confidence\r\nUs,us,Nowhere,agency,here,high\r\n"
    assert load_pack(tiny(tmp_path, **{"parties.csv": text})).parties["us"].name == "Us"


def test_a_cell_over_two_lines_counts_the_lines(tmp_path: Path) -> None:
    text = PARTIES + '"them","Them\nand theirs",agency,Nowhere,,,here,high\nbad,B,club,Nowhere,,,here,high\n'
    with pytest.raises(PackError) as caught:
        load_pack(tiny(tmp_path, **{"parties.csv": text}))
    assert [(p.line, p.field) for p in caught.value.problems] == [(5, "kind")]


@pytest.mark.parametrize(
    ("files", "field", "said"),
    [
        ({"pack.toml": "schema = 'x"}, "file", "TOML"),
        ({"pack.toml": "a = " + "[" * 5000}, "file", "TOML"),
        ({"pack.toml": TOML.replace("pack/1", "pack/9")}, "schema", "pack/1"),
        ({"pack.toml": TOML.replace("2020-01-01", '"2020-01-01"')}, "as_of", "without quotes"),
        ({"pack.toml": TOML.replace("2020-01-01", "1990-01-01")}, "as_of", "after first_date"),
        ({"pack.toml": TOML.split("[[")[0]}, "occupants", "id, label and party"),
        ({"parties.csv": ""}, "header", "empty file"),
        ({"parties.csv": PARTIES.replace("country", "land")}, "land", "unknown column"),
        ({"parties.csv": PARTIES.replace("country,", "").replace("Nowhere,", "")}, "country", "add the column"),
        ({"parties.csv": PARTIES.replace("aliases", "name")}, "name", "twice"),
        ({"parties.csv": PARTIES + "us,Us,agency,Nowhere,,,here,high\n"}, "id", "line 2 has it"),
        ({"parties.csv": PARTIES + "them,Us,agency\n"}, "row", "3 cells"),
        ({"parties.csv": PARTIES + '"them,Us\n'}, "row", "quotes"),
        ({"parties.csv": PARTIES + "x" * 200_000 + "\n"}, "row", "field limit"),
        ({"parties.csv": PARTIES.replace("here,high", ",high")}, "sources", "empty cell"),
        ({"parties.csv": PARTIES.replace("agency", "agenci")}, "kind", "write 'agency'"),
        ({"parties.csv": PARTIES.replace("Us,", "U\x1b[31ms,")}, "name", "control characters"),
        ({"parties.csv": PARTIES.replace(",,,", ",,a;;b,")}, "aliases", "repeated"),
        ({"orbit_history.csv": "date,altitude_km,sources\n2001-02-30,400,here\n"}, "date", "YYYY-MM-DD"),
        ({"orbit_history.csv": "date,altitude_km,sources\n20010202,400,here\n"}, "date", "YYYY-MM-DD"),
        ({"orbit_history.csv": "date,altitude_km,sources\n2001-02-02,nan,here\n"}, "altitude_km", "number"),
        ({"orbit_history.csv": "date,altitude_km,sources\n2001-02-02,1e999,here\n"}, "altitude_km", "number"),
        ({"orbit_history.csv": "date,altitude_km,sources\n2001-02-02,400 km,here\n"}, "altitude_km", "number"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, files: dict[str, str], field: str, said: str) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(tiny(tmp_path, **files))
    problem = caught.value.problems[0]
    assert problem.file in files
    assert problem.field == field
    assert said in str(problem)
    assert problem.fix


def test_every_problem_is_reported_at_once(tmp_path: Path) -> None:
    bad = PARTIES.replace("agency", "club").replace("high", "perhaps")
    with pytest.raises(PackError) as caught:
        load_pack(tiny(tmp_path, **{"parties.csv": bad, "sources.csv": "id\nhere\n"}))
    assert {(p.file, p.field) for p in caught.value.problems} == {
        ("parties.csv", "kind"),
        ("parties.csv", "confidence"),
        ("sources.csv", "title"),
        ("sources.csv", "verified"),
    }


def test_places_that_are_no_packs(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"pack\.toml"):
        load_pack(tmp_path)
    file = tmp_path / "file.csv"
    file.write_text("x", encoding="utf-8")
    for place in (file, tmp_path / "nowhere", str(tmp_path / "nowhere"), "no/where", "..", "a\x00/b", "x" * 5000 + "/"):
        with pytest.raises(PackError):
            load_pack(place)
    with pytest.raises(UnknownName, match="nearest: iss"):
        load_pack("is")
    assert pack_root("iss").name == "iss"
    (tiny(tmp_path) / "assets.csv").mkdir()
    with pytest.raises(PackError, match="not a file"):
        load_pack(tmp_path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(TABLES)), junk=st.binary(max_size=400), headed=st.booleans())
def test_random_bytes_give_problems_and_never_a_traceback(tmp_path: Path, name: str, junk: bytes, headed: bool) -> None:
    table = TABLES[name]
    path = tmp_path / table.file
    head = (
        (ROOT / "src/stationkeep/data/iss" / table.file).open("rb").readline()
        if headed and name != "drag_arcs"
        else b""
    )
    path.write_bytes(head + junk)
    records, problems = read_table(path, table)
    assert isinstance(records, list)
    assert all(problem.fix and problem.expected for problem in problems)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(junk=st.binary(max_size=300))
def test_a_pack_of_random_bytes_is_a_pack_error(tmp_path: Path, junk: bytes) -> None:
    tiny(tmp_path)
    (tmp_path / "parties.csv").write_bytes(junk)
    (tmp_path / "pack.toml").write_bytes(junk)
    with pytest.raises(PackError):
        load_pack(tmp_path)
