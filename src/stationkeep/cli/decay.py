"""``decay``: from options to a body, and its forecast on a page."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stationkeep.cli.ask import angle, choice, parse_date
from stationkeep.cli.output import coloured, print_json, print_text, progress, say, width
from stationkeep.cli.target import check_picture
from stationkeep.errors import InputError

if TYPE_CHECKING:
    import numpy as np

    from stationkeep.lifetime.body import Body
    from stationkeep.lifetime.drag import BallisticCalibration


@dataclass(frozen=True)
class Wishes:
    """The options of ``decay``, as they were typed."""

    altitude_km: float | None = None
    inclination_deg: float | None = None
    raan_deg: float | None = None
    eccentricity: float | None = None
    argument_of_perigee_deg: float | None = None
    mass_kg: float | None = None
    cda_m2: float | None = None
    on: str | None = None
    elements: Path | None = None
    object_id: str | None = None
    to_km: str | None = None
    knowledge: str = "then"
    density_error: str = "default"
    density_model: str = "nrlmsise00"
    gravity: str | None = None
    f107: float | None = None
    ap: float | None = None
    horizon: str = "10y"
    members: int = 1000
    seed: int = 1
    workers: int | None = None
    burns: Path | None = None


_PREDICTED = ["States of an ephemeris may be predictions of its maker: the arc is taken as if it had been flown."]


def decay(wishes: Wishes, *, plot: Path | None, as_json: bool) -> None:
    """Forecast how long an object stays up, and show it."""
    from stationkeep.disruption.toml import parse_horizon
    from stationkeep.lifetime.document import document
    from stationkeep.lifetime.drivers import KNOWLEDGE
    from stationkeep.lifetime.forecast import forecast

    choice(wishes.knowledge, "--knowledge", KNOWLEDGE)
    choice(wishes.density_error, "--density-error", ("default", "none"))
    choice(wishes.gravity or "j2", "--gravity", ("j2", "j3"))
    choice(wishes.density_model, "--density-model", ("nrlmsise00", "nrlmsis21"))
    levels = _levels(wishes.to_km)
    check_picture(plot, "--plot")
    constant = _constant(wishes)
    _tabulate(wishes.density_model)
    body, on, read = _body(wishes)
    found = forecast(
        body,
        on=on,
        to_km=levels,
        constant=constant,
        knowledge=wishes.knowledge,
        horizon_days=parse_horizon(wishes.horizon),
        members=wishes.members,
        seed=wishes.seed,
        model=wishes.density_model,
        workers=wishes.workers,
        progress=progress(),
    )
    told = document(found) | read
    told["assumptions"] += _PREDICTED if read and read["elements"]["states"] else []
    if as_json:
        print_json(told)
    else:
        print_text(_page(told, plot))
    if plot is not None:
        from stationkeep.lifetime.plot import draw

        draw(found, plot)


def _tabulate(model: str) -> None:
    """Make the tables of a density model that is not bundled, where that has not been done, and tell of it."""
    from stationkeep.orbit.density import DensityTable

    tell = progress(f"% of the density tables of {model}, made once and kept")
    DensityTable.load(0.0, model, lambda share: tell(int(100.0 * share), 100))


def _levels(text: str | None) -> list[float] | None:
    if text is None:
        return None
    try:
        levels = [float(part) for part in text.split(",") if part.strip()]
    except ValueError:
        levels = []
    if not levels or not all(math.isfinite(level) for level in levels):
        raise InputError(f"--to-km is '{text[:60]}', expected altitudes such as 350,280,200,120")
    return levels


def _constant(wishes: Wishes) -> tuple[float, float] | None:
    if wishes.f107 is None and wishes.ap is None:
        return None
    if wishes.f107 is None or wishes.ap is None:
        raise InputError("--f107 and --ap hold the sun constant together; give both, or neither for a forecast")
    return wishes.f107, wishes.ap


def _body(wishes: Wishes) -> tuple[Body, np.datetime64, dict[str, Any]]:
    """Return the object, the day of the forecast, and what to tell of the file that it was read from."""
    import numpy as np

    if wishes.on is None:
        raise InputError("the day of the forecast is missing; give --on, for example --on 2022-02-26")
    on = np.datetime64(parse_date(wishes.on, "--on"), "D")
    if wishes.elements is not None:
        body, read = _from_elements(wishes, wishes.elements, on)
        return body, on, {"elements": read}
    return _from_numbers(wishes, on), on, {}


def _from_elements(wishes: Wishes, path: Path, on: np.datetime64) -> tuple[Body, dict[str, Any]]:
    from stationkeep.elements.door import read_elements
    from stationkeep.elements.mean import arc_before
    from stationkeep.elements.records import describe
    from stationkeep.evidence.hindcast_record import read_windows
    from stationkeep.lifetime.known import body_of_arc
    from stationkeep.sun.history import SpaceWeather

    stray = [
        name
        for name, value in (
            ("--altitude-km", wishes.altitude_km),
            ("--inclination-deg", wishes.inclination_deg),
            ("--raan-deg", wishes.raan_deg),
            ("--eccentricity", wishes.eccentricity),
            ("--argument-of-perigee-deg", wishes.argument_of_perigee_deg),
        )
        if value is not None
    ]
    if stray:
        raise InputError(f"{' and '.join(stray)} and --elements both say where the object is; give one of them")
    windows = () if wishes.burns is None else read_windows(wishes.burns)
    reading = read_elements(path)
    for line in describe(reading):
        say(line)
    chosen = reading.choose(wishes.object_id)
    body = body_of_arc(
        arc_before(chosen, on),
        on,
        SpaceWeather.load(),
        model=wishes.density_model,
        windows=windows,
        certain=wishes.density_error == "none" and wishes.cda_m2 is None,
        frozen=wishes.gravity != "j2",
        source=path.name,
    )
    if wishes.cda_m2 is not None or wishes.mass_kg is not None:
        body = replace(body, drag=_drag_given(wishes))
    return body, {
        "file": path.name,
        "sets": len(reading.sets),
        "states": sum(len(one) for one in reading.segments),
        "duplicates": reading.duplicates,
        "complaints": [asdict(one) for one in reading.complaints],
    }


def _from_numbers(wishes: Wishes, on: np.datetime64) -> Body:
    import numpy as np

    from stationkeep.lifetime.body import Body
    from stationkeep.orbit.earth import frozen_ey

    needed = {
        "--altitude-km": wishes.altitude_km,
        "--inclination-deg": wishes.inclination_deg,
        "--mass-kg": wishes.mass_kg,
        "--cda-m2": wishes.cda_m2,
    }
    missing = [name for name, value in needed.items() if value is None]
    if missing:
        raise InputError(
            f"{' and '.join(missing)} missing; an orbit from numbers needs {', '.join(needed)} and --on, "
            "or give --elements FILE"
        )
    assert wishes.altitude_km is not None and wishes.inclination_deg is not None
    eccentricity, argument_deg = wishes.eccentricity or 0.0, wishes.argument_of_perigee_deg or 0.0
    for name, given in (("--object", wishes.object_id), ("--burns", wishes.burns)):
        if given is not None:
            raise InputError(f"{name} tells more of --elements FILE; give that file too")
    angle(wishes.raan_deg, "--raan-deg")
    angle(argument_deg, "--argument-of-perigee-deg")
    for name, value in (
        ("--altitude-km", wishes.altitude_km),
        ("--inclination-deg", wishes.inclination_deg),
        ("--eccentricity", eccentricity),
    ):
        if not math.isfinite(value):
            raise InputError(f"{name} is {value}, expected a number")
    if eccentricity < 0.0:
        raise InputError(f"--eccentricity is {eccentricity:g}, expected 0 to 0.02")
    perigee = np.radians(argument_deg)
    turning = float(frozen_ey(wishes.altitude_km, wishes.inclination_deg)) if wishes.gravity == "j3" else 0.0
    raan = "" if wishes.raan_deg is not None else "; node unknown, every local time taken as equally likely"
    return Body(
        on,
        wishes.altitude_km,
        wishes.inclination_deg,
        _drag_given(wishes),
        wishes.raan_deg,
        eccentricity * float(np.cos(perigee)),
        eccentricity * float(np.sin(perigee)),
        turning,
        about=f"from the numbers given{raan}",
    )


def _drag_given(wishes: Wishes) -> BallisticCalibration:
    from stationkeep.lifetime.drag import assume

    if wishes.mass_kg is None or wishes.cda_m2 is None:
        raise InputError("--mass-kg and --cda-m2 tell the drag together; give both")
    for name, value in (("--mass-kg", wishes.mass_kg), ("--cda-m2", wishes.cda_m2)):
        if not 0.0 < value < math.inf:
            raise InputError(f"{name} is {value:g}, expected more than 0")
    return assume(wishes.cda_m2 / wishes.mass_kg, density_error=wishes.density_error != "none")


def _page(told: dict[str, Any], plot: Path | None) -> str:
    """Return the page: the answer, a table of altitudes, and what it rests on."""
    from stationkeep.cli.pen import Pen

    pen = Pen(width(), coloured())
    pen.wrap(" ".join(told["answer"]), first="", rest="")
    pen.add()
    end = str(dt.date.fromisoformat(told["on"]) + dt.timedelta(told["horizon_days"]))[:7]
    heads = "   ".join(f"{word:>10}" for word in ("5 %", "half", "95 %"))
    pen.add(f"  {'down to':>9}   {heads}   {'days: 5 %':>9} {'half':>8} {'95 %':>8}   {'by ' + end:>7}")
    for row in told["reach"]:
        dates = "   ".join(f"{row[f'date_{p}'] or 'later':>10}" for p in ("p05", "p50", "p95"))
        days = " ".join(
            f"{'-' if row[f'days_{p}'] is None else format(row[f'days_{p}'], ',.1f'):>{n}}"
            for p, n in (("p05", 9), ("p50", 8), ("p95", 8))
        )
        pen.add(f"  {row['altitude_km']:>6g} km   {dates}   {days}   {100 * row['probability']:>5.1f} %")
    pen.add()
    for line in told["assumptions"]:
        pen.wrap(line, first="  ", rest="    ")
    if plot is not None:
        pen.add()
        pen.wrap(f"plot: {plot}")
    return "\n".join(pen.lines)
