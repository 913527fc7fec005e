"""The tables of a pack that hold what was said, and how texts call things and people."""

# ruff: noqa: RUF009 -- every default here is column(), which returns a dataclasses.field

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from stationkeep.facts.columns import Confidence, Record, Scope, column, sources_column


@dataclass(frozen=True)
class Statement(Record):
    """Who said or did what, on which condition, and what it changed aboard."""

    id: str = column("its name in scenarios")
    date: dt.date = column("the day it was said or done")
    who: str = column("the speaker")
    party: str = column("the party he speaks for", refers="parties")
    said: str = column("what was said or done, in the pack's own words")
    scopes: tuple[Scope, ...] = column("what it covers, if it is carried out", empty=True)
    towards: tuple[str, ...] = column(
        "the parties it is addressed to; empty: to the world", refers="parties", empty=True
    )
    condition: str = column("what would lift or trigger it", empty=True)
    effective: dt.date | None = column("from when it holds, if a day was named")
    status: Literal["said", "ordered", "done", "threatened", "demanded", "planned", "answered"] = column(
        "how far it went"
    )
    effect_on_station: str = column("what changed aboard because of it; empty: nothing", empty=True)
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")


@dataclass(frozen=True)
class Agreement(Record):
    """What was signed or decided between the parties."""

    id: str = column("its name")
    name: str = column("how it is called")
    signed: dt.date | None = column(
        "day of signature or decision (the first of the month or year when only that is known)"
    )
    in_force: dt.date | None = column("day it came into force, if it did")
    parties: tuple[str, ...] = column("who is bound", refers="parties")
    clause: str = column("which part is meant", empty=True)
    says: str = column("what it says, in the pack's own words")
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")


@dataclass(frozen=True)
class Name(Record):
    """A name under which a text speaks of a party, an outlet, or a thing of the station."""

    name: str = column("the name as texts write it; capitals count only where it has any")
    kind: Literal["party", "state", "group", "outlet", "thing", "word"] = column(
        "party: of parties.csv; state: a government or anybody else who acts; group: several parties; outlet: who "
        "reports; thing: a vehicle, an engine, a module, a project; word: a common noun"
    )
    means: str = column("whom it means: a party, or the id of a state; of a thing who operates it", empty=True)
    object: Scope | Literal["station", "sanctions", "other_project", ""] = column(
        "what a statement is about that names it: a scope, the station as a whole, sanctions, or another project",
        empty=True,
    )
    note: str = column("anything a reader should know", empty=True)
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")


@dataclass(frozen=True)
class Person(Record):
    """Somebody who speaks for a party, for one term of office."""

    name: str = column("the full name")
    aliases: tuple[str, ...] = column("other spellings and short forms", empty=True)
    means: str = column("the party or state spoken for in that term")
    role: str = column("the office")
    valid_from: dt.date = column("first day of the term")
    valid_to: dt.date | None = column("last day of the term; empty: still in office")
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")


@dataclass(frozen=True)
class Claim(Record):
    """A published statement that the model can be held against, or why it cannot."""

    id: str = column("its name")
    who: str = column("the speaker")
    date: dt.date = column("the day it was published (the first of the month when only that is known)")
    claim: str = column("what was claimed, in the pack's own words")
    quantity: str = column(
        "what the model computes for it, by the name of `evidence.claims.QUANTITIES`; empty: nothing", empty=True
    )
    arguments: str = column("what of: `name=value;name=value`, several values separated by `|`", empty=True)
    low: float | None = column("least value that the claim allows; empty: unbounded")
    high: float | None = column("greatest value that the claim allows; empty: unbounded")
    unit: str = column("unit of the two", empty=True)
    stronger: Literal["more", "less"] = column(
        "which way the claim would be stronger: a larger value, or a smaller one"
    )
    sources: tuple[str, ...] = sources_column()
    confidence: Confidence = column("how far the row is trusted")
    note: str = column("what a reader should know: why it cannot be tested, or what the model leaves out", empty=True)
