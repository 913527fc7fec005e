"""Acts that leave what they are about to the sentence before: 'it has restored it', 'the agency has accepted two'."""

# ruff: noqa: E501 -- tables of words read better unbroken

from __future__ import annotations

from stationkeep.news.acts.clause import Clause, undergone
from stationkeep.news.acts.staying import goes_on_with_it, keeps_to_plan
from stationkeep.news.acts.stopping import settled
from stationkeep.news.grammar.clauses import COOPERATION
from stationkeep.news.grammar.subjects import find_subject
from stationkeep.news.text.words import listed

_BARE = frozenset(("suspend.verb", "resume.verb", "refuse.verb", "agree.verb", "demand.verb", "continue.verb"))
"""Rules whose act may leave what it acts on to the sentence before."""
_BARE_STEMS = {
    "resume.verb": (
        "resum", "restor", "restart", "reinstat", "reopen", "reactivat", "reviv", "unfreez", "lift", "fly", "pick", "start", "begin",
        "relaunch", "rejoin", "get", "turn", "put",
    ),
    "withdraw.verb": ("abandon", "drop", "pull", "bow", "opt", "walk", "bail", "back", "quit"),
}  # fmt: skip
"""Beginnings of the verbs that need nothing else to be known for what they are."""
_PROLONGING = ("extend", "prolong", "renew")
"""Beginnings of the verbs that say of what was spoken of that it goes on."""
_WORLDLY = ("kill", "do", "did", "dispens", "knock", "lay", "laid", "limit", "restrict", "lapse", "expir", "dry", "dri")
"""Beginnings of the verbs that mean to stop a service only where one is named."""


def may_stand_bare(one: Clause) -> bool:
    """Return whether what an act is about may be left to the sentence before: 'it has restored it', 'they were put off'."""
    rule = one.act.rule
    if rule not in _BARE or one.nominal or one.word.startswith(("break", "broke", "tak", *_WORLDLY)):
        return False
    if rule == "continue.verb" and goes_on_with_it(one):
        return True
    if settled(one) is False or not _leaves_open(one):
        return False
    if rule == "demand.verb":
        subject = find_subject(one.sentence, one.group.first)
        return subject is not None and (subject.kind in ("party", "state") or subject.name == "we")
    if rule == "continue.verb":
        return (undergone(one) != (0, 0) and one.word.startswith(_PROLONGING)) or keeps_to_plan(one)
    if rule == "suspend.verb":
        first, last = undergone(one)
        return last == first + 1 and one.sentence.words.low[first] in ("it", "them", "they")
    return one.word.startswith(_BARE_STEMS.get(rule, ("",)))


def _leaves_open(one: Clause) -> bool:
    """Whether what a verb acts on is left out, or only points back: 'has refused', 'they accepted that rule'."""
    first, last = undergone(one)
    if first == last or one.sentence.syntax.tags[last - 1] == "pron":
        return True
    if one.act.rule in ("agree.verb", "refuse.verb") and one.sentence.syntax.tags[first:last] == ("num",):
        return True  # 'the agency has accepted two'
    low = one.sentence.words.low[first:last]
    return not _POINTING.isdisjoint(low) or low[0] in _THESE


_THESE = listed("it them that this these those both all")
_POINTING = COOPERATION | listed(
    "request requests offer offers proposal proposals plan plans idea demand demands rule rules terms arrangement arrangements step "
    "steps move moves decision decisions invitation practice scheme service services transfer transfers exchange exchanges sale sales "
    "shipment shipments traffic feed link links use access construction assembly training tests bill payment payments permission trade barter deal "
    "anything nothing everything"
)
"""Nouns by which a text points back to what it has spoken of."""
