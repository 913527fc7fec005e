"""Forecasts from the past and what came: intervals by start, and how evenly the outcomes fell within them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from stationkeep.drawing import BLUE, GREY, INK, VERMILLION, house_style, save
from stationkeep.evidence.hindcast import Hindcast
from stationkeep.evidence.hindcast_report import shares_below
from stationkeep.wording import percent

_WIDTH_IN, _ROW_IN, _HEAD_IN = 10.0, 2.3, 0.6


def draw_hindcast(hindcasts: Sequence[Hindcast], path: Path) -> None:
    """Draw a row for each lead: 50 and 90 % intervals with what was observed, and the histogram of shares below.

    The name of the file ends in .svg, .png or .pdf. The histogram is flat, within the grey band of chance, where
    intervals hold as often as they say.

    Raises
    ------
    InputError
        The file cannot be written.
    RunError
        matplotlib is not installed.
    """
    with house_style("hindcast"):
        from matplotlib.figure import Figure

        leads = sorted({one.lead_days for one in hindcasts})
        made = Figure(figsize=(_WIDTH_IN, _ROW_IN * len(leads) + _HEAD_IN), layout="constrained")
        grid = made.subplots(len(leads), 2, width_ratios=(4, 1), squeeze=False)
        for row, lead in enumerate(leads):
            chosen = [one for one in hindcasts if one.lead_days == lead]
            days = [one.start.astype("datetime64[D]").item() for one in chosen]
            _intervals(grid[row, 0], chosen, days, lead)
            _histogram(grid[row, 1], shares_below(chosen, lead))
        grid[-1, 1].set_xlabel("share of futures below")
        grid[0, 0].legend(frameon=False, loc="upper right", ncols=3)
        inside = {k: float(np.mean([one.marks.inside for one in hindcasts if one.lead_days == k])) for k in leads}
        held = ", ".join(f"{percent(share)} at {lead} days" for lead, share in inside.items())
        made.suptitle(f"90 % intervals of the altitude lost to drag held {held}", x=0.01, ha="left", weight="bold")
        made.supxlabel(
            "Dates are those of the forecasts (UTC); outside its interval: orange. Right: flat within the grey band "
            "where intervals are as wide as they should be.",
            x=0.01,
            ha="left",
            fontsize=8,
            color=GREY,
        )
        save(made, path)


def _intervals(axes, chosen: Sequence[Hindcast], days: list[dt.date], lead: int) -> None:  # type: ignore[no-untyped-def]
    """Intervals and outcomes of a lead over the dates of their starts; no line across a gap in the record."""
    step = float(np.median(np.diff([day.toordinal() for day in days]))) if len(days) > 1 else 30.0
    wide = 0.8 * step
    for share, low, high in (
        (0.25, [one.marks.low for one in chosen], [one.marks.high for one in chosen]),
        (0.55, [one.quartiles_km[0] for one in chosen], [one.quartiles_km[1] for one in chosen]),
    ):
        label = "90 %" if share < 0.5 else "50 %"
        axes.bar(
            days, np.subtract(high, low), width=wide, bottom=low, color=BLUE, alpha=share, linewidth=0, label=label
        )
    outside = [not one.marks.inside for one in chosen]
    seen = np.array([one.marks.observed for one in chosen])
    axes.scatter(days, seen, s=5, color=[VERMILLION if out else INK for out in outside], zorder=3, label="observed")
    axes.set_ylabel(f"km lost in {lead} days")
    axes.set_ylim(bottom=0.0)


def _histogram(axes, below: list[float]) -> None:  # type: ignore[no-untyped-def]
    """How often the outcome fell into each tenth of the forecast; chance stays within the band nine times in ten."""
    bins = 10
    count = np.histogram(below, bins=bins, range=(0.0, 1.0))[0]
    even = len(below) / bins
    chance = 1.645 * np.sqrt(even * (1.0 - 1.0 / bins))
    axes.axhspan(max(even - chance, 0.0), even + chance, color=GREY, alpha=0.25, linewidth=0)
    axes.bar((np.arange(bins) + 0.5) / bins, count, width=0.9 / bins, color=BLUE)
    axes.set_xlim(0.0, 1.0)
    axes.set_yticks([])
