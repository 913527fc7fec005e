"""The state of a block of members on a day, what each member has to look forward to, and the books of its stocks.

Truths are words: one bit a member (:mod:`stationkeep.ensemble.bits`). Numbers are rows, members last.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from stationkeep.ensemble.arrays import F64, I32, U64, Model

NEVER = 1 << 30
"""A day that does not come."""


class State(NamedTuple):
    """What changes from day to day; members last."""

    altitude_km: F64  # (member,)
    node_deg: F64
    ex: F64  # eccentricity vector
    ey: F64
    stock: F64  # (stock, member)
    people: I32  # (class, member)
    seats: F64  # (member,) usable seats home
    there: U64  # (carrier,) who has one docked
    present: U64  # (class,) who has somebody of it aboard
    moved: U64  # (1,) whose ships have changed since they were last counted
    departs: I32  # (member,) first day on which a ship could leave, as its ships stand
    before: U64  # (function,) yesterday's functions
    ships: I32  # (member,) how many slots are used
    ship_carrier: I32  # (slot, member)
    ship_ends: I32  # last day of its life
    ship_leaves: I32  # planned departure
    ship_handover: I32  # departure once its successor has come; -1 not yet, -2 as logged
    ship_seats: I32
    ship_people: I32  # (slot, class, member)
    ship_down: I32  # (slot, class, member): who the log says went home in it; -1 unknown
    ship_delta_v: F64  # (slot, member) what it can still give, m/s
    ship_kg: F64  # (slot, member) without cargo and people; 0: residents whose ship has left
    waiting: I32  # (member,)
    waiting_flight: I32  # (place, member)
    waiting_since: I32
    rule_days: I32  # (operating rule, member)
    rule_held: U64  # (operating rule,) who was counting yesterday
    traffic: I32  # (member,) arrivals and departures of the day
    raised_km: F64  # (member,) by burns, since the start
    purse_kg: F64  # (member,) what those who are left to raise the orbit may still give to it
    coming: I32  # (3, class) people of a ship that docks: who comes in it, who goes home in it, nobody
    wanted: F64  # (delivery,) of a ship that docks: what is still to be put aboard; below zero: nothing
    turn: I32  # (delivery,) and when
    patience: F64  # (flow, member) how much more must be expected before the next one comes or goes by chance
    happened: I32  # (flow, member) how often it has
    mass_kg: F64  # (member,) of everything docked together, when last weighed
    bare_kg: F64  # (member,) of the elements: everything but ships, people and stocks, as of the first day
    own_kg: F64  # (member,) of everything but ships on the first day: what turns its own area to the air
    ships_kg: F64  # (member,) of the docked ships, without cargo and people
    ships_m2: F64  # (member,) area that they add
    power_kw: F64  # (grid, member) what arrays held to the sun give today, averaged over a revolution
    net_kwh: F64  # (grid, member) what is left of the day's energy, or missing


class Chances(NamedTuple):
    """What chance has in store for a block's flights and orbit, the same in both worlds."""

    window: F64  # (flight, member) in (0, 1): place within the planned span
    slip: F64  # (flight, member) logarithm of a number in (0, 1)
    loss: F64  # (flight, member) in (0, 1)
    debris: U64  # (day,) who has something to avoid


class Outlook(NamedTuple):
    """Each member's flights to come, in the order of their days; :data:`NEVER` ends a list."""

    day: I32  # (place, member)
    flight: I32  # (place, member)
    start: I32  # (carrier + 1,) where each carrier's arrivals begin in ``due``
    due: I32  # (place, member) days of arrival, carrier by carrier


class Ahead(NamedTuple):
    """How far into its outlook each member has come; places run forward with the days.

    A window is a time that rules look ahead; its reach is the last day that they see.
    """

    next_flight: I32  # (member,) place of the first flight that has not come
    next_day: I32  # (member,) and its day
    change: I32  # (member,) next day on which any of the following changes
    place: I32  # (carrier, member) of the first arrival after today
    next_due: F64  # (carrier, member) day of the first arrival from today on; infinite: none
    reach: I32  # (window, member)
    reach_change: I32  # (window, member) first arrival beyond the reach, of any carrier
    reach_place: I32  # (window, carrier, member) its place, by carrier


class Bench(NamedTuple):
    """Room to work in for a block, made once: the loops of a day make no arrays."""

    truth: U64  # (operation,)
    number: F64  # (operation, member)
    chance: F64  # (flow, member) a day, of what comes so often a year
    turned: F64  # (flow, member) units of what it becomes that a unit drained makes
    row: F64  # (member,)
    drag: F64  # (member,) m2/kg
    fraction: F64  # (member,) part of the day before the entry
    light: F64  # (member,)


