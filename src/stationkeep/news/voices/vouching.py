"""Who vouches for what is said: a body in writing, somebody with a name or title, a post, a decree."""

from __future__ import annotations

from stationkeep.news.grammar.closed_words import COREFERENT, ROLES
from stationkeep.news.grammar.owners import LAWS
from stationkeep.news.grammar.subjects import Sentence, Subject, subject_phrase
from stationkeep.news.text.words import listed
from stationkeep.news.voices.speech import NOBODY, Attribution

SPOKESPEOPLE = listed("spokesman spokeswoman spokesperson spokespeople spokesmen")
"""Who speaks for a body without being anybody: what they say unnamed, the body says."""

_BODIES = listed(
    "agency agencies corporation company firm government council ministry administration plant maker builder factory "
    "panel department office crew programme program lab contractor operator supplier manufacturer organisation "
    "organization board commission committee parliament cabinet authorities countries bureau court side sides states "
    "delegation team teams management leadership executive it they"
)
"""Nouns of offices that are bodies, not people."""

_DECREES = listed("decree order resolution ordinance")
_DECREEING = frozenset(("executive", "government", "presidential"))
_PEOPLE = ((ROLES | COREFERENT) - _BODIES - SPOKESPEOPLE - {"latter", "corporation's", "we", "i"}) | {"he", "she"}
_NEAR = 6
"""Words beside a saying verb in which the title of who speaks stands."""


def level_of(one: Attribution, sentence: Sentence, speaker: Subject, before: str) -> str:
    """Return the level of what a speaker says; ``before`` is that of who spoke before, whom 'he' may mean."""
    himself = speaker.kind == "person" or speaker.name in ("he", "she")
    if one.post and himself:
        return "official_post"  # a body that posts says so in writing
    if speaker.kind == "person":
        return "official_spoken"
    if _by_decree(sentence):
        return "decree"
    if speaker.name in ("he", "she"):
        return before if before in ("official_post", "agency") else "official_spoken"
    if speaker.name in NOBODY:
        return "anonymous"
    if speaker.kind == "pronoun" or speaker.name in ROLES:
        return "official_spoken" if speaker.name in _PEOPLE else "agency"
    return "official_spoken" if _title(one, sentence, speaker) in _PEOPLE else "agency"


def _title(one: Attribution, sentence: Sentence, speaker: Subject) -> str:
    """Return the office that stands with the party of who speaks: 'NASA's chief', 'a spokesman for ESA'; or nothing."""
    low = sentence.words.low
    clause = sentence.syntax.clause_at(one.at)
    if clause is not None and clause.subject is not None and one.verb != "according":
        phrase = clause.subject
        if phrase.first <= speaker.first < phrase.last:
            return low[phrase.head] if not speaker.first <= phrase.head < speaker.last else ""
    if one.at >= speaker.first:
        return ""
    behind = low[speaker.last : speaker.last + 2]
    words = [*low[max(one.at, speaker.first - _NEAR) : speaker.first], *(w for w in behind if low[speaker.last] != ",")]
    return next((word for word in reversed(words) if word in ROLES), "")


def _by_decree(sentence: Sentence) -> bool:
    """Whether a sentence names a decree: what its parties say, they order."""
    low = sentence.words.low
    return any(
        word in _DECREES and (word != "order" or (k > 0 and low[k - 1] in _DECREEING)) for k, word in enumerate(low)
    )


_UTTERED = frozenset(("deny", "reply", "warn", "threaten"))
_ADDRESSED = _UTTERED | {"demand", "refuse", "propose"}


def level_of_doing(action: str, subject: Subject | None, phrase: tuple[str, ...]) -> str:
    """Return the level of an act that a reporter tells of: who denies or demands speaks, what a law does it decrees.

    ``phrase`` are the words of its subject.
    """
    if not LAWS.isdisjoint(phrase):
        return "decree"
    if subject is None or action not in _ADDRESSED:
        return "media"
    if subject.kind == "person" or subject.name in ("he", "she"):
        return "official_spoken"
    return "agency" if action in _UTTERED else "media"


def subject_words(sentence: Sentence, verb: int) -> tuple[str, ...]:
    """Return the words of the subject of a verb up to its head."""
    phrase = subject_phrase(sentence, verb)
    return sentence.words.low[phrase.first : phrase.core] if phrase is not None else ()
