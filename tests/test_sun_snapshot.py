"""A newer snapshot that the user fetched is used, an older one is not, and a broken one is an error with a remedy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from stationkeep.errors import InputError
from stationkeep.sun import snapshot
from stationkeep.sun.history import SpaceWeather
from stationkeep.sun.issues import Archive
from stationkeep.sun.smoothed import month_label


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STATIONKEEP_DATA", str(tmp_path))
    return tmp_path / "sun"


def record(days: int) -> dict[str, np.ndarray]:
    """The bundled record, longer or shorter by some days."""
    arrays = dict(snapshot.bundled("daily.npz").arrays)
    for key, value in (("f107_tenths", 1234), ("ap", 7)):
        tail = np.full(max(days, 0), value, dtype=arrays[key].dtype)
        arrays[key] = np.concatenate([arrays[key][: len(arrays[key]) + min(days, 0)], tail])
    return arrays


def test_without_a_folder_the_bundled_record_is_used(folder: Path) -> None:
    assert snapshot.snapshot_folder() == folder and not folder.exists()
    assert snapshot.newest("daily.npz").bundled and snapshot.fetched("daily.npz") is None
    assert str(SpaceWeather.load().last_day) == snapshot.newest("daily.npz").last == "2026-10-15"
    assert snapshot.newest("forecasts.npz").last == month_label(Archive.load().issues[-1].month) == "2026-03"


def test_a_newer_record_is_used_and_tells_its_digest(folder: Path) -> None:
    before = snapshot.provenance()
    saved = snapshot.save("daily.npz", record(10))
    assert saved.path == folder / "daily.npz" and [p.name for p in folder.iterdir()] == ["daily.npz"]
    assert SpaceWeather.load().on("2026-10-25") == (123.4, 7.0)
    after = snapshot.provenance()
    assert after["space_weather_until"] == "2026-10-25" and after["space_weather_sha256"] == saved.sha256
    assert before["space_weather_sha256"] != after["space_weather_sha256"]
    assert before["sun_forecasts_sha256"] == after["sun_forecasts_sha256"]


def test_a_record_that_changes_is_read_again() -> None:
    snapshot.save("daily.npz", record(10))
    assert SpaceWeather.load().last_day == np.datetime64("2026-10-25")
    snapshot.save("daily.npz", record(12))
    assert SpaceWeather.load().last_day == np.datetime64("2026-10-27")


def test_an_older_record_is_passed_over() -> None:
    snapshot.save("daily.npz", record(-5))
    assert snapshot.newest("daily.npz").bundled
    older = snapshot.fetched("daily.npz")
    assert older is not None and older.last == "2026-10-10"


def test_issues_are_taken_from_the_users_folder() -> None:
    arrays = dict(snapshot.bundled("forecasts.npz").arrays)
    count = int(arrays["targets"][-1])
    arrays["percentiles_tenths"] = np.hstack([arrays["percentiles_tenths"], arrays["percentiles_tenths"][:, -count:]])
    for key in ("issue_month", "first_target", "targets"):
        arrays[key] = np.append(arrays[key], arrays[key][-1] + (key != "targets"))
    snapshot.save("forecasts.npz", arrays)
    assert Archive.load().issues[-1].label == "NASA MSFC 2026-04" and len(Archive.load().issues) == 326


def test_a_broken_record_is_an_error_with_a_remedy(folder: Path) -> None:
    good = snapshot.save("daily.npz", record(10)).path.read_bytes()
    for broken in (b"", b"<html>not found</html>", good[: len(good) // 2]):
        (folder / "daily.npz").write_bytes(broken)
        with pytest.raises(InputError, match=r"is no snapshot.*data refresh"):
            SpaceWeather.load()


def test_a_bad_snapshot_is_not_saved(folder: Path) -> None:
    snapshot.save("daily.npz", record(10))
    lacking = {key: value for key, value in record(20).items() if key != "ap"}
    too_high = {**record(20), "ap": record(20)["ap"] + 400}
    uneven = {**record(20), "ap": record(21)["ap"]}
    for arrays, words in ((lacking, "lacks ap"), (too_high, "400 nT or less"), (uneven, "shape")):
        with pytest.raises(InputError, match=words):
            snapshot.save("daily.npz", arrays)
    assert [path.name for path in folder.iterdir()] == ["daily.npz"]
    assert str(SpaceWeather.load().last_day) == "2026-10-25"
