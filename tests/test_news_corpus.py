"""The annotated texts are sound: offsets exact, only words of the vocabulary, enough of every kind to measure."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from news_marked import read_marked
from news_scores import FIELDS as SCORED
from news_scores import GROUPS, HELD, LATER, SECOND, THIRD, Group, annotated, author

NEWS = Path(__file__).parent / "news"
SHARED = Path(__file__).parents[1].parent / "shared" / "news"
TEXTS = sorted([*NEWS.glob("*.txt"), *NEWS.glob("*.html")])
CONDUCT = {"suspend", "withdraw", "resume", "continue", "sanction", "lift", "deliver"}
SPEECH = {"refuse", "demand", "threaten", "warn", "propose", "agree", "reply", "deny", "assess"}
SCOPES = {"words", "side", "engines", "seats", "crew_flights", "cargo_flights", "propellant", "operations"}
SCOPES |= {"power", "comms", "robotics", "data", "lifeboat"}
OBJECTS = SCOPES | {"station", "sanctions", "other_project", "none"}
DATED = {"until_date", "after_date"}
IFS = {"sanctions_lifted", "if_attacked", "agreement", "funding", "replacement_ready", "safety", "other"}
STATUSES = {"done", "announced", "conditional", "considered", "negated", "past"}
LEVELS = {"decree", "agency", "official_post", "official_spoken", "anonymous", "media", "opinion", "comment"}
STATES = {"usa", "russia", "eu", "canada", "japan", "ukraine", "uk", "germany", "france", "china", "kazakhstan"}
AGENCIES = {"nasa", "roscosmos", "esa", "jaxa", "csa", "dlr", "cnes", "asi"}
FIRMS = {
    "spacex",
    "northrop",
    "boeing",
    "sierra",
    "ula",
    "axiom",
    "energomash",
    "energia",
    "yuzhmash",
    "mhi",
    "arianespace",
    "oneweb",
}
PARTIES = STATES | AGENCIES | FIRMS
SKIPPED = {"script", "navigation", "cookie", "byline", "caption", "link", "footer", "share", "boilerplate"}
SKIPPED |= {"headline", "opinion", "comment", "correction", "instruction"}
KINDS = {"wire", "statement", "post", "hearing", "transcript", "decree", "release", "audit", "commentary", "page"}
KINDS |= {"correction", "liveblog", "interview", "letter", "bulletin", "offtopic", "hostile"}
NOTED = ["published", "kind", "encoding", "statements", "nothing_in"]
FIELDS = ["text", "start", "end", "actor", "action", "object", "targets", "condition", "effective", "status", "level"]
FIELDS += ["speaker", "why"]
OPEN_END = {"until_date": "from", "after_date": "to"}
PAGES = {"": 13, SECOND: 8, THIRD: 6, "fourth-": 0, "fifth-": 0, "sixth-": 0, "seventh-": 8}
PAGES |= {"eighth-": 0, "ninth-": 0, "tenth-": 2, "eleventh-": 5}
"""How many saved pages each author wrote; some wrote for outlets that send plain text."""
FIRM = {"": 0.75, SECOND: 0.85, THIRD: 0.9, "fourth-": 0.6, "fifth-": 0.5, "sixth-": 0.75, "seventh-": 0.8}
FIRM |= {"eighth-": 0.4, "ninth-": 0.7, "tenth-": 0.6, "eleventh-": 0.45}
"""The least share of an author's statements that is firm: newspapers and the trade press tell much by the way."""


def annotation(text: Path) -> dict:
    return json.loads(text.with_suffix(".json").read_text(encoding="utf-8"))


def original(text: Path) -> str:
    return text.read_bytes().decode(annotation(text)["encoding"])


def statements() -> list[tuple[str, dict]]:
    return [(text.name, row) for text in TEXTS for row in annotation(text)["statements"]]


def by(*prefixes: str) -> list[Group]:
    """Return the halves of the authors whose prefixes are given."""
    return [group for group in GROUPS if group.prefix in prefixes]


def named(group: Group) -> str:
    return f"{group.prefix}{group.first}-{group.last}"


def laid_out(noted: dict) -> str:
    """Return an annotation as the files have it: one field a line, lists of values on one line."""
    text = json.dumps(noted, ensure_ascii=False, indent=1)
    return re.sub(r"\[\n([^][{}]*)\]", lambda row: f"[{' '.join(row[1].split())}]", text) + "\n"


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def runs(tokens: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1)}


def test_every_text_has_an_annotation_and_nothing_else_lies_here():
    expected = {text.name for text in TEXTS} | {text.with_suffix(".json").name for text in TEXTS}
    assert {path.name for path in NEWS.iterdir()} == expected | {"README.md", "pairs.json", ".gitattributes", "marked"}
    assert len({text.stem for text in TEXTS}) == len(TEXTS)


