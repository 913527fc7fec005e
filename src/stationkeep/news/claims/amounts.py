"""Amounts as texts write them: figures, words, ranges and hedges, turned into the interval that they allow.

What an amount allows follows from how it is said, by one rule for every speaker:

- a range allows what lies between its ends: 'one or two years', '10 to 15 tonnes';
- 'at least', 'more than', 'or more' leave the upper end open; 'at most', 'up to', 'less than', 'within' the lower one;
- 'about', 'nearly', 'or so' allow a tenth more and a tenth less, and never less than rounding does;
- a bare number was rounded to its last digit that is not zero: 420 allows 415 to 425, 500 allows 450 to 550;
- a count of things ('seven people') is exact;
- 'a couple' is 2, 'a few' 2 to 5, 'several' 3 to 10, 'tens' 20 to 100, 'dozens' 24 to 100, 'hundreds' 200 to 1000, and
  a plural without a number ('months', 'years') 2 to 10;
- a ton that is not called metric may be one of 907 kg.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_DIGITS = {"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
           "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
           "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
           "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}  # fmt: skip
_POWERS = {"hundred": 100, "thousand": 1000}
_VAGUE = {"couple": (2.0, 2.0), "pair": (2.0, 2.0), "few": (2.0, 5.0), "several": (3.0, 10.0), "tens": (20.0, 100.0),
          "dozens": (24.0, 100.0), "hundreds": (200.0, 1000.0), "thousands": (2000.0, 10000.0), "dozen": (12.0, 12.0),
          "half": (0.5, 0.5), "": (2.0, 10.0)}  # fmt: skip

_WORD = "|".join((*_DIGITS, *_POWERS))
_SPELT = rf"(?:an?\s+)?(?:{_WORD})\b(?:[-\s](?:and\s+)?(?:{_WORD})\b){{0,5}}(?:\s+and\s+a\s+half)?"
_LOOSE = (
    r"(?:an?\s+)?(?:couple|pair|few|dozen)\b(?:\s+of)?|several|(?:tens|dozens|hundreds|thousands)\s+of|half\s+an?|an?"
)
_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = rf"(?:{_FIGURES}|\b(?:{_SPELT}|{_LOOSE})\b)"
"""A number in figures or words."""

_JOIN = r"(?:\s*[-\u2010-\u2014]\s*|\s+(?:to|or|and)\s+)"

UNITS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "kg": {
        r"metric[-\s]+tons?|tonnes?|t": (1000.0, 1000.0),
        r"tons?": (907.185, 1000.0),
        r"kg|kgs|kilograms?|kilogrammes?|kilos?": (1.0, 1.0),
        r"pounds?|lbs?": (0.453592, 0.453592),
    },
    "days": {
        r"hours?": (1 / 24, 1 / 24),
        r"days?": (1.0, 1.0),
        r"weeks?": (7.0, 7.0),
        r"months?": (30.4375, 30.4375),
        r"years?": (365.25, 365.25),
        r"decades?": (3652.5, 3652.5),
    },
    "km": {
        r"km|kms|kilomet(?:er|re)s?": (1.0, 1.0),
        r"miles?": (1.609344, 1.609344),
        r"met(?:er|re)s?|m": (0.001, 0.001),
        r"feet|foot|ft": (0.0003048, 0.0003048),
    },
    "m/s": {r"m/s|met(?:er|re)s?\s+(?:a|per)\s+second": (1.0, 1.0)},
    "percent": {r"%|per\s?cent": (1.0, 1.0)},
    "usd_m": {r"millions?|mln|m": (1.0, 1.0), r"billions?|bn": (1000.0, 1000.0)},
    "count": {r"": (1.0, 1.0)},
}
"""By the unit that the model takes: every unit that texts use for it, with its least and greatest worth."""

_READ_UNIT = {
    name: [(re.compile(rf"(?:{words})\Z", re.I), worth) for words, worth in units.items()]
    for name, units in UNITS.items()
}


def amount(unit: str, group: str = "amount", *, bare: bool = False) -> str:
    """Return the pattern of an amount in any spelling of a unit, as the group of that name.

    Parameters
    ----------
    unit : str
        A key of :data:`UNITS`.
    group : str
        Name of the group that holds number and unit.
    bare : bool
        Whether a plural without a number will do ('within months').
    """
    words = "|".join(UNITS[unit])
    one = rf"{NUMBER}(?:{_JOIN}{NUMBER})?"
    if unit == "usd_m":
        dollars = rf"{one}\s+(?:millions?|billions?)(?=\s+(?:US\s+)?dollars?)"
        return rf"(?P<{group}>(?:US\$|\$|USD\s?)\s?{one}\s?(?:{words})\b|{dollars})"
    if unit == "count":
        return rf"(?P<{group}>{one})"
    end = r"(?!\w)" if unit == "percent" else r"\b"
    with_number = rf"{one}[-\s]*(?:{words}){end}(?:\s+or\s+{NUMBER}(?!\s+\w+ly))?"
    alone = r"|\b(?:weeks|months|years|decades)\b" if bare else ""
    return rf"(?P<{group}>{with_number}{alone})"


@dataclass(frozen=True)
class Interval:
    """What an amount allows, in the model's unit; an end that is open is ``None``. ``said`` names the rule."""

    low: float | None
    high: float | None
    said: str


