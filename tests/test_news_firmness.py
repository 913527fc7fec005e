"""How firm an act is, when, and on which condition: verb groups in every tense, under governors, beside dates.

The sentences are made from moulds, so that no rule can be fitted to the words of one text: a mould must give its status
with any act, party and service put into it.
"""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationkeep.facts.pack import load_pack
from stationkeep.news.findings.parsed import Parsed
from stationkeep.news.grammar.calendar import find_dates, told_as_past
from stationkeep.news.grammar.conditions import find_conditions
from stationkeep.news.grammar.gazetteer import gazetteer_of
from stationkeep.news.grammar.verbs import verb_group
from stationkeep.news.read import read_originals
from stationkeep.news.text.original import decode

PACK = load_pack("iss")
DAY = dt.date(2022, 8, 12)
"""A Friday: the week of the news begins on 5 August."""
LEAD = "Work aboard the International Space Station was in the news this week.\n\n"
ACTS = (
    ("stop", "stopped", "stopping", "deliveries of engines"),
    ("suspend", "suspended", "suspending", "deliveries of rocket engines"),
    ("halt", "halted", "halting", "flights of its cargo ships"),
    ("resume", "resumed", "resuming", "deliveries of engines"),
    ("prolong", "prolonged", "prolonging", "the exchange of seats"),
    ("freeze", "frozen", "freezing", "the transfer of propellant"),
)
"""Verbs whose acts are conduct: base, participle, gerund, and what they act on."""
PARTIES = ("Roscosmos", "NASA", "The Japan Aerospace Exploration Agency", "ESA")
GROUPS = {
    "done": (
        "has {done}", "has already {done}", "was forced to {do}", "has been forced to {do}", "had to {do}",
        "managed to {do}", "was able to {do}", "had no choice but to {do}", "reacted by {doing}", "has begun to {do}",
    ),
    "announced": (
        "will {do}", "is to {do}", "is going to {do}", "plans to {do}", "intends to {do}", "has decided to {do}",
        "decided on Tuesday to {do}", "decided on Tuesday at a meeting in Paris to {do}", "is due to {do}",
        "is expected to {do}", "is preparing to {do}", "has vowed to {do}", "announced plans to {do}",
        "announced its decision to {do}", "will have to {do}", "will be forced to {do}", "said it would {do}",
        "told reporters on Friday that it would {do}", "gave notice that it would {do}", "is about to {do}",
        "will react by {doing}", "repeated its intention to {do}",
    ),
    "considered": (
        "may {do}", "could {do}", "might have to {do}", "may be forced to {do}", "is considering {doing}",
        "is weighing whether to {do}", "has not decided whether to {do}", "has not yet decided to {do}",
        "has not ruled out {doing}", "refused to rule out {doing}",
        "declined on Friday to rule out {doing}", "is likely to {do}", "will probably {do}",
        "wants to {do}", "hopes to {do}",
        "has the right to {do}", "is thinking of {doing}", "is looking at ways to {do}", "has a bill to {do}",
    ),
    "negated": (
        "will not {do}", "has not {done}", "did not {do}", "has yet to {do}", "does not plan to {do}",
        "has no plans to {do}", "has no immediate plans to {do}", "has no intention of {doing}", "decided not to {do}",
        "has decided against {doing}", "promised not to {do}", "ruled out {doing}", "is unlikely to {do}",
        "failed to {do}", "sees no reason to {do}", "has made no decision to {do}",
    ),
    "past": (
        "had {done}", "was to have {done}", "was to {do}", "had decided to {do}", "decided last year to {do}",
        "said in March that it would {do}", "promised two months ago to {do}", "once threatened to {do}",
    ),
}  # fmt: skip
MOULDS = [(group, status) for status, groups in GROUPS.items() for group in groups]
acts, parties = st.sampled_from(ACTS), st.sampled_from(PARTIES)


def statuses(sentence: str) -> list[str]:
    """Return how firm the statements of a sentence are, behind a neutral first paragraph."""
    return [one.status for one in read(sentence)]


