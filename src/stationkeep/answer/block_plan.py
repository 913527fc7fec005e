"""A block plan: elements as boxes of an area in proportion to their mass, laid out as they hang on one another.

Forward is right, aft left. What points to zenith or port goes up, what points to nadir or starboard down; a truss with
trusses at its sides is a row of its own above everything, port at the left. No two boxes meet, whatever the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

GAP_PT = 7.0
SMALLEST_PT = 6.0  # a label is written inside its box down to this size
_ASPECT = 1.45  # width of a box over its height
_LETTER_EM = 0.6  # width of a letter of the plots' typeface, on average, in font sizes
_LINE_EM = 1.25
_TURN: Mapping[str, Mapping[str, str]] = {
    # branch that a box stands on: where each side of it goes; a side that points back is turned away
    "spine": {"forward": "right", "aft": "left", "zenith": "up", "port": "up", "nadir": "down", "starboard": "down"},
    "up": {"forward": "right", "aft": "left", "zenith": "up", "port": "up", "nadir": "left", "starboard": "left"},
    "down": {"forward": "right", "aft": "left", "zenith": "right", "port": "right", "nadir": "down",
             "starboard": "down"},
    "row": {"port": "left", "starboard": "right", "zenith": "up", "nadir": "down", "forward": "up", "aft": "up"},
}  # fmt: skip


@dataclass(frozen=True)
class Block:
    """Something to draw: its name, what it hangs on and where, and the size of its box in points."""

    id: str
    label: str
    attached_to: str
    side: str
    width: float
    height: float
    truss: bool = False


@dataclass(frozen=True)
class Box:
    """A block in its place; x and y are the middle of the box, y upwards; ``inside`` says where its label is."""

    block: Block
    x: float
    y: float
    inside: bool
    font: float

    @property
    def size(self) -> float:
        """The size of the label: what its box has room for, up to half as large again as asked for."""
        return min(1.5 * self.font, _room(self.block)) if self.inside else self.font

    @property
    def reach(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of box and label."""
        half, below = self.block.width / 2, 0.0
        if not self.inside and self.block.label:
            half = max(half, letters(self.block.label, self.font) / 2)
            below = self.font * _LINE_EM
        return (self.x - half, self.y - self.block.height / 2 - below, self.x + half, self.y + self.block.height / 2)


@dataclass
class _Part:
    """A subtree in its own coordinates: the first box stands at the origin."""

    boxes: list[Box] = field(default_factory=list)

    @property
    def reach(self) -> tuple[float, float, float, float]:
        edges = [box.reach for box in self.boxes]
        return (min(e[0] for e in edges), min(e[1] for e in edges), max(e[2] for e in edges), max(e[3] for e in edges))

    def take(self, other: _Part, x: float, y: float) -> None:
        self.boxes += [replace(box, x=box.x + x, y=box.y + y) for box in other.boxes]


def letters(text: str, font: float) -> float:
    """Return about how wide a text is, in points."""
    return _LETTER_EM * font * max((len(line) for line in text.split("\n")), default=0)


def sized(mass_kg: float, points_per_root_kg: float) -> tuple[float, float]:
    """Width and height of a box whose area is in proportion to a mass."""
    root = points_per_root_kg * mass_kg**0.5
    return root * _ASPECT**0.5, root / _ASPECT**0.5


def lay_out(blocks: Iterable[Block], font: float = 7.0) -> list[Box]:
    """Place every block.

    Parameters
    ----------
    blocks
        The blocks; one that hangs on nothing that is here stands at the end of the spine.
    font
        Size of the labels in points; a label that does not fit into its box stands under it.

    Returns
    -------
    list of Box
        In points, with the lowest left corner of everything at the origin.
    """
    given = {block.id: block for block in blocks}
    children: dict[str, list[Block]] = {}
    roots = []
    for block in given.values():
        if block.attached_to in given and block.attached_to != block.id:
            children.setdefault(block.attached_to, []).append(block)
        else:
            roots.append(block)
    rows: list[Block] = []
    whole = _Part()
    for root in roots:
        part = _branch(root, "spine", children, rows, font)
        edge = whole.reach[2] + 3 * GAP_PT - part.reach[0] if whole.boxes else 0.0
        whole.take(part, edge, 0.0)
    for block in rows:
        part = _branch(block, "row", children, [], font)
        base = next(box for box in whole.boxes if box.block.id == block.attached_to)
        whole.take(part, base.x, whole.reach[3] + 3 * GAP_PT - part.reach[1])
    left, bottom, _, _ = whole.reach if whole.boxes else (0.0, 0.0, 0.0, 0.0)
    return [replace(box, x=box.x - left, y=box.y - bottom) for box in whole.boxes]


def _branch(block: Block, branch: str, children: Mapping[str, list[Block]], rows: list[Block], font: float) -> _Part:
    """Lay out a block and everything that hangs on it."""
    here = children.get(block.id, [])
    part = _Part([Box(block, 0.0, 0.0, _room(block) >= SMALLEST_PT, font)])
    around: dict[str, list[_Part]] = {"up": [], "down": [], "left": [], "right": []}
    for child in here:
        lateral = any(one.truss and one.side in ("port", "starboard") for one in children.get(child.id, []))
        if branch != "row" and child.truss and lateral:
            rows.append(child)
            continue
        way = _TURN[branch].get(child.side, "down" if branch == "down" else "up")
        inner = way if branch != "row" and way in ("up", "down") else branch
        around[way].append(_branch(child, inner, children, rows, font))
    for way in ("up", "down"):
        _abreast(part, around[way], way)
    for way in ("left", "right"):
        _stacked(part, around[way], way)
    return part


def _room(block: Block) -> float:
    """The size at which a label would just fill its box."""
    lines = block.label.count("\n") + 1
    return min((block.width - 5) / max(letters(block.label, 1.0), 0.1), (block.height - 2) / (_LINE_EM * lines))


def _abreast(part: _Part, others: list[_Part], way: str) -> None:
    """Put subtrees side by side above or below the first box."""
    if not others:
        return
    _, bottom, _, top = part.boxes[0].reach
    widths = [other.reach[2] - other.reach[0] for other in others]
    x = -(sum(widths) + GAP_PT * (len(widths) - 1)) / 2
    for other, width in zip(others, widths, strict=True):
        y = top + GAP_PT - other.reach[1] if way == "up" else bottom - GAP_PT - other.reach[3]
        part.take(other, x - other.reach[0], y)
        x += width + GAP_PT


def _stacked(part: _Part, others: list[_Part], way: str) -> None:
    """Put subtrees one over the other, left or right of everything that is there; a lone one keeps its height."""
    if not others:
        return
    left, _, right, _ = part.reach
    heights = [other.reach[3] - other.reach[1] for other in others]
    y = (sum(heights) + GAP_PT * (len(heights) - 1)) / 2
    for other, height in zip(others, heights, strict=True):
        x = right + GAP_PT - other.reach[0] if way == "right" else left - GAP_PT - other.reach[2]
        part.take(other, x, 0.0 if len(others) == 1 else y - other.reach[3])
        y -= height + GAP_PT
