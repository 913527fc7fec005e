"""From an act found in a sentence to a coded statement: actor, object, targets, condition, date, status."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from stationkeep.news.acts.actors import (
    AGENCY_OF,
    BARE_STATES,
    STATE_ACTS,
    STATE_OF,
    STATES,
    by_the_state,
    find_actor,
    find_targets,
)
from stationkeep.news.acts.background import is_date_of, is_older, verbs_of
from stationkeep.news.acts.coded import CUTS, SAID_IS_DONE, Coded, Place, mode_of
from stationkeep.news.acts.found import Found
from stationkeep.news.acts.objects import find_object
from stationkeep.news.acts.referents import OUTSIDERS, does_so, is_membership, names_station
from stationkeep.news.acts.shades import is_ban, is_held_back, is_own_work, shade
from stationkeep.news.acts.status import cannot_go_on, find_status
from stationkeep.news.acts.staying import stays_aboard
from stationkeep.news.grammar.calendar import Dated, told_as_coming, told_as_past
from stationkeep.news.grammar.clauses import COMPACTS
from stationkeep.news.grammar.conditions import Condition, date_condition, is_condition_of
from stationkeep.news.grammar.subjects import Sentence


def code(
    found: Found,
    sentence: Sentence,
    conditions: Sequence[Condition],
    dates: Sequence[Dated],
    place: Place,
    before: Coded | None,
) -> Coded | None:
    """Return the statement that an act makes; ``None`` where nobody can be named who acts.

    Parameters
    ----------
    before : Coded, optional
        The statement before it in the same sentence, whose actor goes on acting where no other is named.
    """
    action, rule, negated = _action(found, sentence.words.low[found.last : found.scope_end])
    if action in ("", "order") or (rule == "demand.must" and not place.speaker):
        return None
    condition = _condition_of(found, sentence, conditions)
    if found.group.no_longer and condition is not None and _opener_of(sentence, condition) == "without":
        condition = None  # 'will no longer carry them without payment': this is what ends
    if is_held_back(found, sentence, action, condition, negated):
        own = condition is not None and is_own_work(condition, sentence, _waiting(found, sentence, place, before))
        action, rule, negated = "resume" if own else "demand", f"{rule}+only_if", False
    elif rule == "suspend.not_any_more" and condition is not None and condition.until and _is_again(found, sentence):
        own = is_own_work(condition, sentence, _waiting(found, sentence, place, before))
        action = "resume" if own else "demand"
        rule, negated = f"{rule}+only_if", False  # 'will not fly again until'
    low = sentence.words.low
    negated = negated or (
        not found.service and found.last < len(low) and low[found.last] in ("no", "nothing") and not found.nominal
    )
    if negated and condition is not None and condition.id == "other":
        condition = None
    actor, others, doubt = find_actor(found, sentence, place, before, action)
    if not actor or (doubt and _is_aimed_at(actor, found, sentence)):
        return None  # a guess that names whom the act is aimed at is wrong
    if (
        found.subject is not None
        and is_ban(found)
        and (found.subject.kind == "state" or found.subject.name in _PEOPLES)
    ):
        actor = STATE_OF.get(found.subject.means, found.subject.means)
    if action == "suspend" and is_ban(found) and actor in STATES:
        action = "sanction"
    measure = sentence.at_end.get(found.group.first)
    if action == "suspend" and measure is not None and measure.object == "sanctions" and not found.group.passive:
        action, found = "sanction", replace(found, group=replace(found.group, tense="perfect"))
    first = next((m for m in sentence.mentions if found.last <= m.first < found.scope_end and m.object), None)
    if action == "agree" and first is not None and first.object == "sanctions" and actor in STATES:
        action = "sanction"  # 'agreed to a new package of sanctions'
    if action == "agree" and actor in STATES and not _RELIEF.isdisjoint(low[found.last : found.last + 4]):
        action = "lift"  # 'approved a new waiver'
    if before is not None and does_so(low[found.last : found.scope_end]):
        thing = before.object
    else:
        thing = find_object(found, sentence, action, place, conditions)
    if found.bare:
        if doubt or not thing:
            return None
        doubt = "what it is about is taken from the sentence before"
    action, rule, negated = shade(found, sentence, action, rule, negated, actor, thing)
    if action == "reply" and negated and thing == "none":
        return None
    aboard = stays_aboard(found.words, low[found.last : found.scope_end]) or is_membership(found, sentence)
    if actor in OUTSIDERS and thing == "station" and not (names_station(sentence) or aboard):
        thing = "side"
    if actor in _ABROAD and thing == "crew_flights":
        thing = "side"  # the rocket Soyuz, which carries their satellites
    if (
        thing == "none"
        and action in ("demand", "agree")
        and COMPACTS & set(sentence.words.low[found.last : found.scope_end])
    ):
        thing = "station"
    bare = found.subject is not None and found.subject.kind == "state" and found.subject.name in BARE_STATES
    bare = bare and not by_the_state(found, sentence)
    if bare and place.speaker != actor and thing not in ("sanctions", "none") and action not in STATE_ACTS:
        actor = AGENCY_OF.get(actor, actor)
    if actor == "china" and thing == "station":
        thing = "other_project"
    named, dated = _dated(found, sentence, dates, place.published)
    if action == "demand" and not _DEADLINES.isdisjoint(low):
        dated = dated or next((one for one in dates if one.lead in ("by", "before", "until")), None)
        named = "until_date" if dated is not None else named
    if dated is not None and dated.lead == "before" and action == "refuse":
        named = "after_date"  # refused before a day: not until it
    if (
        dated is not None
        and named == "until_date"
        and dated.lead in ("by", "before", "no later than")
        and action not in ("demand", "refuse")
    ):
        named = None  # the deadline of one's own promise
    if action == "propose" and _LISTED.search(" ".join(low[found.last : found.scope_end])):
        action, rule = "sanction", f"{rule}+list"
    status = find_status(found, sentence, place, action, negated)
    if rule.endswith("+list") and status == "done":
        status = "considered"
    if (
        status == "done"
        and action in (*CUTS, "resume", "lift", "sanction", "deliver")
        and dated is not None
        and dated.lead in ("from", "as of", "starting", "beginning", "effective", "on", "in", "this", "")
    ):
        later = dated.first is not None and place.published is not None and dated.first > place.published
        if later and found.group.tense in ("present", "going") and _in_clause(found, sentence, dated):
            status = "announced"
    relative = {"that", "which", "them"} & set(low[max(0, found.group.first - 4) : found.last + 1])
    if status == "done" and action == "sanction" and found.rule == "sanction.impose" and relative:
        status = "past"  # 'the sanctions that X imposed' are known already
    if action == "deliver" and status == "done" and found.group.tense == "present" and not found.group.passive:
        return None  # what it does for a living
    if action == "deliver" and status in ("considered", "negated") and negated and found.group.tense == "maybe":
        return None  # 'when a ship may not fly' says what could be, not what is brought
    if status == "conditional" and condition is None:
        status = "considered"  # a threat without an if
    if status in ("done", "announced", "considered") and is_older(found, sentence, dates, place, status):
        status = "past"
    condition_id: str | None = None
    if condition is not None and status in ("announced", "considered", "conditional", "done", "negated"):
        firm = (
            found.group.tense in ("past", "perfect", "pluperfect")
            and not found.group.governor
            and action not in SAID_IS_DONE
        )
        held = condition.until and (
            status in ("done", "considered") or (status == "announced" and action not in ("resume", "lift"))
        )
        if held or not firm or action in SAID_IS_DONE:
            condition_id = condition.id
            if not held and status != "negated":
                status = "conditional"
    recalled = status == "past" and named is None
    if (
        condition_id is None
        and named is not None
        and not recalled
        and not (named == "after_date" and status == "done" and action not in SAID_IS_DONE)
    ):
        condition_id = named
    if rule.endswith("+only_if"):
        status, condition_id = "conditional", condition.id if condition is not None else "other"
    if status == "conditional" and condition_id is None:
        status = "considered"
    targets = find_targets(found, sentence, actor, others, place)
    if (
        thing == "none"
        and not targets
        and action in ("suspend", "resume", "continue", "withdraw", "propose", "agree", "deliver")
    ):
        return None
    if action == "sanction" and not targets:
        doubt = doubt or "whom it is aimed at is not said"
    effective = (
        _effective(dated, named)
        if dated is not None
        and (
            named
            or dated.lead in ("from", "on", "in", "as of", "starting", "beginning", "effective", "", "by", "since")
        )
        else None
    )
    return Coded(actor, action, thing, targets, condition_id, effective, status, mode_of(action, status), rule, doubt)


def _opener_of(sentence: Sentence, condition: Condition) -> str:
    """Return the word that opens a condition."""
    return sentence.words.low[bisect_left(sentence.words.start, condition.start)]


def _is_again(found: Found, sentence: Sentence) -> bool:
    """Whether what is not done for now was done before: 'will not fly again until'."""
    return "again" in sentence.words.low[found.group.first : found.last + 6]


def _is_aimed_at(party: str, found: Found, sentence: Sentence) -> bool:
    """Whether a party is named right behind the act as what it acts on; 'Japan's participation' is its own."""
    low = sentence.words.low
    end = min(found.scope_end, found.last + (1 if low[found.last : found.last + 1] == (",",) else 2))
    near = [one for one in sentence.mentions if found.last <= one.first < end and one.kind in ("party", "state")]
    return any(one.means == party and low[one.last : one.last + 1] not in (("'s",), ("’s",)) for one in near)


