"""NASA's monthly forecasts as issued: an archive, and the newest of them that a date could know."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from stationkeep.sun.smoothed import month_label, month_of
from stationkeep.sun.snapshot import newest

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Issue:
    """One forecast: percentiles of 13-month smoothed F10.7 and Ap for consecutive months.

    Parameters
    ----------
    month : int
        Months since 1970-01 of the issue.
    first_target : int
        Months since 1970-01 of the first target month, five or six before the issue.
    f107, ap : numpy.ndarray
        Shape ``(3, month)``: the 95, 50 and 5 % percentiles, sfu and nT, as printed.
    label : str
        How to name the forecast: ``"NASA MSFC 2022-03"``.
    """

    month: int
    first_target: int
    f107: Floats
    ap: Floats
    label: str


@dataclass(frozen=True)
class Archive:
    """Issues in the order of their months."""

    issues: tuple[Issue, ...]

    @classmethod
    def load(cls) -> Archive:
        """The archive in use: the bundled one, every month from 1999-03 to 2026-03, or a newer one that the user has
        fetched (`stationkeep.sun.snapshot`).
        """
        return _read(newest("forecasts.npz").sha256)

    def known_by(self, date: np.datetime64 | str) -> Archive:
        """Issues of months before the month of a date.

        An issue labelled with a month comes out in the course of that month, once the data of the month before
        are in: its first target month is the first whose 13-month mean those data leave open, and Marshall's
        page was dated 4 November 2016 and 11 September 2023. The day of each issue is not recorded, so the
        date's own month does not count.
        """
        month = month_of(date)
        return Archive(tuple(issue for issue in self.issues if issue.month < month))

    @property
    def newest(self) -> Issue | None:
        """The last issue, or none."""
        return self.issues[-1] if self.issues else None


@cache
def _read(digest: str) -> Archive:
    data = newest("forecasts.npz").arrays
    values = data["percentiles_tenths"] / 10.0
    months, firsts = data["issue_month"].astype(int), data["first_target"].astype(int)
    ends = np.cumsum(data["targets"].astype(int))
    values.flags.writeable = False
    return Archive(
        tuple(
            Issue(int(m), int(t), values[:3, a:b], values[3:, a:b], f"NASA MSFC {month_label(int(m))}")
            for m, t, a, b in zip(months, firsts, [0, *ends[:-1]], ends, strict=True)
        )
    )
