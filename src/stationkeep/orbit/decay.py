# mypy: disable-error-code="no-untyped-call"
"""The decay of many orbits at once: the compiled loop that advances a block of members by one UTC day.

Within a day drivers are constant and the local time of the node is taken at midday, so that the loss rate of a
circular orbit is a function of altitude alone: its logarithm is a Chebyshev series. The fall is a Taylor series of
third order in the loss, one step a day while the day costs less than a kilometre, and steps of a tenth of a scale
height near the end.

The eccentricity vector is carried along: the day side, denser, pushes it up to about 1e-4, which changes the loss by
some per cent, up and down as perigee turns. While the ellipse stays within a small part of the scale height its
effect is expanded to second order; beyond, the density is followed along it (`eccentric`).
"""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled, inner
from stationkeep.orbit.density import ROWS
from stationkeep.orbit.earth import (
    DAY_S,
    ENTRY_ALTITUDE_KM,
    J2,
    MU_KM3_S2,
    RADIUS_KM,
    day_of_year,
    mean_sun_deg,
)
from stationkeep.orbit.eccentric import POINTS, fall_eccentric, rate_eccentric, shape_along_orbit
from stationkeep.orbit.lanes import TILE, add, fused, load, multiply, splat, store, subtract
from stationkeep.orbit.profile import DEGREE, FOOT_KM, clip, coordinate_of, evaluate_with_slopes, slope_of
from stationkeep.orbit.spectrum import (
    exponential,
    exponential_lanes,
    fill_modes,
    fill_rows,
    fill_series,
    sine_cosine_small,
    sum_series,
)

__all__ = ["advance_day", "decay_rate_km_day", "exponential"]

_ROOT_MU_DAY = np.sqrt(MU_KM3_S2) * DAY_S
_DEGREES = 180.0 / np.pi
# Where the altitude coordinate would be infinite: see `profile.coordinate`.
_BEND_FOOT_KM = FOOT_KM - 150.0
# A step of the Taylor series loses at most this, and this part of the scale height of the loss rate. The first
# term left out is then below 3e-5 of the step.
_STEP_LOSS_KM = 1.0
_STEP_SCALE_HEIGHTS = 0.1
# Square of the half height of the ellipse in scale heights up to which the expansion is used: 0.2^2. The station's
# frozen eccentricity lies below (0.11^2).
_NEAR_SQUARE = 0.04
_LOSS_MODES = 8
# Rows of a tile; the four from F10.7 on stand together (`spectrum.fill_rows`).
_ALTITUDE, _NODE, _EX, _EY, _BALLISTIC, _CROSSED, _F107, _F107A, _AP, _LOCAL = range(10)
_DRIFT, _TURN, _AFTER, _AFTER_X, _AFTER_Y, _HURRY, _HALF_SINE, _HALF_COSINE, _TILE_ROWS = range(10, 19)
# Rows of what is found in single precision; nine sums of series come first.
_SUMS, _PLACE, _SLOPE, _BEND, _AXIS, _INVERSE, _MID_X, _MID_Y, _DRAG = 0, 9, 10, 11, 12, 13, 14, 15, 16
_FALL, _PUSH_X, _PUSH_Y, _LOSS, _STEEP, _FOUND_ROWS = range(17, 23)


@compiled
def _near_factor(a, g1, g2, c, c_slope, s, s_slope, ex, ey):  # type: ignore[no-untyped-def]
    """Loss of a slightly eccentric orbit over that of a circular one, to second order.

    The loss L (1 + 2 C cos u + 2 S sin u + ...) at altitude h, with slopes g1 of log L, g2 of g1, C' and S', is
    averaged over the radius a (1 - ex cos u - ey sin u - e^2 / 2 ...), with the power of drag as 1 + 3/2 (ex cos u
    + ey sin u).
    """
    steep = 1.5 - a * g1
    first = ex * (steep * c - a * c_slope) + ey * (steep * s - a * s_slope)
    second = 0.25 * a * a * (g1 * g1 + g2) - 1.25 * a * g1
    return 1.0 + first + second * (ex * ex + ey * ey)


