"""A second look at a document that rules have read: how sure each statement is, and what the rules overlooked.

The rules say where an act stands and what they made of it; that, the words of the sentence and what stands around it
are traits, and each trait has a weight for each answer to each question (is there a statement, who acts, which action,
...). The weights were learnt by logistic regression from texts that no writer of rules had seen
(``scripts/learn_news.py``), so that they know where the rules are often wrong.

They say how likely it is right what a rule says, take back what is too unsure, and where no rule found an act, they may
find one. Of what a rule says they change nothing but the object, which is often named sentences before, and the action:
where they hold another for likely and the rule's for unlikely. A rule that never spoke there is not taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stationkeep.news.acts.actors import AGENCY_OF, STATE_OF
from stationkeep.news.acts.coded import Coded, mode_of
from stationkeep.news.findings.ahead import in_two_parts
from stationkeep.news.findings.record import Record
from stationkeep.news.findings.statements import SecondLook, Statement
from stationkeep.news.weighing.doers import EVERY_STATE, candidates
from stationkeep.news.weighing.sightings import Around, Sighting
from stationkeep.news.weighing.told import told
from stationkeep.news.weighing.traits import (
    act_traits,
    act_word,
    before_traits,
    context_traits,
    rule_trait,
    rule_traits,
    sentence_traits,
)
from stationkeep.news.weighing.weights import Weights, load_weights

FIELDS = ("action", "object", "condition", "status")
"""Fields that are weighed as one choice among fixed answers; who acts is a choice among those who stand in the text."""
_SURE_OF_ALL = (1.0,) * (1 + len(FIELDS))
_INSTEAD = {"object": (0.5, 0.3), "action": (0.6, 0.2)}
"""How likely another answer must be, and the rule's at most, for the weights to put theirs in its place."""
ALWAYS_TOLD = ("reply", "warn")
"""Actions that are not taken back or changed: rare, unlike each other, and what an exchange of letters consists of."""
_OF_STATES = ("sanction", "lift")
"""Actions that only states do."""
_TOLD = 4
"""Traits told for an act that only weights found."""


@dataclass(frozen=True)
class Judgement:
    """What the weights make of an act.

    Parameters
    ----------
    sure : float
        How likely it is that the sentence makes a statement and that every field of it is right, from 0 to 1.
    values : mapping
        The fields: actor, action, object, condition, status. Those of a rule, where one made the statement, but for
        action and object where another answer is much likelier.
    chances : tuple of float
        The chance that there is a statement, then that of each field.
    """

    sure: float
    values: Mapping[str, str | None]
    chances: tuple[float, ...]


def around_of(sightings: Sequence[Sighting], record: Record) -> Around:
    """Return what stands around each sentence of a document that has been read by rules."""
    made = {one.id: one for one in record.reading.statements}
    return Around(sightings, made, record.heading.level, record.heading.author)


def weigh(sightings: Sequence[Sighting], record: Record, least: float | None = None) -> None:
    """Look again at every sentence of a document that has been read, and write what comes of it into its reading.

    Parameters
    ----------
    sightings : sequence of Sighting
        The sentences that were read, in the order of the text.
    record : Record
        Where the statements made by rule stand.
    least : float, optional
        How sure a statement must be, from 0 to 1, where that is wished; else as the table says.
    """
    judge = Judge(load_weights(), around_of(sightings, record))
    kept = judge.weights.kept
    if least is not None:
        kept = {"made": least, "new": max(least, kept["new"])}
    second = SecondLook({}, {}, {})
    for place, found in enumerate(in_two_parts(judge.sentence, len(sightings))):
        second.sure.update(found.made)
        second.instead.update(found.instead)
        if found.unmade is not None and found.unmade.sure >= kept["new"]:
            name = _add(record, sightings[place], found.unmade)
            second.sure[name], second.because[name] = found.unmade.sure, judge.reasons(place, found.unmade)
    ruled = [one for one in record.reading.statements if one.id not in second.because]
    unsure = [one for one in ruled if second.sure.get(one.id, 1.0) < kept["made"]]
    dropped = {one.id for one in unsure if least is not None or judge.may_correct(one)}
    record.settle(second, dropped)


@dataclass(frozen=True)
class Weighed:
    """A sentence: how sure each statement of a rule is, what is likelier in it, or what the weights alone find."""

    made: Mapping[str, float]
    instead: Mapping[str, Mapping[str, str]]
    unmade: Judgement | None


