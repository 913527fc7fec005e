"""Who and what is carried: a partner's people, one's own crew, people on their way home, freight, a burn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from stationkeep.news.acts.actors import AGENCY_OF
from stationkeep.news.acts.coded import Place
from stationkeep.news.acts.found import Found
from stationkeep.news.grammar.clauses import COMPACTS
from stationkeep.news.grammar.conditions import Condition
from stationkeep.news.grammar.gazetteer import COUNTRIES, Mention
from stationkeep.news.grammar.phrases import IN_PHRASE, Named, own_end, phrase_end, word_before
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.grammar.word_classes import VERBAL
from stationkeep.news.text.words import forms, listed


def _forms(verbs: str) -> frozenset[str]:
    return frozenset(form for verb in verbs.split() for form in forms(verb))


_PEOPLE = listed(
    "astronaut astronauts cosmonaut cosmonauts crew crews crewmate crewmates crewmember crewmembers passenger "
    "passengers people person spacefarer spacefarers spaceman spacemen tourist tourists colleague colleagues trio pair "
    "men women man woman resident residents commander researcher researchers visitor visitors traveller travellers "
    "traveler travelers somebody anybody everybody nobody whoever quartet duo members spaceflyers"
)
_GUESTS = listed(
    "tourist tourists passenger passengers guest guests visitor visitors private paying foreign foreigner foreigners "
    "partner partners relief other others commercial traveller travellers traveler travelers millionaire millionaires "
    "billionaire billionaires businessman businesswoman financier entrepreneur amateur amateurs customer "
    "customers client"
)
_OTHERS = frozenset((("each", "other"), ("one", "another"), ("other", "'s"), ("another", "'s"), ("other", "’s")))
_COUNTED = listed("two three four five six seven")
_ALL = listed("the these those all both")
_ANYBODY = listed("whoever anybody anyone somebody someone everybody everyone")
_NATIONS = {
    **{word + s: agency or state for word, (state, agency) in COUNTRIES.items() for s in ("", "s")},
    **dict.fromkeys(("saudi", "saudis", "emirati", "emiratis", "indian", "indians", "turk", "pole", "swede"), "guest"),
}
_MOVING = _forms(
    "fly ride travel come dock arrive land undock lift return go board launch depart blast soar splash reach rocket"
)
"""Verbs whose passengers may be their subject."""
_CARRYING = (
    _MOVING
    | _forms("carry transport ferry bring take leave send put get fetch collect retrieve deliver rotate rescue strand")
    | _forms("evacuate abandon move shuttle haul strap accommodate")
    | listed("flight flights launches mission missions trip trips rotation transport return transfer")
)
_TRADES = {"cosmonaut": "roscosmos", "cosmonauts": "roscosmos", "astronaut": "nasa", "astronauts": "nasa"}
_SWAPPING = _forms("swap exchange trade barter")
"""Verbs done to people who then fly on each other's ships."""
_THINGS = frozenset(("data", "engines", "propellant", "power", "comms", "cargo_flights"))
"""Services whose 'them' is nobody."""
_DIRECTIONS = listed("home back up free safely aboard")
_BY_WHICH = frozenset((("under", "which"), ("by", "which"), ("for", "which"), ("in", "which")))
_PRONOUNS = listed("him her them theirs")
_SPOKEN = frozenset(("demand", "propose", "refuse", "agree", "deny", "warn", "reply"))
_HOME = listed("home homeward behind stranded down descent")
_BACK_TO = frozenset(("to", "in", "into", "on", "up", "online"))
_ALOFT = listed("orbit station iss space complex outpost aboard line service work duty flight operation life normal")
"""Where or to what somebody goes back who does not come home."""
_GOING_HOME = ("return", "evacuat", "rescu", "strand", "abandon", "land", "undock")
_FAMILY = {"spacex": "nasa", "boeing": "nasa", "usa": "nasa", "russia": "roscosmos", "energia": "roscosmos"}
"""Who flies for whom: a crew of NASA on a ship of SpaceX is at home there."""


