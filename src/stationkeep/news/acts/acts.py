"""From a sentence to the acts in it: the rules of the lexicon applied to one clause after another."""

# ruff: noqa: E501 -- tables of words read better unbroken

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stationkeep.news.acts.actors import BARE_STATES, STATE_OF
from stationkeep.news.acts.bare import may_stand_bare
from stationkeep.news.acts.carriers import CONCLUDING, find_carrier
from stationkeep.news.acts.clause import is_station
from stationkeep.news.acts.composition import CONDUCT, NEAR, absorbed, compose, led_by
from stationkeep.news.acts.found import Found
from stationkeep.news.acts.moving import PEOPLE
from stationkeep.news.acts.needs import fits, read_clause
from stationkeep.news.acts.obliged import OBLIGING, find_obliged
from stationkeep.news.acts.standing import DEEDS, goes_on_as_ever, is_no_act, is_still, low_at, low_before
from stationkeep.news.acts.wording import REPORTED
from stationkeep.news.grammar.clauses import (
    clause_end,
    cooperates_in,
    object_phrase,
    objects_in,
    parties_in,
)
from stationkeep.news.grammar.conditions import Condition
from stationkeep.news.grammar.lexicon import INDEX, SERVICE
from stationkeep.news.grammar.owners import owner_of
from stationkeep.news.grammar.parts import after_particle, is_verb, looks_noun, word_demands
from stationkeep.news.grammar.subjects import ACTORS, Sentence, Subject, main_subject, subject_of
from stationkeep.news.grammar.tag_classes import is_item
from stationkeep.news.grammar.verbs import Group, group_subject, verb_group
from stationkeep.news.grammar.word_classes import VERBAL


def find_acts(sentence: Sentence, conditions: Sequence[Condition]) -> list[Found]:
    """Return the acts of a sentence from left to right; words in conditional clauses belong to their condition."""
    low, start = sentence.words.low, sentence.words.start
    within = _within_names(sentence)
    found, bare = list[Found](), list[Found]()
    skip_to = 0
    for at, word in enumerate(low):
        if at < skip_to or word not in ACTING or within[at]:
            continue
        if any(one.start <= start[at] < one.end for one in conditions):
            continue
        one = (
            find_obliged(sentence, at, word)
            or _service(sentence, at, word)
            or _listed(sentence, at, word, found[-1] if found else None)
        )
        if one is None:
            continue
        if one.bare and not (found and _answers(found[-1], one)):
            bare.append(one)
            continue
        if found and (composed := compose(sentence, found[-1], one)) is not None:
            found[-1] = composed
            skip_to = one.last
            continue
        if found and absorbed(sentence, found[-1], one):
            previous = found[-1]
            found[-1] = replace(previous, scope_end=max(previous.scope_end, one.scope_end))
            skip_to = one.last
            continue
        found.append(one)
        skip_to = one.last
    return found or bare[:1]


def _answers(before: Found, one: Found) -> bool:
    """Whether an act without an object answers the one before it: 'asked for a seat, but Roscosmos refused'."""
    asked = before.action in ("demand", "propose") and one.action in ("refuse", "agree")
    return asked and one.subject is not None and one.at >= before.scope_end


_VERBS = VERBAL - {"ing"}
"""Tags of verbs that may begin a name of a service: 'raise the orbit' names operations, and says who raises it."""


def _within_names(sentence: Sentence) -> list[bool]:
    within = [False] * len(sentence.words)
    for one in sentence.mentions:
        if one.kind != "word" or one.last - one.first > 1:
            verbal = one.kind == "word" and sentence.syntax.tags[one.first] in _VERBS
            first = one.first + 1 if verbal else one.first
            within[first : one.last] = [True] * (one.last - first)
    return within


_TAKEN = frozenset((word,) for word in ("over", "part", "place", "care", "note", "effect"))


