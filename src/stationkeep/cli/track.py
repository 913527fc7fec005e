"""``track``: where an orbit passes, where an entry may fall, what a controlled one asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stationkeep.cli.output import say, show
from stationkeep.cli.target import check_picture
from stationkeep.wording import percent

BOLD, DIM = "\x1b[1m", "\x1b[2m"
_SHOWN = 15
_BAR = 34


@dataclass(frozen=True)
class Wishes:
    """The options of ``track``, as they were typed."""

    altitude_km: float
    inclination_deg: float
    days: float | None
    on: str | None
    raan_deg: float | None
    start_longitude_deg: float | None
    entry_window_hours: float | None
    mass_kg: float | None
    plot: Path | None
    as_json: bool


def track(wishes: Wishes, pack_name: str) -> None:
    """Answer where an orbit passes."""
    from stationkeep.cli.ask import parse_date
    from stationkeep.track.braking import MASS_KG
    from stationkeep.track.document import Question, answer

    question = Question(
        wishes.altitude_km,
        wishes.inclination_deg,
        wishes.days,
        parse_date(wishes.on, "--on") if wishes.on is not None else None,
        wishes.raan_deg,
        wishes.start_longitude_deg,
        wishes.entry_window_hours,
        MASS_KG if wishes.mass_kg is None else wishes.mass_kg,
    )
    check_picture(wishes.plot, "--plot", (".png", ".svg"))
    document = answer(question, _published(pack_name))
    if wishes.plot is not None:
        from stationkeep.track.picture import draw

        draw(question, document, wishes.plot)
        say(f"map: {wishes.plot}")
    show(document, page, wishes.as_json)


def _published(pack_name: str) -> tuple[float, str, str] | None:
    """Return the velocity change of a controlled entry that the pack holds, and its document."""
    from stationkeep.facts.pack import load_pack

    pack = load_pack(pack_name)
    for row in pack.parameters:
        if row.id == "deorbit_delta_v_m_s":
            document = pack.sources[row.sources[0]]
            return row.value, document.title, document.url
    return None


def page(document: dict[str, Any], columns: int, colour: bool) -> str:
    """Return the page: the countries, the latitudes, then the two kinds of entry."""
    from stationkeep.cli.pen import Pen

    pen = Pen(columns, colour)
    orbit = document["orbit"]
    pen.add(
        pen.mark(
            f"A circular orbit at {orbit['altitude_km']:g} km and {orbit['inclination_deg']:g}°, "
            f"{orbit['period_min']:.2f} min a revolution",
            BOLD,
        )
    )
    pen.add()
    pen.wrap(_land(document))
    pen.add()
    _countries(pen, document)
    _latitudes(pen, document)
    _uncontrolled(pen, document)
    _controlled(pen, document)
    pen.add()
    for note in document["notes"][:2]:
        pen.wrap(note, style=DIM)
    return "\n".join(pen.lines)


def _land(document: dict[str, Any]) -> str:
    orbit, span = document["orbit"], document["span"]
    highest = orbit["highest_latitude_deg"]
    days = "" if span["days"] is None else f"{span['days']:g} day{'' if span['days'] == 1.0 else 's'}"
    begin = "begins" if days == "1 day" else "begin"
    told = f"{percent(document['land_share'])} of the time over land"
    if span["days"] is None:
        when = "In the long run, whatever the start,"
    elif orbit["start"] is None:
        low, high = 100 * document["land_share_p05"], 100 * document["land_share_p95"]
        when = f"In {days} that {begin} anywhere,"
        told += f" ({low:.1f} to {high:.1f} %)"
    else:
        node = orbit["start"]["node_longitude_deg"]
        side = "E" if node >= 0 else "W"
        day = f" on {orbit['start']['on']}" if orbit["start"]["on"] else ""
        when = f"In {days} that {begin} northward over the equator at {abs(node):.1f}° {side}{day},"
        told += f" (long run {100 * document['land_share_long_run']:.1f} %)"
    beta = (orbit["start"] or {}).get("beta_angle_deg")
    sun = "" if beta is None else f" The sun stands {abs(beta):.1f}° off the plane of the orbit on that day."
    return f"{when} {told}, and never overhead beyond {highest:.1f}° north or south.{sun}"


def _countries(pen: Any, document: dict[str, Any]) -> None:
    rows = document["countries"]
    spread = bool(rows) and "share_p05" in rows[0]
    against = bool(rows) and "share_long_run" in rows[0] and not spread
    more = f"{'5 – 95 %':>15}" if spread else f"{'long run, %':>13}" if against else ""
    pen.add(pen.mark(f"  {'country':<32}{'of the time, %':>15}{'minutes a day':>15}{more}", DIM))
    for row in rows[:_SHOWN]:
        cell = ""
        if spread:
            cell = f"{100 * row['share_p05']:>8.2f} – {100 * row['share_p95']:<4.2f}"
        elif against:
            cell = f"{100 * row['share_long_run']:>13.2f}"
        pen.add(f"  {row['name'][:32]:<32}{100 * row['share']:>15.2f}{row['minutes_per_day']:>15.1f}{cell}")
    rest = rows[_SHOWN:]
    if rest:
        share = 100 * sum(row["share"] for row in rest)
        pen.add(f"  {f'and {len(rest)} more':<32}{share:>15.2f}{14.4 * share:>15.1f}")
    pen.add()


def _latitudes(pen: Any, document: dict[str, Any]) -> None:
    pen.add(pen.mark(f"  {'latitude':<14}{'time, %':>8}   of which over land (full) and over sea (light)", DIM))
    bands = [row for row in document["latitude"] if row["share"] > 0]
    broad = [bands[k : k + 2] for k in range(0, len(bands), 2)] if len(bands) > 12 else [[row] for row in bands]
    most = max(sum(row["share"] for row in rows) for rows in broad)
    for rows in reversed(broad):
        share, land = (sum(row[key] for row in rows) for key in ("share", "land_share"))
        full = round(_BAR * land / most)
        bar = "█" * full + "░" * (round(_BAR * share / most) - full)
        label = f"{rows[0]['south_deg']:>+4.0f} to {rows[-1]['north_deg']:>+4.0f}".replace("+0 ", " 0 ")
        pen.add(f"  {label:<14}{100 * share:>8.1f}   {bar}")
    pen.add()


def _uncontrolled(pen: Any, document: dict[str, Any]) -> None:
    entry = document["entry"]
    south, north = entry["between_deg"]
    low, high = (f"{100 * entry[key]:.0f}" for key in ("land_share_low", "land_share_high"))
    land = f"about {low} %" if low == high else f"{low} to {high} %"
    pen.add(pen.mark("  an uncontrolled entry", DIM))
    length = [f"{km:,.0f}" for km in entry["footprint_km"]]
    pen.wrap(
        f"comes down somewhere between {-south:.1f}° south and {north:.1f}° north, in {land} of cases over "
        f"land. Its pieces would lie along {length[0]} to {length[1]} km of the track, so that one that begins over "
        "sea can end on land.",
        first="    ",
        rest="    ",
    )
    window = entry["window"]
    if window is not None:
        crossed = window["crossed"]
        text = (
            f"Known to {window['hours']:g} hours, it falls on one of {window['revolutions']:.1f} revolutions, "
            f"{window['spacing_deg']:.1f}° of longitude apart, {window['track_km']:,.0f} km of track in all"
        )
        if crossed is None:
            text += "; --on with --raan-deg, or --start-longitude-deg, would say which countries they cross."
        else:
            few = ", ".join(crossed[:12]) or "no country"
            text += f", which crosses {len(crossed)} countries: {few}{' ...' if len(crossed) > 12 else ''}."
        pen.wrap(text, first="    ", rest="    ")
    pen.add()


def _controlled(pen: Any, document: dict[str, Any]) -> None:
    told = document["controlled"]
    drag, once = told["after_drag"], told["at_once"]
    low, high = told["perigee_km"]
    pen.add(pen.mark("  a controlled entry", DIM))
    text = (
        f"asks {_m_s(drag['total_m_s'])} once drag has brought the orbit to {told['staging_km']:g} km (last perigee "
        f"{low:g} to {high:g} km), the last {_m_s(drag['last_burn_m_s'])} of it within half a revolution: "
        f"{_tonnes(drag['propellant_kg'])} of propellant for {told['mass_kg'] / 1000:,.0f} t."
    )
    if once["total_m_s"] != drag["total_m_s"]:
        text += (
            f" At once, from {document['orbit']['altitude_km']:g} km, {_m_s(once['total_m_s'])} and "
            f"{_tonnes(once['propellant_kg'])}."
        )
    if told["published"]:
        text += f" Published: {told['published']['delta_v_m_s']:g} m/s ({told['published']['source']})."
    pen.wrap(text, first="    ", rest="    ")
    for row in told["vehicles"]:
        pen.wrap(
            f"{row['name']} ({row['state']}; {row['delta_v_m_s']:.1f} m/s): {row['verdict']}",
            first="    - ",
            rest="      ",
        )


def _m_s(pair: list[float]) -> str:
    return f"{pair[0]:.0f} to {pair[1]:.0f} m/s"


def _tonnes(pair: list[float]) -> str:
    return f"{pair[0] / 1000:.1f} to {pair[1] / 1000:.1f} t"
