"""Statements and claims in one line of plain words, and text made safe for a page."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

Row = dict[str, Any]

LEVELS: Mapping[str, str] = {
    "decree": "decree", "agency": "agency statement", "official_post": "official's post", "official_spoken": "official",
    "anonymous": "anonymous source", "media": "the report's own words", "opinion": "opinion", "comment": "comment",
}  # fmt: skip
VERDICT_SIGNS: Mapping[str, str] = {"holds": "✓", "too strong": "▲", "too weak": "▼", "cannot be tested": "?"}
_UNITS: Mapping[str, str] = {"fraction": "", "count": "", "percent": " %", "usd_m": " million dollars"}
_YES_OR_NO = frozenset(("sole_provider_share", "loss_probability", "parties_each_needed"))
"""Quantities whose number only says that something is so; the words say it."""


def by_place(rows: Iterable[Row], document: str) -> dict[tuple[int, int], list[Row]]:
    """Return the rows of a document by the span of their sentence, in their order."""
    found: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        if row["document"] == document:
            found.setdefault((row["start"], row["end"]), []).append(row)
    return found


def esc(value: object) -> str:
    """Return the value as text that is safe in HTML; control characters are taken out."""
    text = str(value)
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)
    return html.escape(text, quote=True)


def say(row: Row) -> str:
    """Return who, what and how firmly of a statement in one line of plain words."""
    who = row["speaker"] or "nobody named"
    via = f" via {row['reported_by']}" if row["reported_by"] else ""
    told = [say_act(row), row["status"]]
    if row["condition"]:
        told.append(f"if: {row['condition'].replace('_', ' ')}")
    if row["effective"]:
        told.append(when(row["effective"]))
    told.append(f"{who}{via}, {LEVELS[row['level']]}{', quoted' if row['quote'] else ''}")
    return " · ".join(told)


def say_act(row: Row) -> str:
    """Return who does what, towards whom."""
    parts = [row["actor"], row["action"]]
    if row["object"] != "none":
        parts.append(row["object"].replace("_", " "))
    if row["targets"]:
        parts.append(f"→ {', '.join(row['targets'])}")
    return " ".join(parts)


def when(value: Any) -> str:
    """Return a date or interval in words, with the reason where it is not known."""
    if isinstance(value, str):
        return f"on {value}"
    if value.get("why"):
        return f"'{value['said']}' ({value['why']})"
    first, last = value.get("from"), value.get("to")
    return f"from {first} to {last}" if first and last else f"from {first}" if first else f"until {last}"


def say_claim(row: Row) -> str:
    """Return what is claimed, by whom: what of, and the interval that the words allow."""
    who = f"{row['who']}, {LEVELS[row['level']]}" if row["speaker"] == row["who"] else row["who"]
    if not row["quantity"]:
        return f"what the model does not compute · {who}"
    amount = "" if row["quantity"] in _YES_OR_NO else say_interval(row)
    return f"{row['what']}{f': {amount}' if amount else ''} · {who}"


def say_interval(row: Row) -> str:
    """Return what a claim allows, with its unit."""
    unit = _UNITS.get(row["unit"], f" {row['unit']}")
    low, high = (None if row[end] is None else _figure(row[end]) for end in ("low", "high"))
    if low is None and high is None:
        return ""
    if low is None or high is None:
        return f"at least {low}{unit}" if high is None else f"at most {high}{unit}"
    return f"{low}{unit}" if low == high else f"{low} to {high}{unit}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


def say_quantity(quantity: str, arguments: str, stronger: str, labels: Mapping[str, str]) -> str:
    """Return what a claim is about, in words.

    Parameters
    ----------
    quantity, arguments, stronger : str
        As in the row.
    labels : mapping
        Functions by their id, as the pack calls them.
    """
    parts = (part.partition("=") for part in arguments.split(";"))
    given = {name: value.replace("|", ", ") for name, _, value in parts}
    functions = ", ".join(labels.get(name, name) for name in given.get("function", "").split(", "))
    party, without = given.get("party", ""), given.get("suspend", given.get("without", ""))
    told: Mapping[str, str] = {
        **_WORDS,
        "seat_price_usd_m": f"price of a seat of {party}" if party else "price of a seat",
        "days_until_alternative": f"{functions}: time until another than {without} can",
        "sole_provider_share": f"{functions}: nobody but {party}",
        "loss_probability": f"{functions}: {'not' if stronger == 'more' else 'also'} without {without}",
        "days_to_loss": f"{functions}: time to its loss",
        "parties_each_needed": f"{functions}: each of {given.get('parties', '')} is needed",
        "cover_days": f"how long {given.get('stock', '')} lasts",
        "owned_share": f"share of {party} in {given.get('measure', '')}",
        "share_over_country": f"share of time over {_places(given)}",
        "entry_share": f"chance that an uncontrolled entry comes down over {_places(given)}",
    }
    return told.get(quantity, quantity)


def _places(given: Mapping[str, str]) -> str:
    if "country" not in given:
        return ""
    from stationkeep.track.countries import load_countries

    countries = load_countries()
    names = {"land": "land", "sea": "the sea"} | dict(zip(countries.codes, countries.names, strict=True))
    return " or ".join(names.get(code, code) for code in given["country"].split(", "))


_WORDS: Mapping[str, str] = {
    "mass_kg": "mass of the station",
    "days_to_altitude": "time to entry, raised by nobody",
    "decay_m_per_day": "altitude lost",
    "altitude_km": "altitude",
    "holding_propellant_kg_year": "propellant a year",
    "deorbit_delta_v_m_s": "velocity change of a controlled entry",
    "people_aboard": "people aboard",
    "ships_docked": "ships docked",
}
