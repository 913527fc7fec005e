"""The parts of a document: headings, paragraphs, quotations over several of them, and what is not news.

Captions, cross-links, bylines, footers, navigation and readers' comments are recognised by how they are marked up, by
their words or by their place; they are kept as blocks, so that a page can show them, but no statement comes from them.
"""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from stationkeep.news.text.markup import Page, Stretch
from stationkeep.news.text.plain import Plain

Kind = Literal[
    "title", "heading", "paragraph", "caption", "crosslink", "byline", "footer", "navigation", "comment", "foreign"
]
READ: frozenset[str] = frozenset(("title", "paragraph"))
"""Kinds of block from which statements come. A heading within the text repeats what follows it."""


@dataclass(frozen=True)
class Block:
    """A part of a document: ``[start, end)`` in readable text, what it is, and by which rule."""

    start: int
    end: int
    kind: Kind
    rule: str
    opinion: bool = False
    quoted: bool = False


_CAPTION = re.compile(
    r"^\W{0,3}(?:\(?\s*(?:photo|image|picture|illustration|video|graphic|caption|file photo|file image|pictured|credits?)\b"
    r"\s*(?:by|from|of|credits?|:|/|-|–|—|\()|photograph(?:s|y)? by|in this (?:handout|undated|file|photo|image|screen)|"
    r"(?:credit|image credit|photo credit)s?\s*[:/]|fig(?:ure)?\.? \d+\s*[:.])|"
    r"(?:getty images|/afp\b|/ap photo|via getty|(?:\bafp|/reuters)\)(?!\s*[-–—])|shutterstock|pixabay|unsplash|wikimedia commons"
    r"|handout photo|\(photo\b|\bphoto\)|\(file\)|file photo\.?\)?\s*$|\bcredits?: ?[A-Z])",
    re.I,
)
_SEEN = re.compile(
    r"(?:\bis (?:seen|pictured|shown)\b|\bare (?:seen|pictured|shown)\b|\bpictured (?:here|above|below)\b|\((?:L|R|C|left|right|center|centre)\))",
    re.I,
)
_CROSSLINK = re.compile(
    r"^\W{0,3}(?:also read|read also|read more|read next|see also|related(?: articles?| stories| story| news| links?| posts?"
    r"| coverage)?|more (?:on|from|about) this|recommended|you may also like|watch(?: now| also)?|listen|don[’']?t miss"
    r"|more stories|more news|trending|most (?:read|popular)|up next|editor[’']?s picks?|in other news|further reading"
    r"|from our archive|previously|next article|previous article|latest)\b\s*(?:[:>|–—»-]|$)",
    re.I,
)
_CROSS_HEAD = re.compile(
    r"^\W{0,3}(?:related (?:articles?|stories|links?|posts?|coverage|news|content)|more stories|more news|most (?:read|popular)"
    r"|trending(?: now)?|recommended(?: for you)?|you may also like|also read|read more|see also|latest (?:news|stories)"
    r"|more (?:from|on) .{1,40})\W{0,3}$",
    re.I,
)
_FOOTER = re.compile(
    r"(?:^|\s)(?:©|ⓒ|\(c\)) ?\d{4}|all rights reserved|do not reproduce|may not be (?:published|reproduced|broadcast)|"
    r"^(?:this (?:article|story|post) (?:is owned|was (?:originally|first) published|originally appeared|has been updated))|"
    r"for more (?:news|updates|stories)|keep your tabs|subscribe to|sign up (?:for|to) (?:our|the)|follow us (?:on|at)|"
    r"^(?:terms of (?:use|service)|privacy policy|cookie policy|contact us|about us|advertis(?:e|ing)|newsletter)\b|"
    r"our standards:|support our journalism|^tags?:|^filed under|^posted in|^categories:|^share this|^(?:###|-\s?30\s?-|-?ends-?|# # #)\s*$|"
    r"^(?:media|press) contacts?:|^notes? (?:to|for) editors|^reporting by\b.{0,160}$|^editing by|^about (?:nasa|esa|roscosmos|the author)\W*$",
    re.I,
)
_NAVIGATION = re.compile(
    r"^(?:press [\"“]?enter|skip to (?:main )?content|menu|home|search|log ?in|sign (?:in|up)|subscribe|advertisement|sponsored|"
    r"share(?: on| this)?|tweet|email|print|facebook|twitter|whatsapp|copy link|accept(?: all)?(?: cookies)?|"
    r"we use cookies|this (?:site|website) uses cookies|loading|click here|back to top|toggle navigation|close|next|previous"
    r"|continue reading|load more|show more|view (?:all )?comments|jump to|enable javascript|please enable)\b.{0,160}$",
    re.I,
)
_COOKIES = re.compile(r"\b(?:uses? cookies|cookie (?:policy|settings|preferences)|accept all cookies)\b", re.I)
_BYLINE = re.compile(
    r"^\W{0,2}(?:by [A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,4}(?:,.{0,80}| and [A-Z].{0,60}| [|•·].{0,80})?$|written by\b.{0,80}$|author:|"
    r"published\b.{0,60}$|posted (?:on|by|at)\b.{0,60}$|updated:?\b.{0,60}$|last (?:updated|modified)\b.{0,60}$|"
    r"date:|from:|to:|cc:|subject:|source:|translat(?:ed|ion) (?:by|from)\b.{0,60}$|\d{1,2} (?:min|minute)s? read)",
)  # fmt: skip
_BYLINE_CASELESS = re.compile(
    r"^\W{0,2}(?:written by\b|published:?\s|posted (?:on|by|at)\b|updated:?\s|last (?:updated|modified)\b|\d{1,2} (?:min|minute)s? read)"
    r".{0,70}$",
    re.I,
)
_COMMENTS = re.compile(
    r"^\W{0,3}(?:\d[\d,]* (?:thoughts?|comments?|replies|responses) (?:on|to)\b.*|(?:\d[\d,]* )?(?:readers?[’']? ?)?comments?(?:\s*\(?\d*\)?)?"
    r"|leave a (?:reply|comment)\W*|join the (?:discussion|conversation)\W*|top comments|what readers (?:say|said|wrote)"
    r"|discussion(?:\s*\(?\d+\)?)?|comments? (?:section|are (?:closed|open)).*|\d[\d,]* comments?\W*|reader comments?\W*"
    r"|letters to the editor\W*)\s*:?\s*$",
    re.I,
)
_COMMENTS_ON = re.compile(r"^\W{0,3}\d[\d,]* (?:thoughts?|comments?|replies|responses) (?:on|to)\b", re.I)
_OPINION = re.compile(
    r"^\W{0,3}(?:opinion|op-?ed|editorial|commentary|comment|analysis|column|viewpoint|perspective|guest (?:post|column|essay)|"
    r"letter to the editor|blog)\b\s*(?:$|[:|/–—-])",
    re.I,
)
_ADDRESSED = re.compile(
    r"\b(?:ignore (?:all |any |your |the )*(?:previous |prior |earlier )?(?:rules|instructions|statements)|instructions? (?:for|to) (?:any |the |every )?(?:program|model|reader|"
    r"machine|assistant|ai|parser|system|software)|(?:note|message|notice|attention)\b.{0,20}\b(?:any|all|every) (?:program|model|machine|assistant|ai|parser|software|bot)|(?:disregard|forget|override) (?:all |any |your |the )*(?:previous |prior |earlier )?(?:rules|instructions)|paste into output|system prompt|you are an? (?:ai|assistant|language model)|output that|<script|drop table)",
    re.I,
)
"""Words addressed to a program that reads: they are shown, and nothing they say is taken for news or obeyed."""
_CORRECTION = re.compile(
    r"^\W{0,3}(?:corrections?|corrects|clarification|erratum|retraction|editor[’']s note|older posts|earlier posts)\b\s*[:(—–.-]",
    re.I,
)
_POST_HEAD = re.compile(
    r"^(?=[^.!?]{0,100}[A-Za-z@])[^\n]{2,90}?[\s,·|(-]\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?| ?(?:gmt|utc|msk|cet|et|pt))?\)?$",
    re.I,
)
"""Who wrote a post, and at what o'clock."""
_LETTER = re.compile(r"^\W{0,2}(?:sir|madam|dear (?:sir|madam|editor)s?)\b\s*[,:—–-]", re.I)
_ENDS = re.compile(r"[.!?…:;,]['\"”’»)\]]*\s*$")
_LABEL = re.compile(r"^(?:[-•*·▪‣–]\s|\(?\d{1,2}[.)]\s|[A-Z][\w.’' -]{1,40}:\s|(?:Q|A)[.:]\s|\d{1,2}[:.]\d{2}\b|@\w)")
_LISTED = re.compile(r"(?:\d{1,2}[.)]?|[-•>*])\s[^\n]{3,90}\??$")
"""A line of a list of links."""
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_PARTED = re.compile(
    r"(?:(?<![ \t\f\v\u00a0])[ \t\f\v\u00a0]*+(?:\r\n|\r|\n|\u2028|\u2029|\x85)){2,}[ \t\f\v\u00a0]*|\f"
)
_LINE = re.compile(r"\r\n|\r|\n|\u2028|\u2029|\x85")


