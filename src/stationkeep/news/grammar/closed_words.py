"""Closed classes of words: helpers, negations, adverbs, prepositions, verbs of saying, nouns that stand for a party."""

# ruff: noqa: E501 -- tables of words read better unbroken

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stationkeep.news.text.words import forms, listed

NEGATIONS = listed("not never neither nor without no cannot n't hardly nobody none nothing")
MODALS_MAYBE = listed("may might could can")
MODALS_WILL = listed("will shall 'll would")
MODALS_MUST = frozenset(["must", "should"])
BE = listed("is are was were be been being am 'm 're")
HAVE = listed("has have had having 've")
DO = frozenset(["do", "does", "did"])
AUXILIARIES = BE | HAVE | DO | MODALS_MAYBE | MODALS_WILL | MODALS_MUST
ADVERBS = listed(
    "also officially formally unilaterally temporarily permanently immediately already now then still soon "
    "today yesterday tomorrow later earlier previously recently ever even only just fully completely "
    "gradually effectively indefinitely unanimously jointly again both all all once finally reportedly "
    "hereby yet meanwhile likewise nevertheless nonetheless however hitherto henceforth thereby accordingly moreover too altogether perhaps maybe "
    "initially first repeatedly publicly voluntarily actively successfully together thus simply therefore "
    "subsequently eventually either directly categorically flatly firmly bluntly privately openly quietly "
    "instead ultimately always never longer"
)
SHORT_CONTRACTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "won't": ("will", "not"), "can't": ("can", "not"), "isn't": ("is", "not"), "aren't": ("are", "not"),
        "wasn't": ("was", "not"), "weren't": ("were", "not"), "don't": ("do", "not"), "doesn't": ("does", "not"),
        "didn't": ("did", "not"), "hasn't": ("has", "not"), "haven't": ("have", "not"), "hadn't": ("had", "not"),
        "wouldn't": ("would", "not"), "couldn't": ("could", "not"), "shouldn't": ("should", "not"),
        "mustn't": ("must", "not"), "we'll": ("we", "will"), "they'll": ("they", "will"), "it'll": ("it", "will"),
        "i'll": ("i", "will"), "he'll": ("he", "will"), "she'll": ("she", "will"), "we're": ("we", "are"),
        "they're": ("they", "are"), "we've": ("we", "have"), "they've": ("they", "have"), "i've": ("i", "have"),
        "we'd": ("we", "would"), "i'd": ("i", "would"), "they'd": ("they", "would"), "i'm": ("i", "am"),
    }
)  # fmt: skip

SAYING = frozenset(
    word
    for verb in (
        [
            "say",
            "tell",
            "announce",
            "add",
            "state",
            "write",
            "tweet",
            "post",
            "declare",
            "explain",
            "note",
            "stress",
            "confirm",
            "insist",
            "reiterate",
            "claim",
            "argue",
            "testify",
            "acknowledge",
            "report",
            "emphasise",
            "emphasize",
            "underline",
            "comment",
            "admit",
            "recall",
            "clarify",
            "repeat",
            "believe",
            "observe",
            "remark",
            "conclude",
            "indicate",
            "reveal",
            "disclose",
            "assure",
            "maintain",
            "affirm",
            "quip",
            "assert",
            "inform",
            "mention",
            "signal",
            "caution",
            "warn",
            "respond",
            "reply",
            "read",
            "promise",
            "vow",
            "pledge",
            "predict",
            "estimate",
            "hint",
            "suggest",
            "specify",
            "answer",
            "concede",
            "retort",
            "contend",
            "joke",
        ]
    )
    for word in forms(verb)
)
COREFERENT = listed(
    "congressman congresswoman senator senators lawmakers legislators judge court latter aide adviser envoy diplomat lawmaker ambassador secretary agency corporation company firm government council ministry administration plant maker builder factory "
    "panel department office crew programme program lab it they he she we i contractor operator supplier "
    "manufacturer organisation organization board chief administrator head director spokesman spokeswoman "
    "spokesperson official officials minister president chairman senator corporation's commission committee "
    "parliament cabinet authorities agencies sides countries country nation treasury legislature embassy regulator regulators"
)
"""Words that stand for a party named before."""

ROLES = listed(
    "congressman congresswoman senator senators legislator legislators commander judge court panel negotiator negotiators premier friends colleagues counterparts folks bosses supremo aide aides envoy diplomat diplomats lawmaker head chief director administrator spokesman spokeswoman spokesperson official officials minister "
    "president chairman chairwoman manager boss ceo executive council board general leader leadership "
    "management deputy representative secretary ambassador government authorities side member members adviser "
    "advisor controller controllers crew astronaut astronauts cosmonaut cosmonauts engineers managers lawyers "
    "counsel leaders chair minister's department office bureau states parliament delegation specialists teams "
    "mechanics technicians experts scientists workers staff planners planner manager analysts trainers accountants "
    "team ministers spokespeople governors delegates executives heads chiefs directors source sources insider insiders deputies"
)
"""Nouns that speak or act for the party that stands with them."""

PREPOSITIONS = listed(
    "with of to for from at on in against between toward towards among by about over under after before since "
    "including via through into onto within aboard alongside despite like than without regarding concerning "
    "near because amid following during per unlike"
)
