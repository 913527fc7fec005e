"""Claims about how things stand on a date: who is aboard, how long stocks last, who owns what, over whom it flies."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import numpy as np

from stationkeep.errors import InputError, UnknownName
from stationkeep.evidence.estimates import Asked, Estimate, Untestable
from stationkeep.risk.amounts import Reading, quantity
from stationkeep.risk.snapshot import Snapshot
from stationkeep.risk.structure import Structure
from stationkeep.station import rules
from stationkeep.supplies.inventory import take_inventory
from stationkeep.supplies.ledgers import altitude_before
from stationkeep.supplies.owners import MEASURES, shares
from stationkeep.track import spans
from stationkeep.track.countries import load_countries
from stationkeep.track.passes import Circular

ALTITUDE_KM, INCLINATION_DEG = 415.0, 51.64
"""The station's orbit, about, in the 2020s."""

_YEAR_DAYS = 365.25


def altitude_km(asked: Asked) -> Estimate:
    """Mean semi-major axis on the date less 6378.137 km, as observed."""
    altitude, error, _ = altitude_before(asked.pack, asked.on, "hindsight")
    return Estimate(altitude - 1.6449 * error, altitude, altitude + 1.6449 * error)


def people_aboard(asked: Asked) -> Estimate:
    """People aboard on the date, of a ``class`` of occupants or all of them."""
    aboard, kind = take_inventory(asked.pack, asked.on).people, asked.arguments.get("class", "").strip()
    if kind and kind not in asked.pack.occupants:
        raise UnknownName("occupant class", kind, asked.pack.occupants)
    return Estimate.sure(float(aboard[kind] if kind else sum(aboard.values())))


def cover_days(asked: Asked) -> Estimate:
    """Days that a ``stock`` lasts those aboard on the date, if nothing comes."""
    return _of_stock(asked, "cover_days")


def stock_kg(asked: Asked) -> Estimate:
    """What is aboard of a ``stock`` that is counted in kilograms, or in litres of water."""
    stock = asked.word("stock")
    if stock in asked.pack.stocks and asked.pack.stocks[stock].unit not in ("kg", "l"):
        raise Untestable(f"{stock} is counted in {asked.pack.stocks[stock].unit}, not in kilograms")
    return _of_stock(asked, "stock")


def _of_stock(asked: Asked, word: str) -> Estimate:
    stock = asked.word("stock")
    if stock not in asked.pack.stocks:
        raise UnknownName("stock", stock, asked.pack.stocks)
    structure = Structure(Snapshot.of(asked.pack, asked.on))
    found = quantity(Reading(structure, 1, drawn=True), rules.Number(word, stock))(defaultdict(bool))
    values = np.atleast_1d(np.asarray(found, dtype=np.float64))
    if word == "cover_days" and float(values.min()) > 1e6:
        raise Untestable(f"nobody takes {stock} from the store, so that it lasts no number of days")
    return Estimate.of(values)


def owned_share(asked: Asked) -> Estimate:
    """Share that ``party`` has of a ``measure`` (mass, modules, power, propulsion, seats), ``by`` owner or operator."""
    measure, by, party = asked.word("measure"), asked.word("by", "owner"), asked.parties("party")[0]
    for kind, name, known in (("measure", measure, tuple(MEASURES)), ("title", by, ("owner", "operator"))):
        if name not in known:
            raise UnknownName(kind, name, known)
    rows = shares(asked.pack, take_inventory(asked.pack, asked.on))
    found = [row.share for row in rows if (row.measure, row.by, row.party) == (measure, by, party)]
    return Estimate.sure(sum(found))


def flights_per_year(asked: Asked) -> Estimate:
    """Launches a year of ``carrier`` (types of vehicle) or of ``party``, in the ``years`` (1) before the date."""
    pack, years = asked.pack, asked.number("years", 1.0)
    if not 0.0 < years <= 50.0:
        raise InputError(f"years is {years:g}, expected more than 0 and at most 50")
    names = asked.words("carrier")
    for name in names:
        if name not in pack.carriers:
            raise UnknownName("type of vehicle", name, pack.carriers)
    if not names:
        flown_by = asked.parties("party")[0]
        names = tuple(name for name, row in pack.carriers.items() if flown_by in row.parties)
    first = asked.on - dt.timedelta(days=round(years * _YEAR_DAYS))
    launched = [f.launched for f in pack.flights.values() if f.carrier in names and f.launched is not None]
    return Estimate.sure(sum(first <= day < asked.on for day in launched) / years)


def share_over_country(asked: Asked) -> Estimate:
    """Share of time for which ``country`` (several; name or ISO code) lies straight under the station."""
    countries = load_countries()
    orbit = Circular(asked.number("altitude_km", ALTITUDE_KM), asked.number("inclination_deg", INCLINATION_DEG))
    if not (120.0 <= orbit.altitude_km <= 2000.0 and 0.0 <= orbit.inclination_deg <= 180.0):
        raise InputError("an orbit outside 120 to 2000 km and 0 to 180 deg")
    every, total = spans.long_run(orbit).share, 0.0
    asked_for = asked.words("country")
    if not asked_for:
        raise Untestable("the claim does not say which country")
    for name in asked_for:
        places = [k for k, known in enumerate(countries.names) if name.casefold() == known.casefold()]
        places += [k for k, code in enumerate(countries.codes) if code and name.casefold() == code.casefold()]
        if not places:
            raise UnknownName("country", name, countries.names)
        total += float(every[places[0]])
    return Estimate.sure(total)
