"""Dates and numbers as files print them: strict, ASCII, quick, and in UTC once they are in."""

from __future__ import annotations

import re
from datetime import date

from stationkeep.elements.records import Unusable, shown
from stationkeep.errors import InputError

DAY_US = 86_400_000_000
_UNIX_DAY = date(1970, 1, 1).toordinal()
# The first artificial satellite, and the horizon of this program.
_FIRST_YEAR, _LAST_YEAR = 1957, 2100
_EPOCH = re.compile(
    r"(\d{4})-(?:(\d\d)-(\d\d)|(\d{3}))(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d*))?)?)?\s?(?:Z|\+00:00|UTC)?", re.ASCII
)
# Python reads '1_000' and digits of other scripts as numbers; element sets do not mean that.
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d+)?", re.ASCII)

# TAI - UTC in whole seconds from each date on (IERS Bulletin C, up to number 70); before 1972 UTC had no leap seconds.
_LEAP_SECONDS = (
    *(("1972-01-01", 10), ("1972-07-01", 11), ("1973-01-01", 12), ("1974-01-01", 13), ("1975-01-01", 14)),
    *(("1976-01-01", 15), ("1977-01-01", 16), ("1978-01-01", 17), ("1979-01-01", 18), ("1980-01-01", 19)),
    *(("1981-07-01", 20), ("1982-07-01", 21), ("1983-07-01", 22), ("1985-07-01", 23), ("1988-01-01", 24)),
    *(("1990-01-01", 25), ("1991-01-01", 26), ("1992-07-01", 27), ("1993-07-01", 28), ("1994-07-01", 29)),
    *(("1996-01-01", 30), ("1997-07-01", 31), ("1999-01-01", 32), ("2006-01-01", 33), ("2009-01-01", 34)),
    *(("2012-07-01", 35), ("2015-07-01", 36), ("2017-01-01", 37)),
)
# Seconds by which each time system is ahead of TAI (CCSDS 502.0-B-3, annex B; TDB is within 2 ms of TT).
_AHEAD_OF_TAI_US = {"TAI": 0, "TT": 32_184_000, "TDT": 32_184_000, "TDB": 32_184_000, "GPS": -19_000_000}
TIME_SYSTEMS = ("UTC", "UT1", *_AHEAD_OF_TAI_US)


def read_number(text: str, field: str, low: float, high: float) -> float:
    """A plain decimal number between two bounds; anything else is `Unusable`."""
    if _NUMBER.fullmatch(text) is None:
        raise Unusable(field, shown(text) if text else "nothing", "a number")
    value = float(text.replace("D", "E").replace("d", "e"))
    if not low <= value <= high:
        raise Unusable(field, shown(text), f"a number from {low:g} to {high:g}")
    return value


def read_epoch(text: str, field: str = "EPOCH") -> int:
    """Microseconds since 1970 of ``2026-11-22T10:00:00.5`` or ``2026-326T10:00:00.5``; UTC, 1957 to 2100."""
    match = _EPOCH.fullmatch(text)
    if match is None:
        raise Unusable(
            field, shown(text) if text else "nothing", "a date as 2026-11-22T10:00:00.000 or 2026-326T10:00:00"
        )
    year, month, day, of_year, hour, minute, second, fraction = match.groups()
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise Unusable(field, shown(text), f"a date from {_FIRST_YEAR} to {_LAST_YEAR}")
    try:
        days = date(int(year), int(month or 1), int(day or 1)).toordinal() - _UNIX_DAY
    except ValueError:
        raise Unusable(field, shown(text), "a day that the calendar has") from None
    if of_year is not None:
        days += int(of_year) - 1
        if not 1 <= int(of_year) <= 366 or date.fromordinal(days + _UNIX_DAY).year != int(year):
            raise Unusable(field, shown(text), "a day that the year has")
    clock = int(hour or 0) * 3600 + int(minute or 0) * 60 + int(second or 0)
    # A leap second is 23:59:60; it becomes the first second of the next day.
    if int(hour or 0) > 23 or int(minute or 0) > 59 or int(second or 0) > (60 if clock == 86400 else 59):
        raise Unusable(field, shown(text), "a time of day")
    micro = round(float(f"0.{fraction}") * 1e6) if fraction else 0
    return days * DAY_US + clock * 1_000_000 + micro


def read_tle_epoch(year: str, day: str) -> int:
    """Microseconds since 1970 of the epoch of a TLE: two digits of the year (57 = 1957), day of the year."""
    if not (year.isascii() and year.isdigit()):
        raise Unusable("epoch year", shown(year), "two digits")
    full = int(year) + (1900 if int(year) >= 57 else 2000)
    start = date(full, 1, 1).toordinal()
    number = read_number(day.strip(), "epoch day", 1.0, 367.0)
    if number >= 1 + date(full + 1, 1, 1).toordinal() - start:
        raise Unusable("epoch day", shown(day), "a day that the year has")
    return (start - _UNIX_DAY) * DAY_US + round((number - 1.0) * DAY_US)


def to_utc(epoch_us: int, system: str) -> int:
    """UTC of an epoch in another time system; UT1 stays as it is, being within 0.9 s."""
    if system in ("UTC", "UT1"):
        return epoch_us
    tai = epoch_us - _AHEAD_OF_TAI_US[system]
    utc = tai
    for text, seconds in _LEAP_SECONDS:
        start = (date.fromisoformat(text).toordinal() - _UNIX_DAY) * DAY_US
        if tai - seconds * 1_000_000 >= start:
            utc = tai - seconds * 1_000_000
    return utc


_YEAR_57 = date(2057, 1, 1)


def print_epoch(epoch_us: int) -> str:
    """An epoch as CCSDS messages print it, to the microsecond and without a zone."""
    days, micro = divmod(epoch_us, DAY_US)
    second, micro = divmod(micro, 1_000_000)
    clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.{micro:06d}"
    return f"{date.fromordinal(days + _UNIX_DAY).isoformat()}T{clock}"


def print_tle_epoch(epoch_us: int) -> str:
    """An epoch as a TLE prints it, to 1e-8 day (0.9 ms)."""
    days, micro = divmod(epoch_us, DAY_US)
    year = date.fromordinal(days + _UNIX_DAY).year
    if not 1957 <= year <= 2056:
        raise InputError(f"an epoch in {year} has no place in a TLE; expected 1957 to 2056: write an OMM")
    hundred_millionths = round(micro * 1e8 / DAY_US)
    carry, hundred_millionths = divmod(hundred_millionths, 100_000_000)
    if carry and date.fromordinal(days + 1 + _UNIX_DAY) == _YEAR_57:  # a TLE's 57 is 1957
        carry, hundred_millionths = 0, 99_999_999
    today = date.fromordinal(days + carry + _UNIX_DAY)
    return f"{today.year % 100:02d}{today.timetuple().tm_yday:03d}.{hundred_millionths:08d}"
