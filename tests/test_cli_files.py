"""Files that a user names are looked at before they are read: no device, no folder, nothing without an end."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from stationkeep.cli.guard import guarded
from stationkeep.errors import InputError
from stationkeep.facts.files import read_plain, read_sheet

ZERO = Path("/dev/zero")
READERS = {
    "hindcast --altitudes": ["hindcast", "--altitudes", "{}"],
    "hindcast --burns": ["hindcast", "--altitudes", "a.csv", "--burns", "{}"],
    "decay --elements": ["decay", "--on", "2020-01-01", "--elements", "{}"],
    "decay --burns": ["decay", "--on", "2020-01-01", "--elements", "a.csv", "--burns", "{}"],
    "cutsets --tree": ["cutsets", "--tree", "{}"],
    "report": ["report", "{}"],
    "claims": ["claims", "{}"],
    "read": ["read", "{}"],
    "run": ["run", "{}"],
    "check": ["check", "{}"],
    "replay": ["replay", "{}"],
}


def asked(command: str, path: Path) -> list[str]:
    return [part.format(path) for part in READERS[command]]


@pytest.mark.skipif(not ZERO.exists(), reason="this system has no /dev/zero")
@pytest.mark.parametrize("command", READERS)
def test_what_never_ends_is_refused(command, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("date_utc,mean_altitude_km\n2015-01-01,400\n")
    assert guarded(asked(command, ZERO)) == 2
    out, err = capsys.readouterr()
    assert "/dev/zero" in out + err or "zero" in out + err
    assert (out + err).count("\n") <= 2 and "report it" not in err, err


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"\x00" * 100, b"[" * 100_000, "\u2603".encode() * 50, b"a" * 400_000]
)
@pytest.mark.parametrize("command", READERS)
def test_nonsense_in_a_file_is_a_sentence(command, content, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("date_utc,mean_altitude_km\n2015-01-01,400\n")
    path = tmp_path / ("x.toml" if command in ("run", "check", "replay") else "x.csv")
    path.write_bytes(content)
    code = guarded(asked(command, path))
    err = capsys.readouterr().err
    assert code in ((0, 2) if command == "read" else (2,)), err
    assert "report it" not in err and "Traceback" not in err and len(err) < 1200


def test_a_pipe_is_read(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text("a,b\n1,2\n"))
    writer.start()
    assert read_sheet(pipe, ("a", "b"), "a table") == [(2, {"a": "1", "b": "2"})]
    writer.join()


def test_a_file_is_read_no_further_than_its_limit(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"x" * 11)
    assert len(read_plain(path, "a text", 11)) == 11
    with pytest.raises(InputError, match="larger than"):
        read_plain(path, "a text", 10)


def test_a_table_says_which_column_is_missing_and_skips_empty_lines(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("\ufeffa , b\n1, 2\n\n , \n3\n", encoding="utf-8")
    assert read_sheet(path, ("a", "b"), "a table") == [(2, {"a": "1", "b": "2"}), (5, {"a": "3", "b": ""})]
    with pytest.raises(InputError, match="no column c; found a, b; expected a, c"):
        read_sheet(path, ("a", "c"), "a table")
