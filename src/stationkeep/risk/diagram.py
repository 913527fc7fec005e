"""Fault logic made exact: a tree as a binary decision diagram, its probability and its minimal cut sets.

The diagrams are those of ``dd`` (BSD). Probabilities are Shannon's expansion over the diagram, never the rare-event
sum: parties that are likely to refuse make that sum exceed one. Minimal cut sets follow Rauzy (1993), *New algorithms
for fault trees analysis*, Reliability Engineering and System Safety 40, for monotone trees.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

from stationkeep.errors import InputError, RunError
from stationkeep.risk.families import EMPTY, NONE, Families
from stationkeep.risk.tree import FaultTree

UNLIMITED = 1 << 30
MOST_NODES = 250_000
"""Nodes that a diagram may have while it is built: about three seconds, and two hundred megabytes."""

_DEEPEST = 20_000  # frames that a walk down a diagram may take, one or two an event


class TooLarge(RunError):  # noqa: N818  (it names what the tree is)
    """A tree whose diagram would outgrow :data:`MOST_NODES`; its cut sets can still be had up to an order."""


@contextmanager
def _deep() -> Iterator[None]:
    """Allow walks as deep as a tree has events, and no longer than needed."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _manager(events: tuple[str, ...]) -> Any:
    try:
        from dd import bdd
    except ImportError as error:
        raise RunError("exact fault logic needs dd, which is not installed; pip install 'stationkeep[risk]'") from error
    base: Any = bdd.BDD

    class Manager(base):  # type: ignore[misc]
        """Does not count its nodes once more when it goes: an unfinished one would complain."""

        def __del__(self) -> None:
            pass

    manager = Manager({name: place for place, name in enumerate(events)})
    manager.max_nodes = MOST_NODES
    return manager


@dataclass(frozen=True)
class Diagram:
    """A fault tree as a decision diagram.

    Parameters
    ----------
    tree : FaultTree
    events : tuple of str
        Basic events in the order of the diagram.
    manager, root
        The diagram of ``dd``: true where the top is.
    """

    tree: FaultTree
    events: tuple[str, ...]
    manager: Any
    root: int

    @classmethod
    def of(cls, tree: FaultTree) -> Diagram:
        """Build the diagram of a tree; events are ordered as a walk from the top meets them.

        Raises
        ------
        RunError
            ``dd`` is not installed.
        TooLarge
            The diagram would be too large.
        """
        with _deep():
            try:
                return cls._built(tree)
            except RuntimeError as error:
                if "max_nodes" not in str(error):
                    raise
                raise TooLarge(
                    f"the diagram of '{tree.top}' outgrows {MOST_NODES:,} nodes: no exact probability can be had; "
                    "cut sets up to an order can"
                ) from error

    @classmethod
    def _built(cls, tree: FaultTree) -> Diagram:
        events = tree.used()
        manager = _manager(events)
        node: dict[str, int] = {name: manager.var(name) for name in events}
        for name in tree.ordered():
            gate = tree.gates[name]
            parts = [node[part] for part in gate.parts]
            match gate.kind:
                case "and":
                    node[name] = reduce(lambda u, v: manager.apply("and", u, v), parts, manager.true)
                case "or":
                    node[name] = reduce(lambda u, v: manager.apply("or", u, v), parts, manager.false)
                case "xor":
                    node[name] = reduce(lambda u, v: manager.apply("xor", u, v), parts, manager.false)
                case "not":
                    node[name] = -parts[0]
                case "atleast":
                    node[name] = _at_least(manager, gate.k, parts)
                case _:
                    node[name] = manager.true if gate.kind == "true" else manager.false
        return cls(tree, events, manager, node[tree.top])

    def _branches(self, node: int) -> tuple[int, int, int]:
        """Level, then the node where the event is false and where it is true."""
        level, low, high = self.manager.succ(node)
        return (level, -low, -high) if node < 0 else (level, low, high)

    def _walk(self) -> list[int]:
        """Nodes without sign that the root needs, deepest first."""
        found: dict[int, int] = {}
        todo = [abs(self.root)]
        while todo:
            node = todo.pop()
            if node != 1 and node not in found:
                level, low, high = self.manager.succ(node)
                found[node] = level
                todo += [abs(low), abs(high)]
        return sorted(found, key=lambda node: (-found[node], node))

    @property
    def size(self) -> int:
        """Nodes of the diagram."""
        return len(self._walk())

    def probability(self, given: Mapping[str, float]) -> float:
        """Exact probability of the top, for independent events.

        Parameters
        ----------
        given : mapping of event to probability
            0 to 1; an event that is not named has the tree's own, or 0.

        Notes
        -----
        ``P(f) = p(x) P(f | x) + (1 - p(x)) P(f | not x)`` at every node (Shannon 1949).
        """
        chance = [given.get(name, self.tree.events[name] or 0.0) for name in self.events]
        value = {1: 1.0}
        for node in self._walk():
            level, low, high = self.manager.succ(node)
            down = value[low] if low > 0 else 1.0 - value[-low]
            up = value[high] if high > 0 else 1.0 - value[-high]
            value[node] = chance[level] * up + (1.0 - chance[level]) * down
        return value[self.root] if self.root > 0 else 1.0 - value[-self.root]

    @cached_property
    def monotone(self) -> bool:
        """Whether one more event never undoes the top."""
        known: set[int] = set()
        todo = [self.root]
        while todo:
            node = todo.pop()
            if abs(node) == 1 or node in known:
                continue
            known.add(node)
            _, low, high = self._branches(node)
            if self.manager.apply("and", low, -high) != self.manager.false:
                return False
            todo += [low, high]
        return True

    def minimal(self, order: int = UNLIMITED) -> Cuts:
        """Minimal cut sets of at most ``order`` events.

        Raises
        ------
        InputError
            The tree is not monotone, so that cut sets do not tell the whole truth.
        """
        if not self.monotone:
            raise InputError(
                f"'{self.tree.top}' is not monotone: an event can undo the loss, so cut sets do not describe it"
            )
        families = Families()
        known: dict[tuple[int, int], int] = {}
        limit = min(order, len(self.events))

        def least(node: int, left: int) -> int:
            if node == self.manager.false or left < 0:
                return NONE
            if node == self.manager.true:
                return EMPTY
            level, low, high = self._branches(node)
            left = min(left, len(self.events) - level)  # no more events are left below: equal questions are asked once
            if (node, left) not in known:
                without = least(low, left)
                known[node, left] = families.node(level, without, families.left(least(high, left - 1), without))
            return known[node, left]

        with _deep():
            return Cuts(self.events, families, least(self.root, limit))


