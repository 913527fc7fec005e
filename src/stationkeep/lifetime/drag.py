# mypy: disable-error-code="no-untyped-call"
"""Drag learnt from the past: what arcs without a burn say about Cd A / m, and how the air departs from the model.

The ballistic coefficient that an arc implies is the true one times the error of the density model. Over the
space station's life it wanders between 0.004 m2/kg (deep solar minimum, where the model is too dense) and 0.009,
and arcs of two weeks scatter by 20 to 25 % about that. Its logarithm is taken as the sum of a level, a slow
Ornstein-Uhlenbeck process and a quick one. Nothing else that was tried explains the scatter: not F10.7 or its
81-day mean, Ap, altitude, season, or the local time of the node.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stationkeep.compiled import compiled
from stationkeep.errors import InputError
from stationkeep.lifetime.arcs import Arc, Stretch
from stationkeep.lifetime.expected import MODEL_CHOICE, PROCESS, STATION, Prior, Process
from stationkeep.lifetime.implied import Implied, Weather, imply
from stationkeep.orbit.density import DensityTable, TableArrays
from stationkeep.wording import counted

Floats = npt.NDArray[np.float64]

# Where the three parameters of the process are tried.
_SIGMAS = np.array([0.08, 0.11, 0.15, 0.2, 0.25, 0.3, 0.35, 0.42, 0.5])
_TAUS_DAYS = np.array([60.0, 90.0, 130.0, 190.0, 280.0, 420.0, 650.0, 1000.0])
_QUICKS = np.array([0.06, 0.1, 0.14, 0.18, 0.22, 0.27, 0.33, 0.4])
_LARGEST_M2_KG = 1000.0  # foil of a micrometre has some hundreds: what is above is a slip of the pen
_OUTLIER = 3.0  # an arc farther off than so many standard deviations is heard the less, the farther it is off


@dataclass(frozen=True)
class BallisticCalibration:
    """What is known of an object's drag on a date.

    Parameters
    ----------
    ballistic_m2_kg : float
        Centre (median) of Cd A / m; times a correction of mean one it has the level of all arcs.
    spread : float
        Standard deviation of its logarithm: error of that level.
    sigma, tau_days : float
        Stationary standard deviation of the logarithm of the density correction, and its correlation time.
    start_mean, start_spread : float
        The same logarithm on the date, and its error where the level is known.
    fast_sigma, fast_tau_days : float
        A second, quick part of the correction, which scatters single arcs.
    arcs : int
        How many arcs it rests on.
    last_arc : date or None
    note : str
        In words.
    start_slope : float
        How far it stands lower (negative) or higher for a level that stands higher: arcs tell their sum best.
    walk_per_day : float
        Variance that the logarithm of the level gains in a day, on average without changing the level itself.
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
    start_slope: float = 0.0
    walk_per_day: float = 0.0

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
                self.start_slope,
                self.walk_per_day,
                self.fast_sigma,
                self.fast_tau_days,
            ]
        )


def calibrate(
    arcs: Sequence[Arc | Stretch],
    before: dt.date,
    table: DensityTable | TableArrays,
    weather: Weather,
    *,
    prior: Prior = STATION,
) -> BallisticCalibration:
    """Centre and spread of Cd A / m on a date, and the process of the density correction, from arcs that had ended.

    Parameters
    ----------
    arcs : sequence of Arc or Stretch
    before : date
        Only arcs that end before 00:00 UTC of this date are used.
    table : DensityTable or TableArrays
    weather : Weather
        Observed drivers, covering the arcs.
    prior : Prior
        Cd A / m before any arc.

    Returns
    -------
    BallisticCalibration
        Valid as long as attitude and configuration stay those of the arcs.

    Raises
    ------
    InputError
        The drivers do not cover an arc.
    """
    flat = table.arrays() if isinstance(table, DensityTable) else table
    limit = float(np.datetime64(before, "D").astype(np.int64))
    pieces = [arc if isinstance(arc, Stretch) else Stretch.of(arc) for arc in arcs]
    known = [imply(piece, flat, weather) for piece in pieces if piece.end_day < limit]
    return calibrate_implied([one for one in known if one is not None], before, prior=prior)


