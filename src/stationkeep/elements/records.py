"""What a file of elements or states holds: sets, stretches of states, complaints, and the reading of them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from stationkeep.errors import InputError, UnknownName
from stationkeep.wording import counted

Floats = npt.NDArray[np.float64]
Epochs = npt.NDArray[np.datetime64]

# Complaints that `describe` spells out before it only counts the rest.
SHOWN_COMPLAINTS = 50


@dataclass(frozen=True, slots=True)
class ElementSet:
    """One set of general perturbations elements, as a TLE or an OMM states it.

    Attributes
    ----------
    epoch_us : int
        Microseconds since 1970-01-01 00:00 UTC.
    catalogue_number : int
        Number in the US catalogue; 0 where none is given.
    object_name, object_id : str
        Name, and international designator as ``1998-067A``; empty where not given.
    mean_motion_rev_day : float
        Kozai's mean motion, as SGP4 takes it.
    eccentricity, inclination_deg, raan_deg, argument_of_perigee_deg, mean_anomaly_deg : float
        Mean elements of SGP4 in the true equator and mean equinox of the epoch (TEME).
    bstar_per_earth_radius, mean_motion_dot, mean_motion_ddot : float
        Drag term of SGP4; half the first (rev/day2) and a sixth of the second (rev/day3) derivative of the mean
        motion, as both formats print them.
    classification, element_set_number, revolution : str, int, int
        Carried along, so that a set is written as it was read.
    line : int
        Where it begins in its file, 1 = the first line; 0 = it comes from no file.
    """

    epoch_us: int
    catalogue_number: int
    object_name: str
    object_id: str
    mean_motion_rev_day: float
    eccentricity: float
    inclination_deg: float
    raan_deg: float
    argument_of_perigee_deg: float
    mean_anomaly_deg: float
    bstar_per_earth_radius: float = 0.0
    mean_motion_dot: float = 0.0
    mean_motion_ddot: float = 0.0
    classification: str = "U"
    element_set_number: int = 999
    revolution: int = 0
    line: int = field(default=0, compare=False)

    @property
    def epoch(self) -> np.datetime64:
        """The epoch in UTC, to the microsecond."""
        return np.datetime64(self.epoch_us, "us")


@dataclass(frozen=True)
class PlannedEvent:
    """One row of the table of events that NASA writes into the comments of its station ephemerides.

    `delta_v_m_s` above zero is a burn. Apogee and perigee are heights after the event, as the table states them.
    """

    epoch: np.datetime64
    name: str
    delta_v_m_s: float
    apogee_km: float
    perigee_km: float


@dataclass(frozen=True)
class States:
    """One segment of an ephemeris: positions and velocities of one object in one inertial frame.

    Attributes
    ----------
    epoch : datetime64[us], shape (state,)
        UTC, increasing.
    position_km, velocity_km_s : ndarray, shape (state, 3)
    frame : str
        ``EME2000``, ``GCRF``, ``ICRF``, ``MOD``, ``TOD`` or ``TEME``.
    mass_kg, drag_area_m2, drag_coefficient : float or None
        As the comments state them. A drag coefficient there is a fit that absorbs the error of a density model.
    events : tuple of PlannedEvent
    line : int
        Where the segment begins in its file.
    """

    object_name: str
    object_id: str
    frame: str
    epoch: Epochs
    position_km: Floats
    velocity_km_s: Floats
    mass_kg: float | None = None
    drag_area_m2: float | None = None
    drag_coefficient: float | None = None
    events: tuple[PlannedEvent, ...] = ()
    line: int = 0

    def __len__(self) -> int:
        return len(self.epoch)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing in a file that is not as it should be: where, what was found and expected, what was done with it."""

    file: str
    line: int
    field: str
    found: str
    expected: str
    done: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        name = f", {self.field}" if self.field else ""
        return f"{where}{name}: found {self.found}, expected {self.expected}; {self.done}"


