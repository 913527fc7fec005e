"""Places that a command is asked to write to, looked at before the work begins rather than after it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from stationkeep.errors import InputError, RunError
from stationkeep.facts.files import shown_path

PICTURES = (".svg", ".png", ".pdf")
"""Endings of the files that a picture may go to."""


def check_file(path: Path | None, option: str, endings: Sequence[str] = ()) -> None:
    """Refuse a place that a file cannot be written to, a folder that is not there included: its name may be mistyped.

    Parameters
    ----------
    path : Path or None
        Nothing to look at where the option was not given.
    option : str
        What the user typed before it, for the message.
    endings : sequence of str
        How the name may end, in small letters; none: in any way.

    Raises
    ------
    InputError
        Another ending, a folder of that name, no folder to put it in, or a place that may not be written to.
    """
    if path is None:
        return
    if endings and path.suffix.lower() not in endings:
        raise InputError(f"{option} is '{shown_path(path)}', expected a name that ends in {', '.join(endings)}")
    try:
        if path.is_dir():
            raise InputError(f"{option} is '{shown_path(path)}', which is a folder; name a file in it")
        if path.is_file():
            with path.open("ab"):
                return
        if path.exists():
            return
        _try(path.parent, option, path)
        if not path.parent.exists():
            shown = f"{option} is '{shown_path(path)}', but there is no folder '{shown_path(path.parent)}'"
            raise InputError(f"{shown}; make it first, or name another place")
    except (OSError, ValueError) as error:
        raise _refused(path, option, error) from error


def check_picture(path: Path | None, option: str, endings: Sequence[str] = PICTURES) -> None:
    """Refuse a place that a picture cannot be written to; parameters and errors as of :func:`check_file`.

    Raises
    ------
    RunError
        matplotlib is not installed.
    """
    check_file(path, option, endings)
    if path is not None and find_spec("matplotlib") is None:
        raise RunError(f"{option} needs matplotlib, which is not installed; pip install 'stationkeep[report]'")


def check_folder(path: Path | None, option: str) -> None:
    """Refuse a place where a folder of files can neither be found nor made.

    Raises
    ------
    InputError
        A file of that name, or a place that may not be written to.
    """
    if path is None:
        return
    try:
        if path.exists() and not path.is_dir():
            raise InputError(f"{option} is '{shown_path(path)}', which is a file; name a folder")
        _try(path, option, path)
    except (OSError, ValueError) as error:
        raise _refused(path, option, error) from error


def _try(folder: Path, option: str, wanted: Path) -> None:
    """Write a file without a name into the folder, or into the nearest above it that is there."""
    if "\0" in str(wanted):
        raise ValueError("no name holds a null character")
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir():
        raise InputError(
            f"{option} is '{shown_path(wanted)}', but '{shown_path(folder)}' is no folder; name another place"
        )
    with tempfile.TemporaryFile(dir=folder):
        pass
    if len(os.fsencode(wanted.name)) > _LONGEST_NAME:
        raise InputError(
            f"{option} is '{shown_path(wanted)}', a name longer than {_LONGEST_NAME} bytes; name it shorter"
        )


_LONGEST_NAME = 240
"""Bytes of a name: file systems take 255, and what is written beside a file has a few more."""


def _refused(path: Path, option: str, error: OSError | ValueError) -> InputError:
    reason = ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()
    return InputError(f"{option} is '{shown_path(path)}', which cannot be written ({reason}); name another place")
