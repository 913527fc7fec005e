"""From day to day: how F10.7 and Ap scatter about their smoothed level, learnt from the days known on a date.

F10.7, reduced to 1 AU: ``log(F - 60) = log(S - 60) - sigma(S)^2 / 2 + sigma(S) u``, with S the smoothed
level and u a Gaussian process of unit variance. Ap: ``Ap = S season(day) q(v)``, with v another such process
and q the quantile function of the ratio in the past, so that storms come as often and as strong as they did.
Both processes are autoregressive over 32 days, which holds the 27-day rotation (lags 26 to 29) and the spell
from day to day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stationkeep.sun.history import SpaceWeather
from stationkeep.sun.smoothed import BASE_F107, Smoothed, mid_month_day

Floats = NDArray[np.float64]

# Length of the autoregression, days: a power of two beyond one rotation of the sun seen from the Earth (27.3
# d).
ORDER = 32
# Normal scores at which the quantile function of Ap is read off the record; 3.5 is one day in 4,300. Past them its
# logarithm goes on in a straight line with the slope of the last score, to 4.5 (one day in 300,000).
SCORES = np.linspace(-3.5, 3.5, 57)
HIGHEST_SCORE = 4.5
# Members read it off a polynomial, which a processor evaluates for many at once. Degree 9 stays within 4 % of the
# quantiles between scores of -2.5 and 2.5 and within 7 % beyond, and rises throughout, for starts from 1979 to 2026.
_CURVE_DEGREE = 9
_ENDS = (slice(0, 9), slice(-9, None))  # scores that set the slopes of the straight ends
# Earth's orbit: eccentricity 0.0167, perihelion about 3 January (Astronomical Almanac).
_ECCENTRICITY, _PERIHELION_DAY, _YEAR = 0.0167, 2.0, 365.25
_LOWEST_F107 = 61.0  # keeps the logarithm finite; the record free of errors has nothing below 64
_HALF_AP = 0.5  # an Ap of 0 stands for less than half a unit


@dataclass(frozen=True)
class Variability:
    """The fitted daily scatter.

    Parameters
    ----------
    sigma : numpy.ndarray
        Coefficients of ``sigma^2 = c0 + c1 y + c2 y^2`` with ``y = log(S - 60)``, shape ``(3,)``.
    y_range : tuple of float
        Range of y in the fit; outside it sigma keeps its value at the end.
    f107_weights, ap_weights : numpy.ndarray
        Autoregressive weights of u and v, lag 1 first, shape ``(32,)``.
    f107_noise, ap_noise : float
        Standard deviation of what each day adds.
    season : numpy.ndarray
        Ap about its smoothed level through the year: 1, cos, sin of one and of two turns, shape ``(5,)``.
    ap_quantiles : numpy.ndarray
        Logarithm of Ap / (S season) at ``SCORES``.
    ap_curve : numpy.ndarray
        The same as a polynomial of the score between -4.5 and 4.5, constant first, of mean one; shape ``(10,)``.
    """

    sigma: Floats
    y_range: tuple[float, float]
    f107_weights: Floats
    ap_weights: Floats
    f107_noise: float
    ap_noise: float
    season: Floats
    ap_quantiles: Floats
    ap_curve: Floats

    @classmethod
    def fit(cls, history: SpaceWeather, known: Smoothed) -> Variability:
        """Fit to every day of a record whose smoothed level is known. Closed forms only.

        The weights solve the Yule-Walker equations of the autocorrelation, hence are always stable.
        """
        clean = history.without_bursts()
        day = clean.days.astype(np.int64)
        knots = mid_month_day(known.months)
        inside = (day >= knots[0]) & (day <= knots[-1])
        day = day[inside]
        y = np.interp(day, knots, np.log(known.f107 - BASE_F107))
        gap = np.log(np.maximum(clean.f107[inside] / distance_factor(day), _LOWEST_F107) - BASE_F107) - y
        y_range = (float(y.min()), float(y.max()))
        basis = np.vander(y, 3, increasing=True)
        sigma = np.linalg.lstsq(basis, (gap - gap.mean()) ** 2, rcond=None)[0]
        deviation = np.sqrt(sigma_squared(sigma, y_range, y))
        f107_weights, f107_noise = _yule_walker((gap + 0.5 * deviation**2) / deviation)

        ratio = np.maximum(clean.ap[inside], _HALF_AP) / np.exp(np.interp(day, knots, np.log(known.ap)))
        season = np.linalg.lstsq(_year_turns(day), ratio, rcond=None)[0]
        calm = np.log(ratio / (_year_turns(day) @ season))
        quantiles = np.quantile(calm, _normal_share(SCORES))
        ap_weights, ap_noise = _yule_walker(np.interp(calm, quantiles, SCORES))
        curve = _curve_through(quantiles)
        return cls(sigma, y_range, f107_weights, ap_weights, f107_noise, ap_noise, season, quantiles, curve)

    def season_factor(self, day: NDArray[np.int64]) -> Floats:
        """Ap over its smoothed level through the year, for days since 1970-01-01: highest at the equinoxes.

        C. T. Russell and R. L. McPherron, J. Geophys. Res. 78, 92 (1973), doi:10.1029/JA078i001p00092.
        """
        return np.asarray(_year_turns(day) @ self.season)

    def ap_score(self, ratio: Floats) -> Floats:
        """Normal score of Ap over its seasonal level."""
        return np.asarray(np.interp(np.log(np.maximum(ratio, 1e-3)), self.ap_quantiles, SCORES))


def sigma_squared(sigma: Floats, y_range: tuple[float, float], y: Floats) -> Floats:
    """Variance of the daily logarithm at a level ``y = log(S - 60)``, held between 0.01 and 0.25."""
    y = np.clip(y, *y_range)
    return np.asarray(np.clip(sigma[0] + y * (sigma[1] + y * sigma[2]), 0.01, 0.25))


def distance_factor(day: NDArray[np.int64]) -> Floats:
    """Observed F10.7 over that at 1 AU, for days since 1970-01-01: the inverse square of the distance."""
    turn = 2.0 * np.pi * (day - _PERIHELION_DAY) / _YEAR
    return np.asarray((1.0 - _ECCENTRICITY * np.cos(turn)) ** -2)


def _year_turns(day: NDArray[np.int64]) -> Floats:
    turn = 2.0 * np.pi * day / _YEAR
    return np.stack([np.ones(len(day)), np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)], axis=1)


def _yule_walker(series: Floats) -> tuple[Floats, float]:
    """Autoregressive weights of a series and its noise, scaled to unit variance."""
    x = series - series.mean()
    covariance = np.array([np.dot(x[: len(x) - k], x[k:]) / len(x) for k in range(ORDER + 1)]) / x.var()
    matrix = covariance[np.abs(np.subtract.outer(np.arange(ORDER), np.arange(ORDER)))]
    weights = np.linalg.solve(matrix, covariance[1:])
    return weights, float(np.sqrt(max(0.0, 1.0 - weights @ covariance[1:])))


def _normal_share(score: Floats) -> Floats:
    """Share of a normal distribution below a score (Abramowitz and Stegun 26.2.17, error below 1e-7)."""
    t = 1.0 / (1.0 + 0.2316419 * np.abs(score))
    tail = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    upper = np.exp(-0.5 * score**2) / np.sqrt(2.0 * np.pi) * tail
    return np.asarray(np.where(score > 0, 1.0 - upper, upper))


def _curve_through(log_quantiles: Floats) -> Floats:
    """Polynomial through the logarithms of quantiles at ``SCORES``, scaled so that the quantity has mean one."""
    score = np.linspace(-HIGHEST_SCORE, HIGHEST_SCORE, 73)
    (_, low), (_, high) = (np.polynomial.polynomial.polyfit(SCORES[at], log_quantiles[at], 1) for at in _ENDS)
    line = np.maximum(score - SCORES[-1], 0.0) * high + np.minimum(score - SCORES[0], 0.0) * low
    curve = np.polynomial.polynomial.polyfit(score, np.interp(score, SCORES, log_quantiles) + line, _CURVE_DEGREE)
    fine = np.linspace(-HIGHEST_SCORE, HIGHEST_SCORE, 2001)
    weight = np.exp(-0.5 * fine**2)
    mean = (weight * np.exp(np.polynomial.polynomial.polyval(fine, curve))).sum() / weight.sum()
    curve[0] -= np.log(mean)
    return np.asarray(curve)
