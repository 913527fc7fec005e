"""Who acts: the subject of a verb, and what a sentence is taken apart into."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from stationkeep.news.grammar.closed_words import COREFERENT, PREPOSITIONS, ROLES
from stationkeep.news.grammar.gazetteer import COUNTRIES, Mention
from stationkeep.news.grammar.syntax import Clause, Phrase, Syntax, parse
from stationkeep.news.text.words import Words, listed

ACTORS = frozenset(("party", "state", "person", "group"))
PRONOUNS = {
    **dict.fromkeys(("we", "i", "our", "us", "my", "ourselves"), "we"),
    **dict.fromkeys(("they", "their", "them", "themselves"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("he", "his"), "he"),
    **dict.fromkeys(("she", "her"), "she"),
    **dict.fromkeys(("you", "your", "yourself", "yourselves"), "you"),
}
"""Pronouns, by the one that is their subject's."""

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
    """Return who a noun phrase is: a name, a ship, a pronoun, a person, an office that stands with a party."""
    head = sentence.words.low[phrase.head].partition("'")[0]  # "they've"
    within = [one for one in sentence.mentions if phrase.first <= one.first < phrase.last]
    named = next((one for one in within if one.first <= phrase.head < one.last), None)
    if named is not None and named.kind in ACTORS:
        return replace(named_by(named), others=_joined(sentence, named, within))
    if named is not None and named.kind == "thing":
        if sentence.words.low[named.first - 1 : named.first] == ("our",):
            return Subject("", "we", named.first - 1, named.last, "we")
        if named.means:
            return named_by(named)
    if named is None and head in PRONOUNS:  # 'the US' is no 'us'
        own = PRONOUNS[head] == "we"
        return Subject("", head if own else PRONOUNS[head], phrase.head, phrase.head + 1, "we" if own else "pronoun")
    if named is None and head in _OWN_BODIES:
        for k in range(phrase.first, phrase.head):
            if sentence.words.low[k] in _WHOSE:
                meant = PRONOUNS[sentence.words.low[k]]
                if head in _STATES_OWN and meant == "we":
                    return Subject("", head, phrase.head, phrase.head + 1, "pronoun")  # 'my government'
                return Subject("", meant, k, k + 1, "we" if meant == "we" else "pronoun")
    if named is None and head in COUNTRIES:  # 'the European and Japanese agencies'
        state, agency = COUNTRIES[head]
        kind = "party" if agency else "state"
        return Subject(agency or state, head.capitalize(), phrase.head, phrase.head + 1, kind)
    office = (
        head in ROLES
        or head in COREFERENT
        or (head in _PARTS and not (ROLES | COREFERENT).isdisjoint(words_behind(sentence, phrase)))
    )
    if office or named is None:
        people = [o for o in within if o.kind == "person" and sentence.words.low[o.first - 1] not in PREPOSITIONS]
        themselves = [one for one in people if sentence.words.low[one.last : one.last + 1] not in _POSSESSED]
        if people:  # of 'Putin's space chief, X,' it is X
            return named_by((themselves or people)[0])
    return _office(sentence, phrase, within) if office else None


_PARTS = listed("group number majority pair team dozen handful some several many most one none two three")


def words_behind(sentence: Sentence, phrase: Phrase) -> tuple[str, ...]:
    """Return the words that hang on the head of a phrase."""
    return sentence.words.low[phrase.core : phrase.last]


_OWN_BODIES = listed(
    "agency country nation company corporation firm government ministry organisation organization side"
)
_STATES_OWN = frozenset(("government", "ministry", "country", "nation"))
_WHOSE = frozenset(("his", "her", "my", "our"))
"""Whose the body is that somebody speaks for: 'he said his agency would'."""

_STATE_OFFICES = listed(
    "congressman congresswoman senator senators lawmaker lawmakers legislators judge court minister ministers premier "
    "president chancellor ambassador envoy diplomat diplomats government cabinet parliament ministry secretary embassy"
)
"""Offices of a state itself, and not of its agency."""
_OF_OFFICES = frozenset(("of", "at", "for", "from", "in", "on"))
_POSSESSED = (("'s",), ("’s",), ("‘s",))
_NEAR = 5
"""Words behind an office in which its party stands: 'the head of the European agency'."""


