"""Dates in a text: named days, months and years; relative ones only from a known day of publication."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import calendar as _calendar
import datetime as dt
import re
from dataclasses import dataclass, replace

from stationkeep.news.text.keyed import Keyed, Table

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_M = r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_BEGINS = r"(?=\d|j[au]|f[eri]|m[aio]|a[fpu]|s[eatuip]|o[ncf]|n[oe]|d[eu]|t[hou]|e[na]|cl|b[ey]|la|w[ei]|ye|un|in)"
"""The letters with which a date may begin: most words are passed over by them."""
_DATE = re.compile(
    rf"\b{_BEGINS}"
    r"(?:(?P<iso>\d{4}-\d{2}-\d{2})"
    rf"|{_M.format('m1')}\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<y1>(?:19|20)\d\d))?"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_M.format('m2')}(?:,?\s+(?P<y2>(?:19|20)\d\d))?"
    rf"|{_M.format('m3')}(?:\s+of)?,?\s+(?P<y3>(?:19|20)\d\d)"
    r"|(?P<part>(?:the\s+)?(?:end|close|beginning|start|middle|first half|second half)\s+of\s+)?(?:mid-?|late\s+|early\s+)?(?P<y4>(?:19[5-9]|20[0-6])\d)(?![\d-])"
    r"|(?:(?P<which>last|next|this|on|late|early)\s+)?(?P<wd>monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|(?P<rel>today|yesterday|tomorrow|tonight|(?:last|next|this|earlier this|later this)\s+(?:week|month|year))"
    r"|(?P<that>(?:(?<=after )|(?<=beyond )|(?<=past )|(?<=until ))th(?:at|is) (?:date|day|deadline|year))"
    r"|(?P<close>(?:the )?end of (?:the|this|next) (?:week|month|year|decade))"
    r"|(?P<half>last|next|this|the|by|until|early|late|mid)[\s-](?:the\s)?(?P<season>spring|summer|autumn|fall|winter)(?:\s(?:of\s)?(?P<y5>(?:19|20)\d\d))?"
    rf"|(?P<pre>(?:in|before|after|during|since) (?:its|their|the|his|her|our)(?=[\s-]+[a-z]+\.?\s+[a-z])|no (?:earlier|sooner|later) than|not before|before|after|in|since|until|by|from|last|next|this|end of|of|late|early|mid|through)[\s-]+{_M.format('m5')}(?!\w|[.,]?\s+(?:of\s+)?\d))\b",
    re.I,
)
_LEAD = re.compile(
    r"\b(until|till|through|thru|up to|to|by|not before|no (?:earlier|sooner) than|before|no later than|after|from|beyond|past|post|starting|beginning|as of|effective|since|on|in|at|during|for)"
    r"\s+(?:at\s+)?(?:least\s+)?(?:and\s+including\s+)?(?:(?:the|its|their)\s+)?(?:(?:planned|scheduled|expected)\s+)?(?:noon\s+on\s+)?$",
    re.I,
)
_SPAN = re.compile(r"\byears $", re.I)
_EVENT = re.compile(
    r"\b(until|till|through|after|beyond)\s+(?:the|its|their)\s+(?:[\w'’-]+\s+){1,6}in\s+(?:early\s+|late\s+|mid-)?$",
    re.I,
)
"""An event with its date: 'until the end of its operation in 2030', 'after the fifth freighter in 2014'."""
_WORDS = "9 day date deadline week month year decade spring summer autumn fall winter tomorrow tonight =may"
DATES: Table[None] = Table([Keyed(None, f"{_WORDS} {' '.join(f'={name}' for name in _MONTHS)}", _DATE)])
"""The words of which a sentence must have one to name a date."""


@dataclass(frozen=True)
class Dated:
    """A date named in a text: where, the preposition before it, first and last day, and why if it cannot be known."""

    start: int
    end: int
    lead: str
    first: dt.date | None
    last: dt.date | None
    said: str
    why: str = ""

    def as_value(self) -> str | dict[str, str | None]:
        """Return the date, or its interval with the reason."""
        if self.first is not None and self.first == self.last:
            return self.first.isoformat()
        value: dict[str, str | None] = {
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
        }
        return value | ({"said": self.said, "why": self.why} if self.why else {})


def told_as_past(one: Dated, published: dt.date | None) -> Dated:
    """Return a date of something past: a day or month named without its year is not one still to come."""
    later = one.first is not None and one.last is not None and published is not None and one.first > published
    if not later or one.first is None or one.last is None or re.search(r"(?:19|20)\d\d", one.said):
        return one
    if one.lead not in ("in", "on", "since", "") or one.said.lower().startswith(("next", "tomorrow", "later")):
        return one
    return replace(one, first=_year_before(one.first), last=_year_before(one.last))


def told_as_coming(one: Dated, published: dt.date | None) -> Dated:
    """Return a date of something still to come: a month named without its year is not one that is over."""
    over = one.first is not None and one.last is not None and published is not None and one.last < published
    if not over or one.first is None or one.last is None or re.search(r"(?:19|20)\d\d", one.said):
        return one
    monthly = one.first.day == 1 and one.last.month == one.first.month and one.last.day >= _SHORTEST
    if not monthly or not one.said.lower().startswith(
        ("in ", "by ", "until ", "from ", "through ", "before ", "after ")
    ):
        return one
    first = one.first.replace(year=one.first.year + 1)
    return replace(one, first=first, last=_month(first.year, first.month)[1])


_SHORTEST = 28
"""Days of the shortest month."""


def _year_before(day: dt.date) -> dt.date:
    last = _calendar.monthrange(day.year - 1, day.month)[1]
    return dt.date(day.year - 1, day.month, min(day.day, last))


def find_dates(text: str, start: int, end: int, published: dt.date | None) -> list[Dated]:
    """Return the dates named in ``text[start:end]``, resolved against the day of publication where it is known."""
    found: list[Dated] = []
    if not DATES.likely(text[start:end]):
        return found
    for one in _DATE.finditer(text, start, end):
        dated = one["wd"] and (_DATE.match(text, one.end() + 1, end) or _DATE.match(text, one.end() + 2, end))
        if dated and (dated["d1"] or dated["d2"]):
            continue  # 'Monday 15 July': the date says it
        said = " ".join(one[0].split())
        first, last, why = _days(one, published)
        if first is None and not why:
            continue
        lead = _LEAD.search(text, max(start, one.start() - 40), one.start())
        word = " ".join(lead[1].lower().split()) if lead else ""
        if one["season"] and one["half"].lower() in ("by", "until"):
            word = one["half"].lower()
        if one["pre"]:
            word = _lead_of(one["pre"].lower(), word)
        if one["part"] and one["y4"]:
            word = word or "in"
        if word == "in" and (event := _EVENT.search(text, max(start, one.start() - 70), one.start())) is not None:
            coming = published is not None and first is not None and first > published
            word = event[1].lower() if coming else word
        if word == "after" and lead is not None and _SPAN.search(text, max(start, lead.start() - 12), lead.start()):
            word = "in"  # 'seats for the years after 2019'
        found.append(Dated(one.start(), one.end(), word, first, last, said, why))
    return found


def _lead_of(said: str, word: str) -> str:
    """Return the preposition that a month stands with: 'in', 'no earlier than'; 'during its' is 'in its'."""
    if said in _PARTS:
        return word or "in"
    first = said.split()[0]
    return said if first in ("no", "not") else "in" if first == "during" else first


def _days(one: re.Match[str], published: dt.date | None) -> tuple[dt.date | None, dt.date | None, str]:
    if one["that"]:
        return None, None, "the text names the date before"
    if one["iso"]:
        day = _day(*(int(part) for part in one["iso"].split("-")))
        return day, day, ""
    for month, day_of, named in (("m1", "d1", "y1"), ("m2", "d2", "y2")):
        if one[month]:
            if one[month].lower() == "may" and not one[month][0].isupper():
                return None, None, ""
            number = _MONTHS[one[month].lower()]
            if one[named]:
                day = _day(int(one[named]), number, int(one[day_of]))
                return day, day, ""
            return _nearest(number, int(one[day_of]), published)
    if one["m3"]:
        return *_month(int(one["y3"]), _MONTHS[one["m3"].lower()]), ""
    if one["y4"]:
        year = int(one["y4"])
        part = (one["part"] or "").lower()
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        if "end" in part or "close" in part:
            return last, last, ""
        if "beginning" in part or "start" in part:
            return first, first, ""
        return first, last, ""
    if one["m5"]:
        if one["m5"].lower() == "may" and not one["m5"][0].isupper():
            return None, None, ""
        if published is None:
            return None, None, "the year follows from the day of publication, which is not known"
        number, part = _MONTHS[one["m5"].lower()], one["pre"].lower()
        spans = [_month(published.year + shift, number) for shift in (-1, 0, 1)]
        if part == "last":
            return *max(span for span in spans if span[1] < published), ""
        if part == "next":
            return *min(span for span in spans if span[0] > published), ""
        first, last = min(spans, key=lambda span: abs(span[0] - published))
        return *_part_of(first, last, part), ""
    return _relative(one, published)


def _relative(one: re.Match[str], published: dt.date | None) -> tuple[dt.date | None, dt.date | None, str]:
    if published is None:
        return None, None, "a relative date, and the day of publication is not known"
    if one["wd"]:
        back = (published.weekday() - _WEEKDAYS.index(one["wd"].lower())) % 7
        if (one["which"] or "").lower() == "next":
            day = published + dt.timedelta(days=7 - back)
        else:
            day = published - dt.timedelta(days=back)
        return day, day, ""
    if one["season"]:
        return *_season(one, published), ""
    word = " ".join((one["rel"] or one["close"]).lower().split())
    if word.endswith("decade"):
        last = dt.date(published.year // 10 * 10 + 9, 12, 31)
        return last, last, ""
    if one["close"]:
        kind = "next" if " next " in word else "this"
        word = f"{kind} {word.split()[-1]}"
    if word in ("today", "tonight", "yesterday", "tomorrow"):
        day = published + dt.timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))
        return day, day, ""
    if word.startswith(("earlier", "later")):
        first, last, _ = _relative_span(word.partition(" ")[2], published)
        past = word.startswith("earlier")
        return (first, max(first, published - dt.timedelta(days=1)), "") if past else (published, last, "")
    return _relative_span(word, published)


def _relative_span(word: str, published: dt.date) -> tuple[dt.date, dt.date, str]:
    """Return the first and last day of 'last week', 'this month', 'next year'."""
    shift = {"last": -1, "next": 1}.get(word.split()[0], 0)
    if word.endswith("week"):
        monday = published - dt.timedelta(days=published.weekday() - 7 * shift)
        return monday, monday + dt.timedelta(days=6), ""
    if word.endswith("month"):
        months = published.year * 12 + published.month - 1 + shift
        return *_month(months // 12, months % 12 + 1), ""
    return dt.date(published.year + shift, 1, 1), dt.date(published.year + shift, 12, 31), ""


_PARTS = frozenset(("early", "mid", "late", "end of", "last", "next", "this"))
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""Month in which a season begins."""


