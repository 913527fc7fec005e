"""NASA Marshall's monthly forecast (table 3 of its text file), read wholly or refused, and put into the archive.

The file: NASA MSFC, 'MSFC Archived Forecasts', <https://www.nasa.gov/solar-cycle-progression-and-forecast/>. Its text
does not say when it was issued, its name does: ``mar2026f10-prd.txt``.
"""

from __future__ import annotations

import re
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from stationkeep.errors import InputError
from stationkeep.sun.smoothed import month_label
from stationkeep.sun.snapshot import Arrays

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = re.compile(r"(" + "|".join(_MONTHS) + r")[-_]?(\d{4})[-_]?f10", re.IGNORECASE)
_ROW = re.compile(r"\s*(\d{4})\.\d+\s+([A-Za-z]{3})\s+(.+)")
# In all 325 bundled issues the first target lies 6 months before the issue; a month more or less is let pass.
_BEFORE = range(5, 8)
_F107_TENTHS, _AP_TENTHS = (500, 4000), (-50, 500)  # the archive holds 540 to 2,408 and -23 to 270
_GET = "take the file again from NASA's page of archived forecasts"


def is_issue(text: str) -> bool:
    """Whether a text is one of Marshall's forecasts."""
    return "SMOOTH" in text[:2000].upper() and any(_ROW.match(line) for line in text.splitlines()[:20])


def address(month: int) -> str:
    """Where NASA puts the issue of a month (months since 1970-01), by the pattern of its issues since 2025."""
    year, number = 1970 + month // 12, month % 12
    folder = f"https://www.nasa.gov/wp-content/uploads/{year}/{number + 1:02d}"
    return f"{folder}/{_MONTHS[number]}{year}f10-prd.txt"


def issue_month(name: str) -> int:
    """Months since 1970-01 of the issue that a file's name tells.

    Raises
    ------
    InputError
        When the name has no month and year in it.
    """
    found = _NAME.search(PurePath(name).name)
    if found is None:
        raise InputError(f"{name}: its name does not say when it was issued; name it as NASA does, mar2026f10-prd.txt")
    return (int(found.group(2)) - 1970) * 12 + _MONTHS.index(found.group(1).lower())


def read_issue(text: str, name: str, month: int) -> tuple[int, NDArray[np.int16]]:
    """Read a forecast: the first target month and the percentiles in tenths, shape (6, month).

    Parameters
    ----------
    text, name : str
        The file, and what to call it in messages.
    month : int
        Months since 1970-01 of the issue.

    Raises
    ------
    InputError
        When a row has not six numbers in range and in order (95, 50, 5 %), target months do not follow each other,
        or they do not begin half a year before the issue.
    """
    first = 0
    rows: list[list[int]] = []
    for number, line in enumerate(text.splitlines(), 1):
        found = _ROW.match(line)
        if found is None:
            continue
        where = f"{name}:{number}"
        if found.group(2).lower() not in _MONTHS:
            raise InputError(f"{where}: found month '{found.group(2)}', expected JAN to DEC; {_GET}")
        target = (int(found.group(1)) - 1970) * 12 + _MONTHS.index(found.group(2).lower())
        row = _tenths(found.group(3), where)
        if rows and target == first + len(rows) - 1 and row == rows[-1]:
            continue  # two files of 1999 repeat their last row, word for word
        if rows and target != first + len(rows):
            expected = month_label(first + len(rows))
            raise InputError(f"{where}: found {month_label(target)}, expected {expected}; {_GET}")
        first = first if rows else target
        rows.append(row)
    if not rows or month - first not in _BEFORE:
        begins = month_label(first) if rows else "no month"
        raise InputError(
            f"{name}: found targets from {begins} on, expected them to begin half a year before {month_label(month)}, "
            f"the issue that its name tells; {_GET}"
        )
    return first, np.array(rows, dtype=np.int16).T


def with_issue(
    archive: Arrays, month: int, first: int, percentiles: NDArray[np.int16]
) -> dict[str, NDArray[np.generic]]:
    """The archive with an issue put in its place; one that is there already is replaced.

    Parameters
    ----------
    archive : dict
        A snapshot (``forecasts.npz``).
    month, first : int
        Months since 1970-01 of the issue and of its first target.
    percentiles : ndarray of int16, shape (6, month)
        From `read_issue`.
    """
    ends = np.cumsum(archive["targets"].astype(int))
    issues = {
        int(m): (int(f), archive["percentiles_tenths"][:, b:e])
        for m, f, b, e in zip(archive["issue_month"], archive["first_target"], [0, *ends[:-1]], ends, strict=True)
    }
    issues[month] = (first, percentiles)
    months = sorted(issues)
    return {
        "issue_month": np.array(months, dtype=np.int16),
        "first_target": np.array([issues[m][0] for m in months], dtype=np.int16),
        "targets": np.array([issues[m][1].shape[1] for m in months], dtype=np.int16),
        "percentiles_tenths": np.ascontiguousarray(np.concatenate([issues[m][1] for m in months], axis=1)),
    }


def _tenths(cells: str, where: str) -> list[int]:
    """Six percentiles of a row, three of F10.7 and three of Ap, in tenths."""
    try:
        found = [round(float(cell) * 10) for cell in cells.split()]
    except (ValueError, OverflowError) as error:
        raise InputError(f"{where}: found '{cells.strip()[:60]}', expected six numbers; {_GET}") from error
    if len(found) != 6:
        raise InputError(f"{where}: found {len(found)} numbers, expected six; {_GET}")
    for name, three, span in (("F10.7", found[:3], _F107_TENTHS), ("Ap", found[3:], _AP_TENTHS)):
        if not span[0] <= min(three) <= max(three) <= span[1] or three != sorted(three, reverse=True):
            shown = ", ".join(f"{value / 10:g}" for value in three)
            raise InputError(f"{where}, {name}: found {shown}, expected falling percentiles in range; {_GET}")
    return found
