"""``hindcast``: forecasts from many past dates against what happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stationkeep.cli.ask import choice, parse_date
from stationkeep.cli.output import coloured, print_json, print_text, progress, say, width
from stationkeep.cli.target import check_picture
from stationkeep.errors import InputError
from stationkeep.wording import percent

if TYPE_CHECKING:
    from stationkeep.evidence.hindcast_record import AltitudeRecord
    from stationkeep.facts.pack import Pack

# Within so many degrees of the station's inclination the pack's arcs are those of the object.
_SAME_ORBIT_DEG = 0.3
_STATION_INCLINATION_DEG = 51.64
NO_HISTORY = "none"


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for, as written."""

    altitudes: Path
    burns: Path | None
    first: str | None
    last: str | None
    every: str
    leads: str
    knowledge: str
    axis: str
    inclination_deg: float
    history: str
    members: int
    seed: int


def hindcast(wanted: Wanted, plot: Path | None, as_json: bool) -> None:
    """Forecast from many past dates, and show the scores."""
    from stationkeep.evidence import hindcast as engine
    from stationkeep.evidence.hindcast_record import AXES, read_record

    choice(wanted.knowledge, "--knowledge", engine.KNOWLEDGES)
    choice(wanted.axis, "--axis", AXES)
    check_picture(plot, "--plot")
    if not 0.0 <= wanted.inclination_deg <= 180.0:
        raise InputError(f"--inclination-deg is {wanted.inclination_deg:g}, expected 0 to 180")
    every = _days(wanted.every, "--every")
    leads = [_days(text, "--leads") for text in wanted.leads.split(",")]
    first, last = (
        None if text is None else _date(text, option)
        for text, option in ((wanted.first, "--from"), (wanted.last, "--to"))
    )
    record = read_record(wanted.altitudes, wanted.burns, inclination_deg=wanted.inclination_deg, axis=wanted.axis)
    if wanted.burns is None:
        say("no --burns: rises are found, but lowerings count as drag")

    from stationkeep.evidence.hindcast_report import forecasts, placards, scores, sentences
    from stationkeep.orbit.density import DensityTable
    from stationkeep.sun.history import SpaceWeather

    pack = _pack(wanted)
    found = engine.hindcast(
        record,
        SpaceWeather.load(),
        DensityTable.load(wanted.inclination_deg),
        first=first,
        last=last,
        every_days=every,
        leads_days=leads,
        knowledge=wanted.knowledge,
        members=wanted.members,
        seed=wanted.seed,
        history=() if pack is None else pack.drag_arcs,
        progress=progress("starts"),
    )
    if not found:
        raise InputError(
            "no outcome could be judged: in every lead more than half of the days lie in windows or have no altitude; "
            "check --burns, or choose shorter --leads"
        )
    rows = scores(found)
    said = sentences(rows, wanted.knowledge)
    beware = placards(rows)
    if plot is not None:
        from stationkeep.answer.hindcast_plot import draw_hindcast

        draw_hindcast(found, plot)
        say(f"plot: {plot}")
    if as_json:
        print_json(
            {
                "schema": "stationkeep.hindcast/1",
                "answer": said,
                "placards": beware,
                "knowledge": wanted.knowledge,
                "scores": rows,
                "forecasts": forecasts(found),
                "provenance": _provenance(wanted, record, pack),
            }
        )
        return
    print_text("\n".join(_page(rows, said, beware)))


def _pack(wanted: Wanted) -> Pack | None:
    """The pack whose arcs came before the record, where they are of the same object."""
    if wanted.history == NO_HISTORY or abs(wanted.inclination_deg - _STATION_INCLINATION_DEG) > _SAME_ORBIT_DEG:
        return None
    from stationkeep.facts.pack import load_pack

    return load_pack(wanted.history)


def _provenance(wanted: Wanted, record: AltitudeRecord, pack: Pack | None) -> dict[str, Any]:
    import numpy as np

    begin = np.datetime64(record.first_day, "D")
    return {
        "altitudes": wanted.altitudes.name,
        "burns": None if wanted.burns is None else wanted.burns.name,
        "axis": wanted.axis,
        "inclination_deg": wanted.inclination_deg,
        "record": [str(begin), str(begin + record.altitude_km.size - 1)],
        "windows": len(record.windows),
        "windows_unlisted": record.unlisted,
        "history": None if pack is None else f"arcs of the pack {pack.id} that ended before the record begins",
        "members": wanted.members,
        "seed": wanted.seed,
    }


def _date(text: str, option: str) -> Any:
    import numpy as np

    return np.datetime64(parse_date(text, option), "D")


def _days(text: str, option: str) -> int:
    """Days of ``30d`` or ``30``."""
    found = re.fullmatch(r"\s*([0-9]{1,5})\s*d?\s*", text)
    if found is None or int(found[1]) == 0:
        raise InputError(f"{option} holds '{text[:40]}', expected days such as 30d or 30")
    return int(found[1])


def _page(rows: list[dict[str, Any]], said: list[str], beware: list[dict[str, str]]) -> list[str]:
    """The scores on a terminal."""
    from stationkeep.cli.pen import Pen
    from stationkeep.evidence.hindcast_report import name_of

    pen = Pen(width(), coloured())
    for sentence in said:
        pen.wrap(sentence, first="", rest="  ")
    for one in beware:
        pen.wrap(f"Beware, {one['where']}: {one['text']}.", first="", rest="  ")
    pen.add()
    pen.add(pen.mark(f"  {'lead':>5}{'':<50}{'n':>5}{'error':>8}{'CRPS':>8}{'90 %':>8}{'width':>8}", "\x1b[2m"))
    for row in rows:
        shown = [("forecast", row)]
        shown += [(f"  {name.replace('_', ' ')}", one) for name, one in row["by_phase"].items()]
        shown += [(f"against {name_of(name)}", one) for name, one in row["baseline"].items()]
        for number, (name, one) in enumerate(shown):
            if not one["n"]:
                continue
            lead = f"{row['lead_days']} d" if number == 0 else ""
            pen.add(
                f"  {lead:>5} {name[:48]:<49}{one['n']:>5}{percent(float(one['median_abs_rel_error'])):>8}"
                f"{one['crps_km']:>8.3f}{percent(float(one['coverage_90'])):>8}{one['width_90_km']:>8.2f}"
            )
        pen.add()
    pen.wrap(
        "error: median of |forecast - observed| / observed. CRPS and width of the 90 % interval in km.", "  ", "  "
    )
    return pen.lines
