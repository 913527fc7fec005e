"""Uncertain facts: a draw lies where its interval says, has the shape that it names, and belongs to its member."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from stationkeep.draws.intervals import SHAPES, member_uniforms, quantile

LOW, VALUE, HIGH = 2.0, 5.0, 11.0
U = (np.arange(4000) + 0.5) / 4000
Z = stats.norm.ppf(0.95)

ORACLES = {
    "uniform": stats.uniform(LOW, HIGH - LOW),
    "loguniform": stats.loguniform(LOW, HIGH),
    "triangular": stats.triang((VALUE - LOW) / (HIGH - LOW), LOW, HIGH - LOW),
    "normal": stats.norm(0.5 * (LOW + HIGH), (HIGH - LOW) / (2 * Z)),
    "lognormal": stats.lognorm(np.log(HIGH / LOW) / (2 * Z), scale=np.sqrt(LOW * HIGH)),
}


@pytest.mark.parametrize("shape", ORACLES)
def test_a_quantile_is_that_of_an_independent_library(shape):
    np.testing.assert_allclose(quantile(shape, LOW, VALUE, HIGH, U), ORACLES[shape].ppf(U), rtol=1e-9)


def test_every_shape_has_an_oracle_here():
    assert set(ORACLES) | {"fixed"} == set(SHAPES)


@pytest.mark.parametrize("shape", ["uniform", "loguniform", "triangular"])
@given(st.floats(0.01, 1e4), st.floats(0, 1e3), st.floats(0, 1e3), st.floats(0.0001, 0.9999))
def test_a_bounded_draw_never_leaves_its_interval(shape, low, first, second, u):
    value, high = low + first, low + first + second
    drawn = quantile(shape, low, value, high, np.array([u]))[0]
    assert low * (1 - 1e-12) <= drawn <= high * (1 + 1e-12)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_higher_probability_never_gives_a_lower_value(shape):
    assert (np.diff(quantile(shape, LOW, VALUE, HIGH, U)) >= 0).all()


@pytest.mark.parametrize("shape", ["normal", "lognormal"])
def test_a_shape_without_ends_has_its_interval_as_five_and_ninety_five_percent(shape):
    assert quantile(shape, LOW, VALUE, HIGH, np.array([0.05, 0.95])) == pytest.approx([LOW, HIGH])


def test_a_triangle_has_its_mode_where_the_best_figure_is_even_at_an_end():
    for mode in (LOW, VALUE, HIGH):
        drawn = quantile("triangular", LOW, mode, HIGH, U)
        expected = stats.triang((mode - LOW) / (HIGH - LOW), LOW, HIGH - LOW).ppf(U)
        np.testing.assert_allclose(drawn, expected, rtol=1e-9)


@pytest.mark.parametrize("shape", SHAPES)
def test_an_interval_without_width_is_its_value(shape):
    assert quantile(shape, 3.0, 3.0, 3.0, U[:5]).tolist() == [3.0] * 5
    assert quantile(shape, None, 3.0, None, U[:5]).tolist() == [3.0] * 5
    assert quantile("fixed", 1.0, 3.0, 9.0, U[:5]).tolist() == [3.0] * 5


def test_a_member_draws_the_same_number_in_any_block():
    whole = member_uniforms(7, "fact:x", 0, 64)
    parts = np.concatenate([member_uniforms(7, "fact:x", first, 16) for first in range(0, 64, 16)])
    assert (whole == parts).all()
    assert ((whole > 0) & (whole < 1)).all()
    assert len(set(whole)) == 64


def test_names_seeds_and_members_draw_independently():
    one, other, seeded = (member_uniforms(s, n, 0, 4000) for s, n in ((1, "a"), (1, "b"), (2, "a")))
    for pair in ((one, other), (one, seeded), (one[1:], one[:-1])):
        assert abs(np.corrcoef(*pair)[0, 1]) < 0.06
    assert stats.kstest(one, "uniform").pvalue > 1e-3
