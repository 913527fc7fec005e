# mypy: disable-error-code="no-untyped-call"
"""The weights of a table's altitude modes for a tile of members on a day: the hot half of the daily loop.

Everything is done for a whole tile, whose width the compiler knows, in single precision (an error of 1e-6 in the
logarithm of the rate), and without a call of the mathematical library, so that all of it runs on whole vectors
(`lanes`). A member's lane never sees the other lanes: its result does not depend on its neighbours.
"""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled, inner
from stationkeep.orbit.atlas import (
    AP_RANGE,
    DRIVER_DEGREE,
    F107_RANGE,
    F107A_RANGE,
    LOCAL_ORDER,
    SWING_RANGE,
    TEMPERATURE_DEGREE,
    TEMPERATURE_RANGE_K,
)
from stationkeep.orbit.density import (
    ROW_AP,
    ROW_LOCAL,
    ROW_MEAN,
    ROW_SWING,
    ROW_TEMPERATURE,
    ROWS,
)
from stationkeep.orbit.lanes import (
    ZERO,
    add,
    divide,
    fused,
    load,
    multiply,
    nearest,
    power_of_two,
    root,
    splat,
    store,
    subtract,
    where_above,
)

_F107A_LOW, _F107A_HIGH = F107A_RANGE
_F107_LOW, _F107_HIGH = F107_RANGE
_SWING_LOW, _SWING_HIGH = SWING_RANGE
_MEAN_MIDDLE, _MEAN_SCALE = 0.5 * (_F107A_LOW + _F107A_HIGH), 2.0 / (_F107A_HIGH - _F107A_LOW)
_SWING_MIDDLE, _SWING_SCALE = 0.5 * (_SWING_LOW + _SWING_HIGH), 2.0 / (_SWING_HIGH - _SWING_LOW)
_AP_HIGH = AP_RANGE[1]
_AP_SCALE = 2.0 / np.log1p(_AP_HIGH / 10.0)
# log(1 + Ap / 10) is four times the logarithm of (fourth root / 1.5) plus this, scaled to -1 at zero.
_AP_OFFSET = _AP_SCALE * 4.0 * np.log(1.5) - 1.0
_KELVIN_MIDDLE = np.sqrt(TEMPERATURE_RANGE_K[0] * TEMPERATURE_RANGE_K[1])
_KELVIN_SCALE = 2.0 / np.log(TEMPERATURE_RANGE_K[1] / TEMPERATURE_RANGE_K[0])
# Places without a sign: of others the compiler would ask each time whether they count from the end.
_ONE, _TWO = np.uint64(1), np.uint64(2)
# Taylor coefficients of sine, cosine and exponential.
_S3, _S5, _S7, _S9, _S11, _S13 = -1 / 6, 1 / 120, -1 / 5040, 1 / 362880, -1 / 39916800, 1 / 6227020800
_C2, _C4, _C6, _C8, _C10 = -1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800
_C12, _C14 = 1 / 479001600, -1 / 87178291200
_LOG2_E = 1.0 / np.log(2.0)
# The logarithm of two in two parts, of which the first times a small whole number is exact in single precision.
_LN_2_HIGH, _LN_2_LOW = 0.693359375, np.log(2.0) - 0.693359375
_E2, _E3, _E4, _E5, _E6, _E7, _E8 = 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320


@compiled
def exponential(x):  # type: ignore[no-untyped-def]
    """e to the power x for -30 < x < 30, good to 1e-11: a Taylor polynomial of x/256, squared eight times.

    Written out so that a loop over members runs on whole vectors; the same bits on every member.
    """
    y = x * (1.0 / 256.0)
    e = 1 + y * (1 + y * (_E2 + y * (_E3 + y * (_E4 + y * (_E5 + y * (_E6 + y * (_E7 + y * _E8)))))))
    e *= e
    e *= e
    e *= e
    e *= e
    e *= e
    e *= e
    e *= e
    return e * e


@inner
def _logarithm(x):  # type: ignore[no-untyped-def]
    """Lanes' logarithm, 0.5 < x < 2, good to 1e-7: the series of the inverse hyperbolic tangent."""
    one = splat(1.0)
    w = divide(subtract(x, one), add(x, one))
    w2 = multiply(w, w)
    s = fused(w2, splat(1 / 11), splat(1 / 9))
    s = fused(w2, fused(w2, fused(w2, fused(w2, s, splat(1 / 7)), splat(1 / 5)), splat(1 / 3)), one)
    return multiply(add(w, w), s)


@inner
def exponential_lanes(x):  # type: ignore[no-untyped-def]
    """Lanes' e to the power x, -80 < x < 80, good to 2e-7: a power of two, and the Taylor series of the rest."""
    n = nearest(multiply(x, splat(_LOG2_E)))
    y, one = fused(n, splat(-_LN_2_LOW), fused(n, splat(-_LN_2_HIGH), x)), splat(1.0)
    e = fused(y, fused(y, fused(y, fused(y, splat(_E6), splat(_E5)), splat(_E4)), splat(_E3)), splat(_E2))
    return multiply(fused(y, fused(y, e, one), one), power_of_two(n))


