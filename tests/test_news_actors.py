"""Who acts: ships and their numbers, owners of services, laws, offices, and what 'it', 'they' and 'the agency' mean.

Every sentence is invented.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationkeep.facts.pack import load_pack
from stationkeep.news.grammar.gazetteer import gazetteer_of
from stationkeep.news.read import read_originals
from stationkeep.news.text.original import decode
from stationkeep.news.text.words import split_words

PACK = load_pack("iss")
LEAD = "NASA and its partners met about the International Space Station on Monday."


def actors(*paragraphs: str) -> list[str]:
    """Return who acts in each statement of a text behind a neutral first paragraph."""
    text = "\n\n".join((LEAD, *paragraphs))
    return [
        one.actor
        for one in read_originals([decode(text.encode(), "a.txt")], PACK, dt.date(2022, 4, 4), weighed=False).statements
    ]


@pytest.mark.parametrize(
    ("sentence", "actor"),
    [
        ("Soyuz MS-29 will bring home two NASA astronauts in April.", "roscosmos"),
        ("HTV-X3 will carry four tonnes of supplies to the station next year.", "jaxa"),
        ("The Russian cargo ship Progress 92 docked with the station on Friday.", "roscosmos"),
        ("The astronauts will return to Earth aboard a Soyuz capsule on Tuesday.", "roscosmos"),
        ("Antares will no longer fly with Russian engines.", "northrop"),
        ("Launches of Progress ships will resume in March.", "roscosmos"),
        ("Soyuz flights from French Guiana were suspended.", "roscosmos"),
        ("Deliveries of RD-181 engines were stopped by Russia in March.", "roscosmos"),
        ("ESA's participation in ExoMars has been terminated.", "esa"),
        ("A US law prohibits NASA from cooperating with China.", "usa"),
        ("The US has barred exports of chips to Roscosmos.", "usa"),
        ("U.S. law extends the station's operation through 2030.", "usa"),
        ("Russia will leave the International Space Station after 2024.", "roscosmos"),
        ("Japan's cabinet approved an extension of its participation in the station until 2030.", "japan"),
        ("The station's operation was extended until 2030, the Canadian government said.", "canada"),
        ("Boeing, whose Starliner failed to dock, will fly the capsule again next year.", "boeing"),
        ("A Senate bill passed May 8 would extend NASA's operation of the station through 2032.", "usa"),
        ("A group of deputies in the State Duma demanded sanctions on the station's partners.", "russia"),
        ("The Canadian and Japanese agencies will stay on the station until 2030.", "csa"),
        ("Lisa Campbell said her agency would stop sharing telemetry of the station.", "csa"),
        (
            "At Northrop Grumman, where production of Cygnus has been suspended, managers blamed the engines.",
            "northrop",
        ),
        ("In a barter arrangement Roscosmos and NASA continue to exchange seats.", "roscosmos"),
        ("Ada Quill will come home on a Dragon in March.", "spacex"),
        ("The Americans have banned exports of rocket engines to Russia.", "usa"),
        ("Secretary of State Ada Quill warned that the debris endangers the station.", "usa"),
        ("By Boeing's own estimate, flights of the capsule to the station will resume in May.", "boeing"),
    ],
)
def test_a_sentence_names_who_acts(sentence, actor):
    assert actors(sentence) == [actor]


def test_each_of_several_parties_acts_for_itself():
    assert actors("Germany, Canada and Japan have pledged to operate the station until 2030.") == [
        "germany",
        "canada",
        "japan",
    ]
    assert actors("NASA and Roscosmos have agreed on a swap of seats.") == ["nasa"]
    assert actors("NASA and Roscosmos have extended their exchange of seats.") == ["nasa"]


def test_a_pronoun_means_the_subject_before_it():
    assert actors("The White House met the press. In January it approved an extension of the station to 2024.") == [
        "usa"
    ]
    assert actors("The Soyuz MS-28 was undamaged. It brought three people to the station on Thursday.") == ["roscosmos"]


def test_an_unnamed_ship_is_the_one_last_named():
    assert actors("Cygnus NG-18 left Wallops.", "The ship will raise the orbit of the station on Sunday.") == [
        "northrop"
    ]


def test_a_dateline_does_nothing():
    said = "MOSCOW, March 9 - NASA and Roscosmos signed an agreement on seats on the Soyuz on Tuesday."
    assert actors(said) == ["nasa"]


def test_a_no_at_the_end_ends_its_sentence():
    said = actors("Roscosmos offered two seats on the Soyuz. NASA said no. JAXA, which was asked too, said yes.")
    assert said == ["roscosmos", "nasa", "jaxa"]


def test_a_party_s_own_participation_is_its_own():
    said = "TOKYO (Kyodo) -- The government on Wednesday decided to extend Japan's participation in the space station."
    assert actors(said) == ["japan"]


def doers(*paragraphs: str) -> list[str]:
    """Return who acts in each statement of a whole text, with which action."""
    text = "\n\n".join(paragraphs)
    made = read_originals([decode(text.encode(), "a.txt")], PACK, dt.date(2022, 4, 4), weighed=False).statements
    return [f"{one.actor} {one.action}" for one in made]


@pytest.mark.parametrize(
    ("sentence", "acts"),
    [
        ("CNES itself has frozen its work with Russian institutes.", ["cnes suspend"]),
        ("Northrop Grumman (NG) and Boeing have signed an agreement on rocket engines.", ["northrop agree"]),
        ("It was Rogozin himself who stopped the deliveries of rocket engines.", ["roscosmos suspend"]),
        ("Congress is deciding whether to lift the sanctions on Russia.", ["usa lift"]),
        ("NASA and its partners in Canada, Europe and Japan will operate the station until 2030.", ["nasa continue"]),
        ("Putin's space chief, Dmitry Rogozin, said his agency would leave the station.", ["roscosmos withdraw"]),
        ("Four RD-180s will be shipped to Alabama in May.", ["energomash deliver"]),
        ("Two engines from Energomash were delivered to Virginia on Monday.", ["energomash deliver"]),
        ("NASA will fly an RD-180 on the Atlas V. Roscosmos has suspended its crew flights.", ["roscosmos suspend"]),
        ("“We will stop flying crews to the station,” Rogozin shrugged.", ["roscosmos suspend"]),
        ("“We will stop flying crews to the station,” snapped Mr. Rogozin.", ["roscosmos suspend"]),
        ("“We will stop crew flights,” Rogozin answered a reporter who had asked.", ["roscosmos suspend"]),
        ("NASA will stop crew flights to the station, a former astronaut told us.", []),
        ("A retired manager of NASA said the agency would leave the station.", []),
        ("Interfax cited Rogozin as saying that his agency would stop crew flights.", ["roscosmos suspend"]),
        ("The German centre has halted its experiments on the Russian segment, its chairwoman said.", ["dlr suspend"]),
    ],
)
def test_who_acts_is_seen_through_glosses_asides_and_quotations(sentence, acts):
    assert doers(LEAD, sentence) == acts


def test_a_line_that_goes_on_in_lower_case_is_not_parted():
    told = "In the end the agency's council decided\nthat ESA will leave the station, a member\nsaid, and nothing else."
    assert doers(LEAD, told) == ["esa withdraw"]


@given(
    st.sampled_from(
        [("Soyuz MS-{}", "roscosmos"), ("Progress {}", "roscosmos"), ("HTV-X{}", "jaxa"), ("Cygnus NG-{}", "northrop")]
    ),
    st.integers(1, 199),
)
def test_a_ship_of_any_number_is_its_operators(ship, number):
    name, operator = ship[0].format(number), ship[1]
    words = split_words(f"The {name} docked.", 0, len(name) + 12)
    (found,) = gazetteer_of(PACK).find(words)
    assert (found.means, found.last) == (operator, len(words) - 2)


def test_a_year_is_no_number_of_a_ship():
    words = split_words("On the Soyuz 2014 brought change.", 0, 33)
    (found,) = gazetteer_of(PACK).find(words)
    assert found.last == 3


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("In a tweet on Saturday, Rogozin said: “I believe that Roscosmos will leave the station.”", "official_post"),
        ("NASA will stop flights to the station, the agency said.", "agency"),
        ("NASA will stop flights to the station, a spokeswoman said.", "agency"),
        ("NASA will stop flights to the station, its director general said.", "official_spoken"),
        ("NASA will stop flights to the station, a NASA manager said.", "official_spoken"),
        ("NASA will stop flights to the station, three diplomats said.", "anonymous"),
        ("NASA will stop flights to the station, an official familiar with the talks said.", "anonymous"),
        ("Dmitry Rogozin wrote on his channel that Roscosmos will stop flights to the station.", "official_post"),
        ("Dmitry Rogozin demanded that NASA stop flights to the station.", "official_spoken"),
        ("NASA denied that it would stop flights to the station.", "agency"),
        ("A US law bars NASA from buying seats on the Soyuz.", "decree"),
        ("NASA will stop flights to the station.", "media"),
    ],
)
def test_who_vouches_for_it_is_told_by_office_and_act(sentence, level):
    text = f"{LEAD}\n\n{sentence}"
    said = read_originals([decode(text.encode(), "a.txt")], PACK, dt.date(2022, 4, 4), weighed=False).statements
    assert {one.level for one in said} == {level}


@pytest.mark.parametrize(
    ("head", "level"),
    [
        ("State Space Corporation Roscosmos", "agency"),
        ("JOINT STATEMENT", "agency"),
        ("NASA OFFICE OF AUDITS", "agency"),
        ("Presidential decree No. 12 of the Russian Federation", "decree"),
        ("Station notes\n\nBy Ada Quill", "media"),
        ("Press release season opens\n\nBy Ada Quill, staff writer", "media"),
    ],
)
def test_the_head_of_a_text_tells_who_vouches_for_it(head, level):
    text = f"{head}\n\n{LEAD}\n\nRoscosmos has suspended flights to the station."
    said = read_originals([decode(text.encode(), "a.txt")], PACK, dt.date(2022, 4, 4), weighed=False).statements
    assert said[-1].level == level
