"""A pack of facts: the folder that says everything stationkeep knows about one station."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from stationkeep.errors import PackError, Problem, UnknownName
from stationkeep.facts import records, sayings
from stationkeep.facts.reader import is_there, read_table, read_text
from stationkeep.facts.tables import REQUIRED, TABLES

SCHEMA = "stationkeep.pack/1"
_DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True)
class Occupant:
    """A class of people aboard: those trained to run one segment."""

    id: str
    label: str
    party: str


@dataclass(frozen=True)
class Pack:
    """Everything a folder of facts says; one attribute a table.

    A table whose ids each stand for one row is a dict by id, in the order of its file; any other is a tuple
    of rows. A table that the folder does not have is empty. ``settings`` holds what else ``pack.toml`` says.
    """

    id: str
    title: str
    first_date: date
    as_of: date
    root: Path
    occupants: Mapping[str, Occupant]
    settings: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, records.Source] = field(default_factory=dict)
    parties: Mapping[str, records.Party] = field(default_factory=dict)
    assets: Mapping[str, records.Asset] = field(default_factory=dict)
    elements: tuple[records.Placement, ...] = ()
    carriers: Mapping[str, records.Carrier] = field(default_factory=dict)
    flights: Mapping[str, records.Flight] = field(default_factory=dict)
    moves: tuple[records.Move, ...] = ()
    plans: tuple[records.PlannedFlight, ...] = ()
    services: Mapping[str, records.Service] = field(default_factory=dict)
    functions: Mapping[str, records.Function] = field(default_factory=dict)
    stocks: Mapping[str, records.Stock] = field(default_factory=dict)
    stock_levels: tuple[records.StockLevel, ...] = ()
    flows: Mapping[str, records.Flow] = field(default_factory=dict)
    parameters: tuple[records.Parameter, ...] = ()
    operating_rules: Mapping[str, records.OperatingRule] = field(default_factory=dict)
    ladder: Mapping[str, records.Rung] = field(default_factory=dict)
    orbit_history: tuple[records.AltitudePoint, ...] = ()
    masses: tuple[records.MassPoint, ...] = ()
    drag_arcs: tuple[records.DragArc, ...] = ()
    stops: Mapping[str, records.PastStop] = field(default_factory=dict)
    statements: Mapping[str, sayings.Statement] = field(default_factory=dict)
    agreements: Mapping[str, sayings.Agreement] = field(default_factory=dict)
    names: tuple[sayings.Name, ...] = ()
    people: tuple[sayings.Person, ...] = ()
    claims: Mapping[str, sayings.Claim] = field(default_factory=dict)

    def elsewhere(self, *kinds: str) -> Mapping[str, Iterable[str]]:
        """Ids of every other kind than these, by kind; for a name that was asked for as what it is not."""
        return {kind: getattr(self, table) for kind, table in _KINDS.items() if kind not in kinds}


_KINDS = {
    "function": "functions",
    "party": "parties",
    "type of vehicle": "carriers",
    "asset": "assets",
    "stock": "stocks",
    "flight": "flights",
    "class of people": "occupants",
    "rung of the ladder": "ladder",
    "statement": "statements",
}


def bundled_packs() -> tuple[str, ...]:
    """Return the ids of the packs that come with stationkeep."""
    return tuple(sorted(path.parent.name for path in _DATA.glob("*/pack.toml")))


def pack_root(name_or_path: str | Path) -> Path:
    """Return the folder of a bundled pack, or the folder that was named.

    Raises
    ------
    UnknownName
        A plain word that is neither a bundled pack nor a folder.
    PackError
        A path at which there is no folder.
    """
    known = bundled_packs()
    if isinstance(name_or_path, str) and name_or_path in known:
        return _DATA / name_or_path
    try:
        path = Path(name_or_path)
        is_folder, is_there = path.is_dir(), path.exists()
    except (OSError, ValueError):
        is_folder, is_there = False, False
    if is_folder:
        return path
    if isinstance(name_or_path, str) and not is_there and "/" not in name_or_path and "\\" not in name_or_path:
        raise UnknownName("pack", name_or_path[:80], known)
    found = "a file" if is_there else "nothing there"
    shown = str(name_or_path)[-80:]
    fix = "name the folder that holds pack.toml, or a bundled pack: " + ", ".join(known)
    raise PackError([Problem(shown, 0, "pack", found, "a folder with pack.toml", fix)])


def line_of(root: Path, key: str, holding: str = "") -> int:
    """Return the line of ``pack.toml`` that gives a key its value (with such a text in it), or 0."""
    text = read_text(root / "pack.toml", []) or ""
    for number, line in enumerate(text.splitlines(), 1):
        name, equals, value = line.partition("=")
        if (equals and name.strip() == key and holding in value) or line.strip() in (f"[{key}]", f"[[{key}]]"):
            return number
    return 0


def _description(root: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """Read ``pack.toml``; ``None`` after noting why the pack cannot be built from it."""

    def note(key: str, found: str, expected: str, fix: str) -> None:
        problems.append(Problem("pack.toml", line_of(root, key), key, found, expected, fix))

    path = root / "pack.toml"
    if not is_there(path):
        note("file", "no pack.toml", "one", f'add it, beginning with schema = "{SCHEMA}"')
        return None
    text = read_text(path, problems)
    if text is None:
        return None
    try:
        toml = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        note("file", str(error)[:120], "TOML", "mend the line that the message names")
        return None
    before = len(problems)
    if toml.get("schema") != SCHEMA:
        note("schema", repr(toml.get("schema"))[:60], repr(SCHEMA), "write that line first")
    for key in ("id", "title"):
        if not isinstance(toml.get(key), str) or not toml[key].strip():
            note(key, repr(toml.get(key))[:60], "a text in quotes", "write it")
    for key in ("first_date", "as_of"):
        if type(toml.get(key)) is not date:
            note(key, repr(toml.get(key))[:60], "a date without quotes", "write it as 2022-04-02")
    if len(problems) == before and toml["first_date"] > toml["as_of"]:
        note(
            "as_of",
            str(toml["as_of"]),
            f"a date after first_date {toml['first_date']}",
            "mend one of the two",
        )
    occupants: dict[str, Occupant] = {}
    rows = toml.get("occupants")
    for row in rows if isinstance(rows, list) else [None]:
        keys = [row.get(key) if isinstance(row, dict) else None for key in ("id", "label", "party")]
        if not all(isinstance(key, str) and key for key in keys) or keys[0] in occupants:
            note(
                "occupants",
                repr(row)[:60],
                "tables with id, label and party, each id once",
                "write [[occupants]]",
            )
            continue
        occupants[str(keys[0])] = Occupant(*(str(key) for key in keys))
    return {**toml, "occupants": occupants} if len(problems) == before else None


def read_what_can_be_read(root: Path) -> tuple[Pack | None, list[Problem]]:
    """Read a folder as far as it goes, without rows that have a problem; ``None`` where pack.toml has one."""
    problems: list[Problem] = []
    described = _description(root, problems)
    tables: dict[str, Any] = {}
    for table in TABLES.values():
        path = root / table.file
        if not is_there(path):
            if table.name in REQUIRED:
                expected, fix = "the table in the folder", f"add {table.file}, at least with its header line"
                problems.append(Problem(table.file, 0, "file", "no such file", expected, fix))
            continue
        rows, found = read_table(path, table)
        problems += found
        if not table.keyed:
            tables[table.name] = tuple(rows)
            continue
        by_id = tables[table.name] = {}
        for row in rows:
            if row.id in by_id:
                expected, fix = (
                    "every id once",
                    f"rename it or take it out: line {by_id[row.id].line} has it already",
                )
                problems.append(Problem(table.file, row.line, "id", repr(row.id[:60]), expected, fix))
            else:
                by_id[row.id] = row
    if described is None:
        return None, problems
    own = {key: described.pop(key) for key in ("id", "title", "first_date", "as_of", "occupants")}
    described.pop("schema")
    return Pack(**own, root=root, settings=described, **tables), problems


def read_pack(root: Path) -> tuple[Pack | None, list[Problem]]:
    """Read a folder; return the pack, or ``None`` with every structural problem."""
    pack, problems = read_what_can_be_read(root)
    return (None if problems else pack), problems


def load_pack(name_or_path: str | Path) -> Pack:
    """Load a pack.

    Parameters
    ----------
    name_or_path
        The id of a bundled pack (``"iss"``), or a folder.

    Returns
    -------
    Pack
        The facts, read but not checked against each other (see ``check_pack``).

    Raises
    ------
    UnknownName
        A word that is neither a bundled pack nor a folder.
    PackError
        Anything that cannot be read, all of it at once, with file, line, field, found, expected and fix.

    Examples
    --------
    >>> load_pack("iss").parties["energomash"].controlled_by
    'roscosmos'
    """
    pack, problems = read_pack(pack_root(name_or_path))
    if pack is None:
        raise PackError(problems)
    return pack
