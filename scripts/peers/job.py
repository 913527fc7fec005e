"""The job that every peer is given: the same orbits, the same weather, the same air, from one file.

A peer is a script that takes the job's file and prints one JSON object: how long its compilation took, how long the
propagation, and where each orbit ended, so that speed is only compared where the answers agree.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# WGS 84 and EGM96, as everywhere in stationkeep (`orbit/earth.py`).
MU_KM3_S2, RADIUS_KM, FLATTENING, ROTATION_RAD_S, J2 = (
    398600.4418,
    6378.137,
    1.0 / 298.257223563,
    7.292115e-5,
    1.08262668e-3,
)
DAY_S = 86400.0


@dataclass(frozen=True)
class Job:
    """Orbits to let decay.

    Parameters
    ----------
    start : str
        UTC day, ``YYYY-MM-DD``.
    altitude_km, inclination_deg : float
        Of all orbits, which are circular; the mean semi-major axis less 6378.137 km.
    raan_deg, ballistic_m2_kg : ndarray, shape (member,)
    f107, f107a, ap : ndarray, shape (day, member)
        F10.7 of the previous day and its centred 81-day mean (sfu), daily Ap.
    """

    start: str
    altitude_km: float
    inclination_deg: float
    raan_deg: Floats
    ballistic_m2_kg: Floats
    f107: Floats
    f107a: Floats
    ap: Floats

    def save(self, path: Path) -> None:
        """Write the job to a file."""
        np.savez(path, allow_pickle=False, **{name: np.asarray(value) for name, value in vars(self).items()})

    @classmethod
    def load(cls, path: Path) -> Job:
        """Read a job."""
        with np.load(path, allow_pickle=False) as kept:
            found = {name: kept[name] for name in cls.__dataclass_fields__}
        scalars = {name: value.item() for name, value in found.items() if value.ndim == 0}
        return cls(**{**found, **scalars})

    @property
    def days(self) -> int:
        """Days to propagate."""
        return int(self.f107.shape[0])


def osculating_axis_km(mean_axis_km: float, inclination_deg: float, latitude_argument_rad: float = 0.0) -> float:
    """Osculating from mean semi-major axis, by the J2 short period of first order at e = 0 (Brouwer 1959)."""
    wave = np.sin(np.radians(inclination_deg)) ** 2 * np.cos(2.0 * latitude_argument_rad)
    return float(mean_axis_km + 1.5 * J2 * RADIUS_KM**2 / mean_axis_km * wave)


def say(**found: object) -> None:
    """Print what was measured."""
    print(json.dumps(found))
