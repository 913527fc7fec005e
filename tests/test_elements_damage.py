"""Damage to a file of elements stays where it is: no crash, no untouched set lost, nothing dropped in silence."""

from __future__ import annotations

import gzip
from bisect import bisect_right
from dataclasses import replace

import numpy as np
import pytest
from element_files import SET_FORMS, STATE_FORMS, made_up_sets, made_up_states, record_starts
from hypothesis import given, settings
from hypothesis import strategies as st

from stationkeep.elements.door import read_content
from stationkeep.elements.records import Reading
from stationkeep.errors import InputError

SETS = made_up_sets()
NAMELESS = [replace(one, object_name="") for one in SETS]
STATES = made_up_states(20)


class Files(dict[str, bytes]):
    """Good files by form, kept out of what a failing test prints."""

    def __repr__(self) -> str:
        return f"files {', '.join(self)}"


def held(form: str) -> list:
    """The sets that a good file holds."""
    return NAMELESS if form == "tle" else SETS


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Good files as bytes, by form."""
    place = tmp_path_factory.mktemp("good")
    for name, (write, _) in SET_FORMS.items():
        write(place / name, SETS)
    for name, (write, _) in STATE_FORMS.items():
        write(place / f"oem {name}", STATES)
    return Files({path.name: path.read_bytes() for path in place.iterdir()})


def touched(starts: list[int], at: int) -> set[int]:
    """The records that a change of one byte touches: a line end belongs to both its neighbours."""
    return {bisect_right(starts, at) - 1, bisect_right(starts, at + 1) - 1}


def epochs_of(reading: Reading) -> set[int]:
    return {int(us) for s in reading.segments for us in s.epoch.astype(np.int64)}


@pytest.mark.parametrize("form", SET_FORMS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_changed_byte_costs_no_other_set(files, form, data):
    content = files[form]
    starts = record_starts(content, SET_FORMS[form][1])
    if form == "csv":  # its header belongs to every row
        starts = starts[1:]
    low = starts[0] if form == "csv" else 0
    at = data.draw(st.integers(low, len(content) - 1))
    byte = data.draw(st.one_of(st.integers(0, 255), st.sampled_from(b'\n\r"<>{}[],;:= 129-.')))
    damaged = content[:at] + bytes([byte]) + content[at + 1 :]
    reading = read_content(damaged, "damaged")
    lost = {index for index, one in enumerate(held(form)) if one not in reading.sets}
    assert lost <= touched(starts, at)
    used = {one.epoch_us for one in reading.sets}
    if len(reading.sets) < len(SETS):
        assert reading.complaints, f"lost {lost}, and not a word; used {used}"


@pytest.mark.parametrize("form", SET_FORMS)
@settings(max_examples=60, deadline=None)
@given(share=st.floats(0.0, 1.0))
def test_a_cut_file_keeps_every_set_before_the_cut(files, form, share):
    content = files[form]
    cut = round(share * len(content))
    starts = [*record_starts(content, SET_FORMS[form][1])[form == "csv" :], len(content)]
    whole = [one for one, end in zip(held(form), starts[1:], strict=True) if end <= cut]
    try:
        reading = read_content(content[:cut], "cut")
    except InputError:
        assert not whole
        return
    assert all(one in reading.sets for one in whole)


@pytest.mark.parametrize("form", STATE_FORMS)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_changed_byte_costs_no_other_state(files, form, data):
    content = files[f"oem {form}"]
    starts = record_starts(content, STATE_FORMS[form][1])
    at = data.draw(st.integers(starts[0], starts[-1] - 1))
    byte = data.draw(st.one_of(st.integers(0, 255), st.sampled_from(b"\n\r<>= 129-.")))
    reading = read_content(content[:at] + bytes([byte]) + content[at + 1 :], "damaged")
    wanted = STATES.epoch.astype(np.int64).tolist()
    lost = {index for index, us in enumerate(wanted) if us not in epochs_of(reading)}
    assert lost <= touched(starts, at)
    if lost and sum(map(len, reading.segments)) < len(STATES):
        assert reading.complaints


@pytest.mark.parametrize("form", STATE_FORMS)
@settings(max_examples=40, deadline=None)
@given(share=st.floats(0.0, 1.0))
def test_a_cut_ephemeris_says_that_it_was_cut(files, form, share):
    content = files[f"oem {form}"]
    starts = [*record_starts(content, STATE_FORMS[form][1]), len(content)]
    cut = round(share * len(content))
    whole = sum(end <= cut for end in starts[1:])
    try:
        reading = read_content(content[:cut], "cut")
    except InputError:
        assert not whole
        return
    assert set(STATES.epoch.astype(np.int64).tolist()[:whole]) <= epochs_of(reading)
    if sum(map(len, reading.segments)) < len(STATES):
        assert any("STOP_TIME" in one.field for one in reading.complaints)


@pytest.mark.parametrize("form", [*SET_FORMS, "oem kvn", "oem xml"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_is_cut_out_doubled_or_shuffled_never_crashes(files, form, data):
    lines = files[form].split(b"\n")
    order = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=2 * len(lines)))
    noise = data.draw(st.binary(max_size=40))
    content = b"\n".join([*(lines[index] for index in order), noise])
    try:
        reading = read_content(content, "shuffled")
    except InputError:
        return
    assert reading.sets or reading.segments


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_noise_is_refused_with_a_sentence(content):
    with pytest.raises(InputError, match="expected"):
        read_content(content, "noise")


@pytest.mark.parametrize("form", SET_FORMS)
@settings(max_examples=10, deadline=None)
@given(order=st.permutations(range(len(SETS))), twice=st.integers(0, len(SETS) - 1))
def test_the_order_of_records_does_not_matter_and_repeats_are_counted(tmp_path_factory, form, order, twice):
    path = tmp_path_factory.getbasetemp() / "order"
    write, _ = SET_FORMS[form]
    write(path, [SETS[index] for index in [*order, twice]])
    reading = read_content(path.read_bytes(), "order")
    assert list(reading.sets) == held(form)
    assert reading.duplicates == 1
    assert len(reading.complaints) == 1
    assert "again" in reading.complaints[0].found
    assert reading.complaints[0].line > 1


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\x00" * 1000, "empty"),
        (b"\x7fELF" + bytes(range(256)) * 4, "holds no element set"),
        (gzip.compress(b"", mtime=0), "empty"),
        (gzip.compress(b"nothing here", mtime=0)[:-6], "gzip|holds no"),
        (b"\x1f\x8b\x08\x00garbage", "empty|gzip"),
        (b"<?xml version='1.0'?>" + b"<a>" * 100_000, "can be used|holds no"),
        (b'[{"MEAN_MOTION":' * 100_000, "nested|can be used"),
        (b'{"MEAN_MOTION":[' + b"[" * 200_000, "nested|can be used"),
        (b"<omm" * 200_000, "can be used|holds no"),
        (b"<" * 500_000, "holds no"),
        (b"CCSDS_OEM_VERS = 2.0\n\x0b\n\x85", "can be used|holds no"),
        (b"CCSDS_OMM_VERS = 2.0\n\x0b\n\x85", "can be used|holds no"),
        (b"MEAN_MOTION = " + b"9" * 500_000, "can be used"),
    ],
    ids=range(14),
)
def test_hostile_files_are_refused(content, word):
    with pytest.raises(InputError, match=word):
        read_content(content, "hostile")


def test_entities_are_never_expanded_and_the_dtd_is_mentioned(files):
    bomb = b'<!DOCTYPE x [<!ENTITY a "25544"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    content = files["xml"].replace(b"<ndm>", bomb + b"<ndm>").replace(b"<OBJECT_NAME>STATION", b"<OBJECT_NAME>&b;", 1)
    content = content.replace(b"<NORAD_CAT_ID>25544", b"<NORAD_CAT_ID>&a;", 1)
    reading = read_content(content, "bomb")
    assert list(reading.sets) == SETS[1:]
    assert "nothing is expanded" in reading.complaints[0].done
    assert any(one.field == "NORAD_CAT_ID" and "&a;" in one.found for one in reading.complaints)


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        *(("MEAN_MOTION", value) for value in ("nan", "inf", "-15.5", "0", "1e-9", "99", "1_5.4", "１５.4", "")),
        *(("ECCENTRICITY", value) for value in ("1.0", "-0.001", "0.3", "3.5", "NaN")),
        *(("INCLINATION", value) for value in ("-1", "181", "fifty")),
        *(("EPOCH", value) for value in ("1956-12-31T00:00:00", "2101-01-01T00:00:00", "2022-02-30T00:00:00")),
        *(("EPOCH", value) for value in ("2022-366T00:00:00", "2022-02-26T24:00:01", "yesterday")),
        *(("MEAN_ELEMENT_THEORY", value) for value in ("DSST", "SGP4-XP")),
        *(("REF_FRAME", "ITRF2014"), ("CENTER_NAME", "MARS BARYCENTER"), ("TIME_SYSTEM", "MRT")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["kvn", "json", "xml"])
def test_values_that_cannot_be_are_named_with_their_line(files, form, keyword, value):
    if form == "json" and keyword in ("MEAN_MOTION", "ECCENTRICITY", "INCLINATION"):
        value = value or "null"
    before = {"kvn": f"{keyword} = ", "json": f'"{keyword}": ', "xml": f"<{keyword}>"}[form]
    after = {"kvn": "\n", "json": ",", "xml": "<"}[form]
    text = files[form].decode()
    start = text.index(before) + len(before)
    end = text.index(after, start)
    quoted = f'"{value}"' if form == "json" else value
    reading = read_content(f"{text[:start]}{quoted}{text[end:]}".encode(), "odd")
    assert list(reading.sets) == SETS[1:]
    (complaint,) = reading.complaints
    name = complaint.field.upper().replace(" ", "_")
    assert name == keyword or {name, keyword} == {"MEAN_MOTION", "ECCENTRICITY"}
    if form != "json":  # JSON is told by the line of its object
        assert name in text.split("\n")[complaint.line - 1]


def test_reading_takes_time_in_proportion_to_the_file(files):
    """Counted in work rather than seconds: four times the file takes at most some five times the lines traced."""
    import cProfile
    import pstats

    def calls(content: bytes) -> int:
        profile = cProfile.Profile()
        profile.runcall(read_content, content, "large")
        return pstats.Stats(profile).total_calls  # type: ignore[attr-defined]

    for form in SET_FORMS:
        once, more = (calls(files[form] * repeat) for repeat in (5, 20))
        assert more < 5 * once, form
