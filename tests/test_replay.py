"""Replay: past stops from what was known then. No case is dropped, no later fact is used, every miss is told."""

import csv
import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stationkeep.cli.guard import guarded
from stationkeep.evidence.cases import QuantityTable, bundled_cases, case_schema, load_case, read_case
from stationkeep.evidence.futures import length_quantile, live_case, past_days
from stationkeep.evidence.measures import MEASURES
from stationkeep.evidence.replay import check_quantity, document, replay_case
from stationkeep.facts.pack import load_pack
from stationkeep.sun.history import SpaceWeather

ISS = load_pack("iss")
CASES = {case.id: case for case in bundled_cases(ISS)}
ROOT = Path(__file__).resolve().parents[1]
OBSERVED = ROOT.parent / "shared" / "facts" / "observed.csv"
FEWER = 160
START = dt.date(2020, 1, 1)


@pytest.fixture(scope="module")
def replayed():
    return {name: replay_case(case, ISS) for name, case in CASES.items()}


@pytest.mark.skipif(not OBSERVED.is_file(), reason="the measured data (../shared/facts) are not beside this repository")
def test_every_observed_quantity_stands_in_a_case_with_its_value_and_its_widest_interval():
    with OBSERVED.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    stood = {(case.id, one.id): (case, one) for case in CASES.values() for one in case.quantity}
    assert set(stood) >= {(row["case"], row["quantity"]) for row in rows}
    for row in rows:
        case, quantity = stood[row["case"], row["quantity"]]
        assert case.start.isoformat() == row["start"]
        assert quantity.by is not None and quantity.by.isoformat() == row["by_date"]
        if row["widest_useful_interval"]:
            assert quantity.widest == float(row["widest_useful_interval"])
        if row["observed"] != "see data":
            seen = quantity.observed
            assert row["observed"] == (f"{seen:g}" if isinstance(seen, float) else str(seen))


def test_four_of_five_quantities_lie_inside_and_every_miss_is_told(replayed):
    checks = [(name, check) for name, result in replayed.items() for check in result.checks]
    assert len(checks) == sum(len(case.quantity) for case in CASES.values())
    assert sum(check.inside for _, check in checks) >= 0.8 * len(checks)
    told = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    for name, check in checks:
        if not (check.inside and check.useful):
            assert re.search(rf"`{name}` `{check.quantity.id}`", told), f"{name} {check.quantity.id} is not explained"


def test_intervals_do_not_depend_on_which_members_share_a_chunk():
    more, fewer = (live_case(CASES["ms22"], ISS, members=members) for members in (96, 16))
    for name in ("arrival", "people", "altitude", "seats", "raised"):
        assert np.array_equal(getattr(fewer.lives, name), getattr(more.lives, name)[..., :16])


def scrambled(pack, day):
    """The pack with everything that came after a day made nonsense."""
    later = dt.timedelta(days=400)

    def after(date):
        return date is not None and date > day

    flights = {}
    for name, row in pack.flights.items():
        if row.launched is None or row.launched > day:
            continue
        unknown = dt.date(2100, 1, 1) if after(row.departed) else row.departed
        flights[name] = replace(row, departed=unknown, down=row.down if unknown == row.departed else {"ros": 9.0})
    assets = {
        name: replace(row, valid_to=row.valid_to + later if after(row.valid_to) else row.valid_to)
        for name, row in pack.assets.items()
    }
    carriers = {
        name: replace(row, valid_to=row.valid_to + later)
        if after(row.valid_to) and (row.end_known is None or after(row.end_known))
        else row
        for name, row in pack.carriers.items()
    }
    return replace(
        pack,
        flights=flights,
        assets=assets,
        carriers=carriers,
        plans=tuple(row for row in pack.plans if not after(row.known_on)),
        orbit_history=tuple(replace(r, altitude_km=555.0) if after(r.date) else r for r in pack.orbit_history),
        masses=tuple(replace(row, mass_kg=9e5) if after(row.date) else row for row in pack.masses),
        drag_arcs=tuple(row for row in pack.drag_arcs if not after(row.end)),
        stock_levels=tuple(replace(r, low=1.0, value=2.0, high=3.0) if after(r.date) else r for r in pack.stock_levels),
        parameters=tuple(replace(r, value=9e9) if after(r.valid_from) else r for r in pack.parameters),
        stops={name: row for name, row in pack.stops.items() if not after(row.ended)},
        statements={},
    )


