"""A second pack of another shared system, small enough to follow by hand, and strategies that several tests share.

The pack is a laboratory on the sea bed with two owners: the institute `borealis` owns the hull and the bells that
bring people, the company `nereid` the cable that brings power and the barges that bring goods. It has no orbit, and
it must need no code of its own.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from stationkeep.disruption.scenario import SCOPES, Scenario
from stationkeep.ensemble.chunk import Lives, Surroundings, live_chunk
from stationkeep.ensemble.model import Compiled, compile_scenario
from stationkeep.facts.columns import columns
from stationkeep.facts.pack import Pack, load_pack
from stationkeep.facts.tables import TABLES
from stationkeep.orbit.density import DensityTable
from stationkeep.station import rules

Row = dict[str, Any]
DAY = dt.timedelta(days=1)
SEABED_START = dt.date(2021, 1, 1)
PLENTY = 1000.0

SEABED_TOML = """schema = "stationkeep.pack/1"
id = "seabed"
title = "Halcyon laboratory on the sea bed"
first_date = 2019-01-01
as_of = 2022-12-31

[[occupants]]
id = "divers"
label = "trained for the hull"
party = "borealis"

[[occupants]]
id = "techs"
label = "trained for the cable"
party = "nereid"

[operations]
handover = "handover_days"
grounding = "grounding_days"
arrival_wait = "wait_days"
emergency = "emergency_places"
slip_full = "slip_full_days"
slip = "slip_days"
up = "crew.up"
"""


def date(day: int, start: dt.date = SEABED_START) -> dt.date:
    """The date of a day counted from the start."""
    return start + day * DAY


def fixed(name: str, value: float, unit: str = "days") -> Row:
    """A parameter without any doubt about it."""
    return {"id": name, "label": name, "unit": unit, "distribution": "fixed", "value": value}


def level(stock: str, value: float) -> Row:
    """What was aboard from the first date of the pack on."""
    return {"stock": stock, "date": dt.date(2019, 1, 1), "value": value, "distribution": "fixed"}


def trip(name: str, carrier: str, arrives: int, leaves: int | None = None, **cells: Any) -> Row:
    """A flight of the log: it is launched the day before it arrives; days count from the start."""
    crew = carrier == "bell"
    people = {"divers": 1, "techs": 1} if crew else {}
    row: Row = {
        "id": name, "name": name, "carrier": carrier, "launched": date(arrives - 1), "outcome": "success",
        "arrived": date(arrives), "departed": None if leaves is None else date(leaves), "up": people,
        "down": people if leaves is not None else {}, "crew": sum(people.values()), "seats": 4 if crew else 0,
        "visit": False,
    }  # fmt: skip
    return {**row, **cells}


def _carriers() -> list[Row]:
    return [
        {
            "id": "bell", "name": "Diving bell", "kind": "crew", "parties": ["borealis"], "scope": "crew_flights",
            "seats": 4, "cargo_up_kg": 10.0, "needs": 'asset("quay")', "arrival_needs": 'yesterday("power")',
            "life_days_low": 200, "life_days": 200, "life_days_high": 200, "valid_from": dt.date(2019, 1, 1),
            "lead_time_days": 15,
        },
        {
            "id": "barge", "name": "Barge", "kind": "cargo", "parties": ["nereid"], "scope": "cargo_flights",
            "seats": 0, "cargo_up_kg": 1000.0, "needs": 'all(asset("quay"), asset("winch"))', "arrival_needs": "",
            "life_days_low": 5, "life_days": 5, "life_days_high": 5, "valid_from": dt.date(2019, 1, 1),
            "lead_time_days": 20,
        },
    ]  # fmt: skip


def seabed_tables() -> dict[str, list[Row]]:
    """The tables of the sea bed pack, as rows that a test may change before they are written."""
    bells = [trip(f"bell_{n}", "bell", arrives, arrives + 95) for n, arrives in enumerate(range(-700, -95, 90))]
    bells[-1] = {**bells[-1], "departed": None, "down": {}}  # it brought those aboard and is still there
    barges = [trip(f"barge_{n}", "barge", arrives, arrives + 5) for n, arrives in enumerate(range(-720, -10, 30))]
    return {
        "sources": [{"id": "made_up", "title": "Made up for a test", "verified": "assumed", "note": "a choice"}],
        "parties": [
            {"id": "borealis", "name": "Borealis Institute", "kind": "agency", "country": "Ultima Thule"},
            {"id": "nereid", "name": "Nereid Cables", "kind": "company", "country": "Atlantis"},
            {
                "id": "keel", "name": "Keel Works", "kind": "company", "country": "Atlantis",
                "controlled_by": "nereid",
            },
        ],
        "assets": [
            {"id": "hull", "name": "Hull", "kind": "element", "owner": "borealis", "operator": "borealis"},
            {"id": "cable", "name": "Cable", "kind": "element", "owner": "nereid", "operator": "nereid"},
            {"id": "quay", "name": "Quay", "kind": "pad", "owner": "borealis", "operator": "borealis"},
            {
                "id": "winch", "name": "Winch", "kind": "engine", "owner": "keel", "operator": "nereid",
                "on_hand": 2,
            },
            {
                "id": "pump", "name": "Pump", "kind": "element", "owner": "borealis", "operator": "borealis",
                "valid_from": date(50), "valid_to": date(99),
            },
        ],
        "carriers": _carriers(),
        "flights": [*bells, *barges],
        "services": [
            {
                "id": "cable_power", "service": "power", "provider": "cable", "parties": ["nereid"],
                "scope": "power",
            },
            {
                "id": "bell_up", "service": "crew.up", "provider": "bell", "parties": ["borealis"],
                "scope": "crew_flights",
            },
            {
                "id": "barge_goods", "service": "goods", "provider": "barge", "parties": ["nereid"],
                "scope": "cargo_flights",
            },
        ],
        "functions": [
            {
                "id": "power", "label": "power", "because": "no cable and an empty battery",
                "rule": 'any(provided("power"), stock("battery") > par("none"))', "grace_days": 1,
            },
            {
                "id": "goods", "label": "goods", "because": "no barge is due",
                "rule": 'provided("goods", within_days=par("goods_days"))', "grace_days": 1,
            },
            {
                "id": "food", "label": "food", "because": "under the reserve",
                "rule": 'cover_days("food") >= par("reserve_days")', "grace_days": 1,
                "served_by": ["divers", "techs"],
            },
            {
                "id": "crew.return", "label": "a seat for everyone", "because": "too few seats",
                "rule": "seats() >= people()", "grace_days": 1, "served_by": ["divers", "techs"],
            },
            {
                "id": "crew.access", "label": "bringing people down", "because": "no bell is due",
                "rule": 'provided("crew.up", within_days=par("access_days"))', "grace_days": 10,
            },
            {
                "id": "research", "label": "research", "because": "nobody or no power",
                "rule": 'all(function("power"), people() >= 2)', "grace_days": 3,
            },
        ],
        "stocks": [
            {"id": "food", "label": "food", "unit": "person-days", "target": "food_target"},
            {"id": "battery", "label": "days of battery", "unit": "days", "capacity": "battery_days"},
        ],
        "stock_levels": [level("food", 300.0), level("battery", 9999.0)],
        "flows": [
            {"id": "eating", "stock": "food", "direction": "out", "amount": "meals", "per": "person"},
            {"id": "food_down", "stock": "food", "direction": "in", "amount": "food_per_barge",
             "per": "arrival:barge"},
            {"id": "charging", "stock": "battery", "direction": "set", "amount": "battery_days", "per": "day",
             "when": 'provided("power")'},
            {"id": "draining", "stock": "battery", "direction": "out", "amount": "one", "per": "day",
             "when": 'no(provided("power"))'},
        ],
        "parameters": [
            fixed("none", 0.0), fixed("one", 1.0), fixed("battery_days", 7.0), fixed("reserve_days", 30.0),
            fixed("goods_days", 40.0), fixed("access_days", 120.0), fixed("evacuation_days", 4.0),
            fixed("meals", 1.0, "person-days/person/day"), fixed("food_target", 400.0, "person-days"),
            fixed("food_per_barge", 90.0, "person-days"), fixed("handover_days", 5.0), fixed("grounding_days", 60.0),
            fixed("wait_days", 30.0), fixed("slip_full_days", 180.0), fixed("slip_days", 0.0),
            fixed("emergency_places", 1.0, "people"),
        ],
        "operating_rules": [
            {"id": "leave_dark", "action": "evacuate", "when": 'no(function("power"))',
             "after_days": "evacuation_days", "note": "nobody stays in the dark"},
            {"id": "leave_hungry", "action": "send_home", "when": 'no(function("food"))', "after_days": "one",
             "note": "one bell goes home"},
        ],
        "ladder": [
            {"id": "dark", "label": "dark", "rule": 'no(function("power"))'},
            {"id": "empty", "label": "nobody there", "rule": "no(people() >= 1)"},
        ],
    }  # fmt: skip


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ";".join(f"{key}={number}" for key, number in value.items())
    if isinstance(value, list | tuple):
        return ";".join(value)
    return str(value)


def write_pack(folder: Path, toml: str, tables: Mapping[str, Sequence[Row]]) -> Path:
    """Write a pack as its files; columns that a row leaves out are empty, sources and confidence apart."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").write_text(toml, encoding="utf-8")
    for name, rows in tables.items():
        header = [field.name for field in columns(TABLES[name].record)]
        standing = {"sources": "made_up", "confidence": "low"}
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            for row in rows:
                assert set(row) <= set(header), set(row) - set(header)
                writer.writerow([_cell(row.get(key, standing.get(key))) for key in header])
    return folder


