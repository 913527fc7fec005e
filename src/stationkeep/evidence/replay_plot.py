"""A replayed case as a picture: people aboard, altitude, and each quantity against what was observed."""

from __future__ import annotations

import datetime as dt
import textwrap
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stationkeep.drawing import (
    BLUE,
    FAINT,
    GREY,
    INK,
    VERMILLION,
    Sheet,
    date_axis,
    figure,
    footnote,
    heading,
    house_style,
    place,
    save,
)
from stationkeep.evidence.replay import CaseResult, Check, Value
from stationkeep.wording import percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SERIES_PT, _ROW_PT, _HEAD_PT, _LEFT_PT, _RIGHT_PT = 104.0, 62.0, 78.0, 56.0, 24.0
_LABELS_PT = 230.0
_WORLDS = ((0, GREY, "undisturbed"), (1, BLUE, "with the stop"))


def draw(found: CaseResult, path: Path) -> None:
    """Draw a case into a file whose name ends in .svg, .png or .pdf.

    Raises
    ------
    RunError
        matplotlib is not installed.
    InputError
        A name or a place that does not serve.
    """
    altitude = bool(found.futures.compiled[0].model.orbit.on)
    panels = 1 + altitude
    rows = len(found.checks)
    height = _HEAD_PT + panels * (_SERIES_PT + 46) + rows * _ROW_PT + 34
    with house_style(f"stationkeep-replay-{found.case.id}"):
        sheet = Sheet(f"replay-{found.case.id}", narrow=False)
        made = figure(sheet, height)
        top = _HEAD_PT
        series = [("people aboard", found.futures.lives.people.sum(axis=1))]
        if altitude:
            series.append(("altitude, km", found.futures.lives.altitude))
        for label, values in series:
            axes = made.add_axes((0, 0, 1, 1))
            place(axes, sheet, height, _LEFT_PT, height - top - _SERIES_PT, _RIGHT_PT, top)
            _series(axes, values, label)
            if label.startswith("altitude"):
                _flown(axes, found)
            date_axis(axes, found.case.start, found.futures.days - 1, sheet)
            top += _SERIES_PT + 46
        for check in found.checks:
            axes = made.add_axes((0, 0, 1, 1))
            place(axes, sheet, height, _LEFT_PT + _LABELS_PT, height - top - _ROW_PT + 18, _RIGHT_PT, top + 14)
            _check(axes, check, found.case.start)
            label = textwrap.fill(check.quantity.meaning, 42)
            at = 1 - (top + _ROW_PT / 2) / height
            made.text(_LEFT_PT / sheet.width_pt, at, label, va="center", fontsize=9)
            told = "; ".join(found.futures.pack.sources[name].title for name in check.quantity.sources)
            told = textwrap.shorten(f"Source: {told}" if told else "", 58, placeholder=" ...")
            if not check.useful:
                told += f"\nWider than the {check.quantity.widest:g} {_width_unit(check)} that are useful"
            below = 1 - (top + _ROW_PT / 2 + 6.5 * (2 + label.count("\n"))) / height
            made.text(_LEFT_PT / sheet.width_pt, below, told, va="top", color=GREY, fontsize=6.5)
            top += _ROW_PT
        inside = sum(check.inside for check in found.checks)
        title = f"{found.case.title}\n{found.case.start}: {inside} of {rows} quantities in their 90 % interval"
        heading(made, sheet, height, title, _LEFT_PT)
        told = (
            f"Lines: medians; bands and bars: 5 to 95 % of {found.futures.members:,} futures, predicted from what was "
            "known the day before. stationkeep"
        )
        footnote(made, sheet, height, told, _LEFT_PT)
        save(made, path)


def _series(axes: Axes, values: np.ndarray, label: str) -> None:
    """Draw median and 5-95 % band of (world, day, member), and name each world at its end."""
    days = np.arange(values.shape[1])
    for world, colour, words in _WORLDS:
        low, middle, high = np.quantile(values[world], (0.05, 0.5, 0.95), axis=-1, method="inverted_cdf")
        axes.fill_between(days, low, high, color=colour, alpha=0.22, linewidth=0)
        axes.plot(days, middle, color=colour, linewidth=1.8, label=words)
    axes.set_ylabel(label)
    axes.legend(frameon=False, fontsize=8, loc="lower right", bbox_to_anchor=(1, 1.0), ncols=2, borderaxespad=0)


def _flown(axes: Axes, found: CaseResult) -> None:
    """Draw the altitudes that were then observed, month by month."""
    start, days = found.case.start, found.futures.days
    rows = [((row.date - start).days, row.altitude_km) for row in found.futures.pack.orbit_history]
    seen = [(day, altitude) for day, altitude in rows if 0 <= day < days]
    if seen:
        axes.plot(*zip(*seen, strict=True), linestyle="", marker=".", markersize=4, color=INK, label="observed")
        axes.legend(frameon=False, fontsize=8, loc="lower right", bbox_to_anchor=(1, 1.0), ncols=3, borderaxespad=0)


def _check(axes: Axes, check: Check, start: dt.date) -> None:
    """Draw the interval as a bar, its median as a dot, and what was observed as a line."""
    axes.set_yticks([])
    axes.set_ylim(-1, 1)
    axes.spines["left"].set_visible(False)
    colour = BLUE if check.inside else VERMILLION
    if check.quantity.unit == "name":
        shares = ", ".join(f"{name} {percent(share)}" for name, share in list(check.shares.items())[:4])
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.text(0, 0, f"{shares}; observed: {check.quantity.observed}", va="center", color=colour, fontsize=9)
        return
    ends = [_number(value, start) for value in (check.p05, check.p50, check.p95)]
    seen = _number(check.quantity.observed, start)
    assert seen is not None
    known = [value for value in [*ends, seen] if value is not None]
    room = max((max(known) - min(known)) * 0.12, 1.0)
    left, right = min(known) - room, max(known) + 2 * room
    first = right if ends[0] is None else ends[0]
    last = right if ends[2] is None else ends[2]
    axes.plot([first, last], [0, 0], color=colour, linewidth=7, alpha=0.4, solid_capstyle="butt")
    if ends[1] is not None:
        axes.plot([ends[1]], [0], marker="o", color=colour, markersize=6.5)
    axes.plot([seen, seen], [-0.7, 0.7], color=INK, linewidth=1.6)
    axes.annotate("observed", (seen, 0.75), ha="center", va="bottom", fontsize=8, annotation_clip=False)
    if ends[0] is None:
        axes.text(right, 0, "not within the horizon", ha="right", va="bottom", color=colour, fontsize=8)
    axes.set_xlim(left, right)
    ticks = sorted({round(value, 2) for value in known})
    apart = [ticks[0], *(b for a, b in pairwise(ticks) if b - a > 0.11 * (right - left))]
    axes.set_xticks(apart, [_written(value, check, start) for value in apart], fontsize=8)
    axes.tick_params(axis="x", length=2, color=FAINT)


def _width_unit(check: Check) -> str:
    return "days" if check.quantity.unit == "date" else check.quantity.unit


def _number(value: Value, start: dt.date) -> float | None:
    if value is None or isinstance(value, str):
        return None
    return float((value - start).days) if isinstance(value, dt.date) else float(value)


def _written(value: float, check: Check, start: dt.date) -> str:
    if check.quantity.unit == "date":
        return (start + dt.timedelta(days=round(value))).isoformat()
    return f"{value:.4g} {check.quantity.unit}"
