"""How firm a statement is: done, announced, conditional, considered, negated, past."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

from collections.abc import Sequence

from stationkeep.news.acts.coded import CUTS, SAID_IS_DONE, Place
from stationkeep.news.acts.found import Found
from stationkeep.news.grammar.closed_words import BE
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.grammar.verbs import Group, governing_group, is_circumstance
from stationkeep.news.text.words import forms


def find_status(found: Found, sentence: Sentence, place: Place, action: str, negated: bool) -> str:
    """Return how firm an act is, its date left out: see the table of statuses in the guide to the statement."""
    group, effect = found.group, found.group.governor
    if negated or _is_no_option(found, sentence):
        return "negated"
    if effect and group.tense == "pluperfect" and not place.reported:
        return "past"
    if action == "refuse" and found.action == "agree":
        return "considered" if group.tense == "maybe" else "done"  # 'will not accept' refuses
    if action == "continue" and found.action == "agree":
        return "considered" if group.tense == "maybe" else "announced"
    if effect == "announced" and action == "propose" and group.governed_by in _READY:
        return "done"  # who is ready to talk offers to
    if effect:
        return _governed_status(group, action)
    tense = group.tense
    if tense in ("future", "would", "going") and (doubted := _doubted(found, sentence)):
        return doubted
    if found.action == "continue" and action == "suspend" and group.tense == "maybe":
        return "done"  # 'we cannot carry on with them'
    if tense in ("present", "past") and (drafted := _drafted(found, sentence)):
        return drafted
    if tense == "maybe":
        return "considered"
    if tense == "must":
        own = found.subject is not None and found.subject.kind == "we"
        if action == "deliver":
            return "announced"  # 'should dock on Sunday'
        return "done" if action == "demand" or (own and action in SAID_IS_DONE) else "considered"
    if tense == "future":
        return "announced"
    if tense == "would":
        return "announced" if place.reported or place.speaker or _is_told(found, sentence) else "considered"
    if tense == "missed":
        return "past"
    if tense == "intended":
        return "announced" if place.reported else "past"
    if action == "continue" and tense != "pluperfect" and _is_vowed(found, sentence):
        return "announced"
    if tense == "going":
        shared = action == "deliver" and found.words.startswith(_SHARING)  # 'is sharing its data'
        return "done" if shared or action in ("continue", "resume", *CUTS, *SAID_IS_DONE) else "announced"
    if found.rule in ("deliver.due", "deliver.dated") and tense in ("present", "perfect", "past"):
        return "past" if tense == "past" and not place.reported else "announced"  # what was planned is not yet done
    if tense == "pluperfect":
        return "done" if place.reported else "past"
    if tense in ("past", "perfect") or group.passive or (tense == "bare" and place.decree):
        return "done"
    if tense == "bare" and _is_option(found, sentence):
        return "considered"
    if tense == "bare" and (beside := _beside(found, sentence, action)):
        return beside
    if tense == "bare":
        return "announced" if action in (*CUTS, "resume", "lift", "continue", "deliver") else "done"
    return "done" if action in ("continue", "suspend", "withdraw", *SAID_IS_DONE) else "announced"


def _governed_status(group: Group, action: str) -> str:
    """Return what a governing verb or noun makes of an act, of a saying whether it was said or will be."""
    effect, tense = group.governor, group.tense
    if effect == "threat":
        return "conditional"
    if effect == "reports":
        return "considered"
    if effect == "order":
        said = tense in ("past", "perfect", "present", "pluperfect") and not group.told
        return "done" if said else "announced"
    if effect == "agree" and action not in ("agree", "refuse"):
        return "announced"
    if effect in ("refuse", "demand", "propose", "agree"):
        return "announced" if tense == "future" else "considered" if tense == "maybe" else "done"
    if effect == "negated":
        return "done" if tense in ("past", "perfect") else "considered"  # 'did not fail to', 'nothing prevents it from'
    return effect if effect in ("announced", "considered") else _BEGUN.get(tense, "done")


def _beside(found: Found, sentence: Sentence, action: str) -> str:
    """Return the status of a circumstance, which is that of its governor: 'responded by ordering'; empty for others."""
    clause = sentence.syntax.clause_at(found.at)
    if clause is None or not is_circumstance(sentence, clause):
        return ""
    outer = governing_group(sentence, clause.parent)
    return _governed_status(outer, action) if outer.governor else _BEGUN.get(outer.tense, "done")


def _is_option(found: Found, sentence: Sentence) -> bool:
    """Whether an act is only a choice or stands in a bill: 'staying is an option', 'put money for staying into the bill'."""
    clause, low = sentence.syntax.clause_at(found.at), sentence.words.low
    if clause is None or clause.kind == "finite":
        return False
    for outer in sentence.syntax.clauses.values():
        behind = low[outer.at + 1 : outer.end]
        if outer.kind == "finite" and outer.at > found.at and outer.relation != "rel" and low[outer.at] in _STAYS:
            return not _OPTIONS.isdisjoint(behind[:6]) and not _is_out_of_question(behind)
        if outer.at == clause.parent and low[outer.at] in _DRAFTING:
            return not _PENDING.isdisjoint(behind)
    return False


def _is_no_option(found: Found, sentence: Sentence) -> bool:
    """Whether an act is no choice: 'leaving is out of the question'."""
    if not found.words.endswith("ing"):
        return False
    clause, low = sentence.syntax.clause_at(found.at), sentence.words.low
    if clause is None or clause.kind == "finite":
        return False
    later = (one for one in sentence.syntax.clauses.values() if one.at > found.at and one.kind == "finite")
    outer = min(later, key=lambda one: one.at, default=None)
    return outer is not None and low[outer.at] in _STAYS and _is_out_of_question(low[outer.at + 1 : outer.end])


def _is_out_of_question(behind: Sequence[str]) -> bool:
    """Whether what is spoken of is said to be no choice: 'is out of the question', 'is not an option'."""
    near = tuple(behind[:5])
    if {"out", "question"} <= set(near) or {"off", "table"} <= set(near):
        return True
    return ("not" in near[:2] or "no" in near[:2]) and not _OPTIONS.isdisjoint(near)


_STAYS = BE | {"remain", "remains", "remained", "seems", "looks"}
_OPTIONS = frozenset(
    (
        "table",
        "agenda",
        "option",
        "options",
        "possible",
        "possibility",
        "possibilities",
        "conceivable",
        "thinkable",
        "choice",
        "choices",
        "discussed",
        "considered",
    )
)
_DRAFTING = frozenset(
    word
    for verb in ("put", "include", "insert", "write", "introduce", "propose", "add", "draft", "table")
    for word in forms(verb)
)
_BEGUN = {"future": "announced", "would": "announced", "maybe": "considered", "must": "considered", "bare": "announced"}
"""What is begun, managed or helped, by the tense of that."""


def _doubted(found: Found, sentence: Sentence) -> str:
    """Return the status of what is asked, hoped, drafted or not said rather than announced; empty where it is announced."""
    low, first = sentence.words.low, found.group.first
    if _DOUBTING & set(low[first : found.at]):
        return "considered"
    clause = sentence.syntax.clause_at(first)
    if clause is None:
        return ""
    opens = clause.subject.first if clause.subject is not None and clause.relation != "rel" else clause.first
    if low[opens - 1 : opens] == ("whether",):
        return "considered"
    if clause.subject is not None and low[clause.subject.head] in _BILLS:
        return "considered"  # 'a bill that would'
    if clause.parent < 0 or clause.relation == "rel":
        return ""
    told = governing_group(sentence, clause.parent)
    if told.negated:
        return "" if low[clause.parent].startswith("doubt") else "negated"  # 'does not believe that it will'
    return "considered" if low[clause.parent] in _HOPING else ""


def _is_told(found: Found, sentence: Sentence) -> bool:
    """Whether what would be done hangs on a verb, or on a noun with 'that': 'decided it would', 'gave notice that it would'."""
    clause = sentence.syntax.clause_at(found.group.first)
    if clause is None or clause.relation == "rel":
        return False
    opens = clause.subject.first if clause.subject is not None else clause.first
    return clause.parent >= 0 or sentence.words.low[opens - 1 : opens] == ("that",)


def _drafted(found: Found, sentence: Sentence) -> str:
    """Return the status of what a bill does: done where somebody has signed it, else considered; empty for no bill."""
    clause = sentence.syntax.clause_at(found.group.first)
    low = sentence.words.low
    if clause is None or clause.subject is None or low[clause.subject.head] not in _BILLS or clause.relation != "rel":
        return ""
    told = max((one.at for one in sentence.syntax.clauses.values() if one.at < clause.subject.first), default=-1)
    return (
        "done" if told >= 0 and low[told] in _ENACTED else "considered" if low[clause.subject.head] in _PENDING else ""
    )


def cannot_go_on(found: Found, behind: Sequence[str]) -> bool:
    """Whether a party says that it cannot go on, which is to stop: 'we cannot carry on with them'."""
    group, actor = found.group, found.subject
    if not (group.negated and group.tense == "maybe") or group.governor or group.passive or actor is None:
        return False
    return group.can and actor.kind in ("we", "party", "state") and "without" not in behind


_SHARING = ("shar", "provid", "suppl", "giv", "relay", "feed", "transmit", "support", "lend")
_PENDING = frozenset(("bill", "bills", "draft", "drafts", "amendment", "amendments"))
_ENACTED = frozenset(word for verb in ("sign", "enact", "adopt", "promulgate", "ratify") for word in forms(verb))
_READY = frozenset(("ready", "prepared", "willing", "open", "happy", "glad", "readiness", "willingness"))
_DOUBTING = frozenset(("probably", "possibly", "likely", "perhaps", "maybe", "presumably", "conceivably"))

_BILLS = frozenset(("bill", "draft", "amendment", "legislation", "resolution", "proposal", "measure", "bills"))


def _is_vowed(found: Found, sentence: Sentence) -> bool:
    """Whether going on is promised rather than done: 'is committed to', 'remains committed', 'stands by its word'."""
    low = sentence.words.low[found.last : found.scope_end]
    itself = sentence.words.low[found.at : found.last]
    if found.words.startswith(_VOWING) or not _VOWS.isdisjoint(low[:4]) or not _VOWS.isdisjoint(itself):
        return True
    stays = found.words.startswith(("stay", "remain")) and found.group.tense in ("present", "going")
    return stays and not _UNTIL.isdisjoint(low) and any(word.isdigit() for word in low)


_VOWS = frozenset(("committed", "commitment", "commitments", "word", "pledge"))
_UNTIL = frozenset(("until", "till", "through", "to", "beyond"))
_HOPING = frozenset(
    word for verb in ("hope", "wish", "fear", "doubt", "wonder", "ask", "suspect") for word in forms(verb)
)
_VOWING = ("commit", "recommit", "reaffirm", "reiterat", "pledg")
