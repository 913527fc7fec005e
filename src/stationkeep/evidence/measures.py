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
from stationkeep.evidence import flights_measured as flown
from stationkeep.evidence import stocks_measured as stocks
from stationkeep.evidence.looked_at import DISTURBED, Values, first_day, last_day, since_day

if TYPE_CHECKING:
    from stationkeep.evidence.cases import QuantityTable
    from stationkeep.evidence.futures import Futures


@dataclass(frozen=True)
class Measure:
    """One word of the vocabulary: what it is, and the keys of a quantity that it needs."""

    text: str
    needs: tuple[str, ...]
    take: Callable[[Futures, QuantityTable], Values | Sequence[str]]


def people_aboard(futures: Futures, quantity: QuantityTable) -> Values:
    """People aboard by (day, member), up to the last day looked at."""
    found = futures.lives.people[DISTURBED].astype(np.float64)
    if quantity.who is not None:
        found = found[[futures.compiled[0].names.classes.index(quantity.who)]]
    return np.asarray(found.sum(axis=0)[: last_day(futures, quantity) + 1])


def people_least(futures: Futures, quantity: QuantityTable) -> Values:
    return np.asarray(people_aboard(futures, quantity).min(axis=0))


def people_most(futures: Futures, quantity: QuantityTable) -> Values:
    return np.asarray(people_aboard(futures, quantity).max(axis=0))


def day_people_below(futures: Futures, quantity: QuantityTable) -> Values:
    people = people_aboard(futures, quantity)
    return first_day(people < (people[0] if quantity.below is None else quantity.below))


def people_without_seat(futures: Futures, quantity: QuantityTable) -> Values:
    seats = futures.lives.seats[DISTURBED, : last_day(futures, quantity) + 1]
    everybody = futures.lives.people[DISTURBED, :, : len(seats)].sum(axis=0)
    return np.asarray(np.maximum(everybody - seats, 0).max(axis=0), dtype=np.float64)


def altitude_loss(futures: Futures, quantity: QuantityTable) -> Values:
    last = last_day(futures, quantity)
    altitude = futures.lives.altitude[DISTURBED].astype(np.float64)
    lost = altitude[0] - altitude[last]
    return np.asarray(lost + futures.lives.raised[DISTURBED, last] if quantity.gross else lost)


def day_altitude_below(futures: Futures, quantity: QuantityTable) -> Values:
    assert quantity.below is not None
    return first_day(futures.lives.altitude[DISTURBED, : last_day(futures, quantity) + 1] < quantity.below)


def people_on(futures: Futures, quantity: QuantityTable) -> Values:
    return np.asarray(people_aboard(futures, quantity)[-1])


def seat_margin_least(futures: Futures, quantity: QuantityTable) -> Values:
    seats = futures.lives.seats[DISTURBED, : last_day(futures, quantity) + 1].astype(np.int64)
    everybody = futures.lives.people[DISTURBED, :, : len(seats)].sum(axis=0)
    return np.asarray((seats - everybody).min(axis=0), dtype=np.float64)


def days_without_seat(futures: Futures, quantity: QuantityTable) -> Values:
    """Days on which somebody aboard has no seat home."""
    seats = futures.lives.seats[DISTURBED, : last_day(futures, quantity) + 1].astype(np.int64)
    everybody = futures.lives.people[DISTURBED, :, : len(seats)].sum(axis=0)
    return np.asarray((everybody > seats).sum(axis=0), dtype=np.float64)


def altitude_on(futures: Futures, quantity: QuantityTable) -> Values:
    return np.asarray(futures.lives.altitude[DISTURBED, last_day(futures, quantity)], dtype=np.float64)


def altitude_least(futures: Futures, quantity: QuantityTable) -> Values:
    return np.asarray(futures.lives.altitude[DISTURBED, : last_day(futures, quantity) + 1].min(axis=0), np.float64)


def raised(futures: Futures, quantity: QuantityTable) -> Values:
    return np.asarray(futures.lives.raised[DISTURBED, last_day(futures, quantity)], dtype=np.float64)


def functions_lost(futures: Futures, quantity: QuantityTable) -> Values:
    lost = futures.lives.lost[DISTURBED, : len(futures.compiled[0].functions)]
    return np.asarray(((lost >= 0) & (lost <= last_day(futures, quantity))).sum(axis=0), dtype=np.float64)


