"""The tables of a pack: one dataclass a table, one field a column, in the order of the file.

Conventions of all tables: several ids in one cell are separated by ``;``; a mapping is ``ros=2;usos=1``; an
empty date is unknown or unbounded; an uncertain number stands between its ``_low`` and its ``_high``; ``needs``,
``rule`` and ``when`` hold rules (see ``docs/design.md``).
"""

# ruff: noqa: RUF009 -- every default here is column(), which returns a dataclasses.field

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from stationkeep.facts.columns import Confidence, Record, Scope, column, sources_column


@dataclass(frozen=True)
class Source(Record):
    """A document, or the stated reason for a number that no document gives."""

    id: str = column("its name in every other table")
    title: str = column("outlet, date and subject; for `memory` the document to check")
    url: str = column("where it was read; empty when it was not", empty=True)
    verified: Literal["sourced", "memory", "derived", "assumed"] = column(
        "sourced: the text was read; memory: general knowledge; derived: computed; assumed: a choice"
    )
    note: str = column("the method of a derivation, the reason of an assumption, or a reservation", empty=True)


@dataclass(frozen=True)
class Party(Record):
    """Somebody who owns, operates, builds or supplies something and can stop doing so."""

    id: str = column("its name in every other table")
    name: str = column("its full name")
    kind: Literal["agency", "company", "state"] = column("what it is")
    country: str = column("where it is based")
    controlled_by: str = column("the party whose suspension includes it", refers="parties", empty=True)
    aliases: tuple[str, ...] = column("other names that a user may type", empty=True)
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")


@dataclass(frozen=True)
class Asset(Record):
    """A thing with an owner and an operator."""

    id: str = column("its name in every other table and in rules")
    name: str = column("its full name")
    kind: Literal["element", "launcher", "engine", "pad", "control_centre", "relay", "robotics", "stage", "port"] = (
        column("what it is")
    )
    segment: str = column("the side of the station it belongs to (an occupant class)", refers="occupants", empty=True)
    owner: str = column("the party that owns it", refers="parties")
    operator: str = column("the party that runs it", refers="parties")
    parties: tuple[str, ...] = column(
        "the parties whose continuing act its use takes; the scope is that of the flight or service which uses it",
        refers="parties",
        empty=True,
    )
    mass_kg: float | None = column("its mass; of a port none", unit="kg")
    valid_from: dt.date | None = column("first day it is there and usable; empty: always")
    valid_to: dt.date | None = column("last day it is there and usable; empty: until further notice")
    needs: str = column("a rule over other assets and services", empty=True)
    on_hand: float | None = column("deliveries that already stand with the user when supply stops", unit="units")
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class Placement(Record):
    """Where an element or a port sits over a span of days, and what its arrays give."""

    asset: str = column("which element or port", refers="assets")
    label: str = column("how a drawing calls it", empty=True)
    form: Literal["module", "adapter", "truss", "array", "platform", "arm", "port"] = column(
        "module: people work in it; adapter: a passage or a docking ring; platform: what stands outside"
    )
    attached_to: str = column("what it hangs on; empty: everything else hangs on it", refers="assets", empty=True)
    side: Literal["forward", "aft", "port", "starboard", "zenith", "nadir", ""] = column(
        "on which side of that", empty=True
    )
    valid_from: dt.date | None = column("first day there; empty: since the asset is there")
    valid_to: dt.date | None = column("last day there; empty: as long as the asset is there")
    power_kw_low: float | None = column("least that its arrays give, see `power_kw`", unit="kW")
    power_kw: float | None = column("what its arrays give, averaged over an orbit with the longest night", unit="kW")
    power_kw_high: float | None = column("most that its arrays give, see `power_kw`", unit="kW")
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class Carrier(Record):
    """A type of vehicle."""

    id: str = column("its name in every other table")
    name: str = column("its full name")
    kind: Literal["crew", "cargo", "crew_cargo", "module", "test"] = column("what it carries")
    parties: tuple[str, ...] = column("the parties that must all be willing for it to fly", refers="parties")
    scope: Literal["crew_flights", "cargo_flights"] = column("the scope of a suspension that stops it")
    seats: int = column("people it takes up and can bring home", unit="seats")
    cargo_up_kg: float | None = column("cargo of a usual flight", unit="kg")
    dry_kg_low: float | None = column("least that it weighs when docked, see `dry_kg`", unit="kg")
    dry_kg: float | None = column(
        "what it weighs when docked, without cargo, people, and what it burns for the station", unit="kg"
    )
    dry_kg_high: float | None = column("most that it weighs when docked, see `dry_kg`", unit="kg")
    cargo_down_kg: float | None = column("refuse and returned goods that it takes away", unit="kg")
    area_m2_low: float | None = column("least area that it adds to the front of the station", unit="m2")
    area_m2: float | None = column("area that it adds to the front of the station while docked", unit="m2")
    area_m2_high: float | None = column("most area that it adds to the front of the station", unit="m2")
    needs: str = column("a rule over what it needs to fly: launchers, pads, control centres", empty=True)
    arrival_needs: str = column("a rule over functions without which it cannot arrive", empty=True)
    life_days_low: float | None = column("shortest certified stay in orbit", unit="days")
    life_days: float | None = column("usual certified stay in orbit", unit="days")
    life_days_high: float | None = column("longest stay flown or allowed in need", unit="days")
    valid_from: dt.date | None = column("its first flight to the station; empty: none yet")
    valid_to: dt.date | None = column("the last day one was at the station; empty: still flying or expected")
    end_known: dt.date | None = column("the day its retirement was public")
    replaces: tuple[str, ...] = column("the types whose flights it took over", refers="carriers", empty=True)
    lead_time_days: float | None = column("from a decision to fly one more to its launch", unit="days")
    flown_before: int | None = column("flights of its kind before the flight log, all elsewhere", unit="flights")
    lost_before: int | None = column("how many of those were lost", unit="flights")
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class Flight(Record):
    """One vehicle on one date, as flown."""

    id: str = column("its name in every other table")
    name: str = column("its name")
    carrier: str = column("the type of vehicle", refers="carriers")
    launcher: str = column("what launched it", refers="assets", empty=True)
    pad: str = column("where it was launched", refers="assets", empty=True)
    launched: dt.date | None = column("day of launch (UTC); empty when it never flew")
    outcome: Literal["success", "launch_failure", "docking_failure", "cancelled"] = column("how it ended")
    arrived: dt.date | None = column("day of docking or berthing (UTC)")
    port: tuple[str, ...] = column("its ports, in the order it used them", refers="assets", empty=True)
    departed: dt.date | None = column("day of leaving (UTC); empty while it is there, or when it stays for good")
    up: Mapping[str, float] = column(
        "residents it brought, by occupant class", unit="people", refers="occupants", empty=True
    )
    down: Mapping[str, float] = column("residents it took home", unit="people", refers="occupants", empty=True)
    crew: int = column("everybody aboard at launch, visitors included", unit="people")
    seats: int = column("people it can bring home while docked", unit="seats")
    visit: bool = column("yes: everybody aboard came for days and went home in it")
    cargo_up_kg: float | None = column("cargo brought, all kinds", unit="kg")
    goods: Mapping[str, float] = column("goods brought, by stock", unit="of the stock", refers="stocks", empty=True)
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")
    weak: tuple[str, ...] = column("columns that no document confirmed", empty=True)