def calibrate_implied(
    implied: Sequence[Implied], before: dt.date, *, prior: Prior = STATION, process: Process = PROCESS
) -> BallisticCalibration:
    """The calibration from what arcs imply, all of which must have ended before the date.

    The logarithms are taken as a level, an Ornstein-Uhlenbeck process, a second one so quick that each arc has its
    own mean of it, and the error of the arc. The three parameters are averaged over a grid by their posterior
    weights; level and state on the date come from a Kalman filter (R. E. Kalman, J. Basic Eng. 82 (1960) 35) that
    a single bad arc cannot lead astray. 200 arcs take some milliseconds. `process` is what is expected of the
    three parameters before the arcs are heard.
    """
    day = np.datetime64(before, "D")
    if not implied:
        return _unheard(day, prior, process)
    order = sorted(implied, key=lambda one: one.middle_day)
    value = np.array([one.log_ballistic for one in order])
    length = np.array([one.days for one in order])
    ages = float(day.astype(np.int64)) - np.array([one.middle_day for one in order])
    noise = np.array([one.error for one in order]) ** 2 + process.arc_part**2
    level, level_sd, sigma, tau, quick, now, now_sd, slope = _averaged(value, ages, length, noise, prior, process)
    centre = float(np.exp(level + 0.5 * sigma**2 + 0.5 * quick**2))
    last = np.datetime64(int(max(one.end_day for one in order)), "D")
    return BallisticCalibration(
        centre,
        level_sd,
        sigma,
        tau,
        now,
        now_sd,
        quick,
        process.quick_tau_days,
        len(order),
        last.item(),
        f"{counted(len(order), 'arc')} without a burn to {last}; now about {float(np.exp(level + now)):.4f} m2/kg",
        slope,
        process.walk_per_day,
    )


def assume(ballistic_m2_kg: float, *, density_error: bool = True) -> BallisticCalibration:
    """The calibration of an object whose Cd A / m somebody states, and no arc has tried.

    Parameters
    ----------
    ballistic_m2_kg : float
        Above zero.
    density_error : bool
        Whether the air errs: by the choice of its model, and as it wandered about the space station. Without, every
        member has the stated coefficient on every day.

    Raises
    ------
    InputError
        A coefficient that is not above zero, or larger than any body's.
    """
    if not 0.0 < ballistic_m2_kg <= _LARGEST_M2_KG:
        raise InputError(
            f"Cd A / m is {ballistic_m2_kg:g} m2/kg; expected a number above zero and at most {_LARGEST_M2_KG:g}"
        )
    part = 1.0 if density_error else 0.0
    sigma, quick = part * PROCESS.sigma, part * PROCESS.quick_sigma
    return BallisticCalibration(
        ballistic_m2_kg,
        part * MODEL_CHOICE,
        sigma,
        PROCESS.tau_days,
        0.0,
        sigma,
        quick,
        PROCESS.quick_tau_days,
        0,
        None,
        f"Cd A / m of {ballistic_m2_kg:.4g} m2/kg as stated",
        walk_per_day=part * PROCESS.walk_per_day,
    )


def _unheard(day: np.datetime64, prior: Prior, process: Process) -> BallisticCalibration:
    """The calibration without an arc."""
    if prior.unheard_m2_kg is not None:
        low, high = np.log(prior.unheard_m2_kg)
        centre, spread = float(np.exp(0.5 * (low + high))), float((high - low) / (2.0 * 1.645))
    else:
        centre, spread = prior.median_m2_kg, prior.log_spread
    low, high = (centre * np.exp(side * 1.645 * spread) for side in (-1.0, 1.0))
    return BallisticCalibration(
        centre,
        spread,
        process.sigma,
        process.tau_days,
        0.0,
        process.sigma,
        process.quick_sigma,
        process.quick_tau_days,
        0,
        None,
        f"no arc without a burn is known before {day}: Cd A / m lies between {low:.3g} and {high:.3g} m2/kg",
        walk_per_day=process.walk_per_day,
    )


