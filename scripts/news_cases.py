"""Annotated news texts as cases to learn from: what rules make of a sentence beside what its annotation says.

Where the texts of an author were at hand while rules were written, what the rules make of them says nothing of how good
rules are; :attr:`Text.unseen` tells such texts from all others.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from news_marked import read_marked  # noqa: E402
from news_scores import FIELDS, GROUPS, Group, again, annotated, author, same  # noqa: E402
from test_news_sentences import LEAD, ROWS, TSV  # noqa: E402

from stationkeep.facts.pack import load_pack  # noqa: E402
from stationkeep.news.document import see_document  # noqa: E402
from stationkeep.news.findings.statements import Statement  # noqa: E402
from stationkeep.news.grammar.gazetteer import gazetteer_of  # noqa: E402
from stationkeep.news.text.original import Original, decode, load_original  # noqa: E402
from stationkeep.news.weighing.sightings import Around  # noqa: E402

MARKED = ROOT / "tests" / "news" / "marked"
"""Texts with their annotation between the lines."""
PACK = "iss"
"""The pack with whose names the texts are read."""
PLAINLY = ("agence", "analyst", "courier", "folder", "gazette", "herald", "official", "press")
"""Authors of marked texts who were asked to write plainly."""
VARIOUSLY = ("abroad", "agencies", "hearings", "mixed", "papers", "posts", "trade", "wires")
"""Authors of marked texts who were asked to say everything differently."""
STRANGERS = ("delta", "epsilon")
"""Authors who coded by the issue's words alone, as who accepts such a reader would: no rule was written with them."""
OPENED = ("alpha", "beta", "gamma")
"""Three more of these, whose texts were at hand while rules were mended."""
FOLLOWERS = ("zeta", "eta", "theta", "iota", "kappa", "lambda", "mu")
"""Authors who were asked for such texts, and coded by the guide."""
VARIED = 0.3
"""Weight of the texts of authors who were asked to say everything differently, beside 1 for those who write plainly."""
LIKELY = 2.0
"""Weight of the texts that are like what is read: as strangers write and choose them."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A statement made by rule, or a sentence of which none was made, and what its annotation says.

    ``want`` is None where the annotation has nothing; ``firm`` is whether that is beyond doubt.
    """

    text: Text
    around: Around
    place: int
    at: int
    made: Statement | None
    want: Row | None
    firm: bool


@dataclass(frozen=True)
class Text:
    """An annotated text: its author, whether rules were written without it, its weight, and its annotation.

    ``ruled`` is whether what rules make of it is learnt from: of unseen texts, and of the sentences that the writers of
    rules hold to be read rightly.
    """

    author: str
    unseen: bool
    ruled: bool
    weight: float
    original: Original
    published: dt.date | None
    wanted: list[Row]
    heads: list[tuple[int, int]]


def texts() -> Iterable[Text]:
    """Yield every annotated text."""
    for group in GROUPS:
        for path, wanted in annotated(group):
            day = dt.date.fromisoformat(wanted["published"]) if wanted["published"] else None
            heads = [(first, last) for first, last, what in wanted["nothing_in"] if what == "headline"]
            who = author(path.stem).strip("-") or "first"
            unseen = is_unseen(group)
            yield Text(who, unseen, unseen, 1.0, load_original(path), day, wanted["statements"], heads)
    for path in sorted(MARKED.glob("*.txt")):
        for number, one in enumerate(read_marked(path)):
            original = decode(one.text.encode(), f"{path.stem}-{number}.txt")
            who = path.stem.rpartition("-")[0]
            weight = 1.0 if who in PLAINLY else VARIED if who in VARIOUSLY else LIKELY
            unseen = who not in OPENED
            yield Text(who, unseen, unseen, weight, original, one.published, one.statements, [])
    yield from sentences()


def sentences() -> Iterable[Text]:
    """Yield the sentences that the writers of rules hold to be read rightly, each behind a neutral first paragraph."""
    for number, (sentence, wanted) in enumerate(ROWS):
        text = LEAD + sentence
        row: Row = {"start": len(LEAD), "end": len(text), "text": sentence}
        told = [] if wanted == "nothing" else [one.split() for one in wanted.split(" ; ")]
        fields = ([None if field == str(None) else field for field in one] for one in told)
        rows = [row | dict(zip(FIELDS, one, strict=True)) for one in fields]
        original = decode(text.encode(), f"sentence-{number}.txt")
        yield Text("sentences", False, True, 1.0, original, dt.date(2022, 4, 4), rows, [])


def is_unseen(group: Group) -> bool:
    """Whether who wrote rules never saw a group's texts."""
    return group.what.endswith(("held out", "never looked at by then"))


def cases(known: Sequence[Text]) -> list[Case]:
    """Read every text by rules and lay its annotation beside what they made."""
    gazetteer, found = gazetteer_of(load_pack(PACK)), list[Case]()
    for number, text in enumerate(known):
        if number % 500 == 0:
            print(f"read {number} texts", file=sys.stderr)
        reading, around = see_document(text.original, gazetteer, text.published)
        if around is None:
            continue
        match = matches(reading.statements, text.wanted)
        taken = {id(one) for one in match.values()}
        for place, one in enumerate(around.sightings):
            span = reading.plain.locate(*one.span)
            if one.opinion or any(overlap(span, head) for head in text.heads):
                continue
            here = [row for row in text.wanted if overlap(span, (row["start"], row["end"]))]
            free = [row for row in here if id(row) not in taken]
            free.sort(key=lambda row: bool(row.get("doubtful")))
            doubtful = any(row.get("doubtful") for row in here)
            made = [(around.statements[name], at) for name, at in one.made if name in around.statements]
            told = [(vars(statement), match[statement.id]) for statement, _ in made if statement.id in match]
            for statement, at in made or [(None, -1)]:
                if statement and statement.id not in match and any(again(vars(statement), *pair) for pair in told):
                    continue  # annotated once
                want = match.get(statement.id) if statement else free.pop(0) if free else None
                firm = not (want.get("doubtful") if want else doubtful)
                found.append(Case(text, around, place, at, statement, want, firm))
    return found


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans have a character in common."""
    return one[0] < other[1] and other[0] < one[1]


def matches(made: Sequence[Statement], wanted: Sequence[Row]) -> dict[str, Row]:
    """Return for statements made by rule the annotation on the same span that is most alike, each taken once."""
    left, found = list(made), dict[str, Row]()
    for row in sorted(wanted, key=lambda row: bool(row.get("doubtful"))):
        near = [one for one in left if overlap((one.start, one.end), (row["start"], row["end"]))]
        if near:
            best = max(near, key=lambda one: (alike(one, row) == len(FIELDS), alike(one, row)))
            left.remove(best)
            found[best.id] = row
    return found


def alike(one: Statement, row: Row) -> int:
    """Return in how many fields a statement is as annotated."""
    return sum(same(name, vars(one), row) for name in FIELDS)


def texts_sum() -> str:
    """Return a sum over the texts from which the weights are learnt, and over their annotations."""
    found = hashlib.sha256()
    texts = (path for path in MARKED.parent.rglob("*") if path.suffix in (".txt", ".html", ".json"))
    for path in (*sorted(texts), TSV):
        found.update(path.read_bytes())
    return found.hexdigest()
