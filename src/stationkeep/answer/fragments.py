"""Pieces of the report: tables, ledger and links to sources, all from the document, all escaped."""

from __future__ import annotations

import datetime as dt
import html
from typing import Any

from stationkeep.answer import wording

Document = dict[str, Any]


def esc(value: object) -> str:
    """Return the value as text that is safe in HTML, attributes included."""
    return html.escape(str(value), quote=True)


def source_line(document: Document) -> str:
    """Return the line under every plot: what made it."""
    provenance = document["provenance"]
    version = provenance.get("stationkeep", "")
    futures = wording.counted(document["scenario"]["members"], "future")
    facts = f"facts of {provenance['pack_as_of']}"
    return f"Source: stationkeep {esc(version)}, {futures}, seed {esc(provenance['seed'])}, {esc(facts)}."


def sources(keys: str, document: Document) -> str:
    """Return links to the documents named in ``keys`` (ids parted by ``;``)."""
    named = [key.strip() for key in keys.split(";") if key.strip() and key.strip() != "scenario"]
    links = "; ".join(_link(key, document) for key in named)
    return f'<span class="small">[{links}]</span>' if links else ""


def _link(key: str, document: Document) -> str:
    found = document["sources"].get(key)
    if found is None:
        return esc(key)
    url = str(found["url"])
    title = esc(found["title"])
    safe = url.startswith(("https://", "http://"))
    link = f'<a href="{esc(url)}" rel="noreferrer">{title}</a>' if safe else title
    weak = {"memory": ", from general knowledge", "assumed": ", an assumption", "derived": ", derived"}
    return link + weak.get(found["verified"], "")


def _dates(row: Document) -> str:
    found = [row[key] and dt.date.fromisoformat(row[key]) for key in ("date_p05", "date_p50", "date_p95")]
    if found[0] is not None and found[0] == found[2]:
        when = f'<time datetime="{found[0]}">{wording.day(found[0])}</time>'
        return f'<td class="date once" colspan="3" data-name="on">{when}</td>'
    names = row.get("shown_as") or ("5 %", "half", "95 %")
    parts = []
    for date, name, written in zip(found, names, wording.cells(*found), strict=True):
        far = " far" if date is None else ""
        text = written if date is None else f'<time datetime="{date}">{written}</time>'
        parts.append(f'<td class="date{far}" data-name="{name}">{text}</td>')
    return "".join(parts)


def _chance(row: Document) -> str:
    error = 100 * row["standard_error"]
    shown = f"{error:.1f}" if error >= 0.095 else "0.1"
    return f'<td class="num" data-name="share">{100 * row["probability"]:.1f} ± {shown} %</td>'


def loss_table(document: Document) -> str:
    """Return the table of losses with dates, probability, cause and source."""
    end = wording.month(dt.date.fromisoformat(document["scenario"]["end"]))
    knot = (document.get("knot") or {}).get("function")
    rows = []
    for row in document["losses"]:
        first = row["cause"][0]["source"] if row["cause"] else ""
        mark = ' class="knot"' if row["function"] == knot else ""
        rows.append(
            f"<tr{mark}><td>{esc(row['label'])}</td>{_dates(row)}{_chance(row)}"
            f"<td>{esc(row['because'])} {sources(first, document)}</td></tr>"
        )
    head = (
        '<tr><th>what stops</th><th class="date">5 %</th><th class="date">half</th><th class="date">95 %</th>'
        f'<th class="num">lost by {end}</th><th>because</th></tr>'
    )
    return f'<table class="stack"><thead>{head}</thead>\n<tbody>\n' + "\n".join(rows) + "\n</tbody></table>"


def sensitivity_table(document: Document) -> str:
    """Return the facts that move the answer, with bars in days."""
    effects = document["sensitivity"]
    moved = {row["moves"]: row["moves_label"] for row in effects}
    tables = [_effects([r for r in effects if r["moves"] == key], label, document) for key, label in moved.items()]
    return "\n".join(tables)


