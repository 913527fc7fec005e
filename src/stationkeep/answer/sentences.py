"""The answer in sentences: a paragraph that could be quoted as it stands.

Nothing here knows a scenario: which sentence is written follows from what the members show. A date never stands
without its interval, attitude never as one date, and nobody is judged.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stationkeep.answer import quantities, wording
from stationkeep.answer.knot import ALTITUDE, LIKELY, POSSIBLE, Knot
from stationkeep.answer.quantities import Loss, Reached, Timing
from stationkeep.answer.sensitivity import Effect
from stationkeep.answer.subject import first_effect, party_name, short_names, subject, touches_nothing
from stationkeep.disruption.scenario import Scenario
from stationkeep.ensemble.events import OFTEN
from stationkeep.ensemble.outcome import Outcome
from stationkeep.facts.pack import Pack

SOON_DAYS = 7
SURE = 0.9  # a loss in fewer futures is named with its share
ATTITUDE = "attitude.control"
SEATS_HOME = "crew.return"


@dataclass(frozen=True)
class Found:
    """What the sentences are about."""

    outcome: Outcome
    pack: Pack
    losses: tuple[Loss, ...]
    rungs: tuple[Reached, ...]
    effects: tuple[Effect, ...]
    knot: Knot | None
    contrast: Scenario | None

    @property
    def start(self) -> dt.date:
        """The first simulated day."""
        return self.outcome.scenario.start

    @property
    def end(self) -> dt.date:
        """The first day beyond the horizon."""
        return self.outcome.scenario.end

    def loss(self, function: str) -> Loss | None:
        """Return the loss of a function, if it is lost in any member."""
        return next((one for one in self.losses if one.id == function), None)

    def written(self, when: Timing) -> str:
        """Write a date with its interval."""
        return wording.interval(when, self.start, self.end)


def sentences(found: Found) -> tuple[str, ...]:
    """Return the paragraph, one sentence an entry, in reading order."""
    if not found.losses:
        lines = [_nothing(found), _weak(found), _contrast(found)]
    else:
        lines = [
            _opening(found),
            _first(found),
            _knot(found),
            _unknown(found),
            _people(found),
            _altitude(found),
            _weak(found),
            _contrast(found),
        ]
    return tuple(wording.sentence(line) for line in lines if line)


def _if(found: Found) -> str:
    return f"If {subject(found.outcome.scenario, found.pack)}"


def _nothing(found: Found) -> str:
    futures = wording.counted(found.outcome.members, "future")
    return (
        f"{_if(found)}, nothing is lost: in all {futures} until {wording.month(found.end)} the station keeps every "
        "function that it would have had undisturbed"
    )


def _opening(found: Found) -> str:
    effect = first_effect(found.outcome.scenario)
    seats = found.loss(SEATS_HOME)
    short = seats is not None and float(((d := seats.fate.lost_day) >= 0).mean() and (d == effect).mean()) >= LIKELY
    steady = "the station does not fall that day" if found.outcome.altitude is not None else "nothing ends that day"
    if short:
        assert seats is not None
        why = f": {seats.fate.chain[0].what}" if seats.fate.chain else ""
        return f"{_if(found)}, {steady}, but not everyone aboard has a seat home{why}"
    known = SEATS_HOME in {fate.id for fate in found.outcome.functions}
    keeps = "keeps a seat home" if seats is None else "has a seat home"
    return f"{_if(found)}, {steady}{f' and everyone aboard {keeps}' if known else ''}"


def _weak(found: Found) -> str:
    """Say in plain words when the undisturbed station itself fails too often to be measured against."""
    absent = {name for name, _ in found.outcome.absent_at_start}
    present = [fate for fate in found.outcome.functions if fate.id not in absent]
    shares = [(float((fate.twin_lost_day >= 0).mean()), fate.label) for fate in present]
    often = sorted((one for one in shares if one[0] > OFTEN), key=lambda one: -one[0])
    if not often:
        return ""
    first, *others = [f"{label} in {wording.percent(share)}" for share, label in often]
    named = wording.listed([f"{first} of the futures", *others], most=5)
    return f"a caution: even with nobody stopping, the model's station goes without {named}, so losses are understated"


def _first(found: Found) -> str:
    effect = first_effect(found.outcome.scenario)
    likely = [one for one in found.losses if one.when.probability >= LIKELY and one.when.p50 is not None]
    early = [one.label for one in likely if (one.when.p50 or 0) < effect]
    before = f"; already before that, in view of what is to come: {wording.listed(early, most=5)}" if early else ""
    soon = [one for one in likely if effect <= (one.when.p50 or 0) <= effect + SOON_DAYS]
    if soon:
        named = wording.listed([_with_share(one) for one in soon], most=5)
        return f"within a week {'this stops' if len(soon) == 1 else 'these stop'}: {named}{before}"
    if likely:
        return f"first to go is {likely[0].label}, by {found.written(likely[0].when)}"
    top = max(found.losses, key=lambda one: one.when.probability)
    return (
        f"no function is lost in most futures; the likeliest loss until {wording.month(found.end)} is {top.label}, "
        f"in {wording.percent(top.when.probability)} of them"
    )


def _with_share(one: Loss) -> str:
    """Name a loss, with its share where it is not as good as certain."""
    share = one.when.probability
    return one.label if share >= SURE else f"{one.label} (in {wording.percent(share)} of the futures)"


def _knot(found: Found) -> str:
    knot = found.knot
    if knot is None:
        return "nothing that keeps people or station alive is lost in more than 5 % of the futures"
    loss, before = knot.loss, knot.before_altitude
    name = "attitude" if loss.id == ATTITUDE else "altitude" if loss.id == ALTITUDE else loss.label
    known = ALTITUDE in {fate.id for fate in found.outcome.functions}
    opening = f"the knot is {name}"
    if loss.id != ALTITUDE and known and before is not None and before >= LIKELY:
        opening += ", not altitude"
    if not knot.likely:
        share = wording.percent(loss.when.probability)
        return f"of what keeps people and station alive, {loss.label} is most at risk, in {share} of the futures"
    middle = _cases(loss, found) if loss.id == ATTITUDE else f"gone by {found.written(loss.when)}"
    text = f"{opening}: {middle}"
    if before is not None and before >= LIKELY:
        share = "all" if before > 0.999 else wording.percent(before) + " of the"
        text += f"; in {share} futures it goes before the operating altitude does"
    return f"{text}. The reason: {_because(loss, found.pack)}"


def _cases(loss: Loss, found: Found) -> str:
    """Say how long it is held in the low, the middle and the high case, first those in which it is gone at once."""
    effect, when = first_effect(found.outcome.scenario), loss.when
    gone, held = [], []
    for day, case in ((when.p05, "low"), (when.p50, "middle"), (when.p95, "high")):
        if day is None:
            held.append((f"beyond {wording.month(found.end)}", case))
        elif day > effect:
            held.append((wording.span(day - effect), case))
        else:
            gone.append(case)
    noun = "one" if gone else "case"
    told = [f"{span} in the {case} {'one' if at else noun}" for at, (span, case) in enumerate(held)]
    parts = []
    if gone:
        cases = "every case" if not held else f"the {wording.listed(gone)} case{'s' if len(gone) > 1 else ''}"
        parts.append(f"it is gone from the first day in {cases}")
    if held:
        parts.append(f"{'' if gone else 'it is '}held for {wording.listed(told)}")
    return f"{' and '.join(parts)} (5, 50 and 95 % of the futures)"


def _unknown(found: Found) -> str:
    """Say when the fact that moves the knot most is one that no document gives."""
    if found.knot is None:
        return ""
    for effect in found.effects:
        kinds = {found.pack.sources[key].verified for key in effect.draw.sources if key in found.pack.sources}
        if effect.headline.id == found.knot.loss.id and "assumed" in kinds:
            low, high = wording.number(effect.draw.low), wording.number(effect.draw.high)
            unit = "" if effect.draw.unit in ("1", "fraction", "count") else f" {effect.draw.unit}"
            return (
                f"that date moves most with one fact for which no public figure could be found: "
                f"{effect.draw.label}, taken between {low} and {high}{unit}"
            )
        if effect.headline.id == found.knot.loss.id:
            return ""
    return ""


def _because(loss: Loss, pack: Pack) -> str:
    return because(loss, pack) or "what it needs is gone"


def because(loss: Loss, pack: Pack) -> str:
    """Return the cause of a loss in one clause, its party named."""
    if not loss.fate.chain:
        function = pack.functions.get(loss.id)
        return function.because if function else ""
    first, *rest = loss.fate.chain
    name = party_name(pack, first.party) if first.party else ""
    if name:
        told = name.lower() in short_names(first.what, pack).lower()
        return short_names(first.what if told else f"{first.what} ({name})", pack)
    root = next((wording.bare(link.what) for link in rest if link.party), "")
    return short_names(f"{first.what}; {root}" if root else first.what, pack)


def _people(found: Found) -> str:
    empty = quantities.rung(found.rungs, "nobody aboard", "crewed operation")
    if empty is None or empty.when.probability < POSSIBLE:
        return ""
    if empty.when.probability < LIKELY:
        return f"in {wording.percent(empty.when.probability)} of the futures the last crew goes home before the horizon"
    return f"in half of the futures the last crew has gone home by {found.written(empty.when)}"


def _altitude(found: Found) -> str:
    operating = found.loss(ALTITUDE)
    if found.outcome.altitude is None:
        return ""
    if operating is None or operating.when.probability < POSSIBLE:
        return f"the station stays at its operating altitude until {wording.month(found.end)} in nearly all futures"
    steps = [("leaves its operating altitude", operating.when)]
    for word, verb in (("no return", "passes the point of no return"), ("entry", "re-enters")):
        reached = quantities.rung(found.rungs, word)
        if reached is not None:
            steps.append((verb, reached.when))
    likely = [f"{verb} by {found.written(when)}" for verb, when in steps if when.p50 is not None]
    seldom = [
        f"{verb} before {wording.month(found.end)} in {wording.percent(when.probability)} of the futures"
        for verb, when in steps
        if when.p50 is None
    ]
    often = f"in half of the futures the station {wording.listed(likely)}" if likely else ""
    rarely = f"{'it' if likely else 'the station'} {wording.listed(seldom)}" if seldom else ""
    return f"with nothing else done, {'; '.join(part for part in (often, rarely) if part)}"


def _contrast(found: Found) -> str:
    contrast = found.contrast
    if contrast is None:
        return ""
    if touches_nothing(contrast):
        others = touches_nothing(found.outcome.scenario)
        tail = "" if others else ": everything above is the threat carried out, not what was said"
        who = wording.listed(sorted({party_name(found.pack, one.party) for one in contrast.suspensions}))
        said = f"what {who or 'was'} announced on {wording.day(contrast.start)}"
        return f"{said} touches no service of the station{tail}"
    return f"to set beside this: {contrast.title} (stationkeep run {contrast.id})"
