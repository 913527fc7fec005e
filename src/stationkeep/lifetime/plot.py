"""The forecast as a picture: altitude against time with its interval, and when the object enters."""

from __future__ import annotations

import datetime as dt
import textwrap
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
from stationkeep.lifetime.document import sentences
from stationkeep.lifetime.forecast import Band, Lifetime
from stationkeep.orbit.earth import ENTRY_ALTITUDE_KM

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT_PT, _ENTRY_PT = 460.0, 90.0  # with the panel of entries, which is left out where nothing enters
_BINS = 60
_FEWEST_SHOWN = 3
_LABEL_SHARE = 0.2  # of the axis: less past than this leaves no room for the label


def draw(found: Lifetime, path: Path) -> None:
    """Draw the forecast into a file whose name ends in .svg, .png or .pdf.

    Raises
    ------
    RunError
        matplotlib is not installed.
    InputError
        A name or a place that does not serve.
    """
    with house_style("stationkeep-decay"):
        sheet = Sheet("decay", narrow=False)
        enters = bool(np.isfinite(found.entry_days).any())
        height = HEIGHT_PT if enters else HEIGHT_PT - _ENTRY_PT
        made = figure(sheet, height)
        above = made.add_axes((0, 0, 1, 1))
        place(above, sheet, height, 52, 52 + (_ENTRY_PT if enters else 0), 96, 62)
        last = _last_day(found)
        before = _days_shown_before(found, last)
        _past(above, found, before, last)
        _altitude(above, found)
        _dates(above, found, before, last, sheet)
        if enters:
            below = made.add_axes((0, 0, 1, 1))
            place(below, sheet, height, 52, 52, 96, height - 128)
            _entry(below, found, last)
            _dates(below, found, before, last, sheet)
            above.tick_params(labelbottom=False)
        title = textwrap.fill(sentences(found)[-1], 88)
        heading(made, sheet, height, title)
        source = f"{found.sun}; {found.body.drag.note}; {found.members:,} futures; dates UTC. stationkeep"
        footnote(made, sheet, height, textwrap.shorten(source, 150))
        save(made, path)


def _last_day(found: Lifetime) -> int:
    """Return where the axis ends: a little after the last entry, or the horizon."""
    late = float(found.days[-1])
    if np.all(np.isfinite(found.entry_days)):
        late = min(late, 1.05 * float(np.quantile(found.entry_days, 0.995)))
    return max(2, int(np.ceil(late)))


def _days_shown_before(found: Lifetime, last: int) -> int:
    """Return how much of the past goes on the picture: no more than two thirds of what lies ahead."""
    if found.body.past is None:
        return 0
    age = float(found.on.astype("datetime64[D]").astype(np.int64)) - found.body.past[0]
    shown = age[age <= 0.66 * last]
    return int(np.ceil(shown.max())) if shown.size >= _FEWEST_SHOWN else 0


def _dates(axes: Axes, found: Lifetime, before: int, last: int, sheet: Sheet) -> None:
    """Write dates under an axis of days since the forecast, which may begin before it."""
    start = (found.on - np.timedelta64(before, "D")).astype(dt.date)
    date_axis(axes, start, before + last, sheet)
    labels = [label.get_text() for label in axes.get_xticklabels()]
    axes.set_xticks([tick - before for tick in axes.get_xticks()], labels)
    axes.set_xlim(-before, last)


def _past(axes: Axes, found: Lifetime, before: int, last: int) -> None:
    """Draw the orbits that the forecast was learnt from, and where it begins."""
    if found.body.past is None or not before:
        return
    day = found.body.past[0] - float(found.on.astype("datetime64[D]").astype(np.int64))
    shown = day >= -before
    axes.plot(day[shown], found.body.past[1][shown], "o", color=INK, markersize=3)
    axes.axvline(0.0, color=GREY, linewidth=0.8)
    side = -1 if before > _LABEL_SHARE * (before + last) else 1
    axes.annotate(
        f"known on {found.on}",
        (0.0, 0.02),
        (5 * side, 0),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="right" if side < 0 else "left",
        color=GREY,
        fontsize=8.5,
    )


def _altitude(axes: Axes, found: Lifetime) -> None:
    """Draw median and 5-95 % band; each curve ends where it has entered."""
    curves = {}
    for name, row in found.altitude_km.items():
        entered = np.flatnonzero(row <= ENTRY_ALTITUDE_KM)
        curves[name] = np.where(np.arange(len(row)) > (entered[0] if entered.size else len(row)), np.nan, row)
    days = found.days
    axes.fill_between(days, found.altitude_km["p05"], found.altitude_km["p95"], color=BLUE, alpha=0.2, linewidth=0)
    for name, width in (("p05", 0.9), ("p50", 2.4), ("p95", 0.9)):
        axes.plot(days, curves[name], color=BLUE, linewidth=width)
    top = float(
        max(np.max(found.altitude_km["p95"]), *axes.dataLim.intervaly[np.isfinite(axes.dataLim.intervaly)], 0.0)
    )
    axes.set_ylim(ENTRY_ALTITUDE_KM - 12, top + 0.06 * (top - ENTRY_ALTITUDE_KM) + 4)
    for one in found.reach:
        axes.axhline(one.altitude_km, color=INK, linewidth=0.6, linestyle=(0, (1, 3)))
        word = "120 km, entry" if one.altitude_km == ENTRY_ALTITUDE_KM else f"{one.altitude_km:g} km"
        axes.text(1.01, one.altitude_km, word, transform=axes.get_yaxis_transform(), va="center", fontsize=9)
    axes.set_ylabel("mean altitude, km")
    for name, words in (("p05", "5 %"), ("p50", "half"), ("p95", "95 %")):
        above = np.flatnonzero(curves[name] > ENTRY_ALTITUDE_KM + 0.42 * (top - ENTRY_ALTITUDE_KM))
        if found.members > 1 and above.size and above[-1] + 1 < len(days):
            at = above[-1]
            axes.annotate(words, (days[at], curves[name][at]), (5, 2), textcoords="offset points", color=BLUE)


def _entry(axes: Axes, found: Lifetime, last: int) -> None:
    """Draw the share of futures that enter, week by week or so, over the 5-95 % interval."""
    entry = found.entry_days[np.isfinite(found.entry_days)]
    heights, edges = np.histogram(entry, bins=_BINS, range=(0, last))
    axes.bar(edges[:-1], heights / found.members, np.diff(edges), align="edge", color=VERMILLION, alpha=0.75)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.text(1.01, 0.4, "entry:\nshare of\nfutures", transform=axes.transAxes, va="center", fontsize=9)
    band = Band.of(found.entry_days)
    if np.isfinite(band.p95) and found.members > 1:
        axes.axvspan(band.p05, band.p95, color=FAINT, alpha=0.6, zorder=0, linewidth=0)
    if np.isfinite(band.p50):
        axes.axvline(band.p50, color=INK, linewidth=1.2)
