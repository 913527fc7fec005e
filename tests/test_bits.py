"""Words of members: a bit is found where it is, a word turned is the same truths, a program leaves nothing out."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationkeep.disruption.scenario import Scenario, Suspension
from stationkeep.ensemble.bits import WORD, all_of, bit, by_member, first_of, has
from stationkeep.ensemble.model import Compiled, compile_scenario
from stationkeep.facts.pack import load_pack
from stationkeep.station.program import MASK

WORDS = st.integers(1, 2**WORD - 1).map(np.uint64)


@given(WORDS)
def test_the_first_of_a_word_is_its_lowest_bit(word):
    with np.errstate(over="ignore"):
        found = int(first_of.py_func(word))
    assert found == (int(word) & -int(word)).bit_length() - 1


@given(WORDS, st.integers(0, WORD - 1))
def test_a_member_is_in_a_word_when_its_bit_is(word, b):
    assert has.py_func(word, b) == bool(int(word) >> b & 1)
    assert int(bit.py_func(b)) == 1 << b


@pytest.mark.parametrize("block", [1, 2, 63, 64])
def test_everybody_is_as_many_as_the_block(block):
    assert int(all_of.py_func(block)) == 2**block - 1


@given(st.lists(st.integers(0, 2**WORD - 1), min_size=1, max_size=WORD), st.integers(1, WORD))
def test_words_turned_hold_the_same_truths(words, block):
    turned = by_member(np.array(words, dtype=np.uint64), block)
    for b in range(block):
        assert [int(turned[b]) >> i & 1 for i in range(len(words))] == [word >> b & 1 for word in words]


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    day = dt.date(2022, 4, 2)
    return compile_scenario(
        Scenario("s", "s", day, horizon_days=30, suspensions=(Suspension("roscosmos", day),)), load_pack("iss")
    )


def test_every_operation_stands_in_one_list_and_none_changes_less_often_than_its_parts(compiled):
    ops = compiled.operations
    lists = (ops.once, ops.calendar, ops.daily)
    assert sorted(np.concatenate(lists)) == list(range(len(ops.code)))
    pace = {int(i): n for n, each in enumerate(lists) for i in each}
    for register in pace:
        below = [pace[int(part)] for part in compiled.compiler.below(register)]
        assert pace[register] >= max(below, default=0)
        assert ops.code[register] != MASK or pace[register] == 1
    for each in lists:
        assert (np.diff(each) > 0).all()


def test_a_world_turns_on_exactly_the_days_on_which_a_mask_differs(compiled):
    for world in (compiled.world, compiled.twin_world):
        for day in range(1, world.masks.shape[1]):
            assert world.turns[day] == (world.masks[:, day] != world.masks[:, day - 1]).any()
        for carrier, day in np.ndindex(world.stands.shape):
            later = np.flatnonzero(~world.can_fly[0, carrier, day:])
            assert world.stands[carrier, day] == (day + later[0] if len(later) else world.stands.shape[1])
