"""Arcs without a burn, cut from any series of altitudes.

A series may be daily medians of a station that is raised every month, or element sets of a derelict a week apart.
Days on which the altitude was changed on purpose are masked, in both directions; a rise that no list has parts
an arc too, for nothing rises by itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError
from stationkeep.facts.constants import constants

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

ARC_DAYS = 12.0
"""Length that arcs are cut to, days: long enough that the noise of a reading is small beside the loss."""

_SHORTEST_ARC_DAYS = 4.0
_FACT = {name: one.value for name, one in constants("drag").items()}  # sources in data/drag/constants.csv
# A rise between two readings is a burn when it exceeds both, for burns of the ISS under 0.15 km go unlisted.
_LEAST_RISE_KM, _RISE_IN_NOISES = _FACT["least_rise_km"], 5.0
# A single reading is no better than this; and what it is taken to be where too few tell.
_LEAST_NOISE_KM, _NOISE_UNKNOWN_KM = _FACT["least_noise_km"], _FACT["unknown_noise_km"]
_FEW = 8  # readings from which a noise can be told
_NOISE_BLOCK, _NOISE_READINGS = 30, 60


class Arc(Protocol):
    """A stretch without a burn in whole days; rows of the pack's `drag_arcs` are such."""

    @property
    def start(self) -> dt.date: ...
    @property
    def end(self) -> dt.date: ...
    @property
    def altitude_km(self) -> float: ...
    @property
    def loss_km(self) -> float: ...
    @property
    def loss_km_low(self) -> float: ...
    @property
    def loss_km_high(self) -> float: ...


@dataclass(frozen=True)
class Stretch:
    """A stretch without a burn between two readings of the altitude.

    Parameters
    ----------
    begin_day, end_day : float
        Days since 1970-01-01 00:00 UTC.
    begin_km, end_km : float
        `altitude_km` at both ends.
    error_km : float
        Standard error of the loss, their difference.
    raan_deg : float
        Node at the beginning; None where it is not known, and the local time is averaged over.
    """

    begin_day: float
    end_day: float
    begin_km: float
    end_km: float
    error_km: float
    raan_deg: float | None = None

    @property
    def days(self) -> float:
        """Length, days."""
        return self.end_day - self.begin_day

    @property
    def loss_km(self) -> float:
        """Altitude lost."""
        return self.begin_km - self.end_km

    @classmethod
    def of(cls, arc: Arc) -> Stretch:
        """An arc of whole days as a stretch; its bounds are the 5 and 95 % points of the loss."""
        half = 0.5 * arc.loss_km
        error = (arc.loss_km_high - arc.loss_km_low) / 3.29
        begin, end = (float(np.datetime64(day, "D").astype(np.int64)) for day in (arc.start, arc.end))
        return cls(begin, end, arc.altitude_km + half, arc.altitude_km - half, error)


def masked(day: Floats, windows: Floats) -> Flags:
    """Which readings lie on a day within a window, first and last day included.

    Parameters
    ----------
    day : ndarray, shape (reading,)
        Days since 1970-01-01.
    windows : ndarray, shape (window, 2)
        First and last day of each.
    """
    days = np.floor(day)
    inside = np.zeros(day.size, dtype=bool)
    for first, last in np.reshape(windows, (-1, 2)):
        inside |= (days >= np.floor(first)) & (days <= np.floor(last))
    return inside


def reading_noise_km(day: Floats, altitude_km: Floats) -> float:
    """Robust standard error of one reading: how far the middle of three lies off the line of its neighbours."""
    if day.size < _FEW:
        return _NOISE_UNKNOWN_KM
    part = (day[1:-1] - day[:-2]) / (day[2:] - day[:-2])
    off = altitude_km[1:-1] - (1.0 - part) * altitude_km[:-2] - part * altitude_km[2:]
    near = day[2:] - day[:-2] <= 6.0  # farther apart, the bend of the fall itself would count
    if near.sum() < _FEW:
        return _NOISE_UNKNOWN_KM
    scale = np.sqrt(1.0 + (1.0 - part[near]) ** 2 + part[near] ** 2)
    return float(max(1.4826 * np.median(np.abs(off[near]) / scale), _LEAST_NOISE_KM))