def carried_people(found: Found, sentence: Sentence, place: Place, conditions: Sequence[Condition] = ()) -> str:
    """Return what the carrying of people is about: ``seats``, ``lifeboat`` or ``crew_flights``; empty without any.

    People carried up on another's ship have seats, people brought home a lifeboat; who flies his own has crew flights.
    """
    low, clause = sentence.words.low, sentence.syntax.clause_at(found.group.first)
    end = min(found.scope_end, len(low))
    if found.action not in _SPOKEN:
        end = min(end, clause.end) if clause is not None and _is_whole(sentence, found, clause.end) else end
        end = next((k for k in range(found.last, end) if sentence.syntax.tags[k] == "rel"), end)
    if not COMPACTS.isdisjoint(low[found.last : found.last + 6]) and not _BY_WHICH.isdisjoint(pairwise(low[end - 1 :])):
        end = len(low)  # 'a deal by which each flies the other's people'
    start = sentence.words.start
    end = next((k for k in range(found.last, end) if any(one.start == start[k] for one in conditions)), end)
    asides = (one.first for one in sentence.syntax.clauses.values() if one.relation == "aside")
    end = min((first for first in asides if found.last < first < end), default=end)
    subject = clause.subject if clause is not None else None
    own = (subject.first, own_end(sentence, subject)) if subject is not None else (0, 0)
    own_words = low[found.at : found.last]
    goes_on = own_words[1:] == ("on",) or own_words[-1:] == ("to",)  # 'go on working', 'return to flying' move nobody
    said = range(found.last if goes_on else found.at, end)
    reach = (*low[own[0] : own[1]], *(low[k] for k in said if low[k + 1 : k + 2] != ("part",)))  # 'to take part in'
    if _CARRYING.isdisjoint(reach):
        swapped = next((k for k in range(found.at, end) if low[k] in _SWAPPING), end)
        return "seats" if any(True for _ in _people(found, sentence, swapped + 1, end, place)) else ""
    if found.action == "deliver" and _to_fetch(sentence, found.last):
        return "lifeboat"
    who, riding = list(_people(found, sentence, found.last, end, place)), []
    if found.group.passive or (found.action not in _SPOKEN and not _MOVING.isdisjoint(reach)):
        riding = list(_people(found, sentence, *own, place))
        pronoun = subject is not None and low[subject.head] in ("they", "he", "she") and low[found.at] in _MOVING
        if pronoun and place.spoken_of not in _THINGS and not _flies_ship(sentence, found.last, end):
            riding.append("")
        if riding and (host := _host_of(sentence, found.last, end)) and _family(host) not in map(_family, riding):
            riding.append("guest")
        who.extend(riding)
    if _pronoun_rides(found, sentence, end) and not any(who):
        return place.thing if place.thing in ("seats", "lifeboat", "crew_flights") else ""
    if not who:
        return ""
    if _goes_home(reach if found.action not in _SPOKEN else reach[: own[1] - own[0]] + low[found.last : end]):
        return "lifeboat"
    if not any(who) and place.spoken_of == "seats" and not _PRONOUNS.isdisjoint(low[found.last : end]):
        return "seats"  # 'agreed to carry him. It will fly him in May'
    carrier = _family(_carrier(found, sentence, place, riding=bool(riding)))
    nations = {_family(one) for one in who if one}
    return "seats" if len(nations) > 1 or nations - {carrier} else "crew_flights"


def _pronoun_rides(found: Found, sentence: Sentence, end: int) -> bool:
    """Whether people who are only a pronoun ride in what is said: 'proposed that he fly in May'."""
    low = sentence.words.low
    return found.action in _SPOKEN and any(
        one.subject is not None and low[one.subject.head] in ("he", "she", "they") and low[one.at] in _MOVING
        for one in sentence.syntax.clauses.values()
        if found.last <= one.first < end
    )


def _flies_ship(sentence: Sentence, first: int, end: int) -> bool:
    """Whether a ship is what is flown: 'he may fly no more than four Progress ships'."""
    low, tags, k = sentence.words.low, sentence.syntax.tags, first
    while k < end and (tags[k] in IN_PHRASE or low[k] == "than"):
        if k in sentence.at_start and sentence.at_start[k].object.endswith("_flights"):
            return True
        k += 1
    return False


