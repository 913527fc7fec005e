"""The checks of a pack: each kind of damage to a copy of the ISS pack is found, with file, line, field and mend."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from stationkeep.cli.guard import guarded
from stationkeep.errors import Problem
from stationkeep.facts.check import check_pack
from stationkeep.facts.pack import Pack, load_pack, pack_root
from stationkeep.station.check import check_rules
from stationkeep.station.closure import providers


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(pack_root("iss"), tmp_path / "pack"))


def damage(root: Path, file: str, key: str, column: str, value: str) -> int:
    """Write a cell of the first row whose first cells match ``key``; return the line it stands in."""
    path = root / file
    with path.open(encoding="utf-8", newline="") as source:
        table = list(csv.reader(source))
    at = table[0].index(column)
    row = next(index for index, cells in enumerate(table) if ",".join(cells).startswith(key))
    table[row][at] = value
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(table)
    return row + 1


def test_the_iss_pack_has_no_problem() -> None:
    assert [str(problem) for problem in check_pack(pack_root("iss"), check_rules)] == []


DAMAGE = [
    ("parties.csv", "energia,", "controlled_by", "roskosmos", "did you mean 'roscosmos'"),
    ("assets.csv", "zarya,", "owner", "nassa", "did you mean 'nasa'"),
    ("assets.csv", "zarya,", "sources", "hearsay", "an id of sources"),
    ("assets.csv", "zarya,", "sources", "", "an empty cell"),
    ("assets.csv", "zarya,", "mass_kg", "-5", "zero or more"),
    ("assets.csv", "zarya,", "mass_kg", "19 t", "a number"),
    ("assets.csv", "pirs,", "valid_to", "1999-01-01", "a day not before valid_from"),
    ("assets.csv", "zarya,", "id", "Zarya FGB", "small letters"),
    ("assets.csv", "zarya,", "kind", "elment", "write 'element'"),
    ("carriers.csv", "soyuz_ms,", "life_days_high", "100", "put the three in order"),
    ("carriers.csv", "soyuz_ms,", "replaces", "soyus", "an id of carriers"),
    ("carriers.csv", "soyuz_ms,", "parties", "roscosmos;", "repeated"),
    ("flights.csv", "soyuz_ms_19,", "departed", "2021-09-01", "not before"),
    ("flights.csv", "soyuz_ms_19,", "arrived", "2021-10-01", "not before launched"),
    ("flights.csv", "soyuz_ms_19,", "port", "soyuz_2_1a", "an asset of kind port"),
    ("flights.csv", "soyuz_ms_19,", "port", "rasvet_nadir", "did you mean 'rassvet_nadir'"),
    ("flights.csv", "soyuz_ms_19,", "launcher", "soyuz_fg", "when 'soyuz_fg' was in use"),
    ("flights.csv", "soyuz_ms_19,", "carrier", "soyuz", "an id of carriers"),
    ("flights.csv", "soyuz_ms_19,", "crew", "9", "at most the 3 seats"),
    ("flights.csv", "soyuz_ms_19,", "up", "ros=5", "at most the crew of 3"),
    ("flights.csv", "soyuz_ms_19,", "up", "ros:1", "pairs such as"),
    ("flights.csv", "soyuz_ms_19,", "down", "cosmonauts=1", "an id of occupants"),
    ("flights.csv", "soyuz_ms_19,", "visit", "yes", "since it is a visit"),
    ("flights.csv", "soyuz_ms_19,", "launched", "2031-10-05", "up to as_of"),
    ("flights.csv", "soyuz_ms_10,", "arrived", "2018-10-11", "no arrival"),
    ("flights.csv", "soyuz_ms_10,", "launched", "", "the day of launch"),
    ("flights.csv", "soyuz_tma_1,", "down", "ros=3", "no more than were aboard"),
    ("plans.csv", "2022-02-26,", "planned_to", "2022-01-01", "a day not before"),
    ("plans.csv", "2022-02-26,", "flight", "soyuz_ms_21b", "did you mean"),
    ("orbit_history.csv", "2005-03-01,", "date", "2005-02-01", "has that day already"),
    ("masses.csv", "2022-02-21,", "mass_kg_low", "470000", "put the three in order"),
    ("statements.csv", "rogozin-2022-04-02,", "scopes", "words;gravity", "write one of them"),
    ("statements.csv", "rogozin-2022-04-02,", "scopes", "wrods", "write 'words'"),
    ("statements.csv", "rogozin-2022-04-02,", "towards", "nasa;isro", "an id of parties"),
    ("statements.csv", "rogozin-2022-04-02,", "confidence", "sure", "one of high, medium, low"),
    ("agreements.csv", "iga,", "in_force", "1990-01-01", "not before signed"),
    ("sources.csv", "tass-2022-02-26,", "verified", "seen", "one of sourced"),
    ("sources.csv", "tass-2022-02-26,", "url", "", "an address"),
    ("parameters.csv", "quiet_endurance_days,", "unit", "dais", "write one of: days"),
    ("parameters.csv", "quiet_endurance_days,", "low", "500", "put the three in order"),
    ("parameters.csv", "quiet_endurance_days,", "low", "0", "more than zero"),
    ("parameters.csv", "quiet_endurance_days,", "high", "", "a number, for a distribution loguniform"),
    ("parameters.csv", "operating_floor_km,", "valid_to", "2020-01-01", "do not overlap"),
    ("stocks.csv", "water,", "critical", "watr_critical_l", "did you mean"),
    ("stocks.csv", "food,", "unit_kg", "food_kg", "did you mean 'food_kg_person_day'"),
    ("flows.csv", "eating,", "into", "refuze", "did you mean 'refuse'"),
    ("carriers.csv", "soyuz_ms,", "dry_kg_low", "7000", "put the three in order"),
    ("carriers.csv", "soyuz_ms,", "area_m2", "-12", "zero or more"),
    ("services.csv", "canadarm2,", "provider", "canadarm3", "an id of assets or carriers"),
    ("stock_levels.csv", "water,2022", "low", "-4300", "take the minus sign out"),
    ("stock_levels.csv", "water,2022", "date", "2031-01-01", "up to as_of"),
    ("parameters.csv", "water_critical_l,", "low", "-20", "an amount of a stock"),
    ("flights.csv", "crew_3,", "seats", "2", "for those whom it brought"),
    ("flights.csv", "crew_3,", "seats", "5", "at most the 4 seats"),
    ("flights.csv", "crew_3,", "port", "", "the port at which it arrived"),
    ("flights.csv", "crew_3,", "port", "harmony_forward;harmony_zenith", "the day on which the ship moved"),
    ("plans.csv", "2003-01-31,launch,STS-114", "up", "ros=4;usos=4", "at most the 7 seats"),
    ("moves.csv", "soyuz_ms_23,", "port", "rassvet_nadir", "a port of 'soyuz_ms_23'"),
    ("moves.csv", "soyuz_ms_23,", "date", "2023-10-06", "was there"),
    ("moves.csv", "soyuz_ms_23,", "flight", "soyuz_ms_23b", "did you mean"),
    ("elements.csv", "zvezda,Zvezda,module,zarya,aft,2008", "valid_from", "2007-06-01", "do not overlap those"),
    ("elements.csv", "poisk,", "attached_to", "nauka", "something that was there on 2009-11-12"),
    ("elements.csv", "poisk,", "asset", "soyuz_ms", "an id of assets"),
    ("elements.csv", "unity,", "attached_to", "destiny", "something that was there on 1998-12-06"),
    ("elements.csv", "zarya,Zarya,module,,,2007", "attached_to", "unity", "no ring"),
    ("elements.csv", "poisk,", "asset", "falcon_9", "an asset of kind element or robotics"),
    ("names.csv", "Roscosmos,", "means", "roskosmos", "did you mean 'roscosmos'"),
    ("names.csv", "Roskosmos,", "name", "Roscosmos", "every name once"),
    ("people.csv", "Yury Borisov,", "means", "rusia", "did you mean 'russia'"),
    ("people.csv", "Bill Nelson,", "valid_to", "2022-01-01", "do not overlap"),
]


@pytest.mark.parametrize(("file", "key", "column", "value", "said"), DAMAGE)
def test_damage_is_found_with_its_place_and_its_mend(
    copy: Path, file: str, key: str, column: str, value: str, said: str
) -> None:
    line = damage(copy, file, key, column, value)
    problems = check_pack(copy)
    told = [str(problem) for problem in problems]
    here = [p for p in problems if p.file == file and said in str(p)]
    assert here, told
    assert all(problem.fix and problem.field for problem in problems)
    if said not in ("has that day already", "do not overlap"):  # these name the second row of the pair
        assert line in [problem.line for problem in here], told


@pytest.mark.parametrize(
    ("row", "into", "said"),
    [("eating,", "momentum_margin", "two stocks with mass"), ("food_up,", "refuse", "a flow out")],
)
def test_what_is_drained_becomes_only_what_it_can(copy: Path, row: str, into: str, said: str) -> None:
    line = damage(copy, "flows.csv", row, "into", into)
    assert [p.line for p in check_pack(copy, check_rules) if p.field == "into" and said in str(p)] == [line]


ALL_AT_ONCE = [
    ("stock_levels.csv", "oxygen,2022", "value", "-231", "value"),
    ("flights.csv", "soyuz_ms_19,", "port", "rasvet_nadir", "port"),
    ("flights.csv", "progress_ms_19,", "port", "zvezda_aft", "port"),
    ("flights.csv", "cygnus_ng_17,", "departed", "2022-02-20", "departed"),
    ("flights.csv", "crew_3,", "crew", "5", "crew"),
]


def test_errors_of_every_kind_are_told_at_once_each_with_its_line_and_its_mend(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A negative stock, an unknown port, two ships at one, undocking before docking, somebody without a seat."""
    lines = [(file, damage(copy, file, key, column, value), field) for file, key, column, value, field in ALL_AT_ONCE]
    assert guarded(["check", str(copy), "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert not found["ok"]
    told = {(row["file"], row["line"], row["field"]) for row in found["problems"]}
    assert set(lines) <= told, set(lines) - told
    assert all(row["found"] and row["expected"] and row["fix"] for row in found["problems"])


def test_a_row_that_cannot_be_read_hides_no_other_problem_and_makes_none(copy: Path) -> None:
    unread = ("flights.csv", damage(copy, "flights.csv", "soyuz_ms_18,", "arrived", "April"), "arrived")
    negative = ("stock_levels.csv", damage(copy, "stock_levels.csv", "water,2022", "value", "-1"), "value")
    port = ("flights.csv", damage(copy, "flights.csv", "soyuz_ms_19,", "port", "rasvet_nadir"), "port")
    problems = check_pack(copy, check_rules)
    assert {(p.file, p.line, p.field) for p in problems} == {unread, negative, port}


def _without(root: Path, file: str, *starts: str) -> None:
    """Take the rows out that begin so."""
    path = root / file
    kept = [line for line in path.read_text(encoding="utf-8").splitlines(True) if not line.startswith(starts)]
    path.write_text("".join(kept), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "starts", "where", "said"),
    [
        ("flows.csv", ("eating,",), ("stocks.csv", "food,"), "'food' without consumption"),
        ("flows.csv", ("food_up,", "food_up_large,"), ("stocks.csv", "food,"), "'food' without supply"),
        ("flows.csv", ("food_up,", "food_up_large,"), ("functions.csv", "food,"), "nobody who gives 'food'"),
        ("stock_levels.csv", ("food,",), ("stocks.csv", "food,"), "'food' without a level"),
    ],
)
def test_what_leaves_a_pack_open_is_found(
    copy: Path, file: str, starts: tuple[str, ...], where: tuple[str, str], said: str
) -> None:
    _without(copy, file, *starts)
    told = [problem for problem in check_pack(copy, check_rules) if said in str(problem)]
    lines = (copy / where[0]).read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith(where[1]))
    assert [(problem.file, problem.line) for problem in told] == [(where[0], line)]


