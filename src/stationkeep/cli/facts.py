"""``facts`` and ``data status``: what the pack says, on what it rests, and how old it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from stationkeep.cli.output import coloured, print_json, print_text, width
from stationkeep.errors import UnknownName

_DATED = ("flights", "moves", "plans", "orbit_history", "masses", "statements", "stock_levels", "drag_arcs")


def _rows(pack: Any) -> Iterator[tuple[str, Any]]:
    from stationkeep.facts.tables import TABLES

    for name in TABLES:
        table = getattr(pack, name)
        for row in table.values() if isinstance(table, Mapping) else table:
            yield name, row


def facts(key: str | None, pack_name: str, as_json: bool) -> None:
    """Show every row with an id, and the documents behind it."""
    from stationkeep.facts.pack import load_pack

    pack = load_pack(pack_name)
    if key is None:
        _kinds(pack, as_json)
        return
    found = [(name, row) for name, row in _rows(pack) if getattr(row, "id", None) == key]
    if not found:
        raise UnknownName("fact", key[:80], {row.id for _, row in _rows(pack) if hasattr(row, "id")})
    rows = [_described(name, row, pack) for name, row in found]
    if as_json:
        print_json({"schema": "stationkeep.facts/1", "key": key, "facts": rows})
        return
    from stationkeep.cli.pen import Pen

    pen = Pen(width(), coloured())
    for row in rows:
        pen.add(f"{pen.mark(key, chr(27) + '[1m')}  {row['file']}:{row['line']}")
        for name, value in row["values"].items():
            pen.wrap(f"{_plain(value)}", first=f"  {name + ':':<20}", rest=" " * 22)
        for source in row["sources"]:
            text = f"{source['title']} ({source['verified']}){' ' + source['url'] if source['url'] else ''}"
            pen.wrap(
                text + (f"; {source['note']}" if source["note"] else ""),
                first=f"  {'source:':<20}",
                rest=" " * 22,
            )
        pen.add()
    print_text("\n".join(pen.lines).rstrip())


def _described(name: str, row: Any, pack: Any) -> dict[str, Any]:
    values = {f.name: _value(getattr(row, f.name)) for f in fields(row) if f.name not in ("line", "id")}
    kept = {key: value for key, value in values.items() if value not in (None, "", [], {}) and key != "sources"}
    sources = [pack.sources[s] for s in getattr(row, "sources", ()) if s in pack.sources]
    return {
        "table": name,
        "file": f"{name}.csv",
        "line": row.line if isinstance(row.line, int) else 0,
        "values": kept,
        "sources": [
            {"id": s.id, "title": s.title, "url": s.url, "verified": s.verified, "note": s.note} for s in sources
        ],
    }


def _value(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e5 else str(value)


def _kinds(pack: Any, as_json: bool) -> None:
    from stationkeep.facts.tables import TABLES

    rows: list[dict[str, Any]] = []
    for name in TABLES:
        table = getattr(pack, name)
        ids = sorted(
            {row.id for row in (table.values() if isinstance(table, Mapping) else table) if hasattr(row, "id")}
        )
        rows.append({"table": name, "file": f"{name}.csv", "rows": len(table), "ids": ids})
    if as_json:
        print_json({"schema": "stationkeep.facts/1", "key": None, "pack": pack.id, "tables": rows})
        return
    from stationkeep.cli.pen import Pen

    pen = Pen(width(), coloured())
    pen.add(f"{pack.title}: facts to {pack.as_of}")
    pen.add()
    for row in rows:
        some = ", ".join(row["ids"][:6]) + (", ..." if len(row["ids"]) > 6 else "")
        pen.wrap(some or "(rows without ids)", first=f"  {row['table']:<16} {row['rows']:>5}  ", rest=" " * 26)
    pen.add()
    pen.add("Show one with: stationkeep facts KEY")
    print_text("\n".join(pen.lines))


def status(pack_name: str, as_json: bool) -> None:
    """Say what the last date of every dated table and snapshot is."""
    from stationkeep.facts.pack import load_pack

    pack = load_pack(pack_name)
    rows: list[dict[str, Any]] = []
    for name in _DATED:
        table = getattr(pack, name)
        dates = [d for row in (table.values() if isinstance(table, Mapping) else table) if (d := _date(row))]
        if dates:
            rows.append(_age(name, f"{name}.csv", max(dates), pack.as_of))
    rows += _sun(pack.as_of)
    if as_json:
        print_json(
            {
                "schema": "stationkeep.data/1",
                "pack": pack.id,
                "as_of": pack.as_of.isoformat(),
                "snapshots": rows,
            }
        )
        return
    today = dt.datetime.now(dt.UTC).date()
    lines = [
        f"{pack.title}: facts to {pack.as_of}, {(today - pack.as_of).days} days before today ({today})",
        "",
    ]
    lines += [f"  {'':<18}{'last date':<14}days before the pack's date"]
    lines += [
        f"  {row['name']:<18}{row['last_date']:<14}{row['days_before_as_of']:>5}"
        + (f"   fetched, in {row['file']}" if row.get("origin") == "fetched" else "")
        for row in rows
    ]
    lines += ["", "Nothing is downloaded unless you ask for it: stationkeep data refresh."]
    print_text("\n".join(lines))


def _date(row: Any) -> dt.date | None:
    found = [getattr(row, name, None) for name in ("known_on", "date", "end", "departed", "arrived", "launched")]
    return max((one for one in found[:1] or [] if one), default=None) or max(
        (one for one in found[1:] if isinstance(one, dt.date)), default=None
    )


def _age(name: str, file: str, last: dt.date, as_of: dt.date) -> dict[str, Any]:
    return {
        "name": name,
        "file": file,
        "last_date": last.isoformat(),
        "days_before_as_of": (as_of - last).days,
    }


def _sun(as_of: dt.date) -> list[dict[str, Any]]:
    """Return the age of the snapshots of the sun in use, bundled or fetched."""
    from stationkeep.sun.snapshot import newest

    rows = []
    for name, file in (("space weather", "daily.npz"), ("sun forecasts", "forecasts.npz")):
        kept = newest(file)
        last = dt.date.fromisoformat(kept.last if len(kept.last) == 10 else f"{kept.last}-01")
        shown = f"sun/{file}" if kept.bundled else str(kept.path)
        rows.append({**_age(name, shown, last, as_of), "origin": "bundled" if kept.bundled else "fetched"})
    return rows