class Books(NamedTuple):
    """The books of a block, kept where ``kept`` is 1 (else of no length): what moved each stock on each day.

    Amounts are booked as the rules ask for them; what a bound cut off is booked beside them, under its own name.
    """

    kept: int
    opening: F64  # (stock, day, member) aboard in the morning, before ships come
    asked_in: F64  # (stock, day, member) made, or what ships could bring
    overflow: F64  # of that, beyond target or capacity, or without room in the ship: it never came aboard
    brought: F64  # by ships, and now aboard; part of asked_in less overflow
    asked_out: F64  # used
    shortfall: F64  # of that, what was not there
    burnt: F64  # of burns
    set_to: F64  # change by being set or emptied
    burn_kg: F64  # (burn of the day, way, day, member): avoidance first, then the raise
    burn_m_s: F64
    raise_km: F64  # (day, member)
    mass_kg: F64  # (day, member) in the morning, before ships come
    arrived_kg: F64  # (day, member) ships with all that is in them, and new elements
    left_kg: F64  # (day, member)
    vented_kg: F64  # (day, member) used up and not kept as refuse
    sent_kg: F64  # (day, member) made aboard of what had been booked as used, or sent by ships beyond the plan
    burnt_kg: F64  # (day, member) by burns
    generated_kwh: F64  # (grid, day, member) what the arrays could give
    used_kwh: F64  # (grid, day, member) by the segment itself
    passed_kwh: F64  # (link, day, member)
    shunted_kwh: F64  # (grid, day, member) not taken from the arrays: load met and store full


def fresh_state(model: Model, stocks: int, functions: int, classes: int, block: int) -> State:
    """A state with nothing in it."""
    carriers, rules = len(model.carriers.line), len(model.rules.operating)
    flights = len(model.flights.carrier)
    slots = len(model.docked.carrier) + 2 * flights + 1  # none is ever too many: a ship and its residents take two

    def integers(*shape: int) -> I32:
        return np.zeros((*shape, block), dtype=np.int32)

    def words(count: int) -> U64:
        return np.zeros(count, dtype=np.uint64)

    return State(
        np.zeros(block),
        np.zeros(block),
        np.zeros(block),
        np.zeros(block),
        np.zeros((stocks, block)),
        integers(classes),
        np.zeros(block),
        words(carriers),
        words(classes),
        ~words(1),
        integers(),
        ~words(functions),
        integers(),
        integers(slots),
        integers(slots),
        integers(slots),
        integers(slots),
        integers(slots),
        integers(slots, classes),
        integers(slots, classes),
        np.zeros((slots, block)),
        np.zeros((slots, block)),
        integers(),
        integers(flights + 1),
        integers(flights + 1),
        integers(rules),
        words(rules),
        integers(),
        np.zeros(block),
        np.zeros(block),
        np.zeros((3, classes), dtype=np.int32),
        np.zeros(len(model.deliveries.carrier)),
        np.zeros(len(model.deliveries.carrier), dtype=np.int32),
        np.zeros((len(model.flows.stock), block)),
        integers(len(model.flows.stock)),
        *(np.zeros(block) for _ in range(5)),
        *(np.zeros((len(model.power.power), block)) for _ in range(2)),
    )


def fresh_chances(model: Model, block: int) -> Chances:
    """Chances not drawn yet."""
    flights = len(model.flights.carrier)
    window, slip, loss = (np.zeros((flights, block)) for _ in range(3))
    return Chances(window, slip, loss, np.zeros(model.days, dtype=np.uint64))


def fresh_outlook(model: Model, block: int) -> Outlook:
    """An outlook with nothing due."""
    flights, carriers = model.flights.carrier, len(model.carriers.line)
    room = np.bincount(flights, minlength=carriers) + 1  # each carrier's list ends with a day that does not come
    start = np.concatenate([[0], np.cumsum(room)]).astype(np.int32)
    return Outlook(
        np.full((len(flights) + 1, block), NEVER, dtype=np.int32),
        np.full((len(flights) + 1, block), -1, dtype=np.int32),
        start,
        np.full((start[-1], block), NEVER, dtype=np.int32),
    )


def fresh_ahead(carriers: int, windows: int, block: int) -> Ahead:
    """A place in an outlook before its first day."""

    def integers(*shape: int) -> I32:
        return np.full((*shape, block), -1, dtype=np.int32)

    return Ahead(
        integers() + 1,
        integers(),
        integers(),
        integers(carriers) + 1,
        np.full((carriers, block), np.inf),
        integers(windows),
        integers(windows),
        integers(windows, carriers) + 1,
    )


def fresh_bench(operations: int, flows: int, block: int) -> Bench:
    """Room for a block."""
    rows = [np.zeros(block) for _ in range(4)]
    by_flow = [np.zeros((flows, block)) for _ in range(2)]
    return Bench(np.zeros(operations, dtype=np.uint64), np.zeros((operations, block)), *by_flow, *rows)


def fresh_books(model: Model, stocks: int, block: int, kept: bool) -> Books:
    """Empty books; of no length where none are kept."""
    days = model.days if kept else 0
    ways = len(model.burns.available)

    def accounts(*shape: int) -> F64:
        return np.zeros((*shape, days, block))

    opening, asked_in, overflow, brought, asked_out, shortfall, burnt, set_to = (accounts(stocks) for _ in range(8))
    burn_kg, burn_m_s = (accounts(2, ways) for _ in range(2))
    grids, links = len(model.power.power), len(model.power.source)
    energy = [accounts(count) for count in (grids, grids, links, grids)]
    stock_books = (opening, asked_in, overflow, brought, asked_out, shortfall, burnt, set_to)
    return Books(int(kept), *stock_books, burn_kg, burn_m_s, *(accounts() for _ in range(7)), *energy)
