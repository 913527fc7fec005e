"""Whose the thing is that a noun phrase names: what happens to it, its owner does or lets happen."""

from __future__ import annotations

from dataclasses import replace

from stationkeep.news.grammar.closed_words import COREFERENT
from stationkeep.news.grammar.gazetteer import COUNTRIES, Mention
from stationkeep.news.grammar.subjects import ACTORS, DETERMINERS, PRONOUNS, Sentence, Subject, named_by
from stationkeep.news.grammar.syntax import Phrase
from stationkeep.news.text.words import listed

LAWS = listed(
    "law laws act bill bills legislation statute decree decrees order court budget constitution treaty sanctions ban "
    "bans embargo restrictions measures legislature amendment provision clause"
)
"""Nouns of what a state itself does, its agency never."""

_DRAFTS = listed("request proposal plan draft blueprint")

SHIPS = listed(
    "ship ships spaceship spacecraft vessel vessels capsule capsules freighter freighters craft vehicle vehicles "
    "rocket rockets booster boosters tug tugs spaceplane shuttle shuttles orbiter orbiters ferry ferries tanker "
    "tankers lander landers transporter transporters carrier carriers"
)
"""Nouns of what flies: without a name they mean the ship last named."""

_FLIGHTS = listed(
    "flight flights launch launches mission missions landing landings docking dockings trip trips burn burns engine "
    "engines thrusters"
)
"""Nouns of what a ship does or has."""

_POSSESSIVE = frozenset(("'s", "’s", "‘s", "'", "’"))
_BEFORE_HOUSES = frozenset(("before", "in", "from", "by"))
_POINTING = frozenset(("the", "this", "that"))
_OWNING = frozenset(("our", "my", "its", "their", "his", "her", "your"))


def is_ship(one: Mention) -> bool:
    """Whether a name is that of a ship, whose operator is known."""
    return one.kind == "thing" and bool(one.means) and one.object.endswith("_flights")


def owner_of(sentence: Sentence, phrase: Phrase) -> Subject | None:
    """Return whose the thing is that a noun phrase names: 'JAXA's freighters', 'Soyuz flights', 'a ship of Boeing'.

    A pronoun or a noun such as 'company' or 'ship' that stands for the owner is returned as such.
    """
    found = _before_head(sentence, phrase) or _behind_head(sentence, phrase) or _noun_alone(sentence, phrase)
    head = sentence.words.low[phrase.head]
    if found is not None and found.kind == "state" and head in LAWS:
        return replace(found, name=f"{found.name} {head}")  # the state itself, and not its agency
    return found


_MAKERS = {"rd": "energomash", "be": "blue_origin"}
"""Who makes an engine, by the letters of its name."""


def maker_of(sentence: Sentence, phrase: Phrase) -> Subject | None:
    """Return from whom goods come that arrive: 'two engines from X', or who makes them: 'the RD-181s'."""
    for one in sentence.mentions:
        if not phrase.first <= one.first < phrase.last:
            continue
        if one.kind == "party" and sentence.words.low[one.first - 1] == "from":
            return named_by(one)
        maker = _MAKERS.get(sentence.words.low[one.first].partition("-")[0]) if one.object == "engines" else None
        if maker is not None:
            return Subject(maker, one.name, one.first, one.last, "party")
    return None


def _before_head(sentence: Sentence, phrase: Phrase) -> Subject | None:
    """Return the owner who stands before a noun: 'Russia's', 'its', 'NASA', 'Russian', 'Soyuz'."""
    low = sentence.words.low
    named = [one for one in sentence.mentions if phrase.first <= one.first and one.last <= phrase.head]
    for one in named:
        if one.kind in ACTORS and one.means and low[one.last] in _POSSESSIVE:
            return named_by(one)
    if low[phrase.head] in SHIPS and (ship := next((one for one in named if is_ship(one)), None)) is not None:
        return named_by(ship)  # 'its Kounotori freighters'
    at_start = sentence.at_start
    words = [k for k in range(phrase.first, phrase.head) if k not in at_start or at_start[k].kind == "word"]
    for k in words:
        if low[k] in _OWNING:
            meant = PRONOUNS[low[k]]
            return Subject("", meant, k, k + 1, "we" if meant == "we" else "pronoun")
    for one in named:
        if one.kind in ("party", "state"):
            return named_by(one)
    for k in words:
        if low[k] in COUNTRIES:
            state, agency = COUNTRIES[low[k]]
            return Subject(agency or state, low[k].capitalize(), k, k + 1, "party" if agency else "state")
    return None


def _behind_head(sentence: Sentence, phrase: Phrase) -> Subject | None:
    """Return the owner who hangs on a noun, or the ship that it names: 'of Boeing', 'by Roscosmos', 'of the Soyuz'."""
    low = sentence.words.low
    head = low[phrase.head]
    for one in sentence.mentions:
        if not (phrase.first <= one.first < phrase.last and one.means):
            continue
        k = one.first - (2 if low[one.first - 1] in DETERMINERS else 1)
        of = k == phrase.core and (low[k] == "of" or (low[k] in _BEFORE_HOUSES and head in LAWS))
        if (one.kind in ("party", "state") and of) or (low[k] == "by" and (one.kind in ACTORS or is_ship(one))):
            return named_by(one)
        flown = head in _FLIGHTS and (of or (is_ship(one) and low[k] == ","))  # 'the next mission, Starliner-1,'
        if one.kind in ("thing", "word") and (one.first <= phrase.head or flown or (head in SHIPS and is_ship(one))):
            return named_by(one)
    return None


def _noun_alone(sentence: Sentence, phrase: Phrase) -> Subject | None:
    """Return the noun that stands for an owner named before: 'the company's mission', 'the ship', 'a law'."""
    low = sentence.words.low
    for k in range(phrase.first, phrase.head):
        if low[k + 1] in _POSSESSIVE and (low[k] in SHIPS or low[k] in COREFERENT):
            return Subject("", low[k], k, k + 1, "pronoun")
    at = phrase.head
    if low[at] in _DRAFTS and at > phrase.first and low[at - 1] in LAWS:
        at -= 1  # 'the budget request'
    if low[at] in _FLIGHTS and low[phrase.first] in _POINTING and at == phrase.first + 1:
        return Subject("", "ship", at, at + 1, "pronoun")  # 'the burn', 'that mission'
    return Subject("", low[at], at, at + 1, "pronoun") if low[at] in SHIPS or low[at] in LAWS else None