def read(sentence: str):
    return read_originals([decode((LEAD + sentence).encode(), "a.txt")], PACK, DAY, weighed=False).statements


def filled(mould: str, act: tuple[str, str, str, str]) -> str:
    do, done, doing, what = act
    return f"{mould.format(do=do, done=done, doing=doing)} {what}"


@pytest.mark.parametrize(("group", "status"), MOULDS)
def test_a_group_says_how_firm_whatever_the_act_and_whoever_acts(group, status):
    for act, who in zip(ACTS, itertools.cycle(PARTIES), strict=False):
        sentence = f"{who} {filled(group, act)}."
        assert statuses(sentence) == [status], sentence


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(MOULDS),
    acts,
    parties,
    st.sampled_from(("NASA said", "the agency said", "its director added")),
)
def test_what_is_reported_is_as_firm_as_what_is_told_but_for_its_shifted_tense(mould, act, who, said):
    group, status = mould
    told = {"was to {do}": "announced", "had decided to {do}": "announced", "had {done}": "done"}.get(group, status)
    sentence = f"{who} {filled(group, act)}, {said}."
    assert statuses(sentence) == [told], sentence


@pytest.mark.parametrize("aside", ["however", "NASA said", "according to NASA", "Krikalev told reporters on Friday"])
@pytest.mark.parametrize(
    ("helper", "status"),
    [("will", "announced"), ("may", "considered"), ("will not", "negated"), ("does not", "negated")],
)
def test_an_aside_between_helper_and_verb_changes_nothing(aside, helper, status):
    assert statuses(f"Roscosmos {helper}, {aside}, stop deliveries of engines.") == [status]


SHARED = [
    ("will {do} {what} and leave the station", ["announced", "announced"]),
    ("plans to {do} {what} and leave the station", ["announced", "announced"]),
    ("has decided to {do} {what} and to leave the station", ["announced", "announced"]),
    ("may {do} {what} and leave the station", ["considered", "considered"]),
    ("will not {do} {what} or leave the station", ["negated", "negated"]),
    ("has {done} {what} and left the station", ["done", "done"]),
    ("has {done} {what} and will leave the station", ["done", "announced"]),
    ("will {do} {what} and has left the station", ["announced", "done"]),
]


@pytest.mark.parametrize(("mould", "wanted"), SHARED)
def test_verbs_joined_by_and_share_their_helpers(mould, wanted):
    """'Will stop A and leave B' once gave a departure done: the worst thing a reader can say."""
    for do, done, doing, what in ACTS[:3]:
        sentence = f"Roscosmos {mould.format(do=do, done=done, doing=doing, what=what)}."
        assert statuses(sentence) == wanted, sentence


WHEN = [
    ("on Thursday", "done"), ("on 9 August", "done"), ("three days ago", "done"), ("earlier this week", "done"),
    ("on 13 July", "past"), ("in May", "past"), ("in February", "past"), ("in early July", "past"),
    ("last month", "past"), ("last year", "past"), ("last winter", "past"), ("in March 2021", "past"),
    ("in 2014", "past"), ("two months ago", "past"), ("ten days ago", "past"), ("earlier this year", "past"),
]  # fmt: skip


@pytest.mark.parametrize(("when", "status"), WHEN)
@pytest.mark.parametrize(
    "mould", ["{who} stopped {what} {when}.", "{When}, {who} stopped {what}.", "{who} {when} stopped {what}."]
)
def test_what_was_before_the_week_of_the_news_is_past(when, status, mould):
    text = mould.format(who="Roscosmos", what="deliveries of engines", when=when, When=when[0].upper() + when[1:])
    assert statuses(text) == [status], text


@pytest.mark.parametrize(("when", "status"), WHEN)
def test_what_was_announced_before_the_week_of_the_news_is_past(when, status):
    firm = {"done": "announced"}.get(status, status)
    text = f"Roscosmos said {when} that it would stop deliveries of engines."
    assert statuses(text) == [firm], text


def test_what_is_still_in_force_is_done_however_long_ago_it_began():
    assert statuses("Roscosmos has suspended deliveries of engines since March 2021.") == ["done"]
    assert statuses("Deliveries of engines have been suspended since February, Roscosmos said.") == ["done"]


