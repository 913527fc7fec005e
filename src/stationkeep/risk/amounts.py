"""Numbers in rules that depend on who refuses: functions of which conditions are lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from itertools import product
from typing import TYPE_CHECKING

from stationkeep.errors import InputError
from stationkeep.risk.gates import ALWAYS, NEVER
from stationkeep.risk.tree import Gate
from stationkeep.station import rules
from stationkeep.supplies.ledgers import arrival_targets, person_class

if TYPE_CHECKING:
    from stationkeep.risk.structure import Structure

_ENDLESS = 1e9  # as in the day loop: how long a stock lasts that nobody uses
_MOST_ATOMS = 14  # conditions inside one comparison: 2 to the power of it combinations are looked at

Value = Callable[[Mapping[str, bool]], float]
"""A number, given which of its conditions ("atoms", names of gates) are lost."""


def plain(structure: Structure, node: rules.Node, layer: int) -> float:
    atoms: list[str] = []
    value = quantity(structure, node, layer, atoms)
    if atoms:
        raise InputError("a time within which something must come cannot depend on who is willing")
    return value({})


def compare(structure: Structure, node: rules.Compare, layer: int) -> str:
    """Loss of a comparison, from its truth for every combination of what it depends on."""
    atoms: list[str] = []
    left, right = quantity(structure, node.left, layer, atoms), quantity(structure, node.right, layer, atoms)
    free = [atom for atom in dict.fromkeys(atoms) if atom not in (NEVER, ALWAYS)]
    fixed = {NEVER: True, ALWAYS: False}
    if len(free) > _MOST_ATOMS:
        raise InputError(f"a comparison depends on {len(free)} conditions, at most {_MOST_ATOMS} can be followed")

    def lost(states: Sequence[bool]) -> bool:
        known = {**fixed, **dict(zip(free, states, strict=True))}
        a, b = left(known), right(known)
        return not (a > b if node.strict else a >= b)

    table = {states: lost(states) for states in product((False, True), repeat=len(free))}
    return structure.gates.from_table(free, table)


def quantity(structure: Structure, node: rules.Node, layer: int, atoms: list[str]) -> Value:
    match node:
        case rules.Literal(value=value):
            return lambda _: value
        case rules.Arithmetic(operator=sign, left=first, right=second):
            a, b = quantity(structure, first, layer, atoms), quantity(structure, second, layer, atoms)
            return _arithmetic(sign, a, b)
        case rules.Choose(condition=condition, when_true=first, when_false=second):
            atom = structure.lost(condition, layer)
            atoms.append(atom)
            a, b = quantity(structure, first, layer, atoms), quantity(structure, second, layer, atoms)
            return lambda lost: b(lost) if lost[atom] else a(lost)
        case rules.Number():
            return _number(structure, node, layer, atoms)
        case _:
            raise InputError("something true or false, where a quantity was expected")


def _number(structure: Structure, node: rules.Number, layer: int, atoms: list[str]) -> Value:
    station = structure.station
    match node.kind:
        case "par":
            return _constant(station.number(node.name))
        case "stock":
            return _constant(station.stocks[node.name])
        case "level":
            return _constant(station.altitude_km)
        case "people":
            return _constant(station.people[node.name] if node.name else sum(station.people.values()))
        case "seats":
            return _seats(structure, atoms)
        case "cover_days":
            return _cover(structure, node.name, layer, atoms)
        case kind:
            assert node.within is not None  # the parser refuses these words without a time
            within = plain(structure, node.within, layer)
            return _coming(structure, node.name if kind == "coming" else "", within, layer, atoms)


def _seats(structure: Structure, atoms: list[str]) -> Value:
    """Seats home; a ship that brings no others home counts for the own people of every party that says so."""
    station, rows = structure.station, []
    pack, aboard = station.pack, station.people
    for ship in station.flights.docked:
        carrier = pack.carriers[ship.carrier]
        failed = structure.fails(ship.carrier)
        holders = dict.fromkeys(above for party in carrier.parties for above in station.graph.controllers(party))
        said = {party: structure.withholds(party, "lifeboat") for party in holders}
        rows.append((ship.seats, failed, said))
        atoms += [failed, *said.values()]
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


def _cover(structure: Structure, stock: str, layer: int, atoms: list[str]) -> Value:
    """Days that a stock lasts for those aboard."""
    rows = []
    for flow in structure.station.pack.flows.values():
        who = person_class(flow.per)
        if flow.stock == stock and flow.direction == "out" and who is not None:
            atom = structure.lost(rules.parse(flow.when), layer) if flow.when else ALWAYS
            atoms.append(atom)
            people = structure.station.people[who] if who else sum(structure.station.people.values())
            rows.append((structure.station.number(flow.amount) * people, atom))
    level = structure.station.stocks[stock]

    def days(lost: Mapping[str, bool]) -> float:
        use = sum(amount for amount, atom in rows if not lost[atom])
        return level / use if use > 0.0 else _ENDLESS

    return days


def _coming(structure: Structure, stock: str, within: float, layer: int, atoms: list[str]) -> Value:
    """What flights bring within so many days: of a stock, or (no name) cargo in kg of those that could arrive."""
    pack, rows = structure.station.pack, []
    bring = {
        carrier: structure.station.number(flow.amount)
        for flow in pack.flows.values()
        if flow.stock == stock
        for carrier in arrival_targets(flow.per)
    }
    for one in structure.station.due:
        carrier = pack.carriers[one.carrier]
        amount = bring.get(one.carrier, 0.0) if stock else carrier.cargo_up_kg or 0.0
        if not 0 < one.day <= within or not amount:
            continue
        parts = [structure.flying(one.carrier, one.day, one.from_hand)]
        if not stock and carrier.arrival_needs:
            parts.append(structure.lost(rules.parse(carrier.arrival_needs), layer))
        atom = structure.gates.gate(Gate("or", tuple(parts)))
        atoms.append(atom)
        rows.append((amount, atom))
    return lambda lost: sum(amount for amount, atom in rows if not lost[atom])


def _constant(value: float) -> Value:
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
            return lambda lost: a(lost) / b(lost) if b(lost) else _ENDLESS