def seabed(folder: Path, toml: str = SEABED_TOML, **tables: Sequence[Row]) -> Pack:
    """The sea bed pack, read from files, with some of its tables replaced."""
    return load_pack(write_pack(folder, toml, {**seabed_tables(), **tables}))


def changed(name: str, **rows: Row) -> list[Row]:
    """A table of the sea bed pack with cells of some rows replaced, by the rows' ids; a new id adds a row."""
    table = seabed_tables()[name]
    known = {row["id"] for row in table}
    kept = [{**row, **rows.get(row["id"], {})} for row in table]
    return [*kept, *({"id": key, **cells} for key, cells in rows.items() if key not in known)]


def numbers(**values: float) -> list[Row]:
    """The parameters of the sea bed pack, some with another value, some new."""
    table = {row["id"]: row for row in seabed_tables()["parameters"]}
    for name, value in values.items():
        table[name] = {**table.get(name, fixed(name, value, "1")), "value": value}
    return list(table.values())


def log(*later: Row, **rows: Row) -> list[Row]:
    """The flight log of the sea bed pack with flights after the start, for a hindsight run without any chance."""
    return [*changed("flights", **rows), *later]


def still(compiled: Compiled, altitude_km: float = 0.0) -> Surroundings:
    """Surroundings of a system without an orbit: no sun, no drag."""

    def nothing(*arguments: Any) -> None:
        for array in arguments[2:]:
            array[:] = 0.0

    table = DensityTable.load(51.64).arrays()
    start = int(np.datetime64(compiled.scenario.start, "D").astype(np.int64))
    return Surroundings(nothing, nothing, table, start, altitude_km, 0.0, altitude_km, (1.0, 1.0, 1.0))


