"""Measure where along its orbit an uncontrolled object comes down: the numbers behind `equatorial_bias` in data/entry.

    python scripts/measure_entry_latitude.py                 # the table; about a minute
    python scripts/measure_entry_latitude.py --inclination-deg 51.64 --ballistic 0.006

Falls from frozen near-circular orbits whose altitudes are evenly spread over several revolutions' worth of decay are
integrated (Runge-Kutta of fourth order, 5 s) down to 80 km over the ellipsoid, with the zonal harmonics J2 and J3, an
atmosphere that turns with the Earth, and the density of the US Standard Atmosphere 1976 at the true height over the
ellipsoid. Nobody knows the revolution, so every starting altitude counts as much as the time by which it delays the
fall, smoothed over revolutions. Printed are the first two harmonics of the density of the argument of latitude,
1 + 2 c1 cos u + 2 s1 sin u + 2 c2 cos 2u + 2 s2 sin 2u.
"""

from __future__ import annotations

import argparse

import numpy as np

MU, RADIUS_KM, FLATTENING = 398600.4418, 6378.137, 1.0 / 298.257223563
J2, J3, ROTATION_RAD_S = 1.08262668e-3, -2.5324e-6, 7.292115e-5
# US Standard Atmosphere 1976 (NOAA/NASA/USAF, NOAA-S/T 76-1562): geometric altitude in km, density in kg/m3.
ALTITUDE_KM = (0, 20, 40, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160, 180, 200, 250)
DENSITY = (1.225, 8.891e-2, 3.996e-3, 3.097e-4, 8.283e-5, 1.846e-5, 3.416e-6, 5.604e-7, 9.708e-8, 2.222e-8)
DENSITY += (8.152e-9, 3.831e-9, 2.076e-9, 1.233e-9, 5.194e-10, 2.541e-10, 6.073e-11)
FALLEN_KM, STEP_S, FALLS = 80.0, 5.0, 600
# Inclination, Cd A / m (m2/kg), lowest start (km), spread of starts (km).
CASES = [(51.64, b, low, 6.0) for b, low in ((0.003, 150.0), (0.006, 156.0), (0.012, 162.0), (0.02, 165.0))]
CASES += [(i, b, low, 6.0) for i in (28.5, 82.0) for b, low in ((0.006, 156.0), (0.012, 162.0))]


def height_km(r: np.ndarray) -> np.ndarray:
    """Height over the ellipsoid, to some metres."""
    distance = np.sqrt((r**2).sum(axis=0))
    square = (r[2] / distance) ** 2
    return distance - RADIUS_KM * (1.0 - FLATTENING * square - 1.5 * FLATTENING**2 * square * (1.0 - square))


def acceleration(r: np.ndarray, v: np.ndarray, ballistic: float) -> np.ndarray:
    """Gravity with J2 and J3, and drag, km/s2."""
    distance = np.sqrt((r**2).sum(axis=0))
    up = (r[2] / distance) ** 2
    a = -MU * r / distance**3
    second = 1.5 * J2 * MU * RADIUS_KM**2 / distance**5
    a -= second * r * np.stack([1.0 - 5.0 * up, 1.0 - 5.0 * up, 3.0 - 5.0 * up])
    third = 0.5 * J3 * MU * RADIUS_KM**3 / distance**7
    a[:2] += 5.0 * third * (7.0 * r[2] * up - 3.0 * r[2]) * r[:2]
    a[2] += third * distance**2 * (3.0 - 30.0 * up + 35.0 * up**2)
    wind = v + ROTATION_RAD_S * np.stack([r[1], -r[0], 0.0 * r[0]])
    density = np.exp(np.interp(height_km(r), ALTITUDE_KM, np.log(DENSITY)))
    return a - 500.0 * density * ballistic * np.sqrt((wind**2).sum(axis=0)) * wind


