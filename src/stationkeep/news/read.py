"""The reading of several documents: statements, agreement, copies, claims, and the draft scenario."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from stationkeep.errors import InputError
from stationkeep.facts.pack import Pack
from stationkeep.news.agreement import agreement
from stationkeep.news.copies import COPY, similarity
from stationkeep.news.document import read_document
from stationkeep.news.draft import Draft, draft
from stationkeep.news.findings.statements import DocumentReading, Statement
from stationkeep.news.grammar.gazetteer import gazetteer_of
from stationkeep.news.testable import Testable, put_to_test
from stationkeep.news.text.layout import READ
from stationkeep.news.text.original import Original, load_original
from stationkeep.news.weighing.weights import load_weights

SCHEMA = "stationkeep.read/1"


@dataclass
class Reading:
    """What a set of documents says.

    Parameters
    ----------
    documents : list of DocumentReading
        Each document with its statements, in the order given.
    agreement : list of dict
        Rows of kind ``same``, ``conflict`` and ``only``.
    copies : list of dict
        Every pair of documents with its similarity (0 to 1) and whether that makes them copies.
    claims : list of Testable
        What the texts claim, as rows that `stationkeep claims` takes.
    draft : Draft, optional
        Scenario files, where somebody is said to stop something.
    """

    documents: list[DocumentReading]
    names: list[str]
    agreement: list[dict[str, Any]] = field(default_factory=list)
    copies: list[dict[str, Any]] = field(default_factory=list)
    claims: list[Testable] = field(default_factory=list)
    draft: Draft | None = None

    @property
    def statements(self) -> list[Statement]:
        """Every statement, document by document."""
        return [one for document in self.documents for one in document.statements]

    def pieces(self) -> list[tuple[str, list[tuple[int, int, str]]]]:
        """Return every document's readable pieces with their spans in the original: sentences, and blocks not read."""
        from stationkeep.news.text.sentences import split_sentences

        found = []
        for name, one in zip(self.names, self.documents, strict=True):
            rows = []
            for block in one.blocks:
                spans = split_sentences(one.plain.text, block) if block.kind in READ else [(block.start, block.end)]
                rows += [(*one.plain.locate(a, b), one.plain.text[a:b]) for a, b in spans]
            found.append((name, rows))
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the reading as plain values: every key that ``stationkeep read --json`` promises."""
        return {
            "schema": SCHEMA,
            "documents": [
                {
                    "id": name,
                    "file": one.original.file,
                    "sha256": one.original.sha256,
                    "title": one.title or None,
                    "published": one.published.isoformat() if one.published else None,
                    "published_by": one.published_by or None,
                    "encoding": one.original.encoding,
                    "characters": len(one.original.text),
                    "html": one.original.html,
                    "author": one.author or None,
                    "blocks": _blocks(one),
                }
                for name, one in zip(self.names, self.documents, strict=True)
            ],
            "statements": [one.as_dict() for one in self.statements],
            "agreement": self.agreement,
            "copies": self.copies,
            "suspicious": [row for one in self.documents for row in one.suspicious],
            "claims": [one.as_dict() for one in self.claims],
            "not_understood": [row.as_dict() for one in self.documents for row in one.not_understood],
            "scenario": self.draft.as_dict() if self.draft else None,
        }


def _blocks(one: DocumentReading) -> list[dict[str, Any]]:
    found = []
    for block in one.blocks:
        start, end = one.plain.locate(block.start, block.end)
        found.append({"start": start, "end": end, "kind": block.kind, "rule": block.rule, "opinion": block.opinion})
    return found


def read_files(
    paths: Sequence[Path],
    pack: Pack,
    published: dt.date | None = None,
    *,
    weighed: bool = True,
    sure: float | None = None,
) -> Reading:
    """Read news texts.

    Parameters
    ----------
    paths : sequence of Path
        Plain texts or saved HTML pages.
    pack : Pack
        Facts: names, people with their terms, statements already known.
    published : date, optional
        Day of publication of all of them, which goes before what they say themselves.
    weighed : bool
        Whether weights look again at what the rules made, where they were learnt with this pack.
    sure : float, optional
        How sure a statement must be at least, from 0 to 1; where it is not said, the weights have their own measure.

    Raises
    ------
    InputError
        A file that is no readable text.
    """
    if not paths:
        raise InputError("nothing to read; name a text or a saved HTML page")
    return read_originals([load_original(path) for path in paths], pack, published, weighed=weighed, sure=sure)


def read_originals(
    originals: Sequence[Original],
    pack: Pack,
    published: dt.date | None = None,
    *,
    weighed: bool = True,
    sure: float | None = None,
) -> Reading:
    """Read documents that are already in memory; parameters as of :func:`read_files`."""
    gazetteer = gazetteer_of(pack)
    weighed = weighed and load_weights().pack == pack.id
    names = _names(originals)
    with _uncollected():
        documents = [
            read_document(one, gazetteer, published, name, weighed=weighed, sure=sure)
            for one, name in zip(originals, names, strict=True)
        ]
        reading = Reading(documents, names)
        reading.copies = _compare(documents, names)
        reading.agreement = agreement(reading.statements, reading.copies)
        reading.claims = put_to_test(documents, gazetteer, pack)
        reading.draft = draft(reading.statements, [one.published for one in documents], pack)
    return reading


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare the collector of cycles: a reading makes none, and all its sentences would be searched again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _names(originals: Sequence[Original]) -> list[str]:
    """Return a short name for each document: its file's, numbered where two have the same."""
    names: list[str] = []
    for one in originals:
        stem = "".join(c if c.isprintable() else "?" for c in Path(one.file).name) or "text"
        name, number = stem, 2
        while name in names:
            name, number = f"{stem}~{number}", number + 1
        names.append(name)
    return names


def _compare(documents: Sequence[DocumentReading], names: Sequence[str]) -> list[dict[str, Any]]:
    sentences = [[one.plain.text[a:b] for a, b in one.sentences] for one in documents]
    found: list[dict[str, Any]] = []
    for (i, a), (j, b) in combinations(enumerate(names), 2):
        share = similarity(sentences[i], sentences[j])
        if documents[i].original.sha256 == documents[j].original.sha256:
            share = 1.0
        found.append({"a": a, "b": b, "similarity": share, "copy": share >= COPY})
    return [row for row in found if row["similarity"] >= 0.2]
