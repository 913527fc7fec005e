"""Every party withdrawn alone: days to the loss of each function, and who is hurt by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stationkeep.disruption.scenario import Scenario, Suspension
from stationkeep.errors import InputError
from stationkeep.facts.pack import Pack
from stationkeep.risk.cascade import quantiles
from stationkeep.risk.worlds import Worlds, live_side_by_side

Document = dict[str, Any]
MOVED = 0.1  # a probability that differs by less between two dates is not called a difference
LITTLE = 0.1  # a party that takes nothing in so many futures gets no column
SEEN = 0.005  # a share that is written as 1 % or more


@dataclass(frozen=True)
class Matrix:
    """Worlds in which each party stopped alone."""

    parties: tuple[str, ...]
    functions: tuple[str, ...]
    worlds: Worlds
    absent: tuple[str, ...]


def withdraw_each(
    pack: Pack,
    on: dt.date,
    horizon_days: int,
    *,
    parties: Sequence[str] = (),
    scopes: Sequence[str] = (),
    members: int = 1000,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Matrix:
    """Withdraw each party alone on a date, in the same futures.

    Parameters
    ----------
    parties : sequence of str
        By default every party of the pack.
    scopes : sequence of str
        What each withholds; by default all but lifeboats, as in a suspension that names none.
    """
    chosen = tuple(parties) or tuple(pack.parties)
    scenarios = [
        Scenario(f"{party}-{on}", "", on, pack.id, horizon_days, suspensions=(Suspension(party, on, tuple(scopes)),))
        for party in chosen
    ]
    worlds = live_side_by_side(scenarios, pack=pack, members=members, seed=seed, workers=workers, progress=progress)
    first = worlds.lives.has_first
    missing = [(first >> np.uint64(i)) & np.uint64(1) == 0 for i in range(len(worlds.functions))]
    absent = tuple(name for name, gone in zip(worlds.functions, missing, strict=True) if gone.mean() > 0.5)
    return Matrix(chosen, worlds.functions, worlds, absent)


def document(matrix: Matrix, pack: Pack) -> Document:
    """The matrix as plain values."""
    worlds, scenario = matrix.worlds, matrix.worlds.compiled[0].scenario
    days: list[list[tuple[int | None, int | None, int | None]]] = []
    chance: list[list[float]] = []
    for place in range(len(matrix.parties)):
        lost = [worlds.lost(place, name) for name in matrix.functions]
        days.append([quantiles(one) for one in lost])
        chance.append([float((one >= 0).mean()) for one in lost])
    errors = [[float(np.sqrt(p * (1 - p) / worlds.members)) for p in row] for row in chance]
    return {
        "schema": "stationkeep.matrix/1",
        "on": str(scenario.start),
        "horizon_days": scenario.horizon_days,
        "members": worlds.members,
        "parties": list(matrix.parties),
        "names": [pack.parties[name].name for name in matrix.parties],
        "short": [next(iter(pack.parties[name].aliases), pack.parties[name].name) for name in matrix.parties],
        "functions": list(matrix.functions),
        "labels": [pack.functions[name].label for name in matrix.functions],
        "days_p05": [[cell[0] for cell in row] for row in days],
        "days_p50": [[cell[1] for cell in row] for row in days],
        "days_p95": [[cell[2] for cell in row] for row in days],
        "probability": chance,
        "standard_error": errors,
        "absent_at_start": list(matrix.absent),
        "hurt": [_hurt(matrix, place, pack) for place in range(len(matrix.parties))],
        "no_effect": [name for place, name in enumerate(matrix.parties) if not max(chance[place], default=0.0)],
    }


def _hurt(matrix: Matrix, place: int, pack: Pack) -> Document:
    """Who goes without what when a party has withdrawn: functions lost in most futures, and person-days aboard."""
    worlds = matrix.worlds
    world = worlds.place[place]
    days = worlds.compiled[0].scenario.horizon_days
    likely = [name for name in matrix.functions if (worlds.lost(place, name) >= 0).mean() >= 0.5]
    rows = []
    for number, occupant in enumerate(pack.occupants.values()):
        aboard = worlds.lives.people[:, number].mean(axis=1)  # (world, member): mean over the sampled days
        fewer = (aboard[0] - aboard[world]) * days
        low, middle, high = (round(float(v), 1) for v in np.quantile(fewer, [0.05, 0.5, 0.95]))
        rows.append(
            {
                "party": occupant.party,
                "label": occupant.label,
                "functions": [name for name in likely if serves(name, pack) in ("", occupant.id)],
                "person_days_lost_p05": low,
                "person_days_lost_p50": middle,
                "person_days_lost_p95": high,
                "person_days_undisturbed": round(float(aboard[0].mean() * days), 1),
            }
        )
    return {"withdrawn": matrix.parties[place], "who": rows}


def serves(function: str, pack: Pack) -> str:
    """The occupant class whose segment a function belongs to (the end of its id), or nobody in particular."""
    last = function.rsplit(".", 1)[-1]
    return last if last in pack.occupants else ""


def difference(before: Document, after: Document, pack: Pack) -> Document:
    """What differs between two dates, and the abilities and ships that came and went between them."""
    if before["parties"] != after["parties"]:
        raise InputError("two matrices of different parties cannot be compared")
    shared = [name for name in before["functions"] if name in after["functions"]]
    cells = []
    for p, party in enumerate(before["parties"]):
        for name in shared:
            f, g = before["functions"].index(name), after["functions"].index(name)
            old, new = before["probability"][p][f], after["probability"][p][g]
            old_days, new_days = before["days_p50"][p][f], after["days_p50"][p][g]
            later = old_days is not None and new_days is not None and abs(new_days - old_days) > max(7, 0.25 * old_days)
            if abs(new - old) >= MOVED or later:
                cells.append(
                    {
                        "party": party, "function": name, "label": pack.functions[name].label,
                        "probability": [old, new], "days_p50": [old_days, new_days],
                    }
                )  # fmt: skip
    cells.sort(
        key=lambda cell: (-abs(cell["probability"][1] - cell["probability"][0]), cell["party"], cell["function"])
    )
    return {"against": after["on"], "cells": cells, "changes": _changes(pack, before["on"], after["on"])}


def _changes(pack: Pack, before: str, after: str) -> list[Document]:
    """Services that began or ended between two dates, told in the pack's own words."""
    first, second = sorted((dt.date.fromisoformat(before), dt.date.fromisoformat(after)))
    found = []
    for row in pack.services.values():
        for what, day in (("begins", row.valid_from), ("ends", row.valid_to)):
            if day is not None and first < day <= second:
                provider = pack.assets.get(row.provider) or pack.carriers[row.provider]
                found.append(
                    {
                        "date": str(day), "what": what, "service": row.service, "provider": provider.name,
                        "note": row.note, "sources": list(row.sources),
                    }
                )  # fmt: skip
    return sorted(found, key=lambda one: (one["date"], one["service"]))


