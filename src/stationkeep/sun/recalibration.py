"""What past issues and their outcomes, both known on a date, teach of the next: how far to shift and to widen it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stationkeep.sun.bands import Z95, Bands, bands_of
from stationkeep.sun.issues import Archive
from stationkeep.sun.smoothed import BASE_F107, Smoothed

Floats = NDArray[np.float64]

# Leads are pooled in these bins (months); an outcome counts as independent of another when they lie 30 months
# apart, and a correction is shrunk towards none by the weight of two such outcomes.
_LEAD_EDGES = (0, 6, 24, 60, 120, 400)
_INDEPENDENT_MONTHS, _PRIOR_OUTCOMES = 30.0, 2.0


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


def corrections(known: Smoothed, archive: Archive) -> tuple[Correction, Correction]:
    """Compare past issues with outcomes and learn how far to shift and widen the next.

    Each past issue is first brought to the level and the present of its own time (`bands_of`), as the newest is.
    F10.7 is widened only: its median shows no lasting bias. Ap is shifted too: from cycle 23 to 24 its level fell.

    Parameters
    ----------
    known : Smoothed
        Outcomes, cut at the start.
    archive : Archive
        Issues, cut at the start.
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
        f107, ap = bands_of(issue, known, issue.month + 1)
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
