"""Checks of the flight log: ships, people and ports that cannot all have been where the rows put them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import combinations

from stationkeep.errors import Problem
from stationkeep.facts.berths import Stay, stays
from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Flight, Move
from stationkeep.facts.rows import Row, rows
from stationkeep.facts.tables import TABLES

_KINDS: Mapping[str, str] = {"launcher": "launcher", "pad": "pad", "port": "port"}


def kinds(pack: Pack) -> Iterator[Problem]:
    """Launchers that are no launchers, and so on, and things used on a day on which they were not there."""
    for row in rows(pack, "flights"):
        flight: Flight = row.record
        uses = [("launcher", flight.launcher, flight.launched), ("pad", flight.pad, flight.launched)]
        uses += [("port", port, flight.arrived if index == 0 else None) for index, port in enumerate(flight.port)]
        for field, name, day in uses:
            asset = pack.assets.get(name)
            if asset is None:
                continue
            if asset.kind != _KINDS[field]:
                expected = f"an asset of kind {_KINDS[field]}"
                yield row.problem(field, f"'{name}', of kind {asset.kind}", expected, "name another asset")
            elif day is not None:
                yield from _there(row, field, name, day, asset.valid_from, asset.valid_to)
        carrier = pack.carriers.get(flight.carrier)
        if carrier is not None and flight.launched is not None:
            yield from _there(row, "launched", carrier.id, flight.launched, carrier.valid_from, carrier.valid_to)


def _there(row: Row, field: str, name: str, day: date, start: date | None, end: date | None) -> Iterator[Problem]:
    if (start is not None and day < start) or (end is not None and day > end):
        expected = f"a day from {start or 'the beginning'} to {end or 'today'}, when '{name}' was in use"
        yield row.problem(field, f"use of '{name}' on {day}", expected, "mend the date here, or those of the other")


def outcomes(pack: Pack) -> Iterator[Problem]:
    """Flights that failed and arrived all the same, or that left without ever arriving."""
    for row in rows(pack, "flights"):
        flight: Flight = row.record
        if flight.outcome != "success" and flight.arrived is not None:
            found = f"{flight.arrived} after {flight.outcome}"
            yield row.problem("arrived", found, "no arrival", "empty the cell, or mend outcome")
        if flight.outcome != "cancelled" and flight.launched is None:
            yield row.problem("launched", "an empty cell", "the day of launch", "fill it in, or write cancelled")
        if flight.departed is not None and flight.arrived is None and flight.outcome == "success":
            expected = "an arrival before the departure"
            yield row.problem("arrived", "an empty cell", expected, "fill it in, or empty departed")


def seats(pack: Pack) -> Iterator[Problem]:
    """People without a seat, residents who were never aboard, visits that left somebody behind."""
    for row in rows(pack, "flights"):
        flight: Flight = row.record
        carrier = pack.carriers.get(flight.carrier)
        if carrier is not None and flight.crew > carrier.seats:
            expected = f"at most the {carrier.seats} seats of '{carrier.id}'"
            yield row.problem("crew", str(flight.crew), expected, "mend crew here, or seats of the carrier")
        if sum(flight.up.values()) > flight.crew:
            expected = f"at most the crew of {flight.crew}"
            yield row.problem("up", f"{sum(flight.up.values()):g}", expected, "mend up or crew")
        if carrier is not None and sum(flight.down.values()) > carrier.seats:
            expected = f"at most the {carrier.seats} seats of '{carrier.id}'"
            yield row.problem("down", f"{sum(flight.down.values()):g}", expected, "mend down")
        for field, people in (("up", flight.up), ("down", flight.down)):
            if flight.visit and any(people.values()):
                expected = "nobody, since it is a visit"
                yield row.problem(field, f"{sum(people.values()):g}", expected, "empty the cell, or write visit no")


def residents(pack: Pack) -> Iterator[Problem]:
    """Residents who went home without having come: brought less taken home falls below zero."""
    aboard: dict[str, float] = defaultdict(float)
    for day, going, row in _movements(pack):
        flight: Flight = row.record
        for name, number in (flight.down if going else flight.up).items():
            aboard[name] += -number if going else number
            if aboard[name] < 0:
                expected = f"no more than were aboard on {day}"
                fix = "mend down here, or up of the flight that brought them"
                yield row.problem("down", f"{name}={number:g}", expected, fix)
                aboard[name] = 0.0


def _movements(pack: Pack) -> list[tuple[date, bool, Row]]:
    """Arrivals and departures by day, arrivals first."""
    moves: list[tuple[date, bool, Row]] = []
    for row in rows(pack, "flights"):
        if row.record.arrived is not None:
            moves.append((row.record.arrived, False, row))
        if row.record.departed is not None:
            moves.append((row.record.departed, True, row))
    return sorted(moves, key=lambda move: (move[0], move[1], move[2].record.line))


def ports(pack: Pack) -> Iterator[Problem]:
    """Two ships at one port at once; by the day, so that one may leave and another come on the same day."""
    at: dict[str, list[Stay]] = defaultdict(list)
    for stay in stays(pack):
        at[stay.port].append(stay)
    for port, there in at.items():
        for one, two in combinations(sorted(there, key=lambda stay: (stay.begins, stay.line)), 2):
            if one.ends is None or one.ends > two.begins:
                until = f"to {one.ends}" if one.ends else "and is still there"
                expected = f"a free port: '{one.flight.id}' is there from {one.begins} {until}"
                fix = f"mend the port or the dates of one of the two (the other stands in {_place(one)})"
                table = TABLES["moves" if two.moved else "flights"]
                found = f"'{port}' on {two.begins}"
                yield Problem(table.file, two.line, "port", found, expected, fix, ("moves",))


def _place(stay: Stay) -> str:
    return f"line {stay.line} of {'moves' if stay.moved else 'flights'}.csv"


def berths(pack: Pack) -> Iterator[Problem]:
    """Ships that arrived at no port, in a pack that has ports, and moves that do not fit the log."""
    has_ports = any(asset.kind == "port" for asset in pack.assets.values())
    moved: dict[str, set[str]] = defaultdict(set)
    for row in rows(pack, "moves"):
        move: Move = row.record
        flight = pack.flights.get(move.flight)
        moved[move.flight].add(move.port)
        if flight is None:
            continue
        if move.port and move.port not in flight.port:
            fix = "mend the port here, or add it to port of the flight"
            yield row.problem("port", f"'{move.port}'", f"a port of '{flight.id}' in flights.csv", fix)
        if flight.arrived is None or not flight.arrived <= move.date <= (flight.departed or date.max):
            expected = (
                f"a day on which '{flight.id}' was there, {flight.arrived or 'never'} to {flight.departed or 'today'}"
            )
            yield row.problem("date", move.date, expected, "mend the date, or take the row out")
    for row in rows(pack, "flights"):
        flight = row.record
        if has_ports and flight.arrived is not None and not flight.port:
            yield row.problem("port", "an empty cell", "the port at which it arrived", "name a port of assets.csv")
        for port in flight.port[1:]:
            if port not in moved[flight.id]:
                fix = "add a row to moves.csv with the day of the move, or take the port out"
                expected = "the day on which the ship moved there"
                yield row.problem("port", f"a later port '{port}'", expected, fix, "moves")


def homes(pack: Pack) -> Iterator[Problem]:
    """Residents who came in a crew ship that has no seat home for them, and plans that put in more than it seats."""
    for row in rows(pack, "flights"):
        flight: Flight = row.record
        carrier = pack.carriers.get(flight.carrier)
        people = sum(flight.up.values())
        if carrier is not None and carrier.kind == "crew" and flight.arrived is not None and people > flight.seats:
            expected = f"at least {people:g}, for those whom it brought"
            yield row.problem("seats", str(flight.seats), expected, "mend seats or up")
        if carrier is not None and flight.seats > carrier.seats:
            expected = f"at most the {carrier.seats} seats of '{carrier.id}'"
            yield row.problem("seats", str(flight.seats), expected, "mend seats here, or of the carrier")
    for row in rows(pack, "plans"):
        carrier = pack.carriers.get(row.record.carrier)
        if carrier is not None and sum(row.record.up.values()) > carrier.seats:
            expected = f"at most the {carrier.seats} seats of '{carrier.id}'"
            yield row.problem("up", f"{sum(row.record.up.values()):g}", expected, "mend up, or seats of the carrier")


FLIGHT_CHECKS: tuple[Callable[[Pack], Iterator[Problem]], ...] = (
    kinds,
    outcomes,
    seats,
    homes,
    residents,
    ports,
    berths,
)
