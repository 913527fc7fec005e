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
    spare: U8  # flown only where something is short on its day


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
    dry: I32  # fact: mass without cargo and people, kg; -1 none
    area: I32  # fact: area that it adds while docked, m2; -1 none
    down_kg: F64  # refuse that it takes away
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
    solar: F64  # (grid, day) what arrays in place and working give, over what they gave on the first day


class FlowArrays(NamedTuple):
    """What fills and drains stocks: shape (flow,)."""

    stock: I32
    kind: I32  # OUT, IN, SET, VOID
    amount: I32  # parameter
    per: I32  # DAY, PERSON, YEAR, TRAFFIC, UNIT_YEAR
    who: I32  # class, -1 everybody
    when: I32  # register
    stream: npt.NDArray[np.int64]  # random stream of what comes by chance
    into: I32  # stock that what it drains becomes, -1 none: it leaves the station


class DeliveryArrays(NamedTuple):
    """What a carrier's arrival brings: (delivery,); amounts are parameters, what there is room for bounds them."""

    carrier: I32
    stock: I32
    amount: I32
    when: I32
    turn: I32  # place in the order in which goods are loaded: 0 life support; -1 no cargo, from tanks of its own
    unit_kg: I32  # parameter: mass of a unit of the stock in a ship; -1 none


class StockArrays(NamedTuple):
    """Stocks: (stock,); ``-1`` where there is no such parameter."""

    capacity: I32
    target: I32
    critical: I32
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
    holding: (
        int  # parameter: kg a year of a stock that its owners give to altitude where others do not; -1 all it takes
    )
    shared: int  # register: others are there, or due, who raise the orbit too


class MassArrays(NamedTuple):
    """What weighs how much; ``on`` is 0 where the pack has no mass."""

    on: int
    refuse: int  # stock
    person: int  # parameter
    area: int  # parameter: area that a kilogram of the station itself turns to the air
    unit: I32  # (stock,) parameter: mass of a unit, -1 none
    element_kg: F64  # (day,) elements that have come since the start, less those that have gone


class PowerArrays(NamedTuple):
    """Grids of power and the links between them; no grids where the pack follows no power."""

    power: I32  # (grid,) parameter: what its arrays give on the first day with the longest night, kW
    survival: I32  # (grid,) parameter, kW
    load: I32  # (grid,) parameter, kW
    store: I32  # (grid,) stock, kWh
    source: I32  # (link,) grid
    target: I32  # (link,) grid
    capacity: I32  # (link,) parameter, kW
    when: I32  # (link,) register
    held: int  # register: attitude held
    drift: int  # parameter: share kept without it
    fade: int  # parameter: share of the first day's power lost in a year
    sun: F64  # (day, 3) right ascension of the sun, sine and cosine of its declination
    inclination: F64  # its sine and cosine
    darkest: float  # sunlit part of the revolution to which ``power`` refers


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
    whole: U8  # a ship; 0: residents whose ship has left


class Settings(NamedTuple):
    """Parameters that the loop itself needs."""

    handover: int
    usual_handover: int  # days: about which planned departures scatter
    arrival_wait: int
    emergency: int  # people that a crew ship takes beyond its seats when everybody leaves
    slip_full: int  # lead from which a flight slips in full, days
    advance: int  # how far a ship is flown ahead of its plan when people are without a seat, days; -1 not
    supply_gap: int  # days without a supply ship after which the next one is flown ahead of its plan; -1 never
    supply_advance: int  # and by how many days at most
    spare: int  # register: something is short, and a spare ship is flown
    first_days: int  # life support is loaded before other goods until it lasts so long beyond its reserve; -1 in full
    reserve_days: (
        int  # use of so many days is kept of stocks that people live by and that have no critical level; -1 none
    )


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
    mass: MassArrays
    power: PowerArrays
    settings: Settings


OUT, IN, SET, VOID = range(4)
DAY, PERSON, YEAR, TRAFFIC, UNIT_YEAR = range(5)
EVACUATE, SEND_HOME = range(2)


def columns(rows: Sequence[Sequence[float]], types: Sequence[type]) -> tuple[Any, ...]:
    """Rows turned into one array a column, each of its type; no rows give empty arrays."""
    return tuple(np.array([row[place] for row in rows], dtype=kind) for place, kind in enumerate(types))
