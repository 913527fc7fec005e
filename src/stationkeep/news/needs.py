"""What an act needs: the object, station, sanctions, ship or report that its clause must name."""

from __future__ import annotations

from stationkeep.news.clauses import (
    COMPACTS,
    clause_start,
    common_noun,
    cooperates_in,
    ends_its_clause,
    objects_in,
    parties_in,
    stem_continues,
)
from stationkeep.news.gazetteer import Mention
from stationkeep.news.lexicon import SERVICE, Act
from stationkeep.news.subjects import ACTORS, Sentence, find_subject
from stationkeep.news.verbs import Group
from stationkeep.news.words import listed

_REPORTS = listed(
    "report reports rumour rumours rumor rumors claim claims allegation allegations suggestion suggestions "
    "speculation accusation accusations account accounts information it this that any having being notion "
    "idea fake"
)

_REFUSED = listed(
    "idea offer offers proposal proposals request requests bid plan demand demands invitation suggestion terms"
)
FLOWN = listed(
    "astronaut astronauts cosmonaut cosmonauts crew crewmates crewmembers cargo engines engine tonnes tons "
    "kilograms supplies module modules home capsule spacecraft spaceship ship ships freighter stage stages "
    "station trio"
)

_PAPERS = COMPACTS | listed(
    "plan document paper order annex addendum amendment note letter statement declaration roadmap"
)

_LAWS = listed("decree law bill act legislation resolution")
_WORDS_ONLY = listed("comment say answer speculate elaborate discuss disclose name give confirm be")
_ABSTRACT = listed(
    "possibility prospect question questions issue concern concerns price alarm doubts stakes objections subject"
)
_QUESTIONS = listed("whether if why how who what when where which")
_KEPT = listed("place stake presence role part share promise promises")
_LETTERS = listed("letter letters message appeal request")
_FLOWN_BY_OTHERS = listed("us our their them its foreign american european")
_STAFF = listed("personnel staff workers specialists team teams engineers experts employees people technicians crews")

_TOGETHER = frozenset(("work", "cooperate", "collaborate"))

_STAYING = listed(
    "in on with aboard part partner partners committed working operating flying cooperating member "
    "participant until through a the dedicated open ready"
)


