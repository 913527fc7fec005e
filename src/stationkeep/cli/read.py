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

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_MOST_UNREAD = 12


@dataclass(frozen=True)
class ReadWishes:
    """The options of ``read``, as they were typed."""

    published: str | None = None
    scenario: Path | None = None
    report: Path | None = None
    run: bool = False
    members: int | None = None
    seed: int = 1
    as_json: bool = False


def read(files: Sequence[Path], pack_name: str, wishes: ReadWishes) -> None:
    """Read texts, show what they say, and write or run the draft."""
    from stationkeep.cli.ask import parse_date
    from stationkeep.facts.pack import load_pack
    from stationkeep.news.read import read_files

    check_file(wishes.scenario, "--scenario")
    check_file(wishes.report, "--report")
    published = parse_date(wishes.published, "--published") if wishes.published is not None else None
    pack = load_pack(pack_name)
    reading = read_files(list(files), pack, published)
    document = reading.to_dict()
    if wishes.scenario is not None:
        document["scenario_files"] = _write_drafts(reading, wishes.scenario)
    if wishes.report is not None:
        _write_report(reading, document, wishes.report)
    answered = _run(reading, pack, wishes) if wishes.run else None
    if wishes.as_json:
        print_json(document | ({"run": answered.to_dict()} if answered is not None else {}))
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
    wanted = document["scenario"]["asked_by"]
    one = next(row for row in document["statements"] if row["id"] == wanted)
    told = textwrap.fill(f"“{_clean(one['plain'])}”", width(), initial_indent="Asked by: ", subsequent_indent="  ")
    return f"{told}\n  {one['document']} [{one['start']}, {one['end']}), rule {one['rule']}"


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def page(document: dict[str, Any], *, columns: int, colour: bool) -> str:
    """Return the page of a reading for a terminal.

    Parameters
    ----------
    document : dict
        What ``Reading.to_dict`` gives.
    columns : int
        How wide it may be.
    colour : bool
        Whether emphasis may be used.
    """
    from stationkeep.cli.page import Pen
    from stationkeep.news.marked import say as told

    pen = Pen(columns, colour)
    for row in document["documents"]:
        pen.wrap(_clean(row["title"] or row["id"]), first="", rest="  ", style=_BOLD)
        day = (
            f"published {row['published']} ({row['published_by']})"
            if row["published"]
            else "no day of publication found"
        )
        pen.wrap(_clean(f"{row['id']}; {day}; sha256 {row['sha256'][:12]}"), style=_DIM)
        own = [one for one in document["statements"] if one["document"] == row["id"]]
        if not own:
            pen.wrap("No statement.")
        last = None
        for one in own:
            if (one["start"], one["end"]) != last:
                pen.add()
                pen.wrap(f"{one['start']}–{one['end']}  “{_clean(one['plain'])}”", first="  ", rest="    ")
            last = (one["start"], one["end"])
            doubt = f" · doubtful: {one['doubt']}" if one["doubt"] else ""
            pen.wrap(_clean(told(one)), first="      ▸ ", rest="        ", style=_BOLD)
            pen.wrap(f"rule {one['rule']}{doubt}", first="        ", rest="        ", style=_DIM)
        pen.add()
    names = {"same": "agree", "conflict": "conflict", "only": "only one"}
    if document["agreement"]:
        pen.add(pen.mark("what they agree on, and what not", _DIM))
        for row in document["agreement"]:
            pen.wrap(f"{names[row['kind']]:<9} {_clean(row['what'])}  ({len(row['statements'])})", rest=" " * 12)
    for row in document["suspicious"]:
        pen.wrap(f"suspicious {_clean(row['what'])}: “{_clean(' '.join(row['text'].split()))}”", rest=" " * 12)
    for row in document["copies"]:
        so = "near copies, one source" if row["copy"] else "written apart"
        pen.wrap(f"copies    {row['a']} and {row['b']}: {row['similarity']:.2f}, {so}", rest=" " * 12)
    if document["claims"]:
        pen.add()
        pen.add(pen.mark("claims that the model can test", _DIM))
        for row in document["claims"]:
            pen.wrap(
                f"{row['quantity']}: “{_clean(' '.join(row['text'].split()))}”  "
                f"{row['document']} [{row['start']}, {row['end']})",
                rest="    ",
            )
    unread = document["not_understood"]
    if unread:
        pen.add()
        pen.add(pen.mark("not understood, though it looks relevant", _DIM))
        for row in unread[:_MOST_UNREAD]:
            pen.wrap(
                f"“{_clean(' '.join(row['text'].split()))[:300]}”  {row['document']} [{row['start']}, {row['end']})",
                rest="    ",
            )
        if len(unread) > _MOST_UNREAD:
            pen.wrap(f"and {len(unread) - _MOST_UNREAD} more; --json lists them all")
    scenario = document["scenario"]
    pen.add()
    if scenario is None:
        pen.wrap("Nobody is said to stop anything, so there is no scenario.", first="")
    else:
        pen.wrap(
            f"Draft scenario from {scenario['start']} ({scenario['start_why']}); "
            "--scenario FILE.toml writes it, --run answers it.",
            first="",
            rest="  ",
        )
    return "\n".join(pen.lines)
