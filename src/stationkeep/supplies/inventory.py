"""What there is on a day: elements in place, ships at their ports, people, stocks, the plan as it was known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from stationkeep.facts.berths import stays
from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Flight, PlannedFlight, Service
from stationkeep.supplies.fleet import lines, plan_rows
from stationkeep.supplies.ledgers import levels_on, parameters_on

_BUILT = ("element", "robotics")


@dataclass(frozen=True)
class Amount:
    """A quantity between its least and its greatest plausible value."""

    low: float
    value: float
    high: float

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.low + other.low, self.value + other.value, self.high + other.high)


NOTHING = Amount(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Element:
    """A part of the station on a day: whose it is, and where it sits.

    ``owner`` holds the title, ``operator`` runs it. ``mass_kg`` is the mass at launch or as published; what was fitted
    later is in no table. ``power_kw`` is what its arrays give, averaged over an orbit.
    """

    id: str
    name: str
    label: str
    form: str
    segment: str
    owner: str
    operator: str
    mass_kg: float | None
    attached_to: str
    side: str
    power_kw: Amount
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Ship:
    """A ship at its port: ``flown_by`` flies it; every one of ``parties`` must be willing for its type to fly.

    ``visitors`` are people still aboard who came in it for days: residents are counted by class, not by ship.
    """

    flight: str
    name: str
    carrier: str
    port: str
    at: str
    side: str
    since: dt.date
    flown_by: str
    parties: tuple[str, ...]
    seats: int
    visitors: int
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Level:
    """What was aboard of a stock, as last known on the day ``known_for``."""

    stock: str
    label: str
    unit: str
    amount: Amount
    known_for: dt.date
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Inventory:
    """A station on one day, at its end (UTC).

    ``people`` are residents by occupant class; visitors stand with the ships that brought them. ``plan`` is the newest
    plan published by the day, what it put before the day left out.
    """

    on: dt.date
    elements: tuple[Element, ...]
    ships: tuple[Ship, ...]
    people: Mapping[str, int]
    stocks: tuple[Level, ...]
    services: tuple[Service, ...]
    plan: tuple[PlannedFlight, ...]
    plan_known_on: dt.date | None

    @property
    def visitors(self) -> int:
        """People aboard who came for days, in ships that take them home."""
        return sum(ship.visitors for ship in self.ships)

    @property
    def seats(self) -> int:
        """Seats home in docked ships."""
        return sum(ship.seats for ship in self.ships)


def _within(first: dt.date | None, last: dt.date | None, day: dt.date) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def take_inventory(pack: Pack, on: dt.date) -> Inventory:
    """Take stock of a station on a day.

    Parameters
    ----------
    pack
        The facts.
    on
        The day; everything counts as it was at its end (UTC). Facts of later days are not used.

    Returns
    -------
    Inventory
        Elements in the order of the pack, ships by arrival, the rest in the order of the pack.
    """
    rows, known_on = plan_rows(pack, on)
    ships = _ships(pack, on)
    return Inventory(
        on,
        _elements(pack, on),
        ships,
        _residents(pack, on),
        _levels(pack, on),
        _services(pack, on, {ship.carrier for ship in ships}),
        tuple(row for row in rows if row.planned_to >= on),
        known_on,
    )


def _elements(pack: Pack, on: dt.date) -> tuple[Element, ...]:
    places = {row.asset: row for row in pack.elements if _within(row.valid_from, row.valid_to, on)}
    found = []
    for row in pack.assets.values():
        if row.kind not in _BUILT or not _within(row.valid_from, row.valid_to, on):
            continue
        place = places.get(row.id)
        power = NOTHING
        if place is not None and place.power_kw is not None:
            low, high = place.power_kw_low, place.power_kw_high
            middle = place.power_kw
            power = Amount(middle if low is None else low, middle, middle if high is None else high)
        label, form = (place.label or row.name, place.form) if place else (row.name, "module")
        attached, side = (place.attached_to, place.side) if place else ("", "")
        found.append(
            Element(
                row.id, row.name, label, form, row.segment, row.owner, row.operator, row.mass_kg, attached, side, power,
                row.sources,
            )
        )  # fmt: skip
    return tuple(found)


def _ships(pack: Pack, on: dt.date) -> tuple[Ship, ...]:
    ports = {
        row.asset: row for row in pack.elements if row.form == "port" and _within(row.valid_from, row.valid_to, on)
    }
    found, line_of = [], lines(pack)
    for stay in stays(pack):
        flight = stay.flight
        carrier = pack.carriers[flight.carrier]
        if not stay.on(on) or carrier.kind == "module":
            continue
        place = ports.get(stay.port)
        at, side = (place.attached_to, place.side) if place else ("", "")
        since = flight.arrived or stay.begins
        found.append(
            Ship(
                flight.id, flight.name, carrier.id, stay.port, at, side, since, carrier.parties[-1], carrier.parties,
                flight.seats, _visitors(pack, line_of, flight, on), flight.sources,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda ship: (ship.since, ship.flight)))


def _visitors(pack: Pack, line_of: Mapping[str, str], flight: Flight, on: dt.date) -> int:
    """Who came for days and has not left, in their own ship or in the next of its line to go (crews change ships)."""
    guests = flight.crew - int(sum(flight.up.values()))
    if guests <= 0 or flight.arrived is None:
        return 0
    line = line_of[flight.carrier]
    gone = [
        other.departed
        for other in pack.flights.values()
        if line_of[other.carrier] == line and other.departed is not None and flight.arrived < other.departed <= on
    ]
    return 0 if gone else guests


def _residents(pack: Pack, on: dt.date) -> dict[str, int]:
    """People by class: brought less taken home."""
    aboard = dict.fromkeys(pack.occupants, 0)
    for flight in pack.flights.values():
        for day, people, sign in ((flight.arrived, flight.up, 1), (flight.departed, flight.down, -1)):
            if day is not None and day <= on:
                for name, number in people.items():
                    aboard[name] += sign * int(number)
    return aboard


def _levels(pack: Pack, on: dt.date) -> tuple[Level, ...]:
    known, numbers = levels_on(pack, on), parameters_on(pack, on)
    found = []
    for stock in pack.stocks.values():
        row = known.get(stock.id)
        if row is None or row.date > on:
            continue
        amount = Amount(*(row.value if edge is None else edge for edge in (row.low, row.value, row.high)))
        full = numbers.get(stock.capacity)
        if full is not None:  # a level above the capacity means: full
            edges = (full.value if edge is None else edge for edge in (full.low, full.value, full.high))
            amount = Amount(*map(min, (amount.low, amount.value, amount.high), edges))
        found.append(Level(stock.id, stock.label, stock.unit, amount, row.date, row.sources))
    return tuple(found)


def _services(pack: Pack, on: dt.date, docked: set[str]) -> tuple[Service, ...]:
    """Services with a provider on the day: an asset in place, or a vehicle that is docked or in service."""
    found = []
    for row in pack.services.values():
        if not _within(row.valid_from, row.valid_to, on):
            continue
        asset, carrier = pack.assets.get(row.provider), pack.carriers.get(row.provider)
        if asset is not None:
            there = _within(asset.valid_from, asset.valid_to, on)
        else:
            flies = carrier is not None and carrier.valid_from is not None
            there = flies and carrier is not None and _within(carrier.valid_from, carrier.valid_to, on)
            there = there or row.provider in docked
        if there:
            found.append(row)
    return tuple(found)
