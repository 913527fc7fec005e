"""The coded statement, and what else a reading keeps: documents, claims, sentences not understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from stationkeep.news.acts.coded import mode_of
from stationkeep.news.claims.claims import Quantity
from stationkeep.news.text.layout import Block
from stationkeep.news.text.original import Original
from stationkeep.news.text.plain import Plain
from stationkeep.wording import percent


@dataclass(frozen=True)
class Statement:
    """Who did, announced, threatened, refused or asked for what, where it stands, and which rule says so.

    ``start`` and ``end`` count characters of the decoded original; ``original[start:end] == text``. ``plain`` is the
    same sentence without markup. ``sure`` is how likely every field is right, from 0 to 1, where weights looked at it;
    ``because`` says in words what speaks for an act that no rule found.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    plain: str
    speaker: str | None
    reported_by: str | None
    actor: str
    action: str
    mode: str
    object: str
    targets: tuple[str, ...]
    condition: str | None
    effective: Any
    status: str
    level: str
    quote: bool
    rule: str
    doubt: str | None = None
    trigger: tuple[int, int] = (0, 0)
    sure: float | None = None
    because: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the statement as plain values, in the order that is promised."""
        return self.__dict__ | {
            "targets": list(self.targets),
            "trigger": list(self.trigger),
            "sure": None if self.sure is None else round(self.sure, 2),
            "because": list(self.because),
        }


@dataclass
class SecondLook:
    """What weights make of the statements of a document, by the statement's id.

    Parameters
    ----------
    sure : dict
        How likely every field is right, from 0 to 1.
    because : dict
        What speaks for a statement that no rule made.
    instead : dict
        Fields of a statement of a rule of which the weights say otherwise than the rule.
    """

    sure: dict[str, float]
    because: dict[str, tuple[str, ...]]
    instead: dict[str, Mapping[str, str]]

    def applied(self, one: Statement) -> Statement:
        """Return a statement with what is known of it."""
        found = replace(one, sure=self.sure.get(one.id), because=self.because.get(one.id, ()))
        other = self.instead.get(one.id, {})
        if not other:
            return found
        doubts = [one.doubt] if one.doubt else []
        doubts += [f"{name} weighed: by rule it would be '{getattr(one, name)}'" for name in other]
        action, thing = other.get("action", one.action), other.get("object", one.object)
        doubt = "; ".join(doubts)
        mode = mode_of(action, one.status)
        return replace(found, action=action, object=thing, mode=mode, rule=f"{one.rule}+weighed", doubt=doubt)


def say_share(sure: float) -> str:
    """Return how often such a statement is right, in words; below one in twenty no difference was measured."""
    return "below 5 %" if sure < _TELLS_APART else percent(round(sure, 2))


_TELLS_APART = 0.05


@dataclass(frozen=True)
class Claim:
    """A quantity that somebody claims: the sentence with its place, who says it, and what the words allow.

    ``text`` is the sentence as it stands, ``plain`` without markup; ``said`` is where the phrase that makes the claim
    stands. ``party`` is the party of the speaker.
    """

    document: str
    start: int
    end: int
    text: str
    plain: str
    said: tuple[int, int]
    speaker: str | None
    party: str
    level: str
    quantity: Quantity


@dataclass(frozen=True)
class Unread:
    """A sentence that looks relevant and that no rule could code, or whose statement was taken back, and why."""

    document: str
    start: int
    end: int
    text: str
    why: str
    taken_back: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, in the order that is promised."""
        return dict(self.__dict__)


@dataclass
class DocumentReading:
    """A document as it was read."""

    original: Original
    plain: Plain
    blocks: list[Block]
    title: str
    published: dt.date | None
    published_by: str
    author: str
    statements: list[Statement] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    not_understood: list[Unread] = field(default_factory=list)
    suspicious: list[dict[str, object]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
