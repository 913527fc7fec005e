"""The uncontrolled entry: where it may come down, and how far the pieces spread."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import cache
from importlib import resources

from stationkeep.facts.constants import constants
from stationkeep.orbit.earth import RADIUS_KM
from stationkeep.track.passes import Circular
from stationkeep.track.spans import passed_over

LAST_HOURS_KM = constants("entry")["last_hours_km"].value
"""Mean altitude of the last hours before entry: a station that is there has a few revolutions left."""

_BIAS = constants("entry")["equatorial_bias"]


def equatorial_bias(inclination_deg: float) -> tuple[float, float, float]:
    """Return low, middle and high of the second harmonic of where an entry happens.

    An entry prefers the equator, which the ellipsoid puts up to 13 km higher into the air than the turning points of a
    51.6 deg orbit. The harmonic is c in a density 1 + 2 c cos(2 u) of the argument of latitude u at which an object
    comes to 80 km. The northern half of the orbit takes up to 4 % more than the southern one, which is left out, as are
    day side and weather.
    """
    square = math.sin(math.radians(inclination_deg)) ** 2
    low, high = _BIAS.interval
    return low * square, _BIAS.value * square, high * square


@dataclass(frozen=True)
class Footprint:
    """How far the pieces of something spread, as published: a row of `data/entry/footprints.csv`."""

    what: str
    length_km: tuple[float, float]
    width_km: tuple[float, float]
    source: str
    url: str


@cache
def load_footprints() -> tuple[Footprint, ...]:
    """Return what was published, the station first."""
    text = (resources.files("stationkeep") / "data" / "entry" / "footprints.csv").read_text(encoding="utf-8")
    return tuple(
        Footprint(
            row["what"],
            (float(row["length_km_low"]), float(row["length_km_high"])),
            (float(row["width_km_low"]), float(row["width_km_high"])),
            row["source"],
            row["url"],
        )
        for row in csv.DictReader(text.splitlines())
    )


FOOTPRINT_KM = constants("entry")["footprint_km"].interval
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
