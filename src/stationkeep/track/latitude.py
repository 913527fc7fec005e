"""Share of time by latitude: of a circular orbit it has a closed form."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stationkeep.orbit.earth import FLATTENING, RADIUS_KM

Floats = NDArray[np.float64]

# Square of the first eccentricity of the ellipsoid.
_E2 = FLATTENING * (2.0 - FLATTENING)
# Below this the orbit is equatorial to the last metre, and the share is a step at the equator.
_FLAT = 1e-9


def orbit_latitude_rad(geodetic_deg: ArrayLike, altitude_km: float) -> Floats:
    """Geocentric latitude of a satellite that stands in the zenith of a place.

    Parameters
    ----------
    geodetic_deg : array_like
        Geodetic latitude of the place, as on maps, -90 to 90.
    altitude_km : float
        Radius of the circular orbit less 6378.137 km.

    Returns
    -------
    ndarray
        Radians. It lies up to 0.19 deg nearer to the equator than the geodetic latitude.

    Notes
    -----
    The satellite is where the normal of the ellipsoid through the place meets the sphere of the orbit, which is a
    quadratic equation for its height; exact.
    """
    phi = np.radians(np.asarray(geodetic_deg, dtype=float))
    sine, cosine = np.sin(phi), np.cos(phi)
    normal = RADIUS_KM / np.sqrt(1.0 - _E2 * sine**2)
    half = normal * (1.0 - _E2 * sine**2)
    foot = normal**2 * (cosine**2 + (1.0 - _E2) ** 2 * sine**2)
    height = -half + np.sqrt(half**2 - foot + (RADIUS_KM + altitude_km) ** 2)
    latitude: Floats = np.arctan2((normal * (1.0 - _E2) + height) * sine, (normal + height) * cosine)
    return latitude


def geodetic_deg(orbit_latitude_sine: ArrayLike, altitude_km: float) -> Floats:
    """Geodetic latitude of the place under a satellite: the inverse of `orbit_latitude_rad`.

    Parameters
    ----------
    orbit_latitude_sine : array_like
        Sine of the geocentric latitude of the satellite, -1 to 1.
    altitude_km : float
        Radius of the circular orbit less 6378.137 km.

    Returns
    -------
    ndarray
        Degrees.

    Notes
    -----
    Fixed-point iteration on tan(geodetic) = (z + e^2 N sin(geodetic)) / rho; each step gains a factor of 150, so
    that five leave less than 1e-11 rad.
    """
    radius = RADIUS_KM + altitude_km
    z = radius * np.asarray(orbit_latitude_sine, dtype=float)
    rho = np.sqrt(np.maximum(radius**2 - z**2, 0.0))
    sine = z / radius
    for _ in range(5):
        over = z + _E2 * RADIUS_KM * sine / np.sqrt(1.0 - _E2 * sine**2)
        sine = over / np.hypot(over, rho)
    return np.degrees(np.arctan2(over, rho))


def highest_latitude_deg(altitude_km: float, inclination_deg: float) -> float:
    """Geodetic latitude beyond which the orbit never passes overhead; up to 0.19 deg above the inclination."""
    return float(geodetic_deg(np.sin(np.radians(inclination_deg)), altitude_km))


def time_south_of(
    latitude_deg: ArrayLike, altitude_km: float, inclination_deg: float, equatorial: float = 0.0
) -> Floats:
    """Share of time that a circular orbit spends south of a parallel.

    Parameters
    ----------
    latitude_deg : array_like
        Geodetic latitude, -90 to 90.
    altitude_km : float
        Radius of the circular orbit less 6378.137 km, 120 to 2000.
    inclination_deg : float
        0 to 180.
    equatorial : float
        Second harmonic of the density of the argument of latitude, -0.5 to 0.5: nought for time; above nought where
        what is counted happens rather near the equator than at the turning points (see `entry`).

    Returns
    -------
    ndarray
        0 to 1.

    Notes
    -----
    With the argument of latitude u uniform in time and sin(latitude) = sin(i) sin(u), the share below a latitude is
    1/2 + u / pi with u = arcsin(sin(latitude) / sin(i)). A density 1 + 2 c cos(2 u) adds c sin(2 u) / pi. The motion of
    u is uniform to 1e-3 (J2 adds a short-period term, an eccentricity of 0.001 another one), which moves the share of a
    band by as little.
    """
    sine = np.sin(orbit_latitude_rad(latitude_deg, altitude_km))
    reach = abs(np.sin(np.radians(inclination_deg)))
    if reach < _FLAT:
        return np.where(sine > 0.0, 1.0, np.where(sine < 0.0, 0.0, 0.5))
    u = np.arcsin(np.clip(sine / reach, -1.0, 1.0))
    share: Floats = 0.5 + (u + equatorial * np.sin(2.0 * u)) / np.pi
    return share
