"""Saved HTML to readable blocks, each character with its place in the source. Nothing is executed or fetched.

The standard parser gives no offsets of entities and needs quadratic time on unclosed comments, so the few things a
reader needs (tags, attributes, entities, comments, scripts) are scanned here, once, from left to right.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from stationkeep.errors import InputError
from stationkeep.news.text.original import Original
from stationkeep.news.text.plain import Plain
from stationkeep.news.text.words import listed

MAX_DEPTH = 2000
"""Elements within elements; browsers stop at 512, and no page of news comes near."""

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,40})")
_QUOTE_OR_END = re.compile(r"""[>"']""")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_ATTRIBUTE = re.compile(
    r"""\b(class|id|role|itemprop|property|name|content|datetime|aria-label|hidden|style)\s*"""
    r"""(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""",
    re.I,
)
_VOID = listed("area base br col embed hr img input link meta param source track wbr")
_UNREAD = listed("script style noscript template svg iframe object select textarea button math canvas")
_HEADINGS = listed("h1 h2 h3 h4 h5 h6")
_BLOCKS = (
    listed(
        "address article aside blockquote body br dd details div dl dt fieldset figcaption figure footer form "
        "header hr html li main nav ol p pre section summary table tbody td tfoot th thead title tr ul"
    )
    | _HEADINGS
)
_CLOSES = {"p": ("p",), "li": ("li", "p"), "dd": ("dd", "dt", "p"), "dt": ("dd", "dt", "p"), "tr": ("tr", "td", "th")}
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])", re.I))
    for role, words in (
        ("comment",
         r"comments?|commentlist|comment-?(?:body|content|text|list|area)|disqus(?:_thread)?|replies|respond"),
        ("caption", r"captions?|wp-caption-text|credits?|figcaption|photo-?credit|image-?(?:caption|credit)"),
        ("crosslink", r"related|also-?read|read-?(?:more|next)|recommended|recirc|trending|most-?(?:read|popular)|"
         r"more-?stories|teasers?|promo|outbrain|taboola|see-?also|latest-?news|popular"),
        ("navigation",
         r"nav|navbar|navigation|menu|breadcrumbs?|cookies?(?:-?(?:banner|consent|notice|bar))?|consent|gdpr|"
         r"shar(?:e|ing)|share-?(?:bar|buttons?|links?)|social|newsletter|subscribe|advert(?:isement)?|ads?|skip-?link|"
         r"paywall|pagination|search|login|toolbar|sidebar|widget|tags?|banner"),
        ("footer", r"footer|copyright|colophon|legal|disclaimer"),
        ("byline", r"byline|author|dateline|timestamp|pubdate|post-?meta|entry-?meta|article-?meta"),
    )
)  # fmt: skip
_BY_TAG = {"nav": "navigation", "footer": "footer", "figcaption": "caption", "aside": "crosslink", "cite": ""}
_NEVER = frozenset(("html", "body", "main", "h1"))
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"(\d{4}-\d{2}-\d{2})')


@dataclass(frozen=True)
class Stretch:
    """A run of readable text between two block boundaries, with the part of the page it stands in."""

    start: int
    end: int
    tag: str
    role: str
    quoted: bool = False


@dataclass
class Page:
    """A page as a reader sees it."""

    plain: Plain
    stretches: list[Stretch]
    title: str = ""
    published: str = ""


def read_page(original: Original) -> Page:
    """Return the readable text of a page.

    Raises
    ------
    InputError
        Elements nested beyond reason, or no readable word at all.
    """
    scanner = _Scanner(original)
    page = scanner.scan()
    if not any(c.isalpha() for c in page.plain.text):
        raise InputError(
            f"'{original.file[-120:]}' holds markup and scripts but no text, expected a saved article; "
            "save the page with its text, or copy the text into a file"
        )
    return page


