"""What a document says about itself: its day, whose text it is, the people it introduces, who speaks where."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from stationkeep.news.acts.actors import AGENCY_OF
from stationkeep.news.grammar.calendar import find_dates
from stationkeep.news.grammar.closed_words import ROLES
from stationkeep.news.grammar.gazetteer import COUNTRIES, Gazetteer
from stationkeep.news.text.layout import READ, Block
from stationkeep.news.text.words import listed, split_words
from stationkeep.news.voices.authorship import find_addressee, find_author
from stationkeep.news.voices.labels import ANSWERS, ASKS, BY_SURNAME, LABEL, MEMBER, NO_LABEL, OFFICER, hearing_state
from stationkeep.news.voices.turns import OWN_VOICE, is_question

_DATELINE = re.compile(r"^[A-Z][A-Za-zÀ-ÿ .,'’-]{2,50}?[,(—–-]\s*[^\n]{0,60}?(?:—|–|--|-|:|\)|/)\s")
_NAME = r"[A-Z][\w'’\u0300-\u036f-]+(?: (?:[A-Z]\.|de|van|von|der|al|[A-Z][\w'’\u0300-\u036f-]+)){1,3}"
_NAMES = re.compile(_NAME)
_ROLE_AFTER = re.compile(
    r"\s*(?:,|\(|–|—)\s*([^.,;:“”\"\n)]{4,110}?)(?=[.,;:)]| (?:said|says|told|added|will|has|was|is|wrote|announced|confirmed)\b|$)"
)
_ROLE_BEFORE = re.compile(r"([^.;:“”\"\n,]{3,80}),?\s+$")


@dataclass
class Heading:
    """What the head of a document settles for all of it."""

    published: dt.date | None
    published_by: str
    author: str = ""
    author_name: str = ""
    addressee: str = ""
    level: str = "media"
    people: dict[str, str] = field(default_factory=dict)
    surnames: dict[str, str] = field(default_factory=dict)
    transcript: bool = False
    dialogue: bool = False
    answers: tuple[str, str] = ("", "")
    defined: dict[str, str] = field(default_factory=dict)
    home: str = ""
    hearing: str = ""
    witnesses: frozenset[str] = frozenset()
    interview: bool = False

    def label_at(self, text: str, block: Block, gazetteer: Gazetteer) -> tuple[str, str] | None:
        """Return party and name of the speaker whom the head of a paragraph names ('ROGOZIN:', 'A:')."""
        found = LABEL.match(text[block.start : block.start + 130])
        if found is None:
            return None
        if found["qa"]:
            return ("", "") if found["qa"] == "Q" else self.answers
        if found["chair"]:
            return self.hearing, found["chair"].strip()
        said = found["mister"] or found["initials"] or found["plain"] or found["handle"] or ""
        if said.split()[0].lower().strip(".:") in NO_LABEL:
            return None
        names = gazetteer.find(split_words(found[0], 0, found.end()))
        if found["handle"]:
            names = names or gazetteer.find(split_words(said[1:].upper(), 0, len(said) - 1))  # '@esa'
        if said.isupper():
            names = names or gazetteer.find(split_words(found[0].title(), 0, found.end()))
        for one in names:
            if one.kind == "person":
                return self.people.get(one.name) or gazetteer.party_of(one.name, self.published), one.name
            if one.kind in ("party", "state"):
                return one.means, one.name
        for word in reversed(said.replace(":", " ").split()):
            full = self.surnames.get(word) or self.surnames.get(word.capitalize())
            if full:
                return self.people[full], full
        if found["handle"]:
            return "", found["handle"]
        upper = said.strip().upper() == said.strip() and len(said.strip()) > 3
        if ASKS.match(said):
            return "", ""
        if ANSWERS.match(said):
            return self.answers
        if MEMBER.match(said) and (self.hearing or not OFFICER.match(said)):
            return self.hearing or "usa", said.strip(" .:")
        if said.strip(" .:") in self.witnesses:
            return AGENCY_OF.get(self.hearing, self.hearing), said.strip(
                " .:"
            )  # who answers to Congress about the station
        unknown = self.hearing if BY_SURNAME.match(said) or found["initials"] else ""
        # members of a committee go by surname alone
        return (unknown, said.strip(" .:")) if upper or found["mister"] else None


def read_heading(
    text: str, blocks: list[Block], gazetteer: Gazetteer, given: dt.date | None, marked_up: str
) -> Heading:
    """Return what a document says about itself.

    Parameters
    ----------
    given : date, optional
        Day of publication from the user, which goes before what the document says.
    marked_up : str
        Day of publication from the page's markup, or empty.
    """
    published, by = _published(text, blocks, given, marked_up)
    heading = Heading(published, by)
    author = find_author(text, blocks, gazetteer, published)
    heading.author, heading.author_name, heading.level = author.party, author.name, author.level
    heading.addressee = find_addressee(text, blocks, gazetteer, published)
    _introductions(text, blocks, gazetteer, heading)
    _definitions(text, gazetteer, heading)
    heading.hearing = hearing_state(text, blocks)
    heading.home = _capital(text, blocks, gazetteer)
    turns = [
        (label, text[one.start : one.end].rstrip().endswith("?"))
        for one in blocks
        if one.kind in READ and (label := heading.label_at(text, one, gazetteer)) is not None
    ]
    labels = [label for label, _ in turns]
    if heading.hearing:
        asking = {label[1] for label, asks in turns if asks}
        heading.witnesses = frozenset(one[1] for one in labels if one[1] not in asking and labels.count(one) > 1)
    heading.transcript = len(labels) >= _TURNS
    spoken = [text[one.start : one.end].rstrip() for one in blocks if one.kind in READ and text[one.start] in "—–"]
    heading.dialogue = len(spoken) >= 4 and sum(one.endswith("?") for one in spoken) >= 2
    heading.interview = len(labels) < _TURNS and _is_interview(text, blocks)
    named = [label for label in labels if label[0] and label[1]]
    if named:
        heading.answers = named[-1] if len(set(named)) == 1 else named[0]
    elif heading.people:
        first = next(iter(heading.people))
        heading.answers = (heading.people[first], first)
    else:
        heading.answers = _first_person_named(text, blocks, gazetteer, published)
    return heading


_TURNS = 3
"""Labelled turns that make a transcript."""


def _is_interview(text: str, blocks: list[Block]) -> bool:
    """Whether questions stand in paragraphs of their own and are answered in the first person."""
    read = [one for one in blocks if one.kind in (*READ, "heading")]
    asked = [k for k, one in enumerate(read[:-1]) if is_question(text, one)]
    answered = sum(OWN_VOICE.search(text, read[k + 1].start, read[k + 1].end) is not None for k in asked)
    return len(asked) >= 2 and answered >= 2


def _first_person_named(
    text: str, blocks: list[Block], gazetteer: Gazetteer, published: dt.date | None
) -> tuple[str, str]:
    for one in blocks[:6]:
        for mention in gazetteer.find(split_words(text, one.start, min(one.end, one.start + 600))):
            if mention.kind == "person":
                return gazetteer.party_of(mention.name, published), mention.name
    for one in blocks[:4]:
        words = split_words(text, one.start, min(one.end, one.start + 200))
        if text[one.start] not in "—–" and ROLES.intersection(words.low):
            of_country = next((COUNTRIES[word] for word in words.low if word in COUNTRIES), ("", ""))
            if any(of_country):
                return of_country[1] or of_country[0], ""  # 'The deputy director of the Russian institute talks to'
    for one in blocks[:4]:
        for mention in gazetteer.find(split_words(text, one.start, min(one.end, one.start + 200))):
            if mention.kind in ("party", "state"):
                return mention.means, mention.name
    return "", ""


def _published(text: str, blocks: list[Block], given: dt.date | None, marked_up: str) -> tuple[dt.date | None, str]:
    if given is not None:
        return given, "given"
    if marked_up:
        try:
            return dt.date.fromisoformat(marked_up), "markup"
        except ValueError:
            pass
    for one in blocks[:12]:
        said = text[one.start : min(one.end, one.start + 160)]
        dateline = _DATELINE.match(said) if one.kind in READ else None
        short = one.kind == "byline" or len(text[one.start : one.end]) < 110
        labelled = re.match(r"\W{0,3}(?:published|posted|date|updated|release[d]?|issued|adopted|signed)\b", said, re.I)
        if not (dateline or short or labelled):
            continue
        until = one.start + (dateline.end() if dateline and not short else len(said))
        for dated in find_dates(text, one.start, until, None):
            if (
                dated.first is not None
                and dated.first == dated.last
                and dated.lead not in ("until", "by", "after", "through", "before")
            ):
                return dated.first, "byline" if short else "dateline"
    return None, ""


def _introductions(text: str, blocks: list[Block], gazetteer: Gazetteer, heading: Heading) -> None:
    """Learn the people whom the document introduces with office and party: 'Ada Quill, deputy director of JAXA'."""
    seen: set[str] = set()
    home = _home(text, blocks, gazetteer)
    for one in blocks:
        if one.kind not in READ and one.kind not in ("byline", "heading"):
            continue
        for found in _NAMES.finditer(text, one.start, one.end):
            name = found[0]
            if name in seen or name.split()[-1] in heading.surnames:
                continue
            begin, end = found.span()
            titled = [at.end() for at in re.finditer(r"[A-Z][a-z]+ ", name) if at[0].strip().lower() in _TITLES]
            if titled and " " in name[titled[-1] :]:
                begin, name = begin + titled[-1], name[titled[-1] :]  # 'Science Minister Ada Quill'
            if not _NO_SURNAMES.isdisjoint(name.lower().split()):
                continue  # 'Ministry of Foreign Affairs'
            after = _ROLE_AFTER.match(text, end, min(one.end, end + 130))
            before = _ROLE_BEFORE.search(text, max(one.start, begin - 80), begin)
            if after is None and before is None:
                continue
            party = ""
            if after is not None:
                party = _office(text, after.start(1), after.end(1), gazetteer, first=True)
            if not party and before is not None:
                party = _office(text, before.start(1), before.end(1), gazetteer, first=False)
            if not party:
                party = _of_the_state(text, after, before, home)
            if not party and before is not None:
                party = _goes_without_saying(text, before, one.start, blocks, gazetteer)
            if not party and after is not None:
                party = _goes_without_saying(text, after, begin, blocks, gazetteer)
            if not party:
                continue
            seen.add(name)
            if any(mention.kind != "word" for mention in gazetteer.find(split_words(name, 0, len(name)))):
                continue
            heading.people[name] = party
            heading.surnames[name.split()[-1]] = name


_TITLES = ROLES | listed("state defense defence commerce treasury transportation energy affairs")
"""Last words of titles that stand before a name: 'Secretary of State Ada Quill'."""

_DEFINED = re.compile(r"\((?:the |hereinafter (?:the )?|hereafter (?:the )?)?[\"“](?:the )?([A-Z]\w+)[\"”]\)")


def _definitions(text: str, gazetteer: Gazetteer, heading: Heading) -> None:
    """Learn what a notice calls its parties: 'Northrop Grumman Systems Corporation (the "Company")'."""
    for found in _DEFINED.finditer(text):
        words = split_words(text, max(0, found.start() - 90), found.start())
        parties = [one.means for one in gazetteer.find(words) if one.kind in ("party", "state")]
        if parties:
            heading.defined[found[1].lower()] = parties[-1]


_NO_SURNAMES = listed(
    "affairs station operations space agency council committee department office program programme program's science "
    "technology energy defense defence exploration research aeronautics administration corporation company center "
    "centre segment module federation union government ministry international national federal state headquarters"
)
"""Words with capitals that make a name that of a body or thing."""

_STATE_OFFICES = listed("minister ministry cabinet parliament president premier chancellor")


def _home(text: str, blocks: list[Block], gazetteer: Gazetteer) -> str:
    """Return the state in whose capital a text is datelined, or the first that it names."""
    for one in blocks[:5]:
        if one.kind in READ or one.kind == "heading":
            words = split_words(text, one.start, min(one.end, one.start + 300))
            named = next((mention.means for mention in gazetteer.find(words) if mention.kind == "state"), "")
            if named:
                return named
    return ""


def _capital(text: str, blocks: list[Block], gazetteer: Gazetteer) -> str:
    """Return the state in whose capital a text is datelined, or an empty text."""
    for one in blocks[:6]:
        words = split_words(text, one.start, min(one.end, one.start + 60))
        capitals = bool(words.raw) and len(words.raw[0]) > 3 and words.raw[0].isupper()
        dated = capitals and not {"—", "–", "-", "--", "("}.isdisjoint(words.raw[1:12])
        if one.kind in READ and (dated or _DATELINE.match(text[one.start : one.start + 120])):
            first = next((mention for mention in gazetteer.find(words) if mention.first == 0), None)
            return first.means if first is not None and first.kind == "state" else ""
    return ""


_AMERICAN_OFFICE = re.compile(
    r"\bSecretary of (?:State|Defense|Commerce|the Treasury|Transportation|War)$|"
    r"\b(?:Defense|Commerce|Treasury|Transportation|Energy) Secretary$"
)


def _of_the_state(text: str, after: re.Match[str] | None, before: re.Match[str] | None, home: str) -> str:
    """Return the state of a minister whose country goes without saying."""
    if before is not None and _AMERICAN_OFFICE.search(before[1]):
        return "usa"
    for one in (after, before):
        low = split_words(text, *one.span(1)).low if one is not None else ()
        if _STATE_OFFICES.intersection(low[-4:]) and _OF_FIRMS.isdisjoint(low):
            return home
    return ""


_OF_FIRMS = listed("vice general executive ceo")
"""Words with which 'president' is the office of a firm."""


_SPOKESPEOPLE = listed("spokesman spokeswoman spokesperson")
_BODIES = {"agency": "agency", "company": "company", "corporation": "company", "firm": "company"}


def _goes_without_saying(
    text: str, office: re.Match[str], start: int, blocks: list[Block], gazetteer: Gazetteer
) -> str:
    """Return whom somebody with a bare office speaks for: the body last named ('agency spokeswoman X')."""
    low = split_words(text, *office.span(1)).low[-4:]
    body = next((_BODIES[word] for word in low if word in _BODIES), "")
    speaks = not _SPOKESPEOPLE.isdisjoint(low) or low[-2:] == ("press", "secretary")
    if not speaks and not (body and not ROLES.isdisjoint(low)):
        return ""
    index = next((k for k, one in enumerate(blocks) if one.start <= start < one.end), 0)
    for one in reversed(blocks[max(0, index - 3) : index + 1]):
        for named in reversed(gazetteer.find(split_words(text, one.start, min(one.end, office.start())))):
            kind = gazetteer.kinds.get(named.means, "")
            if named.kind in ("party", "state") and named.means and (not body or kind == body):
                return named.means
    return ""


def _office(text: str, start: int, end: int, gazetteer: Gazetteer, *, first: bool) -> str:
    """Return the party of an office such as 'deputy director of JAXA', or an empty text."""
    words = split_words(text, start, end)
    if not ROLES.intersection(words.low):
        return ""
    parties = [one.means for one in gazetteer.find(words) if one.kind in ("party", "state")]
    return (parties[0] if first else parties[-1]) if parties else ""
