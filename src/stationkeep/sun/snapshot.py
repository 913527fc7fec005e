"""Where the dated snapshots of the sun lie: the bundled ones, or newer ones that the user has fetched.

Two files, each on its own: ``daily.npz`` (what was observed) and ``forecasts.npz`` (what NASA issued), described in
``data/sun/README.md``. A file in the user's folder is used when its last date is later than that of the bundled one;
otherwise the bundled one is. A file there that cannot be read is an error, never passed over in silence: an answer
must not depend on a broken download. Nothing here fetches anything.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stationkeep.errors import InputError

Arrays = Mapping[str, NDArray[Any]]

_KEYS = {
    "daily.npz": ("first_day", "f107_tenths", "ap", "updated"),
    "forecasts.npz": ("issue_month", "first_target", "targets", "percentiles_tenths"),
}


@dataclass(frozen=True)
class Snapshot:
    """One file, and what tells it apart.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    bundled : bool
        Whether it came with the package.
    last : str
        Its last date: the last observed day (``2026-10-15``) or the month of the last issue (``2026-03``).
    sha256 : str
        Digest of its bytes.
    arrays : dict
        Its contents.
    """

    path: Path
    bundled: bool
    last: str
    sha256: str
    arrays: Arrays


def snapshot_folder() -> Path:
    """The user's folder, which need not exist.

    ``sun`` inside the folder that the environment names as ``STATIONKEEP_DATA``; without that,
    ``stationkeep/sun`` inside ``XDG_DATA_HOME`` or ``~/.local/share``.
    """
    named = os.environ.get("STATIONKEEP_DATA")
    if named:
        return Path(named).expanduser() / "sun"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "stationkeep" / "sun"


def newest(name: str) -> Snapshot:
    """The snapshot in use: the user's where its last date is later, else the bundled one.

    Parameters
    ----------
    name : str
        ``"daily.npz"`` or ``"forecasts.npz"``.

    Raises
    ------
    InputError
        When the user's file cannot be read or lacks something.
    """
    ours = bundled(name)
    theirs = fetched(name)
    return theirs if theirs is not None and theirs.last > ours.last else ours


def bundled(name: str) -> Snapshot:
    """The snapshot that came with the package."""
    path = Path(str(resources.files("stationkeep") / "data" / "sun" / name))
    return _read(path, name, True, 0, 0)


def fetched(name: str) -> Snapshot | None:
    """The snapshot in the user's folder, if there is one, used or not."""
    path = snapshot_folder() / name
    if not path.is_file():
        return None
    state = path.stat()
    return _read(path, name, False, state.st_mtime_ns, state.st_size)


def provenance() -> dict[str, str]:
    """Last dates and digests of the two snapshots in use, for the record of a run."""
    days, issues = newest("daily.npz"), newest("forecasts.npz")
    return {
        "space_weather_until": days.last,
        "space_weather_sha256": days.sha256,
        "sun_forecasts_until": issues.last,
        "sun_forecasts_sha256": issues.sha256,
    }


def save(name: str, arrays: Arrays, folder: Path | None = None) -> Snapshot:
    """Write a snapshot where `newest` looks for it, whole or not at all, once it has been read back.

    Parameters
    ----------
    name : str
        ``"daily.npz"`` or ``"forecasts.npz"``.
    arrays : dict
        As in the bundled file; ``daily.npz`` has ``first_day`` (days since 1970-01-01, shape ``(1,)``),
        ``f107_tenths`` and ``ap`` (unsigned, shape ``(day,)``) and ``updated`` (text, shape ``(1,)``).
    folder : pathlib.Path, optional
        By default `snapshot_folder`.

    Raises
    ------
    InputError
        When something is missing or out of range; the folder is left as it was.
    """
    folder = snapshot_folder() if folder is None else folder
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{name}.part"
    try:
        with part.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
        _load(part, name)
        part.replace(folder / name)
    finally:
        part.unlink(missing_ok=True)
    state = (folder / name).stat()
    return _read(folder / name, name, False, state.st_mtime_ns, state.st_size)


@cache
def _read(path: Path, name: str, ours: bool, changed: int, size: int) -> Snapshot:
    """A file, read once for as long as its time of change and its size stay."""
    arrays, last, digest = _load(path, name)
    return Snapshot(path, ours, last, digest, arrays)


def _load(path: Path, name: str) -> tuple[Arrays, str, str]:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        with np.load(path) as data:
            arrays = {key: data[key] for key in data.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(f"space weather: {path} is no snapshot ({error}); {_REMEDY}") from error
    missing = [key for key in _KEYS[name] if key not in arrays]
    if missing:
        raise InputError(f"space weather: {path} lacks {', '.join(missing)}; {_REMEDY}")
    for array in arrays.values():
        array.flags.writeable = False
    return arrays, (_check_days if name == "daily.npz" else _check_issues)(arrays, path), digest


def _check_days(arrays: Arrays, path: Path) -> str:
    f107, ap, first = arrays["f107_tenths"], arrays["ap"], arrays["first_day"]
    if f107.ndim != 1 or f107.shape != ap.shape or not len(f107) or first.shape != (1,):
        raise InputError(f"space weather: {path} has F10.7 of shape {f107.shape}, Ap of shape {ap.shape}; {_REMEDY}")
    if first[0] > 0 or f107.min() < 400 or ap.max() > 400:
        raise InputError(
            f"space weather: {path} begins {np.datetime64(int(first[0]), 'D')}, with F10.7 from {f107.min() / 10:.1f} "
            f"sfu and Ap up to {ap.max()} nT; expected days from before 1970, 40 sfu or more, 400 nT or less; {_REMEDY}"
        )
    return str(np.datetime64(int(first[0]) + len(f107) - 1, "D"))


def _check_issues(arrays: Arrays, path: Path) -> str:
    months, counts, values = arrays["issue_month"], arrays["targets"], arrays["percentiles_tenths"]
    if not len(months) or (np.diff(months) <= 0).any() or values.shape != (6, int(counts.sum())):
        raise InputError(
            f"space weather: {path} holds {len(months)} issues and percentiles of shape {values.shape}; expected "
            f"issues in the order of their months and shape (6, {int(counts.sum())}); {_REMEDY}"
        )
    return str(np.datetime64(int(months[-1]), "M"))


_REMEDY = "remove the file, or fetch it again with 'stationkeep data refresh'"
