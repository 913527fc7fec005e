"""Readable text with a map back to the original: what a character of it stands for there, to the character."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
"""Soft hyphens, zero-width and direction marks: in the original they stay, for reading they are taken out."""


@dataclass
class Plain:
    """Readable text built piece by piece, each piece with its place in the original.

    A piece is either copied character by character, or stands as a whole for a span of the original (an entity).
    """

    parts: list[str] = field(default_factory=list)
    _at: list[int] = field(default_factory=list)
    _source: list[tuple[int, int, bool]] = field(default_factory=list)
    length: int = 0

    def copy(self, original: str, start: int, end: int) -> None:
        """Append ``original[start:end]`` without its unseen characters."""
        for unseen in _UNSEEN.finditer(original, start, end):
            self._piece(original[start : unseen.start()], start, unseen.start(), True)
            start = unseen.end()
        self._piece(original[start:end], start, end, True)

    def stand_for(self, text: str, start: int, end: int) -> None:
        """Append ``text``, which stands for ``original[start:end]``."""
        self._piece(_UNSEEN.sub("", text), start, end, False)

    def _piece(self, text: str, start: int, end: int, exact: bool) -> None:
        if text:
            self.parts.append(text)
            self._at.append(self.length)
            self._source.append((start, end, exact))
            self.length += len(text)

    @property
    def text(self) -> str:
        """The readable text."""
        if len(self.parts) > 1:
            self.parts[:] = ["".join(self.parts)]
        return self.parts[0] if self.parts else ""

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original for which the readable ``[start, end)`` stands; ``start < end``."""
        first = bisect_right(self._at, start) - 1
        last = bisect_right(self._at, end - 1) - 1
        source, stop, exact = self._source[first]
        begin = source + (start - self._at[first]) if exact else source
        source, stop, exact = self._source[last]
        return begin, source + (end - self._at[last]) if exact else stop


def read_plain(original: str) -> Plain:
    """Return the readable text of a document without markup."""
    plain = Plain()
    plain.copy(original, 0, len(original))
    return plain
