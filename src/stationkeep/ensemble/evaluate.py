"""The rules of a day for a block of members: one pass over the program, members in the inner loop."""

from __future__ import annotations

from stationkeep.compiled import inner
from stationkeep.ensemble.arrays import PERSON
from stationkeep.station import program as p

MASK, ALL, ANY, AT_LEAST, NO, GE, GT = p.MASK, p.ALL, p.ANY, p.AT_LEAST, p.NO, p.AT_LEAST_EQUAL, p.GREATER
ADD, SUBTRACT, MULTIPLY, DIVIDE, CHOOSE = p.ADD, p.SUBTRACT, p.MULTIPLY, p.DIVIDE, p.CHOOSE
CONSTANT, PARAMETER, STOCK, LEVEL, PEOPLE, SEATS = p.CONSTANT, p.PARAMETER, p.STOCK, p.LEVEL, p.PEOPLE, p.SEATS
THERE, COVER, CARGO, COMING, YESTERDAY = p.THERE, p.COVER_DAYS, p.CARGO_AHEAD, p.COMING, p.YESTERDAY
_ENDLESS = 1e9


@inner
def evaluate(day, days_ahead, ops, masks, flows, coming_place, arrival_rule, facts, state, outlook, register):  # type: ignore[no-untyped-def]
    """Fill ``register`` (operation, member) with the truth of every rule on ``day``.

    Parameters
    ----------
    ops : Operations
    masks : (mask, day) bool
    arrival_rule : (carrier,)
        Register of what each carrier needs to arrive; it comes before any rule that looks at cargo ahead.
    facts : (parameter, member)
    state : State
    outlook : Outlook
        What is due when, by member.
    """
    block = facts.shape[1]
    for i in range(ops.code.size):
        code, first, second = ops.code[i], ops.first[i], ops.second[i]
        if code == MASK:
            value = 1.0 if masks[first, day] else 0.0
            for b in range(block):
                register[i, b] = value
        elif code == ALL:
            for b in range(block):
                register[i, b] = 1.0
            for j in range(first, first + second):
                part = ops.parts[j]
                for b in range(block):
                    if register[part, b] <= 0.5:
                        register[i, b] = 0.0
        elif code == ANY:
            for b in range(block):
                register[i, b] = 0.0
            for j in range(first, first + second):
                part = ops.parts[j]
                for b in range(block):
                    if register[part, b] > 0.5:
                        register[i, b] = 1.0
        elif code == AT_LEAST:
            for b in range(block):
                register[i, b] = 0.0
            for j in range(first, first + second):
                part = ops.parts[j]
                for b in range(block):
                    register[i, b] += 1.0 if register[part, b] > 0.5 else 0.0
            for b in range(block):
                register[i, b] = 1.0 if register[i, b] >= ops.third[i] else 0.0
        elif code == NO:
            part = ops.parts[first]
            for b in range(block):
                register[i, b] = 0.0 if register[part, b] > 0.5 else 1.0
        elif code == GE:
            for b in range(block):
                register[i, b] = 1.0 if register[first, b] >= register[second, b] else 0.0
        elif code == GT:
            for b in range(block):
                register[i, b] = 1.0 if register[first, b] > register[second, b] else 0.0
        elif code == ADD:
            for b in range(block):
                register[i, b] = register[first, b] + register[second, b]
        elif code == SUBTRACT:
            for b in range(block):
                register[i, b] = register[first, b] - register[second, b]
        elif code == MULTIPLY:
            for b in range(block):
                register[i, b] = register[first, b] * register[second, b]
        elif code == DIVIDE:
            for b in range(block):
                register[i, b] = register[first, b] / register[second, b]
        elif code == CHOOSE:
            other = ops.third[i]
            for b in range(block):
                register[i, b] = register[second, b] if register[first, b] > 0.5 else register[other, b]
        elif code == CONSTANT:
            for b in range(block):
                register[i, b] = ops.constant[i]
        elif code == PARAMETER:
            for b in range(block):
                register[i, b] = facts[first, b]
        elif code == STOCK:
            for b in range(block):
                register[i, b] = state.stock[first, b]
        elif code == LEVEL:
            for b in range(block):
                register[i, b] = state.altitude_km[b]
        elif code == PEOPLE:
            for b in range(block):
                if first >= 0:
                    register[i, b] = state.people[first, b]
                else:
                    register[i, b] = 0.0
                    for k in range(state.people.shape[0]):
                        register[i, b] += state.people[k, b]
        elif code == SEATS:
            for b in range(block):
                register[i, b] = state.seats[b]
        elif code == THERE:
            for b in range(block):
                there = state.there[first, b] > 0
                if not there and second >= 0:
                    due = outlook.next_arrival[first, day, b]
                    there = due >= 0 and due - day <= register[second, b]
                register[i, b] = 1.0 if there else 0.0
        elif code == COVER:
            _cover(i, first, flows, facts, state, register)
        elif code == CARGO:
            for b in range(block):
                until = min(day + max(int(register[second, b]), 0), days_ahead - 1)
                register[i, b] = 0.0
                for c in range(arrival_rule.size):  # of ships that could arrive as things stand
                    if register[arrival_rule[c], b] > 0.5:
                        register[i, b] += outlook.cargo_kg[c, until, b] - outlook.cargo_kg[c, day, b]
        elif code == COMING:
            place = coming_place[first]
            for b in range(block):
                until = min(day + max(int(register[second, b]), 0), days_ahead - 1)
                register[i, b] = outlook.goods[place, until, b] - outlook.goods[place, day, b]
        else:  # YESTERDAY
            for b in range(block):
                register[i, b] = float(state.before[first, b])


@inner
def _cover(i, stock, flows, facts, state, register):  # type: ignore[no-untyped-def]
    """Days for which a stock lasts the people aboard, at what each of them takes."""
    for b in range(facts.shape[1]):
        use = 0.0
        for j in range(flows.stock.size):
            if flows.stock[j] != stock or flows.per[j] != PERSON or flows.kind[j] != 0:
                continue
            if register[flows.when[j], b] <= 0.5:
                continue
            people = 0.0
            for k in range(state.people.shape[0]):
                if flows.who[j] < 0 or flows.who[j] == k:
                    people += state.people[k, b]
            use += people * facts[flows.amount[j], b]
        register[i, b] = state.stock[stock, b] / use if use > 0.0 else _ENDLESS
