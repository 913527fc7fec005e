"""Claims about what there is on a day: height, people, ships, supplies, whose part is how large, what a seat costs."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

from stationkeep.errors import InputError, UnknownName
from stationkeep.evidence.decays import holding_propellant_kg_year
from stationkeep.evidence.estimates import Asked, Estimate, Untestable
from stationkeep.orbit.earth import FLATTENING, RADIUS_KM
from stationkeep.supplies.inventory import Inventory, take_inventory
from stationkeep.supplies.ledgers import altitude_before, levels_on, parameters_on, person_class
from stationkeep.supplies.owners import MEASURES, shares

NEWS_DAYS = 3
"""A text counts what was aboard on its day or so many days before: between two ships a crew doubles."""

ECCENTRICITY = 0.0007
"""How far the station's orbit is from a circle: element sets of 1998 to 2026 have 0.0001 to 0.0012."""

_YEAR_DAYS = 365.25


def altitude_km(asked: Asked) -> Estimate:
    """Height over the ground: least, mean and greatest of a revolution, of the mean altitude of the day.

    The ellipsoid lies lower under the turning points than under the equator, by the flattening times the square of the
    sine of the inclination: 13 km at 51.6 deg.
    """
    mean, error, _ = altitude_before(asked.pack, asked.on, "hindsight")
    inclination = math.radians(float(asked.pack.settings.get("orbit", {}).get("inclination_deg", 0.0)))
    sunk = RADIUS_KM * FLATTENING * math.sin(inclination) ** 2
    swing = ECCENTRICITY * (RADIUS_KM + mean) + error
    return Estimate(mean - swing, mean + 0.5 * sunk, mean + sunk + swing)


def people_aboard(asked: Asked) -> Estimate:
    """Residents and visitors aboard, on the day or up to three days before."""
    return _counted(asked, lambda there: sum(there.people.values()) + there.visitors)


def ships_docked(asked: Asked) -> Estimate:
    """Ships at their ports, on the day or up to three days before."""
    return _counted(asked, lambda there: len(there.ships))


def _counted(asked: Asked, count: Callable[[Inventory], int]) -> Estimate:
    days = (asked.on - dt.timedelta(days=back) for back in range(NEWS_DAYS + 1))
    found = [float(count(take_inventory(asked.pack, day))) for day in days if day >= asked.pack.first_date]
    return Estimate(min(found), found[0], max(found))


def owner_share(asked: Asked) -> Estimate:
    """Share of ``of`` (mass, modules, power, propulsion, seats) that ``party`` owns, or ``by=operator`` runs."""
    measure, by = asked.word("of"), asked.word("by", "owner")
    if measure not in MEASURES:
        raise UnknownName("measure", measure, MEASURES)
    if by not in ("owner", "operator"):
        raise InputError(f"by is '{by[:40]}', expected owner or operator")
    parties = asked.parties("party")
    held = shares(asked.pack, take_inventory(asked.pack, asked.on))
    return Estimate.sure(
        sum(one.share for one in held if (one.measure, one.by) == (measure, by) and one.party in parties)
    )


def days_of_supply(asked: Asked) -> Estimate:
    """Days that ``stock`` lasts with nobody bringing more: what is aboard, to the last of it, by those aboard.

    Propellant is spent on altitude; other stocks at the rates of the pack that depend on nothing but who is aboard.
    """
    stock = asked.word("stock")
    if stock not in asked.pack.stocks:
        raise UnknownName("stock", stock, asked.pack.stocks)
    level = levels_on(asked.pack, asked.on)[stock]
    low, high = (level.value if end is None else end for end in (level.low, level.high))
    burns = asked.pack.settings.get("orbit", {}).get("burn_services", ())
    if stock in {row.stock for row in asked.pack.services.values() if row.service in burns}:
        use = holding_propellant_kg_year(asked).times(1.0 / _YEAR_DAYS)
    else:
        use = _use_a_day(asked, stock)
    if use.p05 <= 0.0:
        raise Untestable(f"nobody aboard uses {stock} on {asked.on}")
    return Estimate(low / use.p95, level.value / use.p50, high / use.p05)


def _use_a_day(asked: Asked, stock: str) -> Estimate:
    there, parameters = take_inventory(asked.pack, asked.on), parameters_on(asked.pack, asked.on)
    total = Estimate.sure(0.0)
    for flow in asked.pack.flows.values():
        if flow.stock != stock or flow.direction != "out":
            continue
        if flow.when:
            raise Untestable(f"how fast {stock} is used depends on what works aboard; ask days_to_loss of its function")
        kind = person_class(flow.per)
        people = 1 if kind is None else sum(there.people.values()) if not kind else there.people.get(kind, 0)
        rate = parameters[flow.amount]
        low, high = (rate.value if end is None else end for end in (rate.low, rate.high))
        total = Estimate(total.p05 + people * low, total.p50 + people * rate.value, total.p95 + people * high)
    return total


def seat_price_usd_m(asked: Asked) -> Estimate:
    """What NASA paid for a seat, up and down, of ``party``; without one, of whoever sold seats on the day."""
    prices = {
        name.removeprefix(_PRICE): row
        for name, row in parameters_on(asked.pack, asked.on).items()
        if name.startswith(_PRICE)
    }
    wanted = asked.parties("party") if asked.words("party") else tuple(prices)
    rows = [prices[party] for party in wanted if party in prices]
    if not rows:
        raise Untestable(f"no price of a seat of {' or '.join(wanted) or 'anybody'} is known for {asked.on}")
    lows, highs = ([row.value if end is None else end for row, end in pairs] for pairs in (
        [(row, row.low) for row in rows], [(row, row.high) for row in rows]))  # fmt: skip
    return Estimate(min(lows), sum(row.value for row in rows) / len(rows), max(highs))


_PRICE = "seat_price_usd_m_"
