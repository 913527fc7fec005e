"""A chunk: a block of members drawn and lived, in the undisturbed world and in the disturbed one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from stationkeep.draws.intervals import member_uniforms, quantile
from stationkeep.ensemble.arrays import World
from stationkeep.ensemble.bits import WORD, by_member
from stationkeep.ensemble.loop import live
from stationkeep.ensemble.losses import fresh_losses
from stationkeep.ensemble.model import Compiled
from stationkeep.ensemble.schedule import draw_chances, look_ahead
from stationkeep.ensemble.state import (
    Books,
    fresh_ahead,
    fresh_bench,
    fresh_books,
    fresh_chances,
    fresh_outlook,
    fresh_state,
)
from stationkeep.ensemble.traffic import dock_first

BLOCK = WORD
"""Members in a chunk. A member's life does not depend on it (``tests/test_ensemble.py``)."""

EARLY_DAYS = 1096
"""Days over which the sun and the air of a member are summed up for the sensitivity table: three years."""

AROUND = (
    ("sun", "the sun: mean F10.7 of the first three years", "sfu", "nasa-msfc"),
    ("air", "the air: mean ballistic coefficient of the first three years", "m2/kg", "iss-element-sets"),
    ("mass", "mass of the station", "kg", "nasa-oem"),
    ("altitude", "altitude on the first day", "km", "iss-element-sets"),
)
"""What surrounds a member: id, label, unit and source, in the order of ``Lives.around``."""


@dataclass(frozen=True)
class Surroundings:
    """What a chunk needs beside the model: sun, air, and where the station is on the first day.

    Parameters
    ----------
    fill_sun, fill_density : callables
        ``(seed, first_member, f107, f107a, ap)`` and ``(seed, first_member, ballistic_m2_kg)``: fill arrays of shape
        (day, member).
    table : named tuple
        The density table's arrays.
    start_day : int
        Days from 1970-01-01 to the start.
    lowest_km : (float, float)
        The least altitude that operators hold, and the lowest flown in the two years before: to anywhere between the
        two the station may sink when others no longer help to hold it.
    change_km : float
        Standard deviation of the altitude held a year later about the one held now; it is brought there evenly.
    frozen_ey : float
        Eccentricity at which the Earth's pear shape holds the orbit, perigee in the north; every member starts there.
    """

    fill_sun: Callable[..., None]
    fill_density: Callable[..., None]
    table: Any
    start_day: int
    altitude_km: float
    altitude_error_km: float
    policy_km: float
    mass_kg: tuple[float, float, float]
    frozen_ey: float = 0.0
    lowest_km: tuple[float, float] = (0.0, 0.0)
    change_km: float = 0.0


@dataclass(frozen=True)
class Lives:
    """What a chunk leaves: member last; the first place of the pairs is the twin, the second the disturbed world."""

    lost: npt.NDArray[np.int32]  # (world, function, member)
    back: npt.NDArray[np.int32]
    snapshot: npt.NDArray[np.uint64]  # (world, function, word, member)
    altitude: npt.NDArray[np.float32]  # (world, sample, member)
    stock: npt.NDArray[np.float32]  # (world, stock, sample, member)
    people: npt.NDArray[np.uint8]  # (world, class, sample, member)
    facts: npt.NDArray[np.float64]  # (fact, member)
    first_day: npt.NDArray[np.uint64]  # (word, member) truth of the twin's operations on the first day
    has_first: npt.NDArray[np.uint64]  # (member,) the twin's functions on the first day
    around: npt.NDArray[np.float64]  # (of :data:`AROUND`, member)
    seats: npt.NDArray[np.int16]  # (world, sample, member) usable seats home
    raised: npt.NDArray[np.float32]  # (world, sample, member) altitude gained by burns since the start, km
    arrival: npt.NDArray[np.int32]  # (world, flight, member) day a flight to come is due; -1 never
    failed: npt.NDArray[np.int32]  # (world, flight, member) day on which it was flown and lost; -1 not

    def without_record(self) -> Lives:
        """The same without what only a replay reads, the last four: a large run would fill the memory with it."""
        ships = {name: getattr(self, name)[:, :0] for name in ("seats", "raised", "arrival", "failed")}
        return replace(self, **ships)


