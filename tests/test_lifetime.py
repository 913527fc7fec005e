"""How long an object stays up: the reference case, members that stand alone, and what may not be known."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stationkeep.cli.guard import guarded
from stationkeep.errors import InputError
from stationkeep.lifetime import members as members_module
from stationkeep.lifetime.body import Body
from stationkeep.lifetime.document import document, sentences
from stationkeep.lifetime.drag import assume
from stationkeep.lifetime.drivers import Drivers, observed
from stationkeep.lifetime.forecast import Band, forecast
from stationkeep.orbit import fall
from stationkeep.orbit.density import DensityTable
from stationkeep.orbit.earth import node_drift_deg_day
from stationkeep.sun.history import SpaceWeather

SHARED = Path(__file__).resolve().parents[2] / "shared"
START = np.datetime64("2022-02-26")
CERTAIN = assume(0.0093643, density_error=False)
CASE_C = Body(START, 415.0, 51.64, CERTAIN, 0.0)
UNSURE = Body(START, 330.0, 51.64, assume(0.008))


@pytest.fixture(scope="module")
def few():
    return forecast(UNSURE, members=300, horizon_days=900)


def test_the_reference_case_takes_the_days_that_three_programs_agree_on():
    found = forecast(CASE_C, to_km=[200.0], constant=(110.0, 8.0))
    assert found.members == 1
    assert found.reach[0].days.p50 == pytest.approx(901.16, rel=5e-4)


def test_the_reference_case_is_at_the_altitudes_of_its_marks():
    path = SHARED / "validation" / "case_c_marks.csv"
    if not path.exists():
        pytest.skip(f"needs {path.name} of the shared data")
    found = forecast(CASE_C, constant=(110.0, 8.0))
    with path.open() as file:
        marks = [(int(row["day"]), float(row["mean_altitude_km"])) for row in csv.DictReader(file)]
    early = [(day, km) for day, km in marks if day <= 840]
    assert len(early) >= 28
    assert found.days[840] == 840.0
    worst = max(abs(found.altitude_km["p50"][day] - km) for day, km in early)
    assert worst <= 0.25


def test_crossings_agree_with_the_series_of_the_same_fall():
    table = DensityTable.load(51.64)
    steady = np.full(1000, 110.0)
    direct = fall.decay(415.0, 0.0, START, 0.0093643, steady, steady, np.full(1000, 8.0), table=table)
    levels = [400.0, 350.0, 280.0, 200.0, 150.0]
    found = forecast(CASE_C, to_km=levels, constant=(110.0, 8.0))
    assert found.entry_days[0] == pytest.approx(direct.entry_day[0], abs=1e-3)
    for one in found.reach[:-1]:
        assert one.days.p50 == pytest.approx(float(direct.days_to(one.altitude_km)[0]), abs=0.03)
    # On its last day the series knows a midnight and the entry only, too little to judge a crossing by.
    assert found.reach[-2].days.p50 < found.reach[-1].days.p50 < found.entry_days[0]


def test_a_member_depends_on_neither_block_nor_workers_nor_company(monkeypatch, few):
    monkeypatch.setattr(members_module, "BLOCK", 37)
    other = forecast(UNSURE, members=300, horizon_days=900, workers=1)
    np.testing.assert_array_equal(few.entry_days, other.entry_days)
    fewer = forecast(UNSURE, members=50, horizon_days=900)
    np.testing.assert_array_equal(few.entry_days[:50], fewer.entry_days)


def test_quantiles_count_the_futures_that_the_horizon_hides(few):
    assert 0.5 < np.isfinite(few.entry_days).mean() <= 1.0
    short = forecast(UNSURE, members=300, horizon_days=int(np.median(few.entry_days)) - 20)
    entry = short.reach[-1]
    assert 0.05 < entry.probability < 0.5
    assert np.isfinite(entry.days.p05) and not np.isfinite(entry.days.p50)
    told = document(short)["reach"][-1]
    assert told["date_p50"] is None and told["days_p50"] is None and told["date_p05"] is not None
    assert "half" not in sentences(short)[-1]


def test_lower_altitudes_come_later_and_more_drag_comes_sooner(few):
    for level, after in zip(few.reach, few.reach[1:], strict=False):
        assert level.altitude_km > after.altitude_km and level.days.p50 < after.days.p50
    heavier = forecast(replace(UNSURE, drag=assume(0.012)), members=300, horizon_days=900)
    assert heavier.reach[-1].days.p50 < few.reach[-1].days.p50


def test_uncertain_density_widens_the_interval():
    sure = forecast(replace(UNSURE, drag=assume(0.008, density_error=False)), members=300, horizon_days=900)
    unsure = forecast(UNSURE, members=300, horizon_days=900)
    assert unsure.reach[-1].days.p95 - unsure.reach[-1].days.p05 > 1.2 * (
        sure.reach[-1].days.p95 - sure.reach[-1].days.p05
    )
    assert unsure.ballistic_m2_kg.p05 < 0.0065 < 0.0095 < unsure.ballistic_m2_kg.p95


def test_the_days_before_the_forecast_are_as_observed_and_nothing_later_is_seen():
    history = SpaceWeather.load()
    on = START + 25
    at = history.index(on)
    garbled = SpaceWeather(history.first_day, history.f107.copy(), history.ap.copy())
    garbled.f107[at:] = 300.0
    garbled.ap[at:] = 200.0
    plain = forecast(UNSURE, on=on, members=40, horizon_days=300)
    scrambled = forecast(UNSURE, on=on, members=40, horizon_days=300, history=garbled)
    np.testing.assert_array_equal(plain.entry_days, scrambled.entry_days)
    in_hindsight = forecast(UNSURE, on=on, members=40, horizon_days=300, history=garbled, knowledge="hindsight")
    assert in_hindsight.entry_days.max() < plain.entry_days.min()
    f107, f107a, ap = observed(history, START, on)
    assert f107.size == 25 and f107[0] == np.float32(history.f107[history.index(START) - 1])
    assert f107a[-1] == np.float32(history.f107[at - 41 : at].mean())
    assert ap[-1] == np.float32(history.ap[at - 1])


def test_a_state_late_in_the_day_has_only_the_rest_of_that_days_drag():
    steady = Drivers.constant(150.0, 10.0)
    assert not steady.scattered
    drift = node_drift_deg_day(415.0, np.cos(np.radians(51.64)))

    def entry(days_later, fraction):
        node = (days_later + fraction) * drift
        body = replace(CASE_C, day=START + days_later, fraction=fraction, raan_deg=node % 360.0)
        return days_later + forecast(body, constant=(150.0, 10.0)).entry_days[0]

    assert entry(0, 0.5) == pytest.approx(0.5 * (entry(0, 0.0) + entry(1, 0.0)), abs=0.02)


def test_bands_keep_infinity_where_it_belongs():
    band = Band.of([1.0, 2.0, np.inf, np.inf])
    assert (band.p05, band.p50, band.p95) == (1.0, 2.0, np.inf)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"altitude_km": 900.0}, "at most 700"),
        ({"altitude_km": 119.0}, "entry"),
        ({"inclination_deg": 181.0}, "0 to 180"),
        ({"ex": 0.03}, "0 to 0.02"),
        ({"altitude_km": 200.0, "ex": 0.015}, "perigee"),
    ],
)
def test_a_body_out_of_range_is_refused_in_a_sentence(changed, said):
    with pytest.raises(InputError, match=said):
        replace(CASE_C, **changed)


NUMBERS = ["--altitude-km", "330", "--inclination-deg", "51.64", "--mass-kg", "420000", "--cda-m2", "3000"]
ASK = ["decay", *NUMBERS, "--on", "2022-02-26", "--members", "40", "--horizon", "2y"]


def test_the_command_prints_its_object_and_the_same_bytes_twice(capsys):
    assert guarded([*ASK, "--json", "--to-km", "300,200"]) == 0
    first = capsys.readouterr()
    assert guarded([*ASK, "--json", "--to-km", "300,200", "--workers", "1"]) == 0
    assert first.out == capsys.readouterr().out
    told = json.loads(first.out)
    assert told["schema"] == "stationkeep.decay/1"
    assert set(told["ballistic_m2_kg"]) == {"p05", "p50", "p95"}
    assert [row["altitude_km"] for row in told["reach"]] == [300.0, 200.0]
    keys = {"altitude_km", "probability", "date_p05", "date_p50", "date_p95", "days_p05", "days_p50", "days_p95"}
    assert keys <= set(told["reach"][0])
    assert {len(told["altitude_km"][key]) for key in ("days", "p05", "p50", "p95")} == {
        len(told["altitude_km"]["days"])
    }


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_the_command_draws_the_same_picture_twice(tmp_path, capsys, ending):
    one, two = tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"
    for path in (one, two):
        assert guarded([*ASK, "--plot", str(path)]) == 0
    assert one.read_bytes() == two.read_bytes()
    if ending == "svg":
        assert "entry" in one.read_text(encoding="utf-8")
    assert "down to" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["--on", "2022-02-30"], "--on is '2022-02-30'"),
        (["--on", "1950-01-01"], "record"),
        (["--to-km", "abc"], "350,280"),
        (["--to-km", "400"], "less than the"),
        (["--to-km", "100"], "120 km"),
        (["--f107", "100"], "--ap"),
        (["--f107", "5000", "--ap", "4"], "F10.7"),
        (["--knowledge", "never"], "hindsight"),
        (["--density-error", "some"], "none"),
        (["--members", "0"], "members"),
        (["--horizon", "soon"], "3y"),
        (["--mass-kg", "0"], "more than 0"),
        (["--altitude-km", "nan"], "number"),
        (["--plot", "x.gif"], ".svg"),
        (["--eccentricity", "-0.1"], "0 to 0.02"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence_and_exit_2(extra, said, capsys):
    assert guarded([*ASK, *extra]) == 2
    told = capsys.readouterr().err
    assert said in told and "Traceback" not in told