def _host_of(sentence: Sentence, first: int, end: int) -> str:
    """Return with which party people ride: 'flew with the Russians', ``guest`` for 'will go on flying with them'."""
    low, at = sentence.words.low, sentence.at_start
    for k in range(first, min(end, len(low) - 1)):
        if low[k] == "with" and low[k - 1] in _MOVING:
            one = at.get(k + 2) if low[k + 1] in ("the", "our", "their") else at.get(k + 1)
            if one is not None and one.kind in ("party", "state"):
                return AGENCY_OF.get(one.means, one.means)
            return "guest" if low[k + 1] in ("them", "us") or low[k + 1 : k + 3] == ("each", "other") else ""
    return ""


def _is_whole(sentence: Sentence, found: Found, end: int) -> bool:
    """Whether a clause ends behind what its verb acts on, and not between the two."""
    tags = sentence.syntax.tags
    return end > found.last and not (tags[end - 1] == "ing" and end < len(tags) and tags[end] in IN_PHRASE)


def _goes_home(words: tuple[str, ...]) -> bool:
    if "up" in words and "down" in words:
        return False  # both ways
    for k, (a, b) in enumerate(pairwise(("", *words, ""))):
        if b.startswith(_GOING_HOME) and a != "in":
            return True
        if a == "back" and (b not in _BACK_TO or _ALOFT.isdisjoint(words[k : k + 4])):
            return True
    return not _HOME.isdisjoint(words) or ("to", "earth") in pairwise(words)


def _to_fetch(sentence: Sentence, first: int) -> bool:
    """Whether the purpose is to bring people home: '..., sent up to take home the crew'."""
    low = sentence.words.low
    purposes = (one for one in sentence.syntax.clauses.values() if one.kind == "to" and one.at >= first)
    return any(low[one.at] in _CARRYING and not _HOME.isdisjoint(low[one.at : one.end]) for one in purposes)


def _family(party: str) -> str:
    return _FAMILY.get(party, party)


def _carrier(found: Found, sentence: Sentence, place: Place, *, riding: bool = False) -> str:
    """Return whose ship it is: the ship's that is named, else his who acts and does not ride himself."""
    ships = [one for one in sentence.mentions if one.object.endswith("_flights") and one.means]
    aboard = next(
        (one.means for one in ships if found.at <= one.first < found.scope_end and _is_aboard(sentence, one)), ""
    )
    named = next((one.means for one in ships), "")
    if found.action in _SPOKEN and named:
        return aboard or named  # who asks for a seat does not carry
    acting = "" if riding and not found.group.passive else party_of_subject(found)
    return aboard or acting or named or place.speaker or place.topic


def _is_aboard(sentence: Sentence, ship: Mention) -> bool:
    return word_before(sentence, ship.first) in ("on", "aboard", "in", "with", "by", "of")


def _people(found: Found, sentence: Sentence, first: int, end: int, place: Place) -> Iterator[str]:
    """Yield whose the people are whom some words name: a party, ``guest`` for anybody's, empty where it is not said."""
    low, tags = sentence.words.low, sentence.syntax.tags
    k, lead = first, ""
    while k < end:
        if low[k] in ("us", "ours") and low[k - 1] in _CARRYING:
            yield "guest" if _is_told_of(found, place) else place.speaker
        elif low[k] in _PRONOUNS and (low[k - 1] in _CARRYING or low[k - 1] == "of"):
            before = [one.means for one in sentence.mentions if one.last <= found.at and low[one.last - 1] in _PEOPLE]
            if before or low[k] != "them" or place.spoken_of not in _THINGS:
                yield next(iter(before), "")
        if low[k] in _ANYBODY and not lead:
            yield ""
        if tags[k] in IN_PHRASE:
            last = phrase_end(sentence, k, end)
            if lead in ("", "of") or (lead == "with" and low[k] != "no"):
                yield from _whose(found, sentence, k, last, place)
            k = last
            continue
        if tags[k] in ("prep", "to"):
            lead = low[k] if low[k] not in ("up", "down", "off") else ""
        elif low[k] not in (",", "and", "or", "("):
            lead = ""
        k += 1


