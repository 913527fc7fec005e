"""The rules of a day for a block of members: truths as words of one bit a member, numbers as rows of members."""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import called, folded
from stationkeep.ensemble.arrays import OUT, PERSON
from stationkeep.ensemble.bits import NOBODY, has
from stationkeep.ensemble.schedule import see
from stationkeep.station import program as p

MASK, ALL, ANY, AT_LEAST, NO, GE, GT = p.MASK, p.ALL, p.ANY, p.AT_LEAST, p.NO, p.AT_LEAST_EQUAL, p.GREATER
ADD, SUBTRACT, MULTIPLY, DIVIDE, CHOOSE = p.ADD, p.SUBTRACT, p.MULTIPLY, p.DIVIDE, p.CHOOSE
CONSTANT, PARAMETER, STOCK, LEVEL, PEOPLE, SEATS = p.CONSTANT, p.PARAMETER, p.STOCK, p.LEVEL, p.PEOPLE, p.SEATS
THERE, COVER, CARGO, COMING, POWER = p.THERE, p.COVER_DAYS, p.CARGO_AHEAD, p.COMING, p.POWER
_ENDLESS = 1e9


@called
def evaluate(which, day, everyone, ops, masks, model, facts, state, outlook, ahead, bench):  # type: ignore[no-untyped-def]
    """Bring some operations up to ``day``.

    Parameters
    ----------
    which : (place,)
        The operations to evaluate, in order: those that a day can change.
    everyone : uint64
        The word of all members.
    ops : Operations
    masks : (mask, day) bool
    facts : (parameter, member)
    state : State
    outlook : Outlook
        What is due when, by member.
    ahead : Ahead
        Already brought to ``day`` by :func:`stationkeep.ensemble.schedule.pass_day`.
    bench : Bench
        ``truth`` is filled for operations that are truths, ``number`` for those that are numbers.
    """
    block, truth, number = facts.shape[1], bench.truth, bench.number
    for place in range(which.size):
        i = which[place]
        code, first, second = ops.code[i], ops.first[i], ops.second[i]
        if code == MASK:
            truth[i] = everyone if masks[first, day] else NOBODY
        elif code == ALL:
            word = everyone
            for j in range(first, first + second):
                word &= truth[ops.parts[j]]
            truth[i] = word
        elif code == ANY:
            word = NOBODY
            for j in range(first, first + second):
                word |= truth[ops.parts[j]]
            truth[i] = word
        elif code == AT_LEAST:
            word = NOBODY
            for b in range(block):
                held = 0
                for j in range(first, first + second):
                    held += int(has(truth[ops.parts[j]], b))
                word |= np.uint64(held >= ops.third[i]) << np.uint64(b)
            truth[i] = word
        elif code == NO:
            truth[i] = everyone & ~truth[ops.parts[first]]
        elif code == GE:
            truth[i] = _reaches(number[first], number[second])
        elif code == GT:
            truth[i] = _exceeds(number[first], number[second])
        elif code == ADD:
            for b in range(block):
                number[i, b] = number[first, b] + number[second, b]
        elif code == SUBTRACT:
            for b in range(block):
                number[i, b] = number[first, b] - number[second, b]
        elif code == MULTIPLY:
            for b in range(block):
                number[i, b] = number[first, b] * number[second, b]
        elif code == DIVIDE:
            for b in range(block):
                number[i, b] = number[first, b] / number[second, b]
        elif code == CHOOSE:
            word, other = truth[first], ops.third[i]
            for b in range(block):
                number[i, b] = number[second, b] if has(word, b) else number[other, b]
        elif code == CONSTANT:
            truth[i] = everyone if ops.constant[i] > 0.5 else NOBODY  # a rule left empty is the number one
            for b in range(block):
                number[i, b] = ops.constant[i]
        elif code == PARAMETER:
            for b in range(block):
                number[i, b] = facts[first, b]
        elif code == STOCK:
            for b in range(block):
                number[i, b] = state.stock[first, b]
        elif code == LEVEL:
            for b in range(block):
                number[i, b] = state.altitude_km[b]
        elif code == POWER:
            for b in range(block):
                number[i, b] = state.power_kw[first, b]
        elif code == PEOPLE:
            _count(first, state.people, number[i])
        elif code == SEATS:
            for b in range(block):
                number[i, b] = state.seats[b]
        elif code == THERE:
            truth[i] = state.there[first] if ops.third[i] == 0 else NOBODY
            if second >= 0:
                truth[i] |= _due(day, ahead.next_due[first], number[second])
        elif code == COVER:
            _cover(first, model.flows, facts, state, truth, bench.row, number[i])
        elif code == CARGO:
            window = ops.third[i]
            see(window, day, number[second], model.days_ahead, outlook, ahead)
            number[i, :] = 0.0
            for c in range(ahead.place.shape[0]):  # of ships that could arrive as things stand
                word = truth[model.carriers.arrival_rule[c]]
                if word == NOBODY:
                    continue
                cargo_kg = model.carriers.cargo_kg[c]
                for b in range(block):
                    ships = ahead.reach_place[window, c, b] - ahead.place[c, b] if has(word, b) else 0
                    number[i, b] += ships * cargo_kg
        elif code == COMING:
            window, deliveries = ops.third[i], model.deliveries
            see(window, day, number[second], model.days_ahead, outlook, ahead)
            number[i, :] = 0.0
            for j in range(deliveries.carrier.size):
                if deliveries.stock[j] != first:
                    continue
                c, amount = deliveries.carrier[j], deliveries.amount[j]
                for b in range(block):
                    ships = ahead.reach_place[window, c, b] - ahead.place[c, b]
                    number[i, b] += ships * facts[amount, b]
        else:  # YESTERDAY
            truth[i] = state.before[first] & everyone


@folded
def _reaches(one, other):  # type: ignore[no-untyped-def]
    """Who has at least as much of one number as of another."""
    word = NOBODY
    for b in range(one.size):
        word |= np.uint64(one[b] >= other[b]) << np.uint64(b)
    return word


@folded
def _exceeds(one, other):  # type: ignore[no-untyped-def]
    word = NOBODY
    for b in range(one.size):
        word |= np.uint64(one[b] > other[b]) << np.uint64(b)
    return word


@folded
def _due(day, next_due, within):  # type: ignore[no-untyped-def]
    word = NOBODY
    for b in range(next_due.size):
        word |= np.uint64(next_due[b] - day <= within[b]) << np.uint64(b)
    return word


@folded
def _count(who, people, row):  # type: ignore[no-untyped-def]
    """People of a class, or of all where ``who`` is -1."""
    for b in range(row.size):
        row[b] = 0.0
    for k in range(people.shape[0]):
        if who < 0 or who == k:
            for b in range(row.size):
                row[b] += people[k, b]


@folded
def _cover(stock, flows, facts, state, truth, people, row):  # type: ignore[no-untyped-def]
    """Days for which a stock lasts the people aboard, at what each of them takes."""
    for b in range(row.size):
        row[b] = 0.0
    for j in range(flows.stock.size):
        word = truth[flows.when[j]]
        if flows.stock[j] != stock or flows.per[j] != PERSON or flows.kind[j] != OUT or word == NOBODY:
            continue
        _count(flows.who[j], state.people, people)
        amount = facts[flows.amount[j]]
        for b in range(row.size):
            row[b] += people[b] * amount[b] if has(word, b) else 0.0
    for b in range(row.size):
        row[b] = state.stock[stock, b] / row[b] if row[b] > 0.0 else _ENDLESS
