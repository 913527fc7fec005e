"""The command line: a thin face that holds no rule of the domain.

Importing it imports nothing heavy; every command imports what it needs when it runs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0 ok, 1 failed, 2 bad input, 130 interrupted."""
    from stationkeep.cli.guard import guarded

    sys.exit(guarded(arguments))
