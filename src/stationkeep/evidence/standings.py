"""Claims about how things stand on a date: height, people, stocks, who owns what, what flies, what a seat costs."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable

import numpy as np

from stationkeep.errors import InputError, UnknownName
from stationkeep.evidence.decays import holding_propellant_kg_year
from stationkeep.evidence.estimates import Asked, Estimate, Untestable
from stationkeep.orbit.earth import FLATTENING, RADIUS_KM
from stationkeep.risk.amounts import Reading, quantity
from stationkeep.risk.snapshot import Snapshot
from stationkeep.risk.structure import Structure
from stationkeep.station import rules
from stationkeep.supplies.inventory import Inventory, take_inventory
from stationkeep.supplies.ledgers import altitude_before, parameters_on
from stationkeep.supplies.owners import MEASURES, shares

ECCENTRICITY = 0.0007
"""How far the station's orbit is from a circle: element sets of 1998 to 2026 have 0.0001 to 0.0012."""

_YEAR_DAYS = 365.25
_NINETY = 1.6449  # standard errors that hold 90 % of a normal distribution
_MOST_DAYS_BEFORE = 30
_ENDLESS_DAYS = 1e6  # rules say 1e9 of what nobody uses
_SEAT_PRICE = "seat_price_usd_m_"


def altitude_km(asked: Asked) -> Estimate:
    """Mean semi-major axis on the date less 6378.137 km, as observed; ``over=ground``: height over it in a revolution.

    Over the ground it is least, mean and greatest: the ellipsoid lies lower under the turning points than under the
    equator, by the flattening times the square of the sine of the inclination (13 km at 51.6 deg).
    """
    mean, error, _ = altitude_before(asked.pack, asked.on, "hindsight")
    over = asked.word("over", "equator")
    if over not in ("equator", "ground"):
        raise UnknownName("level that heights are counted from", over, ("equator", "ground"))
    if over == "equator":
        return Estimate(mean - _NINETY * error, mean, mean + _NINETY * error)
    inclination = math.radians(float(asked.pack.settings.get("orbit", {}).get("inclination_deg", 0.0)))
    sunk = RADIUS_KM * FLATTENING * math.sin(inclination) ** 2
    swing = ECCENTRICITY * (RADIUS_KM + mean) + _NINETY * error
    return Estimate(mean - swing, mean + 0.5 * sunk, mean + sunk + swing)


def people_aboard(asked: Asked) -> Estimate:
    """People aboard on the date, of a ``class`` of occupants, or all of them and visitors."""
    kind = asked.arguments.get("class", "").strip()
    if kind and kind not in asked.pack.occupants:
        raise UnknownName("occupant class", kind, asked.pack.occupants)
    return _counted(asked, lambda there: there.people[kind] if kind else sum(there.people.values()) + there.visitors)


def ships_docked(asked: Asked) -> Estimate:
    """Ships at their ports on the date."""
    return _counted(asked, lambda there: len(there.ships))


def _counted(asked: Asked, count: Callable[[Inventory], int]) -> Estimate:
    """A count on the date, and on as many ``days_before`` (0): while crews relieve each other, a count doubles."""
    back = asked.number("days_before", 0.0)
    if not 0.0 <= back <= _MOST_DAYS_BEFORE:
        raise InputError(f"days_before is {back:g}, expected 0 to {_MOST_DAYS_BEFORE}")
    days = (asked.on - dt.timedelta(days=k) for k in range(int(back) + 1))
    found = [float(count(take_inventory(asked.pack, day))) for day in days if day >= asked.pack.first_date]
    return Estimate(min(found), found[0], max(found))


