"""From a turn of phrase to a coded statement: whose it is, what it is about, on which condition."""

from __future__ import annotations

from collections.abc import Sequence

from stationkeep.news.acts.actors import ABOARD, AGENCY_OF, BARE_STATES, STATE_OF
from stationkeep.news.acts.coded import Coded
from stationkeep.news.acts.referents import names_station
from stationkeep.news.acts.shades import OWN_WORK, is_own_work
from stationkeep.news.acts.special import Phrase
from stationkeep.news.grammar.clauses import COOPERATION, cooperates_in
from stationkeep.news.grammar.conditions import Condition
from stationkeep.news.grammar.gazetteer import COUNTRIES
from stationkeep.news.grammar.phrases import named_in, settle
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.voices.voices import Voice, Voices

_OF_THE_TOPIC = frozenset(("continue", "suspend", "threaten", "reply", "demand"))
"""Acts that a sentence without a name says of the party spoken of before."""


_EXCHANGED = frozenset(("invitation", "visit", "lecture", "ceremony", "conference"))
"""What parties exchange beside their work on the station."""

_AGAIN = frozenset(("resume", "resumed", "again", "restart", "restarted"))
_ABOUT = frozenset(("on", "about", "concerning", "regarding", "over"))
_OWN_WORDS = 50
"""Characters in which a 'without' belongs to the phrase itself: 'will not remain without an answer'."""


def code_phrase(
    phrase: Phrase,
    word: int,
    sentence: Sentence,
    voice: Voice,
    voices: Voices,
    conditions: Sequence[Condition],
    *,
    quoted: bool,
    recalled: bool,
) -> Coded | None:
    """Return the statement that a phrase makes; ``None`` where nobody can be named who acts.

    Parameters
    ----------
    word : int
        Word at which the phrase begins.
    voice : Voice
        Who says it.
    recalled : bool
        Whether the sentence tells of something before the news.
    """
    if phrase.action == "continue" and _is_of_things(word, sentence):
        return None
    if phrase.rule == "resume.on_again" and not _is_service(word, sentence):
        return None
    actor = _actor(phrase, word, sentence, voice, voices, quoted)
    if not actor:
        return None
    named = (one.means for one in sentence.mentions if one.kind in ("party", "state"))
    targets = tuple(dict.fromkeys(means for means in named if means not in ("", actor)))
    if phrase.rule == "continue.untouched" and not _is_shared(sentence):
        return None  # 'its backlog was not affected'
    thing = phrase.object
    if thing == "station" and phrase.condition == "sanctions_lifted":
        thing = _held_back(word, sentence) or thing
    elif thing == "station":
        services = [
            one
            for one in named_in(sentence, 0, len(sentence.words))
            if one.first in sentence.at_start and one.scope not in ("station", "sanctions")
        ]
        thing = settle(services, sentence) or thing
    if phrase.action == "reply":
        after = sentence.words.low
        thing = next(
            (one.object for one in sentence.mentions if one.object and _ABOUT & set(after[one.first - 2 : one.first])),
            thing,
        )
    if (
        thing == "station"
        and phrase.action == "suspend"
        and "joint" in sentence.words.low
        and not names_station(sentence)
    ):
        thing = "side"  # 'has no plans to suspend its joint work with Russia'
    if thing == "station" and _EXCHANGED & set(sentence.words.low):
        thing = "side"  # an invitation that is off
    if phrase.action == "threaten" and thing == "none" and any(one.object == "station" for one in sentence.mentions):
        thing = "station"
    if thing == "none" and phrase.action == "refuse":
        thing = next((one.object for one in sentence.mentions if one.object not in ("", "sanctions")), "none")
    condition, status = phrase.condition, phrase.status
    if condition == "~":  # in force until one is met
        condition = next((one.id for one in conditions if one.until), None)
    elif condition == "?":  # a condition if the sentence has one
        apart = (one.id for one in conditions if not phrase.at <= one.start < phrase.at + _OWN_WORDS)
        condition = next(apart, None)
        status = "conditional" if condition else "done"
    elif condition == "":  # the phrase sets one
        condition = next((one.id for one in conditions if one.start >= phrase.at - 5), "other")
    if status == "done" and recalled:
        status = "past"
    action, rule, low = phrase.action, phrase.rule, sentence.words.low
    set_so = [one for one in conditions if one.id == condition and condition in OWN_WORK]
    own = (
        bool(set_so)
        and all(is_own_work(one, sentence, actor) for one in set_so)
        and not _AGAIN.isdisjoint(low)
        and "possible" not in low
    )
    if action == "demand" and own:
        action, rule = "resume", f"{rule}+own_work"  # nobody else is asked for anything
    return Coded(actor, action, thing, targets, condition, None, status, "verbal", rule, None)


