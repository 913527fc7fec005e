"""Past stops as data: a case file says when it began, what stopped, and what was then observed.

A new case needs no code: its quantities are taken from :mod:`stationkeep.evidence.measures`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from stationkeep.disruption.complaints import Place, unknown_names
from stationkeep.disruption.reader import Kind
from stationkeep.disruption.schema import (
    HORIZON_PATTERN,
    FailTable,
    Name,
    RespondTable,
    ScenarioFile,
    SuspendTable,
    Text,
)
from stationkeep.disruption.toml import parse_horizon
from stationkeep.errors import Problem, UnknownName
from stationkeep.evidence.measures import MEASURES
from stationkeep.facts.pack import Pack

CASE_SCHEMA = "stationkeep.case/1"
FEWEST_STOPS = 3
"""Past stops of a kind that it takes to say how long another may last."""

Line = Annotated[str, Field(min_length=1, max_length=200)]


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class CaseFailTable(FailTable):
    """An asset, or a type of vehicle, that does not work: for ever, until a day, or as long as past stops lasted."""

    lasts_like: Name | None = Field(default=None, description="kind of past stops from which its length is drawn")


class SubstituteTable(_Table):
    """An asset that others bring in as a replacement, after as long as past replacements took."""

    asset: Name = Field(description="asset id")
    decided: dt.date = Field(description="day from which the time counts")
    takes_like: Name = Field(description="kind of past stops from which the time is drawn")


class QuantityTable(_Table):
    """One observed quantity, and how the model measures it."""

    id: Name = Field(description="short name")
    meaning: Line = Field(description="what it is, in one line")
    measure: Name = Field(description="one of the measures")
    observed: float | dt.date | Line = Field(description="what was observed: a number, a date or a name")
    observed_low: float | dt.date | None = Field(default=None, description="lowest value that the sources allow")
    observed_high: float | dt.date | None = Field(default=None, description="highest value that the sources allow")
    unit: Line = Field(description="people, days, date, km, flights, functions, name, or a stock's unit")
    widest: float | None = Field(default=None, gt=0, description="widest 90 % interval that is still useful")
    sources: list[Name] = Field(max_length=50, description="ids of the sources of the observation")
    by: dt.date | None = Field(default=None, description="last day looked at; by default the end of the horizon")
    after: dt.date | None = Field(
        default=None, description="flights, and days without a function, on or before this day do not count"
    )
    who: Name | None = Field(default=None, description="occupant class; by default everybody")
    below: float | None = Field(default=None, description="a bound: people, km")
    days: float | None = Field(default=None, gt=0, description="days of cover")
    stock: Name | None = Field(default=None, description="stock id")
    stocks: list[Name] = Field(default=[], max_length=50, description="stock ids to choose among")
    function: Name | None = Field(default=None, description="function id")
    carriers: list[Name] = Field(default=[], max_length=50, description="types of vehicle")
    party: Name | None = Field(default=None, description="party without which the vehicles do not fly")
    kind: Literal["crew", "cargo", "crew_cargo"] | None = Field(default=None, description="kind of vehicle")
    launcher: Name | None = Field(default=None, description="launcher id")
    event: Literal["launch", "dock"] = Field(default="dock", description="which day of a flight counts")
    gross: bool = Field(default=False, description="leave out what burns gave")
    if_it_lasts: bool = Field(default=False, description="asked of a stop without an end")


class CaseFile(_Table):
    """A stationkeep replay case: a past stop, predicted from what was known the day before."""

    model_config = ConfigDict(strict=True, extra="forbid", populate_by_name=True, title="stationkeep replay case")

    schema_: Literal["stationkeep.case/1"] = Field(alias="schema", description="version of this format")
    id: Name = Field(description="short name, as given on the command line")
    title: Line = Field(description="what happened, in one line")
    pack: Name = Field(default="iss", description="pack of facts")
    start: dt.date = Field(description="first simulated day, 00:00 UTC")
    horizon: Annotated[str, Field(pattern=HORIZON_PATTERN)] = Field(description="3y, 18m or 90d")
    knowledge: Literal["then", "hindsight"] = Field(default="then", description="what the prediction may know")
    members: int = Field(default=1024, ge=16, le=100_000, description="simulated futures")
    note: Text = Field(default="", description="what the prediction takes as given, and why")
    suspend: list[SuspendTable] = Field(default=[], max_length=50, description="who stops what")
    fail: list[CaseFailTable] = Field(default=[], max_length=50, description="what breaks")
    respond: list[RespondTable] = Field(default=[], max_length=50, description="what the others do")
    substitute: list[SubstituteTable] = Field(default=[], max_length=50, description="what they bring in")
    quantity: list[QuantityTable] = Field(min_length=1, max_length=200, description="what was observed")


CASES = Kind(
    "case",
    "replay",
    "stationkeep replay",
    CaseFile,
    {
        "suspend": SuspendTable,
        "fail": CaseFailTable,
        "respond": RespondTable,
        "substitute": SubstituteTable,
        "quantity": QuantityTable,
    },
)


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema of a case file, with the measures and what each asks for."""
    schema = CaseFile.model_json_schema(by_alias=True)
    measure = schema["$defs"]["QuantityTable"]["properties"]["measure"]
    measure["oneOf"] = [
        {"const": name, "description": f"{one.text}; needs: {_listed(one.needs)}"} for name, one in MEASURES.items()
    ]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _listed(needs: Sequence[str]) -> str:
    return ", ".join(key.replace("|", " or ") for key in needs) or "nothing more"


