"""Longer checks of the model against what is known.

Without arguments everything is checked: the decay of case C, an undisturbed station on many dates, the altitude lost to
drag forecast from every month of the past, stocks against weekly readings, the reader of news on annotated texts, and
the exact logic of owners.
``python scripts/validate.py stocks FILE... [--plot FILE]`` checks one part, here on other files of readings.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from validate_risk import cut_sets, outside_oracles

from stationkeep.disruption.scenario import Scenario
from stationkeep.ensemble.run import run
from stationkeep.evidence.hindcast import KNOWLEDGES, hindcast
from stationkeep.evidence.hindcast_record import read_record
from stationkeep.evidence.hindcast_report import scores
from stationkeep.evidence.stocks import hindcast as hindcast_stocks
from stationkeep.evidence.stocks_plot import draw
from stationkeep.facts.pack import load_pack
from stationkeep.orbit import exact, fall
from stationkeep.orbit.density import DensityTable
from stationkeep.sun.history import SpaceWeather

CASE_C = {"altitude": 415.0, "ballistic": 0.0093643, "truth_days": 901.16}
"""Reference decay: 415 km, 51.64 deg, 2022-02-26, F10.7 = 110, Ap = 8; three independent programs agree on 901.16 d."""

DATES = ("2001-06-01", "2005-01-01", "2008-03-01", "2011-08-24", "2016-08-01", "2019-06-01", "2022-04-02", "2026-10-15")

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Real data beside this repository, which may not be part of it; checks without their data are left out."""

READINGS = DATA / "nasa_consumables"
"""NASA's weekly readings of 2022, beside this repository; their licence is not stated, so they are not part of it."""

LEARNT_UNTIL = dt.date(2022, 4, 2)
"""Readings before this day taught the scatter of a reading and how a delivery is booked; the others did not."""


def case_c() -> None:
    """Days to 200 km by direct density and through the table."""
    truth, days = CASE_C["truth_days"], 1000
    driver, ap = np.full(days, 110.0), np.full(days, 8.0)
    start = np.datetime64("2022-02-26")
    direct = exact.decay(CASE_C["altitude"], 51.64, 0.0, start, CASE_C["ballistic"], driver, driver, ap)
    table = DensityTable.load(51.64)
    fast = fall.decay(CASE_C["altitude"], 0.0, start, CASE_C["ballistic"], driver, driver, ap, table=table)
    for name, found in (("direct density", direct.days_to(200.0)), ("table", fast.days_to(200.0))):
        value = float(np.ravel(found)[0])
        print(f"case C, {name:15} {value:8.2f} d   {100 * (value / truth - 1):+.3f} % of {truth} d")


def undisturbed() -> None:
    """What an undisturbed station goes without in three years, from many dates."""
    pack = load_pack("iss")
    for text in DATES:
        scenario = Scenario(text, text, dt.date.fromisoformat(text), horizon_days=1095)
        outcome = run(scenario, members=256, pack=pack)
        share = {fate.id: float((fate.twin_lost_day >= 0).mean()) for fate in outcome.functions}
        absent = {name for name, _ in outcome.absent_at_start}
        often = [
            f"{name} {p:.0%}"
            for name, p in sorted(share.items(), key=lambda kv: -kv[1])
            if p > 0.1 and name not in absent
        ]
        print(f"undisturbed from {text}: {', '.join(often) or 'nothing in more than 10 % of futures'}")