def day_function_lost(futures: Futures, quantity: QuantityTable) -> Values:
    functions = futures.compiled[0].functions
    if quantity.function not in functions:
        raise InputError(f"{quantity.function} is no function of the station on {futures.case.start}")
    lost = futures.lives.lost[DISTURBED, functions.index(quantity.function)]
    return np.where((lost >= 0) & (lost <= last_day(futures, quantity)), lost, np.inf)


def _without(futures: Futures, quantity: QuantityTable) -> npt.NDArray[np.bool_]:
    """Days without a function, by (day, member)."""
    functions = futures.compiled[0].functions
    if quantity.function not in functions:
        raise InputError(f"{quantity.function} is no function of the station on {futures.case.start}")
    held = futures.held[:, functions.index(quantity.function)]
    return ~held[since_day(futures, quantity) : last_day(futures, quantity) + 1]


def days_without(futures: Futures, quantity: QuantityTable) -> Values:
    return np.asarray(_without(futures, quantity).sum(axis=0), dtype=np.float64)


def day_without(futures: Futures, quantity: QuantityTable) -> Values:
    return first_day(_without(futures, quantity)) + since_day(futures, quantity)


MEASURES: dict[str, Measure] = {
    "people_least": Measure("fewest people aboard until a day", (), people_least),
    "people_most": Measure("most people aboard until a day", (), people_most),
    "day_people_below": Measure(
        "first day with fewer people aboard than below, or than on the first day", (), day_people_below
    ),
    "people_on": Measure("people aboard on a day", ("by",), people_on),
    "people_without_seat": Measure("most people aboard without a seat home until a day", (), people_without_seat),
    "seat_margin_least": Measure("fewest usable seats home beyond those aboard until a day", (), seat_margin_least),
    "days_without_seat": Measure("days until a day on which somebody aboard has no seat home", (), days_without_seat),
    "altitude_km": Measure("altitude on a day", ("by",), altitude_on),
    "altitude_least_km": Measure("lowest altitude until a day", (), altitude_least),
    "raised_km": Measure("altitude given by burns until a day", (), raised),
    "altitude_loss_km": Measure(
        "altitude on the first day less that on a day; gross: what burns gave left out", ("by",), altitude_loss
    ),
    "day_altitude_below": Measure("first day with the altitude below a bound", ("below",), day_altitude_below),
    "day_cover_below": Measure(
        "first day on which a stock lasts those aboard less than so many days",
        ("stock", "days"),
        stocks.day_cover_below,
    ),
    "stock_level": Measure("a stock on a day", ("stock", "by"), stocks.stock_level),
    "stock_least": Measure("the least of a stock until a day", ("stock",), stocks.stock_least),
    "stock_most": Measure("the most of a stock until a day", ("stock",), stocks.stock_most),
    "day_stock_below": Measure(
        "first day with less of a stock than a bound", ("stock", "below"), stocks.day_stock_below
    ),
    "cover_least": Measure("fewest days that a stock lasts those aboard until a day", ("stock",), stocks.cover_least),
    "brought": Measure("what ships bring of a stock until a day", ("stock",), stocks.brought),
    "nearest_stock": Measure(
        "which stock comes nearest, in days of use, to its critical level, or to days of cover where it has none",
        ("stocks", "days"),
        stocks.nearest_stock,
    ),
    "days_to_flight": Measure("days until the next flight of some vehicles, or of a party", (), flown.days_to_flight),
    "flights": Measure(
        "flights of some vehicles until a day, on a launcher where one is named",
        ("carriers|party|kind",),
        flown.flights,
    ),
    "launcher_gap_days": Measure(
        "days from the last flight on a launcher to the first on another", ("carriers", "launcher"), flown.launcher_gap
    ),
    "flights_lost": Measure("flights of some vehicles, or of a party, lost until a day", (), flown.flights_lost),
    "flight_gap_days": Measure(
        "longest time between flights of some vehicles, or of a party, from the last before the start on",
        ("by",),
        flown.flight_gap,
    ),
    "functions_lost": Measure("how many functions are lost until a day", (), functions_lost),
    "day_function_lost": Measure("day on which a function is lost", ("function",), day_function_lost),
    "days_without_function": Measure(
        "days without a function, short ones included, from after on until a day", ("function",), days_without
    ),
    "day_without_function": Measure("first day without a function, short ones included", ("function",), day_without),
}
"""The vocabulary, in the order in which it is listed."""
