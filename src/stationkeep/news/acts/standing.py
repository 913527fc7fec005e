"""Where a verb of an act stands without making one: habits, backgrounds, what could be, what only tells which."""

# ruff: noqa: E501 -- tables of words read better unbroken

from __future__ import annotations

from stationkeep.news.acts.composition import CONDUCT
from stationkeep.news.grammar.clauses import COMPACTS
from stationkeep.news.grammar.closed_words import COREFERENT, ROLES
from stationkeep.news.grammar.lexicon import Act
from stationkeep.news.grammar.parts import TIMES
from stationkeep.news.grammar.subjects import ACTORS, Sentence
from stationkeep.news.grammar.verbs import Group
from stationkeep.news.text.words import listed


def is_no_act(sentence: Sentence, act: Act, at: int, last: int, group: Group, nominal: bool) -> bool:
    """Return whether a verb or noun of an act says something else where it stands.

    Parameters
    ----------
    at, last : int
        Its word, and the word behind its particle.
    group : Group
        What stands before the verb, or the verb that carries the noun.
    nominal : bool
        Whether it is a noun.
    """
    word = sentence.words.low[at]
    before = low_before(sentence, at)
    if act.action in CONDUCT and before[-2:] == ("short", "of"):
        return True  # 'stopped short of suspending'
    if act.action in CONDUCT and (_is_unheard(sentence, at) or _is_called_wrong(sentence, at)):
        return True
    if nominal and act.action == "suspend" and "after" in before[-4:]:
        return True  # 'after a pause of three weeks'
    if nominal and word == "end":
        return not _is_an_end(sentence, at)
    if act.action in CONDUCT and not nominal and _describes(sentence, at, group):
        return True
    match act.action:
        case "deliver":
            return _is_habit(sentence, act, at, last, group) or _only_tells_which(sentence, at, group)
        case "continue":
            return _is_able(sentence, at, group)
        case "agree" | "propose" if not nominal:
            if group.tense == "present" and not group.governor and word in _HABITS:
                return True  # 'buys seats': what it does for a living
            if act.action == "propose" and group.passive and _tells_which_offer(sentence, at):
                return True  # 'in the form in which it was offered'
            if group.governor == "refuse" and word in _SILENT:
                return True  # 'declined to discuss'
            if act.action == "agree" and group.first == at and word.endswith("ed") and before and before[-1] in _AGREED:
                return True  # 'the programme agreed with X'
            return _is_background(sentence, at, group)
        case "refuse" if word in ("has", "have", "had"):
            return group.tense not in ("future", "would")  # 'has no part in the inquiry'
        case "demand":
            if nominal and before and before[-1] in _SPOKEN:
                return True  # 'in a conference call with'
            asked = group.passive and not nominal
            return asked and "by" not in sentence.words.low[at : at + 4]  # 'was asked what ...'
        case "reply":
            asked = not _QUESTIONS.isdisjoint(sentence.words.low[last : last + 5])
            return asked if not nominal else SENT.isdisjoint(before)  # 'answered our questions'
    return False


def _describes(sentence: Sentence, at: int, group: Group) -> bool:
    """Whether a verb tells which thing is meant: 'a rocket that does away with Russian engines'; what deeds do is done."""
    clause = sentence.syntax.clause_at(at)
    if (
        clause is None
        or clause.relation != "rel"
        or clause.subject is None
        or clause.kind != "finite"
        or group.governor
    ):
        return False
    subject, low = clause.subject, sentence.words.low
    if (
        low[clause.first - 2 : clause.first - 1] == (",",)
        or low[subject.head] in DEEDS
        or sentence.syntax.tags[subject.head] != "noun"
    ):
        return False
    return (
        not any(one.kind in ACTORS for one in sentence.mentions if subject.first <= one.first < subject.core)
        and low[subject.head] not in ROLES | COREFERENT
    )


def _tells_which_offer(sentence: Sentence, at: int) -> bool:
    clause = sentence.syntax.clause_at(at)
    if clause is None:
        return False
    first = clause.subject.first if clause.subject is not None else clause.first
    return clause.relation == "rel" or not {"which", "that"}.isdisjoint(
        sentence.words.low[max(0, first - 1) : clause.first]
    )


DEEDS = listed(
    "decision decisions move moves step steps order orders decree decrees law laws bill bills act legislation plan plans agreement agreements deal "
    "accord measure measures proposal proposals resolution sanctions restrictions contract contracts amendment rule rules announcement package "
    "ban bans embargo waiver exemption memorandum treaty letter statement ultimatum request deed deeds directive"
)
"""Nouns of what a party does; what they do, their party does."""

_SPOKEN = listed("conference phone telephone video radio roll wake-up close")
_SILENT = frozenset(("discuss", "talk", "outline"))


_WORD_OF_IT = listed(
    "word notice notification notifications sign signs indication indications evidence information confirmation"
)
_UNHEARD = listed("not no never without nor neither hasn't haven't hadn't")


def _is_unheard(sentence: Sentence, at: int) -> bool:
    """Whether nobody has heard of an act: 'has received no word that it intends to leave'."""
    low = sentence.words.low
    for k in range(max(0, at - 14), at):
        if low[k] in _WORD_OF_IT and not {"that", "of"}.isdisjoint(low[k + 1 : at]):
            return not _UNHEARD.isdisjoint(low[max(0, k - 8) : k])
    return False


_SAID = (("say",), ("claim",), ("think",), ("talk",), ("speak",))
_WRONG = listed("wrong false incorrect untrue mistaken premature early soon")


