"""Who speaks: the attribution of what is said, before it, behind it and around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationkeep.news.grammar.closed_words import ADVERBS, AUXILIARIES, BE, COREFERENT, PREPOSITIONS, ROLES, SAYING
from stationkeep.news.grammar.gazetteer import Mention
from stationkeep.news.grammar.lexicon import INDEX
from stationkeep.news.grammar.owners import owner_of
from stationkeep.news.grammar.subjects import (
    DETERMINERS,
    Sentence,
    Subject,
    find_subject,
    phrase_behind,
    subject_phrase,
)
from stationkeep.news.grammar.syntax import Phrase
from stationkeep.news.text.words import listed


@dataclass(frozen=True)
class Attribution:
    """Who said it: word of the saying verb, the speaker as far as the sentence names one, who reported it."""

    at: int
    speaker: Subject | None
    reported_by: str
    post: bool = False
    anonymous: bool = False
    verb: str = ""
    inverted: bool = False


_POSTS = listed("tweet tweets tweeted tweeting twitter telegram facebook post posted thread vk weibo x")
_ANONYMOUS = listed("source sources insider insiders")


def find_attributions(sentence: Sentence) -> list[Attribution]:
    """Return every 'X said', 'said X' and 'according to X' of a sentence."""
    words = sentence.words
    low = words.low
    found: list[Attribution] = []
    posted = (
        "channel" in low or any(word in _POSTS for word in low if word != "x" and word != "post") or ("telegram" in low)
    )
    reported_by = _reporter(sentence)
    named = {k for one in sentence.mentions for k in range(one.first, one.last)}
    nameless = any(word in _ANONYMOUS and k not in named for k, word in enumerate(low))
    for at, word in enumerate(low):
        if word == "according" and at + 1 < len(low) and low[at + 1] == "to":
            speaker = _to_the_right(sentence, at + 2) or _in_writing(sentence, phrase_behind(sentence, at + 2))
            hidden = nameless and speaker is None
            found.append(Attribution(at, speaker, reported_by, posted, hidden, "according", True))
        elif word == "by" and (whose := _by_account_of(sentence, at)) is not None:
            found.append(Attribution(at, whose, reported_by, posted, False, "according", True))
        elif word in SAYING and not (_is_noun(sentence, at) or _is_supposed(sentence, at) or _is_told(sentence, at)):
            if (quoted := _quoted_as(sentence, at)) is not None:
                found.append(Attribution(at, quoted, reported_by, posted, False, word, False))
                continue
            inverted = at > 0 and low[at - 1] in _CLOSING and not _closes_apposition(sentence, at)
            speaker = _to_the_right(sentence, at + 1) if inverted else None
            if speaker is not None and _goes_on(sentence, speaker):
                speaker = None  # '..., head of exploration, said NASA would': NASA is what is spoken of
            if inverted and (speaker is None or speaker.kind != "person"):
                speaker = _former(sentence, phrase_behind(sentence, at + 1)) or speaker
            if speaker is None and inverted and (unnamed := _unnamed(sentence, at + 1)) is not None:
                speaker = unnamed
            elif speaker is None:
                inverted = False
                apposed = _apposed(sentence, at)
                speaker = (
                    _person(apposed) if apposed is not None else find_subject(sentence, at) or _by_office(sentence, at)
                )
                if speaker is None or speaker.kind != "person":
                    speaker = _former(sentence, subject_phrase(sentence, at)) or speaker
                if apposed is not None and apposed.first > 5 and low[apposed.first - 1] in _CLOSING:
                    inverted = True  # '..., X, head of Y, stated'
                if speaker is not None and _stands_behind(sentence, speaker, at):
                    inverted = True
            if speaker is None and not (nameless or reported_by or _hidden(low, at)):
                continue
            hidden = (nameless and (speaker is None or speaker.kind == "pronoun")) or _hidden(low, at)
            inverted = inverted or (speaker is None and hidden and "," in low[max(0, at - _TAIL) : at])
            if found and speaker is not None and speaker.name in ("i", "we"):
                continue  # '..., he said: I believe that': still he who says it
            found.append(Attribution(at, speaker, reported_by, posted, hidden, word, inverted))
    if not found and (behind := _behind_quotation(sentence)) is not None:
        found.append(Attribution(behind[0], behind[1], reported_by, posted, False, low[behind[0]], True))
    return found


def _behind_quotation(sentence: Sentence) -> tuple[int, Subject] | None:
    """Return the verb and the subject of what follows a quotation: '..., " Musk shrugged', '..., " she went on'."""
    low, syntax = sentence.words.low, sentence.syntax
    closed = next((k for k in range(2, len(low)) if low[k] in _QUOTED and low[k - 1] in _BREAKS), -1)
    if closed < 0:
        return None
    for at in range(closed + 1, min(len(low), closed + _TAIL)):
        clause = syntax.clause_at(at)
        if clause is not None and clause.kind == "finite" and clause.at == at:
            first = clause.subject.first if clause.subject is not None else at
            speaker = _to_the_right(sentence, at + 1) if at == closed + 1 else find_subject(sentence, at)
            return (at, speaker) if first > closed and speaker is not None else None
    return None


_QUOTED = frozenset(("”", '"', "»"))
_BREAKS = frozenset((",", "?", "!", "…"))
"""Marks with which a quotation breaks off within a sentence."""


_SUPPOSING = frozenset(("if", "unless", "until", "whether", "when", "once"))


def _is_supposed(sentence: Sentence, at: int) -> bool:
    """Whether a verb of saying stands in a condition: 'if Russia discloses the data'."""
    phrase = subject_phrase(sentence, at)
    return phrase is not None and phrase.first > 0 and sentence.words.low[phrase.first - 1] in _SUPPOSING


def _quoted_as(sentence: Sentence, at: int) -> Subject | None:
    """Return whom somebody else quotes: 'TASS quoted X as saying'."""
    named = sentence.at_end.get(at - 1) if at > 1 and sentence.words.low[at - 1] == "as" else None
    if named is None or named.kind not in ("person", "party", "state"):
        return None
    return Subject(named.means, named.name, named.first, named.last, named.kind)


def _is_told(sentence: Sentence, at: int) -> bool:
    """Whether the subject of a verb of saying hears instead of speaking: 'the agency had not been told'."""
    low, tags = sentence.words.low, sentence.syntax.tags
    k = at - 1
    while k >= 0 and tags[k] == "adv":
        k -= 1
    return k >= 0 and tags[at] in ("ed", "part") and low[k] in BE and low[at] in _HEARD


_HEARD = listed("told informed assured warned promised notified")
"""Participles of verbs whose object is who hears."""
_WRITINGS = listed(
    "statement statements release note memo memorandum letter report document website filing notice message bulletin "
    "email e-mail announcement"
)
"""What a body says in writing."""


NOBODY = listed("official officials diplomat diplomats person people persons aide aides insider insiders")
"""Who is hidden where no party stands with them."""
_TAIL = 12
"""Words of '..., an official familiar with the talks said'."""
_HEADS = listed("general manager chief executive ceo boss commander chairwoman chair deputy premier director leader")


def _in_writing(sentence: Sentence, phrase: Phrase | None) -> Subject | None:
    """Return whose writing says something: 'the agency's statement said', 'according to the note'."""
    if phrase is None or sentence.words.low[phrase.head] not in _WRITINGS:
        return None
    return owner_of(sentence, phrase) or _standing_for(sentence, phrase)


