"""Cut sets at depth *cascade*: what refusals take with time, attitude and stocks included, as the day loop lives it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from stationkeep.disruption.scenario import Failure, Scenario, Suspension
from stationkeep.errors import InputError
from stationkeep.facts.pack import Pack
from stationkeep.risk.needs import rests_on
from stationkeep.risk.snapshot import Snapshot
from stationkeep.risk.structure import Structure
from stationkeep.risk.worlds import Worlds, live_side_by_side

ENOUGH = 0.5
"""Share of futures in which a set must lose the function for it to be a cut set: then the median loss falls within
the days, which is what a single date would say."""

_TOGETHER = 200  # sets that are lived in one go
_MOST_SETS = 2000  # sets of one size that are lived at most
_LONGEST_GRACE = 60  # days lived beyond the days asked for, so that a loss near their end can last its grace


@dataclass(frozen=True)
class Lived:
    """What the day loop made of one set.

    Parameters
    ----------
    share : float
        Of futures in which the function is lost within the days, 0 to 1; ``standard_error`` is its own.
    days_p05, days_p50, days_p95 : int or None
        Days to the loss; ``None`` beyond the days asked for.
    why : tuple of str
        The most common chain of causes, where the set is a cut set.
    takes : tuple of (function, median days)
        Functions that the lost one rests on and that go with it or before it in at least half of the futures.
    """

    members: tuple[str, ...]
    share: float
    standard_error: float
    days_p05: int | None
    days_p50: int | None
    days_p95: int | None
    why: tuple[str, ...] = ()
    takes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Asked:
    """A question to the day loop: which function, from when, within how many days, and in how many futures."""

    pack: Pack
    function: str
    on: dt.date
    within: int
    of: str
    scopes: tuple[str, ...]
    members: int
    seed: int = 1
    workers: int | None = None

    def scenario(self, stopped: Sequence[str]) -> Scenario:
        """The scenario in which exactly these stop."""
        suspensions: tuple[Suspension, ...] = ()
        failures: tuple[Failure, ...] = ()
        if self.of == "parties":
            suspensions = tuple(Suspension(party, self.on, self.scopes) for party in stopped)
        else:
            failures = tuple(Failure(thing, self.on) for thing in stopped)
        horizon = self.within + _LONGEST_GRACE
        return Scenario(
            "+".join(stopped) or "nobody",
            "",
            self.on,
            self.pack.id,
            horizon,
            suspensions=suspensions,
            failures=failures,
        )


def live_sets(
    asked: Asked, sets: Sequence[tuple[str, ...]], progress: Callable[[int, int], None] | None
) -> list[Lived]:
    """Live each set in the same futures and say when the function is lost."""
    if len(sets) > _TOGETHER:
        rest = live_sets(asked, sets[_TOGETHER:], progress)
        return live_sets(asked, sets[:_TOGETHER], progress) + rest
    if not sets:
        return []
    worlds = live_side_by_side(
        [asked.scenario(one) for one in sets],
        pack=asked.pack,
        members=asked.members,
        seed=asked.seed,
        workers=asked.workers,
        progress=progress,
    )
    found = []
    for place, one in enumerate(sets):
        days = worlds.lost(place, asked.function)
        share = float(((days >= 0) & (days <= asked.within)).mean())
        error = float(np.sqrt(share * (1.0 - share) / asked.members))
        why = tuple(link.what for link in worlds.why(place, asked.function)) if share >= ENOUGH else ()
        low, middle, high = quantiles(np.where(days <= asked.within, days, -1))
        takes = () if middle is None else _takes(asked, worlds, place, middle)
        found.append(Lived(one, share, error, low, middle, high, why, takes))
    return found


def _takes(asked: Asked, worlds: Worlds, place: int, by: int) -> tuple[tuple[str, int], ...]:
    """Functions that the one asked about rests on and that are gone by a day in half of the futures."""
    found = []
    for name in rests_on(asked.pack, asked.pack.functions[asked.function].rule):
        if name in worlds.functions and name != asked.function:
            middle = quantiles(worlds.lost(place, name))[1]
            if middle is not None and middle <= by:
                found.append((name, middle))
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


def quantiles(days: np.ndarray) -> tuple[int | None, int | None, int | None]:
    """The 5, 50 and 95 % points of days over members, ``-1`` counted as beyond every horizon."""
    beyond = 1 << 30
    points = np.quantile(np.where(days < 0, beyond, days), [0.05, 0.5, 0.95], method="inverted_cdf")
    low, middle, high = (None if point >= beyond else int(point) for point in points)
    return low, middle, high


def who_matters(asked: Asked, station: Snapshot) -> tuple[str, ...]:
    """Whoever stands in the structure of any function: nobody else can touch the station by stopping."""
    structure = Structure(station, asked.of, asked.scopes)
    for function in structure.functions():
        structure.tree(function)
    for carrier in station.flights.carriers:
        structure.tree(carrier)
    made = structure.gates
    direct = {part for gate in made.gates.values() for part in gate.parts if part in made.events}
    return tuple(sorted(direct))


def cascade_cuts(
    asked: Asked,
    candidates: Iterable[str],
    order: int,
    progress: Callable[[int, int], None] | None = None,
) -> list[Lived]:
    """Minimal sets that lose the function within the days in at least half of the futures.

    Every candidate set is lived, smallest first; a set that holds a cut set is left out, so that each set returned is
    sufficient and no part of it is. Sets with equal effects are lived once.

    Raises
    ------
    InputError
        More sets than can be lived.
    """
    names = tuple(sorted(candidates))
    found: list[Lived] = []
    for size in range(1, order + 1):
        sets = [one for one in combinations(names, size) if not any(set(cut.members) <= set(one) for cut in found)]
        if len(sets) > _MOST_SETS:
            raise InputError(
                f"{len(sets):,} sets of {size} would have to be lived, at most {_MOST_SETS:,}; ask for a smaller "
                "--order or for --depth direct"
            )
        found += [lived for lived in live_sets(asked, sets, progress) if lived.share >= ENOUGH]
    return found
