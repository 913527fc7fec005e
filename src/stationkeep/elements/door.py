"""The front door: any file of elements or states, recognised by what is in it, read as far as it can be."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from stationkeep.elements.markup import walk_markup
from stationkeep.elements.oem import read_oem_kvn, read_oem_xml
from stationkeep.elements.omm import Fields, header_of, read_csv, read_json, read_kvn, read_records
from stationkeep.elements.records import Complaint, ElementSet, Reading, States, shown, sort_sets
from stationkeep.elements.tle import read_tle_lines
from stationkeep.errors import InputError
from stationkeep.facts.files import check_plain

# A file of a million sets has about 170 MB; more is a mistake, or a bomb.
LARGEST_BYTES = 1_000_000_000
_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_EXPECTED = "TLEs, OMMs (JSON, CSV, KVN or XML) or a CCSDS OEM (KVN or XML), plain or gzipped"

# Lines that open a block of each form; a change of form within a file begins another block.
_OPENERS = re.compile(
    r"""^[ \t]*(?:
    (?P<TLE>[12]\ [ \dA-Z][ \d]{4}[^\n,;<>"]{50,64}[ \t]*$)
    | (?P<OMM_KVN>CCSDS_OMM_VERS\b)
    | (?P<OEM_KVN>CCSDS_OEM_VERS\b)
    | (?P<XML><(?:\?xml|[\w.-]{0,40}:?(?:ndm|omm|oem))\b)
    | (?P<JSON>\[\s*\{|\{\s*")
    )""",
    re.MULTILINE | re.VERBOSE | re.ASCII,
)
# A line with one of these names may be the header of a CSV file; headers have less than 4,000 characters.
_COLUMN = re.compile(r"mean_motion|line1", re.IGNORECASE)
_LONGEST_HEADER = 4000
# Where no opening line has survived, what shows the form anyway; the first that is found decides.
_TRACES = (
    ("XML", re.compile(r"<(?:[\w.-]{1,40}:)?(?:MEAN_MOTION|stateVector|Z_DOT)\b")),
    ("JSON", re.compile(r"\"(?:MEAN_MOTION|EPOCH|TLE_LINE1)\"\s*:")),
    ("OMM_KVN", re.compile(r"^\s*(?:MEAN_MOTION|BSTAR|ECCENTRICITY)\s*=", re.MULTILINE)),
    ("OEM_KVN", re.compile(r"^\s*META_ST|^\s*\d{4}-\d[\d:T.-]*(?:\s+[-+\d.eE]+){6}\s*$", re.MULTILINE)),
    ("TLE", re.compile(r"^\s*[12] [ \dA-Z][ \d]{4}.{35}", re.MULTILINE | re.ASCII)),
)
_MESSAGE = re.compile(r"<(?:[\w.-]{1,40}:)?(?:omm|oem)\b")
_STATE_VECTOR = re.compile(r"<(?:[\w.-]{1,40}:)?(?:stateVector|Z_DOT)\b")


def read_elements(path: Path | str) -> Reading:
    """Every element set and state in a file, and a complaint for everything in it that could not be used.

    The form is recognised by content, never by the name: two- and three-line element sets, OMMs as JSON, CSV, KVN or
    XML, CCSDS OEMs as KVN or XML, CSV with columns ``line1`` and ``line2``; several of these one after the other; plain
    or gzipped; UTF-8, UTF-16 or Latin-1; any line ends.

    Parameters
    ----------
    path : Path or str

    Returns
    -------
    Reading
        Sorted by epoch, exact repeats left out, with at least one set or state.

    Raises
    ------
    InputError
        The file cannot be opened, or nothing in it can be used.
    """
    path = Path(path)
    check_plain(path, f"a file with {_EXPECTED}")
    try:
        with path.open("rb") as handle:
            content = handle.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as cause:
        reason = getattr(cause, "strerror", None) or cause
        raise InputError(f"cannot read {path}: {reason}; give a file with {_EXPECTED}") from None
    return read_content(content, path.name)


def read_content(content: bytes, file: str) -> Reading:
    """The same for bytes at hand; `file` names them in complaints."""
    complaints: list[Complaint] = []
    if content.startswith(_GZIP):
        content = _unzip(content, file, complaints)
    if len(content) > LARGEST_BYTES:
        raise InputError(f"{file} holds more than {LARGEST_BYTES:,} bytes; expected a file with {_EXPECTED}; split it")
    text = _decode(content).replace("\r\n", "\n").replace("\r", "\n")
    sets: list[ElementSet] = []
    segments: list[States] = []
    forms: dict[str, None] = {}
    repeats = 0
    for form, line, block in split_forms(text):
        forms[form.replace("_", " ")] = None
        found, states, bad, doubles = _read_block(file, form, line, block)
        sets += found
        segments += states
        complaints += bad
        repeats += doubles
    if not sets and not segments:
        raise InputError(_nothing(file, text, complaints))
    ordered, doubled = sort_sets(file, sets)
    complaints += doubled
    return Reading(
        file,
        tuple(forms),
        ordered,
        tuple(sorted(segments, key=lambda one: one.epoch[0])),
        len(doubled) + repeats,
        tuple(sorted(complaints, key=lambda one: one.line)),
    )


def split_forms(text: str) -> Iterator[tuple[str, int, str]]:
    """Cut a text into blocks of one form each: (form, line where it begins, text)."""
    openers = [(match.start(), match.lastgroup or "") for match in _OPENERS.finditer(text)]
    starts: list[tuple[str, int]] = []
    for at, form in sorted(openers + [(at, "CSV") for at in _csv_headers(text)]):
        if not starts or starts[-1][0] != form:
            starts.append((form, at))
    if not starts:
        form = next((form for form, trace in _TRACES if trace.search(text)), "")
        starts = [(form, 0)] if form else []
    line, seen = 1, 0
    for number, (form, at) in enumerate(starts):
        begin = at if number else 0  # what stands before the first block is its reader's to complain about
        begin = _name_line(text, begin) if form == "TLE" else begin
        end = starts[number + 1][1] if number + 1 < len(starts) else len(text)
        if number + 1 < len(starts) and starts[number + 1][0] == "TLE":
            end = _name_line(text, end)
        line += text.count("\n", seen, begin)
        seen = begin
        yield form, line, text[begin:end]


def _csv_headers(text: str) -> Iterator[int]:
    """Where the lines begin that are headers of CSV files."""
    at = 0
    while match := _COLUMN.search(text, at):
        begin = text.rfind("\n", at, match.start()) + 1 or at
        end = text.find("\n", match.end())
        at = end + 1 if end >= 0 else len(text)
        if at - begin <= _LONGEST_HEADER and header_of(text[begin:at].strip()) is not None:
            yield begin


def _name_line(text: str, at: int) -> int:
    """Where the line before `at` begins, if it can be the name over a TLE in a file of several forms."""
    before = text.rfind("\n", 0, max(at - 1, 0)) + 1
    line = text[before:at].strip()
    return before if 0 < len(line) <= 24 and not re.search(r"[=<>{}\[\],;\"]", line) else at


def _read_block(
    file: str, form: str, line: int, block: str
) -> tuple[list[ElementSet], list[States], list[Complaint], int]:
    states: list[States] = []
    repeats = 0
    if form == "XML":
        return _read_xml(file, line, block)
    if form == "OEM_KVN":
        states, bad, repeats = read_oem_kvn(file, block.split("\n"), line)
        return [], states, bad, repeats
    if form == "JSON":
        sets, bad = read_json(file, block, line)
    else:
        reader = {"TLE": read_tle_lines, "OMM_KVN": read_kvn, "CSV": read_csv}[form]
        sets, bad = reader(file, block.split("\n"), line)
    return sets, states, bad, repeats


def _read_xml(file: str, line: int, block: str) -> tuple[list[ElementSet], list[States], list[Complaint], int]:
    """The messages of an NDM one by one: OMMs, OEMs or both."""
    complaints: list[Complaint] = []
    if "<!DOCTYPE" in block or "<!ENTITY" in block:
        at = line + block.count("\n", 0, block.index("<!"))
        complaints.append(Complaint(file, at, "", "a DTD or entities", "plain XML", "ignored: nothing is expanded"))
    sets: list[ElementSet] = []
    segments: list[States] = []
    repeats = seen = 0
    runs: list[tuple[bool, int]] = []  # whether states, and where the run of messages begins
    edges = [0, *(match.start() for match in _MESSAGE.finditer(block)), len(block)]
    for begin, end in pairwise(edges):
        is_oem = _STATE_VECTOR.search(block, begin, end) is not None
        if not runs or is_oem or runs[-1][0]:
            runs.append((is_oem, begin))
    for (is_oem, begin), end in zip(runs, [*(at for _, at in runs[1:]), len(block)], strict=True):
        line += block.count("\n", seen, begin)
        seen = begin
        if is_oem:
            states, bad, doubles = read_oem_xml(file, block[begin:end], line)
            segments += states
            repeats += doubles
        else:
            found, bad = _read_omm_xml(file, block[begin:end], line)
            sets += found
        complaints += bad
    return sets, segments, complaints, repeats


def _read_omm_xml(file: str, text: str, start: int) -> tuple[list[ElementSet], list[Complaint]]:
    cut: list[Complaint] = []

    def records() -> Iterator[Fields]:
        record = Fields(start)

        def leave() -> None:
            if "EPOCH" in record.values or "MEAN_MOTION" in record.values:
                done = f"the set that begins in line {record.line} is not used"
                cut.append(Complaint(file, record.line, "", "an omm without its end", "</omm>", done))

        for number, name, value in walk_markup(text, start):
            if name == "/omm":
                if record.values:
                    yield record
                record = Fields(number)
            elif name == "omm" or (value is not None and name in record.values and name in ("CREATION_DATE", "EPOCH")):
                leave()
                record = Fields(number)
            if value is not None and name not in ("COMMENT", "USER_DEFINED"):
                if not record.values:
                    record.line = number
                record.put(name.upper(), value, number)
        leave()

    sets, bad = read_records(file, records())
    return sets, cut + bad


def _unzip(content: bytes, file: str, complaints: list[Complaint]) -> bytes:
    """What a gzip file holds, as far as it can be had, every member of it."""
    parts: list[bytes] = []
    size = 0
    while content.startswith(_GZIP):
        member = zlib.decompressobj(wbits=31)
        pending = content
        try:
            while pending and not member.eof:
                parts.append(member.decompress(pending, _CHUNK))
                size += len(parts[-1])
                if size > LARGEST_BYTES:
                    raise InputError(f"{file} unpacks to more than {LARGEST_BYTES:,} bytes; expected {_EXPECTED}")
                pending = member.unconsumed_tail
        except zlib.error as cause:
            found = f"damaged gzip data ({str(cause).rsplit(': ', 1)[-1]})"
            complaints.append(Complaint(file, 0, "", found, "a whole gzip file", "what could be unpacked is used"))
            break
        if not member.eof:
            found = "gzip data that stop early"
            complaints.append(Complaint(file, 0, "", found, "a whole gzip file", "what could be unpacked is used"))
        content = member.unused_data
    return b"".join(parts)


def _decode(content: bytes) -> str:
    """Text of bytes whatever they say of their encoding; a byte that is not UTF-8 is taken as Latin-1."""
    mark, name = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", "utf-8"))
    head = content[:400]
    # UTF-16 without its mark: every other byte of ASCII text is zero.
    if not mark and len(head) >= 40 and max(head[::2].count(0), head[1::2].count(0)) > 0.45 * len(head):
        name = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    body = content[len(mark) :]
    if name != "utf-8":
        return body.decode(name, errors="replace")
    text = body.decode("utf-8", errors="surrogateescape")
    if text.isascii():
        return text
    return re.sub("[\udc80-\udcff]", lambda match: chr(ord(match.group()) - 0xDC00), text)


def _nothing(file: str, text: str, complaints: list[Complaint]) -> str:
    if not text.strip("\x00\x1a \t\n"):
        return f"{file} is empty; expected {_EXPECTED}"
    if not complaints:
        head = text[:200].strip().split("\n", 1)[0]
        return f"{file} holds no element set and no state; found {shown(head)}, expected {_EXPECTED}"
    listed = "\n".join(f"  {one}" for one in complaints[:5])
    more = f"\n  and {len(complaints) - 5} more" if len(complaints) > 5 else ""
    return f"nothing in {file} can be used; expected {_EXPECTED}:\n{listed}{more}"
