"""Who speaks: the voices of a document, and whom its pronouns, offices and quotations mean."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from stationkeep.news.acts.actors import AGENCY_OF, BARE_STATES, STATES
from stationkeep.news.acts.coded import Coded
from stationkeep.news.grammar.closed_words import ROLES
from stationkeep.news.grammar.gazetteer import Gazetteer
from stationkeep.news.grammar.owners import LAWS, SHIPS, is_ship, owner_of
from stationkeep.news.grammar.subjects import (
    Sentence,
    Subject,
    find_subject,
    main_subject,
    named_by,
    noun_phrase,
    subject_of,
    subject_phrase,
)
from stationkeep.news.text.sentences import Quotations
from stationkeep.news.voices.bodies import (
    BODIES,
    STATE_BODIES,
    STATE_OF_AGENCY,
    acts_by_office,
    introduced_party,
    is_of_the_agency,
    is_people,
    opened_with,
    opening_subject,
    opens_with_thing,
    state_at_hand,
)
from stationkeep.news.voices.heading import Heading
from stationkeep.news.voices.speech import Attribution, is_within
from stationkeep.news.voices.vouching import level_of


@dataclass(frozen=True)
class Voice:
    """Who speaks: party, name, who reported it, how firmly it is known."""

    party: str = ""
    name: str = ""
    reported_by: str = ""
    level: str = "media"


_STATE_OFFICES = STATE_BODIES | {"spokesman", "spokeswoman", "secretary"}
_AGENCIES = frozenset(("dlr", "cnes", "asi"))


class Voices:
    """Remembers who spoke and of whom, from sentence to sentence.

    Parameters
    ----------
    heading : Heading
        What the document says about itself: its author, the people it introduces.
    gazetteer : Gazetteer
        Names and people of the pack.
    published : date, optional
        The day on which offices are looked up.
    """

    def __init__(self, heading: Heading, gazetteer: Gazetteer, published: dt.date | None) -> None:
        self.heading, self.gazetteer, self.published = heading, gazetteer, published
        self.topic = heading.author
        self.speaker = Voice(heading.author, heading.author_name, "", heading.level) if heading.author else Voice()
        self.label: Voice | None = None
        self.last = {"agency": "", "company": "", "state": ""}
        self.about_thing = False
        self.asked = ""
        self.ship = ""
        self.topic_name = ""
        self.third = Voice()
        self.scene = ""
        self.people = ""
        self.named: list[str] = []

    def body(self, kind: str, name: str) -> str:
        """Return the party that 'the agency' means: who is spoken of if it is one, else the last one named."""
        for party in (self.heading.author, self.topic, self.speaker.party):
            if party and self.is_body(party, kind, name):
                return party
        found = self.last[kind]
        if name == "corporation" and not found:
            return self.last["agency"]
        return found

    def body_of(self, name: str, sentence: Sentence | None = None, at: int = 0) -> str:
        """Return the party that a noun such as 'the agency' means, or an empty text for any other word.

        A body of that kind named before it in the same sentence goes before any named earlier.
        """
        if name in ("committee", "subcommittee", "panel") and self.heading.hearing:
            return self.heading.hearing
        if name == "you":
            return self.heading.addressee
        if name in ("he", "she"):
            return self._third(sentence, at).party
        if name in self.heading.defined:
            return self.heading.defined[name]
        if name == "latter" and sentence is not None:
            return next(
                (one.means for one in reversed(sentence.mentions) if one.last <= at and one.kind == "party"), ""
            )
        if name in STATE_BODIES or name in LAWS:
            return self._state_of_body(name, sentence, at)
        if name in SHIPS:
            return self.ship
        if name == "agencies" and self.named:
            both = list(dict.fromkeys(reversed(self.named)))[:2]
            return both[-1]  # who was named first of the two
        kind = BODIES.get(name)
        if kind is None:
            return ""
        if kind == "agency" and sentence is not None and (state := opened_with(sentence, at)):
            return AGENCY_OF.get(state, "")  # 'In Moscow, the space agency'
        for one in reversed(sentence.mentions if sentence is not None else ()):
            if one.last <= at and one.kind == "party" and self.is_body(one.means, kind, name):
                return one.means
        return self.body(kind, name)

    def _state_of_body(self, name: str, sentence: Sentence | None, at: int) -> str:
        """Return the state that 'the government' or 'the law' means: of who writes, of a name at hand, of the scene."""
        own = self.label.party if self.label is not None else self.heading.author
        if own in STATES and self.label is None:
            return own
        near = state_at_hand(sentence, at) if sentence is not None else ""
        if not near and name in STATE_BODIES:
            near = self._state_before(sentence, at)
        if not near and name in STATE_BODIES:
            near = STATE_OF_AGENCY.get(own, own if own in STATES else "") or ("usa" if name == "administration" else "")
        return near or self.heading.hearing or self.scene or self.heading.home or self.last["state"]

    def _state_before(self, sentence: Sentence | None, at: int) -> str:
        """Return the state of who is named last before a word: 'X, the Kremlin's spokesman, said the government'."""
        for one in reversed(sentence.mentions if sentence is not None else ()):
            party = self.party_of(one.name) if one.kind == "person" else one.means
            state = party if party in STATES else STATE_OF_AGENCY.get(party, "")
            if one.last <= at and one.kind in ("person", "state") and state:
                return state
        return ""

    def _third(self, sentence: Sentence | None = None, at: int = 0) -> Voice:
        """Return whom 'he' means in a text in the first person, whose writer is 'I'; nobody in any other text."""
        own = self.label or (self.heading.author and Voice(self.heading.author, self.heading.author_name)) or None
        if own is None:
            return Voice()
        near = (one for one in reversed(sentence.mentions if sentence is not None else ()) if one.last <= at)
        person = next((one.name for one in near if one.kind == "person"), "")
        if person:
            return Voice(self.party_of(person), person)
        return self.speaker if self.speaker.name not in ("", own.name) else self.third

    def other_than(self, party: str) -> str:
        """Return the party last named that is not the one who speaks: 'they', in the mouth of one of two sides."""
        own = AGENCY_OF.get(party, party)
        return next((one for one in reversed(self.named) if one != own), "")

    def other_side(self, party: str, *, quoted: bool) -> str:
        """Return whom 'they' means in the mouth of a party: the other side, or the people named just before."""
        if self.label is not None or (quoted and party):
            return self.other_than(party)
        people = AGENCY_OF.get(self.people, self.people)
        return people if people != AGENCY_OF.get(party, party) else ""

    def is_body(self, party: str, kind: str, name: str) -> bool:
        """Whether a noun may stand for a party: 'the corporation' also for an agency that is one."""
        if name == "corporation" and party == "roscosmos":
            return True
        return self.gazetteer.kinds.get(party) == kind or (kind == "agency" and party in _AGENCIES)

    def party_of(self, person: str) -> str:
        """Return whom a person speaks for on the day of the document."""
        return self.heading.people.get(person) or self.gazetteer.party_of(person, self.published)

    def voices_of(self, attributions: list[Attribution], sentence: Sentence) -> list[tuple[Attribution, Voice]]:
        """Return who says what in a sentence; 'he' is who was said in it to say something before."""
        found: list[tuple[Attribution, Voice]] = []
        for one in attributions:
            same = found and one.speaker is not None and one.speaker.name in ("he", "she") and found[-1][1].name
            found.append((one, found[-1][1] if same and not one.inverted else self.voice_of(one, sentence)))
        return found

    def voice_of(self, one: Attribution, sentence: Sentence) -> Voice:
        speaker = one.speaker
        if one.anonymous and (speaker is None or speaker.kind != "person"):
            party = speaker.means if speaker is not None and speaker.kind in ("party", "state") else ""
            return Voice(party, "", one.reported_by, "anonymous")
        if speaker is None:
            return Voice("", "", one.reported_by, "media")
        if speaker.kind == "unnamed":
            return Voice("", speaker.name, one.reported_by, "media")
        if speaker.kind == "group":
            return Voice("", "", one.reported_by, "media")
        party, name = self.resolve(speaker, sentence)
        return Voice(party, name, one.reported_by, level_of(one, sentence, speaker, self.speaker.level))

    def resolve(self, subject: Subject, sentence: Sentence | None = None) -> tuple[str, str]:
        """Return the party and the name of a speaker."""
        if subject.kind == "person":
            return self.party_of(subject.name), subject.name
        if subject.means and sentence is not None and is_of_the_agency(subject, sentence):
            return AGENCY_OF.get(subject.means, subject.means), ""
        if subject.means:
            return subject.means, subject.name
        if subject.kind == "we":
            voice = self.label or self.speaker
            return voice.party or self.heading.author, voice.name
        if subject.kind == "pronoun" and (body := self._own_ship(subject, sentence) or self.body_of(subject.name)):
            return body, self.speaker.name if self.speaker.party == body else ""
        if sentence is not None and subject.name in ROLES:
            phrase = noun_phrase(sentence, subject.first)
            owner = subject_of(sentence, phrase)
            if owner is None or owner.kind == "pronoun":
                owner = owner_of(sentence, phrase)
            quoted = sentence.words.low[0] in ("“", '"', "«", "„")
            some = owner is None and sentence.words.low[phrase.first] != "the"  # 'a spokesman', 'officials'
            if (
                some or (owner is not None and owner.kind == "pronoun" and owner.name in ("it", "they"))
            ) and not quoted:
                owner = main_subject(sentence, subject.first)  # 'X will stay, its chief said', 'a spokesman said'
            if owner is not None and owner.kind == "person":
                return self.party_of(owner.name), owner.name
            if owner is not None and owner.kind == "pronoun" and not quoted and owner.name != subject.name:
                body = self.body_of(owner.name, sentence, owner.first)  # 'the agency will stay, its chief said'
                if body:
                    return body, ""
            if owner is not None and owner.means:
                office = owner.name in BARE_STATES and subject.name not in _STATE_OFFICES
                return AGENCY_OF.get(owner.means, owner.means) if office else owner.means, ""
        if subject.name in ("he", "she") and (meant := self._third(sentence, subject.first)).party:
            return meant.party, meant.name
        if subject.name in ("he", "she"):
            return self.speaker.party or self.heading.author or self.topic, self.speaker.name
        if subject.name == "they" and (own := self.label.party if self.label is not None else self.heading.author):
            asked = self.asked if self.asked != AGENCY_OF.get(own, own) else ""
            return asked or self.other_than(own), ""  # whom a letter calls 'they' does not write it
        if subject.name == "it" and self.topic:
            return self.topic, self.speaker.name if self.speaker.party == self.topic else ""
        return self.heading.author or self.speaker.party or self.topic, self.speaker.name

    def _own_ship(self, subject: Subject, sentence: Sentence | None) -> str:
        """Return the agency whose ship a sentence is about: 'Progress ships will fly, the agency said'."""
        kind = BODIES.get(subject.name)
        opening = opening_subject(sentence) if kind is not None and sentence is not None else None
        if kind is None or sentence is None or opening is None or opening.last > subject.first:
            return ""
        first = subject_of(sentence, opening) or owner_of(sentence, opening)
        own = first is not None and first.kind in ("thing", "word") and self.is_body(first.means, kind, subject.name)
        return first.means if first is not None and own else ""

    def note_question(self, sentence: Sentence) -> None:
        """Remember of whom a question asks: 'they' in the answer are those."""
        for one in sentence.mentions:
            if one.kind in ("party", "state") and one.means:
                self.asked = AGENCY_OF.get(one.means, one.means)
                self.named.append(self.asked)

    def remember(
        self,
        sentence: Sentence,
        voices: list[tuple[Attribution, Voice]],
        coded: list[Coded],
        quotations: Quotations,
        span: tuple[int, int],
    ) -> None:
        if sentence.words.low[:1] != ("it",):
            self.about_thing = not coded and opens_with_thing(sentence)
        self.people = next((one.means for one in reversed(sentence.mentions) if is_people(one)), "")
        for one in sentence.mentions:
            kind = self.gazetteer.kinds.get(one.means, "")
            if kind in self.last and one.kind == "party":
                self.last[kind] = one.means
            if one.kind == "state" and one.means in STATES:
                self.last["state"] = one.means
                if one.first == 1 and sentence.words.low[0] == "in":
                    self.scene = one.means  # 'In Moscow, the foreign ministry'
            if is_ship(one):
                self.ship = one.means
            if one.kind == "person" and one.name not in (self.heading.author_name, self.label and self.label.name):
                self.third = Voice(self.party_of(one.name), one.name)
            if one.kind in ("party", "state") and one.means:
                self.named.append(AGENCY_OF.get(one.means, one.means))
        said_by = -1
        for said, voice in voices:
            within = said_by >= 0 and is_within(sentence, said.at, said_by)
            if (voice.party or voice.name) and not within:
                self.speaker, said_by = voice, said.at
                self._turn_to(voice.party, voice.name)
                if sentence.words.low[said.at + 1 : said.at + 2] == (",",) and said.speaker is not None:
                    break  # 'X, he said, has confirmed': he who says so, and not X
        if coded and not any(voice.party for _, voice in voices):
            self._turn_to(coded[-1].actor, coded[-1].actor)
        if quotations.holds(span[0] + 1):
            return
        if coded and not voices:
            self._turn_to(coded[-1].actor, coded[-1].actor)
            person = next((one for one in sentence.mentions if one.kind == "person"), None)
            if person is not None and self.party_of(person.name) == self.topic:
                self.speaker = Voice(self.topic, person.name, "", "official_spoken")
            elif acts_by_office(sentence):
                self.speaker = Voice(self.topic, "", "", "official_spoken")  # 'a spokesman for X denied'
        elif not voices:
            if party := introduced_party(sentence):
                self.speaker = Voice(AGENCY_OF.get(party, party), "", "", "official_spoken")
                self._turn_to(self.speaker.party, "")
                return
            subject = main_subject(sentence, len(sentence.words))
            if subject is None and not self.topic:  # a heading, a byline
                subject = next((named_by(one) for one in sentence.mentions if one.kind in ("party", "person")), None)
            if subject is not None and subject.kind == "pronoun":
                self._turn_to(self.body_of(subject.name, sentence, subject.first), subject.name)
            if subject is None or subject.kind not in ("party", "state", "person", "thing"):
                return
            party = self.party_of(subject.name) if subject.kind == "person" else subject.means
            self._turn_to(party, subject.name)
            if party and subject.kind == "person":
                self.speaker = Voice(party, subject.name, "", "official_spoken")

    def _turn_to(self, party: str, name: str) -> None:
        if party:
            self.topic, self.topic_name = party, name

    def voice_at(
        self,
        place: int,
        word: int,
        sentence: Sentence,
        voices: list[tuple[Attribution, Voice]],
        nearby: tuple[Attribution, Sentence] | None,
        quotations: Quotations,
    ) -> Voice:
        """Return who says what stands at a word."""
        quoted = quotations.holds(place)
        left = [voice for one, voice in voices if not one.inverted and one.at < word and one.verb != "according"]
        right = [
            voice for one, voice in voices if one.inverted and (one.at > word or quoted or one.verb == "according")
        ]
        behind = [voice for one, voice in voices if one.inverted and one.at < word]
        if left:
            return left[-1]
        if right:
            return right[0]
        if behind:
            return behind[-1]
        if quoted:
            if voices:
                return voices[0][1]
            if nearby is not None:
                return self.voice_of(*nearby)
            return self.label or self.speaker
        if self.label is not None:
            return self.label
        if self.heading.author and not voices:
            return Voice(self.heading.author, self.heading.author_name, "", self.heading.level)
        later = [voice for one, voice in voices if not one.inverted and one.at > word and word == 0]
        return later[0] if later and not sentence.mentions else Voice()

    def named_before(self, sentence: Sentence, word: int, whole: bool = True) -> str:
        """Return the party of the subject at a word, of its owner, or of the first subject before it."""
        subject, phrase = find_subject(sentence, word), subject_phrase(sentence, word)
        if subject is None and phrase is not None:
            subject = owner_of(sentence, phrase)
        if subject is None and (word > 0 or whole):
            subject = main_subject(sentence, word or len(sentence.words))
        if subject is None:
            return ""
        if subject.kind in ("pronoun", "we") and word > 0:
            return ""
        return self.resolve(subject)[0]
