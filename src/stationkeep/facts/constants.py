"""Numbers of fact that belong to no station: what drag, the sun and an entry are like, each with its source.

They stand in `data/<room>/constants.csv`, one row a number, because an estimate, a published figure or an assumption
is no code. Constants of nature, definitions and choices of method stay in the code that uses them.
"""

# ruff: noqa: RUF009 -- every default here is column(), which returns a dataclasses.field

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from stationkeep.errors import PackError, Problem
from stationkeep.facts.columns import UNITS, Confidence, Record, column
from stationkeep.facts.reader import read_table
from stationkeep.facts.tables import Table

_DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True)
class Constant(Record):
    """A number of fact, with its interval, and how it came about."""

    id: str = column("its name in the code")
    meaning: str = column("what it is, in one clause")
    unit: str = column("its unit; 1 for a pure number")
    low: float | None = column("lower end of what is plausible, or of the spread that `how` names")
    value: float = column("the number used")
    high: float | None = column("upper end")
    method: Literal["published", "measured", "assumed"] = column(
        "published: a document gives it; measured: estimated from data; assumed: a choice that somebody stands for"
    )
    how: str = column("how it was estimated, from what and when, or why it was assumed")
    source: str = column("the document or the data behind it", empty=True)
    confidence: Confidence = column("how far it is trusted")

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end; the number itself where there is no interval."""
        return (self.value if self.low is None else self.low, self.value if self.high is None else self.high)


@cache
def constants(room: str) -> Mapping[str, Constant]:
    """Read the constants of a room, by id.

    Parameters
    ----------
    room : {"drag", "entry", "sun"}
        A folder of the packaged data.

    Returns
    -------
    mapping of str to Constant
        In the order of the file.

    Raises
    ------
    PackError
        Rows that cannot be read, an id twice, an unknown unit, or a number outside its interval.

    Examples
    --------
    >>> constants("sun")["cycle_months"].unit
    'months'
    """
    return read_constants(_DATA / room / "constants.csv")


def read_constants(path: Path) -> Mapping[str, Constant]:
    """Read a file of constants; raise every problem that it has."""
    rows, problems = read_table(path, Table(path.stem, Constant, keyed=True))
    found: dict[str, Constant] = {}
    for row in rows:
        if row.id in found:
            problems.append(Problem(path.name, row.line, "id", f"'{row.id}' twice", "every id once", "rename one"))
        if row.unit not in UNITS:
            problems.append(Problem(path.name, row.line, "unit", f"'{row.unit}'", f"one of {', '.join(UNITS)}", "mend"))
        low, high = row.interval
        if not low <= row.value <= high:
            found_text = f"{row.value:g} outside {low:g} to {high:g}"
            problems.append(Problem(path.name, row.line, "value", found_text, "a number in its interval", "mend one"))
        found[row.id] = row
    if problems:
        raise PackError(problems)
    return MappingProxyType(found)
