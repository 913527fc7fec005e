"""The table of weights: how much each trait of a sentence speaks for each answer to each question."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import exp, log
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from stationkeep.errors import StationkeepError

TABLE = Path(__file__).with_name("weights.npz")
SCHEMA = "stationkeep.weights/1"
_LEAST_CHANCE = 0.05
_LEAST_STEPS = 2
"""Steps below which a weight is nought: most of a table are such, and they turn no answer."""


@dataclass(frozen=True)
class Question:
    """What is asked of a sentence, and the columns of the table that hold its answers.

    Parameters
    ----------
    answers : tuple of str
        The possible answers; a question of yes or no has one.
    first, last : int
        Columns ``[first, last)``.
    """

    answers: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True)
class Weights:
    """Weights of a multinomial logistic regression for each question, kept in whole numbers.

    Parameters
    ----------
    rows : mapping
        Row of each trait.
    table : array of int8, shape (traits, columns)
        Weights; those of a column in units of its ``step``.
    step, bias : array of float, shape (columns,)
        Unit of a column, and the score of an answer where no trait is known.
    questions : mapping
        Questions by name.
    pack : str
        Id of the pack whose names, parties and things it knows.
    kept : mapping
        How sure a statement must be: ``made`` by rule, and ``new``.
    scales : mapping
        For either, shift and slopes that turn the chances of its parts into the share of statements that are right.
    """

    rows: Mapping[str, int]
    table: npt.NDArray[np.int8]
    step: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float64]
    questions: Mapping[str, Question]
    kept: Mapping[str, float]
    scales: Mapping[str, Sequence[float]]
    pack: str = ""

    @cached_property
    def _of_yes(self) -> dict[str, list[int]]:
        """Return the weights of each question of yes or no by row, as plain numbers: a few are added faster so."""
        own = {name: one.first for name, one in self.questions.items() if len(one.answers) == 1}
        return {name: self.table[:, column].tolist() for name, column in own.items()}

    def known(self, traits: Iterable[str]) -> list[int]:
        """Return the rows of the traits that have weights; one that is told twice counts once."""
        rows = self.rows
        return [rows[trait] for trait in rows.keys() & set(traits)]

    def knows(self, trait: str) -> bool:
        """Whether a trait was found in the texts from which the table was learnt."""
        return trait in self.rows

    def chance_of_yes(self, question: str, known: Sequence[int]) -> float:
        """Return how likely a yes is to a question of yes or no, from 0 to 1.

        Weights are whole numbers, so that their sum is the same in any order and on any machine.
        """
        column = self.questions[question].first
        score = sum(map(self._of_yes[question].__getitem__, known)) * self.step[column] + self.bias[column]
        return 1 / (1 + exp(-score))

    def scores(self, known: Sequence[int]) -> npt.NDArray[np.float64]:
        """Return the score of every answer to every question."""
        counts: npt.NDArray[np.int64] = self.table[known].sum(axis=0, dtype=np.int64)
        return counts * self.step + self.bias

    def chances(self, question: str, scores: npt.NDArray[np.float64]) -> dict[str, float]:
        """Return the chance of each answer to a question, from 0 to 1; all together make one."""
        one = self.questions[question]
        of = scores[one.first : one.last]
        raised = np.exp(of - of.max())
        return dict(zip(one.answers, (raised / raised.sum()).tolist(), strict=True))

    def share_right(self, kind: str, chances: Sequence[float]) -> float:
        """Return which share of statements of a kind is right as a whole whose parts have these chances, from 0 to 1.

        A logistic regression on their logarithms, learnt from texts of authors left out; no part alone can speak
        louder than a chance of one in twenty.
        """
        shift, *slopes = self.scales[kind]
        score = shift + sum(slope * part for slope, part in zip(slopes, logs_of(chances), strict=True))
        return 1 / (1 + exp(-score))

    def speaking_for(self, question: str, answer: str, traits: Sequence[str]) -> list[str]:
        """Return the traits that speak for an answer rather than the others together, the strongest first."""
        one = self.questions[question]
        known = sorted(trait for trait in set(traits) if trait in self.rows)
        pulls = (
            self.table[[self.rows[trait] for trait in known], one.first : one.last] * self.step[one.first : one.last]
        )
        strong = pulls[:, one.answers.index(answer)] - pulls.mean(axis=1)
        return [known[k] for k in np.argsort(-strong, kind="stable") if strong[k] > 0]


def logs_of(chances: Sequence[float]) -> list[float]:
    """Return the logarithms of chances, none of them taken for less than one in twenty."""
    return [log(max(chance, _LEAST_CHANCE)) for chance in chances]


@lru_cache(maxsize=1)
def load_weights(path: Path = TABLE) -> Weights:
    """Return the table that the package brings.

    Raises
    ------
    StationkeepError
        A table that is missing, damaged or of another version.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            head = json.loads(file["head"].tobytes())
            traits = file["traits"].tobytes().decode().split("\n")
            table, step, bias = file["table"], file["step"], file["bias"]
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise StationkeepError(
            f"{path.name} of the package is missing or damaged; install stationkeep again"
        ) from error
    if head["schema"] != SCHEMA or table.shape != (len(traits), len(step)):
        said = f"{head['schema']} of {table.shape[0]} traits, not {SCHEMA} of {len(traits)}"
        raise StationkeepError(f"{path.name} of the package is {said}; install stationkeep again")
    rows = {trait: row for row, trait in enumerate(traits)}
    return Weights(rows, table, step, bias, _columns(head["questions"]), head["kept"], head["scales"], head["pack"])


