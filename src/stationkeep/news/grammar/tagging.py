"""Parts of speech: one tag a word, from what a dictionary allows and from the words that stand around it.

A tagger of two steps, as rule-based taggers have been since Brill (1992): every word gets the tags that it may have by
itself; words of several tags are settled from left to right by what stands before them and behind them. It knows no
probabilities and gives one answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from stationkeep.news.grammar.gazetteer import Mention
from stationkeep.news.grammar.tag_classes import (
    AFTER_PLURAL,
    AFTER_THIRD,
    CLAUSE_ENDS,
    CLAUSE_OPENS,
    FLOWN,
    MAKING,
    NAME,
    NO_NOUN,
    NUMBER,
    OBJECT,
    PARTICLES,
    PAST,
    is_item,
    mark_adverbials,
    mark_parted,
    settle_names,
)
from stationkeep.news.grammar.word_classes import (
    ATTRIBUTES,
    DAYS,
    FINITE,
    GOING,
    HELPERS,
    LIKE,
    MORE_OFTEN_NOUNS,
    OBJECT_PRONOUNS,
    ONE_TIME,
    PARTICIPLES,
    PLAIN,
    SUBJECT_PRONOUNS,
    VERBAL,
    options,
)
from stationkeep.news.text.words import Words

_END = frozenset((".",))
_NOMINAL = frozenset(("noun", "name", "pron", "num"))
_NOUNS = frozenset(("noun", "adj"))
_OPEN_PHRASE = frozenset(("noun", "name", "adj"))
_MARKS = frozenset((",", ";", ":", "“", "”", '"', "(", ")", "—", "–", "-", ".", "«", "»", "„", "[", "]", "…"))


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
        ``noun name pron det adj adv num poss prep to that rel sub and``, the helpers ``be have do modal``, ``pron+`` (a
        pronoun with its helper: 'we'll'), the forms of verbs ``base s past part ed ing`` (``ed`` where past and
        participle are alike), and marks as they stand.
    """
    return _Tagger(words, mentions).run()


