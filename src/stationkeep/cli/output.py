"""What goes to stdout and stderr, and how wide it may be."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from stationkeep.errors import RunError

BAD_INPUT = 2
"""What a command returns that answered, but not all of what it was given: the rest is told."""

WIDTH = 100
"""Columns of a page, whatever it is printed on; a narrower terminal gets what it has."""

NARROWEST = 72
"""Columns below which the table of dates would not hold together."""

PATIENCE_S = 3.0
"""Progress is told where stderr is a terminal, or where a run takes longer than this."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def print_json(value: dict[str, Any]) -> None:
    """Print one JSON object to stdout."""
    print_text(json.dumps(value, ensure_ascii=False, allow_nan=False, default=str, indent=1))


def show(document: dict[str, Any], page: Callable[[dict[str, Any], int, bool], str], as_json: bool) -> None:
    """Print an answer: as JSON, or as the page that is made of it for so many columns, with or without emphasis."""
    if as_json:
        print_json(document)
    else:
        print_text(page(document, width(), coloured()))


def print_text(text: str) -> None:
    """Print to stdout in UTF-8, whatever the terminal's encoding believes."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    try:
        print(text, flush=True)
    except OSError as error:
        raise lost_output(error) from error


class NobodyReadsError(Exception):
    """Whoever read standard output has closed it, as ``head`` does; there is nobody left to tell."""


def lost_output(error: OSError) -> Exception:
    """Give standard output up, and return what is to be raised: nobody reads any more, or it cannot be written."""
    with suppress(OSError, ValueError):  # what is still held back would fail once more as the program ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return NobodyReadsError()
    reason = (error.strerror or "no reason given").lower()
    return RunError(f"standard output cannot be written ({reason}), so the answer is incomplete; send it elsewhere")


def width() -> int:
    """Return the columns of the page."""
    if not sys.stdout.isatty():
        return WIDTH
    return max(NARROWEST, min(WIDTH, shutil.get_terminal_size((WIDTH, 40)).columns))


def coloured() -> bool:
    """Whether stdout is a terminal that wants emphasis (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def progress(what: str = "futures") -> Callable[[int, int], None]:
    """Return what tells the progress of a run on stderr, counted in futures or something else."""
    terminal = sys.stderr.isatty()
    begun = told = time.monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal told
        now = time.monotonic()
        if terminal:
            _tell(f"\r{done:,} of {of:,} {what}", "\n" if done >= of else "")
        elif now - begun > PATIENCE_S and now - told > PATIENCE_S:
            told = now
            _tell(f"{done:,} of {of:,} {what}", "\n")

    return tell


def say(text: str) -> None:
    """Write a line to stderr, control characters taken out."""
    _tell(_CONTROL.sub("?", text), "\n")


def _tell(text: str, end: str) -> None:
    """Write to stderr; where that cannot be written, the work is no worse for it."""
    with suppress(OSError):
        print(text, end=end, file=sys.stderr, flush=True)