@dataclass(frozen=True)
class Move(Record):
    """A docked ship that changed its port, or left it for days and came back."""

    flight: str = column("which ship", refers="flights")
    date: dt.date = column("day on which it came to the port, or left (UTC)")
    port: str = column("the port to which it came; empty: at no port from that day on", refers="assets", empty=True)
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")


@dataclass(frozen=True)
class PlannedFlight(Record):
    """One event of a flight plan as published on a day; never what then happened."""

    known_on: dt.date = column("the day on which the plan was public")
    event: Literal["launch", "dock", "undock", "landing"] = column("what is planned")
    name: str = column("the flight as the plan called it")
    carrier: str = column("the type of vehicle", refers="carriers")
    planned_from: dt.date = column("the planned day, or the first day of the planned month or year")
    planned_to: dt.date = column("the planned day, or the last day of the planned month or year")
    flight: str = column("the flight it later became, if it did", refers="flights", empty=True)
    purpose: str = column("what for", empty=True)
    up: Mapping[str, float] = column(
        "residents it is to bring, where the plan says so", unit="people", refers="occupants", empty=True
    )
    visit: bool = column("yes: its people come for days and leave no resident")
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")


@dataclass(frozen=True)
class Service(Record):
    """One way to get a service."""

    id: str = column("its name")
    service: str = column("the service it provides, as rules name it")
    provider: str = column("the asset or carrier that gives it", refers="assets|carriers")
    parties: tuple[str, ...] = column("the parties that must all be willing", refers="parties")
    scope: Scope | Literal[""] = column("the scope of a suspension that stops it; empty: any full one", empty=True)
    needs: str = column("a rule over what it needs", empty=True)
    valid_from: dt.date | None = column("first day; empty: as long as its provider is there")
    valid_to: dt.date | None = column("last day; empty: as long as its provider is there")
    stock: str = column("the stock it burns", refers="stocks", empty=True)
    isp_s: float | None = column("specific impulse of its burns", unit="s")
    delta_v_m_s_low: float | None = column("least it can give per vehicle", unit="m/s")
    delta_v_m_s: float | None = column("what it can give per vehicle to the station", unit="m/s")
    delta_v_m_s_high: float | None = column("most it can give per vehicle", unit="m/s")
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class Function(Record):
    """Something the station must be able to do."""

    id: str = column("its name")
    label: str = column("how an answer calls it")
    because: str = column("the clause that explains its loss", empty=True)
    rule: str = column("when it is available")
    grace_days: float = column("days without it before it counts as lost", unit="days")
    served_by: tuple[str, ...] = column("who or what it serves; with nobody served it cannot be lost", empty=True)
    valid_from: dt.date | None = column("first day it is asked for")
    valid_to: dt.date | None = column("last day it is asked for")
    sources: tuple[str, ...] = sources_column()
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class Stock(Record):
    """A quantity aboard that runs down and is refilled."""

    id: str = column("its name")
    label: str = column("how an answer calls it")
    unit: str = column("its unit")
    capacity: str = column("the parameter that bounds it", refers="parameters", empty=True)
    critical: str = column("the parameter below which it counts as lost", refers="parameters", empty=True)
    target: str = column("the parameter to which it is refilled", refers="parameters", empty=True)
    unit_kg: str = column(
        "the parameter that says what a unit weighs; empty: it counts something without mass",
        refers="parameters",
        empty=True,
    )
    carried_kg: str = column(
        "the parameter that says how heavy a unit of it is in a ship; empty: as heavy as aboard",
        refers="parameters",
        empty=True,
    )
    sources: tuple[str, ...] = sources_column()
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class StockLevel(Record):
    """What was aboard on a day."""

    stock: str = column("which stock", refers="stocks")
    date: dt.date = column("which day")
    low: float | None = column("its least plausible level", unit="of the stock")
    value: float = column("its level", unit="of the stock")
    high: float | None = column("its greatest plausible level", unit="of the stock")
    distribution: Literal["fixed", "uniform", "loguniform", "triangular", "normal", "lognormal"] = column(
        "how a member draws it between low and high"
    )
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class Flow(Record):
    """What fills or drains a stock."""

    id: str = column("its name")
    stock: str = column("which stock", refers="stocks")
    direction: Literal["in", "out", "set", "void"] = column(
        "fills it, drains it, sets it, or empties it with a chance of `amount`"
    )
    amount: str = column("the parameter that says how much", refers="parameters")
    per: str = column(
        "per what: `day`, `person` or `person:<class>` and day, `traffic` (a chance at each docking), "
        "`arrival:<carriers>`; `year` or `unit_year`: one unit at a time comes or goes by chance, at this rate a year, "
        "of all or of each unit"
    )
    when: str = column("the rule that switches it; empty: always", empty=True)
    into: str = column(
        "the stock that what it drains becomes, by mass; empty: it leaves the station", refers="stocks", empty=True
    )
    sources: tuple[str, ...] = sources_column()
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class Parameter(Record):
    """Any other number; one id may have several rows with different dates."""

    id: str = column("its name in rules and tables")
    label: str = column("how an answer calls it")
    unit: str = column("one of the units below")
    distribution: Literal["fixed", "uniform", "loguniform", "triangular", "normal", "lognormal"] = column(
        "how a member draws it between low and high"
    )
    low: float | None = column("its least plausible value (5 % where the distribution has no end)")
    value: float = column("its value")
    high: float | None = column("its greatest plausible value (95 % where the distribution has no end)")
    valid_from: dt.date | None = column("first day it holds")
    valid_to: dt.date | None = column("last day it holds")
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class OperatingRule(Record):
    """What the operators do with people."""

    id: str = column("its name")
    action: str = column("what is done")
    who: str = column("with whom", empty=True)
    when: str = column("the rule that calls for it")
    after_days: str = column(
        "the parameter that says for how many days the rule must hold before it is done", refers="parameters"
    )
    sources: tuple[str, ...] = sources_column()
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class Rung(Record):
    """A rung of the ladder of severity; their order is the order of the file."""

    id: str = column("its name")
    label: str = column("how an answer calls it")
    rule: str = column("when it is reached")
    sources: tuple[str, ...] = sources_column()