@pytest.mark.parametrize("name", sorted(CASES))
def test_nothing_from_after_the_start_is_used(name, monkeypatch):
    case = CASES[name]
    known = replay_case(case, ISS, members=FEWER)
    record = SpaceWeather.load()
    place = record.index(np.datetime64(case.start, "D"))
    f107, ap = record.f107.copy(), record.ap.copy()
    f107[place:], ap[place:] = 333.0, 77.0
    monkeypatch.setattr(SpaceWeather, "load", classmethod(lambda cls: cls(record.first_day, f107, ap)))
    found = replay_case(case, scrambled(ISS, case.start), members=FEWER)
    assert [(c.p05, c.p50, c.p95, c.shares) for c in found.checks] == [
        (c.p05, c.p50, c.p95, c.shares) for c in known.checks
    ]


def test_a_prediction_moves_with_what_was_known():
    early = {name: replace(r, ended=r.ended + dt.timedelta(days=100)) for name, r in ISS.stops.items()}
    found = replay_case(CASES["pad31"], replace(ISS, stops=early), members=64)
    known = replay_case(CASES["pad31"], ISS, members=64)
    assert found.checks[1].p50 > known.checks[1].p50 + 60


def quantity(**given):
    base = {"id": "q", "meaning": "m", "measure": "people_least", "unit": "people", "observed": 3.0, "sources": []}
    return QuantityTable.model_validate({**base, **given})


def test_an_interval_is_of_the_members_and_the_observed_value_must_lie_in_it():
    values = np.arange(1.0, 101.0)
    found = check_quantity(quantity(observed=5.0, widest=90.0), values, START)
    assert (found.p05, found.p50, found.p95, found.inside, found.width, found.useful) == (
        5.0,
        50.0,
        95.0,
        True,
        90.0,
        True,
    )
    assert not check_quantity(quantity(observed=4.0), values, START).inside
    assert not check_quantity(quantity(observed=96.0), values, START).inside
    assert not check_quantity(quantity(observed=50.0, widest=89.0), values, START).useful


def test_what_does_not_come_to_pass_has_no_date_and_no_useful_width():
    days = np.array([10.0] * 50 + [np.inf] * 50)
    found = check_quantity(quantity(unit="date", observed=dt.date(2020, 1, 11), widest=30.0), days, START)
    assert (found.p05, found.p95) == (dt.date(2020, 1, 11), None)
    assert found.inside and found.width is None and not found.useful
    never = check_quantity(quantity(unit="date", observed=dt.date(2020, 1, 11)), np.full(9, np.inf), START)
    assert never.p05 is None and not never.inside


def test_a_name_is_inside_only_where_most_members_give_it():
    told = ["water"] * 6 + ["food"] * 4
    assert check_quantity(quantity(unit="name", observed="water"), told, START).inside
    found = check_quantity(quantity(unit="name", observed="food"), told, START)
    assert not found.inside and found.p50 == "water" and found.shares == {"water": 0.6, "food": 0.4}


@pytest.mark.parametrize(
    ("freedom", "share", "student"), [(3, 0.95, 2.3534), (7, 0.95, 1.8946), (7, 0.05, -1.8946), (4, 0.9, 1.5332)]
)
def test_the_length_of_the_next_stop_follows_students_t_on_logarithms(freedom, share, student):
    past = [np.exp(x) for x in np.linspace(3.0, 5.0, freedom + 1)]
    logs = np.log(past)
    expected = np.exp(logs.mean() + student * logs.std(ddof=1) * np.sqrt(1 + 1 / len(past)))
    assert length_quantile(past, share) == pytest.approx(expected, rel=0.02)


def test_a_stop_that_was_not_over_is_no_precedent():
    kind = "russian_station_launches"
    assert past_days(ISS, kind, dt.date(2011, 10, 30)) == [49, 24, 78, 15]
    assert past_days(ISS, kind, dt.date(2011, 10, 31)) == [49, 24, 78, 15, 67]


def test_a_case_needs_no_code(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        """schema = "stationkeep.case/1"
id = "mine"
title = "Soyuz rockets stand still in 2018"
start = 2018-10-11
horizon = "120d"

[[fail]]
asset = "soyuz_fg"
on = 2018-10-11
lasts_like = "russian_station_launches"

[[quantity]]
id = "crew"
meaning = "smallest crew"
measure = "people_least"
by = 2018-12-31
unit = "people"
observed = 3
sources = ["flight-log"]
""",
        encoding="utf-8",
    )
    case, problems = read_case(path, ISS)
    assert problems == [] and case is not None
    assert document([replay_case(case, ISS, members=32)], 1)["cases"][0]["checks"][0]["observed"] == 3


