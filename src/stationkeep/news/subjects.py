"""Who acts: the subject of a verb, and what a sentence is taken apart into."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from stationkeep.news.closed_words import (
    ADVERBS,
    AUXILIARIES,
    COREFERENT,
    PREPOSITIONS,
    ROLES,
    SAYING,
)
from stationkeep.news.gazetteer import COUNTRIES, Mention
from stationkeep.news.lexicon import INDEX
from stationkeep.news.syntax import Clause, Phrase, Syntax, parse
from stationkeep.news.words import Words, listed

ACTORS = frozenset(("party", "state", "person", "group"))
_FIRST_PERSON = frozenset(("we", "i", "our", "us", "my", "ourselves"))
DETERMINERS = listed("the a an its their our his her all other both several these those some any new then former")


@dataclass(frozen=True)
class Subject:
    """Who does it: the party's id, the person or name, the words where it stands, and who else is named with it."""

    means: str
    name: str
    first: int
    last: int
    kind: str
    others: tuple[str, ...] = ()


@dataclass
class Sentence:
    """A sentence taken apart, with what it needs to be read in its document."""

    words: Words
    mentions: list[Mention]
    at_end: dict[int, Mention] = field(default_factory=dict)
    at_start: dict[int, Mention] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at_end = {one.last: one for one in self.mentions}
        self.at_start = {one.first: one for one in self.mentions}

    @cached_property
    def syntax(self) -> Syntax:
        """Its tags and clauses."""
        return parse(self.words, self.mentions)


def find_subject(sentence: Sentence, before: int) -> Subject | None:
    """Return the subject of the verb whose group begins at word ``before``."""
    clause = sentence.syntax.clause_at(before) or _governing(sentence, before)
    if clause is None or clause.subject is None:
        return None
    return subject_of(sentence, clause.subject)


def _governing(sentence: Sentence, at: int) -> Clause | None:
    """Return the clause whose verb acts on the noun phrase at a word: 'has no plans', 'turned down a request'."""
    for k in range(at - 1, max(-1, at - _NOUN_PHRASE), -1):
        if (clause := sentence.syntax.clause_at(k)) is not None:
            return clause
        if sentence.syntax.tags[k] in (",", "and", "that", "rel", "sub", ";", ":"):
            return None
    return None


_NOUN_PHRASE = 8
"""Words before a noun in which the verb that acts on it is looked for."""


def subject_of(sentence: Sentence, phrase: Phrase) -> Subject | None:
    """Return who a noun phrase is: a name, an office that stands with one, a pronoun, a ship."""
    low = sentence.words.low
    head = low[phrase.head]
    head = head.partition("'")[0] or head  # "they've"
    within = [one for one in sentence.mentions if phrase.first <= one.first < phrase.last]
    own = [one for one in within if one.first < phrase.core]
    named = next((one for one in own if one.first <= phrase.head < one.last), None)
    if named is not None and named.kind in ACTORS:
        return Subject(named.means, named.name, named.first, named.last, named.kind, _joined(sentence, named, within, phrase))
    if named is None and head in _FIRST_PERSON:  # 'the US' is no 'us'
        return Subject("", head, phrase.head, phrase.head + 1, "we")
    if named is None and head in _PRONOUNS:
        return Subject("", _PRONOUNS[head], phrase.head, phrase.head + 1, "pronoun")
    if named is not None and named.kind == "thing":
        if low[named.first - 1 : named.first] == ("our",):
            return Subject("", "we", named.first - 1, named.last, "we")
        if named.means:
            return Subject(named.means, named.name, named.first, named.last, "thing")
    person = next((one for one in within if one.kind == "person" and low[one.first - 1] not in PREPOSITIONS), None)
    office = head in ROLES or head in COREFERENT
    if person is not None and (office or named is None):
        return Subject(person.means, person.name, person.first, person.last, "person")
    if office:
        apposed = next((one for one in within if one.kind in ("party", "state") and low[one.first - 1] == ","), None)
        for one in own:
            if one.kind in ("party", "state", "group"):
                one = apposed if one.kind == "state" and apposed is not None else one
                return Subject(one.means, one.name, one.first, one.last, one.kind)
        if low[phrase.core : phrase.core + 1] and low[phrase.core] in ("of", "at", "for", "from", "in", "on"):
            for one in within:
                if one.first >= phrase.core and one.kind in ("party", "state") and one.first <= phrase.core + 5:
                    return Subject(one.means, one.name, one.first, one.last, one.kind)
        if apposed is not None:
            return named_by(apposed)
        if head in COREFERENT:
            return Subject("", head, phrase.head, phrase.head + 1, "pronoun")
    return None


def subject_phrase(sentence: Sentence, at: int) -> Phrase | None:
    """Return the noun phrase that is the subject of the verb group at a word."""
    clause = sentence.syntax.clause_at(at)
    return clause.subject if clause is not None else None


def noun_phrase(sentence: Sentence, at: int) -> Phrase:
    """Return the phrase whose head is the noun at a word, with what hangs on it up to the next verb or mark."""
    tags = sentence.syntax.tags
    first, last = at, at + 1
    while first > 0 and tags[first - 1] in _NOMINAL:
        first -= 1
    while last < len(tags) and tags[last] in (*_NOMINAL, "prep", "to", "and"):
        last += 1
    return Phrase(first, last, at, at + 1)


