"""What carries a noun that stands for an act: 'announced a halt to', 'the withdrawal begins', 'weighs an extension'."""

# ruff: noqa: E501 -- tables of words read better unbroken

from __future__ import annotations

from dataclasses import replace

from stationkeep.news.grammar.closed_words import ADVERBS, AUXILIARIES, BE
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.grammar.verbs import Group, verb_group
from stationkeep.news.text.words import forms, listed

_EFFECTS = {
    "announced": listed(
        "announce declare confirm proclaim unveil plan schedule foresee promise pledge vow signal notify decide decree "
        "mandate approve authorise authorize order endorse back seal agree sign fix settle set expect prepare anticipate"
    ),
    "considered": listed(
        "consider mull weigh study discuss debate contemplate float examine explore ponder hint moot raise envisage "
        "threaten review evaluate toy flirt play mention rumour rumor"
    ),
    "": listed(
        "impose begin start implement make enact introduce effect complete carry execute face suffer trigger cause "
        "bring force mark institute undergo lead mean include issue put hold repeat renew conclude reach strike send "
        "sound give submit call seek request reject refuse demand press propose suspend follow happen remain last "
        "apply take come stay run stand deliver hand address receive get publish write lodge table present extend "
        "win enter open hold maintain keep end lift ink convey express voice grant signal"
    ),
}
_CARRIES: dict[str, tuple[str, str]] = {
    word: (effect, tag) for effect, verbs in _EFFECTS.items() for verb in verbs for word, tag in forms(verb).items()
}
CONCLUDING = frozenset(
    word
    for verb in (
        *("sign", "reach", "conclude", "strike", "seal", "ink", "win", "announce", "approve", "get", "land", "secure"),
        *(
            "initial",
            "finalise",
            "finalize",
            "give",
            "convey",
            "express",
            "clinch",
            "close",
            "hammer",
            "settle",
            "broker",
            "thrash",
            "enter",
            "make",
            "receive",
            "signal",
        ),
    )
    for word in forms(verb)
)
"""What is done with an agreement when it is made."""

_HAPPENS = frozenset(
    word
    for verb in (
        "take",
        "come",
        "begin",
        "start",
        "follow",
        "happen",
        "remain",
        "last",
        "apply",
        "stay",
        "stand",
        "run",
        "lie",
        "sit",
        "wait",
        "hang",
    )
    for word in forms(verb)
)
_QUALIFIES = {
    **dict.fromkeys(("planned", "announced", "upcoming", "imminent", "promised", "scheduled", "agreed"), "announced"),
    **dict.fromkeys(("possible", "potential", "threatened", "eventual", "proposed", "mooted", "hypothetical"), "considered"),
}  # fmt: skip
_PREDICATES = {
    **dict.fromkeys(listed("possible likely conceivable thinkable under considered open"), "considered"),
    **dict.fromkeys(listed("final inevitable certain irreversible due planned set decided imminent done settled"), "announced"),
    **dict.fromkeys(listed("impossible excluded unthinkable out unlikely"), "negated"),
}  # fmt: skip
_BREAKS = frozenset((",", ";", ":", "that", "which", "who", "if", "whether", "because", "while", "but"))
_LEFT, _RIGHT = 9, 18


def find_carrier(sentence: Sentence, at: int) -> Group | None:
    """Return the group of the verb that makes an act of the noun at word ``at``; ``None`` where nothing does.

    The group's governor is ``announced``, ``considered`` or ``negated`` where the verb only says that of the act.
    """
    low = sentence.words.low
    qualified = next((_QUALIFIES[word] for word in low[max(0, at - 4) : at] if word in _QUALIFIES), "")
    found = _to_the_left(sentence, at) or _to_the_right(sentence, at)
    if found is None:
        return None
    if found.tense == "maybe" or (qualified and not found.governor):
        return replace(found, governor="considered" if found.tense == "maybe" else qualified)
    return found


def _to_the_left(sentence: Sentence, at: int) -> Group | None:
    low = sentence.words.low
    if low[max(0, at - 2) : at] and low[at - 1] == "in" and at > 1 and (low[at - 2] in BE or low[at - 2] in _HAPPENS):
        return replace(verb_group(sentence, at - 1, "base"), passive=False)  # 'is in talks'
    if {"no", "any"} & set(low[max(0, at - 3) : at]) and "there" in low[max(0, at - 8) : at]:
        be = next((k for k in range(at - 1, max(0, at - 6), -1) if low[k] in BE), 0)
        if be:
            return replace(
                verb_group(sentence, be, "base"), negated=True, passive=True
            )  # 'there will be no suspension'
    if (
        at > 3
        and low[at - 2 : at] == ("at", "a")
        and (low[at - 3] in BE or (low[at - 4] in BE and low[at - 3] in ADVERBS))
    ):
        return replace(verb_group(sentence, at - 2, "base"), passive=True)  # 'is at a standstill'
    for k in range(at - 1, max(-1, at - _LEFT - 1), -1):
        word = low[k]
        if word in _BREAKS:
            return None
        effect, tag = _CARRIES.get(word, ("", ""))
        if not tag or _is_noun(sentence, k, tag):
            continue
        group = replace(verb_group(sentence, k, tag), governed_by=word)
        if group.governor in ("refuse", "demand", "propose"):
            return group
        return replace(group, governor=effect or group.governor, audience=-1, agent=-1)
    return None


def _is_noun(sentence: Sentence, at: int, tag: str) -> bool:
    before = sentence.words.low[at - 1] if at else "the"
    return tag in ("base", "s", "ing") and before in _DETERMINED


_DETERMINED = listed("the a an its their his her our this any no of in with for such 's ’s new full")


def _to_the_right(sentence: Sentence, at: int) -> Group | None:
    """Find the verb whose subject the noun is: 'the halt was announced', 'the withdrawal will take effect'."""
    low = sentence.words.low
    for k in range(at + 1, min(len(low), at + _RIGHT)):
        word = low[k]
        if word in _BREAKS:
            return None
        if word in _HAPPENS and not _is_noun(sentence, k, "base"):
            group = _own(verb_group(sentence, k, "s" if word.endswith("s") else "ed"), "")
            lasting = word.startswith(("remain", "stay", "last", "continu", "stand", "appl"))
            return replace(group, tense="present") if lasting and group.tense == "future" else group
        if word in AUXILIARIES and low[k + 1 : k + 2] and low[k + 1] in _HAPPENS:
            continue
        if word not in AUXILIARIES or low[k - 1] in ("who", "which", "that"):
            continue
        verb = k + 1
        while verb < len(low) - 1 and (low[verb] in AUXILIARIES or low[verb] in ADVERBS or low[verb] in ("not", "a")):
            verb += 1
        if verb >= len(low):
            return None
        main = low[verb]
        group = verb_group(sentence, verb, _CARRIES.get(main, ("", "base"))[1])
        if main in _PREDICATES and main not in _CARRIES and low[verb + 1 : verb + 2] != ("way",):
            return _own(group, _PREDICATES[main])
        if main == "under" and low[verb + 1 : verb + 2] in (("way",), ("discussion",)):
            return _own(group, "")
        if main in _CARRIES:
            return replace(_own(group, _CARRIES[main][0]), governed_by=main)
        return _own(group, "") if word in BE and main in ("in", "final", "over") else None
    return None


def _own(group: Group, effect: str) -> Group:
    """Return a group whose subject is the noun itself, so that who acts is looked for elsewhere."""
    if effect == "negated":
        return replace(group, passive=True, negated=not group.negated, governor="")
    return replace(group, passive=True, governor=effect, audience=-1, agent=-1)
