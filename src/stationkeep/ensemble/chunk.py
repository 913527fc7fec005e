"""A chunk: a block of members drawn and lived, in the undisturbed world and in the disturbed one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from stationkeep.draws.intervals import member_uniforms, quantile
from stationkeep.ensemble.arrays import World
from stationkeep.ensemble.loop import live
from stationkeep.ensemble.model import Compiled
from stationkeep.ensemble.state import fresh_outlook, fresh_state
from stationkeep.ensemble.traffic import dock_first, look_ahead

BLOCK = 64
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


@dataclass(frozen=True)
class Lives:
    """What a chunk leaves: member last; the first place of the pairs is the twin, the second the disturbed world."""

    lost: npt.NDArray[np.int32]  # (world, function, member)
    back: npt.NDArray[np.int32]
    snapshot: npt.NDArray[np.uint64]  # (world, function, word, member)
    altitude: npt.NDArray[np.float32]  # (world, sample, member)
    stock: npt.NDArray[np.float32]  # (world, stock, sample, member)
    people: npt.NDArray[np.float32]  # (world, class, sample, member)
    facts: npt.NDArray[np.float64]  # (fact, member)
    first_day: npt.NDArray[np.uint64]  # (word, member) truth of the twin's operations on the first day
    has_first: npt.NDArray[np.uint64]  # (member,) the twin's functions on the first day
    around: npt.NDArray[np.float64]  # (of :data:`AROUND`, member)


def draw_facts(compiled: Compiled, seed: int, first_member: int, count: int) -> npt.NDArray[np.float64]:
    """Draw every uncertain fact for a block of members; shape (fact, member)."""
    rows = [
        quantile(f.distribution, f.low, f.value, f.high, member_uniforms(seed, f"fact:{f.id}", first_member, count))
        for f in compiled.facts
    ]
    return np.ascontiguousarray(rows, dtype=np.float64)


def live_chunk(
    compiled: Compiled, around: Surroundings, seed: int, first_member: int, count: int, sample_every: int
) -> Lives:
    """Live ``count`` members from ``first_member`` on."""
    model, days = compiled.model, compiled.model.days
    functions, stocks, classes = len(model.rules.function), len(compiled.names.stocks), len(compiled.names.classes)
    words = (len(compiled.operations.code) + 63) // 64
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
    policy = np.full(count, around.policy_km)
    lives = Lives(
        np.full((2, functions, count), -1, dtype=np.int32),
        np.full((2, functions, count), -1, dtype=np.int32),
        np.zeros((2, functions, words, count), dtype=np.uint64),
        np.zeros((2, samples, count), dtype=np.float32),
        np.zeros((2, stocks, samples, count), dtype=np.float32),
        np.zeros((2, classes, samples, count), dtype=np.float32),
        facts,
        np.zeros((words, count), dtype=np.uint64),
        np.zeros(count, dtype=np.uint64),
        np.array([_early(f107), _early(density), mass, altitude]),
    )
    twin_has = np.zeros((days, count), dtype=np.uint64)
    bits = np.zeros((days, count), dtype=np.uint64)
    goods = int(model.stocks.coming.max(initial=-1)) + 1
    outlooks = [fresh_outlook(model, goods, count) for _ in range(2)]
    streams = compiled.streams(seed)
    worlds: tuple[World, World] = (compiled.twin_world, compiled.world)
    for place, world in enumerate(worlds):
        look_ahead(model, world, streams, first_member, facts, outlooks[place])
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
            compiled.operations,
            world,
            compiled.twin_world,
            compiled.told_day,
            streams,
            first_member,
            facts,
            mass,
            policy,
            (f107, f107a, ap),
            density,
            around.table,
            around.start_day,
            around.frozen_ey,
            outlooks[0],
            outlooks[place],
            state,
            twin_has,
            place,
            sample_every,
            bits if place else twin_has,
            lives.lost[place],
            lives.back[place],
            lives.snapshot[place],
            lives.altitude[place],
            lives.stock[place],
            lives.people[place],
            lives.first_day,
        )
    lives.has_first[:] = twin_has[0]
    return lives


def _early(drawn: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Mean of the early days, member by member, whatever the width of the block."""
    return np.array([np.mean(column, dtype=np.float64) for column in np.ascontiguousarray(drawn[:EARLY_DAYS].T)])


def join(parts: list[Lives]) -> Lives:
    """One result out of many, in the order of the members."""
    names = Lives.__dataclass_fields__
    return Lives(**{name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in names})
