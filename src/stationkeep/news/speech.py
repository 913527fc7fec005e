"""Who acts and who speaks: subjects of verbs, and the attribution of what is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from stationkeep.news.gazetteer import Mention
from stationkeep.news.lexicon import (
    ADVERBS,
    BE,
    COREFERENT,
    DO,
    HAVE,
    INDEX,
    MODALS_MAYBE,
    MODALS_MUST,
    MODALS_WILL,
    PREPOSITIONS,
    ROLES,
    SAYING,
)
from stationkeep.news.words import Words, listed

ACTORS = frozenset(("party", "state", "person", "group"))
_FIRST_PERSON = frozenset(("we", "i", "our", "us", "my", "ourselves"))
_AUX = BE | HAVE | DO | MODALS_MAYBE | MODALS_WILL | MODALS_MUST
_LINKS = _AUX | ADVERBS | PREPOSITIONS | ROLES | COREFERENT | listed("and or but who which that , ( ) to not n't no as")
_STOPS = frozenset((";", ":", "“", "«", "„"))
_DETERMINERS = listed("the a an its their our his her all other both several these those some any new then former")


@dataclass(frozen=True)
class Subject:
    """Who does it: the party's id, the person or name, the words where it stands, and who else is named with it."""

    means: str
    name: str
    first: int
    last: int
    kind: str
    others: tuple[str, ...] = ()


@dataclass
class Sentence:
    """A sentence taken apart, with what it needs to be read in its document."""

    words: Words
    mentions: list[Mention]
    at_end: dict[int, Mention] = field(default_factory=dict)
    at_start: dict[int, Mention] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at_end = {one.last: one for one in self.mentions}
        self.at_start = {one.first: one for one in self.mentions}


def find_subject(sentence: Sentence, before: int, floor: int = 0, *, things: bool = False) -> Subject | None:
    """Return the subject of a verb whose group begins at word ``before``: the nearest fit name to the left."""
    low = sentence.words.low
    at = before
    while at > floor:
        mention = sentence.at_end.get(at)
        if mention is not None:
            if things and mention.kind == "thing" and low[mention.first - 1 : mention.first] == ("our",):
                return Subject("", "we", mention.first - 1, mention.last, "we")
            if _acts(mention, things) and _can_be_subject(sentence, mention, before):
                return _with_others(sentence, mention)
            at = mention.first
            continue
        word = low[at - 1]
        if word in _STOPS:
            return None
        pronoun = word in ("we", "i", "he", "she", "they") or (
            word == "it" and (at < 2 or low[at - 2] not in PREPOSITIONS)
        )
        if pronoun or (word in COREFERENT and word != "it" and not _after_preposition(sentence, at - 1)):
            return Subject("", word, at - 1, at, "we" if word in _FIRST_PERSON else "pronoun")
        at -= 1
    return None


def _acts(mention: Mention, things: bool) -> bool:
    return mention.kind in ACTORS or (things and mention.kind == "thing" and bool(mention.means))


def _can_be_subject(sentence: Sentence, mention: Mention, before: int) -> bool:
    low, raw = sentence.words.low, sentence.words.raw
    following = low[mention.last] if mention.last < len(low) else ""
    if mention.last < before:
        if following in ("'s", "’s", "‘s", "'", "’"):
            head = low[mention.last + 1 : min(before, mention.last + 6)]
            return any(word in ROLES or word in COREFERENT for word in head) and not _after_preposition(
                sentence, mention.first
            )
        attribute = (
            following.isalpha()
            and raw[mention.last][0].islower()
            and following not in _LINKS
            and following not in SAYING
            and following not in INDEX
        )
        if mention.kind == "thing":
            return not _after_preposition(sentence, mention.first)
        if attribute or (mention.last in sentence.at_start and sentence.at_start[mention.last].kind == "word"):
            return False
    return not _after_preposition(sentence, mention.first)


def _after_preposition(sentence: Sentence, at: int) -> bool:
    """Whether the noun phrase that reaches to word ``at`` hangs on a preposition ('with NASA'), roles excepted."""
    low = sentence.words.low
    k = _phrase_start(sentence, at)
    if k == 0:
        return False
    word = low[k - 1]
    if word in ("after", "before", "since", "because", "as", "than", "like"):
        return False  # conjunctions as often as not
    if (
        word == "of"
        and k - 1 in sentence.at_end
        and sentence.at_end[k - 1].kind == "word"
        and sentence.at_end[k - 1].object.endswith("flights")
    ):
        return False  # 'a cargo ship of Northrop Grumman'
    if word in ("of", "at", "for", "from", "by") and k >= 2 and _office_after_preposition(sentence, k - 1):
        return True
    if word in ("of", "at", "for", "from", "by") and k >= 2:
        raw = sentence.words.raw
        named = k >= 3 and raw[k - 2][0].isupper() and k - 1 not in sentence.at_end  # 'Thomas Reiter of ESA'
        return not (named or any(one in ROLES or one == "according" for one in low[max(0, k - 4) : k - 1]))
    return word in PREPOSITIONS


