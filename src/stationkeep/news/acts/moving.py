"""Verbs of bringing, launching and giving: whether what they act on is flown or given for the station."""

# ruff: noqa: E501 -- tables of words read better unbroken

from __future__ import annotations

from stationkeep.news.acts.clause import Clause
from stationkeep.news.grammar.clauses import object_phrase
from stationkeep.news.grammar.parts import TIMES
from stationkeep.news.grammar.subjects import ACTORS, Sentence
from stationkeep.news.text.words import listed

SHIPS = listed(
    "spacecraft spaceship spaceships ship ships freighter freighters capsule capsules shuttle shuttles craft vehicle vehicles "
    "ferry ferries truck trucks tug tugs orbiter orbiters tanker tankers vessel vessels lifeboat lifeboats rocket rockets"
)
PEOPLE = listed(
    "astronaut astronauts cosmonaut cosmonauts crew crews crewmate crewmates crewmember crewmembers spacefarer spacefarers "
    "people person men women trio pair duo passenger passengers tourist tourists american americans russian russians "
    "european european's japanese canadian spacewalkers"
)
GOODS = listed(
    "cargo supplies load loads freight food water oxygen nitrogen fuel propellant propellants tons tonnes ton tonne kilograms "
    "kilogrammes kilos pounds equipment experiments experiment hardware spares provisions groceries payload payloads samples goods "
    "airlock adapter adapters pallet pallets battery batteries module modules node truss trusses suit suits spacesuit engine engines stage stages arrays gear parcels meals satellites "
    "satellite probe rover lander laboratory telescope clothes clothing gifts mail letters tools"
)
_CARGO = listed("cargo supplies load loads freight provisions groceries payload payloads")
FLOWN = SHIPS | PEOPLE | GOODS
"""What is flown."""
_THEM = frozenset((one,) for one in ("it", "them", "him", "her", "us", "me"))
_MEASURES = GOODS | listed("kg lb half most group crew number part last first rest")
_PLACES = listed(
    "station iss orbit space outpost complex cosmodrome pad spaceport baikonur home earth aboard orbital up down "
    "ground houston kourou tanegashima wallops canaveral florida moon gateway back cape dock port kazakhstan steppe"
)
_ON = listed("on aboard in by with atop inside")
_BORNE = (
    "dock", "undock", "launch", "berth", "lift", "blast", "splash", "touch", "grappl", "loft", "ferr", "captur", "land", "rotat",
    "restock", "replenish", "catch", "caught", "carr", "deliver", "fly", "flew", "flie", "transport", "haul", "ship", "arriv",
    "truck", "shuttl", "dispatch", "despatch", "rescu", "relaunch",
)  # fmt: skip
"""Beginnings of the verbs that mean a flight wherever what flies is named with them."""
_GOING = (
    "go", "went", "com", "cam", "return", "rid", "rod", "fly", "flew", "flie", "travel", "arriv", "land", "dock", "undock", "launch",
    "lift", "blast", "splash", "touch", "reach", "relaunch", "berth",
)  # fmt: skip
"""Beginnings of the verbs that need nothing to act on."""
_RAISING = ("rais", "lift", "boost", "reboost", "push", "nudg", "steer")
_HEIGHT = listed("orbit altitude height perigee apogee")
_GIVING = (
    "suppl", "provid", "deliver", "give", "gave", "giving", "shar", "hand", "transfer", "transmit", "relay", "ship", "sold", "sell",
    "send", "sent", "beam", "lend", "lent", "pass",
)  # fmt: skip
_SERVICES = listed("seats crew_flights cargo_flights lifeboat propellant operations engines power data comms robotics")


