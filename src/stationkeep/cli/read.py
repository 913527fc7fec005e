"""``read``: news texts to statements, a page of them, a draft scenario, and its answer."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stationkeep.cli.output import coloured, print_json, print_text, say, width
from stationkeep.cli.target import check_file
from stationkeep.errors import InputError

if TYPE_CHECKING:
    from stationkeep.facts.pack import Pack
    from stationkeep.news.read import Reading

_MEMBERS, _MOST_MEMBERS = 256, 20_000
"""Simulated futures of a claim: as many as ``claims`` takes by default, and at most."""


@dataclass(frozen=True)
class ReadWishes:
    """The options of ``read``, as they were typed."""

    published: str | None = None
    scenario: Path | None = None
    report: Path | None = None
    claims: Path | None = None
    test_claims: bool = False
    sure: float | None = None
    run: bool = False
    members: int | None = None
    seed: int = 1
    as_json: bool = False


def read(files: Sequence[Path], pack_name: str, wishes: ReadWishes) -> None:
    """Read texts, show what they say, and write or run the draft."""
    from stationkeep.cli.ask import parse_date
    from stationkeep.cli.reading import page
    from stationkeep.facts.pack import load_pack
    from stationkeep.news.read import read_files

    check_file(wishes.scenario, "--scenario")
    check_file(wishes.report, "--report")
    check_file(wishes.claims, "--claims")
    if wishes.test_claims:
        _check_test(wishes)
    if wishes.sure is not None and not 0 <= wishes.sure <= 1:
        raise InputError(f"--sure is {wishes.sure:g}; give the share of such statements that are right, from 0 to 1")
    published = parse_date(wishes.published, "--published") if wishes.published is not None else None
    pack = load_pack(pack_name)
    reading = read_files(list(files), pack, published, sure=wishes.sure)
    document = reading.to_dict()
    if wishes.scenario is not None:
        document["scenario_files"] = _write_drafts(reading, wishes.scenario)
    if wishes.claims is not None:
        document["claims_file"] = _write_claims(reading, wishes.claims)
    if wishes.test_claims:
        _test(reading, document, pack, wishes)
    if wishes.report is not None:
        _write_report(reading, document, wishes.report)
    answered = _run(reading, pack, wishes) if wishes.run else None
    if wishes.as_json:
        asked = document["scenario"] and {"asked_by": document["scenario"]["asked_by"]}
        print_json(document | ({"run": asked | answered.to_dict()} if answered is not None else {}))
        return
    print_text(page(document, columns=width(), colour=coloured()))
    if answered is not None:
        from stationkeep.cli.page import page as answer_page

        print_text(
            "\n"
            + _asked(document)
            + "\n\n"
            + answer_page(answered.to_dict(), columns=width(), colour=coloured(), report=None)
        )


def _write_drafts(reading: Reading, path: Path) -> list[str]:
    """Write the draft and, beside it, the two standard readings; return their paths."""
    from stationkeep.answer.answer import write_text

    if reading.draft is None:
        raise InputError("nobody is said to stop anything, so there is no scenario to write; leave --scenario out")
    stem = path.with_suffix("")
    made = {
        path: reading.draft.as_read,
        stem.with_name(f"{stem.name}-announced.toml"): reading.draft.as_announced,
        stem.with_name(f"{stem.name}-threatened.toml"): reading.draft.as_threatened,
    }
    for one, text in made.items():
        write_text(one, text)
        say(f"scenario: {one}")
    return [str(one) for one in made]


def _write_claims(reading: Reading, path: Path) -> str:
    """Write the claims as a table that ``claims`` takes; return its path."""
    from stationkeep.answer.answer import write_text
    from stationkeep.news.testable import to_csv

    write_text(path, to_csv(reading.claims))
    say(f"claims: {path} ({len(reading.claims)})")
    return str(path)


def _check_test(wishes: ReadWishes) -> None:
    """Refuse a number of futures, or a seed, that claims cannot be tested with, before anything is read or written."""
    from stationkeep.draws.study import check_study

    check_study(wishes.seed, None)
    if wishes.members is not None and not 8 <= wishes.members <= _MOST_MEMBERS:
        raise InputError(f"--members is {wishes.members}, expected 8 to {_MOST_MEMBERS} for --test-claims")


def _test(reading: Reading, document: dict[str, Any], pack: Pack, wishes: ReadWishes) -> None:
    """Add the model's answer and the verdict to every claim of the document."""
    from stationkeep.cli.output import progress
    from stationkeep.evidence.claims import document as verdicts
    from stationkeep.evidence.claims import judge_all

    members = _MEMBERS if wishes.members is None else wishes.members
    rows = [one.row for one in reading.claims]
    judged = judge_all(rows, pack, members=members, seed=wishes.seed, progress=progress("claims"))
    for told, row in zip(document["claims"], verdicts(judged, members, wishes.seed)["claims"], strict=True):
        told |= {key: row[key] for key in ("model_p05", "model_p50", "model_p95", "verdict", "why")}


def _write_report(reading: Reading, document: dict[str, Any], path: Path) -> None:
    from stationkeep.answer.answer import write_text
    from stationkeep.news.marked import render

    write_text(path, render(document, reading.pieces()))
    say(f"report: {path}")


def _run(reading: Reading, pack: Pack, wishes: ReadWishes) -> Any:
    """Run what the texts ask: the draft where it names services, else the threat carried out, beside the words."""
    import tempfile
    from dataclasses import replace

    from stationkeep.answer import build
    from stationkeep.cli.output import progress
    from stationkeep.disruption.toml import load_scenario
    from stationkeep.ensemble.run import run

    if reading.draft is None:
        raise InputError("nobody is said to stop anything, so there is nothing to run; leave --run out")
    chosen = reading.draft.as_read if reading.draft.names_services else reading.draft.as_threatened
    with tempfile.TemporaryDirectory() as folder:
        loaded = []
        for name, text in (("asked", chosen), ("announced", reading.draft.as_announced)):
            path = Path(folder) / f"{name}.toml"
            path.write_text(text, encoding="utf-8")
            loaded.append(load_scenario(str(path), pack))
    scenario = loaded[0] if wishes.members is None else replace(loaded[0], members=wishes.members)
    outcome = run(scenario, members=scenario.members, seed=wishes.seed, progress=progress(), pack=pack)
    return build(outcome, pack, contrast=loaded[1])


def _asked(document: dict[str, Any]) -> str:
    """Return the sentence that asked, with its place."""
    from stationkeep.cli.reading import clean

    wanted = document["scenario"]["asked_by"]
    one = next(row for row in document["statements"] if row["id"] == wanted)
    told = textwrap.fill(f"“{clean(one['plain'])}”", width(), initial_indent="Asked by: ", subsequent_indent="  ")
    return f"{told}\n  {one['document']} [{one['start']}, {one['end']}), rule {one['rule']}"
