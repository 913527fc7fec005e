"""What the sun did: F10.7 and Ap by day, as recorded, and what of it was known on a date."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from stationkeep.errors import InputError
from stationkeep.facts.constants import constants
from stationkeep.sun.snapshot import newest

Days = NDArray[np.datetime64]
Floats = NDArray[np.float64]

# The mean over 81 days (three rotations of the sun) is the slow driver that NRLMSISE-00 was fitted with:
# J. M. Picone et al., J. Geophys. Res. 107 (A12), 1468 (2002), doi:10.1029/2002JA009430.
MEAN_DAYS = 81
HALF_MEAN_DAYS = MEAN_DAYS // 2
# A day is called a burst when it exceeds the days around it by this factor (`without_bursts`).
_BURST_RATIO = constants("sun")["burst_ratio"].value
_NEIGHBOURS = 3  # so many days on either side; their median survives a burst that lasts two days
# No value below this is real.
_LOWEST_F107 = constants("sun")["unreal_f107_day"].value


@dataclass(frozen=True)
class SpaceWeather:
    """Observed daily F10.7 and Ap, without a gap.

    Parameters
    ----------
    first_day : numpy.datetime64
        The UTC day of the first value.
    f107 : numpy.ndarray
        Observed F10.7, sfu (1e-22 W m-2 Hz-1), shape ``(day,)``; not reduced to 1 AU.
    ap : numpy.ndarray
        Daily mean of the eight ap, nT, shape ``(day,)``, 0 to 400.

    Raises
    ------
    InputError
        When the two arrays differ in length, are empty or hold a value that is not finite.
    """

    first_day: np.datetime64
    f107: Floats
    ap: Floats

    def __post_init__(self) -> None:
        if self.f107.ndim != 1 or self.f107.shape != self.ap.shape or self.f107.size == 0:
            raise InputError(
                f"space weather: found F10.7 of shape {self.f107.shape} and Ap of shape {self.ap.shape}, "
                "expected two equal, non-empty series; give one value of each for every day"
            )
        if not (np.isfinite(self.f107).all() and np.isfinite(self.ap).all()):
            raise InputError("space weather: found a value that is not finite; give every day, or cut the series")

    @classmethod
    def load(cls) -> SpaceWeather:
        """The record in use: the bundled one (``data/sun/README.md``), 1957-10-01 to 2026-10-15, or a newer one
        that the user has fetched (`stationkeep.sun.snapshot`).
        """
        return _read(newest("daily.npz").sha256)

    @property
    def last_day(self) -> np.datetime64:
        """The last day with observed values."""
        return self.first_day + np.timedelta64(len(self.f107) - 1, "D")

    @property
    def days(self) -> Days:
        """The UTC day of every value, shape ``(day,)``."""
        return np.arange(self.first_day, self.last_day + np.timedelta64(1, "D"), dtype="datetime64[D]")

    def index(self, day: np.datetime64 | str) -> int:
        """Position of a day in the arrays; it may lie outside them."""
        return int((utc_day(day) - self.first_day).astype(np.int64))

    def on(self, day: np.datetime64 | str) -> tuple[float, float]:
        """F10.7 (sfu) and Ap (nT) observed on a UTC day.

        Raises
        ------
        InputError
            When the day is not in the record.

        Examples
        --------
        >>> SpaceWeather.load().on("2022-02-26")
        (96.5, 1.0)
        """
        i = self.index(day)
        if not 0 <= i < len(self.f107):
            raise InputError(f"space weather: {day} is not in the record, {self.first_day} to {self.last_day}")
        return float(self.f107[i]), float(self.ap[i])

    def known_by(self, date: np.datetime64 | str) -> SpaceWeather:
        """The record strictly before a date: all that a run with the knowledge of that day may see.

        Raises
        ------
        InputError
            When nothing was recorded before the date.
        """
        end = self.index(date)
        if end <= 0:
            raise InputError(f"space weather: nothing is recorded before {date}; the record begins {self.first_day}")
        return SpaceWeather(self.first_day, self.f107[:end].copy(), self.ap[:end].copy())

    def without_bursts(self) -> SpaceWeather:
        """The record with radio bursts and errors of record replaced.

        A day whose F10.7 exceeds 1.25 times the median of the three days before it and also that of the
        three days after it, or that lies below 62 sfu, takes the mean of those medians. A burst disturbs the
        radio telescope; it does not heat the air. The last day is judged from those before it alone.
        """
        f = self.f107
        n = len(f)
        if n < 2 * _NEIGHBOURS + 1:
            return self
        medians = np.median(np.lib.stride_tricks.sliding_window_view(f, _NEIGHBOURS), axis=1)
        before = np.concatenate([np.full(_NEIGHBOURS, medians[0]), medians[:-1]])
        # On the last days there is less to look at; the very last one is held against the day before it.
        after = np.concatenate([medians[1:], [0.5 * (f[-2] + f[-1]), f[-1], f[-2]]])
        bad = (f > _BURST_RATIO * np.fmax(before, after)) | (f < _LOWEST_F107)
        return SpaceWeather(self.first_day, np.where(bad, 0.5 * (before + after), f), self.ap)

    def drivers(self, start: np.datetime64 | str, days: int) -> tuple[Floats, Floats, Floats]:
        """Drivers of the density model as observed, in the project's convention.

        Parameters
        ----------
        start : numpy.datetime64 or str
            The first UTC day.
        days : int
            How many days, 1 or more.

        Returns
        -------
        f107, f107a, ap : numpy.ndarray
            Each of shape ``(day,)``: F10.7 of the day before (sfu), F10.7 averaged over the 81 days centred
            on the day (sfu), Ap of the day (nT).

        Raises
        ------
        InputError
            When the record does not reach from 40 days before the first day to 40 days after the last.
        """
        i = self.index(start)
        if days < 1 or i < HALF_MEAN_DAYS or i + days + HALF_MEAN_DAYS > len(self.f107):
            raise InputError(
                f"space weather: {days} days from {start} need the record from {HALF_MEAN_DAYS} days before "
                f"to {HALF_MEAN_DAYS} days after; it holds {self.first_day} to {self.last_day}"
            )
        mean = centred_mean(self.f107[i - HALF_MEAN_DAYS : i + days + HALF_MEAN_DAYS])
        inside = slice(HALF_MEAN_DAYS, HALF_MEAN_DAYS + days)
        return self.f107[i - 1 : i - 1 + days].copy(), mean[inside], self.ap[i : i + days].copy()


def utc_day(day: np.datetime64 | str) -> np.datetime64:
    """A UTC day from ``"2022-04-02"`` or from any ``datetime64``.

    Raises
    ------
    InputError
        When it is no date.
    """
    try:
        found = np.datetime64(str(day), "D")
    except ValueError as error:
        raise InputError(f"'{day}' is no date; write it YYYY-MM-DD") from error
    if np.isnat(found):
        raise InputError(f"'{day}' is no date; write it YYYY-MM-DD")
    return found


def centred_mean(series: Floats, width: int = MEAN_DAYS) -> Floats:
    """Mean over a window centred on each day; not a number where the window leaves the series.

    Parameters
    ----------
    series : numpy.ndarray
        One value a day, shape ``(day,)``.
    width : int
        Length of the window in days, odd; 81 for F10.7a.

    Returns
    -------
    numpy.ndarray
        Shape ``(day,)``, with ``nan`` in the first and last ``width // 2`` days.
    """
    if width < 1 or width % 2 == 0:
        raise InputError(f"a centred mean needs an odd window, found {width} days")
    out = np.full(len(series), np.nan)
    if len(series) >= width:
        windows = np.lib.stride_tricks.sliding_window_view(np.asarray(series, dtype=np.float64), width)
        out[width // 2 : len(series) - width // 2] = windows.mean(axis=1)
    return out


@cache
def _read(digest: str) -> SpaceWeather:
    data = newest("daily.npz").arrays
    f107, ap = data["f107_tenths"] / 10.0, data["ap"].astype(np.float64)
    f107.flags.writeable = ap.flags.writeable = False
    return SpaceWeather(np.datetime64(int(data["first_day"][0]), "D"), f107, ap)
