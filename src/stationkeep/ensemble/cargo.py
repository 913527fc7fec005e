"""What a ship brings: goods compete for the mass that it can carry, and none is taken beyond what there is room for.

First what keeps people alive, the stock with the fewest days left before the others, each until it lasts as long as the
pack wants it to; then the other goods in the order that the pack states; then life support up to its targets. What that
leaves of the mass is for everything that no stock counts.
"""

from __future__ import annotations

from stationkeep.compiled import called, folded
from stationkeep.ensemble.arrays import DAY, IN, OUT, PERSON
from stationkeep.ensemble.bits import has

_ENDLESS = 1e9  # days that a stock lasts that nobody uses
_UNBOUNDED = 1e18
_LIFE_SUPPORT, _BESIDE = 0, -1  # turns: the goods that people live by; what a ship has in tanks of its own
_LAST = 1 << 20  # the turn in which life support is filled up


@called
def unload(day, b, c, model, facts, truth, state, books):  # type: ignore[no-untyped-def]
    """Put aboard what a ship of type ``c`` brings to member ``b``.

    A delivery brings at most its amount, at most what its stock still takes, and at most what the mass left in the ship
    allows. A type of vehicle without a stated mass, and goods without one, are not bounded by it.

    Returns
    -------
    goods_kg, hold_kg : float
        What came aboard, by what it weighs there; and the part of it that came from the hold.
    """
    deliveries, unit_kg = model.deliveries, model.mass.unit
    goods_kg, hold_kg = 0.0, 0.0
    left_kg = model.carriers.cargo_kg[c] if model.carriers.cargo_kg[c] > 0.0 else _UNBOUNDED
    for j in range(deliveries.carrier.size):
        ours = deliveries.carrier[j] == c and has(truth[deliveries.when[j]], b)
        state.wanted[j] = facts[deliveries.amount[j], b] if ours else -1.0
        state.turn[j] = deliveries.turn[j]
    while True:
        chosen, turn, fewest, use = -1, _LAST + 1, _UNBOUNDED, 0.0
        for j in range(deliveries.carrier.size):
            if state.wanted[j] < 0.0 or state.turn[j] > turn:
                continue
            days, used = 0.0, 0.0
            if deliveries.turn[j] == _LIFE_SUPPORT:
                days, used = _days_left(deliveries.stock[j], b, model, facts, truth, state)
            if state.turn[j] < turn or days < fewest:
                chosen, turn, fewest, use = j, state.turn[j], days, used
        if chosen < 0:
            return goods_kg, hold_kg
        stock = deliveries.stock[chosen]
        came = min(state.wanted[chosen], _room(stock, b, model, facts, state))
        if turn == _LIFE_SUPPORT and model.settings.first_days >= 0:
            came = min(came, use * max(0.0, facts[model.settings.first_days, b] - fewest))
        unit = deliveries.unit_kg[chosen]
        if turn != _BESIDE and unit >= 0:
            came = min(came, left_kg / facts[unit, b])
            left_kg -= came * facts[unit, b]
        state.stock[stock, b] += came
        if unit_kg[stock] >= 0:
            weighed = came * facts[unit_kg[stock], b]
            goods_kg += weighed
            hold_kg += weighed if turn != _BESIDE else 0.0
        if books.kept == 1:
            books.brought[stock, day, b] += came
            books.asked_in[stock, day, b] += came
        if turn == _LIFE_SUPPORT:
            state.wanted[chosen] -= came
            state.turn[chosen] = _LAST
            continue
        if books.kept == 1:
            books.asked_in[stock, day, b] += state.wanted[chosen] - came
            books.overflow[stock, day, b] += state.wanted[chosen] - came
        state.wanted[chosen] = -1.0


@folded
def _room(stock, b, model, facts, state):  # type: ignore[no-untyped-def]
    """What a stock still takes, up to its target and its capacity."""
    target, capacity = model.stocks.target[stock], model.stocks.capacity[stock]
    bound = facts[target, b] if target >= 0 else _UNBOUNDED
    if capacity >= 0:
        bound = min(bound, facts[capacity, b])
    return max(0.0, bound - state.stock[stock, b])


@called
def _days_left(stock, b, model, facts, truth, state):  # type: ignore[no-untyped-def]
    """Days until a stock comes to its critical level, or to its days of reserve, and what is used of it in a day."""
    flows, use = model.flows, 0.0
    for j in range(flows.stock.size):
        if flows.stock[j] != stock or not has(truth[flows.when[j]], b):
            continue
        amount = facts[flows.amount[j], b]
        if flows.per[j] == PERSON:
            people = 0
            for k in range(state.people.shape[0]):
                if flows.who[j] < 0 or flows.who[j] == k:
                    people += state.people[k, b]
            amount *= people
        elif flows.per[j] != DAY:
            continue
        if flows.kind[j] == OUT:
            use += amount
        elif flows.kind[j] == IN:
            use -= amount
    if use <= 0.0:
        return _ENDLESS, 0.0
    critical, reserve = model.stocks.critical[stock], model.settings.reserve_days
    spared = facts[critical, b] if critical >= 0 else 0.0
    days = (state.stock[stock, b] - spared) / use
    return days - (facts[reserve, b] if critical < 0 and reserve >= 0 else 0.0), use
