"""Derive src/stationkeep/data/iss/drag_arcs.csv: what the station lost to drag over arcs without a burn.

    python scripts/derive_drag_arcs.py FOLDER

FOLDER holds `data/iss_daily_altitude.csv` and `data/iss_burns.csv` (daily medians of the mean altitude from element
sets, and windows of raises and lowerings), `data/iss_oem/` (ephemerides of NASA with their events) and
`facts/decay_rates.csv`. None of these is copied: a row here is a measured difference.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np

OUT = Path(__file__).parents[1] / "src" / "stationkeep" / "data" / "iss" / "drag_arcs.csv"
# Kozai to Brouwer semi-major axis at this inclination (measured on NASA's ephemerides).
KOZAI_TO_BROUWER_KM = 0.51
MU_KM3_S2, RADIUS_KM = 398600.4418, 6378.137
SHORTEST_DAYS, LONGEST_DAYS = 10, 30
# Standard error of a mean altitude read off one row of an OEM's events (two decimals of whole orbits are lost).
EVENT_ROW_KM = 0.10
# A forecast of NASA follows the drag of its day, not of the days to come: this part of the loss is open.
PREDICTED_PART = 0.15
LAUNCHED = date(1998, 12, 14)  # free flight of the first two modules


@dataclass(frozen=True)
class Arc:
    start: date
    end: date
    altitude_km: float
    loss_km: float
    loss_km_low: float
    loss_km_high: float
    sources: str
    confidence: str
    note: str


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def arc(start: date, end: date, altitude: float, loss: float, error: float, *labels: str) -> Arc:
    wide = 1.645 * error
    low, high = max(loss - wide, 0.2 * loss), loss + wide
    return Arc(start, end, round(altitude, 2), round(loss, 3), round(low, 3), round(high, 3), *labels)


def from_element_sets(folder: Path) -> list[Arc]:
    """Straight lines through daily medians, between burns kept off by a day, the longest arc of each two months."""
    altitude = {
        date.fromisoformat(row["date_utc"]): float(row["mean_altitude_km"]) + KOZAI_TO_BROUWER_KM
        for row in rows(folder / "data" / "iss_daily_altitude.csv")
    }
    burned: set[date] = set()
    for row in rows(folder / "data" / "iss_burns.csv"):
        day = date.fromisoformat(row["window_start_utc"]) - timedelta(days=1)
        while day <= date.fromisoformat(row["window_end_utc"]) + timedelta(days=1):
            burned.add(day)
            day += timedelta(days=1)
    best: dict[tuple[int, int], Arc] = {}
    run: list[date] = []
    days = sorted(day for day in altitude if day >= LAUNCHED)
    for day in [*days, date.max]:
        gap = bool(run) and (day == date.max or (day - run[-1]).days > 3)
        full = bool(run) and (run[-1] - run[0]).days >= LONGEST_DAYS
        if gap or full or day in burned:
            found = _fitted(run, altitude)
            if found:
                middle = found.start + (found.end - found.start) / 2
                place = (middle.year, (middle.month - 1) // 2)
                kept = best.get(place)
                if kept is None or found.end - found.start > kept.end - kept.start:
                    best[place] = found
            run = []
        if day not in burned and day != date.max:
            run.append(day)
    return [best[place] for place in sorted(best)]


def _fitted(run: list[date], altitude: dict[date, float]) -> Arc | None:
    if len(run) < 8 or (run[-1] - run[0]).days < SHORTEST_DAYS:
        return None
    t = np.array([(day - run[0]).days for day in run], dtype=float)
    h = np.array([altitude[day] for day in run])
    line = np.polyfit(t, h, 1)
    left = h - np.polyval(line, t)
    good = np.abs(left) <= 4.0 * max(np.median(np.abs(left)) * 1.4826, 0.02)
    line = np.polyfit(t[good], h[good], 1)
    left = (h - np.polyval(line, t))[good]
    curve = np.polyval(np.polyfit(t[good], h[good], 2), t)[good]
    noise = float(np.std((h[good]) - curve))
    if np.std(left) > 0.25 + 0.05 * abs(line[0]) * t[-1] or np.mean(good) < 0.8 or line[0] >= 0.0:
        return None  # an unlisted burn, or no decay to measure
    # Errors of neighbouring days hang together: three days count as one; and 0.15 km may be an unseen burn.
    slope_error = noise / np.sqrt(np.sum((t[good] - t[good].mean()) ** 2) / 3.0)
    error = float(np.hypot(slope_error * t[-1], 0.04))
    return arc(run[0], run[-1], float(h.mean()), float(-line[0] * t[-1]), error, "iss-element-sets", "high", "")


def from_ephemerides(folder: Path) -> list[Arc]:
    """Mean axis of NASA's predicted states, over the longest stretch of each file without a planned burn."""
    arcs = []
    for path in sorted((folder / "data" / "iss_oem").glob("*.gz")):
        text = gzip.decompress(path.read_bytes()).decode()
        time, axis = _states(text)
        year = time[0].year
        burns = []
        for line in text.splitlines():
            event = re.search(r"(\d{3}):(\d\d):(\d\d):\d\d\.\d+\s+([\d.]+)\s+[\d.]+\s+[\d.]+", line)
            if event and float(event[4]) > 0.0:
                day = datetime(year, 1, 1) + timedelta(days=int(event[1]) - 1, hours=int(event[2]))
                burns.append(day if day >= time[0] - timedelta(days=60) else day.replace(year=year + 1))
        edges = [time[0], *sorted(burns), time[-1]]
        first, last = max(pairwise(edges), key=lambda pair: pair[1] - pair[0])
        hours = np.array([(t - first).total_seconds() / 3600.0 for t in time])
        span = (last - first).total_seconds() / 3600.0
        inside = (hours >= 2.0) & (hours <= span - 2.0)
        if span < 24.0 * 6:
            continue
        h = axis[inside] - RADIUS_KM
        line = np.polyfit(hours[inside], h, 1)
        start = (first + timedelta(hours=12)).date()
        end = (last + timedelta(hours=12)).date()
        days = (end - start).days
        loss = float(-line[0] * 24.0 * days)
        note = f"as predicted by NASA on {_created(text)}"
        arcs.append(
            arc(
                start,
                end,
                float(h.mean()),
                loss,
                float(np.hypot(0.03, PREDICTED_PART * loss)),
                "nasa-oem",
                "medium",
                note,
            )
        )
    return arcs


