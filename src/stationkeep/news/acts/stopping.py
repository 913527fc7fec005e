"""Verbs of stopping: what is stopped must be a service, a deal or something that partners share."""

# ruff: noqa: E501 -- tables of words read better unbroken

from __future__ import annotations

from stationkeep.news.acts.clause import Clause
from stationkeep.news.acts.moving import GOODS, PEOPLE, SHIPS
from stationkeep.news.acts.wording import settled_by_words
from stationkeep.news.grammar.clauses import COMPACTS, COOPERATION, clause_start, common_noun, object_phrase, parties_in
from stationkeep.news.grammar.subjects import ACTORS
from stationkeep.news.text.words import listed

_BROKEN = COMPACTS | listed("off ties relations cooperation partnership")
_LIVES = listed("life lives career careers days")
_EVENTS = listed(
    "engine engines thruster thrusters computer computers booster boosters stage stages pump pumps burn launch flight countdown talks meeting spacewalk mission conference session hearing visit "
    "exercise test simulation"
)
_PASSING = listed("spacewalk spacewalks countdown burn attempt docking undocking landing")


def _is_service(one: Clause) -> bool:
    """Whether the subject is a service of several words and no thing: 'deliveries of engines have stopped'."""
    clause = one.sentence.syntax.clause_at(one.at)
    if clause is None or clause.subject is None:
        return False
    return any(
        thing.object
        and thing.first < clause.subject.head < thing.last
        and "of" in one.sentence.words.low[thing.first : thing.last]
        for thing in one.sentence.mentions
    )


_BELONGING = listed("part place share role membership")
_SMALL = listed("hatch hatches valve valves door doors window windows vent book account")


def stops(one: Clause) -> bool | None:
    """Return whether what a verb of stopping acts on settles that it stops something; ``None`` where it does not."""
    clause = one.sentence.syntax.clause_at(one.at)
    head = one.sentence.words.low[clause.subject.head] if clause is not None and clause.subject is not None else ""
    acted_on = object_phrase(one.sentence, one.last, one.end) or (one.last, one.last)
    if not _SMALL.isdisjoint(one.sentence.words.low[slice(*acted_on)]) or (one.group.passive and head in _SMALL):
        return False  # a hatch is no service
    if one.word.startswith(("clos", "shut")) and not _SMALL.isdisjoint(one.sentence.words.low[: one.at]):
        return False
    if not one.nominal and one.followed_by(_PASSING, 4):
        return False  # 'ended a spacewalk early', 'halted the countdown'
    if head in _EVENTS and not one.group.passive and not one.nominal and not _is_service(one):
        return False  # 'its engine shut down too early', 'its first launch ended in an explosion'
    if one.word.startswith("end") and (
        one.followed_by(_LIVES, 4) or (one.after[:1] == ("in",) and not one.group.passive)
    ):
        return False  # 'ended in an explosion'
    if one.word.startswith(("giv", "gav", "end")) and one.followed_by(_BELONGING, 3) and "its" in one.after[:2]:
        return True  # 'is not about to give up its part'
    if one.word.startswith(("drop", "clos")) and one.after[:1] == ("to",):
        return False  # 'had dropped to nearly nothing'
    if one.word.startswith(("ban", "bar", "prohibit", "forbid", "forbad")) and "from" in one.after[:6]:
        return True if parties_in(one.sentence, one.last, one.last + 5) else None  # 'bars NASA from paying'
    if one.word.startswith(("break", "broke")):
        return one.followed_by(_BROKEN, 5)
    return None if one.nominal or one.word.startswith("ground") or _acts_on_something_shared(one) else False


_SHARED = (
    COOPERATION
    | COMPACTS
    | GOODS
    | PEOPLE
    | SHIPS
    | listed(
        "assets accounts property plan plans service contribution contributions it them that this these those what anything all us everything exchange exchanges construction production assembly transmission "
        "instrument instruments spending funding dispatch transfer transfers channel rocket rockets orbiters link links feed access meeting meetings "
        "teleconferences e-mails dues pact joint operation process negotiations talks"
    )
)
"""Nouns of what partners do or give, and pronouns, which may stand for it."""


_TOWARDS = listed(
    "preparation preparations processing planning integration campaign training efforts effort rehearsals issuing"
)
_FOR = (("for",), ("on",), ("of",), ("towards",), ("toward",))


def _acts_on_something_shared(one: Clause) -> bool:
    """Whether what is stopped is a service, a thing of the station, a deal or a party: 'ended a quarrel' stops none."""
    low = one.sentence.words.low
    clause = one.sentence.syntax.clause_at(one.at)
    if one.group.passive:
        subject = clause.subject if clause is not None else None
        acted_on = (clause_start(one.sentence, one.group.first), one.group.first) if subject is not None else None
    else:
        acted_on = object_phrase(one.sentence, one.last, one.end)
    if acted_on is None:
        return True
    first, last = acted_on
    if (
        low[last - 1] in _TOWARDS
        and low[last : last + 1] in _FOR
        and (more := object_phrase(one.sentence, last + 1, one.end))
    ):
        last = more[1]  # 'suspended preparations for its next flight'
    words = low[first:last]
    return (
        not _SHARED.isdisjoint(words)
        or bool(common_noun(words))
        or any(thing.object or thing.kind in ACTORS for thing in one.sentence.mentions if first <= thing.first < last)
    )


def settled(one: Clause) -> bool | None:
    """Return whether the words behind a verb settle what it means, of stopping or of anything else."""
    return stops(one) if one.act.rule == "suspend.verb" else settled_by_words(one)
