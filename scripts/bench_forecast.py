"""The forecast's part of `make bench`: many members, drivers drawn, integrated and summarised; beside its peers.

`forecast` is what is timed. The peers are given a small job made of the same members, the same weather to the day,
and answer with the altitude at its end, so that a ratio never compares two different questions.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from stationkeep.lifetime.body import Body
from stationkeep.lifetime.correction import fill_ballistic
from stationkeep.lifetime.drag import assume
from stationkeep.lifetime.drivers import Drivers
from stationkeep.lifetime.forecast import forecast as lifetime
from stationkeep.orbit.density import DensityTable
from stationkeep.orbit.fall import decay
from stationkeep.sun.history import SpaceWeather

sys.path.insert(0, str(Path(__file__).parent / "peers"))
from job import Job

START, ALTITUDE_KM, INCLINATION_DEG, BALLISTIC_M2_KG = "2022-02-26", 415.0, 51.64, 0.007
DAYS = 1096
PEERS = ("heyoka_batch.py", "orekit_dsst.py")
# The peers' share of the job: long enough to time, short enough to wait for; full vectors on every core.
PEER_DAYS, PEER_MEMBERS = 120, 32
YEAR_DAYS = 365.25
SIZES = (1_000, 10_000, 100_000, 1_000_000)
_SIZE_DAYS = 60  # by default; `--full` lets every size live the three years
_ONCE_FROM = 50_000_000  # member-days beyond which one run is timed, not the best of three
_PATIENCE_S = 300.0


def body() -> Body:
    """The station's orbit with a drag that somebody states: the air is as uncertain as it gets."""
    return Body(np.datetime64(START), ALTITUDE_KM, INCLINATION_DEG, assume(BALLISTIC_M2_KG))


def forecast(members: int, days: int) -> None:
    """Draw the sun and the air of so many members, let each decay from 415 km, and summarise."""
    lifetime(body(), horizon_days=days, members=members)