def _by_office(sentence: Sentence, at: int) -> Subject | None:
    """Return the writing or the bare office that says something: 'the note says', 'its director general said'."""
    phrase = subject_phrase(sentence, at)
    if phrase is not None and sentence.words.low[phrase.head] in NOBODY:
        return _standing_for(sentence, phrase)
    office = phrase is not None and sentence.words.low[phrase.head] in _HEADS
    if phrase is not None and office and sentence.words.low[phrase.first] in ("its", "their", "the"):
        return _standing_for(sentence, phrase)
    return _in_writing(sentence, phrase)


def _standing_for(sentence: Sentence, phrase: Phrase) -> Subject:
    return Subject("", sentence.words.low[phrase.head], phrase.head, phrase.head + 1, "pronoun")


_ACCOUNTS = listed("account accounts figure figures count reckoning estimate estimates data calculations numbers")


def _by_account_of(sentence: Sentence, at: int) -> Subject | None:
    """Return whose account is given: 'by NASA's own figures', 'by its count'."""
    phrase = phrase_behind(sentence, at + 1)
    if phrase is None or sentence.words.low[phrase.head] not in _ACCOUNTS:
        return None
    return owner_of(sentence, phrase)


def _person(one: Mention) -> Subject:
    return Subject(one.means, one.name, one.first, one.last, "person")


