"""Checks of a pack's rules: that each can be read, names only what exists, and that no circle closes within a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from stationkeep.errors import PackError, Problem
from stationkeep.facts.pack import Pack, line_of
from stationkeep.station import rules
from stationkeep.station.closure import check_providers, check_stocks
from stationkeep.station.grids import grids, links

_LEVELS = ("altitude_km",)
_TABLES = {kind: (f"{kind}s",) for kind in ("service", "function", "asset", "stock", "parameter")}
_ASKING = ("functions", "ladder", "services", "flows", "operating_rules", "assets", "carriers")


def check_rules(pack: Pack) -> Iterable[Problem]:
    """Every problem with the rules of a pack, each with its file, line, field and mend.

    Circles are looked for among the rules that can be read: a rule more can only close another.
    """
    try:
        fed, _ = {row.id for row in grids(pack)}, links(pack)
    except PackError as error:
        yield from error.problems
        return
    known = {
        "service": {row.service for row in pack.services.values()},
        "function": set(pack.functions),
        "asset": set(pack.assets),
        "stock": set(pack.stocks),
        "parameter": {row.id for row in pack.parameters},
        "class": set(pack.occupants),
        "level": set(_LEVELS),
        "grid": fed,
    }
    within: dict[str, set[str]] = {}
    needed: dict[str, set[str]] = {}
    whole = True
    for file, line, field, owner, text in _texts(pack):
        try:
            node = rules.parse(text)
        except rules.RuleError as error:
            yield Problem(file, line, field, error.found, error.expected, error.fix)
            whole = False
            continue
        for part in rules.walk(node):
            kind, name = _named(part)
            if kind and name not in known[kind]:
                near = get_close_matches(name, known[kind], n=1)
                fix = (
                    f"did you mean {near[0]}?"
                    if near
                    else f"add it, or use one of {', '.join(sorted(known[kind])[:8])}"
                )
                yield Problem(
                    file, line, field, f"{kind} '{name}'", f"a {kind} of the pack", fix, _TABLES.get(kind, ())
                )
                whole = False
            node_id = f'function("{owner}")' if file == "functions.csv" else f'provided("{_service_of(pack, owner)}")'
            if file in ("functions.csv", "services.csv"):
                if isinstance(part, rules.FunctionRef) and not part.lagged:
                    within.setdefault(node_id, set()).add(f'function("{part.function}")')
                elif isinstance(part, rules.Provided):
                    within.setdefault(node_id, set()).add(f'provided("{part.service}")')
            if file == "assets.csv" and isinstance(part, rules.AssetRef):
                needed.setdefault(owner, set()).add(part.asset)
    for circle in _circles(within):
        first = next((name for name in pack.functions if f'function("{name}")' in circle), "")
        line = pack.functions[first].line if first else 0
        fix = 'write one of the steps as yesterday("...")'
        yield Problem("functions.csv", line, "rule", " -> ".join(map(_plain, circle)), "no circle within a day", fix)
    for circle in _circles(needed):
        line = pack.assets[circle[0]].line
        yield Problem(
            "assets.csv", line, "needs", " -> ".join(circle), "no circle of needs", "take one of the steps out"
        )
    if whole:  # else it may only follow from what the rules above would have said
        yield from check_providers(pack)
        yield from _unasked(pack)
    yield from check_stocks(pack)


def _unasked(pack: Pack) -> Iterator[Problem]:
    """Services that no rule asks for."""
    provided = {service for _, _, _, _, text in _texts(pack) for service in _services(text)}
    for row in pack.services.values():
        if row.service not in provided:
            yield Problem(
                "services.csv", row.line, "service", f"'{row.service}'", "a service that some rule asks for",
                "name it in a rule or take the row out", _ASKING,
            )  # fmt: skip


def _plain(step: str) -> str:
    """A step of a circle as a reader knows it: a function by its id, a service as the rules write it."""
    return step.removeprefix('function("').removesuffix('")') if step.startswith("function(") else step


def _service_of(pack: Pack, row: str) -> str:
    return pack.services[row].service if row in pack.services else ""


def _texts(pack: Pack) -> Iterator[tuple[str, int, str, str, str]]:
    """Every rule of a pack: file, line, column, id of its row, text."""
    tables = (
        ("functions.csv", pack.functions, ("rule",)),
        ("ladder.csv", pack.ladder, ("rule",)),
        ("services.csv", pack.services, ("needs",)),
        ("flows.csv", pack.flows, ("when",)),
        ("operating_rules.csv", pack.operating_rules, ("when",)),
        ("assets.csv", pack.assets, ("needs",)),
        ("carriers.csv", pack.carriers, ("needs", "arrival_needs")),
    )
    for file, rows, columns in tables:
        for name, row in rows.items():
            for column in columns:
                text = getattr(row, column)
                if text:
                    yield file, row.line, column, name, text
    orbit = pack.settings.get("orbit", {})
    for key in ("held_when", "avoid_when", "shared_when"):
        if isinstance(orbit, dict) and orbit.get(key):
            yield "pack.toml", line_of(pack.root, key), key, "orbit", str(orbit[key])
    if isinstance(orbit, dict):
        for service in orbit.get("burn_services", ()):
            line = line_of(pack.root, "burn_services")
            yield "pack.toml", line, "burn_services", "orbit", f'provided("{service}")'
    power = pack.settings.get("power", {})
    if isinstance(power, dict) and power.get("held_when"):
        yield "pack.toml", 0, "held_when", "power", str(power["held_when"])
    for link in links(pack):
        yield "pack.toml", line_of(pack.root, "when"), "when", "power", link.when
    cargo = pack.settings.get("cargo", {})
    if isinstance(cargo, dict) and cargo.get("spare_when"):
        yield "pack.toml", line_of(pack.root, "spare_when"), "spare_when", "cargo", str(cargo["spare_when"])
    operations = pack.settings.get("operations", {})
    if isinstance(operations, dict) and operations.get("up"):
        yield "pack.toml", 0, "up", "operations", f'provided("{operations["up"]}")'


def _services(text: str) -> list[str]:
    try:
        return [part.service for part in rules.walk(rules.parse(text)) if isinstance(part, rules.Provided)]
    except rules.RuleError:
        return []


def _named(part: rules.Node) -> tuple[str, str]:
    match part:
        case rules.Provided(service=name):
            return "service", name
        case rules.FunctionRef(function=name):
            return "function", name
        case rules.AssetRef(asset=name):
            return "asset", name
        case rules.Number(kind="par", name=name):
            return "parameter", name
        case rules.Number(kind="level", name=name):
            return "level", name
        case rules.Number(kind="power", name=name):
            return "grid", name
        case rules.Number(kind="people", name=name) if name:
            return "class", name
        case rules.Number(name=name) if name:
            return "stock", name
        case _:
            return "", ""


def _circles(within: dict[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """Each circle of functions that need each other on the same day, once, from its first name on."""
    found = set()
    for start in sorted(within):
        todo: list[tuple[str, tuple[str, ...]]] = [(start, (start,))]
        while todo:
            here, path = todo.pop()
            for after in sorted(within.get(here, ())):
                if after == start:
                    ring = (*path, start)
                    key = frozenset(path)
                    if key not in found:
                        found.add(key)
                        yield ring
                elif after not in path:
                    todo.append((after, (*path, after)))
