"""Middle and spread of the smoothed sun by month: an issue, brought to the level and to the present that are known.

Levels are logarithms: of F10.7 - 60 sfu and of Ap. The spread is two-sided (percentiles are not symmetric):
at a percentile with normal score z the level is ``middle + up z`` for z > 0 and ``middle + down z`` below.

An issue rests on 13-month means, whose newest lies half a year before it. What has been observed since tells how far
the sun has left the issue already: its middle is moved towards the last three months, by a share that fades with the
lead. And the issues carry the mean Ap of all cycles since 1932 forward, though the level of Ap persists from one cycle
to the next: their Ap is shifted as a whole to the mean of the last eleven years.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stationkeep.facts.constants import constants
from stationkeep.sun.issues import Issue
from stationkeep.sun.smoothed import BASE_F107, HALF_SMOOTHING_MONTHS, Smoothed

Floats = NDArray[np.float64]

# Normal score of the 95 % percentile.
Z95 = 1.6448536269514722
_FACT = {name: one.value for name, one in constants("sun").items()}  # each with its source in data/sun/constants.csv
CYCLE_MONTHS = int(_FACT["cycle_months"])
_LOWEST_LEVEL_F107, _LOWEST_LEVEL_AP = _FACT["lowest_level_f107"], _FACT["lowest_level_ap"]
_SMALLEST_SPREAD = 0.01  # keeps scores finite in the first target months, whose band is a few tenths wide
# Beyond two years no forecast is nearer to what came than the cycles are to each other: spreads grow to at least
# their scatter over that time. That of Ap is of the smoothed record (0.3, as known) and, on top, of its level.
_SKILL_MONTHS = _FACT["skill_months"]
_F107_SCATTER, _AP_LEVEL_SCATTER = _FACT["f107_scatter"], _FACT["ap_level_scatter"]
# How much of the present departure from an issue is still there at a lead.
_PRESENT_MONTHS = 3
_F107_SHARE = _FACT["present_f107_share"]
_F107_HOLDS_MONTHS, _F107_GONE_MONTHS = _FACT["present_f107_holds_months"], _FACT["present_f107_gone_months"]
_AP_SHARE, _AP_FADE_MONTHS = _FACT["present_ap_share"], _FACT["present_ap_fade_months"]


@dataclass(frozen=True)
class Bands:
    """Middle and spread of a level by month: logarithms, shape ``(month,)``."""

    middle: Floats
    up: Floats
    down: Floats

    def at(self, score: float) -> Floats:
        """The level at a normal score, by month."""
        return self.middle + np.where(score > 0, self.up, self.down) * score


def bands_of(issue: Issue, known: Smoothed, month: int) -> tuple[Bands, Bands]:
    """Levels of F10.7 and Ap by target month of an issue, for a start in a month.

    Parameters
    ----------
    issue : Issue
        As printed, or an analogue.
    known : Smoothed
        The record. Months from the start's on are not looked at, but for the scatter of Ap.
    month : int
        Months since 1970-01 of the start.
    """
    leads = issue.first_target + np.arange(issue.ap.shape[1]) - month
    f107 = np.log(np.maximum(issue.f107, _LOWEST_LEVEL_F107) - BASE_F107)
    ap = np.log(np.maximum(issue.ap, _LOWEST_LEVEL_AP))
    ramp = np.clip(leads / _SKILL_MONTHS, 0.0, 1.0)
    f107_least = np.maximum(_F107_SCATTER * ramp, _SMALLEST_SPREAD)
    ap_least = np.maximum(np.hypot(np.log(known.ap).std(), _AP_LEVEL_SCATTER) * ramp, _SMALLEST_SPREAD)
    now = month - known.first_month
    recent = slice(max(0, now - CYCLE_MONTHS), max(1, now - HALF_SMOOTHING_MONTHS))
    ahead = (leads >= 0) & (leads < CYCLE_MONTHS)
    anchored = ap[1] + np.log(known.ap[recent]).mean() - ap[1][ahead].mean()
    gap_f107, gap_ap = _present_gap(issue, known, month, f107[1], anchored)
    f107_share = _F107_SHARE * np.clip((_F107_GONE_MONTHS - leads) / (_F107_GONE_MONTHS - _F107_HOLDS_MONTHS), 0.0, 1.0)
    ap_share = _AP_SHARE * np.exp(-np.maximum(leads, 0) / _AP_FADE_MONTHS)
    return (
        _spread(f107, f107[1] + gap_f107 * f107_share, f107_least),
        _spread(ap, anchored + gap_ap * ap_share, ap_least),
    )


def _spread(issued: Floats, middle: Floats, least: Floats) -> Bands:
    """Bands about a middle, as wide as issued and no narrower than the least."""
    up, down = (np.maximum(gap / Z95, least) for gap in (issued[0] - issued[1], issued[1] - issued[2]))
    return Bands(middle, up, down)


def _present_gap(issue: Issue, known: Smoothed, month: int, f107: Floats, ap: Floats) -> tuple[float, float]:
    """How far the last known months lie from the levels of an issue."""
    first = known.first_month - HALF_SMOOTHING_MONTHS
    end = min(month, first + len(known.monthly_f107))
    begin = max(end - _PRESENT_MONTHS, issue.first_target)
    observed = slice(begin - first, end - first)
    expected = slice(begin - issue.first_target, end - issue.first_target)
    if end <= begin or expected.stop > len(f107):
        return 0.0, 0.0
    flux = np.log(max(known.monthly_f107[observed].mean(), _LOWEST_LEVEL_F107) - BASE_F107)
    storms = np.log(max(known.monthly_ap[observed].mean(), _LOWEST_LEVEL_AP))
    return (
        float(flux - np.log(np.exp(f107[expected]).mean())),
        float(storms - np.log(np.exp(ap[expected]).mean())),
    )
