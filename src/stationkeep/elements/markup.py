"""XML as navigation data messages use it: elements with text, read so that damage stays where it is.

A strict parser gives up the whole file at its first flaw. This one yields what it can recognise, in one pass,
whatever the depth. It expands nothing: declarations of a DTD are ignored, only the five entities of XML itself mean
something, and nothing outside the file is ever opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import unescape

# Bounded, so that no text makes the search more than linear.
_TAG = re.compile(r"<(/?)([A-Za-z_][\w.:-]{0,60})((?:\s[^<>]{0,400})?)>([^<]*)", re.ASCII)
_QUOTES = {"&quot;": '"', "&apos;": "'"}
_CLOSES = re.compile(r"</([A-Za-z_][\w.:-]{0,60})\s{0,9}>", re.ASCII)


def walk_markup(text: str, start: int) -> Iterator[tuple[int, str, str | None]]:
    """Every element in order: (line, name, text) for one that holds text only, (line, name, None) for one that
    opens about others, (line, /name, None) for the end of one.

    Names are without their prefix. An end that belongs to a text is not told on its own.
    """
    line, seen = start, 0
    text = _without_comments(text)
    expected_end = -1
    for match in _TAG.finditer(text):
        at = match.start()
        line += text.count("\n", seen, at)
        seen = at
        closing, full, attributes, inside = match.groups()
        name = full.rsplit(":", 1)[-1]
        if closing:
            if at != expected_end:
                yield line, f"/{name}", None
            continue
        end = None if attributes.endswith("/") else _CLOSES.match(text, match.end())
        if end is not None and end.group(1) == full:
            expected_end = match.end()
            yield line, name, unescape(inside.strip(), _QUOTES)
        elif not attributes.endswith("/"):
            yield line, name, None


def _without_comments(text: str) -> str:
    """Blank out comments, lines kept, so that what they hide stays hidden."""
    if "<!--" not in text:
        return text
    return re.sub(r"<!--[^<]*?-->", lambda match: "\n" * match.group().count("\n"), text)