def fits(sentence: Sentence, act: Act, at: int, last: int, end: int, group: Group, nominal: bool, word: str) -> bool:
    """Whether the clause names what the act needs."""
    low = sentence.words.low
    after = low[last:end]
    objects = objects_in(sentence, last, end)
    intransitive = (
        not group.passive
        and not objects
        and act.rule in ("suspend.verb", "resume.verb")
        and ends_its_clause(sentence, last, end)
    )
    if group.passive or nominal or intransitive:
        objects = [*objects, *objects_in(sentence, clause_start(sentence, group.first), at)]
    kinds = {one.object for one in objects}
    if not kinds and (common := common_noun(after)):
        kinds = {common}
    compact = act.rule in (
        "suspend.verb",
        "continue.verb",
        "resume.verb",
        "withdraw.verb",
        "withdraw.end",
        "demand.verb",
        "agree.verb",
    ) and bool(set(after) & COMPACTS)
    cooperating = (
        compact
        or cooperates_in(sentence, last, end)
        or ((group.passive or nominal or intransitive) and cooperates_in(sentence, max(0, group.first - 10), at))
    )
    if act.action in ("threaten", "warn") and nominal:
        return bool(objects) or cooperating
    if act.rule == "refuse.verb" and set(after[:8]) & REPORTED:
        return True
    if nominal and word in ("acceptance", "consent", "assent"):
        return True
    if (
        word[:4] in ("leav", "left", "exit", "quit")
        and not nominal
        and act.needs == "station"
        and _left_behind(low, last, objects)
    ):
        return False
    if act.rule == "demand.verb" and "not" in after[:1] and "named" in after[:8]:
        return False  # 'asked not to be named'
    if word.startswith("order") and act.action == "agree":
        return bool(objects_in(sentence, last, last + 6)) and "to" not in after[:8]
    if word == "exempt" or word.startswith("exempt"):
        return bool({"ban", "bar", "law", "act", "sanctions", "restrictions", "rules", "controls"} & set(after))
    if act.rule == "refuse.verb" and set(after[:6]) & _REFUSED:
        return True
    if act.rule == "lift.verb" and set(after[:5]) & {"ban", "bans", "embargo", "moratorium", "restriction"}:
        return True
    if act.rule == "demand.verb" and {"lifted", "eased", "revoked", "rescinded"} & set(after[:9]):
        return True
    if act.rule == "withdraw.verb" and word.startswith(("undock", "detach", "separat", "unberth")):
        return True
    if act.needs == "people":
        return bool(set(after[:9]) & _STAFF) and "from" in low[last : last + 16]
    if word.startswith(("return", "go", "went")) and act.rule == "resume.verb" and low[last - 1 : last] == ("to",):
        near = {one.object for one in objects_in(sentence, last, last + 4)}
        return bool(near - {"station", "sanctions"}) or cooperates_in(sentence, last, last + 3)
    if act.action == "deliver" and word.startswith("rais") and set(after[:4]) & _ABSTRACT:
        return False
    if act.rule == "propose.verb" and word.startswith(("com", "cam")):
        return bool(set(after[:8]) & {"plan", "plans", "proposal", "offer", "idea"})
    if act.rule == "agree.verb" and word.startswith("enter"):
        return bool(COMPACTS & set(after[:5]))
    if act.rule == "demand.verb" and word.startswith("ask") and after[:1] and after[0] in _QUESTIONS:
        return False  # 'asked whether'
    if word.startswith("insist") and after[:1] == ("that",):
        return bool({"be", "must", "should"} & set(after))  # else it is only said
    if group.passive and word in ("provided", "delivered", "supplied") and kinds - {"station", "sanctions"}:
        return True
    if act.rule == "reply.passed":
        return bool(set(after[:5]) & _LETTERS)
    if act.rule == "demand.verb" and "whom" in low[max(0, group.first - 4) : at]:
        return False
    if act.rule == "resume.verb" and "again" in after and set(after[:4]) & _FLOWN_BY_OTHERS:
        return True
    if act.needs == "fuel":
        return "propellant" in kinds or "station" in kinds
    if act.rule == "refuse.verb" and after[:1] == ("to",) and set(after[1:3]) & _WORDS_ONLY:
        return False  # 'declined to comment'
    if act.rule == "agree.verb" and word.startswith(("choos", "chos", "select", "tap")):
        return "to" not in after[:1] and bool(parties_in(sentence, last, last + 4))
    if act.needs == "burn":
        return "operations" in kinds
    if word.startswith("sign") and set(after[:4]) & _LAWS:
        return False  # what the law does is the act
    if act.rule == "agree.verb" and word.startswith(("sign", "initial", "ink")) and set(after[:6]) & _PAPERS:
        return True
    if act.needs == "sanctions" and word.startswith(("impos", "introduc", "lift")):
        before = low[max(0, group.first - 6) : group.first]
        them = word.startswith("impos") and "them" in after[:1]
        if them or ({"sanctions", "restrictions"} & set(before) and ({"that", "which"} & set(before))):
            return True
    if act.needs == "sanctions":
        return "sanctions" in kinds or (word in ("waive", "waived", "waives") and bool({"restrictions"} & set(after)))
    if word.startswith(("break", "broke")):
        return bool(set(after[:5]) & (COMPACTS | {"off", "ties", "relations", "cooperation", "partnership"}))
    if word in _TOGETHER:
        meant = group.governor in ("announced", "considered") or group.tense == "future"
        long = {"station", "iss", "until", "through", "aboard", "together"} & set(after)
        return meant and bool(long) and bool({"with", "together", "alongside"} & set(after[:2]))
    if act.rule == "continue.verb":
        return _continues(sentence, at, last, end, objects, cooperating, word)
    if act.needs == "station":
        near = objects_in(sentence, last, min(end, last + 9))
        if nominal:
            return bool(kinds - {"sanctions"}) or cooperating
        if any(one.object not in ("sanctions", "") for one in near) or cooperates_in(
            sentence, last, min(end, last + 9)
        ):
            return not (after and after[0] in ("for", "from") and "home" in after[:3]) and "off" not in after[:1]
        bare = not after or after[0] in (
            ".",
            "because",
            "yet",
            "now",
            "early",
            "soon",
            "unless",
            "if",
            "anyway",
            "at",
            "when",
            "“",
            "”",
            '"',
            ",",
        )
        if word in ("leave", "leaves", "leaving", "withdraw", "withdraws", "quit", "quits", "exit") and bare:
            return find_subject(sentence, group.first) is not None
        return (
            bool(after)
            and after[0] in ("it", "in", "after", "by", "on", "before")
            and any(w.isdigit() for w in after[:6])
        )
    if word.startswith("reach"):
        return any(one.object == "station" for one in objects_in(sentence, last, min(end, last + 4)))
    if act.needs == "ship" and word.startswith(("com", "cam", "rid", "rod", "travel")):
        return any(one.object.endswith("_flights") for one in objects)
    if act.needs == "ship":
        return _flies(sentence, at, last, end)
    if act.needs == "report":
        return (
            bool(
                set(after[:10])
                & (
                    _REPORTS
                    | {
                        "request",
                        "requests",
                        "permission",
                        "access",
                        "licence",
                        "licences",
                        "license",
                        "licenses",
                        "visa",
                        "visas",
                    }
                )
            )
            or "that" in after[:3]
        )
    if act.needs == "object":
        if act.rule in ("demand.verb", "propose.verb", "agree.verb", "refuse.verb"):
            named = bool(sentence.mentions) and not nominal and "to" in after[:4]
            return bool(kinds) or cooperating or bool(parties_in(sentence, last, end)) or named
        carries = act.action == "suspend" and bool(set(after[:3]) & set(SERVICE)) and bool(set(after) & FLOWN)
        return (
            carries
            or bool(kinds - {"sanctions"})
            or cooperating
            or (bool(kinds) and act.action not in ("suspend", "resume"))
        )
    return True


