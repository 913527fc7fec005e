"""What a clause holds: where it ends, the objects, parties and nouns of working together in it."""

# ruff: noqa: E501 -- tables of words read better unbroken

from __future__ import annotations

from collections.abc import Sequence

from stationkeep.news.grammar.chunks import BEGINS_TIME, TIMES
from stationkeep.news.grammar.closed_words import ADVERBS, BE, COREFERENT, HAVE, PREPOSITIONS, ROLES, SAYING
from stationkeep.news.grammar.gazetteer import Mention
from stationkeep.news.grammar.lexicon import INDEX
from stationkeep.news.grammar.subjects import ACTORS, Sentence
from stationkeep.news.text.words import listed

COOPERATION = listed(
    "construction assembly "
    "export exports import imports purchase sale deliveries delivery shipments "
    "purchases production launches flights projects payments sales "
    "experiments servicing work cooperation co-operation collaboration partnership relations participation "
    "relationship involvement membership obligations commitments ties interaction activities contacts joint "
    "programme program project mission operations activities services supply support assistance training presence "
    "missions programs programmes talks visits meetings procurement interplay procurements consultations dealings spacewalk spacewalks excursions"
)
"""Nouns that stand for working together; what they are about is the station unless the clause says otherwise."""

COMPACTS = listed(
    "agreement agreements barter contract contracts arrangement arrangements accord memorandum treaty deal pact "
    "protocol waiver waivers exemption exemptions licence licences license licenses permit permits lease leases"
)
"""What was signed; leaving, ending or prolonging it is about what it covers."""

_COMMON: tuple[tuple[str, frozenset[str]], ...] = (
    ("side", listed("rover rovers telescope telescopes lander probe probes spaceport launchpad satellites")),
    (
        "cargo_flights",
        listed(
            "freighters tanker tankers freight provisions groceries truck trucks ship ships ferry ferries batteries "
            "racks food water gear clothing clothes"
        ),
    ),
    ("crew_flights", listed("capsule capsules")),
    ("robotics", listed("manipulators arm")),
    ("propellant", listed("hydrazine oxidiser oxidizer kerosene")),
    ("operations", listed("thruster orbit burns boosts deorbit")),
    ("power", listed("power electricity kilowatt watts")),
)
"""Common nouns by what they are about, for clauses in which no name of the pack stands."""


_SERVICE_OF = {word: thing for thing, nouns in reversed(_COMMON) for word in nouns}


def common_noun(words: Sequence[str]) -> str:
    """Return the service that a common noun names, or an empty text."""
    return next((_SERVICE_OF[word] for word in words if word in _SERVICE_OF), "")


_BREAKS = listed("; : despite amid while whereas although though but because since which who whose")


def clause_end(sentence: Sentence, at: int) -> int:
    """Return the word at which the clause of a verb ends."""
    low = sentence.words.low
    named_until = 0
    for k in range(at + 1, len(low)):
        word = low[k]
        if word in _QUOTES and k < named_until:
            continue
        if word in ("“", '"', "«") and (closes := _closes_soon(low, k)):
            named_until = closes + 1  # a name in quotation marks
            continue
        if word == ":" and low[k - 1] in _ANNOUNCED:
            continue  # 'an ultimatum: lift the sanctions'
        if word in _BREAKS or word in ("”", "»") or (word == '"' and k > at + 1):
            return k
        if word == "," and k + 1 < len(low):
            follower = low[k + 1]
            if (
                follower in SAYING
                or follower in ("according", "adding", "saying", "citing", "including")
                or follower in _BREAKS
            ):
                return k
            if follower in ("and", "but") and _new_subject(sentence, k + 2):
                return k
            if _new_subject(sentence, k + 1):
                return k
        if word == "and" and _new_subject(sentence, k + 1):
            return k
    return len(low)


_QUOTES = frozenset(("“", "”", '"', "«", "»"))


def _closes_soon(low: tuple[str, ...], at: int) -> int:
    """Return where quotation marks around a few words close; 0 where they hold a sentence."""
    return next((k for k in range(at + 2, min(len(low), at + 5)) if low[k] in ("”", '"', "»")), 0)


_ANNOUNCED = frozenset(("ultimatum", "demand", "demands", "request", "terms", "condition", "conditions"))
_SUBORDINATORS = frozenset(
    ("whether", "after", "before", "when", "while", "because", "if", "that", "since", ";", ":", "“")
)


