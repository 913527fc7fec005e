"""A scenario compiled: from facts and disruptions to the flat arrays that the day loop runs on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stationkeep.disruption.scenario import Scenario
from stationkeep.draws.philox import purpose
from stationkeep.ensemble import arrays
from stationkeep.errors import PackError, Problem, ScenarioError, UnknownName
from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Service
from stationkeep.station import rules
from stationkeep.station.graph import Graph, Outage, Refusal
from stationkeep.station.program import Compiler, Names, Operations
from stationkeep.supplies.flights import Timeline, timeline
from stationkeep.supplies.ledgers import arrival_targets, levels_on, parameters_on, person_class

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
    facts = _facts(pack, scenario.start, graph)
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
        tuple(asked), tuple(pack.stocks), ("altitude_km",), tuple(place), tuple(pack.occupants), flights.carriers
    )
    text = {name: row.rule for name, row in asked.items()}
    lines = {name: row.line for name, row in asked.items()}
    compiler = Compiler(graph, twin, names, text, lines=lines)
    flows, deliveries = _flows(pack, compiler, names)
    burns = _burns(pack, compiler, names, graph)
    rule_arrays = _rules(pack, compiler, names, place)
    carrier_arrays = _carriers(pack, compiler, names, flights, place, graph)
    orbit = _orbit(pack, compiler, place)
    operations_settings = pack.settings.get("operations", {})
    settings = arrays.Settings(
        *(_place(place, operations_settings, key) for key in ("handover", "arrival_wait", "slip_full"))
    )
    model = arrays.Model(
        scenario.horizon_days,
        ahead,
        _flight_arrays(flights, names, _on_hand(scenario, pack, flights, graph)),
        carrier_arrays,
        flows,
        deliveries,
        _stocks(pack, compiler, names, place),
        burns,
        rule_arrays,
        orbit,
        _docked(flights, names, scenario),
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
        _world(disturbed, graph, pack, names),
        _world(undisturbed, twin, pack, names),
        named,
        float(pack.settings.get("orbit", {}).get("inclination_deg", 0.0)),
    )


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


def _facts(pack: Pack, day: dt.date, graph: Graph) -> tuple[Fact, ...]:
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
    return tuple(facts)


def _place(place: Mapping[str, int], settings: Mapping[str, object], key: str) -> int:
    name = str(settings.get(key, ""))
    if name not in place:
        known = ", ".join(sorted(place))[:200]
        raise PackError([Problem("pack.toml", 0, key, repr(name), "a parameter that holds on the start date", known)])
    return place[name]


def _parameter(place: Mapping[str, int], name: str, file: str, line: int) -> int:
    if name not in place:
        fix = "give it a row in parameters.csv that holds on the start date"
        raise PackError([Problem(file, line, "amount", repr(name), "a parameter", fix)])
    return place[name]


def _flows(pack: Pack, compiler: Compiler, names: Names) -> tuple[arrays.FlowArrays, arrays.DeliveryArrays]:
    place = {name: i for i, name in enumerate(names.parameters)}
    kinds = {"out": arrays.OUT, "in": arrays.IN, "set": arrays.SET, "void": arrays.VOID}
    pers = {"day": arrays.DAY, "year": arrays.YEAR, "traffic": arrays.TRAFFIC}
    flows: list[tuple[int, int, int, int, int, int, int]] = []
    deliveries: list[tuple[int, int, int, int]] = []
    for row in pack.flows.values():
        stock = names.stocks.index(row.stock)
        amount = _parameter(place, row.amount, "flows.csv", row.line)
        when = compiler.rule(row.when)
        targets = arrival_targets(row.per)
        for carrier in targets:
            if carrier in names.carriers:
                deliveries.append((names.carriers.index(carrier), stock, amount, when))
        if targets:
            continue
        who = person_class(row.per)
        if who is None and row.per not in pers:
            expected = "day, year, traffic, person, person:<class> or arrival:<carrier>;..."
            raise PackError([Problem("flows.csv", row.line, "per", row.per, expected, "use one of these")])
        per = arrays.PERSON if who is not None else pers[row.per]
        flows.append(
            (
                stock,
                kinds[row.direction],
                amount,
                per,
                names.classes.index(who) if who else -1,
                when,
                purpose(f"flow:{row.id}"),
            )
        )
    columns = [list(column) for column in zip(*flows, strict=True)] or [[] for _ in range(7)]
    integers = [np.array(column, dtype=np.int32) for column in columns[:6]]
    brought = [list(column) for column in zip(*deliveries, strict=True)] or [[] for _ in range(4)]
    return (
        arrays.FlowArrays(*integers, np.array(columns[6], dtype=np.int64)),
        arrays.DeliveryArrays(*(np.array(column, dtype=np.int32) for column in brought)),
    )


def _stocks(pack: Pack, compiler: Compiler, names: Names, place: Mapping[str, int]) -> arrays.StockArrays:
    coming = np.full(len(names.stocks), -1, dtype=np.int32)
    asked = sorted(
        {
            m.node.name
            for m in compiler.meanings.values()
            if isinstance(m.node, rules.Number) and m.node.kind == "coming"
        }
    )
    for number, stock in enumerate(asked):
        coming[names.stocks.index(stock)] = number

    def column(which: str) -> arrays.I32:
        found = [getattr(pack.stocks[stock], which) for stock in names.stocks]
        return np.array([place.get(name, -1) if name else -1 for name in found], dtype=np.int32)

    return arrays.StockArrays(column("capacity"), column("target"), coming)


def _burns(pack: Pack, compiler: Compiler, names: Names, graph: Graph) -> arrays.BurnArrays:
    rows: list[tuple[int, int, int, float]] = []
    for service in pack.settings.get("orbit", {}).get("burn_services", ()):
        for row in graph.services.get(service, ()):
            if row.provider not in pack.assets and row.provider not in names.carriers:
                continue
            register = compiler.way(row, rules.Provided(service))
            stock = names.stocks.index(row.stock) if row.stock else -1
            carrier = names.carriers.index(row.provider) if row.provider in names.carriers else -1
            rows.append((register, stock, carrier, row.isp_s or 300.0))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
    integers = [np.array(column, dtype=np.int32) for column in columns[:3]]
    return arrays.BurnArrays(*integers, np.array(columns[3], dtype=np.float64))


def _rules(pack: Pack, compiler: Compiler, names: Names, place: Mapping[str, int]) -> arrays.RuleArrays:
    function, grace, served = [], [], []
    for name in names.functions:
        row = pack.functions[name]
        function.append(compiler.function(name))
        grace.append(max(1, int(row.grace_days)))
        served.append([1 if k in row.served_by else 0 for k in names.classes])
    for rung in pack.ladder.values():
        function.append(compiler.rule(f"no({rung.rule})"))
        grace.append(1)
        served.append([0] * len(names.classes))
    actions = {"evacuate": arrays.EVACUATE, "send_home": arrays.SEND_HOME}
    operating, after, action = [], [], []
    for order in pack.operating_rules.values():
        if order.action not in actions:
            raise UnknownName("action", order.action, actions)
        operating.append(compiler.rule(order.when))
        after.append(_parameter(place, order.after_days, "operating_rules.csv", order.line))
        action.append(actions[order.action])
    return arrays.RuleArrays(
        np.array(function, dtype=np.int32),
        np.array(grace, dtype=np.int32),
        np.array(served, dtype=np.uint8),
        np.array(operating, dtype=np.int32),
        np.array(after, dtype=np.int32),
        np.array(action, dtype=np.int32),
    )


def _carriers(
    pack: Pack, compiler: Compiler, names: Names, flights: Timeline, place: Mapping[str, int], graph: Graph
) -> arrays.CarrierArrays:
    rows = [pack.carriers[carrier] for carrier in names.carriers]
    line_of = {ship.carrier: ship.line for ship in (*flights.docked, *flights.coming)}
    gives = {
        row.provider: place[f"delta_v:{row.id}"]
        for found in graph.services.values()
        for row in found
        if row.delta_v_m_s
    }
    operations = pack.settings.get("operations", {})

    def of_line(key: str) -> arrays.I32:
        name = str(operations.get(key, ""))
        fallback = _place(place, operations, key)
        return np.array([place.get(f"{name}_{line_of[row.id]}", fallback) for row in rows], dtype=np.int32)

    def floats(name: str, default: float) -> arrays.F64:
        return np.array([getattr(row, name) or default for row in rows], dtype=np.float64)

    life = floats("life_days", 180.0)
    shortest = [row.life_days if row.seats else row.life_days_low for row in rows]  # a crew ship stays while it must
    low = np.array([short or usual for short, usual in zip(shortest, life, strict=True)])
    high = np.array([row.life_days_high or usual for row, usual in zip(rows, life, strict=True)])
    return arrays.CarrierArrays(
        np.array([flights.lines.index(line_of[row.id]) for row in rows], dtype=np.int32),
        np.array([row.seats for row in rows], dtype=np.int32),
        np.array([row.kind in ("crew", "crew_cargo") for row in rows], dtype=np.uint8),
        np.array([row.kind != "crew_cargo" for row in rows], dtype=np.uint8),
        np.array([flights.complement.get(line_of[row.id], 1) for row in rows], dtype=np.int32),
        np.minimum(low, life),
        life,
        np.maximum(high, life),
        floats("lead_time_days", 0.0),
        of_line("slip"),
        of_line("grounding"),
        floats("cargo_up_kg", 0.0),
        np.array([compiler.rule(row.arrival_needs) for row in rows], dtype=np.int32),
        np.array([gives.get(row.id, -1) for row in rows], dtype=np.int32),
        np.array(
            [[pack.occupants[k].party in row.parties for k in names.classes] for row in rows], dtype=np.uint8
        ).reshape(len(rows), len(names.classes)),
    )


def _orbit(pack: Pack, compiler: Compiler, place: Mapping[str, int]) -> arrays.OrbitArrays:
    orbit = pack.settings.get("orbit")
    if not orbit:
        return arrays.OrbitArrays(0, compiler.rule(""), 0, 0, 0, compiler.rule(""), 0, 0, 0, 0)
    held, avoid = compiler.rule(str(orbit["held_when"])), compiler.rule(str(orbit["avoid_when"]))
    keys = ("free_drift_drag", "band", "largest_burn", "avoid_rate", "avoid_delta_v", "reserve", "floor")
    drift, band, largest, rate, delta_v, reserve, floor = (_place(place, orbit, key) for key in keys)
    return arrays.OrbitArrays(1, held, drift, band, largest, avoid, rate, delta_v, reserve, floor)


def _on_hand(scenario: Scenario, pack: Pack, flights: Timeline, graph: Graph) -> Sequence[bool]:
    """Which flights to come fly on deliveries that already stand with the user when their supplier has stopped."""
    flown: dict[str, int] = defaultdict(int)
    from_hand = []
    for ship in flights.coming:
        row = pack.carriers[ship.carrier]
        without, with_hand = graph.carrier(row), graph.carrier(row, from_hand=True)
        needed = bool(with_hand[ship.first_day] and not without[ship.first_day])
        names = (
            {n.asset for n in rules.walk(rules.parse(row.needs)) if isinstance(n, rules.AssetRef)}
            if row.needs
            else set()
        )
        deep = {
            n.asset
            for a in names
            if pack.assets[a].needs
            for n in rules.walk(rules.parse(pack.assets[a].needs))
            if isinstance(n, rules.AssetRef)
        }
        stock = [pack.assets[a].on_hand for a in names | deep if pack.assets[a].on_hand]
        left = int(min((s for s in stock if s), default=0)) - flown[ship.line]
        from_hand.append(needed and left > 0)
        flown[ship.line] += needed and left > 0
    return from_hand


def _flight_arrays(flights: Timeline, names: Names, from_hand: Sequence[bool]) -> arrays.FlightArrays:
    number: dict[str, int] = defaultdict(int)
    numbers = []
    for ship in flights.coming:
        numbers.append(number[ship.line])
        number[ship.line] += 1

    def integers(values: Sequence[object]) -> arrays.I32:
        return np.array(values, dtype=np.int32)

    ships = flights.coming
    return arrays.FlightArrays(
        integers([names.carriers.index(ship.carrier) for ship in ships]),
        integers([flights.lines.index(ship.line) for ship in ships]),
        integers(numbers),
        integers([ship.first_day for ship in ships]),
        integers([ship.last_day for ship in ships]),
        integers([ship.leaves_day for ship in ships]),
        integers([[ship.residents.get(k, 0) for k in names.classes] for ship in ships]).reshape(-1, len(names.classes)),
        np.array([ship.fixed for ship in ships], dtype=np.uint8),
        np.array([ship.lost for ship in ships], dtype=np.uint8),
        np.array(from_hand, dtype=np.uint8),
        np.array([flights.loss_rate[ship.line] for ship in ships], dtype=np.float64),
    )


def _docked(flights: Timeline, names: Names, scenario: Scenario) -> arrays.DockedArrays:
    failed = set()
    for failure in scenario.failures:
        if failure.asset in {ship.flight for ship in flights.docked}:
            if failure.on > scenario.start:
                raise ScenarioError(
                    f"{failure.asset} fails on {failure.on}, after the start {scenario.start}; "
                    "a single ship can only have failed by the start: move the start to that day"
                )
            failed.add(failure.asset)
    ships = flights.docked

    def integers(values: Sequence[object]) -> arrays.I32:
        return np.array(values, dtype=np.int32)

    return arrays.DockedArrays(
        integers([names.carriers.index(ship.carrier) for ship in ships]),
        integers([ship.arrived_day for ship in ships]),
        integers([ship.leaves_day for ship in ships]),
        integers([0 if ship.flight in failed else ship.seats for ship in ships]),
        integers([[ship.residents.get(k, 0) for k in names.classes] for ship in ships]).reshape(-1, len(names.classes)),
    )


def _world(masks: arrays.Flags, graph: Graph, pack: Pack, names: Names) -> arrays.World:
    rows = [pack.carriers[carrier] for carrier in names.carriers]

    def spans(which: Sequence[arrays.Flags]) -> arrays.Flags:
        return np.array(which, dtype=np.bool_).reshape(len(rows), graph.days)

    return arrays.World(
        masks,
        np.array([spans([graph.carrier(row, hand) for row in rows]) for hand in (False, True)]),
        spans([graph.willing(row.parties, "lifeboat") for row in rows]),
        spans([graph.willing(row.parties, "seats") for row in rows]),
    )