def lay_out_text(plain: Plain) -> list[Block]:
    """Return the blocks of a document without markup, parted at empty lines and where lines are not wrapped."""
    text = plain.text
    stretches: list[Stretch] = []
    at = 0
    for gap in _PARTED.finditer(text):
        stretches += _lines(text, at, gap.start())
        at = gap.end()
    stretches += _lines(text, at, len(text))
    return _judge(text, stretches)


def lay_out_page(page: Page) -> list[Block]:
    """Return the blocks of a page."""
    text = page.plain.text
    stretches: list[Stretch] = []
    for one in page.stretches:
        stretches += _lines(text, one.start, one.end, one) if one.tag == "pre" else [one]
    return _judge(text, stretches)


def _lines(text: str, start: int, end: int, like: Stretch | None = None) -> list[Stretch]:
    """Part a stretch at its line ends unless it looks wrapped at a margin."""
    like = like or Stretch(start, end, "p", "")
    bounds = [start, *(b for m in _LINE.finditer(text, start, end) for b in m.span()), end]
    lines = [(bounds[i], bounds[i + 1]) for i in range(0, len(bounds), 2)]
    if len(lines) == 1:
        return [Stretch(start, end, like.tag, like.role, like.quoted)]
    longest = max(b - a for a, b in lines)
    parted: list[Stretch] = []
    begun = lines[0][0]
    for (a, b), (c, d) in pairwise(lines):
        full = longest <= 130 and (b - a + _first_word(text, c, d) >= min(longest, 60) or _goes_on(text, a, b, c))
        if full and not _LABEL.match(text[c : min(d, c + 60)]):
            continue
        parted.append(Stretch(begun, b, like.tag, like.role, like.quoted))
        begun = c
    parted.append(Stretch(begun, end, like.tag, like.role, like.quoted))
    return parted


