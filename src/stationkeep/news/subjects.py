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
_LINKS = (
    AUXILIARIES
    | ADVERBS
    | PREPOSITIONS
    | ROLES
    | COREFERENT
    | listed("and or but who which that , ( ) to not n't no as")
)
_PASTS = listed(
    "took made gave sent held met wrote led kept put got came went saw found set ran began became chose won lost"
)
_DAYS = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
)
_STOPS = frozenset((";", ":", "“", "«", "„"))
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


def find_subject(sentence: Sentence, before: int, floor: int = 0, *, things: bool = False) -> Subject | None:
    """Return the subject of the verb whose group begins at word ``before``."""
    clause = sentence.syntax.clause_at(before) or _governing(sentence, before)
    if clause is None or clause.subject is None:
        return None
    return subject_of(sentence, clause.subject, things=things)


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


def subject_of(sentence: Sentence, phrase: Phrase, *, things: bool = False) -> Subject | None:
    """Return who a noun phrase is: a name, an office that stands with one, a pronoun, or a ship where ``things`` act."""
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
    if things and named is not None and named.kind == "thing":
        if low[named.first - 1 : named.first] == ("our",):
            return Subject("", "we", named.first - 1, named.last, "we")
        if named.means:
            return Subject(named.means, named.name, named.first, named.last, "thing")
    person = next((one for one in within if one.kind == "person" and not after_preposition(sentence, one.first)), None)
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


def owner_of(sentence: Sentence, phrase: Phrase) -> Subject | None:
    """Return whose the thing is that a noun phrase names: 'JAXA's freighters', 'Soyuz flights', 'a ship of Boeing'."""
    found = _owner(sentence, phrase)
    if found is not None and found.kind == "state" and sentence.words.low[phrase.head] in _LAWS:
        return replace(found, name=f"{found.name} {sentence.words.low[phrase.head]}")  # the state itself, not its agency
    return found


_LAWS = listed("law laws act bill bills legislation statute decree decrees order court budget constitution treaty")


def _owner(sentence: Sentence, phrase: Phrase) -> Subject | None:
    low = sentence.words.low
    before = [one for one in sentence.mentions if phrase.first <= one.first and one.last <= phrase.head]
    for one in before:
        if one.kind in ACTORS and one.means and low[one.last] in POSSESSIVE:
            return named_by(one)
    for k in range(phrase.first, phrase.head):
        if low[k] in _OWNING and k not in sentence.at_start:
            return Subject("", _OWNING[low[k]], k, k + 1, "we" if low[k] in _FIRST_PERSON else "pronoun")
    for one in before:
        if one.kind in ("party", "state"):
            return named_by(one)
    for k in range(phrase.first, phrase.head):
        if low[k] in COUNTRIES and k not in sentence.at_start:
            return of_country(low[k], k)
    flown, ship = low[phrase.head] in _FLIGHTS, low[phrase.head] in SHIPS
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
        if owner or (ship and k == phrase.head):
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


_FLIGHTS = listed("flight flights launch launches mission missions landing landings docking dockings trip trips")


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
        if (found := subject_of(sentence, clause.subject, things=True)) is not None:
            return found
    return None


def after_preposition(sentence: Sentence, at: int) -> bool:
    """Whether the noun phrase that reaches to word ``at`` hangs on a preposition ('with NASA'), roles excepted."""
    low = sentence.words.low
    k = phrase_start(sentence, at)
    if k == 0:
        return False
    word = low[k - 1]
    if word in ("after", "before", "since", "because", "as", "than", "like"):
        return False  # conjunctions as often as not
    if (
        word == "of"
        and k - 1 in sentence.at_end
        and sentence.at_end[k - 1].kind == "word"
        and sentence.at_end[k - 1].object.endswith("flights")
    ):
        return False  # 'a cargo ship of Northrop Grumman'
    if word in ("of", "at", "for", "from", "by") and k >= 2 and _officeafter_preposition(sentence, k - 1):
        return True
    if word in ("of", "at", "for", "from", "by") and k >= 2:
        raw = sentence.words.raw
        named = k >= 3 and raw[k - 2][0].isupper() and k - 1 not in sentence.at_end  # 'Thomas Reiter of ESA'
        return not (named or any(one in ROLES or one == "according" for one in low[max(0, k - 4) : k - 1]))
    return word in PREPOSITIONS


def _officeafter_preposition(sentence: Sentence, at: int) -> bool:
    """Whether the office before 'of' is itself one that something is said to: 'wrote to the heads of NASA'."""
    low = sentence.words.low
    k = at
    while k > 0 and (low[k - 1] in ROLES or low[k - 1] in DETERMINERS):
        k -= 1
    if not 0 < k < at or not ROLES.intersection(low[k:at]):
        return False
    return low[k - 1] in ("to", "with", "from", "for", "against") and low[k - 2 : k - 1] != ("according",)


def phrase_start(sentence: Sentence, at: int) -> int:
    """Return where the noun phrase that reaches to word ``at`` begins, coordination included."""
    low, raw = sentence.words.low, sentence.words.raw
    mention = sentence.at_start.get(at)
    k, joined = at, mention is not None and low[mention.last : mention.last + 1] == ("and",)  # 'of A, B and C'
    while k > 0:
        word = low[k - 1]
        if word in _DAYS or word.isdigit():
            break  # 'On Thursday NASA': the day is no part of the name
        if word == "," and not joined:
            break  # 'according to A, B will': the comma joins nothing
        joined = joined or word in ("and", "or")
        if word in DETERMINERS or (
            raw[k - 1][0].isupper() and k - 1 > 0 and k not in sentence.at_end and word not in PREPOSITIONS
        ):
            k -= 1
        elif word in ("and", "or", ",") and k - 1 in sentence.at_end and sentence.at_end[k - 1].kind in ACTORS:
            k = sentence.at_end[k - 1].first
        elif k in sentence.at_end and sentence.at_end[k].kind in ("party", "state", "person"):
            k = sentence.at_end[k].first
        else:
            break
    return k
