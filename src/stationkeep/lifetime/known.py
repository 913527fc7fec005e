"""A body as its past shows it: the last known orbit, and drag learnt from the arc before a date."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from stationkeep.elements.mean import Arc
from stationkeep.errors import InputError
from stationkeep.lifetime.arcs import cut_arcs, reading_noise_km
from stationkeep.lifetime.body import Body
from stationkeep.lifetime.drag import BallisticCalibration, assume, calibrate
from stationkeep.lifetime.expected import ANY_OBJECT
from stationkeep.lifetime.implied import Weather
from stationkeep.orbit.density import DensityTable
from stationkeep.orbit.earth import frozen_ey
from stationkeep.sun.history import SpaceWeather
from stationkeep.wording import counted

MOST_GAP_DAYS = 400
"""Longest time from the last known orbit to the forecast. Over a gap members fall under the observed sun, each with
its own drag, so that an old orbit widens the answer; one of years ago would be no answer."""


def body_of_arc(
    arc: Arc,
    on: np.datetime64,
    history: SpaceWeather,
    *,
    model: str = "nrlmsise00",
    windows: npt.ArrayLike = (),
    certain: bool = False,
    frozen: bool = True,
    source: str = "the elements given",
) -> Body:
    """The body that an arc of mean orbits shows on a date.

    Parameters
    ----------
    arc : Arc
        Mean orbits before the date, from `stationkeep.elements`; its rises part it, for nothing rises by itself.
    on : datetime64
        UTC day of the forecast.
    history : SpaceWeather
        The observed sun; nothing from ``on`` on is looked at.
    model : {"nrlmsise00", "nrlmsis21"}
        Density model.
    windows : array_like, shape (window, 2)
        First and last day (since 1970-01-01) of known raises and lowerings.
    certain : bool
        Take the middle of the calibration, without its error.
    frozen : bool
        Whether the eccentricity vector turns about that of the frozen orbit.
    source : str
        In words, for the answer.

    Returns
    -------
    Body

    Raises
    ------
    InputError
        The last orbit is too long ago, or outside the range of the average.
    """
    last = arc.orbit(-1)
    moment = float(arc.day[-1])
    day = np.datetime64(int(np.floor(moment)), "D")
    gap = float(on.astype("datetime64[D]").astype(np.int64)) - moment
    if gap > MOST_GAP_DAYS:
        raise InputError(
            f"the last orbit before {on} is of {str(last.epoch)[:19]}, {gap:.0f} days earlier; expected at most "
            f"{MOST_GAP_DAYS}: give newer elements, or an earlier --on"
        )
    table = DensityTable.load(last.inclination_deg, model)
    known = history.known_by(on)
    earliest = float((known.first_day + 41).astype(np.int64))
    usable = arc.take(np.asarray(arc.day >= earliest))
    pieces = cut_arcs(usable.day, usable.altitude_km, windows, raan_deg=usable.raan_deg)
    stretches = [one for one in pieces if one.end_day < float((known.last_day + 1).astype(np.int64))]
    first = np.datetime64(int(stretches[0].begin_day) - 1 if stretches else int(earliest), "D")
    drag = calibrate(stretches, (day + 1).item(), table, Weather.known(known, first), prior=ANY_OBJECT)
    late = sum(one.end_day >= float((known.last_day + 1).astype(np.int64)) for one in pieces)
    if late:
        told = (
            f"{drag.note}; {counted(late, 'later arc')} not used, for no space weather is known since {known.last_day}"
        )
        drag = replace(drag, note=told)
    if certain:
        drag = _middle(drag)
    turning = float(frozen_ey(last.altitude_km, last.inclination_deg)) if frozen else 0.0
    noise = reading_noise_km(usable.day, usable.altitude_km)
    return Body(
        day=day,
        altitude_km=last.altitude_km,
        inclination_deg=last.inclination_deg,
        drag=drag,
        raan_deg=last.raan_deg,
        ex=last.ex,
        ey=last.ey,
        frozen_ey=turning,
        altitude_error_km=0.0 if certain else noise,
        fraction=moment - np.floor(moment),
        about=f"{source}: {counted(len(arc), 'mean orbit')} to {str(last.epoch)[:16]} UTC ({last.basis})",
        past=(usable.day, usable.altitude_km),
    )


def _middle(drag: BallisticCalibration) -> BallisticCalibration:
    """The calibration without its error: every member has the mean of what the days to come would have."""
    if not drag.arcs:
        raise InputError(
            "no arc of these elements tells the drag, and without its error nothing would be left of it; give "
            "--mass-kg and --cda-m2, or let density err"
        )
    mean = drag.now_m2_kg * float(np.exp(0.5 * drag.fast_sigma**2))
    return replace(assume(mean, density_error=False), note=f"middle of {drag.note}, its error left out")
