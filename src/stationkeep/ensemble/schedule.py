"""When flights come: each member's slips, losses and standstills, laid out by day, and a place kept in the list."""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled, folded, inner
from stationkeep.draws.philox import two_uniforms
from stationkeep.ensemble.bits import bit
from stationkeep.ensemble.state import NEVER

_LONG_AGO = -100_000
_MOST_TOGETHER = 4  # crew ships of one line that are at the station together
_RELIEF_DAYS = 5  # a crew is relieved at least so long before its ship's certified life ends: rotations go in pairs
_YEAR_DAYS = 365.25


@compiled
def draw_chances(model, streams, first_member, facts, chances):  # type: ignore[no-untyped-def]
    """Draw what chance has in store for a block; the same member draws the same in every scenario."""
    flights, block = model.flights, facts.shape[1]
    for f in range(flights.carrier.size):
        if flights.fixed[f] > 0:
            continue
        line, number = flights.line[f], flights.number[f]
        for b in range(block):
            u, _ = two_uniforms(streams.seed, streams.window[line], first_member + b, number, 0)
            v, w = two_uniforms(streams.seed, streams.slip[line], first_member + b, number, 0)
            chances.window[f, b], chances.slip[f, b], chances.loss[f, b] = u, v, w
        for b in range(block):
            chances.slip[f, b] = np.log(chances.slip[f, b])
    if model.orbit.on == 0:
        return
    drawn, chance = np.empty(block), np.empty(block)
    for b in range(block):
        chance[b] = facts[model.orbit.avoid_rate, b] / _YEAR_DAYS
    for day in range(model.days):
        for b in range(block):
            drawn[b], _ = two_uniforms(streams.seed, streams.avoidance, first_member + b, day, 0)
        word = np.uint64(0)
        for b in range(block):
            word |= np.uint64(drawn[b] < chance[b]) << np.uint64(b)
        chances.debris[day] = word


@inner
def _note(came, line, day):  # type: ignore[no-untyped-def]
    for place in range(_MOST_TOGETHER - 1, 0, -1):
        came[line, place] = came[line, place - 1]
    came[line, 0] = day


@compiled
def look_ahead(model, world, lines, chances, facts, outlook, arrival, failed):  # type: ignore[no-untyped-def]
    """Lay out each member's arrivals by day, from what chance has in store for them.

    A flight whose vehicle is withheld on its day is not flown; when the vehicle flies again, the last one missed is
    flown: at once after a repair, after the lead time where a party resumes.

    Parameters
    ----------
    outlook : Outlook
        Filled.
    arrival, failed : (flight, member) int32
        Filled where not -1: the day a flight comes; the day on which it was flown and lost.
    """
    flights, carriers, ahead = model.flights, model.carriers, model.days_ahead
    grounded = np.zeros(lines, dtype=np.int32)
    late = np.zeros(lines, dtype=np.int32)  # slip of the newest planned flight: what follows it keeps its distance
    came = np.empty((lines, _MOST_TOGETHER), dtype=np.int32)  # when the crews aboard came, newest first
    ready = np.zeros(flights.carrier.size, dtype=np.int32)  # first day on which each flight could be flown
    for b in range(facts.shape[1]):
        grounded[:] = 0
        late[:] = 0
        came[:] = _LONG_AGO
        placed = 0
        for s in range(model.docked.carrier.size):
            for k in range(world.docked_people.shape[1]):
                if world.docked_people[s, k] > 0 and world.ship_seats[s] > 0:
                    _note(came, carriers.line[model.docked.carrier[s]], model.docked.arrived_day[s])
                    break
        for f in range(flights.carrier.size):
            c, line = flights.carrier[f], flights.line[f]
            day = flights.first_day[f]
            lost = flights.lost[f] > 0
            if flights.fixed[f] == 0:
                day += int(chances.window[f, b] * (flights.last_day[f] - flights.first_day[f] + 1))
                if flights.spare[f] == 1:
                    day += late[line]
                elif flights.scatter_days[f] >= 0.0:
                    day += late[line] + int(flights.scatter_days[f] * (-chances.slip[f, b] - 1.0))
                else:
                    near = min(1.0, np.sqrt(max(day, 0) / facts[model.settings.slip_full, b]))
                    late[line] = int(-facts[carriers.slip[c], b] * near * chances.slip[f, b])
                    day += late[line]
                lost = chances.loss[f, b] < flights.loss_rate[f]
            relieves = False
            for k in range(world.people.shape[1]):
                relieves = relieves or world.people[f, k] > 0
            relieved = came[line, min(carriers.complement[c], _MOST_TOGETHER) - 1]
            if relieves and carriers.stays[c] > 0 and relieved > _LONG_AGO and flights.fixed[f] == 0:
                day = min(day, relieved + int(carriers.life[c]) - _RELIEF_DAYS)
            if world.advanced[f] > 0 and model.settings.advance >= 0:
                day -= int(facts[model.settings.advance, b])
            ready[f] = grounded[line]
            day = max(day, grounded[line], 0)
            if day >= ahead:
                continue
            again = world.flies_again[flights.from_hand[f], c, day]
            if again > day:
                if again >= ahead:
                    continue
                day = again + (int(carriers.lead_days[c]) if world.resumes[again] else 0)
                nearer = False
                for g in range(f + 1, flights.carrier.size):
                    if flights.line[g] == line and flights.first_day[g] <= day:
                        nearer = True
                if nearer or day >= ahead:
                    continue
            if lost and flights.spare[f] == 1:
                continue  # it may not have flown, and grounds nobody
            if lost:
                failed[f, b] = day
                grounded[line] = day + int(facts[carriers.grounding[c], b])
                continue
            arrival[f, b] = day
            k = placed
            while k > 0 and outlook.day[k - 1, b] > day:
                outlook.day[k, b], outlook.flight[k, b] = outlook.day[k - 1, b], outlook.flight[k - 1, b]
                k -= 1
            outlook.day[k, b], outlook.flight[k, b] = day, f
            placed += 1
            if relieves:
                _note(came, line, day)
        if model.settings.supply_gap >= 0:
            _close_gaps(b, placed, ready, model, world, facts, outlook, arrival)
        _list_by_carrier(b, placed, flights, outlook)