def _service(sentence: Sentence, at: int, word: str) -> Found | None:
    """'Will not supply', 'no longer supplies', 'stop flying': a service that is not given any more."""
    tag = SERVICE.get(word)
    if tag is None or tag == "noun" or looks_noun(sentence, at, tag):
        return None
    if word.startswith("join") and "in" in sentence.words.low[at + 1 : at + 6]:
        return None  # 'will not join them in suspending': the gerund says what
    if word.startswith(("take", "taking")) and sentence.words.low[at + 1 : at + 2] in _TAKEN:
        return None  # 'has no plans to take over the segment'
    if word.startswith(("take", "taking")) and "off" in sentence.words.low[at + 1 : at + 6]:
        return None  # 'will not take its people off the station'
    group = verb_group(sentence, at, tag)
    if group.governed_by.startswith("agree") and "not" in sentence.words.low[group.governed_at + 1 : at]:
        group = replace(group, governor="announced")  # 'agreed not to send up'
    elif sentence.words.low[at + 1 : at + 2] == ("up",):
        return None
    if group.governor in ("refuse", "demand", "propose", "agree"):
        return None
    withheld = group.tense == "maybe" and group.negated and word in _GIVING and _first_person(sentence, group)
    if withheld and objects_in(sentence, at, clause_end(sentence, at)):
        group = replace(group, tense="future")  # 'we cannot supply them' from the one who supplies
    if not group.negated and _gives_nothing(sentence, at) and group.tense in ("future", "would"):
        group = replace(group, negated=True)  # 'will transfer no fuel'
    feared = group.tense == "maybe" and not group.passive and not _MAY.isdisjoint(sentence.words.low[group.first : at])
    if (
        not (group.no_longer or group.negated)
        or group.tense in ("pluperfect", "must")
        or (group.tense == "maybe" and not feared)
    ):
        return None
    firm = group.no_longer or feared or group.tense in ("future", "would")
    if group.negated and not firm and not group.governor:
        return None
    end = clause_end(sentence, at)
    acted_on = object_phrase(sentence, at + 1, end)
    passengers = acted_on is not None and not PEOPLE.isdisjoint(sentence.words.low[slice(*acted_on)])
    if word in _WORKING and not _is_worked_on(sentence, at, end, acted_on):
        return None
    if not (
        passengers or objects_in(sentence, at, end) or cooperates_in(sentence, at, end) or parties_in(sentence, at, end)
    ):
        return None
    act = next(act for act, _, _ in INDEX["suspend"])
    subject = group_subject(sentence, group)
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


_WORKING = frozenset(("run", "runs", "running", "work", "works", "working"))


def _is_worked_on(sentence: Sentence, at: int, end: int, acted_on: tuple[int, int] | None) -> bool:
    """Whether a party works with another or on the station, or runs a service: not 'runs short of food'."""
    low = sentence.words.low
    if low[at].startswith("run"):
        return acted_on is not None and bool(objects_in(sentence, *acted_on))
    if "with" in low[at + 1 : at + 3] or "together" in low[at + 1 : at + 2]:
        return True
    return any(is_station(sentence, thing) for thing in objects_in(sentence, at, end))


_MAY = frozenset(("may", "might"))


def _gives_nothing(sentence: Sentence, at: int) -> bool:
    """Whether 'no' or 'none of' stands with what a verb acts on."""
    near = sentence.words.low[at + 1 : at + 4]
    return near[:1] in (("no",), ("none",)) or near[1:2] == ("no",)


_GIVING = frozenset(("supply", "provide", "deliver", "sell"))


def _first_person(sentence: Sentence, group: Group) -> bool:
    subject = group_subject(sentence, group)
    return subject is not None and subject.kind == "we"


