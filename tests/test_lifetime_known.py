"""Objects known by their elements: what a fall leaves in them is found again, and real entries lie in the intervals."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stationkeep.cli.guard import guarded
from stationkeep.elements import read_elements
from stationkeep.elements.mean import MeanOrbit, arc_before, element_set_of
from stationkeep.elements.writing import write_tle
from stationkeep.errors import InputError
from stationkeep.lifetime.forecast import forecast
from stationkeep.lifetime.known import body_of_arc
from stationkeep.orbit import fall
from stationkeep.orbit.density import DensityTable
from stationkeep.orbit.earth import frozen_ey, node_drift_deg_day
from stationkeep.sun.history import SpaceWeather

OBJECTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "objects"
ENTRIES = {"uars": "2011-09-24T04:00", "rosat": "2011-10-23T01:50"}
START, DAYS, TRUE_M2_KG = np.datetime64("2014-03-01"), 240, 0.011


@pytest.fixture(scope="module")
def fallen(tmp_path_factory):
    """Element sets, two days apart, of an object that falls as the model has it under the sun as it was."""
    history, table = SpaceWeather.load(), DensityTable.load(51.64)
    weather = history.drivers(START, DAYS)
    way = fall.decay(370.0, 80.0, START, TRUE_M2_KG, *weather, table=table)
    node = 80.0
    sets = []
    for day, height in enumerate(way.altitude_km[:, 0]):
        if day % 2 == 0 and height > 130.0:
            epoch = (START + day).astype("datetime64[us]")
            ey = frozen_ey(height, 51.64)
            mean = MeanOrbit(epoch, float(height), ey, 51.64, node % 360.0, 90.0, 10.0, 0.0, ey, "made up")
            sets.append(replace(element_set_of(mean, 12345, "FALLING"), element_set_number=day))
        node += float(node_drift_deg_day(height, np.cos(np.radians(51.64))))
    path = tmp_path_factory.mktemp("fallen") / "falling.tle"
    write_tle(path, sets)
    return path, float(way.entry_day[0])


def test_drag_is_found_again_and_so_is_the_entry(fallen):
    path, entry_day = fallen
    on = START + 60
    body = body_of_arc(arc_before(read_elements(path), on), on, SpaceWeather.load())
    assert body.drag.now_m2_kg == pytest.approx(TRUE_M2_KG, rel=0.05)
    assert body.fraction == 0.0 and body.day == START + 58
    sure = replace(body, altitude_error_km=0.0)
    found = forecast(sure, on=on, knowledge="hindsight", members=400, horizon_days=700)
    assert found.reach[-1].days.p50 == pytest.approx(entry_day - 60, rel=0.06)
    assert found.reach[-1].days.p05 < entry_day - 60 < found.reach[-1].days.p95


def test_sets_of_the_day_and_later_are_never_looked_at(fallen, tmp_path):
    path, _ = fallen
    lines = path.read_text().splitlines()
    cut = tmp_path / "cut.tle"
    on = START + 60
    kept = [line for at in range(0, 3 * 30, 3) for line in lines[at : at + 3]]  # days 0 to 58
    cut.write_text("\n".join(kept) + "\n")
    whole = body_of_arc(arc_before(read_elements(path), on), on, SpaceWeather.load())
    assert whole == replace(
        body_of_arc(arc_before(read_elements(cut), on), on, SpaceWeather.load()),
        about=whole.about,
    )


def test_an_orbit_of_years_ago_is_refused(fallen):
    arc = arc_before(read_elements(fallen[0]), "2017-01-01")
    with pytest.raises(InputError, match="newer elements"):
        body_of_arc(arc, np.datetime64("2017-01-01"), SpaceWeather.load())


@pytest.mark.parametrize("name", ENTRIES)
def test_the_entries_of_real_objects_lie_in_their_intervals(name):
    path = OBJECTS / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"needs {path.name} of the shared data")
    reading, entry = read_elements(path), np.datetime64(ENTRIES[name])
    last = reading.sets[-1].epoch.astype("datetime64[D]") + 1
    entry_day = entry.astype("datetime64[D]")
    for on in (last, entry_day - 35, entry_day - 70, entry_day - 365):
        left = (entry - on.astype("datetime64[m]")).astype(float) / 1440.0
        body = body_of_arc(arc_before(reading, on), on, SpaceWeather.load())
        for knowledge in ("then", "hindsight"):
            found = forecast(body, on=on, knowledge=knowledge, members=400, horizon_days=1500)
            days = found.reach[-1].days
            assert days.p05 <= left <= days.p95, (on, knowledge)
            if on == last and knowledge == "hindsight":  # no forecast of July 2011 knew the sun of September
                assert abs(days.p50 / left - 1.0) <= 0.10


def test_the_frozen_eccentricity_is_that_of_the_station():
    assert frozen_ey(415.0, 51.64) == pytest.approx(8.6e-4, rel=0.01)
    assert frozen_ey(415.0, 0.0) == 0.0


def test_an_object_that_is_down_is_not_forecast(fallen):
    """Between the last set and the forecast members fall under the observed sun; those that are down do not count."""
    arc, history = arc_before(read_elements(fallen[0]), START + 200), SpaceWeather.load()
    body = body_of_arc(arc, START + 200, history)
    late = START + int(fallen[1]) + 60
    with pytest.raises(InputError, match="had come down before"):
        forecast(body, on=late, members=100)
    found = forecast(body, on=START + int(fallen[1]) - 2, members=200)
    assert 0 < found.fallen < 190 and found.members == 200 - found.fallen
    assert found.entry_days.min() > 0.0 and all(one.days.p05 >= 0.0 for one in found.reach)


def test_sets_beyond_the_record_of_the_sun_are_forecast_and_said_to_be(fallen):
    """The commonest question of all: what is up today, later than the bundled record."""
    history = SpaceWeather.load().known_by(START + 50)
    body = body_of_arc(arc_before(read_elements(fallen[0]), START + 60), START + 60, history)
    assert "not used" in body.drag.note
    for knowledge in ("then", "hindsight"):
        found = forecast(body, on=START + 60, members=50, horizon_days=400, history=history, knowledge=knowledge)
        assert found.entry_days.min() > 0.0
    assert "observed" in found.sun


def test_the_middle_of_a_calibration_needs_an_arc(fallen):
    arc = arc_before(read_elements(fallen[0]), START + 1)
    with pytest.raises(InputError, match="--cda-m2"):
        body_of_arc(arc, START + 1, SpaceWeather.load(), certain=True)
    sure = body_of_arc(arc_before(read_elements(fallen[0]), START + 60), START + 60, SpaceWeather.load(), certain=True)
    assert not sure.scattered and "its error left out" in sure.drag.note


def test_the_command_reports_bad_sets_and_goes_on(fallen, tmp_path, capsys):
    lines = fallen[0].read_text().splitlines()
    lines[4] = lines[4][:20] + "9" + lines[4][21:]  # breaks a checksum
    bad = tmp_path / "bad.tle"
    bad.write_text("\n".join(lines) + "\n")
    ask = ["decay", "--elements", str(bad), "--on", "2014-04-30", "--members", "20", "--horizon", "1y", "--json"]
    assert guarded(ask) == 0
    told = capsys.readouterr()
    assert "bad.tle:5, checksum" in told.err
    elements = json.loads(told.out)["elements"]
    assert [(one["line"], one["field"]) for one in elements["complaints"]] == [(5, "checksum")]
    assert elements["sets"] == 109


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["--object", "99999"], "12345"),
        (["--altitude-km", "400"], "give one of them"),
        (["--eccentricity", "0.01"], "give one of them"),
        (["--on", "2014-03-01"], "before 2014-03-01"),
        (["--mass-kg", "100"], "--cda-m2"),
        (["--elements", "none.tle"], "none.tle"),
    ],
)
def test_what_does_not_fit_together_is_refused(fallen, extra, said, capsys):
    assert guarded(["decay", "--elements", str(fallen[0]), "--on", "2014-04-30", *extra]) == 2
    told = capsys.readouterr().err
    assert said in told and "Traceback" not in told