def _goes_on(text: str, start: int, end: int, following: int) -> bool:
    """Whether a line of several words breaks off and the next goes on in lower case."""
    broken = start < end and text[end - 1] not in ".!?:;…" and text[following : following + 1].islower()
    return broken and text.count(" ", start, end) > 1 and _POST_HEAD.match(text[start:end].strip()) is None


def _first_word(text: str, start: int, end: int) -> int:
    space = text.find(" ", start, end)
    return (end if space < 0 else space) - start + 1


def _judge(text: str, stretches: list[Stretch]) -> list[Block]:
    """Say of every stretch what it is."""
    blocks: list[Block] = []
    title = ""
    thread = sum(_POST_HEAD.match(text[one.start : one.end].strip()) is not None for one in stretches) >= 2
    commenting = linking = opinion = False
    for one in stretches:
        start, end = _trimmed(text, one.start, one.end)
        if start == end:
            continue
        said = text[start:end]
        kind, rule = _kind(said, one, title)
        if thread and _POST_HEAD.match(said):
            kind, rule = "byline", "layout.post_head"
        elif thread and blocks and blocks[-1].rule == "layout.post_head" and kind == "heading":
            kind, rule = "paragraph", "layout.post"  # posts need no full stop
        if commenting and kind != "footer":
            kind, rule = "comment", "layout.after_comments_head"
        elif kind == "comment" and rule == "layout.comments_head":
            commenting = True
        if kind in ("paragraph", "heading", "crosslink") and len(said) < 60 and _CROSS_HEAD.match(said):
            kind, rule, linking = "crosslink", "layout.related_head", True
        elif (
            linking
            and kind in ("paragraph", "heading")
            and (one.tag == "li" or not _ENDS.search(said) or _LISTED.match(said))
        ):
            kind, rule = "crosslink", "layout.under_related_head"
        elif kind in ("paragraph", "heading"):
            linking = False
        if kind == "heading" and not title and len(said) > 12:
            kind, rule, title = "title", "layout.first_heading", said
        if _OPINION.match(said) and len(said) < 160 and kind in ("heading", "title", "paragraph", "byline"):
            opinion = True
        opinionated = opinion or (_LETTER.match(said) is not None and len(said) > 60)
        blocks.append(Block(start, end, kind, rule, opinionated, one.quoted))
    return blocks


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


