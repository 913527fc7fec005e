"""Thirty-two members as one value: each lane does plain arithmetic of its own, and rows lie on lines of the cache."""

from __future__ import annotations

import numpy as np
import pytest

from stationkeep.compiled import compiled
from stationkeep.orbit.atlas import DRIVER_DEGREE
from stationkeep.orbit.density import ROW_LOCAL, ROW_TEMPERATURE, ROWS, DensityTable
from stationkeep.orbit.lanes import (
    LINE,
    TILE,
    any_above,
    fresh_rows,
    load,
    narrow,
    shift,
    splat,
    store,
    where_above,
)
from stationkeep.orbit.spectrum import fill_modes, within


@compiled
def chosen(x, out):  # type: ignore[no-untyped-def]
    store(out, 0, where_above(load(x, 0), load(x, 1), load(x, 2), load(x, 3)))
    store(out, 1, within(load(x, 0), -0.5, 0.5))
    return any_above(load(x, 0), load(x, 1)), any_above(load(x, 0), splat(1e9))


def test_lanes_are_chosen_one_by_one_and_no_number_is_above_nothing() -> None:
    x = np.random.default_rng(3).normal(size=(4, TILE)).astype(np.float32)
    x[0, 5] = np.nan
    out = np.empty((2, TILE), np.float32)
    assert chosen(x, out) == (True, False)
    np.testing.assert_array_equal(out[0], np.where(x[0] > x[1], x[2], x[3]))
    np.testing.assert_array_equal(np.delete(out[1], 5), np.clip(np.delete(x[0], 5), -0.5, 0.5))


@pytest.mark.parametrize("lane", [0, 1, 15, 16, 31])
def test_one_lane_is_enough(lane: int) -> None:
    x = np.zeros((4, TILE), np.float32)
    out = np.empty((2, TILE), np.float32)
    assert chosen(x, out) == (False, False)
    x[0, lane] = 2e9
    assert chosen(x, out) == (True, True)


@compiled
def moved(kept, out):  # type: ignore[no-untyped-def]
    store(out, 0, narrow(kept, 1))
    shift(kept, 1, splat(1e-9))


def test_what_accumulates_is_kept_in_double_precision() -> None:
    kept, out = np.full((3, TILE), 415.0), np.empty((1, TILE), np.float32)
    kept[1] += np.arange(TILE) / 3.0
    before = kept.copy()
    for _ in range(1000):
        moved(kept, out)
    np.testing.assert_array_equal(out[0], kept[1].astype(np.float32))
    np.testing.assert_allclose(kept[1] - before[1], 1e-6, rtol=1e-4)  # in single precision nothing would be left
    np.testing.assert_array_equal(kept[[0, 2]], before[[0, 2]])


@pytest.mark.parametrize("count", [1, 7, 400])
def test_fresh_rows_begin_on_a_line(count: int) -> None:
    for _ in range(20):
        rows = fresh_rows(count)
        assert rows.shape == (count, TILE) and rows.ctypes.data % LINE == 0 and rows.flags.c_contiguous


def test_modes_by_twos_are_the_terms_of_the_atlas_added_up() -> None:
    """Against the terms themselves, taken one at a time at an inclination and a day."""
    table, day = DensityTable.load(82.5), 77
    arrays, rng = table.arrays(), np.random.default_rng(4)
    x, modes = fresh_rows(ROWS + len(arrays.product_rows)), fresh_rows(len(arrays.modes))
    x[:ROWS] = rng.uniform(-1.0, 1.0, (ROWS, TILE))
    ones = [ROW_TEMPERATURE, ROW_LOCAL, *(ROW_LOCAL - k * (DRIVER_DEGREE + 1) for k in (1, 2, 3))]
    x[ones] = 1.0
    for q, (a, b) in enumerate(arrays.product_rows):
        x[ROWS + q] = x[a] * x[b]
    fill_modes(arrays, day, x, modes)
    expected, size = [], []
    for name in ("loss", "near_c1", "near_s1"):
        field = table.atlas.fields[name]
        rows, days = table._contract(field)
        terms = days[day][:, None] * x[:ROWS].astype(np.float64)[rows[:, 1:]].prod(axis=1)
        for k in range(field.profiles.shape[1] - 1):
            expected.append(terms[rows[:, 0] == k].sum(axis=0))
            size.append(np.abs(terms[rows[:, 0] == k]).sum(axis=0))
    assert np.max(np.abs(modes - np.array(expected)) / np.array(size)) < 1e-6
