"""Who speaks where in letters, orders, hearings, interviews and releases, and who acts there.

Every sentence is invented.
"""

from __future__ import annotations

import datetime as dt

import pytest
from test_news_actors import LEAD, PACK, actors, doers

from stationkeep.news.read import read_originals
from stationkeep.news.text.original import decode


def test_in_a_hearing_they_are_the_others():
    head = "HEARING BEFORE THE SUBCOMMITTEE ON SPACE\nCOMMITTEE ON SCIENCE, SPACE, AND TECHNOLOGY\n\n"
    turns = [
        "Chairman GREY. Dr. Rowe, does Roscosmos keep its word on the Soyuz seats?",
        "Dr. ROWE. They have refused to sell further seats. We will continue to operate the station.",
        "Chairman GREY. And the engines?",
        "Dr. ROWE. We have asked Roscosmos to resume deliveries of engines.",
    ]
    text = head + "\n\n".join(turns)
    made = read_originals([decode(text.encode(), "a.txt")], PACK, dt.date(2022, 4, 4), weighed=False).statements
    assert [one.actor for one in made] == ["roscosmos", "nasa", "nasa"]


def test_in_a_printed_interview_we_are_who_is_introduced():
    asked = [
        "And the deliveries of engines?",
        "We have stopped them.",
        "Will you stay?",
        "We will operate our segment.",
    ]
    assert actors("Roscosmos chief Dmitry Rogozin talks about the station.", *asked) == ["roscosmos", "roscosmos"]


def test_a_headline_says_who_answers_and_a_prompt_is_no_answer():
    text = "\n\n".join(
        (
            'Sergei Krikalev: "We are in no hurry"',
            "The head of the crewed programs at Roscosmos received us in Star City.",
            "Have the flights been stopped?",
            "Crewed launches have been stopped. We will send people up again in December.",
            "Will they stay stopped?",
            "Our freighters go on flying.",
            "Some in Washington say the Americans should stop buying seats.",
            "I have not heard that.",
        )
    )
    said = read_originals([decode(text.encode(), "a.txt")], PACK, dt.date(2018, 10, 13), weighed=False).statements
    assert [(one.actor, one.action) for one in said] == [
        ("roscosmos", "suspend"), ("roscosmos", "resume"), ("roscosmos", "continue"),
    ]  # fmt: skip


def test_an_order_is_of_who_issues_it_and_its_items_are_done_by_whom_it_charges():
    text = "\n\n".join(
        (
            "GOVERNMENT OF THE RUSSIAN FEDERATION",
            "ORDER",
            "Moscow, 3 March 2022",
            "On measures concerning the International Space Station",
            "1. To suspend the supply of rocket engines to the United States.",
            "2. Roscosmos shall:",
            "a) carry out the reboosts of the station;",
            "b) stop launches from Kourou;",
            "c) extend the contract with the European Space Agency on the robotic arm.",
        )
    )
    said = read_originals([decode(text.encode(), "a.txt")], PACK, dt.date(2022, 3, 4), weighed=False).statements
    assert [(one.actor, one.action, one.object, one.status) for one in said] == [
        ("russia", "suspend", "engines", "done"),
        ("roscosmos", "deliver", "operations", "announced"),
        ("roscosmos", "suspend", "side", "announced"),
        ("roscosmos", "continue", "robotics", "announced"),
    ]


def test_a_letter_calls_its_reader_you_and_nobody_else_he():
    letter = [
        "European Space Agency\nThe Director General",
        "Dear Mr Rogozin,",
        "You demanded that we lift the restrictions on your firms.",
        "Administrator Nelson has informed me of his plans. He has suspended crew flights to the station.",
        "My colleagues in Cologne have their own. We will continue to operate the Columbus laboratory.",
        "Yours sincerely,\nJosef Aschbacher",
    ]
    assert doers(*letter) == ["roscosmos demand", "nasa suspend", "esa continue"]


