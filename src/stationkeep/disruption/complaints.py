"""What is wrong in a scenario file, said so that it can be mended: file, line, field, found, expected, fix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from stationkeep.disruption.schema import FailTable, RespondTable, ScenarioFile, SuspendTable
from stationkeep.errors import Problem
from stationkeep.facts.pack import Pack, bundled_packs

SCENARIO_TABLES: dict[str, type[BaseModel]] = {"suspend": SuspendTable, "fail": FailTable, "respond": RespondTable}
_HEADER = re.compile(r"\s*\[\[?\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*\]\]?")


@dataclass(frozen=True)
class Place:
    """A file's name and text, to find the line on which a field stands; and the shape that the file should have."""

    file: str
    text: str
    whole: type[BaseModel] = ScenarioFile
    tables: Mapping[str, type[BaseModel]] = field(default_factory=lambda: SCENARIO_TABLES)

    def line(self, location: tuple[str | int, ...]) -> int:
        """Return the line of a field such as ``("suspend", 1, "party")``; of its table when it is missing."""
        table = str(location[0]) if len(location) > 1 and str(location[0]) in self.tables else ""
        number = location[1] if table and isinstance(location[1], int) else 0
        keys = [part for part in location if isinstance(part, str)]
        key = keys[-1] if keys else ""
        seen, inside, header = -1, table == "", 0
        for at, line in enumerate(self.text.splitlines(), start=1):
            head = _HEADER.match(line)
            if head:
                seen += head[1] == table
                inside = head[1] == table and seen == number if table else head[1] == key
                header = at if inside else header
                if inside and key == head[1]:
                    return at
            elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return at
        return header or (1 if not table else 0)

    def problem(self, location: tuple[str | int, ...], found: str, expected: str, fix: str) -> Problem:
        """Return the problem of a field, with its line."""
        return Problem(self.file, self.line(location), _written(location), found, expected, fix)

    def fields(self, location: tuple[str | int, ...]) -> Mapping[str, FieldInfo]:
        """Return the keys that may stand where a field stands, with their meanings."""
        model = self.tables.get(str(location[0]), self.whole) if len(location) > 1 else self.whole
        return {found.alias or name: found for name, found in model.model_fields.items()}


def _written(location: tuple[str | int, ...]) -> str:
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text[:120] or "file"


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "a table" if isinstance(value, dict) else "a list"
    text = value if isinstance(value, str) else str(value)
    kind = "the text " if isinstance(value, str) else ""
    cut = text if len(text) <= 60 else text[:57] + "..."
    return f"{kind}'{cut}'".replace("\n", " ").replace("\x1b", " ")


_EXPECTED = {
    "date_type": ("a date without quotes and without a time", "write it as 2022-04-02"),
    "int_type": ("a whole number", "write digits only, without quotes"),
    "float_type": ("a number", "write digits, without quotes"),
    "string_type": ("a text in quotes", "put it in quotes"),
    "list_type": ("a list", "put it in square brackets"),
    "model_type": ("a table", "write it as a table of its own"),
    "model_attributes_type": ("a table", "write it as a table of its own"),
}


def pydantic_problems(error: ValidationError, place: Place) -> list[Problem]:
    """Return one problem for each complaint of the models, in the order of the file's lines."""
    found = [_translated(one, place) for one in error.errors(include_url=False)[:100]]
    return sorted(found, key=lambda problem: problem.line)


def _translated(one: Any, place: Place) -> Problem:
    location, kind, value, context = tuple(one["loc"]), one["type"], one["input"], one.get("ctx", {})
    key = str(location[-1])
    if kind == "extra_forbidden":
        known = list(place.fields(location))
        return place.problem(location, f"the unknown key '{key[:60]}'", f"one of {', '.join(known)}", _near(key, known))
    if kind == "missing":
        return place.problem(location, "nothing", f"a key '{key}'", f"add it: {_meaning(place, location)}")
    if kind == "literal_error":
        choices = re.findall(r"'([^']+)'", str(context.get("expected", "")))
        return place.problem(location, _shown(value), f"one of {', '.join(choices)}", _near(str(value), choices))
    if kind in _EXPECTED:
        expected, fix = _EXPECTED[kind]
        fix = "write it as [[" + key + "]] tables" if kind == "list_type" and key in place.tables else fix
        return place.problem(location, _shown(value), expected, fix)
    if kind == "string_pattern_mismatch" and key == "horizon":
        return place.problem(location, _shown(value), "a length such as 8y, 18m or 90d", "write one")
    if kind == "string_pattern_mismatch":
        return place.problem(location, _shown(value), "a name of letters, digits, '.', '-' and '_'", "rename it")
    limits = {
        "greater_than_equal": f"{context.get('ge')} or more",
        "less_than_equal": f"{context.get('le')} or less",
        "string_too_short": "a text that is not empty",
        "too_long": f"at most {context.get('max_length')} of them",
        "string_too_long": f"at most {context.get('max_length')} characters",
    }
    return place.problem(location, _shown(value), limits.get(kind, str(one["msg"]).lower()[:120]), "change it")


def _meaning(place: Place, location: tuple[str | int, ...]) -> str:
    found = place.fields(location).get(str(location[-1]))
    return (found.description or str(location[-1])) if found is not None else "see stationkeep schema"


def _near(found: str, known: Iterable[str]) -> str:
    near = get_close_matches(found.lower(), list(known), n=2, cutoff=0.5)
    return f"did you mean {' or '.join(near)}?" if near else "take one of these"


def unknown_names(model: ScenarioFile, pack: Pack, place: Place) -> list[Problem]:
    """Return a problem for every party, asset, service, statement and pack that the facts do not know."""
    assets = {*pack.assets, *pack.carriers, *pack.flights}
    services = {service.service for service in pack.services.values()}
    named: list[tuple[tuple[str | int, ...], str, str, Iterable[str]]] = []
    for i, suspend in enumerate(model.suspend):
        named.append((("suspend", i, "party"), "party", suspend.party, pack.parties))
        if suspend.statement:
            named.append((("suspend", i, "statement"), "statement", suspend.statement, pack.statements))
    named += [(("fail", i, "asset"), "asset", fail.asset, assets) for i, fail in enumerate(model.fail)]
    for i, respond in enumerate(model.respond):
        named.append((("respond", i, "by"), "asset or carrier", respond.by, {*pack.assets, *pack.carriers}))
        named.append((("respond", i, "service"), "service", respond.service, services))
    named += [(("rests_on",), "statement", one, pack.statements) for one in model.rests_on]
    if model.pack != pack.id:
        named.append((("pack",), "pack", model.pack, bundled_packs()))
    return [
        place.problem(where, f"'{name}'", f"a {kind} of the pack '{pack.id}'", _near(name, known))
        for where, kind, name, known in named
        if name not in known
    ]
