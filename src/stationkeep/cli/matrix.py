"""``matrix``: every party withdrawn alone, as a table that is read in ten seconds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stationkeep.cli.ask import parse_date, party_id
from stationkeep.cli.cutsets import on_date, scopes_of
from stationkeep.cli.output import progress, say, show
from stationkeep.cli.target import check_picture

Document = dict[str, Any]
_LABEL = 38
_SHADES = ("\x1b[48;5;160m\x1b[97m", "\x1b[48;5;208m\x1b[30m", "\x1b[48;5;222m\x1b[30m", "\x1b[48;5;230m\x1b[30m")
_STEPS = (7, 60, 365)  # days: at once, soon, within a year, later


@dataclass(frozen=True)
class Wishes:
    """The options, as they were typed."""

    on: str | None
    against: str | None
    horizon: str
    party: list[str] | None
    scopes: str | None
    members: int
    seed: int
    workers: int | None
    plot: Path | None


def matrix(pack_name: str, as_json: bool, **options: Any) -> None:
    """Withdraw each party and show; the options are those of :class:`Wishes`."""
    from stationkeep.disruption.toml import parse_horizon
    from stationkeep.facts.pack import load_pack
    from stationkeep.risk.matrix import difference, document, withdraw_each

    wishes = Wishes(**options)
    check_picture(wishes.plot, "--plot")
    pack = load_pack(pack_name)
    horizon = parse_horizon(wishes.horizon)
    parties = tuple(dict.fromkeys(party_id(name, pack) for name in wishes.party or ()))
    days = [on_date(wishes.on, pack.as_of)]
    if wishes.against is not None:
        days.append(parse_date(wishes.against, "--against"))
    found = [
        document(
            withdraw_each(
                pack, day, horizon, parties=parties, scopes=scopes_of(wishes.scopes), members=wishes.members,
                seed=wishes.seed, workers=wishes.workers, progress=progress(),
            ),
            pack,
        )
        for day in days
    ]  # fmt: skip
    first = found[0]
    if len(found) == 2:
        first |= {"difference": difference(found[0], found[1], pack), "second": found[1]}
    if wishes.plot is not None:
        from stationkeep.risk.picture import draw_matrix

        draw_matrix(first, wishes.plot)
        say(f"picture: {wishes.plot}")
    show(first, page, as_json)


def cell(days: int | None, chance: float) -> str:
    """What stands in a cell: median days to the loss, or how likely it is where most futures are spared."""
    if chance < 0.005:
        return "·"
    if days is None:
        return f"{100 * chance:.0f} %"
    return f"{days} d" if days < 1000 else f"{days / 365.25:.1f} y"


def page(document: Document, columns: int, colour: bool) -> str:
    """Return the page: functions down, parties across; what takes little or nothing in a line each."""
    from stationkeep.cli.pen import BOLD, DIM, Pen
    from stationkeep.risk.matrix import SEEN, read

    pen, reading = Pen(columns, colour), read(document)
    pen.wrap(
        f"Each party withdrawn alone on {document['on']}: days until half of the futures have lost it", "", style=BOLD
    )
    pen.wrap(
        f"(a share where fewer lose it within {document['horizon_days']} days; · in fewer than 0.5 %)", "", style=DIM
    )
    pen.add()
    _table(pen, document, reading)
    if reading.little:
        told = [
            f"{party} ({label} {f'{100 * chance:.0f}' if chance >= SEEN else 'under 1'} %)"
            for party, label, chance in reading.little
        ]
        pen.wrap(f"little effect, at most: {', '.join(told)}")
    if document["no_effect"]:
        pen.wrap(f"no effect that the pack knows (which is no finding): {', '.join(document['no_effect'])}", style=DIM)
    if reading.spared:
        pen.wrap(f"taken by none of the columns alone: {', '.join(reading.spared)}", style=DIM)
    if document["absent_at_start"]:
        pen.wrap(f"not there on that date, whoever is willing: {', '.join(document['absent_at_start'])}", style=DIM)
    pen.add()
    pen.add("  who is hurt (functions lost in most futures; days of people aboard that are lost)")
    for names, place in reading.columns:
        told = [_hurt(who) for who in document["hurt"][place]["who"]]
        pen.wrap(f"without {' or '.join(names)}: {'; '.join(told)}", first="    ", rest="      ")
    if "difference" in document:
        _difference(pen, document)
    return "\n".join(pen.lines)


def _hurt(who: Document) -> str:
    count, whole = len(who["functions"]), who["person_days_undisturbed"]
    share = f"{100 * who['person_days_lost_p50'] / whole:.0f} % of its person-days" if whole else "nobody aboard"
    return f"{who['party']} {count} function{'' if count == 1 else 's'}, {share}"


def _table(pen: Any, document: Document, reading: Any) -> None:
    from stationkeep.cli.pen import BOLD

    headed = [([*(f"{name}," for name in names[:-1]), names[-1]], place) for names, place in reading.columns]
    todo = list(headed)
    while todo:
        part: list[tuple[list[str], int]] = []
        used = _LABEL + 2
        while todo and (not part or used + _wide(todo[0][0]) <= pen.columns):
            used += _wide(todo[0][0])
            part.append(todo.pop(0))
        high = max(len(lines) for lines, _ in part)
        for above in range(high, 0, -1):
            names = "".join(f"{lines[-above] if above <= len(lines) else '':>{_wide(lines)}}" for lines, _ in part)
            pen.add(pen.mark(" " * (_LABEL + 2) + names, BOLD))
        for f in reading.rows:
            chances = [document["probability"][place][f] for _, place in part]
            if max(chances) < 0.005 and len(part) < len(headed):
                continue  # a row that only the other columns fill
            line = f"  {document['labels'][f][:_LABEL]:<{_LABEL}}"
            for (lines, place), chance in zip(part, chances, strict=True):
                days = document["days_p50"][place][f]
                text = f"{cell(days, chance):>{_wide(lines)}}"
                line += f"{_shade(days)}{text}\x1b[0m" if pen.colour and chance >= 0.005 else text
            pen.add(line)
        pen.add()


def _wide(lines: list[str]) -> int:
    return max(7, *(len(line) for line in lines)) + 2


def _shade(days: int | None) -> str:
    if days is None:
        return _SHADES[3]
    return next((shade for step, shade in zip(_STEPS, _SHADES, strict=False) if days <= step), _SHADES[3])


def _difference(pen: Any, document: Document) -> None:
    found = document["difference"]
    alike: dict[tuple[str, str, str], list[str]] = {}
    for row in found["cells"]:
        old, new = (cell(days, p) for days, p in zip(row["days_p50"], row["probability"], strict=True))
        alike.setdefault((row["label"], old, new), []).append(row["party"])
    pen.add()
    pen.add(f"  what differs: {document['on']} -> {found['against']}")
    for (label, old, new), parties in sorted(alike.items(), key=lambda one: one[1]):
        pen.add(f"    {', '.join(parties):<28} {label[:_LABEL]:<{_LABEL}} {old:>8} -> {new:>8}")
    pen.add()
    pen.add("  what changed between the two dates")
    for row in found["changes"]:
        note = f": {row['note']}" if row["note"] else ""
        pen.wrap(
            f"{row['date']} {row['provider']} {row['what']} to give {row['service']}{note}", first="    ", rest="      "
        )
