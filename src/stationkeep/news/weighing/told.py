"""Traits in words, for who asks why."""

from __future__ import annotations

_KINDS = {
    "w": "'{}'",
    "b": "'{}'",
    "t": "the act '{}'",
    "t-1": "'{}'",
    "t-2": "'{}'",
    "t+1": "'{}'",
    "t+2": "'{}'",
    "l": "'{}' before the act",
    "r": "'{}' behind the act",
    "V": "the verb '{}'",
    "Vn": "'{}'",
    "Vg": "'{}'",
    "Vs": "'{}'",
    "g": "an act under '{}'",
    "x": "an act that governs '{}'",
    "ht": "'{}'",
    "n": "a word for {}",
    "nt": "an act of {}",
    "nn": "words for {}",
    "n>": "words for {}",
    "n-": "a word for {} before the act",
    "n+": "a word for {} behind the act",
    "xn": "an act that governs one of {}",
    "o": "a name of {}",
    "o+": "a name of {} behind the act",
    "o1": "a name of {} first behind the act",
    "o-1": "a name of {} in the sentence before",
    "o-2": "a name of {} two sentences before",
    "do": "a text about {}",
    "do1": "a text mostly about {}",
    "v": "{} before it",
    "c": "a condition: {}",
    "q": "a quantity: {}",
}
"""How traits are told, by what they begin with; others (forms, levels, places) say nothing to a reader."""


def told(trait: str) -> str:
    """Return a trait in words, 'n:stop!' as 'a word for stop'; nothing where it would say nothing."""
    kind, _, rest = trait.partition(":")
    if not any(letter.isalpha() for letter in rest):
        return ""
    return _KINDS.get(kind, "").format(rest.replace("!", "").replace("_", " ").replace(">", ", then "))
