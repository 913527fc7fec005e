"""Random numbers by counter: each is a pure function of (study seed, purpose, member, day, index).

Nothing is stored and nothing is drawn in sequence, so a member sees the same numbers in every scenario, in any
chunk, on any number of workers. The generator is Philox-4x32 with ten rounds: J. K. Salmon, M. A. Moraes,
R. O. Dror, D. E. Shaw, 'Parallel random numbers: as easy as 1, 2, 3', SC11 (2011), doi:10.1145/2063384.2063405.
"""

from __future__ import annotations

import zlib

import numpy as np

from stationkeep.compiled import compiled, inner

# The multipliers and the Weyl increments of Philox-4x32 (Salmon et al. 2011, table 2).
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_MASK, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_TWO_53, _TWO_32 = 2.0**-53, 2.0**-32


def purpose(name: str) -> int:
    """Number of a stream, from its name such as ``"sun.level"`` (CRC-32, so that it never depends on order)."""
    return zlib.crc32(name.encode())


@compiled
def _round(x0, x1, x2, x3, q0, q1):  # type: ignore[no-untyped-def]
    p0, p1 = _M0 * x0, _M1 * x2
    return (p1 >> _HALF) ^ x1 ^ q0, p1 & _MASK, (p0 >> _HALF) ^ x3 ^ q1, p0 & _MASK


@compiled
def philox(  # type: ignore[no-untyped-def]
    c0, c1, c2, c3, k0, k1
):
    """Four random 32-bit words (as ``uint64``) of a 128-bit counter and a 64-bit key."""
    x0, x1, x2, x3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    q0, q1 = np.uint64(k0), np.uint64(k1)
    for _ in range(10):
        x0, x1, x2, x3 = _round(x0, x1, x2, x3, q0, q1)
        q0, q1 = (q0 + _W0) & _MASK, (q1 + _W1) & _MASK
    return x0, x1, x2, x3


@inner
def fill_uniforms(seed, purpose, first_member, day, index, uniforms):  # type: ignore[no-untyped-def]
    """Four numbers of 32 random bits a member, above 0 and at most 1: one call of the generator each.

    The same words as `philox` gives, with its ten rounds written out: without a loop inside, the loop over members runs
    on whole vectors of the processor.

    Parameters
    ----------
    seed, purpose, first_member, day, index : int
        The key, as in `two_uniforms`.
    uniforms : numpy.ndarray
        Output, float32, shape ``(4, member)``.
    """
    s = np.uint64(seed)
    low, high = s & _MASK, s >> _HALF
    keys = np.empty((10, 2), dtype=np.uint64)
    for r in range(10):
        keys[r, 0], keys[r, 1] = low, high
        low, high = (low + _W0) & _MASK, (high + _W1) & _MASK
    c0, c2, c3 = np.uint64(day) & _MASK, np.uint64(purpose) & _MASK, np.uint64(index) & _MASK
    a0, a1, a2, a3, a4 = keys[0, 0], keys[1, 0], keys[2, 0], keys[3, 0], keys[4, 0]
    a5, a6, a7, a8, a9 = keys[5, 0], keys[6, 0], keys[7, 0], keys[8, 0], keys[9, 0]
    b0, b1, b2, b3, b4 = keys[0, 1], keys[1, 1], keys[2, 1], keys[3, 1], keys[4, 1]
    b5, b6, b7, b8, b9 = keys[5, 1], keys[6, 1], keys[7, 1], keys[8, 1], keys[9, 1]
    first, second, third, fourth = uniforms[0], uniforms[1], uniforms[2], uniforms[3]
    for m in range(first.shape[0]):
        c1 = np.uint64(first_member + m) & _MASK
        w, x, y, z = _round(c0, c1, c2, c3, a0, b0)
        w, x, y, z = _round(w, x, y, z, a1, b1)
        w, x, y, z = _round(w, x, y, z, a2, b2)
        w, x, y, z = _round(w, x, y, z, a3, b3)
        w, x, y, z = _round(w, x, y, z, a4, b4)
        w, x, y, z = _round(w, x, y, z, a5, b5)
        w, x, y, z = _round(w, x, y, z, a6, b6)
        w, x, y, z = _round(w, x, y, z, a7, b7)
        w, x, y, z = _round(w, x, y, z, a8, b8)
        w, x, y, z = _round(w, x, y, z, a9, b9)
        first[m] = np.float32((float(w) + 0.5) * _TWO_32)
        second[m] = np.float32((float(x) + 0.5) * _TWO_32)
        third[m] = np.float32((float(y) + 0.5) * _TWO_32)
        fourth[m] = np.float32((float(z) + 0.5) * _TWO_32)


@compiled
def two_uniforms(seed, purpose, member, day, index):  # type: ignore[no-untyped-def]
    """Two numbers in the open interval (0, 1), with 53 random bits each.

    Parameters
    ----------
    seed, purpose, member, day, index : int
        The key; each is reduced to 32 bits, but for the seed, which keeps 64.
    """
    s = np.uint64(seed)
    a, b, c, d = philox(
        np.uint64(day) & _MASK,
        np.uint64(member) & _MASK,
        np.uint64(purpose) & _MASK,
        np.uint64(index) & _MASK,
        s & _MASK,
        s >> _HALF,
    )
    u = (float((a >> np.uint64(5)) * np.uint64(67108864) + (b >> np.uint64(6))) + 0.5) * _TWO_53
    v = (float((c >> np.uint64(5)) * np.uint64(67108864) + (d >> np.uint64(6))) + 0.5) * _TWO_53
    return u, v


@compiled
def uniform(seed, purpose, member, day):  # type: ignore[no-untyped-def]
    """One number in the open interval (0, 1)."""
    return two_uniforms(seed, purpose, member, day, 0)[0]


@compiled
def two_normals(seed, purpose, member, day, index):  # type: ignore[no-untyped-def]
    """Two independent standard normal numbers, by the polar form of Box and Muller (1958)."""
    u, v = two_uniforms(seed, purpose, member, day, index)
    r = np.sqrt(-2.0 * np.log(u))
    angle = 2.0 * np.pi * v
    return r * np.cos(angle), r * np.sin(angle)