def _listed(sentence: Sentence, at: int, word: str, before: Found | None) -> Found | None:
    near = sentence.words.low[at + 1 : at + 12]
    for act, tag, particle in INDEX.get(word, ()):
        if particle and particle[0] != "~" and particle.partition(" ")[0] not in near:
            continue  # most phrases are not there
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
            if carrier is None and before is not None and at - before.last <= NEAR and not before.nominal:
                carrier = before.group
            if carrier is None and act.action not in ("reply", "warn", "threaten"):
                continue
            if act.action == "agree" and carrier is not None and carrier.governed_by not in CONCLUDING:
                continue  # 'the deal was renewed'
            group = carrier or group
            if act.action == "suspend" and group.governed_by.startswith("lift"):
                group = replace(group, governed_by="")
                act = replace(act, rule="resume.stop_ended", action="resume")  # 'lifted the freeze'
            if act.action not in CONDUCT and group.governor == "announced":
                group = replace(group, governor="")  # a demand that is announced is made
        if not nominal and not is_verb(sentence, at, tag, group):
            continue
        if not nominal:
            group = led_by(sentence, at, group)
            if tag == "base" and group.tense == "present" and is_item(sentence.words.low, group.first):
                group = replace(group, tense="future")  # 'X shall: a) continue ...'
        end = clause_end(sentence, last - 1)
        ever = act.action == "deliver" and not nominal and goes_on_as_ever(sentence, last, end, group)
        if not ever and is_no_act(sentence, act, at, last, group, nominal):
            continue
        clause = read_clause(sentence, act, at, last, end, group, nominal, word)
        bare = not fits(clause)
        if bare and not may_stand_bare(clause):
            continue
        subject = group_subject(sentence, group)
        if tag == "ing" and group.tense == "bare" and low_before(sentence, at)[-1:] == (",",):
            subject = main_subject(sentence, at) or subject  # '..., encouraging them to'
        subject = _whose_plan(sentence, group, at) or subject
        if subject is None and _is_of_a_deed(sentence, at):
            subject = main_subject(sentence, at)
        if subject is None and not nominal:
            subject = _whose_deed(sentence, at) or _whose_country(sentence, at)
        if (
            subject is None
            and not nominal
            and act.action not in ("deliver", "continue")
            and _does_nothing(sentence, at, group, last)
        ):
            continue
        if subject is not None and group.governed_by and low_at(sentence, subject.last) == "that":
            subject = None  # 'told the president that the decision to leave': who is told decides nothing
        if tag == "ing" and word_demands(word) and group.tense == "bare" and low_before(sentence, at)[-1:] != (",",):
            subject = _written_by(sentence, at) or subject
        if _is_unknown(low_before(sentence, group.first)):
            continue
        if act.action == "resume" and word in ("is", "are") and group.tense == "present":
            group = replace(group, tense="perfect")  # 'is back in service'
        if act.rule == "refuse.let":
            group = replace(group, negated=False)  # 'would not let them': the refusal itself
        if (
            act.action == "continue"
            and _cannot(sentence, at, group)
            and subject is not None
            and subject.kind in (*ACTORS, "we")
        ):
            group = replace(group, negated=False, tense="present")
            return Found(at, last, act, group, subject, nominal, word, end, "continue.cannot", "suspend")
        if act.action == "refuse" and REPORTED & set(sentence.words.low[last : last + 8]):
            return Found(at, last, act, group, subject, nominal, word, end, "deny.rejected_report", "deny")
        if act.action == "deliver" and is_still(sentence, at) and group.tense in ("present", "future", "going"):
            return Found(at, last, act, group, subject, nominal, word, end, f"{act.rule}+still", "continue", bare=bare)
        if ever:
            return Found(
                at, last, act, group, subject, nominal, word, end, f"{act.rule}+as_ever", "continue", bare=bare
            )
        if act.action in _GIVEN_AGAIN and not nominal and _again(sentence, last, end):
            return Found(at, last, act, group, subject, nominal, word, end, f"{act.rule}+again", "resume", bare=bare)
        return Found(at, last, act, group, subject, nominal, word, end, act.rule, act.action, bare=bare)
    return None


def _cannot(sentence: Sentence, at: int, group: Group) -> bool:
    """Whether who acts says that it cannot go on, and not only without what."""
    low = sentence.words.low
    return (
        group.negated
        and not group.governor
        and group.tense == "maybe"
        and not _CANNOT.isdisjoint(low[group.first : at])
        and "without" not in low
    )


_CANNOT = frozenset(("cannot", "can", "can't", "can’t"))
_GIVEN_AGAIN = frozenset(("deliver", "agree"))


def _again(sentence: Sentence, last: int, end: int) -> bool:
    """Whether what a verb says is done again after a stop: 'will put its astronauts on the Soyuz again'."""
    low = sentence.words.low
    return any(low[k] == "again" and low[k - 1] not in (",", "once") for k in range(last, min(end, len(low))))


def _is_of_a_deed(sentence: Sentence, at: int) -> bool:
    """Whether a clause says what a deed does: 'signed a bill that allows'."""
    clause = sentence.syntax.clause_at(at)
    return (
        clause is not None
        and clause.relation == "rel"
        and clause.subject is not None
        and sentence.words.low[clause.subject.head] in DEEDS
    )


