"""CelesTrak's file of space weather (CSV), read wholly or refused, and joined to the record that is here.

The file: T. S. Kelso, <https://celestrak.org/SpaceData/>, ``SW-All.csv`` or ``SW-Last5Years.csv``; its columns are
described in <https://celestrak.org/SpaceData/SpaceWx-format.php>. Only days whose F10.7 was observed (``OBS``) or
filled in by its compiler (``INT``) are taken; predictions are left out.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stationkeep.errors import InputError
from stationkeep.sun.snapshot import Arrays

_DATE, _AP, _F107, _KIND = "DATE", "AP_AVG", "F10.7_OBS", "F10.7_DATA_TYPE"
_OBSERVED, _PREDICTED = ("OBS", "INT"), ("PRD", "PRM")
# Daily values on record since 1957: F10.7 from 53.5 (an error of record) to 938.6 sfu (a burst), Ap from 0 to 280.
_F107_TENTHS, _AP_RANGE = (400, 20_000), (0, 400)
# Past days are corrected now and then, never wholesale: a file that differs on more of them is another quantity.
_MOST_CHANGED = 0.1
_GET = "fetch the file again, or take SW-All.csv from celestrak.org/SpaceData"


@dataclass(frozen=True)
class Days:
    """Observed days that follow each other without a gap.

    Parameters
    ----------
    first_day : int
        Days since 1970-01-01 of the first.
    f107_tenths : ndarray of uint16, shape (day,)
        F10.7 as observed, in tenths of a solar flux unit.
    ap : ndarray of uint16, shape (day,)
        Daily mean of the eight ap, nT.
    """

    first_day: int
    f107_tenths: NDArray[np.uint16]
    ap: NDArray[np.uint16]

    @property
    def end(self) -> int:
        """The day after the last one."""
        return self.first_day + len(self.ap)

    @classmethod
    def of(cls, arrays: Arrays) -> Days:
        """The days of a snapshot (``daily.npz``)."""
        return cls(int(arrays["first_day"][0]), arrays["f107_tenths"], arrays["ap"])

    def arrays(self, updated: str) -> dict[str, NDArray[np.generic]]:
        """The days as a snapshot keeps them; `updated` says what they were taken from."""
        first = np.array([self.first_day], dtype=np.int32)
        return {"first_day": first, "f107_tenths": self.f107_tenths, "ap": self.ap, "updated": np.array([updated])}


@dataclass(frozen=True)
class Change:
    """A day whose values differ from those on record: the day, F10.7 (sfu) and Ap (nT) before and after."""

    date: str
    f107_before: float
    f107: float
    ap_before: int
    ap: int


@dataclass(frozen=True)
class Joined:
    """A record and newer days as one.

    Parameters
    ----------
    days : Days
    added : int
        Days after the end of the record.
    changed : tuple of Change
        Days of the record that the newer file gives otherwise.
    """

    days: Days
    added: int
    changed: tuple[Change, ...]


def read_days(text: str, name: str) -> Days:
    """Read every observed day of a file, or say which line is wrong.

    Parameters
    ----------
    text : str
        The file.
    name : str
        What to call it in messages.

    Raises
    ------
    InputError
        When a column is missing, a line is cut off, a value is no number or out of range, days do not follow each
        other, an observed day comes after a predicted one, or there is none.
    """
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    header = next(lines, [])
    missing = [column for column in (_DATE, _AP, _F107, _KIND) if column not in header]
    if missing:
        start = ",".join(header)[:60] or "nothing"
        raise InputError(f"{name}:1: found '{start}', expected a header with {', '.join(missing)}; {_GET}")
    at = {column: header.index(column) for column in (_DATE, _AP, _F107, _KIND)}
    found: list[tuple[int, int, int]] = []
    predicted = False
    for row in lines:
        if not row:
            continue
        where = f"{name}:{lines.line_num}"
        if len(row) != len(header):
            raise InputError(f"{where}: found {len(row)} columns, expected {len(header)}; {_GET}")
        kind = row[at[_KIND]].strip()
        if kind in _PREDICTED:
            predicted = True
            continue
        if kind not in _OBSERVED:
            raise InputError(f"{where}, {_KIND}: found '{kind[:20]}', expected OBS, INT, PRD or PRM; {_GET}")
        day = _day(row[at[_DATE]], where)
        if predicted:
            raise InputError(f"{where}: found an observed day after a predicted one, expected none; {_GET}")
        if found and day != found[-1][0] + 1:
            raise InputError(
                f"{where}, {_DATE}: found {_iso(day)} after {_iso(found[-1][0])}, expected the day after; {_GET}"
            )
        f107 = _whole(row[at[_F107]], 10, _F107_TENTHS, f"{where}, {_F107}")
        found.append((day, f107, _whole(row[at[_AP]], 1, _AP_RANGE, f"{where}, {_AP}")))
    if not found:
        raise InputError(f"{name}: found no observed day, expected one a line; {_GET}")
    _, f107_tenths, ap = zip(*found, strict=True)
    return Days(found[0][0], np.array(f107_tenths, dtype=np.uint16), np.array(ap, dtype=np.uint16))


def join(record: Days, newer: Days, name: str) -> Joined:
    """Lay newer days over a record; no day of the record is lost.

    Parameters
    ----------
    record : Days
        What is here.
    newer : Days
        From `read_days`; where both have a day, the newer file is right.
    name : str
        What to call the newer file in messages.

    Raises
    ------
    InputError
        When the newer days end before the record, leave a gap after it, or differ from it on more than a tenth of
        the days that both have.
    """
    if newer.end < record.end:
        raise InputError(
            f"{name}: found days to {_iso(newer.end - 1)}, but the record here reaches {_iso(record.end - 1)}; "
            "nothing is lost by keeping it, so nothing was changed"
        )
    if newer.first_day > record.end:
        raise InputError(
            f"{name}: found days from {_iso(newer.first_day)}, but the record here ends {_iso(record.end - 1)}, which "
            "leaves a gap; take SW-All.csv from celestrak.org/SpaceData"
        )
    skip, begin = max(0, record.first_day - newer.first_day), max(0, newer.first_day - record.first_day)
    f107, ap = newer.f107_tenths[skip:], newer.ap[skip:]
    both = len(record.ap) - begin
    differ = np.flatnonzero((f107[:both] != record.f107_tenths[begin:]) | (ap[:both] != record.ap[begin:]))
    if len(differ) > max(_MOST_CHANGED * both, 1):
        raise InputError(
            f"{name}: {len(differ)} of the {both} days that the record here also has differ from it, the first on "
            f"{_iso(record.first_day + begin + int(differ[0]))}; expected a few corrections; {_GET}"
        )
    changed = tuple(
        Change(
            _iso(record.first_day + begin + i),
            int(record.f107_tenths[begin + i]) / 10,
            int(f107[i]) / 10,
            int(record.ap[begin + i]),
            int(ap[i]),
        )
        for i in (int(i) for i in differ)
    )
    days = Days(
        record.first_day,
        np.concatenate([record.f107_tenths[:begin], f107]),
        np.concatenate([record.ap[:begin], ap]),
    )
    return Joined(days, newer.end - record.end, changed)


def _iso(day: int) -> str:
    return str(np.datetime64(day, "D"))


def _day(text: str, where: str) -> int:
    """Days since 1970-01-01 of ``YYYY-MM-DD``."""
    try:
        if len(text) != 10:
            raise ValueError(text)
        return int(np.datetime64(text, "D").astype(np.int64))
    except ValueError as error:
        raise InputError(f"{where}, {_DATE}: found '{text[:20]}', expected YYYY-MM-DD; {_GET}") from error


def _whole(text: str, times: int, span: tuple[int, int], where: str) -> int:
    """A number in range, as a whole number of its unit."""
    try:
        value = round(float(text) * times)
    except (ValueError, OverflowError) as error:
        raise InputError(f"{where}: found '{text[:20]}', expected a number; {_GET}") from error
    if not span[0] <= value <= span[1]:
        raise InputError(f"{where}: found {text[:20]}, expected {span[0] / times:g} to {span[1] / times:g}; {_GET}")
    return value