@pytest.mark.parametrize(
    "rule", ['no(provided("crew.up"))', 'par("reserve_days") > par("nothing")', 'yesterday("waste")']
)
def test_a_function_that_nobody_gives_is_found(copy: Path, rule: str) -> None:
    damage(copy, "functions.csv", "waste,", "rule", rule)
    assert [p.found for p in check_pack(copy, check_rules) if p.field == "rule"] == ["nobody who gives 'waste'"]


def test_every_function_has_a_provider_a_rule_and_a_source() -> None:
    pack = load_pack("iss")
    for name, row in pack.functions.items():
        assert providers(pack, name) and row.rule and row.sources, name
    assert set(providers(pack, "robotics.berthing")) == {"canadarm2"}
    assert {"zvezda", "cygnus"} <= set(providers(pack, "orbit.altitude")), "an altitude is held by those who burn"
    assert {"progress_ms", "htv_x"} <= set(providers(pack, "food")), "a stock is given by those who bring it"
    assert "progress_ms" not in providers(pack, "crew.return"), "a ship without seats brings nobody home"


def test_a_problem_of_the_description_has_its_line(copy: Path) -> None:
    text = (copy / "pack.toml").read_text(encoding="utf-8")
    (copy / "pack.toml").write_text(text.replace('party = "nasa"', 'party = "nassa"'), encoding="utf-8")
    line = next(number for number, row in enumerate(text.splitlines(), 1) if row == 'party = "nasa"')
    assert [(p.file, p.line, p.field) for p in check_pack(copy)] == [("pack.toml", line, "occupants")]


