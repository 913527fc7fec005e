"""What a statement is about: the same service, however the sentence turns it, and whoever is carried where."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from stationkeep.facts.pack import load_pack
from stationkeep.news.read import read_originals
from stationkeep.news.text.original import decode

PACK = load_pack("iss")
LEAD = "Work aboard the International Space Station was in the news this week.\n\n"


def objects(sentence: str) -> set[str]:
    """Return what the statements of a sentence are about, behind a neutral first paragraph."""
    reading = read_originals([decode((LEAD + sentence).encode(), "a.txt")], PACK, dt.date(2022, 4, 4), weighed=False)
    return {one.object for one in reading.statements}


SERVICES = {
    "cargo_flights": ("cargo flights to the station", "flights of the Progress freighter", "launches of supply ships"),
    "crew_flights": ("crew launches from Baikonur", "flights of the Starliner", "launches of crews"),
    "seats": ("sales of Soyuz seats", "flights of foreign astronauts on the Soyuz", "purchases of seats on the Soyuz"),
    "engines": ("deliveries of rocket engines", "exports of RD-180 engines", "shipments of first stages for Antares"),
    "operations": ("reboosts of the station", "the station's orbit corrections", "debris avoidance manoeuvres"),
    "propellant": ("deliveries of fuel to the station", "transfers of propellant to the Zarya module"),
    "power": ("supplies of electricity to the Russian segment", "deliveries of solar power to the segment"),
    "comms": ("relay services for the Russian segment", "voice links with the Russian segment"),
    "data": ("transfers of tracking data", "exchanges of telemetry with Houston", "readings of leak data"),
    "robotics": ("operations of the robotic arm", "captures of freighters with Canadarm2"),
    "side": ("Soyuz launches from Kourou", "launches of OneWeb satellites from Baikonur", "joint experiments with DLR"),
}
MOULDS = (
    "Roscosmos has suspended {what}.",
    "Roscosmos will suspend {what} in response to the sanctions on its suppliers.",
    "Roscosmos, which operates the Zvezda module, has halted {what}.",
    "Roscosmos said on Friday that it had decided to suspend {what}.",
    "{What} have been suspended by Roscosmos.",
    "{What} will resume in May, Roscosmos said.",
    "NASA has asked Roscosmos to resume {what}.",
    "Roscosmos has refused to resume {what}.",
    "NASA and Roscosmos signed an agreement on {what}.",
    "Roscosmos announced the suspension of {what}.",
)


@pytest.mark.parametrize("scope", SERVICES)
def test_a_service_is_the_same_in_every_turn_of_the_sentence(scope):
    for mould, what in itertools.product(MOULDS, SERVICES[scope]):
        sentence = mould.format(what=what, What=what[0].upper() + what[1:])
        assert objects(sentence) == {scope}, sentence


CARRIED = [
    ("Roscosmos will fly a NASA astronaut to the station in May.", "seats"),
    ("Russia carried two Americans to the station on Friday.", "seats"),
    ("American astronauts will keep flying on the Soyuz, NASA said.", "seats"),
    ("SpaceX will fly cosmonaut Anna Kikina on a Dragon in October.", "seats"),
    ("The Soyuz brought two cosmonauts and NASA's John Smith to the station on Friday, Roscosmos said.", "seats"),
    ("Roscosmos will fly three cosmonauts to the station in May.", "crew_flights"),
    ("SpaceX will launch two NASA astronauts on a Dragon in May.", "crew_flights"),
    ("Roscosmos will bring two cosmonauts and an American home in May.", "lifeboat"),
    ("SpaceX will bring the two stranded astronauts back to Earth in May.", "lifeboat"),
    ("Roscosmos will send up an empty Soyuz in May to fetch the crew home.", "lifeboat"),
    ("NASA asked SpaceX whether a Dragon could take the crew down in an emergency.", "lifeboat"),
    ("A Progress delivered food and water for the crew on Friday, Roscosmos said.", "cargo_flights"),
    ("A Progress fired its engines on Friday and raised the orbit of the station, Roscosmos said.", "operations"),
    ("Progress MS-30 will pump 400 kg of fuel into the station's tanks in May.", "propellant"),
    ("Canadarm2 captured the Cygnus freighter on Friday.", "robotics"),
    ("The Soyuz will take Edward Lu of NASA up in April.", "seats"),
    ("Rosaviakosmos plans to launch California millionaire Greg Olsen on a Soyuz in October.", "seats"),
    ("NASA asked the Russians not to fly Mr. Tito in April.", "seats"),
    ("NASA refused to train the 60-year-old as a passenger.", "seats"),
    ("NASA and Roscosmos signed an agreement under which each carries one of the other's people.", "seats"),
    ("Russia charges NASA $70 million a head, NASA said.", "seats"),
    ("The Soyuz brought Frank Rubio and his two crewmates back to Kazakhstan on Wednesday.", "lifeboat"),
    ("The three will return in our ship in May, Roscosmos said.", "lifeboat"),
    ("Roscosmos will go on working with its partners to protect the crew of the station.", "station"),
    ("A Cygnus with four tons of food, fuel and spare parts will arrive on Sunday.", "cargo_flights"),
    ("Roscosmos will carry out another correction of the orbit with the engines of the Progress.", "operations"),
    ("Russian cargo ships will go on docking at Zvezda.", "cargo_flights"),
    ("NASA and Roscosmos have stopped carrying each other's astronauts.", "seats"),
    ("NASA and Roscosmos will continue to exchange astronauts and cosmonauts.", "seats"),
    ("NASA and Roscosmos will continue to exchange tracking data.", "data"),
    ("Our astronauts will continue to fly with Roscosmos, Mr. Nelson of NASA said.", "seats"),
    ("The Shuttle will go on rotating our crews, Mr. Goldin of NASA said.", "crew_flights"),
    ("NASA has asked Roscosmos for room aboard the next Soyuz.", "seats"),
    ("Mr. Rogozin said he would not fly more than three Progress ships in the year.", "cargo_flights"),
    ("Roscosmos shall end its participation if Zvezda no longer permits the presence of a crew.", "station"),
    ("ESA will go on taking part in the work of the station, with the safety of the crew in mind.", "station"),
]


@pytest.mark.parametrize(("sentence", "scope"), CARRIED)
def test_who_is_carried_where_says_what_it_is_about(sentence, scope):
    assert objects(sentence) == {scope}


FLOWN = [
    ("Roscosmos will go on flying its segment.", "operations"),
    ("Moscow has stopped commanding the Russian segment.", "operations"),
    ("Flight controllers in Houston will keep running the station.", "operations"),
    ("NASA will continue to run the outpost from the ground.", "operations"),
    ("NASA will keep running the outpost together with the Russians.", "station"),
    ("Roscosmos will continue to operate its segment until 2028.", "station"),
    ("Roscosmos will go on flying crews to the segment.", "crew_flights"),
]
"""Who flies a part of the station, against who takes part in it."""


@pytest.mark.parametrize(("sentence", "scope"), FLOWN)
def test_who_flies_a_segment_is_told_from_who_takes_part(sentence, scope):
    assert objects(sentence) == {scope}


BOTH = {"crew_flights", "cargo_flights"}
KINDS = [
    ("Roscosmos suspended all crew and cargo launches after a girder at pad 31 fell into the pit.", BOTH),
    ("Flights of freighters and crew ships have been halted by Roscosmos.", BOTH),
    ("Neither Soyuz nor Progress flights will be suspended, Roscosmos said.", BOTH),
    ("SpaceX has resumed its crewed and cargo missions.", BOTH),
    ("Roscosmos grounded the Soyuz because a Progress had been lost.", {"crew_flights"}),
]


@pytest.mark.parametrize(("sentence", "scopes"), KINDS)
def test_flights_of_both_kinds_make_two_statements(sentence, scopes):
    assert objects(sentence) == scopes


@pytest.mark.parametrize(
    ("sentence", "day", "scope"),
    [
        ("SpaceX will stop flying its Dragon at once.", dt.date(2025, 6, 5), "crew_flights"),
        ("SpaceX will stop flying its Dragon at once.", dt.date(2015, 6, 29), "cargo_flights"),
        ("SpaceX has halted flights of its Dragon with cargo.", dt.date(2025, 6, 5), "cargo_flights"),
    ],
)
def test_which_dragon_is_meant_hangs_on_the_day(sentence, day, scope):
    reading = read_originals([decode((LEAD + sentence).encode(), "a.txt")], PACK, day, weighed=False)
    assert {one.object for one in reading.statements} == {scope}


NEIGHBOURS = [
    ("Russia will stay on the station, to which it flies crews on the Soyuz, until 2028.", "station"),
    ("Roscosmos has halted the deliveries of engines for rockets that fly freight to the station.", "engines"),
    ("NASA suspended all contacts with the Russian government outside the space station.", "side"),
    ("ESA stopped work on the rover with Roscosmos, with the exception of the station.", "side"),
    ("Roscosmos asked Washington to take its institutes off the sanctions list.", "sanctions"),
    ("Congress lifted its ban on the purchase of Soyuz seats.", "seats"),
    ("NASA feeds the Russian segment with electricity and will continue to feed the segment with power.", "power"),
    ("NASA asked SpaceX to keep a Dragon ready for an evacuation.", "lifeboat"),
    ("ESA has ended its Mars rover partnership with Russia.", "side"),
    ("Russia cut its contacts with the American space agency.", "side"),
    ("Russian crew launches are on hold after a service platform fell into the pit.", "crew_flights"),
    ("Senator Shelby called for the ban on Russian engines to be lifted.", "sanctions"),
    ("NASA will not disconnect the Russian segment from its relay satellites.", "comms"),
    ("NASA asked Congress to lift the prohibition.", "sanctions"),
    ("Orbital urged the Senate to repeal the ban on Russian engines.", "engines"),
    ("Germany will remain in the programme to the end.", "station"),
    ("DLR will leave the ExoMars programme.", "side"),
    ("DLR said that its joint work with Russian institutes would continue.", "side"),
    ("Roscosmos is refusing to hand over the figures.", "data"),
    ("Soyuz missions from Kourou are on hold, Roscosmos said.", "side"),
    ("Joint work on Venus will be possible again only when the sanctions are gone, Roscosmos said.", "side"),
    ("Boeing will resume flights in May.", "crew_flights"),
    ("The bill bars the Pentagon from awarding launch contracts that rely on Russian rocket engines.", "engines"),
    ("Yuzhmash has stopped the production of tanks for Antares.", "engines"),
    ("The import of RD-181 engines remains prohibited, Congress said.", "engines"),
    (
        "NASA remains committed to working with Roscosmos on the station, and one passenger will not change it.",
        "station",
    ),
]


@pytest.mark.parametrize(("sentence", "scope"), NEIGHBOURS)
def test_what_stands_beside_the_act_is_not_what_it_is_about(sentence, scope):
    assert objects(sentence) == {scope}


TWO = [
    ("Roscosmos has halted all crew and cargo launches.", {"crew_flights", "cargo_flights"}),
    ("Flights of the Soyuz and the Progress will resume in May, Roscosmos said.", {"crew_flights", "cargo_flights"}),
    ("NASA will keep supplying power and tracking data to the Russian segment.", {"power", "data"}),
    ("Roscosmos stopped deliveries of RD-180 and RD-181 engines.", {"engines"}),
    ("NASA launched a Dragon on a rocket with new engines and tanks.", {"cargo_flights"}),
]


@pytest.mark.parametrize(("sentence", "scopes"), TWO)
def test_a_verb_that_acts_on_two_services_says_two_acts(sentence, scopes):
    assert objects(sentence) == scopes


BEFORE = [
    ("NASA and Roscosmos trade seats on their ships. Roscosmos extended the arrangement through 2025.", "seats"),
    ("JAXA builds batteries for the Gateway. JAXA will also supply parts of its life support system.", "side"),
    ("Roscosmos launched a Progress on Friday. It will dock with the station on Sunday.", "cargo_flights"),
    ("Progress ships bring fuel to the station. Roscosmos said it would go on doing that.", "cargo_flights"),
    ("The agencies share debris warnings. NASA will keep sending them to Moscow.", "data"),
    ("Roscosmos has stopped the sale of engines. It will resume it only if the sanctions are lifted.", "engines"),
    ("The Russian crew works with the European arm. Roscosmos stopped that work on Friday.", "robotics"),
    ("Roscosmos agreed to carry Mr. Rubio. It will fly him in September.", "seats"),
    ("Progress ships fly three times a year. They will go on flying, Roscosmos said.", "cargo_flights"),
    ("Canadarm2 is old. The CSA said that it would keep it in service.", "robotics"),
    ("Canada, whose arm was used to take the pictures, will keep it in service.", "robotics"),
]


@pytest.mark.parametrize(("sentences", "scope"), BEFORE)
def test_the_sentence_before_says_what_is_left_open(sentences, scope):
    assert objects(sentences) == {scope}


def test_a_question_says_what_its_answer_is_about():
    text = (
        "Q: Does the fuel still come?\n\nGATENS: Roscosmos will go on filling the tanks.\n\n"
        "Q: What about the seat swap?\n\nGATENS: NASA and Roscosmos signed that agreement on Friday.\n"
    )
    assert objects(text) == {"propellant", "seats"}
