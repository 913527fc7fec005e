"""Fault logic: diagrams against brute force, against each other, against published trees, and through Open-PSA XML."""

from __future__ import annotations

import time

import pytest
from fault_trees import PUBLISHED, benchmark, random_tree
from hypothesis import given, settings
from hypothesis import strategies as st

from stationkeep.errors import InputError, UnknownName
from stationkeep.risk import diagram as diagram_module
from stationkeep.risk.diagram import Diagram, TooLarge, truncated
from stationkeep.risk.importance import brute_cut_sets, brute_probability, importance
from stationkeep.risk.mef import parse_mef, read_mef, to_mef
from stationkeep.risk.question import tree_document
from stationkeep.risk.tree import FaultTree, Gate

TREES = st.builds(random_tree, st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 10))


@settings(max_examples=60, deadline=None)
@given(TREES)
def test_cut_sets_of_the_diagram_are_those_of_brute_force(tree):
    diagram = Diagram.of(tree)
    brute = sorted(brute_cut_sets(tree, 12))
    assert sorted(diagram.minimal().sets()) == brute
    assert len(diagram.minimal()) == len(brute)
    assert sorted(truncated(tree, 12).sets()) == brute


@settings(max_examples=40, deadline=None)
@given(TREES, st.integers(0, 4))
def test_an_order_leaves_out_larger_sets_and_nothing_else(tree, order):
    wanted = [one for one in Diagram.of(tree).minimal().sets() if len(one) <= order]
    assert Diagram.of(tree).minimal(order).sets() == wanted
    assert truncated(tree, order).sets() == wanted


@settings(max_examples=30, deadline=None)
@given(st.builds(random_tree, st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 8)))
def test_probability_is_the_sum_over_every_combination(tree):
    diagram = Diagram.of(tree)
    assert diagram.probability({}) == pytest.approx(brute_probability(tree, {}), abs=1e-12)
    assert diagram.minimal().probability(dict(tree.events)) == pytest.approx(diagram.probability({}), abs=1e-12)


def test_large_probabilities_are_no_rare_event_sum():
    tree = FaultTree("t", {"t": Gate("or", ("a", "b", "c"))}, dict.fromkeys("abc", 0.6))
    assert Diagram.of(tree).probability({}) == pytest.approx(1 - 0.4**3)


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_trees_come_out_exact_through_our_own_reader(name):
    events, count, chance = PUBLISHED[name]
    tree = parse_mef(to_mef(benchmark(name)))
    diagram = Diagram.of(tree)
    assert len(diagram.events) == events
    assert len(diagram.minimal()) == count == len(truncated(tree, events))
    assert diagram.probability({}) == pytest.approx(chance, rel=5e-6)


