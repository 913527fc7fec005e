"""Fault trees to and from the Open-PSA Model Exchange Format, the XML that other fault-tree programs read.

Read: ``define-gate`` with ``and``, ``or``, ``not``, ``atleast``, ``xor``, ``nand``, ``nor`` and ``constant``, nested as
deep as one likes, ``define-basic-event`` with a ``float``, ``define-house-event``. Format: open-psa.github.io/mef,
fault tree layer, version 2.0d.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

from stationkeep.errors import InputError
from stationkeep.risk.tree import FaultTree, Gate

MAX_BYTES = 50_000_000
_KINDS = {"and": "and", "or": "or", "not": "not", "atleast": "atleast", "xor": "xor", "nand": "and", "nor": "or"}
_REFERENCES = ("gate", "basic-event", "house-event", "event")
_DEEPEST = 200  # formulas inside formulas


def to_mef(tree: FaultTree, name: str = "loss") -> str:
    """Write a fault tree as Open-PSA XML.

    Names become identifiers of the format (letters, digits, ``_``, ``-``); what they were stands in the labels.
    """
    known = _identifiers(tree)
    root = ET.Element("opsa-mef")
    holder = ET.SubElement(root, "define-fault-tree", name=_identifier(name))
    gates = tree.ordered() if tree.top in tree.gates else ()
    for gate_name in reversed(gates):
        gate = tree.gates[gate_name]
        definition = ET.SubElement(holder, "define-gate", name=known[gate_name])
        _label(definition, tree, gate_name, known)
        if gate.kind in ("true", "false"):
            ET.SubElement(definition, "constant", value=gate.kind)
            continue
        formula = ET.SubElement(definition, gate.kind)
        if gate.kind == "atleast":
            formula.set("min", str(gate.k))
        for part in gate.parts:
            ET.SubElement(formula, "gate" if part in tree.gates else "basic-event", name=known[part])
    if not gates:
        definition = ET.SubElement(holder, "define-gate", name="top")
        ET.SubElement(ET.SubElement(definition, "or"), "basic-event", name=known[tree.top])
    data = ET.SubElement(root, "model-data")
    for event in tree.used():
        definition = ET.SubElement(data, "define-basic-event", name=known[event])
        _label(definition, tree, event, known)
        p = tree.events[event]
        if p is not None:
            ET.SubElement(definition, "float", value=repr(p))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _identifier(name: str) -> str:
    text = re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_-")
    return text if text and text[0].isalpha() else f"n_{text}"


def _identifiers(tree: FaultTree) -> dict[str, str]:
    """An identifier of the format for every name, each once."""
    taken: set[str] = set()
    known = {}
    for name in (*tree.events, *tree.gates):
        chosen, number = _identifier(name), 1
        while chosen in taken:
            number += 1
            chosen = f"{_identifier(name)}_{number}"
        taken.add(chosen)
        known[name] = chosen
    return known


def _label(element: ET.Element, tree: FaultTree, name: str, known: dict[str, str]) -> None:
    label = tree.labels.get(name, "" if known[name] == name else name)
    if label:
        ET.SubElement(element, "label").text = label


def read_mef(path: Path, top: str = "") -> FaultTree:
    """Read a fault tree from Open-PSA XML.

    Parameters
    ----------
    path : Path
        A file of at most 50 MB.
    top : str
        The gate that is asked about; by default the one that no other gate needs.

    Raises
    ------
    InputError
        A file that cannot be read, is no such XML, uses what is not read, or has no single top.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"'{path}' is larger than {MAX_BYTES // 1_000_000} MB; no fault tree is")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"'{path}' cannot be read ({error.strerror}); name a file of Open-PSA XML") from error
    except ValueError as error:
        raise InputError(f"'{path}' is not text in UTF-8; name a file of Open-PSA XML") from error
    return parse_mef(text, top, path.name)


