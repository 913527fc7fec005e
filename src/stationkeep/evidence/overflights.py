"""Claims about places: over which countries the station passes, and on which an uncontrolled one may fall."""

from __future__ import annotations

import numpy as np

from stationkeep.errors import InputError, UnknownName
from stationkeep.evidence.estimates import Asked, Estimate, Untestable
from stationkeep.track.countries import load_countries
from stationkeep.track.entry import LAST_HOURS_KM, equatorial_bias
from stationkeep.track.passes import Circular
from stationkeep.track.spans import long_run

ALTITUDE_KM = 415.0
"""The station's, about, in the 2020s; tens of kilometres more or less do not show in a share of time."""

LAND, SEA = "land", "sea"
_NOTHING = 1e-12  # what rounding leaves of a country that lies beyond the turning points


def share_over_country(asked: Asked) -> Estimate:
    """Share of time straight over ``country`` (several; name, ISO code, ``land``, ``sea``), in the long run."""
    return Estimate.sure(_share(asked, asked.number("altitude_km", ALTITUDE_KM), 0.0))


def entry_share(asked: Asked) -> Estimate:
    """Probability that an uncontrolled entry comes down over ``country`` (several; name, ISO code, ``land``, ``sea``).

    The interval is that of how far an entry prefers the equator (`stationkeep.track.entry.EQUATORIAL_BIAS`).
    """
    biases = equatorial_bias(_inclination_deg(asked))
    low, middle, high = (_share(asked, LAST_HOURS_KM, bias) for bias in biases)
    return Estimate(min(low, middle, high), middle, max(low, middle, high))


def _inclination_deg(asked: Asked) -> float:
    """The one asked for, else that of the pack's orbit."""
    own = asked.pack.settings.get("orbit", {}).get("inclination_deg")
    if own is None and "inclination_deg" not in asked.arguments:
        raise Untestable("the pack is in no orbit")
    return asked.number("inclination_deg", own)


def _share(asked: Asked, altitude_km: float, bias: float) -> float:
    wanted = asked.words("country")
    if not wanted:
        raise Untestable("the claim does not say which country")
    orbit = Circular(altitude_km, _inclination_deg(asked))
    if not (120.0 <= orbit.altitude_km <= 2000.0 and 0.0 <= orbit.inclination_deg <= 180.0):
        raise InputError("an orbit outside 120 to 2000 km and 0 to 180 deg")
    shares, countries = long_run(orbit, bias).share, load_countries()
    keys = [(name.casefold(), code.casefold()) for name, code in zip(countries.names, countries.codes, strict=True)]
    under, sea = np.zeros(len(keys), dtype=bool), False
    for name in wanted:
        word = name.casefold()
        here = np.array([word == LAND or word in key for key in keys])
        if word != SEA and not here.any():
            raise UnknownName("country", name, (LAND, SEA, *countries.names))
        under, sea = under | here, sea or word == SEA
    total = float(shares[under].sum()) + (1.0 - float(shares.sum()) if sea else 0.0)
    return total if total > _NOTHING else 0.0
