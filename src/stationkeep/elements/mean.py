"""Mean orbits: element sets and states as the Brouwer mean orbits that the decay of an orbit works with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from stationkeep.elements.bounds import motion_of_axis_rev_day
from stationkeep.elements.frames import to_date
from stationkeep.elements.records import ElementSet, Floats, Reading, States
from stationkeep.errors import InputError
from stationkeep.orbit.earth import DAY_S, J2, MU_KM3_S2, RADIUS_KM

# Constants of SGP4 (WGS 72; D. Vallado and others, 'Revisiting Spacetrack Report #3', AIAA 2006-6753): square root
# of the gravity parameter in Earth radii^1.5 per minute, and the second harmonic.
_XKE = 60.0 / np.sqrt(6378.135**3 / 398600.8)
_J2_SGP4 = 0.001082616
_MINUTES = 1440.0
# Third harmonic over the second, of WGS 72 as SGP4 has them.
_J3_OVER_J2 = -0.00000253881 / 0.001082616
FROM_SETS = "SGP4 mean elements, Kozai mean motion turned into Brouwer's"
FROM_STATES = "osculating states, less J2 short periods, averaged over whole revolutions"
# Burns of the station take up to some 20 minutes from the time that tables of events state.
_BURN_DAY = 30.0 / 1440.0
_HARMONICS = 3
# A revolution needs more samples than the fit has unknowns.
_LEAST_STATES = 2 * _HARMONICS + 6


@dataclass(frozen=True)
class MeanOrbit:
    """One mean orbit.

    Attributes
    ----------
    epoch : datetime64[us]
        UTC.
    altitude_km : float
        Brouwer mean semi-major axis less 6378.137 km.
    eccentricity, inclination_deg, raan_deg, argument_of_perigee_deg, mean_anomaly_deg : float
        In the equator and mean equinox of date.
    ex, ey : float
        Eccentricity vector averaged over a revolution, e cos and e sin of the argument of perigee: with the offset
        that the third harmonic gives it (8.6e-4 for the station), which SGP4's elements leave out.
    basis : str
        From what it was made.
    """

    epoch: np.datetime64
    altitude_km: float
    eccentricity: float
    inclination_deg: float
    raan_deg: float
    argument_of_perigee_deg: float
    mean_anomaly_deg: float
    ex: float
    ey: float
    basis: str


@dataclass(frozen=True)
class Arc:
    """Mean orbits of one object in order of time, as arrays of shape (orbit,); meanings as in `MeanOrbit`.

    `day` is in days since 1970-01-01 00:00 UTC and strictly increases in what `arc_before` returns.
    """

    day: Floats
    altitude_km: Floats
    ex: Floats
    ey: Floats
    inclination_deg: Floats
    raan_deg: Floats
    mean_anomaly_deg: Floats
    basis: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.day)

    def orbit(self, index: int) -> MeanOrbit:
        """One of them; -1 is the last."""
        ex, ey = float(self.ex[index]), float(self.ey[index])
        return MeanOrbit(
            np.datetime64(round(float(self.day[index]) * DAY_S * 1e6), "us"),
            float(self.altitude_km[index]),
            float(np.hypot(ex, ey)),
            float(self.inclination_deg[index]),
            float(self.raan_deg[index]),
            float(np.degrees(np.arctan2(ey, ex)) % 360.0),
            float(self.mean_anomaly_deg[index]),
            ex,
            ey,
            " and ".join(self.basis),
        )

    def take(self, chosen: npt.NDArray[np.int_] | npt.NDArray[np.bool_]) -> Arc:
        """The orbits that an index or a mask chooses."""
        columns = {name: getattr(self, name)[chosen] for name in _COLUMNS}
        return replace(self, **columns)


_COLUMNS = ("day", "altitude_km", "ex", "ey", "inclination_deg", "raan_deg", "mean_anomaly_deg")


def brouwer_motion(kozai_rev_day: npt.ArrayLike, eccentricity: npt.ArrayLike, inclination_deg: npt.ArrayLike) -> Floats:
    """Brouwer's mean motion of Kozai's, exactly as SGP4 recovers it when it begins (`no_unkozai`).

    Parameters
    ----------
    kozai_rev_day, eccentricity, inclination_deg : array_like, shape (set,)

    Returns
    -------
    ndarray, shape (set,)
        Revolutions a day.
    """
    kozai = np.asarray(kozai_rev_day, dtype=np.float64) * 2.0 * np.pi / _MINUTES
    first = (_XKE / kozai) ** (2.0 / 3.0)
    strength = _kozai_strength(np.asarray(eccentricity), np.asarray(inclination_deg))
    delta = strength / first**2
    axis = first * (1.0 - delta * delta - delta * (1.0 / 3.0 + 134.0 * delta * delta / 81.0))
    return np.asarray(kozai / (1.0 + strength / axis**2) * _MINUTES / (2.0 * np.pi))


def kozai_motion(brouwer_rev_day: npt.ArrayLike, eccentricity: npt.ArrayLike, inclination_deg: npt.ArrayLike) -> Floats:
    """The inverse of `brouwer_motion`, by fixed-point iteration, to the last digits of a float."""
    target = np.asarray(brouwer_rev_day, dtype=np.float64)
    kozai = target
    for _ in range(20):
        kozai = kozai * target / brouwer_motion(kozai, eccentricity, inclination_deg)
    return kozai


def _kozai_strength(eccentricity: Floats, inclination_deg: Floats) -> Floats:
    cosine = np.cos(np.radians(inclination_deg))
    strength: Floats = 0.75 * _J2_SGP4 * (3.0 * cosine * cosine - 1.0) / (1.0 - eccentricity**2) ** 1.5
    return strength


def _frozen_ey(axis_km: Floats, eccentricity: Floats, inclination_deg: Floats) -> Floats:
    """What the third harmonic adds to the eccentricity vector, as SGP4 adds it (`aycof`): 8.6e-4 for the station.

    The elements of a set are without it; the orbit that is flown, and that states average to, has it.
    """
    sine = np.sin(np.radians(inclination_deg))
    shift: Floats = -0.5 * _J3_OVER_J2 * RADIUS_KM / axis_km * sine / (1.0 - eccentricity**2)
    return shift


def arc_of_sets(sets: Sequence[ElementSet]) -> Arc:
    """Mean orbits of element sets.

    The axis follows from Brouwer's mean motion with the gravity parameter of WGS 84: the mean motion is what
    observations fix, and the constant of WGS 72 that SGP4 puts beside it would give an axis 2 m longer. The
    eccentricity vector is that of the orbit flown: the set's own plus the long period of the third harmonic.
    """
    rows = [
        (s.epoch_us, s.mean_motion_rev_day, s.eccentricity, s.inclination_deg, s.raan_deg, s.argument_of_perigee_deg,
         s.mean_anomaly_deg)
        for s in sets
    ]  # fmt: skip
    table = np.array(rows, dtype=np.float64).reshape(-1, 7).T
    perigee = np.radians(table[5])
    turn = table[5] + table[6]
    motion = brouwer_motion(table[1], table[2], table[3]) * 2.0 * np.pi / DAY_S
    axis = (MU_KM3_S2 / motion**2) ** (1.0 / 3.0)
    ex = table[2] * np.cos(perigee)
    ey = table[2] * np.sin(perigee) + _frozen_ey(axis, table[2], table[3])
    return Arc(
        table[0] / (DAY_S * 1e6),
        axis - RADIUS_KM,
        ex,
        ey,
        table[3],
        table[4],
        (turn - np.degrees(np.arctan2(ey, ex))) % 360.0,
        (FROM_SETS,) if sets else (),
    )


def mean_orbit(one: ElementSet) -> MeanOrbit:
    """The mean orbit of one element set."""
    return arc_of_sets([one]).orbit(0)


def element_set_of(
    orbit: MeanOrbit,
    catalogue_number: int = 0,
    object_name: str = "",
    object_id: str = "",
    bstar_per_earth_radius: float = 0.0,
) -> ElementSet:
    """The element set of a mean orbit, so that it can be written as TLE or OMM: the inverse of `mean_orbit`."""
    axis = np.asarray(orbit.altitude_km + RADIUS_KM)
    brouwer = motion_of_axis_rev_day(float(axis))
    eccentricity = orbit.eccentricity
    for _ in range(3):  # the shift hardly depends on the eccentricity it leads to
        ey = orbit.ey - float(_frozen_ey(axis, np.asarray(eccentricity), np.asarray(orbit.inclination_deg)))
        eccentricity = float(np.hypot(orbit.ex, ey))
    perigee = float(np.degrees(np.arctan2(ey, orbit.ex)) % 360.0)
    anomaly = (orbit.argument_of_perigee_deg + orbit.mean_anomaly_deg - perigee) % 360.0
    kozai = kozai_motion(brouwer, eccentricity, orbit.inclination_deg)
    return ElementSet(
        int(orbit.epoch.astype("datetime64[us]").astype(np.int64)),
        catalogue_number,
        object_name,
        object_id,
        float(kozai),
        eccentricity,
        orbit.inclination_deg,
        orbit.raan_deg,
        perigee,
        anomaly,
        bstar_per_earth_radius,
    )


def arc_of_states(states: States, revolutions: int = 1) -> Arc:
    """Mean orbits of osculating states, one for each stretch of whole revolutions.

    Each state gives osculating elements. The short periods of J2 are taken out of the axis (Brouwer 1959, first
    order, exact in eccentricity); then a least-squares fit of a slope and three harmonics of the mean argument of
    latitude over each stretch gives its mean. Stretches do not span a burn that the ephemeris announces, nor the half
    hour after it. Valid for eccentricities to 0.05 and at least 12 states a revolution.

    Parameters
    ----------
    states : States
    revolutions : int
        Length of a stretch. Longer ones average more of the tesseral harmonics away.

    Returns
    -------
    Arc
        Empty where no stretch is long enough.
    """
    day = states.epoch.astype("datetime64[us]").astype(np.int64) / (DAY_S * 1e6)
    if len(day) < _LEAST_STATES:
        return _stack([])
    elements = _osculating(states, day)
    span = revolutions * 2.0 * np.pi
    cuts = sorted(
        e.epoch.astype("datetime64[us]").astype(np.int64) / (DAY_S * 1e6) for e in states.events if e.delta_v_m_s
    )
    edges = [-np.inf, *cuts, np.inf]
    rows = []
    for number, (low, high) in enumerate(pairwise(edges)):
        inside = np.flatnonzero((day >= (low + _BURN_DAY if number else low)) & (day < high))
        turn = elements[5, inside]
        begin = 0
        while begin < len(inside):
            end = int(np.searchsorted(turn, turn[begin] + span))
            if end < len(inside) and end - begin >= _LEAST_STATES * revolutions:
                rows.append(_fit_stretch(day[inside[begin:end]], elements[:, inside[begin:end]]))
            begin = max(end, begin + 1)
    return _stack(rows)


def _osculating(states: States, day: Floats) -> Floats:
    """Rows: axis less its J2 short periods, ex, ey, inclination, node, unwrapped mean argument of latitude."""
    r_vec = to_date(states.position_km, day, states.frame)
    v_vec = to_date(states.velocity_km_s, day, states.frame)
    r = np.linalg.norm(r_vec, axis=1)
    h_vec = np.cross(r_vec, v_vec)
    h = np.linalg.norm(h_vec, axis=1)
    axis = 1.0 / (2.0 / r - np.sum(v_vec**2, axis=1) / MU_KM3_S2)
    inclination = np.arccos(np.clip(h_vec[:, 2] / h, -1.0, 1.0))
    node = np.arctan2(h_vec[:, 0], -h_vec[:, 1])
    to_node = np.stack([np.cos(node), np.sin(node), np.zeros_like(node)], axis=1)
    across = np.cross(h_vec / h[:, None], to_node)
    latitude = np.arctan2(np.sum(r_vec * across, axis=1), np.sum(r_vec * to_node, axis=1))
    e_vec = np.cross(v_vec, h_vec) / MU_KM3_S2 - r_vec / r[:, None]
    ex, ey = np.sum(e_vec * to_node, axis=1), np.sum(e_vec * across, axis=1)
    e2 = ex**2 + ey**2
    perigee = np.arctan2(ey, ex)
    eccentric = 2.0 * np.arctan2(
        np.sqrt(np.maximum(1.0 - e2, 0.0)) * np.sin((latitude - perigee) / 2.0),
        (1.0 + np.sqrt(e2)) * np.cos((latitude - perigee) / 2.0),
    )
    turn = np.unwrap(perigee + eccentric - np.sqrt(e2) * np.sin(eccentric))
    sine2 = np.sin(inclination) ** 2
    shape = (axis / r) ** 3 * (1.0 - 1.5 * sine2 + 1.5 * sine2 * np.cos(2.0 * latitude))
    short = J2 * RADIUS_KM**2 / axis * (shape - (1.0 - 1.5 * sine2) * (1.0 - e2) ** -1.5)
    return np.stack([axis - short, ex, ey, np.degrees(inclination), np.degrees(np.unwrap(node)), turn])


def _fit_stretch(day: Floats, elements: Floats) -> Floats:
    """Means over one stretch at its middle: day, then the six rows of `_osculating`."""
    middle = 0.5 * (day[0] + day[-1])
    turn = elements[5]
    waves = [f(k * turn) for k in range(1, _HARMONICS + 1) for f in (np.cos, np.sin)]
    design = np.stack([np.ones_like(turn), day - middle, *waves], axis=1)
    means = np.linalg.lstsq(design, elements.T, rcond=None)[0][0]
    return np.concatenate([[middle], means])


def _stack(rows: list[Floats]) -> Arc:
    day, axis, ex, ey, inclination, node, turn = np.array(rows, dtype=np.float64).reshape(-1, 7).T
    anomaly = np.degrees(turn - np.arctan2(ey, ex)) % 360.0
    return Arc(day, axis - RADIUS_KM, ex, ey, inclination, node % 360.0, anomaly, (FROM_STATES,) if rows else ())


def _microseconds(day: str | np.datetime64 | float) -> int:
    if isinstance(day, int | float):
        return round(day * DAY_S * 1e6)
    moment = np.array([day], dtype="datetime64[us]")
    return int(moment.astype(np.int64)[0])


def arc_before(reading: Reading, day: str | np.datetime64 | float, revolutions: int = 1) -> Arc:
    """The mean orbits of a reading's one object before a moment: never anything later.

    Of sets with the same epoch the last in the file counts. States at or after the moment are cut off before
    anything is averaged.

    Parameters
    ----------
    reading : Reading
        Of one object; see `Reading.choose`.
    day : str, datetime64 or float
        UTC, as a date or in days since 1970-01-01 00:00.
    revolutions : int
        Stretch over which states are averaged.

    Raises
    ------
    InputError
        Several objects, or nothing before that moment.
    """
    reading = reading.choose()
    limit_us = _microseconds(day)
    last_of_epoch = {one.epoch_us: one for one in reading.sets if one.epoch_us < limit_us}
    arcs = [arc_of_sets(list(last_of_epoch.values()))]
    for states in reading.segments:
        known = states.epoch.astype("datetime64[us]").astype(np.int64) < limit_us
        early = replace(
            states,
            epoch=states.epoch[known],
            position_km=states.position_km[known],
            velocity_km_s=states.velocity_km_s[known],
        )
        arcs.append(arc_of_states(early, revolutions))
    columns = {name: np.concatenate([getattr(arc, name) for arc in arcs]) for name in _COLUMNS}
    basis = tuple(dict.fromkeys(text for arc in arcs for text in arc.basis))
    joined = Arc(**columns, basis=basis)
    if not len(joined):
        moment = np.datetime64(limit_us, "us").astype("datetime64[s]")
        first = min(
            [one.epoch for one in reading.sets] + [states.epoch[0] for states in reading.segments],
            default=None,
        )
        raise InputError(
            f"{reading.file} has no usable orbit before {moment}; its first set or state is of "
            f"{first}; give a later date, or a file with an earlier arc"
        )
    order = np.argsort(joined.day, kind="stable")
    ordered = joined.take(order)
    return ordered.take(np.append(np.diff(ordered.day) > 0.0, True))
