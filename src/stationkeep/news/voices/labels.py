"""How the head of a paragraph names who speaks, as in transcripts, and before whose parliament they speak."""

# ruff: noqa: E501 -- tables of patterns read better unbroken

from __future__ import annotations

import re

from stationkeep.news.text.layout import Block
from stationkeep.news.text.words import listed

LABEL = re.compile(
    r"^(?:(?P<mister>The C(?i:hair)\w*(?=\.)|(?:Mr|Ms|Mrs|Dr|Senator|Chairman|Chairwoman|Administrator|Congressman|Congresswoman|Representative|Secretary|Under Secretary|Sen|Rep|General)\.?\s+[A-Z][A-Za-z'’-]+)"
    r"(?:\s*\([^)]{1,60}\))?\s*[.:]\s|(?P<qa>[QA])\s*[.:]\s|"
    r"(?P<initials>(?:[A-Z]\.\s?){1,3}[A-Z][A-Z'’-]{2,})(?:\s*\([^)]{1,60}\))?\s*[.:]\s|"
    r"(?P<chair>(?:THE|A|AN) (?:ACTING |DEPUTY |VICE )?(?:CHAIR|PRESIDENT|SPEAKER|VOICE|DEPUTY|MEMBER|REPORTER|JOURNALIST|MODERATOR)[A-Z ]{0,30})[.:]\s|"
    r"(?P<plain>(?:[A-Z][\w.'’\u0300-\u036f-]*\s?){1,5})(?:\s*[(,][^):]{1,70}\)?)?\s*:\s|(?P<handle>@\w{3,30})\b)"
)
"""'Mr. QUILL.', 'Q:', 'D. O. QUILL.', 'THE CHAIR.', 'Ada Quill (JAXA):', '@quill'."""

NO_LABEL = listed(
    "note update updated photo background correction editor related read subject date re source moscow "
    "washington houston paris"
)
"""Words before a colon that are nobody's name."""

ASKS = re.compile(r"(?:question|reporter|journalist|interviewer|host|moderator|correspondent|press)\b", re.I)
ANSWERS = re.compile(r"answer\b", re.I)
MEMBER = re.compile(
    r"(?:Senator|Chairman|Chairwoman|Congress(?:wo)?man|Representative|Sen|Rep|(?:Under )?Secretary|General)\b"
)
"""Titles of members of a parliament, and of a government."""
OFFICER = re.compile(r"(?:(?:Under )?Secretary|General)\b")
"""Titles that other countries have as well: only before Congress do they speak for the USA."""
BY_SURNAME = re.compile(r"(?:the )?(?:mr|ms|mrs|chair)", re.I)

_CONGRESS = re.compile(
    r"\b(?:(?:sub)?committee (?:on|hearing)|house of representatives|u\.?s\.? senate|senate|congressional)\b.*\b(?:hearing|transcript|record|minutes|testimony|committee|representatives|senate)\b|^\W*(?:sub)?committee on\b|^\W*hearing before\b",
    re.I,
)
_RECORD = re.compile(r"\b(?:hearings?|transcript|verbatim|record|minutes|testimony|stenogram|sitting|evidence)\b", re.I)
_HOUSES = (
    (re.compile(r"\b(?:state duma|federation council|federal assembly)\b", re.I), "russia"),
    (re.compile(r"\bbundestag\b", re.I), "germany"),
    (re.compile(r"\beuropean parliament\b", re.I), "eu"),
    (
        re.compile(r"\b(?:parliament of canada|house of commons of canada|canadian (?:parliament|senate))\b", re.I),
        "canada",
    ),
    (re.compile(r"\b(?:house of (?:lords|commons)|uk parliament)\b", re.I), "uk"),
    (re.compile(r"\b(?:national diet|house of councillors|japanese diet)\b", re.I), "japan"),
    (re.compile(r"\b(?:assembl[ée]e nationale|french (?:senate|parliament|national assembly))\b", re.I), "france"),
)
_HEAD = 4
_OF_A_BLOCK = 160
_TURNS = 2
"""Labelled turns at least of what was said before a parliament other than Congress."""


def hearing_state(text: str, blocks: list[Block]) -> str:
    """Return the state before whose parliament a text was spoken, or an empty text."""
    heads = [
        text[one.start : min(one.end, one.start + _OF_A_BLOCK)]
        for one in blocks[:_HEAD]
        if not text[one.start : one.end].rstrip("\"'”’»)*_ \n").endswith((".", "!", "?"))  # news, no head
    ]
    head = "\n".join(heads)
    if _RECORD.search(head):
        found = next((state for house, state in _HOUSES if house.search(head)), "")
        if found and sum(LABEL.match(text[one.start : one.start + 130]) is not None for one in blocks) >= _TURNS:
            return found
    return "usa" if any(_CONGRESS.search(one) for one in heads) else ""
