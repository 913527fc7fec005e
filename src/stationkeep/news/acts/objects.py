"""What a statement is about: the scope of what its verb acts on, else of what stands nearest to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from stationkeep.news.acts.coded import Place
from stationkeep.news.acts.deliveries import carried_people, is_burn
from stationkeep.news.acts.found import Found
from stationkeep.news.acts.referents import left_open, names_station, unnamed
from stationkeep.news.acts.undergoers import (
    ARRIVING,
    acted_on,
    beyond,
    is_flown,
    is_intransitive,
    moves_station,
    of_subject,
    tool_of,
)
from stationkeep.news.grammar.clauses import clause_start
from stationkeep.news.grammar.conditions import Condition
from stationkeep.news.grammar.phrases import Named, is_meant, named_in, settle, starts_after
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.text.words import listed

_CARRYING = frozenset(("", "station", "crew_flights", "cargo_flights", "seats", "lifeboat"))
"""Scopes that give way to the people who are carried."""
_FLIGHTS = _CARRYING - {"", "station"}
_STRONGER = {"crew_flights": ("seats", "lifeboat"), "seats": ("lifeboat",)}
"""Scopes that are named already and say more than who is carried."""


def find_object(
    found: Found, sentence: Sentence, action: str, place: Place, conditions: Sequence[Condition] = ()
) -> str:
    """Return what an act is about.

    In this order: what a measure forbids or a letter answers; the arm or relay that does it; the sanctions that
    somebody asks to lift; a burn; the head of what the verb acts on, then what hangs on it, then the object of its
    complement, of a passive or intransitive verb the subject; the people who are carried; relative clauses; the rest
    of the clause; the text before.

    Parameters
    ----------
    found : Found
        The act.
    action : str
        Its action after what governs it.
    place : Place
        What the document knows here.
    conditions : sequence of Condition
        Names in these are no objects.
    """
    if action in ("sanction", "lift"):
        return _measured(found, sentence, place)
    if action == "reply":
        return _answered(found, sentence)
    if found.words.startswith("relay"):
        return "comms"
    if action in ("deliver", "continue") and (tool := tool_of(found, sentence)):
        return tool
    named = acted_on(found, sentence, conditions) or beyond(found, sentence, action)
    if action in ("suspend", "withdraw") and _is_spared(sentence):
        return next((one.scope for one in named if one.scope != "station"), "side")
    scope = settle(named, sentence)
    if action in ("demand", "refuse"):
        after = sentence.words.low[found.last : found.scope_end]
        relief = (not scope or not _MEASURES.isdisjoint(after[:5])) and _asks_relief(found, after)
        if relief or any(one.scope == "sanctions" for one in named):
            return "sanctions"
    if action == "deliver" and (found.rule == "deliver.burn" or is_burn(found, sentence, named)):
        return "operations"
    freight = scope == "cargo_flights" and not (named[0].lead or any(one.proper for one in named))
    if scope in _CARRYING and not freight and (carried := carried_people(found, sentence, place, conditions)):
        scope = scope if scope in _STRONGER.get(carried, ()) else carried
    if scope == "station" and named and all(one.lead for one in named):
        said = of_subject(found, sentence)
        if action == "deliver" and found.words.startswith(ARRIVING):
            said = said or next((one for one in (place.spoken_of, place.thing) if one in _FLIGHTS), "")
        if said:
            return said
    if not scope:
        bare = found.bare and not named
        return left_open(found, sentence, place) if bare else unnamed(found, sentence, action, place, named)
    if named and place.spoken_of == "side" and _is_part(named, sentence):
        return "side"
    if action == "deliver" and scope == "side" and named[0].scope == "side" and not named[0].proper:
        return "cargo_flights"  # 'arrived with food and experiments'
    joint = scope == "station" and action in _CUT and not names_station(sentence)
    if joint and named and place.spoken_of != "station" and sentence.words.low[named[0].first] == "joint":
        return "side"  # 'has no plans to suspend its joint work with Russia'
    if scope == "propellant" and sentence.words.low[named[0].last - 1] in ("tank", "tanks"):
        made = not _MAKING.isdisjoint(sentence.words.low[found.at : named[0].first])
        return "engines" if made else scope  # tanks that a plant makes are parts of a rocket
    if named and scope == "station":
        return _meant(scope, named[0], found, sentence, place)
    return scope


_CUT = frozenset(("suspend", "withdraw", "resume"))
_MAKING = listed("production manufacture making producing building manufacturing shipment shipments stage stages")
_FLOWN = frozenset(("suspend", "withdraw", "resume", "continue"))
_DELIVERIES = listed("deliveries delivery shipments shipment flights runs")
_KEPT = {
    **dict.fromkeys(("supplied", "stocked", "resupplied", "provisioned", "fed"), "cargo_flights"),
    **dict.fromkeys(("manned", "crewed", "staffed"), "crew_flights"),
    "aloft": "operations",
    "powered": "power",
    **dict.fromkeys(("fuelled", "fueled"), "propellant"),
}
"""Who keeps the station in which state: 'has kept the station supplied'."""
_PARTS = listed(
    "airlock airlocks port ports hatch parts part components spares batteries module modules segment segments arm tank "
    "tanks propulsion hardware supplies cargo fuel power"
)
"""Parts that a ship or another outpost has as well: the text before says whose they are."""


def _is_part(named: Sequence[Named], sentence: Sentence) -> bool:
    """Whether no ship and no station is named, but parts that the project spoken of before has as well."""
    low, first = sentence.words.low, named[0]
    bare = low[first.last - 1] in _PARTS and first.last - first.first == 1
    return bare and not any(one.proper or low[one.last - 1] in _STATION for one in named)


_STATION = listed("station iss outpost complex")


def _meant(scope: str, one: Named, found: Found, sentence: Sentence, place: Place) -> str:
    """Return what is done with the station or its parts: moved, supplied, delivered to."""
    low = sentence.words.low
    if scope != "station":
        return scope
    if place.spoken_of == "side" and low[one.first - 1] in ("that", "this"):
        return "side"  # 'cargo for that station'
    if one.lead == "to" and not _DELIVERIES.isdisjoint(low[found.last : one.first]):
        return "cargo_flights"
    if moves_station(one, sentence) or (found.action in _FLOWN and is_flown(one, found, sentence)):
        return "operations"
    return _KEPT.get(low[one.last], scope) if one.last < len(low) else scope


_MEASURES = listed("ban bans embargo prohibition prohibitions")
_ENDING = listed("lift ease waive revoke rescind repeal drop remove relax end scrap lifting easing waiving")
_ENDED = listed("lifted eased revoked rescinded removed dropped relief exemption")


def _asks_relief(found: Found, after: Sequence[str]) -> bool:
    """Whether somebody asks, or refuses, to end an economic measure: 'to take the firms off the list'."""
    off = ("off" in after or "from" in after) and not {"list", "lists", "blacklist"}.isdisjoint(after)
    ends = any(word in _ENDING and not _MEASURES.isdisjoint(after[k : k + 5]) for k, word in enumerate(after))
    return found.action == "lift" or off or ends or not _ENDED.isdisjoint(after[:9])


_EXCEPTIONS = (
    *(("with", "the", "exception", "of"), ("except", "for"), ("except",), ("other", "than"), ("apart", "from")),
    *(("excepting",), ("excluding",), ("save", "for"), ("aside", "from"), ("exempts",), ("exempting",), ("barring",)),
)


def _is_spared(sentence: Sentence) -> bool:
    """Whether the station is what a stop leaves out: 'with the exception of the station'."""
    return any(one.object == "station" and starts_after(sentence, one.first, _EXCEPTIONS) for one in sentence.mentions)


_BANS = listed(
    "ban bans barred banned banning bar bars prohibition prohibits prohibited forbids forbade forbid embargo "
    "injunction allow allows allowing let lets letting permit permits permitting "
    "exempt exempts exempted exempting exemption waiver"
)
"""Words with which a law says what may, or may not, be done."""


def _measured(found: Found, sentence: Sentence, place: Place) -> str:
    """Return what a measure is about: the service that a ban names, else the sanctions themselves."""
    low = sentence.words.low
    undergone = found.group.passive or is_intransitive(found, sentence)
    first = clause_start(sentence, found.group.first) if undergone else found.at
    end = max(found.scope_end, found.last + 14)
    if found.action not in ("suspend", "resume") and _BANS.isdisjoint(low[first:end]):
        return "sanctions"
    named = [one for one in named_in(sentence, first, end) if one.lead not in ("to", "against")]
    services = [one.scope for one in named if one.scope not in ("station", "sanctions")]
    # 'contracts for launches that rely on Russian engines' are about the engines
    scope = "engines" if services[:1] == ["side"] and "engines" in services else next(iter(services), "")
    if not scope and place.spoken_of not in ("", "station") and low[found.last : found.last + 2] in _THE_SALE:
        scope = place.spoken_of
    if not scope and found.action == "suspend" and "them" in low[found.last : found.scope_end]:
        scope = place.spoken_of
    return scope or "sanctions"


_THE_SALE = tuple((the, sale) for the in ("the", "that", "these") for sale in ("sale", "sales", "deal", "purchase"))
_ABOUT = frozenset(("about", "on", "over", "concerning", "regarding"))


def _answered(found: Found, sentence: Sentence) -> str:
    """Return what a letter is about that is answered, where the sentence names it."""
    low = sentence.words.low
    named = named_in(sentence, found.last, len(low))
    scope = next((one.scope for one in named if one.lead in _ABOUT or one.lead == "of"), "")
    said = names_station(sentence) or not _ABOUT.isdisjoint(low[found.last : found.last + 6])
    told = any(one.scope == "sanctions" for one in named)
    return scope or ("station" if said else "sanctions" if told else "none")


_WEIGHTY = (
    *("lifeboat", "operations", "engines", "seats", "propellant", "power", "robotics", "data", "comms"),
    *("crew_flights", "cargo_flights", "side", "other_project"),
)
"""What a claim is about, if its sentence names several things: the first of these."""
_STORED = frozenset(("engines", "propellant", "power"))
"""Services that are stocks themselves; supplies of other kinds are the station's."""
_ALWAYS = {
    "claim.mass": "station",
    "claim.air_loss": "station",
    "claim.mutual": "station",
    "claim.endurance": "lifeboat",
    "claim.seat_price": "seats",
}
_IN_STORE = frozenset(("claim.stock_lasts", "claim.stock", "claim.enough", "claim.lasting", "claim.consumption"))
_LEANING = frozenset(("claim.only_one_provides", "claim.needs"))
_OTHER = listed("new own national future separate commercial")