@compiled
def _curved(loss, g1, g2):  # type: ignore[no-untyped-def]
    """The fall in a step that would lose `loss` at the rate of its start.

    Taylor series of dh/dt = -R(h), with g1, g2 the derivatives of log R: the second derivative of h is g1 R^2, the
    third -(g2 + 2 g1^2) R^3, the fourth (7 g1 g2 + 6 g1^3) R^4 but for the third derivative of log R.
    """
    third = (g2 + 2.0 * g1 * g1) * (1.0 / 6.0)
    fourth = g1 * (7.0 * g2 + 6.0 * g1 * g1) * (1.0 / 24.0)
    return loss * (1.0 - loss * (0.5 * g1 - loss * (third - loss * fourth)))


@compiled
def _fall_in_steps(loss_series, c_series, s_series, m, altitude_km, ex, ey, ballistic_m2_kg):  # type: ignore[no-untyped-def]
    """Altitude and eccentricity vector after a day, and the part of it after which 120 km was crossed (else nan)."""
    left, h = 1.0, altitude_km
    while left > 1e-12:
        value, g1, g2 = evaluate_with_slopes(loss_series, m, h)
        c, c_slope, _ = evaluate_with_slopes(c_series, m, h)
        s, s_slope, _ = evaluate_with_slopes(s_series, m, h)
        a = RADIUS_KM + h
        rate = ballistic_m2_kg * exponential(value) * _near_factor(a, g1, g2, c, c_slope, s, s_slope, ex, ey)
        longest = min(_STEP_LOSS_KM, _STEP_SCALE_HEIGHTS / (abs(g1) + 1e-12))
        step = left
        if rate * left > longest:
            step = longest / rate
        fall = _curved(rate * step, g1, g2)
        if h - fall <= ENTRY_ALTITUDE_KM:
            return ENTRY_ALTITUDE_KM, ex, ey, 1.0 - left + step * (h - ENTRY_ALTITUDE_KM) / fall
        ex -= fall * (c / a - 0.5 * g1 * ex)
        ey -= fall * (s / a - 0.5 * g1 * ey)
        h -= fall
        left -= step
    return h, ex, ey, np.nan


@inner
def _fall_of_tile(found):  # type: ignore[no-untyped-def]
    """The fall of a day in one step, in lanes: `_near_factor` and `_curved` of a whole tile.

    Single precision is enough for what is lost in a day; the orbits themselves are kept in double.
    """
    first, slope = load(found, _SUMS + 1), load(found, _SLOPE)
    a, inverse, ex, ey = load(found, _AXIS), load(found, _INVERSE), load(found, _MID_X), load(found, _MID_Y)
    g1 = multiply(first, slope)
    g2 = multiply(slope, subtract(multiply(load(found, _SUMS + 2), slope), multiply(first, load(found, _BEND))))
    c, s, steep = load(found, _SUMS + 3), load(found, _SUMS + 6), subtract(splat(1.5), multiply(a, g1))
    c_slope, s_slope = multiply(slope, load(found, _SUMS + 4)), multiply(slope, load(found, _SUMS + 7))
    even = multiply(load(found, _DRAG), exponential_lanes(load(found, _SUMS)))
    half = multiply(g1, splat(0.5))
    push_x = subtract(multiply(c, inverse), multiply(half, ex))
    push_y = subtract(multiply(s, inverse), multiply(half, ey))
    middle = multiply(even, splat(-0.5))
    ex, ey = fused(middle, push_x, ex), fused(middle, push_y, ey)
    by_x = multiply(ex, subtract(multiply(steep, c), multiply(a, c_slope)))
    by_y = multiply(ey, subtract(multiply(steep, s), multiply(a, s_slope)))
    squares = fused(ex, ex, multiply(ey, ey))
    curvature = fused(g1, g1, g2)
    second = multiply(a, fused(multiply(a, splat(0.25)), curvature, multiply(g1, splat(-1.25))))
    loss = multiply(even, fused(second, squares, add(add(by_x, by_y), splat(1.0))))
    g1_squared = multiply(g1, g1)
    third = multiply(fused(g1_squared, splat(2.0), g2), splat(1.0 / 6.0))
    fourth = multiply(multiply(g1, splat(1.0 / 24.0)), fused(g2, splat(7.0), multiply(g1_squared, splat(6.0))))
    bend = subtract(half, multiply(loss, subtract(third, multiply(loss, fourth))))
    store(found, _FALL, multiply(loss, subtract(splat(1.0), multiply(loss, bend))))
    store(found, _PUSH_X, push_x)
    store(found, _PUSH_Y, push_y)
    store(found, _LOSS, loss)
    store(found, _STEEP, g1)


