"""Parts of speech: one tag a word, from what a dictionary allows and from the words that stand around it.

A tagger of two steps, as rule-based taggers have been since Brill (1992): every word gets the tags that it may have, from
tables of closed classes and from the dictionary of `lemminflect`; words of several tags are settled from left to right by what
stands before them and behind them. It knows no probabilities and gives one answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import lemminflect

from stationkeep.news.closed_words import BE, DO, HAVE, MODALS_MAYBE, MODALS_MUST, SHORT_CONTRACTIONS
from stationkeep.news.gazetteer import Mention
from stationkeep.news.lexicon import INDEX
from stationkeep.news.words import Words, listed

FINITE = frozenset(("s", "past", "ed", "base"))
VERBAL = frozenset(("base", "s", "past", "part", "ed", "ing"))
HELPERS = frozenset(("be", "have", "do", "modal"))
NOMINAL = frozenset(("noun", "name", "pron", "num"))

_MODALS = MODALS_MAYBE | MODALS_MUST | listed("will shall would 'll ought cannot")
_DETERMINERS = listed(
    "the a an its their his her our my your this that these those all both some any each every no another either neither "
    "several many few most more fewer less such what whichever half enough"
)
_SUBJECTS = listed("i we he she they it you who nobody everyone everybody somebody someone anyone none nothing everything")
_OBJECTS = listed("me us him them itself themselves himself herself ourselves ones others there")
_PREPOSITIONS = listed(
    "with of for from at on in against between toward towards among by about over under via through into onto within aboard "
    "alongside despite like without regarding concerning near amid during per unlike beyond across behind below above beside "
    "besides around upon along except including excluding following pending throughout inside outside up down out off "
    "plus versus minus off"
)
_EITHER = listed("after before since until till as than because")
_SUBORDINATORS = listed("if unless although though while whereas when once because whether whenever wherever where why how lest so provided")
_RELATIVES = listed("who which whose whom")
_ADVERBS = listed(
    "also not never already now then still soon today yesterday tomorrow later earlier previously recently ever even only just "
    "again once yet however meanwhile therefore instead thus hereby too almost about far far well very quite rather perhaps maybe "
    "n't ago always often together away back forward aboard ahead here there abroad longer further hence likewise"
)
_BOTH_VERB_AND_NOUN_AS_NOUN = listed(
    "press state states station stations power powers space crew board water fuel pad port rocket cargo force forces part parts "
    "air time side sides house space service services party parties arm team teams number head chair ship ships light seat seats "
    "stage stages unit centre center position view million billion cost costs price prices statement date source sources issue "
    "project projects programme program product products level contract contracts track record records term terms case"
)


@lru_cache(maxsize=65536)
def options(word: str) -> frozenset[str]:
    """Return the tags that a word in lower case may have by itself."""
    closed = _closed(word)
    if closed:
        return closed
    found: set[str] = set()
    for tag, lemmas in lemminflect.getAllLemmas(word).items():
        if tag in ("VERB", "AUX"):
            found.update(_form(word, lemma) for lemma in lemmas)
            if word in lemmas and word in lemminflect.getAllInflections(word, "VERB").get("VBD", ()):
                found.add("ed")  # 'cut'
        elif tag in ("NOUN", "PROPN"):
            found.add("noun")
        elif tag == "ADJ":
            found.add("adj")
        elif tag == "ADV":
            found.add("adv")
    if not found and word in INDEX:
        found = {form for _, form, _ in INDEX[word]} | ({"noun"} if not word.endswith(("ed", "ing")) else set())
    if word in _RARELY:
        found -= _RARELY[word]
    if not found:
        found = _guess(word)
    return frozenset(found)


_RARELY = {"ground": {"past", "part", "ed"}, "left": {"noun"}, "wound": {"past", "part", "ed"}, "found": {"base"}, "saw": {"noun", "base"}, "bound": {"noun", "base"}, "rose": {"noun", "adj"}, "iss": VERBAL, "last": {"noun"}, "leaves": {"noun"}, "does": {"noun"}, "fell": {"noun", "base", "adj"}, "broke": {"adj"}, "thought": {"noun"}, "felt": {"noun", "base"}, "spoke": {"noun"}, "taken": {"adj"}, "given": {"adj", "noun"}, "halted": {"adj"}, "suspended": {"adj"}, "planned": {"adj"}, "according": {"adj"}, "united": VERBAL}
"""Tags that a word may have in a dictionary and hardly ever has in the news."""


def _closed(word: str) -> frozenset[str]:
    if word in SHORT_CONTRACTIONS:
        pronoun = SHORT_CONTRACTIONS[word][0] in ("we", "they", "it", "i", "he", "she")
        return frozenset(("pron+",)) if pronoun else frozenset((_helper(SHORT_CONTRACTIONS[word][0]),))
    if word in ("not", "n't", "never"):
        return frozenset(("adv",))
    if helper := _helper(word):
        return frozenset((helper,))
    if word in _RELATIVES:
        return frozenset(("rel",))
    if word == "that":
        return frozenset(("that",))
    if word == "to":
        return frozenset(("to",))
    if word in ("and", "or", "but", "nor", "&"):
        return frozenset(("and",))
    if word in ("'s", "’s", "‘s", "'", "’"):
        return frozenset(("poss",))
    if word in _SUBJECTS:
        return frozenset(("pron",))
    if word in _OBJECTS:
        return frozenset(("pron",))
    if word in _DETERMINERS:
        return frozenset(("det",))
    if word in _SUBORDINATORS:
        return frozenset(("sub",))
    if word in _EITHER:
        return frozenset(("either",))
    if word in _PREPOSITIONS:
        return frozenset(("prep",))
    if word in _ADVERBS:
        return frozenset(("adv",))
    if not word[0].isalnum():
        return frozenset((word,))
    if word[0].isdigit() or word in _NUMBERS:
        return frozenset(("num",))
    return frozenset()


_CALENDAR = listed(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)
_NUMBERS = _CALENDAR - {"may"} | listed(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million billion dozen"
)


def _helper(word: str) -> str:
    if word in BE:
        return "be"
    if word in HAVE:
        return "have"
    if word in DO:
        return "do"
    return "modal" if word in _MODALS else ""


def _form(word: str, lemma: str) -> str:
    if word == lemma:
        return "base"
    if word.endswith("ing"):
        return "ing"
    if word.endswith("s") and not lemma.endswith("s"):
        return "s"
    if word.endswith("es"):
        return "s"
    if word.endswith("ed"):
        return "ed"
    inflected = lemminflect.getAllInflections(lemma, "VERB")
    past, part = word in inflected.get("VBD", ()), word in inflected.get("VBN", ())
    return "ed" if past and part else "part" if part else "past"


def _guess(word: str) -> set[str]:
    if word.endswith("ly"):
        return {"adv"}
    if word.endswith("ing"):
        return {"ing", "noun"}
    if word.endswith("ed"):
        return {"ed"}
    if word.endswith(("ous", "ful", "ive", "able", "ible", "less", "ical", "ian", "ese")) or "-" in word:
        return {"adj", "noun"}
    return {"noun"}


def word_is_no_longer(low: Sequence[str], k: int) -> bool:
    return low[k] == "no" and k + 1 < len(low) and low[k + 1] == "longer"


_OPENS = frozenset((",", ";", ":", "“", "”", '"', "(", ")", "—", "–", "-", ".", "«", "»", "„", "[", "]", "…"))


def tag(words: Words, mentions: Sequence[Mention]) -> list[str]:
    """Return one tag a word.

    Parameters
    ----------
    words : Words
        The sentence.
    mentions : sequence of Mention
        The names in it: their words are names, but for services that begin with a verb ('raise the orbit').

    Returns
    -------
    list of str
        ``noun name pron det adj adv num poss prep to that rel sub and``, the helpers ``be have do modal``, the forms of
        verbs ``base s past part ed ing``, and marks as they stand.
    """
    return _Tagger(words, mentions).run()


class _Tagger:
    def __init__(self, words: Words, mentions: Sequence[Mention]) -> None:
        self.words, self.low = words, words.low
        self.may: list[frozenset[str]] = [options(word) for word in words.low]
        self.tags: list[str] = []
        for one in mentions:
            first = one.first
            if one.kind == "word" and (one.last - first == 1 or self.may[first] & VERBAL):
                first += 1  # 'raise the orbit', and single nouns, are judged like other words
            for k in range(first, one.last):
                if k < one.last and not (self.low[k] in ("'s", "’s") and k == one.last - 1):
                    self.may[k] = _NAME if one.kind != "word" or words.raw[k][0].isupper() else _NOUN
        for k in range(1, len(self.low)):
            raw = words.raw[k]
            capital = raw[0].isupper() and words.raw[k - 1] not in ("“", '"', "«", ".", ":", "—", "–")
            if capital and not self.may[k] & {"pron", "num", "det", "be", "modal"} and not self.may[k] & _CLOSED:
                self.may[k] = _NAME

    def run(self) -> list[str]:
        for k in range(len(self.low)):
            self.tags.append(self._choose(k))
        return self.tags

    def _choose(self, k: int) -> str:
        may = self.may[k]
        if len(may) == 1:
            (only,) = may
            if only == "either":
                if k and self.tags[k - 1] == "ed":
                    return "prep"  # 'flights suspended after the accident will'
                return "prep" if self._phrase_follows(k + 1) else "sub"
            if only == "that":
                return self._that(k)
            if only in ("ing", "ed", "part") and self._before(k) in ("det", "poss", "adj") and self._noun_follows(k + 1):
                return "adj"  # 'its own orbiting outpost'
            if only == "adv" and k and self.tags[k - 1] in ("det", "poss") and self._noun_follows(k + 1):
                return "adj"  # 'an earlier attempt'
            if word_is_no_longer(self.low, k):
                return "adv"
            if only == "modal" and self.low[k] == "may" and self.words.raw[k][0] == "M" and k:
                return "num"
            if only == "ing" and self._before(k) == "det" and self.low[k - 1] in ("a", "an", "the"):
                return "noun"  # 'a signing is expected'
            if only not in ("ed", "ing", "part", "past", "s", "base"):
                return only
        before = self._before(k)
        after_to = before == "to"
        verbs, nouns = may & VERBAL, may & {"noun", "adj"}
        if after_to and "base" in may:
            return "noun" if "noun" in may and self._is_place(k) else "base"
        if before in ("modal", "do") and "base" in may:
            return "base"
        if before == "be":
            if "ing" in may and verbs:
                return "ing"
            if may & {"ed", "part"}:
                return "ed" if "ed" in may else "part"
            return self._nominal(k, may)
        if before == "have" and may & {"ed", "part"}:
            return "ed" if "ed" in may else "part"
        if before in ("det", "poss", "adj") or (before == "num" and not self._dated(k)):
            return self._nominal(k, may)
        if before in ("pron", "pron+", "rel"):
            if before == "pron+" and "ing" in may:
                return "ing"
            if before == "pron+" and may & {"ed", "part"} and "adj" not in may:
                return "ed" if "ed" in may else "part"
            if before == "pron+" and "base" in may:
                return "base"
            if self.low[k - 1] in _OBJECTS and "noun" not in may and "base" in may:
                return "base"
            for form in ("s", "past", "ed", "base"):
                if form in may:
                    return form
            return self._nominal(k, may)
        if before in ("noun", "name", "num", ")"):
            return self._behind_noun(k, may)
        if before in VERBAL:
            if "ing" in may:
                return "ing"
            if may & {"ed", "part"} and not nouns:
                return "ed" if "ed" in may else "part"
            return self._nominal(k, may)
        if before in ("prep", "sub"):
            if "ing" in may and (not nouns or self._object_follows(k + 1)):
                return "ing"
            if before == "sub" and may & {"ed", "part"} and not nouns:
                return "ed" if "ed" in may else "part"
            return self._nominal(k, may)
        if before == "and":
            return self._joined(k, may)
        return self._opening(k, may)

    def _before(self, k: int) -> str:
        """Return the tag before a word, adverbs skipped; a mark or nothing as it stands."""
        j = k - 1
        while j >= 0 and self.tags[j] == "adv":
            j -= 1
        if j > 0 and self.tags[j] == ",":
            opened = next((m for m in range(j - 1, max(0, j - 14), -1) if self.tags[m] == ","), 0)
            while opened and self.tags[opened - 1] == "adv":
                opened -= 1
            if opened and self.tags[opened - 1] in HELPERS:
                return self.tags[opened - 1]  # 'will, he said, stop', 'will not, however, stop'
        return self.tags[j] if j >= 0 else ""

    def _nominal(self, k: int, may: frozenset[str]) -> str:
        """Return the tag of a word within a noun phrase, or behind a verb."""
        follows = self._noun_follows(k + 1)
        if follows and (may & {"ed", "part"}) and "noun" not in may:
            return "adj"
        if "adj" in may and (follows or "noun" not in may):
            return "adj"
        if "noun" in may:
            return "noun"
        if "ing" in may:
            return "adj" if follows else "ing"
        if may & {"ed", "part"}:
            return "ed" if "ed" in may else "part"
        if "adv" in may:
            return "adv"
        return next(iter(sorted(may)))

    def _noun_follows(self, k: int) -> bool:
        if k + 1 < len(self.low) and self.low[k].isdigit() and len(self.low[k]) == 4:
            k += 1  # 'its planned 2030 end'
        return k < len(self.low) and bool(self.may[k] & {"noun", "name", "adj"}) and self.low[k] not in _OPENS

    def _object_follows(self, k: int) -> bool:
        """Whether what a verb acts on, or its particle, follows: 'by ordering the crew', not 'for training in'."""
        if k >= len(self.low):
            return False
        return bool(self.may[k] & {"det", "name", "pron", "num", "to", "that", "adj", "noun"}) or self.low[k] in (
            "out", "off", "up", "down", "with", "on", "from", "aboard")  # fmt: skip

    def _phrase_follows(self, k: int) -> bool:
        """Whether a noun phrase without a verb of its own follows: 'after the accident,' against 'after it failed'."""
        if k < len(self.low) and self.may[k] == frozenset(("num",)) and self.low[k] not in ("one", "two", "three"):
            return True
        for j in range(k, min(len(self.low), k + 12)):
            may = self.may[j]
            if self.low[j] in _OPENS:
                return True
            if may & {"be", "have", "do", "modal"} or (may <= VERBAL and not may & {"ing", "part"}):
                return False
            if may & {"ing"} and j == k:
                return True
            if may == frozenset(("pron",)) and self.low[j] in _SUBJECTS and j + 1 < len(self.low):
                return False
            if may & {"prep"} or may & {"to"}:
                if j > k:
                    return True
        return True

    def _is_place(self, k: int) -> bool:
        """Whether the word behind 'to' is where something goes: 'return to service', 'access to power'."""
        word = self.low[k]
        following = self.may[k + 1] if k + 1 < len(self.low) else frozenset((".",))
        ends = following & {",", ".", "and", "of", "prep", ";", "either"} or k + 1 >= len(self.low)
        goes = self.low[k - 2] in _GOING if k > 1 else False
        return bool(ends) and (goes or word in _BOTH_VERB_AND_NOUN_AS_NOUN)

    def _dated(self, k: int) -> bool:
        j = k - 1
        while j >= 0 and self.tags[j] == "adv":
            j -= 1
        word = self.low[j]
        return (word.isdigit() and len(word) in (1, 2, 4)) or word in _CALENDAR

    def _that(self, k: int) -> str:
        before = self._before(k)
        following = self.may[k + 1] if k + 1 < len(self.low) else frozenset()
        if before in ("noun", "name") and k and self.tags[k - 1] in ("noun", "name"):
            verb = following & {"be", "have", "do", "modal"} or (following & {"s", "ed", "past"} and "noun" not in following)
            plural = following & {"base"} and self.low[k - 1].endswith("s") and self._object_follows(k + 2)
            return "rel" if verb or plural else "that"
        if before in ("", ",", "“", '"', "prep") and following & {"noun", "be", "modal"} and not following & {"det", "name"}:
            return "det" if "noun" in following else "pron"
        if before in VERBAL or before in ("adj", "be", "prep", "pron", "name", "noun", "and", "num", ","):
            return "that"
        return "det" if "noun" in following else "that"

    def _behind_noun(self, k: int, may: frozenset[str]) -> str:
        low = self.low
        following = self.may[k + 1] if k + 1 < len(low) else frozenset((".",))
        later = self._finite_later(k + 1)
        if "past" in may:
            return "past"
        if "ed" in may:
            return "ed"
        if "part" in may:
            return "part"
        if "s" in may:
            object_follows = bool(
                following & {"det", "pron", "name", "to", "that", "ing", "num", "adv", "sub", "adj", "“", '"', "either"}
            )
            plural = low[k - 1].endswith("s") and not low[k - 1].endswith(("ss", "'s", "us")) and self.tags[k - 1] == "noun"
            if "noun" not in may:
                return "s"
            if plural or low[k + 1 : k + 2] == ("of",):
                return "noun"
            if later and not (following & {"to", "that", "det"}):
                return "noun"
            if self._verb_before(k):
                return "noun"
            if object_follows or following & {"prep", ".", "noun"}:
                return "s"
            return "noun"
        if "ing" in may and "noun" not in may:
            return "ing"
        if "base" in may:
            plural = (low[k - 1].endswith("s") and not low[k - 1].endswith(("ss", "us"))) or self._pair(k)
            if "noun" not in may and "adj" not in may:
                return "base"
            if plural and not later and not self._verb_before(k) and low[k + 1 : k + 2] != ("of",):
                if following & {"det", "pron", "to", "that", "adv", "name", "prep", ".", "either", "sub", "ing", "adj"}:
                    return "base"
            return "noun" if "noun" in may else self._nominal(k, may)
        if "ing" in may:
            return "ing" if self._object_follows(k + 1) else "noun"
        return self._nominal(k, may)

    def _closes_relative(self, k: int) -> bool:
        """Whether the comma before a word closes a relative clause behind which the main verb must come."""
        j = k - 2
        while j > 0 and self.tags[j] != ",":
            j -= 1
        return j > 0 and self.tags[j + 1] == "rel" and not any(one in FINITE or one in HELPERS for one in self.tags[:j])

    def _pair(self, k: int) -> bool:
        """Whether two names joined by 'and' stand before a word."""
        j = k - 1
        while j > 0 and self.tags[j] in ("name", "noun", "adj", "det"):
            j -= 1
        return j > 0 and self.tags[j] == "and" and self.tags[j - 1] in ("name",)

    def _verb_before(self, k: int) -> bool:
        """Whether the clause has its verb already: back to a mark, a conjunction or a relative."""
        for j in range(k - 1, max(-1, k - 25), -1):
            tag = self.tags[j]
            if tag in ("that", "rel", "sub", ";", ":", "“", "”", '"', ",") or (tag == "and" and self.tags[j - 1] != "name"):
                return False
            if tag in FINITE or tag in HELPERS:
                return True
        return False

    def _finite_later(self, k: int) -> bool:
        """Whether a verb that can only be finite follows in the same clause."""
        for j in range(k, min(len(self.low), k + 16)):
            may, word = self.may[j], self.low[j]
            if word in (";", ":", "“", "”", '"', ",", "and", "but") or may & {"rel", "sub", "that", "either"}:
                return False
            if may & {"be", "have", "modal", "do"}:
                return True
            if may and may <= {"past", "ed"} and not (word.endswith("ed") and j == k):
                return True
            if may & {"to"}:
                return False
        return False

    def _joined(self, k: int, may: frozenset[str]) -> str:
        """Return the tag of a word behind 'and': of the form of the verb before, where it may have it."""
        for j in range(k - 1, max(-1, k - 30), -1):
            tag = self.tags[j]
            if tag in (";", ":", "“"):
                break
            if tag in VERBAL:
                same = tag if tag in may else "ed" if tag in ("past", "part") and "ed" in may else "past" if tag == "ed" and "past" in may else "part" if tag == "ed" and "part" in may else ""
                if same and (same != "base" or not may & {"noun"} or self._object_follows(k + 1)):
                    if same in ("ing", "base", "s") and "noun" in may and not self._object_follows(k + 1):
                        break
                    return same
                if tag in ("base", "past", "ed", "s"):
                    break
        if "noun" in may or "adj" in may:
            return self._nominal(k, may)
        return self._opening(k, may)

    def _opening(self, k: int, may: frozenset[str]) -> str:
        """Return the tag of a word that opens a clause, or stands behind a mark."""
        before = self._before(k)
        if "ing" in may and ("noun" not in may or self._object_follows(k + 1)):
            return "ing"
        if "past" in may and before != "":
            return "past"
        if may & {"ed", "part"} and "noun" not in may:
            return "adj" if before == "" and self._noun_follows(k + 1) else "ed" if "ed" in may else "part"
        if "s" in may and "noun" not in may:
            return "s"
        if "base" in may and (not may & {"noun", "adj"}):
            return "base"
        if before == "," and may & {"base", "s"} and self._closes_relative(k):
            return "base" if "base" in may else "s"
        if "s" in may and before in (",", ")", "—", "–") and not self._finite_later(k + 1) and self._object_follows(k + 1):
            return "s"
        if "base" in may and before in ("“", '"', "", ":") and self._object_follows(k + 1) and not self._finite_later(k + 1):
            return "base"
        return self._nominal(k, may)


_NAME, _NOUN = frozenset(("name",)), frozenset(("noun",))
_CLOSED = frozenset(("have", "do", "rel", "that", "to", "and", "poss", "sub", "either", "prep"))
_GOING = listed("return returned returning returns access back due subject prior according close contribution threat damage")
