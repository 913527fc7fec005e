"""Whether a text is about space at all, so that what firms and states do elsewhere is not read into it."""

from __future__ import annotations

import re

from stationkeep.news.grammar.gazetteer import Gazetteer
from stationkeep.news.text.layout import Block
from stationkeep.news.text.words import split_words

_SPACE = re.compile(
    r"\b(?:space|ISS|NASA|Roscosmos|Roskosmos|Roscomos|cosmonauts?|astronauts?|rockets?|orbit\w*|Soyuz|satellites?|ESA|JAXA|Antares|Cygnus|launch(?:er|es|ed)?|spacecraft|RD-18\d|Canadarm\d?|Kourou|ExoMars|Progress)\b",
    re.I,
)
_WIDER_FIRMS = frozenset(("boeing", "northrop", "mhi", "ussf", "kazakhstan"))
"""Firms and bodies with much other business: their name alone does not make a text one about space."""


def is_about_space(text: str, blocks: list[Block], gazetteer: Gazetteer) -> bool:
    """Return whether a text speaks of space, or its first blocks name an agency or a vehicle."""
    return _SPACE.search(text) is not None or _names_an_agency(text, blocks, gazetteer)


def _names_an_agency(text: str, blocks: list[Block], gazetteer: Gazetteer) -> bool:
    """Whether the first blocks name an agency of the station; a text that names none is about something else."""
    for one in blocks[:40]:
        found = gazetteer.find(split_words(text, one.start, min(one.end, one.start + 2000)))
        for mention in found:
            firm = mention.kind == "party" and mention.means not in _WIDER_FIRMS
            speaker = mention.kind == "person" and any(
                term.means in gazetteer.controlled for term in gazetteer.people.get(mention.name, ())
            )
            if firm or speaker or (mention.kind == "thing" and mention.object):
                return True
    return False
