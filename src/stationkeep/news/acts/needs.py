"""What an act needs: the object, station, sanctions, ship or report that its clause must name."""

# ruff: noqa: E501 -- tables of words read better unbroken

from __future__ import annotations

from itertools import pairwise

from stationkeep.news.acts.clause import Clause, undergone
from stationkeep.news.acts.moving import PEOPLE, delivers, fires, is_dated, makes_trip, names_burn, tries
from stationkeep.news.acts.referents import PROLONGATION
from stationkeep.news.acts.staying import goes_on, works_aboard, works_as_ever, works_on
from stationkeep.news.acts.stopping import settled
from stationkeep.news.acts.wording import LISTS, pulls_out_people
from stationkeep.news.grammar.clauses import (
    COMPACTS,
    clause_start,
    common_noun,
    cooperates_in,
    ends_its_clause,
    object_phrase,
    objects_in,
    parties_in,
)
from stationkeep.news.grammar.lexicon import SERVICE, Act
from stationkeep.news.grammar.subjects import ACTORS, Sentence, find_subject
from stationkeep.news.grammar.verbs import Group
from stationkeep.news.text.words import listed

_REPORTS = listed(
    "report reports rumour rumours rumor rumors claim claims allegation allegations suggestion suggestions "
    "speculation accusation accusations account accounts information it this that any having being notion "
    "idea fake request requests permission access licence licences license licenses visa visas"
)
FLOWN = listed(
    "astronaut astronauts cosmonaut cosmonauts crew crewmates crewmembers cargo engines engine tonnes tons "
    "kilograms supplies module modules home capsule spacecraft spaceship ship ships freighter stage stages "
    "station trio"
)

_STAFF = listed(
    "instructors trainers inspectors delegations students personnel staff workers specialists team teams engineers experts employees people technicians crews"
)
_TOGETHER = ("work", "cooperat", "collaborat")
_LASTING = listed("station iss until through aboard together")
_BESIDE = listed("with together alongside")
_WITH_COMPACTS = frozenset(
    ("suspend.verb", "continue.verb", "resume.verb", "withdraw.verb", "withdraw.end", "demand.verb", "agree.verb")
)
"""Rules whose act may be done to a contract."""

_ASKING = frozenset(("demand.verb", "propose.verb", "agree.verb", "refuse.verb"))
_ENDS = listed('. because yet now early soon unless if anyway at when “ ” " ,')
_LEAVING = listed("leave leaves leaving withdraw withdraws quit quits exit")
_WHEN = listed("it in after by on before")


def fits(one: Clause) -> bool:
    """Return whether the clause of an act names what the act needs."""
    if one.act.action in ("threaten", "warn") and one.nominal:
        return bool(one.objects) or one.cooperating
    known = settled(one)
    if known is not None:
        return known
    if one.word.startswith(_TOGETHER):
        group = one.group
        meant = one.word.endswith("ing") or group.governor in ("announced", "considered") or group.tense == "future"
        if one.group.infinitive and works_on(one):
            return True  # 'wants the arm to work until 2030'
        if (meant and works_aboard(one)) or works_as_ever(one):
            return True
        return meant and not _LASTING.isdisjoint(one.after) and one.followed_by(_BESIDE, 2)
    if one.act.rule == "continue.verb":
        return goes_on(one)
    return _has(one)


def read_clause(
    sentence: Sentence, act: Act, at: int, last: int, end: int, group: Group, nominal: bool, word: str
) -> Clause:
    """Return the clause of an act with what it names.

    Parameters
    ----------
    at, last, end : int
        The act's word, the word behind its particle, and the word at which its clause ends.
    group : Group
        What stands before the verb, or the verb that carries the noun.
    nominal : bool
        Whether the word is a noun.
    """
    after = sentence.words.low[last:end]
    objects = objects_in(sentence, last, end)
    intransitive = (
        not group.passive
        and not objects
        and act.rule in ("suspend.verb", "resume.verb")
        and ends_its_clause(sentence, last, end)
    )
    before = group.passive or nominal or intransitive
    if before:
        objects = [*objects, *objects_in(sentence, clause_start(sentence, group.first), at)]
    kinds = {one.object for one in objects} or {common_noun(after)} - {""}
    cooperating = (
        (act.rule in _WITH_COMPACTS and not COMPACTS.isdisjoint(after))
        or cooperates_in(sentence, last, end)
        or _with_a_party(sentence, last, end)
        or (before and cooperates_in(sentence, max(0, group.first - 10), at))
    )
    return Clause(
        sentence, act, at, last, end, group, nominal, word, after, tuple(objects), frozenset(kinds), cooperating
    )


def _with_a_party(sentence: Sentence, first: int, last: int) -> bool:
    """Whether what is done is done with a party: 'is suspending its engagements with the Russian Federation'."""
    low = sentence.words.low
    return any(
        "with" in low[max(first, one.first - 3) : one.first]
        for one in sentence.mentions
        if first < one.first < last and one.kind in ("party", "state")
    )


