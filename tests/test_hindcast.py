"""Forecasts from the past: what they may know, what they are held against, whether scores mean what they say."""

from __future__ import annotations

import contextlib
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationkeep.cli.guard import guarded
from stationkeep.errors import InputError
from stationkeep.evidence.hindcast import hindcast, observed_unit_loss
from stationkeep.evidence.hindcast_baselines import RATES, Losses, dressed
from stationkeep.evidence.hindcast_record import AltitudeRecord, kozai_to_brouwer_km, read_record
from stationkeep.evidence.hindcast_report import forecasts, phase, scores
from stationkeep.evidence.scores import Marks, crps, summary
from stationkeep.orbit.density import DensityTable
from stationkeep.sun.history import SpaceWeather

DATA = Path(__file__).parents[2] / "shared" / "data"
needs_shared = pytest.mark.skipif(
    not (DATA / "iss_daily_altitude.csv").exists(),
    reason="the measured data (../shared/data) are not beside this repository",
)
BEGIN = np.datetime64("2003-01-01", "D")


@pytest.fixture(scope="module")
def table() -> DensityTable:
    return DensityTable.load(51.64)


@pytest.fixture(scope="module")
def weather() -> SpaceWeather:
    return SpaceWeather.load()


def fallen(table: DensityTable, weather: SpaceWeather, days: int = 900, ballistic: float = 0.007) -> AltitudeRecord:
    """A station of one coefficient, under the sun as it was, raised by 3 km every 45 days and lowered once."""
    first = int(BEGIN.astype(int))
    windows = np.array([(first + day, first + day + 1) for day in range(30, days, 45)], dtype=float)
    heights = np.full(days, 390.0)
    for _ in range(10):  # the loss depends on the altitude, which depends on the loss
        unit = observed_unit_loss(AltitudeRecord(first, heights, windows, 51.64), table.arrays(), weather)
        steps = -ballistic * unit
        for number, (start, _) in enumerate(windows):
            steps[int(start) - first] += -2.0 if number == 5 else 3.0 + 0.004 * number
        heights = 390.0 + np.concatenate([[0.0], np.cumsum(steps)])
    return AltitudeRecord(first, heights, windows, 51.64)


@pytest.fixture(scope="module")
def record(table: DensityTable, weather: SpaceWeather) -> AltitudeRecord:
    return fallen(table, weather)


@given(st.lists(st.floats(-50.0, 50.0), min_size=1, max_size=30), st.floats(-60.0, 60.0))
def test_the_crps_is_the_integral_of_the_squared_distance_between_step_functions(
    members: list[float], observed: float
) -> None:
    edges = np.unique([*members, observed])
    below = np.searchsorted(np.sort(members), edges[:-1], side="right") / len(members)
    integral = np.sum((below - (observed <= edges[:-1])) ** 2 * np.diff(edges))
    assert crps(np.array(members), observed) == pytest.approx(integral, abs=1e-9)


def test_marks_and_their_summary_are_what_their_names_say() -> None:
    members = np.linspace(0.0, 10.0, 1001)
    inside, outside = Marks.of(members, 4.0), Marks.of(members, 9.9)
    assert (inside.low, inside.median, inside.high) == (0.5, 5.0, 9.5)
    assert inside.inside
    assert not outside.inside
    found = summary([inside, outside])
    assert found["n"] == 2
    assert found["coverage_90"] == 0.5
    assert found["mae_km"] == pytest.approx(0.5 * (1.0 + 4.9))
    assert found["median_abs_rel_error"] == pytest.approx(0.5 * (0.25 + 4.9 / 9.9), abs=1e-5)
    assert found["width_90_km"] == pytest.approx(9.0)
    assert summary([])["crps_km"] is None


def test_the_loss_leaves_out_raises_and_lowerings_and_nothing_else(record: AltitudeRecord) -> None:
    loss = record.daily_loss_km()
    counted = np.isfinite(loss)
    # A window of two days takes the two days' readings away, and with them three steps.
    assert (~counted).sum() == 3 * len(record.windows)
    assert np.nanmin(loss) > 0.0
    assert np.nanmax(loss) < 0.5


