"""Looking around in a sentence's chunks: what stands left of a verb, which aside a comma closes, whose a noun is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationkeep.news.grammar.chunks import Chunk
from stationkeep.news.grammar.closed_words import SAYING
from stationkeep.news.grammar.word_classes import HELPERS, verb_forms
from stationkeep.news.text.words import listed

THINKING = SAYING | verb_forms(
    "know think fear hope mean show expect understand find see ensure agree decide deny demand propose learn doubt "
    "guarantee cite"
)
"""Verbs behind which a whole clause may stand without 'that'."""

_BOUNDS = frozenset(("that", "rel", "sub", "mark", "quote"))
_CLAUSE_BOUNDS = _BOUNDS | {","}
_HELD = frozenset(("np", "adj", "v", "prep", "time"))
_LISTED = (("noun",), ("noun", "name"))
_HOLDING = (frozenset(("of", "with")), frozenset(("of", "with", "in", "from", "among", "between")))
"""Prepositions on which things listed hang, and those on which names do: 'its partners in Canada, Europe and Japan'."""
_OWNERS = listed("its their his her our my")


@dataclass(frozen=True)
class Phrase:
    """A noun phrase with what hangs on it: words ``[first, last)``, its head, and where the head's own phrase ends."""

    first: int
    last: int
    head: int
    core: int


@dataclass(slots=True, eq=False)
class Clause:
    """A verb group and what belongs to it; not changed once its sentence is parsed.

    Parameters
    ----------
    first, at : int
        Word at which the group begins, helpers included, and its main verb.
    kind : str
        ``finite``, ``to``, ``ing`` or ``part`` (a participle without a helper).
    subject : Phrase, optional
        Who or what does it; of a passive, who or what it is done to.
    parent : int
        Main verb of the clause that governs it, or -1.
    noun : int
        Head of the noun that governs it ('plans to'), or -1.
    relation : str
        ``main``, ``rel``, ``joined``, ``complement``, ``aside``.
    end : int
        Word at which the clause ends.
    """

    first: int
    at: int
    kind: str
    subject: Phrase | None = None
    parent: int = -1
    noun: int = -1
    relation: str = "main"
    end: int = 0


