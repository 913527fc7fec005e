"""Who stops what, in words: the first clause of every answer."""

from __future__ import annotations

import datetime as dt

from stationkeep.answer import wording
from stationkeep.disruption.scenario import ALL_BUT_NAMED, Scenario, Suspension
from stationkeep.facts.pack import Pack

SCOPE_WORDS = {
    "words": "words alone",
    "side": "what it does outside the station",
    "engines": "engine deliveries",
    "seats": "seats for others",
    "crew_flights": "crew flights",
    "cargo_flights": "cargo flights",
    "propellant": "refuelling",
    "operations": "the operation of its segment",
    "power": "power for the others",
    "comms": "communications for the others",
    "robotics": "robotics",
    "data": "data",
    "lifeboat": "seats home on its docked ships",
}
OUTSIDE = frozenset({"words", "side"})
"""Scopes that touch no service of the station."""


def party_name(pack: Pack, party: str) -> str:
    """Return the name by which people know a party: its first alias, else its full name."""
    found = pack.parties.get(party)
    if found is None:
        return party
    return found.aliases[0] if found.aliases else found.name


def short_names(text: str, pack: Pack) -> str:
    """Return a text with the short names of parties in place of their full ones."""
    for party in pack.parties.values():
        if party.aliases and len(party.name) > len(party.aliases[0]) + 4:
            text = text.replace(party.name, party.aliases[0])
    return text


def asset_name(pack: Pack, asset: str) -> str:
    """Return the name of an asset, a carrier or a flight."""
    found = pack.assets.get(asset) or pack.carriers.get(asset) or pack.flights.get(asset)
    return asset if found is None else found.name


def covers(suspension: Suspension, pack: Pack) -> str:
    """Write what a suspension covers, as the object of 'stops'; seats home only of a party that has some."""
    scopes = set(suspension.covered) - ({"words"} if len(suspension.covered) > 1 else set())
    brings_home = any(row.seats and suspension.party in row.parties for row in pack.carriers.values())
    if scopes == set(ALL_BUT_NAMED):
        return "everything it provides" + (" but the seats home on its docked ships" if brings_home else "")
    if scopes >= {*ALL_BUT_NAMED, "lifeboat"}:
        return "everything it provides" + (", the seats home on its docked ships included" if brings_home else "")
    return wording.listed([SCOPE_WORDS[scope] for scope in SCOPE_WORDS if scope in scopes], most=6)


def _suspended(suspension: Suspension, pack: Pack) -> str:
    name = party_name(pack, suspension.party)
    if set(suspension.covered) == {"words"}:
        clause = f"{name} announces a suspension in words alone"
    else:
        clause = f"{name} stops {covers(suspension, pack)}"
    return clause + _when(suspension.begins, suspension.until, suspension.notice_days)


def _when(begins: dt.date, until: dt.date | None, notice: int = 0) -> str:
    told = f" (after {wording.counted(notice, 'day')} of notice)" if notice else ""
    ends = f", until {wording.day(until)}" if until else ""
    return f", from {wording.day(begins)}{told}{ends}"


def subject(scenario: Scenario, pack: Pack) -> str:
    """Write who stops what, without a full stop: ``Roscosmos stops robotics, from 2 Apr 2022``."""
    parts = [_suspended(suspension, pack) for suspension in scenario.suspensions]
    parts += [
        f"{asset_name(pack, failure.asset)} fails{_when(failure.on, failure.until)}" for failure in scenario.failures
    ]
    return "; ".join(parts) or f"nobody stops anything, from {wording.day(scenario.start)}"


def touches_nothing(scenario: Scenario) -> bool:
    """Whether the scenario's suspensions cover words and outside matters only, and nothing fails."""
    return not scenario.failures and all(set(s.covered) <= OUTSIDE for s in scenario.suspensions)


def first_effect(scenario: Scenario) -> int:
    """Return the day since the start on which the first disruption takes effect (0 when there is none)."""
    begins = [s.begins for s in scenario.suspensions] + [f.on for f in scenario.failures]
    return max(0, (min(begins) - scenario.start).days) if begins else 0
