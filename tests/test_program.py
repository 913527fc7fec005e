"""Rules compiled to operations: what the loop computes is what a plain reading of the trees says."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packs import SEABED_START, Row, asked, changed, date, rule_texts, seabed
from program_bench import AHEAD, BLOCK, Bench, Naive, evaluated, random_state

from stationkeep.disruption.scenario import Scenario, Suspension
from stationkeep.ensemble.arrays import OUT, PERSON, Model
from stationkeep.ensemble.bits import has
from stationkeep.ensemble.model import Compiled, compile_scenario
from stationkeep.errors import PackError, UnknownName
from stationkeep.facts.pack import Pack, load_pack
from stationkeep.station import rules
from stationkeep.station.check import check_rules
from stationkeep.station.graph import Graph, Refusal
from stationkeep.station.program import CARGO_AHEAD, COMING, COVER_DAYS, Compiler


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    services = changed(
        "services",
        barge_goods={"needs": 'any(yesterday("power"), stock("food") > par("none"))'},
        spare={
            "service": "power", "provider": "hull", "parties": ["borealis"], "scope": "power",
            "needs": 'all(function("food"), people("divers") >= 1)',
        },
    )  # fmt: skip
    flows = changed("flows", divers_eat={"stock": "food", "direction": "out", "amount": "one", "per": "person:divers"})
    flows = changed("flows") + [row for row in flows if row["id"] == "divers_eat"]
    flows[-1]["when"] = 'yesterday("power")'
    pack = seabed(tmp_path_factory.mktemp("program") / "seabed", services=services, flows=flows)
    held = (Refusal("nereid", "power", date(3), date(20)), Refusal("borealis", "crew_flights", date(10)))
    graph, twin = Graph(pack, SEABED_START, AHEAD, held), Graph(pack, SEABED_START, AHEAD)
    compiled = compile_scenario(asked(pack, days=30, knowledge="then"), pack)
    return Bench(pack, graph, twin, compiled.names, compiled)


def value_of(bench: Bench, text: str, day: int) -> np.ndarray:
    """What the loop makes of a quantity on a day, by member."""
    compiler = bench.compiler()
    flows = bench.compiled.model.flows
    flows = flows._replace(when=np.array([compiler.rule("")] * len(flows.when), dtype=np.int32))
    arrival = np.array([compiler.rule("")] * len(bench.names.carriers), dtype=np.int32)
    compiler.rule(f"{text} >= 0")
    ops = compiler.operations()
    state, outlook, facts = random_state(bench, 5)
    model = with_rules(bench, flows.when, arrival)
    room = evaluated(day, ops, compiler.masks()[1], model, facts, state, outlook)
    (place,) = np.flatnonzero((ops.code == CARGO_AHEAD) | (ops.code == COMING))
    return room.number[place]


def with_rules(bench: Bench, when: np.ndarray, arrival: np.ndarray) -> Model:
    """The bench's model with the registers of another program."""
    model = bench.compiled.model
    return model._replace(flows=model.flows._replace(when=when), carriers=model.carriers._replace(arrival_rule=arrival))


@pytest.mark.parametrize("text", ["cargo_ahead(within_days={})", 'coming("food", within_days={})'])
def test_what_is_to_come_within_more_days_is_never_less(bench, text):
    by_days = [value_of(bench, text.format(days), 3) for days in range(11)]
    assert (by_days[0] == 0).all() and (by_days[10] > 0).any()
    assert (np.diff(by_days, axis=0) >= 0).all()
    assert (value_of(bench, text.format("5 * 10 * 10"), 3) >= by_days[10]).all(), "beyond the table it is its last day"


@pytest.mark.parametrize("text", ["cargo_ahead(within_days=0 - {})", 'coming("food", within_days=0 - {})'])
def test_nothing_comes_within_less_than_no_days(bench, text):
    assert (value_of(bench, text.format(5), 3) <= 0).all()


