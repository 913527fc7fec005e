"""The matrix as a heat map, and the graph as a drawing small enough to read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stationkeep.drawing import FAINT, GREY, INK, NARROW_PT, WIDE_PT, house_style, save
from stationkeep.errors import InputError
from stationkeep.risk.station_graph import StationGraph

# Dark to light, told apart in grey too (ColorBrewer's YlOrRd): at once, within two months, a year, later, never.
_STEPS = ((7, "#b10026", "white"), (60, "#fc4e2a", "white"), (365, "#feb24c", INK), (10**9, "#ffeda0", INK))
_MOST_NODES = 90
_LINES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#5b5f66")  # Okabe and Ito's colours


def draw_matrix(document: dict[str, Any], path: Path) -> None:
    """Draw a matrix: functions down, parties with any effect across, median days to the loss in the cells."""
    shown = [i for i, name in enumerate(document["parties"]) if name not in document["no_effect"]]
    with house_style("stationkeep-matrix"):
        from matplotlib.figure import Figure

        rows = len(document["functions"])
        figure = Figure(figsize=((200 + 62 * max(len(shown), 4)) / 72, (90 + 17 * rows) / 72))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(-3.4, max(len(shown), 4) + 0.1)
        axes.set_ylim(rows + 1.6, -2.4)
        axes.axis("off")
        axes.text(-3.3, -1.7, f"Each party withdrawn alone on {document['on']}", fontsize=12, fontweight="bold")
        for column, i in enumerate(shown):
            axes.text(column + 0.5, -0.25, document["parties"][i], ha="center", va="bottom", fontweight="bold")
        for f, label in enumerate(document["labels"]):
            axes.text(-0.15, f + 0.5, label, ha="right", va="center")
            for column, i in enumerate(shown):
                _cell(axes, column, f, document["days_p50"][i][f], document["probability"][i][f])
        legend = (("at once to a week", 0), ("to two months", 1), ("to a year", 2), ("later, or in fewer than half", 3))
        for place, (text, step) in enumerate(legend):
            x = -3.3 + place * (max(len(shown), 4) + 3.3) / 4
            axes.add_patch(_box(x, rows + 0.5, 0.25, 0.5, _STEPS[step][1]))
            axes.text(x + 0.35, rows + 0.75, text, va="center", fontsize=8)
        axes.text(
            -3.3,
            rows + 1.4,
            "days until half of the futures have lost it; a share where fewer do",
            fontsize=8,
            color=GREY,
        )
        save(figure, path)


def _box(x: float, y: float, wide: float, high: float, colour: str) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), wide, high, facecolor=colour, edgecolor="white", linewidth=1.0)


def _cell(axes: Any, column: int, row: int, days: int | None, chance: float) -> None:
    if chance < 0.005:
        axes.add_patch(_box(column, row, 1, 1, "#f4f5f7"))
        return
    step = next(one for one in _STEPS if days is not None and days <= one[0]) if days is not None else _STEPS[3]
    axes.add_patch(_box(column, row, 1, 1, step[1]))
    text = f"{100 * chance:.0f} %" if days is None else f"{days}" if days < 1000 else f"{days / 365.25:.1f} y"
    axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", color=step[2], fontsize=8.5)


def draw_graph(graph: StationGraph, path: Path) -> None:
    """Draw a collapsed graph: what rests on whom, from left to right.

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
    left = [node for node in graph.nodes if node.kind in ("function", "functions")]
    right = [node for node in graph.nodes if node.kind not in ("function", "functions")]
    if not right:
        _draw_chord(graph, path)
        return
    order = {node.id: _mean(graph, node.id, left) for node in right}
    right.sort(key=lambda node: (order[node.id], node.id))
    rows = max(len(left), len(right))
    with house_style("stationkeep-graph"):
        from matplotlib.figure import Figure

        figure = Figure(figsize=(WIDE_PT / 72, (60 + 19 * rows) / 72))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(0, 10)
        axes.set_ylim(rows + 0.6, -1.8)
        axes.axis("off")
        axes.text(0.2, -1.0, f"What rests on whom, {graph.on}", fontsize=12, fontweight="bold")
        place = {node.id: (3.4, (i + 0.5) * rows / len(left)) for i, node in enumerate(left)}
        place |= {node.id: (7.0, (i + 0.5) * rows / len(right)) for i, node in enumerate(right)}
        colour = {node.id: _LINES[i % len(_LINES)] for i, node in enumerate(right)}
        for edge in graph.edges:
            (x, y), (u, v) = place[edge.source], place[edge.target]
            if x != u:
                axes.plot([x + 0.08, u - 0.08], [y, v], color=colour[edge.target], linewidth=0.8, alpha=0.6, zorder=1)
        for node in graph.nodes:
            x, y = place[node.id]
            axes.plot([x], [y], "o", color=INK, markersize=3.5)
            axes.text(x - 0.15 if x < 5 else x + 0.15, y, node.label, ha="right" if x < 5 else "left", va="center")
        save(figure, path)


def _mean(graph: StationGraph, name: str, left: list[Any]) -> float:
    """Mean place of what rests on a node, so that few lines cross."""
    place = {node.id: i for i, node in enumerate(left)}
    found = [place[edge.source] for edge in graph.edges if edge.target == name and edge.source in place]
    return sum(found) / len(found) if found else float(len(place))


def _draw_chord(graph: StationGraph, path: Path) -> None:
    """Functions alone: which rests on which, as a table of dots."""
    names = [node.id for node in graph.nodes]
    with house_style("stationkeep-graph"):
        from matplotlib.figure import Figure

        side = (NARROW_PT + 17 * len(names)) / 72
        figure = Figure(figsize=(side, side))
        axes = figure.add_axes((0.32, 0.02, 0.66, 0.66))
        labels = [node.label for node in graph.nodes]
        axes.set_xticks(range(len(names)), labels, rotation=90)
        axes.set_yticks(range(len(names)), labels)
        axes.xaxis.tick_top()
        axes.set_xlim(-0.5, len(names) - 0.5)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.grid(color=FAINT, linewidth=0.5)
        for edge in graph.edges:
            axes.plot([names.index(edge.target)], [names.index(edge.source)], "o", color=INK, markersize=5)
        axes.set_ylabel("rests on the function above", color=GREY)
        save(figure, path)
