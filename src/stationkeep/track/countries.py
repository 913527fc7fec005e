"""The countries under an orbit: outlines, the share of time over each, and which one lies under a point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

NOWHERE = -1
"""Index of no country: the sea."""

ROW_DEG = 0.02
"""Distance of the parallels on which points are looked up: 2.2 km, what a map at 1:50 m can say."""

# Vertices stand on multiples of 0.001 deg; parallels half-way between two of them never touch one.
_ROW_SHIFT_DEG = 0.5 * ROW_DEG + 0.0005
# Longitudes of one parallel take 360 deg of a key; the rest keeps parallels apart.
_KEY_DEG = 400.0


@dataclass(frozen=True)
class Countries:
    """Outlines of all countries, as edges between vertices.

    Parameters
    ----------
    names, codes
        By country: name, and ISO 3166-1 alpha-3 code, empty where there is none.
    source : str
        Where the outlines come from.
    steps_per_deg : int
        Vertices stand on multiples of 1 / steps_per_deg deg.
    ring_country : ndarray, (ring,)
        Index of the country that a ring belongs to.
    ring_begin : ndarray, (ring + 1,)
        Index of its first vertex.
    longitude, latitude : ndarray, (vertex,)
        Vertices in steps. Outer rings run clockwise, holes the other way; all are closed.
    """

    names: tuple[str, ...]
    codes: tuple[str, ...]
    source: str
    steps_per_deg: int
    ring_country: Integers
    ring_begin: Integers
    longitude: Integers
    latitude: Integers

    def edges(self) -> tuple[Integers, Integers, Integers]:
        """Return the first and the last vertex of every edge, and its country."""
        first = np.delete(np.arange(len(self.longitude)), self.ring_begin[1:] - 1)
        lengths = np.diff(self.ring_begin) - 1
        return first, first + 1, np.repeat(self.ring_country, lengths)

    def outlines(self) -> list[Floats]:
        """Return the rings as arrays (vertex, 2) of longitude and latitude in degrees."""
        points = np.stack([self.longitude, self.latitude], axis=1) / self.steps_per_deg
        return [points[a:b] for a, b in zip(self.ring_begin, self.ring_begin[1:], strict=False)]

    def shares(self, south_of: Callable[[Floats], Floats]) -> Floats:
        """Share of time over each country where longitude is uniform: exact for the outlines.

        Parameters
        ----------
        south_of : callable
            Share of time south of geodetic latitudes in degrees, rising from 0 to 1.

        Returns
        -------
        ndarray, (country,)
            0 to 1.

        Notes
        -----
        Green's theorem turns the integral of the density of latitude over a country into one along its border, of the
        share of time south of it. Along an edge, straight in longitude and latitude, that integral is the edge's
        breadth times the mean of the share between its latitudes. Vertices stand on a grid of latitudes, so that one
        running sum over the grid gives all means.
        """
        cells = (np.arange(180 * self.steps_per_deg) + 0.5) / self.steps_per_deg - 90.0
        summed = np.concatenate(([0.0], np.cumsum(south_of(cells))))
        nodes = south_of(np.arange(180 * self.steps_per_deg + 1) / self.steps_per_deg - 90.0)
        a, b, country = self.edges()
        low, high = (self.latitude[v] + 90 * self.steps_per_deg for v in (a, b))
        level = low == high
        mean = np.where(level, nodes[low], (summed[high] - summed[low]) / np.where(level, 1, high - low))
        parts = mean * (self.longitude[b] - self.longitude[a]) / (360.0 * self.steps_per_deg)
        return np.maximum(np.bincount(country, weights=parts, minlength=len(self.names)), 0.0)


@lru_cache(maxsize=1)
def load_countries() -> Countries:
    """Return the bundled outlines (Natural Earth, 1:50m; see `data/map/README.md`)."""
    with resources.as_file(resources.files("stationkeep") / "data" / "map" / "countries.npz") as path:
        held: Any = np.load(path, allow_pickle=False)
        begin = np.concatenate(([0], np.cumsum(held["ring_length"], dtype=np.int64)))
        longitude, latitude = (_vertices(held[f"{name}_step"], begin) for name in ("longitude", "latitude"))
        return Countries(
            tuple(str(name) for name in held["name"]),
            tuple(str(code) for code in held["iso3"]),
            str(held["source"]),
            int(held["steps_per_deg"]),
            held["ring_country"].astype(np.int64),
            begin,
            longitude,
            latitude,
        )


def _vertices(steps: NDArray[np.int32], begin: Integers) -> Integers:
    """Sum differences ring by ring: every ring begins with a vertex of its own."""
    summed = np.cumsum(steps, dtype=np.int64)
    before = np.where(begin[:-1] > 0, summed[begin[:-1] - 1], 0)
    vertices: Integers = summed - np.repeat(before, np.diff(begin))
    return vertices


@dataclass(frozen=True)
class Parallels:
    """The stretches of closely spaced parallels that lie inside countries, ordered so that a point finds its own.

    Parameters
    ----------
    begin, end : ndarray, (stretch,)
        Keys of a stretch's western and eastern end: 400 times the number of its parallel, plus longitude, plus 180.
    country : ndarray, (stretch,)
        Index of the country.
    """

    begin: Floats
    end: Floats
    country: Integers

    def under(self, longitude_deg: Floats, latitude_deg: Floats) -> Integers:
        """Return the index of the country under each point, `NOWHERE` over the sea.

        Parameters
        ----------
        longitude_deg, latitude_deg : ndarray
            East, any number of turns; geodetic.
        """
        key = _KEY_DEG * np.floor((latitude_deg + 90.0) / ROW_DEG) + (longitude_deg + 180.0) % 360.0
        at = np.searchsorted(self.begin, key, side="right") - 1
        inside = (at >= 0) & (key < self.end[at])
        found: Integers = np.where(inside, self.country[at], NOWHERE)
        return found

    def land_share(self) -> tuple[Floats, Floats]:
        """Return the latitude of every parallel, in degrees, and the share of it that is land."""
        rows = round(180.0 / ROW_DEG)
        row = np.floor(self.begin / _KEY_DEG).astype(np.int64)
        land: Floats = np.bincount(row, weights=(self.end - self.begin) / 360.0, minlength=rows).astype(np.float64)
        latitude: Floats = np.arange(rows, dtype=np.float64) * ROW_DEG - 90.0 + _ROW_SHIFT_DEG
        return latitude, land


@lru_cache(maxsize=1)
def load_parallels() -> Parallels:
    """Cut the bundled outlines along parallels 0.02 deg apart."""
    countries = load_countries()
    a, b, country = countries.edges()
    # The same edge seen from both sides of a border must be cut at the same longitude to the last bit.
    a, b = np.where(countries.latitude[a] <= countries.latitude[b], (a, b), (b, a))
    west, east = countries.longitude[a] / countries.steps_per_deg, countries.longitude[b] / countries.steps_per_deg
    south, north = countries.latitude[a] / countries.steps_per_deg, countries.latitude[b] / countries.steps_per_deg
    first = np.ceil((south + 90.0 - _ROW_SHIFT_DEG) / ROW_DEG).astype(np.int64)
    last = np.floor((north + 90.0 - _ROW_SHIFT_DEG) / ROW_DEG).astype(np.int64)
    count = np.maximum(last - first + 1, 0)
    edge = np.repeat(np.arange(len(a)), count)
    row = first[edge] + np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
    along = (row * ROW_DEG - 90.0 + _ROW_SHIFT_DEG - south[edge]) / (north - south)[edge]
    cut = _KEY_DEG * row + west[edge] + along * (east - west)[edge] + 180.0
    # Within a parallel, a country is entered and left in turn.
    order = np.lexsort((cut, country[edge], row))
    begin, end, owner = cut[order][::2], cut[order][1::2], country[edge][order][::2]
    ranked = np.argsort(begin, kind="stable")
    return Parallels(begin[ranked], end[ranked], owner[ranked])
