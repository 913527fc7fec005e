"""The page of a reading on a terminal: sentences and what they say, agreement, claims, the draft."""

from __future__ import annotations

from collections import Counter
from typing import Any

from stationkeep.cli.pen import BOLD, DIM, Pen
from stationkeep.news.captions import VERDICT_SIGNS, by_place, say, say_claim
from stationkeep.news.findings.statements import say_share

Row = dict[str, Any]
_MOST_UNREAD = 12
_FATES = {"": "could be tested", "holds": "found to hold"}
_KINDS = {"same": "agree", "conflict": "conflict", "only": "only one"}
_UNDATED = "no day of publication found"


def page(document: Row, *, columns: int, colour: bool) -> str:
    """Return the page.

    Parameters
    ----------
    document : dict
        What ``Reading.to_dict`` gives; its claims may have verdicts.
    columns : int
        How wide it may be.
    colour : bool
        Whether emphasis may be used.
    """
    pen = Pen(columns, colour)
    for row in document["documents"]:
        _document(pen, row, document)
    _agreement(pen, document)
    _claims(pen, document)
    _unread(pen, document["not_understood"])
    _draft(pen, document["scenario"])
    return "\n".join(pen.lines)


def clean(text: str) -> str:
    """Return a text on one line without what a terminal would obey."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())


def _document(pen: Pen, row: Row, document: Row) -> None:
    """A document: its name, then every sentence that says something, with what it says below it."""
    pen.wrap(clean(row["title"] or row["id"]), first="", rest="  ", style=BOLD)
    day = f"published {row['published']} ({row['published_by']})" if row["published"] else _UNDATED
    pen.wrap(clean(f"{row['id']}; {day}; sha256 {row['sha256'][:12]}"), style=DIM)
    said, claimed = (by_place(document[key], row["id"]) for key in ("statements", "claims"))
    if not said and not claimed:
        pen.wrap("No statement.")
    for span in sorted(said.keys() | claimed.keys()):
        here, tested = said.get(span, []), claimed.get(span, [])
        pen.add()
        pen.wrap(f"{span[0]}–{span[1]}  “{clean((here or tested)[0]['plain'])}”", first="  ", rest="    ")
        for one in here:
            pen.wrap(clean(say(one)), first="      ▸ ", rest="        ", style=BOLD)
            doubt = f" · doubtful: {one['doubt']}" if one["doubt"] else ""
            sure = f" · sure {say_share(one['sure'])}" if one["sure"] is not None else ""
            pen.wrap(f"rule {one['rule']}{sure}{doubt}", first="        ", rest="        ", style=DIM)
            if one["because"]:
                why = clean("; ".join(one["because"]))
                pen.wrap(f"no rule found it; for it speaks {why}", first="        ", rest="          ", style=DIM)
        for one in tested:
            _claim(pen, one)
    pen.add()


def _claim(pen: Pen, one: Row) -> None:
    """What a sentence claims, and the model's verdict where there is one."""
    verdict = one.get("verdict", "" if one["quantity"] else "cannot be tested")
    sign = VERDICT_SIGNS.get(verdict, "◇")
    pen.wrap(clean(f"claims {say_claim(one)}"), first=f"      {sign} ", rest="        ")
    if verdict:
        why = clean(one.get("why") or one["note"])
        pen.wrap(f"{verdict}: {why}", first="        ", rest="        ", style=BOLD if one["quantity"] else DIM)


def _agreement(pen: Pen, document: Row) -> None:
    if document["agreement"]:
        pen.add(pen.mark("what they agree on, and what not", DIM))
        for row in document["agreement"]:
            pen.wrap(f"{_KINDS[row['kind']]:<9} {clean(row['what'])}  ({len(row['statements'])})", rest=" " * 12)
    for row in document["suspicious"]:
        pen.wrap(f"suspicious {clean(row['what'])}: “{clean(row['text'])}”", rest=" " * 12)
    for row in document["copies"]:
        so = "near copies, one source" if row["copy"] else "written apart"
        pen.wrap(f"copies    {clean(row['a'])} and {clean(row['b'])}: {row['similarity']:.2f}, {so}", rest=" " * 12)


def _claims(pen: Pen, document: Row) -> None:
    """How many claims there are, and how they fared or what would test them."""
    rows = document["claims"]
    if not rows:
        return
    pen.add()
    found = Counter(row.get("verdict", "" if row["quantity"] else "cannot be tested") for row in rows)
    told = ", ".join(f"{count} {_FATES.get(verdict, verdict)}" for verdict, count in sorted(found.items()))
    pen.wrap(f"claims: {told}.", first="", rest="  ")
    if found[""]:
        pen.wrap("--test-claims holds them against the model, --claims OUT.csv writes them.", first="  ", style=DIM)


def _unread(pen: Pen, rows: list[Row]) -> None:
    """Sentences of which nothing was made, apart from those whose statement was taken back, with what it was."""
    for taken_back, title in ((False, "not understood, though it looks relevant"), (True, "taken back, too unsure")):
        some = [row for row in rows if row["taken_back"] is taken_back]
        if not some:
            continue
        pen.add()
        pen.add(pen.mark(title, DIM))
        for row in some[:_MOST_UNREAD]:
            place = f"{clean(row['document'])} [{row['start']}, {row['end']})"
            pen.wrap(f"“{clean(row['text'])[:300]}”  {place}", rest="    ")
            if taken_back:
                pen.wrap(clean(row["why"]), first="    ", rest="    ", style=DIM)
        if len(some) > _MOST_UNREAD:
            pen.wrap(f"and {len(some) - _MOST_UNREAD} more; --json lists them all")


def _draft(pen: Pen, scenario: Row | None) -> None:
    pen.add()
    if scenario is None:
        pen.wrap("Nobody is said to stop anything, so there is no scenario.", first="")
        return
    pen.wrap(
        f"Draft scenario from {scenario['start']} ({scenario['start_why']}); "
        "--scenario FILE.toml writes it, --run answers it.",
        first="",
        rest="  ",
    )
