"""Score a reading of the annotated texts: precision and recall of whole statements, and field by field."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stationkeep.facts.pack import load_pack
from stationkeep.news.read import read_originals
from stationkeep.news.text.original import Original, load_original

FIELDS = ("actor", "action", "object", "condition", "status")
TEXTS = Path(__file__).parent / "news"
SECOND = "second-"
"""Begins the name of every text by the second author."""
THIRD = "third-"
"""Begins the name of every text by the third author."""
LATER = ("fourth-", "fifth-", "sixth-", "seventh-")
"""Begin the names of the texts of four more authors, who wrote as their kind of outlet writes."""
HELD = ("eighth-", "ninth-", "tenth-", "eleventh-")
"""Begin the names of the texts of four authors held out whole: who writes rules opens none of them."""


@dataclass(frozen=True)
class Group:
    """Texts by one author whose names, after the author's prefix, begin with a letter from ``first`` to ``last``."""

    what: str
    first: str
    last: str
    prefix: str = ""


GROUPS = (
    Group("first author, used while the rules were written", "a", "s"),
    Group("first author, never looked at by then", "t", "z"),
    Group("second author, for development", "a", "m", SECOND),
    Group("second author, held out", "n", "z", SECOND),
    Group("third author, for development", "a", "p", THIRD),
    Group("third author, held out", "q", "z", THIRD),
    *(Group(f"{prefix[:-1]} author, for development", "a", "m", prefix) for prefix in LATER),
    *(Group(f"{prefix[:-1]} author, held out from the first round, then opened", "n", "z", prefix) for prefix in LATER),
    *(Group(f"{prefix[:-1]} author, held out", "a", "z", prefix) for prefix in HELD),
)


@dataclass
class Score:
    """Counts over texts: statements found and wanted, those that match whole, and those that match in one field."""

    found: int = 0
    wanted: int = 0
    whole: int = 0
    fields: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("sentence", *FIELDS), 0))
    wrong: list[tuple[str, Any, Any]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of statements found that are right in all five fields."""
        return self.whole / max(1, self.found)

    @property
    def recall(self) -> float:
        """Share of statements wanted that are found right in all five fields."""
        return self.whole / max(1, self.wanted)

    def lines(self) -> Iterable[str]:
        """Yield the table of the score."""
        counts = f"({self.whole} right of {self.found} found, {self.wanted} wanted)"
        yield f"{'whole statement':16} precision {self.precision:.2f}  recall {self.recall:.2f}   {counts}"
        for name, count in self.fields.items():
            yield f"{name:16} precision {count / max(1, self.found):.2f}  recall {count / max(1, self.wanted):.2f}"


def author(name: str) -> str:
    """Return the prefix that tells whose a text is: none for the first author's."""
    return next((prefix for prefix in (SECOND, THIRD, *LATER, *HELD) if name.startswith(prefix)), "")


def annotated(group: Group, root: Path = TEXTS) -> list[tuple[Path, dict[str, Any]]]:
    """Return the annotated texts of a group."""
    found = []
    for path in sorted(root.glob("*.json")):
        prefix = author(path.stem)
        letter = path.stem.removeprefix(prefix)[0]
        if path.stem != "pairs" and prefix == group.prefix and group.first <= letter <= group.last:
            text = next(p for p in sorted(root.glob(f"{path.stem}.*")) if p.suffix in (".txt", ".html"))
            found.append((text, json.loads(path.read_text(encoding="utf-8"))))
    return found


def score(texts: Sequence[tuple[Path, dict[str, Any]]]) -> Score:
    """Read the texts by rules and compare with their annotations; what is doubtful counts neither for nor against."""
    total = Score()
    pack = load_pack("iss")
    for path, wanted in texts:
        original = load_original(path)
        day = dt.date.fromisoformat(wanted["published"]) if wanted["published"] else None
        found = read_originals([_decoded(original, path, wanted)], pack, day, weighed=False).statements
        found = [one.as_dict() for one in found]
        _add(total, path.stem, found, wanted)
    return total


def _decoded(original: Original, path: Path, wanted: dict[str, Any]) -> Original:
    """Check that the text was decoded as its annotation says: offsets mean nothing otherwise."""
    text = path.read_bytes().decode(wanted["encoding"])
    assert original.text == text, f"{path.name} was decoded as {original.encoding}, not {wanted['encoding']}"
    return original


def _overlap(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def same(name: str, a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two statements agree in a field; work outside the station counts as one."""
    alike = ("side", "other_project")
    return a[name] == b[name] or (name == "object" and a[name] in alike and b[name] in alike)


def again(one: dict[str, Any], other: dict[str, Any], want: dict[str, Any]) -> bool:
    """Whether a statement only tells the act of another for a further service, or for a party that stands with it.

    Who that may be is said by the annotation's targets, where it has any.
    """
    alike = ("trigger", "action", "condition", "status")
    beside = one["object"] == other["object"] and one["actor"] in want.get("targets", (one["actor"],))
    either = beside or one["actor"] == other["actor"]
    return either and all(one[name] == other[name] for name in alike)


def _add(total: Score, name: str, found: list[dict[str, Any]], wanted: dict[str, Any]) -> None:
    firm = [one for one in wanted["statements"] if not one.get("doubtful")]
    doubtful = [one for one in wanted["statements"] if one.get("doubtful")]
    heads = [{"start": a, "end": b} for a, b, what in wanted["nothing_in"] if what == "headline"]
    counted = [
        one
        for one in found
        if any(_overlap(one, other) for other in firm) or not any(_overlap(one, other) for other in [*doubtful, *heads])
    ]
    total.wanted += len(firm)
    left, pairs = list(counted), []
    for want in firm:
        near = [one for one in left if _overlap(one, want)]
        if near:
            best = max(
                near,
                key=lambda one: (all(same(f, one, want) for f in FIELDS), sum(same(f, one, want) for f in FIELDS)),
            )
            left.remove(best)
            pairs.append((best, want))
        else:
            total.wrong.append((name, None, want))
    left = [one for one in left if not any(again(one, other, want) for other, want in pairs)]
    # a second statement on a sentence that only doubtful ones leave room for counts neither way
    left = [one for one in left if not any(_overlap(one, other) for other in doubtful)]
    total.found += len(pairs) + len(left)
    total.wrong += [(name, one, None) for one in left]
    for one, want in pairs:
        total.fields["sentence"] += 1
        right = [f for f in FIELDS if same(f, one, want)]
        for f in right:
            total.fields[f] += 1
        if len(right) == len(FIELDS):
            total.whole += 1
        else:
            total.wrong.append((name, one, want))
