"""Ships and people of a block of members: when flights come, who docks, who leaves, who has a seat."""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled, inner
from stationkeep.draws.philox import two_uniforms

_LONG_AGO, _NEVER = -100_000, 1 << 30
_MOST_TOGETHER = 4  # crew ships of one line that are at the station together
_RELIEF_DAYS = 5  # a crew is relieved at least so long before its ship's certified life ends: rotations go in pairs


@inner
def _note(came, line, day):  # type: ignore[no-untyped-def]
    for place in range(_MOST_TOGETHER - 1, 0, -1):
        came[line, place] = came[line, place - 1]
    came[line, 0] = day


@compiled
def look_ahead(model, world, streams, first_member, facts, outlook):  # type: ignore[no-untyped-def]
    """Draw each member's arrivals (slips, losses, standstills) and lay them out by day.

    A flight whose vehicle is withheld on its day is not flown; when the vehicle flies again, the last one missed is
    flown after the lead time. The same member draws the same slips in every scenario.
    """
    flights, carriers, ahead = model.flights, model.carriers, model.days_ahead
    lines = streams.slip.size
    for b in range(facts.shape[1]):
        member = first_member + b
        grounded = np.zeros(lines, dtype=np.int32)
        came = np.full((lines, _MOST_TOGETHER), _LONG_AGO, dtype=np.int32)  # when the crews aboard came, newest first
        for s in range(model.docked.carrier.size):
            for k in range(model.docked.people.shape[1]):
                if model.docked.people[s, k] > 0 and world.ship_seats[s] > 0:
                    _note(came, carriers.line[model.docked.carrier[s]], model.docked.arrived_day[s])
                    break
        for f in range(flights.carrier.size):
            outlook.arrival[f, b] = -1
            c, line = flights.carrier[f], flights.line[f]
            day = flights.first_day[f]
            lost = flights.lost[f] > 0
            if flights.fixed[f] == 0:
                u, _ = two_uniforms(streams.seed, streams.window[line], member, flights.number[f], 0)
                v, w = two_uniforms(streams.seed, streams.slip[line], member, flights.number[f], 0)
                day += int(u * (flights.last_day[f] - flights.first_day[f] + 1))
                near = min(1.0, np.sqrt(max(day, 0) / facts[model.settings.slip_full, b]))
                day += int(-facts[carriers.slip[c], b] * near * np.log(v))
                lost = w < flights.loss_rate[f]
            relieves = False
            for k in range(flights.people.shape[1]):
                relieves = relieves or flights.people[f, k] > 0
            relieved = came[line, min(carriers.complement[c], _MOST_TOGETHER) - 1]
            if relieves and carriers.stays[c] > 0 and relieved > _LONG_AGO and flights.fixed[f] == 0:
                day = min(day, relieved + int(carriers.life[c]) - _RELIEF_DAYS)
            day = max(day, grounded[line], 0)
            if day >= ahead:
                continue
            hand, can_fly = flights.from_hand[f], world.can_fly
            if not can_fly[hand, c, day]:
                again = day
                while again < ahead and not can_fly[hand, c, again]:
                    again += 1
                if again >= ahead:
                    continue
                day = again + int(carriers.lead_days[c])
                nearer = False
                for g in range(f + 1, flights.carrier.size):
                    if flights.line[g] == line and flights.first_day[g] <= day:
                        nearer = True
                if nearer or day >= ahead:
                    continue
            if lost:
                grounded[line] = day + int(facts[carriers.grounding[c], b])
                continue
            outlook.arrival[f, b] = day
            if relieves:
                _note(came, line, day)
    _lay_out(model, facts, outlook)


