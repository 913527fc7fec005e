"""Published statements held against the model: a claim is a row, and its verdict is fair to the speaker."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from stationkeep.errors import InputError, Problem, UnknownName
from stationkeep.evidence import decays, estimates, overflights, standings
from stationkeep.evidence.claims_file import read_claims
from stationkeep.evidence.estimates import Asked, Estimate, Untestable
from stationkeep.facts.pack import Pack
from stationkeep.facts.sayings import Claim

Document = dict[str, Any]
VERDICTS = ("holds", "too strong", "too weak", "cannot be tested")

QUANTITIES: Mapping[str, tuple[Callable[[Asked], Estimate], str]] = {
    "loss_probability": (estimates.loss_probability, "fraction"),
    "days_to_loss": (estimates.days_to_loss, "days"),
    "days_to_rung": (estimates.days_to_rung, "days"),
    "functions_lost": (estimates.functions_lost, "count"),
    "parties_each_needed": (estimates.parties_each_needed, "count"),
    "pairs_that_hold": (estimates.pairs_that_hold, "fraction"),
    "sole_provider_share": (estimates.sole_provider_share, "fraction"),
    "refusals_away": (estimates.refusals_away, "count"),
    "fewest_people": (estimates.fewest_people, "count"),
    "days_until_alternative": (estimates.days_until_alternative, "days"),
    "mass_kg": (estimates.mass_kg, "kg"),
    "transfer_delta_v_m_s": (estimates.transfer_delta_v_m_s, "m/s"),
    "transfer_propellant_kg": (estimates.transfer_propellant_kg, "kg"),
    "deorbit_delta_v_m_s": (estimates.deorbit_delta_v_m_s, "m/s"),
    "days_to_altitude": (decays.days_to_altitude, "days"),
    "decay_m_per_day": (decays.decay_m_per_day, "m/day"),
    "holding_ratio": (decays.holding_ratio, "1"),
    "holding_delta_v_m_s_year": (decays.holding_delta_v_m_s_year, "m/s/year"),
    "holding_propellant_kg_year": (decays.holding_propellant_kg_year, "kg/year"),
    "altitude_km": (standings.altitude_km, "km"),
    "people_aboard": (standings.people_aboard, "count"),
    "ships_docked": (standings.ships_docked, "count"),
    "cover_days": (standings.cover_days, "days"),
    "stock_kg": (standings.stock_kg, "kg"),
    "owned_share": (standings.owned_share, "fraction"),
    "flights_per_year": (standings.flights_per_year, "flights/year"),
    "share_over_country": (overflights.share_over_country, "fraction"),
    "entry_share": (overflights.entry_share, "fraction"),
    "seat_price_usd_m": (standings.seat_price_usd_m, "usd_m"),
}
"""Every quantity that a claim may name: what computes it, and its unit. Its first line of help says its arguments."""

_STOPS = ("suspend", "scopes", "notice", "fail", "until", "knowledge", "within")
_ORBIT = ("altitude_km", "days", "knowledge")
ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "loss_probability": ("function", *_STOPS),
    "days_to_loss": ("function", *_STOPS),
    "days_to_rung": ("rung", *_STOPS),
    "functions_lost": _STOPS,
    "parties_each_needed": ("parties", "function", *_STOPS),
    "pairs_that_hold": ("pairs", *_STOPS),
    "sole_provider_share": ("party", "function", "given", "scopes"),
    "refusals_away": ("function",),
    "fewest_people": ("function", "class"),
    "days_until_alternative": ("function", "without"),
    "mass_kg": ("of",),
    "transfer_delta_v_m_s": ("from_km", "to_km"),
    "transfer_propellant_kg": ("from_km", "to_km", "mass_kg", "isp_s"),
    "deorbit_delta_v_m_s": ("altitude_km",),
    "days_to_altitude": ("to_km", "altitude_km", "within", "knowledge"),
    "decay_m_per_day": _ORBIT,
    "holding_ratio": ("low_km", "high_km", "days", "knowledge"),
    "holding_delta_v_m_s_year": _ORBIT,
    "holding_propellant_kg_year": (*_ORBIT, "mass_kg", "isp_s"),
    "altitude_km": ("over",),
    "people_aboard": ("class", "days_before"),
    "ships_docked": ("days_before",),
    "cover_days": ("stock",),
    "stock_kg": ("stock",),
    "owned_share": ("party", "measure", "by"),
    "flights_per_year": ("carrier", "party", "years"),
    "share_over_country": ("country", "altitude_km", "inclination_deg"),
    "entry_share": ("country", "inclination_deg"),
    "seat_price_usd_m": ("party",),
}
"""The arguments of each quantity, beside ``on``."""

_FACTORS = {
    ("days", "years"): 1 / 365.25,
    ("days", "months"): 1 / 30.4375,
    ("kg", "t"): 1e-3,
    ("kg/year", "t/year"): 1e-3,
    ("m/day", "km/day"): 1e-3,
    ("m/s", "km/s"): 1e-3,
    ("fraction", "percent"): 100.0,
    ("days", "weeks"): 1 / 7,
}
_SAME = {
    "x": "1",
    "crew": "count",
    "people": "count",
    "functions": "count",
    "parties": "count",
    "ratio": "1",
    "%": "percent",
    "tonnes": "t",
    "year": "years",
    "day": "days",
    "flights": "flights/year",
}


@dataclass(frozen=True)
class Judged:
    """A claim with the model's answer; ``model`` is in the claim's unit, ``None`` where it cannot be tested."""

    claim: Claim
    model: Estimate | None
    verdict: str
    why: str


Known = dict[tuple[Any, ...], Estimate]


def judge_all(
    claims: Iterable[Claim],
    pack: Pack,
    *,
    members: int = 256,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Judged]:
    """Hold claims against the model, in their order; what two of them ask is computed once."""
    known: Known = {}
    asked, judged = list(claims), []
    for number, claim in enumerate(asked, 1):
        judged.append(judge(claim, pack, members=members, seed=seed, workers=workers, known=known))
        if progress is not None:
            progress(number, len(asked))
    return judged


def judge(
    claim: Claim,
    pack: Pack,
    *,
    members: int = 256,
    seed: int = 1,
    workers: int | None = None,
    known: Known | None = None,
) -> Judged:
    """Hold one claim against the model; ``known`` keeps what was computed for others.

    A claim *holds* when its interval meets the model's 5 to 95 % interval: then the model cannot tell the two apart.
    Otherwise it is *too strong* or *too weak*, by the direction in which the claim would be stronger. A claim whose
    quantity or arguments the model cannot follow *cannot be tested*, and says why.
    """
    word = pack.settings.get("claims", {}).get("words", {}).get(claim.quantity, {})
    name, usual = str(word.get("quantity", claim.quantity)), str(word.get("arguments", ""))
    if not name:
        return Judged(claim, None, VERDICTS[3], claim.note or "the claim names no quantity that the model computes")
    if name not in QUANTITIES:
        near = get_close_matches(name.lower(), QUANTITIES, n=3, cutoff=0.4)
        advice = f"nearest: {', '.join(near)}" if near else f"it knows {', '.join(QUANTITIES)}"
        return Judged(claim, None, VERDICTS[3], f"the model computes no '{claim.quantity}'; {advice}")
    compute, unit = QUANTITIES[name]
    try:
        arguments = {**read_arguments(usual), **read_arguments(claim.arguments)}
        on = _date(arguments.pop("on", "")) or claim.date
        if not pack.first_date <= on <= pack.as_of:
            raise Untestable(f"{on} lies outside what the pack knows ({pack.first_date} to {pack.as_of})")
        for argument in arguments:
            if argument not in ARGUMENTS[name]:
                raise UnknownName(f"argument of {name}", argument, ("on", *ARGUMENTS[name]))
        factor = _factor(unit, claim.unit or unit)
        key = (name, on, *sorted(arguments.items()))
        computed = known.get(key) if known is not None else None
        if computed is None:
            computed = compute(Asked(pack, on, arguments, members, seed, workers))
            if known is not None:
                known[key] = computed
        model = computed.times(factor)
    except (Untestable, InputError) as reason:  # one row that cannot be read must not cost the others their verdicts
        return Judged(claim, None, VERDICTS[3], str(reason))
    if claim.low is None and claim.high is None:
        return Judged(claim, model, VERDICTS[3], f"the claim gives no number; the model: {_told(model, claim.unit)}")
    return Judged(claim, model, *_verdict(claim, model))


def _verdict(claim: Claim, model: Estimate) -> tuple[str, str]:
    low = -math.inf if claim.low is None else claim.low
    high = math.inf if claim.high is None else claim.high
    slack = 1e-9 * max(1.0, abs(model.p50))
    told = f"the claim allows {_range(claim.low, claim.high)}, the model gives {_told(model, claim.unit)}"
    note = f"; {claim.note}" if claim.note else ""
    if model.p05 <= high + slack and low <= model.p95 + slack:
        return VERDICTS[0], told + note
    above = low > model.p95
    strong = above if claim.stronger == "more" else not above
    return VERDICTS[1 if strong else 2], told + note


def _range(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {_figure(high or 0.0)}"
    if high is None:
        return f"at least {_figure(low)}"
    return _figure(low) if low == high else f"{_figure(low)} to {_figure(high)}"


def _told(model: Estimate, unit: str) -> str:
    """The model's answer in words, with a unit where it has one."""
    low, middle, high = (_figure(v) if math.isfinite(v) else "beyond what was looked at" for v in _points(model))
    interval = middle if low == high else f"{middle} ({low} to {high})"
    return f"{interval} {_UNIT_WORDS.get(unit, unit)}".rstrip()


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


