"""What a verb acts on: the scopes that its own phrases name, in the order of grammar."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from stationkeep.news.acts.found import Found
from stationkeep.news.grammar.clauses import clause_start
from stationkeep.news.grammar.conditions import Condition
from stationkeep.news.grammar.parts import TIMES
from stationkeep.news.grammar.phrases import IN_PHRASE, Named, named_in, own_end, phrase_end, word_before
from stationkeep.news.grammar.subjects import ACTORS, Sentence
from stationkeep.news.grammar.syntax import Phrase
from stationkeep.news.text.words import listed

ARRIVING = ("dock", "arriv", "land", "undock", "splash", "blast", "touch", "com", "cam", "go", "went", "reach")
"""Beginnings of verbs of delivery that act on nothing: the ship is their subject."""
_ACTED_ON = frozenset((*IN_PHRASE, "pron", "ing", "to"))
_STEERING = ("control", "steer", "reboost", "rais", "boost", "lift", "push", "deorbit", "turn", "sink", "sunk")
_JOINING = frozenset(("and", "but", "while", "whereas", ";", "so", "yet"))
_FAR = 14
"""Words behind an act in which its relative clause is read."""


def acted_on(found: Found, sentence: Sentence, conditions: Sequence[Condition] = ()) -> list[Named]:
    """Return the scopes that the phrases of an act name, what the verb acts on before the rest.

    An active verb acts on what follows it. Of a passive, and of a verb without an object, the subject undergoes the
    act. A noun acts on what hangs on it, then on what stands before it.
    """
    start = sentence.words.start

    def within(first: int, end: int) -> list[Named]:
        named = named_in(sentence, first, end)
        return [one for one in named if not any(c.start <= start[one.first] < c.end for c in conditions)]

    behind = [*within(found.at + 1, found.last), *within(found.last, own_clause_end(found, sentence))]
    first = found.group.first
    if found.nominal:
        return [*behind, *within(clause_start(sentence, first), found.at)]
    if not (found.group.passive or is_intransitive(found, sentence)):
        return behind
    subject = subject_phrase(found, sentence)
    if subject is not None and subject.last <= found.at:
        named = within(_names_begin(sentence, subject.first), own_end(sentence, subject))
        acts = not found.group.passive and found.subject is not None and found.subject.kind in ACTORS
        if named or acts:
            return [*named, *behind]
    return [*(within(clause_start(sentence, first), first) or within(0, first)), *behind]


def own_clause_end(found: Found, sentence: Sentence) -> int:
    """Return where what an act governs ends: before the next clause with a subject of its own that is joined to it."""
    low, end = sentence.words.low, found.scope_end
    for clause in sentence.syntax.clauses.values():
        if clause.relation in ("main", "joined") and clause.subject is not None and clause.kind == "finite":
            first = clause.subject.first
            if found.last < first < end and low[first - 1] in _JOINING:
                end = first
    return end


def subject_phrase(found: Found, sentence: Sentence) -> Phrase | None:
    """Return the phrase that is the subject of an act's clause."""
    clause = sentence.syntax.clause_at(found.group.first)
    return clause.subject if clause is not None else None


def _names_begin(sentence: Sentence, first: int) -> int:
    """Return where the names begin that reach to a word: 'Soyuz crew launches' before 'launches'."""
    for one in reversed(sentence.mentions):
        if one.object and one.first < first <= one.last:
            first = one.first
    return first


def is_intransitive(found: Found, sentence: Sentence) -> bool:
    """Whether a verb acts on nothing that follows it: 'flights will resume in May', 'docked this morning'."""
    tags, low, k = sentence.syntax.tags, sentence.words.low, found.last
    if found.action == "deliver" and found.words.startswith(ARRIVING):
        return True
    if k >= min(found.scope_end, len(tags)) or tags[k] not in _ACTED_ON:
        return True
    if tags[k] not in IN_PHRASE:
        return False
    end = phrase_end(sentence, k, len(low))
    return low[end - 1] in TIMES or all(tag == "adj" for tag in tags[k:end])  # 'remains grounded'


