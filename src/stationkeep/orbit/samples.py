# mypy: disable-error-code="no-untyped-call"
"""What an atlas is made from: a density model called at well-spread states.

Needs the package `pymsis`, some 33 million calls of the model, and one and a half minutes of one core.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields

import numpy as np

from stationkeep.orbit import exact
from stationkeep.orbit.atlas import (
    ALTITUDE_RANGE_KM,
    AP_RANGE,
    F107A_RANGE,
    HARMONICS,
    Floats,
    Integers,
    clip_drivers,
)

Progress = Callable[[float], None]
_NODES, _STATES, _CHECKS, _FIRST_CHECK = 20, 24_000, 2_000, 500_000
_POINTS, _TIMES = 16, 4
_WIDE_F107 = (50.0, 600.0)
# Weights of states that the sun does not visit, or for a day only: F10.7 this far above its mean.
_CARE_ANYWHERE, _CARE_BURST, BURST_SFU = 0.25, 0.05, 160.0


def _quasi_random(count: int, dimensions: int, first: int) -> Floats:
    """Evenly spread points in the unit cube: the additive recurrence on the generalised golden ratio."""
    ratio = 2.0
    for _ in range(60):
        ratio = (1.0 + ratio) ** (1.0 / (dimensions + 1))
    steps = ratio ** -np.arange(1.0, dimensions + 1.0)
    return (0.5 + np.outer(np.arange(first + 1, first + count + 1), steps)) % 1.0


@dataclass(frozen=True)
class States:
    """States at which the model is called: most where the sun lives, a quarter anywhere in the range."""

    f107: Floats
    f107a: Floats
    ap: Floats
    node_local_deg: Floats
    day_of_year: Floats
    inclination_deg: Floats
    care: Floats

    @classmethod
    def spread(cls, count: int, first: int) -> States:
        """The states number `first` to `first + count` of an endless even sequence."""
        q = _quasi_random(count, 7, first)
        lo, hi = F107A_RANGE
        f107a = lo + (hi - lo) * q[:, 0] ** 1.3
        anywhere = _quasi_random(count, 1, first + 17)[:, 0] < 0.25
        swing = 0.45 * np.sign(q[:, 1] - 0.5) * np.abs(2.0 * q[:, 1] - 1.0) ** 1.5
        f107 = np.where(anywhere, _WIDE_F107[0] + np.ptp(_WIDE_F107) * q[:, 1], f107a * (1.0 + swing))
        top = np.where(anywhere, np.log1p(AP_RANGE[1] / 10.0), np.log(9.0))
        f107, f107a, ap = clip_drivers(f107, f107a, 10.0 * np.expm1(top * q[:, 2]))
        # Single days of radio bursts: a per cent is enough, and must not cost anything elsewhere.
        burst = f107 - f107a > BURST_SFU
        care = np.select([burst, anywhere], [_CARE_BURST, _CARE_ANYWHERE], 1.0)
        inclination = 90.0 * q[:, 5]
        return cls(f107, f107a, ap, 360.0 * q[:, 3], np.floor(366.0 * q[:, 4]) + 1.0, inclination, care)

    def choose(self, which: Integers) -> States:
        """Some of the states."""
        return States(**{field.name: getattr(self, field.name)[which] for field in dataclass_fields(self)})

    def call(self, nodes_km: Floats, model: str, progress: Progress) -> Floats:
        """`exact.loss_harmonics` of every state at every altitude, shape (state, node, 1 + 2 harmonics)."""
        result = np.empty((self.f107.size, nodes_km.size, 1 + 2 * HARMONICS))
        date = np.datetime64("2020-01-01") + (self.day_of_year - 1.0).astype(int)  # a leap year
        for part in np.array_split(np.arange(self.f107.size), max(1, self.f107.size // 100)):
            columns = (self.node_local_deg, date, self.f107, self.f107a, self.ap)
            result[part] = exact.loss_harmonics(
                nodes_km[None, :],
                self.inclination_deg[part, None],
                *(x[part, None] for x in columns),
                orders=HARMONICS,
                model=model,
                points=_POINTS,
                times=_TIMES,
            )
            progress((part[-1] + 1) / self.f107.size)
        return result


@dataclass(frozen=True)
class Samples:
    """What the model says: at the states that are fitted, and at others that judge the fit."""

    model: str
    nodes_km: Floats
    states: States
    called: Floats  # as `States.call` gives them
    checks: States
    truth: Floats

    @classmethod
    def take(cls, model: str, progress: Progress = lambda share: None) -> Samples:
        """Call the model: nearly all of the work."""
        lo, hi = ALTITUDE_RANGE_KM
        nodes = lo + (hi - lo) * np.linspace(0.0, 1.0, _NODES) ** 1.9  # 2 km apart at the foot, 57 km at the top
        states, checks = States.spread(_STATES, 0), States.spread(_CHECKS, _FIRST_CHECK)
        part = _STATES / (_STATES + _CHECKS)
        called = states.call(nodes, model, lambda share: progress(part * share))
        truth = checks.call(nodes, model, lambda share: progress(part + (1.0 - part) * share))
        return cls(model, nodes, states, called, checks, truth).finite()

    def finite(self) -> Samples:
        """Without the few states at which the model fails (quiet suns with a radio burst)."""
        good, fair = (
            np.flatnonzero((np.isfinite(x).all(axis=2) & (x[..., 0] > 0.0)).all(axis=1))
            for x in (self.called, self.truth)
        )
        return Samples(
            self.model,
            self.nodes_km,
            self.states.choose(good),
            self.called[good],
            self.checks.choose(fair),
            self.truth[fair],
        )
