"""From a sentence to a tested claim: amounts by one rule, rows that `claims` takes, verdicts under the sentence."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from news_scores import TEXTS

from stationkeep.cli.guard import guarded
from stationkeep.errors import InputError, UnknownName
from stationkeep.evidence.claims import QUANTITIES
from stationkeep.evidence.claims_file import read_claims
from stationkeep.evidence.estimates import Asked
from stationkeep.facts.pack import load_pack
from stationkeep.news.acts import special
from stationkeep.news.claims import claims
from stationkeep.news.claims.amounts import UNITS, read_amount
from stationkeep.news.grammar import calendar
from stationkeep.news.read import read_files, read_originals
from stationkeep.news.testable import COLUMNS, to_csv
from stationkeep.news.text.original import decode

ISS = load_pack("iss")
DATELINE = "MOSCOW, March 3, 2022 (Wire) - Roscosmos has stopped deliveries of engines to the United States.\n\n"
ONES = (  # noqa: SIM905
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(number: int) -> str:
    """A number below a thousand in English words."""
    hundreds, rest = divmod(number, 100)
    words = [f"{ONES[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        words.append(TENS[rest // 10] + (f"-{ONES[rest % 10]}" if rest % 10 else ""))
    elif rest or not hundreds:
        words.append(ONES[rest])
    return " and ".join(words)


def claimed(*sentences: str) -> list:
    """The claims of a dated text of these paragraphs."""
    text = DATELINE + "\n\n".join(sentences)
    return [one.row for one in read_originals([decode(text.encode(), "story.txt")], ISS).claims]


# Amounts


@pytest.mark.parametrize(
    ("said", "unit", "before", "after", "low", "high"),
    [
        ("420 tonnes", "kg", "", "", 415_000, 425_000),
        ("500-ton", "kg", "", "", 0.907185 * 450_000, 550_000),
        ("925,000 pounds", "kg", "", "", 924_500 * 0.453592, 925_500 * 0.453592),
        ("420 tonnes", "kg", "about ", "", 378_000, 462_000),
        ("one or two years", "days", "", "", 365.25, 730.5),
        ("a year or two", "days", "", "", 365.25, 730.5),
        ("10 to 15 tonnes", "kg", "", "", 10_000, 15_000),
        ("18 months", "days", "at least ", "", 18 * 30.4375, None),
        ("two years", "days", "", " or more", 2 * 365.25, None),
        ("three months", "days", "up to ", "", None, 3 * 30.4375),
        ("months", "days", "within ", " of the stop", None, 10 * 30.4375),
        ("several weeks", "days", "", "", 21, 70),
        ("a few days", "days", "", "", 2, 5),
        ("half a year", "days", "", "", 182.625, 182.625),
        ("two and a half years", "days", "", "", 2.25 * 365.25, 2.75 * 365.25),
        ("seven", "count", "", "", 7, 7),
        ("$70-80 million", "usd_m", "", "", 70, 80),
        ("$1.2 billion", "usd_m", "", "", 1150, 1250),
        ("35 per cent", "percent", "", "", 34.5, 35.5),
    ],
)
def test_an_amount_allows_what_its_words_say(said, unit, before, after, low, high):
    found = read_amount(said, unit, before, after)
    assert found is not None and found.said
    for got, wanted in ((found.low, low), (found.high, high)):
        assert got == (None if wanted is None else pytest.approx(wanted))


@given(st.integers(1, 999))
def test_words_and_figures_say_the_same(number):
    words, figures = (read_amount(f"{said} tonnes", "kg") for said in (spell(number), str(number)))
    assert words == figures and figures.low < 1000 * number < figures.high
    zeros = len(str(number)) - len(str(number).rstrip("0"))
    assert figures.high - figures.low == pytest.approx(1000 * 10**zeros), "to the last digit that is not zero"


@given(st.text(max_size=60), st.sampled_from(sorted(UNITS)))
def test_no_amount_is_read_backwards_and_none_breaks(said, unit):
    found = read_amount(said, unit, said, said)
    assert found is None or found.low is None or found.high is None or found.low <= found.high


# Sentences to rows


@pytest.mark.parametrize(
    ("sentence", "quantity", "arguments", "low", "high", "unit"),
    [
        ("It is a 500-ton structure, he said.", "mass_kg", "of=station", 408.233, 550, "t"),
        ("The station weighs 420 tonnes.", "mass_kg", "of=station", 415, 425, "t"),
        ("Without Progress the station falls in one or two years.", "days_to_altitude", "", 1, 2, "years"),
        ("The station would come down within months, he said.", "days_to_altitude", "", None, 10, "months"),
        ("The station will fall by 2024.", "days_to_altitude", "", None, 1034, "days"),
        (
            "Only Russian engines can raise the orbit.",
            "sole_provider_share",
            "party=roscosmos;function=orbit.reboost",
            1,
            1,
            "fraction",
        ),
        (
            "The station cannot hold its orbit without Russian engines.",
            "loss_probability",
            "suspend=roscosmos;function=orbit.reboost;within=365",
            0.5,
            1,
            "fraction",
        ),
        (
            "The two sides depend on each other for propulsion, NASA said.",
            "parties_each_needed",
            "parties=roscosmos|nasa;function=orbit.reboost;within=365",
            2,
            2,
            "count",
        ),
        (
            "It would take at least two years to replace Russian propulsion, NASA said.",
            "days_until_alternative",
            "function=orbit.reboost;without=roscosmos",
            2,
            None,
            "years",
        ),
        ("NASA pays $86 million a seat on Soyuz.", "seat_price_usd_m", "party=roscosmos", 85.5, 86.5, "usd_m"),
        ("Five ships are docked at the station.", "ships_docked", "days_before=3", 5, 5, "count"),
        ("Seven people are aboard.", "people_aboard", "days_before=3", 7, 7, "count"),
        ("The station orbits at an altitude of 420 km.", "altitude_km", "over=ground", 415, 425, "km"),
        ("The outpost loses 2 km a month.", "decay_m_per_day", "", 49.2813, 82.1355, "m/day"),
        ("The ISS does not fly over Russia, he said.", "share_over_country", "country=RUS", 0, 0, "fraction"),
        ("It could fall on India or China, he said.", "entry_share", "country=IND|CHN", 0.001, None, "fraction"),
        ("The station needs 7 tonnes of propellant a year.", "holding_propellant_kg_year", "", 6500, 7500, "kg/year"),
        ("There is enough food aboard for six months.", "cover_days", "stock=food", 5.5, 6.5, "months"),
        (
            "A third of the mass of the station is Russian.",
            "owned_share",
            "party=roscosmos;measure=mass",
            28.3333,
            38.3333,
            "percent",
        ),
    ],
)  # fmt: skip
def test_a_sentence_becomes_a_row(sentence, quantity, arguments, low, high, unit):
    rows = [row for row in claimed(sentence) if row.quantity == quantity]
    assert len(rows) == 1, claimed(sentence)
    row = rows[0]
    assert (row.arguments, row.unit, row.date) == (arguments, unit, dt.date(2022, 3, 3))
    for got, wanted in ((row.low, low), (row.high, high)):
        assert got == (None if wanted is None else pytest.approx(wanted, rel=1e-3))
    assert row.quantity in QUANTITIES and row.note


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("We cannot give enough thrust, NASA said.", "not said"),
        ("The burn lifted the complex by about half a kilometre, NASA said.", "record of the past"),
        ("Without Russia nobody could sing, he said.", "no function"),
        ("Supplies aboard are enough to last through late June, NASA said.", "length of time"),
        ("Progress gives about three quarters of all reboosts.", "shares out no reboosts"),
    ],
)
def test_what_has_no_quantity_says_why(sentence, why):
    rows = claimed(sentence)
    assert [row.quantity for row in rows] == [""] and why in rows[0].note


@pytest.mark.parametrize(
    "sentence",
    [
        "A Progress with 2.3 tons of supplies reached the station on Wednesday.",
        "Cosmonauts will stay in orbit for six months.",
        "Interest in the programme fell within two years.",
        "NASA plans a controlled entry of the station in 2031.",
        "Last year Congress banned the purchase of engines.",
        "NASA bought a seat for $86 at the theatre.",
    ],
)
def test_what_is_no_claim_about_the_station_is_left_alone(sentence):
    assert claimed(sentence) == []


def test_each_clause_says_who_is_needed_for_itself():
    sentence = (
        "The station cannot hold its orbit without Russian engines, and the Russian half cannot work without "
        "American power, NASA said."
    )
    assert [row.arguments.split(";")[0] for row in claimed(sentence)] == ["suspend=roscosmos", "suspend=nasa"]


@pytest.mark.parametrize(
    ("sentence", "quantity", "arguments", "high"),
    [
        ("Russia alone can reboost the station, he said.", "sole_provider_share",
         "party=roscosmos;function=orbit.reboost", 1),
        ("NASA said Russia is the only country able to bring the station down.", "sole_provider_share",
         "party=roscosmos;function=deorbit.controlled", 1),
        ("Only the Progress freighter can refuel the station.", "sole_provider_share",
         "party=roscosmos;function=propellant.transfer", 1),
        ("NASA can keep the station in orbit without Russia, Nelson said.", "loss_probability",
         "suspend=roscosmos;function=orbit.reboost;within=365", 0.5),
    ],
)  # fmt: skip
def test_who_is_needed_and_who_is_not(sentence, quantity, arguments, high):
    (row,) = claimed(sentence)
    assert (row.quantity, row.arguments, row.high) == (quantity, arguments, high)
    assert row.stronger == ("more" if high == 1 else "less")


def test_ours_is_the_speakers():
    (row,) = claimed("“Their half of the house cannot stand without ours,” Rogozin, the head of Roscosmos, said.")
    assert row.arguments.startswith("suspend=roscosmos;function=orbit.reboost|")


def test_a_text_without_a_date_says_on_which_day_it_is_tested():
    (claim,) = read_originals([decode(b"NASA said the station weighs 420 tonnes.", "undated.txt")], ISS).claims
    assert claim.row.date == ISS.as_of and "no date" in claim.row.note


# The tables of patterns


def _sentences():
    for path in sorted((*TEXTS.glob("[a-s]*.txt"), *TEXTS.glob("[a-s]*.html"))):
        document = read_files([path], ISS).documents[0]
        yield from (document.plain.text[a:b] for a, b in document.sentences)


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the annotated texts (tests/news) are not in this checkout")
def test_no_pattern_is_spared_a_sentence_that_it_matches():
    tables = (special.PHRASES, claims.CLAIMS, calendar.DATES)
    matched = 0
    for sentence in dict.fromkeys(_sentences()):
        for table in tables:
            likely = table.likely(sentence)
            for one in table.rows:
                if one.pattern.search(sentence):
                    matched += 1
                    assert one in likely, (one.keys, sentence)
    assert matched > 250


# Files, and faces


def test_what_read_writes_claims_takes(tmp_path, capsys):
    story, table = tmp_path / "story.txt", tmp_path / "claims.csv"
    story.write_text(
        DATELINE + "“The station, ‘heavy’, weighs 420 tonnes\u2028today,” Rogozin said.\n\nSeven people are aboard.\n\n"
        "NASA cannot give enough thrust, NASA said.",
        encoding="utf-8",
    )
    assert guarded(["read", str(story), "--claims", str(table), "--test-claims", "--members", "8", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    original = story.read_text(encoding="utf-8")
    assert [one["verdict"] for one in found["claims"]] == ["holds", "holds", "cannot be tested"]
    for one in found["claims"]:
        assert original[one["start"] : one["end"]] == one["text"]
        assert one["start"] <= one["said"][0] < one["said"][1] <= one["end"]
    assert original[slice(*found["claims"][0]["said"])].endswith("420 tonnes")
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert tuple(rows[0]) == COLUMNS and {row["sha256"] for row in rows} == {found["documents"][0]["sha256"]}
    assert [(int(row["start"]), int(row["end"])) for row in rows] == [
        (one["start"], one["end"]) for one in found["claims"]
    ]
    assert [row.quantity for row in read_claims(table)[0]] == [one["quantity"] for one in found["claims"]]
    assert guarded(["claims", str(table), "--members", "8", "--json"]) == 0
    judged = json.loads(capsys.readouterr().out)["claims"]
    assert [one["verdict"] for one in judged] == [one["verdict"] for one in found["claims"]]
    assert [one["model_p50"] for one in judged] == [one["model_p50"] for one in found["claims"]]


@given(st.text(max_size=80))
def test_any_sentence_fits_into_the_table(words):
    text = f"NASA said{words} the station weighs 420 tonnes.".encode("utf-8", "ignore")
    if b"\x00" in text:
        return
    try:
        made = read_originals([decode(text, "s.txt")], ISS)
    except Exception as error:
        assert type(error).__name__ == "InputError"
        return
    rows = list(csv.DictReader(to_csv(made.claims).splitlines(), strict=True))
    assert len(rows) == len(made.claims) and all(None not in row for row in rows)


def test_the_verdict_stands_under_its_sentence(tmp_path, capsys):
    story, report = tmp_path / "story.txt", tmp_path / "story.html"
    story.write_text(DATELINE + "The ISS does not fly over Russia, Rogozin said.", encoding="utf-8")
    assert guarded(["read", str(story), "--test-claims", "--members", "8", "--report", str(report)]) == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(k for k, line in enumerate(lines) if "does not fly over Russia" in line)
    assert "claims share of time over Russia: 0" in lines[at + 1] and "too strong" in lines[at + 2]
    page = report.read_text(encoding="utf-8")
    assert "too strong" in page.split("does not fly over Russia", 1)[1].split("</article>")[0]
    assert "<script" not in page and "http" not in page


def test_without_a_test_the_page_says_how_to_make_one(tmp_path, capsys):
    story = tmp_path / "story.txt"
    story.write_text(DATELINE + "The station weighs 420 tonnes.", encoding="utf-8")
    assert guarded(["read", str(story)]) == 0
    out = capsys.readouterr().out
    assert "◇ claims mass of the station: 415 to 425 t" in out and "--test-claims" in out and "✓" not in out


def test_members_out_of_range_are_refused(tmp_path, capsys):
    story = tmp_path / "story.txt"
    story.write_text(DATELINE + "The station weighs 420 tonnes.", encoding="utf-8")
    assert guarded(["read", str(story), "--test-claims", "--members", "2"]) == 2
    assert "--members is 2" in capsys.readouterr().err
    assert guarded(["read", str(story), "--test-claims", "--seed", "-1"]) == 2
    assert "seed" in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe.txt")
    assert guarded(["read", str(tmp_path / "pipe.txt")]) == 2
    assert "a pipe or a device" in capsys.readouterr().err


# What the model computes for them


def ask(quantity, on="2022-03-03", **arguments):
    return QUANTITIES[quantity][0](Asked(ISS, dt.date.fromisoformat(on), {k: str(v) for k, v in arguments.items()}, 16))


def test_counts_are_those_of_the_day():
    assert ask("people_aboard").p50 == 7, "Shkaplerov, Dubrov, Vande Hei; Chari, Marshburn, Barron, Maurer"
    assert ask("people_aboard", on="2003-06-01").p50 == 2, "Malenchenko and Lu"
    assert ask("ships_docked").p50 == 5, "Soyuz MS-19, Dragon Endurance, Progress MS-18 and MS-19, Cygnus NG-17"


def test_a_text_may_count_a_crew_that_has_just_left_and_visitors_count():
    """Crew-3 left Crew-4 and three cosmonauts on 5 May 2022; four visitors of Axiom's were there in mid-April."""
    assert ask("people_aboard", on="2022-05-06").p95 == 7
    assert (
        ask("people_aboard", on="2022-05-06", days_before=3).p50,
        ask("people_aboard", on="2022-05-06", days_before=3).p95,
    ) == (7, 11)
    residents = sum(ask("people_aboard", on="2022-04-15", **{"class": kind}).p50 for kind in ISS.occupants)
    assert (residents, ask("people_aboard", on="2022-04-15").p50) == (7, 11)
    with pytest.raises(InputError, match="days_before"):
        ask("ships_docked", days_before=400)


