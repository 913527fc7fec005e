"""Uncertain facts as distributions: an interval with a stated shape, turned into one value a member."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from stationkeep.compiled import compiled
from stationkeep.draws.philox import purpose, uniform

Floats = npt.NDArray[np.float64]

SHAPES = ("fixed", "uniform", "loguniform", "triangular", "normal", "lognormal")
_Z95 = NormalDist().inv_cdf(0.95)


@compiled
def _uniforms(seed, stream, first_member, count):  # type: ignore[no-untyped-def]
    drawn = np.empty(count)
    for i in range(count):
        drawn[i] = uniform(seed, stream, first_member + i, 0)
    return drawn


def member_uniforms(seed: int, name: str, first_member: int, count: int) -> Floats:
    """One number in (0, 1) a member, from the stream ``name``; shape (member,)."""
    drawn: Floats = _uniforms(seed, purpose(name), first_member, count)
    return drawn


def quantile(shape: str, low: float | None, value: float, high: float | None, u: Floats) -> Floats:
    """Value of an uncertain fact at cumulative probability ``u``.

    Parameters
    ----------
    shape : str
        One of :data:`SHAPES`. ``uniform``, ``loguniform`` and ``triangular`` end at ``low`` and ``high``;
        ``normal`` and ``lognormal`` have them as their 5 % and 95 % points.
    low, value, high : float
        In the fact's unit; ``value`` is the mode of a triangle and otherwise the best single figure.
    u : (member,) array
        In (0, 1).

    Returns
    -------
    (member,) array
        In the fact's unit.
    """
    if shape == "fixed" or low is None or high is None or low == high:
        return np.full(len(u), float(value))
    if shape == "uniform":
        return low + (high - low) * u
    if shape == "loguniform":
        return np.asarray(low * (high / low) ** u)
    if shape == "triangular":
        bend = (value - low) / (high - low)
        rising = low + np.sqrt(u * (high - low) * (value - low))
        falling = high - np.sqrt((1.0 - u) * (high - low) * (high - value))
        return np.where(u < bend, rising, falling)
    normal = NormalDist()
    z = np.array([normal.inv_cdf(x) for x in u])
    if shape == "normal":
        return 0.5 * (low + high) + z * (high - low) / (2.0 * _Z95)
    centre, spread = 0.5 * math.log(low * high), math.log(high / low) / (2.0 * _Z95)
    return np.exp(centre + spread * z)