def assessed_object(rule: str, sentence: Sentence, before: str) -> str:
    """Return what a claim is about: what its rule says, else the weightiest service that its sentence names.

    Parameters
    ----------
    rule : str
        The rule of the claim.
    before : str
        The service that the text named before, for a stock that lasts.
    """
    low = sentence.words.low
    if rule == "claim.seat_price":
        return "seats"
    if rule in _ALWAYS or (rule in _LEANING and _is_mutual(low)) or (rule == "claim.share" and low.count("most") > 1):
        return _ALWAYS.get(rule, "station")
    meant = [one for one in sentence.mentions if is_meant(sentence, one)]
    named = {one.object for one in meant}
    if any(one.object == "station" and not _OTHER.isdisjoint(low[max(0, one.first - 2) : one.last]) for one in meant):
        named.add("other_project")  # 'the price of the new outpost'
    if rule in _IN_STORE:
        if own := next((one for one in _WEIGHTY if one in named & _STORED), ""):
            return own
        missed = any(
            one.object == "cargo_flights" and "without" in low[max(0, one.first - 4) : one.first] for one in meant
        )
        return "cargo_flights" if missed else before if before in _STORED else "station"
    if rule in _LEANING and "home" in low:
        named.add("lifeboat")
    if rule in _LEANING and "operations" in named:
        named.discard("engines")  # 'the orbit depends on the engines of'
    return next((one for one in _WEIGHTY if one in named), "station")


_ONE_ANOTHER = frozenset((("each", "other"), ("one", "another"), ("an", "other"), ("both", "ways")))
_SIDES = listed("side party segment partner")


def _is_mutual(low: tuple[str, ...]) -> bool:
    """Whether each side depends on the other: it is about the station, whichever service is named first."""
    pairs = list(pairwise(low))
    leaning = sum(a.startswith(("rely", "relies", "depend")) and b == "on" for a, b in pairs)
    return (
        leaning > 1
        or low.count("without") > 1
        or sum(word in _SIDES for word in low) > 1
        or not _ONE_ANOTHER.isdisjoint(pairs)
        or any(a == "neither" and b in _SIDES for a, b in pairs)
    )
