"""Ships docked on the start date and flights to come: as planned, then at each line's cadence, or as flown.

A *line* is a succession of vehicles that replaced each other (Soyuz TM, TMA and MS are one line): cadence, slips and
losses belong to the line, abilities to the carrier.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Carrier, Flight, PlannedFlight
from stationkeep.supplies.fleet import UNKNOWN_LIFE_DAYS, Coming, Fleet, plan_rows

_HANDOVER_DAYS = 8  # nominal overlap of two crews when only the arrival of the next is planned
_NEVER = 100_000  # days: beyond every horizon


@dataclass(frozen=True)
class Docked:
    """A ship at its port on the start date, and the residents who go home in it.

    ``seats`` is 0 for residents whose ship has left; ``leaves_day`` is the planned day, counted from the start. In a
    hindsight run it is the day as flown, and ``down`` are the residents who then went home in it.
    """

    flight: str
    carrier: str
    line: str
    arrived_day: int
    leaves_day: int
    residents: Mapping[str, int]
    seats: int
    down: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Timeline:
    """Everything that is docked or to come, in order, with the loss rate of each line."""

    docked: tuple[Docked, ...]
    coming: tuple[Coming, ...]
    loss_rate: Mapping[str, float]
    plan_known_on: dt.date | None
    complement: Mapping[str, int]

    @property
    def carriers(self) -> tuple[str, ...]:
        """Carriers that occur, in the order of their first appearance."""
        return tuple(dict.fromkeys([*(ship.carrier for ship in self.docked), *(ship.carrier for ship in self.coming)]))

    @property
    def lines(self) -> tuple[str, ...]:
        """Lines that occur, in the order of their first appearance."""
        return tuple(dict.fromkeys([*(ship.line for ship in self.docked), *(ship.line for ship in self.coming)]))


def timeline(pack: Pack, start: dt.date, days: int, knowledge: str) -> Timeline:
    """Lay out docked ships and flights to come.

    Parameters
    ----------
    pack : Pack
        Its flights, plans and carriers.
    start : date
        Day 0.
    days : int
        How far to lay out flights; a year beyond the horizon, for rules that look ahead.
    knowledge : str
        ``then``: the newest plan published by the start, then cadence. ``hindsight``: as flown, then cadence.
    """
    flown = [f for f in pack.flights.values() if f.launched is not None and f.launched < start]
    fleet = Fleet(pack, start, days, flown)
    log = fleet.in_transit()
    since = start
    if knowledge == "hindsight":
        since = max((f.launched for f in pack.flights.values() if f.launched is not None), default=start)
        log += fleet.as_flown()
        fleet = Fleet(pack, max(since, start), days, list(pack.flights.values()), origin=start)
    plan, known_on = fleet.planned(max(since, start))
    regular = [*log, *plan, *fleet.cadence(log + plan)]
    coming = sorted([*regular, *fleet.spares(regular)], key=lambda c: (c.first_day, c.name))
    together = fleet.complement()
    coming = [ship for ship in coming if ship.first_day < days]
    coming = _with_departures(pack, coming, together)
    docked = _docked(pack, fleet.lines, start, flown, coming, together, plan_rows=plan_rows(pack, start)[0])
    if knowledge == "hindsight":
        docked = [_as_left(pack, ship, start) for ship in docked]
    return Timeline(tuple(docked), tuple(coming), fleet.loss_rates(), known_on, together)


def _as_left(pack: Pack, ship: Docked, start: dt.date) -> Docked:
    """A docked ship with the departure that the log records; residents without a ship leave in other ships."""
    flight = pack.flights.get(ship.flight)
    if flight is None:
        return replace(ship, leaves_day=_NEVER, down={})
    if flight.departed is None:
        return ship
    down = {name: int(n) for name, n in flight.down.items()}
    return replace(ship, leaves_day=(flight.departed - start).days, down=down)


def _successor(coming: Sequence[Coming], line: str, together: Mapping[str, int]) -> Coming | None:
    """The flight that relieves a crew of a line: the next one, or the n-th where n ships are there together."""
    relieving = [ship for ship in coming if ship.line == line and any(ship.residents.values())]
    place = together.get(line, 1) - 1
    return relieving[place] if place < len(relieving) else None


def _with_departures(pack: Pack, coming: list[Coming], together: Mapping[str, int]) -> list[Coming]:
    """Give each crew ship its planned departure: its relief's arrival and a handover, or its life's end."""
    settled = []
    for place, ship in enumerate(coming):
        if ship.fixed:
            settled.append(ship)
            continue
        after = _successor(coming[place + 1 :], ship.line, together)
        life = pack.carriers[ship.carrier].life_days or UNKNOWN_LIFE_DAYS
        leaves = ship.first_day + round(life)
        if sum(ship.residents.values()) and after is not None:
            leaves = min(leaves, after.first_day + _HANDOVER_DAYS)
        settled.append(Coming(**{**ship.__dict__, "leaves_day": leaves}))
    return settled


def _docked(
    pack: Pack,
    line_of: Mapping[str, str],
    start: dt.date,
    flown: Sequence[Flight],
    coming: Sequence[Coming],
    together: Mapping[str, int],
    plan_rows: Sequence[PlannedFlight],
) -> list[Docked]:
    aboard: dict[str, int] = defaultdict(int)
    for flight in flown:
        if flight.arrived is not None and flight.arrived <= start:
            for name, n in flight.up.items():
                aboard[name] += int(n)
        if flight.departed is not None and flight.departed <= start:
            for name, n in flight.down.items():
                aboard[name] -= int(n)
    ships = [
        f
        for f in flown
        if f.arrived is not None
        and f.arrived <= start
        and (f.departed is None or f.departed > start)
        and pack.carriers[f.carrier].kind not in ("module", "test")
        and not f.visit
    ]
    ships.sort(key=lambda f: (f.arrived, f.id), reverse=True)
    manifest: dict[str, dict[str, int]] = {f.id: {} for f in ships}
    for flight in ships:
        _board(manifest[flight.id], flight.up, aboard)
    stranded: dict[str, dict[str, int]] = defaultdict(dict)
    for flight in sorted(flown, key=lambda f: (f.launched, f.id), reverse=True):
        if flight.id in manifest or not flight.up or not any(aboard.values()):
            continue
        line = line_of[flight.carrier]
        home = next((s for s in ships if line_of[s.carrier] == line and _spare(s, manifest[s.id])), None)
        gone = flight.down if flight.departed is not None and flight.departed <= start else {}
        for name, n in flight.up.items():
            for _ in range(int(n) - int(gone.get(name, 0))):
                if aboard[name] <= 0:
                    break
                room = home is not None and _spare(home, manifest[home.id])
                place = manifest[home.id] if home is not None and room else stranded[line]
                place[name] = place.get(name, 0) + 1
                aboard[name] -= 1
    landing = {row.flight: row.planned_from for row in plan_rows if row.event in ("undock", "landing") and row.flight}
    docked: list[Docked] = []
    crewed: dict[str, int] = defaultdict(int)
    for flight in reversed(ships):
        carrier = pack.carriers[flight.carrier]
        assert flight.arrived is not None
        line = line_of[carrier.id]
        others = sum(bool(manifest[s.id]) and line_of[s.carrier] == line for s in ships)
        ahead = {line: max(1, together.get(line, 1) - others + 1 + crewed[line])}
        crewed[line] += bool(manifest[flight.id])
        relief = _successor(coming, line, ahead) if manifest[flight.id] else None
        leaves = _leaves(flight, carrier, start, landing, relief)
        arrived = (flight.arrived - start).days
        docked.append(
            Docked(flight.id, carrier.id, line_of[carrier.id], arrived, leaves, manifest[flight.id], flight.seats)
        )
    for line, people in sorted(stranded.items()):
        after = _successor(coming, line, {})
        leaves = after.first_day if after is not None else round(UNKNOWN_LIFE_DAYS)
        carrier_id = next(f.carrier for f in reversed(flown) if line_of[f.carrier] == line)
        docked.append(Docked(f"residents of {line}", carrier_id, line, 0, leaves, people, 0))
    return docked


def _board(manifest: dict[str, int], up: Mapping[str, float], aboard: dict[str, int]) -> None:
    for name, n in up.items():
        boarding = min(int(n), aboard[name])
        if boarding > 0:
            manifest[name] = boarding
            aboard[name] -= boarding


def _spare(ship: Flight, people: Mapping[str, int]) -> bool:
    return ship.seats > sum(people.values())


def _leaves(
    flight: Flight, carrier: Carrier, start: dt.date, landing: Mapping[str, dt.date], relief: Coming | None
) -> int:
    assert flight.arrived is not None
    if flight.id in landing and landing[flight.id] > start:
        return (landing[flight.id] - start).days
    leaves = (flight.arrived - start).days + round(carrier.life_days or UNKNOWN_LIFE_DAYS)
    if relief is not None:
        leaves = min(leaves, relief.first_day + _HANDOVER_DAYS)
    return max(leaves, _HANDOVER_DAYS)
