"""Rows of a pack with the name of their table, so that a check can say where a problem is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stationkeep.errors import Problem
from stationkeep.facts.pack import Pack
from stationkeep.facts.tables import TABLES, Table


@dataclass(frozen=True)
class Row:
    """One record with the name of its table, to say where a problem is."""

    table: Table
    record: Any

    def problem(self, field: str, found: object, expected: str, fix: str, *rests_on: str) -> Problem:
        """Return a problem in a field of this row, one only if the tables named are whole."""
        return Problem(self.table.file, self.record.line, field, str(found), expected, fix, rests_on)


def rows(pack: Pack, *names: str) -> Iterator[Row]:
    """Every row of the named tables, or of all of them."""
    for name in names or TABLES:
        table = getattr(pack, name)
        for record in table.values() if TABLES[name].keyed else table:
            yield Row(TABLES[name], record)
