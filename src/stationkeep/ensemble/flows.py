"""Stocks of a day: what people and machines take, what is made or sent, what is reset, what a mishap empties."""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import called, folded
from stationkeep.draws.philox import two_uniforms
from stationkeep.ensemble.arrays import DAY, IN, OUT, PERSON, SET, TRAFFIC, UNIT_YEAR, YEAR
from stationkeep.ensemble.bits import NOBODY, ONE, first_of, has

_YEAR_DAYS = 365.25
_UNBOUNDED = 1e18


@folded
def yearly_chances(model, facts, chance):  # type: ignore[no-untyped-def]
    """Fill the chance a day of each flow that comes so often a year: (flow, member)."""
    flows = model.flows
    for j in range(flows.stock.size):
        if flows.per[j] == YEAR:
            for b in range(facts.shape[1]):
                chance[j, b] = 1.0 - np.exp(-facts[flows.amount[j], b] / _YEAR_DAYS)


@folded
def draw_patience(model, streams, first_member, state):  # type: ignore[no-untyped-def]
    """Draw when what comes or goes one at a time first does so."""
    flows = model.flows
    for j in range(flows.stock.size):
        if flows.kind[j] <= IN and (flows.per[j] == YEAR or flows.per[j] == UNIT_YEAR):
            for b in range(state.mass_kg.size):
                state.patience[j, b] = _patience(streams.seed, flows.stream[j], first_member + b, 0)


@called
def _patience(seed, stream, member, happened):  # type: ignore[no-untyped-def]
    """How many are to be expected until one comes: exponential, of mean one."""
    u, _ = two_uniforms(seed, stream, member, happened, 0)
    return -np.log(u)


@folded
def _count_down(j, flows, streams, first_member, word, state, amount):  # type: ignore[no-untyped-def]
    """Turn rates a year into what happens today: one unit where patience has run out, else nothing.

    A Poisson process whose rate is that of the day: its draws depend on the member and on how many have come, so that
    both worlds of a member meet the same ones as long as their rates are the same.
    """
    stock, patience = state.stock[flows.stock[j]], state.patience[j]
    each, due = flows.per[j] == UNIT_YEAR, NOBODY
    for b in range(amount.size):
        rate = amount[b] * (1.0 / _YEAR_DAYS) if has(word, b) else 0.0
        patience[b] -= rate * stock[b] if each else rate
        amount[b] = 0.0
    for b in range(amount.size):
        due |= np.uint64(patience[b] <= 0.0) << np.uint64(b)
    while due != NOBODY:
        b = first_of(due)
        due &= due - ONE
        amount[b] = 1.0
        state.happened[j, b] += 1
        patience[b] = _patience(streams.seed, flows.stream[j], first_member + b, state.happened[j, b])


@folded
def turn_over(model, facts, turned):  # type: ignore[no-untyped-def]
    """Fill how many units of what it becomes a unit that a flow drains makes: as much by mass, else one for one."""
    flows, unit = model.flows, model.mass.unit
    for j in range(flows.stock.size):
        s, into = flows.stock[j], flows.into[j]
        if into >= 0:
            for b in range(facts.shape[1]):
                turned[j, b] = facts[unit[s], b] / facts[unit[into], b] if unit[s] >= 0 else 1.0


@folded
def flow(day, model, streams, first_member, facts, bench, state, books):  # type: ignore[no-untyped-def]
    """Let the stocks of a day flow, one flow after the other; a stock ends between nothing and its capacity."""
    flows, stocks = model.flows, model.stocks
    truth, chance, amount = bench.truth, bench.chance, bench.row
    for j in range(flows.stock.size):
        word = truth[flows.when[j]]
        if word == NOBODY:
            continue
        s, kind = flows.stock[j], flows.kind[j]
        stock = state.stock[s]
        _amount(j, flows, facts, state, amount)
        if kind <= IN and (flows.per[j] == YEAR or flows.per[j] == UNIT_YEAR):
            _count_down(j, flows, streams, first_member, word, state, amount)
        if flows.into[j] >= 0:
            _become(day, j, flows, bench.turned[j], word, amount, state, books)
        if books.kept == 1:
            _book(day, j, model, facts, word, amount, state, books)
        if kind == OUT:
            for b in range(amount.size):
                stock[b] = max(0.0, stock[b] - amount[b]) if has(word, b) else stock[b]
        elif kind == IN:
            target = stocks.target[s]
            for b in range(amount.size):
                bound = facts[target, b] if target >= 0 else _UNBOUNDED
                room = max(0.0, bound - stock[b])
                stock[b] += min(room, amount[b]) if has(word, b) else 0.0
        elif kind == SET:
            for b in range(amount.size):
                stock[b] = amount[b] if has(word, b) else stock[b]
        else:
            _mishap(day, j, model, streams, first_member, facts, chance, word, amount, state, books)
        if stocks.capacity[s] >= 0:
            capacity = facts[stocks.capacity[s]]
            for b in range(amount.size):
                stock[b] = min(stock[b], capacity[b]) if has(word, b) else stock[b]


