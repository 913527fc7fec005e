"""``replay``: past stops predicted from what was known then, against what happened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stationkeep.cli.output import say, show
from stationkeep.cli.target import check_folder

BOLD, DIM = "\x1b[1m", "\x1b[2m"
_VALUE = 13


def replay(
    case: str | None, pack_name: str, *, members: int | None, seed: int, plots: Path | None, as_json: bool
) -> None:
    """Replay one case, or all that come with the pack."""
    from stationkeep.draws.study import check_study
    from stationkeep.errors import InputError
    from stationkeep.evidence.cases import bundled_cases, load_case
    from stationkeep.evidence.replay import document
    from stationkeep.evidence.replay import replay as live
    from stationkeep.facts.pack import load_pack

    check_study(seed)
    check_folder(plots, "--plots")
    pack = load_pack(pack_name)
    cases = bundled_cases(pack) if case is None else [load_case(case, pack)]
    if not cases:
        raise InputError(f"the pack '{pack.id}' has no cases; name a case file, see stationkeep schema replay")
    results = live(cases, pack, members=members, seed=seed, progress=lambda name: say(f"replaying {name}"))
    if plots is not None:
        from stationkeep.evidence.replay_plot import draw

        for result in results:
            path = plots / f"{result.case.id}.svg"
            draw(result, path)
            say(f"plot: {path}")
    found = document(results, seed)
    show(found, page, as_json)


def page(document: dict[str, Any], columns: int, colour: bool) -> str:
    """Return the page: one table a case, and how many quantities lie inside."""
    from stationkeep.cli.pen import Pen

    pen = Pen(columns, colour)
    for case in document["cases"]:
        pen.wrap(f"{case['start']}  {case['title']}  ({case['id']})", first="", rest="  ", style=BOLD)
        if case["note"]:
            pen.wrap(case["note"], style=DIM)
        head = [f"{word:>{_VALUE}}" for word in ("5 %", "half", "95 %", "observed")]
        room = columns - 2 - len(head) * _VALUE - 12
        pen.add(pen.mark(f"  {'':<{room}}{''.join(head)}", DIM))
        for check in case["checks"]:
            values = [check[key] for key in ("predicted_p05", "predicted_p50", "predicted_p95", "observed")]
            written = "".join(f"{_written(value):>{_VALUE}}" for value in values)
            said = "inside" if check["inside"] else "outside"
            said += "" if check["useful"] else ", wide"
            label = f"{check['quantity']}, {check['unit']}"
            pen.add(f"  {label[: room - 1]:<{room}}{written}  {said}")
        pen.add()
    wide = document["too_wide"]
    told = f"{document['inside']} of {document['checks']} quantities lie in their 90 % interval"
    pen.wrap(f"{told}; {wide or 'none'} {'is' if wide == 1 else 'are'} wider than is useful.", first="", rest="")
    return "\n".join(pen.lines)


def _written(value: float | str | None) -> str:
    if value is None:
        return "not by then"
    return value[: _VALUE - 1] if isinstance(value, str) else f"{value:.6g}"
