# mypy: disable-error-code="no-untyped-call"
"""The density table of one inclination, as the compiled loop takes it.

The tables of NRLMSISE-00 for every inclination are bundled (`atlas`); an inclination's own is a contraction of
them that takes a fraction of a second. Those of NRLMSIS 2.1 are made on first use and kept.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError
from stationkeep.orbit.atlas import (
    ALTITUDE_RANGE_KM,
    AP_RANGE,
    DRIVER_DEGREE,
    F107_RANGE,
    F107A_RANGE,
    FAR,
    FORMAT,
    LOCAL_ORDER,
    LOSS,
    NEAR,
    SEASON_ORDER,
    SEASON_RAD_DAY,
    TEMPERATURE_DEGREE,
    Atlas,
    Field,
    Floats,
    Integers,
    inclination_waves,
    waves,
)
from stationkeep.orbit.earth import even_loss
from stationkeep.orbit.profile import series
from stationkeep.orbit.samples import Progress
from stationkeep.orbit.tabulate import build

__all__ = ["ALTITUDE_RANGE_KM", "AP_RANGE", "F107A_RANGE", "F107_RANGE", "DensityTable", "TableArrays"]

MODELS = {
    "nrlmsise00": "NRLMSISE-00 (public domain)",
    "nrlmsis21": "NRLMSIS 2.1 (for research and education; commercial users ask the Naval Research Laboratory first)",
}
"""Density models, and on what terms they may be used."""

# Rows of a tile's scratch array: polynomials in temperature, F10.7a, its difference and Ap; waves in local time.
ROW_TEMPERATURE = 0
ROW_MEAN = ROW_TEMPERATURE + TEMPERATURE_DEGREE + 1
ROW_SWING = ROW_MEAN + DRIVER_DEGREE + 1
ROW_AP = ROW_SWING + DRIVER_DEGREE + 1
ROW_LOCAL = ROW_AP + DRIVER_DEGREE + 1
ROWS = ROW_LOCAL + 2 * LOCAL_ORDER + 1
_DAYS = 366
_FIRST_ROWS = np.array([ROW_TEMPERATURE, ROW_MEAN, ROW_SWING, ROW_AP, ROW_LOCAL])

Rows = npt.NDArray[np.uint32]
Places = npt.NDArray[np.uint64]
Singles = npt.NDArray[np.float32]


class TableArrays(NamedTuple):
    """The table as the compiled loop takes it: plain arrays, and nothing that Python needs to look after.

    Modes are those of the loss, then those of its first cosine and sine harmonics for nearly circular orbits.

    Parameters
    ----------
    cos_inclination, sin_inclination : float
    temperature : ndarray, shape (9,)
        Coefficients, b and k of `atlas.Temperature`.
    warmth : ndarray of float32, shape (366, local wave)
        Weights of the waves in local time in the logarithm of the temperature, on each day of the year.
    product_rows : ndarray of uint32, shape (product, 2)
        The two earlier rows whose product is each of the rows from `ROWS` on.
    both_start : ndarray of uint64, shape (mode / 2 + 1,)
        Where the rows begin that both of two neighbouring modes weigh; even, filled up with weights of zero.
    both_row : ndarray of uint32, shape (shared,)
    both_weights : ndarray of float32, shape (366, 2 shared)
        On each day of the year, for the first and the second mode in turn.
    own_start : ndarray of uint64, shape (mode + 1,)
        Where the rows begin that a mode does not share; even, filled up with weights of zero.
    own_row : ndarray of uint32, shape (own,)
    own_weights : ndarray of float32, shape (366, own)
    mean : ndarray of float32, shape (degree + 1,)
        Mean logarithm of the loss (km/day per m2/kg): Chebyshev coefficients in altitude (`profile`).
    modes : ndarray of float32, shape (mode, degree + 1)
    near_mean : ndarray of float32, shape (2, degree + 1)
        Means of the first harmonics.
    far_rows : ndarray of uint32, shape (term, 5)
    far_place : ndarray of int64, shape (term,)
        Which mode of `far_modes` each term adds to.
    far_weights : ndarray of float32, shape (366, term)
    far_mean : ndarray, shape (harmonic, degree + 1)
    far_modes : ndarray, shape (harmonic, mode, degree + 1)
        All harmonics, for eccentric orbits.
    """

    cos_inclination: float
    sin_inclination: float
    temperature: Floats
    warmth: Singles
    product_rows: Rows
    both_start: Places
    both_row: Rows
    both_weights: Singles
    own_start: Places
    own_row: Rows
    own_weights: Singles
    mean: Singles
    modes: Singles
    near_mean: Singles
    far_rows: Rows
    far_place: Integers
    far_weights: Singles
    far_mean: Floats
    far_modes: Floats


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "stationkeep" / "density"


def _load_atlas(model: str, progress: Progress) -> Atlas:
    """The atlas of a model: bundled, or from the cache, or made now and cached."""
    entry = resources.files("stationkeep") / "data" / "density" / f"{model}.npz"
    if entry.is_file():
        with resources.as_file(entry) as path:
            return Atlas.read(path)
    path = _cache_folder() / f"{model}_{FORMAT}.npz"
    if path.exists():
        return Atlas.read(path)
    atlas = build(model, progress)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.stem}.{os.getpid()}.npz")
    atlas.write(partial)  # under another name first: a run that is stopped leaves no half table
    partial.replace(path)
    return atlas


def _plan_products(used: Integers) -> tuple[dict[tuple[int, ...], int], Rows]:
    """How to make the products of five rows that the weights ask for, each of them once and none by one.

    Parameters
    ----------
    used : ndarray, shape (product, 5)
        Rows of temperature, F10.7a, its difference, Ap and local time.

    Returns
    -------
    dict
        Row that holds the product of each combination.
    ndarray of uint32, shape (product, 2)
        Rows multiplied to make the rows from `ROWS` on, in this order.
    """
    made: dict[tuple[int, ...], int] = {}
    plan: list[tuple[int, int]] = []
    numbers = {}
    for combination in sorted({tuple(row) for row in used.tolist()}):
        # From local time, which most of them share, up to temperature; the first row of each kind is one.
        chain: tuple[int, ...] = ()
        row = ROW_LOCAL
        for factor, first in zip(reversed(combination), reversed(_FIRST_ROWS.tolist()), strict=True):
            if factor == first:
                continue
            chain = (*chain, factor)
            if len(chain) == 1:
                made[chain] = factor
            elif chain not in made:
                made[chain] = ROWS + len(plan)
                plan.append((row, factor))
            row = made[chain]
        numbers[combination] = row
    return numbers, np.array(plan, dtype=np.uint32).reshape(-1, 2)


def _pair_modes(weighed: Sequence[dict[int, Floats]]) -> tuple[Places, Rows, Singles, Places, Rows, Singles]:
    """What the modes weigh, as `TableArrays` holds it, by twos: the rows that both weigh, then those of each alone.

    Parameters
    ----------
    weighed : sequence of dict
        Of each mode, an even number of them: weights on each day by row.
    """
    nothing = np.zeros(_DAYS)
    both: list[int] = []
    own: list[int] = []
    both_weights, own_weights, both_start, own_start = [], [], [0], [0]
    for pair in zip(weighed[::2], weighed[1::2], strict=True):
        shared = sorted(pair[0].keys() & pair[1].keys())
        both += shared + [ROW_LOCAL] * (len(shared) % 2)
        both_weights += [mode[row] for row in shared for mode in pair] + [nothing] * (2 * (len(shared) % 2))
        both_start.append(len(both))
        for mode in pair:
            alone = sorted(mode.keys() - set(shared))
            own += alone + [ROW_LOCAL] * (len(alone) % 2)
            own_weights += [mode[row] for row in alone] + [nothing] * (len(alone) % 2)
            own_start.append(len(own))
    starts = [np.array(start, dtype=np.uint64) for start in (both_start, own_start)]
    rows = [np.array(row, dtype=np.uint32) for row in (both, own)]
    weights = [np.stack(columns, axis=1).astype(np.float32) for columns in (both_weights, own_weights)]
    return starts[0], rows[0], weights[0], starts[1], rows[1], weights[1]


_loaded: dict[str, Atlas] = {}
_tables: dict[tuple[float, int], DensityTable] = {}


@dataclass(frozen=True)
class DensityTable:
    """Effect of the atmosphere on orbits of one inclination.

    Parameters
    ----------
    inclination_deg : float
    atlas : Atlas
    """

    inclination_deg: float
    atlas: Atlas

    @property
    def model(self) -> str:
        """Density model that was tabulated."""
        return self.atlas.model

    @property
    def provenance(self) -> dict[str, Any]:
        """Model, versions, terms of use, and the error measured on states that the fit did not see."""
        return {**self.atlas.provenance, "inclination_deg": self.inclination_deg, "terms": MODELS[self.model]}

    @classmethod
    def load(
        cls, inclination_deg: float, model: str = "nrlmsise00", progress: Progress = lambda share: None
    ) -> DensityTable:
        """The table of an inclination.

        Parameters
        ----------
        inclination_deg : float
            0 to 180.
        model : {"nrlmsise00", "nrlmsis21"}
            The first is bundled. The second has a licence of its own (`MODELS`) and is tabulated on first use,
            once for all inclinations: some minutes, with the package `pymsis`.
        progress : callable
            Called with the share of that work done, 0 to 1.

        Raises
        ------
        InputError
            The inclination is out of range, the model is not known, or `pymsis` is needed and not installed.
        """
        if not 0.0 <= inclination_deg <= 180.0:
            raise InputError(f"inclination {inclination_deg} deg: expected 0 to 180")
        if model not in MODELS:
            raise InputError(f"density model {model!r}: expected one of {', '.join(MODELS)}")
        if model not in _loaded:
            _loaded[model] = _load_atlas(model, progress)
        atlas = _loaded[model]
        key = (float(inclination_deg), id(atlas))
        if key not in _tables:  # kept, since its arrays take a tenth of a second to make
            _tables[key] = cls(float(inclination_deg), atlas)
        return _tables[key]

    def _contract(self, field: Field) -> tuple[Integers, Floats]:
        """Terms (mode and five rows) of a field at this inclination, and their weights on each day of the year."""
        distinct, place = np.unique(field.terms[:, :6], axis=0, return_inverse=True)
        inclined = inclination_waves(np.array(self.inclination_deg))[field.terms[:, 7]]
        season = np.zeros((len(distinct), 1 + 2 * SEASON_ORDER))
        np.add.at(season, (place.ravel(), field.terms[:, 6]), field.weights * inclined)
        days = waves(SEASON_RAD_DAY * np.arange(1.0, _DAYS + 1.0), SEASON_ORDER)
        rows = distinct.copy()
        rows[:, 1:] += _FIRST_ROWS
        return rows, days @ season.T

    @cached_property
    def _arrays(self) -> TableArrays:
        nodes, fields = self.atlas.nodes_km, self.atlas.fields
        temperature = self.atlas.temperature
        cosine = float(np.cos(np.radians(self.inclination_deg)))
        chosen = [fields[name] for name in (LOSS, *NEAR)]
        contracted = [self._contract(field) for field in chosen]
        number, products = _plan_products(np.concatenate([rows[:, 1:] for rows, _ in contracted]))
        weighed = [
            {number[tuple(row)]: days[:, j] for j, row in enumerate(rows[:, 1:].tolist()) if rows[j, 0] == k}
            for (rows, days), field in zip(contracted, chosen, strict=True)
            for k in range(field.profiles.shape[1] - 1)
        ]
        loss, *near = (series(nodes, field.profiles) for field in chosen)
        scale = series(nodes, np.log(even_loss(nodes, cosine))[:, None])[:, 0]
        far_rows, far_place, far_weights = [], [], []
        far_modes = []
        for f, name in enumerate(FAR):
            rows, days = self._contract(fields[name])
            far_modes.append(series(nodes, fields[name].profiles).T)
            count = far_modes[-1].shape[0] - 1
            far_rows.append(rows[:, 1:])
            far_place.append(f * count + rows[:, 0])
            far_weights.append(days)
        far = np.stack(far_modes)
        return TableArrays(
            cosine,
            float(np.sin(np.radians(self.inclination_deg))),
            np.array([*temperature.coefficients, temperature.b, temperature.k]),
            self.atlas.warmth.daily(self.inclination_deg, np.arange(1.0, _DAYS + 1.0)).astype(np.float32),
            products,
            *_pair_modes(weighed),
            (loss[:, 0] + scale).astype(np.float32),
            np.concatenate([loss[:, 1:].T, *(x[:, 1:].T for x in near)]).astype(np.float32),
            np.stack([x[:, 0] for x in near]).astype(np.float32),
            np.concatenate(far_rows).astype(np.uint32),
            np.concatenate(far_place),
            np.ascontiguousarray(np.concatenate(far_weights, axis=1), dtype=np.float32),
            np.ascontiguousarray(far[:, 0]),
            np.ascontiguousarray(far[:, 1:]),
        )

    def arrays(self) -> TableArrays:
        """The table for the compiled loop."""
        return self._arrays
