"""What happens on a known day in every member, and where an answer leaves verified ground."""

from __future__ import annotations

from collections.abc import Sequence

from stationkeep.ensemble.model import Compiled
from stationkeep.ensemble.outcome import Event, FunctionFate, Placard

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
    if scenario.start.year < 2009:
        text = "Crews that came by Shuttle are modelled coarsely, and stocks before 2009 are wide assumptions."
        found.append(Placard(text, "crew, stocks"))
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
    named = ", ".join(f"{fate.label} ({p:.0%})" for p, fate in worst[:3])
    noun = "function" if len(worst) == 1 else "functions"
    how_many = f"{len(worst)} {noun} in more than {OFTEN:.0%} of futures"
    text = f"Undisturbed, the model itself goes without {how_many}: {named}"
    return (Placard(f"{text}. Losses against it are understated.", "these functions"),)
