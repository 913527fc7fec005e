"""Turns of speaking: which paragraph is put to who answers, what who asks only repeats, who speaks on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.text.layout import Block
from stationkeep.news.text.sentences import split_sentences
from stationkeep.news.voices.labels import MEMBER
from stationkeep.news.voices.speech import Attribution

OWN_VOICE = re.compile(r"\b(?:[Ww]e|I|[Oo]ur|[Mm]y)\b")
OWN_VIEW = re.compile(
    r"\b(?:I (?:believe|think|feel|guess|hope|suspect|wonder|would argue|bet|doubt|for one|say)|in my (?:view|opinion)|"
    r"(?:we|america|the us|the united states|nasa|congress|europe|someone|somebody|washington|the west) "
    r"(?:should|must|needs? to|ought to|has to)|let[’']?s|"
    r"it is (?:high )?time (?:to|for|that)|if you ask me|frankly|personally)\b",
    re.I,
)
"""With what somebody gives his own view, or says what others ought to do."""
TELLS = re.compile(r"(?:HOST|ANCHOR|PRESENTER|NEWSREADER|ANNOUNCER|NARRATOR)\b")
"""Who tells the news in a transcript, between his questions."""


def ends_as_question(text: str, block: Block) -> bool:
    """Whether a paragraph ends with a question mark."""
    return text[block.start : block.end].rstrip().endswith("?")


def is_question(text: str, block: Block) -> bool:
    """Whether a paragraph is a question and nothing else, as in a printed interview."""
    said = text[block.start : block.end].strip("*_ \n")
    return said.endswith("?") and len(said) < _LONGEST_QUESTION and said[0] not in '“"„«'


_LONGEST_QUESTION = 300


def is_prompt(text: str, block: Block) -> bool:
    """Whether a paragraph of an interview asks without a question: 'Some say that you should stop.'"""
    said = text[block.start : block.end].strip("*_ \n")
    if len(said) >= _LONGEST_PROMPT or _PROMPT.match(said) is None or OWN_VOICE.search(said) is not None:
        return False
    return all(_asks(text[start:end]) for start, end in split_sentences(text, block))


_LONGEST_PROMPT = 160
_PROMPT = re.compile(r"^[*_ ]*(?:(?:But|And|Yet) )?(?:Some|Many|Others|Critics|People|You|Your)\b")
_SOME_SAY = re.compile(
    r"^[*_ ]*(?:(?:But|And|Yet) )?(?:Some|Many|Others|Critics|People)\b.*\b(?:say|think|believe|fear)\b", re.S
)
_YOU = re.compile(r"\byou(?:r|rs|rself|rselves)?\b", re.I)
_NO_ADDRESS = re.compile(
    r"\byou (?:(?:will|must|should|can|may) )?(?:know|see|understand|remember|recall|imagine)\b|"
    r"\b(?:thank|tell|assure|remind|promise) you\b",
    re.I,
)
"""Turns with 'you' with which who answers goes on: 'You know, we will leave.'"""


def _asks(sentence: str) -> bool:
    """Whether a sentence without a question mark asks: it speaks to somebody, or repeats what some say."""
    return _SOME_SAY.match(sentence) is not None or _YOU.search(_NO_ADDRESS.sub("", sentence)) is not None


def is_put(text: str, blocks: Sequence[Block], number: int, answered: bool) -> bool:
    """Whether a paragraph of an interview is put to who answers.

    That is a question, or a remark of one sentence between two answers that speaks to somebody or repeats what some
    say: 'But you will leave.' Any other sentence is an answer, for what is taken as put is not read.

    Parameters
    ----------
    number : int
        Which of ``blocks`` it is.
    answered : bool
        Whether an answer was given before.
    """
    block = blocks[number]
    if is_question(text, block):
        return True
    if not answered or not 0 < number < len(blocks) - 1 or block.end - block.start > _LONGEST_REMARK:
        return False
    spans = split_sentences(text, block)
    if OWN_VOICE.search(text, block.start, block.end) or len(spans) > 1 or not _asks(text[block.start : block.end]):
        return False
    return not (is_question(text, blocks[number - 1]) or is_question(text, blocks[number + 1]))


_LONGEST_REMARK = 120
HEARSAY = re.compile(
    r"\b(?:I|[Ww]e)(?:['’]ve| have| keep| am| are|['’]m)?(?: just| also)? "
    r"(?:read|hear|heard|reading|hearing|told|understand|saw|seen)\b|"
    r"\b(?:[Tt]hey|[Pp]eople|[Ss]ome|[Pp]apers|[Rr]eports|[Oo]thers) say\b"
)
"""With what somebody who asks repeats what he was told."""

_WONDERS = re.compile(
    r"\bI(?: would| want| wanted|['’]d)(?: also| just)? (?:like )?to (?:know|ask|hear|understand)\b|"
    r"\b[Tt]ell (?:us|me|the committee) (?:who|what|how|when|whether|why|if)\b"
)
"""Questions without their mark."""
_TURNS_TO = re.compile(
    r"[,;:—–]\s*(?:but|and|yet|because)\s+(?!(?:who|what|when|where|whether|why|how|if|that|which)\b)", re.I
)


def may_ask(label: tuple[str, str], house: str) -> bool:
    """Whether who is labelled with party and name asks by trade: nobody's, the house's own, a member of one."""
    return label[0] in ("", house) or MEMBER.match(label[1]) is not None


def find_wondering(text: str) -> tuple[int, int] | None:
    """Return where a sentence has asked without a question mark, and where it goes on to something else (or ends)."""
    wonders = _WONDERS.search(text)
    if wonders is None:
        return None
    turn = _TURNS_TO.search(text, wonders.end())
    return wonders.end(), turn.end() if turn is not None else len(text)


def nearby_attributions(
    said: list[list[Attribution]], sentences: list[Sentence | None]
) -> list[tuple[Attribution, Sentence] | None]:
    """Return for each sentence of a paragraph that has none of its own the attribution of a neighbour.

    That is the last one of the nearest sentence before it that has any, else the first one of the nearest behind.
    """
    spoken = list(zip(said, sentences, strict=True))
    near = next(((here[0], sentence) for here, sentence in spoken if here and sentence is not None), None)
    found: list[tuple[Attribution, Sentence] | None] = []
    for here, sentence in spoken:
        found.append(None if here else near)
        if here and sentence is not None:
            near = here[-1], sentence
    return found