def test_a_short_gap_is_bridged_and_a_long_one_is_not(record: AltitudeRecord) -> None:
    heights = record.altitude_km.copy()
    heights[100:105] = np.nan
    heights[200:220] = np.nan
    holed = replace(record, altitude_km=heights).daily_loss_km()
    whole = record.daily_loss_km()
    assert np.sum(holed[99:105]) == pytest.approx(np.sum(whole[99:105]))
    assert np.isnan(holed[199:220]).all()


def run(record: AltitudeRecord, weather: SpaceWeather, table: DensityTable, knowledge: str, **more: object) -> list:
    options = {"first": BEGIN + 500, "last": BEGIN + 500, "leads_days": (30, 90), "members": 200} | more
    return hindcast(record, weather, table, knowledge=knowledge, **options)  # type: ignore[arg-type]


def scrambled(record: AltitudeRecord, day: int) -> AltitudeRecord:
    heights = record.altitude_km.copy()
    heights[day:] = 300.0 + 100.0 * np.random.default_rng(3).random(heights.size - day)
    return replace(record, altitude_km=heights)


def scrambled_sun(weather: SpaceWeather, day: np.datetime64) -> SpaceWeather:
    at = weather.index(day)
    rng = np.random.default_rng(4)
    f107, ap = weather.f107.copy(), weather.ap.copy()
    f107[at:] = rng.uniform(70.0, 250.0, f107.size - at)
    ap[at:] = rng.uniform(0.0, 100.0, ap.size - at)
    return SpaceWeather(weather.first_day, f107, ap)


def quantiles(found: list) -> list[tuple[float, ...]]:
    return [(one.marks.low, *one.quartiles_km, one.marks.median, one.marks.high) for one in found]


def test_a_then_forecast_knows_nothing_of_the_altitudes_and_the_sun_that_came(
    record: AltitudeRecord, weather: SpaceWeather, table: DensityTable
) -> None:
    before = run(record, weather, table, "then")
    changed = scrambled(record, 500)
    changed.altitude_km[500] += 500.0  # so that the outcome is a loss, and is judged
    after = run(changed, scrambled_sun(weather, BEGIN + 500), table, "then")
    told = {one.lead_days: row for one, row in zip(after, quantiles(after), strict=True)}
    assert told
    for one, row in zip(before, quantiles(before), strict=True):
        if one.lead_days in told:
            assert told[one.lead_days] == row
    sun_only = run(record, scrambled_sun(weather, BEGIN + 500), table, "then")
    assert quantiles(sun_only) == quantiles(before)
    assert [one.baselines for one in sun_only] == [one.baselines for one in before]


def test_hindsight_hears_the_sun_that_came(record: AltitudeRecord, weather: SpaceWeather, table: DensityTable) -> None:
    assert quantiles(run(record, weather, table, "hindsight")) != quantiles(
        run(record, scrambled_sun(weather, BEGIN + 500), table, "hindsight")
    )


def test_where_drag_is_steady_and_the_sun_is_known_the_forecast_is_right(
    record: AltitudeRecord, weather: SpaceWeather, table: DensityTable
) -> None:
    found = run(record, weather, table, "hindsight", first=BEGIN + 400, last=BEGIN + 800, members=400)
    assert len({one.start for one in found}) == 14
    for one in found:
        assert one.marks.median == pytest.approx(one.marks.observed, rel=0.03)
        assert one.marks.inside
    assert min(one.counted_days / one.lead_days for one in found) < 0.95


def test_the_same_seed_gives_the_same_forecast_and_a_longer_lead_leaves_the_shorter_as_it_was(
    record: AltitudeRecord, weather: SpaceWeather, table: DensityTable
) -> None:
    both = run(record, weather, table, "hindsight")
    assert run(record, weather, table, "hindsight") == both
    assert run(record, weather, table, "hindsight", leads_days=(30,)) == both[:1]
    assert quantiles(run(record, weather, table, "hindsight", seed=2)) != quantiles(both)


