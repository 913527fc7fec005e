"""The shape of a scenario file, as models for the check at the edge and as JSON Schema for editors."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from stationkeep.facts.columns import Scope

SCENARIO_SCHEMA = "stationkeep.scenario/1"
HORIZON_PATTERN = r"^[0-9]{1,6}(\.[0-9]{1,3})?[ymd]$"

Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]*$")]
Text = Annotated[str, Field(max_length=2000)]


class Table(BaseModel):
    """Values of the right type only, no unknown key, no number without an end."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class SuspendTable(Table):
    """A party stops, whole or by scope."""

    party: Name = Field(description="party id; parties that it controls stop with it")
    on: dt.date = Field(description="day of the announcement; effects begin after the notice")
    scopes: list[Scope] = Field(default=[], max_length=200, description="what is covered; none named: all but lifeboat")
    notice_days: int = Field(default=0, ge=0, le=11000, description="days between announcement and effect")
    until: dt.date | None = Field(default=None, description="first day of cooperation again")
    statement: Name | None = Field(default=None, description="id of the statement on which it rests")


class FailTable(Table):
    """An asset, or a type of vehicle, that does not work."""

    asset: Name = Field(description="asset, carrier or flight id")
    on: dt.date = Field(description="first day of the failure")
    until: dt.date | None = Field(default=None, description="first day on which it works again")


class RespondTable(Table):
    """What the others do about it."""

    service: Name = Field(description="service that is given")
    by: Name = Field(description="asset or carrier that gives it")
    begins: dt.date = Field(description="first day of the service")
    delta_v_m_s_year: float = Field(default=0.0, ge=0, le=1000, description="delta-v a year where it burns, m/s")
    needs: Text = Field(default="", description="a rule over what it needs, as in the pack")


class ScenarioFile(Table):
    """A stationkeep scenario: a station on a date, who stops what, what the others do, and for how long."""

    model_config = ConfigDict(strict=True, extra="forbid", populate_by_name=True, title="stationkeep scenario")

    schema_: Literal["stationkeep.scenario/1"] = Field(alias="schema", description="version of this format")
    id: Name = Field(description="short name, as given on the command line")
    title: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="the question in one line")
    pack: Name = Field(default="iss", description="pack of facts")
    start: dt.date = Field(description="first simulated day, 00:00 UTC")
    horizon: Annotated[str, Field(pattern=HORIZON_PATTERN)] = Field(default="8y", description="8y, 18m or 90d")
    knowledge: Literal["then", "hindsight"] = Field(default="then", description="what the run may know")
    members: int = Field(default=2000, ge=1, le=10_000_000, description="simulated futures")
    note: Text = Field(default="", description="a reservation in one clause")
    contrast: Name | None = Field(default=None, description="id of the scenario to set beside this one")
    rests_on: list[Name] = Field(default=[], max_length=200, description="ids of the statements on which it rests")
    suspend: list[SuspendTable] = Field(default=[], max_length=200, description="who stops what")
    fail: list[FailTable] = Field(default=[], max_length=200, description="what breaks")
    respond: list[RespondTable] = Field(default=[], max_length=200, description="what the others do")


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file; dates stand as text, as JSON has no dates."""
    schema = ScenarioFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