def test_my_government_is_the_writers_state():
    letter = [
        "Canadian Space Agency",
        "Dear Mr Rogozin,",
        "My government has banned the export of space technology to Russia.",
        "Sincerely,\nLisa Campbell",
    ]
    assert doers(*letter) == ["canada sanction"]


def test_another_parliament_hears_its_own():
    turns = [
        "STATE DUMA\nHearing on the space budget, verbatim record",
        "THE CHAIR. I give the floor to the head of Roscosmos.",
        "D. O. ROGOZIN. I spoke with Mr. Nelson on Friday. He has refused to lift the sanctions.",
        "A. B. QUILL. I read that we are leaving the station. Is it so?",
        "D. O. ROGOZIN. We will not stop crew flights to the station.",
    ]
    assert doers(*turns) == ["nasa refuse", "roscosmos suspend"]


def test_an_interview_may_stand_under_a_quoting_title():
    interview = [
        'Josef Aschbacher: "We have patience"',
        "The head of ESA met us in Paris.",
        "Will Europe leave?",
        "We will not leave the station.",
        "Some say that the Russians should stop crew flights.",
        "I do not. Our agency will continue to operate its laboratory.",
        "And the arm?",
        "We have suspended work with the robotic arm.",
    ]
    assert doers(*interview) == ["esa withdraw", "esa continue", "esa suspend"]


INTERVIEW = (
    'Sergei Krikalev: "We are in no hurry"',
    "The head of the crewed programs at Roscosmos received us in Star City.",
    "Have the flights to the station been stopped?",
    "We have stopped nothing.",
    "Will they be stopped?",
    "Our freighters are ready.",
)


@pytest.mark.parametrize(
    ("remark", "acts", "listed"),
    [
        ("Roscosmos will leave the station after 2024.", ["roscosmos withdraw"], 0),
        ("The deliveries of engines have been stopped as well.", ["roscosmos suspend"], 0),
        ("You know, Roscosmos will leave the station after 2024.", ["roscosmos withdraw"], 0),
        ("As you will remember, ESA has suspended work on the arm of the station.", ["esa suspend"], 0),
        ("Some call it bluff. Roscosmos will leave the station after 2024.", ["roscosmos withdraw"], 0),
        ("The Americans stopped buying seats on the Soyuz, you said.", [], 1),
        ("Your engineers have suspended crew flights.", [], 1),
        ("Critics say that Roscosmos will leave the station.", [], 1),
        ("You are tired of it.", [], 0),
    ],
)
def test_only_who_is_spoken_to_is_put_something(remark, acts, listed):
    text = "\n\n".join((*INTERVIEW, remark, "I have not heard that."))
    read = read_originals([decode(text.encode(), "a.txt")], PACK, dt.date(2022, 4, 4), weighed=False)
    assert [f"{one.actor} {one.action}" for one in read.statements if one.start >= text.index(remark)] == acts
    assert [one.why.startswith("taken as put") for one in read.documents[0].not_understood] == [True] * listed


def test_who_answers_may_wonder_and_goes_on():
    talk = [
        "Transcript of the talks on the station",
        "Dr. ROWE. The station is old.",
        "ROGOZIN: I would like to know who made that up, but Roscosmos will leave the station after 2024.",
        "NELSON: We will continue to operate the station.",
        "ROGOZIN: I would like to ask about our partners, who do not seem to pay their bills.",
    ]
    assert doers(*talk) == ["roscosmos withdraw", "nasa continue"]


def test_a_member_who_wonders_says_nothing_until_he_turns_to_something_else():
    hearing = [
        "HEARING BEFORE THE SUBCOMMITTEE ON SPACE\nCOMMITTEE ON SCIENCE, SPACE, AND TECHNOLOGY",
        "Chairman GREY. I would like to know whether Roscosmos will suspend crew flights to the station.",
        "Dr. ROWE. It will not say.",
        "Chairman GREY. Tell us whether NASA will leave the station.",
        "Dr. ROWE. We will continue to operate the station.",
        "Chairman GREY. I want to know when NASA stops buying seats, but Congress has lifted the sanctions on engines.",
    ]
    assert doers(*hearing) == ["nasa continue", "usa lift"]


