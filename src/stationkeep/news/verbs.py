"""The group around a verb: its helpers, what governs it, and so whether it was done, will be, might be or will not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from stationkeep.news.closed_words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DO,
    HAVE,
    MODALS_MAYBE,
    MODALS_MUST,
    NEGATIONS,
    SHORT_CONTRACTIONS,
)
from stationkeep.news.lexicon import GOVERNING_ADJECTIVES, GOVERNOR_FORMS
from stationkeep.news.subjects import Sentence, Subject, find_subject
from stationkeep.news.words import listed

_OBJECT_PRONOUNS = listed("it them him her us its their partners sides both each everyone")


@dataclass(frozen=True)
class Group:
    """What stands before a verb.

    Parameters
    ----------
    first : int
        Word at which the group begins, governor and its helpers included.
    tense : str
        ``present``, ``past``, ``perfect``, ``pluperfect``, ``future``, ``would``, ``maybe``, ``must``, ``going``,
        ``bare`` (a gerund or infinitive that hangs on nothing).
    passive, negated : bool
    governor : str
        Effect of a governing verb or noun, empty without one.
    governed_by : str
        The governing word.
    audience : int
        Word at which the one who is asked or ordered stands, or -1.
    told : bool
        Whether the subject is the one who is asked or ordered: 'has been told to'.
    """

    first: int
    tense: str
    passive: bool = False
    negated: bool = False
    governor: str = ""
    governed_by: str = ""
    audience: int = -1
    no_longer: bool = False
    infinitive: bool = False
    agent: int = -1
    told: bool = False


def verb_group(sentence: Sentence, at: int, tag: str) -> Group:
    """Return the group of the verb at word ``at``, whose form is ``tag``."""
    low = sentence.words.low
    k, helpers, to = _helpers(low, at)
    if not helpers and k > 2 and low[0] in _INVERTING and low[1] in AUXILIARIES:
        helpers = ["not", low[1]]  # 'Nor has the agency turned down'
    negated = _negated(helpers)
    no_longer = _has_no_longer(low, k, at)
    if to or tag == "ing":
        governed = _governed(sentence, k, tag, to)
        if governed is not None:
            effect, word, outer, audience = governed
            negated = outer.negated or negated
            agent = audience if low[audience - 1] == "by" else -1
            told = outer.passive and effect in ("order", "demand")
            return Group(outer.first, outer.tense, False, negated, effect, word, audience, no_longer, True, agent, told)
    tense, passive = _tense(helpers, tag, to)
    return Group(k, tense, passive, negated, no_longer=no_longer, infinitive=to)


_INVERTING = frozenset(("nor", "never", "neither", "nowhere"))


def _helpers(low: tuple[str, ...], at: int) -> tuple[int, list[str], bool]:
    """Walk left over helpers and adverbs; return where they begin, which they are, and whether 'to' is among them."""
    helpers: list[str] = []
    k, to = at, False
    while k > 0:
        word = low[k - 1]
        if word in SHORT_CONTRACTIONS:
            helpers[:0] = SHORT_CONTRACTIONS[word]
        elif word in AUXILIARIES or word in NEGATIONS or word in ("going", "to"):
            if word == "to":
                if to:
                    break
                to = True
            helpers.insert(0, word)
        elif word == "," and k > 2 and low[k - 3] == "," and low[k - 2] in ADVERBS:
            k -= 2  # 'will, however, continue'
        elif word in ("“", '"') and k > 1 and low[k - 2] in AUXILIARIES:
            pass  # 'would “continue to support'
        elif word not in ADVERBS and not (word.endswith("ly") and len(word) > 4):
            break
        k -= 1
        if word in SHORT_CONTRACTIONS and SHORT_CONTRACTIONS[word][0] in ("we", "they", "it", "i", "he", "she"):
            k += 1  # the subject is in the contraction
            break
        if word in ("nobody", "none") or (word == "no" and (k + 1 >= len(low) or low[k + 1] != "longer")):
            break
    return k, helpers, to and "going" not in helpers and not _have_to(helpers)


def _have_to(helpers: list[str]) -> bool:
    return "to" in helpers and any(word in HAVE or word in BE for word in helpers[: helpers.index("to")])


def _negated(helpers: list[str]) -> bool:
    return sum(word in NEGATIONS and word != "without" for word in helpers) % 2 == 1


def _has_no_longer(low: tuple[str, ...], first: int, at: int) -> bool:
    words = low[max(0, first - 1) : at]
    return any(a == "no" and b == "longer" for a, b in pairwise(words)) or "anymore" in low[at : at + 12]


def _governed(sentence: Sentence, k: int, tag: str, to: bool) -> tuple[str, str, Group, int] | None:
    """Find what the infinitive or gerund that begins at ``k`` hangs on."""
    low = sentence.words.low
    j, audience = _over_when(low, k) if to else k, -1
    for _ in range(2):
        if j == 0:
            return None
        word = low[j - 1]
        if word == "out" and j >= 2 and low[j - 2].startswith("rul"):
            outer = verb_group(sentence, j - 2, "ed" if low[j - 2] == "ruled" else "base")
            if outer.negated:
                return "considered", "rule out", replace(outer, negated=False), audience
            return "negated", "rule out", outer, audience
        if word == "but" and to and j >= 2 and low[j - 2] in ("choice", "option", "alternative"):
            outer = _outer(sentence, j - 2, "noun")
            tense = "past" if "had" in low[max(0, j - 6) : j] else "present"
            return "", word, replace(outer, negated=False, tense=tense), audience  # 'had no choice but to'
        if word in GOVERNING_ADJECTIVES and not (word == "about" and not to):
            effect = GOVERNING_ADJECTIVES[word]
            outer = _outer(sentence, j - 1, "adjective")
            if (
                word in ("forced", "obliged", "compelled", "able")
                and outer.tense in ("past", "perfect")
                and not outer.negated
            ):
                return "", word, outer, audience
            return effect, word, outer, audience
        if word in GOVERNOR_FORMS and (to or tag == "ing"):
            effect, form = GOVERNOR_FORMS[word]
            if effect == "begun" and not to and tag != "ing":
                return None
            outer = verb_group(sentence, j - 1, form) if j > 1 else Group(j - 1, "present" if form != "ed" else "past")
            if outer.governor:
                return outer.governor, outer.governed_by, outer, outer.audience
            return effect, word, outer, audience
        if word in ("of", "on", "about", "for", "against", "from", "in", "that") and tag == "ing" and not to:
            j -= 1
            continue
        if to and audience < 0:
            mention = sentence.at_end.get(j)
            if mention is not None and mention.kind in ("party", "state", "person", "group"):
                audience = mention.first
                j = _over_names(sentence, mention.first)
                j -= 1 if j and low[j - 1] == "by" else 0  # 'the decision by X to'
                continue
            if word in _OBJECT_PRONOUNS or word in _PEOPLE:
                audience = j - 1
                j = _over_determiners(sentence, j - 1)
                continue
        return _ordered(sentence, k) if to else None
    return _ordered(sentence, k) if to else None


def _over_when(low: tuple[str, ...], k: int) -> int:
    """Walk left over what says when between a verb and its infinitive: 'vowed last night to', 'agreed on Monday to'."""
    j = k
    while j > 2 and (low[j - 1] in _WHEN or low[j - 1].isdigit()):
        j -= 1
    return j if j == k or low[j - 1] in GOVERNOR_FORMS else k


_WHEN = listed(
    "on at in last this next late early today yesterday monday tuesday wednesday thursday friday saturday sunday night "
    "week month year morning afternoon evening principle january february march april june july august september "
    "october november december formally again , unanimously jointly together writing public"
)


def _ordered(sentence: Sentence, k: int) -> tuple[str, str, Group, int] | None:
    """Find the order or request behind a longer noun phrase: 'ordered the crew of the segment to'."""
    low = sentence.words.low
    for j in range(k - 1, max(0, k - 10), -1):
        word = low[j - 1]
        if word in AUXILIARIES or word in (",", ";", ".", "that", "“", "”", '"'):
            return None
        effect, form = GOVERNOR_FORMS.get(word, ("", ""))
        if effect in ("demand", "order"):
            outer = verb_group(sentence, j - 1, form) if j > 1 else Group(j - 1, "past")
            return effect, word, outer, j
    return None


_PEOPLE = listed(
    "cosmonauts cosmonaut crew crews astronauts engineers specialists companies firms ministry ministries "
    "agencies agency governments government staff personnel workers controllers council congress lawmakers "
    "leaders counterparts leaders countries states enterprises corporation contractors members department "
    "director general head officials administration suppliers operators"
)


def _over_names(sentence: Sentence, at: int) -> int:
    """Walk left over 'NASA, ESA and' to the verb before them."""
    low = sentence.words.low
    k = at
    while k > 0:
        if k in sentence.at_end and sentence.at_end[k].kind in ("party", "state", "person", "group"):
            k = sentence.at_end[k].first
        elif low[k - 1] in (
            "the",
            "and",
            ",",
            "its",
            "his",
            "on",
            "upon",
            "for",
            "with",
            "both",
            "all",
            "to",
            "or",
            "their",
        ):
            k -= 1
        else:
            break
    return k


_BEFORE_PEOPLE = listed(
    "its the their his our all on upon other 's ’s both those member director own two three partner space"
)


def _over_determiners(sentence: Sentence, at: int) -> int:
    low, k = sentence.words.low, at
    for _ in range(5):
        if k in sentence.at_end:
            k = sentence.at_end[k].first
        elif k > 0 and low[k - 1] in _BEFORE_PEOPLE:
            k -= 1
    return k


def _outer(sentence: Sentence, at: int, _kind: str) -> Group:
    """Return the group of 'is ready', 'has no plans', 'the decision': its helpers and whether it is negated."""
    low = sentence.words.low
    k, helpers, _ = _helpers(low, at)
    negated = _negated(helpers)
    j = k
    while j > 0 and low[j - 1] in (
        "no",
        "any",
        "the",
        "a",
        "its",
        "current",
        "immediate",
        "intention",
        "such",
        "formal",
        "his",
        "official",
    ):
        negated = negated or low[j - 1] == "no"
        j -= 1
    if (
        j < k
        and j > 0
        and (
            low[j - 1] in HAVE
            or low[j - 1] in BE
            or low[j - 1] in ("made", "took", "taken", "announced", "see", "sees")
        )
    ):
        k, more, _ = _helpers(low, j)
        negated = negated != _negated(more)
    elif j < k:
        k = j
    tense, _passive = _tense(helpers, "part", False)
    return Group(k, tense if helpers else "present", False, negated)


def _tense(helpers: list[str], tag: str, to: bool) -> tuple[str, bool]:
    """Return the tense and whether it is passive."""
    be = any(word in BE for word in helpers)
    passive = be and (tag in ("ed", "part") or (tag == "base" and "to" not in helpers))  # 'is put on hold'
    if "going" in helpers:
        return "future", passive
    if any(word in ("will", "shall", "'ll") for word in helpers):
        return "future", passive
    if any(word in MODALS_MUST for word in helpers) or _have_to(helpers):
        return ("must" if any(word in MODALS_MUST or word in HAVE for word in helpers) else "future"), passive
    if "would" in helpers:
        return "would", passive
    if any(word in MODALS_MAYBE for word in helpers):
        return "maybe", passive
    if "had" in helpers:
        return "pluperfect", passive
    if any(word in HAVE for word in helpers):
        return "perfect", passive
    if be:
        past = any(word in ("was", "were") for word in helpers)
        if passive:
            return ("past" if past else "present"), True
        return ("going" if tag == "ing" else ("past" if past else "present")), False
    if to:
        return "bare", False
    if any(word in DO for word in helpers):
        return ("past" if "did" in helpers else "present"), False
    return {"ed": "past", "past": "past", "part": "bare", "ing": "bare"}.get(tag, "present"), False


def group_subject(sentence: Sentence, group: Group) -> Subject | None:
    """Return the subject of a group; of an audience that is ordered, who gives the order."""
    return find_subject(sentence, group.first)