def test_names_are_single_words_spread_over_the_alphabet():
    first = [text for text in TEXTS if not author(text.stem)]
    assert len(first) >= 66
    assert all(re.fullmatch("[a-z]+", text.stem.removeprefix(author(text.stem))) for text in TEXTS)
    assert set(Counter(text.stem[0] for text in first).values()) == {3}
    pages = Counter(author(text.stem) for text in TEXTS if text.suffix == ".html")
    assert {prefix: pages[prefix] for prefix in PAGES} == PAGES


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_every_annotation_has_the_same_form(text):
    noted = annotation(text)
    assert list(noted) == NOTED
    assert all([name for name in row if name != "doubtful"] == FIELDS for row in noted["statements"])
    assert text.with_suffix(".json").read_bytes().decode() == laid_out(noted)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_a_text_is_of_readable_length_and_its_offsets_are_exact(text):
    whole, noted = original(text), annotation(text)
    assert noted["kind"] in KINDS
    assert noted["published"] is None or date.fromisoformat(noted["published"])
    assert 40 <= len(whole.split()) <= 900
    for start, end, what in noted["nothing_in"]:
        assert 0 <= start < end <= len(whole) and what in SKIPPED
    for row in noted["statements"]:
        assert whole[row["start"] : row["end"]] == row["text"] == row["text"].strip() != ""
        inside = [s for s, e, _ in noted["nothing_in"] if s < row["end"] and row["start"] < e]
        assert not inside, "a statement is coded from where nothing is to be read"


@pytest.mark.parametrize(
    ("name", "row"), statements(), ids=lambda part: part if isinstance(part, str) else part["start"]
)
def test_a_statement_keeps_to_the_vocabulary_and_to_the_guide(name, row):
    assert set(row) - {"doubtful"} == set(FIELDS) and row.get("doubtful", True) is True
    assert row["actor"] in PARTIES and set(row["targets"]) <= PARTIES - {row["actor"]}
    assert row["action"] in CONDUCT | SPEECH and row["object"] in OBJECTS
    assert row["condition"] in {None} | DATED | IFS
    assert row["status"] in STATUSES and row["level"] in LEVELS and row["why"]
    if row["level"] in {"opinion", "comment"}:
        assert row["action"] == "assess"
    if row["status"] == "conditional":
        assert row["condition"] in IFS, "an if is named, and it is no mere date"
    when = row["effective"]
    if row["condition"] in DATED and not row.get("doubtful"):
        assert isinstance(when, dict) and when[OPEN_END[row["condition"]]] is None, "a dated condition says its date"
    ends = [when] if isinstance(when, str) else [day for day in (when or {}).values() if day]
    assert all(date.fromisoformat(day) for day in ends) and ends == sorted(ends)
    assert not isinstance(when, dict) or (set(when) == {"from", "to"} and ends)


def test_no_sentence_says_the_same_twice():
    for text in TEXTS:
        # an act may be pledged and, on a condition, enlarged: only all that is scored tells the two apart
        keys = Counter((r["start"], r["end"], *(r[name] for name in SCORED)) for r in annotation(text)["statements"])
        assert set(keys.values()) <= {1}, text.name


def test_there_is_enough_of_every_kind_to_measure():
    rows = [row for _, row in statements()]
    firm = [row for row in rows if not row.get("doubtful")]
    assert len(firm) >= 1200
    assert {row["action"] for row in firm} == CONDUCT | SPEECH
    assert {row["status"] for row in firm} == STATUSES
    assert {row["condition"] for row in firm} == {None} | DATED | IFS
    assert SCOPES - {row["object"] for row in firm} <= {"words"}
    assert AGENCIES - {"asi"} | {"spacex", "northrop", "boeing", "sierra", "energomash", "yuzhmash", "mhi"} <= {
        r["actor"] for r in firm
    }
    assert {annotation(text)["kind"] for text in TEXTS} == KINDS
    assert sum(not annotation(text)["statements"] for text in TEXTS) >= 3
    assert {what for text in TEXTS for *_, what in annotation(text)["nothing_in"]} == SKIPPED
    years = {int(published[:4]) for text in TEXTS if (published := annotation(text)["published"])}
    assert min(years) == 1998 and max(years) >= 2027


def test_each_author_is_as_firm_as_his_kind_of_outlet_allows():
    rows = Counter(author(name) for name, _ in statements())
    firm = Counter(author(name) for name, row in statements() if not row.get("doubtful"))
    assert set(rows) == set(FIRM)
    for prefix, least in FIRM.items():
        assert least <= firm[prefix] / rows[prefix] < 1, prefix


def test_the_groups_hold_every_text_once():
    grouped = [path for group in GROUPS for path, _ in annotated(group)]
    assert sorted(grouped) == TEXTS


@pytest.mark.parametrize("group", by(SECOND), ids=named)
def test_each_half_of_the_second_author_can_measure_alone(group):
    notes = [noted for _, noted in annotated(group)]
    rows = [row for noted in notes for row in noted["statements"]]
    firm = [row for row in rows if not row.get("doubtful")]
    assert len(notes) == 24 and sum(not noted["statements"] for noted in notes) == 3
    assert len(firm) >= 75 and len(firm) / len(rows) >= 0.75
    assert {row["action"] for row in firm} == CONDUCT | SPEECH
    assert {row["status"] for row in firm} == STATUSES
    assert {row["condition"] for row in firm} == {None} | DATED | IFS
    assert SCOPES - {row["object"] for row in firm} <= {"words"}


