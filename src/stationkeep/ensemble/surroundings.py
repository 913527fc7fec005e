"""Sun, air, mass and altitude of a study: what surrounds the station and where it is on the first day."""

from __future__ import annotations

import datetime as dt

import numpy as np

from stationkeep.ensemble.chunk import Surroundings
from stationkeep.ensemble.model import Compiled
from stationkeep.lifetime.correction import fill_ballistic
from stationkeep.lifetime.drag import calibrate
from stationkeep.lifetime.implied import Weather
from stationkeep.orbit.density import DensityTable
from stationkeep.orbit.earth import frozen_ey
from stationkeep.sun.forecast import Forecast
from stationkeep.sun.history import SpaceWeather
from stationkeep.sun.members import fill
from stationkeep.supplies.docked import drag_share, without_ships
from stationkeep.supplies.ledgers import altitude_before, lowest_before, mass_on, parameters_on, yearly_change

_ANY_INCLINATION_DEG = 51.64  # of the bundled table
_ABOVE_FLOOR_KM = 8.0  # least margin of the altitude held above the operating floor: two bands of the reboosts


def surroundings(compiled: Compiled) -> tuple[Surroundings, dict[str, object]]:
    """What a study's chunks need, and what to tell of it in the provenance."""
    if not compiled.model.orbit.on:
        return _indoors(compiled)
    scenario, pack = compiled.scenario, compiled.pack
    start = np.datetime64(scenario.start, "D")
    weather = SpaceWeather.load()
    make = Forecast.as_known if scenario.knowledge == "then" else Forecast.hindsight
    forecast = make(weather, start)
    plan = forecast.compile(scenario.horizon_days)
    table = DensityTable.load(compiled.inclination_deg)
    altitude, error, policy = altitude_before(pack, scenario.start, scenario.knowledge)
    floor = parameters_on(pack, scenario.start).get(str(pack.settings["orbit"]["floor"]))
    if floor is not None:  # who operates above a floor holds an altitude above it
        policy = max(policy, floor.value + _ABOVE_FLOOR_KM)
    lowest = lowest_before(pack, scenario.start)
    least = floor.value + _ABOVE_FLOOR_KM if floor is not None else lowest
    mass = mass_on(pack, scenario.start, scenario.knowledge)
    assert mass is not None
    known = weather.known_by(start)
    arcs = [arc for arc in pack.drag_arcs if arc.end < scenario.start]
    earliest = min((arc.start for arc in arcs), default=scenario.start - dt.timedelta(days=1))
    drag = calibrate(without_ships(pack, arcs, scenario.start), scenario.start, table, Weather.known(known, earliest))
    process = drag.process()

    def fill_sun(seed, first_member, f107, f107a, ap):  # type: ignore[no-untyped-def]
        fill(plan, seed, first_member, f107, f107a, ap)

    def fill_density(seed, first_member, ballistic):  # type: ignore[no-untyped-def]
        fill_ballistic(seed, first_member, process, ballistic)

    around = Surroundings(
        fill_sun,
        fill_density,
        table.arrays(),
        int(start.astype(np.int64)),
        altitude,
        error,
        policy,
        (mass.mass_kg_low, mass.mass_kg, mass.mass_kg_high),
        float(frozen_ey(altitude, compiled.inclination_deg)),
        (least, lowest),
        yearly_change(pack, scenario.start),
    )
    told: dict[str, object] = {
        "sun": forecast.label,
        "space_weather_until": str(weather.last_day),
        "facts_as_of": str(pack.as_of),
        "drag": drag.note,
        "ballistic_m2_kg_start": round(drag.now_m2_kg * drag_share(pack, scenario.start, scenario.start), 5),
        "flights": len(pack.flights),
        "plan_known_on": str(compiled.timeline.plan_known_on or ""),
        "altitude_km_start": round(altitude, 2),
        "altitude_km_policy": round(policy, 2),
    }
    return around, told


def _indoors(compiled: Compiled) -> tuple[Surroundings, dict[str, object]]:
    """The surroundings of a system that is in no orbit: no sun, no air, no altitude."""

    def nothing(seed, first_member, *drawn):  # type: ignore[no-untyped-def]
        for array in drawn:
            array[:] = 0.0

    table = DensityTable.load(_ANY_INCLINATION_DEG).arrays()  # never read: the loop only needs its type
    start = int(np.datetime64(compiled.scenario.start, "D").astype(np.int64))
    around = Surroundings(nothing, nothing, table, start, 0.0, 0.0, 0.0, (1.0, 1.0, 1.0))
    return around, {"facts_as_of": str(compiled.pack.as_of), "flights": len(compiled.pack.flights)}
