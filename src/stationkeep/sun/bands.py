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

from stationkeep.sun.issues import Issue
from stationkeep.sun.smoothed import BASE_F107, HALF_SMOOTHING_MONTHS, Smoothed

Floats = NDArray[np.float64]

# Normal score of the 95 % percentile.
Z95 = 1.6448536269514722
# The mean length of a solar cycle (D. H. Hathaway, 'The Solar Cycle', Living Rev. Sol. Phys. 12, 4 (2015),
# doi:10.1007/lrsp-2015-4: 131.7 months).
CYCLE_MONTHS = 132
# Issued percentiles go below anything the sun does (F10.7 down to 54 in issues of 2011, Ap below 0 in 2009
# and 2010). Floors: the smoothed F10.7 of the deepest minimum on record is 68.2 (2008) and the smoothed Ap
# 3.8 (2009).
_LOWEST_LEVEL_F107, _LOWEST_LEVEL_AP = 65.0, 3.0
_SMALLEST_SPREAD = 0.01  # keeps scores finite in the first target months, whose band is a few tenths wide
# Beyond two years no forecast is nearer to what came than the cycles are to each other: spreads grow to at least
# their scatter over that time. F10.7: of past cycles about their mean at the same phase, 0.32 to 0.39 whatever the
# date since 1990. Ap: of the smoothed record (0.3, from what is known) and, on top, of its level: the mean of log Ap
# over five to eleven years differs from that of the eleven before by 0.26 to 0.32 (whole record; 0.2 without 2000-07).
_SKILL_MONTHS = 24.0
_F107_SCATTER, _AP_LEVEL_SCATTER = 0.33, 0.3
# How much of the present departure from an issue is still there at a lead, measured by regressing what came on it, with
# the issues (1999 to 2026) and with the analogue (1979 to 1999) apart. F10.7: 0.7 and 1.0 for a year, 0.7 and 0.5
# after two, none after four. Ap, once at its level: 0.7 and 0.55 at once, 0.36 and 0.34 after one year, 0.2 after two.
_PRESENT_MONTHS = 3
_F107_SHARE, _F107_HOLDS_MONTHS, _F107_GONE_MONTHS = 0.75, 18.0, 42.0
_AP_SHARE, _AP_FADE_MONTHS = 0.65, 18.0


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
