"""Ships and people of a block of members: who docks, who leaves, who has a seat.

What has not changed is not counted again: ``state.moved`` holds the members whose ships have changed, and
``state.departs`` the first day on which a ship of a member could leave.
"""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import called, folded, uncounted
from stationkeep.draws.philox import two_uniforms
from stationkeep.ensemble.bits import NOBODY, ONE, bit, first_of, has
from stationkeep.ensemble.cargo import unload
from stationkeep.ensemble.mass import dock, moor, take_away
from stationkeep.ensemble.schedule import hail
from stationkeep.ensemble.state import NEVER


@uncounted
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
                world.docked_people[s],
                docked.down[s],
                docked.whole[s],
                -1 - s,
                facts,
                state,
            )


@called
def _take_slot(  # type: ignore[no-untyped-def]
    model, world, streams, member, b, c, day, leaves, seats, people, down, whole, key, facts, state
):
    s = state.ships[b]
    state.ships[b] = s + 1
    state.moved[0] |= bit(b)
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
    state.ship_ends[s, b] = leaves if logged else (day + int(life) if stays else NEVER)
    state.ship_leaves[s, b] = leaves
    state.ship_handover[s, b] = -2 if logged else -1
    state.ship_seats[s, b] = seats
    parameter = world.delta_v_parameter[c]
    state.ship_delta_v[s, b] = facts[parameter, b] if parameter >= 0 and whole > 0 else 0.0
    moor(b, s, c, whole, model, facts, state)
    for k in range(people.size):
        state.ship_people[s, k, b] = people[k]
        state.ship_down[s, k, b] = down[k]
        state.people[k, b] += people[k]


@folded
def arrive(day, model, world, streams, first_member, facts, truth, outlook, ahead, state, books):  # type: ignore[no-untyped-def]
    """Dock the ships that come on ``day`` and those that wait, where the station can receive them."""
    carriers = model.carriers
    waiting = hail(day, outlook, ahead, state)
    while waiting != NOBODY:
        b = first_of(waiting)
        waiting &= waiting - ONE
        kept = 0
        for w in range(state.waiting[b]):
            f, since = state.waiting_flight[w, b], state.waiting_since[w, b]
            if model.flights.spare[f] == 1 and not has(truth[model.settings.spare], b):
                continue
            if has(truth[carriers.arrival_rule[model.flights.carrier[f]]], b):
                _receive(day, model, world, streams, first_member + b, b, f, facts, truth, state, books)
            elif day - since < int(facts[model.settings.arrival_wait, b]):
                state.waiting_flight[kept, b] = f
                state.waiting_since[kept, b] = since
                kept += 1
        state.waiting[b] = kept


@called
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
        state.moved[0] |= bit(b)


@called
def _receive(day, model, world, streams, member, b, f, facts, truth, state, books):  # type: ignore[no-untyped-def]
    flights, carriers = model.flights, model.carriers
    c = flights.carrier[f]
    brings = 0
    for k in range(world.people.shape[1]):
        brings += world.people[f, k]
    if brings > 0:
        _relieve(day, b, c, model, facts, state)
    seats = carriers.seats[c] if carriers.crewed[c] else 0
    people, down, nobody = state.coming[0], state.coming[1], state.coming[2]
    for k in range(people.size):
        people[k], down[k] = world.people[f, k], flights.down[f, k]
    leaves = flights.leaves_day[f]
    if down[0] < 0:
        leaves = max(leaves, day + int(facts[model.settings.handover, b]))
    for k in range(people.size):
        if not world.up_class[c, k, day]:
            people[k] = 0
    slot = state.ships[b]
    if carriers.stays[c] == 0:  # the ship goes within days; its residents stay, with no ship of their own
        number, room = flights.number[f], carriers.seats[c]
        _take_slot(model, world, streams, member, b, c, day, leaves, room, nobody, down, 1, number, facts, state)
        seats = 0
        if down[0] >= 0:
            leaves = NEVER
            for k in range(people.size):
                down[k] = 0
    if carriers.stays[c] > 0 or brings > 0:
        whole, number = carriers.stays[c], flights.number[f]
        _take_slot(model, world, streams, member, b, c, day, leaves, seats, people, down, whole, number, facts, state)
    state.traffic[b] += 1
    came = 0
    if carriers.stays[c] > 0 or brings > 0:
        for k in range(people.size):
            came += people[k]
    goods_kg, hold_kg = unload(day, b, c, model, facts, truth, state, books)
    dock(day, b, slot, c, came, goods_kg, hold_kg, model, facts, state, books)


@folded
def depart(day, model, world, facts, state, books):  # type: ignore[no-untyped-def]
    """Let ships leave: after a handover, at the end of their life, or as planned where their party has stopped.

    A ship that leaves takes its own people; if too few seats remain for the others, it takes them too as far as it
    has room.
    """
    for b in range(facts.shape[1]):
        if day < state.departs[b] and not has(state.moved[0], b):
            continue
        state.moved[0] |= bit(b)
        s = 0
        while s < state.ships[b]:
            c = state.ship_carrier[s, b]
            handover = state.ship_handover[s, b]
            stopped = not world.can_fly[0, c, day]
            gone = (handover >= 0 and day >= handover) or day >= state.ship_ends[s, b]
            if stopped and day >= _planned(s, b, model, facts, state) and _flies_home(s, b, model, state):
                gone = True
            if gone:
                if state.ship_down[s, 0, b] >= 0:
                    _change_places(b, s, state)
                _leave(b, s, int(facts[model.settings.emergency, b]), day, model, world, facts, state, books)
            else:
                s += 1


