"""What an ensemble found, before anyone puts it into words."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from stationkeep.disruption.scenario import Scenario

Days = npt.NDArray[np.int32]
Values = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Link:
    """One link of a cause chain: what stopped or ran out, through whom, and the document that says so."""

    what: str
    party: str
    source: str


@dataclass(frozen=True)
class FunctionFate:
    """When a function was lost and came back, member by member.

    Parameters
    ----------
    lost_day : (member,) int32
        First of ``grace_days`` consecutive days without the function while the undisturbed twin has it; -1 never.
    back_day : (member,) int32
        First day on which it was available again after the loss; -1 never.
    twin_lost_day : (member,) int32
        The same for the undisturbed twin, against nothing; -1 never.
    chain : tuple of Link
        The most common cause, from the nearest link to the root; empty when never lost.
    chain_share : float
        Share of the losses that have this chain, 0 to 1.
    twin_why : str
        The most common reason for which the twin goes without, in one clause.
    """

    id: str
    label: str
    lost_day: Days
    back_day: Days
    twin_lost_day: Days
    chain: tuple[Link, ...] = ()
    chain_share: float = 0.0
    twin_why: str = ""


@dataclass(frozen=True)
class RungFate:
    """When a rung of the ladder of severity was reached, member by member; -1 never."""

    id: str
    label: str
    day: Days


@dataclass(frozen=True)
class Series:
    """A quantity on the sampled days, as percentiles over members.

    Parameters
    ----------
    p05, p50, p95 : (sample,) float32
        Over the members of the disturbed station.
    twin_p05, twin_p50, twin_p95 : (sample,) float32
        Over the undisturbed ones.
    """

    id: str
    label: str
    unit: str
    p05: Values
    p50: Values
    p95: Values
    twin_p05: Values
    twin_p50: Values
    twin_p95: Values


@dataclass(frozen=True)
class Draw:
    """An uncertain fact and the value that each member drew."""

    id: str
    label: str
    unit: str
    low: float
    high: float
    values: npt.NDArray[np.float64]
    sources: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class Event:
    """Something that happens on a day in every member: a suspension begins, a ship leaves, a statement is made."""

    day: int
    what: str
    party: str
    source: str


@dataclass(frozen=True)
class Placard:
    """A warning that the answer leaves verified ground."""

    text: str
    where: str


@dataclass(frozen=True)
class Outcome:
    """Everything an ensemble found for one scenario.

    Parameters
    ----------
    functions : tuple of FunctionFate
        Every function of the pack, in the pack's order.
    rungs : tuple of RungFate
        The ladder of severity, in its fixed order.
    sample_days : (sample,) int32
        Days since the start at which the series are given.
    altitude : Series or None
        ``altitude_km``: mean semi-major axis less 6378.137 km.
    stocks, crew : dict of Series
        By stock id; by occupant class, and ``total``. A future whose station has entered has less of a stock than any
        other, so that a percentile is not a number from the day on which so many have entered.
    absent_at_start : tuple of (function id, why)
        Functions that the station does not have on the first day even undisturbed.
    draws : tuple of Draw
        Uncertain facts, for the sensitivity table.
    provenance : dict
        Versions, seed, data dates, digests: what is needed to repeat the run. Nothing that depends on the clock.
    """

    scenario: Scenario
    seed: int
    members: int
    functions: tuple[FunctionFate, ...]
    rungs: tuple[RungFate, ...]
    sample_days: Days
    altitude: Series | None
    stocks: dict[str, Series]
    crew: dict[str, Series]
    absent_at_start: tuple[tuple[str, str], ...]
    draws: tuple[Draw, ...]
    events: tuple[Event, ...] = ()
    placards: tuple[Placard, ...] = ()
    provenance: dict[str, object] = field(default_factory=dict)