def _is_called_wrong(sentence: Sentence, at: int) -> bool:
    """Whether it is wrong to say so: 'it would be premature to say that Russia is leaving'."""
    low = sentence.words.low
    return any(
        low[k] in _WRONG and low[k + 1 : k + 2] == ("to",) and low[k + 2 : k + 3] in _SAID
        for k in range(max(0, at - 12), at)
    )


def _is_habit(sentence: Sentence, act: Act, at: int, last: int, group: Group) -> bool:
    """Whether a delivery is what a ship does for a living, can do, must be done, or once did."""
    low = sentence.words.low
    if group.tense in ("intended", "missed"):
        return True  # 'was to fly'
    if group.tense == "present" and not (group.passive or group.governor):
        due = _is_scheduled(sentence, last) or any(_is_scheduled(sentence, k) for k in range(group.first))
        return not (is_still(sentence, at) or due)  # 'which flies freight'
    if act.rule == "deliver.burn" and group.passive and low[at] in ("given", "made"):
        return True
    if group.tense == "past" and not _COUNTED.isdisjoint(low[last : last + 3]):
        return True  # 'flew twice on the shuttle' tells of a life
    compelled = low[group.first : at][-2:] == ("have", "to")
    return compelled or group.tense == "must" or _is_able(sentence, at, group)


def _is_able(sentence: Sentence, at: int, group: Group) -> bool:
    if "can" not in sentence.words.low[group.first : at] or group.negated:
        return False
    return _IF.isdisjoint(sentence.words.low)  # 'can fly two more if the government pays for them'


_IF = listed("if once provided unless")


def is_still(sentence: Sentence, at: int) -> bool:
    """Whether 'still' stands with a verb: 'will still hold'."""
    return "still" in low_before(sentence, at)[-2:]


def goes_on_as_ever(sentence: Sentence, last: int, end: int, group: Group) -> bool:
    """Whether what is done is said to be done as before: 'do the reboosts just as they did a year ago'."""
    if group.tense not in ("present", "going") or group.governor:
        return False
    low = sentence.words.low[last:end]
    for k, word in enumerate(low[:-1]):
        if word != "as":
            continue
        did = next((j for j in range(k + 2, min(k + 4, len(low))) if low[j] in _DID), -1)
        if low[k + 1] in _EVER or (low[k + 1] in _WHO and did >= 0 and _says_when(sentence, last + did + 1, end)):
            return True
    return False


def _says_when(sentence: Sentence, first: int, end: int) -> bool:
    """Whether 'as it did' ends its clause or says when, and not what else is done: 'as it does cargo', 'as it did not'."""
    low = sentence.words.low[first:end]
    if not low or not TIMES.isdisjoint(low[:4]):
        return "not" not in low[:1]
    return low[0] not in _NOT and sentence.syntax.tags[first] not in ("noun", "name", "adj", "det", "pron", "num")


_NOT = listed("not n't never")


_EVER = listed("before always ever usual")
_WHO = listed("it they we he she")
_DID = listed("did have has always do does")
_QUESTIONS = listed("question questions")
_COUNTED = listed("once twice thrice")
_DOUBTING = listed("doubt doubts doubted wonder wonders wondered")


def _is_background(sentence: Sentence, at: int, group: Group) -> bool:
    """Whether a deal only explains something else: 'five missions had been booked on it', 'doubted that X had consulted Y'."""
    clause = sentence.syntax.clause_at(at)
    if clause is None or group.tense != "pluperfect":
        return False
    before = (
        sentence.words.low[max(0, clause.subject.first - 2) : clause.subject.first]
        if clause.subject is not None
        else ()
    )
    return group.passive or clause.relation == "rel" or "which" in before or not _DOUBTING.isdisjoint(before)


def _only_tells_which(sentence: Sentence, at: int, group: Group) -> bool:
    """Whether a verb stands where it says which, how or what for: 'the ship that is docked', 'a way of putting them up'."""
    clause = sentence.syntax.clause_at(at)
    if clause is None or group.governor:
        return False
    before = low_before(sentence, clause.first)[-2:]
    if clause.relation == "rel":
        return before[:1] != (",",) or before[-1] == "who"
    first = clause.subject.first if clause.subject is not None else clause.first
    if first and sentence.words.low[first - 1] in ("which", "whom", "whose", "whether"):
        return True
    return clause.kind == "ing" and group.tense == "bare" and before[-1:] != (",",)


def _is_scheduled(sentence: Sentence, at: int) -> bool:
    """Whether a day follows: 'goes up on 20 February'."""
    near = sentence.words.low[at : at + 5]
    return (
        bool(near) and near[0] in ("on", "in", "next", "this") and any(word in TIMES or word.isdigit() for word in near)
    )


_HABITS = listed("buys buy purchases purchase books book hires hire leases lease")


def _is_an_end(sentence: Sentence, at: int) -> bool:
    """Whether 'end' is what is made of something: 'an end to', and not 'at the end of'."""
    low = sentence.words.low
    if low_at(sentence, at + 1) == "to" or low[at - 1] in ("an", "any"):
        return True
    return low_at(sentence, at + 1) == "of" and low[max(0, at - 2)] not in _WHEN


_WHEN = listed("at by until till in to before after through since from near towards toward as not")
_AGREED = COMPACTS | {"programme", "program", "plan", "plans", "terms", "schedule", "price", "text"}

SENT = listed("sent send sends gave given received got published wrote written deliver delivered issued")


def low_at(sentence: Sentence, at: int) -> str:
    """Return the word at a place, or nothing beyond the end."""
    return sentence.words.low[at] if at < len(sentence.words) else ""


def low_before(sentence: Sentence, at: int) -> tuple[str, ...]:
    """Return the few words before a word."""
    return sentence.words.low[max(0, at - 7) : at]
