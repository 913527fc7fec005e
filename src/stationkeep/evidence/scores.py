"""How good a forecast is that is a distribution: CRPS, coverage, width, error of its median."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def crps(members: Floats, observed: float) -> float:
    """Continuous ranked probability score of an ensemble, in the unit of its members; lower is better.

    Mean distance of a member from what was observed, less half the mean distance between two members, which are
    taken as the whole distribution (T. Gneiting and A. E. Raftery, J. Am. Stat. Assoc. 102 (2007) 359, eq. 21). One
    member gives the absolute error.

    Parameters
    ----------
    members : ndarray, shape (member,)
    observed : float

    Examples
    --------
    >>> crps(np.array([1.0]), 3.0)
    2.0
    """
    ordered = np.sort(members)
    count = ordered.size
    apart = 2.0 * np.dot(2.0 * np.arange(1, count + 1) - count - 1.0, ordered) / count**2
    return float(np.abs(ordered - observed).mean() - 0.5 * apart)


@dataclass(frozen=True)
class Marks:
    """One forecast against what happened.

    Parameters
    ----------
    observed, median, low, high : float
        What happened; median, 5 and 95 % points of the forecast.
    crps : float
    below : float
        Share of members below what happened: evenly spread over 0 to 1 where intervals hold.
    """

    observed: float
    median: float
    low: float
    high: float
    crps: float
    below: float

    @classmethod
    def of(cls, members: Floats, observed: float) -> Marks:
        """Hold an ensemble against what happened."""
        low, median, high = np.quantile(members, (0.05, 0.5, 0.95))
        score, below = crps(members, observed), float(np.mean(members < observed))
        return cls(observed, float(median), float(low), float(high), score, below)

    @property
    def inside(self) -> bool:
        """Whether it fell within the 90 % interval."""
        return self.low <= self.observed <= self.high

    @property
    def error(self) -> float:
        """Absolute error of the median."""
        return abs(self.median - self.observed)

    @property
    def relative_error(self) -> float:
        """The same, as a part of what was observed."""
        return self.error / abs(self.observed) if self.observed else float("inf")


def summary(marks: Sequence[Marks]) -> dict[str, float | int | None]:
    """Scores over many forecasts, keyed as `stationkeep hindcast` prints them; None where there is no forecast."""
    if not marks:
        return {"n": 0, **dict.fromkeys(_KEYS, None)}
    values = (
        float(np.mean([one.error for one in marks])),
        float(np.median([one.relative_error for one in marks])),
        float(np.mean([one.crps for one in marks])),
        float(np.mean([one.inside for one in marks])),
        float(np.mean([one.high - one.low for one in marks])),
    )
    return {"n": len(marks), **{key: round(value, 5) for key, value in zip(_KEYS, values, strict=True)}}


_KEYS = ("mae_km", "median_abs_rel_error", "crps_km", "coverage_90", "width_90_km")
