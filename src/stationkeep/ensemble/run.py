"""A study: the ensemble of one scenario, in chunks, on any number of workers, with one answer to the last bit."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from stationkeep.disruption.scenario import Scenario, check
from stationkeep.draws.study import check_study
from stationkeep.ensemble.causes import Explainer
from stationkeep.ensemble.chunk import AROUND, BLOCK, Gathering, Lives, Surroundings, live_chunk
from stationkeep.ensemble.events import events, placards, weak_twin
from stationkeep.ensemble.loop import ENTRY_KM
from stationkeep.ensemble.model import Compiled, Fact, compile_scenario
from stationkeep.ensemble.outcome import Draw, FunctionFate, Outcome, RungFate, Series
from stationkeep.ensemble.store import Store
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.errors import InputError
from stationkeep.facts.pack import Pack, load_pack

SAMPLES = 240
"""At most so many days are kept of every series."""

_MANY_MEMBERS = 20_000  # beyond them fewer days are kept, so that the series of all stay below half a gigabyte
_FEWEST_SAMPLES = 48

MOST_MEMBERS = 200_000  # every member leaves 12 to 33 kB until the end: more would not fit a machine of 4 GB


def run(
    scenario: Scenario,
    *,
    members: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    out: Path | None = None,
    resume: bool = False,
    progress: Callable[[int, int], None] | None = None,
    pack: Pack | None = None,
) -> Outcome:
    """Live a scenario and its undisturbed twin in an ensemble.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    members : int, optional
        Simulated futures, 1 to 200,000; by default the scenario's own number. Of more than 20,000, series keep fewer
        days (48 at least, 240 else).
    seed : int
        Study seed, 0 to 2**63 - 1; the same seed gives the same answer, whatever the workers.
    workers : int, optional
        Threads; by default one a processor.
    out : Path, optional
        Folder that keeps finished chunks, so that an interrupted study can resume.
    resume : bool
        Use chunks that ``out`` already holds for this very study.
    progress : callable, optional
        Called with (members done, members in all).

    Raises
    ------
    InputError
        Numbers out of range, or a scenario that does not fit the pack.
    """
    members = scenario.members if members is None else members
    if not 1 <= members <= MOST_MEMBERS:
        raise InputError(f"members is {members}, expected 1 to {MOST_MEMBERS}")
    check_study(seed, workers)
    pack = load_pack(scenario.pack) if pack is None else pack
    check(scenario, pack)
    compiled = compile_scenario(scenario, pack)
    around, told = surroundings(compiled)
    samples = max(_FEWEST_SAMPLES, min(SAMPLES, SAMPLES * _MANY_MEMBERS // members))
    every = max(1, -(-scenario.horizon_days // samples))
    store = Store.open(out, scenario, pack, members, seed, resume) if out is not None else None
    lives = _live(compiled, around, members, seed, workers or os.cpu_count() or 1, every, store, progress)
    return _outcome(compiled, lives, members, seed, every, told, workers or os.cpu_count() or 1)


def _live(
    compiled: Compiled,
    around: Surroundings,
    members: int,
    seed: int,
    workers: int,
    every: int,
    store: Store | None,
    progress: Callable[[int, int], None] | None,
) -> Lives:
    firsts = list(range(0, members, BLOCK))
    gathering = Gathering(members)
    left = []
    for first in firsts:
        kept = store.read(first) if store is not None else None
        if kept is not None and kept.facts.shape[1] == min(BLOCK, members - first):
            gathering.add(first, kept)
        else:
            left.append(first)

    def one(first: int) -> None:
        lives = live_chunk(compiled, around, seed, first, min(BLOCK, members - first), every).without_record()
        if store is not None:
            store.write(first, lives)
        gathering.add(first, lives)

    done = members - sum(min(BLOCK, members - first) for first in left)
    if progress is not None:
        progress(done, members)
    if left:  # the first chunk alone: it compiles the loops, or loads them, once
        one(left[0])
        done += min(BLOCK, members - left[0])
        if progress is not None:
            progress(done, members)
    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        waiting = {pool.submit(one, first): first for first in left[1:]}
        for finished in as_completed(waiting):
            first = waiting[finished]
            finished.result()
            done += min(BLOCK, members - first)
            if progress is not None:
                progress(done, members)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return gathering.lives()


def _outcome(
    compiled: Compiled, lives: Lives, members: int, seed: int, every: int, told: dict[str, object], workers: int
) -> Outcome:
    disturbed, undisturbed = Explainer(compiled, compiled.graph), Explainer(compiled, compiled.twin)
    pack, count = compiled.pack, len(compiled.functions)
    fates, absent = [], []
    for place, name in enumerate(compiled.functions):
        row = pack.functions[name]
        chain, share = disturbed.commonest(place, lives.lost[1, place], lives.snapshot[1, place])
        twin_chain, _ = undisturbed.commonest(place, lives.lost[0, place], lives.snapshot[0, place])
        why = "; ".join(link.what for link in twin_chain[:3])
        lost, back, twin = lives.lost[1, place], lives.back[1, place], lives.lost[0, place]
        fates.append(FunctionFate(name, row.label, lost, back, twin, chain, share, why))
        missing = (lives.has_first >> np.uint64(place)) & np.uint64(1) == 0
        if missing.mean() > 0.5:
            day = np.where(missing, 0, -1).astype(np.int32)
            chain, _ = undisturbed.commonest(place, day, lives.first_day)
            absent.append((name, "; ".join(link.what for link in chain[:2])))
    rungs = tuple(
        RungFate(name, pack.ladder[name].label, lives.lost[1, count + place])
        for place, name in enumerate(compiled.rungs)
    )
    days = (np.arange(lives.altitude.shape[1]) * every).astype(np.int32)
    gone = lives.altitude <= ENTRY_KM if compiled.model.orbit.on else np.zeros_like(lives.altitude, dtype=bool)
    asked: list[tuple[Any, ...]] = [("altitude_km", "mean altitude", "km", lives.altitude)]
    asked += [
        (name, pack.stocks[name].label, pack.stocks[name].unit, lives.stock[:, place], gone)
        for place, name in enumerate(compiled.names.stocks)
    ]
    asked += [
        (name, pack.occupants[name].label, "people", lives.people[:, place])
        for place, name in enumerate(compiled.names.classes)
    ]
    asked.append(("total", "everybody aboard", "people", lives.people.sum(axis=1, dtype=np.uint8)))
    with ThreadPoolExecutor(max_workers=workers) as pool:
        series = list(pool.map(lambda one: _series(*one), asked))
    altitude = series[0] if compiled.model.orbit.on else None
    stocks = {one.id: one for one in series[1 : 1 + len(compiled.names.stocks)]}
    crew = {one.id: one for one in series[1 + len(compiled.names.stocks) :]}
    draws = tuple(
        Draw(f.id, f.label, f.unit, *_ends(f), lives.facts[place], f.sources, f.confidence)
        for place, f in enumerate(compiled.facts)
        if f.distribution != "fixed"
    ) + tuple(
        Draw(name, label, unit, *_interval(lives.around[place]), lives.around[place], (source,), "medium")
        for place, (name, label, unit, source) in enumerate(AROUND)
        if compiled.model.orbit.on
    )
    return Outcome(
        compiled.scenario,
        seed,
        members,
        tuple(fates),
        rungs,
        days,
        altitude,
        stocks,
        crew,
        tuple(absent),
        draws,
        events(compiled),
        (*placards(compiled), *weak_twin(fates)),
        {"stationkeep": version("stationkeep"), "seed": seed, "members": members, "pack": pack.id, **told},
    )


def _series(name: str, label: str, unit: str, values: np.ndarray, gone: np.ndarray | None = None) -> Series:
    """Percentiles over members of (world, sample, member).

    A member whose station is gone has less than any: a percentile that falls among those is not a number.
    """
    members = values.shape[-1]
    places = np.quantile(np.arange(members), [0.05, 0.5, 0.95], method="inverted_cdf").astype(np.intp)
    chosen = np.empty((len(places), *values.shape[:-1]), dtype=np.float32)
    for world, sample in np.ndindex(*values.shape[:-1]):  # row by row: a copy of one row is all that is needed
        row = values[world, sample]
        if gone is not None and gone[world, sample].any():
            row = np.where(gone[world, sample], -np.inf, row)
        chosen[:, world, sample] = np.sort(row)[places]
    chosen[np.isneginf(chosen)] = np.nan
    return Series(name, label, unit, *chosen[:, 1], *chosen[:, 0])


def _ends(fact: Fact) -> tuple[float, float]:
    """Ends of an uncertain fact's interval; its value where it has none."""
    return (fact.value if fact.low is None else fact.low), (fact.value if fact.high is None else fact.high)


def _interval(values: np.ndarray) -> tuple[float, float]:
    """The 5 and 95 % points of what members drew."""
    low, high = np.quantile(values, [0.05, 0.95])
    return float(low), float(high)
