"""What is asked: a station on a date, who stops what, and what the others do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from stationkeep.errors import InputError, ScenarioError, UnknownName
from stationkeep.facts.pack import Pack
from stationkeep.station.rules import RuleError, parse

SCOPES: dict[str, str] = {
    "words": "says so; nothing changes aboard",
    "side": "stops what it does with the partners outside the station",
    "engines": "delivers no engines, stages or parts to others; what is delivered stays",
    "seats": "flies nobody else up",
    "crew_flights": "flies no crew ships",
    "cargo_flights": "flies no cargo ships",
    "propellant": "refuels no tanks",
    "operations": "no longer commands its segment",
    "power": "no longer provides power to the others",
    "comms": "no longer provides communications to the others",
    "robotics": "no longer provides robotics to the others",
    "data": "no longer provides data to the others",
    "lifeboat": "no longer brings others home on its docked ships",
}
"""Every scope of a suspension, in the order in which it bites, and what it means from then on."""

ALL_BUT_NAMED = tuple(scope for scope in SCOPES if scope not in ("words", "lifeboat"))
"""What a suspension covers when it names no scope: all but ``lifeboat``, which must be named."""

LONGEST_HORIZON_DAYS = 30 * 366

KNOWLEDGE = ("then", "hindsight")
"""Only what was known on the start date, or what then happened."""


@dataclass(frozen=True)
class Suspension:
    """A party stops, whole or by scope.

    Parameters
    ----------
    party : str
        Party id; parties that it controls stop with it.
    on : date
        Day of the announcement, from 00:00 UTC; effects begin on ``on`` + ``notice_days``.
    scopes : tuple of str
        Of :data:`SCOPES`; empty means :data:`ALL_BUT_NAMED`.
    notice_days : int
        From 0.
    until : date, optional
        First day on which the party cooperates again; ``None`` is beyond every horizon.
    statement : str
        Id of the statement on which this rests, or empty.
    """

    party: str
    on: dt.date
    scopes: tuple[str, ...] = ()
    notice_days: int = 0
    until: dt.date | None = None
    statement: str = ""

    @property
    def begins(self) -> dt.date:
        """First day of the effects; the last of the calendar where it lies beyond."""
        try:
            return self.on + dt.timedelta(days=self.notice_days)
        except OverflowError:
            return dt.date.max

    @property
    def covered(self) -> tuple[str, ...]:
        """Scopes covered, the default written out."""
        return self.scopes or ALL_BUT_NAMED

    def covers(self, scope: str, day: dt.date) -> bool:
        """Whether ``scope`` is withheld on ``day``."""
        return scope in self.covered and self.begins <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Failure:
    """An asset (or a type of vehicle) that does not work from ``on`` until, not including, ``until``."""

    asset: str
    on: dt.date
    until: dt.date | None = None


@dataclass(frozen=True)
class Response:
    """What others do: from ``begins`` on ``by`` gives ``service``, with so much delta-v a year where it burns.

    ``needs`` is a rule, as in the pack; empty means that the provider needs nothing else.
    """

    service: str
    by: str
    begins: dt.date
    delta_v_m_s_year: float = 0.0
    needs: str = ""


@dataclass(frozen=True)
class Scenario:
    """A station on a date, disruptions, responses, a horizon, and what was known on that date.

    Parameters
    ----------
    start : date
        First simulated day, 00:00 UTC.
    horizon_days : int
        From 1 to :data:`LONGEST_HORIZON_DAYS`.
    knowledge : str
        ``then`` (only what was known on the start date) or ``hindsight``.
    rests_on : tuple of str
        Ids of the statements on which the scenario rests.
    mirror_of, contrast : str
        Ids of scenarios to set beside this one (what was announced beside what was threatened).
    """

    id: str
    title: str
    start: dt.date
    pack: str = "iss"
    horizon_days: int = 8 * 365
    knowledge: str = "then"
    suspensions: tuple[Suspension, ...] = ()
    failures: tuple[Failure, ...] = ()
    responses: tuple[Response, ...] = ()
    rests_on: tuple[str, ...] = ()
    contrast: str = ""
    note: str = ""
    members: int = 2000
    extra: dict[str, str] = field(default_factory=dict, compare=False)

    def undisturbed(self) -> Scenario:
        """The twin: the same station, date and horizon, with nobody suspended and nothing failed."""
        return replace(self, suspensions=(), failures=(), responses=())

    @property
    def end(self) -> dt.date:
        """First day beyond the horizon; the last of the calendar where it lies beyond."""
        try:
            return self.start + dt.timedelta(days=self.horizon_days)
        except OverflowError:
            return dt.date.max


Where = tuple[str | int, ...]
Complaint = tuple[Where, InputError]


def check(scenario: Scenario, pack: Pack) -> None:
    """Raise the first thing that is wrong with a scenario against the pack.

    Raises
    ------
    UnknownName
        A party, asset, scope or statement that the pack does not know.
    ScenarioError
        Dates outside what the pack knows, or events that contradict each other.
    """
    for _, error in complaints(scenario, pack):
        raise error


def complaints(scenario: Scenario, pack: Pack) -> Iterator[Complaint]:
    """Yield everything that is wrong with a scenario, each with the key of a scenario file that says so."""
    if not pack.first_date <= scenario.start <= pack.as_of:
        said = (
            f"the start {scenario.start} lies outside what the pack '{pack.id}' knows "
            f"({pack.first_date} to {pack.as_of}); choose a start between them"
        )
        yield ("start",), ScenarioError(said)
    if not 1 <= scenario.horizon_days <= LONGEST_HORIZON_DAYS:
        days = scenario.horizon_days
        said = f"the horizon is {days} days, expected 1 to {LONGEST_HORIZON_DAYS}; write it as 90d or 8y"
        yield ("horizon",), ScenarioError(said)
        return  # where it ends is not known
    if scenario.knowledge not in KNOWLEDGE:
        said = f"knowledge is '{scenario.knowledge}', expected 'then' or 'hindsight'"
        yield ("knowledge",), ScenarioError(said)
    for i, suspension in enumerate(scenario.suspensions):
        yield from _of_suspension(suspension, ("suspend", i), scenario, pack)
    for i, failure in enumerate(scenario.failures):
        if failure.asset not in {*pack.assets, *pack.carriers, *pack.flights}:
            yield ("fail", i, "asset"), _unknown_thing(failure.asset, pack)
        yield from _of_span(f"the failure of {failure.asset}", failure.on, failure.until, ("fail", i))
        yield from _of_begin(f"the failure of {failure.asset}", failure.on, scenario, ("fail", i, "on"))
    for i, response in enumerate(scenario.responses):
        if response.by not in {*pack.assets, *pack.carriers}:
            yield ("respond", i, "by"), _unknown_thing(response.by, pack)
        known = {service.service for service in pack.services.values()}
        if response.service not in known:
            yield ("respond", i, "service"), UnknownName("service", response.service, known)
        yield from _of_begin(f"the response by {response.by}", response.begins, scenario, ("respond", i, "begins"))
        try:
            parse(response.needs or "all()")
        except RuleError as error:
            yield ("respond", i, "needs"), error
    for statement in (*scenario.rests_on, *(s.statement for s in scenario.suspensions if s.statement)):
        if statement not in pack.statements:
            yield ("rests_on",), UnknownName("statement", statement, pack.statements)
    yield from _of_contradictions(scenario)


def _unknown_thing(name: str, pack: Pack) -> UnknownName:
    kinds = ("asset", "type of vehicle")
    return UnknownName(" or ".join(kinds), name, {*pack.assets, *pack.carriers}, pack.elsewhere(*kinds))


def _of_suspension(suspension: Suspension, where: Where, scenario: Scenario, pack: Pack) -> Iterator[Complaint]:
    if suspension.party not in pack.parties:
        unknown = UnknownName("party", suspension.party, pack.parties, pack.elsewhere("party"))
        yield (*where, "party"), unknown
    for scope in suspension.scopes:
        if scope not in SCOPES:
            yield (*where, "scopes"), UnknownName("scope", scope, SCOPES)
    if not 0 <= suspension.notice_days <= LONGEST_HORIZON_DAYS:
        days = suspension.notice_days
        said = f"notice of {days} days for {suspension.party}, expected 0 to {LONGEST_HORIZON_DAYS}"
        yield (*where, "notice_days"), ScenarioError(said)
        return  # when it begins is not known
    what = f"the suspension by {suspension.party}"
    yield from _of_span(what, suspension.begins, suspension.until, where)
    yield from _of_begin(what, suspension.begins, scenario, (*where, "on"))


def _of_begin(what: str, begins: dt.date, scenario: Scenario, where: Where) -> Iterator[Complaint]:
    if begins >= scenario.end:
        said = f"{what} begins on {begins}, after the horizon ends on {scenario.end}; lengthen the horizon"
        yield where, ScenarioError(said)


def _of_span(what: str, begins: dt.date, until: dt.date | None, where: Where) -> Iterator[Complaint]:
    if until is not None and until <= begins:
        said = f"{what} begins on {begins} and ends on {until}; it must end after it begins"
        yield (*where, "until"), ScenarioError(said)


def _of_contradictions(scenario: Scenario) -> Iterator[Complaint]:
    for (_, first), (i, second) in combinations(enumerate(scenario.suspensions), 2):
        shared = set(first.covered) & set(second.covered)
        first_end, second_end = first.until or dt.date.max, second.until or dt.date.max
        overlap = first.begins < second_end and second.begins < first_end
        if first.party == second.party and shared and overlap:
            said = (
                f"{first.party} suspends {', '.join(sorted(shared))} twice at the same time "
                f"(from {first.begins} and from {second.begins}); merge the two or part their dates"
            )
            yield ("suspend", i, "on"), ScenarioError(said)
