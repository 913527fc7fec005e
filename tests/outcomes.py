"""Outcomes made by hand, so that the faces can be tested without an engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_origin, get_type_hints

import numpy as np

from stationkeep.disruption.scenario import Scenario, Suspension
from stationkeep.ensemble.outcome import (
    Draw,
    Event,
    FunctionFate,
    Link,
    Outcome,
    Placard,
    RungFate,
    Series,
)
from stationkeep.facts import records, sayings
from stationkeep.facts.pack import Occupant, Pack

HORIZON = 8 * 365
START = dt.date(2022, 4, 2)

LABELS = {
    "orbit.reboost": "raising the orbit",
    "orbit.altitude": "operating altitude",
    "orbit.avoidance": "avoiding debris",
    "attitude.momentum": "unloading the gyroscopes",
    "attitude.control": "attitude control",
    "power.usos": "power of the US segment",
    "power.ros": "power of the Russian segment",
    "air.oxygen": "oxygen",
    "water": "water",
    "crew.access": "bringing crew up",
    "crew.return": "a seat home for everyone",
    "crew.ros": "crew for the Russian segment",
    "propellant.transfer": "refuelling the station",
    "robotics.berthing": "berthing with the arm",
    "eva.usos": "US spacewalks",
    "command.ros": "command of the Russian segment",
    "deorbit.controlled": "a controlled end",
    "science": "science",
}

RUNGS = (
    ("science", "science ends", ""),
    ("avoidance", "debris can no longer be avoided", ""),
    ("eva", "no spacewalks", ""),
    ("crew_size", "one segment without trained crew", ""),
    ("crewed_operation", "nobody aboard", ""),
    ("attitude", "attitude lost", ""),
    ("docking_altitude", "below operating altitude", 'no(function("orbit.altitude"))'),
    ("below_350", "below 350 km", 'par("low_km") > level("altitude_km")'),
    ("below_300", "below 300 km", 'par("very_low_km") > level("altitude_km")'),
    ("no_return", "point of no return (280 km)", 'par("no_return_km") > level("altitude_km")'),
    ("entry", "entry (120 km)", 'par("entry_km") >= level("altitude_km")'),
)

ALTITUDES = {
    "operating_floor_km": 370.0,
    "low_km": 350.0,
    "very_low_km": 300.0,
    "no_return_km": 280.0,
    "entry_km": 120.0,
}


def _row(record: type[Any], **given: object) -> Any:
    """A record with what is given; every other column empty, but for a source and a confidence."""
    blank: dict[str, object] = {"sources": ("nasa-faq-2022",), "confidence": "high"}
    hints, known = get_type_hints(record), {column.name for column in fields(record)}
    for column in fields(record):
        if column.name not in blank:
            kind = get_origin(hints[column.name]) or hints[column.name]
            blank[column.name] = {str: "", tuple: (), bool: False, int: 0, Mapping: {}}.get(kind)
    return record(**{key: value for key, value in {**blank, **given}.items() if key in known})


def pack(root: Path = Path("pack")) -> Pack:
    """A pack small enough to read."""
    sources = (
        _row(records.Source, id="nasa-faq-2022", title="NASA FAQ on the station, March 2022",
             url="https://example.org/faq?a=1&b=2", verified="sourced"),
        _row(records.Source, id="cmg-guess", title="gyroscope endurance without thrusters", verified="assumed",
             note="no public figure"),
        _row(records.Source, id="log", title="flight log", url="https://example.org/log", verified="sourced"),
        _row(records.Source, id="tass-2022-04-02", title="TASS, 2 April 2022: replies published",
             url="https://example.org/tass", verified="sourced"),
        _row(records.Source, id="soyuz-manual", title="Soyuz user manual, stay in orbit", verified="memory"),
    )  # fmt: skip
    parties = (
        _row(
            records.Party,
            id="roscosmos",
            name="State Corporation Roscosmos",
            kind="agency",
            aliases=("Roscosmos", "Russia"),
        ),
        _row(
            records.Party,
            id="nasa",
            name="National Aeronautics and Space Administration",
            kind="agency",
            aliases=("NASA", "USA"),
        ),
        _row(records.Party, id="energomash", name="Energomash", kind="company", controlled_by="roscosmos"),
        _row(records.Party, id="spacex", name="SpaceX", kind="company"),
    )
    statement = _row(
        sayings.Statement, id="rogozin-2022-04-02", date=dt.date(2022, 4, 2), who="Dmitry Rogozin",
        party="roscosmos", said="publishes the partners' replies; normal relations only without sanctions",
        scopes=("words",), towards=("nasa",), condition="sanctions lifted completely", status="threatened",
        sources=("tass-2022-04-02",),
    )  # fmt: skip
    assets = (
        _row(records.Asset, id="zvezda", name="Zvezda", kind="element", owner="roscosmos", mass_kg=20320.0,
             valid_from=dt.date(2000, 7, 26)),
    )  # fmt: skip
    carriers = (
        _row(records.Carrier, id="soyuz_ms", name="Soyuz MS", kind="crew", parties=("roscosmos",),
             scope="crew_flights", seats=3, sources=("soyuz-manual",)),
    )  # fmt: skip
    parameters = (
        _row(records.Parameter, id="cmg_endurance", label="gyroscope endurance without thrusters", unit="days",
             distribution="loguniform", low=3.0, value=90.0, high=2000.0, sources=("cmg-guess",), confidence="low",
             note="no public figure"),
        _row(records.Parameter, id="reboost_dv", label="a useful burn", unit="m/s", distribution="fixed", value=0.5),
        *(_row(records.Parameter, id=key, label=key, unit="km", distribution="fixed", value=value)
          for key, value in ALTITUDES.items()),
    )  # fmt: skip
    functions = {
        key: _row(
            records.Function,
            id=key,
            label=label,
            grace_days=1.0,
            because="nothing willing provides it",
            rule='level("altitude_km") >= par("operating_floor_km")' if key == "orbit.altitude" else 'provided("x")',
        )
        for key, label in LABELS.items()
    }
    ladder = {key: _row(records.Rung, id=key, label=label, rule=rule) for key, label, rule in RUNGS}
    services = (
        _row(records.Service, id="zvezda_desat", service="desaturation", provider="zvezda", parties=("roscosmos",),
             scope="operations"),
    )  # fmt: skip
    return Pack(
        id="iss",
        title="International Space Station",
        first_date=dt.date(2000, 11, 2),
        as_of=dt.date(2026, 10, 15),
        root=root,
        occupants={"ros": Occupant("ros", "trained for the Russian segment", "roscosmos")},
        sources={s.id: s for s in sources},
        parties={p.id: p for p in parties},
        assets={a.id: a for a in assets},
        carriers={c.id: c for c in carriers},
        services={s.id: s for s in services},
        functions=functions,
        parameters=parameters,
        ladder=ladder,
        statements={statement.id: statement},
    )


def scenario(**changes: object) -> Scenario:
    """Roscosmos stops everything on 2 April 2022."""
    fields: dict[str, object] = {
        "id": "suspension-2022",
        "title": "If Roscosmos stops everything on 2 April 2022",
        "start": START,
        "horizon_days": HORIZON,
        "suspensions": (Suspension("roscosmos", START, statement="rogozin-2022-04-02"),),
        "rests_on": ("rogozin-2022-04-02",),
        "contrast": "announced-2022",
        "note": "as threatened; the words announced that day touch nothing aboard",
    }
    return Scenario(**{**fields, **changes})  # type: ignore[arg-type]


def _days(values: np.ndarray, horizon: int = HORIZON) -> np.ndarray:
    rounded = np.floor(values)
    return np.where(rounded < horizon, rounded, -1).astype(np.int32)


def _series(key: str, label: str, unit: str, disturbed: np.ndarray, twin: np.ndarray) -> Series:
    both = [np.nanpercentile(table, [5, 50, 95], axis=0).astype(np.float32) for table in (disturbed, twin)]
    return Series(key, label, unit, *both[0], *both[1])


def suspension(members: int = 400, seed: int = 1) -> Outcome:
    """A plausible answer to the main question: attitude before altitude, decay over years."""
    rng = np.random.default_rng(seed)
    endurance = np.exp(rng.uniform(np.log(3), np.log(2000), members))
    sun = rng.uniform(0, 1, members)
    drag = rng.normal(1.0, 0.15, members)
    inert = rng.uniform(0, 1, members)
    attitude = np.minimum(endurance, rng.exponential(900, members))
    leave = attitude + rng.uniform(5, 40, members)
    sample = np.unique(np.append(np.arange(0, HORIZON, 14), HORIZON - 1)).astype(np.int32)
    rate = drag * (0.035 + 0.09 * sun)
    life = np.clip(1500 * 0.065 / rate, 500, 6000)
    drop = 1 - np.clip(sample[None, :] / life[:, None], 0, 1)
    altitude = 120 + (416 - 120) * np.where(drop > 0, drop, 0) ** 0.28
    twin = 416 + 3 * np.sin(sample[None, :] / 60 + 6 * inert[:, None]) + rng.normal(0, 0.5, (members, 1))

    def crossing(level: float) -> np.ndarray:
        return _days(life * (1 - ((level - 120) / (416 - 120)) ** (1 / 0.28)))

    zero, never = np.zeros(members, np.int32), np.full(members, -1, np.int32)
    stop = Link("Roscosmos suspends its operations", "roscosmos", "tass-2022-04-02")
    thrusters = Link("only Russian thrusters do it, commanded from Korolev", "roscosmos", "nasa-faq-2022")
    half = np.where(rng.uniform(size=members) < 0.03, _days(leave * 1.2), -1).astype(np.int32)
    lost: dict[str, tuple[np.ndarray, tuple[Link, ...]]] = {
        "attitude.momentum": (zero, (thrusters, stop)),
        "propellant.transfer": (
            zero,
            (Link("only Progress and Zvezda carry and pump it", "roscosmos", "nasa-faq-2022"), stop),
        ),
        "command.ros": (zero, (stop,)),
        "orbit.avoidance": (zero + 3, (thrusters, stop)),
        "robotics.berthing": (
            _days(attitude),
            (Link("no berthing in free drift", "nasa", "cmg-guess"), thrusters, stop),
        ),
        "orbit.reboost": (
            zero,
            (Link("no reboost left: Progress and Zvezda stop, Cygnus is untried", "roscosmos", "log"), stop),
        ),
        "attitude.control": (
            _days(attitude),
            (Link("the gyroscopes saturate and nothing unloads them", "roscosmos", "cmg-guess"), thrusters, stop),
        ),
        "science": (
            _days(attitude + 2),
            (Link("free drift: no power margin, crew leaving", "nasa", "cmg-guess"), thrusters, stop),
        ),
        "eva.usos": (_days(attitude + 1), (Link("no spacewalk in free drift", "nasa", "nasa-faq-2022"),)),
        "crew.ros": (
            zero + 176,
            (Link("its people leave on Soyuz MS-21 at its planned date", "roscosmos", "log"), stop),
        ),
        "crew.access": (_days(attitude + 365), (Link("no docking in free drift", "nasa", "cmg-guess"),)),
        "orbit.altitude": (crossing(370), (Link("no reboost left", "roscosmos", "log"), stop)),
        "deorbit.controlled": (
            _days(attitude),
            (Link("47 m/s with attitude held: nobody willing can give it", "roscosmos", "nasa-faq-2022"),),
        ),
        "water": (half, (Link("resupply stops", "roscosmos", "log"),)),
    }
    functions = tuple(
        FunctionFate(
            key,
            label,
            lost.get(key, (never,))[0],
            never,
            np.where(rng.uniform(size=members) < 0.01, 900, -1).astype(np.int32) if key == "crew.return" else never,
            lost[key][1] if key in lost else (),
            0.9 if key in lost else 0.0,
            "lifeboat seats short between two ships" if key == "crew.return" else "",
        )
        for key, label in LABELS.items()
    )
    by_rung = {
        "science": _days(attitude + 2),
        "avoidance": zero + 3,
        "eva": _days(attitude + 1),
        "crew_size": zero + 176,
        "crewed_operation": _days(np.maximum(leave, 30)),
        "attitude": _days(attitude),
        "docking_altitude": crossing(370),
        "below_350": crossing(350),
        "below_300": crossing(300),
        "no_return": crossing(280),
        "entry": _days(life),
    }
    aboard = np.where(sample[None, :] < np.maximum(leave, 30)[:, None], np.where(sample < 176, 7, 4)[None, :], 0)
    full = np.full_like(aboard, 7)

    def stock(key: str, label: str, unit: str, level: float, daily: float) -> Series:
        used = level - daily * np.minimum(sample[None, :], leave[:, None]) * (0.8 + 0.4 * inert[:, None])
        steady = level + 0.1 * level * np.sin(sample[None, :] / 45 + 5 * inert[:, None])
        return _series(key, label, unit, np.maximum(used, 0), steady)

    draws = (
        Draw(
            "cmg_endurance", "gyroscope endurance without thrusters", "days", 3, 2000, endurance, ("cmg-guess",), "low"
        ),
        Draw("sun_percentile", "the sun", "fraction", 0, 1, sun, ("nasa-faq-2022",), "medium"),
        Draw("cda", "drag of the station in free drift", "1", 0.7, 1.3, drag, ("log",), "medium"),
        Draw("inert", "mass of the waste aboard", "kg", 0, 1, inert, ("soyuz-manual",), "high"),
        Draw("fixed", "a fixed number", "1", 2, 2, np.full(members, 2.0), ("log",), "high"),
    )
    return Outcome(
        scenario=scenario(),
        seed=seed,
        members=members,
        functions=functions,
        rungs=tuple(RungFate(key, label, by_rung[key]) for key, label, _ in RUNGS),
        sample_days=sample,
        altitude=_series("altitude_km", "altitude", "km", altitude, twin),
        stocks={
            "propellant": stock("propellant", "propellant", "kg", 5200, 2.0),
            "water": stock("water", "water", "l", 1900, 4.0),
            "oxygen": stock("oxygen", "oxygen", "kg", 620, 2.5),
            "food": stock("food", "food", "items", 4200, 14.0),
        },
        crew={
            "usos": _series("usos", "trained for the US segment", "people", np.minimum(aboard, 4), np.minimum(full, 4)),
            "ros": _series("ros", "trained for the Russian segment", "people", np.maximum(aboard - 4, 0), full - 4),
            "total": _series("total", "everybody aboard", "people", aboard, full),
        },
        absent_at_start=(("power.reserve", "not yet delivered on that day"),),
        draws=draws,
        events=(
            Event(0, "Roscosmos suspends all that it provides", "roscosmos", "tass-2022-04-02"),
            Event(176, "Soyuz MS-21 leaves with three", "roscosmos", "log"),
        ),
        placards=(Placard("below 200 km the decay model is not verified", "altitude_km"),),
        provenance={"stationkeep": "0.1.0", "pack": "iss", "pack_digest": "abc", "sun_forecast": "2022-03"},
    )


def calm(members: int = 50, **changes: object) -> Outcome:
    """An outcome in which nothing is lost."""
    made = suspension(members)
    never = np.full(members, -1, np.int32)
    altitude = made.altitude
    assert altitude is not None
    steady = Series("altitude_km", "altitude", "km", *[altitude.twin_p05, altitude.twin_p50, altitude.twin_p95] * 2)
    return Outcome(
        scenario=scenario(
            id="announced-2022",
            title="If Roscosmos only says so on 2 April 2022",
            suspensions=(Suspension("roscosmos", START, scopes=("words",)),),
            contrast="",
            **changes,
        ),
        seed=made.seed,
        members=members,
        functions=tuple(FunctionFate(f.id, f.label, never, never, never) for f in made.functions),
        rungs=tuple(RungFate(r.id, r.label, never) for r in made.rungs),
        sample_days=made.sample_days,
        altitude=steady,
        stocks=made.stocks,
        crew=made.crew,
        absent_at_start=(),
        draws=made.draws,
        provenance=made.provenance,
    )
