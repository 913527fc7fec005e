"""Who owns the station, as a picture: its blocks coloured by owner over bars of what each party has and runs."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stationkeep.answer import wording
from stationkeep.answer.block_plan import GAP_PT, Block, Box, lay_out, letters, sized
from stationkeep.answer.ownership import TITLES
from stationkeep.drawing import BLUE, FAINT, GREY, INK, VERMILLION, Sheet, figure, house_style, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SOFT = "#5b6168"
# Okabe and Ito's colours in an order that keeps neighbours apart (https://jfly.uni-koeln.de/color/); then greys.
_COLOURS = (BLUE, VERMILLION, "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442", GREY, _SOFT, "#b4b8be")
_DARK = (BLUE, VERMILLION, "#009E73", _SOFT)  # on these a label is white
_MARGIN, _TOP, _FONT = 20.0, 106.0, 6.8
_PLAN_PT = 330.0
_LARGEST = 0.52  # points to the root of a kilogram: a module of 20 t is then 89 by 61 points
_SHIP = (48.0, 21.0)
_LEAST_KG = 500.0  # lighter ones are drawn as large as this, to be seen at all
_BAR, _STEP = 12.0, 37.0


def draw(document: dict[str, Any], path: Path) -> None:
    """Draw what ``ownership`` says into a file whose name ends in .svg, .png or .pdf; same document, same bytes.

    Raises
    ------
    RunError
        matplotlib is not installed.
    InputError
        A name or a place that does not serve.
    """
    with house_style("stationkeep-owners"):
        save(_sheet(document), path)


def _sheet(document: dict[str, Any]) -> Figure:
    sheet = Sheet("owners", narrow=False)
    width = sheet.width_pt
    boxes, plan_height = _plan(document, width - 2 * _MARGIN)
    shown = [name for name in TITLES if any(row["measure"] == name for row in document["holdings"])]
    bars = _STEP * len(shown)
    height = _TOP + plan_height + 34 + bars + 40
    made = figure(sheet, height)
    axes = made.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.axis("off")
    colours = {party: _COLOURS[min(k, len(_COLOURS) - 1)] for k, party in enumerate(document["parties"])}
    day = wording.day(dt.date.fromisoformat(document["on"]))
    title = "\n".join(textwrap.fill(line, 74) for line in _title(document).split("\n"))
    axes.text(_MARGIN, height - 12, title, va="top", fontsize=13, weight="bold", linespacing=1.25)
    top = height - 15 - 18 * (title.count("\n") + 1)
    axes.text(_MARGIN, top, f"{document['title']}, {day}", va="top", fontsize=10)
    _legend(axes, document, colours, top - 19)
    axes.text(_MARGIN, top - 33, _key(document), va="top", fontsize=7.5, color=_SOFT)
    base = 40 + bars + 26
    plan_width = max((box.reach[2] for box in boxes), default=0.0)
    _draw_plan(axes, boxes, document, colours, (width - plan_width) / 2, base)
    for place, measure in enumerate(shown):
        _bars(axes, document, measure, colours, base - 22 - place * _STEP, width)
    axes.text(_MARGIN, 9, _source(document), fontsize=6.8, color=_SOFT, va="bottom", linespacing=1.35)
    return made


def _title(document: dict[str, Any]) -> str:
    """The picture in one line: who has most of what."""
    name, told = document["parties"], []
    for measure, by, verb, noun in (
        ("mass", "owner", "owns", "of the mass"),
        ("power", "operator", "makes", "of the power"),
        ("propulsion", "operator", "gives", "of the push"),
    ):
        views = document["shares"][measure][by]
        if views:
            party = max(views, key=lambda one: (views[one], one))
            told.append((name[party], f"{verb} {100 * views[party]:.0f}\N{NO-BREAK SPACE}% {noun}"))
    clauses = [
        f"{who} {wording.listed([what for other, what in told if other == who])}"
        for who in dict.fromkeys(w for w, _ in told)
    ]
    return ";\n".join(clauses) or "Who owns it"


def _key(document: dict[str, Any]) -> str:
    apart = any(row["owner"] != row["operator"] for row in document["elements"])
    frame = ", framed in the colour of another who runs it" if apart else ""
    return f"Area: mass. Colour: owner{frame}. White: docked ships. Forward is right; port and zenith are up."


def _legend(axes: Axes, document: dict[str, Any], colours: dict[str, str], y: float) -> None:
    """Name the colours that occur, in the order of the bars."""
    from matplotlib.patches import Rectangle

    there = {row["party"] for row in document["holdings"]} | {row["flown_by"] for row in document["ships"]}
    x = _MARGIN
    for party, name in document["parties"].items():
        if party in there:
            axes.add_patch(Rectangle((x, y - 8), 9, 9, facecolor=colours[party], linewidth=0))
            axes.text(x + 13, y - 3.9, name, fontsize=8.5, va="center")
            x += 13 + letters(name, 8.5) + 12


def _source(document: dict[str, Any]) -> str:
    mass = document["mass"]
    whole = mass["all_docked_kg"]
    text = f"Masses as launched, {mass['elements_kg'] / 1000:.0f} t"
    if whole:
        text += f"; everything docked is {whole / 1000:.0f} t (outfitting and ships stand in no table of owners)"
    text += ". Push: velocity from docked ships and the propellant aboard. "
    text += f"Sources: {len(document['sources'])} documents listed by stationkeep owners --on {document['on']} --json."
    return textwrap.fill(text, 165)


def _plan(document: dict[str, Any], room: float) -> tuple[list[Box], float]:
    """Lay the plan out as large as it fits into so many points of width."""
    boxes: list[Box] = []
    scale = _LARGEST
    for _ in range(12):
        boxes = lay_out(_blocks(document, scale), _FONT)
        right, top = (max((box.reach[k] for box in boxes), default=0.0) for k in (2, 3))
        if right <= room and top <= _PLAN_PT:
            break
        scale *= max(0.82, min(0.98, room / max(right, 1.0), _PLAN_PT / max(top, 1.0)))
    return boxes, max((box.reach[3] for box in boxes), default=0.0)


def _blocks(document: dict[str, Any], scale: float) -> list[Block]:
    blocks = []
    for row in document["elements"]:
        width, height = sized(max(row["mass_kg"] or 0.0, _LEAST_KG), scale)
        attached, side = row["attached_to"] or "", row["side"] or ""
        blocks.append(Block(row["id"], row["label"], attached, side, width, height, row["form"] == "truss"))
    for row in document["ships"]:
        label = "\n".join(textwrap.wrap(row["name"], 9)[:2])
        blocks.append(Block(row["flight"], label, row["attached_to"] or "", row["side"] or "", *_SHIP))
    return blocks


def _draw_plan(
    axes: Axes, boxes: list[Box], document: dict[str, Any], colours: dict[str, str], x: float, y: float
) -> None:
    from matplotlib.patches import FancyBboxPatch, Rectangle

    at = {box.block.id: box for box in boxes}
    owner = {row["id"]: row["owner"] for row in document["elements"]}
    runs = {row["id"]: row["operator"] for row in document["elements"]}
    flown = {row["flight"]: row["flown_by"] for row in document["ships"]}
    for box in boxes:
        base = at.get(box.block.attached_to)
        if base is not None:
            _joint(axes, box, base, x, y)
    for box in boxes:
        block = box.block
        corner = (x + box.x - block.width / 2, y + box.y - block.height / 2)
        if block.id in flown:
            colour = colours[flown[block.id]]
            axes.add_patch(
                FancyBboxPatch(
                    (corner[0] + 2, corner[1] + 2), block.width - 4, block.height - 4, "round,pad=2,rounding_size=6",
                    facecolor="white", edgecolor=colour, linewidth=1.6,
                )
            )  # fmt: skip
            ink = INK
        else:
            colour = colours[owner[block.id]]
            other = colours[runs[block.id]]
            axes.add_patch(Rectangle(corner, block.width, block.height, facecolor=other, linewidth=0))
            edge = 0.0 if other == colour else min(3.2, block.height / 5)
            within = (corner[0] + edge, corner[1] + edge)
            axes.add_patch(
                Rectangle(within, block.width - 2 * edge, block.height - 2 * edge, facecolor=colour, linewidth=0)
            )
            ink = "white" if colour in _DARK else INK
        if box.inside:
            axes.text(
                x + box.x, y + box.y, block.label, ha="center", va="center_baseline", color=ink, linespacing=1.05,
                fontsize=box.font if block.id in flown else box.size,
            )  # fmt: skip
        else:
            clear = {"facecolor": "white", "linewidth": 0, "pad": 0.4}
            under = corner[1] - 2.0
            axes.text(x + box.x, under, block.label, ha="center", va="top", fontsize=box.size, bbox=clear)


def _joint(axes: Axes, box: Box, base: Box, x: float, y: float) -> None:
    """Draw what joins two boxes: a straight line where they face each other, else one along the edge of the base."""
    style: dict[str, Any] = {"color": GREY, "linewidth": 1.6, "zorder": 0.5, "solid_joinstyle": "miter"}
    over, under = base.y + base.block.height / 2, base.reach[1]
    if under < box.y < over:  # abreast: along the middle of the one that is beside the other
        xs, ys = [box.x, base.x], [box.y, box.y]
    elif abs(box.x - base.x) <= (box.block.width + base.block.width) / 2 - 4:
        inner = max(box.x - box.block.width / 2, base.x - base.block.width / 2)
        outer = min(box.x + box.block.width / 2, base.x + base.block.width / 2)
        xs, ys = [(inner + outer) / 2] * 2, [box.y, base.y]
    else:
        rail = over + GAP_PT / 2 if box.y > base.y else under - GAP_PT / 2
        xs, ys = [box.x, box.x, base.x, base.x], [box.y, rail, rail, base.y]
    axes.plot([x + one for one in xs], [y + one for one in ys], **style)


def _bars(
    axes: Axes, document: dict[str, Any], measure: str, colours: dict[str, str], top: float, width: float
) -> None:
    """Draw two bars of a measure, what each party owns over what it runs; one where they are the same."""
    title, unit, scale = TITLES[measure]
    title = title.capitalize()
    rows = [row for row in document["holdings"] if row["measure"] == measure]
    views = {by: [row for row in rows if row["by"] == by] for by in ("owner", "operator")}
    total = scale * sum(row["value"] for row in views["owner"])
    shares = [{row["party"]: row["share"] for row in view} for view in views.values()]
    same = shares[0] == shares[1]
    left, right = _MARGIN + 150, width - _MARGIN
    shown = f"{total:,.0f}" if total >= 9.95 or total == int(total) else f"{total:.1f}"
    axes.text(_MARGIN, top - 1, title, va="top", fontsize=9.5, weight="bold")
    low, high = (scale * sum(row[edge] for row in views["owner"]) for edge in ("low", "high"))
    spread = f" ({low:.0f} to {high:.0f})" if high > low else ""
    axes.text(_MARGIN, top - 13, f"{shown} {unit}".strip() + spread, va="top", fontsize=8.5, color=_SOFT)
    order = list(document["parties"])
    for place, (by, word) in enumerate((("owner", "owns"), ("operator", "runs"))):
        if same and place:
            break
        tall = 2 * _BAR + 2 if same else _BAR
        bottom = top - (2 * _BAR + 2 if same else (_BAR + 2) * place + _BAR)
        if not same:
            axes.text(left - 6, bottom + tall / 2, word, ha="right", va="center", fontsize=7.5, color=_SOFT)
        at = left
        for row in sorted(views[by], key=lambda one: order.index(one["party"])):
            long = row["share"] * (right - left)
            _segment(axes, document, row, colours[row["party"]], (at, bottom, long, tall))
            at += long
    if same:
        axes.text(left - 6, top - _BAR - 1, _same(measure), ha="right", va="center", fontsize=7.5, color=_SOFT)


def _same(measure: str) -> str:
    return "flies" if measure == "seats" else "owns,\nruns"


def _segment(
    axes: Axes, document: dict[str, Any], row: dict[str, Any], colour: str, place: tuple[float, float, float, float]
) -> None:
    from matplotlib.patches import Rectangle

    left, bottom, long, tall = place
    axes.add_patch(Rectangle((left, bottom), long, tall, facecolor=colour, edgecolor="white", linewidth=0.8))
    name, share = document["parties"][row["party"]], f"{100 * row['share']:.0f} %"
    for text in (f"{name} {share}", name, share):
        if 4.9 * len(text) + 4 <= long:
            axes.text(
                left + long / 2, bottom + tall / 2 - 0.4, text, ha="center", va="center", fontsize=8,
                color="white" if colour in _DARK else INK,
            )  # fmt: skip
            return
    if long < 0.5:
        axes.plot([left, left], [bottom, bottom + tall], color=FAINT, linewidth=0.5)