WORDS = {
    "asset": ["hull", "pump", "winch", "cable"],
    "function": ["power", "goods", "food"],
    "yesterday": ["power", "crew.return"],
    "provided": ["power", "goods", "crew.up"],
    "stock": ["food", "battery"],
    "level": ["altitude_km"],
    "par": ["one", "meals", "reserve_days"],
    "people": ["divers", "techs"],
    "cover_days": ["food", "battery"],
}
FUNCTIONS = {
    "power": 'any(asset("cable"), stock("battery") > par("none"))',
    "goods": 'provided("goods", within_days=par("goods_days"))',
    "food": 'all(function("goods"), cover_days("food") >= 1)',
    "research": 'any(function("food"), yesterday("research"))',
    "crew.return": "seats() >= people()",
    "crew.access": "",
}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rule_texts(WORDS), st.integers(0, 2**32 - 1), st.integers(0, AHEAD - 1), st.booleans())
def test_the_compiled_rules_say_what_a_plain_reading_of_the_trees_says(bench, text, seed, day, disturbed):
    compiler = bench.compiler(**FUNCTIONS)
    flows = bench.compiled.model.flows
    when = np.array([compiler.rule(f.when) for f in bench.pack.flows.values() if not f.per.startswith("arrival")])
    flows = flows._replace(when=when.astype(np.int32))
    needs = [bench.pack.carriers[name].arrival_needs for name in bench.names.carriers]
    arrival = np.array([compiler.rule(text) for text in needs], dtype=np.int32)
    register = compiler.rule(text)
    world = bench.graph if disturbed else bench.twin
    state, outlook, facts = random_state(bench, seed)
    ops = compiler.operations()
    masks = compiler.masks()[0 if disturbed else 1]
    room = evaluated(day, ops, masks, with_rules(bench, flows.when, arrival), facts, state, outlook)
    for b in range(BLOCK):
        naive = Naive(bench, world, FUNCTIONS, state, outlook, facts, day, b)
        assert has.py_func(room.truth[register], b) == naive.holds(rules.parse(text)), (
            f"member {b} on day {day}: {text}"
        )


def test_operations_come_after_their_parts_in_the_whole_pack():
    iss = load_pack("iss")
    day = dt.date(2022, 4, 2)
    compiled = compile_scenario(Scenario("s", "s", day, horizon_days=30, suspensions=(Suspension("nasa", day),)), iss)
    ordered(compiled.compiler)
    assert len(compiled.operations.code) > 200


def cargo_before_arrivals(compiled: Compiled) -> list[int]:
    """Operations that look at cargo ahead before what its ships need to arrive has been worked out."""
    arrival = compiled.model.carriers.arrival_rule.max(initial=-1)
    return [int(i) for i in np.flatnonzero(compiled.operations.code == CARGO_AHEAD) if i < arrival]


def covers_before_their_switches(compiled: Compiled) -> list[tuple[int, int]]:
    """Operations that ask how long a stock lasts, with a switch of its flows that is worked out only later."""
    ops, flows = compiled.operations, compiled.model.flows
    return [
        (int(i), int(flows.when[j]))
        for i in np.flatnonzero(ops.code == COVER_DAYS)
        for j in np.flatnonzero((flows.stock == ops.first[i]) & (flows.per == PERSON) & (flows.kind == OUT))
        if flows.when[j] >= i
    ]


def test_how_long_a_stock_lasts_is_worked_out_after_the_switches_of_its_flows():
    day = dt.date(2022, 4, 2)
    compiled = compile_scenario(Scenario("s", "s", day, horizon_days=30), load_pack("iss"))
    assert not cargo_before_arrivals(compiled)
    assert not covers_before_their_switches(
        compile_scenario(Scenario("s", "s", day, horizon_days=30), load_pack("iss"))
    )


def test_the_order_of_the_flows_in_their_file_does_not_matter(tmp_path):
    eating = {"when": 'provided("power")'}
    flows = changed("flows", eating=eating, extra={
        "stock": "food", "direction": "in", "amount": "one", "per": "day", "when": 'par("one") > cover_days("food")'
    })  # fmt: skip
    pack = seabed(tmp_path / "turned", flows=flows[::-1])
    assert not covers_before_their_switches(compile_scenario(asked(pack), pack))


def ordered(compiler: Compiler) -> None:
    for register in range(len(compiler.operations().code)):
        assert all(part < register for part in compiler.below(register)), register


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(rule_texts(WORDS), min_size=1, max_size=4))
def test_operations_come_after_their_parts_and_equal_rules_share_a_register(bench, texts):
    compiler = bench.compiler(**FUNCTIONS)
    first = [compiler.rule(text) for text in texts]
    length = len(compiler.operations().code)
    ordered(compiler)
    assert [compiler.rule(text) for text in reversed(texts)] == first[::-1]
    assert len(compiler.operations().code) == length, "compiling again adds nothing"


def test_equal_parts_of_different_rules_share_a_register(bench):
    compiler = bench.compiler()
    one = compiler.rule('all(asset("hull"), people() >= 2)')
    other = compiler.rule('any(people() >= 2, asset("hull"), people() >= 3)')
    assert set(compiler.below(one)) == set(list(compiler.below(other))[:2])
    assert compiler.rule('no(asset("hull"))') != compiler.rule('no(asset("pump"))')
    assert compiler.rule('at_least(1, asset("hull"), asset("pump"))') != compiler.rule(
        'at_least(2, asset("hull"), asset("pump"))'
    )
    assert compiler.rule("people() - seats() >= 1") != compiler.rule("seats() - people() >= 1")
    assert compiler.rule('provided("goods", within_days=3) ') != compiler.rule('provided("goods", within_days=4)')


