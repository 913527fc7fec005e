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
    parties: tuple[str, ...]
    scopes: str | None
    members: int
    seed: int
    workers: int | None
    plot: Path | None


def matrix(wishes: Wishes, pack_name: str, as_json: bool) -> None:
    """Withdraw each party and show."""
    from stationkeep.disruption.toml import parse_horizon
    from stationkeep.facts.pack import load_pack
    from stationkeep.risk.matrix import difference, document, withdraw_each

    check_picture(wishes.plot, "--plot")
    pack = load_pack(pack_name)
    horizon = parse_horizon(wishes.horizon)
    parties = tuple(dict.fromkeys(party_id(name, pack) for name in wishes.parties))
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
    """Return the page: functions down, parties across, those without effect in one line."""
    from stationkeep.cli.page import _BOLD, _DIM, Pen

    pen = Pen(columns, colour)
    pen.wrap(
        f"Each party withdrawn alone on {document['on']}: days until half of the futures have lost it", "", style=_BOLD
    )
    pen.wrap(
        f"(a share where fewer lose it within {document['horizon_days']} days; · in fewer than 0.5 %)", "", style=_DIM
    )
    pen.add()
    _table(pen, document)
    pen.add()
    if document["no_effect"]:
        pen.wrap(f"no effect that the pack knows (which is no finding): {', '.join(document['no_effect'])}", style=_DIM)
    if document["absent_at_start"]:
        pen.wrap(f"not there on that date, whoever is willing: {', '.join(document['absent_at_start'])}", style=_DIM)
    pen.add()
    pen.add("  who is hurt")
    for row in document["hurt"]:
        if row["withdrawn"] not in document["no_effect"]:
            told = [
                f"{who['party']} {len(who['functions'])} functions, {who['person_days_lost_p50']:.0f} of "
                f"{who['person_days_undisturbed']:.0f} person-days"
                for who in row["who"]
            ]
            pen.wrap(f"without {row['withdrawn']}: {'; '.join(told)}", first="    ", rest="      ")
    if "difference" in document:
        _difference(pen, document)
    return "\n".join(pen.lines)


def _table(pen: Any, document: Document) -> None:
    shown = [i for i, name in enumerate(document["parties"]) if name not in document["no_effect"]]
    wide = max([7, *(len(document["parties"][i]) for i in shown)]) + 1
    fits = max(1, (pen.columns - _LABEL - 2) // wide)
    for begin in range(0, len(shown), fits):
        part = shown[begin : begin + fits]
        pen.add(" " * (_LABEL + 2) + "".join(f"{document['parties'][i]:>{wide}}" for i in part))
        for f, label in enumerate(document["labels"]):
            line = f"  {label[:_LABEL]:<{_LABEL}}"
            for i in part:
                days, chance = document["days_p50"][i][f], document["probability"][i][f]
                text = f"{cell(days, chance):>{wide}}"
                line += f"{_shade(days)}{text}\x1b[0m" if pen.colour and chance >= 0.005 else text
            pen.add(line)
        pen.add()


def _shade(days: int | None) -> str:
    if days is None:
        return _SHADES[3]
    return next((shade for step, shade in zip(_STEPS, _SHADES, strict=False) if days <= step), _SHADES[3])


def _difference(pen: Any, document: Document) -> None:
    found = document["difference"]
    pen.add()
    pen.add(f"  what differs on {found['against']}")
    for row in found["cells"]:
        old, new = (cell(days, p) for days, p in zip(row["days_p50"], row["probability"], strict=True))
        pen.add(f"    {row['party']:<12} {row['label'][:_LABEL]:<{_LABEL}} {old:>8} -> {new:>8}")
    pen.add("  what changed between the two dates")
    for row in found["changes"]:
        note = f": {row['note']}" if row["note"] else ""
        pen.wrap(
            f"{row['date']} {row['provider']} {row['what']} to give {row['service']}{note}", first="    ", rest="      "
        )
