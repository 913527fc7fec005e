"""Families of sets as zero-suppressed decision diagrams: how minimal cut sets are kept, counted and told.

Minato, *Zero-suppressed BDDs for set manipulation in combinatorial problems*, DAC 1993. A family is a number: 0 has
no set, 1 has the empty set alone, any other is a node (event, sets without it, sets with it).
"""

from __future__ import annotations

from collections.abc import Iterator

NONE, EMPTY = 0, 1
_LEAF = 1 << 60


class Families:
    """One table of families over events that are numbered by their place in the order."""

    def __init__(self) -> None:
        self._node: list[tuple[int, int, int]] = [(_LEAF, 0, 0), (_LEAF, 0, 0)]
        self._known: dict[tuple[int, int, int], int] = {}
        self._unions: dict[tuple[int, int], int] = {}
        self._lefts: dict[tuple[int, int], int] = {}
        self._joins: dict[tuple[int, int, int], int] = {}

    def node(self, event: int, without: int, with_it: int) -> int:
        """The family of ``without`` and of ``with_it`` with the event added; both must hold later events alone."""
        if with_it == NONE:
            return without
        key = (event, without, with_it)
        if key not in self._known:
            self._known[key] = len(self._node)
            self._node.append(key)
        return self._known[key]

    def left(self, family: int, other: int) -> int:
        """Sets of ``family`` of which no set of ``other`` is a part (Rauzy's *without*)."""
        if family in (NONE, other) or other == EMPTY:
            return NONE
        if other == NONE:
            return family
        if family == EMPTY:
            return NONE if self._has_empty(other) else EMPTY
        key = (family, other)
        if key not in self._lefts:
            event, low, high = self._node[family]
            other_event, other_low, other_high = self._node[other]
            if event < other_event:
                found = self.node(event, self.left(low, other), self.left(high, other))
            elif event > other_event:
                found = self.left(family, other_low)
            else:
                rest = self.left(self.left(high, other_low), other_high)
                found = self.node(event, self.left(low, other_low), rest)
            self._lefts[key] = found
        return self._lefts[key]

    def either(self, first: int, second: int) -> int:
        """Minimal sets of the union of two minimal families."""
        if first in (NONE, second):
            return second
        if second == NONE:
            return first
        if EMPTY in (first, second):
            return EMPTY
        key = (min(first, second), max(first, second))
        if key not in self._unions:
            event, low, high = self._node[first]
            other_event, other_low, other_high = self._node[second]
            if event == other_event:
                without = self.either(low, other_low)
                with_it = self.either(high, other_high)
            elif event < other_event:
                without, with_it = self.either(low, second), high
            else:
                event, without, with_it = other_event, self.either(first, other_low), other_high
            self._unions[key] = self.node(event, without, self.left(with_it, without))
        return self._unions[key]

    def both(self, first: int, second: int, order: int) -> int:
        """Minimal unions, of at most ``order`` events, of one set of each of two minimal families."""
        if NONE in (first, second) or order < 0:
            return NONE
        if first == EMPTY:
            return self.within(second, order)
        if second == EMPTY:
            return self.within(first, order)
        key = (min(first, second), max(first, second), order)
        if key not in self._joins:
            event, low, high = self._node[first]
            other_event, other_low, other_high = self._node[second]
            top = min(event, other_event)
            if event != top:
                low, high = first, NONE
            if other_event != top:
                other_low, other_high = second, NONE
            without = self.both(low, other_low, order)
            taken = self.both(high, other_high, order - 1)
            taken = self.either(taken, self.both(high, other_low, order - 1))
            taken = self.either(taken, self.both(low, other_high, order - 1))
            self._joins[key] = self.node(top, without, self.left(taken, without))
        return self._joins[key]

    def within(self, family: int, order: int) -> int:
        """Sets of at most ``order`` events."""
        if family <= EMPTY:
            return family if order >= 0 else NONE
        if order <= 0:
            return EMPTY if order == 0 and self._has_empty(family) else NONE
        key = (family, family, order)
        if key not in self._joins:
            event, low, high = self._node[family]
            self._joins[key] = self.node(event, self.within(low, order), self.within(high, order - 1))
        return self._joins[key]

    def with_event(self, family: int, event: int) -> int:
        """Sets that hold an event."""
        if family <= EMPTY:
            return NONE
        here, low, high = self._node[family]
        if here > event:
            return NONE
        if here == event:
            return self.node(event, NONE, high)
        return self.node(here, self.with_event(low, event), self.with_event(high, event))

    def count(self, family: int) -> int:
        """How many sets."""
        counts = {NONE: 0, EMPTY: 1}
        for node in self._below(family):
            _, low, high = self._node[node]
            counts[node] = counts[low] + counts[high]
        return counts[family]

    def sets(self, family: int) -> Iterator[tuple[int, ...]]:
        """Every set, its events in order."""
        todo: list[tuple[int, tuple[int, ...]]] = [(family, ())]
        while todo:
            node, path = todo.pop()
            if node == EMPTY:
                yield path
            elif node != NONE:
                event, low, high = self._node[node]
                todo += [(low, path), (high, (*path, event))]

    def parts(self, family: int) -> tuple[int, int, int]:
        """Event, sets without it, sets with it, of a family that is neither ``NONE`` nor ``EMPTY``."""
        return self._node[family]

    def below(self, family: int) -> list[int]:
        """Nodes of a family, each after those that it needs."""
        return self._below(family)

    def _below(self, family: int) -> list[int]:
        found: set[int] = set()
        todo = [family]
        while todo:
            node = todo.pop()
            if node > EMPTY and node not in found:
                found.add(node)
                todo += self._node[node][1:]
        return sorted(found)  # a node is made after its parts

    def _has_empty(self, family: int) -> bool:
        while family > EMPTY:
            family = self._node[family][1]
        return family == EMPTY
