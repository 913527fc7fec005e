"""The smoothed sun ahead as a date could know it: median and spread by month, recalibrated on the past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stationkeep.sun.analogue import analogue
from stationkeep.sun.bands import CYCLE_MONTHS, Bands, bands_of
from stationkeep.sun.issues import Archive
from stationkeep.sun.recalibration import Correction, corrections
from stationkeep.sun.smoothed import BASE_F107, Smoothed

Floats = NDArray[np.float64]


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
        position = position - CYCLE_MONTHS * (-(-over // CYCLE_MONTHS))
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
        Months since 1970-01 of the first day that is not known.
    """
    newest = archive.newest
    issue = analogue(known, month) if newest is None else newest
    f107, ap = bands_of(issue, known, month)
    learnt_f107, learnt_ap = corrections(known, archive)
    leads = issue.first_target + np.arange(len(f107.middle)) - month
    return Outlook(
        issue.label,
        issue.first_target,
        learnt_f107.apply(f107, leads),
        learnt_ap.apply(ap, leads),
        learnt_f107,
        learnt_ap,
    )
