"""Tables of patterns, each with the words that a sentence must have for it: most sentences are spared the search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from stationkeep.news.words import listed

Row = TypeVar("Row")

_COUNTED = listed(
    "a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand couple few several tens "
    "dozen dozens hundreds half"
)
_EDGES = "\"'“”‘’«»()[],.;:!?…-–—"


@dataclass(frozen=True)
class Keyed(Generic[Row]):
    """A pattern and what it stands for.

    Parameters
    ----------
    row : Row
        What a match means.
    keys : str
        Groups parted by ``&``; of each group the sentence must have a word. A key stands anywhere in a word, ``=key``
        is the whole word, ``#`` is any number in figures or words.
    pattern : re.Pattern
        Searched where all groups are there.
    """

    row: Row
    keys: str
    pattern: re.Pattern[str]


class Table(Generic[Row]):
    """Patterns of which only those are searched whose words a sentence has."""

    def __init__(self, rows: Sequence[Keyed[Row]]) -> None:
        self.rows = tuple(rows)
        groups: dict[str, int] = {}
        self._needs = []
        for one in self.rows:
            need = 0
            for group in one.keys.split("&"):
                need |= 1 << groups.setdefault(" ".join(group.split()), len(groups))
            self._needs.append(need)
        self._groups = [(1 << bit, group.split()) for group, bit in groups.items()]
        self._bits_of = lru_cache(maxsize=1 << 15)(self._look_up)
        self._rows_of = lru_cache(maxsize=1 << 12)(self._select)

    def find(self, sentence: str) -> Iterator[tuple[Row, re.Match[str]]]:
        """Return each row whose pattern matches, with its first match, in the order of the table."""
        for one in self.likely(sentence):
            if (found := one.pattern.search(sentence)) is not None:
                yield one.row, found

    def likely(self, sentence: str) -> tuple[Keyed[Row], ...]:
        """Return the rows whose words a sentence has."""
        bits = 0
        for word in sentence.lower().split():
            bits |= self._bits_of(word)
        return self._rows_of(bits)

    def _look_up(self, word: str) -> int:
        bits = 0
        for bit, keys in self._groups:
            if any(_has(word, key) for key in keys):
                bits |= bit
        return bits

    def _select(self, bits: int) -> tuple[Keyed[Row], ...]:
        return tuple(one for one, need in zip(self.rows, self._needs, strict=True) if bits & need == need)


def _has(word: str, key: str) -> bool:
    if key == "#":
        return any(c.isdigit() for c in word) or not _COUNTED.isdisjoint(re.split(r"[\W_]+", word))
    if key.startswith("="):
        return key[1:] in (word, word.strip(_EDGES), *re.split(r"[^\w']+", word.replace("’", "'")))
    return key in word
