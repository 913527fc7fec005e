"""What a delivery brings: a partner's people, one's own crew, people on their way home, freight, a burn."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stationkeep.news.actors import AGENCY_OF
from stationkeep.news.coded import Place
from stationkeep.news.found import Found
from stationkeep.news.gazetteer import Mention
from stationkeep.news.subjects import Sentence

_RECEIVERS = re.compile(r"\b(?:to|for|by|of) (?:the |its |a )?(?:\w+ )?crew\b")
"""A crew that gets something, rather than one that is flown."""

_HOMEWARD = re.compile(
    r"\b(?:bring(?:s|ing)?|brought|tak(?:e|es|ing)|took|carry(?:ing)?|"
    r"fly(?:ing)?|get(?:ting)?|fetch(?:ing)?|collect(?:ing)?|retrieve) (?:[\w-]+ ){0,5}(?:home|back to earth)\b"
)
_BURNING = frozenset(("engine", "engines", "thruster", "thrusters"))
_LIFEBOAT = re.compile(r"\b(?:home|back|return(?:ed|s|ing)?|land(?:ed|s)?)\b")


def delivered_object(found: Found, sentence: Sentence, near: Sequence[Mention], place: Place) -> str:
    """Return what is delivered: the object of the statement."""
    if found.words.startswith(("com", "cam", "rid", "rod", "return")) and {"home", "back", "return", "earth"} & set(
        sentence.words.low[found.at : found.scope_end]
    ):
        return "lifeboat"
    if found.words.startswith("fir") and not _BURNING.isdisjoint(sentence.words.low[found.last :]):
        return "operations"
    text = _RECEIVERS.sub("", " ".join(sentence.words.low))
    people = re.search(r"\b(?:astronauts?|cosmonauts?|crew|crewmates|him|her|vande|rubio)\b", text)
    if _HOMEWARD.search(text):
        return "lifeboat"
    if found.words.startswith(("bring", "brought", "return", "land")) and people and _LIFEBOAT.search(text):
        return "lifeboat"
    own = next(
        (one.object for one in sentence.mentions if one.kind == "thing" and one.object and one.first < found.at), ""
    )
    if own in ("robotics", "comms"):
        return own
    if own in ("cargo_flights",) and found.words.startswith(
        ("dock", "arriv", "reach", "launch", "carr", "bring", "brought", "deliver", "berth")
    ):
        return own
    if own == "cargo_flights" and found.words.startswith(("rais", "reboost", "lift")):
        return "operations"
    if (
        re.search(r"^(?:the |a |an |its |our )?(?:\S+ ){0,4}(?:module|laboratory|compartment|airlock|node)\b", text)
        and not own
    ):
        return "station"
    if any(one.object == "crew_flights" for one in sentence.mentions) and carries_guests(found, sentence, place):
        return "seats"
    crewed = own == "crew_flights" and found.words.startswith(
        ("dock", "arriv", "reach", "launch", "carr", "lift", "blast", "undock", "land")
    )
    if crewed:
        others = (
            re.search(r"\b(?:american|european|japanese|canadian|nasa|esa|jaxa|foreign)\b", text)
            and party_of_subject(found) == "roscosmos"
        )
        return "seats" if others else "crew_flights"
    foreign = people and any(
        one.means not in ("", party_of_subject(found)) and one.kind in ("party", "state") and one.first >= found.last
        for one in sentence.mentions
    )
    aboard = [one.means for one in near if one.kind == "thing" and one.means] if found.group.passive else []
    carrier = aboard[0] if aboard else party_of_subject(found)
    guest = any(
        place.party_of(one.name) not in ("", carrier)
        for one in sentence.mentions
        if one.kind == "person" and one.first >= found.last
    )
    named_so = carrier == "roscosmos" and re.search(r"\bastronauts?\b", text)
    named_so = named_so or (carrier in _WESTERN and re.search(r"\bcosmonauts?\b", text))
    if foreign or (people and (guest or named_so)) or re.search(r"\b(?:passengers|tourists|relief crews)\b", text):
        return "seats"
    for one in near:
        if one.object not in ("station", "sanctions", ""):
            if one.object == "cargo_flights" and people and "cargo" not in text:
                return "crew_flights"
            return one.object
    return "crew_flights" if people else ("operations" if found.words.startswith(("reboost", "rais")) else "station")


def carries_guests(found: Found, sentence: Sentence, place: Place) -> bool:
    """Whether a ship carries somebody else's people: a cosmonaut on a Dragon, an astronaut of NASA on a Soyuz."""
    ship = next((one for one in sentence.mentions if one.kind == "thing" and one.object.endswith("_flights")), None)
    if ship is None or not ship.means:
        return False
    low = set(sentence.words.low)
    if (ship.means in _WESTERN and low & {"cosmonaut", "cosmonauts"}) or (
        ship.means == "roscosmos" and low & {"astronaut", "astronauts"}
    ):
        return True
    return any(
        place.party_of(one.name) not in ("", ship.means)
        for one in sentence.mentions
        if one.kind == "person" and one.first >= found.group.first - 2
    )


_WESTERN = frozenset(("nasa", "spacex", "boeing"))


def party_of_subject(found: Found) -> str:
    subject = found.subject
    return AGENCY_OF.get(subject.means, subject.means) if subject is not None else ""
