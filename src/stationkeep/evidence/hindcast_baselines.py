"""What a forecast must beat: rules of thumb, dressed with the spread of their own past errors.

A rule gives one number. Its errors on every earlier day whose outcome was known by the start, as ratios, turn it into a
distribution; so a rule that was biased is corrected, and one that was unsteady is wide.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RATES = {
    "last_30_days_rate": 30,
    "constant_density": 365,
    "last_set_rate": 5,
}
"""Days over which each rule averages the daily loss before the start.

`constant_density`: constant Cd A / m in the air of the past year. `last_set_rate`: the rate of the last days, which is
what the drag term of the last element set holds, a fit over days, and SGP4 continues.
"""

TRAILING_FIT_DAYS = (30, 90, 365)
"""With hindsight of the air, also a constant Cd A / m, fitted to so many days before the start."""

# A ratio is heard from this many past days on; before, errors are taken as lognormal with this spread.
_FEW, _UNKNOWN_SPREAD = 90, 0.35
_MEMBERS = 400
_LEAST_KM = 1e-3


@dataclass(frozen=True)
class Losses:
    """Daily losses as running sums.

    Parameters
    ----------
    total_km, counted : ndarray, shape (day + 1,)
        Loss and number of counted days before each day.
    """

    total_km: Floats
    counted: Floats

    @classmethod
    def of(cls, daily_loss_km: Floats) -> Losses:
        """Sum daily losses, shape (day,), nan where not counted."""
        good = np.isfinite(daily_loss_km)
        sums = np.cumsum(np.where(good, daily_loss_km, 0.0))
        return cls(np.concatenate([[0.0], sums]), np.concatenate([[0.0], np.cumsum(good)]))

    def span(self, first: int, end: int) -> tuple[float, float]:
        """Loss over the counted days from `first` to before `end`, and their number."""
        return float(self.total_km[end] - self.total_km[first]), float(self.counted[end] - self.counted[first])


def dressed(losses: Losses, start: int, lead: int, counted: float, days: int) -> Floats:
    """A rule's distribution of the loss over a lead, from nothing later than the start.

    Parameters
    ----------
    losses : Losses
        Loss and counted days; or in place of days, what a unit of Cd A / m would have lost on them.
    start : int
        Index of the day at whose beginning the forecast is made.
    lead : int
        Days.
    counted : float
        Days of the lead that the outcome counts, or what a unit of Cd A / m loses on them.
    days : int
        Over which the rule averages.

    Returns
    -------
    ndarray, shape (member,)
        Kilometres, all above zero.
    """
    loss, seen = losses.span(max(start - days, 0), start)
    if seen <= 0.0 or loss <= 0.0:  # after a gap: the mean of all that is known
        loss, seen = losses.span(0, start)
    point = max(loss / seen * counted, _LEAST_KM) if seen > 0.0 else _LEAST_KM
    share = (np.arange(_MEMBERS) + 0.5) / _MEMBERS
    at = np.arange(days, start - lead + 1)
    if at.size:
        before, after = at - days, at + lead
        spent, told = losses.total_km[at] - losses.total_km[before], losses.counted[at] - losses.counted[before]
        came, of = losses.total_km[after] - losses.total_km[at], losses.counted[after] - losses.counted[at]
        good = (told > 0.0) & (of > 0.0) & (spent > 0.0) & (came > 0.0)
        if good.sum() >= _FEW:
            ratio = np.log(came[good] / of[good] * told[good] / spent[good])
            return np.asarray(point * np.exp(np.quantile(ratio, share)))
    score = np.array([NormalDist().inv_cdf(x) for x in share])
    return np.asarray(point * np.exp(_UNKNOWN_SPREAD * score))
