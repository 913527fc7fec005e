"""Gyroscopes one by one: they fail by chance, a spacewalk replaces them with a spare, and two must run."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from stationkeep.disruption.scenario import Failure, Scenario, Suspension
from stationkeep.ensemble.chunk import live_block
from stationkeep.ensemble.model import Compiled, compile_scenario
from stationkeep.ensemble.state import Books
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.facts.pack import Pack, load_pack
from stationkeep.supplies.ledgers import levels_on

ISS = load_pack("iss")
START = dt.date(2022, 4, 2)
DAYS, MEMBERS = 120, 64


def with_numbers(**numbers: float) -> Pack:
    """The pack with some parameters fixed."""
    return replace(ISS, parameters=tuple(
        replace(p, distribution="fixed", low=None, value=numbers[p.id], high=None) if p.id in numbers else p
        for p in ISS.parameters
    ))  # fmt: skip


def with_level(pack: Pack, stock: str, value: float) -> Pack:
    rows = tuple(replace(r, value=value) if r.stock == stock else r for r in pack.stock_levels)
    return replace(pack, stock_levels=rows)


def lived(
    pack: Pack, failed: tuple[str, ...] = (), suspended: tuple[str, ...] = (), first: int = 0
) -> tuple[Compiled, tuple[Books, Books], dict[int, np.ndarray]]:
    scenario = Scenario(
        "s", "s", START, horizon_days=DAYS, failures=tuple(Failure(asset, START) for asset in failed),
        suspensions=tuple(Suspension(party, START) for party in suspended),
    )  # fmt: skip
    compiled, seen = compile_scenario(scenario, pack), {}
    around = surroundings(compiled)[0]
    _, books = live_block(
        compiled, around, 1, first, MEMBERS, 1, True, watch=lambda place, has: seen.update({place: has.copy()})
    )
    return compiled, books, seen


def aboard(compiled: Compiled, books: Books, stock: str) -> np.ndarray:
    """What there is of a stock each morning: (day, member)."""
    return books.opening[compiled.names.stocks.index(stock)]


@pytest.mark.parametrize(
    ("day", "running"),
    [("2002-01-01", 4), ("2003-02-01", 3), ("2004-05-01", 2), ("2004-12-01", 3), ("2005-05-01", 2), ("2006-01-01", 4),
     ("2007-01-01", 3), ("2008-01-01", 4), ("2026-10-15", 4)],
)  # fmt: skip
def test_as_many_run_as_the_record_says(day, running):
    assert levels_on(ISS, dt.date.fromisoformat(day))["gyroscopes"].value == running


def test_they_fail_at_their_rate_and_one_at_a_time():
    """Of four at 0.5 a year each, exp(-2 t) of the members have lost none by t: the death process in closed form."""
    rate = 0.5
    pack = with_numbers(gyroscope_failures_per_year=rate, gyroscope_replacements_per_year=1e-9)
    four = []
    for first in range(0, 512, MEMBERS):
        compiled, (twin, _), _ = lived(pack, first=first)
        running = aboard(compiled, twin, "gyroscopes")
        assert set(np.unique(running)) <= {0.0, 1.0, 2.0, 3.0, 4.0} and (np.diff(running, axis=0) >= -1.0).all()
        assert (np.diff(running, axis=0) <= 0.0).all()
        four.append(running[-1] == 4.0)
    expected = np.exp(-4 * rate * (DAYS - 1) / 365.25)
    error = np.sqrt(expected * (1 - expected) / 512)
    assert np.mean(four) == pytest.approx(expected, abs=3.5 * error)


def test_a_spare_comes_into_service_on_a_spacewalk_and_only_there():
    pack = with_level(
        with_numbers(gyroscope_failures_per_year=0.0, gyroscope_replacements_per_year=60.0), "gyroscopes", 2
    )
    compiled, (twin, disturbed), _ = lived(pack, failed=("quest",))
    both = aboard(compiled, twin, "gyroscopes") + aboard(compiled, twin, "gyroscope_spares")
    assert (aboard(compiled, twin, "gyroscopes")[-1] == 4.0).mean() > 0.9
    assert (both[0] == 4.0).all() and (np.diff(both, axis=0) >= 0.0).all(), "none is made or lost by fitting it"
    assert (aboard(compiled, disturbed, "gyroscopes") == 2.0).all(), "no airlock, no replacement"


def test_below_two_thrusters_must_hold_the_station():
    pack = with_numbers(gyroscope_failures_per_year=0.0, gyroscope_replacements_per_year=1e-9)
    for running, held in ((2, True), (1, False)):
        compiled, _, seen = lived(with_level(pack, "gyroscopes", running), suspended=("roscosmos",))
        place = compiled.functions.index("attitude.control")
        assert (seen[0][:, place] != 0).all(), "thrusters hold the undisturbed station"
        assert bool(seen[1][0, place] != 0) is held


def test_both_worlds_of_a_member_lose_the_same_ones():
    pack = with_numbers(gyroscope_failures_per_year=0.5, gyroscope_replacements_per_year=1e-9)
    compiled, (twin, disturbed), _ = lived(pack, failed=("canadarm2",))
    assert (aboard(compiled, twin, "gyroscopes") == aboard(compiled, disturbed, "gyroscopes")).all()


@pytest.mark.parametrize(("suspended", "fitted"), [((), True), (("nasa",), False)])
def test_shuttles_replaced_what_had_failed_when_crews_were_too_small_for_a_us_spacewalk(suspended, fitted):
    start = dt.date(2005, 6, 1)
    scenario = Scenario(
        "s", "s", start, horizon_days=90, suspensions=tuple(Suspension(party, start) for party in suspended)
    )
    pack = with_numbers(gyroscope_failures_per_year=0.0, shuttle_gyroscopes_per_year=20.0)
    compiled = compile_scenario(scenario, pack)
    _, (_, books) = live_block(compiled, surroundings(compiled)[0], 1, 0, 32, 1, True)
    running = aboard(compiled, books, "gyroscopes")
    assert (running[0] == 2.0).all() and running.max() <= 4.0
    assert bool((running[-1] > 2.0).mean() > 0.9) is fitted
