"""The answer as one plain object: what ``run --json`` prints and what every face, the report too, is made from."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt

from stationkeep.answer import assumptions, credibility, ledger, quantities, wording
from stationkeep.answer.knot import Knot
from stationkeep.answer.levels import altitude_levels
from stationkeep.answer.quantities import Loss, Reached, Timing
from stationkeep.answer.sensitivity import Effect
from stationkeep.answer.sentences import ATTITUDE, because
from stationkeep.answer.series import ALTITUDE_NOTE
from stationkeep.answer.subject import party_name, short_names
from stationkeep.disruption.scenario import Scenario
from stationkeep.ensemble.outcome import Outcome, Series
from stationkeep.facts.pack import Pack

SCHEMA = "stationkeep.run/1"


def assemble(
    outcome: Outcome,
    pack: Pack,
    *,
    sentences: tuple[str, ...],
    losses: tuple[Loss, ...],
    rungs: tuple[Reached, ...],
    effects: tuple[Effect, ...],
    tight: Knot | None,
    contrast: Scenario | None,
) -> dict[str, Any]:
    """Return the document; its promised keys are those of ``contract.py``."""
    altitude = outcome.altitude
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "answer": list(sentences),
        "scenario": _scenario(outcome),
        "losses": [_loss(loss, outcome, pack) for loss in losses],
        "altitude_km": None if altitude is None else _series(altitude, outcome, 2) | {"note": ALTITUDE_NOTE},
        "altitude_levels": [asdict(level) for level in altitude_levels(pack, outcome.scenario.start)],
        "stocks": {key: _series(one, outcome, 1) for key, one in sorted(outcome.stocks.items())},
        "crew": {key: _series(one, outcome, 2) for key, one in sorted(outcome.crew.items())},
        "absent_at_start": [{"function": key, "why": short_names(why, pack)} for key, why in outcome.absent_at_start],
        "baseline": _baseline(outcome, pack),
        "knot": None if tight is None else _knot(tight),
        "ladder": [_rung(reached, outcome) for reached in rungs],
        "sensitivity": [_effect(effect) for effect in effects],
        "assumptions": assumptions.assumptions(outcome, pack, effects),
        "placards": [{"text": placard.text, "where": placard.where} for placard in outcome.placards],
        "credibility": credibility.credibility(outcome, pack, losses, effects),
        "ledger": ledger.entries(outcome, pack, losses, rungs),
        "contrast": None if contrast is None else {"id": contrast.id, "title": contrast.title},
        "notes": {
            "standard_error": quantities.STANDARD_ERROR_METHOD,
            "dates": "over all members, the unaffected included; null lies beyond the horizon",
            "credibility": credibility.SCALE,
        },
        "provenance": _provenance(outcome, pack),
    }
    document["parties"] = _parties(document, pack)
    document["sources"] = _sources(document, pack)
    return document


def to_json(document: dict[str, Any]) -> str:
    """Return the document's text: the same document, the same bytes."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=str)


def _scenario(outcome: Outcome) -> dict[str, Any]:
    scenario = outcome.scenario
    written = asdict(scenario)
    written.pop("extra")
    for suspension, made in zip(written["suspensions"], scenario.suspensions, strict=True):
        suspension["scopes"] = list(made.covered)
    written |= {"end": scenario.end, "members": outcome.members, "seed": outcome.seed}
    plain: dict[str, Any] = json.loads(json.dumps(written, default=str))
    return plain


def _dates(when: Timing, outcome: Outcome) -> dict[str, str | None]:
    start = outcome.scenario.start
    days = (("date_p05", when.p05), ("date_p50", when.p50), ("date_p95", when.p95))
    return {name: None if (date := quantities.date_of(start, day)) is None else date.isoformat() for name, day in days}


def _chance(when: Timing) -> dict[str, float]:
    return {"probability": round(when.probability, 6), "standard_error": round(when.standard_error, 6)}


def _loss(loss: Loss, outcome: Outcome, pack: Pack) -> dict[str, Any]:
    found: dict[str, Any] = {
        "function": loss.id,
        "label": loss.label,
        **_chance(loss.when),
        **_dates(loss.when, outcome),
    }
    found["cause"] = [
        {"what": short_names(link.what, pack), "party": link.party, "source": link.source} for link in loss.fate.chain
    ]
    found["because"] = because(loss, pack)
    if loss.id == ATTITUDE:
        found["shown_as"] = ["low", "middle", "high"]
    return found


