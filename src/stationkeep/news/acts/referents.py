"""What an act is about whose own phrases name nothing: the clause around it, the text before, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from stationkeep.news.acts.actors import STATES
from stationkeep.news.acts.coded import Place
from stationkeep.news.acts.found import Found
from stationkeep.news.acts.staying import stays_aboard
from stationkeep.news.acts.undergoers import is_intransitive, own_clause_end, subject_phrase
from stationkeep.news.grammar.clauses import COMPACTS, COOPERATION, clause_start
from stationkeep.news.grammar.phrases import Named, aside_begins, named_in, settle
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.text.words import listed

OUTSIDERS = frozenset(("dlr", "cnes", "asi", "oneweb", "eumetsat", "uk", "germany", "france", "italy", "arianespace"))
"""Parties that have no part of their own in the station: what they stop is work outside it."""
_PARTNERS = frozenset(("nasa", "roscosmos", "esa", "jaxa", "csa", "usa", "russia", "japan", "canada", "eu", ""))
_CONDUCT = frozenset(("suspend", "withdraw", "resume", "continue"))
_STAYING = (
    *("stay", "remain", "operat", "run", "ran", "leav", "left", "quit", "exit"),
    *("participat", "commit", "pledg", "work"),
)
"""Beginnings of verbs that of a partner mean the station where they name nothing."""
_UNTIL = frozenset(("to", "until", "through", "till", "beyond"))
_SERVED = listed(
    "deliveries delivery shipments exports production sales purchases support servicing flights launches ship ships "
    "vehicle vehicles service services transfers transfer decision offer request swap program programme contract "
    "contracts deal agreement two three"
)
"""Nouns that stand for the service that the text named before."""
_OFFICIAL = listed("travel visits visit conference lecture invitation stake share shares")
_SHIPS_OF = {"boeing": "crew_flights", "northrop": "cargo_flights", "sierra": "cargo_flights", "mhi": "cargo_flights"}
"""Firms with one kind of ship: what their flights are."""
_FLOWN = listed("flights flight missions launches fly flying")
_CONTACTS = listed("contact contacts ties exchanges meetings e-mails email emails correspondence teleconferences trips")
_AUTHORITIES = listed("government officials authorities ministry")
"""Nouns of dealings between states and firms that have nothing to do with the station."""
_GONE = listed("withdrawal pullout pull-out withdrawing leave leaving quit quitting")
_LEFT_THERE = listed("behind strand stranded stranding abandon abandoned abandoning")
_FIGURES = listed("figures readings numbers details information findings results records recordings")
"""Nouns that stand for data where no other service is named."""
PROLONGATION = listed("extension prolongation term lifetime")
"""Nouns of going on for longer."""
_ALL = listed("anything everything nothing")


def unnamed(found: Found, sentence: Sentence, action: str, place: Place, named: list[Named]) -> str:
    """Return what an act is about whose phrases name no scope: what the clause, or the text before, names."""
    low = sentence.words.low
    after = low[found.last : aside_begins(sentence, found.last, found.scope_end)]
    reach = low[max(0, found.group.first - 12) : found.scope_end]
    if named:
        return "sanctions"  # all that is named, and no scope
    if action in ("continue", "withdraw") and stays_aboard(found.words, after) and not place.outside:
        return "station"
    subject = found.subject.means if found.subject is not None else ""
    belongs = is_membership(found, sentence) or not _BELONGING.isdisjoint(after[:3])
    if belongs and place.spoken_of not in ("side", "other_project"):
        return "station"
    if subject in OUTSIDERS:
        return "side"
    if (
        action in ("continue", "resume")
        and not COMPACTS.isdisjoint(after[:4])
        and place.spoken_of not in ("", "station")
    ):
        return place.spoken_of  # 'extended the arrangement through 2025'
    if action in ("continue", "withdraw") and subject in _PARTNERS and _stays(found, after) and not place.outside:
        return "station"
    if _is_pronoun(found, sentence) and (meant := _antecedent(found, sentence) or place.spoken_of):
        return meant
    if after[:1] in (("that",), ("this",)) and after[1:2] in _THAT_WORK and place.spoken_of:
        return place.spoken_of  # 'stopped that work in July'
    own = subject_phrase(found, sentence)
    ships = own is not None and low[own.head] in ("they", "it") and place.spoken_of.endswith("_flights")
    if ships and not _FLOWN.isdisjoint((found.words, *after[:2])):
        return place.spoken_of  # 'They will go on flying'
    if does_so(after):
        return place.thing or place.spoken_of or "station"
    if action == "deliver":
        before = named_in(sentence, clause_start(sentence, found.group.first), found.at)
        return settle(before, sentence) or place.spoken_of or "station"
    if action in ("refuse", "demand", "suspend", "continue", "resume", "agree") and not _FIGURES.isdisjoint(after[:7]):
        return "data"
    undergone = found.group.passive or is_intransitive(found, sentence)
    if place.spoken_of not in ("", "station") and not _SERVED.isdisjoint(reach if undergone else after):
        return place.spoken_of
    if subject in _SHIPS_OF and not _FLOWN.isdisjoint((found.words, *after[:4])):
        return _SHIPS_OF[subject]
    here = names_station(sentence)
    dealings = is_official(after) or (undergone and own is not None and is_official(low[own.first : own.last]))
    if dealings and not (here and _on_station(found, sentence)):
        return "side"
    if found.service or not COOPERATION.isdisjoint(reach):
        with_outsider = any(
            found.last <= one.first < found.scope_end and one.means in OUTSIDERS for one in sentence.mentions
        )
        outside = place.outside or with_outsider or (place.spoken_of or place.thing) == "side"
        return "side" if outside and not here else "station"
    if (action in _CONDUCT or action == "warn") and not COMPACTS.isdisjoint(after):
        return place.thing or "station"
    if action == "agree" and (place.spoken_of or place.thing):
        return place.thing if place.thing and place.spoken_of in ("", "station") else place.spoken_of
    if action == "demand" and "notice" in after:
        return place.spoken_of or "station"
    if action in ("refuse", "agree", "demand") and not PROLONGATION.isdisjoint(after[:4]):
        return place.spoken_of or "station"  # 'has not refused an extension'
    if action == "deny":
        return _denied(found, sentence)
    if action == "threaten":
        return "none"
    if action in ("warn", "propose", "withdraw") or (here and action != "demand"):
        return "station"
    if action in _CONDUCT and "with" in after:
        return "side" if place.outside else "station"
    return found.act.object or "none"


def left_open(found: Found, sentence: Sentence, place: Place) -> str:
    """Return what an act is about that leaves it to the sentence before; empty where that names nothing either."""
    after = sentence.words.low[found.last : aside_begins(sentence, found.last, found.scope_end)]
    if not _ALL.isdisjoint(after[:2]):
        return "station"
    if not _PRONOUNS.isdisjoint(after[:3]):
        before = [one.scope for one in named_in(sentence, 0, found.group.first) if one.scope not in _WIDE]
        if before:
            return before[0]  # 'Canada, whose arm took the pictures, will keep it in service'
        verb = next((word for word in (*after[:2], found.words) if word not in ("it", "them", "to", "on")), "")
        if found.action == "continue" and place.spoken_of == "station" and not verb.startswith(_OPERATING):
            return ""  # 'will continue to show it'
    return "side" if is_official(after) else place.spoken_of


_THAT_WORK = (("work",), ("practice",), ("service",), ("help",), ("support",), ("exchange",), ("trade",))
_BELONGING = listed("participation membership involvement")
_OPERATING = (
    "keep",
    "kept",
    "operat",
    "run",
    "us",
    "fly",
    "serv",
    "maintain",
    "support",
    "suppl",
    "extend",
    "prolong",
    "renew",
)
"""Beginnings of verbs by which the station goes on."""
_PRONOUNS = frozenset(("it", "them"))
_WIDE = frozenset(("station", "sanctions"))


def is_membership(found: Found, sentence: Sentence) -> bool:
    """Whether somebody joins, stays in or leaves the programme, by which the text means the station's."""
    low, who = sentence.words.low, found.subject.means if found.subject is not None else ""
    if who not in _PARTNERS and who not in OUTSIDERS and who not in STATES:
        return False  # a firm belongs to a programme of its own
    end = min(found.scope_end + 8, len(low))
    whole = (k for k in range(found.at, end) if low[k] in _PROGRAMME and low[k - 1] in ("the", "this"))
    return any(low[j].startswith(_JOINING) for k in whole for j in range(max(0, k - 4), k))