DAMAGE = [
    ('measure = "people_least"', 'measure = "people_lest"', "quantity[1].measure", "people_least"),
    ('unit = "people"', 'unit = "date"', "quantity[1].observed", "date"),
    ("by = 2004-12-31", "by = 2003-01-31", "quantity[1].by", "after the start"),
    ("by = 2004-12-31", "by = 2014-12-31", "quantity[1].by", "where the horizon ends"),
    ('asset = "shuttle"', 'asset = "shutle"', "fail[1].asset", "shuttle"),
    ("widest = 1.0", "widest = -1.0", "quantity[1].widest", ""),
    ('stock = "food"\n', "", "quantity[4].measure", "stock"),
    ("on = 2003-02-01", 'on = 2003-02-01\nlasts_like = "orbiters"', "fail[1].lasts_like", "russian_station_launches"),
    ('sources = ["reserve-45"]', 'sources = ["reserve-46"]', "quantity[4].sources", "reserve-45"),
]


@pytest.mark.parametrize(("found", "written", "field", "said"), DAMAGE)
def test_a_damaged_case_is_refused_with_its_line_and_its_mend(found, written, field, said, tmp_path, capsys):
    text = (ISS.root / "replay" / "shuttle2003.toml").read_text(encoding="utf-8")
    assert found in text
    path = tmp_path / "damaged.toml"
    path.write_text(text.replace(found, written, 1), encoding="utf-8")
    case, problems = read_case(path, ISS)
    assert case is None and field in [problem.field for problem in problems]
    problem = next(p for p in problems if p.field == field)
    assert problem.line > 0 and said in str(problem)
    assert guarded(["replay", str(path)]) == 2
    assert guarded(["check", str(path)]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_an_unknown_case_is_answered_with_the_nearest(capsys):
    assert guarded(["replay", "ms23"]) == 2
    assert "ms22" in capsys.readouterr().err
    for command in (["replay", "ms22", "--members", "3"], ["replay", "--members", "0"]):
        capsys.readouterr()
        assert guarded(command) == 2
        assert capsys.readouterr().err.count("\n") == 1, "nothing is begun before the number is refused"


def test_the_command_prints_one_object_and_a_plot(tmp_path, capsys):
    assert guarded(["replay", "ms22", "--members", "32", "--json", "--plots", str(tmp_path)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["schema"] == "stationkeep.replay/1"
    assert {"id", "start", "checks"} <= set(printed["cases"][0])
    promised = {"quantity", "predicted_p05", "predicted_p50", "predicted_p95", "observed", "inside"}
    assert all(promised <= set(check) for check in printed["cases"][0]["checks"])
    assert (tmp_path / "ms22.svg").read_text(encoding="utf-8").count("observed") >= 2
    assert guarded(["replay", "ms22", "--members", "32"]) == 0
    assert "2 of 2 quantities lie in their 90 % interval" in capsys.readouterr().out


FURTHER = sorted((Path(__file__).parent / "replay_cases").glob("*.toml"))


@pytest.mark.parametrize("path", FURTHER, ids=[path.stem for path in FURTHER])
def test_a_case_that_nobody_tuned_on_is_read_and_predicted(path):
    """Five stops that the pack was not made with; how they come out stands in docs/validation.md, missed or not."""
    case, problems = read_case(path, ISS)
    assert case is not None and not problems
    told = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    for check in replay_case(case, ISS, members=128).checks:
        assert check.p50 is not None and f"| {case.id} | {check.quantity.id}" in told


def test_an_unknown_measure_is_answered_with_the_nearest(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text(FURTHER[0].read_text(encoding="utf-8").replace("days_to_flight", "days_to_fligth"), "utf-8")
    assert guarded(["replay", str(path)]) == 2
    assert "days_to_flight" in capsys.readouterr().err


BROKEN = """
schema = "stationkeep.case/1"
id = "mine"
title = ""
start = 2022-02-26
horizon = "1y"
members = 3
[[suspend]]
party = "roskosmos"
on = "2022-03-03"
[[quantity]]
id = "a"
meaning = "b"
measure = "stock_least"
observed = []
unit = "kg"
sources = "x"
stock = 5
widest = -1
gross = 1
by = 2031-01-01
[[quantity]]
id = "b"
meaning = "b"
measure = "flightz"
observed = nan
unit = "flights"
sources = ["nope"]
carriers = ["sojuz_ms"]
"""


def test_everything_wrong_with_a_case_is_told_at_once_and_in_our_words(tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text(BROKEN, encoding="utf-8")
    case, problems = read_case(path, ISS)
    assert case is None
    assert [problem.field for problem in problems] == [
        "title", "members", "suspend[1].party", "suspend[1].on", "quantity[1].observed", "quantity[1].sources",
        "quantity[1].stock", "quantity[1].widest", "quantity[1].gross", "quantity[1].by", "quantity[2].measure",
        "quantity[2].observed", "quantity[2].sources", "quantity[2].carriers",
    ]  # fmt: skip
    told = "\n".join(str(problem) for problem in problems)
    assert all(problem.line > 1 for problem in problems) and "soyuz_ms" in told
    assert not [word for word in ("input", "valid ", "constrained", "should") if word in told.lower()], told


def test_a_start_that_the_pack_does_not_know_is_told_by_the_check_of_a_case(tmp_path):
    text = (ISS.root / "replay" / "ms22.toml").read_text(encoding="utf-8")
    path = tmp_path / "early.toml"
    path.write_text(re.sub(r"(?m)^start = .*$", "start = 1990-01-01", text), encoding="utf-8")
    assert "start" in [problem.field for problem in read_case(path, ISS)[1]]


def test_the_schema_names_every_measure():
    measure = case_schema()["$defs"]["QuantityTable"]["properties"]["measure"]
    assert [one["const"] for one in measure["oneOf"]] == list(MEASURES)


def test_measures_agree_with_the_members_that_they_are_taken_from():
    case = load_case("ms22", ISS)
    futures = live_case(case, ISS, members=64)
    people = futures.lives.people[1].sum(axis=0)

    def take(measure, **given):
        return MEASURES[measure].take(futures, quantity(measure=measure, **given))

    assert (take("people_most") == people.max(axis=0)).all() and (take("people_least") == people.min(axis=0)).all()
    assert (take("people_least", who="ros") <= take("people_least")).all()
    below = take("day_people_below", below=7.0)
    assert all(np.isinf(day) or people[int(day), m] < 7 for m, day in enumerate(below))
    gross, net = (take("altitude_loss_km", by=dt.date(2023, 6, 1), gross=g) for g in (True, False))
    assert (gross >= net - 1e-4).all() and gross.mean() > 3.0
    assert np.allclose(gross - net, futures.lives.raised[1, 168], atol=1e-4)
    launch, dock = (take("days_to_flight", carriers=["soyuz_ms"], event=e) for e in ("launch", "dock"))
    assert (launch < dock).all() and (launch >= 0).all()  # one that is lost is launched and never docks
    assert (take("flights", carriers=["soyuz_ms"]) <= take("flights", carriers=["soyuz_ms", "progress_ms"])).all()
    assert (take("stock_least", stock="food") <= take("stock_level", stock="food", by=dt.date(2023, 6, 1))).all()
    assert (take("functions_lost", by=dt.date(2022, 12, 16)) <= take("functions_lost")).all()
    assert (take("day_function_lost", function="crew.return") == 0).all()
    assert np.isinf(take("day_altitude_below", below=200.0)).all()
    by = dt.date(2023, 6, 1)
    assert (take("people_on", by=by) == people[168]).all()
    assert (take("altitude_least_km", by=by) <= take("altitude_km", by=by)).all()
    assert (take("raised_km", by=by) == futures.lives.raised[1, 168].astype(float)).all()
    assert (take("stock_most", stock="food") >= take("stock_least", stock="food")).all()
    assert (take("flights_lost", party="roscosmos") <= take("flights", party="roscosmos")).all()
    below = take("day_stock_below", stock="water", below=3400.0)
    assert (np.isinf(below) == (take("stock_least", stock="water") >= 3400.0)).all() and np.isfinite(below).any()
    assert (take("brought", stock="food", by=by) <= take("brought", stock="food")).all()
    short, seats = take("days_without_seat"), take("seat_margin_least")
    assert (short > 0).all() and (seats < 0).all(), "three have no seat from the first day on"
    out = take("days_without_function", function="crew.return")
    assert (out <= short).all() and (take("day_without_function", function="crew.return") == 0).all()
    assert (take("days_without_function", function="crew.return", after=by) <= out).all()
    assert (take("cover_least", stock="food") > 0).all()


def test_the_longest_gap_counts_from_the_last_flight_before_the_start():
    case = load_case("pad31", ISS)
    futures = live_case(case, ISS, members=64)
    gap = MEASURES["flight_gap_days"].take(
        futures, quantity(measure="flight_gap_days", carriers=["progress_ms"], event="launch", by=dt.date(2026, 9, 1))
    )
    first = MEASURES["days_to_flight"].take(
        futures, quantity(measure="days_to_flight", carriers=["progress_ms"], event="launch", by=dt.date(2026, 9, 1))
    )
    newest = max(f.launched for f in ISS.flights.values() if f.carrier == "progress_ms" and f.launched < case.start)
    waited = (case.start - newest).days
    assert waited == 77 and (gap[np.isfinite(first)] >= first[np.isfinite(first)] + waited).all()
