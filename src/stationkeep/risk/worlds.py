"""Many disruptions of one station lived side by side: the same draws and the same twin for all, each world once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stationkeep.disruption.scenario import Scenario, check
from stationkeep.ensemble.arrays import World
from stationkeep.ensemble.causes import Explainer
from stationkeep.ensemble.chunk import BLOCK, Lives, join, live_block
from stationkeep.ensemble.model import Compiled, compile_scenario
from stationkeep.ensemble.outcome import Link
from stationkeep.ensemble.run import MOST_MEMBERS
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.errors import InputError
from stationkeep.facts.pack import Pack

MOST_LIVES = 200_000
"""Worlds times members: each leaves about 5 kB until the end."""

SAMPLES = 60
"""At most so many days are kept of every series."""

Days = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Worlds:
    """What became of each scenario.

    Parameters
    ----------
    compiled : tuple of Compiled
        The scenarios, in the order in which they were asked.
    place : tuple of int
        Where each one's world stands in ``lives``; 0 is the twin: nothing that anybody does is touched by it.
    lives : Lives
        World first, member last.
    """

    compiled: tuple[Compiled, ...]
    place: tuple[int, ...]
    lives: Lives

    @property
    def functions(self) -> tuple[str, ...]:
        """Ids of the functions, in the order of their places."""
        return self.compiled[0].functions

    @property
    def rungs(self) -> tuple[str, ...]:
        """Ids of the rungs, which follow the functions."""
        return self.compiled[0].rungs

    @property
    def members(self) -> int:
        """Simulated futures."""
        return int(self.lives.lost.shape[-1])

    def lost(self, scenario: int, function: str) -> Days:
        """Day of the loss of a function or rung, by member; -1 never."""
        place = self.place[scenario]
        if place == 0:
            return np.full(self.members, -1, dtype=np.int32)
        days: Days = self.lives.lost[place, (*self.functions, *self.rungs).index(function)]
        return days

    def twin_lost(self, function: str) -> Days:
        """The same for the undisturbed twin, against nothing."""
        days: Days = self.lives.lost[0, (*self.functions, *self.rungs).index(function)]
        return days

    def why(self, scenario: int, function: str) -> tuple[Link, ...]:
        """The most common chain of causes of a loss; empty where there is none."""
        place, number = self.place[scenario], (*self.functions, *self.rungs).index(function)
        if place == 0:
            return ()
        one = self.compiled[scenario]
        chain, _ = Explainer(one, one.graph).commonest(
            number, self.lives.lost[place, number], self.lives.snapshot[place, number]
        )
        return chain


def live_side_by_side(
    scenarios: Sequence[Scenario],
    *,
    pack: Pack,
    members: int,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    watch: Callable[[int, int, npt.NDArray[np.uint64]], None] | None = None,
) -> Worlds:
    """Live scenarios of one station that differ in who stops alone.

    Scenarios whose effects are the same are lived once.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Same pack, start, horizon and knowledge; no responses.
    members : int
        Simulated futures, the same ones for every scenario.
    seed : int
        As for :func:`stationkeep.ensemble.run.run`: a member is the same there and here.
    watch : callable, optional
        Called with (first member, place of the world, which members have each function by day) as worlds are finished.

    Raises
    ------
    InputError
        Scenarios of different stations, or numbers out of range.
    """
    if not 1 <= members <= MOST_MEMBERS:
        raise InputError(f"members is {members}, expected 1 to {MOST_MEMBERS}")
    if not 0 <= seed < 2**63:
        raise InputError(f"seed is {seed}, expected 0 to 2**63 - 1")
    if workers is not None and workers < 1:
        raise InputError(f"workers is {workers}, expected 1 or more")
    stations = {(one.pack, one.start, one.horizon_days, one.knowledge, one.responses) for one in scenarios}
    if len(stations) != 1:
        raise InputError(f"{len(stations)} stations or horizons; worlds side by side differ in who stops alone")
    compiled = []
    for scenario in scenarios:
        check(scenario, pack)
        compiled.append(compile_scenario(scenario, pack))
    place, apart = _apart(compiled)
    if (len(apart) + 1) * members > MOST_LIVES:
        raise InputError(
            f"{len(apart)} disruptions in {members:,} futures do not fit into memory, at most {MOST_LIVES:,} lives do; "
            "ask for fewer members, parties or dates"
        )
    around, _ = surroundings(compiled[0])
    every = max(1, -(-scenarios[0].horizon_days // SAMPLES))
    first_of = list(range(0, members, BLOCK))
    parts: dict[int, Lives] = {}

    def one_chunk(first: int) -> None:
        told = None if watch is None else lambda world, bits: watch(first, world, bits)
        count = min(BLOCK, members - first)
        parts[first], _ = live_block(apart[0], around, seed, first, count, every, beside=apart[1:], watch=told)
        if progress is not None:
            progress(min(len(parts) * BLOCK, members), members)

    one_chunk(first_of[0])  # alone: it compiles the loops, or loads them, once
    with ThreadPoolExecutor(max_workers=workers or os.cpu_count() or 1) as pool:
        list(pool.map(one_chunk, first_of[1:]))
    return Worlds(tuple(compiled), place, join([parts[first] for first in first_of]))


def _apart(compiled: Sequence[Compiled]) -> tuple[tuple[int, ...], list[Compiled]]:
    """The place of each scenario's world, equal ones sharing one, and one scenario of each place from 1 on."""
    known: dict[bytes, int] = {}
    apart: list[Compiled] = []
    place = []
    for one in compiled:
        if _is_twin(one):
            place.append(0)
            continue
        key = _digest(one)
        if key not in known:
            apart.append(one)
            known[key] = len(apart)
        place.append(known[key])
    return tuple(place), apart or [compiled[0]]


def _is_twin(one: Compiled) -> bool:
    """Whether nothing that anybody does touches the world of a scenario."""
    untold = not one.scenario.suspensions or not one.told_day
    from_hand = bool(np.any(one.model.flights.from_hand))
    return untold and not from_hand and _masks(one.world) == _masks(one.twin_world)


def _digest(one: Compiled) -> bytes:
    """Bytes of all that a disturbed world is made of."""
    told = one.told_day if one.scenario.suspensions else 0
    hand = one.model.flights.from_hand.tobytes()
    rules = [np.asarray(part).tobytes() for part in one.operations if isinstance(part, np.ndarray)]
    return b"|".join([_masks(one.world), hand, str(told).encode(), *rules])


def _masks(world: World) -> bytes:
    return b"|".join(array.tobytes() for array in world)
