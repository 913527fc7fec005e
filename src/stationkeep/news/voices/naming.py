"""A sentence taken apart: its words, and the names in it, with those that the document itself introduces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from stationkeep.news.grammar.gazetteer import Gazetteer, Mention
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.text.words import listed, split_words

_OTHER_STATIONS = listed(
    "police radio railway train power gas petrol bus metro tv television polling fire weather ground tracking "
    "filling subway mir tiangong chinese own national"
)


def take_apart(
    text: str, start: int, end: int, gazetteer: Gazetteer, surnames: Mapping[str, str], on: dt.date | None = None
) -> Sentence:
    """Return the sentence at ``text[start:end]`` with its names, the ``surnames`` that the document introduces too.

    ``on`` is the day of publication: it says which ship went by a name then.
    """
    words = split_words(text, start, end)
    mentions = gazetteer.find(words)
    if surnames:
        mentions = _with_introduced(words.raw, mentions, surnames)
    if on is not None and on >= _DRAGON_WITH_PEOPLE and "dragon" in words.low:
        mentions = [
            replace(one, object="crew_flights") if one.name == "Dragon" and not _is_freight(words.low, one) else one
            for one in mentions
        ]
    dated_to = _dateline(words.raw)
    return Sentence(
        words,
        [
            one
            for one in mentions
            if not _is_other_station(words.low, one)
            and (one.first >= dated_to or (one.kind != "state" and one.means != "kazakhstan"))
        ],
    )


_DRAGON_WITH_PEOPLE = dt.date(2020, 5, 30)
"""Launch of the first Dragon with people (flights.csv): since then its bare name is more often the crew ship's."""
_FREIGHT = listed(
    "cargo freight freighter supplies supply resupply food tonnes tons pounds kilograms kg lb payload payloads "
    "experiments unmanned uncrewed groceries truck equipment spares parts boost reboost trunk berthed tanks"
)

_APART = listed("until till because after when while once as if but ; :")


def _is_freight(low: tuple[str, ...], one: Mention) -> bool:
    """Whether freight is spoken of in the clause of a ship, and not in one behind 'until' or 'because'."""
    first, last = one.first, one.last
    while first > 0 and low[first - 1] not in _APART:
        first -= 1
    while last < len(low) and low[last] not in _APART:
        last += 1
    return not _FREIGHT.isdisjoint(low[first:last])


_DASHES = ("—", "–")


def _dateline(raw: tuple[str, ...]) -> int:
    """Return the word behind the dateline that a sentence opens with ('PARIS, 2 April —'); 0 without one.

    The place where a report was written does nothing.
    """
    if not raw or len(raw[0]) < 4 or not raw[0].isupper():
        return 0
    return next((k + 1 for k in range(1, min(len(raw), 12)) if raw[k] in _DASHES), 0)


def _is_other_station(low: tuple[str, ...], one: Mention) -> bool:
    if one.object != "station" or one.first == 0 or low[one.last - 1] != "station":
        return False
    return low[one.first - 1] in _OTHER_STATIONS


def _with_introduced(raw: tuple[str, ...], mentions: list[Mention], surnames: Mapping[str, str]) -> list[Mention]:
    """Add the people whom the document itself introduced, by surname."""
    taken = {k for one in mentions for k in range(one.first, one.last)}
    added: list[Mention] = []
    for k, word in enumerate(raw):
        full = surnames.get(word)
        if full is None or k in taken:
            continue
        first = k
        while first > 0 and raw[first - 1] in full.split() and first - 1 not in taken:
            first -= 1
        added.append(Mention(first, k + 1, "person", "", "", full))
    return sorted([*mentions, *added], key=lambda one: one.first) if added else mentions


def doubled_party(sentence: Sentence) -> str:
    """Return the party that an enumeration names twice, or an empty text: one of the two was meant to be another."""
    runs: list[list[str]] = []
    ended = -1
    for one in sentence.mentions:
        if one.kind != "party":
            continue
        between = sentence.words.low[ended : one.first] if ended >= 0 else ()
        if between == ("(",):
            ended = one.last  # the name in brackets explains the one before
            continue
        joined = 0 < len(between) <= 4 and all(word in (")", ",", "and", "the", "&", "or") for word in between)
        if runs and joined:
            runs[-1].append(one.means)
        else:
            runs.append([one.means])
        ended = one.last
    return next((party for run in runs for party in run if run.count(party) > 1), "")
