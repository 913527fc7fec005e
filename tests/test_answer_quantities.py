"""What the tables promise about probabilities, dates and order."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from outcomes import START, calm, pack, suspension

from stationkeep.answer import build
from stationkeep.answer.quantities import standard_error, timing
from stationkeep.answer.wording import interval, listed, percent, span

days = hnp.arrays(np.int32, st.integers(1, 60), elements=st.integers(-1, 400))


@given(days)
def test_quantiles_are_ordered_and_a_missing_one_means_too_few_members(values):
    when = timing(values)
    known = [day for day in (when.p05, when.p50, when.p95) if day is not None]
    assert known == sorted(known)
    for level, day in ((0.05, when.p05), (0.5, when.p50), (0.95, when.p95)):
        met = np.mean(values >= 0)
        assert (day is None) == (met < level - 1e-9)
        if day is not None:
            assert np.mean((values >= 0) & (values <= day)) >= level - 1e-9
            assert np.mean((values >= 0) & (values < day)) < level + 1e-9


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_no_probability_is_claimed_to_be_exact(hits):
    error = standard_error(*hits)
    assert 0 < error <= 0.5 + 1e-9


def test_the_standard_error_is_the_binomial_one_between_the_ends():
    assert standard_error(500, 2000) == pytest.approx(np.sqrt(0.25 * 0.75 / 2000))


def test_losses_are_exactly_the_functions_with_a_probability_above_zero():
    outcome = suspension(200)
    lost = {fate.id for fate in outcome.functions if np.any(fate.lost_day >= 0)}
    document = build(outcome, pack()).to_dict()
    assert {row["function"] for row in document["losses"]} == lost
    assert all(row["probability"] > 0 for row in document["losses"])
    assert len(document["losses"]) == len(lost)


def test_losses_stand_in_the_order_of_their_median_and_dates_beyond_come_last():
    rows = build(suspension(400), pack()).to_dict()["losses"]
    medians = [row["date_p50"] or "9999" for row in rows]
    assert medians == sorted(medians)
    assert rows[-1]["function"] == "water" and rows[-1]["date_p50"] is None


def test_the_ladder_keeps_its_fixed_order_and_its_unreached_rungs():
    rows = build(calm(), pack()).to_dict()["ladder"]
    assert [row["rung"] for row in rows] == [rung.id for rung in calm().rungs]
    assert all(row["probability"] == 0 and row["date_p05"] is None for row in rows)


def test_tables_carry_dates_and_the_ledger_carries_sources():
    answer = build(suspension(200), pack())
    assert answer.losses["date_p50"].dtype.kind == "M"
    assert answer.losses.iloc[0]["date_p50"].date() == START
    roots = answer.ledger[(answer.ledger["id"] == "attitude.control") & (answer.ledger["kind"] == "loss")]
    assert list(roots["link"]) == [0, 1, 2]
    assert roots.iloc[-1]["source"] == "tass-2022-04-02"


def test_a_statement_before_the_start_stands_in_the_ledger_on_its_own_day():
    from dataclasses import replace

    from stationkeep.ensemble.outcome import Event

    outcome = replace(suspension(50), events=(Event(-37, "a post", "roscosmos", "log"),))
    first = build(outcome, pack()).to_dict()["ledger"][0]
    assert first["day"] == -37 and first["date"] == "2022-02-24"


def test_what_comes_back_is_in_the_ledger():
    from dataclasses import replace

    outcome = suspension(50)
    back = tuple(replace(f, back_day=f.lost_day + 90) if f.id == "command.ros" else f for f in outcome.functions)
    kinds = {(e["kind"], e["id"]) for e in build(replace(outcome, functions=back), pack()).to_dict()["ledger"]}
    assert ("return", "command.ros") in kinds


def test_words_for_numbers():
    assert percent(0.0004) == "<0.1 %" and percent(0.9999) == ">99.9 %" and percent(0.43) == "43 %"
    assert span(12) == "12 days" and span(1) == "1 day" and span(-400) == "13 months" and span(900) == "2.5 years"
    assert listed(["a", "b", "c", "d", "e", "f"]) == "a, b, c and 3 more"


def test_a_date_in_prose_never_stands_without_its_interval():
    text = interval(timing(np.arange(100, 900, dtype=np.int32)), START, dt.date(2030, 4, 2))
    assert "5–95 %" in text and " to " in text
