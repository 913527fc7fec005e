"""How long a body stays up: the ensemble asked, and its answer in numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from stationkeep.draws.study import check_study
from stationkeep.errors import InputError
from stationkeep.lifetime.body import Body
from stationkeep.lifetime.drivers import Drivers
from stationkeep.lifetime.members import Futures, live
from stationkeep.orbit.density import DensityTable
from stationkeep.orbit.earth import ENTRY_ALTITUDE_KM
from stationkeep.sun.history import SpaceWeather
from stationkeep.wording import percent

Floats = npt.NDArray[np.float64]

DEFAULT_LEVELS_KM = (350.0, 280.0, 200.0, ENTRY_ALTITUDE_KM)
LONGEST_DAYS = 36525
MOST_MEMBERS = 1_000_000
_SHARES = (0.05, 0.5, 0.95)
_FEWEST_FLYING = 0.05  # of the futures: with fewer, the object is down, not known to fly
_LAST_DAY = np.datetime64("2200-01-01")


@dataclass(frozen=True)
class Band:
    """The 5, 50 and 95 % points of a quantity; not finite where the horizon hides them."""

    p05: float
    p50: float
    p95: float

    @classmethod
    def of(cls, values: npt.ArrayLike) -> Band:
        """Points of a sample: each a value that occurs, so that infinity stays where it belongs."""
        found = np.quantile(np.asarray(values, dtype=np.float64), _SHARES, method="inverted_cdf")
        return cls(*(float(x) for x in found))


@dataclass(frozen=True)
class Reach:
    """When a body comes down to an altitude.

    Parameters
    ----------
    altitude_km : float
        Mean semi-major axis less 6378.137 km.
    probability : float
        Share of members that reach it within the horizon.
    days : Band
        Days from the forecast's date, over all members; infinite beyond the horizon.
    """

    altitude_km: float
    probability: float
    days: Band


@dataclass(frozen=True)
class Lifetime:
    """The forecast of a body.

    Parameters
    ----------
    body : Body
    on : datetime64
        UTC day of the forecast; nothing later was known, unless `knowledge` is hindsight.
    knowledge : str
    horizon_days : int
    members, seed : int
        Futures counted: those in which the body still flies on that day.
    fallen : int
        Futures left out, because the body had come down before that day.
    ballistic_m2_kg : Band
        Effective Cd A / m on that day: the area over mass times the correction of density.
    reach : tuple of Reach
        From the highest altitude down.
    days : ndarray, shape (sample,)
        Days from the forecast's date.
    altitude_km : dict of str to ndarray, shape (sample,)
        The points ``p05``, ``p50`` and ``p95``; 120 once entered.
    entry_days : ndarray of float, shape (member,)
        Days to 120 km; infinite beyond the horizon.
    sun : str
        Where the drivers come from.
    table : dict
        Provenance of the density table.
    """

    body: Body
    on: np.datetime64
    knowledge: str
    horizon_days: int
    members: int
    seed: int
    fallen: int
    ballistic_m2_kg: Band
    reach: tuple[Reach, ...]
    days: Floats
    altitude_km: dict[str, Floats]
    entry_days: Floats
    sun: str
    table: dict[str, Any]

    def date(self, days: float) -> np.datetime64 | None:
        """UTC day that lies so many days after the forecast's date; none beyond the horizon."""
        return None if not math.isfinite(days) else self.on + np.timedelta64(math.floor(days), "D")


