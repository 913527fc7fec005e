"""The command line: what it prints where, its exit codes, and what it says when something is wrong."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from dataclasses import fields, replace
from importlib import import_module

import jsonschema
import pytest
from outcomes import suspension

from stationkeep.answer.contract import RUN_SCHEMA
from stationkeep.cli.app import app, command
from stationkeep.cli.guard import guarded
from stationkeep.disruption.schema import scenario_schema
from stationkeep.errors import RunError

ASK = ["run", "suspension-2022"]


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """The engine replaced by an outcome made by hand; what it was asked is kept."""
    calls = []

    def run(scenario, **options):
        calls.append((scenario, options))
        if options["out"] is not None:
            options["out"].mkdir(parents=True, exist_ok=True)
        return replace(suspension(40, options["seed"]), scenario=scenario)

    import stationkeep.ensemble.run

    monkeypatch.setattr(stationkeep.ensemble.run, "run", run)
    monkeypatch.chdir(tmp_path)
    return calls


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from stationkeep.cli.guard import guarded; guarded(['--help']); guarded(['run', '--help']);"
        "print([m for m in ('numpy', 'pandas', 'numba', 'matplotlib', 'xarray') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "--suspend" in done.stdout and max(map(len, done.stdout.splitlines())) <= 100


def test_python_dash_m_works():
    done = subprocess.run([sys.executable, "-m", "stationkeep", "--version"], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.startswith("stationkeep ")


def test_json_is_one_object_on_stdout_and_nothing_else(asked, capsys):
    assert guarded([*ASK, "--json", "--report", "r.html"]) == 0
    out, err = capsys.readouterr()
    jsonschema.validate(json.loads(out), RUN_SCHEMA)
    assert "r.html" in err


def test_the_page_fits_100_columns_and_names_its_report(asked, capsys, tmp_path):
    assert guarded(ASK) == 0
    out, _ = capsys.readouterr()
    assert max(map(len, out.splitlines())) <= 100
    assert "\x1b" not in out
    assert "out/suspension-2022.html" in out and (tmp_path / "out" / "suspension-2022.html").exists()
    for words in ("attitude", "low", "middle", "high", "moves it most:", "rests on:", "±"):
        assert words in out


@pytest.mark.parametrize("columns", [72, 80, 100])
def test_the_page_fits_narrower_terminals_and_marks_only_where_asked(columns):
    from outcomes import pack

    from stationkeep.answer import build
    from stationkeep.cli.page import page

    document = build(suspension(60), pack()).to_dict()
    plain = page(document, columns=columns, colour=False, report=None)
    assert max(map(len, plain.splitlines())) <= columns
    marked = page(document, columns=columns, colour=True, report=None)
    import re

    assert re.sub(r"\x1b\[\d+m", "", marked) == plain


def test_options_become_a_scenario(asked, capsys):
    given = ["--suspend", "Russia:seats,propellant", "--on", "2022-05-01", "--notice", "30", "--until", "2023-01-01"]
    more = ["--fail", "cargo_dragon", "--start", "2022-04-01", "--horizon", "2y", "--members", "64", "--seed", "9"]
    assert guarded(["run", *given, *more, "--json", "--workers", "2", "--knowledge", "hindsight"]) == 0
    (scenario, options) = asked[0]
    (one,) = scenario.suspensions
    assert (one.party, one.scopes, one.notice_days) == ("roscosmos", ("seats", "propellant"), 30)
    assert str(one.begins) == "2022-05-31" and str(one.until) == "2023-01-01"
    assert scenario.failures[0].asset == "cargo_dragon" and str(scenario.start) == "2022-04-01"
    assert scenario.horizon_days == 730 and scenario.knowledge == "hindsight"
    assert (options["members"], options["seed"], options["workers"]) == (64, 9, 2)


def test_disruptions_are_added_to_a_named_scenario(asked):
    assert guarded([*ASK, "--suspend", "jaxa", "--json"]) == 0
    assert [one.party for one in asked[0][0].suspensions] == ["roscosmos", "jaxa"]


def test_a_kept_run_gives_its_report_again_byte_for_byte(asked, capsys, tmp_path):
    assert guarded([*ASK, "--out", "kept"]) == 0
    first = (tmp_path / "kept" / "report.html").read_bytes()
    assert guarded(["report", "kept", "--report", "again.html"]) == 0
    assert (tmp_path / "again.html").read_bytes() == first


WRONG = [
    (["run"], "nothing to answer"),
    (["run", "suspension-2021"], "suspension-2022"),
    (["run", "none.toml"], "no such file"),
    (["run", "--suspend", "roskosmoss"], "roscosmos"),
    (["run", "--suspend", "roscosmos:seat"], "seats"),
    (["run", "--suspend", "roscosmos:"], "names no scope"),
    (["run", "--suspend", "roscosmos", "--on", "2022-02-30"], "--on is '2022-02-30'"),
    (["run", "--suspend", "roscosmos", "--on", "1999-01-01"], "choose a start"),
    (["run", "--suspend", "roscosmos", "--until", "2001-01-01"], "must end after it begins"),
    (["run", "--suspend", "nasa", "--suspend", "nasa"], "twice at the same time"),
    (["run", "--fail", "soyus_ms"], "soyuz_ms"),
    ([*ASK, "--on", "2022-04-02"], "name one of these too"),
    ([*ASK, "--horizon", "eight"], "3y, 18m or 90d"),
    ([*ASK, "--knowledge", "now"], "known: hindsight, then"),
    ([*ASK, "--knowledge", "hindsite"], "nearest: hindsight"),
    ([*ASK, "--resume"], "--out"),
    ([*ASK, "--membrs", "3"], "--members"),
    ([*ASK, "--members", "many"], "--members"),
    ([*ASK, "--seed"], "--seed"),
    ([*ASK, "--pack", "mir"], "iss"),
    (["rnu"], "run"),
    (["facts", "roscosmoss"], "roscosmos"),
    (["schema", "runn"], "run"),
    (["report", "nowhere"], "no answer at"),
    (["check"], "FILE"),
    (["data", "statis"], "status"),
]


@pytest.mark.parametrize(
    ("arguments", "words"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
@pytest.mark.parametrize("as_json", [False, True])
def test_bad_input_is_one_sentence_and_exit_code_2(asked, capsys, arguments, words, as_json):
    assert guarded([*arguments, "--json"] if as_json and arguments[-1] != "--seed" else arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and words in err
    assert err.count("\n") == 1 and "Traceback" not in err and len(err) < 900
    assert not asked


def test_control_characters_do_not_reach_the_terminal(asked, capsys):
    assert guarded(["run", "\x1b]0;owned\x07"]) == 2
    assert "\x1b" not in capsys.readouterr().err


def test_what_fails_while_running_is_exit_code_1(asked, capsys, monkeypatch):
    import stationkeep.ensemble.run

    def fails(*_, **__):
        raise RunError("the disk is full")

    monkeypatch.setattr(stationkeep.ensemble.run, "run", fails)
    assert guarded(ASK) == 1
    assert capsys.readouterr().err == "stationkeep: the disk is full\n"


def test_a_defect_is_a_sentence_and_a_traceback_only_on_request(asked, capsys, monkeypatch):
    import stationkeep.ensemble.run

    monkeypatch.setattr(stationkeep.ensemble.run, "run", lambda *_, **__: 1 / 0)
    assert guarded(ASK) == 1
    err = capsys.readouterr().err
    assert "please report it" in err and "Traceback" not in err
    monkeypatch.setenv("STATIONKEEP_DEBUG", "1")
    assert guarded(ASK) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupted_run_says_how_to_go_on(asked, capsys, monkeypatch):
    import stationkeep.ensemble.run

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(stationkeep.ensemble.run, "run", interrupted)
    assert guarded([*ASK, "--out", "kept"]) == 130
    assert "--resume" in capsys.readouterr().err


def test_a_report_that_cannot_be_written_is_said(asked, capsys, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert guarded([*ASK, "--report", "file/r.html"]) == 2
    assert "'file' is no folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "schema", "keys"),
    [
        (["scenarios"], "scenarios", {"scenarios"}),
        (["facts"], "facts", {"tables"}),
        (["facts", "roscosmos"], "facts", {"facts"}),
        (["data", "status"], "data", {"snapshots", "as_of"}),
    ],
)
def test_every_listing_has_its_json_twin(capsys, arguments, schema, keys):
    assert guarded([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == f"stationkeep.{schema}/1" and keys <= set(found)
    assert guarded(arguments) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 100


def test_scenarios_say_who_said_what_on_which_condition(capsys):
    assert guarded(["scenarios"]) == 0
    out = capsys.readouterr().out
    assert "Rogozin" in out and "Condition:" in out and "Effect aboard: none" in out and "a what-if" in out


def test_a_fact_comes_with_its_source(capsys):
    assert guarded(["facts", "operating_floor_km", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["facts"]
    assert all(row["file"] == "parameters.csv" and row["line"] > 1 and row["sources"] for row in rows)


def test_check_tells_good_from_bad(capsys, tmp_path):
    good = tmp_path / "good.toml"
    good.write_text(
        'schema = "stationkeep.scenario/1"\nid = "x"\ntitle = "X"\nstart = 2022-04-02\n'
        '[[suspend]]\nparty = "nasa"\non = 2022-04-02\n'
    )
    assert guarded(["check", str(good), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"schema": "stationkeep.check/1", "ok": True, "problems": []}
    good.write_text("start = 2022-13-01")
    assert guarded(["check", str(good), "--json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert set(problem) == {"file", "line", "field", "found", "expected", "fix"}
    empty = tmp_path / "pack"
    empty.mkdir()
    assert guarded(["check", str(empty)]) == 2
    assert "pack.toml" in capsys.readouterr().out


def test_schema_prints_what_the_files_are_checked_with(capsys):
    assert guarded(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == scenario_schema()
    assert guarded(["schema", "run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "stationkeep.schema/1"


def test_what_a_command_does_takes_the_options_that_its_face_has():
    """A face names its module as text, so that no check of types would notice a parameter that was renamed."""
    command()
    faces = [one.callback for one in app.registered_commands if hasattr(one.callback, "__wrapped__")]
    assert len(faces) >= 10
    for call in faces:
        names = inspect.signature(call.__wrapped__).parameters
        target = getattr(import_module(f"stationkeep.cli.{call.module}"), call.__name__)
        given = inspect.signature(target).bind(**dict.fromkeys(names)).arguments
        if "options" in given:
            wishes = sys.modules[target.__module__].Wishes
            assert set(given["options"]) == {field.name for field in fields(wishes)}, call.__name__
