"""Why a function was lost: from the truth of every operation on that day back to parties and documents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stationkeep.ensemble.model import Compiled
from stationkeep.ensemble.outcome import Link
from stationkeep.station import program, rules
from stationkeep.station.graph import Graph, Reason
from stationkeep.supplies.flights import Docked
from stationkeep.supplies.ledgers import arrival_targets

_DEEPEST = 12
_BROUGHT = (program.PEOPLE, program.STOCK, program.COVER_DAYS, program.CARGO_AHEAD, program.COMING)
_PATTERNS = 16  # of the ways in which a loss came about, so many of the commonest are put into words


@dataclass(frozen=True)
class Explainer:
    """Explains losses in one world of a compiled scenario."""

    compiled: Compiled
    graph: Graph

    def commonest(
        self, function: int, lost: npt.NDArray[np.int32], snapshot: npt.NDArray[np.uint64]
    ) -> tuple[tuple[Link, ...], float]:
        """The chain behind most of a function's losses, and the share of the losses that have it.

        Parameters
        ----------
        function : int
            Place among functions, then rungs.
        lost : (member,)
            Day of the loss; -1 never.
        snapshot : (word, member)
            Truth of every operation on the day of the loss.
        """
        losers = np.flatnonzero(lost >= 0)
        if not len(losers):
            return (), 0.0
        root = int(self.compiled.model.rules.function[function])
        reachable = np.array(sorted(self._reach(root)))
        words, shifts = reachable >> 6, (reachable & 63).astype(np.uint64)
        wanted = np.zeros(len(snapshot), dtype=np.uint64)
        np.bitwise_or.at(wanted, words, np.uint64(1) << shifts)
        truth = snapshot[:, losers] & wanted[:, None]
        found: dict[tuple[Link, ...], int] = {}
        for places in _alike(truth)[:_PATTERNS]:
            day = int(np.median(lost[losers[places]]))
            pattern = (truth[words, places[0]] >> shifts) & np.uint64(1)
            held = dict(zip(reachable.tolist(), (pattern > 0).tolist(), strict=True))
            chain = self.chain(function, held, day)
            found[chain] = found.get(chain, 0) + len(places)
        commonest = max(found, key=lambda chain: found[chain])
        return commonest, float(found[commonest] / len(losers))

    def chain(self, function: int, held: dict[int, bool], day: int) -> tuple[Link, ...]:
        """The chain of one pattern of truths on a day, from the nearest link to the root."""
        root = int(self.compiled.model.rules.function[function])
        name = self._function_name(function)
        row = self.compiled.pack.functions.get(name)
        links = [] if row is None else [Link(row.because or row.label, "", row.sources[0] if row.sources else "")]
        if held.get(root, True):
            links += [Link("the station has entered the atmosphere", "", ""), *self._not_raised(held, day, {name}, 0)]
        else:
            links += self._why(root, held, day, {name}, 0)
        return tuple(dict.fromkeys(links))

    def _function_name(self, function: int) -> str:
        names = (*self.compiled.functions, *self.compiled.rungs)
        return names[function]

    def _reach(self, root: int) -> set[int]:
        found, todo = set(), [root, *(int(way) for way in self.compiled.model.burns.available)]
        while todo:
            register = todo.pop()
            if register in found:
                continue
            found.add(register)
            todo.extend(self.compiled.compiler.below(register))
            meaning = self.compiled.compiler.meanings.get(register)
            code = self.compiled.compiler.code(register)
            if code == program.PEOPLE:  # the rules by which people leave
                todo.extend(int(rule) for rule in self.compiled.model.rules.operating)
            if code in _BROUGHT:  # what ships need to arrive
                todo.extend(int(rule) for rule in self.compiled.model.carriers.arrival_rule)
            if self.compiled.compiler.code(register) == program.YESTERDAY and meaning is not None:
                assert isinstance(meaning.node, rules.FunctionRef)
                todo.append(self._register_of(meaning.node.function))
        return found

    def _register_of(self, function: str) -> int:
        return int(self.compiled.model.rules.function[self.compiled.functions.index(function)])

    def _why(self, register: int, held: dict[int, bool], day: int, seen: set[str], depth: int) -> list[Link]:
        """Links below a register that does not hold."""
        if depth > _DEEPEST:
            return []
        compiler = self.compiled.compiler
        code, meaning = compiler.code(register), compiler.meanings.get(register)
        parts = list(compiler.below(register))
        if code == program.ALL:
            failing = [part for part in parts if not held.get(part, True)]
            failing.sort(key=lambda part: compiler.code(part) != program.MASK)
            return self._why(failing[0], held, day, seen, depth + 1) if failing else []
        if code in (program.ANY, program.AT_LEAST):
            ways = [part for part in parts if not held.get(part, True)]
            usual = [part for part in ways if self._usual(part, min(day, self.graph.days - 1))]
            found = [self._why(part, held, day, set(seen), depth + 1) for part in usual or ways]
            found = [links for links in found if links]
            if not found or any(link.party for link in found[0]):
                return found[0] if found else []
            with_party = [links for links in found[1:] if any(link.party for link in links)]
            return found[0] + (with_party[0] if with_party else [])
        if code == program.NO:
            return []
        if meaning is None:
            return []
        if code == program.MASK:
            return self._why_mask(meaning, day)
        if code == program.THERE and meaning.row is not None:
            carrier = self.compiled.pack.carriers[meaning.row.provider]
            reasons = self.graph.why_not_carrier(carrier, min(day, self.graph.days - 1))
            return [Link(f"no {carrier.name} docked or due", "", ""), *_links(reasons)]
        if code == program.YESTERDAY and isinstance(meaning.node, rules.FunctionRef):
            return self._why_function(meaning.node.function, held, day, seen, depth)
        if isinstance(meaning.node, rules.Compare):
            return self._why_compare(register, meaning.node, held, day, seen, depth)
        return []

    def _usual(self, register: int, day: int) -> bool:
        """Whether a way would be open on that day if nobody had stopped: others do not explain a loss."""
        compiler = self.compiled.compiler
        below = [register, *compiler.below(register)] if compiler.code(register) == program.ALL else [register]
        masks = [int(self.compiled.operations.first[r]) for r in below if compiler.code(r) == program.MASK]
        return all(self.compiled.twin_world.masks[mask, day] for mask in masks)

    def _why_mask(self, meaning: program.Meaning, day: int) -> list[Link]:
        if meaning.row is not None:
            return _links(self.graph.why_not_service(meaning.row, day))
        return _links(self.graph.why_not_asset(meaning.asset, day))

    def _why_function(self, name: str, held: dict[int, bool], day: int, seen: set[str], depth: int) -> list[Link]:
        row = self.compiled.pack.functions[name]
        link = Link(f"without {row.label}: {row.because}", "", row.sources[0] if row.sources else "")
        register = self._register_of(name)
        if name in seen or held.get(register, True):
            return [link]
        return [link, *self._why(register, held, day, {*seen, name}, depth + 1)]

    def _why_compare(
        self, register: int, node: rules.Compare, held: dict[int, bool], day: int, seen: set[str], depth: int
    ) -> list[Link]:
        links: list[Link] = []
        wanted = set(rules.walk(node.right))  # people on the right of >= are who is to be served, not what is missing
        for part in rules.walk(node):
            if isinstance(part, rules.Number) and not (part.kind == "people" and part in wanted):
                links += self._why_number(part, held, day, seen, depth)
            elif isinstance(part, rules.Choose):
                condition = self._condition(register, part)
                if condition is not None and not held.get(condition, True):
                    links += self._why(condition, held, day, seen, depth + 1)
        return links

    def _condition(self, register: int, choice: rules.Choose) -> int | None:
        """Register of a choice's condition, found among the parts of the comparison it stands in."""
        todo = list(self.compiled.compiler.below(register))
        places = [
            part
            for part in rules.walk(self.compiled.compiler.meanings[register].node)
            if isinstance(part, rules.Choose)
        ]
        found = []
        while todo:
            part = todo.pop(0)
            if self.compiled.compiler.code(part) == program.CHOOSE:
                found.append(next(iter(self.compiled.compiler.below(part))))
            todo = list(self.compiled.compiler.below(part)) + todo
        order = places.index(choice)
        return found[order] if order < len(found) else None

    def _why_number(
        self, number: rules.Number, held: dict[int, bool], day: int, seen: set[str], depth: int
    ) -> list[Link]:
        pack = self.compiled.pack
        if number.kind in ("stock", "cover_days", "coming"):
            row = pack.stocks[number.name]
            brought = {
                carrier for f in pack.flows.values() if f.stock == number.name for carrier in arrival_targets(f.per)
            }
            stopped = self._stopped(brought, held, day, seen, depth)
            return [Link(f"{row.label}: too little left", "", row.sources[0]), *stopped]
        if number.kind == "cargo_ahead":
            cargo = {c.carrier for c in self.compiled.timeline.coming if pack.carriers[c.carrier].cargo_up_kg}
            return self._stopped(cargo, held, day, seen, depth)
        if number.kind == "level":
            return self._not_raised(held, day, seen, depth)
        if number.kind == "people":
            sent = self._sent_home(held, day, seen, depth)
            wanted = (number.name,) if number.name else self.compiled.names.classes
            brings = {c.carrier for c in self.compiled.timeline.coming if any(c.residents.get(k) for k in wanted)}
            return sent or self._stopped(brings, held, day, seen, depth)
        if number.kind == "seats":
            return [
                Link(self._no_seat(ship, refusal.party), refusal.party, refusal.source)
                for ship in self.compiled.timeline.docked
                for refusal in self.graph.refusing(pack.carriers[ship.carrier].parties, "lifeboat")
                if ship.seats
            ]
        return []

    def _not_raised(self, held: dict[int, bool], day: int, seen: set[str], depth: int) -> list[Link]:
        """Why nobody raises the orbit that day: the first way to burn that is closed for a reason."""
        ways = [int(way) for way in self.compiled.model.burns.available]
        closed = [self._why(way, held, day, set(seen), depth + 1) for way in ways if not held.get(way, True)]
        return next((links for links in closed if links), [])

    def _no_seat(self, ship: Docked, party: str) -> str:
        """Whom a docked ship leaves without a seat when it brings home its party's own people alone."""
        pack = self.compiled.pack
        name = pack.flights[ship.flight].name if ship.flight in pack.flights else self.graph.name_of(ship.carrier)
        left = [
            f"{n} {pack.occupants[k].label}"
            for k, n in sorted(ship.residents.items())
            if pack.occupants[k].party != party and n
        ]
        return f"no seat for {' and '.join(left)}: only on {name}" if left else f"{name} brings nobody else home"

    def _sent_home(self, held: dict[int, bool], day: int, seen: set[str], depth: int) -> list[Link]:
        """The operating rule that sends people home that day, and what calls for it."""
        orders = zip(self.compiled.pack.operating_rules.values(), self.compiled.model.rules.operating, strict=True)
        for order, register in orders:
            if held.get(int(register), False):
                link = Link(f"crew sent home: {order.note or order.id}", "", order.sources[0])
                return [link, *self._why_held(int(register), held, day, seen, depth + 1)]
        return []

    def _why_held(self, register: int, held: dict[int, bool], day: int, seen: set[str], depth: int) -> list[Link]:
        """Links below a register that holds: for ``no(...)``, why its part does not."""
        compiler = self.compiled.compiler
        parts = list(compiler.below(register))
        if depth > _DEEPEST:
            return []
        if compiler.code(register) == program.NO:
            return self._why(parts[0], held, day, seen, depth + 1)
        if compiler.code(register) in (program.ALL, program.ANY):
            for part in parts:
                if held.get(part, False) and (links := self._why_held(part, held, day, seen, depth + 1)):
                    return links
        return []

    def _stopped(self, carriers: set[str], held: dict[int, bool], day: int, seen: set[str], depth: int) -> list[Link]:
        """Why ships do not come: not flown, flown without others, or unable to arrive; the first reason of each."""
        found: list[Link] = []
        for place, carrier in enumerate(self.compiled.names.carriers):
            if carrier not in carriers:
                continue
            row = self.compiled.pack.carriers[carrier]
            reasons = _links(self.graph.why_not_carrier(row, min(day, self.graph.days - 1)))
            reasons += _links(self.graph.why_flies_no_others(row, min(day, self.graph.days - 1)))
            arrival = int(self.compiled.model.carriers.arrival_rule[place])
            if not reasons and not held.get(arrival, True):
                reasons = self._why(arrival, held, day, set(seen), depth + 1)
            found += reasons
        return list(dict.fromkeys(found))


def _alike(columns: npt.NDArray[np.uint64]) -> list[npt.NDArray[np.intp]]:
    """Places of equal columns together: the largest group first, among equals the one that comes first."""
    group = np.zeros(columns.shape[1], dtype=np.int64)
    for row in columns:
        if (row != row[0]).any():
            values, which = np.unique(row, return_inverse=True)
            group = np.unique(group * len(values) + which, return_inverse=True)[1]
    order = np.argsort(group, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    return sorted(groups, key=lambda places: (-len(places), places[0]))


def _links(reasons: list[Reason]) -> list[Link]:
    return [Link(reason.what, reason.party, reason.sources[0] if reason.sources else "") for reason in reasons]
