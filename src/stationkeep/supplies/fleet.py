"""The lines that serve a station, as they look on a day: their plan, their cadence, their record."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import stdev

from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Carrier, Flight, PlannedFlight
from stationkeep.supplies.ledgers import parameters_on

CADENCE_DAYS = 730  # DEFINITIONS: the cadence of the preceding 24 months
_PRIOR_FLIGHTS = 20.0  # weight of the pooled loss rate in a line's own, in flights
_YOUNGEST_DAYS = 180  # a line is judged by at least half a year
_LATE_DAYS = 15  # a flight that the plan puts before the start and that has not flown is soon to come
UNKNOWN_LIFE_DAYS = 180.0  # stay of a carrier whose life the pack does not give: half a year, as most ships
_LONGEST_TRANSIT_DAYS = 30  # from launch to the station: the first ATV took 25 days
_FEWEST_GAPS = 3  # intervals from which a scatter is computed
_SPARED_DAYS = 180  # between two further ships of a line: one or two a year, as flown from 2005 to 2024
_FORGOTTEN_DAYS = 120  # one that is later than this has left the plan: the line\'s cadence stands for it


@dataclass(frozen=True)
class Coming:
    """A flight to come: a window of planned arrival days, counted from the start, and the residents it brings.

    ``leaves_day`` is the planned departure of a crew ship (its successor's planned arrival and a handover).
    ``fixed`` marks a flight of the log in a hindsight run: it neither slips nor is lost. Where its departure is in the
    log too, ``down`` are the residents who went home in it. A flight of the plan slips; one at the line's cadence comes
    as late as the line is by then, give or take ``scatter_days``: the scatter of its flown intervals, slips included.
    """

    name: str
    carrier: str
    line: str
    first_day: int
    last_day: int
    residents: Mapping[str, int] = field(default_factory=dict)
    leaves_day: int = 0
    fixed: bool = False
    down: Mapping[str, int] | None = None
    lost: bool = False
    basis: str = "cadence"
    scatter_days: float = 0.0


def lines(pack: Pack) -> dict[str, str]:
    """The line of each carrier: those that replaced one another, named after the first of them in the pack."""
    line = {carrier: carrier for carrier in pack.carriers}
    for row in pack.carriers.values():
        for older in row.replaces:
            merged, gone = sorted((line[older], line[row.id]), key=list(pack.carriers).index)
            line = {carrier: merged if name == gone else name for carrier, name in line.items()}
    return line


@dataclass(frozen=True)
class Fleet:
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

    def known(self, flight: Flight) -> bool:
        """Whether how a flight ended was known on the day: lost at launch, arrived, or long enough ago."""
        if flight.launched is None or flight.outcome == "launch_failure":
            return True
        ended = flight.arrived or flight.launched + dt.timedelta(days=_LONGEST_TRANSIT_DAYS)
        return ended <= self.today

    def life(self, carrier: str) -> float:
        """Certified stay of a carrier, days."""
        return self.pack.carriers[carrier].life_days or UNKNOWN_LIFE_DAYS

    def as_flown(self) -> list[Coming]:
        """Flights of the log after the start, in hindsight."""
        coming = []
        for flight in self.pack.flights.values():
            if flight.launched is None or flight.launched < self.today or not self.supplies(flight):
                continue
            arrived = flight.arrived or flight.launched + dt.timedelta(days=1)
            day = self.day(arrived)
            if day < self.days:
                people = {name: int(n) for name, n in flight.up.items()}
                leaves = self.day(flight.departed) if flight.departed else day + round(self.life(flight.carrier))
                down = {name: int(n) for name, n in flight.down.items()} if flight.departed else None
                lost = flight.outcome != "success"
                line = self.line(flight.carrier)
                coming.append(
                    Coming(flight.name, flight.carrier, line, day, day, people, leaves, True, down, lost, "log")
                )
        return coming

    def in_transit(self) -> list[Coming]:
        """Ships launched before the day that had not arrived: they arrive as ships of that time do, in a day or two."""
        coming = []
        for flight in self.flown:
            under_way = flight.launched is not None and (self.today - flight.launched).days <= _LONGEST_TRANSIT_DAYS
            if flight.arrived is None or flight.arrived <= self.today or not under_way:
                continue
            if self.supplies(flight):
                people = {name: int(n) for name, n in flight.up.items()}
                line = self.line(flight.carrier)
                coming.append(Coming(flight.name, flight.carrier, line, 1, 2, people, fixed=False, basis="in transit"))
        return coming

    def serves(self, carrier: str) -> bool:
        """Whether a carrier brings people or goods (a module is no supply ship)."""
        return self.pack.carriers[carrier].kind not in ("module", "test")

    def supplies(self, flight: Flight | PlannedFlight) -> bool:
        """Whether a flight brings residents or goods: a visit does where its type of vehicle carries both."""
        return self.serves(flight.carrier) and (
            not flight.visit or self.pack.carriers[flight.carrier].kind == "crew_cargo"
        )

    def planned(self, since: dt.date) -> tuple[list[Coming], dt.date | None]:
        """Flights of the newest published plan that were still to fly."""
        rows, known_on = plan_rows(self.pack, self.today)
        done = {f.id for f in self.flown}
        coming = []
        for row in rows:
            if row.event not in ("launch", "dock") or row.flight in done or not self.supplies(row):
                continue
            carrier = self.pack.carriers[row.carrier]
            if carrier.valid_from is None or carrier.valid_from > self.today or self.ended(carrier):
                continue  # not yet shown to reach the station, or known to have ended
            transit = 0 if row.event == "dock" else 1
            first, last = (row.planned_from, row.planned_to)
            if (since - last).days > _FORGOTTEN_DAYS:
                continue
            if last < since:
                first = last = self.today + dt.timedelta(days=_LATE_DAYS)
            first = max(first, since)
            lo, hi = self.day(first) + transit, self.day(max(first, last)) + transit
            people = {} if row.visit else self.composition(row.carrier, row.up)
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
        crews = [f for f in self.flown if self.line(f.carrier) == line and sum(f.up.values()) >= 2 and self.known(f)]
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
            if self.supplies(flight) and flight.outcome != "cancelled" and flight.launched:
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
        newest_known: dict[str, int] = {}
        for ship in known:
            newest_known[ship.line] = max(newest_known.get(ship.line, ship.last_day), ship.last_day)
        coming: list[Coming] = []
        for line, (flights, spacing) in sorted(self.recent.items()):
            carrier = self.pack.carriers[flights[-1].carrier]
            last = flights[-1].launched
            assert last is not None
            if self.ended(carrier):
                continue
            position = float(max(newest_known.get(line, self.day(last)), self.day(last)))
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
                name = f"{carrier.name}, {number} beyond the plan"
                coming.append(Coming(name, carrier.id, line, day, day, people, scatter_days=_scatter(flights)))
        return coming

    def spares(self, regular: Iterable[Coming]) -> list[Coming]:
        """Further ships of the lines that the pack names, half-way between two others, once they could have been built.

        Such a ship is flown only where something is short on its day (``spare_when`` of ``[cargo]``).
        """
        table = self.pack.settings.get("cargo", {})
        known = parameters_on(self.pack, self.today)
        built = self.day(self.today) + round(known[table["spare_after"]].value) if "spare_after" in table else 0
        coming: list[Coming] = []
        for line in table.get("spare", ()):
            if line not in self.recent or self.ended(carrier := self.pack.carriers[self.recent[line][0][-1].carrier]):
                continue
            newest = built - _SPARED_DAYS
            for before, after in pairwise(sorted(ship.first_day for ship in regular if ship.line == line)):
                day = (before + after) // 2
                if day >= built and day - newest >= _SPARED_DAYS:
                    name, newest = f"{carrier.name}, one more", day
                    coming.append(Coming(name, carrier.id, line, day, day, basis="spare"))
        return coming

    def loss_rates(self) -> dict[str, float]:
        """Chance that a flight of a line is lost: its own record, drawn towards that of crewed or of cargo flights.

        What its vehicles had flown elsewhere before the log begins is part of the record.
        """
        tried: dict[str, int] = defaultdict(int)
        lost: dict[str, int] = defaultdict(int)
        kind = {self.lines[c.id]: "crew" if c.kind.startswith("crew") else "cargo" for c in self.pack.carriers.values()}
        for carrier in self.pack.carriers.values():
            line = self.lines[carrier.id]
            for counted in (line, kind[line]):
                tried[counted] += carrier.flown_before or 0
                lost[counted] += carrier.lost_before or 0
        for flight in self.flown:
            if self.serves(flight.carrier) and flight.outcome != "cancelled" and self.known(flight):
                line = self.line(flight.carrier)
                tested = (
                    kind[line] == "crew" and not flight.crew and not any(flight.up.values())
                )  # an empty first flight says little of crewed ones
                for counted in (line,) if tested else (line, kind[line]):
                    tried[counted] += 1
                    lost[counted] += flight.outcome != "success"
        pooled = {which: (lost[which] + 0.5) / (tried[which] + 1.0) for which in ("crew", "cargo")}
        weight = _PRIOR_FLIGHTS
        return {line: (lost[line] + weight * pooled[kind[line]]) / (tried[line] + weight) for line in sorted(kind)}


def _scatter(flights: Sequence[Flight]) -> float:
    """Standard deviation of the intervals between flights, days; a third of their mean where they are too few."""
    flown = [flight.launched for flight in flights if flight.launched is not None]
    gaps = [(later - earlier).days for earlier, later in pairwise(flown)]
    if len(gaps) < _FEWEST_GAPS:
        return sum(gaps) / len(gaps) / 3.0 if gaps else UNKNOWN_LIFE_DAYS / 3.0
    return stdev(gaps)


def plan_rows(pack: Pack, start: dt.date) -> tuple[list[PlannedFlight], dt.date | None]:
    """Rows of the newest plan published by a day, and when it was published; none once its last date has passed."""
    known = [row.known_on for row in pack.plans if row.known_on <= start]
    newest = max(known, default=None)
    rows = [row for row in pack.plans if row.known_on == newest]
    if all(row.planned_to < start for row in rows):
        return [], None
    return rows, newest
