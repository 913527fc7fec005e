"""The Python face: a station on a date, and a scenario run to its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stationkeep.answer import Answer, build
from stationkeep.disruption.scenario import Scenario
from stationkeep.disruption.toml import load_scenario
from stationkeep.ensemble.run import run as live
from stationkeep.errors import ScenarioError
from stationkeep.facts.pack import Pack, load_pack
from stationkeep.facts.records import Asset
from stationkeep.supplies.flights import Docked, timeline
from stationkeep.supplies.inventory import Inventory, take_inventory
from stationkeep.supplies.owners import shares

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Station:
    """A station as its pack knows it on a date.

    Examples
    --------
    >>> station = Station.load("iss", on="2022-02-26")
    >>> station.people
    {'ros': 2, 'usos': 5}
    >>> [ship.flight for ship in station.docked if ship.seats]
    ['soyuz_ms_19', 'crew_3']
    """

    pack: Pack
    on: dt.date

    @classmethod
    def load(cls, pack: str | Path, on: str | dt.date | None = None) -> Station:
        """Load a pack and look at it on a date.

        Parameters
        ----------
        pack : str or Path
            Id of a bundled pack, or a folder.
        on : str, date or None
            Such as ``2022-02-26``; by default the last day that the pack knows.

        Raises
        ------
        InputError
            A pack that cannot be read, or a date that it does not know.
        """
        loaded = load_pack(pack)
        try:
            day = loaded.as_of if on is None else dt.date.fromisoformat(on) if isinstance(on, str) else on
        except ValueError as error:
            raise ScenarioError(f"'{on}' is not a date, expected one such as 2022-02-26") from error
        if not loaded.first_date <= day <= loaded.as_of:
            raise ScenarioError(
                f"{day} lies outside what the pack '{loaded.id}' knows ({loaded.first_date} to {loaded.as_of})"
            )
        return cls(loaded, day)

    @property
    def elements(self) -> dict[str, Asset]:
        """Elements in place on the date, by id, with owner, operator and mass."""
        return {
            name: row
            for name, row in self.pack.assets.items()
            if row.kind in ("element", "robotics")
            and (row.valid_from is None or row.valid_from <= self.on)
            and (row.valid_to is None or self.on <= row.valid_to)
        }

    @property
    def docked(self) -> tuple[Docked, ...]:
        """Ships at their ports on the date, with the residents who go home in each."""
        return timeline(self.pack, self.on, 400, "then").docked

    @property
    def people(self) -> dict[str, int]:
        """Residents aboard on the date, by occupant class."""
        ships = self.docked
        return {name: sum(ship.residents.get(name, 0) for ship in ships) for name in self.pack.occupants}

    @property
    def inventory(self) -> Inventory:
        """Elements, ships at their ports, people, stocks with intervals and the plan as it was known on the date."""
        return take_inventory(self.pack, self.on)

    @property
    def shares(self) -> pd.DataFrame:
        """Who owns and who operates what: a row for each measure, view (``by``) and party.

        Columns ``low``, ``value`` and ``high`` are in ``unit``; ``share`` is the part of the total, 0 to 1.

        Examples
        --------
        >>> shares = Station.load("iss", on="2022-04-02").shares
        >>> mass = shares[(shares.measure == "mass") & (shares.by == "owner")]
        >>> mass.set_index("party").share.round(2)["nasa"]
        np.float64(0.72)
        """
        import pandas as pd

        rows = [
            (one.measure, one.by, one.party, one.unit, one.amount.low, one.amount.value, one.amount.high, one.share)
            for one in shares(self.pack, self.inventory)
        ]
        return pd.DataFrame(rows, columns=["measure", "by", "party", "unit", "low", "value", "high", "share"])


def run(
    scenario: Scenario | str,
    *,
    members: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    out: Path | None = None,
    resume: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Answer:
    """Run a scenario, given as such or by the id of a bundled one, to its answer.

    Parameters are those of :func:`stationkeep.ensemble.run.run`.

    Examples
    --------
    >>> answer = run("announced-2022", members=8)  # doctest: +SKIP
    >>> len(answer.losses)  # doctest: +SKIP
    0
    """
    asked = load_scenario(scenario, load_pack("iss")) if isinstance(scenario, str) else scenario
    pack = load_pack(asked.pack)
    outcome = live(
        asked,
        members=members,
        seed=seed,
        workers=workers,
        out=out,
        resume=resume,
        progress=progress,
        pack=pack,
    )
    return build(outcome, pack)
