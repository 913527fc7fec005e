# mypy: disable-error-code="no-untyped-call"
"""Daily members of a forecast of the sun, drawn by counter in compiled loops that run over members.

Each loop below has few arrays and plain arithmetic, so that the compiler puts 8 or 16 members into one vector.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stationkeep.compiled import compiled, inner
from stationkeep.draws.philox import fill_uniforms, purpose
from stationkeep.draws.vector import exponential, normals
from stationkeep.errors import InputError
from stationkeep.facts.constants import constants
from stationkeep.sun.forecast import Plan
from stationkeep.sun.history import HALF_MEAN_DAYS, MEAN_DAYS
from stationkeep.sun.smoothed import BASE_F107
from stationkeep.sun.variability import HIGHEST_SCORE, ORDER

_LEVEL = purpose("sun.level")  # a member's percentile of the outlook, by month
_DAY = purpose("sun.day")  # what each day adds: one number for F10.7 (rotation included), one for Ap

_F = np.float32
_LANES = 128  # members worked on together: their arrays stay in a core's own memory
_ROWS = 4 * ORDER  # days kept of u and v before the last ORDER of them move to the top
# Members stay somewhat beyond what is on record (data/sun/constants.csv), smoothed and daily.
_FACT = {name: one.value for name, one in constants("sun").items()}
_LOWEST_LEVEL = _F(np.log(_FACT["lowest_level_f107"] - BASE_F107))
_HIGHEST_LEVEL = _F(np.log(_FACT["highest_level_f107"] - BASE_F107))
_BASE, _LOWEST_F107, _HIGHEST_F107 = _F(BASE_F107), _F(_FACT["lowest_f107_day"]), _F(_FACT["highest_f107_day"])
_LOWEST_LEVEL_AP, _HIGHEST_LEVEL_AP = _F(np.log(_FACT["lowest_level_ap"])), _F(np.log(_FACT["highest_level_ap"]))
_HIGHEST_AP = _F(400.0)  # where the scale ends: the ap of Kp 9 (J. Bartels, 1957)
_LEAST_VARIANCE, _MOST_VARIANCE = _F(0.01), _F(0.25)
_ZERO, _HALF = _F(0.0), _F(0.5)
_HIGHEST_V = _F(HIGHEST_SCORE)


@inner
def _to_normals(u, v):  # type: ignore[no-untyped-def]
    """Two rows of uniform numbers turned into two rows of standard normal ones, in place."""
    for m in range(u.shape[0]):
        u[m], v[m] = normals(u[m], v[m])


@inner
def _recall(weights, past, now, out):  # type: ignore[no-untyped-def]
    """What the last ORDER days make of today: their weighted sum, eight rows at a time."""
    for m in range(out.shape[0]):
        out[m] = _ZERO
    for lag in range(0, ORDER, 8):
        w1, w2, w3, w4 = weights[lag], weights[lag + 1], weights[lag + 2], weights[lag + 3]
        w5, w6, w7, w8 = weights[lag + 4], weights[lag + 5], weights[lag + 6], weights[lag + 7]
        row = now - lag
        p1, p2, p3, p4 = past[row - 1], past[row - 2], past[row - 3], past[row - 4]
        p5, p6, p7, p8 = past[row - 5], past[row - 6], past[row - 7], past[row - 8]
        for m in range(out.shape[0]):
            near = w1 * p1[m] + w2 * p2[m] + w3 * p3[m] + w4 * p4[m]
            out[m] += near + (w5 * p5[m] + w6 * p6[m] + w7 * p7[m] + w8 * p8[m])


@inner
def _add_noise(noise, drawn, out):  # type: ignore[no-untyped-def]
    for m in range(out.shape[0]):
        out[m] += noise * drawn[m]


@inner
def _walk_score(memory, fresh, drawn, score):  # type: ignore[no-untyped-def]
    """A month's step of a slowly varying normal score."""
    for m in range(score.shape[0]):
        score[m] = memory * score[m] + fresh * drawn[m]


