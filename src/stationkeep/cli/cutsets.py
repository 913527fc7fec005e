"""``cutsets``: from options to a question, and its answer on a page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stationkeep.cli.ask import parse_date, party_id
from stationkeep.cli.output import progress, show
from stationkeep.errors import InputError

_SHOWN = 40  # sets on a page; --json has all


@dataclass(frozen=True)
class Wishes:
    """The options, as they were typed."""

    function: str | None
    on: str | None
    within: int
    of: str
    order: int
    depth: str
    probability: tuple[str, ...]
    scopes: str | None
    tree: Path | None
    members: int
    seed: int
    workers: int | None


def cutsets(wishes: Wishes, pack_name: str, as_json: bool) -> None:
    """Answer and show."""
    if (wishes.function is None) == (wishes.tree is None):
        raise InputError("name a function (--function orbit.reboost) or a fault tree (--tree FILE.xml), one of the two")
    if wishes.tree is not None:
        from stationkeep.facts.files import check_plain
        from stationkeep.risk.mef import read_mef
        from stationkeep.risk.question import tree_document

        check_plain(wishes.tree, "a file of Open-PSA XML")
        given = dict(_pair(text) for text in wishes.probability)
        document = tree_document(read_mef(wishes.tree), wishes.order, given)
    else:
        document = _of_station(wishes, pack_name)
    show(document, page, as_json)


def _of_station(wishes: Wishes, pack_name: str) -> dict[str, Any]:
    from stationkeep.facts.pack import load_pack
    from stationkeep.risk.question import Question
    from stationkeep.risk.question import cutsets as answer

    pack = load_pack(pack_name)
    pairs = dict(_pair(text) for text in wishes.probability)
    if wishes.of == "parties":
        pairs = {party_id(name, pack): p for name, p in pairs.items()}
    question = Question(
        str(wishes.function), on_date(wishes.on, pack.as_of), wishes.within, wishes.of, wishes.order, wishes.depth,
        scopes_of(wishes.scopes), pairs, wishes.members, wishes.seed, wishes.workers,
    )  # fmt: skip
    return answer(question, pack, progress() if wishes.depth == "cascade" else None)


def on_date(text: str | None, newest: dt.date) -> dt.date:
    """The date asked for, or the last that the pack knows."""
    return newest if text is None else parse_date(text, "--on")


def scopes_of(text: str | None) -> tuple[str, ...]:
    """Scopes of ``--scopes``, or those of a suspension that names none."""
    from stationkeep.disruption.scenario import ALL_BUT_NAMED, SCOPES
    from stationkeep.errors import UnknownName

    if text is None:
        return ALL_BUT_NAMED
    found = tuple(dict.fromkeys(scope.strip() for scope in text.split(",") if scope.strip()))
    for scope in found:
        if scope not in SCOPES:
            raise UnknownName("scope", scope, SCOPES)
    if not found:
        raise InputError(f"--scopes names nothing; known: {', '.join(SCOPES)}")
    return found


def _pair(text: str) -> tuple[str, float]:
    name, sign, number = text.partition("=")
    try:
        p = float(number)
    except ValueError:
        p = -1.0
    if not sign or not name.strip() or not 0.0 <= p <= 1.0:
        raise InputError(
            f"--probability is '{text[:60]}', expected a name and a number from 0 to 1, such as roscosmos=0.2"
        )
    return name.strip(), p


def page(document: dict[str, Any], columns: int, colour: bool) -> str:
    """Return the page."""
    from stationkeep.cli.page import _BOLD, _DIM, Pen

    pen = Pen(columns, colour)
    rows = document["cutsets"]
    when = f", {document['on']}, {document['depth']}" if "on" in document else ""
    pen.wrap(f"Who can stop it: {document['label']} ({document['function']}{when})", first="", style=_BOLD)
    pen.add()
    pen.wrap(_summary(document))
    pen.add()
    for row in rows[:_SHOWN]:
        told = [] if row["probability"] is None else [f"P = {row['probability']:.4g}"]
        if "share" in row:
            told.append(f"in {100 * row['share']:.0f} % of futures, half by day {row['days_p50']}")
            told.append("at once" if row["direct"] else "only with time")
        pen.add(f"  {' + '.join(row['members']):<44}  {'; '.join(told)}")
        if row.get("takes") and not row["direct"]:
            taken = ", ".join(f"{one['function']} (day {one['days_p50']})" for one in row["takes"])
            pen.wrap(f"takes first: {taken}", first="      ", rest="      ")
        if row.get("why") and not row["direct"]:
            pen.wrap(" < ".join(row["why"][:5]), first="      ", rest="      ", style=_DIM)
    if len(rows) > _SHOWN:
        pen.add(f"  and {len(rows) - _SHOWN:,} more (--json lists them)")
    _suppliers(pen, document.get("suppliers", []))
    _importance(pen, document)
    if "meaning" in document:
        pen.add()
        pen.wrap(document["meaning"], style=_DIM)
    return "\n".join(pen.lines)


def _summary(document: dict[str, Any]) -> str:
    if document.get("absent_at_start"):
        return "The station does not have it on that date even with everybody willing: there is nothing to lose."
    rows = document["cutsets"]
    if not rows:
        advice = "; with time they may: --depth cascade" if document.get("depth") == "direct" else ""
        return f"No {document['order']} or fewer that stop lose it{advice}."
    nearest = min(row["order"] for row in rows)
    noun = "refusal" if nearest == 1 else "refusals"
    count = "1 minimal set" if len(rows) == 1 else f"{len(rows):,} minimal sets"
    text = f"{nearest} {noun} away from the loss: {count} of up to {document['order']}."
    if document["probability"] is not None:
        text += f" With the probabilities given, it is lost with P = {document['probability']:.6g}, exactly."
    if document.get("note"):
        text += f" Beware: {document['note']}."
    if document["not_given"]:
        text += f" Taken never to stop: {', '.join(document['not_given'][:12])}."
    return text


def _suppliers(pen: Any, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    pen.add()
    pen.add("  behind it, step by step")
    for row in rows:
        stock = "" if row["on_hand"] is None else f"; {row['on_hand']:g} on hand"
        stock += "" if row["flies_until"] is None else f", first flight without: {row['flies_until']}"
        lead = "" if row["lead_time_days"] is None else f"; {row['lead_time_days']:g} days to fly again"
        pen.wrap(
            f"{row['steps']}  {row['party']}: {' < '.join(row['through'])}{stock}{lead}", first="    ", rest="         "
        )


def _importance(pen: Any, document: dict[str, Any]) -> None:
    rows = document["importance"]
    if not rows:
        return
    pen.add()
    pen.add(f"  {'importance':<20}{'Birnbaum':>10}{'RAW':>10}{'RRW':>10}{'F-Vesely':>10}")
    for row in rows[:_SHOWN]:
        cells = [row[key] for key in ("birnbaum", "raw", "rrw", "fussell_vesely")]
        written = "".join(f"{'endless' if cell is None else f'{cell:.4g}':>10}" for cell in cells)
        pen.add(f"  {row['member']:<20}{written}")
    for name, formula in document["formulas"].items():
        pen.add(f"    {name} = {formula}")