def _averaged(
    value: Floats, ages: Floats, length: Floats, noise: Floats, prior: Prior, process: Process
) -> tuple[float, ...]:
    """Level, its error, sigma, tau, quick scatter, slow state, its error and slope, averaged over the grid."""
    sigma, tau, quick = (x.ravel() for x in np.meshgrid(_SIGMAS, _TAUS_DAYS, _QUICKS, indexing="ij"))
    fit = -0.5 * (
        (np.log(sigma / process.sigma) / process.sigma_log_spread) ** 2
        + (np.log(tau / process.tau_days) / process.tau_log_spread) ** 2
        + (np.log(quick / process.quick_sigma) / process.quick_log_spread) ** 2
    )
    x = length / process.quick_tau_days
    # Variance of the mean of an Ornstein-Uhlenbeck process over an arc, in units of its own.
    share = 2.0 / x * (1.0 - (1.0 - np.exp(-x)) / x)
    state = np.empty((5, sigma.size))
    before = (float(np.log(prior.median_m2_kg)), prior.log_spread, process.walk_per_day)
    _filter(value, ages, share, noise, sigma, tau, quick, *before, fit, state)
    level, slow, p_level, p_cross, p_slow = state
    weight = np.exp(fit - fit.max())
    weight /= weight.sum()
    mean_level, mean_slow = weight @ level, weight @ slow
    far = level - mean_level
    p_level = float(weight @ (p_level + far**2))
    p_slow = float(weight @ (p_slow + (slow - mean_slow) ** 2))
    p_cross = float(weight @ (p_cross + far * (slow - mean_slow)))
    return (
        float(mean_level),
        float(np.sqrt(p_level)),
        float(np.exp(weight @ np.log(sigma))),
        float(np.exp(weight @ np.log(tau))),
        float(np.exp(weight @ np.log(quick))),
        float(mean_slow),
        float(np.sqrt(p_slow - p_cross**2 / p_level)),
        p_cross / p_level,
    )


@compiled
def _filter(value, ages, share, noise, sigma, tau, quick, prior_mean, prior_sd, walk, fit, state):  # type: ignore[no-untyped-def]
    """A Kalman filter of two states, level and slow part, at every point of the grid; `fit` gains log likelihoods."""
    for g in range(sigma.size):
        level, slow = prior_mean, 0.0
        p_level, p_cross, p_slow = prior_sd * prior_sd, 0.0, sigma[g] * sigma[g]
        age = ages[0]
        for k in range(value.size):
            memory = np.exp(-(age - ages[k]) / tau[g])
            p_level += walk * (age - ages[k])
            age = ages[k]
            slow, p_cross = memory * slow, memory * p_cross
            p_slow = memory * memory * p_slow + sigma[g] * sigma[g] * (1.0 - memory * memory)
            variance = p_level + 2.0 * p_cross + p_slow + quick[g] * quick[g] * share[k] + noise[k]
            # The logarithm of a mean over an arc lies above the mean of the logarithm.
            surprise = value[k] - level - slow - 0.5 * quick[g] * quick[g] * (1.0 - share[k])
            bound = _OUTLIER * np.sqrt(variance)
            off = abs(surprise)
            if off > bound:  # tails like Student's: the farther off, the less it is heard
                fit[g] -= _OUTLIER * _OUTLIER * (0.5 + np.log(off / bound)) + 0.5 * np.log(variance)
                surprise *= (bound / off) ** 2
            else:
                fit[g] -= 0.5 * (surprise * surprise / variance + np.log(variance))
            gain_level, gain_slow = (p_level + p_cross) / variance, (p_cross + p_slow) / variance
            level += gain_level * surprise
            slow += gain_slow * surprise
            p_level -= gain_level * gain_level * variance
            p_cross -= gain_level * gain_slow * variance
            p_slow -= gain_slow * gain_slow * variance
        memory = np.exp(-age / tau[g])
        p_level += walk * age
        state[0, g], state[1, g], state[2, g] = level, memory * slow, p_level
        state[3, g] = memory * p_cross
        state[4, g] = memory * memory * p_slow + sigma[g] * sigma[g] * (1.0 - memory * memory)
