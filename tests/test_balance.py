"""The books close: what is aboard tomorrow is what was aboard today, with all that came and all that went."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stationkeep.disruption.scenario import SCOPES, Failure, Scenario, Suspension
from stationkeep.ensemble.burns import AVOIDANCE, RAISE
from stationkeep.ensemble.chunk import Lives, Surroundings, live_block
from stationkeep.ensemble.model import Compiled, compile_scenario
from stationkeep.ensemble.state import Books
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.facts.pack import load_pack
from stationkeep.orbit.burn import delta_v_for_raise
from stationkeep.supplies.ledgers import person_class

ISS = load_pack("iss")
DAYS, MEMBERS = 240, 24
STARTS = (dt.date(2003, 2, 2), dt.date(2010, 3, 1), dt.date(2022, 4, 2), dt.date(2025, 12, 1))
G0_M_S2 = 9.80665
EXACT = 1e-9  # of the largest amount at hand

Study = tuple[Compiled, Lives, tuple[Books, Books]]


@cache
def around(start: dt.date) -> Surroundings:
    return surroundings(compile_scenario(Scenario("s", "s", start, horizon_days=DAYS), ISS))[0]


def lived(scenario: Scenario, keep_books: bool = True) -> Study:
    compiled = compile_scenario(scenario, ISS)
    return compiled, *live_block(compiled, around(scenario.start), 1, 0, MEMBERS, 1, keep_books)


@cache
def april() -> Study:
    start = STARTS[2]
    return lived(Scenario("s", "s", start, horizon_days=DAYS, suspensions=(Suspension("roscosmos", start),)))


def gap(books: Books) -> np.ndarray:
    """What the books of a day leave unexplained, as a part of what is at hand: (stock, day but the last, member)."""
    came, went = books.asked_in - books.overflow, books.asked_out - books.shortfall
    closing = books.opening + came - went - books.burnt + books.set_to
    size = 1.0 + np.abs(books.opening) + books.asked_in + books.asked_out
    return ((closing[:, :-1] - books.opening[:, 1:]) / size[:, :-1]).astype(float)


def mass_gap(books: Books) -> np.ndarray:
    """What crossed the hull against the sum of what is aboard, as a part of it: (day but the last, member)."""
    closing = books.mass_kg + books.arrived_kg - books.left_kg - books.vented_kg + books.sent_kg - books.burnt_kg
    return ((closing[:-1] - books.mass_kg[1:]) / books.mass_kg[1:]).astype(float)


def energy_gap(compiled: Compiled, books: Books) -> np.ndarray:
    """What energy the books of a day leave unexplained, as a part of what arrays gave: (grid, day less one, member).

    Generated is used, passed on, stored or shunted; what is stored is read from the store itself.
    """
    power, passed = compiled.model.power, np.zeros_like(books.generated_kwh)
    for link, (one, other) in enumerate(zip(power.source, power.target, strict=True)):
        passed[one] += books.passed_kwh[link]
        passed[other] -= books.passed_kwh[link]
    left = books.generated_kwh - books.used_kwh - passed - books.shunted_kwh
    stored = np.diff(books.opening[power.store], axis=1)
    return ((left[:, :-1] - stored) / (1.0 + books.generated_kwh[:, :-1])).astype(float)


def eaten(compiled: Compiled, lives: Lives, world: int, stock: str) -> np.ndarray:
    """What people take of a stock by day, from people and rates alone; only for stocks that each takes every day."""
    rows = [row for row in ISS.flows.values() if row.stock == stock and row.direction == "out"]
    assert rows and all(person_class(row.per) == "" and not row.when for row in rows)
    rates = sum(lives.facts[compiled.names.parameters.index(row.amount)] for row in rows)
    return lives.people[world].sum(axis=0)[1:] * rates  # whom the evening finds aboard


PARTIES = sorted(ISS.parties)
SCOPE_SETS = st.lists(st.sampled_from(sorted(SCOPES)), max_size=3, unique=True).map(tuple)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    start = draw(st.sampled_from(STARTS))
    days = st.integers(0, DAYS - 1).map(dt.timedelta)
    suspensions = tuple(
        Suspension(party, start + draw(days), draw(SCOPE_SETS), notice_days=draw(st.integers(0, 30)))
        for party in draw(st.lists(st.sampled_from(PARTIES), max_size=3, unique=True))
    )
    there = [a.id for a in ISS.assets.values() if a.valid_from is None or a.valid_from <= start]
    failures = tuple(Failure(a, start + draw(days)) for a in draw(st.lists(st.sampled_from(there), max_size=2)))
    knowledge = draw(st.sampled_from(("then", "hindsight")))
    return Scenario("s", "s", start, horizon_days=DAYS, suspensions=suspensions, failures=failures, knowledge=knowledge)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
@example(Scenario("s", "s", STARTS[2], horizon_days=DAYS, suspensions=(Suspension("nasa", STARTS[2]),)))
@example(Scenario("s", "s", STARTS[0], horizon_days=DAYS, suspensions=(Suspension("roscosmos", STARTS[0]),)))
@example(Scenario("s", "s", STARTS[1], horizon_days=DAYS, knowledge="hindsight"))
def test_every_stock_balances_every_day_in_every_member(scenario):
    compiled, lives, (twin, disturbed) = lived(scenario)
    for world, books in enumerate((twin, disturbed)):
        assert np.abs(gap(books)).max() < EXACT
        assert np.abs(mass_gap(books)).max() < EXACT
        assert np.abs(energy_gap(compiled, books)).max() < EXACT
        assert books.opening.min() >= 0.0 and books.mass_kg.min() > 0.0
        for account in (books.asked_in, books.overflow, books.asked_out, books.shortfall, books.burnt):
            assert account.min() >= 0.0
        hull = (books.arrived_kg, books.left_kg, books.vented_kg, books.sent_kg, books.burnt_kg)
        energy = (books.generated_kwh, books.used_kwh, books.passed_kwh, books.shunted_kwh)
        for account in (*hull, *energy):
            assert account.min() >= 0.0
        assert (books.overflow - books.asked_in).max() <= EXACT and (books.shortfall - books.asked_out).max() <= EXACT
        assert (lives.stock[world] == books.opening.astype(np.float32)).all()
        for stock in ("food", "waste"):  # of oxygen people take only what the generators do not make
            taken = books.asked_out[compiled.names.stocks.index(stock)]
            np.testing.assert_allclose(taken[:-1], eaten(compiled, lives, world, stock), rtol=EXACT)


def test_the_books_notice_a_kilogram_that_nobody_has_burnt():
    books = april()[2][0]
    tampered = books._replace(burnt=books.burnt.copy())
    tampered.burnt[0, 10, 3] += 1e-3
    assert np.abs(gap(tampered)).max() > EXACT


def test_the_books_notice_a_ship_that_nobody_has_seen_leave():
    books = april()[2][1]
    tampered = books._replace(left_kg=books.left_kg.copy())
    day, member = np.argwhere(books.left_kg > 0.0)[0]
    tampered.left_kg[day, member] = 0.0
    assert np.abs(mass_gap(tampered)).max() > EXACT


def test_mass_follows_what_is_docked():
    """A stopped partner's ships leave and none come: the station gets lighter, its undisturbed twin does not."""
    _, lives, (twin, disturbed) = april()
    assert (twin.mass_kg[0] == disturbed.mass_kg[0]).all()
    np.testing.assert_allclose(twin.mass_kg[0], lives.around[2], rtol=EXACT)
    assert (np.diff(np.median(disturbed.mass_kg[[0, 90, 200]], axis=1)) < -5e3).all()
    assert 0.95 < np.median(twin.mass_kg[-1] / twin.mass_kg[0]) < 1.06
    for books in (twin, disturbed):
        docks = books.arrived_kg[books.arrived_kg > 0.0]
        assert docks.min() > 3e3 and np.median(docks) < 15e3  # one ship or two


