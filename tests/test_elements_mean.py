"""Mean orbits against SGP4 itself, NASA's ephemerides, and what a date may know."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from element_files import STATION, made_up_sets
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from stationkeep.elements.door import read_content, read_elements
from stationkeep.elements.frames import precession, to_date, to_j2000
from stationkeep.elements.mean import (
    arc_before,
    arc_of_sets,
    arc_of_states,
    brouwer_motion,
    element_set_of,
    kozai_motion,
    mean_orbit,
)
from stationkeep.elements.records import Reading
from stationkeep.elements.sampling import sample_states, satrec
from stationkeep.errors import InputError, UnknownName
from stationkeep.orbit.earth import DAY_S, MU_KM3_S2, RADIUS_KM

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
EPHEMERIDES = sorted((SHARED / "iss_oem").glob("*T*.gz"))
needs_shared = pytest.mark.skipif(
    not EPHEMERIDES, reason="the measured data (../shared/data) are not beside this repository"
)


def reading_of(*sets) -> Reading:
    return Reading("made up", ("TLE",), tuple(sets), (), 0, ())


@settings(max_examples=60, deadline=None)
@given(
    st.floats(1.0, 16.3),
    st.floats(0.0, 0.7),
    st.floats(0.0, 180.0),
)
def test_the_brouwer_motion_is_that_of_sgp4(motion, eccentricity, inclination):
    pytest.importorskip("sgp4")
    one = replace(STATION, mean_motion_rev_day=motion, eccentricity=eccentricity, inclination_deg=inclination)
    # The package keeps the axis (in Earth radii of WGS 72) rather than the motion.
    theirs = satrec(one).a ** -1.5 * np.sqrt(398600.8 / 6378.135**3) * DAY_S / (2.0 * np.pi)
    ours = brouwer_motion(motion, eccentricity, inclination)
    assert ours == pytest.approx(theirs, rel=1e-12)
    assert kozai_motion(ours, eccentricity, inclination) == pytest.approx(motion, rel=1e-13)


def test_a_mean_orbit_becomes_the_set_that_it_came_from():
    again = element_set_of(mean_orbit(STATION), 25544, STATION.object_name, STATION.object_id)
    for name in ("mean_motion_rev_day", "eccentricity", "argument_of_perigee_deg", "mean_anomaly_deg", "raan_deg"):
        assert getattr(again, name) == pytest.approx(getattr(STATION, name), rel=1e-12), name
    assert again.epoch_us == STATION.epoch_us


@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    st.floats(0.0005, 0.01),
    st.floats(15.0, 97.0),
    st.floats(0.0, 359.0),
    st.floats(14.6, 15.9),
)
def test_states_made_by_sgp4_average_to_the_elements_they_were_made_of(eccentricity, inclination, perigee, motion):
    """Two ways to a mean orbit that share nothing but the states: averages, and the theory run backwards."""
    pytest.importorskip("sgp4")
    one = replace(
        STATION, mean_motion_rev_day=motion, eccentricity=eccentricity, inclination_deg=inclination,
        argument_of_perigee_deg=perigee, bstar_per_earth_radius=0.0,
    )  # fmt: skip
    epoch = one.epoch + np.arange(-8 * 60, 8 * 60 + 1, 3).astype("timedelta64[m]")
    arc = arc_of_states(sample_states(one, epoch), revolutions=1)
    theirs = mean_orbit(one)
    near = int(np.argmin(np.abs(arc.day - one.epoch_us / (DAY_S * 1e6))))
    ours = arc.orbit(near)
    # SGP4's short periods are of first order in J2, and WGS 72 is 2 m off: metres at 52 deg, 25 m near the equator.
    assert ours.altitude_km == pytest.approx(theirs.altitude_km, abs=0.04)
    assert ours.inclination_deg == pytest.approx(inclination, abs=2e-3)
    # The perigee drifts between the epoch and the middle of the stretch, by less than 0.6 deg.
    assert np.hypot(ours.ex - theirs.ex, ours.ey - theirs.ey) < 6e-5 + 0.011 * eccentricity


@needs_shared
def test_kozai_lies_half_a_kilometre_below_brouwer_on_the_real_arc():
    path = SHARED / "iss_elements_1999.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        plain = {row["line1"]: float(row["mean_altitude_km"]) for row in csv.DictReader(handle)}
    reading = read_elements(path)
    assert len(reading.sets) == len(plain)
    assert not reading.complaints
    arc = arc_of_sets(reading.sets)
    kozai = [
        (MU_KM3_S2 / (one.mean_motion_rev_day * 2 * np.pi / DAY_S) ** 2) ** (1 / 3) - RADIUS_KM for one in reading.sets
    ]
    assert sorted(np.round(kozai, 3)) == pytest.approx(sorted(np.round(list(plain.values()), 3)), abs=2e-3)
    assert np.mean(arc.altitude_km - kozai) == pytest.approx(0.514, abs=0.002)


@needs_shared
@pytest.mark.parametrize("path", EPHEMERIDES, ids=lambda path: path.name)
def test_nasa_ephemerides_come_out_as_their_headers_say(path):
    reading = read_elements(path)
    assert not reading.complaints
    (states,) = reading.segments
    with (SHARED / "iss_oem" / "oem_headers.csv").open(encoding="utf-8", newline="") as handle:
        rows = {row["ref_utc"][:16].translate(str.maketrans(" ", "T", "-:")): row for row in csv.DictReader(handle)}
    row = rows[path.name[:13]]
    assert len(states) == float(row["n_states"])
    assert states.mass_kg == float(row["mass_kg"])
    assert states.drag_area_m2 == float(row["drag_area_m2"])
    assert states.drag_coefficient == float(row["cd"])
    assert len(states.events) == int(row["n_events"])


@needs_shared
@pytest.mark.parametrize("path", EPHEMERIDES, ids=lambda path: path.name)
def test_the_node_of_date_lies_where_nasa_says_it_does(path):
    """NASA's comment gives the longitude of the first node; ours must agree through sidereal time, of date."""
    with gzip.open(path, "rt") as handle:
        head = handle.read(20000)
    comment = re.search(r"first asc. node: EPOCH = (\S+) \$ ORBIT = \d+ \$ LAN\(DEG\) = (\S+?)[\s<]", head)
    epoch, longitude = np.datetime64(comment.group(1), "us"), float(comment.group(2))
    arc = arc_of_states(read_elements(path).segments[0])
    day = epoch.astype(np.int64) / (DAY_S * 1e6)
    slope, node = np.polyfit(arc.day[:16] - day, np.unwrap(arc.raan_deg[:16], period=360.0), 1)
    assert slope == pytest.approx(-4.98, abs=0.05)
    sidereal = 280.46061837 + 360.98564736629 * (day - 10957.5)
    # Nutation and the short periods of the node are a few thousandths of a degree; precession since 2000 is 0.3.
    assert (node - sidereal - longitude + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=0.01)


