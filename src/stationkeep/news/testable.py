"""Claims of texts as rows that `stationkeep claims` takes, each with the place of its sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from stationkeep.facts.pack import Pack
from stationkeep.facts.sayings import Claim as Row
from stationkeep.news.captions import say_quantity
from stationkeep.news.findings.statements import Claim, DocumentReading
from stationkeep.news.grammar.gazetteer import Gazetteer
from stationkeep.news.questions import ask

COLUMNS = (
    "id", "who", "date", "claim", "quantity", "arguments", "low", "high", "unit", "stronger", "note",
    "file", "sha256", "start", "end", "said_start", "said_end", "level", "rule",
)  # fmt: skip
"""Columns of a file of claims from texts: those that `stationkeep claims` reads, then the place of each."""

_NOBODY = {"opinion": "the writer", "comment": "a reader", "anonymous": "an unnamed source", "media": "the report"}


@dataclass(frozen=True)
class Testable:
    """A claim of a text as a row, with its place.

    Parameters
    ----------
    claim : Claim
        As it was read.
    row : stationkeep.facts.sayings.Claim
        What the model is asked; without a quantity it cannot be tested, and ``row.note`` says why.
    file, sha256 : str
        The document.
    what : str
        What the claim is about, in words.
    """

    claim: Claim
    row: Row
    file: str
    sha256: str
    what: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain values: the row, the place, and the sentence."""
        row, one = self.row, self.claim
        return {
            "id": row.id, "document": one.document, "start": one.start, "end": one.end, "text": one.text,
            "plain": one.plain, "said": list(one.said), "speaker": one.speaker, "who": row.who,
            "date": row.date.isoformat(), "quantity": row.quantity, "arguments": row.arguments, "low": row.low,
            "high": row.high, "unit": row.unit,
            "stronger": row.stronger, "level": one.level, "rule": one.quantity.rule, "what": self.what,
            "note": row.note,
        }  # fmt: skip

    def cells(self) -> tuple[str, ...]:
        """Return the cells of a row of CSV, in the order of :data:`COLUMNS`."""
        row, one = self.row, self.claim
        low, high = ("" if end is None else f"{end:.6g}" for end in (row.low, row.high))
        return (
            row.id, row.who, row.date.isoformat(), _line(one.plain), row.quantity, row.arguments, low, high, row.unit,
            row.stronger, row.note, _line(self.file), self.sha256, str(one.start), str(one.end), str(one.said[0]),
            str(one.said[1]), one.level, one.quantity.rule,
        )  # fmt: skip


def put_to_test(documents: Iterable[DocumentReading], gazetteer: Gazetteer, pack: Pack) -> list[Testable]:
    """Return every claim of the documents as a row, in the order of the texts.

    A text without a day of publication is tested on the last day of the pack, which the note says.
    """
    found: list[Testable] = []
    labels = {function.id: function.label for function in pack.functions.values()}
    for document in documents:
        on = document.published or pack.as_of
        number = 0
        undated = "" if document.published else f"the text has no date, so {on} is taken; "
        for claim in document.claims:
            for asked in ask(claim, on, gazetteer, pack):
                number += 1
                row = Row(
                    line=0, id=f"{claim.document}.c{number}", who=_who(claim), date=on,
                    claim=_line(claim.plain), quantity=asked.quantity, arguments=asked.arguments, low=asked.low,
                    high=asked.high, unit=asked.unit, stronger=asked.stronger, sources=(), confidence="medium",
                    note=undated + asked.note,
                )  # fmt: skip
                what = say_quantity(row.quantity, row.arguments, row.stronger, labels)
                found.append(Testable(claim, row, document.original.file, document.original.sha256, what))
    return found


def to_csv(claims: Iterable[Testable]) -> str:
    """Return claims as the table that `stationkeep claims` takes."""
    told = io.StringIO()
    table = csv.writer(told, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(one.cells() for one in claims)
    return told.getvalue()


def _who(claim: Claim) -> str:
    """Who says it; 'a 500-ton' is a piece of what is claimed, and no name."""
    name = claim.speaker or ""
    if not name or any(c.isdigit() for c in name):
        return _NOBODY.get(claim.level, claim.party or "nobody named")
    return _line(name)


def _line(text: str) -> str:
    """A text on one line, without what no table can hold."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
