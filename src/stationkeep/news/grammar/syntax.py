"""The clauses of a sentence: its verb groups, the subject of each, what it hangs on, and where its clause ends.

A shallow parser in the manner of Abney's chunks (1991): tags make phrases, and what stands between phrases joins them.
It knows coordination, relative clauses, asides in commas, and infinitives and gerunds that borrow the subject of what
governs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationkeep.news.grammar.chunks import BEGINS_TIME, IN_PHRASE, Chunk, find_chunks
from stationkeep.news.grammar.gazetteer import Mention
from stationkeep.news.grammar.scanning import THINKING, Clause, Phrase, Scan
from stationkeep.news.grammar.tagging import tag
from stationkeep.news.grammar.word_classes import HELPERS, verb_forms
from stationkeep.news.text.words import Words

__all__ = ["Clause", "Phrase", "Syntax", "parse"]


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
    for k in range(1, len(tags) - 1):
        if words.low[k] == "." and tags[k - 1] in IN_PHRASE and tags[k + 1] in IN_PHRASE:
            tags[k] = tags[k - 1]  # 'Mr. Borisov', 'Sept. 24': within a sentence a stop ends an abbreviation
        elif words.low[k] in _SELVES and tags[k - 1] in ("noun", "name"):
            tags[k] = "adv"  # 'DLR itself broke off'
        elif words.low[k : k + 3] == _AS_WELL and tags[k - 1] in ("noun", "name") and tags[k + 3 : k + 4] != []:
            tags[k : k + 3] = ["and", "and", "and"]  # 'NASA as well as JAXA'
    parties = frozenset(one.first for one in mentions if one.kind in ("party", "state"))
    chunks = find_chunks(words.low, tags, parties)
    if _AS_WELL[1] in words.low:
        chunks = [one for one, after in zip(chunks, [*chunks[1:], None], strict=True) if not _is_of_three(one, after)]
    parser = _Parser(words.low, tags, _without_glosses(words.low, chunks) if "(" in words.low else chunks)
    clauses: dict[int, Clause] = {}
    for one in parser.run():
        for word in range(one.first, one.at + 1):
            clauses[word] = one
    return Syntax(tuple(tags), clauses)


_AS_WELL = ("as", "well", "as")
_SELVES = frozenset(("itself", "himself", "herself", "themselves"))


def _is_of_three(one: Chunk, after: Chunk | None) -> bool:
    """Whether a chunk is a word of 'as well as' but the last."""
    return one.kind == "and" and after is not None and after.kind == "and"


def _without_glosses(low: tuple[str, ...], chunks: list[Chunk]) -> list[Chunk]:
    """Return chunks without names in brackets: of 'United Launch Alliance (ULA) and X agreed' both are the subject."""
    left: list[Chunk] = []
    skipped = 0
    for i, one in enumerate(chunks):
        glosses = low[one.first] == "(" and [chunk.kind for chunk in chunks[i + 1 : i + 3]] == ["np", "mark"]
        if glosses and low[chunks[i + 2].first] == ")" and left and left[-1].kind == "np":
            skipped = i + 3
        if i >= skipped:
            left.append(one)
    return left


class _Parser(Scan):
    """Joins chunks to clauses, from left to right."""

    def run(self) -> list[Clause]:
        """Return the clauses."""
        for i, chunk in enumerate(self.chunks):
            if chunk.kind == "v":
                self._add(i, chunk)
        subject: Phrase | None = None
        for i in sorted(self.made, reverse=True):
            one = self.made[i]
            if one.relation == "opening":
                one.subject, one.relation = subject, "aside"  # 'Speaking in Moscow, X said'
            elif one.kind == "finite" and one.subject is not None:
                subject = one.subject
        for i, one in self.made.items():
            one.end = self._end(i)
        return list(self.made.values())

    def _add(self, i: int, chunk: Chunk) -> None:
        kind = chunk.verb
        if kind == "ed":
            kind = "part" if self._is_reduced(i) else "finite"
        one = self.made[i] = Clause(chunk.first, chunk.at, kind, relation="main" if kind == "finite" else "opening")
        if kind == "finite":
            self._attach_finite(i, one)
        elif kind == "to":
            self._attach_infinitive(i, one)
        else:
            self._attach_gerund(i, one)

    def _hang(self, one: Clause, on: int, subject: Phrase | None, relation: str, noun: int = -1) -> None:
        """Hang a clause on the verb of chunk ``on``, or beside it where they are joined; on nothing if it is -1."""
        one.subject, one.relation, one.noun = subject, relation, noun
        if on >= 0:
            one.parent = self.made[on].parent if relation == "joined" else self.made[on].at

    # finite verbs

    def _attach_finite(self, i: int, one: Clause) -> None:
        j = self.left(i)
        before = self._joins(i, j) if self.is_kind(j, "and") else -1
        if before >= 0:
            self._hang(one, before, self.made[before].subject, "joined")
            return
        one.subject, one.relation = self._subject(i)
        if one.subject is None and self.inverted(j):
            one.subject = self.phrase(j)
        one.parent = self._says(one.subject.first if one.subject is not None else one.first)

    def _joins(self, i: int, j: int) -> int:
        """Return the clause to which 'and' joins a verb: past a comma, one without helpers goes over one with a modal.

        'Lawmakers fear that Russia could leave, and urged NASA': it is the lawmakers who urge.
        """
        before = self.verb_left(j)
        if before < 0 or not self.is_kind(j - 1, ",") or self.made[before].parent < 0:
            return before
        one, own = self.made[before], self.chunks[i]
        helped = any(tag in HELPERS for tag in self.tags[own.first : own.at])
        if "modal" not in self.tags[one.first : one.at] or helped:
            return before
        return next((n for n in self.made if self.made[n].at == one.parent and self.is_finite(n)), before)

    def _says(self, first: int) -> int:
        """Return the verb of saying or thinking in front of a clause: 'said (that) X will'; -1 without one."""
        j = next((n for n, chunk in enumerate(self.chunks) if chunk.first >= first), len(self.chunks)) - 1
        told = self.is_kind(j, "that") and not self.opens_relative(j)
        between = ("that", "adv", "time", "quote", ",", "prep", *(("np",) if told else ()))  # 'told X on Friday that'
        ended = False
        for _ in range(8 if told else 5):
            if not self.is_kind(j, *between):
                break
            ended = ended or self.is_kind(j, ",")
            j -= 1
        if not self.is_kind(j, "v") or self.low[self.chunks[j].at] not in THINKING:
            return -1
        known = self.made[j].subject
        if ended and not told and known is not None and self.tags[known.first - 1 : known.first] == ["sub"]:
            return -1  # 'If no contract is concluded, the engines will'
        return self.chunks[j].at

    def _subject(self, i: int) -> tuple[Phrase | None, str]:
        """Return the subject of a finite verb, and how its clause hangs: ``main``, ``joined`` or ``rel``."""
        j = i - 1
        while j >= 0:
            kind = self.kinds[j]
            if kind == "np":
                further = self.skipped(j)
                if further is None:
                    return self.with_joined(j, i), "main"
                j = further
            elif self.opens_relative(j):
                return self.antecedent(j), "rel"
            elif kind == ",":
                opened = self.aside(j)
                if opened < 0:
                    before = self.verb_left(j)
                    return (self.made[before].subject, "joined") if before >= 0 else (None, "main")
                j = opened - 1
            elif kind == "time" and j and self._may_open(j):
                return Phrase(
                    self.chunks[j].first, self.chunks[i].first, self.chunks[j].at, self.chunks[j].last
                ), "main"
            elif kind == "time":
                j -= 2 if self.is_kind(j - 1, "prep") or self._joins_times(j - 1) else 1
            elif kind in ("adv", "adj", "prep"):
                j -= 1
            elif kind == "v":
                further = self._over_verb(j)
                if further is None:
                    break
                j = further
            elif kind == "quote" and self.is_kind(j - 1, "np"):
                j -= 1
            elif kind == "mark" and self.word(j) in _OPENED_BY:
                opened = next((n for n in range(j - 1, -1, -1) if self.word(n) == _OPENED_BY[self.word(j)]), -1)
                if opened < 0:
                    break
                j = opened - 1
            else:
                break
        return None, "main"

    def _may_open(self, j: int) -> bool:
        """Whether a time may be a subject: 'the week brought', not 'a bill passed June 8 would'."""
        if self.word(j) in BEGINS_TIME or self.tags[self.chunks[j].first] == "num":
            return False
        return self.kinds[j - 1] in _AROUND and not (self.kinds[j - 1] == "v" and self.made[j - 1].kind != "finite")

    def _joins_times(self, j: int) -> bool:
        return self.is_kind(j, "and") and self.is_kind(j - 1, "time")

    def _over_verb(self, j: int) -> int | None:
        """Return where the subject goes on left of a verb that hangs on it; ``None`` where none does."""
        known = self.made[j]
        if known.kind != "finite":
            if self.noun_before(j):
                return j - 1
            j = next((n for n in range(j - 1, -1, -1) if self.kinds[n] == "," or self.is_finite(n)), -1)
            if j < 0 or j not in self.made:
                return None
            known = self.made[j]  # 'a ship that was due to lift off in May is'
        if known.relation == "rel":  # 'a ship that docked in May brought'
            return next((n for n in range(j - 1, -1, -1) if self.opens_relative(n)), 0) - 1
        contact = self.contact(known)
        return contact if contact >= 0 else None

    def _is_reduced(self, i: int) -> bool:
        """Whether a form in -ed is a participle without a helper: 'the flights suspended in March resumed'."""
        j = self.left(i)
        if j < 0 or self.kinds[j] in ("prep", "sub"):
            return True
        if self.inverted(j):
            return False
        before, acts_on = self.kinds[j], self.is_kind(i + 1, "np")
        if before == "np" and self.tags[self.chunks[j].at] == "pron":
            return False
        if before == "v":
            return self.made[j].relation != "rel"  # 'the ship that undocked on Friday carried'
        if before in ("np", ",") and self.is_kind(i + 1, "prep") and self.word(i + 1) == "by":
            return not self.is_kind(i + 2, "v")  # 'responded by ordering'
        if before == "np":
            later = self.finite_right(i)
            held = self.skipped(j) is None and self.is_kind(j - 1, "v", "prep")
            if held and (self.kinds[j - 1] == "prep" or self.low[self.made[j - 1].at] not in THINKING):
                return later or not self.can_be_main(j)
            if later and (i + 1 >= len(self.kinds) or self.kinds[i + 1] in ("prep", "adv", "time", "v")):
                return True
            return self.skipped(j) is not None and self.has_verb(j)  # 'asked them to keep the lid on the box closed'
        if before == ",":
            return self.aside(j) < 0 and not acts_on
        near = max((m for m in self.made if m < j), default=-1)
        return before == "and" and near >= 0 and self.made[near].kind == "part" and self.verb_left(j) != near

    # verbs without tense

    def _attach_infinitive(self, i: int, one: Clause) -> None:
        j = self.left(i)
        while self.is_kind(j, "adj", "quote", "prep") or (self.is_kind(j, "sub") and self.word(j) == "whether"):
            j = self.left(j)  # 'is ready to', 'goes up to', 'considers whether to'
        if self.is_kind(j, "and"):
            same = next((n for n in range(j - 1, -1, -1) if n in self.made and self.made[n].kind == "to"), -1)
            if same >= 0:
                self._hang(one, same, self.made[same].subject, "joined", self.made[same].noun)
                return
            j -= 1
        if self.is_kind(j, "v"):
            self._hang(one, j, self.made[j].subject, "complement")
        elif self.is_kind(j, "np"):
            verb, noun = self.verb_of_object(j), self.chunks[j].at
            if verb < 0:
                self._hang(one, -1, self.phrase(j), "complement", noun)
                return
            pronoun = self.tags[noun] == "pron" and j == verb + 1
            if pronoun or self.low[self.made[verb].at] in _OBJECT_CONTROL:
                subject: Phrase | None = self.all_asked(j)
            else:
                subject = self.owner(j) or self.made[verb].subject
            self._hang(one, verb, subject, "complement", noun)
        elif self.is_kind(j, ",") and (before := self.verb_left(j)) >= 0:
            self._hang(one, before, self.made[before].subject, "aside")

    def _attach_gerund(self, i: int, one: Clause) -> None:
        j = i - 1
        while self.is_kind(j, "adv"):
            j -= 1
        if self.is_kind(j, "v"):
            self._hang(one, j, self.made[j].subject, "complement")
        elif self.is_kind(j, "np"):
            self._hang(one, -1, self.phrase(j), "rel", self.chunks[j].at)
        elif self.is_kind(j, "prep", "sub", "and", "that"):
            self._attach_behind_word(j, one)
        elif self.is_kind(j, ",") and (one.kind != "ing" or self.verb_left(j) < 0) and self.is_kind(j - 1, "np"):
            self._hang(one, -1, self.phrase(j - 1), "aside" if one.kind == "ing" else "rel")
        elif self.is_kind(j, ",", "time", "adj") and (before := self.verb_left(j)) >= 0:
            self._hang(one, before if self.is_kind(j, ",") else -1, self.made[before].subject, "aside")
        elif self.is_kind(j, "time", "adj"):
            one.relation = "aside"

    def _attach_behind_word(self, j: int, one: Clause) -> None:
        """Attach a gerund or participle that stands behind a preposition or conjunction: 'by ordering', 'of losing'."""
        joins, n = self.kinds[j] == "and", j - 1
        while self.is_kind(n, "adv", "time", "prep", "adj"):
            n -= 1
        if self.is_kind(n, "v"):
            joined = joins and self.made[n].kind == one.kind
            self._hang(one, n, self.made[n].subject, "joined" if joined else "complement")
        elif self.is_kind(n, "np"):
            same = next((m for m in range(j - 1, -1, -1) if m in self.made and self.made[m].kind == one.kind), -1)
            verb = self.verb_of_object(n)
            if joins and same >= 0:
                self._hang(one, same, self.made[same].subject, "joined")
            elif verb >= 0:
                kept = self.word(j) in _FROM and self.low[self.made[verb].at] in _STOPPING  # 'bars NASA from buying'
                self._hang(
                    one, verb, self.phrase(n) if kept else self.made[verb].subject, "complement", self.chunks[n].at
                )
            else:
                self._hang(one, -1, self.phrase(n), "complement", self.chunks[n].at)
        elif n >= 0 and self.kinds[n] not in ("quote", "mark") and (before := self.verb_left(j)) >= 0:
            self._hang(one, before, self.made[before].subject, "aside")

    # where a clause ends

    def _end(self, i: int) -> int:
        """Return the word at which the clause of a verb ends: where another clause with a subject of its own begins."""
        own = self.made[i]
        for n in range(i + 1, len(self.kinds)):
            kind = self.kinds[n]
            if kind in ("sub", "rel") or (kind == "mark" and self.word(n) in _ENDS):
                return self.chunks[n].first
            if (
                kind == "quote"
                and "quote" not in self.kinds[n + 1 : n + 3]
                and "quote" not in self.kinds[max(0, n - 2) : n]
            ):
                return self.chunks[n].first  # a name in quotation marks ends nothing
            if not self.is_finite(n) or self._hangs_on(n, own.at):
                continue
            other = self.made[n]
            if other.relation == "joined":
                return self._opened_by(n)
            if other.relation == "main" and other.subject is not None:
                if other.subject.first <= own.at:  # 'which has threatened to leave, will keep'
                    return self._opened_by(n)
                opens = next(m for m, chunk in enumerate(self.chunks) if chunk.last > other.subject.first)
                return self._opened_by(opens)
            if other.relation == "main":
                return other.first
        return len(self.low)

    def _hangs_on(self, n: int, at: int) -> bool:
        """Whether a clause hangs on the one with main verb ``at``, directly or through others."""
        by_verb = {one.at: one.parent for one in self.made.values()}
        parent = self.made[n].parent
        while parent >= 0:
            if parent == at:
                return True
            parent = by_verb.get(parent, -1)
        return False

    def _opened_by(self, k: int) -> int:
        """Return the word at which a clause begins, with the conjunction or comma before it."""
        while self.is_kind(k - 1, "and", "adv", ",") and not (self.is_kind(k, ",") and self.is_kind(k - 1, "adv")):
            k -= 1  # of 'brought the crew home, NASA said' the adverb is the first clause's
        return self.chunks[k].first


_AROUND = frozenset(("v", ",", "adv", "and", "quote", "mark", "that", "sub"))
_OPENED_BY = {")": "(", "]": "[", "—": "—", "–": "–"}
_ENDS = frozenset((";", ":", "—", "–", "…"))
_FROM = frozenset(("from", "for", "into", "of", "against"))
_OBJECT_CONTROL = verb_forms(
    "ask urge tell order allow let want expect require instruct direct invite force enable help permit prompt "
    "authorise authorize persuade task select hire encourage call push press pressure beg leave pay contract forbid "
    "need appoint schedule assign oblige compel request advise"
)
"""Verbs whose object does what their infinitive says: 'asked NASA to'."""
_STOPPING = verb_forms("prevent stop keep bar ban prohibit discourage exclude accuse thank blame hinder block")
"""Verbs whose object does what their gerund says: 'prevents us from'."""
