"""An act found in a sentence, before who speaks and when are known."""

from __future__ import annotations

from dataclasses import dataclass

from stationkeep.news.grammar.lexicon import Act
from stationkeep.news.grammar.subjects import Subject
from stationkeep.news.grammar.verbs import Group


@dataclass(frozen=True)
class Found:
    """An act found in a sentence.

    Parameters
    ----------
    at, last : int
        Word of the act, and the word behind it and its particle.
    act : Act
        The rule of the lexicon.
    group : Group
        What stands before the verb, or the verb that carries the noun.
    subject : Subject, optional
        Who does it, where the clause names one.
    nominal : bool
        Whether it is a noun.
    words : str
        The word itself, in lower case.
    scope_end : int
        Word at which its clause ends.
    rule, action : str
        Rule and action, which may be more exact than those of ``act``.
    service : bool
        Whether it is a service not given any more.
    bare : bool
        Whether its clause names nothing that it acts on, so that the text before must say it.
    """

    at: int
    last: int
    act: Act
    group: Group
    subject: Subject | None
    nominal: bool
    words: str
    scope_end: int
    rule: str
    action: str
    service: bool = False
    bare: bool = False
