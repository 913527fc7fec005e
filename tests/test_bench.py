"""The bench: a program that is not there is left out and said to be; every program is given the same members."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    monkeypatch.syspath_prepend(str(SCRIPTS / "peers"))
    for name in ("bench_forecast", "job"):
        sys.modules.pop(name, None)
    import bench_forecast

    return bench_forecast


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("import no_such_program", "No module named 'no_such_program'"),
        ("print('no figures')", "no figures"),
        ("", "no figures"),
        ("raise SystemExit(3)", "it said nothing"),
        ("import time; time.sleep(60)", "not done in 1 s"),
    ],
)
def test_a_peer_that_fails_is_told_and_ends_nothing(bench, monkeypatch, tmp_path, script, why):
    peer = tmp_path / "peer.py"
    peer.write_text(script)
    monkeypatch.setattr(bench, "PEER_DAYS", 2)
    monkeypatch.setattr(bench, "_PATIENCE_S", 1.0 if "sleep" in script else 60.0)
    assert why in bench.against(str(peer), 1.0).why


def test_a_peer_is_compared_on_the_members_it_was_given(bench, monkeypatch, tmp_path):
    """A peer that is this package itself: its loss is ours, and the ratio is that of the rates."""
    peer = tmp_path / "peer.py"
    peer.write_text(
        "import sys\nfrom pathlib import Path\n"
        f"sys.path.insert(0, {str(SCRIPTS / 'peers')!r})\n"
        "from job import Job, say\n"
        "from stationkeep.orbit.density import DensityTable\nfrom stationkeep.orbit.fall import decay\n"
        "job = Job.load(Path(sys.argv[1]))\n"
        "fall = decay(job.altitude_km, job.raan_deg[:5], job.start, job.ballistic_m2_kg[:5], job.f107[:, :5],\n"
        "             job.f107a[:, :5], job.ap[:, :5], table=DensityTable.load(job.inclination_deg))\n"
        "say(name='itself', seconds=2.0, members=5, days=job.days, altitude_km=fall.altitude_km[-1].tolist())\n"
    )
    monkeypatch.setattr(bench, "PEER_DAYS", 20)
    found = bench.against(str(peer), 50.0)
    assert found.why == "" and found.lost_km == pytest.approx(found.own_lost_km, rel=1e-12) and found.lost_km > 0.1
    assert found.member_years_s == pytest.approx(5 * 20 / 365.25 / 2.0)
    assert found.ratio == pytest.approx(50.0 / found.member_years_s)


def test_the_job_is_a_part_of_the_forecast(bench):
    job = bench.job(15)
    assert job.f107.shape == job.f107a.shape == job.ap.shape == (15, bench.PEER_MEMBERS)
    assert np.ptp(job.ballistic_m2_kg) > 0 and np.all(job.ballistic_m2_kg > 0)
    np.testing.assert_array_equal(job.f107, job.f107.round(1))
    bench.forecast(259, 15)  # a last block that is not full