def _in_clause(found: Found, sentence: Sentence, dated: Dated) -> bool:
    """Whether a date belongs to the act itself and not to a clause about what it acts on."""
    words = sentence.words
    between = (
        low for low, place in zip(words.low, words.start, strict=True) if words.start[found.at] < place < dated.start
    )
    return not {"that", "which", "who", "as", "because"} & set(between)


_PEOPLES = frozenset(("Americans", "the Americans", "Russians", "the Russians", "Europeans", "the Europeans"))
"""Peoples, whose bans are those of their states."""
_ABROAD = frozenset(("oneweb", "eumetsat", "arianespace"))
"""Outsiders whose crew flights are launches of satellites on the same rocket."""


def _effective(dated: Dated, named: str | None) -> object:
    """Return from when or until when an act holds."""
    if dated.why or named is None or dated.first is None or dated.last is None or dated.first == dated.last:
        return dated.as_value()
    if named == "after_date":
        begins = dated.first if dated.lead.startswith("no") else dated.last + dt.timedelta(days=1)
        return {"from": begins.isoformat(), "to": None}
    return {"from": None, "to": dated.last.isoformat()}


_RELIEF = frozenset(("waiver", "waivers", "exemption", "exemptions"))
_LISTED = re.compile(r"\b(?:add|put|place|include)\b.*\blist\b|\bsanctions (?:on|against)\b")

