"""Sun, air, mass and altitude of a study: what surrounds the station and where it is on the first day."""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled as compiled_loop
from stationkeep.draws.philox import purpose, two_normals
from stationkeep.ensemble.chunk import Surroundings
from stationkeep.ensemble.model import Compiled
from stationkeep.orbit.density import DensityTable
from stationkeep.sun.forecast import Forecast
from stationkeep.sun.history import SpaceWeather
from stationkeep.sun.members import fill
from stationkeep.supplies.ledgers import altitude_before, mass_on

_LEVEL, _AIR = purpose("orbit.ballistic"), purpose("orbit.density")


@compiled_loop
def _fill_ballistic(seed, first_member, centre, spread, sigma, memory, ballistic):  # type: ignore[no-untyped-def]
    fresh = np.sqrt(1.0 - memory * memory)
    for b in range(ballistic.shape[1]):
        member = first_member + b
        x, _ = two_normals(seed, _LEVEL, member, 0, 0)
        level = centre * np.exp(spread * x)
        y = 0.0
        for d in range(ballistic.shape[0]):
            z, _ = two_normals(seed, _AIR, member, d, 0)
            y = z if d == 0 else memory * y + fresh * z
            ballistic[d, b] = level * np.exp(sigma * y - 0.5 * sigma * sigma)


def surroundings(compiled: Compiled) -> tuple[Surroundings, dict[str, object]]:
    """What a study's chunks need, and what to tell of it in the provenance."""
    scenario, pack = compiled.scenario, compiled.pack
    start = np.datetime64(scenario.start, "D")
    weather = SpaceWeather.load()
    make = Forecast.as_known if scenario.knowledge == "then" else Forecast.hindsight
    forecast = make(weather, start)
    plan = forecast.compile(scenario.horizon_days)
    table = DensityTable.load(compiled.inclination_deg)
    altitude, error, policy = altitude_before(pack, scenario.start, scenario.knowledge)
    mass = mass_on(pack, scenario.start, scenario.knowledge)
    assert mass is not None
    centre, spread, sigma, tau = 0.0075, 0.1, 0.2, 60.0

    def fill_sun(seed, first_member, f107, f107a, ap):  # type: ignore[no-untyped-def]
        fill(plan, seed, first_member, f107, f107a, ap)

    def fill_density(seed, first_member, ballistic):  # type: ignore[no-untyped-def]
        _fill_ballistic(seed, first_member, centre, spread, sigma, np.exp(-1.0 / tau), ballistic)

    around = Surroundings(
        fill_sun,
        fill_density,
        table.arrays(),
        int(start.astype(np.int64)),
        altitude,
        error,
        policy,
        (mass.mass_kg_low, mass.mass_kg, mass.mass_kg_high),
    )
    told: dict[str, object] = {
        "sun": forecast.label,
        "space_weather_until": str(weather.last_day),
        "facts_as_of": str(pack.as_of),
        "flights": len(pack.flights),
        "plan_known_on": str(compiled.timeline.plan_known_on or ""),
        "altitude_km_start": round(altitude, 2),
        "altitude_km_policy": round(policy, 2),
    }
    return around, told
