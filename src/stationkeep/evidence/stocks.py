"""The hindcast of stocks: air and water of the model against what others weighed week by week.

A file of readings is a CSV with ``date`` and columns that the pack's ``[[readings]]`` name. The model starts from the
first reading, lives the flows of the pack with the crew of the flight log, and is given deliveries by date: those that
the file lists, and those that the log knows and the file lacks. Nothing is refilled to a target and nobody re-plans, so
that a wrong rate shows.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stationkeep.disruption.scenario import Scenario, check
from stationkeep.draws.intervals import member_uniforms, quantile
from stationkeep.ensemble.chunk import BLOCK, join, live_chunk
from stationkeep.ensemble.model import compile_scenario
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.errors import InputError
from stationkeep.evidence.readings import Account, Delivery, Readings, accounts, deliveries_of, header, read_readings
from stationkeep.facts.pack import Pack, load_pack
from stationkeep.facts.records import StockLevel

Floats = npt.NDArray[np.float64]

HALF_YEAR_DAYS = 182
_NEAR_DAYS = 30  # a file without a reading so near to that day has no width at six months
_LISTED_WEEK_DAYS = 7  # a row of a list stands for the week that ends on its date
_Z95 = 1.6448536269514722  # 95 % point of the standard normal distribution


@dataclass(frozen=True)
class StockHindcast:
    """One account of the model against its readings.

    Parameters
    ----------
    unit : str
        Of all amounts.
    dates : tuple of date
        Days of the readings; the first is the start and is not scored.
    observed, p05, p50, p95 : (reading,) arrays
        What was read, and what the model expects to be read.
    deliveries : tuple of Delivery
        What was given to the model.
    """

    account: Account
    unit: str
    dates: tuple[dt.date, ...]
    observed: Floats
    p05: Floats
    p50: Floats
    p95: Floats
    deliveries: tuple[Delivery, ...]

    def inside(self, since: dt.date | None = None) -> float:
        """Return the share of readings inside the 90 % interval, from 0 to 1, ``since`` a day or all but the first."""
        scored = np.array([since is None or day >= since for day in self.dates])
        scored[0] = False
        held = (self.p05 <= self.observed) & (self.observed <= self.p95)
        return float(held[scored].mean()) if scored.any() else math.nan

    @property
    def half_year_width(self) -> float:
        """Width of the 90 % interval at the reading next to 182 days, as a share of what was then read."""
        days = np.array([(day - self.dates[0]).days for day in self.dates])
        at = int(np.argmin(np.abs(days - HALF_YEAR_DAYS)))
        if abs(int(days[at]) - HALF_YEAR_DAYS) > _NEAR_DAYS or self.observed[at] <= 0:
            return math.nan
        return float((self.p95[at] - self.p05[at]) / self.observed[at])

    @property
    def mean_absolute_error(self) -> float:
        """Mean distance of the median from the readings after the first, in ``unit``."""
        return float(np.abs(self.p50 - self.observed)[1:].mean())


def hindcast(
    path: Path,
    *,
    pack: Pack | None = None,
    given: Mapping[str, Sequence[Delivery]] | None = None,
    log: bool = True,
    start: dt.date | None = None,
    knowledge: str = "hindsight",
    members: int = 1024,
    seed: int = 1,
) -> tuple[StockHindcast, ...]:
    """Run every account whose columns a file has from its first reading to its last.

    Parameters
    ----------
    path : Path
        CSV with ``date`` (ISO 8601), readings, and deliveries where it lists them.
    pack : Pack, optional
        The bundled one of the International Space Station by default.
    given : mapping of str to sequence of Delivery, optional
        Deliveries to add, by account id.
    log : bool
        Whether the flight log's goods fill in what the file does not list.
    start : date, optional
        Begin with the first reading on or after it; by default with the first of all.
    knowledge : {"hindsight", "then"}
        Crew and ships as flown, or as planned on the first day. Rates are the same.
    members, seed : int
        Size and seed of the ensemble.

    Raises
    ------
    InputError
        See :func:`read_readings`; or no account of the pack has its columns in the file.
    """
    pack = load_pack("iss") if pack is None else pack
    if members < 1:
        raise InputError(f"members is {members}, expected 1 or more")
    columns = header(path)
    wanted = [account for account in accounts(pack) if {"date", *account.columns} <= columns]
    if not wanted:
        known = "; ".join(f"{account.id}: {', '.join(account.columns)}" for account in accounts(pack))
        raise InputError(
            f"{path.name}: found the columns {', '.join(sorted(columns))}, expected date and those of {known}"
        )
    done = []
    for account in wanted:
        readings = read_readings(path, account, start)
        came = deliveries_of(readings, account, pack, (given or {}).get(account.id, ()), log=log)
        expected = _expect(readings, account, came, pack, knowledge, members, seed)
        p05, p50, p95 = np.quantile(expected, [0.05, 0.5, 0.95], axis=1)
        unit = pack.stocks[account.stock].unit
        done.append(StockHindcast(account, unit, readings.dates, readings.values, p05, p50, p95, came))
    return tuple(done)


def _expect(
    readings: Readings,
    account: Account,
    came: Sequence[Delivery],
    pack: Pack,
    knowledge: str,
    members: int,
    seed: int,
) -> Floats:
    """Return what each member expects to be read; shape (reading, member).

    All deliveries are aboard from the first day and are taken off until they are booked: flows do not depend on the
    level, so the two ways agree, and no stock is cut at zero.
    """
    start = readings.dates[0]
    days = np.array([(day - start).days for day in readings.dates])
    low, mode, high = account.share
    most = float(sum(one.amount for one in came)) * high
    bare = _bare(pack, account, start, float(readings.values[0]) + most)
    lived, rates = _live(bare, account, start, int(days[-1]) + 1, knowledge, members, seed)
    expected: Floats = lived[days]
    for name, lump in account.lumps.items():
        taken = np.zeros(members)
        for at in range(1, len(days)):
            u = member_uniforms(seed, f"lumps:{name}:{at}", 0, members)
            span = int(days[at] - days[at - 1])
            taken = taken + lump * _events(rates[name] * span / lump, u) - rates[name] * span
            expected[at] -= taken
    for number, one in enumerate(came):
        key = f"delivery:{account.stock}:{number}"
        amount = one.amount * quantile("triangular", low, mode, high, member_uniforms(seed, f"{key}:share", 0, members))
        since = (one.day - start).days - (_LISTED_WEEK_DAYS if one.by == "listed" else 0)
        late = account.booked_within_days * member_uniforms(seed, f"{key}:late", 0, members)
        booked = days[:, None] > since + late[None, :]
        expected += np.where(booked, amount, 0.0)
    astray = np.zeros(members)
    for at, day in enumerate(days):
        if at:
            weeks = (day - days[at - 1]) / 7.0
            astray = astray + account.wander * math.sqrt(weeks) * _normal(seed, f"wander:{account.id}:{at}", members)
        expected[at] = np.maximum(expected[at] + astray - most, 0.0)
        expected[at] += account.scatter * _normal(seed, f"reading:{account.id}:{at}", members)
    return expected


def _normal(seed: int, stream: str, members: int) -> Floats:
    """Return one standard normal number a member; shape (member,)."""
    return quantile("normal", -_Z95, 0.0, _Z95, member_uniforms(seed, stream, 0, members))


def _events(mean: Floats, u: Floats) -> Floats:
    """Return the Poisson count at cumulative probability ``u``; shape (member,)."""
    chance = np.exp(-mean)
    reached, count = chance.copy(), np.zeros(len(mean))
    while np.any(more := (u > reached) & (chance > 0.0)):
        count = np.where(more, count + 1.0, count)
        chance = np.where(more, chance * mean / np.maximum(count, 1.0), chance)
        reached = np.where(more, reached + chance, reached)
    return count


def _bare(pack: Pack, account: Account, start: dt.date, level: float) -> Pack:
    """Return the pack with one stock at a level, unbounded, and without what refills it."""
    flows = {
        name: row
        for name, row in pack.flows.items()
        if row.stock != account.stock
        or (
            not row.per.startswith("arrival:")
            and name not in account.without
            and (not account.flows or name in account.flows)
        )
    }
    stock = replace(pack.stocks[account.stock], capacity="", target="")
    first = StockLevel(account.stock, start, None, level, None, "fixed", (), "high", "the first reading")
    levels = (*(row for row in pack.stock_levels if row.stock != account.stock), first)
    return replace(pack, flows=flows, stocks={**pack.stocks, account.stock: stock}, stock_levels=levels)


def _live(
    pack: Pack, account: Account, start: dt.date, days: int, knowledge: str, members: int, seed: int
) -> tuple[Floats, dict[str, Floats]]:
    """Live the undisturbed station; return the stock by (day, member), and a day's amount of the flows in lumps."""
    scenario = Scenario("stocks", "hindcast of stocks", start, horizon_days=days, knowledge=knowledge, pack=pack.id)
    check(scenario, pack)
    compiled = compile_scenario(scenario, pack)
    around, _ = surroundings(compiled)
    firsts = range(0, members, BLOCK)
    lives = join([live_chunk(compiled, around, seed, first, min(BLOCK, members - first), 1) for first in firsts])
    place = {fact.id: at for at, fact in enumerate(compiled.facts)}
    rates = {name: lives.facts[place[pack.flows[name].amount]] for name in account.lumps}
    lived = np.asarray(lives.stock[0, compiled.names.stocks.index(account.stock)], dtype=np.float64)
    return lived, rates
