"""In which order goods are loaded into a ship, as the pack states it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stationkeep.errors import PackError, Problem
from stationkeep.facts.pack import Pack, line_of

LIFE_SUPPORT = 0
"""The turn of the goods that people live by: among them the stock with the fewest days left goes first."""


@dataclass(frozen=True)
class LoadOrder:
    """Who is loaded when.

    Parameters
    ----------
    turns : mapping of stock to int
        :data:`LIFE_SUPPORT`, or a later turn. A stock that is not named has the last one.
    beside : sequence of flow ids
        What a ship brings beside its cargo, in tanks of its own.
    """

    turns: Mapping[str, int]
    beside: Sequence[str] = ()

    def of(self, stock: str) -> int:
        """Return the turn of a stock."""
        return self.turns.get(stock, max(self.turns.values(), default=LIFE_SUPPORT) + 1)


def load_order(pack: Pack) -> LoadOrder:
    """Read the table ``[cargo]`` of ``pack.toml``: ``first``, ``then`` and ``beside``.

    Raises
    ------
    PackError
        It names a stock or a flow that the pack does not have.
    """
    table = pack.settings.get("cargo", {})
    first, then, beside = (list(table.get(key, ())) for key in ("first", "then", "beside"))
    for key, names, known, what in (
        ("first", first, pack.stocks, "a stock"),
        ("then", then, pack.stocks, "a stock"),
        ("beside", beside, pack.flows, "a flow"),
    ):
        for name in names:
            if name not in known:
                shown = ", ".join(known)[:200]
                raise PackError([Problem("pack.toml", line_of(pack.root, key), key, repr(name), what, f"use {shown}")])
    turns = dict.fromkeys(first, LIFE_SUPPORT) | {name: turn for turn, name in enumerate(then, LIFE_SUPPORT + 1)}
    return LoadOrder(turns, tuple(beside))
