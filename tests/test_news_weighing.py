"""The second look: weights say how sure a statement is, take back, add, and correct action and object."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import replace

import numpy as np
import pytest
from news_marked import read_marked
from news_scores import TEXTS
from test_news_sentences import TSV

from stationkeep.errors import StationkeepError
from stationkeep.facts.pack import load_pack
from stationkeep.news import draft as drafting
from stationkeep.news.document import see_document
from stationkeep.news.findings import ahead
from stationkeep.news.findings.statements import Statement, say_share
from stationkeep.news.grammar.gazetteer import gazetteer_of
from stationkeep.news.read import Reading, read_originals
from stationkeep.news.text.original import decode
from stationkeep.news.weighing import weigh
from stationkeep.news.weighing.meanings import meanings_of, pairs_of
from stationkeep.news.weighing.told import told
from stationkeep.news.weighing.weigh import FIELDS, Judge
from stationkeep.news.weighing.weights import TABLE, how_learnt, load_weights, logs_of, save_weights, weights_of

PACK = load_pack("iss")
MARKED = sorted((TEXTS / "marked").glob("*.txt"))
ARTICLE = """MOSCOW, April 4 (Reuters) - Roscosmos has stopped deliveries of RD-181 engines to the United States.

"We will go on working aboard the International Space Station," said a NASA spokesman on Monday.

