"""The scores of a hindcast, as the document that `stationkeep hindcast` prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stationkeep.evidence.hindcast import Hindcast
from stationkeep.evidence.scores import summary
from stationkeep.wording import counted, percent

QUIET_F107A, ACTIVE_F107A = 90.0, 120.0
"""Mean F10.7 of the 81 days before a start, sfu: below the one the sun is near its minimum, above the other near its
maximum."""

_PHASES = ("solar_minimum", "between", "solar_maximum")
VERIFIED_LEADS_DAYS = (30, 180)
"""Leads over which forecasts of the station were scored, 1999 to 2019 (`docs/validation.md`)."""

FEWEST_FORECASTS = 10
"""Of a lead, below which a share of outcomes inside an interval is known to a third at best."""

_DIGITS = 4


def phase(f107a: float) -> str:
    """Phase of the solar cycle by the mean F10.7 known at a start."""
    return _PHASES[0] if f107a < QUIET_F107A else _PHASES[2] if f107a > ACTIVE_F107A else _PHASES[1]


def scores(hindcasts: Sequence[Hindcast]) -> list[dict[str, Any]]:
    """Scores by lead: of the forecasts, of each dressed baseline, and of the forecasts by phase of the solar cycle.

    Returns
    -------
    list of dict
        `lead_days`, `n`, `mae_km`, `median_abs_rel_error`, `crps_km`, `coverage_90`, `width_90_km`, `baseline` {name:
        the same}, `best_baseline` (that of lowest CRPS), `by_phase` {name: the same}.
    """
    rows = []
    for lead in sorted({one.lead_days for one in hindcasts}):
        chosen = [one for one in hindcasts if one.lead_days == lead]
        baselines = {name: summary([one.baselines[name] for one in chosen]) for name in chosen[0].baselines}
        phases = {name: [one.marks for one in chosen if phase(one.f107a) == name] for name in _PHASES}
        rows.append(
            {
                "lead_days": lead,
                **summary([one.marks for one in chosen]),
                "baseline": baselines,
                "best_baseline": min(baselines, key=lambda name: float(baselines[name]["crps_km"] or 0.0)),
                "by_phase": {name: summary(marks) for name, marks in phases.items()},
            }
        )
    return rows


def forecasts(hindcasts: Sequence[Hindcast]) -> list[dict[str, Any]]:
    """Each forecast with what was observed; kilometres."""
    return [
        {
            "start": str(one.start),
            "lead_days": one.lead_days,
            "counted_days": one.counted_days,
            "observed_loss_km": _short(one.marks.observed),
            "p05": _short(one.marks.low),
            "p25": _short(one.quartiles_km[0]),
            "p50": _short(one.marks.median),
            "p75": _short(one.quartiles_km[1]),
            "p95": _short(one.marks.high),
            "share_below": _short(one.marks.below),
        }
        for one in hindcasts
    ]


def _short(value: float) -> float:
    return round(value, _DIGITS)


def sentences(rows: Sequence[dict[str, Any]], knowledge: str) -> list[str]:
    """What the scores say, in words."""
    told = "the sun and the altitude as observed" if knowledge == "hindsight" else "only what was known at each start"
    found = [f"Altitude lost to drag, forecast with {told}."]
    for row in rows:
        best = row["baseline"][row["best_baseline"]]
        gain = 1.0 - row["crps_km"] / best["crps_km"] if best["crps_km"] else 0.0
        side = f"{percent(abs(gain))} {'better' if gain >= 0 else 'worse'}"
        found.append(
            f"{counted(row['lead_days'], 'day')} ahead, {counted(row['n'], 'forecast')}: half are within "
            f"{percent(row['median_abs_rel_error'])} of the loss; 90 % intervals held {percent(row['coverage_90'])}; "
            f"CRPS {side} than the best dressed baseline, {name_of(row['best_baseline'])}."
        )
    return found


def placards(rows: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Where scores lie outside what was verified, or rest on too little, as ``text`` and ``where``."""
    found = []
    for row in rows:
        where = f"lead of {row['lead_days']} days"
        low, high = VERIFIED_LEADS_DAYS
        if not low <= row["lead_days"] <= high:
            text = f"forecasts of this kind were held against a record for leads of {low} to {high} days only"
            found.append({"text": text, "where": where})
        if row["n"] < FEWEST_FORECASTS:
            text = f"{counted(row['n'], 'forecast')}: shares and scores of so few say little, {FEWEST_FORECASTS} would"
            found.append({"text": text, "where": where})
    return found


def name_of(baseline: str) -> str:
    """A baseline in words."""
    words = {
        "last_30_days_rate": "the last 30 days' rate continued",
        "constant_density": "constant density (the past year's mean rate)",
        "last_set_rate": "the last days' rate, as SGP4 continues an element set",
    }
    if baseline.startswith("trailing_fit_"):
        return f"Cd A / m of the last {baseline.split('_')[2]} days in the observed air"
    return words.get(baseline, baseline)


def shares_below(hindcasts: Sequence[Hindcast], lead: int) -> list[float]:
    """Share of members below the observed loss, of each forecast of a lead: evenly spread where intervals hold."""
    return [one.marks.below for one in hindcasts if one.lead_days == lead]