@folded
def _become(day, j, flows, turned, word, amount, state, books):  # type: ignore[no-untyped-def]
    """Let what a flow is about to drain become another stock."""
    stock, into = state.stock[flows.stock[j]], state.stock[flows.into[j]]
    for b in range(amount.size):
        into[b] += min(amount[b], stock[b]) * turned[b] if has(word, b) else 0.0
    if books.kept == 1:
        for b in range(amount.size):
            if has(word, b):
                books.asked_in[flows.into[j], day, b] += min(amount[b], stock[b]) * turned[b]


@folded
def _amount(j, flows, facts, state, amount):  # type: ignore[no-untyped-def]
    """What a flow asks for today, by member."""
    asked = facts[flows.amount[j]]
    if flows.per[j] != PERSON:
        for b in range(amount.size):
            amount[b] = asked[b]
        return
    for b in range(amount.size):
        amount[b] = 0.0
    for k in range(state.people.shape[0]):
        if flows.who[j] < 0 or flows.who[j] == k:
            for b in range(amount.size):
                amount[b] += state.people[k, b]
    for b in range(amount.size):
        amount[b] *= asked[b]


@folded
def _mishap(day, j, model, streams, first_member, facts, chance, word, amount, state, books):  # type: ignore[no-untyped-def]
    """Empty a stock by chance."""
    flows = model.flows
    s = flows.stock[j]
    while word != NOBODY:
        b = first_of(word)
        word &= word - ONE
        if state.stock[s, b] == 0.0:
            continue
        likely = 0.0
        if flows.per[j] == YEAR:
            likely = chance[j, b]
        elif flows.per[j] == TRAFFIC and state.traffic[b] > 0:
            likely = 1.0 - (1.0 - amount[b]) ** state.traffic[b]
        elif flows.per[j] == DAY:
            likely = amount[b]
        if likely > 0.0:
            u, _ = two_uniforms(streams.seed, flows.stream[j], first_member + b, day, 0)
            if u < likely:
                if books.kept == 1:
                    books.set_to[s, day, b] -= state.stock[s, b]
                    if model.mass.unit[s] >= 0:
                        books.vented_kg[day, b] += state.stock[s, b] * facts[model.mass.unit[s], b]
                state.stock[s, b] = 0.0


@folded
def _book(day, j, model, facts, word, amount, state, books):  # type: ignore[no-untyped-def]
    """Book what a flow asks for, and what nothing aboard or no room cuts off."""
    s, kind, stocks = model.flows.stock[j], model.flows.kind[j], model.stocks
    for b in range(amount.size):
        if not has(word, b):
            continue
        here = state.stock[s, b]
        target = facts[stocks.target[s], b] if kind == IN and stocks.target[s] >= 0 else _UNBOUNDED
        capacity = facts[stocks.capacity[s], b] if stocks.capacity[s] >= 0 else _UNBOUNDED
        unit = facts[model.mass.unit[s], b] if model.mass.unit[s] >= 0 else 0.0
        if kind == OUT:
            books.asked_out[s, day, b] += amount[b]
            books.shortfall[s, day, b] += max(0.0, amount[b] - here)
            if model.flows.into[j] < 0:
                books.vented_kg[day, b] += min(amount[b], here) * unit
        elif kind == IN:
            over = max(0.0, amount[b] - max(0.0, min(target, capacity) - here))
            books.asked_in[s, day, b] += amount[b]
            books.overflow[s, day, b] += over
            books.sent_kg[day, b] += (amount[b] - over) * unit
        elif kind == SET:
            books.set_to[s, day, b] += min(amount[b], capacity) - here
            books.sent_kg[day, b] += (min(amount[b], capacity) - here) * unit
