"""How dates, intervals, shares and lists are written, on every face alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from stationkeep.answer.quantities import Timing, date_of
from stationkeep.wording import counted, percent

__all__ = [
    "bare",
    "cells",
    "counted",
    "day",
    "interval",
    "listed",
    "month",
    "number",
    "percent",
    "probability",
    "sentence",
    "span",
]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BEYOND = "beyond"
NARROW_DAYS = 60
"""Intervals shorter than this are written with days; longer ones with months: no digit that is not known."""


def month(date: dt.date) -> str:
    """``Sep 2024``."""
    return f"{MONTHS[date.month - 1]} {date.year}"


def day(date: dt.date) -> str:
    """``2 Apr 2022``."""
    return f"{date.day} {month(date)}"


def cells(p05: dt.date | None, p50: dt.date | None, p95: dt.date | None) -> tuple[str, str, str]:
    """Write the three dates of a table's row: with days where two of them lie close together, else months."""

    def close(a: dt.date | None, b: dt.date | None) -> bool:
        return a is not None and b is not None and (b - a).days < NARROW_DAYS

    def write(date: dt.date | None, precise: bool) -> str:
        return BEYOND if date is None else day(date) if precise else month(date)

    early, late = close(p05, p50), close(p50, p95)
    return write(p05, early), write(p50, early or late), write(p95, late)


def _date(start: dt.date, days: int) -> dt.date:
    found = date_of(start, days)
    assert found is not None
    return found


def interval(when: Timing, start: dt.date, end: dt.date) -> str:
    """Write a date in prose, never alone: ``Sep 2024 (5-95 %: May 2024 to Mar 2027)``."""
    if when.at_once:
        assert when.p05 is not None
        return f"{day(_date(start, when.p05))} in nearly every future"
    after = f"beyond {month(end)}"
    found = [date_of(start, one) for one in (when.p05, when.p50, when.p95)]
    p05, p50, p95 = (after if one == BEYOND else one for one in cells(*found))
    if when.p50 is None:
        share = percent(when.probability)
        if when.p05 is None:
            return f"{after} in all but {share} of the futures"
        return f"{after} in most futures, before it in {share} (5–95 %: {p05} to {p95})"
    return f"{p50} (5–95 %: {p05} to {p95})"


def probability(when: Timing) -> str:
    """Write a probability with its standard error, in hundredths: ``43.1 ± 1.1``."""
    error = 100.0 * when.standard_error
    written = f"{error:.1f}" if error >= 0.095 else "0.1"
    return f"{100.0 * when.probability:.1f} ± {written}"


def span(days: float) -> str:
    """Write a length of time in the unit a reader would use: ``12 days``, ``5 months``, ``2.4 years``."""
    size = abs(days)
    if size < 60:
        return counted(round(size), "day")
    if size < 730:
        return counted(round(size / 30.4375), "month")
    return f"{size / 365.25:.1f} years"


def listed(items: Sequence[str], *, most: int = 4, last: str = "and", more: str = "more") -> str:
    """``a, b and c``; beyond ``most`` items ``a, b, c and 5 more``."""
    shown = list(items)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(shown) - most + 1} {more}"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def sentence(text: str) -> str:
    """Return the text beginning with a capital and ending with a full stop."""
    stripped = text.strip()
    if not stripped:
        return ""
    return stripped[0].upper() + stripped[1:] + ("" if stripped[-1] in ".!?" else ".")


def number(value: float) -> str:
    """Write a number with as many digits as it deserves: ``0.05``, ``3.5``, ``2,000``."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def bare(label: str) -> str:
    """Return a label without what stands in brackets behind it: ``entry (120 km)`` becomes ``entry``."""
    return label.split(" (")[0] if label.endswith(")") else label
