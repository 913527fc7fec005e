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
from stationkeep.orbit.lanes import (
    TILE,
    ZERO,
    add,
    any_above,
    divide,
    fresh_rows,
    fused,
    load,
    multiply,
    narrow,
    root,
    shift,
    splat,
    store,
    subtract,
    where_above,
)
from stationkeep.orbit.profile import DEGREE, FOOT_KM, TOP_KM, evaluate_with_slopes, places
from stationkeep.orbit.spectrum import (
    exponential,
    exponential_lanes,
    fill_modes,
    fill_rows,
    fill_series,
    sine_cosine_small,
    sum_series,
    sum_series_twice,
    within,
)

__all__ = ["advance_day", "decay_rate_km_day", "exponential"]

_ROOT_MU_DAY = np.sqrt(MU_KM3_S2) * DAY_S
_DEGREES = 180.0 / np.pi
# A step of the Taylor series loses at most this, and this part of the scale height of the loss rate. The first
# term left out is then below 3e-5 of the step.
_STEP_LOSS_KM = 1.0
_STEP_SCALE_HEIGHTS = 0.1
# Square of the half height of the ellipse in scale heights up to which the expansion is used: 0.2^2. The station's
# frozen eccentricity lies below (0.11^2).
_NEAR_SQUARE = 0.04
_LOSS_MODES = 8
# Whoever comes so near to entry is looked at closely: altitudes in lanes are good to some centimetres.
_ALMOST_KM = 0.01
_SERIES = DEGREE + 1
# What a tile carries in double precision, and what is worked out in single; the first four as `spectrum.fill_rows`
# takes them.
_ALTITUDE, _NODE, _EX, _EY, _CROSSED, _KEPT_ROWS = range(6)
_F107, _F107A, _AP, _LOCAL, _BALLISTIC, _TURN = range(6)
_FALL, _PUSH_X, _PUSH_Y, _ELLIPSE, _HURRY, _FOUND_ROWS = range(6, 12)


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
def _fall_in_steps(series, m, altitude_km, ex, ey, ballistic_m2_kg):  # type: ignore[no-untyped-def]
    """Altitude and eccentricity vector after a day, and the part of it after which 120 km was crossed (else nan)."""
    loss_series, c_series, s_series = series[:_SERIES], series[_SERIES : 2 * _SERIES], series[2 * _SERIES :]
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
def _turn_in_a_day(cosine, inverse):  # type: ignore[no-untyped-def]
    """Lanes' drift of the node (deg) and turn of perigee (rad) in a day, as `earth.node_drift_deg_day` and its like."""
    c2 = cosine * cosine
    motion = multiply(splat(_ROOT_MU_DAY), multiply(inverse, root(inverse)))
    gamma = multiply(splat(0.5 * J2 * RADIUS_KM * RADIUS_KM), multiply(inverse, inverse))
    slowly = multiply(motion, gamma)
    drift = multiply(slowly, splat(_DEGREES * cosine))
    drift = multiply(drift, fused(gamma, splat(0.375 * (16.0 - 76.0 * c2)), splat(-3.0)))
    return drift, multiply(slowly, splat(1.5 * (5.0 * c2 - 1.0)))


@inner
def _fall_in_a_day(series, modes, altitude, a, inverse, ballistic, ex, ey):  # type: ignore[no-untyped-def]
    """The fall of a day in one step, in lanes: `_near_factor` and `_curved` of a whole tile.

    Single precision is enough for what is lost in a day; the orbits themselves are kept in double.

    Returns
    -------
    lanes
        The fall (km); how drag pushes ex and ey, less, per km of fall; loss at the rate of the middle (km); and
        the derivative of the logarithm of the rate (1/km).
    """
    place, slope, bend = places(within(altitude, FOOT_KM, TOP_KM))
    value, first, second = sum_series_twice(series[:_SERIES], place)
    c, c_slope = sum_series(series[_SERIES : 2 * _SERIES], place)
    s, s_slope = sum_series(series[2 * _SERIES :], place)
    g1 = multiply(first, slope)
    g2 = multiply(slope, subtract(multiply(second, slope), multiply(first, bend)))
    steep = subtract(splat(1.5), multiply(a, g1))
    c_slope, s_slope = multiply(slope, c_slope), multiply(slope, s_slope)
    even = multiply(ballistic, exponential_lanes(value))
    half = multiply(g1, splat(0.5))
    push_x = subtract(multiply(c, inverse), multiply(half, ex))
    push_y = subtract(multiply(s, inverse), multiply(half, ey))
    middle = multiply(even, splat(-0.5))
    ex, ey = fused(middle, push_x, ex), fused(middle, push_y, ey)
    by_x = multiply(ex, subtract(multiply(steep, c), multiply(a, c_slope)))
    by_y = multiply(ey, subtract(multiply(steep, s), multiply(a, s_slope)))
    squares = fused(ex, ex, multiply(ey, ey))
    curvature = fused(g1, g1, g2)
    wide = multiply(a, fused(multiply(a, splat(0.25)), curvature, multiply(g1, splat(-1.25))))
    loss = multiply(even, fused(wide, squares, add(add(by_x, by_y), splat(1.0))))
    g1_squared = multiply(g1, g1)
    third = multiply(fused(g1_squared, splat(2.0), g2), splat(1.0 / 6.0))
    fourth = multiply(multiply(g1, splat(1.0 / 24.0)), fused(g2, splat(7.0), multiply(g1_squared, splat(6.0))))
    bent = subtract(half, multiply(loss, subtract(third, multiply(loss, fourth))))
    return multiply(loss, subtract(splat(1.0), multiply(loss, bent))), push_x, push_y, loss, g1


