# mypy: disable-error-code="no-untyped-call"
"""Forecasts from many past dates of the altitude lost to drag, against what was lost.

A forecast is made at 00:00 UTC of its start from the days before it: arcs without a burn calibrate Cd A / m and its
wandering. What is forecast is the loss over the days of the lead that lie outside the windows of burns. Which days
these are is part of the question, in both kinds of knowledge. With hindsight the sun and the altitude of each day are
those observed; in a `then` run the sun is a forecast, and the altitude is that of the start plus a drawn departure:
by how much the mean altitude of as many days had departed, in the past, from that of their first day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from stationkeep.compiled import compiled
from stationkeep.draws.intervals import member_uniforms
from stationkeep.draws.study import check_study
from stationkeep.errors import InputError
from stationkeep.evidence.hindcast_baselines import RATES, TRAILING_FIT_DAYS, Losses, dressed
from stationkeep.evidence.hindcast_record import AltitudeRecord
from stationkeep.evidence.scores import Marks
from stationkeep.lifetime.arcs import Arc, Stretch, cut_arcs
from stationkeep.lifetime.correction import fill_ballistic
from stationkeep.lifetime.drag import BallisticCalibration, calibrate_implied
from stationkeep.lifetime.implied import Implied, Weather, imply
from stationkeep.orbit.decay import decay_rate_km_day
from stationkeep.orbit.density import DensityTable, TableArrays
from stationkeep.orbit.earth import mean_sun_deg, node_drift_deg_day
from stationkeep.sun.forecast import Forecast as Sun
from stationkeep.sun.history import HALF_MEAN_DAYS, MEAN_DAYS, SpaceWeather
from stationkeep.sun.members import fill

Floats = npt.NDArray[np.float64]

KNOWLEDGES = ("then", "hindsight")
# An outcome counts where at least this part of its days lies outside the windows and has readings.
_LEAST_PART = 0.5
_SETTLING_DAYS = 60  # of a record before the first start, where the user names none
_KNOT_KM, _NODES = 10.0, 8
# Departure of the mean altitude from the start's, where the record is too short to tell: 4 km over 90 days.
_FEW, _DEPARTURE_KM, _DEPARTURE_DAYS = 180, 4.0, 90.0
_PAST_DAYS = 1100  # over which departures are looked at: an altitude policy lasts some years
_SCALE_HEIGHT_KM = 52.0  # of the density at station altitudes: 45 to 60 km in NRLMSISE-00
# Normal quantiles at (k - 1/2) / 15.
_SCORES = np.array([NormalDist().inv_cdf((k + 0.5) / 15) for k in range(15)])


@dataclass(frozen=True)
class Hindcast:
    """One forecast from the past, and what came.

    Parameters
    ----------
    start : datetime64
        Made at 00:00 UTC of this day.
    lead_days : int
    counted_days : int
        Days of the lead outside the windows.
    marks : Marks
        Of the altitude lost to drag on the counted days, km.
    quartiles_km : tuple of float
        25 and 75 % points.
    baselines : dict
        Name to marks of each dressed baseline.
    f107a : float
        Mean F10.7 of the 81 days before the start, sfu: tells solar minimum from maximum, and is used for nothing
        else.
    """

    start: np.datetime64
    lead_days: int
    counted_days: int
    marks: Marks
    quartiles_km: tuple[float, float]
    baselines: dict[str, Marks]
    f107a: float


@compiled
def _mean_rates(table, first_day, f107, f107a, ap, altitudes_km, nodes_deg, rates):  # type: ignore[no-untyped-def]
    """Loss per unit of Cd A / m on each day and at each altitude, averaged over the local time of the node."""
    count, turns = altitudes_km.size, nodes_deg.size
    height, node, one = np.empty(count * turns), np.empty(count * turns), np.ones(count * turns)
    for k in range(count * turns):
        height[k] = altitudes_km[k // turns]
    for day in range(rates.shape[0]):
        sun = mean_sun_deg(first_day + day + 0.5)
        for k in range(count * turns):
            node[k] = nodes_deg[k % turns] + sun
        found = decay_rate_km_day(
            table, first_day + day, height, node, f107[day] * one, f107a[day] * one, ap[day] * one, one
        )
        for k in range(count):
            rates[day, k] = found[k * turns : (k + 1) * turns].mean()


@compiled
def _drawn_rates(table, first_day, f107, f107a, ap, height, node, rates):  # type: ignore[no-untyped-def]
    """Loss per unit of Cd A / m of every day and member, each at its own altitude and node."""
    days, members = rates.shape
    one, turned = np.ones(members), node.copy()
    a, b, c = np.empty(members), np.empty(members), np.empty(members)
    for day in range(days):
        a[:], b[:], c[:] = f107[day], f107a[day], ap[day]
        rates[day] = decay_rate_km_day(table, first_day + day, height, turned, a, b, c, one)
        for m in range(members):
            turned[m] += node_drift_deg_day(height[m], table.cos_inclination)


def observed_unit_loss(record: AltitudeRecord, table: TableArrays, weather: SpaceWeather) -> Floats:
    """Loss from each noon to the next per unit of Cd A / m, with sun and altitude as observed; shape (day - 1,), nan
    where one of them is not known."""
    days = record.altitude_km.size
    first = np.datetime64(record.first_day, "D")
    last = int((weather.last_day - first).astype(np.int64)) - HALF_MEAN_DAYS
    count = min(days, last + 1)
    unit = np.full(days, np.nan)
    heights = record.bridged_km()
    if count >= 1:
        knots = np.arange(np.nanmin(heights) - _KNOT_KM, np.nanmax(heights) + _KNOT_KM, _KNOT_KM)
        rates = np.empty((count, knots.size))
        _mean_rates(
            table, record.first_day, *weather.drivers(first, count), knots, np.arange(0.0, 360.0, 360.0 / _NODES), rates
        )
        for day in np.flatnonzero(np.isfinite(heights[:count])):
            unit[day] = np.exp(np.interp(heights[day], knots, np.log(rates[day])))
    return np.asarray(0.5 * (unit[:-1] + unit[1:]))


@dataclass
class _Ear:
    """What past arcs imply, remembered from one start to the next."""

    table: TableArrays
    weather: SpaceWeather
    history: Sequence[Arc]
    hindsight: bool
    heard: dict[tuple[float, float, float, float], float | None]

    def calibrate(self, past: AltitudeRecord, day: int) -> BallisticCalibration:
        """Calibrate on arcs that had ended before a day; without hindsight, on what was known of the sun by then."""
        arcs = cut_arcs(past.days, past.altitude_km, past.windows)
        begun = arcs[0].begin_day if arcs else float(day)
        older = [piece for arc in self.history if (piece := Stretch.of(arc)).end_day < min(begun, day)]
        pieces = [*older, *(arc for arc in arcs if arc.end_day < day)]
        known = self.weather if self.hindsight else self.weather.known_by(np.datetime64(day, "D"))
        earliest = int(min((piece.begin_day for piece in pieces), default=day - 2.0))
        drivers = Weather.known(known, np.datetime64(earliest, "D"))
        settled = np.inf if self.hindsight else day - HALF_MEAN_DAYS - 1
        found = [self._implied(piece, drivers, settled=piece.end_day < settled) for piece in pieces]
        return calibrate_implied([one for one in found if one is not None], np.datetime64(day, "D").item())

    def _implied(self, piece: Stretch, drivers: Weather, *, settled: bool) -> Implied | None:
        """What an arc implies; remembered once the 81-day means of its days are complete."""
        key = (piece.begin_day, piece.end_day, piece.begin_km, piece.end_km)
        if piece.loss_km <= piece.error_km:
            return None
        if settled and key in self.heard:
            value = self.heard[key]
        else:
            one = imply(piece, self.table, drivers)
            value = None if one is None else one.log_ballistic
            if settled:
                self.heard[key] = value
        if value is None:
            return None
        middle = 0.5 * (piece.begin_day + piece.end_day)
        return Implied(middle, piece.end_day, piece.days, value, piece.error_km / piece.loss_km)


def hindcast(
    record: AltitudeRecord,
    weather: SpaceWeather,
    table: DensityTable,
    *,
    first: np.datetime64 | None = None,
    last: np.datetime64 | None = None,
    every_days: int = 30,
    leads_days: Sequence[int] = (30, 90, 180),
    knowledge: str = "hindsight",
    members: int = 1000,
    seed: int = 1,
    history: Sequence[Arc] = (),
    progress: Callable[[int, int], None] | None = None,
) -> list[Hindcast]:
    """Forecast the loss to drag from many dates of a record, and hold it against what was lost.

    Parameters
    ----------
    record : AltitudeRecord
        Its part before each start calibrates, its part after it judges.
    weather : SpaceWeather
        All that was observed; a `then` forecast sees only what was known at its start.
    table : DensityTable
        Of the record's inclination.
    first, last : datetime64, optional
        Starts lie between them, `last` included; by default from 60 days after the record's first day to its end.
    every_days : int
        Between starts.
    leads_days : sequence of int
        1 to 3650. A start whose outcome is not wholly in the record is left out at that lead.
    knowledge : str
        ``"then"`` or ``"hindsight"``.
    members, seed : int
    history : sequence of Arc
        What is known of the object from other sources; an arc is heard once it has ended, and only where it ended
        before the record's first.
    progress : callable, optional
        Called with starts done and starts in all.

    Returns
    -------
    list of Hindcast
        By start, then by lead.

    Raises
    ------
    InputError
        Nothing to forecast in these bounds, or a bound that makes no sense.
    """
    _check(every_days, leads_days, knowledge, members, seed)
    end_of_record = record.first_day + record.altitude_km.size
    begin = np.datetime64(record.first_day + _SETTLING_DAYS, "D") if first is None else first
    end = np.datetime64(end_of_record - 1, "D") if last is None else last
    starts = np.arange(_day_number(begin), _day_number(end) + 1, every_days)
    leads = sorted(set(leads_days))
    starts = starts[(starts > record.first_day + 1) & (starts + leads[0] < end_of_record)]
    if starts.size == 0:
        if begin > end and first is None:
            raise InputError(
                f"the record ends on {end}, before its first start on {begin} ({_SETTLING_DAYS} days of it are to be "
                "learnt from); give a longer record, or --from"
            )
        raise InputError(
            f"no start between {begin} and {end} whose outcome after {leads[0]} days is in the record, "
            f"{np.datetime64(record.first_day, 'D')} to {np.datetime64(end_of_record - 1, 'D')}; widen --from and --to"
        )
    arrays = table.arrays()
    daily = record.daily_loss_km()
    unit = observed_unit_loss(record, arrays, weather)
    if knowledge == "hindsight":  # a loss that no weather is known for cannot be forecast with hindsight
        daily = np.where(np.isfinite(unit), daily, np.nan)
    losses = Losses.of(daily)
    air = Losses.of(np.where(np.isfinite(daily), unit, np.nan)) if knowledge == "hindsight" else None
    ear = _Ear(arrays, weather, history, knowledge == "hindsight", {})
    results = []
    for done, start in enumerate(starts):
        at = int(start) - record.first_day
        outcomes = [lead for lead in leads if _counts(losses, at, lead)]
        if outcomes:
            past = record.until(int(start))
            calibration = ear.calibrate(past, int(start))
            ballistic = np.empty((max(outcomes), members))
            fill_ballistic(seed, 0, calibration.process(), ballistic)
            if knowledge == "then":
                ballistic *= _then_rates(past, int(start), weather, arrays, max(outcomes), members, seed)
            for lead in outcomes:
                counted = np.isfinite(daily[at : at + lead])
                if knowledge == "then":
                    path = _departures(past, lead, members, seed)
                    drawn = ballistic[:lead][counted].sum(axis=0) * path
                else:
                    drawn = unit[at : at + lead][counted] @ ballistic[:lead][counted]
                results.append(_held(drawn, losses, air, at, int(start), lead, weather))
        if progress is not None:
            progress(done + 1, starts.size)
    return results


def _day_number(day: np.datetime64) -> int:
    return int(day.astype("datetime64[D]").astype(np.int64))


def _check(every_days: int, leads_days: Sequence[int], knowledge: str, members: int, seed: int) -> None:
    check_study(seed)
    if knowledge not in KNOWLEDGES:
        raise InputError(f"knowledge '{knowledge}': expected {' or '.join(KNOWLEDGES)}")
    if every_days < 1 or not leads_days or not all(1 <= lead <= 3650 for lead in leads_days):
        raise InputError(
            f"starts every {every_days} days, leads of {', '.join(map(str, leads_days)) or 'no'} days: "
            "expected a day or more between starts, and leads of 1 to 3650 days"
        )
    if not 20 <= members <= 100_000:
        raise InputError(f"{members} members: expected 20 to 100000")


def _counts(losses: Losses, at: int, lead: int) -> bool:
    """Whether the outcome of a lead is in the record, and enough of its days outside the windows."""
    if at + lead >= losses.counted.size:
        return False
    loss, counted = losses.span(at, at + lead)
    return counted >= _LEAST_PART * lead and loss > 0.0


def _then_rates(
    past: AltitudeRecord, start: int, weather: SpaceWeather, table: TableArrays, days: int, members: int, seed: int
) -> Floats:
    """Loss per unit of Cd A / m of each day and member, at the altitude of the start, under a forecast sun."""
    known = past.altitude_km[np.isfinite(past.altitude_km)]
    plan = Sun.as_known(weather, np.datetime64(start, "D")).compile(days)
    f107, f107a, ap = (np.empty((days, members), dtype=np.float32) for _ in range(3))
    fill(plan, np.uint64(seed), 0, f107, f107a, ap)
    height = np.full(members, float(np.median(known[-3:])))
    node = 360.0 * member_uniforms(seed, "hindcast.node", 0, members)
    rates = np.empty((days, members))
    _drawn_rates(table, start, f107, f107a, ap, height, node, rates)
    return rates


def _departures(past: AltitudeRecord, lead: int, members: int, seed: int) -> Floats:
    """By what factor a member's loss differs because the altitude will not stay that of the start, shape (member,)."""
    heights = past.bridged_km()[-_PAST_DAYS:]
    u = member_uniforms(seed, "hindcast.altitude", 0, members)
    good = np.isfinite(heights)
    sums = np.concatenate([[0.0], np.cumsum(np.where(good, heights, 0.0))])
    count = np.concatenate([[0], np.cumsum(good)])
    at = np.flatnonzero(good[: max(heights.size - lead, 0)])
    if at.size >= _FEW:
        seen = count[at + lead] - count[at]
        departed = np.quantile((sums[at + lead] - sums[at]) / np.maximum(seen, 1) - heights[at], u)
    else:
        spread = _DEPARTURE_KM * np.sqrt(lead / _DEPARTURE_DAYS)
        departed = np.quantile(spread * _SCORES, u)
    return np.asarray(np.exp(-departed / _SCALE_HEIGHT_KM))


def _held(
    drawn: Floats, losses: Losses, air: Losses | None, at: int, start: int, lead: int, weather: SpaceWeather
) -> Hindcast:
    """Hold a forecast, and the baselines made on the same day, against what happened."""
    observed, counted = losses.span(at, at + lead)
    low, high = np.quantile(drawn, (0.25, 0.75))
    baselines = {name: Marks.of(dressed(losses, at, lead, counted, days), observed) for name, days in RATES.items()}
    if air is not None:  # the same rule for Cd A / m, which hindsight of the air makes a forecast
        unit_loss = air.span(at, at + lead)[0]
        for days in TRAILING_FIT_DAYS:
            fit = dressed(Losses(losses.total_km, air.total_km), at, lead, unit_loss, days)
            baselines[f"trailing_fit_{days}_days"] = Marks.of(fit, observed)
    day = np.datetime64(start, "D")
    end = max(weather.index(day), 1)
    sun = float(np.mean(weather.f107[max(end - MEAN_DAYS, 0) : end]))
    return Hindcast(day, lead, int(counted), Marks.of(drawn, observed), (float(low), float(high)), baselines, sun)
