"""Readings of stocks that others keep: which columns of a file are which stock, and what was delivered meanwhile."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError, PackError, Problem
from stationkeep.facts.files import finite, read_plain, read_sheet
from stationkeep.facts.pack import Pack

Floats = npt.NDArray[np.float64]

_WANTED = "a CSV file of weekly readings"

MATCH_DAYS = 30
"""A flight and a listed delivery within so many days of each other are one delivery."""


@dataclass(frozen=True)
class Account:
    """What a column of readings is measured against; one ``[[readings]]`` of a pack.

    Parameters
    ----------
    stock : str
        The stock whose flows are lived.
    columns, resupply : tuple of str
        Columns that together are the reading, and those that list deliveries.
    carriers : tuple of str
        Carriers whose goods in the flight log come into this account.
    scatter : float
        Standard error of one reading, in the stock's unit.
    wander : float
        Standard deviation of what a week adds to a random walk, in the stock's unit.
    share : tuple of float
        Of a delivery comes into the books: least, most likely, most.
    booked_within_days : float
        A delivery comes into the books on any day from the ship's arrival to so many later.
    flows : tuple of str
        The flows of the stock that belong to this account; empty: all.
    without : tuple of str
        Flows that are left out: cargo that operators re-plan.
    lumps : mapping of str to float
        Flows that are taken in lumps of so much, at random times, where the day loop spreads them evenly.
    """

    id: str
    label: str
    stock: str
    columns: tuple[str, ...]
    resupply: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    scatter: float = 0.0
    wander: float = 0.0
    share: tuple[float, ...] = (1.0, 1.0, 1.0)
    booked_within_days: float = 0.0
    flows: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    lumps: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Delivery:
    """What came on a day, in the stock's unit, and who says so: ``listed``, a flight of the log, or ``given``."""

    day: dt.date
    amount: float
    by: str


@dataclass(frozen=True)
class Readings:
    """A column of readings in order of date, and the deliveries that its file lists."""

    dates: tuple[dt.date, ...]
    values: Floats
    listed: tuple[Delivery, ...]


def header(path: Path) -> set[str]:
    """Return the columns that the first line of a file names.

    Raises
    ------
    InputError
        A file that cannot be read.
    """
    return set(next(csv.reader(read_plain(path, _WANTED).splitlines()), ()))


def accounts(pack: Pack) -> tuple[Account, ...]:
    """Return the accounts that a pack's ``[[readings]]`` describe.

    Raises
    ------
    PackError
        A key, stock, flow or carrier that is not there.
    """
    fields = [one.name for one in fields_of(Account)]
    found, problems = [], []
    for row in pack.settings.get("readings", ()):
        problems += [
            Problem(
                "pack.toml", 0, "readings", f"'{name}'", f"one of {', '.join(sorted(known))}"[:200], "correct the name"
            )
            for names, known in (
                (row.keys(), fields),
                ((row.get("stock", ""),), pack.stocks),
                ((*row.get("flows", ()), *row.get("without", ()), *row.get("lumps", ())), pack.flows),
                (row.get("carriers", ()), pack.carriers),
            )
            for name in names
            if name not in known
        ]
        if not problems:
            values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
            found.append(Account(**values))
    if problems:
        raise PackError(problems)
    return tuple(found)


def read_readings(path: Path, account: Account, start: dt.date | None = None) -> Readings:
    """Read the columns of one account from a day on; rows without a reading are left out.

    Raises
    ------
    InputError
        A file that cannot be read, a missing column, a date or number that is none, dates out of order, fewer than two
        readings.
    """
    dates: list[dt.date] = []
    values: list[float] = []
    listed: list[Delivery] = []
    for line, row in read_sheet(path, ("date", *account.columns), _WANTED):
        day = _date(path, line, row)
        if dates and day <= dates[-1]:
            raise InputError(f"{path.name}:{line}, date: found {day} after {dates[-1]}, expected dates in rising order")
        brought = sum(_number(path, line, name, row.get(name) or "0") for name in account.resupply)
        if brought:
            listed.append(Delivery(day, brought, "listed"))
        cells = [row.get(name) or "" for name in account.columns]
        if all(cells):
            dates.append(day)
            values.append(sum(_number(path, line, *pair) for pair in zip(account.columns, cells, strict=True)))
    skipped = sum(start is not None and day < start for day in dates)
    dates, values = dates[skipped:], values[skipped:]
    if len(dates) < 2:
        since = f" from {start} on" if start else ""
        raise InputError(f"{path.name}: found {len(dates)} readings of {account.label}{since}, expected two or more")
    kept = tuple(one for one in listed if dates[0] < one.day <= dates[-1])
    return Readings(tuple(dates), np.array(values), kept)


def deliveries_of(
    readings: Readings, account: Account, pack: Pack, given: Iterable[Delivery] = (), *, log: bool = True
) -> tuple[Delivery, ...]:
    """Return the deliveries of a span: as listed, as ``given``, and as flown where neither has them.

    A flight of the log counts when its arrival lies in the span and no delivery of the list, not yet matched, lies
    within :data:`MATCH_DAYS` of it.
    """
    first, last = readings.dates[0], readings.dates[-1]
    certain = [*readings.listed, *(one for one in given if first < one.day <= last)]
    flown = [
        Delivery(flight.arrived, flight.goods[account.stock], flight.id)
        for flight in pack.flights.values()
        if flight.arrived is not None
        and first < flight.arrived <= last
        and flight.carrier in account.carriers
        and flight.goods.get(account.stock)
    ]
    unmatched = list(certain)
    for one in sorted(flown, key=lambda d: d.day) if log else ():
        near = [d for d in unmatched if abs((d.day - one.day).days) <= MATCH_DAYS]
        if near:
            unmatched.remove(min(near, key=lambda d: abs((d.day - one.day).days)))
        else:
            certain.append(one)
    return tuple(sorted(certain, key=lambda d: (d.day, d.by)))


def _date(path: Path, line: int, row: Mapping[str, Any]) -> dt.date:
    try:
        return dt.date.fromisoformat(row["date"])
    except (TypeError, ValueError):
        raise InputError(
            f"{path.name}:{line}, date: found {row['date']!r}, expected a date such as 2022-01-14"
        ) from None


def _number(path: Path, line: int, name: str, cell: str) -> float:
    value = finite(cell)
    if not value >= 0.0:
        raise InputError(f"{path.name}:{line}, {name}: found {cell!r}, expected a number from 0, or an empty cell")
    return value
