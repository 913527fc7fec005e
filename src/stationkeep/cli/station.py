"""Commands about the station and what may become of it: scenarios, facts, owners, past stops, news; their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationkeep.cli.app import app, face
from stationkeep.cli.options import Json, OwnMembers, PackName, Seed, Workers


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
    members: OwnMembers = None,
    seed: Seed = 1,
    workers: Workers = None,
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


@face("run")
def report(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A folder made by --out, or a file of `run --json`.")],
    to: Annotated[Path | None, typer.Option("--report", metavar="FILE.html", help="Where the report goes.")] = None,
    as_json: Json = False,
) -> None:
    """Make the report of a kept run again."""


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
    sure: Annotated[
        float | None,
        typer.Option("--sure", metavar="S", help="Keep what is so sure (0 to 1; few are above 0.8)."),
    ] = None,
    run: Annotated[bool, typer.Option("--run", help="Run what the texts ask.")] = False,
    members: Annotated[
        int | None, typer.Option("--members", metavar="N", help="Simulated futures of --run and --test-claims.")
    ] = None,
    seed: Seed = 1,
    pack: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Read news: who said he would stop what, and a scenario of it."""
    from stationkeep.cli.read import ReadWishes, read

    read(files, pack, ReadWishes(published, scenario, report, claims, test_claims, sure, run, members, seed, as_json))


@face("listings")
def scenarios(pack_name: PackName = "iss", as_json: Json = False) -> None:
    """List the bundled scenarios and the statements each rests on."""


@face("listings")
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A scenario file, or the folder of a pack.")],
    pack_name: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Check a scenario or a pack, and say how to mend it."""


@face("listings")
def schema(
    of: Annotated[str, typer.Argument(metavar="[scenario|run|replay]", help="Of which object.")] = "scenario",
    as_json: Json = False,
) -> None:
    """Print the JSON Schema of a scenario file, of what `run --json` prints, or of a replay case."""


@face("facts")
def facts(
    key: Annotated[str | None, typer.Argument(metavar="[KEY]", help="Any id of the pack.")] = None,
    pack_name: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Show a fact with its source; without a key, what there is."""


@face("owners")
def owners(
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; by default the pack's last.")] = None,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE.svg|png", help="Where a picture goes.")] = None,
    pack_name: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Say who owns, operates and supplies what: mass, modules, power, propulsion, seats."""


@face("replay")
def replay(
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE|FILE.toml]", help="A bundled case or a case file; by default all cases."),
    ] = None,
    members: OwnMembers = None,
    seed: Seed = 1,
    plots: Annotated[Path | None, typer.Option("--plots", metavar="DIR", help="Where a plot a case goes.")] = None,
    pack_name: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Predict past stops from what was known then, and compare with what happened."""
