"""The orbit-averaged effect of the atmosphere as a compact spectral table, for one inclination.

What is tabulated is the logarithm of the loss of axis per unit of Cd A / m (`exact.drag_rates`). In altitude it
is a mean profile plus a few modes (singular vectors); each mode's weight is a sparse sum of products of
Chebyshev polynomials in F10.7a, F10.7 and log(1 + Ap/10), and Fourier terms in the local time of the node and
in the season. The season is contracted once a day, the rest once a member-day (`decay`).
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError
from stationkeep.orbit import exact

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# Range of the table: mean altitude (km), drivers (sfu, sfu, Ap). Drivers outside are clipped to it.
ALTITUDE_RANGE_KM = (110.0, 700.0)
F107_RANGE = (65.0, 350.0)
F107A_RANGE = (65.0, 260.0)
AP_RANGE = (0.0, 300.0)
# Phase of the season in NRLMSISE-00: 2 pi / 365 per day of the year (DR of its source).
SEASON_RAD_DAY = 1.72142e-2
THETA_TERMS, SEASON_TERMS = 11, 9  # constant, then cosine and sine of each harmonic
_MODES = 8
# Highest total degree of the products; those of the drivers alone, whose errors nothing averages out, go further.
_TOTAL_DEGREE, STEADY_DEGREE = 6, 8
# Products are kept whose typical size in a mode is above this. Those without local time stay down to a smaller
# one, for their errors do not average out as the node turns.
_KEEP, _KEEP_STEADY = 5e-4, 1e-4
_CARE_ANYWHERE = 0.25  # weight of states that the sun does not visit
_NODES, _STATES, _CHECKS = 30, 9000, 600
_SPLINE_STEP_KM = 5.0
_FORMAT = 1


class TableArrays(NamedTuple):
    """The table as the compiled loop takes it: plain arrays, and nothing that Python needs to look after.

    Parameters
    ----------
    cos_inclination : float
    power_f107a, power_f107, power_ap, harmonic : ndarray of int64, shape (term,)
        Degrees of the three Chebyshev polynomials, and number of the Fourier term in local time.
    mode_start : ndarray of int64, shape (mode + 1,)
        Where each mode's pairs begin; multiples of eight, filled up with pairs of weight zero.
    pair_term : ndarray of int64, shape (pair,)
        The terms that each mode sums.
    weights : ndarray of float32, shape (season, pair)
        Their weights in the season's Fourier terms.
    spline : ndarray, shape (interval, 1 + mode, 4)
        Mean profile and modes: coefficients of cubics in altitude above the foot of each interval.
    foot_km, step_km : float
        Altitude of the first interval's foot, and height of each.
    """

    cos_inclination: float
    power_f107a: Integers
    power_f107: Integers
    power_ap: Integers
    harmonic: Integers
    mode_start: Integers
    pair_term: Integers
    weights: npt.NDArray[np.float32]
    spline: Floats
    foot_km: float
    step_km: float


def _quasi_random(count: int, dimensions: int, first: int) -> Floats:
    """Evenly spread points in the unit cube: the additive recurrence on the generalised golden ratio."""
    ratio = 2.0
    for _ in range(60):
        ratio = (1.0 + ratio) ** (1.0 / (dimensions + 1))
    steps = ratio ** -np.arange(1.0, dimensions + 1.0)
    return (0.5 + np.outer(np.arange(first + 1, first + count + 1), steps)) % 1.0


@dataclass(frozen=True)
class _States:
    """States at which the model is called: most where the sun lives, three in ten anywhere in the range."""

    f107: Floats
    f107a: Floats
    ap: Floats
    node_local_deg: Floats
    day_of_year: Floats
    care: Floats

    @classmethod
    def spread(cls, count: int, first: int) -> _States:
        q = _quasi_random(count, 6, first)
        lo, hi = F107A_RANGE
        f107a = lo + (hi - lo) * q[:, 0] ** 1.3
        anywhere = q[:, 5] < 0.3
        swing = 0.45 * np.sign(q[:, 1] - 0.5) * np.abs(2.0 * q[:, 1] - 1.0) ** 1.5
        f107 = np.where(anywhere, F107_RANGE[0] + np.ptp(F107_RANGE) * q[:, 1], f107a * (1.0 + swing))
        top = np.where(anywhere, np.log1p(AP_RANGE[1] / 10.0), np.log(9.0))
        return cls(
            np.clip(f107, *F107_RANGE),
            f107a,
            10.0 * np.expm1(top * q[:, 2]),
            360.0 * q[:, 3],
            np.floor(366.0 * q[:, 4]) + 1.0,
            np.where(anywhere, _CARE_ANYWHERE, 1.0),
        )

    def log_rates(self, altitude_km: Floats, inclination_deg: float, model: str) -> Floats:
        """Logarithm of the loss per unit of Cd A / m, shape (state, altitude)."""
        rates = np.empty((self.f107.size, altitude_km.size))
        date = np.datetime64("2020-01-01") + (self.day_of_year - 1.0).astype(int)  # a leap year
        for part in np.array_split(np.arange(self.f107.size), max(1, self.f107.size // 100)):
            drivers = [x[part, None] for x in (self.node_local_deg, date, self.f107, self.f107a, self.ap)]
            rates[part] = exact.drag_rates(
                altitude_km[None, :], inclination_deg, *drivers, model=model, points=24, times=4
            )[..., 0]
        logarithm: Floats = np.log(rates)
        return logarithm

    def factors(self) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """Polynomials and Fourier terms of each state, each of shape (state, degree)."""

        def polynomials(x: Floats, span: tuple[float, float]) -> Floats:
            scaled = (2.0 * x - span[0] - span[1]) / (span[1] - span[0])
            return np.asarray(np.polynomial.chebyshev.chebvander(scaled, STEADY_DEGREE), dtype=np.float64)

        def waves(angle: Floats, terms: int) -> Floats:
            rows = [np.ones_like(angle)]
            for k in range(1, (terms + 1) // 2):
                rows += [np.cos(k * angle), np.sin(k * angle)]
            return np.stack(rows, axis=1)

        return (
            polynomials(self.f107a, F107A_RANGE),
            polynomials(self.f107, F107_RANGE),
            polynomials(np.log1p(self.ap / 10.0), (0.0, float(np.log1p(AP_RANGE[1] / 10.0)))),
            waves(np.radians(self.node_local_deg), THETA_TERMS),
            waves(SEASON_RAD_DAY * self.day_of_year, SEASON_TERMS),
        )


def _products(states: _States, terms: Integers) -> Floats:
    result = np.ones((states.f107.size, len(terms)))
    for column, factor in enumerate(states.factors()):
        result *= factor[:, terms[:, column]]
    return result


def _spline_slopes(x: Floats, y: Floats) -> Floats:
    """Slopes at the nodes of the cubic spline with continuous second derivative, and a third at both ends."""
    n, step = x.size, np.diff(x)
    secant = np.diff(y, axis=0) / step[:, None]
    matrix, right = np.zeros((n, n)), np.zeros_like(y)
    for i in range(1, n - 1):
        matrix[i, i - 1 : i + 2] = step[i], 2.0 * (step[i - 1] + step[i]), step[i - 1]
        right[i] = 3.0 * (step[i] * secant[i - 1] + step[i - 1] * secant[i])
    for end, near, far in ((0, 0, 1), (n - 1, n - 2, n - 3)):  # not-a-knot
        other = 1 if end == 0 else n - 2
        a, b = step[near], step[far]
        matrix[end, end], matrix[end, other] = b, a + b
        right[end] = ((a + 2.0 * (a + b)) * b * secant[near] + a * a * secant[far]) / (a + b)
    return np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)


@dataclass(frozen=True)
class DensityTable:
    """Loss of axis per unit of Cd A / m of a nearly circular orbit, for one inclination.

    Parameters
    ----------
    inclination_deg : float
    model : str
        Density model that was tabulated.
    nodes_km : ndarray, shape (node,)
        Mean altitudes of `profiles` (closer together lower down).
    profiles : ndarray, shape (node, 1 + mode)
        Mean logarithm of the rate (km/day per m2/kg), and the modes.
    terms : ndarray of int64, shape (term, 4)
        Degrees in F10.7a, F10.7 and Ap, and number of the Fourier term in local time.
    weights : ndarray, shape (season, term, mode)
    provenance : dict
        Model, versions, and the error measured on held-out states.
    """

    inclination_deg: float
    model: str
    nodes_km: Floats
    profiles: Floats
    terms: Integers
    weights: Floats
    provenance: dict[str, Any]

    @classmethod
    def load(cls, inclination_deg: float, model: str = "nrlmsise00") -> DensityTable:
        """The table of an inclination: bundled, or from the cache, or made now (about a minute) and cached.

        Parameters
        ----------
        inclination_deg : float
            0 to 180. A bundled table serves inclinations within 0.02 deg; others are rounded to 0.01 deg.
        model : {"nrlmsise00", "nrlmsis21"}

        Raises
        ------
        InputError
            The inclination is out of range, or a table must be made and `pymsis` is not installed.
        """
        if not 0.0 <= inclination_deg <= 180.0:
            raise InputError(f"inclination {inclination_deg} deg: expected 0 to 180")
        folder = resources.files("stationkeep") / "data" / "density"
        if folder.is_dir():
            for entry in folder.iterdir():
                prefix, _, rest = entry.name.partition("_i")
                if prefix == model and rest.endswith(".npz") and abs(float(rest[:-4]) - inclination_deg) <= 0.02:
                    with resources.as_file(entry) as path:
                        return cls.read(path)
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
        path = Path(base) / "stationkeep" / "density" / f"{model}_i{inclination_deg:.2f}.npz"
        if path.exists():
            table = cls.read(path)
            if table.provenance.get("format") == _FORMAT:
                return table
        table = cls.build(round(inclination_deg, 2), model)
        path.parent.mkdir(parents=True, exist_ok=True)
        table.write(path)
        return table

    @classmethod
    def build(cls, inclination_deg: float, model: str = "nrlmsise00") -> DensityTable:
        """Make the table by some 25 million calls of the density model: about a minute on one core."""
        lo, hi = ALTITUDE_RANGE_KM
        nodes = lo + (hi - lo) * np.linspace(0.0, 1.0, _NODES) ** 1.6  # 3 km apart at the foot, 32 km at the top
        states = _States.spread(_STATES, 0)
        rates = states.log_rates(nodes, inclination_deg, model)
        care = states.care / states.care.sum()
        mean = care @ rates
        # A decay spends hours below 180 km and a station never climbs above 520 km.
        care_km = np.select([nodes < 180.0, nodes < 250.0, nodes > 520.0], [0.1, 0.4, 0.4], 1.0)
        weighted = (rates - mean) * care_km
        modes = np.linalg.svd(weighted * np.sqrt(care)[:, None], full_matrices=False)[2][:_MODES]
        target = weighted @ modes.T

        degrees = np.indices((STEADY_DEGREE + 1,) * 3 + (THETA_TERMS, SEASON_TERMS)).reshape(5, -1).T
        order = degrees[:, :3].sum(axis=1) + (degrees[:, 3] + 1) // 2 + (degrees[:, 4] + 1) // 2
        alone = np.all(degrees[:, 3:] == 0, axis=1)
        terms = degrees[order <= np.where(alone, STEADY_DEGREE, _TOTAL_DEGREE)].astype(np.int64)
        daily, member = np.unique(terms[:, :4], axis=0, return_inverse=True)
        member = member.ravel()
        products = _products(states, terms)
        normal = products.T @ (products * care[:, None]) + 1e-9 * np.eye(len(terms))
        right = products.T @ (target * care[:, None])
        spread = np.sqrt(care @ products**2)
        steady = terms[:, 3] == 0
        part = np.where(steady & (terms[:, 4] == 0), _KEEP_STEADY, np.where(steady, _KEEP_STEADY, _KEEP / 5.0))
        weights = np.zeros((SEASON_TERMS, len(daily), _MODES))
        for k in range(_MODES):  # fit all products, keep those that matter, fit these again
            size = np.abs(np.linalg.solve(normal, right[:, k])) * spread
            whole = np.sqrt(np.bincount(member, size**2))[member]
            kept = (whole > np.where(steady, _KEEP_STEADY, _KEEP)) & (size > part)
            weights[terms[kept, 4], member[kept], k] = np.linalg.solve(normal[np.ix_(kept, kept)], right[kept, k])
        used = np.any(weights != 0.0, axis=(0, 2))
        daily, weights = daily[used], weights[:, used]
        profiles = np.column_stack([mean, (modes / care_km).T])
        unjudged = cls(inclination_deg, model, nodes, profiles, daily, weights, {})
        return cls(inclination_deg, model, nodes, profiles, daily, weights, unjudged._judge())

    def _judge(self) -> dict[str, Any]:
        states = _States.spread(_CHECKS, 50_000)
        altitudes = np.array([150.0, 200.0, 300.0, 400.0, 500.0, 600.0])
        true = states.log_rates(altitudes, self.inclination_deg, self.model)
        a, f, p, theta, season = states.factors()
        t = self.terms
        daily = a[:, t[:, 0]] * f[:, t[:, 1]] * p[:, t[:, 2]] * theta[:, t[:, 3]]
        mode = np.einsum("nt,ns,stk->nk", daily, season, self.weights)
        profile = self._interpolate(altitudes)[0]
        error = 100.0 * (profile[:, 0] + mode @ profile[:, 1:].T - true)
        usual = error[states.care == 1.0]
        return {
            "format": _FORMAT,
            "model": self.model,
            "pymsis": exact.density_model().__version__,
            "inclination_deg": self.inclination_deg,
            "states": _STATES,
            "checked_at_km": altitudes.tolist(),
            "error_rms_percent": np.sqrt(np.mean(usual**2, axis=0)).round(3).tolist(),
            "error_rms_anywhere_percent": np.sqrt(np.mean(error**2, axis=0)).round(3).tolist(),
            "error_max_percent": np.abs(error).max(axis=0).round(3).tolist(),
        }

    def _interpolate(self, altitude_km: Floats) -> tuple[Floats, Floats]:
        """Profiles and their slopes at any altitudes: the cubic spline through the nodes."""
        slopes = _spline_slopes(self.nodes_km, self.profiles)
        i = np.clip(np.searchsorted(self.nodes_km, altitude_km, side="right") - 1, 0, self.nodes_km.size - 2)
        step = (self.nodes_km[i + 1] - self.nodes_km[i])[:, None]
        x = (altitude_km - self.nodes_km[i])[:, None] / step
        rise = self.profiles[i + 1] - self.profiles[i]
        first, second = slopes[i] * step, slopes[i + 1] * step
        c2, c3 = 3.0 * rise - 2.0 * first - second, first + second - 2.0 * rise
        value = self.profiles[i] + x * (first + x * (c2 + x * c3))
        return value, (first + x * (2.0 * c2 + x * 3.0 * c3)) / step

    def arrays(self) -> TableArrays:
        """The table for the compiled loop."""
        lo, hi = ALTITUDE_RANGE_KM
        knots = np.linspace(lo, hi, round((hi - lo) / _SPLINE_STEP_KM) + 1)
        value, slope = self._interpolate(knots)
        step = _SPLINE_STEP_KM
        rise = (value[1:] - value[:-1]) / step
        spline = np.stack(
            [
                value[:-1],
                slope[:-1],
                (3.0 * rise - 2.0 * slope[:-1] - slope[1:]) / step,
                (slope[:-1] + slope[1:] - 2.0 * rise) / step**2,
            ],
            axis=-1,
        )
        power_f107a, power_f107, power_ap, harmonic = (np.ascontiguousarray(column) for column in self.terms.T)
        starts, chosen, weights = [0], [], []
        for k in range(self.weights.shape[2]):
            mode = self.weights[:, :, k]
            used = np.flatnonzero(np.any(mode != 0.0, axis=0))
            padding = -used.size % 8
            chosen += [used, np.zeros(padding, dtype=np.int64)]
            weights += [mode[:, used], np.zeros((mode.shape[0], padding))]
            starts.append(starts[-1] + used.size + padding)
        return TableArrays(
            float(np.cos(np.radians(self.inclination_deg))),
            power_f107a,
            power_f107,
            power_ap,
            harmonic,
            np.array(starts, dtype=np.int64),
            np.concatenate(chosen),
            np.ascontiguousarray(np.concatenate(weights, axis=1), dtype=np.float32),
            np.ascontiguousarray(spline),
            lo,
            step,
        )

    def write(self, path: Path) -> None:
        """Write the table as a compressed .npz; the same table gives the same bytes."""
        np.savez_compressed(
            path,
            inclination_deg=np.float64(self.inclination_deg),
            nodes_km=self.nodes_km,
            profiles=self.profiles,
            terms=self.terms.astype(np.int8),
            weights=self.weights,
            provenance=np.array(json.dumps(self.provenance, sort_keys=True)),
        )

    @classmethod
    def read(cls, path: Path) -> DensityTable:
        """Read a table that `write` made."""
        with np.load(path, allow_pickle=False) as data:
            provenance = json.loads(str(data["provenance"]))
            return cls(
                float(data["inclination_deg"]),
                str(provenance["model"]),
                data["nodes_km"],
                data["profiles"],
                data["terms"].astype(np.int64),
                data["weights"],
                provenance,
            )
