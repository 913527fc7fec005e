"""The page of a reading: documents side by side, every statement highlighted in place, agreement below.

It needs no server, no script and no network. Whatever comes from a document is escaped; nothing of its markup is kept.
"""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]

_CSS = """
:root { --ink:#1b1f24; --soft:#57606a; --line:#d0d7de; --paper:#fff; --wash:#f6f8fa;
  --stop:#e69f00; --go:#0072b2; --ask:#009e73; --say:#8a8f98; --money:#cc79a7; }
* { box-sizing: border-box }
body { margin:0; background:var(--paper); color:var(--ink); font:16px/1.55 Georgia,'Times New Roman',serif }
main { max-width: 1500px; margin: 0 auto; padding: 28px 24px 60px }
h1 { font-size: 28px; line-height:1.2; margin: 0 0 6px } h2 { font-size: 20px; margin: 34px 0 8px }
.kicker,.small,th,.tag,.legend,.meta,figcaption { font-family: system-ui,'Segoe UI',Helvetica,Arial,sans-serif }
.kicker,.small,.meta { color:var(--soft); font-size: 13px } .asked { font-size:18px; max-width: 62em; border-left:4px solid var(--stop); padding:2px 0 2px 14px }
.legend { display:flex; flex-wrap:wrap; gap:6px 18px; font-size:13px; margin:16px 0 }
.docs { display:grid; grid-template-columns: repeat(auto-fit,minmax(min(430px,100%),1fr)); gap:22px; align-items:start }
article { border:1px solid var(--line); border-radius:6px; padding:16px 18px; min-width:0; overflow-wrap:anywhere }
article h3 { font-size:18px; line-height:1.3; margin:0 0 2px }
.b { margin: 10px 0; white-space:pre-line } .b.off { color:#6e7781; font-size:13px; line-height:1.45; border-left:3px dotted var(--line); padding-left:10px }
.b.off b { font: 600 11px system-ui,sans-serif; letter-spacing:.02em } .heading { font-weight:bold }
mark { color:inherit; background:var(--wash); border-bottom:3px solid var(--say); padding:1px 1px; -webkit-box-decoration-break:clone; box-decoration-break:clone }
mark.stop { background:#fdf0d5; border-bottom-color:var(--stop) } mark.go { background:#dcecf7; border-bottom-color:var(--go) }
mark.ask { background:#d9f2ea; border-bottom-color:var(--ask) } mark.money { background:#f8e6f0; border-bottom-color:var(--money) }
mark.maybe { border-bottom-style:dashed } mark.not { border-bottom-style:dotted } mark.past { border-bottom-style:double }
.unread { text-decoration: underline wavy #8a8f98 1px; text-underline-offset:4px }
.tag { display:inline-block; font-size:12px; line-height:1.35; background:var(--paper); border:1px solid var(--line); border-radius:4px; padding:1px 6px; margin:1px 3px; white-space:normal; vertical-align:1px }
.tag b { font-weight:650 } table { border-collapse:collapse; width:100%; font-size:15px } th { text-align:left; font-size:12px; color:var(--soft); font-weight:600 }
th,td { border-bottom:1px solid var(--line); padding:6px 10px 6px 0; vertical-align:top } td.kind { white-space:nowrap; font:600 13px system-ui,sans-serif }
pre { background:var(--wash); border:1px solid var(--line); border-radius:6px; padding:12px; overflow-x:auto; font-size:12.5px; line-height:1.45 }
.swatch { display:inline-block; width:26px; border-bottom:3px solid; margin-right:6px; vertical-align:4px }
a { color:#0550ae } @media print { article { break-inside:avoid } }
"""
_FAMILY = {
    "suspend": "stop", "withdraw": "stop", "refuse": "stop", "threaten": "stop", "warn": "stop",
    "resume": "go", "continue": "go", "deliver": "go", "agree": "go", "lift": "go",
    "demand": "ask", "propose": "ask", "reply": "ask", "sanction": "money",
}  # fmt: skip
_STRENGTH = {"conditional": "maybe", "considered": "maybe", "negated": "not", "past": "past"}
LEVELS = {
    "decree": "decree", "agency": "agency statement", "official_post": "official's post", "official_spoken": "official",
    "anonymous": "anonymous source", "media": "the report's own words", "opinion": "opinion", "comment": "comment",
}  # fmt: skip


def esc(value: object) -> str:
    """Return the value as text that is safe in HTML; control characters are taken out."""
    return html.escape("".join(c if c.isprintable() or c in "\n\t" else " " for c in str(value)), quote=True)