class Scan:
    """A sentence's chunks, and the clauses found in it so far by the chunk of their verb group."""

    def __init__(self, low: tuple[str, ...], tags: Sequence[str], chunks: list[Chunk]) -> None:
        self.low, self.tags, self.chunks = low, tags, chunks
        self.kinds = [one.kind for one in chunks]
        self.made: dict[int, Clause] = {}

    def word(self, j: int) -> str:
        """Return the first word of a chunk."""
        return self.low[self.chunks[j].first]

    def is_kind(self, j: int, *kinds: str) -> bool:
        """Whether there is a chunk of one of some kinds at ``j``."""
        return 0 <= j < len(self.kinds) and self.kinds[j] in kinds

    def is_finite(self, j: int) -> bool:
        """Whether the verb group of a finite clause stands at ``j``."""
        return j in self.made and self.made[j].kind == "finite"

    def phrase(self, j: int) -> Phrase:
        """Return a chunk as a phrase of its own."""
        one = self.chunks[j]
        return Phrase(one.first, one.last, one.at, one.last)

    def left(self, i: int) -> int:
        """Return the chunk before one, adverbs, times and their prepositions skipped."""
        j = i - 1
        while self.is_kind(j, "adv", "time"):
            j -= 2 if self.kinds[j] == "time" and self.is_kind(j - 1, "prep") else 1
        return j

    def verb_left(self, j: int) -> int:
        """Return the nearest finite clause before a chunk, relative clauses last; -1 without one."""
        finite = [n for n in range(j - 1, -1, -1) if self.is_finite(n)]
        return next((n for n in finite if self.made[n].relation != "rel"), finite[0] if finite else -1)

    def has_verb(self, j: int, bounds: frozenset[str] = _CLAUSE_BOUNDS) -> bool:
        """Whether a finite verb stands before a chunk in the same clause."""
        n = j - 1
        while n >= 0 and self.kinds[n] not in bounds:
            if self.is_finite(n):
                if self.made[n].relation != "rel":
                    return True
                while n > 0 and not self.opens_relative(n):
                    n -= 1  # the verb of 'the system that saved two men' is still to come
            n -= 1
        return False

    def can_be_main(self, j: int) -> bool:
        """Whether the clause has no verb yet, so that a form in -ed must be it."""
        return not self.has_verb(j, _BOUNDS)

    def noun_before(self, j: int) -> bool:
        """Whether a noun phrase stands before a chunk in the same clause, without a finite verb between."""
        for n in range(j - 1, -1, -1):
            if self.kinds[n] == "np":
                return True
            if self.kinds[n] in _CLAUSE_BOUNDS or self.is_finite(n):
                return False
        return False

    def aside(self, j: int) -> int:
        """Return the comma that opens the aside which the comma at ``j`` closes, or -1."""
        apposed = -1
        for k in range(j - 1, max(-1, j - 24), -1):
            if self.kinds[k] == "quote" or (self.kinds[k] == "mark" and self.word(k) in (";", ":", ".")):
                break
            if self.kinds[k] != ",":
                continue
            opens = self.kinds[k + 1]
            within = [n for n in range(k + 1, j) if self.is_finite(n)]
            if opens in ("rel", "sub") or (opens == "that" and within):
                return k
            if opens == "prep" and self.is_kind(k + 2, "rel"):  # ', in which they have a seat,'
                return k
            if opens in ("prep", "adv", "and") and not within:
                return k
            if opens == "v" and (self.made[k + 1].kind != "finite" or self.low[self.made[k + 1].at] in SAYING):
                return k
            if opens in ("np", "adj", "time") and apposed < 0:
                if not within and self.is_kind(k - 1, "np", "time", "mark"):
                    apposed = k
                elif any(self.low[self.made[n].at] in SAYING for n in within):
                    return k
            if within:
                break
        return apposed

    def opens_relative(self, n: int) -> bool:
        """Whether a relative stands at a chunk: 'which', or 'that' behind a noun."""
        return self.kinds[n] == "rel" or (self.kinds[n] == "that" and self.tags[self.chunks[n].first] == "rel")

    def antecedent(self, j: int) -> Phrase | None:
        """Return what the relative at a chunk stands for."""
        n = j - 1
        while self.is_kind(n, ",", "prep", "adv"):
            n -= 1
        if not self.is_kind(n, "np", "time"):
            return None
        while (
            self.kinds[j - 1] == ","
            and self.is_kind(n - 1, "prep")
            and self.word(n - 1) == "of"
            and self.is_kind(n - 2, "np")
        ):
            n -= 2  # 'the director of the agency, who'
        return self.phrase(n)

    def contact(self, known: Clause | None) -> int:
        """Return the noun on which a clause without a relative hangs, or -1: 'the engines it requires are'."""
        if known is None or known.subject is None or known.kind != "finite":
            return -1
        first = known.subject.first
        n = next((m for m, chunk in enumerate(self.chunks) if chunk.first == first), 0)
        return n - 1 if self.is_kind(n - 1, "np") else -1

    def all_asked(self, j: int) -> Phrase:
        """Return an object with what is joined to it: 'asked A, B and C to'."""
        first = j
        while self.is_kind(first - 1, "and", ",") and self.is_kind(first - 2, "np"):
            first -= 2
        head, last = self.chunks[first], self.chunks[j]
        return Phrase(head.first, last.last, head.at, head.last)

    def owner(self, j: int) -> Phrase | None:
        """Return whose a noun is: 'its intention', 'Russia's plan'."""
        chunk = self.chunks[j]
        for k in range(chunk.first, chunk.last):
            if self.low[k] in _OWNERS:
                return Phrase(k, k + 1, k, k + 1)
            if self.tags[k] == "poss" and k > chunk.first:
                return Phrase(chunk.first, k, k - 1, k)
        return None

    def verb_of_object(self, j: int) -> int:
        """Return the verb whose object, or whose object's preposition, a noun phrase is; -1 for a subject."""
        n = j - 1
        while n >= 0:
            kind = self.kinds[n]
            if kind == "v":
                return n
            if kind in ("prep", "adv", "adj", "time", "np"):
                n -= 1
            elif kind in ("and", ",") and self.is_kind(n - 1, "np") and "and" in self.kinds[n:j]:
                n -= 2  # 'asked A, B and C to'
            else:
                return -1
        return -1

    def skipped(self, j: int) -> int | None:
        """Return where to go on where a noun phrase hangs on a preposition or a verb without tense; else ``None``."""
        if self.is_kind(j - 1, "prep") and j >= 2:
            return j - 2 if self.kinds[j - 2] in _HELD and not self.is_finite(j - 2) else None
        if self.is_kind(j - 1, "v"):
            known = self.made[j - 1]
            thinks = self.low[known.at] in THINKING
            if (
                known.relation == "rel" and known.kind == "finite" and not thinks
            ):  # 'the system that saved two men worked'
                return next((n for n in range(j - 1, -1, -1) if self.opens_relative(n)), 0) - 1
            return j - 1 if known.kind != "finite" and not thinks and self.noun_before(j - 1) else None
        if not (self.is_kind(j - 1, "and") and self.is_kind(j - 2, "np")):
            return None
        n = self._first_listed(j)
        return n if self.skipped(n) is not None and not self.has_verb(n) else None

    def _first_listed(self, j: int) -> int:
        """Return the first of things listed up to a noun phrase: 'a ship with food, fuel and water will dock'."""
        n = j - 2
        names = self.tags[self.chunks[j].at] == "name"
        while self.is_kind(n - 1, ",") and self.is_kind(n - 2, "np") and self.tags[self.chunks[n].at] in _LISTED[names]:
            n -= 2
        if not (self.is_kind(n - 1, "prep") and self.word(n - 1) in _HOLDING[names]):
            return j - 2
        opened = n
        while self.is_kind(opened - 1, "prep"):
            while self.is_kind(opened - 1, "prep"):
                opened -= 1
            if not self.is_kind(opened - 1, "np"):
                return j - 2  # 'As part of the plan, experts and officials met'
            opened -= 1
        return n

    def with_joined(self, j: int, i: int) -> Phrase:
        """Return a subject up to the verb group at ``i``, with what is joined to it: 'A, B and C'."""
        first = j
        while first >= 2:
            n = first - 2
            if self.kinds[first - 1] == "and":
                n -= self.is_kind(n, ",")
            elif self.kinds[first - 1] != "," or first == j:
                break
            told = self.is_kind(n - 1, "v") and self.low[self.chunks[n - 1].at] in THINKING
            if (
                not self.is_kind(n, "np")
                or self.skipped(n) is not None
                or (self.is_kind(n - 1, "v", "prep") and not told)
            ):
                break
            first = n
        head = self.chunks[first]
        return Phrase(head.first, max(self.chunks[j].last, self.chunks[i].first), head.at, head.last)

    def inverted(self, j: int) -> bool:
        """Whether a helper stands before the subject: 'nor has the agency turned down'."""
        if not self.is_kind(j, "np") or not self.is_kind(j - 1, "v"):
            return False
        opened = j < 2 or self.kinds[j - 2] in ("and", "adv", "quote", ",", "sub")
        return opened and self.tags[self.chunks[j - 1].at] in HELPERS and self.made[j - 1].subject is None

    def finite_right(self, i: int) -> bool:
        """Whether another verb with tense follows in the clause of a form in -ed, which is then a participle."""
        n = i + 1
        while n < len(self.kinds):
            kind = self.kinds[n]
            if kind == "," and self.is_kind(n + 1, "rel"):  # 'a law passed in 2000, which was aimed at X, bars'
                closes = next((m for m in range(n + 2, len(self.kinds)) if self.kinds[m] == ","), len(self.kinds))
                return self.is_kind(closes + 1, "v") and self.chunks[closes + 1].verb in ("finite", "ed")
            if kind in _CLAUSE_BOUNDS or kind == "and":
                return False
            if kind == "v" and self.chunks[n].verb == "finite":
                return not (self.kinds[n - 1] == "np" and n - 2 == i)
            if kind == "v" and self.chunks[n].verb == "ed":  # not 'rejected as fabricated the claim'
                return not (self.kinds[n - 1] == "prep" and self.word(n - 1) == "as")
            n += 1
        return False
