"""Commands about the orbit of any object, ``decay``, ``hindcast`` and ``track``, and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationkeep.cli.app import app
from stationkeep.cli.options import Json, Members, PackName, Seed, Workers


@app.command()
def decay(
    altitude_km: Annotated[
        float | None, typer.Option("--altitude-km", metavar="KM", help="Mean semi-major axis less 6378.137 km.")
    ] = None,
    inclination_deg: Annotated[float | None, typer.Option("--inclination-deg", metavar="DEG", help="0 to 180.")] = None,
    raan_deg: Annotated[
        float | None, typer.Option("--raan-deg", metavar="DEG", help="Node; unknown: all equally likely.")
    ] = None,
    eccentricity: Annotated[
        float | None, typer.Option("--eccentricity", metavar="E", help="0 to 0.02; by default 0.")
    ] = None,
    argument_of_perigee_deg: Annotated[
        float | None, typer.Option("--argument-of-perigee-deg", metavar="DEG", help="Where the perigee lies.")
    ] = None,
    mass_kg: Annotated[float | None, typer.Option("--mass-kg", metavar="KG", help="Mass.")] = None,
    cda_m2: Annotated[float | None, typer.Option("--cda-m2", metavar="M2", help="Drag coefficient times area.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="From whose 00:00 UTC the forecast counts.")
    ] = None,
    elements: Annotated[
        Path | None,
        typer.Option("--elements", metavar="FILE", help="TLE, OMM or OEM; the arc before --on calibrates drag."),
    ] = None,
    burns: Annotated[
        Path | None,
        typer.Option("--burns", metavar="FILE.csv", help="Columns window_start_utc, window_end_utc: not drag."),
    ] = None,
    object_id: Annotated[
        str | None, typer.Option("--object", metavar="ID", help="Which object, where --elements holds several.")
    ] = None,
    to_km: Annotated[
        str | None, typer.Option("--to-km", metavar="KM,...", help="Altitudes to reach; by default 350,280,200,120.")
    ] = None,
    knowledge: Annotated[
        str, typer.Option("--knowledge", metavar="then|hindsight", help="The sun as forecast then, or as it was.")
    ] = "then",
    density_error: Annotated[
        str, typer.Option("--density-error", metavar="default|none", help="Whether density departs from its model.")
    ] = "default",
    density_model: Annotated[
        str,
        typer.Option("--density-model", metavar="nrlmsise00|nrlmsis21", help="The second has a licence of its own."),
    ] = "nrlmsise00",
    gravity: Annotated[
        str | None,
        typer.Option("--gravity", metavar="j2|j3", help="j3: with the frozen eccentricity (default of --elements)."),
    ] = None,
    f107: Annotated[float | None, typer.Option("--f107", metavar="SFU", help="Constant F10.7, with --ap.")] = None,
    ap: Annotated[float | None, typer.Option("--ap", metavar="AP", help="Constant Ap, with --f107.")] = None,
    horizon: Annotated[str, typer.Option("--horizon", metavar="3y|18m|90d", help="How far to look.")] = "10y",
    members: Members = 1000,
    seed: Seed = 1,
    workers: Workers = None,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE.svg|png", help="Where the plot goes.")] = None,
    as_json: Json = False,
) -> None:
    """Forecast how long any object stays in low orbit."""
    from stationkeep.cli.decay import Wishes
    from stationkeep.cli.decay import decay as show

    wishes = Wishes(
        altitude_km,
        inclination_deg,
        raan_deg,
        eccentricity,
        argument_of_perigee_deg,
        mass_kg,
        cda_m2,
        on,
        elements,
        object_id,
        to_km,
        knowledge,
        density_error,
        density_model,
        gravity,
        f107,
        ap,
        horizon,
        members,
        seed,
        workers,
        burns,
    )
    show(wishes, plot=plot, as_json=as_json)


@app.command()
def hindcast(
    altitudes: Annotated[
        Path, typer.Option("--altitudes", metavar="FILE.csv", help="Columns date_utc, mean_altitude_km.")
    ],
    burns: Annotated[
        Path | None,
        typer.Option("--burns", metavar="FILE.csv", help="Columns window_start_utc, window_end_utc; both ways."),
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="First start.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last start.")] = None,
    every: Annotated[str, typer.Option("--every", metavar="DAYS", help="Between starts.")] = "30d",
    leads: Annotated[str, typer.Option("--leads", metavar="DAYS,...", help="How far ahead.")] = "30,90,180",
    knowledge: Annotated[
        str,
        typer.Option("--knowledge", metavar="then|hindsight", help="Only what was known then, or the sun observed."),
    ] = "then",
    axis: Annotated[
        str, typer.Option("--axis", metavar="kozai|brouwer", help="The altitudes: of element sets, or as shown here.")
    ] = "kozai",
    inclination_deg: Annotated[float, typer.Option("--inclination-deg", metavar="DEG", help="Of the orbit.")] = 51.64,
    history: Annotated[
        str, typer.Option("--history", metavar="PACK|none", help="Arcs from before the file, at 51.6 deg.")
    ] = "iss",
    members: Annotated[int, typer.Option("--members", metavar="N", help="Simulated futures a start.")] = 1000,
    seed: Seed = 1,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="Draw it (.svg, .png or .pdf).")] = None,
    as_json: Json = False,
) -> None:
    """Forecast the altitude lost to drag from many past dates, against what happened."""
    from stationkeep.cli.hindcast import Wanted, hindcast

    wanted = Wanted(
        altitudes, burns, first, last, every, leads, knowledge, axis, inclination_deg, history, members, seed
    )
    hindcast(wanted, plot, as_json)


@app.command()
def track(
    altitude_km: Annotated[
        float, typer.Option("--altitude-km", metavar="KM", help="Mean altitude over 6378.137 km.")
    ] = 415.0,
    inclination_deg: Annotated[
        float, typer.Option("--inclination-deg", metavar="DEG", help="Inclination, 0 to 180.")
    ] = 51.64,
    days: Annotated[
        float | None, typer.Option("--days", metavar="N", help="Span asked for; by default the long run.")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Start, 00:00 UTC, with --raan-deg.")] = None,
    raan_deg: Annotated[
        float | None, typer.Option("--raan-deg", metavar="DEG", help="Right ascension of the node on that day.")
    ] = None,
    start_longitude_deg: Annotated[
        float | None,
        typer.Option("--start-longitude-deg", metavar="DEG", help="Or: where it starts northward over the equator."),
    ] = None,
    entry_window_hours: Annotated[
        float | None,
        typer.Option("--entry-window-hours", metavar="H", help="Tracks of an entry known to so many hours."),
    ] = None,
    mass_kg: Annotated[
        float | None, typer.Option("--mass-kg", metavar="KG", help="Mass to brake; by default the station's.")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.png|svg", help="Where a map of the world goes.")
    ] = None,
    pack: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Say over which countries an orbit passes, where an entry may fall, what a controlled one asks for."""
    from stationkeep.cli.track import Wishes, track

    track(
        Wishes(
            altitude_km,
            inclination_deg,
            days,
            on,
            raan_deg,
            start_longitude_deg,
            entry_window_hours,
            mass_kg,
            plot,
            as_json,
        ),
        pack,
    )
