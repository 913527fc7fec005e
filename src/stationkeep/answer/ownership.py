"""Who owns the station, anyway? The document that the command, its page and its picture are made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from stationkeep.answer import wording
from stationkeep.facts.pack import Pack
from stationkeep.supplies.flights import timeline
from stationkeep.supplies.inventory import Inventory, take_inventory
from stationkeep.supplies.ledgers import mass_on, parameters_on
from stationkeep.supplies.owners import MEASURES, Share, shares, thrust

SCHEMA = "stationkeep.owners/1"
_TRANSFER = "power_transfer_kw"
_BUILT = ("element", "robotics")

TITLES = {
    "mass": ("mass of elements", "t", 1e-3),
    "modules": ("pressurised modules", "", 1.0),
    "power": ("power made aboard", "kW", 1.0),
    "propulsion": ("push available now", "m/s", 1.0),
    "seats": ("seats home, docked", "", 1.0),
}
"""What shares are of, in the order of a page: a name, the unit in which it is shown, and how many of these one is."""


def ownership(pack: Pack, on: dt.date) -> dict[str, Any]:
    """Say what a station consists of on a day, and whose it is.

    Parameters
    ----------
    pack
        The facts.
    on
        The day, at its end (UTC).

    Returns
    -------
    dict
        Plain values, as ``stationkeep owners --json`` prints them. ``shares`` maps measure, then ``owner`` or
        ``operator``, then party to a fraction; ``holdings`` gives the same with amounts, units and intervals. Of a
        ship, ``residents`` are those who go home in it; ``without_ship`` counts residents whose ship has left.
    """
    station = take_inventory(pack, on)
    held = shares(pack, station)
    going = {ship.flight: dict(ship.residents) for ship in timeline(pack, on, 1, "then").docked}
    docked = {ship.flight for ship in station.ships}
    fractions: dict[str, dict[str, dict[str, float]]] = {name: {"owner": {}, "operator": {}} for name in MEASURES}
    for one in held:
        fractions[one.measure][one.by][one.party] = one.share
    parties = {party for row in pack.assets.values() if row.kind in _BUILT for party in (row.owner, row.operator)}
    parties |= {party for row in pack.carriers.values() for party in row.parties}
    return {
        "schema": SCHEMA,
        "pack": pack.id,
        "title": pack.title,
        "on": on.isoformat(),
        "answer": _sentences(pack, station, held),
        "parties": {name: short(pack, name) for name in pack.parties if name in parties},
        "elements": [_element(row) for row in station.elements],
        "shares": fractions,
        "holdings": [_holding(one) for one in held],
        "mass": _mass(pack, station),
        "propulsion": [_thrust(*row) for row in thrust(pack, station)],
        "ships": [{**_ship(row), "residents": going.get(row.flight, {})} for row in station.ships],
        "crew": {
            "aboard": sum(station.people.values()) + station.visitors,
            "residents": dict(station.people),
            "visitors": station.visitors,
            "without_ship": sum(sum(people.values()) for flight, people in going.items() if flight not in docked),
            "seats_docked": station.seats,
        },
        "stocks": [
            {
                "stock": row.stock,
                "label": row.label,
                "unit": row.unit,
                "low": row.amount.low,
                "value": row.amount.value,
                "high": row.amount.high,
                "known_for": row.known_for.isoformat(),
                "sources": list(row.sources),
            }
            for row in station.stocks
        ],
        "services": [
            {
                "service": row.service,
                "provider": row.provider,
                "parties": list(row.parties),
                "sources": list(row.sources),
            }
            for row in station.services
        ],
        "plan": {
            "known_on": station.plan_known_on.isoformat() if station.plan_known_on else None,
            "events": [
                {
                    "event": row.event,
                    "name": row.name,
                    "carrier": row.carrier,
                    "from": row.planned_from.isoformat(),
                    "to": row.planned_to.isoformat(),
                }
                for row in sorted(station.plan, key=lambda row: (row.planned_from, row.planned_to, row.name))
            ],
        },
        "notes": _notes(pack, station),
        "sources": _sources(pack, station),
    }


def short(pack: Pack, party: str) -> str:
    """Return the name by which readers know a party."""
    row = pack.parties[party]
    return row.aliases[0] if row.aliases else row.name


def _element(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "label": row.label,
        "form": row.form,
        "segment": row.segment,
        "owner": row.owner,
        "operator": row.operator,
        "mass_kg": row.mass_kg,
        "attached_to": row.attached_to or None,
        "side": row.side or None,
        "power_kw": row.power_kw.value,
        "sources": list(row.sources),
    }


def _holding(one: Share) -> dict[str, Any]:
    low, value, high = (round(number, 3) for number in (one.amount.low, one.amount.value, one.amount.high))
    return {
        "measure": one.measure,
        "unit": one.unit,
        "by": one.by,
        "party": one.party,
        "low": low,
        "value": value,
        "high": high,
        "share": one.share,
    }


def _thrust(owner: str, operator: str, thing: str, amount: Any) -> dict[str, Any]:
    low, value, high = (round(number, 2) for number in (amount.low, amount.value, amount.high))
    return {"by": thing, "owner": owner, "operator": operator, "low_m_s": low, "value_m_s": value, "high_m_s": high}


def _ship(row: Any) -> dict[str, Any]:
    return {
        "flight": row.flight,
        "name": row.name,
        "carrier": row.carrier,
        "port": row.port,
        "attached_to": row.at or None,
        "side": row.side or None,
        "since": row.since.isoformat(),
        "flown_by": row.flown_by,
        "parties": list(row.parties),
        "seats": row.seats,
        "visitors": row.visitors,
    }


def _mass(pack: Pack, station: Inventory) -> dict[str, Any]:
    whole = mass_on(pack, station.on, "then")
    elements = sum(row.mass_kg or 0.0 for row in station.elements)
    if whole is None:
        return {"elements_kg": elements, "all_docked_kg": None}
    return {
        "elements_kg": elements,
        "all_docked_kg": whole.mass_kg,
        "all_docked_kg_low": whole.mass_kg_low,
        "all_docked_kg_high": whole.mass_kg_high,
        "known_for": whole.date.isoformat(),
        "sources": list(whole.sources),
    }


def leaders(document: dict[str, Any], by: str) -> dict[str, tuple[str, float]]:
    """The party with most of each measure that somebody has, with its share."""
    found = {}
    for measure, views in document["shares"].items():
        if views[by]:
            party = max(views[by], key=lambda name: (views[by][name], name))
            found[measure] = (party, views[by][party])
    return found


def _sentences(pack: Pack, station: Inventory, held: Iterable[Share]) -> list[str]:
    """The answer in words, the most telling first."""
    first: dict[tuple[str, str], list[Share]] = {}
    for one in held:
        first.setdefault((one.measure, one.by), []).append(one)
    told = []
    owned = first.get(("mass", "owner"))
    if owned:
        run = {one.party: one.share for one in first[("mass", "operator")]}
        parts = [
            f"{short(pack, one.party)} holds {wording.percent(one.share)} and runs "
            f"{wording.percent(run.get(one.party, 0.0))}"
            for one in owned[:2]
        ]
        told.append(f"By mass {'; '.join(parts)}.")
    apart = [row for row in station.elements if row.owner != row.operator]
    if apart:
        parts = [
            f"{row.label} ({short(pack, row.owner)} has the title, {short(pack, row.operator)} runs it)"
            for row in apart
        ]
        told.append(f"Owner and operator differ for {wording.listed(parts)}.")
    said = []
    verbs = {"power": "makes", "propulsion": "can give", "seats": "has"}
    nouns = {"power": "of the power", "propulsion": "of the push", "seats": "of the seats home"}
    for measure, verb in verbs.items():
        best = first.get((measure, "operator"))
        if best:
            said.append(f"{short(pack, best[0].party)} {verb} {wording.percent(best[0].share)} {nouns[measure]}")
    if said:
        told.append(wording.sentence(wording.listed(said)))
    alone = _alone(pack, station)
    if alone:
        told.append(wording.sentence("; ".join(f"only {who} can {what}" for who, what in alone)))
    people = sum(station.people.values()) + station.visitors
    if pack.occupants:
        classes = [f"{n} {pack.occupants[name].label}" for name, n in station.people.items()]
        guests = f" and {wording.counted(station.visitors, 'visitor')}" if station.visitors else ""
        told.append(f"{people} aboard: {wording.listed(classes)}{guests}; {station.seats} seats home in docked ships.")
    return told


def _alone(pack: Pack, station: Inventory) -> list[tuple[str, str]]:
    """Who alone gives services that nobody else gives, where more than one party gives something."""
    givers: dict[str, set[tuple[str, ...]]] = {}
    for row in station.services:
        givers.setdefault(row.service, set()).add(row.parties)
    alone: dict[str, list[str]] = {}
    for service, ways in givers.items():
        needed = set.intersection(*(set(way) for way in ways))
        for party in needed & {way[0] for way in ways if len(way) == 1}:
            if service in _TOLD:
                alone.setdefault(party, []).append(_TOLD[service])
    return [(short(pack, party), wording.listed(what)) for party, what in sorted(alone.items())]


_TOLD = {
    "attitude.desaturation": "unload the gyroscopes",
    "attitude.gyroscopes": "turn the station by gyroscopes",
    "propellant.transfer": "refuel it",
    "power.transfer": "pass power between the segments",
}
"""Services that decide who can do without whom, as a sentence calls them; a pack that has none is told nothing."""


def _notes(pack: Pack, station: Inventory) -> list[str]:
    """What a reader must know before using the numbers."""
    notes = []
    whole = mass_on(pack, station.on, "then")
    elements = sum(row.mass_kg or 0.0 for row in station.elements)
    if whole is not None and elements:
        notes.append(
            f"Masses of elements are those at launch and sum to {elements / 1000:.0f} t. Everything docked "
            f"is {whole.mass_kg / 1000:.0f} t ({whole.mass_kg_low / 1000:.0f} to {whole.mass_kg_high / 1000:.0f}; "
            f"value of {whole.date}): what was fitted and stored later, and the ships, stand in no table of owners."
        )
    notes.append(
        "Push is the velocity that could be given to the station with what is docked and aboard, reserves included; a "
        "docked ship counts though another party may have to turn the station for its burn. Propellant aboard is one "
        "stock and counts for the engines that burn it, not for the tanks or the tankers that hold it."
    )
    passed = parameters_on(pack, station.on).get(_TRANSFER)
    if passed is not None and passed.high:
        notes.append(
            f"Power is counted where it is made; {passed.low:g} to {passed.high:g} kW of it may be passed between the "
            "segments (not public)."
        )
    notes.append(
        "A ship counts for the party that flies it; its type flies only if every one of its parties is willing. "
        "Seats are counted as built, those of a damaged ship too."
    )
    return notes


def _sources(pack: Pack, station: Inventory) -> list[dict[str, str]]:
    """The documents behind the elements, the ships and the levels, each once."""
    ids = [s for rows in (station.elements, station.ships, station.stocks) for row in rows for s in row.sources]
    rows = [pack.sources[name] for name in dict.fromkeys(ids)]
    return [{"id": row.id, "title": row.title, "url": row.url, "verified": row.verified} for row in rows]
