"""The ledger: what stopped or came back, day by day, and why, each link with its source."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from stationkeep.answer.quantities import Loss, Reached, timing
from stationkeep.answer.subject import party_name, short_names
from stationkeep.ensemble.outcome import Link, Outcome
from stationkeep.facts.pack import Pack

COLUMNS = {
    "date": "day on which it happens; for what differs between futures, that of the middle one",
    "day": "the same, in days since the start",
    "kind": "event (in every future), loss, return, or rung (of the ladder of severity)",
    "id": "function or rung; empty for an event",
    "what": "what happened",
    "probability": "share of the futures in which it happens, 0 to 1",
    "date_p05": "day by which it has happened in 5 % of all futures",
    "date_p95": "day by which it has happened in 95 % of all futures",
    "link": "place in the chain of causes: 0 is the nearest, the last is the root",
    "because": "what this link says",
    "party": "through whom",
    "source": "the document that says so",
}
"""The columns, and what they hold."""

_ORDER = {"event": 0, "loss": 1, "rung": 2, "return": 3}


def entries(outcome: Outcome, pack: Pack, losses: tuple[Loss, ...], rungs: tuple[Reached, ...]) -> list[dict[str, Any]]:
    """Return the ledger's entries in order of day, each with its whole chain of causes.

    An entry whose middle date lies beyond the horizon stands at its 5 % date, or at the first day on which any
    member meets it; its probability says how seldom it is.
    """
    rows: list[dict[str, Any]] = []

    def add(kind: str, key: str, what: str, days: Any, chain: tuple[Link, ...], **more: Any) -> None:
        when = timing(days)
        day = next((d for d in (when.p50, when.p05) if d is not None), int(days[days >= 0].min()))
        date = {name: _iso(outcome, d) for name, d in (("date_p05", when.p05), ("date_p95", when.p95))}
        row = {"date": _iso(outcome, day), "day": day, "kind": kind, "id": key, "what": what}
        causes = [{"what": short_names(c.what, pack), "party": c.party, "source": c.source} for c in chain]
        rows.append({**row, "probability": round(when.probability, 4), **date, "because": causes, **more})

    for event in outcome.events:
        day = _iso(outcome, event.day)
        what = short_names(event.what, pack)
        cause = {"what": what, "party": event.party, "source": event.source}
        fixed = {"probability": 1.0, "date_p05": day, "date_p95": day, "because": [cause]}
        rows.append({"date": day, "day": event.day, "kind": "event", "id": "", "what": what, **fixed})
    for loss in losses:
        share = round(loss.fate.chain_share, 3)
        add("loss", loss.id, f"{loss.label}: lost", loss.fate.lost_day, loss.fate.chain, chain_share=share)
        back = loss.fate.back_day
        if np.any(back >= 0):
            add("return", loss.id, f"{loss.label}: back", back, _return_chain(outcome, pack))
    for reached in rungs:
        if reached.when.probability > 0:
            add("rung", reached.rung.id, reached.rung.label, reached.rung.day, ())
    return sorted(rows, key=lambda row: (row["day"], _ORDER[row["kind"]]))


def _return_chain(outcome: Outcome, pack: Pack) -> tuple[Link, ...]:
    ended = [s for s in outcome.scenario.suspensions if s.until is not None]
    return tuple(
        Link(f"{party_name(pack, s.party)} cooperates again from {s.until}", s.party, s.statement) for s in ended
    )


def _iso(outcome: Outcome, day: int | None) -> str | None:
    return None if day is None else (outcome.scenario.start + dt.timedelta(days=day)).isoformat()


def flat(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row a link, with the columns of :data:`COLUMNS`."""
    table = []
    for row in rows:
        links = row["because"] or [{"what": "", "party": "", "source": ""}]
        for place, link in enumerate(links):
            shared = {key: row[key] for key in COLUMNS if key in row}
            cause = {"because": link["what"], "party": link["party"], "source": link["source"]}
            table.append({**shared, "link": place, **cause})
    return [{key: row[key] for key in COLUMNS} for row in table]
