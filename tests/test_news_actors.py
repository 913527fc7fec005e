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
