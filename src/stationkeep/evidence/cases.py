"""Past stops as data: a case file says when it began, what stopped, and what was then observed.

A new case needs no code: its quantities are taken from :mod:`stationkeep.evidence.measures`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from stationkeep.disruption.complaints import Place
from stationkeep.disruption.reader import Kind
from stationkeep.disruption.schema import (
    HORIZON_PATTERN,
    FailTable,
    Name,
    RespondTable,
    ScenarioFile,
    SuspendTable,
    Table,
    Text,
)
from stationkeep.disruption.toml import parse_horizon, problems_with
from stationkeep.errors import Problem, ScenarioError, UnknownName
from stationkeep.evidence.measures import MEASURES
from stationkeep.facts.pack import Pack

CASE_SCHEMA = "stationkeep.case/1"
FEWEST_STOPS = 3
"""Past stops of a kind that it takes to say how long another may last."""

Line = Annotated[str, Field(min_length=1, max_length=200)]


class CaseFailTable(FailTable):
    """An asset, or a type of vehicle, that does not work: for ever, until a day, or as long as past stops lasted."""

    lasts_like: Name | None = Field(default=None, description="kind of past stops from which its length is drawn")


class SubstituteTable(Table):
    """An asset that others bring in as a replacement, after as long as past replacements took."""

    asset: Name = Field(description="asset id")
    decided: dt.date = Field(description="day from which the time counts")
    takes_like: Name = Field(description="kind of past stops from which the time is drawn")


class QuantityTable(Table):
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


class CaseFile(Table):
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


def as_scenario_file(case: CaseFile) -> ScenarioFile:
    """Return the disruption of a case as a scenario file has it, without what is drawn."""
    return ScenarioFile.model_construct(
        None,
        schema_="stationkeep.scenario/1",
        id=case.id,
        title=case.title,
        pack=case.pack,
        start=case.start,
        horizon=case.horizon,
        knowledge=case.knowledge,
        suspend=case.suspend,
        fail=[FailTable.model_construct(None, asset=f.asset, on=f.on, until=f.until) for f in case.fail],
        respond=case.respond,
    )


def _unfit(case: CaseFile, pack: Pack, place: Place) -> list[Problem]:
    """Return a problem for every quantity that its measure cannot take, and every kind of stop that says too little."""
    found: list[Problem] = []

    def bad(where: tuple[str | int, ...], said: str, expected: str, fix: str) -> None:
        found.append(place.problem(where, said, expected, fix))

    dated = not (place.lacks("start") or place.lacks("horizon"))
    for i, fail in enumerate(case.fail):
        if fail.lasts_like and fail.until:
            bad(("fail", i, "until"), "both until and lasts_like", "one of the two", "take one out")
        if fail.lasts_like and dated:
            _known_kind(fail.lasts_like, case.start, pack, ("fail", i, "lasts_like"), bad)
    for i, swap in enumerate(case.substitute):
        if swap.asset not in pack.assets:
            near = str(UnknownName("asset", swap.asset, pack.assets, pack.elsewhere("asset")))
            bad(("substitute", i, "asset"), f"'{swap.asset}'", "an asset of the pack", near)
        if dated:
            _known_kind(swap.takes_like, case.start, pack, ("substitute", i, "takes_like"), bad)
    ids: set[str] = set()
    last = _end(case)
    for i, quantity in enumerate(case.quantity):
        at = ("quantity", i)
        if quantity.id in ids:
            bad((*at, "id"), f"'{quantity.id}' twice", "every id once", "rename one")
        ids.add(quantity.id)
        if quantity.measure not in MEASURES:
            near = str(UnknownName("measure", quantity.measure, MEASURES))
            bad((*at, "measure"), f"'{quantity.measure}'", "a measure of `stationkeep schema replay`", near)
        for key in MEASURES[quantity.measure].needs if quantity.measure in MEASURES else ():
            unread = any(place.lacks(*at, one) for one in key.split("|"))
            if not unread and all(getattr(quantity, one) in (None, []) for one in key.split("|")):
                either = key.replace("|", ", or ")
                bad((*at, "measure"), "nothing", f"a key '{either}' for {quantity.measure}", f"add {either}")
        if dated and quantity.by is not None and quantity.by <= case.start:
            bad((*at, "by"), str(quantity.by), f"a day after the start {case.start}", "move it")
        if dated and quantity.by is not None and quantity.by > last:
            expected = f"a day up to {last}, where the horizon ends"
            bad((*at, "by"), str(quantity.by), expected, "lengthen the horizon")
        typed = isinstance(quantity.observed, dt.date) == (quantity.unit == "date")
        if not typed and not place.lacks(*at, "unit"):
            bad((*at, "observed"), str(quantity.observed), f"a value in '{quantity.unit}'", "mend one")
        for key, kind, names, known in _named(quantity, pack):
            for name in names:
                if name and name not in known:
                    near = str(UnknownName(kind, name, known, pack.elsewhere(kind)))
                    bad((*at, key), f"'{name}'", f"a {kind} of the pack '{pack.id}'", near)
    return found


def _named(quantity: QuantityTable, pack: Pack) -> Iterator[tuple[str, str, Sequence[str | None], Collection[str]]]:
    """What a quantity names: the key, the kind of thing, the names, and those that the pack knows."""
    yield "stock", "stock", (quantity.stock,), pack.stocks
    yield "stocks", "stock", quantity.stocks, pack.stocks
    yield "function", "function", (quantity.function,), pack.functions
    yield "carriers", "type of vehicle", quantity.carriers, pack.carriers
    yield "party", "party", (quantity.party,), pack.parties
    yield "launcher", "launcher", (quantity.launcher,), pack.assets
    yield "who", "class of people", (quantity.who,), pack.occupants
    yield "sources", "source", quantity.sources, pack.sources


def _end(case: CaseFile) -> dt.date:
    try:
        return case.start + dt.timedelta(days=parse_horizon(case.horizon))
    except (OverflowError, ScenarioError):  # told as problems of the start and the horizon
        return dt.date.max


def _known_kind(kind: str, start: dt.date, pack: Pack, where: tuple[str | int, ...], bad: Any) -> None:
    known = sum(stop.kind == kind and stop.ended < start for stop in pack.stops.values())
    if known < FEWEST_STOPS:
        kinds = ", ".join(sorted({stop.kind for stop in pack.stops.values()}))
        expected = f"a kind of which {FEWEST_STOPS} were over before {start}"
        bad(where, f"'{kind}', of which {known} were", expected, f"take one of {kinds}, or add rows to stops.csv")


def _problems_with(case: CaseFile, pack: Pack, place: Place) -> list[Problem]:
    return [*problems_with(as_scenario_file(case), pack, place), *_unfit(case, pack, place)]


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
    _problems_with,
)


def bundled_cases(pack: Pack) -> list[CaseFile]:
    """Return the cases that come with a pack, in order of start and id."""
    found = (load_case(str(path), pack) for path in CASES.bundled(pack))
    return sorted(found, key=lambda case: (case.start, case.id))


def load_case(id_or_path: str, pack: Pack) -> CaseFile:
    """Load a bundled case by its id, or a case file by its path; errors as of :meth:`Kind.load`."""
    return CASES.load(id_or_path, pack)


def read_case(path: Path, pack: Pack) -> tuple[CaseFile | None, list[Problem]]:
    """Read a case file; return the case, or ``None`` with every problem."""
    return CASES.read(path, pack)
