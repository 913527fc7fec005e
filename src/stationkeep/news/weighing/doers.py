"""Who may have acted in a sentence: parties that it names, that spoke, or that the text is about, with their traits."""

from __future__ import annotations

from collections.abc import Iterator

from stationkeep.news.acts.actors import AGENCY_OF, STATE_OF, STATES
from stationkeep.news.findings.statements import Statement
from stationkeep.news.grammar.subjects import find_subject
from stationkeep.news.weighing.sightings import Around, Sighting

EVERY_STATE = STATES | {"china", "india", "kazakhstan"}
_CARRIED_OVER = frozenset(("rule", "before", "voice", "subject"))
"""Traits that an agency has of its state, and a state of its agency."""


def candidates(around: Around, place: int, at: int, made: Statement | None) -> dict[str, list[str]]:
    """Return who may act, each with its traits.

    Parameters
    ----------
    around : Around
        The document.
    place : int
        Which of its sentences.
    at : int
        Word of the act.
    made : Statement, optional
        What a rule made of the act.
    """
    beside = _beside(around, place, made)
    found: dict[str, set[str]] = {}
    action = made.action if made is not None else "?"
    for party, marks in _standing(around, place, at, made, action):
        if party and party not in beside:
            found.setdefault(party, set()).update(marks)
    for party in list(found):
        for other, what in ((AGENCY_OF.get(party, ""), "agency of"), (STATE_OF.get(party, ""), "state of")):
            if other:
                own = [trait for trait in found[party] if trait.partition(" ")[0] in _CARRIED_OVER]
                found.setdefault(other, set()).update((what, *(f"{what} {trait}" for trait in own)))
    one = around.sightings[place]
    about = {meaning.kind for meaning in one.meant}
    if made is not None:
        about.add(made.object)
    for party, traits in found.items():
        kind = "state" if party in EVERY_STATE else "body"
        traits |= {f"id {party}", kind, f"{kind} {action}", f"{kind} {one.voice.level}", f"made {made is not None}"}
        traits |= {f"{who} {what}" for who in (f"id {party}", kind) for what in about}
    return {party: [f"A:{trait}" for trait in traits] for party, traits in found.items()}


def _beside(around: Around, place: int, made: Statement | None) -> frozenset[str]:
    """Return who else is told to do the same act, each for itself: they do not stand against each other."""
    if made is None:
        return frozenset()
    at = dict(around.sightings[place].made)
    same = (around.statements[name] for name in at if at[name] == at[made.id] and name in around.statements)
    return frozenset(one.actor for one in same if one.actor != made.actor)


def _standing(
    around: Around, place: int, at: int, made: Statement | None, action: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield parties with what they are in the text; a party may come more than once, or be empty."""
    one = around.sightings[place]
    low = one.parsed.sentence.words.low
    named = list(one.named())
    yield from _named(one, at, action, named)
    if made is not None:
        rule = made.rule.partition("+")[0]
        yield made.actor, ("rule", f"rule doubts {made.doubt is not None}", f"rule {action}", f"rule {rule}")
    opener = low[0] if low else ""
    own = "we" if not {"we", "our", "us", "i", "my"}.isdisjoint(low) else ""
    own = own or ("it" if not {"it", "its", "they", "their"}.isdisjoint(low) else "-")
    bare = f"{bool(named)} {own}"
    yield one.voice.party, ("voice", f"voice {one.quoted} {bare}", f"voice {one.voice.level}")
    yield one.topic, ("topic", f"topic {bare}", f"topic {opener}")
    yield one.asked, ("asked",)
    if made is None or at == one.main_act:
        yield one.doer, ("doer", f"doer {bare}")
        yield one.body, ("noun", f"noun {bare}")
    if (before := around.before(place)) is not None:
        acted = f"acted {before.action} {action}"
        yield before.actor, ("acted", f"acted {bare}", f"acted {opener}", acted)
    yield around.author, ("author", f"author {bare}")
    for party, _ in around.parties:
        yield party, ("often",)


def _named(
    one: Sighting, at: int, action: str, named: list[tuple[str, int, int, str]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the parties that a sentence names, with where they stand."""
    sentence = one.parsed.sentence
    low = sentence.words.low
    subject = find_subject(sentence, at) if low else None
    seen: list[str] = []
    for party, first, last, kind in named:
        order = min(len(seen), 3)
        if party not in seen:
            seen.append(party)
        side = "before" if last <= at else "after"
        lead = low[first - 1] if first else "^"
        lead = low[first - 2] if lead in ("the", "a") and first > 1 else lead
        behind = low[last] if last < len(low) else "$"
        acts = subject is not None and subject.first <= first < subject.last
        yield (
            party,
            (
                f"named {order}",
                side,
                f"{side} {kind}",
                f"{side} {kind} {action}",
                f"lead {side} {lead}",
                f"own {behind}",
            )
            + (("subject",) if acts else ()),
        )
    ahead = [party for party, _, last, _ in named if last <= at]
    if ahead:
        yield ahead[-1], ("nearest before",)
