"""What the paragraph may and may not say."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from outcomes import calm, pack, scenario, suspension

from stationkeep.answer import build
from stationkeep.disruption.scenario import Scenario, Suspension

SAID = Suspension("roscosmos", scenario().start, ("words",))
WORDS = Scenario("announced-2022", "What was announced", scenario().start, suspensions=(SAID,))


def text_of(outcome, contrast=None):
    return " ".join(build(outcome, pack(), contrast).sentences)


def test_attitude_is_the_knot_where_it_goes_before_altitude_and_has_three_cases():
    text = text_of(suspension(400))
    assert "The knot is attitude, not altitude" in text
    assert "low case" in text and "middle one" in text and "high one" in text


@pytest.mark.parametrize(
    ("gone", "says"),
    [
        (
            0.0,
            "it is held for 42 days in the low case, 42 days in the middle one and 42 days in the high one (5, 50 and",
        ),
        (
            0.2,
            "it is gone from the first day in the low case and held for 42 days in the middle one and 42 days in the",
        ),
        (0.7, "it is gone from the first day in the low and middle cases and held for 42 days in the high one (5, 50"),
        (1.0, "it is gone from the first day in every case (5, 50 and 95 % of the futures)"),
    ],
)
def test_attitude_that_goes_at_once_is_said_as_a_person_would(gone, says):
    outcome = suspension(100)
    days = np.where(np.arange(100) < 100 * gone, 0, 42).astype(np.int32)
    never = np.full(100, -1, np.int32)
    made = tuple(replace(f, lost_day=days if f.id == "attitude.control" else never) for f in outcome.functions)
    assert says in text_of(replace(outcome, functions=made))


def test_altitude_is_the_knot_where_nothing_vital_goes_before_it():
    outcome = suspension(200)
    never = np.full(200, -1, np.int32)
    kept = tuple(f if f.id == "orbit.altitude" else replace(f, lost_day=never, chain=()) for f in outcome.functions)
    assert "The knot is altitude:" in text_of(replace(outcome, functions=kept))


def test_the_mirror_names_power_when_power_goes_first():
    outcome = suspension(200)
    zero, never = np.zeros(200, np.int32), np.full(200, -1, np.int32)
    made = tuple(replace(f, lost_day=zero if f.id == "power.ros" else never) for f in outcome.functions)
    mirrored = scenario(suspensions=(Suspension("nasa", scenario().start),), title="If NASA stops", contrast="")
    text = text_of(replace(outcome, functions=made, scenario=mirrored))
    assert text.startswith("If NASA stops everything") and "The knot is power of the Russian segment" in text


def test_a_missing_seat_home_is_said_in_the_first_sentence():
    outcome = suspension(100)
    zero = np.zeros(100, np.int32)
    made = tuple(replace(f, lost_day=zero) if f.id == "crew.return" else f for f in outcome.functions)
    assert "not everyone aboard has a seat home" in build(replace(outcome, functions=made), pack()).sentences[0]


def _undisturbed(**shares: float):
    """A suspension whose twin goes without functions in so many of 100 futures; the dot of an id is written __."""
    outcome = suspension(100)
    wanted = {name.replace("__", "."): share for name, share in shares.items()}
    made = tuple(
        replace(f, twin_lost_day=np.where(np.arange(100) < 100 * wanted.get(f.id, 0), 900, -1).astype(np.int32))
        for f in outcome.functions
    )
    return replace(outcome, functions=made)


def test_the_caution_names_every_function_that_undisturbed_stations_go_without():
    text = text_of(_undisturbed(water=0.25, eva__usos=0.2, science=0.1))
    assert "goes without water in 25 % of the futures and US spacewalks in 20 %, so losses are understated." in text
    assert text.count("caution") == 1 and "caution" not in text_of(_undisturbed(water=0.1))


def test_what_was_absent_at_the_start_is_no_caution():
    outcome = _undisturbed(water=0.25)
    assert "caution" not in text_of(replace(outcome, absent_at_start=(("water", "none aboard"),)))


def test_nothing_lost_is_said_plainly():
    text = text_of(calm())
    assert "nothing is lost" in text and "knot" not in text


def test_what_was_announced_is_set_beside_what_is_answered():
    text = text_of(suspension(100), WORDS)
    assert "announced on 2 Apr 2022 touches no service of the station" in text


def test_every_month_that_is_a_median_has_its_interval():
    for sentence in build(suspension(400), pack(), WORDS).sentences:
        for found in re.finditer(r"\bby (\d+ )?[A-Z][a-z]{2} \d{4}", sentence):
            assert sentence[found.end() :].startswith(" (5–95 %: ")


@pytest.mark.parametrize("members", [1, 2, 3])
def test_a_handful_of_members_still_gives_an_answer(members):
    assert text_of(suspension(members))


def test_failures_and_partial_suspensions_are_named():
    made = scenario(suspensions=(Suspension("roscosmos", scenario().start, ("seats", "propellant"), 30),))
    text = text_of(replace(suspension(50), scenario=made))
    assert "Roscosmos stops seats for others and refuelling, from 2 May 2022 (after 30 days of notice)" in text
