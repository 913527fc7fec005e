"""What operators change in their flights when a vehicle stops, and what they do not."""

import datetime as dt

import numpy as np
import pytest

from stationkeep.disruption.scenario import Failure, Scenario, Suspension
from stationkeep.ensemble.chunk import live_chunk
from stationkeep.ensemble.model import compile_scenario
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.facts.pack import load_pack
from stationkeep.supplies.replanning import replan, supported_people

ISS = load_pack("iss")
COLUMBIA = dt.date(2003, 2, 1)
LEAK = dt.date(2022, 12, 15)


def compiled(start, *, failures=(), suspensions=(), days=500):
    return compile_scenario(
        Scenario("x", "x", start, horizon_days=days, failures=tuple(failures), suspensions=tuple(suspensions)), ISS
    )


def test_with_nothing_failed_nothing_is_replanned():
    model = compiled(COLUMBIA)
    crews = replan(ISS, model.timeline, model.graph)
    assert [dict(one) for one in crews.coming] == [dict(ship.residents) for ship in model.timeline.coming]
    assert [dict(one) for one in crews.docked] == [dict(ship.residents) for ship in model.timeline.docked]
    assert not any(crews.advanced)


def test_without_the_shuttle_two_come_by_soyuz_and_three_go_home_in_the_lifeboat():
    model = compiled(COLUMBIA, failures=[Failure("shuttle", COLUMBIA)])
    crews = replan(ISS, model.timeline, model.graph)
    taxis = [c for c, ship in zip(crews.coming, model.timeline.coming, strict=True) if ship.carrier == "soyuz_tma"]
    assert taxis and all(crew == {"ros": 1, "usos": 1} for crew in taxis)
    home = dict(zip((ship.flight for ship in model.timeline.docked), crews.docked, strict=True))
    assert sum(home["soyuz_tma_1"].values()) == 3 and not any(home["residents of shuttle"].values())


def test_more_supply_ships_keep_more_people():
    model = compiled(COLUMBIA, failures=[Failure("shuttle", COLUMBIA)])
    fewer = compiled(COLUMBIA, failures=[Failure("shuttle", COLUMBIA), Failure("progress_m1", COLUMBIA)])
    assert supported_people(ISS, model.timeline, model.graph) == 2, "as then decided"
    assert supported_people(ISS, fewer.timeline, fewer.graph) < supported_people(ISS, model.timeline, model.graph)


def test_a_party_that_refuses_does_not_replan_its_crews():
    refused = compiled(COLUMBIA, suspensions=[Suspension("nasa", COLUMBIA)])
    crews = replan(ISS, refused.timeline, refused.graph)
    assert [dict(one) for one in crews.coming] == [dict(ship.residents) for ship in refused.timeline.coming]


def test_the_next_ship_of_a_failed_lifeboat_comes_sooner_and_with_seats_free():
    model = compiled(LEAK, failures=[Failure("soyuz_ms_22", LEAK)], days=200)
    crews = replan(ISS, model.timeline, model.graph)
    sooner = [place for place, early in enumerate(crews.advanced) if early]
    assert [model.timeline.coming[place].name for place in sooner] == ["Soyuz MS-23 (69S)"]
    assert sum(crews.coming[sooner[0]].values()) == 0
    around, _ = surroundings(model)
    lives = live_chunk(model, around, 1, 0, 64, 1)
    gained = lives.arrival[0, sooner[0]] - lives.arrival[1, sooner[0]]
    assert 10 < np.median(gained) < 25 and (gained >= 0).mean() > 0.95


def test_a_repaired_vehicle_flies_at_once_and_a_party_that_resumes_after_its_lead_time():
    start = dt.date(2011, 8, 24)
    end = dt.date(2011, 10, 30)
    failed = compiled(start, failures=[Failure("soyuz_u", start, end), Failure("soyuz_fg", start, end)])
    refused = compiled(
        start, suspensions=[Suspension("roscosmos", start, ("cargo_flights", "crew_flights"), until=end)]
    )
    came = []
    for model in (failed, refused):
        around, _ = surroundings(model)
        lives = live_chunk(model, around, 1, 0, 64, 10)
        missed = [ship.name for ship in model.timeline.coming].index("Soyuz TMA-22 (28S)")
        came.append(lives.arrival[1, missed])
    assert np.median(came[0]) == (end - start).days
    assert (came[1] == -1).mean() > 0.9  # 90 days after the end the next one is due already


@pytest.mark.parametrize("line", ["cygnus", "progress_m"])
def test_intervals_at_a_lines_cadence_scatter_as_the_flown_ones_do(line):
    model = compiled(dt.date(2022, 4, 2), days=1400)
    around, _ = surroundings(model)
    lives = live_chunk(model, around, 1, 0, 256, 50)
    ours = [p for p, s in enumerate(model.timeline.coming) if s.line == line and s.basis == "cadence"][:4]
    flown = model.timeline.coming[ours[0]].scatter_days
    come = lives.arrival[0, ours].astype(float)
    gaps = np.diff(come[:, (come >= 0).all(axis=0)], axis=0)
    assert np.std(gaps) == pytest.approx(flown * np.sqrt(2.0), rel=0.35)


def test_a_rule_that_denies_a_comparison_may_hold_on_any_day():
    graph = compiled(COLUMBIA, days=30).graph
    assert graph.holds(ISS.flows["breathing"].when)
    assert not graph.holds('no(provided("water.recovery"))')
