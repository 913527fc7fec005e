"""Chance: mishaps, slips and losses come at their rates, and a seed is a life."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from lives import ISS, question
from packs import SEABED_START, asked, changed, date, live, log, numbers
from sea_bed import barges

from stationkeep.ensemble.run import run


def mishap(per: str) -> list[dict]:
    return changed("flows", mishap={"stock": "battery", "direction": "void", "amount": "rate", "per": per})


def with_rate(rate: float) -> list[dict]:
    return numbers(rate=rate)


def test_mishaps_come_at_their_rate(bed):
    services = changed("services", cable_power={"valid_to": date(-1)})
    flows = [row for row in mishap("year") if row["id"] != "draining"]
    pack = bed(flows=flows, services=services, parameters=with_rate(2.0))
    emptied = live(asked(pack, days=366), pack, members=400).stock("battery")[365] == 0.0
    expected = 1 - np.exp(-2.0)
    assert emptied.mean() == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / 400))


def test_mishaps_of_traffic_come_with_ships_alone(bed):
    services = changed("services", cable_power={"valid_to": date(-1)})
    flows = [row for row in mishap("traffic") if row["id"] != "draining"]
    pack = bed(flows=flows, services=services, parameters=with_rate(0.3), flights=log(*barges(10)), operating_rules=[])
    battery = live(asked(pack, days=30), pack, members=400).stock("battery")
    assert (battery[10] == 7.0).all()
    assert (battery[11] == 0.0).mean() == pytest.approx(0.3, abs=0.1), "the barge that comes"
    assert (battery[15] == battery[11]).all()
    assert (battery[29] == 0.0).mean() == pytest.approx(1 - 0.7**2, abs=0.1), "and the same one that leaves"


def planned_barge(day: int) -> list[dict]:
    row = {"known_on": date(-5), "event": "dock", "name": "Planned", "carrier": "barge", "visit": False}
    return [{**row, "planned_from": date(day), "planned_to": date(day)}]


def test_a_flight_half_a_year_ahead_slips_by_the_mean_of_its_line(bed):
    parameters = numbers(slip_days=30.0)
    slips = {}
    for day in (45, 180):
        pack = bed(carriers=changed("carriers"), plans=planned_barge(day), parameters=parameters, operating_rules=[])
        food = live(asked(pack, days=day + 5, knowledge="then"), pack, members=400).stock("food")
        ahead = live(asked(pack, days=800, knowledge="then"), pack, members=400).stock("food")
        came = np.array([np.flatnonzero(np.diff(ahead[:, m]) > 0)[0] for m in range(400)])
        assert came.min() >= day and food.shape[0] == day + 5
        slips[day] = came[came < day + 200].mean() - day
    assert slips[180] == pytest.approx(29.5, abs=6.0), "whole days of an exponential of mean 30"
    assert slips[45] == pytest.approx(14.5, abs=4.0), "a quarter of the lead, half the slip"


def test_flights_are_lost_at_the_rate_of_their_line_and_the_line_then_stands_still(bed):
    lost = {f"barge_{n}": {"outcome": "launch_failure"} for n in range(12)}
    pack = bed(
        carriers=changed("carriers"), flights=changed("flights", **lost), plans=planned_barge(20), operating_rules=[]
    )
    found = live(asked(pack, days=100, knowledge="then"), pack, members=400)
    rate = found.compiled.timeline.loss_rate["barge"]
    food = found.stock("food")
    came = np.array(
        [np.flatnonzero(np.diff(food[:, m]) > 0)[0] if (np.diff(food[:, m]) > 0).any() else 999 for m in range(400)]
    )
    assert (came == 20).mean() == pytest.approx(1 - rate, abs=0.1) and 0.3 < rate < 0.6
    assert came[came > 20].min() >= 80, "sixty days of standstill"


def test_another_seed_lives_another_life(bed):
    pack = bed(
        flows=mishap("year"),
        parameters=with_rate(2.0),
        services=changed("services", cable_power={"valid_to": date(-1)}),
    )
    one, other = (live(asked(pack, days=100), pack, members=50, seed=seed).stock("battery") for seed in (1, 2))
    assert (one != other).any()
    assert (live(asked(pack, days=100), pack, members=25, first=25).stock("battery") == one[:, 25:]).all()


def test_an_interval_that_begins_at_nothing_is_shown_with_its_own_ends():
    outcome = run(question(start=dt.date(2000, 11, 20), days=3), members=2, workers=1, pack=ISS)
    row = next(p for p in ISS.parameters if p.id == "usos_power_kw" and p.low == 0)
    draw = next(d for d in outcome.draws if d.id == "usos_power_kw")
    assert (draw.low, draw.high) == (row.low, row.high)


def test_the_start_of_the_sea_bed_is_as_its_log_says(bed):
    found = live(asked(bed(), days=2), bed())
    assert found.compiled.scenario.start == SEABED_START
    assert found.people("divers")[0, 0] == found.people("techs")[0, 0] == 1.0
