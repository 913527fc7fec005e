"""The altitude fan, and the small plots of stocks and crew, drawn from the answer's document."""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from stationkeep.drawing import BLUE, FAINT, GREY, HALO, INK, Sheet, both, date_axis, figure, place

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Values = npt.NDArray[np.float64]
Document = dict[str, Any]
SMALLEST_SPAN_KM = 60.0
"""No plot shows less height than this, so that a steady orbit looks steady."""


def _array(values: list[float | None]) -> Values:
    return np.array([math.nan if value is None else value for value in values], dtype=np.float64)


def _start(document: Document) -> dt.date:
    return dt.date.fromisoformat(document["scenario"]["start"])


def _band(
    axes: Axes,
    days: Values,
    one: Document,
    colour: str,
    strength: float,
    width: float,
    order: int,
    least: float = math.nan,
) -> None:
    """Draw a median in its band, which reaches down to the least there can be where some futures have none."""
    low, middle, high = (_array(one[key]) for key in ("p05", "p50", "p95"))
    low = np.where(np.isnan(low), least, low)
    axes.fill_between(days, low, high, color=colour, alpha=strength, linewidth=0, zorder=order)
    axes.plot(days, middle, color=colour, linewidth=width, zorder=order + 1, solid_capstyle="butt")


def altitude_fan(document: Document) -> str:
    """Return the altitude over time: median and 5-95 % band, undisturbed twin, and the levels that matter."""
    altitude, levels = document["altitude_km"], document["altitude_levels"]

    def draw(sheet: Sheet) -> Figure:
        height = 300.0 if sheet.narrow else 380.0
        made = figure(sheet, height)
        axes = made.add_axes((0, 0, 1, 1))
        place(axes, sheet, height, 38, 34, 26 if sheet.narrow else 172, 26)
        _fan(axes, document, altitude, levels, sheet)
        return made

    start, last = altitude["p50"][0], altitude["p50"][-1]
    ends = "out of the air" if last is None else f"{last:.0f} km"
    return both("fan", f"Altitude in km over time; the middle future goes from {start:.0f} km to {ends}", draw)


def _fan(axes: Axes, document: Document, altitude: Document, levels: list[Document], sheet: Sheet) -> None:
    days = np.array(altitude["days"], dtype=np.float64)
    last = int(document["scenario"]["horizon_days"])
    curves = {key: _array(altitude[key]) for key in ("p05", "p50", "p95")}
    twin = {key: _array(altitude["undisturbed"][key]) for key in ("p05", "p95")}
    lowest = min(np.nanmin(curves["p05"]), np.nanmin(twin["p05"]))
    highest = max(np.nanmax(curves["p95"]), np.nanmax(twin["p95"]))
    shown = [level for level in levels if level["km"] >= lowest - 25]
    bottom = min([lowest, *(level["km"] for level in shown)])
    bottom = min(bottom, highest - SMALLEST_SPAN_KM)
    room = 0.06 * (highest - bottom) + 2
    axes.set_ylim(bottom - room, highest + room)
    _band(axes, days, altitude["undisturbed"], GREY, 0.35, 1.0, 2)
    _band(axes, days, altitude, BLUE, 0.20, 0.0, 4)
    axes.plot(days, flying(curves["p50"], levels), color=BLUE, linewidth=2.4, zorder=6)
    for key in ("p05", "p95"):
        axes.plot(days, flying(curves[key], levels), color=BLUE, linewidth=0.9, zorder=5)
    for level in shown:
        axes.axhline(level["km"], color=INK, linewidth=0.6, linestyle=(0, (1, 3)), zorder=1)
        _name_level(axes, level, sheet)
    falls = lowest < levels[-1]["km"] + 150 if levels else False
    for key, words in (("p05", "5 %"), ("p50", "half"), ("p95", "95 %")):
        _label_curve(axes, days, curves[key], words, bottom + 0.36 * (highest - bottom) if falls else -1.0, last)
    twin_high = _array(altitude["undisturbed"]["p95"])
    at = int(0.62 * (len(days) - 1))
    axes.annotate(
        "undisturbed", (float(days[at]), float(twin_high[at])), (0, 4), textcoords="offset points", ha="center",
        fontsize=8.5, color="#5b6068", gid=HALO, zorder=8,
    )  # fmt: skip
    date_axis(axes, _start(document), last, sheet)
    axes.text(0, 1.03, "altitude, km", transform=axes.transAxes, ha="left", fontsize=9, color=INK)


