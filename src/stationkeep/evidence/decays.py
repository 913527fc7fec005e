"""Claims about decay: the station left to the air, from its own drag before the date."""

from __future__ import annotations

import math

import numpy as np

from stationkeep.disruption.scenario import Scenario
from stationkeep.evidence.estimates import Asked, Estimate, Untestable, propellant_kg
from stationkeep.lifetime.body import Body
from stationkeep.lifetime.drag import assume
from stationkeep.lifetime.forecast import Lifetime, forecast
from stationkeep.supplies.ledgers import altitude_before

LONGEST_DAYS = 5479  # fifteen years
_YEAR_DAYS = 365.25


def _left_alone(
    asked: Asked, altitude_km: float | None, horizon_days: int, to_km: float, known: bool = False
) -> Lifetime:
    """The station with nobody raising it, with the drag that its arcs before the date showed.

    ``known`` leaves the error of its altitude out, which would drown what some weeks of drag take.
    """
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
    error = around.altitude_error_km if altitude_km is None and not known else 0.0
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
    found = _left_alone(asked, altitude, days, 120.0, known=True)
    begin = found.body.altitude_km
    low, middle, high = (1000.0 * (begin - float(found.altitude_km[p][-1])) / float(found.days[-1]) for p in _LOSSES)
    return Estimate(low, middle, high)


def holding_delta_v_m_s_year(asked: Asked) -> Estimate:
    """Velocity change a year that holds ``altitude_km`` (or as it is), by the loss over ``days`` (30)."""
    from stationkeep.orbit.burn import delta_v_for_raise

    start = asked.number("altitude_km") if "altitude_km" in asked.arguments else _altitude(asked)
    return decay_m_per_day(asked).times(1e-3 * _YEAR_DAYS * float(delta_v_for_raise(start, 1.0)))


def holding_propellant_kg_year(asked: Asked) -> Estimate:
    """Propellant a year that holds ``altitude_km`` (or as it is), at ``isp_s`` (290 to 450)."""
    return propellant_kg(asked, holding_delta_v_m_s_year(asked))


def _altitude(asked: Asked) -> float:
    return altitude_before(asked.pack, asked.on, asked.arguments.get("knowledge", "then").strip() or "then")[0]


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
