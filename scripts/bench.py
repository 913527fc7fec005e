"""Measure speed as ratios in one run on this machine: the study against its parts, the table against its oracle.

Prints one line a figure, then tables: the forecast of 10,000 members, how its cost grows, and two other programs given
the same members (heyoka's batch mode, Orekit's DSST; `pip install '.[bench]'`). A program that is not there is left
out, and said to be. Absolute times say little on a shared machine; the ratios hold.

    python scripts/bench.py [--full] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from bench_forecast import best, report

from stationkeep.disruption.toml import load_scenario
from stationkeep.ensemble.run import run
from stationkeep.facts.pack import load_pack
from stationkeep.orbit import exact
from stationkeep.orbit.decay import advance_day
from stationkeep.orbit.density import DensityTable


def table_against_oracle() -> dict[str, float]:
    """One orbit-averaged day through the table, against direct calls of NRLMSISE-00."""
    members, days = 256, 200
    table = DensityTable.load(51.64).arrays()
    one = np.ones(members)
    altitude, node, ex, ey, fraction = 400.0 * one, 0.0 * one, 0.0 * one, 8.6e-4 * one, np.full(members, np.nan)
    drivers = (110 * one, 110 * one, 8 * one, 0.007 * one)

    def through_table() -> None:
        altitude[:] = 400.0
        for day in range(days):
            advance_day(table, 19_000 + day, altitude, node, ex, ey, *drivers, 8.6e-4, fraction)

    through_table()
    date = np.datetime64("2022-02-26")
    fast = best(through_table) / (members * days)
    slow = best(lambda: exact.drag_rates(400.0, 51.64, 0.0, date, 110.0, 110.0, 8.0), 2)
    print(f"one member-day through the table      {1e9 * fast:9.0f} ns")
    print(f"one orbit average by direct density   {1e9 * slow:9.0f} ns   {slow / fast:8.0f} times the table")
    return {"table_ns": 1e9 * fast, "direct_ns": 1e9 * slow, "ratio": slow / fast}


def study() -> dict[str, float]:
    """The main job, and how its cost grows with members."""
    pack = load_pack("iss")
    scenario = load_scenario("suspension-2022", pack)
    run(scenario, members=64, pack=pack)
    cost = {}
    for members in (500, 1000, 2000, 4000):
        cost[members] = best(lambda members=members: run(scenario, members=members, pack=pack), 2) / members
    for members, seconds in cost.items():
        member_days = seconds / (2 * scenario.horizon_days)
        print(
            f"{members:6} futures of {scenario.horizon_days} days, twice   {1e9 * member_days:9.0f} ns a member-day"
            f"   {seconds / cost[500]:6.2f} times the cost per future of 500"
        )
    return {str(members): 1e9 * seconds / (2 * scenario.horizon_days) for members, seconds in cost.items()}


def start_up() -> dict[str, float]:
    """How long the help takes beside a bare interpreter."""
    bare = best(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 5)
    code = [sys.executable, "-m", "stationkeep", "--help"]
    shown = best(lambda: subprocess.run(code, check=True, stdout=subprocess.DEVNULL), 5)
    print(f"--help                                 {shown:9.2f} s    {shown / bare:8.1f} times a bare interpreter")
    return {"help_s": shown, "bare_s": bare, "ratio": shown / bare}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="let also a million members live three years (minutes)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures")
    wishes = parser.parse_args()
    found: dict[str, object] = {"start_up": start_up(), "table": table_against_oracle()}
    print()
    found["forecast"] = report(wishes.full)
    print()
    found["study_ns_a_member_day"] = study()
    if wishes.json is not None:
        wishes.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