def _created(text: str) -> str:
    found = re.search(r"CREATION_DATE\D*(\d{4})-(\d{2,3})(?:-(\d\d))?T", text)
    if not found:
        raise ValueError("an OEM without CREATION_DATE")
    if found[3]:
        return f"{found[1]}-{found[2]}-{found[3]}"
    return (date(int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1)).isoformat()


def _states(text: str) -> tuple[list[datetime], np.ndarray]:
    """Times and osculating axes (km) of an OEM in XML or KVN."""
    if "<stateVector>" in text:
        blocks = re.findall(r"<stateVector>(.*?)</stateVector>", text, re.S)
        fields = [
            [
                re.search(rf"<{key}[^>]*>([^<]+)<", block)[1]
                for key in ("EPOCH", "X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")
            ]  # type: ignore[index]
            for block in blocks
        ]
    else:
        fields = [line.split() for line in text.splitlines() if re.match(r"\d{4}-\d\d-\d\dT\S+(\s+-?[\d.]+){6}", line)]
    times, axes = [], []
    for field in fields:
        stamp = field[0].rstrip("Z")
        form = "%Y-%jT%H:%M:%S.%f" if re.match(r"\d{4}-\d{3}T", stamp) else "%Y-%m-%dT%H:%M:%S.%f"
        times.append(datetime.strptime(stamp, form))
        state = np.array(field[1:7], dtype=float)
        axes.append(1.0 / (2.0 / np.linalg.norm(state[:3]) - state[3:] @ state[3:] / MU_KM3_S2))
    return times, np.array(axes)


def from_events(folder: Path) -> list[Arc]:
    """Differences of mean apogee and perigee between event rows, with no burn between: newest file for each row."""
    newest: dict[str, tuple[str, datetime, float, float]] = {}
    burns: list[datetime] = []
    for row in rows(folder / "data" / "iss_oem" / "oem_events.csv"):
        when = datetime.fromisoformat(row["tig_utc"])
        created = row["oem_created_utc"] or row["tig_utc"]
        if row["type"].startswith("reboost"):
            burns.append(when)
        key = f"{row['tig_utc'][:10]} {row['event'][:6]}"
        mean = 0.5 * (float(row["ha_km"]) + float(row["hp_km"]))
        if key not in newest or created > newest[key][0]:
            newest[key] = (created, when, mean, float(row["dv_ms"]))
    points = sorted((when, mean) for _, when, mean, dv in newest.values())
    arcs: list[Arc] = []
    run: list[tuple[datetime, float]] = []
    for when, mean in [*points, (datetime.max, 0.0)]:
        parted = bool(run) and (
            when == datetime.max
            or (when - run[-1][0]).days > 25
            or any(run[-1][0] <= burn + timedelta(hours=1) and burn < when for burn in burns)
        )
        if parted:
            span = (run[-1][0] - run[0][0]).total_seconds() / 86400.0
            if span >= 7.0 and len(run) >= 2:
                t = np.array([(p[0] - run[0][0]).total_seconds() / 86400.0 for p in run])
                h = np.array([p[1] for p in run])
                slope = float(np.polyfit(t, h, 1)[0])
                start, end = run[0][0].date(), run[-1][0].date()
                days = (end - start).days
                scatter = EVENT_ROW_KM / np.sqrt(np.sum((t - t.mean()) ** 2)) * days
                if slope < 0.0 and scatter < 0.35 * -slope * days:
                    error = float(np.hypot(scatter, PREDICTED_PART * -slope * days))
                    note = "planned events of several ephemerides, partly predicted"
                    arcs.append(arc(start, end, float(h.mean()), -slope * days, error, "nasa-oem-events", "low", note))
            run = []
        run.append((when, mean))
    return arcs


def from_decay_rates(folder: Path) -> list[Arc]:
    """The rows of the collection of published rates that came from NASA's ephemerides, with a span of days."""
    arcs = []
    for row in rows(folder / "facts" / "decay_rates.csv"):
        span = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)/(\d\d)", row["period"])
        if span:
            year, month, first, last = (int(x) for x in span.groups())
            start, end = date(year, month, first), date(year, month, last)
            loss = float(row["loss_m_per_day"]) / 1000.0 * (end - start).days
            error = float(np.hypot(0.1, PREDICTED_PART * loss))
            note = "published rate times the days; predicted arc"
            altitude = float(row["mean_alt_km"])
            arcs.append(arc(start, end, altitude, loss, error, "nasa-oem-events", row["confidence"], note))
    return arcs


def main(folder: Path) -> None:
    arcs = from_element_sets(folder)
    for found in (*from_ephemerides(folder), *from_decay_rates(folder), *from_events(folder)):
        # Ephemerides first, then published rates, then events: no two arcs of the same days.
        if not any(found.start < kept.end and kept.start < found.end for kept in arcs):
            arcs.append(found)
    arcs.sort(key=lambda found: found.start)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with OUT.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(list(Arc.__dataclass_fields__))
        writer.writerows(astuple(found) for found in arcs)
    print(f"{len(arcs)} arcs, {arcs[0].start} to {arcs[-1].end}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
