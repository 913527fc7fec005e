# mypy: disable-error-code="no-untyped-call"
"""Drag learnt from the past: what arcs without a burn say about Cd A / m, and how the air departs from the model.

The ballistic coefficient that an arc implies is the true one times the error of the density model. Over the
station's life it wanders between 0.004 m2/kg (deep solar minimum, where the model is too dense) and 0.009, and
arcs of two to four weeks scatter by 20 to 25 % about that. Both are carried by one slowly varying, positive
correction of mean one: its logarithm is an Ornstein-Uhlenbeck process.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from stationkeep.compiled import compiled
from stationkeep.draws.philox import purpose, two_normals
from stationkeep.errors import InputError
from stationkeep.orbit.decay import decay_rate_km_day
from stationkeep.orbit.density import DensityTable, TableArrays
from stationkeep.orbit.earth import mean_sun_deg

Floats = npt.NDArray[np.float64]
LEVEL_STREAM, AIR_STREAM = purpose("orbit.ballistic"), purpose("orbit.density")
# Without an arc: published and implied values lie between 0.004 and 0.009 m2/kg, taken as the 5-95 % interval.
UNKNOWN_M2_KG = (0.004, 0.009)
# Local time of the node is not kept with an arc; averaging it out leaves a few per cent (3-8 % in density, less
# over a month in which the node turns through 180 deg).
_LOCAL_TIME_PART = 0.03
# What is expected of the process before the arcs are heard: medians and log-spreads. They matter only while arcs
# are few. Fast: scatter from one arc to the next that has no memory over two months.
_SIGMA_PRIOR, _TAU_PRIOR_DAYS, _FAST_PRIOR = (0.25, 0.4), (300.0, 0.8), (0.15, 0.4)
_FAST_TAU_DAYS = 20.0
_LEVEL_PRIOR = 0.5  # spread of the logarithm of the level before any arc
_SIGMAS = np.array([0.08, 0.11, 0.15, 0.2, 0.25, 0.3, 0.35, 0.42, 0.5])
_TAUS_DAYS = np.array([40.0, 70.0, 120.0, 200.0, 300.0, 450.0, 700.0, 1000.0, 1500.0])
_FASTS = np.array([0.03, 0.06, 0.09, 0.12, 0.15, 0.19, 0.24, 0.3])


class Arc(Protocol):
    """A stretch without a burn; rows of the pack's `drag_arcs` are such."""

    @property
    def start(self) -> dt.date: ...
    @property
    def end(self) -> dt.date: ...
    @property
    def altitude_km(self) -> float: ...
    @property
    def loss_km(self) -> float: ...
    @property
    def loss_km_low(self) -> float: ...
    @property
    def loss_km_high(self) -> float: ...


@dataclass(frozen=True)
class Weather:
    """Drivers by day, in the convention of the density model.

    Parameters
    ----------
    first_day : datetime64
    f107, f107a, ap : ndarray, shape (day,)
        F10.7 of the previous day and its centred 81-day mean (sfu), daily Ap.
    """

    first_day: np.datetime64
    f107: Floats
    f107a: Floats
    ap: Floats


def implied_ballistic(arc: Arc, table: TableArrays, weather: Weather) -> float:
    """Cd A / m that makes the model lose over an arc what was lost.

    The rate is taken at the arc's mean altitude, averaged over its days and over the local time of the node.

    Parameters
    ----------
    arc : Arc
    table : TableArrays
    weather : Weather
        Observed drivers, covering the arc.

    Returns
    -------
    float
        m2/kg.

    Raises
    ------
    InputError
        The drivers do not cover the arc.
    """
    start = np.datetime64(arc.start, "D")
    first = int((start - weather.first_day).astype(int))
    days = (arc.end - arc.start).days
    if first < 0 or first + days > weather.f107.size or days < 1:
        raise InputError(
            f"arc {arc.start} to {arc.end}: the drivers cover {weather.first_day} to "
            f"{weather.first_day + weather.f107.size - 1}; give drivers of all its days"
        )
    nodes = np.arange(0.0, 360.0, 45.0)
    one = np.ones(nodes.size)
    total = 0.0
    for day in range(days):
        number = int(start.astype(int)) + day
        k = first + day
        total += decay_rate_km_day(
            table,
            number,
            arc.altitude_km * one,
            nodes + mean_sun_deg(number + 0.5),
            weather.f107[k] * one,
            weather.f107a[k] * one,
            weather.ap[k] * one,
            one,
        ).mean()
    return float(arc.loss_km / total)


