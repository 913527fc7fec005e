# mypy: disable-error-code="no-untyped-call"
"""Functions of altitude as the compiled loops take them: Chebyshev series in a coordinate that is fine below.

A series has no knots to look up, so that a tile of members at different altitudes is worked through in whole
vectors. The coordinate is a fraction of first degree in altitude, x = 2 q / q_top - 1 with q = z / (z + 150 km)
and z the height above 110 km: scale heights of 4 km at the foot and 70 km at the top ask for about the same degree.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from stationkeep.compiled import compiled, inner
from stationkeep.orbit.atlas import ALTITUDE_RANGE_KM, Floats
from stationkeep.orbit.lanes import add, divide, multiply, splat, subtract

FOOT_KM, TOP_KM = ALTITUDE_RANGE_KM
_BEND_KM = 150.0
_STRETCH = 2.0 * (TOP_KM - FOOT_KM + _BEND_KM) / (TOP_KM - FOOT_KM)
DEGREE = 14
"""Of all series. The profile of the loss is followed to 0.02 % above 200 km, and to 0.4 % at 120 km."""


def _coordinate(altitude_km):  # type: ignore[no-untyped-def]
    """The coordinate of an altitude within the range of the table: -1 at 110 km, 1 at 700 km."""
    return _STRETCH * (1.0 - _BEND_KM / (altitude_km - (FOOT_KM - _BEND_KM))) - 1.0


coordinate = compiled(_coordinate)


def _spline_slopes(x: Floats, y: Floats) -> Floats:
    """Slopes at the nodes of the cubic spline with continuous second derivative, and a third at both ends."""
    n, step = x.size, np.diff(x)
    secant = np.diff(y, axis=0) / step[:, None]
    matrix, right = np.zeros((n, n)), np.zeros_like(y)
    for i in range(1, n - 1):
        matrix[i, i - 1 : i + 2] = step[i], 2.0 * (step[i - 1] + step[i]), step[i - 1]
        right[i] = 3.0 * (step[i] * secant[i - 1] + step[i - 1] * secant[i])
    for end, near, far in ((0, 0, 1), (n - 1, n - 2, n - 3)):  # not-a-knot
        other = 1 if end == 0 else n - 2
        a, b = step[near], step[far]
        matrix[end, end], matrix[end, other] = b, a + b
        right[end] = ((a + 2.0 * (a + b)) * b * secant[near] + a * a * secant[far]) / (a + b)
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)


def through_nodes(nodes_km: Floats, values: Floats, altitude_km: Floats) -> Floats:
    """The cubic spline through values at nodes, shape (node, column), at other altitudes."""
    slopes = _spline_slopes(nodes_km, values)
    i = np.clip(np.searchsorted(nodes_km, altitude_km, side="right") - 1, 0, nodes_km.size - 2)
    step = (nodes_km[i + 1] - nodes_km[i])[:, None]
    x = (altitude_km - nodes_km[i])[:, None] / step
    rise = values[i + 1] - values[i]
    first, second = slopes[i] * step, slopes[i + 1] * step
    found: Floats = values[i] + x * (
        first + x * (3.0 * rise - 2.0 * first - second + x * (first + second - 2.0 * rise))
    )
    return found


@cache
def _projection() -> tuple[Floats, Floats]:
    """Altitudes at which a series is fitted, and the matrix that turns values there into its coefficients."""
    altitude = np.linspace(FOOT_KM, TOP_KM, 1181)
    care = np.where(altitude < 150.0, 0.1, 1.0)  # a decay spends hours below
    matrix = np.polynomial.chebyshev.chebvander(_coordinate(altitude), DEGREE)
    return altitude, np.linalg.pinv(care[:, None] * matrix) * care


def series(nodes_km: Floats, values: Floats) -> Floats:
    """Chebyshev coefficients of columns given at nodes, shape (degree + 1, column)."""
    altitude, projection = _projection()
    return np.asarray(projection @ through_nodes(nodes_km, values, altitude), dtype=np.float64)


@inner
def places(altitude):  # type: ignore[no-untyped-def]
    """Of lanes of altitudes within the range: coordinate, its slope (1/km), and its bend over its slope, negative."""
    upward = divide(splat(1.0), subtract(altitude, splat(FOOT_KM - _BEND_KM)))
    bent = multiply(upward, splat(_STRETCH * _BEND_KM))
    return subtract(splat(_STRETCH - 1.0), bent), multiply(bent, upward), add(upward, upward)


@compiled
def coordinate_slope(altitude_km):  # type: ignore[no-untyped-def]
    """Derivative of `coordinate`, 1/km. The second derivative is this times -2 / (altitude + 40 km)."""
    inverse = 1.0 / (altitude_km - (FOOT_KM - _BEND_KM))
    return _STRETCH * _BEND_KM * inverse * inverse


@compiled
def clip(altitude_km):  # type: ignore[no-untyped-def]
    """The altitude, or the end of the table's range that it lies beyond."""
    return min(max(altitude_km, FOOT_KM), TOP_KM)


@compiled
def evaluate(coefficients, m, x):  # type: ignore[no-untyped-def]
    """Sum of the series in column `m` at the coordinate x (Clenshaw)."""
    b1 = b2 = 0.0
    for j in range(coefficients.shape[0] - 1, 0, -1):
        b1, b2 = coefficients[j, m] + 2.0 * x * b1 - b2, b1
    return coefficients[0, m] + x * b1 - b2


@compiled
def evaluate_with_slopes(coefficients, m, altitude_km):  # type: ignore[no-untyped-def]
    """The series in column `m` at an altitude, and its first two derivatives (per km, per km2)."""
    h = clip(altitude_km)
    x = coordinate(h)
    b1 = b2 = d1 = d2 = c1 = c2 = 0.0
    for j in range(coefficients.shape[0] - 1, 0, -1):
        c1, c2 = 2.0 * (x * c1 + 2.0 * d1) - c2, c1
        d1, d2 = 2.0 * (x * d1 + b1) - d2, d1
        b1, b2 = coefficients[j, m] + 2.0 * x * b1 - b2, b1
    value, first, second = coefficients[0, m] + x * b1 - b2, b1 + x * d1 - d2, 2.0 * d1 + x * c1 - c2
    slope = coordinate_slope(h)
    bend = -2.0 * slope / (h - (FOOT_KM - _BEND_KM))
    return value, first * slope, second * slope * slope + first * bend