@inner
def _lay_out(model, facts, outlook):  # type: ignore[no-untyped-def]
    flights, deliveries, ahead = model.flights, model.deliveries, model.days_ahead
    for b in range(facts.shape[1]):
        for d in range(ahead):
            outlook.head[d, b] = -1
            for c in range(outlook.cargo_kg.shape[0]):
                outlook.cargo_kg[c, d, b] = 0.0
            for g in range(outlook.goods.shape[0]):
                outlook.goods[g, d, b] = 0.0
        for f in range(flights.carrier.size - 1, -1, -1):
            d = outlook.arrival[f, b]
            if d < 0:
                continue
            outlook.after[f, b] = outlook.head[d, b]
            outlook.head[d, b] = f
            c = flights.carrier[f]
            outlook.cargo_kg[c, d, b] += model.carriers.cargo_kg[c]
            for j in range(deliveries.carrier.size):
                place = model.stocks.coming[deliveries.stock[j]]
                if deliveries.carrier[j] == c and place >= 0:
                    outlook.goods[place, d, b] += facts[deliveries.amount[j], b]
        for d in range(1, ahead):
            for c in range(outlook.cargo_kg.shape[0]):
                outlook.cargo_kg[c, d, b] += outlook.cargo_kg[c, d - 1, b]
            for g in range(outlook.goods.shape[0]):
                outlook.goods[g, d, b] += outlook.goods[g, d - 1, b]
        for c in range(outlook.next_arrival.shape[0]):
            due = -1
            for d in range(ahead - 1, -1, -1):
                f = outlook.head[d, b]
                while f >= 0:
                    if flights.carrier[f] == c:
                        due = d
                    f = outlook.after[f, b]
                outlook.next_arrival[c, d, b] = due  # that day or later


@compiled
def dock_first(model, world, streams, first_member, facts, state):  # type: ignore[no-untyped-def]
    """Put the ships of the first day at their ports."""
    docked = model.docked
    for b in range(facts.shape[1]):
        state.ships[b] = 0
        for s in range(docked.carrier.size):
            _take_slot(
                model,
                world,
                streams,
                first_member + b,
                b,
                docked.carrier[s],
                docked.arrived_day[s],
                docked.leaves_day[s],
                world.ship_seats[s],
                docked.people[s],
                docked.down[s],
                -1 - s,
                facts,
                state,
            )


@inner
def _take_slot(  # type: ignore[no-untyped-def]
    model, world, streams, member, b, c, day, leaves, seats, people, down, key, facts, state
):
    s = state.ships[b]
    state.ships[b] = s + 1
    carriers = model.carriers
    u, _ = two_uniforms(streams.seed, streams.life[carriers.line[c]], member, key, 0)
    low, mode, high = carriers.life_low[c], carriers.life[c], carriers.life_high[c]
    life = mode
    if high > low:
        bend = (mode - low) / (high - low)
        if u < bend:
            life = low + np.sqrt(u * (high - low) * (mode - low))
        else:
            life = high - np.sqrt((1.0 - u) * (high - low) * (high - mode))
    state.ship_carrier[s, b] = c
    logged = down[0] >= 0
    stays = seats > 0 or carriers.crewed[c] == 0
    state.ship_ends[s, b] = leaves if logged else (day + int(life) if stays else _NEVER)
    state.ship_leaves[s, b] = leaves
    state.ship_handover[s, b] = -2 if logged else -1
    state.ship_seats[s, b] = seats
    parameter = world.delta_v_parameter[c]
    state.ship_delta_v[s, b] = facts[parameter, b] if parameter >= 0 else 0.0
    for k in range(people.size):
        state.ship_people[s, k, b] = people[k]
        state.ship_down[s, k, b] = down[k]
        state.people[k, b] += people[k]


@inner
def arrive(day, model, world, streams, first_member, facts, register, outlook, state):  # type: ignore[no-untyped-def]
    """Dock the ships that come on ``day`` and those that wait, where the station can receive them."""
    flights, carriers = model.flights, model.carriers
    for b in range(facts.shape[1]):
        f = outlook.head[day, b]
        while f >= 0:
            w = state.waiting[b]
            state.waiting_flight[w, b] = f
            state.waiting_since[w, b] = day
            state.waiting[b] = w + 1
            f = outlook.after[f, b]
        kept = 0
        for w in range(state.waiting[b]):
            f, since = state.waiting_flight[w, b], state.waiting_since[w, b]
            c = flights.carrier[f]
            if register[carriers.arrival_rule[c], b] > 0.5:
                _receive(day, model, world, streams, first_member + b, b, f, facts, register, state)
            elif day - since < int(facts[model.settings.arrival_wait, b]):
                state.waiting_flight[kept, b] = f
                state.waiting_since[kept, b] = since
                kept += 1
        state.waiting[b] = kept