@dataclass(frozen=True)
class BallisticCalibration:
    """What is known of a station's drag on a date.

    Parameters
    ----------
    ballistic_m2_kg : float
        Centre (median) of Cd A / m; times a correction of mean one it has the level of all arcs.
    spread : float
        Standard deviation of its logarithm: error of that level.
    sigma, tau_days : float
        Stationary standard deviation of the logarithm of the density correction, and its correlation time.
    start_mean, start_spread : float
        The same logarithm on the date: what the last arcs say about it.
    fast_sigma, fast_tau_days : float
        A second, quick part of the correction, which scatters single arcs.
    arcs : int
        How many arcs it rests on.
    last_arc : date or None
    note : str
        In words.
    """

    ballistic_m2_kg: float
    spread: float
    sigma: float
    tau_days: float
    start_mean: float
    start_spread: float
    fast_sigma: float
    fast_tau_days: float
    arcs: int
    last_arc: dt.date | None
    note: str

    @property
    def now_m2_kg(self) -> float:
        """Median of the effective Cd A / m on the date itself: level times slow correction."""
        return self.ballistic_m2_kg * float(np.exp(self.start_mean - 0.5 * self.sigma**2 - 0.5 * self.fast_sigma**2))

    def process(self) -> Floats:
        """The parameters that `fill_ballistic` takes, in its order."""
        return np.array(
            [
                self.ballistic_m2_kg,
                self.spread,
                self.sigma,
                self.tau_days,
                self.start_mean,
                self.start_spread,
                self.fast_sigma,
                self.fast_tau_days,
            ]
        )


def calibrate(
    arcs: Sequence[Arc], before: dt.date, table: DensityTable | TableArrays, weather: Weather
) -> BallisticCalibration:
    """Centre and spread of Cd A / m on a date, and the process of the density correction, from arcs that had ended.

    The logarithms of what the arcs imply are taken as a level (normal about log 0.006, +/- 0.5), plus an
    Ornstein-Uhlenbeck process, plus scatter without memory, plus the error of each arc. Its three parameters are
    averaged over a grid by their posterior weights; level and state on the date come from a Kalman filter
    (R. E. Kalman, J. Basic Eng. 82 (1960) 35).

    Parameters
    ----------
    arcs : sequence of Arc
    before : date
        Only arcs that end before this date are used.
    table : DensityTable or TableArrays
    weather : Weather
        Observed drivers, covering the arcs.

    Returns
    -------
    BallisticCalibration
    """
    flat = table.arrays() if isinstance(table, DensityTable) else table
    known = [arc for arc in arcs if arc.end < before]
    if not known:
        low, high = np.log(UNKNOWN_M2_KG)
        sigma, tau, fast = _SIGMA_PRIOR[0], _TAU_PRIOR_DAYS[0], _FAST_PRIOR[0]
        return BallisticCalibration(
            float(np.exp(0.5 * (low + high))),
            float((high - low) / (2.0 * 1.645)),
            sigma,
            tau,
            0.0,
            sigma,
            fast,
            _FAST_TAU_DAYS,
            0,
            None,
            f"no arc without a burn is known before {before}: Cd A / m lies between 0.004 and 0.009 m2/kg",
        )
    value = np.log([implied_ballistic(arc, flat, weather) for arc in known])
    ages = np.array([(before - arc.start).days - 0.5 * (arc.end - arc.start).days for arc in known])
    error = [(arc.loss_km_high - arc.loss_km_low) / (3.29 * arc.loss_km) for arc in known]
    noise = np.square(error) + _LOCAL_TIME_PART**2
    moments = _averaged(value, ages, noise)
    level, level_sd, sigma, tau, fast, now, now_sd = moments
    centre = float(np.exp(level + 0.5 * sigma**2 + 0.5 * fast**2))
    last = max(arc.end for arc in known)
    return BallisticCalibration(
        centre,
        level_sd,
        sigma,
        tau,
        now,
        now_sd,
        fast,
        _FAST_TAU_DAYS,
        len(known),
        last,
        f"{len(known)} arcs without a burn to {last}; now about {float(np.exp(level + now)):.4f} m2/kg",
    )


