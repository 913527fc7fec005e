"""Scenario files: what the bundled ones say, what is complained about, and what no file can do."""

from __future__ import annotations

import datetime as dt
import json
import tomllib

import jsonschema
import pytest

from stationkeep.disruption.scenario import ALL_BUT_NAMED
from stationkeep.disruption.schema import scenario_schema
from stationkeep.disruption.toml import bundled, dumps, load_scenario, parse_horizon, read_scenario
from stationkeep.errors import ScenarioError, UnknownName
from stationkeep.facts.pack import load_pack

GOOD = """schema = "stationkeep.scenario/1"
id = "mine"
title = "Mine"
start = 2022-04-02
horizon = "3y"

[[suspend]]
party = "roscosmos"
on = 2022-04-02
"""


@pytest.fixture(scope="module")
def iss():
    return load_pack("iss")


@pytest.fixture
def write(tmp_path):
    def make(text, name="mine.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


def test_the_five_bundled_scenarios_say_what_they_are_for(iss):
    found = {one.id: one for one in bundled(iss)}
    assert set(found) == {"suspension-2022", "announced-2022", "roscosmos-2022", "nasa-2022", "roscosmos-2026"}
    threat = found["suspension-2022"]
    assert threat.start == dt.date(2022, 4, 2) and threat.contrast == "announced-2022"
    assert set(threat.suspensions[0].covered) == set(ALL_BUT_NAMED)
    assert found["announced-2022"].suspensions[0].covered == ("words",)
    assert set(found["roscosmos-2022"].suspensions[0].covered) == {*ALL_BUT_NAMED, "lifeboat"}
    assert found["roscosmos-2022"].start == dt.date(2022, 2, 26)
    assert found["nasa-2022"].suspensions[0].party == "nasa"
    assert found["roscosmos-2026"].start == dt.date(2026, 10, 15)


def test_bundled_files_are_named_by_their_id_and_fit_the_schema(iss):
    for path in (iss.root / "scenarios").glob("*.toml"):
        raw = tomllib.loads(path.read_text())
        assert raw["id"] == path.stem
        jsonschema.validate(json.loads(json.dumps(raw, default=str)), scenario_schema())


def test_what_is_written_reads_back_the_same(iss, write):
    for one in bundled(iss):
        assert read_scenario(write(dumps(one)), iss) == (one, [])


@pytest.mark.parametrize(("text", "days"), [("3y", 1096), ("8y", 2922), ("18m", 548), ("90d", 90), ("0.5y", 183)])
def test_horizons(text, days):
    assert parse_horizon(text) == days


@pytest.mark.parametrize("text", ["", "3", "y", "-3y", "3 years", "0d", "1e9y", "3y3m", "٣y", "9999999d"])
def test_what_is_no_horizon(text):
    with pytest.raises(ScenarioError, match="3y, 18m or 90d"):
        parse_horizon(text)


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "words"),
    [
        ('"roscosmos"', '"roskosmos"', 8, "suspend[1].party", "did you mean roscosmos"),
        ("2022-04-02\nhorizon", "2022-02-30\nhorizon", 4, "date", "a day of the calendar"),
        ("2022-04-02\nhorizon", '"2022-04-02"\nhorizon', 4, "start", "without quotes"),
        ("2022-04-02\nhorizon", "2022-04-02T00:00:00Z\nhorizon", 4, "start", "without a time"),
        ('"3y"', '"3 years"', 5, "horizon", "8y, 18m or 90d"),
        ("party =", "partie =", 8, "suspend[1].partie", "did you mean party"),
        ("title =", "titel =", 3, "titel", "did you mean title"),
        ("[[suspend]]", "[suspend]", 7, "suspend", "[[suspend]]"),
        ('id = "mine"', "id = 7", 2, "id", "a text in quotes"),
        ('id = "mine"', 'id = "../../etc"', 2, "id", "letters, digits"),
        ("on = 2022-04-02\n", 'on = 2022-04-02\nscopes = ["seat"]\n', 10, "suspend[1].scopes[1]", "did you mean seats"),
        ("on = 2022-04-02\n", "on = 2022-04-02\nnotice_days = -1\n", 10, "suspend[1].notice_days", "0 or more"),
        (
            "on = 2022-04-02\n",
            "on = 2022-04-02\nuntil = 2021-01-01\n",
            10,
            "suspend[1].until",
            "must end after it begins",
        ),
        ("title = ", 'rests_on = ["nobody-said"]\ntitle = ', 3, "rests_on", "a statement of the pack"),
        ('"stationkeep.scenario/1"', '"stationkeep.scenario/9"', 1, "schema", "stationkeep.scenario/1"),
        ("start = 2022-04-02\n", "", 1, "start", "add it"),
        ("start = 2022-04-02\nhorizon", "start = 1990-01-01\nhorizon", 4, "start", "choose a start"),
    ],
)
def test_a_complaint_names_line_and_field_and_remedy(iss, write, old, new, line, field, words):
    assert old in GOOD
    scenario, problems = read_scenario(write(GOOD.replace(old, new, 1)), iss)
    assert scenario is None
    told = [problem for problem in problems if problem.field == field]
    assert told and told[0].line == line
    assert words in str(told[0])


