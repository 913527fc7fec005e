"""The first run compiles its loops: whoever waits is told so, once, and never where they come from the cache."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from stationkeep.compiled import COMPILING

LOOPS = """
from stationkeep.compiled import compiled

@compiled
def twice(x):
    return 2 * x

@compiled
def thrice(x):
    return 3 * x

print(twice(1), thrice(1))
"""


def test_a_cold_start_is_told_once_on_stderr_and_a_warm_one_is_silent(tmp_path: Path) -> None:
    script = tmp_path / "loops.py"
    script.write_text(LOOPS, encoding="utf-8")
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    environment.pop("NUMBA_CACHE_DIR", None)
    for told in (f"{COMPILING}\n", ""):
        done = subprocess.run(
            [sys.executable, str(script)], capture_output=True, text=True, env=environment, check=True, cwd=tmp_path
        )
        assert (done.stdout, done.stderr) == ("2 3\n", told)
