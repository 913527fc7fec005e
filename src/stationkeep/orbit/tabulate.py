# mypy: disable-error-code="no-untyped-call"
"""Making an atlas: fit what a density model says at well-spread states, and throw away what does not matter.

Needs the package `pymsis` and four minutes of one core.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from stationkeep.orbit import exact
from stationkeep.orbit.atlas import (
    DRIVER_DEGREE,
    FAR,
    FORMAT,
    INCLINATION_ORDER,
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
    Temperature,
    Warmth,
    allowed_waves,
    drivers,
    inclination_waves,
    waves,
)
from stationkeep.orbit.earth import even_loss
from stationkeep.orbit.samples import BURST_SFU, Progress, Samples, States


@dataclass(frozen=True)
class _Recipe:
    """How a field is fitted: modes in altitude, highest total degree, and the error that dropping a term may cost."""

    modes: int
    degree: int
    tolerance: float


# Errors in the logarithm of the loss, and in the harmonics as they are. A per cent of the harmonics is enough for
# the eccentricity that drag itself raises.
_LOSS, _NEAR, _FAR = _Recipe(8, 7, 4e-4), _Recipe(3, 4, 3e-3), _Recipe(4, 6, 1e-3)
# The errors of terms without local time do not average out as the node turns: they are judged as if larger.
_STEADY_GAIN = 4.0
_DRIVER_COST = 2  # what a degree in a driver other than temperature counts in the total degree
_ROUNDS = 24
_WARMTH_DEGREE, _WARMTH_ROUNDS = 6, 4
_STEADY_DEGREE = 11  # highest total degree of the loss in the drivers alone


def fit_temperature(model: str) -> Temperature:
    """Read the global mean of the exospheric temperature off the model (to 0.01 K for NRLMSISE-00)."""
    pymsis = exact.density_model()
    count, places = 400, 160
    states, k = States.spread(count, 900_000), np.arange(places)
    when = np.datetime64("2021-01-01", "s") + ((k * 0.5698 * 365.0) % 365.0 * 86400.0).astype(int)
    latitude = np.degrees(np.arcsin(2.0 * ((k * 0.819) % 1.0) - 1.0))
    full = (count, places)
    f107, f107a, ap = (np.broadcast_to(x[:, None], full).ravel() for x in (states.f107, states.f107a, states.ap))
    out = pymsis.calculate(
        np.tile(when, count),
        np.tile((k * 222.492) % 360.0, count),
        np.tile(latitude, count),
        np.full(count * places, 1000.0),
        f107,
        f107a,
        np.repeat(ap[:, None], 7, axis=1),
        version=exact.MODEL_VERSIONS[model],
    )
    kelvin = out[:, 10].reshape(full).mean(axis=1)
    # NRLMSIS 2.1 fails at some radio bursts above a quiet sun.
    good = np.flatnonzero(np.isfinite(kelvin) & (states.f107 - states.f107a <= BURST_SFU))
    states, kelvin = states.choose(good), kelvin[good]

    def fit(b: float, k: float) -> tuple[float, Temperature]:
        terms = Temperature(np.zeros(7), b, k).terms(states.f107, states.f107a, states.ap)
        solution = np.linalg.lstsq(terms, kelvin, rcond=None)[0]
        return float(np.sqrt(np.mean((terms @ solution - kelvin) ** 2))), Temperature(solution, b, k)

    best, at, step = fit(0.3, 0.05), np.log([0.3, 0.05]), 0.5
    while step > 1e-5:  # a pattern search: two numbers, one valley
        trials = [(*fit(*np.exp(at + move)), at + move) for move in step * np.vstack([np.eye(2), -np.eye(2)])]
        error, found, place = min(trials, key=lambda trial: trial[0])
        if error < best[0]:
            best, at = (error, found), place
        else:
            step *= 0.5
    return best[1]


def fit_warmth(states: States, nodes_km: Floats, log_loss: Floats, temperature: Temperature) -> Warmth:
    """What to add to the logarithm of the temperature so that it carries the most of the loss from 200 to 640 km.

    Gauss-Newton: the loss at each altitude is a smooth function of temperature and drivers; what it leaves over is
    divided among the waves by the slope of that function.

    Parameters
    ----------
    states : States
    nodes_km : ndarray, shape (node,)
    log_loss : ndarray, shape (state, node)
    temperature : Temperature
    """
    chosen = [
        (local, season, allowed_waves(LOSS, local) * (INCLINATION_ORDER + 1) + m)
        for local, season, m in np.ndindex(1 + 2 * LOCAL_ORDER, 1 + 2 * SEASON_ORDER, INCLINATION_ORDER + 1)
        if 0 < (local + 1) // 2 + (season + 1) // 2 + m <= _WARMTH_DEGREE
    ]
    terms = np.array(chosen, dtype=np.int64)
    warmth = Warmth(terms, np.zeros(len(terms)))
    products = warmth.products(states.node_local_deg, states.day_of_year, states.inclination_deg)
    used, root = log_loss[:, (nodes_km > 200.0) & (nodes_km < 640.0)], np.sqrt(states.care)[:, None]

    def steady(warmer: Floats) -> Floats:
        x, *others = drivers(temperature, warmer, states.f107, states.f107a, states.ap)
        powers = np.polynomial.chebyshev.chebvander(x, TEMPERATURE_DEGREE)
        columns = [powers] + [powers[:, :3] * y[:, None] ** k for y in others for k in (1, 2)]
        return np.concatenate(columns, axis=1)

    for _ in range(_WARMTH_ROUNDS):
        warmer, small = products @ warmth.weights, 1e-4
        here = steady(warmer)
        found = np.linalg.lstsq(here * root, used * root, rcond=None)[0]
        rest, slope = used - here @ found, (steady(warmer + small) - here) @ found / small
        normal, right = 1e-6 * len(rest) * np.eye(len(terms)), np.zeros(len(terms))
        for k in range(used.shape[1]):
            turned = products * (slope[:, k, None] * root)
            normal += turned.T @ turned
            right += turned.T @ (rest[:, k] * root[:, 0])
        warmth = Warmth(terms, warmth.weights + np.linalg.solve(normal, right))
    return warmth


def _candidates(harmonic: str, degree: int) -> Integers:
    """Terms up to a total degree, shape (term, 7): `Field.terms` without the mode."""
    rows = []
    for a, b, c, d in np.ndindex(TEMPERATURE_DEGREE + 1, *(DRIVER_DEGREE + 1,) * 3):
        for local, season in np.ndindex(1 + 2 * LOCAL_ORDER, 1 + 2 * SEASON_ORDER):
            base = a + _DRIVER_COST * (b + c + d) + (local + 1) // 2 + (season + 1) // 2
            highest = _STEADY_DEGREE if local == season == 0 and degree >= 7 else degree
            first = allowed_waves(harmonic, local) * (INCLINATION_ORDER + 1)
            rows += [(a, b, c, d, local, season, first + m) for m in range(min(highest - base, INCLINATION_ORDER) + 1)]
    return np.array(rows, dtype=np.int64)


@dataclass(frozen=True)
class _Coordinates:
    """Where each state stands: temperature and drivers, from -1 to 1, then the angles."""

    x: tuple[Floats, ...]
    states: States

    @classmethod
    def make(cls, states: States, temperature: Temperature, warmth: Warmth) -> _Coordinates:
        angles = states.node_local_deg, states.day_of_year, states.inclination_deg
        warmer: Floats = warmth.products(*angles) @ warmth.weights
        return cls(drivers(temperature, warmer, states.f107, states.f107a, states.ap), states)


def _products(at: _Coordinates, terms: Integers) -> Floats:
    """Value of each term at each state, shape (state, term)."""
    x, states = at.x, at.states
    factors = [np.polynomial.chebyshev.chebvander(x[0], TEMPERATURE_DEGREE)]
    factors += [np.polynomial.chebyshev.chebvander(y, DRIVER_DEGREE) for y in x[1:]]
    factors.append(waves(np.radians(states.node_local_deg), LOCAL_ORDER))
    factors.append(waves(SEASON_RAD_DAY * states.day_of_year, SEASON_ORDER))
    factors.append(inclination_waves(states.inclination_deg))
    result = np.ones((states.f107.size, len(terms)))
    for column, factor in enumerate(factors):
        result *= factor[:, terms[:, column]]
    return result


def _eliminate(
    normal: Floats, right: Floats, group: Integers, gain: Floats, tolerance: float
) -> tuple[Integers, Floats]:
    """The terms worth keeping in a least-squares fit, and their weights.

    Whole groups of terms (one product in the daily loop each) go first, cheapest first: removing the group g
    costs w_g' (N^-1)_gg^-1 w_g in mean squared error, when the others are fitted again. A part goes each round.
    """
    kept = np.arange(len(right))
    for final in [False] * _ROUNDS + [True]:
        inverse = np.linalg.inv(normal[np.ix_(kept, kept)])
        weights = inverse @ right[kept]
        if final:
            break
        order = np.argsort(group[kept], kind="stable")
        edges = np.flatnonzero(np.concatenate([[True], np.diff(group[kept][order]) > 0, [True]]))
        members = [order[a:b] for a, b in pairwise(edges)]
        cost = np.array([weights[j] @ np.linalg.solve(inverse[np.ix_(j, j)], weights[j]) for j in members])
        cost = np.sqrt(np.maximum(cost, 0.0)) * np.array([gain[kept[j[0]]] for j in members])
        cheap = np.argsort(cost)[: max(5, len(cost) // 5)]
        going = [members[k] for k in cheap if cost[k] < tolerance]
        single = np.abs(weights) / np.sqrt(np.diag(inverse)) * gain[kept]
        lone = np.argsort(single)[: len(single) // 5]
        going.append(lone[single[lone] < 0.25 * tolerance])
        gone = np.concatenate(going)
        if gone.size == 0:
            break
        kept = np.delete(kept, gone)
    return kept, weights


@dataclass(frozen=True)
class _Design:
    """The candidates of a family of fields at all states, and what of their fit does not depend on the field."""

    terms: Integers
    group: Integers
    gain: Floats
    products: Floats
    normal: Floats

    @classmethod
    def make(cls, harmonic: str, recipe: _Recipe, at: _Coordinates) -> _Design:
        terms = _candidates(harmonic, recipe.degree)
        group = np.unique(terms[:, :5], axis=0, return_inverse=True)[1].ravel()
        products = _products(at, terms)
        care = at.states.care / at.states.care.sum()
        normal = products.T @ (products * care[:, None]) + 1e-9 * np.eye(len(terms))
        return cls(terms, group, np.where(terms[:, 4] == 0, _STEADY_GAIN, 1.0), products, normal)

    def fit(self, values: Floats, care: Floats, care_km: Floats, recipe: _Recipe) -> Field:
        """The field that follows `values`, shape (state, node)."""
        care = care / care.sum()
        mean = care @ values
        weighted = (values - mean) * care_km
        modes = np.linalg.svd(weighted * np.sqrt(care)[:, None], full_matrices=False)[2][: recipe.modes]
        rows, weights = [], []
        for k, target in enumerate(modes @ weighted.T):
            right = self.products.T @ (care * target)
            kept, found = _eliminate(self.normal, right, self.group, self.gain, recipe.tolerance)
            rows.append(np.column_stack([np.full(kept.size, k), self.terms[kept]]))
            weights.append(found)
        profiles = np.column_stack([mean, (modes / care_km).T])
        return Field(profiles, np.concatenate(rows), np.concatenate(weights))


def build(model: str = "nrlmsise00", progress: Progress = lambda share: None) -> Atlas:
    """Make the atlas of a density model.

    Parameters
    ----------
    model : {"nrlmsise00", "nrlmsis21"}
    progress : callable
        Called with the share of the work done, 0 to 1.

    Returns
    -------
    Atlas
    """
    samples = Samples.take(model, lambda share: progress(0.5 * share))
    return fit(samples, lambda share: progress(0.5 + 0.5 * share))


def fit(samples: Samples, progress: Progress = lambda share: None) -> Atlas:
    """Make the atlas that follows samples of a density model."""
    model, nodes, states, checks = samples.model, samples.nodes_km, samples.states, samples.checks
    called, truth = samples.called, samples.truth
    temperature = fit_temperature(model)
    # A decay spends hours below 150 km, and days below 200 km.
    care_km = np.select([nodes < 150.0, nodes < 200.0], [0.15, 0.5], 1.0)
    numbers = {name: k + 1 for k, name in enumerate(FAR)}

    def values(name: str, of: States, harmonics: Floats) -> Floats:
        if name == LOSS:
            even = even_loss(nodes[None, :], np.cos(np.radians(of.inclination_deg))[:, None])
            logarithm: Floats = np.log(harmonics[..., 0] / even)
            return logarithm
        return harmonics[..., numbers[name]]

    warmth = fit_warmth(states, nodes, values(LOSS, states, called), temperature)
    at, judged_at = (_Coordinates.make(x, temperature, warmth) for x in (states, checks))
    families = [(LOSS,), ("c2", "c4"), ("c1", "c3"), ("s1", "s3"), ("s2", "s4"), (NEAR[0],), (NEAR[1],)]
    fields: dict[str, Field] = {}
    errors: dict[str, Any] = {}
    for done, family in enumerate(families):
        recipe = _LOSS if family == (LOSS,) else _NEAR if family[0] in NEAR else _FAR
        design = _Design.make(family[0].removeprefix("near_"), recipe, at)
        judged = _products(judged_at, design.terms)
        for name in family:
            source = name.removeprefix("near_")
            field = design.fit(values(source, states, called), states.care, care_km, recipe)
            fields[name] = field
            position = {tuple(term): k for k, term in enumerate(design.terms.tolist())}
            columns = [position[tuple(term)] for term in field.terms[:, 1:].tolist()]
            mode = np.zeros((judged.shape[0], field.profiles.shape[1] - 1))
            np.add.at(mode.T, field.terms[:, 0], (judged[:, columns] * field.weights).T)
            found = field.profiles[:, 0] + mode @ field.profiles[:, 1:].T
            errors[name] = (found - values(source, checks, truth))[checks.care == 1.0]
        progress((done + 1) / len(families))
    provenance = {
        "format": FORMAT,
        "model": model,
        "pymsis": exact.density_model().__version__,
        "states": states.f107.size,
        "checked_states": int((checks.care == 1.0).sum()),
        "checked_at_km": nodes.round(1).tolist(),
        "error_rms_percent": (100.0 * np.sqrt(np.mean(errors[LOSS] ** 2, axis=0))).round(3).tolist(),
        "error_max_percent": (100.0 * np.abs(errors[LOSS]).max(axis=0)).round(3).tolist(),
        "harmonics_rms": {
            name: np.sqrt(np.mean(errors[name] ** 2, axis=0)).round(4).tolist() for name in (*NEAR, *FAR)
        },
    }
    return Atlas(model, nodes, temperature, warmth, fields, provenance)