def _whose(found: Found, sentence: Sentence, first: int, last: int, place: Place) -> Iterator[str]:
    """Yield whose the people of one noun phrase are, if they are people."""
    low = sentence.words.low
    within = [one for one in sentence.mentions if first <= one.first < last]
    while last > first + 1 and low[last - 1] in _DIRECTIONS:
        last -= 1
    person = next((one for one in within if one.kind == "person" and one.last == last), None)
    for one in within:
        if one.kind == "party" and low[one.last - 1] in _PEOPLE:
            yield one.means  # 'a second Japanese astronaut'
            return
    if any(one.object == "seats" and one.last == last for one in within):
        yield "guest"
        return
    head = low[last - 1]
    if head in _COUNTED and low[first] in _ALL:
        yield ""
        return
    if (
        person is None
        and head not in _PEOPLE
        and head not in _NATIONS
        and not _is_unknown(sentence, first, last, within)
    ):
        return
    if any(one.kind == "thing" and one.last == last for one in within) or (
        head in _NATIONS and low[first] == "the" and not head.endswith("an")
    ):
        return  # 'the Americans' are a party more often than passengers
    owner = next((one.means for one in within if one.kind in ("party", "state") and one.means), "")
    owner = owner or next((_NATIONS[word] for word in low[first:last] if word in _NATIONS), "")
    owner = owner or next((one.means for one in sentence.mentions if one.first == last + 1 and low[last] == "of"), "")
    trade = next((_TRADES[word] for word in low[first:last] if word in _TRADES), "")
    if person is not None:
        yield (place.party_of(person.name) if not trade else "") or owner or trade
    elif owner:
        yield AGENCY_OF.get(owner, owner)
    elif not _GUESTS.isdisjoint(low[first:last]):
        yield "guest"
    elif any(one in _OTHERS for one in zip(low[first:last], low[first + 1 : last], strict=False)):
        yield "guest"  # 'each other's astronauts'
    elif low[first] == "our":
        yield "guest" if _is_told_of(found, place) else place.speaker
    elif low[first] in ("its", "their"):
        yield party_of_subject(found)
    else:
        yield trade


def _is_told_of(found: Found, place: Place) -> bool:
    """Whether somebody else acts than who speaks: 'it will stop carrying our astronauts'."""
    one = found.subject
    own = one is not None and one.kind == "thing" and _family(one.means) == place.speaker  # the speaker's own ship
    return one is not None and one.kind != "we" and not own


def _is_unknown(sentence: Sentence, first: int, last: int, within: list[Mention]) -> bool:
    """Whether a phrase ends in a first name and a surname that no table has: 'NASA's Christopher Williams'."""
    named = {k for one in within for k in range(one.first, one.last)}
    return all(k >= first and k not in named and sentence.syntax.tags[k] == "name" for k in (last - 2, last - 1))


_HEAVING = ("rais", "reboost", "boost", "lift", "correct", "adjust", "push", "lower", "shov", "nudg", "heav")
_HEAVED = listed("orbit orbits altitude height perigee apogee complex station iss outpost laboratory stack colossus")
_HIGHER = listed("out clear higher by away")
_FIRED = listed("engine engines thruster thrusters jets motors")


def is_burn(found: Found, sentence: Sentence, named: list[Named]) -> bool:
    """Whether the act moves the station: engines fired, its orbit raised."""
    low = sentence.words.low
    after = low[found.last : found.scope_end]
    before = low[max(0, found.group.first - 8) : found.group.first] if found.group.passive else ()
    tags = sentence.syntax.tags
    heaved = next((one.scope for one in named if not one.lead), "") in ("", "station", "operations")
    pronoun = heaved and after[:1] in (("it",), ("them",)) and not _HIGHER.isdisjoint(after[1:4])
    if pronoun and low[found.at].startswith(_HEAVING):
        return True  # 'lifted it out of the path of debris'
    heaving = (k for k in range(found.at, min(found.scope_end, len(low))) if low[k].startswith(_HEAVING))
    if heaved and any(tags[k] in VERBAL and low[k + 1 : k + 2] != ("off",) for k in heaving):
        return not _HEAVED.isdisjoint((*after, *before))
    return found.words.startswith(("fir", "switch", "ignit")) and not _FIRED.isdisjoint((*after, *before))


def party_of_subject(found: Found) -> str:
    """Return the party of who acts, where the clause names it."""
    subject = found.subject
    return AGENCY_OF.get(subject.means, subject.means) if subject is not None else ""
