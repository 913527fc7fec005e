"""The question of ``stationkeep cutsets`` and its answer as a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from stationkeep.disruption.scenario import ALL_BUT_NAMED, LONGEST_HORIZON_DAYS, SCOPES
from stationkeep.ensemble.run import MOST_MEMBERS
from stationkeep.errors import InputError, UnknownName
from stationkeep.facts.pack import Pack
from stationkeep.risk.at_once import AT_ONCE_DAYS, Held, hold
from stationkeep.risk.cascade import Asked, Lived, cascade_cuts, who_matters
from stationkeep.risk.diagram import Cuts, Diagram, TooLarge, truncated
from stationkeep.risk.importance import FORMULAS, importance
from stationkeep.risk.snapshot import Snapshot
from stationkeep.risk.structure import OF, Structure
from stationkeep.risk.suppliers import plain, suppliers
from stationkeep.risk.tree import FaultTree, Gate, check_probabilities

Document = dict[str, Any]
DEPTHS = ("direct", "cascade")
LARGEST_ORDER = 12

_DIRECT = (
    "Direct: who is willing, what is docked or due, and stocks, crew and altitude as they stand on the date. "
    "What a loss takes with time is left to --depth cascade."
)
_HELD = (
    " Each set was then lived: it loses the function within {days} days in at least half of {members} futures, and no "
    "part of it does."
)
_NOT_HELD = " There are too many sets to be lived: this is the logic alone."
_CASCADE = (
    "Cascade: adds the endurance of the gyroscopes, stocks that run down, ships that no longer come and crews that go "
    "home, lived day by day; a set counts when it loses the function within the days in at least half of the futures."
)


@dataclass(frozen=True)
class Question:
    """What is asked.

    Parameters
    ----------
    target : str
        A function; or, at depth direct, a type of vehicle or an asset.
    within : int
        Days; at depth direct a loss comes at once, so they do not matter.
    order : int
        Largest set looked for, 1 to 12.
    given : mapping of party or asset to probability
        That it stops; those not named are taken never to.
    members : int, optional
        Simulated futures; by default 1,000 at depth direct, 256 at depth cascade.
    """

    target: str
    on: dt.date
    within: int = 180
    of: str = "parties"
    order: int = 3
    depth: str = "direct"
    scopes: tuple[str, ...] = ALL_BUT_NAMED
    given: Mapping[str, float] = field(default_factory=dict)
    members: int | None = None
    seed: int = 1
    workers: int | None = None

    @property
    def futures(self) -> int:
        """Simulated futures."""
        usual = 1000 if self.depth == "direct" else 256
        return usual if self.members is None else self.members

    def check(self, pack: Pack) -> None:
        """Raise a sentence about the first thing that cannot be asked."""
        if self.depth not in DEPTHS:
            raise UnknownName("depth", self.depth, DEPTHS)
        if self.of not in OF:
            raise UnknownName("kind of member", self.of, OF)
        if not 1 <= self.order <= LARGEST_ORDER:
            raise InputError(f"the order is {self.order}, expected 1 to {LARGEST_ORDER}")
        if not 1 <= self.within <= LONGEST_HORIZON_DAYS:
            raise InputError(f"--within is {self.within} days, expected 1 to {LONGEST_HORIZON_DAYS}")
        if not 1 <= self.futures <= MOST_MEMBERS:
            raise InputError(f"members is {self.futures}, expected 1 to {MOST_MEMBERS}")
        for scope in self.scopes:
            if scope not in SCOPES:
                raise UnknownName("scope", scope, SCOPES)
        known = pack.parties if self.of == "parties" else {**pack.assets, **pack.carriers}
        for name in self.given:
            if name not in known:
                kinds = ("party",) if self.of == "parties" else ("asset", "type of vehicle")
                raise UnknownName(" or ".join(kinds), name, known, pack.elsewhere(*kinds))
        check_probabilities(self.given)


def cutsets(question: Question, pack: Pack, progress: Callable[[int, int], None] | None = None) -> Document:
    """Answer the question.

    Raises
    ------
    InputError
        A question that cannot be asked; an unknown name brings the nearest known ones.
    """
    question.check(pack)
    station = Snapshot.of(pack, question.on)
    structure = Structure(station, question.of, question.scopes)
    tree = structure.tree(question.target)
    if question.depth == "cascade" and question.target not in pack.functions:
        raise InputError(
            f"{question.target} is no function; --depth cascade follows functions, --depth direct vehicles too"
        )
    diagram = Diagram.of(tree)
    row = pack.functions.get(question.target)
    document: Document = {
        "schema": "stationkeep.cutsets/1",
        "function": question.target,
        "label": row.label if row else structure.station.graph.name_of(question.target),
        "on": str(question.on),
        "of": question.of,
        "depth": question.depth,
        "within_days": question.within,
        "order": question.order,
        "scopes": list(question.scopes),
        "meaning": _DIRECT if question.depth == "direct" else _CASCADE,
    }
    absent = diagram.root == diagram.manager.true
    document["absent_at_start"] = absent
    refuted: list[Document] = []
    if absent:
        rows, found = [], FaultTree("none", {"none": Gate("false")}, {})
    elif question.depth == "direct":
        sets = diagram.minimal(question.order).sets()
        rows, found = [_row(one, question) for one in sets], tree
        if row and sets:
            held = _held(question, pack, tree, sets, progress)
            document["meaning"] += _HELD.format(days=AT_ONCE_DAYS, members=question.futures) if held else _NOT_HELD
            if held:
                rows, refuted = ([_lived_row(one, question) for one in part] for part in (held.cuts, held.refuted))
                found = _tree_of([one["members"] for one in rows]) if refuted else tree
    else:
        rows = _cascade_rows(question, pack, station, diagram, progress)
        found = _tree_of([row["members"] for row in rows])
    document["cutsets"] = rows
    document["refuted"] = refuted
    document["refusals_away"] = min((row["order"] for row in rows), default=None)
    document |= _numbers(found, question)
    document["formulas"] = FORMULAS
    named = {name for row in rows for name in row["members"]}
    document["not_given"] = sorted(named - set(question.given)) if question.given else []
    if question.target in pack.carriers and question.of == "parties":
        document["suppliers"] = [plain(one) for one in suppliers(station, question.target)]
    return document


def _row(members: Sequence[str], question: Question) -> Document:
    return {"members": list(members), "order": len(members), "probability": _product(members, question.given)}


def _lived_row(lived: Lived, question: Question) -> Document:
    shares = {"share": round(lived.share, 6), "standard_error": round(lived.standard_error, 6)}
    return _row(lived.members, question) | shares


def _held(
    question: Question,
    pack: Pack,
    tree: FaultTree,
    sets: Sequence[tuple[str, ...]],
    progress: Callable[[int, int], None] | None,
) -> Held | None:
    asked = Asked(
        pack, question.target, question.on, AT_ONCE_DAYS, question.of, question.scopes, question.futures,
        question.seed, question.workers,
    )  # fmt: skip
    return hold(asked, tree, sets, question.order, progress)


def _cascade_rows(
    question: Question, pack: Pack, station: Snapshot, direct: Diagram, progress: Callable[[int, int], None] | None
) -> list[Document]:
    asked = Asked(
        pack, question.target, question.on, question.within, question.of, question.scopes, question.futures,
        question.seed, question.workers,
    )  # fmt: skip
    at_once = [set(one) for one in direct.minimal(question.order).sets()]
    rows = []
    for lived in cascade_cuts(asked, who_matters(asked, station), question.order, progress):
        rows.append(
            _lived_row(lived, question)
            | {
                "days_p05": lived.days_p05,
                "days_p50": lived.days_p50,
                "days_p95": lived.days_p95,
                "direct": any(one <= set(lived.members) for one in at_once),
                "takes": [{"function": name, "days_p50": day} for name, day in lived.takes],
                "why": list(lived.why),
            }
        )
    return rows


def _product(members: Sequence[str], given: Mapping[str, float]) -> float | None:
    """Probability that all of a set stop; ``None`` where one has no probability."""
    chance = 1.0
    for name in members:
        if name not in given:
            return None
        chance *= given[name]
    return chance


def _tree_of(sets: Sequence[Sequence[str]]) -> FaultTree:
    """Cut sets as a tree of their own."""
    gates = {f"set {i}": Gate("and", tuple(one)) for i, one in enumerate(sets)}
    events = {name: None for one in sets for name in one}
    return FaultTree("loss", {**gates, "loss": Gate("or", tuple(gates))}, events)


def _numbers(tree: FaultTree, question: Question) -> Document:
    if not question.given:
        return {"probability": None, "importance": []}
    diagram = Diagram.of(tree)
    given = {name: question.given[name] for name in sorted(question.given)}
    rows = importance(diagram, diagram.minimal(), given) if diagram.root != diagram.manager.false else ()
    return {"probability": diagram.probability(given), "importance": [asdict(one) for one in rows]}


def tree_document(tree: FaultTree, order: int, given: Mapping[str, float]) -> Document:
    """Cut sets, probability and importance of a tree that was read from a file; its own probabilities hold."""
    check_probabilities(given)
    for name in given:
        if name not in tree.events:
            raise UnknownName("basic event", name, tree.events)
    own = {name: p for name, p in tree.events.items() if p is not None}
    used = set(tree.used())
    chances = {name: p for name, p in sorted({**own, **given}.items()) if name in used}
    document: Document = {
        "schema": "stationkeep.cutsets/1",
        "function": tree.top,
        "label": tree.labels.get(tree.top, tree.top),
        "order": order,
        "events": len(used),
        "gates": len(tree.ordered()),
        "formulas": FORMULAS,
        "not_given": sorted(used - set(chances)) if chances else [],
        "probability": None,
        "importance": [],
    }
    try:
        diagram = Diagram.of(tree)
    except TooLarge as error:
        shown, whole = truncated(tree, order), None
        document["note"] = str(error)
    else:
        every = diagram.minimal()
        shown, whole = _smallest(diagram, order), len(every)
        if chances:
            document["probability"] = diagram.probability(chances)
            if whole <= _MOST_WEIGHED:
                document["importance"] = [asdict(one) for one in importance(diagram, every, chances)]
    sets = shown.sets()
    rows = [{"members": list(one), "order": len(one), "probability": _product(one, chances)} for one in sets]
    return document | {"minimal_cut_sets": whole, "cutsets": rows}


def _smallest(diagram: Diagram, order: int) -> Cuts:
    """Cut sets up to the order, or up to the largest order of which there are not too many to be listed."""
    cuts = diagram.minimal(1)
    for larger in range(2, order + 1):
        more = diagram.minimal(larger)
        if len(more) > _MOST_SHOWN:
            return cuts
        cuts = more
    return cuts


_MOST_SHOWN = 20_000  # sets that are listed
_MOST_WEIGHED = 50_000  # sets from which importance is computed
