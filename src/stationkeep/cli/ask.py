"""From options to a scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from stationkeep.disruption.scenario import KNOWLEDGE, SCOPES, Failure, Scenario, Suspension
from stationkeep.disruption.toml import load_scenario, parse_horizon
from stationkeep.errors import InputError, UnknownName
from stationkeep.facts.pack import Pack


@dataclass(frozen=True)
class Wishes:
    """The options of ``run`` that make a scenario, as they were typed."""

    scenario: str | None = None
    suspend: tuple[str, ...] = ()
    fail: tuple[str, ...] = ()
    on: str | None = None
    notice: int | None = None
    until: str | None = None
    start: str | None = None
    horizon: str | None = None
    knowledge: str | None = None
    members: int | None = None


def parse_date(text: str, option: str) -> dt.date:
    """Read a date.

    Raises
    ------
    InputError
        Not a day of the calendar.
    """
    try:
        if len(text) == 10:
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise InputError(f"{option} is '{text[:40]}', expected a day of the calendar written as 2022-04-02")


def choice(text: str, option: str, known: Sequence[str]) -> str:
    """Return one of the values that an option takes.

    Raises
    ------
    UnknownName
        Another one; the nearest is offered.
    """
    if text not in known:
        raise UnknownName(f"value of {option}", text[:40], known)
    return text


def angle(degrees: float | None, option: str) -> float | None:
    """Return an angle within one turn either way.

    Raises
    ------
    InputError
        No number, or beyond a turn, which is a slip of the pen.
    """
    if degrees is not None and not -360.0 <= degrees <= 360.0:
        raise InputError(f"{option} is {degrees:g}, expected degrees from -360 to 360")
    return degrees


def scenario_of(wishes: Wishes, pack: Pack) -> Scenario:
    """Return the scenario that the options describe; disruptions given are added to those of a named scenario.

    Raises
    ------
    InputError
        Nothing to answer, or options that do not fit together.
    """
    given = {"--on": wishes.on, "--notice": wishes.notice, "--until": wishes.until}
    stray = [name for name, value in given.items() if value is not None]
    if stray and not (wishes.suspend or wishes.fail):
        raise InputError(f"{stray[0]} says when a --suspend or --fail takes effect; name one of these too")
    if wishes.scenario is None and not (wishes.suspend or wishes.fail):
        raise InputError(
            "nothing to answer; name a scenario (stationkeep scenarios lists them) or say who stops, "
            "for example --suspend roscosmos --on 2022-04-02"
        )
    base = load_scenario(wishes.scenario, pack) if wishes.scenario is not None else None
    start = parse_date(wishes.start, "--start") if wishes.start is not None else None
    on = parse_date(wishes.on, "--on") if wishes.on is not None else start or (base.start if base else pack.as_of)
    until = parse_date(wishes.until, "--until") if wishes.until is not None else None
    notice = wishes.notice or 0
    suspensions = tuple(_suspension(text, on, notice, until, pack) for text in wishes.suspend)
    failures = tuple(Failure(asset, on, until) for asset in wishes.fail)
    made = _extended(base, suspensions, failures) if base else _new(on, suspensions, failures, pack)
    if start is not None:
        made = replace(made, start=start)
    if wishes.horizon is not None:
        made = replace(made, horizon_days=parse_horizon(wishes.horizon))
    if wishes.knowledge is not None:
        made = replace(made, knowledge=choice(wishes.knowledge, "--knowledge", KNOWLEDGE))
    return replace(made, members=made.members if wishes.members is None else wishes.members)


def _suspension(text: str, on: dt.date, notice: int, until: dt.date | None, pack: Pack) -> Suspension:
    name, colon, listed = text.partition(":")
    scopes = tuple(scope.strip() for scope in listed.split(",") if scope.strip())
    if colon and not scopes:
        raise InputError(f"--suspend '{text[:60]}' names no scope after ':'; known: {', '.join(SCOPES)}")
    for scope in scopes:
        if scope not in SCOPES:
            raise UnknownName("scope", scope, SCOPES)
    return Suspension(party_id(name.strip(), pack), on, tuple(dict.fromkeys(scopes)), notice, until)


def party_id(name: str, pack: Pack) -> str:
    """Return the id of a party named by its id, its name or an alias, in any case.

    Raises
    ------
    UnknownName
        Nobody of that name.
    """
    wanted = name.casefold()
    for party in pack.parties.values():
        if wanted in (party.id.casefold(), party.name.casefold(), *(one.casefold() for one in party.aliases)):
            return party.id
    raise UnknownName("party", name, pack.parties, pack.elsewhere("party"))


def _new(on: dt.date, suspensions: tuple[Suspension, ...], failures: tuple[Failure, ...], pack: Pack) -> Scenario:
    from stationkeep.answer.subject import subject

    who = [one.party for one in suspensions] + [one.asset for one in failures]
    bare = Scenario(f"{'-'.join(dict.fromkeys(who))}-{on}", "", on, pack.id, suspensions=suspensions, failures=failures)
    return replace(bare, title=f"If {subject(bare, pack)}", horizon_days=parse_horizon("8y"))


def _extended(base: Scenario, suspensions: tuple[Suspension, ...], failures: tuple[Failure, ...]) -> Scenario:
    if not (suspensions or failures):
        return base
    return replace(
        base,
        id=f"{base.id}-changed",
        title=f"{base.title}, with what was added",
        suspensions=(*base.suspensions, *suspensions),
        failures=(*base.failures, *failures),
    )
