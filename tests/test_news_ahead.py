"""Sentences taken apart in a second process: the same findings, and none lost where that process ends early."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from stationkeep.facts.pack import load_pack
from stationkeep.news.findings import ahead
from stationkeep.news.read import read_originals
from stationkeep.news.text.original import decode

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a second process is begun on Linux only")

TEXT = "\n\n".join(
    f"In year {number} NASA halted {number} flights to the space station, and Roscosmos refused to sell seats. "
    f"The agency plans to resume delivery number {number} once the cause is known."
    for number in range(150)
)


def reading() -> dict:
    return read_originals([decode(TEXT.encode(), "text.txt")], load_pack("iss")).to_dict()


@pytest.fixture
def alone() -> dict:
    found = reading()
    assert len(found["statements"]) > 300
    return found


def let_fork(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let a second process be begun for a short text, whatever else runs, and return who was begun."""
    begun: list[int] = []
    monkeypatch.setattr(ahead, "_WORTH_IT", 1)
    monkeypatch.setattr(ahead, "_may_fork", lambda: bool(begun.append(os.getpid())) or True)
    return begun


def test_two_processes_find_what_one_finds(monkeypatch, alone):
    begun = let_fork(monkeypatch)
    assert reading() == alone and begun


def test_a_process_that_is_killed_costs_nothing(monkeypatch, alone):
    let_fork(monkeypatch)
    monkeypatch.setattr(ahead, "_parse_back", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    assert reading() == alone


def test_a_process_that_fails_half_way_costs_nothing(monkeypatch, alone):
    let_fork(monkeypatch)
    parse_back = ahead._parse_back

    def fails(texts, parse, send, begun, wanted):
        parse_back(texts[-200:], parse, send, begun, wanted)
        os._exit(3)

    monkeypatch.setattr(ahead, "_parse_back", fails)
    assert reading() == alone


def test_short_texts_are_read_by_one_process(monkeypatch):
    monkeypatch.setattr(ahead, "_may_fork", lambda: pytest.fail("nothing is to be begun"))
    assert read_originals([decode(b"NASA halted flights to the station.", "a.txt")], load_pack("iss")).documents
