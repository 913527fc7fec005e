"""How long a suspension may last: cooperation resumed at one date after another, in the same futures.

A function *comes back* when the station has it at the end of a time of recovery after the resumption. A future's clock
for a function is the first date of resumption from which on it does not come back; so a longer suspension never
recovers more. Futures in which a later resumption would do better than an earlier one are counted and told.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from stationkeep.disruption.scenario import Scenario
from stationkeep.ensemble.chunk import BLOCK
from stationkeep.errors import InputError
from stationkeep.facts.pack import Pack
from stationkeep.risk.cascade import quantiles
from stationkeep.risk.needs import raised_by, rests_on, speaks_of_altitude
from stationkeep.risk.worlds import live_side_by_side

Document = dict[str, Any]
RECOVERY_DAYS = 730
"""Time in which the others and the returned party may restore a function: two rounds of every lead time of the pack."""

SETTLED_DAYS = 30
"""A function is back when the station has it on most of the last so many days."""

STATION = "station"
"""The station as a whole: none of the rungs that ``[clock]`` of ``pack.toml`` names is reached."""

EARLY_DAYS = 60
"""So long after the resumption it is asked what stands in the way: ships have come again by then, if they can."""

_MOST_DATES = 400
_MOST_NAMED = 3


@dataclass(frozen=True)
class Clock:
    """The clock of one function, by member.

    Parameters
    ----------
    days : (member,) int32
        First length of the suspension after which it does not come back; -1: none up to the longest.
    broken : float
        Share of futures in which a longer suspension would have done better than a shorter one.
    """

    function: str
    label: str
    days: npt.NDArray[np.int32]
    lost: float
    broken: float
    why: str


def clocks(
    scenario: Scenario,
    pack: Pack,
    *,
    longest_days: int | None = None,
    step_days: int = 30,
    members: int = 256,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Clock], Scenario]:
    """Resume a scenario's suspensions at every ``step_days`` and see what comes back.

    Parameters
    ----------
    longest_days : int, optional
        Longest suspension tried; by default the scenario's horizon.
    step_days : int
        Between two dates of resumption.

    Returns
    -------
    list of Clock, Scenario
        Functions that are lost in some future, and the station; the scenario with the horizon that was lived.

    Raises
    ------
    InputError
        Nothing that could resume, or too many dates.
    """
    if not scenario.suspensions:
        raise InputError(f"'{scenario.id}' suspends nothing, so nothing can resume; name a scenario with a suspension")
    if scenario.responses:
        raise InputError(f"'{scenario.id}' has responses; the clock is told without them: take them out")
    if step_days < 1:
        raise InputError(f"--step is {step_days} days, expected 1 or more")
    longest = longest_days or scenario.horizon_days
    lengths = list(range(step_days, longest + 1, step_days))
    if not 1 <= len(lengths) <= _MOST_DATES:
        raise InputError(
            f"{longest} days in steps of {step_days} make {len(lengths)} dates, expected 1 to {_MOST_DATES}; "
            "change --step or --horizon"
        )
    lived = replace(scenario, horizon_days=longest + RECOVERY_DAYS)
    asked = [_resumed(lived, days) for days in lengths]
    kept = _Kept(members)
    worlds = live_side_by_side(
        [lived, *asked], pack=pack, members=members, seed=seed, workers=workers, progress=progress, watch=kept.see
    )
    kept.places = worlds.place
    kept.lengths = lengths
    found = []
    names = (*worlds.functions, *worlds.rungs)
    for number, name in enumerate(worlds.functions):
        lost = worlds.lost(0, name)
        if (lost >= 0).any():
            days, broken = kept.clock([number])
            why = _why(kept, days, pack, worlds.functions, worlds.rungs)
            found.append(Clock(name, pack.functions[name].label, days, float((lost >= 0).mean()), broken, why))
    rungs = [names.index(rung) for rung in pack.settings.get("clock", {}).get("station", ())]
    if rungs:
        days, broken = kept.clock(rungs)
        why = _why(kept, days, pack, worlds.functions, worlds.rungs)
        reached = np.any([worlds.lost(0, names[rung]) >= 0 for rung in rungs], axis=0)
        found.append(Clock(STATION, "the station", days, float(reached.mean()), broken, why))
    return found, lived


def _resumed(scenario: Scenario, days: int) -> Scenario:
    """The scenario with every suspension ended ``days`` after it began, or earlier where it ends earlier itself."""
    suspensions = []
    for one in scenario.suspensions:
        until = one.begins + dt.timedelta(days=days)
        suspensions.append(replace(one, until=min(until, one.until or until)))
    return replace(scenario, suspensions=tuple(suspensions))


class _Kept:
    """What is kept of every world: which functions stand at the end, and at which day each resumption is judged."""

    def __init__(self, members: int) -> None:
        self.members = members
        self.places: tuple[int, ...] = ()
        self.lengths: list[int] = []
        self._bits: dict[tuple[int, int], npt.NDArray[np.uint64]] = {}
        self._standing: dict[tuple[int, int, int], npt.NDArray[np.bool_]] = {}

    def see(self, first: int, world: int, bits: npt.NDArray[np.uint64]) -> None:
        """Keep the days of a finished world that a judgement may need, one in thirty."""
        self._bits[first, world] = bits[::SETTLED_DAYS].copy()

    def has(self, world: int, day: int, numbers: list[int]) -> npt.NDArray[np.bool_]:
        """Members of a world that have all of some functions about a day: on two of three samples."""
        last = max(1, day // SETTLED_DAYS)
        parts = []
        for (first, place), bits in sorted(self._bits.items()):
            if place == world:
                all_of = np.bitwise_and.reduce(bits[max(0, last - 2) : last + 1][:, numbers], axis=1)
                members = np.arange(min(BLOCK, self.members - first), dtype=np.uint64)
                found = (all_of[:, None] >> members) & np.uint64(1)
                parts.append(found.mean(axis=0) > 0.5)
        return np.concatenate(parts)

    def standing(self, world: int, day: int, number: int) -> npt.NDArray[np.bool_]:
        """As :meth:`has` of one function or rung, looked up once."""
        key = (world, day, number)
        if key not in self._standing:
            self._standing[key] = self.has(world, day, [number])
        return self._standing[key]

    def back(self, numbers: list[int]) -> npt.NDArray[np.bool_]:
        """(length, member): whether functions are back a time of recovery after a suspension of that length."""
        rows = []
        for place, days in zip(self.places[1:], self.lengths, strict=True):
            day = days + RECOVERY_DAYS
            twin = self.has(0, day, numbers)
            rows.append(self.has(place, day, numbers) | ~twin if place else np.ones(self.members, dtype=np.bool_))
        return np.array(rows)

    def clock(self, numbers: list[int]) -> tuple[npt.NDArray[np.int32], float]:
        """The first length from which on a member never comes back, and the share of members with gaps before it."""
        back = self.back(numbers)
        ever = np.flip(np.maximum.accumulate(np.flip(back, axis=0), axis=0), axis=0)  # comes back here or after longer
        gone = ~ever
        first = np.where(gone.any(axis=0), np.array(self.lengths, dtype=np.int32)[np.argmax(gone, axis=0)], -1)
        return first.astype(np.int32), float((ever & ~back).any(axis=0).mean())


def _why(
    kept: _Kept, days: npt.NDArray[np.int32], pack: Pack, functions: tuple[str, ...], rungs: tuple[str, ...]
) -> str:
    """In words, what stands in the way soon after cooperation resumed: the two commonest reasons and their shares."""
    needs = {name: set(raised_by(pack, pack.functions[name].rule)) for name in functions}
    lengths: dict[str, list[int]] = {}
    circles: Counter[str] = Counter()
    for member in np.flatnonzero(days >= 0):
        length = int(days[member])
        world, soon = kept.places[kept.lengths.index(length) + 1], length + EARLY_DAYS
        if rungs and _worst(kept, world, soon, int(member), rungs, len(functions)) == rungs[-1]:
            lengths.setdefault(_DOWN, []).append(length)
            continue
        roots = _roots(kept, world, soon, int(member), functions, needs)
        circles.update(roots)
        lengths.setdefault(_foremost(roots, pack), []).append(length)
    if not lengths:
        return f"comes back after every suspension of up to {kept.lengths[-1]} days"
    whole = sum(map(len, lengths.values()))
    told = []
    for root, found in sorted(lengths.items(), key=lambda one: (-len(one[1]), one[0]))[:2]:
        share = f"{100 * len(found) / whole:.0f} % of those futures, half of them by day {int(np.median(found))}"
        told.append(f"{_reason(root, pack, needs, circles)} ({share})")
    return "; or ".join(told)


_DOWN = "down"


def _foremost(roots: list[str], pack: Pack) -> str:
    """The root that explains most: attitude or power before altitude, altitude before who is aboard."""
    if not roots:
        return ""
    order = {"mutual": 0, "altitude": 1, "other": 2}

    def rank(name: str) -> tuple[int, int]:
        rule = pack.functions[name].rule
        kind = "mutual" if name in rests_on(pack, rule) else "altitude" if speaks_of_altitude(rule) else "other"
        return order[kind], roots.index(name)

    return min(roots, key=rank)


def _reason(root: str, pack: Pack, needs: dict[str, set[str]], circles: Counter[str]) -> str:
    """One reason in words."""
    if root == _DOWN:
        return "the station has come down before help can come"
    if not root:
        return f"the rest of the station stands, but this is not back within {RECOVERY_DAYS} days"
    row = pack.functions[root]
    others = [name for name in needs if name != root and name in needs[root] and root in needs[name]]
    bound = [pack.functions[name].label for name in others if circles[name] > 0.3 * circles[root]][:_MOST_NAMED]
    if root in rests_on(pack, row.rule) and bound:
        return f"{row.label} does not return: it waits for {', '.join(bound)}, and they wait for it"
    if speaks_of_altitude(row.rule):
        return f"{row.label} does not return: the station is too low for the burns that are left to lift it"
    return f"{row.label} does not return: {row.because}"


def _roots(
    kept: _Kept, world: int, day: int, member: int, functions: tuple[str, ...], needs: dict[str, set[str]]
) -> list[str]:
    """Functions that are missing though nothing that they need is missing, but for those that need them in turn."""
    missing = [
        name
        for number, name in enumerate(functions)
        if not kept.standing(world, day, number)[member] and kept.standing(0, day, number)[member]
    ]
    return [
        name
        for name in missing
        if all(name in needs[other] for other in missing if other in needs[name] and other != name)
    ]


def _worst(kept: _Kept, world: int, day: int, member: int, rungs: tuple[str, ...], offset: int) -> str:
    """The worst rung on which a member stands."""
    for place in range(len(rungs) - 1, -1, -1):
        if not kept.standing(world, day, offset + place)[member]:
            return rungs[place]
    return ""


def document(found: list[Clock], scenario: Scenario, step_days: int, members: int, seed: int) -> Document:
    """The clocks as plain values."""
    rows = []
    for one in found:
        low, middle, high = quantiles(one.days)
        rows.append(
            {
                "function": one.function, "label": one.label, "days_p05": low, "days_p50": middle, "days_p95": high,
                "probability": float((one.days >= 0).mean()), "lost": one.lost, "why": one.why,
                "out_of_order": one.broken,
            }
        )  # fmt: skip
    return {
        "schema": "stationkeep.clock/1",
        "scenario": scenario.id,
        "title": scenario.title,
        "start": str(scenario.start),
        "longest_days": scenario.horizon_days - RECOVERY_DAYS,
        "step_days": step_days,
        "recovery_days": RECOVERY_DAYS,
        "members": members,
        "seed": seed,
        "clocks": rows,
    }
