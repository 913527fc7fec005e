"""Read texts with the annotation between their lines: ``[[actor action object status cond=NAME | The sentence.]]``."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TEXT = re.compile(r"(?m)^=== *(\d{4}-\d\d-\d\d) *\| *(\w+) *$")
_MARK = re.compile(r"\[\[(.*?)\s*\|\s*(.*?)\]\]", re.S)


@dataclass(frozen=True)
class Marked:
    """A text without its marks, its day of publication, its kind, and its statements as in the other annotations."""

    text: str
    published: dt.date
    kind: str
    statements: list[dict[str, Any]]


def read_marked(path: Path) -> list[Marked]:
    """Return the texts of a file."""
    parts = _TEXT.split(path.read_text(encoding="utf-8"))[1:]
    return [
        Marked(*_unmarked(body.strip() + "\n", day, kind))
        for day, kind, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def _unmarked(body: str, day: str, kind: str) -> tuple[str, dt.date, str, list[dict[str, Any]]]:
    plain, at, statements = "", 0, []
    for mark in _MARK.finditer(body):
        plain += body[at : mark.start()]
        at = mark.end()
        span = {"start": len(plain), "end": len(plain) + len(mark[2].strip()), "text": mark[2].strip()}
        plain += span["text"]
        for one in mark[1].split(";"):
            words = one.split()
            doubtful = words[-1] == "?"
            words = words[:-1] if doubtful else words
            condition = next((word[5:] for word in words if word.startswith("cond=")), None)
            actor, action, thing, status = (word for word in words if not word.startswith("cond="))
            statements.append(
                span
                | {"actor": actor, "action": action, "object": thing, "condition": condition, "status": status}
                | {"doubtful": doubtful}
            )
    return plain + body[at:], dt.date.fromisoformat(day), kind, statements
