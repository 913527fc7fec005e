"""The smoothed sun ahead as a date could know it: median and spread by month, recalibrated on the past.

Levels are logarithms: of F10.7 - 60 sfu and of Ap. The spread is two-sided (percentiles are not symmetric):
at a percentile with normal score z the level is ``middle + up z`` for z > 0 and ``middle + down z`` below.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stationkeep.errors import InputError
from stationkeep.sun.issues import Archive, Issue
from stationkeep.sun.smoothed import BASE_F107, Smoothed, month_label

Floats = NDArray[np.float64]

# Normal score of the 95 % percentile.
Z95 = 1.6448536269514722
# Issued percentiles go below anything the sun does (F10.7 down to 54 in issues of 2011, Ap below 0 in 2009
# and 2010). Floors: the smoothed F10.7 of the deepest minimum on record is 68.2 (2008) and the smoothed Ap
# 3.8 (2009).
_LOWEST_LEVEL_F107, _LOWEST_LEVEL_AP = 65.0, 3.0
_SMALLEST_SPREAD = 0.01  # keeps scores finite in the first target months, whose band is a few tenths wide
# Beyond its last target month an outlook repeats itself after 11 years, the mean length of a solar cycle
# (D. H. Hathaway, 'The Solar Cycle', Living Rev. Sol. Phys. 12, 4 (2015), doi:10.1007/lrsp-2015-4: 131.7
# months).
_CYCLE_MONTHS = 132
# Recalibration: leads are pooled in these bins (months); an outcome counts as independent of another when
# they lie 30 months apart, and a correction is shrunk towards none by the weight of two such outcomes.
_LEAD_EDGES = (0, 6, 24, 60, 120, 400)
_INDEPENDENT_MONTHS, _PRIOR_OUTCOMES = 30.0, 2.0
# Beyond two years the issues' Ap is no nearer to what came than the mean of the record (error of its
# logarithm 0.24 to 0.35 about its own mean, scatter of the smoothed record 0.3): its spread is then at least
# that scatter.
_AP_SKILL_MONTHS = 24.0
# The analogue's present departure from the mean cycle fades with this time, months: assumed, in the manner of
# A. G. McNish and J. V. Lincoln, Trans. AGU 30, 673 (1949), doi:10.1029/TR030i005p00673, whose regression on
# it weakens with the lead. Members drawn so held 85 % of what came, starts of 1979 to 1999 (81-day means).
_FADE_MONTHS = 18.0


@dataclass(frozen=True)
class Bands:
    """Middle and spread of a level by month: logarithms, shape ``(month,)``."""

    middle: Floats
    up: Floats
    down: Floats

    def at(self, score: float) -> Floats:
        """The level at a normal score, by month."""
        return self.middle + np.where(score > 0, self.up, self.down) * score


@dataclass(frozen=True)
class Correction:
    """What past issues taught, by lead: a shift of the middle, and a factor on the spread (1 or more).

    Shapes ``(lead bin,)``; ``outcomes`` is the number of independent outcomes behind each.
    """

    shift: Floats
    widening: Floats
    outcomes: Floats

    def apply(self, bands: Bands, leads: NDArray[np.int64]) -> Bands:
        """Bands shifted and widened, the correction running linearly from bin to bin."""
        centres = 0.5 * (np.array(_LEAD_EDGES[:-1]) + np.array(_LEAD_EDGES[1:]))
        shift = np.interp(leads, centres, self.shift) * np.clip((leads + 6) / 6, 0, 1)
        widening = np.interp(leads, centres, self.widening)
        return Bands(bands.middle + shift, bands.up * widening, bands.down * widening)


@dataclass(frozen=True)
class Outlook:
    """The smoothed sun ahead.

    Parameters
    ----------
    label : str
        What it rests on: an issue, or the analogue.
    first_month : int
        Months since 1970-01 of the first value.
    f107, ap : Bands
        Levels by month, recalibrated.
    f107_correction, ap_correction : Correction
        What was learnt from issues and outcomes known on the date.
    """

    label: str
    first_month: int
    f107: Bands
    ap: Bands
    f107_correction: Correction
    ap_correction: Correction

    def months(self, first: int, count: int) -> tuple[Bands, Bands]:
        """Levels for consecutive months; before the first month the first value, past the end 11 years on."""
        position = np.maximum(np.arange(first, first + count) - self.first_month, 0)
        over = np.maximum(position - (len(self.f107.middle) - 1), 0)
        position = position - _CYCLE_MONTHS * (-(-over // _CYCLE_MONTHS))
        position = np.maximum(position, 0)
        f, a = self.f107, self.ap
        return (
            Bands(f.middle[position], f.up[position], f.down[position]),
            Bands(a.middle[position], a.up[position], a.down[position]),
        )

    def f107_percentile(self, score: float) -> Floats:
        """Smoothed F10.7 (sfu) at a normal score (1.645 is the 95 % percentile), by month."""
        return np.asarray(BASE_F107 + np.exp(self.f107.at(score)))


def outlook(known: Smoothed, archive: Archive, month: int) -> Outlook:
    """The newest outlook for a start in a month, from smoothed values and issues that it could know.

    Parameters
    ----------
    known : Smoothed
        Smoothed record, cut at the start.
    archive : Archive
        Issues cut at the start; empty before 1999-04, when an analogue of past cycles takes their place.
    month : int
        Months since 1970-01 of the start.
    """
    newest = archive.newest
    issue = analogue(known, month) if newest is None else newest
    f107, ap = _bands(issue, known)
    learnt_f107, learnt_ap = corrections(known, archive)
    leads = issue.first_target + np.arange(len(f107.middle)) - issue.month
    return Outlook(
        issue.label,
        issue.first_target,
        learnt_f107.apply(f107, leads),
        learnt_ap.apply(ap, leads),
        learnt_f107,
        learnt_ap,
    )


def corrections(known: Smoothed, archive: Archive) -> tuple[Correction, Correction]:
    """Compare past issues with outcomes and learn how far to shift and widen the next.

    F10.7 is widened only: over the archive its median shows no bias (mean score within 0.2 at every lead).
    Ap is shifted too: since 1999 the issues expected more of it than came (mean score -2 beyond two years).
    """
    leads: list[NDArray[np.int64]] = []
    gaps: list[tuple[Floats, Floats]] = []
    spreads: list[tuple[Floats, Floats, Floats, Floats]] = []
    targets: list[NDArray[np.int64]] = []
    level_f107, level_ap = np.log(known.f107 - BASE_F107), np.log(known.ap)
    for issue in archive.issues:
        first = max(issue.month, issue.first_target)
        count = min(known.last_month + 1, issue.first_target + issue.f107.shape[1]) - first
        if count <= 0:
            continue
        f107, ap = _bands(issue, known)
        inside = slice(first - issue.first_target, first - issue.first_target + count)
        past = slice(first - known.first_month, first - known.first_month + count)
        leads.append(np.arange(first, first + count, dtype=np.int64) - issue.month)
        targets.append(np.arange(first, first + count, dtype=np.int64))
        gaps.append((level_f107[past] - f107.middle[inside], level_ap[past] - ap.middle[inside]))
        spreads.append((f107.up[inside], f107.down[inside], ap.up[inside], ap.down[inside]))
    bins = len(_LEAD_EDGES) - 1
    none = Correction(np.zeros(bins), np.ones(bins), np.zeros(bins))
    if not leads:
        return none, none
    lead, target = np.concatenate(leads), np.concatenate(targets)
    gap_f107, gap_ap = (np.concatenate([gap[k] for gap in gaps]) for k in range(2))
    spread = [np.concatenate([each[k] for each in spreads]) for k in range(4)]
    return (
        _learn(lead, target, gap_f107, spread[0], spread[1], shifted=False),
        _learn(lead, target, gap_ap, spread[2], spread[3], shifted=True),
    )


def _learn(
    lead: NDArray[np.int64], target: NDArray[np.int64], gap: Floats, up: Floats, down: Floats, shifted: bool
) -> Correction:
    bins = len(_LEAD_EDGES) - 1
    shift, widening, outcomes = np.zeros(bins), np.ones(bins), np.zeros(bins)
    for k in range(bins):
        here = (lead >= _LEAD_EDGES[k]) & (lead < _LEAD_EDGES[k + 1])
        if not here.any():
            if k:  # a lead without any outcome yet errs as far as the next shorter one
                shift[k], widening[k] = shift[k - 1], widening[k - 1]
            continue
        outcomes[k] = (target[here].max() - target[here].min() + 1) / _INDEPENDENT_MONTHS
        weight = outcomes[k] / (outcomes[k] + _PRIOR_OUTCOMES)
        if shifted:
            shift[k] = weight * gap[here].mean()
        rest = gap[here] - shift[k]
        scores = np.abs(rest / np.where(rest > 0, up[here], down[here]))
        widening[k] = 1.0 + weight * max(0.0, float(np.quantile(scores, 0.9)) / Z95 - 1.0)
    return Correction(shift, widening, outcomes)


def _bands(issue: Issue, known: Smoothed) -> tuple[Bands, Bands]:
    """Levels of an issue above what nature has ever done; Ap as wide as the record once skill has ended."""
    f107 = np.log(np.maximum(issue.f107, _LOWEST_LEVEL_F107) - BASE_F107)
    ap = np.log(np.maximum(issue.ap, _LOWEST_LEVEL_AP))
    leads = issue.first_target + np.arange(issue.ap.shape[1]) - issue.month
    scatter = float(np.log(known.ap).std()) * np.clip(leads / _AP_SKILL_MONTHS, 0.0, 1.0)
    f107_up, f107_down = (np.maximum(gap / Z95, _SMALLEST_SPREAD) for gap in (f107[0] - f107[1], f107[1] - f107[2]))
    ap_up, ap_down = (
        np.maximum(np.maximum(gap / Z95, scatter), _SMALLEST_SPREAD) for gap in (ap[0] - ap[1], ap[1] - ap[2])
    )
    return Bands(f107[1], f107_up, f107_down), Bands(ap[1], ap_up, ap_down)


def analogue(known: Smoothed, month: int, horizon_months: int = 240) -> Issue:
    """An outlook without any issue: the mean of the past cycles from the same phase on.

    The present departure from the mean cycle fades over 18 months, and the spread grows from none to that of
    the cycles about their mean: after McNish and Lincoln (1949), from whom NASA's own method descends (NASA
    TM 4759).

    Raises
    ------
    InputError
        When no whole cycle, from minimum to minimum, is known yet (before about 1978).
    """
    minima = _minima(known.f107)
    if len(minima) < 2:
        raise InputError(
            f"sun: on {month_label(month)} the record, which begins {month_label(known.first_month)}, "
            "knows no whole solar cycle to forecast from; start in 1979 or later"
        )
    now = len(known.f107) - 1
    phase = now - minima[-1]
    ahead = np.arange(1, horizon_months + 1)
    rows = []
    for series in (np.log(known.f107 - BASE_F107), np.log(known.ap)):
        cycles = np.full((len(minima) - 1, phase + horizon_months + 1), np.nan)
        for row, begin in zip(cycles, minima[:-1], strict=True):
            length = min(len(row), len(series) - begin)
            row[:length] = series[begin : begin + length]
        there = np.isfinite(cycles)
        counts = there.sum(axis=0)
        whole = np.where(there, cycles, 0.0).sum(axis=0) / np.maximum(counts, 1)
        mean = np.where(counts > 0, whole, series.mean())
        n = len(cycles)
        within = cycles[:, :_CYCLE_MONTHS]
        scatter = float(np.sqrt(np.nansum((within - mean[:_CYCLE_MONTHS]) ** 2) / max(1, (n - 1) * within.shape[1])))
        # One cycle alone says nothing of the scatter between cycles: then the spread of the whole record.
        scatter = float(series.std()) if n == 1 else scatter * np.sqrt(1 + 1 / n)
        middle = mean[phase + ahead] + (series[now] - mean[phase]) * np.exp(-ahead / _FADE_MONTHS)
        spread = Z95 * scatter * np.sqrt(1 - np.exp(-2 * ahead / _FADE_MONTHS))
        rows.append(np.array([middle + spread, middle, middle - spread]))
    first = known.first_month + now + 1
    return Issue(
        month,
        first,
        BASE_F107 + np.exp(rows[0]),
        np.exp(rows[1]),
        f"analogue of {len(minima) - 1} past cycles",
    )


def _minima(level: Floats) -> list[int]:
    """Positions of solar minima: the lowest month within 36 before and 18 after, both there."""
    return [
        i
        for i in range(36, len(level) - 18)
        if level[i] == level[i - 36 : i + 19].min() and level[i] < np.quantile(level, 0.3)
    ]