def phrase_behind(sentence: Sentence, at: int) -> Phrase | None:
    """Return the noun phrase that begins at a word, as behind a preposition."""
    tags = sentence.syntax.tags
    if tags[at] == "pron":
        return Phrase(at, at + 1, at, at + 1)
    core = at
    while core < len(tags) and tags[core] in _NOMINAL:
        core += 1
    if core == at:
        return None
    last = core
    while last < len(tags) and tags[last] in (*_NOMINAL, "prep", ",", "and"):
        last += 1
    return Phrase(at, last, core - 1, core)


_NOMINAL = frozenset(("det", "poss", "adj", "num", "noun", "name"))


def owner_of(sentence: Sentence, phrase: Phrase) -> Subject | None:
    """Return whose the thing is that a noun phrase names: 'JAXA's freighters', 'Soyuz flights', 'a ship of Boeing'."""
    found = _owner(sentence, phrase)
    if found is not None and found.kind == "state" and sentence.words.low[phrase.head] in LAWS:
        return replace(found, name=f"{found.name} {sentence.words.low[phrase.head]}")  # the state itself, not its agency
    return found


LAWS = listed(
    "law laws act bill bills legislation statute decree decrees order court budget constitution treaty sanctions ban bans "
    "embargo restrictions measures"
)
"""Nouns of what a state itself does, its agency never."""


def _owner(sentence: Sentence, phrase: Phrase) -> Subject | None:
    low = sentence.words.low
    before = [one for one in sentence.mentions if phrase.first <= one.first and one.last <= phrase.head]
    for one in before:
        if one.kind in ACTORS and one.means and low[one.last] in POSSESSIVE:
            return named_by(one)
    ship = low[phrase.head] in SHIPS
    if ship and (own := next((one for one in before if is_ship(one)), None)) is not None:
        return named_by(own)  # 'its Kounotori freighters'
    for k in range(phrase.first, phrase.head):
        if low[k] in _OWNING and k not in sentence.at_start:
            return Subject("", _OWNING[low[k]], k, k + 1, "we" if low[k] in _FIRST_PERSON else "pronoun")
    for one in before:
        if one.kind in ("party", "state"):
            return named_by(one)
    for k in range(phrase.first, phrase.head):
        if low[k] in COUNTRIES and k not in sentence.at_start:
            return of_country(low[k], k)
    flown = low[phrase.head] in _FLIGHTS
    for one in sentence.mentions:
        if not (phrase.first <= one.first < phrase.last and one.means):
            continue
        k = one.first - 1 if low[one.first - 1] not in DETERMINERS else one.first - 2
        of = k == phrase.core and low[k] == "of"
        if one.kind in ("party", "state") and (of or low[k] == "by"):
            return named_by(one)
        if one.kind in ("thing", "word") and (
            one.first <= phrase.head or (of and flown) or (is_ship(one) and (ship or (flown and low[k] == ",")))
        ):
            return named_by(one)
    for k in range(phrase.first, phrase.head + 1):
        owner = low[k + 1 : k + 2] != () and low[k + 1] in POSSESSIVE and (low[k] in SHIPS or low[k] in COREFERENT)
        if owner or (k == phrase.head and (ship or low[k] in LAWS)):
            return Subject("", low[k], k, k + 1, "pronoun")
    return None


SHIPS = listed(
    "ship ships spaceship spacecraft vessel vessels capsule capsules freighter freighters craft vehicle vehicles rocket rockets "
    "booster boosters tug tugs spaceplane shuttle shuttles orbiter orbiters"
)
"""Nouns of what flies: without a name they mean the ship last named."""


def is_ship(one: Mention) -> bool:
    """Whether a name is that of a ship, whose operator is known."""
    return one.kind == "thing" and bool(one.means) and one.object.endswith("_flights")


_FLIGHTS = listed("flight flights launch launches mission missions landing landings docking dockings trip trips engines thrusters engine burn")


def named_by(one: Mention) -> Subject:
    """Return whom a name names, as a subject."""
    return Subject(one.means, one.name, one.first, one.last, one.kind)


def of_country(adjective: str, at: int) -> Subject:
    """Return whom the adjective of a country names: its agency where one acts for it in space."""
    state, agency = COUNTRIES[adjective]
    return Subject(agency or state, adjective.capitalize(), at, at + 1, "party" if agency else "state")


POSSESSIVE = frozenset(("'s", "’s", "‘s", "'", "’"))
_OWNING = {"our": "we", "my": "we", "its": "it", "their": "they", "his": "he", "her": "she"}


def _joined(sentence: Sentence, named: Mention, within: list[Mention], phrase: Phrase) -> tuple[str, ...]:
    """Return who else acts: 'A, B and C'."""
    low = sentence.words.low
    others: list[str] = []
    end = named.last
    for one in within:
        if one.first < end or one.kind not in ACTORS:
            continue
        gap = low[end : one.first]
        if not gap or not all(word in (",", "and", "&", "the", "both") for word in gap) or one.first >= phrase.last:
            break
        if one.kind != "person" or named.kind == "person":
            others.append(one.means)
        end = one.last
    return tuple(one for one in others if one) if "and" in low[named.last : end] or "&" in low[named.last : end] else ()


_PRONOUNS = {"they": "they", "it": "it", "he": "he", "she": "she", "its": "it", "their": "they", "his": "he", "her": "she", "them": "they", "itself": "it", "themselves": "they"}


def main_subject(sentence: Sentence, before: int) -> Subject | None:
    """Return the first subject of a sentence before a word: 'Russia told NASA that it' speaks of Russia."""
    clauses = sorted({one.first: one for one in sentence.syntax.clauses.values()}.items())
    for _, clause in clauses:
        if clause.subject is None or clause.subject.head >= before or clause.relation == "rel":
            continue
        if (found := subject_of(sentence, clause.subject)) is not None:
            return found
    return None