def delivers(one: Clause) -> bool:
    """Whether a verb of moving says that a ship, people or goods are flown, or that a service is given."""
    sentence, passive = one.sentence, one.group.passive
    clause = sentence.syntax.clause_at(one.at)
    subject = clause.subject if clause is not None else None
    doer = (0, 0)
    if subject is not None:
        measured = sentence.words.low[subject.head] in _MEASURES
        doer = (subject.first, min(subject.last, subject.core + 5) if measured else subject.core)
    moved = doer if passive else object_phrase(sentence, one.last, one.end)
    if moved is None or (not passive and _is_when(sentence, *moved)):
        return one.word.startswith(_GOING) and _goes(one, doer)
    able = passive or _is_doer(sentence, *doer)
    if one.word.startswith(("bring", "brought")) and "down" in one.after[:4]:
        return able and any(thing.object == "station" for thing in one.objects)
    if one.word.startswith(("mov", "lift", "tak", "took")) and any(
        thing.object == "robotics" for thing in sentence.mentions if doer[0] <= thing.first < doer[1]
    ):
        return _is_flown(sentence, *moved)  # 'Canada's arm moved the airlock'
    if one.word.startswith(_RAISING) and _is_height(sentence, *moved):
        return able
    if one.word.startswith("return") and not PEOPLE.isdisjoint(sentence.words.low[slice(*moved)]):
        return able  # people are returned home
    if one.word.startswith("put"):
        return able and _is_flown(sentence, *moved) and _on_a_ship(one)
    if one.word.startswith(_GIVING) and (_is_service(sentence, *moved) or _supplies(one, *moved)):
        return able
    if one.word.startswith(("reach", "dock")) and not passive:
        aboard = any(thing.object == "station" for thing in sentence.mentions if moved[0] <= thing.first < moved[1])
        return _is_flown(sentence, *doer) and (aboard or _names_place(sentence, *moved))
    if not able or not _is_flown(sentence, *moved):
        return False
    if "again" in one.after and not PEOPLE.isdisjoint(sentence.words.low[slice(*moved)]):
        return True  # 'will send people again'
    if one.word.startswith("hand") and "over" in sentence.words.low[one.at : one.last + 1]:
        return True  # 'the module has been handed over'
    cargo = not _CARGO.isdisjoint(sentence.words.low[slice(*moved)])
    borne = (
        cargo
        or one.word.startswith(_BORNE)
        or _is_ship(sentence, *moved)
        or (not passive and _is_ship(sentence, *doer))
    )
    return borne or _goes_somewhere(one)


def _goes(one: Clause, doer: tuple[int, int]) -> bool:
    """Whether a verb with nothing to act on says that a ship goes, or that people go somewhere."""
    low = one.sentence.words.low
    spoken_of = not SHIPS.isdisjoint(low[: one.at]) and low[doer[0] : doer[1]] in (("it",), ("they",))
    ship = spoken_of or _is_ship(one.sentence, *doer)
    if one.word.startswith(_BORNE) and ship:
        return True
    if one.word.startswith(_BORNE) and not PEOPLE.isdisjoint(low[slice(*doer)]):
        return True  # 'the next crew will fly in the autumn'
    going = ship or _is_flown(one.sentence, *doer) or _is_doer(one.sentence, *doer)
    return going and _goes_somewhere(one)


