"""What is told as background: acts from before the week of the news, and which dates of a sentence are an act's own."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Sequence

from stationkeep.news.acts.coded import Place
from stationkeep.news.acts.found import Found
from stationkeep.news.grammar.calendar import Dated, told_as_coming, told_as_past
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.grammar.verbs import governing_group

_OLDER = re.compile(
    r"\b(?:previously|earlier (?:this year|last (?:year|month|week))|last (?:year|month|week|spring|summer|autumn|fall|winter|decade)|"
    r"(?:years?|months?|weeks|decades?|(?:eight|nine|ten|eleven|twelve|[89]|\d\d) days) (?:ago|earlier|before)|back in(?! (?:service|operation|action|business|use|space|orbit|flight|line|touch|place|position|production|the air|its|their|full))|in the past|formerly|at (?:the|that) time|until (?:then|recently)|"
    r"in (?:19[5-9]\d|20[0-4]\d)|in the (?:19|20)\d0s|had (?:already|previously|earlier|once)|already (?:threatened|warned|hinted)|has (?:previously|already hinted)|"
    r"(?:during|after) the (?:shuttle|columbia|mir) |a year (?:ago|earlier)|on several occasions|repeatedly|once before)",
    re.I,
)  # fmt: skip

RECENT_DAYS = 7
"""An act dated further back than this before publication is background."""


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
    return not early and any(not _is_to_come(one[0], published) for one in _OLDER.finditer(text))


def _is_to_come(said: str, published: dt.date | None) -> bool:
    """Whether a year that is named is not over: 'until the end of its operation in 2030'."""
    year = _YEAR.fullmatch(said)
    return year is not None and published is not None and int(year[1]) >= published.year


_YEAR = re.compile(r"in ((?:19|20)\d\d)", re.I)


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
    older = list(_OLDER.finditer(" ".join(words.low)))
    if _is_long_before(found, sentence):
        return True
    if not dates and not older:
        return False
    chain = verbs_of(found, sentence)
    own = [one for one in dates if tense != "perfect" and one.lead not in _NOT_WHEN]
    own = [one for one in own if is_date_of(one, sentence, chain)]
    if tense in ("past", "pluperfect", "would"):
        at = words.start[found.at]  # 'slated to fly on 4 August': what is still to come is not moved
        own = [told_as_past(one, place.published) if status == "done" or one.start < at else one for one in own]
        if tense == "would":
            own = [told_as_coming(one, place.published) if one.start > at else one for one in own]
    clause = sentence.syntax.clause_at(found.group.first)
    if clause is not None and clause.parent >= 0 and tense in ("past", "pluperfect"):
        itself = [one for one in own if one.start > sentence.words.start[found.at]]
        own = itself or own  # 'said on Monday that it had stopped in May'
    if any(_is_recent(one, place.published) for one in own):
        return False
    told = tense in ("past", "pluperfect")
    return any(_is_background(one, place, told=told) for one in own) or any(
        _says_older(one, found, sentence, chain, place) for one in older
    )


def _is_long_before(found: Found, sentence: Sentence) -> bool:
    """Whether something else came more than a week after an act: 'the news came eleven days after they signed'."""
    clause, low = sentence.syntax.clause_at(found.group.first), sentence.words.low
    if clause is None or clause.subject is None:
        return False
    k = clause.subject.first - 1
    while k > 0 and sentence.syntax.tags[k] in ("det", "adj", "name", "and"):
        k -= 1
    if k < 2 or low[k] != "after":
        return False
    return low[k - 1] in _LONG or (low[k - 1] == "days" and low[k - 2] in _MANY_DAYS)


_LONG = frozenset(("weeks", "month", "months", "year", "years", "decade", "decades"))
_MANY_DAYS = frozenset(("eight", "nine", "ten", "eleven", "twelve", *map(str, range(RECENT_DAYS + 1, 100))))


def _is_background(one: Dated, place: Place, *, told: bool) -> bool:
    """Whether a date makes an act background; where nothing tells the day of publication, a year or the tense does."""
    if one.last is None:
        dated = one.said[:1].isalpha() and re.search(r"\d", one.said) is not None
        return dated and not place.published and not place.early
    if place.published is None:
        return told and not place.early
    return _is_before(one, place.published)


def _says_older(one: re.Match[str], found: Found, sentence: Sentence, chain: frozenset[int], place: Place) -> bool:
    """Whether words such as 'two years ago' belong to an act, and make it background."""
    k = one.string.count(" ", 0, one.start())
    tense = found.group.tense
    if (tense == "perfect" and k >= found.last) or not _is_held(sentence, chain, k):
        return False  # 'has resumed the work after the pause of last winter'
    year = re.search(r"in ((?:19|20)\d\d)", one[0])
    if year is None:
        return True
    if place.published is None:
        return tense in ("past", "pluperfect")
    return int(year[1]) < place.published.year


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
    if clause is None or clause.parent < 0 or found.group.tense not in ("would", "maybe", "bare"):
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