@dataclass(frozen=True)
class Lived:
    """Lives of a pack without an orbit, with days in place of samples."""

    compiled: Compiled
    lives: Lives

    def lost(self, function: str, world: int = 1) -> np.ndarray:
        """First day of the loss of a function or rung by member; world 0 is the twin."""
        return self.lives.lost[world, self._place(function)]

    def back(self, function: str, world: int = 1) -> np.ndarray:
        """First day with the function after its loss, by member."""
        return self.lives.back[world, self._place(function)]

    def stock(self, name: str, world: int = 1) -> np.ndarray:
        """What is aboard on the morning of each day: (day, member)."""
        return self.lives.stock[world, self.compiled.names.stocks.index(name)]

    def people(self, name: str, world: int = 1) -> np.ndarray:
        """People aboard on the morning of each day: (day, member)."""
        return self.lives.people[world, self.compiled.names.classes.index(name)]

    def _place(self, function: str) -> int:
        return (*self.compiled.functions, *self.compiled.rungs).index(function)


def live(scenario: Scenario, pack: Pack, members: int = 1, seed: int = 1, first: int = 0) -> Lived:
    """Live a pack without an orbit, every day kept."""
    compiled = compile_scenario(scenario, pack)
    return Lived(compiled, live_chunk(compiled, still(compiled), seed, first, members, 1))


