"""Element sets and ephemerides made up for tests, and the files that hold them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from stationkeep.elements.epochs import DAY_US
from stationkeep.elements.records import ElementSet, States
from stationkeep.elements.writing import write_oem, write_omm, write_tle

CREATED = "2026-11-22T00:00:00"
# 2022-02-26 06:00 UTC, a moment that a TLE can print exactly.
START_US = 19049 * DAY_US + DAY_US // 4
STATION = ElementSet(
    START_US, 25544, "STATION (TEST)", "1998-067A", 15.49, 0.0005, 51.64, 170.25, 120.5, 240.125, 2.5e-4, 1.25e-4, 0.0,
    "U", 999, 32000,
)  # fmt: skip


def made_up_sets(count: int = 6) -> list[ElementSet]:
    """A decaying arc of one object, one set a day, each of whose numbers a TLE can hold."""
    return [
        replace(
            STATION,
            epoch_us=START_US + number * DAY_US,
            mean_motion_rev_day=round(15.49 + 0.00021 * number, 8),
            raan_deg=round((170.25 - 5.0 * number) % 360.0, 4),
            mean_anomaly_deg=round((240.125 + 77.7 * number) % 360.0, 4),
            element_set_number=100 + number,
        )
        for number in range(count)
    ]


def made_up_states(count: int = 50, step_s: float = 240.0) -> States:
    """A circular equatorial orbit at 400 km, without perturbations."""
    turn = 2.0 * np.pi / 5553.6 * step_s * np.arange(count)
    epoch = np.datetime64(START_US, "us") + (np.arange(count) * round(step_s * 1e6)).astype("timedelta64[us]")
    r, v = 6778.137, 7.66855
    position = np.stack([r * np.cos(turn), r * np.sin(turn), np.zeros_like(turn)], axis=1)
    velocity = np.stack([-v * np.sin(turn), v * np.cos(turn), np.zeros_like(turn)], axis=1)
    return States("STATION (TEST)", "1998-067A", "EME2000", epoch, position, velocity, 420000.0, 1500.0, 2.0)


# How each form is written, and the bytes with which each of its records begins; None: every line is a record.
SET_FORMS: dict[str, tuple[Callable[[Path, list[ElementSet]], None], bytes | None]] = {
    "tle": (lambda path, sets: write_tle(path, sets, names=False), b"1 "),
    "named tle": (lambda path, sets: write_tle(path, sets), b"STATION"),
    "kvn": (lambda path, sets: write_omm(path, sets, "kvn", creation_date=CREATED), b"CCSDS_OMM_VERS"),
    "xml": (lambda path, sets: write_omm(path, sets, "xml", creation_date=CREATED), b"  <omm "),
    "json": (lambda path, sets: write_omm(path, sets, "json", creation_date=CREATED), None),
    "csv": (lambda path, sets: write_omm(path, sets, "csv", creation_date=CREATED), None),
}
STATE_FORMS: dict[str, tuple[Callable[[Path, States], None], bytes]] = {
    "kvn": (lambda path, states: write_oem(path, [states], "kvn", creation_date=CREATED), b"20"),
    "xml": (lambda path, states: write_oem(path, [states], "xml", creation_date=CREATED), b"        <stateVector>"),
}


def record_starts(content: bytes, mark: bytes | None) -> list[int]:
    """Where each record of a file begins: at lines with the mark, or at every line."""
    starts, at = [], 0
    for line in content.split(b"\n"):
        if line and (mark is None or line.startswith(mark)):
            starts.append(at)
        at += len(line) + 1
    return starts
