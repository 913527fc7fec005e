# mypy: disable-error-code="no-untyped-call"
"""The weights of a table's altitude modes for a tile of members on a day: the hot half of the daily loop.

Everything is done for a whole tile, whose width the compiler knows, in single precision (an error of 1e-6 in the
logarithm of the rate), and without a call of the mathematical library, so that all of it runs on whole vectors
(`lanes`). A member's lane never sees the other lanes: its result does not depend on its neighbours.
"""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled
from stationkeep.orbit.atlas import (
    AP_RANGE,
    DRIVER_DEGREE,
    F107_RANGE,
    F107A_RANGE,
    LOCAL_ORDER,
    SWING_SFU,
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
from stationkeep.orbit.lanes import TWO, ZERO, add, load, multiply, splat, store, subtract

_F107A_LOW, _F107A_HIGH = F107A_RANGE
_F107_LOW = F107_RANGE[0]
# Radio bursts: the fit ends at 350 sfu and is followed a little further.
_F107_HIGH = 385.0
_AP_HIGH = AP_RANGE[1]
_AP_SCALE = 2.0 / np.log1p(_AP_HIGH / 10.0)
# log(1 + Ap / 10) is four times the logarithm of (fourth root / 1.5) plus this, scaled to -1 at zero.
_AP_OFFSET = _AP_SCALE * 4.0 * np.log(1.5) - 1.0
_KELVIN_MIDDLE = np.sqrt(TEMPERATURE_RANGE_K[0] * TEMPERATURE_RANGE_K[1])
_KELVIN_SCALE = 2.0 / np.log(TEMPERATURE_RANGE_K[1] / TEMPERATURE_RANGE_K[0])
# Taylor coefficients of sine, cosine and exponential.
_S3, _S5, _S7, _S9, _S11, _S13 = -1 / 6, 1 / 120, -1 / 5040, 1 / 362880, -1 / 39916800, 1 / 6227020800
_C2, _C4, _C6, _C8, _C10 = -1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800
_C12, _C14 = 1 / 479001600, -1 / 87178291200
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


@compiled
def sine_cosine(half_angle):  # type: ignore[no-untyped-def]
    """Sine and cosine of twice an angle that lies within 90 deg, good to 1e-8 (Taylor)."""
    h2 = half_angle * half_angle
    s = half_angle * (1 + h2 * (_S3 + h2 * (_S5 + h2 * (_S7 + h2 * (_S9 + h2 * (_S11 + h2 * _S13))))))
    c = 1 + h2 * (_C2 + h2 * (_C4 + h2 * (_C6 + h2 * (_C8 + h2 * (_C10 + h2 * (_C12 + h2 * _C14))))))
    return 2.0 * s * c, 1.0 - 2.0 * s * s


@compiled
def _logarithm(x):  # type: ignore[no-untyped-def]
    """Logarithm of 0.5 < x < 2, good to 1e-7: the series of the inverse hyperbolic tangent."""
    w = (x - 1.0) / (x + 1.0)
    w2 = w * w
    return 2.0 * w * (1.0 + w2 * (1 / 3 + w2 * (1 / 5 + w2 * (1 / 7 + w2 * (1 / 9 + w2 * (1 / 11))))))


@compiled
def _fill_polynomials(x, base, degree):  # type: ignore[no-untyped-def]
    """Chebyshev polynomials from the row of the first degree on."""
    before, now = splat(1.0), load(x, base + 1)
    double = multiply(splat(TWO), now)
    store(x, base, before)
    for n in range(base + 2, base + degree + 1):
        before, now = now, subtract(multiply(double, now), before)
        store(x, n, now)


@compiled
def fill_rows(table, members, x):  # type: ignore[no-untyped-def]
    """Polynomials, waves, and all the products that the table weighs, of a tile of members.

    Parameters
    ----------
    table : TableArrays
    members : ndarray of float64, shape (4, TILE)
        F10.7, its 81-day mean, Ap, and the right ascension of the node less the mean sun's (deg).
    x : ndarray of float32, shape (rows, TILE), written
    """
    width = x.shape[1]
    c, b1, k = table.temperature, table.temperature[7] - 1.0, table.temperature[8]
    for m in range(width):
        mean = min(max(members[1, m], _F107A_LOW), _F107A_HIGH)
        swing = min(max(members[0, m], _F107_LOW), _F107_HIGH) - mean
        high = mean - 150.0
        quiet = min(max(members[2, m], 0.0), _AP_HIGH) - 4.0
        raised = quiet + b1 * (quiet + (exponential(-k * quiet) - 1.0) / k)
        kelvin = c[0] + swing * (c[1] + c[2] * swing + c[3] * high) + high * (c[4] + c[5] * high) + c[6] * raised
        x[ROW_TEMPERATURE + 1, m] = _KELVIN_SCALE * _logarithm(kelvin * (1.0 / _KELVIN_MIDDLE))
    for m in range(width):
        mean = min(max(members[1, m], _F107A_LOW), _F107A_HIGH)
        swing = min(max(members[0, m], _F107_LOW), _F107_HIGH) - mean
        x[ROW_MEAN + 1, m] = (mean - 0.5 * (_F107A_LOW + _F107A_HIGH)) * (2.0 / (_F107A_HIGH - _F107A_LOW))
        x[ROW_SWING + 1, m] = swing * (1.0 / SWING_SFU)
    for m in range(width):
        storm = min(max(members[2, m], 0.0), _AP_HIGH)
        # The fourth root lies within the reach of the series.
        root = np.sqrt(np.sqrt(1.0 + 0.1 * storm))
        x[ROW_AP + 1, m] = _AP_SCALE * 4.0 * _logarithm(root * (1.0 / 1.5)) + _AP_OFFSET
    for m in range(width):
        turns = members[3, m] * (1.0 / 360.0)
        s, co = sine_cosine(np.pi * (turns - np.floor(turns + 0.5)))
        x[ROW_LOCAL + 1, m] = co
        x[ROW_LOCAL + 2, m] = s
    _fill_polynomials(x, ROW_TEMPERATURE, TEMPERATURE_DEGREE)
    _fill_polynomials(x, ROW_MEAN, DRIVER_DEGREE)
    _fill_polynomials(x, ROW_SWING, DRIVER_DEGREE)
    _fill_polynomials(x, ROW_AP, DRIVER_DEGREE)
    store(x, ROW_LOCAL, splat(1.0))
    cosine, sine = load(x, ROW_LOCAL + 1), load(x, ROW_LOCAL + 2)
    c_now, s_now = cosine, sine
    for n in range(ROW_LOCAL + 3, ROW_LOCAL + 2 * LOCAL_ORDER + 1, 2):
        c_now, s_now = (
            subtract(multiply(c_now, cosine), multiply(s_now, sine)),
            add(multiply(s_now, cosine), multiply(c_now, sine)),
        )
        store(x, n, c_now)
        store(x, n + 1, s_now)
    groups = table.group_rows.shape[0]
    for g in range(groups):
        a, f = load(x, table.group_rows[g, 0]), load(x, table.group_rows[g, 1])
        p, t = load(x, table.group_rows[g, 2]), load(x, table.group_rows[g, 3])
        store(x, ROWS + g, multiply(multiply(a, f), multiply(p, t)))
    for q in range(table.product_rows.shape[0]):
        power, group = load(x, table.product_rows[q, 0]), load(x, table.product_rows[q, 1])
        store(x, ROWS + groups + q, multiply(power, group))


@compiled
def fill_modes(table, day, x, modes):  # type: ignore[no-untyped-def]
    """Weights of the altitude modes of a tile, shape (mode, TILE), on a day of the year counted from zero."""
    w, row = table.weights, table.pair_row
    for k in range(modes.shape[0]):
        # Four sums, so that none waits for the other.
        s0 = s1 = s2 = s3 = splat(ZERO)
        for q in range(table.mode_start[k], table.mode_start[k + 1], 4):  # lists are padded to fours
            s0 = add(s0, multiply(splat(w[day, q]), load(x, row[q])))
            s1 = add(s1, multiply(splat(w[day, q + 1]), load(x, row[q + 1])))
            s2 = add(s2, multiply(splat(w[day, q + 2]), load(x, row[q + 2])))
            s3 = add(s3, multiply(splat(w[day, q + 3]), load(x, row[q + 3])))
        store(modes, k, add(add(s0, s1), add(s2, s3)))


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
            total = add(total, multiply(splat(profiles[k, j]), load(modes, k)))
        store(out, j, total)


@compiled
def sum_series(series, x, first, out, row):  # type: ignore[no-untyped-def]
    """Value and derivatives of a tile's Chebyshev series at the coordinates in row `first` of `x` (Clenshaw).

    Parameters
    ----------
    series : ndarray of float32, shape (degree + 1, TILE)
    x : ndarray of float32, shape (rows, TILE)
    first : int
    out : ndarray of float32, shape (rows, TILE), written
        Value, first and second derivative in the coordinate in the rows `row` to `row + 2`.
    """
    place, two = load(x, first), splat(TWO)
    double = multiply(two, place)
    b1 = b2 = d1 = d2 = e1 = e2 = splat(ZERO)
    for j in range(series.shape[0] - 1, 0, -1):
        e1, e2 = subtract(add(multiply(double, e1), multiply(splat(4.0), d1)), e2), e1
        d1, d2 = subtract(add(multiply(double, d1), multiply(two, b1)), d2), d1
        b1, b2 = subtract(add(load(series, j), multiply(double, b1)), b2), b1
    store(out, row, subtract(add(load(series, 0), multiply(place, b1)), b2))
    store(out, row + 1, subtract(add(b1, multiply(place, d1)), d2))
    store(out, row + 2, subtract(add(multiply(two, d1), multiply(place, e1)), e2))
