"""The command line: a thin face that holds no rule of the domain.

Importing it imports nothing heavy; every command imports what it needs when it runs.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0 ok, 1 failed, 2 bad input, 130 interrupted."""
    # Matrices here are small: threads of the linear algebra wait for one another, and their number would be felt in the
    # last bit. It is read when numpy is first imported, so it is said here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Imports make half a million objects that stay; to look through them again and again is a tenth of a start.
    gc.set_threshold(200_000)
    from stationkeep.cli.guard import guarded

    sys.exit(guarded(arguments))
