"""A sentence with everything that can be said of it alone, each thing worked out once, when it is first asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stationkeep.news.acts.acts import find_acts
from stationkeep.news.acts.found import Found
from stationkeep.news.acts.idioms import find_idioms
from stationkeep.news.acts.obliged import OBLIGING
from stationkeep.news.acts.special import Phrase, find_phrases
from stationkeep.news.claims.claims import Quantity, find_quantities
from stationkeep.news.claims.measures import find_measure
from stationkeep.news.grammar.calendar import Dated, find_dates
from stationkeep.news.grammar.conditions import OPENING, Condition, find_conditions
from stationkeep.news.grammar.gazetteer import Gazetteer
from stationkeep.news.grammar.lexicon import INDEX
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.voices.naming import take_apart
from stationkeep.news.voices.speech import Attribution, find_attributions


@dataclass(frozen=True)
class Parsed:
    """A sentence; every place in it counts from its first character.

    Parameters
    ----------
    text : str
        The sentence.
    gazetteer : Gazetteer
        Names and people of the pack.
    surnames : mapping
        People whom the document introduces, surname to full name.
    published : date, optional
        The day from which relative dates are counted.
    """

    text: str
    gazetteer: Gazetteer
    surnames: Mapping[str, str]
    published: dt.date | None

    @cached_property
    def sentence(self) -> Sentence:
        """Its words and names."""
        return take_apart(self.text, 0, len(self.text), self.gazetteer, self.surnames, self.published)

    @cached_property
    def attributions(self) -> list[Attribution]:
        """Who says what in it."""
        return find_attributions(self.sentence)

    @cached_property
    def conditions(self) -> list[Condition]:
        """Its conditions."""
        if OPENING.isdisjoint(self.sentence.words.low):
            return []
        return find_conditions(self.text, self.sentence)

    @cached_property
    def phrases(self) -> list[Phrase]:
        """Its turns of phrase."""
        return [*find_phrases(self.text, 0, len(self.text)), *find_idioms(self.text)]

    @cached_property
    def acts(self) -> list[Found]:
        """The acts that the lexicon finds in it."""
        low = self.sentence.words.low
        may_stop = (
            "not" in low
            or "no" in low
            or "none" in low
            or "never" in low
            or "longer" in low
            or any(word.endswith(("n't", "n’t")) for word in low)
        )
        if not may_stop and not any(word in INDEX or word in OBLIGING for word in low):
            return []
        return find_acts(self.sentence, self.conditions)

    def acts_within(self, end: int) -> bool:
        """Whether it names acts, and every one before a place: 'I would like to ask about the station'."""
        return bool(self.acts) and all(self.sentence.words.start[one.at] < end for one in self.acts)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The claims in it that a model can test."""
        found = list(find_quantities(self.text, 0, len(self.text)))
        told = None if any(one.assesses for one in found) else find_measure(self.sentence)
        return found if told is None else [*found, told]

    @cached_property
    def dates(self) -> list[Dated]:
        """The dates in it."""
        return find_dates(self.text, 0, len(self.text), self.published)

    def facts(self) -> dict[str, Any]:
        """Return all that a reader may ask of it, by the names of its properties."""
        found = {name: getattr(self, name) for name in ("sentence", "attributions", "phrases", "quantities", "acts")}
        if found["acts"] or found["phrases"]:
            found |= {"conditions": self.conditions, "dates": self.dates}
        return found

    def know(self, facts: Mapping[str, Any]) -> None:
        """Take over the facts that were found elsewhere."""
        self.__dict__.update(facts)
