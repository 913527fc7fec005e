"""A small compiled system whose state a test sets at will, and a plain reading of its rules: the oracle."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numba
import numpy as np

from stationkeep.ensemble.arrays import Model
from stationkeep.ensemble.bits import has
from stationkeep.ensemble.evaluate import evaluate
from stationkeep.ensemble.model import Compiled
from stationkeep.ensemble.schedule import pass_day
from stationkeep.ensemble.state import (
    NEVER,
    Outlook,
    State,
    fresh_ahead,
    fresh_bench,
    fresh_outlook,
    fresh_state,
)
from stationkeep.ensemble.state import (
    Bench as Room,
)
from stationkeep.facts.pack import Pack
from stationkeep.station import rules
from stationkeep.station.graph import Graph
from stationkeep.station.program import Compiler, Names

BLOCK, AHEAD = 16, 40


@numba.njit(cache=False, error_model="numpy")
def _evaluate(day, everyone, ops, masks, model, facts, state, outlook, ahead, room):  # type: ignore
    pass_day(day, outlook, ahead)
    for which in (ops.once, ops.calendar, ops.daily):
        evaluate(which, day, everyone, ops, masks, model, facts, state, outlook, ahead, room)


def evaluated(day: int, ops, masks, model: Model, facts: np.ndarray, state: State, outlook: Outlook) -> Room:  # type: ignore
    """What the loop makes of a program on a day; days before it are looked at too, as the loop does."""
    room, everyone = fresh_bench(len(ops.code), len(model.flows.stock), BLOCK), np.uint64(2**BLOCK - 1)
    room.number[:] = np.nan
    ahead = fresh_ahead(len(model.carriers.line), ops.windows, BLOCK)
    for each in range(day // 2, day + 1):
        _evaluate(each, everyone, ops, masks, model, facts, state, outlook, ahead, room)
    return room


@dataclass(frozen=True, repr=False)
class Bench:
    """A small compiled system whose state a test may set at will."""

    def __repr__(self) -> str:
        return "bench"

    pack: Pack
    graph: Graph
    twin: Graph
    names: Names
    compiled: Compiled

    def compiler(self, **functions: str) -> Compiler:
        return Compiler(self.graph, self.twin, self.names, functions or dict.fromkeys(self.names.functions, "all()"))


def random_state(bench: Bench, seed: int) -> tuple[State, Outlook, np.ndarray]:
    """A state with whole numbers in it, so that limits are met exactly as often as not."""
    draw, names = np.random.default_rng(seed), bench.names
    model = bench.compiled.model
    state = fresh_state(model, len(names.stocks), len(names.functions), len(names.classes), BLOCK)
    outlook = fresh_outlook(model, BLOCK)
    for first, end in pairwise(outlook.start):  # each list by carrier ends with a day that does not come
        days = draw.choice([*range(AHEAD), NEVER], (end - first - 1, BLOCK))
        outlook.due[first : end - 1] = np.sort(days, axis=0)
    state.altitude_km[:] = draw.integers(0, 10, BLOCK)
    state.stock[:] = draw.integers(0, 10, state.stock.shape)
    state.people[:] = draw.integers(0, 4, state.people.shape)
    state.seats[:] = draw.integers(0, 8, BLOCK)
    state.there[:] = draw.integers(0, 2**BLOCK, state.there.shape)
    state.before[:] = draw.integers(0, 2**BLOCK, state.before.shape)
    facts = draw.integers(0, 6, (len(names.parameters), BLOCK)).astype(np.float64)
    return state, outlook, facts


@dataclass(frozen=True)
class Naive:
    """A plain reading of the trees for one member on one day: the oracle."""

    bench: Bench
    graph: Graph
    functions: dict[str, str]
    state: State
    outlook: Outlook
    facts: np.ndarray
    day: int
    b: int

    def holds(self, node: rules.Node) -> bool:
        return bool(self.value(node) > 0.5)

    def value(self, node: rules.Node) -> float:
        match node:
            case rules.Logic(kind="all", children=parts):
                return float(all(self.holds(part) for part in parts))
            case rules.Logic(kind="any", children=parts):
                return float(any(self.holds(part) for part in parts))
            case rules.Logic(kind="at_least", children=parts, k=k):
                return float(sum(self.holds(part) for part in parts) >= k)
            case rules.Logic(kind="no", children=(part,)):
                return float(not self.holds(part))
            case rules.Compare(strict=True, left=left, right=right):
                return float(self.value(left) > self.value(right))
            case rules.Compare(left=left, right=right):
                return float(self.value(left) >= self.value(right))
            case rules.Arithmetic(operator=operator, left=left, right=right):
                a, b = np.float64(self.value(left)), np.float64(self.value(right))
                with np.errstate(all="ignore"):
                    return float({"+": a + b, "-": a - b, "*": a * b, "/": a / b}[operator])
            case rules.Choose(condition=condition, when_true=yes, when_false=other):
                return self.value(yes) if self.holds(condition) else self.value(other)
            case rules.Literal(value=value):
                return value
            case rules.AssetRef(asset=name):
                return float(self.graph.asset(name)[self.day])
            case rules.FunctionRef(function=name, lagged=True):
                return float(has.py_func(self.state.before[self.bench.names.functions.index(name)], self.b))
            case rules.FunctionRef(function=name):
                return self.value(rules.parse(self.functions[name])) if self.functions[name] else 1.0
            case rules.Provided(service=name, within=within, docked=docked):
                return float(any(self._way(row, within, docked) for row in self.graph.services.get(name, ())))
            case rules.Number():
                return self._number(node)
        raise AssertionError(node)

    def _way(self, row, within: rules.Node | None, docked: bool) -> bool:
        carriers = self.bench.names.carriers
        if not self.graph.service(row)[self.day]:
            return False
        if row.provider in carriers:
            c = carriers.index(row.provider)
            due = [day for day in self._arrivals(c) if day >= self.day]
            soon = within is not None and bool(due) and due[0] - self.day <= self.value(within)
            if not ((docked and has.py_func(self.state.there[c], self.b)) or soon):
                return False
        return not row.needs or self.holds(rules.parse(row.needs))

    def _number(self, node: rules.Number) -> float:
        names, b = self.bench.names, self.b
        match node.kind:
            case "par":
                return float(self.facts[names.parameters.index(node.name), b])
            case "stock":
                return float(self.state.stock[names.stocks.index(node.name), b])
            case "level":
                return float(self.state.altitude_km[b])
            case "people" if node.name:
                return float(self.state.people[names.classes.index(node.name), b])
            case "people":
                return float(self.state.people[:, b].sum())
            case "seats":
                return float(self.state.seats[b])
            case "cover_days":
                return self._cover(node.name)
        within = self.value(node.within) if node.within is not None else 0.0
        until = min(self.day + max(int(within), 0), self.bench.compiled.model.days_ahead - 1)
        ships = [sum(self.day < day <= until for day in self._arrivals(c)) for c in range(len(names.carriers))]
        if node.kind == "cargo_ahead":
            rows = [self.bench.pack.carriers[name] for name in names.carriers]
            able = [not row.arrival_needs or self.holds(rules.parse(row.arrival_needs)) for row in rows]
            return sum(n * row.cargo_up_kg for n, row, can in zip(ships, rows, able, strict=True) if can)
        deliveries, stock = self.bench.compiled.model.deliveries, names.stocks.index(node.name)
        brought = zip(deliveries.carrier, deliveries.stock, deliveries.amount, strict=True)
        return sum(ships[c] * float(self.facts[amount, b]) for c, s, amount in brought if s == stock)

    def _arrivals(self, c: int) -> list[int]:
        start = self.outlook.start
        return [int(day) for day in self.outlook.due[start[c] : start[c + 1], self.b] if day < NEVER]

    def _cover(self, stock: str) -> float:
        use, names = 0.0, self.bench.names
        for flow in self.bench.pack.flows.values():
            if flow.stock != stock or flow.direction != "out" or not flow.per.startswith("person"):
                continue
            if flow.when and not self.holds(rules.parse(flow.when)):
                continue
            who = flow.per.removeprefix("person").removeprefix(":")
            people = self.state.people[names.classes.index(who), self.b] if who else self.state.people[:, self.b].sum()
            use += float(people) * float(self.facts[names.parameters.index(flow.amount), self.b])
        here = float(self.state.stock[names.stocks.index(stock), self.b])
        return here / use if use > 0.0 else 1e9