@inner
def sine_cosine_small(angle):  # type: ignore[no-untyped-def]
    """Lanes' sine and cosine of an angle within 0.2 rad (Taylor)."""
    x2, one = multiply(angle, angle), splat(1.0)
    s = multiply(angle, fused(x2, fused(x2, fused(x2, splat(_S7), splat(_S5)), splat(_S3)), one))
    return s, fused(x2, fused(x2, fused(x2, splat(_C6), splat(_C4)), splat(_C2)), one)


@inner
def _sine_cosine(turns):  # type: ignore[no-untyped-def]
    """Lanes' sine and cosine of an angle in turns, -0.5 to 0.5 (Taylor, of half the angle)."""
    half = multiply(turns, splat(np.pi))
    h2, one = multiply(half, half), splat(1.0)
    s = fused(h2, fused(h2, fused(h2, splat(_S13), splat(_S11)), splat(_S9)), splat(_S7))
    s = multiply(half, fused(h2, fused(h2, fused(h2, s, splat(_S5)), splat(_S3)), one))
    c = fused(h2, fused(h2, fused(h2, fused(h2, splat(_C14), splat(_C12)), splat(_C10)), splat(_C8)), splat(_C6))
    c = fused(h2, fused(h2, fused(h2, c, splat(_C4)), splat(_C2)), one)
    return multiply(add(s, s), c), subtract(one, multiply(add(s, s), s))


@compiled
def _fill_polynomials(x, base, degree):  # type: ignore[no-untyped-def]
    """Chebyshev polynomials from the row of the first degree on."""
    before, now = splat(1.0), load(x, base + 1)
    double = add(now, now)
    store(x, base, before)
    for n in range(base + 2, base + degree + 1):
        before, now = now, subtract(multiply(double, now), before)
        store(x, n, now)


@inner
def within(x, low, high):  # type: ignore[no-untyped-def]
    """Lanes clipped to an interval."""
    x = where_above(splat(low), x, splat(low), x)
    return where_above(x, splat(high), splat(high), x)


@compiled
def fill_rows(table, day, members, x):  # type: ignore[no-untyped-def]
    """Polynomials, waves, and all the products that the table weighs, of a tile of members.

    Parameters
    ----------
    table : TableArrays
    day : int
        Day of the year, from zero.
    members : ndarray of float32, shape (4, TILE)
        F10.7, its 81-day mean, Ap, and the right ascension of the node less the mean sun's (deg).
    x : ndarray of float32, shape (rows, TILE), written
    """
    mean = within(load(members, 1), _F107A_LOW, _F107A_HIGH)
    swing = within(subtract(within(load(members, 0), _F107_LOW, _F107_HIGH), mean), _SWING_LOW, _SWING_HIGH)
    storm = within(load(members, 2), 0.0, _AP_HIGH)
    turns = multiply(load(members, 3), splat(1.0 / 360.0))
    sine, cosine = _sine_cosine(subtract(turns, nearest(turns)))
    c, b1, k = table.temperature, table.temperature[7] - 1.0, table.temperature[8]
    high, quiet = add(mean, splat(-150.0)), add(storm, splat(-4.0))
    faded = multiply(add(exponential_lanes(multiply(quiet, splat(-k))), splat(-1.0)), splat(1.0 / k))
    raised = fused(add(quiet, faded), splat(b1), quiet)
    by_swing = multiply(swing, fused(high, splat(c[3]), fused(swing, splat(c[2]), splat(c[1]))))
    by_mean = multiply(high, fused(high, splat(c[5]), splat(c[4])))
    kelvin = add(add(by_swing, by_mean), fused(raised, splat(c[6]), splat(c[0])))
    log_kelvin = _logarithm(multiply(kelvin, splat(1.0 / _KELVIN_MIDDLE)))
    store(x, ROW_MEAN + 1, multiply(add(mean, splat(-_MEAN_MIDDLE)), splat(_MEAN_SCALE)))
    store(x, ROW_SWING + 1, multiply(add(swing, splat(-_SWING_MIDDLE)), splat(_SWING_SCALE)))
    # The fourth root lies within the reach of the series.
    fourth = root(root(fused(storm, splat(0.1), splat(1.0))))
    log_storm = _logarithm(multiply(fourth, splat(1.0 / 1.5)))
    store(x, ROW_AP + 1, fused(log_storm, splat(4.0 * _AP_SCALE), splat(_AP_OFFSET)))
    store(x, ROW_LOCAL, splat(1.0))
    log_kelvin = fused(splat(1.0), splat(table.warmth[day, 0]), log_kelvin)
    c_now, s_now = cosine, sine
    for n in range(1, 2 * LOCAL_ORDER + 1, 2):
        store(x, ROW_LOCAL + n, c_now)
        store(x, ROW_LOCAL + n + 1, s_now)
        log_kelvin = fused(c_now, splat(table.warmth[day, n]), log_kelvin)
        log_kelvin = fused(s_now, splat(table.warmth[day, n + 1]), log_kelvin)
        c_now, s_now = (
            subtract(multiply(c_now, cosine), multiply(s_now, sine)),
            add(multiply(s_now, cosine), multiply(c_now, sine)),
        )
    store(x, ROW_TEMPERATURE + 1, multiply(log_kelvin, splat(_KELVIN_SCALE)))
    _fill_polynomials(x, ROW_TEMPERATURE, TEMPERATURE_DEGREE)
    _fill_polynomials(x, ROW_MEAN, DRIVER_DEGREE)
    _fill_polynomials(x, ROW_SWING, DRIVER_DEGREE)
    _fill_polynomials(x, ROW_AP, DRIVER_DEGREE)
    for q in range(table.product_rows.shape[0]):
        store(x, ROWS + q, multiply(load(x, table.product_rows[q, 0]), load(x, table.product_rows[q, 1])))


