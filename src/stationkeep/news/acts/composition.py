"""What an act and the one that follows it say together: 'extended the suspension', 'ruled out an end to'."""

from __future__ import annotations

from dataclasses import replace

from stationkeep.news.acts.actors import BANNING
from stationkeep.news.acts.found import Found
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.grammar.syntax import Clause
from stationkeep.news.grammar.verbs import Group, verb_group
from stationkeep.news.text.words import listed

CONDUCT = frozenset(("suspend", "withdraw", "continue", "resume", "lift"))
"""Actions that are done rather than said, services given apart."""


def compose(sentence: Sentence, outer: Found, inner: Found) -> Found | None:
    """Return what an act and the one that follows it say together; ``None`` where each stands for itself."""
    if _replaces(outer, inner) or _is_done_to(sentence, outer, inner):
        return inner
    asked = outer.words.startswith("discuss") and "whether" in sentence.words.low[outer.last : inner.at]
    if asked and inner.at < outer.scope_end and inner.action in (*CONDUCT, "deliver"):
        return replace(inner, group=replace(inner.group, governor="considered"), subject=outer.subject)
    if outer.words.startswith(_DROPPING) and inner.group.governed_by in _PLANS and inner.at < outer.scope_end:
        group = replace(outer.group, negated=True)  # 'dropped its plan to stop'
        return replace(inner, group=group, subject=outer.subject)
    if outer.action == "propose" and inner.group.governed_by in _IDEAS and inner.at < outer.scope_end:
        if outer.words.startswith(_FLOATING[:2]) and inner.action in CONDUCT:  # 'floated the idea of leaving'
            return replace(inner, group=replace(inner.group, governor="considered"), subject=outer.subject)
        if outer.words.startswith(("draw", "drew")) and inner.action in CONDUCT:  # 'has drawn up plans to leave'
            return replace(inner, subject=outer.subject)
    if not inner.nominal or outer.nominal or inner.at - outer.last > NEAR or inner.at >= outer.scope_end:
        return None
    if outer.action == "agree" and inner.action in CONDUCT:  # 'approved the extension'
        effect = "" if outer.group.tense == "maybe" else "announced"
        return replace(inner, group=replace(outer.group, governor=effect), subject=outer.subject, nominal=False)
    kept = replace(outer, scope_end=max(outer.scope_end, inner.scope_end), last=inner.last)
    if outer.action == "continue" and inner.action == "suspend":  # 'extended the suspension'
        return replace(kept, action="suspend", rule="suspend.kept", words=inner.words)
    if (
        outer.words.startswith(_EXCLUDING) and inner.action in CONDUCT
    ):  # 'ruled out an end to', 'did not exclude a halt'
        group = replace(
            outer.group, negated=not outer.group.negated, governor="considered" if outer.group.negated else ""
        )
        return replace(inner, group=group, subject=outer.subject, nominal=False)
    if outer.words.startswith(_FLOATING) and inner.action in CONDUCT:  # 'floated a halt to'
        return replace(inner, group=replace(outer.group, governor="considered"), subject=outer.subject, nominal=False)
    if outer.words.startswith(_ENDING) and inner.action == "suspend":  # 'ended its freeze'
        return replace(kept, action="resume", rule="resume.stop_ended", words=inner.words)
    return None


_DROPPING = ("abandon", "drop", "scrap", "shelv", "cancel", "withdr", "revers")
_PLANS = listed("plan plans idea threat threats intention decision order orders move bid proposal")
_IDEAS = listed("plan plans idea possibility prospect notion thought")
_EXCLUDING = ("rul", "exclud")
_FLOATING = ("float", "moot", "propos", "suggest")
_ENDING = ("end", "lift", "drop", "revers", "cancel", "scrap", "relax", "eas", "remov", "revok", "abandon")

NEAR = 4
"""Words between a verb and the noun of an act that it governs."""


def _is_done_to(sentence: Sentence, outer: Found, inner: Found) -> bool:
    """Whether the act before is only what is refused or accepted: 'the proposal to prolong it is declined'."""
    if inner.action not in ("refuse", "agree") or not inner.group.passive or outer.action not in ("propose", "demand"):
        return False
    clause = sentence.syntax.clause_at(inner.at)
    subject = clause.subject if clause is not None else None
    return subject is not None and subject.first <= outer.group.first < subject.last