def start(altitude_km: np.ndarray, inclination: float) -> tuple[np.ndarray, np.ndarray]:
    """Northernmost point of the frozen orbit, with the short-period terms of J2."""
    a = RADIUS_KM + altitude_km
    square = np.sin(inclination) ** 2
    frozen = -J3 / (2.0 * J2) * (RADIUS_KM / a) * np.sin(inclination)
    distance = a * (1.0 - frozen) - 0.25 * J2 * RADIUS_KM**2 / a * square
    momentum = np.sqrt(MU * a * (1.0 + 1.5 * J2 * (RADIUS_KM / a) ** 2 * (1.0 - 1.5 * square)))
    momentum -= 0.75 * MU * J2 * RADIUS_KM**2 / (np.sqrt(MU / a**3) * a**3) * square
    r = distance * np.array([[0.0], [np.cos(inclination)], [np.sin(inclination)]])
    return r, momentum / distance * np.array([[-1.0], [0.0], [0.0]])


def fall(inclination_deg: float, ballistic: float, lowest_km: float, spread_km: float) -> tuple[np.ndarray, ...]:
    """Starting altitude, time of fall (s) and argument of latitude (rad) of every fall."""
    altitude = np.linspace(lowest_km, lowest_km + spread_km, FALLS)
    r, v = start(altitude, np.radians(inclination_deg))
    took, where = np.full(FALLS, np.nan), np.full(FALLS, np.nan)
    clock, before = 0.0, height_km(r)
    while np.isnan(took).any():
        a1 = acceleration(r, v, ballistic)
        v2 = v + 0.5 * STEP_S * a1
        a2 = acceleration(r + 0.5 * STEP_S * v, v2, ballistic)
        v3 = v + 0.5 * STEP_S * a2
        a3 = acceleration(r + 0.5 * STEP_S * v2, v3, ballistic)
        v4 = v + STEP_S * a3
        a4 = acceleration(r + STEP_S * v3, v4, ballistic)
        live = np.isnan(took)
        r = np.where(live, r + STEP_S / 6.0 * (v + 2.0 * v2 + 2.0 * v3 + v4), r)
        v = np.where(live, v + STEP_S / 6.0 * (a1 + 2.0 * a2 + 2.0 * a3 + a4), v)
        height = height_km(r)
        down = live & (height < FALLEN_KM)
        part = (before[down] - FALLEN_KM) / (before[down] - height[down])
        took[down] = clock + STEP_S * part
        across = np.cross(r[:, down].T, v[:, down].T).T
        node = np.stack([-across[1], across[0], 0.0 * across[0]])
        node /= np.sqrt((node**2).sum(axis=0))
        ahead = np.cross(across.T, node.T).T
        ahead /= np.sqrt((ahead**2).sum(axis=0))
        where[down] = np.arctan2((r[:, down] * ahead).sum(axis=0), (r[:, down] * node).sum(axis=0))
        clock += STEP_S
        before = height
    return altitude, took, where


def main() -> None:
    """Print the table, or one line of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inclination-deg", type=float)
    parser.add_argument("--ballistic", type=float, default=0.006, help="Cd A / m in m2/kg")
    given = parser.parse_args()
    cases = CASES if given.inclination_deg is None else [(given.inclination_deg, given.ballistic, 156.0, 6.0)]
    print("inclination  Cd A / m   c1      s1      c2      s2      c2 / sin^2(i)")
    for inclination_deg, ballistic, lowest_km, spread_km in cases:
        altitude, took, where = fall(inclination_deg, ballistic, lowest_km, spread_km)
        trend = np.exp(np.polyval(np.polyfit(altitude, np.log(took), 3), altitude))
        revolution = 2.0 * np.pi * np.sqrt((RADIUS_KM + 140.0) ** 3 / MU)
        whole = trend - trend[0] < np.floor((trend[-1] - trend[0]) / revolution) * revolution
        weight = np.gradient(trend) * whole
        weight /= weight.sum()
        c1, s1, c2, s2 = (float((weight * f(k * where)).sum()) for k in (1, 2) for f in (np.cos, np.sin))
        scaled = c2 / np.sin(np.radians(inclination_deg)) ** 2
        print(f"{inclination_deg:9.2f} {ballistic:11.3f}  {c1:6.3f}  {s1:6.3f}  {c2:6.3f}  {s2:6.3f}  {scaled:8.3f}")


if __name__ == "__main__":
    main()