def beyond(found: Found, sentence: Sentence, action: str) -> list[Named]:
    """Return what relative clauses name where the act's own phrases name nothing.

    'Licences under which first stages are supplied', 'the plant, which builds first stages, stopped production'.
    """
    low, k = sentence.words.low, found.scope_end
    if found.rule == "withdraw.people":
        return named_in(sentence, found.last, len(low))
    subject = subject_phrase(found, sentence)
    if action in ("suspend", "resume") and subject is not None and not found.bare:
        named = named_in(sentence, subject.core, subject.last)
        if named:
            return named
    if {"which", "whose", "that", "how"}.isdisjoint(low[max(found.last, k - 5) : k + 1]):
        return []
    reach = min(len(low), k + _FAR + 1)
    end = next((n for n in range(k + 1, reach) if low[n] in (",", ";")), reach)
    return [one for one in named_in(sentence, k, end) if one.scope != "station" or moves_station(one, sentence)]


def of_subject(found: Found, sentence: Sentence) -> str:
    """Return the service that the subject of an act names; empty for none."""
    subject = subject_phrase(found, sentence)
    named = named_in(sentence, subject.first, subject.core) if subject is not None else []
    return next((one.scope for one in named if one.scope not in ("station", "sanctions")), "")


def tool_of(found: Found, sentence: Sentence) -> str:
    """Return the arm or the relay that does it itself: 'Dextre moved the pallet out of the Dragon'."""
    subject = subject_phrase(found, sentence)
    named = named_in(sentence, subject.first, subject.core)[:1] if subject is not None else []
    return next((one.scope for one in named if one.proper and one.scope in ("robotics", "comms")), "")


def is_flown(one: Named, found: Found, sentence: Sentence) -> bool:
    """Whether the station or a segment is flown or commanded: 'keeps flying its segment', 'run from the ground'.

    Who runs the station takes part in it; who runs a segment, or sits in a control room, flies it.
    """
    low = sentence.words.low
    verb = low[found.at] if found.group.passive else "" if one.lead else word_before(sentence, one.first)
    lasting = verb.startswith(_TAKING_PART) and not _TERMS.isdisjoint(low[one.last :])
    if verb.startswith(_COMMANDING):
        return not lasting
    if not verb.startswith(_RUNNING):
        return False
    return (low[one.last - 1] in _SEGMENTS and not lasting) or is_from_controllers(found, sentence)


def is_from_controllers(found: Found, sentence: Sentence) -> bool:
    """Whether people at their consoles act: 'flight controllers in Houston', 'from the ground'."""
    low = sentence.words.low
    subject = subject_phrase(found, sentence)
    who = low[subject.first : subject.core] if subject is not None else ()
    if not _CONTROLLERS.isdisjoint(who) or any(pair in _CONTROL for pair in pairwise(who)):
        return True
    return any(low[k : k + 3] == ("from", "the", "ground") for k in range(found.last, len(low)))


_COMMANDING = ("command", "fly", "flies", "flown", "steer", "pilot")
_RUNNING = ("run", "ran", "operat", "manag", "mind", "control")
_SEGMENTS = listed("segment segments half side")
_TAKING_PART = ("operat", "fly", "flown")
_TERMS = listed("until till through to beyond longer after")
"""Words of a term: who operates or flies a segment until a year takes part until then."""
_CONTROLLERS = listed("controller controllers flight-controllers")
_CONTROL = frozenset((w, c) for w in ("control", "mission", "flight") for c in ("centre", "center", "room", "control"))
_BRINGING = ("bring", "bringing", "brought")


def _brought_down(low: tuple[str, ...], first: int) -> bool:
    """Whether 'bring down' stands before a word, an article between."""
    return any(low[k] in _BRINGING and low[k + 1] == "down" for k in range(max(0, first - 4), first - 1))


def moves_station(one: Named, sentence: Sentence) -> bool:
    """Whether the verb in front of the station steers or moves it."""
    verb = word_before(sentence, one.first)
    low = sentence.words.low
    down = verb in _BRINGING and "down" in low[one.last : one.last + 3]
    down = down or _brought_down(low, one.first)
    return one.lead in ("", "down") and (verb.startswith(_STEERING) or down)
