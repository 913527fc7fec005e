"""Files in TOML that a user writes, scenarios and cases alike: found by name, read whole, every problem said."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar, get_origin

from pydantic import BaseModel, ValidationError

from stationkeep.disruption.complaints import Place, field_of, pydantic_problems
from stationkeep.errors import Problem, ScenarioError, UnknownName
from stationkeep.facts.pack import Pack
from stationkeep.wording import counted

MAX_BYTES = 1_000_000
MAX_DOTS = 50
"""Points in one line: a key of thousands of parts would cost the parser memory beyond measure."""

Model = TypeVar("Model", bound=BaseModel)
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class Kind(Generic[Model]):
    """A kind of file.

    Parameters
    ----------
    name : str
        What it is called: ``scenario``.
    folder : str
        Where in a pack the bundled ones lie.
    listing : str
        The command that lists them.
    whole : type
        The model that a file must fit.
    tables : mapping of str to type
        The models of its tables, by key.
    check : callable
        What the shape alone does not say: problems of a model with a pack, at their place.
    """

    name: str
    folder: str
    listing: str
    whole: type[Model]
    tables: Mapping[str, type[BaseModel]]
    check: Callable[[Model, Pack, Place], list[Problem]]

    def bundled(self, pack: Pack) -> list[Path]:
        """Return the files that come with a pack, in order of name."""
        return sorted((pack.root / self.folder).glob("*.toml"))

    def find(self, id_or_path: str, pack: Pack) -> Path:
        """Return the file of a bundled id, or the path itself.

        Raises
        ------
        UnknownName
            A word that is neither a bundled id nor looks like a path.
        """
        own = {path.stem: path for path in self.bundled(pack)}
        if id_or_path in own:
            return own[id_or_path]
        if not _looks_like_path(id_or_path):
            raise UnknownName(self.name, id_or_path[:80], own)
        return Path(id_or_path)

    def read(self, path: Path, pack: Pack) -> tuple[Model | None, list[Problem]]:
        """Read a file and check it against a pack; return its model, or ``None`` with every problem.

        Where something cannot be read, the rest is checked all the same.
        """
        text, raw, problems = read_toml(path, self.name, self.listing)
        if raw is None:
            return None, problems
        place = Place(path.name, text, self.whole, self.tables)
        try:
            model = self.whole.model_validate(raw)
        except ValidationError as error:
            problems = pydantic_problems(error, place)
            model, place = self._readable(raw, error, place)
        told = {problem.field for problem in problems}
        problems += [problem for problem in self.check(model, pack, place) if problem.field not in told]
        return (None if problems else model), sorted(problems, key=lambda problem: problem.line)

    def load(self, id_or_path: str, pack: Pack) -> Model:
        """Return the model of a bundled id or of a file.

        Raises
        ------
        UnknownName
            A word that is neither a bundled id nor looks like a path.
        ScenarioError
            A file with problems; the message holds every one of them.
        """
        model, problems = self.read(self.find(id_or_path, pack), pack)
        if model is None:
            self.refuse(problems)
        return model

    def _readable(self, raw: Mapping[str, Any], error: ValidationError, place: Place) -> tuple[Model, Place]:
        """The model of what can be read, with something blank for what every file must say."""
        unread = frozenset(field_of(tuple(one["loc"])) for one in error.errors())
        tables, kept = dict[str, Any](), dict[str, list[int]]()
        for key, table in self.tables.items():
            given = raw[key] if isinstance(raw.get(key), list) else []
            kept[key] = [i for i, row in enumerate(given) if isinstance(row, dict)]
            tables[key] = [_blanked(table, given[i], {at[2] for at in unread if at[:2] == (key, i)}) for i in kept[key]]
        model = _blanked(self.whole, {**raw, **tables}, {at[0] for at in unread} - {*self.tables})
        return model, replace(place, kept=kept, unread=unread)

    def refuse(self, problems: list[Problem]) -> NoReturn:
        """Raise every problem of a file as one error."""
        if len(problems) == 1:
            raise ScenarioError(str(problems[0]))
        shown = "\n".join(f"  {problem}" for problem in problems[:20])
        more = f"\n  and {len(problems) - 20} more" if len(problems) > 20 else ""
        raise ScenarioError(f"the {self.name} has {counted(len(problems), 'problem')}:\n{shown}{more}")


def _blanked(model: type[Shape], given: Mapping[str, Any], unread: Container[object]) -> Shape:
    """A model of the values that can be read, without a check; what it must have and lacks is blank."""
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in given and key not in unread:
            values[name] = given[key]
        elif field.is_required():
            values[name] = (
                dt.date.max if field.annotation is dt.date else [] if get_origin(field.annotation) is list else ""
            )
    return model.model_construct(None, **values)


def _looks_like_path(text: str) -> bool:
    try:
        return text.endswith(".toml") or "/" in text or "\\" in text or Path(text).exists()
    except (OSError, ValueError):
        return False


def read_toml(
    path: Path, name: str = "scenario", listing: str = "stationkeep scenarios"
) -> tuple[str, dict[str, Any] | None, list[Problem]]:
    """Read a TOML file; return its text and its tables, ``None`` with every problem where there are none."""
    text, problems = _read(path, name, listing)
    if text is None:
        return "", None, problems
    try:
        return text, tomllib.loads(text), []
    except RecursionError:
        deep = Problem(path.name, 0, "file", "brackets nested too deep", f"a flat {name} file", "flatten it")
        return text, None, [deep]
    except ValueError as error:
        return text, None, [_not_toml(path.name, str(error), text)]


def _read(path: Path, name: str, listing: str) -> tuple[str | None, list[Problem]]:
    def bad(found: str, expected: str, fix: str, line: int = 0) -> tuple[None, list[Problem]]:
        return None, [Problem((path.name or str(path))[:120], line, "file", found, expected, fix)]

    readable = f"a {name} file in TOML"
    try:
        if not path.is_file():
            found = "a folder" if path.is_dir() else "no such file"
            return bad(found, readable, f"name a .toml file, or a bundled {name} ({listing})")
        if path.stat().st_size > MAX_BYTES:
            return bad(f"more than {MAX_BYTES // 1_000_000} MB", readable, f"keep a {name} below that; most need 1 kB")
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
