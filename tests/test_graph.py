"""Who can stop what: withdrawal never gives, control is followed, dates are inclusive, the future stays unknown."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import DAY, SCOPE_NAMES, SEABED_START, changed, date, seabed, spans

from stationkeep.disruption.scenario import ALL_BUT_NAMED, SCOPES, Suspension
from stationkeep.errors import PackError, UnknownName
from stationkeep.facts.pack import Pack, load_pack
from stationkeep.station.check import check_rules
from stationkeep.station.graph import Graph, Outage, Refusal

START = dt.date(2022, 4, 2)
DAYS = 120
ISS = load_pack("iss")


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return seabed(tmp_path_factory.mktemp("graph") / "seabed")


def structure(graph: Graph) -> dict[tuple[str, str, bool], np.ndarray]:
    """Every asset, service and type of vehicle, by day; from what is on hand too."""
    found = {}
    for hand in (False, True):
        found |= {("asset", name, hand): graph.asset(name, hand) for name in graph.pack.assets}
        found |= {("carrier", name, hand): graph.carrier(row, hand) for name, row in graph.pack.carriers.items()}
    for rows in graph.services.values():
        found |= {("service", row.id, False): graph.service(row) for row in rows}
    return found


def refusals(pack: Pack, start: dt.date = START, days: int = DAYS) -> st.SearchStrategy[Refusal]:
    parties = st.sampled_from(tuple(pack.parties))
    return st.tuples(parties, SCOPE_NAMES, spans(start, days)).map(lambda p: Refusal(p[0], p[1], *p[2]))


def outages(pack: Pack, start: dt.date = START, days: int = DAYS) -> st.SearchStrategy[Outage]:
    things = st.sampled_from((*pack.assets, *pack.carriers))
    return st.tuples(things, spans(start, days)).map(lambda p: Outage(p[0], *p[1]))


def no_gain(before: Graph, after: Graph) -> None:
    less, more = structure(after), structure(before)
    assert set(less) == set(more)
    for name, span in less.items():
        assert span.shape == (before.days,) and span.dtype == np.bool_
        gained = np.flatnonzero(span & ~more[name])
        assert not len(gained), f"{name} became available on days {gained[:5]}"


@settings(max_examples=25, deadline=None)
@given(st.lists(refusals(ISS), max_size=4), st.lists(outages(ISS), max_size=3), refusals(ISS))
def test_one_more_refusal_never_makes_anything_available(withheld, failed, more):
    before = Graph(ISS, START, DAYS, tuple(withheld), tuple(failed), START)
    no_gain(before, replace(before, refusals=(*withheld, more), _assets={}))


@settings(max_examples=15, deadline=None)
@given(st.lists(refusals(ISS), max_size=3), st.lists(outages(ISS), max_size=3), outages(ISS))
def test_one_more_failure_never_makes_anything_available(withheld, failed, more):
    before = Graph(ISS, START, DAYS, tuple(withheld), tuple(failed), START)
    no_gain(before, replace(before, outages=(*failed, more), _assets={}))


@settings(max_examples=15, deadline=None)
@given(refusals(ISS), st.integers(0, DAYS))
def test_a_longer_refusal_never_makes_anything_available(refusal, longer):
    until = None if refusal.until is None else refusal.until + longer * DAY
    before = Graph(ISS, START, DAYS, (refusal,), (), START)
    no_gain(before, replace(before, refusals=(replace(refusal, until=until),), _assets={}))


@pytest.mark.parametrize("party", ["roscosmos", "nasa", "spacex", "energomash"])
def test_withdrawal_is_felt_and_only_where_the_party_has_a_part(party):
    free = structure(Graph(ISS, START, DAYS, known_by=START))
    held = structure(Graph(ISS, START, DAYS, tuple(Refusal(party, s, START) for s in ALL_BUT_NAMED), known_by=START))
    taken = {name for kind, name, _ in free if (free[kind, name, _] & ~held[kind, name, _]).any()}
    expected = {
        "roscosmos": ({"soyuz_ms", "progress_ms", "zvezda_reboost", "antares_230p"}, {"crew_dragon", "houston"}),
        "nasa": ({"crew_dragon", "cargo_dragon", "houston", "z1_gyroscopes", "us_transfer"}, {"soyuz_ms", "korolev"}),
        "spacex": ({"crew_dragon", "cargo_dragon"}, {"soyuz_ms", "houston", "zvezda_reboost"}),
        "energomash": ({"antares_230p"}, {"soyuz_ms", "zvezda_reboost", "crew_dragon"}),
    }  # fmt: skip
    must, may_not = expected[party]
    assert must <= taken
    assert not may_not & taken


def test_a_party_follows_its_controller_and_not_the_other_way_round():
    graph = Graph(ISS, START, DAYS, (Refusal("roscosmos", "engines", date(10, START)),))
    assert graph.controllers("energomash") == ("energomash", "roscosmos")
    assert graph.willing(("energomash",), "engines").tolist() == [True] * 10 + [False] * 110
    other = Graph(ISS, START, DAYS, (Refusal("energomash", "engines", START),))
    assert other.willing(("roscosmos",), "engines").all()
    assert not other.willing(("energomash",), "engines").any()


def test_a_ring_of_controllers_comes_to_an_end(tmp_path):
    pack = seabed(tmp_path / "ring", parties=changed("parties", nereid={"controlled_by": "keel"}))
    assert set(Graph(pack, SEABED_START, 3).controllers("keel")) == {"keel", "nereid"}


def test_all_the_parties_of_a_service_must_be_willing():
    for party in ("nasa", "spacex"):
        graph = Graph(ISS, START, DAYS, (Refusal(party, "crew_flights", START),), known_by=START)
        assert not graph.carrier(ISS.carriers["crew_dragon"]).any()
    assert Graph(ISS, START, DAYS, known_by=START).carrier(ISS.carriers["crew_dragon"]).all()


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_stops_what_carries_it_and_no_other_scope(scope):
    graph = Graph(ISS, START, DAYS, (Refusal("roscosmos", scope, START),), known_by=START)
    for other in SCOPES:
        assert graph.willing(("roscosmos",), other).any() == (other != scope)
    assert graph.willing(("roscosmos",), "").all(), "what has no scope goes on"
    assert graph.willing(("nasa",), scope).all()


def test_a_lifeboat_is_withheld_only_when_it_is_named():
    covered = Suspension("roscosmos", START).covered
    assert set(covered) == set(SCOPES) - {"words", "lifeboat"}
    graph = Graph(ISS, START, DAYS, tuple(Refusal("roscosmos", scope, START) for scope in covered))
    assert graph.willing(ISS.carriers["soyuz_ms"].parties, "lifeboat").all()
    named = Graph(ISS, START, DAYS, (Refusal("roscosmos", "lifeboat", START),))
    assert not named.willing(ISS.carriers["soyuz_ms"].parties, "lifeboat").any()
    assert named.carrier(ISS.carriers["soyuz_ms"]).any(), "the ships still fly"


def test_a_refusal_holds_from_its_first_day_until_the_day_before_it_ends(bed):
    graph = Graph(bed, SEABED_START, 10, (Refusal("nereid", "power", date(3), date(6)),))
    (row,) = graph.services["power"]
    assert graph.service(row).tolist() == [d not in (3, 4, 5) for d in range(10)]


def test_an_outage_holds_from_its_first_day_until_the_day_before_it_ends(bed):
    graph = Graph(bed, SEABED_START, 10, (), (Outage("cable", date(3), date(6)), Outage("bell", date(8))))
    (row,) = graph.services["power"]
    assert graph.asset("cable").tolist() == [d not in (3, 4, 5) for d in range(10)]
    assert graph.service(row).tolist() == graph.asset("cable").tolist()
    assert graph.carrier(bed.carriers["bell"]).tolist() == [d < 8 for d in range(10)]


def test_an_asset_is_there_from_its_first_to_its_last_day_both_included(bed):
    there = Graph(bed, SEABED_START, 120).asset("pump")
    assert np.flatnonzero(there).tolist() == list(range(50, 100))


def test_a_service_holds_from_its_first_to_its_last_day_both_included(tmp_path):
    services = changed("services", cable_power={"valid_from": date(2), "valid_to": date(5)})
    graph = Graph(seabed(tmp_path / "dated", services=services), SEABED_START, 10)
    (row,) = graph.services["power"]
    assert np.flatnonzero(graph.service(row)).tolist() == [2, 3, 4, 5]


def test_a_service_needs_its_provider(tmp_path):
    services = changed("services", cable_power={"provider": "pump"})
    graph = Graph(seabed(tmp_path / "pumped", services=services), SEABED_START, 120)
    (row,) = graph.services["power"]
    assert np.flatnonzero(graph.service(row)).tolist() == list(range(50, 100))


def test_abilities_first_shown_later_are_unknown_then_and_there_in_hindsight(tmp_path):
    services = changed("services", cable_power={"valid_from": date(2)})
    pack = seabed(tmp_path / "later", services=services)
    then, after = Graph(pack, SEABED_START, 120, known_by=SEABED_START), Graph(pack, SEABED_START, 120)
    assert "power" not in then.services and not then.asset("pump").any()
    assert "power" in after.services and after.asset("pump").any()
    assert then.service_names == after.service_names
    on_the_day = Graph(pack, date(2), 10, known_by=date(2))
    assert "power" in on_the_day.services, "what is first shown on the start date is known on it"


def test_an_asset_that_ends_after_the_start_is_not_known_to_end(bed):
    start = date(60)
    assert Graph(bed, start, 100, known_by=start).asset("pump").all()
    assert np.flatnonzero(Graph(bed, start, 100).asset("pump")).tolist() == list(range(40))
    ended = date(100)
    assert not Graph(bed, ended, 10, known_by=ended).asset("pump").any()


STARTS = [
    dt.date(2002, 6, 1),
    dt.date(2008, 10, 1),
    dt.date(2010, 1, 1),
    dt.date(2015, 3, 1),
    dt.date(2021, 7, 1),
    START,
]


def later_hidden(pack: Pack, start: dt.date) -> Pack:
    """The pack as it would stand if nothing after the start had been written into it."""

    def open_ended(rows):
        return {
            name: replace(row, valid_to=None) if row.valid_to is not None and row.valid_to > start else row
            for name, row in rows.items()
            if row.valid_from is None or row.valid_from <= start
        }

    kept = open_ended(pack.services)
    return replace(pack, services=kept)


@pytest.mark.parametrize("start", STARTS)
def test_no_service_ends_then_because_of_what_was_written_later(start):
    then = Graph(ISS, start, 1000, known_by=start)
    blind = Graph(later_hidden(ISS, start), start, 1000, known_by=start)
    for name, rows in then.services.items():
        assert [row.id for row in rows] == [row.id for row in blind.services[name]]
        for row, hidden in zip(rows, blind.services[name], strict=True):
            assert (then.service(row) == blind.service(hidden)).all(), row.id


def test_deliveries_on_hand_outlast_the_supplier_and_others_do_not(bed):
    refusal = Refusal("nereid", "engines", date(5))
    graph = Graph(bed, SEABED_START, 10, (refusal,))
    barge = bed.carriers["barge"]
    assert np.flatnonzero(graph.carrier(barge)).tolist() == [0, 1, 2, 3, 4], "keel follows nereid, its owner"
    assert graph.carrier(barge, from_hand=True).all()
    assert not graph.asset("winch")[5] and graph.asset("winch", from_hand=True)[5]


def test_without_a_delivery_on_hand_nothing_is_flown_from_it(tmp_path):
    pack = seabed(tmp_path / "bare", assets=changed("assets", winch={"on_hand": None}))
    graph = Graph(pack, SEABED_START, 10, (Refusal("keel", "engines", date(5)),))
    assert np.flatnonzero(graph.carrier(pack.carriers["barge"], from_hand=True)).tolist() == [0, 1, 2, 3, 4]


def test_deliveries_are_stopped_by_their_owner_alone_and_only_of_engines_and_stages(bed):
    graph = Graph(bed, SEABED_START, 10, (Refusal("borealis", "engines", SEABED_START),))
    assert graph.asset("quay").all() and graph.asset("winch").all()


def test_an_unknown_asset_is_answered_with_the_nearest(bed):
    with pytest.raises(UnknownName, match="nearest: winch"):
        Graph(bed, SEABED_START, 3).asset("wnch")


@settings(max_examples=15, deadline=None)
@given(refusals(ISS), st.integers(0, DAYS - 1))
def test_whatever_is_not_there_has_a_reason_and_whatever_is_has_none(refusal, day):
    graph = Graph(ISS, START, DAYS, (refusal,), known_by=START)
    for row in ISS.carriers.values():
        assert bool(graph.why_not_carrier(row, day)) != bool(graph.carrier(row)[day]), row.id
    for rows in graph.services.values():
        for service in rows:
            assert bool(graph.why_not_service(service, day)) != bool(graph.service(service)[day]), service.id
    for name in ISS.assets:
        assert bool(graph.why_not_asset(name, day)) != bool(graph.asset(name)[day]), name


def test_a_reason_names_the_party_the_scope_and_the_document():
    graph = Graph(ISS, START, DAYS, (Refusal("roscosmos", "crew_flights", START, source="rogozin-2022-04-02"),))
    (reason,) = graph.why_not_carrier(ISS.carriers["soyuz_ms"], 0)
    assert reason.party == "roscosmos" and reason.sources == ("rogozin-2022-04-02",) and reason.stopped
    assert "crew flights" in reason.what and "Soyuz" in reason.what


def test_the_engine_behind_a_launcher_is_named_as_the_reason():
    graph = Graph(ISS, START, DAYS, (Refusal("roscosmos", "engines", START),), known_by=START)
    reasons = graph.why_not_asset("antares_230p", 0)
    assert reasons and {reason.party for reason in reasons} == {"roscosmos"}


def test_assets_that_need_each_other_are_reported(tmp_path):
    assets = changed("assets", hull={"needs": 'asset("quay")'}, quay={"needs": 'asset("hull")'})
    pack = seabed(tmp_path / "circle", assets=assets)
    assert any(problem.file == "assets.csv" for problem in check_rules(pack))


def test_assets_in_a_circle_of_needs_are_refused_whichever_is_asked_first(tmp_path):
    assets = changed("assets", winch={"needs": 'asset("quay")', "on_hand": None}, quay={"needs": 'asset("winch")'})
    pack = seabed(tmp_path / "circle", assets=assets)
    for asked in ("winch", "quay"):
        with pytest.raises(PackError, match="winch"):
            Graph(pack, SEABED_START, 3).asset(asked)
