"""Matrix, clock, exports and commands: what they promise, the same bytes always, a sentence for bad input."""

from __future__ import annotations

import datetime as dt
import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from stationkeep.cli.guard import guarded
from stationkeep.cli.matrix import page
from stationkeep.disruption.toml import load_scenario
from stationkeep.errors import InputError, UnknownName
from stationkeep.facts.pack import load_pack
from stationkeep.risk import clock
from stationkeep.risk.diagram import Diagram
from stationkeep.risk.matrix import difference, document, read, withdraw_each
from stationkeep.risk.mef import read_mef
from stationkeep.risk.snapshot import Snapshot
from stationkeep.risk.station_graph import COLLAPSES, station_graph
from stationkeep.risk.structure import Structure

ISS = load_pack("iss")
WAR, LATE = dt.date(2022, 2, 26), dt.date(2026, 6, 5)


@pytest.fixture(scope="module")
def matrices():
    return [document(withdraw_each(ISS, on, 120, members=64), ISS) for on in (WAR, LATE)]


def test_the_matrix_has_every_party_and_function(matrices):
    for found in matrices:
        assert len(found["parties"]) >= 12 and "nasa" in found["parties"]
        shape = (len(found["parties"]), len(found["functions"]))
        for key in ("days_p50", "probability", "standard_error"):
            assert np.array(found[key], dtype=object).shape == shape, key


def test_the_matrix_knows_who_can_end_reboost_at_once(matrices):
    place = [(m["parties"].index("roscosmos"), m["functions"].index("orbit.reboost")) for m in matrices]
    assert matrices[0]["days_p50"][place[0][0]][place[0][1]] == 0
    assert matrices[1]["days_p50"][place[1][0]][place[1][1]] > 3


def test_who_withdraws_is_hurt_too(matrices):
    row = matrices[0]["hurt"][matrices[0]["parties"].index("roscosmos")]
    own = next(who for who in row["who"] if who["party"] == "roscosmos")
    assert own["person_days_lost_p50"] > 0 and "crew.ros" in own["functions"]


def test_the_difference_of_two_dates_names_what_changed(matrices):
    found = difference(matrices[0], matrices[1], ISS)
    cells = {(row["party"], row["function"]) for row in found["cells"]}
    assert ("roscosmos", "orbit.reboost") in cells
    assert any(row["provider"] == "Cargo Dragon 2" and row["what"] == "begins" for row in found["changes"])


@pytest.fixture(scope="module")
def clocks():
    scenario = load_scenario("suspension-2022", ISS)
    return clock.clocks(scenario, ISS, longest_days=360, step_days=120, members=64)


def test_a_longer_suspension_never_recovers_more(clocks):
    found, lived = clocks
    assert {one.function for one in found} >= {"orbit.reboost", clock.STATION}
    for one in found:
        assert one.broken <= 0.25, one.function
        assert one.why and set(np.unique(one.days)) <= {-1, 120, 240, 360}
    rows = clock.document(found, lived, 120, 64, 1)["clocks"]
    for row in rows:
        days = [row[key] if row[key] is not None else 10**6 for key in ("days_p05", "days_p50", "days_p95")]
        assert days == sorted(days)


def test_the_clock_of_longer_trials_is_the_same_where_both_looked(clocks):
    scenario = load_scenario("suspension-2022", ISS)
    found, _ = clock.clocks(scenario, ISS, longest_days=120, step_days=120, members=64)
    short = {one.function: one.days for one in found}
    for one in clocks[0]:
        if one.function in short:
            both = (one.days == 120) != (short[one.function] == 120)
            assert both.mean() <= one.broken + 1e-9  # only who would come back after longer may differ


def test_the_clock_is_drawn(clocks, tmp_path):
    pytest.importorskip("matplotlib")
    from stationkeep.risk.clock_picture import draw_clock

    found, lived = clocks
    draw_clock(clock.document(found, lived, 120, 64, 1), tmp_path / "c.svg")
    text = (tmp_path / "c.svg").read_text(encoding="utf-8")
    assert "the station" in text and "raising the orbit" in text


def test_nothing_suspended_has_no_clock():
    scenario = load_scenario("suspension-2022", ISS).undisturbed()
    with pytest.raises(InputError, match="nothing can resume"):
        clock.clocks(scenario, ISS)
    with pytest.raises(InputError, match="step"):
        clock.clocks(load_scenario("suspension-2022", ISS), ISS, step_days=0)


@pytest.mark.parametrize("collapse", COLLAPSES)
def test_the_graph_is_whole_and_other_programs_can_read_it(collapse):
    made = station_graph(Snapshot.of(ISS, WAR), collapse)
    names = {node.id for node in made.nodes}
    assert made.edges and all(edge.source in names and edge.target in names for edge in made.edges)
    root = ET.fromstring(made.to_graphml())
    space = "{http://graphml.graphdrawing.org/xmlns}"
    assert len(root.findall(f".//{space}node")) == len(made.nodes)
    assert len(root.findall(f".//{space}edge")) == len(made.edges)
    if collapse != "none":
        assert len(made.nodes) <= 60


