"""What a statement is about: the scope of what its verb acts on, else of what stands nearest to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from stationkeep.news.clauses import COMPACTS, COOPERATION, clause_start
from stationkeep.news.coded import Place
from stationkeep.news.conditions import Condition
from stationkeep.news.deliveries import carried_people, is_burn
from stationkeep.news.found import Found
from stationkeep.news.gazetteer import Mention
from stationkeep.news.parts import TIMES
from stationkeep.news.phrases import IN_PHRASE, Named, aside_begins, named_in, own_end, phrase_end, settle
from stationkeep.news.subjects import ACTORS, Sentence
from stationkeep.news.words import listed

_CONDUCT = frozenset(("suspend", "withdraw", "resume", "continue"))


def find_object(
    found: Found, sentence: Sentence, action: str, place: Place, conditions: Sequence[Condition] = ()
) -> str:
    """Return what an act is about.

    The phrases that the verb acts on decide, in the order of grammar: its object, what hangs on it, the object of its
    complement; of a passive or an intransitive verb the subject. Where they name nothing, the clause and the text before do.

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
    named = acted_on(found, sentence, conditions) or _beyond(found, sentence, action)
    if action in ("deliver", "continue") and (tool := _tool(found, sentence)):
        return tool
    if action in ("suspend", "withdraw") and _is_spared(sentence):
        return next((one.scope for one in named if one.scope != "station"), "side")
    if action in ("demand", "refuse") and any(one.scope == "sanctions" for one in named):
        return "sanctions"
    if action == "deliver" and is_burn(found, sentence, named):
        return "operations"
    scope = settle(named, sentence)
    if scope in ("", "sanctions") and _asks_relief(found, sentence, action):
        return "sanctions"
    freight = scope == "cargo_flights" and not (named[0].lead or any(one.proper for one in named))
    if scope in _CARRYING and not freight and (carried := carried_people(found, sentence, place)):
        weaker = ("seats", "lifeboat") if carried == "crew_flights" else ("lifeboat",) if carried == "seats" else ()
        scope = scope if scope in weaker else carried
    if found.bare and not scope and not named:
        after = sentence.words.low[found.last : aside_begins(sentence, found.last, found.scope_end)]
        everything = not _ANYTHING.isdisjoint(after[:2])
        return "station" if everything else "side" if _is_official(after) else place.spoken_of
    if scope == "station" and named[0].lead == "to" and _DELIVERIES & set(sentence.words.low[found.last : named[0].first]):
        return "cargo_flights"
    if scope == "station" and (kept := _KEPT.get(sentence.words.low[min(named[0].last, len(sentence.words) - 1)])):
        return kept
    if scope == "station" and _moves_station(named[0], sentence):
        return "operations"
    if scope in _PLAIN and place.spoken_of == "side" and sentence.words.low[named[0].last - 1] in _PARTS:
        return place.spoken_of
    if action == "deliver" and scope == "side" and not named[0].proper:
        return "cargo_flights"  # 'arrived with food and experiments'
    return scope or _unnamed(found, sentence, action, place, named)


_CARRYING = frozenset(("", "station", "crew_flights", "cargo_flights", "seats", "lifeboat"))
"""Scopes that the people who are carried decide."""


def _beyond(found: Found, sentence: Sentence, action: str) -> list[Named]:
    """Return what relative clauses name: 'licences under which first stages are supplied', 'X, which builds Y, stopped'."""
    low, k = sentence.words.low, found.scope_end
    clause = sentence.syntax.clause_at(found.group.first)
    if found.rule == "withdraw.people":
        return named_in(sentence, found.last, len(low))
    if action in ("suspend", "resume") and clause is not None and clause.subject is not None and not found.bare:
        if named := named_in(sentence, clause.subject.core, clause.subject.last):
            return named
    if not {"which", "whose", "that", "how"} & set(low[max(found.last, k - 5) : k + 1]):
        return []
    end = next((n for n in range(k + 1, min(len(low), k + 15)) if low[n] in (",", ";")), min(len(low), k + 15))
    return [one for one in named_in(sentence, k, end) if one.scope != "station" or _moves_station(one, sentence)]