@dataclass(frozen=True)
class Reading:
    """What of a matrix is worth a reader's ten seconds.

    Parameters
    ----------
    columns : tuple of (names, place)
        Parties that take something in at least :data:`LITTLE` of the futures, those that take most first; parties that
        take the same stand together. ``place`` is the first one's in ``document["parties"]``.
    rows : tuple of int
        Functions that any of them takes.
    little : tuple of (party, function, probability)
        The others that take anything, with what they take most often.
    spared : tuple of str
        Labels of the functions that none of the columns takes.
    """

    columns: tuple[tuple[tuple[str, ...], int], ...]
    rows: tuple[int, ...]
    little: tuple[tuple[str, str, float], ...]
    spared: tuple[str, ...]


def read(document: Document) -> Reading:
    """Leave out of a matrix what would only be looked past."""
    chance, days = document["probability"], document["days_p50"]
    together: dict[tuple[object, ...], list[int]] = {}
    little = []
    for place, row in enumerate(chance):
        if max(row, default=0.0) >= LITTLE:
            cells = tuple((day, round(p, 2)) for day, p in zip(days[place], row, strict=True))
            together.setdefault(cells, []).append(place)
        elif max(row, default=0.0) > 0.0:
            most = int(np.argmax(row))
            little.append((document["parties"][place], document["labels"][most], row[most]))
    order = sorted(together.values(), key=lambda places: (-sum(chance[places[0]]), places[0]))
    columns = tuple((tuple(document["parties"][p] for p in places), places[0]) for places in order)
    labels = document["labels"]
    rows = tuple(f for f in range(len(labels)) if any(chance[place][f] >= SEEN for _, place in columns))
    return Reading(columns, rows, tuple(little), tuple(label for f, label in enumerate(labels) if f not in rows))