@dataclass(frozen=True)
class Cuts:
    """Minimal cut sets, kept as a diagram: millions of them take little room."""

    events: tuple[str, ...]
    families: Families
    family: int

    def __len__(self) -> int:
        return self.families.count(self.family)

    def sets(self) -> list[tuple[str, ...]]:
        """Every set, smallest first, then by name."""
        found = [tuple(sorted(self.events[e] for e in one)) for one in self.families.sets(self.family)]
        return sorted(found, key=lambda one: (len(one), one))

    def through(self, event: str) -> Cuts:
        """The sets that hold an event."""
        if event not in self.events:
            return Cuts(self.events, self.families, NONE)
        return Cuts(self.events, self.families, self.families.with_event(self.family, self.events.index(event)))

    def probability(self, given: Mapping[str, float]) -> float:
        """Exact probability that at least one of the sets happens."""
        manager = _manager(self.events)
        node = {NONE: manager.false, EMPTY: manager.true}
        for family in self.families.below(self.family):
            event, low, high = self.families.parts(family)
            here = manager.apply("and", manager.var(self.events[event]), node[high])
            node[family] = manager.apply("or", here, node[low])
        plain = FaultTree("x", {}, {"x": None})
        events = FaultTree(self.events[0], {}, dict.fromkeys(self.events)) if self.events else plain
        return Diagram(events, self.events, manager, node[self.family]).probability(given)


def truncated(tree: FaultTree, order: int) -> Cuts:
    """Minimal cut sets of at most ``order`` events, from the bottom of the tree up and without its diagram.

    Exact up to the order, whatever the size of the tree; the second of two independent ways (the first is
    :meth:`Diagram.minimal`).

    Raises
    ------
    InputError
        The tree holds a ``not`` or ``xor``.
    """
    with _deep():
        return _from_below(tree, order)


def _from_below(tree: FaultTree, order: int) -> Cuts:
    events = tree.used()
    families = Families()
    found = {name: families.within(families.node(place, NONE, EMPTY), order) for place, name in enumerate(events)}
    for name in tree.ordered():
        gate = tree.gates[name]
        parts = [found[part] for part in gate.parts]
        match gate.kind:
            case "and":
                found[name] = reduce(lambda u, v: families.both(u, v, order), parts, EMPTY)
            case "or":
                found[name] = reduce(families.either, parts, NONE)
            case "atleast":
                rows = [EMPTY] + [NONE] * gate.k  # sets that make 0, 1, ... k of the parts seen so far happen
                for part in parts:
                    for k in range(gate.k, 0, -1):
                        rows[k] = families.either(rows[k], families.both(rows[k - 1], part, order))
                found[name] = rows[gate.k]
            case "true" | "false":
                found[name] = EMPTY if gate.kind == "true" else NONE
            case _:
                raise InputError(f"gate '{name}' is a {gate.kind}, for which cut sets have no meaning")
    return Cuts(events, families, found[tree.top])


def _at_least(manager: Any, k: int, parts: list[int]) -> int:
    """``k`` or more of the parts, by counting from the first part on."""
    rows = [manager.true] + [manager.false] * k
    for part in parts:
        for count in range(k, 0, -1):
            rows[count] = manager.apply("or", rows[count], manager.apply("and", part, rows[count - 1]))
    return int(rows[k])
