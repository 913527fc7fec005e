"""The rules of a pack: read from text into small trees, with every mistake named.

A rule is one expression in Python's syntax, read with :mod:`ast` and never run as Python. ``docs/design.md`` lists
its words. Text that is not a rule raises :class:`RuleError` with what was found, what was expected, and the mend.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from stationkeep.errors import InputError


class RuleError(InputError):
    """A rule that cannot be read; ``found``, ``expected`` and ``fix`` say why."""

    def __init__(self, found: str, expected: str, fix: str) -> None:
        self.found, self.expected, self.fix = found, expected, fix
        super().__init__(f"found {found}, expected {expected}; {fix}")


@dataclass(frozen=True)
class Logic:
    """``all``, ``any``, ``at_least`` (k of the children) or ``no`` (of the one child)."""

    kind: str
    children: tuple[Node, ...]
    k: int = 0


@dataclass(frozen=True)
class Provided:
    """A willing provider of ``service`` is there, or due within so many days; ``due`` counts none that is docked."""

    service: str
    within: Node | None = None
    docked: bool = True


@dataclass(frozen=True)
class FunctionRef:
    """Another function of the pack, today or (``lagged``) the day before."""

    function: str
    lagged: bool


@dataclass(frozen=True)
class AssetRef:
    """An asset that exists, has not failed, and has what it needs."""

    asset: str


@dataclass(frozen=True)
class Compare:
    """``left >= right`` or ``left > right``; the other two are written with the sides exchanged."""

    strict: bool
    left: Node
    right: Node


@dataclass(frozen=True)
class Number:
    """A quantity: a ``stock``, ``level`` or ``par``, ``power`` of a grid, ``people``, ``seats``, or what is to come."""

    kind: str
    name: str = ""
    within: Node | None = None


@dataclass(frozen=True)
class Literal:
    """A plain number; only counts stand in rules, every fact is a parameter."""

    value: float


@dataclass(frozen=True)
class Arithmetic:
    """``left operator right`` with one of ``+ - * /``."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Choose:
    """``choose(condition, when_true, when_false)`` between two numbers."""

    condition: Node
    when_true: Node
    when_false: Node


Truth = Logic | Provided | FunctionRef | AssetRef | Compare
Quantity = Number | Literal | Arithmetic | Choose
Node = Truth | Quantity

_LOGIC = ("all", "any", "at_least", "no")
_NUMBERS = {"stock": 1, "level": 1, "par": 1, "people": -1, "seats": 0, "power": 1, "cover_days": 1}
_AHEAD = ("cargo_ahead", "coming")
WORDS = (*_LOGIC, "provided", "due", "function", "yesterday", "asset", "choose", *_NUMBERS, *_AHEAD)
_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
LARGEST_COUNT = 10  # a larger literal is a fact in disguise
_LONGEST = 4000


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Read a rule.

    Parameters
    ----------
    text : str
        Such as ``all(provided("reboost.ros"), stock("propellant") >= par("reboost_reserve_kg"))``.

    Returns
    -------
    Node
        The root of the tree; equal texts give equal trees.

    Raises
    ------
    RuleError
        When the text is not a rule.

    Examples
    --------
    >>> parse('people("ros") >= 1')
    Compare(strict=False, left=Number(kind='people', name='ros', within=None), right=Literal(value=1.0))
    """
    if len(text) > _LONGEST:
        raise RuleError(f"{len(text)} characters", f"at most {_LONGEST}", "split the rule into named functions")
    try:
        return _node(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise RuleError(repr(text[:80]), "one expression such as all(a, b)", f"mend the syntax ({error})") from error


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it, root first."""
    yield node
    for child in children(node):
        yield from walk(child)


def children(node: Node) -> tuple[Node, ...]:
    """Direct parts of a node, in the order in which they are written."""
    match node:
        case Logic():
            return node.children
        case Compare() | Arithmetic():
            return (node.left, node.right)
        case Choose():
            return (node.condition, node.when_true, node.when_false)
        case Provided() | Number():
            return () if node.within is None else (node.within,)
        case _:
            return ()


def _node(tree: ast.expr) -> Node:
    match tree:
        case ast.Call():
            return _call(tree)
        case ast.Compare(ops=[operator], left=left, comparators=[right]):
            return _compare(operator, _quantity(left), _quantity(right))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            below = _quantity(right)
            if isinstance(operator, ast.Div) and _constant(below) == 0.0:
                found = f"'{ast.unparse(tree)[:60]}', a division by zero"
                raise RuleError(found, "a divisor other than zero", "divide by a parameter, or take the division out")
            return Arithmetic(_OPERATORS[type(operator)], _quantity(left), below)
        case ast.Constant(value=bool()):
            raise RuleError(repr(tree.value), "a word of the rules", "use all() for always and any() for never")
        case ast.Constant(value=int() | float() as value):
            if not 0 <= value <= LARGEST_COUNT or value != int(value):
                raise RuleError(
                    f"the number {value}", f"a count from 0 to {LARGEST_COUNT}", "name a parameter: par(...)"
                )
            return Literal(float(value))
        case _:
            raise RuleError(f"'{ast.unparse(tree)[:60]}'", "a word of the rules", f"use one of {', '.join(WORDS)}")


