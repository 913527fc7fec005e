"""A scenario compiled: from facts and disruptions to the flat arrays that the day loop runs on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stationkeep.disruption.scenario import Scenario
from stationkeep.draws.philox import purpose
from stationkeep.ensemble import arrays
from stationkeep.ensemble.budgets import mass_arrays, place_of, power_arrays
from stationkeep.ensemble.layout import (
    burn_arrays,
    carrier_arrays,
    docked_arrays,
    flight_arrays,
    flow_arrays,
    flown_from_hand,
    orbit_arrays,
    rule_arrays,
    stock_arrays,
    world_arrays,
)
from stationkeep.errors import PackError, Problem
from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Service
from stationkeep.station.graph import Graph, Outage, Refusal
from stationkeep.station.grids import grids
from stationkeep.station.program import Compiler, Names, Operations
from stationkeep.supplies.flights import Timeline, timeline
from stationkeep.supplies.ledgers import levels_on, parameters_on

LOOK_AHEAD_DAYS = 1000  # rules look at most this far beyond the horizon
MOST_FUNCTIONS = 64  # one bit each


@dataclass(frozen=True)
class Fact:
    """An uncertain number of the model: a parameter, a first level of a stock, what a visiting ship can give."""

    id: str
    label: str
    unit: str
    distribution: str
    low: float | None
    value: float
    high: float | None
    sources: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class Compiled:
    """A scenario ready to be lived, and everything needed to put its outcome into words."""

    scenario: Scenario
    pack: Pack
    graph: Graph
    twin: Graph
    timeline: Timeline
    names: Names
    functions: tuple[str, ...]
    rungs: tuple[str, ...]
    facts: tuple[Fact, ...]
    level_facts: Mapping[str, int]
    compiler: Compiler
    operations: Operations
    model: arrays.Model
    world: arrays.World
    twin_world: arrays.World
    streams_of: Mapping[str, np.ndarray]
    inclination_deg: float
    told_day: int

    def streams(self, seed: int) -> arrays.Streams:
        """Random streams of a study."""
        of = self.streams_of
        return arrays.Streams(seed, of["window"], of["slip"], of["loss"], of["life"], purpose("orbit.avoidance"))


def compile_scenario(scenario: Scenario, pack: Pack) -> Compiled:
    """Compile a scenario that :func:`stationkeep.disruption.scenario.check` has passed.

    Raises
    ------
    PackError, UnknownName, RuleError
        A rule of the pack that cannot be read, names something unknown, or runs in a circle within a day.
    """
    ahead = scenario.horizon_days + LOOK_AHEAD_DAYS
    known_by = scenario.start if scenario.knowledge == "then" else None
    graph = Graph(pack, scenario.start, ahead, _refusals(scenario), _outages(scenario), known_by, _responses(scenario))
    twin = Graph(pack, scenario.start, ahead, known_by=known_by)
    flights = timeline(pack, scenario.start, ahead, scenario.knowledge)
    facts = _facts(pack, scenario.start, graph, flights.carriers)
    place = {fact.id: i for i, fact in enumerate(facts)}
    day = scenario.start
    asked = {
        name: row
        for name, row in pack.functions.items()
        if (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to)
    }
    if len(asked) + len(pack.ladder) > MOST_FUNCTIONS:
        found = f"{len(asked)} functions and {len(pack.ladder)} rungs"
        fix = "merge some"
        raise PackError([Problem("functions.csv", 0, "function", found, f"at most {MOST_FUNCTIONS} in all", fix)])
    names = Names(
        tuple(asked),
        tuple(pack.stocks),
        ("altitude_km",),
        tuple(place),
        tuple(pack.occupants),
        flights.carriers,
        tuple(row.id for row in grids(pack)),
    )
    text = {name: row.rule for name, row in asked.items()}
    lines = {name: row.line for name, row in asked.items()}
    compiler = Compiler(graph, twin, names, text, lines=lines)
    for carrier in names.carriers:  # first: rules that look at cargo ahead read them
        compiler.rule(pack.carriers[carrier].arrival_needs)
    flows, deliveries = flow_arrays(pack, compiler, names)
    burns = burn_arrays(pack, compiler, names, graph)
    functions = rule_arrays(pack, compiler, names, place)
    carriers = carrier_arrays(pack, compiler, names, flights, place, graph)
    orbit = orbit_arrays(pack, compiler, place)
    operations, cargo = pack.settings.get("operations", {}), pack.settings.get("cargo", {})
    handover = place_of(place, operations, "handover")
    settings = arrays.Settings(
        handover,
        round(facts[handover].value),
        place_of(place, operations, "arrival_wait"),
        place_of(place, operations, "emergency"),
        place_of(place, operations, "slip_full"),
        place_of(place, operations, "advance") if "advance" in operations else -1,
        place_of(place, operations, "supply_gap") if "supply_gap" in operations else -1,
        place_of(place, operations, "supply_advance") if "supply_gap" in operations else -1,
        compiler.rule(str(cargo.get("spare_when", ""))),
        place_of(place, cargo, "until") if "until" in cargo else -1,
        place_of(place, cargo, "reserve") if "reserve" in cargo else -1,
    )
    model = arrays.Model(
        scenario.horizon_days,
        ahead,
        flight_arrays(flights, names, flown_from_hand(scenario, pack, flights, graph)),
        carriers,
        flows,
        deliveries,
        stock_arrays(pack, compiler, names, place),
        burns,
        functions,
        orbit,
        docked_arrays(flights, names, scenario, pack),
        mass_arrays(pack, names, place, twin),
        power_arrays(pack, compiler, names, place, graph),
        settings,
    )
    disturbed, undisturbed = compiler.masks()
    named = {
        kind: np.array([purpose(f"flight.{kind}:{line}") for line in flights.lines], dtype=np.int64)
        for kind in ("window", "slip", "loss", "life")
    }
    return Compiled(
        scenario,
        pack,
        graph,
        twin,
        flights,
        names,
        tuple(asked),
        tuple(pack.ladder),
        facts,
        {stock: place[f"level:{stock}"] for stock in names.stocks},
        compiler,
        compiler.operations(),
        model,
        world_arrays(disturbed, graph, pack, names, flights, place),
        world_arrays(undisturbed, twin, pack, names, flights, place),
        named,
        float(pack.settings.get("orbit", {}).get("inclination_deg", 0.0)),
        _told(scenario),
    )


def _told(scenario: Scenario) -> int:
    """Day on which the first disruption or response is announced or seen, from the start; 0 at the earliest."""
    said = [s.on for s in scenario.suspensions] + [f.on for f in scenario.failures]
    said += [r.begins for r in scenario.responses]
    return max(0, min(((day - scenario.start).days for day in said), default=0))


def _refusals(scenario: Scenario) -> tuple[Refusal, ...]:
    return tuple(
        Refusal(s.party, scope, s.begins, s.until, s.statement or next(iter(scenario.rests_on), ""))
        for s in scenario.suspensions
        for scope in s.covered
    )


def _outages(scenario: Scenario) -> tuple[Outage, ...]:
    return tuple(Outage(failure.asset, failure.on, failure.until) for failure in scenario.failures)


def _responses(scenario: Scenario) -> tuple[Service, ...]:
    rows = []
    for number, response in enumerate(scenario.responses, 1):
        burns = response.delta_v_m_s_year or None
        rows.append(
            Service(
                id=f"response_{number}",
                service=response.service,
                provider=response.by,
                parties=(),
                scope="",
                needs=response.needs,
                valid_from=response.begins,
                valid_to=None,
                stock="",
                isp_s=300.0 if burns else None,
                delta_v_m_s_low=burns,
                delta_v_m_s=burns,
                delta_v_m_s_high=burns,
                sources=(),
                confidence="low",
                note="a response of the scenario",
            )
        )
    return tuple(rows)


def _facts(pack: Pack, day: dt.date, graph: Graph, carriers: Sequence[str]) -> tuple[Fact, ...]:
    facts = [
        Fact(p.id, p.label, p.unit, p.distribution, p.low, p.value, p.high, p.sources, p.confidence)
        for p in parameters_on(pack, day).values()
    ]
    levels = levels_on(pack, day)
    for stock, row in pack.stocks.items():
        if stock not in levels:
            fix = "add a row for it"
            raise PackError([Problem("stock_levels.csv", 0, "stock", f"no level of {stock}", "one at least", fix)])
        level = levels[stock]
        label = f"{row.label} on the first day"
        facts.append(
            Fact(
                f"level:{stock}", label, row.unit, level.distribution, level.low, level.value, level.high,
                level.sources, level.confidence,
            )
        )  # fmt: skip
    for rows in graph.services.values():
        for service in rows:
            if service.delta_v_m_s is not None:
                low, value, high = service.delta_v_m_s_low, service.delta_v_m_s, service.delta_v_m_s_high
                label = f"delta-v that a {graph.name_of(service.provider)} can give"
                shape = "triangular" if low is not None and high is not None and low < high else "fixed"
                facts.append(
                    Fact(
                        f"delta_v:{service.id}", label, "m/s", shape, low, value, high, service.sources,
                        service.confidence,
                    )
                )  # fmt: skip
    return (*facts, *_ships(pack, carriers))


def _ships(pack: Pack, carriers: Sequence[str]) -> Iterator[Fact]:
    """What ships weigh and what area they add, where the pack follows mass."""
    for row in (pack.carriers[name] for name in carriers if "mass" in pack.settings):
        for key, label, unit, low, value, high in (
            ("dry", f"mass of a {row.name} without cargo", "kg", row.dry_kg_low, row.dry_kg, row.dry_kg_high),
            ("area", f"area that a {row.name} adds", "m2", row.area_m2_low, row.area_m2, row.area_m2_high),
        ):
            if value is not None:
                shape = "triangular" if low is not None and high is not None and low < high else "fixed"
                yield Fact(f"{key}:{row.id}", label, unit, shape, low, value, high, row.sources, row.confidence)