_PROGRAMME = listed("programme program project partnership venture")
_JOINING = (
    "join",
    "stay",
    "remain",
    "leav",
    "left",
    "quit",
    "exit",
    "participat",
    "part",
    "withdraw",
    "enter",
    "belong",
)


def does_so(after: Sequence[str]) -> bool:
    """Whether the act is the one said before: 'will go on doing so until April'."""
    return any(
        a in ("do", "doing", "does", "did", "done") and b in ("so", "that", "this") for a, b in pairwise(after[:4])
    )


def _stays(found: Found, after: Sequence[str]) -> bool:
    """Whether staying, leaving or working is meant, or something that lasts until a year."""
    lasting = any(a in _UNTIL and b.isdigit() and len(b) == 4 for a, b in pairwise(after))
    return lasting or any(word.startswith(_STAYING) for word in (found.words, *after[:4]))


def _is_pronoun(found: Found, sentence: Sentence) -> bool:
    """Whether the act is done to a pronoun: 'refused to shut it', 'will go on selling them', 'it has been put back'."""
    low, tags = sentence.words.low, sentence.syntax.tags
    if found.group.passive:
        subject = subject_phrase(found, sentence)
        return subject is not None and low[subject.head] in ("it", "they", "this", "these", "those", "both")
    k = found.last
    if low[k : k + 1] and low[k] in COOPERATION:
        k += 1  # 'suspended work on it'
    first = k
    while k < found.scope_end and (tags[k] in ("to", "base", "ing", "adv") or (tags[k] == "prep" and k == first)):
        k += 1
    if k >= min(found.scope_end, len(low)):
        return False
    ends = tags[k] != "that" or tags[k + 1 : k + 2] in (("prep",), (",",), (".",))
    alone = ends and tags[k + 1 : k + 2] not in (("noun",), ("adj",))
    return low[k] in ("it", "them") or (alone and low[k] in ("this", "that", "these", "those"))


