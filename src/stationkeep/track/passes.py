"""The ground track of a circular orbit: where it passes, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stationkeep.orbit.earth import DAY_S, J2, MU_KM3_S2, RADIUS_KM, ROTATION_RAD_S, mean_sun_deg, node_drift_deg_day
from stationkeep.track.latitude import geodetic_deg

Floats = NDArray[np.float64]

_ROTATION_DEG_DAY = float(np.degrees(ROTATION_RAD_S) * DAY_S)


@dataclass(frozen=True)
class Circular:
    """A circular orbit, with the secular effect of the Earth's flattening.

    Parameters
    ----------
    altitude_km : float
        Mean semi-major axis less 6378.137 km, 120 to 2000.
    inclination_deg : float
        0 to 180.
    """

    altitude_km: float
    inclination_deg: float

    @property
    def motion_deg_day(self) -> float:
        """Rate of the argument of latitude, from node to node.

        Brouwer (1959), mean anomaly and perigee together, eccentricity zero, first order in J2:
        n (1 + 3/2 J2 (R/a)^2 (4 cos^2 i - 1)).
        """
        a = RADIUS_KM + self.altitude_km
        motion = np.degrees(np.sqrt(MU_KM3_S2 / a**3)) * DAY_S
        cosine = np.cos(np.radians(self.inclination_deg))
        return float(motion * (1.0 + 1.5 * J2 * (RADIUS_KM / a) ** 2 * (4.0 * cosine**2 - 1.0)))

    @property
    def period_min(self) -> float:
        """Minutes from one northward crossing of the equator to the next."""
        return 1440.0 * 360.0 / self.motion_deg_day

    @property
    def node_drift_deg_day(self) -> float:
        """Drift of the plane against the stars, degrees a day, negative to the west."""
        return float(node_drift_deg_day(self.altitude_km, np.cos(np.radians(self.inclination_deg))))

    @property
    def shift_deg(self) -> float:
        """Longitude between one northward crossing of the equator and the next; negative to the west."""
        return (self.node_drift_deg_day - _ROTATION_DEG_DAY) * self.period_min / 1440.0

    def ground(self, days: ArrayLike, node_longitude_deg: float, phase_deg: float = 0.0) -> tuple[Floats, Floats]:
        """Return where the orbit stands in the zenith.

        Parameters
        ----------
        days : array_like
            Days since the start.
        node_longitude_deg : float
            Longitude of the ascending node at the start, east.
        phase_deg : float
            Argument of latitude at the start: 0 on the node.

        Returns
        -------
        longitude_deg, latitude_deg : ndarray
            East, -180 to 180; geodetic.

        Notes
        -----
        Measured against SGP4 without drag: within 0.12 deg on the ground over five days; against two of NASA's
        ephemerides of the station, with pace and start fitted: within 0.13 and 0.31 deg over three days. What remains
        are short-period terms and the eccentricity. Drag, not in it, moves the track along itself by kilometres a day.
        """
        days = np.asarray(days, dtype=float)
        u = np.radians(phase_deg + self.motion_deg_day * days)
        inclination = np.radians(self.inclination_deg)
        node = node_longitude_deg + (self.node_drift_deg_day - _ROTATION_DEG_DAY) * days
        longitude = np.degrees(np.arctan2(np.cos(inclination) * np.sin(u), np.cos(u))) + node
        latitude = geodetic_deg(np.sin(inclination) * np.sin(u), self.altitude_km)
        return (longitude + 180.0) % 360.0 - 180.0, latitude


def node_longitude_deg(raan_deg: float, day_number: float) -> float:
    """Longitude of the ascending node, from its right ascension.

    Parameters
    ----------
    raan_deg : float
        Right ascension of the ascending node (of date), 0 to 360.
    day_number : float
        Days since 1970-01-01 00:00 UTC.

    Returns
    -------
    float
        Degrees east, -180 to 180. Greenwich mean sidereal time (Meeus, 'Astronomical Algorithms', 1998, eq. 12.4,
        without its terms in T^2) is the mean sun's right ascension plus the hour of the day plus 12 h; UTC stands for
        UT1, which moves it by 0.004 deg at most.
    """
    sidereal = float(mean_sun_deg(day_number)) + 360.0 * (day_number % 1.0) + 180.0
    return (raan_deg - sidereal + 180.0) % 360.0 - 180.0
