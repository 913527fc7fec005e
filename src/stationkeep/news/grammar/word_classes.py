"""What a word may be by itself: closed classes from tables, everything else from the dictionary of `lemminflect`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from stationkeep.errors import RunError
from stationkeep.news.grammar.closed_words import BE, DO, HAVE, MODALS_MAYBE, MODALS_MUST, SHORT_CONTRACTIONS
from stationkeep.news.grammar.lexicon import INDEX
from stationkeep.news.text.words import listed

try:
    import lemminflect
except ImportError as error:
    raise RunError("reading news needs lemminflect, which is not installed; pip install 'stationkeep[news]'") from error

FINITE = frozenset(("s", "past", "ed", "base"))
VERBAL = frozenset(("base", "s", "past", "part", "ed", "ing"))
HELPERS = frozenset(("be", "have", "do", "modal"))
PARTICIPLES = frozenset(("ed", "part"))

SUBJECT_PRONOUNS = listed(
    "i we he she they it you nobody everyone everybody somebody someone anyone none nothing everything"
)
OBJECT_PRONOUNS = listed("me us him them itself themselves himself herself ourselves ones others there")
MONTHS = listed("jan feb mar apr jun jul aug sept sep oct nov dec")
DAYS = MONTHS | listed(
    "january february march april june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday"
)
NUMBERS = DAYS | listed(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million "
    "billion dozen"
)
_CLASSES = {
    "det": listed(
        "the a an its their his her our my your this these those all both some any each every no another either "
        "neither several many few most more fewer less such what whichever half enough"
    ),
    "pron": SUBJECT_PRONOUNS | OBJECT_PRONOUNS,
    "prep": listed(
        "with of for from at on in against between toward towards among by about over under via through into onto "
        "within aboard alongside despite like without regarding concerning near amid during per unlike beyond across "
        "behind below above beside besides around upon along except including excluding following pending throughout "
        "inside outside up down out off plus versus minus"
    ),
    "either": listed("after before since as than because until till"),
    "sub": listed(
        "if unless although though while whereas when once whether whenever wherever where why how lest so provided"
    ),
    "rel": listed("who which whose whom"),
    "and": listed("and or but nor &"),
    "poss": frozenset(("'s", "’s", "‘s", "'", "’")),
    "adv": listed(
        "also ago not n't never already now then still soon today yesterday tomorrow later earlier previously recently "
        "ever even only just again yet however meanwhile therefore instead thus hereby too almost far well very quite "
        "rather perhaps maybe always often together away back home forward ahead here abroad longer further hence "
        "likewise"
    ),
    "num": NUMBERS,
    "to": frozenset(("to",)),
    "that": frozenset(("that",)),
}
_CLASS_OF: Mapping[str, str] = MappingProxyType({word: name for name, words in _CLASSES.items() for word in words})
_MODALS = MODALS_MAYBE | MODALS_MUST | listed("will shall would 'll ought cannot")
_CONTRACTED = frozenset(("we", "they", "it", "i", "he", "she"))
_RARELY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(
            listed("left due thought given goes go went does leaves saw spoke"), frozenset(("noun", "adj"))
        ),
        **dict.fromkeys(("ground", "wound", "crew", "crewed", "manned"), frozenset(("past", "part", "ed"))),
        **dict.fromkeys(("found", "bound", "saw", "felt", "fell"), frozenset(("base", "noun", "adj"))),
        **dict.fromkeys(listed("broke taken halted suspended planned rose according"), frozenset(("adj", "noun"))),
        "last": frozenset(("noun", "adv")),
        "willing": VERBAL | {"noun"},
        "joint": VERBAL | {"noun"},
        **dict.fromkeys(("iss", "united"), VERBAL),
    }
)
"""Tags that a word may have in a dictionary and hardly ever has in the news."""

PLAIN = frozenset(
    ("noun", "name", "pron", "pron+", "num", "prep", "to", "rel", "sub", "and", "poss", "be", "have", "do", ",")
)
"""Tags that the neighbours of a word never change."""
LIKE = {
    **{form: (form,) for form in ("base", "s", "ing")},
    "past": ("past", "ed"), "part": ("part", "ed"), "ed": ("ed", "past", "part"),
}  # fmt: skip
"""Forms that are joined by 'and', likest first."""


@lru_cache(maxsize=65536)
def options(word: str) -> frozenset[str]:
    """Return the tags that a word in lower case may have by itself; see `tagging.tag` for what they are."""
    if closed := _closed(word):
        return frozenset((closed,))
    found: set[str] = set()
    for tag, lemmas in lemminflect.getAllLemmas(word).items():
        if tag in ("VERB", "AUX"):
            found.update(_form(word, lemma) for lemma in lemmas)
            if word in lemmas and word in lemminflect.getAllInflections(word, "VERB").get("VBD", ()):
                found.add("ed")  # 'cut'
        elif tag in _OPEN_CLASSES:
            found.add(_OPEN_CLASSES[tag])
    if not found and word in INDEX:
        found = {form for _, form, _ in INDEX[word]}
        if not word.endswith(("ed", "ing")):
            found.add("noun")
    return frozenset((found - _RARELY.get(word, frozenset())) or ({"adj"} if word in _RARELY else _guess(word)))


_SIGNS = {"$": "num", "€": "num", "£": "num", "#": "num", "%": "noun"}
_OPEN_CLASSES = {"NOUN": "noun", "PROPN": "noun", "ADJ": "adj", "ADV": "adv"}


def _closed(word: str) -> str:
    """Return the tag of a word that belongs to a closed class, a mark or a number; else nothing."""
    if word in SHORT_CONTRACTIONS:
        first = SHORT_CONTRACTIONS[word][0]
        return "pron+" if first in _CONTRACTED else _helper(first)
    if tag := _helper(word) or _CLASS_OF.get(word, ""):
        return tag
    if word in _SIGNS:
        return _SIGNS[word]
    if not word[0].isalnum():
        return word
    return "num" if word[0].isdigit() else ""


def _helper(word: str) -> str:
    if word in BE:
        return "be"
    if word in HAVE:
        return "have"
    if word in DO:
        return "do"
    return "modal" if word in _MODALS else ""


def _form(word: str, lemma: str) -> str:
    if word == lemma:
        return "base"
    if word.endswith("ing"):
        return "ing"
    if word.endswith("es") or (word.endswith("s") and not lemma.endswith("s")):
        return "s"
    if word.endswith("ed"):
        return "ed"
    inflected = lemminflect.getAllInflections(lemma, "VERB")
    past, part = word in inflected.get("VBD", ()), word in inflected.get("VBN", ())
    return "ed" if past and part else "part" if part else "past"


def _guess(word: str) -> set[str]:
    """Return what a word that no dictionary has may be, by its ending."""
    if word.endswith("ly"):
        return {"adv"}
    if word.endswith("ing"):
        return {"ing", "noun"}
    if word.endswith("ed"):
        return {"ed"}
    if word.endswith(("ous", "ful", "ive", "able", "ible", "less", "ical", "ian", "ese")) or "-" in word:
        return {"adj", "noun"}
    return {"noun"}


def verb_forms(verbs: str) -> frozenset[str]:
    """Return every form of some verbs, irregular ones too."""
    found = set(verbs.split())
    for verb in verbs.split():
        for written in lemminflect.getAllInflections(verb, "VERB").values():
            found.update(written)
    return frozenset(found)


GOING = listed(
    "return returned returning returns access back due subject prior according close contribution threat damage"
)
"""Words behind which 'to' is a preposition."""
ATTRIBUTES = listed("station space crew cargo power service rocket fuel water air contract project program programme")
"""Nouns that mostly stand before another noun."""
ONE_TIME = DAYS | listed("week month year night spring summer autumn fall winter decade weekend time")
"""Nouns of time that stand behind 'last'."""
MORE_OFTEN_NOUNS = listed(
    "press state states station stations power powers space crew board water fuel pad port rocket cargo force forces "
    "part parts air time side sides house service services party parties arm team teams number head chair ship ships "
    "light seat seats stage stages unit centre center position view million billion cost costs price prices statement "
    "date source sources issue project projects programme program product products level contract contracts track "
    "record records term terms case"
)
"""Words that may be verbs and are nouns far more often."""
