# mypy: disable-error-code="no-untyped-call"
"""Many futures of one object: blocks of members drawn, let down day by day, and their crossings noted."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from stationkeep.compiled import compiled
from stationkeep.draws.intervals import member_uniforms, quantile
from stationkeep.lifetime.body import Body
from stationkeep.lifetime.correction import fill_ballistic
from stationkeep.lifetime.drivers import Drivers
from stationkeep.orbit.decay import advance_day, decay_rate_km_day
from stationkeep.orbit.density import ALTITUDE_RANGE_KM, DensityTable
from stationkeep.orbit.earth import ENTRY_ALTITUDE_KM, node_drift_deg_day

Singles = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

BLOCK = 256
"""Members that are drawn and lived together. A member does not depend on it."""

CLOCK_STEP_KM = 0.5

MOST_SAMPLES, FEWEST_DAYS = 4_000_000, 60
"""Altitudes are kept every day while they are no more than this; otherwise on fewer days, but not on fewer than 60."""


@dataclass(frozen=True)
class Futures:
    """What became of the members.

    Parameters
    ----------
    levels_km : ndarray, shape (level,)
        Altitudes watched, from the highest down.
    reached_day : ndarray of float32, shape (level, member)
        Days from the body's day until each was reached; infinite where that lies beyond the horizon.
    sample_day : ndarray of int32, shape (sample,)
        Days from the first that is forecast.
    altitude_km : ndarray of float32, shape (sample, member)
        120 once it has entered.
    ballistic_m2_kg : ndarray of float32, shape (member,)
        Effective Cd A / m on the first forecast day.
    """

    levels_km: Floats
    reached_day: Singles
    sample_day: npt.NDArray[np.int32]
    altitude_km: Singles
    ballistic_m2_kg: Singles


@compiled
def _at(clock, altitude_km):  # type: ignore[no-untyped-def]
    """Time of the reference fall at an altitude."""
    place = (altitude_km - ENTRY_ALTITUDE_KM) / CLOCK_STEP_KM
    i = min(max(int(place), 0), clock.size - 2)
    return clock[i] + (place - i) * (clock[i + 1] - clock[i])


@compiled
def _live(  # type: ignore[no-untyped-def]
    table,
    first_day,
    fraction_gone,
    altitude,
    raan,
    ex,
    ey,
    frozen_ey,
    f107,
    f107a,
    ap,
    ballistic,
    levels,
    clock,
    lead,
    every,
    reached,
    samples,
):
    """Let a block down, day by day, until the last has entered or the days are over.

    Within the day of a crossing the altitude follows a reference fall (`clock`, the time of that fall at every
    half kilometre), stretched so that it meets the altitudes at both ends of the day.
    """
    days, members = f107.shape
    before, fraction = np.empty(members), np.empty(members)
    for day in range(days):
        if day >= lead and (day - lead) % every == 0:
            samples[(day - lead) // every, :] = altitude
        before[:] = altitude
        advance_day(
            table,
            first_day + day,
            altitude,
            raan,
            ex,
            ey,
            f107[day],
            f107a[day],
            ap[day],
            ballistic[day],
            frozen_ey,
            fraction,
        )
        flying = False
        for n in range(members):
            whole = fraction[n] if fraction[n] == fraction[n] else 1.0
            flying = flying or altitude[n] > ENTRY_ALTITUDE_KM
            for k in range(levels.size):
                if before[n] > levels[k] >= altitude[n]:
                    begun, ended = _at(clock, before[n]), _at(clock, altitude[n])
                    part = whole * (_at(clock, levels[k]) - begun) / (ended - begun)
                    reached[k, n] = fraction_gone + (1.0 - fraction_gone) * part if day == 0 else day + part
        if not flying:
            break


@dataclass(frozen=True)
class _Work:
    """What every block of a study shares."""

    body: Body
    drivers: Drivers
    table: DensityTable
    levels_km: Floats
    days: int
    lead_days: int
    every: int
    seed: int

    @property
    def samples(self) -> int:
        """Days on which the altitude is kept."""
        return -(-(self.days - self.lead_days) // self.every)

    def live(self, first: int, count: int) -> tuple[Singles, Singles, Singles]:
        """Days of the crossings, sampled altitudes, and drag at the start, of a block of members."""
        body, days = self.body, self.days
        f107, f107a, ap, ballistic = (np.empty((days, count), dtype=np.float32) for _ in range(4))
        self.drivers.fill(self.seed, first, f107, f107a, ap)
        fill_ballistic(self.seed, first, body.drag.process(), ballistic)
        at_start = ballistic[min(self.lead_days, days - 1)].copy()
        ballistic[0] *= 1.0 - body.fraction
        reached = np.full((self.levels_km.size, count), np.inf, dtype=np.float32)
        samples = np.full((self.samples, count), ENTRY_ALTITUDE_KM, dtype=np.float32)
        altitude, raan = self._states(first, count)
        first_day = int(body.day.astype(np.int64))
        arrays, clock = self.table.arrays(), self._clock()
        ex, ey = np.full(count, body.ex), np.full(count, body.ey)
        orbit = (altitude, raan, ex, ey, body.frozen_ey)
        watched = (self.levels_km, clock, self.lead_days, self.every, reached, samples)
        _live(arrays, first_day, body.fraction, *orbit, f107, f107a, ap, ballistic, *watched)
        return reached, samples, at_start

    def _states(self, first: int, count: int) -> tuple[Floats, Floats]:
        body, seed = self.body, self.seed
        edge = NormalDist().inv_cdf(0.95) * body.altitude_error_km
        ends = (body.altitude_km - edge, body.altitude_km, body.altitude_km + edge)
        shape = "normal" if edge > 0.0 else "fixed"
        altitude = quantile(shape, *ends, member_uniforms(seed, "lifetime.altitude", first, count))
        if body.raan_deg is None:
            return altitude, 360.0 * member_uniforms(seed, "lifetime.node", first, count)
        drift = node_drift_deg_day(body.altitude_km, float(np.cos(np.radians(body.inclination_deg))))
        return altitude, np.full(count, (body.raan_deg - body.fraction * drift) % 360.0)

    def _clock(self) -> Floats:
        """Time of a fall under a steady sun, at every half kilometre from 120 km up; later is lower."""
        heights = np.arange(ENTRY_ALTITUDE_KM, ALTITUDE_RANGE_KM[1] + CLOCK_STEP_KM, CLOCK_STEP_KM)
        one = np.ones(heights.size)
        first_day = int(self.body.day.astype(np.int64))
        f107, ap = 100.0 * one, 8.0 * one  # any will do: it shapes the fall within one day only
        pace = 1.0 / decay_rate_km_day(self.table.arrays(), first_day, heights, 0.0 * one, f107, f107, ap, one)
        steps = 0.5 * CLOCK_STEP_KM * (pace[1:] + pace[:-1])
        return np.concatenate([[0.0], -np.cumsum(steps)])


def live(
    body: Body,
    drivers: Drivers,
    table: DensityTable,
    levels_km: npt.ArrayLike,
    *,
    days: int,
    members: int,
    seed: int = 1,
    lead_days: int = 0,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Futures:
    """Draw and live the members of a body.

    Parameters
    ----------
    body : Body
    drivers : Drivers
        From the body's day on.
    table : DensityTable
        Of the body's inclination.
    levels_km : array_like, shape (level,)
        Altitudes to watch, 120 km and above.
    days : int
        Longest time, from the body's day.
    members : int
    seed : int
        The study's seed; a member depends on it and on its own number alone.
    lead_days : int
        Days from the body's day to the first that is forecast.
    workers : int, optional
        Threads; by default one a processor. The result does not depend on them.
    progress : callable, optional
        Told (members done, members).

    Returns
    -------
    Futures
    """
    levels = np.unique(np.asarray(levels_km, dtype=np.float64))[::-1].copy()
    ahead = days - lead_days
    every = max(1, min(-(-ahead * members // MOST_SAMPLES), ahead // FEWEST_DAYS))
    work = _Work(body, drivers, table, levels, days, lead_days, every, seed)
    reached = np.empty((levels.size, members), dtype=np.float32)
    samples = np.empty((work.samples, members), dtype=np.float32)
    at_start = np.empty(members, dtype=np.float32)

    def one(first: int) -> int:
        count = min(BLOCK, members - first)
        part = slice(first, first + count)
        reached[:, part], samples[:, part], at_start[part] = work.live(first, count)
        return count

    done = one(0)  # alone: it compiles the loops, or loads them, once
    if progress is not None:
        progress(done, members)
    with ThreadPoolExecutor(max_workers=workers or os.cpu_count() or 1) as pool:
        try:
            for count in pool.map(one, range(BLOCK, members, BLOCK)):
                done += count
                if progress is not None:
                    progress(done, members)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return Futures(levels, reached, (np.arange(len(samples)) * every).astype(np.int32), samples, at_start)