@inner
def _relieve(day, b, c, model, facts, state):  # type: ignore[no-untyped-def]
    """Give the oldest crews of a line their departure, as many as are one too many with the crew that comes."""
    carriers = model.carriers
    while True:
        oldest, together = -1, 1
        for s in range(state.ships[b]):
            aboard = 0
            for k in range(state.people.shape[0]):
                aboard += state.ship_people[s, k, b]
            same_line = carriers.line[state.ship_carrier[s, b]] == carriers.line[c]
            if same_line and aboard > 0 and state.ship_handover[s, b] == -1:
                together += 1
                if oldest < 0 or state.ship_leaves[s, b] < state.ship_leaves[oldest, b]:
                    oldest = s
        if oldest < 0 or together <= carriers.complement[c]:
            return
        state.ship_handover[oldest, b] = day + int(facts[model.settings.handover, b])


@inner
def _receive(day, model, world, streams, member, b, f, facts, register, state):  # type: ignore[no-untyped-def]
    flights, carriers, deliveries = model.flights, model.carriers, model.deliveries
    c = flights.carrier[f]
    brings = 0
    for k in range(flights.people.shape[1]):
        brings += flights.people[f, k]
    if brings > 0:
        _relieve(day, b, c, model, facts, state)
    seats = carriers.seats[c] if carriers.crewed[c] else 0
    people, down = flights.people[f].copy(), flights.down[f].copy()
    leaves = flights.leaves_day[f]
    if down[0] < 0:
        leaves = max(leaves, day + int(facts[model.settings.handover, b]))
    if not world.flies_others[c, day]:
        for k in range(people.size):
            if world.up_class[c, k] == 0:
                people[k] = 0
    if carriers.stays[c] == 0:  # the ship goes within days; its residents stay, with no ship of their own
        nobody = np.zeros_like(people)
        number, room = flights.number[f], carriers.seats[c]
        _take_slot(model, world, streams, member, b, c, day, leaves, room, nobody, down, number, facts, state)
        seats = 0
        if down[0] >= 0:
            leaves, down = _NEVER, nobody
    if carriers.stays[c] > 0 or brings > 0:
        _take_slot(
            model, world, streams, member, b, c, day, leaves, seats, people, down, flights.number[f], facts, state
        )
    state.traffic[b] += 1
    for j in range(deliveries.carrier.size):
        if deliveries.carrier[j] != c or register[deliveries.when[j], b] <= 0.5:
            continue
        stock = deliveries.stock[j]
        target, capacity = model.stocks.target[stock], model.stocks.capacity[stock]
        bound = facts[target, b] if target >= 0 else 1e18
        if capacity >= 0:
            bound = min(bound, facts[capacity, b])
        room = max(0.0, bound - state.stock[stock, b])
        state.stock[stock, b] += min(room, facts[deliveries.amount[j], b])


@inner
def depart(day, model, world, facts, state):  # type: ignore[no-untyped-def]
    """Let ships leave: after a handover, at the end of their life, or as planned where their party has stopped.

    A ship that leaves takes its own people; if too few seats remain for the others, it takes them too as far as it
    has room.
    """
    carriers = model.carriers
    for b in range(facts.shape[1]):
        s = 0
        while s < state.ships[b]:
            c = state.ship_carrier[s, b]
            handover = state.ship_handover[s, b]
            stopped = not world.can_fly[0, c, day]
            gone = (handover >= 0 and day >= handover) or day >= state.ship_ends[s, b]
            planned = state.ship_leaves[s, b] + int(facts[model.settings.handover, b]) - model.settings.usual_handover
            if stopped and day >= planned and carriers.crewed[c] == 1 and state.ship_seats[s, b] > 0:
                gone = True
            if gone:
                if state.ship_down[s, 0, b] >= 0:
                    _change_places(b, s, state)
                _leave(b, s, int(facts[model.settings.emergency, b]), day, model, world, state)
            else:
                s += 1


@inner
def _change_places(b, s, state):  # type: ignore[no-untyped-def]
    """Seat in a ship that leaves those whom the log says went home in it, as far as they are aboard."""
    for k in range(state.people.shape[0]):
        for t in range(state.ships[b]):
            if t == s:
                continue
            wanted = state.ship_down[s, k, b] - state.ship_people[s, k, b]
            moving = 0
            if wanted > 0:
                moving = min(wanted, state.ship_people[t, k, b])
            elif wanted < 0 and (state.ship_seats[t, b] > 0 or state.ship_people[t, k, b] > 0):
                moving = wanted
            state.ship_people[t, k, b] -= moving
            state.ship_people[s, k, b] += moving