def _is_height(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a noun phrase is the station or its orbit, which a burn raises."""
    if not _HEIGHT.isdisjoint(sentence.words.low[first:last]):
        return True
    return any(one.object in ("station", "operations") for one in sentence.mentions if first <= one.first < last)


_BURNS = listed(
    "burn burns firing firings reboost reboosts correction corrections manoeuvre manoeuvres maneuver maneuvers boost boosts lift lifts"
)


def names_burn(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a noun phrase is a firing of engines for the station."""
    if not _BURNS.isdisjoint(sentence.words.low[first:last]):
        return True
    return any(one.object == "operations" for one in sentence.mentions if first <= one.first < last)


_ENGINES = listed("engine engines thruster thrusters motors")
_AIMS = _HEIGHT | listed("station iss complex debris seconds minutes")
_TRIPS = listed("flight flights trip trips voyage run mission journey visit")


def fires(one: Clause) -> bool:
    """Whether engines are fired for the station: 'the engines were switched on to raise the orbit'."""
    low = one.sentence.words.low
    clause = one.sentence.syntax.clause_at(one.at)
    first, last = object_phrase(one.sentence, one.last, one.end) or (0, 0)
    burnt = one.group.passive or one.word.startswith("burn")
    if burnt and clause is not None and clause.subject is not None:
        first, last = clause.subject.first, clause.subject.core
    return not _ENGINES.isdisjoint(low[first:last]) and not _AIMS.isdisjoint(low[one.last : one.end])


def makes_trip(one: Clause) -> bool:
    """Whether a ship makes a flight to somewhere: 'is to make its first flight to the station'."""
    acted_on = object_phrase(one.sentence, one.last, one.end)
    return (
        acted_on is not None
        and not _TRIPS.isdisjoint(one.sentence.words.low[slice(*acted_on)])
        and _goes_somewhere(one)
    )


_TRIES = _BURNS | _TRIPS | listed("try attempt test tests docking launch launches capture liftoff undocking landing")


def tries(one: Clause) -> bool:
    """Whether what succeeds is a flight or a burn: 'a first try at a reboost succeeded'."""
    clause = one.sentence.syntax.clause_at(one.at)
    if clause is None or clause.subject is None or one.sentence.words.low[clause.subject.head] not in _TRIES:
        return False
    first, last = clause.subject.first, clause.first
    return any(
        thing.object and thing.object != "station" for thing in one.sentence.mentions if first <= thing.first < last
    )


_LAUNCHES = listed("launch liftoff docking berthing flight mission undocking landing arrival burn reboost")


def is_dated(one: Clause) -> bool:
    """Whether a flight has its day: 'the launch of the next freighter is scheduled for 15 May'."""
    clause = one.sentence.syntax.clause_at(one.at)
    low, tags = one.sentence.words.low, one.sentence.syntax.tags
    if one.group.no_longer or one.group.negated:
        return False  # 'is no longer scheduled for 15 May'
    if clause is None or clause.subject is None or not one.group.passive or low[clause.subject.head] not in _LAUNCHES:
        return False
    named = (thing.object for thing in one.sentence.mentions if clause.subject.first <= thing.first < clause.first)
    dated = tags[one.last : one.last + 1] == ("num",) or not TIMES.isdisjoint(low[one.last : one.last + 3])
    return dated and any(thing not in ("", "station", "sanctions") for thing in named)


def _is_when(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a noun phrase only says when: 'goes up next month', 'will fly Thursday'."""
    return last - first <= 3 and not TIMES.isdisjoint(sentence.words.low[first:last])


def _is_flown(sentence: Sentence, first: int, last: int) -> bool:
    low = sentence.words.low
    if not FLOWN.isdisjoint(low[first:last]) or _is_ship(sentence, first, last):
        return True
    part = low[first:last].index("of") if "of" in low[first:last] else last - first
    tags, counted = sentence.syntax.tags[first:last], low[first : first + part]
    few = all(one in ("num", "det", "adj") for one in tags[:part]) or _COUNTING.issuperset(counted)
    if tags and (low[first:last] in _THEM or few):
        return True  # 'it', 'five more', 'the second of them'
    named = sum(one.last - one.first for one in sentence.mentions if first <= one.first < last)
    people = tags.count("name") > named + 1  # names that the gazetteer does not know
    return people or any(
        one.kind == "person" or one.object == "seats" for one in sentence.mentions if first <= one.first < last
    )


_COUNTING = listed("the its their first second third fourth fifth sixth last next other others two three four five six")


def _is_ship(sentence: Sentence, first: int, last: int) -> bool:
    if not SHIPS.isdisjoint(sentence.words.low[first:last]):
        return True
    return any(
        (one.kind == "thing" and one.means) or one.object.endswith(("_flights", "lifeboat"))
        for one in sentence.mentions
        if first <= one.first < last
    )


def _is_doer(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a subject can bring: a party, people, a ship, a pronoun, or nobody named."""
    if first == last or sentence.syntax.tags[last - 1] in ("pron", "pron+"):
        return True
    low = sentence.words.low[first:last]
    if not PEOPLE.isdisjoint(low) or not _BODIES.isdisjoint(low) or _is_ship(sentence, first, last):
        return True
    return any(one.kind in ACTORS or one.object == "robotics" for one in sentence.mentions if first <= one.first < last)


_BODIES = listed(
    "agency corporation company government firm contractor partner partners agencies team teams side mission flight"
)


def _supplies(one: Clause, first: int, last: int) -> bool:
    """Whether the station, or who lives there, is supplied with something: 'will supply the station with'."""
    low = one.sentence.words.low
    whom = not PEOPLE.isdisjoint(low[first:last]) or any(
        thing.object == "station" or thing.kind == "party"
        for thing in one.sentence.mentions
        if first <= thing.first < last
    )
    return whom and low[last : last + 1] == ("with",)


_STAYS = listed("stay stays place places ride rides trip trips lift visit visits berth")


def _is_service(sentence: Sentence, first: int, last: int) -> bool:
    if not _STAYS.isdisjoint(sentence.words.low[first:last]):
        return True
    return any(one.object in _SERVICES for one in sentence.mentions if first <= one.first < last)


def _names_place(sentence: Sentence, first: int, last: int) -> bool:
    return not _PLACES.isdisjoint(sentence.words.low[first:last])


def _goes_somewhere(one: Clause) -> bool:
    """Whether the clause says where to, or on which ship."""
    sentence = one.sentence
    return _names_place(sentence, one.last - 1, one.end) or _on_a_ship(one)


def _on_a_ship(one: Clause) -> bool:
    sentence, low = one.sentence, one.sentence.words.low
    if any(low[k] in SHIPS and not _ON.isdisjoint(low[max(one.last, k - 3) : k]) for k in range(one.last, one.end)):
        return True  # 'in our ship'
    return any(
        not _ON.isdisjoint(low[max(one.last, ship.first - 6) : ship.first])
        for ship in sentence.mentions
        if one.last <= ship.first < one.end and _is_ship(sentence, ship.first, ship.last)
    )
