"""Words of a sentence with their places, and the forms of English verbs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(
    r"[A-Za-z]++(?![-.'’\w\u0300-\u036f\u2010\u2011])"  # most words: nothing below could take more
    r"|(?:[A-Za-z]\.){2,}"  # U.S.
    r"|\w++['’](?:t|ll|re|ve|d|m)\b"  # won't, we'll; the word is not given back letter by letter
    r"|['’‘]s\b"  # the possessive stands alone
    r"|[\w\u0300-\u036f]+(?:[-\u2010\u2011][\w\u0300-\u036f]+|\.\d\w*|['’](?=[A-Z])\w+)*"
    r"|(?<=\s)--?(?=\s)"  # a hyphen for a dash
    r"|[.,;:!?()\[\]…—–\"“”„«»‘’'@#$%€£&/]"
)
_APOSTROPHE = str.maketrans({"’": "'", "‘": "'", "\u2010": "-", "\u2011": "-"})


def listed(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Words:
    """The words and marks of a span of text: as they stand, in lower case, and where."""

    raw: tuple[str, ...]
    low: tuple[str, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.raw)


def split_words(text: str, start: int, end: int) -> Words:
    """Return the words of ``text[start:end]``, accents taken off in ``low``."""
    spans = [found.span() for found in _TOKEN.finditer(text, start, end)]
    raw = [text[first:last] for first, last in spans]
    if "-" in raw or "--" in raw:
        raw = ["—" if word in ("-", "--") else word for word in raw]
    joined = " ".join(raw)
    low = joined.lower().split(" ") if joined.isascii() and raw else [plain_word(word) for word in raw]
    return Words(tuple(raw), tuple(low), tuple([one[0] for one in spans]), tuple([one[1] for one in spans]))


def plain_word(word: str) -> str:
    """Return a word in lower case without accents, its apostrophes straight."""
    if word.isascii():
        return word.lower()
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", word.translate(_APOSTROPHE)) if not unicodedata.combining(c)
    )
    return bare.lower()


_IRREGULAR = {
    "leave": ("left", "left"),
    "quit": ("quit", "quit"),
    "cut": ("cut", "cut"),
    "put": ("put", "put"),
    "break": ("broke", "broken"),
    "withhold": ("withheld", "withheld"),
    "withdraw": ("withdrew", "withdrawn"),
    "keep": ("kept", "kept"),
    "go": ("went", "gone"),
    "fly": ("flew", "flown"),
    "bring": ("brought", "brought"),
    "build": ("built", "built"),
    "send": ("sent", "sent"),
    "give": ("gave", "given"),
    "freeze": ("froze", "frozen"),
    "forbid": ("forbade", "forbidden"),
    "say": ("said", "said"),
    "tell": ("told", "told"),
    "write": ("wrote", "written"),
    "begin": ("began", "begun"),
    "speak": ("spoke", "spoken"),
    "take": ("took", "taken"),
    "make": ("made", "made"),
    "hold": ("held", "held"),
    "seek": ("sought", "sought"),
    "stand": ("stood", "stood"),
    "shut": ("shut", "shut"),
    "let": ("let", "let"),
    "buy": ("bought", "bought"),
    "sell": ("sold", "sold"),
    "wind": ("wound", "wound"),
    "meet": ("met", "met"),
    "think": ("thought", "thought"),
    "find": ("found", "found"),
    "come": ("came", "come"),
    "draw": ("drew", "drawn"),
    "choose": ("chose", "chosen"),
    "lay": ("laid", "laid"),
    "pay": ("paid", "paid"),
    "read": ("read", "read"),
    "forgive": ("forgave", "forgiven"),
    "undertake": ("undertook", "undertaken"),
    "tear": ("tore", "torn"),
    "throw": ("threw", "thrown"),
    "hit": ("hit", "hit"),
    "shake": ("shook", "shaken"),
    "stick": ("stuck", "stuck"),
    "cling": ("clung", "clung"),
    "shoot": ("shot", "shot"),
    "rip": ("ripped", "ripped"),
    "grip": ("gripped", "gripped"),
    "lend": ("lent", "lent"),
    "lead": ("led", "led"),
    "do": ("did", "done"),
    "forsake": ("forsook", "forsaken"),
    "ride": ("rode", "ridden"),
    "win": ("won", "won"),
    "strike": ("struck", "struck"),
    "swear": ("swore", "sworn"),
    "grind": ("ground", "ground"),
    "set": ("set", "set"),
    "split": ("split", "split"),
    "run": ("ran", "run"),
    "get": ("got", "got"),
    "be": ("was", "been"),
    "have": ("had", "had"),
    "catch": ("caught", "caught"),
    "dig": ("dug", "dug"),
    "fall": ("fell", "fallen"),
    "see": ("saw", "seen"),
    "foresee": ("foresaw", "foreseen"),
    "hang": ("hung", "hung"),
    "mean": ("meant", "meant"),
    "sit": ("sat", "sat"),
    "teach": ("taught", "taught"),
    "undergo": ("underwent", "undergone"),
    "underwrite": ("underwrote", "underwritten"),
    "undo": ("undid", "undone"),
    "unwind": ("unwound", "unwound"),
    "uphold": ("upheld", "upheld"),
    "light": ("lit", "lit"),
    "bid": ("bid", "bid"),
}
_THIRD = {"be": "is", "have": "has"}
_DOUBLE = listed(
    "stop ban ship cut put quit let get shut hit slam beg commit recommit permit plan drop scrap bar step slap "
    "wrap top snub unplug win rebut submit set split run admit annul begin bid compel concur control defer "
    "demur dig dispel flag forbid man nag nod omit prod prop rip scrub shrug sit snip strip swap tap transfer "
    "transmit trim"
)


def forms(verb: str) -> dict[str, str]:
    """Return the forms of a verb: word to ``base``, ``s``, ``ing``, ``past``, ``part`` or ``ed`` (either)."""
    if verb.endswith("y") and verb[-2] not in "aeou":
        third, regular = verb[:-1] + "ies", verb[:-1] + "ied"
    elif verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        third, regular = verb + "es", verb + "ed"
    else:
        third, regular = verb + "s", verb + ("d" if verb.endswith("e") else "ed")
    ing = (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb) + "ing"
    if verb in _DOUBLE:
        ing = verb + verb[-1] + "ing"
        regular = verb + verb[-1] + "ed"
    found = {verb: "base", third: "s", ing: "ing"}
    if verb in _THIRD:
        found = {verb: "base", _THIRD[verb]: "s", "being" if verb == "be" else ing: "ing"}
    if verb in _IRREGULAR:
        past, part = _IRREGULAR[verb]
        for word, tag in ((past, "past"), (part, "part")):
            found[word] = "ed" if past == part and word != verb else ("base" if word == verb else tag)
    else:
        found[regular] = "ed"
    if verb in ("cancel", "signal", "fulfil", "initial", "refuel", "pencil"):
        found |= {verb + "led": "ed", verb + "ling": "ing"}
    if verb == "sign":
        found.pop("signes", None)
    return found
