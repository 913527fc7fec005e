# mypy: disable-error-code="no-untyped-call"
"""Burns that move a circular orbit up or down: velocity change, altitude gained, propellant."""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled
from stationkeep.orbit.earth import MU_KM3_S2, RADIUS_KM

# Standard gravity, which turns a specific impulse in seconds into an exhaust speed (BIPM, SI brochure).
GRAVITY_M_S2 = 9.80665


@compiled
def delta_v_for_raise(altitude_km, raise_km):  # type: ignore[no-untyped-def]
    """Velocity change of the two-impulse (Hohmann) transfer between two circular orbits.

    Parameters
    ----------
    altitude_km : float
        Altitude at the start, over 6378.137 km.
    raise_km : float
        How far up; negative is down.

    Returns
    -------
    float
        Metres a second, positive both ways (400 to 800 km: 217 m/s).

    Notes
    -----
    W. Hohmann, 'Die Erreichbarkeit der Himmelskörper' (1925); D. A. Vallado, 'Fundamentals of Astrodynamics and
    Applications', 4th ed., algorithm 36.
    """
    r1 = RADIUS_KM + altitude_km
    r2 = r1 + raise_km
    half = 0.5 * (r1 + r2)
    v1, v2 = np.sqrt(MU_KM3_S2 / r1), np.sqrt(MU_KM3_S2 / r2)
    leave = v1 * (np.sqrt(r2 / half) - 1.0)
    arrive = v2 * (1.0 - np.sqrt(r1 / half))
    return 1000.0 * (abs(leave) + abs(arrive))


@compiled
def raise_for_delta_v(altitude_km, delta_v_m_s):  # type: ignore[no-untyped-def]
    """How far up (or, for a negative velocity change, down) the two-impulse transfer goes: the inverse.

    Parameters
    ----------
    altitude_km : float
        Altitude at the start, over 6378.137 km.
    delta_v_m_s : float
        Velocity change, below a tenth of the orbital speed either way; negative lowers.

    Returns
    -------
    float
        Kilometres, negative for a lowering.
    """
    if delta_v_m_s == 0.0:
        return 0.0
    r = RADIUS_KM + altitude_km
    sign = 1.0 if delta_v_m_s > 0.0 else -1.0
    wanted = abs(delta_v_m_s)
    # dv = v da / 2a starts Newton's iteration; the function is nearly straight, so that four steps are plenty.
    gain = sign * wanted * 2.0 * r / (1000.0 * np.sqrt(MU_KM3_S2 / r))
    for _ in range(4):
        small = 1e-3
        value = delta_v_for_raise(altitude_km, gain)
        slope = (delta_v_for_raise(altitude_km, gain + sign * small) - value) / small
        gain += sign * (wanted - value) / slope
    return gain


@compiled
def propellant_for_delta_v(mass_kg, delta_v_m_s, isp_s):  # type: ignore[no-untyped-def]
    """Propellant that a velocity change takes, by the equation of Tsiolkovsky (1903).

    Parameters
    ----------
    mass_kg : float
        Mass before the burn.
    delta_v_m_s : float
        Not negative.
    isp_s : float
        Specific impulse.

    Returns
    -------
    float
        Kilograms: ``m (1 - exp(-dv / (g0 Isp)))``.
    """
    return -mass_kg * np.expm1(-delta_v_m_s / (GRAVITY_M_S2 * isp_s))
