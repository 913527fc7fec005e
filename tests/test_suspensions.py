"""The suspension of 2 April 2022 in its order, and symmetry: whoever withdraws, what is lost depends on him."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationkeep.disruption.scenario import ALL_BUT_NAMED, Scenario, Suspension
from stationkeep.ensemble.chunk import join, live_chunk
from stationkeep.ensemble.model import compile_scenario
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.facts.pack import load_pack
from stationkeep.station import rules
from stationkeep.station.graph import Graph, Refusal
from stationkeep.supplies.ledgers import arrival_targets

ISS = load_pack("iss")
APRIL = dt.date(2022, 4, 2)
DAYS = 1096
PARTIES = sorted(ISS.parties)
AROUND = {}
LIFE_SUPPORT = ("air.oxygen", "air.co2", "water", "food", "power.usos")


def lived(*parties, start=APRIL, days=DAYS, members=256):
    suspensions = tuple(Suspension(party, start) for party in parties)
    model = compile_scenario(Scenario("x", "x", start, horizon_days=days, suspensions=suspensions), ISS)
    if (start, days) not in AROUND:  # sun, air and altitude depend on nobody's will
        AROUND[start, days] = surroundings(model)[0]
    chunks = [live_chunk(model, AROUND[start, days], 1, first, 64, 1) for first in range(0, members, 64)]
    return model, join(chunks)


@pytest.fixture(scope="module")
def april():
    return lived("roscosmos")


def days_of(found, function, world=1):
    model, lives = found
    lost = lives.lost[world, model.functions.index(function)]
    return np.where(lost >= 0, lost, DAYS)


def test_unloading_goes_first_then_attitude_then_altitude(april):
    unloading, attitude, altitude = (
        days_of(april, f) for f in ("attitude.momentum", "attitude.control", "orbit.altitude")
    )
    assert (unloading == 0).all()
    assert (attitude > unloading).all() and (attitude < DAYS).mean() > 0.95
    assert (altitude > attitude).mean() > 0.95
    assert np.median(altitude - attitude) > 180


def test_until_attitude_is_lost_life_support_carries_seven_on_the_us_side(april):
    attitude = days_of(april, "attitude.control")
    lives = april[1]
    people = lives.people[1].sum(axis=0)
    assert (people[0] == 7).all()
    for function in LIFE_SUPPORT:
        assert (days_of(april, function) < attitude).mean() <= 0.01, function
    evening = [people[day - 1, member] for member, day in enumerate(attitude) if 1 <= day < 120]
    assert np.mean(np.array(evening) >= 4) > 0.95  # nobody was sent home by want before that


def test_cygnus_is_the_one_other_way_to_reboost_and_needs_the_station_turned():
    graph = Graph(ISS, APRIL, 30, known_by=APRIL)
    here = [row for row in graph.services["reboost.visiting"] if graph.service(row)[0]]
    willing = {row.provider for row in here if ISS.carriers[row.provider].valid_from <= APRIL}
    assert willing == {"cygnus"}
    (cygnus,) = [row for row in here if row.provider == "cygnus"]
    asked = {node.service for node in rules.walk(rules.parse(cygnus.needs)) if isinstance(node, rules.Provided)}
    assert asked == {"attitude.turn"}
    assert {row.parties for row in graph.services["attitude.turn"]} == {("roscosmos",)}


def test_what_nasa_said_of_it_in_march_2022_holds(april):
    """Neither side can run the station without the other; propulsion is Russian, power passes from the US side."""
    for function in ("orbit.reboost", "orbit.avoidance", "attitude.momentum", "propellant.transfer"):
        assert (days_of(april, function) == 0).all(), function
    without_nasa = lived("nasa", days=400, members=64)
    lost = {f for i, f in enumerate(without_nasa[0].functions) if (without_nasa[1].lost[1, i] >= 0).any()}
    assert {"power.ros", "command.usos", "comms.usos", "orbit.reboost"} <= lost


# --- symmetry ---------------------------------------------------------------------------------------------------------


def touched(party):
    """What a party's whole withdrawal stops at once: vehicles, services, deliveries; by kind and id."""
    graph = Graph(ISS, APRIL, 1, tuple(Refusal(party, scope, APRIL) for scope in ALL_BUT_NAMED), known_by=APRIL)
    found = {("carrier", row.id) for row in ISS.carriers.values() if graph.refusing(row.parties, row.scope)}
    found |= {("carrier", row.id) for row in ISS.carriers.values() if graph.refusing(row.parties, "seats")}
    found |= {("service", row.service) for row in ISS.services.values() if graph.refusing(row.parties, row.scope)}
    used = [row for row in ISS.assets.values() if any(graph.refusing(row.parties, scope) for scope in ALL_BUT_NAMED)]
    found |= {("asset", row.id) for row in used}
    engines = [row for row in ISS.assets.values() if row.kind in ("engine", "stage")]
    return found | {("asset", row.id) for row in engines if graph.refusing((row.owner,), "engines")}