def _averaged(value: Floats, ages: Floats, noise: Floats) -> tuple[float, ...]:
    """Level, its error, sigma, tau, fast scatter, state on the date and its error, averaged over the grid.

    A Kalman filter of two states, level and slow correction, run for all points of the grid side by side.
    """
    sigma, tau, fast = (x.ravel() for x in np.meshgrid(_SIGMAS, _TAUS_DAYS, _FASTS, indexing="ij"))
    fit = -0.5 * (
        (np.log(sigma / _SIGMA_PRIOR[0]) / _SIGMA_PRIOR[1]) ** 2
        + (np.log(tau / _TAU_PRIOR_DAYS[0]) / _TAU_PRIOR_DAYS[1]) ** 2
        + (np.log(fast / _FAST_PRIOR[0]) / _FAST_PRIOR[1]) ** 2
    )
    level, slow = np.full(sigma.size, np.mean(np.log(UNKNOWN_M2_KG))), np.zeros(sigma.size)
    p_level, p_cross, p_slow = np.full(sigma.size, _LEVEL_PRIOR**2), np.zeros(sigma.size), sigma**2
    order = np.argsort(-ages, kind="stable")
    age = ages[order[0]]
    for k in order:
        memory = np.exp(-(age - ages[k]) / tau)
        age = ages[k]
        slow, p_cross = memory * slow, memory * p_cross
        p_slow = memory**2 * p_slow + sigma**2 * (1.0 - memory**2)
        variance = p_level + 2.0 * p_cross + p_slow + fast**2 + noise[k]
        surprise = value[k] - level - slow
        fit -= 0.5 * (surprise**2 / variance + np.log(variance))
        gain_level, gain_slow = (p_level + p_cross) / variance, (p_cross + p_slow) / variance
        level, slow = level + gain_level * surprise, slow + gain_slow * surprise
        p_level, p_cross, p_slow = (
            p_level - gain_level**2 * variance,
            p_cross - gain_level * gain_slow * variance,
            p_slow - gain_slow**2 * variance,
        )
    memory = np.exp(-age / tau)
    slow, p_slow = memory * slow, memory**2 * p_slow + sigma**2 * (1.0 - memory**2)
    weight = np.exp(fit - fit.max())
    weight /= weight.sum()
    mean_level, mean_slow = weight @ level, weight @ slow
    return (
        float(mean_level),
        float(np.sqrt(weight @ (p_level + (level - mean_level) ** 2))),
        float(np.exp(weight @ np.log(sigma))),
        float(np.exp(weight @ np.log(tau))),
        float(np.exp(weight @ np.log(fast))),
        float(mean_slow),
        float(np.sqrt(weight @ (p_slow + (slow - mean_slow) ** 2))),
    )


@compiled
def fill_ballistic(seed, first_member, process, ballistic):  # type: ignore[no-untyped-def]
    """Effective Cd A / m of every day and member: a level, times a density correction that wanders.

    The correction is exp(x + y - var/2), of mean one in the long run; x is slow and starts where the last arcs
    left it, y is quick. Both are Ornstein-Uhlenbeck processes, stepped exactly by a day, on draws that depend on
    seed, member and day alone: a member is the same in every block and every scenario.

    Parameters
    ----------
    seed, first_member : int
        Key of the draws; column b is member first_member + b.
    process : ndarray, shape (8,)
        ``BallisticCalibration.process()``.
    ballistic : ndarray of float64, shape (day, member), written
        m2/kg.
    """
    centre, spread, sigma, tau = process[0], process[1], process[2], process[3]
    start_mean, start_spread, fast_sigma, fast_tau = process[4], process[5], process[6], process[7]
    memory, fast_memory = np.exp(-1.0 / tau), np.exp(-1.0 / fast_tau)
    fresh = sigma * np.sqrt(1.0 - memory * memory)
    fast_fresh = fast_sigma * np.sqrt(1.0 - fast_memory * fast_memory)
    shift = 0.5 * (sigma * sigma + fast_sigma * fast_sigma)
    days, members = ballistic.shape
    for b in range(members):
        z, z0 = two_normals(seed, LEVEL_STREAM, first_member + b, 0, 0)
        level = np.log(centre) + spread * z - shift
        x = start_mean + start_spread * z0
        y = 0.0
        for day in range(days):
            u, v = two_normals(seed, AIR_STREAM, first_member + b, day, 0)
            if day == 0:
                y = fast_sigma * v
            else:
                x = memory * x + fresh * u
                y = fast_memory * y + fast_fresh * v
            ballistic[day, b] = np.exp(level + x + y)