_ANYTHING = listed("anything everything nothing")
_DELIVERIES = listed("deliveries delivery shipments shipment flights runs")
_KEPT = {
    **dict.fromkeys(("supplied", "stocked", "resupplied", "provisioned", "fed"), "cargo_flights"),
    **dict.fromkeys(("manned", "crewed", "staffed"), "crew_flights"),
    **dict.fromkeys(("aloft",), "operations"),
    **dict.fromkeys(("powered",), "power"),
    **dict.fromkeys(("fuelled", "fueled"), "propellant"),
}
"""In which state the station is kept, by who keeps it so: 'has kept the station supplied'."""
_PLAIN = frozenset(("station", "engines"))
_PARTS = listed("airlock airlocks port ports hatch parts part components spares")
"""Parts that a ship or an outpost has as well: the text before says whose they are."""
_STEERING = ("control", "steer", "reboost", "rais", "boost", "lift", "push", "deorbit", "turn", "sink", "sunk")


def _moves_station(one: Named, sentence: Sentence) -> bool:
    """Whether the verb in front of the station steers or moves it."""
    low, k = sentence.words.low, one.first
    while k and sentence.syntax.tags[k - 1] in ("det", "adj"):
        k -= 1
    down = low[k - 1 : k] in (("bring",), ("bringing",), ("brought",)) and "down" in low[one.last : one.last + 3]
    return bool(k) and (low[k - 1].startswith(_STEERING) or down) and not one.lead


def _tool(found: Found, sentence: Sentence) -> str:
    """Return the arm or the relay that does it itself: 'Dextre moved the pallet out of the Dragon'."""
    clause = sentence.syntax.clause_at(found.group.first)
    if clause is None or clause.subject is None:
        return ""
    named = named_in(sentence, clause.subject.first, clause.subject.core)
    return next((one.scope for one in named[:1] if one.proper and one.scope in ("robotics", "comms")), "")


def acted_on(found: Found, sentence: Sentence, conditions: Sequence[Condition] = ()) -> list[Named]:
    """Return the scopes that the phrases of an act name, what the verb acts on before the rest."""
    start = sentence.words.start

    def within(first: int, end: int) -> list[Named]:
        return [
            one for one in named_in(sentence, first, end)
            if not any(c.start <= start[one.first] < c.end for c in conditions)
        ]

    behind = [*within(found.at + 1, found.last), *within(found.last, found.scope_end)]
    clause = sentence.syntax.clause_at(found.group.first)
    subject = clause.subject if clause is not None else None
    if found.nominal:
        first = clause_start(sentence, found.group.first)
        return [*behind, *within(first, found.at)]
    if not (found.group.passive or _is_intransitive(found, sentence)):
        return behind
    if subject is not None and subject.last <= found.at:
        named = within(_begins(sentence, subject.first), own_end(sentence, subject))
        if named or (not found.group.passive and found.subject is not None and found.subject.kind in ACTORS):
            return [*named, *behind]
    first = found.group.first
    return [*(within(clause_start(sentence, first), first) or within(0, first)), *behind]


def _begins(sentence: Sentence, first: int) -> int:
    """Return where the names begin that reach into a phrase."""
    while first and (one := next((m for m in sentence.mentions if m.object and m.first < first <= m.last), None)) is not None:
        first = one.first
    return first


_ARRIVING = ("dock", "arriv", "land", "undock", "splash", "blast", "touch", "com", "cam", "go", "went", "reach")


def _is_intransitive(found: Found, sentence: Sentence) -> bool:
    """Whether no noun phrase follows a verb that it could act on: 'flights will resume in May', 'docked this morning'."""
    tags, low = sentence.syntax.tags, sentence.words.low
    if found.action == "deliver" and found.words.startswith(_ARRIVING):
        return True
    k = found.last
    if k >= min(found.scope_end, len(tags)) or tags[k] not in _ACTED_ON:
        return True
    return tags[k] in IN_PHRASE and low[phrase_end(sentence, k, len(low)) - 1] in TIMES


_ACTED_ON = frozenset((*IN_PHRASE, "pron", "ing", "to"))


_PARTNERS = frozenset(("nasa", "roscosmos", "esa", "jaxa", "csa", "usa", "russia", "japan", "canada", "eu"))
_OUTSIDERS = frozenset(("dlr", "cnes", "asi", "oneweb", "eumetsat", "uk", "germany", "france", "italy", "arianespace"))
_STAYING = ("stay", "remain", "operat", "run", "ran", "leav", "left", "quit", "exit", "participat", "commit", "pledg", "go on", "work")
"""Beginnings of verbs that of a partner mean the station where they name nothing."""
_SERVED = listed(
    "deliveries delivery shipments exports production sales purchases servicing flights launches ship ships vehicle vehicles "
    "service services transfers transfer decision offer request swap program programme contract contracts deal agreement two three"
)
"""Nouns that stand for the service that the text named before."""
_OFFICIAL = listed("travel visits visit conference lecture invitation stake share shares")
_AUTHORITIES = listed("government officials authorities ministry")
"""Nouns of dealings between states and firms that have nothing to do with the station."""


