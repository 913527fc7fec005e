"""The ladder as a timeline: what stops when, as bars from 5 to 95 % of the futures.

Time runs on a scale that gives the first weeks as much room as the later years, since what matters happens over
both; its marks are spans that everybody knows (a week, a month, a year).
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Literal

from stationkeep.answer import wording
from stationkeep.drawing import BLUE, FAINT, GREY, HALO, INK, VERMILLION, Sheet, both, figure, place

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Document = dict[str, Any]
Side = Literal["left", "right"]
SOFT = "#5b6068"
SCALE_DAYS = 10.0
"""Below this the scale is nearly even, above it nearly logarithmic."""

_MARKS = (
    (0, "day 0"),
    (7, "1 week"),
    (30, "1 month"),
    (91, "3 months"),
    (365, "1 year"),
    (1096, "3 years"),
    (2922, "8 years"),
    (7305, "20 years"),
)
_NARROW_SKIPS = frozenset({"1 week", "3 months"})


def position(days: float) -> float:
    """Return where a day stands on the axis."""
    return math.log1p(days / SCALE_DAYS)


def timeline(document: Document) -> str:
    """Return losses, then the rungs of severity that are reached, each with its interval and probability."""
    losses = [row | {"key": row["function"]} for row in document["losses"]]
    rungs = [row | {"key": row["rung"]} for row in document["ladder"] if row["probability"] > 0]
    rungs.sort(key=lambda row: (row["date_p50"] or "9", row["date_p05"] or "9"))
    knot = (document.get("knot") or {}).get("function", "")

    def draw(sheet: Sheet) -> Figure:
        pitch = 31.0 if sheet.narrow else 21.0
        head = 26.0
        rows = len(losses) + len(rungs)
        height = rows * pitch + 2 * head + 66
        made = figure(sheet, height)
        axes = made.add_axes((0, 0, 1, 1))
        left, right = (6.0, 46.0) if sheet.narrow else (232.0, 56.0)
        place(axes, sheet, height, left, 30, right, 20)
        axes.set_ylim(-(height - 50), 0)
        y = 0.0
        for title, group in (("WHAT STOPS", losses), ("HOW FAR IT GOES", rungs)):
            if not group:
                continue
            _heading(axes, title, -y - 14, sheet)
            y += head
            for row in group:
                _row(axes, row, -y - pitch / 2, document, sheet, row["key"] == knot)
                y += pitch
        _scale(axes, document, sheet)
        return made

    return both("ladder", f"{len(losses)} functions lost, in order, with intervals of dates and probabilities", draw)


def _heading(axes: Axes, title: str, y: float, sheet: Sheet) -> None:
    """Write the heading of a group, and over the right column what its numbers are."""
    left, right = (0.0, 44.0) if sheet.narrow else (-232.0, 54.0)
    _write(axes, title, (0, y), left, "left", fontsize=8, color=SOFT, weight="bold")
    _write(axes, "of futures", (1, y), right, "right", fontsize=8, color=SOFT, weight="bold")


def _write(axes: Axes, text: str, at: tuple[float, float], shift: float, side: Side, **style: Any) -> None:
    """Write a text beside a row: ``at`` in shares of the width and in points of height, moved by points."""
    axes.annotate(
        text,
        at,
        (shift, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        annotation_clip=False,
        ha=side,
        va="center",
        **style,
    )


def _days(row: Document, start: dt.date) -> tuple[int | None, int | None, int | None]:
    p05, p50, p95 = (
        None if row[key] is None else (dt.date.fromisoformat(row[key]) - start).days
        for key in ("date_p05", "date_p50", "date_p95")
    )
    return p05, p50, p95


def _row(axes: Axes, row: Document, y: float, document: Document, sheet: Sheet, knot: bool) -> None:
    horizon = int(document["scenario"]["horizon_days"])
    p05, p50, p95 = _days(row, dt.date.fromisoformat(document["scenario"]["start"]))
    colour, weight = (VERMILLION, "bold") if knot else (BLUE, "normal")
    bar = y - 6 if sheet.narrow else y
    if sheet.narrow:
        _write(axes, row["label"], (0, y + 8), 0, "left", fontsize=9.5, color=INK, weight=weight, gid=HALO)
    else:
        _write(axes, row["label"], (0, y), -10, "right", fontsize=9.5, color=INK, weight=weight)
    chance = wording.percent(row["probability"])
    _write(axes, chance, (1, bar), 44 if sheet.narrow else 54, "right", fontsize=9.5, color=INK)
    axes.axhline(bar, color=FAINT, linewidth=0.5, zorder=0)
    if p05 is None:
        _write(axes, "in fewer than 5 % of the futures", (1, bar), -4, "right", fontsize=8, color=SOFT, gid=HALO)
        return
    span = [position(p05), position(horizon if p95 is None else p95)]
    axes.plot(span, [bar, bar], color=colour, linewidth=6, alpha=0.35, solid_capstyle="butt", zorder=3)
    point: dict[str, Any] = {"color": colour, "linewidth": 0, "clip_on": False}
    if p95 is None:
        axes.plot([position(horizon)], [bar], marker=">", markersize=6, zorder=4, **point)
    if p50 is not None:
        axes.plot([position(p50)], [bar], marker="o", markersize=6.5, zorder=5, **point)


def _scale(axes: Axes, document: Document, sheet: Sheet) -> None:
    horizon = int(document["scenario"]["horizon_days"])
    marks = [(day, words) for day, words in _MARKS if day <= horizon and not (sheet.narrow and words in _NARROW_SKIPS)]
    axes.set_xlim(-0.06, position(horizon))
    axes.set_xticks([position(day) for day, _ in marks], [words for _, words in marks])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    for day, _ in marks:
        axes.axvline(position(day), color=FAINT, linewidth=0.6, zorder=0)
    axes.tick_params(axis="x", length=0, labelsize=8.5, labelcolor="#454a52", labeltop=True)
    axes.spines["bottom"].set_color(GREY)
