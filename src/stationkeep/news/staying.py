"""Verbs of going on, and what must stand with each: 'remains committed', 'keeps flying', 'uses the station until'."""

from __future__ import annotations

from itertools import pairwise

from stationkeep.news.clauses import cooperates_in, objects_in, parties_in, stem_continues
from stationkeep.news.gazetteer import Mention
from stationkeep.news.subjects import Sentence
from stationkeep.news.words import listed

_STAYING = listed(
    "in on with aboard part partner partners committed working operating flying cooperating member "
    "participant until through a the dedicated open ready"
)
_ABOARD = frozenset(("aboard", "board"))
_UNTIL = listed("until till through beyond past to")
_KEPT = listed("place stake presence role part share promise promises")


def goes_on(
    sentence: Sentence, at: int, last: int, end: int, objects: list[Mention], cooperating: bool, word: str
) -> bool:
    """Whether a verb of going on says that a service, or working together, goes on."""
    low = sentence.words.low
    after = low[last:end]
    head = after[:4]
    named = bool({one.object for one in objects} - {"sanctions"}) or cooperating
    if word.startswith(("keep", "kept")) and not _KEPT.isdisjoint(head):
        return named
    lasting = not {"until", "till", "through", "beyond"}.isdisjoint(after)
    if word.startswith(("operat", "run", "fly", "us", "keep")) and head[:1] in (("it",), ("them",)) and lasting:
        return True  # 'intends to operate it through 2030'
    years = any(a == "to" and len(b) == 4 and b.startswith("20") and b.isdigit() for a, b in pairwise(after))
    if named and years and not word.startswith(("keep", "kept")):
        return True  # 'will run the complex to 2028'
    if not named and word.startswith(("fly", "flie", "run", "soldier")) and head[:1] == ("on",):
        named = bool(objects_in(sentence, max(0, at - 12), at))
    if not named and stem_continues(word) and "with" in head[:2] and set(after[1:5]) & {"them", "us", "you"}:
        return True
    if not named and stem_continues(word):
        prior = objects_in(sentence, max(0, at - 16), at)
        if cooperates_in(sentence, max(0, at - 12), at):
            return True
        working = bool(
            set(low[max(0, at - 14) : end])
            & {"work", "working", "support", "flying", "carrying", "lending", "operate", "operations"}
        )
        named = bool({one.object for one in prior} - {"sanctions"}) or (
            working and bool(sentence.mentions or "we" in low[:at])
        )
    stem = word[:4]
    if word.startswith("keep") and head[:1] == ("up",):
        return named
    if stem in ("rema", "stay") and {"ground", "grounded", "suspended", "frozen", "closed", "halted", "hold"} & set(
        after[:5]
    ):
        return bool({one.object for one in objects_in(sentence, max(0, at - 12), at)} - {"sanctions"}) or cooperates_in(
            sentence, max(0, at - 12), at
        )
    if stem == "stay" and head[:1] in (("on",), ("in",)) and {"year", "years", "together"} & set(after[:8]):
        return True  # 'will stay on for another two years'
    if stem in ("rema", "stay"):
        loyal = "committed" in head and bool(parties_in(sentence, last, end))
        aboard = not {"aboard", "board"}.isdisjoint(head) and bool(
            {"until", "till", "through", "beyond", "past", "to"} & set(after)
        )
        return (bool(set(head) & _STAYING) and named) or loyal or aboard
    if stem in ("keep", "kept"):
        return (named or bool(parties_in(sentence, last, end))) and (
            any(one.endswith("ing") for one in after[:8])
            or "open" in head
            or bool(set(after) & {"until", "till", "through"})
        )
    if word.startswith("keep") and head[:1] == ("up",):
        return named
    if stem in ("back", "stic", "proc", "pres", "supp", "pres", "go", "goes", "went", "carr"):
        return named and at > 0
    if stem in ("comm",):
        return named and "to" in head
    if stem == "part":
        return named and bool(set(after) & {"until", "till", "through"})
    if stem in (
        "take",
        "took",
        "part",
        "use",
        "uses",
        "used",
        "usin",
        "oper",
        "run",
        "runs",
        "fly",
        "flie",
        "flow",
        "keep",
    ):
        named = named or stem in ("take", "took", "part")
        return (named and bool(set(after) & {"until", "till", "through", "beyond", "past"})) or bool(
            set(low[max(0, at - 8) : at]) & {"until", "till"}
        )
    return named or (stem in ("cont", "exte") and bool(parties_in(sentence, last, end)))
