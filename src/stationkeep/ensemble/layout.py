"""The flat arrays of a scenario, one function an array: from rows of the pack to what the day loop reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from stationkeep.disruption.scenario import Scenario
from stationkeep.draws.philox import purpose
from stationkeep.ensemble import arrays
from stationkeep.ensemble.budgets import place_of, solar_shares
from stationkeep.errors import PackError, Problem, ScenarioError, UnknownName
from stationkeep.facts.pack import Pack
from stationkeep.station import rules
from stationkeep.station.graph import Graph
from stationkeep.station.program import Compiler, Names
from stationkeep.supplies.flights import Timeline
from stationkeep.supplies.goods import load_order
from stationkeep.supplies.ledgers import arrival_targets, person_class
from stationkeep.supplies.replanning import replan

_SPARE_NUMBERS = 1 << 16  # the chances of ships that may not fly are drawn beside those of the others


def parameter(place: Mapping[str, int], name: str, file: str, line: int) -> int:
    """Place of a parameter that a row names."""
    if name not in place:
        fix = "give it a row in parameters.csv that holds on the start date"
        raise PackError([Problem(file, line, "amount", repr(name), "a parameter", fix)])
    return place[name]


def flow_arrays(pack: Pack, compiler: Compiler, names: Names) -> tuple[arrays.FlowArrays, arrays.DeliveryArrays]:
    """Flows by day, person, year and event; and what arrivals bring."""
    place = {name: i for i, name in enumerate(names.parameters)}
    kinds = {"out": arrays.OUT, "in": arrays.IN, "set": arrays.SET, "void": arrays.VOID}
    pers = {"day": arrays.DAY, "year": arrays.YEAR, "traffic": arrays.TRAFFIC, "unit_year": arrays.UNIT_YEAR}
    for row in pack.flows.values():  # first: how long a stock lasts reads the switches of what people take
        if person_class(row.per) is not None:
            compiler.rule(row.when)
    flows: list[tuple[int, int, int, int, int, int, int, int]] = []
    deliveries: list[tuple[int, int, int, int, int, int]] = []
    turns = load_order(pack)
    for row in pack.flows.values():
        stock = names.stocks.index(row.stock)
        amount = parameter(place, row.amount, "flows.csv", row.line)
        when = compiler.rule(row.when)
        targets = arrival_targets(row.per)
        for carrier in targets:
            if carrier in names.carriers:
                turn = -1 if row.id in turns.beside else turns.of(row.stock)
                goods = pack.stocks[row.stock]
                unit = place.get(goods.carried_kg or goods.unit_kg, -1)
                deliveries.append((names.carriers.index(carrier), stock, amount, when, turn, unit))
        if targets:
            continue
        who = person_class(row.per)
        if who is None and row.per not in pers:
            expected = "day, year, unit_year, traffic, person, person:<class> or arrival:<carrier>;..."
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
                names.stocks.index(row.into) if row.into else -1,
            )
        )
    return (
        arrays.FlowArrays(*arrays.columns(flows, [*[np.int32] * 6, np.int64, np.int32])),
        arrays.DeliveryArrays(*arrays.columns(deliveries, [np.int32] * 6)),
    )


def stock_arrays(pack: Pack, compiler: Compiler, names: Names, place: Mapping[str, int]) -> arrays.StockArrays:
    """Bounds of the stocks, and those whose deliveries some rule looks ahead to."""
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

    return arrays.StockArrays(column("capacity"), column("target"), column("critical"), coming)


def burn_arrays(pack: Pack, compiler: Compiler, names: Names, graph: Graph) -> arrays.BurnArrays:
    """Ways to burn, in the order of ``burn_services``."""
    rows: list[tuple[int, int, int, float]] = []
    for service in pack.settings.get("orbit", {}).get("burn_services", ()):
        for row in graph.services.get(service, ()):
            if row.provider not in pack.assets and row.provider not in names.carriers:
                continue
            register = compiler.way(row, rules.Provided(service))
            stock = names.stocks.index(row.stock) if row.stock else -1
            carrier = names.carriers.index(row.provider) if row.provider in names.carriers else -1
            rows.append((register, stock, carrier, row.isp_s or 300.0))
    return arrays.BurnArrays(*arrays.columns(rows, [np.int32, np.int32, np.int32, np.float64]))


def rule_arrays(pack: Pack, compiler: Compiler, names: Names, place: Mapping[str, int]) -> arrays.RuleArrays:
    """Functions, then rungs, and the operating rules."""
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
        after.append(parameter(place, order.after_days, "operating_rules.csv", order.line))
        action.append(actions[order.action])
    return arrays.RuleArrays(
        np.array(function, dtype=np.int32),
        np.array(grace, dtype=np.int32),
        np.array(served, dtype=np.uint8),
        np.array(operating, dtype=np.int32),
        np.array(after, dtype=np.int32),
        np.array(action, dtype=np.int32),
    )


def carrier_arrays(
    pack: Pack, compiler: Compiler, names: Names, flights: Timeline, place: Mapping[str, int], graph: Graph
) -> arrays.CarrierArrays:
    """Types of vehicle that occur in the timeline."""
    rows = [pack.carriers[carrier] for carrier in names.carriers]
    line_of = {ship.carrier: ship.line for ship in flights.docked} | {
        ship.carrier: ship.line for ship in flights.coming
    }
    operations = pack.settings.get("operations", {})

    def of_line(key: str) -> arrays.I32:
        name = str(operations.get(key, ""))
        fallback = place_of(place, operations, key)
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
        np.array([place.get(f"dry:{row.id}", -1) for row in rows], dtype=np.int32),
        np.array([place.get(f"area:{row.id}", -1) for row in rows], dtype=np.int32),
        floats("cargo_down_kg", 0.0),
        np.array([compiler.rule(row.arrival_needs) for row in rows], dtype=np.int32),
    )


def orbit_arrays(pack: Pack, compiler: Compiler, place: Mapping[str, int]) -> arrays.OrbitArrays:
    """Switches of the orbit, from the ``[orbit]`` table of ``pack.toml``."""
    orbit = pack.settings.get("orbit")
    if not orbit:
        return arrays.OrbitArrays(0, compiler.rule(""), 0, 0, 0, compiler.rule(""), 0, 0, 0, 0, -1, 0)
    held, avoid = compiler.rule(str(orbit["held_when"])), compiler.rule(str(orbit["avoid_when"]))
    keys = ("free_drift_drag", "band", "largest_burn", "avoid_rate", "avoid_delta_v", "reserve", "floor")
    drift, band, largest, rate, delta_v, reserve, floor = (place_of(place, orbit, key) for key in keys)
    holding = place.get(str(orbit.get("holding", "")), -1)
    shared = compiler.rule(str(orbit.get("shared_when", "")))
    return arrays.OrbitArrays(1, held, drift, band, largest, avoid, rate, delta_v, reserve, floor, holding, shared)


def flown_from_hand(scenario: Scenario, pack: Pack, flights: Timeline, graph: Graph) -> Sequence[bool]:
    """Which flights to come fly on deliveries that already stand with the user when their supplier has stopped."""
    flown: dict[str, int] = defaultdict(int)
    from_hand = []
    for ship in flights.coming:
        row = pack.carriers[ship.carrier]
        with_hand = graph.carrier(row, from_hand=True)
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
        # what is on hand is used up first, also where another launcher has come by then
        needed = with_hand[ship.first_day] and any(
            graph.asset(a, True, row.scope)[ship.first_day] and not graph.asset(a, scope=row.scope)[ship.first_day]
            for a in names
            if pack.assets[a].kind == "launcher" or pack.assets[a].on_hand
        )
        left = int(min((s for s in stock if s), default=0)) - flown[ship.line]
        from_hand.append(bool(needed and left > 0))
        flown[ship.line] += bool(needed and left > 0)
    return from_hand


def flight_arrays(flights: Timeline, names: Names, from_hand: Sequence[bool]) -> arrays.FlightArrays:
    """Flights to come."""
    number: dict[tuple[str, bool], int] = defaultdict(int)
    numbers = []
    for ship in flights.coming:
        spare = ship.basis == "spare"
        numbers.append(number[ship.line, spare] + spare * _SPARE_NUMBERS)
        number[ship.line, spare] += 1

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
        integers([_down(ship.down, names) for ship in ships]).reshape(-1, len(names.classes)),
        np.array([ship.scatter_days if ship.basis == "cadence" else -1.0 for ship in ships], dtype=np.float64),
        np.array([ship.fixed for ship in ships], dtype=np.uint8),
        np.array([ship.lost for ship in ships], dtype=np.uint8),
        np.array(from_hand, dtype=np.uint8),
        np.array([flights.loss_rate[ship.line] for ship in ships], dtype=np.float64),
        np.array([ship.basis == "spare" for ship in ships], dtype=np.uint8),
    )


def docked_arrays(flights: Timeline, names: Names, scenario: Scenario, pack: Pack) -> arrays.DockedArrays:
    """Ships at their ports on the first day."""
    docked = {ship.flight for ship in flights.docked}
    for failure in scenario.failures:
        known = failure.asset in pack.assets or failure.asset in pack.carriers
        if failure.asset in pack.flights and failure.asset not in docked and not known:
            raise ScenarioError(
                f"{failure.asset} is not docked on {scenario.start}, so its failure would change nothing; "
                f"docked that day: {', '.join(sorted(docked))}"
            )
        if failure.asset in docked and failure.on > scenario.start:
            raise ScenarioError(
                f"{failure.asset} fails on {failure.on}, after the start {scenario.start}; "
                "a single ship can only have failed by the start: move the start to that day"
            )
    ships = flights.docked

    def integers(values: Sequence[object]) -> arrays.I32:
        return np.array(values, dtype=np.int32)

    return arrays.DockedArrays(
        integers([names.carriers.index(ship.carrier) for ship in ships]),
        integers([ship.arrived_day for ship in ships]),
        integers([ship.leaves_day for ship in ships]),
        integers([[ship.residents.get(k, 0) for k in names.classes] for ship in ships]).reshape(-1, len(names.classes)),
        integers([_down(ship.down, names) for ship in ships]).reshape(-1, len(names.classes)),
        np.array([ship.flight in pack.flights for ship in ships], dtype=np.uint8),
    )


def _down(down: Mapping[str, int] | None, names: Names) -> list[int]:
    return [-1 if down is None else down.get(k, 0) for k in names.classes]


def world_arrays(
    masks: arrays.Flags, graph: Graph, pack: Pack, names: Names, flights: Timeline, place: Mapping[str, int]
) -> arrays.World:
    """What depends on who is willing and what works, of one graph; a docked ship that has failed has no seats."""
    rows = [pack.carriers[carrier] for carrier in names.carriers]

    def spans(which: Sequence[arrays.Flags]) -> arrays.Flags:
        return np.array(which, dtype=np.bool_).reshape(len(rows), graph.days)

    gives = {
        row.provider: place[f"delta_v:{row.id}"]
        for found in graph.services.values()
        for row in found
        if row.delta_v_m_s
    }

    def served(scope: str) -> arrays.Flags:
        found = np.ones((len(rows), len(names.classes), graph.days), dtype=np.bool_)
        for place, row in enumerate(rows):
            for refusal in graph.refusing(row.parties, scope):
                withheld = graph.within(refusal.begins, refusal.until)
                for k, name in enumerate(names.classes):
                    if refusal.party not in graph.controllers(pack.occupants[name].party):
                        found[place, k] &= ~withheld
        return found

    crews = replan(pack, flights, graph)

    def people(found: Sequence[Mapping[str, int]]) -> arrays.I32:
        counts = [[ship.get(k, 0) for k in names.classes] for ship in found]
        return np.array(counts, dtype=np.int32).reshape(-1, len(names.classes))

    resumes = np.zeros(graph.days, dtype=np.bool_)
    for refusal in graph.refusals:
        if refusal.until is not None and 0 <= (day := (refusal.until - graph.start).days) < graph.days:
            resumes[day] = True
    can_fly = np.array([spans([graph.carrier(row, hand) for row in rows]) for hand in (False, True)])
    return arrays.World(
        masks,
        can_fly,
        spans([graph.willing(row.parties, "lifeboat") for row in rows]),
        served("lifeboat"),
        served("seats"),
        np.array([gives.get(row.id, -1) for row in rows], dtype=np.int32),
        np.array([ship.seats if graph.working(ship.flight)[0] else 0 for ship in flights.docked], dtype=np.int32),
        _next(can_fly),
        _next(~can_fly[0]),
        np.concatenate([[True], (masks[:, 1:] != masks[:, :-1]).any(axis=0)]),
        people(crews.docked),
        people(crews.coming),
        np.array(crews.advanced, dtype=np.uint8),
        resumes,
        solar_shares(pack, graph, names),
    )


def _next(held: arrays.Flags) -> arrays.I32:
    """First day from each on, on which something holds; the number of days where there is none. Days stand last."""
    days = held.shape[-1]
    ones = np.where(held, np.arange(days, dtype=np.int32), np.int32(days))
    return np.ascontiguousarray(np.minimum.accumulate(ones[..., ::-1], axis=-1)[..., ::-1])
