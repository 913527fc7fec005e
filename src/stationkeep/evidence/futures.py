"""The members of a case, day by day: every future lived with a stop of its own length where the length is not known."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist, fmean, stdev

import numpy as np
import numpy.typing as npt

from stationkeep.disruption.scenario import Failure, Response, Scenario, Suspension, check
from stationkeep.disruption.toml import parse_horizon
from stationkeep.ensemble.chunk import Lives, Surroundings, join, live_block
from stationkeep.ensemble.model import Compiled, compile_scenario
from stationkeep.ensemble.surroundings import surroundings
from stationkeep.errors import InputError
from stationkeep.evidence.cases import CaseFile
from stationkeep.facts.pack import Pack

STRATUM = 16
"""Members that share one length of the stop; the lengths are the middles of equal shares of its distribution."""

MOST_MEMBERS = 100_000
"""Members of a case, whose days are all kept."""


@dataclass(frozen=True)
class Futures:
    """The lives of a case's members.

    Parameters
    ----------
    compiled : tuple of Compiled
        One a stratum; they differ in the drawn lengths alone.
    lives : Lives
        Daily, members last; the second place of its pairs is the disturbed world.
    brought : (stock, day, member) float32
        What ships bring in the disturbed world.
    held : (day, function, member) bool
        Whether it has each function.
    """

    case: CaseFile
    pack: Pack
    compiled: tuple[Compiled, ...]
    lives: Lives
    brought: npt.NDArray[np.float32]
    held: npt.NDArray[np.bool_]

    @property
    def days(self) -> int:
        """Days of the horizon."""
        return self.compiled[0].model.days

    @property
    def members(self) -> int:
        """Simulated futures."""
        return int(self.lives.altitude.shape[-1])

    def model_of(self, member: int) -> Compiled:
        """Return the compiled scenario that a member lived in."""
        return self.compiled[member // STRATUM if len(self.compiled) > 1 else 0]


def past_days(pack: Pack, kind: str, before: dt.date) -> list[int]:
    """Return how long the stops of a kind lasted that were over before a day."""
    return [(s.ended - s.began).days for s in pack.stops.values() if s.kind == kind and s.ended < before]


def length_quantile(past: Sequence[float], share: float) -> float:
    """Return the length, in days, that another stop of the kind stays below with a probability.

    Parameters
    ----------
    past : sequence of float
        Lengths of past ones, days, at least two and above zero.
    share : float
        0 to 1, both excluded.

    Notes
    -----
    Lengths are taken as lognormal with unknown mean and spread; the next one then follows Student's t with n - 1
    degrees of freedom about the mean of the logarithms, its scale enlarged by ``sqrt(1 + 1/n)`` (Hahn and Meeker,
    *Statistical Intervals*, 1991, section 4.7).
    """
    logs = [math.log(days) for days in past]
    scale = stdev(logs) * math.sqrt(1.0 + 1.0 / len(logs))
    return math.exp(fmean(logs) + scale * _student(share, len(logs) - 1))


def _student(share: float, freedom: int) -> float:
    """Quantile of Student's t by expansion about the normal one (Abramowitz and Stegun 1964, 26.7.5).

    Within 1 % for three degrees of freedom between 4 and 96 %.
    """
    z = NormalDist().inv_cdf(share)
    terms = (
        (z**3 + z) / 4.0,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96.0,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384.0,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160.0,
    )
    return z + math.fsum(term / float(freedom**power) for power, term in enumerate(terms, 1))


def check_members(members: int) -> None:
    """Refuse a number of members that no case can be lived with.

    Raises
    ------
    InputError
        Fewer than :data:`STRATUM`, or more than memory holds.
    """
    if not STRATUM <= members <= MOST_MEMBERS:
        raise InputError(f"members is {members}, expected {STRATUM} to {MOST_MEMBERS}")


def live_case(
    case: CaseFile, pack: Pack, *, members: int | None = None, seed: int = 1, if_it_lasts: bool = False
) -> Futures:
    """Live the members of a case.

    Parameters
    ----------
    members : int, optional
        By default the case's own number; at least :data:`STRATUM`.
    if_it_lasts : bool
        Let failures and suspensions go on without an end.

    Raises
    ------
    InputError
        Too few members, or a disruption that does not fit the pack.
    """
    wanted = case.members if members is None else members
    check_members(wanted)
    known = _with_substitutes(case, pack)
    drawn = bool(case.substitute) or (any(fail.lasts_like for fail in case.fail) and not if_it_lasts)
    count = -(-wanted // STRATUM) if drawn else 1
    width = STRATUM if drawn else 64
    models = [
        compile_scenario(_scenario(case, known, (place + 0.5) / count, if_it_lasts), known) for place in range(count)
    ]
    around, _ = surroundings(models[0])
    parts: list[tuple[Lives, npt.NDArray[np.float32], npt.NDArray[np.bool_]]] = []
    for number, first in enumerate(range(0, wanted, width)):
        compiled = models[number] if drawn else models[0]
        parts.append(_live(compiled, around, seed, first, min(width, wanted - first)))
    lives, brought, held = zip(*parts, strict=True)
    return Futures(
        case, known, tuple(models), join(list(lives)), np.concatenate(brought, axis=-1), np.concatenate(held, axis=-1)
    )


def _live(
    compiled: Compiled, around: Surroundings, seed: int, first: int, count: int
) -> tuple[Lives, npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """Live a block; return it with what ships brought, and which functions were there on each day."""
    seen: dict[int, npt.NDArray[np.uint64]] = {}

    def watch(world: int, has: npt.NDArray[np.uint64]) -> None:
        seen[world] = has.copy()

    lives, (_, books) = live_block(compiled, around, seed, first, count, 1, keep_books=True, watch=watch)
    bits = np.arange(count, dtype=np.uint64)
    held = (seen[1][:, : len(compiled.functions), None] >> bits) & np.uint64(1)
    return lives, books.brought.astype(np.float32), held.astype(np.bool_)


def _with_substitutes(case: CaseFile, pack: Pack) -> Pack:
    """The pack with the assets that are to come taken as there: until their day they are down."""
    assets = dict(pack.assets)
    for swap in case.substitute:
        assets[swap.asset] = replace(assets[swap.asset], valid_from=None, valid_to=None)
    return replace(pack, assets=assets)


def _scenario(case: CaseFile, pack: Pack, share: float, if_it_lasts: bool) -> Scenario:
    failures = []
    for fail in case.fail:
        until = None if if_it_lasts else fail.until
        if fail.lasts_like and not if_it_lasts:
            until = _drawn(pack, fail.lasts_like, case.start, fail.on, share)
        failures.append(Failure(fail.asset, fail.on, until))
    for swap in case.substitute:
        comes = _drawn(pack, swap.takes_like, case.start, swap.decided, share)
        if comes > case.start:
            failures.append(Failure(swap.asset, case.start, comes))
    scenario = Scenario(
        id=case.id,
        title=case.title,
        start=case.start,
        pack=case.pack,
        horizon_days=parse_horizon(case.horizon),
        knowledge=case.knowledge,
        suspensions=tuple(
            Suspension(
                s.party, s.on, tuple(s.scopes), s.notice_days, None if if_it_lasts else s.until, s.statement or ""
            )
            for s in case.suspend
        ),
        failures=tuple(failures),
        responses=tuple(Response(r.service, r.by, r.begins, r.delta_v_m_s_year, r.needs) for r in case.respond),
    )
    check(scenario, pack)
    return scenario


def _drawn(pack: Pack, kind: str, known_by: dt.date, begins: dt.date, share: float) -> dt.date:
    """The day on which a stop of a kind is over, as a quantile of what was known of such stops."""
    days = length_quantile(past_days(pack, kind, known_by), share)
    return begins + dt.timedelta(days=min(max(1, round(days)), 30_000))
