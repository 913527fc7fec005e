"""Nouns of bodies: which kind of party 'the agency' stands for, and what of a sentence says whose it is."""

from __future__ import annotations

from stationkeep.news.acts.actors import STATES
from stationkeep.news.grammar.closed_words import BE, COREFERENT, HAVE, MODALS_WILL, ROLES
from stationkeep.news.grammar.gazetteer import COUNTRIES, Mention
from stationkeep.news.grammar.owners import SHIPS
from stationkeep.news.grammar.subjects import ACTORS, Sentence, Subject
from stationkeep.news.grammar.syntax import Phrase
from stationkeep.news.text.words import listed

BODIES = {
    "agency": "agency",
    "corporation": "company",
    "company": "company",
    "firm": "company",
    "maker": "company",
    "plant": "company",
    "contractor": "company",
}
"""Nouns that stand for a body named before, and of which kind it is."""

PREDICATES = BE | HAVE | MODALS_WILL

STATE_BODIES = listed(
    "government cabinet parliament ministry president minister administration country nation treasury"
)
STATE_OF_AGENCY = {agency: state for state, agency in COUNTRIES.values() if agency and state not in ("", "eu")}
"""Whose government an agency means that speaks of its own."""


def is_of_the_agency(subject: Subject, sentence: Sentence) -> bool:
    """Whether a state only says where an agency is: 'an agency spokesman in Moscow'."""
    low = sentence.words.low
    return (
        subject.kind == "state"
        and low[subject.first - 1] == "in"
        and "agency" in low[max(0, subject.first - 4) : subject.first]
    )


def opening_subject(sentence: Sentence) -> Phrase | None:
    """Return the subject of the first clause of a sentence."""
    opening = min(sentence.syntax.clauses.values(), key=lambda one: one.at, default=None)
    return opening.subject if opening is not None else None


def acts_by_office(sentence: Sentence) -> bool:
    """Whether who acts first in a sentence is somebody without a name: 'a spokesman for X denied'."""
    opening = opening_subject(sentence)
    return opening is not None and sentence.words.low[opening.head] in _OFFICES


def is_people(one: Mention) -> bool:
    """Whether a name is of many: 'the Russians', 'Russian colleagues', whom 'they' means next."""
    last = one.name.lower().split()[-1] if one.name else ""
    return one.kind in ("party", "state") and last in _MANY


_MANY = listed(
    "russians americans europeans canadians germans japanese partners colleagues counterparts specialists engineers "
    "controllers authorities lawmakers"
)


def introduced_party(sentence: Sentence) -> str:
    """Return whose office alone brings somebody on: 'In Houston, a manager of the program shrugged.'"""
    low = sentence.words.low
    for k in range(1, min(len(low), _OPENING)):
        if low[k] in PREDICATES:
            return ""
        if low[k] in ROLES and any(word in ("a", "an") for word in low[max(0, k - 3) : k]):
            near = [one.means for one in sentence.mentions if one.kind in ("party", "state") and one.first < k + 5]
            return near[0] if near else ""
    return ""


_OPENING = 12
"""Words in which the subject of a sentence stands."""
_OFFICES = listed(
    "spokesman spokeswoman spokesperson official head chief director administrator chairman chairwoman president "
    "minister manager commissioner executive deputy secretary adviser"
)
_HOUSES = listed("house senate congress duma parliament bundestag diet representatives")


def opened_with(sentence: Sentence, at: int) -> str:
    """Return the state with whose name a sentence opens: 'In Moscow, the agency', 'At the White House, the'."""
    scene = sentence.words.low[0] in ("in", "at")
    return next(
        (one.means for one in sentence.mentions if scene and one.first <= 2 and one.last <= at and one.means in STATES),
        "",
    )


def state_at_hand(sentence: Sentence, at: int) -> str:
    """Return the state with which a sentence opens, or whose house it names."""
    low = sentence.words.low
    houses = (one.means for one in sentence.mentions if one.means in STATES and low[one.last - 1] in _HOUSES)
    return opened_with(sentence, at) or next(houses, "")


def opens_with_thing(sentence: Sentence) -> bool:
    """Whether the subject of a sentence is no party and nobody's office: 'The rumour has', 'A working paper'."""
    low = sentence.words.low
    if low[:1] not in (("the",), ("a",), ("an",), ("this",), ("one",)):
        return False
    opening = [k for k in range(1, min(len(low), 6)) if low[k] not in PREDICATES]
    named = any(one.first <= 3 and one.kind in (*ACTORS, "outlet", "thing") for one in sentence.mentions)
    return not named and not any(low[k] in ROLES or low[k] in COREFERENT or low[k] in SHIPS for k in opening)
