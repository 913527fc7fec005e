"""Energy of a day in each member: what arrays give, what segments use and pass on, what goes into a store and out.

A grid whose arrays give more than its load fills its store; what is left the arrays are not asked for. One that gets
less empties its store, and then uses less. A link passes what its grid has beyond its survival load, as far as its
capacity and the need of the other go: a grid sheds load for another, but does not die for it.
"""

from __future__ import annotations

from stationkeep.compiled import folded
from stationkeep.ensemble.bits import has
from stationkeep.orbit.sunlight import fill_sunlit

_HOURS = 24.0
_YEAR_DAYS = 365.25


@folded
def shine(day, model, world, facts, state, light):  # type: ignore[no-untyped-def]
    """Bring ``state.power_kw`` up to ``day``: arrays in place, their age, and the night of the member's own orbit."""
    power = model.power
    if power.power.size == 0:
        return
    for b in range(light.size):
        light[b] = 1.0
    if model.orbit.on == 1:
        sun, inclination = power.sun[day], power.inclination
        fill_sunlit(
            (sun[0], sun[1], sun[2]), (inclination[0], inclination[1]), state.node_deg, state.altitude_km, light
        )
        for b in range(light.size):
            light[b] *= 1.0 / power.darkest
    fade = facts[power.fade]
    for g in range(power.power.size):
        new, share = facts[power.power[g]], world.solar[g, day]
        for b in range(light.size):
            age = max(0.0, 1.0 - fade[b] * (day / _YEAR_DAYS))
            state.power_kw[g, b] = new[b] * share * age * light[b]


@folded
def feed(day, model, facts, truth, passed, state, books):  # type: ignore[no-untyped-def]
    """Use, pass on and store the energy of a day, grid by grid.

    ``state.net_kwh`` is what is left of it beyond the load, or missing; ``passed`` is room for a link.
    """
    power, block = model.power, passed.size
    if power.power.size == 0:
        return
    held, drift = truth[power.held], facts[power.drift]
    for g in range(power.power.size):
        load, survival = facts[power.load[g]], facts[power.survival[g]]
        for b in range(block):
            kept = 1.0 if has(held, b) else drift[b]
            state.net_kwh[g, b] = _HOURS * (state.power_kw[g, b] * kept - max(load[b], survival[b]))
    for link in range(power.source.size):
        word, capacity = truth[power.when[link]], facts[power.capacity[link]]
        one, other = power.source[link], power.target[link]
        load, survival, store = facts[power.load[one]], facts[power.survival[one]], state.stock[power.store[one]]
        for b in range(block):
            spare = state.net_kwh[one, b] + store[b] + _HOURS * max(0.0, load[b] - survival[b])
            most = min(_HOURS * capacity[b], spare, -state.net_kwh[other, b])
            passed[b] = max(0.0, most) if has(word, b) else 0.0
        for b in range(block):
            state.net_kwh[one, b] -= passed[b]
            state.net_kwh[other, b] += passed[b]
        if books.kept == 1:
            for b in range(block):
                books.passed_kwh[link, day, b] = passed[b]
    if books.kept == 1:
        _book(day, model, facts, held, state, books)
    for g in range(power.power.size):
        store, capacity = state.stock[power.store[g]], facts[model.stocks.capacity[power.store[g]]]
        for b in range(block):
            store[b] = min(capacity[b], max(0.0, store[b] + state.net_kwh[g, b]))


@folded
def _book(day, model, facts, held, state, books):  # type: ignore[no-untyped-def]
    """Book what was generated, used and shunted, and what went into each store and out of it."""
    power = model.power
    for g in range(power.power.size):
        s = power.store[g]
        for b in range(state.mass_kg.size):
            net, charge = state.net_kwh[g, b], state.stock[s, b]
            kept = 1.0 if has(held, b) else facts[power.drift, b]
            short = max(0.0, -net - charge)
            over = max(0.0, net - (facts[model.stocks.capacity[s], b] - charge))
            load = max(facts[power.load[g], b], facts[power.survival[g], b])
            books.generated_kwh[g, day, b] = _HOURS * state.power_kw[g, b] * kept
            books.used_kwh[g, day, b] = _HOURS * load - short
            books.shunted_kwh[g, day, b] = over
            books.asked_in[s, day, b] += max(0.0, net)
            books.overflow[s, day, b] += over
            books.asked_out[s, day, b] += max(0.0, -net)
            books.shortfall[s, day, b] += short
