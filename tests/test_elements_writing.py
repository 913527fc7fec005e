"""What is written is read again without loss, here and by other people's readers."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import numpy as np
import pytest
from element_files import CREATED, SET_FORMS, STATE_FORMS, STATION, made_up_sets, made_up_states
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stationkeep.elements.door import read_content, read_elements
from stationkeep.elements.epochs import DAY_US
from stationkeep.elements.records import ElementSet, describe
from stationkeep.elements.sampling import sample_states, satrec
from stationkeep.elements.tle import print_catalogue_number, print_tle, read_catalogue_number, read_tle
from stationkeep.elements.writing import write_czml, write_oem, write_omm, write_tle
from stationkeep.errors import InputError, UnknownName

quiet = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
names = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcÄé ()&<>'\"-/,;0123456789", max_size=20).map(
    lambda text: " ".join(f"X{text}".split())
)
any_set = st.builds(
    ElementSet,
    epoch_us=st.integers(-13 * 365 * DAY_US, 130 * 365 * DAY_US),
    catalogue_number=st.integers(1, 999_999_999),
    object_name=names,
    object_id=st.sampled_from(["", "1998-067A", "2026-123ABC"]),
    mean_motion_rev_day=st.floats(0.1, 16.0),
    eccentricity=st.floats(0.0, 0.01),
    inclination_deg=st.floats(0.0, 180.0),
    raan_deg=st.floats(0.0, 359.99),
    argument_of_perigee_deg=st.floats(0.0, 359.99),
    mean_anomaly_deg=st.floats(0.0, 359.99),
    bstar_per_earth_radius=st.floats(-0.1, 0.1),
    mean_motion_dot=st.floats(-0.5, 0.5),
    mean_motion_ddot=st.floats(-0.1, 0.1),
    element_set_number=st.integers(0, 9999),
    revolution=st.integers(0, 99999),
)


@quiet
@given(one=any_set, form=st.sampled_from(["kvn", "xml", "json", "csv"]), zipped=st.booleans())
def test_an_omm_loses_nothing(tmp_path, one, form, zipped):
    path = tmp_path / ("omm.gz" if zipped else "omm")
    write_omm(path, [one], form, creation_date=CREATED)
    reading = read_elements(path)
    assert list(reading.sets) == [one]
    assert not reading.complaints


@quiet
@given(one=any_set)
def test_a_tle_loses_only_what_its_columns_cannot_hold(one):
    pytest.importorskip("sgp4")
    from sgp4.api import Satrec

    one = replace(one, catalogue_number=one.catalogue_number % 340_000, object_name="")
    if one.epoch_us >= 2_745_532_800_000_000:  # 2057
        with pytest.raises(InputError, match="1957 to 2056"):
            print_tle(one)
        return
    lines = print_tle(one)
    assert [len(line) for line in lines] == [69, 69]
    ours = read_tle(*lines)
    assert abs(ours.epoch_us - one.epoch_us) <= 864  # 1e-8 day: the last of 2056 is rounded down, others to the nearest
    assert ours.mean_motion_rev_day == pytest.approx(one.mean_motion_rev_day, abs=6e-9)
    assert ours.eccentricity == pytest.approx(one.eccentricity, abs=6e-8)
    assert ours.raan_deg % 360 == pytest.approx(one.raan_deg, abs=6e-5)
    assert ours.bstar_per_earth_radius == pytest.approx(one.bstar_per_earth_radius, rel=6e-5, abs=6e-15)
    assert ours.mean_motion_ddot == pytest.approx(one.mean_motion_ddot, rel=6e-5, abs=6e-15)
    assert (ours.catalogue_number, ours.object_id) == (one.catalogue_number, one.object_id)
    theirs = Satrec.twoline2rv(*lines)
    assert theirs.satnum == one.catalogue_number
    assert theirs.bstar == pytest.approx(ours.bstar_per_earth_radius, rel=1e-12, abs=1e-18)
    assert theirs.no_kozai == pytest.approx(ours.mean_motion_rev_day * 2 * np.pi / 1440, rel=1e-12)
    assert theirs.ecco == pytest.approx(ours.eccentricity, abs=1e-12)
    assert print_tle(ours) == lines


@pytest.mark.parametrize("value", [1e-12, -3.25e-11, 9.9e-11, 6e-15, 1e-10, 0.0])
def test_the_smallest_drag_terms_that_a_tle_can_print_are_read_again(value):
    one = replace(STATION, bstar_per_earth_radius=value, mean_motion_ddot=value)
    ours = read_tle(*print_tle(one))
    for found in (ours.bstar_per_earth_radius, ours.mean_motion_ddot):
        assert found == pytest.approx(value, rel=6e-5, abs=6e-15)


def test_the_last_moment_that_a_tle_can_hold_stays_in_its_year():
    last = replace(STATION, epoch_us=2_745_532_799_999_568)  # half of 1e-8 day before 2057
    assert abs(read_tle(*print_tle(last)).epoch_us - last.epoch_us) <= 864


@pytest.mark.parametrize(
    ("number", "text"), [(5, "00005"), (99_999, "99999"), (100_000, "A0000"), (182_931, "J2931"), (339_999, "Z9999")]
)
def test_numbers_beyond_five_digits_are_alpha_5(number, text):
    assert print_catalogue_number(number) == text
    assert read_catalogue_number(text) == number


def test_a_number_that_no_tle_can_hold_is_refused_and_nothing_written(tmp_path):
    with pytest.raises(InputError, match="340000 has no place in a TLE, whose largest is 339999; write an OMM"):
        write_tle(tmp_path / "t", [STATION, replace(STATION, catalogue_number=340_000)])
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize("form", ["kvn", "xml"])
@pytest.mark.parametrize("zipped", [False, True])
def test_an_oem_loses_nothing_that_matters(tmp_path, form, zipped):
    path = tmp_path / ("oem.gz" if zipped else "oem")
    states = made_up_states()
    later = replace(states, epoch=states.epoch + np.timedelta64(1, "D"), mass_kg=None)
    write_oem(path, [states, later], form, creation_date=CREATED)
    reading = read_elements(path)
    assert not reading.complaints
    assert len(reading.segments) == 2
    again = reading.segments[0]
    assert (again.epoch == states.epoch).all()
    assert again.position_km == pytest.approx(states.position_km, abs=1e-9)
    assert again.velocity_km_s == pytest.approx(states.velocity_km_s, abs=1e-12)
    assert (again.mass_kg, again.drag_area_m2, again.drag_coefficient) == (420000.0, 1500.0, 2.0)
    assert reading.segments[1].mass_kg is None


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    for name, (write, _) in {**SET_FORMS, "named.tle.gz": SET_FORMS["named tle"]}.items():
        for which in ("a", "b"):
            write(tmp_path / f"{which}{name}", made_up_sets())
        assert (tmp_path / f"a{name}").read_bytes() == (tmp_path / f"b{name}").read_bytes()


def test_unknown_forms_and_places_are_told(tmp_path):
    with pytest.raises(UnknownName, match="json"):
        write_omm(tmp_path / "x", [STATION], "jsn", creation_date=CREATED)
    with pytest.raises(InputError, match="cannot write"):
        write_tle(tmp_path / "no" / "x", [STATION])
    with pytest.raises(InputError, match="cannot be read"):
        read_elements(tmp_path / "nothing")
    with pytest.raises(InputError, match="is a folder"):
        read_elements(tmp_path)


@pytest.mark.parametrize("form", SET_FORMS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_do_not_matter(tmp_path, form, encoding, ends):
    write, _ = SET_FORMS[form]
    sets = [replace(one, object_name="" if form == "tle" else "ÉTOILE") for one in made_up_sets()]
    write(tmp_path / "x", sets)
    content = (tmp_path / "x").read_text(encoding="utf-8").replace("\n", ends).encode(encoding)
    assert list(read_content(content, "x").sets) == sets


def test_a_file_of_every_form_one_after_the_other_is_read_whole(tmp_path):
    parts = []
    for number, (form, (write, _)) in enumerate(SET_FORMS.items()):
        write(tmp_path / form, [replace(one, catalogue_number=100 + number) for one in made_up_sets(3)])
        parts.append((tmp_path / form).read_bytes())
    write_oem(tmp_path / "oem", [made_up_states()], creation_date=CREATED)
    reading = read_content(b"\n".join([*parts, (tmp_path / "oem").read_bytes(), *parts]), "mixed")
    assert len(reading.sets) == 3 * len(SET_FORMS)
    assert reading.duplicates == 3 * len(SET_FORMS) == len(reading.complaints)
    assert len(reading.segments) == 1
    assert "18 element sets and 50 states in 1 segment of 6 objects" in describe(reading)[0]


def test_a_table_of_tle_lines_is_read_row_by_row():
    first, second = print_tle(STATION)
    broken = first[:-1] + str((int(first[-1]) + 1) % 10)
    text = f"epoch_utc,line1,line2\nx,{first},{second}\ny,{broken},{second}\nz,{first}\n"
    reading = read_content(text.encode(), "table.csv")
    assert [one.line for one in reading.sets] == [2]
    assert [(one.line, one.field) for one in reading.complaints] == [(3, "checksum"), (4, "")]
    assert "table.csv:3, checksum: found" in describe(reading)[2]


@pytest.mark.parametrize("form", ["kvn", "xml"])
def test_the_package_oem_reads_our_oem(tmp_path, form):
    oem = pytest.importorskip("oem", reason="the package oem is not installed")
    pytest.importorskip("sgp4")
    epoch = STATION.epoch + np.arange(0, 180, 4).astype("timedelta64[m]")
    states = replace(sample_states(STATION, epoch), mass_kg=420000.0)
    path = tmp_path / f"x.{form}"
    write_oem(path, [states], form, creation_date=CREATED)
    theirs = oem.OrbitEphemerisMessage.open(path)
    position = np.array([state.position for state in theirs.states])
    assert position == pytest.approx(states.position_km, abs=1e-6)
    assert np.array([state.velocity for state in theirs.states]) == pytest.approx(states.velocity_km_s, abs=1e-9)
    assert theirs.states[5].frame == "TEME"
    assert np.datetime64(theirs.states[5].epoch.utc.isot) == epoch[5]


@pytest.mark.parametrize("form", ["kvn", "xml"])
def test_the_package_ccsds_ndm_reads_our_messages(tmp_path, form):
    ndm_io = pytest.importorskip(
        "ccsds_ndm.ndm_io", reason="the package ccsds-ndm (GPL, a check only) is not installed"
    )
    write_oem(tmp_path / "oem", [made_up_states(20)], form, creation_date=CREATED)
    message = ndm_io.NdmIo().from_path(tmp_path / "oem")
    message = message.oem[0] if hasattr(message, "oem") else message
    vectors = message.body.segment[0].data.state_vector
    assert [float(v.x.value) for v in vectors] == pytest.approx(made_up_states(20).position_km[:, 0], abs=1e-6)
    write_omm(tmp_path / "omm", [STATION], form, creation_date=CREATED)
    message = ndm_io.NdmIo().from_path(tmp_path / "omm")
    message = message.omm[0] if hasattr(message, "omm") else message
    data = message.body.segment.data
    assert float(data.mean_elements.mean_motion.value) == STATION.mean_motion_rev_day
    assert data.tle_parameters.norad_cat_id == STATION.catalogue_number


@pytest.mark.parametrize("form", ["csv", "xml", "json"])
def test_the_package_sgp4_reads_our_omm_and_flies_to_the_same_place(tmp_path, form):
    pytest.importorskip("sgp4")
    from sgp4 import omm
    from sgp4.api import Satrec

    write_omm(tmp_path / "x", [STATION], form, creation_date=CREATED)
    with (tmp_path / "x").open(encoding="utf-8") as handle:
        if form == "json":
            fields = {key: str(value) for key, value in json.load(handle)[0].items()}
        else:
            fields = next((omm.parse_csv if form == "csv" else omm.parse_xml)(handle))
    theirs = Satrec()
    omm.initialize(theirs, fields)
    ours = satrec(read_elements(tmp_path / "x").sets[0])
    for days in (0.0, 0.7, 3.0):
        julian = STATION.epoch_us / DAY_US + 2440587.5
        _, a, _ = theirs.sgp4(julian, days)
        _, b, _ = ours.sgp4(julian, days)
        assert a == pytest.approx(b, abs=1e-3)  # a metre


def test_czml_is_what_czml3_and_its_readers_expect(tmp_path):
    czml3 = pytest.importorskip("czml3", reason="the package czml3 is not installed")
    from czml3.properties import Position

    states = made_up_states()
    write_czml(tmp_path / "x.czml", [states])
    document = json.loads((tmp_path / "x.czml").read_text())
    head, packet = document
    assert head["id"] == "document"
    czml3.Packet(id=packet["id"], name=packet["name"], availability=packet["availability"])
    position = Position(**packet["position"])
    rows = np.array(packet["position"]["cartesian"]).reshape(-1, 4)
    assert rows[:, 1:] == pytest.approx(1000.0 * states.position_km, abs=1e-3)
    assert rows[1, 0] == 240.0
    assert position.referenceFrame == "INERTIAL"


def test_a_broken_gzip_gives_what_it_held_and_says_so(tmp_path):
    sets = made_up_sets(200)
    write_tle(tmp_path / "x", sets)
    whole = gzip.compress((tmp_path / "x").read_bytes(), mtime=0)
    reading = read_content(whole[: len(whole) * 2 // 3], "x.gz")
    assert 20 < len(reading.sets) < 200
    assert set(reading.sets) <= set(sets)
    assert "gzip" in reading.complaints[0].found
    twice = read_content(whole + gzip.compress(b"\n".join(line.encode() for line in print_tle(STATION))), "x.gz")
    assert len(twice.sets) == 201


@pytest.mark.parametrize("form", STATE_FORMS)
def test_a_repeated_state_is_counted(tmp_path, form):
    write, _ = STATE_FORMS[form]
    states = made_up_states()
    order = np.array([0, 2, 1, 2, *range(3, 50)])
    write(
        tmp_path / "x",
        replace(
            states,
            epoch=states.epoch[order],
            position_km=states.position_km[order],
            velocity_km_s=states.velocity_km_s[order],
        ),
    )
    reading = read_elements(tmp_path / "x")
    assert reading.duplicates == len(reading.complaints) == 1
    assert (reading.segments[0].epoch == states.epoch).all()