@compiled
def _advance_tile(table, day, sun, frozen_ey, t, x, modes, series, found):  # type: ignore[no-untyped-def]
    """A day of one tile; the rows of `t` (float64) and `found` are named above, the rest is scratch."""
    cosine, width = table.cos_inclination, t.shape[1]
    c2 = cosine * cosine
    for m in range(width):  # as `earth.node_drift_deg_day` and `earth.perigee_drift_deg_day`
        h = t[_ALTITUDE, m]
        inverse = 1.0 / (RADIUS_KM + h)
        motion = _ROOT_MU_DAY * inverse * np.sqrt(inverse)
        gamma = (0.5 * J2 * RADIUS_KM * RADIUS_KM) * inverse * inverse
        drift = _DEGREES * motion * cosine * gamma * (0.375 * (16.0 - 76.0 * c2) * gamma - 3.0)
        turn = 1.5 * gamma * motion * (5.0 * c2 - 1.0)
        t[_DRIFT, m], t[_TURN, m] = drift, turn
        t[_LOCAL, m] = t[_NODE, m] + 0.5 * drift - sun
        # Half of perigee's turn, at most ten degrees.
        half_sine, half_cosine = sine_cosine_small(0.5 * turn)
        y = t[_EY, m] - frozen_ey
        t[_HALF_SINE, m], t[_HALF_COSINE, m] = half_sine, half_cosine
        t[_AFTER_X, m] = half_cosine * t[_EX, m] - half_sine * y
        t[_AFTER_Y, m] = half_sine * t[_EX, m] + half_cosine * y
        within = clip(h)
        upward = 1.0 / (within - _BEND_FOOT_KM)
        found[_PLACE, m] = coordinate_of(upward)
        found[_SLOPE, m] = slope_of(upward)
        found[_BEND, m] = 2.0 * upward
        found[_AXIS, m], found[_INVERSE, m] = RADIUS_KM + h, inverse
        found[_MID_X, m], found[_MID_Y, m] = t[_AFTER_X, m], t[_AFTER_Y, m] + frozen_ey
        found[_DRAG, m] = t[_BALLISTIC, m]
    fill_rows(table, day, t[_F107 : _LOCAL + 1], x)
    fill_modes(table, day, x, modes)
    near = (table.modes.shape[0] - _LOSS_MODES) // 2
    fill_series(table.mean, table.modes, 0, _LOSS_MODES, modes, series[0])
    fill_series(table.near_mean[0], table.modes, _LOSS_MODES, near, modes, series[1])
    fill_series(table.near_mean[1], table.modes, _LOSS_MODES + near, near, modes, series[2])
    for k in range(3):
        sum_series(series[k], found, _PLACE, found, _SUMS + 3 * k)
    _fall_of_tile(found)
    special = 0
    for m in range(width):
        fall, loss, steep = np.float64(found[_FALL, m]), np.float64(found[_LOSS, m]), np.float64(found[_STEEP, m])
        a, half_sine, half_cosine = RADIUS_KM + t[_ALTITUDE, m], t[_HALF_SINE, m], t[_HALF_COSINE, m]
        mid_x, mid_y = t[_AFTER_X, m] - fall * found[_PUSH_X, m], t[_AFTER_Y, m] - fall * found[_PUSH_Y, m]
        t[_AFTER, m] = t[_ALTITUDE, m] - fall
        t[_AFTER_X, m] = half_cosine * mid_x - half_sine * mid_y
        t[_AFTER_Y, m] = half_sine * mid_x + half_cosine * mid_y + frozen_ey
        t[_LOCAL, m] = (a * steep) * (a * steep) * (t[_EX, m] * t[_EX, m] + t[_EY, m] * t[_EY, m])
        t[_HURRY, m] = loss * max(1.0 / _STEP_LOSS_KM, abs(steep) * (1.0 / _STEP_SCALE_HEIGHTS))
    for m in range(width):
        slow = t[_LOCAL, m] > _NEAR_SQUARE or t[_HURRY, m] > 1.0 or t[_AFTER, m] <= ENTRY_ALTITUDE_KM
        special += slow and t[_ALTITUDE, m] > ENTRY_ALTITUDE_KM
    if special > 0:
        for m in range(width):
            _advance_slowly(table, day, frozen_ey, t, x, series, m)
    for m in range(width):
        flying = t[_ALTITUDE, m] > ENTRY_ALTITUDE_KM
        turned = t[_NODE, m] + t[_DRIFT, m]
        t[_NODE, m] = turned - 360.0 * np.floor(turned * (1.0 / 360.0)) if flying else t[_NODE, m]
        t[_EX, m] = t[_AFTER_X, m] if flying else t[_EX, m]
        t[_EY, m] = t[_AFTER_Y, m] if flying else t[_EY, m]
        t[_ALTITUDE, m] = t[_AFTER, m] if flying else t[_ALTITUDE, m]


