"""``claims``: published statements against the model."""

from __future__ import annotations

from collections import Counter
from typing import Any

from stationkeep.cli.output import BAD_INPUT, progress, say, show
from stationkeep.wording import counted


def claims(which: str | None, members: int, seed: int, workers: int | None, pack_name: str, as_json: bool) -> int:
    """Judge what can be read and show; return 0, or 2 where rows could not be read."""
    from stationkeep.draws.study import check_study
    from stationkeep.errors import InputError
    from stationkeep.evidence.claims import choose, document, judge_all
    from stationkeep.facts.pack import load_pack

    if not 8 <= members <= 20_000:
        raise InputError(f"--members is {members}, expected 8 to 20000")
    check_study(seed, workers)
    pack = load_pack(pack_name)
    chosen, problems = choose(which, pack)
    if not chosen:
        told = "\n".join(f"  {problem}" for problem in problems)
        raise InputError(f"no claim of {which} can be read:\n{told}")
    judged = judge_all(chosen, pack, members=members, seed=seed, workers=workers, progress=progress("claims"))
    answer = document(judged, members, seed) | {"problems": [problem.as_dict() for problem in problems]}
    show(answer, page, as_json)
    if problems:
        kept_out = len({problem.line for problem in problems})
        say(f"stationkeep: {counted(kept_out, 'row')} could not be read, and the others were judged:")
        for problem in problems:
            say(f"  {problem}")
    return BAD_INPUT if problems else 0


def page(document: dict[str, Any], columns: int, colour: bool) -> str:
    """Return the page: each claim, its verdict, and why."""
    from stationkeep.cli.pen import BOLD, DIM, Pen

    pen = Pen(columns, colour)
    rows = document["claims"]
    found = Counter(row["verdict"] for row in rows)
    pen.wrap(
        f"{len(rows)} published statements against the model: "
        + ", ".join(f"{n} {verdict}" for verdict, n in sorted(found.items(), key=lambda one: (-one[1], one[0]))),
        first="",
        style=BOLD,
    )
    for row in rows:
        pen.add()
        pen.wrap(f"{row['who']}, {row['date']}: {row['claim']}", first="  ", rest="    ")
        pen.wrap(f"{row['verdict']}: {row['why']}", first="    ", rest="      ", style=DIM)
    return "\n".join(pen.lines)
