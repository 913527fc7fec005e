"""What is asked: scopes and dates as the definitions have them, and every impossible question refused in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import SCOPE_NAMES

from stationkeep.disruption.scenario import (
    ALL_BUT_NAMED,
    LONGEST_HORIZON_DAYS,
    SCOPES,
    Failure,
    Response,
    Scenario,
    Suspension,
    check,
)
from stationkeep.ensemble.model import compile_scenario
from stationkeep.errors import InputError, ScenarioError, UnknownName
from stationkeep.facts.columns import Scope
from stationkeep.facts.pack import load_pack

ISS = load_pack("iss")
START = dt.date(2022, 4, 2)


def asked(**cells):
    return replace(Scenario("s", "s", START, horizon_days=100), **cells)


def suspended(*suspensions, **cells):
    return asked(suspensions=suspensions, **cells)


def test_the_scopes_are_those_of_the_facts_and_in_their_order():
    assert tuple(SCOPES) == Scope.__args__


def test_none_named_is_everything_but_words_and_the_lifeboat():
    assert Suspension("nasa", START).covered == ALL_BUT_NAMED
    assert set(SCOPES) - set(ALL_BUT_NAMED) == {"words", "lifeboat"}
    assert Suspension("nasa", START, ("words",)).covered == ("words",)


@given(st.integers(0, 400), st.none() | st.integers(1, 400), st.integers(-10, 900), SCOPE_NAMES)
def test_a_suspension_covers_from_its_notice_on_until_the_day_before_its_end(notice, length, day, scope):
    begins = START + dt.timedelta(days=notice)
    until = None if length is None else begins + dt.timedelta(days=length)
    suspension = Suspension("nasa", START, notice_days=notice, until=until)
    assert suspension.begins == begins
    inside = day >= notice and (length is None or day < notice + length) and scope in ALL_BUT_NAMED
    assert suspension.covers(scope, START + dt.timedelta(days=day)) == inside


def test_the_twin_has_nothing_done_to_it_and_the_same_station_date_and_horizon():
    scenario = suspended(
        Suspension("nasa", START),
        failures=(Failure("z1", START),),
        responses=(Response("reboost.visiting", "cygnus", START),),
        rests_on=("rogozin-2022-04-02",),
    )
    twin = scenario.undisturbed()
    assert (twin.suspensions, twin.failures, twin.responses) == ((), (), ())
    assert replace(twin, suspensions=scenario.suspensions, failures=scenario.failures,
                   responses=scenario.responses) == scenario  # fmt: skip
    assert scenario.end == dt.date(2022, 7, 11)


def test_what_can_be_asked_passes():
    check(asked(), ISS)
    check(suspended(Suspension("roscosmos", START, ("seats",), 30, dt.date(2022, 6, 1), "rogozin-2022-04-02")), ISS)
    check(asked(failures=(Failure("soyuz_ms_21", START), Failure("falcon_9", START), Failure("soyuz_ms", START))), ISS)
    check(asked(responses=(Response("reboost.visiting", "cygnus", START),)), ISS)
    check(asked(start=ISS.first_date, horizon_days=1), ISS)
    check(asked(start=ISS.as_of, horizon_days=LONGEST_HORIZON_DAYS), ISS)


DAY = dt.timedelta(days=1)
REFUSED = {
    "start before the pack": (asked(start=ISS.first_date - DAY), ScenarioError, "2000-11-02 to 2026-10-15"),
    "start after the pack": (asked(start=ISS.as_of + DAY), ScenarioError, "choose a start between them"),
    "no horizon": (asked(horizon_days=0), ScenarioError, "expected 1 to"),
    "endless horizon": (asked(horizon_days=LONGEST_HORIZON_DAYS + 1), ScenarioError, "write it as 90d or 8y"),
    "knowledge": (asked(knowledge="later"), ScenarioError, "'then' or 'hindsight'"),
    "party": (suspended(Suspension("roskosmos", START)), UnknownName, "nearest: roscosmos"),
    "scope": (suspended(Suspension("nasa", START, ("seat",))), UnknownName, "nearest: seats"),
    "notice": (suspended(Suspension("nasa", START, notice_days=-1)), ScenarioError, "expected 0 to"),
    "end before start": (suspended(Suspension("nasa", START, until=START)), ScenarioError, "must end after it begins"),
    "end within notice": (
        suspended(Suspension("nasa", START, notice_days=20, until=START + 10 * DAY)), ScenarioError, "must end after",
    ),
    "beyond the horizon": (
        suspended(Suspension("nasa", START + 100 * DAY)), ScenarioError, "lengthen the horizon",
    ),
    "notice beyond the horizon": (
        suspended(Suspension("nasa", START, notice_days=100)), ScenarioError, "lengthen the horizon",
    ),
    "statement": (suspended(Suspension("nasa", START, statement="rogozin-2022")), UnknownName, "nearest: rogozin"),
    "rests on": (asked(rests_on=("rogozin-2022",)), UnknownName, "no statement"),
    "party that is a ship": (
        suspended(Suspension("soyuz_ms", START)), UnknownName, "yuzhmash ('soyuz_ms' is a type of vehicle)",
    ),
    "failure of a party": (
        asked(failures=(Failure("nasa", START),)), UnknownName, "('nasa' is a party)",
    ),
    "failure of nothing": (asked(failures=(Failure("soyuz-ms", START),)), UnknownName, "nearest: soyuz_ms"),
    "failure that ends first": (asked(failures=(Failure("z1", START, START - DAY),)), ScenarioError, "must end after"),
    "response by nobody": (asked(responses=(Response("reboost.visiting", "cignus", START),)), UnknownName, "cygnus"),
    "response of nothing": (asked(responses=(Response("reboost.us", "cygnus", START),)), UnknownName, "no service"),
    "twice": (
        suspended(Suspension("nasa", START, ("seats", "data")), Suspension("nasa", START + 5 * DAY, ("data",))),
        ScenarioError, "suspends data twice",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_asked_is_refused_in_one_sentence_with_the_mend(name):
    scenario, kind, words = REFUSED[name]
    with pytest.raises(kind) as caught:
        check(scenario, ISS)
    message = str(caught.value)
    assert words in message and "\n" not in message
    assert isinstance(caught.value, InputError) and caught.value.exit_code == 2


def test_what_follows_the_end_of_another_does_not_contradict_it():
    first = Suspension("nasa", START, ("data",), until=START + 10 * DAY)
    check(suspended(first, Suspension("nasa", START + 10 * DAY, ("data",))), ISS)
    check(suspended(first, Suspension("nasa", START, ("seats",))), ISS)
    check(suspended(first, Suspension("esa", START, ("data",))), ISS)
    with pytest.raises(ScenarioError, match="twice"):
        check(suspended(first, Suspension("nasa", START + 9 * DAY, ("data",))), ISS)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([*ISS.parties, "nobody"]), st.lists(SCOPE_NAMES | st.just("x"), max_size=3).map(tuple),
    st.integers(-3000, 3000), st.integers(-5, 5000), st.none() | st.integers(-3000, 3000),
)  # fmt: skip
def test_any_suspension_is_either_accepted_or_refused_as_bad_input(party, scopes, on, notice, until):
    suspension = Suspension(party, START + on * DAY, scopes, notice, None if until is None else START + until * DAY)
    try:
        check(suspended(suspension), ISS)
    except InputError as error:
        assert str(error)
    else:
        assert suspension.begins < START + 100 * DAY


def test_a_notice_beyond_the_calendar_is_refused_and_no_traceback():
    with pytest.raises(ScenarioError):
        check(suspended(Suspension("nasa", START, notice_days=10**9)), ISS)


def test_a_failure_that_can_have_no_effect_is_refused():
    for failure in (Failure("soyuz_ms_23", START), Failure("soyuz_ms_21", START + 5 * DAY)):
        scenario = asked(failures=(failure,))
        with pytest.raises(ScenarioError):
            check(scenario, ISS)
            compile_scenario(scenario, ISS)


@pytest.mark.parametrize(
    "late",
    [{"failures": (Failure("z1", START + 200 * DAY),)},
     {"responses": (Response("reboost.visiting", "cygnus", START + 200 * DAY),)}],
    ids=["failure", "response"],
)  # fmt: skip
def test_whatever_begins_after_the_horizon_is_refused_as_a_suspension_is(late):
    with pytest.raises(ScenarioError):
        check(asked(**late), ISS)


def test_the_rule_of_a_response_is_read_when_it_is_checked():
    with pytest.raises(InputError):
        check(asked(responses=(Response("reboost.visiting", "cygnus", START, needs="all("),)), ISS)
