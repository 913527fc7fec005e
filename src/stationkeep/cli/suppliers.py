"""``suppliers``: who stands behind a vehicle, three steps away too, and how long what is on hand lasts."""

from __future__ import annotations

from typing import Any

from stationkeep.cli.cutsets import on_date
from stationkeep.cli.output import show

Document = dict[str, Any]
_KINDS = {
    "flight": "flies it",
    "launcher": "makes or launches the rocket",
    "engine": "delivers engines",
    "stage": "delivers stages",
    "pad": "holds or runs the launch site",
    "control_centre": "runs a control centre",
    "relay": "runs a relay",
    "arrival": "is needed for its arrival",
    "owner": "controls a supplier",
}


def suppliers(vehicles: list[str] | None, on: str | None, pack_name: str, as_json: bool) -> None:
    """Look and show."""
    from stationkeep.errors import UnknownName
    from stationkeep.facts.pack import load_pack
    from stationkeep.risk.snapshot import Snapshot
    from stationkeep.risk.suppliers import document

    pack = load_pack(pack_name)
    for name in vehicles or ():
        if name not in pack.carriers:
            raise UnknownName("type of vehicle", name, pack.carriers, pack.elsewhere("type of vehicle"))
    found = document(Snapshot.of(pack, on_date(on, pack.as_of)), tuple(vehicles or ()))
    show(found, page, as_json)


def page(document: Document, columns: int, colour: bool) -> str:
    """Return the page: a vehicle at a time, those nearest first; a star marks who stops it alone."""
    from stationkeep.cli.pen import BOLD, DIM, Pen

    pen = Pen(columns, colour)
    pen.wrap(f"Who stands behind each vehicle on {document['on']}", "", style=BOLD)
    pen.wrap("(* stops it alone, once what is on hand has flown; then the steps to it)", "", style=DIM)
    for vehicle in document["vehicles"]:
        due = vehicle["next_flight"]
        lead = next((one["lead_time_days"] for one in vehicle["suppliers"] if one["lead_time_days"]), None)
        pen.add()
        told = f"{vehicle['name']} ({vehicle['vehicle']}, {vehicle['kind'].replace('_', ' and ')}): "
        told += f"next flight about {due}" if due else "no flight to come"
        if lead:
            told += f"; {lead:g} days from the end of a stop to the next one"
        pen.wrap(told, style=BOLD)
        for one in vehicle["suppliers"]:
            star = "*" if one["alone"] else " "
            what = _KINDS.get(one["kind"], "gives what it needs")
            pen.wrap(f"{one['steps']} {star} {one['party']:<15} {what}{_stock(one)}", first="    ", rest=" " * 24)
            if one["steps"] > 1:
                pen.wrap(" < ".join(one["through"]), first=" " * 24, rest=" " * 26, style=DIM)
    return "\n".join(pen.lines)


def _stock(one: Document) -> str:
    if one["on_hand"] is None:
        return ""
    last = (
        f", the first flight without: {one['flies_until']}" if one["flies_until"] else ", enough for the flights known"
    )
    return f"; {one['on_hand']:g} on hand{last}"