def bundled_cases(pack: Pack) -> list[CaseFile]:
    """Return the cases that come with a pack, in order of start and id."""
    found = (load_case(str(path), pack) for path in CASES.bundled(pack))
    return sorted(found, key=lambda case: (case.start, case.id))


def load_case(id_or_path: str, pack: Pack) -> CaseFile:
    """Load a bundled case by its id, or a case file by its path.

    Raises
    ------
    UnknownName
        A word that is neither a bundled case nor a file.
    ScenarioError
        A file with problems; the message holds every one of them.
    """
    case, problems = read_case(CASES.find(id_or_path, pack), pack)
    if case is None:
        CASES.refuse(problems)
    return case


def read_case(path: Path, pack: Pack) -> tuple[CaseFile | None, list[Problem]]:
    """Read a case file; return the case, or ``None`` with every problem."""
    case, place, problems = CASES.read(path)
    if case is not None:
        problems = [*unknown_names(as_scenario_file(case), pack, place), *_unfit(case, pack, place)]
    return (None, problems) if problems else (case, [])


def as_scenario_file(case: CaseFile) -> ScenarioFile:
    """Return the disruption of a case as a scenario file has it, without what is drawn."""
    return ScenarioFile(
        schema="stationkeep.scenario/1",
        id=case.id,
        title=case.title,
        pack=case.pack,
        start=case.start,
        horizon=case.horizon,
        knowledge=case.knowledge,
        suspend=case.suspend,
        fail=[FailTable(asset=f.asset, on=f.on, until=f.until) for f in case.fail],
        respond=case.respond,
    )


def _unfit(case: CaseFile, pack: Pack, place: Place) -> list[Problem]:
    """Return a problem for every quantity that its measure cannot take, and every kind of stop that says too little."""
    found: list[Problem] = []

    def bad(where: tuple[str | int, ...], said: str, expected: str, fix: str) -> None:
        found.append(place.problem(where, said, expected, fix))

    for i, fail in enumerate(case.fail):
        if fail.lasts_like and fail.until:
            bad(("fail", i, "until"), "both until and lasts_like", "one of the two", "take one out")
        if fail.lasts_like:
            _known_kind(fail.lasts_like, case.start, pack, ("fail", i, "lasts_like"), bad)
    for i, swap in enumerate(case.substitute):
        if swap.asset not in pack.assets:
            bad(("substitute", i, "asset"), f"'{swap.asset}'", "an asset of the pack", "see stationkeep facts")
        _known_kind(swap.takes_like, case.start, pack, ("substitute", i, "takes_like"), bad)
    ids: set[str] = set()
    for i, quantity in enumerate(case.quantity):
        if quantity.id in ids:
            bad(("quantity", i, "id"), f"'{quantity.id}' twice", "every id once", "rename one")
        ids.add(quantity.id)
        if quantity.measure not in MEASURES:
            near = str(UnknownName("measure", quantity.measure, MEASURES))
            bad(("quantity", i, "measure"), f"'{quantity.measure}'", f"one of {', '.join(MEASURES)}", near)
            continue
        for key in MEASURES[quantity.measure].needs:
            if all(getattr(quantity, one) in (None, []) for one in key.split("|")):
                either = key.replace("|", ", or ")
                bad(("quantity", i, "measure"), "nothing", f"a key '{either}' for {quantity.measure}", f"add {either}")
        if quantity.by is not None and quantity.by <= case.start:
            bad(("quantity", i, "by"), str(quantity.by), f"a day after the start {case.start}", "move it")
        last = case.start + dt.timedelta(days=parse_horizon(case.horizon))
        if quantity.by is not None and quantity.by > last:
            bad(
                ("quantity", i, "by"),
                str(quantity.by),
                f"a day up to {last}, where the horizon ends",
                "lengthen the horizon",
            )
        if isinstance(quantity.observed, dt.date) != (quantity.unit == "date"):
            bad(("quantity", i, "observed"), str(quantity.observed), f"a value in '{quantity.unit}'", "mend one")
        named: list[tuple[str, str, Collection[str]]] = []
        named += [("stock", name, pack.stocks) for name in [quantity.stock, *quantity.stocks] if name]
        named += [("function", name, pack.functions) for name in [quantity.function] if name]
        named += [("carriers", name, pack.carriers) for name in quantity.carriers]
        named += [("party", name, pack.parties) for name in [quantity.party] if name]
        named += [("launcher", name, pack.assets) for name in [quantity.launcher] if name]
        named += [("who", name, pack.occupants) for name in [quantity.who] if name]
        named += [("sources", name, pack.sources) for name in quantity.sources]
        for key, name, known in named:
            if name not in known:
                bad(
                    ("quantity", i, key),
                    f"'{name}'",
                    f"an id of the pack '{pack.id}'",
                    str(UnknownName(key, name, known)),
                )
    return found


def _known_kind(kind: str, start: dt.date, pack: Pack, where: tuple[str | int, ...], bad: Any) -> None:
    known = sum(stop.kind == kind and stop.ended < start for stop in pack.stops.values())
    if known < FEWEST_STOPS:
        kinds = ", ".join(sorted({stop.kind for stop in pack.stops.values()}))
        expected = f"a kind of which {FEWEST_STOPS} were over before {start}"
        bad(where, f"'{kind}', of which {known} were", expected, f"take one of {kinds}, or add rows to stops.csv")
