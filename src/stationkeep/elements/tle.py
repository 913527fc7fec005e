"""Two-line element sets in and out, with or without a line for the name.

Columns: F. R. Hoots and R. L. Roehrich, 'Spacetrack Report No. 3', 1980, and the description at celestrak.org.
Numbers beyond 99999 in the five columns are of the form 'alpha-5' (space-track.org): A0000 is 100000, Z9999 is 339999.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from stationkeep.elements.bounds import check_orbit
from stationkeep.elements.epochs import print_tle_epoch, read_number, read_tle_epoch
from stationkeep.elements.records import Complaint, ElementSet, Unusable, shown
from stationkeep.errors import InputError

# I and O are left out, for they look like digits.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
LARGEST_NUMBER = 339_999
_WIDTH = 69
_START = re.compile(r"([12]) [ 0-9A-Z][ 0-9]{4}", re.ASCII)
_EXPONENT = re.compile(r"([ +-]?)\.?(\d{1,5}) ?([ +-])(\d)", re.ASCII)
# Columns (from 0) that are blank in each line.
_BLANK = {"1": (1, 8, 17, 32, 43, 52, 61, 63), "2": (1, 7, 16, 25, 33, 42, 51)}
# Names have at most 24 characters; what is much longer is a broken line of elements.
_LONGEST_NAME = 40
_CHECK = {**{str(digit): digit for digit in range(10)}, "-": 1}


def checksum(line: str) -> int:
    """Sum of the digits of the first 68 columns, a minus counting one, modulo ten."""
    return sum(map(_CHECK.get, line[:68], [0] * 68)) % 10


def read_catalogue_number(text: str) -> int:
    """The number in the five columns, alpha-5 included."""
    plain = text.strip().upper()
    head, tail = plain[:1], plain[1:]
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if len(plain) == 5 and head in _LETTERS and tail.isascii() and tail.isdigit():
        return (_LETTERS.index(head) + 10) * 10_000 + int(tail)
    raise Unusable("catalogue number", shown(text), "five digits, or a letter (not I or O) and four digits")


def print_catalogue_number(number: int) -> str:
    """Five columns for a number up to 339999."""
    if not 0 <= number <= LARGEST_NUMBER:
        raise InputError(
            f"catalogue number {number} has no place in a TLE, whose largest is {LARGEST_NUMBER}; write an OMM instead"
        )
    return f"{number:05d}" if number < 100_000 else f"{_LETTERS[number // 10_000 - 10]}{number % 10_000:04d}"


def read_tle(first: str, second: str, name: str = "", line: int = 0) -> ElementSet:
    """The element set in two lines of 69 columns, checksums verified.

    Raises
    ------
    Unusable
        With the field, what was found there and what was expected; its line is 1 or 2.
    """
    try:
        _check_line(first, "1")
    except Unusable as bad:
        raise Unusable(bad.field_name, bad.found, bad.expected, 1) from None
    try:
        _check_line(second, "2")
        if first[2:7] != second[2:7]:
            raise Unusable("catalogue number", shown(second[2:7]), f"{shown(first[2:7])} as in line 1")
        return _read_checked(first, second, name, line)
    except Unusable as bad:
        raise Unusable(bad.field_name, bad.found, bad.expected, bad.line or 2) from None


def _check_line(text: str, which: str) -> None:
    if len(text) < _WIDTH or text[0] != which:
        raise Unusable(f"line {which}", f"{len(text)} characters, {shown(text)}", f"69, beginning with {which}")
    if not (text.isascii() and text.isprintable()):
        raise Unusable(f"line {which}", shown(text, _WIDTH), "printable ASCII")
    if len(text) > _WIDTH:
        raise Unusable(f"line {which}", f"{shown(text[_WIDTH:])} after column 69", "nothing there")
    if _CHECK.get(text[68]) != (total := checksum(text)) or text[68] == "-":
        raise Unusable("checksum", shown(text[68]), str(total))
    for column in _BLANK[which]:
        if text[column] != " ":
            raise Unusable(f"column {column + 1}", shown(text[column]), "a blank")


def _read_checked(first: str, second: str, name: str, line: int) -> ElementSet:
    try:
        number = read_catalogue_number(first[2:7])
        epoch_us = read_tle_epoch(first[18:20], first[20:32])
        dot = read_number(first[33:43].strip() or "0", "mean motion derivative", -100.0, 100.0)
        ddot = _read_exponent(first[44:52], "mean motion second derivative")
        bstar = _read_exponent(first[53:61], "BSTAR")
        if first[62] not in " 0123":
            raise Unusable(
                "ephemeris type", f"{shown(first[62])} (4 is SGP4-XP)", "0 (SGP4), whose theory is read here"
            )
        set_number = _read_count(first[64:68], "element set number")
    except Unusable as bad:
        raise Unusable(bad.field_name, bad.found, bad.expected, 1) from None
    digits = second[26:33].strip()
    if not (digits.isascii() and digits.isdigit()):
        raise Unusable("eccentricity", shown(second[26:33]), "seven digits")
    one = ElementSet(
        epoch_us,
        number,
        name,
        _long_designator(first[9:17].strip()),
        read_number(second[52:63].strip(), "mean motion", 0.0, 100.0),
        float(f"0.{second[26:33].replace(' ', '0')}"),
        read_number(second[8:16].strip(), "inclination", 0.0, 180.0),
        read_number(second[17:25].strip(), "right ascension of the node", -360.0, 360.0) % 360.0,
        read_number(second[34:42].strip(), "argument of perigee", -360.0, 360.0) % 360.0,
        read_number(second[43:51].strip(), "mean anomaly", -360.0, 360.0) % 360.0,
        bstar,
        dot,
        ddot,
        first[7].strip() or "U",
        set_number,
        _read_count(second[63:68], "revolution number"),
        line,
    )
    check_orbit(one.mean_motion_rev_day, one.eccentricity)
    return one


def _read_exponent(text: str, field: str) -> float:
    """A field as ``-11606-4``, with its decimal point assumed: -0.11606e-4."""
    if not text.strip():
        return 0.0
    match = _EXPONENT.fullmatch(text if text[0] in " +-" else f" {text.strip()}")
    if match is None:
        raise Unusable(field, shown(text), "a number as 12345-3")
    sign, digits, power_sign, power = match.groups()
    return float(f"{sign.strip()}0.{digits}e{power_sign.strip()}{power}")


def _read_count(text: str, field: str) -> int:
    plain = text.strip()
    if plain and not (plain.isascii() and plain.isdigit()):
        raise Unusable(field, shown(text), "a whole number")
    return int(plain or 0)


def _long_designator(short: str) -> str:
    """``98067A`` as ``1998-067A``; what has another form stays as it is."""
    if len(short) < 6 or not (short.isascii() and short[:5].isdigit()):
        return short
    year = int(short[:2])
    return f"{year + (1900 if year >= 57 else 2000)}-{short[2:5]}{short[5:]}"


def read_tle_lines(file: str, lines: Iterable[str], start: int = 1) -> tuple[list[ElementSet], list[Complaint]]:
    """Every set in lines of two- and three-line element sets, and a complaint for every line that is in none.

    A line 1 and the line 2 after it make a set (blank lines do not count), and the line before them its name. Two
    lines that do not follow each other are never joined: line 2 has no epoch, so nothing would show a wrong match.
    """
    sets: list[ElementSet] = []
    complaints: list[Complaint] = []
    first, first_at = "", 0
    loose: list[tuple[int, str]] = []  # lines before a line 1 that belong to no set so far

    def leave(keep_name: bool) -> str:
        """Complain about the loose lines, the last of which may be the name of the set that begins here."""
        name = ""
        # The rest of a broken line 2 has no letter; a name has one.
        if keep_name and loose and len(loose[-1][1]) <= _LONGEST_NAME and any(map(str.isalpha, loose[-1][1])):
            name = loose.pop()[1]
            name = name[2:] if name.startswith("0 ") else name
        if loose:
            (at, text), more = loose[0], len(loose) - 1
            found = shown(text) + (f" and {more} more lines up to line {loose[-1][0]}" if more else "")
            complaints.append(Complaint(file, at, "", found, "a line of an element set", "not used"))
            loose.clear()
        return name.strip()

    name = ""
    for number, raw in enumerate(lines, start):
        text = raw.strip().strip("\"'\x00\x1a")
        if not text:
            continue
        match = _START.match(text)
        which = match.group(1) if match and len(text) > _LONGEST_NAME else ""
        if first and which != "2":
            complaints.append(Complaint(file, first_at, "line 1", shown(first), "a line 2 after it", "not used"))
            first = ""
        if which == "1":
            name = leave(keep_name=True)
            first, first_at = text, number
        elif which == "2" and first:
            try:
                sets.append(read_tle(first, text, name, first_at))
            except Unusable as bad:
                at = number if bad.line == 2 else first_at
                done = f"the set of lines {first_at} and {number} is not used"
                complaints.append(Complaint(file, at, bad.field_name, bad.found, bad.expected, done))
            first = ""
        elif which == "2":
            leave(keep_name=False)
            complaints.append(Complaint(file, number, "line 2", shown(text), "a line 1 before it", "not used"))
        else:
            loose.append((number, text))
    if first:
        complaints.append(Complaint(file, first_at, "line 1", shown(first), "a line 2 after it", "not used"))
    leave(keep_name=False)
    return sets, complaints


def print_tle(one: ElementSet) -> tuple[str, str]:
    """The two lines of a set, with checksums.

    A TLE holds less than an OMM: the epoch to 0.9 ms, angles to 1e-4 deg, the mean motion to 1e-8 rev/day.

    Raises
    ------
    InputError
        A value that the columns cannot hold, such as a catalogue number above 339999.
    """
    number = print_catalogue_number(one.catalogue_number)
    identity = one.object_id.replace("-", "")
    short = identity[2:] if len(identity) >= 8 and identity[:7].isdigit() else one.object_id
    if abs(one.mean_motion_dot) >= 1.0:
        raise InputError(f"a mean motion derivative of {one.mean_motion_dot} has no place in a TLE; write an OMM")
    if len(short) > 8 or not short.isascii() or not 0.0 < one.mean_motion_rev_day < 99.999999995:
        raise InputError(f"object {short}, {one.mean_motion_rev_day} rev/day, has no place in a TLE; write an OMM")
    dot = f"{one.mean_motion_dot:+.8f}".replace("+", " ").replace("0.", ".", 1)
    ddot = _print_exponent(one.mean_motion_ddot)
    bstar = _print_exponent(one.bstar_per_earth_radius)
    first = (
        f"1 {number}{one.classification[:1] or 'U'} {short:<8} {print_tle_epoch(one.epoch_us)} {dot} {ddot} {bstar} 0 "
        f"{one.element_set_number % 10_000:4d}"
    )
    eccentricity = round(one.eccentricity * 1e7)
    if not 0 <= eccentricity < 10_000_000:
        raise InputError(f"an eccentricity of {one.eccentricity} has no place in a TLE; expected 0 up to 1")
    angles = [round(a % 360.0, 4) % 360.0 for a in (one.raan_deg, one.argument_of_perigee_deg, one.mean_anomaly_deg)]
    second = (
        f"2 {number} {one.inclination_deg:8.4f} {angles[0]:8.4f} {eccentricity:07d} {angles[1]:8.4f} {angles[2]:8.4f} "
        f"{one.mean_motion_rev_day:11.8f}{one.revolution % 100_000:5d}"
    )
    return first + str(checksum(first)), second + str(checksum(second))


def _print_exponent(value: float) -> str:
    """Eight columns as `` 12345-3``."""
    sign = "-" if value < 0.0 else " "
    if abs(value) < 5e-15:  # less than the columns can tell from zero
        return " 00000+0"
    digits, power = f"{abs(value):.4e}".split("e")
    exponent = int(power) + 1
    if exponent < -9:
        digits, exponent = f"{abs(value) * 1e14:.0f}".zfill(5), -9  # five places after 1e-9
        return f"{sign}{digits}{exponent:+d}"
    if exponent > 9:
        raise InputError(f"{value} has no place in a TLE; write an OMM")
    return f"{sign}{digits.replace('.', '')}{exponent:+d}".replace("+0", "-0" if value else "+0")
