"""Check a pack: every fact against every other, with file, line, field, what was found, and how to mend it.

The reader has already seen to it that every cell has the right type. What is checked here needs more than one cell:
ids that lead nowhere, ends before starts, intervals turned round, units that nobody knows, ships where no port is.
Rules are expressions over the whole station; the room that compiles them checks them, through ``rules``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

from stationkeep.errors import Problem
from stationkeep.facts.check_elements import ELEMENT_CHECKS, unplaced
from stationkeep.facts.check_flights import FLIGHT_CHECKS, residents
from stationkeep.facts.check_names import NAME_CHECKS
from stationkeep.facts.columns import UNITS, columns
from stationkeep.facts.pack import Pack, line_of, read_what_can_be_read
from stationkeep.facts.reader import is_there
from stationkeep.facts.rows import Row, rows
from stationkeep.facts.tables import TABLES
from stationkeep.wording import counted

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_ORDER = (  # earlier column, later column: in any table that has both
    ("valid_from", "valid_to"),
    ("start", "end"),
    ("launched", "arrived"),
    ("launched", "departed"),
    ("arrived", "departed"),
    ("planned_from", "planned_to"),
    ("known_on", "planned_to"),
    ("signed", "in_force"),
    ("end_known", "valid_to"),
)
_COUNTED = {"kg", "m2", "km", "days", "s", "m/s", "people", "seats", "units", "of the stock"}
Checks = Callable[[Pack], Iterable[Problem]]


def _known(pack: Pack, table: str) -> set[str]:
    if table == "occupants" or TABLES[table].keyed:
        return set(getattr(pack, table))
    return {record.id for record in getattr(pack, table)}


def references(pack: Pack) -> Iterator[Problem]:
    """Ids that lead nowhere."""
    ids: dict[str, set[str]] = {}
    for table in TABLES.values():
        fields = [f for f in columns(table.record) if f.metadata["refers"]]
        for field in fields:
            refers = field.metadata["refers"]
            if refers not in ids:
                ids[refers] = set().union(*(_known(pack, name) for name in refers.split("|")))
        for row in rows(pack, table.name):
            for field in fields:
                cell, refers = getattr(row.record, field.name), field.metadata["refers"]
                for name in (cell,) if isinstance(cell, str) else cell:
                    if name and name not in ids[refers]:
                        where = " or ".join(part.replace("_", " ") for part in refers.split("|"))
                        near = get_close_matches(name, ids[refers], n=1, cutoff=0.5)
                        fix = f"did you mean '{near[0]}'? else add it" if near else "add it, or take it out"
                        yield row.problem(field.name, f"'{name}'", f"an id of {where}", fix, *refers.split("|"))
    for occupant in pack.occupants.values():
        if occupant.party not in pack.parties:
            expected, fix = "an id of parties", "name the party that trains this class"
            line = line_of(pack.root, "party", occupant.party)
            yield Problem("pack.toml", line, "occupants", f"'{occupant.party}'", expected, fix, ("parties",))


def names(pack: Pack) -> Iterator[Problem]:
    """Ids that could not be written into a cell or a rule, and parties that control each other in a circle."""
    for row in rows(pack):
        name = getattr(row.record, "id", "a")
        if not _ID.fullmatch(name):
            expected = "small letters, digits, '_', '-' and '.', beginning with a letter or digit"
            yield row.problem("id", repr(name), expected, "rename it, here and where it is used")
    for row in rows(pack, "parties"):
        seen, party = {row.record.id}, row.record.controlled_by
        while party in pack.parties and party not in seen:
            seen.add(party)
            party = pack.parties[party].controlled_by
        if party == row.record.id:
            expected, fix = "a controlling party that it does not control itself", "cut the circle"
            yield row.problem("controlled_by", f"'{row.record.controlled_by}'", expected, fix)


def order(pack: Pack) -> Iterator[Problem]:
    """Ends before starts, undocking before docking, arrival before launch, facts after the pack's last day."""
    for row in rows(pack):
        for first, second in _ORDER:
            start, end = getattr(row.record, first, None), getattr(row.record, second, None)
            if isinstance(start, date) and isinstance(end, date) and end < start:
                yield row.problem(second, end, f"a day not before {first} {start}", "mend one of the two dates")
    for row in rows(pack, "flights", "moves", "plans", "statements", "orbit_history", "masses", "stock_levels"):
        for field in ("launched", "arrived", "known_on", "date"):
            day = getattr(row.record, field, None)
            if day is not None and day > pack.as_of:
                fix = "mend the date, or move as_of in pack.toml"
                yield row.problem(field, day, f"a day up to as_of {pack.as_of}", fix)


