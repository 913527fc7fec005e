"""Everything that stationkeep raises on purpose.

    StationkeepError
     ├── InputError              what the user gave cannot be used (exit code 2)
     │    ├── UnknownName        a name that is not in the pack; the nearest known ones are offered
     │    ├── ScenarioError      a scenario that contradicts itself, or lies outside what the pack knows
     │    └── PackError          a facts pack with problems; carries every one of them
     └── RunError                a run that could not be finished (exit code 1)

A message says what was found, where, what was expected, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType

from stationkeep.wording import counted

MOST_NAMES = 40
"""Names that an error lists where none comes near; the first in the alphabet stand for the rest."""


_PLACES_SHOWN = 3
_SURELY_MEANT, _NEAR, _PERHAPS = 0.85, 0.6, 0.4  # how alike two names are, of 1, by difflib's count of common letters


class StationkeepError(Exception):
    """The root of every error that stationkeep raises on purpose."""

    exit_code = 1


class InputError(StationkeepError):
    """What the user gave cannot be used."""

    exit_code = 2


class UnknownName(InputError):  # noqa: N818  (it names what it is)
    """A name that is not known.

    The nearest names of the kind asked for are offered; what other kind of thing has the name is told.

    Parameters
    ----------
    kind
        What was asked for: ``function``.
    found
        The name that is not known.
    known
        Every name of that kind.
    elsewhere
        Names of other things, by their kind.
    """

    def __init__(
        self, kind: str, found: str, known: Iterable[str], elsewhere: Mapping[str, Iterable[str]] = MappingProxyType({})
    ) -> None:
        self.kind, self.found, self.known = kind, found, sorted(known)
        super().__init__(f"there is no {kind} '{found}'; {self._advice(elsewhere)}")

    def _advice(self, elsewhere: Mapping[str, Iterable[str]]) -> str:
        wanted, cutoff = self.found.lower(), _PERHAPS
        other = _other_kind(wanted, elsewhere)
        if other and not get_close_matches(wanted, self.known, n=1, cutoff=_NEAR):
            cutoff = 1.0  # then it is rather the other that was meant than a name of this kind that is a little alike
        near = get_close_matches(wanted, self.known, n=3, cutoff=cutoff)
        rest = len(self.known) - MOST_NAMES
        listed = ", ".join(self.known[:MOST_NAMES]) + (f" and {rest} more" if rest > 0 else "")
        return (f"nearest: {', '.join(near)}" if near else f"known: {listed}") + (f" ({other})" if other else "")


def _other_kind(wanted: str, elsewhere: Mapping[str, Iterable[str]]) -> str:
    """Say of what other kind a name is, or one so near that it must be meant."""
    for kind, names in elsewhere.items():
        close = get_close_matches(wanted, list(names), n=1, cutoff=_SURELY_MEANT)
        if close:
            return f"'{close[0]}' is {'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    return ""


class ScenarioError(InputError):
    """A scenario that contradicts itself, or lies outside what the pack knows."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file of a pack or a scenario.

    Parameters
    ----------
    file, line, field
        Where: the file's name, its line (1 = the first; 0 when no line can be named) and the column or key.
    found, expected, fix
        What stands there, what should, and what to do about it.
    rests_on
        Tables that must be whole for it to be a problem: with rows of theirs missing it may only follow from that.
    also
        Other places with the same problem, which the same mend removes.
    """

    file: str
    line: int
    field: str
    found: str
    expected: str
    fix: str
    rests_on: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Its file, with the line where one can be named."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        told = f"{self.place}, {self.field}: found {self.found}, expected {self.expected}; {self.fix}"
        more = len(self.also) - _PLACES_SHOWN
        shown = ", ".join(self.also[:_PLACES_SHOWN]) + (f" and {counted(more, 'more place')}" if more > 0 else "")
        return f"{told} (also {shown})" if self.also else told

    def as_dict(self) -> dict[str, object]:
        """The problem as plain values, in the order that ``check --json`` promises; ``also`` where there is any."""
        told = {key: getattr(self, key) for key in ("file", "line", "field", "found", "expected", "fix")}
        return told | ({"also": list(self.also)} if self.also else {})


class PackError(InputError):
    """A facts pack with problems; ``problems`` holds every one of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        shown = "\n".join(f"  {problem}" for problem in self.problems[:20])
        more = len(self.problems) - 20
        tail = f"\n  and {more} more" if more > 0 else ""
        super().__init__(f"the pack has {counted(len(self.problems), 'problem')}:\n{shown}{tail}")


class RunError(StationkeepError):
    """A run that could not be finished."""