def _replaces(outer: Found, inner: Found) -> bool:
    """Whether an act says more than the one before it: what is threatened or warned of, rather than the threat."""
    if outer.action == "reply" and inner.action in ("suspend", "withdraw", "refuse", "demand") and not inner.nominal:
        return True
    if outer.words.startswith(_PLEDGING) and inner.group.governed_at == outer.at and not inner.nominal:
        return inner.action in (*CONDUCT, "deliver")  # 'has pledged to halt it' does not go on
    if outer.action == "refuse" and inner.group.governed_by.startswith("rul"):
        return True  # 'refused to rule out stopping' leaves it open
    if outer.action == "agree" and (
        inner.group.governor == "agree" or inner.service or inner.group.governed_at == outer.at
    ):
        return inner.action in CONDUCT and inner.at < outer.scope_end
    if outer.action == "threaten":
        return inner.group.governor == "threat" or inner.at < outer.scope_end
    return outer.action == "warn" and inner.at < outer.scope_end and inner.subject is not None


_PLEDGING = ("pledg", "commit", "recommit")
_TAKING_IN = frozenset(
    (
        "demand",
        "propose",
        "refuse",
        "deny",
        "agree",
        "warn",
        "reply",
        "suspend",
        "continue",
        "resume",
        "withdraw",
        "sanction",
        "lift",
    )
)
"""Acts that take in what hangs on their verb: what is asked for, refused, answered, stopped."""


def absorbed(sentence: Sentence, outer: Found, inner: Found) -> bool:
    """Whether an act is only what another one is about: 'stop delivering', 'asked NASA to lift'."""
    if inner.group.governor and inner.group.first <= outer.at <= max(inner.group.governed_at, inner.group.first):
        return True
    if outer.action not in _TAKING_IN and not outer.words.startswith(BANNING):
        return outer.action == inner.action == "deliver" and _hangs_on(sentence, outer, inner, aside=True)
    return _hangs_on(sentence, outer, inner)


def _hangs_on(sentence: Sentence, outer: Found, inner: Found, *, aside: bool = False) -> bool:
    """Whether an act stands in the complement of another: its clause hangs on the other's, or it is its noun."""
    syntax = sentence.syntax
    one = syntax.clause_at(inner.at)
    if one is None or one.at != inner.at:
        one = next((clause for k in range(inner.at, -1, -1) if (clause := syntax.clause_at(k)) is not None), None)
        if one is None:
            return False
        if one.at == outer.at:
            return inner.nominal
        if outer.nominal and inner.at - outer.last <= 2 * NEAR and one.at < outer.at:
            return True
    if outer.nominal and sentence.words.low[inner.group.first - 1] == ":":
        return outer.action == "demand"  # 'an ultimatum: lift the sanctions'
    for _ in range(_DEEP):
        parent = one.parent if one.parent >= 0 else _opened_by(sentence, one)
        if outer.at in (parent, one.noun):
            return aside or one.relation != "aside"
        above = syntax.clause_at(parent) if parent >= 0 else None
        if above is None or one.relation == "aside":
            return False
        one = above
    return False


def _opened_by(sentence: Sentence, one: Clause) -> int:
    """Return the verb to the left of a clause that 'that' or 'whether' opens, or -1."""
    first = one.subject.first if one.subject is not None and one.subject.first < one.first else one.first
    if first < 2 or sentence.words.low[first - 1] not in ("that", "whether", "if"):
        return -1
    return next((above.at for k in range(first - 2, -1, -1) if (above := sentence.syntax.clause_at(k)) is not None), -1)


_DEEP = 6
"""Clauses that hang one on another; deeper nesting is not read."""


def led_by(sentence: Sentence, at: int, group: Group) -> Group:
    """Return the group of what an act hangs on where its verb says who follows or retreats.

    'Will not follow Russia in leaving' is as firm as the following, 'stepped back from threats to quit' denies it.
    """
    clause, low = sentence.syntax.clause_at(at), sentence.words.low
    if clause is None or clause.parent < 0:
        return group
    leader = low[clause.parent]
    outer = leader.startswith(("follow", "join", *_RETREATING))
    if not outer:
        return group
    led = verb_group(sentence, clause.parent, sentence.syntax.tags[clause.parent])
    if clause.kind == "ing" and low[at - 1] == "in":
        return led
    if clause.kind == "ing" and low[at - 1] == "from" and leader.startswith(_RETREATING):
        return replace(led, negated=not led.negated)  # 'has stepped back from stopping'
    if leader.startswith(_RETREATING) and clause.noun >= 0 and "from" in low[clause.parent : clause.noun]:
        return replace(led, negated=not led.negated)
    return group


_RETREATING = ("step", "back", "retreat", "walk")