def _has(one: Clause) -> bool:
    """Whether the clause holds what the rule of the act asks for."""
    match one.act.needs:
        case "people":
            low = one.sentence.words.low
            if pulls_out_people(one) or (one.word.startswith(("tak", "took")) and not one.followed_by(_HOME, 6)):
                return pulls_out_people(one)
            return one.followed_by(_STAFF, 9) and "from" in low[one.last : one.last + 16]
        case "fuel":
            return bool(one.kinds & {"propellant", "station"})
        case "arm":
            near = objects_in(one.sentence, one.last, one.last + 3)
            return any(thing.object == "robotics" for thing in near)
        case "kept_from":
            away = any(a == "from" and b.endswith("ing") and b not in _FALLING for a, b in pairwise(one.after[:8]))
            return away and not one.group.passive and bool(one.kinds - {"sanctions"})
        case "listed":
            return _is_listed(one)
        case "controls":
            return _is_controlled(one)
        case "allowed":
            return _is_allowed(one)
        case "unlet":
            return (
                one.group.negated and not one.group.passive and bool(parties_in(one.sentence, one.last, one.last + 4))
            )
        case "licence":
            return one.followed_by(_LICENCES, 8) and _is_of_state(one)
        case "segment":
            return one.group.tense != "present" and not _SEGMENTS.isdisjoint(
                one.sentence.words.low[slice(*undergone(one))]
            )
        case "attempt":
            return tries(one)
        case "dated":
            return is_dated(one)
        case "lifeboat":
            near = objects_in(one.sentence, one.last, one.last + 5)
            return any(thing.object == "lifeboat" for thing in near)
        case "firing":
            return fires(one)
        case "trip":
            return makes_trip(one)
        case "attitude":
            acted_on = object_phrase(one.sentence, one.last, one.end)
            return acted_on is not None and not _ATTITUDE.isdisjoint(one.sentence.words.low[slice(*acted_on)])
        case "burn":
            if one.after[:1] == ("without",):
                return False  # 'would do without the thrusters'
            acted_on = object_phrase(one.sentence, one.last, one.end)
            if one.group.passive or acted_on is None:
                return "operations" in one.kinds
            return names_burn(one.sentence, *acted_on)
        case "sanctions":
            return _names_sanctions(one)
        case "station":
            return _names_station(one)
        case "ship":
            return delivers(one)
        case "report":
            return one.followed_by(_REPORTS, 10) or "that" in one.after[:3]
        case "object":
            return _names_object(one)
    return True


_FALLING = listed("falling tumbling burning crashing sinking drifting spinning coming leaking dropping colliding")
_HOME = listed("home out")
_ATTITUDE = listed("attitude orientation orbit altitude height")
_SEGMENTS = listed("segment segments modules half section")
_CONTROLLED = listed(
    "licence licences license licenses export exports import imports technology technologies goods transactions investment assets accounts"
)
_LICENCES = listed("licence licences license licenses waiver waivers exemption permit")
_LAWS = listed(
    "law laws bill act legislation measure amendment waiver exemption rule provision decree resolution order"
)
_BUYING = listed(
    "payment payments purchase purchases imports buy buying purchase purchasing pay paying import importing use using order acquire procure launch"
)


def _is_controlled(one: Clause) -> bool:
    """Whether what a state stops is trade: 'has barred exports of goods', 'stopped issuing licences'."""
    low = one.sentence.words.low
    first, last = undergone(one)
    if first == last and not one.group.passive and low[one.last : one.last + 1] in (("issuing",), ("granting",)):
        first, last = object_phrase(one.sentence, one.last + 1, one.end) or (0, 0)
    if _CONTROLLED.isdisjoint(low[first:last]):
        return False
    if any(thing.object not in ("", "station", "sanctions") for thing in objects_in(one.sentence, first, last)):
        return False  # of a service it is a stop
    return one.group.passive or _is_of_state(one)


_LISTED_FOR = listed(
    "sanctions sanctioned entity black trade export control sdn restricted banned designated prohibited undesirable users entities persons "
    "individuals companies firms organizations organisations nationals"
)


def _is_listed(one: Clause) -> bool:
    """Whether somebody is put on a list of whom a measure hits: 'on a list of military end users', 'on its entity list'."""
    low = one.sentence.words.low
    for k in range(one.last, min(one.end, len(low))):
        if low[k] == "sanctions" and "under" in low[max(one.at, k - 4) : k]:
            return True
        if low[k] in LISTS and not _ONTO.isdisjoint(low[max(one.at, k - 5) : k]):
            bare = low[k].startswith("black") or (
                low[k + 1 : k + 2] != ("of",) and low[k - 1] in ("its", "their", "own")
            )
            return bare or not _LISTED_FOR.isdisjoint(low[max(one.at, k - 3) : k + 6])
    return False


_ONTO = listed("on onto to in under")


def _is_of_state(one: Clause) -> bool:
    subject = find_subject(one.sentence, one.group.first)
    return subject is not None and subject.kind in ("state", "pronoun")


