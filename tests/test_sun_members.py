# mypy: disable-error-code="no-untyped-call"
"""Members are reproducible, connect with the past, and vary as the sun does."""

from __future__ import annotations

import numpy as np
import pytest

from stationkeep.errors import InputError
from stationkeep.sun.forecast import Forecast
from stationkeep.sun.history import SpaceWeather, centred_mean
from stationkeep.sun.members import _normals, draw

WEATHER = SpaceWeather.load()
CLEAN = WEATHER.without_bursts()
FORECAST = Forecast.as_known(WEATHER, "2022-04-02")


def autocorrelation(series: np.ndarray, lag: int) -> float:
    """Of every column about its own mean, pooled; shape ``(day, member)``."""
    x = series - series.mean(axis=0)
    return float((x[:-lag] * x[lag:]).mean() / x.var())


def test_a_longer_horizon_and_another_block_change_nothing() -> None:
    whole = draw(FORECAST.compile(1200), 11, 96)
    for days, first, members in ((1, 0, 1), (41, 3, 7), (400, 33, 63), (1199, 95, 1)):
        part = draw(FORECAST.compile(days), 11, members, first_member=first)
        same = draw(FORECAST.compile(1200), 11, members, first_member=first, days=days)
        for all_of_it, ours, theirs in zip(whole, part, same, strict=True):
            block = all_of_it[:days, first : first + members]
            assert block.tobytes() == ours.tobytes() == theirs.tobytes()


def test_seeds_and_members_differ() -> None:
    plan = FORECAST.compile(200)
    one, two = draw(plan, 1, 8), draw(plan, 2, 8)
    for k in (0, 2):
        assert not np.array_equal(one[k], two[k])
        assert len({column.tobytes() for column in one[k].T}) == 8
    large = draw(plan, 2**64 - 1, 2)
    assert not np.array_equal(large[0], one[0][:, :2])


def test_arguments_out_of_range_are_refused() -> None:
    plan = FORECAST.compile(10)
    for arguments in ({"days": 11}, {"days": 0}, {"members": 0}, {"seed": -1}, {"first_member": -1}):
        with pytest.raises(InputError, match="expected"):
            draw(plan, **{"seed": 1, "members": 2, **arguments})


def test_normals_are_normal() -> None:
    grid = (np.arange(400) + 0.5) / 400
    pairs = np.array([_normals(u, v) for u in grid for v in grid])
    u, v = np.meshgrid(grid, grid, indexing="ij")
    r = np.sqrt(-2 * np.log(u)).ravel()
    exact = np.stack([r * np.cos(2 * np.pi * v.ravel()), r * np.sin(2 * np.pi * v.ravel())], axis=1)
    assert np.abs(pairs - exact).max() < 1e-9


def test_members_begin_where_the_record_ends() -> None:
    f107, f107a, ap = draw(FORECAST.compile(60), 4, 400)
    assert (f107[0] == np.float32(WEATHER.on("2022-04-01")[0])).all()
    steps = np.diff(CLEAN.f107[-8000:]) / (CLEAN.f107[-8000:-1] - 60)
    first = (f107[1] - f107[0]) / (f107[0] - 60)
    assert abs(np.median(first)) < 2 * steps.std() and 0.5 * steps.std() < first.std() < 2 * steps.std()
    # The 81-day mean of the first day: 41 observed days, 40 of the member.
    i = WEATHER.index("2022-04-02")
    own = np.concatenate([np.repeat(WEATHER.f107[i - 40 : i, None], 400, axis=1), f107[1:42]])
    assert np.allclose(own.mean(axis=0), f107a[0], rtol=1e-5)
    assert np.allclose((own.sum(axis=0) - own[0] + f107[42]) / 81, f107a[1], rtol=1e-5)
    assert (ap > 0).all()


def test_a_burst_on_the_last_day_does_not_carry_over() -> None:
    """239.5 sfu were recorded on 2022-03-31 between 151 and 147: the members go on from 151."""
    f107, _, _ = draw(Forecast.as_known(WEATHER, "2022-04-01").compile(5), 4, 200)
    assert f107[0, 0] == np.float32(239.5) and 130 < np.median(f107[1]) < 165
    f107, _, _ = draw(Forecast.as_known(WEATHER, "2022-04-01", free_of_bursts=True).compile(5), 4, 200)
    assert f107[0, 0] < 160


def test_hindsight_is_the_record_and_then_the_forecast_of_its_end() -> None:
    start = "2025-10-15"
    forecast = Forecast.hindsight(WEATHER, start)
    f107, f107a, ap = draw(forecast.compile(500), 9, 16)
    seen = forecast.observed_days
    assert seen == 366
    want = WEATHER.drivers(start, seen - 40)
    assert (f107[: seen - 40] == want[0][:, None].astype(np.float32)).all()
    assert np.allclose(f107a[: seen - 40], want[1][:, None], rtol=1e-6)
    assert (ap[:seen] == WEATHER.ap[-seen:, None].astype(np.float32)).all()
    then = draw(Forecast.as_known(WEATHER, "2026-10-16").compile(134), 9, 16)
    for ours, theirs in zip((f107, f107a, ap), then, strict=True):
        assert np.array_equal(ours[seen:], theirs)


