"""Element sets and states out: TLE, OMM, OEM and CZML, in bytes that depend on the arguments alone.

The date of creation that CCSDS messages carry is an argument, for nothing here looks at a clock.
CCSDS 502.0-B-3 (Orbit Data Messages); CZML: github.com/AnalyticalGraphicsInc/czml-writer/wiki.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from stationkeep.elements.epochs import print_epoch
from stationkeep.elements.frames import to_j2000
from stationkeep.elements.omm import UNKNOWN
from stationkeep.elements.records import ElementSet, States
from stationkeep.elements.tle import print_tle
from stationkeep.errors import InputError, UnknownName
from stationkeep.orbit.earth import DAY_S

ORIGINATOR = "STATIONKEEP"
# The version that readers at large accept; B-3 added nothing that is used here.
_VERSION = "2.0"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ABOUT = (("CENTER_NAME", "EARTH"), ("REF_FRAME", "TEME"), ("TIME_SYSTEM", "UTC"), ("MEAN_ELEMENT_THEORY", "SGP4"))


def write_tle(path: Path | str, sets: Sequence[ElementSet], *, names: bool = True) -> None:
    """Two-line element sets, each under a line with its name where it has one.

    Raises
    ------
    InputError
        A value that the columns cannot hold, such as a catalogue number above 339999; nothing is written.
    """
    lines: list[str] = []
    for one in sets:
        if names and one.object_name:
            lines.append(_one_line(one.object_name)[:24])
        lines += print_tle(one)
    _write(path, "".join(f"{line}\n" for line in lines))


def write_omm(
    path: Path | str,
    sets: Sequence[ElementSet],
    form: str = "kvn",
    *,
    creation_date: str,
    originator: str = ORIGINATOR,
) -> None:
    """Orbit mean-elements messages, one a set, without loss.

    Parameters
    ----------
    path : Path or str
        ``.gz`` at its end gzips.
    sets : sequence of ElementSet
    form : {"kvn", "xml", "json", "csv"}
        JSON and CSV have the keys and columns that CelesTrak uses.
    creation_date : str
        ISO 8601 UTC, written as it is.
    originator : str
    """
    head = (("CREATION_DATE", creation_date), ("ORIGINATOR", originator))
    printers = {"kvn": _omm_kvn, "xml": _omm_xml, "json": _omm_json, "csv": _omm_csv}
    if form not in printers:
        raise UnknownName("form of an OMM called", form, printers)
    _write(path, printers[form](sets, head))


def write_oem(
    path: Path | str,
    segments: Sequence[States],
    form: str = "kvn",
    *,
    creation_date: str,
    originator: str = ORIGINATOR,
) -> None:
    """An orbit ephemeris message: positions to 1e-9 km, velocities to 1e-12 km/s, epochs to the microsecond.

    Mass, drag area and drag coefficient go into comments in the form that NASA uses, so that they are read again.

    Parameters
    ----------
    path : Path or str
        ``.gz`` at its end gzips.
    segments : sequence of States
    form : {"kvn", "xml"}
    creation_date : str
        ISO 8601 UTC, written as it is.
    originator : str
    """
    printers = {"kvn": _oem_kvn, "xml": _oem_xml}
    if form not in printers:
        raise UnknownName("form of an OEM called", form, printers)
    _write(path, printers[form](segments, (("CREATION_DATE", creation_date), ("ORIGINATOR", originator))))


def write_czml(path: Path | str, segments: Sequence[States], *, name: str = "stationkeep") -> None:
    """A CZML document that CesiumJS shows: a point and its path for each segment.

    Positions are in metres in CZML's `INERTIAL` frame (ICRF). What is of date is turned by precession; nutation,
    0.005 deg or 0.6 km at the station's radius, is left out.
    """
    packets: list[dict[str, object]] = [{"id": "document", "name": name, "version": "1.0"}]
    for number, states in enumerate(segments):
        epoch_us = _epochs_us(states)
        position = 1000.0 * to_j2000(states.position_km, epoch_us / (DAY_S * 1e6), states.frame)
        seconds = (epoch_us - epoch_us[0]) / 1e6
        first, last = print_epoch(int(epoch_us[0])), print_epoch(int(epoch_us[-1]))
        rows = np.column_stack([seconds, np.round(position, 3)])
        packets.append(
            {
                "id": f"{states.object_id or states.object_name or 'object'}/{number}",
                "name": states.object_name or states.object_id or "object",
                "availability": f"{first}Z/{last}Z",
                "position": {
                    "epoch": f"{first}Z",
                    "referenceFrame": "INERTIAL",
                    "interpolationAlgorithm": "LAGRANGE",
                    "interpolationDegree": 7,
                    "cartesian": [float(value) for value in rows.ravel()],
                },
                "point": {"pixelSize": 8},
                "path": {"width": 1, "resolution": 120},
            }
        )
    _write(path, json.dumps(packets, ensure_ascii=False, indent=1) + "\n")


def _omm_rows(one: ElementSet) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str]]]:
    """Metadata, mean elements and TLE parameters of one message; numbers in the fewest digits that lose nothing."""
    meta = [("OBJECT_NAME", _one_line(one.object_name) or UNKNOWN), ("OBJECT_ID", _one_line(one.object_id) or UNKNOWN)]
    elements = [
        ("EPOCH", print_epoch(one.epoch_us)),
        ("MEAN_MOTION", repr(one.mean_motion_rev_day)),
        ("ECCENTRICITY", repr(one.eccentricity)),
        ("INCLINATION", repr(one.inclination_deg)),
        ("RA_OF_ASC_NODE", repr(one.raan_deg)),
        ("ARG_OF_PERICENTER", repr(one.argument_of_perigee_deg)),
        ("MEAN_ANOMALY", repr(one.mean_anomaly_deg)),
    ]
    parameters = [
        ("EPHEMERIS_TYPE", "0"),
        ("CLASSIFICATION_TYPE", one.classification),
        ("NORAD_CAT_ID", str(one.catalogue_number)),
        ("ELEMENT_SET_NO", str(one.element_set_number)),
        ("REV_AT_EPOCH", str(one.revolution)),
        ("BSTAR", repr(one.bstar_per_earth_radius)),
        ("MEAN_MOTION_DOT", repr(one.mean_motion_dot)),
        ("MEAN_MOTION_DDOT", repr(one.mean_motion_ddot)),
    ]
    return meta, elements, parameters


def _omm_kvn(sets: Sequence[ElementSet], head: Iterable[tuple[str, str]]) -> str:
    blocks = []
    for one in sets:
        meta, elements, parameters = _omm_rows(one)
        rows = [("CCSDS_OMM_VERS", _VERSION), *head, *meta, *_ABOUT, *elements, *parameters]
        blocks.append(_kvn(rows))
    return "\n".join(blocks)


def _omm_xml(sets: Sequence[ElementSet], head: Iterable[tuple[str, str]]) -> str:
    parts = []
    for one in sets:
        meta, elements, parameters = _omm_rows(one)
        data = _tags("meanElements", elements, 5) + _tags("tleParameters", parameters, 5)
        parts.append(_xml_message("omm", head, [(_tags("metadata", [*meta, *_ABOUT], 4), data)]))
    return _xml_document(parts)


def _omm_json(sets: Sequence[ElementSet], head: Iterable[tuple[str, str]]) -> str:
    objects = []
    for one in sets:
        meta, elements, parameters = _omm_rows(one)
        values: dict[str, object] = dict([*head, *meta, *_ABOUT, elements[0]])
        values |= {key: float(text) for key, text in elements[1:]}
        values |= {key: text if key == "CLASSIFICATION_TYPE" else json.loads(text) for key, text in parameters}
        objects.append(json.dumps(values, ensure_ascii=False))
    return "[" + ",\n".join(objects) + "]\n"


def _omm_csv(sets: Sequence[ElementSet], head: Iterable[tuple[str, str]]) -> str:
    del head  # CelesTrak's columns have no place for it
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, one in enumerate(sets):
        rows = [row for part in _omm_rows(one) for row in part]
        if number == 0:
            writer.writerow([key for key, _ in rows])
        writer.writerow([text for _, text in rows])
    return out.getvalue()


def _segment_rows(states: States) -> tuple[list[tuple[str, str]], list[str]]:
    """Metadata and comments of a segment."""
    epoch_us = _epochs_us(states)
    meta = [
        ("OBJECT_NAME", _one_line(states.object_name) or UNKNOWN),
        ("OBJECT_ID", _one_line(states.object_id) or UNKNOWN),
        ("CENTER_NAME", "EARTH"),
        ("REF_FRAME", states.frame),
        ("TIME_SYSTEM", "UTC"),
        ("START_TIME", print_epoch(int(epoch_us[0]))),
        ("STOP_TIME", print_epoch(int(epoch_us[-1]))),
    ]
    body = (("MASS", states.mass_kg), ("DRAG_AREA", states.drag_area_m2), ("DRAG_COEFF", states.drag_coefficient))
    return meta, [f"{key}={value!r}" for key, value in body if value is not None]


def _state_rows(states: States) -> list[tuple[str, ...]]:
    return [
        (print_epoch(int(us)), *(f"{x:.9f}" for x in position), *(f"{v:.12f}" for v in velocity))
        for us, position, velocity in zip(
            _epochs_us(states), states.position_km.tolist(), states.velocity_km_s.tolist(), strict=True
        )
    ]


def _oem_kvn(segments: Sequence[States], head: Iterable[tuple[str, str]]) -> str:
    text = _kvn([("CCSDS_OEM_VERS", _VERSION), *head])
    for states in segments:
        meta, comments = _segment_rows(states)
        text += f"\nMETA_START\n{_kvn(meta)}META_STOP\n\n"
        text += "".join(f"COMMENT {comment}\n" for comment in comments)
        text += "".join(f"{' '.join(row)}\n" for row in _state_rows(states))
    return text


def _oem_xml(segments: Sequence[States], head: Iterable[tuple[str, str]]) -> str:
    names = ("EPOCH", "X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")
    parts = []
    for states in segments:
        meta, comments = _segment_rows(states)
        data = _tags("", [("COMMENT", comment) for comment in comments], 4)
        data += "".join(_tags("stateVector", zip(names, row, strict=True), 5) for row in _state_rows(states))
        parts.append((_tags("metadata", meta, 4), data))
    # A root of its own: not every reader looks for an ephemeris inside an <ndm>.
    return f"{_XML}{_xml_message('oem', head, parts)}"


def _kvn(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{key} = {_one_line(value)}\n" for key, value in rows)


def _tags(about: str, rows: Iterable[tuple[str, str]], depth: int) -> str:
    """Elements with text, one a line, inside another one where it has a name."""
    lines = "".join(f"{'  ' * depth}<{key}>{escape(value)}</{key}>\n" for key, value in rows)
    blank = "  " * (depth - 1)
    return f"{blank}<{about}>\n{lines}{blank}</{about}>\n" if about else lines


def _xml_message(kind: str, head: Iterable[tuple[str, str]], segments: Iterable[tuple[str, str]]) -> str:
    body = "".join(f"    <segment>\n{meta}    <data>\n{data}    </data>\n    </segment>\n" for meta, data in segments)
    opening = f'  <{kind} id="CCSDS_{kind.upper()}_VERS" version="{_VERSION}">\n'
    return f"{opening}{_tags('header', head, 3)}  <body>\n{body}  </body>\n  </{kind}>\n"


def _xml_document(messages: Iterable[str]) -> str:
    return f"{_XML}<ndm>\n{''.join(messages)}</ndm>\n"


def _epochs_us(states: States) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if not len(states):
        raise InputError("a segment without a state cannot be written; expected at least one")
    epochs: np.ndarray[tuple[int], np.dtype[np.int64]] = states.epoch.astype("datetime64[us]").astype(np.int64)
    return epochs


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _write(path: Path | str, text: str) -> None:
    path = Path(path)
    content = text.encode("utf-8")
    if path.suffix == ".gz":
        content = gzip.compress(content, mtime=0)
    try:
        path.write_bytes(content)
    except OSError as cause:
        raise InputError(f"cannot write {path}: {cause.strerror}; give a place that can be written") from None
