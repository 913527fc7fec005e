"""A verb's own helpers: where they begin, which they are, and the tense that they make."""

from __future__ import annotations

from dataclasses import dataclass

from stationkeep.news.grammar.closed_words import BE, HAVE, MODALS_MAYBE, MODALS_MUST, NEGATIONS, SHORT_CONTRACTIONS
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.grammar.word_classes import HELPERS


@dataclass(frozen=True)
class Own:
    """A verb's own helpers and negations: where they begin, which, and whether it has 'to' without a tense."""

    first: int
    helpers: tuple[str, ...]
    to: bool
    no_longer: bool


def own_helpers(sentence: Sentence, at: int) -> Own:
    """Walk left over helpers, negations and adverbs, and over asides between them."""
    low, tags = sentence.words.low, sentence.syntax.tags
    helpers: list[str] = []
    k = at
    while k > 0:
        word, one = low[k - 1], tags[k - 1]
        if word in SHORT_CONTRACTIONS:
            helpers[:0] = SHORT_CONTRACTIONS[word]
            if one == "pron+":
                break  # the subject is in the contraction
        elif one in HELPERS or _helps(word, low[k], helpers):
            helpers.insert(0, word)
        elif word == "no" and low[k] in _ON_NO:
            helpers.insert(0, "not")  # 'will under no circumstances leave'
        elif word == "," and (opened := _opened(tags, k - 1)) > 0:
            k = opened + 1
        elif one in _MARKS and k > 1 and (tags[k - 2] in HELPERS or tags[k - 2] == "to"):
            pass  # 'would “continue to support'
        elif one != "adv" and word not in _FLOATING:
            break
        k -= 1
        if word in ("nobody", "none"):
            break
    no_longer = any(low[j : j + 2] == ("no", "longer") for j in range(max(0, k - 1), at))
    no_longer = no_longer or "anymore" in low[at : at + 12]
    no_longer = no_longer or (
        is_negated(tuple(helpers)) and any(low[j : j + 2] == ("any", "longer") for j in range(at + 1, at + 11))
    )
    to = "to" in helpers and _HAVING_TO.isdisjoint(helpers[: helpers.index("to")])
    return Own(k, tuple(helpers), to, no_longer)


def _helps(word: str, following: str, helpers: list[str]) -> bool:
    """Whether a word besides helping verbs belongs to a group: a negation, 'to', the rest of 'going to', 'yet to'."""
    if word in ("going", "yet"):
        return following == "to"
    return word not in ("nor", "no") if word in NEGATIONS else word == "to" and "to" not in helpers


_ON_NO = frozenset(("circumstances", "case", "account"))
_HAVING_TO = HAVE | BE | {"going"}
_MARKS = frozenset(("“", '"', "«"))
_FLOATING = frozenset(("all", "both", "each", "either"))


def _opened(tags: tuple[str, ...], comma: int) -> int:
    """Return the comma that opens the aside between helper and verb, or -1: 'will not, he said, stop'."""
    opens = next((k for k in range(comma - 1, max(0, comma - 14), -1) if tags[k] == ","), 0)
    k = opens
    while k > 0 and tags[k - 1] == "adv":
        k -= 1
    return opens if k > 0 and (tags[k - 1] in HELPERS or tags[k - 1] == "to") else -1


def is_negated(helpers: tuple[str, ...]) -> bool:
    """Whether an odd number of negations stands among helpers; 'has yet to' is one."""
    return sum(word in NEGATIONS or word == "yet" for word in helpers) % 2 == 1


def tense_of(helpers: tuple[str, ...], tag: str) -> tuple[str, bool]:
    """Return the tense and whether it is passive; of 'might have to' and 'was to have' the first helper decides."""
    cut = len(helpers) - helpers[::-1].index("to") if "to" in helpers else 0
    outer, inner = helpers[: cut - 1] if cut else helpers, helpers[cut:]
    be = any(word in BE for word in inner)
    passive = be and (tag in ("ed", "part") or (tag == "base" and not cut))  # 'is put on hold'
    past = any(word in ("was", "were", "had") for word in outer)
    if "going" in outer:
        return ("intended" if past else "future"), passive
    for tense, words in _MODALS:
        if any(word in words for word in outer):
            return tense, passive
    have = any(word in HAVE for word in outer)
    if cut and have:  # 'has to', 'had to', 'has had to', 'has yet to'
        return ("past" if past else "perfect" if "yet" in outer else "must"), passive
    if cut and any(word in BE for word in outer):
        return ("missed" if past and "have" in inner else "intended" if past else "future"), passive
    if cut:
        return ("perfect" if any(word in HAVE for word in inner) else "bare"), passive
    if have:
        return ("pluperfect" if "had" in outer else "perfect"), passive
    if be:
        return ("past" if past else "present" if passive or tag != "ing" else "going"), passive
    if any(word in ("do", "does", "did") for word in outer):
        return ("past" if "did" in outer else "present"), False
    return {"ed": "past", "past": "past", "part": "bare", "ing": "bare"}.get(tag, "present"), False


_MODALS = (
    ("future", frozenset(("will", "shall", "'ll", "wo"))),
    ("maybe", MODALS_MAYBE | {"cannot"}),
    ("would", frozenset(("would", "'d"))),
    ("must", MODALS_MUST | {"ought"}),
)
