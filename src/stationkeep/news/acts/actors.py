"""Who acts and towards whom: the party behind a subject, an agent, an office, a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stationkeep.news.acts.coded import Coded, Place
from stationkeep.news.acts.found import Found
from stationkeep.news.grammar.clauses import stem_continues
from stationkeep.news.grammar.gazetteer import Mention
from stationkeep.news.grammar.owners import LAWS, SHIPS, is_ship, maker_of, owner_of
from stationkeep.news.grammar.subjects import (
    Sentence,
    Subject,
    main_subject,
    named_by,
    noun_phrase,
    phrase_behind,
    subject_of,
    subject_phrase,
)
from stationkeep.news.grammar.syntax import Phrase
from stationkeep.news.grammar.tag_classes import is_item
from stationkeep.news.text.words import listed

STATE_ACTS = frozenset(("sanction", "lift"))

STATES = frozenset(("usa", "eu", "uk", "germany", "france", "japan", "canada", "ukraine", "italy", "russia"))

STATE_OF = {"nasa": "usa", "roscosmos": "russia", "esa": "eu", "csa": "canada", "jaxa": "japan"}

AGENCY_OF = {"usa": "nasa", "russia": "roscosmos", "canada": "csa", "japan": "jaxa", "europe": "esa"}
"""Which agency carries what its state does aboard: a state named as the doer of a station's service means it."""

BANNING = ("ban", "prohibit", "forbid", "forbad", "bar", "block", "outlaw")
"""Verbs that forbid: of a state they are a measure, not a stop."""

ABOARD = frozenset(("suspend", "withdraw", "resume", "continue", "deliver", "agree"))

SERVED = ABOARD - {"agree"}
"""What happens to a service is done by whose it is."""

BARE_STATES = frozenset(
    [
        "Russia",
        "Russian Federation",
        "Moscow",
        "Russian side",
        "United States",
        "U.S.",
        "US",
        "USA",
        "America",
        "Washington",
        "Canada",
        "Ottawa",
        "Japan",
        "Tokyo",
        "Europe",
        "Europeans",
        "the Europeans",
    ]
)
"""Names of states that stand for their agency where a service aboard is meant."""


def find_actor(
    found: Found, sentence: Sentence, place: Place, before: Coded | None, action: str
) -> tuple[str, tuple[str, ...], str | None]:
    """Return who acts, who acts with him, and what is doubtful about it."""
    subject = _doer(found, sentence, action)
    if subject is None:
        return _unsaid(found, sentence, place, before, action)
    himself = subject.kind == "person" or sentence.words.low[subject.first] in ("he", "she")
    if found.words.startswith(_LEAVING) and himself:
        return "", (), None  # one who leaves does not take his party with him
    if subject.kind == "group":
        named = named_parties(sentence, 0, found.at)
        return (named[0], tuple(named[1:]), None) if named else ("", (), None)
    if subject.kind == "we":
        who = place.speaker or place.author or ("" if place.other else place.topic or place.spoke)
        sure = place.speaker or place.author
        return settled(who, action, found, place), (), None if sure else "who 'we' are is a guess"
    if subject.kind == "pronoun":
        return _meant(subject, found, sentence, place, before, action)
    means = place.party_of(subject.name) if subject.kind == "person" else subject.means
    if subject.kind == "state" and by_the_state(found, sentence):
        return means, subject.others, None
    return settled(means, action, replace(found, subject=subject), place), subject.others, None


_OF_STATES = listed("budget minister ministers parliament cabinet ambassador ambassadors treasury treaty lawmakers")


def by_the_state(found: Found, sentence: Sentence) -> bool:
    """Whether an act of a country is told with what only a state has, so that its name means the state."""
    first = found.subject.last if found.subject is not None else found.at
    low = sentence.words.low
    if found.words.startswith("lift") and not _BANS.isdisjoint(low[found.at + 1 : found.at + 5]):
        return True  # 'Washington is lifting its ban on engines'
    return not _OF_STATES.isdisjoint(low[first : found.scope_end])


_BANS = frozenset(("ban", "bans", "embargo"))
_RESOLVED = ("pledg", "commit", "determin", "dedicat")
_LEAVING = ("leav", "left", "quit", "depart")


