"""The uncontrolled entry: where it may come down, and how far the pieces spread."""

from __future__ import annotations

import math
from dataclasses import dataclass

from stationkeep.orbit.earth import RADIUS_KM
from stationkeep.track.passes import Circular
from stationkeep.track.spans import passed_over

LAST_HOURS_KM = 150.0
"""Mean altitude of the last hours before entry: a station that is there has a few revolutions left."""

EQUATORIAL_BIAS = (0.0, 0.12, 0.18)
"""How far an entry prefers the equator: low, middle and high of c / sin^2(i) in a density 1 + 2 c cos(2 u) of the
argument of latitude u at which an object comes to 80 km. The ellipsoid puts the equator up to 13 km higher into the
air than the turning points of a 51.6 deg orbit. `scripts/measure_entry_latitude.py` measured c by numerical
integration (zonal harmonics J2 and J3, 1976 standard atmosphere): 0.05 to 0.11 at 51.64 deg, 0.00 to 0.05 at
28.5 deg, 0.11 to 0.15 at 82 deg, for Cd A / m of 0.003 to 0.02 m2/kg. The northern half of the orbit takes up to 4 %
more than the southern one, which is left out, as are day side and weather."""


def equatorial_bias(inclination_deg: float) -> tuple[float, float, float]:
    """Return low, middle and high of the second harmonic of where an entry happens (see `EQUATORIAL_BIAS`)."""
    square = math.sin(math.radians(inclination_deg)) ** 2
    low, middle, high = (part * square for part in EQUATORIAL_BIAS)
    return low, middle, high


@dataclass(frozen=True)
class Footprint:
    """How far the pieces of something spread, as published."""

    what: str
    length_km: tuple[float, float]
    width_km: tuple[float, float] | None
    source: str
    url: str


FOOTPRINTS = (
    Footprint(
        "the station, controlled",
        (5370.0, 6000.0),
        (300.0, 300.0),
        "National Research Council, 'Engineering Challenges to the Long-Term Operation of the International Space "
        "Station' (2000), chapter 6: an ellipse of up to 300 by 5,370 km; The Aerospace Corporation, 2012-11-30: the "
        "perigee was sought that keeps all debris within 6,000 km",
        "https://nap.nationalacademies.org/skim.php?record_id=9794&chap=28-30",
    ),
    Footprint(
        "Skylab, 77 t, 1979-07-11",
        (3860.0, 3860.0),
        (64.0, 64.0),
        "'The Mammoth Book of Space Exploration and Disasters', p. 152",
        "https://usr.bibliboba.online/books/the-mammoth-book-of-space-exploration-and-disasters/p/152",
    ),
    Footprint(
        "satellites and stages",
        (185.0, 2000.0),
        (20.0, 40.0),
        "The Aerospace Corporation, Center for Orbital and Reentry Debris Studies, 'What is a debris footprint?'",
        "http://www.aerospace.org/cords/spacecraft-reentry/what-is-a-debris-footprint/",
    ),
)

FOOTPRINT_KM = (2000.0, 6000.0)
"""Length of the strip along the track in which pieces of an uncontrolled station would lie: from the upper end for
satellites to what was taken for the station. No figure for the station uncontrolled was found."""


@dataclass(frozen=True)
class Window:
    """The tracks on which an entry can happen whose moment is known to so many hours.

    Parameters
    ----------
    hours : float
        From the earliest to the latest moment.
    revolutions : float
        As many as the window holds, at `LAST_HOURS_KM`.
    spacing_deg : float
        Longitude between two of them at the equator.
    length_km : float
        Length of all tracks on the ground.
    countries : tuple of int, or None
        Countries that they cross, by index, in order of time; none where the start is not known.
    """

    hours: float
    revolutions: float
    spacing_deg: float
    length_km: float
    countries: tuple[int, ...] | None


def entry_window(hours: float, inclination_deg: float, node_longitude_deg: float | None) -> Window:
    """Return the tracks of a window in which an entry falls.

    Parameters
    ----------
    hours : float
        From the earliest to the latest moment, above 0.
    inclination_deg : float
        0 to 180.
    node_longitude_deg : float or None
        Where the orbit crosses the equator northward as the window opens, east.

    Notes
    -----
    The orbit is taken as circular at 150 km throughout. The true one quickens by 0.7 % from 150 to 120 km, which moves
    the track by 1 or 2 deg of longitude within a day.
    """
    orbit = Circular(LAST_HOURS_KM, inclination_deg)
    revolutions = 60.0 * hours / orbit.period_min
    crossed = None
    if node_longitude_deg is not None:
        crossed = tuple(int(k) for k in passed_over(orbit, hours / 24.0, node_longitude_deg))
    return Window(
        hours,
        revolutions,
        abs(orbit.shift_deg),
        revolutions * 2.0 * math.pi * RADIUS_KM,
        crossed,
    )
