"""Fault trees: named gates over basic events, as facts; what other tools read and write has this shape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from stationkeep.errors import InputError, UnknownName

KINDS = ("and", "or", "atleast", "not", "xor", "true", "false")


@dataclass(frozen=True)
class Gate:
    """A gate: ``kind`` of :data:`KINDS` over its parts, which are names of gates or events.

    ``atleast`` holds when ``k`` or more of its parts do; ``xor`` when an odd number does; ``true`` and ``false`` are
    constants without parts.
    """

    kind: str
    parts: tuple[str, ...] = ()
    k: int = 0


@dataclass(frozen=True)
class FaultTree:
    """A fault tree, or a graph with one top.

    Parameters
    ----------
    top : str
        The gate or event that is asked about: true is the loss.
    gates : mapping of name to Gate
    events : mapping of name to probability
        Basic events; ``None`` where nobody gave a probability. A name that occurs in several places is one event.
    labels : mapping of name to text
        What a reader sees.

    Raises
    ------
    UnknownName
        A part that is neither a gate nor an event.
    InputError
        A gate that needs itself, a count that does not fit, a probability outside 0 to 1.
    """

    top: str
    gates: Mapping[str, Gate]
    events: Mapping[str, float | None]
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = {*self.gates, *self.events}
        if both := sorted(set(self.gates) & set(self.events)):
            raise InputError(f"'{both[0]}' is a gate and a basic event of the tree; rename one of the two")
        for name in (self.top, *(part for gate in self.gates.values() for part in gate.parts)):
            if name not in known:
                raise UnknownName("gate or event", name, known)
        for name, gate in self.gates.items():
            _check_gate(name, gate)
        check_probabilities({name: p for name, p in self.events.items() if p is not None})
        self.ordered()

    def ordered(self) -> tuple[str, ...]:
        """Gates that the top needs, each after its parts.

        Raises
        ------
        InputError
            A gate that needs itself; the message names the circle.
        """
        done: dict[str, None] = {}
        path: dict[str, None] = {}
        todo: list[tuple[str, int]] = [(self.top, 0)]
        while todo:
            name, place = todo.pop()
            if name not in self.gates or name in done:
                continue
            if place == 0:
                if name in path:
                    names = list(path)
                    circle = " -> ".join([*names[names.index(name) :], name])
                    raise InputError(f"the tree runs in a circle: {circle}; take one of the steps out")
                path[name] = None
            parts = self.gates[name].parts
            if place < len(parts):
                todo += [(name, place + 1), (parts[place], 0)]
            else:
                del path[name]
                done[name] = None
        return tuple(done)

    def used(self) -> tuple[str, ...]:
        """Basic events that the top depends on, in the order in which a walk from the top meets them."""
        met: dict[str, None] = {}
        seen: set[str] = set()
        todo = [self.top]
        while todo:
            name = todo.pop()
            if name in self.events:
                met[name] = None
            elif name not in seen:
                seen.add(name)
                todo += reversed(self.gates[name].parts)
        return tuple(met)

    def holds(self, true: Iterable[str]) -> bool:
        """Whether the top is true when exactly these events are: the plain evaluation that diagrams are checked by."""
        value = dict.fromkeys(self.events, False) | dict.fromkeys(true, True)
        for name in self.ordered():
            gate = self.gates[name]
            parts = [value[part] for part in gate.parts]
            match gate.kind:
                case "and":
                    value[name] = all(parts)
                case "or":
                    value[name] = any(parts)
                case "atleast":
                    value[name] = sum(parts) >= gate.k
                case "not":
                    value[name] = not parts[0]
                case "xor":
                    value[name] = sum(parts) % 2 == 1
                case _:
                    value[name] = gate.kind == "true"
        return value[self.top]


def _check_gate(name: str, gate: Gate) -> None:
    if gate.kind not in KINDS:
        raise UnknownName("kind of gate", gate.kind, KINDS)
    wanted = {"not": 1, "true": 0, "false": 0}.get(gate.kind)
    if wanted is not None and len(gate.parts) != wanted:
        raise InputError(f"gate '{name}' ({gate.kind}) has {len(gate.parts)} parts, expected {wanted}")
    if gate.kind == "atleast" and not 0 <= gate.k <= len(gate.parts):
        raise InputError(f"gate '{name}' asks for {gate.k} of {len(gate.parts)} parts; the count must fit")


def check_probabilities(given: Mapping[str, float]) -> None:
    """Raise a sentence about the first probability that is none."""
    for name, p in given.items():
        if not 0.0 <= p <= 1.0:  # also catches what is not a number
            raise InputError(f"the probability of {name} is {p:g}, expected a number from 0 to 1")
