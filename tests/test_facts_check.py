"""The checks of a pack: each kind of damage to a copy of the ISS pack is found, with file, line, field and mend."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from stationkeep.errors import Problem
from stationkeep.facts.check import check_pack
from stationkeep.facts.pack import Pack, pack_root


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
    assert [str(problem) for problem in check_pack(pack_root("iss"))] == []


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
    ("services.csv", "canadarm2,", "provider", "canadarm3", "an id of assets or carriers"),
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


def test_two_ships_at_one_port_are_found_only_when_certain(copy: Path) -> None:
    damage(copy, "flights.csv", "soyuz_ms_21,", "port", "rassvet_nadir")
    damage(copy, "flights.csv", "soyuz_ms_21,", "weak", "")
    line = damage(copy, "flights.csv", "soyuz_ms_22,", "weak", "")
    problems = check_pack(copy)
    assert [(p.file, p.line, p.field) for p in problems] == [("flights.csv", line, "port")]
    damage(copy, "flights.csv", "soyuz_ms_22,", "weak", "port")
    assert check_pack(copy) == []


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
    damage(copy, "assets.csv", "zarya,", "mass_kg", "heavy")
    assert [p.field for p in check_pack(copy, rules)] == ["mass_kg"], "rules are read only once everything else is"