def how_learnt(path: Path = TABLE) -> dict[str, Any]:
    """Return what a table says of its learning: how many statements, a sum over the texts, and how well it reads.

    Under ``four``, ``plain`` and ``varied`` stand precision and recall on the texts of kinds of authors, each left out
    of what was learnt: whole statements by ``rules`` alone and ``weighed``, and every field.
    """
    with np.load(path, allow_pickle=False) as file:
        found: dict[str, Any] = json.loads(file["head"].tobytes())["learnt"]
    return found


def _columns(answers: Mapping[str, Sequence[str]]) -> dict[str, Question]:
    found: dict[str, Question] = {}
    at = 0
    for name, own in answers.items():
        found[name] = Question(tuple(own), at, at + len(own))
        at += len(own)
    return found


def weights_of(
    traits: Sequence[str],
    weights: npt.NDArray[np.float64],
    bias: npt.NDArray[np.float64],
    answers: Mapping[str, Sequence[str]],
    kept: Mapping[str, float],
    scales: Mapping[str, Sequence[float]],
) -> Weights:
    """Return a table of learnt weights, rounded to 127 steps to each side of nought, column by column.

    Parameters
    ----------
    traits : sequence of str
        The traits.
    weights : array of float, shape (traits, columns)
        Their weights.
    bias : array of float, shape (columns,)
        Score of each answer where no trait is known.
    answers : mapping
        Answers of each question, in the order of the columns.
    kept, scales : mapping
        As of :class:`Weights`.
    """
    step = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    table = np.rint(weights / step).astype(np.int8)
    table[np.abs(table) < _LEAST_STEPS] = 0
    some = np.flatnonzero(np.any(table != 0, axis=1)).tolist()
    rows = {traits[k]: row for row, k in enumerate(some)}
    return Weights(rows, table[some], step, bias, _columns(answers), kept, scales)


def save_weights(path: Path, weights: Weights, learnt: Mapping[str, object]) -> None:
    """Write a table; ``learnt`` says from what it was learnt, and how well."""
    answers = {name: list(one.answers) for name, one in weights.questions.items()}
    kept, scales = dict(weights.kept), {name: list(one) for name, one in weights.scales.items()}
    head = {
        "schema": SCHEMA,
        "questions": answers,
        "kept": kept,
        "scales": scales,
        "pack": weights.pack,
        "learnt": dict(learnt),
    }
    np.savez_compressed(
        path,
        head=np.frombuffer(json.dumps(head).encode(), dtype=np.uint8),
        traits=np.frombuffer("\n".join(weights.rows).encode(), dtype=np.uint8),
        table=weights.table,
        step=weights.step,
        bias=weights.bias,
    )