@compiled
def _advance_slowly(table, day, frozen_ey, t, x, series, m):  # type: ignore[no-untyped-def]
    """A day of the member in lane `m`, if one step of the expansion is not enough for it."""
    if t[_ALTITUDE, m] <= ENTRY_ALTITUDE_KM:
        return
    turn = t[_TURN, m]
    if t[_LOCAL, m] > _NEAR_SQUARE:
        t[_AFTER, m], t[_AFTER_X, m], t[_AFTER_Y, m], t[_CROSSED, m] = fall_eccentric(
            table, day, x, series[0], m, t[_ALTITUDE, m], t[_EX, m], t[_EY, m], t[_BALLISTIC, m], turn, frozen_ey
        )
    elif t[_HURRY, m] > 1.0 or t[_AFTER, m] <= ENTRY_ALTITUDE_KM:
        half_sine, half_cosine = np.sin(0.5 * turn), np.cos(0.5 * turn)
        y = t[_EY, m] - frozen_ey
        ex, ey = half_cosine * t[_EX, m] - half_sine * y, half_sine * t[_EX, m] + half_cosine * y + frozen_ey
        t[_AFTER, m], ex, ey, t[_CROSSED, m] = _fall_in_steps(
            series[0], series[1], series[2], m, t[_ALTITUDE, m], ex, ey, t[_BALLISTIC, m]
        )
        y = ey - frozen_ey
        t[_AFTER_X, m] = half_cosine * ex - half_sine * y
        t[_AFTER_Y, m] = half_sine * ex + half_cosine * y + frozen_ey


@compiled
def advance_day(  # type: ignore[no-untyped-def]
    table,
    day_number,
    altitude_km,
    raan_deg,
    ex,
    ey,
    f107,
    f107a,
    ap,
    ballistic_m2_kg,
    frozen_ey,
    entry_fraction,
):
    """Advance a block of members by one UTC day under drag and J2, in place.

    Parameters
    ----------
    table : TableArrays
        ``DensityTable.load(inclination_deg).arrays()``.
    day_number : int
        Whole days since 1970-01-01; the day begins at 00:00 UTC.
    altitude_km : ndarray of float64, shape (member,), changed
        Mean semi-major axis less 6378.137 km. Members at or below 120 km stay where they are.
    raan_deg : ndarray of float64, shape (member,), changed
        Right ascension of the ascending node, 0 to 360.
    ex, ey : ndarray of float64, shape (member,), changed
        Mean eccentricity vector: e cos and e sin of the argument of perigee; e up to 0.02.
    f107, f107a, ap : ndarray, shape (member,)
        F10.7 of the previous day and its centred 81-day mean (sfu), daily Ap; clipped to the table's range.
    ballistic_m2_kg : ndarray, shape (member,)
        Cd A / m of the day, any correction of density included; not negative.
    frozen_ey : float
        Where the eccentricity vector turns about, on the axis of `ey`: zero for J2 alone, `earth.frozen_ey` for
        real orbits.
    entry_fraction : ndarray of float64, shape (member,), written
        Part of the day after which 120 km was crossed; nan for members that did not cross it today.

    Notes
    -----
    A member's result does not depend on the block it stands in, to the last bit. Blocks are worked through in
    tiles of 32 members; the last tile costs as much as a full one. Range of validity: mean altitude 120 to 700 km,
    eccentricity up to 0.02 with the perigee above 110 km. A member whose ellipse is higher than 0.2 scale heights
    either way costs about a hundred times more.
    """
    day = day_of_year(day_number) - 1
    sun = mean_sun_deg(day_number + 0.5)
    x = np.empty((ROWS + table.product_rows.shape[0], TILE), np.float32)
    modes = np.empty((table.mode_start.size - 1, TILE), np.float32)
    series = np.empty((3, DEGREE + 1, TILE), np.float32)
    found = np.empty((_FOUND_ROWS, TILE), np.float32)
    t = np.empty((_TILE_ROWS, TILE))
    members = altitude_km.size
    for first in range(0, members, TILE):
        count = min(TILE, members - first)
        if count < TILE:  # lanes without a member hold one that has entered
            t[:] = 0.0
            t[_ALTITUDE] = ENTRY_ALTITUDE_KM
        for m in range(count):
            n = first + m
            t[_ALTITUDE, m], t[_NODE, m], t[_EX, m], t[_EY, m] = altitude_km[n], raan_deg[n], ex[n], ey[n]
            t[_F107, m], t[_F107A, m], t[_AP, m] = f107[n], f107a[n], ap[n]
            t[_BALLISTIC, m], t[_CROSSED, m] = ballistic_m2_kg[n], np.nan
        _advance_tile(table, day, sun, frozen_ey, t, x, modes, series, found)
        for m in range(count):
            n = first + m
            altitude_km[n], raan_deg[n], ex[n], ey[n] = t[_ALTITUDE, m], t[_NODE, m], t[_EX, m], t[_EY, m]
            entry_fraction[n] = t[_CROSSED, m]


