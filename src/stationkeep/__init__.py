"""If a partner stops cooperating on a shared space station: what stops working, when, how sure, and what then?

>>> import stationkeep as sk
>>> station = sk.Station.load("iss", on="2022-02-26")  # doctest: +SKIP
>>> answer = sk.run("suspension-2022", members=200, seed=1)  # doctest: +SKIP
>>> answer.losses[["label", "date_p50", "probability"]]  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stationkeep.answer import Answer
    from stationkeep.disruption.scenario import Failure, Response, Scenario, Suspension
    from stationkeep.errors import InputError, PackError, ScenarioError, StationkeepError, UnknownName
    from stationkeep.study import Station, run

__all__ = [
    "Answer",
    "Failure",
    "InputError",
    "PackError",
    "Response",
    "Scenario",
    "ScenarioError",
    "Station",
    "StationkeepError",
    "Suspension",
    "UnknownName",
    "run",
]

_HOMES = {
    "Answer": "stationkeep.answer",
    "Station": "stationkeep.study",
    "run": "stationkeep.study",
    **dict.fromkeys(("Failure", "Response", "Scenario", "Suspension"), "stationkeep.disruption.scenario"),
    **dict.fromkeys(
        ("InputError", "PackError", "ScenarioError", "StationkeepError", "UnknownName"), "stationkeep.errors"
    ),
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that importing the package stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"stationkeep has no '{name}'; it has {', '.join(__all__)}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