@inner
def _close_gaps(b, placed, ready, model, world, facts, outlook, arrival):  # type: ignore[no-untyped-def]
    """Fly the next supply ship ahead of its plan where none would come for long: operators space them."""
    flights, carriers, settings = model.flights, model.carriers, model.settings
    gap, ahead = int(facts[settings.supply_gap, b]), int(facts[settings.supply_advance, b])
    newest = _LONG_AGO
    for s in range(model.docked.carrier.size):
        if carriers.crewed[model.docked.carrier[s]] == 0:
            newest = max(newest, model.docked.arrived_day[s])
    last = newest if newest > _LONG_AGO else 0
    for k in range(placed):
        f, day = outlook.flight[k, b], outlook.day[k, b]
        c = flights.carrier[f]
        if (carriers.crewed[c] == 1 and carriers.stays[c] == 1) or flights.spare[f] == 1:
            continue
        sooner = max(last + gap, day - ahead, ready[f], 1)
        if flights.fixed[f] == 0 and carriers.crewed[c] == 0 and sooner < day:
            sooner = world.flies_again[flights.from_hand[f], c, sooner]
            if sooner < day:
                day = sooner
                arrival[f, b] = day
                place = k
                while place > 0 and outlook.day[place - 1, b] > day:
                    outlook.day[place, b] = outlook.day[place - 1, b]
                    outlook.flight[place, b] = outlook.flight[place - 1, b]
                    place -= 1
                outlook.day[place, b], outlook.flight[place, b] = day, f
        last = day


@inner
def _list_by_carrier(b, placed, flights, outlook):  # type: ignore[no-untyped-def]
    listed = np.zeros(outlook.start.size, dtype=np.int32)
    for k in range(placed):
        c = flights.carrier[outlook.flight[k, b]]
        outlook.due[outlook.start[c] + listed[c], b] = outlook.day[k, b]
        listed[c] += 1


@folded
def begin(ahead):  # type: ignore[no-untyped-def]
    """Forget how far a block has come, because another outlook is now looked into."""
    ahead.change[:] = -1
    ahead.reach[:] = -1


@folded
def pass_day(day, outlook, ahead):  # type: ignore[no-untyped-def]
    """Bring the places in the outlook to ``day``; most days only compare."""
    carriers = ahead.place.shape[0]
    for b in range(ahead.change.size):
        if ahead.change[b] > day:
            continue
        change = NEVER
        for c in range(carriers):
            start = outlook.start[c]
            place = ahead.place[c, b]
            while place > 0 and outlook.due[start + place - 1, b] >= day:
                place -= 1
            while outlook.due[start + place, b] < day:
                place += 1
            first = outlook.due[start + place, b]
            ahead.next_due[c, b] = first if first < NEVER else np.inf
            if first == day:
                change = day + 1
                while outlook.due[start + place, b] == day:
                    place += 1
            ahead.place[c, b] = place
            change = min(change, outlook.due[start + place, b])
        ahead.change[b] = change


@folded
def see(window, day, within, days_ahead, outlook, ahead):  # type: ignore[no-untyped-def]
    """Bring the reach of a window to what rules look ahead to today; ``within`` is a row of days.

    What a carrier brings within the window is then the arrivals between ``ahead.place`` and ``ahead.reach_place``.
    """
    for b in range(within.size):
        until = min(day + max(int(within[b]), 0), days_ahead - 1)
        last = ahead.reach[window, b]
        ahead.reach[window, b] = until
        if last >= 0 and last <= until < ahead.reach_change[window, b]:
            continue
        change = NEVER
        for c in range(ahead.place.shape[0]):
            start = outlook.start[c]
            place = ahead.reach_place[window, c, b]
            while place > 0 and outlook.due[start + place - 1, b] > until:
                place -= 1
            while outlook.due[start + place, b] <= until:
                place += 1
            ahead.reach_place[window, c, b] = place
            change = min(change, outlook.due[start + place, b])
        ahead.reach_change[window, b] = change


@folded
def hail(day, outlook, ahead, state):  # type: ignore[no-untyped-def]
    """Let the flights of ``day`` wait for their port; return who has any waiting."""
    waiting = np.uint64(0)
    for b in range(ahead.next_day.size):
        while ahead.next_day[b] <= day:
            place = ahead.next_flight[b]
            if ahead.next_day[b] == day:
                w = state.waiting[b]
                state.waiting_flight[w, b] = outlook.flight[place, b]
                state.waiting_since[w, b] = day
                state.waiting[b] = w + 1
                place += 1
            ahead.next_flight[b] = place
            ahead.next_day[b] = outlook.day[place, b]
        if state.waiting[b] > 0:
            waiting |= bit(b)
    return waiting
