"""What the tagger knows before it reads: sets of tags, names, adverbs of several words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from stationkeep.news.grammar.chunks import TIMES
from stationkeep.news.grammar.gazetteer import Mention
from stationkeep.news.grammar.word_classes import HELPERS, PARTICIPLES, VERBAL
from stationkeep.news.text.words import Words, listed

NAME, _NOUN = frozenset(("name",)), frozenset(("noun",))
_CLOSED = frozenset(
    ("pron", "num", "det", "be", "modal", "have", "do", "rel", "that", "to", "and", "poss", "sub", "either", "prep")
)
OBJECT = frozenset(("det", "name", "pron", "num", "to", "that", "adj", "noun"))
PARTICLES = listed("out off up down with on from aboard")
AFTER_THIRD = frozenset(
    ("det", "pron", "name", "to", "that", "ing", "num", "adv", "sub", "adj", "“", '"', "either", "prep", ".", "noun")
)
AFTER_PLURAL = frozenset(("det", "pron", "to", "that", "adv", "name", "prep", ".", "either", "sub", "ing", "adj"))

NUMBER = frozenset(("num",))
ATTRIBUTE, PLACED = frozenset(("adj",)), frozenset(("adv",))
FLOWN = listed("dock undock launch land berth fly return lift start end resume depart splash boost burn visit")
"""What a flight is due to do."""
MAKING = listed("make makes made making find finds found keep keeps kept")
PAST = frozenset(("past", "ed"))
NO_NOUN = frozenset(("det", "pron", "that"))
OPENING = frozenset(("“", '"', "«", ".", ":", "—", "–"))
CLAUSE_OPENS = frozenset(("that", "rel", "sub", ";", ":", "“", "”", '"', ","))
CLAUSE_ENDS = frozenset((";", ":", "“", "”", '"', ",", "and", "rel", "sub", "that", "either"))


def settle_names(words: Words, mentions: Sequence[Mention], may: list[frozenset[str]]) -> None:
    """Make names of the words of names, and of words with a capital within a sentence."""
    for one in mentions:
        first = one.first
        judged = one.kind == "word" and not (one.means and words.raw[first][0].isupper())  # not 'Progress launches'
        if judged and (one.last - first == 1 or not VERBAL.isdisjoint(may[first])):
            first += 1  # 'raise the orbit', and single nouns, are judged like other words
            first += words.low[first : first + 1] in (("to",), ("down",))  # 'return to Earth'
        last = one.last - (words.low[one.last - 1] in ("from", "to"))  # 'Soyuz launches from'
        for k in range(first, last):
            if words.low[k] not in ("'s", "’s") or k < one.last - 1:
                may[k] = NAME if one.kind != "word" or words.raw[k][0].isupper() else _NOUN
    if len(words.low) > 1 and may[0] == _NOUN and words.raw[0][0].isupper() and words.raw[1][0].isupper():
        may[0] = NAME  # 'Ada Quill will'
    for k in range(1, len(words.low)):
        if words.raw[k][0].isupper() and words.raw[k - 1] not in OPENING and may[k].isdisjoint(_CLOSED):
            may[k] = NAME
        elif words.raw[k] == "May":
            may[k] = NUMBER
        elif words.low[k] == "last" and not TIMES.isdisjoint(words.low[k + 1 : k + 2]):
            may[k] = ATTRIBUTE
        elif words.low[k] in ("each", "both") and may[k - 1] == NAME and TIMES.isdisjoint(words.low[k + 1 : k + 2]):
            may[k] = PLACED  # 'NASA and ESA each said'
        elif words.low[k] == "there" and "noun" in may[k - 1]:
            may[k] = PLACED  # 'work there'


def is_item(low: Sequence[str], at: int) -> bool:
    """Whether a word opens an item of a list, whose head says who: 'X shall: a) continue ...; b) stop ...'."""
    return 0 < at <= _MARK and low[at - 1] == ")"


_MARK = 3


_PHRASES = (
    "in any case, in any event, in addition, in future, in the future, in principle, in fact, in practice, in the "
    "meantime, in turn, in due course, in the end, in return, in general, in particular, in full, in effect, of "
    "course, of necessity, for now, for the moment, for the time being, for its part, for their part, for his "
    "part, for our part, for good, for certain, for example, for instance, at once, at present, at first, at "
    "last, at least, at any rate, at this stage, at the moment, at the same time, at all times, at all costs, as "
    "before, as a rule, as a result, as well, as planned, as agreed, as usual, as always, as promised, by then, "
    "by now, by and large, from now on, from then on, on the whole, on principle, once again, once more, so far, "
    "after all, under no circumstances, in no case, on no account, without fail, to that end, no doubt, time and "
    "again, sooner or later, more or less, if necessary, if need be, if anything, where possible"
)
_ADVERBIALS = tuple(tuple(one.split()) for one in _PHRASES.split(", "))
ADVERBIALS: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {first: tuple(one for one in _ADVERBIALS if one[0] == first) for first, *_ in _ADVERBIALS}
)
"""Adverbs of several words by their first."""


def mark_adverbials(low: Sequence[str], may: list[frozenset[str]]) -> None:
    """Make adverbs of the words of such a phrase between a helper and its verb: 'will in any case fly'."""
    for k in range(1, len(low) - 2):
        if low[k] not in ADVERBIALS or not (may[k - 1] <= HELPERS or may[k - 1] == _ADVERB):
            continue
        for words in ADVERBIALS[low[k]]:
            if low[k : k + len(words)] == words:
                may[k : k + len(words)] = [_ADVERB] * len(words)


_ADVERB = frozenset(("adv",))


def mark_parted(low: Sequence[str], may: list[frozenset[str]]) -> None:
    """Make adverbs of what else parts a helper from its verb, and of 'up' before a preposition."""
    for k in range(1, len(low) - 1):
        if not may[k - 1].isdisjoint(HELPERS) and (parts := _parts_verb(low, may, k)):
            may[k : k + parts] = [_ADVERB] * parts
        elif low[k] in _UPWARDS and may[k - 1] <= VERBAL and "prep" in may[k + 1]:
            may[k] = _ADVERB  # 'the ship that went up on 1 October carried'


def _parts_verb(low: Sequence[str], may: Sequence[frozenset[str]], k: int) -> int:
    """Return how many words part a helper from its verb: 'had itself frozen', 'had on Friday banned'."""
    if low[k] in _REFLEXIVE:
        return int(not may[k + 1].isdisjoint(PARTICIPLES))
    if low[k] == "each":  # 'they will each bring'
        return int(not may[k + 1].isdisjoint(("base", *PARTICIPLES)))
    timed = low[k] in _ON and low[k + 1] in TIMES
    return 2 if timed and k + 2 < len(low) and not may[k + 2].isdisjoint(PARTICIPLES) else 0


_REFLEXIVE = listed("itself himself herself themselves ourselves myself yourself")
_ON = listed("on in since by")
_UPWARDS = listed("up down")
