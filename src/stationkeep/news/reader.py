"""From a document to its statements: blocks, sentences, who speaks, and the acts that the grammar finds."""

from __future__ import annotations

from dataclasses import replace

from stationkeep.news.acts.actors import AGENCY_OF, BARE_STATES
from stationkeep.news.acts.background import is_recalled
from stationkeep.news.acts.coded import Coded, Place
from stationkeep.news.acts.coding import code
from stationkeep.news.acts.joined import joined_actors, joined_object
from stationkeep.news.acts.referents import names_station
from stationkeep.news.findings.ahead import Ahead, parse_ahead
from stationkeep.news.findings.parsed import Parsed
from stationkeep.news.findings.record import Record
from stationkeep.news.findings.statements import DocumentReading
from stationkeep.news.grammar.closed_words import ROLES
from stationkeep.news.grammar.gazetteer import Gazetteer
from stationkeep.news.grammar.subjects import Sentence, find_subject, subject_phrase
from stationkeep.news.text.layout import READ, Block
from stationkeep.news.text.sentences import LONGEST, Quotations, find_quotations, split_sentences
from stationkeep.news.voices.heading import Heading
from stationkeep.news.voices.naming import doubled_party
from stationkeep.news.voices.phrasing import code_phrase
from stationkeep.news.voices.speech import Attribution
from stationkeep.news.voices.turns import (
    HEARSAY,
    OWN_VIEW,
    TELLS,
    ends_as_question,
    find_wondering,
    is_prompt,
    is_put,
    is_question,
    may_ask,
    nearby_attributions,
)
from stationkeep.news.voices.voices import Voice, Voices
from stationkeep.news.voices.vouching import level_of_doing, subject_words
from stationkeep.news.weighing.sightings import Sighting, clauses_of, main_act


