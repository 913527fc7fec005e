# mypy: disable-error-code="no-untyped-call"
"""Daily members of a forecast of the sun, drawn by counter in one compiled loop."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stationkeep.compiled import compiled
from stationkeep.draws.philox import philox, purpose, two_normals
from stationkeep.errors import InputError
from stationkeep.sun.forecast import Plan
from stationkeep.sun.history import HALF_MEAN_DAYS, MEAN_DAYS
from stationkeep.sun.smoothed import BASE_F107
from stationkeep.sun.variability import ORDER

_LEVEL = purpose("sun.level")  # a member's percentile of the outlook, by month
_DAY = purpose("sun.day")  # what each day adds: one number for F10.7 (rotation included), one for Ap

_BASE = BASE_F107
_MASK = ORDER - 1
_WORD, _TWO_32 = 0xFFFFFFFF, 2.0**-32
_WIDTH, _HALF = MEAN_DAYS, HALF_MEAN_DAYS
# Smoothed F10.7: 68.2 to 242.5 sfu on record; cycle 19 (242.5) was the highest of the 400 years of sunspot
# counts (Hathaway 2015). Members stay between 65 and 280.
_LOWEST_LEVEL, _HIGHEST_LEVEL = np.log(65.0 - BASE_F107), np.log(280.0 - BASE_F107)
# Daily F10.7: nothing on record below 64.0 but two errors; the highest free of bursts 383.4 (1957-12-23).
_LOWEST_F107, _HIGHEST_F107 = 64.0, 400.0
# Ap ends at 400, the ap of Kp 9 (J. Bartels, 1957); smoothed Ap is 3.8 to 25.0 on record since 1957.
_HIGHEST_AP = 400.0
_LOWEST_LEVEL_AP, _HIGHEST_LEVEL_AP = np.log(3.0), np.log(35.0)


@compiled
def _normals(u, v):  # type: ignore[no-untyped-def]
    """Two standard normal numbers by Box and Muller, with sine and cosine as Taylor series (error 1e-10).

    The series stand for the library's functions because they run on several members at once.
    """
    r = np.sqrt(-2.0 * np.log(u))
    x = np.pi * (v - 0.5)  # half the angle, less a quarter turn: |x| < pi / 2
    q = x * x
    sine = q * (-1.0 / 39916800.0 + q * (1.0 / 6227020800.0 - q / 1307674368000.0))
    sine = x * (1.0 + q * (-1.0 / 6.0 + q * (1.0 / 120.0 + q * (-1.0 / 5040.0 + q * (1.0 / 362880.0 + sine)))))
    cosine = q * (-1.0 / 3628800.0 + q * (1.0 / 479001600.0 + q * (-1.0 / 87178291200.0 + q / 20922789888000.0)))
    cosine = 1.0 + q * (-0.5 + q * (1.0 / 24.0 + q * (-1.0 / 720.0 + q * (1.0 / 40320.0 + cosine))))
    return r * (2.0 * sine * sine - 1.0), -2.0 * r * sine * cosine


@compiled
def fill(plan, seed, first_member, f107, f107a, ap):  # type: ignore[no-untyped-def]
    """Fill a block of members with their drivers, day by day from the start.

    Parameters
    ----------
    plan : Plan
        From `Forecast.compile`.
    seed : int
        The study's seed.
    first_member : int
        Number of the member in the first column; the others follow.
    f107, f107a, ap : numpy.ndarray
        Outputs, float32, shape ``(day, member)``, at most ``plan.days`` days: F10.7 of the day before (sfu),
        F10.7 averaged over the 81 days centred on the day (sfu), daily Ap (nT).

    Notes
    -----
    A member's numbers depend on (seed, member, date) and the forecast alone: not on the block, nor on the
    number of days asked for. The 81-day mean is that of the member's own series, stitched to the observed
    past.

    With z the member's score (an Ornstein-Uhlenbeck process in months) and u, v autoregressions of 32 days::

        y    = middle + z (up if z > 0 else down)                     log(S - 60), by month, linear between
        F10.7 = distance (60 + exp(y - sigma(y)^2 / 2 + sigma(y) u))
        Ap   = exp(middle' + z' spread' + season + q(v))
    """
    days, members = f107.shape
    observed = plan.observed_f107.shape[0]
    total = plan.offset + days + _HALF
    knots = plan.f107_level.shape[1]
    fresh = np.sqrt(1.0 - plan.memory * plan.memory)
    across = np.sqrt(1.0 - plan.correlation * plan.correlation)

    # The monthly levels of every member: log level less half the variance, daily deviation, log of smoothed
    # Ap.
    level = np.empty((knots, members))
    spread = np.empty((knots, members))
    level_ap = np.empty((knots, members))
    for m in range(members):
        z, w = two_normals(seed, _LEVEL, first_member + m, plan.first_knot_month, 0)
        for k in range(knots):
            if k > 0:
                a, b = two_normals(seed, _LEVEL, first_member + m, plan.first_knot_month + k, 0)
                z, w = plan.memory * z + fresh * a, plan.memory * w + fresh * b
            y = plan.f107_level[0, k] + z * (plan.f107_level[1, k] if z > 0.0 else plan.f107_level[2, k])
            y = min(max(y, _LOWEST_LEVEL), _HIGHEST_LEVEL)
            x = min(max(y, plan.sigma[3]), plan.sigma[4])
            variance = min(max(plan.sigma[0] + x * (plan.sigma[1] + x * plan.sigma[2]), 0.01), 0.25)
            level[k, m], spread[k, m] = y - 0.5 * variance, np.sqrt(variance)
            q = plan.correlation * z + across * w
            p = plan.ap_level[0, k] + q * (plan.ap_level[1, k] if q > 0.0 else plan.ap_level[2, k])
            level_ap[k, m] = min(max(p, _LOWEST_LEVEL_AP), _HIGHEST_LEVEL_AP)

    # The last ORDER days as each member sees them: departures of the observed past from its own level.
    u = np.empty((ORDER, members), dtype=np.float32)  # single precision runs twice as many members at once
    v = np.empty((ORDER, members), dtype=np.float32)
    for j in range(ORDER):
        k, s = plan.knot[j], plan.weight[j]
        for m in range(members):
            here = level[k, m] + s * (level[k + 1, m] - level[k, m])
            u[j, m] = (plan.f107_past[j] - here) / (spread[k, m] + s * (spread[k + 1, m] - spread[k, m]))
            v[j, m] = plan.ap_past[j]

    uniforms = np.empty((4, members))
    low, high = np.uint64(seed) & np.uint64(_WORD), np.uint64(seed) >> np.uint64(32)
    window = np.zeros((_WIDTH, members), dtype=np.float32)
    sums = np.zeros(members)
    next_u, next_v = np.empty(members, dtype=np.float32), np.empty(members, dtype=np.float32)
    today = np.empty(members, dtype=np.float32)
    scores = plan.ap_quantiles.shape[0]
    for i in range(total):
        d = i - plan.offset
        if i < observed:
            for m in range(members):
                today[m] = plan.observed_f107[i]
            if 0 <= d < days:
                for m in range(members):
                    ap[d, m] = plan.observed_ap[i]
        else:
            j = i - observed  # simulated day; its row in the rings is j mod ORDER, that of lag ORDER
            row, at = j & _MASK, j + ORDER
            for m in range(members):
                next_u[m] = 0.0
                next_v[m] = 0.0
            for lag in range(1, ORDER + 1):
                a, b = np.float32(plan.f107_weights[lag - 1]), np.float32(plan.ap_weights[lag - 1])
                past = (j - lag) & _MASK
                for m in range(members):
                    next_u[m] += a * u[past, m]
                    next_v[m] += b * v[past, m]
            k, s, distance, season = plan.knot[at], plan.weight[at], plan.distance[at], plan.season[at]
            write = 0 <= d < days
            # One call of the generator has 128 random bits: four uniforms of 32 bits, for a day and its
            # neighbour.
            day = plan.base_day + i
            half = day & 1
            if half == 0 or j == 0:
                for m in range(members):
                    words = philox(day >> 1, (first_member + m) & _WORD, _DAY, 0, low, high)
                    for n in range(4):
                        uniforms[n, m] = (float(words[n]) + 0.5) * _TWO_32
            for m in range(members):
                a, b = _normals(uniforms[2 * half, m], uniforms[2 * half + 1, m])
                a = next_u[m] + plan.f107_noise * a
                b = next_v[m] + plan.ap_noise * b
                u[row, m] = a
                v[row, m] = b
                here = level[k, m] + s * (level[k + 1, m] - level[k, m])
                scale = spread[k, m] + s * (spread[k + 1, m] - spread[k, m])
                flux = distance * (_BASE + np.exp(here + scale * a))
                today[m] = min(max(flux, _LOWEST_F107), _HIGHEST_F107)
                if write:
                    place = (b - plan.first_score) / plan.score_step
                    n = min(max(int(np.floor(place)), 0), scores - 2)
                    q = plan.ap_quantiles[n]
                    q += (place - n) * (plan.ap_quantiles[n + 1] - q)
                    q += season + level_ap[k, m] + s * (level_ap[k + 1, m] - level_ap[k, m])
                    ap[d, m] = min(np.exp(q), _HIGHEST_AP)
        slot = i % _WIDTH
        for m in range(members):
            sums[m] += today[m] - window[slot, m]
            window[slot, m] = today[m]
        if 0 <= d + 1 < days:
            for m in range(members):
                f107[d + 1, m] = today[m]
        if 0 <= d - _HALF < days:
            for m in range(members):
                f107a[d - _HALF, m] = sums[m] / _WIDTH


def draw(
    plan: Plan, seed: int, members: int, *, days: int | None = None, first_member: int = 0
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Drivers of many members at once: `fill` with its arrays made and its arguments checked.

    Parameters
    ----------
    plan : Plan
        From `Forecast.compile`.
    seed : int
        The study's seed, 0 or more.
    members : int
        How many, 1 or more.
    days : int, optional
        Horizon; by default all of ``plan.days``.
    first_member : int
        Number of the first.

    Returns
    -------
    f107, f107a, ap : numpy.ndarray
        float32, shape ``(day, member)``; sfu, sfu, nT.

    Raises
    ------
    InputError
        When a number is out of its range.

    Examples
    --------
    >>> from stationkeep.sun.forecast import Forecast
    >>> from stationkeep.sun.history import SpaceWeather
    >>> forecast = Forecast.as_known(SpaceWeather.load(), "2022-04-02")
    >>> forecast.label
    'NASA MSFC 2022-03'
    >>> f107, f107a, ap = draw(forecast.compile(90), seed=1, members=4)
    >>> f107.shape, f107[0].tolist() == [146.60000610351562] * 4
    ((90, 4), True)
    """
    days = plan.days if days is None else days
    if not 1 <= days <= plan.days or members < 1 or first_member < 0 or not 0 <= seed < 2**64:
        raise InputError(
            f"sun: {members} members from {first_member} on for {days} days with seed {seed}; expected "
            f"1 member or more from 0 on, 1 to {plan.days} days and a seed of 0 to 2^64 - 1"
        )
    f107, f107a, ap = (np.empty((days, members), dtype=np.float32) for _ in range(3))
    fill(plan, np.uint64(seed), first_member, f107, f107a, ap)
    return f107, f107a, ap
