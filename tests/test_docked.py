"""Mass and area of what is docked: how they carry a calibrated drag from one configuration to another."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from stationkeep.ensemble.mass import carry
from stationkeep.facts.pack import load_pack
from stationkeep.supplies.docked import docked_on, drag_share, without_ships

ISS = load_pack("iss")
DAY = dt.date(2022, 4, 2)


def test_the_ships_of_april_2022_are_those_of_the_log():
    ships = sorted(row.id for row in docked_on(ISS, DAY) if ISS.carriers[row.carrier].kind != "module")
    assert ships == ["crew_3", "cygnus_ng_17", "progress_ms_18", "progress_ms_19", "soyuz_ms_21"]


def test_a_dense_ship_makes_the_whole_fall_slower_and_a_sail_faster():
    def with_area(area_m2: float) -> float:
        carriers = {k: replace(row, area_m2=area_m2 if row.dry_kg else None) for k, row in ISS.carriers.items()}
        return drag_share(replace(ISS, carriers=carriers), DAY, DAY)

    assert with_area(0.0) < drag_share(ISS, DAY, DAY) < 1.0 < with_area(100.0)


def test_nothing_docked_and_no_mass_leave_the_drag_as_it_is():
    assert drag_share(replace(ISS, flights={}), DAY, DAY) == 1.0
    assert drag_share(replace(ISS, settings={}), DAY, DAY) == 1.0
    assert drag_share(replace(ISS, masses=()), DAY, DAY) == 1.0


def test_what_came_later_does_not_touch_an_arc():
    arcs = [arc for arc in ISS.drag_arcs if arc.end < DAY]
    later = {k: row for k, row in ISS.flights.items() if row.arrived is None or row.arrived <= DAY}
    known = replace(ISS, flights=later, masses=tuple(row for row in ISS.masses if row.date <= DAY))
    assert without_ships(ISS, arcs, DAY) == without_ships(known, arcs, DAY)
    heavier = replace(ISS, masses=tuple(replace(row, mass_kg=9e5) if row.date > DAY else row for row in ISS.masses))
    assert without_ships(heavier, arcs, DAY) == without_ships(ISS, arcs, DAY)


def test_the_loop_carries_the_drag_as_the_arcs_were_brought_to_no_ships():
    """With the same mass, ships and area the two ways through the house are inverse to each other."""
    ships = [ISS.carriers[row.carrier] for row in docked_on(ISS, DAY)]
    whole = next(row.mass_kg for row in ISS.masses if row.date == dt.date(2022, 2, 21))
    ships_kg, ships_m2 = (sum(getattr(row, name) or 0.0 for row in ships) for name in ("dry_kg", "area_m2"))
    area = next(row.value for row in ISS.parameters if row.id == "frontal_area_m2_kg")
    model = SimpleNamespace(mass=SimpleNamespace(on=1, element_kg=np.zeros(1), area=0))
    own, mass, added = (np.array([value]) for value in (whole - ships_kg, whole, ships_m2))
    state, drag = SimpleNamespace(own_kg=own, mass_kg=mass, ships_m2=added), np.zeros(1)
    carry.py_func(0, model, np.array([[area]]), np.array([0.0066]), state, drag)
    assert drag[0] == pytest.approx(0.0066 * drag_share(ISS, DAY, DAY), rel=1e-12)
