"""Near copies: documents that say the same sentences in another order or in slightly other words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from stationkeep.news.text.words import listed

COPY = 0.55
"""Similarity from which two documents count as copies of one text; independent reports of one event stay below 0.4."""

MOST_SENTENCES = 400
"""Sentences compared of each document: the first ones, where a copy shows."""

_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_COMMON = listed(
    "the and that for with was were has have had are is its his her their this from not but they will would "
    "which who been also said says added told after before over about into than then there our out all"
)


def similarity(one: Sequence[str], other: Sequence[str]) -> float:
    """Return how far two documents, given as their sentences, share their sentences, whatever the order.

    Every sentence is compared with the one nearest to it in the other document by the share of content words that both
    have (stems of six letters, Dice's coefficient); the mean over sentences, weighted by their length, is taken both
    ways, and the larger of the two counts, so that a shortened copy is still a copy.

    Returns
    -------
    float
        From 0 to 1.
    """
    first, second = _stems(one), _stems(other)
    if not first or not second:
        return 0.0
    return round(max(_covered(first, second), _covered(second, first)), 3)


def _stems(sentences: Sequence[str]) -> list[Counter[str]]:
    found = []
    for sentence in sentences[:MOST_SENTENCES]:
        words = Counter(word[:6] for word in _WORD.findall(sentence.lower()) if word not in _COMMON)
        if sum(words.values()) >= 4:
            found.append(words)
    return found


def _covered(one: Sequence[Counter[str]], other: Sequence[Counter[str]]) -> float:
    sizes = [sum(words.values()) for words in other]
    where: dict[str, list[int]] = {}
    for index, words in enumerate(other):
        for word in words:
            where.setdefault(word, []).append(index)
    total = weight = 0.0
    for words in one:
        size = sum(words.values())
        shared: Counter[int] = Counter()
        for word, count in words.items():
            for index in where.get(word, ()):
                shared[index] += min(count, other[index][word])
        best = max((2 * count / (size + sizes[index]) for index, count in shared.items()), default=0.0)
        total += best * size
        weight += size
    return total / weight
