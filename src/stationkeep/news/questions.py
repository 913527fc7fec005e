"""From a claim in a sentence to what the model is asked: which quantity, of what, within which interval."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from stationkeep.facts.pack import Pack
from stationkeep.news.claims.claims import Quantity
from stationkeep.news.dependence import Dependence, find_dependences, find_functions, find_parties
from stationkeep.news.findings.statements import Claim
from stationkeep.news.grammar.gazetteer import Gazetteer

NEEDED_DAYS = 365
"""'It cannot be done without them' is tested over a year: gyroscopes and stocks hold out for a while."""

NEWS_DAYS = 3
"""A text counts who and what was aboard on its day or so many days before: between two ships a crew doubles."""

_YEAR_DAYS, _MONTH_DAYS = 365.25, 30.4375


@dataclass(frozen=True)
class Question:
    """What the model is asked, by the columns of a claim; without a quantity, ``note`` says why it cannot be asked."""

    quantity: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    arguments: str = ""
    stronger: Literal["more", "less"] = "more"
    note: str = ""


def ask(claim: Claim, on: dt.date, gazetteer: Gazetteer, pack: Pack) -> Iterator[Question]:
    """Return what a claim asks of the model: one question, or one a clause where it says who needs whom.

    Parameters
    ----------
    on : date
        The day of the text.
    """
    said = claim.quantity
    if not said.quantity:
        yield Question("", note=said.why)
        return
    if said.quantity == "dependence":
        found = list(find_dependences(claim.plain, claim.party, gazetteer, pack))
        yield from (_needs(one) for one in found) if found else (Question("", note="who needs whom is not said"),)
        return
    low, high, unit = _in_words_of(said, claim)
    asked = Question(
        said.quantity, low, high, unit, stronger=said.stronger, note=f"read as: {said.said}" if said.said else ""
    )
    yield _ARGUMENTS.get(said.rule, lambda one, *_: one)(asked, claim, on, gazetteer, pack)


def _needs(one: Dependence) -> Question:
    """Of who is needed for what: what others lose by it, or whether it alone can stop it."""
    if not one.functions:
        return Question("", note="what cannot be done alone is no function of the model")
    functions = "|".join(one.functions)
    if one.mutual:
        arguments = f"parties={'|'.join(one.parties)};function={functions};within={NEEDED_DAYS}"
        count = float(len(one.parties))
        return Question(
            "parties_each_needed", count, count, "count", arguments, note="read as: each alone can end it within a year"
        )
    if not one.parties:
        return Question("", note="whose help is meant is not said")
    party = one.parties[0]
    if one.alone:
        return Question("sole_provider_share", 1.0, 1.0, "fraction", f"party={party};function={functions}",
                         note="read as: nobody else can give it at once")  # fmt: skip
    arguments = f"suspend={party};function={functions};within={NEEDED_DAYS}"
    if not one.needed:
        return Question(
            "loss_probability", 0.0, 0.5, "fraction", arguments, "less", "read as: more likely than not kept for a year"
        )
    return Question(
        "loss_probability", 0.5, 1.0, "fraction", arguments, note="read as: more likely than not lost within a year"
    )


def _in_words_of(said: Quantity, claim: Claim) -> tuple[float | None, float | None, str]:
    """The interval in the unit that the speaker used, where the model can turn it."""
    phrase = claim.plain.lower()
    unit, scale = said.unit, 1.0
    if said.unit == "kg" and said.quantity == "mass_kg":
        unit, scale = "t", 1000.0
    elif said.unit == "days" and re.search(r"\byears?\b|\bdecades?\b", phrase):
        unit, scale = "years", _YEAR_DAYS
    elif said.unit == "days" and re.search(r"\bmonths?\b", phrase):
        unit, scale = "months", _MONTH_DAYS
    low, high = (None if end is None else float(f"{end / scale:.6g}") for end in (said.low, said.high))
    return low, high, unit


_Rule = Callable[[Question, Claim, dt.date, Gazetteer, Pack], Question]


def _by_year(asked: Question, claim: Claim, on: dt.date, gazetteer: Gazetteer, pack: Pack) -> Question:
    """'By 2025': days from the text to the first and the last day of the year."""
    extra = dict(claim.quantity.extra)
    first, last = (float((dt.date(int(extra["year"]), *day) - on).days) for day in ((1, 1), (12, 31)))
    when = extra.get("when", "").lower()
    if last < 0:
        return Question("", note="the year lies before the text")
    low = {"by": None, "before": None, "after": last}.get(when, max(0.0, first))
    high = {"before": max(0.0, first), "after": None, "until": None}.get(when, last)
    return replace(asked, low=low, high=high, unit="days", note=f"read as: days from the text, {when} {extra['year']}")


def _seat(asked: Question, claim: Claim, on: dt.date, gazetteer: Gazetteer, pack: Pack) -> Question:
    """Whose seat: the carrier named, who flies it, or anybody."""
    sellers = {
        row.id.removeprefix("seat_price_usd_m_") for row in pack.parameters if row.id.startswith("seat_price_usd_m_")
    }
    named = find_parties(claim.plain, gazetteer, pack)
    alone = (party for word in claim.plain.split() for party in find_parties(word, gazetteer, pack))  # 'a Soyuz seat'
    party = next((one for one in (*named, *alone) if one in sellers), "")
    return replace(asked, arguments=f"party={party}" if party else "")


def _replaced(asked: Question, claim: Claim, on: dt.date, gazetteer: Gazetteer, pack: Pack) -> Question:
    """What is replaced, and whose it is."""
    functions = find_functions(claim.plain, gazetteer, pack)
    found = re.search(r"\b(?:replac|substitut|alternativ)\w*", claim.plain, re.I)
    behind = find_parties(claim.plain[found.end() :] if found else "", gazetteer, pack)
    parties = behind or find_parties(claim.plain, gazetteer, pack)
    if not functions or not parties:
        return Question("", note="what is to be replaced is no function of the model, or it is not said whose it is")
    return replace(asked, arguments=f"function={functions[0]};without={parties[0]}")


def _lasting(asked: Question, claim: Claim, on: dt.date, gazetteer: Gazetteer, pack: Pack) -> Question:
    """Which stock lasts."""
    said = dict(claim.quantity.extra).get("stock", "")
    row = pack.settings.get("claims", {}).get("stocks", {}).get(_STOCKS.get(said, said))
    if row is None:
        return Question("", note=f"the model holds no stock of {said or 'that name'}")
    return replace(asked, quantity=str(row["quantity"]), arguments=str(row["arguments"]))


_STOCKS = {"fuel": "propellant", "air": "oxygen"} | dict.fromkeys(
    ("meals", "rations", "supplies", "provisions", "stores"), "food"
)


def _shared(asked: Question, claim: Claim, on: dt.date, gazetteer: Gazetteer, pack: Pack) -> Question:
    """Whose share, of what."""
    of = dict(claim.quantity.extra).get("of", "")
    measure = pack.settings.get("claims", {}).get("measures", {}).get(of, "")
    parties = find_parties(claim.plain, gazetteer, pack)
    if not measure or not parties:
        return Question("", note=f"the model shares out no {of}" if not measure else "whose share it is is not said")
    return replace(asked, arguments=f"party={parties[0]};measure={measure}")


def _over(asked: Question, claim: Claim, on: dt.date, gazetteer: Gazetteer, pack: Pack) -> Question:
    """Over which countries."""
    codes = find_countries(dict(claim.quantity.extra).get("where", ""))
    if not codes:
        return Question("", note="no country of the map is named")
    return replace(asked, arguments=f"country={'|'.join(codes)}")


_ADJECTIVES = {
    "russian": "RUS", "american": "USA", "chinese": "CHN", "indian": "IND", "japanese": "JPN", "canadian": "CAN",
    "ukrainian": "UKR", "u.s.": "USA", "us": "USA", "usa": "USA", "america": "USA", "britain": "GBR",
    "united states": "USA", "land": "land", "ocean": "sea", "oceans": "sea", "sea": "sea", "water": "sea",
}  # fmt: skip


def find_countries(text: str) -> tuple[str, ...]:
    """Return the codes of the countries that a text names (ISO 3166-1 alpha-3), or ``land`` or ``sea``, in order."""
    known, pattern = _countries()
    said = (found[0] for found in pattern.finditer(text))
    return tuple(dict.fromkeys(known[word.lower()] for word in said if word != "us"))


@lru_cache(maxsize=1)
def _countries() -> tuple[Mapping[str, str], re.Pattern[str]]:
    """Names of countries with their codes, and the pattern that finds them, longer ones first."""
    from stationkeep.track.countries import load_countries

    countries = load_countries()
    known = {name.lower(): code for name, code in zip(countries.names, countries.codes, strict=True) if code}
    known |= _ADJECTIVES
    words = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    return known, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I)


_ARGUMENTS: Mapping[str, _Rule] = {
    "claim.mass": lambda asked, *_: replace(asked, arguments="of=station"),
    "claim.falls_by": _by_year,
    "claim.seat_price": _seat,
    "claim.replacement_time": _replaced,
    "claim.stock_lasts": _lasting,
    "claim.share": _shared,
    "claim.refuelling": lambda asked, *_: replace(
        asked, unit="kg/year", note=f"{asked.note}; only what holds the altitude is counted"
    ),
    "claim.altitude": lambda asked, *_: replace(asked, arguments="over=ground"),
    "claim.people_aboard": lambda asked, *_: replace(asked, arguments=f"days_before={NEWS_DAYS}"),
    "claim.ships_docked": lambda asked, *_: replace(asked, arguments=f"days_before={NEWS_DAYS}"),
    "claim.flies_over": _over,
    "claim.falls_on": _over,
}