def _doer(found: Found, sentence: Sentence, action: str) -> Subject | None:
    """Return who does it by grammar: an agent, the ship that carries, the subject, whose the thing is."""
    group = found.group
    phrase = subject_phrase(sentence, group.first)
    if group.agent >= 0 and group.agent in sentence.at_start:
        return named_by(sentence.at_start[group.agent])
    if (group.passive or found.nominal) and (agent := _agent(sentence, found)) is not None:
        return agent
    passenger = _is_passenger(sentence, found.subject, phrase)
    if action == "deliver" and found.words.startswith(_GOING) and not found.nominal and not group.passive:
        itself = found.subject is not None and found.subject.kind == "thing"
        if not (itself or _acts_on(sentence, found.last)) and (flown := _flown_on(sentence, found)) is not None:
            return flown  # 'They will come home on a Dragon'
    carried = group.passive or (passenger and found.words.startswith(_GOING))
    if action == "deliver" and carried and not found.nominal:
        if (ship := _vehicle(sentence, found)) is not None:
            return named_by(ship)
        low = sentence.words.low
        ours = next((k for k in range(found.last, found.scope_end - 1) if low[k] in _ON and low[k + 1] == "our"), -1)
        if ours >= 0:
            return Subject("", "we", ours + 1, ours + 2, "we")  # 'will land in our ship'
        if passenger and found.subject is None and phrase is not None and owner_of(sentence, phrase) is None:
            if port := next((word for word in low if word in _PORTS), ""):
                return Subject(_PORTS[port], port, found.last, found.last + 1, "party")
            return Subject("", "ship", phrase.head, phrase.head + 1, "pronoun")  # the one last named
    if found.nominal:
        return _possessor(sentence, found)
    if found.subject is not None and (
        not group.passive or found.words.startswith(_RESOLVED) or stem_continues(found.words)
    ):
        return found.subject  # also 'are pledged to'
    if found.subject is None and group.infinitive and (decider := _decided_by(sentence, found)) is not None:
        return decider
    its_own = not group.passive or action in SERVED  # who refuses is not whose proposal is refused
    owner = owner_of(sentence, phrase) if phrase is not None and its_own else None
    return owner or (maker_of(sentence, phrase) if phrase is not None and action == "deliver" else None)


def _meant(
    subject: Subject, found: Found, sentence: Sentence, place: Place, before: Coded | None, action: str
) -> tuple[str, tuple[str, ...], str | None]:
    """Return whom a pronoun or 'the agency' means."""
    if subject.name == "you":
        return place.body_of("you", sentence, subject.first), (), None  # of a letter; else nobody
    if sentence.words.low[subject.first] in ("its", "their"):
        near = [one for one in sentence.mentions if one.last <= subject.first and one.kind in ("party", "state")]
        if near and sentence.words.low[subject.first - 1] == "of":  # 'a notice from Russia of its intention'
            return settled(near[-1].means, action, replace(found, subject=named_by(near[-1])), place), (), None
    if (
        subject.name == "they"
        and place.asked
        and place.asked != place.speaker
        and place.asked != place.author
        and not named_parties(sentence, 0, subject.first)
        and not _named_subject(sentence, subject.first)
    ):
        return settled(place.asked, action, found, place), (), None
    if before is not None and not place.reported:
        return before.actor, (), None
    if subject.name == "they" and place.other and not _named_subject(sentence, subject.first):
        return settled(place.other, action, found, place), (), None
    same = main_subject(sentence, subject.first) if not (place.reported and place.speaker) else None
    if same is not None and same.kind == "state" and subject.name in LAWS:
        return same.means, (), None  # 'Congress passed a bill that'
    body = place.body_of(subject.name, sentence, subject.first)
    if body:
        return body, (), None if place.speaker else "whom the noun means is a guess"
    if same is not None and same.kind in ("party", "state", "person") and subject.name in ("it", "they"):
        means = place.party_of(same.name) if same.kind == "person" else same.means
        if means:
            return settled(means, action, replace(found, subject=same), place), (), None
    if (
        subject.name == "it"
        and place.about_thing
        and action == "deliver"
        and (ship := place.body_of("ship", sentence, 0))
    ):
        return ship, (), None  # 'The old model was called X. It brought'
    if subject.name == "it" and place.about_thing and not place.reported:
        return "", (), None  # a paper, a module, a rumour: nobody who acts
    who = place.speaker if place.reported and place.speaker else place.topic or place.speaker or place.author
    if who == place.topic:
        found = replace(found, subject=replace(subject, name=place.topic_name, kind="party"))
    return settled(who, action, found, place), (), None if place.speaker else "whom the pronoun means is a guess"


def _named_subject(sentence: Sentence, before: int) -> bool:
    """Whether a clause before a word has a party for its subject: 'our counterparts told us that they'."""
    same = main_subject(sentence, before)
    return same is not None and (same.kind in ("party", "state") or (same.name == "they" and same.last < before))