def test_two_ships_at_one_port_are_found(copy: Path) -> None:
    line = damage(copy, "flights.csv", "soyuz_ms_23,", "port", "rassvet_nadir;prichal_nadir")
    (found,) = check_pack(copy)
    assert (found.file, found.line, found.field) == ("flights.csv", line, "port")
    assert "soyuz_ms_22" in found.expected


def test_a_ship_that_moved_into_an_occupied_port_is_found_where_the_move_stands(copy: Path) -> None:
    line = damage(copy, "moves.csv", "soyuz_ms_18,", "port", "poisk_zenith")
    damage(copy, "flights.csv", "soyuz_ms_18,", "port", "rassvet_nadir;poisk_zenith")
    found = [problem for problem in check_pack(copy) if problem.file == "moves.csv"]
    assert [(p.line, p.field) for p in found] == [(line, "port")]
    assert "progress_ms_17" in found[0].expected


def test_parties_that_control_each_other_are_found(copy: Path) -> None:
    damage(copy, "parties.csv", "roscosmos,", "controlled_by", "energia")
    assert {"energia", "roscosmos"} <= {p.found.strip("'") for p in check_pack(copy) if "circle" in p.fix}


def test_a_file_that_nobody_reads_is_found(copy: Path) -> None:
    (copy / "flight.csv").write_text("id\n", encoding="utf-8")
    assert [p.fix for p in check_pack(copy)] == ["rename it to 'flights.csv'"]


