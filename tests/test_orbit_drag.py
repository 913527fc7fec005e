"""Calibration of drag: what arcs imply, what a date may know, and whether real falls come out."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from stationkeep.errors import InputError
from stationkeep.orbit.density import DensityTable
from stationkeep.orbit.drag import BallisticCalibration, Weather, calibrate, fill_ballistic, implied_ballistic
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


def process() -> np.ndarray:
    return BallisticCalibration(0.007, 0.07, 0.2, 300.0, 0.1, 0.1, 0.15, 20.0, 9, None, "").process()


def test_a_member_carries_the_same_correction_in_every_block() -> None:
    whole, part = np.empty((50, 40)), np.empty((50, 7))
    fill_ballistic(11, 0, process(), whole)
    fill_ballistic(11, 13, process(), part)
    np.testing.assert_array_equal(part, whole[:, 13:20])


def test_the_correction_is_positive_and_of_mean_one_in_the_long_run() -> None:
    drawn = np.empty((3000, 2000))
    fill_ballistic(5, 0, process(), drawn)
    assert drawn.min() > 0.0
    last = drawn[-1]
    assert last.mean() == pytest.approx(0.007 * np.exp(0.5 * 0.07**2), rel=0.02)
    assert np.std(np.log(last)) == pytest.approx(np.sqrt(0.07**2 + 0.2**2 + 0.15**2), rel=0.05)
    assert np.std(np.log(drawn[0])) == pytest.approx(np.sqrt(0.07**2 + 0.1**2 + 0.15**2), rel=0.05)


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


@needs_shared
def test_the_fall_of_1999_comes_out_when_calibrated_on_its_first_month(table: DensityTable, observed: Weather) -> None:
    with (SHARED / "data" / "iss_daily_altitude.csv").open(encoding="utf-8", newline="") as handle:
        altitude = {row["date_utc"]: float(row["mean_altitude_km"]) + 0.51 for row in csv.DictReader(handle)}
    with (SHARED / "data" / "iss_elements_1999.csv").open(encoding="utf-8", newline="") as handle:
        node = float(next(csv.DictReader(handle))["raan_deg"])
    first = int((np.datetime64("1999-01-01") - observed.first_day).astype(int))
    days = 147  # to 05-28
    span = slice(first, first + days)
    f107, f107a, ap = observed.f107[span], observed.f107a[span], observed.ap[span]

    def fall(ballistic: float) -> np.ndarray:
        path = decay(altitude["1999-01-01"], node, "1999-01-01", ballistic, f107, f107a, ap, table=table)
        return np.asarray(path.altitude_km[:, 0])

    lost = altitude["1999-01-01"] - altitude["1999-01-31"]
    trial = fall(0.007)
    ballistic = 0.007 * lost / (trial[0] - trial[30])
    path = fall(ballistic)
    truth = altitude["1999-01-01"] - altitude["1999-05-28"]
    assert path[0] - path[days] == pytest.approx(truth, rel=0.10)