def numbers(pack: Pack) -> Iterator[Problem]:
    """Negative amounts, intervals turned round, units that nobody knows."""
    for row in rows(pack):
        fields = columns(type(row.record))
        for field in fields:
            cell = getattr(row.record, field.name)
            if field.metadata["unit"] in _COUNTED:
                for value in cell.values() if isinstance(cell, Mapping) else (cell,):
                    if value is not None and value < 0:
                        yield row.problem(field.name, f"{value:g}", "zero or more", "take the minus sign out")
        names = {field.name for field in fields}
        if {"low", "value", "high"} <= names:
            yield from _interval(row, "low", "value", "high")
            yield from _distribution(row)
        for field in fields:
            if field.name.endswith("_low"):
                middle = field.name.removesuffix("_low")
                yield from _interval(row, field.name, middle, f"{middle}_high")
    amounts = {name for stock in pack.stocks.values() for name in (stock.capacity, stock.critical, stock.target)}
    amounts |= {flow.amount for flow in pack.flows.values()}
    for row in rows(pack, "parameters"):
        for name in ("low", "value", "high") if row.record.id in amounts else ():
            number = getattr(row.record, name)
            if number is not None and number < 0:
                fix = "take the minus sign out; whether it fills or drains stands in direction"
                yield row.problem(name, f"{number:g}", "zero or more, for an amount of a stock", fix)
    for row in rows(pack, "parameters", "stocks"):
        if row.record.unit not in UNITS:
            near = get_close_matches(row.record.unit, UNITS, n=3, cutoff=0.5)
            fix = f"write one of: {', '.join(near or UNITS)}"
            yield row.problem("unit", f"'{row.record.unit}'", "a unit of the list in docs/pack.md", fix)


def _interval(row: Row, low: str, middle: str, high: str) -> Iterator[Problem]:
    values = [(name, getattr(row.record, name)) for name in (low, middle, high)]
    given = [(name, value) for name, value in values if value is not None]
    for (first, smaller), (second, larger) in pairwise(given):
        if larger < smaller:
            yield row.problem(second, f"{larger:g}", f"{first} {smaller:g} or more", "put the three in order")


def _distribution(row: Row) -> Iterator[Problem]:
    low, high, kind = row.record.low, row.record.high, row.record.distribution
    for name, value in (("low", low), ("high", high)):
        if kind != "fixed" and value is None:
            fix = "fill it in, or write fixed as the distribution"
            yield row.problem(name, "an empty cell", f"a number, for a distribution {kind}", fix)
    if kind in ("loguniform", "lognormal") and low is not None and low <= 0:
        fix = "raise it, or choose another distribution"
        yield row.problem("low", f"{low:g}", f"more than zero, for a distribution {kind}", fix)


def documents(pack: Pack) -> Iterator[Problem]:
    """Sources that say they were read but name no place where, or that say nothing of how they came about."""
    for row in rows(pack, "sources"):
        source = row.record
        if not source.url and not source.note:
            expected = "an address" if source.verified == "sourced" else "a note on where the number comes from"
            fix = "fill in url, or say in note why there is none"
            yield row.problem("url" if source.verified == "sourced" else "note", "nothing", expected, fix)


