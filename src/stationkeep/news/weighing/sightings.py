"""What the reader saw at each sentence, kept until the whole document has been read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from stationkeep.news.findings.parsed import Parsed
from stationkeep.news.findings.statements import Statement
from stationkeep.news.grammar.scanning import THINKING
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.grammar.syntax import Clause
from stationkeep.news.voices.voices import Voice
from stationkeep.news.weighing.meanings import Meaning, meanings_of

_LOOK_BACK = 2
"""Sentences before one in which what it goes on with was said."""


def main_act(sentence: Sentence, clauses: Sequence[Clause]) -> int:
    """Return the word of the first main verb of a sentence that is none of saying.

    'The head of the agency told reporters that Moscow wants to keep it' is about wanting.
    """
    low = sentence.words.low
    finite = [clause for clause in clauses if clause.kind == "finite"]
    telling = [clause for clause in finite if low[clause.at] not in THINKING]
    main = [clause for clause in telling if clause.parent < 0 or low[clause.parent] in THINKING]
    return next((clause.at for group in (main, telling, finite, clauses) for clause in group), 0)


def clauses_of(sentence: Sentence) -> list[Clause]:
    """Return the clauses of a sentence in the order of their verbs."""
    return [clause for at, clause in sorted(sentence.syntax.clauses.items()) if clause.at == at]


@dataclass(frozen=True)
class Sighting:
    """A sentence that was read, who spoke there, and what the rules made of it.

    Parameters
    ----------
    span : tuple of int
        The sentence in the plain text.
    parsed : Parsed
        The sentence taken apart.
    voice : Voice
        Who speaks in it.
    quoted, opinion : bool
        Whether it begins inside quotation marks; whether it is its writer's own view.
    paragraph : int
        Which paragraph of the body it stands in, from one.
    topic, asked : str
        Party last spoken of before it, and party of whom the question before asked; empty without one.
    made : tuple of (str, int)
        Ids of the statements made of it by rule, and the place in the plain text of the word that made each.
    persons : tuple of (str, str)
        People whom it names, and their parties.
    doer, body : str
        Party that the subject of its main act stands for, and the one that its noun stands for ('the agency'); empty
        where that cannot be said.
    """

    span: tuple[int, int]
    parsed: Parsed
    voice: Voice
    quoted: bool
    opinion: bool
    paragraph: int
    topic: str
    asked: str
    made: tuple[tuple[str, int], ...]
    persons: tuple[tuple[str, str], ...]
    doer: str
    body: str

    @cached_property
    def meant(self) -> list[Meaning]:
        """What its words mean by the thesaurus."""
        return meanings_of(self.parsed.sentence.words.low)

    @cached_property
    def tokens(self) -> tuple[list[str], list[int]]:
        """Its words, names by what they name and figures by one sign, and the word where each begins."""
        sentence: Sentence = self.parsed.sentence
        found, places = list[str](), list[int]()
        low, k = sentence.words.low, 0
        while k < len(low):
            places.append(k)
            mention = sentence.at_start.get(k)
            if mention is not None and mention.last > k:
                found.append(f"<{mention.object or mention.kind}>")
                k = mention.last
                continue
            found.append("9" if low[k][0].isdigit() else low[k])
            k += 1
        return found, places

    @cached_property
    def objects(self) -> list[str]:
        """The objects of the things that it names, in the order of naming."""
        return [mention.object for mention in self.parsed.sentence.mentions if mention.object]

    @cached_property
    def clauses(self) -> list[Clause]:
        """Its clauses in the order of their verbs."""
        return clauses_of(self.parsed.sentence)

    @cached_property
    def main_act(self) -> int:
        """The word of its main act."""
        return main_act(self.parsed.sentence, self.clauses)

    def named(self) -> Iterator[tuple[str, int, int, str]]:
        """Yield the parties that it names: id, words, and what kind of name it is."""
        people = dict(self.persons)
        for mention in self.parsed.sentence.mentions:
            party = people.get(mention.name, "") if mention.kind == "person" else mention.means
            if party and mention.kind in ("party", "state", "person", "thing"):
                yield party, mention.first, mention.last, mention.kind


class Around:
    """What the document says around each sentence.

    Parameters
    ----------
    sightings : sequence of Sighting
        The sentences that were read, in the order of the text.
    statements : mapping
        Every statement made by rule, by its id.
    level, author : str
        Level of the document, and the party whose own text it is, or empty.
    """

    def __init__(
        self, sightings: Sequence[Sighting], statements: Mapping[str, Statement], level: str, author: str
    ) -> None:
        self.sightings, self.statements = sightings, statements
        self.level, self.author = level, author
        self.objects = Counter(thing for one in sightings for thing in one.objects).most_common(2)
        self.parties = Counter(party for one in sightings for party, *_ in one.named()).most_common(2)

    def before(self, place: int) -> Statement | None:
        """Return the last statement that a rule made of the two sentences before one."""
        for one in reversed(self.sightings[max(0, place - _LOOK_BACK) : place]):
            for name, _ in reversed(one.made):
                if name in self.statements:
                    return self.statements[name]
        return None
