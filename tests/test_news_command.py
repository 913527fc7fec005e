"""``stationkeep read``: keys, drafts that run, bad input answered with a sentence, pages with nothing foreign."""

from __future__ import annotations

import json
import re

import pytest

from stationkeep.cli.guard import guarded
from stationkeep.disruption.toml import load_scenario, read_scenario
from stationkeep.facts.pack import load_pack

TEXT = """MOSCOW, March 3, 2022 (Wire) - Roscosmos has stopped deliveries of RD-181 engines to the United States.

Roscosmos will end cooperation on the station if sanctions are not lifted, its head Dmitry Rogozin said.

The corporation may suspend cargo flights too, a source told Interfax. NASA has no plans to leave the station.
"""
KEYS = {"documents", "statements", "agreement", "copies", "not_understood", "scenario"}
FIELDS = (
    "id document start end text speaker reported_by actor action mode object targets condition effective status level "
    "quote rule"
)


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def read_json(capsys, *arguments):
    assert guarded(["read", *map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_has_the_promised_keys_and_is_the_same_every_time(story, capsys):
    first = read_json(capsys, story)
    assert first == read_json(capsys, story)
    assert first["schema"] == "stationkeep.read/1" and set(first) >= KEYS
    assert all(set(row) >= set(FIELDS.split()) for row in first["statements"]) and first["statements"]
    assert {row["actor"] for row in first["statements"]} == {"roscosmos", "nasa"}
    assert len(first["documents"][0]["sha256"]) == 64 and first["documents"][0]["published"] == "2022-03-03"


def test_one_may_ask_how_sure_a_statement_must_be(story, capsys):
    every = read_json(capsys, story, "--sure", "0")["statements"]
    least = max(row["sure"] for row in every) - 0.01
    some = read_json(capsys, story, "--sure", str(least))["statements"]
    assert {row["start"] for row in some} < {row["start"] for row in every}
    assert all(least <= row["sure"] + 0.005 <= 1 for row in some) and some
    assert guarded(["read", str(story)]) == 0
    assert re.search(r"sure [\d.]+ %", capsys.readouterr().out)
    assert guarded(["read", str(story), "--sure", "60"]) == 2
    assert "--sure is 60; give" in capsys.readouterr().err


def test_the_three_drafts_are_scenarios_and_every_line_names_its_sentence(story, tmp_path, capsys):
    out = tmp_path / "asked.toml"
    document = read_json(capsys, story, "--scenario", out)
    pack = load_pack("iss")
    for path in (out, tmp_path / "asked-announced.toml", tmp_path / "asked-threatened.toml"):
        scenario, problems = read_scenario(path, pack)
        assert scenario is not None and not problems
        assert scenario.start.isoformat() == "2022-03-03"
    read, announced, threatened = (load_scenario(name, pack) for name in document["scenario_files"])
    assert [s.scopes for s in read.suspensions] == [("engines",)], "firm and concrete"
    assert [s.scopes for s in announced.suspensions] == [("words",)]
    assert [s.scopes for s in threatened.suspensions] == [()], "everything but lifeboat"
    text = out.read_text(encoding="utf-8")
    assert '# "cargo_flights",  only considered' in text
    assert "only on a condition (sanctions_lifted)" in text
    spans = {(int(a), int(b)) for a, b in re.findall(r"\[(\d+), (\d+)\)", text)}
    assert spans <= {(row["start"], row["end"]) for row in document["statements"]} and spans


def test_a_stop_begins_on_the_day_that_its_sentence_names(tmp_path, capsys):
    text, out = tmp_path / "a.txt", tmp_path / "out.toml"
    text.write_text(
        "MOSCOW, April 2, 2022 - Roscosmos will stop raising the orbit of the station from June 1, 2022, Rogozin "
        "said on Saturday. Roscosmos will end flights of NASA astronauts on Soyuz after 2024.",
        encoding="utf-8",
    )
    read_json(capsys, str(text), "--scenario", str(out))
    found = {tuple(one.scopes): one.on.isoformat() for one in load_scenario(str(out), load_pack("iss")).suspensions}
    assert found == {("operations",): "2022-06-01", ("seats",): "2025-01-01"}


def test_a_text_without_a_stop_has_no_scenario_and_says_so(tmp_path, capsys):
    path = tmp_path / "calm.txt"
    path.write_text("NASA will continue to operate the station until 2030.", encoding="utf-8")
    assert read_json(capsys, path)["scenario"] is None
    assert guarded(["read", str(path), "--scenario", str(tmp_path / "x.toml")]) == 2
    assert "nobody is said to stop" in capsys.readouterr().err


def test_documents_are_compared_and_copies_count_once(tmp_path, capsys):
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    sentences = TEXT.replace("\n\n", " ").replace(" - ", ". ").split(". ")
    one.write_text(". ".join(sentences), encoding="utf-8")
    two.write_text(". ".join(reversed(sentences)), encoding="utf-8")
    found = read_json(capsys, one, two, "--published", "2022-03-03")
    assert [row["copy"] for row in found["copies"]] == [True]
    assert any(row["kind"] == "same" and "one source" in row["what"] for row in found["agreement"])


def test_a_contradiction_is_a_conflict(tmp_path, capsys):
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("Roscosmos has suspended cargo flights to the station.", encoding="utf-8")
    two.write_text("Roscosmos continues cargo flights to the station.", encoding="utf-8")
    assert [row["kind"] for row in read_json(capsys, one, two)["agreement"]][:1] == ["conflict"]


BAD = {
    "empty.txt": (b" \n", "is empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary data"),
    "nul.txt": (b"Roscosmos\x00\x00suspends" * 9, "binary data"),
    "script.html": (b"<html><script>" + b"alert('Roscosmos suspends');" * 999 + b"</script></html>", "no text"),
    "deep.html": (b"<div>" * 100_000 + b"Roscosmos suspends", "nests elements deeper"),
    "digits.txt": (b"1234 5678", "no word"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_news_text_gets_a_sentence_and_exit_2(name, tmp_path, capsys):
    content, said = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    assert guarded(["read", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and name in err and len(err.splitlines()) == 1


def test_a_huge_file_is_refused_before_it_is_read(tmp_path, capsys):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert guarded(["read", str(path)]) == 2
    assert "100 MB" in capsys.readouterr().err


@pytest.mark.parametrize(
    "piece",
    [b"<!--", b"<a b='", b'<a b="', b"<script>", b"</b>", b"&amp", b"<", "“".encode(), b"(", b"if ", b"<p>x", b"\t"],
)
def test_hostile_repetition_ends_in_a_page_or_a_sentence(piece, tmp_path, capsys):
    path = tmp_path / "hostile.html"
    path.write_bytes(b"<html><p>NASA left the station.</p>" + piece * (120_000 // len(piece)))
    assert guarded(["read", str(path), "--json"]) in (0, 2)
    assert "Traceback" not in capsys.readouterr().err


def test_a_missing_file_and_a_bad_date_get_a_sentence(story, tmp_path, capsys):
    assert guarded(["read", str(tmp_path / "none.txt")]) == 2
    assert "no such file" in capsys.readouterr().err
    assert guarded(["read", str(story), "--published", "Saturday"]) == 2
    assert "--published is 'Saturday'" in capsys.readouterr().err


def test_the_report_keeps_nothing_that_could_run_or_load(tmp_path, capsys):
    path = tmp_path / "evil.html"
    path.write_text(
        "<html><body><h1>R&amp;D <img src=http://evil.example/x onerror=alert(1)></h1><p>Roscosmos has suspended cargo "
        "flights "
        "to the &lt;script&gt;alert(1)&lt;/script&gt; station.</p></body></html>",
        encoding="utf-8",
    )
    assert guarded(["read", str(path), "--report", str(tmp_path / "r.html"), "--json"]) == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<script" not in page and "evil.example" not in page and "onerror" not in page
    assert page.count("<mark") == 1 and "&lt;script&gt;" in page


def test_the_page_shows_sentence_rule_and_what_was_not_understood(story, capsys):
    assert guarded(["read", str(story)]) == 0
    out = capsys.readouterr().out
    assert "roscosmos suspend engines" in out and "rule suspend.verb" in out and "Draft scenario from 2022-03-03" in out
    assert max(map(len, out.splitlines())) <= 100


def test_run_opens_with_the_sentence_that_asked(story, capsys):
    assert guarded(["read", str(story), "--run", "--members", "2"]) == 0
    out = capsys.readouterr().out
    assert ("Asked by: “" in out and "[" in out.split("Asked by:")[1].splitlines()[-1]) or "rule suspend" in out
