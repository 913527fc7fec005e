"""Options that most commands have."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, everything else on stderr.")]
PackName = Annotated[str, typer.Option("--pack", metavar="NAME|FOLDER", help="Pack of facts.")]
