"""Ships docked on the start date and flights to come: as planned, then at each line's cadence, or as flown.

A *line* is a succession of vehicles that replaced each other (Soyuz TM, TMA and MS are one line): cadence, slips and
losses belong to the line, abilities to the carrier.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Carrier, Flight, PlannedFlight

CADENCE_DAYS = 730  # DEFINITIONS: the cadence of the preceding 24 months
_PRIOR_FLIGHTS = 20.0  # weight of the pooled loss rate in a line's own, in flights
_HANDOVER_DAYS = 8  # nominal overlap of two crews when only the arrival of the next is planned
_YOUNGEST_DAYS = 180  # a line is judged by at least half a year
_LATE_DAYS = 15  # a flight that the plan puts before the start and that has not flown is soon to come


@dataclass(frozen=True)
class Docked:
    """A ship at its port on the start date, and the residents who go home in it.

    ``seats`` is 0 for residents whose ship has left; ``leaves_day`` is the planned day, counted from the start.
    """

    flight: str
    carrier: str
    line: str
    arrived_day: int
    leaves_day: int
    residents: Mapping[str, int]
    seats: int


@dataclass(frozen=True)
class Coming:
    """A flight to come: a window of planned arrival days, counted from the start, and the residents it brings.

    ``leaves_day`` is the planned departure of a crew ship (its successor's planned arrival and a handover).
    ``fixed`` marks a flight of the log in a hindsight run: it neither slips nor is lost.
    """

    name: str
    carrier: str
    line: str
    first_day: int
    last_day: int
    residents: Mapping[str, int] = field(default_factory=dict)
    leaves_day: int = 0
    fixed: bool = False
    lost: bool = False
    basis: str = "cadence"


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
        return tuple(dict.fromkeys(ship.carrier for ship in (*self.docked, *self.coming)))

    @property
    def lines(self) -> tuple[str, ...]:
        """Lines that occur, in the order of their first appearance."""
        return tuple(dict.fromkeys(ship.line for ship in (*self.docked, *self.coming)))


def lines(pack: Pack) -> dict[str, str]:
    """The line of each carrier: those that replaced one another, named after the first of them in the pack."""
    line = {carrier: carrier for carrier in pack.carriers}
    for row in pack.carriers.values():
        for older in row.replaces:
            merged, gone = sorted((line[older], line[row.id]), key=list(pack.carriers).index)
            line = {carrier: merged if name == gone else name for carrier, name in line.items()}
    return line


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
    fleet = _Fleet(pack, start, days, flown)
    log: list[Coming] = []
    since = start
    if knowledge == "hindsight":
        since = max((f.launched for f in pack.flights.values() if f.launched is not None), default=start)
        log = fleet.as_flown()
        fleet = _Fleet(pack, max(since, start), days, list(pack.flights.values()), origin=start)
    plan, known_on = fleet.planned(max(since, start))
    coming = sorted([*log, *plan, *fleet.cadence(log + plan)], key=lambda c: (c.first_day, c.name))
    together = fleet.complement()
    coming = _with_departures(pack, coming, together)
    docked = _docked(pack, fleet.lines, start, flown, coming, together, plan_rows=_plan_rows(pack, start)[0])
    return Timeline(tuple(docked), tuple(coming), fleet.loss_rates(), known_on, together)


@dataclass(frozen=True)
class _Fleet:
    """The lines as they look on ``today``; days are counted from ``origin`` (the scenario's start)."""

    pack: Pack
    today: dt.date
    days: int
    flown: Sequence[Flight]
    origin: dt.date | None = None

    def day(self, date: dt.date) -> int:
        return (date - (self.origin or self.today)).days

    def line(self, carrier: str) -> str:
        return self.lines[carrier]

    @cached_property
    def lines(self) -> dict[str, str]:
        return lines(self.pack)

    def as_flown(self) -> list[Coming]:
        """Flights of the log after the start, in hindsight."""
        coming = []
        for flight in self.pack.flights.values():
            if (
                flight.launched is None
                or flight.launched < self.today
                or flight.visit
                or not self.serves(flight.carrier)
            ):
                continue
            arrived = flight.arrived or flight.launched + dt.timedelta(days=1)
            day = self.day(arrived)
            if day < self.days:
                people = {name: int(n) for name, n in flight.up.items()}
                leaves = self.day(flight.departed) if flight.departed else day
                lost = flight.outcome != "success"
                line = self.line(flight.carrier)
                coming.append(Coming(flight.name, flight.carrier, line, day, day, people, leaves, True, lost, "log"))
        return coming

    def serves(self, carrier: str) -> bool:
        """Whether a carrier brings people or goods (a module is no supply ship)."""
        return self.pack.carriers[carrier].kind not in ("module", "test")

    def planned(self, since: dt.date) -> tuple[list[Coming], dt.date | None]:
        """Flights of the newest published plan that were still to fly."""
        rows, known_on = _plan_rows(self.pack, self.today)
        done = {f.id for f in self.flown}
        coming = []
        for row in rows:
            if row.event not in ("launch", "dock") or row.visit or row.flight in done or not self.serves(row.carrier):
                continue
            carrier = self.pack.carriers[row.carrier]
            if carrier.valid_from is None or carrier.valid_from > self.today or self.ended(carrier):
                continue  # not yet shown to reach the station, or known to have ended
            transit = 0 if row.event == "dock" else 1
            late = self.today + dt.timedelta(days=_LATE_DAYS)
            first, last = (row.planned_from, row.planned_to)
            if last < since:
                first = last = late
            first = max(first, since)
            lo, hi = self.day(first) + transit, self.day(max(first, last)) + transit
            if lo < self.days:
                people = self.composition(row.carrier, row.up)
                coming.append(Coming(row.name, row.carrier, self.line(row.carrier), lo, hi, people, basis="plan"))
        return coming, known_on

    def ended(self, carrier: Carrier) -> bool:
        """Whether the last flight of a carrier lay in the past, as far as was public on the day."""
        known = carrier.end_known is not None and carrier.end_known <= self.today
        return carrier.valid_to is not None and (carrier.valid_to < self.today) and (known or carrier.end_known is None)

    def last_allowed(self, carrier: Carrier) -> dt.date | None:
        """The announced end of a carrier, if it was public on the day."""
        if carrier.valid_to is None or carrier.end_known is None or carrier.end_known > self.today:
            return None
        return carrier.valid_to

    def composition(self, carrier: str, planned: Mapping[str, float]) -> dict[str, int]:
        """Residents of a flight to come: as planned, else as the latest full crew of the line."""
        if planned:
            return {name: int(n) for name, n in planned.items()}
        line = self.line(carrier)
        crews = [f for f in self.flown if self.line(f.carrier) == line and sum(f.up.values()) >= 2 and f.arrived]
        if not crews:
            return {}
        newest = max(crews, key=lambda f: f.launched or dt.date.min)
        return {name: int(n) for name, n in newest.up.items()}

    @cached_property
    def recent(self) -> dict[str, tuple[list[Flight], float]]:
        """Regular flights of each line in the preceding 24 months, in order, and their mean spacing in days.

        A line younger than that is judged by its own age, from half a year on.
        """
        regular: dict[str, list[Flight]] = defaultdict(list)
        for flight in self.flown:
            if not flight.visit and self.serves(flight.carrier) and flight.outcome != "cancelled" and flight.launched:
                regular[self.line(flight.carrier)].append(flight)
        found = {}
        for line, flights in regular.items():
            flights.sort(key=lambda f: (f.launched, f.id))
            ages = [(self.today - f.launched).days for f in flights if f.launched]
            newest = [f for f, age in zip(flights, ages, strict=True) if 0 <= age <= CADENCE_DAYS]
            if newest:
                found[line] = (newest, min(CADENCE_DAYS, max(ages[0], _YOUNGEST_DAYS)) / len(newest))
        return found

    def complement(self) -> dict[str, int]:
        """How many crew ships of each line are at the station together: their mean over the half-year before."""
        since = self.today - dt.timedelta(days=_YOUNGEST_DAYS)
        days: dict[str, int] = defaultdict(int)
        for flight in self.flown:
            if flight.arrived is None or not sum(flight.up.values()):
                continue
            left = min(flight.departed or self.today, self.today)
            days[self.line(flight.carrier)] += max(0, (left - max(flight.arrived, since)).days)
        return {line: max(1, round(days[line] / _YOUNGEST_DAYS)) for line in self.recent}

    def cadence(self, known: Iterable[Coming]) -> list[Coming]:
        """Flights after the last known one of each line, at the rate of the preceding 24 months, pairs alternating."""
        newest_known: dict[str, int] = defaultdict(lambda: -1)
        for coming in known:
            newest_known[coming.line] = max(newest_known[coming.line], coming.last_day)
        coming = []
        for line, (flights, spacing) in sorted(self.recent.items()):
            carrier = self.pack.carriers[flights[-1].carrier]
            last = flights[-1].launched
            assert last is not None
            if self.ended(carrier):
                continue
            position = float(max(newest_known[line], self.day(last)))
            stop = self.last_allowed(carrier)
            crews = [f for f in flights if sum(f.up.values()) >= 2][-2:] if carrier.kind == "crew" else flights
            number = 0
            while True:
                position += spacing
                day = max(round(position), self.day(self.today) + _LATE_DAYS)
                if day >= self.days or (stop is not None and day > self.day(stop)):
                    break
                people = {name: int(n) for name, n in crews[number % len(crews)].up.items()} if crews else {}
                number += 1
                coming.append(Coming(f"{carrier.name}, {number} beyond the plan", carrier.id, line, day, day, people))
        return coming

    def loss_rates(self) -> dict[str, float]:
        """Chance that a flight of a line is lost: its own record, drawn towards the record of all flights."""
        tried: dict[str, int] = defaultdict(int)
        lost: dict[str, int] = defaultdict(int)
        for flight in self.flown:
            if self.serves(flight.carrier) and flight.outcome != "cancelled":
                tried[self.line(flight.carrier)] += 1
                lost[self.line(flight.carrier)] += flight.outcome != "success"
        pooled = (sum(lost.values()) + 0.5) / (sum(tried.values()) + 1.0)
        names = sorted(set(self.lines.values()))
        weight = _PRIOR_FLIGHTS
        return {line: (lost[line] + weight * pooled) / (tried[line] + weight) for line in names}


def _plan_rows(pack: Pack, start: dt.date) -> tuple[list[PlannedFlight], dt.date | None]:
    known = [row.known_on for row in pack.plans if row.known_on <= start]
    newest = max(known, default=None)
    return [row for row in pack.plans if row.known_on == newest], newest


def _successor(coming: Sequence[Coming], line: str, together: Mapping[str, int]) -> Coming | None:
    """The flight that relieves a crew of a line: the next one, or the n-th where n ships are there together."""
    relieving = [ship for ship in coming if ship.line == line and sum(ship.residents.values())]
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
        life = pack.carriers[ship.carrier].life_days or 180.0
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
        for name, n in flight.up.items():
            for _ in range(int(n)):
                if aboard[name] <= 0:
                    break
                if home is not None and _spare(home, manifest[home.id]):
                    place = manifest[home.id]
                else:
                    place = stranded[line]
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
        after = next((c for c in coming if c.line == line and sum(c.residents.values())), None)
        leaves = after.first_day if after is not None else 180
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
    leaves = (flight.arrived - start).days + round(carrier.life_days or 180.0)
    if relief is not None:
        leaves = min(leaves, relief.first_day + _HANDOVER_DAYS)
    return max(leaves, _HANDOVER_DAYS)
