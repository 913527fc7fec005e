"""Measure how drag wanders: the rows `slow_sigma`, `slow_tau_days` and `quick_sigma` of data/drag/constants.csv.

    python scripts/build_drag_process.py FOLDER

FOLDER holds `iss_daily_altitude.csv` (columns date_utc, mean_altitude_km, from the mean motion of element sets) and
`iss_burns.csv` (window_start_utc, window_end_utc). Neither is copied. The three numbers are averaged over the grid of
`lifetime.drag` by the likelihood of the arcs alone, for the whole record and for two spans of it apart; below them
stands what the file has. It holds rounded values, and is edited by hand.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from math import inf
from pathlib import Path

import numpy as np

from stationkeep.evidence.hindcast_record import read_record
from stationkeep.facts.constants import constants
from stationkeep.lifetime.arcs import cut_arcs
from stationkeep.lifetime.drag import calibrate_implied
from stationkeep.lifetime.expected import PROCESS, STATION
from stationkeep.lifetime.implied import Implied, Weather, imply
from stationkeep.orbit.density import DensityTable
from stationkeep.sun.history import SpaceWeather

INCLINATION_DEG = 51.64
SPANS = (
    (date(1999, 1, 1), date(2019, 12, 31)),
    (date(1999, 1, 1), date(2012, 1, 1)),
    (date(2015, 1, 1), date(2019, 12, 31)),
)
UNINFORMED = replace(PROCESS, sigma_log_spread=inf, tau_log_spread=inf, quick_log_spread=inf)


def arcs_of(folder: Path) -> list[Implied]:
    """What every arc of the record implies."""
    record = read_record(folder / "iss_daily_altitude.csv", folder / "iss_burns.csv", inclination_deg=INCLINATION_DEG)
    table = DensityTable.load(INCLINATION_DEG).arrays()
    weather = Weather.known(SpaceWeather.load(), np.datetime64(record.first_day - 1, "D"))
    pieces = cut_arcs(record.days, record.altitude_km, record.windows)
    found = [imply(piece, table, weather) for piece in pieces]
    return [one for one in found if one is not None]


def main(folder: Path) -> None:
    implied = arcs_of(folder)
    print(f"{'arcs':<26}{'n':>5}{'slow_sigma':>12}{'slow_tau_days':>15}{'quick_sigma':>13}")
    for first, last in SPANS:
        edges = [float(np.datetime64(day).astype(np.int64)) for day in (first, last)]
        inside = [one for one in implied if edges[0] <= one.middle_day < edges[1]]
        fit = calibrate_implied(inside, date(2020, 6, 1), prior=STATION, process=UNINFORMED)
        print(f"{first} to {last}  {len(inside):>5}{fit.sigma:>12.3f}{fit.tau_days:>15.0f}{fit.fast_sigma:>13.3f}")
    stated = constants("drag")
    values = [stated[name].value for name in ("slow_sigma", "slow_tau_days", "quick_sigma")]
    print(f"{'data/drag/constants.csv':<31}{values[0]:>12.3f}{values[1]:>15.0f}{values[2]:>13.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