@compiled
def _advance_tile(table, day, sun, frozen_ey, t, found, x, modes, series):  # type: ignore[no-untyped-def]
    """A day of one tile; the rows of `t` (float64) and `found` are named above, the rest is scratch."""
    altitude, ex, ey = narrow(t, _ALTITUDE), narrow(t, _EX), narrow(t, _EY)
    a, one = add(altitude, splat(RADIUS_KM)), splat(1.0)
    inverse = divide(one, a)
    drift, turn = _turn_in_a_day(table.cos_inclination, inverse)
    store(found, _TURN, turn)
    store(found, _LOCAL, subtract(fused(drift, splat(0.5), narrow(t, _NODE)), splat(sun)))
    fill_rows(table, day, found, x)
    fill_modes(table, day, x, modes)
    near = (table.modes.shape[0] - _LOSS_MODES) // 2
    fill_series(table.mean, table.modes, 0, _LOSS_MODES, modes, series[:_SERIES])
    fill_series(table.near_mean[0], table.modes, _LOSS_MODES, near, modes, series[_SERIES : 2 * _SERIES])
    fill_series(table.near_mean[1], table.modes, _LOSS_MODES + near, near, modes, series[2 * _SERIES :])
    # Half of perigee's turn, at most ten degrees, then drag, then the other half.
    sine, cosine = sine_cosine_small(multiply(turn, splat(0.5)))
    y = subtract(ey, splat(frozen_ey))
    mid_x = subtract(multiply(cosine, ex), multiply(sine, y))
    mid_y = fused(sine, ex, fused(cosine, y, splat(frozen_ey)))
    ballistic = load(found, _BALLISTIC)
    fall, push_x, push_y, loss, g1 = _fall_in_a_day(series, modes, altitude, a, inverse, ballistic, mid_x, mid_y)
    push_x, push_y = multiply(fall, push_x), multiply(fall, push_y)
    # Changes, not the vector itself, so that its double precision is not lost.
    twice = add(sine, sine)
    by_x, by_y = fused(sine, ex, multiply(cosine, y)), subtract(multiply(cosine, ex), multiply(sine, y))
    zero = splat(ZERO)
    push_x, push_y = (
        fused(cosine, push_x, subtract(zero, multiply(sine, push_y))),
        fused(sine, push_x, multiply(cosine, push_y)),
    )
    store(found, _PUSH_X, subtract(zero, fused(twice, by_x, push_x)))
    store(found, _PUSH_Y, subtract(multiply(twice, by_y), push_y))
    store(found, _FALL, subtract(zero, fall))
    steep = where_above(g1, zero, g1, subtract(zero, g1))
    heights = multiply(a, g1)
    ellipse = multiply(multiply(heights, heights), fused(ex, ex, multiply(ey, ey)))
    faster = multiply(steep, splat(_STEP_LOSS_KM / _STEP_SCALE_HEIGHTS))
    hurry = multiply(multiply(loss, splat(1.0 / _STEP_LOSS_KM)), where_above(faster, one, faster, one))
    hurry = where_above(splat(ENTRY_ALTITUDE_KM + _ALMOST_KM), subtract(altitude, fall), splat(2.0), hurry)
    if any_above(ellipse, splat(_NEAR_SQUARE)) or any_above(hurry, one):
        store(found, _ELLIPSE, ellipse)
        store(found, _HURRY, hurry)
        for m in range(t.shape[1]):
            _advance_slowly(table, day, frozen_ey, t, found, x, series, m)
    shift(t, _ALTITUDE, load(found, _FALL))
    shift(t, _NODE, drift)
    shift(t, _EX, load(found, _PUSH_X))
    shift(t, _EY, load(found, _PUSH_Y))


