"""Claims that the model can test: masses, lengths of time, prices, and who depends on whom."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"(?:\d[\d,]*(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty|a hundred|five hundred|several|a few|few|a couple of|a|an)"
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
          "twelve": 12, "eighteen": 18, "twenty": 20, "a hundred": 100, "five hundred": 500}  # fmt: skip
_RANGE = rf"(?P<low>{_NUMBER})(?:\s*(?:-|–|—|to|or|and)\s*(?P<high>{_NUMBER}))?"


@dataclass(frozen=True)
class Quantity:
    """A quantity claimed: what of, its least and greatest value, its unit, and by which rule it was read."""

    quantity: str
    low: float | None
    high: float | None
    unit: str
    rule: str
    at: int
    assesses: bool


_RULES: tuple[tuple[str, str, str, float, bool, re.Pattern[str]], ...] = tuple(
    (rule, quantity, unit, factor, assesses, re.compile(pattern, re.I))
    for rule, quantity, unit, factor, assesses, pattern in (
        ("claim.mass", "mass_kg", "kg", 1000.0, True,
         rf"\b{_RANGE}[-\s]*(?:metric[-\s]*)?(?:tonnes?|tons?)\b(?=[^;]{{0,60}}(?:station|structure|ISS|complex|segment|outpost|laborator|object|colossus|hulk))"),
        ("claim.mass_kg", "mass_kg", "kg", 1.0, True,
         rf"\b{_RANGE}[-\s]*(?:kg|kilograms?)\b(?=[^;]{{0,60}}(?:station|structure|ISS|complex|segment|outpost))"),
        ("claim.seat_price", "seat_price_usd_m", "usd_m", 1.0, True,
         rf"(?:\$|US\$|USD )\s?{_RANGE}\s?(?:million|mln|M)\b[^;]{{0,40}}(?:(?:a|per|each|for (?:a|each|every|one)|every)\s+(?:\w+\s+){{0,2}}(?:seat|astronaut|ride|person|trip|flight|crew member)|seat)"),
        ("claim.seat_price", "seat_price_usd_m", "usd_m", 1.0, True,
         rf"\bseats?\b[^;]{{0,60}}(?:\$|US\$|USD )\s?{_RANGE}\s?(?:million|mln|M)\b"),
        ("claim.altitude_loss", "altitude_loss_km", "km", 1.0, True,
         rf"\b(?:los(?:e|es|ing)|drops?|sinks?|falls?|descends?|decays?)\b[^;]{{0,40}}\b{_RANGE}\s*(?:km|kilomet(?:er|re)s?)\b"),
        ("claim.altitude_gain", "altitude_gain_km", "km", 1.0, True,
         rf"\b(?:burns?|firings?|reboosts?|manoeuvres?|maneuvers?)\b[^;]{{0,40}}\b(?:lifted|raised|boosted|added|gained)\b[^;]{{0,60}}\b(?:{_RANGE}|half a|a)\s*(?:km|kilomet(?:er|re)s?|miles?)\b"),
        ("claim.years_aloft", "days_aloft", "days", 365.25, True,
         rf"\b{_RANGE}\s+years?\b(?=[^;]{{0,80}}(?:re-?enter|burn up|fall|come down|decay|orbit|deorbit|crash))"
         r"(?<!for )"),
        ("claim.years_aloft", "days_aloft", "days", 365.25, True,
         rf"(?:re-?ent(?:er|ry)|burn up|fall (?:to|out|back)|come down|decay|crash|stay (?:up|aloft|in orbit))\b[^;]{{0,60}}\b(?:in|within|after|for|about|over)\s+(?:about |around |just |only |at most |roughly )?{_RANGE}\s+years?\b"),
        ("claim.months_aloft", "days_aloft", "days", 30.44, True,
         rf"(?:re-?ent(?:er|ry)|burn up|fall (?:to|out|back)|come down|decay|crash|stay (?:up|aloft|in orbit)|without (?:reboosts?|propulsion|Progress))\b[^;]{{0,60}}\b{_RANGE}\s+months?\b"),
        ("claim.replacement_time", "replacement_days", "days", 365.25, True,
         rf"\b(?:replace|replacement|substitute|alternative)\b[^;]{{0,60}}\b{_RANGE}\s+years?\b"),
        ("claim.engines_left", "engines_on_hand", "units", 1.0, True,
         rf"\b{_RANGE}\s+(?:more\s+)?(?:RD-?18[01]|engines)\b[^;]{{0,60}}(?:left|remain|in stock|on hand|stor|in the United States|in the US|deliver|enough)"),
        ("claim.stock_lasts", "stock_days", "days", 1.0, True,
         r"\b(?:enough|sufficient|suffices?|lasts?|hold(?:s)? out|in reserve|margins?|supply|stocks?)\b[^;]{0,40}?\b(?:for|to last|until|through|of)\b[^;]{0,60}?\b(?:missions?|launches|flights?|months?|years?|weeks?|days?|(?:19|20)\d\d|January|February|March|April|May|June|July|"
         r"August|September|October|November|December|engines)\b"),
        ("claim.not_enough", "sufficiency", "1", 0.0, True, r"\b(?:cannot|can't|could not|not|never)\b[^;]{0,40}?\benough\b"),
        ("claim.stock_lasts", "stock_days", "days", 1.0, True, r"\b(?:\w+-(?:year|month|week|day)) (?:supply|stock|reserve)\b"),
        ("claim.share", "share_percent", "percent", 1.0, True,
         r"\b(?:half|a third|two thirds|a quarter|three quarters|most|nearly all|all) of (?:all |the |its )?(?:station's )?(?:reboosts?|propellant|fuel|power|electricity|mass|burns|propulsion|oxygen|water|cargo)\b"),
        ("claim.share_of_mass", "share_percent", "percent", 1.0, True,
         rf"\b{_RANGE}\s*(?:%|per ?cent)\b[^;]{{0,60}}(?:of the (?:station|ISS|mass|power|electricity|propellant|fuel|resources|crew time))"),
        ("claim.only_one_provides", "dependence", "1", 0.0, True,
         r"\b(?:without (?:the )?(?:Russia\w*|Roscosmos|Progress|Soyuz|NASA|American|US|U\.S\.|Dragon)[^;]{0,60}?\b(?:nobody|no one|could not|cannot|can't|can not|couldn't|would not|impossible)|only (?:the )?(?:Russia\w*|Roscosmos|Progress|Soyuz|NASA|American|US|U\.S\.|SpaceX)[^;]{0,60}\b(?:can|could|able|provid\w+|has|have|keep\w*|raise\w*|engine\w*|control\w*)|"
         r"(?:cannot|can't|can not|could not|couldn't|unable to|impossible to|no way to|not possible to)\b[^;]{0,70}\bwithout\b|"
         r"(?:depend\w*|rel(?:y|ies|iant|iance|ied))\s+(?:\w+ly\s+)?(?:on|upon)\b[^;]{0,60}(?:Russia\w*|Roscosmos|Soyuz|Progress|NASA|American|US|U\.S\.|each other|one another|Zvezda|engines?)|"
         r"\bno (?:one|other (?:partner|vehicle|country|nation|agency)|single partner|partner)\b[^;]{0,40}\b(?:can|could|able|provid\w+)|"
         r"(?:neither|either) (?:side|party|segment|partner|country)[^;]{0,40}\b(?:can|could|without|alone))"),
    )
)  # fmt: skip
_KEYS = re.compile(
    r"\b(?:ton|tonne|kg|kilogram|seat|\$|usd|km|kilomet|year|month|engine|rd-?18|percent|per cent|%|only|without|depend|enough|suffic|supply|stock|half|third|quarter|most of|last|rel(?:y|ies|ian|ied)|neither|either|no (?:one|other|single|partner))|[%$]",
    re.I,
)


def find_quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Return the claims in ``text[start:end]``, of each quantity the first."""
    sentence = text[start:end]
    if not _KEYS.search(sentence):
        return
    seen: set[str] = set()
    for rule, quantity, unit, factor, assesses, pattern in _RULES:
        if quantity in seen:
            continue
        found = pattern.search(sentence)
        if found is None:
            continue
        seen.add(quantity)
        groups = found.groupdict()
        low = _value(groups.get("low"), factor)
        high = _value(groups.get("high"), factor) or low
        yield Quantity(quantity, low, high, unit, rule, start + found.start(), assesses)


def _value(said: str | None, factor: float) -> float | None:
    if not said:
        return None
    word = said.lower().strip()
    if word in _WORDS:
        return _WORDS[word] * factor
    try:
        return float(word.replace(",", "")) * factor
    except ValueError:
        return None