def test_an_element_that_comes_is_weighed_from_its_day_on():
    """In hindsight Rassvet comes in May 2010; its 5 t stay, where the Shuttle that brought them leaves."""
    start, name = STARTS[1], "rassvet"
    compiled = compile_scenario(Scenario("s", "s", start, horizon_days=DAYS, knowledge="hindsight"), ISS)
    came, day = compiled.model.mass.element_kg, (ISS.assets[name].valid_from - start).days
    assert came[0] == 0.0 and came[day] - came[day - 1] == ISS.assets[name].mass_kg
    then = compile_scenario(Scenario("s", "s", start, horizon_days=DAYS), ISS)
    assert not then.model.mass.element_kg.any(), "what came later was not known"


def test_all_that_can_happen_to_a_stock_happens_in_the_test_of_the_books():
    """A property of accounts that stay empty would hold of anything."""
    _, _, (twin, disturbed) = april()
    for account in ("asked_in", "overflow", "asked_out", "burnt", "arrived_kg", "left_kg", "vented_kg", "burnt_kg"):
        assert getattr(twin, account).any(), account
    assert disturbed.shortfall.any() and disturbed.set_to.any()


def test_keeping_books_changes_no_life():
    compiled, lives, _ = april()
    _, plain, books = lived(compiled.scenario, keep_books=False)
    for name in Lives.__dataclass_fields__:
        assert getattr(lives, name).tobytes() == getattr(plain, name).tobytes(), name
    assert books[0].opening.size == 0


