"""A study: the ensemble of one scenario, in chunks, on any number of workers, with one answer to the last bit."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from importlib.metadata import version
from pathlib import Path

import numpy as np

from stationkeep.disruption.scenario import Scenario, check
from stationkeep.ensemble.causes import Explainer
from stationkeep.ensemble.chunk import AROUND, BLOCK, Lives, Surroundings, join, live_chunk
from stationkeep.ensemble.events import events, placards, weak_twin
from stationkeep.ensemble.model import Compiled, Fact, compile_scenario
from stationkeep.ensemble.outcome import Draw, FunctionFate, Outcome, RungFate, Series
from stationkeep.ensemble.store import Store
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.errors import InputError
from stationkeep.facts.pack import Pack, load_pack

SAMPLES = 240
"""At most so many days are kept of every series."""

MOST_MEMBERS = 200_000  # every member leaves about 26 kB until the end: more would not fit a machine of 8 GB


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
        Simulated futures, 1 to 200,000; by default the scenario's own number.
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
    if not 0 <= seed < 2**63:
        raise InputError(f"seed is {seed}, expected 0 to 2**63 - 1")
    if workers is not None and workers < 1:
        raise InputError(f"workers is {workers}, expected 1 or more")
    pack = load_pack(scenario.pack) if pack is None else pack
    check(scenario, pack)
    compiled = compile_scenario(scenario, pack)
    around, told = surroundings(compiled)
    every = max(1, -(-scenario.horizon_days // SAMPLES))
    store = Store.open(out, scenario, pack, members, seed, resume) if out is not None else None
    lives = _live(compiled, around, members, seed, workers or os.cpu_count() or 1, every, store, progress)
    return _outcome(compiled, lives, members, seed, every, told)


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
    parts: dict[int, Lives] = {}
    if store is not None:
        for first in firsts:
            kept = store.read(first)
            if kept is not None and kept.facts.shape[1] == min(BLOCK, members - first):
                parts[first] = kept

    def one(first: int) -> Lives:
        lives = live_chunk(compiled, around, seed, first, min(BLOCK, members - first), every)
        if store is not None:
            store.write(first, lives)
        return lives

    left = [first for first in firsts if first not in parts]
    done = members - sum(min(BLOCK, members - first) for first in left)
    if progress is not None:
        progress(done, members)
    if left:  # the first chunk alone: it compiles the loops, or loads them, once
        parts[left[0]] = one(left[0])
        done += min(BLOCK, members - left[0])
        if progress is not None:
            progress(done, members)
    pool = ThreadPoolExecutor(max_workers=workers)
    try:
        waiting = {pool.submit(one, first): first for first in left[1:]}
        for finished in as_completed(waiting):
            first = waiting[finished]
            parts[first] = finished.result()
            done += min(BLOCK, members - first)
            if progress is not None:
                progress(done, members)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return join([parts[first] for first in firsts])


def _outcome(compiled: Compiled, lives: Lives, members: int, seed: int, every: int, told: dict[str, object]) -> Outcome:
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
    altitude = _series("altitude_km", "mean altitude", "km", lives.altitude) if compiled.model.orbit.on else None
    stocks = {
        name: _series(name, pack.stocks[name].label, pack.stocks[name].unit, lives.stock[:, place])
        for place, name in enumerate(compiled.names.stocks)
    }
    crew = {
        name: _series(name, pack.occupants[name].label, "people", lives.people[:, place])
        for place, name in enumerate(compiled.names.classes)
    }
    crew["total"] = _series("total", "everybody aboard", "people", lives.people.sum(axis=1))
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


def _series(name: str, label: str, unit: str, values: np.ndarray) -> Series:
    """Percentiles over members of (world, sample, member)."""
    quantiles = np.quantile(values, [0.05, 0.5, 0.95], axis=-1, method="inverted_cdf").astype(np.float32)
    return Series(name, label, unit, *quantiles[:, 1], *quantiles[:, 0])


def _ends(fact: Fact) -> tuple[float, float]:
    """Ends of an uncertain fact's interval; its value where it has none."""
    return (fact.value if fact.low is None else fact.low), (fact.value if fact.high is None else fact.high)


def _interval(values: np.ndarray) -> tuple[float, float]:
    """The 5 and 95 % points of what members drew."""
    low, high = np.quantile(values, [0.05, 0.95])
    return float(low), float(high)