def draw_facts(compiled: Compiled, seed: int, first_member: int, count: int) -> npt.NDArray[np.float64]:
    """Draw every uncertain fact for a block of members; shape (fact, member)."""
    rows = np.empty((len(compiled.facts), count))
    for row, fact in zip(rows, compiled.facts, strict=True):
        if fact.distribution == "fixed":
            row[:] = fact.value
            continue
        u = member_uniforms(seed, f"fact:{fact.id}", first_member, count)
        row[:] = quantile(fact.distribution, fact.low, fact.value, fact.high, u)
    return rows


def live_chunk(
    compiled: Compiled, around: Surroundings, seed: int, first_member: int, count: int, sample_every: int
) -> Lives:
    """Live ``count`` members from ``first_member`` on."""
    blocks = range(first_member, first_member + count, BLOCK)
    ends = [min(first + BLOCK, first_member + count) for first in blocks]
    lives = [
        live_block(compiled, around, seed, first, end - first, sample_every)[0]
        for first, end in zip(blocks, ends, strict=True)
    ]
    return lives[0] if len(lives) == 1 else join(lives)


def live_block(
    compiled: Compiled,
    around: Surroundings,
    seed: int,
    first_member: int,
    count: int,
    sample_every: int,
    keep_books: bool = False,
    beside: Sequence[Compiled] = (),
    watch: Callable[[int, npt.NDArray[np.uint64]], None] | None = None,
) -> tuple[Lives, tuple[Books, Books]]:
    """Live at most 64 members, and give the books of the twin and of the disturbed world, which are empty unless kept.

    ``beside`` are further scenarios of the same station that differ in who stops alone: their worlds follow the first
    two, with the same draws and the same twin. ``watch`` is called after each world with its place and with which
    members have each function, (day, function), bit by bit.

    Books hold what moved each stock on each day: about 100 bytes a stock, day and member.
    """
    model, days = compiled.model, compiled.model.days
    functions, stocks, classes = len(model.rules.function), len(compiled.names.stocks), len(compiled.names.classes)
    operations, carriers, flights = compiled.operations, len(compiled.names.carriers), len(model.flights.carrier)
    words = max((len(one.operations.code) + 63) // 64 for one in (compiled, *beside))
    samples = (days + sample_every - 1) // sample_every
    facts = draw_facts(compiled, seed, first_member, count)
    f107, f107a, ap, density = (np.empty((days, count), dtype=np.float32) for _ in range(4))
    around.fill_sun(seed, first_member, f107, f107a, ap)
    around.fill_density(seed, first_member, density)
    low, mode, high = around.mass_kg
    mass = quantile("triangular", low, mode, high, member_uniforms(seed, "fact:mass", first_member, count))
    shape = "normal" if around.altitude_error_km > 0 else "fixed"
    spread = 1.6449 * around.altitude_error_km  # the 95 % point of a normal distribution, in standard errors
    u = member_uniforms(seed, "fact:altitude", first_member, count)
    altitude = quantile(shape, around.altitude_km - spread, around.altitude_km, around.altitude_km + spread, u)
    node = 360.0 * member_uniforms(seed, "fact:node", first_member, count)
    least, flown = around.lowest_km
    lowest = least + (flown - least) * member_uniforms(seed, "fact:lowest altitude", first_member, count)
    u = member_uniforms(seed, "fact:altitude held", first_member, count)
    change = quantile("normal", -1.6449 * around.change_km, 0.0, 1.6449 * around.change_km, u)
    change = np.maximum(change, least - around.policy_km) if around.change_km > 0.0 else np.zeros(count)
    policy = np.array([np.full(count, around.policy_km), np.minimum(lowest, around.policy_km), change])
    lived = (compiled, *beside)
    worlds: tuple[World, ...] = (compiled.twin_world, *(one.world for one in lived))
    lives = Lives(
        np.full((len(worlds), functions, count), -1, dtype=np.int32),
        np.full((len(worlds), functions, count), -1, dtype=np.int32),
        np.zeros((len(worlds), functions, words, count), dtype=np.uint64),
        np.zeros((len(worlds), samples, count), dtype=np.float32),
        np.zeros((len(worlds), stocks, samples, count), dtype=np.float32),
        np.zeros((len(worlds), classes, samples, count), dtype=np.uint8),
        facts,
        np.zeros((words, count), dtype=np.uint64),
        np.zeros(count, dtype=np.uint64),
        np.array([_early(f107), _early(density), mass, altitude]),
        np.zeros((len(worlds), samples, count), dtype=np.int16),
        np.zeros((len(worlds), samples, count), dtype=np.float32),
        np.full((len(worlds), flights, count), -1, dtype=np.int32),
        np.full((len(worlds), flights, count), -1, dtype=np.int32),
    )
    has = np.zeros((2, days, functions), dtype=np.uint64)
    outlooks = [fresh_outlook(model, count) for _ in range(2)]
    books = (fresh_books(model, stocks, count, keep_books), fresh_books(model, stocks, count, keep_books))
    streams, chances = compiled.streams(seed), fresh_chances(model, count)
    draw_chances(model, streams, first_member, facts, chances)
    for place, world in enumerate(worlds):
        one, turn = lived[max(place - 1, 0)], min(place, 1)
        model, operations = one.model, one.operations
        if place > 1:  # flights are added to an outlook, never taken out
            outlooks[1] = fresh_outlook(model, count)
        outlook, arrival, failed = outlooks[turn], lives.arrival[place], lives.failed[place]
        look_ahead(model, world, len(streams.slip), chances, facts, outlook, arrival, failed)
        state = fresh_state(model, stocks, functions, classes, count)
        for number, stock in enumerate(compiled.names.stocks):
            state.stock[number] = facts[compiled.level_facts[stock]]
            capacity = model.stocks.capacity[number]
            if capacity >= 0:
                state.stock[number] = np.minimum(state.stock[number], facts[capacity])
        state.altitude_km[:] = altitude
        state.node_deg[:] = node
        state.ey[:] = around.frozen_ey
        dock_first(model, world, streams, first_member, facts, state)
        live(
            model,
            operations,
            world,
            compiled.twin_world,
            one.told_day,
            streams,
            first_member,
            facts,
            chances,
            mass,
            policy,
            (f107, f107a, ap),
            density,
            around.table,
            around.start_day,
            around.frozen_ey,
            outlooks[0],
            outlooks[turn],
            tuple(fresh_ahead(carriers, operations.windows, count) for _ in range(2)),
            state,
            has[0],
            turn,
            sample_every,
            has[turn],
            fresh_losses(lives.lost[place], lives.back[place], lives.snapshot[place]),
            lives.altitude[place],
            lives.stock[place],
            lives.people[place],
            lives.seats[place],
            lives.raised[place],
            lives.first_day,
            fresh_bench(len(operations.code), len(model.flows.stock), count),
            books[turn],
        )
        if watch is not None:
            watch(place, has[turn])
    lives.has_first[:] = by_member(has[0, 0], count)
    return lives, books


def _early(drawn: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Mean of the early days, member by member, whatever the width of the block."""
    columns = np.ascontiguousarray(drawn[:EARLY_DAYS].T, dtype=np.float64)
    return np.asarray(columns.mean(axis=1))


class Gathering:
    """Lives of many chunks written into one result as they come, in the order of the members; nothing is kept twice."""

    def __init__(self, members: int) -> None:
        self._members = members
        self._whole: Lives | None = None

    def add(self, first_member: int, part: Lives) -> None:
        """Write a chunk in its place; chunks may come in any order, and from several threads once one has come."""
        if self._whole is None:
            made = {name: getattr(part, name) for name in Lives.__dataclass_fields__}
            self._whole = Lives(**{k: np.empty((*v.shape[:-1], self._members), v.dtype) for k, v in made.items()})
        for name in Lives.__dataclass_fields__:
            values = getattr(part, name)
            getattr(self._whole, name)[..., first_member : first_member + values.shape[-1]] = values

    def lives(self) -> Lives:
        """The whole, once every chunk has been added."""
        assert self._whole is not None
        return self._whole


def join(parts: list[Lives]) -> Lives:
    """One result out of many, in the order of the members."""
    gathering = Gathering(sum(part.has_first.size for part in parts))
    first = 0
    for part in parts:
        gathering.add(first, part)
        first += part.has_first.size
    return gathering.lives()
