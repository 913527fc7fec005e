"""Read the CSV files of a pack into records, and say everything that cannot be read.

The reader knows nothing about stations: the columns, their types and which cells may be empty all come from
the records. It accepts UTF-8 with or without a byte order mark, columns in any order, and missing columns where
every cell may be empty.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from math import isfinite
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from stationkeep.errors import Problem
from stationkeep.facts.columns import columns
from stationkeep.facts.tables import Table

MAX_BYTES = 32 * 1024 * 1024
"""The largest file that is read; the largest table of the ISS pack has less than a hundredth of it."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")


class _UnreadableError(Exception):
    """A cell that its type does not allow: what was expected, and what to do."""

    def __init__(self, expected: str, fix: str) -> None:
        self.expected, self.fix = expected, fix
        super().__init__(expected)


Convert = Callable[[str], Any]


def _number(text: str) -> float:
    value = float(text) if _NUMBER.fullmatch(text) else float("nan")
    if not isfinite(value):
        raise _UnreadableError("a number such as 3.5", "write digits with a point, without a unit or a thousands mark")
    return value


def _integer(text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,12}", text):
        raise _UnreadableError("a whole number", "write digits only")
    return int(text)


def _date(text: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _UnreadableError("a date as YYYY-MM-DD", "write a day of the calendar such as 2022-04-02, or leave it empty")


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise _UnreadableError("yes or no", "write yes or no")
    return text == "yes"


def _texts(text: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in text.split(";"))
    if not all(parts) or len(set(parts)) < len(parts):
        raise _UnreadableError("different entries separated by ';'", "take out the empty or repeated entry")
    return parts


def _mapping(text: str) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for part in text.split(";"):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not key or not equals or key in found:
            raise _UnreadableError("pairs such as ros=2;usos=1", "write each name once, with '=' and a number")
        found[key] = _number(value)
    return found


def _choice(allowed: tuple[str, ...]) -> Convert:
    def convert(text: str) -> str:
        if text not in allowed:
            near = get_close_matches(text, allowed, n=1)
            fix = f"write '{near[0]}'" if near else "write one of them"
            raise _UnreadableError(f"one of {', '.join(a for a in allowed if a)}", fix)
        return text

    return convert


def _choices(allowed: tuple[str, ...]) -> Convert:
    one = _choice(allowed)
    return lambda text: tuple(one(part) for part in _texts(text))


_EMPTY: Mapping[Any, Callable[[], Any]] = {str: str, tuple: tuple, Mapping: dict}


def _converter(hint: Any) -> tuple[Convert, Any]:
    """Return the function that reads a cell of a type, and what kind of value an empty cell gives."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        if NoneType in args:
            (inner,) = (arg for arg in args if arg is not NoneType)
            return _converter(inner)[0], NoneType
        return _choice(tuple(value for arg in args for value in get_args(arg))), str
    if origin is Literal:
        return _choice(args), str
    if origin is tuple:
        return (_choices(get_args(args[0])) if get_origin(args[0]) is Literal else _texts), tuple
    if hint is not str and origin is None:
        return {float: _number, int: _integer, date: _date, bool: _yes_or_no}[hint], None
    return (str, str) if hint is str else (_mapping, Mapping)


@cache
def _plan(table: Table) -> Mapping[str, tuple[Convert, Callable[[], Any] | None]]:
    """For every column: how to read a cell, and what makes the value of an empty one (``None``: an error)."""
    hints = get_type_hints(table.record)
    plan: dict[str, tuple[Convert, Callable[[], Any] | None]] = {}
    for field in columns(table.record):
        convert, kind = _converter(hints[field.name])
        if kind is NoneType:
            plan[field.name] = convert, NoneType
        else:
            plan[field.name] = convert, _EMPTY[kind] if field.metadata["empty"] else None
    return plan


def is_there(path: Path) -> bool:
    """Whether there is anything of that name; what cannot be looked at counts, so that reading it says why."""
    try:
        return path.exists()
    except OSError:
        return True


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """Return the text of a file, or ``None`` after noting why it cannot be read."""

    def note(found: str, fix: str) -> None:
        problems.append(Problem(path.name, 0, "file", found, "a readable text file in UTF-8", fix))

    try:
        if not path.is_file():
            note("something that is not a file", "put a file of that name there, or take it away")
            return None
        if path.stat().st_size > MAX_BYTES:
            note(f"more than {MAX_BYTES // 2**20} MB", "keep only the rows of this table")
            return None
        raw = path.read_bytes()
    except OSError as error:
        note(error.strerror or "an unreadable file", "make the file readable")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        note(f"a byte in line {line} that is not UTF-8", "save it as 'CSV UTF-8'")
        return None


def _header(table: Table, names: list[str], problems: list[Problem]) -> bool:
    """Check the header line; return whether the rows below it can be read."""
    plan, before = _plan(table), len(problems)
    for name in names:
        if name not in plan:
            near = get_close_matches(name, plan, n=1)
            fix = f"rename it to '{near[0]}'" if near else "take the column out"
            shown = f"the unknown column '{name[:40]}'"
            problems.append(Problem(table.file, 1, name[:40] or "header", shown, f"one of {', '.join(plan)}", fix))
        elif names.count(name) > 1:
            problems.append(Problem(table.file, 1, name, "the column twice", "it once", "take one of the two out"))
    for name, (_, empty) in plan.items():
        if empty is None and name not in names:
            problems.append(Problem(table.file, 1, name, "no such column", f"a column '{name}'", "add the column"))
    return len(problems) == before


def read_table(path: Path, table: Table) -> tuple[list[Any], list[Problem]]:
    """Read one CSV file.

    Parameters
    ----------
    path
        The file.
    table
        What it should hold.

    Returns
    -------
    tuple
        The records that could be read, in the order of the file, and every problem met.
    """
    problems: list[Problem] = []
    rows: list[Any] = []
    text = read_text(path, problems)
    if text is None:
        return rows, problems
    suspicious = _CONTROL.search(text) is not None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    plan, names = _plan(table), list[str]()
    blank = {name: empty() for name, (_, empty) in plan.items() if empty is not None}
    start = 0
    try:
        for cells in reader:
            line, start = start + 1, reader.line_num
            if not names:
                names = [cell.strip() for cell in cells]
                if not _header(table, names, problems):
                    return rows, problems
                convert = [(name, *plan[name]) for name in names]
                continue
            if not cells:
                continue
            if len(cells) != len(names):
                found, expected = f"{len(cells)} cells", f"{len(names)} cells, as in the header"
                fix = "add or take out a comma; put a cell with a comma in quotes"
                problems.append(Problem(table.file, line, "row", found, expected, fix))
                continue
            values, bad = dict(blank), False
            for (name, read, empty), cell in zip(convert, cells, strict=True):
                stripped = cell.strip()
                try:
                    if suspicious and _CONTROL.search(stripped):
                        raise _UnreadableError("plain text", "take the control characters out")
                    if stripped:
                        values[name] = read(stripped)
                    elif empty is None:
                        raise _UnreadableError("a value", f"fill it in: {_meaning(table, name)}")
                except _UnreadableError as wrong:
                    shown = repr(stripped[:60]) if stripped else "an empty cell"
                    problems.append(Problem(table.file, line, name, shown, wrong.expected, wrong.fix))
                    bad = True
            if not bad:
                rows.append(table.record(**values, line=line))
    except csv.Error as error:
        fix = "close the quotes, and keep a cell below 130,000 characters"
        problems.append(Problem(table.file, start + 1, "row", str(error), "comma-separated cells", fix))
    if not names and not problems:
        problems.append(Problem(table.file, 0, "header", "an empty file", f"the columns {', '.join(plan)}", "add them"))
    return rows, problems


def _meaning(table: Table, name: str) -> str:
    (field,) = (f for f in columns(table.record) if f.name == name)
    return str(field.metadata["meaning"])
