"""``decay`` and ``hindcast`` at their edges: dates, names, burns, predictions, placards and pictures."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from element_files import STATE_FORMS, made_up_sets, made_up_states

import stationkeep
from stationkeep.cli.guard import guarded
from stationkeep.elements.writing import write_tle
from stationkeep.evidence.hindcast_report import FEWEST_FORECASTS, VERIFIED_LEADS_DAYS, placards
from stationkeep.lifetime.drag import calibrate_implied
from stationkeep.lifetime.implied import Implied
from stationkeep.track.document import Question, answer
from stationkeep.wording import counted, percent

ASK = ["decay", "--altitude-km", "420", "--inclination-deg", "51.6", "--mass-kg", "1000", "--cda-m2", "10"]
STEADY = ["--f107", "100", "--ap", "8", "--density-error", "none"]
DAY = ["--on", "2020-01-01"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([*ASK, "--on", "2020-01-01T12:00"], "--on is '2020-01-01T12:00'"),
        ([*ASK, "--on", "2020-02-30"], "--on is '2020-02-30'"),
        ([*ASK, *DAY, "--knowledge", "thn"], "value of --knowledge 'thn'; nearest: then"),
        ([*ASK, *DAY, "--density-model", "nrlmsis20"], "nearest: nrlmsis21"),
        ([*ASK, *DAY, "--raan-deg", "1e300"], "--raan-deg is 1e+300, expected degrees from -360 to 360"),
        ([*ASK, *DAY, "--argument-of-perigee-deg", "nan"], "--argument-of-perigee-deg is nan"),
        ([*ASK, *DAY, "--burns", "x.csv"], "--burns tells more of --elements"),
        ([*ASK[:-1], "1e9", *DAY], "at most 1000"),
        (["run", "--suspend", "nasa", "--notice", "99999999999"], "notice of 99999999999 days"),
        (["claims", "--seed", "-1"], "seed is -1"),
        (["claims", "--workers", "0"], "workers is 0"),
        (["replay", "nosuch.toml"], "a case file in TOML"),
        (["facts", ""], "and "),
    ],
)
def test_what_cannot_be_used_is_named(arguments, words, capsys):
    assert guarded(arguments) == 2
    err = capsys.readouterr().err
    assert words in err and err.count("\n") == 1 and len(err) < 1000


def test_states_of_an_ephemeris_may_be_predictions_and_elements_are_none(tmp_path, capsys):
    STATE_FORMS["kvn"][0](tmp_path / "x.oem", made_up_states(400))
    write_tle(tmp_path / "x.tle", made_up_sets(12))
    found = {}
    for name in ("x.oem", "x.tle"):
        ask = ["decay", "--elements", str(tmp_path / name), "--on", "2022-03-12", "--members", "2", "--horizon", "30d"]
        assert guarded([*ask, "--json", "--mass-kg", "4e5", "--cda-m2", "3000"]) == 0
        found[name] = json.loads(capsys.readouterr().out)["assumptions"]
    assert [any("may be predictions" in one for one in rows) for rows in found.values()] == [True, False]


def test_burns_that_are_given_part_the_arc(tmp_path, capsys):
    write_tle(tmp_path / "x.tle", made_up_sets(40))
    (tmp_path / "burns.csv").write_text("window_start_utc,window_end_utc\n2022-03-04,2022-03-04\n")
    ask = ["decay", "--elements", str(tmp_path / "x.tle"), "--on", "2022-04-10", "--members", "2", "--horizon", "30d"]
    notes = []
    for more in ([], ["--burns", str(tmp_path / "burns.csv")]):
        assert guarded([*ask, *more, "--json"]) == 0
        notes.append(json.loads(capsys.readouterr().out)["provenance"]["drag"])
    assert notes[0] != notes[1]


def test_one_arc_is_one_arc():
    def note(count: int) -> str:
        days = [18000.0 + 20.0 * k for k in range(count)]
        rows = [Implied(day, day + 10.0, 10.0, float(np.log(0.01)), 0.05) for day in days]
        return calibrate_implied(rows, np.datetime64("2020-01-01").item()).note

    assert note(1).startswith("1 arc without") and note(2).startswith("2 arcs without")


def test_a_picture_of_what_does_not_enter_has_no_empty_panel(tmp_path, capsys):
    heights = []
    for name, horizon in (("stays", "30d"), ("enters", "20y")):
        assert guarded([*ASK, *DAY, *STEADY, "--horizon", horizon, "--plot", str(tmp_path / f"{name}.svg")]) == 0
        text = (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
        assert ("share of" in text) == (name == "enters")
        heights.append(float(re.search(r'height="([\d.]+)pt"', text)[1]))
    assert heights[0] < heights[1]
    capsys.readouterr()


def test_scores_outside_what_was_verified_carry_a_placard():
    low, high = VERIFIED_LEADS_DAYS
    rows = [{"lead_days": lead, "n": n} for lead, n in ((low, 100), (high, FEWEST_FORECASTS), (high + 1, 100), (90, 3))]
    assert [one["where"] for one in placards(rows)] == [f"lead of {high + 1} days", "lead of 90 days"]


def test_the_error_of_sampling_has_two_digits():
    error = answer(Question(days=3.0, start_longitude_deg=10.0))["span"]["sampling_error"]
    assert error is not None and error == float(f"{error:.2g}")


@pytest.mark.parametrize(("share", "said"), [(0.37, "37 %"), (0.0, "0 %"), (1.0, "100 %"), (0.05, "5.0 %")])
def test_a_share_is_written_one_way(share, said):
    assert percent(share) == said


def test_no_page_writes_a_share_of_its_own():
    rooms = Path(stationkeep.__file__).parent
    own = [p.name for p in rooms.rglob("*.py") if re.search(r":\.?\d?%\}", p.read_text(encoding="utf-8"))]
    assert own == []


def test_things_are_counted():
    assert [counted(n, "arc") for n in (0, 1, 2000)] == ["0 arcs", "1 arc", "2,000 arcs"]


def test_a_record_that_is_too_short_is_said_to_be(tmp_path, capsys):
    path = tmp_path / "few.csv"
    path.write_text("date_utc,mean_altitude_km\n2015-01-01,400\n2015-01-02,399.9\n")
    assert guarded(["hindcast", "--altitudes", str(path)]) == 2
    assert "the record ends on 2015-01-02, before its first start" in capsys.readouterr().err