def _held_back(word: int, sentence: Sentence) -> str:
    """Return the project outside the station that is held back by itself: 'joint work on Venus will be possible'."""
    subjects = (one.subject for one in sentence.syntax.clauses.values() if one.subject is not None)
    own = next((one for one in subjects if one.first <= word < one.last), None)
    if own is None:
        return ""
    scope = settle(named_in(sentence, own.first, own.last), sentence)
    return scope if scope in ("side", "other_project") else ""


def _is_of_things(word: int, sentence: Sentence) -> bool:
    """Whether what is untouched is no service and no common work: 'the spacecraft itself was not affected'."""
    clause, low = sentence.syntax.clause_at(word), sentence.words.low
    if clause is None or clause.subject is None:
        return False
    first, last = clause.subject.first, clause.subject.last
    if low[clause.subject.head] in ("itself", "themselves"):
        first -= 1
    elif sentence.syntax.tags[clause.subject.head] != "noun":
        return False
    named = any(one.object or one.kind != "word" for one in sentence.mentions if first <= one.first < last)
    return not named and (COOPERATION | _COMMON).isdisjoint(low[first:last])


def _is_service(word: int, sentence: Sentence) -> bool:
    """Whether a service, or working together, is what is on again, and no lights, valves or astronauts."""
    clause, low = sentence.syntax.clause_at(word), sentence.words.low
    if clause is None or clause.subject is None or low[clause.subject.head] in _OUTSIDE:
        return False
    first, last = clause.subject.first, clause.subject.last
    served = any(one.object not in _NO_SERVICE for one in sentence.mentions if first <= one.first < last)
    return served or low[clause.subject.head] in _ON_AGAIN or cooperates_in(sentence, first, clause.subject.core)


_NO_SERVICE = frozenset(("", "station", "sanctions"))
_OUTSIDE = frozenset(("spacewalk", "spacewalks", "excursion", "excursions"))
_ON_AGAIN = frozenset(("it", "this", "that", "everything", "we", "swap", "swaps", "exchange", "exchanges", "reboosts"))
_COMMON = frozenset(
    ("nothing", "everything", "all", "agreement", "agreements", "plans", "schedule", "crew", "crews", "course")
)


def _is_shared(sentence: Sentence) -> bool:
    """Whether a sentence names the station, a service, or working together."""
    return any(one.object for one in sentence.mentions) or cooperates_in(sentence, 0, len(sentence.words))


def _actor(phrase: Phrase, word: int, sentence: Sentence, voice: Voice, voices: Voices, quoted: bool) -> str:
    if phrase.action == "lift":
        parties = [one.means for one in sentence.mentions if one.kind == "party" and one.first < word]
        states = [one.means for one in sentence.mentions if one.kind == "state" and one.means != "russia"]
        return next(iter([*parties, *states]), "")
    named = voices.named_before(sentence, word, phrase.action != "demand")
    if phrase.action == "sanction":
        whose = (COUNTRIES.get(one, ("", ""))[0] for one in sentence.words.low[word : word + 8])
        party = next(filter(None, whose), "") if phrase.rule == "sanction.under" else named or voice.party
        return STATE_OF.get(party, party)
    own_verb = sentence.words.low[word].startswith(("hint", "vow", "threaten"))  # 'Moscow hinted at retaliation'
    if phrase.action == "threaten" and own_verb:
        return voice.party or named
    if not voice.party:
        named = AGENCY_OF.get(named, named)
    topic = voices.topic if quoted or phrase.action in _OF_THE_TOPIC else ""
    if phrase.action in ("suspend", "withdraw", "continue"):
        found = named or voice.party
    else:
        found = voice.party or ("" if phrase.action == "threaten" else named)
    owner = next((one.means for one in sentence.mentions if one.kind == "thing" and one.means), "")
    if not found and phrase.action == "suspend":  # 'Russian cargo missions are off the manifest'
        found = next((agency for word in sentence.words.low[:6] for _, agency in [COUNTRIES.get(word, ("", ""))]), "")
    found = found or voices.heading.author or (owner if phrase.action == "continue" else "") or topic
    own = found == voice.party and voice.name not in BARE_STATES  # a minister speaks: the state itself acts
    return AGENCY_OF.get(found, found) if phrase.action in ABOARD and not own else found