@needs_shared
@pytest.mark.parametrize("path", EPHEMERIDES, ids=lambda path: path.name)
def test_the_time_mean_of_the_osculating_axis_is_the_mean_axis(path):
    reading = read_elements(path)
    (states,) = reading.segments
    day = states.epoch.astype(np.int64) / (DAY_S * 1e6)
    burns = [event.epoch.astype(np.int64) / (DAY_S * 1e6) for event in states.events if event.delta_v_m_s]
    # Fifteen whole revolutions, some 23 hours, in which the Earth turns once under the orbit.
    end = day[0] + 15.0 * 5566.0 / DAY_S
    assert not [burn for burn in burns if burn < end]
    first = (day >= day[0]) & (day < end)
    r = np.linalg.norm(states.position_km[first], axis=1)
    axis = 1.0 / (2.0 / r - np.sum(states.velocity_km_s[first] ** 2, axis=1) / MU_KM3_S2)
    arc = arc_before(reading, float(end))
    assert np.mean(axis) - RADIUS_KM == pytest.approx(np.mean(arc.altitude_km), abs=0.03)
    # One revolution after another without a burn scatters by metres only.
    assert np.std(np.diff(arc.altitude_km, 2)) < 0.03


@needs_shared
def test_no_stretch_spans_an_announced_burn():
    path = next(path for path in EPHEMERIDES if path.name.startswith("20240221"))
    (states,) = read_elements(path).segments
    burn = next(event for event in states.events if event.delta_v_m_s)
    arc = arc_of_states(states)
    gap = np.diff(arc.day[[np.searchsorted(arc.day, burn.epoch.astype(np.int64) / (DAY_S * 1e6)) + k for k in (-1, 0)]])
    assert gap[0] > 1.2 * np.median(np.diff(arc.day))
    rise = np.max(np.diff(arc.altitude_km))
    # Delta-v of a tangential burn: da = 2 a dv / v.
    assert rise == pytest.approx(2 * 6795 * burn.delta_v_m_s / 7660, rel=0.1)


