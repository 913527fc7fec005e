"""The untouched original of a document: its bytes, how they were decoded, and what cannot be read at all."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from stationkeep.errors import InputError

MAX_BYTES = 16_000_000
"""A news text is a few kilobytes and a saved page rarely above three megabytes; more is no news text."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
_LOOKS_HTML = re.compile(r"\s*(?:<!doctype html|<html|<\?xml[^>]{0,200}\?>\s*<(?:!doctype )?html)", re.I)
_TAGS = re.compile(r"</?(?:p|div|span|body|article|h[1-6]|br|a|li|script)\b[^<>]{0,2000}>", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Original:
    """A document as it came.

    Parameters
    ----------
    file : str
        Its path as given.
    sha256 : str
        Digest of its bytes.
    encoding : str
        The Python codec that turns the bytes into ``text``; offsets count characters (code points) of that text, a
        byte-order mark not among them.
    text : str
        The decoded text, nothing normalised: line ends, entities and combining characters as they stand.
    html : bool
        Whether the text is markup.
    """

    file: str
    sha256: str
    encoding: str
    text: str
    html: bool


def load_original(path: Path) -> Original:
    """Read a document.

    Raises
    ------
    InputError
        No such file, too large, empty, or not text.
    """
    shown = f"'{str(path)[-120:]}'"
    try:
        if not path.is_file():
            other = "a pipe or a device" if path.exists() else "no such file"
            found = "a folder" if path.is_dir() else other
            raise InputError(f"{shown} is {found}, expected a news text; name a text or saved HTML file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                f"{shown} holds {size / 1e6:.0f} MB, expected a news text of at most {MAX_BYTES // 1_000_000} MB; "
                "save the article alone"
            )
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise InputError(f"{shown} cannot be read; check its name and its rights") from error
    return decode(raw, str(path))


def decode(raw: bytes, file: str) -> Original:
    """Return the original that the bytes of a file hold.

    Parameters
    ----------
    raw : bytes
        The file's content.
    file : str
        Its name, for messages and for the suffix that tells markup.

    Raises
    ------
    InputError
        Nothing in it, or bytes that are not text.
    """
    shown = f"'{file[-120:]}'"
    if not raw.strip():
        raise InputError(f"{shown} is empty, expected a news text; save the article again")
    if len(raw) > MAX_BYTES:
        raise InputError(f"{shown} is larger than {MAX_BYTES // 1_000_000} MB; save the article alone")
    encoding, text = _decoded(raw)
    controls = len(_CONTROL.findall(text[:200_000]))
    if "\x00" in text or controls > 4 + len(text[:200_000]) // 50:
        raise InputError(f"{shown} holds binary data, expected text; save the article as text or HTML")
    if not any(c.isalpha() for c in text):
        raise InputError(f"{shown} holds no word, expected a news text; save the article again")
    suffix = file.lower().rsplit(".", 1)[-1]
    html = suffix in ("html", "htm", "xhtml") or _LOOKS_HTML.match(text) is not None or _mostly_tags(text)
    return Original(file, hashlib.sha256(raw).hexdigest(), encoding, text, html)


def _mostly_tags(text: str) -> bool:
    head = text[:20_000]
    return len(_TAGS.findall(head)) >= 4 and head.lstrip().startswith("<")


def _decoded(raw: bytes) -> tuple[str, str]:
    """Decode by mark, then by strict UTF-8, then by what the page declares, then by what the bytes look like."""
    for bom, name in _BOMS:
        if raw.startswith(bom):
            try:
                return name, raw.decode(name)
            except UnicodeDecodeError:
                break
    try:
        text = raw.decode("utf-8")
        if "\x00" not in text:
            return "utf-8", text
    except UnicodeDecodeError:
        pass
    for name in (*_declared(raw), *_guessed(raw)):
        try:
            return name, raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return "latin-1", raw.decode("latin-1")


def _declared(raw: bytes) -> list[str]:
    found = _DECLARED.search(raw[:4096])
    if found is None:
        return []
    name = found[1].decode("ascii", "replace").lower()
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return []
    # what browsers do: pages that say latin-1 mean windows-1252; codecs that are no charset are refused
    if known in ("iso8859-1", "ascii"):
        return ["cp1252"]
    return [known] if known.startswith(("cp", "iso", "koi8", "utf", "mac", "shift", "euc", "gb", "big5")) else []


def _guessed(raw: bytes) -> list[str]:
    """Guess a codec: UTF-16 by its zeros, Cyrillic by the share of high bytes in a row, else western."""
    head = raw[:20_000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 5 and even < odd // 4:
        return ["utf-16-le"]
    if even > len(head) // 5 and odd < even // 4:
        return ["utf-16-be"]
    high = len(re.findall(rb"[\xc0-\xff]{3,}", head))
    words = max(1, len(re.findall(rb"[A-Za-z\xc0-\xff]{3,}", head)))
    return ["cp1251", "cp1252"] if high > words // 2 else ["cp1252"]