def say(row: Row) -> str:
    """Return who, what and how firmly of a statement in one line of plain words."""
    parts = [row["actor"], row["action"]]
    if row["object"] != "none":
        parts.append(row["object"].replace("_", " "))
    if row["targets"]:
        parts.append(f"→ {', '.join(row['targets'])}")
    told = [" ".join(parts), row["status"]]
    if row["condition"]:
        told.append(f"if: {row['condition'].replace('_', ' ')}")
    if row["effective"]:
        told.append(when(row["effective"]))
    who = row["speaker"] or "nobody named"
    told.append(
        f"{who}{' via ' + row['reported_by'] if row['reported_by'] else ''}, {LEVELS[row['level']]}{', quoted' if row['quote'] else ''}"
    )
    return " · ".join(told)


def when(value: Any) -> str:
    """Return a date or interval in words, with the reason where it is not known."""
    if isinstance(value, str):
        return f"on {value}"
    if value.get("why"):
        return f"'{value['said']}' ({value['why']})"
    first, last = value.get("from"), value.get("to")
    return f"from {first} to {last}" if first and last else f"from {first}" if first else f"until {last}"


def render(document: Row, texts: Sequence[tuple[str, Sequence[tuple[int, int, str]]]]) -> str:
    """Return the page of a reading.

    Parameters
    ----------
    document : dict
        What ``Reading.to_dict`` gives.
    texts : sequence
        For every document the blocks as ``(start, end, plain)`` pieces: spans of the original with their readable text.
    """
    statements = {row["id"]: row for row in document["statements"]}
    asked = document["scenario"] and statements.get(document["scenario"]["asked_by"])
    head = "<p class=kicker>stationkeep read · every mark is a sentence of the original, with the rule that read it</p>"
    question = (
        f'<p class="asked">{esc(asked["plain"])}<br><span class="small">{esc(say(asked))} · {esc(asked["document"])} '
        f"[{asked['start']}, {asked['end']})</span></p>" if asked else "<p class=asked>Nobody is said to stop anything.</p>"
    )  # fmt: skip
    articles = "\n".join(
        _article(row, pieces, document) for row, (_, pieces) in zip(document["documents"], texts, strict=True)
    )
    sections = [
        f"<h2>The documents</h2>{_legend()}<div class=docs>{articles}</div>",
        _agreement(document, statements),
        _copies(document),
        _claims(document),
        _unread(document),
        _draft(document),
    ]
    title = "What was said, and by whom"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n<main>\n{head}\n<h1>{title}</h1>\n{question}\n"
        + "\n".join(part for part in sections if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _legend() -> str:
    rows = (("stop", "stops, leaves, refuses, warns"), ("go", "goes on, resumes, delivers, agrees"), ("ask", "asks, proposes, replies"),
            ("money", "sanctions"), ("say", "other"))  # fmt: skip
    colours = "".join(
        f'<span><span class="swatch" style="border-color:var(--{key})"></span>{text}</span>' for key, text in rows
    )
    styles = (
        ("solid", "done or firm"),
        ("dashed", "conditional or considered"),
        ("dotted", "denied"),
        ("double", "past"),
    )
    lines = "".join(
        f'<span><span class="swatch" style="border-bottom-style:{style}"></span>{text}</span>' for style, text in styles
    )
    return f'<div class="legend">{colours}{lines}</div>'


def _article(row: Row, pieces: Sequence[tuple[int, int, str]], document: Row) -> str:
    own = [one for one in document["statements"] if one["document"] == row["id"]]
    unread = [one for one in document["not_understood"] if one["document"] == row["id"]]
    day = f"published {row['published']} ({row['published_by']})" if row["published"] else "no day of publication found"
    blocks = {(block["start"], block["end"]): block for block in row["blocks"]}
    body: list[str] = []
    at: Row | None = None
    for start, end, plain in pieces:
        block = next((one for (a, b), one in blocks.items() if a <= start and end <= b), None)
        if block is not at:
            if at is not None:
                body.append("</div>")
            at = block
            body.append(_open(block))
        body.append(_piece(start, end, plain, own, unread))
    if at is not None:
        body.append("</div>")
    return (
        f'<article id="{esc(row["id"])}"><h3>{esc(row["title"] or row["id"])}</h3><p class=meta>{esc(row["file"])} · {esc(day)} · '
        f"{row['encoding']}, {row['characters']:,} characters<br>sha256 {row['sha256'][:16]}…</p>{''.join(body)}</article>"
    )


def _open(block: Row | None) -> str:
    if block is None or (block["kind"] == "paragraph" and not block["opinion"]):
        return '<div class="b">'
    if block["kind"] in ("title", "heading"):
        return '<div class="b heading">'
    name = "opinion" if block["kind"] == "paragraph" else block["kind"]
    return f'<div class="b off" title="{esc(block["rule"])}"><b>{esc(name)}, not read as news</b><br>'


def _piece(start: int, end: int, plain: str, own: Sequence[Row], unread: Sequence[Row]) -> str:
    here = [one for one in own if one["start"] == start and one["end"] == end]
    if not here:
        missed = any(one["start"] == start and one["end"] == end for one in unread)
        return f'<span class="unread">{esc(plain)}</span> ' if missed else f"{esc(plain)} "
    first = here[0]
    classes = f"{_FAMILY.get(first['action'], 'say')} {_STRENGTH.get(first['status'], '')}".strip()
    tags = "".join(
        f'<span class="tag" id="{esc(one["id"])}" title="rule {esc(one["rule"])}, [{start}, {end})"><b>{esc(one["actor"])} {esc(one["action"])}</b> '
        f"{esc(say(one).split(' · ', 1)[0].split(' ', 2)[2] if one['object'] != 'none' or one['targets'] else '')} · {esc(say(one).split(' · ', 1)[1])}</span>"
        for one in here
    )
    return f'<mark class="{classes}">{esc(plain)}</mark> {tags} '


def _agreement(document: Row, statements: dict[str, Row]) -> str:
    if not document["agreement"]:
        return ""
    kinds = {"same": "agree", "conflict": "conflict", "only": "only one says"}
    rows = "".join(
        f"<tr><td class=kind>{kinds[row['kind']]}</td><td>{esc(row['what'])}</td><td class=small>"
        + ", ".join(f'<a href="#{esc(one)}">{esc(one)}</a>' for one in row["statements"])
        + "</td></tr>"
        for row in document["agreement"]
    )
    lists = "".join(
        f"<tr><td class=kind>suspicious</td><td>{esc(row['what'])}</td><td class=small>{esc(row['document'])} [{row['start']}, {row['end']})</td></tr>"
        for row in document["suspicious"]
    )
    return f"<h2>What they agree on, and what not</h2><table>{rows}{lists}</table>"


def _copies(document: Row) -> str:
    rows = "".join(
        f"<tr><td>{esc(row['a'])}</td><td>{esc(row['b'])}</td><td>{row['similarity']:.2f}</td><td>"
        f"{'near copies: one source' if row['copy'] else 'written apart'}</td></tr>"
        for row in document["copies"]
    )
    return f"<h2>Copies</h2><table><tr><th>document<th>document<th>shared<th>so</tr>{rows}</table>" if rows else ""


def _claims(document: Row) -> str:
    rows = "".join(
        f"<tr><td>{esc(row['quantity'])}</td><td>{esc(_amount(row))}</td><td>{esc(' '.join(row['text'].split()))}</td>"
        f"<td class=small>{esc(row['speaker'] or 'nobody named')}, {LEVELS[row['level']]}; {esc(row['document'])} [{row['start']}, {row['end']})</td></tr>"
        for row in document["claims"]
    )
    return f"<h2>Claims that the model can test</h2><table>{rows}</table>" if rows else ""


def _amount(row: Row) -> str:
    if row["low"] is None:
        return ""
    span = f"{row['low']:g}" if row["low"] == row["high"] else f"{row['low']:g} to {row['high']:g}"
    return f"{span} {row['unit']}"


def _unread(document: Row) -> str:
    rows = "".join(
        f"<tr><td>{esc(' '.join(row['text'].split())[:400])}</td><td class=small>{esc(row['why'])}; {esc(row['document'])} [{row['start']}, {row['end']})</td></tr>"
        for row in document["not_understood"]
    )
    return (
        f"<h2>Not understood</h2><p class=small>Sentences that look relevant and that no rule could code.</p><table>{rows}</table>"
        if rows
        else ""
    )


def _draft(document: Row) -> str:
    scenario = document["scenario"]
    if not scenario:
        return ""
    return (
        "<h2>Draft scenario</h2><p class=small>As read; then the two standard readings: what was announced in words, and what was threatened, "
        f"carried out in full.</p><pre>{esc(scenario['draft'])}</pre><h2>As announced</h2><pre>{esc(scenario['as_announced'])}</pre>"
        f"<h2>As threatened</h2><pre>{esc(scenario['as_threatened'])}</pre>"
    )