def test_a_graph_of_three_hundred_nodes_is_quick_and_both_ways_agree():
    tree = random_tree(7, 200, 200)
    assert len(tree.used()) + len(tree.ordered()) > 300
    begun = time.process_time()
    cuts = truncated(tree, 3).sets()
    took = time.process_time() - begun
    assert cuts and took < 60  # a sanity bound only: the figure belongs in a benchmark
    for one in cuts[:: max(1, len(cuts) // 50)]:
        assert tree.holds(one)
        assert not any(tree.holds([name for name in one if name != left]) for left in one)


def test_a_tree_too_large_for_a_diagram_still_has_its_cut_sets(monkeypatch):
    tree = random_tree(3, 30, 30)
    whole = tree_document(tree, 3, {})
    monkeypatch.setattr(diagram_module, "MOST_NODES", 60)
    with pytest.raises(TooLarge, match="60 nodes"):
        Diagram.of(tree)
    found = tree_document(tree, 3, {})
    assert found["cutsets"] == whole["cutsets"] and found["probability"] is None and "60 nodes" in found["note"]


def test_constants_and_certain_events_are_handled():
    gates = {"t": Gate("or", ("never", "x")), "never": Gate("false"), "x": Gate("and", ("always", "a", "b"))}
    tree = FaultTree("t", {**gates, "always": Gate("true")}, {"a": 1.0, "b": 0.0})
    diagram = Diagram.of(tree)
    assert diagram.minimal().sets() == [("a", "b")] == truncated(tree, 5).sets()
    assert diagram.probability({}) == 0.0 and diagram.probability({"b": 0.25}) == 0.25
    sure = Diagram.of(FaultTree("t", {"t": Gate("true")}, {}))
    assert sure.probability({}) == 1.0 and sure.minimal().sets() == [()]


def test_one_event_in_two_places_is_one_event():
    gates = {"t": Gate("and", ("p", "q")), "p": Gate("or", ("a", "b")), "q": Gate("or", ("a", "c"))}
    tree = FaultTree("t", gates, dict.fromkeys("abc", 0.5))
    assert Diagram.of(tree).minimal().sets() == [("a",), ("b", "c")]
    assert Diagram.of(tree).probability({}) == pytest.approx(0.5 + 0.5 * 0.25)


def test_a_tree_that_an_event_can_undo_has_no_cut_sets():
    tree = FaultTree("t", {"t": Gate("and", ("a", "n")), "n": Gate("not", ("b",))}, dict.fromkeys("ab", 0.5))
    diagram = Diagram.of(tree)
    assert not diagram.monotone and diagram.probability({}) == 0.25
    with pytest.raises(InputError, match="not monotone"):
        diagram.minimal()
    with pytest.raises(InputError, match="no meaning"):
        truncated(tree, 2)


def test_importance_by_hand():
    tree = FaultTree("t", {"t": Gate("or", ("a", "x")), "x": Gate("and", ("b", "c"))}, dict.fromkeys("abc"))
    p = {"a": 0.1, "b": 0.2, "c": 0.3}
    diagram = Diagram.of(tree)
    whole = 1 - 0.9 * (1 - 0.06)
    rows = {row.member: row for row in importance(diagram, diagram.minimal(), p)}
    assert diagram.probability(p) == pytest.approx(whole)
    assert rows["a"].birnbaum == pytest.approx(1 - 0.06)
    assert rows["a"].raw == pytest.approx(1 / whole) and rows["a"].rrw == pytest.approx(whole / 0.06)
    assert rows["a"].fussell_vesely == pytest.approx(0.1 / whole)
    assert rows["b"].birnbaum == pytest.approx(0.9 * 0.3)
    assert rows["b"].fussell_vesely == rows["c"].fussell_vesely == pytest.approx(0.06 / whole)


def test_importance_divides_by_nothing_without_noise():
    tree = FaultTree("t", {"t": Gate("and", ("a", "b"))}, dict.fromkeys("ab"))
    diagram = Diagram.of(tree)
    first, second = importance(diagram, diagram.minimal(), {"a": 0.0, "b": 0.5})
    assert (first.raw, first.rrw, first.fussell_vesely, second.rrw) == (None, None, None, None)


def test_an_outside_program_finds_the_same():
    faultree = pytest.importorskip("faultree", reason="the outside oracle is not installed")

    def nested(tree, name):
        if name in tree.events:
            return {"id": name, "prob": 0.5}
        gate = tree.gates[name]
        kind = {"and": "AND", "or": "OR", "atleast": "K_OF_N"}[gate.kind]
        node = {"id": name, "gate": kind, "children": [nested(tree, part) for part in gate.parts]}
        return node | ({"k": gate.k} if kind == "K_OF_N" else {})

    for seed in range(12):
        tree = random_tree(seed, 8, 6)
        theirs = faultree.minimal_cut_sets(nested(tree, "top"), max_order=8)["cut_sets"]
        assert sorted(map(tuple, theirs)) == sorted(Diagram.of(tree).minimal().sets())
        compiled = faultree.compile_tree(nested(tree, "top"))
        given = {name: tree.events[name] for name in tree.used()}
        found = faultree.quantify_compiled(compiled, given)["top"]
        assert float(found) == pytest.approx(Diagram.of(tree).probability(given), abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(TREES)
def test_open_psa_there_and_back_keeps_the_logic(tree):
    again = parse_mef(to_mef(tree))
    assert Diagram.of(again).minimal().sets() == Diagram.of(tree).minimal().sets()
    assert Diagram.of(again).probability({}) == pytest.approx(Diagram.of(tree).probability({}), abs=1e-15)


def test_open_psa_reads_nested_formulas_house_events_and_negations():
    text = """<opsa-mef><define-fault-tree name="f">
      <define-gate name="top"><or><and><event name="a"/><house-event name="on"/></and>
        <nor><basic-event name="b"/><not><basic-event name="c"/></not></nor></or></define-gate>
      <define-house-event name="on"><constant value="true"/></define-house-event></define-fault-tree>
      <model-data><define-basic-event name="a"><float value="0.1"/></define-basic-event>
      <define-basic-event name="b"><float value="0.2"/></define-basic-event>
      <define-basic-event name="c"><float value="0.3"/></define-basic-event></model-data></opsa-mef>"""
    tree = parse_mef(text)
    assert Diagram.of(tree).probability({}) == pytest.approx(1 - 0.9 * (1 - 0.8 * 0.3))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<opsa-mef>", "not XML"),
        ("<html/>", "expected <opsa-mef>"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><opsa-mef/>", "document type"),
        ("<opsa-mef/>", "0 gates"),
        ("<opsa-mef><define-gate name='a'><gate name='a'/></define-gate></opsa-mef>", "0 gates"),
        ("<opsa-mef><define-gate name='a'><imply/></define-gate></opsa-mef>", "read are"),
        ("<opsa-mef><define-gate name='a'><atleast min='x'/></define-gate></opsa-mef>", "expected a count"),
        (
            "<opsa-mef><define-gate name='a'><or><event name='e'/></or></define-gate>"
            "<define-basic-event name='e'><float value='1.2'/></define-basic-event></opsa-mef>",
            "from 0 to 1",
        ),
    ],
)
def test_damaged_open_psa_is_answered_with_a_sentence(text, says):
    with pytest.raises(InputError, match=says):
        parse_mef(text)


def test_a_circle_of_gates_is_named():
    gates = {"t": Gate("or", ("u", "a")), "u": Gate("and", ("v", "a")), "v": Gate("or", ("u",))}
    with pytest.raises(InputError, match="u -> v -> u"):
        FaultTree("t", gates, {"a": None})


def test_unknown_parts_and_missing_files_are_named(tmp_path):
    with pytest.raises(UnknownName, match="'b'"):
        FaultTree("t", {"t": Gate("or", ("b",))}, {"a": None})
    with pytest.raises(InputError, match="cannot be read"):
        read_mef(tmp_path / "none.xml")