def flying(curve: Values, levels: list[Document]) -> Values:
    """Return a curve that ends where it has come down to the lowest level: what has entered flies no more."""
    lowest = min((level["km"] for level in levels), default=-math.inf)
    down = np.nonzero(curve <= lowest + 0.5)[0]
    return curve if not down.size else np.where(np.arange(curve.size) <= down[0], curve, math.nan)


def _name_level(axes: Axes, level: Document, sheet: Sheet) -> None:
    """Write what a level means: beside the plot where there is room, else on the line at the right."""
    km = f"{level['km']:.0f} km"
    label = str(level["label"])
    words = label if km in label else f"{label} ({km})"
    shift, side, height = ((-2, 2), "right", "bottom") if sheet.narrow else ((6, 0), "left", "center")
    axes.annotate(
        words,
        (1, level["km"]),
        shift,
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        annotation_clip=False,
        ha=side,
        va=height,
        fontsize=8.5,
        color=INK,
        gid=HALO,
        zorder=8,
    )


def _label_curve(axes: Axes, days: Values, curve: Values, words: str, level: float, last: int) -> None:
    """Write a curve's name where it falls through a level, or at its end when it does not."""
    below = np.nonzero(curve < level)[0]
    style: dict[str, Any] = {
        "textcoords": "offset points", "fontsize": 9, "color": BLUE, "weight": "bold", "zorder": 9,
        "gid": HALO, "va": "center",
    }  # fmt: skip
    if below.size and days[below[0]] < 0.93 * last:
        axes.annotate(words, (float(days[below[0]]), level), (6, 0), **style)
        return
    known = np.nonzero(np.isfinite(curve) & (days <= 0.93 * last))[0]
    if known.size:
        at = int(known[-1])
        axes.annotate(words, (float(days[at]), float(curve[at])), (0, 9), ha="center", **style)


def panels(document: Document, key: str, name: str, described: str) -> str:
    """Return small plots of ``stocks`` or ``crew``: one a quantity, the disturbed over the undisturbed station."""
    rows = [document[key][name] for name in sorted(document[key], key=lambda name: (name != "total", name))]
    if not rows:
        return ""

    def draw(sheet: Sheet) -> Figure:
        columns = min(len(rows), 1 if sheet.narrow else 3)
        lines = math.ceil(len(rows) / columns)
        each, gap = (112.0, 50.0) if sheet.narrow else (120.0, 58.0)
        height = lines * (each + gap) + 8
        made = figure(sheet, height)
        left, between = 38.0, 46.0
        width = (sheet.width_pt - left - 14 - (columns - 1) * between) / columns
        for i, one in enumerate(rows):
            line, column = divmod(i, columns)
            x, y = left + column * (width + between), height - (line + 1) * (each + gap) + gap - 22
            axes = made.add_axes((x / sheet.width_pt, y / height, width / sheet.width_pt, each / height))
            _panel(axes, document, one, sheet)
        return made

    return both(name, described, draw)


def _panel(axes: Axes, document: Document, one: Document, sheet: Sheet) -> None:
    days = np.array(one["days"], dtype=np.float64)
    last = int(document["scenario"]["horizon_days"])
    _band(axes, days, one["undisturbed"], GREY, 0.30, 1.0, 2, 0.0)
    _band(axes, days, one, BLUE, 0.22, 2.0, 4, 0.0)
    axes.set_ylim(bottom=0)
    axes.margins(y=0.08)
    high = axes.get_ylim()[1]
    axes.set_ylim(0, max(high, 1.0))
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(4, integer=one["unit"] == "people"))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}" if value == round(value) else f"{value:g}")
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    told = one["unit"] in ("people", "1") or one["unit"] in one["label"].replace(",", "").split()
    title = textwrap.fill(one["label"] if told else f"{one['label']}, {one['unit']}", 44 if sheet.narrow else 33)
    axes.text(
        0, 1.05, title, va="bottom", linespacing=1.15, transform=axes.transAxes, fontsize=9.5, weight="bold", color=INK
    )
    date_axis(axes, _start(document), last, Sheet(sheet.name, True))
