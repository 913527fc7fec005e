"""The command `track`: its promised keys, its page, its map, and what it says to bad input."""

import json

import pytest

from stationkeep.cli.guard import guarded


def asked(capsys, *options):
    code = guarded(["track", *options])
    said = capsys.readouterr()
    return code, said.out, said.err


def document(capsys, *options):
    code, out, err = asked(capsys, *options, "--json")
    assert code == 0, err
    return json.loads(out)


def test_the_promised_keys_are_there(capsys):
    found = document(capsys, "--altitude-km", "415", "--inclination-deg", "51.64", "--days", "3")
    assert found["schema"] == "stationkeep.track/1"
    assert {"countries", "land_share", "latitude"} <= set(found)
    assert all({"name", "iso3", "share"} <= set(row) for row in found["countries"])
    assert sum(row["share"] for row in found["countries"]) == pytest.approx(found["land_share"], abs=1e-6)
    assert sum(row["share"] for row in found["latitude"]) == pytest.approx(1.0)
    shares = [row["share"] for row in found["countries"]]
    assert shares == sorted(shares, reverse=True)
    assert next(row for row in found["countries"] if row["iso3"] == "RUS")["share"] > 0.0


def test_an_entry_prefers_the_equator_to_the_turning_points(capsys):
    found = {row["iso3"]: row for row in document(capsys)["countries"]}
    assert found["GAB"]["entry_share"] > 1.1 * found["GAB"]["share"]
    assert found["RUS"]["entry_share"] < 0.95 * found["RUS"]["share"]
    assert found["RUS"]["minutes_per_day"] == pytest.approx(1440.0 * found["RUS"]["share"], abs=1e-3)


def test_the_mass_asked_for_is_the_mass_that_is_braked(capsys):
    light, heavy = (document(capsys, "--mass-kg", mass)["controlled"] for mass in ("210000", "420000"))
    for low, high in zip(light["after_drag"]["propellant_kg"], heavy["after_drag"]["propellant_kg"], strict=True):
        assert high == pytest.approx(2.0 * low, abs=20.0)
    assert light["vehicles"][0]["delta_v_m_s"] > 1.9 * heavy["vehicles"][0]["delta_v_m_s"]


def test_the_same_question_has_the_same_bytes(capsys):
    options = ("--days", "2", "--on", "2022-02-26", "--raan-deg", "100", "--entry-window-hours", "6", "--json")
    assert asked(capsys, *options) == asked(capsys, *options)


def test_a_start_gives_a_track_of_its_own_and_the_sun(capsys):
    found = document(capsys, "--days", "1", "--on", "2022-02-26", "--raan-deg", "100", "--entry-window-hours", "4")
    start = found["orbit"]["start"]
    assert start["on"] == "2022-02-26" and abs(start["beta_angle_deg"]) < 75.1
    assert found["entry"]["window"]["crossed"] and found["span"]["sampling_error"] < 1e-3
    assert found["land_share"] != found["land_share_long_run"]
    # The same start, named by its longitude.
    again = document(capsys, "--days", "1", "--start-longitude-deg", str(start["node_longitude_deg"]))
    assert again["land_share"] == pytest.approx(found["land_share"], abs=1e-4)


def test_the_page_fits_and_says_the_main_things(capsys):
    for options in ((), ("--days", "2"), ("--days", "2", "--start-longitude-deg", "200"), ("--inclination-deg", "0")):
        code, out, _ = asked(capsys, *options)
        assert code == 0 and max(map(len, out.splitlines())) <= 100
        for words in ("over land", "an uncontrolled entry", "a controlled entry", "Published: 47 m/s", "no position"):
            assert words in " ".join(out.split())


def test_the_map_is_drawn_the_same_every_time(capsys, tmp_path):
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: no map")
    for kind, head in (("png", b"\x89PNG"), ("svg", b"<?xml")):
        paths = [tmp_path / f"{name}.{kind}" for name in "ab"]
        for path in paths:
            code, out, err = asked(capsys, "--days", "1", "--start-longitude-deg", "20", "--plot", str(path), "--json")
            assert code == 0 and json.loads(out) and str(path) in err
        made = [path.read_bytes() for path in paths]
        assert made[0] == made[1] and made[0].startswith(head) and len(made[0]) > 50_000
    text = made[0].decode()
    assert "Where an orbit at 415 km and 51.64° passes" in text and "no position is taken" in text


BAD = {
    "an altitude in metres": (["--altitude-km", "415000"], "--altitude-km is 415000, expected 120 to 2,000 km"),
    "no number": (["--altitude-km", "nan"], "--altitude-km is nan"),
    "a word": (["--days", "many"], "'--days'"),
    "an inclination beyond the pole": (["--inclination-deg", "181"], "expected 0 to 180 degrees"),
    "no days": (["--days", "0"], "expected 0.1 to 3,650 days"),
    "a node without a day": (["--days", "1", "--raan-deg", "10"], "--on DATE"),
    "a day without a node": (["--days", "1", "--on", "2022-02-26"], "--raan-deg"),
    "a day that is none": (["--days", "1", "--raan-deg", "1", "--on", "2022-02-30"], "calendar"),
    "two starts": (
        ["--days", "1", "--on", "2022-02-26", "--raan-deg", "10", "--start-longitude-deg", "3"],
        "give one of them",
    ),
    "a start for nothing": (["--start-longitude-deg", "3"], "every start has the same shares"),
    "a window of a month": (["--entry-window-hours", "720"], "expected 0.1 to 240 hours"),
    "a mass of nothing": (["--mass-kg", "0"], "expected 1,000 to 2,000,000 kg"),
    "a map of another kind": (["--plot", "map.docx"], "expected a name that ends in .png, .svg"),
    "a map to nowhere": (["--plot", "/dev/null/map.png"], "is no folder"),
    "an option that nearly is one": (["--inclination", "50"], "--inclination-deg"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_answered_with_a_sentence(capsys, case):
    options, words = BAD[case]
    code, out, err = asked(capsys, *options)
    assert code == 2 and out == "" and words in err and "Traceback" not in err