def clause_start(sentence: Sentence, at: int) -> int:
    """Return the word at which the noun phrase before a passive may begin: a few words back, in the same clause."""
    low = sentence.words.low
    behind = _before_aside(low, at) if at > 2 and low[at - 1] == "," else at
    start = max(0, behind - 14)
    for k in range(behind - 1, start, -1):
        if low[k] in _SUBORDINATORS:
            return k + 1
    return start


def _before_aside(low: tuple[str, ...], at: int) -> int:
    """Return where the aside begins that the comma before a word closes: 'The launch, which had been due, is'."""
    for k in range(at - 2, max(0, at - 20), -1):
        if low[k] == "," and (low[k + 1] in ("which", "who", "whose", "where") or low[k + 1].endswith("ed")):
            return k
    return at


def _new_subject(sentence: Sentence, at: int) -> bool:
    """Whether a name or pronoun followed by a verb begins at a word."""
    low = sentence.words.low
    while at < len(low) and low[at] in ("the", "its", "their"):
        at += 1
    mention = sentence.at_start.get(at)
    after = (
        mention.last
        if mention and mention.kind in (*ACTORS, "outlet")
        else (at + 1 if at < len(low) and low[at] in COREFERENT else -1)
    )
    if after < 0 or after >= len(low):
        return False
    while after < len(low) and (low[after] in ADVERBS or low[after] in ROLES):
        after += 1
    word = low[after] if after < len(low) else ""
    return (
        word in BE
        or word in HAVE
        or word in ("will", "would", "could", "may", "might", "did", "does", "do", "can", "must")
        or (word in SAYING or any(tag in ("ed", "past", "s") for _, tag, _ in INDEX.get(word, ())))
    )


def ends_its_clause(sentence: Sentence, last: int, end: int) -> bool:
    """Whether nothing stands behind a verb that it could act on: 'flights will resume', 'deliveries have stopped'."""
    low = sentence.words.low
    return (
        last >= min(end, len(low))
        or low[last] in PREPOSITIONS
        or low[last] in (".", ",", ";", "until", "once", "when", "if", "only", "again", "now", "as", "and")
        or low[last] in ADVERBS
    )


def stem_continues(word: str) -> bool:
    """Whether a verb needs nothing behind it: 'the work goes on'."""
    return word in (
        "continue",
        "continues",
        "continuing",
        "proceeding",
        "continued",
        "go",
        "goes",
        "went",
        "going",
        "proceed",
        "proceeds",
        "carry",
        "carries",
        "press",
    )


_PARTICLES = listed("home about over up down back")
_IN_PHRASE = frozenset(("det", "poss", "adj", "num", "noun", "name", "pron"))


def object_phrase(sentence: Sentence, last: int, end: int) -> tuple[int, int] | None:
    """Return the words of the noun phrase that a verb acts on, with its genitives and what is joined to it."""
    tags, low = sentence.syntax.tags, sentence.words.low
    end = min(end, len(tags))
    k = last
    while k < end and (tags[k] == "adv" or low[k] in _PARTICLES):
        k += 1
    first = k
    while k < end:
        if low[k] in ("there", "here") or (low[k] in BEGINS_TIME and low[k + 1 : k + 2] and low[k + 1] in TIMES):
            break  # 'delivered two last month'
        if tags[k] in _IN_PHRASE or (low[k] == "than" and low[k - 1] in ("more", "less", "fewer")):
            k += 1
        elif first < k < end - 1 and tags[k] == "adv" and tags[k + 1] in ("noun", "adj", "name"):
            k += 1  # 'its third ferry'
        elif k > first and k + 1 < end and (low[k] == "of" or tags[k] in ("and", ",")) and tags[k + 1] in _IN_PHRASE:
            k += 1
        else:
            break
    return (first, k) if k > first else None


def objects_in(sentence: Sentence, first: int, last: int) -> list[Mention]:
    return [one for one in sentence.mentions if first <= one.first < last and one.object]


def cooperates_in(sentence: Sentence, first: int, last: int) -> bool:
    return any(word in COOPERATION for word in sentence.words.low[first:last])


def parties_in(sentence: Sentence, first: int, last: int) -> list[Mention]:
    return [one for one in sentence.mentions if first <= one.first < last and one.kind in ACTORS]
