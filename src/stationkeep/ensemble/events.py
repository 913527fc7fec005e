"""What happens on a known day in every member, and where an answer leaves verified ground."""

from __future__ import annotations

from collections.abc import Sequence

from stationkeep.disruption.scenario import Suspension
from stationkeep.ensemble.model import Compiled
from stationkeep.ensemble.outcome import Event, FunctionFate, Placard
from stationkeep.wording import counted, percent

_OUTSIDE = ("words", "side")  # scopes that touch nothing aboard by their meaning
OFTEN = 0.1  # an undisturbed station that goes without a function more often than this is a weak yardstick


def events(compiled: Compiled) -> tuple[Event, ...]:
    """Suspensions, failures, responses, planned departures of docked ships, and the statements behind them."""
    scenario, pack = compiled.scenario, compiled.pack
    found: list[Event] = []
    for name in scenario.rests_on:
        statement = pack.statements[name]
        source = statement.sources[0] if statement.sources else ""
        found.append(
            Event((statement.date - scenario.start).days, f"{statement.who}: {statement.said}", statement.party, source)
        )
    for suspension in scenario.suspensions:
        party = pack.parties[suspension.party].name
        scopes = ", ".join(scope.replace("_", " ") for scope in suspension.covered)
        day = (suspension.begins - scenario.start).days
        found.append(Event(day, f"{party} suspends: {scopes}", suspension.party, suspension.statement))
        if suspension.until is not None:
            found.append(
                Event((suspension.until - scenario.start).days, f"{party} cooperates again", suspension.party, "")
            )
    for failure in scenario.failures:
        day = (failure.on - scenario.start).days
        found.append(Event(day, f"{compiled.graph.name_of(failure.asset)} fails", "", ""))
    for response in scenario.responses:
        day = (response.begins - scenario.start).days
        provider = compiled.graph.name_of(response.by)
        found.append(Event(day, f"response: {provider} gives {response.service}", "", ""))
    for ship in compiled.timeline.docked:
        if ship.seats or ship.residents:
            people = " and ".join(f"{n} {pack.occupants[k].label}" for k, n in sorted(ship.residents.items()))
            name = pack.flights[ship.flight].name if ship.flight in pack.flights else ship.flight
            sources = pack.flights[ship.flight].sources if ship.flight in pack.flights else ()
            what = f"{name} is to leave as planned, with {people or 'nobody'}"
            found.append(Event(ship.leaves_day, what, "", sources[0] if sources else ""))
    horizon = scenario.horizon_days
    return tuple(sorted((e for e in found if e.day < horizon), key=lambda e: (e.day, e.what)))


def placards(compiled: Compiled) -> tuple[Placard, ...]:
    """Warnings that hold for this scenario, each with where it bites."""
    scenario, pack = compiled.scenario, compiled.pack
    found: list[Placard] = []
    if "attitude.control" in compiled.functions:
        text = "How long gyroscopes hold attitude without thrusters is not public: the interval is a modelling choice."
        found.append(Placard(text, "attitude.control and all that follows from it"))
    known = compiled.timeline.plan_known_on
    if scenario.knowledge == "then" and (known is None or (scenario.start - known).days > 180):
        age = "no published flight plan" if known is None else f"a flight plan of {known}"
        found.append(Placard(f"Flights rest on {age} and on each line's cadence of 24 months.", "crew, cargo, stocks"))
    for row in pack.settings.get("placards", ()):
        if scenario.start < row["before"]:
            found.append(Placard(str(row["text"]), str(row["where"])))
    for suspension in scenario.suspensions:
        idle = [
            scope for scope in suspension.scopes if scope not in _OUTSIDE and not _touches(compiled, suspension, scope)
        ]
        if idle:
            party = pack.parties[suspension.party].name
            text = f"The pack knows nothing that {party} provides under: {', '.join(idle).replace('_', ' ')}"
            found.append(Placard(f"{text}. That nothing follows is no finding.", "these scopes"))
        elif not suspension.scopes and not any(_touches(compiled, suspension, scope) for scope in suspension.covered):
            text = f"The pack knows no service of {pack.parties[suspension.party].name}"
            found.append(Placard(f"{text}. That nothing follows is no finding.", "the whole answer"))
    if scenario.horizon_days > 4 * 365:
        found.append(Placard("Beyond four years crews, flights and the sun are extrapolated.", "after the fourth year"))
    assumed = sum(pack.sources[s].verified == "assumed" for f in compiled.facts for s in f.sources if s in pack.sources)
    if assumed:
        text = f"{assumed} of {len(compiled.facts)} uncertain facts are modelling choices without a public figure."
        found.append(Placard(text, "the sensitivity table ranks them"))
    return tuple(found)


def weak_twin(fates: Sequence[FunctionFate]) -> tuple[Placard, ...]:
    """A warning where the undisturbed station itself goes without a function too often to measure against."""
    weak = [(float((fate.twin_lost_day >= 0).mean()), fate) for fate in fates]
    worst = sorted(((p, fate) for p, fate in weak if p > OFTEN), key=lambda pair: -pair[0])
    if not worst:
        return ()
    named = ", ".join(f"{fate.label} ({percent(p)})" for p, fate in worst[:3])
    how_many = f"{counted(len(worst), 'function')} in more than {percent(OFTEN)} of futures"
    text = f"Undisturbed, the model itself goes without {how_many}: {named}"
    return (Placard(f"{text}. Losses against it are understated.", "these functions"),)


def _touches(compiled: Compiled, suspension: Suspension, scope: str) -> bool:
    """Whether anything in service on the start date depends on what a suspension withholds under a scope."""
    pack, graph = compiled.pack, compiled.graph
    controlled = {name for name in pack.parties if suspension.party in graph.controllers(name)}
    here = {*pack.assets, *compiled.names.carriers}
    services = [row for rows in graph.services.values() for row in rows if row.scope == scope and row.provider in here]
    if any(controlled & graph.bound(row) and compiled.twin.service(row)[0] for row in services):
        return True
    flown = [pack.carriers[carrier] for carrier in compiled.names.carriers]
    if scope in ("seats", "lifeboat"):
        return any(controlled & set(row.parties) and row.seats for row in flown)
    if scope == "engines":
        return any(row.kind in ("engine", "stage") and row.owner in controlled for row in pack.assets.values())
    return any(controlled & graph.bound(row) and row.scope == scope for row in flown)
