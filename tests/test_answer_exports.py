"""JSON, NetCDF and the report: promised keys, the same bytes, and a page that needs nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import jsonschema
import numpy as np
import pytest
import xarray
from outcomes import calm, pack, scenario, suspension

from stationkeep.answer import build
from stationkeep.answer.contract import RUN_SCHEMA
from stationkeep.answer.report import render
from stationkeep.ensemble.outcome import Placard
from stationkeep.errors import RunError

HOSTILE = "<script>alert('x')</script>\"><img src=http://evil.example/a.png> & 中"


@pytest.fixture(scope="module")
def answer():
    return build(suspension(300), pack())


@pytest.fixture(scope="module")
def page(answer):
    return answer.to_html()


@pytest.mark.parametrize("make", [lambda: suspension(50), calm])
def test_json_has_every_promised_key(make):
    document = json.loads(build(make(), pack()).to_json())
    jsonschema.validate(document, RUN_SCHEMA)


def test_json_is_the_same_bytes_twice_and_knows_no_nan():
    first, second = (build(suspension(100), pack()).to_json() for _ in range(2))
    assert first == second
    altitude = suspension(20).altitude
    holes = replace(altitude, p05=np.full_like(altitude.p05, np.nan))
    document = json.loads(build(replace(suspension(20), altitude=holes), pack()).to_json())
    assert set(document["altitude_km"]["p05"]) == {None}


def test_a_station_without_an_orbit_has_an_answer_and_a_report():
    answer = build(replace(suspension(20), altitude=None, stocks={}, crew={}), pack())
    jsonschema.validate(answer.to_dict(), RUN_SCHEMA)
    assert "How high" not in answer.to_html()


def test_every_source_that_is_named_is_explained(answer):
    document = answer.to_dict()
    named = {link["source"] for row in document["losses"] for link in row["cause"]}
    assert named <= set(document["sources"])


def test_series_have_units_and_survive_netcdf(answer, tmp_path):
    series = answer.series
    assert series["altitude_km"].attrs["units"] == "km"
    assert "6378.137" in series["altitude_km"].attrs["comment"]
    assert series["crew_total"].dims == ("quantile", "time")
    pytest.importorskip("h5py")
    answer.to_netcdf(tmp_path / "run.nc")
    with xarray.open_dataset(tmp_path / "run.nc") as back:
        assert back.attrs["Conventions"].startswith("CF-")
        assert np.array_equal(back["time"].values, series["time"].values)


def test_netcdf_without_a_library_says_what_to_install(answer, tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(RunError, match="pip install"):
        answer.to_netcdf(tmp_path / "run.nc")


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.loads, self.links, self.ids = set(), [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in ("src", "srcset", "action", "data", "poster") or name.startswith("on"):
                self.loads.append((tag, name, value))
            if name in ("href", "xlink:href"):
                (self.links if tag == "a" else self.loads).append((tag, name, value))


def test_the_report_needs_no_script_and_no_network(page):
    found = Links()
    found.feed(page)
    assert not found.tags & {"script", "iframe", "object", "embed", "link", "img", "base", "form"}
    assert all(value.startswith("#") for _, _, value in found.loads)
    assert all(value.startswith(("http://", "https://")) for _, _, value in found.links)
    assert "@import" not in page and not re.search(r"url\((?!#)", page)


def test_no_two_things_in_the_report_share_an_id(page):
    found = Links()
    found.feed(page)
    assert len(found.ids) == len(set(found.ids))


def test_the_report_is_the_same_bytes_twice(answer, page):
    assert build(suspension(300), pack()).to_html() == page
    assert render(json.loads(answer.to_json())) == page


def test_the_plots_keep_their_words_as_text(page):
    assert page.count("<svg") == 8
    assert re.search(r"<text[^>]*>attitude control</text>", page)
    assert "DejaVu" not in page


def test_whatever_a_scenario_says_stays_text():
    outcome = suspension(20)
    hostile = replace(
        outcome,
        scenario=scenario(title=HOSTILE, note=HOSTILE),
        functions=tuple(replace(f, label=HOSTILE) if f.id == "science" else f for f in outcome.functions),
        placards=(Placard(HOSTILE, HOSTILE),),
        provenance={HOSTILE: HOSTILE},
    )
    page = build(hostile, pack()).to_html()
    found = Links()
    found.feed(page)
    assert "script" not in found.tags and "img" not in found.tags
    assert "&lt;script&gt;" in page


def test_a_source_with_a_script_for_an_address_is_no_link():
    facts = pack()
    bad = replace(facts.sources["log"], url="javascript:alert(1)")
    page = build(suspension(20), replace(facts, sources={**facts.sources, "log": bad})).to_html()
    assert "javascript:" not in page


def test_the_order_of_the_report(page):
    titles = re.findall(r"<h2>(.*?)</h2>", page)
    assert titles == [
        "What stops, in order",
        "How high the station flies",
        "What the answer rests on",
        "People and stocks aboard",
        "The ledger",
        "What is assumed",
        "How far to believe it",
        "Provenance",
    ]


def test_levels_of_credibility_follow_the_sources(answer):
    rows = {row["factor"]: row for row in answer.to_dict()["credibility"]}
    assert len(rows) == 8 and all(0 <= row["level"] <= 4 for row in rows.values())
    assert rows["input pedigree"]["level"] < 4 and "1 assumed" in rows["input pedigree"]["why"]
    assert rows["use history"]["level"] == 0
