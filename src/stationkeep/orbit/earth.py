"""The Earth as the decay of a low orbit sees it: constants, the mean sun, the drift of the node.

Everything here is compiled, so that the slow oracle (`exact`) and the fast loop (`decay`) share one truth.
"""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled

# WGS 84 (NIMA TR8350.2, 3rd edition): gravity parameter, equatorial radius, flattening, rotation rate.
MU_KM3_S2 = 398600.4418
RADIUS_KM = 6378.137
FLATTENING = 1.0 / 298.257223563
ROTATION_RAD_S = 7.292115e-5
# Second zonal harmonic, from the normalised C20 of EGM96: 4.84165371736e-4 * sqrt(5).
J2 = 1.08262668e-3
# Third zonal harmonic, from the normalised C30 of EGM96: -9.57254173792e-7 * sqrt(7).
J3 = -2.53265649e-6

DAY_S = 86400.0
# Mean altitude at which a body is taken to have entered (DEFINITIONS.md: 120 km = entry).
ENTRY_ALTITUDE_KM = 120.0
# Days from 1970-01-01 00:00 to 2000-01-01 12:00, the epoch J2000.
J2000_DAY = 10957.5


@compiled
def mean_sun_deg(day_number):  # type: ignore[no-untyped-def]
    """Right ascension of the fictitious mean sun, which sets the local time that NRLMSISE-00 uses.

    Greenwich mean sidereal time (280.46061837 deg + 360.98564736629 deg/day since J2000; Meeus,
    'Astronomical Algorithms', 1998, eq. 12.4) less the hour angle of mean solar time (midnight at J2000 - 0.5 d).

    Parameters
    ----------
    day_number : float
        Days since 1970-01-01 00:00 UTC.

    Returns
    -------
    float
        Degrees, 0 to 360.
    """
    return (280.46061837 + 0.98564736629 * (day_number - J2000_DAY)) % 360.0


@compiled
def node_drift_deg_day(altitude_km, cos_inclination):  # type: ignore[no-untyped-def]
    """Drift of the ascending node under J2, of a mean circular orbit, to second order in J2.

    D. Brouwer, 'Solution of the problem of artificial satellite theory without drag', Astron. J. 64 (1959)
    378, secular motion of h with eccentricity zero.

    Parameters
    ----------
    altitude_km : float
        Mean semi-major axis less 6378.137 km.
    cos_inclination : float

    Returns
    -------
    float
        Degrees a day, negative (westward) for a prograde orbit.
    """
    a = RADIUS_KM + altitude_km
    motion_deg_day = np.sqrt(MU_KM3_S2 / (a * a * a)) * (DAY_S * 180.0 / np.pi)
    gamma = 0.5 * J2 * (RADIUS_KM / a) ** 2
    c = cos_inclination
    return motion_deg_day * c * (-3.0 * gamma + 0.375 * gamma * gamma * (16.0 - 76.0 * c * c))


@compiled
def perigee_drift_deg_day(altitude_km, cos_inclination):  # type: ignore[no-untyped-def]
    """Drift of the argument of perigee under J2, of a nearly circular orbit (Brouwer 1959, first order).

    Parameters
    ----------
    altitude_km : float
        Mean semi-major axis less 6378.137 km.
    cos_inclination : float

    Returns
    -------
    float
        Degrees a day.
    """
    a = RADIUS_KM + altitude_km
    motion_deg_day = np.sqrt(MU_KM3_S2 / (a * a * a)) * (DAY_S * 180.0 / np.pi)
    return 0.75 * J2 * (RADIUS_KM / a) ** 2 * motion_deg_day * (5.0 * cos_inclination * cos_inclination - 1.0)


@compiled
def day_of_year(day_number):  # type: ignore[no-untyped-def]
    """Day of the year, 1 to 366, of a whole number of days since 1970-01-01.

    The civil calendar by H. Richards' arithmetic ('Explanatory Supplement to the Astronomical Almanac', 3rd
    edition, 2013, section 15.11), counted from 1 March.
    """
    days = int(np.floor(day_number)) + 719468  # days since 0000-03-01
    era = days // 146097
    of_era = days - era * 146097
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    from_march = of_era - (365 * year + year // 4 - year // 100)
    if from_march >= 306:  # January and February
        return from_march - 305
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    return from_march + 60 + (1 if leap else 0)


@compiled
def frozen_ey(altitude_km, inclination_deg):  # type: ignore[no-untyped-def]
    """Where the Earth's pear shape (J3) freezes the eccentricity vector: perigee in the far north.

    e = -(J3 / 2 J2) (Re / a) sin i at an argument of perigee of 90 deg: the long-period term of D. Brouwer,
    Astron. J. 64 (1959) 378, for a nearly circular orbit. 8.6e-4 for the station. Zonal harmonics above J3 change
    it by some tens of per cent, and near 63.4 deg, where perigee hardly turns, by more.

    Parameters
    ----------
    altitude_km : float
        Mean semi-major axis less 6378.137 km.
    inclination_deg : float

    Returns
    -------
    float
        e sin of the argument of perigee; its cosine component is zero.
    """
    return -0.5 * J3 / J2 * RADIUS_KM / (RADIUS_KM + altitude_km) * np.sin(np.radians(inclination_deg))


def even_loss(altitude_km, cos_inclination):  # type: ignore[no-untyped-def]
    """Loss of axis of a circular orbit in a turning atmosphere of density 1 kg/m3, per unit of Cd A / m.

    The power of drag with the mean square of cos(latitude), 1 - sin^2 i / 2; no J2. Only a scale for the tables,
    which hold the rest.

    Parameters
    ----------
    altitude_km : ndarray
    cos_inclination : ndarray

    Returns
    -------
    ndarray
        Kilometres a day per m2/kg.
    """
    a = RADIUS_KM + altitude_km
    v2, momentum = MU_KM3_S2 / a, np.sqrt(MU_KM3_S2 * a)
    cosines = 0.5 * (1.0 + cos_inclination * cos_inclination)
    carried = ROTATION_RAD_S * momentum * cos_inclination
    relative2 = v2 - 2.0 * carried + (ROTATION_RAD_S * a) ** 2 * cosines
    return 1e3 * DAY_S * np.sqrt(relative2) * (v2 - carried) * a * a / MU_KM3_S2