@compiled
def fill_modes(table, day, x, modes):  # type: ignore[no-untyped-def]
    """Weights of the altitude modes of a tile, shape (mode, TILE), on a day of the year counted from zero.

    Loading a row takes longer than weighing it, so that modes go by twos: what both weigh is loaded once.
    """
    both, row, alone, own_row = table.both_weights[day], table.both_row, table.own_weights[day], table.own_row
    for pair in range(modes.shape[0] // 2):
        # Two sums of each, so that none waits for the other; lists are filled up to twos.
        a0 = a1 = b0 = b1 = splat(ZERO)
        for q in range(table.both_start[pair], table.both_start[pair + 1], _TWO):
            first, second, w = load(x, row[q]), load(x, row[q + _ONE]), _TWO * q
            a0 = fused(splat(both[w]), first, a0)
            b0 = fused(splat(both[w + _ONE]), first, b0)
            a1 = fused(splat(both[w + _TWO]), second, a1)
            b1 = fused(splat(both[w + _TWO + _ONE]), second, b1)
        middle = table.own_start[2 * pair + 1]
        for q in range(table.own_start[2 * pair], middle, _TWO):
            a0 = fused(splat(alone[q]), load(x, own_row[q]), a0)
            a1 = fused(splat(alone[q + _ONE]), load(x, own_row[q + _ONE]), a1)
        for q in range(middle, table.own_start[2 * pair + 2], _TWO):
            b0 = fused(splat(alone[q]), load(x, own_row[q]), b0)
            b1 = fused(splat(alone[q + _ONE]), load(x, own_row[q + _ONE]), b1)
        store(modes, 2 * pair, add(a0, a1))
        store(modes, 2 * pair + 1, add(b0, b1))


@compiled
def fill_series(mean, profiles, first, count, modes, out):  # type: ignore[no-untyped-def]
    """Chebyshev coefficients in altitude of each member of a tile: mean plus weighted modes.

    Parameters
    ----------
    mean : ndarray of float32, shape (degree + 1,)
    profiles : ndarray of float32, shape (mode, degree + 1)
    first, count : int
        Which modes.
    modes : ndarray of float32, shape (mode, TILE)
    out : ndarray of float32, shape (degree + 1, TILE), written
    """
    for j in range(out.shape[0]):
        total = splat(mean[j])
        for k in range(first, first + count):
            total = fused(splat(profiles[k, j]), load(modes, k), total)
        store(out, j, total)


@inner
def sum_series(series, place):  # type: ignore[no-untyped-def]
    """Value and derivative of a tile's Chebyshev series at coordinates (Clenshaw).

    Parameters
    ----------
    series : ndarray of float32, shape (degree + 1, TILE)
    place : lanes
    """
    double = add(place, place)
    b1 = b2 = d1 = d2 = splat(ZERO)
    for j in range(series.shape[0] - 1, 0, -1):
        d1, d2 = fused(double, d1, subtract(add(b1, b1), d2)), d1
        b1, b2 = fused(double, b1, subtract(load(series, j), b2)), b1
    return subtract(add(load(series, 0), multiply(place, b1)), b2), subtract(add(b1, multiply(place, d1)), d2)


@inner
def sum_series_twice(series, place):  # type: ignore[no-untyped-def]
    """As `sum_series`, with the second derivative."""
    double, four = add(place, place), splat(4.0)
    b1 = b2 = d1 = d2 = e1 = e2 = splat(ZERO)
    for j in range(series.shape[0] - 1, 0, -1):
        e1, e2 = fused(double, e1, subtract(multiply(four, d1), e2)), e1
        d1, d2 = fused(double, d1, subtract(add(b1, b1), d2)), d1
        b1, b2 = fused(double, b1, subtract(load(series, j), b2)), b1
    value, first = subtract(add(load(series, 0), multiply(place, b1)), b2), subtract(add(b1, multiply(place, d1)), d2)
    return value, first, subtract(add(add(d1, d1), multiply(place, e1)), e2)
