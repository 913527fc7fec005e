"""What operators change in their own flights when a vehicle stops: who comes in which ship, and which comes sooner.

Two habits, each with its precedent. A line that exchanged the residents and left within days (the Shuttle) is stopped:
those aboard go home in the lifeboat, and the ships that would only have brought a new lifeboat bring residents, no
more than the supply ships that still fly can keep. And a docked ship can no longer bring its people home: the next one
of its line comes ahead of its plan, with as many seats free as are missing.

A partner who suspends is another matter: whether it still sends its people is a question of the scenario, so nothing
is re-planned for a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stationkeep.facts.pack import Pack
from stationkeep.station.graph import Graph
from stationkeep.supplies.flights import Timeline
from stationkeep.supplies.ledgers import arrival_targets, parameters_on, person_class

_YEAR_DAYS = 365.25
_SPARED_FLIGHTS = 1  # operators plan to do without one supply ship a year: one lost, or one year's slips


@dataclass(frozen=True)
class Crews:
    """Residents by ship, docked and to come, in the order of the timeline; and which flights come ahead of plan."""

    docked: tuple[Mapping[str, int], ...]
    coming: tuple[Mapping[str, int], ...]
    advanced: tuple[bool, ...]


def replan(pack: Pack, flights: Timeline, graph: Graph) -> Crews:
    """Return who goes home in which ship and who comes in which flight, after what the operators change.

    Parameters
    ----------
    graph : Graph
        Its outages decide; with none, the timeline comes back as it is.
    """
    docked = [dict(ship.residents) for ship in flights.docked]
    coming = [dict(ship.residents) for ship in flights.coming]
    advanced = [False] * len(coming)
    if graph.outages:
        _move_exchange(pack, flights, graph, docked, coming)
        _advance_relief(pack, flights, graph, docked, coming, advanced)
    return Crews(tuple(docked), tuple(coming), tuple(advanced))


def supported_people(pack: Pack, flights: Timeline, graph: Graph) -> int:
    """Return how many people the supply ships that still fly can keep, less one ship a year.

    The least, over the stocks that only ships fill, of what arrives in a year over what a person takes in a year, with
    as many people of each class as of any other.
    """
    horizon = min(round(2 * _YEAR_DAYS), graph.days)
    flown = [
        ship.carrier
        for ship in flights.coming
        if pack.carriers[ship.carrier].kind == "cargo"
        and ship.basis != "spare"
        and ship.first_day < horizon
        and graph.carrier(pack.carriers[ship.carrier])[ship.first_day]
    ]
    value = {name: row.value for name, row in parameters_on(pack, graph.start).items()}
    brought: dict[str, list[float]] = {}
    taken: dict[str, float] = {}
    made = set()
    for flow in pack.flows.values():
        targets = arrival_targets(flow.per)
        if targets and flow.direction == "in":
            brought.setdefault(flow.stock, []).extend(value[flow.amount] for ship in flown if ship in targets)
        elif person_class(flow.per) is not None and flow.direction == "out" and graph.holds(flow.when):
            share = 1.0 / len(pack.occupants) if person_class(flow.per) else 1.0  # of the people, whose segment it is
            taken[flow.stock] = taken.get(flow.stock, 0.0) + share * value[flow.amount] * _YEAR_DAYS
        elif flow.direction == "in":
            made.add(flow.stock)
    most = []
    for stock, use in taken.items():
        loads = brought.get(stock, [])
        if loads and use > 0.0 and stock not in made:
            a_year = sum(loads) * _YEAR_DAYS / horizon - _SPARED_FLIGHTS * sum(loads) / len(loads)
            most.append(int(max(0.0, a_year) / use))
    return min(most, default=0)


def _stopped(pack: Pack, graph: Graph, carrier: str, day: int) -> bool:
    """Whether a type of vehicle cannot fly on a day for a failure, rather than because somebody refuses."""
    inside = min(max(day, 0), graph.days - 1)
    return not graph.willing_world.carrier(pack.carriers[carrier])[inside]


def _move_exchange(
    pack: Pack, flights: Timeline, graph: Graph, docked: list[dict[str, int]], coming: list[dict[str, int]]
) -> None:
    missed = [
        ship
        for ship in flights.coming
        if pack.carriers[ship.carrier].kind == "crew_cargo"
        and any(ship.residents.values())
        and not ship.fixed
        and _stopped(pack, graph, ship.carrier, ship.first_day)
    ]
    if not missed:
        return
    lines = {ship.line for ship in missed}
    since = min(ship.first_day for ship in missed)
    for place, ship in enumerate(flights.docked):
        if ship.line in lines and not ship.seats:
            _seat(flights, graph, docked, place)
    crew = _caretakers(pack, max(len(pack.occupants), supported_people(pack, flights, graph)))
    for place, flight in enumerate(flights.coming):
        row, day = pack.carriers[flight.carrier], flight.first_day
        taxi = row.kind == "crew" and row.seats > 0 and not any(flight.residents.values()) and not flight.fixed
        if taxi and day >= since and all(_stopped(pack, graph, one.carrier, day) for one in missed):
            coming[place] = {name: n for name, n in crew.items() if sum(crew.values()) <= row.seats}


def _seat(flights: Timeline, graph: Graph, docked: list[dict[str, int]], place: int) -> None:
    """Move residents without a ship of their own into the docked ships that have room."""
    for other, ship in enumerate(flights.docked):
        room = (ship.seats if graph.working(ship.flight)[0] else 0) - sum(docked[other].values())
        for name in list(docked[place]):
            moving = max(0, min(room, docked[place][name]))
            if moving:
                docked[other][name] = docked[other].get(name, 0) + moving
                docked[place][name] -= moving
                room -= moving


def _caretakers(pack: Pack, most: int) -> dict[str, int]:
    """One trained for each segment, then one more of each in turn, up to ``most`` people."""
    names = list(pack.occupants)
    crew = dict.fromkeys(names, 0)
    for turn in range(min(most, 3)):
        crew[names[turn % len(names)]] += 1
    return crew


def _advance_relief(
    pack: Pack,
    flights: Timeline,
    graph: Graph,
    docked: list[dict[str, int]],
    coming: list[dict[str, int]],
    advanced: list[bool],
) -> None:
    failed = [ship for ship in flights.docked if ship.seats and not graph.working(ship.flight)[0]]
    seats = sum(ship.seats for ship in flights.docked) - sum(ship.seats for ship in failed)
    short = sum(sum(people.values()) for people in docked) - seats
    for ship in failed:
        for place, relief in enumerate(flights.coming):
            room = pack.carriers[relief.carrier].seats
            if short <= 0:
                return
            if relief.line != ship.line or relief.fixed or not room or not any(coming[place].values()):
                continue
            advanced[place] = True
            free = min(short, room)
            short -= free
            while sum(coming[place].values()) > room - free:
                largest = max(coming[place], key=lambda name: coming[place][name])
                coming[place][largest] -= 1
            break