@inner
def _set_f107_level(middle, up, down, sigma, score, level, spread):  # type: ignore[no-untyped-def]
    """A month's level of log(F10.7 - 60), less half the daily variance, and the daily deviation."""
    c0, c1, c2, least, most = sigma[0], sigma[1], sigma[2], sigma[3], sigma[4]
    for m in range(score.shape[0]):
        z = score[m]
        y = min(max(middle + z * (up if z > _ZERO else down), _LOWEST_LEVEL), _HIGHEST_LEVEL)
        x = min(max(y, least), most)
        variance = min(max(c0 + x * (c1 + x * c2), _LEAST_VARIANCE), _MOST_VARIANCE)
        level[m] = y - _HALF * variance
        spread[m] = np.sqrt(variance)


@inner
def _set_ap_level(middle, up, down, correlation, score, other, level):  # type: ignore[no-untyped-def]
    """A month's level of log(Ap), from the score of F10.7 and one of its own."""
    across = _F(np.sqrt(1.0 - correlation * correlation))
    along = _F(correlation)
    for m in range(score.shape[0]):
        z = along * score[m] + across * other[m]
        level[m] = min(max(middle + z * (up if z > _ZERO else down), _LOWEST_LEVEL_AP), _HIGHEST_LEVEL_AP)


@inner
def _set_flux(weight, distance, u, level, next_level, spread, next_spread, flux):  # type: ignore[no-untyped-def]
    """F10.7 of a day, level and deviation linear between two months."""
    for m in range(flux.shape[0]):
        here = level[m] + weight * (next_level[m] - level[m])
        scale = spread[m] + weight * (next_spread[m] - spread[m])
        f = distance * (_BASE + exponential(here + scale * u[m]))
        flux[m] = min(max(f, _LOWEST_F107), _HIGHEST_F107)


@inner
def _set_ap(weight, season, curve, v, level, next_level, ap):  # type: ignore[no-untyped-def]
    """Ap of a day: its level, linear between two months, the season, and the curve of storms and calm."""
    c0, c1, c2, c3, c4 = curve[0], curve[1], curve[2], curve[3], curve[4]
    c5, c6, c7, c8, c9 = curve[5], curve[6], curve[7], curve[8], curve[9]
    for m in range(ap.shape[0]):
        here = season + level[m] + weight * (next_level[m] - level[m])
        x = min(max(v[m], -_HIGHEST_V), _HIGHEST_V)
        q = c0 + x * (c1 + x * (c2 + x * (c3 + x * (c4 + x * (c5 + x * (c6 + x * (c7 + x * (c8 + x * c9))))))))
        ap[m] = min(exponential(here + q), _HIGHEST_AP)


@inner
def _slide(flux, leaving, sums):  # type: ignore[no-untyped-def]
    """The window of the running mean moves on by a day."""
    for m in range(sums.shape[0]):
        sums[m] += float(flux[m]) - float(leaving[m])
    for m in range(sums.shape[0]):
        leaving[m] = flux[m]


@inner
def _set_mean(sums, mean):  # type: ignore[no-untyped-def]
    for m in range(sums.shape[0]):
        mean[m] = sums[m] / MEAN_DAYS


