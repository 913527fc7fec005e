"""An object in low orbit: where it is on a day, and what is known of its drag."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError
from stationkeep.lifetime.drag import BallisticCalibration
from stationkeep.orbit.density import ALTITUDE_RANGE_KM
from stationkeep.orbit.earth import ENTRY_ALTITUDE_KM, RADIUS_KM

Floats = npt.NDArray[np.float64]

HIGHEST_ECCENTRICITY = 0.02
"""Largest eccentricity for which the averaged orbit was verified."""


@dataclass(frozen=True)
class Body:
    """An object and its drag at 00:00 UTC of a day.

    Parameters
    ----------
    day : datetime64
        UTC day of the state.
    altitude_km : float
        Mean semi-major axis less 6378.137 km; above 120, to 700.
    inclination_deg : float
        0 to 180.
    drag : BallisticCalibration
        What is known of Cd A / m and of the density it meets.
    raan_deg : float, optional
        Right ascension of the node; unknown: each member has its own, all equally likely.
    ex, ey : float
        Mean eccentricity vector: e cos and e sin of the argument of perigee; e to 0.02.
    frozen_ey : float
        Where the vector turns about, on the axis of ``ey``: zero under J2 alone.
    altitude_error_km : float
        Standard error of the altitude.
    fraction : float
        Part of the day after which the state holds, 0 to 1: the first day brings only the rest of its drag.
    about : str
        Where all this comes from, in words.
    past : tuple of ndarray, optional
        Days since 1970-01-01 and altitudes (km) of the orbits that it was learnt from, for a picture.

    Raises
    ------
    InputError
        A number out of its range.
    """

    day: np.datetime64
    altitude_km: float
    inclination_deg: float
    drag: BallisticCalibration
    raan_deg: float | None = None
    ex: float = 0.0
    ey: float = 0.0
    frozen_ey: float = 0.0
    altitude_error_km: float = 0.0
    fraction: float = 0.0
    about: str = "from the numbers given"
    past: tuple[Floats, Floats] | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        highest = ALTITUDE_RANGE_KM[1]
        if not ENTRY_ALTITUDE_KM < self.altitude_km <= highest:
            raise InputError(
                f"altitude {self.altitude_km:g} km: expected more than {ENTRY_ALTITUDE_KM:g} (entry) and at most "
                f"{highest:g} km, the range of the density table (mean semi-major axis less {RADIUS_KM} km)"
            )
        if not 0.0 <= self.inclination_deg <= 180.0:
            raise InputError(f"inclination {self.inclination_deg:g} deg: expected 0 to 180")
        if not self.eccentricity <= HIGHEST_ECCENTRICITY:
            raise InputError(
                f"eccentricity {self.eccentricity:g}: expected 0 to {HIGHEST_ECCENTRICITY:g}; the orbit average is not "
                "verified beyond that"
            )
        perigee = self.altitude_km - self.eccentricity * (RADIUS_KM + self.altitude_km)
        if perigee <= ENTRY_ALTITUDE_KM:
            raise InputError(
                f"perigee {perigee:.0f} km (altitude {self.altitude_km:g} km, eccentricity {self.eccentricity:g}): "
                f"the object is at or below entry ({ENTRY_ALTITUDE_KM:g} km) already"
            )

    @property
    def eccentricity(self) -> float:
        """Length of the mean eccentricity vector."""
        return float(np.hypot(self.ex, self.ey))

    @property
    def scattered(self) -> bool:
        """Whether members of this body differ before the sun makes them differ."""
        drag = self.drag
        spreads = (
            drag.spread,
            drag.sigma,
            drag.fast_sigma,
            drag.walk_per_day,
            drag.start_spread,
            self.altitude_error_km,
        )
        return self.raan_deg is None or self.altitude_error_km > 0.0 or any(x > 0.0 for x in spreads)
