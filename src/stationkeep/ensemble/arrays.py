"""The flat arrays that the day loop runs on: what a scenario becomes, and the state of a block of members.

Members stand in the last place of every array, so that the inner loops run over neighbours. Names carry units where
a unit exists; ``day`` counts from the start; ``-1`` stands for never or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

I32 = npt.NDArray[np.int32]
F64 = npt.NDArray[np.float64]
F32 = npt.NDArray[np.float32]
U8 = npt.NDArray[np.uint8]
U64 = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


class FlightArrays(NamedTuple):
    """Flights to come, in planned order: shape (flight,) and (flight, class)."""

    carrier: I32
    line: I32
    number: I32  # place within its line: the key of its random numbers
    first_day: I32
    last_day: I32
    leaves_day: I32
    people: I32
    down: I32  # (flight, class) residents who went home in it; -1 where no log says so
    scatter_days: F64  # of a flight at the line's cadence; -1 where it is planned, and slips
    fixed: U8
    lost: U8
    from_hand: U8  # flies on deliveries that already stand with the user
    loss_rate: F64


class CarrierArrays(NamedTuple):
    """Types of vehicle: shape (carrier,) and (carrier, class)."""

    line: I32
    seats: I32
    crewed: U8
    stays: U8  # its crew goes home in it; 0: it exchanges residents and leaves within days
    complement: I32  # ships of its line that are at the station together
    life_low: F64
    life: F64
    life_high: F64
    lead_days: F64
    slip: I32  # parameter: mean slip in days
    grounding: I32  # parameter: days that the line stands still after a loss
    cargo_kg: F64
    arrival_rule: I32  # register


class World(NamedTuple):
    """What depends on who is willing; the disturbed station and its twin differ in this alone."""

    masks: Flags  # (mask, day)
    can_fly: Flags  # (2, carrier, day): without and with deliveries on hand
    brings_home: Flags  # (carrier, day): brings others home
    home_class: Flags  # (carrier, class, day): whom it brings home: those of every party that brings no others home
    up_class: Flags  # (carrier, class, day): whom it flies up: those of every party that flies no others
    delta_v_parameter: I32  # (carrier,) parameter that says what a visiting ship can give; -1 none
    ship_seats: I32  # (ship,): seats of those docked on the first day; none in one that has failed
    flies_again: I32  # (2, carrier, day): first day from then on with ``can_fly``; the number of days: none
    stands: I32  # (carrier, day): first day from then on without ``can_fly`` on its own; the number of days: none
    turns: Flags  # (day,) on which any mask differs from the day before
    docked_people: I32  # (ship, class): who goes home in each of the ships docked on the first day
    people: I32  # (flight, class): residents that each flight to come brings
    advanced: U8  # (flight,) flown ahead of its plan, for people without a seat
    resumes: Flags  # (day,) a party cooperates again from that day on


class FlowArrays(NamedTuple):
    """What fills and drains stocks: shape (flow,)."""

    stock: I32
    kind: I32  # OUT, IN, SET, VOID
    amount: I32  # parameter
    per: I32  # DAY, PERSON, YEAR, TRAFFIC
    who: I32  # class, -1 everybody
    when: I32  # register
    stream: npt.NDArray[np.int64]  # random stream of a VOID


class DeliveryArrays(NamedTuple):
    """What a carrier's arrival brings: (delivery,); amounts are parameters, the stock's target or capacity bounds."""

    carrier: I32
    stock: I32
    amount: I32
    when: I32


class StockArrays(NamedTuple):
    """Stocks: (stock,); ``-1`` where there is no such parameter."""

    capacity: I32
    target: I32
    coming: I32  # place in the table of deliveries to come, -1 not asked for


class BurnArrays(NamedTuple):
    """Ways to burn, in the order in which they are used: (burn,)."""

    available: I32  # register
    stock: I32
    carrier: I32
    isp_s: F64


class RuleArrays(NamedTuple):
    """Functions, rungs and operating rules by register."""

    function: I32  # (function,)
    grace_days: I32
    served: U8  # (function, class)
    operating: I32  # (rule,)
    operating_after: I32  # parameter
    operating_action: I32  # EVACUATE, SEND_HOME


class OrbitArrays(NamedTuple):
    """Switches and parameters of the orbit; ``on`` is 0 where the pack has no orbit."""

    on: int
    held: int  # register: attitude held
    drift_drag: int  # parameter
    band: int
    largest_burn: int
    avoid: int  # register
    avoid_rate: int
    avoid_delta_v: int
    reserve: int  # of the stock burnt, kept while the station is above its floor
    floor: int


class Streams(NamedTuple):
    """Seed and random streams of a study."""

    seed: int
    window: npt.NDArray[np.int64]  # by line
    slip: npt.NDArray[np.int64]
    loss: npt.NDArray[np.int64]
    life: npt.NDArray[np.int64]
    avoidance: int


class DockedArrays(NamedTuple):
    """Ships at their ports on the first day: (ship,), (ship, class)."""

    carrier: I32
    arrived_day: I32
    leaves_day: I32
    people: I32
    down: I32  # (ship, class); -1 where no log says so


class Settings(NamedTuple):
    """Parameters that the loop itself needs."""

    handover: int
    usual_handover: int  # days: about which planned departures scatter
    arrival_wait: int
    emergency: int  # people that a crew ship takes beyond its seats when everybody leaves
    slip_full: int  # lead from which a flight slips in full, days
    advance: int  # how far a ship is flown ahead of its plan when people are without a seat, days; -1 not


class Model(NamedTuple):
    """A scenario as flat arrays; the twin differs from it in masks alone."""

    days: int
    days_ahead: int
    flights: FlightArrays
    carriers: CarrierArrays
    flows: FlowArrays
    deliveries: DeliveryArrays
    stocks: StockArrays
    burns: BurnArrays
    rules: RuleArrays
    orbit: OrbitArrays
    docked: DockedArrays
    settings: Settings


OUT, IN, SET, VOID = range(4)
DAY, PERSON, YEAR, TRAFFIC = range(4)
EVACUATE, SEND_HOME = range(2)


def columns(rows: Sequence[Sequence[float]], types: Sequence[type]) -> tuple[Any, ...]:
    """Rows turned into one array a column, each of its type; no rows give empty arrays."""
    return tuple(np.array([row[place] for row in rows], dtype=kind) for place, kind in enumerate(types))
