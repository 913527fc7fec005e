# mypy: disable-error-code="no-untyped-call"
"""The decay of many orbits at once: the compiled loop that advances a block of members by one UTC day.

Within a day drivers are constant and the local time of the node is taken at midday, so that the loss rate is a
function of altitude alone. Its logarithm is a cubic in altitude on each interval of the table, and the fall is a
Taylor series of fourth order in the loss, one step a day while the day costs less than a kilometre, and steps of
a tenth of a scale height near the end.
"""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled
from stationkeep.orbit.density import (
    AP_RANGE,
    F107_RANGE,
    F107A_RANGE,
    SEASON_RAD_DAY,
    STEADY_DEGREE,
    THETA_TERMS,
)
from stationkeep.orbit.earth import (
    ENTRY_ALTITUDE_KM,
    day_of_year,
    mean_sun_deg,
    node_drift_deg_day,
)

# Members are worked through in tiles that keep the scratch arrays in the processor's first cache.
_TILE = 64
_DEGREES = STEADY_DEGREE + 1
# Rows of a tile's scratch array: polynomials in F10.7a, F10.7 and Ap, waves in local time, their products.
_A, _F, _P, _T = 0, _DEGREES, 2 * _DEGREES, 3 * _DEGREES
_PRODUCTS = _T + THETA_TERMS
_S3, _S5, _S7, _S9, _S11, _S13 = -1 / 6, 1 / 120, -1 / 5040, 1 / 362880, -1 / 39916800, 1 / 6227020800
_C2, _C4, _C6, _C8, _C10 = -1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800
_E2, _E3, _E4, _E5, _E6, _E7, _E8 = 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320
_C12, _C14 = 1 / 479001600, -1 / 87178291200
_F107A_LOW, _F107A_HIGH = F107A_RANGE
_F107_LOW, _F107_HIGH = F107_RANGE
_AP_HIGH = AP_RANGE[1]
_AP_SCALE = 2.0 / np.log1p(_AP_HIGH / 10.0)
# A step of the Taylor series loses at most this, and this part of the scale height of the loss rate. The first
# term left out is then below 3e-6 of the step.
_STEP_LOSS_KM = 1.0
_STEP_SCALE_HEIGHTS = 0.1