def _apposed(sentence: Sentence, at: int) -> Mention | None:
    """Return the person whose office stands in commas before a verb: 'X, general director of Y, stated'."""
    low = sentence.words.low
    if at < 3 or low[at - 1] != ",":
        return None
    people = [one for one in sentence.mentions if one.kind == "person" and at - 16 <= one.last < at - 1]
    if people and low[people[-1].last] == "," and ROLES.intersection(low[people[-1].last : at - 1]):
        return people[-1]
    return None


def _closes_apposition(sentence: Sentence, at: int) -> bool:
    """Whether the comma before a verb closes 'his successor, X,' or 'X, its head,': who speaks stands before it."""
    low = sentence.words.low
    if low[at - 1] != ",":
        return False
    if _apposed(sentence, at) is not None:
        return True
    named = sentence.at_end.get(at - 1)
    if named is not None and named.kind == "person" and named.first > 1 and low[named.first - 1] == ",":
        return True
    return low[at] in ("told", "tells", "informed", "assured")


def _unnamed(sentence: Sentence, at: int) -> Subject | None:
    """Return 'a professor' behind 'said': somebody without office or party, so no voice of the parties named before."""
    low = sentence.words.low
    if low[at : at + 1] not in (("a",), ("an",)) or at + 1 >= len(low):
        return None
    near = low[at + 1 : at + 5]
    if any(word in ROLES or word in COREFERENT or word in _ANONYMOUS for word in near):
        return None
    return Subject("", " ".join(low[at : at + 2]), at, at + 2, "unnamed")


_NO_MORE = frozenset(("former", "retired", "ex-official", "one-time"))


def is_within(sentence: Sentence, inner: int, outer: int) -> bool:
    """Whether the verb at a word stands in what another says: 'X said that Y had confirmed'."""
    clause = sentence.syntax.clause_at(inner)
    while clause is not None and clause.parent >= 0:
        if clause.parent == outer:
            return True
        clause = sentence.syntax.clause_at(clause.parent)
    return False


def _former(sentence: Sentence, phrase: Phrase | None) -> Subject | None:
    """Return somebody without a name who speaks for nobody any more: 'a former astronaut', 'a retired NASA manager'."""
    low = sentence.words.low
    if phrase is None or low[phrase.first] not in _SOME or _NO_MORE.isdisjoint(low[phrase.first : phrase.core]):
        return None
    if any(one.kind == "person" and phrase.first <= one.first < phrase.last for one in sentence.mentions):
        return None
    return Subject("", " ".join(low[phrase.first : phrase.core]), phrase.first, phrase.core, "unnamed")


_SOME = frozenset(("a", "an", "one", "former", "retired", "two", "several"))


def _goes_on(sentence: Sentence, speaker: Subject) -> bool:
    """Whether a verb follows at once, so that the name is the subject of what is said."""
    low = sentence.words.low
    k = speaker.last
    while k < len(low) and low[k] in ADVERBS:
        k += 1
    word = low[k] if k < len(low) else ""
    verb = word in AUXILIARIES or any(tag in ("s", "ed", "past") for _, tag, _ in INDEX.get(word, ()))
    return verb and word not in SAYING


def _stands_behind(sentence: Sentence, speaker: Subject, at: int) -> bool:
    """Whether what is said stands before the one who says it: '..., its chief said on Thursday.'"""
    low, syntax = sentence.words.low, sentence.syntax
    clause = syntax.clause_at(at)
    if clause is None or clause.subject is None:
        return False
    first = min(clause.subject.first, speaker.first)
    first -= 2 if first > 2 and low[first - 1] == "." and len(low[first - 2]) < 4 else 0  # 'Ms. Nagaoka'
    if first < 3 or low[first - 1] not in _CLOSING:
        return False
    others = [one for one in syntax.clauses.values() if one.at != at]
    return any(one.at < first and one.kind == "finite" for one in others) and not any(
        one.parent == at and one.relation not in ("aside", "rel") for one in others
    )


