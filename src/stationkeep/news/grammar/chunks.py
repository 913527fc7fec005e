"""Phrases and verb groups: what a sentence's tagged words make before anything is attached to anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationkeep.news.grammar.closed_words import ROLES
from stationkeep.news.grammar.word_classes import HELPERS, VERBAL
from stationkeep.news.text.words import forms, listed

IN_PHRASE = frozenset(("det", "poss", "adj", "num", "noun", "name"))
TIMES = listed(
    "week weeks month months year years day days morning afternoon evening night today yesterday tomorrow monday "
    "tuesday wednesday thursday friday saturday sunday january february march april june july august september october "
    "november december jan feb mar apr jun jul aug sept sep oct nov dec decade decades hour hours weekend spring "
    "summer autumn winter"
)
BEGINS_TIME = frozenset(("last", "next", "this", "earlier", "later"))
"""Words that begin a time and belong to no phrase before them."""
LETTING = frozenset((*forms("let"), *forms("make"), *forms("help")))
"""Verbs behind whose object an infinitive stands without 'to'."""
_QUOTES = frozenset(("“", "”", '"', "«", "»", "„"))
_KINDS = {
    **dict.fromkeys(IN_PHRASE, "np"), **dict.fromkeys((*HELPERS, *VERBAL, "pron+"), "v"), "pron": "pron",
    "prep": "prep", "to": "to", "rel": "rel", "that": "that", "sub": "sub", "and": "and", "adv": "adv", ",": ",",
    **dict.fromkeys(_QUOTES, "quote"),
}  # fmt: skip


@dataclass(slots=True)
class Chunk:
    """Words ``[first, last)`` that belong together.

    Parameters
    ----------
    kind : str
        ``np`` (a noun phrase), ``time``, ``adj``, ``v`` (a verb group), ``prep``, ``rel``, ``that``, ``sub``, ``and``,
        ``adv``, ``,``, ``quote`` or ``mark``.
    at : int
        Head of a phrase, main verb of a group.
    verb : str
        Of a group: ``finite``, ``to``, ``ing``, ``part``, or ``ed`` (finite or participle, still open).
    """

    kind: str
    first: int
    last: int
    at: int = -1
    verb: str = ""


def find_chunks(low: Sequence[str], tags: Sequence[str], parties: frozenset[int] = frozenset()) -> list[Chunk]:
    """Return the phrases and verb groups of a sentence, and what stands between them.

    Parameters
    ----------
    parties : frozenset of int
        Words at which the name of a party begins.
    """
    found: list[Chunk] = []
    k, size = 0, len(tags)
    while k < size:
        begun, kind = k, _KINDS.get(tags[k], "mark")
        if kind == "np":
            k = _phrase_end(low, tags, k)
            if tags[:begun] == ["prep"]:
                k = next((n for n in range(begun + 2, k) if n in parties and _is_complete(low, tags, n)), k)
            if low[k - 1] in TIMES or (tags[begun] == "num" and _is_date(low, tags, begun, k)):
                kind = "time"
            elif tags[begun] == "adj" and all(one == "adj" for one in tags[begun:k]):
                kind = "adj"
            of = next((n for n in range(begun + 1, k - 1) if low[n] == "of"), k)
            found.append(Chunk(kind, begun, k, of - 1))  # within a name: 'deliveries of engines'
            continue
        if kind == "pron":
            k += 1
            found.append(Chunk("np", begun, k, begun))
            continue
        if kind == "to" or kind == "adv":
            opens = _verb_behind(tags, k) and (kind == "to" or not found or found[-1].kind != "v")
            kind = "v" if opens else "prep" if kind == "to" else "adv"
        if kind == "v":
            if tags[begun] == "pron+":
                found.append(Chunk("np", begun, k + 1, begun))
            k, chunk = _group(low, tags, k)
            found.append(chunk)
            continue
        k += 1
        found.append(Chunk(kind, begun, k))
    for verb, acted_on, bare in zip(found, found[1:], found[2:], strict=False):
        lets = verb.kind == "v" and low[verb.at] in LETTING and acted_on.kind == "np"
        if lets and bare.kind == "v" and tags[bare.first] == "base":
            bare.verb = "to"  # 'let the Russians carry'
    return found


def _verb_behind(tags: Sequence[str], k: int) -> bool:
    """Whether a verb group goes on behind 'to' or adverbs."""
    j = k + 1
    while j < len(tags) and tags[j] == "adv":
        j += 1
    return j < len(tags) and (tags[j] in VERBAL or tags[j] in HELPERS)


def _phrase_end(low: Sequence[str], tags: Sequence[str], k: int) -> int:
    """Return where the noun phrase that begins at ``k`` ends."""
    begun = k
    k += 1
    while k < len(tags) and tags[k] in IN_PHRASE:
        before, word = tags[k - 1], low[k - 1]
        if tags[k] == "det" and before != "det":
            break
        if (
            tags[k] in ("name", "noun", "adj")
            and before == "num"
            and tags[begun] != "det"
            and (word in TIMES or _is_year(word))
        ):
            break  # 'on Thursday NASA'
        if before == "noun" and tags[k] == "adj":
            break
        counted = tags[k] == "num" and low[k + 1 : k + 2] and low[k + 1] in TIMES
        if before in ("name", "noun") and (low[k] in BEGINS_TIME or counted):
            break  # 'NASA last year signed', 'NASA two days ago signed'
        if before == "noun" and tags[k] in ("name", "noun") and word in TIMES:
            break  # 'last week NASA'
        plural = before == "noun" and len(word) > 3 and word.endswith("s") and word not in ROLES
        if plural and tags[k] == "name":
            break  # 'for the running costs Tokyo will'
        k += 1
    return k


def _is_complete(low: Sequence[str], tags: Sequence[str], k: int) -> bool:
    """Whether the phrase behind a sentence's first preposition ends before a name: 'Under the deal NASA'."""
    return tags[k - 1] == "noun" and low[k - 1] not in ROLES and low[k - 1] not in _NAMED_BY