def _daily(day: Floats, altitude_km: Floats, raan_deg: Floats) -> tuple[Floats, Floats, Floats]:
    """At most one reading a UTC day: medians of time and altitude, the node of the middle reading."""
    order = np.argsort(day, kind="stable")
    day, altitude_km, raan_deg = day[order], altitude_km[order], raan_deg[order]
    _, first = np.unique(np.floor(day), return_index=True)
    groups = np.split(np.arange(day.size), first[1:])
    if len(groups) == day.size:
        return day, altitude_km, raan_deg
    middle = [group[group.size // 2] for group in groups]
    heights = np.array([np.median(altitude_km[group]) for group in groups])
    return np.array([np.median(day[group]) for group in groups]), heights, raan_deg[middle]


def cut_arcs(
    day: npt.ArrayLike,
    altitude_km: npt.ArrayLike,
    windows: npt.ArrayLike = (),
    *,
    raan_deg: npt.ArrayLike | None = None,
    length_days: float = ARC_DAYS,
    longest_gap_days: float = 200.0,
) -> list[Stretch]:
    """Cut a series of altitudes into arcs without a burn.

    Parameters
    ----------
    day : array_like, shape (reading,)
        Days since 1970-01-01 00:00 UTC, in any order; several readings of a UTC day become their median.
    altitude_km : array_like, shape (reading,)
        Not finite where missing.
    windows : array_like, shape (window, 2)
        First and last day (since 1970-01-01) of raises and lowerings; readings of these days are not used.
    raan_deg : array_like, shape (reading,), optional
        Node of each reading, which sets the local time of the arc.
    length_days : float
        Length aimed at; a run without a burn is divided evenly. Sparse readings give longer arcs.
    longest_gap_days : float
        Readings farther apart do not belong to one arc.

    Returns
    -------
    list of Stretch
        In order of time, not overlapping, four days or longer.

    Raises
    ------
    InputError
        Series of different lengths.
    """
    days, heights = np.asarray(day, dtype=float), np.asarray(altitude_km, dtype=float)
    nodes = np.full(days.size, np.nan) if raan_deg is None else np.asarray(raan_deg, dtype=float)
    if not days.shape == heights.shape == nodes.shape or days.ndim != 1:
        raise InputError(f"altitudes of shape {heights.shape} on days of shape {days.shape}: give one for each day")
    good = np.isfinite(days) & np.isfinite(heights)
    if not good.any():
        return []
    days, heights, nodes = _daily(days[good], heights[good], nodes[good])
    if days.size < 2:
        return []
    limits = np.reshape(np.asarray(windows, dtype=float), (-1, 2))
    free = ~masked(days, limits)
    noise = _noises(days, heights, free)
    parted = _parted(days, heights, free, limits, np.maximum(_LEAST_RISE_KM, _RISE_IN_NOISES * noise), longest_gap_days)
    arcs = []
    for run in np.split(np.arange(days.size), np.flatnonzero(parted) + 1):
        kept = run[free[run]]
        if kept.size < 2 or days[kept[-1]] - days[kept[0]] < _SHORTEST_ARC_DAYS:
            continue
        pieces = max(1, round((days[kept[-1]] - days[kept[0]]) / length_days))
        wanted = np.linspace(days[kept[0]], days[kept[-1]], pieces + 1)
        ends = np.unique([kept[np.argmin(np.abs(days[kept] - when))] for when in wanted])
        for a, b in pairwise(ends):
            if days[b] - days[a] >= _SHORTEST_ARC_DAYS:
                error = float(np.sqrt(2.0) * noise[b])
                begin, end, node = float(days[a]), float(days[b]), float(nodes[a])
                known = node if np.isfinite(node) else None
                arcs.append(Stretch(begin, end, float(heights[a]), float(heights[b]), error, known))
    return arcs


def _noises(days: Floats, heights: Floats, free: Flags) -> Floats:
    """Noise of every reading, from the last 60 before it: element sets have become ten times quieter since 2000."""
    noise = np.empty(days.size)
    kept = np.flatnonzero(free)
    count = np.cumsum(free)
    for block in range(0, days.size, _NOISE_BLOCK):
        last = count[min(block + _NOISE_BLOCK, days.size) - 1]
        told = kept[max(last - _NOISE_READINGS, 0) : last]
        noise[block : block + _NOISE_BLOCK] = reading_noise_km(days[told], heights[told])
    return noise


def _parted(days: Floats, heights: Floats, free: Flags, limits: Floats, rise: Floats, longest_gap: float) -> Flags:
    """After which readings an arc ends: a mask, a gap, a window that no reading fell into, a rise."""
    parted = ~free[:-1] | ~free[1:] | (np.diff(days) > longest_gap) | (np.diff(heights) > rise[1:])
    for first, last in limits:
        parted |= (days[:-1] < first) & (days[1:] >= last)
    return np.asarray(parted)