class _Scanner:
    def __init__(self, original: Original) -> None:
        self.file, self.text = original.file, original.text
        self.plain = Plain()
        self.stretches: list[Stretch] = []
        self.stack: list[tuple[str, str]] = []
        self.open: dict[str, int] = {}
        self.begun = 0
        self.title, self.published = "", ""
        self.title_from: int | None = None
        self.no_more: set[str] = set()

    def scan(self) -> Page:
        text, at = self.text, 0
        while True:
            angle = text.find("<", at)
            if angle < 0:
                self._words(at, len(text))
                break
            self._words(at, angle)
            at = self._markup(angle)
        self._boundary()
        return Page(self.plain, self.stretches, self.title, self.published)

    def _words(self, start: int, end: int) -> None:
        for found in _ENTITY.finditer(self.text, start, end):
            self.plain.copy(self.text, start, found.start())
            self.plain.stand_for(html.unescape(found[0]), found.start(), found.end())
            start = found.end()
        if start < end:
            self.plain.copy(self.text, start, end)

    def _markup(self, at: int) -> int:
        """Take in the markup that begins at ``at``; return where reading goes on."""
        text = self.text
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            return len(text) if end < 0 else end + 3
        if text.startswith(("<!", "<?"), at):
            end = text.find(">", at)
            return len(text) if end < 0 else end + 1
        found = _NAME.match(text, at)
        if found is None:  # a lone '<' is text
            self._words(at, at + 1)
            return at + 1
        end = self._tag_end(found.end())
        name = found[1].lower()
        if text[at + 1] == "/":
            self._close(name)
        else:
            self._open(name, text[found.end() : end - 1])
            if name in _UNREAD and text[end - 2] != "/":
                return self._skip(name, end)
        return end

    def _tag_end(self, at: int) -> int:
        """Find the end of a tag, past any '>' in quotes; a quote that never ends is no quote."""
        text, begun = self.text, at
        while True:
            found = _QUOTE_OR_END.search(text, at)
            if found is None:
                return len(text)
            if found[0] == ">":
                return found.end()
            close = -1 if found[0] in self.no_more else text.find(found[0], found.end())
            if close < 0:
                self.no_more.add(found[0])
                end = text.find(">", begun)
                return len(text) if end < 0 else end + 1
            at = close + 1

    def _skip(self, name: str, at: int) -> int:
        key = f"</{name}"
        if key in self.no_more:
            return at
        found = re.compile(re.escape(key), re.I).search(self.text, at)
        if found is None:
            self.no_more.add(key)
            self._close(name)
            return len(self.text) if name in ("script", "style") else at
        if name == "script" and not self.published:
            dated = _JSON_DATE.search(self.text, at, found.start())
            self.published = dated[1] if dated else ""
        return found.start()

    def _boundary(self, tag: str = "") -> None:
        """End the current stretch."""
        now = self.plain.length
        if now > self.begun:
            roles = [role for _, role in self.stack if role]
            names = [name for name, _ in self.stack[-40:]]
            heading = next((name for name in reversed(names) if name in _HEADINGS or name in ("li", "pre")), "p")
            role = "hidden" if "title" in names else (roles[0] if roles else "")
            self.stretches.append(Stretch(self.begun, now, heading, role, "blockquote" in names))
            self.plain.stand_for("\n\n", *self._here(now))
        self.begun = self.plain.length

    def _here(self, now: int) -> tuple[int, int]:
        _, end = self.plain.locate(now - 1, now)
        return end, end

    def _open(self, name: str, inside: str) -> None:
        if name in _BLOCKS:
            self._boundary()
        for closed in _CLOSES.get(name, ()):
            if self.stack and self.stack[-1][0] == closed:
                self._pop()
        values = {
            found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(inside[:20_000])
        }
        if name in ("meta", "time"):
            self._dated(values)
        if name in _VOID or inside.endswith("/"):
            return
        if len(self.stack) >= MAX_DEPTH:
            raise InputError(
                f"'{self.file[-120:]}' nests elements deeper than {MAX_DEPTH}, expected a saved article; "
                "copy the text of the article into a file"
            )
        if name == "title":
            self.title_from = self.plain.length
        self.stack.append((name, _role(name, values)))
        self.open[name] = self.open.get(name, 0) + 1

    def _dated(self, values: dict[str, str]) -> None:
        key = f"{values.get('property', '')} {values.get('name', '')} {values.get('itemprop', '')}".lower()
        said = values.get("content") or values.get("datetime") or ""
        named = any(word in key for word in ("published", "pubdate", "dc.date", "date.issued"))
        if not self.published and (named or "datetime" in values) and re.match(r"\d{4}-\d{2}-\d{2}", said):
            self.published = said[:10]

    def _close(self, name: str) -> None:
        if not self.open.get(name):
            return
        if name in _BLOCKS:
            if name == "title" and self.title_from is not None:
                self.title = self.title or " ".join("".join(self.plain.parts)[self.title_from :].split())
            self._boundary()
        while self.stack:
            if self._pop() == name:
                return

    def _pop(self) -> str:
        name, _ = self.stack.pop()
        self.open[name] -= 1
        return name


def _role(name: str, values: dict[str, str]) -> str:
    if name in _BY_TAG:
        return _BY_TAG[name]
    if "hidden" in values or "display:none" in values.get("style", "").replace(" ", "").lower():
        return "hidden"
    if name in _NEVER:
        return ""
    said = " ".join(values.get(key, "") for key in ("class", "id", "role", "itemprop"))
    said = " ".join(
        word for word in said.split() if not word.lower().startswith(("has-", "no-", "with-", "js-", "is-"))
    )
    if not said:
        return ""
    for role, words in _ROLES:
        if words.search(said):
            return role
    return ""
