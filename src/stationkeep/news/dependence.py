"""Who can do without whom, as sentences claim it: the party that is needed, and the function that it is needed for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from stationkeep.facts.pack import Pack
from stationkeep.news.acts.actors import AGENCY_OF
from stationkeep.news.grammar.gazetteer import COUNTRIES, Gazetteer, Mention
from stationkeep.news.text.words import Words, split_words

_CUE = re.compile(
    r"\b(?:without|only|sole|alone|depend\w*|rel(?:y|ies|iant|iance|ied)|nobody|no one|no other|no (?:single )?partner|"
    r"neither|either)\b",
    re.I,
)
_MUTUAL = re.compile(r"\b(?:each other|one another|neither|either (?:side|party|segment|partner|country))\b", re.I)
_DENIED = re.compile(r"\b(?:no|not|never|nobody|cannot|unable|impossible|neither|nor|hardly)\b|n['’]t\b", re.I)
_APART = re.compile(r"[;:]\s+|,\s+(?:and|but|while|whereas|yet)\s+|\s+(?:but|while|whereas)\s+")
_SPEAKERS = frozenset(("us", "ours", "our"))
_BEHIND = ("without", "only", "sole", "alone", "on", "upon")
"""After these the needed party follows; else it stands before them."""


@dataclass(frozen=True)
class Dependence:
    """What a clause claims: ``parties`` are needed for ``functions``; ``mutual``: each of them is.

    ``alone`` says that nobody else can do it; otherwise that it cannot be done without them, or, where they are not
    ``needed``, that it can.
    """

    parties: tuple[str, ...]
    functions: tuple[str, ...]
    mutual: bool
    alone: bool
    needed: bool = True


def find_dependences(text: str, speaker: str, gazetteer: Gazetteer, pack: Pack) -> Iterator[Dependence]:
    """Return what each clause of a sentence claims of who is needed.

    Parameters
    ----------
    text : str
        The sentence without markup.
    speaker : str
        Party of who says it, for 'without us'; may be empty.
    """
    begin = 0
    for end, after in [*((m.start(), m.end()) for m in _APART.finditer(text)), (len(text), len(text))]:
        clause, begin = text[begin:end], after
        cue = _CUE.search(clause)
        if cue is None:
            continue
        words = split_words(clause, 0, len(clause))
        mentions = gazetteer.find(words)
        mutual = _MUTUAL.search(clause) is not None
        parties = _sides(pack) if mutual else _needed(words, _named(words, mentions, pack), speaker, pack)
        alone = cue[0].lower() in ("only", "sole", "alone") or re.match(r"no", cue[0], re.I) is not None
        alone = alone and "without" not in words.low
        needed = alone or "without" not in words.low or _DENIED.search(clause) is not None
        yield Dependence(parties, _functions(clause, mentions, pack, whole=True), mutual, alone, needed)


def find_functions(text: str, gazetteer: Gazetteer, pack: Pack) -> tuple[str, ...]:
    """Return the functions that a text names by a word or a thing, in the order of the pack."""
    return _functions(text, gazetteer.find(split_words(text, 0, len(text))), pack, whole=False)


def find_parties(text: str, gazetteer: Gazetteer, pack: Pack) -> tuple[str, ...]:
    """Return the parties that a text names in order, a state for its agency, a thing for who flies it."""
    words = split_words(text, 0, len(text))
    return tuple(dict.fromkeys(party for _, party in _named(words, gazetteer.find(words), pack)))


def _named(words: Words, mentions: Sequence[Mention], pack: Pack) -> list[tuple[int, str]]:
    """The parties that are named, with the word at which each begins; 'Russian' names one as 'Roscosmos' does."""
    found = {k: COUNTRIES[word][1] for k, word in enumerate(words.low) if word in COUNTRIES}
    found |= {one.first: AGENCY_OF.get(one.means, one.means) for one in mentions if one.means}
    return [(k, found[k]) for k in sorted(found) if found[k] in pack.parties]


def _needed(words: Words, named: Sequence[tuple[int, str]], speaker: str, pack: Pack) -> tuple[str, ...]:
    """The party that is needed: behind 'without', 'only', 'on'; else the first one named; 'us' is who speaks."""
    own = AGENCY_OF.get(speaker, speaker)
    for k, word in enumerate(words.low):
        if word not in _BEHIND:
            continue
        if _SPEAKERS & set(words.low[k + 1 : k + 3]) and own in pack.parties:
            return (own,)
        behind = [party for at, party in named if k < at <= k + 4]
        if behind:
            return tuple(behind[:1])
        before = [party for at, party in named if at < k]
        if word in ("only", "alone", "sole") and before:
            return tuple(before[-1:])  # 'NASA said that Russia is the only one'
    if "without" in words.low:
        return ()
    return tuple(party for _, party in named[:1]) or ((own,) if own in pack.parties and "else" in words.low else ())


def _sides(pack: Pack) -> tuple[str, ...]:
    """The parties whose segments need each other: those that train people aboard."""
    return tuple(dict.fromkeys(row.party for row in pack.occupants.values()))


def _functions(clause: str, mentions: Sequence[Mention], pack: Pack, *, whole: bool) -> tuple[str, ...]:
    """The functions that a clause asks for; with none named, those of a station that is to survive, if it says so."""
    told: Mapping[str, Any] = pack.settings.get("claims", {})
    found = [name for name, row in told.get("functions", {}).items() if says(clause, row.get("words", ()))]
    if not found:
        scopes = {one.object for one in mentions} - {""}
        found = [name for name, row in told.get("functions", {}).items() if scopes & set(row.get("scopes", ()))]
    rest = told.get("whole", {})
    if not found and whole and says(clause, rest.get("words", ())):
        found = list(rest.get("functions", ()))
    return tuple(name for name in found if name in pack.functions)


def says(text: str, words: Sequence[str]) -> bool:
    """Whether one of the words, or a word that begins with it, stands in a text."""
    return bool(words) and _any_of(tuple(words)).search(text) is not None


@lru_cache(maxsize=256)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})", re.I)
