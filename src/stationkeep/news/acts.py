"""From a sentence to the acts in it: the rules of the lexicon applied to one clause after another."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stationkeep.news.carriers import CONCLUDING, find_carrier
from stationkeep.news.clauses import (
    COMPACTS,
    clause_end,
    cooperates_in,
    objects_in,
    parties_in,
)
from stationkeep.news.closed_words import ADVERBS, PREPOSITIONS
from stationkeep.news.conditions import Condition
from stationkeep.news.gazetteer import Mention
from stationkeep.news.lexicon import INDEX, SERVICE, Act
from stationkeep.news.needs import REPORTED, fits
from stationkeep.news.parts import TIMES, after_particle, is_verb, looks_noun, word_demands
from stationkeep.news.subjects import ACTORS, Sentence, Subject, find_subject
from stationkeep.news.verbs import Group, group_subject, verb_group
from stationkeep.news.words import listed


@dataclass(frozen=True)
class Found:
    """An act found in a sentence, before who speaks and when are known."""

    at: int
    last: int
    act: Act
    group: Group
    subject: Subject | None
    nominal: bool
    words: str
    scope_end: int
    rule: str
    action: str
    service: bool = False


def find_acts(sentence: Sentence, conditions: Sequence[Condition]) -> list[Found]:
    """Return the acts of a sentence from left to right; words in conditional clauses belong to their condition."""
    low, start = sentence.words.low, sentence.words.start
    within = _within_names(sentence)
    found: list[Found] = []
    skip_to = 0
    for at, word in enumerate(low):
        if at < skip_to or word not in ACTING or within[at]:
            continue
        if any(one.start <= start[at] < one.end for one in conditions):
            continue
        one = (
            _obliged(sentence, at, word)
            or _service(sentence, at, word)
            or _listed(sentence, at, word, found[-1] if found else None)
        )
        if one is None:
            continue
        if found and (composed := _compose(found[-1], one)) is not None:
            found[-1] = composed
            skip_to = one.last
            continue
        if found and _absorbed(sentence, found[-1], one):
            previous = found[-1]
            found[-1] = replace(previous, scope_end=max(previous.scope_end, one.scope_end))
            skip_to = one.last
            continue
        found.append(one)
        skip_to = one.last
    return found


_BEGUN_BY_VERB = listed("raise raising bring provide refuel refuelling refueling")
"""Verbs with which names of services begin: 'raise the orbit' names operations, and says who raises it."""


def _within_names(sentence: Sentence) -> list[bool]:
    within = [False] * len(sentence.words)
    for one in sentence.mentions:
        if one.kind != "word" or one.last - one.first > 1:
            verbal = one.kind == "word" and sentence.words.low[one.first] in _BEGUN_BY_VERB
            first = one.first + 1 if verbal else one.first
            within[first : one.last] = [True] * (one.last - first)
    return within


_WANTING = listed("want wants wanted expect expects expected")
_TELLING = listed("told tells tell instructed instructs directed directs")


def _told_to_act(sentence: Sentence, told: Mention | None) -> bool:
    """Whether the one who is told is told an act of the lexicon, which then stands for itself."""
    verb = low_at(sentence, told.last + 1) if told is not None else ""
    return any(act.action in _CONDUCT for act, _, _ in INDEX.get(verb, ()))


def _obliged(sentence: Sentence, at: int, word: str) -> Found | None:
    """'London must sell its stake', said by another: what is asked of a party that is named."""
    if word in _WANTING or word in _TELLING:
        asked = sentence.at_start.get(at + 1) or sentence.at_start.get(at + 2)
        wanted = (
            asked is not None and asked.kind in ACTORS and sentence.words.low[asked.last : asked.last + 1] == ("to",)
        )
        if not wanted or (word in _TELLING and _told_to_act(sentence, asked)):
            return None
        act = next(act for act, _, _ in INDEX["demand"])
        group = verb_group(sentence, at, "s" if word.endswith("s") else "base" if word in ("want", "expect") else "ed")
        return Found(
            at,
            at + 1,
            act,
            replace(group, passive=False),
            find_subject(sentence, group.first),
            False,
            word,
            clause_end(sentence, at),
            "demand.wants",
            "demand",
        )
    if word != "must":
        return None
    subject = find_subject(sentence, at)
    if subject is None or subject.kind not in ("party", "state", "person") or subject.last < at - 2:
        return None
    act = next(act for act, _, _ in INDEX["demand"])
    return Found(
        at, at + 1, act, Group(at, "present"), None, False, word, clause_end(sentence, at), "demand.must", "demand"
    )


def _service(sentence: Sentence, at: int, word: str) -> Found | None:
    """'Will not supply', 'no longer supplies', 'stop flying': a service that is not given any more."""
    tag = SERVICE.get(word)
    if tag is None or tag == "noun" or looks_noun(sentence, at, tag):
        return None
    group = verb_group(sentence, at, tag)
    if group.governor in ("refuse", "demand", "propose", "agree"):
        return None
    withheld = group.tense == "maybe" and group.negated and word in _GIVING and _first_person(sentence, group)
    if withheld and objects_in(sentence, at, clause_end(sentence, at)):
        group = replace(group, tense="future")  # 'we cannot supply them' from the one who supplies
    if not (group.no_longer or group.negated) or group.tense in ("maybe", "pluperfect", "must"):
        return None
    if group.negated and not group.no_longer and group.tense not in ("future", "would") and not group.governor:
        return None
    end = clause_end(sentence, at)
    passengers = bool(
        set(sentence.words.low[at:end]) & {"astronaut", "astronauts", "cosmonauts", "crews", "passengers"}
    )
    if not (
        passengers or objects_in(sentence, at, end) or cooperates_in(sentence, at, end) or parties_in(sentence, at, end)
    ):
        return None
    act = next(act for act, _, _ in INDEX["suspend"])
    subject = group_subject(sentence, group, 0, things=False)
    return Found(
        at,
        at + 1,
        act,
        replace(group, negated=False),
        subject,
        False,
        word,
        end,
        "suspend.not_any_more",
        "suspend",
        True,
    )


_GIVING = frozenset(("supply", "provide", "deliver", "sell"))


def _first_person(sentence: Sentence, group: Group) -> bool:
    subject = group_subject(sentence, group, 0)
    return subject is not None and subject.kind == "we"


def _listed(sentence: Sentence, at: int, word: str, before: Found | None) -> Found | None:
    for act, tag, particle in INDEX.get(word, ()):
        if word == "sanctions":
            continue  # the noun: a verb in this form is too rare to be told from it
        last = after_particle(sentence, at, particle)
        if last is None:
            continue
        nominal = tag == "noun" or looks_noun(sentence, at, tag)
        if nominal and word not in _NOUNS.get(act.rule, ()):
            continue
        if not nominal and tag == "noun":
            continue
        group = verb_group(sentence, at, tag)
        if word.startswith("rul") and _is_conduct(low_at(sentence, last), "ing"):
            continue  # 'ruled out ending': what is ruled out is the act
        if nominal:
            carrier = find_carrier(sentence, at)
            if carrier is None and before is not None and at - before.last <= _NEAR and not before.nominal:
                carrier = before.group
            if carrier is None and act.action not in ("reply", "warn", "threaten"):
                continue
            if act.action == "agree" and carrier is not None and carrier.governed_by not in CONCLUDING:
                continue  # 'the deal was renewed'

            group = carrier or group
            if act.action not in _CONDUCT and group.governor == "announced":
                group = replace(group, governor="")  # a demand that is announced is made
        if not nominal and not is_verb(sentence, at, tag, group):
            continue
        end = clause_end(sentence, last - 1)
        living = act.action == "deliver" and group.tense == "present" and not (group.passive or group.governor)
        if living and not _is_scheduled(sentence, last):
            continue  # 'which flies freight': what it does for a living
        if (
            act.action == "deliver"
            and group.tense == "present"
            and group.passive
            and low_before(sentence, group.first)[-1:] in (("that",), ("which",))
        ):
            continue  # 'the ship that is docked': which ship, not what is brought
        if act.rule == "deliver.burn" and group.passive and word in ("given", "made"):
            continue
        if (
            act.action == "deliver"
            and {"can", "could"} & set(sentence.words.low[group.first : at])
            and not group.negated
        ):
            continue  # what it is able to do
        if act.action == "agree" and group.tense == "present" and not group.governor and word in _HABITS:
            continue  # 'buys seats': what it does for a living
        if act.action == "demand" and group.passive and not nominal and "by" not in sentence.words.low[at : at + 4]:
            continue  # 'was asked what ...'
        if (
            act.action == "agree"
            and tag == "ed"
            and group.first == at
            and at
            and low_before(sentence, at)[-1] in _AGREED
        ):
            continue  # 'the programme agreed with X'
        if act.action == "reply" and nominal and not set(low_before(sentence, at)) & SENT:
            continue
        if not fits(sentence, act, at, last, end, group, nominal, word):
            continue
        subject = group_subject(sentence, group, 0, things=act.action in ("deliver", "continue"))
        if subject is not None and group.governed_by and low_at(sentence, subject.last) == "that":
            subject = None  # 'told the president that the decision to leave': who is told decides nothing
        if tag == "ing" and word_demands(word) and group.tense == "bare" and low_before(sentence, at)[-1:] != (",",):
            subject = _written_by(sentence, at) or subject
        if _NO_SIGN.intersection(low_before(sentence, group.first)) and "no" in low_before(sentence, group.first):
            continue  # 'saw no sign that'
        if act.action == "refuse" and REPORTED & set(sentence.words.low[last : last + 8]):
            return Found(at, last, act, group, subject, nominal, word, end, "deny.rejected_report", "deny")
        return Found(at, last, act, group, subject, nominal, word, end, act.rule, act.action)
    return None


def _is_scheduled(sentence: Sentence, at: int) -> bool:
    """Whether a day follows: 'goes up on 20 February'."""
    near = sentence.words.low[at : at + 5]
    return (
        bool(near) and near[0] in ("on", "in", "next", "this") and any(word in TIMES or word.isdigit() for word in near)
    )


_NO_SIGN = frozenset(("sign", "signs", "indication", "indications", "evidence", "hint", "hints"))


def _written_by(sentence: Sentence, at: int) -> Subject | None:
    """Return whose letter it is: 'a letter from the head of Roscosmos asking for'."""
    for one in reversed(sentence.mentions):
        if one.last <= at and at - one.last <= 2 and one.kind in ("party", "state", "person"):
            return Subject(one.means, one.name, one.first, one.last, one.kind)
    return None


_HABITS = listed("buys buy purchases purchase books book hires hire leases lease")

_AGREED = COMPACTS | {"programme", "program", "plan", "plans", "terms", "schedule", "price", "text"}

SENT = listed("sent send sends gave given received got published wrote written deliver delivered issued")


def _is_conduct(word: str, tag: str) -> bool:
    """Whether a form is that of a plain verb of conduct: 'ending', 'suspending'."""
    return any(act.action in _CONDUCT and one == tag and not particle for act, one, particle in INDEX.get(word, ()))


def low_at(sentence: Sentence, at: int) -> str:
    """Return the word at a place, or nothing beyond the end."""
    return sentence.words.low[at] if at < len(sentence.words) else ""


def low_before(sentence: Sentence, at: int) -> tuple[str, ...]:
    """Return the few words before a word."""
    return sentence.words.low[max(0, at - 7) : at]


_NOUNS = {
    act.rule: frozenset(one.strip() for one in act.nouns.split(","))
    for options in INDEX.values()
    for act, _, _ in options
}


_CONDUCT = frozenset(("suspend", "withdraw", "continue", "resume", "lift"))


def _compose(outer: Found, inner: Found) -> Found | None:
    """Return what an act and the one that follows it say together; ``None`` where each stands for itself."""
    if _replaces(outer, inner):
        return inner
    if outer.words.startswith(_DROPPING) and inner.group.governed_by in _PLANS and inner.at < outer.scope_end:
        group = replace(outer.group, negated=True)  # 'dropped its plan to stop'
        return replace(inner, group=group, subject=outer.subject)
    if not inner.nominal or outer.nominal or inner.at - outer.last > _NEAR or inner.at >= outer.scope_end:
        return None
    if outer.action == "agree" and inner.action in _CONDUCT:  # 'approved the extension'
        effect = "" if outer.group.tense == "maybe" else "announced"
        return replace(inner, group=replace(outer.group, governor=effect), subject=outer.subject, nominal=False)
    kept = replace(outer, scope_end=max(outer.scope_end, inner.scope_end), last=inner.last)
    if outer.action == "continue" and inner.action == "suspend":  # 'extended the suspension'
        return replace(kept, action="suspend", rule="suspend.kept", words=inner.words)
    if (
        outer.words.startswith(_EXCLUDING) and inner.action in _CONDUCT
    ):  # 'ruled out an end to', 'did not exclude a halt'
        group = replace(
            outer.group, negated=not outer.group.negated, governor="considered" if outer.group.negated else ""
        )
        return replace(inner, group=group, subject=outer.subject, nominal=False)
    if outer.words.startswith(_FLOATING) and inner.action in _CONDUCT:  # 'floated a halt to'
        return replace(inner, group=replace(outer.group, governor="considered"), subject=outer.subject, nominal=False)
    if outer.words.startswith(_ENDING) and inner.action == "suspend":  # 'ended its freeze'
        return replace(kept, action="resume", rule="resume.stop_ended", words=inner.words)
    return None


_DROPPING = ("abandon", "drop", "scrap", "shelv", "cancel", "withdr", "revers")
_PLANS = listed("plan plans idea threat threats intention decision order orders move bid proposal")
_EXCLUDING = ("rul", "exclud")
_FLOATING = ("float", "moot", "propos", "suggest")
_ENDING = ("end", "lift", "drop", "revers", "cancel", "scrap", "relax", "eas", "remov", "revok", "abandon")

_NEAR = 4
"""Words between a verb and the noun of an act that it governs."""


def _replaces(outer: Found, inner: Found) -> bool:
    """Whether an act says more than the one before it: what is threatened or warned of, rather than the threat."""
    if outer.action == "reply" and inner.action in ("suspend", "withdraw", "refuse", "demand") and not inner.nominal:
        return True
    if outer.action == "agree" and inner.group.governor == "agree":
        return inner.action in ("suspend", "withdraw", "continue", "resume", "lift")
    if outer.action == "threaten":
        return inner.group.governor == "threat" or inner.at < outer.scope_end
    return outer.action == "warn" and inner.at < outer.scope_end and inner.subject is not None


def _absorbed(sentence: Sentence, outer: Found, inner: Found) -> bool:
    """Whether an act is only what another one is about: 'stop delivering', 'continue to support', 'asked NASA to lift'."""
    low = sentence.words.low
    if inner.group.governor and inner.group.first <= outer.at < inner.at:
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


ACTING = frozenset((*INDEX, *SERVICE, *_WANTING, *_TELLING, "must"))
"""Every word with which an act may begin."""
