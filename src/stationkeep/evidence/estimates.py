"""What the model can be asked to compute for a claim: each quantity by name, with its arguments and its unit.

A claim names one of :data:`QUANTITIES` and gives arguments; a new claim needs no new code. Every estimate is an
interval over futures, or over the interval of a fact; a plain number has three equal points.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from stationkeep.disruption.scenario import ALL_BUT_NAMED, SCOPES, Failure, Scenario, Suspension
from stationkeep.disruption.toml import parse_horizon
from stationkeep.errors import InputError, UnknownName
from stationkeep.facts.files import finite
from stationkeep.facts.pack import Pack

ISP_S = (290.0, 450.0)
"""Specific impulse of engines that somebody who names none may mean: Zvezda's about 290 s, hydrogen's about 450 s."""

_YEAR_DAYS = 365.25
_NINETY = 1.645  # standard errors that hold 90 % of a normal distribution


class Untestable(Exception):  # noqa: N818  (it names what the claim is)
    """A claim that the model cannot compute; the message says why."""


@dataclass(frozen=True)
class Estimate:
    """5, 50 and 95 % points of a quantity; infinite beyond what was looked at."""

    p05: float
    p50: float
    p95: float

    @classmethod
    def sure(cls, value: float) -> Estimate:
        """A number without spread."""
        return cls(value, value, value)

    @classmethod
    def of(cls, values: object) -> Estimate:
        """Points of a sample, each a value that occurs."""
        found = np.quantile(np.asarray(values, dtype=np.float64), [0.05, 0.5, 0.95], method="inverted_cdf")
        return cls(*(float(value) for value in found))

    def times(self, factor: float) -> Estimate:
        """In another unit."""
        return Estimate(*sorted((self.p05 * factor, self.p50 * factor, self.p95 * factor)))


@dataclass(frozen=True)
class Asked:
    """A claim's arguments, read one by one, and the size of the ensemble."""

    pack: Pack
    on: dt.date
    arguments: Mapping[str, str]
    members: int = 256
    seed: int = 1
    workers: int | None = None

    def words(self, name: str) -> tuple[str, ...]:
        """A list argument, separated by ``|``."""
        return tuple(word.strip() for word in self.arguments.get(name, "").split("|") if word.strip())

    def word(self, name: str, default: str = "") -> str:
        """A single word; without a default it must be given."""
        found = self.arguments.get(name, default).strip()
        if not found:
            raise Untestable(f"the claim does not say which {name}")
        return found

    def number(self, name: str, default: float | None = None) -> float:
        """A number; without a default it must be given."""
        text = self.arguments.get(name, "").strip()
        if not text:
            if default is None:
                raise Untestable(f"the claim does not say which {name}")
            return default
        value = finite(text)
        if math.isnan(value):
            raise InputError(f"the argument {name} is '{text[:40]}', expected a number")
        return value

    def parties(self, name: str) -> tuple[str, ...]:
        """Parties, each known to the pack."""
        return self._known(name, "party", self.pack.parties)

    def functions(self, name: str = "function") -> tuple[str, ...]:
        """Functions, each known to the pack."""
        return self._known(name, "function", self.pack.functions)

    def _known(self, name: str, kind: str, known: Mapping[str, object]) -> tuple[str, ...]:
        found = self.words(name)
        if not found:
            raise Untestable(f"the claim does not say which {name}")
        for one in found:
            if one not in known:
                raise UnknownName(kind, one, known, self.pack.elsewhere(kind))
        return found

    def scenario(self, within: int) -> Scenario:
        """The disruption of ``suspend``, ``scopes``, ``notice``, ``fail``, ``until`` and ``knowledge``."""
        until, notice = self._day("until"), self.number("notice", 0.0)
        if not 0.0 <= notice <= 36_525.0:
            raise InputError(f"notice is {notice:g} days, expected 0 to 36525")
        suspended, failed = self.words("suspend"), self.words("fail")
        if not suspended and not failed:
            raise Untestable("the claim does not say who or what stops")
        suspensions = tuple(Suspension(party, self.on, self.words("scopes"), int(notice), until) for party in suspended)
        failures = tuple(Failure(thing, self.on, until) for thing in failed)
        knowledge = self.arguments.get("knowledge", "then").strip() or "then"
        return Scenario(
            "claim", "", self.on, self.pack.id, max(within, int(notice)) + 60, knowledge, suspensions=suspensions,
            failures=failures,
        )  # fmt: skip

    def _day(self, name: str) -> dt.date | None:
        text = self.arguments.get(name, "").strip()
        try:
            return dt.date.fromisoformat(text) if text else None
        except ValueError as error:
            raise InputError(f"the argument {name} is '{text[:40]}', expected a day written as 2022-04-02") from error

    @property
    def within(self) -> int:
        """Days looked at."""
        text = self.arguments.get("within", "").strip() or "365"
        return int(text) if text.isdigit() else parse_horizon(text)