@folded
def _planned(s, b, model, facts, state):  # type: ignore[no-untyped-def]
    """Day on which a ship leaves as planned, in this member."""
    return state.ship_leaves[s, b] + int(facts[model.settings.handover, b]) - model.settings.usual_handover


@folded
def _flies_home(s, b, model, state):  # type: ignore[no-untyped-def]
    """Whether a ship leaves as planned when its party has stopped: it has a crew's seats."""
    return model.carriers.crewed[state.ship_carrier[s, b]] == 1 and state.ship_seats[s, b] > 0


@called
def _first_departure(b, day, model, world, facts, state):  # type: ignore[no-untyped-def]
    """First day from ``day`` on, on which a ship could leave as things stand."""
    soonest = NEVER
    for s in range(state.ships[b]):
        soonest = min(soonest, state.ship_ends[s, b])
        if state.ship_handover[s, b] >= 0:
            soonest = min(soonest, state.ship_handover[s, b])
        if _flies_home(s, b, model, state):
            planned = max(_planned(s, b, model, facts, state), day)
            if planned < world.stands.shape[1]:
                soonest = min(soonest, world.stands[state.ship_carrier[s, b], planned])
    return soonest


@called
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


@called
def _leave(b, s, squeezed, day, model, world, facts, state, books):  # type: ignore[no-untyped-def]
    """A ship leaves with its people; one that brings nobody else home leaves the others behind, without a ship.

    ``squeezed`` people can go along without a seat of their own, if there is none for them elsewhere.
    """
    classes = state.people.shape[0]
    spare = state.ship_seats[s, b] + squeezed
    state.moved[0] |= bit(b)
    c = state.ship_carrier[s, b]
    willing = world.brings_home[c, day]
    left, gone = 0, 0
    for k in range(classes):
        if world.home_class[c, k, day]:
            gone += state.ship_people[s, k, b]
            state.people[k, b] -= state.ship_people[s, k, b]
            spare -= state.ship_people[s, k, b]
            state.ship_people[s, k, b] = 0
        left += state.ship_people[s, k, b]
    state.traffic[b] += 1
    take_away(day, b, s, gone, model, facts, state, books)
    if left > 0:
        state.ship_seats[s, b] = 0
        state.ship_delta_v[s, b] = 0.0
        state.ship_ends[s, b] = NEVER
        state.ship_handover[s, b] = -1
        return
    last = state.ships[b] - 1
    state.ship_carrier[s, b] = state.ship_carrier[last, b]
    state.ship_ends[s, b] = state.ship_ends[last, b]
    state.ship_leaves[s, b] = state.ship_leaves[last, b]
    state.ship_handover[s, b] = state.ship_handover[last, b]
    state.ship_seats[s, b] = state.ship_seats[last, b]
    state.ship_delta_v[s, b] = state.ship_delta_v[last, b]
    state.ship_kg[s, b] = state.ship_kg[last, b]
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
                if books.kept == 1 and model.mass.on == 1:
                    books.left_kg[day, b] += facts[model.mass.person, b]


@called
def send_home(b, everybody, squeezed, day, model, world, facts, state, books):  # type: ignore[no-untyped-def]
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
        _leave(b, chosen, squeezed, day, model, world, facts, state, books)
        if not everybody:
            return


@folded
def count_ships(day, model, world, facts, again, state):  # type: ignore[no-untyped-def]
    """Count docked ships by carrier, people, and the seats that bring people home, where anything has changed.

    A ship whose party no longer brings others home counts only for that party's own people; where two withhold it, for
    those who are both's own, mostly nobody.

    Parameters
    ----------
    again : bool
        Count everybody's: another world is looked at than the day before.
    """
    if day > 0:
        for c in range(state.there.size):
            again = again or world.brings_home[c, day] != world.brings_home[c, day - 1]
            for k in range(state.present.size):
                again = again or world.home_class[c, k, day] != world.home_class[c, k, day - 1]
    block = state.seats.size
    for b in range(block):
        if again or has(state.moved[0], b):
            _count(b, day, model, world, state)
            state.departs[b] = _first_departure(b, day, model, world, facts, state)
    state.moved[0] = NOBODY


@called
def _count(b, day, model, world, state):  # type: ignore[no-untyped-def]
    classes, me = state.people.shape[0], bit(b)
    for c in range(state.there.size):
        state.there[c] &= ~me
    for k in range(classes):
        state.present[k] &= ~me
        if state.people[k, b] > 0:
            state.present[k] |= me
    seats, withheld = 0, 0
    for s in range(state.ships[b]):
        c = state.ship_carrier[s, b]
        if state.ship_seats[s, b] > 0 or model.carriers.crewed[c] == 0:
            state.there[c] |= me
        if world.brings_home[c, day]:
            seats += state.ship_seats[s, b]
        else:
            withheld += state.ship_seats[s, b]
    state.seats[b] = seats if withheld == 0 else seats + _own_seats(b, day, world, state)


@called
def _own_seats(b, day, world, state):  # type: ignore[no-untyped-def]
    """People who find a seat in ships that bring only some classes home.

    As many as the tightest group of classes allows: its people, and the seats that serve others too (König 1931).
    """
    classes = state.people.shape[0]
    fewest = 1 << 30
    for group in range(1 << classes):
        room = 0
        for k in range(classes):
            if group >> k & 1:
                room += state.people[k, b]
        for s in range(state.ships[b]):
            c, beyond = state.ship_carrier[s, b], False
            for k in range(classes):
                beyond = beyond or (world.home_class[c, k, day] and not group >> k & 1)
            if beyond and not world.brings_home[c, day]:
                room += state.ship_seats[s, b]
        fewest = min(fewest, room)
    return fewest
