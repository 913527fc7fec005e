"""What the phrases of a clause name: the scopes in them, in the order in which grammar ties them to the verb."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stationkeep.news.grammar.clauses import common_noun
from stationkeep.news.grammar.gazetteer import Mention
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.grammar.syntax import Phrase
from stationkeep.news.text.words import listed

IN_PHRASE = frozenset(("det", "poss", "adj", "num", "noun", "name"))
_CONJUGATED = frozenset(("base", "s", "past", "ed", "part"))
_RATHER_VERBS = listed(
    "ride rides link links part parts push pushes boost boosts arm arms swap swaps burn burns seat seats fuel feeds "
    "power tug tugs track image images sample sanction escape"
)
"""Names of scopes that are verbs too: as verbs they name nothing."""
_REASONS = (
    *(("in", "response", "to"), ("in", "retaliation", "for"), ("in", "protest", "at"), ("in", "protest", "against")),
    *(("in", "answer", "to"), ("in", "reply", "to"), ("in", "view", "of"), ("because", "of"), ("due", "to")),
    *(("in", "line", "with"), ("in", "spite", "of"), ("as", "a", "result", "of"), ("on", "account", "of")),
    *(("in", "reaction", "to"), ("in", "connection", "with"), ("in", "light", "of"), ("owing", "to"), ("thanks", "to")),
    *(("in", "exchange", "for"), ("in", "return", "for"), ("as", "part", "of"), ("at", "the", "expense", "of")),
    *(("in", "place", "of"), ("instead", "of"), ("rather", "than"), ("apart", "from"), ("in", "case", "of")),
    *(("despite",), ("after",), ("before",), ("since",), ("during",), ("amid",), ("without",), ("until",), ("unlike",)),
    *(("following",), ("pending",), ("under",), ("because",), ("while",), ("although",), ("though",), ("whereas",)),
)
"""What opens a phrase that says why, when or instead of what: it is never what the verb acts on."""
_ASIDE = "aside"
_COMPARED = frozenset(("more", "fewer", "less", "rather", "other"))
"""Words with which 'than' counts what follows it: 'no more than four ships'."""


@dataclass(frozen=True)
class Named:
    """A scope that a phrase names.

    Parameters
    ----------
    first, last : int
        Words of the name.
    scope : str
        The object that it stands for.
    proper : bool
        Whether it is a name, not a common noun.
    lead : str
        The preposition of its phrase; empty for what the verb acts on itself.
    direct : bool
        Whether no other noun phrase stands between the verb and it.
    """

    first: int
    last: int
    scope: str
    proper: bool
    lead: str
    direct: bool = True


def named_in(sentence: Sentence, first: int, end: int) -> list[Named]:
    """Return what words ``[first, end)`` name, phrase after phrase, of each its head first."""
    low, tags = sentence.words.low, sentence.syntax.tags
    end = min(end, len(low))
    by_word = {one.first: one for one in sentence.mentions if one.object}
    found: list[Named] = []
    k, lead, begun = first, "", first
    while k < end:
        if tags[k] in IN_PHRASE:
            last = phrase_end(sentence, k, end)
            within = [_named(by_word[at], lead, begun >= 0) for at in range(last - 1, k - 1, -1) if at in by_word]
            common = "" if within or (lead and low[k:last] == ("orbit",)) else common_noun(low[last - 1 : last])
            if common and not _is_named(sentence, last - 1):
                within = [Named(last - 1, last, common, False, lead, begun >= 0)]
            found.extend(within)
            k, begun = last, -1
            continue
        if k > first and (opened := _opens_aside(low, k)) and tags[k + opened : k + opened + 1] != ("base",):
            lead, k = _ASIDE, k + opened
            continue
        if tags[k] == ",":
            lead = "" if lead == _ASIDE else lead
        elif tags[k] == "sub" and k > first and low[k] not in ("whether", "how"):
            lead = _ASIDE
        elif tags[k] in ("prep", "to") and lead != _ASIDE and not (low[k] == "than" and low[k - 1] in _COMPARED):
            lead = low[k]
        one = by_word.get(k)
        if one is not None and is_meant(sentence, one):
            found.append(_named(one, lead, True))
            k = max(k, one.last - 1)
        elif tags[k] in _CONJUGATED or tags[k] == "ing":
            lead = lead if lead == _ASIDE else ""
        k += 1
    return [one for one in found if one.lead != _ASIDE]


def phrase_end(sentence: Sentence, first: int, end: int) -> int:
    """Return the word behind the noun phrase that begins at a word."""
    tags = sentence.syntax.tags
    k = first + 1
    while k < end and tags[k] in IN_PHRASE and (tags[k] != "det" or tags[k - 1] == "det"):
        if tags[k - 1] == "noun" and (tags[k] == "adj" or sentence.words.low[k] in ("last", "next")):
            break  # 'the tanks last month'
        k += 1
    return k


def _named(one: Mention, lead: str, direct: bool) -> Named:
    return Named(one.first, one.last, one.object, one.kind == "thing", lead, direct)


def _is_named(sentence: Sentence, k: int) -> bool:
    """Whether a word belongs to the name of a party or person."""
    return any(one.first <= k < one.last for one in sentence.mentions)


def is_meant(sentence: Sentence, one: Mention) -> bool:
    """Whether a name that begins with a verb is one: 'reboost the complex', not 'whoever rides'."""
    verbal = sentence.syntax.tags[one.first] in _CONJUGATED
    return not verbal or one.last - one.first > 1 or sentence.words.low[one.first] not in _RATHER_VERBS


def own_end(sentence: Sentence, phrase: Phrase) -> int:
    """Return where a phrase ends, relative clauses and asides left out."""
    tags = sentence.syntax.tags
    return next((k for k in range(phrase.core, phrase.last) if tags[k] in ("rel", ",")), phrase.last)


def aside_begins(sentence: Sentence, first: int, end: int) -> int:
    """Return the word at which the first phrase beside the act begins; the end without one."""
    return next((k for k in range(first + 1, end) if _opens_aside(sentence.words.low, k)), end)


def _opens_aside(low: tuple[str, ...], k: int) -> int:
    """Return how many words open a phrase beside the act at a word; 0 for none."""
    return next((len(one) for one in _BY_FIRST.get(low[k], ()) if low[k : k + len(one)] == one), 0)


def _by_first(phrases: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for one in phrases:
        found.setdefault(one[0], []).append(one)
    return found


_BY_FIRST = _by_first(_REASONS)

_PROJECTS = frozenset(("side", "other_project"))
_CARRIERS = frozenset(("crew_flights", "cargo_flights", "station", "robotics", "seats"))
"""Scopes that a project outside the station takes with it: Soyuz from Kourou, the arm of the Gateway."""
_LIGHT = listed(
    "supplies supply parts part components freight link links samples payload payloads platform partnership module "
    "modules laboratory laboratories lab segment segments complex cooperation work operations agreement agreements "
    "tickets ticket spares tracking swap swaps contract contracts deliveries"
)
"""Words for a scope that say less than what hangs on them: 'supplies of engines', 'cooperation on ExoMars'."""
_ABOUT = frozenset(("of", "on", "for", "in"))
_WHERE = listed("to aboard on at from in for with towards toward into off onto via near")
_FEEDING = ("feed", "suppl", "provid", "equip", "furnish")
_PARTING = ("cut", "disconnect", "unplug", "depriv", "strip", "shut", "sever", "bar", "exclud", "lock", "unhook")


def settle(named: list[Named], sentence: Sentence) -> str:
    """Return the scope that decides among those of a verb's phrases; empty for none.

    The head of the first phrase decides. A project outside the station that hangs on it goes before; a light word
    gives way to what hangs on it, and the station, where it is only the place, to what is named beside it.
    """
    low = sentence.words.low
    live = [one for one in named if one.scope != "sanctions"]
    if not live:
        return ""
    first, rest = live[0], live[1:]
    if first.scope.endswith("_flights") and any(one.scope == "lifeboat" for one in rest):
        return "lifeboat"  # 'keep a ship ready for an evacuation'
    if first.scope == "crew_flights" and first.lead in _ABOARD and _is_place(sentence, first):
        return "seats"  # 'places on the next Soyuz'
    for one in rest:
        if one.scope in _PROJECTS and first.scope in _CARRIERS and (one.proper or one.lead) and _hangs(low, first, one):
            return one.scope
    light = low[first.last - 1] in _LIGHT
    if first.scope != "station" and not light:
        return first.scope
    if any(one.scope == "station" and one.lead in ("outside", "beyond") for one in live):
        return "side"
    if light and rest and rest[0].last == first.first and not rest[0].proper:
        return rest[0].scope  # 'its Mars rover partnership'
    following = low[first.last : first.last + 1]
    if rest and first.scope == "station":
        second = rest[0]
        if second.scope in _PROJECTS and low[first.last : second.first] == (",",):
            return second.scope  # 'its old station, Mir'
        verb = word_before(sentence, first.first)
        if second.lead == "with" and verb.startswith(_FEEDING):
            return second.scope  # 'feeds the segment with electricity'
        if second.lead in ("from", "of") and verb.startswith(_PARTING) and second.scope != "sanctions":
            return second.scope  # 'cuts the segment off from its relays'
    place = first.scope == "station" and first.lead in _WHERE and not first.direct
    for one in rest:
        hanging = light and one.lead in _ABOUT and following == (one.lead,)
        if one.scope not in ("station", first.scope) and (place or hanging):
            return one.scope
    return first.scope


def _is_place(sentence: Sentence, ship: Named) -> bool:
    """Whether the noun before 'on' a ship is room for people: 'a place aboard the Soyuz'."""
    low, k = sentence.words.low, _phrase_begins(sentence, ship.first)
    return k > 1 and low[k - 2] in _PLACES


_ABOARD = frozenset(("on", "aboard", "in"))
_PLACES = listed("place places spot spots slot slots room space spaces")


def _hangs(low: tuple[str, ...], first: Named, one: Named) -> bool:
    """Whether a name hangs on the first of its phrase rather than standing beside it."""
    between = low[first.last : one.first]
    return "and" not in between and "," not in between and len(between) < _NEAR


_NEAR = 9
"""Words within which a phrase can hang on another."""


def word_before(sentence: Sentence, first: int) -> str:
    """Return the word before a name's article and adjectives; empty at the beginning."""
    k = _phrase_begins(sentence, first)
    return sentence.words.low[k - 1] if k else ""


def starts_after(sentence: Sentence, first: int, phrases: Iterable[tuple[str, ...]]) -> bool:
    """Whether a name follows one of some phrases, its article and adjectives between."""
    low, k = sentence.words.low, _phrase_begins(sentence, first)
    return any(low[max(0, k - len(phrase)) : k] == phrase for phrase in phrases)


def _phrase_begins(sentence: Sentence, first: int) -> int:
    while first and sentence.syntax.tags[first - 1] in ("det", "adj"):
        first -= 1
    return first