def _constant(node: Node) -> float | None:
    """What plain numbers alone come to; ``None`` where anything else stands among them."""
    match node:
        case Literal(value=value):
            return value
        case Arithmetic(operator=sign, left=left, right=right):
            one, two = _constant(left), _constant(right)
            if one is None or two is None:
                return 0.0 if sign == "*" and 0.0 in (one, two) else None
            return {"+": one + two, "-": one - two, "*": one * two}.get(sign, one / two if two else None)
        case _:
            return None


def _compare(operator: ast.cmpop, left: Node, right: Node) -> Node:
    match operator:
        case ast.GtE() | ast.Gt():
            return Compare(isinstance(operator, ast.Gt), left, right)
        case ast.LtE() | ast.Lt():
            return Compare(isinstance(operator, ast.Lt), right, left)
        case _:
            raise RuleError("this comparison", ">=, >, <= or <", "equality of measured numbers has no meaning")


def _call(tree: ast.Call) -> Node:
    if not isinstance(tree.func, ast.Name) or tree.func.id not in WORDS:
        found = ast.unparse(tree.func)[:40]
        near = get_close_matches(found, WORDS, n=1)
        fix = f"did you mean {near[0]}?" if near else f"use one of {', '.join(WORDS)}"
        raise RuleError(f"'{found}'", "a word of the rules", fix)
    word, arguments = tree.func.id, tree.args
    options = {keyword.arg: _quantity(keyword.value) for keyword in tree.keywords}
    if set(options) - {"within_days"} or (options and word not in ("provided", "due", *_AHEAD)):
        raise RuleError(f"'{word}' with {sorted(map(str, options))}", "within_days alone", "drop the other names")
    within = options.get("within_days")
    if word in _LOGIC:
        return _logic(word, arguments)
    if word == "choose":
        _count(word, arguments, 3)
        return Choose(_truth(arguments[0]), _quantity(arguments[1]), _quantity(arguments[2]))
    if word == "provided":
        return Provided(_name(word, arguments), within)
    if word == "due":
        return Provided(_name(word, arguments), _needed(word, within), docked=False)
    if word in ("function", "yesterday"):
        return FunctionRef(_name(word, arguments), word == "yesterday")
    if word == "asset":
        return AssetRef(_name(word, arguments))
    if word == "cargo_ahead":
        _count(word, arguments, 0)
        return Number(word, "", _needed(word, within))
    if word == "coming":
        return Number(word, _name(word, arguments), _needed(word, within))
    if _NUMBERS[word] == 0 or (_NUMBERS[word] < 0 and not arguments):
        _count(word, arguments, 0)
        return Number(word)
    return Number(word, _name(word, arguments))


def _truth(tree: ast.expr) -> Node:
    node = _node(tree)
    if isinstance(node, Quantity):
        found = f"the quantity '{ast.unparse(tree)[:60]}'"
        raise RuleError(found, "something true or false", "compare it with another quantity: a >= b")
    return node


def _quantity(tree: ast.expr) -> Node:
    node = _node(tree)
    if isinstance(node, Truth):
        found = f"'{ast.unparse(tree)[:60]}', which is true or false"
        raise RuleError(found, "a quantity", "use choose(condition, when_true, when_false) to make it one")
    return node


def _logic(word: str, arguments: list[ast.expr]) -> Node:
    count = 0
    if word == "at_least":
        first = _node(arguments[0]) if arguments else None
        if not isinstance(first, Literal):
            raise RuleError("at_least without a count", "at_least(k, a, b, ...)", "put the count first")
        count, arguments = int(first.value), arguments[1:]
    if word == "no" and len(arguments) != 1:
        raise RuleError(f"no() of {len(arguments)} parts", "one part", "wrap them in all(...) or any(...)")
    return Logic(word, tuple(_truth(argument) for argument in arguments), count)


def _needed(word: str, within: Node | None) -> Node:
    if within is None:
        raise RuleError(f"{word} without a time", f"{word}(..., within_days=par(...))", "say within how many days")
    return within


def _count(word: str, arguments: list[ast.expr], wanted: int) -> None:
    if len(arguments) != wanted:
        raise RuleError(f"{word} with {len(arguments)} parts", f"{wanted}", f"give {word} {wanted}")


def _name(word: str, arguments: list[ast.expr]) -> str:
    match arguments:
        case [ast.Constant(value=str() as name)]:
            return name
        case _:
            raise RuleError(f"{word} without a quoted name", f'{word}("id")', "give exactly one id in quotes")
