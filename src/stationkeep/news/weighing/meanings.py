"""What words mean, by a thesaurus of this field: it lets a weight learnt with one word speak for its kin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import lemminflect

TABLE = Path(__file__).with_name("thesaurus.txt")
_AHEAD = 10
"""Words in which what an act is about follows it."""


@dataclass(frozen=True)
class Meaning:
    """A word or words of a sentence ``[first, last)`` and the class that they belong to."""

    first: int
    last: int
    kind: str
    verb: bool


@lru_cache(maxsize=1)
def _entries() -> dict[str, list[tuple[tuple[str, ...], str, bool]]]:
    """Return the entries of the thesaurus by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        head, _, rest = line.partition(":")
        verb = head.startswith("v ")
        kind = head.removeprefix("v ").replace(" ", "_") + ("!" if verb else "")
        for entry in rest.split(","):
            words = tuple(entry.split())
            if not words:
                continue
            firsts = {words[0]}
            if verb:
                for written in lemminflect.getAllInflections(words[0], "VERB").values():
                    firsts.update(written)
            for first in firsts:
                found.setdefault(first, []).append(((first, *words[1:]), kind, verb))
    for entries in found.values():
        entries.sort(key=lambda one: (-len(one[0]), one))
    return found


def meanings_of(low: tuple[str, ...]) -> list[Meaning]:
    """Return what the words of a sentence mean; of each class the longest entry at a word counts."""
    entries, found = _entries(), list[Meaning]()
    for k, word in enumerate(low):
        seen: set[str] = set()
        for words, kind, verb in entries.get(word, ()):
            if kind not in seen and low[k : k + len(words)] == words:
                seen.add(kind)
                found.append(Meaning(k, k + len(words), kind, verb))
    return found


def pairs_of(found: list[Meaning]) -> set[str]:
    """Return the classes that follow one another within a few words: what is done, and to what."""
    return {
        f"{one.kind}>{other.kind}"
        for i, one in enumerate(found)
        for other in found[i + 1 :]
        if one.last <= other.first <= one.last + _AHEAD
    }