def test_a_date_of_another_clause_does_not_make_an_act_past():
    assert statuses("Roscosmos has stopped deliveries of engines, which it began in 2014.") == ["done"]
    both = "On Thursday Roscosmos stopped deliveries of engines that were agreed in 2018."
    assert statuses(both) == ["done", "past"]
    assert statuses("Roscosmos will stop deliveries of engines that were ordered in 2018.") == ["announced"]
    assert statuses("Rogozin left Roscosmos, and NASA in June signed an agreement to swap seats.") == ["past"]
    assert statuses("Rogozin left Roscosmos, and in June NASA signed an agreement to swap seats.") == ["past"]
    assert statuses("NASA signed an agreement to swap seats on Thursday, and in June Rogozin left.") == ["done"]
    assert statuses("Roscosmos, which in 2014 lost its director, has stopped deliveries of engines.") == ["done"]


@given(st.dates(dt.date(1998, 1, 1), dt.date(2030, 12, 31)), st.integers(1, 12))
def test_a_month_without_its_year_told_in_the_past_is_never_to_come_and_within_a_year(day, month):
    name = dt.date(2000, month, 1).strftime("%B")
    (one,) = find_dates(f"in {name}, it", 0, len(name) + 7, day)
    past = told_as_past(one, day)
    assert past.first is not None and past.first <= day
    assert (day - past.first).days < 366
    assert past.first.month == month


@given(st.dates(dt.date(1998, 1, 1), dt.date(2030, 12, 31)), st.integers(1, 12), st.integers(1999, 2030))
def test_a_year_that_is_named_stands_whatever_the_day_of_publication(day, month, year):
    name = dt.date(2000, month, 1).strftime("%B")
    for lead in ("in", "since", "by", "last"):
        text = f"{lead} {name} {year}"
        (one,) = find_dates(text, 0, len(text), day)
        assert (one.first, one.first.year, one.first.month) == (dt.date(year, month, 1), year, month), text


CONDITIONS = [
    ("if the sanctions are lifted", "sanctions_lifted"),
    ("unless the sanctions on its firms are lifted", "sanctions_lifted"),
    ("once the module has been found safe", "safety"),
    ("as soon as the cause of the leak is known", "safety"),
    ("as long as the money arrives on time", "funding"),
    ("provided that Congress approves the funds", "funding"),
    ("subject to approval by the government", "agreement"),
    ("when the new American ships are ready", "replacement_ready"),
    ("if its control centre is attacked", "if_attacked"),
    ("only if Washington gives its word", "other"),
]
ASIDES = ("", ", which Boeing built in 1998,", ", damaged by the fire of Thursday,", ", both more than 22 years old,")


@pytest.mark.parametrize(("clause", "condition"), CONDITIONS)
@pytest.mark.parametrize("opening", [False, True])
def test_a_condition_is_named_before_and_behind_its_act(clause, condition, opening):
    act = "Roscosmos will prolong the exchange of seats"
    text = f"{clause[0].upper()}{clause[1:]}, {act}." if opening else f"{act} {clause}."
    (one,) = read(text)
    assert one.condition == condition, text
    assert one.status == "conditional"


@pytest.mark.parametrize("aside", ASIDES)
@pytest.mark.parametrize(("word", "status"), [("until", "done"), ("if", "conditional")])
def test_a_condition_reaches_over_an_aside_to_its_verb(aside, word, status):
    act = "has stopped" if word == "until" else "will stop"
    (one,) = read(f"Roscosmos {act} flights of its cargo ships {word} the tunnel{aside} is repaired, NASA said.")
    assert (one.condition, one.status) == ("other", status)


