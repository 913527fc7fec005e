"""States of an element set over time, by SGP4 itself; needs the package `sgp4`."""

from __future__ import annotations

from typing import Any

import numpy as np

from stationkeep.elements.records import ElementSet, Epochs, States
from stationkeep.errors import InputError
from stationkeep.orbit.earth import DAY_S

# Julian date of 1970-01-01 00:00, and days from 1949-12-31 00:00, where SGP4 counts from, to it.
_UNIX_JULIAN = 2440587.5
_UNIX_FROM_1949 = 7306.0


def sample_states(one: ElementSet, epoch: Epochs) -> States:
    """Positions and velocities that SGP4 gives for one element set, in TEME.

    Parameters
    ----------
    one : ElementSet
    epoch : datetime64, shape (state,)
        UTC, increasing. SGP4 is good for days to weeks about the epoch of the set.

    Raises
    ------
    InputError
        The package `sgp4` is not installed, or SGP4 finds that the object has decayed by one of the epochs.
    """
    satellite = satrec(one)
    day = epoch.astype("datetime64[us]").astype(np.int64) / (DAY_S * 1e6)
    whole = np.floor(day)
    error, position, velocity = satellite.sgp4_array(whole + _UNIX_JULIAN, day - whole)
    if error.any():
        first = int(np.flatnonzero(error)[0])
        raise InputError(
            f"SGP4 cannot carry the set of {one.epoch} to {epoch[first]} (its error {error[first]}); "
            "give epochs nearer to the set, before the object decays"
        )
    return States(one.object_name, one.object_id, "TEME", epoch.astype("datetime64[us]"), position, velocity)


def satrec(one: ElementSet) -> Any:
    """The record with which the package `sgp4` computes."""
    try:
        from sgp4.api import WGS72, Satrec
    except ImportError as cause:
        raise InputError(
            "states of an element set need the package sgp4, which is not installed; install it with: "
            "pip install 'stationkeep[elements]'"
        ) from cause
    satellite = Satrec()
    satellite.sgp4init(
        WGS72,
        "i",
        one.catalogue_number,
        one.epoch_us / (DAY_S * 1e6) + _UNIX_FROM_1949,
        one.bstar_per_earth_radius,
        one.mean_motion_dot * 2.0 * np.pi / 1440.0**2,
        one.mean_motion_ddot * 2.0 * np.pi / 1440.0**3,
        one.eccentricity,
        np.radians(one.argument_of_perigee_deg),
        np.radians(one.inclination_deg),
        np.radians(one.mean_anomaly_deg),
        one.mean_motion_rev_day * 2.0 * np.pi / 1440.0,
        np.radians(one.raan_deg),
    )
    return satellite
