"""How firm a statement is: done, announced, conditional, considered, negated, past."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from stationkeep.news.calendar import Dated, told_as_past
from stationkeep.news.coded import CUTS, SAID_IS_DONE, Place
from stationkeep.news.found import Found
from stationkeep.news.subjects import Sentence
from stationkeep.news.verbs import Group, governing_group, is_circumstance
from stationkeep.news.words import forms

_OLDER = re.compile(
    r"\b(?:previously|earlier (?:this year|last (?:year|month|week))|last (?:year|month|week|spring|summer|autumn|fall|winter|decade)|"
    r"(?:years?|months?|weeks|decades?|(?:eight|nine|ten|eleven|twelve|[89]|\d\d) days) (?:ago|earlier|before)|back in|in the past|formerly|at (?:the|that) time|until (?:then|recently)|"
    r"in (?:19[5-9]\d|20[0-4]\d)|in the (?:19|20)\d0s|had (?:already|previously|earlier|once)|already (?:threatened|warned|hinted)|has (?:previously|already hinted)|"
    r"(?:during|after) the (?:shuttle|columbia|mir) |a year (?:ago|earlier)|on several occasions|repeatedly|once before)",
    re.I,
)  # fmt: skip

RECENT_DAYS = 7
"""An act dated further back than this before publication is background."""


def find_status(found: Found, sentence: Sentence, place: Place, action: str, negated: bool) -> str:
    """Return how firm an act is, its date left out: see the table of statuses in the guide to the statement."""
    group, effect = found.group, found.group.governor
    if negated:
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
        return "done" if action in ("continue", "resume", *CUTS, *SAID_IS_DONE) else "announced"
    if tense == "pluperfect":
        return "done" if place.reported else "past"
    if tense in ("past", "perfect") or group.passive or (tense == "bare" and place.decree):
        return "done"
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


_READY = frozenset(("ready", "prepared", "willing", "open", "happy", "glad", "readiness", "willingness"))
_DOUBTING = frozenset(("probably", "possibly", "likely", "perhaps", "maybe", "presumably", "conceivably"))

_BILLS = frozenset(("bill", "draft", "amendment", "legislation", "resolution", "proposal", "measure", "bills"))


def _is_vowed(found: Found, sentence: Sentence) -> bool:
    """Whether going on is promised rather than done: 'is committed to', 'remains committed', 'stands by its word'."""
    low = sentence.words.low[found.last : found.scope_end]
    if found.words.startswith(_VOWING) or not _VOWS.isdisjoint(low[:4]):
        return True
    stays = found.words.startswith(("stay", "remain")) and found.group.tense in ("present", "going")
    return stays and not _UNTIL.isdisjoint(low) and any(word.isdigit() for word in low)


_VOWS = frozenset(("committed", "commitment", "commitments", "word", "pledge"))
_UNTIL = frozenset(("until", "till", "through", "to", "beyond"))
_HOPING = frozenset(
    word for verb in ("hope", "wish", "fear", "doubt", "wonder", "ask", "suspect") for word in forms(verb)
)
_VOWING = ("commit", "recommit", "reaffirm", "reiterat", "pledg")


def is_recalled(text: str, dates: Sequence[Dated], published: dt.date | None, early: bool) -> bool:
    """Whether a sentence tells of what was before the week of the news."""
    for one in dates:
        if one.lead in ("until", "through", "after", "by", "from", "to", "beyond", "before"):
            continue
        if one.last is None:
            if published is None and not early and (re.search(r"\d", one.said) or one.lead == "in"):
                return True
        elif published is not None and (published - one.last).days > RECENT_DAYS:
            return True
    return _OLDER.search(text) is not None and not early


def is_older(found: Found, sentence: Sentence, dates: Sequence[Dated], place: Place, status: str) -> bool:
    """Whether an act is recalled from before the news: it, or who decided or announced it, stands with an older date."""
    tense = found.group.tense
    ongoing = tense in ("present", "going", "future") and not found.group.passive
    if ongoing and (status == "done" or not _told_before(found, sentence)):
        return False
    if status != "done" and tense not in ("past", "pluperfect", "intended") and not _told_before(found, sentence):
        return False
    words = sentence.words
    if tense == "past" and "once" in words.low[max(0, found.group.first - 1) : found.at]:
        return True  # 'once threatened to leave'
    chain = verbs_of(found, sentence)
    own = [
        one for one in dates if tense != "perfect" and one.lead not in _NOT_WHEN and is_date_of(one, sentence, chain)
    ]
    if tense in ("past", "pluperfect", "would"):
        at = words.start[found.at]  # 'slated to fly on 4 August': what is still to come is not moved
        own = [told_as_past(one, place.published) if status == "done" or one.start < at else one for one in own]
    if any(_is_recent(one, place.published) for one in own):
        return False
    for one in own:
        if one.last is None:
            if not place.published and not place.early and one.said[:1].isalpha() and re.search(r"\d", one.said):
                return True
        elif place.published is None:
            if not place.early and tense in ("past", "pluperfect"):
                return True
        elif _is_before(one, place.published):
            return True
    text = " ".join(words.low)
    starts = list(accumulate((len(word) + 1 for word in words.low), initial=0))
    for older in _OLDER.finditer(text):
        k = bisect_left(starts, older.start())
        if tense == "perfect" and k >= found.last:
            continue  # 'has resumed the work after the pause of last winter'
        if not _is_held(sentence, chain, k):
            continue
        year = re.search(r"in ((?:19|20)\d\d)", older[0])
        if year is None:
            return True
        if place.published is None and tense not in ("past", "pluperfect"):
            continue
        if place.published is None or int(year[1]) < place.published.year:
            return True
    return False


def _is_before(one: Dated, published: dt.date) -> bool:
    """Whether a date lies before the week of the news: a day, or a longer time that is over."""
    if one.first is None or one.last is None:
        return False
    long = (one.last - one.first).days > RECENT_DAYS
    return one.last < published if long else (published - one.last).days > RECENT_DAYS


def _is_recent(one: Dated, published: dt.date | None) -> bool:
    """Whether a date is a day of the week of the news."""
    if one.first is None or one.last is None or published is None or one.first != one.last:
        return False
    return 0 <= (published - one.last).days <= RECENT_DAYS


_NOT_WHEN = frozenset(("for", "until", "through", "after", "by", "from", "to", "beyond", "before", "since"))


def _told_before(found: Found, sentence: Sentence) -> bool:
    """Whether what is still to come was decided or said in the past tense: 'said last July that it would leave'."""
    clause = sentence.syntax.clause_at(found.group.first)
    if clause is None or clause.parent < 0 or found.group.tense not in ("would", "bare"):
        return False
    return governing_group(sentence, clause.parent).tense in ("past", "pluperfect")


def verbs_of(found: Found, sentence: Sentence) -> frozenset[int]:
    """Return the verbs of an act: its own, those that govern it, what it says, and those without a tense on them."""
    syntax = sentence.syntax
    chain: set[int] = set()
    for word in (found.at, found.group.first, found.group.governed_at):
        clause = syntax.clause_at(word)
        while clause is not None and clause.at not in chain:
            chain.add(clause.at)
            clause = syntax.clause_at(clause.parent)
    for clause in syntax.clauses.values():
        kept = found.words.startswith(("keep", "kept")) and found.at < clause.first < found.scope_end
        without = clause.kind in ("to", "ing") and (clause.relation != "rel" or kept)  # 'keep the station going'
        if clause.parent == found.at or (without and (kept or clause.parent in chain)):
            chain.add(clause.at)
    return frozenset(chain)


def is_date_of(one: Dated, sentence: Sentence, chain: frozenset[int]) -> bool:
    """Whether a date belongs to the verbs of an act, and not to another clause of its sentence."""
    return _is_held(sentence, chain, bisect_left(sentence.words.start, one.start))


def _is_held(sentence: Sentence, chain: frozenset[int], word: int) -> bool:
    """Whether a date at a word belongs to one of some verbs: the next verb if it opens its clause, else the last one."""
    low = sentence.words.low
    clauses = sorted(dict.fromkeys(sentence.syntax.clauses.values()), key=lambda one: one.at)
    before = [one for one in clauses if one.at < word]
    later = next((one for one in clauses if one.at > word), None)
    if later is not None and later.subject is not None and later.kind == "finite":
        last = before[-1].at if before else -1
        between = (
            last not in chain and last < later.subject.core <= word
        )  # 'NASA in June signed', 'which in 2014 banned'
        opener = word - 2 if sentence.syntax.tags[word - 1] == "prep" else word - 1
        if between or (word < later.subject.first and opener > 0 and low[opener] in _OPENING):
            return later.at in chain
    for one in reversed(before):
        if one.at in chain:
            return True
        if one.kind == "finite":
            return one.subject is not None and low[one.subject.first - 1] == "when"  # 'When it ended in 2011, NASA'
        if "," not in low[one.at : word]:
            return False
    return any(one.relation != "rel" for one in map(sentence.syntax.clause_at, chain) if one is not None)


_OPENING = frozenset(("and", "but", ";", ":", "that", "“"))
