"""The page of a reading: what asked, what the documents agree on, each sentence marked in place, claims, the draft.

It needs no server, no script and no network. Whatever comes from a document is escaped; nothing of its markup is kept.
"""

# ruff: noqa: E501 -- style sheets and rows of a table read better unbroken

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase

from stationkeep.news.captions import VERDICT_SIGNS, Row, by_place, esc, say, say_act, say_claim
from stationkeep.news.copies import COPY
from stationkeep.news.findings.statements import say_share

Piece = tuple[int, int, str]

_CSS = """
:root { --ink:#1b1f24; --soft:#57606a; --line:#d0d7de; --paper:#fff; --wash:#f6f8fa;
  --stop:#e69f00; --go:#0072b2; --ask:#009e73; --say:#8a8f98; --money:#cc79a7; --bad:#d55e00 }
* { box-sizing: border-box }
body { margin:0; background:var(--paper); color:var(--ink); font:16px/1.55 Georgia,'Times New Roman',serif }
main { max-width: 1500px; margin: 0 auto; padding: 28px 24px 60px }
h1 { font-size: 28px; line-height:1.2; margin: 0 0 10px } h2 { font-size: 20px; margin: 38px 0 8px }
.kicker,.small,th,.tag,.legend,.meta,.kind,nav,summary,.badge { font-family: system-ui,'Segoe UI',Helvetica,Arial,sans-serif }
.kicker,.small,.meta { color:var(--soft); font-size: 13px } .kicker { margin:0 0 6px } .lead { max-width:62em; margin:14px 0 }
.asked { font-size:18px; max-width: 58em; border-left:4px solid var(--stop); padding:2px 0 2px 14px; margin:12px 0 }
.legend { display:flex; flex-wrap:wrap; gap:4px 18px; font-size:13px; color:var(--soft); margin:4px 0 } .docs { margin-top:14px }
.swatch { display:inline-block; width:26px; border-bottom:3px solid; margin-right:6px; vertical-align:4px }
.docs,.drafts { display:grid; grid-template-columns: repeat(auto-fit,minmax(min(430px,100%),1fr)); gap:22px; align-items:start }
.drafts { grid-template-columns: repeat(auto-fit,minmax(min(400px,100%),1fr)) } .drafts h3 { font-size:16px; margin:8px 0 4px }
article { border:1px solid var(--line); border-radius:6px; padding:16px 18px; min-width:0; overflow-wrap:anywhere }
article h3 { font-size:18px; line-height:1.3; margin:0 0 4px } .meta { margin:0 0 12px; line-height:1.45 }
.badge { display:inline-block; min-width:1.7em; text-align:center; background:var(--ink); color:var(--paper); border-radius:4px; font-size:13px; font-weight:600; padding:1px 5px; margin-right:6px }
.b { margin: 10px 0; max-width:50em } .heading { font-weight:bold; margin-top:18px }
details { margin:10px 0; border-left:3px dotted var(--line); padding-left:10px; color:var(--soft); font-size:13px; line-height:1.45 }
details p { margin:6px 0; white-space:pre-line } summary { cursor:pointer; font-size:12px }
mark { color:inherit; background:var(--wash); border-bottom:3px solid var(--say); padding:1px; -webkit-box-decoration-break:clone; box-decoration-break:clone }
mark.stop { background:#fdf0d5; border-bottom-color:var(--stop) } mark.go { background:#dcecf7; border-bottom-color:var(--go) }
mark.ask { background:#d9f2ea; border-bottom-color:var(--ask) } mark.money { background:#f8e6f0; border-bottom-color:var(--money) }
mark.maybe { border-bottom-style:dashed } mark.not { border-bottom-style:dotted } mark.past { border-bottom-style:double }
.unread { text-decoration: underline wavy #b3b8bf 1px; text-underline-offset:4px }
.tag { display:block; font-size:12.5px; line-height:1.4; color:var(--soft); margin:3px 0 3px 2px; padding-left:10px; border-left:3px solid var(--line) }
.tags { display:block; margin:4px 0 10px } .tag b { color:var(--ink); font-weight:650 } .tag:target { background:#fff8c5 }
.holds { color:var(--ask) } .too { color:var(--bad) } .verdict { font-weight:650; white-space:nowrap }
.wide { overflow-x:auto } table { border-collapse:collapse; width:100%; font-size:15px } th { text-align:left; font-size:12px; color:var(--soft); font-weight:600 }
th,td { border-bottom:1px solid var(--line); padding:6px 14px 6px 0; vertical-align:top } td.kind { white-space:nowrap; font-size:13px; font-weight:600; width:1px; padding-right:22px } td.small { line-height:1.5 } td.place { white-space:nowrap; width:1px }
pre { background:var(--wash); border:1px solid var(--line); border-radius:6px; padding:12px; margin:0; white-space:pre-wrap; overflow-wrap:anywhere; font-size:12.5px; line-height:1.45 }
a { color:#0550ae; text-decoration:none } a:hover { text-decoration:underline }
@media (max-width: 600px) { main { padding:18px 14px 40px } h1 { font-size:24px } article { padding:12px }
  .claims tr { display:block; border-bottom:1px solid var(--line); padding:6px 0 } .claims td { display:block; border:0; padding:1px 0 } .claims th { display:none } }
@media print { article { break-inside:avoid } }
"""
_FAMILY = {
    "suspend": "stop", "withdraw": "stop", "refuse": "stop", "threaten": "stop", "warn": "stop",
    "resume": "go", "continue": "go", "deliver": "go", "agree": "go", "lift": "go",
    "demand": "ask", "propose": "ask", "reply": "ask", "sanction": "money",
}  # fmt: skip
_STRENGTH = {"conditional": "maybe", "considered": "maybe", "negated": "not", "past": "past"}
_KINDS = {"same": "agree", "conflict": "conflict"}
_COLOURS = (("stop", "stops, leaves, refuses, warns"), ("go", "goes on, resumes, delivers, agrees"),
            ("ask", "asks, proposes, replies"), ("money", "sanctions"), ("say", "other"))  # fmt: skip