_NAMED_BY = listed(
    "agency company corporation firm maker operator contractor builder startup outlet organisation organization"
)
"""Nouns of bodies behind which their name may stand."""


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def _is_date(low: Sequence[str], tags: Sequence[str], first: int, last: int) -> bool:
    """Whether words make a date: 'May 4', '2024', '12 April'."""
    words = low[first:last]
    if not all(one in TIMES or one.isdigit() or one in ("may", ".") for one in words):
        return False
    numbers = all(one == "num" for one in tags[first:last])
    return numbers and any(one in TIMES or one == "may" or _is_year(one) for one in words)


def _group(low: Sequence[str], tags: Sequence[str], k: int) -> tuple[int, Chunk]:
    """Read a verb group that begins at ``k``; return the word behind it and the chunk."""
    begun, helper, to, gerund = k, "", False, False
    last = k
    while k < len(tags):
        one = tags[k]
        if one == "to" and not helper and not to:
            to = True
        elif one == "to":
            owed = helper in ("have", "be", "modal") and tags[k - 1] != "adv" and _verb_behind(tags, k)
            if not owed:
                break  # else 'has to leave', 'is to leave'
        elif one in HELPERS or one == "pron+":
            gerund = gerund or (not helper and low[k] in ("being", "having"))
            helper, last = one, k
        elif one != "adv":
            break
        k += 1
    main = k < len(tags) and tags[k] in VERBAL
    if main and not (helper in ("do", "modal") and tags[k] in ("part", "ing")):
        last = k
    elif not helper:
        last = k - 1
    kind = "to" if to else "ing" if gerund else "finite" if helper else _KIND_OF[tags[last]]
    return last + 1, Chunk("v", begun, last + 1, last, kind)


_KIND_OF = {
    **dict.fromkeys(("s", "past", "base"), "finite"), "ing": "ing", "part": "part", "ed": "ed",
    "adv": "finite", "to": "to",
}  # fmt: skip
