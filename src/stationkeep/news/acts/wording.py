"""Verbs of many meanings: what stands behind them says whether they make the act of their rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType

from stationkeep.news.acts.clause import Clause, is_station, undergone
from stationkeep.news.grammar.clauses import (
    COMPACTS,
    COOPERATION,
    clause_start,
    cooperates_in,
    object_phrase,
    objects_in,
    parties_in,
)
from stationkeep.news.grammar.closed_words import AUXILIARIES
from stationkeep.news.grammar.lexicon import SERVICE
from stationkeep.news.grammar.owners import SHIPS, is_ship
from stationkeep.news.grammar.subjects import Sentence, find_subject
from stationkeep.news.text.words import listed

REPORTED = listed(
    "report reports rumour rumours rumor rumors claim claims allegation allegations speculation suggestion "
    "suggestions accusation accusations"
)
"""What is denied rather than refused."""

_NOMINAL = frozenset(("noun", "name", "adj", "num", "det"))
_REFUSED = listed(
    "idea offer offers proposal proposals request requests bid plan demand demands invitation suggestion terms"
)
_WORDS_ONLY = listed("comment say answer speculate elaborate discuss disclose name give confirm be")
_QUESTIONS = listed("whether if why how who what when where which")
_LIFTED = listed("lifted eased revoked rescinded")
_MUST = listed("be must should")
_PAPERS = COMPACTS | listed(
    "plan document paper order annex addendum amendment note letter statement declaration roadmap"
)
_LAWS = listed("decree law bill act legislation resolution")
_ABSTRACT = listed(
    "possibility prospect question questions issue concern concerns price alarm doubts stakes objections subject"
)
_LETTERS = listed("letter letters message appeal request")
_FLOWN_BY_OTHERS = listed("us our their them its foreign american european")
_BANS = listed("ban bans embargo moratorium restriction injunction injunctions prohibition cap")
_RULES = listed("ban bar law act sanctions restrictions rules controls")
_PLANS = listed("plan plans proposal offer idea")
_STATES_OF = frozenset((("without",), ("with",), ("to",), ("as",)))
_SERVICE = listed("service flight flights duty operation operations work normal cooperation joint")
_TALKS = listed("talks negotiations discussions")
_HEADED_FOR = listed("earth home orbit space flight")
_CARGO = frozenset(("cargo_flights", "crew_flights"))


def _refuses(one: Clause) -> bool | None:
    if one.word.startswith(("say", "said")) and one.sentence.words.low[one.last - 1] == "no":
        plain = one.last >= len(one.sentence.words) or one.sentence.syntax.tags[one.last] not in _NOMINAL
        return None if plain else False  # 'said no decision had been taken'
    if one.followed_by(REPORTED, 8) or one.followed_by(_REFUSED, 6):
        return True
    if one.after[:1] in (("it",), ("them",)) and one.word.startswith(("turn", "reject", "refus", "declin")):
        return True
    if one.after[:1] == ("to",) and not _WORDS_ONLY.isdisjoint(one.after[1:3]):
        return False  # 'declined to comment'
    return None


def _demands(one: Clause) -> bool | None:
    if one.after[:1] == ("not",) and "named" in one.after[:8]:
        return False  # 'asked not to be named'
    if one.word.startswith("ask") and one.followed_by(_QUESTIONS, 1):
        return False  # 'asked whether'
    if one.word.startswith("insist") and one.after[:1] != ("on",):
        if one.after[:1] == ("that",) and "not" in one.after and AUXILIARIES.isdisjoint(one.after):
            return True  # 'insists that he not set foot'
        return not _MUST.isdisjoint(one.after)  # else it is only said
    if "whom" in one.sentence.words.low[max(0, one.group.first - 4) : one.at]:
        return False
    if one.followed_by(_ALL, 4) and "to" in one.after[:6]:
        return True  # 'called on all nations to'
    return True if one.followed_by(_LIFTED, 9) else None


_ALL = listed(
    "nations countries states powers governments agencies partners everyone everybody sides parties colleagues"
)


def _agrees(one: Clause) -> bool | None:
    if one.word.startswith(("seal", "clos", "clinch", "finali")) and not one.nominal:
        return one.followed_by(_PAPERS | _TALKS, 6)
    if one.word.startswith(("tak", "took")) and "up" in one.sentence.words.low[one.at + 1 : one.last + 8]:
        if ("up", "on") in pairwise(one.sentence.words.low[one.at : one.last + 8]):
            return not any(thing.object.endswith("_flights") for thing in objects_in(one.sentence, one.last, one.end))
        return one.followed_by(_REFUSED | _PAPERS | _OPTIONS | _NEW, 6)
    if one.after[:2] in (("on", "whether"), ("on", "how"), ("that", "the")):
        return False
    if one.word.startswith("set"):
        return any(thing.object == "seats" for thing in one.objects)  # 'two seats have been set aside'
    if one.word.startswith("clear") and "way" in one.after[:2]:
        return False  # 'cleared the way by ...'
    if one.nominal:
        return True if one.word in ("acceptance", "consent", "assent") else None
    if one.word in ("agree", "agrees") and one.end - one.last <= 1 and one.group.tense == "present":
        return False  # 'is a reliable ship, engineers agree'
    if one.word.startswith("order"):
        bought = bool(objects_in(one.sentence, one.last, one.last + 6)) or (
            cooperates_in(one.sentence, one.last, one.last + 5) and "from" in one.after[:7]
        )
        return bought and ("to" not in one.after[:8] or one.after[:2] == ("up", "to"))
    if one.word.startswith("consent") and not COMPACTS.isdisjoint(one.after):
        return True
    if one.word.startswith("conclud"):
        return not (COMPACTS | _TALKS).isdisjoint(one.after)
    if one.word.startswith("enter"):
        return one.followed_by(COMPACTS, 5)
    if one.word.startswith(("choos", "chos", "select", "tap")):
        return "to" not in one.after[:1] and bool(parties_in(one.sentence, one.last, one.last + 4))
    if one.word.startswith(("sign", "initial", "ink", "put")):
        if one.followed_by(_LAWS, 4):
            return False  # what the law does is the act
        return True if one.followed_by(_PAPERS, 6) else None
    return None


def _is_crew(one: Clause) -> bool:
    clause = one.sentence.syntax.clause_at(one.at)
    return clause is not None and clause.subject is not None and one.sentence.words.low[clause.subject.head] in _CREW


_NEW = listed("project projects")
_CREW = listed("crew crews astronauts cosmonauts men women residents trio they")


def _resumes(one: Clause) -> bool | None:
    if one.nominal and one.word == "return":
        near = {thing.object for thing in objects_in(one.sentence, one.last, one.last + 5)} - {
            "",
            "station",
            "sanctions",
        }
        return one.after[:1] == ("to",) and (one.followed_by(_SERVICE, 3) or bool(near))
    low = one.sentence.words.low
    if one.word.startswith(("bring", "brought")) and _brings_a_ship(one):
        return False  # 'to bring Starliner back empty'
    if one.word.startswith(("return", "go", "went")) and low[one.last - 1 : one.last] == ("to",):
        if one.followed_by(_HEADED_FOR, 2) or (one.after[:1] == ("work",) and _is_crew(one)):
            return False  # 'returned to Earth in a capsule', 'the crew went back to work'
        near = {thing.object for thing in objects_in(one.sentence, one.last, one.last + 4)}
        serving = SERVICE.get(low[one.last], "") == "ing" if one.last < len(low) else False
        people = serving and not _CREW.isdisjoint(one.after[1:4])  # 'will go back to flying crews'
        return bool(near - {"station", "sanctions"}) or people or cooperates_in(one.sentence, one.last, one.last + 3)
    return True if "again" in one.after and one.followed_by(_FLOWN_BY_OTHERS, 4) else None


def _brings_a_ship(one: Clause) -> bool:
    acted_on = object_phrase(one.sentence, one.last, one.end)
    if acted_on is None:
        return False
    first, last = acted_on
    low = one.sentence.words.low
    ends = [m.last for m in one.sentence.mentions if first <= m.first < last and is_ship(m)]
    ends += [k + 1 for k in range(first, last) if low[k] in SHIPS]
    return any(low[end : end + 1] == () or one.sentence.syntax.tags[end] not in ("noun", "name") for end in ends)


def _is_of_a_ship(one: Clause) -> bool:
    """Whether a ship goes, or is taken from where it stands, and no partner."""
    sentence = one.sentence
    clause = sentence.syntax.clause_at(one.at)
    if clause is not None and clause.subject is not None and not one.group.passive:
        head = clause.subject.head
        named = (m for m in sentence.mentions if m.first <= head < m.last)
        if sentence.words.low[head] in SHIPS or any(is_ship(m) for m in named):
            return True
    return bool(one.objects) and is_ship(one.objects[0]) and not _STANDS.isdisjoint(one.after[:9])


_STANDS = listed("pad launchpad port hangar")


def pulls_out_people(one: Clause) -> bool:
    """Whether a partner takes its people off the station: 'does not intend to pull its astronauts off the station'."""
    low = one.after
    off = next((k for k, word in enumerate(low[:9]) if word == "off" or low[k : k + 2] == ("out", "of")), -1)
    off = off if off >= 0 else next((k for k, word in enumerate(low[:9]) if word == "from"), -1)
    if off <= 0 or _OFF_CREW.isdisjoint(low[:off]):
        return False
    first = one.last + off + (2 if low[off] == "out" else 1)
    aboard = objects_in(one.sentence, first, first + 3)
    return any(
        is_station(one.sentence, thing) and "of" not in one.sentence.words.low[first : thing.last + 1]
        for thing in aboard
    )


_OFF_CREW = listed("astronaut astronauts cosmonaut cosmonauts crew crews people men personnel")


def _withdraws(one: Clause) -> bool | None:
    if one.word.startswith("recall") and one.after[:1] in (("that",), ("how",), ("what",)):
        return False
    if one.word == "leaving" and one.sentence.words.low[one.at - 1] == ",":
        return False  # '..., leaving a rover without a ride'
    if not one.nominal and _is_of_a_ship(one):
        return False  # 'Cygnus departed the station'
    if one.word.startswith(("undock", "detach", "separat", "unberth")):
        return True
    if one.word[:4] in ("leav", "left", "exit", "quit") and not one.nominal and one.objects:
        first = one.objects[0]  # 'leaves its ship without an order' says in what state it is left
        behind = one.sentence.words.low[first.last : first.last + 1]
        if first.object == "station" and _is_unmanned(one.sentence, first.last):
            return True  # 'leave the station without a crew'
        if first.first - one.last > 4 or behind in _STATES_OF or first.object in _CARGO:
            return False
    return None


def _is_unmanned(sentence: Sentence, at: int) -> bool:
    """Whether nobody is left: 'without a crew', 'unattended', and not 'without its crew badges'."""
    low = sentence.words.low
    for k in range(at, min(at + 4, len(low))):
        if low[k] == "crew" and "without" in low[at:k]:
            return tuple(sentence.syntax.tags[k + 1 : k + 2]) not in (("noun",), ("name",))
        if low[k] in _UNMANNED:
            return True
    return False


_UNMANNED = listed("unmanned uncrewed unattended empty deserted")


def _lifts(one: Clause) -> bool | None:
    if one.word.startswith("exempt"):
        return not _RULES.isdisjoint(one.after)
    low = one.sentence.words.low
    if one.group.passive and not _BANS.isdisjoint(low[clause_start(one.sentence, one.group.first) : one.at]):
        return True  # 'the ban on the transfer of data is repealed'
    if one.word.startswith(_TAKING):
        return _off_a_list(one) or one.sentence.words.low[one.last - 1] == "off"  # 'took part in the embargo'
    if _eases_measures(one):
        return True
    if one.word.startswith(_TAKING_OFF) and _off_a_list(one):
        return True
    return True if one.followed_by(_BANS, 12) else None


def _eases_measures(one: Clause) -> bool:
    """Whether measures are eased that need no name: 'to ease the measures', and not 'the measures of fitness'."""
    if not one.after[1:2] or one.after[1] not in _MEASURES:
        return False
    if one.after[2:3] in (("of",), ("for",)):
        return False
    return one.last + 2 >= one.end or one.sentence.syntax.tags[one.last + 2] != "noun"


_MEASURES = listed("measures penalties curbs")


def _off_a_list(one: Clause) -> bool:
    """Whether somebody is taken off a list of whom a measure hits: 'will not be removing these firms from its list'."""
    off = next((k for k, word in enumerate(one.after) if word in ("off", "from")), -1)
    if off < 0 and one.sentence.words.low[one.last - 1] == "off":
        off = 0  # 'took off its list'
    at = next((k for k in range(max(off, 0), len(one.after)) if one.after[k] in LISTS), -1)
    if not 0 <= off <= at < off + _FAR_LIST or one.after[at + 1 : at + 2] == ("of",):
        return False
    named = one.after[off:at]
    if one.after[at].startswith("black") or not _OF_MEASURES.isdisjoint(named):
        return True
    return _OTHER_LISTS.isdisjoint(named) and _hits_somebody(one)


def _hits_somebody(one: Clause) -> bool:
    """Whether a state lets firms or people off: only then is a list that nothing names one of a measure."""
    low, (first, last) = one.sentence.words.low, undergone(one)
    party = any(it.first < last and first < it.last and it.kind == "party" for it in one.sentence.mentions)
    if not party and _FIRMS.isdisjoint(low[first:last]):
        return False
    actor = None if one.group.passive else find_subject(one.sentence, one.group.first)
    return actor is None or actor.kind in ("state", "pronoun", "we")


_TAKING = ("tak", "took", "strik", "struck")
_TAKING_OFF = (*_TAKING, "remov", "delist", "drop")
_FAR_LIST = 7
LISTS = listed("list lists blacklist blacklists")
"""Where they stand whom a measure hits."""
_OF_MEASURES = listed("sanctions sanctioned entity entities black trade export sdn restricted banned designated")
_OTHER_LISTS = listed("mailing guest price waiting shopping wish short passenger crew packing reading check task")
_FIRMS = listed(
    "firm firms company companies enterprise enterprises supplier suppliers maker makers manufacturer manufacturers "
    "plant plants bank banks institute institutes entity entities person persons people individual individuals men "
    "officials organisation organisations organization organizations corporation corporations subsidiary subsidiaries "
    "it them they"
)


def _delivers(one: Clause) -> bool | None:
    if (one.word.startswith("carr") and one.after[:1] == ("out",)) or (
        one.word.startswith("mov") and one.after[:1] == ("to",)
    ):
        return False
    if one.word.startswith("lift") and one.followed_by(_STOPS | _MEASURES, 5):
        return False  # 'lifted its halt of deliveries'
    if one.word.startswith(("build", "built")) and not one.followed_by(_MORE, 4):
        return False
    if one.word.startswith("rais") and one.followed_by(_ABSTRACT, 4):
        return False
    if one.word.startswith("reach"):
        near = objects_in(one.sentence, one.last, min(one.end, one.last + 4))
        return any(thing.object == "station" for thing in near)
    if one.group.passive and one.word in ("provided", "delivered", "supplied") and one.kinds - {"station", "sanctions"}:
        return True
    return None


_STOPS = _BANS | listed("halt freeze suspension stop")
_MORE = listed("more further additional extra another")


_DISCUSSED = (
    COOPERATION
    | COMPACTS
    | listed("extension withdrawal exit departure suspension resumption swap swaps exchange use it plan plans")
)


def _proposes(one: Clause) -> bool | None:
    if one.nominal:
        return None
    acted_on = object_phrase(one.sentence, one.last, one.end)
    if one.word.startswith("float") and acted_on is None and not one.group.passive:
        return False  # 'floated through the hatch'
    if one.word.startswith(("discuss", "talk")) and acted_on is not None and not one.group.passive:
        words = one.sentence.words.low[slice(*acted_on)]
        return bool(objects_in(one.sentence, *acted_on)) or not _DISCUSSED.isdisjoint(words)
    return one.followed_by(_PLANS, 8) if one.word.startswith(("com", "cam")) else None


_OPTIONS = listed("option options seat seats role")


def _passes_on(one: Clause) -> bool | None:
    return one.followed_by(_LETTERS, 5)


_BY_RULE: Mapping[str, Callable[[Clause], bool | None]] = MappingProxyType(
    {
        "refuse.verb": _refuses,
        "demand.verb": _demands,
        "agree.verb": _agrees,
        "resume.verb": _resumes,
        "withdraw.verb": _withdraws,
        "withdraw.people": _withdraws,
        "lift.verb": _lifts,
        "deliver.verb": _delivers,
        "propose.verb": _proposes,
        "reply.passed": _passes_on,
    }
)


def settled_by_words(one: Clause) -> bool | None:
    """Return whether the words behind a verb settle what it means; ``None`` where they leave it open."""
    settle = _BY_RULE.get(one.act.rule)
    return settle(one) if settle is not None else None
