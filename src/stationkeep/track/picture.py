"""The map: where an orbit passes, how often, and the tracks of a span or of a window of hours."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from stationkeep.errors import InputError, RunError
from stationkeep.track.countries import load_countries, load_parallels
from stationkeep.track.entry import LAST_HOURS_KM
from stationkeep.track.latitude import highest_latitude_deg, time_south_of
from stationkeep.track.passes import Circular

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from stationkeep.track.document import Question

# Okabe and Ito's colours, told apart by every kind of eye (https://jfly.uni-koeln.de/color/).
_BLUE, _VERMILLION = "#0072B2", "#D55E00"
_INK, _GREY, _LAND, _BORDER = "#1b1f24", "#6b7178", "#fbf8f1", "#7d838b"
_MOST_DAYS_DRAWN = 1.0
_STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10.0,
    "text.color": _INK,
    "text.parse_math": False,
    "axes.edgecolor": _GREY,
    "axes.linewidth": 0.7,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.unicode_minus": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "track",
}


def draw(question: Question, document: dict[str, Any], path: Path) -> None:
    """Draw the map into a file; the same question gives the same bytes.

    Parameters
    ----------
    question : Question
    document : dict
        What `document.answer` gives for it.
    path : Path
        A .png or .svg file.

    Raises
    ------
    InputError
        The file cannot be written.
    RunError
        matplotlib is not installed.
    """
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise RunError("the map needs matplotlib, which is not installed; pip install 'stationkeep[report]'") from error
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(12.0, 6.6), dpi=150, facecolor="white")
        world, beside = figure.subplots(1, 2, sharey=True, gridspec_kw={"width_ratios": [8.6, 1.4], "wspace": 0.03})
        figure.subplots_adjust(left=0.055, right=0.985, top=0.875, bottom=0.125)
        _world(world, question)
        _beside(beside, question)
        drawn = _tracks(world, question)
        _words(figure, question, document, drawn)
        kept = {"Date": None} if path.suffix.lower() == ".svg" else {"Software": None}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            figure.savefig(path, metadata=kept)
        except OSError as error:
            raise InputError(f"'{path}' cannot be written ({error.strerror or error}); name another place") from error


def _density(question: Question, edges: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the share of time per degree of latitude, in per cent."""
    below = time_south_of(edges, question.altitude_km, question.inclination_deg)
    share: np.ndarray[Any, Any] = 100.0 * np.diff(below) / np.diff(edges)
    return share


def _world(axes: Axes, question: Question) -> None:
    """Draw the seas shaded by how often the orbit passes a place, the land over them, and where it never comes."""
    from matplotlib.collections import PolyCollection
    from matplotlib.colors import LinearSegmentedColormap

    highest = highest_latitude_deg(question.altitude_km, question.inclination_deg)
    edges = np.linspace(-90.0, 90.0, 721)
    # Time over a square kilometre, not over a degree of latitude, is what the eye takes from a shaded area.
    middles = 0.5 * (edges[1:] + edges[:-1])
    dense = _density(question, edges) / np.cos(np.radians(middles))
    inside = np.abs(middles) < highest
    top = float(np.quantile(dense[inside], 0.97)) if inside.any() else 1.0
    shades = LinearSegmentedColormap.from_list("passes", ["#eaf3fa", "#9cc8e6", _BLUE])
    axes.imshow(
        dense[:, None],
        extent=(-180.0, 180.0, -90.0, 90.0),
        origin="lower",
        aspect="auto",
        cmap=shades,
        vmin=0.6 * float(dense[inside].min()) if inside.any() else 0.0,
        vmax=top,
        interpolation="nearest",
        zorder=0,
    )
    rings = [_thinned(ring) for ring in load_countries().outlines() if np.ptp(ring[:, 1]) > 0.1]
    axes.add_collection(PolyCollection(rings, facecolors=_LAND, edgecolors=_BORDER, linewidths=0.4, zorder=1))
    for side in (-1.0, 1.0):
        axes.axhspan(side * highest, side * 90.0, facecolor="#d5d9de", alpha=0.82, linewidth=0, zorder=2)
        axes.axhline(side * highest, color=_VERMILLION, linewidth=1.4, zorder=4)
    for side, word in ((1.0, "north"), (-1.0, "south")):
        if 90.0 - highest > 9.0:
            axes.text(
                -176.0,
                side * (highest + (3.0 if side > 0 else 3.4)),
                f"never overhead beyond {highest:.1f}° {word}",
                color=_VERMILLION,
                fontsize=10.5,
                va="bottom" if side > 0 else "top",
                zorder=5,
            )
    axes.set_xlim(-180.0, 180.0)
    axes.set_ylim(-90.0, 90.0)
    axes.set_xticks(range(-150, 181, 60), [_degrees(x, "E", "W") for x in range(-150, 181, 60)])
    axes.set_yticks(range(-60, 61, 30), [_degrees(y, "N", "S") for y in range(-60, 61, 30)])
    axes.tick_params(length=3.0)