def _knot(tight: Knot) -> dict[str, Any]:
    before = None if tight.before_altitude is None else round(tight.before_altitude, 4)
    return {"function": tight.loss.id, "before_altitude": before, "likely": tight.likely}


def _rung(reached: Reached, outcome: Outcome) -> dict[str, Any]:
    known = {"rung": reached.rung.id, "label": reached.rung.label}
    return {**known, **_chance(reached.when), **_dates(reached.when, outcome)}


def _baseline(outcome: Outcome, pack: Pack) -> list[dict[str, Any]]:
    rows = []
    for fate in outcome.functions:
        when = quantities.timing(fate.twin_lost_day)
        if when.probability > 0:
            rows.append(
                {
                    "function": fate.id,
                    "label": fate.label,
                    **_chance(when),
                    "why": short_names(fate.twin_why, pack),
                }
            )
    return rows


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "fact": effect.draw.id,
        "label": effect.draw.label,
        "effect_days": round(effect.days, 1),
        "method": effect.method,
        "noise_days": round(effect.noise_days, 1),
        "moves": effect.headline.id,
        "moves_label": effect.headline.label,
        "low": _number(effect.draw.low),
        "high": _number(effect.draw.high),
        "unit": effect.draw.unit,
        "confidence": effect.draw.confidence,
        "sources": list(effect.draw.sources),
    }


def _number(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None


def _series(series: Series, outcome: Outcome, digits: int) -> dict[str, Any]:
    def values(array: npt.NDArray[Any]) -> list[float | None]:
        rounded = np.round(np.asarray(array, dtype=np.float64), digits) + 0.0
        return [value if math.isfinite(value) else None for value in rounded.tolist()]

    return {
        "label": series.label,
        "unit": series.unit,
        "days": [int(day) for day in outcome.sample_days],
        "p05": values(series.p05),
        "p50": values(series.p50),
        "p95": values(series.p95),
        "undisturbed": {
            "p05": values(series.twin_p05),
            "p50": values(series.twin_p50),
            "p95": values(series.twin_p95),
        },
    }


def _provenance(outcome: Outcome, pack: Pack) -> dict[str, Any]:
    own = {
        "pack": pack.id,
        "pack_as_of": pack.as_of.isoformat(),
        "seed": outcome.seed,
        "members": outcome.members,
    }
    merged = {**own, **outcome.provenance}
    plain: dict[str, Any] = json.loads(json.dumps({key: merged[key] for key in sorted(merged)}, default=str))
    return plain


def _named(document: dict[str, Any], key: str) -> set[str]:
    """Return every value that stands under ``key``, in the chains, the ledger and the assumptions."""
    found: set[str] = set()
    waiting: list[Any] = [
        document["losses"],
        document["ledger"],
        document["assumptions"],
        document["scenario"],
    ]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get(key), str):
                found.update(part.strip() for part in one[key].split(";"))
            waiting += list(one.values())
        elif isinstance(one, list):
            waiting += one
    return found - {""}


def _parties(document: dict[str, Any], pack: Pack) -> dict[str, str]:
    return {party: party_name(pack, party) for party in sorted(_named(document, "party")) if party in pack.parties}


def _sources(document: dict[str, Any], pack: Pack) -> dict[str, dict[str, str]]:
    """Return title, address and state of every document named; a statement counts as one."""
    named = _named(document, "source") | set(document["scenario"]["rests_on"])
    named |= {source for effect in document["sensitivity"] for source in effect["sources"]}
    found: dict[str, dict[str, str]] = {}
    for key in sorted(named):
        if key in pack.sources:
            source = pack.sources[key]
            found[key] = {"title": source.title, "url": source.url, "verified": source.verified}
        elif key in pack.statements:
            said = pack.statements[key]
            first = pack.sources.get(said.sources[0]) if said.sources else None
            title = f"{said.who}, {wording.day(said.date)}"
            url, verified = (first.url, first.verified) if first else ("", "")
            found[key] = {"title": title, "url": url, "verified": verified, "said": said.said}
    return found
