"""The Answer: everything one scenario's outcome says, ready for reading, plotting and keeping."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stationkeep.answer import document, knot, ledger, quantities, sensitivity
from stationkeep.answer.knot import Knot
from stationkeep.answer.quantities import Loss, Reached
from stationkeep.answer.sensitivity import Effect
from stationkeep.answer.sentences import Found, sentences
from stationkeep.disruption.scenario import Scenario
from stationkeep.ensemble.outcome import Outcome
from stationkeep.errors import InputError
from stationkeep.facts.pack import Pack

if TYPE_CHECKING:
    import pandas
    import xarray


@dataclass(frozen=True)
class Answer:
    """What one scenario leads to, with its uncertainty and its reasons.

    Parameters
    ----------
    outcome : Outcome
        What the ensemble found, member by member.
    pack : Pack
        The facts behind it.
    contrast : Scenario, optional
        The scenario set beside this one: what was announced beside what was threatened.

    Examples
    --------
    ``build(run(scenario, members=2000), pack).losses`` is the table of what stops, in order.
    """

    outcome: Outcome
    pack: Pack
    contrast: Scenario | None = None

    @cached_property
    def _losses(self) -> tuple[Loss, ...]:
        return quantities.losses(self.outcome)

    @cached_property
    def _rungs(self) -> tuple[Reached, ...]:
        return quantities.ladder(self.outcome)

    @cached_property
    def _effects(self) -> tuple[Effect, ...]:
        chosen = sensitivity.headlines(knot.interest(self._losses), self._rungs, self.outcome.members)
        return sensitivity.rank(self.outcome, chosen)

    @cached_property
    def _knot(self) -> Knot | None:
        return knot.find(self.outcome, self._losses)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The answer in sentences, in reading order."""
        found = Found(self.outcome, self.pack, self._losses, self._rungs, self._effects, self._knot, self.contrast)
        return sentences(found)

    @cached_property
    def _document(self) -> dict[str, Any]:
        return document.assemble(
            self.outcome,
            self.pack,
            sentences=self.sentences,
            losses=self._losses,
            rungs=self._rungs,
            effects=self._effects,
            tight=self._knot,
            contrast=self.contrast,
        )

    @cached_property
    def losses(self) -> pandas.DataFrame:
        """What stops, in order: one row a function with a probability above zero; dates beyond are ``NaT``."""
        import pandas

        columns = [
            "function",
            "label",
            "probability",
            "standard_error",
            "date_p05",
            "date_p50",
            "date_p95",
            "because",
        ]
        table = pandas.DataFrame(
            [{key: row[key] for key in columns} for row in self._document["losses"]], columns=columns
        )
        for column in columns[4:7]:
            table[column] = pandas.to_datetime(table[column])
        return table

    @cached_property
    def ledger(self) -> pandas.DataFrame:
        """What stopped or came back and why, one row a link; columns are ``ledger.COLUMNS``."""
        import pandas

        table = pandas.DataFrame(ledger.flat(self._document["ledger"]), columns=list(ledger.COLUMNS))
        for column in ("date", "date_p05", "date_p95"):
            table[column] = pandas.to_datetime(table[column])
        return table

    @cached_property
    def series(self) -> xarray.Dataset:
        """Altitude (km), stocks and crew over time, with CF attributes."""
        from stationkeep.answer.series import dataset

        return dataset(self.outcome)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values: every key that ``stationkeep run --json`` promises."""
        import copy

        return copy.deepcopy(self._document)

    def to_json(self, path: str | Path | None = None) -> str:
        """Return the same as text, and write it when a path is given; the same outcome gives the same bytes."""
        text = document.to_json(self._document)
        if path is not None:
            write_text(Path(path), text + "\n")
        return text

    def to_html(self, path: str | Path | None = None) -> str:
        """Return the report as one self-contained page, and write it when a path is given."""
        from stationkeep.answer.report import render

        text = render(self._document)
        if path is not None:
            write_text(Path(path), text)
        return text

    def to_netcdf(self, path: str | Path) -> None:
        """Write :attr:`series` as NetCDF-4.

        Raises
        ------
        RunError
            No library for NetCDF is installed.
        """
        from stationkeep.answer.series import write_netcdf

        write_netcdf(self.outcome, Path(path))


def write_text(path: Path, text: str) -> None:
    """Write a file, making its folder; a path that cannot be written is the user's to mend.

    Raises
    ------
    InputError
        The file cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise InputError(
            f"'{path}' cannot be written ({reason}); name a file in a folder that you may write to"
        ) from error


def build(outcome: Outcome, pack: Pack, contrast: Scenario | None = None) -> Answer:
    """Return the answer that an outcome gives.

    Parameters
    ----------
    outcome : Outcome
        What the ensemble found.
    pack : Pack
        The facts behind it.
    contrast : Scenario, optional
        The scenario to set beside it; by default the bundled one that the scenario names, if the pack has it.
    """
    if contrast is None and outcome.scenario.contrast:
        from stationkeep.disruption.toml import bundled

        named = (one for one in bundled(pack) if one.id == outcome.scenario.contrast)
        contrast = next(named, None)
    return Answer(outcome, pack, contrast)