_PARTS = re.compile(rf"(?:US\$|\$|USD\s?)?\s?(?P<one>{NUMBER})?(?:{_JOIN}(?P<two>{NUMBER}))?[-\s]*(?P<unit>\D*?)"
                    rf"(?:\s+or\s+(?P<three>{NUMBER}))?\Z", re.I)  # fmt: skip
_BEFORE = tuple(
    (said, re.compile(rf"\b(?:{words})(?:\s+(?:an?|the|its|just|only|some))?\s*\Z", re.I))
    for said, words in (
        ("at most", r"at (?:the )?most|no more than|not more than|no later than|up to|less than|fewer than|under|below|"
                    r"within|maximum of|no longer than|not exceed\w*|in less than|inside"),
        ("at least", r"at least|no less than|not less than|no fewer than|more than|over|above|exceed\w*|upwards of|"
                     r"minimum of|for as much as|as (?:much|many|long) as|beyond|well over"),
        ("about", r"about|around|roughly|approximately|approx\.?|some|circa|nearly|almost|close to|estimated|"
                  r"in the order of|the best part of"),
    )
)  # fmt: skip
_AFTER = (
    ("at least", re.compile(r"\s*(?:or|and) (?:more|longer|over)\b|\s*\+|\s+at (?:the )?least\b", re.I)),
    ("at most", re.compile(r"\s*or (?:less|fewer|sooner|under)\b|\s+at (?:the )?most\b", re.I)),
    ("about", re.compile(r"\s*or (?:so|thereabouts)\b", re.I)),
)
_NEAR = 0.1
"""How far 'about' reaches."""


def read_amount(said: str, unit: str, before: str = "", after: str = "") -> Interval | None:
    """Read an amount that :func:`amount` found.

    Parameters
    ----------
    said : str
        Number and unit as they stand.
    unit : str
        The unit of the model, a key of :data:`UNITS`.
    before, after : str
        The text around it, where 'at least' or 'or so' may stand.

    Returns
    -------
    Interval, optional
        In ``unit``; ``None`` where the number cannot be read.
    """
    parts = _PARTS.match(said.strip())
    if parts is None:
        return None
    worth = next((w for p, w in _READ_UNIT[unit] if p.match(parts["unit"].strip(" -"))), None)
    if worth is None and unit != "count":
        return None
    scale = worth or (1.0, 1.0)
    first = _number(parts["one"] or "")
    second = _number(parts["two"] or parts["three"]) if parts["two"] or parts["three"] else None
    if first is None:
        return None
    low, high, half = first
    if second is not None:
        low, high, rule = min(low, second[0]), max(high, second[1]), "a range"
    else:
        rule = _hedge(before, after) or ("a vague number" if low != high else "")
        exact = unit == "count" or not half
        spread = max(0.0 if exact else half, _NEAR * high if rule == "about" else 0.0)
        if low == high and rule in ("", "about"):
            low, high = max(0.0, low - spread), high + spread
    ends: tuple[float | None, float | None] = (low * scale[0], high * scale[1])
    if rule == "at least":
        ends = (ends[0], None)
    elif rule == "at most":
        ends = (None, ends[1])
    return Interval(*ends, rule or ("as counted" if unit == "count" else "rounded to its last digit"))


def _hedge(before: str, after: str) -> str:
    near = before[-40:]
    found = next((said for said, pattern in _BEFORE if pattern.search(near)), "")
    return found or next((said for said, pattern in _AFTER if pattern.match(after)), "")


def _number(text: str) -> tuple[float, float, float] | None:
    """Least and greatest value of a number, and half a unit of its last digit that is not zero."""
    words = re.sub(r"\band a half\b", "+half", text.lower()).replace("-", " ").split()
    if words and words[0][0].isdigit():
        figures = words[0].replace(",", "")
        value = float(figures)
        return value, value, _half_unit(figures)
    vague = next((word for word in words if word in _VAGUE), None)
    if vague is not None:
        low, high = _VAGUE[vague]
        return low, high, 0.5 if low == high >= 1 else 0.0
    if not words:
        return (*_VAGUE[""], 0.0)
    total, part = 0.0, 0.0
    for word in words:
        if word in _POWERS:
            part = max(part, 1.0) * _POWERS[word]
            if word == "thousand":
                total, part = total + part, 0.0
        elif word == "+half":
            return total + part + 0.5, total + part + 0.5, 0.25
        else:
            part += _DIGITS.get(word, 0)
    value = total + part
    if not value and words[-1] in ("a", "an"):
        value = 1.0
    return value, value, _half_unit(f"{value:g}")


def _half_unit(figures: str) -> float:
    whole, dot, rest = figures.partition(".")
    if dot:
        return 0.5 * 10.0 ** -len(rest)
    bare = whole.rstrip("0")
    return 0.5 * 10.0 ** (len(whole) - len(bare)) if bare else 0.5
