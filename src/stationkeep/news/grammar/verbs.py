"""The group around a verb: its helpers, what governs it, and so whether it was done, will be, might be or will not.

The words of a group stand together; what governs it, and what shares its helpers, the parse says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from stationkeep.news.grammar.helpers import Own, is_negated, own_helpers, tense_of
from stationkeep.news.grammar.lexicon import GOVERNING_ADJECTIVES, GOVERNOR_FORMS
from stationkeep.news.grammar.subjects import ACTORS, Sentence, Subject, find_subject, subject_of
from stationkeep.news.grammar.syntax import Clause
from stationkeep.news.grammar.word_classes import HELPERS, VERBAL
from stationkeep.news.text.words import forms, listed


@dataclass(frozen=True)
class Group:
    """What stands before a verb.

    Parameters
    ----------
    first : int
        Word at which the group begins, governor and its helpers included.
    tense : str
        ``present``, ``past``, ``perfect``, ``pluperfect``, ``future``, ``would``, ``maybe``, ``must``, ``going``,
        ``intended`` ('was to leave'), ``missed`` ('was to have left'), ``bare`` (a gerund or infinitive that hangs on
        nothing).
    passive, negated : bool
    governor : str
        Effect of a governing verb or noun, empty without one.
    governed_by : str
        The governing word.
    audience : int
        Word at which the one who is asked or ordered stands, or -1.
    told : bool
        Whether the subject is the one who is asked or ordered: 'has been told to'.
    governed_at : int
        Where the governing word stands, or -1.
    joined : int
        The verb whose helpers it shares ('will stop and LEAVE'), or -1.
    can : bool
        Whether its helper is 'can' or 'cannot'.
    """

    first: int
    tense: str
    passive: bool = False
    negated: bool = False
    governor: str = ""
    governed_by: str = ""
    audience: int = -1
    no_longer: bool = False
    infinitive: bool = False
    agent: int = -1
    told: bool = False
    governed_at: int = -1
    joined: int = -1
    can: bool = False


def verb_group(sentence: Sentence, at: int, tag: str) -> Group:
    """Return the group of the verb at word ``at``, whose form is ``tag`` where the parse knows no better."""
    tags = sentence.syntax.tags
    tag = tags[at] if tags[at] in VERBAL else "past" if sentence.words.low[at] in _PASTS else tag
    own = own_helpers(sentence, at)
    if not own.helpers and (lead := _lead(sentence, own.first, tag)) >= 0:
        shared = verb_group(sentence, lead, tag)
        acts_on = tags[at + 1] if at + 1 < len(tags) else ""
        if shared.first < lead and not (shared.passive and acts_on in _PHRASE):
            but = sentence.words.low[own.first - 1] == "but"
            return replace(shared, joined=lead, negated=shared.negated and not but)
    clause = sentence.syntax.clause_at(at)
    tense, passive = tense_of(own.helpers, tag)
    passive = passive and sentence.words.low[at] not in _STATES
    negated = is_negated(own.helpers)
    if own.to or (clause is not None and clause.kind == "ing" and "be" not in own.helpers):
        governed = _governed(sentence, own, clause, tag)
        if governed is not None and governed.governor == "agree" and negated:
            governed, negated = replace(governed, governor="announced", negated=True), False  # 'agreed not to'
        if governed is not None:
            return replace(governed, passive=passive, negated=governed.negated != negated, infinitive=True)
        if sentence.words.low[max(0, own.first - 2) : own.first] == ("far", "from"):
            return Group(own.first, "present", passive, not negated, infinitive=True)
    elif clause is not None and clause.kind == "finite":
        negated = negated != (_of_none(sentence, clause) and _NONE.isdisjoint(own.helpers))
        if not own.helpers and (helper := _inverted(sentence, clause)):
            tense, negated = tense_of((helper,), tag)[0], True
    can = not _CAN.isdisjoint(own.helpers)
    return Group(own.first, tense, passive, negated, no_longer=own.no_longer, infinitive=own.to, can=can)


_CAN = frozenset(("can", "cannot", "ca"))
_PHRASE = frozenset(("det", "name", "pron", "poss"))
_STATES = frozenset(("committed", "recommitted", "dedicated"))
_PASTS = frozenset(("was", "were", "had", "did"))


def _lead(sentence: Sentence, first: int, tag: str) -> int:
    """Return the verb before 'and' or a comma whose helpers the verb at a group's beginning may share, or -1.

    Of a row of verbs it is the one that has the helpers: 'will stop A, close B and leave C'.
    """
    tags, found, k = sentence.syntax.tags, -1, first - 1
    while k > 0 and (tags[k] == "and" or (tags[k] == "," and tag == "base")):
        before = _alike_before(sentence, k, tag)
        if before < 0:
            break
        found, own = before, own_helpers(sentence, before)
        k = own.first - 1 if not own.helpers else 0
    return found


def _alike_before(sentence: Sentence, joint: int, tag: str) -> int:
    """Return the nearest verb of the same form before 'and' or a comma, or -1."""
    tags = sentence.syntax.tags
    for j in range(joint - 1, -1, -1):
        if tags[j] in (";", ":", "“", "”") or (tags[j] in ("s", "past") and tag != "base"):
            return -1
        if tags[j] in _ALIKE.get(tag, ()):
            clause = sentence.syntax.clause_at(j)
            if clause is not None and clause.at == j and (clause.relation != "rel" or tags[joint - 1] != ","):
                return j
    return -1


_ALIKE = {"base": ("base",), "ing": ("ing",), "ed": ("ed", "part"), "part": ("ed", "part")}


def _of_none(sentence: Sentence, clause: Clause) -> bool:
    """Whether nobody and nothing does it: 'No ship will', 'None of them has', 'Neither A nor B has'."""
    if clause.subject is None:
        return False
    low, first = sentence.words.low, clause.subject.first
    return low[first] in _NONE or (first > 0 and low[first - 1] == "neither")


_NONE = listed("no none nobody neither nothing")


def _inverted(sentence: Sentence, clause: Clause) -> str:
    """Return the helper before the subject, if a negation inverts them: 'Nor has the agency turned down'."""
    first = clause.subject.first if clause.subject is not None else 0
    low = sentence.words.low
    inverts = first >= 2 and low[first - 2] in ("nor", "never", "neither", "nowhere")
    return low[first - 1] if inverts and sentence.syntax.tags[first - 1] in HELPERS else ""


# what governs it


@dataclass(frozen=True)
class _Governor:
    """The word that governs a verb, what it makes of it, and whether it is the verb of its own clause."""

    at: int
    effect: str
    verbal: bool


def _governed(sentence: Sentence, own: Own, clause: Clause | None, tag: str) -> Group | None:
    """Return the group of an infinitive or gerund after what it hangs on; ``None`` where it hangs on nothing."""
    if clause is None or is_circumstance(sentence, clause) or _is_deep(sentence, clause):
        return None
    low, tags = sentence.words.low, sentence.syntax.tags
    parent = clause.parent if clause.parent < own.first else -1
    if parent < 0 and low[own.first - 1 : own.first] == ("whether",):
        parent = next((k for k in range(own.first - 2, -1, -1) if tags[k] in VERBAL), -1)
    word = low[own.first - 1] if own.first else ""
    one = _governor(sentence, own.first, parent, clause.noun, to=own.to)
    if one is None:
        return None
    outer = _outer(sentence, one, parent)
    effect = one.effect
    if effect == "announced" and not one.verbal and parent >= 0 and low[parent] in _WEIGHING:
        effect = "considered"  # 'is weighing plans to'
    if word == "against" and effect in ("announced", "considered"):
        outer = replace(outer, negated=not outer.negated)  # 'decided against leaving'
    if low[one.at].startswith("rul"):  # 'ruled out leaving'; 'refused to rule out leaving' leaves it open
        open_ = outer.negated or outer.governor in ("refuse", "negated")
        outer = replace(outer, negated=False, governor="")
        effect = "considered" if open_ else "negated"
    if effect == "announced" and outer.negated and _undecided(sentence, one, own.first):
        effect, outer = "considered", replace(outer, negated=False)
    if low[one.at] in _FORCED or (low[one.at] == "able" and outer.tense in ("past", "perfect") and not outer.negated):
        effect = ""
    if word == "but":
        effect, outer = "", replace(outer, negated=False)  # 'had no choice but to'
    if low[one.at] == "whether":
        outer = replace(outer, negated=False)
    effect, tense = _combined(outer, effect)
    audience, agent = _audience(sentence, one.at, own.first)
    told = outer.passive and effect in ("order", "demand")
    first = own.first if effect not in _SPEECH and _has_own_subject(sentence, clause, outer) else outer.first
    return Group(
        first, tense, False, outer.negated, effect, low[one.at], audience, own.no_longer, True, agent, told, one.at
    )


_WEIGHING = frozenset(word for word, (effect, _) in GOVERNOR_FORMS.items() if effect == "considered")


def _is_deep(sentence: Sentence, clause: Clause | None) -> bool:
    """Whether more verbs stand above a clause than anybody writes."""
    for _ in range(_DEEPEST):
        clause = sentence.syntax.clause_at(clause.parent) if clause is not None and clause.parent >= 0 else None
    return clause is not None


_DEEPEST = 8
_SPEECH = frozenset(("refuse", "agree", "propose", "demand", "order"))
_FORCED = frozenset(("forced", "obliged", "compelled", "choice", "alternative"))
_BY_WAY = frozenset(("by", "while", "despite", "thereby", "thus"))


def is_circumstance(sentence: Sentence, clause: Clause) -> bool:
    """Whether a gerund says how or with what its governor comes: 'responded by ordering', 'went, ending a decade'."""
    if clause.kind != "ing" or clause.parent < 0:
        return False
    word = sentence.words.low[clause.first - 1] if clause.first else ""
    return word in _BY_WAY or (clause.relation == "aside" and word == ",")


def _combined(outer: Group, effect: str) -> tuple[str, str]:
    """Return what two governors make of an act, the outer one first, and the tense: 'plans to ask to stop'."""
    if outer.governor in _SPEECH or not outer.governor:
        return (outer.governor or effect), outer.tense
    if effect in _SPEECH:
        return effect, {"announced": "future", "considered": "maybe"}.get(outer.governor, outer.tense)
    weaker = next((one for one in ("considered", "reports", "threat") if one in (effect, outer.governor)), "")
    if effect == "negated" or outer.governor == "negated":
        return "negated", outer.tense
    return weaker or outer.governor, outer.tense


def _undecided(sentence: Sentence, one: _Governor, first: int) -> bool:
    """Whether it is still open: 'has not yet decided to'."""
    return "yet" in sentence.words.low[max(0, one.at - 2) : first]


def _governor(sentence: Sentence, first: int, parent: int, noun: int, *, to: bool) -> _Governor | None:
    """Return the word that governs what begins at a word: the nearest noun or adjective before it, else its verb."""
    low, tags = sentence.words.low, sentence.syntax.tags
    near = True
    for k in range(first - 1, max(parent, -1), -1):
        if parent < 0 and k != noun and (tags[k] in VERBAL or tags[k] in HELPERS or tags[k] in _ENDS):
            return None
        if low[k] in ("first", "last") and to and low[k + 1] in _FIRST_TO and parent >= 0 and tags[parent] == "be":
            return _Governor(k, "", False)  # 'was the first to commit'
        effect = _nominal_effect(low[k], tags[k]) if to or low[k] not in ("about", "whether") else None
        if effect is not None and (near or not _hangs(tags, k)):
            return _Governor(k, effect, False)
        near = near and (tags[k] == "adv" or (not to and tags[k] == "prep"))
    if parent < 0:
        return None
    word = low[parent]
    if word in GOVERNOR_FORMS:
        return _Governor(parent, GOVERNOR_FORMS[word][0], True)
    if word in GOVERNING_ADJECTIVES and tags[parent] in ("ed", "part"):
        return _Governor(parent, GOVERNING_ADJECTIVES[word], True)
    if not to and word in _STOPPING:
        return _Governor(parent, "negated", True)  # 'stopped delivering'
    if word.startswith("rul") and low[parent + 1 : parent + 2] == ("out",):
        return _Governor(parent, "negated", True)
    clause = sentence.syntax.clause_at(parent)
    if clause is None or clause.subject is None:
        return None
    effect = _nominal_effect(low[clause.subject.head], tags[clause.subject.head])
    passive = tense_of(own_helpers(sentence, parent).helpers, tags[parent])[1]
    if effect is None or not (passive or tags[parent] == "be"):
        return None
    return _Governor(clause.subject.head, effect, True)  # 'No decision has been made to stop', 'The plan is to stop'


_FIRST_TO = listed("to partner agency country party member state nation")


def _nominal_effect(word: str, tag: str) -> str | None:
    """Return what a noun or adjective makes of the act that hangs on it; ``None`` for other words."""
    if tag in VERBAL and tag not in ("ed", "part"):
        return None
    effect = GOVERNING_ADJECTIVES.get(word)
    return GOVERNOR_FORMS[word][0] if effect is None and tag == "noun" and word in GOVERNOR_FORMS else effect


_STOPPING = frozenset(
    word for verb in ("stop", "cease", "halt", "quit", "discontinue", "pause") for word in forms(verb)
)
_ENDS = frozenset((";", ":", "“", "”", '"', "that", "rel", "sub", ","))


def _hangs(tags: tuple[str, ...], k: int) -> bool:
    """Whether a noun hangs on a preposition: 'decided despite the threat of sanctions to'."""
    while k > 0 and tags[k - 1] in ("det", "poss", "adj", "noun", "name", "num"):
        k -= 1
    return k > 0 and tags[k - 1] == "prep"


def _outer(sentence: Sentence, one: _Governor, parent: int) -> Group:
    """Return the group of what governs: of a verb, or of the verb that has the noun or adjective with it."""
    if one.verbal and parent >= 0:
        return governing_group(sentence, parent)
    low, tags = sentence.words.low, sentence.syntax.tags
    k, none = one.at, False
    while k > 0 and tags[k - 1] in ("det", "poss", "adj", "noun", "name", "adv", "num"):
        k -= 1
        none = none or low[k] in ("no", "neither")
    if parent < 0:
        return Group(k, "present", negated=none)
    outer = governing_group(sentence, parent)
    if tags[parent] == "be":  # 'is not ready to', 'was never in a position to', and not 'is not only ready to'
        none = none or any(
            low[j] in ("not", "never") and low[j + 1] not in ("only", "just") for j in range(parent + 1, one.at)
        )
    return replace(outer, passive=False, negated=outer.negated != none)


def governing_group(sentence: Sentence, at: int) -> Group:
    """Return the group of a verb that governs another; a circumstance has the tense of its own governor."""
    group, clause = verb_group(sentence, at, "base"), sentence.syntax.clause_at(at)
    if group.tense != "bare" or clause is None or not is_circumstance(sentence, clause) or clause.parent >= at:
        return group
    return replace(group, tense=governing_group(sentence, clause.parent).tense)  # 'responded by ordering the crew to'


def _audience(sentence: Sentence, governor: int, first: int) -> tuple[int, int]:
    """Return the word at which who is asked stands between a governor and its infinitive, and who decides by 'by'."""
    low, tags = sentence.words.low, sentence.syntax.tags
    for k in range(governor + 1, first):
        mention = sentence.at_start.get(k)
        if mention is not None and mention.kind in ACTORS:
            return k, k if low[k - 1] == "by" else -1
        if tags[k] in ("noun", "pron") and low[k] in _PEOPLE:
            return k, -1
    return -1, -1


_PEOPLE = listed(
    "it them him her us you cosmonauts cosmonaut crew crews astronauts engineers specialists companies firms ministry "
    "ministries agencies agency governments government staff personnel workers controllers council congress lawmakers "
    "partners sides leaders counterparts countries states enterprises corporation contractors members department "
    "plants director general head officials administration suppliers operators everyone both"
)


def _has_own_subject(sentence: Sentence, clause: Clause, outer: Group) -> bool:
    """Whether a named party does it that is not the governor's subject: 'expects Roscosmos to', 'Russia's plan to'."""
    if clause.subject is None or clause.subject.first < outer.first:
        return False
    return subject_of(sentence, clause.subject) is not None


def group_subject(sentence: Sentence, group: Group) -> Subject | None:
    """Return the subject of a group; of an audience that is ordered, who gives the order."""
    return find_subject(sentence, group.first)