def test_networkx_reads_the_graph(tmp_path):
    networkx = pytest.importorskip("networkx", reason="an outside reader of GraphML")
    made = station_graph(Snapshot.of(ISS, WAR), "none")
    (tmp_path / "g.graphml").write_text(made.to_graphml(), encoding="utf-8")
    graph = networkx.read_graphml(tmp_path / "g.graphml")
    assert graph.number_of_nodes() == len(made.nodes)
    reached = networkx.descendants(graph, "vehicle:cygnus")
    assert {"party:northrop", "party:energomash", "party:yuzhmash"} <= reached


def test_an_unknown_collapse_brings_the_known_ones():
    with pytest.raises(UnknownName, match="party"):
        station_graph(Snapshot.of(ISS, WAR), "parties")


def test_the_tree_of_a_function_goes_out_and_comes_back(tmp_path, capsys):
    path = tmp_path / "t.xml"
    assert guarded(["graph", "--function", "cargo.up", "--on", str(LATE), "--to", str(path)]) == 0
    ours = Diagram.of(Structure(Snapshot.of(ISS, LATE)).tree("cargo.up"))
    assert Diagram.of(read_mef(path)).minimal().sets() == ours.minimal().sets()
    capsys.readouterr()
    assert guarded(["cutsets", "--tree", str(path), "--order", "9", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["minimal_cut_sets"] == len(ours.minimal())


@pytest.mark.parametrize("function", ["crew.access", "cargo.up", "attitude.control"])
def test_an_outside_program_finds_the_same_in_the_file(function, tmp_path):
    """The file is taken apart here, not by our reader."""
    faultree = pytest.importorskip("faultree", reason="the outside oracle is not installed")
    path = tmp_path / "t.xml"
    assert guarded(["graph", "--function", function, "--on", str(LATE), "--to", str(path)]) == 0
    holder = ET.parse(path).getroot().find("define-fault-tree")
    formulas = {gate.get("name"): next(part for part in gate if part.tag != "label") for gate in holder}

    def nested(name):
        if name not in formulas:
            return {"id": name, "prob": 0.5}
        formula = formulas[name]
        kind = {"and": "AND", "or": "OR", "atleast": "K_OF_N"}[formula.tag]
        node = {"id": name, "gate": kind, "children": [nested(part.get("name")) for part in formula]}
        return node | ({"k": int(formula.get("min"))} if kind == "K_OF_N" else {})

    theirs = faultree.minimal_cut_sets(nested(holder[0].get("name")), max_order=4, max_candidates=10**6)["cut_sets"]
    ours = Diagram.of(Structure(Snapshot.of(ISS, LATE)).tree(function)).minimal(4).sets()
    assert sorted(map(tuple, theirs)) == sorted(ours)


@pytest.mark.parametrize("name", ["g.svg", "g.graphml", "g.json"])
def test_drawings_and_files_are_the_same_bytes_every_time(name, tmp_path):
    if name.endswith("svg"):
        pytest.importorskip("matplotlib")
    written = []
    for number in range(2):
        path = tmp_path / f"{number}-{name}"
        assert guarded(["graph", "--on", str(WAR), "--to", str(path)]) == 0
        written.append(path.read_bytes())
    assert written[0] == written[1]


def test_the_heat_map_is_drawn(matrices, tmp_path):
    pytest.importorskip("matplotlib")
    from stationkeep.risk.picture import draw_matrix

    draw_matrix(matrices[0], tmp_path / "m.svg")
    text = (tmp_path / "m.svg").read_text(encoding="utf-8")
    assert "Roscosmos" in text and "raising the orbit" in text
    draw_matrix(matrices[0] | {"difference": difference(*matrices, ISS)}, tmp_path / "d.svg")
    assert "framed: → on 2026-06-05" in (tmp_path / "d.svg").read_text(encoding="utf-8")


def test_a_matrix_is_read_in_columns_that_matter(matrices):
    for found in matrices:
        reading = read(found)
        shown = [name for names, _ in reading.columns for name in names]
        assert set(shown) >= {"roscosmos", "nasa", "csa"} and len(set(shown)) == len(shown)
        assert {*shown, *(name for name, _, _ in reading.little), *found["no_effect"]} == set(found["parties"])
        spared = {found["labels"].index(label) for label in reading.spared}
        assert spared | set(reading.rows) == set(range(len(found["labels"])))
        text = page(found, 100, False)
        assert all(name in text for name in found["parties"]) and max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("on", [WAR, LATE])
def test_every_vehicle_that_flies_is_told_with_who_stands_behind_it(on, capsys):
    assert guarded(["suppliers", "--on", str(on), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    behind = {row["vehicle"]: {one["party"]: one for one in row["suppliers"]} for row in found["vehicles"]}
    assert {"soyuz_ms", "progress_ms", "crew_dragon", "cargo_dragon"} <= set(behind)
    assert behind["progress_ms"]["kazakhstan"]["kind"] == "pad" and behind["progress_ms"]["kazakhstan"]["alone"]
    cygnus = behind["cygnus" if on == WAR else "cygnus_xl"]
    assert cygnus["csa"]["kind"] == "arrival" and cygnus["csa"]["through"][-1] == "berthing with the arm"
    if on == WAR:
        engine = cygnus["energomash"]
        assert (engine["steps"], engine["on_hand"], engine["alone"]) == (3, 2, True)
        assert engine["flies_until"] > str(on)
        assert not {"spacex", "ula", "ussf"} & set(cygnus)  # their rockets did not fly it then
    assert guarded(["suppliers", "cygnus", "--on", str(on)]) == 0
    assert "Who stands behind" in capsys.readouterr().out


def test_commands_print_one_json_object(capsys):
    ask = ["cutsets", "--function", "orbit.reboost", "--on", str(WAR), "--probability", "Russia=0.2", "--json"]
    assert guarded(ask) == 0
    out, _ = capsys.readouterr()
    found = json.loads(out)
    assert found["schema"] == "stationkeep.cutsets/1"
    assert {"members": ["roscosmos"], "order": 1, "probability": 0.2, "share": 1.0, "standard_error": 0.0} in found[
        "cutsets"
    ]
    assert set(found["importance"][0]) == {"member", "birnbaum", "raw", "rrw", "fussell_vesely"}


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (["cutsets", "--function", "orbit.rebost", "--on", "2022-02-26"], "orbit.reboost"),
        (["cutsets", "--function", "orbit.reboost", "--on", "1999-01-01"], "2000-11-02"),
        (["cutsets", "--function", "orbit.reboost", "--probability", "nasa=1.2"], "from 0 to 1"),
        (["cutsets", "--function", "orbit.reboost", "--probability", "nasa"], "from 0 to 1"),
        (["cutsets", "--function", "orbit.reboost", "--depth", "deep"], "direct"),
        (["cutsets", "--function", "orbit.reboost", "--of", "people"], "parties"),
        (["cutsets", "--function", "orbit.reboost", "--within", "0"], "--within"),
        (["cutsets", "--function", "cygnus", "--depth", "cascade"], "no function"),
        (["cutsets"], "--function"),
        (["cutsets", "--function", "orbit.reboost", "--order", "0"], "order"),
        (["cutsets", "--function", "orbit.reboost", "--within", "-1"], "--within"),
        (["cutsets", "--function", "orbit.reboost", "--probability", "roskosmoss=0.2"], "roscosmos"),
        (["cutsets", "--function", "orbit.reboost", "--scopes", "seets"], "seats"),
        (["cutsets", "--function", "orbit.reboost", "--members", "0"], "members"),
        (["suppliers", "cignus"], "cygnus"),
        (["suppliers", "--on", "1999-01-01"], "2000-11-02"),
        (["matrix", "--horizon", "0d"], "horizon"),
        (["clock", "--horizon", "0d"], "horizon"),
        (["clock", "--step", "0"], "--step"),
        (["graph", "--on", "1999-01-01"], "2000-11-02"),
        (["cutsets", "--function", "reboost"], "no function 'reboost'; nearest: orbit.reboost"),
        (["cutsets", "--function", "eva.us"], "no function 'eva.us'; nearest: eva.usos, eva.ros"),
        (["cutsets", "--function", "soyuz_mss"], "('soyuz_ms' is a type of vehicle)"),
        (["suppliers", "zarya"], "('zarya' is an asset)"),
        (["cutsets", "--tree", "none.xml"], "none.xml"),
        (["matrix", "--party", "nassa"], "nasa"),
        (["matrix", "--members", "0"], "members"),
        (["matrix", "--on", "1999-01-01"], "2000-11-02"),
        (["clock", "suspension-2202"], "suspension-2022"),
        (["clock", "--step", "1", "--horizon", "20y"], "--step"),
        (["graph", "--to", "g.doc"], ".graphml"),
        (["graph", "--to", "g.xml"], "--function"),
        (["claims", "nasa22_11"], "nasa22_1"),
        (["claims", "--members", "1"], "members"),
    ],
)
def test_bad_input_gets_a_sentence_and_exit_code_2(ask, says, capsys):
    assert guarded(ask) == 2
    out, err = capsys.readouterr()
    assert says in err and "Traceback" not in err and out == ""