IF = "if the bills are not paid"
STOP, STAY = "Roscosmos will stop deliveries of engines", "NASA will continue to work on the station"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{STOP} {IF}, but {STAY}.", ["conditional", "announced"]),
        (f"{STAY}, but {STOP} {IF}.", ["announced", "conditional"]),
        (f"If the bills are not paid, {STOP} and leave the station.", ["conditional", "conditional"]),
        (f"{STOP} and leave the station {IF}.", ["conditional", "conditional"]),
        (f"Rogozin said that {IF} {STOP}.", ["conditional"]),
        (f"Rogozin said that, {IF}, {STOP}.", ["conditional"]),
        ("NASA has asked Roscosmos to say whether it will leave the station if the sanctions stay.", ["done"]),
    ],
)  # fmt: skip
def test_a_condition_holds_for_the_act_with_which_it_stands(text, wanted):
    assert statuses(text) == wanted


@pytest.mark.parametrize(
    "clause",
    [
        "in exchange for flights of its cosmonauts", "even if the sanctions are lifted", "if only to save face",
        "if necessary", "on the condition of the module", "for as long as it can", "for as long as they ask",
        "in case the crew must leave", "what if the sanctions stay", "until 2030", "until its 2030 end", "until May 3",
    ],
)  # fmt: skip
def test_what_looks_like_a_condition_and_is_none(clause):
    text = f"Roscosmos will prolong the exchange of seats {clause}."
    assert find_conditions(text, parsed(text).sentence) == []


@pytest.mark.parametrize(
    ("when", "condition"),
    [
        ("until 2028", "until_date"), ("until at least 2028", "until_date"), ("through 2028", "until_date"),
        ("to 2028", "until_date"), (", probably until 2028", "until_date"),
        ("until its planned 2028 end", "until_date"),
        ("beyond 2024", "after_date"), ("after 2024", "after_date"), ("in 2024", None), ("from 2024", None),
    ],
)  # fmt: skip
def test_a_last_day_and_a_first_day_are_conditions(when, condition):
    (one,) = read(f"Roscosmos will continue work on the station {when}.".replace(" ,", ","))
    assert one.condition == condition


def test_a_date_is_a_condition_of_its_own_act_only():
    texts = "NASA signed a contract for food that will last until 2030.", "Roscosmos refused to work beyond 2024."
    assert [one.condition for text in texts for one in read(text)] == [None, "after_date"]


def parsed(text: str) -> Parsed:
    return Parsed(text, gazetteer_of(PACK), {}, DAY)


@pytest.mark.parametrize(
    ("text", "verb", "tense", "negated", "governor"),
    [
        ("NASA, the agency said, will leave", "leave", "future", False, ""),
        ("Neither NASA nor ESA has left", "left", "perfect", True, ""),
        ("NASA has yet to leave", "leave", "perfect", True, ""),
        ("NASA was to have left", "left", "missed", False, ""),
        ("NASA might have to leave", "leave", "maybe", False, ""),
        ("NASA asked Roscosmos to stay", "stay", "past", False, "demand"),
        ("NASA plans to ask Roscosmos to stay", "stay", "future", False, "demand"),
        ("NASA may ask Roscosmos to stay", "stay", "maybe", False, "demand"),
        ("NASA refused to rule out leaving", "leaving", "past", False, "considered"),
        ("No decision has been made to leave, NASA said", "leave", "perfect", True, "announced"),
    ],
)
def test_a_group_has_the_tense_of_its_first_helper_and_the_sense_of_its_governor(text, verb, tense, negated, governor):
    sentence = parsed(text).sentence
    group = verb_group(sentence, sentence.words.low.index(verb), "base")
    assert (group.tense, group.negated, group.governor) == (tense, negated, governor)


def test_a_row_of_verbs_shares_the_helpers_of_the_first():
    sentence = parsed("NASA will stop the work, close the office, sell the ships and leave").sentence
    for verb in ("stop", "close", "sell", "leave"):
        assert verb_group(sentence, sentence.words.low.index(verb), "base").tense == "future", verb


@pytest.mark.parametrize(
    "hostile",
    ["plans to " * 400 + "stop", "will stop " + "and stop " * 400, "was made to be " * 300 + "made", "by " * 999],
)
def test_no_depth_of_verbs_exhausts_the_reader(hostile):
    sentence = parsed(f"Roscosmos {hostile} deliveries of engines").sentence
    for at in range(len(sentence.words)):
        verb_group(sentence, at, "base")
