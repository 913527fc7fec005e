"""The state of a block of members on a day, and what each member has to look forward to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from stationkeep.ensemble.arrays import F32, F64, I32, U8, Model


class State(NamedTuple):
    """What changes from day to day; members last."""

    altitude_km: F64  # (member,)
    node_deg: F64
    ex: F64  # eccentricity vector
    ey: F64
    stock: F64  # (stock, member)
    people: I32  # (class, member)
    seats: I32  # (member,) usable seats home
    there: I32  # (carrier, member) how many are docked
    before: U8  # (function, member) yesterday's functions
    ships: I32  # (member,) how many slots are used
    ship_carrier: I32  # (slot, member)
    ship_ends: I32  # last day of its life
    ship_leaves: I32  # planned departure
    ship_handover: I32  # departure once its successor has come; -1 not yet, -2 as logged
    ship_seats: I32
    ship_people: I32  # (slot, class, member)
    ship_down: I32  # (slot, class, member): who the log says went home in it; -1 unknown
    ship_delta_v: F64  # (slot, member) what it can still give, m/s
    waiting: I32  # (member,)
    waiting_flight: I32  # (place, member)
    waiting_since: I32
    rule_days: I32  # (operating rule, member)
    traffic: I32  # (member,) arrivals and departures of the day


class Outlook(NamedTuple):
    """Each member's flights to come, laid out by day; members last."""

    arrival: I32  # (flight, member); -1 never
    next_arrival: I32  # (carrier, day, member); -1 none
    cargo_kg: F32  # (carrier, day, member) cumulated
    goods: F32  # (asked-for stock, day, member) cumulated
    head: I32  # (day, member) first flight of a day; -1 none
    after: I32  # (flight, member) the next one of the same day


def fresh_state(model: Model, stocks: int, functions: int, classes: int, block: int) -> State:
    """A state with nothing in it."""
    carriers, rules = len(model.carriers.line), len(model.rules.operating)
    flights = len(model.flights.carrier)
    slots = len(model.docked.carrier) + 2 * flights + 1  # none is ever too many: a ship and its residents take two

    def integers(*shape: int) -> I32:
        return np.zeros((*shape, block), dtype=np.int32)

    return State(
        np.zeros(block),
        np.zeros(block),
        np.zeros(block),
        np.zeros(block),
        np.zeros((stocks, block)),
        integers(classes),
        integers(),
        integers(carriers),
        np.ones((functions, block), dtype=np.uint8),
        integers(),
        integers(slots),
        integers(slots),
        integers(slots),
        integers(slots),
        integers(slots),
        integers(slots, classes),
        integers(slots, classes),
        np.zeros((slots, block)),
        integers(),
        integers(flights + 1),
        integers(flights + 1),
        integers(rules),
        integers(),
    )


def fresh_outlook(model: Model, goods: int, block: int) -> Outlook:
    """An outlook with nothing due."""
    flights, ahead, carriers = len(model.flights.carrier), model.days_ahead, len(model.carriers.line)
    return Outlook(
        np.full((flights, block), -1, dtype=np.int32),
        np.full((carriers, ahead, block), -1, dtype=np.int32),
        np.zeros((carriers, ahead, block), dtype=np.float32),
        np.zeros((max(goods, 1), ahead, block), dtype=np.float32),
        np.full((ahead, block), -1, dtype=np.int32),
        np.full((flights, block), -1, dtype=np.int32),
    )
