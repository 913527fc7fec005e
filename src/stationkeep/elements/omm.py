"""Orbit mean-elements messages (CCSDS 502.0-B-3, section 4) as JSON, CSV, KVN and XML, record by record.

Each reader cuts its text into records that it understands on their own, so that a damaged one costs no other.
JSON and CSV are as CelesTrak and Space-Track give them (`GP data formats`, celestrak.org/NORAD/documentation).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from stationkeep.elements.bounds import check_orbit
from stationkeep.elements.epochs import TIME_SYSTEMS, read_epoch, read_number, to_utc
from stationkeep.elements.records import Complaint, ElementSet, Unusable, shown
from stationkeep.elements.tle import read_tle
from stationkeep.errors import InputError

# Each keyword with its bounds; the first six must be there.
_NUMBERS = {
    "MEAN_MOTION": (0.0, 100.0),
    "ECCENTRICITY": (0.0, 1e3),
    "INCLINATION": (0.0, 180.0),
    "RA_OF_ASC_NODE": (-360.0, 360.0),
    "ARG_OF_PERICENTER": (-360.0, 360.0),
    "MEAN_ANOMALY": (-360.0, 360.0),
    "BSTAR": (-100.0, 100.0),
    "MEAN_MOTION_DOT": (-100.0, 100.0),
    "MEAN_MOTION_DDOT": (-100.0, 100.0),
}
_REQUIRED = ("EPOCH", *tuple(_NUMBERS)[:6])
_COUNTS = ("NORAD_CAT_ID", "ELEMENT_SET_NO", "REV_AT_EPOCH")
# CCSDS 502.0-B-3, tables 4-2 and 5-3: what stands where there is no name or no designator.
UNKNOWN = "UNKNOWN"
_THEORIES = ("SGP4", "SGP", "SGP/SGP4", "SGP4/SGP")
_TLE_COLUMNS = (("LINE1", "LINE2"), ("TLE_LINE1", "TLE_LINE2"))
_KEY_VALUE = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*=\s*(.*?)\s*(?:\[[^\[\]]*\]\s*)?", re.ASCII | re.DOTALL)


@dataclass
class Fields:
    """The keywords of one message in the making, each with its line."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def put(self, key: str, value: str, line: int) -> None:
        self.values[key] = value
        self.lines[key] = line


def element_set(values: Mapping[str, str], line: int = 0) -> ElementSet:
    """The set that the keywords of one OMM state.

    Parameters
    ----------
    values : mapping of str to str
        Keyword to text.
    line : int
        Where the message begins.

    Raises
    ------
    Unusable
        With the keyword, what stands there and what was expected.
    """
    for key in _REQUIRED:
        if not values.get(key):
            raise Unusable(key, "nothing", "a value; an OMM of SGP4 must have one")
    theory = values.get("MEAN_ELEMENT_THEORY") or "SGP4"
    if theory.upper() not in _THEORIES or values.get("EPHEMERIS_TYPE") == "4":
        found = shown(theory) if theory.upper() not in _THEORIES else "EPHEMERIS_TYPE 4 (SGP4-XP)"
        raise Unusable("MEAN_ELEMENT_THEORY", found, "SGP4, whose mean elements are read here")
    for key, expected in (("REF_FRAME", ("TEME", "TEMEOFDATE")), ("CENTER_NAME", ("EARTH",))):
        if (given := values.get(key)) and given.upper() not in expected:
            raise Unusable(key, shown(given), expected[0])
    system = (values.get("TIME_SYSTEM") or "UTC").upper()
    if system not in TIME_SYSTEMS:
        raise Unusable("TIME_SYSTEM", shown(system), " or ".join(TIME_SYSTEMS))
    numbers = {
        key: read_number(text, key, low, high) if (text := values.get(key)) else 0.0
        for key, (low, high) in _NUMBERS.items()
    }
    counts = []
    for key in _COUNTS:
        text = values.get(key) or "0"
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise Unusable(key, shown(text), "a whole number of at most nine digits")
        counts.append(int(text))
    check_orbit(numbers["MEAN_MOTION"], numbers["ECCENTRICITY"])
    return ElementSet(
        to_utc(read_epoch(values["EPOCH"]), system),
        counts[0],
        known(values.get("OBJECT_NAME", "")),
        known(values.get("OBJECT_ID", "")),
        numbers["MEAN_MOTION"],
        numbers["ECCENTRICITY"],
        numbers["INCLINATION"],
        numbers["RA_OF_ASC_NODE"] % 360.0,
        numbers["ARG_OF_PERICENTER"] % 360.0,
        numbers["MEAN_ANOMALY"] % 360.0,
        numbers["BSTAR"],
        numbers["MEAN_MOTION_DOT"],
        numbers["MEAN_MOTION_DDOT"],
        values.get("CLASSIFICATION_TYPE") or "U",
        counts[1],
        counts[2],
        line,
    )


def known(text: str) -> str:
    """A name or designator; the word that CCSDS messages put for none is none."""
    return "" if text.upper() == UNKNOWN else text


def read_records(file: str, records: Iterable[Fields]) -> tuple[list[ElementSet], list[Complaint]]:
    """The sets of messages already cut apart, and a complaint for each that cannot be used."""
    sets, complaints = [], []
    for record in records:
        try:
            sets.append(element_set(record.values, record.line))
        except Unusable as bad:
            at = record.lines.get(bad.field_name.upper().replace(" ", "_"), record.line)
            done = f"the set that begins in line {record.line} is not used"
            complaints.append(Complaint(file, at, bad.field_name, bad.found, bad.expected, done))
    return sets, complaints


