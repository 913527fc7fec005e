"""Gates under construction: named, simplified, each once; they tell losses, so an "or" loses the whole with a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stationkeep.risk.tree import FaultTree, Gate

NEVER, ALWAYS = "true", "false"
"""The two constants, told as losses: never there, always there."""


@dataclass
class Gates:
    """Gates, events and what they stand for."""

    gates: dict[str, Gate] = field(default_factory=lambda: {NEVER: Gate("true"), ALWAYS: Gate("false")})
    events: dict[str, float | None] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    _known: dict[Gate, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def gate(self, gate: Gate) -> str:
        """Name of a gate, simplified: constants leave, single parts stand for themselves, equal gates are one."""
        if gate.kind in ("and", "or"):
            ends, leaves = (NEVER, ALWAYS) if gate.kind == "or" else (ALWAYS, NEVER)
            parts = tuple(dict.fromkeys(part for part in gate.parts if part != leaves))
            if ends in parts:
                return ends
            if not parts:
                return leaves
            if len(parts) == 1:
                return parts[0]
            gate = Gate(gate.kind, parts)
        elif gate.kind == "not" and gate.parts[0] in (NEVER, ALWAYS):
            return ALWAYS if gate.parts[0] == NEVER else NEVER
        elif gate.kind == "xor" and gate.parts[0] == gate.parts[1]:
            return ALWAYS
        if gate not in self._known:
            name = f"gate_{len(self.gates)}"
            self.gates[name] = gate
            self._known[gate] = name
        return self._known[gate]

    def event(self, name: str, label: str) -> str:
        """Note a basic event and return its name."""
        self.events.setdefault(name, None)
        self.labels.setdefault(name, label)
        return name

    def name(self, found: str, name: str, label: str) -> str:
        """Note what a gate stands for; a gate that stands for several things keeps the first name."""
        if found in self.gates and found not in (NEVER, ALWAYS):
            self._names.setdefault(found, name)
            self.labels.setdefault(found, label)
        return found

    def from_table(self, atoms: Sequence[str], table: Mapping[tuple[bool, ...], bool]) -> str:
        """A truth table as gates; without any ``not`` where one more loss never brings back what was lost."""
        raised = [(low, (*low[:i], True, *low[i + 1 :])) for low in table for i, state in enumerate(low) if not state]
        true = [states for states, lost in table.items() if lost]
        if all(table[high] or not table[low] for low, high in raised):
            least = [
                s for s in true if not any(o != s and all(a <= b for a, b in zip(o, s, strict=True)) for o in true)
            ]
            ways = [
                self.gate(Gate("and", tuple(atom for atom, on in zip(atoms, states, strict=True) if on)))
                for states in least
            ]
        else:
            ways = []
            for states in true:
                signed = [
                    atom if on else self.gate(Gate("not", (atom,))) for atom, on in zip(atoms, states, strict=True)
                ]
                ways.append(self.gate(Gate("and", tuple(signed))))
        return self.gate(Gate("or", tuple(ways)))

    def tree(self, top: str) -> FaultTree:
        """The part of the gates that a top needs."""
        needed, todo = set(), [top]
        while todo:
            name = todo.pop()
            if name not in needed:
                needed.add(name)
                todo += self.gates[name].parts if name in self.gates else ()
        called = {name: self._names.get(name, name) for name in needed}
        gates = {
            called[name]: Gate(gate.kind, tuple(called[part] for part in gate.parts), gate.k)
            for name, gate in self.gates.items()
            if name in needed
        }
        events = {name: p for name, p in self.events.items() if name in needed}
        return FaultTree(
            called[top], gates, events, {called[n]: text for n, text in self.labels.items() if n in needed}
        )
