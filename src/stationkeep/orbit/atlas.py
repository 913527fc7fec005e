"""The orbit-averaged atmosphere for every inclination at once: sparse sums of smooth functions.

What is tabulated is the loss of axis per unit of Cd A / m of a circular orbit (`exact.loss_harmonics`): the
logarithm of its mean, less that of an evenly dense atmosphere, and its Fourier coefficients in argument of
latitude, which an eccentric orbit needs. In altitude each of these fields is a few modes (singular vectors); each
mode's weight is a sparse sum of products of

- Chebyshev polynomials in the logarithm of a temperature, in F10.7a, in F10.7 - F10.7a and in log(1 + Ap/10): the
  temperature carries most of it, which keeps the other degrees low. It is the mean exospheric one (`Temperature`)
  times what local time, season and inclination make of it (`Warmth`);
- Fourier terms in the local time of the node and in the season;
- Fourier terms in inclination. Turning an orbit round its node by 180 degrees, or flying it backwards, changes
  nothing but the names of its angles, and so decides which of them can occur (`inclination_waves`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

FORMAT = 3
# Range of the fields: mean altitude (km), drivers (sfu, sfu, Ap). Drivers outside are clipped to it.
ALTITUDE_RANGE_KM = (110.0, 700.0)
F107_RANGE = (50.0, 730.0)
F107A_RANGE = (55.0, 300.0)
AP_RANGE = (0.0, 400.0)
# Of F10.7 - F10.7a. Beyond it (three radio bursts since 1957) NRLMSISE-00 itself fails: its temperatures, a parabola
# in this difference, go through zero.
SWING_RANGE = (-250.0, 430.0)
TEMPERATURE_RANGE_K = (500.0, 2000.0)
# Phase of the season in NRLMSISE-00: 2 pi / 365 per day of the year (DR of its source).
SEASON_RAD_DAY = 1.72142e-2
# Orders of the expansion: polynomials, waves in local time and season.
TEMPERATURE_DEGREE, DRIVER_DEGREE, LOCAL_ORDER, SEASON_ORDER = 8, 4, 4, 4
INCLINATION_ORDER = 5
HARMONICS = 4
# Fields: the loss; its first harmonics in few terms, for orbits that are circular but for what drag does to them;
# and all its harmonics, for eccentric orbits.
LOSS, NEAR, FAR = "loss", ("near_c1", "near_s1"), tuple(f"{kind}{k}" for k in range(1, 5) for kind in "cs")


@dataclass(frozen=True)
class Temperature:
    """Global mean of the exospheric temperature, the coordinate that carries most of the variation.

    The form is that of the MSIS models (their functions of F10.7 and Ap, averaged over the globe and the day); the
    numbers are read off the model itself.

    Parameters
    ----------
    coefficients : ndarray, shape (7,)
        Kelvin, for 1, d, d^2, d s, s, s^2 and g, with d = F10.7 - F10.7a, s = F10.7a - 150 and g(Ap) =
        Ap - 4 + (b - 1) (Ap - 4 + (exp(-k (Ap - 4)) - 1) / k).
    b, k : float
    """

    coefficients: Floats
    b: float
    k: float

    def terms(self, f107: Floats, f107a: Floats, ap: Floats) -> Floats:
        """What the coefficients multiply, shape (state, 7)."""
        d, s, quiet = f107 - f107a, f107a - 150.0, ap - 4.0
        storm = quiet + (self.b - 1.0) * (quiet + (np.exp(-self.k * quiet) - 1.0) / self.k)
        return np.stack([np.ones_like(d), d, d * d, d * s, s, s * s, storm], axis=-1)

    def kelvin(self, f107: Floats, f107a: Floats, ap: Floats) -> Floats:
        """The temperature of each state."""
        kelvin: Floats = self.terms(f107, f107a, ap) @ self.coefficients
        return kelvin


@dataclass(frozen=True)
class Warmth:
    """How much warmer than the mean an orbit finds the atmosphere: the logarithm of the ratio.

    Read off the losses themselves: what, added to the logarithm of the mean temperature, makes them as nearly as
    possible functions of it.

    Parameters
    ----------
    terms : ndarray of int64, shape (weight, 3)
        Numbers of the wave in local time, in season and in inclination.
    weights : ndarray, shape (weight,)
    """

    terms: Integers
    weights: Floats

    def products(self, node_local_deg: Floats, day_of_year: Floats, inclination_deg: Floats) -> Floats:
        """What the weights multiply, shape (state, weight)."""
        local = waves(np.radians(node_local_deg), LOCAL_ORDER)[:, self.terms[:, 0]]
        season = waves(SEASON_RAD_DAY * day_of_year, SEASON_ORDER)[:, self.terms[:, 1]]
        found: Floats = local * season * inclination_waves(inclination_deg)[:, self.terms[:, 2]]
        return found

    def daily(self, inclination_deg: float, day_of_year: Floats) -> Floats:
        """Weights of the waves in local time at an inclination, shape (day, 1 + 2 LOCAL_ORDER)."""
        inclined = self.weights * inclination_waves(np.array(inclination_deg))[self.terms[:, 2]]
        season = waves(SEASON_RAD_DAY * day_of_year, SEASON_ORDER)[:, self.terms[:, 1]] * inclined
        found = np.zeros((day_of_year.size, 1 + 2 * LOCAL_ORDER))
        np.add.at(found.T, self.terms[:, 0], season.T)
        return found


@dataclass(frozen=True)
class Field:
    """One quantity as a function of everything.

    Parameters
    ----------
    profiles : ndarray, shape (node, 1 + mode)
        Mean, then modes, at the altitudes of the atlas.
    terms : ndarray of int64, shape (weight, 8)
        Mode; degrees in temperature, F10.7a, F10.7 - F10.7a and Ap; numbers of the wave in local time, in season
        and in inclination.
    weights : ndarray, shape (weight,)
    """

    profiles: Floats
    terms: Integers
    weights: Floats


@dataclass(frozen=True)
class Atlas:
    """All fields of a density model.

    Parameters
    ----------
    model : str
    nodes_km : ndarray, shape (node,)
        Mean altitudes of the profiles (closer together lower down).
    temperature : Temperature
    warmth : Warmth
    fields : dict
        `LOSS`, `NEAR` and `FAR` by name.
    provenance : dict
        Model, versions, and the error measured on states not used.
    """

    model: str
    nodes_km: Floats
    temperature: Temperature
    warmth: Warmth
    fields: dict[str, Field]
    provenance: dict[str, Any]

    def write(self, path: Path) -> None:
        """Write the atlas as a compressed .npz; the same atlas gives the same bytes."""
        arrays: dict[str, npt.NDArray[Any]] = {}
        for name, field in self.fields.items():
            arrays[f"{name}_profiles"] = field.profiles
            arrays[f"{name}_terms"] = np.ascontiguousarray(field.terms.T, dtype=np.int8)
            arrays[f"{name}_weights"] = field.weights.astype(np.float32)
        temperature = [*self.temperature.coefficients, self.temperature.b, self.temperature.k]
        np.savez_compressed(
            path,
            nodes_km=self.nodes_km,
            temperature=np.array(temperature),
            warmth_terms=np.ascontiguousarray(self.warmth.terms.T, dtype=np.int8),
            warmth_weights=self.warmth.weights.astype(np.float32),
            provenance=np.array(json.dumps(self.provenance, sort_keys=True)),
            **arrays,  # type: ignore[arg-type]
        )

    @classmethod
    def read(cls, path: Path) -> Atlas:
        """Read an atlas that `write` made."""
        with np.load(path, allow_pickle=False) as data:
            provenance = json.loads(str(data["provenance"]))
            fields = {
                name: Field(
                    data[f"{name}_profiles"],
                    data[f"{name}_terms"].T.astype(np.int64),
                    data[f"{name}_weights"].astype(np.float64),
                )
                for name in (LOSS, *NEAR, *FAR)
            }
            *coefficients, b, k = data["temperature"].tolist()
            temperature = Temperature(np.array(coefficients), b, k)
            warmth = Warmth(data["warmth_terms"].T.astype(np.int64), data["warmth_weights"].astype(np.float64))
            return cls(str(provenance["model"]), data["nodes_km"], temperature, warmth, fields, provenance)


def waves(angle: Floats, order: int) -> Floats:
    """One, then cosine and sine of each multiple of an angle, shape (state, 1 + 2 order)."""
    rows = [np.ones_like(angle)]
    for k in range(1, order + 1):
        rows += [np.cos(k * angle), np.sin(k * angle)]
    return np.stack(rows, axis=-1)


def inclination_waves(inclination_deg: Floats) -> Floats:
    """Every Fourier term in inclination, shape (state, 4 (order + 1)); `allowed_waves` tells which a term may use.

    In turn cos 2mi, sin 2(m+1)i, cos (2m+1)i and sin (2m+1)i, m from 0 to `INCLINATION_ORDER`.
    """
    i, m = np.radians(inclination_deg)[..., None], np.arange(INCLINATION_ORDER + 1)
    rows = [np.cos(2 * m * i), np.sin(2 * (m + 1) * i), np.cos((2 * m + 1) * i), np.sin((2 * m + 1) * i)]
    return np.concatenate(rows, axis=-1)


def allowed_waves(harmonic: str, local_wave: int) -> int:
    """Which of the four families of `inclination_waves` a term of a field may use, 0 to 3.

    The orbit of inclination -i and node theta is that of inclination i and node theta + 180 deg with u moved by
    180 deg; that of 180 deg - i and node theta is that of inclination i and node theta + 180 deg with u turned to
    180 deg - u. Hence the parities of each Fourier coefficient about i = 0 and i = 90 deg.

    Parameters
    ----------
    harmonic : str
        ``"loss"``, ``"c1"``, ``"s1"`` and so on.
    local_wave : int
        Number of the wave in local time, as in `waves`.
    """
    sine = harmonic[0] == "s"
    order = 0 if harmonic == LOSS else int(harmonic[1:])
    even = (order + (local_wave + 1) // 2) % 2 == 0
    return (2 if even else 3) if sine else (0 if even else 1)


def clip_drivers(f107: Floats, f107a: Floats, ap: Floats) -> tuple[Floats, Floats, Floats]:
    """F10.7, F10.7a and Ap within the range of the fields."""
    mean = np.clip(f107a, *F107A_RANGE)
    swing = np.clip(np.clip(f107, *F107_RANGE) - mean, *SWING_RANGE)
    return mean + swing, mean, np.clip(ap, *AP_RANGE)


def _scaled(x: Floats, limits: tuple[float, float]) -> Floats:
    """A coordinate that runs from -1 to 1 between two limits."""
    low, high = limits
    return (2.0 * x - low - high) / (high - low)


def drivers(temperature: Temperature, warmth: Floats, f107: Floats, f107a: Floats, ap: Floats) -> tuple[Floats, ...]:
    """Coordinates from -1 to 1: temperature (made warmer by `warmth`), F10.7a, F10.7 - F10.7a, log(1 + Ap/10)."""
    f107, f107a, ap = clip_drivers(f107, f107a, ap)
    low, high = np.log(TEMPERATURE_RANGE_K)
    return (
        _scaled(np.log(temperature.kelvin(f107, f107a, ap)) + warmth, (low, high)),
        _scaled(f107a, F107A_RANGE),
        _scaled(f107 - f107a, SWING_RANGE),
        _scaled(np.log1p(ap / 10.0), (0.0, float(np.log1p(AP_RANGE[1] / 10.0)))),
    )
