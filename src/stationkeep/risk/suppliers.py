"""Who stands behind a type of vehicle, step by step, and how long deliveries on hand carry it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stationkeep.risk.snapshot import Snapshot, supplied
from stationkeep.station import rules


@dataclass(frozen=True)
class Supplier:
    """A party behind a vehicle.

    Parameters
    ----------
    steps : int
        1 flies or operates the vehicle, 2 owns what the vehicle needs, 3 what that needs, and so on.
    through : tuple of str
        From the vehicle to what the party supplies.
    on_hand : float or None
        Deliveries that already stand with the user; ``None`` where nothing is delivered flight by flight.
    flies_until : date or None
        Day of the first flight that deliveries on hand no longer carry; ``None``: none within the plan.
    lead_time_days : float or None
        From the end of a stop to the next flight.
    """

    party: str
    steps: int
    through: tuple[str, ...]
    on_hand: float | None
    flies_until: dt.date | None
    lead_time_days: float | None


def suppliers(station: Snapshot, carrier: str) -> tuple[Supplier, ...]:
    """Everybody whose refusal reaches a type of vehicle, nearest first."""
    pack, graph = station.pack, station.graph
    row = pack.carriers[carrier]
    on_hand = supplied(pack, row)
    found: dict[str, Supplier] = {}

    def note(party: str, steps: int, through: tuple[str, ...], stock: float | None) -> None:
        for place, name in enumerate(graph.controllers(party)):
            path = (*through, pack.parties[party].name) if place else through
            until = None if stock is None else _first_without(station, carrier, int(stock))
            found.setdefault(name, Supplier(name, steps + place, path, stock, until, row.lead_time_days))

    for party in row.parties:
        note(party, 1, (row.name,), None)
    todo: list[tuple[str, int, tuple[str, ...]]] = [(row.needs, 2, (row.name,))]
    seen: set[str] = set()
    while todo:
        text, steps, through = todo.pop(0)
        for node in rules.walk(rules.parse(text)) if text else ():
            if not isinstance(node, rules.AssetRef) or node.asset in seen:
                continue
            asset = pack.assets[node.asset]
            if not graph.asset(node.asset, True)[0]:
                continue
            seen.add(node.asset)
            path = (*through, asset.name)
            if asset.kind in ("engine", "stage"):
                note(asset.owner, steps, path, on_hand.get(node.asset, 0.0))
            todo.append((asset.needs, steps + 1, path))
    return tuple(sorted(found.values(), key=lambda one: (one.steps, one.party)))


def _first_without(station: Snapshot, carrier: str, stock: int) -> dt.date | None:
    """Day of the flight after those that deliveries on hand carry."""
    due = [one for one in station.due if one.carrier == carrier]
    return station.on + dt.timedelta(days=due[stock].day) if stock < len(due) else None