def _office_after_preposition(sentence: Sentence, at: int) -> bool:
    """Whether the office before 'of' is itself one that something is said to: 'wrote to the heads of NASA'."""
    low = sentence.words.low
    k = at
    while k > 0 and (low[k - 1] in ROLES or low[k - 1] in _DETERMINERS):
        k -= 1
    if not 0 < k < at or not ROLES.intersection(low[k:at]):
        return False
    return low[k - 1] in ("to", "with", "from", "for", "against") and low[k - 2 : k - 1] != ("according",)


def _phrase_start(sentence: Sentence, at: int) -> int:
    """Return where the noun phrase that reaches to word ``at`` begins, coordination included."""
    low, raw = sentence.words.low, sentence.words.raw
    mention = sentence.at_start.get(at)
    k, joined = at, mention is not None and low[mention.last : mention.last + 1] == ("and",)  # 'of A, B and C'
    while k > 0:
        word = low[k - 1]
        if word == "," and not joined:
            break  # 'according to A, B will': the comma joins nothing
        joined = joined or word in ("and", "or")
        if word in _DETERMINERS or (
            raw[k - 1][0].isupper() and k - 1 > 0 and k not in sentence.at_end and word not in PREPOSITIONS
        ):
            k -= 1
        elif word in ("and", "or", ",") and k - 1 in sentence.at_end and sentence.at_end[k - 1].kind in ACTORS:
            k = sentence.at_end[k - 1].first
        elif k in sentence.at_end and sentence.at_end[k].kind in ("party", "state", "person"):
            k = sentence.at_end[k].first
        else:
            break
    return k


def _with_others(sentence: Sentence, mention: Mention) -> Subject:
    """Gather 'A, B and C': the first named acts, the others with it."""
    low = sentence.words.low
    named = [mention]
    k, joined = mention.first, False
    while k >= 2:
        joined = joined or low[k - 1] in ("and", "&")
        gap = 1 if joined and low[k - 1] in ("and", ",", "&") else 0
        if gap and low[k - 2] == ",":
            gap = 2
        if not gap and k >= 3 and low[k - 1] == "the" and low[k - 2] == "and":
            joined, gap = True, 2
        previous = sentence.at_end.get(k - gap) if gap else None
        if previous is None or previous.kind not in ACTORS:
            break
        named.insert(0, previous)
        k = previous.first
    first = named[0]
    if len(named) > 1 and (
        _after_preposition(sentence, first.first) or (first.kind == "person") != (mention.kind == "person")
    ):
        named, first = [mention], mention
    others = tuple(one.means for one in named[1:] if one.kind != "person")
    return Subject(first.means, first.name, first.first, mention.last, first.kind, others)


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
    posted = any(word in _POSTS for word in low if word != "x" and word != "post") or ("telegram" in low)
    reported_by = _reporter(sentence)
    named = {k for one in sentence.mentions for k in range(one.first, one.last)}
    nameless = any(word in _ANONYMOUS and k not in named for k, word in enumerate(low))
    for at, word in enumerate(low):
        if word == "according" and at + 1 < len(low) and low[at + 1] == "to":
            speaker = _to_the_right(sentence, at + 2)
            hidden = nameless and speaker is None
            found.append(Attribution(at, speaker, reported_by, posted, hidden, "according", True))
        elif word in SAYING and not _is_noun(sentence, at):
            inverted = at > 0 and low[at - 1] in (",", "”", '"', "»", "’", "'", "?", "!")
            speaker = _to_the_right(sentence, at + 1) if inverted else None
            if speaker is not None and _goes_on(sentence, speaker):
                speaker = None  # '..., head of exploration, said NASA would': NASA is what is spoken of
            if speaker is None and inverted and (unnamed := _unnamed(sentence, at + 1)) is not None:
                speaker = unnamed
            elif speaker is None:
                inverted = False
                speaker = find_subject(sentence, at)
                if speaker is not None and _stands_behind(sentence, speaker, at):
                    inverted = True
            if speaker is None and not (nameless or reported_by):
                continue
            hidden = (nameless and (speaker is None or speaker.kind == "pronoun")) or _hidden(low, at)
            by = reported_by
            found.append(Attribution(at, speaker, by, posted, hidden, word, inverted))
    return found


