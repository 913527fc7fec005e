"""What is wrong in a scenario file, said so that it can be mended: file, line, field, found, expected, fix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from stationkeep.disruption.schema import FailTable, RespondTable, ScenarioFile, SuspendTable
from stationkeep.errors import Problem
from stationkeep.facts.pack import Pack, bundled_packs

SCENARIO_TABLES: dict[str, type[BaseModel]] = {"suspend": SuspendTable, "fail": FailTable, "respond": RespondTable}
Location = tuple[str | int, ...]
_HEADER = re.compile(r"\s*\[\[?\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*\]\]?")


@dataclass(frozen=True)
class Place:
    """A file's name and text, to find the line on which a field stands; and the shape that the file should have.

    Parameters
    ----------
    kept : mapping of str to sequence of int
        Where some rows of a table are no rows, which of the file each row of the model is.
    unread : set of locations
        Keys of the file that the model goes without, because they cannot be read.
    """

    file: str
    text: str
    whole: type[BaseModel] = ScenarioFile
    tables: Mapping[str, type[BaseModel]] = field(default_factory=lambda: SCENARIO_TABLES)
    kept: Mapping[str, Sequence[int]] = field(default_factory=dict)
    unread: frozenset[Location] = frozenset()

    def lacks(self, *location: str | int) -> bool:
        """Whether the model goes without a key because it cannot be read."""
        return self._in_file(location) in self.unread

    def is_whole(self, location: Location) -> bool:
        """Whether everything could be read of the row in which a field of the model stands."""
        row = self._in_file(location)[:2]
        return all(one[:2] != row for one in self.unread)

    def _in_file(self, location: Location) -> Location:
        match location:
            case (str(table), int(row), *rest) if table in self.kept:
                return (table, self.kept[table][row], *rest)
            case _:
                return location

    def line(self, location: Location) -> int:
        """Return the line of a field such as ``("suspend", 1, "party")``; of its table when it is missing."""
        table = str(location[0]) if len(location) > 1 and str(location[0]) in self.tables else ""
        number = location[1] if table and isinstance(location[1], int) else 0
        keys = [part for part in location if isinstance(part, str)]
        key = keys[-1] if keys else ""
        places = self._sections.get(table, ())
        if table and (number >= len(places) or key == table):
            return places[number] if number < len(places) else 0
        if not table and key in self._sections:
            return self._sections[key][0]
        begins = places[number] if table else 0
        written = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        for at in range(begins, len(self._lines)):
            if _HEADER.match(self._lines[at]):
                break
            if written.match(self._lines[at]):
                return at + 1
        return begins or 1

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def _sections(self) -> dict[str, list[int]]:
        """The lines on which the tables of a name begin."""
        found: dict[str, list[int]] = {}
        for at, line in enumerate(self._lines, start=1):
            if (head := _HEADER.match(line)) is not None:
                found.setdefault(head[1], []).append(at)
        return found

    def problem(self, location: Location, found: str, expected: str, fix: str) -> Problem:
        """Return the problem of a field of the model, with its line."""
        location = self._in_file(location)
        return Problem(self.file, self.line(location), _written(location), found, expected, fix)

    def fields(self, location: Location) -> Mapping[str, FieldInfo]:
        """Return the keys that may stand where a field stands, with their meanings."""
        model = self.tables.get(str(location[0]), self.whole) if len(location) > 1 else self.whole
        return {found.alias or name: found for name, found in model.model_fields.items()}


def _written(location: Location) -> str:
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
    "bool_type": ("true or false", "write one of the two, without quotes"),
    "finite_number": ("a finite number", "write digits"),
    "list_type": ("a list", "put it in square brackets"),
    "model_type": ("a table", "write it as a table of its own"),
    "model_attributes_type": ("a table", "write it as a table of its own"),
}
_LIMITS = {
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "{ge} or more",
    "less_than": "less than {lt:g}",
    "less_than_equal": "{le} or less",
    "string_too_short": "a text that is not empty",
    "too_short": "at least {min_length} of them",
    "too_long": "at most {max_length} of them",
    "string_too_long": "at most {max_length} characters",
}


def pydantic_problems(error: ValidationError, place: Place) -> list[Problem]:
    """Return one problem for each field that the models complain of, in the order of the file's lines."""
    fields: dict[Location, list[Any]] = {}
    for one in error.errors(include_url=False):
        fields.setdefault(field_of(tuple(one["loc"])), []).append(one)
    found = [_translated(location, ones, place) for location, ones in list(fields.items())[:100]]
    return sorted(found, key=lambda problem: problem.line)


def field_of(location: Location) -> Location:
    """The field of a complaint, without the name of the kind that was tried where several are allowed."""
    key = 2 if len(location) > 1 and isinstance(location[1], int) else 0
    return tuple(part for at, part in enumerate(location) if at <= key or isinstance(part, int))


def _translated(location: Location, ones: Sequence[Any], place: Place) -> Problem:
    """Say what is wrong with a field; where several kinds are allowed, each of them complained."""
    told = [_expected(location, one, place) for one in ones]
    key, kind = str(location[-1]), ones[0]["type"]
    found = {"extra_forbidden": f"the unknown key '{key[:60]}'", "missing": "nothing"}.get(
        kind, _shown(ones[0]["input"])
    )
    expected = " or ".join(dict.fromkeys(expected for expected, _ in told))
    return place.problem(location, found, expected, told[0][1] if len(told) == 1 else "write one of these")


def _expected(location: Location, one: Any, place: Place) -> tuple[str, str]:
    """What a complaint expected, and the mend."""
    kind, value, context, key = one["type"], one["input"], one.get("ctx", {}), str(location[-1])
    if kind == "extra_forbidden":
        known = list(place.fields(location))
        return f"one of {', '.join(known)}", _near(key, known)
    if kind == "missing":
        return f"a key '{key}'", f"add it: {_meaning(place, location)}"
    if kind == "literal_error":
        choices = re.findall(r"'([^']+)'", str(context.get("expected", "")))
        return f"one of {', '.join(choices)}", _near(str(value), choices)
    if kind in _EXPECTED:
        expected, fix = _EXPECTED[kind]
        return expected, f"write it as [[{key}]] tables" if kind == "list_type" and key in place.tables else fix
    if kind == "string_pattern_mismatch" and key == "horizon":
        return "a length such as 8y, 18m or 90d", "write one"
    if kind == "string_pattern_mismatch":
        return "a name of letters, digits, '.', '-' and '_'", "rename it"
    if kind in _LIMITS:
        return _LIMITS[kind].format(**context), "change it"
    return f"what the schema allows: {_meaning(place, location)}", "see stationkeep schema"


def _meaning(place: Place, location: Location) -> str:
    found = place.fields(location).get(str(location[-1]))
    return (found.description or str(location[-1])) if found is not None else "see stationkeep schema"


def _near(found: str, known: Iterable[str]) -> str:
    near = get_close_matches(found.lower(), list(known), n=2, cutoff=0.5)
    return f"did you mean {' or '.join(near)}?" if near else "take one of these"


def unknown_names(model: ScenarioFile, pack: Pack, place: Place) -> list[Problem]:
    """Return a problem for every party, asset, service, statement and pack that the facts do not know."""
    assets = {*pack.assets, *pack.carriers, *pack.flights}
    services = {service.service for service in pack.services.values()}
    named: list[tuple[Location, str, str, Iterable[str]]] = []
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