def _whose_deed(sentence: Sentence, at: int) -> Subject | None:
    """Return whose the deed is that is the subject of a verb: 'a Senate bill would extend'."""
    clause = sentence.syntax.clause_at(at)
    if clause is None or clause.subject is None or sentence.words.low[clause.subject.head] not in DEEDS:
        return None
    for one in sentence.mentions:
        if (
            clause.subject.first <= one.first < clause.first
            and one.kind in ("state", "party")
            and one.name not in BARE_STATES
        ):
            return Subject(one.means, one.name, one.first, one.last, one.kind)
    bound = sentence.at_start.get(at + 1)
    state = STATE_OF.get(bound.means, "") if bound is not None else ""  # 'a bill would bar NASA from'
    return Subject(state, bound.name, bound.first, bound.last, "state") if bound is not None and state else None


def _whose_country(sentence: Sentence, at: int) -> Subject | None:
    """Return who says what 'his country' or 'its agency' does."""
    clause = sentence.syntax.clause_at(at)
    if clause is None or clause.subject is None or clause.parent < 0:
        return None
    low, first = sentence.words.low, clause.subject.first
    above = sentence.syntax.clause_at(clause.parent)
    own = low[first] in _POSSESSIVES and low[clause.subject.head] in _OWN_BODIES
    return subject_of(sentence, above.subject) if own and above is not None and above.subject is not None else None


_POSSESSIVES = frozenset(("his", "her", "its", "their"))
_OWN_BODIES = frozenset(("country", "agency", "company", "corporation", "government", "firm", "side", "nation"))


def _does_nothing(sentence: Sentence, at: int, group: Group, last: int) -> bool:
    """Whether the subject of a verb is named, is no party, and acts on something: 'a failure dropped two spacefarers'."""
    clause = sentence.syntax.clause_at(group.first)
    if (
        group.passive
        or clause is None
        or clause.subject is None
        or sentence.syntax.tags[clause.subject.head] not in ("noun", "adj")
    ):
        return False
    if sentence.words.low[clause.subject.head] in DEEDS:
        return False
    own = sentence.syntax.clause_at(at)
    if own is not None and "be" in sentence.syntax.tags[own.first : own.at]:
        return False  # 'is due to be launched'
    if low_at(sentence, last) in ("this", "next", "last", "every"):
        return False
    acts_on = sentence.syntax.tags[last] if last < len(sentence.words) else ""
    if (subject_of(sentence, clause.subject) or owner_of(sentence, clause.subject)) is not None:
        return False
    return acts_on in ("det", "name", "pron", "num")


_SIGNS = frozenset(("sign", "signs", "indication", "indications", "evidence", "hint", "hints"))
_KNOWN = frozenset(("clear", "unclear", "known", "sure", "say", "saying", "seen", "asked", "question", "doubt"))


def _is_unknown(before: tuple[str, ...]) -> bool:
    """Whether it is only said that nothing is known: 'saw no sign that', 'it is not clear whether'."""
    return ("no" in before and not _SIGNS.isdisjoint(before)) or ("whether" in before and not _KNOWN.isdisjoint(before))


def _written_by(sentence: Sentence, at: int) -> Subject | None:
    """Return whose letter it is: 'a letter from the head of Roscosmos asking for'."""
    for one in reversed(sentence.mentions):
        if one.last <= at and at - one.last <= 2 and one.kind in ("party", "state", "person"):
            return Subject(one.means, one.name, one.first, one.last, one.kind)
    return None


def _whose_plan(sentence: Sentence, group: Group, at: int) -> Subject | None:
    """Return whose the noun is on which an act hangs: 'Washington's move to impose'."""
    low = sentence.words.low
    if not group.infinitive or not group.governed_by:
        return None
    for k in range(at - 1, max(1, at - 5), -1):
        if low[k] == group.governed_by and low[k - 1] in ("'s", "’s", "‘s"):
            one = sentence.at_end.get(k - 1)
            return Subject(one.means, one.name, one.first, one.last, one.kind) if one is not None else None
    return None


def _is_conduct(word: str, tag: str) -> bool:
    """Whether a form is that of a plain verb of conduct: 'ending', 'suspending'."""
    return any(act.action in CONDUCT and one == tag and not particle for act, one, particle in INDEX.get(word, ()))


_NOUNS = {
    act.rule: frozenset(one.strip() for one in act.nouns.split(","))
    for options in INDEX.values()
    for act, _, _ in options
}


ACTING = frozenset((*INDEX, *SERVICE, *OBLIGING))
"""Every word with which an act may begin."""
