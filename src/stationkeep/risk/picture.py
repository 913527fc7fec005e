"""The matrix as a heat map, and the graph as a drawing small enough to read."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from stationkeep.drawing import FAINT, GREY, INK, house_style, save
from stationkeep.errors import InputError
from stationkeep.risk.station_graph import StationGraph

# Dark to light, told apart in grey too (ColorBrewer's YlOrRd): at once, within two months, a year, later; then the
# share of futures that lose it, where fewer than half do.
_STEPS = ((7, "#b10026", "white"), (60, "#fc4e2a", "white"), (365, "#feb24c", INK), (10**9, "#ffeda0", INK))
_SOME, _FEW, _NONE = ("#fff7d6", INK), ("#f4f5f7", GREY), ("#f4f5f7", GREY)
_LEGEND = (
    ("within a week", _STEPS[0][1]),
    ("two months", _STEPS[1][1]),
    ("a year", _STEPS[2][1]),
    ("later", _STEPS[3][1]),
    ("in 10 to 50 % of futures", _SOME[0]),
    ("in fewer", _FEW[0]),
)
_MOST_NODES = 90
_CELL_PT, _LABELS_PT, _ROW_PT, _LINE_PT = 74, 235, 18, 12.5


def draw_matrix(document: dict[str, Any], path: Path) -> None:
    """Draw a matrix: functions down, parties with any effect across, median days to the loss in the cells.

    Where the document holds a second date, a cell that differs there says both, with a frame.
    """
    from stationkeep.risk.matrix import read

    reading = read(document)
    moved = {(one["party"], one["function"]): one for one in document.get("difference", {}).get("cells", ())}
    wide, rows = max(len(reading.columns), 5), len(reading.rows)
    with house_style("stationkeep-matrix"):
        from matplotlib.figure import Figure

        notes = _notes(document, reading)
        heads = [",\n".join(_short(document, name) for name in names) for names, _ in reading.columns]
        top = 60 + _LINE_PT * max((head.count("\n") + 1 for head in heads), default=1)
        height = top + _ROW_PT * rows + 34 + 13 * len(notes)
        figure = Figure(figsize=((_LABELS_PT + _CELL_PT * wide + 10) / 72, height / 72))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(-_LABELS_PT, _CELL_PT * wide + 10)
        axes.set_ylim(height - top, -top)
        axes.axis("off")
        left = 14 - _LABELS_PT
        axes.text(left, 22 - top, "Each party withdrawn alone", fontsize=14, fontweight="bold")
        when = (
            f"{document['on']}: days until half of the futures have lost it, looked at for {document['horizon_days']}"
        )
        if moved:
            when += f"; framed: → on {document['difference']['against']}"
        axes.text(left, 39 - top, when, fontsize=9.5, color=GREY)
        for column, (names, place) in enumerate(reading.columns):
            axes.text(
                (column + 0.5) * _CELL_PT, -6, heads[column], ha="center", va="bottom", fontweight="bold", fontsize=9
            )
            for row, f in enumerate(reading.rows):
                change = moved.get((names[0], document["functions"][f]))
                _cell(axes, column, row, document["days_p50"][place][f], document["probability"][place][f], change)
        for row, f in enumerate(reading.rows):
            axes.text(-10, (row + 0.5) * _ROW_PT, document["labels"][f], ha="right", va="center")
        x = float(left)
        for text, colour in _LEGEND:
            axes.add_patch(_box(x, rows * _ROW_PT + 12, 14, 10, colour))
            axes.text(x + 19, rows * _ROW_PT + 17, text, va="center", fontsize=8.5)
            x += 36 + 5.0 * len(text)
        for place, note in enumerate(notes):
            axes.text(left, rows * _ROW_PT + 38 + 13 * place, note, va="center", fontsize=8.5, color=GREY)
        save(figure, path)


def _notes(document: dict[str, Any], reading: Any) -> list[str]:
    """What has no column or row, in lines that fit."""
    found = []
    if reading.little:
        found.append(
            "Under 10 % in all: " + ", ".join(_short(document, name, " ") for name, _, _ in reading.little) + "."
        )
    if reading.spared:
        found.append(f"Taken by none of them alone: {', '.join(reading.spared)}.")
    if document["no_effect"]:
        names = ", ".join(_short(document, name, " ") for name in document["no_effect"])
        found.append(f"No effect that the pack knows, which is no finding: {names}.")
    across = int((_LABELS_PT + _CELL_PT * max(len(reading.columns), 5) - 20) / 4.6)
    return [line for note in found for line in textwrap.wrap(note, across)]


def _short(document: dict[str, Any], party: str, gap: str = "\n") -> str:
    """A party's short name, over two lines where it has two words."""
    name: str = document["short"][document["parties"].index(party)]
    return name.replace(" ", gap, 1) if len(name) > 10 else name