def asked(pack: Pack, days: int = 120, knowledge: str = "hindsight", **cells: Any) -> Scenario:
    """A question to the sea bed pack."""
    plain = Scenario("s", "s", SEABED_START, pack=pack.id, horizon_days=days, knowledge=knowledge, members=1)
    return replace(plain, **cells)


# --- strategies ------------------------------------------------------------------------------------------------------

SCOPE_NAMES = st.sampled_from(tuple(SCOPES))


def spans(first: dt.date, days: int) -> st.SearchStrategy[tuple[dt.date, dt.date | None]]:
    """A first day, some of them before the span, and the day after the last, or none."""
    start = st.integers(-30, days - 1)
    length = st.none() | st.integers(1, days)
    return st.tuples(start, length).map(
        lambda pair: (first + pair[0] * DAY, None if pair[1] is None else first + (pair[0] + pair[1]) * DAY)
    )


def rule_texts(words: Mapping[str, Sequence[str]], depth: int = 3, monotone: bool = False) -> st.SearchStrategy[str]:
    """Texts of rules that can be read: truths of at most so many levels over the names given by word."""

    def quoted(word: str) -> st.SearchStrategy[str]:
        return st.sampled_from(words[word]).map(lambda name: f'{word}("{name}")')

    days = st.one_of(st.integers(0, int(rules.LARGEST_COUNT)).map(str), quoted("par"), quoted("stock"))

    def numbers(level: int) -> st.SearchStrategy[str]:
        leaves = [st.integers(0, int(rules.LARGEST_COUNT)).map(str), st.sampled_from(["people()", "seats()"])]
        leaves += [quoted(word) for word in ("stock", "level", "par", "people", "cover_days") if words.get(word)]
        inner = st.one_of(leaves) if level <= 0 else numbers(level - 1)
        ahead = days.map(lambda text: f"cargo_ahead(within_days={text})")
        if level <= 0:
            return st.one_of(leaves)
        sums = st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})")
        divisors = st.one_of(st.integers(1, int(rules.LARGEST_COUNT)).map(str), *leaves[2:])  # no plain zero
        ratios = st.tuples(inner, divisors).map(lambda p: f"({p[0]} / {p[1]})")
        chosen = st.tuples(truths(level - 1), inner, inner).map(lambda p: f"choose({p[0]}, {p[1]}, {p[2]})")
        coming = st.tuples(st.sampled_from(words["stock"]), days).map(lambda p: f'coming("{p[0]}", within_days={p[1]})')
        return st.one_of(*leaves, sums, ratios, chosen, ahead, coming)

    def truths(level: int) -> st.SearchStrategy[str]:
        leaves = [quoted(word) for word in ("asset", "function", "yesterday", "provided") if words.get(word)]
        if level <= 0:
            return st.one_of(leaves)
        inner = truths(level - 1)
        within = st.tuples(
            st.sampled_from(("provided", "due")), st.sampled_from(words["provided"]), numbers(level - 1)
        ).map(lambda p: f'{p[0]}("{p[1]}", within_days={p[2]})')
        many = st.lists(inner, min_size=0, max_size=3).map(", ".join)
        logic = st.tuples(st.sampled_from(["all", "any"]), many).map(lambda p: f"{p[0]}({p[1]})")
        least = st.tuples(st.integers(0, 3), many).map(lambda p: f"at_least({', '.join(filter(None, map(str, p)))})")
        compared = st.tuples(numbers(level - 1), st.sampled_from([">=", ">", "<=", "<"]), numbers(level - 1)).map(
            lambda p: f"{p[0]} {p[1]} {p[2]}"
        )
        found = [*leaves, within, logic, least, compared]
        if not monotone:
            found.append(inner.map(lambda text: f"no({text})"))
        return st.one_of(found)

    return truths(depth)