_CAPTION_KEYS = (
    "photo", "image", "picture", "illustration", "video", "graphic", "caption", "file", "credit", "getty", "afp", "reuters", "shutterstock", "pixabay",
    "unsplash", "wikimedia", "handout", "fig", "seen", "shown", "(l)", "(r)", "(c)", "left)", "right)", "cent", "visual", "screen",
)  # fmt: skip
_FOOTER_KEYS = (
    "©", "ⓒ", "(c)", "rights", "reproduce", "publish", "owned", "appeared", "updated", "for more", "keep your", "subscribe", "sign up", "follow us", "terms",
    "privacy", "cookie", "contact", "about", "advertis", "newsletter", "standards", "journalism", "tag", "filed", "posted", "categor", "share", "###", "30",
    "end", "# #", "note", "reporting", "editing",
)  # fmt: skip
_ADDRESSED_KEYS = (
    "disregard",
    "any program",
    "paste into",
    "override",
    "forget",
    "to all ",
    "to any ",
    "ignore",
    "instruction",
    "prompt",
    "you are a",
    "output that",
    "<script",
    "drop table",
)
"""Words without which a pattern cannot match: most blocks have none, and are spared the search."""


def _kind(said: str, one: Stretch, title: str) -> tuple[Kind, str]:
    if one.role == "hidden":
        return "navigation", "layout.hidden"
    if one.role:
        return one.role, f"layout.markup_{one.role}"  # type: ignore[return-value]
    head = said[:300]
    low = said.lower()
    if (len(said) < 90 or (len(said) < 300 and _COMMENTS_ON.match(said))) and _COMMENTS.match(said):
        return "comment", "layout.comments_head"
    if _CROSSLINK.match(head) and len(said) < 400:
        return "crosslink", "layout.crosslink_words"
    if (
        len(said) < 900
        and any(key in low for key in _CAPTION_KEYS)
        and (_CAPTION.search(head) or (len(said) < 300 and _SEEN.search(said)))
    ):
        return "caption", "layout.caption_words"
    if len(said) < 300 and (_NAVIGATION.match(said) or _COOKIES.search(said)):
        return "navigation", "layout.navigation_words"
    if len(said) < 400 and any(key in low for key in _FOOTER_KEYS) and _FOOTER.search(said):
        return "footer", "layout.footer_words"
    if any(key in low for key in _ADDRESSED_KEYS) and _ADDRESSED.search(said):
        return "navigation", "layout.addressed_to_program"
    if _CORRECTION.match(said):
        return "footer", "layout.correction"
    if len(said) < 140 and (_BYLINE.match(said) or _BYLINE_CASELESS.match(said)):
        return "byline", "layout.byline_words"
    if _CYRILLIC.search(said) and len(_CYRILLIC.findall(said)) > len(_LATIN.findall(said)):
        return "foreign", "layout.not_english"
    if title and len(said) <= len(title) + 20 and _same_words(said, title):
        return "crosslink", "layout.title_again"
    if one.tag.startswith("h") and len(one.tag) == 2:
        return "heading", "layout.markup_heading"
    if one.tag != "li" and len(said) < 160 and not _ENDS.search(said) and not _LABEL.match(said):
        return "heading", "layout.no_full_stop"
    return "paragraph", "layout.paragraph"


def _same_words(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one.lower()) == re.sub(r"\W+", "", other.lower())
