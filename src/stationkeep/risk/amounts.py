"""Numbers in rules that depend on who refuses: functions of which conditions are lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError
from stationkeep.risk.gates import ALWAYS, NEVER
from stationkeep.risk.tree import Gate
from stationkeep.station import rules
from stationkeep.station.grids import grid
from stationkeep.supplies.ledgers import arrival_targets, person_class

if TYPE_CHECKING:
    from stationkeep.risk.structure import Structure

_ENDLESS = 1e9  # as in the day loop: how long a stock lasts that nobody uses
_MOST_ATOMS = 14  # conditions inside one comparison: 2 to the power of it combinations are looked at
_MOST = 0.5  # share of futures in which a comparison must fail to count as failing, as for a set that is lived

Amount = float | npt.NDArray[np.float64]
Value = Callable[[Mapping[str, bool]], Amount]
"""A number, or one a member, given which of its conditions ("atoms", names of gates) are lost."""


@dataclass(frozen=True)
class Reading:
    """How numbers are read: at central values, or (``drawn``) as the day loop draws them; and what they depend on."""

    structure: Structure
    layer: int
    drawn: bool = False
    atoms: list[str] = field(default_factory=list)

    def number(self, name: str) -> Amount:
        """A parameter."""
        station = self.structure.station
        return station.sample.numbers[name] if self.drawn else station.number(name)

    def stock(self, name: str) -> Amount:
        """A stock on the date."""
        station = self.structure.station
        return station.sample.stocks[name] if self.drawn else station.stocks[name]

    def depends(self, atom: str) -> str:
        """Note a condition and return it."""
        self.atoms.append(atom)
        return atom


def plain(structure: Structure, node: rules.Node, layer: int) -> float:
    reading = Reading(structure, layer)
    value = quantity(reading, node)
    if reading.atoms:
        raise InputError("a time within which something must come cannot depend on who is willing")
    return float(value({}))


def compare(structure: Structure, node: rules.Compare, layer: int) -> str:
    """Loss of a comparison, from its truth for every combination of what it depends on.

    Where it depends on who refuses, it is lost if at least half of the futures lose it.
    """
    reading = Reading(structure, layer)
    left, right = quantity(reading, node.left), quantity(reading, node.right)
    free = [atom for atom in dict.fromkeys(reading.atoms) if atom not in (NEVER, ALWAYS)]
    fixed = {NEVER: True, ALWAYS: False}
    if len(free) > _MOST_ATOMS:
        raise InputError(f"a comparison depends on {len(free)} conditions, at most {_MOST_ATOMS} can be followed")
    if free:
        reading = Reading(structure, layer, drawn=True)
        left, right = quantity(reading, node.left), quantity(reading, node.right)

    def lost(states: Sequence[bool]) -> bool:
        known = {**fixed, **dict(zip(free, states, strict=True))}
        a, b = left(known), right(known)
        return float(np.mean(np.logical_not(np.greater(a, b) if node.strict else np.greater_equal(a, b)))) >= _MOST

    table = {states: lost(states) for states in product((False, True), repeat=len(free))}
    return structure.gates.from_table(free, table)


def quantity(reading: Reading, node: rules.Node) -> Value:
    match node:
        case rules.Literal(value=value):
            return lambda _: value
        case rules.Arithmetic(operator=sign, left=first, right=second):
            return _arithmetic(sign, quantity(reading, first), quantity(reading, second))
        case rules.Choose(condition=condition, when_true=first, when_false=second):
            atom = reading.depends(reading.structure.lost(condition, reading.layer))
            a, b = quantity(reading, first), quantity(reading, second)
            return lambda lost: b(lost) if lost[atom] else a(lost)
        case rules.Number():
            return _number(reading, node)
        case _:
            raise InputError("something true or false, where a quantity was expected")


def _number(reading: Reading, node: rules.Number) -> Value:
    station = reading.structure.station
    match node.kind:
        case "par":
            return _constant(reading.number(node.name))
        case "stock":
            return _constant(reading.stock(node.name))
        case "level":
            return _constant(station.altitude_km)
        case "power":
            return _constant(station.number(grid(station.pack, node.name).power))
        case "people":
            return _constant(station.people[node.name] if node.name else sum(station.people.values()))
        case "seats":
            return _seats(reading)
        case "cover_days":
            return _cover(reading, node.name)
        case kind:
            assert node.within is not None  # the parser refuses these words without a time
            return _coming(reading, node.name if kind == "coming" else "", node.within)


def _seats(reading: Reading) -> Value:
    """Seats home; a ship that brings no others home counts for the own people of every party that says so."""
    structure, rows = reading.structure, []
    station = structure.station
    pack, aboard = station.pack, station.people
    for ship in station.flights.docked:
        carrier = pack.carriers[ship.carrier]
        failed = reading.depends(structure.fails(ship.carrier))
        holders = dict.fromkeys(above for party in carrier.parties for above in station.graph.controllers(party))
        said = {party: reading.depends(structure.withholds(party, "lifeboat")) for party in holders}
        rows.append((ship.seats, failed, said))
    classes = {k: set(station.graph.controllers(row.party)) for k, row in pack.occupants.items()}

    def seats(lost: Mapping[str, bool]) -> float:
        others, own = 0, []
        for n, failed, said in rows:
            withheld = {party for party, atom in said.items() if lost[atom]}
            if not withheld and not lost[failed]:
                others += n
            elif not lost[failed]:
                own.append((n, {k for k, above in classes.items() if withheld <= above}))
        return float(others + own_seats(own, aboard))

    return seats


def own_seats(ships: Sequence[tuple[int, Set[str]]], aboard: Mapping[str, int]) -> int:
    """People who find a seat in ships that bring only some classes home.

    Parameters
    ----------
    ships : sequence of (seats, classes that it serves)
    aboard : mapping of class to people

    Notes
    -----
    As many as the tightest group of classes allows: its people, and the seats that serve anybody beyond it (König's
    theorem, 1931); the day loop counts alike.
    """
    groups = [
        {k for k, chosen in zip(aboard, states, strict=True) if chosen}
        for states in product((0, 1), repeat=len(aboard))
    ]
    return min(sum(aboard[k] for k in group) + sum(n for n, served in ships if served - group) for group in groups)


def _cover(reading: Reading, stock: str) -> Value:
    """Days that a stock lasts for those aboard."""
    structure, rows = reading.structure, []
    station = structure.station
    for flow in station.pack.flows.values():
        who = person_class(flow.per)
        if flow.stock == stock and flow.direction == "out" and who is not None:
            used = structure.lost(rules.parse(flow.when), reading.layer) if flow.when else ALWAYS
            people = station.people[who] if who else sum(station.people.values())
            rows.append((reading.number(flow.amount) * people, reading.depends(used)))
    level = reading.stock(stock)

    def days(lost: Mapping[str, bool]) -> Amount:
        use = sum((amount for amount, atom in rows if not lost[atom]), 0.0)
        return np.divide(level, use) if np.all(np.greater(use, 0.0)) else _ENDLESS

    return days


def _coming(reading: Reading, stock: str, within: rules.Node) -> Value:
    """What flights bring within so many days: of a stock, or (no name) cargo in kg of those that could arrive."""
    structure = reading.structure
    station, days = structure.station, quantity(Reading(structure, reading.layer, reading.drawn), within)({})
    bring = {
        carrier: reading.number(flow.amount)
        for flow in station.pack.flows.values()
        if flow.stock == stock
        for carrier in arrival_targets(flow.per)
    }
    brought: dict[str, Amount] = {}  # by what it depends on
    for one in station.due:
        carrier = station.pack.carriers[one.carrier]
        amount = bring.get(one.carrier, 0.0) if stock else carrier.cargo_up_kg or 0.0
        day = station.sample.arrival[one.flight] if reading.drawn else np.float64(one.day)
        comes = np.logical_and(day > 0, day <= days)
        if not np.any(amount) or not np.any(comes):
            continue
        parts = [structure.flying(one.carrier, one.day, one.from_hand)]
        if not stock and carrier.arrival_needs:
            parts.append(structure.lost(rules.parse(carrier.arrival_needs), reading.layer))
        atom = reading.depends(structure.gates.gate(Gate("or", tuple(parts))))
        brought[atom] = brought.get(atom, 0.0) + comes * amount
    return lambda lost: sum((amount for atom, amount in brought.items() if not lost[atom]), np.float64(0.0))


def _constant(value: Amount) -> Value:
    return lambda _: value


def _arithmetic(sign: str, a: Value, b: Value) -> Value:
    match sign:
        case "+":
            return lambda lost: a(lost) + b(lost)
        case "-":
            return lambda lost: a(lost) - b(lost)
        case "*":
            return lambda lost: a(lost) * b(lost)
        case _:
            return lambda lost: np.divide(a(lost), b(lost)) if np.all(b(lost)) else _ENDLESS
