"""The reader against texts annotated by another hand: what it finds is mostly right, and it finds most of it."""

from __future__ import annotations

import json

import pytest
from news_scores import GROUPS, TEXTS, Group, annotated, score

from stationkeep.facts.pack import load_pack
from stationkeep.news.read import read_files

pytestmark = pytest.mark.skipif(not TEXTS.is_dir(), reason="the annotated texts (tests/news) are not in this checkout")


# floors that keep what is found, to be raised as the rules improve; the bars are in docs/news.md
FLOORS = {
    ("", "a"): (0.86, 0.85),
    ("", "t"): (0.69, 0.63),
    ("second-", "a"): (0.89, 0.84),
    ("second-", "n"): (0.45, 0.35),
    ("third-", "a"): (0.71, 0.56),
    ("third-", "q"): (0.51, 0.37),
    ("fourth-", "a"): (0.90, 0.87),
    ("fifth-", "a"): (0.86, 0.87),
    ("sixth-", "a"): (0.90, 0.86),
    ("seventh-", "a"): (0.91, 0.89),
    ("fourth-", "n"): (0.81, 0.81),
    ("fifth-", "n"): (0.90, 0.87),
    ("sixth-", "n"): (0.92, 0.85),
    ("seventh-", "n"): (0.89, 0.86),
    ("eighth-", "a"): (0.64, 0.60),
    ("ninth-", "a"): (0.60, 0.46),
    ("tenth-", "a"): (0.65, 0.57),
    ("eleventh-", "a"): (0.50, 0.41),
}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.what)
def test_texts_are_read_as_well_as_ever(group: Group):
    found = score(annotated(group))
    precision, recall = FLOORS[group.prefix, group.first]
    assert found.precision >= precision and found.recall >= recall, f"{found.precision:.3f}, {found.recall:.3f}"


def test_copies_are_told_from_independent_reports():
    pairs = json.loads((TEXTS / "pairs.json").read_text(encoding="utf-8"))
    pack = load_pack("iss")
    for kind, wanted in (("near_copies", True), ("independent", False)):
        for pair in pairs[kind]:
            paths = [TEXTS / one for one in pair[:2]]
            found = read_files(paths, pack).copies
            assert any(row["copy"] for row in found) is wanted, (kind, pair, found)
