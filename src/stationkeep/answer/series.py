"""The series of an outcome as an xarray dataset with CF attributes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from stationkeep.answer.quantities import LEVELS
from stationkeep.ensemble.outcome import Outcome, Series
from stationkeep.errors import RunError

if TYPE_CHECKING:
    import xarray

ALTITUDE_NOTE = "mean semi-major axis (Brouwer, J2) less 6378.137 km"
_UDUNITS = {"people": "1", "items": "1", "units": "1", "seats": "1", "fraction": "1", "l": "L"}


def dataset(outcome: Outcome) -> xarray.Dataset:
    """Return altitude, stocks and crew as ``(quantile, time)``, and days of loss as ``(function, member)``.

    A name ending in ``_undisturbed`` is the same quantity of the twin with nobody suspended.
    """
    import xarray

    start = np.datetime64(outcome.scenario.start, "ns")
    time = start + outcome.sample_days.astype("timedelta64[D]")
    variables: dict[str, Any] = {}
    if outcome.altitude is not None:
        variables |= _pair("altitude_km", outcome.altitude, ALTITUDE_NOTE)
    for key, one in sorted(outcome.stocks.items()):
        variables |= _pair(f"stock_{key}", one, "aboard")
    for key, one in sorted(outcome.crew.items()):
        variables |= _pair(f"crew_{key}", one, "people aboard")
    never = "days since the start; -1: never within the horizon"
    for name, dimension, table in (
        ("loss_day", "function", [fate.lost_day for fate in outcome.functions]),
        ("rung_day", "rung", [rung.day for rung in outcome.rungs]),
    ):
        if table:
            attributes = {"long_name": name.replace("_", " "), "comment": never, "units": "1"}
            variables[name] = ((dimension, "member"), np.stack(table).astype(np.int32), attributes)
    made = xarray.Dataset(
        variables,
        coords={
            "time": ("time", time, {"standard_name": "time", "long_name": "day (UTC)", "axis": "T"}),
            "quantile": ("quantile", np.array(LEVELS), {"long_name": "share of members below", "units": "1"}),
            "function": ("function", [fate.id for fate in outcome.functions], {"long_name": "function"}),
            "rung": ("rung", [rung.id for rung in outcome.rungs], {"long_name": "rung of the ladder"}),
        },
        attrs={
            "Conventions": "CF-1.11",
            "title": outcome.scenario.title,
            "source": f"stationkeep, scenario {outcome.scenario.id}, {outcome.members} members, seed {outcome.seed}",
            "comment": "percentiles over simulated futures, day by day; no line is one future",
        },
    )
    made["time"].encoding = {"units": f"days since {outcome.scenario.start} 00:00:00", "dtype": "float64"}
    return made


def _pair(name: str, one: Series, note: str) -> dict[str, Any]:
    name = re.sub(r"\W", "_", name)
    units = _UDUNITS.get(one.unit, one.unit)
    parts = (("", (one.p05, one.p50, one.p95)), ("_undisturbed", (one.twin_p05, one.twin_p50, one.twin_p95)))
    return {
        f"{name}{tail}": (
            ("quantile", "time"),
            np.stack(values),
            {"long_name": one.label + tail.replace("_", ", "), "units": units, "comment": note},
        )
        for tail, values in parts
    }


def write_netcdf(outcome: Outcome, path: Path) -> None:
    """Write the dataset as NetCDF-4.

    Raises
    ------
    RunError
        No library for NetCDF is installed.
    """
    from importlib.util import find_spec

    known = (("h5netcdf", ("h5netcdf", "h5py")), ("netcdf4", ("netCDF4",)))
    fit = [name for name, modules in known if all(find_spec(module) for module in modules)]
    if not fit:
        raise RunError("writing NetCDF needs h5netcdf and h5py, which are not installed; pip install h5netcdf h5py")
    dataset(outcome).to_netcdf(path, engine=fit[0])  # type: ignore[call-overload]
