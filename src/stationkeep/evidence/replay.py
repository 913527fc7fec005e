"""Past stops predicted from what was known then, against what happened."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stationkeep.evidence.cases import CaseFile, QuantityTable
from stationkeep.evidence.futures import Futures, check_members, live_case
from stationkeep.evidence.measures import MEASURES
from stationkeep.facts.pack import Pack

REPLAY_SCHEMA = "stationkeep.replay/1"
_SHARES = (0.05, 0.5, 0.95)

Value = float | dt.date | str | None


@dataclass(frozen=True)
class Check:
    """A predicted quantity against the observed one.

    Parameters
    ----------
    p05, p50, p95
        Percentiles over members; ``None`` where it does not come to pass by the last day looked at. Of a name: the one
        that most members give, three times.
    inside : bool
        Whether the observed value lies in the interval; of a name: whether it is the one that most members give.
    width : float or None
        Of the interval, in the unit (days, of dates); ``None`` where it has no end, or of a name.
    shares : dict
        Share of the members by value, most frequent first; of names and of small counts.
    """

    quantity: QuantityTable
    p05: Value
    p50: Value
    p95: Value
    inside: bool
    width: float | None
    shares: dict[str, float]

    @property
    def useful(self) -> bool:
        """Whether the interval is no wider than is still useful."""
        if self.quantity.widest is None or self.quantity.unit == "name":
            return True
        return self.width is not None and self.width <= self.quantity.widest


@dataclass(frozen=True)
class CaseResult:
    """A case with its checks, and the lives that they were taken from (for the plot)."""

    case: CaseFile
    checks: tuple[Check, ...]
    futures: Futures


def replay_case(case: CaseFile, pack: Pack, *, members: int | None = None, seed: int = 1) -> CaseResult:
    """Predict the quantities of a case and compare them with what was observed.

    Examples
    --------
    >>> from stationkeep.evidence.cases import load_case
    >>> from stationkeep.facts.pack import load_pack
    >>> pack = load_pack("iss")
    >>> found = replay_case(load_case("ms22", pack), pack, members=16)  # doctest: +SKIP
    >>> found.checks[0].p50  # doctest: +SKIP
    3.0
    """
    as_given = live_case(case, pack, members=members, seed=seed)
    unending = None
    if any(quantity.if_it_lasts for quantity in case.quantity):
        unending = live_case(case, pack, members=members, seed=seed, if_it_lasts=True)
    checks = []
    for quantity in case.quantity:
        futures = unending if quantity.if_it_lasts and unending is not None else as_given
        checks.append(check_quantity(quantity, MEASURES[quantity.measure].take(futures, quantity), case.start))
    return CaseResult(case, tuple(checks), as_given)


def check_quantity(quantity: QuantityTable, values: Sequence[str] | np.ndarray, start: dt.date) -> Check:
    """Compare the members' values of a quantity with the observed one.

    Parameters
    ----------
    values : (member,) array or sequence of names
        Days from the start where the unit is a date; ``inf`` where it never comes to pass.
    """
    if quantity.unit == "name":
        counts = Counter(str(value) for value in values)
        ranked = sorted(counts, key=lambda name: (-counts[name], name))
        shares = {name: counts[name] / len(values) for name in ranked}
        best = ranked[0]
        return Check(quantity, best, best, best, best == quantity.observed, None, shares)
    found = np.asarray(values, dtype=np.float64)
    low, half, high = (float(x) for x in np.quantile(found, _SHARES, method="inverted_cdf"))
    observed = _number(quantity.observed, start)
    inside = low <= observed <= high
    width = high - low if math.isfinite(high) else None
    shares = {}
    if quantity.unit not in ("date", "days", "km"):
        numbers, counted = np.unique(found, return_counts=True)
        if len(numbers) <= 20:
            shares = {f"{n:g}": int(c) / len(found) for n, c in zip(numbers, counted, strict=True)}
    p05, p50, p95 = (_value(end, quantity, start) for end in (low, half, high))
    return Check(quantity, p05, p50, p95, inside, width, shares)


def _number(value: float | dt.date | str, start: dt.date) -> float:
    return float((value - start).days) if isinstance(value, dt.date) else float(value)


def _value(number: float, quantity: QuantityTable, start: dt.date) -> Value:
    if not math.isfinite(number):
        return None
    if quantity.unit == "date":
        return start + dt.timedelta(days=round(number))
    return round(number, 3)


def replay(
    cases: Sequence[CaseFile],
    pack: Pack,
    *,
    members: int | None = None,
    seed: int = 1,
    progress: Callable[[str], None] | None = None,
) -> tuple[CaseResult, ...]:
    """Replay several cases, each from its own start; errors as of :func:`live_case`, before the first of them."""
    if members is not None:
        check_members(members)
    results = []
    for case in cases:
        if progress is not None:
            progress(case.id)
        results.append(replay_case(case, pack, members=members, seed=seed))
    return tuple(results)


def document(results: Sequence[CaseResult], seed: int) -> dict[str, Any]:
    """Return what ``replay --json`` prints."""
    checks = [check for result in results for check in result.checks]
    return {
        "schema": REPLAY_SCHEMA,
        "seed": seed,
        "inside": sum(check.inside for check in checks),
        "checks": len(checks),
        "too_wide": sum(not check.useful for check in checks),
        "cases": [
            {
                "id": result.case.id,
                "title": result.case.title,
                "start": result.case.start.isoformat(),
                "knowledge": result.case.knowledge,
                "members": result.futures.members,
                "note": result.case.note or None,
                "checks": [_row(check, result.futures.pack) for check in result.checks],
            }
            for result in results
        ],
    }


def _row(check: Check, pack: Pack) -> dict[str, Any]:
    quantity = check.quantity
    return {
        "quantity": quantity.id,
        "meaning": quantity.meaning,
        "measure": quantity.measure,
        "unit": quantity.unit,
        "predicted_p05": _plain(check.p05),
        "predicted_p50": _plain(check.p50),
        "predicted_p95": _plain(check.p95),
        "observed": _plain(quantity.observed),
        "observed_low": _plain(quantity.observed_low),
        "observed_high": _plain(quantity.observed_high),
        "inside": check.inside,
        "width": None if check.width is None else round(check.width, 3),
        "widest_useful": quantity.widest,
        "useful": check.useful,
        "shares": {name: round(share, 4) for name, share in check.shares.items()},
        "sources": [pack.sources[name].title for name in quantity.sources],
    }


def _plain(value: Value) -> float | str | None:
    return value.isoformat() if isinstance(value, dt.date) else value
