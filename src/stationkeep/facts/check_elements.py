"""Checks of where elements sit: everything hangs on something that is there, and nothing on itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from stationkeep.errors import Problem
from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Placement
from stationkeep.facts.rows import Row, rows

_PLACED = ("element", "robotics", "port")


def places(pack: Pack) -> Iterator[Problem]:
    """Elements in two places at once, or hung on what was not there on their first day."""
    seen: dict[str, list[Row]] = defaultdict(list)
    for row in rows(pack, "elements"):
        place: Placement = row.record
        asset = pack.assets.get(place.asset)
        if asset is None:
            continue
        if asset.kind not in _PLACED or (place.form == "port") != (asset.kind == "port"):
            expected = f"an asset of kind {'port' if place.form == 'port' else 'element or robotics'}"
            yield row.problem("asset", f"'{asset.id}', of kind {asset.kind}", expected, "mend form or name another")
        for other in seen[place.asset]:
            if _meet(place, other.record):
                expected = f"dates that do not overlap those of line {other.record.line}"
                fix = "end the older row on the day before the newer one begins"
                yield row.problem("valid_from", place.valid_from or "no date", expected, fix)
        seen[place.asset].append(row)
        begins = max(place.valid_from or date.min, asset.valid_from or date.min)
        base = pack.assets.get(place.attached_to)
        if base is not None and not (base.valid_from or date.min) <= begins <= (base.valid_to or date.max):
            expected = f"something that was there on {begins}"
            fix = f"mend the dates: '{base.id}' is there from {base.valid_from or 'the beginning'}"
            yield row.problem("attached_to", f"'{base.id}'", expected, fix)


def _meet(one: Placement, other: Placement) -> bool:
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    return begins <= min(one.valid_to or date.max, other.valid_to or date.max)


def rings(pack: Pack) -> Iterator[Problem]:
    """Elements that hang on one another in a ring, on the first day of some row."""
    for row in rows(pack, "elements"):
        day = row.record.valid_from or date.min
        on = {
            place.asset: place.attached_to
            for place in pack.elements
            if (place.valid_from or date.min) <= day <= (place.valid_to or date.max)
        }
        seen, here = {row.record.asset}, row.record.attached_to
        while here and here not in seen:
            seen.add(here)
            here = on.get(here, "")
        if here == row.record.asset:
            yield row.problem("attached_to", f"'{row.record.attached_to}'", "no ring", "hang one of them elsewhere")


def unplaced(pack: Pack) -> Iterator[Problem]:
    """Elements and ports without a row, in a pack that says where others are."""
    if not pack.elements:
        return
    placed = {place.asset for place in pack.elements}
    for row in rows(pack, "assets"):
        if row.record.kind in _PLACED and row.record.id not in placed:
            fix = "add a row to elements.csv that says what it hangs on"
            yield row.problem("id", f"'{row.record.id}' without a place", "a row of elements.csv", fix)


ELEMENT_CHECKS: tuple[Callable[[Pack], Iterator[Problem]], ...] = (places, rings, unplaced)
