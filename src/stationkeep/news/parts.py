"""Parts of speech where they stand: whether a word is a noun or a verb here, and whether its particle follows."""

from __future__ import annotations

from functools import cache

from stationkeep.news.clauses import clause_end, stem_continues
from stationkeep.news.closed_words import ADVERBS, AUXILIARIES, COREFERENT, PREPOSITIONS, ROLES
from stationkeep.news.subjects import ACTORS, Sentence, find_subject
from stationkeep.news.verbs import Group
from stationkeep.news.words import listed

_DETERMINED = listed(
    "the a an its their his her our this any no such of in with full complete temporary immediate possible 's "
    "’s for by from planned announced early eventual unilateral about on another further new under first "
    "formal official and"
)

_PAST_NEIGHBOURS = frozenset(("and", ",", "who", "which", "that", ")", "then", "or"))

_DOERS = listed(
    "allies partners nations states firms companies lawmakers leaders regulators rocket freighter ferry capsule ship "
    "spacecraft shuttle burn tug craft launcher booster"
)
"""Nouns that act by themselves: people of a party, ships and what they do."""

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
        return begun if begun is not None and parts[-1] in low[begun : clause_end(sentence, at)][:12] else None
    reach = 1 if parts[0] in _CLOSE and len(parts) == 1 else (6 if len(parts) == 1 else 9)
    for k in range(at + 1, min(len(low), at + 1 + reach)):
        if (end := _matches(low, k, parts)) is not None:
            return end if k == at + 1 else at + 1
        if low[k] in (".", ";", ","):
            return None
    return None


_AGAIN = frozenset(("again", "anew", "afresh"))
_CLOSE = frozenset(("to", "on", "upon", "for", "the", "against", "by", "from", "with"))
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
    "contract": ("contracts", "award", "deal"),
    "plug": ("rug",),
    "way": ("ways",),
    "order": ("orders",),
    "seat": ("seats",),
}
"""Words that stand in a phrase as well as the one written in its rule."""


def looks_noun(sentence: Sentence, at: int, tag: str) -> bool:
    low = sentence.words.low
    if tag not in ("base", "s", "ing", "noun"):
        return False
    if tag == "noun":
        return True
    if at == 0:
        return tag == "ing"
    before = low[at - 1]
    if tag == "base" and low[at] in _UNCHANGING and before not in _DETERMINED:
        return False  # 'Roscosmos cut'
    if at in sentence.at_end and sentence.at_end[at].kind in ACTORS and tag in ("s", "base"):
        return tag == "base"  # 'a NASA request': a single name takes the form with s
    if tag == "ing":
        return before in ("the", "a", "'s", "’s", "full", "complete") or (before == "of" and False)
    return before in _DETERMINED and before not in ("and",)


def is_verb(sentence: Sentence, at: int, tag: str, group: Group) -> bool:
    """Whether the form can be a verb here: a participle behind a noun ('sanctions imposed by') is none."""
    low, raw = sentence.words.low, sentence.words.raw
    following = low[at + 1] if at + 1 < len(low) else ""
    if tag == "ing" and group.tense == "bare" and not group.governor:
        if word_demands(low[at]):
            return True
        return at > 0 and (
            low[at - 1] in (",", "by", "from", "of", "after", "without", "and", "that", "on", "in", "about") or at == 0
        )
    if group.tense == "bare" and group.infinitive and not group.governor:
        return _headline_infinitive(sentence, group)
    adverbs = tag in ("ed", "part") and 0 < group.first < at and AUXILIARIES.isdisjoint(low[group.first : at])
    if adverbs and low[group.first - 1] in _DETERMINED - {"and"}:
        return False  # 'the currently suspended cooperation'
    if tag == "base" and group.first == at and low[at] in _UNCHANGING:
        tag = "ed"
    if tag in ("ed", "past", "part") and group.first == at:
        if tag == "part" or following == "by":
            return False
        k = at
        if low[at] in _INTRANSITIVE and (following in _WHEN or following in TIMES):
            return True
        if k in sentence.at_end:
            vehicle = sentence.at_end[k].object in ("cargo_flights", "crew_flights", "operations")
            return (sentence.at_end[k].kind != "word" or vehicle) and not (k - 1 >= 1 and low[k - 1] in ("'s",))
        if k == 0:
            return False
        before = low[k - 1]
        if (
            before in COREFERENT
            or before in ROLES
            or before in _DOERS
            or before in _PAST_NEIGHBOURS
            or before in ("we", "i")
        ):
            return True
        if before.isdigit() or before in TIMES or (before in ADVERBS):
            return True
        if low[at] in _INTRANSITIVE and (following in _WHEN or following in TIMES):
            return True
        if tag != "part" and (following in _ARTICLES or at + 1 in sentence.at_start):
            return True  # a participle behind its noun takes no object
        return raw[k - 1][0].isupper() and k - 1 > 0
    if tag == "base" and group.first == at:
        if at == 0 or (low[at - 1] == "," and low[0] in PREPOSITIONS and find_subject(sentence, at) is None):
            return False  # 'During the repair, support was ...'
        if at in sentence.at_end:
            goes_on = stem_continues(low[at]) or low[at] in ("remain", "stay", "resume", "end", "stop")
            return sentence.at_end[at].kind in ACTORS or (goes_on and bool(sentence.at_end[at].object))
        return low[at - 1] in (
            "we",
            "they",
            "i",
            "and",
            "who",
            "partners",
            "officials",
            "lawmakers",
            "states",
            "which",
            ",",
            "members",
            "both",
        )
    if tag == "s" and group.first == at:
        if at == 0:
            return False
        if stem_continues(low[at]) or low[at].startswith("remain"):
            return True
        if at in sentence.at_end:
            return sentence.at_end[at].kind in (*ACTORS, "thing")
        return (
            low[at - 1] in COREFERENT
            or low[at - 1] in ROLES
            or low[at - 1].isdigit()
            or low[at - 1] in ("and", "who", "which", "that", ",", ")")
            or raw[at - 1][0].isupper()
        )
    return True


_INTRANSITIVE = listed("resumed ended stopped ceased continued lapsed expired halted restarted")
_WHEN = listed("on in at after for since last this yesterday today . , without with as when early late")
_ARTICLES = listed("the a an its their his her all any our this these")

_UNCHANGING = listed("cut put quit shut let set hit split")
"""Verbs whose past is like their present."""


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
