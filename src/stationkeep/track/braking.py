"""The controlled entry: the velocity change it asks for, and what could give it."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from stationkeep.facts.constants import constants
from stationkeep.orbit.burn import GRAVITY_M_S2, propellant_for_delta_v
from stationkeep.orbit.earth import DAY_S, MU_KM3_S2, RADIUS_KM

_FACT = constants("entry")  # each with its source in data/entry/constants.csv

STAGING_KM = _FACT["staging_km"].value
"""Altitude from which a station is brought down."""

PHASING_PERIGEE_KM = _FACT["phasing_perigee_km"].value
"""Perigee at which the orbit still holds for the revolutions before the last burn."""

PERIGEE_KM = _FACT["last_perigee_km"].interval
"""Perigee of the last burn, lowest and highest: the lower, the steeper the fall and the shorter the footprint."""

MASS_KG = _FACT["station_mass_kg"].value
"""Mass that has to be brought down where none is given."""

_LONGEST_LAST_BURN_REVOLUTIONS = _FACT["longest_last_burn_revolutions"].value


def delta_v_to_perigee(apogee_km: float, perigee_km: float, new_perigee_km: float) -> float:
    """Velocity change at the apogee that lowers the perigee.

    Parameters
    ----------
    apogee_km, perigee_km : float
        Of the orbit, over 6378.137 km; equal for a circular one.
    new_perigee_km : float
        At most ``perigee_km``.

    Returns
    -------
    float
        Metres a second, positive.

    Notes
    -----
    Vis-viva, v^2 = mu (2 / r - 1 / a), at the apogee of both orbits.
    """
    far = RADIUS_KM + apogee_km
    before, after = (
        math.sqrt(MU_KM3_S2 * (2.0 / far - 2.0 / (far + RADIUS_KM + low))) for low in (perigee_km, new_perigee_km)
    )
    return 1000.0 * (before - after)


@dataclass(frozen=True)
class Descent:
    """What bringing an object down from a circular orbit asks for; pairs are low and high.

    Parameters
    ----------
    altitude_km : float
        Where it begins.
    final_m_s : pair
        From the circular orbit in which the burns begin to the perigee of the last one, all together.
    last_m_s : pair
        The part of it that has to be given within half a revolution.
    """

    altitude_km: float
    final_m_s: tuple[float, float]
    last_m_s: tuple[float, float]

    @property
    def total_m_s(self) -> tuple[float, float]:
        """All burns."""
        return self.final_m_s

    def propellant_kg(self, mass_kg: float, isp_s: float) -> tuple[float, float]:
        """Propellant for all burns, by the equation of Tsiolkovsky."""
        low, high = (float(propellant_for_delta_v(mass_kg, dv, isp_s)) for dv in self.total_m_s)
        return low, high


def plan_descent(altitude_km: float, *, drag_lowers: bool) -> Descent:
    """Return what a controlled entry from a circular orbit asks for.

    Parameters
    ----------
    altitude_km : float
        Where it begins, 120 to 2000.
    drag_lowers : bool
        Whether the air brings the orbit down to `STAGING_KM`, which costs months or years and no propellant. If not,
        every burn stands at one side of the orbit and lowers the other.

    Notes
    -----
    Impulses: what a long burn loses off its apogee, some per cent, is not in it.
    """
    stage = min(altitude_km, STAGING_KM) if drag_lowers else altitude_km
    steep, flat = (min(perigee, stage) for perigee in PERIGEE_KM)
    phasing = min(PHASING_PERIGEE_KM, stage)
    return Descent(
        altitude_km,
        (delta_v_to_perigee(stage, stage, flat), delta_v_to_perigee(stage, stage, steep)),
        (delta_v_to_perigee(stage, phasing, flat), delta_v_to_perigee(stage, phasing, steep)),
    )


@dataclass(frozen=True)
class Brake:
    """Something that could push the station down: a row of `data/entry/braking.csv`."""

    id: str
    name: str
    state: str
    thrust_n: float
    isp_s: float
    propellant_kg: float
    holds_attitude: bool
    shown: bool
    source: str
    url: str
    confidence: str
    note: str

    def delta_v_m_s(self, mass_kg: float) -> float:
        """Velocity change that all its propellant gives to a mass, its own included."""
        return GRAVITY_M_S2 * self.isp_s * math.log(mass_kg / (mass_kg - min(self.propellant_kg, 0.9 * mass_kg)))

    def burn_min(self, mass_kg: float, delta_v_m_s: float) -> float:
        """Minutes that a velocity change takes, the mass taken as constant."""
        return mass_kg * delta_v_m_s / self.thrust_n / 60.0


@lru_cache(maxsize=1)
def load_brakes() -> tuple[Brake, ...]:
    """Return what could push the station down, the strongest first."""
    text = (resources.files("stationkeep") / "data" / "entry" / "braking.csv").read_text(encoding="utf-8")
    numbers, truths = ("thrust_n", "isp_s", "propellant_kg"), ("holds_attitude", "shown")
    found = []
    for row in csv.DictReader(text.splitlines()):
        cells: dict[str, object] = dict(row)
        cells |= {key: float(row[key]) for key in numbers} | {key: row[key] == "yes" for key in truths}
        found.append(Brake(**cells))  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda brake: -brake.thrust_n))


@dataclass(frozen=True)
class Verdict:
    """Whether a vehicle can bring the station down.

    Parameters
    ----------
    brake : Brake
    delta_v_m_s : float
        What one of them gives.
    asked_m_s : float
        What all burns together ask for, at the upper end.
    needed : int
        How many of them hold the propellant for that.
    last_burn_min : float
        Minutes that the last burn takes one of them, at the lower end.
    strong_enough : bool
        Whether that is less than half a revolution.
    """

    brake: Brake
    delta_v_m_s: float
    asked_m_s: float
    needed: int
    last_burn_min: float
    strong_enough: bool

    @property
    def text(self) -> str:
        """The verdict in words."""
        enough = self.needed == 1
        if self.strong_enough:
            held = "holds the propellant" if enough else f"its propellant gives {self._part}"
            return f"strong enough, and {held}" if enough else f"strong enough, but {held}"
        weak = f"too weak: the last burn would take {self.last_burn_min / 60.0:.1f} h"
        return weak if enough else f"{weak}; its propellant gives {self._part}"

    @property
    def _part(self) -> str:
        return f"{self.delta_v_m_s:.0f} of {self.asked_m_s:.0f} m/s"


def judge(brake: Brake, descent: Descent, mass_kg: float) -> Verdict:
    """Return whether a vehicle can give what a descent asks for.

    Parameters
    ----------
    brake : Brake
    descent : Descent
    mass_kg : float
        Of the station with everything docked.
    """
    each = brake.delta_v_m_s(mass_kg)
    last = brake.burn_min(mass_kg, descent.last_m_s[0])
    axis = RADIUS_KM + 0.5 * (min(descent.altitude_km, STAGING_KM) + PHASING_PERIGEE_KM)
    revolution = 2.0 * math.pi * math.sqrt(axis**3 / MU_KM3_S2) * 1440.0 / DAY_S
    return Verdict(
        brake,
        each,
        descent.total_m_s[1],
        max(1, math.ceil(descent.total_m_s[1] / each - 1e-9)),
        last,
        last <= _LONGEST_LAST_BURN_REVOLUTIONS * revolution,
    )
