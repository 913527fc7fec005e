"""Finished chunks on disk, so that an interrupted study can resume where it stopped."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from stationkeep.disruption.scenario import Scenario
from stationkeep.ensemble.chunk import Lives
from stationkeep.errors import InputError
from stationkeep.facts.pack import Pack

_PACKAGE = Path(__file__).resolve().parents[1]
_UNFINISHED = ".part.npz"


@dataclass(frozen=True)
class Store:
    """A folder of chunks; each file carries the digest of the study that it belongs to."""

    folder: Path
    digest: str

    @classmethod
    def open(cls, out: Path, scenario: Scenario, pack: Pack, members: int, seed: int, resume: bool) -> Store:
        """Open (and make) the folder of a study; without ``resume``, chunks of earlier ones are cleared away.

        Raises
        ------
        InputError
            When the folder cannot be made or written.
        """
        store = cls(out / "chunks", study_digest(scenario, pack, seed))
        try:
            store.folder.mkdir(parents=True, exist_ok=True)
            if not resume:
                for path in store.folder.glob("*.npz"):
                    path.unlink()
        except OSError as error:
            raise InputError(f"cannot write to {out} ({error.strerror}); give --out another folder") from error
        return store

    def _path(self, first: int) -> Path:
        return self.folder / f"{self.digest[:16]}-{first:08d}.npz"

    def read(self, first: int) -> Lives | None:
        """A finished chunk of this very study, or None."""
        try:
            with np.load(self._path(first), allow_pickle=False) as kept:
                return Lives(**{name: kept[name] for name in Lives.__dataclass_fields__})
        except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
            return None

    def write(self, first: int, lives: Lives) -> None:
        """Keep a chunk: written beside, then moved into place, so that a torn file is never read."""
        path = self._path(first)
        beside = path.with_suffix(_UNFINISHED)
        np.savez_compressed(beside, **{name: getattr(lives, name) for name in Lives.__dataclass_fields__})
        beside.replace(path)


def count_kept(out: Path, scenario: Scenario, pack: Pack, seed: int) -> tuple[int, int]:
    """How many chunks a folder holds of a study, and how many of other ones."""
    own = f"{study_digest(scenario, pack, seed)[:16]}-"
    names = [path.name for path in (out / "chunks").glob("*.npz") if not path.name.endswith(_UNFINISHED)]
    mine = sum(name.startswith(own) for name in names)
    return mine, len(names) - mine


def study_digest(scenario: Scenario, pack: Pack, seed: int) -> str:
    """Digest of everything that a study depends on: scenario, seed, pack, code and bundled data."""
    digest = hashlib.sha256(f"{scenario!r}|{seed}|{pack!r}".encode())
    for root in sorted({pack.root, _PACKAGE}):
        for path in sorted(root.rglob("*")):
            if path.suffix in (".py", ".csv", ".toml", ".npz", ".gz"):
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
