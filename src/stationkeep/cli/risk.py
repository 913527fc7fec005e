"""Options of the commands about owners who refuse; what each does is the function of its name in its module."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationkeep.cli.app import face
from stationkeep.cli.options import Json, Members, On, PackName, Plot, Seed, Workers

Scopes = Annotated[
    str | None,
    typer.Option("--scopes", metavar="SCOPE,...", help="What a refusal covers; by default all but lifeboat."),
]


@face("cutsets")
def cutsets(
    function: Annotated[
        str | None,
        typer.Option("--function", metavar="F", help="A function; at depth direct also a vehicle or an asset."),
    ] = None,
    on: On = None,
    within: Annotated[int, typer.Option("--within", metavar="DAYS", help="Lost within so many days.")] = 180,
    of: Annotated[str, typer.Option("--of", metavar="parties|assets", help="Who or what stops.")] = "parties",
    order: Annotated[int, typer.Option("--order", metavar="N", help="Largest set looked for.")] = 3,
    depth: Annotated[
        str, typer.Option("--depth", metavar="direct|cascade", help="At once, or with what the days then take.")
    ] = "direct",
    probability: Annotated[
        list[str] | None,
        typer.Option("--probability", metavar="PARTY=P", help="Probability that it stops; repeatable."),
    ] = None,
    scopes: Scopes = None,
    tree: Annotated[
        Path | None, typer.Option("--tree", metavar="FILE.xml", help="Instead: a fault tree in Open-PSA XML.")
    ] = None,
    members: Annotated[
        int | None, typer.Option("--members", metavar="N", help="Simulated futures; by default 1000, cascade 256.")
    ] = None,
    seed: Seed = 1,
    workers: Workers = None,
    pack_name: PackName = "iss",
    as_json: Json = False,
) -> None:
    """List every minimal set of parties (or assets) whose stop loses a function."""


@face("suppliers")
def suppliers(
    vehicles: Annotated[
        list[str] | None, typer.Argument(metavar="[VEHICLE...]", help="Types of vehicle; by default all that fly.")
    ] = None,
    on: On = None,
    pack_name: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Say who stands behind each vehicle, step by step, and how long deliveries on hand carry it."""


@face("matrix")
def matrix(
    on: On = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="DATE", help="A second date: what changed between the two.")
    ] = None,
    horizon: Annotated[str, typer.Option("--horizon", metavar="1y|18m|90d", help="How far to look.")] = "1y",
    party: Annotated[
        list[str] | None, typer.Option("--party", metavar="PARTY", help="Only this party; repeatable.")
    ] = None,
    scopes: Scopes = None,
    members: Members = 1000,
    seed: Seed = 1,
    workers: Workers = None,
    plot: Plot = None,
    pack_name: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Withdraw each party alone: days to the loss of each function, and who is hurt."""


@face("clock")
def clock(
    scenario: Annotated[
        str, typer.Argument(metavar="[SCENARIO]", help="A bundled id or a TOML file.")
    ] = "suspension-2022",
    horizon: Annotated[str, typer.Option("--horizon", metavar="4y|18m|90d", help="Longest suspension tried.")] = "4y",
    step: Annotated[int, typer.Option("--step", metavar="DAYS", help="Between two dates of resumption.")] = 30,
    members: Members = 128,
    seed: Seed = 1,
    workers: Workers = None,
    plot: Plot = None,
    pack_name: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Say how long a suspension can last before a function, or the station, cannot be brought back."""


@face("claims")
def claims(
    which: Annotated[
        str | None, typer.Argument(metavar="[ID|FILE.csv]", help="One claim, or claims of your own; by default all.")
    ] = None,
    members: Members = 256,
    seed: Seed = 1,
    workers: Workers = None,
    pack_name: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Hold published statements against the model."""


@face("graph")
def graph(
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE", help=".graphml, .json, .svg, .png; .xml: fault tree of --function."),
    ] = None,
    on: On = None,
    function: Annotated[
        str | None, typer.Option("--function", metavar="F", help="Whose fault tree goes into an .xml file.")
    ] = None,
    of: Annotated[
        str, typer.Option("--of", metavar="parties|assets", help="Basic events of the fault tree.")
    ] = "parties",
    collapse: Annotated[
        str, typer.Option("--collapse", metavar="none|party|function|segment", help="How much is drawn as one.")
    ] = "party",
    pack_name: PackName = "iss",
    as_json: Json = False,
) -> None:
    """Export who owns what and what needs what, or draw it."""
