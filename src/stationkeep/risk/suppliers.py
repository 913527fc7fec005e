"""Who stands behind a type of vehicle, step by step, and how long deliveries on hand carry it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from stationkeep.risk.diagram import Diagram
from stationkeep.risk.snapshot import Snapshot, supplied
from stationkeep.risk.structure import Structure
from stationkeep.station import rules

Document = dict[str, Any]


@dataclass(frozen=True)
class Supplier:
    """A party behind a vehicle.

    Parameters
    ----------
    steps : int
        1 flies or operates the vehicle, 2 gives what the vehicle needs, 3 what that needs, and so on.
    through : tuple of str
        From the vehicle to what the party gives.
    kind : str
        Kind of what it gives: of an asset (``engine``, ``pad``...), ``flight``, ``arrival`` or ``owner`` of a supplier.
    alone : bool
        Whether its refusal alone stops the vehicle, once deliveries on hand are used up.
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
    kind: str
    alone: bool
    on_hand: float | None
    flies_until: dt.date | None
    lead_time_days: float | None


def suppliers(station: Snapshot, carrier: str) -> tuple[Supplier, ...]:
    """Everybody whose refusal reaches a type of vehicle, nearest first."""
    pack, graph = station.pack, station.graph
    row = pack.carriers[carrier]
    on_hand = supplied(pack, row)
    structure = Structure(station)
    alone = _alone(structure, carrier)
    found: dict[str, Supplier] = {}

    def note(party: str, steps: int, through: tuple[str, ...], kind: str, stock: float | None = None) -> None:
        for place, name in enumerate(graph.controllers(party)):
            path, what = ((*through, pack.parties[party].name), "owner") if place else (through, kind)
            until = None if stock is None else _first_without(station, carrier, int(stock))
            stops = name in alone or kind == "arrival"
            one = Supplier(name, steps + place, path, what, stops, stock, until, row.lead_time_days)
            found.setdefault(name, one)

    for party in row.parties:
        note(party, 1, (row.name,), "flight")
    todo: list[tuple[str, int, tuple[str, ...]]] = [(row.needs, 2, (row.name,))]
    seen: set[str] = set()
    while todo:
        text, steps, through = todo.pop(0)
        for name in _open(station, rules.parse(text)) if text else ():
            if name in seen:
                continue
            seen.add(name)
            asset = pack.assets[name]
            path = (*through, asset.name)
            if asset.kind in ("engine", "stage"):
                note(asset.owner, steps, path, asset.kind, on_hand.get(name, 0.0))
            for party in asset.parties:
                note(party, steps, path, asset.kind)
            todo.append((asset.needs, steps + 1, path))
    for function in _arrival_functions(row.arrival_needs):
        for party in _alone(structure, function) if function in structure.functions() else ():
            note(party, 2, (row.name, pack.functions[function].label), "arrival")
    return tuple(sorted(found.values(), key=lambda one: (one.steps, one.party)))


def _open(station: Snapshot, node: rules.Node) -> list[str]:
    """Assets of a rule, ways that are closed on the date left out: a launcher that is not there needs no pad."""
    graph = station.graph
    if isinstance(node, rules.Logic) and node.kind in ("any", "at_least"):
        parts = [part for part in node.children if graph.static(part, True)[0]]
        return [name for part in parts for name in _open(station, part)]
    if isinstance(node, rules.Logic) and node.kind == "all":
        return [name for part in node.children for name in _open(station, part)]
    return [node.asset] if isinstance(node, rules.AssetRef) and graph.asset(node.asset, True)[0] else []


def _alone(structure: Structure, target: str) -> set[str]:
    """Parties whose refusal alone loses something."""
    return {name for one in Diagram.of(structure.tree(target)).minimal(1).sets() for name in one}


def _arrival_functions(text: str) -> list[str]:
    nodes = rules.walk(rules.parse(text)) if text else ()
    return [node.function for node in nodes if isinstance(node, rules.FunctionRef)]


def _first_without(station: Snapshot, carrier: str, stock: int) -> dt.date | None:
    """Day of the flight after those that deliveries on hand carry."""
    due = [one for one in station.due if one.carrier == carrier]
    return station.on + dt.timedelta(days=due[stock].day) if stock < len(due) else None


def plain(one: Supplier) -> Document:
    """A supplier as plain values."""
    return {**asdict(one), "through": list(one.through), "flies_until": one.flies_until and str(one.flies_until)}


def document(station: Snapshot, carriers: tuple[str, ...] = ()) -> Document:
    """Who stands behind each type of vehicle that is flown on the date, or behind those named."""
    pack = station.pack
    chosen = carriers or tuple(name for name in station.flights.carriers if _flies(station, name))
    rows = []
    for name in chosen:
        due = [one.day for one in station.due if one.carrier == name]
        rows.append(
            {
                "vehicle": name,
                "name": pack.carriers[name].name,
                "kind": pack.carriers[name].kind,
                "next_flight": str(station.on + dt.timedelta(days=due[0])) if due else None,
                "suppliers": [plain(one) for one in suppliers(station, name)],
            }
        )
    return {"schema": "stationkeep.suppliers/1", "on": str(station.on), "vehicles": rows}


def _flies(station: Snapshot, carrier: str) -> bool:
    return any(one.carrier == carrier for one in station.due) or carrier in station.there
