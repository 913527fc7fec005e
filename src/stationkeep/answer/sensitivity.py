"""Which uncertain facts move the answer, and which only seem to.

For each uncertain fact the members are parted by what they drew: the lower third against the upper third. The
effect is how much later (or, negative, earlier) a headline event comes in the upper third, in days: between the
medians, the horizon standing in for 'never'; or between the means where so many members never meet the event
that the medians would hide the difference. The same difference is taken between random thirds a thousand times:
an effect that is not larger than every one of those is chance, and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import numpy.typing as npt

from stationkeep.answer.quantities import Loss, Reached
from stationkeep.ensemble.outcome import Days, Draw, Outcome

SPLITS = 1000
SMALLEST_GROUP = 20
MOST_PARTED = 20_000
"""Of more members than this a sample is parted, and the noise scaled by the root of the ratio."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Headline:
    """An event whose date the table of sensitivities explains."""

    id: str
    label: str
    day: Days


@dataclass(frozen=True)
class Effect:
    """How far one uncertain fact moves one headline.

    Parameters
    ----------
    days : float
        Later (positive) or earlier (negative) in the upper third of the draw than in the lower, in days.
    noise_days : float
        The largest difference that chance alone made in :data:`SPLITS` random thirds.
    method : str
        The statistic, in words.
    """

    draw: Draw
    headline: Headline
    days: float
    noise_days: float
    method: str


def headlines(losses: tuple[Loss, ...], rungs: tuple[Reached, ...], members: int) -> tuple[Headline, ...]:
    """Choose what to explain: the earliest vital loss with a spread, and how far the station falls.

    ``losses`` come in the order of their interest; the first that is neither certain on one day nor rarer than
    5 % is taken. Of the rungs, the last that at least 5 % of the members reach on different days.
    """

    def spread(days: Days) -> bool:
        met = days[days >= 0]
        return met.size >= 0.05 * members and (met.size < members or np.unique(met).size > 3)

    chosen = [Headline(one.id, one.label, one.fate.lost_day) for one in losses if spread(one.fate.lost_day)][:1]
    low = [one for one in rungs if spread(one.rung.day)][-1:]
    chosen += [Headline(one.rung.id, one.rung.label, one.rung.day) for one in low]
    return tuple(chosen)


def rank(outcome: Outcome, chosen: tuple[Headline, ...]) -> tuple[Effect, ...]:
    """Return the effects above chance: the largest on each headline in turn, then the second largest, and so on.

    Effects on different headlines are not compared in days, since the headlines themselves differ in scale.
    """
    tables: list[list[Effect]] = []
    for headline in chosen:
        days = np.where(headline.day < 0, outcome.scenario.horizon_days, headline.day).astype(np.float64)
        use_median = float(np.mean(headline.day >= 0)) >= 2 / 3
        noise = _noise(days, use_median)
        table: list[Effect] = []
        tables.append(table)
        statistic = "medians" if use_median else "means (the event is too rare for medians)"
        method = (
            f"difference between the {statistic} of days to '{headline.label}', horizon for never, members with "
            f"the highest third of the fact less those with the lowest; larger than in any of {SPLITS:,} random thirds"
        )
        for draw in outcome.draws:
            effect = _effect(days, draw, use_median)
            if effect is None or abs(effect[0]) <= noise * effect[1]:
                continue
            table.append(Effect(draw, headline, effect[0], noise * effect[1], method))
        table.sort(key=lambda one: (-abs(one.days), one.draw.id))
    rounds = zip_longest(*tables)
    return tuple(effect for one in rounds for effect in one if effect is not None)


def _thirds(values: Floats) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]] | None:
    low_edge, high_edge = np.quantile(values, [1 / 3, 2 / 3])
    if low_edge == high_edge:
        low_edge, high_edge = values.min(), values.max()
    if not low_edge < high_edge:
        return None
    low, high = values <= low_edge, values >= high_edge
    return (low, high) if min(low.sum(), high.sum()) >= SMALLEST_GROUP else None


def _effect(days: Floats, draw: Draw, use_median: bool) -> tuple[float, float] | None:
    """Return the effect in days, and how much noisier its groups are than even thirds."""
    values = np.asarray(draw.values, dtype=np.float64)
    parts = _thirds(values) if values.size == days.size and np.all(np.isfinite(values)) else None
    if parts is None:
        return None
    low, high = parts
    middle = np.median if use_median else np.mean
    effect = float(middle(days[high]) - middle(days[low]))
    third = days.size / 3
    return effect, float(np.sqrt((third / low.sum() + third / high.sum()) / 2))


def _noise(days: Floats, use_median: bool) -> float:
    """Return the largest difference between random thirds; the draw is fixed, so the answer is too.

    Every member falls into a third on its own. The days stand in order, so that the median of a third is its middle.
    """
    rng = np.random.Generator(np.random.Philox(key=20220402))
    kept = days if days.size <= MOST_PARTED else rng.choice(days, MOST_PARTED, replace=False)
    narrower = float(np.sqrt(kept.size / days.size))
    middle, ordered, largest = _middle if use_median else np.mean, np.sort(kept), 0.0
    for _ in range(SPLITS):
        third = rng.integers(0, 3, ordered.size, dtype=np.uint8)
        low, high = (ordered[np.flatnonzero(third == side)] for side in (0, 1))
        if low.size and high.size:
            largest = max(largest, abs(float(middle(high) - middle(low))))
    return largest * narrower


def _middle(ordered: Floats) -> float:
    """Median of values in order."""
    half = ordered.size // 2
    return float(ordered[half]) if ordered.size % 2 else float(ordered[half - 1] + ordered[half]) / 2