def _unsaid(
    found: Found, sentence: Sentence, place: Place, before: Coded | None, action: str
) -> tuple[str, tuple[str, ...], str | None]:
    """Return who acts where the clause names nobody: who acted before, who imposes measures, who speaks."""
    group = found.group
    if before is not None and not group.passive and not found.nominal:
        return before.actor, (), None
    clause = sentence.syntax.clause_at(group.first)
    if clause is not None and clause.subject is None and sentence.syntax.tags[clause.first] == "base":
        who = place.topic if place.decree and is_item(sentence.words.low, clause.first) else ""
        return settled(who, action, found, place), (), None  # 'b) continue', but not 'Just refuse to pay'
    if action in STATE_ACTS and place.decree and place.speaker in STATES:
        return place.speaker, (), None
    if action in STATE_ACTS and (group.passive or found.nominal):
        states = [
            one.means
            for one in sentence.mentions
            if one.kind == "state" and one.means in ("usa", "eu", "canada", "japan", "uk")
        ]
        return (states[0] if states else "", (), "who imposes them is not said" if not states else None)
    if action == "deliver" and (port := _port(found, sentence)):
        return port, (), None
    who = _where(found, sentence) or place.speaker or place.author or (before.actor if before else "")
    if not who and (group.passive or found.nominal or _befalls(found, sentence) or _is_staff(found, sentence)):
        who = place.topic
    return settled(who, action, found, place), (), "who acts is not said; taken from who speaks"


_PORTS = {
    **dict.fromkeys(("baikonur", "plesetsk", "vostochny"), "roscosmos"),
    "tanegashima": "jaxa",
    "wallops": "northrop",
}
"""From where whose ships fly, for sentences that name no ship."""
_BROUGHT = ("deliver", "brought", "suppl", "hand", "pass", "mov", "provid", "transfer", "haul", "truck")


def _port(found: Found, sentence: Sentence) -> str:
    """Return whose port something flies from: 'lifted off from Baikonur', and not 'was delivered to Baikonur'."""
    low = sentence.words.low
    for k, word in enumerate(low):
        if word in _PORTS and not found.words.startswith(_BROUGHT) and "to" not in low[max(0, k - 2) : k]:
            return _PORTS[word]
    return ""


def _is_staff(found: Found, sentence: Sentence) -> bool:
    """Whether those act who work for a party that goes without saying: 'Employees may not travel'."""
    phrase = subject_phrase(sentence, found.group.first)
    return phrase is not None and sentence.words.low[phrase.head] in _STAFF


_STAFF = listed("employees employee staff personnel workers")


def _where(found: Found, sentence: Sentence) -> str:
    """Return the party at whose place it happens: 'at the plant of X, where production has stopped'."""
    phrase = subject_phrase(sentence, found.group.first)
    if phrase is None or sentence.words.low[phrase.first - 1] != "where":
        return ""
    before = [one for one in sentence.mentions if one.kind == "party" and one.last < phrase.first]
    return before[-1].means if before else ""


def _befalls(found: Found, sentence: Sentence) -> bool:
    """Whether an act befalls its subject, a service: 'Deliveries will resume'."""
    phrase = subject_phrase(sentence, found.group.first)
    if phrase is not None and phrase.last <= found.group.first:
        served = any(phrase.first <= one.first < phrase.last and one.object for one in sentence.mentions)
        return served or stem_continues(found.words)
    return stem_continues(found.words)


def settled(party: str, action: str, found: Found, place: Place) -> str:
    """Return the agency of a state that acts aboard, and the state of an agency that sanctions."""
    if not party:
        return ""
    if action in STATE_ACTS:
        return STATE_OF.get(party, party)
    subject = found.subject
    if place.speaker == party and place.reported and place.by_office:
        return party  # a minister speaks: the state itself acts
    bare = subject is None or subject.kind in ("pronoun", "we") or subject.name in BARE_STATES
    bare = bare and (subject is None or subject.name not in ("he", "she"))
    bare = bare and not (place.speaker == party and place.by_office)
    if action in ABOARD and bare and not found.words.startswith(BANNING):
        return AGENCY_OF.get(party, party)
    return party


def _agent(sentence: Sentence, found: Found) -> Subject | None:
    """Return who stands behind 'by'."""
    low, syntax = sentence.words.low, sentence.syntax
    own = syntax.clause_at(found.group.first)
    for k in range(found.last, min(found.scope_end, len(low) - 1)):
        if syntax.clause_at(k) not in (None, own):
            return None
        if low[k] == "by" and syntax.tags[k + 1] == "num":
            continue  # 'was raised by 1.2 kilometres by'
        if low[k] == "by" and (phrase := phrase_behind(sentence, k + 1)) is not None:
            return subject_of(sentence, phrase) or owner_of(sentence, phrase)
    return None


