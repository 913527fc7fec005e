"""Whether a sentence makes an act, and which: what verbs act on, acts within acts, words of acts that make none."""

from __future__ import annotations

import datetime as dt
import itertools

import lemminflect
import pytest

from stationkeep.facts.pack import load_pack
from stationkeep.news.grammar.lexicon import ACTS, SERVICE_VERBS
from stationkeep.news.read import read_originals
from stationkeep.news.text.original import decode
from stationkeep.news.text.words import forms

PACK = load_pack("iss")
LEAD = "NASA and Roscosmos work together aboard the International Space Station.\n\n"
ODD = {"get", "lean", "light", "okay", "relay"}
"""Verbs of which the dictionary knows only a rarer form: gotten, leant, lighted, ok'd, relaid."""
HEADS = sorted(
    ({verb.split()[0] for act in ACTS for verb in act.verbs.split(",") if verb.split()} | set(SERVICE_VERBS)) - ODD
)


def acts(sentence: str) -> list[str]:
    """Return the actions that are read in a sentence behind a first paragraph."""
    text = LEAD + sentence
    statements = read_originals([decode(text.encode(), "a.txt")], PACK, dt.date(2022, 4, 4), weighed=False).statements
    return [one.action for one in statements if one.start >= len(LEAD)]


@pytest.mark.parametrize("verb", HEADS)
def test_forms_of_a_verb_are_those_of_the_dictionary(verb):
    known = lemminflect.getAllInflections(verb, "VERB")
    made = forms(verb)
    for tag in ("VBZ", "VBD", "VBN", "VBG"):
        spellings = known.get(tag, ())
        assert not spellings or set(spellings) & set(made), (verb, tag, spellings, made)


BRINGING = ("brought", "carried", "flew", "sent", "took", "delivered")


@pytest.mark.parametrize(
    ("verb", "what"),
    list(itertools.product(BRINGING, ("three astronauts", "two tonnes of supplies", "a spare capsule"))),
)
def test_what_is_flown_makes_a_delivery(verb, what):
    assert acts(f"Roscosmos {verb} {what} to the station on Friday.") == ["deliver"]


@pytest.mark.parametrize(("verb", "what"), list(itertools.product(BRINGING, ("a complaint", "bad news", "its time"))))
def test_what_is_not_flown_makes_none(verb, what):
    assert acts(f"Roscosmos {verb} {what} on Friday.") == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("NASA has asked Russia to keep a leaking tunnel on the station closed for good.", ["demand"]),
        ("NASA asked SpaceX to look at carrying more people home on the Dragon now docked to the station.", ["demand"]),
        ("ESA stopped work on the rover and withdrew its engineers from Moscow.", ["suspend", "withdraw"]),
        ("NASA asked for a seat, but Roscosmos refused.", ["demand", "refuse"]),
        ("Roscosmos lifted the freeze and resumed deliveries of engines.", ["resume"]),
        ("NASA will put its astronauts on the Soyuz again.", ["resume"]),
        ("Roscosmos has committed itself only to 2028.", ["continue"]),
        ("The United States has barred exports of electronics to Russian satellite makers.", ["sanction"]),
        ("Roscosmos gave the British government until Friday to sell its share.", ["demand"]),
        ("The station is losing about 1.2 kilos of air a day, NASA said.", ["assess"]),
        ("Roscosmos can launch one more Progress if NASA pays for it.", ["deliver"]),
        ("JAXA plans to send up the second of the series in May.", ["deliver"]),
        ("No Soyuz will fly until the commission has reported.", ["suspend"]),
        ("Roscosmos keeps Americans from entering the Zvezda module.", ["suspend"]),
        ("ESA agreed not to sell its seat before the review is over.", ["suspend"]),
        ("The Senate bill would keep the station flying through 2032.", ["continue"]),
        ("NASA wants the arm to work until 2030.", ["continue"]),
        ("Energia has been under European sanctions since 2022.", ["sanction"]),
        ("The European Union extended its sanctions by six months.", ["sanction"]),
        ("Tokyo said no to the request for a second cargo ship.", ["refuse"]),
        ("NASA said the tourist must be accompanied at all times.", ["demand"]),
        ("Roscosmos and NASA are discussing whether to launch the next Soyuz early.", ["deliver"]),
    ],
)
def test_acts_within_and_beside_acts(sentence, wanted):
    assert acts(sentence) == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "Russian cosmonauts closed the hatch and sealed two spots.",
        "Its engine shut down too early.",
        "NASA declined to discuss the engines.",
        "It is not clear whether Russia will leave the station.",
        "The astronauts raised their glasses and returned to the laboratory.",
        "Five payloads had been booked on the rocket, Roscosmos said.",
        "The plan meets the terms of the contract, NASA said.",
        "Roscosmos recalled that the station has been inhabited for twenty years.",
        "JAXA ended years of speculation about its cargo flights on Monday.",
        "The agency dropped its opposition to Russian flights.",
        "NASA closed the week with a reboost of the station.",
        "NASA ended the day with a news conference about the Soyuz.",
        "The talks ended without a statement, a NASA spokesman said.",
        "Moscow stopped short of halting Progress flights.",
        "Nelson discussed the weather by phone with Roscosmos.",
        "Officials at NASA said no decision had been made on the seats.",
        "Russia has no part in the investigation of the capsule.",
        "The crew went back to work after the pass, NASA said.",
        "Progress MS-33 was to fly on 21 December, Roscosmos said.",
        "ESA suffered a loss, leaving a rover without a ride.",
    ],
)
def test_words_of_acts_that_make_none(sentence):
    assert acts(sentence) == []