_UNIT_WORDS = {"fraction": "", "count": "", "1": "", "usd_m": "million dollars"}


def _points(model: Estimate) -> tuple[float, float, float]:
    return model.p05, model.p50, model.p95


def _factor(unit: str, wanted: str) -> float:
    wanted = _SAME.get(wanted, wanted)
    if wanted == unit or {wanted, unit} <= {"1", "fraction", "count"}:
        return 1.0
    if (unit, wanted) not in _FACTORS:
        raise Untestable(f"the claim is in {wanted}, the model in {unit}; the one is not turned into the other")
    return _FACTORS[unit, wanted]


def read_arguments(text: str) -> dict[str, str]:
    """Read ``name=value;name=value``.

    Raises
    ------
    InputError
        A part without a name.
    """
    found = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, sign, value = part.partition("=")
        if not sign or not name.strip():
            raise InputError(f"the argument '{part[:60]}' has no name; write name=value;name=value")
        found[name.strip()] = value.strip()
    return found


def _date(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"on is '{text[:40]}', expected a day written as 2022-04-02") from error


def choose(which: str | None, pack: Pack) -> tuple[list[Claim], list[Problem]]:
    """All claims of the pack, one of them by its id, or those of a file, with what keeps rows of it out.

    Raises
    ------
    UnknownName
        Neither a claim nor a file.
    InputError
        A file that cannot be read, or that lacks a column.
    """
    if which is None:
        return list(pack.claims.values()), []
    if which in pack.claims:
        return [pack.claims[which]], []
    if which.lower().endswith(".csv") or Path(which).is_file():
        return read_claims(Path(which))
    raise UnknownName("claim", which, pack.claims)


def document(judged: Iterable[Judged], members: int, seed: int) -> Document:
    """The verdicts as plain values; beyond what was looked at is ``None``."""
    rows = []
    for one in judged:
        claim, model = one.claim, one.model
        points = (None, None, None) if model is None else tuple(v if math.isfinite(v) else None for v in _points(model))
        rows.append(
            {
                "id": claim.id, "who": claim.who, "date": str(claim.date), "claim": claim.claim,
                "quantity": claim.quantity, "arguments": claim.arguments, "unit": claim.unit,
                "claimed_low": claim.low, "claimed_high": claim.high, "model_p05": points[0], "model_p50": points[1],
                "model_p95": points[2], "verdict": one.verdict, "why": one.why, "sources": list(claim.sources),
            }
        )  # fmt: skip
    return {"schema": "stationkeep.claims/1", "members": members, "seed": seed, "claims": rows}
