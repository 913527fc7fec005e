"""The table of sensitivities finds what moves the answer and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from outcomes import pack, suspension

from stationkeep.answer import build
from stationkeep.answer.sensitivity import Headline, rank
from stationkeep.ensemble.outcome import Draw


def draw(key, values):
    return Draw(key, key, "1", 0.0, 1.0, np.asarray(values, float), ("log",), "low")


def outcome_with(draws, members):
    return replace(suspension(10), members=members, draws=tuple(draws))


def test_a_planted_driver_is_found_with_its_sign():
    rng = np.random.default_rng(5)
    driver = rng.uniform(size=900)
    noise = [draw(f"n{i}", rng.uniform(size=900)) for i in range(20)]
    days = (200 + 600 * driver + rng.normal(0, 50, 900)).astype(np.int32)
    found = rank(outcome_with([*noise, draw("driver", driver)], 900), (Headline("x", "x", days),))
    assert [effect.draw.id for effect in found] == ["driver"]
    assert 300 < found[0].days < 500


def test_chance_is_not_ranked():
    rng = np.random.default_rng(6)
    draws = [draw(f"n{i}", rng.uniform(size=900)) for i in range(25)]
    days = rng.integers(0, 2000, 900).astype(np.int32)
    assert rank(outcome_with(draws, 900), (Headline("x", "x", days),)) == ()


def test_a_rare_event_is_compared_by_means_and_says_so():
    rng = np.random.default_rng(7)
    driver = rng.uniform(size=1200)
    days = np.where(driver + rng.normal(0, 0.1, 1200) > 0.75, 300, -1).astype(np.int32)
    (effect,) = rank(outcome_with([draw("driver", driver)], 1200), (Headline("x", "x", days),))
    assert "means" in effect.method and effect.days < 0


def test_a_fixed_fact_and_one_with_holes_are_left_out():
    days = np.arange(900, dtype=np.int32)
    fixed, holes = draw("fixed", np.ones(900)), draw("holes", np.r_[np.nan, np.arange(899)])
    assert rank(outcome_with([fixed, holes], 900), (Headline("x", "x", days),)) == ()


def test_each_headline_has_its_turn():
    rows = build(suspension(900), pack()).to_dict()["sensitivity"]
    assert rows[0]["fact"] == "cmg_endurance" and rows[0]["moves"] == "attitude.control"
    assert {row["fact"] for row in rows} == {"cmg_endurance", "sun_percentile", "cda"}
    assert all(abs(row["effect_days"]) > row["noise_days"] for row in rows)
