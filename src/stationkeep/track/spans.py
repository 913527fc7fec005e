"""Share of time over each country: in the long run, over so many days, and within reach of a window of hours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stationkeep.track.countries import load_countries, load_parallels
from stationkeep.track.latitude import time_south_of
from stationkeep.track.passes import Circular

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FINEST_STEP_S = 5.0
"""Shortest step of a sampled track: 37 km on the ground."""

MOST_SAMPLES = 1_000_000
"""Samples of one track; a longer span is sampled more coarsely."""

STARTS = 144
"""Starts that stand for all, where the start is not given: a Fibonacci lattice of longitude and phase."""

LONGEST_SPREAD_DAYS = 60.0
"""Beyond this the shares of a span stray less from the long run than sampling could show; the spread of this stands."""

_STARTS_SAMPLES = 40_000
# The Fibonacci number before STARTS, which makes the lattice even. Forty starts alone missed a third of all spans.
_FIBONACCI = 89


@dataclass(frozen=True)
class Shares:
    """Share of time over each country.

    Parameters
    ----------
    share : ndarray, (country,)
        Of the span asked for; where the start is not known, its mean over all starts.
    low, high : ndarray, (country,), or None
        5 % and 95 % over the starts.
    land_low, land_high : float, or None
        The same of all land together.
    step_s : float, or None
        Step at which tracks were sampled; none where the share is exact.
    sampling_error : float, or None
        Largest difference over countries that leaving out every other sample makes, halved.
    """

    share: Floats
    low: Floats | None = None
    high: Floats | None = None
    land_low: float | None = None
    land_high: float | None = None
    step_s: float | None = None
    sampling_error: float | None = None

    @property
    def land(self) -> float:
        """Share of time over land."""
        return float(self.share.sum())


def long_run(orbit: Circular, equatorial: float = 0.0) -> Shares:
    """Return the shares that any span approaches: exact for the outlines, whatever the start.

    Parameters
    ----------
    orbit : Circular
    equatorial : float
        See `latitude.time_south_of`.

    Notes
    -----
    The Earth turns under the plane of the orbit, so that every longitude comes under every latitude equally often. An
    orbit that repeats its track exactly (31 revolutions in two days at 344 km and 51.64 deg, without drag) is an
    exception.
    """
    shares = load_countries().shares(
        lambda latitude: time_south_of(latitude, orbit.altitude_km, orbit.inclination_deg, equatorial)
    )
    return Shares(shares)


def over_days(orbit: Circular, days: float, node_longitude_deg: float) -> Shares:
    """Return the shares of the first so many days of a track that starts northward over the equator.

    Parameters
    ----------
    orbit : Circular
    days : float
        Above 0.
    node_longitude_deg : float
        Where it starts, east.
    """
    step_s = max(FINEST_STEP_S, 86400.0 * days / MOST_SAMPLES)
    even, odd = (_sampled(orbit, days, node_longitude_deg, 0.0, step_s, every_other=k) for k in (0, 1))
    return Shares(0.5 * (even + odd), step_s=step_s, sampling_error=float(0.5 * np.abs(even - odd).max()))


def over_days_from_anywhere(orbit: Circular, days: float) -> Shares:
    """Return the shares of so many days whose start nobody knows: the long run, and how far a span strays from it.

    Parameters
    ----------
    orbit : Circular
    days : float
        Above 0.

    Notes
    -----
    All starts are equally likely, so that the mean over them is the long run exactly, for any number of days. `STARTS`
    tracks with evenly spread starts give the 5 and 95 %; of a country smaller than a step, these say little. From
    `LONGEST_SPREAD_DAYS` on they are those of so many days, wider than the truth.
    """
    days = min(days, LONGEST_SPREAD_DAYS)
    step_s = max(FINEST_STEP_S, 86400.0 * days / _STARTS_SAMPLES)
    turns = [(k / STARTS, k * _FIBONACCI % STARTS / STARTS) for k in range(STARTS)]
    sampled = np.array([_sampled(orbit, days, 360.0 * node, 360.0 * phase, step_s) for node, phase in turns])
    low, high = np.quantile(sampled, (0.05, 0.95), axis=0)
    land_low, land_high = np.quantile(sampled.sum(axis=1), (0.05, 0.95))
    return Shares(long_run(orbit).share, low, high, float(land_low), float(land_high), step_s)


def _sampled(
    orbit: Circular,
    days: float,
    node_longitude_deg: float,
    phase_deg: float,
    step_s: float,
    every_other: int | None = None,
) -> Floats:
    count = max(2, round(86400.0 * days / step_s))
    number = np.arange(count) if every_other is None else np.arange(every_other, count, 2)
    moments = (number + 0.5) * (days / count)
    found = load_parallels().under(*orbit.ground(moments, node_longitude_deg, phase_deg))
    names = load_countries().names
    return np.bincount(found[found >= 0], minlength=len(names)) / len(number)


def passed_over(orbit: Circular, days: float, node_longitude_deg: float) -> Integers:
    """Return the countries that a track crosses, by index, in the order in which it first comes to them."""
    step_s = max(0.2 * FINEST_STEP_S, 86400.0 * days / MOST_SAMPLES)
    moments = np.arange(0.0, days, step_s / 86400.0)
    found = load_parallels().under(*orbit.ground(moments, node_longitude_deg))
    countries, first = np.unique(found[found >= 0], return_index=True)
    ordered: Integers = countries[np.argsort(first)]
    return ordered


def latitude_bands(orbit: Circular, width_deg: float = 5.0) -> list[tuple[float, float, float, float]]:
    """Return bands of latitude from south to north: southern and northern edge, share of time, share of it over land.

    Parameters
    ----------
    orbit : Circular
    width_deg : float
        Geodetic degrees; a divisor of 90.

    Notes
    -----
    The share of a band is exact. That over land sums parallels 0.02 deg apart.
    """
    edges = np.arange(-90.0, 90.0 + 0.5 * width_deg, width_deg)
    share = np.diff(time_south_of(edges, orbit.altitude_km, orbit.inclination_deg))
    rows, land = load_parallels().land_share()
    middles = np.concatenate(([-90.0], 0.5 * (rows[1:] + rows[:-1]), [90.0]))
    over = land * np.diff(time_south_of(middles, orbit.altitude_km, orbit.inclination_deg))
    in_band = np.bincount(
        np.clip(((rows + 90.0) // width_deg).astype(int), 0, len(share) - 1), weights=over, minlength=len(share)
    )
    return [
        (float(south), float(north), float(part), float(ground))
        for south, north, part, ground in zip(edges, edges[1:], share, in_band, strict=False)
    ]
