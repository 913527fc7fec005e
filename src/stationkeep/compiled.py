"""One decorator for the compiled loops, with a cache that cannot serve a stale loop.

numba's own on-disk cache looks only at the file in which a function stands, not at the functions that it calls,
so an edited callee in another file would go unnoticed. The cache folder is therefore named after the bytes of
every module that holds compiled code, and of the tables of constants that loops were compiled with: change one and all
are compiled again, once.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba as _numba
from numba.core.event import Event, Listener, register

_ROOMS_WITH_LOOPS = ("draws", "sun", "orbit", "lifetime", "supplies", "ensemble")
_Function = TypeVar("_Function", bound=Callable[..., object])
numba: Any = _numba  # its own annotations do not know the options used here


def _cache_folder(root: Path = Path(__file__).parent) -> Path:
    digest = hashlib.sha256()
    for room in _ROOMS_WITH_LOOPS:
        for path in sorted((root / room).glob("*.py")):
            digest.update(path.read_bytes())
    for path in sorted((root / "data").glob("*/constants.csv")):
        digest.update(path.read_bytes())
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "stationkeep" / "compiled" / digest.hexdigest()[:16]


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(_cache_folder())


class _FirstCompilation(Listener):
    """Tells once that loops are being compiled; with them in the cache nothing is, and nothing told."""

    told = False

    def on_start(self, event: Event) -> None:
        if not self.told:
            self.told = True
            logging.getLogger("stationkeep").warning(COMPILING)

    def on_end(self, event: Event) -> None:
        pass


COMPILING = "stationkeep: compiling the loops that this needs (up to a minute); they are kept for the next time"
"""Goes to stderr, unless whoever imports stationkeep has set up :mod:`logging` otherwise."""

register("numba:compile", _FirstCompilation())


# The last option is written out because a loop without it would else take over that of the loop that calls it.
_COUNTED = {"nogil": True, "fastmath": False, "error_model": "numpy", "_nrt": True}
# Without the runtime that counts references to arrays: a loop that hands a hundred arrays to another a day at a time
# would spend more on counting than on work. Such a loop cannot make arrays; its caller hands it what it needs.
_UNCOUNTED = {**_COUNTED, "_nrt": False}


def compiled(function: _Function) -> _Function:
    """Compile a loop to machine code on its first call; it releases the interpreter lock while it runs.

    Fast-math stays off: the same input must give the same bits whatever the number of workers.
    """
    wrapped: _Function = numba.njit(cache=True, **_COUNTED)(function)
    return wrapped


def inner(function: _Function) -> _Function:
    """Compile a loop that only other compiled loops call; without an entry from Python it compiles much faster."""
    options = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    wrapped: _Function = numba.njit(cache=False, **_COUNTED, **options)(function)
    return wrapped


def uncounted(function: _Function) -> _Function:
    """Compile a loop that makes no arrays and does not count references to those it is given."""
    wrapped: _Function = numba.njit(cache=True, **_UNCOUNTED)(function)
    return wrapped


def folded(function: _Function) -> _Function:
    """Compile an uncounted loop into the place that calls it."""
    options = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "forceinline": True}
    wrapped: _Function = numba.njit(cache=False, **_UNCOUNTED, **options)(function)
    return wrapped


def called(function: _Function) -> _Function:
    """Compile an uncounted loop that several others call, once for all."""
    options = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    wrapped: _Function = numba.njit(cache=False, **_UNCOUNTED, **options)(function)
    return wrapped
