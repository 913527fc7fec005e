"""What a hindcast is held against: altitudes day by day, the windows of burns, and the loss to drag between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stationkeep.elements.bounds import axis_of_motion_km, motion_of_axis_rev_day
from stationkeep.elements.mean import brouwer_motion
from stationkeep.errors import InputError
from stationkeep.facts.files import finite, read_sheet
from stationkeep.lifetime.arcs import masked
from stationkeep.orbit.density import ALTITUDE_RANGE_KM
from stationkeep.orbit.earth import ENTRY_ALTITUDE_KM, RADIUS_KM

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

AXES = ("kozai", "brouwer")
# Days without a reading that a straight line bridges; a longer gap is not counted.
_LONGEST_GAP_DAYS = 7
# A rise from one day to the next that cannot be the noise of a reading: a burn, listed or not.
_UNLISTED_RISE_KM = 0.3
_FAULTS_SHOWN = 5
_ALTITUDES, _WINDOWS = ("date_utc", "mean_altitude_km"), ("window_start_utc", "window_end_utc")


@dataclass(frozen=True)
class AltitudeRecord:
    """Altitudes of consecutive days, and when burns changed them.

    Parameters
    ----------
    first_day : int
        Days since 1970-01-01 of the first value; a value stands for noon.
    altitude_km : ndarray, shape (day,)
        `altitude_km`, nan where there is none.
    windows : ndarray, shape (window, 2)
        First and last day (since 1970-01-01) of raises and lowerings.
    inclination_deg : float
    unlisted : int
        How many of the windows no list has: rises that cannot be drag.
    """

    first_day: int
    altitude_km: Floats
    windows: Floats
    inclination_deg: float
    unlisted: int = 0

    @property
    def days(self) -> Floats:
        """Days since 1970-01-01 of the readings, at noon, shape (day,)."""
        return np.arange(self.altitude_km.size, dtype=np.float64) + (self.first_day + 0.5)

    def until(self, day: int) -> AltitudeRecord:
        """What was known at 00:00 UTC of a day: readings of the days before it, and their windows."""
        count = max(day - self.first_day, 0)
        before = self.windows[self.windows[:, 0] < day]
        return replace(self, altitude_km=self.altitude_km[:count].copy(), windows=before)

    def bridged_km(self) -> Floats:
        """Altitudes with gaps of up to a week bridged by straight lines, shape (day,)."""
        known = np.flatnonzero(np.isfinite(self.altitude_km))
        if known.size == 0:
            return self.altitude_km.copy()
        series = np.interp(np.arange(self.altitude_km.size), known, self.altitude_km[known])
        for a, b in pairwise(known):
            if b - a > _LONGEST_GAP_DAYS:
                series[a + 1 : b] = np.nan
        series[: known[0]] = np.nan
        series[known[-1] + 1 :] = np.nan
        return series

    def daily_loss_km(self) -> Floats:
        """Altitude lost from each day's noon to the next, nan where one of the two lies in a window; shape (day - 1,).

        Windows count whole: element sets near a burn are fits over days, and a tenth of a kilometre of the raise
        often shows on the day after it.
        """
        heights = self.bridged_km()
        heights[masked(self.days, self.windows)] = np.nan
        return np.asarray(heights[:-1] - heights[1:])


def read_record(
    altitudes: Path, burns: Path | None, *, inclination_deg: float = 51.64, axis: str = "kozai"
) -> AltitudeRecord:
    """Read a record of altitudes and windows of burns from CSV.

    Parameters
    ----------
    altitudes : Path
        Columns `date_utc`, `mean_altitude_km`; others are ignored. Several rows of a day become their median.
    burns : Path, optional
        Columns `window_start_utc`, `window_end_utc`. A rise of more than 0.3 km in a day that no window covers is
        taken for a burn too; smaller ones count as drag of the opposite sign.
    inclination_deg : float
    axis : str
        What the altitudes are: ``"kozai"``, from an element set's mean motion as written (0.51 km are added at 51.64
        deg), or ``"brouwer"``, the axis that this program uses.

    Raises
    ------
    InputError
        A file or column is missing, or rows cannot be read; the message names the lines.
    """
    if axis not in AXES:
        raise InputError(f"the altitudes' axis is '{axis}'; expected one of {', '.join(AXES)}")
    by_day: dict[int, list[float]] = {}
    faults = []
    lowest, highest = ENTRY_ALTITUDE_KM, ALTITUDE_RANGE_KM[1]
    for line, row in read_sheet(altitudes, _ALTITUDES, "a CSV file of altitudes by day"):
        date, height_text = (row[name] for name in _ALTITUDES)
        day, height = _day(date), finite(height_text)
        if day is None:
            faults.append(f"line {line}: '{date[:40]}' is no date, expected YYYY-MM-DD")
        elif not lowest < height < highest:
            faults.append(f"line {line}: mean_altitude_km '{height_text[:40]}', expected {lowest:g} to {highest:g}")
        else:
            by_day.setdefault(day, []).append(height)
    windows = np.empty((0, 2)) if burns is None else read_windows(burns)
    _refuse(altitudes, faults)
    if not by_day:
        raise InputError(f"{altitudes}: no altitude; expected rows of date_utc, mean_altitude_km")
    first_day = min(by_day)
    series = np.full(max(by_day) - first_day + 1, np.nan)
    for number, several in by_day.items():
        series[number - first_day] = np.median(several)
    if axis == "kozai":
        series += kozai_to_brouwer_km(float(np.nanmean(series)), inclination_deg)
    listed = AltitudeRecord(first_day, series, windows, inclination_deg)
    risen = np.flatnonzero(listed.daily_loss_km() < -_UNLISTED_RISE_KM) + first_day
    rises = np.stack([risen, risen + 1], axis=1).astype(np.float64)
    together = np.concatenate([listed.windows, rises])
    return replace(listed, windows=together[np.argsort(together[:, 0], kind="stable")], unlisted=risen.size)


def read_windows(burns: Path) -> Floats:
    """Read windows of raises and lowerings from CSV.

    Parameters
    ----------
    burns : Path
        Columns `window_start_utc`, `window_end_utc`; others are ignored.

    Returns
    -------
    ndarray, shape (window, 2)
        First and last day (since 1970-01-01), in order.

    Raises
    ------
    InputError
        A file or column is missing, or rows cannot be read; the message names the lines.
    """
    windows: list[tuple[float, float]] = []
    faults = []
    for line, row in read_sheet(burns, _WINDOWS, "a CSV file of burns"):
        start, end = (row[name] for name in _WINDOWS)
        first, last = _day(start), _day(end)
        if first is None or last is None or last < first:
            faults.append(f"line {line}: window '{start[:40]}' to '{end[:40]}', expected two dates in order")
        else:
            windows.append((float(first), float(last)))
    _refuse(burns, faults)
    return np.array(sorted(windows)).reshape(-1, 2)


def _refuse(path: Path, faults: list[str]) -> None:
    if faults:
        more = f" and {len(faults) - _FAULTS_SHOWN} more" if len(faults) > _FAULTS_SHOWN else ""
        raise InputError(f"{path}: {'; '.join(faults[:_FAULTS_SHOWN])}{more}; mend or delete these rows")


def kozai_to_brouwer_km(altitude_km: float, inclination_deg: float) -> float:
    """What to add to the axis of a mean motion as element sets carry it, for a nearly circular orbit."""
    motion = motion_of_axis_rev_day(RADIUS_KM + altitude_km)
    return axis_of_motion_km(float(brouwer_motion(motion, 0.0, inclination_deg))) - RADIUS_KM - altitude_km


def _day(text: str) -> int | None:
    """Days since 1970-01-01 of a date or a time; None if it is neither."""
    try:
        found = np.datetime64(text[:10], "D")
    except ValueError:
        return None
    return None if np.isnat(found) or len(text) < len("YYYY-MM-DD") else int(found.astype(np.int64))
