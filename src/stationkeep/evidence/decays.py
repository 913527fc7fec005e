"""Claims about decay: the station left to the air, from its own drag before the date."""

from __future__ import annotations

import math

import numpy as np

from stationkeep.disruption.scenario import Scenario
from stationkeep.evidence.estimates import ISP_S, Asked, Estimate, Untestable, mass_kg
from stationkeep.lifetime.body import Body
from stationkeep.lifetime.drag import assume
from stationkeep.lifetime.forecast import Lifetime, forecast

LONGEST_DAYS = 5479  # fifteen years


def _left_alone(asked: Asked, altitude_km: float | None, horizon_days: int, to_km: float) -> Lifetime:
    """The station with nobody raising it, with the drag that its arcs before the date showed."""
    from stationkeep.ensemble.model import compile_scenario
    from stationkeep.ensemble.surroundings import surroundings

    knowledge = asked.arguments.get("knowledge", "then").strip() or "then"
    compiled = compile_scenario(Scenario("claim", "", asked.on, asked.pack.id, 1, knowledge), asked.pack)
    if not compiled.model.orbit.on:
        raise Untestable("the pack is in no orbit")
    around, told = surroundings(compiled)
    ballistic = float(str(told["ballistic_m2_kg_start"]))
    on = np.datetime64(asked.on, "D")
    start = around.altitude_km if altitude_km is None else altitude_km
    error = around.altitude_error_km if altitude_km is None else 0.0
    body = Body(on, start, compiled.inclination_deg, assume(ballistic), altitude_error_km=error)
    return forecast(
        body, to_km=(to_km,), knowledge=knowledge, horizon_days=horizon_days, members=asked.members, seed=asked.seed,
        workers=asked.workers,
    )  # fmt: skip


def days_to_altitude(asked: Asked) -> Estimate:
    """Days until the station, raised by nobody, is at ``to_km`` (120: entry), from ``altitude_km`` or as it is."""
    altitude = asked.number("altitude_km") if "altitude_km" in asked.arguments else None
    horizon = asked.within if "within" in asked.arguments else LONGEST_DAYS
    days = _left_alone(asked, altitude, horizon, asked.number("to_km", 120.0)).reach[0].days
    return Estimate(days.p05, days.p50, days.p95)


def decay_m_per_day(asked: Asked) -> Estimate:
    """Metres of altitude lost a day at ``altitude_km`` (or as it is), over ``days`` (30) from the date on."""
    altitude = asked.number("altitude_km") if "altitude_km" in asked.arguments else None
    days = int(asked.number("days", 30.0))
    found = _left_alone(asked, altitude, days, 120.0)
    begin = found.body.altitude_km
    low, middle, high = (1000.0 * (begin - float(found.altitude_km[p][-1])) / float(found.days[-1]) for p in _LOSSES)
    return Estimate(low, middle, high)


_LOSSES = ("p95", "p50", "p05")  # what stays highest has lost least


def holding_ratio(asked: Asked) -> Estimate:
    """Propellant that holds ``high_km`` as a share of what holds ``low_km``, under the same sun and drag."""
    from stationkeep.orbit.burn import delta_v_for_raise

    costs = []
    for name in ("low_km", "high_km"):
        altitude = asked.number(name)
        one = Asked(
            asked.pack, asked.on, {**asked.arguments, "altitude_km": str(altitude)}, asked.members, asked.seed,
            asked.workers,
        )  # fmt: skip
        decay = decay_m_per_day(one)
        cost = float(delta_v_for_raise(altitude, 1.0))
        costs.append((decay.p05 * cost, decay.p50 * cost, decay.p95 * cost))
    ratios = [high / low for low, high in zip(*costs, strict=True)]
    if not all(math.isfinite(ratio) for ratio in ratios):
        raise Untestable("the station does not stay at the lower altitude long enough to be compared")
    return Estimate(min(ratios), ratios[1], max(ratios))


def holding_propellant_kg_year(asked: Asked) -> Estimate:
    """Propellant a year that holds ``altitude_km``, or the altitude as it is: mass of the day, 290 to 340 s."""
    from stationkeep.orbit.burn import propellant_for_delta_v
    from stationkeep.orbit.upkeep import delta_v_to_hold
    from stationkeep.supplies.ledgers import altitude_before

    altitude = asked.number("altitude_km", altitude_before(asked.pack, asked.on, "hindsight")[0])
    loss, mass = decay_m_per_day(asked), mass_kg(asked)
    masses, speeds = (mass.p05, mass.p50, mass.p95), (ISP_S[1], sum(ISP_S) / 2, ISP_S[0])
    needed = (
        float(propellant_for_delta_v(kg, float(delta_v_to_hold(altitude, max(0.0, metres) / 1000.0)), isp))
        for metres, kg, isp in zip((loss.p05, loss.p50, loss.p95), masses, speeds, strict=True)
    )
    return Estimate(*needed)
