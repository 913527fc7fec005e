"""Inertial frames of ephemerides, turned to the mean equator and equinox of date and back."""

from __future__ import annotations

import numpy as np

from stationkeep.elements.records import Floats
from stationkeep.orbit.earth import J2000_DAY

# Fixed to the equator and equinox of J2000; ICRF and GCRF stand 0.02 arcseconds off, which is left out.
OF_J2000 = ("EME2000", "J2000", "GCRF", "ICRF", "ICRF2", "ICRF3")
# Of date: the mean equator (MOD), the true one (TOD), and the true one with the mean equinox that SGP4 uses (TEME).
# Nutation, at most 0.005 deg, is left out between them.
OF_DATE = ("TEME", "TEMEOFDATE", "MOD", "TOD")
INERTIAL = (*OF_J2000, *OF_DATE)


def precession(day: Floats) -> Floats:
    """Matrices that turn vectors of J2000 to the mean equator and equinox of date.

    J. H. Lieske and others, 'Expressions for the precession quantities', Astron. Astrophys. 58 (1977) 1 (IAU
    1976); good to 0.3 arcseconds a century about 2000.

    Parameters
    ----------
    day : ndarray, shape (time,)
        Days since 1970-01-01 UTC.

    Returns
    -------
    ndarray, shape (time, 3, 3)
    """
    t = (np.asarray(day, dtype=np.float64) - J2000_DAY) / 36525.0
    zeta = np.radians((2306.2181 * t + 0.30188 * t**2 + 0.017998 * t**3) / 3600.0)
    z = np.radians((2306.2181 * t + 1.09468 * t**2 + 0.018203 * t**3) / 3600.0)
    theta = np.radians((2004.3109 * t - 0.42665 * t**2 - 0.041833 * t**3) / 3600.0)
    ca, sa, cb, sb, cc, sc = np.cos(zeta), np.sin(zeta), np.cos(theta), np.sin(theta), np.cos(z), np.sin(z)
    rows = (
        (ca * cb * cc - sa * sc, -sa * cb * cc - ca * sc, -sb * cc),
        (ca * cb * sc + sa * cc, -sa * cb * sc + ca * cc, -sb * sc),
        (ca * sb, -sa * sb, cb),
    )
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


def to_date(vectors: Floats, day: Floats, frame: str) -> Floats:
    """Vectors, shape (time, 3), in the mean equator and equinox of date."""
    if frame.upper() in OF_DATE:
        return vectors
    turned: Floats = np.einsum("tij,tj->ti", precession(day), vectors)
    return turned


def to_j2000(vectors: Floats, day: Floats, frame: str) -> Floats:
    """Vectors, shape (time, 3), in EME2000; nutation (0.005 deg) is left out of what is of date."""
    if frame.upper() in OF_J2000:
        return vectors
    turned: Floats = np.einsum("tji,tj->ti", precession(day), vectors)
    return turned