_LINES = (("solid", "done or firm"), ("dashed", "conditional or considered"), ("dotted", "denied"), ("double", "past"))
_TITLE = "What was said, and by whom"


@dataclass(frozen=True)
class _Names:
    """Short names on the page: a letter for a document, letter and number for a statement."""

    documents: dict[str, str]
    statements: dict[str, str]

    @classmethod
    def of(cls, document: Row) -> _Names:
        letters = {row["id"]: _letter(k) for k, row in enumerate(document["documents"])}
        statements = {
            row["id"]: letters[row["document"]] + row["id"].rsplit(".", 1)[-1] for row in document["statements"]
        }
        return cls(letters, statements)

    def place(self, row: Row) -> str:
        """Where a sentence stands."""
        return f"{self.documents[row['document']]} [{row['start']}, {row['end']})"


def _letter(number: int) -> str:
    return ascii_uppercase[number] if number < len(ascii_uppercase) else f"D{number + 1}."


def render(document: Row, texts: Sequence[tuple[str, Sequence[Piece]]]) -> str:
    """Return the page of a reading.

    Parameters
    ----------
    document : dict
        What ``Reading.to_dict`` gives; its claims may have verdicts.
    texts : sequence
        For every document its pieces ``(start, end, plain)``: spans of the original with their readable text.
    """
    names = _Names.of(document)
    sections = [
        _agreement(document, names),
        _copies(document, names),
        _documents(document, texts, names),
        _claims(document, names),
        _unread(document, names),
        _draft(document),
    ]
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_TITLE}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n<main>\n{_head(document, names)}\n"
        + "\n".join(part for part in sections if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _head(document: Row, names: _Names) -> str:
    """The title, the sentence that asked, and what there is to see."""
    asked = next(
        (
            row
            for row in document["statements"]
            if document["scenario"] and row["id"] == document["scenario"]["asked_by"]
        ),
        None,
    )
    question = (
        f'<p class="asked">{esc(asked["plain"])}<br><span class="small">{esc(say(asked))} · '
        f'<a href="#{esc(asked["id"])}">{esc(names.statements[asked["id"]])}</a></span></p>'
        if asked else "<p class=asked>Nobody is said to stop anything.</p>"
    )  # fmt: skip
    counts = [
        _counted(len(document[key]), word)
        for key, word in (("documents", "document"), ("statements", "statement"), ("claims", "claim"))
    ]
    kinds = Counter(row["kind"] for row in document["agreement"])
    if len(document["documents"]) > 1:
        counts.append(f"they agree on {kinds['same']}, contradict each other on {kinds['conflict']}")
    return (
        "<p class=kicker>stationkeep read · every mark is a sentence of the original, with what says so and how sure it is</p>\n"
        f"<h1>{_TITLE}</h1>\n{question}\n<p class=lead>{esc('; '.join(counts))}.</p>"
    )


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _documents(document: Row, texts: Sequence[tuple[str, Sequence[Piece]]], names: _Names) -> str:
    colours = "".join(
        f'<span><span class="swatch" style="border-color:var(--{key})"></span>{text}</span>' for key, text in _COLOURS
    )
    lines = "".join(
        f'<span><span class="swatch" style="border-bottom-style:{style}"></span>{text}</span>' for style, text in _LINES
    )
    articles = "\n".join(
        _article(row, pieces, document, names) for row, (_, pieces) in zip(document["documents"], texts, strict=True)
    )
    return f'<h2>The documents</h2><div class="legend">{colours}</div><div class="legend">{lines}</div><div class=docs>{articles}</div>'


def _article(row: Row, pieces: Sequence[Piece], document: Row, names: _Names) -> str:
    """A document: its blocks in order, what is not read as news folded away."""
    day = f"published {row['published']} ({row['published_by']})" if row["published"] else "no day of publication found"
    said, claimed, missed = (by_place(document[key], row["id"]) for key in ("statements", "claims", "not_understood"))
    body = []
    for fold, run in groupby(_blocks(row, pieces), key=lambda one: _fold(one[0])):
        found = list(run)
        if fold:
            rows = "".join(
                f'<p title="{esc(block["rule"])}">{esc(" ".join(plain for _, _, plain in own))}</p>'
                for block, own in found
                if block
            )
            body.append(f"<details><summary>{esc(_folded(fold, len(found)))}</summary>{rows}</details>")
            continue
        for block, own in found:
            heading = block is not None and block["kind"] in ("title", "heading")
            if heading and " ".join(" ".join(plain for _, _, plain in own).split()) == row["title"]:
                continue
            sentences = "".join(
                _piece(plain, said.get((a, b), ()), claimed.get((a, b), ()), (a, b) in missed, names)
                for a, b, plain in own
            )
            body.append(f'<div class="b{" heading" if heading else ""}">{sentences}</div>')
    return (
        f'<article><h3><span class="badge">{esc(names.documents[row["id"]])}</span>{esc(row["title"] or row["id"])}</h3>'
        f"<p class=meta>{esc(row['id'])} · {esc(day)}<br>{row['encoding']}, {row['characters']:,} characters · sha256 {row['sha256'][:16]}…</p>"
        f"{''.join(body)}</article>"
    )


def _blocks(row: Row, pieces: Sequence[Piece]) -> list[tuple[Row | None, list[Piece]]]:
    """The pieces of a document by the block in which they stand; both are in the order of the text."""
    found: list[tuple[Row | None, list[Piece]]] = []
    blocks, at = row["blocks"], 0
    for piece in pieces:
        while at < len(blocks) and blocks[at]["end"] < piece[1]:
            at += 1
        block = blocks[at] if at < len(blocks) and blocks[at]["start"] <= piece[0] else None
        if found and found[-1][0] is block:
            found[-1][1].append(piece)
        else:
            found.append((block, [piece]))
    return found


def _fold(block: Row | None) -> str:
    """What a block that is not read is; empty where it is read."""
    if block is None or block["kind"] in ("title", "heading"):
        return ""
    if block["kind"] == "paragraph":
        return "opinion" if block["opinion"] else ""
    return str(block["kind"])


def _folded(kind: str, count: int) -> str:
    return f"{kind}, not read as news" if count == 1 else f"{kind}, {count} paragraphs, not read as news"


def _piece(plain: str, said: Sequence[Row], claimed: Sequence[Row], missed: bool, names: _Names) -> str:
    """A sentence; marked where it says something, with what it says, and what it claims, below it."""
    if not said and not claimed:
        return f'<span class="unread">{esc(plain)}</span> ' if missed else f"{esc(plain)} "
    family = _FAMILY.get(said[0]["action"], "say") if said else "say"
    strength = _STRENGTH.get(said[0]["status"], "") if said else ""
    tags = "".join(_statement(one, names) for one in said) + "".join(_claim(one) for one in claimed)
    return f'<mark class="{f"{family} {strength}".strip()}">{esc(plain)}</mark> <span class="tags">{tags}</span>'


def _statement(one: Row, names: _Names) -> str:
    act, rest = say_act(one), say(one).split(" · ", 1)[1]
    doubt = " · no rule found it" if one["because"] else ""
    doubt += f" · sure {say_share(one['sure'])}" if one["sure"] is not None else ""
    doubt += f" · doubtful: {one['doubt']}" if one["doubt"] else ""
    why = f" for {'; '.join(one['because'])}" if one["because"] else ""
    return (
        f'<span class="tag" id="{esc(one["id"])}" title="rule {esc(one["rule"] + why)}, [{one["start"]}, {one["end"]})" '
        f'style="border-color:var(--{_FAMILY.get(one["action"], "say")})">{esc(names.statements[one["id"]])} <b>{esc(act)}</b> · {esc(rest + doubt)}</span>'
    )


def _claim(one: Row) -> str:
    told = f" — {_verdict(one)} {esc(one.get('why') or one['note'])}" if _fate(one) else ""
    return f'<span class="tag" id="{esc(one["id"])}" title="rule {esc(one["rule"])}">claims <b>{esc(say_claim(one))}</b>{told}</span>'


def _fate(one: Row) -> str:
    return str(one.get("verdict", "" if one["quantity"] else "cannot be tested"))


def _verdict(one: Row) -> str:
    fate = _fate(one)
    style = fate.split(" ")[0] if fate != "cannot be tested" else "none"
    return f'<span class="verdict {esc(style)}">{VERDICT_SIGNS.get(fate, "◇")} {esc(fate or "not yet tested")}</span>'


def _agreement(document: Row, names: _Names) -> str:
    def links(row: Row) -> str:
        return " ".join(f'<a href="#{esc(one)}">{esc(names.statements[one])}</a>' for one in row["statements"])

    def kind(row: Row) -> str:
        if row["kind"] != "only":
            return _KINDS[row["kind"]]
        return f"only {names.statements[row['statements'][0]].rstrip('0123456789')} says"

    def what(row: Row) -> str:
        return str(row["what"].split(": ", 1)[1] if row["kind"] == "only" else row["what"])

    rows = "".join(
        f"<tr><td class=kind>{esc(kind(row))}</td><td>{esc(what(row))}</td><td class=small>{links(row)}</td></tr>"
        for row in document["agreement"]
    ) + "".join(
        f"<tr><td class=kind>suspicious</td><td>{esc(row['what'])}</td><td class=small>{esc(names.place(row))}</td></tr>"
        for row in document["suspicious"]
    )
    return f"<h2>What they agree on, and what not</h2><table>{rows}</table>" if rows else ""


def _copies(document: Row, names: _Names) -> str:
    rows = "".join(
        f"<tr><td class=kind>{'near copies' if row['copy'] else 'written apart'}</td><td>{esc(names.documents[row['a']])} and "
        f"{esc(names.documents[row['b']])} are alike by {row['similarity']:.2f} (copies: from {COPY:g} on)"
        f"{', so they count as one source' if row['copy'] else ''}</td></tr>"
        for row in document["copies"]
    )
    return f"<h2>Copies</h2><table>{rows}</table>" if rows else ""


def _claims(document: Row, names: _Names) -> str:
    rows = "".join(
        f"<tr><td class=kind>{_verdict(row)}</td><td>{esc(' '.join(row['plain'].split()))}<br><span class=small>{esc(say_claim(row))}</span></td>"
        f"<td class=small>{esc(row.get('why') or row['note'])}</td>"
        f'<td class="small place"><a href="#{esc(row["id"])}">{esc(names.place(row))}</a></td></tr>'
        for row in sorted(document["claims"], key=lambda row: not row["quantity"])
    )
    head = "<tr><th>verdict<th>claim<th>why<th>place</tr>"
    return f'<h2>Claims, and what the model says</h2><table class="claims">{head}{rows}</table>' if rows else ""


def _unread(document: Row, names: _Names) -> str:
    rows = "".join(
        f'<tr><td>{esc(" ".join(row["text"].split())[:400])}</td><td class=small>{esc(row["why"])}</td><td class="small place">{esc(names.place(row))}</td></tr>'
        for row in document["not_understood"]
    )
    told = "<p class=small>Sentences that look relevant and that no rule could code, or whose statement was too unsure.</p>"
    return f"<h2>Not understood</h2>{told}<table>{rows}</table>" if rows else ""


def _draft(document: Row) -> str:
    scenario = document["scenario"]
    if not scenario:
        return ""
    drafts = "".join(
        f"<div><h3>{title}</h3><p class=small>{told}</p><pre>{esc(scenario[key])}</pre></div>"
        for title, told, key in (
            ("As read", "Firm stops of a named service are lines; what is doubtful stands as a comment.", "draft"),
            ("As announced", "Words alone: nothing changes aboard.", "as_announced"),
            ("As threatened", "The same, carried out in full.", "as_threatened"),
        )
    )
    return f"<h2>Draft scenario</h2><div class=drafts>{drafts}</div>"
