"""Scenario files: TOML in and out, and every complaint with file, line, field and remedy."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stationkeep.disruption.complaints import Place, pydantic_problems, unknown_names
from stationkeep.disruption.scenario import Failure, Response, Scenario, Suspension, check
from stationkeep.disruption.schema import SCENARIO_SCHEMA, ScenarioFile
from stationkeep.errors import InputError, Problem, ScenarioError, UnknownName
from stationkeep.facts.pack import Pack

MAX_BYTES = 1_000_000
MAX_DOTS = 50
"""Points in one line: a key of thousands of parts would cost the parser memory beyond measure."""

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


def bundled(pack: Pack) -> list[Scenario]:
    """Return the scenarios that come with a pack, in order of start and id."""
    paths = sorted((pack.root / "scenarios").glob("*.toml"))
    return sorted((load_scenario(str(path), pack) for path in paths), key=lambda one: (one.start, one.id))


def load_scenario(id_or_path: str, pack: Pack) -> Scenario:
    """Load a bundled scenario by its id, or a scenario file by its path.

    Raises
    ------
    UnknownName
        A word that is neither a bundled scenario nor a file.
    ScenarioError
        A file with problems; the message holds every one of them.
    """
    own = pack.root / "scenarios"
    known = [path.stem for path in own.glob("*.toml")]
    path = own / f"{id_or_path}.toml" if id_or_path in known else Path(id_or_path)
    if id_or_path not in known and not _looks_like_path(id_or_path):
        raise UnknownName("scenario", id_or_path[:80], known)
    scenario, problems = read_scenario(path, pack)
    if scenario is None or problems:
        if len(problems) == 1:
            raise ScenarioError(str(problems[0]))
        shown = "\n".join(f"  {problem}" for problem in problems[:20])
        more = f"\n  and {len(problems) - 20} more" if len(problems) > 20 else ""
        raise ScenarioError(f"the scenario has {len(problems)} problems:\n{shown}{more}")
    return scenario


def _looks_like_path(text: str) -> bool:
    try:
        return text.endswith(".toml") or "/" in text or "\\" in text or Path(text).exists()
    except (OSError, ValueError):
        return False


def read_scenario(path: Path, pack: Pack) -> tuple[Scenario | None, list[Problem]]:
    """Read a scenario file; return the scenario, or ``None`` with every problem."""
    text, raw, problems = read_toml(path)
    if raw is None:
        return None, problems
    place = Place(path.name, text)
    try:
        model = ScenarioFile.model_validate(raw)
    except ValidationError as error:
        return None, pydantic_problems(error, place)
    problems = unknown_names(model, pack, place)
    if problems:
        return None, problems
    scenario = _scenario(model)
    try:
        check(scenario, pack)
    except InputError as error:
        fix = "mend the dates or the events"
        return None, [Problem(path.name, 0, "events", str(error), "events that the pack and each other allow", fix)]
    return scenario, []


def read_toml(path: Path) -> tuple[str, dict[str, Any] | None, list[Problem]]:
    """Read a TOML file; return its text and its tables, ``None`` with every problem where there are none."""
    text, problems = _read(path)
    if text is None:
        return "", None, problems
    try:
        return text, tomllib.loads(text), []
    except RecursionError:
        deep = Problem(path.name, 0, "file", "brackets nested too deep", "a flat scenario file", "flatten it")
        return text, None, [deep]
    except ValueError as error:
        return text, None, [_not_toml(path.name, str(error), text)]


def _read(path: Path) -> tuple[str | None, list[Problem]]:
    def bad(found: str, expected: str, fix: str, line: int = 0) -> tuple[None, list[Problem]]:
        return None, [Problem(path.name[:120], line, "file", found, expected, fix)]

    readable = "a scenario file in TOML"
    try:
        if not path.is_file():
            found = "a folder" if path.is_dir() else "no such file"
            return bad(found, readable, "name a .toml file, or a bundled scenario (stationkeep scenarios)")
        if path.stat().st_size > MAX_BYTES:
            return bad(
                f"more than {MAX_BYTES // 1_000_000} MB",
                readable,
                "keep a scenario below that; most need 1 kB",
            )
        text = path.read_bytes().decode("utf-8")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            return bad("bytes that are not UTF-8", "text in UTF-8", "save the file as UTF-8")
        return bad("a file that cannot be read", readable, "check its name and its rights")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count(".") > MAX_DOTS:
            return bad(f"{line.count('.')} points in one line", f"at most {MAX_DOTS}", "break the line up", number)
    return text, []


def _not_toml(name: str, message: str, text: str) -> Problem:
    where = re.search(r"\(at line (\d+)", message)
    line = int(where[1]) if where else len(text.splitlines()) if "end of document" in message else 0
    said = re.sub(r"\s*\(at .*\)$", "", message)[:120]
    lines = text.splitlines()
    shown = f"'{lines[line - 1].strip()[:60]}' ({said.lower()})" if 0 < line <= len(lines) else said.lower()
    if "date" in said.lower():
        return Problem(name, line, "date", shown, "a day of the calendar such as 2022-04-02", "write one that exists")
    return Problem(name, line, "TOML", shown, 'a line of TOML such as key = "value"', "mend that line")


def _scenario(model: ScenarioFile) -> Scenario:
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