REPORTED = listed(
    "report reports rumour rumours rumor rumors claim claims allegation allegations speculation suggestion "
    "suggestions accusation accusations"
)
"""What is denied rather than refused."""


def _left_behind(low: tuple[str, ...], last: int, objects: list[Mention]) -> bool:
    """Whether 'leave' says in what state something is left: 'leaves its ship without an order'."""
    if not objects:
        return False
    before = low[last : objects[0].first]
    after = low[objects[0].last : objects[0].last + 1]
    return (
        len(before) > 4
        or after in (("without",), ("with",), ("to",), ("as",))
        or objects[0].object in ("cargo_flights", "crew_flights")
    )


def _continues(
    sentence: Sentence, at: int, last: int, end: int, objects: list[Mention], cooperating: bool, word: str
) -> bool:
    low = sentence.words.low
    after = low[last:end]
    head = after[:4]
    named = bool({one.object for one in objects} - {"sanctions"}) or cooperating
    if word.startswith(("keep", "kept")) and set(head) & {
        "place",
        "stake",
        "presence",
        "role",
        "part",
        "share",
        "promise",
        "promises",
    }:
        return named
    if not named and word.startswith(("fly", "flie", "run", "soldier")) and head[:1] == ("on",):
        named = bool(objects_in(sentence, max(0, at - 12), at))
    if not named and stem_continues(word) and "with" in head[:2] and set(after[1:5]) & {"them", "us", "you"}:
        return True
    if not named and stem_continues(word):
        prior = objects_in(sentence, max(0, at - 16), at)
        if cooperates_in(sentence, max(0, at - 12), at):
            return True
        working = bool(
            set(low[max(0, at - 14) : end])
            & {"work", "working", "support", "flying", "carrying", "lending", "operate", "operations"}
        )
        named = bool({one.object for one in prior} - {"sanctions"}) or (
            working and bool(sentence.mentions or "we" in low[:at])
        )
    stem = word[:4]
    if word.startswith("keep") and head[:1] == ("up",):
        return named
    if stem in ("rema", "stay") and {"ground", "grounded", "suspended", "frozen", "closed", "halted", "hold"} & set(
        after[:5]
    ):
        return bool({one.object for one in objects_in(sentence, max(0, at - 12), at)} - {"sanctions"}) or cooperates_in(
            sentence, max(0, at - 12), at
        )
    if stem in ("rema", "stay"):
        loyal = "committed" in head and bool(parties_in(sentence, last, end))
        aboard = "aboard" in head and bool({"until", "till", "through", "beyond", "past", "to"} & set(after))
        return (bool(set(head) & _STAYING) and named) or loyal or aboard
    if stem in ("keep", "kept"):
        return (named or bool(parties_in(sentence, last, end))) and (
            any(one.endswith("ing") for one in after[:8])
            or "open" in head
            or bool(set(after) & {"until", "till", "through"})
        )
    if word.startswith("keep") and head[:1] == ("up",):
        return named
    if stem in ("back", "stic", "proc", "pres", "supp", "pres", "go", "goes", "went", "carr"):
        return named and at > 0
    if stem in ("comm",):
        return named and "to" in head
    if stem == "part":
        return named and bool(set(after) & {"until", "till", "through"})
    if stem in (
        "take",
        "took",
        "part",
        "use",
        "uses",
        "used",
        "usin",
        "oper",
        "run",
        "runs",
        "fly",
        "flie",
        "flow",
        "keep",
    ):
        named = named or stem in ("take", "took", "part")
        return (named and bool(set(after) & {"until", "till", "through", "beyond", "past"})) or bool(
            set(low[max(0, at - 8) : at]) & {"until", "till"}
        )
    return named or (stem in ("cont", "exte") and bool(parties_in(sentence, last, end)))


def _flies(sentence: Sentence, at: int, last: int, end: int) -> bool:
    """Whether a delivery names what is flown and where: a ship, people, engines; not 'returned to the topic'."""
    low = sentence.words.low
    around = set(low[max(0, at - 12) : end])
    things = any(one.kind == "thing" and one.object for one in sentence.mentions)
    people = bool(around & FLOWN)
    place = bool(
        {
            "station",
            "iss",
            "orbit",
            "cosmodrome",
            "pad",
            "spaceport",
            "baikonur",
            "home",
            "earth",
            "docked",
            "aboard",
            "arrived",
            "engines",
            "engine",
        }
        & set(low)
    )
    mover = any(one.kind in (*ACTORS, "thing") for one in sentence.mentions if one.first < at) or bool(
        {"we", "it"} & set(low[max(0, at - 6) : at])
    )
    after = sentence.mentions and any(one.object and last <= one.first < end for one in sentence.mentions)
    return ((things or people) and place) or (mover and (people or bool(after)))
