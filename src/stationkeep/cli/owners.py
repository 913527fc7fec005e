"""``owners``: who owns the station, anyway?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from stationkeep.cli.output import say, show
from stationkeep.cli.target import check_picture

BOLD, DIM = "\x1b[1m", "\x1b[2m"
_BAR = 30


def owners(on: str | None, pack_name: str, *, plot: Path | None, as_json: bool) -> None:
    """Answer who owns, operates and supplies a station on a day; by default the last that the pack knows."""
    from stationkeep.answer.ownership import ownership
    from stationkeep.cli.ask import parse_date
    from stationkeep.study import Station

    check_picture(plot, "--plot")
    station = Station.load(pack_name, None if on is None else parse_date(on, "--on"))
    document = ownership(station.pack, station.on)
    if plot is not None:
        from stationkeep.answer.owners_picture import draw

        draw(document, plot)
        say(f"picture: {plot}")
    show(document, page, as_json)


def page(document: dict[str, Any], columns: int, colour: bool) -> str:
    """Return the page: the answer, the shares, ships and stocks, then what to beware of."""
    from stationkeep.answer import wording
    from stationkeep.cli.pen import Pen

    pen = Pen(columns, colour)
    day = wording.day(dt.date.fromisoformat(document["on"]))
    pen.wrap(f"Who owns the {document['title']} on {day}", first="", rest="  ", style=BOLD)
    pen.add()
    for text in document["answer"]:
        pen.wrap(text)
    pen.add()
    _shares(pen, document)
    _ships(pen, document)
    _stocks(pen, document)
    plan = document["plan"]
    if plan["events"]:
        coming = [f"{row['name']} ({row['event']} {_window(row)})" for row in plan["events"]]
        _entry(pen, f"planned (known on {plan['known_on']})", wording.listed(coming, most=7))
        pen.add()
    for note in document["notes"]:
        pen.wrap(note, style=DIM)
    return "\n".join(pen.lines)


def _window(row: dict[str, Any]) -> str:
    return str(row["from"]) if row["from"] == row["to"] else f"{row['from']} to {row['to']}"


def _shares(pen: Any, document: dict[str, Any]) -> None:
    from stationkeep.answer.ownership import TITLES

    name = document["parties"]
    for measure, (title, unit, scale) in TITLES.items():
        views: dict[str, dict[str, Any]] = {"owner": {}, "operator": {}}
        for row in document["holdings"]:
            if row["measure"] == measure:
                views[row["by"]][row["party"]] = row
        if not views["owner"]:
            continue
        label = title + (f", {unit}" if unit else "")
        pen.add(pen.mark(f"  {label:<30}{'owns':>7}{'':>7}{'runs':>8}", DIM))
        parties = [*views["operator"], *(party for party in views["owner"] if party not in views["operator"])]
        for party in parties:
            owned, run = (views[by].get(party) for by in ("owner", "operator"))
            cells = "".join(
                f"{_number(row['value'] * scale):>7}{_percent(row['share']):>7} " if row else f"{'-':>7}{'':>8}"
                for row in (owned, run)
            )
            bar = "█" * max(round(_BAR * run["share"]), 1) if run else ""
            pen.add(f"    {name[party][:28]:<28}{cells}  {bar}")
        pen.add()


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 9.95 or value == int(value) else f"{value:.1f}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.095 else f"{100 * share:.1f} %"


def _ships(pen: Any, document: dict[str, Any]) -> None:
    if not document["ships"]:
        return
    name = document["parties"]
    pen.add(pen.mark(f"  {'docked':<24}{'port':<18}{'since':<13}{'flown by':<28}{'seats':>6}{'taken':>7}", DIM))
    for row in document["ships"]:
        needs = [name[party] for party in row["parties"] if party != row["flown_by"]]
        flown = name[row["flown_by"]] + (f" for {', '.join(needs)}" if needs else "")
        port = row["port"].replace("_", " ")
        pen.add(
            f"  {row['name'][:22]:<24}{port[:16]:<18}{row['since']:<13}{flown[:27]:<28}{row['seats'] or '-':>6}"
            f"{sum(row['residents'].values()) or row['visitors'] or '-':>7}"
        )
    pen.add()


def _stocks(pen: Any, document: dict[str, Any]) -> None:
    rows = [row for row in document["stocks"] if row["unit"] != "days"]
    if not rows:
        return
    pen.add(pen.mark(f"  {'aboard':<40}{'':>9}   {'plausible':<20}value of", DIM))
    for row in rows:
        span = f"{row['low']:,.0f} to {row['high']:,.0f}" if row["high"] > row["low"] else "-"
        label = f"{row['label']}, {row['unit']}"
        pen.add(f"  {label[:38]:<40}{row['value']:>9,.0f}   {span:<20}{row['known_for']}")
    pen.add()


def _entry(pen: Any, name: str, text: str) -> None:
    pen.wrap(f"{name}: {text}", first="  ", rest="    ")