class Judge:
    """Judges acts by weights.

    Parameters
    ----------
    weights : Weights
        The table.
    around : Around
        The document.
    """

    def __init__(self, weights: Weights, around: Around) -> None:
        self.weights, self.around = weights, around
        self._rows: dict[tuple[str, int], list[int]] = {}  # of what a sentence says alone: texts repeat themselves

    def sentence(self, place: int) -> Weighed:
        """Judge what rules made of a sentence, or what they overlooked in it."""
        one, around = self.around.sightings[place], self.around
        rules = [(around.statements[name], at) for name, at in one.made if name in around.statements]
        if not rules:
            return Weighed({}, {}, None if one.opinion else self.unmade(place))
        sure: dict[str, float] = {}
        instead: dict[str, Mapping[str, str]] = {}
        for statement, at in rules:
            found = self.made(place, at, statement)
            sure[statement.id] = found.sure
            other = {
                name: str(found.values[name]) for name in _INSTEAD if found.values[name] != getattr(statement, name)
            }
            instead |= {statement.id: other} if other else {}
        return Weighed(sure, instead, None)

    def may_correct(self, made: Statement) -> bool:
        """Whether the weights know enough of a rule to take back or change what it made."""
        return made.action not in ALWAYS_TOLD and self.weights.knows(rule_trait(made.rule))

    def made(self, place: int, at: int, made: Statement) -> Judgement:
        """Return how sure a statement is that a rule made of a sentence, with what is likelier of action and object."""
        weights, known = self.weights, self._known(place, at, made)
        scores = weights.scores(known)
        values = {name: getattr(made, name) for name in ("actor", *FIELDS)}
        answers = {name: weights.chances(name, scores) for name in FIELDS}
        told = [
            name for name, where in self.around.sightings[place].made if where == at
        ]  # once a party, once a service
        for name, (likely, ruled) in _INSTEAD.items() if len(told) == 1 and self.may_correct(made) else ():
            other = _likeliest(answers[name])
            fits = other not in _OF_STATES or made.actor in EVERY_STATE
            if fits and answers[name][other] >= likely and answers[name].get(str(values[name]), 0.0) <= ruled:
                values[name] = other
        if len(told) > 1:
            things = {self.around.statements[name].object for name in told if name in self.around.statements}
            answers["object"][made.object] = min(1.0, sum(answers["object"].get(one, 0.0) for one in things))
        chances = (
            weights.chance_of_yes("keep", known),
            self._acting(place, at, made).get(made.actor, 0.0),
            *(answers[name].get(str(values[name]), 0.0) for name in FIELDS),
        )
        return Judgement(weights.share_right("made", chances), values, chances)

    def unmade(self, place: int) -> Judgement | None:
        """Return what the weights make of a sentence of which no rule made anything, nothing where that is unsure."""
        weights, known = self.weights, self._known(place, -1, None)
        chances = [weights.chance_of_yes("keep", known)]
        if weights.share_right("new", (chances[0], *_SURE_OF_ALL)) < weights.kept["new"]:
            return None
        scores = weights.scores(known)
        acting = self._acting(place, -1, None)
        if _likeliest(weights.chances("action", scores)) in _OF_STATES:
            acting = {party: chance for party, chance in acting.items() if party in EVERY_STATE}
        if not acting:
            return None
        values: dict[str, str | None] = {"actor": _likeliest(acting)}
        chances.append(acting[str(values["actor"])])
        for name in FIELDS:
            answers = weights.chances(name, scores)
            best = _likeliest(answers)
            values[name] = None if best == str(None) else best
            chances.append(answers[best])
        return Judgement(weights.share_right("new", chances), values, tuple(chances))

    def reasons(self, place: int, found: Judgement) -> tuple[str, ...]:
        """Return in words the traits that speak most for the action of an act that only weights found."""
        traits = all_traits(self.around, place, -1, None)
        strongest = map(told, self.weights.speaking_for("action", str(found.values["action"]), traits))
        return tuple(dict.fromkeys(filter(None, strongest)))[:_TOLD]

    def _known(self, place: int, at: int, made: Statement | None) -> list[int]:
        """Return the rows of all traits; those of different kinds begin differently, so that none comes twice."""
        one, weights = self.around.sightings[place], self.weights
        key = (one.parsed.text, act_word(one, at))
        own = self._rows.get(key)
        if own is None:
            own = self._rows[key] = weights.known((*sentence_traits(one), *act_traits(one, key[1])))
        rest = weights.known((*context_traits(self.around, place), *rule_traits(made)))
        return own + rest + (self._known_before(self.around.sightings[place - 1]) if place else [])

    def _known_before(self, before: Sighting) -> list[int]:
        key = (before.parsed.text, -1)
        if key not in self._rows:
            self._rows[key] = self.weights.known(before_traits(before))
        return self._rows[key]

    def _acting(self, place: int, at: int, made: Statement | None) -> dict[str, float]:
        """Return the chance of each party to be who acts; together they make one."""
        weights, word = self.weights, act_word(self.around.sightings[place], at)
        options = candidates(self.around, place, word, made)
        chances = {party: weights.chance_of_yes("actor", weights.known(traits)) for party, traits in options.items()}
        whole = sum(chances.values())
        return {party: chance / whole for party, chance in chances.items()}


def all_traits(around: Around, place: int, at: int, made: Statement | None) -> list[str]:
    """Return every trait of an act of a sentence, apart from those that tell one party from another."""
    one = around.sightings[place]
    return [
        *sentence_traits(one),
        *act_traits(one, act_word(one, at)),
        *context_traits(around, place),
        *rule_traits(made),
        *(before_traits(around.sightings[place - 1]) if place else ()),
    ]


def _likeliest(chances: Mapping[str, float]) -> str:
    return max(chances, key=lambda name: (chances[name], name))


def _add(record: Record, one: Sighting, found: Judgement) -> str:
    """Write down a statement that the weights alone find in a sentence, and return its id.

    Whom it is aimed at is who stands behind the act, its own side and who speaks left out; a day is given only where it
    is a condition, since which of a sentence's days is the act's was not learnt.
    """
    sentence, dates, word = one.parsed.sentence, one.parsed.dates, act_word(one, -1)
    actor, action, thing, status = (str(found.values[name]) for name in ("actor", "action", "object", "status"))
    own = {actor, AGENCY_OF.get(actor, actor), STATE_OF.get(actor, actor), one.voice.party}
    behind = (mention for mention in sentence.mentions if mention.first > word and mention.kind in ("party", "state"))
    targets = tuple(dict.fromkeys(mention.means for mention in behind if mention.means and mention.means not in own))
    condition = found.values["condition"]
    until = len(dates) == 1 and condition in ("until_date", "after_date")
    effective = dates[0].as_value() if until else None
    mode = mode_of(action, status)
    coded = Coded(actor, action, thing, targets, condition, effective, status, mode, "weights", None)
    trigger = (one.span[0] + sentence.words.start[word], one.span[0] + sentence.words.end[word])
    record.add(coded, one.span, one.voice, one.quoted, trigger)
    return record.reading.statements[-1].id
