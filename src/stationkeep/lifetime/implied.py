# mypy: disable-error-code="no-untyped-call"
"""What an arc implies: the Cd A / m with which the model loses what was lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stationkeep.compiled import compiled
from stationkeep.errors import InputError
from stationkeep.lifetime.arcs import Arc, Stretch
from stationkeep.orbit.decay import decay_rate_km_day
from stationkeep.orbit.density import TableArrays
from stationkeep.orbit.earth import mean_sun_deg, node_drift_deg_day
from stationkeep.sun.history import HALF_MEAN_DAYS, SpaceWeather, utc_day

Floats = npt.NDArray[np.float64]

_STEP_DAYS = 1.0
_TRIALS = 3
_NODES = 8  # over which an unknown local time of the node is averaged


@dataclass(frozen=True)
class Weather:
    """Drivers by day, in the convention of the density model.

    Parameters
    ----------
    first_day : datetime64
    f107, f107a, ap : ndarray, shape (day,)
        F10.7 of the previous day and its centred 81-day mean (sfu), daily Ap.
    """

    first_day: np.datetime64
    f107: Floats
    f107a: Floats
    ap: Floats

    @classmethod
    def known(cls, history: SpaceWeather, first: dt.date | np.datetime64) -> Weather:
        """Drivers from a day to the end of what is known; near it, the centred mean is of what is there.

        Parameters
        ----------
        history : SpaceWeather
            Nothing later than this is used: cut it with `SpaceWeather.known_by` for a `then` run.
        first : date or datetime64
            First day, the second of the record or later.

        Raises
        ------
        InputError
            The record does not hold that day and the one before it.
        """
        day = utc_day(str(first))
        begin = history.index(day)
        if not 1 <= begin < len(history.f107):
            raise InputError(
                f"space weather: {first} and the day before it are not in {history.first_day} to {history.last_day}"
            )
        sums = np.concatenate([[0.0], np.cumsum(history.f107)])
        days = np.arange(begin, len(history.f107))
        low = np.maximum(days - HALF_MEAN_DAYS, 0)
        high = np.minimum(days + HALF_MEAN_DAYS + 1, len(history.f107))
        mean = (sums[high] - sums[low]) / (high - low)
        previous = np.asarray(history.f107[begin - 1 : -1], dtype=np.float64)
        return cls(day, previous, mean, np.asarray(history.ap[begin:], dtype=np.float64))


@compiled
def _fall(table, begin, end, height, raan, f107, f107a, ap, first_day, trials, found):  # type: ignore[no-untyped-def]
    """What is lost over a stretch with each trial coefficient, by Heun's method in steps of a day or less.

    The mean over the nodes. Trials and nodes fall side by side: a tile of members costs the same full or empty.
    """
    nodes = raan.size
    count = nodes * trials.size
    node, h, ahead = np.empty(count), np.full(count, height), np.empty(count)
    a, b, c, e = np.empty(count), np.empty(count), np.empty(count), np.empty(count)
    for m in range(count):
        node[m], e[m] = raan[m % nodes], trials[m // nodes]
    t = begin
    while t < end - 1e-9:
        number = int(np.floor(t))
        step = min(np.floor(t) + _STEP_DAYS, end) - t
        k = number - first_day
        a[:], b[:], c[:] = f107[k], f107a[k], ap[k]
        rate = decay_rate_km_day(table, number, h, node, a, b, c, e)
        for m in range(count):
            ahead[m] = max(h[m] - step * rate[m], 100.0)
        later = decay_rate_km_day(table, number, ahead, node, a, b, c, e)
        for m in range(count):
            h[m] = max(h[m] - 0.5 * step * (rate[m] + later[m]), 100.0)
            node[m] += step * node_drift_deg_day(h[m], table.cos_inclination)
        t += step
    for j in range(trials.size):
        found[j] = height - h[j * nodes : (j + 1) * nodes].mean()


@compiled
def _solve(table, begin, end, height, loss, raan, f107, f107a, ap, first_day):  # type: ignore[no-untyped-def]
    """The coefficient with which the model loses what was lost.

    Three trials at a time, from a middle that closes in: the logarithm of the loss is very nearly a straight line in
    that of the coefficient, and the parabola through trials a few per cent apart is good to 1e-7.
    """
    trials, found = np.empty(_TRIALS), np.empty(_TRIALS)
    middle, apart = np.log(0.006), 0.5
    for _ in range(8):
        for j in range(_TRIALS):
            trials[j] = np.exp(middle + (j - 1) * apart)
        _fall(table, begin, end, height, raan, f107, f107a, ap, first_day, trials, found)
        gap = np.log(loss / found[1])
        slope = max(np.log(found[2] / found[0]) / (2.0 * apart), 0.3)
        bend = np.log(found[2] * found[0] / (found[1] * found[1])) / (apart * apart)
        move = gap / slope
        move = min(max(gap / max(slope + 0.5 * bend * move, 0.3), -4.0), 4.0)
        middle += move
        if apart < 0.1 and abs(move) < 2.0 * apart:
            break
        apart = min(max(abs(move) * abs(move), 0.03), 0.09) if abs(move) < 1.0 else 0.5
    return np.exp(middle)


def implied_ballistic(arc: Arc | Stretch, table: TableArrays, weather: Weather) -> float:
    """Cd A / m that makes the model lose over an arc what was lost.

    Parameters
    ----------
    arc : Arc or Stretch
        With a loss above zero.
    table : TableArrays
    weather : Weather
        Observed drivers, covering the arc.

    Returns
    -------
    float
        m2/kg. The local time of an unknown node is averaged over: 3 to 8 % in density on a day, less over arcs,
        for the node turns through 180 deg in a month.

    Raises
    ------
    InputError
        The drivers do not cover the arc, or nothing was lost.
    """
    piece = arc if isinstance(arc, Stretch) else Stretch.of(arc)
    first_day = int(weather.first_day.astype("datetime64[D]").astype(np.int64))
    days = f"{np.datetime64(int(piece.begin_day), 'D')} to {np.datetime64(int(piece.end_day), 'D')}"
    if piece.begin_day < first_day or piece.end_day > first_day + weather.f107.size or piece.days <= 0.0:
        raise InputError(
            f"arc {days}: the drivers cover {weather.first_day} to {weather.first_day + weather.f107.size - 1}; "
            "give drivers of all its days"
        )
    if piece.loss_km <= 0.0:
        raise InputError(f"arc {days}: the altitude rose by {-piece.loss_km:.3f} km; mask the days of the raise")
    sun = mean_sun_deg(piece.begin_day)
    around = np.arange(0.0, 360.0, 360.0 / _NODES) + sun
    nodes = around if piece.raan_deg is None else np.array([piece.raan_deg])
    f107, f107a, ap = (np.ascontiguousarray(x, dtype=float) for x in (weather.f107, weather.f107a, weather.ap))
    found: float = _solve(
        table, piece.begin_day, piece.end_day, piece.begin_km, piece.loss_km, nodes, f107, f107a, ap, first_day
    )
    return found


@dataclass(frozen=True)
class Implied:
    """What one arc implies.

    Parameters
    ----------
    middle_day, end_day : float
        Days since 1970-01-01.
    days : float
        Length.
    log_ballistic : float
        Logarithm of Cd A / m, m2/kg.
    error : float
        Standard error of it, from the readings.
    """

    middle_day: float
    end_day: float
    days: float
    log_ballistic: float
    error: float


def imply(arc: Arc | Stretch, table: TableArrays, weather: Weather) -> Implied | None:
    """What an arc implies; None for one that lost no more than it may be wrong, which tells nothing.

    Raises
    ------
    InputError
        The drivers do not cover the arc.
    """
    piece = arc if isinstance(arc, Stretch) else Stretch.of(arc)
    if piece.loss_km <= piece.error_km:
        return None
    value = float(np.log(implied_ballistic(piece, table, weather)))
    middle = 0.5 * (piece.begin_day + piece.end_day)
    return Implied(middle, piece.end_day, piece.days, value, piece.error_km / piece.loss_km)