def _is_allowed(one: Clause) -> bool:
    """Whether a law lets a party buy: 'a bill that allows NASA to buy seats'."""
    clause = one.sentence.syntax.clause_at(one.at)
    if (
        clause is None
        or clause.subject is None
        or _LAWS.isdisjoint(one.sentence.words.low[clause.subject.first : clause.subject.core])
    ):
        return False
    buying = not _BUYING.isdisjoint(one.after[:8])
    return buying and bool(parties_in(one.sentence, one.last, one.last + 4)) and bool(one.kinds - {"sanctions"})


def _names_sanctions(one: Clause) -> bool:
    if one.word.startswith(("impos", "introduc", "lift")):
        before = one.sentence.words.low[max(0, one.group.first - 6) : one.group.first]
        them = one.word.startswith("impos") and "them" in one.after[:1]
        if them or ({"sanctions", "restrictions"} & set(before) and {"that", "which"} & set(before)):
            return True
    if one.word.startswith(("put", "join")) and one.act.action == "sanction":
        return _puts_sanctions(one)
    return "sanctions" in one.kinds or (one.word.startswith("waive") and "restrictions" in one.after)


def _puts_sanctions(one: Clause) -> bool:
    """Whether sanctions themselves are put on somebody, or joined: 'put new sanctions on', not 'put the list of sanctions on'."""
    first, last = undergone(one)
    measure = next(
        (thing for thing in one.objects if first <= thing.first < last and thing.object == "sanctions"), None
    )
    low, tags = one.sentence.words.low, one.sentence.syntax.tags
    if measure is None or "of" in low[first : measure.first]:
        return False
    if tags[measure.last : measure.last + 1] == ("noun",) and not one.group.passive:
        return False  # 'joined the sanctions committee'
    return one.word.startswith("join") or not _ONTO_WHOM.isdisjoint(one.after if not one.group.passive else low)


_ONTO_WHOM = listed("on upon against")


def _names_station(one: Clause) -> bool:
    """Whether what is left is named behind the verb, or nothing is, by one who has said what."""
    if one.nominal:
        return bool(one.kinds - {"sanctions"}) or one.cooperating or _own_exit(one)
    after, reach = one.after, min(one.end, one.last + 9)
    near = objects_in(one.sentence, one.last, reach)
    if any(thing.object not in ("sanctions", "") for thing in near) or cooperates_in(one.sentence, one.last, reach):
        return not (after and after[0] in ("for", "from") and "home" in after[:3]) and "off" not in after[:1]
    away = one.last > one.at + 1 and one.sentence.words.low[one.last - 1] in ("away", "out")
    if (one.word in _LEAVING or away) and (not after or after[0] in _ENDS):
        return find_subject(one.sentence, one.group.first) is not None
    return one.followed_by(_WHEN, 1) and any(word.isdigit() for word in after[:6])


def _own_exit(one: Clause) -> bool:
    """Whether a party speaks of its own exit, which goes without saying: 'is considering an earlier departure'."""
    if one.after[:1] in (("from",), ("of",)) or one.group.passive:
        return False
    subject = find_subject(one.sentence, one.group.first)
    return subject is not None and (subject.kind in (*ACTORS, "we") or subject.name in ("it", "he", "she", "they"))


def _acts_on_an_act(one: Clause) -> bool:
    """Whether what is asked or offered is itself an act: 'was ready to discuss an extension'."""
    return not _ACTS.isdisjoint(one.sentence.words.low[slice(*undergone(one))])


def _prolonging(one: Clause) -> bool:
    return one.followed_by(PROLONGATION, 4)


_ACTS = listed(
    "extension prolongation withdrawal exit departure suspension resumption return swap swaps exchange launch purchase"
)
_FEWER = ("cut", "reduc", "halv", "trim", "shrink", "shrank", "scal", "limit")
"""Beginnings of the verbs that leave fewer people aboard."""


def _names_object(one: Clause) -> bool:
    if one.act.rule in _ASKING:
        whole = bool(one.sentence.mentions) or _prolonging(one)
        named = whole and not one.nominal and ("to" in one.after[:4] or _acts_on_an_act(one) or _prolonging(one))
        them = one.after[:1] == ("them",) and "we" in one.sentence.words.low[: one.at]  # 'we have asked them to'
        named = named or (them and not one.nominal)
        return bool(one.kinds) or one.cooperating or bool(parties_in(one.sentence, one.last, one.end)) or named
    carries = one.act.action == "suspend" and (
        (any(word in SERVICE for word in one.after[:3]) and not (FLOWN | _STAFF).isdisjoint(one.after))
        or (one.word.startswith(_FEWER) and not PEOPLE.isdisjoint(one.sentence.words.low[slice(*undergone(one))]))
    )
    bare = bool(one.kinds) and one.act.action not in ("suspend", "resume")
    return carries or bool(one.kinds - {"sanctions"}) or one.cooperating or bare