@settings(max_examples=30, deadline=None)
@given(st.floats(-1.0, 8.0))
def test_an_arc_knows_nothing_of_its_moment_or_after(days):
    sets = made_up_sets(8)
    moment = sets[0].epoch_us / (DAY_S * 1e6) + days
    early = [one for one in sets if one.epoch_us < round(moment * DAY_S * 1e6)]
    if not early:
        with pytest.raises(InputError, match="no usable orbit before"):
            arc_before(reading_of(*sets), moment)
        return
    scrambled = [one if one in early else replace(one, mean_motion_rev_day=3.0) for one in sets]
    arc = arc_before(reading_of(*scrambled), moment)
    assert len(arc) == len(early)
    assert arc.altitude_km == pytest.approx(arc_of_sets(early).altitude_km)
    assert np.all(np.diff(arc.day) > 0)


def test_of_two_sets_of_one_epoch_the_last_in_the_file_counts():
    second = replace(STATION, mean_motion_rev_day=15.6)
    arc = arc_before(reading_of(STATION, second), "2030-01-01")
    assert arc.altitude_km == pytest.approx(arc_of_sets([second]).altitude_km)


def test_several_objects_must_be_told_apart():
    other = replace(STATION, catalogue_number=20638, object_name="OTHER", object_id="1990-049A")
    reading = reading_of(STATION, other)
    with pytest.raises(InputError, match=r"2 objects: 25544 \(STATION \(TEST\)\), 20638 \(OTHER\)"):
        arc_before(reading, "2030-01-01")
    for name in ("20638", "other", "1990-049A", "1990-049-A"):
        assert reading.choose(name).sets == (other,)
    with pytest.raises(UnknownName, match=r"nearest.*20638"):
        reading.choose("2063")


def test_precession_is_a_rotation_and_turns_back():
    day = np.array([0.0, 10957.5, 20000.0])
    vectors = np.array([[1.0, 2.0, 3.0]] * 3)
    assert np.einsum("tij,tkj->tik", precession(day), precession(day)) == pytest.approx(np.stack([np.eye(3)] * 3))
    assert to_date(vectors, day, "EME2000")[1] == pytest.approx(vectors[1], abs=1e-12)
    assert to_j2000(to_date(vectors, day, "GCRF"), day, "TEME") == pytest.approx(vectors)
    # General precession in right ascension: 46.1 arcseconds a year (at the equinox).
    moved = to_date(np.array([[1.0, 0.0, 0.0]]), np.array([10957.5 + 25 * 365.25]), "EME2000")
    assert np.degrees(np.arctan2(moved[0, 1], moved[0, 0])) == pytest.approx(25 * 46.124 / 3600, rel=1e-3)


def test_an_earth_fixed_ephemeris_is_refused_with_a_sentence():
    text = (
        "CCSDS_OEM_VERS = 2.0\nMETA_START\nOBJECT_NAME = A\nOBJECT_ID = 2020-001A\nCENTER_NAME = EARTH\n"
        "REF_FRAME = ITRF2000\nTIME_SYSTEM = UTC\nMETA_STOP\n2022-02-26T00:00:00 6778 0 0 0 7.6 0\n"
    )
    with pytest.raises(InputError, match=r"oem:6, REF_FRAME: found 'ITRF2000', expected an inertial one"):
        read_content(text.encode(), "oem")


@pytest.mark.parametrize(("system", "ahead_s"), [("TAI", 37.0), ("GPS", 18.0), ("TT", 69.184), ("UTC", 0.0)])
def test_time_systems_become_utc(system, ahead_s):
    text = (
        "CCSDS_OEM_VERS = 2.0\nMETA_START\nOBJECT_NAME = A\nOBJECT_ID = 2020-001A\nCENTER_NAME = EARTH\n"
        f"REF_FRAME = EME2000\nTIME_SYSTEM = {system}\nMETA_STOP\n2022-02-26T00:02:00 6778 0 0 0 7.6 0\n"
    )
    epoch = read_content(text.encode(), "oem").segments[0].epoch[0]
    assert epoch == np.datetime64("2022-02-26T00:02:00", "us") - np.timedelta64(round(ahead_s * 1e6), "us")
