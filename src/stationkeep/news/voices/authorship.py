"""Whose own text a document is: a letter, a press release, a decree, a post, a report under a letterhead."""

# ruff: noqa: E501 -- tables of patterns read better unbroken

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from stationkeep.news.grammar.gazetteer import Gazetteer, Mention
from stationkeep.news.text.layout import READ, Block
from stationkeep.news.text.words import Words, listed, split_words

_OWN_TEXT = re.compile(
    r"\b(?P<word>press release|news release|media (?:release|advisory|statement)|for immediate release|communiqu[eé]|joint statement|results in brief|issued by|notice to|station blog|(?:status|mission) (?:blog|bulletin)|^letter of|^official journal|^council (?:regulation|decision)|^from: |posts? (?:of|by|from)\b|draft (?:federal )?law|official statement|"
    r"statement (?:by|from|of|on)|(?:status|mission|flight) (?:bulletin|report|update)|(?:agency|corporation|council|company) statement|statement$|news from|decree|executive order|government order|order no|^(?:order|decree|resolution) of|^(?:order|decree|resolution|directive|ordinance)(?=\s*$|\s*\n)|order of|resolution|ordinance|"
    r"(?:comment|commentary|remarks|reply) (?:by|from|of)\b|investor (?:update|notice|relations)|(?:trading|market|shareholder) (?:update|notice)|current report|form 8-k|ad[ -]hoc|announcement|official (?:channel|account|post|telegram)|release (?:no\.? ?)?\d|press (?:service|desk|office)|telegram channel|posted on|thread by|letter (?:to|from)|open letter|memorandum|notice to partners|"
    r"media contact|for release)",
    re.I,
)
_POST = re.compile(
    r"^posts? (?:of|by|from)\b|(?:^|[\s(])@\w{3,}|\btelegram\b|\btweets?\b|\bthread\b|\bposted (?:on|at|by)\b|\bofficial (?:account|channel)\b|\d[\d,. ]*[KkMm]? (?:subscribers|followers)\b",
    re.I,
)
_DECREE = re.compile(
    r"^(?:order|decree|resolution|directive|ordinance)\s*(?:$|\n)|\b(?:decree|official journal|council regulation|draft (?:federal )?law|order of|executive order|government order|order no|resolution no|ordinance|presidential order)\b",
    re.I,
)
_DEAR = re.compile(
    r"^(?:dear|esteemed|respected)\s+(?:mr|mrs|ms|dr|sir|madam|colleagues?|partners?|director|administrator|friends?|[A-Z])",
    re.I,
)
_YOURS = re.compile(
    r"^(?:(?:yours|respectfully|sincerely|faithfully|with (?:kind|best) regards|kind regards|best regards)\b)", re.I
)
_REPORTED = re.compile(r"[“\"„«]|\b(?:said|says|told|added|wrote|reported)\b")
"""What news copy has and the head of a release does not."""
_BYLINE = re.compile(
    r"(?:^|\n|[•|·] ?)(?:(?:[Pp]osted )?[Bb]y|BY) (?:[A-Z][\w'’.-]+ ){1,3}(?:[A-Z][\w'’.-]+|reporters|staff)|^[Pp]osted by\b|"
    r"\b(?:staff|wire) (?:reporter|writer|reports)|"
    r"\b(?:science|space|staff|senior|political|foreign) (?:reporter|correspondent|editor|writer)\b|"
    r"\((?:Reuters|AP|AFP|dpa|TASS|Kyodo|Xinhua|UPI|Interfax|RIA[^)]*)\)"
)
_BYLINE_WITHIN = 8
_ADMINISTRATOR = re.compile(r"\badministrator\b", re.I)
"""The title that of all heads of agencies only NASA's has."""
_FIRST_NAMED = re.compile(r"\b(?:statement|release|letter)\b.{0,20}\b(?:on|about|to)\b", re.I)
_NO_HEAD = frozenset(("caption", "crosslink", "comment", "navigation", "footer"))
_BRIEF = 200
"""Characters at most of a line in the head of a document."""
_LINE = 60
_BESIDE = (-1, 1, 2, 3)
"""Lines beside the one that says what a document is in which its author may stand, nearest first."""


@dataclass(frozen=True)
class Author:
    """Whose own text a document is: party and person, empty where nobody is named, and how firmly it speaks."""

    party: str = ""
    name: str = ""
    level: str = "media"


def find_author(text: str, blocks: list[Block], gazetteer: Gazetteer, published: dt.date | None) -> Author:
    """Return whose own text a document is; without any sign of it the reporter's, of level ``media``."""
    head = _Head(text, blocks, gazetteer, published)
    if head.is_reported():
        return Author()
    return head.sender() or head.declared() or head.letterhead() or head.own_voice() or head.boilerplate() or Author()


