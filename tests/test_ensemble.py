"""An ensemble: the same answer to the last bit, a fair comparison, and nothing of the future in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from lives import APRIL, ISS, MEMBERS, STOP, arrays_of, bundled, falling, lived, question, same
from packs import DAY

from stationkeep.disruption.scenario import Failure, Response, Suspension
from stationkeep.ensemble.chunk import Lives, join
from stationkeep.ensemble.run import run
from stationkeep.errors import InputError
from stationkeep.facts.pack import Pack

# --- one answer to the last bit -----------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_bits_whatever_the_workers_and_another_seed_does_not():
    scenario = question(STOP, days=40)
    one = arrays_of(run(scenario, members=130, seed=3, workers=1, pack=ISS))
    assert arrays_of(run(scenario, members=130, seed=3, workers=1, pack=ISS)) == one
    assert arrays_of(run(scenario, members=130, seed=3, workers=2, pack=ISS)) == one
    other = arrays_of(run(scenario, members=130, seed=4, workers=2, pack=ISS))
    assert other["lost:attitude.control"] != one["lost:attitude.control"]


def test_a_life_does_not_depend_on_the_block_it_is_lived_in():
    scenario = question(STOP, days=100)
    _, whole = lived(scenario)
    same(whole, join([lived(scenario, first, 32)[1] for first in (0, 32)]))
    ones = join([lived(scenario, 0, 1)[1], lived(scenario, 1, 63)[1]])
    same(whole, replace(ones, around=whole.around))


def test_what_surrounds_a_member_does_not_depend_on_its_block():
    scenario = question(STOP, days=100)
    same(lived(scenario)[1], join([lived(scenario, 0, 1)[1], lived(scenario, 1, 63)[1]]))


def test_more_members_add_lives_and_change_none():
    scenario = question(STOP, days=30)
    few, many = (run(scenario, members=members, workers=1, pack=ISS) for members in (20, 70))
    for a, b in zip(few.functions, many.functions, strict=True):
        assert (a.lost_day == b.lost_day[:20]).all() and (a.twin_lost_day == b.twin_lost_day[:20]).all()


def test_a_longer_horizon_changes_nothing_before_its_end():
    short, longer = lived(question(STOP, days=120)), lived(question(STOP, days=200))
    for world in (0, 1):
        for name in ("altitude", "stock", "people"):
            a, b = getattr(short[1], name)[world], getattr(longer[1], name)[world]
            assert (a == b[..., : a.shape[-2], :]).all(), name
        grace = short[0].model.rules.grace_days
        for f, name in enumerate(short[0].functions):
            seen = longer[1].lost[world, f]
            seen = np.where(seen + grace[f] <= 120, seen, -1)
            assert (short[1].lost[world, f] == seen).all(), name


def test_members_differ_and_draw_their_facts_within_the_intervals():
    compiled, lives = bundled("suspension-2022")
    assert len(np.unique(lives.altitude[0, 1])) == MEMBERS
    for place, fact in enumerate(compiled.facts):
        drawn = lives.facts[place]
        if fact.distribution in ("uniform", "triangular", "loguniform"):
            assert fact.low <= drawn.min() and drawn.max() <= fact.high, fact.id
            assert len(np.unique(drawn)) == MEMBERS


@pytest.mark.parametrize("wrong", [{"members": 0}, {"members": 10**7}, {"seed": -1}, {"seed": 2**63}, {"workers": 0}])
def test_numbers_out_of_range_are_refused(wrong):
    with pytest.raises(InputError, match="expected"):
        run(question(days=2), pack=ISS, **{"members": 1, **wrong})


# --- a fair comparison --------------------------------------------------------------------------------------


SUSPENDED = {
    "words": (Suspension("roscosmos", APRIL, ("words",)),),
    "roscosmos": (STOP,),
    "nasa": (Suspension("nasa", APRIL),),
    "engines": (Suspension("roscosmos", APRIL, ("engines",)),),
    "lifeboat": (Suspension("roscosmos", APRIL, ("lifeboat", "seats")),),
}


def twin_of(lives: Lives) -> dict[str, bytes]:
    names = ("lost", "back", "altitude", "stock", "people")
    return {name: getattr(lives, name)[0].tobytes() for name in names} | {"has": lives.has_first.tobytes()}


@cache
def plain_twin() -> dict[str, bytes]:
    return twin_of(lived(question())[1])


@pytest.mark.parametrize("name", SUSPENDED)
def test_the_twin_does_not_know_who_is_suspended(name):
    assert twin_of(lived(question(*SUSPENDED[name]))[1]) == plain_twin()


@pytest.mark.parametrize("asset", [
    "z1", "mcc_moscow", "falcon_9", "crew_dragon", "soyuz_ms_21", "crew_3",
    "zvezda",
])  # fmt: skip
def test_the_twin_does_not_know_what_has_failed(asset):
    _, lives = lived(question(failures=(Failure(asset, APRIL),)))
    assert twin_of(lives) == plain_twin()
    assert (lives.lost[1] >= 0).any() or asset == "falcon_9", "and the failure is felt"


def test_the_twin_does_not_know_the_responses():
    response = Response("reboost.visiting", "cygnus", APRIL, delta_v_m_s_year=200.0)
    ships_alone = replace(
        ISS, settings={**ISS.settings, "orbit": {**ISS.settings["orbit"], "burn_services": ("reboost.visiting",)}}
    )
    with_it, without = (
        lived(question(days=300, responses=responses), pack=ships_alone)[1] for responses in ((response,), ())
    )
    assert (without.altitude[0] != falling(1.0)[:, :1]).any()
    assert twin_of(with_it) == twin_of(without)


def test_with_nobody_suspended_the_station_is_its_own_twin():
    _, lives = lived(question(days=400), every=4)
    for name in ("altitude", "stock", "people"):
        assert (getattr(lives, name)[0] == getattr(lives, name)[1]).all()
    assert (lives.lost[1] == -1).all()


# --- nothing of the future ----------------------------------------------------------------------------------


def later_moved(pack: Pack, start: dt.date) -> Pack:
    """The pack with every row of the record that lies after the start changed, or gone."""
    flights = {}
    for name, row in pack.flights.items():
        if row.launched is not None and row.launched > start:
            continue
        if row.departed is not None and row.departed > start:
            row = replace(row, departed=row.departed + 60 * DAY, down={})
        flights[name] = row
    return replace(
        pack,
        flights=flights,
        plans=tuple(row for row in pack.plans if row.known_on <= start),
        orbit_history=tuple(r if r.date <= start else replace(r, altitude_km=300.0) for r in pack.orbit_history),
        masses=tuple(
            r if r.date <= start else replace(r, mass_kg_low=8e5, mass_kg=9e5, mass_kg_high=1e6) for r in pack.masses
        ),
        drag_arcs=tuple(r if r.end <= start else replace(r, loss_km=9 * r.loss_km) for r in pack.drag_arcs),
        stock_levels=tuple(
            r if r.date <= start else replace(r, low=1.0, value=2.0, high=3.0) for r in pack.stock_levels
        ),
        parameters=tuple(
            replace(r, low=None, value=1.0, high=None) if r.valid_from and r.valid_from > start else r
            for r in pack.parameters
        ),
    )


def outcome_then(pack: Pack, start: dt.date) -> dict[str, bytes]:
    scenario = question(Suspension("roscosmos", start), start=start, days=150)
    return arrays_of(run(scenario, members=16, workers=1, pack=pack))


@pytest.mark.parametrize("start", [dt.date(2022, 2, 26), dt.date(2013, 7, 1)])
def test_nothing_written_after_the_start_touches_a_run_of_what_was_known_then(start):
    plain, scrambled = outcome_then(ISS, start), outcome_then(later_moved(ISS, start), start)
    assert [name for name in plain if plain[name] != scrambled[name]] == []


def test_the_scrambling_would_be_felt_if_it_were_used():
    start = dt.date(2022, 2, 26)
    assert outcome_then(later_moved(ISS, start - 90 * DAY), start) != outcome_then(ISS, start)
