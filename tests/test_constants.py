"""Numbers of fact that belong to no station stand in tables with a source, and the code uses what stands there."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import numpy as np
import pytest

import stationkeep
from stationkeep.compiled import _cache_folder
from stationkeep.errors import PackError
from stationkeep.facts.constants import constants, read_constants
from stationkeep.lifetime.drag import assume, calibrate_implied
from stationkeep.lifetime.expected import ANY_OBJECT, PROCESS, STATION

SOURCE = Path(stationkeep.__file__).parent
ROOMS = ("drag", "entry", "sun")
HEADER = "id,meaning,unit,low,value,high,method,how,source,confidence\n"


@pytest.mark.parametrize("room", ROOMS)
def test_every_constant_says_how_it_came_about(room):
    for one in constants(room).values():
        assert one.how, one.id
        assert one.source or one.method == "assumed", f"{one.id} is {one.method} and names no source"


@pytest.mark.parametrize("room", ROOMS)
def test_every_constant_is_used(room):
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    assert [name for name in constants(room) if f'"{name}"' not in text] == []


def test_every_room_with_constants_is_looked_at():
    assert sorted(path.parent.name for path in (SOURCE / "data").glob("*/constants.csv")) == sorted(ROOMS)


def test_the_middle_of_an_unheard_station_is_that_of_its_interval():
    found = calibrate_implied([], dt.date(2022, 2, 26))
    low, high = STATION.unheard_m2_kg
    assert found.ballistic_m2_kg == pytest.approx(np.sqrt(low * high))
    assert found.ballistic_m2_kg * np.exp(1.645 * found.spread) == pytest.approx(high)
    wide = calibrate_implied([], dt.date(2022, 2, 26), prior=ANY_OBJECT)
    assert (wide.ballistic_m2_kg, wide.spread) == (ANY_OBJECT.median_m2_kg, ANY_OBJECT.log_spread)


def test_a_stated_coefficient_wanders_as_the_table_says():
    found = assume(0.01)
    assert (found.sigma, found.tau_days) == (PROCESS.sigma, PROCESS.tau_days)
    assert found.walk_per_day == pytest.approx(constants("drag")["level_walk"].value ** 2 / 365.25)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,b,furlong,,1,,assumed,c,,low", "unit"),
        ("a,b,km,2,1,3,assumed,c,,low", "outside 2 to 3"),
        ("a,b,km,,nan,,assumed,c,,low", "a number"),
        ("a,b,km,,1,,guessed,c,,low", "method"),
        ("a,b,km,,1,,assumed,c,,low\na,b,km,,1,,assumed,c,,low", "'a' twice"),
        ("a,b,km,,1,,assumed,,,low", "how"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(tmp_path, row, said):
    path = tmp_path / "constants.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(PackError, match=said):
        read_constants(path)


def test_compiled_loops_are_made_again_when_a_constant_changes(tmp_path):
    """Compiled loops hold the constants as they were: the name of their cache must tell."""
    for room in ("sun", "data/sun"):
        shutil.copytree(SOURCE / room, tmp_path / room, ignore=shutil.ignore_patterns("*.npz", "__pycache__"))
    before = _cache_folder(tmp_path)
    assert _cache_folder(tmp_path) == before
    table = tmp_path / "data" / "sun" / "constants.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",280,", ",281,"), encoding="utf-8")
    assert _cache_folder(tmp_path) != before
