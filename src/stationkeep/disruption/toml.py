"""Scenario files: TOML in and out, and every complaint with file, line, field and remedy."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

from stationkeep.disruption.complaints import SCENARIO_TABLES, Place, unknown_names
from stationkeep.disruption.reader import Kind
from stationkeep.disruption.scenario import Failure, Response, Scenario, Suspension, complaints
from stationkeep.disruption.schema import SCENARIO_SCHEMA, ScenarioFile
from stationkeep.errors import Problem, ScenarioError, UnknownName
from stationkeep.facts.pack import Pack

_DAYS = {"y": 365.25, "m": 30.4375, "d": 1.0}


def parse_horizon(text: str) -> int:
    """Return the days of ``3y`` (365.25 days a year, rounded), ``18m`` (30.4375 days a month) or ``90d``.

    Raises
    ------
    ScenarioError
        Anything else.

    Examples
    --------
    >>> parse_horizon("8y")
    2922
    """
    found = re.fullmatch(r"\s*([0-9]{1,6}(?:\.[0-9]{1,3})?)\s*([ymd])\s*", text)
    if found is None or float(found[1]) == 0:
        raise ScenarioError(f"the horizon is '{text[:40]}', expected a length such as 3y, 18m or 90d")
    return max(1, round(float(found[1]) * _DAYS[found[2]]))


def problems_with(model: ScenarioFile, pack: Pack, place: Place) -> list[Problem]:
    """Return a problem for every name, date and event that the pack, the horizon or another event does not allow."""
    found = unknown_names(model, pack, place)
    if place.lacks("start") or place.lacks("horizon"):
        return found
    expected, fix = "dates and events that the pack and each other allow", "mend one of them"
    try:
        wrong = list(complaints(to_scenario(model), pack))
    except ScenarioError as error:
        wrong = [(("horizon",), error)]
    dated = [(where, error) for where, error in wrong if not isinstance(error, UnknownName) and place.is_whole(where)]
    return found + [place.problem(where, str(error), expected, fix) for where, error in dated]


SCENARIOS = Kind("scenario", "scenarios", "stationkeep scenarios", ScenarioFile, SCENARIO_TABLES, problems_with)


def bundled(pack: Pack) -> list[Scenario]:
    """Return the scenarios that come with a pack, in order of start and id."""
    found = (load_scenario(str(path), pack) for path in SCENARIOS.bundled(pack))
    return sorted(found, key=lambda one: (one.start, one.id))


def load_scenario(id_or_path: str, pack: Pack) -> Scenario:
    """Load a bundled scenario by its id, or a scenario file by its path; errors as of :meth:`Kind.load`."""
    return to_scenario(SCENARIOS.load(id_or_path, pack))


def read_scenario(path: Path, pack: Pack) -> tuple[Scenario | None, list[Problem]]:
    """Read a scenario file; return the scenario, or ``None`` with every problem."""
    model, problems = SCENARIOS.read(path, pack)
    return (None if model is None else to_scenario(model)), problems


def to_scenario(model: ScenarioFile) -> Scenario:
    """Return the scenario that a file says."""
    return Scenario(
        id=model.id,
        title=model.title,
        start=model.start,
        pack=model.pack,
        horizon_days=parse_horizon(model.horizon),
        knowledge=model.knowledge,
        suspensions=tuple(
            Suspension(s.party, s.on, tuple(s.scopes), s.notice_days, s.until, s.statement or "") for s in model.suspend
        ),
        failures=tuple(Failure(f.asset, f.on, f.until) for f in model.fail),
        responses=tuple(Response(r.service, r.by, r.begins, r.delta_v_m_s_year, r.needs) for r in model.respond),
        rests_on=tuple(model.rests_on),
        contrast=model.contrast or "",
        note=model.note,
        members=model.members,
    )


def dumps(scenario: Scenario) -> str:
    """Return a scenario as the text of a scenario file; reading it back gives the same scenario."""
    days = scenario.horizon_days
    years = [y for y in range(1, 31) if round(y * _DAYS["y"]) == days]
    head: dict[str, Any] = {
        "schema": SCENARIO_SCHEMA,
        "id": scenario.id,
        "title": scenario.title,
        "pack": scenario.pack,
        "start": scenario.start,
        "horizon": f"{years[0]}y" if years else f"{days}d",
        "knowledge": scenario.knowledge,
        "members": scenario.members,
        "note": scenario.note,
        "contrast": scenario.contrast,
        "rests_on": list(scenario.rests_on),
    }
    parts = [_lines(head)]
    for name, rows in (
        ("suspend", scenario.suspensions),
        ("fail", scenario.failures),
        ("respond", scenario.responses),
    ):
        parts += [f"[[{name}]]\n{_lines(vars(row))}" for row in rows]
    return "\n".join(parts)


def _lines(table: dict[str, Any]) -> str:
    kept = {key: value for key, value in table.items() if value not in ("", None, (), [])}
    return "".join(f"{key} = {_value(value)}\n" for key, value in kept.items())


def _value(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, (int, float)):
        return repr(value)
    escaped = "".join(_ESCAPES.get(c, c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in str(value))
    return f'"{escaped}"'


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
