"""The flat arrays of mass and energy: from the ``[mass]`` and ``[power]`` tables of a pack to what the loop reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from stationkeep.ensemble import arrays
from stationkeep.errors import PackError, Problem
from stationkeep.facts.pack import Pack
from stationkeep.orbit.sunlight import sun_direction_deg, sunlit_share
from stationkeep.station.graph import Graph
from stationkeep.station.grids import grids, links
from stationkeep.station.program import Compiler, Names

_DARKEST_KM = 400.0  # with the sun in the plane of this orbit arrays give what the pack says: its night is the longest


def place_of(place: Mapping[str, int], settings: Mapping[str, object], key: str) -> int:
    """Place of the parameter that a key of ``pack.toml`` names."""
    name = str(settings.get(key, ""))
    if name not in place:
        known = ", ".join(sorted(place))[:200]
        raise PackError([Problem("pack.toml", 0, key, repr(name), "a parameter that holds on the start date", known)])
    return place[name]


def mass_arrays(pack: Pack, names: Names, place: Mapping[str, int], graph: Graph) -> arrays.MassArrays:
    """What weighs how much, from the ``[mass]`` table of ``pack.toml``, units of stocks and elements."""
    mass, span = pack.settings.get("mass"), np.zeros(graph.days)
    none = np.full(len(names.stocks), -1, dtype=np.int32)
    if not mass:
        return arrays.MassArrays(0, 0, 0, 0, none, span)
    units = [pack.stocks[stock].unit_kg for stock in names.stocks]
    unit = np.array([place.get(name, -1) if name else -1 for name in units], dtype=np.int32)
    refuse = str(mass.get("refuse", ""))
    if refuse not in names.stocks or unit[names.stocks.index(refuse)] < 0:
        fix = "name one, and give it a unit_kg in stocks.csv"
        raise PackError([Problem("pack.toml", 0, "refuse", repr(refuse), "a stock that has mass", fix)])
    for row in pack.assets.values():
        if row.mass_kg:
            there = graph.standing(row.id)
            span += row.mass_kg * (there.astype(float) - float(there[0]))
    person, area = place_of(place, mass, "person"), place_of(place, mass, "area")
    return arrays.MassArrays(1, names.stocks.index(refuse), person, area, unit, span)


def power_arrays(
    pack: Pack, compiler: Compiler, names: Names, place: Mapping[str, int], graph: Graph
) -> arrays.PowerArrays:
    """Grids, links and the sun of every day, from the ``[power]`` table of ``pack.toml``."""
    power, feeds, passes = pack.settings.get("power", {}), grids(pack), links(pack)

    def places(found: Sequence[str], known: Sequence[str] | Mapping[str, int], what: str) -> arrays.I32:
        for name in found:
            if name not in known:
                raise PackError([Problem("pack.toml", 0, what, repr(name), f"a known {what}", "mend its name")])
        order = known if isinstance(known, Mapping) else {name: i for i, name in enumerate(known)}
        return np.array([order[name] for name in found], dtype=np.int32)

    def parameters(found: Sequence[str]) -> arrays.I32:
        return places(found, place, "parameter")

    start = (graph.start - dt.date(1970, 1, 1)).days
    ascension, declination = sun_direction_deg(start + np.arange(graph.days) + 0.5)
    up = np.radians(declination)
    inclination = np.radians(float(pack.settings.get("orbit", {}).get("inclination_deg", 0.0)))
    keys = ("free_drift", "fade") if feeds else ()
    drift, fade = (place_of(place, power, key) for key in keys) if keys else (0, 0)
    return arrays.PowerArrays(
        parameters([row.power for row in feeds]),
        parameters([row.survival for row in feeds]),
        parameters([row.load for row in feeds]),
        places([row.store for row in feeds], names.stocks, "stock"),
        places([row.source for row in passes], names.grids, "grid"),
        places([row.target for row in passes], names.grids, "grid"),
        parameters([row.capacity for row in passes]),
        np.array([compiler.rule(row.when) for row in passes], dtype=np.int32),
        compiler.rule(str(power.get("held_when", ""))),
        drift,
        fade,
        np.ascontiguousarray(np.array([ascension, np.sin(up), np.cos(up)]).T),
        np.array([np.sin(inclination), np.cos(inclination)]),
        float(sunlit_share(0.0, _DARKEST_KM)),
    )


def solar_shares(pack: Pack, graph: Graph, names: Names) -> arrays.F64:
    """What arrays in place and working give, over what those in place gave on the first day: (grid, day)."""
    shares = np.ones((len(names.grids), graph.days))
    for number, name in enumerate(names.grids):
        given, first = np.zeros(graph.days), 0.0
        for row in pack.elements:
            if not row.power_kw or pack.assets[row.asset].segment != name or graph.unknown(row.valid_from):
                continue
            until = None if row.valid_to is None or graph.unknown(row.valid_to) else row.valid_to + dt.timedelta(days=1)
            there = graph.within(row.valid_from, until) & graph.standing(row.asset)
            given += row.power_kw * (there & graph.working(row.asset))
            first += row.power_kw * there[0]
        if first > 0.0:
            shares[number] = given / first
    return shares
