"""Make the bundled density tables again: python scripts/build_density_table.py [inclination_deg ...]."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from stationkeep.orbit.density import DensityTable

FOLDER = Path(__file__).parents[1] / "src" / "stationkeep" / "data" / "density"


def main(inclinations_deg: list[float]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for inclination in inclinations_deg:
        began = time.perf_counter()
        table = DensityTable.build(inclination)
        path = FOLDER / f"{table.model}_i{inclination:.2f}.npz"
        table.write(path)
        print(f"{path.name}: {path.stat().st_size} bytes, {time.perf_counter() - began:.0f} s")
        print(json.dumps(table.provenance, indent=2))


if __name__ == "__main__":
    main([float(text) for text in sys.argv[1:]] or [51.64])
