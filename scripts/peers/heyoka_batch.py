"""heyoka's batch mode on a job: central force, J2 and drag, by Taylor series on whole vectors.

    python scripts/peers/heyoka_batch.py JOB.npz

The air turns with the Earth; its density is heyoka's own network trained on NRLMSISE-00, on the geodetic altitude.
Each vector of members runs in a thread of its own.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import heyoka as hy
import numpy as np
from job import DAY_S, FLATTENING, J2, MU_KM3_S2, RADIUS_KM, ROTATION_RAD_S, Floats, Job, osculating_axis_km, say

TOLERANCE = 1e-9
_F107, _F107A, _AP, _BALLISTIC, _DAY_OF_YEAR, _TURN, _BEGAN = range(7)
# Greenwich mean sidereal time at J2000 and its rate a day (Meeus, 'Astronomical Algorithms', 1998, eq. 12.4).
_TURN_AT_J2000_DEG, _TURN_DEG_DAY = 280.46061837, 360.98564736629


def equations() -> list[tuple[Any, Any]]:
    """The motion in an inertial frame, km and seconds; parameters 0 to 6 are a day's weather and geometry."""
    x, y, z, vx, vy, vz = hy.make_vars("x", "y", "z", "vx", "vy", "vz")
    r2 = x**2 + y**2 + z**2
    pull = -MU_KM3_S2 * r2**-1.5
    bulge = 1.5 * J2 * RADIUS_KM**2 / r2
    flat = 5.0 * z**2 / r2
    turn = hy.par[_TURN] + ROTATION_RAD_S * (hy.time - hy.par[_BEGAN])
    c, s = hy.cos(turn), hy.sin(turn)
    place = hy.model.cart2geo(
        [c * x + s * y, c * y - s * x, z], ecc2=FLATTENING * (2.0 - FLATTENING), R_eq=RADIUS_KM, n_iters=2
    )
    days = hy.par[_DAY_OF_YEAR] + (hy.time - hy.par[_BEGAN]) / DAY_S
    density = hy.model.nrlmsise00_tn(place, hy.par[_F107], hy.par[_F107A], hy.par[_AP], days)
    wx, wy, wz = vx + ROTATION_RAD_S * y, vy - ROTATION_RAD_S * x, vz
    # 1e3 turns kg/m3 * m2/kg * km2/s2 into km/s2.
    push = -0.5e3 * hy.par[_BALLISTIC] * density * hy.sqrt(wx**2 + wy**2 + wz**2)
    return [
        (x, vx),
        (y, vy),
        (z, vz),
        (vx, pull * x * (1.0 + bulge * (1.0 - flat)) + push * wx),
        (vy, pull * y * (1.0 + bulge * (1.0 - flat)) + push * wy),
        (vz, pull * z * (1.0 + bulge * (3.0 - flat)) + push * wz),
    ]


def start_states(job: Job, members: slice) -> Floats:
    """Position and velocity at the ascending node, shape (6, member), osculating for the mean circular orbit."""
    i = np.radians(job.inclination_deg)
    node = np.radians(job.raan_deg[members])
    mean = RADIUS_KM + job.altitude_km
    axis = osculating_axis_km(mean, job.inclination_deg)
    j2 = J2 * RADIUS_KM**2 / mean
    radius = mean - 0.75 * j2 * (3.0 * np.cos(i) ** 2 - 1.0) + 0.25 * j2 * np.sin(i) ** 2
    speed = np.sqrt(MU_KM3_S2 * (2.0 / radius - 1.0 / axis))
    c, s = np.cos(node), np.sin(node)
    return np.array(
        [radius * c, radius * s, 0.0 * c, -speed * np.cos(i) * s, speed * np.cos(i) * c, speed * np.sin(i) + 0.0 * c]
    )


def mean_altitudes(integrator: Any, job: Job, end_s: float) -> Floats:
    """Mean altitude about a time: the osculating axis averaged over a revolution, shape (member,)."""
    period = 2.0 * np.pi * np.sqrt((RADIUS_KM + job.altitude_km) ** 3 / MU_KM3_S2)
    total = np.zeros(integrator.state.shape[1])
    for k in range(32):
        integrator.propagate_until(end_s + period * ((k + 0.5) / 32 - 0.5))
        r = np.sqrt(np.sum(integrator.state[:3] ** 2, axis=0))
        v2 = np.sum(integrator.state[3:] ** 2, axis=0)
        total += 1.0 / (2.0 / r - v2 / MU_KM3_S2) / 32
    return total - RADIUS_KM


def propagate(integrator: Any, job: Job, members: slice, days: int) -> Floats:
    """Let a vector of members decay day by day; mean altitude near the end, shape (member,)."""
    integrator.set_time(0.0)
    integrator.state[:] = start_states(job, members)
    first = np.datetime64(job.start, "D")
    year = first.astype("datetime64[Y]").astype("datetime64[D]")
    j2000 = float((first - np.datetime64("2000-01-01")).astype(int)) - 0.5
    for day in range(days):
        integrator.pars[_F107], integrator.pars[_F107A] = job.f107[day, members], job.f107a[day, members]
        integrator.pars[_AP], integrator.pars[_BALLISTIC] = job.ap[day, members], job.ballistic_m2_kg[members]
        integrator.pars[_DAY_OF_YEAR] = float((first - year).astype(int)) + day
        integrator.pars[_TURN] = np.radians((_TURN_AT_J2000_DEG + _TURN_DEG_DAY * (j2000 + day)) % 360.0)
        integrator.pars[_BEGAN] = day * DAY_S
        integrator.propagate_until((day + 1) * DAY_S)
    return mean_altitudes(integrator, job, days * DAY_S)


def main() -> None:
    job = Job.load(Path(sys.argv[1]))
    width = hy.recommended_simd_size()
    begun = time.perf_counter()
    integrator = hy.taylor_adaptive_batch(
        equations(), np.zeros((6, width)), pars=np.zeros((7, width)), tol=TOLERANCE, compact_mode=True
    )
    compiled_s = time.perf_counter() - begun
    vectors = [slice(first, first + width) for first in range(0, job.raan_deg.size - width + 1, width)]
    copies = [integrator.__copy__() for _ in vectors]

    def one(number: int, days: int = job.days) -> Floats:
        return propagate(copies[number], job, vectors[number], days)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda number: one(number, 1), range(len(vectors))))  # warm
        begun = time.perf_counter()
        altitudes = np.concatenate(list(pool.map(one, range(len(vectors)))))
        seconds = time.perf_counter() - begun
    say(
        name=f"heyoka {hy.__version__}, batches of {width}",
        compile_s=compiled_s,
        seconds=seconds,
        members=altitudes.size,
        days=job.days,
        altitude_km=altitudes.tolist(),
    )


if __name__ == "__main__":
    main()
