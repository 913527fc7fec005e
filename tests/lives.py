"""Lives of the station that several tests look at: one scenario lived once, and what it lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from functools import cache

import numpy as np

from stationkeep.disruption.scenario import Scenario, Suspension
from stationkeep.disruption.toml import load_scenario
from stationkeep.ensemble.chunk import Lives, Surroundings, live_chunk
from stationkeep.ensemble.model import Compiled, compile_scenario
from stationkeep.ensemble.outcome import Outcome
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.facts.pack import Pack, load_pack

ISS = load_pack("iss")
APRIL = dt.date(2022, 4, 2)
MEMBERS = 64


def question(*suspensions: Suspension, start: dt.date = APRIL, days: int = 120, **cells) -> Scenario:
    return Scenario("s", "s", start, horizon_days=days, suspensions=suspensions, **cells)


STOP = Suspension("roscosmos", APRIL)


@cache
def around(start: dt.date, days: int) -> Surroundings:
    """Sun and air of a start date, learnt once for all scenarios of it."""
    return surroundings(compile_scenario(question(start=start, days=days), ISS))[0]


def lived(
    scenario: Scenario, first: int = 0, count: int = MEMBERS, seed: int = 1, every: int = 1, pack: Pack = ISS
) -> tuple[Compiled, Lives]:
    compiled = compile_scenario(scenario, pack)
    where = around(scenario.start, scenario.horizon_days)
    return compiled, live_chunk(compiled, where, seed, first, count, every)


@cache
def bundled(name: str, every: int = 8) -> tuple[Compiled, Lives]:
    return lived(load_scenario(name, ISS), every=every)


def share(study: tuple[Compiled, Lives], function: str, world: int = 1) -> float:
    return float((days_lost(study, function, world) >= 0).mean())


def days_lost(study: tuple[Compiled, Lives], function: str, world: int = 1) -> np.ndarray:
    compiled, lives = study
    return lives.lost[world, (*compiled.functions, *compiled.rungs).index(function)]


def same(one: Lives, other: Lives) -> None:
    for field in fields(Lives):
        a, b = getattr(one, field.name), getattr(other, field.name)
        assert a.dtype == b.dtype and a.tobytes() == b.tobytes(), field.name


def arrays_of(outcome: Outcome) -> dict[str, bytes]:
    """Everything numeric that an outcome holds, by name, as bytes."""
    found = {f"lost:{f.id}": f.lost_day.tobytes() + f.back_day.tobytes() + f.twin_lost_day.tobytes()
             for f in outcome.functions}  # fmt: skip
    found |= {f"rung:{r.id}": r.day.tobytes() for r in outcome.rungs}
    found |= {f"draw:{d.id}": d.values.tobytes() for d in outcome.draws}
    series = [outcome.altitude, *outcome.stocks.values(), *outcome.crew.values()]
    for line in filter(None, series):
        for name in ("p05", "p50", "p95", "twin_p05", "twin_p50", "twin_p95"):
            found[f"{line.id}:{name}"] = getattr(line, name).tobytes()
    found["days"] = outcome.sample_days.tobytes()
    found["words"] = repr([(f.chain, f.chain_share, f.twin_why) for f in outcome.functions]).encode()
    return found


def unburnt() -> Pack:
    orbit = {**ISS.settings["orbit"], "burn_services": ()}
    return replace(ISS, settings={**ISS.settings, "orbit": orbit})


def falling(drag: float) -> np.ndarray:
    """Altitude by day and member with nothing to raise it, at so many times the drag."""
    scenario = question(days=300)
    compiled, where = compile_scenario(scenario, unburnt()), around(APRIL, 300)

    def denser(seed, first_member, ballistic):
        where.fill_density(seed, first_member, ballistic)
        ballistic *= np.float32(drag)

    return live_chunk(compiled, replace(where, fill_density=denser), 1, 0, 16, 1).altitude[0]
