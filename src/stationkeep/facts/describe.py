"""The page that explains a pack, written from the records so that it cannot say something else.

``python -m stationkeep.facts.describe`` prints it; ``docs/pack.md`` is that text.
"""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from stationkeep.facts.columns import UNITS, Scope, columns
from stationkeep.facts.tables import REQUIRED, TABLES, Table

_PREFACE = """\
# A pack of facts

Everything stationkeep knows about one station is a folder: `pack.toml` and one CSV file a subject. It can be read and
edited in any spreadsheet. `stationkeep check FOLDER` says what is wrong in it, with file, line and what to do.

This page is written from `stationkeep/facts/records.py` by `python -m stationkeep.facts.describe`; change it there.

## What holds in every table

- UTF-8, comma, a header line; columns in any order; a column whose cells may all be empty may be left out.
- Dates are `YYYY-MM-DD`; an empty date is unknown or unbounded. Yes and no are written `yes` and `no`.
- Several entries in one cell are separated by `;`. A mapping is written `ros=2;usos=1`.
- An uncertain number stands in three columns, `x_low`, `x` and `x_high`.
- Ids are of small letters, digits, `_`, `-` and `.`. An id stands once in its table, except in `parameters.csv`,
  where several rows with dates that do not overlap give one number over time.
- `sources` names documents of `sources.csv`; `confidence` is `high`, `medium` or `low`.
- `needs`, `arrival_needs`, `rule` and `when` hold rules; their words are in `design.md`.

## pack.toml

| key | is |
|---|---|
| `schema` | `"stationkeep.pack/1"` |
| `id`, `title` | its short and its full name |
| `first_date`, `as_of` | first and last day on which the pack can say what there was |
| `[[occupants]]` | a class of people aboard: `id`, `label`, and the `party` that trains them |

Any other key is handed on as the pack's settings.
"""


def _kind(hint: Any) -> tuple[str, bool]:
    """How a type is written in a cell, and whether an empty cell is part of the type."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        if NoneType in args:
            (inner,) = (arg for arg in args if arg is not NoneType)
            return _kind(inner)[0], True
        choices = [value for arg in args for value in get_args(arg)]
        return _choices(choices), "" in choices
    if origin is Literal:
        return _choices(list(args)), "" in args
    if origin is tuple:
        inner = args[0]
        return ("scopes" if inner is Scope else "list"), False
    if origin is not None:
        return "mapping", False
    return {"str": "text", "float": "number", "int": "whole number", "bool": "yes or no", "date": "date"}[
        hint.__name__
    ], False


def _choices(choices: list[str]) -> str:
    if choices == [*get_args(Scope), ""] or choices == list(get_args(Scope)):
        return "scope"
    return ", ".join(f"`{choice}`" for choice in choices if choice)


def _table(table: Table) -> str:
    summary = (table.record.__doc__ or "").strip().splitlines()[0]
    tail = " Without it a folder is no pack." if table.name in REQUIRED else ""
    lines = [f"## {table.file}", "", f"One row: {summary[0].lower()}{summary[1:]}{tail}", ""]
    lines += ["| column | type | unit | may be empty | is |", "|---|---|---|---|---|"]
    hints = get_type_hints(table.record)
    for field in columns(table.record):
        kind, empty = _kind(hints[field.name])
        refers = field.metadata["refers"].replace("|", " or ")
        meaning = field.metadata["meaning"] + (f" (ids of {refers})" if refers else "")
        may = "yes" if empty or field.metadata["empty"] else ""
        lines.append(f"| `{field.name}` | {kind} | {field.metadata['unit']} | {may} | {meaning} |")
    return "\n".join(lines)


def describe() -> str:
    """Return the page in Markdown.

    Returns
    -------
    str
        The text of ``docs/pack.md``: conventions, every table with its columns, the scopes and the units.
    """
    scopes = "## Scopes\n\n" + ", ".join(f"`{scope}`" for scope in get_args(Scope)) + " (see `design.md`)."
    units = ["## Units", "", "| unit | is |", "|---|---|", *(f"| `{unit}` | {text} |" for unit, text in UNITS.items())]
    parts = [_PREFACE, *(_table(table) + "\n" for table in TABLES.values()), scopes + "\n", "\n".join(units)]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    print(describe(), end="")