_REQUEST = re.compile(
    r"^\W*(?:(?:a|the|its|any|his|that|this) )?(?:\w+ ){0,2}"
    r"(?:request|requests|permission|access|visas?|licen[cs]es?|appeal)\b"
)


def _action(found: Found, found_words: Sequence[str]) -> tuple[str, str, bool]:
    """Return the action after what governs it, the rule, and whether it is negated."""
    group, action, rule = found.group, found.action, found.rule
    effect = group.governor
    if (
        effect == "agree"
        and not group.negated
        and action in ("suspend", "withdraw", "continue", "resume", "lift", "sanction")
    ):
        return action, f"{rule}+agreed", False
    if effect in ("refuse", "propose", "demand", "agree"):
        if effect == "agree" and group.negated:
            return "refuse", f"{rule}+not_agree", False
        return effect, f"{rule}+{effect}", group.negated
    if effect == "order" and group.negated:
        return "", rule, False
    if action == "deny" and _REQUEST.search(" ".join(found_words)):
        return "refuse", f"{rule}+request", group.negated
    if effect == "negated":
        return action, f"{rule}+unlikely", not group.negated
    if group.tense == "must" and action == "lift":
        return "demand", "demand.must_be_lifted", False
    if action == "continue" and cannot_go_on(found, found_words):
        return "suspend", f"{rule}+cannot", False
    if action == "continue" and group.no_longer:
        return "suspend", f"{rule}+no_longer", False
    return action, f"{rule}+{effect}" if effect else rule, group.negated


def _waiting(found: Found, sentence: Sentence, place: Place, before: Coded | None) -> str:
    """Return who waits for a condition."""
    return find_actor(found, sentence, place, before, "resume")[0]


def _condition_of(found: Found, sentence: Sentence, conditions: Sequence[Condition]) -> Condition | None:
    """Return the nearest condition of an act: one that follows in its clause, or one that opens it."""
    if not conditions:
        return None
    at, verbs = sentence.words.start[found.at], verbs_of(found, sentence)
    own = [one for one in conditions if is_condition_of(one, sentence, found.at, verbs)]
    return min(own, key=lambda one: (0 if one.id != "other" else 1, abs(one.start - at)), default=None)


def _dated(
    found: Found, sentence: Sentence, dates: Sequence[Dated], published: dt.date | None
) -> tuple[str | None, Dated | None]:
    """Return the condition that a date of the act makes, and the date: one behind its verb, else one that opens."""
    if not dates:
        return None, None
    start, verbs = sentence.words.start, verbs_of(found, sentence)
    own = [one for one in dates if is_date_of(one, sentence, verbs)]
    if found.group.tense in ("past", "perfect", "pluperfect", "missed", "intended"):
        own = [told_as_past(one, published) for one in own]
    elif found.group.tense in ("future", "would", "going", "maybe"):
        own = [told_as_coming(one, published) for one in own]
    begins = start[found.at]
    ends = start[found.scope_end] if found.scope_end < len(start) else sentence.words.end[-1] + 1
    named, dated = date_condition(own, begins, ends)
    if dated is None and found.at <= _OPENING and own and own[0].start < begins and own[0].lead:
        return date_condition(own[:1], 0, begins)
    return named, dated


_DEADLINES = frozenset(("deadline", "ultimatum"))
_OPENING = 14
"""Words at most before an act whose date opens the sentence."""
