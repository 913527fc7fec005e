# mypy: disable-error-code="no-untyped-call"
"""Drag on an orbit that is not nearly circular: the table's density, followed along the ellipse.

The table says where along a circular orbit of any altitude the loss falls (`exact.loss_harmonics`). At each point
of the ellipse the density is that of the circular orbit through it, so that no expansion in eccentricity is made:
the range is that of the altitudes, 110 to 700 km, beyond which they are clipped.
"""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled
from stationkeep.orbit.earth import (
    ENTRY_ALTITUDE_KM,
    MU_KM3_S2,
    RADIUS_KM,
    ROTATION_RAD_S,
)
from stationkeep.orbit.profile import DEGREE, clip, coordinate, evaluate
from stationkeep.orbit.spectrum import exponential

POINTS = 24
_ARGUMENTS = (np.arange(POINTS) + 0.5) * (2.0 * np.pi / POINTS)
_COSINES = np.cos(_ARGUMENTS)
_SINES = np.sin(_ARGUMENTS)
# cos ku and sin ku in the order of the table's harmonics, shape (harmonic, point).
_WAVES = np.array([wave(k * _ARGUMENTS) for k in range(1, 5) for wave in (np.cos, np.sin)])
# A step changes the axis by no more than this part of the scale height (midpoint rule: 4e-4 of the step).
_STEP_SCALE_HEIGHTS = 0.1


@compiled
def shape_along_orbit(table, day, x, m, shape):  # type: ignore[no-untyped-def]
    """How a member's loss is spread along the orbit: Chebyshev coefficients in altitude at each point.

    Parameters
    ----------
    table : TableArrays
    day : int
        Day of the year, from zero.
    x : ndarray of float32, shape (rows, TILE)
        From `spectrum.fill_rows`.
    m : int
        The member's lane.
    shape : ndarray, shape (degree + 1, point), written
    """
    harmonics, modes = table.far_modes.shape[0], table.far_modes.shape[1]
    weights = np.zeros(harmonics * modes)
    for t in range(table.far_place.size):
        r0, r1, r2 = table.far_rows[t, 0], table.far_rows[t, 1], table.far_rows[t, 2]
        r3, r4 = table.far_rows[t, 3], table.far_rows[t, 4]
        product = (x[r0, m] * x[r1, m]) * (x[r2, m] * x[r3, m]) * x[r4, m]
        weights[table.far_place[t]] += table.far_weights[day, t] * product
    for j in range(DEGREE + 1):
        for p in range(POINTS):
            shape[j, p] = 1.0 if j == 0 else 0.0
        for f in range(harmonics):
            coefficient = table.far_mean[f, j]
            for k in range(modes):
                coefficient += weights[f * modes + k] * table.far_modes[f, k, j]
            for p in range(POINTS):
                shape[j, p] += 2.0 * coefficient * _WAVES[f, p]


@compiled
def rate_eccentric(table, series, shape, m, altitude_km, ex, ey):  # type: ignore[no-untyped-def]
    """Loss of axis (km/day per m2/kg), and the rates of ex and ey (1/day per m2/kg), at an orbit of any shape.

    Gauss' equations as in `exact.drag_rates`, with the density taken from circular orbits: their loss is scaled
    by the power of drag and the time spent, ellipse against circle.
    """
    a = RADIUS_KM + altitude_km
    e2 = ex * ex + ey * ey
    p = a * (1.0 - e2)
    momentum = np.sqrt(MU_KM3_S2 * p)
    loss = x_rate = y_rate = 0.0
    for j in range(POINTS):
        c, s = _COSINES[j], _SINES[j]
        r = p / (1.0 + ex * c + ey * s)
        place = coordinate(clip(r - RADIUS_KM))
        circle = exponential(evaluate(series, m, place)) * evaluate(shape, j, place)
        turning2 = (ROTATION_RAD_S * r) ** 2 * (1.0 - (table.sin_inclination * s) ** 2)
        v2 = MU_KM3_S2 * (2.0 / r - 1.0 / a)
        carried = ROTATION_RAD_S * momentum * table.cos_inclination
        relative = np.sqrt(v2 - 2.0 * carried + turning2)
        v2_circle = MU_KM3_S2 / r
        carried_circle = ROTATION_RAD_S * np.sqrt(MU_KM3_S2 * r) * table.cos_inclination
        relative_circle = np.sqrt(v2_circle - 2.0 * carried_circle + turning2)
        # Push of the drag, 1/2 rho v_rel of the time spent here, in units in which the loss is push * power.
        push = circle * relative / (relative_circle * (v2_circle - carried_circle)) / np.sqrt(1.0 - e2)
        loss += push * (v2 - carried)
        radial = -push * np.sqrt(MU_KM3_S2 / p) * (ex * s - ey * c)
        along = -push * (momentum / r - ROTATION_RAD_S * r * table.cos_inclination)
        ratio = r / p
        x_rate += radial * s + along * ((1.0 + ratio) * c + ratio * ex)
        y_rate += -radial * c + along * ((1.0 + ratio) * s + ratio * ey)
    root = np.sqrt(p / MU_KM3_S2) * MU_KM3_S2 / (2.0 * a * a)
    return loss / POINTS, root * x_rate / POINTS, root * y_rate / POINTS


