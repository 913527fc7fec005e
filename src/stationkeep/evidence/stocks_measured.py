"""Measures of stocks: what is aboard, how long it lasts, what ships bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stationkeep.evidence.looked_at import DISTURBED, Values, first_day, last_day
from stationkeep.supplies.ledgers import arrival_targets, person_class

if TYPE_CHECKING:
    from stationkeep.evidence.cases import QuantityTable
    from stationkeep.evidence.futures import Futures

_RESERVE_DAYS = 45  # a reserve is counted for those who will be aboard over its length, not for a week's handover


def _stock(futures: Futures, name: str) -> Values:
    place = futures.compiled[0].names.stocks.index(name)
    return np.asarray(futures.lives.stock[DISTURBED, place], dtype=np.float64)


def _ahead(people: Values) -> Values:
    """People aboard by (class, day, member), as the mean over the length of a reserve from each day on."""
    days = people.shape[1]
    total = np.concatenate([np.zeros((len(people), 1, people.shape[2])), people.cumsum(axis=1)], axis=1)
    until = np.minimum(np.arange(days) + _RESERVE_DAYS, days)
    return np.asarray((total[:, until] - total[:, :days]) / (until - np.arange(days))[:, None])


def _use(futures: Futures, stock: str) -> Values:
    """What those aboard take of a stock in a day, by (day, member), less what is made aboard every day."""
    model = futures.compiled[0]
    people = _ahead(futures.lives.people[DISTURBED].astype(np.float64))
    use = np.zeros(people.shape[1:])
    for flow in futures.pack.flows.values():
        if flow.stock != stock or not model.graph.holds(flow.when):
            continue
        amount = futures.lives.facts[model.names.parameters.index(flow.amount)]
        who = person_class(flow.per)
        if who is not None:
            taken = amount * (people.sum(axis=0) if not who else people[model.names.classes.index(who)])
            use += taken if flow.direction == "out" else -taken
        elif flow.direction == "in" and not arrival_targets(flow.per) and flow.per == "day":
            use -= amount
    return np.maximum(use, 0.0)


def _cover(futures: Futures, stock: str, spare: Values | float = 0.0) -> Values:
    """Days that a stock, less what is to be spared, lasts those aboard; ``inf`` where nobody takes of it."""
    use = _use(futures, stock)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(use > 0.0, (_stock(futures, stock) - spare) / use, np.inf)


def day_cover_below(futures: Futures, quantity: QuantityTable) -> Values:
    assert quantity.stock is not None and quantity.days is not None
    return first_day(_cover(futures, quantity.stock)[: last_day(futures, quantity) + 1] < quantity.days)


def stock_level(futures: Futures, quantity: QuantityTable) -> Values:
    assert quantity.stock is not None
    return np.asarray(_stock(futures, quantity.stock)[last_day(futures, quantity)])


def stock_least(futures: Futures, quantity: QuantityTable) -> Values:
    assert quantity.stock is not None
    return np.asarray(_stock(futures, quantity.stock)[: last_day(futures, quantity) + 1].min(axis=0))


def nearest_stock(futures: Futures, quantity: QuantityTable) -> list[str]:
    """Of several stocks the one that comes nearest to its bound, in days of use.

    The bound is the stock's critical level; where it has none, ``days`` of cover.
    """
    last = last_day(futures, quantity)
    nearest = []
    for name in quantity.stocks:
        critical = futures.pack.stocks[name].critical
        spare: Values | float = 0.0
        if critical:
            spare = futures.lives.facts[futures.compiled[0].names.parameters.index(critical)]
        days = _cover(futures, name, spare) - (0.0 if critical else quantity.days or 0.0)
        nearest.append(days[: last + 1].min(axis=0))
    return [quantity.stocks[place] for place in np.argmin(nearest, axis=0)]


def day_stock_below(futures: Futures, quantity: QuantityTable) -> Values:
    assert quantity.stock is not None and quantity.below is not None
    return first_day(_stock(futures, quantity.stock)[: last_day(futures, quantity) + 1] < quantity.below)


def stock_most(futures: Futures, quantity: QuantityTable) -> Values:
    assert quantity.stock is not None
    return np.asarray(_stock(futures, quantity.stock)[: last_day(futures, quantity) + 1].max(axis=0))


def cover_least(futures: Futures, quantity: QuantityTable) -> Values:
    assert quantity.stock is not None
    return np.asarray(_cover(futures, quantity.stock)[: last_day(futures, quantity) + 1].min(axis=0))


def brought(futures: Futures, quantity: QuantityTable) -> Values:
    assert quantity.stock is not None
    place = futures.compiled[0].names.stocks.index(quantity.stock)
    return np.asarray(futures.brought[place, : last_day(futures, quantity) + 1].sum(axis=0), dtype=np.float64)
