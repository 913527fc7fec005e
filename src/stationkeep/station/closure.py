"""Whether a pack closes: every function has somebody who gives it, every stock something that drains and fills it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stationkeep.errors import Problem
from stationkeep.facts.pack import Pack
from stationkeep.station import rules
from stationkeep.station.grids import grids

_GIVERS = ("services", "functions", "assets", "carriers", "elements", "flows")
_UP = "up"  # the key of [operations] that names the service which brings people
_REFUSE = "refuse"  # the key of [mass] that names the stock which ships take away
_BURNS = "burn_services"  # the key of [orbit] that names the services which raise the orbit


def providers(pack: Pack, function: str) -> tuple[str, ...]:
    """Return the assets and types of vehicle on which a function can rest, on whatever date.

    Parameters
    ----------
    pack
        Its functions, services, flows and carriers.
    function
        The id of one of its functions.

    Returns
    -------
    tuple of str
        Ids in the order of the pack. They are found by following the rule through other functions, through what
        fills the stocks it reads, through the ships that bring people, seats and cargo, and through the burns that
        hold an altitude. What stands under ``no(...)`` gives nothing.
    """
    found: set[str] = set()
    _follow(pack, pack.functions[function].rule, found, {function})
    return tuple(name for name in (*pack.assets, *pack.carriers) if name in found)


def _follow(pack: Pack, text: str, found: set[str], seen: set[str]) -> None:
    """Add everything that a rule leads to; ``seen`` holds functions and stocks on the way here."""
    try:
        nodes = list(_asked(rules.parse(text)))
    except rules.RuleError:
        return  # the check of the rules says so
    for node in nodes:
        if isinstance(node, rules.Provided):
            found.update(_givers(pack, node.service))
        elif isinstance(node, rules.AssetRef):
            found.add(node.asset)
        elif isinstance(node, rules.FunctionRef) and node.function not in seen and node.function in pack.functions:
            seen.add(node.function)
            _follow(pack, pack.functions[node.function].rule, found, seen)
        elif isinstance(node, rules.Number):
            _fill(pack, node, found, seen)


def _fill(pack: Pack, node: rules.Number, found: set[str], seen: set[str]) -> None:
    """Add what keeps a quantity up."""
    if node.kind == "people":
        found.update(_givers(pack, str(_setting(pack, "operations").get(_UP, ""))))
    elif node.kind == "seats":
        found.update(row.id for row in pack.carriers.values() if row.seats)
    elif node.kind == "cargo_ahead":
        found.update(row.id for row in pack.carriers.values() if row.cargo_up_kg)
    elif node.kind == "level":
        for service in _setting(pack, "orbit").get(_BURNS, ()):
            found.update(_givers(pack, service))
    elif node.kind == "power":
        fed = {row.asset for row in pack.elements if row.power_kw}
        found.update(row.id for name, row in pack.assets.items() if name in fed and row.segment == node.name)
    elif node.kind in ("stock", "cover_days", "coming") and f"stock {node.name}" not in seen:
        seen.add(f"stock {node.name}")  # an id of a stock may be one of a function too
        for flow in pack.flows.values():
            if flow.stock == node.name and flow.direction in ("in", "set"):
                found.update(name for name in _per(flow.per) if name in pack.carriers)
                if flow.when:
                    _follow(pack, flow.when, found, seen)


def _asked(node: rules.Node) -> Iterator[rules.Node]:
    """The parts of a rule that ask for something: all but those under ``no``."""
    if isinstance(node, rules.Logic) and node.kind == "no":
        return
    yield node
    for value in vars(node).values():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, rules.Node):
                yield from _asked(part)


def _givers(pack: Pack, service: str) -> set[str]:
    return {row.provider for row in pack.services.values() if row.service == service}


def _per(text: str) -> list[str]:
    return text.partition(":")[2].split(";")


def _setting(pack: Pack, name: str) -> Mapping[str, Any]:
    found = pack.settings.get(name)
    return found if isinstance(found, dict) else {}


def check_providers(pack: Pack) -> Iterable[Problem]:
    """Functions nobody gives, and services nobody asks for; of a pack whose rules can all be read."""
    for function in pack.functions.values():
        if not providers(pack, function.id):
            yield Problem(
                "functions.csv", function.line, "rule", f"nobody who gives '{function.id}'",
                "at least one asset or vehicle that its rule leads to",
                "ask for a service, an asset or another function, and add who gives it to services.csv",
                _GIVERS,
            )  # fmt: skip


def check_stocks(pack: Pack) -> Iterable[Problem]:
    """Stocks that nothing drains or fills, or of unknown level; flows into what they cannot become."""
    for stock in pack.stocks.values():
        ways = {flow.direction for flow in pack.flows.values() if flow.stock == stock.id}
        ways |= {"in" for flow in pack.flows.values() if flow.into == stock.id}
        is_refuse = stock.id == _setting(pack, "mass").get(_REFUSE)
        if is_refuse and any(row.cargo_down_kg for row in pack.carriers.values()):
            ways.add("out")
        if stock.id in {row.store for row in grids(pack)}:
            ways |= {"in", "out"}
        for wanted, what, verb in ((("out", "void"), "consumption", "drains"), (("in", "set"), "supply", "fills")):
            if not ways & set(wanted):
                fix = f"add a row to flows.csv with direction {' or '.join(wanted)}, or take the stock out"
                yield Problem(
                    "stocks.csv", stock.line, "id", f"'{stock.id}' without {what}", f"something that {verb} it", fix,
                    ("flows", "carriers") if is_refuse else ("flows",),
                )  # fmt: skip
        if not any(row.stock == stock.id for row in pack.stock_levels):
            fix = "add a row to stock_levels.csv: what was aboard on the pack's first date"
            yield Problem(
                "stocks.csv", stock.line, "id", f"'{stock.id}' without a level", "one dated level at least", fix,
                ("stock_levels",),
            )  # fmt: skip
    for flow in pack.flows.values():
        if flow.into and flow.direction != "out":
            fix = "write out, or leave into empty"
            yield Problem("flows.csv", flow.line, "into", f"{flow.into} of a flow {flow.direction}", "a flow out", fix)
        elif flow.into in pack.stocks and flow.stock in pack.stocks:
            heavy, light = sorted((flow.stock, flow.into), key=lambda name: not pack.stocks[name].unit_kg)
            if pack.stocks[heavy].unit_kg and not pack.stocks[light].unit_kg:
                yield Problem(
                    "flows.csv", flow.line, "into", f"'{heavy}' has mass and '{light}' none",
                    "two stocks with mass, or two without", f"give '{light}' a unit_kg in stocks.csv",
                )  # fmt: skip
