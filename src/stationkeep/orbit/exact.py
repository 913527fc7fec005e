# mypy: disable-error-code="no-untyped-call"
"""The oracle: orbit-averaged decay by direct calls of NRLMSISE-00, with no table between.

Slow (about 0.3 ms a rate) and simple. It makes the density tables and judges the compiled loop. It needs the
package `pymsis`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError
from stationkeep.orbit.earth import (
    DAY_S,
    ENTRY_ALTITUDE_KM,
    FLATTENING,
    J2,
    MU_KM3_S2,
    RADIUS_KM,
    ROTATION_RAD_S,
    mean_sun_deg,
    node_drift_deg_day,
    perigee_drift_deg_day,
)

Floats = npt.NDArray[np.float64]
MODEL_VERSIONS = {"nrlmsise00": 0, "nrlmsis21": 2.1}


def density_model() -> Any:
    """The module `pymsis`, or an `InputError` that says how to get it."""
    try:
        import pymsis
    except ImportError as cause:
        raise InputError(
            "calling a density model needs the package pymsis, which is not installed; "
            "install it with: pip install 'stationkeep[density]'"
        ) from cause
    return pymsis


def geodetic(radius_km: Floats, sin_latitude: Floats) -> tuple[Floats, Floats]:
    """Geodetic latitude (deg) and altitude (km) over the WGS 84 ellipsoid, from the geocentric ones.

    B. R. Bowring, 'The accuracy of geodetic latitude and height equations', Survey Review 28 (1985) 202.
    """
    z = radius_km * sin_latitude
    p = np.sqrt(np.maximum(radius_km**2 - z**2, 1e-12))
    b = RADIUS_KM * (1.0 - FLATTENING)
    e2 = FLATTENING * (2.0 - FLATTENING)
    tangent = (b * z) / (RADIUS_KM * p) * (1.0 + (e2 / (1.0 - e2)) * b / radius_km)
    cosine = 1.0 / np.sqrt(1.0 + tangent**2)
    sine = tangent * cosine
    latitude = np.arctan2(z + (e2 / (1.0 - e2)) * b * sine**3, p - e2 * RADIUS_KM * cosine**3)
    s = np.sin(latitude)
    altitude = p * np.cos(latitude) + z * s - RADIUS_KM * np.sqrt(1.0 - e2 * s**2)
    return np.degrees(latitude), altitude


def second_order_axis(axis_km: Floats, inclination_deg: npt.ArrayLike) -> Floats:
    """The axis that makes the first-order formulas for radius and energy exact to second order in J2.

    The radius and the energy of an orbit whose osculating axis has the time-mean `axis_km` differ from their
    first-order formulas as if the axis were longer by k J2^2 Re^4 / a^3 (6.2 m times k at 415 km), k = 3/4 -
    3 c^2 - 9/4 c^4, c = cos i: exact at the equator, elsewhere read off numerical integrations of J2 alone
    at 28.5, 51.64, 75 and 98 deg, which it fits to 0.1 m.
    """
    c2 = np.cos(np.radians(inclination_deg)) ** 2
    return np.asarray(
        axis_km + (0.75 - 3.0 * c2 - 2.25 * c2 * c2) * J2**2 * RADIUS_KM**4 / axis_km**3, dtype=np.float64
    )


class _Path(NamedTuple):
    """Drag along one revolution of many orbits, arrays of shape (state, point) unless said otherwise."""

    argument: Floats  # of latitude, shape (point,), radians
    axis_km: Floats  # shape (state, 1)
    ex: Floats  # shape (state, 1)
    ey: Floats  # shape (state, 1)
    cos_inclination: Floats  # shape (state, 1)
    ratio: Floats  # radius over semi-latus rectum
    radius_km: Floats
    momentum: Floats  # km2/s
    radial_speed: Floats  # km/s
    push: Floats  # rho v_rel / 2 of the day, times the share of time spent at the point; km2/day/s
    loss: Floats  # part of the loss of axis, km/day per m2/kg


def _fly(
    altitude_km: npt.ArrayLike,
    inclination_deg: npt.ArrayLike,
    node_local_deg: npt.ArrayLike,
    date: npt.ArrayLike,
    f107: npt.ArrayLike,
    f107a: npt.ArrayLike,
    ap: npt.ArrayLike,
    ex: npt.ArrayLike,
    ey: npt.ArrayLike,
    model: str,
    points: int,
    times: int,
) -> tuple[_Path, tuple[int, ...]]:
    """Drag at `points` arguments of latitude of every state, and the shape of the states."""
    pymsis = density_model()
    states = (altitude_km, inclination_deg, node_local_deg, date, f107, f107a, ap, ex, ey)
    shape = np.broadcast_shapes(*(np.shape(x) for x in states))
    count = int(np.prod(shape))

    def column(values: npt.ArrayLike) -> Floats:
        return np.broadcast_to(np.asarray(values, dtype=float), shape).reshape(count, 1)

    i = np.radians(column(inclination_deg))
    a, x, y = second_order_axis(RADIUS_KM + column(altitude_km), np.degrees(i)), column(ex), column(ey)
    days = np.broadcast_to(np.asarray(date, dtype="datetime64[D]"), shape).reshape(count)
    u = (np.arange(points) + 0.5) * (2.0 * np.pi / points)
    cu, su = np.cos(u), np.sin(u)
    j2 = J2 * RADIUS_KM**2 / a
    p = a * (1.0 - x**2 - y**2)
    r = p / (1.0 + x * cu + y * su)
    r = r - 0.75 * j2 * (3.0 * np.cos(i) ** 2 - 1.0) + 0.25 * j2 * np.sin(i) ** 2 * np.cos(2.0 * u)
    osculating_a = a + 1.5 * j2 * np.sin(i) ** 2 * np.cos(2.0 * u)
    v2 = MU_KM3_S2 * (2.0 / r - 1.0 / osculating_a)
    v_radial = np.sqrt(MU_KM3_S2 / p) * (x * su - y * cu)
    h = r * np.sqrt(v2 - v_radial**2)
    sin_latitude = np.sin(i) * su
    v_rel2 = v2 - 2.0 * ROTATION_RAD_S * h * np.cos(i) + (ROTATION_RAD_S * r) ** 2 * (1.0 - sin_latitude**2)
    turning = h / r**2 + 1.5 * np.sqrt(MU_KM3_S2 / a**3) * (j2 / a) * np.cos(i) ** 2 * (1.0 - np.cos(2.0 * u))
    weight = (1.0 / turning) / np.sum(1.0 / turning, axis=1, keepdims=True)

    latitude, altitude = geodetic(r, sin_latitude)
    # Mean solar time at each point of the orbit, as an angle from midnight, and the longitudes it falls on.
    solar = column(node_local_deg) + np.degrees(np.arctan2(su * np.cos(i), np.broadcast_to(cu, r.shape))) + 180.0
    density = np.zeros_like(r)
    full = (count, points)
    weather = [np.broadcast_to(column(w), full).ravel() for w in (f107, f107a, ap)]
    aps = np.repeat(weather[2][:, None], 7, axis=1)
    for k in range(times):
        # Staggered from point to point, so that a few times already average the longitude well.
        fraction = (k + (np.arange(points) % 4 + 0.5) / 4.0) / times
        seconds = (fraction * DAY_S).astype("timedelta64[s]")
        out = pymsis.calculate(
            (days.astype("datetime64[s]")[:, None] + seconds).ravel(),
            ((solar - 360.0 * fraction) % 360.0).ravel(),
            latitude.ravel(),
            altitude.ravel(),
            weather[0],
            weather[1],
            aps,
            version=MODEL_VERSIONS[model],
        )
        density += out[:, 0].reshape(full) / times

    # 1e3 turns kg/m3 * m2/kg * km into one; DAY_S makes it a day.
    push = (0.5e3 * DAY_S) * weight * density * np.sqrt(v_rel2)
    slope = MU_KM3_S2 / (2.0 * a**2) * (1.0 - 3.0 * j2 / a * (1.5 * np.sin(i) ** 2 - 1.0))
    loss: Floats = push * (v2 - ROTATION_RAD_S * h * np.cos(i)) / slope
    cosine: Floats = np.cos(i)
    turns: Floats = np.asarray(u, dtype=np.float64)
    return _Path(turns, a, x, y, cosine, r / p, r, h, v_radial, push, loss), shape


def drag_rates(
    altitude_km: npt.ArrayLike,
    inclination_deg: npt.ArrayLike,
    node_local_deg: npt.ArrayLike,
    date: npt.ArrayLike,
    f107: npt.ArrayLike,
    f107a: npt.ArrayLike,
    ap: npt.ArrayLike,
    *,
    ex: npt.ArrayLike = 0.0,
    ey: npt.ArrayLike = 0.0,
    model: str = "nrlmsise00",
    points: int = 24,
    times: int = 6,
) -> Floats:
    """Rates at which drag changes a nearly circular orbit, per unit of Cd A / m, averaged over revolution and day.

    The axis follows from the power of drag and the slope of the mean energy, the eccentricity vector from
    Gauss' equations::

        da/dt = -(B / 2) < rho v_rel (v^2 - omega h cos i) > / (dE/da)
        v_rel^2 = v^2 - 2 omega h cos i + omega^2 r^2 cos^2(lat)
        E = -mu / 2a + (mu J2 Re^2 / 2 a^3) (3/2 sin^2 i - 1)

    on the osculating path of a mean orbit (Brouwer 1959: short periods of first order in J2, at e = 0), in an
    atmosphere that turns with the Earth. The average is over time: `points` in argument of latitude, each at
    `times` universal times spread over the day, which at a fixed local time is an average over longitude.

    Parameters
    ----------
    altitude_km : array_like, shape (state,)
        Mean semi-major axis less 6378.137 km; 110 to 1000.
    inclination_deg : array_like, shape (state,)
        0 to 180.
    node_local_deg : array_like, shape (state,)
        Right ascension of the node less that of the mean sun.
    date : array_like of datetime64, shape (state,)
        The UTC day; its hours do not matter.
    f107, f107a, ap : array_like, shape (state,)
        F10.7 of the previous day and its centred 81-day mean (sfu), daily Ap.
    ex, ey : array_like, shape (state,)
        Mean eccentricity vector: e cos and e sin of the argument of perigee; below 0.02.
    model : {"nrlmsise00", "nrlmsis21"}
        Density model; the second has a licence of its own (NRL).
    points, times : int
        Size of the average.

    Returns
    -------
    ndarray, shape (state, 3)
        Loss of axis in km/day per m2/kg (positive), and the rates of `ex` and `ey` in 1/day per m2/kg.
    """
    path, shape = _fly(
        altitude_km, inclination_deg, node_local_deg, date, f107, f107a, ap, ex, ey, model, points, times
    )
    cu, su, ratio = np.cos(path.argument), np.sin(path.argument), path.ratio
    radial = -path.push * path.radial_speed
    along = -path.push * (path.momentum / path.radius_km - ROTATION_RAD_S * path.radius_km * path.cos_inclination)
    root = np.sqrt(path.radius_km / ratio / MU_KM3_S2)
    x_rate = np.sum(root * (radial * su + along * ((1.0 + ratio) * cu + ratio * path.ex)), axis=1)
    y_rate = np.sum(root * (-radial * cu + along * ((1.0 + ratio) * su + ratio * path.ey)), axis=1)
    rates: Floats = np.stack([np.sum(path.loss, axis=1), x_rate, y_rate], axis=-1)
    return rates.reshape((*shape, 3))


def loss_harmonics(
    altitude_km: npt.ArrayLike,
    inclination_deg: npt.ArrayLike,
    node_local_deg: npt.ArrayLike,
    date: npt.ArrayLike,
    f107: npt.ArrayLike,
    f107a: npt.ArrayLike,
    ap: npt.ArrayLike,
    *,
    orders: int,
    model: str = "nrlmsise00",
    points: int = 24,
    times: int = 4,
) -> Floats:
    """Where along a circular orbit its axis is lost: the loss as a Fourier series in argument of latitude u.

    The loss in the share du / 2 pi of a revolution is L (1 + 2 sum_k (C_k cos ku + S_k sin ku)).

    Parameters
    ----------
    altitude_km, inclination_deg, node_local_deg, date, f107, f107a, ap, model, points, times
        As in `drag_rates`.
    orders : int
        Highest k.

    Returns
    -------
    ndarray, shape (state, 1 + 2 orders)
        L in km/day per m2/kg, then C_1, S_1, C_2, S_2 and so on.
    """
    path, shape = _fly(
        altitude_km, inclination_deg, node_local_deg, date, f107, f107a, ap, 0.0, 0.0, model, points, times
    )
    total = np.sum(path.loss, axis=1)
    rows = [total]
    for k in range(1, orders + 1):
        rows += [path.loss @ np.cos(k * path.argument) / total, path.loss @ np.sin(k * path.argument) / total]
    harmonics: Floats = np.stack(rows, axis=-1)
    return harmonics.reshape((*shape, 1 + 2 * orders))


@dataclass(frozen=True)
class ExactDecay:
    """A decay by the oracle.

    Parameters
    ----------
    day : ndarray
        Days since the start, whole ones and the last, fractional one.
    altitude_km : ndarray
        Mean semi-major axis less 6378.137 km at each of them.
    """

    day: Floats
    altitude_km: Floats

    def days_to(self, altitude_km: float) -> float:
        """Days until the orbit reaches an altitude that it was stopped at, or passed; nan if it did not."""
        if self.altitude_km[-1] > altitude_km + 1e-9:
            return float("nan")
        return float(np.interp(-altitude_km, -self.altitude_km, self.day))


def decay(
    altitude_km: float,
    inclination_deg: float,
    raan_deg: float,
    start: str | np.datetime64,
    ballistic_m2_kg: float,
    f107: npt.ArrayLike,
    f107a: npt.ArrayLike,
    ap: npt.ArrayLike,
    *,
    ex: float = 0.0,
    ey: float = 0.0,
    frozen_ey: float = 0.0,
    stop_altitude_km: float = ENTRY_ALTITUDE_KM,
    step_loss_km: float = 0.5,
    step_days: float = 1.0,
    model: str = "nrlmsise00",
) -> ExactDecay:
    """Let a nearly circular orbit decay by direct calls of the density model, with Runge-Kutta steps.

    The state is the axis, the eccentricity vector and the node. The vector must be carried even for an orbit
    that starts circular: the day side, denser, pushes it up to about 1e-4, which changes the loss by several
    per cent, up and down as perigee turns, and the time of decay by about 0.1 %.

    Parameters
    ----------
    altitude_km, inclination_deg, raan_deg, ballistic_m2_kg : float
        The mean orbit at 00:00 UTC of `start`, and Cd A / m.
    start : datetime64 or str
        The UTC day of the first drivers.
    f107, f107a, ap : array_like, shape (day,)
        Drivers of each day, constant through it; their length is the longest time computed.
    ex, ey : float
        Mean eccentricity vector at the start.
    frozen_ey : float
        Where the eccentricity vector turns about, on the axis of `ey`: zero for J2 alone, 8.6e-4 for the station.
    stop_altitude_km : float
        Where to stop.
    step_loss_km, step_days : float
        A step loses no more, and lasts no longer, than this.

    Returns
    -------
    ExactDecay
    """
    drivers = [np.asarray(x, dtype=float) for x in (f107, f107a, ap)]
    first = np.datetime64(str(start), "D")
    c = float(np.cos(np.radians(inclination_deg)))
    state = np.array([altitude_km, raan_deg, ex, ey])
    days, altitudes = [0.0], [float(altitude_km)]

    def slope(t: float, day: int, at: Floats) -> Floats:
        local = float(at[1]) - mean_sun_deg(float(first.astype(int)) + t)
        weather = [float(x[day]) for x in drivers]
        loss, x_rate, y_rate = ballistic_m2_kg * drag_rates(
            at[0], inclination_deg, local, first + day, *weather, ex=at[2], ey=at[3], model=model
        )
        turn = np.radians(perigee_drift_deg_day(float(at[0]), c))
        return np.array(
            [
                -loss,
                node_drift_deg_day(float(at[0]), c),
                x_rate - turn * (at[3] - frozen_ey),
                y_rate + turn * at[2],
            ]
        )

    for day in range(drivers[0].size):
        t = float(day)
        while t < day + 1.0 - 1e-12:
            k1 = slope(t, day, state)
            step = min(step_days, day + 1.0 - t, step_loss_km / max(-float(k1[0]), 1e-12))
            k2 = slope(t + step / 2, day, state + step / 2 * k1)
            k3 = slope(t + step / 2, day, state + step / 2 * k2)
            k4 = slope(t + step, day, state + step * k3)
            after = state + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            if after[0] <= stop_altitude_km:
                crossing = t + step * (state[0] - stop_altitude_km) / (state[0] - after[0])
                return ExactDecay(np.array([*days, crossing]), np.array([*altitudes, stop_altitude_km]))
            t, state = t + step, after
        days.append(float(day + 1))
        altitudes.append(float(state[0]))
    return ExactDecay(np.array(days), np.array(altitudes))