Quantity = Callable[[Asked], Estimate]


def _lost_days(asked: Asked, names: tuple[str, ...], scenario: Scenario) -> list[np.ndarray]:
    """Days to the loss of functions or rungs, by member; infinite where it is not lost within the days."""
    from stationkeep.risk.worlds import live_side_by_side

    worlds = live_side_by_side(
        [scenario], pack=asked.pack, members=asked.members, seed=asked.seed, workers=asked.workers
    )
    for name in names:
        if name not in (*worlds.functions, *worlds.rungs):
            raise UnknownName("function or rung on that date", name, (*worlds.functions, *worlds.rungs))
    found = []
    for name in names:
        days = worlds.lost(0, name).astype(np.float64)
        found.append(np.where((days < 0) | (days > asked.within), np.inf, days))
    return found


def _share(value: float, members: int) -> Estimate:
    """A share of futures with the interval of its standard error."""
    error = _NINETY * math.sqrt(value * (1.0 - value) / members)
    return Estimate(max(0.0, value - error), value, min(1.0, value + error))


def loss_probability(asked: Asked) -> Estimate:
    """Probability that at least one of ``function`` is lost ``within`` days when ``suspend`` or ``fail`` stops."""
    days = _lost_days(asked, asked.functions(), asked.scenario(asked.within))
    return _share(float(np.isfinite(np.min(days, axis=0)).mean()), asked.members)


def days_to_loss(asked: Asked) -> Estimate:
    """Days to the loss of ``function`` when ``suspend`` or ``fail`` stops; looked at for ``within``."""
    return Estimate.of(_lost_days(asked, asked.functions()[:1], asked.scenario(asked.within))[0])


def days_to_rung(asked: Asked) -> Estimate:
    """Days to a ``rung`` of the ladder when ``suspend`` or ``fail`` stops; looked at for ``within``."""
    return Estimate.of(_lost_days(asked, (asked.word("rung"),), asked.scenario(asked.within))[0])


def functions_lost(asked: Asked) -> Estimate:
    """How many functions are lost ``within`` days when ``suspend`` or ``fail`` stops."""
    days = _lost_days(asked, tuple(asked.pack.functions), asked.scenario(asked.within))
    return Estimate.of(np.isfinite(days).sum(axis=0))


def parties_each_needed(asked: Asked) -> Estimate:
    """How many of ``parties`` cost the station a ``function`` (one of several) ``within`` days by stopping alone."""
    functions, needed = asked.functions(), 0
    for party in asked.parties("parties"):
        one = replace(asked, arguments={**asked.arguments, "suspend": party})
        days = _lost_days(one, functions, one.scenario(asked.within))
        needed += float(np.isfinite(np.min(days, axis=0)).mean()) >= 0.5
    return Estimate.sure(float(needed))


def pairs_that_hold(asked: Asked) -> Estimate:
    """Share of ``pairs`` (``party:function``) in which the party alone costs the function ``within`` days.

    A pair holds where at least half of the futures lose it; those within the error of the sample make the interval.
    """
    held = []
    for pair in asked.words("pairs"):
        party, _, function = pair.partition(":")
        one = replace(asked, arguments={**asked.arguments, "suspend": party, "function": function})
        days = _lost_days(one, one.functions(), one.scenario(asked.within))
        held.append(_share(float(np.isfinite(days[0]).mean()), asked.members))
    if not held:
        raise Untestable("the claim does not say which pairs")
    sure, middle, possible = (sum(getattr(one, point) >= 0.5 for one in held) for point in ("p05", "p50", "p95"))
    return Estimate(sure / len(held), middle / len(held), possible / len(held))


def sole_provider_share(asked: Asked) -> Estimate:
    """Share of ``function`` (several) that ``party`` alone can stop at once, ``given`` others that refuse already."""
    from stationkeep.risk.snapshot import Snapshot
    from stationkeep.risk.structure import Structure

    party = asked.parties("party")[0]
    given = asked.parties("given") if asked.words("given") else ()
    scopes = asked.words("scopes") or ALL_BUT_NAMED
    for scope in scopes:
        if scope not in SCOPES:
            raise UnknownName("scope", scope, SCOPES)
    structure = Structure(Snapshot.of(asked.pack, asked.on), scopes=scopes)
    held = []
    for function in asked.functions():
        tree = structure.tree(function)
        held.append(tree.holds([name for name in (*given, party) if name in tree.events]))
    return Estimate.sure(sum(held) / len(held))


def refusals_away(asked: Asked) -> Estimate:
    """Size of the smallest set of parties whose stop loses ``function`` at once."""
    from stationkeep.risk.diagram import Diagram
    from stationkeep.risk.snapshot import Snapshot
    from stationkeep.risk.structure import Structure

    cuts = Diagram.of(Structure(Snapshot.of(asked.pack, asked.on)).tree(asked.functions()[0])).minimal().sets()
    return Estimate.sure(float(len(cuts[0])) if cuts else math.inf)


