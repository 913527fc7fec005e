"""The drivers of density from a first day on: days that are known, then members of a forecast, or constants."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError
from stationkeep.sun.forecast import Forecast, Plan
from stationkeep.sun.history import HALF_MEAN_DAYS, SpaceWeather
from stationkeep.sun.members import fill

Floats = npt.NDArray[np.float64]

F107_RANGE_SFU = (60.0, 400.0)
AP_RANGE = (0.0, 400.0)
KNOWLEDGE = ("then", "hindsight")


@dataclass(frozen=True)
class Drivers:
    """F10.7 of the previous day, its centred 81-day mean (sfu) and daily Ap, from a first day on.

    Parameters
    ----------
    known : ndarray of float32, shape (3, day)
        The first days, the same for every member.
    plan : Plan or None
        What follows; none: the last known day goes on.
    label : str
        In words.
    """

    known: npt.NDArray[np.float32]
    plan: Plan | None
    label: str

    @property
    def scattered(self) -> bool:
        """Whether members differ."""
        return self.plan is not None

    @classmethod
    def constant(cls, f107: float, ap: float) -> Drivers:
        """The same F10.7 (also as its mean) and Ap every day.

        Raises
        ------
        InputError
            Out of the range of the density table.
        """
        for name, unit, value, (low, high) in (
            ("F10.7", " sfu", f107, F107_RANGE_SFU),
            ("Ap", "", ap, AP_RANGE),
        ):
            if not low <= value <= high:
                raise InputError(f"{name} {value:g}: expected {low:g} to {high:g}{unit}")
        known = np.array([[f107], [f107], [ap]], dtype=np.float32)
        return cls(known, None, f"constant: F10.7 {f107:g} sfu, Ap {ap:g}")

    @classmethod
    def forecast(
        cls, history: SpaceWeather, first: np.datetime64, start: np.datetime64, days: int, knowledge: str
    ) -> Drivers:
        """Observed from ``first`` to the day before ``start``, then as known on ``start`` or as it came.

        Parameters
        ----------
        history : SpaceWeather
        first, start : datetime64
            UTC days, ``first`` not later.
        days : int
            Days from ``start`` on.
        knowledge : {"then", "hindsight"}
        """
        after = history.last_day + np.timedelta64(1, "D")
        begin = max(first, min(start, after))  # the record may end before the forecast begins
        ahead = days + int((start - begin).astype(np.int64))
        end = start + np.timedelta64(days, "D")
        if knowledge == "then":
            forecast = Forecast.as_known(history, begin)
            label = forecast.label
            if start > after:
                label += f"; nothing observed since {history.last_day}: 'stationkeep data refresh' may know more"
        else:
            forecast = Forecast.hindsight(history, begin)
            label = f"as observed to {min(history.last_day, end)}"
            if end > after:
                label += f", then {forecast.label}"
        return cls(observed(history, first, begin), forecast.compile(ahead), label)

    def fill(
        self,
        seed: int,
        first_member: int,
        f107: npt.NDArray[np.float32],
        f107a: npt.NDArray[np.float32],
        ap: npt.NDArray[np.float32],
    ) -> None:
        """Fill arrays of shape (day, member); a member's numbers do not depend on the block."""
        count = self.known.shape[1]
        for row, values in zip((f107, f107a, ap), self.known, strict=True):
            row[:count] = values[: len(row), None]
            if self.plan is None:
                row[count:] = values[-1]
        if self.plan is not None and count < len(f107):
            fill(self.plan, np.uint64(seed), first_member, f107[count:], f107a[count:], ap[count:])


def observed(history: SpaceWeather, first: np.datetime64, before: np.datetime64) -> npt.NDArray[np.float32]:
    """Drivers of past days from nothing that was recorded on ``before`` or later; shape (3, day).

    Near that day the centred mean is of what was there.
    """
    begin, end = history.index(first), history.index(before - np.timedelta64(1, "D")) + 1
    if end <= begin:
        return np.empty((3, 0), dtype=np.float32)
    sums = np.concatenate([[0.0], np.cumsum(history.f107[:end])])
    days = np.arange(begin, end)
    low, high = np.maximum(days - HALF_MEAN_DAYS, 0), np.minimum(days + HALF_MEAN_DAYS + 1, end)
    mean = (sums[high] - sums[low]) / (high - low)
    return np.array([history.f107[begin - 1 : end - 1], mean, history.ap[begin:end]], dtype=np.float32)