class Reader:
    """Goes through a document from top to bottom and remembers who spoke and of whom."""

    def __init__(self, reading: DocumentReading, gazetteer: Gazetteer, heading: Heading, name: str) -> None:
        self.reading, self.gazetteer, self.heading, self.name = reading, gazetteer, heading, name
        self.text = reading.plain.text
        self.voices = Voices(heading, gazetteer, reading.published)
        self.parsed: dict[str, Parsed] = {}
        self.ahead = Ahead()
        self.record = Record(reading, heading, name)
        self.body = 0
        self.spoken_of = ""
        self.thread = False
        self.sightings: list[Sighting] = []

    def read(self) -> None:
        """Read every block."""
        blocks = [block for block in self.reading.blocks if block.kind == "paragraph"]
        spans = (span for block in blocks for span in split_sentences(self.text, block))
        texts = list(dict.fromkeys(self.text[start:end] for start, end in spans if end - start <= LONGEST))
        with parse_ahead(texts, self._new) as self.ahead:
            self._read_blocks()
        self.record.name_partners()

    def _read_blocks(self) -> None:
        open_before = False
        for number, block in enumerate(self.reading.blocks):
            if block.rule == "layout.post_head":
                self._note_poster(block)
                continue
            if self.thread and self.voices.label is None and block.kind in READ:
                self._claims_only(block, "comment")  # nobody who speaks for a party
                continue
            puts = is_put(self.text, self.reading.blocks, number, self.voices.label is not None)
            if self.heading.interview and block.kind in (*READ, "heading") and (puts or is_prompt(self.text, block)):
                self._put(block)
                continue
            if block.kind not in READ:
                if block.kind in ("comment",):
                    self._claims_only(block, "comment")
                continue
            if block.kind == "title":
                self._note_title(block)
                continue
            self.body += 1
            quotations = find_quotations(self.text, block, open_before)
            open_before = quotations.left_open
            self._read_block(block, quotations)

    def _note_poster(self, block: Block) -> None:
        """Take the head of a post for the voice of what follows it."""
        self.thread = True
        self.voices.label = None
        for one in self._parse(block.start, block.end).sentence.mentions:
            party = self.voices.party_of(one.name) if one.kind == "person" else one.means
            if one.kind in ("party", "state", "person") and party:
                name = one.name if one.kind == "person" else ""
                self.voices.label = Voice(party, name, "", "official_post")
                return

    def _put(self, block: Block) -> None:
        """Pass over what is put to who answers; a remark that names an act and does not ask is listed."""
        self.voices.label = Voice(*self.heading.answers, "", "official_spoken")
        self._note_question(self._parse(block.start, block.end).sentence)
        if is_question(self.text, block):
            return
        for span in split_sentences(self.text, block):
            if self._parse(*span).acts:
                self.record.unread(*span, "taken as put to who answers, not as said by him")

    def _note_question(self, sentence: Sentence) -> None:
        """Remember of whom and of what a question asks; the answer may leave both out."""
        self.voices.note_question(sentence)
        self.spoken_of = _object_of(sentence, []) or self.spoken_of

    def _note_questions(self, block: Block) -> None:
        """Remember of whom and of what the questions of a labelled paragraph ask."""
        for span in split_sentences(self.text, block):
            if span[1] - span[0] <= LONGEST and self.text[span[0] : span[1]].rstrip().endswith("?"):
                self._note_question(self._parse(*span).sentence)

    def _note_title(self, block: Block) -> None:
        for one in self._parse(block.start, block.end).sentence.mentions:
            if one.kind in ("party", "state") and not self.voices.topic:
                self.voices.topic = AGENCY_OF.get(one.means, one.means)

    def _claims_only(self, block: Block, level: str) -> None:
        for span in split_sentences(self.text, block):
            if span[1] - span[0] <= LONGEST:
                self.record.claim(span, self._parse(*span), Voice(level=level), level)

    def _read_block(self, block: Block, quotations: Quotations) -> None:
        label = self.heading.label_at(self.text, block, self.gazetteer)
        if label is not None and not label[0] and label[1].startswith("@"):
            self._claims_only(block, "comment")  # a post by nobody who speaks for a party
            return
        if label is None and self.heading.dialogue and self.text[block.start] in "—–":
            if ends_as_question(self.text, block):
                return
            label = self.heading.answers
        asked = label == ("", "") and self.heading.answers != ("", "") and not TELLS.match(self.text, block.start)
        if asked and "— " not in self.text[block.start : block.end]:
            self.voices.label = Voice(*self.heading.answers, "", "official_spoken")
            self._note_questions(block)
            return  # a question; what follows it is the answer
        if asked:
            label = self.heading.answers
        if label is not None and TELLS.match(self.text, block.start):
            self.voices.label = None
        elif label is not None:
            party, name = label
            self.voices.label = Voice(party, name, "", "official_spoken")
        elif not (self.heading.transcript or self.heading.interview or self.thread):
            self.voices.label = None
        spans = split_sentences(self.text, block)
        parsed = [self._parse(*span) if span[1] - span[0] <= LONGEST else None for span in spans]
        said = [one.attributions if one is not None else [] for one in parsed]
        sentences = [one.sentence if one is not None else None for one in parsed]
        asker = label is not None and may_ask(label, self.heading.hearing)
        question = label is not None and self.heading.transcript and ends_as_question(self.text, block)
        asks = asker and question
        opinion = block.opinion or self._is_opinion(block, quotations)
        for span, one, nearby in zip(spans, parsed, nearby_attributions(said, sentences), strict=True):
            self.reading.sentences.append(span)
            if one is None:
                self.record.unread(*span, "a sentence too long to be read")
                continue
            said_here = self.text[span[0] : span[1]]
            wondering = find_wondering(said_here) if label is not None else None
            if wondering is not None and (asker or question or one.acts_within(wondering[0])):
                self._note_question(one.sentence)
                rest = span[0] + wondering[1], span[1]
                if self._parse(*rest).acts:  # 'I want to know who says so, but we will leave'
                    self._read_sentence(rest, self._parse(*rest), nearby, quotations, opinion)
                continue
            if asks or said_here.rstrip("\"'”’»)*_").endswith("?"):
                self._note_question(one.sentence)
            if said_here.rstrip("\"'”’»)*_").endswith("?") or (asks and HEARSAY.search(said_here)):
                continue  # 'I read that Russia is walking out. Is it?'
            self._read_sentence(span, one, nearby, quotations, opinion)

    def _is_opinion(self, block: Block, quotations: Quotations) -> bool:
        """Whether a paragraph gives its writer's own view: first person, or what others ought to do, outside quotes."""
        if self.heading.author or self.voices.label is not None:
            return False
        return any(
            not quotations.holds(found.start()) for found in OWN_VIEW.finditer(self.text, block.start, block.end)
        )

    def _read_sentence(
        self,
        span: tuple[int, int],
        parsed: Parsed,
        nearby: tuple[Attribution, Sentence] | None,
        quotations: Quotations,
        opinion: bool,
    ) -> None:
        sentence = parsed.sentence
        voices = self.voices.voices_of(parsed.attributions, sentence)
        if twice := doubled_party(sentence):
            self.record.suspect(span, twice)
        before, topic, asked = self.record.count, self.voices.topic, self.voices.asked
        known = len(self.reading.statements)
        coded = self._code(span, parsed, voices, nearby, quotations, opinion)
        voice = voices[0][1] if voices else self.voices.voice_at(span[0] + 1, 0, sentence, [], nearby, quotations)
        level = "opinion" if opinion and not voices else voice.level
        claimed = self.record.claim(span, parsed, voice, level)
        if claimed and self.record.count == before and not opinion:
            word = next((k for k, place in enumerate(sentence.words.start) if place >= claimed.at), 0)
            word = max((verb for verb in sentence.syntax.clauses if verb <= word), default=word)
            said = [one.speaker for one, _ in voices if one.speaker is not None]
            office = any(one.kind == "pronoun" and one.name in ROLES for one in said)
            owners = (
                self.voices.named_before(sentence, word, whole=False),
                self.voices.named_before(sentence, 0) or self.voices.topic,
            )
            self.record.assess(
                span, sentence, voice, claimed.rule, owners, quotations.holds(span[0] + 1), office=office
            )
        if self.record.count == before and not opinion and not parsed.quantities:
            self.record.maybe_unread(span, sentence)
        made = tuple((one.id, self.record.where[one.id]) for one in self.reading.statements[known:])
        self._sight(span, parsed, voice, quotations, opinion, (topic, asked), made)
        self.voices.remember(sentence, voices, coded, quotations, span)
        self.spoken_of = _object_of(sentence, coded) or self.spoken_of

    def _sight(
        self,
        span: tuple[int, int],
        parsed: Parsed,
        voice: Voice,
        quotations: Quotations,
        opinion: bool,
        spoken: tuple[str, str],
        made: tuple[tuple[str, int], ...],
    ) -> None:
        """Keep what was seen at a sentence for a second look."""
        sentence = parsed.sentence
        people = {one.name: self.voices.party_of(one.name) for one in sentence.mentions if one.kind == "person"}
        word = main_act(sentence, clauses_of(sentence))
        subject, phrase = find_subject(sentence, word), subject_phrase(sentence, word)
        doer = self.voices.resolve(subject)[0] if subject is not None else ""
        body = self.voices.body_of(sentence.words.low[phrase.head], sentence, phrase.head) if phrase else ""
        self.sightings.append(
            Sighting(
                span,
                parsed,
                voice,
                quotations.holds(span[0] + 1),
                opinion,
                self.body,
                *spoken,
                made,
                tuple(people.items()),
                doer,
                body,
            )
        )

    def _place(self, voice: Voice, quoted: bool, sentence: Sentence, said: bool) -> Place:
        outside = any(one.object in ("side", "other_project") for one in sentence.mentions)
        topic = self.voices.topic
        return Place(
            self.reading.published,
            voice.party,
            topic,
            self.heading.author,
            said or bool(voice.name or voice.party),
            quoted,
            self.body <= 2,
            self.voices.party_of,
            outside,
            self.record.thing,
            self.heading.level == "decree",
            self.voices.about_thing,
            voice.name not in BARE_STATES,
            self.voices.asked,
            self.voices.body_of,
            self.spoken_of,
            self.voices.other_side(voice.party, quoted=quoted),
            self.voices.topic_name,
            self.voices.speaker.party,
        )

    def _code(
        self,
        span: tuple[int, int],
        parsed: Parsed,
        voices: list[tuple[Attribution, Voice]],
        nearby: tuple[Attribution, Sentence] | None,
        quotations: Quotations,
        opinion: bool,
    ) -> list[Coded]:
        """Code the acts of a sentence."""
        base, made = span[0], list[Coded]()
        sentence, words, conditions = parsed.sentence, parsed.sentence.words, parsed.conditions
        for phrase in parsed.phrases:
            if phrase.action in ("lift", "deny") and any(one.start <= phrase.at < one.end for one in conditions):
                continue
            word = next((k for k, place in enumerate(words.start) if place >= phrase.at), 0)
            voice = self.voices.voice_at(base + phrase.at, word, sentence, voices, nearby, quotations)
            quoted = quotations.holds(base + phrase.at)
            recalled = self._recalled(parsed)
            said = code_phrase(phrase, word, sentence, voice, self.voices, conditions, quoted=quoted, recalled=recalled)
            if said is None or (opinion and not voice.party):
                continue
            pointing = said.action == "demand" and said.object == "station" and not names_station(sentence)
            if pointing and not _POINTING.isdisjoint(words.low[:_NEAR]) and self.spoken_of:
                said = replace(said, object=self.spoken_of)  # 'will resume it only if the sanctions are lifted'
            partners = not said.targets and phrase.action == "demand" and bool(phrase.condition)
            self.record.add(said, span, voice, quoted, (base + phrase.at, base + phrase.at + 1), to_partners=partners)
            made.append(said)
            if phrase.whole:
                return made
        for found in parsed.acts:
            if found.action == "reply" and any(one.inverted and one.at == found.at for one, _ in voices):
                continue  # '“...,” X answered' only says who speaks
            at = base + words.start[found.at]
            quoted = quotations.holds(at)
            voice = self.voices.voice_at(at, found.group.first, sentence, voices, nearby, quotations)
            if opinion and not (voice.party or voice.name):
                continue
            place = self._place(voice, quoted, sentence, any(one.inverted or one.at < found.at for one, _ in voices))
            if found.bare and made and found.action != "withdraw":
                place = replace(place, spoken_of=made[-1].object)  # 'asked for a seat, but X refused'
            one = code(found, sentence, conditions, parsed.dates, place, made[-1] if made else None)
            if found.action == "deliver" and any(q.quantity == "dependence" for q in parsed.quantities):
                continue  # 'without X we could not bring them home' says who depends on whom
            if one is None or any(self._alike(one, other) for other in made):
                continue
            if one.action == "lift" and any(other.action == "lift" and other.status == "negated" for other in made):
                continue  # 'lifting the sanctions is not included'
            if made and one.action == "suspend" and made[-1].action == "withdraw" and _is_result(sentence, found.at):
                continue  # 'is pulling out, ending a decade of ...'
            if (
                voice.level == "media"
                and voice.name
                and not voice.party
                and (not quoted or voice.name[:2] in ("a ", "an"))
            ):
                continue  # an expert's view, not a party's act
            if voice.level == self.heading.level == "media":
                whose = subject_words(sentence, found.group.first)
                voice = replace(voice, level=level_of_doing(one.action, found.subject, whose))
            trigger = (at, base + words.end[found.last - 1])
            second = joined_object(found, sentence, one, conditions)
            joint = joined_actors(found, sentence, one)
            one = replace(one, targets=tuple(party for party in one.targets if party not in joint))
            told = [replace(one, actor=party) for party in (one.actor, *joint)]
            told += [replace(each, object=second) for each in told if second]
            for each in told:
                self.record.add(each, span, voice, quoted, trigger)
            made += (*told[1:], one)  # who acts first is meant by what follows
        if len(made) > 1:
            self.record.drop_frames(made)
        return made

    def _recalled(self, parsed: Parsed) -> bool:
        """Whether a sentence tells of something before the news."""
        text = " ".join(parsed.sentence.words.low)
        return is_recalled(text, parsed.dates, self.reading.published, self.body <= 2)

    @staticmethod
    def _alike(one: Coded, other: Coded) -> bool:
        return (one.actor, one.action, one.object) == (other.actor, other.action, other.object)

    def _new(self, text: str) -> Parsed:
        return Parsed(text, self.gazetteer, self.heading.surnames, self.reading.published)

    def _parse(self, start: int, end: int) -> Parsed:
        """Return a sentence taken apart; one that stands twice is taken apart once."""
        text = self.text[start:end]
        found = self.parsed.get(text)
        if found is None:
            found = self._new(text)
            found.know(self.ahead.facts_of(text))
            self.parsed[text] = found
        return found


def _is_result(sentence: Sentence, at: int) -> bool:
    """Whether a gerund says what comes of the act before it."""
    clause = sentence.syntax.clause_at(at)
    return clause is not None and clause.kind == "ing" and clause.relation == "aside"


_POINTING = frozenset(("it", "them", "this", "that"))
_NEAR = 8
"""Words at the head of a sentence in which a pronoun is what is held back."""


def _object_of(sentence: Sentence, coded: list[Coded]) -> str:
    """Return what a sentence is about: the object of its last statement, else the first service that it names."""
    said = [one.object for one in coded if one.object not in ("none", "sanctions")]
    if said:
        return said[-1]
    named = [one.object for one in sentence.mentions if one.object not in ("", "sanctions")]
    return next((one for one in named if one != "station"), named[0] if named else "")
