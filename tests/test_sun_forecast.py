"""A forecast rests on what was known on its date, on nothing later, and its bands hold."""

from __future__ import annotations

import numpy as np
import pytest

from stationkeep.errors import InputError
from stationkeep.sun.bands import Z95, bands_of
from stationkeep.sun.forecast import Forecast
from stationkeep.sun.history import SpaceWeather
from stationkeep.sun.issues import Archive, Issue
from stationkeep.sun.members import draw
from stationkeep.sun.smoothed import Smoothed, month_label, month_of

WEATHER, ARCHIVE = SpaceWeather.load(), Archive.load()


@pytest.mark.parametrize(
    ("start", "label"),
    [
        ("1999-01-01", "analogue of 3 past cycles"),
        ("1999-03-31", "analogue of 3 past cycles"),
        ("1999-04-01", "NASA MSFC 1999-03"),
        ("2000-11-02", "NASA MSFC 2000-10"),
        ("2022-02-26", "NASA MSFC 2022-01"),
        ("2022-04-02", "NASA MSFC 2022-03"),
        ("2026-10-15", "NASA MSFC 2026-03"),
    ],
)
def test_the_issue_is_the_newest_of_a_month_before(start: str, label: str) -> None:
    assert Forecast.as_known(WEATHER, start).label == label


@pytest.mark.parametrize(
    "start",
    ["1979-07-04", "1985-06-15", "1990-06-01", "1998-12-01", "1999-04-01", "2003-07-15", "2011-08-24", "2022-04-02"],
)
def test_scrambling_the_future_changes_no_byte(start: str) -> None:
    noise = np.random.default_rng(5)
    cut = WEATHER.index(start)
    f107, ap = WEATHER.f107.copy(), WEATHER.ap.copy()
    f107[cut:] = noise.uniform(60, 900, len(f107) - cut)
    ap[cut:] = noise.uniform(0, 400, len(ap) - cut)
    month = int(np.datetime64(start, "M").astype(int))
    issues = tuple(
        issue
        if issue.month < month
        else Issue(issue.month, issue.first_target, noise.uniform(60, 300, issue.f107.shape), issue.ap * 3, "noise")
        for issue in ARCHIVE.issues
    )
    scrambled = SpaceWeather(WEATHER.first_day, f107, ap)
    true = Forecast.as_known(WEATHER, start).compile(3000)
    other = Forecast.as_known(scrambled, start, Archive(issues)).compile(3000)
    for name, ours, theirs in zip(true._fields, true, other, strict=True):
        assert np.asarray(ours).tobytes() == np.asarray(theirs).tobytes(), name
    for ours, theirs in zip(draw(true, 1, 5), draw(other, 1, 5), strict=True):
        assert ours.tobytes() == theirs.tobytes()


def test_the_past_is_not_ignored() -> None:
    """The scrambling test could pass by looking at nothing: the last known day must matter."""
    cut = WEATHER.index("2022-04-02")
    f107 = WEATHER.f107.copy()
    f107[cut - 1] += 5.0
    true = Forecast.as_known(WEATHER, "2022-04-02").compile(100)
    other = Forecast.as_known(SpaceWeather(WEATHER.first_day, f107, WEATHER.ap), "2022-04-02").compile(100)
    assert true.f107_past[-1] != other.f107_past[-1] and true.observed_f107[-1] != other.observed_f107[-1]


def test_recalibration_never_narrows_and_learns_only_with_outcomes() -> None:
    early = Forecast.as_known(WEATHER, "1999-05-01").outlook
    assert (early.f107_correction.widening == 1.0).all() and (early.ap_correction.shift == 0.0).all()
    late = Forecast.as_known(WEATHER, "2022-04-02").outlook
    assert (late.f107_correction.widening >= 1.0).all() and late.f107_correction.widening.max() < 1.6
    assert (late.ap_correction.shift[1:] < 0.0).all()


