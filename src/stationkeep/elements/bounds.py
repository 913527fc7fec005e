"""What an orbit about the Earth can be: the bounds that every reader applies."""

from __future__ import annotations

from stationkeep.elements.records import Unusable
from stationkeep.orbit.earth import DAY_S, MU_KM3_S2, RADIUS_KM

_TURN_RAD = 6.283185307179586
# The sphere in which the Earth rather than the sun holds a satellite: 0.01 au.
LARGEST_AXIS_KM = 1.5e6


def axis_of_motion_km(mean_motion_rev_day: float) -> float:
    """Semi-major axis by Kepler's third law."""
    motion = mean_motion_rev_day * _TURN_RAD / DAY_S
    return float((MU_KM3_S2 / (motion * motion)) ** (1.0 / 3.0))


def motion_of_axis_rev_day(axis_km: float) -> float:
    """Mean motion by Kepler's third law."""
    return float((MU_KM3_S2 / axis_km**3) ** 0.5 * DAY_S / _TURN_RAD)


def check_orbit(mean_motion_rev_day: float, eccentricity: float) -> None:
    """Refuse, as `Unusable`, an orbit that is not bound to the Earth or meets its surface."""
    if not 0.0 <= eccentricity < 1.0:
        raise Unusable("eccentricity", f"{eccentricity:g}", "0 up to 1: an orbit that returns")
    if mean_motion_rev_day <= 0.0 or (axis := axis_of_motion_km(mean_motion_rev_day)) > LARGEST_AXIS_KM:
        raise Unusable("mean motion", f"{mean_motion_rev_day:g} rev/day", "an orbit bound to the Earth")
    if axis * (1.0 - eccentricity) < RADIUS_KM:
        found = f"{mean_motion_rev_day:g} rev/day and eccentricity {eccentricity:g}: perigee below the ground"
        raise Unusable("mean motion", found, "a perigee above 6378.137 km")
