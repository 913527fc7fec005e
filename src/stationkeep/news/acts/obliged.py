"""What is asked of a party without a verb of asking: 'London must sell', 'wants the decision reversed', 'gave it until Friday'."""

# ruff: noqa: E501 -- tables of words read better unbroken

from __future__ import annotations

from dataclasses import replace

from stationkeep.news.acts.composition import CONDUCT
from stationkeep.news.acts.found import Found
from stationkeep.news.acts.moving import PEOPLE
from stationkeep.news.grammar.clauses import clause_end, objects_in
from stationkeep.news.grammar.gazetteer import Mention
from stationkeep.news.grammar.lexicon import INDEX
from stationkeep.news.grammar.subjects import ACTORS, Sentence, find_subject
from stationkeep.news.grammar.verbs import Group, verb_group
from stationkeep.news.text.words import forms, listed

_WANTING = listed("want wants wanted expect expects expected")
_TELLING = listed("told tells tell instructed instructs directed directs")


def _told_to_act(sentence: Sentence, told: Mention | None) -> bool:
    """Whether the one who is told is told an act of the lexicon, which then stands for itself."""
    verb = "".join(sentence.words.low[told.last + 1 : told.last + 2]) if told is not None else ""
    return any(act.action in CONDUCT for act, _, _ in INDEX.get(verb, ()))


def find_obliged(sentence: Sentence, at: int, word: str) -> Found | None:
    """Return what a word asks of a party that is named: 'London must sell its stake', said by another.

    Parameters
    ----------
    at : int
        Where the word stands in the sentence.
    word : str
        The word in lower case, one of :data:`OBLIGING`.
    """
    if word in _GIVING:
        return _given_time(sentence, at, word)
    if word in _HAVING:
        return _has_time(sentence, at, word)
    if word in _WANTING or word in _TELLING:
        if word in _WISHING and (wish := _wished(sentence, at, word)) is not None:
            return wish
        asked = sentence.at_start.get(at + 1) or sentence.at_start.get(at + 2)
        wanted = (
            asked is not None and asked.kind in ACTORS and sentence.words.low[asked.last : asked.last + 1] == ("to",)
        )
        if not wanted or (word in _TELLING and _told_to_act(sentence, asked)):
            return None
        group = verb_group(sentence, at, "s" if word.endswith("s") else "base" if word in ("want", "expect") else "ed")
        return Found(
            at,
            at + 1,
            _DEMAND,
            replace(group, passive=False),
            find_subject(sentence, group.first),
            False,
            word,
            clause_end(sentence, at),
            "demand.wants",
            "demand",
        )
    if word != "must":
        return None
    subject = find_subject(sentence, at)
    if subject is None and _said_of_somebody(sentence, at):
        return Found(
            at,
            at + 1,
            _DEMAND,
            Group(at, "present"),
            None,
            False,
            word,
            clause_end(sentence, at),
            "demand.must",
            "demand",
        )
    if subject is None or subject.kind not in ("party", "state", "person") or subject.last < at - 2:
        return None
    return Found(
        at, at + 1, _DEMAND, Group(at, "present"), None, False, word, clause_end(sentence, at), "demand.must", "demand"
    )


def _said_of_somebody(sentence: Sentence, at: int) -> bool:
    """Whether it is said what must be done with a person whom no table knows: 'said Tito must be accompanied'."""
    clause = sentence.syntax.clause_at(at)
    if clause is None or clause.subject is None or clause.parent < 0 or sentence.words.low[at + 1 : at + 2] != ("be",):
        return False
    head = clause.subject.head
    return sentence.syntax.tags[head] == "name" or sentence.words.low[head] in PEOPLE


_WISHING = frozenset(("want", "wants", "wanted"))


def _wished(sentence: Sentence, at: int, word: str) -> Found | None:
    """'Wants the decision reversed', 'wants more power': what is wanted is asked for, where it is no own act."""
    low, end = sentence.words.low, clause_end(sentence, at)
    group = verb_group(sentence, at, "s" if word.endswith("s") else "ed" if word.endswith("ed") else "base")
    subject = find_subject(sentence, group.first)
    own = low[at + 1 : at + 2] == ("to",) or subject is None or subject.kind not in (*ACTORS, "we")
    if own or group.negated or "to" in low[at + 1 : at + 7]:
        return None
    undone = any(tag == "ed" for one in low[at + 2 : at + 8] for _, tag, _ in INDEX.get(one, ()))
    undone = undone or not _UNDONE.isdisjoint(low[at + 2 : at + 8])
    named = objects_in(sentence, at + 1, at + 9)
    if not (undone or named):
        return None
    bare = not named
    return Found(at, at + 1, _DEMAND, group, subject, False, word, end, "demand.wants", "demand", bare=bare)


_UNDONE = listed(
    "reversed undone back changed reviewed returned moved left kept out fixed paid settled restored lifted"
)


_GIVING = forms("give")
_UNTIL = listed("until till by days day week weeks month months hours")


def _given_time(sentence: Sentence, at: int, word: str) -> Found | None:
    """'Gave London until Friday to sell': a demand with its deadline."""
    low = sentence.words.low
    asked = next((one for one in sentence.mentions if at < one.first <= at + 3 and one.kind in ACTORS), None)
    if asked is None:
        return None
    to = next((k for k in range(asked.last, min(len(low), asked.last + 8)) if sentence.syntax.tags[k] == "to"), -1)
    if to < 0 or _UNTIL.isdisjoint(low[asked.last : to]):
        return None
    group = verb_group(sentence, at, _GIVING[word])
    subject = find_subject(sentence, group.first)
    return Found(
        at, at + 1, _DEMAND, group, subject, False, word, clause_end(sentence, at), "demand.deadline", "demand"
    )


_HAVING = frozenset(("has", "have"))


def _has_time(sentence: Sentence, at: int, word: str) -> Found | None:
    """'London has until Friday to sell': a demand of the one who says so."""
    low, tags = sentence.words.low, sentence.syntax.tags
    if low[at + 1 : at + 2] not in (("until",), ("till",)):
        return None
    to = next((k for k in range(at + 2, min(len(low) - 1, at + 9)) if tags[k] == "to" and tags[k + 1] == "base"), -1)
    subject = find_subject(sentence, at)
    if to < 0 or subject is None or subject.kind not in ("party", "state"):
        return None
    end = clause_end(sentence, at)
    return Found(at, at + 1, _DEMAND, Group(at, "present"), None, False, word, end, "demand.deadline", "demand")


_DEMAND = next(act for act, _, _ in INDEX["demand"])
OBLIGING = frozenset((*_WANTING, *_TELLING, *_GIVING, *_HAVING, "must"))
"""Every word that may oblige."""