Cooks in Houston baked a cake. The agencies put their names to a new swap of seats last night in Washington.
"""


def read(text: str, *, weighed: bool = True) -> Reading:
    return read_originals([decode(text.encode(), "a.txt")], PACK, dt.date(2022, 4, 4), weighed=weighed)


def read_sure(text: str, sure: float) -> list[Statement]:
    return read_originals([decode(text.encode(), "a.txt")], PACK, dt.date(2022, 4, 4), sure=sure).statements


def said(one: Statement) -> tuple[object, ...]:
    return (one.start, one.end, one.rule, one.actor, *(getattr(one, name) for name in FIELDS))


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Reading, Reading]]:
    """Texts read by rules alone and weighed."""
    texts = [read_marked(path)[0].text for path in MARKED[::12]]
    return [(read(text, weighed=False), read(text)) for text in texts]


def test_weights_change_nothing_of_what_a_rule_says_but_action_and_object(pairs):
    others = 0
    for ruled, weighed in pairs:
        every = {said(one) for one in ruled.statements}
        made = [one for one in weighed.statements if one.rule != "weights"]
        kept = [one for one in made if not one.rule.endswith("+weighed")]
        assert {said(one) for one in kept} <= every
        for one in (one for one in made if one not in kept):
            was = dict(re.findall(r"(\w+) weighed: by rule it would be '(\w+)'", one.doubt))
            assert was and all(getattr(one, name) != value for name, value in was.items())
            assert said(replace(one, **was, rule=one.rule.removesuffix("+weighed"))) in every
            others += 1
        assert all(one.sure is not None and 0 <= one.sure <= 1 for one in weighed.statements)
        assert all(bool(one.because) == (one.rule == "weights") for one in weighed.statements)
    assert others > 3


def test_statements_are_numbered_as_the_text_has_them(pairs):
    for _, weighed in pairs:
        found = weighed.statements
        assert [one.id for one in found] == [f"a.txt.{number}" for number in range(1, len(found) + 1)]
        assert [one.start for one in found] == sorted(one.start for one in found)


def test_what_is_taken_back_is_told_once(pairs):
    back = 0
    for ruled, weighed in pairs:
        kept = {(one.start, one.trigger, one.action) for one in weighed.statements}
        told = {(one.start, one.end) for one in (*weighed.statements, *weighed.documents[0].claims)}
        unread = {(row.start, row.end): row.taken_back for row in weighed.documents[0].not_understood}
        assert not told & {span for span, taken_back in unread.items() if taken_back}
        for one in ruled.statements:
            if (one.start, one.trigger, one.action) not in kept:
                back += 1
                assert one.action not in ("reply", "warn")
                assert (one.start, one.end) in told or unread[one.start, one.end], one
    assert back > 5


def test_what_is_added_stands_where_no_rule_found_anything(pairs):
    added = 0
    for ruled, weighed in pairs:
        coded = {(one.start, one.end) for one in ruled.statements}
        for one in weighed.statements:
            if one.rule == "weights":
                added += 1
                assert (one.start, one.end) not in coded and one.actor not in one.targets
                assert one.start <= one.trigger[0] < one.trigger[1] <= one.end
                assert one.effective is None or one.condition in ("until_date", "after_date")
    assert added > 5


def test_a_rule_that_the_weights_never_saw_is_not_taken_back(monkeypatch):
    table = load_weights()
    assert not table.knows("R:r assess.letters_alike") and table.knows("R:r suspend.verb")
    monkeypatch.setattr(weigh, "load_weights", lambda: replace(table, kept={"made": 0.99, "new": 0.99}))
    text = "All the letters of NASA and ESA are carbon copies of one another, Dmitry Rogozin said.\n\n" + ARTICLE
    assert {one.rule for one in read(text).statements} == {"assess.letters_alike"}
    asked = {one.rule for one in read_sure(text, 0.5)}
    assert "assess.letters_alike" not in asked != set(), "but where it is asked for"


def test_a_draft_takes_nothing_for_certain_that_only_weights_found(pairs):
    drafts = [weighed.draft.as_read for _, weighed in pairs if weighed.draft is not None]
    lines = [line for one in drafts for line in one.splitlines() if "weights: " in line]
    assert all(line.lstrip().startswith(("#", '"words"')) for line in lines) and drafts


def test_a_draft_prefers_what_is_sure_and_doubts_what_is_not():
    (one,) = (found for found in read(ARTICLE).statements if found.action == "suspend")
    sure, unsure, learnt = replace(one, sure=0.7), replace(one, sure=0.2), replace(one, sure=0.7, rule="weights")
    assert drafting._doubt(sure) == "" and "only 20 % sure" in drafting._doubt(unsure)
    assert "no rule found it" in drafting._doubt(learnt)
    assert sorted([learnt, unsure, sure], key=drafting._weight) == [sure, unsure, learnt]


def test_what_somebody_only_thinks_is_not_added():
    text = "Work aboard the space station.\n\nRoscosmos put the lid on its rocket engines for the United States."
    _, around = see_document(decode(text.encode(), "a.txt"), gazetteer_of(PACK), dt.date(2022, 4, 4))
    assert around is not None
    last = len(around.sightings) - 1
    one = replace(around.sightings[last], made=(), opinion=False)
    for opinion in (False, True):
        around.sightings = [*around.sightings[:last], replace(one, opinion=opinion)]
        assert (Judge(load_weights(), around).sentence(last).unmade is None) is opinion


def test_a_damaged_table_is_told_in_a_sentence(tmp_path):
    for name, content in (("gone.npz", None), ("cut.npz", TABLE.read_bytes()[:1000]), ("text.npz", b"no table")):
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(StationkeepError, match="install stationkeep again"):
            load_weights(tmp_path / name)
    load_weights.cache_clear()


def test_the_table_is_of_these_texts():
    found = hashlib.sha256()
    texts = (path for path in TEXTS.rglob("*") if path.suffix in (".txt", ".html", ".json"))
    for path in (*sorted(texts), TSV):
        found.update(path.read_bytes())
    assert how_learnt()["texts"] == found.hexdigest(), "texts have changed since the weights were learnt: make learn"


def test_a_plain_sentence_is_surer_than_a_twisted_one():
    (plain,) = (one.sure for one in read(ARTICLE).statements if one.action == "suspend")
    assert plain > 0.7
    twisted = read("Aboard the station, nobody at NASA, Roscosmos said to have hinted, is one to halt engines.")
    assert all(one.sure < plain - 0.2 for one in twisted.statements)


def test_with_another_pack_a_text_is_read_by_rules_alone():
    reading = read_originals([decode(ARTICLE.encode(), "a.txt")], replace(PACK, id="sea_bed"), dt.date(2022, 4, 4))
    assert reading.statements and {one.sure for one in reading.statements} == {None}


def test_without_weights_nothing_is_said_of_sureness():
    assert {one.sure for one in read(ARTICLE, weighed=False).statements} == {None}


def test_the_same_text_gives_the_same_bytes():
    first, second = (json.dumps(read(ARTICLE).to_dict()) for _ in range(2))
    assert first == second


def test_the_table_is_learnt_from_texts_and_says_how_well():
    learnt = how_learnt()
    assert learnt["statements"] > 10_000
    for hands in ("four", "plain", "varied"):
        weighed, rules = learnt[hands]["weighed"], learnt[hands]["rules"]
        assert weighed["precision"] > rules["precision"] + 0.08 and weighed["recall"] > rules["recall"]


def test_every_answer_has_a_chance_and_all_make_one():
    weights = load_weights()
    scores = weights.scores(weights.known(["w:halted", "n:stop!", "R:a suspend", "no such trait"]))
    for name in FIELDS:
        chances = weights.chances(name, scores)
        assert sum(chances.values()) == pytest.approx(1)
        assert set(chances) == set(weights.questions[name].answers)
    chances = weights.chances("action", scores)
    assert max(chances, key=chances.__getitem__) == "suspend"
    assert weights.speaking_for("action", "suspend", ["n:stop!", "no such trait"]) == ["n:stop!"]


def test_a_trait_told_twice_counts_once():
    weights = load_weights()
    assert weights.known(["w:halted"] * 2) == weights.known(["w:halted"]) != []


def test_yes_and_no_are_weighed_as_the_table_says():
    weights = load_weights()
    known = weights.known(["w:halted", "n:stop!", "w:the"])
    (column,) = {one.first for name, one in weights.questions.items() if name == "keep"}
    score = weights.scores(known)[column]
    assert weights.chance_of_yes("keep", known) == pytest.approx(1 / (1 + np.exp(-score)))


def test_two_processes_judge_as_one(monkeypatch):
    text = "\n\n".join(read_marked(path)[0].text for path in MARKED[::30])
    alone = read(text).to_dict()
    monkeypatch.setattr(ahead, "_MANY", 2)
    monkeypatch.setattr(ahead, "_may_fork", lambda: True)
    assert read(text).to_dict() == alone


def test_an_undated_text_is_weighed_as_well():
    text = "\n\n".join(read_marked(path)[0].text for path in MARKED[::30])
    text = re.sub(r"\b(?:19|20)\d\d\b", "that year", text)
    original = decode(text.encode(), "a.txt")
    undated = read_originals([original], PACK)
    assert undated.documents[0].published is None
    ruled = read_originals([original], PACK, weighed=False)
    assert any(one.taken_back for one in undated.documents[0].not_understood)
    assert any(one.rule == "weights" for one in undated.statements)
    asked = read_originals([original], PACK, sure=0.6).statements
    assert 0 < len(asked) < len(ruled.statements)
    assert all(one.sure >= 0.6 for one in asked)


def test_what_is_told_for_two_services_or_parties_stays_so():
    for sentence, wanted in (
        (
            "SpaceX has resumed its crewed and cargo missions.",
            {("spacex", "crew_flights"), ("spacex", "cargo_flights")},
        ),
        ("ESA and JAXA have halted their cargo flights.", {("esa", "cargo_flights"), ("jaxa", "cargo_flights")}),
        (
            "Germany, Canada and Japan have pledged to operate the station until 2030.",
            {("germany", "station"), ("canada", "station"), ("japan", "station")},
        ),
    ):
        reading = read(f"Work aboard the space station.\n\n{sentence}\n")
        found = [(one.actor, one.object) for one in reading.statements]
        assert set(found) == wanted and len(found) == len(wanted), sentence
        assert not any(
            one.actor in one.targets or {other for other, _ in wanted} & set(one.targets) for one in reading.statements
        )


def test_only_states_are_found_to_impose_measures():
    text = ARTICLE + "\nRoscosmos noted that the sanctions of the United States hit its suppliers this week.\n"
    _, around = see_document(decode(text.encode(), "a.txt"), gazetteer_of(PACK), dt.date(2022, 4, 4))
    assert around is not None
    judge, place = Judge(replace(load_weights(), kept={"made": 0.0, "new": 0.0}), around), len(around.sightings) - 1
    chances = judge._acting(place, -1, None)
    assert max(chances, key=chances.__getitem__) == "roscosmos", "who is named first is likelier to act"
    found = judge.unmade(place)
    assert found is not None
    assert (found.values["action"], found.values["actor"]) == ("sanction", "usa")


def test_a_table_is_written_and_read_as_it_was(tmp_path):
    rng = np.random.default_rng(3)
    answers = {"keep": ["yes"], "action": ["stop", "go"]}
    values = rng.normal(size=(5, 3))
    one = weights_of(list("abcde"), values, np.zeros(3), answers, {"made": 0.1}, {"made": (0.0, 1.0)})
    save_weights(tmp_path / "t.npz", one, {"texts": "none"})
    again = load_weights(tmp_path / "t.npz")
    load_weights.cache_clear()
    assert list(again.rows) == list(one.rows) and np.array_equal(again.table, one.table)
    assert again.questions == one.questions and again.kept == one.kept
    assert np.abs(again.table * again.step - values).max() < 2.01 * again.step.max()


def test_no_chance_is_taken_for_less_than_one_in_twenty():
    assert logs_of([0.0, 0.05, 1.0]) == pytest.approx([np.log(0.05), np.log(0.05), 0.0])


def test_words_of_one_kind_are_told_in_all_their_forms():
    kinds = {one.kind for one in meanings_of(("they", "pulled", "out", "of", "the", "space", "station"))}
    assert {"leave!", "station"} <= kinds
    assert "leave!>station" in pairs_of(meanings_of(("quitting", "the", "outpost")))


@pytest.mark.parametrize(("sure", "words"), [(0.0, "below 5 %"), (0.049, "below 5 %"), (0.7, "70 %")])
def test_a_small_share_is_not_told_too_exactly(sure, words):
    assert say_share(sure) == words


@pytest.mark.parametrize(
    ("trait", "words"),
    [
        ("w:array", "'array'"),
        ("nn:stop!>engines", "words for stop, then engines"),
        ("o-1:seats", "a name of seats in the sentence before"),
        ("k:quoted False", ""),
        ("w:.", ""),
    ],
)
def test_a_trait_is_told_in_words(trait, words):
    assert told(trait) == words
