"""A forecast of F10.7 and Ap as it could be made on a date, compiled to flat arrays for `members.fill`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stationkeep.errors import InputError
from stationkeep.facts.constants import constants
from stationkeep.sun.history import HALF_MEAN_DAYS, MEAN_DAYS, SpaceWeather, utc_day
from stationkeep.sun.issues import Archive
from stationkeep.sun.outlook import Outlook, outlook
from stationkeep.sun.smoothed import BASE_F107, Smoothed, mid_month_day, month_of
from stationkeep.sun.variability import ORDER, Variability, distance_factor

Floats = NDArray[np.float64]

# How long a member's percentile of the outlook lasts, how long that of Ap's own part, and how the two hang together:
# fixed traits of the model, measured over the whole archive and not refitted by date (data/sun/constants.csv).
PERCENTILE_MEMORY_MONTHS = constants("sun")["percentile_memory_months"].value
AP_MEMORY_MONTHS = constants("sun")["ap_memory_months"].value
PERCENTILE_CORRELATION = constants("sun")["percentile_correlation"].value
_KNOTS_BEFORE = 2  # months before the first simulated day, so that the autoregression's past has a level
_LONGEST_DAYS = 36525  # a century: beyond it a horizon is a slip of the pen


class Plan(NamedTuple):
    """A forecast as flat arrays; made by `Forecast.compile`, read by `members.fill`.

    Days count from ``base_day``, which is the first day that any output needs. The first
    ``len(observed_f107)`` of them are observed, the others simulated; outputs begin ``offset`` days after
    the base.
    """

    base_day: int  # days since 1970-01-01
    offset: int  # index of the start day
    days: int  # horizon, the most that `fill` can be asked for
    observed_f107: NDArray[np.float32]  # (observed day,), sfu
    observed_ap: NDArray[np.float32]  # (observed day,), nT
    knot: NDArray[np.int32]  # (ORDER + simulated day,): the month knot at or before the day
    weight: Floats  # (ORDER + simulated day,): the share of the next knot
    distance: Floats  # (ORDER + simulated day,): observed F10.7 over that at 1 AU
    season: Floats  # (ORDER + simulated day,): log of Ap's seasonal factor
    first_knot_month: int  # months since 1970-01
    f107_level: Floats  # (3, knot): middle, up, down of log(F10.7 - 60)
    ap_level: Floats  # (3, knot): middle, up, down of log(Ap)
    memory: float  # correlation of the score of F10.7 from month to month
    ap_memory: float  # and of that of Ap's own part
    correlation: float  # of the two scores
    sigma: Floats  # (5,): c0, c1, c2, lowest y, highest y of the daily variance
    f107_weights: Floats  # (ORDER,), lag 1 first
    ap_weights: Floats  # (ORDER,)
    f107_noise: float
    ap_noise: float
    f107_past: Floats  # (ORDER,): log(F10.7 at 1 AU - 60) of the days before the first simulated one, oldest first
    ap_past: Floats  # (ORDER,): normal scores of Ap of those days
    ap_curve: Floats  # (10,): coefficients, constant first, of log(Ap over its seasonal level) by normal score


@dataclass(frozen=True)
class Forecast:
    """What is known of the sun from a start on: observed as far as the knowledge goes, then members.

    Made by `as_known` (a `then` run) or `hindsight`; `compile` turns it into arrays.

    Parameters
    ----------
    start : numpy.datetime64
        The first UTC day of the run.
    history : SpaceWeather
        All that is known.
    outlook : Outlook
        The smoothed sun after the last known day.
    variability : Variability
        The daily scatter, fitted to the known days.
    """

    start: np.datetime64
    history: SpaceWeather
    outlook: Outlook
    variability: Variability

    @classmethod
    def as_known(
        cls,
        history: SpaceWeather,
        start: np.datetime64 | str,
        archive: Archive | None = None,
        *,
        free_of_bursts: bool = True,
    ) -> Forecast:
        """The forecast that could be made on the start date, from nothing later.

        Parameters
        ----------
        history : SpaceWeather
            A record; days from the start on are cut off and never looked at.
        start : numpy.datetime64 or str
            The first UTC day.
        archive : Archive, optional
            NASA's issues, by default the bundled ones; those of the start's month and later are cut off.
        free_of_bursts : bool
            Whether radio bursts in the observed past are replaced before it is handed over
            (`SpaceWeather.without_bursts`, judged on what is known), as is the default, or left as recorded. The fits
            always leave bursts out. On 17 burst days of 1999 to 2017, which doubled the recorded flux (median), the
            station fell by a fifth more than on the days around them; flare, storm and chance were not told apart.

        Raises
        ------
        InputError
            When too little is known before the start (before about 1979).
        """
        day = utc_day(start)
        known = history.known_by(day)
        smoothed = Smoothed.of(known)
        issues = (Archive.load() if archive is None else archive).known_by(day)
        ahead = outlook(smoothed, issues, month_of(known.last_day + np.timedelta64(1, "D")))
        given = known.without_bursts() if free_of_bursts else known
        return cls(day, given, ahead, Variability.fit(known, smoothed))

    @classmethod
    def hindsight(
        cls,
        history: SpaceWeather,
        start: np.datetime64 | str,
        archive: Archive | None = None,
        *,
        free_of_bursts: bool = False,
    ) -> Forecast:
        """What happened, as far as the record goes; from its end on, the forecast as known on that day.

        Parameters and errors as in `as_known`, but bursts stay as recorded unless asked otherwise: what was observed
        is handed over as it was.
        """
        day = utc_day(start)
        end = max(day, history.last_day + np.timedelta64(1, "D"))
        ahead = cls.as_known(history, end, archive, free_of_bursts=free_of_bursts)
        return cls(day, ahead.history, ahead.outlook, ahead.variability)

    @property
    def label(self) -> str:
        """What the outlook rests on: ``"NASA MSFC 2022-03"`` or an analogue."""
        return self.outlook.label

    @property
    def observed_days(self) -> int:
        """How many days from the start on are observed; 0 in a `then` run."""
        return max(0, len(self.history.f107) - self.history.index(self.start))

    def compile(self, days: int) -> Plan:
        """Flat arrays for up to so many days from the start.

        Parameters
        ----------
        days : int
            Horizon, 1 to 36525. A longer horizon leaves the earlier days of every member as they are.

        Raises
        ------
        InputError
            When the horizon is out of range, or the record does not reach 41 days before the start.
        """
        if not 1 <= days <= _LONGEST_DAYS:
            raise InputError(f"sun: a horizon of {days} days; give 1 to {_LONGEST_DAYS}")
        start = int(self.start.astype(np.int64))
        first = int(self.history.first_day.astype(np.int64))
        simulated = int(self.history.last_day.astype(np.int64)) + 1
        base = min(start, simulated) - MEAN_DAYS // 2 - 1
        if base < first or simulated - first < ORDER:
            raise InputError(f"sun: {self.start} needs {HALF_MEAN_DAYS + 1} days of record before it; start later")
        end = start + days + HALF_MEAN_DAYS + 1
        observed = slice(base - first, min(simulated, end) - first)
        day = np.arange(simulated - ORDER, max(end, simulated), dtype=np.int64)
        first_month = month_of(np.datetime64(int(day[0]), "D")) - _KNOTS_BEFORE
        count = month_of(np.datetime64(int(day[-1]), "D")) - first_month + 3
        knots = mid_month_day(np.arange(first_month, first_month + count))
        position = np.searchsorted(knots, day, side="right") - 1
        weight = (day - knots[position]) / (knots[position + 1] - knots[position])
        levels = [np.stack([b.middle, b.up, b.down]) for b in self.outlook.months(first_month, count)]
        scatter = self.variability
        season = np.log(scatter.season_factor(day))
        past = slice(simulated - ORDER - first, simulated - first)
        clean = self.history.without_bursts()
        at_one_au = np.maximum(clean.f107[past] / distance_factor(day[:ORDER]), BASE_F107 + 1.0)
        ap_level = np.exp(np.interp(day[:ORDER], knots, levels[1][0]) + season[:ORDER])
        return Plan(
            base_day=base,
            offset=start - base,
            days=days,
            observed_f107=self.history.f107[observed].astype(np.float32),
            observed_ap=self.history.ap[observed].astype(np.float32),
            knot=position.astype(np.int32),
            weight=weight,
            distance=distance_factor(day),
            season=season,
            first_knot_month=first_month,
            f107_level=levels[0],
            ap_level=levels[1],
            memory=float(np.exp(-1.0 / PERCENTILE_MEMORY_MONTHS)),
            ap_memory=float(np.exp(-1.0 / AP_MEMORY_MONTHS)),
            correlation=PERCENTILE_CORRELATION,
            sigma=np.array([*scatter.sigma, *scatter.y_range]),
            f107_weights=scatter.f107_weights,
            ap_weights=scatter.ap_weights,
            f107_noise=scatter.f107_noise,
            ap_noise=scatter.ap_noise,
            f107_past=np.log(at_one_au - BASE_F107),
            ap_past=scatter.ap_score(clean.ap[past] / ap_level),
            ap_curve=scatter.ap_curve,
        )
