"""What an act and the one that follows it say together: 'extended the suspension', 'ruled out an end to'."""

from __future__ import annotations

from dataclasses import replace

from stationkeep.news.actors import BANNING
from stationkeep.news.closed_words import ADVERBS, PREPOSITIONS
from stationkeep.news.found import Found
from stationkeep.news.subjects import Sentence
from stationkeep.news.words import listed

CONDUCT = frozenset(("suspend", "withdraw", "continue", "resume", "lift"))
"""Actions that are done rather than said, services given apart."""


def compose(outer: Found, inner: Found) -> Found | None:
    """Return what an act and the one that follows it say together; ``None`` where each stands for itself."""
    if _replaces(outer, inner):
        return inner
    if outer.words.startswith(_DROPPING) and inner.group.governed_by in _PLANS and inner.at < outer.scope_end:
        group = replace(outer.group, negated=True)  # 'dropped its plan to stop'
        return replace(inner, group=group, subject=outer.subject)
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
_EXCLUDING = ("rul", "exclud")
_FLOATING = ("float", "moot", "propos", "suggest")
_ENDING = ("end", "lift", "drop", "revers", "cancel", "scrap", "relax", "eas", "remov", "revok", "abandon")

NEAR = 4
"""Words between a verb and the noun of an act that it governs."""


def _replaces(outer: Found, inner: Found) -> bool:
    """Whether an act says more than the one before it: what is threatened or warned of, rather than the threat."""
    if outer.action == "reply" and inner.action in ("suspend", "withdraw", "refuse", "demand") and not inner.nominal:
        return True
    if outer.action == "refuse" and inner.group.governed_by.startswith("rul"):
        return True  # 'refused to rule out stopping' leaves it open
    if outer.action == "agree" and inner.group.governor == "agree":
        return inner.action in CONDUCT
    if outer.action == "threaten":
        return inner.group.governor == "threat" or inner.at < outer.scope_end
    return outer.action == "warn" and inner.at < outer.scope_end and inner.subject is not None


_ASKED = listed("proposal offer request invitation call demand plan idea appeal")


def absorbed(sentence: Sentence, outer: Found, inner: Found) -> bool:
    """Whether an act is only what another one is about: 'stop delivering', 'asked NASA to lift'."""
    low = sentence.words.low
    if inner.group.governor and inner.group.first <= outer.at <= max(inner.group.governed_at, inner.group.first):
        return True
    if outer.action == "demand" and inner.group.governed_by and inner.at < outer.scope_end:
        return True  # 'asked for a debate on the possibility of lifting'
    if outer.action in ("agree", "refuse") and inner.group.governed_by in _ASKED and inner.at < outer.scope_end:
        return True  # 'agreed to a proposal to extend'
    if outer.words.startswith(BANNING) and inner.at < outer.scope_end:
        return True  # 'prohibits NASA from buying'
    if outer.rule == "reply.passed" and inner.at < outer.scope_end:
        return True
    if outer.action == "deny":
        return inner.at < outer.scope_end
    if outer.rule in ("demand.must", "demand.wants") and inner.at < outer.scope_end:
        return True
    if outer.action == "refuse" and inner.at < outer.scope_end:
        return True
    if (
        outer.action in ("demand", "propose", "refuse", "deny", "continue", "warn", "agree")
        and inner.action == "deliver"
        and (inner.at < outer.scope_end or (outer.action == "agree" and "which" in low[outer.last : inner.at]))
    ):
        return True
    if (
        outer.action == "reply"
        and not outer.nominal
        and inner.at < outer.scope_end
        and "that" in low[outer.last : outer.last + 2]
    ):
        return True
    if outer.action == "demand" and "that" in low[outer.last : inner.at] and inner.at < outer.scope_end:
        return True
    gap = inner.at - outer.last
    if inner.nominal and not outer.nominal and 0 <= gap <= 8 and inner.at < outer.scope_end:
        return outer.action not in ("deny", "warn")
    if outer.nominal and gap <= 8 and inner.nominal:
        return True
    if outer.action in ("suspend", "continue", "resume", "refuse") and 0 <= gap <= 3:
        between = low[outer.last : inner.at]
        return all(
            word in ("to", "all", "any", "its", "the", "with") or word in ADVERBS or word in PREPOSITIONS
            for word in between
        )
    return False
