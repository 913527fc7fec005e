"""What an act is about whose own phrases name nothing: the clause around it, the text before, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

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
_CONTACTS = listed("contact contacts ties exchanges meetings e-mails email emails correspondence teleconferences trips")
_AUTHORITIES = listed("government officials authorities ministry")
"""Nouns of dealings between states and firms that have nothing to do with the station."""
_GONE = listed("withdrawal pullout pull-out withdrawing leave leaving quit quitting")
_LEFT_THERE = listed("behind strand stranded stranding abandon abandoned abandoning")
_PROLONGED = listed("extension prolongation term lifetime")
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
    if _does_so(after):
        return place.thing or place.spoken_of or "station"
    if action == "deliver":
        before = named_in(sentence, clause_start(sentence, found.group.first), found.at)
        return settle(before, sentence) or place.spoken_of or "station"
    undergone = found.group.passive or is_intransitive(found, sentence)
    if place.spoken_of not in ("", "station") and not _SERVED.isdisjoint(reach if undergone else after):
        return place.spoken_of
    here = names_station(sentence)
    if is_official(after) and not (here and _on_station(found, sentence)):
        return "side"
    if found.service or not COOPERATION.isdisjoint(reach):
        with_outsider = any(
            found.last <= one.first < found.scope_end and one.means in OUTSIDERS for one in sentence.mentions
        )
        outside = place.outside or with_outsider or "side" in (place.thing, place.spoken_of)
        return "side" if outside and not here else "station"
    if (action in _CONDUCT or action == "warn") and not COMPACTS.isdisjoint(after):
        return place.thing or "station"
    if action == "agree" and place.thing:
        return place.thing
    if action in ("refuse", "agree", "demand") and not _PROLONGED.isdisjoint(after[:4]):
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
    return "side" if is_official(after) else place.spoken_of


def _does_so(after: Sequence[str]) -> bool:
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
    alone = tags[k] != "that" and tags[k + 1 : k + 2] not in (("noun",), ("adj",))
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


def names_station(sentence: Sentence) -> bool:
    """Whether a sentence names the station or a part of it."""
    return any(one.object == "station" for one in sentence.mentions)
