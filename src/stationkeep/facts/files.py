"""Files that a user names: read whole as text or as a table, and refused in a sentence where they cannot be."""

from __future__ import annotations

import csv
import io
import math
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from stationkeep.errors import InputError
from stationkeep.facts.reader import MAX_BYTES


def check_plain(path: Path, wanted: str) -> None:
    """Refuse what is no file: a folder, or a device such as ``/dev/zero``, which never ends; a pipe is one.

    Raises
    ------
    InputError
        It is none, or there is nothing of that name; ``wanted`` says what to name instead.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        reason = ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()
        raise InputError(f"'{shown_path(path)}' cannot be read ({reason}); name {wanted}") from error
    if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
        found = "a folder" if stat.S_ISDIR(mode) else "a device"
        raise InputError(f"'{shown_path(path)}' is {found}; name {wanted}")


def read_plain(path: Path, wanted: str, most_bytes: int = MAX_BYTES) -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark.

    Parameters
    ----------
    path : Path
        A file or a pipe.
    wanted : str
        What the file should be, for the message: ``a CSV file of claims``.
    most_bytes : int
        More is not read.

    Raises
    ------
    InputError
        Nothing of that name, no file, too large, or no text.
    """
    check_plain(path, wanted)
    try:
        with path.open("rb") as file:
            raw = file.read(most_bytes + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"'{shown_path(path)}' cannot be read ({reason}); name {wanted}") from error
    if len(raw) > most_bytes:
        raise InputError(f"'{shown_path(path)}' is larger than {most_bytes // 1_000_000} MB; name {wanted}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(f"'{shown_path(path)}' is not text in UTF-8 (line {line}); name {wanted}") from error


def read_sheet(path: Path, columns: Sequence[str], wanted: str) -> list[tuple[int, Mapping[str, str]]]:
    """Return the lines of a CSV file, each with its number; cells are stripped, those that are missing empty.

    Parameters
    ----------
    path : Path
    columns : sequence of str
        Columns that must be there; others come too.
    wanted : str
        What the file should be, for the message.

    Raises
    ------
    InputError
        See :func:`read_plain`; or a column is missing, or quotes do not close.
    """
    text = read_plain(path, wanted)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        names = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = names
        missing = [name for name in columns if name not in names]
        if missing:
            raise InputError(
                f"{shown_path(path)}: no column {', '.join(missing)}; found {', '.join(names)[:200] or 'nothing'}; "
                f"expected {', '.join(columns)}"
            )
        return [
            (reader.line_num, {name: (row.get(name) or "").strip() for name in names})
            for row in reader
            if any(isinstance(cell, str) and cell.strip() for cell in row.values())
        ]
    except csv.Error as error:
        raise InputError(f"'{shown_path(path)}' is no table ({error}); name {wanted}") from error


def shown_path(path: Path) -> str:
    """A path as a message quotes it: whole, or its two ends."""
    text = str(path)
    return text if len(text) <= 120 else f"{text[:60]}...{text[-50:]}"


def finite(text: str) -> float:
    """The number that a cell holds, not a number where it holds none or an endless one."""
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan
