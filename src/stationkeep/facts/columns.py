"""What a column of a pack says about itself, and the words that several tables share.

A record's field carries its unit, its meaning, the tables its ids must be found in, and whether its cell may
be empty. The reader, the checks and ``docs/pack.md`` all read this, so that none of them can say something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal

Confidence = Literal["high", "medium", "low"]
"""How far a row is trusted: high (read in a good source), medium, low (a guess that somebody named)."""

Scope = Literal[
    "words",
    "side",
    "engines",
    "seats",
    "crew_flights",
    "cargo_flights",
    "propellant",
    "operations",
    "power",
    "comms",
    "robotics",
    "data",
    "lifeboat",
]
"""What a suspension can cover."""

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "1": "a pure number",
        "fraction": "a share between 0 and 1",
        "percent": "a share in hundredths",
        "people": "people aboard",
        "seats": "places in a ship",
        "units": "pieces of equipment",
        "flights": "flights",
        "flights/year": "flights in a year",
        "events": "events",
        "events/year": "events in a year",
        "1/day": "a rate per day",
        "1/year": "a rate per year",
        "s": "seconds",
        "min": "minutes",
        "h": "hours",
        "days": "days",
        "months": "months",
        "years": "years",
        "kg": "kilograms",
        "kg/day": "kilograms a day",
        "kg/year": "kilograms a year",
        "kg/person/day": "kilograms for one person and one day",
        "kg/flight": "kilograms a flight",
        "kg/event": "kilograms an event",
        "l": "litres",
        "l/day": "litres a day",
        "l/person/day": "litres for one person and one day",
        "count": "pieces",
        "person-days": "what one person needs in one day",
        "person-days/person/day": "days of food for one person and one day",
        "containers": "containers",
        "containers/person/day": "containers for one person and one day",
        "items": "pieces of a consumable",
        "items/day": "pieces a day",
        "items/person/day": "pieces for one person and one day",
        "m": "metres",
        "km": "kilometres",
        "m/day": "metres a day",
        "km/day": "kilometres a day",
        "m/s": "metres per second",
        "m/s/year": "metres per second in a year",
        "m2": "square metres",
        "m2/kg": "square metres a kilogram",
        "deg": "degrees",
        "deg/s": "degrees per second",
        "N": "newtons",
        "N m": "newton metres",
        "N m s": "newton metre seconds",
        "W": "watts",
        "kW": "kilowatts",
        "kWh": "kilowatt-hours",
        "mmHg": "millimetres of mercury",
        "kPa": "kilopascals",
        "sfu": "solar flux units",
        "usd_m": "millions of US dollars",
    }
)
"""The units that a parameter or a stock may have, and how each is read aloud."""


@dataclass(frozen=True)
class Record:
    """One row of a table; ``line`` is where it stands in its file (the header is line 1)."""

    line: int = field(default=0, kw_only=True, compare=False)


def column(meaning: str, *, unit: str = "", refers: str = "", empty: bool = False) -> Any:
    """Declare a column of a table.

    Parameters
    ----------
    meaning
        What the cell says, in one clause.
    unit
        The unit of a number.
    refers
        Tables in which every id of the cell must be found, separated by ``|``.
    empty
        Whether the cell of a text, a list or a mapping may be empty. Numbers and dates that may be empty say so
        in their type.
    """
    return field(metadata={"meaning": meaning, "unit": unit, "refers": refers, "empty": empty})


def sources_column() -> Any:
    """Declare the column that every row which states a fact has."""
    return column("the documents it rests on", refers="sources")


def columns(record: type[Record]) -> tuple[Field[Any], ...]:
    """Return the columns of a table, in the order of its file."""
    return tuple(f for f in fields(record) if f.name != "line")