def test_a_dressed_baseline_hears_only_the_past_and_learns_its_bias() -> None:
    days = np.arange(1200)
    loss = 0.1 * np.exp(0.5 * np.sin(days / 40.0))
    start = 800
    known = dressed(Losses.of(loss), start, 90, 90, 30)
    future = loss.copy()
    future[start:] *= 7.0
    np.testing.assert_array_equal(dressed(Losses.of(future), start, 90, 90, 30), known)
    # A loss that doubles every 90 days: the last 30 days' rate is always too low by the same factor.
    growing = Losses.of(0.01 * 2.0 ** (days / 90.0))
    found = dressed(growing, start, 90, 90, 30)
    came, _ = growing.span(start, start + 90)
    assert np.median(found) == pytest.approx(came, rel=1e-3)
    assert np.ptp(found) < 1e-3 * came


def test_a_baseline_without_a_past_is_wide_and_positive() -> None:
    nothing = Losses.of(np.full(100, np.nan))
    assert np.all(dressed(nothing, 50, 30, 25, 30) > 0.0)
    young = dressed(Losses.of(np.full(200, 0.1)), 60, 30, 30, 30)
    assert np.quantile(young, 0.95) / np.quantile(young, 0.05) > 2.5


def written(folder: Path, record: AltitudeRecord) -> list[str]:
    days = np.datetime64(record.first_day, "D") + np.arange(record.altitude_km.size)
    rows = [f"{day},{height:.4f},x" for day, height in zip(days, record.altitude_km, strict=True)]
    (folder / "a.csv").write_text("date_utc,mean_altitude_km,n\n" + "\n".join(rows) + "\n", encoding="utf-8")
    spans = [f"{np.datetime64(int(a), 'D')},{np.datetime64(int(b), 'D')},raise" for a, b in record.windows]
    header = "window_start_utc,window_end_utc,kind\n"
    (folder / "b.csv").write_text("\ufeff" + header + "\n".join(spans) + "\n", encoding="utf-8")
    return ["hindcast", "--altitudes", str(folder / "a.csv"), "--burns", str(folder / "b.csv")]


def test_a_record_is_read_as_it_was_written(tmp_path: Path, record: AltitudeRecord) -> None:
    written(tmp_path, record)
    found = read_record(tmp_path / "a.csv", tmp_path / "b.csv", axis="brouwer")
    assert found.first_day == record.first_day
    np.testing.assert_allclose(found.altitude_km, record.altitude_km, atol=6e-5)
    np.testing.assert_array_equal(found.windows, record.windows)
    kozai = read_record(tmp_path / "a.csv", None)
    # Measured on NASA's ephemerides: 0.515 +/- 0.078 km.
    assert float(np.mean(kozai.altitude_km - found.altitude_km)) == pytest.approx(0.51, abs=0.01)


def test_a_raise_that_no_window_covers_is_left_out_of_the_loss(tmp_path: Path, record: AltitudeRecord) -> None:
    kept = np.delete(record.windows, [2, 5], axis=0)  # a raise, and the one lowering
    written(tmp_path, replace(record, windows=kept))
    found = read_record(tmp_path / "a.csv", tmp_path / "b.csv", axis="brouwer")
    assert found.unlisted == 1
    assert record.windows[2].tolist() in found.windows.tolist()
    assert np.nansum(found.daily_loss_km() > 1.0) == 1  # a lowering looks like drag


