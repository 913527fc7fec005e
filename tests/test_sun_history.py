"""What was observed is handed over in the project's convention, and nothing of the future with it."""

from __future__ import annotations

import numpy as np
import pytest

from stationkeep.errors import InputError
from stationkeep.sun.history import SpaceWeather, centred_mean
from stationkeep.sun.smoothed import Smoothed, month_label

WEATHER = SpaceWeather.load()


def test_drivers_are_yesterdays_flux_the_centred_mean_and_todays_ap() -> None:
    f107, f107a, ap = WEATHER.drivers("2022-02-26", 10)
    assert f107[0] == WEATHER.on("2022-02-25")[0] and f107[9] == WEATHER.on("2022-03-06")[0]
    assert ap[0] == WEATHER.on("2022-02-26")[1]
    i = WEATHER.index("2022-02-26")
    assert f107a[0] == pytest.approx(WEATHER.f107[i - 40 : i + 41].mean(), rel=1e-14)


def test_drivers_refuse_what_the_record_cannot_give() -> None:
    with pytest.raises(InputError, match="2026-10-15"):
        WEATHER.drivers("2026-09-01", 10)
    with pytest.raises(InputError, match="is not in the record"):
        WEATHER.on("2030-01-01")
    with pytest.raises(InputError, match="no date"):
        WEATHER.known_by("the day before yesterday")
    with pytest.raises(InputError, match="nothing is recorded before"):
        WEATHER.known_by("1950-01-01")


def test_centred_mean_is_clear_about_its_edges() -> None:
    series = np.arange(100.0)
    mean = centred_mean(series)
    assert np.isnan(mean[:40]).all() and np.isnan(mean[-40:]).all()
    assert np.allclose(mean[40:-40], series[40:-40])
    assert np.isnan(centred_mean(np.ones(80))).all()
    with pytest.raises(InputError, match="odd"):
        centred_mean(series, 80)


def test_known_by_stops_the_day_before_and_shares_nothing() -> None:
    known = WEATHER.known_by("2022-04-02")
    assert known.last_day == np.datetime64("2022-04-01")
    assert not np.shares_memory(known.f107, WEATHER.f107)


def test_bursts_go_and_real_days_stay() -> None:
    clean = WEATHER.without_bursts()
    for burst in ("2011-03-07", "2005-09-09", "2001-04-05", "2001-04-06", "2022-03-31", "1997-03-01"):
        assert clean.on(burst)[0] != WEATHER.on(burst)[0]
    for real in ("1957-12-23", "1979-11-10", "1991-01-30", "2024-08-08"):
        assert clean.on(real) == WEATHER.on(real)
    changed = np.flatnonzero(clean.f107 != WEATHER.f107)
    assert 20 <= len(changed) <= 40
    assert clean.f107.min() >= 64.0 and clean.f107.max() == 383.4


def test_a_burst_on_the_last_known_day_is_seen() -> None:
    known = WEATHER.known_by("2022-04-01")
    assert known.f107[-1] == 239.5
    assert known.without_bursts().f107[-1] == pytest.approx(151.3, abs=6)


def test_a_smoothed_month_is_known_only_six_months_later() -> None:
    assert month_label(Smoothed.of(WEATHER.known_by("2022-04-02")).last_month) == "2021-09"
    assert month_label(Smoothed.of(WEATHER.known_by("2022-03-31")).last_month) == "2021-08"
    full, part = Smoothed.of(WEATHER), Smoothed.of(WEATHER.known_by("2010-01-01"))
    assert np.array_equal(part.f107[:-1], full.f107[: len(part.f107) - 1])
    assert full.f107.min() == pytest.approx(68.2, abs=0.1)


def test_a_broken_record_is_refused() -> None:
    day = np.datetime64("2000-01-01")
    with pytest.raises(InputError, match="two equal"):
        SpaceWeather(day, np.ones(3), np.ones(4))
    with pytest.raises(InputError, match="finite"):
        SpaceWeather(day, np.array([1.0, np.nan]), np.ones(2))
