"""Rules: every word can be read, every mistake is named with its mend, and no text does anything else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import rule_texts

from stationkeep.errors import InputError
from stationkeep.facts.pack import load_pack
from stationkeep.station import rules
from stationkeep.station.rules import (
    Arithmetic,
    AssetRef,
    Choose,
    Compare,
    FunctionRef,
    Literal,
    Logic,
    Number,
    Provided,
    RuleError,
    parse,
)

EXAMPLES = {
    "all": ('all(asset("a"), asset("b"))', Logic("all", (AssetRef("a"), AssetRef("b")))),
    "any": ('any(asset("a"))', Logic("any", (AssetRef("a"),))),
    "at_least": (
        'at_least(2, asset("a"), asset("b"), asset("c"))',
        Logic("at_least", (AssetRef("a"), AssetRef("b"), AssetRef("c")), 2),
    ),
    "no": ('no(asset("a"))', Logic("no", (AssetRef("a"),))),
    "provided": ('provided("s", within_days=par("p"))', Provided("s", Number("par", "p"))),
    "due": ('due("s", within_days=par("p"))', Provided("s", Number("par", "p"), docked=False)),
    "function": ('function("f")', FunctionRef("f", False)),
    "yesterday": ('yesterday("f")', FunctionRef("f", True)),
    "asset": ('asset("a")', AssetRef("a")),
    "choose": ('choose(asset("a"), 1, 0)', Choose(AssetRef("a"), Literal(1.0), Literal(0.0))),
    "stock": ('stock("s")', Number("stock", "s")),
    "level": ('level("altitude_km")', Number("level", "altitude_km")),
    "par": ('par("p")', Number("par", "p")),
    "people": ('people("ros") + people()', Arithmetic("+", Number("people", "ros"), Number("people"))),
    "seats": ("seats()", Number("seats")),
    "power": ('power("usos")', Number("power", "usos")),
    "cover_days": ('cover_days("food")', Number("cover_days", "food")),
    "cargo_ahead": ('cargo_ahead(within_days=par("p"))', Number("cargo_ahead", "", Number("par", "p"))),
    "coming": ('coming("s", within_days=3)', Number("coming", "s", Literal(3.0))),
}


def test_every_word_of_the_rules_has_an_example_here():
    assert set(EXAMPLES) == set(rules.WORDS)


@pytest.mark.parametrize("word", rules.WORDS)
def test_every_word_is_read_into_the_tree_that_it_means(word):
    text, tree = EXAMPLES[word]
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("people() >= 1", Compare(False, Number("people"), Literal(1.0))),
        ("people() > 1", Compare(True, Number("people"), Literal(1.0))),
        ("people() <= 1", Compare(False, Literal(1.0), Number("people"))),
        ("people() < 1", Compare(True, Literal(1.0), Number("people"))),
    ],
)
def test_less_than_is_greater_than_with_its_sides_exchanged(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize("operator", "+-*/")
def test_arithmetic_keeps_its_operator_and_its_order(operator):
    assert parse(f"seats() {operator} people()") == Arithmetic(operator, Number("seats"), Number("people"))
    assert parse("2 + 3 * 4") == Arithmetic("+", Literal(2.0), Arithmetic("*", Literal(3.0), Literal(4.0)))
    assert parse("5 - 3 - 1") == Arithmetic("-", Arithmetic("-", Literal(5.0), Literal(3.0)), Literal(1.0))


MALFORMED = {
    "": "one expression",
    "all(": "one expression",
    "a = 1": "one expression",
    "1 2": "one expression",
    "al(asset('a'))": "a word of the rules",
    "__import__('os')": "a word of the rules",
    "rules.parse('x')": "a word of the rules",
    "asset": "a word of the rules",
    "'text'": "a word of the rules",
    "lambda: 1": "a word of the rules",
    "[asset('a')]": "a word of the rules",
    "asset('a') and asset('b')": "a word of the rules",
    "not asset('a')": "a word of the rules",
    "-1": "a word of the rules",
    "2 ** 3": "a word of the rules",
    "7 // 2": "a word of the rules",
    "all(*x)": "a word of the rules",
    "1 < people() < 3": "a word of the rules",
    "True": "a word of the rules",
    "people() == 3": ">=, >, <= or <",
    "people() != 3": ">=, >, <= or <",
    "people() in 3": ">=, >, <= or <",
    "no()": "one part",
    "no(asset('a'), asset('b'))": "one part",
    "at_least(asset('a'))": "at_least(k, a, b, ...)",
    "at_least()": "at_least(k, a, b, ...)",
    "choose(asset('a'), 1)": "3",
    "provided()": 'provided("id")',
    "provided(3)": 'provided("id")',
    "provided('a', 'b')": 'provided("id")',
    "provided(par('a'))": 'provided("id")',
    "asset('a', within_days=3)": "within_days alone",
    "provided('a', before=3)": "within_days alone",
    "provided('a', **x)": "a word of the rules",
    "seats(1)": "0",
    "cargo_ahead()": "cargo_ahead(..., within_days=par(...))",
    "cargo_ahead('a', within_days=3)": "0",
    "coming('a')": "coming(..., within_days=par(...))",
    "stock()": 'stock("id")',
    "people('a', 'b')": 'people("id")',
    "all(" + "1, " * 2000 + "1)": "at most 4000",
    "(" * 500 + "1" + ")" * 500: "one expression",
    "1" + "+1" * 1900: "one expression",
    "asset('\x00')": "one expression",
}


@pytest.mark.parametrize("text", MALFORMED, ids=lambda text: text[:30].encode("unicode_escape").decode())
def test_a_malformed_rule_says_what_was_found_what_was_expected_and_the_mend(text):
    with pytest.raises(RuleError) as caught:
        parse(text)
    error = caught.value
    assert MALFORMED[text] in error.expected
    assert error.found and error.fix
    assert isinstance(error, InputError) and error.exit_code == 2
    for part in (error.found, error.expected, error.fix):
        assert part in str(error)
    assert len(str(error)) < 600


@pytest.mark.parametrize(
    ("text", "shown"),
    [("people() >= 11", "11"), ("stock('a') > 4500", "4500"), ("people() * 0.84 >= 1", "0.84"), ("seats() > 1e9", "1")],
)
def test_a_fact_in_disguise_is_refused_and_sent_to_the_parameters(text, shown):
    with pytest.raises(RuleError) as caught:
        parse(text)
    assert shown in caught.value.found and "par(" in caught.value.fix
    assert parse(f"people() >= {rules.LARGEST_COUNT}")


def test_a_misspelt_word_is_answered_with_the_nearest():
    with pytest.raises(RuleError, match="did you mean provided"):
        parse('provide("power")')


ALPHABET = st.sampled_from(
    [*rules.WORDS, "(", ")", ",", '"a"', "'b'", "1", "12", ">=", "<", "+", "-", "=", "within_days="]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(ALPHABET, max_size=12).map("".join), st.binary().map(repr)))
def test_any_text_gives_a_rule_or_a_rule_error_and_nothing_else(text):
    try:
        node = parse(text)
    except RuleError as error:
        assert error.found and error.expected and error.fix
    else:
        assert isinstance(node, rules.Node)
        assert all(isinstance(part, rules.Node) for part in rules.walk(node))


WORDS = {"asset": ["a"], "function": ["f"], "yesterday": ["f"], "provided": ["s"], "stock": ["x"], "par": ["p"]}


@settings(max_examples=100, deadline=None)
@given(rule_texts(WORDS))
def test_a_rule_is_read_the_same_whatever_the_spaces_and_names_nothing_it_does_not_say(text):
    node = parse(text)
    assert parse(f"  {text}\n") == node
    assert parse(text.replace(", ", " ,  ")) == node
    for part in rules.walk(node):
        if isinstance(part, AssetRef | Provided | FunctionRef):
            name = part.asset if isinstance(part, AssetRef) else getattr(part, "service", getattr(part, "function", ""))
            assert f'"{name}"' in text


def test_every_rule_of_the_bundled_pack_can_be_read_and_names_only_what_there_is():
    from stationkeep.station.check import check_rules

    assert list(check_rules(load_pack("iss"))) == []


@pytest.mark.parametrize("text", ['all(stock("x"))', "any(1, 2)", 'no(par("p"))', 'choose(par("p"), 1, 2)'])
def test_a_quantity_is_no_truth(text):
    with pytest.raises(RuleError):
        parse(text)


@pytest.mark.parametrize("text", ['provided("s") >= 1', 'asset("a") + 1 > 0', 'provided("s", within_days=asset("a"))'])
def test_a_truth_is_no_quantity(text):
    with pytest.raises(RuleError):
        parse(text)