def fewest_people(asked: Asked) -> Estimate:
    """Smallest number aboard of an occupant ``class`` with which ``function`` holds, all else as it stands."""
    from stationkeep.risk.snapshot import Snapshot
    from stationkeep.risk.structure import Structure

    station, kind = Snapshot.of(asked.pack, asked.on), asked.word("class")
    if kind not in asked.pack.occupants:
        raise UnknownName("occupant class", kind, asked.pack.occupants)
    for count in range(11):
        tree = Structure(replace(station, people={**station.people, kind: count})).tree(asked.functions()[0])
        if not tree.holds(()):
            return Estimate.sure(float(count))
    return Estimate.sure(math.inf)


def days_until_alternative(asked: Asked) -> Estimate:
    """Days until somebody without ``without`` can give ``function``, as abilities were in fact first shown."""
    from stationkeep.risk.snapshot import Snapshot
    from stationkeep.risk.structure import Structure

    function, without = asked.functions()[0], asked.parties("without")
    days = {row.valid_from for row in asked.pack.services.values() if row.valid_from is not None}
    days |= {flight.launched for flight in asked.pack.flights.values() if flight.launched is not None}
    for day in (asked.on, *sorted(day for day in days if asked.on < day <= asked.pack.as_of)):
        tree = Structure(Snapshot.of(asked.pack, day)).tree(function)
        if not tree.holds([name for name in without if name in tree.events]):
            return Estimate.sure(float((day - asked.on).days))
    return Estimate.sure(math.inf)


def mass_kg(asked: Asked) -> Estimate:
    """Mass of everything docked together; ``of=station``: from its elements as launched up to that, ships or none."""
    from stationkeep.supplies.inventory import take_inventory
    from stationkeep.supplies.ledgers import mass_on

    mass = mass_on(asked.pack, asked.on, "hindsight")
    if mass is None:
        raise Untestable("the pack holds no mass")
    what = asked.word("of", "all")
    if what not in ("all", "station"):
        raise InputError(f"of is '{what[:40]}', expected all or station")
    if what == "station":
        bare = sum(row.mass_kg or 0.0 for row in take_inventory(asked.pack, asked.on).elements)
        return Estimate(bare, 0.5 * (bare + mass.mass_kg), mass.mass_kg_high)
    return Estimate(mass.mass_kg_low, mass.mass_kg, mass.mass_kg_high)


def transfer_delta_v_m_s(asked: Asked) -> Estimate:
    """Velocity change between circular orbits ``from_km`` and ``to_km`` (Hohmann)."""
    from stationkeep.orbit.burn import delta_v_for_raise

    low, high = asked.number("from_km"), asked.number("to_km")
    for km in (low, high):
        if not 0.0 <= km <= 1e6:
            raise InputError(f"an altitude of {km:g} km, expected 0 to 1000000")
    return Estimate.sure(float(delta_v_for_raise(low, high - low)))


def transfer_propellant_kg(asked: Asked) -> Estimate:
    """Propellant to bring the station, or ``mass_kg``, from ``from_km`` to ``to_km`` at ``isp_s`` (290 to 450)."""
    return propellant_kg(asked, transfer_delta_v_m_s(asked))


def propellant_kg(asked: Asked, change_m_s: Estimate) -> Estimate:
    """Propellant for a velocity change: Tsiolkovsky, ``m (exp(dv / (g0 Isp)) - 1)`` with the mass that arrives."""
    from stationkeep.orbit.burn import GRAVITY_M_S2

    mass = mass_kg(asked) if "mass_kg" not in asked.arguments else Estimate.sure(asked.number("mass_kg"))
    slow = fast = asked.number("isp_s", 0.0)
    if "isp_s" not in asked.arguments:
        slow, fast = ISP_S
    if not 10.0 <= slow <= 10_000.0 or not 100.0 <= mass.p05 <= 1e8:
        raise InputError(f"{mass.p50:g} kg at {slow:g} s, expected 100 to 1e8 kg at 10 to 10000 s")

    def propellant(arriving_kg: float, change: float, isp_s: float) -> float:
        return arriving_kg * math.expm1(min(change / (GRAVITY_M_S2 * isp_s), 700.0))

    low, high = propellant(mass.p05, change_m_s.p05, fast), propellant(mass.p95, change_m_s.p95, slow)
    return Estimate(low, propellant(mass.p50, change_m_s.p50, (slow + fast) / 2), high)


def deorbit_delta_v_m_s(asked: Asked) -> Estimate:
    """Velocity change of a controlled entry from ``altitude_km`` (by default the staging orbit)."""
    from stationkeep.track.braking import STAGING_KM, plan_descent

    low, high = plan_descent(asked.number("altitude_km", STAGING_KM), drag_lowers=True).total_m_s
    return Estimate(*sorted((low, (low + high) / 2, high)))
