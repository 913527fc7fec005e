"""``scenarios``, ``check`` and ``schema``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stationkeep.cli.output import BAD_INPUT, coloured, print_json, print_text, width
from stationkeep.errors import InputError, Problem, UnknownName
from stationkeep.wording import counted


def scenarios(pack_name: str, as_json: bool) -> None:
    """List the bundled scenarios."""
    from stationkeep.disruption.toml import bundled
    from stationkeep.facts.pack import load_pack

    pack = load_pack(pack_name)
    rows: list[dict[str, Any]] = []
    for one in bundled(pack):
        said = [pack.statements[key] for key in one.rests_on]
        rows.append(
            {
                "id": one.id,
                "title": one.title,
                "start": one.start.isoformat(),
                "note": one.note,
                "horizon_days": one.horizon_days,
                "contrast": one.contrast or None,
                "rests_on": [
                    {
                        "id": statement.id,
                        "date": statement.date.isoformat(),
                        "who": statement.who,
                        "said": statement.said,
                        "condition": statement.condition,
                        "effect_on_station": statement.effect_on_station,
                        "status": statement.status,
                        "sources": [pack.sources[s].title for s in statement.sources if s in pack.sources],
                    }
                    for statement in said
                ],
            }
        )
    if as_json:
        print_json({"schema": "stationkeep.scenarios/1", "scenarios": rows})
        return
    print_text("\n".join(_scenario_lines(rows)))


def _scenario_lines(rows: list[dict[str, Any]]) -> list[str]:
    from stationkeep.cli.pen import Pen

    pen = Pen(width(), coloured())
    for row in rows:
        pen.add(f"{pen.mark(row['id'], chr(27) + '[1m')}")
        note = row["note"]
        pen.wrap(f"{row['title']}." + (f" {note[0].upper()}{note[1:]}." if note else ""))
        if not row["rests_on"]:
            pen.wrap("Rests on no statement: a what-if.", first="    ", rest="    ")
        for said in row["rests_on"]:
            condition = f" Condition: {said['condition']}." if said["condition"] else ""
            effect = f" Effect aboard: {said['effect_on_station'] or 'none'}."
            source = f" [{'; '.join(said['sources'])}]" if said["sources"] else ""
            text = f"{said['date']}  {said['who']} ({said['status']}): {said['said']}{condition}{effect}{source}"
            pen.wrap(text, first="    ", rest=" " * 16)
        pen.add()
    pen.add("Run one with: stationkeep run ID")
    return pen.lines


def check(file: Path, pack_name: str, as_json: bool) -> int:
    """Check a scenario file or the folder of a pack; return 0, or 2 with problems."""
    problems = _problems(file, pack_name)
    if as_json:
        rows = [problem.as_dict() for problem in problems]
        print_json({"schema": "stationkeep.check/1", "ok": not problems, "problems": rows})
    elif problems:
        shown = "\n".join(f"  {problem}" for problem in problems)
        print_text(f"{file}: {counted(len(problems), 'problem')}\n{shown}")
    else:
        print_text(f"{file}: no problems")
    return BAD_INPUT if problems else 0


def _problems(file: Path, pack_name: str) -> list[Problem]:
    try:
        is_folder = file.is_dir()
    except (OSError, ValueError) as error:
        raise InputError(f"'{str(file)[:80]}' cannot be read; name a scenario file or the folder of a pack") from error
    if is_folder:
        from stationkeep.facts.check import check_pack
        from stationkeep.station.check import check_rules

        return list(check_pack(file, check_rules))
    from stationkeep.disruption.reader import read_toml
    from stationkeep.disruption.toml import read_scenario
    from stationkeep.facts.pack import load_pack

    raw = read_toml(file)[1]
    if raw is not None and str(raw.get("schema", "")).startswith("stationkeep.case/"):
        from stationkeep.evidence.cases import read_case

        return read_case(file, load_pack(pack_name))[1]
    return read_scenario(file, load_pack(pack_name))[1]


def schema(of: str, as_json: bool) -> None:
    """Print a JSON Schema; with ``--json`` it says of itself what it is, which validators ignore."""
    found: dict[str, Any]
    if of == "scenario":
        from stationkeep.disruption.schema import scenario_schema

        found = scenario_schema()
    elif of == "run":
        from stationkeep.answer.contract import RUN_SCHEMA

        found = RUN_SCHEMA
    elif of == "replay":
        from stationkeep.evidence.cases import case_schema

        found = case_schema()
    else:
        raise UnknownName("schema", of[:40], ("scenario", "run", "replay"))
    print_json({"schema": "stationkeep.schema/1", **found} if as_json else found)