@dataclass(frozen=True)
class AltitudePoint(Record):
    """The altitude on one day."""

    date: dt.date = column("which day")
    altitude_km: float = column("Brouwer mean semi-major axis less 6378.137 km", unit="km")
    sources: tuple[str, ...] = sources_column()


@dataclass(frozen=True)
class MassPoint(Record):
    """The mass of everything docked together on one day."""

    date: dt.date = column("which day")
    mass_kg: float = column("its mass", unit="kg")
    mass_kg_low: float = column("its least plausible mass", unit="kg")
    mass_kg_high: float = column("its greatest plausible mass", unit="kg")
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class DragArc(Record):
    """An arc without a raise, which calibrates drag."""

    start: dt.date = column("its first day")
    end: dt.date = column("its last day")
    altitude_km: float = column("mean altitude over the arc", unit="km")
    loss_km: float = column("altitude lost over the arc", unit="km")
    loss_km_low: float = column("least plausible loss", unit="km")
    loss_km_high: float = column("greatest plausible loss", unit="km")
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")
    note: str = column("anything a reader should know", empty=True)


@dataclass(frozen=True)
class PastStop(Record):
    """A stop of the past and how long it lasted: what is known, on a later day, of how long another may last."""

    id: str = column("its name in every other table")
    kind: str = column("what it is an example of; a replay case draws the length of its stop from one kind")
    what: str = column("what stopped, in a few words")
    began: dt.date = column("first day of the stop")
    ended: dt.date = column("day on which it was over")
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")
    note: str = column("what ended it", empty=True)