def test_a_general_speaks_for_the_usa_only_before_congress():
    talk = [
        "General PETERS: We will leave the station after 2024.",
        "Question: And crews?",
        "General PETERS: We will stop crew flights.",
        "Question: Thank you.",
    ]
    assert doers(
        "Press conference of Roscosmos on the International Space Station", "Question: Will you stay?", *talk
    ) == [
        "roscosmos withdraw",
        "roscosmos suspend",
    ]
    house = "HEARING BEFORE THE SUBCOMMITTEE ON SPACE\nCOMMITTEE ON SCIENCE, SPACE, AND TECHNOLOGY"
    assert doers(house, LEAD, "Senator QUILL. Will you stay?", *talk) == ["usa withdraw", "usa suspend"]


@pytest.mark.parametrize(
    "told",
    [
        ["WASHINGTON (AP) - The State Duma set a record for late sittings this week.", LEAD],
        ["State Duma sets a record for late sittings", f"WASHINGTON (AP) - {LEAD}"],
        [f"WASHINGTON (AP) - {LEAD}", "The European Parliament heard evidence of it."],
    ],
)
def test_a_house_in_the_news_is_no_hearing(told):
    assert doers(*told, "The government has suspended cooperation on the station.") == ["usa suspend"]


@pytest.mark.parametrize(
    ("closing", "author"),
    [
        ("About NASA", "nasa"),
        ("About the European Space Agency (ESA)", "esa"),
        ("About NASA: NASA builds spacecraft.", "nasa"),
        ("About ESA\nThe European Space Agency is the gateway to space of a continent.", "esa"),
        ("About NASA's plans nothing is known.", "jaxa"),
        ("About NASA: nothing is known of its plans.", "jaxa"),
        ("About ESA little was said.", "jaxa"),
    ],
)
def test_a_description_at_the_end_names_whose_text_it_is(closing, author):
    lead = "NASA runs the International Space Station with JAXA. The Japanese space agency met NASA."
    said = "The agency has suspended crew flights to the station."
    assert doers("Notes on space", lead, said, "More will follow.", closing) == [f"{author} suspend"]


def test_they_are_of_whom_was_asked():
    talk = [
        "NASA's station manager answers",
        "Q: What about Boeing?",
        "A: They have suspended crew flights of the Starliner.",
        "Q: And the Russians?",
        "A: They have promised us that they will not stop crew flights. We will continue to operate the station.",
    ]
    assert doers(*talk) == ["boeing suspend", "roscosmos suspend", "nasa continue"]


def test_the_agency_is_whose_ship_is_spoken_of():
    told = [LEAD, "Progress flights will continue, the agency said. Its crews will go on operating the segment."]
    assert {one.split()[0] for one in doers(*told)} == {"roscosmos"}


def test_who_hears_does_not_speak():
    told = [
        "Roscosmos has suspended crew flights to the station.",
        "A NASA spokeswoman said the agency had not been told. “We will continue crew flights,” she said.",
    ]
    assert doers(*told) == ["roscosmos suspend", "nasa continue"]


def test_a_release_of_two_firms_is_the_first_ones():
    told = [
        "Boeing and Aerojet join hands",
        "CHICAGO - Boeing (NYSE: BA) and Aerojet Rocketdyne today signed an agreement on rocket engines.",
        "The company will continue to fly its Starliner.",
        "About Boeing: Boeing builds spacecraft.",
    ]
    assert doers(*told) == ["boeing agree", "boeing continue"]


def test_lists_of_links_and_posts_of_strangers_say_nothing():
    page = [
        "Roscosmos has suspended crew flights to the station.",
        "MOST READ\n1. NASA suspends crew flights\n2. Will Europe leave the station?\n3. ESA leaves the station",
    ]
    assert doers(*page) == ["roscosmos suspend"]
    thread = [
        "@Rogozin, thread, saved today",
        "We have suspended crew flights to the station.",
        "@stranger: NASA must suspend crew flights to the station.",
    ]
    assert doers(*thread) == ["roscosmos suspend"]
