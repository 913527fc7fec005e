"""How far the ships docked on a day change mass and area, and so the drag of the whole station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from stationkeep.facts.pack import Pack
from stationkeep.facts.records import DragArc, Flight
from stationkeep.supplies.ledgers import mass_on, parameters_on


def docked_on(pack: Pack, day: dt.date) -> tuple[Flight, ...]:
    """Flights of the log whose ships were docked on a day."""
    return tuple(
        row
        for row in pack.flights.values()
        if row.arrived is not None and row.arrived <= day and (row.departed is None or row.departed > day)
    )


def drag_share(pack: Pack, day: dt.date, known: dt.date) -> float:
    """Cd A / m of the station with its ships over that without them, at central values.

    Parameters
    ----------
    day : date
        Whose ships are looked at.
    known : date
        Day up to which masses are known; the nearest to ``day`` is taken.

    Returns
    -------
    float
        ``(a own + A) / (a m)``: ``m`` the mass of everything, ``own`` that of all but the ships, ``a`` the area of a
        kilogram of it, ``A`` the area of the ships. One where the pack does not follow mass. Cd is taken to stay, and
        ships to shade nothing.
    """
    area = parameters_on(pack, known).get(str(pack.settings.get("mass", {}).get("area", "")))
    rows = tuple(row for row in pack.masses if row.date <= known)
    mass = mass_on(replace(pack, masses=rows) if rows else pack, day, "hindsight")
    if area is None or mass is None:
        return 1.0
    ships = [pack.carriers[row.carrier] for row in docked_on(pack, day)]
    ships_kg = sum(row.dry_kg or 0.0 for row in ships)
    ships_m2 = sum(row.area_m2 or 0.0 for row in ships)
    return (area.value * (mass.mass_kg - ships_kg) + ships_m2) / (area.value * mass.mass_kg)


def without_ships(pack: Pack, arcs: Sequence[DragArc], known: dt.date) -> list[DragArc]:
    """Arcs as a station without ships would have flown them; an arc's loss is proportional to its Cd A / m."""
    alone = []
    for arc in arcs:
        share = drag_share(pack, arc.start + (arc.end - arc.start) / 2, known)
        low, loss, high = arc.loss_km_low / share, arc.loss_km / share, arc.loss_km_high / share
        alone.append(replace(arc, loss_km_low=low, loss_km=loss, loss_km_high=high))
    return alone
