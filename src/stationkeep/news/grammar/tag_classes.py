"""Sets of tags by which the tagger judges neighbours, and adverbs of several words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from stationkeep.news.grammar.word_classes import HELPERS
from stationkeep.news.text.words import listed

OBJECT = frozenset(("det", "name", "pron", "num", "to", "that", "adj", "noun"))
PARTICLES = listed("out off up down with on from aboard")
AFTER_THIRD = frozenset(
    ("det", "pron", "name", "to", "that", "ing", "num", "adv", "sub", "adj", "“", '"', "either", "prep", ".", "noun")
)
AFTER_PLURAL = frozenset(("det", "pron", "to", "that", "adv", "name", "prep", ".", "either", "sub", "ing", "adj"))

PLAIN = frozenset(
    ("noun", "name", "pron", "pron+", "num", "prep", "to", "rel", "sub", "and", "poss", "be", "have", "do", ",")
)
"""Tags that the neighbours of a word never change."""
NUMBER = frozenset(("num",))
ATTRIBUTE, PLACED = frozenset(("adj",)), frozenset(("adv",))
PAST = frozenset(("past", "ed"))
NO_NOUN = frozenset(("det", "pron", "that"))
LIKE = {
    **{form: (form,) for form in ("base", "s", "ing")},
    "past": ("past", "ed"), "part": ("part", "ed"), "ed": ("ed", "past", "part"),
}  # fmt: skip
"""Forms that are joined by 'and', likest first."""
OPENING = frozenset(("“", '"', "«", ".", ":", "—", "–"))
CLAUSE_OPENS = frozenset(("that", "rel", "sub", ";", ":", "“", "”", '"', ","))
CLAUSE_ENDS = frozenset((";", ":", "“", "”", '"', ",", "and", "rel", "sub", "that", "either"))


def is_item(low: Sequence[str], at: int) -> bool:
    """Whether a word opens an item of a list, whose head says who: 'X shall: a) continue ...; b) stop ...'."""
    return 0 < at <= _MARK and low[at - 1] == ")"


_MARK = 3


_ADVERBIALS = (
    "in any case, in any event, in addition, in future, in the future, in principle, in fact, in practice, in the meantime, "
    "in turn, in due course, in the end, in return, in general, in particular, in full, in effect, of course, of necessity, "
    "for now, for the moment, for the time being, for its part, for their part, for his part, for our part, for good, for certain, "
    "for example, for instance, at once, at present, at first, at last, at least, at any rate, at this stage, at the moment, "
    "at the same time, at all times, at all costs, as before, as a rule, as a result, as well, as planned, as agreed, as usual, "
    "as always, as promised, by then, by now, by and large, from now on, from then on, on the whole, on principle, once again, "
    "once more, so far, after all, under no circumstances, in no case, on no account, without fail, to that end, no doubt, "
    "time and again, sooner or later, more or less, if necessary, if need be, if anything, where possible"
)
ADVERBIALS: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        first: tuple(words for words in map(tuple, (one.split() for one in _ADVERBIALS.split(", "))) if words[0] == first)
        for first in {one.split()[0] for one in _ADVERBIALS.split(", ")}
    }
)
"""Adverbs of several words by their first."""


def mark_adverbials(low: Sequence[str], may: list[frozenset[str]]) -> None:
    """Make adverbs of the words of such a phrase where it stands between a helper and its verb: 'will in any case fly'."""
    for k in range(1, len(low) - 2):
        if low[k] not in ADVERBIALS or not (may[k - 1] <= HELPERS or may[k - 1] == _ADVERB):
            continue
        for words in ADVERBIALS[low[k]]:
            if low[k : k + len(words)] == words:
                may[k : k + len(words)] = [_ADVERB] * len(words)


_ADVERB = frozenset(("adv",))
