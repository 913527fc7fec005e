"""The day loop: a block of members lived through day by day, once undisturbed and once disturbed.

Order of a day: seats are counted, the rules evaluated, losses noted; then ships come and go, people are sent home,
stocks flow, the orbit decays and is raised. What a day changes, the next day's rules see.
"""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled, inner
from stationkeep.draws.philox import two_uniforms
from stationkeep.ensemble.arrays import DAY, EVACUATE, IN, OUT, PERSON, SET, TRAFFIC, YEAR
from stationkeep.ensemble.evaluate import evaluate
from stationkeep.ensemble.traffic import arrive, count_ships, depart, send_home
from stationkeep.orbit.burn import delta_v_for_raise, raise_for_delta_v
from stationkeep.orbit.decay import advance_day

_G0_M_S2 = 9.80665  # standard gravity, exact by definition (CGPM 1901)
_YEAR_DAYS = 365.25
_EVENINGS = 4  # turns in which the undisturbed evening before the first day settles: the longest chain of yesterdays
ENTRY_KM = 120.0  # DEFINITIONS: entry


@compiled
def live(  # type: ignore[no-untyped-def]
    model,
    ops,
    world,
    undisturbed,
    told_day,
    streams,
    first_member,
    facts,
    mass_kg,
    policy_km,
    sun,
    density,
    table,
    start_day,
    frozen_ey,
    expected,
    outlook,
    state,
    twin_has,
    compare,
    sample_every,
    bits,
    lost,
    back,
    snapshot,
    sampled_altitude,
    sampled_stock,
    sampled_people,
    first_day,
):
    """Live one world for a block of members.

    Parameters
    ----------
    world, undisturbed : World
        This world; and the undisturbed one, from which the evening before the first day is taken.
    told_day : int
        First day on which anybody has said what will stop; until then rules look ahead at what was ``expected``.
    expected, outlook : Outlook
        Flights to come in the undisturbed world and in this one.
    sun : tuple of (day, member)
        F10.7 of the previous day, centred mean, Ap.
    frozen_ey : float
        About which the eccentricity vector turns (``orbit.earth.frozen_ey``); burns are taken to leave it alone.
    density : (day, member)
        Ballistic coefficient in m2/kg, its slowly varying correction included.
    twin_has : (day, member) uint64
        The twin's functions, bit by bit; read when ``compare`` is 1.
    bits : (day, member) uint64
        Filled with this world's functions.
    lost, back : (function, member)
        Filled: first day of a loss that lasted its grace; first day after it with the function.
    snapshot : (function, word, member) uint64
        Filled: truth of every operation on the first day of the loss (scratch where none was counted).
    first_day : (word, member) uint64
        Filled in the undisturbed world: truth of every operation on the first day.
    """
    block = facts.shape[1]
    functions = model.rules.function.size
    register = np.zeros((ops.code.size, block))
    missing = np.zeros((functions, block), dtype=np.int32)
    entered = np.zeros(block, dtype=np.bool_)
    fraction = np.full(block, np.nan)
    drag = np.zeros(block)
    for turn in range(-_EVENINGS, model.days):
        day = max(turn, 0)
        now = undisturbed if turn < 0 else world
        count_ships(day, model, now, state)
        evaluate(
            day,
            model.days_ahead,
            ops,
            now.masks,
            model.flows,
            model.stocks.coming,
            model.carriers.arrival_rule,
            facts,
            state,
            expected if turn < told_day else outlook,
            register,
        )
        if turn < 0:
            _remember(model, register, state)
            continue
        _note_losses(day, model, entered, state, twin_has, compare, register, missing, bits, lost, back, snapshot)
        if day == 0 and compare == 0:
            for i in range(register.shape[0]):
                for b in range(block):
                    if register[i, b] > 0.5:
                        first_day[i >> 6, b] |= np.uint64(1) << np.uint64(i & 63)
        if day % sample_every == 0:
            _sample(day // sample_every, state, sampled_altitude, sampled_stock, sampled_people)
        for b in range(block):
            state.traffic[b] = 0
        arrive(day, model, world, streams, first_member, facts, register, outlook, state)
        depart(day, model, world, facts, state)
        _operate(day, model, world, facts, register, state)
        _flow(day, model, streams, first_member, facts, register, state)
        if model.orbit.on == 1:
            for b in range(block):
                drag[b] = density[day, b]
                if register[model.orbit.held, b] <= 0.5:
                    drag[b] *= facts[model.orbit.drift_drag, b]
            advance_day(
                table,
                start_day + day,
                state.altitude_km,
                state.node_deg,
                state.ex,
                state.ey,
                sun[0][day],
                sun[1][day],
                sun[2][day],
                drag,
                frozen_ey,
                fraction,
            )
            _burn(day, model, streams, first_member, facts, mass_kg, policy_km, register, entered, state)
            for b in range(block):
                if state.altitude_km[b] <= ENTRY_KM:
                    entered[b] = True


@inner
def _remember(model, register, state):  # type: ignore[no-untyped-def]
    """Take the functions as they stand for yesterday's."""
    for f in range(model.rules.function.size):
        for b in range(register.shape[1]):
            state.before[f, b] = 1 if register[model.rules.function[f], b] > 0.5 else 0


@inner
def _note_losses(  # type: ignore[no-untyped-def]
    day, model, entered, state, twin_has, compare, register, missing, bits, lost, back, snapshot
):
    rules = model.rules
    classes = state.people.shape[0]
    for b in range(entered.size):
        bits[day, b] = np.uint64(0)
    for f in range(rules.function.size):
        place, bit = rules.function[f], np.uint64(1) << np.uint64(f)
        for b in range(entered.size):
            has = register[place, b] > 0.5 and not entered[b]
            state.before[f, b] = 1 if has else 0
            if has:
                bits[day, b] |= bit
                missing[f, b] = 0
                if lost[f, b] >= 0 and back[f, b] < 0:
                    back[f, b] = day
                continue
            asked, served = False, 0
            for k in range(classes):
                if rules.served[f, k] > 0:
                    asked = True
                    served += state.people[k, b]
            if asked and served == 0:
                bits[day, b] |= bit
                missing[f, b] = 0
                continue
            if compare == 1 and (twin_has[day, b] & bit) == np.uint64(0):
                missing[f, b] = 0
                continue
            missing[f, b] += 1
            if missing[f, b] == 1 and lost[f, b] < 0:
                for word_place in range(snapshot.shape[1]):
                    snapshot[f, word_place, b] = np.uint64(0)
                for i in range(register.shape[0]):
                    if register[i, b] > 0.5:
                        snapshot[f, i >> 6, b] |= np.uint64(1) << np.uint64(i & 63)
            if missing[f, b] == rules.grace_days[f] and lost[f, b] < 0:
                lost[f, b] = day - rules.grace_days[f] + 1


@inner
def _sample(place, state, altitude, stock, people):  # type: ignore[no-untyped-def]
    for b in range(state.altitude_km.size):
        altitude[place, b] = state.altitude_km[b]
        for s in range(state.stock.shape[0]):
            stock[s, place, b] = state.stock[s, b]
        for k in range(state.people.shape[0]):
            people[k, place, b] = state.people[k, b]


@inner
def _operate(day, model, world, facts, register, state):  # type: ignore[no-untyped-def]
    """Operating rules: after a rule has held for its days, people are sent home."""
    rules = model.rules
    for r in range(rules.operating.size):
        for b in range(facts.shape[1]):
            people = 0
            for k in range(state.people.shape[0]):
                people += state.people[k, b]
            if register[rules.operating[r], b] <= 0.5 or people == 0:
                state.rule_days[r, b] = 0
                continue
            state.rule_days[r, b] += 1
            if state.rule_days[r, b] >= facts[rules.operating_after[r], b]:
                squeezed = int(facts[model.settings.emergency, b])
                send_home(b, rules.operating_action[r] == EVACUATE, squeezed, day, model, world, state)
                state.rule_days[r, b] = 0


@inner
def _flow(day, model, streams, first_member, facts, register, state):  # type: ignore[no-untyped-def]
    """Stocks of the day: what drains, what fills up to its bound, what is reset, what a mishap empties."""
    flows, stocks = model.flows, model.stocks
    for j in range(flows.stock.size):
        s = flows.stock[j]
        for b in range(facts.shape[1]):
            if register[flows.when[j], b] <= 0.5:
                continue
            amount = facts[flows.amount[j], b]
            if flows.per[j] == PERSON:
                people = 0
                for k in range(state.people.shape[0]):
                    if flows.who[j] < 0 or flows.who[j] == k:
                        people += state.people[k, b]
                amount *= people
            kind = flows.kind[j]
            if kind == OUT:
                state.stock[s, b] = max(0.0, state.stock[s, b] - amount)
            elif kind == IN:
                bound = 1e18
                if stocks.target[s] >= 0:
                    bound = facts[stocks.target[s], b]
                room = max(0.0, bound - state.stock[s, b])
                state.stock[s, b] += min(room, amount)
            elif kind == SET:
                state.stock[s, b] = amount
            else:
                chance = 0.0
                if flows.per[j] == YEAR:
                    chance = 1.0 - np.exp(-amount / _YEAR_DAYS)
                elif flows.per[j] == TRAFFIC and state.traffic[b] > 0:
                    chance = 1.0 - (1.0 - amount) ** state.traffic[b]
                elif flows.per[j] == DAY:
                    chance = amount
                if chance > 0.0:
                    u, _ = two_uniforms(streams.seed, flows.stream[j], first_member + b, day, 0)
                    if u < chance:
                        state.stock[s, b] = 0.0
            if stocks.capacity[s] >= 0:
                state.stock[s, b] = min(state.stock[s, b], facts[stocks.capacity[s], b])


@inner
def _burn(day, model, streams, first_member, facts, mass_kg, policy_km, register, entered, state):  # type: ignore[no-untyped-def]
    """Avoid debris when it comes, and raise the orbit when it has sunk below its band."""
    orbit = model.orbit
    for b in range(facts.shape[1]):
        if entered[b]:
            continue
        u, _ = two_uniforms(streams.seed, streams.avoidance, first_member + b, day, 0)
        if u < facts[orbit.avoid_rate, b] / _YEAR_DAYS and register[orbit.avoid, b] > 0.5:
            gained = _spend(b, facts[orbit.avoid_delta_v, b], 0.0, model, mass_kg, register, state)
            state.altitude_km[b] += raise_for_delta_v(state.altitude_km[b], gained)
        band = facts[orbit.band, b]
        if state.altitude_km[b] < policy_km[b] - band:
            wanted = delta_v_for_raise(state.altitude_km[b], policy_km[b] + band - state.altitude_km[b])
            reserve = facts[orbit.reserve, b] if state.altitude_km[b] > facts[orbit.floor, b] + 2.0 * band else 0.0
            gained = _spend(b, min(wanted, facts[orbit.largest_burn, b]), reserve, model, mass_kg, register, state)
            if gained > 0.0:
                state.altitude_km[b] += raise_for_delta_v(state.altitude_km[b], gained)


@inner
def _spend(b, delta_v_m_s, reserve, model, mass_kg, register, state):  # type: ignore[no-untyped-def]
    """Give delta-v from the first ways that can, in order, down to a reserve; return it in m/s (Tsiolkovsky 1903)."""
    burns = model.burns
    given = 0.0
    for j in range(burns.available.size):
        short = delta_v_m_s - given
        if short <= 1e-9:
            break
        if register[burns.available[j], b] <= 0.5:
            continue
        s = burns.stock[j]
        if s >= 0:
            exhaust = _G0_M_S2 * burns.isp_s[j]
            needed = mass_kg[b] * (1.0 - np.exp(-short / exhaust))
            used = min(needed, max(0.0, state.stock[s, b] - reserve))
            state.stock[s, b] -= used
            given += -exhaust * np.log(1.0 - used / mass_kg[b])
            continue
        for slot in range(state.ships[b]):
            if state.ship_carrier[slot, b] == burns.carrier[j] and short > 0.0:
                part = min(short, state.ship_delta_v[slot, b])
                state.ship_delta_v[slot, b] -= part
                given += part
                short -= part
    return given
