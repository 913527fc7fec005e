"""Truths of a block of members in one machine word: member ``b`` of the block is bit ``b``."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from stationkeep.compiled import folded

WORD = 64
"""Members in a block at most."""

NOBODY, ONE = np.uint64(0), np.uint64(1)

# The place of a word's lowest bit by multiplication with a de Bruijn sequence: C. E. Leiserson, H. Prokop and
# K. H. Randall, 'Using de Bruijn sequences to index a 1 in a computer word' (MIT, 1998).
_SEQUENCE = 0x03F79D71B4CB0A89
_PLACES = np.zeros(WORD, dtype=np.int64)
for _place in range(WORD):
    _PLACES[((_SEQUENCE << _place) & (2**WORD - 1)) >> 58] = _place
_FACTOR, _SHIFT = np.uint64(_SEQUENCE), np.uint64(58)


@folded
def first_of(word):  # type: ignore[no-untyped-def]
    """Place of the lowest bit of a word that is not zero."""
    return _PLACES[((word & (~word + ONE)) * _FACTOR) >> _SHIFT]


@folded
def bit(b):  # type: ignore[no-untyped-def]
    """The word of one member."""
    return ONE << np.uint64(b)


@folded
def has(word, b):  # type: ignore[no-untyped-def]
    """Whether a member is in a word."""
    return (word >> np.uint64(b)) & ONE != NOBODY


@folded
def all_of(block):  # type: ignore[no-untyped-def]
    """The word of everybody in a block."""
    return ~NOBODY if block == WORD else (ONE << np.uint64(block)) - ONE


def by_member(words: npt.NDArray[np.uint64], block: int) -> npt.NDArray[np.uint64]:
    """Words of members, one a truth, turned into words of truths, one a member: truth ``i`` is bit ``i``.

    Parameters
    ----------
    words : (truth,) uint64
        At most 64.
    block : int
        Members, 1 to 64.
    """
    held = (words[:, None] >> np.arange(block, dtype=np.uint64)) & ONE
    turned: npt.NDArray[np.uint64] = (held << np.arange(len(words), dtype=np.uint64)[:, None]).sum(
        axis=0, dtype=np.uint64
    )
    return turned
