"""Tables of patterns, each with the words that a sentence must have for it: most sentences are spared the search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Generic, TypeVar

from stationkeep.news.text.words import listed

Row = TypeVar("Row")

_COUNTED = listed(
    "a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand couple few several tens "
    "dozen dozens hundreds thousands half zero pair"
)
_MOST_WORDS = 50_000  # remembered at once: a text of random letters must not fill the memory
_PARTS = re.compile(r"[^\w']+|_+")


@dataclass(frozen=True)
class Keyed(Generic[Row]):
    """A pattern and what it stands for.

    Parameters
    ----------
    row : Row
        What a match means.
    keys : str
        Groups parted by ``&``; of each group the sentence must have a word, which may ask for more than the pattern.
        A key stands anywhere in a word, ``=key`` is the whole word, ``9`` any figure, ``#`` any number.
    pattern : re.Pattern
        Searched where all groups are there.
    """

    row: Row
    keys: str
    pattern: re.Pattern[str]


class _Vocabulary:
    """Groups of words, each a bit; the words of a sentence are looked up once for all tables."""

    def __init__(self) -> None:
        self._groups: dict[str, int] = {}
        self._stems: dict[str, list[tuple[str, int]]] = {}  # by their first two letters
        self._whole: dict[str, int] = {}
        self._figures = 0
        self._known: dict[str, int] = {}
        self.bits_in = lru_cache(maxsize=4)(self._bits_in)

    def bit(self, group: str) -> int:
        """Return the bit of a group of keys, which is taken in where it is new."""
        name = " ".join(group.split())
        if name not in self._groups:
            bit = self._groups[name] = 1 << len(self._groups)
            for key in name.split():
                whole = _COUNTED if key == "#" else (key[1:],) if key[0] == "=" else ()
                for word in whole:
                    self._whole[word] = self._whole.get(word, 0) | bit
                if key in ("#", "9"):
                    self._figures |= bit
                elif not whole:
                    self._stems.setdefault(key[:2], []).append((key, bit))
            self._known.clear()
            self.bits_in.cache_clear()
        return self._groups[name]

    def _bits_in(self, sentence: str) -> int:
        known, bits = self._known, 0
        for word in sentence.lower().split():
            found = known.get(word)
            bits |= self._look_up(word) if found is None else found
        return bits

    def _look_up(self, word: str) -> int:
        bits, stems = 0, self._stems
        for at, letter in enumerate(word):
            if letter.isdigit():
                bits |= self._figures
            for begun in (letter, word[at : at + 2]):
                for stem, bit in stems.get(begun, ()):
                    if word.startswith(stem, at):
                        bits |= bit
        for part in _PARTS.split(word.replace("’", "'")):
            bits |= self._whole.get(part.strip("'"), 0)
        if len(self._known) >= _MOST_WORDS:
            self._known.clear()
        self._known[word] = bits
        return bits


_VOCABULARY = _Vocabulary()


class Table(Generic[Row]):
    """Patterns of which only those are searched whose words a sentence has."""

    def __init__(self, rows: Sequence[Keyed[Row]]) -> None:
        self.rows = tuple(rows)
        self._needs = [reduce(or_, map(_VOCABULARY.bit, one.keys.split("&"))) for one in self.rows]
        self._all = reduce(or_, self._needs, 0)
        self._rows_of = lru_cache(maxsize=1 << 12)(self._select)

    def find(self, sentence: str) -> Iterator[tuple[Row, re.Match[str]]]:
        """Return each row whose pattern matches, with its first match, in the order of the table."""
        for one in self.likely(sentence):
            if (found := one.pattern.search(sentence)) is not None:
                yield one.row, found

    def likely(self, sentence: str) -> tuple[Keyed[Row], ...]:
        """Return the rows whose words a sentence has."""
        return self._rows_of(_VOCABULARY.bits_in(sentence) & self._all)

    def _select(self, bits: int) -> tuple[Keyed[Row], ...]:
        return tuple(one for one, need in zip(self.rows, self._needs, strict=True) if bits & need == need)