def _season(one: re.Match[str], published: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a season: the one of the year named, else the last, the next or the nearest."""
    first = _SEASONS[one["season"].lower()]

    def of(year: int) -> tuple[dt.date, dt.date]:
        months = year * 12 + first + 1
        return dt.date(year, first, 1), _month(months // 12, months % 12 + 1)[1]

    if one["y5"]:
        return of(int(one["y5"]))
    which = one["half"].lower()
    years = [published.year + shift for shift in (-2, -1, 0, 1)]  # in January the last winter began two years ago
    if which == "last":
        return max(span for span in map(of, years) if span[1] < published)
    return min(span for span in map(of, years) if span[1] >= published)


def _part_of(first: dt.date, last: dt.date, part: str) -> tuple[dt.date, dt.date]:
    """Return the third of a month that 'early' or 'late' means, or its last three days for its end."""
    if part == "early":
        return first, first.replace(day=10)
    if part == "mid":
        return first.replace(day=11), first.replace(day=20)
    if part == "late":
        return first.replace(day=21), last
    return (last - dt.timedelta(days=2), last) if part == "end of" else (first, last)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, _calendar.monthrange(year, month)[1])


def _nearest(month: int, day: int, published: dt.date | None) -> tuple[dt.date | None, dt.date | None, str]:
    if published is None:
        return None, None, "the year follows from the day of publication, which is not known"
    near = [found for shift in (-1, 0, 1) if (found := _day(published.year + shift, month, day))]
    if not near:
        return None, None, ""
    best = min(near, key=lambda found: abs(found - published))
    return best, best, ""
