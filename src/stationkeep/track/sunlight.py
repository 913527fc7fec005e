"""The angle between an orbit's plane and the sun, which decides how long the night of each revolution is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stationkeep.orbit.earth import J2000_DAY

Floats = NDArray[np.float64]


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
