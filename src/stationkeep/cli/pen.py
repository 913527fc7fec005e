"""Lines on a terminal: wrapped, and with emphasis where it is wanted. Nothing heavy is loaded for it."""

from __future__ import annotations

import textwrap

BOLD, DIM, ORANGE, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[0m"


class Pen:
    """Writes lines within so many columns, with emphasis where the terminal wants it."""

    def __init__(self, columns: int, colour: bool) -> None:
        self.columns, self.colour = columns, colour
        self.lines: list[str] = []

    def mark(self, text: str, style: str) -> str:
        """Return the text with an emphasis."""
        return f"{style}{text}{_PLAIN}" if self.colour and text.strip() else text

    def add(self, line: str = "") -> None:
        """Write a line."""
        self.lines.append(line.rstrip())

    def wrap(self, text: str, first: str = "  ", rest: str = "  ", style: str = "") -> None:
        """Write a text over as many lines as it needs."""
        room = textwrap.TextWrapper(self.columns, initial_indent=first, subsequent_indent=rest, break_long_words=True)
        for line in room.wrap(text) or [first]:
            self.add(self.mark(line, style) if style else line)
