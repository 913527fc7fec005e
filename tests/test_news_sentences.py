"""One sentence at a time: the many ways in which English news says one act, and sentences that say none.

Every sentence of ``news_sentences.tsv`` is invented. They were written with the rules and show no more than that what
once was read is still read; how well other texts are read, the annotated texts of other hands say.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from pathlib import Path

import pytest

from stationkeep.facts.pack import load_pack
from stationkeep.news.read import read_originals
from stationkeep.news.text.original import decode

PACK = load_pack("iss")
LEAD = "Work aboard the International Space Station was in the news this week.\n\n"
TSV = Path(__file__).parent / "news_sentences.tsv"
with TSV.open(encoding="utf-8", newline="") as file:
    ROWS = [(row["sentence"], row["wanted"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def coded(sentence: str) -> list[str]:
    """Return what is made of a sentence behind a neutral first paragraph."""
    reading = read_originals([decode((LEAD + sentence).encode(), "a.txt")], PACK, dt.date(2022, 4, 4), weighed=False)
    return [" ".join(map(str, (s.actor, s.action, s.object, s.condition, s.status))) for s in reading.statements]


@pytest.mark.parametrize(("sentence", "wanted"), ROWS)
def test_a_sentence_says_what_it_says(sentence, wanted):
    assert coded(sentence) == ([] if wanted == "nothing" else wanted.split(" ; "))


VERBS = {
    "suspend": [("halt", "halted", "halting"), ("freeze", "frozen", "freezing"), ("cut off", "cut off", "cutting off")],
    "resume": [("resume", "resumed", "resuming"), ("restore", "restored", "restoring")],
    "continue": [("extend", "extended", "extending"), ("prolong", "prolonged", "prolonging")],
}
MOULDS = [
    ("{who} has {done} {what}.", "done"),
    ("{who} will {do} {what}.", "announced"),
    ("{who} vowed last night to {do} {what}.", "announced"),
    ("{who} said it would {do} {what}.", "announced"),
    ("{who} may {do} {what}.", "considered"),
    ("{who} is thinking of {doing} {what}.", "considered"),
    ("{who} has no plans to {do} {what}.", "negated"),
    ("{who} ruled out {doing} {what}.", "negated"),
    ("Unless the bills are paid, {who} will {do} {what}.", "conditional"),
]
SERVICES = {
    "seats": "the seat exchange",
    "engines": "deliveries of rocket engines",
    "operations": "its reboosts of the station",
    "propellant": "the transfer of propellant",
    "data": "the exchange of tracking data",
}


@pytest.mark.parametrize(("action", "mould"), list(itertools.product(VERBS, MOULDS)))
def test_every_verb_fits_every_mould(action, mould):
    text, status = mould
    for (do, done, doing), (service, what) in itertools.product(VERBS[action], SERVICES.items()):
        sentence = text.format(who="Roscosmos", do=do, done=done, doing=doing, what=what)
        (said,) = coded(sentence)
        assert said.startswith(f"roscosmos {action} {service} ") and said.endswith(status), (sentence, said)
