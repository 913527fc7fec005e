"""Claims of one's own, from a CSV file: rows that can be read are, and the others are told with line and mend."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from stationkeep.errors import InputError, Problem
from stationkeep.facts.files import finite, read_plain
from stationkeep.facts.sayings import Claim

MAX_BYTES = 2_000_000
_NEEDED = ("id", "claim", "date")


def read_claims(path: Path) -> tuple[list[Claim], list[Problem]]:
    """Read claims from a CSV file.

    Columns ``id``, ``claim`` and ``date`` must be there; ``who``, ``quantity``, ``arguments``, ``low``, ``high``,
    ``unit``, ``stronger`` and ``note`` may be; others are passed over. A date may be a year, a month or a day.

    Returns
    -------
    tuple
        The claims that can be read, in the order of the file, and a problem for everything that keeps a row out.

    Raises
    ------
    InputError
        A file that cannot be read, lacks a column, or holds no row.
    """
    text = read_plain(path, "a CSV file of claims, or a claim", MAX_BYTES)
    claims: list[Claim] = []
    problems: list[Problem] = []
    for line, row in _rows(text, path.name, problems):
        read = _Row(path.name, line, row, [])
        claim = read.claim()
        problems += read.problems
        if not read.problems:
            claims.append(claim)
    if not claims and not problems:
        raise InputError(f"{path.name} holds no claim; add a row")
    return claims, problems


def _rows(text: str, name: str, problems: list[Problem]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row below the header with the line on which it begins; a problem where the table breaks off."""
    reader, header, last = csv.reader(io.StringIO(text, newline=""), strict=True), list[str](), 0
    try:
        for cells in reader:
            line, last = last + 1, reader.line_num
            if not cells:
                continue
            if header:
                yield line, dict(zip(header, (cell.strip() for cell in cells), strict=False))
                continue
            header = [cell.strip() for cell in cells]
            missing = [column for column in _NEEDED if column not in header]
            if missing:
                raise InputError(
                    f"{name} has no column {missing[0]}; a claim has id, who, date, claim, quantity, "
                    "arguments, low, high, unit, stronger, note"
                )
    except csv.Error as error:
        expected, fix = "comma-separated cells", "close the quotes; what stands below could not be read either"
        problems.append(Problem(name, last + 1, "row", str(error), expected, fix))


class _Row:
    """The cells of one row, and what is wrong with them."""

    def __init__(self, file: str, line: int, cells: Mapping[str, str], problems: list[Problem]) -> None:
        self.file, self.line, self.cells, self.problems = file, line, cells, problems

    def claim(self) -> Claim:
        """The claim that the row makes; it counts only where no problem was met."""
        cell = self.cells.get
        stronger = cell("stronger", "") or "more"
        if stronger not in ("more", "less"):
            self._bad("stronger", "more or less", "write one of the two, or leave it empty")
        if not cell("id"):
            self._bad("id", "a claim with an id", "give it one")
        low, high = self._number("low"), self._number("high")
        if low is not None and high is not None and low > high:
            self._bad("low", f"a number that is not above high {high:g}", "put the two in order")
        return Claim(
            line=self.line, id=cell("id", ""), who=cell("who", ""), date=self._date(), claim=cell("claim", ""),
            quantity=cell("quantity", ""), arguments=cell("arguments", ""), low=low, high=high, unit=cell("unit", ""),
            stronger="less" if stronger == "less" else "more", sources=(), confidence="medium", note=cell("note", ""),
        )  # fmt: skip

    def _bad(self, column: str, expected: str, fix: str) -> None:
        text = self.cells.get(column, "")
        found = repr(text[:40]) if text else "an empty cell"
        self.problems.append(Problem(self.file, self.line, column, found, expected, fix))

    def _number(self, column: str) -> float | None:
        text = self.cells.get(column, "")
        value = finite(text) if text else None
        if value is not None and math.isnan(value):
            self._bad(column, "a number such as 0.9, or nothing", "write digits with a point, and the unit in unit")
            return None
        return value

    def _date(self) -> dt.date:
        """A day; of a year or month alone, its first."""
        parts = self.cells.get("date", "")[:10].split("-")
        if len(parts) == 2 and parts[1].isdigit() and int(parts[1]) > 12:  # a span of years such as 2023-24
            parts = parts[:1]
        try:
            return dt.date(int(parts[0]), *(int(part) for part in [*parts[1:], "1", "1"][:2]))
        except ValueError:
            self._bad("date", "2022, 2022-04 or 2022-04-02", "write when it was said")
            return dt.date.min