def _box(x: float, y: float, wide: float, high: float, colour: str, edge: str = "white", line: float = 1.0) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), wide, high, facecolor=colour, edgecolor=edge, linewidth=line)


def _cell(axes: Any, column: int, row: int, days: int | None, chance: float, change: dict[str, Any] | None) -> None:
    colour, ink = _NONE if chance < 0.005 else _FEW if days is None and chance < 0.1 else _SOME
    if days is not None:
        colour, ink = next(one[1:] for one in _STEPS if days <= one[0])
    axes.add_patch(_box(column * _CELL_PT, row * _ROW_PT, _CELL_PT, _ROW_PT, colour))
    text = _days(days, chance)
    if change:
        text = f"{text or '·'} → {_days(change['days_p50'][1], change['probability'][1]) or '·'}"
        frame = _box(column * _CELL_PT + 1.5, row * _ROW_PT + 1.5, _CELL_PT - 3, _ROW_PT - 3, "none", INK, 0.9)
        axes.add_patch(frame)
    axes.text((column + 0.5) * _CELL_PT, (row + 0.5) * _ROW_PT, text, ha="center", va="center", color=ink, fontsize=8.5)


def _days(days: int | None, chance: float) -> str:
    if chance < 0.005:
        return ""
    return f"{100 * chance:.0f} %" if days is None else f"{days}" if days < 1000 else f"{days / 365.25:.1f} y"


def draw_graph(graph: StationGraph, path: Path) -> None:
    """Draw a collapsed graph as a table of dots: what stands on the left rests on what stands above.

    Raises
    ------
    InputError
        Too many nodes to be read.
    """
    if len(graph.nodes) > _MOST_NODES:
        raise InputError(
            f"{len(graph.nodes)} nodes cannot be read in one drawing; use --collapse party, function or segment, "
            "or --to FILE.graphml for a program that can zoom"
        )
    weight = {(edge.source, edge.target): edge.weight for edge in graph.edges}
    count = {node.id: sum(target == node.id for _, target in weight) for node in graph.nodes}
    above = [node for node in graph.nodes if count[node.id]]
    above.sort(key=lambda node: (node.kind.startswith("function"), -count[node.id], node.id))
    parties = sum(not node.kind.startswith("function") for node in above)
    left = [node for node in graph.nodes if any(source == node.id for source, _ in weight)]
    alone = [node for node in graph.nodes if node not in above and node not in left]
    with house_style("stationkeep-graph"):
        from matplotlib.figure import Figure

        side = 34
        top = 62 + 5.6 * max(len(node.label) for node in above)
        across = max(_LABELS_PT + side * (len(above) + 1) + 20, 430)
        text = f"Rests on none of them: {', '.join(node.label for node in alone)}." if alone else ""
        below = textwrap.wrap(text, int((across - 28) / 4.6))
        notes = 12 + 13 * len(below)
        height = top + _ROW_PT * len(left) + notes
        figure = Figure(figsize=(across / 72, height / 72))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(-_LABELS_PT, across - _LABELS_PT)
        axes.set_ylim(height - top, -top)
        axes.axis("off")
        axes.text(14 - _LABELS_PT, 22 - top, f"What rests on whom, {graph.on}", fontsize=14, fontweight="bold")
        note = (
            "how many needs, where several were drawn as one"
            if max(weight.values()) > 1
            else "a dot: what stands on the left needs what stands above, itself or through others"
        )
        axes.text(14 - _LABELS_PT, 40 - top, note, fontsize=9.5, color=GREY)
        for column, node in enumerate(above):
            x = (column + 0.5 + (0 < parties <= column)) * side  # functions stand apart from parties
            axes.text(x, -8, node.label, rotation=90, ha="center", va="bottom")
            axes.plot([x, x], [0, _ROW_PT * len(left)], color=FAINT, linewidth=0.6, zorder=0)
        for row, source in enumerate(left):
            y = (row + 0.5) * _ROW_PT
            axes.text(-10, y, source.label, ha="right", va="center")
            axes.plot(
                [0, side * (len(above) + (0 < parties < len(above)))], [y, y], color=FAINT, linewidth=0.6, zorder=0
            )
            for column, target in enumerate(above):
                times = weight.get((source.id, target.id), 0)
                x = (column + 0.5 + (0 < parties <= column)) * side
                if times == 1:
                    axes.plot([x], [y], "o", color=INK, markersize=6)
                elif times:
                    plate = {"boxstyle": "round,pad=0.25", "facecolor": INK, "edgecolor": "none"}
                    middle: dict[str, Any] = {
                        "ha": "center",
                        "va": "center",
                        "color": "white",
                        "fontsize": 8,
                        "bbox": plate,
                    }
                    axes.text(x, y, str(times), **middle)
        for place, line in enumerate(below):
            y = _ROW_PT * len(left) + 14 + 13 * place
            axes.text(14 - _LABELS_PT, y, line, va="center", fontsize=8.5, color=GREY)
        save(figure, path)
