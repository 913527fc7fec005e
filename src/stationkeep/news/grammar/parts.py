"""Parts of speech where they stand: whether a word is a noun or a verb here, and whether its particle follows."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from stationkeep.news.grammar.clauses import clause_end
from stationkeep.news.grammar.subjects import ACTORS, Sentence
from stationkeep.news.grammar.verbs import Group
from stationkeep.news.grammar.word_classes import HELPERS, VERBAL
from stationkeep.news.text.words import listed

TIMES = listed(
    "monday tuesday wednesday thursday friday saturday sunday year month week january february march april "
    "may june july august september october november december"
)


@cache
def _parts(particle: str) -> tuple[str, ...]:
    return tuple(particle.split())


def after_particle(sentence: Sentence, at: int, particle: str) -> int | None:
    """Return the word after the particle of a phrasal verb; ``None`` where it is not there."""
    if not particle:
        return at + 1
    low, parts = sentence.words.low, _parts(particle)
    if parts[0] != "~" and parts[0] not in low[at + 1 : at + 12]:
        return None
    if parts[-1] in _AGAIN:
        begun = after_particle(sentence, at, " ".join(parts[:-1]))
        behind = low[begun - 1 : clause_end(sentence, at)][:13] if begun is not None else ()
        return begun if any(b == parts[-1] and a != "," for a, b in pairwise(behind)) else None
    reach = 1 if parts[0] in _CLOSE and len(parts) == 1 else (6 if len(parts) == 1 else 9)
    if parts in _FAR_OFF:
        reach = clause_end(sentence, at) - at  # 'put launches of ships of both kinds on hold'
    for k in range(at + 1, min(len(low), at + 1 + reach)):
        if low[k : k + 2] == ("up", "to") and sentence.syntax.tags[k + 2 : k + 3] in (("num",), ("det",)):
            return None  # 'draws up to half its power'
        if low[k] == "on" and sentence.syntax.tags[k + 1 : k + 2] == ("num",):
            return None  # 'was to fly on Thursday'
        if (end := _matches(low, k, parts)) is not None:
            return end if k == at + 1 else at + 1
        if low[k] in (".", ";", ","):
            return None
    return None


_FAR_OFF = frozenset((("on", "hold"), ("on", "ice"), ("on", "the", "shelf"), ("in", "mothballs")))
_AGAIN = frozenset(("again", "anew", "afresh"))
_CLOSE = frozenset(("to", "on", "upon", "for", "the", "against", "by", "from", "with", "no"))
_OWNERS = listed("us them him it a an the its their his her our any all")


def _matches(low: tuple[str, ...], k: int, parts: tuple[str, ...]) -> int | None:
    """Return the word after a particle that begins at ``k``; ``~`` stands for an article or whose it is, or nothing."""
    for part in parts:
        if part == "~":
            for _ in range(2):
                k += k < len(low) and (low[k] in _OWNERS or low[k].endswith("ive"))
        elif k < len(low) and (low[k] == part or (part in _NOUN_PARTS and low[k] in _NOUN_PARTS[part])):
            k += 1
        else:
            return None
    return k


_NOUN_PARTS = {
    "back": ("backs",),
    "tap": ("taps", "valve", "valves", "spigot"),
    "modules": ("segment", "module"),
    "contract": ("contracts", "award", "deal", "order", "orders"),
    "plug": ("rug",),
    "way": ("ways",),
    "order": ("orders",),
    "seat": ("seats",),
}
"""Words that stand in a phrase as well as the one written in its rule."""


def looks_noun(sentence: Sentence, at: int, tag: str) -> bool:
    """Whether a word that may be a form of a verb is a noun or an attribute where it stands."""
    return tag == "noun" or (sentence.syntax.tags[at] not in VERBAL and sentence.syntax.tags[at] not in HELPERS)


def is_verb(sentence: Sentence, at: int, tag: str, group: Group) -> bool:
    """Whether the form can be a verb here: a participle behind a noun ('sanctions imposed by') is none."""
    clause = sentence.syntax.clause_at(at)
    if clause is None or clause.at != at:
        return False
    if clause.kind == "finite":
        return True
    if clause.kind == "part":
        return group.joined >= 0
    if clause.kind == "ing":
        if group.tense != "bare" or group.governor or word_demands(sentence.words.low[at]):
            return True
        return clause.relation != "rel"
    if group.tense == "bare" and group.infinitive and not group.governor:
        return _headline_infinitive(sentence, group)
    return True


def word_demands(word: str) -> bool:
    """Whether a participle makes an act of its own behind a noun: 'a letter demanding that ...'."""
    return word in (
        "demanding",
        "asking",
        "urging",
        "requesting",
        "calling",
        "refusing",
        "rejecting",
        "offering",
        "proposing",
    )


def _headline_infinitive(sentence: Sentence, group: Group) -> bool:
    """'Russia to leave the station', '1. To extend ...': an infinitive behind a name, or at the head of an order."""
    if group.first <= 3 and sentence.words.raw[group.first] == "To":
        return True
    return group.first in sentence.at_end and sentence.at_end[group.first].kind in ACTORS and group.first <= 5
