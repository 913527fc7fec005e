"""The command line as a whole. Its commands stand in `station`, `orbits` and `risk`, what they do in modules apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from typing import Annotated, Any

import typer

from stationkeep.cli.data import data_app

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
    for part in ("station", "orbits", "risk"):  # their commands register themselves, in the order of the help
        import_module(f"stationkeep.cli.{part}")
    return typer.main.get_command(app)


def face(module: str) -> Callable[[Callable[..., None]], Callable[..., Any]]:
    """Make a command of a function that is its options alone.

    What it does is the function of the same name in a module of `cli`, called with the options by name. The module is
    imported then and not before, so that help is told at once.
    """

    def register(options: Callable[..., None]) -> Callable[..., Any]:
        @wraps(options)
        def call(**given: Any) -> Any:
            return getattr(import_module(f"stationkeep.cli.{module}"), options.__name__)(**given)

        call.module = module  # type: ignore[attr-defined]
        return app.command()(call)

    return register


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
