"""What is expected of an object's drag before any arc is heard: the rows of `data/drag/constants.csv`."""

from __future__ import annotations

from dataclasses import dataclass

from stationkeep.facts.constants import constants

_FACT = constants("drag")


@dataclass(frozen=True)
class Prior:
    """Cd A / m before any arc.

    Parameters
    ----------
    median_m2_kg, log_spread : float
        Median, and standard deviation of the logarithm, with which arcs are heard.
    unheard_m2_kg : tuple of float, optional
        The 5 and 95 % points where no arc is to be heard at all; by default those of the two above.
    """

    median_m2_kg: float
    log_spread: float
    unheard_m2_kg: tuple[float, float] | None = None


@dataclass(frozen=True)
class Process:
    """How the logarithm of Cd A / m is expected to wander about its level.

    Parameters
    ----------
    sigma, tau_days : float
        Stationary standard deviation and correlation time of the slow part.
    quick_sigma, quick_tau_days : float
        The same of the quick part; its time is not learnt.
    sigma_log_spread, tau_log_spread, quick_log_spread : float
        How well three of them are known: standard deviations of their logarithms. Infinite: arcs alone tell.
    arc_part : float
        Least error of what an arc implies, as a part.
    walk_per_day : float
        Variance that the logarithm of the level gains in a day.
    """

    sigma: float
    sigma_log_spread: float
    tau_days: float
    tau_log_spread: float
    quick_sigma: float
    quick_log_spread: float
    quick_tau_days: float
    arc_part: float
    walk_per_day: float


STATION = Prior(
    _FACT["station_m2_kg"].value, _FACT["station_log_spread"].value, unheard_m2_kg=_FACT["station_m2_kg"].interval
)
"""A large space station."""

ANY_OBJECT = Prior(_FACT["any_object_m2_kg"].value, _FACT["any_object_log_spread"].value)
"""Any object in low orbit."""

PROCESS = Process(
    sigma=_FACT["slow_sigma"].value,
    sigma_log_spread=_FACT["slow_sigma_log_spread"].value,
    tau_days=_FACT["slow_tau_days"].value,
    tau_log_spread=_FACT["slow_tau_log_spread"].value,
    quick_sigma=_FACT["quick_sigma"].value,
    quick_log_spread=_FACT["quick_sigma_log_spread"].value,
    quick_tau_days=_FACT["quick_tau_days"].value,
    arc_part=_FACT["arc_part"].value,
    walk_per_day=_FACT["level_walk"].value ** 2 / 365.25,
)
"""As the space station's record has it. It matters while arcs are few."""

MODEL_CHOICE = _FACT["model_choice"].value
"""Spread (of the logarithm) by which density models differ, for a coefficient that no arc has tried.

A calibration carries that difference with it; what is left of it at other altitudes is so little that it needs no part
of its own beside the walk of the level.
"""
