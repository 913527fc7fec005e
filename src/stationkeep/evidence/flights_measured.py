"""Measures of flights: when the next one is flown, how many, how far apart, on which launcher."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stationkeep.evidence.looked_at import DISTURBED, Values, last_day

if TYPE_CHECKING:
    from stationkeep.evidence.cases import QuantityTable
    from stationkeep.evidence.futures import Futures

_TRANSIT_DAYS = 1  # from launch to docking, as the flight plan of the model has it


def _chosen(futures: Futures, quantity: QuantityTable) -> list[int]:
    """Places of the flights that a quantity speaks of: of its types of vehicle, of its party, or all supply flights."""
    coming = enumerate(futures.compiled[0].timeline.coming)
    return [n for n, ship in coming if ship.basis != "spare" and _counts(futures, quantity, ship.carrier)]


def _counts(futures: Futures, quantity: QuantityTable, carrier: str) -> bool:
    """Whether a type of vehicle is one of those, or of the party, that a quantity speaks of."""
    row, graph = futures.pack.carriers[carrier], futures.compiled[0].graph
    of_party = quantity.party is None or any(quantity.party in graph.controllers(p) for p in row.parties)
    kind = not quantity.kind or row.kind == quantity.kind
    return of_party and kind and (not quantity.carriers or carrier in quantity.carriers)


def _flown(futures: Futures, quantity: QuantityTable, *, lost_too: bool = False) -> Values:
    """Days on which the chosen flights are flown, by (flight, member); ``inf`` never."""
    chosen = _chosen(futures, quantity)
    arrival = futures.lives.arrival[DISTURBED, chosen].astype(np.float64)
    failed = futures.lives.failed[DISTURBED, chosen]
    days = np.where(arrival >= 0, arrival, np.inf)
    if lost_too:
        days = np.where(failed >= 0, failed, days)
    days = np.maximum(days - (_TRANSIT_DAYS if quantity.event == "launch" else 0), 0.0)
    if quantity.after is not None:
        days = np.where(days > (quantity.after - futures.case.start).days, days, np.inf)
    return np.where(days <= last_day(futures, quantity), days, np.inf)


def days_to_flight(futures: Futures, quantity: QuantityTable) -> Values:
    days = _flown(futures, quantity, lost_too=quantity.event == "launch")
    return days.min(axis=0) if len(days) else np.full(futures.members, np.inf)


def _on_launcher(futures: Futures, quantity: QuantityTable, days: Values) -> npt.NDArray[np.bool_]:
    """Whether each chosen flight flies on the launcher of the quantity, by (flight, member)."""
    assert quantity.launcher is not None
    on = np.zeros(days.shape, dtype=np.bool_)
    chosen = _chosen(futures, quantity)
    for member in range(futures.members):
        model = futures.model_of(member)
        plain, hand = (model.graph.asset(quantity.launcher, from_hand=from_hand) for from_hand in (False, True))
        for place, flight in enumerate(chosen):
            if np.isfinite(days[place, member]):
                held = model.model.flights.from_hand[flight]
                on[place, member] = (hand if held else plain)[int(days[place, member])]
    return on


def flights(futures: Futures, quantity: QuantityTable) -> Values:
    days = _flown(futures, quantity, lost_too=True)
    counted = np.isfinite(days)
    if quantity.launcher is not None:
        counted &= _on_launcher(futures, quantity, days)
    return np.asarray(counted.sum(axis=0), dtype=np.float64)


def launcher_gap(futures: Futures, quantity: QuantityTable) -> Values:
    days = _flown(futures, quantity, lost_too=True)
    on = _on_launcher(futures, quantity, days)
    last = np.where(on, days, 0.0).max(axis=0, initial=0.0)
    after = np.where(~on & (days > last), days, np.inf).min(axis=0, initial=np.inf)
    return np.asarray(after - last)


def flights_lost(futures: Futures, quantity: QuantityTable) -> Values:
    lost = futures.lives.failed[DISTURBED, _chosen(futures, quantity)]
    return np.asarray(((lost >= 0) & (lost <= last_day(futures, quantity))).sum(axis=0), dtype=np.float64)


def flight_gap(futures: Futures, quantity: QuantityTable) -> Values:
    """Longest time between two of the flights, the last one known at the start included, until the last day."""
    days = np.sort(_flown(futures, quantity, lost_too=quantity.event == "launch"), axis=0)
    known = _newest_known(futures, quantity)
    edge = np.full((1, futures.members), np.nan if known is None else float(known))
    gaps = np.diff(np.concatenate([edge, np.where(np.isfinite(days), days, np.nan)]), axis=0)
    return np.asarray(np.where(np.isnan(gaps), -np.inf, gaps).max(axis=0, initial=-np.inf)).clip(0.0)


def _newest_known(futures: Futures, quantity: QuantityTable) -> int | None:
    """Day of the last of the flights before the start, below zero; ``None`` where there was none."""
    pack, start = futures.pack, futures.case.start
    found = []
    for flight in pack.flights.values():
        day = flight.launched if quantity.event == "launch" else flight.arrived
        if day is not None and day < start and _counts(futures, quantity, flight.carrier):
            found.append((day - start).days)
    return max(found, default=None)