@inner
def _fill_some(plan, seed, first_member, begin, end, f107, f107a, ap):  # type: ignore[no-untyped-def]
    """`fill` for the columns from ``begin`` to ``end``, at most _LANES, the first of them being ``first_member``."""
    days, members = f107.shape[0], end - begin
    observed = plan.observed_f107.shape[0]
    total = plan.offset + days + HALF_MEAN_DAYS
    knots = plan.f107_level.shape[1]
    uniforms = np.empty((4, members), dtype=np.float32)

    level = np.empty((knots, members), dtype=np.float32)
    spread = np.empty((knots, members), dtype=np.float32)
    level_ap = np.empty((knots, members), dtype=np.float32)
    scores = np.zeros((2, members), dtype=np.float32)
    sigma, middle = plan.sigma.astype(np.float32), plan.f107_level.astype(np.float32)
    middle_ap = plan.ap_level.astype(np.float32)
    memories = (plan.memory, plan.ap_memory)
    for k in range(knots):
        fill_uniforms(seed, _LEVEL, first_member, plan.first_knot_month + k, 0, uniforms)
        _to_normals(uniforms[0], uniforms[1])
        for n in range(2):
            memory = memories[n] if k > 0 else 0.0
            _walk_score(_F(memory), _F(np.sqrt(1.0 - memory * memory)), uniforms[n], scores[n])
        _set_f107_level(middle[0, k], middle[1, k], middle[2, k], sigma, scores[0], level[k], spread[k])
        _set_ap_level(
            middle_ap[0, k], middle_ap[1, k], middle_ap[2, k], plan.correlation, scores[0], scores[1], level_ap[k]
        )

    # The last ORDER days as each member sees them: departures of the observed past from its own level.
    u = np.empty((_ROWS, members), dtype=np.float32)
    v = np.empty((_ROWS, members), dtype=np.float32)
    for j in range(ORDER):
        k, s = plan.knot[j], plan.weight[j]
        for m in range(members):
            here = level[k, m] + s * (level[k + 1, m] - level[k, m])
            u[j, m] = (plan.f107_past[j] - here) / (spread[k, m] + s * (spread[k + 1, m] - spread[k, m]))
            v[j, m] = plan.ap_past[j]

    weights, weights_ap = plan.f107_weights.astype(np.float32), plan.ap_weights.astype(np.float32)
    noise, noise_ap = _F(plan.f107_noise), _F(plan.ap_noise)
    curve = plan.ap_curve.astype(np.float32)
    window = np.zeros((MEAN_DAYS, members), dtype=np.float32)
    sums = np.zeros(members)
    today = np.empty(members, dtype=np.float32)
    row = ORDER
    for i in range(total):
        d = i - plan.offset
        if i < observed:
            today[:] = plan.observed_f107[i]
            if 0 <= d < days:
                ap[d, begin:end] = plan.observed_ap[i]
        else:
            j = i - observed + ORDER
            if row == _ROWS:
                row = ORDER
                for n in range(ORDER):
                    u[n], v[n] = u[_ROWS - ORDER + n], v[_ROWS - ORDER + n]
            # Four uniforms of one call of the generator serve a day and its neighbour.
            day = plan.base_day + i
            half = day & 1
            if half == 0 or i == observed:
                fill_uniforms(seed, _DAY, first_member, day >> 1, 0, uniforms)
                _to_normals(uniforms[0], uniforms[1])
                _to_normals(uniforms[2], uniforms[3])
            _recall(weights, u, row, u[row])
            _recall(weights_ap, v, row, v[row])
            _add_noise(noise, uniforms[2 * half], u[row])
            _add_noise(noise_ap, uniforms[2 * half + 1], v[row])
            k, s = plan.knot[j], _F(plan.weight[j])
            _set_flux(s, _F(plan.distance[j]), u[row], level[k], level[k + 1], spread[k], spread[k + 1], today)
            if 0 <= d < days:
                _set_ap(s, _F(plan.season[j]), curve, v[row], level_ap[k], level_ap[k + 1], ap[d, begin:end])
            row += 1
        _slide(today, window[i % MEAN_DAYS], sums)
        if 0 <= d + 1 < days:
            f107[d + 1, begin:end] = today
        if 0 <= d - HALF_MEAN_DAYS < days:
            _set_mean(sums, f107a[d - HALF_MEAN_DAYS, begin:end])


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
    members = f107.shape[1]
    for begin in range(0, members, _LANES):
        end = min(begin + _LANES, members)
        _fill_some(plan, seed, first_member + begin, begin, end, f107, f107a, ap)


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