def test_the_twin_has_its_own_masks_and_the_same_program(bench):
    compiler = bench.compiler()
    register = compiler.rule('provided("power")')
    ops, (disturbed, twin) = compiler.operations(), compiler.masks()
    assert disturbed.shape == twin.shape == (len(disturbed), AHEAD)
    assert twin[:, :].all(axis=1).any() and (twin | ~disturbed).all(), "the twin has at least what the disturbed has"
    mask = ops.first[next(r for r in range(register) if ops.code[r] == 0)]
    assert np.flatnonzero(~disturbed[mask]).tolist() == list(range(3, 20))


def function(name: str, rule: str) -> Row:
    return {"id": name, "label": name, "rule": rule, "grace_days": 1}


def test_a_circle_within_a_day_is_an_error_that_names_it(tmp_path):
    functions = [
        *changed("functions"),
        function("a", 'all(function("b"))'),
        function("b", 'any(function("c"), yesterday("a"))'),
        function("c", 'no(function("a"))'),
    ]
    pack = seabed(tmp_path / "circle", functions=functions)
    with pytest.raises(PackError) as caught:
        compile_scenario(asked(pack), pack)
    (problem,) = caught.value.problems
    assert "a -> b -> c -> a" in problem.found
    assert problem.file == "functions.csv" and problem.field == "rule" and "yesterday" in problem.fix
    assert problem.line == 2 + len(changed("functions"))
    reported = [p for p in check_rules(pack) if "circle" in p.expected]
    (found,) = (p.found for p in reported)
    assert re.sub(r'function\("(\w)"\)', r"\1", found) == "a -> b -> c -> a", "the check of the pack says the same"


def test_a_step_of_yesterday_breaks_a_circle(tmp_path):
    functions = [
        *changed("functions"),
        function("a", 'function("b")'),
        function("b", 'any(yesterday("a"), asset("hull"))'),
    ]
    pack = seabed(tmp_path / "lagged", functions=functions)
    assert compile_scenario(asked(pack), pack).functions[-2:] == ("a", "b")
    assert not list(check_rules(pack))


def through_services(tmp_path, needs: str) -> Pack:
    return seabed(tmp_path / "services", services=changed("services", cable_power={"needs": needs}))


def test_a_circle_through_a_service_is_an_error_that_names_it(tmp_path):
    pack = through_services(tmp_path, 'function("power")')
    with pytest.raises(PackError, match="power -> power"):
        compile_scenario(asked(pack), pack)


def test_the_check_sees_a_circle_through_a_service(tmp_path):
    assert list(check_rules(through_services(tmp_path, 'function("power")')))


def test_services_that_need_each_other_are_an_error_of_the_pack(tmp_path):
    pack = through_services(tmp_path, 'provided("power")')
    with pytest.raises(PackError):
        compile_scenario(asked(pack), pack)


@pytest.mark.parametrize(
    "rule",
    [
        'function("pwer")',
        'provided("pwer")',
        'asset("hll")',
        'stock("fod") > 1',
        'par("onee") > 1',
        'people("diver") > 1',
    ],
)
def test_an_unknown_name_in_a_rule_is_answered_with_the_nearest(bench, rule):
    with pytest.raises(UnknownName, match="nearest: "):
        bench.compiler().rule(rule)


def test_an_empty_rule_always_holds(bench):
    compiler = bench.compiler()
    register = compiler.rule("")
    assert compiler.operations().constant[register] == 1.0


def test_a_function_that_the_date_does_not_ask_for_is_left_out(tmp_path):
    functions = changed("functions", research={"valid_from": date(1)}, goods={"valid_to": date(-1)})
    pack = seabed(tmp_path / "dated", functions=functions)
    names = compile_scenario(asked(pack), pack).functions
    assert "research" not in names and "goods" not in names
    assert "research" in compile_scenario(asked(pack, start=date(1)), pack).functions


def test_masks_of_a_scenario_follow_its_suspensions(bench):
    pack = bench.pack
    scenario = asked(pack, days=30, suspensions=(Suspension("nereid", date(4), ("power",), until=date(9)),))
    compiled = compile_scenario(scenario, pack)
    differing = (compiled.world.masks != compiled.twin_world.masks).any(axis=0)
    assert np.flatnonzero(differing).tolist() == [4, 5, 6, 7, 8]
