"""What an act means with what it acts on: to keep frozen is to suspend, to end a membership is to withdraw."""

from __future__ import annotations

import re

from stationkeep.news.acts.actors import AGENCY_OF, BANNING, STATES
from stationkeep.news.acts.found import Found
from stationkeep.news.acts.undergoers import is_intransitive
from stationkeep.news.grammar.conditions import Condition
from stationkeep.news.grammar.lexicon import SERVICE
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.text.words import listed

_STILL_STOPPED = listed("frozen grounded suspended halted shut closed blocked stopped hold paused off ice ground")
_CONTACTS = listed("contact contacts ties relations dialogue cooperation flights talks work links exchanges")
_BELONGING = listed("participation membership involvement part place role")
_ROUTINE = re.compile(
    r"\b(?:as (?:planned|usual|scheduled|before)|"
    r"(?:regular|normal|routine|nominal|planned) (?:mode|order|way|manner|regime))\b"
)
_FOR_GOOD = re.compile(r"\b(?:for good|never again|once and for all|permanently|for ever|forever|irrevocably)\b")
_STAYING = ("keep", "kept", "remain", "stay", "leav", "left")
_LICENCES = listed("licence licences license licenses permit permits")
_LETTERS = listed("letter letters message question questions request requests offer proposal inquiry appeal note")
_OFFERED = listed("offer offers request requests proposal proposals appeal idea")
_APPROVING = ("approv", "endors", "back", "clear", "ratif", "accept")
_GOING_ON = listed("continued continuing further extended prolonged")
_RIDDEN = ("seats", "crew_flights", "lifeboat")
_FINISHED = ("past", "perfect", "pluperfect")


def is_ban(found: Found) -> bool:
    """Whether the verb forbids: of a state it is a measure, not a stop."""
    return found.words.startswith(BANNING)


def shade(
    found: Found, sentence: Sentence, action: str, rule: str, negated: bool, actor: str, thing: str
) -> tuple[str, str, bool]:
    """Return the action that is meant, the rule, and whether it is negated.

    Parameters
    ----------
    action, rule : str
        What the verb alone says.
    actor, thing : str
        Who acts, and the object.
    """
    after = sentence.words.low[found.last : found.scope_end]
    if action == "continue":
        if thing == "sanctions":
            return "sanction", rule, negated
        gerund = after[:1] and after[0].endswith("ing")  # 'will keep commanding it from the ground'
        if _STILL_STOPPED & set(after[:12]) and found.words.startswith(_STAYING) and not gerund:
            return "suspend", f"{rule}+stopped", negated  # 'keeps work frozen', 'remains suspended'
        if found.words.startswith("renew") and _CONTACTS & set(after[:5]):
            return "resume", f"{rule}+contacts", negated
    if rule == "suspend.not_any_more" and "never again" in " ".join(
        sentence.words.low[found.group.first - 1 : found.at]
    ):
        return "withdraw", f"{rule}+for_good", negated
    if rule == "suspend.not_any_more" and found.words.startswith(("participat", "tak")) and thing == "station":
        return "withdraw", f"{rule}+part", negated
    if action == "lift" and rule != "lift.grant" and _LICENCES & set(after[:5]):
        return "sanction", f"{rule}+licence", negated  # 'revoked the export licences'
    if action == "suspend":
        head = (
            sentence.words.low[max(0, found.group.first - 9) : found.group.first] if found.group.passive else after[:5]
        )
        if not found.group.passive and is_intransitive(found, sentence):
            head = sentence.words.low[max(0, found.group.first - 9) : found.group.first]
        ends = found.words.startswith(("end", "wind", "wound", "ceas", "giv")) and _BELONGING & set(head)
        if ends or _FOR_GOOD.search(" ".join(sentence.words.low[found.at : found.scope_end])):
            return "withdraw", f"{rule}+for_good", negated
    parted = sentence.words.low[found.at + 1 : found.at + 2] != ("up",)
    if action == "agree" and thing in _RIDDEN and parted and found.words.startswith(("tak", "took")):
        return "deliver", "deliver.carry", negated  # 'took the astronaut up'
    if action == "reply" and not negated and found.group.tense == "future" and _LETTERS.isdisjoint(sentence.words.low):
        return "threaten", f"{rule}+to_come", False  # 'will answer together with its allies'
    if action == "agree" and found.group.no_longer:
        return "suspend", f"{rule}+no_longer", False
    if action == "agree" and not negated and found.words.startswith(_APPROVING) and _GOING_ON & set(after[:5]):
        return "continue", f"{rule}+continued", negated  # 'approved the continued use'
    if action == "agree" and negated and found.group.tense not in _FINISHED and found.group.governor != "announced":
        return "refuse", f"{rule}+not_agree", False
    if action == "withdraw" and found.words.startswith("quit") and after[:1] and after[0] in SERVICE:
        return "suspend", f"{rule}+service", negated  # 'quit supplying'
    if action == "suspend" and found.words.startswith("slam") and _OFFERED & set(after[:6]):
        return "refuse", f"{rule}+offer", negated
    if action == "resume" and found.words.startswith("lift") and actor in STATES:
        return "lift", f"{rule}+by_state", negated
    if action == "resume" and rule == "resume.stop_ended" and is_ban(found) and actor in STATES:
        return "lift", rule, negated
    if action == "propose" and found.words.startswith("submit") and {"request", "requests", "demand"} & set(after[:5]):
        return "demand", f"{rule}+request", negated
    if (
        action == "deliver"
        and thing == "station"
        and {"until", "till", "through"} & set(after)
        and found.words.startswith(("fly", "flow", "operat"))
    ):
        return "continue", f"{rule}+until", negated
    if action == "deliver":
        before = sentence.words.low[max(0, found.group.first - 7) : found.group.first]
        if found.group.passive and "no" in before and {"more", "further", "new", "other"} & set(before):
            return "suspend", f"{rule}+no_more", False  # 'no further reboosts will be carried out'
        if negated and found.group.tense == "future" and "no" in before:
            return "suspend", f"{rule}+none", False  # 'no Soyuz will fly until'
        now = found.group.passive and found.group.tense in ("present", "going")
        if now and _ROUTINE.search(" ".join(after)):
            return "continue", f"{rule}+routine", negated  # 'is being carried out as planned'
    return action, rule, negated


OWN_WORK = frozenset(("safety", "replacement_ready"))
"""Conditions that who waits for them meets by its own work."""


def is_own_work(condition: Condition, sentence: Sentence, actor: str) -> bool:
    """Whether who waits asks nobody else for anything: not 'only if Roscosmos ensures the safety of the crew'."""
    if condition.id not in OWN_WORK:
        return False
    start = sentence.words.start
    for clause in dict.fromkeys(sentence.syntax.clauses.values()):
        subject = clause.subject
        if subject is None or not condition.start < start[subject.first] < condition.end:
            continue
        for one in sentence.mentions:
            other = AGENCY_OF.get(one.means, one.means) != AGENCY_OF.get(actor, actor)
            if one.kind in ("party", "state") and one.first <= subject.head < one.last and one.means and other:
                return False
    return True


def is_held_back(found: Found, sentence: Sentence, action: str, condition: Condition | None, negated: bool) -> bool:
    """Whether a return is made to wait for something: 'can only resume after', 'will not go on until'."""
    if condition is None or action not in ("resume", "continue") or found.group.governor:
        return False
    low = sentence.words.low
    only = any(low[k] == "only" and low[k + 1] != "that" for k in range(found.group.first, found.at)) or condition.only
    return only or (negated and condition.until)
