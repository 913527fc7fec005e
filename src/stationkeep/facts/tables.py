"""The list of a pack's tables: which file holds which record, and what one row is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stationkeep.facts import records, sayings
from stationkeep.facts.columns import Record


@dataclass(frozen=True)
class Table:
    """One table of a pack.

    Parameters
    ----------
    name
        Its name; its file is ``<name>.csv``.
    record
        The dataclass whose fields are its columns.
    keyed
        Whether an id stands for one row (then the table is a dict by id, else a tuple of rows).
    """

    name: str
    record: type[Record]
    keyed: bool

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


TABLES: Mapping[str, Table] = MappingProxyType(
    {
        name: Table(name, record, keyed)
        for name, record, keyed in (
            ("sources", records.Source, True),
            ("parties", records.Party, True),
            ("assets", records.Asset, True),
            ("elements", records.Placement, False),
            ("carriers", records.Carrier, True),
            ("flights", records.Flight, True),
            ("moves", records.Move, False),
            ("plans", records.PlannedFlight, False),
            ("services", records.Service, True),
            ("functions", records.Function, True),
            ("stocks", records.Stock, True),
            ("stock_levels", records.StockLevel, False),
            ("flows", records.Flow, True),
            ("parameters", records.Parameter, False),
            ("operating_rules", records.OperatingRule, True),
            ("ladder", records.Rung, True),
            ("orbit_history", records.AltitudePoint, False),
            ("masses", records.MassPoint, False),
            ("drag_arcs", records.DragArc, False),
            ("stops", records.PastStop, True),
            ("statements", sayings.Statement, True),
            ("agreements", sayings.Agreement, True),
            ("names", sayings.Name, False),
            ("people", sayings.Person, False),
            ("claims", sayings.Claim, True),
        )
    }
)
"""Every table that a pack may have, in the order in which a reader should meet them."""

REQUIRED = ("sources", "parties")
"""The tables without which a folder is no pack; any other that is missing is taken as empty."""
