"""The day loop: a block of members lived through day by day, once undisturbed and once disturbed.

Order of a day: seats are counted, the rules evaluated, losses noted; then ships come and go, people are sent home,
stocks flow, the orbit decays and is raised. What a day changes, the next day's rules see.
"""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import folded, uncounted
from stationkeep.ensemble.arrays import EVACUATE
from stationkeep.ensemble.bits import NOBODY, ONE, all_of, first_of, has
from stationkeep.ensemble.burns import burn
from stationkeep.ensemble.evaluate import evaluate
from stationkeep.ensemble.flows import draw_patience, flow, turn_over, yearly_chances
from stationkeep.ensemble.losses import note_losses, remember
from stationkeep.ensemble.mass import book_mass, carry, weigh, weigh_first
from stationkeep.ensemble.power import feed, shine
from stationkeep.ensemble.schedule import begin, pass_day
from stationkeep.ensemble.traffic import arrive, count_ships, depart, send_home
from stationkeep.orbit.decay import advance_day

_EVENINGS = 4  # turns in which the undisturbed evening before the first day settles: the longest chain of yesterdays
ENTRY_KM = 120.0  # DEFINITIONS: entry


@uncounted
def live(  # type: ignore[no-untyped-def]
    model,
    ops,
    world,
    undisturbed,
    told_day,
    streams,
    first_member,
    facts,
    chances,
    mass_kg,
    policy_km,
    sun,
    density,
    table,
    start_day,
    frozen_ey,
    expected,
    outlook,
    ahead,
    state,
    twin_has,
    compare,
    sample_every,
    has_it,
    losses,
    sampled_altitude,
    sampled_stock,
    sampled_people,
    sampled_seats,
    sampled_raised,
    first_day,
    bench,
    books,
):
    """Live one world for a block of at most 64 members.

    Parameters
    ----------
    world, undisturbed : World
        This world; and the undisturbed one, from which the evening before the first day is taken.
    told_day : int
        First day on which anybody has said what will stop; until then rules look ahead at what was ``expected``.
    chances : Chances
        What chance has in store, the same in both worlds.
    expected, outlook : Outlook
        Flights to come in the undisturbed world and in this one.
    ahead : tuple of Ahead
        Places in what rules look ahead to, and in what arrives.
    sun : tuple of (day, member)
        F10.7 of the previous day, centred mean, Ap.
    frozen_ey : float
        About which the eccentricity vector turns (``orbit.earth.frozen_ey``); burns are taken to leave it alone.
    density : (day, member)
        Ballistic coefficient in m2/kg, its slowly varying correction included.
    twin_has : (day, function) uint64
        Which members' twin has each function; read when ``compare`` is 1.
    has_it : (day, function) uint64
        Filled: which members have it in this world.
    losses : Losses
        Filled.
    first_day : (word, member) uint64
        Filled in the undisturbed world: truth of every operation on the first day.
    bench : Bench
        Room to work in.
    books : Books
        Filled where they are kept.
    """
    block = facts.shape[1]
    everyone, entered = all_of(block), NOBODY
    truth, number, drag = bench.truth, bench.number, bench.drag
    yearly_chances(model, facts, bench.chance)
    turn_over(model, facts, bench.turned)
    weigh_first(mass_kg, model, facts, state)
    draw_patience(model, streams, first_member, state)
    looking, coming = ahead
    begin(looking)
    for turn in range(-_EVENINGS, model.days):
        day = max(turn, 0)
        now, seen = undisturbed if turn < 0 else world, expected if turn < told_day else outlook
        if turn == told_day:
            begin(looking)
        count_ships(day, model, now, facts, turn <= 0, state)
        shine(day, model, now, facts, state, bench.light)
        pass_day(day, seen, looking)
        if turn == -_EVENINGS:
            evaluate(ops.once, day, everyone, ops, now.masks, model, facts, state, seen, looking, bench)
        if turn <= 0 or now.turns[day]:
            evaluate(ops.calendar, day, everyone, ops, now.masks, model, facts, state, seen, looking, bench)
        evaluate(ops.daily, day, everyone, ops, now.masks, model, facts, state, seen, looking, bench)
        if turn < 0:
            for f in range(model.rules.function.size):
                state.before[f] = truth[model.rules.function[f]]
            continue
        note_losses(day, model, everyone, entered, state, twin_has, compare, ops.numbers, truth, number, has_it, losses)
        if day == 0 and compare == 0:
            for b in range(block):
                remember(b, ops.numbers, truth, number, first_day)
        if day % sample_every == 0:
            place = day // sample_every
            _sample(place, state, sampled_altitude, sampled_stock, sampled_people, sampled_seats, sampled_raised)
        if books.kept == 1:
            for s in range(state.stock.shape[0]):
                for b in range(block):
                    books.opening[s, day, b] = state.stock[s, b]
            weigh(day, model, facts, state)
            book_mass(day, model, state, books)
        state.traffic[:] = 0
        arrive(day, model, world, streams, first_member, facts, truth, outlook, coming, state, books)
        depart(day, model, world, facts, state, books)
        _operate(day, model, world, facts, truth, state, books)
        flow(day, model, streams, first_member, facts, bench, state, books)
        feed(day, model, facts, truth, bench.row, state, books)
        if model.orbit.on == 1:
            weigh(day, model, facts, state)
            carry(day, model, facts, density[day], state, drag)
            held = truth[model.orbit.held]
            for b in range(block):
                drag[b] = drag[b] if has(held, b) else drag[b] * facts[model.orbit.drift_drag, b]
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
                bench.fraction,
            )
            up = everyone & ~entered
            burn(day, model, facts, policy_km, (chances.debris[day], up), truth, state, books)
            for b in range(block):
                entered |= np.uint64(state.altitude_km[b] <= ENTRY_KM) << np.uint64(b)


@folded
def _sample(place, state, altitude, stock, people, seats, raised):  # type: ignore[no-untyped-def]
    for b in range(state.altitude_km.size):
        altitude[place, b] = state.altitude_km[b]
        seats[place, b] = state.seats[b]
        raised[place, b] = state.raised_km[b]
    for s in range(state.stock.shape[0]):
        for b in range(state.altitude_km.size):
            stock[s, place, b] = state.stock[s, b]
    for k in range(state.people.shape[0]):
        for b in range(state.altitude_km.size):
            people[k, place, b] = state.people[k, b]


@folded
def _operate(day, model, world, facts, truth, state, books):  # type: ignore[no-untyped-def]
    """Operating rules: after a rule has held for its days, people are sent home."""
    rules = model.rules
    for r in range(rules.operating.size):
        held = truth[rules.operating[r]]
        ended = state.rule_held[r] & ~held
        state.rule_held[r] = held
        while ended != NOBODY:
            state.rule_days[r, first_of(ended)] = 0
            ended &= ended - ONE
        while held != NOBODY:
            b = first_of(held)
            held &= held - ONE
            people = 0
            for k in range(state.people.shape[0]):
                people += state.people[k, b]
            if people == 0:
                state.rule_days[r, b] = 0
                continue
            state.rule_days[r, b] += 1
            if state.rule_days[r, b] >= facts[rules.operating_after[r], b]:
                squeezed = int(facts[model.settings.emergency, b])
                everybody = rules.operating_action[r] == EVACUATE
                send_home(b, everybody, squeezed, day, model, world, facts, state, books)
                state.rule_days[r, b] = 0
