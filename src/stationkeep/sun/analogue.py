"""An outlook without any issue: how the past cycles went on from the same phase."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stationkeep.errors import InputError
from stationkeep.facts.constants import constants
from stationkeep.sun.bands import CYCLE_MONTHS, Z95
from stationkeep.sun.issues import Issue
from stationkeep.sun.smoothed import BASE_F107, Smoothed, month_label

Floats = NDArray[np.float64]

_FADE_MONTHS = constants("sun")["analogue_fade_months"].value


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
        within = cycles[:, :CYCLE_MONTHS]
        scatter = float(np.sqrt(np.nansum((within - mean[:CYCLE_MONTHS]) ** 2) / max(1, (n - 1) * within.shape[1])))
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
