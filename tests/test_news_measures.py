"""Facts that a clause tells of stocks, prices, rates, lives and needs, and what only sounds like one."""

from __future__ import annotations

import datetime as dt

import pytest

from stationkeep.facts.pack import load_pack
from stationkeep.news.findings.parsed import Parsed
from stationkeep.news.grammar.gazetteer import Gazetteer

GAZETTEER = Gazetteer(load_pack("iss"))


def rules(sentence: str) -> list[str]:
    """Return the rules of the claims that alone make a sentence a statement."""
    parsed = Parsed(sentence, GAZETTEER, {}, dt.date(2024, 1, 1))
    return [one.rule.removeprefix("claim.") for one in parsed.quantities if one.assesses]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("NASA has food for five more months aboard, a manager said.", "stock"),
        ("ESA keeps four spare gyroscopes in storage at Cologne.", "stock"),
        ("The yard holds all the stages it needs for its contract.", "stock"),
        ("The crew has enough propellant to ride out a storm.", "stock"),
        ("Food aboard lasts about six months, a planner said.", "lasting"),
        ("The seals have at least five years of service life left.", "life"),
        ("Zvezda's engines are rated for another three years.", "lasting"),
        ("Two years' worth of filters is packed in Turin.", "lasting"),
        ("A ride will cost about $60 million from next year.", "seat_price"),
        ("Borisov put the price of the new station at 600 billion rubles.", "price"),
        ("The toilets use eight litres of water a day.", "rate"),
        ("The leak is now half as large as in spring.", "rate"),
        ("Canadarm2 handles about half of all berthings.", "share_of_work"),
        ("Japan relies on Dragon to bring home its samples.", "needs"),
        ("The Soyuz remains the only way home for the crew.", "needs"),
        ("The capsule cannot berth without the arm, a manager said.", "only_one_provides"),
        ("With one ship a month the station can support three people.", "people_kept"),
    ],
)
def test_a_fact_of_the_station_makes_a_statement(sentence, rule):
    assert rules(sentence) == [rule]


@pytest.mark.parametrize(
    "sentence",
    [
        "The museum has enough chairs for 200 visitors.",
        "The cosmonauts can't get enough of the brownies.",
        "It has helped a bit, but not enough to end the argument.",
        "Whether the crew flies depends on the weather at the Cape.",
        "The schedule depends on how the tests go.",
        "Millions of readers rely on us every day.",
        "Without a deal there can be no flight.",
        "The only way forward is dialogue, he said.",
        "He is the only Russian aboard.",
        "He has been a fan all his life, for fifty years.",
        "The spacewalk lasted seven hours.",
        "The agency lasted ten years under that name.",
        "The crew has two years of experience.",
        "A ticket to the lecture costs 20 dollars.",
        "Most of the crew slept through the docking.",
        "The rocket has nine engines.",
    ],
)
def test_what_only_sounds_like_a_fact_makes_none(sentence):
    assert rules(sentence) == []
