"""Sentences of a block with their places, and what of them stands in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from stationkeep.news.text.layout import Block
from stationkeep.news.text.words import listed

_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)")
_STARTS = re.compile(r"\s+(?:[—–-]\s+)?[\"'“‘«„(\[]*[A-Z\u00c0-\u00de\u0400-\u042f0-9@#]")
_ABBREVIATED = listed(
    "mr mrs ms dr prof sen rep gen col lt maj capt sgt gov st jr sr no nos vs approx art fig inc corp ltd co "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun e.g i.e a.m p.m "
    "u.s u.k u.n e.u d.c messrs hon adm vol sec cf est dept ph.d ret par pp min max al"
)
_NUMBERED = listed("no nos art vol fig sec par pp jan feb mar apr jun jul aug sep sept oct nov dec")
_WORDS = listed("no sat sun art")
"""Abbreviations that without a capital are words, unless a number follows."""
_UNITS = listed("min sec hr hrs ft lb lbs mi gal in yd")
_STARTERS = listed(
    "the he she it they we i but in on at a an however and this that these those our his her its their if "
    "when as after for by no yet meanwhile both officials asked according"
)
_LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.]*)$")
_NAMED_BY_LETTER = re.compile(r"\b(?:Atlas|Saturn|Titan|Plan|Phase|Stage|Group|Class|Type|Option|Block) [A-Z]$")
"""What has a letter for its name, which a stop behind it ends: '... on the Atlas V. ULA says'."""
_OPEN = "“«„"
_MARKS = re.compile('[“”«»„"]')
_CLOSE = {"“": "”“", "«": "»", "„": "“”"}
_SINGLE = re.compile(r"(?:(?<=\s)|(?<=[(\[])|^)[‘'](?=\w)(.{12,}?)(?<=[\w.,!?…])[’'](?=$|[\s.,;:!?)\]])", re.S)
LONGEST = 3000
"""Characters of a sentence beyond which it is listed as not understood instead of being read."""


def split_sentences(text: str, block: Block) -> list[tuple[int, int]]:
    """Return the ``[start, end)`` of every sentence of a block."""
    found: list[tuple[int, int]] = []
    begun = block.start
    for stop in _STOP.finditer(text, block.start, block.end):
        end = stop.end()
        following = _STARTS.match(text, end, block.end)
        if following is None or not _is_end(text, begun, stop.start(), stop[0], following.end() - 1):
            continue
        found.append((begun, end))
        begun = end
    found.append((begun, block.end))
    return [trimmed for start, end in found if (trimmed := _trim(text, start, end))]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _is_end(text: str, begun: int, dot: int, mark: str, next_at: int) -> bool:
    if mark[0] != ".":
        return True
    last = _LAST_WORD.search(text, max(begun, dot - 12), dot)
    if last is None:
        return True
    word = last[1].lower()
    initial = (
        len(last[1]) == 1 and last[1].isupper() and _NAMED_BY_LETTER.search(text, max(begun, dot - 12), dot) is None
    )
    dotted = "." in word
    if word in _UNITS and text[next_at].isdigit():
        return False  # '12 min. 30 sec.'
    if not (initial or dotted or word in _ABBREVIATED):
        return True
    if text[next_at].isdigit():
        return word not in _NUMBERED and not dotted
    if last[1] in _WORDS:
        return True  # 'NASA said no. JAXA'
    following = re.match(r"[\w’']+", text[next_at : next_at + 24])
    starter = following is not None and following[0].lower() in _STARTERS
    return starter and (
        dotted or initial or word not in ("mr", "mrs", "ms", "dr", "sen", "rep", "gen", "prof", "st", "gov")
    )


@dataclass(frozen=True)
class Quotations:
    """Spans in quotation marks, their marks not included; ``carried`` says that one came over from the block before."""

    spans: tuple[tuple[int, int], ...]
    carried: bool = False
    left_open: bool = False

    def holds(self, at: int) -> bool:
        """Whether a place stands in quotation marks."""
        begun = bisect_right(self._starts, at)
        return begun > 0 and at < self._reach[begun - 1]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.spans]

    @cached_property
    def _reach(self) -> list[int]:
        """How far the spans reach that begin no later than each: they stand in order, but one may hold another."""
        return list(accumulate((end for _, end in self.spans), max))


def find_quotations(text: str, block: Block, open_before: bool) -> Quotations:
    """Return what of a block stands in quotation marks.

    A quotation that is not closed goes on in the next block if that one opens with a mark again, or closes one that it
    never opened; else it is taken to end with its block.
    """
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    closing = ""
    carried = False
    first_close = _first(text, block, "”»")
    first_open = _first(text, block, _OPEN)
    if open_before and first_close is not None and (first_open is None or first_close < first_open):
        spans.append((block.start, first_close))
        carried = True
    for place in _MARKS.finditer(text, block.start, block.end):
        at, mark = place.start(), place[0]
        if opened is None:
            if mark in _OPEN:
                opened, closing = at + 1, _CLOSE[mark]
            elif mark == '"' and not _inch(text, at):
                opened, closing = at + 1, '"”'
        elif mark in closing or (mark == "”" and closing == '"”'):
            spans.append((opened, at))
            opened = None
    left_open = opened is not None
    if opened is not None:
        spans.append((opened, block.end))
    if not spans:
        spans = [found.span(1) for found in _SINGLE.finditer(text, block.start, block.end) if found[1].count(" ") >= 2]
    return Quotations(tuple(spans), carried, left_open)


def _first(text: str, block: Block, marks: str) -> int | None:
    places = [at for mark in marks if (at := text.find(mark, block.start, block.end)) >= 0]
    return min(places) if places else None


def _inch(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isdigit() and (at + 1 >= len(text) or not text[at + 1].isalpha())
