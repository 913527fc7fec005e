"""``graph``: the station's owners and needs as a file for other programs, or as a drawing."""

from __future__ import annotations

from pathlib import Path

from stationkeep.cli.cutsets import on_date
from stationkeep.cli.output import print_json, print_text, say
from stationkeep.cli.target import PICTURES, check_file, check_picture
from stationkeep.errors import InputError

_DATA = (".graphml", ".json", ".xml")


def graph(
    to: Path | None, on: str | None, function: str | None, of: str, collapse: str, pack_name: str, as_json: bool
) -> None:
    """Write the graph, or print it."""
    from stationkeep.answer.answer import write_text
    from stationkeep.facts.pack import load_pack
    from stationkeep.risk.snapshot import Snapshot
    from stationkeep.risk.station_graph import as_text, station_graph

    if to is not None and to.suffix.lower() in PICTURES:
        check_picture(to, "--to")
    else:
        check_file(to, "--to", (*_DATA, *PICTURES))
    tree_wanted = to is not None and to.suffix.lower() == ".xml"
    if tree_wanted != (function is not None):
        raise InputError(
            "a fault tree goes into an .xml file and is of one function: give --function F and --to FILE.xml"
        )
    pack = load_pack(pack_name)
    station = Snapshot.of(pack, on_date(on, pack.as_of))
    if tree_wanted and to is not None and function is not None:
        from stationkeep.risk.mef import to_mef
        from stationkeep.risk.structure import Structure

        tree = Structure(station, of).tree(function)
        write_text(to, to_mef(tree, f"loss of {function} on {station.on}"))
        found = {"schema": "stationkeep.graph/1", "file": str(to), "gates": len(tree.gates), "events": len(tree.events)}
        if as_json:
            print_json(found)
        else:
            print_text(f"fault tree: {to} ({found['gates']} gates, {found['events']} basic events)")
        return
    made = station_graph(station, collapse)
    if to is None or as_json:
        print_text(as_text(made).rstrip("\n"))
    if to is None:
        return
    match to.suffix.lower():
        case ".graphml":
            write_text(to, made.to_graphml())
        case ".json":
            write_text(to, as_text(made))
        case _:
            from stationkeep.risk.picture import draw_graph

            draw_graph(made, to)
    say(f"graph: {to} ({len(made.nodes)} nodes, {len(made.edges)} edges)")
