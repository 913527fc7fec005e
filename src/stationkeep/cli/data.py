"""The commands of `stationkeep data`: how old the data are, and newer ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationkeep.cli.options import Json, PackName

data_app = typer.Typer(
    help="The data: how old they are, and newer space weather.", no_args_is_help=False, rich_markup_mode=None
)


@data_app.callback(invoke_without_command=True)
def _data(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@data_app.command()
def status(pack: PackName = "iss", as_json: Json = False) -> None:
    """Say how old the data are, and which snapshot is in use."""
    from stationkeep.cli.facts import status

    status(pack, as_json)


@data_app.command()
def refresh(
    files: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="FILE", help="A file already downloaded, in place of the network; repeatable."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Fetch newer space weather (CelesTrak) and forecasts of the sun (NASA); the only command that uses the network."""
    from stationkeep.cli.refresh import refresh

    refresh(files or (), as_json)
