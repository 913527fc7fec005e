"""The clauses of a sentence: its verb groups, the subject of each, what it hangs on, and where its clause ends.

A shallow parser in the manner of Abney's chunks (1991): tags make phrases, and what stands between phrases joins them. It
knows coordination, relative clauses, asides in commas, infinitives and gerunds that borrow the subject of what governs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stationkeep.news.chunks import Chunk, find_chunks
from stationkeep.news.gazetteer import Mention
from stationkeep.news.scanning import THINKING, Clause, Phrase, Scan
from stationkeep.news.tagging import HELPERS, tag
from stationkeep.news.words import Words, listed

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
    parser = _Parser(words.low, tags, find_chunks(words.low, tags))
    clauses: dict[int, Clause] = {}
    for one in parser.run():
        for word in range(one.first, one.at + 1):
            clauses[word] = one
    return Syntax(tuple(tags), clauses)


def _filled(one: Clause, **fields: Any) -> Clause:
    """Return a clause with some of its fields filled in; nobody else holds it yet."""
    for name, value in fields.items():
        setattr(one, name, value)
    return one


class _Parser(Scan):
    """Joins chunks to clauses, from left to right."""

    def run(self) -> list[Clause]:
        for i, chunk in enumerate(self.chunks):
            if chunk.kind == "v":
                self.made[i] = self._clause(i, chunk)
        for i, one in list(self.made.items()):
            if one.relation == "opening":
                self.made[i] = _filled(one, subject=self.next_subject(i), relation="aside")
        return [_filled(one, end=self._end(i)) for i, one in self.made.items()]

    def _clause(self, i: int, chunk: Chunk) -> Clause:
        kind = chunk.verb
        if kind == "ed":
            kind = "part" if self._is_reduced(i, chunk) else "finite"
        one = Clause(chunk.first, chunk.at, kind)
        if kind == "finite":
            return self._finite(i, one)
        if kind == "to":
            return self._infinitive(i, one)
        return self._gerund(i, one)

    def _finite(self, i: int, one: Clause) -> Clause:
        j = self.left(i)
        if j >= 0 and self.chunks[j].kind == "and":
            before = self.verb_left(j)
            if before >= 0:
                known = self.made[before]
                return _filled(one, subject=known.subject, parent=known.parent, relation="joined")
        relation = "main"
        found, how = self._subject(i)
        if found is None and self.inverted(self.left(i)):
            found = self.phrase_only(self.left(i))
        if how:
            relation = how
        parent = self._governor_of_clause(found.first if found is not None else one.first)
        return _filled(one, subject=found, relation=relation, parent=parent)

    def _governor_of_clause(self, first: int) -> int:
        """Return the verb of saying or thinking in front of a clause: 'said (that) X will'."""
        i = next((n for n, chunk in enumerate(self.chunks) if chunk.first >= first), len(self.chunks))
        j = i - 1
        while j >= 0 and self.chunks[j].kind in ("that", "adv", "time", "quote", ",", "prep") and i - j < 6:
            j -= 1
        if j >= 0 and self.chunks[j].kind == "v" and self.low[self.chunks[j].at] in THINKING:
            return self.chunks[j].at
        return -1

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
                elif (
                    j
                    and self.chunks[j - 1].kind in ("v", "np", ",", "adv", "and", "quote", "mark", "that", "sub")
                    and not self.other_left(j)
                ):
                    return self.phrase(chunk, i), ""
                else:
                    j -= 1
            elif kind == ",":
                opened = self.aside(j)
                if opened < 0:
                    before = self.verb_left(j)
                    if before >= 0 and self.made[before].subject is not None:
                        return self.made[before].subject, "joined"
                    return None, ""
                j = opened - 1
            elif kind == "np":
                skipped = self.skipped(j)
                if skipped is not None:
                    j = skipped
                    continue
                return self.with_joined(j, i), ""
            elif kind == "rel":
                return self.antecedent(j), "rel"
            elif kind == "that":
                if self.tags[chunk.first] == "rel":
                    return self.antecedent(j), "rel"
                return None, ""
            elif kind == "quote":
                j -= 1 if j and self.chunks[j - 1].kind in ("np",) else 10**6
            elif kind == "mark" and self.low[chunk.first] in (")", "]"):
                while j >= 0 and not (self.chunks[j].kind == "mark" and self.low[self.chunks[j].first] in ("(", "[")):
                    j -= 1
                j -= 1
            elif kind == "mark" and self.low[chunk.first] in ("—", "–"):
                opened = next(
                    (
                        n
                        for n in range(j - 1, -1, -1)
                        if self.chunks[n].kind == "mark" and self.low[self.chunks[n].first] == self.low[chunk.first]
                    ),
                    -1,
                )
                if opened < 0:
                    return None, ""
                j = opened - 1
            elif kind == "v":
                known = self.made.get(j)
                if known is not None and known.kind in ("part", "ing", "to") and self.np_before(j):
                    j -= 1
                    continue
                if known is not None and known.relation == "rel" and known.kind == "finite":
                    j = next((n for n in range(j - 1, -1, -1) if self.opens_relative(n)), 0) - 1
                    continue
                contact = self.contact(known)
                if contact >= 0:
                    j = contact
                    continue
                return None, ""
            elif kind == "prep":
                j -= 1
            else:
                return None, ""
        return None, ""

    def _infinitive(self, i: int, one: Clause) -> Clause:
        j = self.left(i)
        while j >= 0 and self.chunks[j].kind in ("adj", "quote"):
            j = self.left(j)
        if j < 0:
            return _filled(one, relation="opening")
        chunk = self.chunks[j]
        if chunk.kind == "and":
            before = next((n for n in range(j - 1, -1, -1) if n in self.made and self.made[n].kind == "to"), -1)
            if before >= 0:
                known = self.made[before]
                return _filled(one, subject=known.subject, parent=known.parent, noun=known.noun, relation="joined")
            j -= 1
            chunk = self.chunks[max(j, 0)]
        if chunk.kind == "v":
            known = self.made[j]
            return _filled(one, subject=known.subject, parent=known.at, relation="complement")
        if chunk.kind == "np":
            verb = self.verb_of_object(j)
            if verb >= 0:
                known = self.made[verb]
                controlled = self.low[known.at] in _OBJECT_CONTROL or (self.tags[chunk.at] == "pron" and j == verb + 1)
                owned = self.owner(chunk) if not controlled else None
                subject = self.all_asked(j) if controlled else owned or known.subject
                return _filled(one, subject=subject, parent=known.at, noun=chunk.at, relation="complement")
            return _filled(one, subject=self.phrase_only(j), noun=chunk.at, relation="complement")
        if chunk.kind == ",":
            before = self.verb_left(j)
            if before >= 0:
                known = self.made[before]
                return _filled(one, subject=known.subject, parent=known.at, relation="aside")
        return _filled(one, relation="opening")

    def _gerund(self, i: int, one: Clause) -> Clause:
        j = i - 1
        while j >= 0 and self.chunks[j].kind in ("adv",):
            j -= 1
        if j < 0:
            return _filled(one, relation="opening")
        chunk = self.chunks[j]
        if chunk.kind in ("prep", "sub", "and", "that"):
            n = j - 1
            while n >= 0 and self.chunks[n].kind in ("adv", "time", "prep", "adj"):
                n -= 1
            if n < 0 or self.chunks[n].kind in ("quote", "mark"):
                return _filled(one, relation="opening")
            if self.chunks[n].kind == "v":
                known = self.made[n]
                joined = chunk.kind == "and" and known.kind == one.kind
                return _filled(
                    one,
                    subject=known.subject,
                    parent=known.parent if joined else known.at,
                    relation="joined" if joined else "complement",
                )
            if self.chunks[n].kind == "np":
                verb = self.verb_of_object(n)
                if chunk.kind == "and":
                    same = next(
                        (m for m in range(j - 1, -1, -1) if m in self.made and self.made[m].kind == one.kind), -1
                    )
                    if same >= 0:
                        known = self.made[same]
                        return _filled(one, subject=known.subject, parent=known.parent, relation="joined")
                if verb >= 0:
                    known = self.made[verb]
                    controlled = (
                        self.low[chunk.first] in ("from", "for", "into", "of", "against")
                        and self.low[known.at] in _STOPPING
                    )
                    subject = self.phrase_only(n) if controlled else known.subject
                    return _filled(one, subject=subject, parent=known.at, noun=self.chunks[n].at, relation="complement")
                return _filled(one, subject=self.phrase_only(n), noun=self.chunks[n].at, relation="complement")
            before = self.verb_left(j)
            if before >= 0:
                return _filled(one, subject=self.made[before].subject, parent=self.made[before].at, relation="aside")
            return _filled(one, relation="opening")
        if chunk.kind == "v":
            known = self.made[j]
            return _filled(one, subject=known.subject, parent=known.at, relation="complement")
        if chunk.kind in ("np", "time", "adj"):
            if chunk.kind == "np":
                return _filled(one, subject=self.phrase_only(j), noun=chunk.at, relation="rel")
            return _filled(
                one, subject=self.made[n].subject if (n := self.verb_left(j)) >= 0 else None, relation="aside"
            )
        if chunk.kind == ",":
            before = self.verb_left(j)
            if before >= 0 and one.kind == "ing":
                return _filled(one, subject=self.made[before].subject, parent=self.made[before].at, relation="aside")
            if j and self.chunks[j - 1].kind == "np":
                return _filled(one, subject=self.phrase_only(j - 1), relation="aside" if one.kind == "ing" else "rel")
            if before >= 0:
                return _filled(one, subject=self.made[before].subject, parent=self.made[before].at, relation="aside")
        return _filled(one, relation="opening")

    def _is_reduced(self, i: int, chunk: Chunk) -> bool:
        """Whether a form in -ed behind a noun is a participle: 'engines made by', 'the flights suspended in March resumed'."""
        if chunk.first < chunk.at and any(one in HELPERS for one in self.tags[chunk.first : chunk.at]):
            return False
        j = self.left(i)
        if j < 0:
            return True
        if self.inverted(j):
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
        later = self.finite_right(i)
        if before.kind == "np":
            skipped = self.skipped(j)
            if skipped is None and j >= 1 and self.chunks[j - 1].kind in ("v", "prep"):
                known = self.made.get(j - 1)
                if self.chunks[j - 1].kind == "prep" or (known is not None and self.low[known.at] not in THINKING):
                    return not (later is False and self.can_be_main(j))
            if later and (following is None or following.kind in ("prep", "adv", "time", "v")):
                return True
            return False
        if before.kind == ",":
            return not (self.aside(j) >= 0 or (following is not None and following.kind == "np"))
        if before.kind == "and":
            n = self.verb_left(j)
            near = max((m for m in self.made if m < j), default=-1)
            return near >= 0 and self.made[near].kind == "part" and n != near
        return False

    def _end(self, i: int) -> int:
        """Return the word at which the clause of a verb ends: where another clause with a subject of its own begins."""
        size = len(self.low)
        own = self.made[i]
        for n in range(i + 1, len(self.chunks)):
            chunk = self.chunks[n]
            if chunk.kind in ("sub", "rel") or (
                chunk.kind == "mark" and self.low[chunk.first] in (";", ":", "—", "–", "…")
            ):
                return chunk.first
            if chunk.kind == "quote" and not self.named_in_quotes(n):
                return chunk.first
            if n in self.made and self.made[n].kind == "finite" and not self.within(n, i):
                other = self.made[n]
                if other.relation == "joined":
                    return self.opened_by(n)
                if other.subject is not None and other.subject.first > own.at and other.relation == "main":
                    return self.opened_by_word(other.subject.first)
                if other.relation != "rel" and other.subject is None:
                    return other.first
                if other.relation == "main" and other.subject is not None and other.subject.first <= own.at:
                    return self.opened_by(n)  # 'which has threatened to leave, will keep'
        return size


_OBJECT_CONTROL = frozenset(
    [
        "ask",
        "asks",
        "asked",
        "asking",
        "urge",
        "urges",
        "urged",
        "urging",
        "tell",
        "tells",
        "told",
        "telling",
        "order",
        "orders",
        "ordered",
        "ordering",
        "allow",
        "allows",
        "allowed",
        "allowing",
        "let",
        "lets",
        "letting",
        "want",
        "wants",
        "wanted",
        "expect",
        "expects",
        "expected",
        "require",
        "requires",
        "required",
        "requiring",
        "instruct",
        "instructs",
        "instructed",
        "instructing",
        "direct",
        "directs",
        "directed",
        "directing",
        "invite",
        "invites",
        "invited",
        "inviting",
        "force",
        "forces",
        "forced",
        "forcing",
        "enable",
        "enables",
        "enabled",
        "enabling",
        "help",
        "helps",
        "helped",
        "permit",
        "permits",
        "permitted",
        "permitting",
        "prompt",
        "prompts",
        "prompted",
        "prompting",
        "authorise",
        "authorised",
        "authorize",
        "authorized",
        "authorizes",
        "persuade",
        "persuaded",
        "task",
        "tasks",
        "tasked",
        "select",
        "selected",
        "hire",
        "hired",
        "encourage",
        "encouraged",
        "encourages",
        "encouraging",
        "call",
        "calling",
        "called",
        "push",
        "pushing",
        "pushed",
        "press",
        "pressed",
        "pressing",
        "pressure",
        "pressured",
        "beg",
        "begged",
        "leave",
        "leaves",
        "left",
        "leaving",
        "pay",
        "paid",
        "pays",
        "paying",
        "contract",
        "contracted",
        "forbid",
        "forbade",
        "forbids",
        "need",
        "needs",
        "needed",
        "appoint",
        "appointed",
        "schedule",
        "scheduled",
        "assign",
        "assigned",
        "oblige",
        "obliged",
        "compel",
        "compelled",
        "request",
        "requested",
        "requesting",
        "advise",
        "advised",
    ]
)

_STOPPING = listed(
    "prevent prevents prevented preventing stop stops stopped stopping keep keeps kept keeping bar bars barred barring ban bans banned banning "
    "prohibit prohibits prohibited discourage discouraged exclude excluded accuse accuses accused accusing thank thanked blame blamed hinder block blocks blocked"
)
