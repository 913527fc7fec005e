"""What `stationkeep track` says, as plain values."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from stationkeep.errors import InputError
from stationkeep.orbit.sunlight import beta_angle_deg
from stationkeep.track import braking, entry, spans
from stationkeep.track.countries import load_countries
from stationkeep.track.latitude import highest_latitude_deg
from stationkeep.track.passes import Circular, node_longitude_deg

ALTITUDE_KM, INCLINATION_DEG = 415.0, 51.64
"""The station's orbit, about, in the 2020s."""

MAP_NOTE = (
    "Countries are Natural Earth's at 1:50 m: who controls the ground, not who claims it (Crimea stands with Russia); "
    "no position is taken. Land counts with its lakes."
)
_TIME_NOTE = (
    "Share of time at which a place of the country lies straight under the orbit, which is taken as circular: "
    "J2's short-period terms and an eccentricity of 0.001 move a band's share by about 0.1 % of itself."
)
_ENTRY_NOTE = (
    "An uncontrolled object comes down anywhere along its track, a little rather near the equator, which the "
    "ellipsoid puts higher into the air; day side, weather and tumbling are not in the figure. How many people live "
    "there is not asked, and nothing is said of casualties."
)
_DAY0 = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Question:
    """What is asked of an orbit.

    Parameters
    ----------
    altitude_km : float
        Mean semi-major axis less 6378.137 km, 120 to 2000.
    inclination_deg : float
        0 to 180.
    days : float or None
        Span whose shares are asked for, 0.1 to 3650; none is the long run.
    on : date or None
        Day, 00:00 UTC, on which the span or the window begins and to which ``raan_deg`` belongs.
    raan_deg : float or None
        Right ascension of the ascending node, 0 to 360.
    start_longitude_deg : float or None
        Instead of these: longitude of the ascending node at the start, -180 to 360 east.
    entry_window_hours : float or None
        Hours within which an entry falls, 0.1 to 240.
    mass_kg : float
        Of the station with everything docked, 1,000 to 2,000,000.
    """

    altitude_km: float = ALTITUDE_KM
    inclination_deg: float = INCLINATION_DEG
    days: float | None = None
    on: dt.date | None = None
    raan_deg: float | None = None
    start_longitude_deg: float | None = None
    entry_window_hours: float | None = None
    mass_kg: float = braking.MASS_KG
    orbit: Circular = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what no orbit or span can be.

        Raises
        ------
        InputError
            A number outside its range, or a start that is given twice, by halves, or for nothing.
        """
        for option, value, low, high, unit in (
            ("--altitude-km", self.altitude_km, 120.0, 2000.0, "km over 6378.137 km"),
            ("--inclination-deg", self.inclination_deg, 0.0, 180.0, "degrees"),
            ("--days", self.days, 0.1, 3650.0, "days"),
            ("--raan-deg", self.raan_deg, 0.0, 360.0, "degrees"),
            ("--start-longitude-deg", self.start_longitude_deg, -180.0, 360.0, "degrees east"),
            ("--entry-window-hours", self.entry_window_hours, 0.1, 240.0, "hours"),
            ("--mass-kg", self.mass_kg, 1e3, 2e6, "kg"),
        ):
            if value is not None and not (math.isfinite(value) and low <= value <= high):
                raise InputError(f"{option} is {value:g}, expected {low:,.10g} to {high:,.10g} {unit}")
        if self.raan_deg is not None and self.start_longitude_deg is not None:
            raise InputError("--raan-deg and --start-longitude-deg both say where the track starts; give one of them")
        if self.raan_deg is not None and self.on is None:
            raise InputError("--raan-deg holds on a day only; name it with --on DATE, or give --start-longitude-deg")
        if self.on is not None and self.raan_deg is None:
            raise InputError("--on says on which day --raan-deg holds; give that too")
        if self.starts and self.days is None and self.entry_window_hours is None:
            raise InputError(
                "a start matters to --days and --entry-window-hours alone; "
                "in the long run every start has the same shares"
            )
        object.__setattr__(self, "orbit", Circular(self.altitude_km, self.inclination_deg))

    @property
    def starts(self) -> bool:
        """Whether the start of the track is given."""
        return self.raan_deg is not None or self.start_longitude_deg is not None

    @property
    def node_longitude_deg(self) -> float | None:
        """Longitude of the ascending node at the start, -180 to 180 east, if it is given."""
        if self.raan_deg is not None and self.on is not None:
            return node_longitude_deg(self.raan_deg, float((self.on - _DAY0).days))
        if self.start_longitude_deg is not None:
            return (self.start_longitude_deg + 180.0) % 360.0 - 180.0
        return None


def answer(question: Question, published_m_s: tuple[float, str, str] | None = None) -> dict[str, Any]:
    """Return the document that `stationkeep track --json` prints.

    Parameters
    ----------
    question : Question
    published_m_s : tuple, optional
        A published velocity change of the controlled entry, the document that gives it, and where it was read.
    """
    return {
        "schema": "stationkeep.track/1",
        "orbit": _orbit(question),
        **_shares(question),
        "entry": _entry(question),
        "controlled": _controlled(question, published_m_s),
        "notes": [_TIME_NOTE, MAP_NOTE, _ENTRY_NOTE],
        "sources": [load_countries().source],
    }


def _orbit(question: Question) -> dict[str, Any]:
    orbit = question.orbit
    node = question.node_longitude_deg
    beta = None
    if question.raan_deg is not None and question.on is not None:
        day = float((question.on - _DAY0).days)
        beta = round(float(beta_angle_deg(day, question.raan_deg, question.inclination_deg)), 3)
    return {
        "altitude_km": question.altitude_km,
        "inclination_deg": question.inclination_deg,
        "period_min": round(orbit.period_min, 4),
        "node_drift_deg_day": round(orbit.node_drift_deg_day, 5),
        "track_shift_deg": round(orbit.shift_deg, 4),
        "highest_latitude_deg": round(highest_latitude_deg(question.altitude_km, question.inclination_deg), 3),
        "start": None
        if node is None
        else {
            "node_longitude_deg": round(node, 4),
            "on": question.on.isoformat() if question.on else None,
            "raan_deg": question.raan_deg,
            "beta_angle_deg": beta,
        },
    }


def _shares(question: Question) -> dict[str, Any]:
    """Return the shares of time, and beside them those of the place of an entry."""
    orbit, node = question.orbit, question.node_longitude_deg
    always = spans.long_run(orbit)
    if question.days is None:
        found = always
    elif node is None:
        found = spans.over_days_from_anywhere(orbit, question.days)
    else:
        found = spans.over_days(orbit, question.days, node)
    countries = load_countries()
    falls = spans.long_run(orbit, entry.equatorial_bias(question.inclination_deg)[1]).share
    listed = np.flatnonzero((found.share > 0.0) | (always.share > 0.0))
    rows = []
    for k in sorted(listed, key=lambda k: (-found.share[k], countries.names[k])):
        row: dict[str, Any] = {
            "name": countries.names[k],
            "iso3": countries.codes[k] or None,
            "share": _part(found.share[k]),
            "minutes_per_day": round(1440.0 * float(found.share[k]), 4),
        }
        if question.days is not None:
            row["share_long_run"] = _part(always.share[k])
        if found.low is not None and found.high is not None:
            row |= {"share_p05": _part(found.low[k]), "share_p95": _part(found.high[k])}
        rows.append({**row, "entry_share": _part(falls[k])})
    span: dict[str, Any] = {
        "days": question.days,
        "step_s": found.step_s,
        "sampling_error": _error(found.sampling_error),
    }
    land = {"land_share": _part(found.land), "land_share_long_run": _part(always.land)}
    if found.land_low is not None and found.land_high is not None:
        land |= {"land_share_p05": _part(found.land_low), "land_share_p95": _part(found.land_high)}
    latitude = [
        {"south_deg": south, "north_deg": north, "share": _part(share), "land_share": _part(over)}
        for south, north, share, over in spans.latitude_bands(orbit)
    ]
    return {"span": span, "countries": rows, **land, "latitude": latitude}


def _error(value: float | None) -> float | None:
    """An error with the two digits that it deserves."""
    return None if value is None else float(f"{value:.2g}")


def _part(share: float) -> float:
    """Round a share to nine decimals, 0.1 ms a day: the same bytes wherever the last bits differ."""
    return round(float(share), 9)


def _entry(question: Question) -> dict[str, Any]:
    """Return where an uncontrolled entry may fall."""
    orbit = question.orbit
    bias = entry.equatorial_bias(question.inclination_deg)
    lands = [spans.long_run(orbit, part).land for part in bias]
    highest = highest_latitude_deg(entry.LAST_HOURS_KM, question.inclination_deg)
    window = None
    if question.entry_window_hours is not None:
        found = entry.entry_window(question.entry_window_hours, question.inclination_deg, question.node_longitude_deg)
        names = load_countries().names
        window = {
            "hours": found.hours,
            "revolutions": round(found.revolutions, 3),
            "spacing_deg": round(found.spacing_deg, 3),
            "track_km": round(found.length_km, -2),
            "crossed": None if found.countries is None else [names[k] for k in found.countries],
        }
    return {
        "between_deg": [-round(highest, 3), round(highest, 3)],
        "land_share": _part(lands[1]),
        "land_share_low": _part(min(lands)),
        "land_share_high": _part(max(lands)),
        "equatorial_bias": [round(part, 4) for part in bias],
        "footprint_km": list(entry.FOOTPRINT_KM),
        "footprints": [
            {
                "what": one.what,
                "length_km": list(one.length_km),
                "width_km": list(one.width_km),
                "source": one.source,
                "url": one.url,
            }
            for one in entry.load_footprints()
        ],
        "window": window,
    }


def _controlled(question: Question, published: tuple[float, str, str] | None) -> dict[str, Any]:
    """Return what a controlled entry asks for, and who could give it."""
    mass = question.mass_kg
    ways = {
        "after_drag": braking.plan_descent(question.altitude_km, drag_lowers=True),
        "at_once": braking.plan_descent(question.altitude_km, drag_lowers=False),
    }
    judged = [braking.judge(brake, ways["after_drag"], mass) for brake in braking.load_brakes()]
    return {
        "mass_kg": mass,
        "staging_km": min(braking.STAGING_KM, question.altitude_km),
        "perigee_km": list(braking.PERIGEE_KM),
        **{
            name: {
                "final_m_s": [round(dv, 2) for dv in way.final_m_s],
                "last_burn_m_s": [round(dv, 2) for dv in way.last_m_s],
                "total_m_s": [round(dv, 2) for dv in way.total_m_s],
                # Best and worst specific impulse of what is in the list.
                "propellant_kg": [
                    round(way.propellant_kg(mass, max(one.brake.isp_s for one in judged))[0], -1),
                    round(way.propellant_kg(mass, min(one.brake.isp_s for one in judged))[1], -1),
                ],
            }
            for name, way in ways.items()
        },
        "published": None
        if published is None
        else {"delta_v_m_s": published[0], "source": published[1], "url": published[2] or None},
        "vehicles": [
            {
                "id": one.brake.id,
                "name": one.brake.name,
                "state": one.brake.state,
                "thrust_n": one.brake.thrust_n,
                "delta_v_m_s": round(one.delta_v_m_s, 2),
                "needed": one.needed,
                "last_burn_min": round(one.last_burn_min, 1),
                "strong_enough": one.strong_enough,
                "holds_attitude": one.brake.holds_attitude,
                "shown": one.brake.shown,
                "verdict": one.text,
                "source": one.brake.source,
                "url": one.brake.url,
                "confidence": one.brake.confidence,
                "note": one.brake.note,
            }
            for one in judged
        ],
    }
