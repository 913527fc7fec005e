"""The tagger and the parser of clauses: who does what in plain sentences, and nothing breaks on any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationkeep.facts.pack import load_pack
from stationkeep.news.grammar.gazetteer import Gazetteer
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.voices.naming import take_apart

NAMES = Gazetteer(load_pack("iss"))


def read(text: str) -> Sentence:
    return take_apart(text, 0, len(text), NAMES, {})


def verbs(text: str) -> dict[str, str]:
    """Return the main verb of each clause with the head of its subject."""
    sentence = read(text)
    raw = sentence.words.raw
    return {
        raw[one.at]: raw[one.subject.head] if one.subject is not None else ""
        for one in sentence.syntax.clauses.values()
        if one.at < len(raw)
    }


SUBJECTS = [
    ("The agency grounded its ships.", {"grounded": "agency"}),
    ("The crew, who had slept badly, opened the hatch.", {"slept": "crew", "opened": "crew"}),
    ("Ships launched in March will return in May.", {"launched": "Ships", "return": "Ships"}),
    ("The rockets it buys are late.", {"buys": "it", "are": "rockets"}),
    ("The minister said the council would meet and vote.", {"said": "minister", "meet": "council", "vote": "council"}),
    ("Japan asked Canada to move the arm.", {"asked": "Japan", "move": "Canada"}),
    ("Japan promised Canada to move the arm.", {"promised": "Japan", "move": "Japan"}),
    ("The law bars firms from buying engines.", {"bars": "law", "buying": "firms"}),
    ("Speaking in Tokyo, the minister denied it.", {"Speaking": "minister", "denied": "minister"}),
    ("Talks on the price of seats began last week.", {"began": "Talks"}),
    ("Nor has the agency paid the bill.", {"paid": "agency"}),
    ("The treaty, signed in 1998, binds five partners.", {"signed": "treaty", "binds": "treaty"}),
    ("On Thursday Canada halted the work and recalled its staff.", {"halted": "Canada", "recalled": "Canada"}),
    ("The director of the office, a former pilot, resigned.", {"resigned": "director"}),
    ("Europe's decision to end the mission surprised Moscow.", {"end": "decision", "surprised": "decision"}),
    ("A ship that docked on Friday carried no fuel.", {"docked": "ship", "carried": "ship"}),
    ("The flights halted in May resumed.", {"halted": "flights", "resumed": "flights"}),
    ("The offices closed the gate.", {"closed": "offices"}),
    ("Lawmakers fear that Ottawa could leave, and urged Paris to wait.", {"leave": "Ottawa", "urged": "Lawmakers"}),
    ("A bill passed May 8 would fund the arm.", {"passed": "bill", "fund": "bill"}),
    ("Under a barter deal Canada and Japan lend each other seats.", {"lend": "Canada"}),
    ("The pair will return to Earth on a Soyuz.", {"return": "pair"}),
]


@pytest.mark.parametrize(("text", "wanted"), SUBJECTS, ids=[text for text, _ in SUBJECTS])
def test_who_does_what(text: str, wanted: dict[str, str]):
    found = verbs(text)
    assert {verb: found.get(verb) for verb in wanted} == wanted


KINDS = [
    ("The flights halted in May resumed.", "halted", "part"),
    ("The offices halted the flights.", "halted", "finite"),
    ("They plan to resume flights.", "resume", "to"),
    ("They stopped selling engines.", "selling", "ing"),
    ("Work by the partners continues.", "continues", "finite"),
]


@pytest.mark.parametrize(("text", "verb", "kind"), KINDS)
def test_which_verbs_have_a_tense(text: str, verb: str, kind: str):
    sentence = read(text)
    clause = sentence.syntax.clause_at(sentence.words.raw.index(verb))
    assert clause is not None and clause.kind == kind


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("The agency plans a launch.", "plans", "s"),
        ("The agency dropped its plans.", "plans", "noun"),
        ("They have access to power.", "power", "noun"),
        ("They agreed to power the module.", "power", "base"),
        ("Their suspended flights resumed.", "suspended", "adj"),
        ("After the accident, flights stopped.", "After", "prep"),
        ("After the rocket failed, flights stopped.", "After", "sub"),
        ("It will no longer sell engines.", "no", "adv"),
        ("The report that it wrote is late.", "that", "that"),
        ("The report that shocked Moscow is late.", "that", "rel"),
        ("In May the launch was put off.", "May", "num"),
        ("It may put the launch off.", "may", "modal"),
    ],
)
def test_tags_follow_the_words_around(text: str, word: str, tag: str):
    sentence = read(text)
    assert sentence.syntax.tags[sentence.words.raw.index(word)] == tag


def test_what_hangs_on_what():
    sentence = read("The agency said it had decided to stop selling seats.")
    raw, clauses = sentence.words.raw, sentence.syntax.clauses
    parents = {raw[one.at]: raw[one.parent] if one.parent >= 0 else "" for one in clauses.values()}
    assert parents == {"said": "", "decided": "said", "stop": "decided", "selling": "stop"}


def test_a_clause_ends_where_another_begins():
    sentence = read("Russia stopped the deliveries, and NASA bought the engines because it needs them.")
    clause = sentence.syntax.clause_at(sentence.words.raw.index("stopped"))
    assert clause is not None and sentence.words.raw[clause.end - 1] == "deliveries"


_MIXED = (
    "NASA Roscosmos the its Russia said will not to of by that which who stop stopped suspends flights engines and , . "
    "“ ” ( ) ; : — after until if had been is in May 2024 no longer 's before than being cut we'll"
)
_WORDS = st.sampled_from([*_MIXED.split(), '"'])


@given(st.lists(_WORDS, max_size=40).map(" ".join) | st.text(max_size=80))
def test_any_words_make_clauses_in_bounds(text: str):
    sentence = read(text)
    size = len(sentence.words)
    assert len(sentence.syntax.tags) == size
    for word, one in sentence.syntax.clauses.items():
        assert 0 <= one.first <= word <= one.at < one.end <= size
        assert one.kind in ("finite", "to", "ing", "part")
        assert one.relation in ("main", "rel", "joined", "complement", "aside")
        assert -1 <= one.parent < size and one.parent != one.at
        if one.subject is not None:
            phrase = one.subject
            assert 0 <= phrase.first <= phrase.head < phrase.core <= phrase.last <= size
    assert repr(read(text).syntax) == repr(sentence.syntax)
