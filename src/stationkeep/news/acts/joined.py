"""Two services that one verb acts on, and two parties that do the same: one sentence then says two statements."""

from __future__ import annotations

from collections.abc import Sequence

from stationkeep.news.acts.actors import AGENCY_OF, STATES
from stationkeep.news.acts.coded import Coded
from stationkeep.news.acts.found import Found
from stationkeep.news.acts.undergoers import acted_on
from stationkeep.news.grammar.conditions import Condition
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.text.words import listed

_CONDUCT = frozenset(("suspend", "withdraw", "resume", "continue"))
_NO_SERVICE = frozenset(("station", "sanctions", "side", "other_project"))
_WITHIN = frozenset(("det", "adj", "noun", "name", "num", "poss", "and", "adv"))
_CREW = frozenset(("crew", "crewed", "manned", "piloted"))
_FAR = 7
"""Words between the names of two services that are joined."""


def joined_object(found: Found, sentence: Sentence, one: Coded, conditions: Sequence[Condition]) -> str:
    """Return the second service that an act is about, joined to the first by 'and'; empty for none.

    Parameters
    ----------
    one : Coded
        The statement about the first.
    """
    if one.action not in _CONDUCT or one.object in _NO_SERVICE or found.bare:
        return ""
    low, tags = sentence.words.low, sentence.syntax.tags
    named = sorted(acted_on(found, sentence, conditions), key=lambda name: name.first)
    at = next((k for k, name in enumerate(named) if name.scope == one.object), -1)
    if at < 0:
        return ""
    first = named[at]
    if one.object == "cargo_flights" and low[first.first - 1] in ("and", "or") and low[first.first - 2] in _CREW:
        return "crew_flights"  # 'all crew and cargo launches'
    for other in named[at + 1 :]:
        between = range(first.last, other.first)
        if other.scope in (one.object, *_NO_SERVICE):
            continue
        joint = any(tags[k] == "and" for k in between) and len(between) <= _FAR
        alike = all(tags[k] in _WITHIN or low[k] in ("of", "both") for k in between)
        return other.scope if joint and alike else ""
    return ""


def joined_actors(found: Found, sentence: Sentence, one: Coded) -> tuple[str, ...]:
    """Return the parties that do what another does, each for itself: 'ESA and JAXA have suspended their flights'.

    What is agreed, offered or answered is done together, and so is what happens to a thing that they share ('have
    resumed the swap'): there the others are whom it is done with.
    """
    subject = found.subject
    if subject is None or subject.kind not in ("party", "state") or one.action not in _EACH:
        return ()
    if not _SHARED.isdisjoint(sentence.words.low[found.last : found.scope_end]):
        return ()
    others = subject.others if one.actor in STATES else (AGENCY_OF.get(party, party) for party in subject.others)
    return tuple(dict.fromkeys(party for party in others if party and party != one.actor))


_EACH = _CONDUCT | {"sanction", "lift"}
_SHARED = listed(
    "together exchange exchanges swap swaps contacts talks negotiations relations cooperation partnership "
    "collaboration agreement agreements deal contract barter joint dialogue"
)
"""What lies between two parties."""