def test_propellant_is_burnt_as_the_rocket_equation_has_it():
    compiled, _, (twin, _) = april()
    burns, stock = compiled.model.burns, compiled.names.stocks.index("propellant")
    assert twin.burn_kg[AVOIDANCE].any() and twin.burn_kg[RAISE].any()
    mass_kg = twin.mass_kg + twin.arrived_kg - twin.left_kg - twin.vented_kg + twin.sent_kg  # as the day's burns begin
    before = mass_kg.copy()
    for which in (AVOIDANCE, RAISE):
        for way, isp_s in enumerate(burns.isp_s):
            expected = mass_kg * -np.expm1(-twin.burn_m_s[which, way] / (G0_M_S2 * isp_s))
            if burns.stock[way] == stock:
                np.testing.assert_allclose(twin.burn_kg[which, way], expected, rtol=EXACT, atol=EXACT)
            mass_kg -= expected
    np.testing.assert_allclose(twin.burnt_kg, before - mass_kg, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(twin.burn_kg[:, burns.stock == stock].sum(axis=(0, 1)), twin.burnt[stock], rtol=EXACT)


def test_what_was_burnt_is_what_raised_the_orbit():
    _, lives, (twin, _) = april()
    given_m_s = twin.burn_m_s.sum(axis=(0, 1))
    alone = (twin.burn_m_s.sum(axis=1) > 0).sum(axis=0) == 1  # two burns on a day start from two altitudes
    alone[-1] = False  # the altitude after the last day is not kept
    for day, member in np.argwhere(alone):
        altitude = float(lives.altitude[0, day + 1, member])
        raised = twin.raise_km[day, member]
        assert delta_v_for_raise(altitude - raised, raised) == pytest.approx(given_m_s[day, member], rel=1e-4)
    assert not twin.raise_km[given_m_s == 0.0].any()


def test_attitude_takes_its_propellant_at_a_rate_of_the_pack_or_none():
    compiled, lives, worlds = april()
    stock = compiled.names.stocks.index("propellant")
    rates = [
        lives.facts[compiled.names.parameters.index(row.amount)]
        for row in ISS.flows.values()
        if row.stock == "propellant" and row.direction == "out"
    ]
    for books in worlds:
        taken = books.asked_out[stock]
        assert np.min([np.abs(taken - rate) for rate in (0.0, *rates, sum(rates))], axis=0).max() == 0.0
