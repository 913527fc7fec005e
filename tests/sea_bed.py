"""Files of the sea bed for lives that can be counted by hand: no cadence, barges of the log, a party that withholds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from packs import changed, date, seabed, trip

from stationkeep.disruption.scenario import Suspension
from stationkeep.facts.pack import Pack


def ended(**rows) -> list[dict]:
    """Types of vehicle that no longer fly but for the flights of the log, so that nothing is left to cadence."""
    gone = {"valid_to": date(-10), "end_known": date(-20)}
    return changed("carriers", **{name: {**gone, **rows.get(name, {})} for name in ("bell", "barge")})


def beds(folder: Path) -> Callable[..., Pack]:
    """What makes packs of the sea bed under a folder, each with some of its tables replaced."""

    def make(**tables) -> Pack:
        return seabed(folder / f"seabed_{len(list(folder.iterdir()))}", **{"carriers": ended(), **tables})

    return make


def barges(*days: int, stay: int | None = 5) -> list[dict]:
    """Barges of the log after the start; without a stay their departure is not in it."""
    return [trip(f"later_{day}", "barge", day, None if stay is None else day + stay) for day in days]


def withheld(party: str, scope: str, day: int, until: int | None = None, notice: int = 0) -> tuple[Suspension, ...]:
    end = None if until is None else date(until)
    return (Suspension(party, date(day), (scope,), notice, end),)