def hindcasts(folder: Path) -> None:
    """Scores by knowledge, lead and phase of the solar cycle, against the best dressed baseline of each."""
    if not (folder / "iss_burns.csv").exists():
        print(f"hindcast: no altitudes in {folder}")
        return
    record = read_record(folder / "iss_daily_altitude.csv", folder / "iss_burns.csv")
    weather, table = SpaceWeather.load(), DensityTable.load(record.inclination_deg)
    for knowledge in KNOWLEDGES:
        found = hindcast(record, weather, table, first=np.datetime64("1999-02-01"), knowledge=knowledge)
        for row in scores(found):
            best = row["baseline"][row["best_baseline"]]
            shares = ", ".join(
                f"{name} {one['coverage_90']:.0%} of {one['n']}" for name, one in row["by_phase"].items() if one["n"]
            )
            print(
                f"hindcast {knowledge:9} {row['lead_days']:3} d: median error {row['median_abs_rel_error']:.1%}, CRPS "
                f"{row['crps_km']:.3f} km ({row['best_baseline']} {best['crps_km']:.3f}), 90 % intervals held "
                f"{row['coverage_90']:.1%} ({shares}), width {row['width_90_km'] / best['width_90_km']:.2f} of its"
            )


def news() -> None:
    """Precision and recall of the reader on the annotated texts, field by field, each author and half for itself."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from news_scores import GROUPS, annotated, score

    from stationkeep.news.weighing.weights import how_learnt

    for group in GROUPS:
        texts = annotated(group)
        print(f"news, by rules alone, {len(texts)} texts {group.prefix}{group.first}-{group.last}, {group.what}:")
        for line in score(texts).lines() if texts else ():
            print(f"  {line}")
    for hands, fields in how_learnt().items():
        if isinstance(fields, dict):
            told = ", ".join(f"{name} {one['precision']:.2f}/{one['recall']:.2f}" for name, one in fields.items())
            print(f"news, {hands} authors, each left out of what the weights were learnt from (make learn): {told}")


def stocks(files: Sequence[Path], plot: Path | None = None) -> None:
    """Air and water against weekly readings: share inside the 90 % interval, its width at six months, deliveries."""
    files = files or sorted(READINGS.glob("*.csv"))
    if not files:
        print(f"stocks: no readings in {READINGS}")
    drawn = []
    for path in files:
        found = hindcast_stocks(path)
        for one in found:
            later = (
                f", {one.inside(LEARNT_UNTIL):.0%} of those since {LEARNT_UNTIL}" if one.dates[0] < LEARNT_UNTIL else ""
            )
            print(
                f"stocks, {one.account.label} from {one.dates[0]}: {one.inside():.0%} of {len(one.dates) - 1} readings "
                f"inside the 90 % interval{later}; at six months it is {one.half_year_width:.0%} of the stock wide; "
                f"the median is {one.mean_absolute_error:.0f} {one.unit} off"
            )
            came = ", ".join(f"{d.amount:g} {one.unit} on {d.day} ({d.by})" for d in one.deliveries)
            print(f"  given: {came or 'nothing'}")
        restarts(path, found[0].dates)
        drawn += found
    if plot is not None:
        draw(drawn, plot)


def restarts(path: Path, dates: Sequence[dt.date]) -> None:
    """The same file from later and later first readings, nine weeks apart: a lucky start would show."""
    shares: dict[str, list[tuple[float, int]]] = {}
    for start in dates[:-12:9]:
        for one in hindcast_stocks(path, start=start, members=512):
            shares.setdefault(one.account.label, []).append((one.inside(), len(one.dates) - 1))
    for label, rows in shares.items():
        inside = sum(share * n for share, n in rows) / sum(n for _, n in rows)
        print(f"stocks, {label}, from {len(rows)} starts nine weeks apart: {inside:.0%} of the readings inside")


PARTS = ("case-c", "undisturbed", "hindcast", "stocks", "news", "cut-sets", "trees")


def main() -> None:
    """Check everything, or one part."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("what", nargs="?", choices=("all", *PARTS), default="all", help="what to check")
    asked.add_argument("files", nargs="*", type=Path, help="files of readings, for the stocks")
    asked.add_argument("--plot", type=Path, help="draw the stocks into a file (.svg, .png or .pdf)")
    given = asked.parse_args()
    checks = (
        case_c,
        undisturbed,
        lambda: hindcasts(DATA),
        lambda: stocks(given.files, given.plot),
        news,
        cut_sets,
        outside_oracles,
    )
    for part, check in zip(PARTS, checks, strict=True):
        if given.what in ("all", part):
            check()


if __name__ == "__main__":
    main()