@compiled
def _advance_slowly(table, day, frozen_ey, t, found, x, series, m):  # type: ignore[no-untyped-def]
    """A day of the member in lane `m`, if one step of the expansion is not enough for it."""
    turn, ballistic = np.float64(found[_TURN, m]), np.float64(found[_BALLISTIC, m])
    if found[_ELLIPSE, m] > _NEAR_SQUARE:
        t[_ALTITUDE, m], t[_EX, m], t[_EY, m], t[_CROSSED, m] = fall_eccentric(
            table, day, x, series[:_SERIES], m, t[_ALTITUDE, m], t[_EX, m], t[_EY, m], ballistic, turn, frozen_ey
        )
    elif found[_HURRY, m] > 1.0:
        half_sine, half_cosine = np.sin(0.5 * turn), np.cos(0.5 * turn)
        y = t[_EY, m] - frozen_ey
        ex, ey = half_cosine * t[_EX, m] - half_sine * y, half_sine * t[_EX, m] + half_cosine * y + frozen_ey
        t[_ALTITUDE, m], ex, ey, t[_CROSSED, m] = _fall_in_steps(series, m, t[_ALTITUDE, m], ex, ey, ballistic)
        y = ey - frozen_ey
        t[_EX, m] = half_cosine * ex - half_sine * y
        t[_EY, m] = half_sine * ex + half_cosine * y + frozen_ey
    else:
        return
    found[_FALL, m] = found[_PUSH_X, m] = found[_PUSH_Y, m] = 0.0


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
    work = fresh_rows(_FOUND_ROWS + 3 * _SERIES + table.modes.shape[0] + ROWS + table.product_rows.shape[0])
    found, work = work[:_FOUND_ROWS], work[_FOUND_ROWS:]
    series, work = work[: 3 * _SERIES], work[3 * _SERIES :]
    modes, x = work[: table.modes.shape[0]], work[table.modes.shape[0] :]
    t, lane = np.empty((_KEPT_ROWS, TILE)), np.empty(TILE, np.uint64)
    members, count = altitude_km.size, 0
    for n in range(members):
        entry_fraction[n] = np.nan
        if altitude_km[n] > ENTRY_ALTITUDE_KM:
            lane[count] = n
            count += 1
        if count < TILE and (n < members - 1 or count == 0):
            continue
        # Lanes without a member repeat the first one, and are not written back.
        lane[count:] = lane[0]
        for m in range(TILE):
            k = lane[m]
            t[_ALTITUDE, m], t[_NODE, m], t[_EX, m], t[_EY, m] = altitude_km[k], raan_deg[k], ex[k], ey[k]
            found[_F107, m], found[_F107A, m], found[_AP, m] = f107[k], f107a[k], ap[k]
            found[_BALLISTIC, m], t[_CROSSED, m] = ballistic_m2_kg[k], np.nan
        _advance_tile(table, day, sun, frozen_ey, t, found, x, modes, series)
        for m in range(count):
            k = lane[m]
            altitude_km[k], ex[k], ey[k], entry_fraction[k] = t[_ALTITUDE, m], t[_EX, m], t[_EY, m], t[_CROSSED, m]
            raan_deg[k] = t[_NODE, m] - 360.0 * np.floor(t[_NODE, m] * (1.0 / 360.0))
        count = 0


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
    x, modes = fresh_rows(ROWS + table.product_rows.shape[0]), fresh_rows(table.modes.shape[0])
    series, tile = fresh_rows(3 * _SERIES).reshape((3, _SERIES, TILE)), fresh_rows(5)
    shape = np.empty((_SERIES, POINTS))
    tile[:] = 0.0
    result = np.empty(altitude_km.size)
    near = (table.modes.shape[0] - _LOSS_MODES) // 2
    for first in range(0, altitude_km.size, TILE):
        count = min(TILE, altitude_km.size - first)
        for m in range(count):
            n = first + m
            tile[0, m], tile[1, m], tile[2, m], tile[3, m] = f107[n], f107a[n], ap[n], raan_deg[n] - sun
            tile[4, m] = altitude_km[n]
        fill_rows(table, day, tile, x)
        fill_modes(table, day, x, modes)
        fill_series(table.mean, table.modes, 0, _LOSS_MODES, modes, series[0])
        if ex is None:
            place, _, _ = places(within(load(tile, 4), FOOT_KM, TOP_KM))
            value, _ = sum_series(series[0], place)
            store(tile, 4, exponential_lanes(value))
            for m in range(count):
                result[first + m] = ballistic_m2_kg[first + m] * tile[4, m]
            continue
        fill_series(table.near_mean[0], table.modes, _LOSS_MODES, near, modes, series[1])
        fill_series(table.near_mean[1], table.modes, _LOSS_MODES + near, near, modes, series[2])
        for m in range(count):
            n = first + m
            value, g1, g2 = evaluate_with_slopes(series[0], m, altitude_km[n])
            rate, a = exponential(value), RADIUS_KM + altitude_km[n]
            if (a * g1) ** 2 * (ex[n] * ex[n] + ey[n] * ey[n]) > _NEAR_SQUARE:
                shape_along_orbit(table, day, x, m, shape)
                rate = rate_eccentric(table, series[0], shape, m, altitude_km[n], ex[n], ey[n])[0]
            else:
                c, c_slope, _ = evaluate_with_slopes(series[1], m, altitude_km[n])
                s, s_slope, _ = evaluate_with_slopes(series[2], m, altitude_km[n])
                rate *= _near_factor(a, g1, g2, c, c_slope, s, s_slope, ex[n], ey[n])
            result[n] = ballistic_m2_kg[n] * rate
    return result
