"""Months: 13-month smoothed F10.7 and Ap, the quantity that NASA forecasts, as far as a record knows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stationkeep.errors import InputError
from stationkeep.sun.history import SpaceWeather, utc_day

Floats = NDArray[np.float64]

# A smoothed month is the mean of 13 months, the first and the last with half weight (the usual 'R13').
HALF_SMOOTHING_MONTHS = 6
_WEIGHTS = np.concatenate([[0.5], np.ones(2 * HALF_SMOOTHING_MONTHS - 1), [0.5]]) / (2 * HALF_SMOOTHING_MONTHS)
# Levels of F10.7 are handled as log(F10.7 - 60 sfu): no smoothed value comes near 60 (the lowest on record is
# 68.2, in 2008), and on this scale the errors of forecasts and the daily scatter change little with the
# level.
BASE_F107 = 60.0


def month_of(day: np.datetime64 | str) -> int:
    """Months since 1970-01 of the month that holds a day."""
    return int(np.datetime64(str(utc_day(day)), "M").astype(np.int64))


def month_label(month: int) -> str:
    """A month number as ``YYYY-MM``."""
    return str(np.datetime64(month, "M"))


def mid_month_day(months: NDArray[np.int64]) -> NDArray[np.int64]:
    """Days since 1970-01-01 of the 16th of each month, where a month's smoothed value stands."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + 15


@dataclass(frozen=True)
class Smoothed:
    """13-month smoothed values of consecutive months.

    Parameters
    ----------
    first_month : int
        Months since 1970-01 of the first value.
    f107, ap : numpy.ndarray
        Smoothed F10.7 (sfu) and Ap (nT), shape ``(month,)``.
    monthly_f107, monthly_ap : numpy.ndarray
        Means of the months themselves, from six months before the first smoothed value to six after the last.
    """

    first_month: int
    f107: Floats
    ap: Floats
    monthly_f107: Floats
    monthly_ap: Floats

    @classmethod
    def of(cls, history: SpaceWeather) -> Smoothed:
        """Smooth a record of whole months; the last value lies six months before the last of them.

        Raises
        ------
        InputError
            When the record holds fewer than 13 whole months.
        """
        clean = history.without_bursts()
        month = clean.days.astype("datetime64[M]").astype(np.int64)
        number = month - month[0]
        counts = np.bincount(number)
        lengths = np.diff((np.arange(month[0], month[-1] + 2)).astype("datetime64[M]").astype("datetime64[D]"))
        whole = counts == lengths.astype(np.int64)
        begin, end = int(np.argmax(whole)), len(whole) - int(np.argmax(whole[::-1]))
        if not whole.any() or end - begin < len(_WEIGHTS):
            raise InputError(
                f"space weather: {history.first_day} to {history.last_day} holds fewer than 13 whole months, "
                "which a smoothed value needs; start later"
            )
        means = [np.bincount(number, series)[begin:end] / counts[begin:end] for series in (clean.f107, clean.ap)]
        f107, ap = (np.convolve(mean, _WEIGHTS, mode="valid") for mean in means)
        return cls(int(month[0]) + begin + HALF_SMOOTHING_MONTHS, f107, ap, *means)

    @property
    def months(self) -> NDArray[np.int64]:
        """Months since 1970-01, shape ``(month,)``."""
        return self.first_month + np.arange(len(self.f107), dtype=np.int64)

    @property
    def last_month(self) -> int:
        """The newest month whose smoothed value is known."""
        return self.first_month + len(self.f107) - 1
