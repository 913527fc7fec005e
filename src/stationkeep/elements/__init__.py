"""Orbital elements and ephemerides: read and written as others write them, turned into mean orbits.

>>> from stationkeep.elements import arc_before, read_elements
>>> reading = read_elements("iss.tle")  # doctest: +SKIP
>>> arc = arc_before(reading.choose("25544"), "2022-02-26")  # doctest: +SKIP
"""

from stationkeep.elements.door import read_content, read_elements
from stationkeep.elements.mean import Arc, MeanOrbit, arc_before, arc_of_sets, arc_of_states, mean_orbit
from stationkeep.elements.records import Complaint, ElementSet, PlannedEvent, Reading, States, describe

__all__ = [
    "Arc",
    "Complaint",
    "ElementSet",
    "MeanOrbit",
    "PlannedEvent",
    "Reading",
    "States",
    "arc_before",
    "arc_of_sets",
    "arc_of_states",
    "describe",
    "mean_orbit",
    "read_content",
    "read_elements",
]
