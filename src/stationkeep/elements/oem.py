"""Orbit ephemeris messages (CCSDS 502.0-B-3, section 5) in KVN and XML, with what NASA writes into their comments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from stationkeep.elements.epochs import TIME_SYSTEMS, read_epoch, read_number, to_utc
from stationkeep.elements.frames import INERTIAL
from stationkeep.elements.markup import walk_markup
from stationkeep.elements.omm import known, split_key_value
from stationkeep.elements.records import Complaint, PlannedEvent, States, Unusable, shown
from stationkeep.orbit.earth import MU_KM3_S2, RADIUS_KM

_COLUMNS = ("X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")
_BODY = re.compile(r"(MASS|DRAG_AREA|DRAG_COEFF)\s*=\s*(\S+)")
# A row of the table of events: name, day of the year and time, delta-v, apogee and perigee.
_EVENT = re.compile(
    r"\s*(\S.{0,80}?)\s+(\d{3}):(\d\d):(\d\d):(\d\d(?:\.\d{1,6})?)\s+(-?[\d.]+)\s+([\d.]+)\s+([\d.]+)\s*", re.ASCII
)
_STATE_LINE = re.compile(r"\d{4}-\d", re.ASCII)
_LARGEST_KM = 1.5e6  # the sphere in which the Earth rather than the sun holds a satellite


@dataclass
class _Segment:
    """One segment in the making."""

    file: str
    line: int
    meta: dict[str, str] = field(default_factory=dict)
    meta_lines: dict[str, int] = field(default_factory=dict)
    comments: list[tuple[int, str]] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    duplicates: int = 0

    def put(self, key: str, value: str, line: int) -> None:
        self.meta.setdefault(key, value)
        self.meta_lines.setdefault(key, line)

    def complain(self, line: int, name: str, found: str, expected: str, done: str) -> None:
        self.complaints.append(Complaint(self.file, line, name, found, expected, done))

    def finish(self) -> States | None:
        """The states of the segment, or None with a complaint."""
        if not self.rows and not self.meta:
            return None
        try:
            system = self._check_meta()
        except Unusable as bad:
            at = self.meta_lines.get(bad.field_name, self.line)
            done = f"the {len(self.rows)} states of the segment that begins in line {self.line} are not used"
            self.complain(at, bad.field_name, bad.found, bad.expected, done)
            return None
        good = self._read_rows(system)
        if not good:
            self.complain(self.line, "", "no usable state", "states in the segment", "the segment is not used")
            return None
        table = np.array([row for _, row in good], dtype=np.float64)
        epoch_us = np.array([us for us, _ in good], dtype=np.int64)
        self._check_end(int(epoch_us[-1]), system)
        body = self._body()
        return States(
            known(self.meta.get("OBJECT_NAME", "")),
            known(self.meta.get("OBJECT_ID", "")),
            self.meta["REF_FRAME"].upper(),
            epoch_us.astype("datetime64[us]"),
            table[:, :3],
            table[:, 3:],
            body.get("MASS"),
            body.get("DRAG_AREA"),
            body.get("DRAG_COEFF"),
            self._events(int(epoch_us[0])),
            self.line,
        )

    def _check_meta(self) -> str:
        frame, system = (self.meta.get(key, "").upper() for key in ("REF_FRAME", "TIME_SYSTEM"))
        if frame not in INERTIAL:
            raise Unusable("REF_FRAME", shown(frame) if frame else "nothing", "an inertial one: " + ", ".join(INERTIAL))
        if system not in TIME_SYSTEMS:
            raise Unusable("TIME_SYSTEM", shown(system) if system else "nothing", " or ".join(TIME_SYSTEMS))
        if (center := self.meta.get("CENTER_NAME", "EARTH")).upper() != "EARTH":
            raise Unusable("CENTER_NAME", shown(center), "EARTH")
        return system

    def _read_rows(self, system: str) -> list[tuple[int, list[float]]]:
        good: dict[tuple[int, tuple[float, ...]], int] = {}
        for line, cells in self.rows:
            try:
                one = _read_state(cells, system)
            except Unusable as bad:
                self.complain(line, bad.field_name, bad.found, bad.expected, "the state is not used")
                continue
            if (first := good.setdefault(one, line)) != line:
                self.duplicates += 1
                found = f"the state of {cells[0]} again (first in line {first})"
                self.complain(line, "", found, "each state once", "the repeat is left out")
        return [(us, list(row)) for us, row in sorted(good, key=lambda one: one[0])]

    def _check_end(self, last_us: int, system: str) -> None:
        """Say so where the file stops before its own metadata say it does: it was cut."""
        try:
            stop = to_utc(read_epoch(self.meta.get("STOP_TIME", "")), system)
        except Unusable:
            return
        if stop - last_us > 1_000_000:
            found = f"a last state at {np.datetime64(last_us, 'us')}"
            expected = f"states until STOP_TIME {self.meta['STOP_TIME']}"
            self.complain(
                self.meta_lines["STOP_TIME"], "STOP_TIME", found, expected, "the states that are there are used"
            )

    def _body(self) -> dict[str, float]:
        """Mass (kg), drag area (m2) and drag coefficient from comments ``MASS=448997.00``."""
        body: dict[str, float] = {}
        for line, text in self.comments:
            if match := _BODY.match(text):
                try:
                    body.setdefault(match.group(1), read_number(match.group(2), match.group(1), 1e-9, 1e9))
                except Unusable as bad:
                    self.complain(line, bad.field_name, bad.found, bad.expected, "the comment is not used")
        return body

    def _events(self, first_us: int) -> tuple[PlannedEvent, ...]:
        """Rows of the table of events; it names no year, so a day before the first state is of the next one."""
        first = np.datetime64(first_us, "us")
        year = int(first.astype("datetime64[Y]").astype(int)) + 1970
        events = []
        for line, text in self.comments:
            if not (match := _EVENT.fullmatch(text)):
                continue
            name, of_year, hour, minute, second, *numbers = match.groups()
            clock = f"{of_year}T{hour}:{minute}:{second}"
            try:
                # An event of the last weeks may be listed too; only one much earlier belongs to the next year.
                us = read_epoch(f"{year}-{clock}", "event")
                if us < first_us - 180 * 86_400_000_000:
                    us = read_epoch(f"{year + 1}-{clock}", "event")
                values = [read_number(number, "event", -1e6, 1e6) for number in numbers]
            except Unusable as bad:
                self.complain(line, bad.field_name, bad.found, bad.expected, "the event is not used")
                continue
            events.append(PlannedEvent(np.datetime64(us, "us"), name, *values))
        return tuple(events)


def _read_state(cells: list[str], system: str) -> tuple[int, tuple[float, ...]]:
    if len(cells) not in (7, 10):  # accelerations are optional
        raise Unusable("", f"{len(cells)} columns", "an epoch, a position (km) and a velocity (km/s)")
    epoch_us = to_utc(read_epoch(cells[0]), system)
    row = tuple(
        read_number(text, name, -_LARGEST_KM, _LARGEST_KM) for name, text in zip(_COLUMNS, cells[1:7], strict=True)
    )
    radius = (row[0] ** 2 + row[1] ** 2 + row[2] ** 2) ** 0.5
    if radius < RADIUS_KM - 22.0:  # the Earth's polar radius is 21.4 km less than its equatorial one
        raise Unusable("position", f"{radius:.1f} km from the centre", "a place above the ground")
    if row[3] ** 2 + row[4] ** 2 + row[5] ** 2 >= 2.0 * MU_KM3_S2 / radius:
        raise Unusable("velocity", "an orbit of escape", "an orbit bound to the Earth")
    return epoch_us, row


def read_oem_kvn(file: str, lines: Iterable[str], start: int) -> tuple[list[States], list[Complaint], int]:
    """Every segment of one or more OEMs in KVN: the states, complaints, and how many states were repeats."""
    segments = [_Segment(file, start)]
    skipping = False
    for number, raw in enumerate(lines, start):
        text = raw.strip("\x00\x1a").strip()
        if not text:
            continue
        word = text.split(None, 1)[0]
        if word in ("META_START", "CCSDS_OEM_VERS"):
            skipping = False
            if segments[-1].rows or "REF_FRAME" in segments[-1].meta:
                segments.append(_Segment(file, number))
            segments[-1].line = number
        elif word in ("COVARIANCE_START", "COVARIANCE_STOP"):
            skipping = word == "COVARIANCE_START"
        elif skipping or word == "META_STOP":
            continue
        elif word == "COMMENT":
            segments[-1].comments.append((number, text[len(word) + 1 :]))
        elif _STATE_LINE.match(text):
            segments[-1].rows.append((number, text.split()))
        elif pair := split_key_value(text):
            # Metadata after states begin another segment, also where the line that should is damaged.
            if segments[-1].rows:
                segments.append(_Segment(file, number))
            segments[-1].put(*pair, number)
        else:
            segments[-1].complain(number, "", shown(text), "a state or KEYWORD = value", "the line is not used")
    return _finish(segments)


def read_oem_xml(file: str, text: str, start: int) -> tuple[list[States], list[Complaint], int]:
    """Every segment of an OEM in XML: the states, complaints, and how many states were repeats."""
    segments = [_Segment(file, start)]
    state: dict[str, str] = {}
    state_at, inside, skipping = 0, False, False

    def close(complete: bool) -> None:
        nonlocal state, inside
        if state and complete:
            cells = [state.get("EPOCH", ""), *(state.get(name, "") for name in _COLUMNS)]
            segments[-1].rows.append((state_at, cells))
        elif state:
            segments[-1].complain(
                state_at, "", "a stateVector without its end", "</stateVector>", "the state is not used"
            )
        state, inside = {}, False

    for number, name, value in walk_markup(text, start):
        if name == "stateVector":
            close(complete=False)
            inside, state_at = True, number
        elif name == "/stateVector":
            close(complete=True)
        elif name in ("segment", "metadata"):
            close(complete=False)
            skipping = False
            if segments[-1].rows:
                segments.append(_Segment(file, number))
            segments[-1].line = number
        elif name in ("covarianceMatrix", "/covarianceMatrix"):
            close(complete=False)
            skipping = name == "covarianceMatrix"
        elif skipping or value is None:
            continue
        elif name == "COMMENT":
            segments[-1].comments.append((number, value))
        elif name == "EPOCH" or name in _COLUMNS:
            if not inside and not state:
                state_at = number
            state[name] = value
        elif not inside:
            segments[-1].put(name, value, number)
    close(complete=False)
    return _finish(segments)


def _finish(segments: list[_Segment]) -> tuple[list[States], list[Complaint], int]:
    states = [one for segment in segments if (one := segment.finish()) is not None]
    complaints = [complaint for segment in segments for complaint in segment.complaints]
    return states, complaints, sum(segment.duplicates for segment in segments)