@compiled
def decay_rate_km_day(  # type: ignore[no-untyped-def]
    table, day_number, altitude_km, raan_deg, f107, f107a, ap, ballistic_m2_kg, ex=None, ey=None
):
    """Rate at which members lose altitude at the midday of a day.

    Parameters
    ----------
    table, day_number, altitude_km, raan_deg, f107, f107a, ap, ballistic_m2_kg
        As in `advance_day`; nothing is changed.
    ex, ey : ndarray of float64, shape (member,), optional
        Mean eccentricity vector; circular orbits without it.

    Returns
    -------
    ndarray of float64, shape (member,)
        Kilometres a day, positive.
    """
    day = day_of_year(day_number) - 1
    sun = mean_sun_deg(day_number + 0.5)
    x = np.empty((ROWS + table.product_rows.shape[0], TILE), np.float32)
    modes = np.empty((table.mode_start.size - 1, TILE), np.float32)
    series = np.empty((3, DEGREE + 1, TILE), np.float32)
    shape = np.empty((DEGREE + 1, POINTS))
    tile = np.zeros((4, TILE))
    result = np.empty(altitude_km.size)
    near = (table.modes.shape[0] - _LOSS_MODES) // 2
    for first in range(0, altitude_km.size, TILE):
        count = min(TILE, altitude_km.size - first)
        for m in range(count):
            n = first + m
            tile[0, m], tile[1, m], tile[2, m], tile[3, m] = f107[n], f107a[n], ap[n], raan_deg[n] - sun
        fill_rows(table, day, tile, x)
        fill_modes(table, day, x, modes)
        fill_series(table.mean, table.modes, 0, _LOSS_MODES, modes, series[0])
        fill_series(table.near_mean[0], table.modes, _LOSS_MODES, near, modes, series[1])
        fill_series(table.near_mean[1], table.modes, _LOSS_MODES + near, near, modes, series[2])
        for m in range(count):
            n = first + m
            value, g1, g2 = evaluate_with_slopes(series[0], m, altitude_km[n])
            rate = exponential(value)
            if ex is not None:
                a = RADIUS_KM + altitude_km[n]
                if (a * g1) ** 2 * (ex[n] * ex[n] + ey[n] * ey[n]) > _NEAR_SQUARE:
                    shape_along_orbit(table, day, x, m, shape)
                    rate = rate_eccentric(table, series[0], shape, m, altitude_km[n], ex[n], ey[n])[0]
                else:
                    c, c_slope, _ = evaluate_with_slopes(series[1], m, altitude_km[n])
                    s, s_slope, _ = evaluate_with_slopes(series[2], m, altitude_km[n])
                    rate *= _near_factor(a, g1, g2, c, c_slope, s, s_slope, ex[n], ey[n])
            result[n] = ballistic_m2_kg[n] * rate
    return result
