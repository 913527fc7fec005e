"""The clauses of a sentence: its verb groups, the subject of each, what it hangs on, and where its clause ends.

A shallow parser in the manner of Abney's chunks (1991): tags make phrases, and what stands between phrases joins them. It
knows coordination, relative clauses, asides in commas, infinitives and gerunds that borrow the subject of what governs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stationkeep.news.closed_words import ROLES, SAYING
from stationkeep.news.gazetteer import Mention
from stationkeep.news.tagging import FINITE, HELPERS, VERBAL, tag
from stationkeep.news.words import Words, listed

_IN_PHRASE = frozenset(("det", "poss", "adj", "num", "noun", "name"))
_TIMES = listed(
    "week weeks month months year years day days morning afternoon evening night today yesterday tomorrow monday tuesday "
    "wednesday thursday friday saturday sunday january february march april june july august september october november december "
    "decade decades hour hours weekend spring summer autumn winter"
)
_BEGINS_TIME = frozenset(("last", "next", "this", "earlier", "later"))
_QUOTES = frozenset(("“", "”", '"', "«", "»", "„"))
_MARKS = frozenset((";", ":", "—", "–", "(", ")", "[", "]", ".", "…"))
_OBJECT_CONTROL = frozenset(
    "ask asks asked asking urge urges urged urging tell tells told telling order orders ordered ordering allow allows allowed allowing let lets "
    "letting want wants wanted expect expects expected require requires required requiring instruct instructs instructed instructing direct directs "
    "directed directing invite invites invited inviting force forces forced forcing enable enables enabled enabling help helps helped "
    "permit permits permitted permitting prompt prompts prompted prompting authorise authorised authorize authorized authorizes persuade persuaded "
    "task tasks tasked select selected hire hired encourage encouraged encourages encouraging call calling called push pushing pushed press pressed pressing "
    "pressure pressured beg begged leave leaves left leaving pay paid pays paying contract contracted forbid forbade forbids need needs "
    "needed appoint appointed schedule scheduled assign assigned oblige obliged compel compelled request requested requesting advise advised".split()
)
_THINKING = SAYING | listed(
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class _Chunk:
    kind: str
    first: int
    last: int
    at: int = -1
    verb: str = ""


@dataclass(frozen=True)
class Syntax:
    """A sentence's tags and clauses; ``clauses`` maps every word of a verb group to its clause."""

    tags: tuple[str, ...]
    clauses: dict[int, Clause]

    def clause_at(self, word: int) -> Clause | None:
        """Return the clause whose verb group holds a word."""
        return self.clauses.get(word)


def parse(words: Words, mentions: Sequence[Mention]) -> Syntax:
    """Return the clauses of a sentence."""
    tags = tag(words, mentions)
    parser = _Parser(words.low, tags, _chunks(words.low, tags))
    clauses: dict[int, Clause] = {}
    for one in parser.run():
        for word in range(one.first, one.at + 1):
            clauses[word] = one
    return Syntax(tuple(tags), clauses)


