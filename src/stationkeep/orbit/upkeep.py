# mypy: disable-error-code="no-untyped-call"
"""What it takes to stay up: the velocity change, and the propellant, that hold an orbit against drag for a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError
from stationkeep.orbit.burn import propellant_for_delta_v
from stationkeep.orbit.decay import decay_rate_km_day
from stationkeep.orbit.density import ALTITUDE_RANGE_KM, DensityTable
from stationkeep.orbit.earth import ENTRY_ALTITUDE_KM, MU_KM3_S2, RADIUS_KM, mean_sun_deg

Floats = npt.NDArray[np.float64]
YEAR_DAYS = 365.25
# The node turns through all local times in 50 to 70 days, so that a year sees them evenly; eight of them give the
# mean loss to 1e-4.
_LOCAL_TIMES_DEG = np.arange(0.0, 360.0, 45.0)


@dataclass(frozen=True)
class Upkeep:
    """The cost of holding an orbit, member by member, at the mean rate of the days asked for.

    Parameters
    ----------
    altitude_km : float
        Mean semi-major axis less 6378.137 km.
    loss_km_day : ndarray, shape (member,)
        What drag takes.
    delta_v_m_s_year : ndarray, shape (member,)
        What gives it back.
    propellant_kg_year : ndarray, shape (member,)
    """

    altitude_km: float
    loss_km_day: Floats
    delta_v_m_s_year: Floats
    propellant_kg_year: Floats

    def interval(self, quantity: str = "propellant_kg_year") -> tuple[float, float, float]:
        """The 5, 50 and 95 % points of one of the quantities over members.

        Parameters
        ----------
        quantity : {"loss_km_day", "delta_v_m_s_year", "propellant_kg_year"}

        Raises
        ------
        InputError
            When it is none of them.
        """
        known = ("loss_km_day", "delta_v_m_s_year", "propellant_kg_year")
        if quantity not in known:
            raise InputError(f"upkeep: there is no quantity '{quantity}'; expected one of {', '.join(known)}")
        low, middle, high = np.quantile(getattr(self, quantity), (0.05, 0.5, 0.95))
        return float(low), float(middle), float(high)


def delta_v_to_hold(altitude_km: float, loss_km_day: npt.ArrayLike) -> Floats:
    """Velocity change a year that gives a circular orbit back what drag takes.

    Small burns along the track of a circular orbit: ``dv = n da / 2``, with n the mean motion (Gauss' equation at
    e = 0; D. A. Vallado, 'Fundamentals of Astrodynamics and Applications', 4th ed., section 9.3).

    Parameters
    ----------
    altitude_km : float
        Mean semi-major axis less 6378.137 km.
    loss_km_day : array_like
        Not negative.

    Returns
    -------
    ndarray, of the shape of `loss_km_day`
        Metres a second a year of 365.25 days.

    Examples
    --------
    >>> round(float(delta_v_to_hold(416.8, 0.064)), 1)  # 64 m a day, as in February 2022
    13.2
    """
    axis = RADIUS_KM + altitude_km
    motion_rad_s = np.sqrt(MU_KM3_S2 / axis**3)
    return np.asarray(500.0 * motion_rad_s * YEAR_DAYS * np.asarray(loss_km_day, dtype=np.float64))


def hold(
    altitude_km: float,
    start: str | np.datetime64,
    f107: npt.ArrayLike,
    f107a: npt.ArrayLike,
    ap: npt.ArrayLike,
    *,
    ballistic_m2_kg: npt.ArrayLike,
    mass_kg: npt.ArrayLike,
    isp_s: float,
    table: DensityTable,
) -> Upkeep:
    """What holding a circular orbit costs under given drivers, scaled to a year.

    The loss is the mean over the days and over the local time of the node, at the altitude held; the propellant is
    that of one burn of the year's velocity change from `mass_kg` (Tsiolkovsky), which for 10 to 60 m/s lies within
    1 % of many small burns of a station refilled to its mass.

    Parameters
    ----------
    altitude_km : float
        Mean semi-major axis less 6378.137 km; 120 to 700.
    start : datetime64 or str
        UTC day of the first drivers.
    f107, f107a, ap : array_like, shape (day,) or (day, member)
        F10.7 of the previous day and its centred 81-day mean (sfu), daily Ap. A whole year, or as much as is asked
        of: the season is in the density.
    ballistic_m2_kg : array_like, scalar, shape (member,) or (day, member)
        Cd A / m, positive.
    mass_kg : array_like, scalar or shape (member,)
    isp_s : float
        Specific impulse of the engines, seconds.
    table : DensityTable
        Of the orbit's inclination.

    Returns
    -------
    Upkeep

    Raises
    ------
    InputError
        A number out of its range, or drivers that do not fit together.

    Examples
    --------
    >>> import numpy as np
    >>> from stationkeep.orbit.density import DensityTable
    >>> table, year = DensityTable.load(51.64), np.ones(365)
    >>> low, high = (
    ...     hold(h, "2022-01-01", 100 * year, 100 * year, 8 * year,
    ...          ballistic_m2_kg=0.007, mass_kg=420e3, isp_s=290, table=table) for h in (350, 400)
    ... )
    >>> bool(high.propellant_kg_year[0] < 0.5 * low.propellant_kg_year[0])
    True
    """
    if not ENTRY_ALTITUDE_KM <= altitude_km <= ALTITUDE_RANGE_KM[1]:
        raise InputError(
            f"altitude {altitude_km} km: expected {ENTRY_ALTITUDE_KM:g} to {ALTITUDE_RANGE_KM[1]:g}, the table's range"
        )
    drivers = [np.asarray(x, dtype=float) for x in (f107, f107a, ap)]
    if len({x.shape for x in drivers}) != 1 or drivers[0].ndim not in (1, 2) or drivers[0].size == 0:
        raise InputError(
            f"drivers of shapes {[x.shape for x in drivers]}: expected three of one shape, (day,) or (day, member)"
        )
    days = drivers[0].shape[0]
    air, mass = np.asarray(ballistic_m2_kg, dtype=float), np.asarray(mass_kg, dtype=float)
    try:
        shape = np.broadcast_shapes((days, 1), air.shape, mass.shape, drivers[0].reshape(days, -1).shape)
    except ValueError as cause:
        raise InputError(f"the number of days ({days}) or members differs between the arguments") from cause
    if len(shape) != 2 or mass.ndim > 1:
        raise InputError(f"arguments that together have the shape {shape}: expected (day, member), and mass a member")
    if not (np.all(air > 0.0) and np.all(mass > 0.0) and isp_s > 0.0):
        raise InputError(
            f"ballistic coefficient {air.min()} m2/kg, mass {mass.min()} kg, specific impulse {isp_s} s: "
            "expected more than zero"
        )
    series = [np.broadcast_to(x.reshape(days, -1), shape) for x in drivers] + [np.broadcast_to(air, shape)]
    arrays, first, turns = table.arrays(), int(np.datetime64(str(start), "D").astype(int)), _LOCAL_TIMES_DEG.size
    heights = np.full(shape[1] * turns, float(altitude_km))
    local = np.tile(_LOCAL_TIMES_DEG, shape[1])
    loss = np.zeros(shape[1])
    for day in range(days):
        today = [np.repeat(x[day], turns) for x in series]
        number = first + day
        rates = decay_rate_km_day(arrays, number, heights, local + mean_sun_deg(number + 0.5), *today)
        loss += rates.reshape(shape[1], turns).mean(axis=1) / days
    delta_v = delta_v_to_hold(altitude_km, loss)
    masses = np.broadcast_to(mass, loss.shape)
    propellant = np.array([propellant_for_delta_v(m, dv, isp_s) for m, dv in zip(masses, delta_v, strict=True)])
    return Upkeep(float(altitude_km), loss, delta_v, propellant)