def find_addressee(text: str, blocks: list[Block], gazetteer: Gazetteer, published: dt.date | None) -> str:
    """Return the party to whom a letter is written, whom it calls 'you'; empty without one."""
    head = _Head(text, blocks, gazetteer, published)
    dear = head.greeting()
    if dear < 0:
        return ""
    sender = head.sender()
    for one in reversed(blocks[: dear + 1]):
        for mention in head.named(one.start, min(one.end, one.start + _BRIEF)):
            party = head.by(mention).party
            if party and (sender is None or party != sender.party):
                return party
    return ""


class _Head:
    """The first lines of a document."""

    def __init__(self, text: str, blocks: list[Block], gazetteer: Gazetteer, published: dt.date | None) -> None:
        self.text, self.blocks, self.gazetteer, self.published = text, blocks, gazetteer, published

    def named(self, start: int, end: int) -> list[Mention]:
        """Return the parties, states and people named in a stretch."""
        found = self.gazetteer.find(split_words(self.text, start, end))
        return [one for one in found if one.kind in ("party", "state", "person")]

    def by(self, one: Mention, level: str = "") -> Author:
        """Return a name as an author."""
        if one.kind == "person":
            return Author(self.gazetteer.party_of(one.name, self.published), one.name, level or "official_spoken")
        return Author(one.means, "", level or "agency")

    def is_reported(self) -> bool:
        """Whether a reporter signs the text or an agency of news sends it."""
        return any(
            _BYLINE.search(self.text[one.start : min(one.end, one.start + _BRIEF)])
            and not self.named(one.start, min(one.end, one.start + _BRIEF))
            for one in self.blocks[:_BYLINE_WITHIN]
        )

    def greeting(self) -> int:
        """Return the index of 'Dear Mr. X', or -1."""
        text = self.text
        dear = next((k for k, one in enumerate(self.blocks[:14]) if _DEAR.match(text[one.start : one.end])), -1)
        return dear if dear < 0 or self.blocks[dear].end - self.blocks[dear].start <= _LINE else -1

    def sender(self) -> Author | None:
        """Return who wrote a letter: the letterhead above 'Dear Mr. X', or who signs it."""
        text, blocks, dear = self.text, self.blocks, self.greeting()
        if dear < 0:
            return None
        signed = next(
            (k for k, one in enumerate(blocks) if k > dear and _YOURS.match(text[one.start : one.end])), len(blocks)
        )
        for one in [*blocks[signed : signed + 5], *blocks[:dear]]:
            if re.match(r"to\b", text[one.start : one.end], re.I):
                continue
            for mention in self.named(one.start, min(one.end, one.start + 160)):
                author = self.by(mention, "agency")  # a letter is a body's word in writing
                if author.party:
                    return author
        return None

    def declared(self) -> Author | None:
        """Return the author of a text whose head says that it is a release, a decree, a post."""
        nameless: Author | None = None
        for index, one in enumerate(self.blocks[:7]):
            said = self.text[one.start : min(one.end, one.start + 220)]
            if one.kind in _NO_HEAD:
                continue
            brief = one.end - one.start < _BRIEF and not self._is_told(one)
            own = _OWN_TEXT.search(said) if brief and not _REPORTED.search(said) else None
            post = _POST.search(said[:90]) if brief or index < 3 else None
            if not (own or post):
                continue
            level = "official_post" if post and (not own or post.start() == 0) else ""
            level = level or ("decree" if _DECREE.search(said) else "")
            mentions = self.named(one.start, one.start + len(said)) or self._beside(index)
            if not mentions and _ADMINISTRATOR.search(said):
                return Author("nasa", "", level or "agency")
            if not mentions:
                nameless = nameless or (Author(level=level or "agency") if own else None)
                continue
            first = next((m for m in mentions if m.kind == "person"), mentions[0])
            if own and _FIRST_NAMED.search(said):
                first = mentions[0]
            return self.by(first, level)
        return nameless

    def _is_told(self, one: Block) -> bool:
        """Whether a block is a sentence of the text and no line of its head."""
        return one.end - one.start > _LINE and self.text[one.start : one.end].rstrip().endswith(
            (".", "!", "?", '"', "”")
        )

    def _beside(self, index: int) -> list[Mention]:
        """Return the first name in a line near another of the head."""
        for step in _BESIDE:
            if 0 <= index + step < len(self.blocks):
                near = self.blocks[index + step]
                if step > 1 and self.text[near.start : near.end].rstrip().endswith("."):
                    return []
                if found := self.named(near.start, min(near.end, near.start + 160)):
                    return found[:1]
        return []

    def letterhead(self) -> Author | None:
        """Return the body whose name is the first line: 'State Space Corporation X', 'X OFFICE OF AUDITS'."""
        if not self.blocks or self.blocks[0].kind in _NO_HEAD:
            return None
        start, end = self.blocks[0].start, self.blocks[0].end
        end = next((k for k in range(start, min(end, start + _BRIEF)) if self.text[k] == "\n"), end)
        if end - start > _BRIEF:
            return None
        words = split_words(self.text, start, end)
        if not 0 < len(words) <= _LONGEST_NAME or not _is_name(words):
            return None
        mentions = self.named(start, end)
        body = not _BODIES.isdisjoint(words.low)
        whole = any(m.first == 0 and m.last == len(words) and m.kind == "party" for m in mentions)
        if not (body or whole) or any(m.kind == "person" for m in mentions):
            return None
        return self.by(mentions[0]) if mentions else Author(level="agency")

    def own_voice(self) -> Author | None:
        """Return the party that speaks of itself at once: 'X (NYSE: Y)', 'X today announced', 'our programmes'."""
        for one in self.blocks[:4]:
            if one.kind not in (*READ, "heading"):
                continue
            found = _AT_ONCE.search(self.text, one.start, min(one.end, one.start + 400))
            if found is not None:
                mentions = self.named(one.start, found.start() + 1)
                near = mentions and not self._words_between(one.start, mentions[-1], found.start())
                return self.by(self._first_joined(one, mentions)) if near and mentions[-1].kind != "person" else None
            head = one.end - one.start < _BRIEF and not _REPORTED.search(self.text, one.start, one.end)
            if head and (found := _OUR.search(self.text, one.start, one.end)) is not None:
                mentions = [m for m in self.named(one.start, found.start()) if m.kind == "party" and m.first == 0]
                if mentions:
                    return self.by(mentions[0])
        return None

    def _first_joined(self, block: Block, mentions: list[Mention]) -> Mention:
        """Return the first of the names that are joined to the last: 'X (XY) and Z today announced'."""
        low, first = split_words(self.text, block.start, block.end).low, mentions[-1]
        for one in reversed(mentions[:-1]):
            if one.kind != "party" or not _JOINS.issuperset(low[one.last : first.first]):
                break
            first = one
        return first

    def boilerplate(self) -> Author | None:
        """Return the body whose description closes the text: 'About X: X builds ...'."""
        for one in self.blocks[-_CLOSING:]:
            found = _ABOUT.match(self.text, one.start, one.end)
            if found is None:
                continue
            mentions = [m for m in self.named(one.start, found.end()) if m.kind == "party"]
            if not mentions or mentions[0].first > _BRACKETED:
                continue
            alone = found["colon"] is None or found.end() == one.end
            behind = self.named(found.end(), min(one.end, found.end() + _LINE))
            if alone or any(m.means == mentions[0].means for m in behind) or _BODY.match(self.text, found.end()):
                return self.by(mentions[0])
        return None

    def _words_between(self, start: int, one: Mention, end: int) -> bool:
        """Whether words stand between a name and what follows it, an abbreviation in brackets apart."""
        low = split_words(self.text, start, end).low[one.last :]
        low = low[next((k for k, word in enumerate(low) if word not in _FORMS), len(low)) :]
        return len(low) > 0 and not (low[0] == "(" and len(low) == _BRACKETED)


