"""Three trees of the Aralia benchmark, as facts: structure, and the counts and probabilities published for them.

Structure after A. Rauzy's Aralia set; counts of minimal cut sets and probabilities after the table of the OpenPRA
project (github.com/openpra-org/generic-openpsa-models). Every basic event has probability 0.01.
"""

from __future__ import annotations

import random

from stationkeep.risk.tree import FaultTree, Gate

PUBLISHED = {"chinese": (25, 392, 1.17058e-3), "das9205": (51, 17_280, 1.38408e-8), "baobab2": (32, 4_805, 7.13018e-4)}
"""Basic events, minimal cut sets, probability of the top."""

# A gate a word: number, then | for or, & for and, a count for at least so many; e for events, g for gates.
_WRITTEN = {
    "chinese": (
        "r=&g1,g2 1=|e1,e2,e3,g3 2=&g4,g5 3=&g6,g7 4=|e4,e5,e6,e7,g8 5=|e8,g9 6=|e9,e10,e11,g10 7=|e12,e13 "
        "8=&g11,g12 9=&g13,g14 10=&g15,g16 11=|e14,e15,e16,g17 12=&g18,g19 13=|e1,e2,e3,g20 14=|e4,e5,e6,e7,g21 "
        "15=|e17,e18 16=|e19,e20,e21 17=&g22,g23 18=|e22,e23 19=|e24,e25 20=&g24,g25 21=&g26,g27 22=|e17,e18,e21 "
        "23=|e19,e20 24=|e14,e15,e16,g28 25=&g29,g30 26=|e9,e10,e11,g31 27=|e12,e13 28=&g32,g33 29=|e22,e23 "
        "30=|e24,e25 31=&g34,g35 32=|e17,e18,e21 33=|e19,e20 34=|e19,e20,e21 35=|e17,e18"
    ),
    "das9205": (
        "1=|e1,e2,e3 2=|e4,e5,e6,e7 3=|e8,e9,e10,e11 4=|e12,g3,e13,e14,e15 5=|e16,e17,g6 6=|e18,e19,e20,e21,e22 "
        "7=|e23,e24,g6,e25 8=|g9,g10,g11 9=|e38,g1,e39,g2,e40 10=|g4,e12,e41 11=|e42,g7,g5 12=&g13,g14,e26,g15 "
        "13=|e27,g16,e28 14=|e29,e30,e31,e32 15=|e33,e34,e35,e36 16=|e48,e49,e50,e51 17=|e37,g18 18=|g19,e43,e44 "
        "19=|e45,e46,e47 r=&g8,g17,g12"
    ),
    "baobab2": (
        "r=3g1,g2,g3,g4,g5 1=|g6,e1 2=|g7,e2 3=|g8,e3 4=|g9,e4 5=|g10,e5 6=&g11,g12 7=&g13,g12 8=&g14,g12 9=&g15,g12 "
        "10=&g16,g12 11=|g17,e6 12=|g18,e11 13=|g17,e7 14=|g17,e8 15=|g17,e9 16=|g17,e10 17=2g19,g20,g21 "
        "18=2g22,g23,g24 19=|g25,e12 20=|g26,e13 21=|g27,e14 22=|g25,e15 23=|g26,e16 24=|g27,e17 25=|g28,e18 "
        "26=|g29,e19 27=|g30,e20 28=2g31,g32,g33 29=2g34,g35,g36 30=2g37,g38,g39 31=|e21,e22 32=|e25,e26 33=|e29,e30 "
        "34=|e23,e22 35=|e27,e26 36=|e31,e30 37=|e24,e22 38=|e28,e26 39=|e32,e30"
    ),
}


def benchmark(name: str) -> FaultTree:
    """A tree of the benchmark."""
    gates, events = {}, set()
    for word in _WRITTEN[name].split():
        number, _, rest = word.partition("=")
        kind = {"|": "or", "&": "and"}.get(rest[0], "atleast")
        parts = tuple(rest[1:].split(","))
        gates[f"g{number}"] = Gate(kind, parts, int(rest[0]) if kind == "atleast" else 0)
        events |= {part for part in parts if part.startswith("e")}
    return FaultTree("gr", gates, dict.fromkeys(sorted(events), 0.01))


def random_tree(seed: int, events: int, gates: int) -> FaultTree:
    """A monotone graph with shared parts: each gate over two to four of what came before it, later ones more often."""
    draw = random.Random(seed)
    names = [f"e{i}" for i in range(events)]
    made: dict[str, Gate] = {}
    for i in range(gates):
        near = names[-max(2, events // 2 + gates // 3) :]
        parts = tuple(draw.sample(near, min(len(near), draw.randint(2, 4))))
        kind = draw.choice(("and", "or", "or", "atleast"))
        made[f"g{i}"] = Gate(kind, parts, min(2, len(parts)) if kind == "atleast" else 0)
        names.append(f"g{i}")
    used = {part for gate in made.values() for part in gate.parts}
    loose = tuple(name for name in made if name not in used)
    made["top"] = Gate("or", loose)
    return FaultTree("top", made, {f"e{i}": 0.01 + 0.9 * draw.random() for i in range(events)})
