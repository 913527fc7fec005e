"""How far to believe the answer: eight factors, each with a level from 0 (nothing shown) to 4 and a reason.

The factors follow the credibility assessment of NASA-STD-7009 (models and simulations) in spirit: a low level is
no shame, but it must be said. Where a level can be computed from the run, it is; the others state what this
version of stationkeep has shown, and must be raised only with the evidence.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from stationkeep.answer import wording
from stationkeep.answer.quantities import Loss
from stationkeep.answer.sensitivity import Effect
from stationkeep.ensemble.outcome import Outcome
from stationkeep.facts.pack import Pack

SCALE = "0: nothing shown; 1: argued; 2: partly shown; 3: shown for this use; 4: shown in the real system"


def credibility(
    outcome: Outcome, pack: Pack, losses: tuple[Loss, ...], effects: tuple[Effect, ...]
) -> list[dict[str, Any]]:
    """Return ``factor``, ``level`` (0 to 4) and ``why`` of each factor."""
    rows = (
        (
            "verification",
            2,
            "unit and property tests, one answer to the last bit for one seed; the whole has no independent twin",
        ),
        (
            "validation",
            1,
            "drag and free decay are held against past arcs; no partner has ever stopped in full, so the cascade "
            "has nothing to be compared with",
        ),
        _pedigree(outcome, pack),
        _uncertainty(outcome, losses),
        _robustness(effects),
        ("use history", 0, "a first release: no decision is known to have rested on it"),
        (
            "M&S management",
            2,
            "facts, scenarios and code are versioned together, and the provenance is enough to repeat the run; "
            "no outside audit",
        ),
        ("people qualifications", 1, "written from public documents; no flight controller has reviewed it"),
    )
    return [{"factor": factor, "level": level, "why": why} for factor, level, why in rows]


def _pedigree(outcome: Outcome, pack: Pack) -> tuple[str, int, str]:
    """Judge the inputs by the documents on which the chains, draws and events of this answer rest."""
    named = {link.source for fate in outcome.functions for link in fate.chain}
    named |= {source for draw in outcome.draws for source in draw.sources}
    named |= {event.source for event in outcome.events}
    kinds = Counter(pack.sources[source].verified for source in sorted(named) if source in pack.sources)
    total = sum(kinds.values())
    if not total:
        return "input pedigree", 0, "no document of the pack could be named for this answer"
    read = kinds["sourced"] / total
    level = 3 if read >= 0.9 else 2 if read >= 0.6 else 1
    rest = ", ".join(f"{kinds[kind]} {kind}" for kind in ("memory", "derived", "assumed") if kinds[kind])
    text = f"of the {total} sources behind this answer {kinds['sourced']} were read" + (f"; {rest}" if rest else "")
    weak = sum(1 for draw in outcome.draws if draw.confidence == "low")
    if weak:
        text += f"; {wording.counted(weak, 'uncertain fact')} of {len(outcome.draws)} of low confidence"
    return "input pedigree", level, text


def _uncertainty(outcome: Outcome, losses: tuple[Loss, ...]) -> tuple[str, int, str]:
    worst = max((loss.when.standard_error for loss in losses), default=0.0)
    level = 2 if outcome.members >= 1000 else 1
    text = (
        f"every number from {wording.counted(outcome.members, 'future')}, {len(outcome.draws)} uncertain facts drawn "
        f"in each; sampling error of a probability at most {100 * worst:.1f} points; the error of the model's form "
        "is not in the intervals"
    )
    return "results uncertainty", level, text


def _robustness(effects: tuple[Effect, ...]) -> tuple[str, int, str]:
    if not effects:
        return "results robustness", 1, "no uncertain fact moves the headline beyond chance"
    first = effects[0]
    drivers = wording.counted(len({effect.draw.id for effect in effects}), "fact")
    top = f"{first.draw.label} moves {wording.bare(first.headline.label)} by {wording.span(first.days)}"
    text = f"{drivers} of those drawn move a headline beyond chance; {top}; one at a time, joint effects unranked"
    return "results robustness", 2, text
