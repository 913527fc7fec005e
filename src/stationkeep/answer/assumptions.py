"""What the answer assumes: the frame of the question, then the weak facts, the ones that matter first."""

from __future__ import annotations

from stationkeep.answer import wording
from stationkeep.answer.sensitivity import Effect
from stationkeep.answer.subject import subject
from stationkeep.ensemble.outcome import Draw, Outcome
from stationkeep.facts.pack import Pack

Assumption = dict[str, str]


def assumptions(outcome: Outcome, pack: Pack, effects: tuple[Effect, ...]) -> list[Assumption]:
    """Return ``text`` and ``source`` of each assumption; a source is an id of the pack, or ``scenario``."""
    scenario = outcome.scenario
    known = (
        "only what was known on that day: flight plan, sun forecast, abilities shown"
        if scenario.knowledge == "then"
        else "what then happened: flights flown by those not disrupted, sun and orbit as observed"
    )
    rows = [
        (f"carried out in full: {subject(scenario, pack)}", "scenario"),
        (f"the facts used are {known}", "scenario"),
        (
            "hardware stays attached, with its mass and its port; docked ships may still fly their crews home",
            "scenario",
        ),
        (
            "nobody stays aboard to die: crews go home by the operating rules before what they need runs out",
            "scenario",
        ),
    ]
    if not scenario.responses:
        rows.append(("nobody finds an answer: no vehicle does what it had not yet been shown to do", "scenario"))
    rows += [
        (f"response assumed: {r.service} by {r.by} from {wording.day(r.begins)}", "scenario")
        for r in scenario.responses
    ]
    return [{"text": text, "source": source} for text, source in rows] + [
        {"text": _interval(draw, pack), "source": "; ".join(draw.sources)} for draw in _weak(outcome, effects)
    ]


def _weak(outcome: Outcome, effects: tuple[Effect, ...]) -> list[Draw]:
    """Return the draws that moved the answer or that are weakly known, in that order."""
    moved = list({effect.draw.id: effect.draw for effect in effects}.values())
    ids = {draw.id for draw in moved}
    return moved + [d for d in outcome.draws if d.id not in ids and d.confidence == "low" and d.low < d.high]


def _interval(draw: Draw, pack: Pack) -> str:
    unit = "" if draw.unit in ("1", "fraction", "count") else f" {draw.unit}"
    kinds = {pack.sources[s].verified for s in draw.sources if s in pack.sources}
    weak = "; no document gives it" if kinds and kinds <= {"assumed"} else ""
    interval = f"{wording.number(draw.low)} to {wording.number(draw.high)}{unit}"
    return f"{draw.label}: {interval} ({draw.confidence} confidence{weak})"
