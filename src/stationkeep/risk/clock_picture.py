"""The clock as a drawing: for every function, how long a suspension may last before it cannot be brought back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stationkeep.drawing import FAINT, GREY, INK, VERMILLION, house_style, save

_LABELS_PT, _ROW_PT, _WIDE_PT = 235, 18, 690


def draw_clock(document: dict[str, Any], path: Path) -> None:
    """Draw 5 %, half and 95 % of each clock against the length of the suspension; an arrow: longer than was tried."""
    rows = sorted(
        document["clocks"], key=lambda row: (row["function"] != "station", row["days_p50"] or 1e9, row["label"])
    )
    longest = document["longest_days"] // document["step_days"] * document["step_days"]
    gone = [row for row in rows if row["days_p05"] is not None]
    safe = [row["label"] for row in rows if row["days_p05"] is None]
    with house_style("stationkeep-clock"):
        from matplotlib.figure import Figure

        top, height = 66, 66 + _ROW_PT * len(gone) + 52
        figure = Figure(figsize=(_WIDE_PT / 72, height / 72))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(-_LABELS_PT, _WIDE_PT - _LABELS_PT)
        axes.set_ylim(height - top, -top)
        axes.axis("off")
        left, scale = 14 - _LABELS_PT, (_WIDE_PT - _LABELS_PT - 40) / longest
        axes.text(left, 22 - top, "How long before it cannot be undone", fontsize=14, fontweight="bold")
        told = f"{document['title']}: days of suspension, then {document['recovery_days']} days of cooperation"
        axes.text(left, 40 - top, told, fontsize=9.5, color=GREY)
        low = _ROW_PT * len(gone)
        for days in range(0, longest + 1, 365):
            axes.plot([days * scale] * 2, [-4, low], color=FAINT, linewidth=0.7, zorder=0)
            text = "0" if not days else f"{days // 365} y"
            axes.text(days * scale, low + 10, text, ha="center", va="center", fontsize=8.5, color=GREY)
        told_days = None  # a date that the row above has said is not said again
        for place, row in enumerate(gone):
            _row(axes, row, (place + 0.5) * _ROW_PT, scale, longest, row["days_p50"] != told_days)
            told_days = row["days_p50"]
        notes = ["line: 5 to 95 % of futures; dot: half; arrow: longer than was tried"]
        notes += [f"always comes back: {', '.join(safe)}"] if safe else []
        axes.text(left, low + 30, "; ".join(notes), va="center", fontsize=8.5, color=GREY)
        save(figure, path)


def _row(axes: Any, row: dict[str, Any], y: float, scale: float, longest: int, say: bool) -> None:
    station = row["function"] == "station"
    colour = VERMILLION if station else INK
    weight = "bold" if station else "normal"
    axes.text(-10, y, row["label"], ha="right", va="center", fontweight=weight)
    end = longest if row["days_p95"] is None else row["days_p95"]
    axes.plot([row["days_p05"] * scale, end * scale], [y, y], color=colour, linewidth=2.2, solid_capstyle="butt")
    if row["days_p95"] is None:
        axes.plot([end * scale + 4], [y], ">", color=colour, markersize=6)
    if row["days_p50"] is not None:
        axes.plot([row["days_p50"] * scale], [y], "o", color=colour, markersize=6.5)
        if say:
            text = f"{row['days_p50']} d"
            axes.text(row["days_p50"] * scale, y - 5, text, ha="center", va="bottom", fontsize=7, color=GREY)