def test_land_and_sea_share_out_the_earth():
    for quantity in ("share_over_country", "entry_share"):
        land, sea = ask(quantity, country="land"), ask(quantity, country="sea")
        assert land.p50 + sea.p50 == pytest.approx(1.0) and 0.2 < land.p50 < 0.35
    assert ask("share_over_country", country="FIN").p50 == 0.0, "Finland lies north of 51.6 degrees and two more"
    assert 0.0 < ask("share_over_country", country="RUS").p50 < 0.05
    assert ask("share_over_country", country="IND|CHN").p50 == pytest.approx(
        ask("share_over_country", country="IND").p50 + ask("share_over_country", country="CHN").p50
    )
    for twice in ("RUS|Russia", "rus"):
        assert ask("share_over_country", country=twice) == ask("share_over_country", country="RUS"), (
            "no country counts twice"
        )
    assert ask("entry_share", country="land|RUS") == ask("entry_share", country="land")
    with pytest.raises(UnknownName, match="Russia"):
        ask("entry_share", country="Rusia")


def test_heights_and_holding_them():
    height = ask("altitude_km", over="ground")
    assert height.p05 < 415 < 420 < height.p95 and height.p95 - height.p05 < 30
    axis = ask("altitude_km")
    assert height.p05 < axis.p05 < axis.p95 < height.p50, "the poles lie lower than the equator"
    with pytest.raises(UnknownName, match="ground"):
        ask("altitude_km", over="grund")
    low, high = (ask("holding_propellant_kg_year", altitude_km=km).p50 for km in (380, 420))
    assert 1.5 < low / high < 6, "the air is thinner higher up"


def test_shares_of_owners_make_a_whole_and_prices_are_of_their_year():
    parties = "|".join(ISS.parties)
    assert ask("owned_share", measure="mass", party=parties).p50 == pytest.approx(1.0)
    early, late = (ask("seat_price_usd_m", on=on, party="roscosmos") for on in ("2008-01-01", "2018-06-01"))
    assert early.p05 < 25 < early.p95 and late.p05 < 81.9 < late.p95
    food, crew = ask("cover_days", stock="food"), ask("people_aboard").p50
    assert food.p05 < 1176 / crew < food.p95 < 1.5 * food.p05, "1,176 kg and a kilogram a day, each give or take"
    propellant, hold = ask("stock_kg", stock="propellant"), ask("holding_propellant_kg_year")
    assert ask("cover_days", stock="propellant").p50 == pytest.approx(365.25 * propellant.p50 / hold.p50)
    assert ask("mass_kg", of="station").p05 < ask("mass_kg").p05 == ask("mass_kg", of="all").p05
