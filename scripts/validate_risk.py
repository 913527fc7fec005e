"""Validation of the exact logic: cut sets lived by the day loop, and fault trees given to another program."""

from __future__ import annotations

import datetime as dt
import sys
from itertools import combinations
from pathlib import Path

from stationkeep.disruption.scenario import ALL_BUT_NAMED
from stationkeep.facts.pack import load_pack
from stationkeep.risk.at_once import AT_ONCE_DAYS
from stationkeep.risk.cascade import Asked
from stationkeep.risk.diagram import Diagram
from stationkeep.risk.mef import parse_mef, to_mef
from stationkeep.risk.question import Question, cutsets
from stationkeep.risk.snapshot import Snapshot
from stationkeep.risk.structure import Structure
from stationkeep.risk.tree import FaultTree
from stationkeep.risk.worlds import live_side_by_side


def cut_sets() -> None:
    """Cut sets at depth direct, lived by other members: each must lose its function within days, no part of it may."""
    pack = load_pack("iss")
    for text in ("2022-02-26", "2026-06-05"):
        on = dt.date.fromisoformat(text)
        cuts, refuted = {}, 0
        for name in Structure(Snapshot.of(pack, on)).functions():
            found = cutsets(Question(name, on), pack)
            cuts[name] = [tuple(row["members"]) for row in found["cutsets"]]
            refuted += len(found["refuted"])
        parts = {
            part for sets in cuts.values() for one in sets for n in range(len(one)) for part in combinations(one, n)
        }
        every = sorted({one for sets in cuts.values() for one in sets} | parts - {()})
        asked = Asked(pack, "", on, AT_ONCE_DAYS, "parties", ALL_BUT_NAMED, 1000, seed=2)
        worlds = live_side_by_side(
            [asked.scenario(one) for one in every], pack=pack, members=asked.members, seed=asked.seed
        )

        share = {}
        for place, one in enumerate(every):
            for function in cuts:
                days = worlds.lost(place, function)
                share[function, one] = float(((days >= 0) & (days <= AT_ONCE_DAYS)).mean())
        checked = 0
        for function, sets in cuts.items():
            for one in sets:
                smaller = [part for n in range(1, len(one)) for part in combinations(one, n)]
                enough = share[function, one]
                too_much = max([share[function, part] for part in smaller], default=0.0)
                checked += 1
                if enough < 0.5 or too_much >= 0.5:
                    print(f"  {text} {function} {one}: lost in {enough:.0%}, by a part of it in {too_much:.0%}")
        print(
            f"cut sets at depth direct on {text}: {checked} sets lived by another seed; {refuted} of the logic left out"
        )


def outside_oracles() -> None:
    """Benchmark trees through our Open-PSA reader, and random trees against faultree."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from fault_trees import PUBLISHED, benchmark, random_tree

    for name, (_, count, published) in PUBLISHED.items():
        diagram = Diagram.of(parse_mef(to_mef(benchmark(name))))
        chance = diagram.probability({})
        print(f"{name}: {len(diagram.minimal())} minimal cut sets of {count}, P {chance:.6g} of {published:.6g}")
    import faultree

    worst = 0.0
    for seed in range(50):
        tree = random_tree(seed, 12, 10)
        nested = _nested(tree, tree.top)
        theirs = faultree.minimal_cut_sets(nested, max_order=12, max_candidates=10**6, max_sets=10**5)
        assert sorted(map(tuple, theirs["cut_sets"])) == sorted(Diagram.of(tree).minimal().sets())
        compiled = faultree.compile_tree(nested)
        given = {name: 0.05 + 0.07 * i for i, name in enumerate(sorted(tree.used()))}
        found = faultree.quantify_compiled(compiled, given)["top"]
        worst = max(worst, abs(float(found) - Diagram.of(tree).probability(given)))
    print(f"faultree: 50 random trees, same cut sets; largest difference of probabilities {worst:.1e}")


def _nested(tree: FaultTree, name: str) -> dict[str, object]:
    """A tree as faultree reads it."""
    if name in tree.events:
        return {"id": name, "prob": 0.5}
    gate = tree.gates[name]
    kind = {"and": "AND", "or": "OR", "atleast": "K_OF_N"}[gate.kind]
    node: dict[str, object] = {"id": name, "gate": kind, "children": [_nested(tree, part) for part in gate.parts]}
    return node | ({"k": gate.k} if kind == "K_OF_N" else {})
