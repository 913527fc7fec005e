"""Calibration of drag: what arcs imply, what a date may know, and whether real falls come out."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationkeep.errors import InputError
from stationkeep.lifetime.arcs import Stretch, cut_arcs, reading_noise_km
from stationkeep.lifetime.correction import KNOT_DAYS, fill_ballistic
from stationkeep.lifetime.drag import BallisticCalibration, assume, calibrate, calibrate_implied
from stationkeep.lifetime.expected import ANY_OBJECT
from stationkeep.lifetime.implied import Implied, Weather, implied_ballistic
from stationkeep.orbit.density import DensityTable
from stationkeep.orbit.earth import mean_sun_deg
from stationkeep.orbit.fall import decay

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
ARCS = ROOT / "src" / "stationkeep" / "data" / "iss" / "drag_arcs.csv"
needs_shared = pytest.mark.skipif(
    not (SHARED / "data" / "space_weather_daily.csv").exists(),
    reason="the measured data (../shared/data) are not beside this repository",
)


@dataclass(frozen=True)
class Arc:
    start: dt.date
    end: dt.date
    altitude_km: float
    loss_km: float
    loss_km_low: float
    loss_km_high: float


def bundled_arcs() -> list[Arc]:
    with ARCS.open(encoding="utf-8", newline="") as handle:
        return [
            Arc(
                dt.date.fromisoformat(row["start"]),
                dt.date.fromisoformat(row["end"]),
                *(float(row[name]) for name in ("altitude_km", "loss_km", "loss_km_low", "loss_km_high")),
            )
            for row in csv.DictReader(handle)
        ]


@pytest.fixture(scope="module")
def table() -> DensityTable:
    return DensityTable.load(51.64)


def steady(days: int = 12_000) -> Weather:
    level = np.full(days, 120.0)
    return Weather(np.datetime64("1998-01-01"), level, level, np.full(days, 10.0))


@pytest.fixture(scope="module")
def observed() -> Weather:
    with (SHARED / "data" / "space_weather_daily.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["type"] == "OBS"]
    f107, mean, ap = (np.array([float(row[name]) for row in rows]) for name in ("f107_obs", "f107_obs_ctr81", "ap_avg"))
    return Weather(np.datetime64(rows[0]["date"]), np.r_[f107[:1], f107[:-1]], mean, ap)


def fabricated(table: DensityTable, weather: Weather, ballistic: float, starts: list[dt.date]) -> list[Arc]:
    """Arcs that lose what a given coefficient makes them lose."""
    arcs = []
    for start in starts:
        unit = Arc(start, start + dt.timedelta(days=20), 400.0, 1.0, 0.95, 1.05)
        loss = ballistic / implied_ballistic(unit, table.arrays(), weather)
        arcs.append(Arc(unit.start, unit.end, 400.0, loss, 0.97 * loss, 1.03 * loss))
    return arcs


def test_an_arc_gives_back_the_coefficient_that_made_it(table: DensityTable) -> None:
    weather = steady()
    level = weather.f107[:20]
    start = dt.date(2005, 3, 1)
    # Averaged over the local time of the node, as arcs are.
    nodes = np.arange(0.0, 360.0, 30.0) + mean_sun_deg(float(np.datetime64(start, "D").astype(int)))
    fall = decay(402.0, nodes, np.datetime64(start), 0.008, level, level, weather.ap[:20], table=table)
    path = fall.altitude_km.mean(axis=1)
    arc = Arc(start, start + dt.timedelta(days=20), float(path.mean()), float(path[0] - path[-1]), 0.0, 0.0)
    assert implied_ballistic(arc, table.arrays(), weather) == pytest.approx(0.008, rel=0.01)


def test_a_calibration_never_hears_arcs_that_end_on_its_date_or_later(table: DensityTable) -> None:
    weather = steady()
    early = fabricated(table, weather, 0.007, [dt.date(2003, m, 1) for m in range(1, 7)])
    late = fabricated(table, weather, 0.03, [dt.date(2003, 7, 12), dt.date(2004, 1, 1)])
    date = late[0].end
    assert calibrate([*early, *late], date, table, weather) == calibrate(early, date, table, weather)


def test_a_calibration_finds_the_coefficient_of_steady_arcs_and_grows_unsure_with_time(
    table: DensityTable,
) -> None:
    weather = steady()
    arcs = fabricated(table, weather, 0.0075, [dt.date(2003 + k // 6, 1 + 2 * (k % 6), 3) for k in range(24)])
    soon = calibrate(arcs, dt.date(2007, 1, 1), table, weather)
    later = calibrate(arcs, dt.date(2010, 1, 1), table, weather)
    assert soon.now_m2_kg == pytest.approx(0.0075, rel=0.05)
    assert later.start_spread > soon.start_spread


def test_without_an_arc_the_coefficient_is_a_wide_interval(table: DensityTable) -> None:
    found = calibrate([], dt.date(1998, 11, 20), table, steady())
    assert found.arcs == 0
    assert found.last_arc is None
    low, high = (found.ballistic_m2_kg * np.exp(s * 1.645 * found.spread) for s in (-1.0, 1.0))
    assert (low, high) == (pytest.approx(0.004, rel=0.01), pytest.approx(0.009, rel=0.01))


def test_an_arc_outside_the_drivers_is_an_error_that_names_it(table: DensityTable) -> None:
    arc = Arc(dt.date(2040, 1, 1), dt.date(2040, 1, 20), 400.0, 1.0, 0.9, 1.1)
    with pytest.raises(InputError, match="2040-01-01"):
        implied_ballistic(arc, table.arrays(), steady())


PROCESS = BallisticCalibration(0.007, 0.07, 0.2, 300.0, 0.1, 0.1, 0.15, 8.0, 9, None, "", -0.6, 1e-5).process()


def drawn(days: int, members: int, *, seed: int = 5, first: int = 0, process: np.ndarray = PROCESS) -> np.ndarray:
    ballistic = np.empty((days, members))
    fill_ballistic(seed, first, process, ballistic)
    return ballistic


def test_a_member_carries_the_same_correction_in_every_block_and_over_every_horizon() -> None:
    whole = drawn(50, 700, seed=11)
    np.testing.assert_array_equal(drawn(50, 7, seed=11, first=613), whole[:, 613:620])
    for days in (1, 3, 16, 17, 33):
        np.testing.assert_array_equal(drawn(days, 700, seed=11), whole[:days])
    assert not np.any(drawn(50, 700, seed=12) == whole)


def test_the_correction_is_positive_and_of_mean_one_in_the_long_run() -> None:
    found = drawn(3000, 2000)
    assert found.min() > 0.0
    last = found[-1]
    assert last.mean() == pytest.approx(0.007 * np.exp(0.5 * 0.07**2), rel=0.02)
    walked = 1e-5 * 3000
    assert np.std(np.log(last)) == pytest.approx(np.sqrt(0.07**2 + 0.2**2 + walked + 0.15**2), rel=0.05)


def test_on_its_first_day_the_correction_is_what_the_arcs_say() -> None:
    logs = np.log(drawn(1, 20_000)[0])
    assert logs.mean() == pytest.approx(np.log(0.007) - 0.5 * (0.2**2 + 0.15**2) + 0.1, abs=0.005)
    # The slow part leans against the level: 0.4 of the level's error is left in their sum.
    assert logs.std() == pytest.approx(np.sqrt((0.4 * 0.07) ** 2 + 0.1**2 + 0.15**2), rel=0.03)


def test_the_quick_part_forgets_itself_as_it_says_and_is_normal() -> None:
    alone = np.array([0.007, 0.0, 0.0, 300.0, 0.0, 0.0, 0.0, 0.0, 0.3, 8.0])
    logs = np.log(drawn(400, 2000, process=alone)) - np.log(0.007) + 0.5 * 0.3**2
    assert logs.mean() == pytest.approx(0.0, abs=0.005)
    assert logs.std() == pytest.approx(0.3, rel=0.01)
    for lag in (1, 3, 4, 8, 20):
        seen = np.mean(logs[lag:] * logs[:-lag]) / 0.09
        assert seen == pytest.approx(np.exp(-lag / 8.0), abs=0.02), lag
    standard = logs[::40].ravel() / 0.3
    for share in (0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999):
        expected = NormalDist().inv_cdf(share)
        # Standard error of a quantile: sqrt(p (1 - p) / n) over the density.
        error = np.sqrt(share * (1 - share) / standard.size) / NormalDist().pdf(expected)
        assert np.quantile(standard, share) == pytest.approx(expected, abs=4.5 * error), share


def test_the_slow_part_forgets_itself_from_knot_to_knot() -> None:
    alone = np.array([0.007, 0.0, 0.2, 160.0, 0.0, 0.2, 0.0, 0.0, 1e-9, 8.0])
    logs = np.log(drawn(20 * KNOT_DAYS + 1, 4000, process=alone)[::KNOT_DAYS]) - np.log(0.007) + 0.5 * 0.2**2
    assert np.std(logs, axis=1) == pytest.approx(np.full(21, 0.2), rel=0.06)
    for knots in (1, 5, 10):
        seen = np.mean(logs[knots:] * logs[:-knots]) / 0.04
        assert seen == pytest.approx(np.exp(-knots * KNOT_DAYS / 160.0), abs=0.05)


def test_a_stated_coefficient_is_kept_with_the_error_of_the_air_or_without() -> None:
    assert np.all(np.abs(drawn(100, 50, process=assume(0.01, density_error=False).process()) / 0.01 - 1.0) < 1e-6)
    wide = drawn(1000, 4000, process=assume(0.01).process())
    assert wide[-1].mean() == pytest.approx(0.01, rel=0.02)
    assert 0.25 < np.std(np.log(wide[-1])) < 0.45
    with pytest.raises(InputError, match="above zero"):
        assume(0.0)


def falling(days: np.ndarray, rate_km_day: float = 0.1, noise_km: float = 0.0) -> np.ndarray:
    return 400.0 - rate_km_day * days + noise_km * np.random.default_rng(7).standard_normal(days.size)


def test_arcs_keep_clear_of_windows_both_ways_and_add_up_to_the_loss_between_them() -> None:
    days = np.arange(0.0, 120.0) + 0.5
    raised = falling(days) + 3.0 * (days > 40.0) - 1.0 * (days > 80.0)
    arcs = cut_arcs(days, raised, [(39, 41), (79, 81)])
    assert sum(arc.loss_km for arc in arcs) == pytest.approx(0.1 * sum(arc.days for arc in arcs))
    for arc in arcs:
        assert not any(arc.begin_day <= last + 1 and arc.end_day >= first for first, last in ((39, 41), (79, 81)))
        assert 4.0 <= arc.days <= 20.0
    assert sum(arc.days for arc in arcs) == pytest.approx(120 - 1 - 4 - 4)


def test_a_burn_that_no_list_has_parts_an_arc() -> None:
    days = np.arange(0.0, 60.0) + 0.5
    arcs = cut_arcs(days, falling(days, 0.02, 0.004) + 0.12 * (days > 30.0))
    assert arcs
    assert not any(arc.begin_day < 30.0 < arc.end_day for arc in arcs)
    assert all(0.015 < arc.loss_km / arc.days < 0.025 for arc in arcs)


def test_a_window_between_two_sparse_readings_parts_them() -> None:
    days = np.array([0.0, 7.0, 14.0, 21.0, 28.0])
    arcs = cut_arcs(days, falling(days), [(9, 10)])
    assert not any(arc.begin_day < 9 and arc.end_day > 10 for arc in arcs)
    assert cut_arcs(days, falling(days), longest_gap_days=5.0) == []


def test_sets_thrice_a_day_in_any_order_give_the_arcs_of_their_daily_medians() -> None:
    days = np.arange(120) / 3.0 + 0.1
    heights = falling(days)
    shuffled = np.argsort(np.sin(1e3 * days))
    heights[20] += 5.0  # one wild set does not carry its day
    arcs = cut_arcs(days[shuffled], heights[shuffled])
    assert arcs == cut_arcs(days, heights)
    assert len(arcs) >= 2
    assert all(arc.loss_km == pytest.approx(0.1 * arc.days, abs=0.05) for arc in arcs)
    assert cut_arcs(days, np.full(days.size, np.nan)) == []
    with pytest.raises(InputError, match="give one for each day"):
        cut_arcs(days, heights[:-1])


@given(noise=st.floats(0.006, 0.2), rate=st.floats(0.0, 0.5))
def test_the_noise_of_a_reading_is_told_apart_from_the_fall(noise: float, rate: float) -> None:
    days = np.arange(0.0, 400.0)
    assert reading_noise_km(days, falling(days, rate, noise)) == pytest.approx(noise, rel=0.2)


def implied(values: list[float], *, every: float = 12.0, until: float = 12_000.0) -> list[Implied]:
    ends = until - every * np.arange(len(values))[::-1] - 1.0
    return [Implied(end - 0.5 * every, end, every, float(np.log(v)), 0.02) for end, v in zip(ends, values, strict=True)]


DATE = (np.datetime64(0, "D") + 12_000).item()


def test_one_wild_arc_does_not_lead_the_calibration_astray() -> None:
    steady_arcs = [0.007] * 40
    calm = calibrate_implied(implied(steady_arcs), DATE)
    wild = calibrate_implied(implied([*steady_arcs[:-1], 0.07]), DATE)
    assert wild.now_m2_kg == pytest.approx(calm.now_m2_kg, rel=0.06)


def test_a_lasting_change_is_followed_within_a_few_arcs() -> None:
    found = calibrate_implied(implied([0.008] * 60 + [0.005] * 6), DATE)
    assert 0.0045 < found.now_m2_kg < 0.006


def test_a_short_arc_of_an_unknown_object_outweighs_a_wide_prior() -> None:
    found = calibrate_implied(implied([0.03, 0.031, 0.029]), DATE, prior=ANY_OBJECT)
    assert found.now_m2_kg == pytest.approx(0.03, rel=0.1)
    unheard = calibrate_implied([], DATE, prior=ANY_OBJECT)
    assert unheard.spread == ANY_OBJECT.log_spread
    assert found.start_spread < 0.3


def test_the_members_of_a_calibration_have_its_spread_on_the_first_day() -> None:
    """Level and slow part lean against each other; drawn apart they would be far too wide."""
    wavy = [0.007 * float(np.exp(0.2 * np.sin(k / 3.0))) for k in range(80)]
    found = calibrate_implied(implied(wavy), DATE)
    without_quick = found.process()
    without_quick[8] = 1e-9
    logs = np.log(drawn(1, 20_000, process=without_quick)[0])
    assert logs.std() < 0.15
    assert np.hypot(found.spread, found.start_spread) > logs.std()


def test_an_arc_between_readings_at_any_hour_gives_back_the_coefficient_that_made_it(table: DensityTable) -> None:
    weather = steady()
    level = weather.f107[:40]
    start = dt.date(2005, 3, 1)
    node = 123.0
    fall = decay(340.0, node, np.datetime64(start), 0.02, level, level, weather.ap[:40], table=table)
    first = float(np.datetime64(start, "D").astype(int))
    path = fall.altitude_km[:, 0]
    piece = Stretch(first, first + 40.0, float(path[0]), float(path[40]), 0.02, node)
    assert piece.loss_km > 20.0  # far from a straight line
    # The fall carries the eccentricity that drag raises, arcs do not: a few tenths of a per cent.
    assert implied_ballistic(piece, table.arrays(), weather) == pytest.approx(0.02, rel=0.005)


def test_the_bundled_arcs_are_in_order_and_plausible() -> None:
    arcs = bundled_arcs()
    assert 50 <= len(arcs) <= 150
    for before, after in pairwise(arcs):
        assert before.end <= after.start
    for arc in arcs:
        assert 7 <= (arc.end - arc.start).days <= 32
        assert 0.0 < arc.loss_km_low < arc.loss_km < arc.loss_km_high


@needs_shared
def test_real_arcs_imply_the_coefficients_that_are_known(table: DensityTable, observed: Weather) -> None:
    arcs = bundled_arcs()
    implied = {arc.start: implied_ballistic(arc, table.arrays(), observed) for arc in arcs}
    values = np.array(list(implied.values()))
    assert 0.006 < np.median(values) < 0.008
    assert np.percentile(values, 5) > 0.004
    assert np.percentile(values, 95) < 0.011
    minimum = [value for start, value in implied.items() if dt.date(2018, 1, 1) < start < dt.date(2020, 1, 1)]
    assert np.median(minimum) < 0.0055  # the model is too dense at deep solar minimum


STRETCHES = [
    ("1999-01-01", "1999-05-28"),
    # Until the raise of 25 October. The model is 15 % too dense from mid-July on; nothing in the first 30 days says so.
    pytest.param("1999-06-15", "1999-10-25", marks=pytest.mark.xfail(strict=True, reason="off by 15 % of the loss")),
]


def sets_of_1999() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Days, altitudes (km) and nodes (deg) of the element sets of 1999."""
    with (SHARED / "data" / "iss_elements_1999.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    day = np.array([np.datetime64(row["epoch_utc"][:23], "ms").astype(float) / 86_400e3 for row in rows])
    height = np.array([float(row["mean_altitude_km"]) for row in rows]) + 0.51
    return day, height, np.array([float(row["raan_deg"]) for row in rows])


def fall_of_1999(table: DensityTable, observed: Weather, first: str, last: str) -> tuple[float, float, float]:
    """Altitude lost in a stretch, and as forecast at the centre and spread of a calibration on its first 30 days."""
    day, height, node = sets_of_1999()
    start, end = (int(np.datetime64(text).astype(int)) for text in (first, last))
    month = (day >= start) & (day < start + 30)
    arcs = cut_arcs(day[month], height[month], raan_deg=node[month])
    found = calibrate(arcs, np.datetime64(start + 31, "D").item(), table, observed)
    span = slice(start - int(observed.first_day.astype(int)), end - int(observed.first_day.astype(int)))
    f107, f107a, ap = observed.f107[span], observed.f107a[span], observed.ap[span]
    begin, came = np.interp([start, end], day, height)
    turned = float(np.interp(start, day, np.unwrap(node, period=360.0)) % 360.0)
    mean = found.now_m2_kg * float(np.exp(0.5 * found.fast_sigma**2))
    path = decay(begin, turned, np.datetime64(first), mean, f107, f107a, ap, table=table).altitude_km[:, 0]
    return float(begin - came), float(path[0] - path[-1]), float(np.hypot(found.spread, found.sigma))


@needs_shared
@pytest.mark.parametrize(("first", "last"), STRETCHES)
def test_the_falls_of_1999_come_out_when_calibrated_on_their_first_month(
    table: DensityTable, observed: Weather, first: str, last: str
) -> None:
    lost, forecast, _ = fall_of_1999(table, observed, first, last)
    assert forecast == pytest.approx(lost, rel=0.10)


@needs_shared
@pytest.mark.parametrize(("first", "last"), [("1999-01-01", "1999-05-28"), ("1999-06-15", "1999-10-25")])
def test_the_falls_of_1999_lie_within_the_stated_spread(
    table: DensityTable, observed: Weather, first: str, last: str
) -> None:
    lost, forecast, spread = fall_of_1999(table, observed, first, last)
    assert abs(np.log(forecast / lost)) < 1.645 * spread
