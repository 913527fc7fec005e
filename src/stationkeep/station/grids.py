"""Grids of power: arrays of a segment that feed its loads, a store, and links that pass on what a grid can spare.

They stand in the ``[power]`` table of ``pack.toml``; numbers are parameters, arrays are rows of ``elements.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stationkeep.errors import PackError, Problem
from stationkeep.facts.pack import Pack


@dataclass(frozen=True)
class Grid:
    """A segment's grid.

    Parameters
    ----------
    id : str
        The segment (``assets.segment``) whose arrays feed it.
    power : str
        Parameter: what they give on the start date, averaged over a revolution with the longest night, kW.
    survival, load : str
        Parameters: what the segment needs to survive, and what it uses when there is enough, kW.
    store : str
        Stock, in kWh.
    """

    id: str
    power: str
    survival: str
    load: str
    store: str


@dataclass(frozen=True)
class Link:
    """A way for power from one grid to another: a parameter bounds it (kW), a rule switches it."""

    source: str
    target: str
    capacity: str
    when: str


def grids(pack: Pack) -> tuple[Grid, ...]:
    """The grids of a pack, in the order in which they are served; none where it follows no power.

    Raises
    ------
    PackError
        A grid without one of its entries.
    """
    return tuple(Grid(*_entries(row, "id", "power", "survival", "load", "store")) for row in _tables(pack, "grids"))


def links(pack: Pack) -> tuple[Link, ...]:
    """The links between them.

    Raises
    ------
    PackError
        A link without one of its entries.
    """
    return tuple(Link(*_entries(row, "from", "to", "capacity", "when")) for row in _tables(pack, "links"))


def grid(pack: Pack, name: str) -> Grid:
    """One grid, which the check of the rules knows to be there."""
    return next(one for one in grids(pack) if one.id == name)


def _tables(pack: Pack, key: str) -> list[Any]:
    power = pack.settings.get("power")
    found = power.get(key, []) if isinstance(power, Mapping) else []
    return found if isinstance(found, list) else []


def _entries(row: Any, *keys: str) -> list[str]:
    values = [row.get(key) if isinstance(row, Mapping) else None for key in keys]
    for key, value in zip(keys, values, strict=True):
        if not isinstance(value, str) or not value:
            fix = f"give it {', '.join(keys)}"
            raise PackError([Problem("pack.toml", 0, key, repr(value), "a name or a rule in a table of [power]", fix)])
    return [str(value) for value in values]
