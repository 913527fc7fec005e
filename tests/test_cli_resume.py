"""A run that was killed goes on where it stopped, and says what it takes up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stationkeep.cli.guard import guarded

ASK = ["run", "suspension-2022", "--horizon", "30d", "--members", "320", "--workers", "1"]


def answered(arguments: list[str], capsys) -> str:
    assert guarded([*ASK, *arguments]) == 0
    return capsys.readouterr().err


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Path:
    """The folder of a run that was killed after its first chunk, without a word."""
    out = tmp_path_factory.mktemp("killed") / "kept"
    slow = (
        "import time, stationkeep.ensemble.run as run; whole = run.live_chunk\n"
        "def live_chunk(*given):\n    time.sleep(0.2)\n    return whole(*given)\n"
        "run.live_chunk = live_chunk\n"
        "from stationkeep.cli import main; main()"
    )
    process = subprocess.Popen([sys.executable, "-c", slow, *ASK, "--out", str(out)], stderr=subprocess.DEVNULL)
    try:
        while process.poll() is None and not [*out.glob("chunks/*[0-9].npz")]:
            time.sleep(0.01)
    finally:
        process.kill()
    assert process.wait() == -9, "it was over before it could be killed"
    return out


@pytest.fixture
def killed(once, tmp_path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(once, tmp_path / "kept"))


def test_a_killed_run_is_taken_up_and_gives_the_same_answer(killed, tmp_path, capsys):
    assert not (killed / "answer.json").exists()
    assert "taking up" in answered(["--out", str(killed), "--resume"], capsys)
    answered(["--out", str(tmp_path / "whole")], capsys)
    assert (killed / "answer.json").read_bytes() == (tmp_path / "whole" / "answer.json").read_bytes()


def test_a_torn_chunk_counts_for_nothing(killed, capsys):
    for path in (killed / "chunks").glob("*.npz"):
        os.truncate(path, path.stat().st_size // 2)
    answered(["--out", str(killed), "--resume"], capsys)
    assert (killed / "answer.json").exists()


def test_another_question_begins_anew_and_says_so(killed, capsys):
    assert "another scenario" in answered(["--out", str(killed), "--resume", "--seed", "2"], capsys)
    assert "another scenario" not in answered(["--out", str(killed), "--resume", "--seed", "2"], capsys)


def test_an_empty_folder_is_said_to_be_one(tmp_path, capsys):
    assert "nothing to take up" in answered(["--out", str(tmp_path / "new"), "--resume"], capsys)