@compiled
def fall_eccentric(table, day, x, series, m, altitude_km, ex, ey, ballistic_m2_kg, turn_rad, frozen_ey):  # type: ignore[no-untyped-def]
    """A day of an eccentric orbit, by the midpoint rule.

    Parameters
    ----------
    table, day, x, m
        As in `shape_along_orbit`.
    series : ndarray of float32, shape (degree + 1, TILE)
        Logarithm of the loss of the tile's members in altitude.
    altitude_km, ex, ey, ballistic_m2_kg, frozen_ey : float
    turn_rad : float
        Angle by which perigee turns in the day.

    Returns
    -------
    float, float, float, float
        Altitude, ex and ey after the day, and the part of the day after which 120 km was crossed (nan if not).
    """
    shape = np.empty((DEGREE + 1, POINTS))
    shape_along_orbit(table, day, x, m, shape)
    left, h = 1.0, altitude_km
    while left > 1e-12:
        loss, x_rate, y_rate = rate_eccentric(table, series, shape, m, h, ex, ey)
        loss *= ballistic_m2_kg
        # What changes the rate: perigee sinks through scale heights, and the ellipse grows round.
        e = np.sqrt(ex * ex + ey * ey) + 1e-12
        rounding = ballistic_m2_kg * (x_rate * ex + y_rate * ey) / e
        perigee = (RADIUS_KM + h) * (1.0 - e) - RADIUS_KM
        below = evaluate(series, m, coordinate(clip(perigee)))
        above = evaluate(series, m, coordinate(clip(perigee + 5.0)))
        scale_km = 5.0 / max(below - above, 0.05)
        sink = abs(loss + (RADIUS_KM + h) * rounding)
        round_scale = e + scale_km / (RADIUS_KM + h)
        step = min(left, _STEP_SCALE_HEIGHTS / (sink / scale_km + abs(rounding) / round_scale + 1e-12))
        half = 0.5 * step
        c, s = np.cos(turn_rad * half), np.sin(turn_rad * half)
        mx, my = ex + half * ballistic_m2_kg * x_rate, ey + half * ballistic_m2_kg * y_rate - frozen_ey
        mx, my = c * mx - s * my, s * mx + c * my + frozen_ey
        loss, x_rate, y_rate = rate_eccentric(
            table, series, shape, m, max(h - half * loss, ENTRY_ALTITUDE_KM - 10.0), mx, my
        )
        fall = step * ballistic_m2_kg * loss
        # Turned by the first half, pushed, turned by the second.
        tx, ty = c * ex - s * (ey - frozen_ey), s * ex + c * (ey - frozen_ey)
        tx += step * ballistic_m2_kg * x_rate
        ty += step * ballistic_m2_kg * y_rate
        ex, ey = c * tx - s * ty, s * tx + c * ty + frozen_ey
        if h - fall <= ENTRY_ALTITUDE_KM:
            return ENTRY_ALTITUDE_KM, ex, ey, 1.0 - left + step * (h - ENTRY_ALTITUDE_KM) / fall
        h -= fall
        left -= step
    return h, ex, ey, np.nan