def test_a_second_table_is_told_from_the_first(iss, write):
    second = GOOD + '\n[[suspend]]\nparty = "nassa"\non = 2022-04-02\n'
    _, (problem,) = read_scenario(write(second), iss)
    assert problem.line == 12 and problem.field == "suspend[2].party"


def test_every_problem_is_told_at_once(iss, write):
    bad = GOOD.replace('"roscosmos"', "7").replace('"3y"', "3").replace("title", "titel")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(str(write(bad)), iss)
    assert "4 problems" in str(caught.value)


def test_names_and_dates_are_told_beside_what_cannot_be_read(iss, write):
    """Types, unknown names and contradictions used to come one kind after the other, mend by mend."""
    more = '[[suspend]]\nparty = "nassa"\non = 2022-05-01\nuntil = 2022-04-01\n[[fail]]\nasset = "canadarm"\n'
    scenario, problems = read_scenario(write(GOOD.replace("title", "titel") + more), iss)
    assert scenario is None
    fields = ["titel", "title", "suspend[2].party", "suspend[2].until", "fail[1].asset", "fail[1].on"]
    assert sorted(problem.field for problem in problems) == sorted(fields)


def test_what_follows_from_a_key_that_cannot_be_read_is_not_told(iss, write):
    again = '[[suspend]]\nparty = "roscosmos"\non = "soon"\nuntil = 2022-01-01\n'
    _, (problem,) = read_scenario(write(GOOD + again), iss)
    assert problem.field == "suspend[2].on"
    _, (problem,) = read_scenario(write(GOOD.replace("start = 2022-04-02", "start = 2022")), iss)
    assert problem.field == "start"


def test_a_number_without_an_end_is_refused_in_our_words(iss, write):
    burn = '[[respond]]\nservice = "reboost.visiting"\nby = "cygnus"\nbegins = 2022-05-01\ndelta_v_m_s_year = inf\n'
    _, (problem,) = read_scenario(write(GOOD + burn), iss)
    assert problem.expected == "a finite number"


@pytest.mark.parametrize(
    "hostile",
    [
        b"\x00\xff\xfe\x80",
        b"a = " + b"[" * 100_000,
        b"a = " + b"{a = " * 50_000,
        b".".join([b"a"] * 300_000) + b" = 1",
        b"[" + b".".join([b"a"] * 300_000) + b"]",
        b"x" * 1_000_001,
        b'a = "unclosed',
        b"a = 1\na = 2",
        b"\xef\xbb\xbf[[suspend]]\n" * 10,
        b"start = 9999-99-99",
        b"id = nan",
        b"[[suspend]]\n" * 70_000,
        b"",
        b"members = 99999999999999999999999999999999999999",
        b"members = true",
        b'"\\u0000" = 1',
    ],
)
def test_hostile_files_become_problems(iss, write, hostile):
    scenario, problems = read_scenario(write(hostile), iss)
    assert scenario is None and problems
    assert all(len(str(problem)) < 1200 for problem in problems)


def test_what_is_no_file(iss, tmp_path):
    for path in (tmp_path, tmp_path / "none.toml"):
        assert read_scenario(path, iss)[1]
    with pytest.raises(UnknownName, match="suspension-2022"):
        load_scenario("suspension-2021", iss)
    with pytest.raises((UnknownName, ScenarioError)):
        load_scenario("a\x00b", iss)
    with pytest.raises((UnknownName, ScenarioError)):
        load_scenario("x" * 5000, iss)