@compiled
def season_weights(table, day_number):  # type: ignore[no-untyped-def]
    """Weights of the day, shape (pair,): the season's Fourier terms summed, once for all members.

    Single precision is enough here, and twice as fast: an error of 1e-6 in the logarithm of the rate.
    """
    seasons, pairs = table.weights.shape
    total = np.empty(pairs, np.float32)
    phase = SEASON_RAD_DAY * day_of_year(day_number)
    for q in range(pairs):
        total[q] = table.weights[0, q]
    for s in range(1, seasons, 2):
        angle = phase * ((s + 1) // 2)
        cosine, sine = np.float32(np.cos(angle)), np.float32(np.sin(angle))
        for q in range(pairs):
            total[q] += cosine * table.weights[s, q] + sine * table.weights[s + 1, q]
    return total


@compiled
def _fill_bases(node_local_deg, f107, f107a, ap, first, count, x):  # type: ignore[no-untyped-def]
    """Polynomials and Fourier terms of a tile of members, in the rows of `x` (single precision).

    No call of the mathematical library stands in these loops, so that they run on whole vectors: the logarithm
    is that of the sixteenth root, by the series of the inverse hyperbolic tangent; sine and cosine are Taylor
    polynomials of half the angle, which lies within 90 deg. Both are good to 1e-8.
    """
    for m in range(count):
        level = min(max(f107a[first + m], _F107A_LOW), _F107A_HIGH)
        x[_A + 1, m] = (level - 0.5 * (_F107A_LOW + _F107A_HIGH)) * (2.0 / (_F107A_HIGH - _F107A_LOW))
    for m in range(count):
        level = min(max(f107[first + m], _F107_LOW), _F107_HIGH)
        x[_F + 1, m] = (level - 0.5 * (_F107_LOW + _F107_HIGH)) * (2.0 / (_F107_HIGH - _F107_LOW))
    for m in range(count):
        level = 1.0 + 0.1 * min(max(ap[first + m], 0.0), _AP_HIGH)
        root = np.sqrt(np.sqrt(np.sqrt(np.sqrt(level))))
        w = (root - 1.0) / (root + 1.0)
        w2 = w * w
        series = 1.0 + w2 * (1.0 / 3.0 + w2 * (1.0 / 5.0 + w2 * (1.0 / 7.0)))
        x[_P + 1, m] = _AP_SCALE * 32.0 * w * series - 1.0
    for m in range(count):
        turns = node_local_deg[m] * (1.0 / 360.0)
        half = np.pi * (turns - np.floor(turns + 0.5))
        h2 = half * half
        s = half * (1 + h2 * (_S3 + h2 * (_S5 + h2 * (_S7 + h2 * (_S9 + h2 * (_S11 + h2 * _S13))))))
        c = 1 + h2 * (_C2 + h2 * (_C4 + h2 * (_C6 + h2 * (_C8 + h2 * (_C10 + h2 * (_C12 + h2 * _C14))))))
        x[_T + 1, m] = 1.0 - 2.0 * s * s
        x[_T + 2, m] = 2.0 * s * c
    one, two = np.float32(1.0), np.float32(2.0)
    for base in (_A, _F, _P):
        for m in range(count):
            x[base, m] = one
        for n in range(base + 2, base + _DEGREES):
            for m in range(count):
                x[n, m] = two * x[base + 1, m] * x[n - 1, m] - x[n - 2, m]
    for m in range(count):
        x[_T, m] = one
    for n in range(_T + 3, _T + THETA_TERMS, 2):
        for m in range(count):
            c, s = x[n - 2, m], x[n - 1, m]
            x[n, m] = c * x[_T + 1, m] - s * x[_T + 2, m]
            x[n + 1, m] = s * x[_T + 1, m] + c * x[_T + 2, m]


@compiled
def _fill_modes(table, day_weights, count, x, modes):  # type: ignore[no-untyped-def]
    """Weights of the altitude modes of a tile of members, shape (mode, member), from the rows of `x`."""
    for t in range(table.harmonic.size):
        a, f = _A + table.power_f107a[t], _F + table.power_f107[t]
        p, h, r = _P + table.power_ap[t], _T + table.harmonic[t], _PRODUCTS + t
        for m in range(count):
            x[r, m] = (x[a, m] * x[f, m]) * (x[p, m] * x[h, m])
    for k in range(modes.shape[0]):
        for m in range(count):
            modes[k, m] = np.float32(0.0)
        for q in range(table.mode_start[k], table.mode_start[k + 1], 8):  # lists are padded to eights
            w0, w1, w2, w3 = day_weights[q], day_weights[q + 1], day_weights[q + 2], day_weights[q + 3]
            w4, w5, w6, w7 = day_weights[q + 4], day_weights[q + 5], day_weights[q + 6], day_weights[q + 7]
            r0, r1 = _PRODUCTS + table.pair_term[q], _PRODUCTS + table.pair_term[q + 1]
            r2, r3 = _PRODUCTS + table.pair_term[q + 2], _PRODUCTS + table.pair_term[q + 3]
            r4, r5 = _PRODUCTS + table.pair_term[q + 4], _PRODUCTS + table.pair_term[q + 5]
            r6, r7 = _PRODUCTS + table.pair_term[q + 6], _PRODUCTS + table.pair_term[q + 7]
            for m in range(count):
                modes[k, m] += ((w0 * x[r0, m] + w1 * x[r1, m]) + (w2 * x[r2, m] + w3 * x[r3, m])) + (
                    (w4 * x[r4, m] + w5 * x[r5, m]) + (w6 * x[r6, m] + w7 * x[r7, m])
                )


@compiled
def _log_rate(table, modes, m, altitude_km):  # type: ignore[no-untyped-def]
    """Logarithm of the loss per unit of Cd A / m, and its first three derivatives in altitude."""
    spline = table.spline
    height = min(max(altitude_km - table.foot_km, 0.0), table.step_km * spline.shape[0])
    i = min(int(height / table.step_km), spline.shape[0] - 1)
    x = height - i * table.step_km
    c0, c1, c2, c3 = spline[i, 0, 0], spline[i, 0, 1], spline[i, 0, 2], spline[i, 0, 3]
    for k in range(modes.shape[0]):
        w = np.float64(modes[k, m])
        c0 += w * spline[i, k + 1, 0]
        c1 += w * spline[i, k + 1, 1]
        c2 += w * spline[i, k + 1, 2]
        c3 += w * spline[i, k + 1, 3]
    value = c0 + x * (c1 + x * (c2 + x * c3))
    return value, c1 + x * (2.0 * c2 + x * 3.0 * c3), 2.0 * c2 + 6.0 * c3 * x, 6.0 * c3


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
def _curved(loss, g1, g2, g3):  # type: ignore[no-untyped-def]
    """The fall in a step that would lose `loss` at the rate of its start.

    Taylor series of dh/dt = -R(h), with g1, g2, g3 the derivatives of log R: the second derivative of h is
    g1 R^2, the third -(g2 + 2 g1^2) R^3, the fourth (g3 + 7 g1 g2 + 6 g1^3) R^4.
    """
    third = (g2 + 2.0 * g1 * g1) * (1.0 / 6.0)
    fourth = (g3 + g1 * (7.0 * g2 + 6.0 * g1 * g1)) * (1.0 / 24.0)
    return loss * (1.0 - loss * (0.5 * g1 - loss * (third - loss * fourth)))


@compiled
def _fall_in_steps(table, modes, m, altitude_km, ballistic_m2_kg):  # type: ignore[no-untyped-def]
    """Altitude after a day, and the part of the day after which 120 km was crossed (nan if it was not)."""
    left, h = 1.0, altitude_km
    while left > 1e-12:
        value, g1, g2, g3 = _log_rate(table, modes, m, h)
        rate = ballistic_m2_kg * exponential(value)
        longest = min(_STEP_LOSS_KM, _STEP_SCALE_HEIGHTS / (abs(g1) + 1e-12))
        step = left
        if rate * left > longest:
            step = longest / rate
        fall = _curved(rate * step, g1, g2, g3)
        if h - fall <= ENTRY_ALTITUDE_KM:
            return ENTRY_ALTITUDE_KM, 1.0 - left + step * (h - ENTRY_ALTITUDE_KM) / fall
        h -= fall
        left -= step
    return h, np.nan


@compiled
def advance_day(  # type: ignore[no-untyped-def]
    table, day_number, altitude_km, raan_deg, f107, f107a, ap, ballistic_m2_kg, entry_fraction
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
    f107, f107a, ap : ndarray of float64, shape (member,)
        F10.7 of the previous day and its centred 81-day mean (sfu), daily Ap; clipped to the table's range.
    ballistic_m2_kg : ndarray of float64, shape (member,)
        Cd A / m of the day, any correction of density included; not negative.
    entry_fraction : ndarray of float64, shape (member,), written
        Part of the day after which 120 km was crossed; nan for members that did not cross it today.

    Notes
    -----
    A member's result does not depend on the block it stands in, to the last bit. The cost is lowest for blocks
    of 64 members or more. Range of validity: mean altitude 120 to 700 km, eccentricity below 1e-3.
    """
    day_weights = season_weights(table, day_number)
    x = np.empty((_PRODUCTS + table.harmonic.size, _TILE), np.float32)
    modes = np.empty((table.mode_start.size - 1, _TILE), np.float32)
    state = np.empty((6, _TILE))  # node, its drift, log rate and its three derivatives
    sun = mean_sun_deg(day_number + 0.5)
    for first in range(0, altitude_km.size, _TILE):
        count = min(_TILE, altitude_km.size - first)
        for m in range(count):
            state[1, m] = node_drift_deg_day(altitude_km[first + m], table.cos_inclination)
        for m in range(count):
            state[0, m] = raan_deg[first + m] + 0.5 * state[1, m] - sun
        _fill_bases(state[0], f107, f107a, ap, first, count, x)
        _fill_modes(table, day_weights, count, x, modes)
        for m in range(count):
            state[2, m], state[3, m], state[4, m], state[5, m] = _log_rate(table, modes, m, altitude_km[first + m])
        for m in range(count):
            state[2, m] = ballistic_m2_kg[first + m] * exponential(state[2, m])  # loss of the day, km
        for m in range(count):
            state[0, m] = altitude_km[first + m] - _curved(state[2, m], state[3, m], state[4, m], state[5, m])
        for m in range(count):
            n = first + m
            entry_fraction[n] = np.nan
            if altitude_km[n] > ENTRY_ALTITUDE_KM:
                longest = min(_STEP_LOSS_KM, _STEP_SCALE_HEIGHTS / (abs(state[3, m]) + 1e-12))
                if state[2, m] <= longest and state[0, m] > ENTRY_ALTITUDE_KM:
                    altitude_km[n] = state[0, m]
                else:
                    altitude_km[n], entry_fraction[n] = _fall_in_steps(
                        table, modes, m, altitude_km[n], ballistic_m2_kg[n]
                    )
                turned = raan_deg[n] + state[1, m]
                raan_deg[n] = turned - 360.0 * np.floor(turned * (1.0 / 360.0))


@compiled
def decay_rate_km_day(  # type: ignore[no-untyped-def]
    table, day_number, altitude_km, raan_deg, f107, f107a, ap, ballistic_m2_kg
):
    """Rate at which members lose altitude at the midday of a day.

    Parameters
    ----------
    table, day_number, altitude_km, raan_deg, f107, f107a, ap, ballistic_m2_kg
        As in `advance_day`; nothing is changed.

    Returns
    -------
    ndarray of float64, shape (member,)
        Kilometres a day, positive.
    """
    day_weights = season_weights(table, day_number)
    x = np.empty((_PRODUCTS + table.harmonic.size, _TILE), np.float32)
    modes = np.empty((table.mode_start.size - 1, _TILE), np.float32)
    node_local = np.empty(_TILE)
    result = np.empty(altitude_km.size)
    sun = mean_sun_deg(day_number + 0.5)
    for first in range(0, altitude_km.size, _TILE):
        count = min(_TILE, altitude_km.size - first)
        for m in range(count):
            node_local[m] = raan_deg[first + m] - sun
        _fill_bases(node_local, f107, f107a, ap, first, count, x)
        _fill_modes(table, day_weights, count, x, modes)
        for m in range(count):
            n = first + m
            result[n] = ballistic_m2_kg[n] * exponential(_log_rate(table, modes, m, altitude_km[n])[0])
    return result
