"""Losses: since when a member lacks what its twin has, and what was true on the first such day."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from stationkeep.compiled import called, folded
from stationkeep.ensemble.arrays import I32, U64
from stationkeep.ensemble.bits import NOBODY, ONE, bit, first_of


class Losses(NamedTuple):
    """What one world's losses are: functions first, members last."""

    lost: I32  # (function, member) first day of a loss that lasted its grace; -1 never
    back: I32  # (function, member) first day after it with the function; -1 never
    snapshot: U64  # (function, word, member) truth of every operation on the first day of the loss
    since: I32  # (function, member) first day of the present lack
    lacking: U64  # (function,) who lacked it yesterday
    gone: U64  # (function,) who has lost it
    returned: U64  # (function,) who has it back


def fresh_losses(lost: I32, back: I32, snapshot: U64) -> Losses:
    """Nothing lost yet; the arrays given are filled."""
    functions, block = lost.shape
    words = [np.zeros(functions, dtype=np.uint64) for _ in range(3)]
    return Losses(lost, back, snapshot, np.zeros((functions, block), dtype=np.int32), *words)


@folded
def note_losses(day, model, everyone, entered, state, twin_has, compare, numbers, truth, number, has_it, losses):  # type: ignore[no-untyped-def]
    """Note who has each function on ``day``, and whose lack of it has lasted the grace.

    Parameters
    ----------
    entered : uint64
        Whose station has entered the atmosphere.
    twin_has : (day, function) uint64
        Read where ``compare`` is 1: what the twin lacks too is no loss.
    has_it : (day, function) uint64
        Filled; a function that serves nobody aboard counts as there.
    """
    rules = model.rules
    for f in range(rules.function.size):
        there = truth[rules.function[f]] & everyone & ~entered
        state.before[f] = there
        asked, served = False, NOBODY
        for k in range(state.present.size):
            if rules.served[f, k] > 0:
                asked = True
                served |= state.present[k]
        has_it[day, f] = there | (everyone & ~served) if asked else there
        returning = there & losses.gone[f] & ~losses.returned[f]
        losses.returned[f] |= returning
        while returning != NOBODY:
            losses.back[f, first_of(returning)] = day
            returning &= returning - ONE
        lacking = everyone & ~has_it[day, f]
        if compare == 1:
            lacking &= twin_has[day, f]
        new = lacking & ~losses.lacking[f] & ~losses.gone[f]
        losses.lacking[f] = lacking
        while new != NOBODY:
            b = first_of(new)
            new &= new - ONE
            losses.since[f, b] = day
            remember(b, numbers, truth, number, losses.snapshot[f])
        waiting = lacking & ~losses.gone[f]
        while waiting != NOBODY:
            b = first_of(waiting)
            waiting &= waiting - ONE
            if day - losses.since[f, b] + 1 == rules.grace_days[f]:
                losses.lost[f, b] = losses.since[f, b]
                losses.gone[f] |= bit(b)


@called
def remember(b, numbers, truth, number, words):  # type: ignore[no-untyped-def]
    """Write the truth of every operation for a member into ``words`` (word, member); a number is true above a half."""
    place = np.uint64(b)
    for word in range(words.shape[0]):
        held = NOBODY
        for i in range(64 * word, min(64 * word + 64, truth.size)):
            held |= ((truth[i] >> place) & ONE) << np.uint64(i - 64 * word)
        words[word, b] = held
    for j in range(numbers.size):
        i = numbers[j]
        word, one = i >> 6, bit(i & 63)
        words[word, b] &= ~one
        if number[i, b] > 0.5:
            words[word, b] |= one
