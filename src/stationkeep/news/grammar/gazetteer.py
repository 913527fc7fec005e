"""Who and what a text names: the pack's names and people, and the people that a text itself introduces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from stationkeep.facts.pack import Pack
from stationkeep.news.grammar.closed_words import ROLES
from stationkeep.news.text.words import Words, listed, plain_word, split_words


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
    numbered: bool = False


@dataclass(frozen=True)
class Term:
    """A term of office."""

    means: str
    role: str
    begins: dt.date
    ends: dt.date | None


class _Begins(dict[str, bool]):
    """Whether a word may begin a name: most words of a text have been seen before."""

    def __init__(self, index: Mapping[str, object]) -> None:
        super().__init__()
        self._index = index

    def __missing__(self, word: str) -> bool:
        low = plain_word(word)
        found = low in self._index or low in COUNTRIES or low[-1:].isdigit() or _may_be_surname(word)
        if len(self) < _MOST_WORDS:
            self[word] = found
        return found


class Gazetteer:
    """The names of a pack, looked up by their words, longest first."""

    def __init__(self, pack: Pack) -> None:
        self._index: dict[str, list[_Entry]] = {}
        self.people: dict[str, list[Term]] = {}
        self.controlled = {party.id: party.controlled_by for party in pack.parties.values()}
        self.kinds = {party.id: party.kind for party in pack.parties.values()}
        self._spelt: dict[str, _Entry] = {}
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
        for person in pack.people:
            for name in (person.name, *person.aliases):
                surname = split_words(name, 0, len(name)).low[-1:]
                if surname and len(surname[0]) >= _TOLD_APART:
                    entry = _Entry(surname, (True,), "person", person.name, "", person.name)
                    spelt = self._spelt.setdefault(fold_spelling(surname[0]), entry)
                    if spelt.means != person.name:
                        self._spelt[fold_spelling(surname[0])] = replace(spelt, means="")  # two people: neither
        for entries in self._index.values():
            entries.sort(key=lambda entry: -len(entry.words))
        self._begins = _Begins(self._index)

    def _add(self, name: str, kind: str, means: str, thing: str) -> None:
        words = split_words(name, 0, len(name))
        if not len(words):
            return
        cased = tuple(any(c.isupper() for c in word) for word in words.raw)
        self._index.setdefault(words.low[0], []).append(_Entry(words.low, cased, kind, means, thing, name))

    def find(self, words: Words) -> list[Mention]:
        """Return the names in a sentence, from left to right, none within another."""
        found: list[Mention] = []
        low, raw, index = words.low, words.raw, self._index
        bodies = not COUNTRIES.keys().isdisjoint(low)
        begins = self._begins
        may_begin = [k for k, word in enumerate(raw) if begins[word]]
        if bodies:
            may_begin = sorted({*may_begin, *(k for k, word in enumerate(low) if word == "the")})
        free = 0
        for at in may_begin:
            if at < free:
                continue  # within the name before
            if bodies and low[at] == "the" and (body := _body_of_country(words, at + 1)) is not None:
                found.append(body)  # 'the Japanese government' before 'the Japanese'
                free = body.last
                continue
            for entry in index.get(low[at]) or (self._numbered(low[at]) if low[at][-1].isdigit() else ()):
                end = at + len(entry.words)
                if (low[at:end] == entry.words or entry.numbered) and _written_alike(raw[at:end], entry):
                    if low[end - 1] in _CREWED and self._goes_on(low, end - 1):
                        continue  # 'Russian crew launches'
                    if (stranger := _stranger_ends(words, at, end)) and entry.kind not in ("person", "word"):
                        free = stranger
                        break  # 'Dragon Boat Holdings'
                    person = entry.kind == "person"
                    name = entry.means if person else entry.name
                    end = _body_after(words, end) if entry.kind == "state" else end  # 'Russia's lower house'
                    end = _number_after(words, end) if entry.kind == "thing" and entry.means else end
                    name = name if end == at + len(entry.words) else " ".join(raw[at:end])
                    found.append(Mention(at, end, entry.kind, "" if person else entry.means, entry.object, name))
                    free = end
                    break
            else:
                if bodies and (body := _body_of_country(words, at)) is not None:
                    found.append(body)
                    free = body.last
                    continue
                spelt = self._spelt.get(fold_spelling(low[at])) if _may_be_surname(raw[at]) else None
                if spelt is not None and spelt.means and _may_follow(words, at, spelt.means):
                    found.append(Mention(at, at + 1, "person", "", "", spelt.means))
        return found

    def _numbered(self, word: str) -> Sequence[_Entry]:
        """Return the ship of which a number is named: 'HTV-9', 'HTV-X2', 'NG-18', 'SpX-25'."""
        series = word.rstrip("0123456789").rstrip("-")
        ship = _SERIES.get(series, series) if series != word else ""
        found = next((one for one in self._index.get(ship, ()) if one.words == (ship,) and one.kind == "thing"), None)
        return (
            [replace(found, words=(word,), cased=(False,), numbered=True)] if found is not None and found.means else ()
        )

    def _goes_on(self, low: tuple[str, ...], at: int) -> bool:
        """Whether a longer name of a service begins at a word: 'crew launches'."""
        ends = ((len(one.words), one.words) for one in self._index.get(low[at], ()))
        return any(size > 1 and low[at : at + size] == words for size, words in ends)

    def party_of(self, person: str, on: dt.date | None) -> str:
        """Return whom a person spoke for on a date: in the term then, else the one before, else the first."""
        terms = self.people.get(person, [])
        if on is not None:
            for term in terms:
                if term.begins <= on and (term.ends is None or on <= term.ends):
                    return term.means
            begun = [term for term in terms if term.begins <= on]
            return begun[-1].means if begun else terms[0].means if terms else ""
        return terms[-1].means if terms else ""


_TRADES = listed(
    "holdings bank banks insurance airways airlines railways ferries shipping foods brewery breweries dairy motors "
    "hotels hotel logistics freight trucking pharmaceuticals pharma records pictures studios theatre festival cup "
    "league united school college"
)
"""Words that end the names of firms and clubs that have nothing to do with space."""


def _stranger_ends(words: Words, first: int, last: int) -> int:
    """Return where the name of another trade's firm ends in which a known name only stands first; 0 for none."""
    for k in range(last, min(len(words), last + 3)):
        if not words.raw[k][0].isupper():
            break
        if words.low[k] in _TRADES:
            return k + 1
    return 0