def _chunks(low: Sequence[str], tags: Sequence[str]) -> list[_Chunk]:
    found: list[_Chunk] = []
    k, size = 0, len(tags)
    while k < size:
        tag_, begun = tags[k], k
        if tag_ in _IN_PHRASE:
            k = _phrase_end(low, tags, k)
            kind = "time" if low[k - 1] in _TIMES or _is_date(low, tags, begun, k) else "np"
            if all(one == "adj" for one in tags[begun:k]):
                kind = "adj"
            found.append(_Chunk(kind, begun, k, k - 1))
        elif tag_ == "pron":
            k += 1
            found.append(_Chunk("np", begun, k, begun))
        elif (
            tag_ in HELPERS
            or tag_ in VERBAL
            or tag_ == "pron+"
            or (tag_ == "to" and _verb_behind(tags, k))
            or (tag_ == "adv" and _verb_behind(tags, k) and (not found or found[-1].kind not in ("v",)))
        ):
            if tag_ == "pron+":
                found.append(_Chunk("np", begun, k + 1, begun))
            k, chunk = _group(low, tags, k)
            found.append(chunk)
        else:
            k += 1
            kind = {"prep": "prep", "to": "prep", "rel": "rel", "that": "that", "sub": "sub", "and": "and", "adv": "adv"}.get(tag_)
            kind = kind or ("," if tag_ == "," else "quote" if tag_ in _QUOTES else "mark" if tag_ in _MARKS else "mark")
            found.append(_Chunk(kind, begun, k))
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
        if tags[k] in ("name", "noun", "adj") and before == "num" and (low[k - 1] in _TIMES or _is_year(low[k - 1])) and k - 1 >= begun:
            break  # 'on Thursday NASA'
        if before == "noun" and low[k - 1] in _TIMES and tags[k] in ("name", "det", "noun", "adj"):
            break  # 'last week NASA'
        if before == "noun" and tags[k] == "adj":
            break
        if before in ("name", "noun") and (low[k] in _BEGINS_TIME or (tags[k] == "num" and low[k + 1 : k + 2] and low[k + 1] in _TIMES)):
            break  # 'NASA last year signed', 'NASA two days ago signed'
        if before == "noun" and tags[k] == "name" and low[k - 1].endswith("s") and low[k - 1] not in ROLES and len(low[k - 1]) > 3:
            break  # 'for the running costs Tokyo will'
        k += 1
    return k


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")


def _is_date(low: Sequence[str], tags: Sequence[str], first: int, last: int) -> bool:
    return all(tags[k] == "num" and (low[k] in _TIMES or low[k].isdigit() or low[k] == "may") for k in range(first, last)) and any(
        low[k] in _TIMES or _is_year(low[k]) for k in range(first, last)
    )


def _group(low: Sequence[str], tags: Sequence[str], k: int) -> tuple[int, _Chunk]:
    """Read a verb group that begins at ``k``; return the word behind it and the chunk."""
    begun, j = k, k
    to = False
    helper = -1
    gerund = False
    while j < len(tags):
        one = tags[j]
        if one == "to" and helper < 0 and not to:
            to = True
        elif one == "to" and helper >= 0 and tags[helper] in ("have", "be", "modal") and _verb_behind(tags, j) and tags[j - 1] != "adv":
            pass  # 'has to leave', 'is to leave'
        elif one in HELPERS or one == "pron+":
            gerund = gerund or (helper < 0 and low[j] in ("being", "having"))
            helper = j
        elif one != "adv":
            break
        j += 1
    if j < len(tags) and tags[j] in VERBAL and not (helper >= 0 and tags[helper] in ("do", "modal") and tags[j] not in ("base", "s", "ed", "past")):
        kind = "to" if to else "ing" if gerund else "finite" if helper >= 0 else _kind(tags[j])
        return j + 1, _Chunk("v", begun, j + 1, j, kind)
    at = helper if helper >= 0 else j - 1
    kind = "to" if to else "ing" if gerund else "finite"
    return at + 1, _Chunk("v", begun, at + 1, at, kind)


def _kind(form: str) -> str:
    if form in ("s", "past", "base"):
        return "finite"
    return {"ing": "ing", "part": "part"}.get(form, "ed")


