"""Claims about places: over which countries the station passes, and on which an uncontrolled one may fall."""

from __future__ import annotations

import numpy as np

from stationkeep.errors import UnknownName
from stationkeep.evidence.estimates import Asked, Estimate, Untestable
from stationkeep.supplies.ledgers import altitude_before
from stationkeep.track.countries import load_countries
from stationkeep.track.entry import LAST_HOURS_KM, equatorial_bias
from stationkeep.track.passes import Circular
from stationkeep.track.spans import long_run

LAND, SEA = "land", "sea"
_NOTHING = 1e-12  # what rounding leaves of a country that lies beyond the turning points


def share_over(asked: Asked) -> Estimate:
    """Share of time over ``country`` (ISO codes, ``land`` or ``sea``), in the long run, at the altitude of the day."""
    altitude_km = altitude_before(asked.pack, asked.on, "hindsight")[0]
    return Estimate.sure(_share(asked, altitude_km, 0.0))


def entry_share(asked: Asked) -> Estimate:
    """Probability that an uncontrolled entry comes down over ``country`` (ISO codes, or ``land`` or ``sea``).

    The interval is that of how far an entry prefers the equator (`stationkeep.track.entry.EQUATORIAL_BIAS`).
    """
    biases = equatorial_bias(_inclination_deg(asked))
    low, middle, high = (_share(asked, LAST_HOURS_KM, bias) for bias in biases)
    return Estimate(min(low, middle, high), middle, max(low, middle, high))


def _inclination_deg(asked: Asked) -> float:
    orbit = asked.pack.settings.get("orbit", {})
    if "inclination_deg" not in orbit:
        raise Untestable("the pack is in no orbit")
    return float(orbit["inclination_deg"])


def _share(asked: Asked, altitude_km: float, bias: float) -> float:
    wanted = asked.words("country")
    if not wanted:
        raise Untestable("the claim does not say which country")
    shares = long_run(Circular(altitude_km, _inclination_deg(asked)), bias).share
    codes = load_countries().codes
    total = 0.0
    for code in dict.fromkeys(wanted):
        if code in (LAND, SEA):
            land = float(shares.sum())
            total += land if code == LAND else 1.0 - land
        elif code in codes:
            total += float(shares[np.array([one == code for one in codes])].sum())
        else:
            raise UnknownName("country", code, (LAND, SEA, *filter(None, codes)))
    return min(1.0, total) if total > _NOTHING else 0.0
