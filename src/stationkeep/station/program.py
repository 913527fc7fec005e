"""Rules compiled to a list of operations that the day loop evaluates for a block of members at once.

Every rule of a pack (functions, rungs, switches of flows, what a ship needs to arrive, operating rules) becomes
operations on registers, each register one number a member, in an order in which every operation comes after its
parts. Parts that depend only on the calendar and on willingness are masks by day, from :class:`Graph`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stationkeep.errors import PackError, Problem, UnknownName
from stationkeep.facts.records import Service
from stationkeep.station import rules
from stationkeep.station.graph import Graph, Span

# Operation codes; the day loop spells out each.
MASK, ALL, ANY, AT_LEAST, NO, AT_LEAST_EQUAL, GREATER, ADD, SUBTRACT, MULTIPLY, DIVIDE, CHOOSE = range(12)
CONSTANT, PARAMETER, STOCK, LEVEL, PEOPLE, SEATS, THERE, COVER_DAYS, CARGO_AHEAD, COMING, YESTERDAY, POWER = range(
    12, 24
)

_NUMBERS = (
    ADD, SUBTRACT, MULTIPLY, DIVIDE, CHOOSE, CONSTANT, PARAMETER, STOCK, LEVEL, PEOPLE, SEATS, COVER_DAYS, CARGO_AHEAD,
    COMING, POWER,
)  # fmt: skip
_DRAWN = (CONSTANT, PARAMETER)
_DERIVED = tuple(range(ALL, CHOOSE + 1))
_ONCE, _CALENDAR, _DAILY = range(3)

_ARITHMETIC = {"+": ADD, "-": SUBTRACT, "*": MULTIPLY, "/": DIVIDE}
_LOGIC = {"all": ALL, "any": ANY, "at_least": AT_LEAST, "no": NO}


class Operations(NamedTuple):
    """The flat arrays of a program, as the compiled loop reads them.

    Operation ``i`` writes register ``i``. ``first`` and ``second`` are registers or indices, by code; the parts of a
    logical operation stand at ``parts[first[i] : first[i] + second[i]]``; ``constant`` holds plain numbers.
    ``third`` of an operation that looks ahead is its window: those with the same ``second`` share one.

    Every operation stands in one of three lists, by how often it can change: ``once`` (numbers drawn once a member,
    and what is made of them), ``calendar`` (these and masks), ``daily`` (the rest). Each list is in order.
    """

    code: npt.NDArray[np.int32]
    first: npt.NDArray[np.int32]
    second: npt.NDArray[np.int32]
    third: npt.NDArray[np.int32]
    constant: npt.NDArray[np.float64]
    parts: npt.NDArray[np.int32]
    once: npt.NDArray[np.int32]
    calendar: npt.NDArray[np.int32]
    daily: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.int32]  # operations that write numbers; the others write truths
    windows: int


@dataclass(frozen=True)
class Names:
    """The order of everything that a rule may name: an index is a place in these."""

    functions: tuple[str, ...]
    stocks: tuple[str, ...]
    levels: tuple[str, ...]
    parameters: tuple[str, ...]
    classes: tuple[str, ...]
    carriers: tuple[str, ...]
    grids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meaning:
    """What a leaf operation stands for, so that a loss can be explained."""

    node: rules.Node
    row: Service | None = None
    asset: str = ""


@dataclass
class Compiler:
    """Builds one program from many rules; equal parts of rules share a register.

    Parameters
    ----------
    graph, twin : Graph
        The disturbed station and its undisturbed twin; masks are taken from both.
    names : Names
        What rules may name.
    function_rules : mapping of function id to rule text
        The rules of the functions that the pack asks for on the start date.
    """

    graph: Graph
    twin: Graph
    names: Names
    function_rules: Mapping[str, str]
    file: str = "functions.csv"
    lines: Mapping[str, int] = field(default_factory=dict)
    meanings: dict[int, Meaning] = field(default_factory=dict)
    _code: list[tuple[int, int, int, int, float]] = field(default_factory=list)
    _parts: list[int] = field(default_factory=list)
    _known: dict[object, int] = field(default_factory=dict)
    _masks: list[tuple[Span, Span]] = field(default_factory=list)
    _roots: dict[str, int] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def function(self, name: str) -> int:
        """Register of a function; its rule is compiled on first use."""
        if name not in self._roots:
            if name not in self.function_rules:
                raise UnknownName("function", name, self.function_rules)
            if name in self._open:
                loop = " -> ".join((*self._open[self._open.index(name) :], name))
                fix = 'write one of the steps as yesterday("...")'
                line = self.lines.get(name, 0)
                raise PackError([Problem(self.file, line, "rule", f"a cycle: {loop}", "no cycle within a day", fix)])
            self._open.append(name)
            self._roots[name] = self.rule(self.function_rules[name])
            self._open.pop()
        return self._roots[name]

    def rule(self, text: str) -> int:
        """Register of a rule given as text; an empty rule always holds."""
        return self._node(rules.parse(text)) if text else self._emit(CONSTANT, constant=1.0)

    def operations(self) -> Operations:
        """The program so far as flat arrays."""
        code, first, second, third = (np.array([row[i] for row in self._code], dtype=np.int32) for i in range(4))
        constant = np.array([row[4] for row in self._code], dtype=np.float64)
        ahead = np.flatnonzero((code == CARGO_AHEAD) | (code == COMING))
        withins, third[ahead] = np.unique(second[ahead], return_inverse=True)
        pace: list[int] = []  # how often an operation can change: as often as the quickest of its parts
        for register, kind in enumerate(code):
            below = [pace[part] for part in self.below(register)]
            own = _ONCE if kind in _DRAWN else _CALENDAR if kind == MASK else _DAILY
            pace.append(max(below, default=_ONCE) if kind in _DERIVED else own)
        once, calendar, daily = (
            np.flatnonzero(np.array(pace) == which).astype(np.int32) for which in (_ONCE, _CALENDAR, _DAILY)
        )
        return Operations(
            code,
            first,
            second,
            third,
            constant,
            np.array(self._parts or [0], dtype=np.int32),
            once,
            calendar,
            daily,
            np.flatnonzero(np.isin(code, _NUMBERS)).astype(np.int32),
            len(withins),
        )

    def masks(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Masks (mask, day) of the disturbed station and of its twin."""
        if not self._masks:
            empty = np.zeros((1, self.graph.days), dtype=np.bool_)
            return empty, empty
        return np.array([a for a, _ in self._masks]), np.array([b for _, b in self._masks])

    def below(self, register: int) -> Iterable[int]:
        """Registers on which a register directly depends."""
        code, first, second, third, _ = self._code[register]
        if code in (ALL, ANY, AT_LEAST, NO):
            return self._parts[first : first + second]
        if code in (AT_LEAST_EQUAL, GREATER, ADD, SUBTRACT, MULTIPLY, DIVIDE):
            return (first, second)
        if code == CHOOSE:
            return (first, second, third)
        return ()

    def code(self, register: int) -> int:
        """Code of the operation that writes a register."""
        return self._code[register][0]

    def _emit(self, code: int, first: int = 0, second: int = 0, third: int = 0, constant: float = 0.0) -> int:
        key = (code, first, second, third, constant)
        if key not in self._known:
            self._known[key] = len(self._code)
            self._code.append(key)
        return self._known[key]

    def _gather(self, code: int, parts: Sequence[int], k: int = 0) -> int:
        key = (code, tuple(parts), k)
        if key not in self._known:
            first = len(self._parts)
            self._parts.extend(parts)
            self._known[key] = len(self._code)
            self._code.append((code, first, len(parts), k, 0.0))
        return self._known[key]

    def _mask(self, key: object, disturbed: Span, undisturbed: Span, meaning: Meaning) -> int:
        if key not in self._known:
            register = len(self._code)
            self._code.append((MASK, len(self._masks), 0, 0, 0.0))
            self._masks.append((disturbed, undisturbed))
            self._known[key] = register
            self.meanings[register] = meaning
        return self._known[key]

    def _leaf(self, node: rules.Node, code: int, first: int = 0, second: int = 0) -> int:
        register = self._emit(code, first, second)
        self.meanings.setdefault(register, Meaning(node))
        return register

    def _node(self, node: rules.Node) -> int:
        match node:
            case rules.Logic(kind=kind, children=parts, k=k):
                return self._gather(_LOGIC[kind], [self._node(part) for part in parts], k)
            case rules.Compare(strict=strict, left=left, right=right):
                register = self._emit(GREATER if strict else AT_LEAST_EQUAL, self._node(left), self._node(right))
                self.meanings.setdefault(register, Meaning(node))
                return register
            case rules.Arithmetic(operator=operator, left=left, right=right):
                return self._emit(_ARITHMETIC[operator], self._node(left), self._node(right))
            case rules.Choose(condition=condition, when_true=yes, when_false=other):
                return self._emit(CHOOSE, self._node(condition), self._node(yes), self._node(other))
            case rules.Literal(value=value):
                return self._emit(CONSTANT, constant=value)
            case rules.AssetRef(asset=name):
                key = ("asset", name)
                return self._mask(key, self.graph.asset(name), self.twin.asset(name), Meaning(node, asset=name))
            case rules.FunctionRef(function=name, lagged=False):
                return self.function(name)
            case rules.FunctionRef(function=name):
                return self._leaf(node, YESTERDAY, self._index("function", name, self.names.functions))
            case rules.Provided(service=name, within=within):
                return self._provided(node, name, -1 if within is None else self._node(within))
            case rules.Number():
                return self._number(node)

    def _provided(self, node: rules.Provided, name: str, within: int) -> int:
        if name not in self.graph.service_names:
            raise UnknownName("service", name, self.graph.service_names)
        rows = self.graph.services.get(name, ())
        here = [row for row in rows if row.provider in {*self.graph.pack.assets, *self.names.carriers}]
        return self._gather(ANY, [self.way(row, node, within) for row in here])

    def way(self, row: Service, node: rules.Provided, within: int = -1) -> int:
        """Register of one way to get a service: willing, there (or due ``within``), and its needs met."""
        known = row in self.twin.services.get(row.service, ())
        undisturbed = self.twin.service(row) if known else np.zeros(self.twin.days, dtype=np.bool_)
        parts = [self._mask(("row", row.id), self.graph.service(row), undisturbed, Meaning(node, row))]
        if row.provider in self.names.carriers:
            register = self._emit(THERE, self.names.carriers.index(row.provider), within, int(not node.docked))
            self.meanings.setdefault(register, Meaning(node, row))
            parts.append(register)
        if row.needs:
            if row.id in self._open:
                circle = " -> ".join([*self._open[self._open.index(row.id) :], row.id])
                fix = 'write one of the steps as yesterday("...")'
                raise PackError([Problem("services.csv", row.line, "needs", circle, "no cycle within a day", fix)])
            self._open.append(row.id)
            parts.append(self._node(rules.parse(row.needs)))
            self._open.pop()
        return self._gather(ALL, parts)

    def _number(self, node: rules.Number) -> int:
        names = self.names
        match node.kind:
            case "par":
                return self._leaf(node, PARAMETER, self._index("parameter", node.name, names.parameters))
            case "stock":
                return self._leaf(node, STOCK, self._index("stock", node.name, names.stocks))
            case "level":
                return self._leaf(node, LEVEL, self._index("level", node.name, names.levels))
            case "people":
                place = self._index("occupant class", node.name, names.classes) if node.name else -1
                return self._leaf(node, PEOPLE, place)
            case "seats":
                return self._leaf(node, SEATS)
            case "power":
                return self._leaf(node, POWER, self._index("grid", node.name, names.grids))
            case "cover_days":
                return self._leaf(node, COVER_DAYS, self._index("stock", node.name, names.stocks))
            case "cargo_ahead":
                return self._leaf(node, CARGO_AHEAD, 0, self._node(self._within(node)))
            case _:
                place = self._index("stock", node.name, names.stocks)
                return self._leaf(node, COMING, place, self._node(self._within(node)))

    @staticmethod
    def _within(node: rules.Number) -> rules.Node:
        assert node.within is not None  # the parser refuses these words without a time
        return node.within

    @staticmethod
    def _index(kind: str, name: str, known: Sequence[str]) -> int:
        if name not in known:
            raise UnknownName(kind, name, known)
        return known.index(name)
