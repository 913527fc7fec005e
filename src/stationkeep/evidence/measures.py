"""What can be measured in the members of a case: a small vocabulary, from which every observed quantity is taken.

A measure returns one value a member: a number (``inf`` where it never comes to pass), a day counted from the start, or
a name. Days are those of the state at 00:00 UTC; a ship's arrival is the day on which it docks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError
from stationkeep.supplies.ledgers import arrival_targets, person_class

if TYPE_CHECKING:
    from stationkeep.evidence.cases import QuantityTable
    from stationkeep.evidence.futures import Futures

Values = npt.NDArray[np.float64]
_DISTURBED = 1  # place of the disturbed world in the pairs of a chunk
_TRANSIT_DAYS = 1  # from launch to docking, as the flight plan of the model has it
_RESERVE_DAYS = 45  # a reserve is counted for those who will be aboard over its length, not for a week's handover


@dataclass(frozen=True)
class Measure:
    """One word of the vocabulary: what it is, and the keys of a quantity that it needs."""

    text: str
    needs: tuple[str, ...]
    take: Callable[[Futures, QuantityTable], Values | Sequence[str]]


def _last_day(futures: Futures, quantity: QuantityTable) -> int:
    """The last day looked at, from the start."""
    if quantity.by is None:
        return futures.days - 1
    return min((quantity.by - futures.case.start).days, futures.days - 1)


def _people(futures: Futures, quantity: QuantityTable) -> Values:
    """People aboard by (day, member), up to the last day looked at."""
    found = futures.lives.people[_DISTURBED].astype(np.float64)
    if quantity.who is not None:
        found = found[[futures.compiled[0].names.classes.index(quantity.who)]]
    return np.asarray(found.sum(axis=0)[: _last_day(futures, quantity) + 1])


def _first(holds: npt.NDArray[np.bool_]) -> Values:
    """First day on which something holds, by (day, member); ``inf`` where it never does."""
    return np.where(holds.any(axis=0), holds.argmax(axis=0), np.inf)


def people_least(futures: Futures, quantity: QuantityTable) -> Values:
    return np.asarray(_people(futures, quantity).min(axis=0))


def people_most(futures: Futures, quantity: QuantityTable) -> Values:
    return np.asarray(_people(futures, quantity).max(axis=0))


def day_people_below(futures: Futures, quantity: QuantityTable) -> Values:
    people = _people(futures, quantity)
    return _first(people < (people[0] if quantity.below is None else quantity.below))


def people_without_seat(futures: Futures, quantity: QuantityTable) -> Values:
    seats = futures.lives.seats[_DISTURBED, : _last_day(futures, quantity) + 1]
    everybody = futures.lives.people[_DISTURBED, :, : len(seats)].sum(axis=0)
    return np.asarray(np.maximum(everybody - seats, 0).max(axis=0), dtype=np.float64)


def altitude_loss(futures: Futures, quantity: QuantityTable) -> Values:
    last = _last_day(futures, quantity)
    altitude = futures.lives.altitude[_DISTURBED].astype(np.float64)
    lost = altitude[0] - altitude[last]
    return np.asarray(lost + futures.lives.raised[_DISTURBED, last] if quantity.gross else lost)


def day_altitude_below(futures: Futures, quantity: QuantityTable) -> Values:
    assert quantity.below is not None
    return _first(futures.lives.altitude[_DISTURBED, : _last_day(futures, quantity) + 1] < quantity.below)


def _stock(futures: Futures, name: str) -> Values:
    place = futures.compiled[0].names.stocks.index(name)
    return np.asarray(futures.lives.stock[_DISTURBED, place], dtype=np.float64)


def _ahead(people: Values) -> Values:
    """People aboard by (class, day, member), as the mean over the length of a reserve from each day on."""
    days = people.shape[1]
    total = np.concatenate([np.zeros((len(people), 1, people.shape[2])), people.cumsum(axis=1)], axis=1)
    until = np.minimum(np.arange(days) + _RESERVE_DAYS, days)
    return np.asarray((total[:, until] - total[:, :days]) / (until - np.arange(days))[:, None])


def _use(futures: Futures, stock: str) -> Values:
    """What those aboard take of a stock in a day, by (day, member), less what is made aboard every day."""
    model = futures.compiled[0]
    people = _ahead(futures.lives.people[_DISTURBED].astype(np.float64))
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
    return _first(_cover(futures, quantity.stock)[: _last_day(futures, quantity) + 1] < quantity.days)


def stock_level(futures: Futures, quantity: QuantityTable) -> Values:
    assert quantity.stock is not None
    return np.asarray(_stock(futures, quantity.stock)[_last_day(futures, quantity)])


def stock_least(futures: Futures, quantity: QuantityTable) -> Values:
    assert quantity.stock is not None
    return np.asarray(_stock(futures, quantity.stock)[: _last_day(futures, quantity) + 1].min(axis=0))


def nearest_stock(futures: Futures, quantity: QuantityTable) -> list[str]:
    """Of several stocks the one that comes nearest to its bound, in days of use.

    The bound is the stock's critical level; where it has none, ``days`` of cover.
    """
    last = _last_day(futures, quantity)
    nearest = []
    for name in quantity.stocks:
        critical = futures.pack.stocks[name].critical
        spare: Values | float = 0.0
        if critical:
            spare = futures.lives.facts[futures.compiled[0].names.parameters.index(critical)]
        days = _cover(futures, name, spare) - (0.0 if critical else quantity.days or 0.0)
        nearest.append(days[: last + 1].min(axis=0))
    return [quantity.stocks[place] for place in np.argmin(nearest, axis=0)]


def _chosen(futures: Futures, quantity: QuantityTable) -> list[int]:
    """Places of the flights that a quantity speaks of: of its types of vehicle, of its party, or all supply flights."""
    pack, graph = futures.pack, futures.compiled[0].graph

    def counts(carrier: str) -> bool:
        row = pack.carriers[carrier]
        of_party = quantity.party is None or any(quantity.party in graph.controllers(p) for p in row.parties)
        return of_party and (not quantity.carriers or carrier in quantity.carriers)

    coming = enumerate(futures.compiled[0].timeline.coming)
    return [place for place, ship in coming if counts(ship.carrier) and ship.basis != "spare"]


def _flown(futures: Futures, quantity: QuantityTable, *, lost_too: bool = False) -> Values:
    """Days on which the chosen flights are flown, by (flight, member); ``inf`` never."""
    chosen = _chosen(futures, quantity)
    arrival = futures.lives.arrival[_DISTURBED, chosen].astype(np.float64)
    failed = futures.lives.failed[_DISTURBED, chosen]
    days = np.where(arrival >= 0, arrival, np.inf)
    if lost_too:
        days = np.where(failed >= 0, failed, days)
    days = np.maximum(days - (_TRANSIT_DAYS if quantity.event == "launch" else 0), 0.0)
    if quantity.after is not None:
        days = np.where(days > (quantity.after - futures.case.start).days, days, np.inf)
    return np.where(days <= _last_day(futures, quantity), days, np.inf)


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


def functions_lost(futures: Futures, quantity: QuantityTable) -> Values:
    lost = futures.lives.lost[_DISTURBED, : len(futures.compiled[0].functions)]
    return np.asarray(((lost >= 0) & (lost <= _last_day(futures, quantity))).sum(axis=0), dtype=np.float64)


def day_function_lost(futures: Futures, quantity: QuantityTable) -> Values:
    functions = futures.compiled[0].functions
    if quantity.function not in functions:
        raise InputError(f"{quantity.function} is no function of the station on {futures.case.start}")
    lost = futures.lives.lost[_DISTURBED, functions.index(quantity.function)]
    return np.where((lost >= 0) & (lost <= _last_day(futures, quantity)), lost, np.inf)


MEASURES: dict[str, Measure] = {
    "people_least": Measure("fewest people aboard until a day", (), people_least),
    "people_most": Measure("most people aboard until a day", (), people_most),
    "day_people_below": Measure(
        "first day with fewer people aboard than below, or than on the first day", (), day_people_below
    ),
    "people_without_seat": Measure("most people aboard without a seat home until a day", (), people_without_seat),
    "altitude_loss_km": Measure(
        "altitude on the first day less that on a day; gross: what burns gave left out", ("by",), altitude_loss
    ),
    "day_altitude_below": Measure("first day with the altitude below a bound", ("below",), day_altitude_below),
    "day_cover_below": Measure(
        "first day on which a stock lasts those aboard less than so many days", ("stock", "days"), day_cover_below
    ),
    "stock_level": Measure("a stock on a day", ("stock", "by"), stock_level),
    "stock_least": Measure("the least of a stock until a day", ("stock",), stock_least),
    "nearest_stock": Measure(
        "which stock comes nearest, in days of use, to its critical level, or to days of cover where it has none",
        ("stocks", "days"),
        nearest_stock,
    ),
    "days_to_flight": Measure("days until the next flight of some vehicles, or of a party", (), days_to_flight),
    "flights": Measure(
        "flights of some vehicles until a day, on a launcher where one is named", ("carriers",), flights
    ),
    "launcher_gap_days": Measure(
        "days from the last flight on a launcher to the first on another", ("carriers", "launcher"), launcher_gap
    ),
    "functions_lost": Measure("how many functions are lost until a day", (), functions_lost),
    "day_function_lost": Measure("day on which a function is lost", ("function",), day_function_lost),
}
"""The vocabulary, in the order in which it is listed."""