def test_both_halves_of_the_second_author_are_of_the_same_kinds():
    kinds = [Counter((noted["kind"], path.suffix) for path, noted in annotated(group)) for group in by(SECOND)]
    assert kinds[0] == kinds[1]


@pytest.mark.parametrize("group", by(*LATER), ids=named)
def test_each_half_of_a_later_author_can_measure_alone(group):
    notes = [noted for _, noted in annotated(group)]
    firm = [row for noted in notes for row in noted["statements"] if not row.get("doubtful")]
    assert len(notes) == 12 and sum(not noted["statements"] for noted in notes) == 1
    assert len(firm) >= 40
    assert len({row["action"] for row in firm}) >= 12
    assert {"done", "announced", "past"} <= {row["status"] for row in firm}


@pytest.mark.parametrize("group", by(*HELD), ids=named)
def test_each_author_held_out_whole_can_measure_alone(group):
    notes = [noted for _, noted in annotated(group)]
    firm = [row for noted in notes for row in noted["statements"] if not row.get("doubtful")]
    assert len(notes) == 20 and sum(not noted["statements"] for noted in notes) == 2
    assert len(firm) >= 90
    assert len({row["action"] for row in firm}) >= 12
    assert {"done", "announced", "past"} <= {row["status"] for row in firm}


def test_the_third_author_names_every_action_and_every_object():
    notes = [noted for group in GROUPS if group.prefix == THIRD for _, noted in annotated(group)]
    rows = [row for noted in notes for row in noted["statements"]]
    firm = [row for row in rows if not row.get("doubtful")]
    assert len(notes) == 60 and sum(not noted["statements"] for noted in notes) == 5
    assert len(firm) >= 130 and len(firm) / len(rows) >= 0.75
    assert {row["action"] for row in firm} == CONDUCT | SPEECH
    assert {row["status"] for row in firm} == STATUSES
    assert {row["condition"] for row in firm} == {None} | DATED | IFS
    often = {name for name, count in Counter(row["object"] for row in firm).items() if count >= 5}
    assert often == OBJECTS - {"words"}


def test_the_later_authors_repeat_neither_themselves_nor_one_another():
    seen: dict[tuple[str, ...], str] = {}
    for text in TEXTS:
        for run in runs(words(re.sub(r"<[^>]*>", " ", original(text))), 9):
            before = seen.setdefault(run, text.name)
            own = not author(text.stem) and not author(before)
            assert own or before == text.name, (before, text.name, " ".join(run))


def test_hard_encodings_and_line_ends_have_survived_the_checkout():
    assert {"utf-8", "utf-8-sig", "utf-16", "cp1252"} <= {annotation(text)["encoding"] for text in TEXTS}
    ends = {frozenset(re.findall(r"\r\n|\r|\n", original(text))) for text in TEXTS}
    assert {frozenset({"\n"}), frozenset({"\r\n"}), frozenset({"\r"}), frozenset({"\n", "\r\n", "\r"})} <= ends
    everything = "".join(original(text) for text in TEXTS)
    for mark in ("“", "”", "‘", "«", "„", "&ldquo;", "&laquo;", "\u0301", "\x1b", "\x07", "\x0c"):
        assert mark in everything, repr(mark)


def test_near_copies_share_their_words_and_independent_texts_do_not():
    pairs = json.loads((NEWS / "pairs.json").read_text(encoding="utf-8"))

    def shared(pair: list[str]) -> float:
        one, two = (runs(words(re.sub(r"<[^>]*>", " ", original(NEWS / name))), 3) for name in pair)
        return len(one & two) / min(len(one), len(two))

    assert len(pairs["near_copies"]) == len(pairs["independent"]) == 6
    assert min(map(shared, pairs["near_copies"])) > 0.5
    assert max(map(shared, pairs["independent"])) < 0.15


@pytest.mark.skipif(not SHARED.exists(), reason="the two texts of ../shared/news are not beside this repository")
def test_no_sentence_is_borrowed_from_the_two_texts_that_may_not_be_committed():
    kept = list(SHARED.glob("*.txt"))
    foreign = set().union(*(runs(words(path.read_text(encoding="utf-8")), 9) for path in kept))
    for text in TEXTS:
        assert not runs(words(original(text)), 9) & foreign, text.name


MARKED = sorted((NEWS / "marked").glob("*.txt"))
ALSO = {"italy", "india", "cmsa", "isro", "blue_origin", "lockheed", "faa", "khrunichev"}


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_a_text_marked_between_its_lines_keeps_to_the_guide(path):
    texts = read_marked(path)
    assert texts
    for text in texts:
        assert text.kind.isalpha() and "[[" not in text.text and "]]" not in text.text
        for one in text.statements:
            assert text.text[one["start"] : one["end"]] == one["text"] == one["text"].strip() != ""
            assert one["actor"] in PARTIES | ALSO and one["action"] in CONDUCT | SPEECH
            assert one["object"] in OBJECTS and one["status"] in STATUSES
            assert one["condition"] in IFS | DATED | {None}
