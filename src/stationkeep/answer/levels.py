"""The altitudes that mean something: read from the pack's rules, for the scenario's date."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from stationkeep.facts.pack import Pack

_ALTITUDE = re.compile(r"level\(\s*[\"']altitude_km[\"']\s*\)")
_PARAMETER = re.compile(r"par\(\s*[\"']([^\"']+)[\"']\s*\)")
_FUNCTION = re.compile(r"function\(\s*[\"']([^\"']+)[\"']\s*\)")


@dataclass(frozen=True)
class AltitudeLevel:
    """A line of the altitude plot: the rung it belongs to, what it means, and its height in km."""

    id: str
    label: str
    km: float


def altitude_levels(pack: Pack, on: dt.date) -> tuple[AltitudeLevel, ...]:
    """Return the altitudes named by the ladder's rules, highest first.

    A rung counts when its rule compares the altitude with one parameter, or names one function whose rule does.
    """
    found = []
    for rung in pack.ladder.values():
        rule = rung.rule
        named = _FUNCTION.findall(rule)
        if len(named) == 1 and named[0] in pack.functions:
            rule = pack.functions[named[0]].rule
        parameters = _PARAMETER.findall(rule)
        if len(parameters) == 1 and _ALTITUDE.search(rule):
            value = parameter_on(pack, parameters[0], on)
            if value is not None:
                found.append(AltitudeLevel(rung.id, rung.label, value))
    return tuple(sorted(found, key=lambda level: -level.km))


def parameter_on(pack: Pack, key: str, on: dt.date) -> float | None:
    """Return a parameter's value on a day, or ``None`` where the pack has none."""
    for row in pack.parameters:
        begun = row.valid_from is None or row.valid_from <= on
        if row.id == key and begun and (row.valid_to is None or on <= row.valid_to):
            return row.value
    return None