def cover_days(asked: Asked) -> Estimate:
    """Days that a ``stock`` lasts those aboard on the date, if nothing comes; propellant holds the altitude so long."""
    stock = _stock(asked)
    burns = asked.pack.settings.get("orbit", {}).get("burn_services", ())
    if stock in {row.stock for row in asked.pack.services.values() if row.service in burns}:
        aboard, use = _drawn(asked, "stock"), holding_propellant_kg_year(asked).times(1.0 / _YEAR_DAYS)
        if use.p05 <= 0.0:
            raise Untestable(f"nothing of {stock} is needed to hold the altitude")
        return Estimate(aboard.p05 / use.p95, aboard.p50 / use.p50, aboard.p95 / use.p05)
    found = _drawn(asked, "cover_days")
    if found.p05 > _ENDLESS_DAYS:
        raise Untestable(f"nobody takes {stock} from the store, so that it lasts no number of days")
    return found


def stock_kg(asked: Asked) -> Estimate:
    """What is aboard of a ``stock`` that is counted in kilograms, or in litres of water."""
    stock = _stock(asked)
    if asked.pack.stocks[stock].unit not in ("kg", "l"):
        raise Untestable(f"{stock} is counted in {asked.pack.stocks[stock].unit}, not in kilograms")
    return _drawn(asked, "stock")


def _stock(asked: Asked) -> str:
    stock = asked.word("stock")
    if stock not in asked.pack.stocks:
        raise UnknownName("stock", stock, asked.pack.stocks, asked.pack.elsewhere("stock"))
    return stock


def _drawn(asked: Asked, word: str) -> Estimate:
    """A number of rules about a stock, as the day loop draws it."""
    structure = Structure(Snapshot.of(asked.pack, asked.on))
    found = quantity(Reading(structure, 1, drawn=True), rules.Number(word, _stock(asked)))(defaultdict(bool))
    return Estimate.of(np.atleast_1d(np.asarray(found, dtype=np.float64)))


def owned_share(asked: Asked) -> Estimate:
    """Share that ``party`` (several) has of a ``measure`` of `stationkeep owners`, ``by`` owner or operator."""
    measure, by, parties = asked.word("measure"), asked.word("by", "owner"), asked.parties("party")
    for kind, name, known in (("measure", measure, tuple(MEASURES)), ("title", by, ("owner", "operator"))):
        if name not in known:
            raise UnknownName(kind, name, known)
    rows = shares(asked.pack, take_inventory(asked.pack, asked.on))
    found = [row.share for row in rows if (row.measure, row.by) == (measure, by) and row.party in parties]
    return Estimate.sure(sum(found))


def flights_per_year(asked: Asked) -> Estimate:
    """Launches a year of ``carrier`` (types of vehicle) or of ``party``, in the ``years`` (1) before the date."""
    pack, years = asked.pack, asked.number("years", 1.0)
    if not 0.0 < years <= 50.0:
        raise InputError(f"years is {years:g}, expected more than 0 and at most 50")
    names = asked.words("carrier")
    for name in names:
        if name not in pack.carriers:
            raise UnknownName("type of vehicle", name, pack.carriers, pack.elsewhere("type of vehicle"))
    if not names:
        flown_by = asked.parties("party")[0]
        names = tuple(name for name, row in pack.carriers.items() if flown_by in row.parties)
    first = asked.on - dt.timedelta(days=round(years * _YEAR_DAYS))
    launched = [f.launched for f in pack.flights.values() if f.carrier in names and f.launched is not None]
    return Estimate.sure(sum(first <= day < asked.on for day in launched) / years)


def seat_price_usd_m(asked: Asked) -> Estimate:
    """What NASA paid for a seat, up and down, of ``party`` (several), or of whoever sold seats on the date."""
    prices = {
        name.removeprefix(_SEAT_PRICE): row
        for name, row in parameters_on(asked.pack, asked.on).items()
        if name.startswith(_SEAT_PRICE)
    }
    wanted = asked.parties("party") if asked.words("party") else tuple(prices)
    rows = [prices[party] for party in wanted if party in prices]
    if not rows:
        raise Untestable(f"no price of a seat of {' or '.join(wanted) or 'anybody'} is known for {asked.on}")
    lows = [row.value if row.low is None else row.low for row in rows]
    highs = [row.value if row.high is None else row.high for row in rows]
    return Estimate(min(lows), sum(row.value for row in rows) / len(rows), max(highs))
