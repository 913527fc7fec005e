"""Who owns what and what needs what on a date, as a graph that other programs read and that can be collapsed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import asdict, dataclass
from typing import Any

from stationkeep.errors import UnknownName
from stationkeep.risk.snapshot import Snapshot
from stationkeep.station import rules
from stationkeep.supplies.ledgers import arrival_targets

COLLAPSES = ("none", "party", "function", "segment")


@dataclass(frozen=True)
class Node:
    """A party, asset, vehicle, service or function; ``segment`` is an occupant class of the pack, or empty."""

    id: str
    kind: str
    label: str
    segment: str = ""


@dataclass(frozen=True)
class Edge:
    """``source`` rests on ``target``; ``how`` says in what way (needs, given by, run by, owned by, controlled by)."""

    source: str
    target: str
    how: str
    weight: int = 1


@dataclass(frozen=True)
class StationGraph:
    """Nodes and edges in a fixed order."""

    on: str
    collapse: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "schema": "stationkeep.graph/1",
            "on": self.on,
            "collapse": self.collapse,
            "nodes": [asdict(node) for node in self.nodes],
            "edges": [asdict(edge) for edge in self.edges],
        }

    def to_graphml(self) -> str:
        """GraphML (graphml.graphdrawing.org), with kind, label and segment of nodes, kind and weight of edges."""
        root = ET.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
        keys = (("kind", "node"), ("label", "node"), ("segment", "node"), ("how", "edge"), ("weight", "edge"))
        for name, of in keys:
            kind = "int" if name == "weight" else "string"
            ET.SubElement(root, "key", {"id": name, "for": of, "attr.name": name, "attr.type": kind})
        graph = ET.SubElement(root, "graph", id="station", edgedefault="directed")
        for node in self.nodes:
            element = ET.SubElement(graph, "node", id=node.id)
            for name in ("kind", "label", "segment"):
                ET.SubElement(element, "data", key=name).text = getattr(node, name)
        for edge in self.edges:
            element = ET.SubElement(graph, "edge", source=edge.source, target=edge.target)
            ET.SubElement(element, "data", key="how").text = edge.how
            ET.SubElement(element, "data", key="weight").text = str(edge.weight)
        ET.indent(root)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def station_graph(station: Snapshot, collapse: str = "none") -> StationGraph:
    """The graph of a station on a date.

    Parameters
    ----------
    collapse : str
        ``none``; ``party``: functions and the parties that they rest on; ``function``: functions alone, which needs
        which; ``segment``: parties and functions of each segment as one.

    Raises
    ------
    UnknownName
        Another way to collapse.
    """
    if collapse not in COLLAPSES:
        raise UnknownName("way to collapse", collapse, COLLAPSES)
    nodes, edges = _whole(station)
    if collapse == "none":
        return _made(station, collapse, nodes, [(e.source, e.target, e.how) for e in edges])
    keep = {"party": ("function", "party"), "function": ("function",), "segment": ("function", "party")}[collapse]
    through = _reach(nodes, edges, keep)
    through = [link for link in through if nodes[link[0]].kind == "function"]
    if collapse != "segment":
        return _made(station, collapse, {n: node for n, node in nodes.items() if node.kind in keep}, through)
    groups: dict[str, Node] = {}
    place = {}
    for name, node in nodes.items():
        if node.kind in keep:
            here = node.segment or _party_segment(station, node) or "shared"
            kind = "parties" if node.kind == "party" else "functions"
            group = f"{kind}:{here}"
            groups[group] = Node(group, kind, f"{kind}: {here}", "" if here == "shared" else here)
            place[name] = group
    return _made(
        station, collapse, groups, [(place[a], place[b], how) for a, b, how in through if place[a] != place[b]]
    )


def _made(station: Snapshot, collapse: str, nodes: dict[str, Node], links: list[tuple[str, str, str]]) -> StationGraph:
    weights: dict[tuple[str, str, str], int] = {}
    for link in links:
        weights[link] = weights.get(link, 0) + 1
    edges = tuple(Edge(*link, weight) for link, weight in sorted(weights.items()))
    touched = {end for edge in edges for end in (edge.source, edge.target)}
    kept = tuple(node for name, node in sorted(nodes.items()) if name in touched or node.kind == "function")
    return StationGraph(str(station.on), collapse, kept, edges)


def _party_segment(station: Snapshot, node: Node) -> str:
    """The segment whose people a party flies, if it is one's."""
    found = [k for k, row in station.pack.occupants.items() if f"party:{row.party}" == node.id]
    return found[0] if found else ""