def _antecedent(found: Found, sentence: Sentence) -> str:
    """Return what the clause before names to which this one is joined: 'put off the launch and stopped work on it'."""
    clause = sentence.syntax.clause_at(found.group.first)
    if clause is None or clause.relation != "joined":
        return ""
    before = named_in(sentence, 0, clause.first)
    return next((one.scope for one in reversed(before) if one.scope not in ("station", "sanctions")), "")


def _on_station(found: Found, sentence: Sentence) -> bool:
    """Whether the clause of an act itself names the station."""
    return any(one.scope == "station" for one in named_in(sentence, found.last, own_clause_end(found, sentence)))


def is_official(after: Sequence[str]) -> bool:
    """Whether dealings beside the station are meant: 'most contacts with Russia', 'its stake'."""
    with_whom = after[after.index("with") :][:7] if "with" in after else ()
    dealings = not _CONTACTS.isdisjoint(after[: after.index("with") if with_whom else 6])
    return dealings or not _OFFICIAL.isdisjoint(after) or not _AUTHORITIES.isdisjoint(with_whom)


def _denied(found: Found, sentence: Sentence) -> str:
    """Return what a denied report is about that names no scope."""
    after = sentence.words.low[found.last :]
    if not _LEFT_THERE.isdisjoint(after):
        return "lifeboat"
    others = any(one.kind in ("party", "state") and one.first > found.last for one in sentence.mentions)
    return "station" if others or not _GONE.isdisjoint(after) else "none"


_VAGUE = frozenset(
    ("joint work", "joint operations", "space cooperation", "cooperation in space", "civil space cooperation")
)
"""Names of what partners do together, on the station or beside it."""


def names_station(sentence: Sentence) -> bool:
    """Whether a sentence names the station or a part of it, and not just work done together."""
    return any(one.object == "station" and one.name not in _VAGUE for one in sentence.mentions)
