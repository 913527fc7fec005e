"""What the document knows at a sentence, and the fields that an act gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CUTS = frozenset(("suspend", "withdraw"))

SAID_IS_DONE = frozenset(
    ("demand", "warn", "refuse", "reply", "deny", "propose", "agree", "threaten", "assess", "sanction")
)
"""Acts that are done by being said: their present tense is not a future."""

_OF_THE_HAND = frozenset(("suspend", "withdraw", "resume", "deliver", "sanction", "lift", "continue"))


def mode_of(action: str, status: str) -> str:
    """Return whether an act is done (``material``) or said (``verbal``)."""
    return "material" if status in ("done", "past") and action in _OF_THE_HAND else "verbal"


@dataclass(frozen=True)
class Place:
    """What the document knows at a sentence.

    Parameters
    ----------
    published : date, optional
        Day of publication.
    speaker : str
        Party of who speaks, or empty.
    topic : str
        Party last spoken of.
    author : str
        Party whose own text the document is (a press release), or empty.
    reported : bool
        Whether the act stands in what somebody is reported to have said.
    quoted : bool
        Whether it stands in quotation marks.
    early : bool
        Whether the sentence stands at the head of its document.
    party_of : callable
        The party of a person.
    asked : str
        Party of whom the question before asked, or empty.
    by_office : bool
        Whether who speaks is a person or an office, and not just the name of a country.
    spoken_of : str
        The object of the sentence before, for acts that leave open what they are about.
    other : str
        Party last named that is not the one who speaks.
    topic_name : str
        The name under which the party last spoken of was named.
    spoke : str
        Party of who spoke last.
    """

    published: dt.date | None
    speaker: str
    topic: str
    author: str
    reported: bool
    quoted: bool
    early: bool
    party_of: Callable[[str], str]
    outside: bool = False
    thing: str = ""
    decree: bool = False
    about_thing: bool = False
    by_office: bool = True
    asked: str = ""
    body_of: Callable[..., str] = lambda name, sentence, at: ""
    spoken_of: str = ""
    other: str = ""
    topic_name: str = ""
    spoke: str = ""


@dataclass(frozen=True)
class Coded:
    """The fields that an act gives; ``doubt`` says why a person should look at it."""

    actor: str
    action: str
    object: str
    targets: tuple[str, ...]
    condition: str | None
    effective: Any
    status: str
    mode: str
    rule: str
    doubt: str | None
