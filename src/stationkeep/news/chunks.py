"""Phrases and verb groups: what a sentence's tagged words make before anything is attached to anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationkeep.news.closed_words import ROLES
from stationkeep.news.word_classes import HELPERS, VERBAL
from stationkeep.news.words import listed

_IN_PHRASE = frozenset(("det", "poss", "adj", "num", "noun", "name"))
_TIMES = listed(
    "week weeks month months year years day days morning afternoon evening night today yesterday tomorrow monday "
    "tuesday wednesday thursday friday saturday sunday january february march april june july august september october "
    "november december jan feb mar apr jun jul aug sept sep oct nov dec decade decades hour hours weekend spring summer "
    "autumn winter"
)
_QUOTES = frozenset(("“", "”", '"', "«", "»", "„"))
_KINDS = {
    **dict.fromkeys(_IN_PHRASE, "np"), **dict.fromkeys((*HELPERS, *VERBAL, "pron+"), "v"), "pron": "pron", "prep": "prep",
    "to": "to", "rel": "rel", "that": "that", "sub": "sub", "and": "and", "adv": "adv", ",": ",",
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


def find_chunks(low: Sequence[str], tags: Sequence[str]) -> list[Chunk]:
    """Return the phrases and verb groups of a sentence, and what stands between them."""
    found: list[Chunk] = []
    k, size = 0, len(tags)
    while k < size:
        begun, kind = k, _KINDS.get(tags[k], "mark")
        if kind == "np":
            k = _phrase_end(low, tags, k)
            if low[k - 1] in _TIMES or (tags[begun] == "num" and _is_date(low, tags, begun, k)):
                kind = "time"
            elif tags[begun] == "adj" and all(one == "adj" for one in tags[begun:k]):
                kind = "adj"
            found.append(Chunk(kind, begun, k, k - 1))
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
    return found


def _verb_behind(tags: Sequence[str], k: int) -> bool:
    """Whether a verb group goes on behind 'to' or adverbs."""
    j = k + 1
    while j < len(tags) and tags[j] == "adv":
        j += 1
    return j < len(tags) and (tags[j] in VERBAL or tags[j] in HELPERS)


def _phrase_end(low: Sequence[str], tags: Sequence[str], k: int) -> int:
    begun = k
    k += 1
    while k < len(tags) and tags[k] in _IN_PHRASE:
        before = tags[k - 1]
        if tags[k] == "det" and before not in ("det",):
            break
        if (
            tags[k] in ("name", "noun", "adj")
            and before == "num"
            and (low[k - 1] in _TIMES or _is_year(low[k - 1]))
            and k - 1 >= begun
        ):
            break  # 'on Thursday NASA'
        if before == "noun" and low[k - 1] in _TIMES and tags[k] in ("name", "det", "noun", "adj"):
            break  # 'last week NASA'
        if before == "noun" and tags[k] == "adj":
            break
        if (
            before == "noun"
            and tags[k] == "name"
            and low[k - 1].endswith("s")
            and low[k - 1] not in ROLES
            and len(low[k - 1]) > 3
        ):
            break  # 'for the running costs Tokyo will'
        k += 1
    return k


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def _is_date(low: Sequence[str], tags: Sequence[str], first: int, last: int) -> bool:
    return all(
        tags[k] == "num" and (low[k] in _TIMES or low[k].isdigit() or low[k] in ("may", "."))
        for k in range(first, last)
    ) and any(low[k] in _TIMES or _is_year(low[k]) for k in range(first, last))


def _group(low: Sequence[str], tags: Sequence[str], k: int) -> tuple[int, Chunk]:
    """Read a verb group that begins at ``k``; return the word behind it and the chunk."""
    begun, j = k, k
    to = False
    helper = -1
    gerund = False
    while j < len(tags):
        one = tags[j]
        if one == "to" and helper < 0 and not to:
            to = True
        elif (
            one == "to"
            and helper >= 0
            and tags[helper] in ("have", "be", "modal")
            and _verb_behind(tags, j)
            and tags[j - 1] != "adv"
        ):
            pass  # 'has to leave', 'is to leave'
        elif one in HELPERS or one == "pron+":
            gerund = gerund or (helper < 0 and low[j] in ("being", "having"))
            helper = j
        elif one != "adv":
            break
        j += 1
    if (
        j < len(tags)
        and tags[j] in VERBAL
        and not (helper >= 0 and tags[helper] in ("do", "modal") and tags[j] not in ("base", "s", "ed", "past"))
    ):
        kind = "to" if to else "ing" if gerund else "finite" if helper >= 0 else _kind(tags[j])
        return j + 1, Chunk("v", begun, j + 1, j, kind)
    at = helper if helper >= 0 else j - 1
    kind = "to" if to else "ing" if gerund else "finite"
    return at + 1, Chunk("v", begun, at + 1, at, kind)


def _kind(form: str) -> str:
    if form in ("s", "past", "base"):
        return "finite"
    return {"ing": "ing", "part": "part"}.get(form, "ed")
