"""The structure of a station over refusals: against brute force, the day loop, and what is known of the ISS."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import SEABED_START, changed, seabed

from stationkeep.disruption.scenario import ALL_BUT_NAMED, SCOPES, Scenario, Suspension
from stationkeep.ensemble.run import run
from stationkeep.errors import InputError, PackError, ScenarioError, UnknownName
from stationkeep.facts.pack import load_pack
from stationkeep.risk.amounts import own_seats
from stationkeep.risk.cascade import Asked, cascade_cuts, quantiles, who_matters
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
        assert len(tree.used()) <= 13
        assert sorted(Diagram.of(tree).minimal().sets()) == sorted(brute_cut_sets(tree, 13)), function
        p = {name: 0.1 + 0.07 * i for i, name in enumerate(tree.used())}
        assert Diagram.of(tree).probability(p) == pytest.approx(brute_probability(tree, p), abs=1e-12)


def test_roscosmos_alone_could_end_reboost_in_2022_and_not_in_2026():
    assert cuts("orbit.reboost", WAR) == [("roscosmos",), ("tsniimash",)]  # the second runs the control centre
    later = cuts("orbit.reboost", LATE)
    assert min(map(len, later)) == 2 and ("roscosmos", "spacex") in later


def test_owners_makers_and_ranges_of_a_launch_stand_in_its_cut_sets():
    assert cuts("soyuz_ms", WAR) == [("kazakhstan",), ("rkts_progress",), ("roscosmos",), ("tsniimash",)]
    assert ("ussf",) in cuts("crew_dragon", LATE) and ("ula",) in cuts("starliner", WAR)
    falcon, antares = cuts("cygnus_xl", LATE), cuts("cygnus", WAR)
    assert ("spacex",) in falcon and ("spacex",) not in antares and ("virginia_space",) in antares
    assert cuts("htv_x", LATE) == [("jaxa",), ("mhi",), ("nasa",)]
    assert {("arianespace",), ("cnes",)} <= set(cuts("atv", dt.date(2012, 6, 1)))


def test_who_lets_others_launch_withholds_it_flight_by_flight():
    assert cuts("crew.access", LATE, scopes=("cargo_flights",)) == []
    assert ("kazakhstan", "spacex") in cuts("crew.access", LATE, scopes=("crew_flights",))
    assert cuts("orbit.reboost", WAR, scopes=("operations",)) == [("roscosmos",), ("tsniimash",)]


def test_a_docked_ship_brings_nobody_up():
    station = standing(LATE)
    assert "soyuz_ms" in station.there
    grounded = replace(station, due=tuple(one for one in station.due if one.carrier not in ("soyuz_ms", "crew_dragon")))
    assert Structure(grounded).tree("crew.access").holds(())


def test_cygnus_hung_on_the_turn_by_russian_thrusters():
    services = dict(ISS.services)
    services["cygnus_reboost"] = replace(services["cygnus_reboost"], needs='yesterday("attitude.control")')
    changed_pack = replace(ISS, services=services)
    tree = Structure(Snapshot.of(changed_pack, WAR)).tree("orbit.reboost")
    assert ("roscosmos",) not in Diagram.of(tree).minimal(3).sets()
    assert ISS.services["zvezda_turn"].confidence == "low"  # no document found says what turned it


def test_attitude_and_power_fall_together_only_when_both_partners_refuse():
    assert cuts("attitude.control", WAR) == [("nasa", "roscosmos"), ("nasa", "tsniimash")]


def test_the_suppliers_of_a_cargo_ship_are_found_three_steps_away():
    named = {"energomash", "nasa", "northrop", "roscosmos", "virginia_space", "yuzhmash"}
    assert cuts("cygnus", WAR) == [(name,) for name in sorted(named)]
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
        ("nasa", "tsniimash"): None,
        ("roscosmos", "spacex"): pytest.approx(0.02),
        ("spacex", "tsniimash"): None,
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


AT_ONCE = ("orbit.reboost", "power.ros", "crew.access", "cargo.up", "comms.ros", "deorbit.controlled", "eva.usos")


@pytest.mark.parametrize("on", [WAR, LATE])
def test_every_direct_cut_set_is_minimal_and_sufficient_in_runs_of_its_own(on):
    """The sets that the day loop refutes are told apart."""
    sets: dict[str, list[tuple[str, ...]]] = {}
    for function in AT_ONCE:
        found = cutsets(Question(function, on, members=128), ISS)
        sets[function] = [tuple(row["members"]) for row in found["cutsets"]]
        refuted = [tuple(row["members"]) for row in found["refuted"]]
        for one in cuts(function, on):
            assert (one in refuted) != any(set(cut) <= set(one) for cut in sets[function]), (function, one)
    parts = {
        f: {p for one in found for n in range(1, len(one)) for p in combinations(one, n)} for f, found in sets.items()
    }
    every = sorted({one for f in sets for one in (*sets[f], *parts[f])})
    worlds = live_side_by_side([asked("", on, 7).scenario(one) for one in every], pack=ISS, members=128)
    for function, found in sets.items():
        days = {one: worlds.lost(place, function) for place, one in enumerate(every)}
        share = {one: float(((days[one] >= 0) & (days[one] <= 7)).mean()) for one in (*found, *parts[function])}
        assert all(share[one] >= 0.5 for one in found), function
        assert all(share[one] < 0.5 for one in parts[function]), function
    assert all(sets.values())


def test_sums_of_cargo_are_judged_as_the_day_loop_draws_them():
    """At central values NASA alone would lose the cargo of the next year; four futures of five see it come."""
    station = standing(LATE)
    assert ("nasa",) not in cuts("cargo.up", LATE)
    drawn = station.sample
    assert drawn.arrival.shape[0] == len(station.flights.coming) and np.isinf(drawn.arrival).any()
    rates, middle = drawn.numbers["cargo_kg_person_day"], station.numbers["cargo_kg_person_day"]
    assert rates.std() > 0 and np.median(rates) == pytest.approx(middle, rel=0.05)


# Seats home, where several withhold them.

HOLDERS = ("boeing", "nasa", "roscosmos", "spacex")


@given(
    st.lists(st.tuples(st.integers(0, 4), st.sets(st.sampled_from("abc"))), max_size=5),
    st.tuples(*[st.integers(0, 4)] * 3),
)
def test_seats_of_ships_that_serve_some_alone_are_filled_as_well_as_can_be(ships, people):
    aboard = dict(zip("abc", people, strict=True))
    places = [served for seats, served in ships for _ in range(seats)]
    queue = [name for name, count in aboard.items() for _ in range(count)]
    assert own_seats(ships, aboard) == _matched(places, queue)


def _matched(places: list[set[str]], queue: list[str]) -> int:
    """The largest matching of people to places, by augmenting paths."""
    holder: dict[int, int] = {}

    def find(person: int, tried: set[int]) -> bool:
        for place, served in enumerate(places):
            if queue[person] in served and place not in tried:
                tried.add(place)
                if place not in holder or find(holder[place], tried):
                    holder[place] = person
                    return True
        return False

    return sum(find(person, set()) for person in range(len(queue)))


@pytest.mark.parametrize("on", [WAR, LATE, dt.date(2024, 7, 1)])
def test_one_more_refusal_never_gives_a_seat_back(on):
    groups = [one for n in range(len(HOLDERS) + 1) for one in combinations(HOLDERS, n)]
    said = {party: Suspension(party, on, ("lifeboat",)) for party in HOLDERS}
    seats = _seats_of(
        [Scenario("x", "", on, horizon_days=6, suspensions=tuple(said[p] for p in one)) for one in groups]
    )
    structure = Structure(standing(on), scopes=("lifeboat",))
    tree = structure.tree("crew.return")
    aboard = sum(standing(on).people.values())
    for one in groups:
        for other in HOLDERS:
            assert seats[tuple(sorted({*one, other}))] <= seats[one], (one, other)
        assert tree.holds([name for name in one if name in tree.events]) == (seats[one] < aboard), one
    assert seats["nasa", "spacex"] < seats["nasa",] <= seats[()] and seats["spacex",] < seats[()]


def _seats_of(scenarios: list[Scenario], day: int = 0) -> dict[tuple[str, ...], int]:
    worlds = live_side_by_side(scenarios, pack=ISS, members=8)
    found = {}
    for place, one in enumerate(scenarios):
        counted = worlds.lives.seats[worlds.place[place], day]
        assert (counted == counted[0]).all()
        found[tuple(s.party for s in one.suspensions)] = int(counted[0])
    return found


def test_a_second_refusal_counts_from_its_own_day():
    first = Suspension("nasa", LATE, ("lifeboat",))
    later = Suspension("spacex", LATE + dt.timedelta(days=3), ("lifeboat",))
    one = Scenario("two", "", LATE, horizon_days=6, suspensions=(first, later))
    both = replace(one, suspensions=(first, replace(later, on=LATE)))
    assert _seats_of([one], 2)["nasa", "spacex"] == _seats_of([replace(one, suspensions=(first,))], 2)["nasa",]
    assert _seats_of([one], 4) == _seats_of([both], 4) and _seats_of([one], 4) != _seats_of([one], 2)


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
