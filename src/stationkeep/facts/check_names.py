"""Checks of the names and people by which texts speak: whom they mean, and terms of office that do not overlap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches

from stationkeep.errors import Problem
from stationkeep.facts.pack import Pack
from stationkeep.facts.rows import Row, rows


def meanings(pack: Pack) -> Iterator[Problem]:
    """Names that mean a party nobody knows, and names that stand twice."""
    seen: dict[str, int] = {}
    for row in rows(pack, "names"):
        name = row.record
        if name.kind in ("party", "state", "group") and not name.means:
            yield row.problem("means", "nothing", "whom the name means", "fill in the id of a party or state")
        if name.kind == "party" and name.means and name.means not in pack.parties:
            near = get_close_matches(name.means, pack.parties, n=1, cutoff=0.5)
            fix = f"did you mean '{near[0]}'? else make it a state" if near else "add the party, or make it a state"
            yield row.problem("means", f"'{name.means}'", "an id of parties", fix, "parties")
        if name.name in seen:
            fix = f"line {seen[name.name]} has that name already; take one of the two out"
            yield row.problem("name", f"'{name.name}'", "every name once", fix)
        seen.setdefault(name.name, name.line)


def terms(pack: Pack) -> Iterator[Problem]:
    """People who speak for somebody unknown, or for two at a time."""
    known = {*pack.parties, *(name.means for name in pack.names if name.kind == "state")}
    terms: dict[str, list[Row]] = {}
    for row in rows(pack, "people"):
        person = row.record
        if person.means not in known:
            near = get_close_matches(person.means, known, n=1, cutoff=0.5)
            fix = f"did you mean '{near[0]}'? else add a name for it" if near else "add a name for it in names.csv"
            yield row.problem("means", f"'{person.means}'", "a party, or a state of names", fix, "parties", "names")
        for other in terms.setdefault(person.name, []):
            first, second = sorted((person, other.record), key=lambda one: one.valid_from)
            if second.valid_from < (first.valid_to or date.max):
                fix = f"line {other.record.line} has the same person; end the earlier term first"
                yield row.problem("valid_from", person.valid_from, "terms that do not overlap", fix)
        terms[person.name].append(row)


NAME_CHECKS = (meanings, terms)
