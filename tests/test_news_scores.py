"""The reader against texts annotated by another hand: what it finds is mostly right, and it finds most of it."""

from __future__ import annotations

import json

import pytest
from news_scores import GROUPS, SECOND, TEXTS, THIRD, Group, annotated, score

from stationkeep.facts.pack import load_pack
from stationkeep.news.read import read_files

pytestmark = pytest.mark.skipif(not TEXTS.is_dir(), reason="the annotated texts (tests/news) are not in this checkout")


def test_texts_used_while_the_rules_were_written():
    found = score(annotated(GROUPS[0]))
    assert found.precision >= 0.86 and found.recall >= 0.81, "\n".join(found.lines())


def test_texts_never_looked_at_while_the_rules_were_written():
    found = score(annotated(GROUPS[1]))
    assert found.precision >= 0.71 and found.recall >= 0.62, "\n".join(found.lines())


# far below the bar for texts by other hands: floors that keep what is found, to be raised as the rules improve
FLOORS = {
    (SECOND, "a"): (0.87, 0.79),
    (SECOND, "n"): (0.39, 0.30),
    (THIRD, "a"): (0.54, 0.38),
    (THIRD, "q"): (0.47, 0.33),
}


@pytest.mark.parametrize("group", [group for group in GROUPS if group.prefix], ids=lambda group: group.what)
def test_texts_by_other_hands(group: Group):
    found = score(annotated(group))
    precision, recall = FLOORS[group.prefix, group.first]
    assert found.precision >= precision and found.recall >= recall, f"{found.precision:.2f}, {found.recall:.2f}"


def test_copies_are_told_from_independent_reports():
    pairs = json.loads((TEXTS / "pairs.json").read_text(encoding="utf-8"))
    pack = load_pack("iss")
    for kind, wanted in (("near_copies", True), ("independent", False)):
        for pair in pairs[kind]:
            paths = [TEXTS / one for one in pair[:2]]
            found = read_files(paths, pack).copies
            assert any(row["copy"] for row in found) is wanted, (kind, pair, found)