def _office(sentence: Sentence, phrase: Phrase, within: list[Mention]) -> Subject | None:
    """Return the party that an office or body stands with: 'X's council', 'the chairman of X', 'the agency, X,'."""
    low = sentence.words.low
    parties = [one for one in within if one.kind in ("party", "state", "group")]
    parties = [one for one in parties if one.name not in COREFERENT] or parties  # 'a group of lawmakers in the Duma'
    named = {one.last for one in parties}
    apposed = next(
        (o for o in parties if low[o.first - 1] == "," and o.first - 1 not in named and o.kind != "group"), None
    )
    ahead = next((one for one in parties if one.first < phrase.core), None)
    if ahead is not None and ahead.kind == "state" and low[phrase.head] in _STATE_OFFICES:
        return replace(named_by(ahead), name=f"{ahead.name} {low[phrase.head]}")
    if ahead is not None:
        return named_by(apposed if apposed is not None and ahead.kind == "state" else ahead)
    if low[phrase.core : phrase.core + 1] and low[phrase.core] in _OF_OFFICES:
        for one in parties:
            if one.first <= phrase.core + _NEAR and one.kind != "group":
                return named_by(one)
    if apposed is not None:
        return named_by(apposed)
    head = low[phrase.head]
    for k in range(phrase.first, phrase.head):
        state, agency = COUNTRIES.get(low[k], ("", ""))
        if state and head not in _STATE_OFFICES:
            return Subject(agency or state, low[k].capitalize(), k, phrase.head + 1, "party" if agency else "state")
    return Subject("", head, phrase.head, phrase.head + 1, "pronoun") if head in COREFERENT else None


def subject_phrase(sentence: Sentence, at: int) -> Phrase | None:
    """Return the noun phrase that is the subject of the verb group at a word."""
    clause = sentence.syntax.clause_at(at)
    return clause.subject if clause is not None else None


def noun_phrase(sentence: Sentence, at: int) -> Phrase:
    """Return the phrase whose head is the noun at a word, with what hangs on it up to the next verb or mark."""
    tags = sentence.syntax.tags
    first, last = at, at + 1
    while first > 0 and tags[first - 1] in _NOMINAL and tags[first] != "det":
        first -= 1
    while last < len(tags) and tags[last] in (*_NOMINAL, "prep", "to", "and"):
        last += 1
    return Phrase(first, last, at, at + 1)


def phrase_behind(sentence: Sentence, at: int) -> Phrase | None:
    """Return the noun phrase that begins at a word, as behind a preposition."""
    tags = sentence.syntax.tags
    if at >= len(tags):
        return None
    if tags[at] == "pron":
        return Phrase(at, at + 1, at, at + 1)
    core = at
    while core < len(tags) and tags[core] in _NOMINAL and (core == at or tags[core] != "det"):
        core += 1
    if core == at:
        return None
    last = core
    while last < len(tags) and tags[last] in (*_NOMINAL, "prep", ",", "and"):
        last += 1
    return Phrase(at, last, core - 1, core)


_NOMINAL = frozenset(("det", "poss", "adj", "num", "noun", "name"))


def named_by(one: Mention) -> Subject:
    """Return whom a name names, as a subject."""
    return Subject(one.means, one.name, one.first, one.last, one.kind)


def _joined(sentence: Sentence, named: Mention, within: list[Mention]) -> tuple[str, ...]:
    """Return who else acts: 'A, B and C'."""
    low = sentence.words.low
    others: list[str] = []
    end = named.last
    for one in within:
        if one.first < end or one.kind not in ACTORS:
            continue
        gap = low[end : one.first]
        if not gap or not _JOINING.issuperset(gap):
            break
        if one.kind != "person" or named.kind == "person":
            others.append(one.means)
        end = one.last
    return tuple(one for one in others if one) if {"and", "&"}.intersection(low[named.last : end]) else ()


_JOINING = frozenset((",", "and", "&", "the", "both"))


def main_subject(sentence: Sentence, before: int) -> Subject | None:
    """Return the first subject of a sentence before a word: 'Russia told NASA that it' speaks of Russia."""
    clauses = sorted({one.first: one for one in sentence.syntax.clauses.values()}.items())
    for _, clause in clauses:
        if clause.subject is None or clause.subject.head >= before or clause.relation == "rel":
            continue
        if (found := subject_of(sentence, clause.subject)) is not None:
            return found
    return None
