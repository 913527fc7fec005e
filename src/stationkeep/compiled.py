"""One decorator for the compiled loops, with a cache that cannot serve a stale loop.

numba's own on-disk cache looks only at the file in which a function stands, not at the functions that it calls,
so an edited callee in another file would go unnoticed. The cache folder is therefore named after the bytes of
every module that holds compiled code: change one and all are compiled again, once.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba as _numba

_ROOMS_WITH_LOOPS = ("draws", "sun", "orbit", "lifetime", "supplies", "ensemble")
_Function = TypeVar("_Function", bound=Callable[..., object])
numba: Any = _numba  # its own annotations do not know the options used here


def _cache_folder() -> Path:
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for room in _ROOMS_WITH_LOOPS:
        for path in sorted((root / room).glob("*.py")):
            digest.update(path.read_bytes())
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "stationkeep" / "compiled" / digest.hexdigest()[:16]


if not os.environ.get("NUMBA_CACHE_DIR"):
    numba.config.CACHE_DIR = str(_cache_folder())


def compiled(function: _Function) -> _Function:
    """Compile a loop to machine code on its first call; it releases the interpreter lock while it runs.

    Fast-math stays off: the same input must give the same bits whatever the number of workers.
    """
    wrapped: _Function = numba.njit(cache=True, nogil=True, fastmath=False, error_model="numpy")(function)
    return wrapped


def inner(function: _Function) -> _Function:
    """Compile a loop that only other compiled loops call; without an entry from Python it compiles much faster."""
    options = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    wrapped: _Function = numba.njit(cache=False, nogil=True, fastmath=False, error_model="numpy", **options)(function)
    return wrapped
