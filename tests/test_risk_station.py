"""The structure of a station over refusals: against brute force, the day loop, and what is known of the ISS."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import SEABED_START, changed, seabed

from stationkeep.disruption.scenario import ALL_BUT_NAMED, SCOPES, Scenario, Suspension
from stationkeep.ensemble.run import run
from stationkeep.errors import InputError, PackError, ScenarioError, UnknownName
from stationkeep.facts.pack import load_pack
from stationkeep.risk.cascade import Asked, cascade_cuts, live_sets, quantiles, who_matters
from stationkeep.risk.diagram import Diagram
from stationkeep.risk.importance import brute_cut_sets, brute_probability
from stationkeep.risk.question import Question, cutsets
from stationkeep.risk.snapshot import Snapshot
from stationkeep.risk.structure import Structure
from stationkeep.risk.suppliers import suppliers
from stationkeep.risk.worlds import live_side_by_side

ISS = load_pack("iss")
WAR, LATE = dt.date(2022, 2, 26), dt.date(2026, 6, 5)
DATES = (dt.date(2003, 3, 1), dt.date(2012, 6, 1), WAR, LATE)


@lru_cache(maxsize=8)
def standing(on: dt.date) -> Snapshot:
    return Snapshot.of(ISS, on)


def cuts(function: str, on: dt.date, **changes) -> list[tuple[str, ...]]:
    return Diagram.of(Structure(standing(on), **changes).tree(function)).minimal(3).sets()


@pytest.mark.parametrize("on", DATES)
@pytest.mark.parametrize("of", ["parties", "assets"])
def test_every_function_is_monotone_in_what_is_withdrawn(on, of):
    structure = Structure(standing(on), of, tuple(SCOPES))
    for function in structure.functions():
        assert Diagram.of(structure.tree(function)).monotone, function


@pytest.mark.parametrize("on", DATES)
def test_diagrams_and_brute_force_agree_on_every_function(on):
    structure = Structure(standing(on))
    for function in structure.functions():
        tree = structure.tree(function)
        assert len(tree.used()) <= 12
        assert sorted(Diagram.of(tree).minimal().sets()) == sorted(brute_cut_sets(tree, 12)), function
        p = {name: 0.1 + 0.07 * i for i, name in enumerate(tree.used())}
        assert Diagram.of(tree).probability(p) == pytest.approx(brute_probability(tree, p), abs=1e-12)


def test_roscosmos_alone_could_end_reboost_in_2022_and_not_in_2026():
    assert cuts("orbit.reboost", WAR) == [("roscosmos",)]
    later = cuts("orbit.reboost", LATE)
    assert ("roscosmos",) not in later and ("roscosmos", "spacex") in later


def test_cygnus_hung_on_the_turn_by_russian_thrusters():
    services = dict(ISS.services)
    services["cygnus_reboost"] = replace(services["cygnus_reboost"], needs='yesterday("attitude.control")')
    changed_pack = replace(ISS, services=services)
    tree = Structure(Snapshot.of(changed_pack, WAR)).tree("orbit.reboost")
    assert ("roscosmos",) not in Diagram.of(tree).minimal(3).sets()
    assert "cygnus-ng17" in ISS.services["zvezda_turn"].sources


def test_attitude_and_power_fall_together_only_when_both_partners_refuse():
    assert cuts("attitude.control", WAR) == [("nasa", "roscosmos")]


def test_the_suppliers_of_a_cargo_ship_are_found_three_steps_away():
    assert cuts("cygnus", WAR) == [("energomash",), ("nasa",), ("northrop",), ("roscosmos",), ("yuzhmash",)]
    found = {one.party: one for one in suppliers(Snapshot.of(ISS, WAR), "cygnus")}
    assert found["northrop"].steps == 1 and found["energomash"].steps == 3 and found["roscosmos"].steps == 4
    assert found["energomash"].on_hand == 2 and found["energomash"].flies_until > WAR
    assert found["energomash"].lead_time_days == ISS.carriers["cygnus"].lead_time_days


def test_a_company_stops_with_whoever_controls_it():
    sets = cuts("starliner", WAR)
    assert ("energomash",) in sets and ("roscosmos",) in sets


def test_scopes_bound_what_a_refusal_takes():
    assert cuts("orbit.reboost", WAR, scopes=("words", "side")) == []
    assert cuts("propellant.transfer", WAR, scopes=("propellant",)) == [("roscosmos",)]
    assert cuts("crew.return", WAR) == []
    assert cuts("crew.return", WAR, scopes=("lifeboat",)) != []


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(DATES), st.sets(st.sampled_from(sorted(ISS.parties)), max_size=4))
def test_one_more_refusal_never_gives_anything_back(on, parties):
    structure = Structure(standing(on))
    for function in structure.functions()[:: 1 + len(parties) % 3]:
        tree = structure.tree(function)
        known = [name for name in sorted(parties) if name in tree.events]
        lost = [tree.holds(known[:n]) for n in range(len(known) + 1)]
        assert lost == sorted(lost), function


def test_the_second_pack_needs_no_code_of_its_own(tmp_path):
    bed = seabed(tmp_path / "seabed")
    structure = Structure(Snapshot.of(bed, SEABED_START))
    for function in structure.functions():
        tree = structure.tree(function)
        assert sorted(Diagram.of(tree).minimal().sets()) == sorted(brute_cut_sets(tree, 12))


def test_a_pack_with_a_circle_is_refused_with_the_circle(tmp_path):
    rows = changed("functions")
    first, second = rows[0]["id"], rows[1]["id"]
    circle = changed(
        "functions", **{first: {"rule": f'function("{second}")'}, second: {"rule": f'function("{first}")'}}
    )
    with pytest.raises(PackError, match="cycle"):
        pack = seabed(tmp_path / "circle", functions=circle)
        Structure(Snapshot.of(pack, SEABED_START)).tree(first)


def test_what_cannot_be_asked_is_answered_with_a_sentence():
    with pytest.raises(UnknownName, match=r"orbit\.reboost"):
        cutsets(Question("orbit.rebost", WAR), ISS)
    with pytest.raises(ScenarioError, match="2000-11-02"):
        cutsets(Question("orbit.reboost", dt.date(1999, 1, 1)), ISS)
    with pytest.raises(InputError, match=r"1\.2"):
        cutsets(Question("orbit.reboost", WAR, given={"nasa": 1.2}), ISS)
    with pytest.raises(UnknownName, match="nasa"):
        cutsets(Question("orbit.reboost", WAR, given={"nassa": 0.2}), ISS)
    with pytest.raises(InputError, match="order"):
        cutsets(Question("orbit.reboost", WAR, order=0), ISS)


def test_the_document_says_how_far_away_and_how_likely():
    found = cutsets(Question("orbit.reboost", LATE, given={"roscosmos": 0.2, "spacex": 0.1, "nasa": 0.05}), ISS)
    assert found["refusals_away"] == 2
    assert found["probability"] == pytest.approx(0.2 * (1 - 0.9 * 0.95))
    assert {tuple(row["members"]): row["probability"] for row in found["cutsets"]} == {
        ("nasa", "roscosmos"): pytest.approx(0.01),
        ("roscosmos", "spacex"): pytest.approx(0.02),
    }


# The day loop.


def test_worlds_side_by_side_are_those_of_a_run_of_their_own():
    scenarios = [
        Scenario(party, "", WAR, horizon_days=90, suspensions=(Suspension(party, WAR),))
        for party in ("roscosmos", "esa", "nasa", "energomash")
    ]
    together = live_side_by_side(scenarios, pack=ISS, members=70, seed=3)
    for place, scenario in enumerate(scenarios):
        alone = run(scenario, members=70, seed=3, pack=ISS)
        for fate in alone.functions:
            assert np.array_equal(together.lost(place, fate.id), fate.lost_day), (scenario.id, fate.id)
            assert np.array_equal(together.twin_lost(fate.id), fate.twin_lost_day)
    assert together.place[1] == 0  # nothing that the pack knows comes from there


def test_worlds_of_different_stations_are_refused():
    one = Scenario("a", "", WAR, horizon_days=30)
    with pytest.raises(InputError, match="stations"):
        live_side_by_side([one, replace(one, horizon_days=40)], pack=ISS, members=8)


def asked(function: str, on: dt.date, within: int, members: int = 64) -> Asked:
    return Asked(ISS, function, on, within, "parties", ALL_BUT_NAMED, members)


@pytest.mark.parametrize("function", ["orbit.reboost", "attitude.control", "crew.access", "propellant.transfer"])
def test_direct_cut_sets_are_minimal_and_sufficient_in_the_day_loop(function):
    question = asked(function, LATE, 4)
    sets = cuts(function, LATE)
    parts = sorted({tuple(sorted(set(one) - {name})) for one in sets for name in one} - {()})
    share = {one.members: one.share for one in live_sets(question, [*sets, *parts], None)}
    assert all(share[one] >= 0.5 for one in sets)
    assert all(share[one] < 0.5 for one in parts)


def test_time_does_to_reboost_in_2026_what_no_single_refusal_did_at_once():
    question = asked("orbit.reboost", LATE, 180)
    found = cascade_cuts(question, who_matters(question, Snapshot.of(ISS, LATE)), 2)
    alone = {one.members: one for one in found}[("roscosmos",)]
    assert alone.share >= 0.5 and "attitude.control" in dict(alone.takes)
    for one in found:
        assert not any(set(other.members) < set(one.members) for other in found)


def test_exact_probability_agrees_with_refusals_drawn_member_by_member():
    p = {"nasa": 0.3, "roscosmos": 0.6, "spacex": 0.5}
    exact = Diagram.of(Structure(Snapshot.of(ISS, LATE)).tree("orbit.reboost")).probability(p)
    sets = [tuple(n for i, n in enumerate(sorted(p)) if k >> i & 1) for k in range(1, 8)]
    members = 512
    worlds = live_side_by_side(
        [asked("orbit.reboost", LATE, 3).scenario(one) for one in sets], pack=ISS, members=members
    )
    draw = np.random.default_rng(5).random((len(p), members)) < np.array([[p[n]] for n in sorted(p)])
    chosen = (draw * (1 << np.arange(len(p)))[:, None]).sum(axis=0)
    days = np.array([worlds.lost(k, "orbit.reboost") for k in range(len(sets))])
    lost = (days >= 0) & (days <= 3)
    happened = np.array([chosen[m] > 0 and lost[chosen[m] - 1, m] for m in range(members)])
    assert abs(happened.mean() - exact) < 3 * np.sqrt(exact * (1 - exact) / members)


def test_quantiles_count_what_never_happens_as_beyond():
    assert quantiles(np.array([-1] * 6 + [10] * 4)) == (10, None, None)
    assert quantiles(np.array([5] * 10)) == (5, 5, 5)
