"""The structure function: a function on a date as a fault tree over refusals, straight from the pack's rules.

At depth *direct*: who is willing, what stands, what is docked or due, with stocks, people and altitude as they are on
the date at their central values. ``yesterday(...)`` is followed until nothing changes any more, so that functions that
need each other (attitude and power) fall together. What a loss then takes with time is depth *cascade*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stationkeep.disruption.scenario import ALL_BUT_NAMED
from stationkeep.errors import InputError, PackError, Problem, UnknownName
from stationkeep.facts.records import Service
from stationkeep.risk.amounts import compare, plain
from stationkeep.risk.diagram import Diagram
from stationkeep.risk.gates import ALWAYS, NEVER, Gates
from stationkeep.risk.snapshot import Snapshot
from stationkeep.risk.tree import FaultTree, Gate
from stationkeep.station import rules

OF = ("parties", "assets")
_SUPPLIED = ("engine", "stage")
_MOST_LAYERS = 64
_ANY_FLIGHT = "crew_flights cargo_flights"  # an asset asked about by itself is looked at for either use


@dataclass
class Structure:
    """Builds fault trees of one station on one date.

    Parameters
    ----------
    station : Snapshot
    of : str
        ``parties``: the events are refusals of parties. ``assets``: failures of assets and types of vehicle.
    scopes : tuple of str
        What a refusal covers.
    """

    station: Snapshot
    of: str = "parties"
    scopes: Sequence[str] = ALL_BUT_NAMED
    gates: Gates = field(default_factory=Gates)
    _known: dict[tuple[object, ...], str] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.of not in OF:
            raise UnknownName("kind of member", self.of, OF)

    def tree(self, target: str) -> FaultTree:
        """The fault tree of a function, or of flying a type of vehicle, or of an asset.

        Raises
        ------
        UnknownName
            Neither a function that the pack asks for on the date, nor a carrier, nor an asset.
        InputError
            Rules that do not settle.
        """
        pack = self.station.pack
        functions = self.functions()
        if target in functions:
            top = self._function(target, self._layers(functions))
        elif target in pack.carriers:
            top = self.flying(target, 0, False)
        elif target in pack.assets:
            top = self._asset(target, 0, False, _ANY_FLIGHT)
        else:
            raise UnknownName("function", target, functions, pack.elsewhere("function"))
        return self.gates.tree(top)

    def functions(self) -> tuple[str, ...]:
        """Functions that the pack asks for on the date."""
        on = self.station.on
        return tuple(
            name
            for name, row in self.station.pack.functions.items()
            if (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or on <= row.valid_to)
        )

    def _layers(self, functions: Iterable[str]) -> int:
        """How many days back rules must be followed until no function changes any more."""
        lagged = sorted(
            {
                node.function
                for text in self._texts()
                for node in rules.walk(rules.parse(text))
                if isinstance(node, rules.FunctionRef) and node.lagged
            }
        )
        known = set(functions)
        for layer in range(1, _MOST_LAYERS):
            changes = [
                self.gates.gate(Gate("xor", (self._function(name, layer), self._function(name, layer - 1))))
                for name in lagged
                if name in known
            ]
            if not changes:
                return layer
            diagram = Diagram.of(self.gates.tree(self.gates.gate(Gate("or", tuple(changes)))))
            if diagram.root == diagram.manager.false:
                return layer
        raise InputError("the rules of the pack do not settle: some function undoes itself from one day to the next")

    def _texts(self) -> list[str]:
        pack = self.station.pack
        rows = (
            *(row.rule for row in pack.functions.values()),
            *(row.needs for row in pack.services.values()),
            *(row.arrival_needs for row in pack.carriers.values()),
            *(row.when for row in pack.flows.values()),
        )
        return [text for text in rows if text]

    def refuses(self, parties: Iterable[str], scope: str) -> str:
        """Lost when one of the parties, or one that controls it, refuses under a scope."""
        names = [above for party in parties for above in self.station.graph.controllers(party)]
        return self.gates.gate(Gate("or", tuple(self.withholds(name, scope) for name in names)))

    def withholds(self, party: str, scope: str) -> str:
        """Lost when this party itself refuses under a scope."""
        if self.of != "parties" or scope not in self.scopes:
            return ALWAYS
        return self.gates.event(party, self.station.pack.parties[party].name)

    def fails(self, thing: str) -> str:
        return self.gates.event(thing, self.station.graph.name_of(thing)) if self.of == "assets" else ALWAYS

    def _function(self, name: str, layer: int) -> str:
        if layer == 0:
            return ALWAYS
        key = ("function", name, layer)
        if key not in self._known:
            row = self.station.pack.functions[name]
            step = f"{name}, {layer}"
            if step in self._open:
                circle = " -> ".join([*(one.split(",")[0] for one in self._open[self._open.index(step) :]), name])
                fix = 'write one of the steps as yesterday("...")'
                problem = Problem("functions.csv", row.line, "rule", f"a cycle: {circle}", "no cycle within a day", fix)
                raise PackError([problem])
            served = [n for k, n in self.station.people.items() if k in row.served_by]
            if served and not sum(served):
                self._known[key] = ALWAYS  # nobody aboard whom it serves
            else:
                self._open.append(step)
                found = self.lost(rules.parse(row.rule), layer)
                self._open.pop()
                self._known[key] = self.gates.name(found, f"function {name} {layer}", f"no {row.label}")
        return self._known[key]

    def lost(self, node: rules.Node, layer: int) -> str:
        """Name of the gate that is true where a rule does not hold."""
        match node:
            case rules.Logic(kind="all", children=parts):
                return self.gates.gate(Gate("or", tuple(self.lost(part, layer) for part in parts)))
            case rules.Logic(kind="any", children=parts):
                return self.gates.gate(Gate("and", tuple(self.lost(part, layer) for part in parts)))
            case rules.Logic(kind="at_least", children=parts, k=k):
                lost = tuple(self.lost(part, layer) for part in parts)
                return (
                    self.gates.gate(Gate("atleast", lost, len(parts) - k + 1))
                    if 0 < k <= len(parts)
                    else (ALWAYS if k == 0 else NEVER)
                )
            case rules.Logic(children=parts):
                return self.gates.gate(Gate("not", (self.lost(parts[0], layer),)))
            case rules.FunctionRef(function=name, lagged=lagged):
                return self._function(name, layer - lagged)
            case rules.AssetRef(asset=name):
                return self._asset(name, 0, False, "")
            case rules.Provided(service=name, within=within, docked=docked):
                rows = [row for row in self.station.graph.services.get(name, ()) if self._is_there(row)]
                days = -1.0 if within is None else plain(self, within, layer)
                ways = tuple(self._way(row, days, docked, layer) for row in rows)
                return self.gates.name(
                    self.gates.gate(Gate("and", ways)), f"service {name} {days:g} {layer}", f"no {name}"
                )
            case rules.Compare():
                return compare(self, node, layer)
            case _:
                raise InputError("a rule that is a number, where something true or false was expected")

    def _is_there(self, row: Service) -> bool:
        return row.provider in self.station.pack.assets or row.provider in self.station.flights.carriers

    def _way(self, row: Service, within: float, docked: bool, layer: int) -> str:
        """Loss of one way to get a service; ``docked``: a ship that is there counts."""
        key = ("way", row.id, within, docked, layer)
        if key not in self._known:
            graph, pack = self.station.graph, self.station.pack
            if not graph.service(row)[0]:
                return NEVER
            if (step := f"{row.id}, {layer}") in self._open:
                circle = " -> ".join([*(one.split(",")[0] for one in self._open[self._open.index(step) :]), row.id])
                fix = 'write one of the steps as yesterday("...")'
                raise PackError([Problem("services.csv", row.line, "needs", circle, "no cycle within a day", fix)])
            self._open.append(step)
            parts = [self.refuses(row.parties, row.scope)]
            if row.provider in pack.assets:
                parts.append(self._asset(row.provider, 0, False, row.scope))
            else:
                parts += [self.fails(row.provider), self._missing(row.provider, within, docked)]
            if row.needs:
                parts.append(self.lost(rules.parse(row.needs), layer))
            self._open.pop()
            label = f"{graph.name_of(row.provider)} does not give {row.service}"
            self._known[key] = self.gates.name(
                self.gates.gate(Gate("or", tuple(parts))), f"way {row.id} {within:g} {layer}", label
            )
        return self._known[key]

    def _missing(self, carrier: str, within: float, docked: bool) -> str:
        """Lost where no ship of a type is docked, and none that still flies is due."""
        if docked and carrier in self.station.there:
            return ALWAYS
        due = [one for one in self.station.due if one.carrier == carrier and one.day <= within]
        return self.gates.gate(Gate("and", tuple(self.flying(carrier, one.day, one.from_hand) for one in due)))

    def flying(self, carrier: str, day: int, from_hand: bool) -> str:
        """Loss of a type of vehicle's flight on a day."""
        key = ("flying", carrier, day, from_hand)
        if key not in self._known:
            row = self.station.pack.carriers[carrier]
            if not self.station.graph.carrier(row, from_hand)[day]:
                return NEVER
            parts = [self.refuses(row.parties, row.scope), self.fails(carrier)]
            if row.needs:
                parts.append(self._needs(rules.parse(row.needs), day, from_hand, row.scope))
            found = self.gates.gate(Gate("or", tuple(parts)))
            self._known[key] = self.gates.name(
                found, f"carrier {carrier} {day} {from_hand:d}", f"{row.name} does not fly"
            )
        return self._known[key]

    def _asset(self, name: str, day: int, from_hand: bool, scope: str) -> str:
        """Loss of an asset on a day, for use under a scope."""
        key = ("asset", name, day, from_hand, scope)
        if key not in self._known:
            row = self.station.pack.assets[name]
            if not self.station.graph.asset(name, from_hand)[day]:
                return NEVER
            parts = [self.fails(name), *(self.refuses(row.parties, one) for one in filter(None, scope.split()))]
            if row.kind in _SUPPLIED and not (from_hand and row.on_hand):
                parts.append(self.refuses((row.owner,), "engines"))
            if row.needs:
                parts.append(self._needs(rules.parse(row.needs), day, from_hand, scope))
            found = self.gates.gate(Gate("or", tuple(parts)))
            called = " ".join(filter(None, (f"asset {name} {day} {from_hand:d}", scope)))
            self._known[key] = self.gates.name(found, called, f"{row.name} is not there")
        return self._known[key]

    def _needs(self, node: rules.Node, day: int, from_hand: bool, scope: str) -> str:
        """Loss of a rule over assets and permanent services, as :meth:`Graph.static` reads it."""
        match node:
            case rules.AssetRef(asset=name):
                return self._asset(name, day, from_hand, scope)
            case rules.Provided(service=name):
                rows = [
                    row for row in self.station.graph.services.get(name, ()) if self.station.graph.service(row)[day]
                ]
                ways = []
                for row in rows:
                    parts = [self.refuses(row.parties, row.scope), self.fails(row.provider)]
                    if row.provider in self.station.pack.assets:
                        parts.append(self._asset(row.provider, day, from_hand, row.scope))
                    ways.append(self.gates.gate(Gate("or", tuple(parts))))
                return self.gates.gate(Gate("and", tuple(ways)))
            case rules.Logic(kind="all", children=children):
                return self.gates.gate(Gate("or", tuple(self._needs(part, day, from_hand, scope) for part in children)))
            case rules.Logic(kind="any", children=children):
                return self.gates.gate(
                    Gate("and", tuple(self._needs(part, day, from_hand, scope) for part in children))
                )
            case rules.Logic(kind="at_least", children=children, k=k) if 0 < k <= len(children):
                lost = tuple(self._needs(part, day, from_hand, scope) for part in children)
                return self.gates.gate(Gate("atleast", lost, len(children) - k + 1))
            case _:
                return ALWAYS