def test_recalibrated_percentiles_hold_the_smoothed_outcomes() -> None:
    """Bands widened by what was known hold more smoothed outcomes than the bands as issued."""
    outcome = Smoothed.of(WEATHER)
    inside: list[bool] = []
    issued: list[bool] = []
    for month in range(ARCHIVE.issues[24].month, ARCHIVE.issues[-1].month, 8):
        start = np.datetime64(month, "M").astype("datetime64[D]")
        ahead = Forecast.as_known(WEATHER, start).outlook
        issue = ARCHIVE.known_by(start).newest
        assert issue is not None
        low, high = ahead.f107_percentile(-Z95), ahead.f107_percentile(Z95)
        for lead in (6, 12, 18, 24, 36, 48, 60, 72, 84, 96):
            k, target = month + lead - ahead.first_month, month + lead - outcome.first_month
            if target < len(outcome.f107):
                inside.append(bool(low[k] <= outcome.f107[target] <= high[k]))
                issued.append(bool(issue.f107[2, k] <= outcome.f107[target] <= issue.f107[0, k]))
    assert len(inside) > 200
    assert 0.86 <= np.mean(inside) <= 0.95
    assert np.mean(inside) >= np.mean(issued) + 0.01


def test_what_has_been_seen_since_the_issue_moves_the_outlook() -> None:
    """In April 2022 the sun had run ahead of the issue of March: the middle lies above it for three years."""
    known = WEATHER.known_by("2022-04-02")
    issue = ARCHIVE.known_by("2022-04-02").newest
    assert issue is not None
    smoothed = Smoothed.of(known)
    f107, _ = bands_of(issue, smoothed, month_of("2022-04-02"))
    printed = np.log(issue.f107[1] - 60)
    now = month_of("2022-04-02") - issue.first_target
    last = [60 + np.exp(level[now - 3 : now]).mean() for level in (printed, f107.middle)]
    seen = smoothed.monthly_f107[-3:].mean()
    assert last[0] < last[1] < seen and seen - last[1] < 0.5 * (seen - last[0])
    assert f107.middle[now + 12] > printed[now + 12]
    assert np.array_equal(f107.middle[now + 42 :], printed[now + 42 :])


def test_ap_stands_at_the_level_of_its_last_cycle() -> None:
    """Issues carry the mean of all cycles on; doubling the last 11 years of the record doubles the outlook."""
    issue, start = ARCHIVE.known_by("2015-01-01").newest, month_of("2015-01-01")
    assert issue is not None
    known = WEATHER.known_by("2015-01-01")
    _, ap = bands_of(issue, Smoothed.of(known), start)
    doubled = known.ap.copy()
    doubled[-13 * 365 :] *= 2.0
    _, more = bands_of(issue, Smoothed.of(SpaceWeather(known.first_day, known.f107, doubled)), start)
    assert np.allclose(more.middle - ap.middle, np.log(2.0), atol=1e-9)


def test_an_outlook_goes_on_beyond_its_last_month() -> None:
    ahead = Forecast.as_known(WEATHER, "2005-01-01").outlook
    last = ahead.first_month + len(ahead.f107.middle) - 1
    f107, ap = ahead.months(last - 200, 600)
    assert np.isfinite(f107.middle).all() and np.isfinite(ap.middle).all()
    assert f107.middle[201] == f107.middle[201 - 132]
    assert month_label(last) == "2022-02"


def test_too_early_a_start_says_so() -> None:
    with pytest.raises(InputError, match="start in 1979 or later"):
        Forecast.as_known(WEATHER, "1970-01-01")
    with pytest.raises(InputError, match="13 whole months"):
        Forecast.as_known(WEATHER, "1957-12-01")
    Forecast.as_known(WEATHER, "1979-01-01").compile(3000)
    with pytest.raises(InputError, match="horizon"):
        Forecast.as_known(WEATHER, "2022-04-02").compile(0)
