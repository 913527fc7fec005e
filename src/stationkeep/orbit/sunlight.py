"""The angle between an orbit's plane and the sun, and how long the night of each revolution is for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stationkeep.compiled import folded
from stationkeep.orbit.earth import J2000_DAY, RADIUS_KM

Floats = NDArray[np.float64]

# Sine of x turns, |x| <= 1/4, as a Taylor series: good to 6e-8.
_S1, _S3, _S5, _S7, _S9, _S11 = (
    sign * (2.0 * np.pi) ** n / factorial
    for sign, n, factorial in ((1, 1, 1), (-1, 3, 6), (1, 5, 120), (-1, 7, 5040), (1, 9, 362880), (-1, 11, 39916800))
)
# Arccosine over the square root of 1 - x, good to 2e-8 (Abramowitz and Stegun 1964, 4.4.46).
_A0, _A1, _A2, _A3 = 1.5707963050, -0.2145988016, 0.0889789874, -0.0501743046
_A4, _A5, _A6, _A7 = 0.0308918810, -0.0170881256, 0.0066700901, -0.0012624911


def sun_direction_deg(day_number: ArrayLike) -> tuple[Floats, Floats]:
    """Apparent right ascension and declination of the sun.

    Parameters
    ----------
    day_number : array_like
        Days since 1970-01-01 00:00 UTC.

    Returns
    -------
    right_ascension_deg, declination_deg : ndarray
        0 to 360, -23.44 to 23.44; of date.

    Notes
    -----
    Low-precision formulas of the 'Astronomical Almanac' (page C5): 0.01 deg from 1950 to 2050.
    """
    n = np.asarray(day_number, dtype=float) - J2000_DAY
    anomaly = np.radians(357.528 + 0.9856003 * n)
    longitude = np.radians(280.460 + 0.9856474 * n + 1.915 * np.sin(anomaly) + 0.020 * np.sin(2.0 * anomaly))
    obliquity = np.radians(23.439 - 4e-7 * n)
    ascension = np.degrees(np.arctan2(np.cos(obliquity) * np.sin(longitude), np.cos(longitude))) % 360.0
    return ascension, np.degrees(np.arcsin(np.sin(obliquity) * np.sin(longitude)))


def beta_angle_deg(day_number: ArrayLike, raan_deg: ArrayLike, inclination_deg: float) -> Floats:
    """Angle of the sun above the plane of an orbit.

    Parameters
    ----------
    day_number : array_like
        Days since 1970-01-01 00:00 UTC.
    raan_deg : array_like
        Right ascension of the ascending node (of date).
    inclination_deg : float
        0 to 180.

    Returns
    -------
    ndarray
        Degrees, positive on the side of the orbit's angular momentum; at most inclination + 23.44 (for the station
        75.1 deg), within 90.

    Notes
    -----
    The arcsine of the scalar product of the plane's normal and the sun's direction.
    """
    ascension, declination = (np.radians(angle) for angle in sun_direction_deg(day_number))
    inclination, node = np.radians(inclination_deg), np.radians(np.asarray(raan_deg, dtype=float))
    across = np.sin(inclination) * np.cos(declination) * np.sin(node - ascension)
    above: Floats = np.clip(across + np.cos(inclination) * np.sin(declination), -1.0, 1.0)
    return np.degrees(np.arcsin(above))


def sunlit_share(beta_deg: ArrayLike, altitude_km: ArrayLike) -> Floats:
    """Part of a revolution of a circular orbit spent in sunlight.

    Parameters
    ----------
    beta_deg : array_like
        Angle of the sun above the plane, -90 to 90.
    altitude_km : array_like
        Above 0.

    Returns
    -------
    ndarray
        0.5 to 1. At 400 km and beta zero the night takes 39 % of a revolution (36 minutes); above 70 deg there is none.

    Notes
    -----
    One less the half angle of the shadow over pi, ``cos(half angle) = sqrt(1 - (R / a)^2) / cos(beta)``, of a round
    Earth with a cylindrical shadow (e.g. Vallado, 'Fundamentals of Astrodynamics', 5.3.2): the penumbra, half a degree
    of arc wide, and refraction are left out.
    """
    height = np.asarray(altitude_km, dtype=float) / RADIUS_KM
    rim = np.sqrt(height * (2.0 + height)) / (1.0 + height)
    with np.errstate(divide="ignore"):
        x = np.minimum(1.0, rim / np.cos(np.radians(np.asarray(beta_deg, dtype=float))))
    share: Floats = 1.0 - np.arccos(x) / np.pi
    return share


@folded
def fill_sunlit(sun, inclination, node_deg, altitude_km, share):  # type: ignore[no-untyped-def]
    """Fill ``share`` with :func:`sunlit_share` of many orbits on a day, without a call of the mathematical library.

    Parameters
    ----------
    sun : tuple of float
        Right ascension in degrees, sine and cosine of the declination.
    inclination : tuple of float
        Its sine and cosine.
    node_deg, altitude_km, share : (member,)
        ``share`` is good to 1e-7. Below the surface it is one half.
    """
    above, across = inclination[1] * sun[1], inclination[0] * sun[2]
    for b in range(share.size):
        turns = (node_deg[b] - sun[0]) * (1.0 / 360.0)
        turns -= np.floor(turns + 0.5)
        turns = min(0.5 - turns, max(-0.5 - turns, turns))  # the same sine, within a quarter
        q = turns * turns
        sine = turns * (_S1 + q * (_S3 + q * (_S5 + q * (_S7 + q * (_S9 + q * _S11)))))
        beta = across * sine + above  # its sine
        height = max(0.0, altitude_km[b]) * (1.0 / RADIUS_KM)
        rim = height * (2.0 + height) / ((1.0 + height) * (1.0 + height))
        whole = 2.0 * min(1.0, rim / max(1.0 - beta * beta, 1e-12)) - 1.0  # cosine of the shadow's whole angle
        x = abs(whole)
        bend = _A0 + x * (_A1 + x * (_A2 + x * (_A3 + x * (_A4 + x * (_A5 + x * (_A6 + x * _A7))))))
        angle = np.sqrt(1.0 - x) * bend
        share[b] = 1.0 - (angle if whole > 0.0 else np.pi - angle) * (0.5 / np.pi)
