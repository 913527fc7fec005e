"""A station as it stands on a date: stocks, people, ships docked and due, at the central values of the facts."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from stationkeep.disruption.scenario import Scenario, check
from stationkeep.ensemble.model import LOOK_AHEAD_DAYS
from stationkeep.errors import InputError
from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Carrier
from stationkeep.station import rules
from stationkeep.station.graph import Graph
from stationkeep.supplies.flights import Timeline, timeline
from stationkeep.supplies.ledgers import altitude_before, levels_on, parameters_on

if TYPE_CHECKING:
    from stationkeep.risk.sample import Sample

AHEAD_DAYS = 1100  # rules look at most this far ahead


@dataclass(frozen=True)
class Due:
    """A flight to come on the day on which it is most likely: mid-window, with the median slip.

    ``from_hand`` says that it can fly on deliveries that already stand with the user; ``flight`` is its place among the
    flights to come.
    """

    carrier: str
    day: int
    from_hand: bool
    flight: int


@dataclass(frozen=True)
class Snapshot:
    """A station on a date, with nobody refusing.

    Parameters
    ----------
    graph : Graph
        Undisturbed, from the date on.
    numbers : mapping of parameter to central value
    stocks : mapping of stock to central level
    people : mapping of occupant class to residents aboard
    due : tuple of Due
        Flights to come, in the order of their days.
    """

    pack: Pack
    on: dt.date
    graph: Graph
    flights: Timeline
    numbers: Mapping[str, float]
    stocks: Mapping[str, float]
    people: Mapping[str, int]
    altitude_km: float
    due: tuple[Due, ...]

    @classmethod
    def of(cls, pack: Pack, on: dt.date) -> Snapshot:
        """Look at a station on a date, with what was known then.

        Raises
        ------
        ScenarioError
            A date that the pack does not know.
        """
        check(_seen(pack, on), pack)
        graph = Graph(pack, on, AHEAD_DAYS, known_by=on)
        flights = timeline(pack, on, AHEAD_DAYS, "then")
        numbers = {name: row.value for name, row in parameters_on(pack, on).items()}
        stocks = {name: row.value for name, row in levels_on(pack, on).items()}
        for name, stock in pack.stocks.items():
            if stock.capacity in numbers:
                stocks[name] = min(stocks[name], numbers[stock.capacity])
        people = {name: sum(ship.residents.get(name, 0) for ship in flights.docked) for name in pack.occupants}
        altitude = altitude_before(pack, on, "then")[0]
        return cls(pack, on, graph, flights, numbers, stocks, people, altitude, _due(pack, flights, numbers))

    @cached_property
    def sample(self) -> Sample:
        """The same station as the day loop draws it; drawn when first asked for."""
        from stationkeep.risk.sample import draw  # loads the compiled loops

        return draw(self.pack, _seen(self.pack, self.on))

    @property
    def there(self) -> set[str]:
        """Types of vehicle that are docked."""
        rows = self.pack.carriers
        return {ship.carrier for ship in self.flights.docked if ship.seats or rows[ship.carrier].kind == "cargo"}

    def number(self, name: str) -> float:
        """The central value of a parameter.

        Raises
        ------
        InputError
            No row of it holds on the date.
        """
        if name not in self.numbers:
            raise InputError(f"the parameter '{name}' has no value on {self.on}; give it a row that holds that day")
        return self.numbers[name]


def _seen(pack: Pack, on: dt.date) -> Scenario:
    """The undisturbed station, with the same flights to come in the day loop."""
    return Scenario("snapshot", "", on, pack.id, horizon_days=AHEAD_DAYS - LOOK_AHEAD_DAYS)


def supplied(pack: Pack, carrier: Carrier) -> dict[str, float]:
    """Assets, down to the last step, that a type of vehicle consumes flight by flight, with what stands on hand."""
    found: dict[str, float] = {}
    todo, seen = [carrier.needs], set()
    while todo:
        text = todo.pop()
        for node in rules.walk(rules.parse(text)) if text else ():
            if isinstance(node, rules.AssetRef) and node.asset not in seen and node.asset in pack.assets:
                seen.add(node.asset)
                row = pack.assets[node.asset]
                todo.append(row.needs)
                if row.on_hand:
                    found[node.asset] = float(row.on_hand)
    return found


def _due(pack: Pack, flights: Timeline, numbers: Mapping[str, float]) -> tuple[Due, ...]:
    operations = pack.settings.get("operations", {})
    slip_name, full = str(operations.get("slip", "")), numbers.get(str(operations.get("slip_full", "")), 1.0)
    found: list[Due] = []
    flown: dict[str, int] = defaultdict(int)
    for flight, ship in enumerate(flights.coming):
        if ship.lost or ship.basis == "spare":
            continue
        day = ship.first_day
        if not ship.fixed:
            day += (ship.last_day - ship.first_day + 1) // 2
            slip = numbers.get(f"{slip_name}_{ship.line}", numbers.get(slip_name, 0.0))
            day += int(slip * min(1.0, math.sqrt(max(day, 0) / full)) * math.log(2.0))
        on_hand = supplied(pack, pack.carriers[ship.carrier])
        ready = bool(on_hand) and flown[ship.line] < min(on_hand.values())
        flown[ship.line] += ready
        found.append(Due(ship.carrier, max(day, 0), ready, flight))
    return tuple(sorted((one for one in found if one.day < AHEAD_DAYS), key=lambda one: (one.day, one.carrier)))