def test_a_start_beyond_the_record_is_bridged() -> None:
    late, end = (draw(Forecast.as_known(WEATHER, day).compile(100), 9, 8) for day in ("2026-11-15", "2026-10-16"))
    for ours, theirs in zip(late, end, strict=True):
        assert np.array_equal(ours[:70], theirs[30:])


def test_members_hold_the_sun_that_came() -> None:
    """Starts every four months, 2000 to 2020: F10.7 over 81 days and 13 months inside the 5-95 % band."""
    leads = (60, 180, 365, 730, 1095, 1460, 2190, 2700)
    mean81, mean395 = centred_mean(CLEAN.f107), centred_mean(CLEAN.f107, 395)
    hits: dict[str, list[list[bool]]] = {"81": [[] for _ in leads], "395": [[] for _ in leads]}
    for start in np.arange("2000-01", "2020-01", 4, dtype="datetime64[M]").astype("datetime64[D]"):
        f107, f107a, _ = draw(Forecast.as_known(WEATHER, start).compile(2900), 3, 128)
        i = WEATHER.index(start)
        sums = np.cumsum(f107, axis=0, dtype=np.float64)
        for k, lead in enumerate(leads):
            if i + lead < len(mean81) and np.isfinite(mean81[i + lead]):
                low, high = np.quantile(f107a[lead], (0.05, 0.95))
                hits["81"][k].append(bool(low <= mean81[i + lead] <= high))
            if lead >= 365 and i + lead < len(mean395) and np.isfinite(mean395[i + lead]):
                low, high = np.quantile((sums[lead + 198] - sums[lead - 197]) / 395, (0.05, 0.95))
                hits["395"][k].append(bool(low <= mean395[i + lead] <= high))
    for kind in ("81", "395"):
        pooled = np.mean([hit for lead in hits[kind] for hit in lead])
        assert 0.85 <= pooled <= 0.95, (kind, pooled, [np.mean(lead) for lead in hits[kind] if lead])
        assert all(np.mean(lead) >= 0.78 for lead in hits[kind] if lead)


def test_members_vary_from_day_to_day_as_the_sun_does() -> None:
    """Departures from the 395-day mean: size by level within 20 %, autocorrelation within 0.08."""
    f107, _, _ = draw(Forecast.as_known(WEATHER, "1996-06-01").compile(6000), 5, 40)
    simulated, observed = f107[1:].astype(float), CLEAN.f107[:, None]

    def departures(series: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        sums = np.cumsum(series, axis=0)
        level = (sums[395:] - sums[:-395]) / 395
        return series[198 : 198 + len(level)] - level, level

    (ours, our_level), (theirs, their_level) = departures(simulated), departures(observed)
    for low, high in ((66, 75), (75, 90), (90, 120), (120, 150), (150, 180), (180, 230)):
        a = ours[(our_level >= low) & (our_level < high)].std()
        b = theirs[(their_level >= low) & (their_level < high)].std()
        assert a == pytest.approx(b, rel=0.20), (low, high)
    for lag in (1, 2, 5, 13, 27, 54):
        a, b = (autocorrelation(x / (s - 60), lag) for x, s in ((ours, our_level), (theirs, their_level)))
        assert a == pytest.approx(b, abs=0.08), lag
    assert simulated.min() >= 64.0 and simulated.max() <= 400.0


def test_storms_come_as_often_and_as_strong_as_they_did() -> None:
    """Ap over its 395-day mean: median, 90, 99 % within 6 %, 99.9 % within 15 %; recurrence kept."""
    _, _, ap = draw(Forecast.as_known(WEATHER, "2022-04-02").compile(4000), 6, 60)
    ratios = []
    for series in (ap.astype(float), WEATHER.ap[:, None]):
        sums = np.cumsum(series, axis=0)
        mean = (sums[395:] - sums[:-395]) / 395
        ratios.append(series[198 : 198 + len(mean)] / mean)
    for share, tolerance in ((0.5, 0.06), (0.9, 0.06), (0.99, 0.06), (0.999, 0.15)):
        ours, theirs = (np.quantile(ratio, share) for ratio in ratios)
        assert ours == pytest.approx(theirs, rel=tolerance), share
    for lag in (1, 3, 27):
        ours, theirs = (autocorrelation(np.log(ratio + 0.05), lag) for ratio in ratios)
        assert ours == pytest.approx(theirs, abs=0.05), lag
    assert ap.max() <= 400.0


def test_variability_adds_no_bias_to_the_level() -> None:
    """With every member on the median outlook, the mean over members and years is that outlook: within 2 %."""
    plan = FORECAST.compile(3000)
    f107_level, ap_level = plan.f107_level.copy(), plan.ap_level.copy()
    f107_level[1:] = ap_level[1:] = 0.0
    f107, f107a, ap = draw(plan._replace(f107_level=f107_level, ap_level=ap_level), 2, 200)
    months = slice(8, 96)  # whole years from December 2022 on, past the memory of the observed days
    days = slice(270, 270 + 2678)
    level = (60 + np.exp(f107_level[0, months])).mean()
    assert f107[days].mean() == pytest.approx(level, rel=0.02)
    assert f107a[days].mean() == pytest.approx(f107[days].mean(), rel=0.01)
    assert ap[days].mean() == pytest.approx(np.exp(ap_level[0, months]).mean(), rel=0.02)