_UNNAMED = (
    "a source",
    "sources",
    "on condition of anonymity",
    "asked not to be named",
    "familiar with",
    "briefed on",
    "with knowledge of",
    "close to the",
    "speaking anonymously",
    "not authorised to speak",
    "not authorized to speak",
)


def _hidden(low: Sequence[str], at: int) -> bool:
    near = [*low[max(0, at - 14) : at], *low[at + 1 : at + 10]]
    text = " ".join(near)
    return any(phrase in text for phrase in _UNNAMED)


_CLOSING = frozenset((",", "”", '"', "»", "’", "'", "?", "!"))
_SAID_NOUNS = listed(
    "report reports post posts claim claims note notes state states stress comment comments remark remarks mention "
    "caution signal signals hint pledge promise vow estimate estimates reply tweet tweets stated reported "
)


def _is_noun(sentence: Sentence, at: int) -> bool:
    low = sentence.words.low
    word = low[at]
    before = low[at - 1] if at else ""
    if word == "writing" and before == "in":
        return True
    if word in _BOTH:
        return sentence.syntax.tags[at] == "noun"
    if word in _SAID_NOUNS:
        return (
            before in DETERMINERS
            or before in PREPOSITIONS
            or before in ("'s", "’s", "member", "united", "press", "and")
            or not before
        )
    return False


_TITLES = listed("mr mrs ms dr prof sen rep gen col lt maj capt gov hon")
_BOTH = listed("answer answers joke jokes")
_ENDS_NAME = listed('“ " . ; : that which who but in on after to')


def _to_the_right(sentence: Sentence, at: int) -> Subject | None:
    """Return the speaker who stands after the verb: a person if one is named at once, else a party."""
    low, raw = sentence.words.low, sentence.words.raw
    party: Mention | None = None
    k = at
    while k < min(len(low), at + 14):
        mention = sentence.at_start.get(k)
        if mention is not None and mention.kind == "person":
            return Subject(mention.means, mention.name, mention.first, mention.last, "person")
        if mention is not None and mention.kind in ("party", "state", "outlet"):
            party = party or mention
            k = mention.last
            continue
        if mention is not None:
            return _as_subject(party)
        word = low[k]
        if word == "." and k > at and (low[k - 1] in _TITLES or len(low[k - 1]) == 1):
            k += 1
            continue  # 'said Mr. Koptev'
        if word in _ENDS_NAME or word in AUXILIARIES:
            break
        if word == "," and party is not None:
            after = low[k + 1] if k + 1 < len(low) else ""
            if not (k + 1 < len(raw) and raw[k + 1][0].isupper()) or after in ("“", '"'):
                break
        if word in ("he", "she", "they", "it") and party is None and low[k - 1] != ",":
            return Subject("", word, k, k + 1, "pronoun")
        k += 1
    if party is None and at < len(low):
        for k in range(at, min(len(low), at + 5)):
            if low[k] in COREFERENT and low[k] not in ("programme", "program"):
                return Subject("", low[k], k, k + 1, "pronoun")
    return _as_subject(party)


def _as_subject(mention: Mention | None) -> Subject | None:
    if mention is None or mention.kind == "outlet":
        return None
    return Subject(mention.means, mention.name, mention.first, mention.last, mention.kind)


def _reporter(sentence: Sentence) -> str:
    """Return the outlet that reports: 'told TASS', 'TASS reported', 'according to Business Insider'."""
    low = sentence.words.low
    for one in sentence.mentions:
        if one.kind != "outlet":
            continue
        before = low[one.first - 1] if one.first else ""
        after = low[one.last] if one.last < len(low) else ""
        if (
            before in ("told", "to", "by", "with", "from", "the", "agency", "outlet", "newspaper", "daily", "per")
            or after in SAYING
            or after in ("report", "reports", "citing", "quoted", "cited", "news", "'s", "’s", "‘s", ",", "interview")
        ):
            return one.name
    return ""
