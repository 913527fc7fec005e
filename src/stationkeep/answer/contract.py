"""The shape of what ``stationkeep run --json`` prints, as JSON Schema: promises, to which more may be added."""

from __future__ import annotations

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_SHARE: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
_DATE: dict[str, Any] = {
    "type": ["string", "null"],
    "format": "date",
    "description": "null: beyond the horizon",
}
_DATES = {"date_p05": _DATE, "date_p50": _DATE, "date_p95": _DATE}
_VALUES: dict[str, Any] = {"type": "array", "items": {"type": ["number", "null"]}}


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": {**properties, **more}}


def _list(properties: dict[str, Any], description: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "array", "description": description, "items": _object(properties, **more)}


_SERIES = _object(
    {"days": {"type": "array", "items": _COUNT}, "p05": _VALUES, "p50": _VALUES, "p95": _VALUES},
    label=_TEXT,
    unit=_TEXT,
    undisturbed=_object({"p05": _VALUES, "p50": _VALUES, "p95": _VALUES}),
)
_NAMED_SERIES = {"type": "object", "additionalProperties": _SERIES}

RUN_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "stationkeep run",
    **_object(
        {
            "schema": {"const": "stationkeep.run/1"},
            "answer": {"type": "array", "items": _TEXT, "description": "sentences, in reading order"},
            "scenario": _object({"id": _TEXT, "title": _TEXT, "start": _DATE, "horizon_days": _COUNT}),
            "losses": _list(
                {
                    "function": _TEXT,
                    "label": _TEXT,
                    "probability": _SHARE,
                    "standard_error": _SHARE,
                    **_DATES,
                    "cause": _list({"what": _TEXT, "party": _TEXT, "source": _TEXT}, "nearest link first"),
                },
                "exactly the functions with a probability above 0; dates are unconditional quantiles",
                because=_TEXT,
            ),
            "altitude_km": {
                "anyOf": [_SERIES, {"type": "null"}],
                "description": "mean semi-major axis less 6378.137 km",
            },
            "stocks": {
                **_NAMED_SERIES,
                "description": "a future whose station has entered has less than any other: a percentile is null from "
                "the day on which so many have entered",
            },
            "crew": _NAMED_SERIES,
            "absent_at_start": _list({"function": _TEXT, "why": _TEXT}),
            "baseline": _list(
                {"function": _TEXT, "probability": _SHARE, "why": _TEXT},
                "what the undisturbed twin itself goes without",
            ),
            "ladder": _list(
                {"rung": _TEXT, "label": _TEXT, "probability": _SHARE, **_DATES},
                "rungs of severity, fixed order",
            ),
            "sensitivity": _list({"fact": _TEXT, "effect_days": {"type": "number"}, "method": _TEXT}),
            "assumptions": _list({"text": _TEXT, "source": _TEXT}),
            "placards": _list({"text": _TEXT, "where": _TEXT}),
            "credibility": _list(
                {"factor": _TEXT, "level": {"type": "integer", "minimum": 0, "maximum": 4}, "why": _TEXT}
            ),
            "provenance": {"type": "object"},
        }
    ),
}
