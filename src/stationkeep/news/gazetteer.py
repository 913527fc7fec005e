"""Who and what a text names: the pack's names and people, and the people that a text itself introduces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from stationkeep.facts.pack import Pack
from stationkeep.news.words import Words, plain_word, split_words


@dataclass(frozen=True)
class Mention:
    """A name in a sentence: words ``[first, last)``, what kind of thing, whom it means, what object it names."""

    first: int
    last: int
    kind: str
    means: str
    object: str
    name: str


@dataclass(frozen=True)
class _Entry:
    words: tuple[str, ...]
    cased: tuple[bool, ...]
    kind: str
    means: str
    object: str
    name: str


@dataclass(frozen=True)
class Term:
    """A term of office."""

    means: str
    role: str
    begins: dt.date
    ends: dt.date | None


class Gazetteer:
    """The names of a pack, looked up by their words, longest first."""

    def __init__(self, pack: Pack) -> None:
        self._index: dict[str, list[_Entry]] = {}
        self.people: dict[str, list[Term]] = {}
        self.controlled = {party.id: party.controlled_by for party in pack.parties.values()}
        self.kinds = {party.id: party.kind for party in pack.parties.values()}
        known: set[str] = set()
        for person in pack.people:
            self.people.setdefault(person.name, []).append(
                Term(person.means, person.role, person.valid_from, person.valid_to)
            )
            for name in (person.name, *person.aliases):
                if name not in known:
                    known.add(name)
                    self._add(name, "person", person.name, "")
        for row in pack.names:
            if row.name not in known:
                known.add(row.name)
                self._add(row.name, row.kind, row.means, row.object)
        for party in pack.parties.values():
            for name in (party.name, *party.aliases):
                if name not in known:
                    known.add(name)
                    self._add(name, "party", party.id, "")
        for entries in self._index.values():
            entries.sort(key=lambda entry: -len(entry.words))

    def _add(self, name: str, kind: str, means: str, thing: str) -> None:
        words = split_words(name, 0, len(name))
        if not len(words):
            return
        cased = tuple(any(c.isupper() for c in word) for word in words.raw)
        self._index.setdefault(words.low[0], []).append(_Entry(words.low, cased, kind, means, thing, name))

    def find(self, words: Words) -> list[Mention]:
        """Return the names in a sentence, from left to right, none within another."""
        found: list[Mention] = []
        at, count = 0, len(words)
        while at < count:
            for entry in self._index.get(words.low[at], ()):
                end = at + len(entry.words)
                if words.low[at:end] == entry.words and _written_alike(words.raw[at:end], entry):
                    person = entry.kind == "person"
                    name = entry.means if person else entry.name
                    found.append(Mention(at, end, entry.kind, "" if person else entry.means, entry.object, name))
                    at = end
                    break
            else:
                at += 1
        return found

    def party_of(self, person: str, on: dt.date | None) -> str:
        """Return whom a person spoke for on a date; without a date, in the last term."""
        terms = self.people.get(person, [])
        if on is not None:
            for term in terms:
                if term.begins <= on and (term.ends is None or on <= term.ends):
                    return term.means
        return terms[-1].means if terms else ""


def _written_alike(raw: Iterable[str], entry: _Entry) -> bool:
    """Whether capitals stand where the name has them; a name of capitals only must be all capitals."""
    for word, cased, low in zip(raw, entry.cased, entry.words, strict=True):
        if cased and not word[0].isupper():
            return False
        if cased and len(low) <= 4 and word != word.upper() and any(one.isupper() for one in entry.name[1:]):
            exact = entry.name.split()
            if all(plain_word(one) != low or one != word for one in exact):
                return False
    return True


@lru_cache(maxsize=4)
def _for_root(pack_id: str, root: str) -> Gazetteer:
    from stationkeep.facts.pack import load_pack

    return Gazetteer(load_pack(root))


def gazetteer_of(pack: Pack) -> Gazetteer:
    """Return the gazetteer of a pack, built once."""
    return _for_root(pack.id, str(pack.root))