def _effects(effects: list[Document], label: str, document: Document) -> str:
    largest = max(abs(row["effect_days"]) for row in effects)
    rows = []
    for row in effects:
        width = max(1.0, 100 * abs(row["effect_days"]) / largest)
        direction = "later" if row["effect_days"] > 0 else "earlier"
        low, high = (("?" if row[key] is None else wording.number(row[key])) for key in ("low", "high"))
        unit = "" if row["unit"] in ("1", "fraction", "count") else f" {row['unit']}"
        rows.append(
            f"<tr><td>{esc(row['label'])}</td><td>{wording.span(row['effect_days'])} {direction} where it is high</td>"
            f'<td class="track"><span class="bar" style="width:{width:.0f}%"></span></td>'
            f'<td class="small">{low} to {high}{esc(unit)}; {esc(row["confidence"])} confidence '
            f"{sources('; '.join(row['sources']), document)}</td></tr>"
        )
    moved = esc(wording.bare(label))
    head = f"<tr><th>what moves <b>{moved}</b></th><th>by</th><th></th><th>how well it is known</th></tr>"
    method = f'<p class="source">Method: {esc(effects[0]["method"])}.</p>'
    return (
        f'<table class="stack moves"><thead>{head}</thead>\n<tbody>\n'
        + "\n".join(rows)
        + f"\n</tbody></table>\n{method}"
    )


def statements(document: Document) -> str:
    """Return the statements on which the scenario rests."""
    named = document["scenario"]["rests_on"]
    if not named:
        return '<p class="small">The scenario rests on no statement: it is a what-if.</p>'
    said = {key: document["sources"].get(key, {}).get("said", "") for key in named}
    rows = "\n".join(f"<li>{_link(key, document)}: {esc(said[key])}</li>" for key in named)
    return f'<p class="small">Statements behind the scenario:</p>\n<ul class="plain small">\n{rows}\n</ul>'


def ledger(document: Document) -> str:
    """Return the ledger as a list, each entry with its chain."""
    rows = []
    for entry in document["ledger"]:
        links = [] if entry["kind"] == "rung" else entry["because"]
        chain = "".join(
            f"<li>{esc(_told(link, entry))}{_through(link, document)} {sources(link['source'], document)}</li>"
            for link in links
        )
        share = "" if entry["kind"] == "event" else wording.percent(entry["probability"])
        kind = {"rung": "rung", "return": "back"}.get(entry["kind"], entry["kind"])
        day = wording.day(dt.date.fromisoformat(entry["date"]))
        rows.append(
            f'<li class="{kind}"><time datetime="{entry["date"]}">{day}</time><div><span class="what">'
            f"{esc(entry['what'])}</span>{f'<ol class=chain>{chain}</ol>' if chain else ''}</div>"
            f'<span class="num small">{share}</span></li>'
        )
    return '<ol class="ledger">\n' + "\n".join(rows) + "\n</ol>"


def _told(link: Document, entry: Document) -> str:
    return "as stated" if link["what"] == entry["what"] else str(link["what"])


def _through(link: Document, document: Document) -> str:
    name = document["parties"].get(link["party"], link["party"])
    return "" if not name or name.lower() in link["what"].lower() else f" ({esc(name)})"


def credibility_table(document: Document) -> str:
    """Return the factors with their levels as dots."""
    rows = "\n".join(
        f'<tr><td>{esc(row["factor"])}</td><td class="level" aria-label="level {row["level"]} of 4">'
        f"{'●' * row['level']}{'○' * (4 - row['level'])}</td><td>{esc(row['why'])}</td></tr>"
        for row in document["credibility"]
    )
    head = "<thead><tr><th>factor</th><th>level</th><th>why</th></tr></thead>"
    return f'<table class="stack">{head}\n<tbody>\n{rows}\n</tbody></table>'
