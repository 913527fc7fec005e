"""Where answers go: a place that cannot be written is noticed before the work; a reader that leaves is no defect."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stationkeep.cli.guard import guarded
from stationkeep.cli.target import check_file, check_folder, check_picture
from stationkeep.errors import InputError, RunError

FULL = Path("/dev/full")
NUMBERS = [
    "--altitude-km",
    "300",
    "--inclination-deg",
    "50",
    "--mass-kg",
    "1000",
    "--cda-m2",
    "10",
    "--on",
    "2020-01-01",
]
WRITERS = {
    "run --report": ["run", "suspension-2022", "--report"],
    "run --out": ["run", "suspension-2022", "--out"],
    "read --scenario": ["read", "text.txt", "--scenario"],
    "read --report": ["read", "text.txt", "--report"],
    "read --claims": ["read", "text.txt", "--claims"],
    "decay --plot": ["decay", *NUMBERS, "--plot"],
    "hindcast --plot": ["hindcast", "--altitudes", "a.csv", "--plot"],
    "track --plot": ["track", "--plot"],
    "owners --plot": ["owners", "--plot"],
    "matrix --plot": ["matrix", "--plot"],
    "replay --plots": ["replay", "--plots"],
    "graph --to": ["graph", "--to"],
    "report --report": ["report", "kept", "--report"],
}


@pytest.fixture
def nothing_is_done(monkeypatch, tmp_path):
    """Every engine fails the test when it is asked for anything."""
    import stationkeep.facts.pack
    import stationkeep.lifetime.forecast
    import stationkeep.track.document

    def asked(*_, **__):
        raise AssertionError("the work began")

    monkeypatch.setattr(stationkeep.facts.pack, "load_pack", asked)
    monkeypatch.setattr(stationkeep.lifetime.forecast, "forecast", asked)
    monkeypatch.setattr(stationkeep.track.document, "answer", asked)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("in the way")
    return tmp_path


@pytest.mark.parametrize("command", WRITERS)
def test_a_place_under_a_file_is_refused_before_the_work(nothing_is_done, capsys, command):
    ending = {"--plot": ".svg", "--to": ".json"}.get(command.split()[1], "")
    assert guarded([*WRITERS[command], f"file/there/x{ending}"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and command.split()[1] in err and "the work began" not in err, err
    assert [path.name for path in nothing_is_done.iterdir()] == ["file"], "nothing was made on the way"


@pytest.mark.parametrize("command", [one for one in WRITERS if one not in ("run --out", "replay --plots")])
def test_a_file_in_a_folder_that_is_not_there_is_refused_and_no_folder_made(nothing_is_done, capsys, command):
    ending = {"--plot": ".svg", "--to": ".json"}.get(command.split()[1], "")
    assert guarded([*WRITERS[command], f"nodir/x{ending}"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "no folder 'nodir'" in err and command.split()[1] in err, err
    assert [path.name for path in nothing_is_done.iterdir()] == ["file"]


@pytest.mark.parametrize("check", [check_file, check_folder, check_picture], ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", ["x\0y.svg", "x" * 300 + ".svg", "/proc/nowhere/x.svg"], ids=["nul", "long", "system"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path, check, name):
    with pytest.raises(InputError, match="--place"):
        check(tmp_path / name, "--place")


def test_a_folder_is_no_file_and_a_file_no_folder(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="a folder; name a file in it"):
        check_file(tmp_path, "--report")
    with pytest.raises(InputError, match="a file; name a folder"):
        check_folder(tmp_path / "file", "--out")


def test_a_folder_without_rights_is_refused(tmp_path, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("stationkeep.cli.target.tempfile.TemporaryFile", refused)  # root may write everywhere
    with pytest.raises(InputError, match="permission"):
        check_file(tmp_path / "x", "--report")


def test_what_is_there_is_not_touched_and_what_is_missing_is_not_made(tmp_path):
    old = tmp_path / "old.html"
    old.write_text("before")
    check_file(old, "--report")
    check_file(tmp_path / "x.html", "--report")
    check_folder(tmp_path / "new" / "run", "--out")
    assert old.read_text() == "before" and sorted(tmp_path.iterdir()) == [old]


def test_a_picture_asks_for_matplotlib_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr("stationkeep.cli.target.find_spec", lambda name: None)
    with pytest.raises(RunError, match=r"stationkeep\[report\]"):
        check_picture(tmp_path / "x.svg", "--plot")
    with pytest.raises(InputError, match="ends in"):
        check_picture(tmp_path / "x.txt", "--plot")


def told(command: str) -> tuple[int, str]:
    """Exit code and stderr of a shell's line, in which $SK is the program."""
    line = f"set -o pipefail; {command}"
    environment = os.environ | {"SK": f"{sys.executable} -m stationkeep"}
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=environment, check=False)
    return done.returncode, done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["--help", "run --help", "--version", "facts", "schema --json"])
def test_a_full_disk_is_a_sentence_and_exit_code_1(command):
    code, err = told(f"$SK {command} > /dev/full")
    assert code == 1
    assert err.count("\n") == 1 and "no space left" in err and "report it" not in err


@pytest.mark.parametrize(
    "command", ["facts --json | head -1", "scenarios | true", "--help | true", "schema | head -c 10"]
)
def test_a_reader_that_has_seen_enough_is_no_error(command):
    assert told(f"$SK {command} > /dev/null") == (0, "")


@pytest.mark.parametrize("command", ["scenarios >&-", "scenarios 2>&- > /dev/null", "schema 2> /dev/full > /dev/null"])
def test_closed_streams_do_no_harm(command):
    assert told(f"$SK {command}")[0] == 0


def test_a_complaint_that_nobody_can_read_keeps_its_exit_code():
    assert told("$SK facts nothing_of_that_name 2> /dev/full")[0] == 2
