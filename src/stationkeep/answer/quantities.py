"""From member-by-member days to probabilities and dates.

All quantiles are *unconditional*: over every member, the undisturbed and the lucky ones included. The date of a
quantile q is the first day by which at least the share q of all members has met the event; where fewer ever do
within the horizon, there is no such date. So ``p05 <= p50 <= p95`` always, and a missing date always means
"beyond the horizon".
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from stationkeep.ensemble.outcome import Days, FunctionFate, Outcome, RungFate

LEVELS = (0.05, 0.5, 0.95)
"""The shares of members for which a date is given."""

STANDARD_ERROR_METHOD = (
    "binomial, sqrt(p (1 - p) / n); where all members or none met the event, that of one member in n having "
    "gone the other way, so that no probability is ever claimed to be exact"
)


@dataclass(frozen=True)
class Timing:
    """When something happens over the members.

    Parameters
    ----------
    probability : float
        Share of members that meet it within the horizon, 0 to 1.
    standard_error : float
        Of the probability, always above 0 (see :data:`STANDARD_ERROR_METHOD`).
    p05, p50, p95 : int or None
        Days since the start by which 5, 50 and 95 % of all members have met it; ``None`` beyond the horizon.
    """

    probability: float
    standard_error: float
    p05: int | None
    p50: int | None
    p95: int | None

    @property
    def at_once(self) -> bool:
        """Whether 5 % and 95 % fall on one day."""
        return self.p05 is not None and self.p05 == self.p95

    @property
    def sort_key(self) -> tuple[float, float, float, float]:
        """Order of the losses: by median date (none last), then 5 % date, then the likelier first."""
        never = math.inf
        return (
            never if self.p50 is None else self.p50,
            never if self.p05 is None else self.p05,
            never if self.p95 is None else self.p95,
            -self.probability,
        )


def timing(days: Days) -> Timing:
    """Summarise the day on which each member met an event.

    Parameters
    ----------
    days : (member,) int32
        Days since the start; -1 for never within the horizon.

    Returns
    -------
    Timing

    Examples
    --------
    >>> timing(np.array([3, -1, 1, 2], dtype=np.int32)).p50
    2
    """
    members = int(days.size)
    met = np.sort(days[days >= 0])
    probability = met.size / members
    p05, p50, p95 = (_quantile(met, members, level) for level in LEVELS)
    return Timing(probability, standard_error(int(met.size), members), p05, p50, p95)


def _quantile(met: Days, members: int, level: float) -> int | None:
    needed = max(1, math.ceil(level * members - 1e-9))
    return int(met[needed - 1]) if met.size >= needed else None


def standard_error(hits: int, members: int) -> float:
    """Return the standard error of the probability ``hits / members`` (see :data:`STANDARD_ERROR_METHOD`)."""
    other = min(max(hits, 1), members - 1) if members > 1 else 0.5
    share = other / members
    return math.sqrt(share * (1.0 - share) / members)


def date_of(start: dt.date, day: int | None) -> dt.date | None:
    """Return the calendar day, or ``None`` beyond the horizon."""
    return None if day is None else start + dt.timedelta(days=day)


@dataclass(frozen=True)
class Loss:
    """A function that at least one member loses, with its timing."""

    fate: FunctionFate
    when: Timing

    @property
    def id(self) -> str:
        """The function's id."""
        return self.fate.id

    @property
    def label(self) -> str:
        """How an answer calls the function."""
        return self.fate.label


@dataclass(frozen=True)
class Reached:
    """A rung of the ladder with its timing; its probability may be zero."""

    rung: RungFate
    when: Timing


def losses(outcome: Outcome) -> tuple[Loss, ...]:
    """Return exactly the functions with a probability of loss above zero, in the order in which they go."""
    found = (Loss(fate, timing(fate.lost_day)) for fate in outcome.functions)
    kept = [loss for loss in found if loss.when.probability > 0]
    return tuple(sorted(kept, key=lambda loss: loss.when.sort_key))


def ladder(outcome: Outcome) -> tuple[Reached, ...]:
    """Return every rung in its fixed order."""
    return tuple(Reached(rung, timing(rung.day)) for rung in outcome.rungs)


def rung(reached: Iterable[Reached], *words: str) -> Reached | None:
    """Return the last rung whose id or label holds one of the words, or ``None``."""
    found = None
    for one in reached:
        text = f"{one.rung.id} {one.rung.label}".lower().replace("_", " ").replace("-", " ")
        if any(word in text for word in words):
            found = one
    return found


def share_before(first: Days, second: Days) -> float:
    """Return the share of members that meet ``first`` before ``second`` (or meet only ``first``), 0 to 1."""
    met = first >= 0
    return float(np.mean(met & ((second < 0) | (first < second))))