_LONGEST_NAME = 9
_BODIES = listed(
    "agency corporation council board commission ministry department administration program programme committee office "
    "directorate company centre center secretariat"
)
_SMALL = frozenset(("of", "and", "the", "for", "in", "on", "&", "-", ",", "/", "."))
_AT_ONCE = re.compile(
    r"\((?:NYSE|NASDAQ|Nasdaq|LSE|TSE|TSX|Euronext)[^)]{0,12}\)|"
    r"\btoday (?:announced|described|confirmed|outlined|unveiled|named|awarded|issued|released|signed|selected|completed)\b"
)
_BRACKETED = 3
_FORMS = listed("corporation corp inc company co ltd llc plc group gmbh ag sa . ,")
"""Words that belong to the name of a firm."""
_JOINS = frozenset(("and", "&", ",", "(", ")", "the"))
_ABOUT = re.compile(
    r"About (?:the )?[A-Z][\w&.'’-]*(?: (?:(?:of|and|the|for|in|&) )*[A-Z][\w&.'’-]*){0,7}(?: ?\([^)\n]{1,60}\))?"
    r"[ ,]*(?:(?P<colon>:|[-–—](?= ))\s*|\n|$)"
)
"""A heading 'About X', alone or before what it says of X."""
_BODY = re.compile(r"(?:The|Our) (?:agency|company|corporation|firm|group)\b|We\b")
_CLOSING = 4
"""Blocks at the end of a text in which a body describes itself."""
_OUR = re.compile(r"\b[Oo]ur\b")


def _is_name(words: Words) -> bool:
    """Whether a line is nothing but names: every word with a capital, the small ones apart."""
    return all(raw[0].isupper() or low in _SMALL for raw, low in zip(words.raw, words.low, strict=True))