def _decided_by(sentence: Sentence, found: Found) -> Subject | None:
    """Return who decides what hangs on the subject of a passive: 'the decision to stop it was announced by X'."""
    low = sentence.words.low
    for outer in sentence.syntax.clauses.values():
        phrase = outer.subject
        if phrase is not None and phrase.first < found.at < phrase.last and low[outer.at + 1 : outer.at + 2] == ("by",):
            behind = phrase_behind(sentence, outer.at + 2)
            return subject_of(sentence, behind) or owner_of(sentence, behind) if behind is not None else None
    return None


_ON = frozenset(("on", "aboard", "in", "by"))


def _vehicle(sentence: Sentence, found: Found, *, behind_only: bool = False) -> Mention | None:
    """Return the ship that something is brought on: 'will be launched on a Soyuz', 'the Starliner is to be flown'."""
    low = sentence.words.low
    ships = [one for one in sentence.mentions if is_ship(one)]
    behind = [
        one
        for one in ships
        if found.last <= one.first < found.scope_end and not _ON.isdisjoint(low[one.first - 3 : one.first])
    ]
    before = [one for one in ships if found.group.first - 4 <= one.last <= found.group.first]
    return next(iter(behind if behind_only else [*behind, *before]), None)


def _flown_on(sentence: Sentence, found: Found) -> Subject | None:
    """Return whose ship somebody flies aboard: 'on a Dragon', 'in our capsule', 'on the new ship'."""
    if (ship := _vehicle(sentence, found, behind_only=True)) is not None:
        return named_by(ship)
    low = sentence.words.low
    for k in range(found.last, min(found.scope_end, len(low) - 2)):
        phrase = phrase_behind(sentence, k + 1) if low[k] in ("on", "aboard", "in") else None
        if phrase is not None and low[phrase.head] in SHIPS:
            return owner_of(sentence, phrase)
    return None


def _acts_on(sentence: Sentence, at: int) -> bool:
    """Whether a noun phrase stands right behind a verb, which then acts on it."""
    return sentence.syntax.tags[at : at + 1] != () and sentence.syntax.tags[at] in ("det", "adj", "noun", "name", "num")


_GOING = (
    "splash",
    "touch",
    "lift",
    "blast",
    "undock",
    "fly",
    "flew",
    "rid",
    "rod",
    "travel",
    "com",
    "cam",
    "return",
    "launch",
    "arriv",
    "land",
    "dock",
)
_PEOPLE = listed(
    "astronaut astronauts cosmonaut cosmonauts crew crewmates crewmembers men women people pair trio duo residents "
    "spacefarers travellers travelers passengers"
)


def _is_passenger(sentence: Sentence, subject: Subject | None, phrase: Phrase | None) -> bool:
    """Whether who flies is flown: 'the astronaut will come home on a Soyuz'."""
    if subject is not None and subject.kind == "person":
        return True
    return phrase is not None and not _PEOPLE.isdisjoint(sentence.words.low[phrase.first : phrase.core])


def _possessor(sentence: Sentence, found: Found) -> Subject | None:
    """Return the party whose noun it is: 'Russia's withdrawal', 'the Russian withdrawal', 'talks between A and B'."""
    low = sentence.words.low
    phrase = noun_phrase(sentence, found.at)
    for one in sentence.mentions:
        if one.kind in ("party", "state") and found.at < one.first < phrase.last and low[one.first - 1] == "between":
            return named_by(one)
    owner = owner_of(sentence, phrase)
    if owner is not None and owner.kind != "pronoun":
        return owner
    acting = subject_phrase(sentence, found.group.first)
    return found.subject or owner or (owner_of(sentence, acting) if acting is not None else None)


def named_parties(sentence: Sentence, first: int, last: int) -> list[str]:
    found: list[str] = []
    for one in sentence.mentions:
        if first <= one.first < last and one.kind in ("party", "state") and one.means and one.means not in found:
            found.append(one.means)
    return found


def find_targets(found: Found, sentence: Sentence, actor: str, others: Sequence[str], place: Place) -> tuple[str, ...]:
    """Return the other parties of the clause: with whom, against whom, of whom it is asked."""
    first = found.group.first if found.group.passive or found.nominal or found.group.audience >= 0 else found.at
    if found.action == "demand" and (found.words.endswith("ing") or found.rule == "demand.must"):
        first = 0  # 'letters to NASA and ESA demanding ...'
    named = [*others, *named_parties(sentence, first, found.scope_end)]
    for one in sentence.mentions:
        if one.kind == "person" and found.at <= one.first < found.scope_end:
            named.append(place.party_of(one.name))
    own = {actor, AGENCY_OF.get(actor, ""), STATE_OF.get(actor, "")}
    return tuple(dict.fromkeys(one for one in named if one and one not in own))
