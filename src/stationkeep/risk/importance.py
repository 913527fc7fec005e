"""How much each party matters: four measures, each with its formula, and the brute force they are checked by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, product

from stationkeep.risk.diagram import Cuts, Diagram
from stationkeep.risk.tree import FaultTree

FORMULAS = {
    "birnbaum": "P(loss | it refuses) - P(loss | it does not)",
    "raw": "P(loss | it refuses) / P(loss)",
    "rrw": "P(loss) / P(loss | it does not refuse)",
    "fussell_vesely": "P(at least one minimal cut set with it happens) / P(loss)",
}
"""Each measure with its formula: Birnbaum 1969; Vesely et al., NUREG/CR-3385 (1983) for risk achievement and
reduction worth; Fussell 1975. Every probability is exact."""


@dataclass(frozen=True)
class Importance:
    """Importance of one member; ``None`` where a measure divides by nothing."""

    member: str
    birnbaum: float
    raw: float | None
    rrw: float | None
    fussell_vesely: float | None


def importance(diagram: Diagram, cuts: Cuts, given: Mapping[str, float]) -> tuple[Importance, ...]:
    """Importance of every event that ``given`` names, by :data:`FORMULAS`, in the order of ``given``.

    Parameters
    ----------
    cuts : Cuts
        All minimal cut sets, of every order.
    """
    whole = diagram.probability(given)
    rows = []
    for name in given:
        sure = diagram.probability({**given, name: 1.0})
        never = diagram.probability({**given, name: 0.0})
        through = cuts.through(name).probability(given)
        rows.append(
            Importance(
                name,
                sure - never,
                sure / whole if whole > 0.0 else None,
                whole / never if never > 0.0 else None,
                through / whole if whole > 0.0 else None,
            )
        )
    return tuple(rows)


def brute_cut_sets(tree: FaultTree, order: int) -> list[tuple[str, ...]]:
    """Minimal cut sets by trying every set of at most ``order`` events, smallest first; for few events."""
    events = sorted(tree.used())
    found: list[tuple[str, ...]] = []
    for size in range(min(order, len(events)) + 1):
        for one in combinations(events, size):
            if not any(set(cut) <= set(one) for cut in found) and tree.holds(one):
                found.append(one)
    return found


def brute_probability(tree: FaultTree, given: Mapping[str, float]) -> float:
    """Probability of the top by summing over every combination of its events; for few events."""
    events = tree.used()
    total = 0.0
    for states in product((False, True), repeat=len(events)):
        chance = 1.0
        for name, true in zip(events, states, strict=True):
            p = given.get(name, tree.events[name] or 0.0)
            chance *= p if true else 1.0 - p
        if chance and tree.holds([name for name, true in zip(events, states, strict=True) if true]):
            total += chance
    return total