class _Parser:
    """Joins chunks to clauses, from left to right."""

    def __init__(self, low: tuple[str, ...], tags: Sequence[str], chunks: list[_Chunk]) -> None:
        self.low, self.tags, self.chunks = low, tags, chunks
        self.made: dict[int, Clause] = {}

    def run(self) -> list[Clause]:
        for i, chunk in enumerate(self.chunks):
            if chunk.kind == "v":
                self.made[i] = self._clause(i, chunk)
        for i, one in list(self.made.items()):
            if one.relation == "opening":
                self.made[i] = replace(one, subject=self._next_subject(i), relation="aside")
        return [replace(one, end=self._end(i)) for i, one in self.made.items()]

    def _clause(self, i: int, chunk: _Chunk) -> Clause:
        kind = chunk.verb
        if kind == "ed":
            kind = "part" if self._is_reduced(i, chunk) else "finite"
        one = Clause(chunk.first, chunk.at, kind)
        if kind == "finite":
            return self._finite(i, one)
        if kind == "to":
            return self._infinitive(i, one)
        return self._gerund(i, one)

    # what stands left of a finite verb

    def _finite(self, i: int, one: Clause) -> Clause:
        j = self._left(i)
        if j >= 0 and self.chunks[j].kind == "and":
            before = self._verb_left(j)
            if before >= 0:
                known = self.made[before]
                return replace(one, subject=known.subject, parent=known.parent, relation="joined")
        relation = "main"
        found, how = self._subject(i)
        if found is None and self._inverted(self._left(i)):
            found = self._phrase_only(self._left(i))
        if how:
            relation = how
        parent = self._governor_of_clause(found.first if found is not None else one.first)
        return replace(one, subject=found, relation=relation, parent=parent)

    def _governor_of_clause(self, first: int) -> int:
        """Return the verb of saying or thinking in front of a clause: 'said (that) X will'."""
        i = next((n for n, chunk in enumerate(self.chunks) if chunk.first >= first), len(self.chunks))
        j = i - 1
        told = j >= 0 and self.chunks[j].kind == "that" and self.tags[self.chunks[j].first] == "that"
        between = ("that", "adv", "time", "quote", ",", "prep") + (("np",) if told else ())  # 'told X on Friday that'
        while j >= 0 and self.chunks[j].kind in between and i - j < (9 if told else 6):
            j -= 1
        if j >= 0 and self.chunks[j].kind == "v" and self.low[self.chunks[j].at] in _THINKING:
            return self.chunks[j].at
        return -1

    def _left(self, i: int) -> int:
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

    def _verb_left(self, j: int) -> int:
        """Return the nearest finite clause before a chunk, relative clauses last."""
        spare = -1
        for n in range(j - 1, -1, -1):
            if n in self.made and self.made[n].kind == "finite":
                if self.made[n].relation != "rel":
                    return n
                spare = n if spare < 0 else spare
        return spare

    def _subject(self, i: int) -> tuple[Phrase | None, str]:
        j = i - 1
        while j >= 0:
            chunk = self.chunks[j]
            kind = chunk.kind
            if kind in ("adv", "adj"):
                j -= 1
            elif kind == "time":
                if j and self.chunks[j - 1].kind == "prep":
                    j -= 2
                elif j and self.chunks[j - 1].kind in ("v", "np", ",", "adv", "and", "quote", "mark", "that", "sub") and not self._other_left(j) and self.low[chunk.first] not in _BEGINS_TIME:
                    return self._phrase(chunk, i), ""
                else:
                    j -= 1
            elif kind == ",":
                opened = self._aside(j)
                if opened < 0:
                    before = self._verb_left(j)
                    if before >= 0 and self.made[before].subject is not None:
                        return self.made[before].subject, "joined"
                    return None, ""
                j = opened - 1
            elif kind == "np":
                skipped = self._skipped(j)
                if skipped is not None:
                    j = skipped
                    continue
                return self._with_joined(j, i), ""
            elif kind == "rel":
                return self._antecedent(j), "rel"
            elif kind == "that":
                if self.tags[chunk.first] == "rel":
                    return self._antecedent(j), "rel"
                return None, ""
            elif kind == "quote":
                j -= 1 if j and self.chunks[j - 1].kind in ("np",) else 10**6
            elif kind == "mark" and self.low[chunk.first] in (")", "]"):
                while j >= 0 and not (self.chunks[j].kind == "mark" and self.low[self.chunks[j].first] in ("(", "[")):
                    j -= 1
                j -= 1
            elif kind == "mark" and self.low[chunk.first] in ("—", "–"):
                opened = next((n for n in range(j - 1, -1, -1) if self.chunks[n].kind == "mark" and self.low[self.chunks[n].first] == self.low[chunk.first]), -1)
                if opened < 0:
                    return None, ""
                j = opened - 1
            elif kind == "v":
                known = self.made.get(j)
                if known is not None and known.kind in ("part", "ing", "to") and self._np_before(j):
                    j -= 1
                    continue
                if known is not None and known.relation == "rel" and known.kind == "finite":
                    j = next((n for n in range(j - 1, -1, -1) if self._opens_relative(n)), 0) - 1
                    continue
                contact = self._contact(known)
                if contact >= 0:
                    j = contact
                    continue
                return None, ""
            elif kind == "prep":
                j -= 1
            else:
                return None, ""
        return None, ""

    def _opens_relative(self, n: int) -> bool:
        return self.chunks[n].kind == "rel" or (self.chunks[n].kind == "that" and self.tags[self.chunks[n].first] == "rel")

    def _contact(self, known: Clause | None) -> int:
        """Return the noun that a relative clause without a relative hangs on: 'the engines it requires are'."""
        if known is None or known.subject is None or known.kind != "finite":
            return -1
        n = next((m for m, chunk in enumerate(self.chunks) if chunk.first == known.subject.first), 0)
        return n - 1 if n and self.chunks[n - 1].kind == "np" else -1

    def _other_left(self, j: int) -> bool:
        return j >= 1 and self.chunks[j - 1].kind == "np"

    def _skipped(self, j: int) -> int | None:
        """Return where to go on if a noun phrase is no subject: it hangs on a preposition, or on a verb without tense."""
        before = self.chunks[j - 1] if j else None
        if before is None:
            return None
        if before.kind == "prep" and j >= 2:
            further = self.chunks[j - 2]
            if further.kind in ("np", "adj", "v", "prep", "time"):
                if further.kind == "v" and self.made.get(j - 2) is not None and self.made[j - 2].kind == "finite":
                    return None if not self._np_before(j - 2) or True else None
                return j - 2
            return None
        if before.kind == "v":
            known = self.made.get(j - 1)
            if known is not None and known.kind in ("to", "ing", "part") and self.low[known.at] not in _THINKING and self._np_before(j - 1):
                return j - 1
        if before.kind == "and" and j >= 2 and self.chunks[j - 2].kind == "np" and self._skipped(j - 2) is not None:
            if not self._verb_between(j - 2):
                return j - 2
        return None

    def _verb_between(self, j: int) -> bool:
        """Whether a finite verb stands before a chunk in the same clause."""
        for n in range(j - 1, -1, -1):
            kind = self.chunks[n].kind
            if kind in ("that", "rel", "sub", "mark", "quote", ","):
                return False
            if n in self.made and self.made[n].kind == "finite":
                return True
        return False

    def _np_before(self, j: int) -> bool:
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

    def _aside(self, j: int) -> int:
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

    def _phrase(self, chunk: _Chunk, i: int) -> Phrase:
        return Phrase(chunk.first, self._reach(chunk, i), chunk.at, chunk.last)

    def _reach(self, chunk: _Chunk, i: int) -> int:
        """Return where the phrase ends with all that hangs on it: before the verb group at ``i``."""
        return max(chunk.last, self.chunks[i].first) if i < len(self.chunks) else chunk.last

    def _with_joined(self, j: int, i: int) -> Phrase:
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
            if n < 0 or self.chunks[n].kind != "np" or self._skipped(n) is not None:
                break
            if n >= 1 and self.chunks[n - 1].kind in ("v", "prep"):
                break
            first = n
        head = self.chunks[first]
        return Phrase(head.first, self._reach(self.chunks[j], i), head.at, head.last)

    def _antecedent(self, j: int) -> Phrase | None:
        n = j - 1
        while n >= 0 and self.chunks[n].kind in (",", "prep", "adv"):
            n -= 1
        if n < 0 or self.chunks[n].kind not in ("np", "time"):
            return None
        while n >= 2 and self.chunks[n - 1].kind == "prep" and self.low[self.chunks[n - 1].first] == "of" and self.chunks[n - 2].kind == "np" and self.chunks[j - 1].kind == ",":
            n -= 2
        chunk = self.chunks[n]
        return Phrase(chunk.first, chunk.last, chunk.at, chunk.last)

    # what an infinitive or a gerund hangs on

    def _infinitive(self, i: int, one: Clause) -> Clause:
        j = self._left(i)
        while j >= 0 and self.chunks[j].kind in ("adj", "quote"):
            j = self._left(j)
        if j < 0:
            return replace(one, relation="opening")
        chunk = self.chunks[j]
        if chunk.kind == "and":
            before = next((n for n in range(j - 1, -1, -1) if n in self.made and self.made[n].kind == "to"), -1)
            if before >= 0:
                known = self.made[before]
                return replace(one, subject=known.subject, parent=known.parent, noun=known.noun, relation="joined")
            j -= 1
            chunk = self.chunks[max(j, 0)]
        if chunk.kind == "v":
            known = self.made[j]
            return replace(one, subject=known.subject, parent=known.at, relation="complement")
        if chunk.kind == "np":
            verb = self._verb_of_object(j)
            if verb >= 0:
                known = self.made[verb]
                controlled = self.low[known.at] in _OBJECT_CONTROL or (self.tags[chunk.at] == "pron" and j == verb + 1)
                owned = self._owner(chunk) if not controlled else None
                subject = self._all_asked(j) if controlled else owned or known.subject
                return replace(one, subject=subject, parent=known.at, noun=chunk.at, relation="complement")
            return replace(one, subject=self._phrase_only(j), noun=chunk.at, relation="complement")
        if chunk.kind == ",":
            before = self._verb_left(j)
            if before >= 0:
                known = self.made[before]
                return replace(one, subject=known.subject, parent=known.at, relation="aside")
        return replace(one, relation="opening")

    def _all_asked(self, j: int) -> Phrase:
        """Return an object with what is joined to it: 'asked A, B and C to'."""
        first = j
        while first >= 2 and self.chunks[first - 1].kind in ("and", ",") and self.chunks[first - 2].kind == "np":
            first -= 2
        head, last = self.chunks[first], self.chunks[j]
        return Phrase(head.first, last.last, head.at, head.last)

    def _owner(self, chunk: _Chunk) -> Phrase | None:
        """Return whose a noun is: 'its intention', 'Russia's plan'."""
        for k in range(chunk.first, chunk.last):
            if self.low[k] in ("its", "their", "his", "her", "our", "my"):
                return Phrase(k, k + 1, k, k + 1)
            if self.tags[k] == "poss" and k > chunk.first:
                return Phrase(chunk.first, k, k - 1, k)
        return None

    def _phrase_only(self, j: int) -> Phrase:
        chunk = self.chunks[j]
        return Phrase(chunk.first, chunk.last, chunk.at, chunk.last)

    def _verb_of_object(self, j: int) -> int:
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
            elif kind == "," and n and self.chunks[n - 1].kind == "np" and any(c.kind == "and" for c in self.chunks[n:j]):
                n -= 2  # 'asked A, B and C to'
            else:
                return -1
        return -1

    def _gerund(self, i: int, one: Clause) -> Clause:
        j = i - 1
        while j >= 0 and self.chunks[j].kind in ("adv",):
            j -= 1
        if j < 0:
            return replace(one, relation="opening")
        chunk = self.chunks[j]
        if chunk.kind in ("prep", "sub", "and", "that"):
            n = j - 1
            while n >= 0 and self.chunks[n].kind in ("adv", "time", "prep", "adj"):
                n -= 1
            if n < 0 or self.chunks[n].kind in ("quote", "mark"):
                return replace(one, relation="opening")
            if self.chunks[n].kind == "v":
                known = self.made[n]
                joined = chunk.kind == "and" and known.kind == one.kind
                return replace(one, subject=known.subject, parent=known.parent if joined else known.at, relation="joined" if joined else "complement")
            if self.chunks[n].kind == "np":
                verb = self._verb_of_object(n)
                if chunk.kind == "and":
                    same = next((m for m in range(j - 1, -1, -1) if m in self.made and self.made[m].kind == one.kind), -1)
                    if same >= 0:
                        known = self.made[same]
                        return replace(one, subject=known.subject, parent=known.parent, relation="joined")
                if verb >= 0:
                    known = self.made[verb]
                    controlled = self.low[chunk.first] in ("from", "for", "into", "of", "against") and self.low[known.at] in _STOPPING
                    subject = self._phrase_only(n) if controlled else known.subject
                    return replace(one, subject=subject, parent=known.at, noun=self.chunks[n].at, relation="complement")
                return replace(one, subject=self._phrase_only(n), noun=self.chunks[n].at, relation="complement")
            before = self._verb_left(j)
            if before >= 0:
                return replace(one, subject=self.made[before].subject, parent=self.made[before].at, relation="aside")
            return replace(one, relation="opening")
        if chunk.kind == "v":
            known = self.made[j]
            return replace(one, subject=known.subject, parent=known.at, relation="complement")
        if chunk.kind in ("np", "time", "adj"):
            if chunk.kind == "np":
                return replace(one, subject=self._phrase_only(j), noun=chunk.at, relation="rel")
            return replace(one, subject=self.made[n].subject if (n := self._verb_left(j)) >= 0 else None, relation="aside")
        if chunk.kind == ",":
            before = self._verb_left(j)
            if before >= 0 and one.kind == "ing":
                return replace(one, subject=self.made[before].subject, parent=self.made[before].at, relation="aside")
            if j and self.chunks[j - 1].kind == "np":
                return replace(one, subject=self._phrase_only(j - 1), relation="rel")
            if before >= 0:
                return replace(one, subject=self.made[before].subject, parent=self.made[before].at, relation="aside")
        return replace(one, relation="opening")

    def _is_reduced(self, i: int, chunk: _Chunk) -> bool:
        """Whether a form in -ed behind a noun is a participle: 'engines made by', 'the flights suspended in March resumed'."""
        if chunk.first < chunk.at and any(one in HELPERS for one in self.tags[chunk.first : chunk.at]):
            return False
        j = self._left(i)
        if j < 0:
            return True
        if self._inverted(j):
            return False
        before = self.chunks[j]
        following = self.chunks[i + 1] if i + 1 < len(self.chunks) else None
        word = self.low[following.first] if following is not None else ""
        if before.kind in ("prep", "sub"):
            return True
        if before.kind == "np" and self.tags[before.at] == "pron":
            return False
        if before.kind == "v":
            return not (j in self.made and self.made[j].relation == "rel")  # 'the ship that undocked on Friday carried'
        if following is not None and following.kind == "prep" and word == "by" and before.kind in ("np", ","):
            return not (i + 2 < len(self.chunks) and self.chunks[i + 2].kind == "v")  # 'responded by ordering'
        later = self._finite_right(i)
        if before.kind == "np":
            skipped = self._skipped(j)
            if skipped is None and j >= 1 and self.chunks[j - 1].kind in ("v", "prep"):
                known = self.made.get(j - 1)
                if self.chunks[j - 1].kind == "prep" or (known is not None and self.low[known.at] not in _THINKING):
                    return not (later is False and self._can_be_main(j))
            if later and (following is None or following.kind in ("prep", "adv", "time", "v")):
                return True
            return False
        if before.kind == ",":
            return not (self._aside(j) >= 0 or (following is not None and following.kind == "np"))
        if before.kind == "and":
            n = self._verb_left(j)
            near = max((m for m in self.made if m < j), default=-1)
            return near >= 0 and self.made[near].kind == "part" and n != near
        return False

    def _inverted(self, j: int) -> bool:
        """Whether a helper stands before the subject: 'nor has the agency turned down'."""
        if j < 1 or self.chunks[j].kind != "np":
            return False
        helper = self.chunks[j - 1]
        opened = j < 2 or self.chunks[j - 2].kind in ("and", "adv", "quote", ",", "sub")
        return helper.kind == "v" and self.tags[helper.at] in HELPERS and opened and (self.made[j - 1].subject is None)

    def _can_be_main(self, j: int) -> bool:
        """Whether the clause has no verb yet, so that a form in -ed must be it."""
        for n in range(j - 1, -1, -1):
            kind = self.chunks[n].kind
            if kind in ("that", "rel", "sub", "mark", "quote"):
                return True
            if n in self.made and self.made[n].kind == "finite":
                return False
        return True

    def _finite_right(self, i: int) -> bool:
        for n in range(i + 1, len(self.chunks)):
            chunk = self.chunks[n]
            if chunk.kind in ("that", "rel", "sub", "mark", "quote", ",", "and"):
                return False
            if chunk.kind == "v" and chunk.verb == "finite":
                before = self.chunks[n - 1]
                return not (before.kind == "np" and n - 2 == i)
            if chunk.kind == "v" and chunk.verb == "ed":
                before = self.chunks[n - 1]
                return not (before.kind == "prep" and self.low[before.first] == "as")  # 'rejected as fabricated the claim'
        return False

    def _next_subject(self, i: int) -> Phrase | None:
        return next((one.subject for n, one in sorted(self.made.items()) if n > i and one.kind == "finite" and one.subject is not None), None)

    def _end(self, i: int) -> int:
        """Return the word at which the clause of a verb ends: where another clause with a subject of its own begins."""
        size = len(self.low)
        own = self.made[i]
        for n in range(i + 1, len(self.chunks)):
            chunk = self.chunks[n]
            if chunk.kind in ("sub", "rel") or (chunk.kind == "mark" and self.low[chunk.first] in (";", ":", "—", "–", "…")):
                return chunk.first
            if chunk.kind == "quote" and not self._named_in_quotes(n):
                return chunk.first
            if n in self.made and self.made[n].kind == "finite" and not self._within(n, i):
                other = self.made[n]
                if other.relation == "joined":
                    return self._opened_by(n)
                if other.subject is not None and other.subject.first > own.at and other.relation == "main":
                    return self._opened_by_word(other.subject.first)
                if other.relation != "rel" and other.subject is None:
                    return other.first
                if other.relation == "main" and other.subject is not None and other.subject.first <= own.at:
                    return self._opened_by(n)  # 'which has threatened to leave, will keep'
        return size

    def _within(self, n: int, i: int) -> bool:
        """Whether a clause hangs on another, directly or through others."""
        parent, seen = self.made[n].parent, 0
        while parent >= 0 and seen < 8:
            if parent == self.made[i].at:
                return True
            up = next((m for m, one in self.made.items() if one.at == parent), -1)
            parent, seen = (self.made[up].parent if up >= 0 else -1), seen + 1
        return False

    def _named_in_quotes(self, n: int) -> bool:
        return any(self.chunks[m].kind == "quote" for m in range(n + 1, min(n + 3, len(self.chunks)))) or any(
            self.chunks[m].kind == "quote" for m in range(max(0, n - 2), n)
        )

    def _opened_by(self, n: int) -> int:
        k = n
        while k > 0 and self.chunks[k - 1].kind in ("and", "adv", ","):
            k -= 1
        return self.chunks[k].first

    def _opened_by_word(self, word: int) -> int:
        k = next((m for m, chunk in enumerate(self.chunks) if chunk.first >= word), len(self.chunks) - 1)
        while k > 0 and self.chunks[k - 1].kind in ("and", ","):
            k -= 1
        return self.chunks[k].first


_STOPPING = listed(
    "prevent prevents prevented preventing stop stops stopped stopping keep keeps kept keeping bar bars barred barring ban bans banned banning "
    "prohibit prohibits prohibited discourage discouraged exclude excluded accuse accuses accused accusing thank thanked blame blamed hinder block blocks blocked"
)
