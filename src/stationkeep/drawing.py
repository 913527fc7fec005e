"""The house style of the plots, and their way into a page: SVG with real text, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stationkeep.errors import InputError, RunError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours, told apart by every kind of eye (https://jfly.uni-koeln.de/color/).
BLUE, VERMILLION, GREY, INK, FAINT = "#0072B2", "#D55E00", "#8a8f98", "#1b1f24", "#d9dce1"

WIDE_PT, NARROW_PT = 690.0, 276.0
"""Widths of the two versions of each plot: for a desk or paper, and for a phone."""

LEFT_PT = 52.0
"""Margin at the left of a plot, where the labels of its axis stand."""

HALO = "halo"
"""The group id by which a label asks the page's style for a white edge, to stay legible over lines."""

_RC: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.5,
    "text.parse_math": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "axes.unicode_minus": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}


@dataclass(frozen=True)
class Sheet:
    """What a plot is drawn on: its name, and whether it is the narrow version."""

    name: str
    narrow: bool

    @property
    def width_pt(self) -> float:
        """Width in points."""
        return NARROW_PT if self.narrow else WIDE_PT


@contextmanager
def house_style(salt: str) -> Iterator[None]:
    """Set the style for what is drawn inside.

    Raises
    ------
    RunError
        matplotlib is not installed.
    """
    try:
        import matplotlib
    except ImportError as error:
        raise RunError(
            "the report needs matplotlib, which is not installed; pip install 'stationkeep[report]'"
        ) from error
    with matplotlib.rc_context({**_RC, "svg.hashsalt": salt}):
        yield


def figure(sheet: Sheet, height_pt: float) -> Figure:
    """Return an empty figure of the sheet's width."""
    from matplotlib.figure import Figure

    return Figure(figsize=(sheet.width_pt / 72, height_pt / 72))


def place(axes: Axes, sheet: Sheet, height_pt: float, left: float, bottom: float, right: float, top: float) -> None:
    """Put axes on the sheet, with margins in points."""
    width = sheet.width_pt
    axes.set_position((left / width, bottom / height_pt, 1 - (left + right) / width, 1 - (bottom + top) / height_pt))


def heading(made: Figure, sheet: Sheet, height_pt: float, text: str, left_pt: float = LEFT_PT) -> None:
    """Write what a plot says at its top."""
    made.text(left_pt / sheet.width_pt, 1 - 12 / height_pt, text, va="top", fontsize=12, weight="bold")


def footnote(made: Figure, sheet: Sheet, height_pt: float, text: str, left_pt: float = LEFT_PT) -> None:
    """Write what a plot rests on at its foot, on one line."""
    made.text(left_pt / sheet.width_pt, 8 / height_pt, text, color=GREY, fontsize=7.5)


def svg(made: Figure, sheet: Sheet, described: str) -> str:
    """Return the figure as an ``<svg>`` element whose ids no other plot of the page shares."""
    buffer = io.StringIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # the reader's fonts write it, not ours
        made.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    text = re.sub(rf'id="{HALO}"', f'class="{HALO}"', text)
    text = re.sub(r"(\d+\.\d{2})\d+", r"\1", text)
    prefix = f"{sheet.name}-{'n' if sheet.narrow else 'w'}-"
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", text)
    text = re.sub(r'(?:xlink:)?href="#([^"]+)"', rf'href="#{prefix}\1"', text)
    text = re.sub(r"font-family:[^;\"]*;?|(?<=px )'DejaVu Sans'[^;\"]*|(?<=px )\"DejaVu Sans\"[^;\"]*", "", text)
    text = re.sub(r"font: ([0-9.]+)px\s*", r"font-size: \1px", text)
    text = re.sub(r"font: (?:bold|600|700) ([0-9.]+)px\s*", r"font-weight: 700; font-size: \1px", text)
    text = re.sub(
        r"<svg [^>]*viewBox=\"([^\"]+)\"[^>]*>",
        rf'<svg viewBox="\1" role="img" class="{_kind(sheet)}">',
        text,
        count=1,
    )
    title = f"<title>{html.escape(described)}</title>"
    return text.replace(">", f">{title}", 1).strip()


def _kind(sheet: Sheet) -> str:
    return "narrow" if sheet.narrow else "wide"


def both(name: str, described: str, draw: Callable[[Sheet], Figure]) -> str:
    """Return the wide and the narrow version of a plot; the page shows the one that fits."""
    parts = []
    for narrow in (False, True):
        sheet = Sheet(name, narrow)
        with house_style(f"stationkeep-{name}"):
            parts.append(svg(draw(sheet), sheet, described))
    return "\n".join(parts)


def date_axis(axes: Axes, start: dt.date, last_day: int, sheet: Sheet) -> None:
    """Write calendar dates under an axis of days since the start: months on a short one, years on a long one."""
    wanted = 4 if sheet.narrow else 9
    steps = [m for m in (1, 2, 3, 6, 12, 24, 36, 60, 120) if last_day / 30.4375 / m <= wanted]
    step = steps[0] if steps else 120
    ticks: list[int] = []
    labels: list[str] = []
    year, month = start.year, 1
    while (day := (dt.date(year, month, 1) - start).days) <= last_day:
        if day >= 0:
            ticks.append(day)
            name = dt.date(year, month, 1).strftime("%b")
            labels.append(str(year) if step >= 12 else f"{name}\n{year}" if month == 1 or not labels else name)
        months = year * 12 + month - 1 + step
        year, month = months // 12, months % 12 + 1
    if len(ticks) < 2:
        ticks, labels = [0, last_day], ["day 0", f"day {last_day}"]
    axes.set_xticks(ticks, labels)
    axes.set_xlim(0, last_day)


def save(made: Figure, path: Path) -> None:
    """Write a figure to a file on white: SVG with real text, PNG or PDF by the name's ending, the same bytes always.

    Raises
    ------
    InputError
        Another ending, or a place that cannot be written.
    """
    ending = path.suffix.lower()
    empty: dict[str, dict[str, None]] = {
        ".svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
        ".png": {"Software": None},
        ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    }
    if ending not in empty:
        raise InputError(f"a plot named '{path.name}': expected a name that ends in .svg, .png or .pdf")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made.savefig(path, facecolor="white", dpi=160, metadata=empty[ending])
    except OSError as error:
        raise InputError(f"'{path}' cannot be written ({error.strerror or error}); name another place") from error
