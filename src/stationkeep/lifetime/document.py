"""A forecast as one JSON object, and in sentences."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from stationkeep.lifetime.forecast import Band, Lifetime
from stationkeep.wording import percent

SCHEMA = "stationkeep.decay/1"
_MODELS = {
    "nrlmsise00": "NRLMSISE-00",
    "nrlmsis21": "NRLMSIS 2.1 (its licence asks commercial users to write to the Naval Research Laboratory first)",
}


def document(found: Lifetime) -> dict[str, Any]:
    """Return the forecast as the object that ``stationkeep decay --json`` prints."""
    body = found.body
    return {
        "schema": SCHEMA,
        "answer": sentences(found),
        "on": str(found.on),
        "knowledge": found.knowledge,
        "horizon_days": found.horizon_days,
        "orbit": {
            "day": str(body.day),
            "altitude_km": round(body.altitude_km, 4),
            "altitude_error_km": round(body.altitude_error_km, 4),
            "inclination_deg": body.inclination_deg,
            "raan_deg": body.raan_deg,
            "eccentricity": round(body.eccentricity, 7),
            "frozen_eccentricity": round(body.frozen_ey, 7),
            "about": body.about,
        },
        "ballistic_m2_kg": {name: _figures(value, 6) for name, value in _named(found.ballistic_m2_kg)},
        "reach": [
            {
                "altitude_km": one.altitude_km,
                "probability": round(one.probability, 6),
                "standard_error": round(math.sqrt(one.probability * (1 - one.probability) / found.members), 6),
                **{f"date_{name}": _date(found, value) for name, value in _named(one.days)},
                **{f"days_{name}": _finite(value, 2) for name, value in _named(one.days)},
            }
            for one in found.reach
        ],
        "altitude_km": {
            "days": [int(day) for day in found.days],
            **{name: [round(float(x), 3) for x in row] for name, row in found.altitude_km.items()},
        },
        "assumptions": assumptions(found),
        "provenance": {
            "members": found.members,
            "seed": found.seed,
            "sun": found.sun,
            "density": {key: value for key, value in found.table.items() if key != "format"},
            "drag": body.drag.note,
        },
    }


def assumptions(found: Lifetime) -> list[str]:
    """What the forecast rests on, in sentences."""
    body, model = found.body, str(found.table.get("model"))
    return [
        "Altitude is the mean semi-major axis less 6378.137 km.",
        f"Orbit: {body.about}.",
        f"Drag: {body.drag.note}.",
        f"Sun: {found.sun}.",
        f"Density: {_MODELS.get(model, model)}, averaged over the orbit.",
        *([f"{found.fallen:,} futures are left out: in them it came down before {found.on}."] if found.fallen else []),
        "Gravity: centre and J2"
        + (
            ", with the frozen eccentricity that J3 gives." if body.frozen_ey else "; no J3, so no frozen eccentricity."
        ),
    ]


def sentences(found: Lifetime) -> list[str]:
    """Return the answer in words."""
    body, entry = found.body, Band.of(found.entry_days)
    drag = found.ballistic_m2_kg
    wide = f" (5-95 %: {drag.p05:.4g} to {drag.p95:.4g})" if drag.p95 > drag.p05 else ""
    first = (
        f"On {found.on} the object is at about {found.altitude_km['p50'][0]:.1f} km, inclination "
        f"{body.inclination_deg:g} deg, with Cd A / m about {drag.p50:.4g} m2/kg{wide}."
    )
    share = float(np.isfinite(found.entry_days).mean())
    end = found.on + np.timedelta64(found.horizon_days, "D")
    if share == 0.0:
        return [first, f"It does not come down to 120 km before {end} in any of {found.members:,} futures."]
    if found.members == 1 and (body.scattered or not found.sun.startswith("constant")):
        first += " This is one future of many: ask for more members."
    if found.members == 1:
        return [first, f"It enters (120 km) on {found.date(entry.p50)}, after {entry.p50:.1f} days."]
    half = f" by {found.date(entry.p50)} in half of the futures" if math.isfinite(entry.p50) else ""
    early = f", not before {found.date(entry.p05)} with 95 % confidence" if math.isfinite(entry.p05) else ""
    late = (
        f", by {found.date(entry.p95)} in 95 %" if math.isfinite(entry.p95) else f", before {end} in {percent(share)}"
    )
    return [first, f"It enters (120 km){half}{early}{late}.".replace("km),", "km)")]


def _named(band: Band) -> tuple[tuple[str, float], ...]:
    return (("p05", band.p05), ("p50", band.p50), ("p95", band.p95))


def _figures(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


def _finite(value: float, digits: int) -> float | None:
    return round(value, digits) if math.isfinite(value) else None


def _date(found: Lifetime, days: float) -> str | None:
    day = found.date(days)
    return None if day is None else str(day)
