"""What a ship brings: no more than it can carry, what is needed most first, and nothing that no ship brought."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from stationkeep.disruption.scenario import Failure, Scenario, Suspension
from stationkeep.ensemble.chunk import live_block
from stationkeep.ensemble.model import compile_scenario
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.errors import PackError
from stationkeep.facts.pack import load_pack
from stationkeep.supplies.goods import load_order
from stationkeep.supplies.ledgers import lowest_before, yearly_change

ISS = load_pack("iss")
START = dt.date(2022, 4, 2)
MEMBERS = 24
SUPPLY = ("food", "water", "oxygen", "waste", "propellant", "nitrogen")


def lived(pack=ISS, start=START, days=300, members=MEMBERS, **given):
    compiled = compile_scenario(Scenario("s", "s", start, horizon_days=days, **given), pack)
    return compiled, *live_block(compiled, surroundings(compiled)[0], 1, 0, members, 1, True)


def drawn(compiled, lives, name):
    return lives.facts[[fact.id for fact in compiled.facts].index(name)]


def with_parameters(pack, **values):
    rows = (
        replace(row, distribution="fixed", value=values[row.id], low=None, high=None) if row.id in values else row
        for row in pack.parameters
    )
    return replace(pack, parameters=tuple(rows))


def with_levels(pack, **values):
    rows = (
        replace(row, distribution="fixed", value=values[row.stock], low=None, high=None) if row.stock in values else row
        for row in pack.stock_levels
    )
    return replace(pack, stock_levels=tuple(rows))


def brought_kg(compiled, lives, books):
    """Mass that ships put aboard as cargo, by (day, member), and what Progress ships have of their own left out."""
    total = np.zeros(books.brought.shape[1:])
    for stock in SUPPLY:
        unit = drawn(compiled, lives, ISS.stocks[stock].unit_kg)
        total += books.brought[compiled.names.stocks.index(stock)] * unit
    return total


def due_kg(compiled, lives, own=0.0):
    total = np.zeros(lives.altitude.shape[1:])
    for place, ship in enumerate(compiled.timeline.coming):
        row = compiled.pack.carriers[ship.carrier]
        for member, day in enumerate(lives.arrival[0, place]):
            if 0 <= day < len(total):
                total[day, member] += (row.cargo_up_kg or 0.0) + (own[member] if ship.line == "progress_m" else 0.0)
    return total


@pytest.mark.parametrize("start", [dt.date(2003, 2, 1), dt.date(2013, 1, 1), START])
def test_no_ship_brings_more_than_it_can_carry_and_nothing_comes_without_a_ship(start):
    compiled, lives, (books, _) = lived(start=start)
    came = brought_kg(compiled, lives, books)
    room = due_kg(compiled, lives, own=drawn(compiled, lives, "propellant_own_kg"))
    needed = [compiled.functions.index(name) for name in ("attitude.control", "robotics.berthing")]
    held = (lives.lost[0, needed] < 0).all(axis=0)  # without them ships wait, and come on another day
    assert held.any() and came.any()
    assert (came[:, held] <= room[:, held] + 1e-6).all()


def test_a_ship_too_small_for_all_brings_what_lasts_least():
    small = {name: replace(row, cargo_up_kg=200.0) for name, row in ISS.carriers.items()}
    pack = replace(ISS, carriers=small)
    for short, plenty in (("water", "food"), ("food", "water")):
        level = {"water": 1500.0, "food": 4000.0} if short == "water" else {"water": 9000.0, "food": 1000.0}
        compiled, lives, (books, _) = lived(with_levels(pack, **level), days=80)
        first = (books.brought.sum(axis=0) > 0).argmax(axis=0)
        place = compiled.names.stocks.index
        for member, day in enumerate(first):
            if day == 0:
                continue  # none comes within the horizon
            unit = drawn(compiled, lives, ISS.stocks[short].unit_kg)[member]
            assert books.brought[place(short), day, member] * unit >= 200.0 - 1e-6  # twice as much from two ships
            assert books.brought[place(plenty), day, member] == 0.0


def test_propellant_comes_when_life_support_lasts_and_not_before():
    roomy = {name: replace(row, cargo_up_kg=600.0) for name, row in ISS.carriers.items()}
    came = []
    for level in ({"water": 1500.0, "food": 1000.0}, {"water": 9000.0, "food": 9000.0}):
        pack = with_levels(replace(ISS, carriers=roomy), **level, propellant=2000.0)
        compiled, lives, (books, _) = lived(pack, days=80)
        own = drawn(compiled, lives, "propellant_own_kg")
        place = compiled.names.stocks.index("propellant")
        came.append((books.brought[place].max(axis=0) - own)[books.brought[place].any(axis=0)])
    assert len(came[0]) and (came[0] < 1e-6).all()
    assert (came[1] > 500.0).all()


def test_with_no_supply_ship_nothing_is_brought():
    stopped = tuple(
        Suspension(party, START, ("cargo_flights", "crew_flights")) for party in ("roscosmos", "nasa", "jaxa", "esa")
    )
    compiled, _, (twin, books) = lived(suspensions=stopped)
    assert twin.brought.any()
    assert not books.brought.any()
    place = compiled.names.stocks.index("food")
    assert (np.diff(books.opening[place], axis=0) <= 0.0).all()


def test_a_further_ship_is_flown_only_where_something_is_short():
    came = []
    for short_kg in (0.0, 50_000.0):
        pack = with_parameters(ISS, propellant_short_kg=short_kg, replan_cover_days=1.0, water_alert_l=0.0)
        compiled, lives, (books, _) = lived(pack, days=1000)
        spares = [n for n, ship in enumerate(compiled.timeline.coming) if ship.basis == "spare"]
        assert spares and min(compiled.timeline.coming[n].first_day for n in spares) >= 365
        days = lives.arrival[0, spares]
        others = np.delete(lives.arrival[0], spares, axis=0)
        aboard = books.brought.sum(axis=0)
        alone = [
            aboard[day, member] > 0.0
            for member in range(MEMBERS)
            for day in days[:, member]
            if 0 <= day < 1000 and day not in others[:, member]
        ]
        came.append(np.mean(alone))
    assert came[0] == 0.0 and came[1] > 0.6


def test_supply_ships_keep_their_distance_and_no_other_flight_moves():
    bare = replace(
        ISS,
        settings={
            **ISS.settings,
            "operations": {k: v for k, v in ISS.settings["operations"].items() if not k.startswith("supply_")},
        },
    )
    (spaced, lives, _), (_, free, _) = lived(days=1000), lived(bare, days=1000)
    kinds = [ISS.carriers[ship.carrier].kind for ship in spaced.timeline.coming]
    crew, cargo = ([n for n, kind in enumerate(kinds) if kind == which] for which in ("crew", "cargo"))
    assert np.array_equal(lives.arrival[0, crew], free.arrival[0, crew])
    moved = free.arrival[0, cargo] - lives.arrival[0, cargo]
    assert (moved >= 0).all() and 0 < (moved > 0).mean() < 0.3 and moved.max() <= 60

    def longest(found):
        days = np.where((found >= 0) & (found < 1000), found, 0)
        return np.diff(np.sort(days, axis=0), axis=0).max(axis=0)

    assert np.median(longest(lives.arrival[0, cargo])) < np.median(longest(free.arrival[0, cargo]))


def test_visits_that_carry_goods_are_supply_flights():
    compiled, _, _ = lived(start=dt.date(2001, 6, 1), days=60, members=4)
    shuttles = [ship for ship in compiled.timeline.coming if ship.carrier == "shuttle" and ship.first_day < 730]
    assert len(shuttles) > 6  # seven flew in 2001, and five in 2002
    assert any(not any(ship.residents.values()) for ship in shuttles)


def test_those_who_are_left_to_hold_the_orbit_give_no_more_than_they_gave():
    start, days = dt.date(2003, 2, 1), 360
    failures = (Failure("shuttle", start),)
    compiled, lives, (twin, books) = lived(start=start, days=days, members=64, failures=failures)
    given = books.burn_kg[1].sum(axis=(0, 1))
    allowed = drawn(compiled, lives, "holding_kg_year") * days / 365.25
    above = lives.altitude[1].min(axis=0) > lowest_before(ISS, start)  # nobody is held to it further down
    assert above.sum() > 10
    assert (given[above] <= allowed[above] + 1e-6).all()
    assert (twin.burn_kg[1].sum(axis=(0, 1)) > allowed).mean() > 0.5
    assert np.median(lives.altitude[1, -1]) < np.median(lives.altitude[0, -1]) - 10.0


def test_the_altitude_held_a_year_later_is_known_as_well_as_it_has_been_steady():
    steady, restless = dt.date(2019, 1, 1), dt.date(2003, 2, 1)
    assert yearly_change(ISS, steady) < 8.0 < yearly_change(ISS, restless)
    later = tuple(replace(r, altitude_km=555.0) if r.date > steady else r for r in ISS.orbit_history)
    assert yearly_change(replace(ISS, orbit_history=later), steady) == yearly_change(ISS, steady)
    assert lowest_before(replace(ISS, orbit_history=later), steady) == lowest_before(ISS, steady)


def test_an_order_of_loading_that_names_nothing_known_is_refused():
    for key, names in (("first", ["water", "wine"]), ("beside", ["barge"])):
        cargo = {**ISS.settings["cargo"], key: names}
        with pytest.raises(PackError, match=names[-1]):
            load_order(replace(ISS, settings={**ISS.settings, "cargo": cargo}))
