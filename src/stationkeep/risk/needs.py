"""What a rule rests on: the functions that it needs, directly or through services."""

from __future__ import annotations

from stationkeep.facts.pack import Pack
from stationkeep.station import rules


def rests_on(pack: Pack, text: str) -> list[str]:
    """Functions that a rule needs, nearest first: those it names, and those that their rules and services name."""
    found: dict[str, None] = {}
    todo, seen = [text], set[str]()
    while todo:
        for node in rules.walk(rules.parse(todo.pop(0))):
            if isinstance(node, rules.FunctionRef) and node.function not in found:
                found[node.function] = None
                todo.append(pack.functions[node.function].rule)
            elif isinstance(node, rules.Provided) and node.service not in seen:
                seen.add(node.service)
                todo += [row.needs for row in pack.services.values() if row.service == node.service and row.needs]
    return list(found)


def raised_by(pack: Pack, text: str) -> list[str]:
    """As :func:`rests_on`; a rule about altitude rests on what those who raise the orbit need too."""
    found = rests_on(pack, text)
    if speaks_of_altitude(text):
        services = pack.settings.get("orbit", {}).get("burn_services", ())
        ways = ", ".join(f'provided("{service}")' for service in services)
        found += [name for name in rests_on(pack, f"any({ways})") if name not in found]
    return found


def speaks_of_altitude(text: str) -> bool:
    """Whether a rule compares a level such as the altitude."""
    return any(isinstance(node, rules.Number) and node.kind == "level" for node in rules.walk(rules.parse(text)))
