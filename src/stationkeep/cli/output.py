"""What goes to stdout and stderr, and how wide it may be."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from typing import Any

WIDTH = 100
"""Columns of a page, whatever it is printed on; a narrower terminal gets what it has."""

NARROWEST = 72
"""Columns below which the table of dates would not hold together."""

PATIENCE_S = 3.0
"""Progress is told where stderr is a terminal, or where a run takes longer than this."""


def print_json(value: dict[str, Any]) -> None:
    """Print one JSON object to stdout."""
    print_text(json.dumps(value, ensure_ascii=False, allow_nan=False, default=str, indent=1))


def print_text(text: str) -> None:
    """Print to stdout in UTF-8, whatever the terminal's encoding believes."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    print(text, flush=True)


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
            end = "\n" if done >= of else ""
            print(f"\r{done:,} of {of:,} {what}", end=end, file=sys.stderr, flush=True)
        elif now - begun > PATIENCE_S and now - told > PATIENCE_S:
            told = now
            print(f"{done:,} of {of:,} {what}", file=sys.stderr, flush=True)

    return tell