def read_by(rule):
    """What a rule reads, as kinds and ids; people and seats are brought by carriers."""
    if not rule:
        return set()
    found = set()
    for node in rules.walk(rules.parse(rule)):
        match node:
            case rules.Provided(service=name):
                found.add(("service", name))
            case rules.FunctionRef(function=name):
                found.add(("function", name))
            case rules.AssetRef(asset=name):
                found.add(("asset", name))
            case rules.Number(kind="stock" | "cover_days" | "coming", name=name):
                found |= {("stock", name), ("people", "")}
            case rules.Number(kind="level", name=name):
                found.add(("level", name))
            case rules.Number(kind="people" | "seats"):
                found.add(("people", ""))
            case rules.Number(kind="cargo_ahead"):
                found.add(("cargo", ""))
    return found


def edges():
    """For each thing of the pack what it needs, from the tables alone."""
    needs = {("function", row.id): read_by(row.rule) for row in ISS.functions.values()}
    needs |= {("asset", row.id): read_by(row.needs) for row in ISS.assets.values()}
    needs |= {("carrier", r.id): read_by(r.needs) | read_by(r.arrival_needs) for r in ISS.carriers.values()}
    for row in ISS.services.values():
        kind = "carrier" if row.provider in ISS.carriers else "asset"
        needs.setdefault(("service", row.service), set()).update(read_by(row.needs) | {(kind, row.provider)})
    for row in ISS.flows.values():
        reads = read_by(row.when) | {("carrier", name) for name in arrival_targets(row.per)}
        needs.setdefault(("stock", row.stock), set()).update(reads)
    crewed = {("carrier", r.id) for r in ISS.carriers.values() if r.kind.startswith("crew")}
    orders = set().union(*(read_by(row.when) for row in ISS.operating_rules.values()))
    needs["people", ""] = crewed | orders
    needs["cargo", ""] = {("carrier", r.id) for r in ISS.carriers.values() if r.cargo_up_kg}
    needs["level", "altitude_km"] = {("service", name) for name in ISS.settings["orbit"]["burn_services"]}
    needs["level", "altitude_km"] |= {("function", "attitude.control")}
    return needs


def dependents(party):
    """Functions that depend on a party, near or far."""
    reached, needs, grew = touched(party), edges(), True
    while grew:
        more = {thing for thing, reads in needs.items() if thing not in reached and reads & reached}
        reached, grew = reached | more, bool(more)
    return {name for kind, name in reached if kind == "function"}


@pytest.mark.parametrize("party", PARTIES)
def test_what_is_lost_depends_on_who_withdrew(party):
    model, lives = lived(party, days=400, members=64)
    lost = {f for place, f in enumerate(model.functions) if (lives.lost[1, place] >= 0).any()}
    assert lost <= dependents(party)
    if not touched(party):
        assert np.array_equal(lives.people[0], lives.people[1])
        assert np.array_equal(lives.stock[0], lives.stock[1])
        assert np.array_equal(lives.altitude[0], lives.altitude[1])


def test_what_has_one_provider_is_lost_with_it():
    for party, function in (("csa", "robotics.berthing"), ("roscosmos", "propellant.transfer"), ("nasa", "comms.usos")):
        model, lives = lived(party, days=400, members=64)
        assert (lives.lost[1, model.functions.index(function)] >= 0).mean() > 0.95, (party, function)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(PARTIES), max_size=4), st.sampled_from(PARTIES))
def test_one_party_more_never_makes_anything_available(parties, another):
    def graph(who):
        refusals = tuple(Refusal(party, scope, APRIL) for party in sorted(who) for scope in ALL_BUT_NAMED)
        return Graph(ISS, APRIL, 60, refusals, known_by=APRIL)

    fewer, more = graph(parties), graph(parties | {another})
    for row in ISS.carriers.values():
        assert not (more.carrier(row) & ~fewer.carrier(row)).any()
    for rows in fewer.services.values():
        for row in rows:
            assert not (more.service(row) & ~fewer.service(row)).any()


@pytest.mark.parametrize("start", [APRIL, dt.date(2014, 3, 1)])
def test_with_nobody_withdrawn_nothing_is_lost_in_three_years_beyond_what_history_shows(start):
    """Spacewalks wait for a trained pair, which history shows too; every other function stays at the 90 % level."""
    model, lives = lived(start=start)
    history = {"crew.return", "eva.usos", "eva.ros"}
    share = {f: (lives.lost[0, place] >= 0).mean() for place, f in enumerate(model.functions)}
    assert {f for f, p in share.items() if p > 0.1} <= history
    assert all(p <= 0.15 for p in share.values())
    assert (lives.lost[1] == -1).all()
