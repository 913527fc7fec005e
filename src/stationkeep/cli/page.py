"""The answer on a terminal: one page of 100 columns, made from the answer's document."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path
from typing import Any

from stationkeep.answer import wording
from stationkeep.cli.pen import BOLD, DIM, ORANGE, Pen

Document = dict[str, Any]
_DATE = 11
_WHAT, _WHEN, _CHANCE = 40, 3 * _DATE + 6, 14


def page(document: Document, *, columns: int, colour: bool, report: Path | None) -> str:
    """Return the page.

    Parameters
    ----------
    document
        What ``Answer.to_dict`` gives.
    columns
        How wide it may be.
    colour
        Whether emphasis may be used.
    report
        Where the report is, if there is one.
    """
    pen = Pen(columns, colour)
    scenario = document["scenario"]
    note = f"  ({scenario['note']})" if scenario["note"] else ""
    pen.wrap(_clean(scenario["title"] + note), first="", rest="  ", style=BOLD)
    pen.add()
    pen.wrap(_clean(" ".join(document["answer"])))
    pen.add()
    if document["losses"]:
        _ladder(pen, document)
    _rests_on(pen, document, report)
    return "\n".join(pen.lines)


def _clean(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _ladder(pen: Pen, document: Document) -> None:
    end = wording.month(dt.date.fromisoformat(document["scenario"]["end"]))
    pen.add(
        pen.mark(
            _columns(
                pen,
                "what stops, and why",
                " – ".join(f"{word:>{_DATE}}" for word in ("5 %", "half", "95 %")),
                f"by {end}, %",
            ),
            DIM,
        )
    )
    knot = (document.get("knot") or {}).get("function")
    before = ""
    for row in document["losses"]:
        told = row["because"]
        _row(pen, row, "" if told == before else told, row["function"] == knot)
        before = told
    rungs = [row for row in document["ladder"] if row["probability"] > 0]
    if rungs:
        pen.add()
        pen.add(pen.mark(_columns(pen, "how far it goes", "", ""), DIM))
    for row in rungs:
        _row(pen, row, "", False)
    pen.add()


def _columns(pen: Pen, what: str, when: str, chance: str) -> str:
    room = max(8, min(_WHAT, pen.columns - 6 - _WHEN - _CHANCE))
    what = what if len(what) <= room else what.split(",")[0]
    return f"  {what:<{room}}  {when:^{_WHEN}}  {chance:>{_CHANCE}}".rstrip()


def _row(pen: Pen, row: Document, why: str, knot: bool) -> None:
    """Write a loss on two lines, what and when above why; a cause that the line above gave is not repeated."""
    room = max(8, min(_WHAT, pen.columns - 6 - _WHEN - _CHANCE))
    whats = textwrap.wrap(_clean(row["label"]), room, subsequent_indent=" ") or [""]
    whens = _when(row)
    chance = f"{100 * row['probability']:.1f} ± {max(0.1, 100 * row['standard_error']):.1f}"
    for i in range(max(len(whats), len(whens))):
        what = f"{whats[i] if i < len(whats) else '':<{room}}"
        when = f"{whens[i] if i < len(whens) else '':<{_WHEN}}"
        marked = pen.mark(what, BOLD + ORANGE) if knot else what
        pen.add(f"  {marked}  {when}  {chance if i == 0 else '':>{_CHANCE}}")
    if why:
        pen.wrap(_clean(why), first="      ", rest="      ", style=DIM)


def _when(row: Document) -> list[str]:
    """Write the interval: three dates, or one where it happens on one day; a date beyond the horizon says so."""
    found = [
        None if row[key] is None else dt.date.fromisoformat(row[key]) for key in ("date_p05", "date_p50", "date_p95")
    ]
    known = [date for date in found if date is not None]
    if not known:
        return [f"{'in fewer than 5 % of futures':^{_WHEN}}"]
    if len(known) == 3 and known[0] == known[2]:
        return [f"{wording.day(known[0]):^{_WHEN}}"]
    written = wording.cells(*found)
    lines = [" – ".join(f"{cell:>{_DATE}}" for cell in written)]
    words = row.get("shown_as")
    if words:
        lines.append("   ".join(f"{word:>{_DATE}}" for word in words))
    return lines


def _rests_on(pen: Pen, document: Document, report: Path | None) -> None:
    moves = [
        f"{row['label']} ({wording.bare(row['moves_label'])} {wording.span(row['effect_days'])} "
        f"{'later' if row['effect_days'] > 0 else 'earlier'} where it is high)"
        for row in document["sensitivity"][:3]
    ]
    _entry(pen, "moves it most", "; ".join(moves) or "no uncertain fact moves it beyond chance")
    provenance = document["provenance"]
    scenario = document["scenario"]
    known = "known that day" if scenario["knowledge"] == "then" else "known in hindsight"
    told = [
        wording.counted(scenario["members"], "future"),
        f"facts {known} (pack of {provenance['pack_as_of']})",
    ]
    told += [
        f"{key.replace('_', ' ')} {value}" for key, value in provenance.items() if key.startswith(("sun", "flights"))
    ]
    _entry(pen, "rests on", "; ".join(told))
    for placard in document["placards"]:
        _entry(pen, "beware", f"{placard['text'].rstrip('.')} ({placard['where']})")
    twin = document["baseline"]
    if twin:
        worst = max(twin, key=lambda row: float(row["probability"]))
        share = wording.percent(worst["probability"])
        _entry(
            pen,
            "undisturbed",
            f"with nobody stopping, the station itself goes without this in {share}: {worst['label']}",
        )
    if report is not None:
        _entry(pen, "report", str(report))


def _entry(pen: Pen, name: str, text: str) -> None:
    first = f"  {name + ':':<16}"
    before = len(pen.lines)
    pen.wrap(_clean(text), first=first, rest=" " * len(first))
    if pen.colour:
        pen.lines[before] = pen.lines[before].replace(name + ":", pen.mark(name + ":", DIM), 1)
