"""Looking around in a sentence's chunks: what stands left of a verb, which aside a comma closes, whose a noun is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationkeep.news.chunks import Chunk
from stationkeep.news.closed_words import SAYING
from stationkeep.news.word_classes import HELPERS
from stationkeep.news.words import listed

THINKING = SAYING | listed(
    "know knows knew think thinks thought fear fears feared fearing hope hopes hoped hoping mean means meant show shows showed "
    "expect expects expected understand understands understood find finds found see sees saw ensure ensures ensured ensuring agree agrees agreed "
    "decide decides decided deny denies denied denying demand demanded demands propose proposed learn learned doubt doubts guarantee guarantees "
    "citing reporting saying adding stating noting"
)


@dataclass(frozen=True)
class Phrase:
    """A noun phrase with what hangs on it: words ``[first, last)``, its head, and where the head's own phrase ends."""

    first: int
    last: int
    head: int
    core: int


@dataclass(slots=True)
class Clause:
    """A verb group and what belongs to it.

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
    """A sentence's chunks and the clauses found in it so far, by the chunk of their verb group."""

    def __init__(self, low: tuple[str, ...], tags: Sequence[str], chunks: list[Chunk]) -> None:
        self.low, self.tags, self.chunks = low, tags, chunks
        self.made: dict[int, Clause] = {}

    def left(self, i: int) -> int:
        """Return the chunk before one, adverbs, times and their prepositions skipped."""
        j = i - 1
        while j >= 0:
            kind = self.chunks[j].kind
            if kind == "adv":
                j -= 1
            elif kind == "time" and j - 1 >= 0 and self.chunks[j - 1].kind == "prep":
                j -= 2
            elif kind == "time":
                j -= 1
            else:
                break
        return j

    def verb_left(self, j: int) -> int:
        """Return the nearest finite clause before a chunk, relative clauses last."""
        spare = -1
        for n in range(j - 1, -1, -1):
            if n in self.made and self.made[n].kind == "finite":
                if self.made[n].relation != "rel":
                    return n
                spare = n if spare < 0 else spare
        return spare

    def verb_between(self, j: int) -> bool:
        """Whether a finite verb stands before a chunk in the same clause."""
        for n in range(j - 1, -1, -1):
            kind = self.chunks[n].kind
            if kind in ("that", "rel", "sub", "mark", "quote", ","):
                return False
            if n in self.made and self.made[n].kind == "finite":
                return True
        return False

    def np_before(self, j: int) -> bool:
        """Whether a noun phrase stands before a chunk in the same clause, without a finite verb between."""
        for n in range(j - 1, -1, -1):
            kind = self.chunks[n].kind
            if kind in ("np",):
                return True
            if kind in ("that", "rel", "sub", "mark", "quote", ","):
                return False
            if kind == "v" and self.made[n].kind == "finite":
                return False
        return False

    def aside(self, j: int) -> int:
        """Return the chunk that opens the aside which the comma at ``j`` closes, or -1."""
        apposed = -1
        for k in range(j - 1, max(-1, j - 24), -1):
            kind = self.chunks[k].kind
            if kind in ("quote",) or (kind == "mark" and self.low[self.chunks[k].first] in (";", ":", ".")):
                break
            if kind != ",":
                continue
            opens = self.chunks[k + 1]
            within = [n for n in range(k + 1, j) if n in self.made and self.made[n].kind == "finite"]
            if opens.kind in ("rel", "sub") or (opens.kind == "that" and within):
                return k
            if opens.kind in ("prep", "adv") and not within:
                return k
            if opens.kind == "v":
                verb = self.made.get(k + 1)
                if verb is not None and (verb.kind in ("ing", "part", "to") or self.low[verb.at] in SAYING):
                    return k
            if opens.kind in ("np", "adj", "time") and apposed < 0:
                if not within and k and self.chunks[k - 1].kind in ("np", "time", "mark"):
                    apposed = k
                elif any(self.low[self.made[n].at] in SAYING for n in within):
                    return k
            if opens.kind == "and" and not within:
                return k
            if within:
                break
        return apposed

    def opens_relative(self, n: int) -> bool:
        return self.chunks[n].kind == "rel" or (
            self.chunks[n].kind == "that" and self.tags[self.chunks[n].first] == "rel"
        )

    def contact(self, known: Clause | None) -> int:
        """Return the noun that a relative clause without a relative hangs on: 'the engines it requires are'."""
        if known is None or known.subject is None or known.kind != "finite":
            return -1
        n = next((m for m, chunk in enumerate(self.chunks) if chunk.first == known.subject.first), 0)
        return n - 1 if n and self.chunks[n - 1].kind == "np" else -1

    def antecedent(self, j: int) -> Phrase | None:
        n = j - 1
        while n >= 0 and self.chunks[n].kind in (",", "prep", "adv"):
            n -= 1
        if n < 0 or self.chunks[n].kind not in ("np", "time"):
            return None
        while (
            n >= 2
            and self.chunks[n - 1].kind == "prep"
            and self.low[self.chunks[n - 1].first] == "of"
            and self.chunks[n - 2].kind == "np"
            and self.chunks[j - 1].kind == ","
        ):
            n -= 2
        chunk = self.chunks[n]
        return Phrase(chunk.first, chunk.last, chunk.at, chunk.last)

    def phrase_only(self, j: int) -> Phrase:
        chunk = self.chunks[j]
        return Phrase(chunk.first, chunk.last, chunk.at, chunk.last)

    def all_asked(self, j: int) -> Phrase:
        """Return an object with what is joined to it: 'asked A, B and C to'."""
        first = j
        while first >= 2 and self.chunks[first - 1].kind in ("and", ",") and self.chunks[first - 2].kind == "np":
            first -= 2
        head, last = self.chunks[first], self.chunks[j]
        return Phrase(head.first, last.last, head.at, head.last)

    def owner(self, chunk: Chunk) -> Phrase | None:
        """Return whose a noun is: 'its intention', 'Russia's plan'."""
        for k in range(chunk.first, chunk.last):
            if self.low[k] in ("its", "their", "his", "her", "our", "my"):
                return Phrase(k, k + 1, k, k + 1)
            if self.tags[k] == "poss" and k > chunk.first:
                return Phrase(chunk.first, k, k - 1, k)
        return None

    def verb_of_object(self, j: int) -> int:
        """Return the verb whose object, or whose object's preposition, a noun phrase is; -1 for a subject."""
        n = j - 1
        while n >= 0:
            kind = self.chunks[n].kind
            if kind == "v":
                return n
            if kind in ("prep", "adv", "adj", "time", "np"):
                n -= 1
            elif kind == "and" and n and self.chunks[n - 1].kind == "np":
                n -= 2
            elif (
                kind == "," and n and self.chunks[n - 1].kind == "np" and any(c.kind == "and" for c in self.chunks[n:j])
            ):
                n -= 2  # 'asked A, B and C to'
            else:
                return -1
        return -1

    def skipped(self, j: int) -> int | None:
        """Return where to go on if a noun phrase is no subject: it hangs on a preposition, or on a verb without tense."""
        before = self.chunks[j - 1] if j else None
        if before is None:
            return None
        if before.kind == "prep" and j >= 2:
            further = self.chunks[j - 2]
            if further.kind in ("np", "adj", "v", "prep", "time"):
                if further.kind == "v" and self.made.get(j - 2) is not None and self.made[j - 2].kind == "finite":
                    return None if not self.np_before(j - 2) or True else None
                return j - 2
            return None
        if before.kind == "v":
            known = self.made.get(j - 1)
            if (
                known is not None
                and known.kind in ("to", "ing", "part")
                and self.low[known.at] not in THINKING
                and self.np_before(j - 1)
            ):
                return j - 1
        if before.kind == "and" and j >= 2 and self.chunks[j - 2].kind == "np" and self.skipped(j - 2) is not None:
            if not self.verb_between(j - 2):
                return j - 2
        return None

    def with_joined(self, j: int, i: int) -> Phrase:
        """Return a subject with what is joined to it: 'A, B and C'."""
        first = j
        while first >= 2:
            before = self.chunks[first - 1]
            if before.kind == "and":
                n = first - 2
                if n >= 0 and self.chunks[n].kind == ",":
                    n -= 1
            elif before.kind == "," and first != j:
                n = first - 2
            else:
                break
            if n < 0 or self.chunks[n].kind != "np" or self.skipped(n) is not None:
                break
            if n >= 1 and self.chunks[n - 1].kind in ("v", "prep"):
                break
            first = n
        head = self.chunks[first]
        return Phrase(head.first, self.reach(self.chunks[j], i), head.at, head.last)

    def phrase(self, chunk: Chunk, i: int) -> Phrase:
        return Phrase(chunk.first, self.reach(chunk, i), chunk.at, chunk.last)

    def reach(self, chunk: Chunk, i: int) -> int:
        """Return where the phrase ends with all that hangs on it: before the verb group at ``i``."""
        return max(chunk.last, self.chunks[i].first) if i < len(self.chunks) else chunk.last

    def other_left(self, j: int) -> bool:
        return j >= 1 and self.chunks[j - 1].kind == "np"

    def named_in_quotes(self, n: int) -> bool:
        return any(self.chunks[m].kind == "quote" for m in range(n + 1, min(n + 3, len(self.chunks)))) or any(
            self.chunks[m].kind == "quote" for m in range(max(0, n - 2), n)
        )

    def opened_by(self, n: int) -> int:
        k = n
        while k > 0 and self.chunks[k - 1].kind in ("and", "adv", ","):
            k -= 1
        return self.chunks[k].first

    def opened_by_word(self, word: int) -> int:
        k = next((m for m, chunk in enumerate(self.chunks) if chunk.first >= word), len(self.chunks) - 1)
        while k > 0 and self.chunks[k - 1].kind in ("and", ","):
            k -= 1
        return self.chunks[k].first

    def within(self, n: int, i: int) -> bool:
        """Whether a clause hangs on another, directly or through others."""
        parent, seen = self.made[n].parent, 0
        while parent >= 0 and seen < 8:
            if parent == self.made[i].at:
                return True
            up = next((m for m, one in self.made.items() if one.at == parent), -1)
            parent, seen = (self.made[up].parent if up >= 0 else -1), seen + 1
        return False

    def next_subject(self, i: int) -> Phrase | None:
        return next(
            (
                one.subject
                for n, one in sorted(self.made.items())
                if n > i and one.kind == "finite" and one.subject is not None
            ),
            None,
        )

    def inverted(self, j: int) -> bool:
        """Whether a helper stands before the subject: 'nor has the agency turned down'."""
        if j < 1 or self.chunks[j].kind != "np":
            return False
        helper = self.chunks[j - 1]
        opened = j < 2 or self.chunks[j - 2].kind in ("and", "adv", "quote", ",", "sub")
        return helper.kind == "v" and self.tags[helper.at] in HELPERS and opened and (self.made[j - 1].subject is None)

    def can_be_main(self, j: int) -> bool:
        """Whether the clause has no verb yet, so that a form in -ed must be it."""
        for n in range(j - 1, -1, -1):
            kind = self.chunks[n].kind
            if kind in ("that", "rel", "sub", "mark", "quote"):
                return True
            if n in self.made and self.made[n].kind == "finite":
                return False
        return True

    def finite_right(self, i: int) -> bool:
        n = i
        while (n := n + 1) < len(self.chunks):
            chunk = self.chunks[n]
            if chunk.kind == "," and n + 1 < len(self.chunks) and self.chunks[n + 1].kind == "rel":
                n = next((m for m in range(n + 2, len(self.chunks)) if self.chunks[m].kind == ","), len(self.chunks))
                if (
                    n + 1 < len(self.chunks)
                    and self.chunks[n + 1].kind == "v"
                    and self.chunks[n + 1].verb in ("finite", "ed")
                ):
                    return True  # 'a law passed in 2000, which was aimed at X, bars'
                return False
            if chunk.kind in ("that", "rel", "sub", "mark", "quote", ",", "and"):
                return False
            if chunk.kind == "v" and chunk.verb == "finite":
                before = self.chunks[n - 1]
                return not (before.kind == "np" and n - 2 == i)
            if chunk.kind == "v" and chunk.verb == "ed":
                before = self.chunks[n - 1]
                return not (
                    before.kind == "prep" and self.low[before.first] == "as"
                )  # 'rejected as fabricated the claim'
        return False
