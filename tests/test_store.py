"""The store of chunks: a study resumed is the study run, a torn chunk is lived again, another study's is never used."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stationkeep.disruption.scenario import Scenario, Suspension
from stationkeep.ensemble import run as running
from stationkeep.ensemble.outcome import Outcome
from stationkeep.ensemble.run import run
from stationkeep.ensemble.store import Store, study_digest
from stationkeep.errors import InputError
from stationkeep.facts.pack import load_pack

ISS = load_pack("iss")
START = dt.date(2022, 4, 2)
STUDY = Scenario("s", "s", START, horizon_days=20, suspensions=(Suspension("roscosmos", START),))
MEMBERS = 140  # three chunks, the last of them short


def study(out: Path | None = None, **cells) -> Outcome:
    asked = {"members": MEMBERS, "seed": 5, "workers": 1, "pack": ISS, **cells}
    scenario = asked.pop("scenario", STUDY)
    return run(scenario, out=out, **asked)


def prints(outcome: Outcome) -> list[bytes]:
    found = [fate.lost_day.tobytes() + fate.twin_lost_day.tobytes() for fate in outcome.functions]
    found += [draw.values.tobytes() for draw in outcome.draws]
    return [*found, *(series.p50.tobytes() + series.p05.tobytes() for series in outcome.stocks.values())]


@pytest.fixture(scope="module")
def plain() -> list[bytes]:
    return prints(study())


@pytest.fixture
def kept(tmp_path: Path) -> list[Path]:
    study(tmp_path)
    return sorted((tmp_path / "chunks").glob("*.npz"))


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """First members of the chunks that were lived, and not read."""
    firsts: list[int] = []
    really = running.live_chunk

    def counted(compiled, around, seed, first, count, every):
        firsts.append(first)
        return really(compiled, around, seed, first, count, every)

    monkeypatch.setattr(running, "live_chunk", counted)
    return firsts


def test_a_study_that_is_kept_is_the_study_that_is_not(tmp_path, plain):
    assert prints(study(tmp_path)) == plain
    assert len(list((tmp_path / "chunks").glob("*.npz"))) == 3
    assert not list((tmp_path / "chunks").glob("*.part*"))


def test_a_study_resumes_from_what_is_kept_and_gives_the_same(tmp_path, plain, kept, lived):
    assert prints(study(tmp_path, resume=True)) == plain and lived == []
    kept[1].unlink()
    assert prints(study(tmp_path, resume=True)) == plain and lived == [64]


def test_without_resume_everything_is_lived_again(tmp_path, plain, kept, lived):
    kept[0].write_bytes(b"stale")
    assert prints(study(tmp_path)) == plain and sorted(lived) == [0, 64, 128]


@pytest.mark.parametrize(
    "damage",
    ["empty", "noise", "truncated", "torn inside", "a folder"],
)
def test_a_damaged_chunk_is_lived_again(tmp_path, plain, kept, lived, damage):
    whole = kept[1].read_bytes()
    kept[1].unlink()
    match damage:
        case "empty":
            kept[1].write_bytes(b"")
        case "noise":
            kept[1].write_bytes(b"noise" * 1000)
        case "truncated":
            kept[1].write_bytes(whole[: len(whole) // 2])
        case "torn inside":
            middle = len(whole) // 2
            kept[1].write_bytes(whole[:middle] + bytes(64) + whole[middle + 64 :])
        case "a folder":
            kept[1].mkdir()
    if damage == "a folder":
        with pytest.raises((InputError, OSError)):
            study(tmp_path, resume=True)
        return
    assert prints(study(tmp_path, resume=True)) == plain and lived == [64]


def test_a_chunk_without_all_its_arrays_is_lived_again(tmp_path, plain, kept, lived):
    with np.load(kept[1]) as file:
        arrays = {name: file[name] for name in file.files if name != "people"}
    np.savez_compressed(kept[1], **arrays)
    assert prints(study(tmp_path, resume=True)) == plain and lived == [64]


def test_a_short_last_chunk_is_not_taken_for_a_whole_one(tmp_path, kept, lived):
    more = study(tmp_path, members=MEMBERS + 20, resume=True)
    assert lived == [128]
    assert prints(more) == prints(study(members=MEMBERS + 20))


OTHER = {
    "seed": {"seed": 6},
    "horizon": {"scenario": replace(STUDY, horizon_days=21)},
    "start": {"scenario": replace(STUDY, start=START - dt.timedelta(days=1))},
    "suspension": {"scenario": replace(STUDY, suspensions=(Suspension("nasa", START),))},
    "knowledge": {"scenario": replace(STUDY, knowledge="hindsight")},
}


@pytest.mark.parametrize("difference", OTHER)
def test_chunks_of_another_study_are_never_used(tmp_path, kept, lived, difference):
    again = prints(study(tmp_path, resume=True, **OTHER[difference]))
    assert sorted(lived) == [0, 64, 128]
    assert again == prints(study(**OTHER[difference]))
    lived.clear()
    assert prints(study(tmp_path, resume=True)) == prints(study()) and sorted(lived) == [0, 64, 128]


def test_the_digest_changes_with_every_part_of_a_study(tmp_path):
    from packs import SEABED_START, seabed

    pack = seabed(tmp_path / "seabed")
    scenario = Scenario("s", "s", SEABED_START, horizon_days=20)
    plain = study_digest(scenario, pack, 1)
    assert study_digest(scenario, pack, 1) == plain
    others = {study_digest(scenario, pack, 2), study_digest(replace(scenario, horizon_days=21), pack, 1)}
    flows = pack.root / "flows.csv"
    flows.write_text(flows.read_text().replace("meals", "one"))
    others.add(study_digest(scenario, pack, 1))
    assert len(others | {plain}) == 4


def test_a_pack_changed_in_memory_is_another_study():
    changed = replace(ISS, parameters=ISS.parameters[:-1])
    assert study_digest(STUDY, changed, 1) != study_digest(STUDY, ISS, 1)


def test_a_folder_that_cannot_be_written_is_refused_in_words(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="give --out another folder"):
        Store.open(tmp_path / "file", STUDY, ISS, 10, 1, False)


def test_progress_counts_what_is_kept_as_done(tmp_path, kept):
    kept[2].unlink()
    told: list[tuple[int, int]] = []
    study(tmp_path, resume=True, progress=lambda done, members: told.append((done, members)))
    assert told[0] == (128, 140)


def test_progress_ends_with_every_member(tmp_path):
    told: list[tuple[int, int]] = []
    study(members=10, progress=lambda done, members: told.append((done, members)))
    assert told[-1] == (10, 10)
