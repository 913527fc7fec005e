"""The clause of an act: its verb or noun, what stands behind it, and what is named with it."""

from __future__ import annotations

from dataclasses import dataclass

from stationkeep.news.grammar.clauses import object_phrase
from stationkeep.news.grammar.gazetteer import Mention
from stationkeep.news.grammar.lexicon import Act
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.grammar.verbs import Group


@dataclass(frozen=True)
class Clause:
    """A verb or noun of an act with its clause.

    Parameters
    ----------
    at, last, end : int
        Its word, the word behind its particle, and the word at which the clause ends.
    after : tuple of str
        The words between ``last`` and ``end``.
    objects : tuple of Mention
        Services named behind it, and before it in a passive.
    kinds : frozenset of str
        What they are, common nouns for services where none is named.
    cooperating : bool
        Whether the clause speaks of working together.
    """

    sentence: Sentence
    act: Act
    at: int
    last: int
    end: int
    group: Group
    nominal: bool
    word: str
    after: tuple[str, ...]
    objects: tuple[Mention, ...]
    kinds: frozenset[str]
    cooperating: bool

    def followed_by(self, words: frozenset[str], within: int) -> bool:
        """Whether one of some words stands among the next few."""
        return not words.isdisjoint(self.after[:within])


def undergone(one: Clause) -> tuple[int, int]:
    """Return the words of what a verb acts on: its object, of a passive its subject."""
    if not one.group.passive:
        return object_phrase(one.sentence, one.last, one.end) or (0, 0)
    clause = one.sentence.syntax.clause_at(one.at)
    subject = clause.subject if clause is not None else None
    return (subject.first, subject.last) if subject is not None else (0, 0)


def is_station(sentence: Sentence, thing: Mention) -> bool:
    """Whether the station itself is named, and no thing of it: 'the station', not 'the station's toilet'."""
    if thing.object != "station":
        return False
    behind = sentence.words.low[thing.last : thing.last + 1]
    return behind not in _OWNING and (
        sentence.syntax.tags[thing.last : thing.last + 1] != ("noun",) or behind in _WHOLE
    )


_OWNING = (("'s",), ("’s",), ("‘s",))
_WHOLE = (("programme",), ("program",), ("project",))