def _unnamed(sentence: Sentence, at: int) -> Subject | None:
    """Return 'a professor' behind 'said': somebody without office or party, so no voice of the parties named before."""
    low = sentence.words.low
    if low[at : at + 1] not in (("a",), ("an",)) or at + 1 >= len(low):
        return None
    near = low[at + 1 : at + 5]
    if any(word in ROLES or word in COREFERENT or word in _ANONYMOUS for word in near):
        return None
    return Subject("", " ".join(low[at : at + 2]), at, at + 2, "unnamed")


def _goes_on(sentence: Sentence, speaker: Subject) -> bool:
    """Whether a verb follows at once, so that the name is the subject of what is said."""
    low = sentence.words.low
    k = speaker.last
    while k < len(low) and low[k] in ADVERBS:
        k += 1
    word = low[k] if k < len(low) else ""
    verb = word in _AUX or any(tag in ("s", "ed", "past") for _, tag, _ in INDEX.get(word, ()))
    return verb and word not in SAYING


_BEFORE_OFFICES = listed(
    "'s ’s space spokesman associate senior acting vice assistant former top press general mr mrs ms dr"
)
_AFTER_SAYING = listed(". , on in at during earlier later via after before to the reporters through a when as”")


def _stands_behind(sentence: Sentence, speaker: Subject, at: int) -> bool:
    """Whether 'X said' closes the sentence, what is said standing before it: '..., its chief X said on Thursday.'"""
    low = sentence.words.low
    k = _phrase_start(sentence, speaker.first)
    while k > 0 and (
        low[k - 1] in ROLES
        or low[k - 1] in _DETERMINERS
        or low[k - 1] in _BEFORE_OFFICES
        or (low[k - 1] == "." and low[k - 2] in _BEFORE_OFFICES)
        or k in sentence.at_end
    ):
        k = sentence.at_end[k].first if k in sentence.at_end else k - 1
    if k < 5 or low[k - 1] not in (",", "”", '"', "»", "’", "'", "?", "!"):
        return False
    after = low[at + 1] if at + 1 < len(low) else "."
    rest = low[at + 1 :]
    told = low[at] in ("told", "informed", "assured") and ("that" not in rest) and len(rest) < 16
    return told or (
        (
            after in _AFTER_SAYING
            or after in _WEEKDAYS
            or (at + 1 in sentence.at_start and sentence.at_start[at + 1].kind == "outlet")
        )
        and "that" not in rest[:4]
        and len(rest) < 22
    )


_WEEKDAYS = listed("monday tuesday wednesday thursday friday saturday sunday today yesterday")


_UNNAMED = (
    "a source",
    "sources",
    "on condition of anonymity",
    "asked not to be named",
    "people familiar",
    "speaking anonymously",
    "not authorised to speak",
    "not authorized to speak",
)


def _hidden(low: Sequence[str], at: int) -> bool:
    near = [*low[max(0, at - 14) : at], *low[at + 1 : at + 10]]
    text = " ".join(near)
    return any(phrase in text for phrase in _UNNAMED)


_SAID_NOUNS = listed(
    "report reports post posts claim claims note notes state states stress comment comments remark remarks mention "
    "caution signal signals hint pledge promise vow estimate estimates reply tweet tweets stated reported"
)


def _is_noun(sentence: Sentence, at: int) -> bool:
    low = sentence.words.low
    word = low[at]
    before = low[at - 1] if at else ""
    if word in _SAID_NOUNS:
        return (
            before in _DETERMINERS
            or before in PREPOSITIONS
            or before in ("'s", "’s", "member", "united", "press", "and")
            or not before
        )
    return False


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
        if word in ("“", '"', ".", ";", ":", "that", "which", "who", "but", "in", "on", "after", "to") or word in _AUX:
            break
        if word == "," and party is not None:
            after = low[k + 1] if k + 1 < len(low) else ""
            if not (k + 1 < len(raw) and raw[k + 1][0].isupper()) or after in ("“", '"'):
                break
        if word in ("he", "she", "they", "it") and party is None:
            return Subject("", word, k, k + 1, "pronoun")
        k += 1
    if party is None and at < len(low):
        for k in range(at, min(len(low), at + 5)):
            if low[k] in COREFERENT:
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