def parse_mef(text: str, top: str = "", name: str = "the tree") -> FaultTree:
    """Read a fault tree from Open-PSA XML that is at hand; see :func:`read_mef`."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise InputError(f"{name} declares a document type; a fault tree needs none: take it out")
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise InputError(f"{name} is not XML ({error}); expected Open-PSA XML, beginning with <opsa-mef>") from error
    if root.tag != "opsa-mef":
        raise InputError(f"{name} begins with <{root.tag}>, expected <opsa-mef>")
    reader = _Reader(name)
    for element in root.iter():
        reader.define(element)
    return reader.tree(top)


class _Reader:
    """Collects the definitions of a file."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.gates: dict[str, Gate] = {}
        self.events: dict[str, float | None] = {}
        self.labels: dict[str, str] = {}
        self.used: set[str] = set()

    def define(self, element: ET.Element) -> None:
        """Take up a definition; other elements are passed over."""
        if element.tag not in ("define-gate", "define-basic-event", "define-house-event"):
            return
        name = self._named(element)
        if name in self.gates or (name in self.events and element.tag != "define-basic-event"):
            raise InputError(f"{self.name} defines '{name}' twice")
        parts = [part for part in element if part.tag not in ("label", "attributes")]
        label = element.findtext("label")
        if label:
            self.labels[name] = " ".join(label.split())
        if element.tag == "define-gate":
            if len(parts) != 1:
                raise InputError(f"{self.name}: gate '{name}' has {len(parts)} formulas, expected one")
            self.gates[name] = self._gate(parts[0], name)
        elif element.tag == "define-house-event":
            value = parts[0].get("value", "") if parts else "false"
            self.gates[name] = Gate(self._constant(value, name))
        else:
            self.events[name] = self._probability(parts[0], name) if parts else None

    def tree(self, top: str) -> FaultTree:
        """The tree below the top."""
        events = {**dict.fromkeys(sorted(self.used - set(self.gates))), **self.events}
        if not top:
            tops = [name for name in self.gates if name not in self.used]
            if len(tops) != 1:
                found = ", ".join(tops[:5]) or "none"
                raise InputError(
                    f"{self.name} has {len(tops)} gates that no other gate needs ({found}); name one as top"
                )
            top = tops[0]
        return FaultTree(top, self.gates, events, self.labels)

    def _named(self, element: ET.Element) -> str:
        name = element.get("name", "").strip()
        if not name:
            raise InputError(f"{self.name}: a <{element.tag}> without a name; give it one")
        return name

    def _constant(self, value: str, name: str) -> str:
        if value not in ("true", "false"):
            raise InputError(f"{self.name}: '{name}' is the constant '{value}', expected true or false")
        return value

    def _probability(self, element: ET.Element, name: str) -> float:
        if element.tag != "float":
            raise InputError(
                f"{self.name}: '{name}' has a <{element.tag}>, expected a <float value=.../>; nothing else is read"
            )
        try:
            return float(element.get("value", ""))
        except ValueError as error:
            raise InputError(
                f"{self.name}: '{name}' has the probability '{element.get('value')}', expected a number"
            ) from error

    def _gate(self, formula: ET.Element, owner: str, depth: int = 0) -> Gate:
        if depth > _DEEPEST:
            raise InputError(f"{self.name}: gate '{owner}' holds formulas {depth} deep, at most {_DEEPEST} are read")
        if formula.tag in _REFERENCES:
            self.used.add(self._named(formula))
            return Gate("or", (self._named(formula),))
        if formula.tag == "constant":
            return Gate(self._constant(formula.get("value", ""), owner))
        if formula.tag not in _KINDS:
            raise InputError(
                f"{self.name}: gate '{owner}' is a <{formula.tag}>; read are {', '.join(_KINDS)}, constant"
            )
        parts = tuple(self._part(part, owner, depth) for part in formula)
        if formula.tag == "atleast":
            least = formula.get("min", "")
            if not least.isdigit():
                raise InputError(f"{self.name}: gate '{owner}' is an atleast with min='{least}', expected a count")
            return Gate("atleast", parts, int(least))
        gate = Gate(_KINDS[formula.tag], parts)
        if formula.tag in ("nand", "nor"):
            return Gate("not", (self._inside(gate, owner),))
        return gate

    def _part(self, part: ET.Element, owner: str, depth: int) -> str:
        if part.tag in _REFERENCES:
            self.used.add(self._named(part))
            return self._named(part)
        return self._inside(self._gate(part, owner, depth + 1), owner)

    def _inside(self, gate: Gate, owner: str) -> str:
        """Give a formula inside a formula a name of its own."""
        name = f"{owner} part {len(self.gates)}"
        self.gates[name] = gate
        self.used.add(name)
        return name