def repeats(pack: Pack) -> Iterator[Problem]:
    """Rows that say two things about one day: parameters whose dates overlap, days that stand twice."""
    dated: dict[str, list[Row]] = {}
    for row in rows(pack, "parameters"):
        for other in dated.setdefault(row.record.id, []):
            if row.record.unit != other.record.unit:
                fix = f"line {other.record.line} has the same id; use one unit"
                yield row.problem("unit", f"'{row.record.unit}'", f"'{other.record.unit}'", fix)
            elif _overlap(row.record.valid_from, row.record.valid_to, other.record.valid_from, other.record.valid_to):
                expected = f"dates that do not overlap those of line {other.record.line}"
                fix = "end the older row on the day before the newer one begins"
                yield row.problem("valid_from", row.record.valid_from or "no date", expected, fix)
        dated[row.record.id].append(row)
    for table, keys in (
        ("orbit_history", ("date",)),
        ("masses", ("date",)),
        ("stock_levels", ("stock", "date")),
        ("moves", ("flight", "date")),
    ):
        seen: dict[tuple[Any, ...], int] = {}
        for row in rows(pack, table):
            key = tuple(getattr(row.record, name) for name in keys)
            if key in seen:
                fix = f"line {seen[key]} has that day already; take one of the two out"
                yield row.problem("date", row.record.date, "every day once", fix)
            seen.setdefault(key, row.record.line)


def _overlap(a: date | None, b: date | None, c: date | None, d: date | None) -> bool:
    """Whether a..b and c..d share a day; ``None`` is unbounded."""
    return (a or date.min) <= (d or date.max) and (c or date.min) <= (b or date.max)


def files(pack: Pack) -> Iterator[Problem]:
    """Tables whose file has a name that nobody reads."""
    known = [table.file for table in TABLES.values()]
    for path in sorted(pack.root.glob("*.csv")):
        if path.name not in known:
            near = get_close_matches(path.name, known, n=1)
            fix = f"rename it to '{near[0]}'" if near else "take it out of the folder"
            yield Problem(path.name, 0, "file", "a table that nobody reads", f"one of {', '.join(known)}", fix)


CHECKS: tuple[Checks, ...] = (
    files,
    references,
    names,
    order,
    numbers,
    documents,
    repeats,
    *FLIGHT_CHECKS,
    *ELEMENT_CHECKS,
    *NAME_CHECKS,
)


_WHOLE: Mapping[Checks, tuple[str, ...]] = {residents: ("flights",), unplaced: ("elements",)}
"""Checks that mean nothing while rows of a table are missing: they count over all of them."""


def check_pack(root: Path, rules: Checks | None = None) -> list[Problem]:
    """Check a folder of facts.

    Parameters
    ----------
    root
        The folder.
    rules
        What checks the pack's rules, called with the rows that can be read.

    Returns
    -------
    list of Problem
        Everything that is wrong: files first, then by file and line; empty when nothing is. Where a row cannot be
        read, or a table is not there, that is told, and the others are checked all the same; what may only follow from
        the gap is not told. What one mend removes is one problem, with every place.
    """
    pack, problems = read_what_can_be_read(root)
    if pack is None:
        return _in_order(problems)
    unread = {Path(problem.file).stem for problem in problems}
    absent = {name for name, table in TABLES.items() if not is_there(root / table.file)} - unread
    found: list[Problem] = []
    for check in (*CHECKS, *((rules,) if rules else ())):
        if not (unread | absent) & set(_WHOLE.get(check, ())):
            found += [problem for problem in check(pack) if not unread & set(problem.rests_on)]
    wanted = {name for problem in found if absent.issuperset(problem.rests_on) for name in problem.rests_on}
    for name in sorted(wanted):
        follow = [problem for problem in found if name in problem.rests_on]
        where = ", ".join(sorted({problem.file for problem in follow}))
        expected = f"the table: {counted(len(follow), 'place')} in {where} cannot do without it"
        fix = f"add {TABLES[name].file}"
        problems.append(Problem(TABLES[name].file, 0, "file", "no such file", expected, fix))
    return _in_order([*problems, *_folded(problem for problem in found if not wanted & set(problem.rests_on))])


def _folded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Make one problem of those that one mend removes: names of the same thing that is not there."""
    alike: dict[tuple[object, ...], list[Problem]] = {}
    for problem in _in_order(problems):
        own = (problem.found, problem.expected) if problem.rests_on else (id(problem),)
        alike.setdefault(own, []).append(problem)
    for first, *others in alike.values():
        yield replace(first, also=tuple(other.place for other in others))


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file and line, whole files first: the rest may follow from them."""
    return sorted(problems, key=lambda problem: (problem.field != "file", problem.file, problem.line))
