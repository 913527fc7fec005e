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
_NAMES = 52  # columns for the names of a set


@dataclass(frozen=True)
class Wishes:
    """The options, as they were typed."""

    function: str | None
    on: str | None
    within: int
    of: str
    order: int
    depth: str
    probability: list[str] | None
    scopes: str | None
    tree: Path | None
    members: int | None
    seed: int
    workers: int | None


def cutsets(pack_name: str, as_json: bool, **options: Any) -> None:
    """Answer and show; the options are those of :class:`Wishes`."""
    wishes = Wishes(**options)
    if (wishes.function is None) == (wishes.tree is None):
        raise InputError("name a function (--function orbit.reboost) or a fault tree (--tree FILE.xml), one of the two")
    if wishes.tree is not None:
        from stationkeep.facts.files import check_plain
        from stationkeep.risk.mef import read_mef
        from stationkeep.risk.question import tree_document

        check_plain(wishes.tree, "a file of Open-PSA XML")
        given = dict(_pair(text) for text in wishes.probability or ())
        document = tree_document(read_mef(wishes.tree), wishes.order, given)
    else:
        document = _of_station(wishes, pack_name)
    show(document, page, as_json)


def _of_station(wishes: Wishes, pack_name: str) -> dict[str, Any]:
    from stationkeep.facts.pack import load_pack
    from stationkeep.risk.question import Question
    from stationkeep.risk.question import cutsets as answer

    pack = load_pack(pack_name)
    pairs = dict(_pair(text) for text in wishes.probability or ())
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
    from stationkeep.cli.pen import BOLD, DIM, Pen

    pen = Pen(columns, colour)
    rows = document["cutsets"]
    when = f", {document['on']}, {document['depth']}" if "on" in document else ""
    pen.wrap(f"Who can stop it: {document['label']} ({document['function']}{when})", first="", style=BOLD)
    pen.add()
    pen.wrap(_summary(document))
    pen.add()
    groups = alike(rows)
    for choices, group in groups[:_SHOWN]:
        _set(pen, choices, group)
    if len(groups) > _SHOWN:
        pen.add(f"  and {sum(len(group) for _, group in groups[_SHOWN:]):,} more sets (--json lists them)")
    if document.get("refuted"):
        some = [f"{' + '.join(row['members'])} ({_percent([row])})" for row in document["refuted"][:3]]
        more = len(document["refuted"]) - len(some)
        pen.add()
        pen.wrap(
            f"Left out, since most futures survive them (ships come in time, or the crew goes home first): "
            f"{', '.join(some)}{f' and {more} more' if more else ''}.",
            style=DIM,
        )
    _suppliers(pen, document.get("suppliers", []))
    _importance(pen, document)
    if "meaning" in document:
        pen.add()
        pen.wrap(document["meaning"], style=DIM)
    return "\n".join(pen.lines)


def alike(rows: list[dict[str, Any]]) -> list[tuple[list[list[str]], list[dict[str, Any]]]]:
    """Rows that differ by members who do the same alone, told as one: each member as a choice of names.

    Two members are alike when every set holds on with the one in place of the other.
    """
    sets = [frozenset(row["members"]) for row in rows]
    names = sorted(set().union(*sets)) if sets else []
    links = {name: frozenset(one - {name} for one in sets if name in one) for name in names}
    shown: dict[frozenset[tuple[str, ...]], list[dict[str, Any]]] = {}
    same = {name: tuple(other for other in names if links[other] == links[name]) for name in names}
    for row in rows:
        key = frozenset(same[name] for name in row["members"])
        together = len(key) < len(row["members"])  # two that are alike in one set: told by itself
        shown.setdefault(frozenset((name,) for name in row["members"]) if together else key, []).append(row)
    return [(sorted(map(list, key), key=lambda one: (len(one), one)), group) for key, group in shown.items()]


def _set(pen: Any, choices: list[list[str]], group: list[dict[str, Any]]) -> None:
    """One line of sets that are alike, with what the day loop made of them."""
    from stationkeep.cli.pen import DIM

    text = " + ".join(one[0] if len(one) == 1 else f"one of ({', '.join(one)})" for one in choices)
    chances = sorted({row["probability"] for row in group if row["probability"] is not None})
    told = (
        [f"P = {chances[0]:.4g}" if len(chances) == 1 else f"P = {chances[0]:.4g} to {chances[-1]:.4g}"]
        if chances
        else []
    )
    if "share" in group[0]:
        told.append(f"in {_percent(group)} of futures")
    days = [row["days_p50"] for row in group if "days_p50" in row]
    if days:
        told[-1] += f", half by day {min(days)}" + (f" to {max(days)}" if max(days) > min(days) else "")
        told.append("at once" if all(row["direct"] for row in group) else "only with time")
    if len(text) <= _NAMES:
        pen.add(f"  {text:<{_NAMES}}  {'; '.join(told)}")
    else:
        pen.wrap(text, first="  ", rest="      ")
        if told:
            pen.add(f"  {'':<{_NAMES}}  {'; '.join(told)}")
    first = group[0]
    if first.get("takes") and not first["direct"]:
        taken = ", ".join(f"{one['function']} (day {one['days_p50']})" for one in first["takes"])
        pen.wrap(f"takes first: {taken}", first="      ", rest="      ")
    if first.get("why") and not first["direct"]:
        pen.wrap(" < ".join(first["why"][:5]), first="      ", rest="      ", style=DIM)


def _percent(group: list[dict[str, Any]]) -> str:
    low, high = (f"{100 * pick(row['share'] for row in group):.0f}" for pick in (min, max))
    return f"{low} %" if low == high else f"{low} to {high} %"


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