def _unnamed(found: Found, sentence: Sentence, action: str, place: Place, named: list[Named]) -> str:
    """Return what an act is about whose phrases name no scope: what the rest of the clause, or the text before, names."""
    low = sentence.words.low
    after = low[found.last : aside_begins(sentence, found.last, found.scope_end)]
    reach = low[max(0, found.group.first - 12) : found.scope_end]
    before = reach if found.group.passive or _is_intransitive(found, sentence) else ()
    if named and named[0].scope == "sanctions":
        return "sanctions"
    subject = found.subject.means if found.subject is not None else ""
    if subject in _OUTSIDERS:
        return "side"
    partner = subject in _PARTNERS or not subject
    if action in ("continue", "withdraw") and partner and _is_staying(found, after) and not place.outside:
        return "station"
    if place.spoken_of and (_takes_pronoun(found, sentence) or _undergoes_as_pronoun(found, sentence)):
        return place.spoken_of
    if action == "deliver":
        before = settle(named_in(sentence, clause_start(sentence, found.group.first), found.at), sentence)
        return before or place.spoken_of or "station"
    if place.spoken_of not in ("", "station") and not _SERVED.isdisjoint((*before, *after)):
        return place.spoken_of
    if not names_station(sentence) and _is_official(after):
        return "side"
    if not COOPERATION.isdisjoint(reach) or found.service:
        outside = place.outside or "side" in (place.thing, place.spoken_of)
        return "side" if outside and not names_station(sentence) else "station"
    if action in _CONDUCT or action == "warn":
        if not COMPACTS.isdisjoint(after):
            return place.thing or "station"
    if action == "deny":
        return _denied(found, sentence)
    if action == "threaten" or (action == "demand" and place.spoken_of != "side" and not found.act.object):
        return "none"
    if action == "agree" and place.thing:
        return place.thing
    if names_station(sentence) and action != "demand":
        return "station"
    if action in ("warn", "propose", "withdraw"):
        return "station"
    if action in _CONDUCT and "with" in after:
        return "side" if place.outside else "station"
    return found.act.object or "none"


def _is_staying(found: Found, after: Sequence[str]) -> bool:
    lasting = any(a in ("to", "until", "through", "till", "beyond") and b.isdigit() and len(b) == 4 for a, b in pairwise(after))
    return lasting or found.words.startswith(_STAYING) or any(word.startswith(_STAYING) for word in after[:4])


def _takes_pronoun(found: Found, sentence: Sentence) -> bool:
    """Whether the verb, or its complement, acts on a pronoun: 'refused to shut it', 'will go on selling them'."""
    low, tags = sentence.words.low, sentence.syntax.tags
    k = found.last
    while k < found.scope_end and (tags[k] in ("to", "base", "ing", "adv") or (tags[k] == "prep" and k == found.last)):
        k += 1
    if k >= min(found.scope_end, len(low)) or found.group.passive:
        return False
    pointing = low[k] in ("this", "that", "these", "those") and tags[k] != "that" and tags[k + 1 : k + 2] not in (("noun",), ("adj",))
    return low[k] in ("it", "them") or pointing


def _undergoes_as_pronoun(found: Found, sentence: Sentence) -> bool:
    """Whether the subject of a passive is a pronoun: 'it has been put back'."""
    clause = sentence.syntax.clause_at(found.group.first)
    if not found.group.passive or clause is None or clause.subject is None:
        return False
    return sentence.words.low[clause.subject.head] in ("it", "they", "this", "these", "those", "both")


def _is_official(after: Sequence[str]) -> bool:
    """Whether dealings between states or firms are meant: 'contacts with the Russian government', 'its stake'."""
    with_whom = after[after.index("with") :][:7] if "with" in after else ()
    return not _OFFICIAL.isdisjoint(after) or not _AUTHORITIES.isdisjoint(with_whom)


def _asks_relief(found: Found, sentence: Sentence, action: str) -> bool:
    """Whether somebody asks, or refuses, to end an economic measure: 'to take the firms off the list'."""
    low = sentence.words.low
    if action not in ("demand", "refuse"):
        return False
    after = low[found.last : found.scope_end]
    off = ("off" in after or "from" in after) and not {"list", "lists", "blacklist"}.isdisjoint(after)
    return found.action == "lift" or off or not _ENDED.isdisjoint(after[:9])


_ENDED = listed("lifted eased revoked rescinded removed dropped relief exemption")


