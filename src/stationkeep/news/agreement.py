"""What several documents agree on, what only one says, what conflicts; and what one document says against itself."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stationkeep.news.findings.statements import Statement

_ALIKE = {"withdraw": "stop", "suspend": "stop"}
_FIRM = ("done", "announced")
_SAYS: Mapping[str, str] = {
    "suspend": "suspends", "withdraw": "leaves", "resume": "resumes", "continue": "goes on with", "refuse": "refuses",
    "demand": "asks for", "threaten": "threatens over", "warn": "warns about", "propose": "proposes on", "agree": "agrees on",
    "sanction": "imposes", "lift": "lifts", "reply": "replies on", "deny": "denies", "deliver": "delivers", "assess": "makes a claim about",
}  # fmt: skip
_OBJECTS: Mapping[str, str] = {"station": "the station", "none": "", "side": "work outside the station"}


def agreement(statements: Sequence[Statement], copies: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what is the same, what conflicts, what only one document says.

    Two statements are the same if party, act (stopping and leaving count as one), object and condition are. They
    conflict if one says that a party firmly stops what the other says that it goes on with, or if one denies it.
    """
    found: list[dict[str, Any]] = []
    documents = list(dict.fromkeys(one.document for one in statements))
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for one in statements:
        groups.setdefault(_key(one), []).append(one)
    twins = {frozenset((row["a"], row["b"])) for row in copies if row["copy"]}
    for group in groups.values():
        named = list(dict.fromkeys(one.document for one in group))
        if len(named) > 1:
            note = "; these documents are copies, so they count as one source" if frozenset(named) in twins else ""
            levels = {one.status for one in group}
            differ = f" (once {' and once '.join(sorted(levels))})" if len(levels) > 1 else ""
            found.append(_row("same", group, f"{_phrase(group[0])}{differ}{note}"))
    found += _conflicts(statements)
    if len(documents) > 1:
        for group in groups.values():
            named = list(dict.fromkeys(one.document for one in group))
            if len(named) == 1:
                found.append(_row("only", group, f"only {named[0]}: {_phrase(group[0])}"))
    return found


def _key(one: Statement) -> tuple[str, ...]:
    negated = "not" if one.status == "negated" else ""
    return one.actor, _ALIKE.get(one.action, one.action), one.object, one.condition or "", negated


def _row(kind: str, group: Sequence[Statement], what: str) -> dict[str, Any]:
    return {"kind": kind, "statements": [one.id for one in group], "what": what}


def _phrase(one: Statement) -> str:
    thing = _OBJECTS.get(one.object, one.object.replace("_", " "))
    condition = f", condition {one.condition.replace('_', ' ')}" if one.condition else ""
    negation = "does not: " if one.status == "negated" else ""
    if one.action == "demand" and one.object == "sanctions":
        return f"{one.actor} asks that sanctions be lifted{condition}"
    if one.rule == "assess.letters_alike":
        return f"{one.actor} says that the letters are copies of each other"
    if one.action == "assess" and not thing:
        return f"{one.actor} makes a claim"
    says = _SAYS[one.action] if thing else _SAYS[one.action].removesuffix(" on")
    return " ".join(f"{one.actor} {negation}{says} {thing}".split()) + condition


def _side(one: Statement) -> int:
    """Return -1 where a statement says that something stops, 1 that it goes on, 0 neither."""
    if one.status == "negated" and one.action in ("suspend", "withdraw"):
        return 1
    if one.status not in _FIRM or one.condition in ("until_date", "after_date"):
        return 0
    if one.action == "deliver" and one.status == "done":
        return 0  # what was delivered contradicts no stop of what is still to come
    return {"suspend": -1, "withdraw": -1, "refuse": -1, "continue": 1, "resume": 1, "deliver": 1, "deny": 1}.get(
        one.action, 0
    )


def _conflicts(statements: Sequence[Statement]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    sides: dict[tuple[str, str], tuple[list[Statement], list[Statement]]] = {}
    for one in statements:
        side = _side(one)
        if side:
            stops, goes = sides.setdefault((one.actor, one.object), ([], []))
            (stops if side < 0 else goes).append(one)
    for (actor, thing), (stops, goes) in sides.items():
        if stops and goes:
            name = _OBJECTS.get(thing, thing.replace("_", " ")) or "what was reported"
            where = {one.document for one in (*stops, *goes)}
            inside = f", within {next(iter(where))}" if len(where) == 1 else ""
            what = f"{actor} is said to stop and not to stop with {name}{inside}"
            found.append(_row("conflict", [*stops, *goes], what))
    return found
