"""What a fresh machine meets: the bundled pack proves itself, the two commands and the documents say what is so."""

import re
import tomllib
from pathlib import Path

from stationkeep.facts.check import check_pack
from stationkeep.facts.pack import load_pack, pack_root
from stationkeep.station.check import check_rules

ROOT = Path(__file__).resolve().parents[1]


def test_the_bundled_pack_has_no_problem_its_rules_included():
    assert [str(problem) for problem in check_pack(pack_root("iss"), check_rules)] == []


def test_a_broken_rule_is_found_with_its_line(tmp_path):
    import shutil

    root = tmp_path / "pack"
    shutil.copytree(pack_root("iss"), root)
    table = root / "functions.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace('provided(""reboost.ros"")', 'provided(""reboost.rus"")', 1), encoding="utf-8")
    problems = check_pack(root, check_rules)
    found = [p for p in problems if p.file == "functions.csv" and "reboost.rus" in p.found]
    assert found and found[0].line == 2 and "reboost.ros" in found[0].fix


def test_every_function_has_a_provider_a_rule_and_a_source():
    pack = load_pack("iss")
    promised = {
        "orbit.reboost", "orbit.altitude", "orbit.avoidance", "attitude.control", "attitude.momentum", "power.usos",
        "power.ros", "air.oxygen", "air.co2", "water", "food", "waste", "crew.access", "crew.return", "crew.usos",
        "crew.ros", "cargo.up", "propellant.transfer", "robotics.berthing", "eva.usos", "eva.ros", "comms.usos",
        "comms.ros", "command.usos", "command.ros", "deorbit.controlled", "science",
    }  # fmt: skip
    assert set(pack.functions) == promised
    assert all(row.rule and row.sources and row.because for row in pack.functions.values())


def test_every_uncertain_number_has_a_source_and_what_has_no_public_figure_says_so():
    pack = load_pack("iss")
    for row in pack.parameters:
        assert row.sources
        if any(pack.sources[source].verified == "assumed" for source in row.sources):
            assert row.confidence == "low" or row.distribution == "fixed", row.id


def test_the_readme_begins_with_the_two_commands_and_the_makefile_has_them():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert readme.index("make run") < readme.index("![")
    for target in re.findall(r"make (\w+)", readme):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_the_small_core_pulls_in_no_engine_and_no_copyleft():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    core = {re.split(r"[>=<\[]", name)[0] for name in project["dependencies"]}
    assert core == {"numpy", "numba", "pandas", "xarray", "pydantic", "typer", "rich"}
    assert project["license"] == "Apache-2.0"
