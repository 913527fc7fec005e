"""``run`` and ``report``: ask the engine, then show the answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stationkeep.cli.ask import Wishes, scenario_of
from stationkeep.cli.output import coloured, print_json, print_text, progress, say, width
from stationkeep.cli.target import check_file, check_folder
from stationkeep.errors import InputError, RunError
from stationkeep.wording import counted

if TYPE_CHECKING:
    from stationkeep.disruption.scenario import Scenario
    from stationkeep.facts.pack import Pack

MAX_RUN_BYTES = 200_000_000


@dataclass(frozen=True)
class Outputs:
    """Where an answer goes."""

    out: Path | None = None
    resume: bool = False
    report: Path | None = None
    as_json: bool = False


def answer(wishes: Wishes, pack_name: str, *, seed: int, workers: int | None, outputs: Outputs) -> None:
    """Answer a scenario and show it."""
    from stationkeep.disruption.scenario import check
    from stationkeep.facts.pack import load_pack

    if outputs.resume and outputs.out is None:
        raise InputError("--resume takes up what --out DIR holds; name that folder too")
    check_folder(outputs.out, "--out")
    if outputs.report is None or outputs.report.parent != outputs.out or outputs.out.exists():  # else --out makes it
        check_file(outputs.report, "--report")
    pack = load_pack(pack_name)
    scenario = scenario_of(wishes, pack)
    check(scenario, pack)

    from stationkeep.answer import build
    from stationkeep.ensemble.run import run

    if outputs.resume and outputs.out is not None:
        say(_taken_up(outputs.out, scenario, pack, seed))
    outcome = run(
        scenario,
        members=scenario.members,
        seed=seed,
        workers=workers,
        out=outputs.out,
        resume=outputs.resume,
        progress=progress(),
        pack=pack,
    )
    found = build(outcome, pack)
    path = _report_path(outputs, scenario.id)
    if outputs.out is not None:
        found.to_json(outputs.out / "answer.json")
    if path is not None:
        path = _written(found.to_html, path, asked=outputs.report is not None)
    if outputs.as_json:
        print_text(found.to_json())
        if path is not None:
            say(f"report: {path}")
        return
    from stationkeep.cli.page import page

    print_text(page(found.to_dict(), columns=width(), colour=coloured(), report=path))


def _taken_up(out: Path, scenario: Scenario, pack: Pack, seed: int) -> str:
    """Say what a folder holds of this very study; chunks of another are never used."""
    from stationkeep.ensemble.store import count_kept

    mine, others = count_kept(out, scenario, pack, seed)
    if mine:
        return f"taking up {counted(mine, 'chunk')} of {out}"
    if others:
        return f"what {out} holds is of another scenario, seed, pack or version of the program: the run begins anew"
    return f"{out} holds nothing to take up: the run begins anew"


def _report_path(outputs: Outputs, scenario: str) -> Path | None:
    if outputs.report is not None:
        return outputs.report
    if outputs.out is not None:
        return outputs.out / "report.html"
    return None if outputs.as_json else Path("out") / f"{scenario}.html"


def _written(write: Any, path: Path, *, asked: bool) -> Path | None:
    """Write the report; one that nobody asked for may be missing, but not in silence."""
    try:
        write(path)
    except (RunError, InputError) as error:
        if asked:
            raise
        say(f"no report: {error}")
        return None
    return path


def report(run: Path, to: Path | None, as_json: bool) -> None:
    """Make the report of a kept run again, from its ``answer.json`` alone."""
    from stationkeep.answer.answer import write_text
    from stationkeep.answer.report import render

    check_file(to, "--report")
    document = _document(run)
    folder = run if run.is_dir() else run.parent
    path = to or folder / "report.html"
    try:
        page = render(document)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise InputError(f"'{run}' is not a complete answer ({error}); run the scenario again with --out") from error
    write_text(path, page)
    if as_json:
        print_json({"schema": "stationkeep.report/1", "run": str(run), "report": str(path)})
    else:
        print_text(f"report: {path}")


def _document(run: Path) -> dict[str, Any]:
    from stationkeep.facts.files import read_plain

    path = run / "answer.json" if run.is_dir() else run
    wanted = "a folder made by stationkeep run --out DIR, or a file of stationkeep run --json"
    if not path.exists():
        raise InputError(f"there is no answer at '{path}'; name {wanted}")
    try:
        document = json.loads(read_plain(path, wanted, MAX_RUN_BYTES))
    except (ValueError, RecursionError) as error:
        raise InputError(f"'{path}' is not JSON; name {wanted}") from error
    if not isinstance(document, dict) or document.get("schema") != "stationkeep.run/1":
        raise InputError(f"'{path}' does not hold an answer (schema stationkeep.run/1); name {wanted}")
    return document