def _thinned(ring: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Leave out vertices that fall into one cell of 0.1 deg, half a pixel of the PNG, to spare the SVG."""
    moved = np.any(np.diff(np.rint(10.0 * ring), axis=0) != 0.0, axis=1)
    kept: np.ndarray[Any, Any] = ring[np.concatenate(([True], moved))]
    return kept


def _degrees(value: int, above: str, below: str) -> str:
    return f"{abs(value)}°{'' if value == 0 else above if value > 0 else below}"


def _beside(axes: Axes, question: Question) -> None:
    """Draw the share of time by latitude, of it that over land."""
    edges = np.linspace(-90.0, 90.0, 181)
    middles = 0.5 * (edges[1:] + edges[:-1])
    share = _density(question, edges)
    rows, land = load_parallels().land_share()
    part = np.array([land[(rows >= low) & (rows < high)].mean() for low, high in pairwise(edges)])
    axes.fill_betweenx(middles, 0.0, share, step="mid", color="#9cc8e6", linewidth=0)
    axes.fill_betweenx(middles, 0.0, share * part, step="mid", color=_BLUE, linewidth=0)
    axes.set_xlim(0.0, 1.08 * float(share.max()))
    axes.set_xlabel("% of the time\nper degree of latitude", fontsize=9.0)
    axes.tick_params(length=3.0, labelleft=False)
    axes.spines[["top", "right"]].set_visible(False)
    axes.text(0.97, 0.985, "over land", color=_BLUE, ha="right", va="top", fontsize=9.5, transform=axes.transAxes)
    axes.text(0.97, 0.945, "over sea", color="#5c9fca", ha="right", va="top", fontsize=9.5, transform=axes.transAxes)


def _tracks(axes: Axes, question: Question) -> str:
    """Draw the tracks of the window, or of the first day of the span; say which."""
    node = question.node_longitude_deg
    if node is None:
        return ""
    if question.entry_window_hours is not None:
        hours = question.entry_window_hours
        _line(axes, Circular(LAST_HOURS_KM, question.inclination_deg), hours / 24.0, node)
        return f"tracks on which an entry within {hours:g} h of the start falls"
    days = min(question.days or 0.0, _MOST_DAYS_DRAWN)
    _line(axes, question.orbit, days, node)
    return f"the track of {'the first day' if (question.days or 0.0) > days else f'{24.0 * days:g} h'}"


def _line(axes: Axes, orbit: Circular, days: float, node: float) -> None:
    moments = np.linspace(0.0, days, max(2, round(days * 86400.0 / 15.0)))
    longitude, latitude = orbit.ground(moments, node)
    cuts = np.flatnonzero(np.abs(np.diff(longitude)) > 180.0) + 1
    for x, y in zip(np.split(longitude, cuts), np.split(latitude, cuts), strict=True):
        axes.plot(x, y, color="white", linewidth=2.6, solid_capstyle="butt", zorder=5)
        axes.plot(x, y, color=_INK, linewidth=1.2, solid_capstyle="butt", zorder=6)
    axes.plot(longitude[:1], latitude[:1], "o", color=_INK, markeredgecolor="white", markersize=7.0, zorder=7)


def _words(figure: Any, question: Question, document: dict[str, Any], drawn: str) -> None:
    rows = {row["iso3"]: row for row in document["countries"]}
    first = document["countries"][:3]
    if "RUS" in rows and rows["RUS"] not in first:
        first = [*first, rows["RUS"]]
    told = ", ".join(f"{row['name']} {100 * row['share']:.1f}" for row in first)
    span = "" if question.days is None else f"in {question.days:g} day{'' if question.days == 1.0 else 's'}, "
    over = f": {told} %" if told else ""
    figure.text(
        0.055,
        0.955,
        f"Where an orbit at {question.altitude_km:g} km and {question.inclination_deg:g}° passes",
        fontsize=16.0,
        weight="bold",
    )
    figure.text(
        0.055,
        0.908,
        f"{span[:1].upper() + span[1:]}{'land' if span else 'Land'} lies under it "
        f"{100 * document['land_share']:.1f} % of the time{over}",
        fontsize=11.5,
    )
    lines = [f"Line: {drawn}, begun at the dot."] if drawn else []
    lines.append(
        "Shading of the sea: time over a square kilometre. "
        "Borders: Natural Earth 1:50 m, who controls the ground; no position is taken."
    )
    figure.text(0.055, 0.018, "\n".join(lines), fontsize=8.5, color=_GREY, linespacing=1.5)