def test_the_shift_of_the_axis_changes_sign_where_it_must() -> None:
    critical = float(np.degrees(np.arccos(np.sqrt(1.0 / 3.0))))
    assert kozai_to_brouwer_km(400.0, critical) == pytest.approx(0.0, abs=1e-9)
    assert kozai_to_brouwer_km(400.0, 98.0) < 0.0 < kozai_to_brouwer_km(400.0, 0.0)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("date,height\n2003-01-01,390\n", "no column date_utc, mean_altitude_km"),
        ("date_utc,mean_altitude_km\n2003-13-01,390\n2003-01-02,390\n", "line 2: '2003-13-01' is no date"),
        ("date_utc,mean_altitude_km\n2003-01-01,390\n2003-01-02,6790\n", "line 3: mean_altitude_km '6790'"),
        ("date_utc,mean_altitude_km\n2003-01-01,nan\n", "line 2: mean_altitude_km 'nan'"),
        ("date_utc,mean_altitude_km\n", "no altitude"),
        ("", "no column"),
        ("\x00\x01", "no column|cannot be read"),
    ],
)
def test_a_bad_file_is_one_sentence_that_names_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, complaint: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        read_record(path, None)
    assert guarded(["hindcast", "--altitudes", str(path)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_a_sentence(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(b"date_utc,mean_altitude_km\n2003-01-01,390\n" + content)
        with contextlib.suppress(InputError):
            assert np.isfinite(read_record(path, None).altitude_km).any()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--knowledge", "hindsigth"], "hindsight"),
        (["--axis", "kosai"], "kozai"),
        (["--every", "0d"], "--every"),
        (["--leads", "30,x"], "--leads"),
        (["--from", "2003-02-30"], "--from"),
        (["--from", "2030-01-01"], "widen --from and --to"),
        (["--members", "3"], "20 to 100000"),
        (["--inclination-deg", "200"], "0 to 180"),
        (["--plot", "x.gif", "--to", "2004-01-01"], ".svg"),
    ],
)
def test_a_bad_option_is_one_sentence_with_a_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], record: AltitudeRecord, options: list[str], complaint: str
) -> None:
    basic = [*written(tmp_path, record), "--from", "2004-01-01", "--leads", "30", "--knowledge", "hindsight"]
    assert guarded([*basic, *options]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert complaint in shown.err


def test_the_command_keeps_its_promises(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], record: AltitudeRecord
) -> None:
    asked = [*written(tmp_path, record), "--axis", "brouwer", "--from", "2004-06-01", "--to", "2004-12-01"]
    asked += ["--knowledge", "hindsight", "--leads", "30,90", "--members", "100", "--json"]
    outputs = []
    for more in ([], ["--plot", str(tmp_path / "plot.svg")]):
        assert guarded([*asked, *more]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]
    assert (tmp_path / "plot.svg").read_text(encoding="utf-8").startswith("<?xml")
    told = json.loads(outputs[0])
    assert told["schema"] == "stationkeep.hindcast/1"
    assert [row["lead_days"] for row in told["scores"]] == [30, 90]
    for row in told["scores"]:
        assert {"n", "mae_km", "median_abs_rel_error", "crps_km", "coverage_90", "baseline"} <= set(row)
        assert set(RATES) <= set(row["baseline"])
        assert all({"mae_km", "crps_km"} <= set(one) for one in row["baseline"].values())
        assert row["n"] == sum(one["n"] for one in row["by_phase"].values())
        assert row["n"] == sum(one["lead_days"] == row["lead_days"] for one in told["forecasts"])
    for one in told["forecasts"]:
        assert 0.0 < one["p05"] < one["p25"] < one["p50"] < one["p75"] < one["p95"]
    assert guarded([one for one in asked if one != "--json"]) == 0
    assert "90 days ahead" in " ".join(capsys.readouterr().out.split())


def test_phases_are_told_by_what_was_known_at_the_start() -> None:
    assert [phase(x) for x in (70.0, 100.0, 180.0)] == ["solar_minimum", "between", "solar_maximum"]


@needs_shared
def test_with_hindsight_the_loss_of_the_station_comes_out_and_beats_every_dressed_baseline(
    table: DensityTable, weather: SpaceWeather
) -> None:
    whole = read_record(DATA / "iss_daily_altitude.csv", DATA / "iss_burns.csv")
    found = hindcast(
        whole, weather, table, first=np.datetime64("1999-02-01"), every_days=30, leads_days=(90, 180), members=400
    )
    assert len(found) > 400
    rows = {row["lead_days"]: row for row in scores(found)}
    assert rows[90]["median_abs_rel_error"] <= 0.11
    for row in rows.values():
        best = row["baseline"][row["best_baseline"]]
        assert row["crps_km"] <= 0.9 * best["crps_km"]
        assert row["coverage_90"] >= 0.85
        assert row["width_90_km"] <= best["width_90_km"]
        for name in ("solar_minimum", "solar_maximum"):
            assert row["by_phase"][name]["coverage_90"] >= 0.80  # some 15 independent outcomes each
    assert len(forecasts(found)) == len(found)
