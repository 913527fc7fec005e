"""Who can stop what: availability of assets and services over days, from ownership, willingness and needs alone.

This is the structure of a station without its stocks, ships and people: what depends only on the calendar and on
who is willing. It is monotone: withdrawing one more party never makes anything available
(``tests/test_graph.py``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from stationkeep.errors import PackError, Problem, UnknownName
from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Asset, Carrier, Service
from stationkeep.station.rules import AssetRef, Compare, Logic, Node, Provided, parse, walk

Span = npt.NDArray[np.bool_]
"""One truth value a day, from the first day of the graph."""

_SUPPLIED = ("engine", "stage")  # kinds of asset that an owner delivers, flight by flight


@dataclass(frozen=True)
class Refusal:
    """A party withholds a scope from ``begins`` until, not including, ``until``; ``source`` is a statement id."""

    party: str
    scope: str
    begins: dt.date
    until: dt.date | None = None
    source: str = ""


@dataclass(frozen=True)
class Outage:
    """An asset or a type of vehicle does not work from ``begins`` until, not including, ``until``."""

    asset: str
    begins: dt.date
    until: dt.date | None = None


@dataclass(frozen=True)
class Reason:
    """Why something is not there: what, through whom, and the documents."""

    what: str
    party: str
    sources: tuple[str, ...]
    stopped: bool = False  # somebody or something stopped, rather than not being there on that date


@dataclass(frozen=True)
class Graph:
    """A station's parties, assets and services over a span of days.

    Parameters
    ----------
    pack : Pack
        The facts.
    start : date
        Day 0.
    days : int
        Length of the span.
    refusals, outages : tuple
        Who withholds what, and what does not work.
    known_by : date, optional
        Only what was public by then counts: abilities first shown later are not there (``None``: everything).
    """

    pack: Pack
    start: dt.date
    days: int
    refusals: tuple[Refusal, ...] = ()
    outages: tuple[Outage, ...] = ()
    known_by: dt.date | None = None
    extra_services: tuple[Service, ...] = ()
    _assets: dict[tuple[str, bool, str], Span] = field(default_factory=dict, compare=False, repr=False)
    _open: list[tuple[str, bool, str]] = field(default_factory=list, compare=False, repr=False)

    def within(self, begins: dt.date | None, until: dt.date | None) -> Span:
        """Days from ``begins`` (``None``: always) until, not including, ``until`` (``None``: without end)."""
        first = 0 if begins is None else (begins - self.start).days
        last = self.days if until is None else (until - self.start).days
        day = np.arange(self.days)
        return np.asarray((day >= first) & (day < last), dtype=np.bool_)

    @cached_property
    def services(self) -> Mapping[str, tuple[Service, ...]]:
        """Rows of the pack's services by service name; abilities shown after ``known_by`` left out."""
        rows: dict[str, list[Service]] = {}
        for row in (*self.pack.services.values(), *self.extra_services):
            late = self.known_by is not None and row.valid_from is not None and row.valid_from > self.known_by
            if not late or row in self.extra_services:
                rows.setdefault(row.service, []).append(row)
        return {name: tuple(found) for name, found in rows.items()}

    @cached_property
    def service_names(self) -> frozenset[str]:
        """Every service that any row of the pack names, whatever its dates."""
        return frozenset(row.service for row in self.pack.services.values())

    @cached_property
    def willing_world(self) -> Graph:
        """The same station, with the same failures and nobody refusing."""
        return replace(self, refusals=(), _assets={}, _open=[]) if self.refusals else self

    def controllers(self, party: str) -> tuple[str, ...]:
        """The party and those that control it, nearest first."""
        chain = [party]
        while (above := self.pack.parties[chain[-1]].controlled_by) and above not in chain:
            chain.append(above)
        return tuple(chain)

    def refusing(self, parties: Iterable[str], scope: str) -> list[Refusal]:
        """Refusals that stop ``scope`` where all of ``parties`` must be willing."""
        bound = {above for party in parties for above in self.controllers(party)}
        return [refusal for refusal in self.refusals if refusal.party in bound and refusal.scope == scope]

    def willing(self, parties: Iterable[str], scope: str) -> Span:
        """Days on which all of ``parties`` are willing in ``scope`` (always, where the scope is empty)."""
        span = np.ones(self.days, dtype=np.bool_)
        for refusal in self.refusing(parties, scope):
            span &= ~self.within(refusal.begins, refusal.until)
        return span

    def working(self, thing: str) -> Span:
        """Days on which no outage stops ``thing``."""
        span = np.ones(self.days, dtype=np.bool_)
        for outage in self.outages:
            if outage.asset == thing:
                span &= ~self.within(outage.begins, outage.until)
        return span

    def asset(self, name: str, from_hand: bool = False, scope: str = "") -> Span:
        """Days on which an asset exists, works, has what it needs, and those whose act its use takes are willing.

        Parameters
        ----------
        name : str
            Asset id.
        from_hand : bool
            Count deliveries that already stand with the user as there.
        scope : str
            Of the flight or service that uses it; with none, nobody's act is asked for.
        """
        key = (name, from_hand, scope)
        if key not in self._assets:
            if name not in self.pack.assets:
                raise UnknownName("asset", name, self.pack.assets)
            row = self.pack.assets[name]
            span = self.working(name) & self._exists(row)
            if key in self._open:
                circle = " -> ".join([*(thing for thing, _, _ in self._open), name])
                fix = "take one of the steps out"
                raise PackError([Problem("assets.csv", row.line, "needs", circle, "no circle of needs", fix)])
            self._open.append(key)
            span = span & self.willing(row.parties, scope)
            if row.kind in _SUPPLIED and not (from_hand and row.on_hand):
                span = span & self.willing((row.owner,), "engines")
            if row.needs:
                span = span & self.static(parse(row.needs), from_hand, scope)
            self._open.pop()
            self._assets[key] = span
        return self._assets[key]

    def standing(self, name: str) -> Span:
        """Days on which an asset is there, whether it works or not."""
        return self._exists(self.pack.assets[name])

    def unknown(self, day: dt.date | None) -> bool:
        """Whether a day lies after what was public."""
        return self.known_by is not None and day is not None and day > self.known_by

    def _exists(self, row: Asset) -> Span:
        if self.unknown(row.valid_from):
            return np.zeros(self.days, dtype=np.bool_)
        gone = None if self.unknown(row.valid_to) else row.valid_to
        return self.within(row.valid_from, None if gone is None else gone + dt.timedelta(days=1))

    def service(self, row: Service) -> Span:
        """Days on which the permanent part of a service row holds: its provider there, willing and working.

        Needs that depend on the member (functions, stocks, people) are left to the day loop.
        """
        late = self.known_by is not None and row.valid_to is not None and row.valid_to > self.known_by
        gone = None if row.valid_to is None or late else row.valid_to + dt.timedelta(days=1)
        span = self.within(row.valid_from, gone) & self.willing(row.parties, row.scope) & self.working(row.provider)
        if row.provider in self.pack.assets:
            span = span & self.asset(row.provider, scope=row.scope)
        return span

    def carrier(self, row: Carrier, from_hand: bool = False) -> Span:
        """Days on which a type of vehicle can be flown: parties willing, launcher, pad and engines there."""
        span = self.willing(row.parties, row.scope) & self.working(row.id)
        return span & self.static(parse(row.needs), from_hand, row.scope) if row.needs else span

    def bound(self, row: Carrier | Service) -> frozenset[str]:
        """Parties whose refusal, in the scope of a flight or service, it or an asset that it uses could feel."""
        used = self.assets_of(row.needs) if isinstance(row, Carrier) else (row.provider,)
        found = set(row.parties)
        seen: set[str] = set()
        todo = [name for name in used if name in self.pack.assets]
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                found.update(self.pack.assets[name].parties)
                todo += self.assets_of(self.pack.assets[name].needs)
        return frozenset(found)

    @staticmethod
    def assets_of(rule: str) -> list[str]:
        """Assets that a rule names."""
        return [node.asset for node in walk(parse(rule)) if isinstance(node, AssetRef)] if rule else []

    def static(self, node: Node, from_hand: bool = False, scope: str = "") -> Span:
        """Days on which a rule over assets and permanent services holds; anything else in it counts as true."""
        match node:
            case AssetRef(asset=name):
                return self.asset(name, from_hand, scope)
            case Provided(service=name):
                spans = [self.service(row) for row in self.services.get(name, ())]
                return np.asarray(np.logical_or.reduce(spans or [np.zeros(self.days, dtype=np.bool_)]), dtype=np.bool_)
            case Logic(kind="all", children=parts):
                return np.asarray(
                    np.logical_and.reduce([self.static(part, from_hand, scope) for part in parts]), dtype=np.bool_
                )
            case Logic(kind="any", children=parts):
                return np.asarray(
                    np.logical_or.reduce([self.static(part, from_hand, scope) for part in parts]), dtype=np.bool_
                )
            case Logic(kind="at_least", children=parts, k=k):
                held = [self.static(part, from_hand, scope) for part in parts]
                return np.asarray(np.sum(held, axis=0) >= k, dtype=np.bool_)
            case _:
                return np.ones(self.days, dtype=np.bool_)

    def holds(self, rule: str, day: int = 0) -> bool:
        """Whether the permanent part of a rule holds on a day; an empty rule always does.

        Its negations too are judged by their permanent part alone; a comparison may turn out either way.
        """

        def true(node: Node) -> bool:
            match node:
                case Logic(kind="no", children=[Compare()]):
                    return True
                case Logic(kind="no", children=parts):
                    return not true(parts[0])
                case Logic(kind="all", children=parts):
                    return all(true(part) for part in parts)
                case Logic(kind="any", children=parts):
                    return any(true(part) for part in parts)
                case _:
                    return bool(self.static(node)[day])

        return not rule or true(parse(rule))

    def why_not_carrier(self, row: Carrier, day: int) -> list[Reason]:
        """Reasons for which a type of vehicle cannot be flown on a day; empty when it can."""
        reasons = self._why_refused(row.parties, row.scope, day, f"flights of {row.name}")
        reasons += self._why_outage(row.id, row.name, day)
        if not reasons and row.needs and not self.static(parse(row.needs), scope=row.scope)[day]:
            reasons += self._why_needs(row.needs, day, row.scope)
        return reasons

    def why_flies_no_others(self, row: Carrier, day: int) -> list[Reason]:
        """Reasons for which a type of vehicle flies nobody but its party's own people on a day."""
        return self._why_refused(row.parties, "seats", day, f"{row.name} flies nobody else up")

    def why_not_service(self, row: Service, day: int) -> list[Reason]:
        """Reasons for which the permanent part of a service row does not hold on a day; empty when it does."""
        reasons = self._why_refused(row.parties, row.scope, day, self.name_of(row.provider))
        reasons += self._why_outage(row.provider, self.name_of(row.provider), day)
        if not reasons and row.provider in self.pack.assets:
            reasons += self.why_not_asset(row.provider, day, row.scope)
        if not reasons and not self.service(row)[day]:
            reasons.append(Reason(f"{self.name_of(row.provider)} cannot do it on that date", "", row.sources))
        return reasons

    def why_not_asset(self, name: str, day: int, scope: str = "") -> list[Reason]:
        """Reasons for which an asset is not there on a day, for use under a scope; empty when it is."""
        if self.asset(name, scope=scope)[day]:
            return []
        row = self.pack.assets[name]
        reasons = self._why_outage(name, row.name, day)
        if not reasons and not self._exists(row)[day]:
            return [Reason(f"{row.name} is not in service on that date", row.owner, row.sources)]
        if not reasons and scope:
            reasons += self._why_refused(row.parties, scope, day, f"use of {row.name}")
        if not reasons and row.kind in _SUPPLIED:
            reasons += self._why_refused((row.owner,), "engines", day, f"deliveries of {row.name}")
        if not reasons and row.needs:
            reasons += self._why_needs(row.needs, day, scope)
        return reasons

    def name_of(self, thing: str) -> str:
        """Full name of an asset or a type of vehicle."""
        row = self.pack.assets.get(thing) or self.pack.carriers.get(thing)
        return thing if row is None else row.name

    def _why_needs(self, rule: str, day: int, scope: str) -> list[Reason]:
        reasons = [reason for name in self.assets_of(rule) for reason in self.why_not_asset(name, day, scope)]
        return [reason for reason in reasons if reason.stopped] or reasons[:1]

    def _why_refused(self, parties: Sequence[str], scope: str, day: int, what: str) -> list[Reason]:
        return [
            Reason(
                f"{self.pack.parties[refusal.party].name} withholds {scope.replace('_', ' ')}: {what}",
                refusal.party,
                (refusal.source,) if refusal.source else (),
                True,
            )
            for refusal in self.refusing(parties, scope)
            if self.within(refusal.begins, refusal.until)[day]
        ]

    def _runs(self, thing: str) -> str:
        """The party that runs an asset, or the last of those that fly a type of vehicle: the one nearest to it."""
        if thing in self.pack.assets:
            return self.pack.assets[thing].operator
        return self.pack.carriers[thing].parties[-1] if thing in self.pack.carriers else ""

    def _why_outage(self, thing: str, name: str, day: int) -> list[Reason]:
        return [
            Reason(f"{name} does not work from {outage.begins}", self._runs(thing), (), True)
            for outage in self.outages
            if outage.asset == thing and self.within(outage.begins, outage.until)[day]
        ]
