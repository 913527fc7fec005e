"""Stocks aboard, what fills and drains them, and the uncertain facts of a start date as one table each."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from stationkeep.facts.pack import Pack
from stationkeep.facts.records import MassPoint, Parameter, StockLevel

_FLOWN_DAYS = 730  # as the cadence of flights (DEFINITIONS): what was flown over so many days is what is flown
_CHANGES_DAYS, _YEAR_DAYS, _HALF_MONTH_DAYS = 5 * 365, 365, 15
_POLICY_DAYS = 120  # the altitude held over so many days is taken for the altitude to be held


def parameters_on(pack: Pack, day: dt.date) -> dict[str, Parameter]:
    """The row of each parameter that holds on a day; a parameter with no row that day is left out."""
    found: dict[str, Parameter] = {}
    for row in pack.parameters:
        if (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to):
            found[row.id] = row
    return found


def levels_on(pack: Pack, day: dt.date) -> dict[str, StockLevel]:
    """The newest row of each stock's level on or before a day, or its first one."""
    found: dict[str, StockLevel] = {}
    for row in sorted(pack.stock_levels, key=lambda r: r.date):
        if row.date <= day or row.stock not in found:
            found[row.stock] = row
    return found


def mass_on(pack: Pack, day: dt.date, knowledge: str) -> MassPoint | None:
    """The mass nearest in time; in a ``then`` run only from days not after the start, unless there is none."""
    known = [row for row in pack.masses if knowledge == "hindsight" or row.date <= day] or list(pack.masses)
    return min(known, key=lambda row: abs((row.date - day).days), default=None)


def altitude_before(pack: Pack, day: dt.date, knowledge: str) -> tuple[float, float, float]:
    """Altitude on a day with its standard error, and the altitude that operations had been holding.

    Returns
    -------
    altitude_km, error_km, policy_km : float
        ``then``: the newest monthly value before the day carried forward, its error grown by the month-to-month
        scatter of the year before; ``hindsight``: interpolated. ``policy_km`` is the mean of the four months before.
    """
    if not pack.orbit_history:
        return 0.0, 0.0, 0.0
    history = sorted(pack.orbit_history, key=lambda row: row.date)
    before = [row for row in history if row.date <= day]
    after = [row for row in history if row.date > day]
    if not before:
        first = history[0]
        return first.altitude_km, 3.0, first.altitude_km
    newest = before[-1]
    year = [row.altitude_km for row in before if (day - row.date).days <= 365] or [newest.altitude_km]
    recent = [row.altitude_km for row in before if (day - row.date).days <= _POLICY_DAYS] or [newest.altitude_km]
    policy = sum(recent) / len(recent)
    steps = [abs(b - a) for a, b in pairwise(year)]
    scatter = sum(steps) / len(steps) if steps else 2.0
    age = (day - newest.date).days
    if knowledge == "hindsight" and after:
        span = (after[0].date - newest.date).days
        altitude = newest.altitude_km + (after[0].altitude_km - newest.altitude_km) * age / span
        return altitude, 0.5 * scatter * min(1.0, age / 15.0), policy
    return newest.altitude_km, scatter * min(2.0, (age / 30.0) ** 0.5), policy


def lowest_before(pack: Pack, day: dt.date) -> float:
    """Lowest altitude of the 24 months before a day, km; 0 where none is known."""
    known = [row.altitude_km for row in pack.orbit_history if 0 <= (day - row.date).days <= _FLOWN_DAYS]
    return min(known, default=0.0)


def yearly_change(pack: Pack, day: dt.date) -> float:
    """Root mean square change of the altitude over a year, km: of all pairs of months of the five years before a day.

    What operators will hold a year later is known no better than that: altitudes followed traffic and sun.
    """
    known = [row for row in pack.orbit_history if 0 <= (day - row.date).days <= _CHANGES_DAYS]
    changes = [
        later.altitude_km - row.altitude_km
        for row in known
        for later in known
        if abs((later.date - row.date).days - _YEAR_DAYS) <= _HALF_MONTH_DAYS
    ]
    return (sum(change**2 for change in changes) / len(changes)) ** 0.5 if changes else 0.0


def arrival_targets(per: str) -> tuple[str, ...]:
    """Carriers named in a flow's ``per`` such as ``arrival:progress_ms;cygnus``; empty for other flows."""
    return tuple(per.removeprefix("arrival:").split(";")) if per.startswith("arrival:") else ()


def person_class(per: str) -> str | None:
    """Occupant class of a flow's ``per``: ``""`` for everybody, ``None`` when it does not count people."""
    if per == "person":
        return ""
    return per.removeprefix("person:") if per.startswith("person:") else None