def forecast(
    body: Body,
    *,
    on: np.datetime64 | None = None,
    to_km: Sequence[float] | None = None,
    constant: tuple[float, float] | None = None,
    knowledge: str = "then",
    horizon_days: int = 3653,
    members: int = 1000,
    seed: int = 1,
    model: str = "nrlmsise00",
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    history: SpaceWeather | None = None,
) -> Lifetime:
    """Forecast when a body reaches altitudes, and when it enters.

    Parameters
    ----------
    body : Body
    on : datetime64, optional
        UTC day from whose 00:00 the forecast counts; by default the body's, and not before it. Between the two the
        sun is as observed, or constant.
    to_km : sequence of float, optional
        Altitudes to report, each below the body's; by default those of 350, 280, 200 and 120 km that are.
    constant : tuple of float, optional
        F10.7 (sfu) and Ap of every day, instead of a forecast.
    knowledge : {"then", "hindsight"}
        Whether the sun is forecast with what was known on that day, or as it then was.
    horizon_days : int
        Longest time, from that day.
    members : int
        Futures; one is enough, and is taken, where nothing differs between them.
    seed : int
    model : {"nrlmsise00", "nrlmsis21"}
        Density model.
    workers : int, optional
        Threads.
    progress : callable, optional
        Told (members done, members).
    history : SpaceWeather, optional
        The observed sun; by default the bundled record.

    Returns
    -------
    Lifetime

    Raises
    ------
    InputError
        Numbers out of range, or a day for which no sun is known.
    """
    on = body.day if on is None else on
    if not on < _LAST_DAY:
        raise InputError(f"a forecast from {on}: expected a day before {_LAST_DAY}")
    check_study(seed, workers)
    lead = int((on - body.day).astype(np.int64))
    levels = _levels(body, to_km)
    for name, value, lowest, highest in (
        ("horizon", horizon_days, 1, LONGEST_DAYS),
        ("members", members, 1, MOST_MEMBERS),
        ("days from the last known orbit to the forecast", lead, 0, LONGEST_DAYS),
    ):
        if not lowest <= value <= highest:
            raise InputError(f"{name}: {value} given, expected {lowest} to {highest}")
    if constant is not None:
        drivers = Drivers.constant(*constant)
    else:
        weather = SpaceWeather.load() if history is None else history
        drivers = Drivers.forecast(weather, body.day, on, horizon_days, knowledge)
    table = DensityTable.load(body.inclination_deg, model)
    if not (drivers.scattered or body.scattered):
        members = 1
    futures = live(
        body,
        drivers,
        table,
        [*levels, ENTRY_ALTITUDE_KM],
        days=lead + horizon_days,
        members=members,
        seed=seed,
        lead_days=lead,
        workers=workers,
        progress=progress,
    )
    return _told(body, on, lead, levels, futures, knowledge, horizon_days, seed, drivers.label, table)


def _levels(body: Body, to_km: Sequence[float] | None) -> list[float]:
    if to_km is None:
        return [level for level in DEFAULT_LEVELS_KM if level < body.altitude_km]
    for level in to_km:
        if not ENTRY_ALTITUDE_KM <= level < body.altitude_km:
            raise InputError(
                f"altitude {level:g} km to reach: expected {ENTRY_ALTITUDE_KM:g} km (entry) or more, and less than the "
                f"{body.altitude_km:.1f} km at which the object is"
            )
    return list(to_km)


def _told(
    body: Body,
    on: np.datetime64,
    lead: int,
    levels: list[float],
    futures: Futures,
    knowledge: str,
    horizon_days: int,
    seed: int,
    sun: str,
    table: DensityTable,
) -> Lifetime:
    reached = futures.reached_day.astype(np.float64) - lead
    flying_still = reached[-1] > 0.0
    if flying_still.mean() < _FEWEST_FLYING:
        raise InputError(
            f"by its last known orbit ({body.day}) and the sun since, the object had come down before {on} in "
            f"{percent(float(1.0 - flying_still.mean()))} of the futures; give newer elements or an earlier --on"
        )
    reached = np.maximum(reached[:, flying_still], 0.0)
    rows = futures.altitude_km[:, flying_still]
    flying = np.flatnonzero(np.any(rows > ENTRY_ALTITUDE_KM, axis=1))
    rows = rows[: min(flying[-1] + 2, len(rows)) if flying.size else 1]
    bands = np.quantile(rows, _SHARES, axis=1, method="inverted_cdf").astype(np.float64)
    reach = tuple(
        Reach(float(level), float(np.isfinite(row).mean()), Band.of(row))
        for level, row in zip(futures.levels_km, reached, strict=True)
        if level in levels
    )
    return Lifetime(
        body=body,
        on=on,
        knowledge=knowledge,
        horizon_days=horizon_days,
        members=reached.shape[1],
        seed=seed,
        fallen=int((~flying_still).sum()),
        ballistic_m2_kg=Band.of(futures.ballistic_m2_kg[flying_still]),
        reach=reach,
        days=futures.sample_day[: len(rows)].astype(np.float64),
        altitude_km=dict(zip(("p05", "p50", "p95"), bands, strict=True)),
        entry_days=reached[-1],
        sun=sun,
        table=dict(table.provenance),
    )
