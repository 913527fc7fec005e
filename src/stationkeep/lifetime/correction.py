# mypy: disable-error-code="no-untyped-call"
"""How far the air departs from the model: the effective Cd A / m of every day and member, drawn by counter.

Three parts of its logarithm: a level that walks by a tenth in a year; a slow Ornstein-Uhlenbeck process, which like
the level is drawn at knots of 16 days and taken in straight lines between them; a quick one, stepped a day. One
call of the generator gives the quick part of four days.
"""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled
from stationkeep.draws.philox import philox, purpose, two_normals
from stationkeep.orbit.decay import exponential

_LEVEL, _SLOW, _QUICK = purpose("orbit.ballistic"), purpose("orbit.density.slow"), purpose("orbit.density")
# Between two knots the slow part is a straight line. What that leaves out has at most the variance
# sigma^2 (16 d / tau) / 2, a twentieth of the slow part's own at 160 days, and lasts two weeks.
KNOT_DAYS = 16
_DAYS_A_CALL = 4
_WORD = 0xFFFFFFFF
_LN2 = float(np.log(2.0))
_MANTISSA, _ONE_BITS, _BIAS = 0x7FFFFF, 0x3F800000, 127
# Members are worked through in tiles that stay in the processor's first cache.
_TILE = 256


@compiled
def _logarithms(value, bits, count, result):  # type: ignore[no-untyped-def]
    """Natural logarithms of single-precision numbers above zero, of which `bits` is the same memory.

    Exponent and mantissa are taken from the bits; the rest is the series of the inverse hyperbolic tangent, good
    to 1e-7. The library's logarithm would run on one member at a time.
    """
    for m in range(count):
        exponent = (bits[m] >> 23) - _BIAS
        bits[m] = (bits[m] & _MANTISSA) | _ONE_BITS
        result[m] = np.float32(exponent) * np.float32(_LN2)
    for m in range(count):
        w = (value[m] - np.float32(1.4142135)) / (value[m] + np.float32(1.4142135))
        q = w * w
        series = np.float32(1 / 7) + q * np.float32(1 / 9)
        series = np.float32(1.0) + q * (np.float32(1 / 3) + q * (np.float32(1 / 5) + q * series))
        result[m] += np.float32(0.5 * _LN2) + np.float32(2.0) * w * series


@compiled
def _fill_normals(seed, stream, first_member, count, place, words, value, bits, scratch, normal):  # type: ignore[no-untyped-def]
    """Four standard normal numbers a member by Box and Muller (1958), in the rows of `normal`."""
    low, high = np.uint64(seed) & np.uint64(_WORD), np.uint64(seed) >> np.uint64(32)
    for m in range(count):
        four = philox(place, (first_member + m) & _WORD, stream, 0, low, high)
        words[0, m], words[1, m] = np.float32(four[0]), np.float32(four[1])
        words[2, m], words[3, m] = np.float32(four[2]), np.float32(four[3])
    for pair in range(2):
        for m in range(count):
            value[m] = (words[pair, m] + np.float32(1.0)) * np.float32(2.0**-32)
        _logarithms(value, bits, count, scratch)
        for m in range(count):
            radius = np.sqrt(np.float32(-2.0) * min(scratch[m], np.float32(0.0)))
            x = np.float32(np.pi) * (words[pair + 2, m] * np.float32(2.0**-32) - np.float32(0.5))  # half the angle
            q = x * x
            sine = np.float32(-1 / 5040) + q * (np.float32(1 / 362880) - q * np.float32(1 / 39916800))
            sine = x * (np.float32(1.0) + q * (np.float32(-1 / 6) + q * (np.float32(1 / 120) + q * sine)))
            cosine = np.float32(1 / 40320) - q * (np.float32(1 / 3628800) - q * np.float32(1 / 479001600))
            cosine = np.float32(-0.5) + q * (np.float32(1 / 24) + q * (np.float32(-1 / 720) + q * cosine))
            cosine = np.float32(1.0) + q * cosine
            normal[2 * pair, m] = radius * (np.float32(2.0) * sine * sine - np.float32(1.0))
            normal[2 * pair + 1, m] = np.float32(-2.0) * radius * sine * cosine


@compiled
def fill_ballistic(seed, first_member, process, ballistic):  # type: ignore[no-untyped-def]
    """Effective Cd A / m of every day and member: a level, times a density correction that wanders.

    The correction is exp(x + y - var/2), of mean one in the long run; x is slow and starts where the last arcs
    left it, y is quick. Draws depend on seed, member and day alone: a member is the same in every block, every
    scenario and over every horizon.

    Parameters
    ----------
    seed, first_member : int
        Key of the draws; column b is member first_member + b.
    process : ndarray, shape (10,)
        ``BallisticCalibration.process()``.
    ballistic : ndarray of float64 or float32, shape (day, member), written
        m2/kg.
    """
    centre, spread, sigma, tau = process[0], process[1], process[2], process[3]
    start_mean, start_spread, slope = process[4], process[5], process[6]
    walk, quick_sigma, quick_tau = process[7], process[8], process[9]
    wander = np.sqrt(walk * KNOT_DAYS)
    memory = np.exp(-KNOT_DAYS / tau)
    fresh = sigma * np.sqrt(1.0 - memory * memory)
    quick_memory = np.float32(np.exp(-1.0 / quick_tau))
    quick_fresh = np.float32(quick_sigma * np.sqrt(1.0 - np.exp(-2.0 / quick_tau)))
    shift = np.log(centre) - 0.5 * (sigma * sigma + quick_sigma * quick_sigma)
    days, members = ballistic.shape
    words, normal = np.empty((4, _TILE), np.float32), np.empty((4, _TILE), np.float32)
    value, scratch = np.empty(_TILE, np.float32), np.empty(_TILE, np.float32)
    bits = value.view(np.int32)
    slow, step, quick = np.empty(_TILE, np.float32), np.empty(_TILE, np.float32), np.empty(_TILE, np.float32)
    level, knot = np.empty(_TILE), np.empty(_TILE)
    for first in range(0, members, _TILE):
        count = min(_TILE, members - first)
        for m in range(count):
            z, z0 = two_normals(seed, _LEVEL, first_member + first + m, 0, 0)
            level[m] = shift + spread * z
            knot[m] = start_mean + slope * spread * z + start_spread * z0
        for day in range(days):
            part = day % _DAYS_A_CALL
            if day % KNOT_DAYS == 0:
                for m in range(count):
                    u, v = two_normals(seed, _SLOW, first_member + first + m, day // KNOT_DAYS, 0)
                    slow[m] = level[m] + knot[m]
                    moved = wander * (v - 0.5 * wander)  # of mean one
                    ahead = memory * knot[m] + fresh * u
                    step[m] = (ahead - knot[m] + moved) * (1.0 / KNOT_DAYS)
                    knot[m] = ahead
                    level[m] += moved
            if part == 0:
                place = day // _DAYS_A_CALL
                _fill_normals(seed, _QUICK, first_member + first, count, place, words, value, bits, scratch, normal)
            if day == 0:
                for m in range(count):
                    quick[m] = np.float32(quick_sigma) * normal[0, m]
            else:
                for m in range(count):
                    quick[m] = quick_memory * quick[m] + quick_fresh * normal[part, m]
            along = np.float32(day % KNOT_DAYS)
            for m in range(count):
                ballistic[day, first + m] = exponential(slow[m] + along * step[m] + quick[m])
