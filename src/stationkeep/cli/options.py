"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, everything else on stderr.")]
PackName = Annotated[str, typer.Option("--pack", metavar="NAME|FOLDER", help="Pack of facts.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Date; by default the last that the pack knows.")]
Members = Annotated[int, typer.Option("--members", metavar="N", help="Simulated futures.")]
OwnMembers = Annotated[int | None, typer.Option("--members", metavar="N", help="Simulated futures.")]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Same seed, same answer.")]
Workers = Annotated[int | None, typer.Option("--workers", metavar="N", help="By default one a processor.")]
Plot = Annotated[Path | None, typer.Option("--plot", metavar="FILE.svg|png", help="Where the picture goes.")]
