"""The hindcast of stocks as a picture: what was read over what the model expected, one panel an account."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stationkeep.drawing import (
    BLUE,
    GREY,
    INK,
    VERMILLION,
    Sheet,
    date_axis,
    figure,
    footnote,
    house_style,
    place,
    save,
)
from stationkeep.errors import InputError
from stationkeep.evidence.stocks import StockHindcast
from stationkeep.wording import percent

_PANEL_PT, _GAP_PT, _TOP_PT, _FOOT_PT = 120.0, 46.0, 40.0, 52.0


def draw(found: Sequence[StockHindcast], path: Path) -> None:
    """Draw hindcasts into a file whose name ends in .svg, .png or .pdf.

    Raises
    ------
    RunError
        matplotlib is not installed.
    InputError
        Nothing to draw, or a name or place that does not serve.
    """
    if not found:
        raise InputError("there is no hindcast to draw; give one or more")
    height = _TOP_PT + _FOOT_PT + len(found) * _PANEL_PT + (len(found) - 1) * _GAP_PT
    with house_style("stationkeep-stocks"):
        sheet = Sheet("stocks", narrow=False)
        made = figure(sheet, height)
        for at, one in enumerate(found):
            axes = made.add_axes((0, 0, 1, 1), label=str(at))
            top = _TOP_PT + at * (_PANEL_PT + _GAP_PT)
            place(axes, sheet, height, 52, height - top - _PANEL_PT, 16, top)
            days = [(day - one.dates[0]).days for day in one.dates]
            axes.fill_between(days, one.p05, one.p95, color=BLUE, alpha=0.2, linewidth=0)
            axes.plot(days, one.p50, color=BLUE, linewidth=1.6)
            axes.plot(days, one.observed, "o", color=VERMILLION, markersize=2.6)
            for came in one.deliveries:
                axes.axvline((came.day - one.dates[0]).days, color=GREY, linewidth=0.7, linestyle=(0, (1, 3)))
            axes.set_ylim(bottom=0)
            axes.set_ylabel(one.unit)
            date_axis(axes, one.dates[0], days[-1], sheet)
            said = f"{one.account.label}: {percent(one.inside())} of {len(days) - 1} readings inside the 90 % interval"
            axes.set_title(said, loc="left", fontsize=10, color=INK)
        key = "dots: read; band and line: 5 to 95 % and median expected from the first reading on; dotted: deliveries"
        footnote(made, sheet, height, key)
        save(made, path)