_CREWED = frozenset(("crew", "crews", "astronaut", "cosmonaut"))
_SERIES = {
    "ng": "cygnus",
    "oa": "cygnus",
    "crs": "dragon",
    "spx": "dragon",
    "crew": "crew-1",
    "sts": "shuttle",
}
"""Series of flights, by the ship that flies them."""

_MOST_WORDS = 50_000  # remembered at once: a text of random letters must not fill the memory

_TOLD_APART = 6
"""Letters that a surname needs before another spelling of it is taken for the same."""

_SPELLINGS = (
    *(("iy", "i"), ("yi", "i"), ("ii", "i"), ("yo", "e"), ("io", "e"), ("ye", "e"), ("ie", "e"), ("y", "i")),
    *(("j", "i"), ("ss", "s"), ("ff", "v"), ("w", "v"), ("tch", "ch"), ("x", "ks")),
)


@lru_cache(maxsize=4096)
def fold_spelling(name: str) -> str:
    """Return a name without what transliterations differ in: Krikalyov, Krikalev; Borissov, Borisov."""
    for said, plain in _SPELLINGS:
        name = name.replace(said, plain)
    return name


def _may_be_surname(raw: str) -> bool:
    return len(raw) >= _TOLD_APART and raw[0].isupper() and not raw.isupper()


def _may_follow(words: Words, at: int, person: str) -> bool:
    """Whether the word before a surname leaves it open whose it is: a first name with another initial does not."""
    before = words.raw[at - 1] if at else ""
    if not before[:1].isupper() or words.low[at - 1] in ROLES or words.low[at - 1] in _TITLES:
        return True
    return before[0] == person[0]


COUNTRIES = {
    "american": ("usa", "nasa"),
    "russian": ("russia", "roscosmos"),
    "european": ("eu", "esa"),
    "japanese": ("japan", "jaxa"),
    "canadian": ("canada", "csa"),
    "ukrainian": ("ukraine", ""),
    "british": ("uk", ""),
    "german": ("germany", "dlr"),
    "french": ("france", "cnes"),
    "italian": ("italy", "asi"),
    "kazakh": ("kazakhstan", "kazakhstan"),
    "chinese": ("china", "china"),
}
"""Adjectives of countries: the state, and the agency where one acts for it in space."""

_OF_THE_AGENCY = listed(
    "agency centre center partner partners colleagues counterparts controllers specialists engineers"
)
_OF_THE_STATE = listed(
    "government parliament ministry minister president authorities diplomats lawmakers senators senator senate "
    "administration cabinet embassy ambassador treasury chancellor legislators regulators leadership premier house "
    "duma court judges"
)
_BETWEEN = listed(
    "upper lower new outgoing former aerospace "
    "space federal foreign defence defense finance economy economic science state prime deputy trade transport"
)


def _body_of_country(words: Words, at: int) -> Mention | None:
    """Return 'the Japanese space agency' as that agency, 'the Italian defence ministry' as that state."""
    if at >= len(words) or words.low[at] not in COUNTRIES:
        return None
    k = at + 1
    while k < min(len(words), at + 4) and words.low[k] in _BETWEEN:
        k += 1
    if k >= len(words):
        return None
    state, agency = COUNTRIES[words.low[at]]
    name = " ".join(words.raw[at : k + 1])
    if words.low[k] in _OF_THE_AGENCY and agency:
        return Mention(at, k + 1, "party" if agency in AGENCIES else "state", agency, "", name)
    return Mention(at, k + 1, "state", state, "", name) if words.low[k] in _OF_THE_STATE else None


_SERIALS = listed("ms m tm tma crs oa ng spx no")
"""Letters between a ship's name and its number."""


def _number_after(words: Words, end: int) -> int:
    """Return where 'Soyuz MS-27', 'Progress M-12M', 'Progress 59' ends: a ship's number belongs to its name."""
    while end < len(words):
        letters, _, number = words.low[end].rstrip("m").partition("-")
        number = number or letters
        if letters in _SERIALS or (number.isdigit() and (letters != number or len(number) <= _LONGEST_NUMBER)):
            end += 1
        else:
            break
    return end


_LONGEST_NUMBER = 3
"""Digits of a ship's number; more are a year."""


def _body_after(words: Words, end: int) -> int:
    """Return where 'Russia's lower house' ends: a state's own body stands for the state."""
    if words.low[end : end + 1] not in (("'s",), ("’s",), ("‘s",)):
        return end
    k = end + 1
    while k < min(len(words), end + 4) and words.low[k] in _BETWEEN:
        k += 1
    return k + 1 if k < len(words) and words.low[k] in _OF_THE_STATE else end


AGENCIES = frozenset(("nasa", "roscosmos", "esa", "jaxa", "csa"))

_TITLES = frozenset(("mr", "mrs", "ms", "dr", "general", "colonel", "commander", "gen", "sir"))


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
