"""A station on a date as the day loop draws it: parameters, stocks and arrivals, member by member.

A comparison of amounts that depend on who refuses is judged in these futures, the same ones that a run of the same
seed lives; at central values a sum near its threshold would tell a loss that most futures do not see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stationkeep.disruption.scenario import Scenario
from stationkeep.ensemble.chunk import BLOCK, draw_facts
from stationkeep.ensemble.model import compile_scenario
from stationkeep.ensemble.schedule import draw_chances, look_ahead
from stationkeep.ensemble.state import fresh_chances, fresh_outlook
from stationkeep.facts.pack import Pack

MEMBERS = 1000
"""Futures in which amounts are compared: as many as direct cut sets are lived in by default."""

Row = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """What is drawn of an undisturbed station.

    Parameters
    ----------
    numbers : mapping of parameter to (member,)
    stocks : mapping of stock to (member,)
        Level on the first day, in the unit of the stock, no more than its capacity.
    arrival : (flight, member)
        Day on which each flight to come arrives; infinite where it is lost or lies beyond what rules look at.
    """

    numbers: Mapping[str, Row]
    stocks: Mapping[str, Row]
    arrival: Row


def draw(pack: Pack, scenario: Scenario, seed: int = 1) -> Sample:
    """Draw :data:`MEMBERS` futures of a scenario's undisturbed station."""
    compiled = compile_scenario(scenario, pack)
    model, streams = compiled.model, compiled.streams(seed)
    facts, arrivals = [], []
    for first in range(0, MEMBERS, BLOCK):
        count = min(BLOCK, MEMBERS - first)
        drawn, chances = draw_facts(compiled, seed, first, count), fresh_chances(model, count)
        arrival, failed = (np.full((len(model.flights.carrier), count), -1, dtype=np.int32) for _ in range(2))
        draw_chances(model, streams, first, drawn, chances)
        lines = len(streams.slip)
        look_ahead(model, compiled.twin_world, lines, chances, drawn, fresh_outlook(model, count), arrival, failed)
        facts.append(drawn)
        arrivals.append(arrival)
    whole, days = np.concatenate(facts, axis=1), np.concatenate(arrivals, axis=1).astype(np.float64)
    numbers = {fact.id: row for fact, row in zip(compiled.facts, whole, strict=True)}
    stocks = {}
    for stock, place in compiled.level_facts.items():
        capacity = pack.stocks[stock].capacity
        stocks[stock] = np.minimum(whole[place], numbers[capacity]) if capacity in numbers else whole[place]
    return Sample(numbers, stocks, np.where(days < 0, np.inf, days))
