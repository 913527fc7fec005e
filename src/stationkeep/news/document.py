"""A document from its bytes to its statements: laid out, read by rules, looked at again by weights."""

from __future__ import annotations

import datetime as dt

from stationkeep.news.findings.statements import DocumentReading
from stationkeep.news.grammar.gazetteer import Gazetteer
from stationkeep.news.reader import Reader
from stationkeep.news.text.layout import lay_out_page, lay_out_text
from stationkeep.news.text.markup import read_page
from stationkeep.news.text.original import Original
from stationkeep.news.text.plain import read_plain
from stationkeep.news.voices.heading import read_heading
from stationkeep.news.voices.relevance import is_about_space
from stationkeep.news.weighing.sightings import Around
from stationkeep.news.weighing.weigh import around_of, weigh


def read_document(
    original: Original,
    gazetteer: Gazetteer,
    published: dt.date | None,
    name: str,
    *,
    weighed: bool = True,
    sure: float | None = None,
) -> DocumentReading:
    """Read a document: by rules, and then, where ``weighed``, once more by weights learnt from annotated texts.

    Parameters
    ----------
    original : Original
        The document.
    gazetteer : Gazetteer
        Names and people.
    published : date, optional
        Its day of publication where the user gave one; else it is taken from the document, if it says one.
    name : str
        Short name of the document in the result.
    weighed : bool
        Whether weights look at it again.
    sure : float, optional
        How sure a statement must be at least, from 0 to 1.
    """
    reading, reader = _begin(original, gazetteer, published, name)
    if reader is not None:
        reader.read()
        if weighed:
            weigh(reader.sightings, reader.record, sure)
    return reading


def see_document(
    original: Original, gazetteer: Gazetteer, published: dt.date | None
) -> tuple[DocumentReading, Around | None]:
    """Read a document by rules alone, and return with it what weights may look at: they are learnt from that."""
    reading, reader = _begin(original, gazetteer, published, "")
    if reader is None:
        return reading, None
    reader.read()
    return reading, around_of(reader.sightings, reader.record)


def _begin(
    original: Original, gazetteer: Gazetteer, published: dt.date | None, name: str
) -> tuple[DocumentReading, Reader | None]:
    """Lay a document out; there is a reader where it is about space."""
    if original.html:
        page = read_page(original)
        plain, blocks = page.plain, lay_out_page(page)
        said, title = page.published, page.title
    else:
        plain = read_plain(original.text)
        blocks, said, title = lay_out_text(plain), "", ""
    heading = read_heading(plain.text, blocks, gazetteer, published, said)
    first = next((plain.text[one.start : one.end] for one in blocks if one.kind in ("title", "heading")), "")
    reading = DocumentReading(
        original,
        plain,
        blocks,
        " ".join((first or title).split()),
        heading.published,
        heading.published_by,
        heading.author,
    )
    about = is_about_space(plain.text, blocks, gazetteer)
    return reading, Reader(reading, gazetteer, heading, name) if about else None
