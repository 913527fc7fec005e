"""The report: one page of HTML that needs no server, no script and no network.

It is made from the answer's document alone, so that a page can be made again from what ``run --json`` printed.
Everything that comes from outside is escaped; the only addresses in it are those of the sources, as links.
"""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from typing import Any

from stationkeep.answer import fragments, plots, wording
from stationkeep.answer.fragments import esc, source_line
from stationkeep.answer.timeline import timeline

Document = dict[str, Any]


def render(document: Document) -> str:
    """Return the page.

    Parameters
    ----------
    document : dict
        What ``Answer.to_dict`` gives.
    """
    css = files("stationkeep.answer").joinpath("report.css").read_text(encoding="utf-8")
    sections = (_ladder, _altitude, _rests_on, _stocks, _ledger, _assumptions, _credibility, _provenance)
    body = "\n".join(made for section in sections if (made := section(document)))
    title = esc(document["scenario"]["title"])
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{css}</style>\n</head>\n<body>\n<main>\n"
        f"{_head(document)}\n{body}\n</main>\n</body>\n</html>\n"
    )


def _section(title: str, say: str, *parts: str) -> str:
    said = f'<p class="say">{esc(say)}</p>' if say else ""
    return f"<section>\n<h2>{esc(title)}</h2>\n{said}\n" + "\n".join(parts) + "\n</section>"


def _figure(svg: str, caption: str, document: Document) -> str:
    return f"<figure>\n{svg}\n<figcaption>{caption} {source_line(document)}</figcaption>\n</figure>"


def _day(text: str) -> str:
    return wording.day(dt.date.fromisoformat(text))


def _head(document: Document) -> str:
    scenario = document["scenario"]
    known = "what was known that day" if scenario["knowledge"] == "then" else "what then happened"
    futures = wording.counted(scenario["members"], "simulated future")
    note = f'<p class="note">{esc(wording.sentence(scenario["note"]))}</p>' if scenario["note"] else ""
    lines = "\n".join(f"<p>{_together(line)}</p>" for line in document["answer"])
    return (
        f'<header>\n<p class="kicker">stationkeep · {futures}, {_day(scenario["start"])} to '
        f"{_day(scenario['end'])}, from {known}</p>\n<h1>{esc(scenario['title'])}</h1>\n{note}\n"
        f'<div class="answer">\n{lines}\n</div>\n</header>'
    )


def _together(line: str) -> str:
    """Return a sentence whose intervals do not break over lines."""
    return esc(line).replace("5–95 %", '<span class="whole">5–95 %</span>').replace(" %", "&nbsp;%")


def _ladder(document: Document) -> str:
    if not document["losses"]:
        return _section("What stops", "No function that the undisturbed station has is lost in any future.")
    end = wording.month(dt.date.fromisoformat(document["scenario"]["end"]))
    caption = (
        "Bar: from the day by which 5 % of all futures have met it to that of 95 %; dot: half of them; arrow: "
        f"beyond {end}. The percentage is the share of futures that meet it at all before then. Time is counted from "
        f"{esc(_day(document['scenario']['start']))} on a scale that gives the first weeks room."
    )
    if document.get("knot"):
        caption = "<b>Bold</b>: the knot. " + caption
    return _section(
        "What stops, in order",
        "A function is lost where the same future with nobody stopping still has it.",
        _figure(timeline(document), caption, document),
        fragments.loss_table(document),
    )


def _altitude(document: Document) -> str:
    if document["altitude_km"] is None:
        return ""
    caption = (
        f'<span class="key" style="background:#0072B2"></span>this scenario: middle future and 5–95 % band; '
        f'<span class="key" style="background:#8a8f98"></span>undisturbed. Percentiles are taken day by day: no line '
        f"is one future. Altitude is {esc(document['altitude_km']['note'])}."
    )
    return _section("How high the station flies", "", _figure(plots.altitude_fan(document), caption, document))


def _rests_on(document: Document) -> str:
    parts = [fragments.sensitivity_table(document)]
    parts += [
        f'<p class="placard"><b>Leaves verified ground</b> ({esc(one["where"])}): {esc(one["text"])}</p>'
        for one in document["placards"]
    ]
    parts.append(fragments.statements(document))
    say = (
        "The uncertain facts that move the answer beyond chance: how much later or earlier the event comes where the "
        "fact is high than where it is low."
        if document["sensitivity"]
        else "No uncertain fact moves the answer beyond chance."
    )
    return _section("What the answer rests on", say, *parts)


def _stocks(document: Document) -> str:
    caption = "Middle future and 5–95 % band; grey: undisturbed. A station that has entered has less than any other."
    parts = []
    for key, name, words in (
        ("crew", "crew", "People aboard over time"),
        ("stocks", "stocks", "Stocks over time"),
    ):
        svg = plots.panels(document, key, name, words)
        if svg:
            parts.append(_figure(svg, caption, document))
    if not parts:
        return ""
    say = "Crews go home by the operating rules before what they need runs out."
    return _section("People and stocks aboard", say, *parts)


def _ledger(document: Document) -> str:
    if not document["ledger"]:
        return _section("The ledger", "Nothing stops, so there is nothing to record.")
    say = (
        "Day by day, each with its chain of causes and the document behind every link. Where futures differ, the day "
        "is that of the middle one, or the earliest that 5 % have reached."
    )
    return _section("The ledger", say, fragments.ledger(document))


def _assumptions(document: Document) -> str:
    rows = "\n".join(
        f"<li>{esc(wording.sentence(row['text']))} {fragments.sources(row['source'], document)}</li>"
        for row in document["assumptions"]
    )
    parts = [f'<ul class="plain">\n{rows}\n</ul>']
    if document["absent_at_start"]:
        gone = "; ".join(f"{esc(r['function'])} ({esc(r['why'])})" for r in document["absent_at_start"])
        parts.append(f'<p class="small">Not there on the first day even undisturbed: {gone}.</p>')
    twin = "; ".join(
        f"{esc(r['label'])} in {wording.percent(r['probability'])} of the futures ({esc(r['why'])})"
        for r in document["baseline"]
    )
    told = f"goes without: {twin}." if twin else "goes without nothing in any future."
    parts.append(f'<p class="small">The undisturbed station, against which losses are counted, {told}</p>')
    return _section("What is assumed", "", *parts)


def _credibility(document: Document) -> str:
    return _section(
        "How far to believe it",
        f"In the spirit of NASA-STD-7009, from 0 to 4. {wording.sentence(document['notes']['credibility'])}",
        fragments.credibility_table(document),
    )


def _provenance(document: Document) -> str:
    rows = [f"<dt>{esc(key)}</dt><dd>{esc(value)}</dd>" for key, value in document["provenance"].items()]
    rows += [f"<dt>{esc(key)}</dt><dd>{esc(value)}</dd>" for key, value in document["notes"].items()]
    return _section("Provenance", "Enough to repeat the run to the last bit.", f"<dl>\n{''.join(rows)}\n</dl>")