_EXCEPTIONS = (
    *(("with", "the", "exception", "of"), ("except", "for"), ("except",), ("other", "than"), ("apart", "from")),
    *(("excepting",), ("excluding",), ("save", "for"), ("aside", "from"), ("exempts",), ("exempting",), ("barring",)),
)


def _is_spared(sentence: Sentence) -> bool:
    """Whether the station is what a stop leaves out: 'with the exception of the station'."""
    return any(one.object == "station" and _follows(sentence, one, _EXCEPTIONS) for one in sentence.mentions)


def _follows(sentence: Sentence, one: Mention, phrases: Sequence[Sequence[str]]) -> bool:
    low, k = sentence.words.low, one.first
    while k and sentence.syntax.tags[k - 1] in ("det", "adj"):
        k -= 1
    return any(low[max(0, k - len(phrase)) : k] == tuple(phrase) for phrase in phrases)


_BANS = listed("allow allows allowing let lets letting permit permits permitting ban bans prohibition embargo bar injunction bars barred banned banning prohibits prohibited forbids forbade forbid")


def _measured(found: Found, sentence: Sentence, place: Place) -> str:
    """Return what a measure is about: the service that a ban names, else the sanctions themselves."""
    low = sentence.words.low
    first = clause_start(sentence, found.group.first) if found.group.passive else found.last
    if found.action not in ("suspend", "resume") and _BANS.isdisjoint(low[first : found.last + 8]):
        return "sanctions"
    named = [one for one in sentence.mentions if first <= one.first < max(found.scope_end, found.last + 14)]
    scope = next((one.object for one in named if one.object not in ("", "station", "sanctions")), "")
    if not scope and found.action == "suspend" and "them" in low[found.last : found.scope_end]:
        scope = place.spoken_of
    return scope or "sanctions"


def _answered(found: Found, sentence: Sentence) -> str:
    """Return what a letter is about that is answered, where the sentence names it."""
    low = sentence.words.low
    named = named_in(sentence, found.last, len(low))
    for one in named:
        if one.lead in ("about", "on", "over", "concerning", "regarding", "of"):
            return one.scope
    subject = not {"about", "on", "concerning", "regarding"}.isdisjoint(low[found.last : found.last + 6])
    return "station" if subject or names_station(sentence) else "none"


_GONE = listed("withdrawal pullout pull-out withdrawing leave leaving quit quitting")
_LEFT_THERE = listed("behind strand stranded stranding abandon abandoned abandoning")


def _denied(found: Found, sentence: Sentence) -> str:
    """Return what a denied report is about that names no scope."""
    after = sentence.words.low[found.last :]
    if not _LEFT_THERE.isdisjoint(after):
        return "lifeboat"
    if not _GONE.isdisjoint(after):
        return "station"
    others = any(one.kind in ("party", "state") and one.first > found.last for one in sentence.mentions)
    return "station" if others else "none"


def names_station(sentence: Sentence) -> bool:
    """Whether a sentence names the station or a part of it."""
    return any(one.object == "station" for one in sentence.mentions)


_MUTUAL = re.compile(
    r"\b(?:each|one an) ?other\b|\bwithout\b.*\bwithout\b|\bneither (?:side|party|segment|partner)\b|"
    r"\b(?:rely|depend)\w* on\b.*\b(?:rely|depend)\w* on\b|\bboth ways\b"
)
"""A dependence of both sides: it is about the station, whichever service is named first."""

_WEIGHTY = (
    "lifeboat",
    "engines",
    "operations",
    "seats",
    "propellant",
    "power",
    "robotics",
    "data",
    "comms",
    "crew_flights",
    "cargo_flights",
    "side",
    "other_project",
)
"""What a claim is about, if its sentence names several things: the first of these."""


def assessed_object(rule: str, sentence: Sentence, before: str) -> str:
    """Return what a claim is about: the weightiest service that its sentence names.

    Parameters
    ----------
    rule : str
        The rule of the claim.
    before : str
        The service that the text named before, for a stock that lasts.
    """
    if rule == "claim.only_one_provides" and _MUTUAL.search(" ".join(sentence.words.low)):
        return "station"
    if rule == "claim.mass":
        return "station"
    named = {one.object for one in sentence.mentions}
    if rule == "claim.stock_lasts":
        named -= {"cargo_flights", "crew_flights", "operations"}
    if rule == "claim.only_one_provides" and "home" in sentence.words.low:
        named.add("lifeboat")
    return next((one for one in _WEIGHTY if one in named), before if rule == "claim.stock_lasts" else "") or "station"
