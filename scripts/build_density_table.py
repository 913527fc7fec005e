"""Make the bundled density tables again (some minutes): python scripts/build_density_table.py."""

from __future__ import annotations

import json
import time
from pathlib import Path

from stationkeep.orbit.tabulate import build

FOLDER = Path(__file__).parents[1] / "src" / "stationkeep" / "data" / "density"


def main(model: str = "nrlmsise00") -> None:
    began = time.perf_counter()
    atlas = build(model, lambda share: print(f"\r{share:4.0%}", end="", flush=True))
    path = FOLDER / f"{model}.npz"
    atlas.write(path)
    print(f"\r{path.name}: {path.stat().st_size} bytes, {time.perf_counter() - began:.0f} s")
    print(json.dumps(atlas.provenance, indent=2))


if __name__ == "__main__":
    main()