@dataclass(frozen=True)
class Reading:
    """All that was found in one file of element sets, states, or both.

    Attributes
    ----------
    file : str
        Name of the file.
    forms : tuple of str
        The formats met, in their order: ``TLE``, ``KVN``, ``XML``, ``JSON``, ``CSV``.
    sets : tuple of ElementSet
        Sorted by epoch; sets of one epoch stay in the order of the file.
    segments : tuple of States
        Sorted by their first epoch.
    duplicates : int
        Sets and states that repeat another one exactly; each was left out and has a complaint.
    complaints : tuple of Complaint
        In the order of their lines.
    """

    file: str
    forms: tuple[str, ...]
    sets: tuple[ElementSet, ...]
    segments: tuple[States, ...]
    duplicates: int
    complaints: tuple[Complaint, ...]

    def objects(self) -> tuple[str, ...]:
        """A key for every object in the file: its catalogue number, else its designator, else its name."""
        keys = dict.fromkeys(_key_of_set(one) for one in self.sets)
        known = {_plain(one.object_id): _key_of_set(one) for one in self.sets if one.object_id}
        keys.update(dict.fromkeys(known.get(_plain(s.object_id), s.object_id or s.object_name) for s in self.segments))
        return tuple(keys)

    def choose(self, name: str | None = None) -> Reading:
        """The same reading with one object only.

        Parameters
        ----------
        name : str, optional
            Catalogue number, international designator or name. Needed when the file holds several objects.

        Raises
        ------
        UnknownName
            No object of the file has that number, designator or name.
        InputError
            Several objects, and no name given, or a name that several share.
        """
        keys = self.objects()
        if name is None:
            if len(keys) > 1:
                raise InputError(
                    f"{self.file} holds {len(keys)} objects: {self._listed()}; say which one with --object NUMBER"
                )
            return self
        wanted = _plain(name)
        sets = tuple(s for s in self.sets if wanted in _names(str(s.catalogue_number), s.object_id, s.object_name))
        # An ephemeris has no catalogue number: it belongs to a set with the same designator.
        ids = {_plain(one.object_id) for one in sets if one.object_id}
        segments = tuple(
            s for s in self.segments if wanted in _names(s.object_id, s.object_name) or _plain(s.object_id) in ids
        )
        if not sets and not segments:
            names = [s.object_name for s in self.sets if s.object_name]
            names += [s.object_name for s in self.segments if s.object_name]
            raise UnknownName(f"object in {self.file} called", name, [*keys, *dict.fromkeys(names)])
        chosen = replace(self, sets=sets, segments=segments)
        if len(chosen.objects()) > 1:
            raise InputError(f"'{name}' fits several objects of {self.file}: {chosen._listed()}; give a number")
        return chosen

    def _listed(self) -> str:
        names = {_key_of_set(one): one.object_name for one in self.sets}
        keys = [f"{key} ({names[key]})" if names.get(key) else key for key in self.objects()]
        return ", ".join(keys[:10]) + (f" and {len(keys) - 10} more" if len(keys) > 10 else "")


def _plain(name: str) -> str:
    """A name in the form in which names are compared: 1998-067-A (NASA) and 1998-067A are one."""
    return "".join(c for c in name.upper() if c.isalnum()).lstrip("0")


def _names(*names: str) -> set[str]:
    return {_plain(name) for name in names if name}


def _key_of_set(one: ElementSet) -> str:
    return str(one.catalogue_number) if one.catalogue_number else one.object_id or one.object_name


def describe(reading: Reading) -> list[str]:
    """What a reading holds, in sentences for the terminal; after the first, one for each complaint (at most 50).

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    list of str
    """
    states = sum(len(one) for one in reading.segments)
    parts = []
    if reading.sets:
        parts.append(counted(len(reading.sets), "element set"))
    if states:
        parts.append(f"{counted(states, 'state')} in {counted(len(reading.segments), 'segment')}")
    day = [s.epoch.astype("datetime64[D]") for s in reading.sets]
    day += [epoch.astype("datetime64[D]") for s in reading.segments for epoch in (s.epoch[0], s.epoch[-1])]
    found = len(reading.objects())
    lines = [
        f"{reading.file} ({' and '.join(reading.forms)}): {' and '.join(parts)} of {counted(found, 'object')}, "
        f"{min(day)} to {max(day)}."
    ]
    if reading.complaints:
        repeats = f", {reading.duplicates} of them repeats" if reading.duplicates else ""
        lines.append(f"{counted(len(reading.complaints), 'complaint')}{repeats}:")
        lines += [str(one) for one in reading.complaints[:SHOWN_COMPLAINTS]]
        if (more := len(reading.complaints) - SHOWN_COMPLAINTS) > 0:
            lines.append(f"and {more} more.")
    return lines


def shown(text: object, width: int = 60) -> str:
    """A piece of a file as a message quotes it: on one line, printable, and not too long."""
    plain = "".join(c if c.isprintable() else "?" for c in str(text))
    return f"'{plain if len(plain) <= width else plain[: width - 3] + '...'}'"


class Unusable(Exception):  # noqa: N818  (it names what a record is)
    """A record that cannot be used; a reader turns it into a `Complaint` and goes on."""

    def __init__(self, field_name: str, found: str, expected: str, line: int = 0) -> None:
        super().__init__(field_name, found, expected)
        self.field_name, self.found, self.expected, self.line = field_name, found, expected, line


def sort_sets(file: str, sets: Sequence[ElementSet]) -> tuple[tuple[ElementSet, ...], list[Complaint]]:
    """Sets by epoch, order of the file kept among equals, exact repeats left out with a complaint each."""
    first: dict[ElementSet, ElementSet] = {}
    complaints = []
    for one in sets:
        kept = first.setdefault(one, one)
        if kept is not one:
            found = f"the set of {kept.epoch} again (object {_key_of_set(one)}, first in line {kept.line})"
            complaints.append(Complaint(file, one.line, "", found, "each set once", "the repeat is left out"))
    return tuple(sorted(first, key=lambda one: one.epoch_us)), complaints