@inner
def _leave(b, s, squeezed, day, model, world, state):  # type: ignore[no-untyped-def]
    """A ship leaves with its people; one that brings nobody else home leaves the others behind, without a ship.

    ``squeezed`` people can go along without a seat of their own, if there is none for them elsewhere.
    """
    classes = state.people.shape[0]
    spare = state.ship_seats[s, b] + squeezed
    c = state.ship_carrier[s, b]
    willing = world.brings_home[c, day]
    left = 0
    for k in range(classes):
        if willing or world.home_class[c, k] > 0:
            state.people[k, b] -= state.ship_people[s, k, b]
            spare -= state.ship_people[s, k, b]
            state.ship_people[s, k, b] = 0
        left += state.ship_people[s, k, b]
    state.traffic[b] += 1
    if left > 0:
        state.ship_seats[s, b] = 0
        state.ship_ends[s, b] = _NEVER
        state.ship_handover[s, b] = -1
        return
    last = state.ships[b] - 1
    state.ship_carrier[s, b] = state.ship_carrier[last, b]
    state.ship_ends[s, b] = state.ship_ends[last, b]
    state.ship_leaves[s, b] = state.ship_leaves[last, b]
    state.ship_handover[s, b] = state.ship_handover[last, b]
    state.ship_seats[s, b] = state.ship_seats[last, b]
    state.ship_delta_v[s, b] = state.ship_delta_v[last, b]
    for k in range(classes):
        state.ship_people[s, k, b] = state.ship_people[last, k, b]
        state.ship_down[s, k, b] = state.ship_down[last, k, b]
    state.ships[b] = last
    if model.carriers.crewed[c] == 0 or spare <= 0 or not willing:
        return
    seats, people = 0, 0
    for t in range(last):
        seats += state.ship_seats[t, b]
    for k in range(classes):
        people += state.people[k, b]
    for t in range(last):  # those beyond the seats that remain, whoever they came with
        for k in range(classes):
            while spare > 0 and people > seats and state.ship_people[t, k, b] > 0:
                state.ship_people[t, k, b] -= 1
                state.people[k, b] -= 1
                people -= 1
                spare -= 1


@inner
def send_home(b, everybody, squeezed, day, model, world, state):  # type: ignore[no-untyped-def]
    """Send people home: everybody, or the crew of the ship that would leave first.

    Ships without people stay; people without a seat stay until a ship comes for them.
    """
    classes = state.people.shape[0]
    while True:
        chosen, soonest = -1, 1 << 30
        for s in range(state.ships[b]):
            aboard = 0
            for k in range(classes):
                aboard += state.ship_people[s, k, b]
            if aboard > 0 and state.ship_seats[s, b] > 0 and state.ship_leaves[s, b] < soonest:
                chosen, soonest = s, state.ship_leaves[s, b]
        if chosen < 0:
            return
        _leave(b, chosen, squeezed, day, model, world, state)
        if not everybody:
            return


@inner
def count_ships(day, model, world, state):  # type: ignore[no-untyped-def]
    """Count docked ships by carrier, and the seats that bring people home.

    A ship whose party no longer brings others home counts only for that party's own people.
    """
    classes = state.people.shape[0]
    for b in range(state.people.shape[1]):
        for c in range(state.there.shape[0]):
            state.there[c, b] = 0
        seats, own_seats, own_people = 0, 0, 0
        counted = np.zeros(classes, dtype=np.uint8)
        for s in range(state.ships[b]):
            c = state.ship_carrier[s, b]
            if state.ship_seats[s, b] > 0 or model.carriers.crewed[c] == 0:
                state.there[c, b] += 1
            if world.brings_home[c, day]:
                seats += state.ship_seats[s, b]
            elif state.ship_seats[s, b] > 0:
                own_seats += state.ship_seats[s, b]
                for k in range(classes):
                    if world.home_class[c, k] > 0 and counted[k] == 0:
                        counted[k] = 1
                        own_people += state.people[k, b]
        state.seats[b] = seats + min(own_seats, own_people)
