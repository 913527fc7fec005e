"""``clock``: how long a suspension can last."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from stationkeep.cli.output import progress, say, show
from stationkeep.cli.target import check_picture


def clock(
    scenario: str,
    horizon: str,
    step: int,
    members: int,
    seed: int,
    workers: int | None,
    plot: Path | None,
    pack_name: str,
    as_json: bool,
) -> None:
    """Resume at one date after another and show."""
    from stationkeep.disruption.toml import load_scenario, parse_horizon
    from stationkeep.facts.pack import load_pack
    from stationkeep.risk.clock import clocks, document

    check_picture(plot, "--plot")
    pack = load_pack(pack_name)
    asked = load_scenario(scenario, pack)
    found, lived = clocks(
        asked, pack, longest_days=parse_horizon(horizon), step_days=step, members=members, seed=seed, workers=workers,
        progress=progress(),
    )  # fmt: skip
    answer = document(found, lived, step, members, seed)
    if plot is not None:
        from stationkeep.risk.clock_picture import draw_clock

        draw_clock(answer, plot)
        say(f"picture: {plot}")
    show(answer, page, as_json)


def page(document: dict[str, Any], columns: int, colour: bool) -> str:
    """Return the page: the station first, then what is gone soonest; functions with one clock in one row."""
    from stationkeep.cli.pen import BOLD, DIM, Pen

    pen = Pen(columns, colour)
    pen.wrap(f"{document['title']}: how long before it cannot be undone", first="", style=BOLD)
    step, recovery = document["step_days"], document["recovery_days"]
    pen.wrap(
        f"days of suspension after which cooperation, given {recovery} days, does not bring it back; tried every "
        f"{step} days up to {document['longest_days']}, in {document['members']} futures",
        first="",
        style=DIM,
    )
    pen.add()
    pen.add(f"  {'5 %':>8}{'half':>8}{'95 %':>8}")
    rows = sorted(document["clocks"], key=lambda row: (row["function"] != "station", row["days_p50"] or 1e9))
    alike: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        days = (row[key] for key in ("days_p05", "days_p50", "days_p95"))
        alike.setdefault((row["function"] == "station", *days), []).append(row)
    said: set[str] = set()  # shares differ a little from function to function; the same reasons are told once
    for (_, *cells), group in alike.items():
        written = "".join(f"{'longer' if cell is None else cell:>8}" for cell in cells)
        pen.wrap(f"  {written}  {', '.join(row['label'] for row in group)}", first="", rest=" " * 28)
        for row in group:
            reasons = re.sub(r" \([^)]*\)", "", row["why"])
            if reasons not in said:
                pen.wrap(row["why"], first=" " * 28, rest=" " * 28, style=DIM)
            said.add(reasons)
    return "\n".join(pen.lines)
