"""The commands and their options. What they do stands in the modules that they import when they run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from stationkeep.cli.data import data_app
from stationkeep.cli.options import Json, PackName

app = typer.Typer(
    name="stationkeep",
    help="If a partner stops cooperating on the International Space Station: what stops working, when, how sure are "
    "we, and what can the others do about it?",
    epilog="Begin with: stationkeep run suspension-2022",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100, "terminal_width": 100},
)
app.add_typer(data_app, name="data")


def command() -> Any:
    """Return the command line as one command."""
    import stationkeep.cli.risk  # noqa: F401  (its commands register themselves)

    return typer.main.get_command(app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"stationkeep {version('stationkeep')}")
        raise typer.Exit()


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Version.")] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def run(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[SCENARIO]", help="A bundled id (stationkeep scenarios) or a TOML file."),
    ] = None,
    suspend: Annotated[
        list[str] | None,
        typer.Option("--suspend", metavar="PARTY[:SCOPE,...]", help="A party stops, whole or by scope; repeatable."),
    ] = None,
    fail: Annotated[
        list[str] | None,
        typer.Option("--fail", metavar="ASSET", help="An asset or vehicle type fails; repeatable."),
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Day of --suspend and --fail.")] = None,
    notice: Annotated[
        int | None, typer.Option("--notice", metavar="DAYS", help="Days between announcement and effect.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="First day of cooperation again.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help="First simulated day; by default --on.")
    ] = None,
    horizon: Annotated[str | None, typer.Option("--horizon", metavar="3y|18m|90d", help="How far to look.")] = None,
    knowledge: Annotated[
        str | None,
        typer.Option("--knowledge", metavar="then|hindsight", help="Only what was known then, or what then happened."),
    ] = None,
    members: Annotated[int | None, typer.Option("--members", metavar="N", help="Simulated futures.")] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Same seed, same answer.")] = 1,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", help="By default one a processor; the answer is the same."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Keep the run: chunks, answer.json, report.html."),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Take up what --out holds.")] = False,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE.html", help="Where the report goes.")] = None,
    pack: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Answer a scenario: what stops, when, how sure, and why."""
    from stationkeep.cli.ask import Wishes
    from stationkeep.cli.run import Outputs, answer

    wishes = Wishes(
        scenario,
        tuple(suspend or ()),
        tuple(fail or ()),
        on,
        notice,
        until,
        start,
        horizon,
        knowledge,
        members,
    )
    answer(wishes, pack, seed=seed, workers=workers, outputs=Outputs(out, resume, report, as_json))


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
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Same seed, same answer.")] = 1,
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
def scenarios(pack: PackName = "iss", as_json: Json = False) -> None:
    """List the bundled scenarios and the statements each rests on."""
    from stationkeep.cli.listings import scenarios

    scenarios(pack, as_json)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A scenario file, or the folder of a pack.")],
    pack: PackName = "iss",
    as_json: Json = False,
) -> int:
    """Check a scenario or a pack, and say how to mend it."""
    from stationkeep.cli.listings import check

    return check(file, pack, as_json)


@app.command()
def schema(
    of: Annotated[str, typer.Argument(metavar="[scenario|run|replay]", help="Of which object.")] = "scenario",
    as_json: Json = False,
) -> None:
    """Print the JSON Schema of a scenario file, of what `run --json` prints, or of a replay case."""
    from stationkeep.cli.listings import schema

    schema(of, as_json)


@app.command()
def replay(
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE|FILE.toml]", help="A bundled case or a case file; by default all cases."),
    ] = None,
    members: Annotated[int | None, typer.Option("--members", metavar="N", help="Simulated futures.")] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Same seed, same answer.")] = 1,
    plots: Annotated[Path | None, typer.Option("--plots", metavar="DIR", help="Where a plot a case goes.")] = None,
    pack: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Predict past stops from what was known then, and compare with what happened."""
    from stationkeep.cli.replay import replay

    replay(case, pack, members=members, seed=seed, plots=plots, as_json=as_json)


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
    members: Annotated[int, typer.Option("--members", metavar="N", help="Simulated futures.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Same seed, same answer.")] = 1,
    workers: Annotated[int | None, typer.Option("--workers", metavar="N", help="By default one a processor.")] = None,
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
    )
    show(wishes, plot=plot, as_json=as_json)


@app.command()
def facts(
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", help="Any id of the pack.")] = None,
    pack: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Show a fact with its source; without a key, what there is."""
    from stationkeep.cli.facts import facts

    facts(key, pack, as_json)


@app.command()
def owners(
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; by default the pack's last.")] = None,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE.svg|png", help="Where a picture goes.")] = None,
    pack: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Say who owns, operates and supplies what: mass, modules, power, propulsion, seats."""
    from stationkeep.cli.owners import owners

    owners(on, pack, plot=plot, as_json=as_json)


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
        float, typer.Option("--mass-kg", metavar="KG", help="Mass that a controlled entry has to brake.")
    ] = 420_000.0,
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


@app.command()
def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="News texts: plain text or saved HTML.")],
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="Day of publication of all of them.")
    ] = None,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", metavar="OUT.toml", help="Write the draft scenario there.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", metavar="FILE.html", help="Write a page of the marked texts there.")
    ] = None,
    claims: Annotated[
        Path | None, typer.Option("--claims", metavar="OUT.csv", help="Write what the texts claim, for `claims`.")
    ] = None,
    test_claims: Annotated[bool, typer.Option("--test-claims", help="Hold what they claim against the model.")] = False,
    run: Annotated[bool, typer.Option("--run", help="Run what the texts ask.")] = False,
    members: Annotated[
        int | None, typer.Option("--members", metavar="N", help="Simulated futures of --run and --test-claims.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Same seed, same answer.")] = 1,
    pack: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Read news: who said he would stop what, and a scenario of it."""
    from stationkeep.cli.read import ReadWishes, read

    read(files, pack, ReadWishes(published, scenario, report, claims, test_claims, run, members, seed, as_json))


@app.command()
def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A folder made by --out, or a file of `run --json`.")],
    to: Annotated[Path | None, typer.Option("--report", metavar="FILE.html", help="Where the report goes.")] = None,
    as_json: Json = False,
) -> None:
    """Make the report of a kept run again."""
    from stationkeep.cli.run import report

    report(run, to, as_json)
