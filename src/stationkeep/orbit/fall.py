# mypy: disable-error-code="no-untyped-call"
"""The front door to the compiled loop: let one orbit, or many, decay without a burn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError
from stationkeep.orbit.decay import advance_day
from stationkeep.orbit.density import ALTITUDE_RANGE_KM, DensityTable
from stationkeep.orbit.earth import ENTRY_ALTITUDE_KM, RADIUS_KM

Floats = npt.NDArray[np.float64]

ECCENTRICITY_MAX, PERIGEE_MIN_KM = 0.02, 150.0
"""Range in which eccentric orbits were checked against direct integration."""


@dataclass(frozen=True)
class Decay:
    """A decay of many members.

    Parameters
    ----------
    start : datetime64
        UTC day at whose 00:00 the decay begins.
    altitude_km : ndarray, shape (day + 1, member)
        Mean semi-major axis less 6378.137 km at the start and at the end of every day.
    entry_day : ndarray, shape (member,)
        Days until 120 km; nan where that is not reached.
    """

    start: np.datetime64
    altitude_km: Floats
    entry_day: Floats

    def days_to(self, altitude_km: float) -> Floats:
        """Days until each member first stands at an altitude, shape (member,); nan where it never does.

        Between two midnights time is taken from a cubic in altitude (at 200 km: good to some minutes).
        """
        result = np.full(self.altitude_km.shape[1], np.nan)
        for m in range(result.size):
            path = self.altitude_km[:, m]
            if altitude_km <= ENTRY_ALTITUDE_KM:
                result[m] = self.entry_day[m]
                continue
            below = np.flatnonzero(path <= altitude_km)
            if path[0] <= altitude_km:
                result[m] = 0.0
            elif below.size:
                result[m] = _crossing(path, int(below[0]), altitude_km, float(self.entry_day[m]))
        return result


def _crossing(path: Floats, after: int, altitude_km: float, entry_day: float) -> float:
    """Time at which a path comes down to an altitude between the days `after - 1` and `after`."""
    first = max(after - 2, 0)
    last = after
    if path[after] > ENTRY_ALTITUDE_KM and after + 1 < path.size:
        last += 1
    days = np.arange(first, last + 1, dtype=float)
    heights = path[first : last + 1]
    if heights[-1] <= ENTRY_ALTITUDE_KM and np.isfinite(entry_day):
        days[-1] = entry_day
    # The inverse, time as a function of altitude, is interpolated: Lagrange's polynomial through the points.
    result = 0.0
    for i in range(days.size):
        term = days[i]
        for j in range(days.size):
            if j != i:
                term *= (altitude_km - heights[j]) / (heights[i] - heights[j])
        result += term
    return float(min(max(result, days[after - first - 1]), days[after - first]))


def decay(
    altitude_km: npt.ArrayLike,
    raan_deg: npt.ArrayLike,
    start: str | np.datetime64,
    ballistic_m2_kg: npt.ArrayLike,
    f107: npt.ArrayLike,
    f107a: npt.ArrayLike,
    ap: npt.ArrayLike,
    *,
    table: DensityTable,
    ex: npt.ArrayLike = 0.0,
    ey: npt.ArrayLike = 0.0,
    frozen_ey: float = 0.0,
) -> Decay:
    """Let orbits decay under drag and J2 until the drivers end or all have entered.

    Parameters
    ----------
    altitude_km, raan_deg : array_like, scalar or shape (member,)
        Mean semi-major axis less 6378.137 km (120 to 700), and the node, at 00:00 UTC of `start`.
    start : datetime64 or str
    ballistic_m2_kg : array_like, scalar, shape (member,) or (day, member)
        Cd A / m, positive.
    f107, f107a, ap : array_like, shape (day,) or (day, member)
        F10.7 of the previous day and its centred 81-day mean (sfu), daily Ap.
    table : DensityTable
        Of the orbit's inclination.
    ex, ey : array_like, scalar or shape (member,)
        Mean eccentricity vector at the start: e cos and e sin of the argument of perigee; e up to 0.02 with the
        perigee above 150 km.
    frozen_ey : float
        Where it turns about, on the axis of `ey`: zero for J2 alone, `earth.frozen_ey` for real orbits.

    Returns
    -------
    Decay

    Raises
    ------
    InputError
        An altitude outside the table, a ballistic coefficient that is not positive, or drivers that do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from stationkeep.orbit.density import DensityTable
    >>> table = DensityTable.load(51.64)
    >>> quiet = np.full(1000, 110.0)
    >>> fall = decay(415.0, 0.0, "2022-02-26", 0.0093643, quiet, quiet, np.full(1000, 8.0), table=table)
    >>> bool(890 < fall.days_to(200.0)[0] < 910)
    True
    """
    drivers = [np.asarray(x, dtype=float) for x in (f107, f107a, ap)]
    if len({x.shape for x in drivers}) != 1 or drivers[0].ndim not in (1, 2) or drivers[0].size == 0:
        raise InputError(
            f"drivers of shapes {[x.shape for x in drivers]}: expected three of one shape, (day,) or (day, member)"
        )
    heights, nodes = np.atleast_1d(np.asarray(altitude_km, float)), np.atleast_1d(np.asarray(raan_deg, float))
    vector = [np.atleast_1d(np.asarray(x, dtype=float)) for x in (ex, ey)]
    coefficient = np.asarray(ballistic_m2_kg, dtype=float)
    days = drivers[0].shape[0]
    try:
        shape = np.broadcast_shapes(
            (days, 1),
            heights.shape,
            nodes.shape,
            *(v.shape for v in vector),
            coefficient.shape,
            *(x.reshape(days, -1).shape for x in drivers),
        )
        per_day = np.broadcast_to(coefficient, shape)
    except ValueError as cause:
        raise InputError(f"the number of days ({days}) or members differs between the arguments") from cause
    members = shape[1]
    top = ALTITUDE_RANGE_KM[1]
    if not np.all((heights >= ENTRY_ALTITUDE_KM) & (heights <= top)):
        raise InputError(f"altitude {heights.min()} to {heights.max()} km: expected {ENTRY_ALTITUDE_KM} to {top}")
    if not np.all(per_day > 0.0):
        raise InputError(f"ballistic coefficient {per_day.min()} m2/kg: expected more than zero")
    eccentricity = np.hypot(*np.broadcast_arrays(*vector, heights)[:2])
    perigee = (RADIUS_KM + heights) * (1.0 - eccentricity) - RADIUS_KM
    if np.any(eccentricity > ECCENTRICITY_MAX) or np.any((perigee < PERIGEE_MIN_KM) & (eccentricity > 1e-3)):
        raise InputError(
            f"eccentricity up to {eccentricity.max():.4g}, perigee down to {perigee.min():.4g} km: expected an "
            f"eccentricity up to {ECCENTRICITY_MAX} and, beyond 0.001, a perigee above {PERIGEE_MIN_KM} km"
        )
    f, a, p = (np.broadcast_to(x.reshape(days, -1), shape) for x in drivers)
    height = np.ascontiguousarray(np.broadcast_to(heights, members), dtype=float).copy()
    node = np.ascontiguousarray(np.broadcast_to(nodes, members), dtype=float).copy()
    x, y = (np.ascontiguousarray(np.broadcast_to(v, members), dtype=float).copy() for v in vector)
    first = np.datetime64(str(start), "D")
    arrays, fraction = table.arrays(), np.full(members, np.nan)
    series, entry = [height.copy()], np.full(members, np.nan)
    rows = [np.empty(members) for _ in range(4)]
    for day in range(days):
        for row, source in zip(rows, (f, a, p, per_day), strict=True):
            row[:] = source[day]
        advance_day(
            arrays,
            int(first.astype(int)) + day,
            height,
            node,
            x,
            y,
            rows[0],
            rows[1],
            rows[2],
            rows[3],
            frozen_ey,
            fraction,
        )
        entered = np.isfinite(fraction)
        entry[entered] = day + fraction[entered]
        series.append(height.copy())
        if np.all(height <= ENTRY_ALTITUDE_KM):
            break
    return Decay(first, np.array(series), entry)