def _reach(nodes: dict[str, Node], edges: list[Edge], keep: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """From each kept node to the kept nodes that are reached through others."""
    after: dict[str, list[str]] = {}
    for edge in edges:
        if edge.how != "owned by":  # who holds the title cannot stop it by that alone
            after.setdefault(edge.source, []).append(edge.target)
    found = []
    for name in sorted(nodes):
        if nodes[name].kind not in keep:
            continue
        seen, todo = {name}, list(after.get(name, ()))
        while todo:
            here = todo.pop()
            if here in seen:
                continue
            seen.add(here)
            if nodes[here].kind in keep:
                found.append((name, here, "rests on"))
            else:
                todo += after.get(here, ())
    return found


def _whole(station: Snapshot) -> tuple[dict[str, Node], list[Edge]]:
    pack, graph, on = station.pack, station.graph, station.on
    nodes: dict[str, Node] = {}
    edges: list[Edge] = []
    for name, party in pack.parties.items():
        nodes[f"party:{name}"] = Node(f"party:{name}", "party", next(iter(party.aliases), party.name))
        if party.controlled_by:
            edges.append(Edge(f"party:{name}", f"party:{party.controlled_by}", "controlled by"))
    for name, asset in pack.assets.items():
        if graph.asset(name, True)[0]:
            nodes[f"asset:{name}"] = Node(f"asset:{name}", asset.kind, asset.name, asset.segment)
            edges += [
                Edge(f"asset:{name}", f"party:{asset.owner}", "owned by"),
                *(Edge(f"asset:{name}", f"party:{party}", "run by") for party in (asset.operator, *asset.parties)),
            ]
    for name in station.flights.carriers:
        carrier = pack.carriers[name]
        nodes[f"vehicle:{name}"] = Node(f"vehicle:{name}", "vehicle", carrier.name)
        edges += [Edge(f"vehicle:{name}", f"party:{party}", "run by") for party in carrier.parties]
    for service, rows in graph.services.items():
        for row in rows:
            provider = f"asset:{row.provider}" if row.provider in pack.assets else f"vehicle:{row.provider}"
            if provider in nodes and graph.service(row)[0]:
                nodes[f"service:{service}"] = Node(f"service:{service}", "service", service)
                edges.append(Edge(f"service:{service}", provider, "given by"))
                edges += [Edge(f"service:{service}", f"party:{party}", "run by") for party in row.parties]
    for name, function in pack.functions.items():
        if (function.valid_from is None or function.valid_from <= on) and (
            function.valid_to is None or on <= function.valid_to
        ):
            last = name.rsplit(".", 1)[-1]
            segment = last if last in pack.occupants else ""
            nodes[f"function:{name}"] = Node(f"function:{name}", "function", function.label, segment)
    texts = [(f"function:{name}", row.rule) for name, row in pack.functions.items()]
    texts += [(f"service:{row.service}", row.needs) for rows in graph.services.values() for row in rows]
    texts += [(f"asset:{name}", row.needs) for name, row in pack.assets.items()]
    texts += [(f"vehicle:{name}", pack.carriers[name].needs) for name in station.flights.carriers]
    for source, text in texts:
        if source in nodes and text:
            edges += [Edge(source, target, "needs") for target in _named(station, text) if target in nodes]
    return nodes, list(dict.fromkeys(edges))


def _named(station: Snapshot, text: str) -> list[str]:
    """What a rule names, and the vehicles that bring the stocks and people it counts."""
    found = []
    for node in rules.walk(rules.parse(text)):
        match node:
            case rules.FunctionRef(function=name):
                found.append(f"function:{name}")
            case rules.Provided(service=name):
                found.append(f"service:{name}")
            case rules.AssetRef(asset=name):
                found.append(f"asset:{name}")
            case rules.Number(kind=kind, name=name):
                found += [f"vehicle:{carrier}" for carrier in _bringing(station, kind, name)]
    return found


def _bringing(station: Snapshot, kind: str, name: str) -> list[str]:
    """Vehicles that bring what a number of a rule counts."""
    pack, flying = station.pack, station.flights.carriers
    match kind:
        case "stock" | "cover_days" | "coming":
            flows = [flow for flow in pack.flows.values() if flow.stock == name]
            return [carrier for flow in flows for carrier in arrival_targets(flow.per) if carrier in flying]
        case "cargo_ahead":
            return [carrier for carrier in flying if pack.carriers[carrier].cargo_up_kg]
        case "seats":
            return [carrier for carrier in flying if pack.carriers[carrier].seats]
        case "people" if name:
            brought = [ship.carrier for ship in station.flights.docked if ship.residents.get(name)]
            brought += [ship.carrier for ship in station.flights.coming if ship.residents.get(name)]
            return list(dict.fromkeys(brought))
    return []


def as_text(graph: StationGraph) -> str:
    """JSON with an edge or node a line, readable in a difference of two files."""
    document = graph.to_json()
    head = {key: value for key, value in document.items() if key not in ("nodes", "edges")}
    parts = [json.dumps(head, ensure_ascii=False)[:-1]]
    for key in ("nodes", "edges"):
        rows = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in document[key])
        parts.append(f'"{key}": [\n{rows}\n]')
    return ",\n".join(parts) + "}\n"