def test_the_checks_of_rules_are_hooked_in(copy: Path) -> None:
    def rules(pack: Pack) -> Iterator[Problem]:
        yield Problem("functions.csv", 2, "rule", pack.id, "a rule", "mend it")

    assert [p.found for p in check_pack(copy, rules)] == ["iss"]


def _circle(root: Path) -> int:
    """Make food and waste need each other within a day; return the line of food."""
    damage(root, "functions.csv", "waste,", "rule", 'function("food")')
    return damage(root, "functions.csv", "food,", "rule", 'all(function("waste"), provided("crew.up"))')


def test_a_circle_is_found_among_the_rows_that_can_be_read(copy: Path) -> None:
    line = _circle(copy)
    damage(copy, "services.csv", "zvezda_reboost,", "confidence", "sure")
    damage(copy, "assets.csv", "zarya,", "mass_kg", "heavy")
    found = [p for p in check_pack(copy, check_rules) if "circle" in p.expected]
    assert [(p.file, p.line, p.found) for p in found] == [("functions.csv", line, "food -> waste -> food")]


@pytest.mark.parametrize("table", ["flows", "services", "functions", "stocks", "assets", "carriers", "parameters"])
def test_a_table_that_is_missing_is_the_one_problem_told(copy: Path, table: str) -> None:
    (copy / f"{table}.csv").unlink()
    (found,) = check_pack(copy, check_rules)
    assert (found.file, found.found) == (f"{table}.csv", "no such file")


def test_a_missing_table_stands_first_and_hides_no_problem_of_another_kind(copy: Path) -> None:
    (copy / "flows.csv").unlink()
    line = damage(copy, "assets.csv", "zarya,", "mass_kg", "-5")
    found = [(p.file, p.line) for p in check_pack(copy, check_rules)]
    assert found == [("flows.csv", 0), ("assets.csv", line)]


def test_what_one_mend_removes_is_told_once_with_every_place(copy: Path) -> None:
    damage(copy, "parties.csv", "energomash,", "id", "energomarsh")
    rows = [p for p in check_pack(copy, check_rules) if p.found == "'energomash'"]
    assert len({p.expected for p in rows}) == len(rows), "one problem for each thing expected"
    (told,) = [p for p in rows if p.expected == "an id of parties"]
    assert "energomarsh" in told.fix and {place.partition(":")[0] for place in told.also} >= {"assets.csv"}
    assert told.as_dict()["also"] == list(told.also)


def test_a_service_that_is_misnamed_is_not_told_as_functions_without_it_too(copy: Path) -> None:
    text = (copy / "functions.csv").read_text(encoding="utf-8")
    (copy / "functions.csv").write_text(text.replace('""robotics.berthing""', '""robotics.birthing""'), "utf-8")
    assert {p.found for p in check_pack(copy, check_rules)} == {"service 'robotics.birthing'"}


@pytest.mark.parametrize("below", ["0", "(1 - 1)", '(par("reserve_days") * 0)'])
def test_a_division_by_a_plain_zero_is_found(copy: Path, below: str) -> None:
    line = damage(copy, "functions.csv", "waste,", "rule", f'stock("waste") / {below} > 1')
    (found,) = check_pack(copy, check_rules)
    assert (found.file, found.line, found.field) == ("functions.csv", line, "rule") and "by zero" in found.found