class _Tagger:
    """Goes through a sentence from left to right."""

    def __init__(self, words: Words, mentions: Sequence[Mention]) -> None:
        self.raw, self.low = words.raw, words.low
        self.may: list[frozenset[str]] = [options(word) for word in words.low]
        self.tags: list[str] = []
        settle_names(words, mentions, self.may)
        mark_adverbials(self.low, self.may)
        mark_parted(self.low, self.may)

    def run(self) -> list[str]:
        """Return the tags."""
        for k, may in enumerate(self.may):
            if len(may) == 1:
                (only,) = may
                self.tags.append(only if only in PLAIN else self._single(k, only))
            else:
                self.tags.append(self._choose(k, may))
        return self.tags

    def _single(self, k: int, only: str) -> str:
        """Return the tag of a word that has one by itself, which its neighbours may change all the same."""
        last = self.tags[k - 1] if k else ""
        if only == "det":
            return "adv" if self.low[k] == "no" and self.low[k + 1 : k + 2] == ("longer",) else only
        if only == "either":
            if last in HELPERS:
                return "adv"  # 'has since given'
            if last == "ed" or (last in _NOMINAL and not self._verb_before(k, joined=True)):
                return "prep"  # 'flights (suspended) after the accident will'
            return "prep" if self._phrase_follows(k + 1) else "sub"
        if only == "that":
            return self._that(k)
        if only == "adv" and self.low[k] == "home" and last in ("det", "poss", "adj", "prep"):
            return "noun"  # 'its home', 'at home', and not 'bring them home'
        if only == "adv":  # 'an earlier attempt'
            return "adj" if last in ("det", "poss") and self._noun_follows(k + 1) else only
        if only not in VERBAL:
            return only
        if only in ("ing", "ed", "part"):
            before = self._before(k)
            if before in ("det", "poss", "adj") and self._noun_follows(k + 1):
                return "adj"  # 'its own orbiting outpost'
            of_country = k > 1 and last == "name" and self.tags[k - 2] == "det"
            if of_country and self.low[k - 1].endswith(("an", "ese", "ish", "ch")) and self._noun_follows(k + 1):
                return "adj"  # 'a Russian landing platform'
            if only == "ing" and before == "det" and self.low[k - 1] in ("a", "an", "the"):
                return "noun"  # 'a signing is expected'
        return self._choose(k, self.may[k])

    def _choose(self, k: int, may: frozenset[str]) -> str:
        """Return the tag of a word that may have several, by what stands before it."""
        before = self._before(k)
        if self.low[k] == "last" and before != "to" and not ONE_TIME.isdisjoint(self.low[k + 1 : k + 2]):
            return "adj"  # 'extended the deal last year', and not 'to last weeks'
        if before == "to" and "base" in may:
            return "noun" if "noun" in may and self._is_place(k) else "base"
        if before in ("modal", "do") and "base" in may:
            return "base"
        if before == "be":
            return "ing" if "ing" in may else self._participle(may) or self._nominal(k, may)
        if before == "have" and (part := self._participle(may)):
            return part
        if before in ("det", "poss", "adj") or self.low[k - 1] == "whose" or (before == "num" and not self._dated(k)):
            return self._nominal(k, may)
        if before in ("pron", "pron+", "rel"):
            return self._behind_pronoun(k, may, before)
        if before == ")" and is_item(self.low, k):
            return self._opening(k, may, "")
        if before in ("noun", "name", "num", ")"):
            return self._behind_noun(k, may)
        if before in VERBAL:
            if "ing" in may:
                return "ing"
            return (self._participle(may) if may.isdisjoint(_NOUNS) else "") or self._nominal(k, may)
        if before in ("prep", "sub"):
            if "ing" in may and (may.isdisjoint(_NOUNS) or self._object_follows(k + 1)):
                return "ing"
            part = self._participle(may) if before == "sub" and may.isdisjoint(_NOUNS) else ""
            return part or self._nominal(k, may)
        return self._joined(k, may) if before == "and" else self._opening(k, may, before)

    def _before(self, k: int) -> str:
        """Return the tag before a word, adverbs skipped; nothing at the beginning."""
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

    @staticmethod
    def _participle(may: frozenset[str]) -> str:
        return "ed" if "ed" in may else "part" if "part" in may else ""

    def _nominal(self, k: int, may: frozenset[str]) -> str:
        """Return the tag of a word within a noun phrase, or behind a verb."""
        follows = self._noun_follows(k + 1)
        if follows and not PARTICIPLES.isdisjoint(may) and "noun" not in may:
            return "adj"
        if "adj" in may and (follows or "noun" not in may):
            return "adj"
        if "noun" in may:
            return "noun"
        if "ing" in may:
            return "adj" if follows else "ing"
        return self._participle(may) or ("adv" if "adv" in may else min(may))

    def _behind_pronoun(self, k: int, may: frozenset[str], before: str) -> str:
        if before == "pron+":
            if "ing" in may:
                return "ing"
            if (part := self._participle(may)) and "adj" not in may:
                return part
            if "base" in may:
                return "base"
        if "adj" in may and self.low[k - 1] == "it" and self.low[k - 2] in MAKING:
            return "adj"  # 'made it clear that'
        if self.low[k - 1] in OBJECT_PRONOUNS and "noun" not in may and "base" in may:
            return "base"
        return next((form for form in ("s", "past", "ed", "base") if form in may), "") or self._nominal(k, may)

    def _behind_noun(self, k: int, may: frozenset[str]) -> str:
        """Return the tag of a word behind a noun: its verb, or another noun."""
        following = self.may[k + 1] if k + 1 < len(self.low) else _END
        if "past" in may:
            return "past"
        if "ed" in may:
            return "noun" if "noun" in may and self._verb_before(k) else "ed"
        if "part" in may:
            return "part"
        word = self.low[k - 1]
        of = self.low[k + 1 : k + 2] == ("of",)
        if "s" in may:
            if "noun" not in may:
                return "s"
            plural = word.endswith("s") and not word.endswith(("ss", "'s", "us")) and self.tags[k - 1] == "noun"
            plural = plural and not (following.isdisjoint(("noun", "name")) and self._hangs_on_one(k))
            complement = not following.isdisjoint(("to", "that", "det"))
            if plural or of or (self._finite_later(k + 1) and not complement) or self._verb_before(k):
                return "noun"
            return "noun" if following.isdisjoint(AFTER_THIRD) else "s"
        if "ing" in may:
            return "ing" if "noun" not in may or self._object_follows(k + 1) else "noun"
        if "base" in may:
            if may.isdisjoint(_NOUNS):
                return "base"
            many = (
                word.endswith(("ns", "ers", "als")) if self.tags[k - 1] == "name" else word.endswith("s")
            )  # 'the Russians', 'flights'
            plural = (many and not word.endswith(("ss", "us"))) or self._pair(k)
            later = self._finite_later(k + 1) and not following <= NO_NOUN  # else 'the managers say they are'
            free = plural and not of and not later and not self._verb_before(k)
            if free and not following.isdisjoint(AFTER_PLURAL):
                return "base"
            return "noun" if "noun" in may else self._nominal(k, may)
        return self._nominal(k, may)

    def _joined(self, k: int, may: frozenset[str]) -> str:
        """Return the tag of a word behind 'and': of the form of the verb before, where it may have it."""
        acts_on = self._object_follows(k + 1)
        for j in range(k - 1, max(-1, k - 30), -1):
            before = self.tags[j]
            if before in (";", ":", "“"):
                break
            if before not in VERBAL:
                continue
            same = next((form for form in LIKE[before] if form in may), "")
            noun = "noun" in may and not acts_on and j < k - 2 and same in ("ing", "base", "s")  # not 'meet and vote'
            if same and not noun:
                return same
            if noun or before not in ("ing", "part"):
                break
        return self._opening(k, may, "and") if may.isdisjoint(_NOUNS) else self._nominal(k, may)

    def _opening(self, k: int, may: frozenset[str], before: str) -> str:
        """Return the tag of a word that opens a clause, or stands behind a mark."""
        acts_on = self._object_follows(k + 1)
        if "ing" in may and ("noun" not in may or acts_on):
            return "ing"
        if "past" in may and before:
            return "past"
        if (part := self._participle(may)) and "noun" not in may:
            return "adj" if not before and self._noun_follows(k + 1) else part
        if "s" in may and "noun" not in may:
            return "s"
        if "base" in may and may.isdisjoint(_NOUNS):
            return "base"
        if before == "," and not may.isdisjoint(("base", "s")) and self._closes_relative(k):
            return "base" if "base" in may else "s"
        if acts_on and not self._finite_later(k + 1):
            if "s" in may and before in (",", ")", "—", "–"):
                return "s"
            opens = before in ("“", '"', "", ":") and self.low[k + 1] != "there"
            if "base" in may and opens and not self.may[k + 1].isdisjoint(OBJECT):
                return "base"
        return self._nominal(k, may)

    def _that(self, k: int) -> str:
        """Return ``rel``, ``that`` (before a clause), ``det`` or ``pron`` for 'that'."""
        before = self._before(k)
        following = self.may[k + 1] if k + 1 < len(self.low) else _END
        if k and self.tags[k - 1] in ("noun", "name"):
            verb = not HELPERS.isdisjoint(following)
            acts_on = self._object_follows(k + 2) and self.may[k + 2].isdisjoint(
                ("to", "prep")
            )  # 'a law that bars NASA'
            if "noun" not in following or ("s" in following and acts_on):
                verb = verb or not following.isdisjoint(("s", "ed", "past"))
            plural = "base" in following and self.low[k - 1].endswith("s")
            plural = plural and ("noun" not in following or self._object_follows(k + 2))  # 'the ships that remain'
            return "rel" if verb or plural else "that"
        if before in ("", ",", "“", '"', "prep") and following.isdisjoint(("det", "name")):
            if "noun" in following:
                return "det"
            if not following.isdisjoint(("be", "modal")):
                return "pron"
        joins = before in VERBAL or before in ("adj", "be", "prep", "pron", "name", "noun", "and", "num", ",")
        return "that" if joins or "noun" not in following else "det"

    # what stands further left and right

    def _noun_follows(self, k: int) -> bool:
        if k + 1 < len(self.low) and len(self.low[k]) == 4 and self.low[k].isdigit():
            k += 1  # 'its planned 2030 end'
        return k < len(self.low) and not self.may[k].isdisjoint(_OPEN_PHRASE)

    def _object_follows(self, k: int) -> bool:
        """Whether what a verb acts on, or its particle, follows: 'by ordering the crew', not 'for training in'."""
        return k < len(self.low) and (not self.may[k].isdisjoint(OBJECT) or self.low[k] in PARTICLES)

    def _phrase_follows(self, k: int) -> bool:
        """Whether a noun phrase without a verb of its own follows: 'after the accident,' against 'after it failed'."""
        if k < len(self.low) and self.may[k] == NUMBER and self.low[k] not in ("one", "two", "three"):
            return True
        for j in range(k, min(len(self.low), k + 12)):
            may = self.may[j]
            if self.low[j] in _MARKS or not may.isdisjoint(("rel", "that", "sub", "either")):
                return True
            if not HELPERS.isdisjoint(may) or (may <= VERBAL and may.isdisjoint(("ing", "part"))):
                return False
            if j == k and "ing" in may:
                return True
            if j > k and self.may[j - 1] in (NAME, NUMBER) and not may.isdisjoint(PAST):
                return False  # 'after Russia cut off', 'after a cabin at pad 31 fell'
            if self.low[j] in SUBJECT_PRONOUNS and j + 1 < len(self.low):
                return False
        return True

    def _is_place(self, k: int) -> bool:
        """Whether the word behind 'to' is where something goes: 'return to service', 'access to power'."""
        following = self.may[k + 1] if k + 1 < len(self.low) else _END
        ends = not following.isdisjoint((",", ".", "and", "of", "prep", ";", "either"))
        if self.low[k + 1 : k + 2] in (("off",), ("up",), ("out",), ("down",)):
            return False  # 'due to lift off'
        if k > 1 and self.low[k - 2] == "due" and self.low[k] in FLOWN and "noun" not in following:
            return False  # 'is due to dock on Friday'
        named = self.low[k] in MORE_OFTEN_NOUNS
        if self.low[k] in ATTRIBUTES and "noun" in following and following.isdisjoint(("det", "adv", "adj")):
            return True  # 'committed to station operations'
        return ends and (named or (k > 1 and self.low[k - 2] in GOING))

    def _dated(self, k: int) -> bool:
        """Whether the number before a word is a day, a month or a year."""
        j = k - 1
        while self.tags[j] == "adv":
            j -= 1
        word = self.low[j]
        return (word.isdigit() and len(word) in (1, 2, 4)) or word in DAYS or self.raw[j] == "May"

    def _pair(self, k: int) -> bool:
        """Whether two names joined by 'and' stand before a word."""
        j = k - 1
        while j > 0 and self.tags[j] in ("name", "noun", "adj", "det"):
            j -= 1
        return j > 0 and self.tags[j] == "and" and self.tags[j - 1] == "name"

    def _closes_relative(self, k: int) -> bool:
        """Whether the comma before a word closes a relative clause behind which the main verb must come."""
        j = k - 2
        while j > 0 and self.tags[j] != ",":
            j -= 1
        return j > 0 and self.tags[j + 1] == "rel" and not any(one in FINITE or one in HELPERS for one in self.tags[:j])

    def _hangs_on_one(self, k: int) -> bool:
        """Whether the plural before a word hangs on a singular that opens the clause: 'the deal on seats ends'."""
        j = k - 1
        while j > 0 and self.tags[j] in ("noun", "name", "adj", "num"):
            j -= 1
        if j < 2 or self.tags[j] != "prep" or self.tags[j - 1] != "noun" or self.low[j - 1].endswith("s"):
            return False
        return self.tags[j - 2] in ("det", "poss", "adj") and not self._verb_before(k)

    def _verb_before(self, k: int, *, joined: bool = False) -> bool:
        """Whether the clause has its verb already: back to a mark, a conjunction (not where joined) or a relative."""
        for j in range(k - 1, max(-1, k - 25), -1):
            one = self.tags[j]
            joins = one == "and" and not joined and self.tags[j - 1] != "name" and not self._joins_attributes(j)
            if one in CLAUSE_OPENS or joins:
                return False
            if one in FINITE or one in HELPERS:
                return True
        return False

    def _joins_attributes(self, j: int) -> bool:
        """Whether 'and' joins two nouns in front of a third: 'all crew and cargo launches'."""
        return j > 1 and self.tags[j - 2] == "det" and self.tags[j - 1 : j + 3] == ["noun", "and", "noun", "noun"]

    def _finite_later(self, k: int) -> bool:
        """Whether a verb that can only be finite follows in the same clause."""
        for j in range(k, min(len(self.low), k + 16)):
            may = self.may[j]
            if not may.isdisjoint(CLAUSE_ENDS):
                return False
            if not HELPERS.isdisjoint(may):
                return True
            if may <= PAST and not (j == k and self.low[j].endswith("ed")):
                return True
            if "to" in may:
                return False
        return False
