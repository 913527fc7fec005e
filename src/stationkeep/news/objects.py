"""What a statement is about: the most concrete service that its clause names."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from stationkeep.news.clauses import COMPACTS, COOPERATION, clause_start, common_noun
from stationkeep.news.coded import Place
from stationkeep.news.conditions import Condition
from stationkeep.news.deliveries import delivered_object, party_of_subject
from stationkeep.news.found import Found
from stationkeep.news.gazetteer import Mention
from stationkeep.news.subjects import Sentence
from stationkeep.news.words import listed


def find_object(
    found: Found, sentence: Sentence, action: str, place: Place, conditions: Sequence[Condition] = ()
) -> str:
    """Return what it is about: the most concrete thing that the clause names."""
    if action == "sanction" and found.action == "suspend":
        concrete = [
            one.object
            for one in sentence.mentions
            if found.last <= one.first < found.scope_end and one.object not in ("", "station")
        ]
        return concrete[0] if concrete else "sanctions"
    if action in ("sanction", "lift"):
        return _measured(found, sentence)
    if action == "demand" and found.action == "lift":
        return "sanctions"
    if action == "demand" and re.search(
        r"\b(?:strike|remove|take|delete)\b.*\b(?:off|from)\b.*\blists?\b", " ".join(sentence.words.low)
    ):
        return "sanctions"
    if action == "demand" and {"lifted", "eased", "revoked", "rescinded"} & set(
        sentence.words.low[found.last : found.last + 9]
    ):
        return "sanctions"
    if action == "reply" and re.search(
        r"\b(?:about|on|over|concerning|regarding) (?:the |its |their |these )?sanctions\b",
        " ".join(sentence.words.low[found.last :]),
    ):
        return "sanctions"
    if found.words.startswith("relay"):
        return "comms"
    if action == "reply":
        about = _about(sentence, found.last)
        return about or ("station" if names_station(sentence) else "none")
    start = sentence.words.start
    free = [
        one
        for one in sentence.mentions
        if one.object
        and not any(c.start <= start[one.first] < c.end for c in conditions)
        and not _is_aside(sentence, one)
    ]
    if action in ("suspend", "withdraw", "sanction") and _is_spared(sentence):
        return next((one.object for one in free if one.object != "station"), "side")
    after = [one for one in free if found.last <= one.first < found.scope_end]
    prior = [one for one in free if clause_start(sentence, found.group.first) <= one.first < found.at]
    near = [*after, *prior] if found.nominal else [*prior, *after] if found.group.passive else after
    if not near and action in ("deliver", "suspend", "resume", "continue"):
        near = prior
        if found.words.startswith(("stay", "remain")) and names_station(sentence):
            return "station"  # 'Canada, which operates the arm, is staying'
    near = [_crewed(one, sentence) for one in near]
    if action == "deliver":
        return delivered_object(found, sentence, near or prior, place)
    if action in ("demand", "refuse") and any(one.object == "sanctions" for one in near):
        return "sanctions"
    if action in ("propose", "agree", "demand", "refuse", "suspend", "resume") and (
        ridden := _RIDDEN.search(" ".join(sentence.words.low[found.at : found.scope_end]))
    ):
        return "lifeboat" if ridden["home"] else "seats"
    if action in ("propose", "agree", "demand", "refuse", "continue") and _is_homeward(found, sentence):
        return "lifeboat"
    concrete = [one.object for one in near if one.object not in ("station", "sanctions")]
    low = sentence.words.low
    projects = (one for one in near if one.kind == "thing" and one.object in ("side", "other_project"))
    project = next((one.object for one in projects if "and" not in low[found.last : one.first]), "")
    if project and not any(one.kind == "thing" and one.object in concrete[:1] for one in near):
        return project  # 'the propulsion module of Orion'
    if "side" in concrete[1:] and concrete[0] in ("crew_flights", "cargo_flights"):
        concrete = ["side"]  # Soyuz from Kourou
    if len(concrete) > 1 and near and _supplied(sentence, near):
        return concrete[1]  # 'supplies of engines'
    if action == "withdraw" and any(one.object == "station" for one in near[:1]):
        return "station"
    if (
        (not concrete or concrete[0] in ("crew_flights", "cargo_flights"))
        and action in ("suspend", "deny", "refuse", "continue", "propose", "agree")
        and _carries_people(found, sentence)
    ):
        return "lifeboat" if {"home", "behind", "stranded", "back"} & set(sentence.words.low[found.at :]) else "seats"
    if action in ("continue", "agree", "propose") and near and near[0].object == "station" and not found.group.passive:
        return "station" if not concrete or concrete[0] in ("other_project", "data", "cargo_flights") else concrete[0]
    low = sentence.words.low
    if concrete:
        return concrete[0]
    if action != "withdraw" and (common := common_noun(low[found.last : found.scope_end])):
        return common
    if any(one.object == "station" for one in near):
        return "station"
    beyond = _beyond(found, sentence)
    if beyond:
        return beyond
    if action in ("refuse", "deny") and _FREIGHTING.search(" ".join(low[found.last :])):
        return "cargo_flights"
    if place.thing and any(word in _SERVED for word in low[max(0, found.group.first - 8) : found.scope_end]):
        return place.thing
    if any(word in COOPERATION for word in low[max(0, found.group.first - 12) : found.scope_end]) or found.service:
        return "side" if place.outside and not names_station(sentence) else "station"
    if action in ("suspend", "withdraw", "resume", "continue") and COMPACTS & set(low[found.last : found.scope_end]):
        return place.thing or "station"
    if any(one.object == "sanctions" for one in near):
        return "sanctions"
    if action == "warn" and COMPACTS & set(low[found.last : found.scope_end]):
        return "station"
    if found.rule == "withdraw.people":
        left = [
            one.object for one in sentence.mentions if one.first >= found.last and one.object not in ("", "station")
        ]
        return left[0] if left else "station"
    if action == "deny":
        return _denied(found, sentence)
    if action in ("warn", "threaten"):
        return (place.thing or "station") if action == "warn" else "none"
    if names_station(sentence) and action in (
        "suspend",
        "withdraw",
        "continue",
        "resume",
        "propose",
        "agree",
        "deny",
        "refuse",
    ):
        return "station"
    if action in ("propose", "withdraw"):
        return "station"
    if action == "agree" and place.thing:
        return place.thing
    if action in ("suspend", "resume", "continue") and "with" in low[found.last : found.scope_end]:
        return "side" if place.outside and not names_station(sentence) else "station"
    return found.act.object or "none"


_ABOARD_IT = listed("astronaut astronauts crew crews cosmonaut cosmonauts people passengers crewed manned")


def _crewed(one: Mention, sentence: Sentence) -> Mention:
    """Return a Dragon as a ship for crews where its sentence speaks of people."""
    people = one.name.startswith("Dragon") and not _ABOARD_IT.isdisjoint(sentence.words.low)
    if people and one.object == "cargo_flights" and "cargo" not in sentence.words.low:
        return replace(one, object="crew_flights")
    return one


_REASONS = (
    *(("in", "response", "to"), ("in", "retaliation", "for"), ("in", "protest", "at"), ("in", "protest", "against")),
    *(("in", "answer", "to"), ("in", "reply", "to"), ("in", "view", "of"), ("because", "of"), ("due", "to")),
    *(("in", "line", "with"), ("in", "spite", "of"), ("as", "a", "result", "of"), ("on", "account", "of")),
)
_EXCEPTIONS = (
    *(("with", "the", "exception", "of"), ("except", "for"), ("except",), ("other", "than"), ("apart", "from")),
    *(("excepting",), ("excluding",), ("save", "for"), ("aside", "from"), ("exempts",), ("exempting",), ("barring",)),
)
_OWN_ARTICLES = frozenset(("the", "a", "an", "its", "new", "western", "u.s.", "us", "american", "those", "these"))


def _hangs_on(sentence: Sentence, one: Mention, phrases: Sequence[Sequence[str]]) -> bool:
    """Whether a name follows one of some phrases, an article or an adjective between."""
    low, k = sentence.words.low, one.first
    while k and low[k - 1] in _OWN_ARTICLES:
        k -= 1
    return any(low[max(0, k - len(phrase)) : k] == tuple(phrase) for phrase in phrases)


def _is_aside(sentence: Sentence, one: Mention) -> bool:
    """Whether a name only says why: 'in response to the sanctions'."""
    return _hangs_on(sentence, one, _REASONS)


def _is_spared(sentence: Sentence) -> bool:
    """Whether the station is what a stop leaves out: 'with the exception of the station'."""
    return any(one.object == "station" and _hangs_on(sentence, one, _EXCEPTIONS) for one in sentence.mentions)


_RIDDEN = re.compile(
    r"\b(?:an?|the|one|two|three|free|spare|extra|another|its|fifth) (?:place|seat|berth|spot|slot|ride|lift)s? (?:(?P<home>home|down|back) )?"
    r"(?:\w+ ){0,2}(?:on|aboard)\b(?! (?:the |its |a )?(?:\w+ )?(?:freighter|cargo))"
)
"""A place for a person on a ship, up or home."""


_HOME = re.compile(r"\b(?:bring|take|carry|fly|get|return)(?:ing|s)? (?:\w+ ){0,9}(?:home|back to earth|back down)\b")


def _is_homeward(found: Found, sentence: Sentence) -> bool:
    """Whether people are to be brought home: 'asked X to bring the crew of the damaged ship home'."""
    words = sentence.words.low[found.last : found.scope_end]
    people = _PASSENGERS & set(words) or any(
        one.kind == "person" and one.first >= found.last for one in sentence.mentions
    )
    return bool(people) and _HOME.search(" ".join(words)) is not None


def _supplied(sentence: Sentence, near: Sequence[Mention]) -> bool:
    """Whether the first service named is only the giving of the next: 'supplies of rocket engines'."""
    head = next((one for one in near if one.object not in ("station", "sanctions")), near[0])
    return sentence.words.low[head.first] in ("supplies", "supply", "freight", "parts") and sentence.words.low[
        head.last : head.last + 1
    ] == ("of",)


def _measured(found: Found, sentence: Sentence) -> str:
    """Return what a measure is about: the service that a ban names, else the sanctions themselves."""
    low = sentence.words.low
    first = clause_start(sentence, found.group.first) if found.group.passive else found.last
    if not {"ban", "bans", "prohibition", "embargo", "bar", "injunction"} & set(low[first : found.last + 8]):
        return "sanctions"
    named = (one.object for one in sentence.mentions if first <= one.first)
    return next((thing for thing in named if thing not in ("", "station", "sanctions")), "sanctions")


_FREIGHTING = re.compile(
    r"\b(?:bring|carry|send|deliver|fly|launch|take)(?:ing)? (?:up )?(?:\w+ ){0,5}(?:batteries|racks|supplies|food|cargo|freight|equipment|water|tons|tonnes|payloads?)\b"
)


_ABANDONING = re.compile(
    r"\b(?:leav(?:e|ing) (?:\w+ ){1,4}behind|strand(?:ing|ed)?|abandon(?:ing|ed)?|left behind|bring (?:\w+ ){0,4}home)\b"
)


_GONE = listed("withdrawal pullout pull-out withdrawing")


def _denied(found: Found, sentence: Sentence) -> str:
    """Return what a denied report is about: what the rest of the sentence names."""
    low = " ".join(sentence.words.low[found.last :])
    people = any(one.kind == "person" and one.first > found.last for one in sentence.mentions)
    if not _GONE.isdisjoint(sentence.words.low[found.last :]):
        return "station"
    if _ABANDONING.search(low) and (people or _PASSENGERS & set(sentence.words.low[found.last :])):
        return "lifeboat"
    named = [one.object for one in sentence.mentions if one.object and one.first > found.last]
    concrete = next((thing for thing in named if thing not in ("station", "sanctions")), "")
    others = any(one.kind in ("party", "state") and one.first > found.last for one in sentence.mentions)
    return concrete or (named[0] if named else "station" if others else "none")


def _about(sentence: Sentence, at: int) -> str:
    """Return what a letter is about, where the sentence names it."""
    low = sentence.words.low
    for k in range(at, len(low)):
        if low[k] in ("about", "on", "over", "concerning", "regarding", "of"):
            for one in sentence.mentions:
                if k < one.first <= k + 6 and one.object:
                    return one.object
    return ""


def _beyond(found: Found, sentence: Sentence) -> str:
    """Return what a relative clause behind the act names: 'licences under which first stages are supplied'."""
    low = sentence.words.low
    if not {"which", "whose", "that"} & set(low[max(found.last, found.scope_end - 5) : found.scope_end + 1]):
        return ""
    behind = (one.object for one in sentence.mentions if found.scope_end < one.first <= found.scope_end + 14)
    return next((thing for thing in behind if thing not in ("", "station", "sanctions")), "")


_CARRYING = listed(
    "left fly flying carry carrying transport transporting ferry ferrying bring bringing take taking launch "
    "launching leave leaving send sending return returning"
)

_GUESTS = listed(
    "our us american americans european europeans japanese canadian foreign foreigners other others guest guests tourists passengers partners them free home behind"
)
_PASSENGERS = listed("astronaut astronauts crew crews crewmates passengers cosmonauts colleagues people spacefarers us")


def _carries_people(found: Found, sentence: Sentence) -> bool:
    low = sentence.words.low[found.at : found.scope_end]
    if not (_CARRYING & set(low) and _PASSENGERS & set(low)):
        return False
    names = {one.name.split()[0] for one in sentence.mentions if one.kind == "thing"}
    if ("cosmonauts" in low and names & {"Dragon", "Crew", "Starliner"}) or ("astronauts" in low and "Soyuz" in names):
        return True
    own = party_of_subject(found)
    others = [
        one for one in sentence.mentions if found.at <= one.first < found.scope_end and one.kind in ("party", "state")
    ]
    return bool(_GUESTS & set(low)) or any(one.means != own for one in others)


def names_station(sentence: Sentence) -> bool:
    return any(one.object == "station" for one in sentence.mentions)


_SERVED = listed(
    "deliveries delivery shipments exports production sales purchases them servicing flights launches ship "
    "ships vehicle"
)
"""Nouns that stand for the service that the text named before."""

_MUTUAL = re.compile(r"\b(?:each|one an) ?other\b|\bwithout\b.*\bwithout\b|\bneither (?:side|party|segment|partner)\b")
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
    named = {one.object for one in sentence.mentions}
    if rule == "claim.stock_lasts":
        named -= {"cargo_flights", "crew_flights"}
    if rule == "claim.only_one_provides" and "home" in sentence.words.low:
        named.add("lifeboat")
    return next((one for one in _WEIGHTY if one in named), before if rule == "claim.stock_lasts" else "") or "station"