def split_key_value(text: str) -> tuple[str, str] | None:
    """Keyword and value of a line ``KEY = value [unit]``, or None."""
    match = _KEY_VALUE.fullmatch(text)
    return (match.group(1).upper(), match.group(2)) if match else None


def read_kvn(file: str, lines: Iterable[str], start: int) -> tuple[list[ElementSet], list[Complaint]]:
    """Any number of OMMs in keyword = value notation, one after the other."""
    complaints: list[Complaint] = []

    def records() -> Iterator[Fields]:
        record: Fields | None = None
        for number, raw in enumerate(lines, start):
            text = raw.strip("\x00\x1a").strip()
            if not text or text.split(None, 1)[0] == "COMMENT":
                continue
            pair = split_key_value(text)
            if pair is None:
                complaints.append(Complaint(file, number, "", shown(text), "KEYWORD = value", "the line is not used"))
                continue
            # A keyword that comes again begins another message, also where the line that should is damaged.
            if record and (pair[0] == "CCSDS_OMM_VERS" or pair[0] in record.values):
                yield record
                record = None
            record = record or Fields(number)
            record.put(*pair, number)
        if record:
            yield record

    sets, bad = read_records(file, records())
    return sets, complaints + bad


def read_csv(file: str, lines: Iterable[str], start: int) -> tuple[list[ElementSet], list[Complaint]]:
    """Rows under a header: keywords of an OMM, or the columns ``line1`` and ``line2`` of TLEs.

    A row is one line: none of these fields can hold a line break, and a stray quote must not swallow other rows.
    """
    sets: list[ElementSet] = []
    complaints: list[Complaint] = []
    header: list[str] = []
    separator, lines_at = ",", None
    for number, raw in enumerate(lines, start):
        if not (text := raw.strip("\x00\x1a").strip()):
            continue
        if (names := header_of(text)) is not None:
            separator = _separator(text)
            header = names
            pairs = [pair for pair in _TLE_COLUMNS if set(pair) <= set(header)]
            whole = set(_REQUIRED) <= set(header)
            lines_at = None if whole or not pairs else tuple(header.index(column) for column in pairs[0])
            continue
        cells = _cells(text, separator)
        try:
            if not header or len(cells) != len(header):
                raise Unusable("", f"{len(cells)} columns, {shown(text)}", f"{len(header)} columns as in the header")
            if lines_at:
                name = cells[header.index("OBJECT_NAME")] if "OBJECT_NAME" in header else ""
                sets.append(read_tle(cells[lines_at[0]], cells[lines_at[1]], name, number))
            else:
                sets.append(element_set(dict(zip(header, cells, strict=True)), number))
        except Unusable as bad:
            complaints.append(
                Complaint(
                    file, number, bad.field_name, bad.found, bad.expected, f"the row of line {number} is not used"
                )
            )
    return sets, complaints


def header_of(text: str) -> list[str] | None:
    """The names of the columns if this line of a CSV file is its header."""
    names = [cell.upper() for cell in _cells(text, _separator(text))]
    known = {"EPOCH", "MEAN_MOTION"} <= set(names) or any(set(pair) <= set(names) for pair in _TLE_COLUMNS)
    return names if known else None


def _separator(text: str) -> str:
    return max(",;\t", key=text.count)


def _cells(text: str, separator: str) -> list[str]:
    """Cells of a row. TLE lines keep their inner blanks; quotes about a cell are taken off."""
    if '"' not in text:
        return [cell.strip() for cell in text.split(separator)]
    cells, cell, quoted = [], "", False
    for part in text.split(separator):
        cell = f"{cell}{separator}{part}" if quoted else part
        quoted = cell.count('"') % 2 == 1
        if not quoted:
            cells.append(cell.strip().removeprefix('"').removesuffix('"').replace('""', '"').strip())
    if quoted:
        cells.append(cell.strip())
    return cells


def read_json(file: str, text: str, start: int) -> tuple[list[ElementSet], list[Complaint]]:
    """The objects of a JSON list, or one object, each read on its own."""
    complaints: list[Complaint] = []
    decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)

    def records() -> Iterator[Fields]:
        at, seen, line = 0, 0, start  # `line` is that of position `seen`
        loose = 0  # where the text that belongs to no object begins

        def leave(end: int, reason: str) -> None:
            if left := text[loose:end].strip(" \t\n,[]\x00\x1a"):
                done = "not used"
                complaints.append(Complaint(file, line, "", shown(left), reason or "an object {...}", done))

        reason = ""
        while (brace := text.find("{", at)) >= 0:
            try:
                found, end = decoder.raw_decode(text, brace)
            except RecursionError:
                raise InputError(f"{file} is nested deeper than any list of OMMs; expected [{{...}}, ...]") from None
            except ValueError as cause:
                reason = f"valid JSON ({getattr(cause, 'msg', cause)})"
                at = max(brace + 1, getattr(cause, "pos", 0))
                continue
            leave(brace, reason)
            line += text.count("\n", seen, brace)
            seen, at, loose, reason = brace, end, end, ""
            flat = {str(key).upper(): value.strip() for key, value in found.items() if isinstance(value, str)}
            if flat or not found:
                yield Fields(line, flat)
            else:  # a wrapper about the objects
                at = loose = brace + 1
        leave(len(text), reason)

    sets, bad = read_records(file, records())
    return sets, complaints + bad