def best(work: Callable[[], object], times: int = 3) -> float:
    """Shortest of a few runs, in seconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


@dataclass(frozen=True)
class Cost:
    """What a size of ensemble takes, in a process of its own."""

    members: int
    days: int
    seconds: float
    peak_gib: float

    @property
    def ns_a_member_day(self) -> float:
        """Cost of a member-day, all cores together."""
        return 1e9 * self.seconds / (self.members * self.days)


def cost(members: int, days: int, times: int = 3) -> Cost:
    """Seconds (best of a few, warm) and peak memory of a forecast, measured in a fresh process."""
    code = [sys.executable, str(Path(__file__)), str(members), str(days), str(times)]
    done = subprocess.run(code, check=True, capture_output=True, text=True)
    seconds, peak = json.loads(done.stdout)
    return Cost(members, days, seconds, peak)


def _measure(members: int, days: int, times: int) -> None:
    import resource

    forecast(1024, days)  # compiled loops are loaded, tables read
    seconds = best(lambda: forecast(members, days), times)
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes there, kilobytes elsewhere
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30]))


@dataclass(frozen=True)
class Peer:
    """What a peer made of the job; `why` where it could not be measured."""

    name: str
    member_years_s: float
    own_member_years_s: float
    lost_km: float
    own_lost_km: float
    why: str = ""

    @property
    def ratio(self) -> float:
        """How many times as fast as the peer this package is."""
        return self.own_member_years_s / self.member_years_s


def job(days: int) -> Job:
    """Members of the forecast, with a ballistic coefficient of their own that stays: not all peers can vary it."""
    drawn = [np.empty((days, PEER_MEMBERS), np.float32) for _ in range(4)]
    start = np.datetime64(START)
    Drivers.forecast(SpaceWeather.load(), start, start, days, "then").fill(1, 0, *drawn[:3])
    fill_ballistic(1, 0, body().drag.process(), drawn[3])
    f107, f107a, ap, air = (x.astype(float) for x in drawn)
    node = (np.arange(PEER_MEMBERS) * 137.508) % 360.0
    # Ap in whole numbers, F10.7 in tenths: what a file of weather can say.
    return Job(
        START, ALTITUDE_KM, INCLINATION_DEG, node, air.mean(axis=0), f107.round(1), f107a.round(1),
        ap.round(),
    )  # fmt: skip


def against(script: str, own_member_years_s: float) -> Peer:
    """Give a peer the job, in a process of its own; whatever goes wrong there is told, and ends nothing."""
    given = job(PEER_DAYS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "job.npz"
        given.save(path)
        try:
            done = subprocess.run(
                [sys.executable, str(Path(__file__).parent / "peers" / script), str(path)],
                check=True, capture_output=True, text=True, timeout=_PATIENCE_S,
            )  # fmt: skip
            found = json.loads(done.stdout.splitlines()[-1])
        except subprocess.TimeoutExpired:
            return Peer(script, np.nan, own_member_years_s, np.nan, np.nan, f"not done in {_PATIENCE_S:.0f} s")
        except subprocess.CalledProcessError as error:
            said = (error.stderr.strip().splitlines() or ["it said nothing"])[-1]
            return Peer(script, np.nan, own_member_years_s, np.nan, np.nan, said)
        except (ValueError, IndexError):
            return Peer(script, np.nan, own_member_years_s, np.nan, np.nan, "it answered with no figures")
    own = decay(
        ALTITUDE_KM, given.raan_deg, START, given.ballistic_m2_kg, given.f107, given.f107a, given.ap,
        table=DensityTable.load(INCLINATION_DEG),
    )  # fmt: skip
    theirs = ALTITUDE_KM - np.array(found["altitude_km"])
    return Peer(
        found["name"],
        found["members"] * found["days"] / YEAR_DAYS / found["seconds"],
        own_member_years_s,
        float(theirs.mean()),
        float((ALTITUDE_KM - own.altitude_km[-1, : theirs.size]).mean()),
    )


def report(full: bool) -> dict[str, Any]:
    """Measure and print: the job of three years, how its cost grows with members, and the peers in the same run."""
    main = cost(10_000, DAYS)
    print(
        f"{main.members:,} members of {main.days} days, drawn, integrated, summarised: {main.seconds:.2f} s, "
        f"{main.ns_a_member_day:.0f} ns a member-day, peak {main.peak_gib:.2f} GiB"
    )
    days = DAYS if full else _SIZE_DAYS
    print(f"\n{'members':>10}{'days':>6}{'ns a member-day':>18}{'to the first':>15}{'peak, GiB':>11}")
    costs: list[Cost] = []
    for members in SIZES:
        one = cost(members, days, 1 if members * days > _ONCE_FROM else 3)
        costs.append(one)
        relative = one.ns_a_member_day / costs[0].ns_a_member_day
        print(f"{members:10,}{days:6}{one.ns_a_member_day:18.0f}{relative:15.2f}{one.peak_gib:11.2f}", flush=True)
    own = main.members * main.days / YEAR_DAYS / main.seconds
    print(f"\n{'':42}{'member-years/s':>15}{'ratio':>8}{'mean loss, km':>15}{'ours, km':>10}")
    print(f"{'stationkeep, drivers drawn as well':42}{own:15.1f}{1:8}")
    peers = []
    for script in PEERS:
        peer = against(script, own)
        peers.append(peer)
        told = f"{peer.member_years_s:15.2f}{peer.ratio:8.0f}{peer.lost_km:15.2f}{peer.own_lost_km:10.2f}"
        print(f"{peer.name:42}" + (f"not measured: {peer.why}" if peer.why else told), flush=True)
    print(f"(the peers live {PEER_DAYS} days of the same members; losses are the mean over those a peer was given)")
    return {
        "job": {**vars(main), "ns_a_member_day": main.ns_a_member_day, "member_years_s": own},
        "sizes": [{**vars(one), "ns_a_member_day": one.ns_a_member_day} for one in costs],
        "peers": [
            {"name": one.name, "why_not": one.why} if one.why else {**vars(one), "ratio": one.ratio} for one in peers
        ],
    }


if __name__ == "__main__":
    _measure(*(int(text) for text in sys.argv[1:4]))
