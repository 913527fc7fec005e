"""What is written down of a document: statements, claims, what looks wrong, what was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stationkeep.news.acts.coded import Coded
from stationkeep.news.acts.objects import assessed_object
from stationkeep.news.claims.claims import Quantity
from stationkeep.news.findings.parsed import Parsed
from stationkeep.news.findings.statements import Claim, DocumentReading, SecondLook, Statement, Unread, say_share
from stationkeep.news.grammar.closed_words import AUXILIARIES
from stationkeep.news.grammar.lexicon import INDEX
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.voices.heading import Heading
from stationkeep.news.voices.voices import Voice

Span = tuple[int, int]
_HEAD = 3
"""Words of a sentence in which the party stands that it is about: 'The buyer, X, has'."""


class Record:
    """Writes into the reading of a document, with the places of the original.

    Parameters
    ----------
    reading : DocumentReading
        What is filled.
    heading : Heading
        What the document says about itself.
    name : str
        Short name of the document.
    """

    def __init__(self, reading: DocumentReading, heading: Heading, name: str) -> None:
        self.reading, self.heading, self.name = reading, heading, name
        self.thing = ""
        self.count = 0
        self.where: dict[str, int] = {}
        self._towards_partners: set[str] = set()

    def add(
        self, one: Coded, span: Span, voice: Voice, quoted: bool, trigger: Span, *, to_partners: bool = False
    ) -> None:
        """Write down a statement; one aimed at the partners is given its targets when the document has been read."""
        start, end = self.reading.plain.locate(*span)
        self.count += 1
        number = f"{self.name}.{self.count}"
        if to_partners:
            self._towards_partners.add(number)
        if one.object not in ("none", "sanctions", "station"):
            self.thing = one.object
        level = voice.level
        if level == "media":
            level = self.heading.level
        self.where[number] = trigger[0]
        begin, stop = self.reading.plain.locate(*trigger)
        self.reading.statements.append(
            Statement(
                number,
                self.name,
                start,
                end,
                self.reading.original.text[start:end],
                " ".join(self.reading.plain.text[span[0] : span[1]].split()),
                voice.name or voice.party or None,
                voice.reported_by or None,
                one.actor,
                one.action,
                one.mode,
                one.object,
                one.targets,
                one.condition,
                one.effective,
                one.status,
                level,
                quoted,
                one.rule,
                one.doubt,
                (begin, stop),
            )
        )

    def claim(self, span: Span, parsed: Parsed, voice: Voice, level: str) -> Quantity | None:
        """Write down what a model can test in a sentence; return the first that by itself says what is so."""
        first: Quantity | None = None
        for one in parsed.quantities:
            begin, stop = self.reading.plain.locate(*span)
            said = self.reading.plain.locate(span[0] + one.at, span[0] + one.end)
            plain = " ".join(self.reading.plain.text[span[0] : span[1]].split())
            self.reading.claims.append(
                Claim(self.name, begin, stop, self.reading.original.text[begin:stop], plain, said,
                      voice.name or voice.party or None, voice.party, level, one)
            )  # fmt: skip
            first = first or (one if one.assesses else None)
        return first

    def assess(
        self,
        span: Span,
        sentence: Sentence,
        voice: Voice,
        rule: str,
        owners: Sequence[str],
        quoted: bool,
        *,
        office: bool = False,
    ) -> None:
        """Write down a sentence that says nothing but what a model can test: who says it acts, else whose it is.

        Parameters
        ----------
        owners : sequence of str
            The party whose it is, as far as the sentence says so, then the one that the text is about.
        office : bool
            Whether an office alone says it, and not whose: 'a spokesman said'.
        """
        named = [one.means for one in sentence.mentions if one.kind in ("party", "state") and one.means]
        guessed = (office or not voice.name) and voice.party not in named
        head = next((one for one in sentence.mentions if one.first <= _HEAD and one.kind in ("party", "state")), None)
        own = (head.means if head is not None else "") or owners[0]
        party = (own if guessed and own else voice.party) or own or owners[-1]
        if not party:
            return
        targets = tuple(dict.fromkeys(means for means in named if means != party))
        thing = assessed_object(rule, sentence, self.thing)
        rule = f"assess.{rule.removeprefix('claim.')}"
        one = Coded(party, "assess", thing, targets, None, None, "done", "verbal", rule, None)
        self.add(one, span, replace(voice, party=party), quoted, span)

    def settle(self, second: SecondLook, dropped: set[str]) -> None:
        """Write down what weights made of the statements, and number them anew.

        Parameters
        ----------
        second : SecondLook
            How sure statements are, and what else the weights say of them.
        dropped : set of str
            Ids of statements that are taken back; their sentences stand as not understood.
        """
        reading = self.reading
        kept = [one for one in reading.statements if one.id not in dropped]
        told = {(one.start, one.end) for one in kept} | {(one.start, one.end) for one in reading.claims}
        unread = [row for row in reading.not_understood if (row.start, row.end) not in told]
        for one in reading.statements:
            if one.id in dropped and (one.start, one.end) not in told:
                said = f"{one.actor} {one.action} {one.object}"
                share = say_share(second.sure[one.id])
                why = f"rule {one.rule} reads '{said}', which is right in {share} of such sentences"
                unread.append(Unread(self.name, one.start, one.end, one.text, why, taken_back=True))
        reading.not_understood[:] = sorted(unread, key=lambda row: (row.start, row.end))
        kept = sorted(map(second.applied, kept), key=lambda one: (one.start, one.trigger))
        reading.statements[:] = [replace(one, id=f"{self.name}.{number}") for number, one in enumerate(kept, 1)]

    def drop_frames(self, made: list[Coded]) -> None:
        """Drop a warning that only frames what the same sentence says more exactly."""
        kept = [one for one in made if one.action not in ("warn", "threaten")]
        if kept and len(kept) < len(made):
            statements = self.reading.statements
            tail = statements[-len(made) :]
            statements[-len(made) :] = [one for one in tail if one.action not in ("warn", "threaten")]
            made[:] = kept

    def name_partners(self) -> None:
        """Give what is aimed at the partners the parties that the document names as such, in the order of naming."""
        seen = dict.fromkeys(
            party
            for one in self.reading.statements
            for party in one.targets
            if party in ("nasa", "esa", "csa", "jaxa", "roscosmos")
        )
        self.reading.statements[:] = [
            replace(one, targets=tuple(party for party in seen if party != one.actor))
            if one.id in self._towards_partners
            else one
            for one in self.reading.statements
        ]

    def suspect(self, span: Span, party: str) -> None:
        """Write down that a party stands twice in one list."""
        start, end = self.reading.plain.locate(*span)
        row = {"document": self.name, "start": start, "end": end, "text": self.reading.original.text[start:end]}
        what = f"'{party}' stands twice in one list; another party may have been meant"
        self.reading.suspicious.append(row | {"what": what, "party": party})

    def maybe_unread(self, span: Span, sentence: Sentence) -> None:
        """Write down a sentence that names a party, an act and a thing, and of which nothing was made."""
        actors = [one for one in sentence.mentions if one.kind in ("party", "state", "person") and one.means]
        acts = [word for word in sentence.words.low if word in INDEX and word not in AUXILIARIES]
        if actors and acts and any(one.object for one in sentence.mentions):
            self.unread(*span, f"names {actors[0].name} and '{acts[0]}', and no rule could say who does what")

    def unread(self, start: int, end: int, why: str) -> None:
        """Write down a span that was not understood."""
        begin, stop = self.reading.plain.locate(start, end)
        self.reading.not_understood.append(Unread(self.name, begin, stop, self.reading.original.text[begin:stop], why))
