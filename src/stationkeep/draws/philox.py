"""Random numbers by counter: each is a pure function of (study seed, purpose, member, day, index).

Nothing is stored and nothing is drawn in sequence, so a member sees the same numbers in every scenario, in any
chunk, on any number of workers. The generator is Philox-4x32 with ten rounds: J. K. Salmon, M. A. Moraes,
R. O. Dror, D. E. Shaw, 'Parallel random numbers: as easy as 1, 2, 3', SC11 (2011), doi:10.1145/2063384.2063405.
"""

from __future__ import annotations

import zlib

import numpy as np

from stationkeep.compiled import compiled

# The multipliers and the Weyl increments of Philox-4x32 (Salmon et al. 2011, table 2).
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_MASK, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_TWO_53 = 2.0**-53


def purpose(name: str) -> int:
    """Number of a stream, from its name such as ``"sun.level"`` (CRC-32, so that it never depends on order)."""
    return zlib.crc32(name.encode())


@compiled
def philox(  # type: ignore[no-untyped-def]
    c0, c1, c2, c3, k0, k1
):
    """Four random 32-bit words (as ``uint64``) of a 128-bit counter and a 64-bit key."""
    x0, x1, x2, x3 = np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3)
    q0, q1 = np.uint64(k0), np.uint64(k1)
    for _ in range(10):
        p0, p1 = _M0 * x0, _M1 * x2
        x0, x2 = (p1 >> _HALF) ^ x1 ^ q0, (p0 >> _HALF) ^ x3 ^ q1
        x1, x3 = p1 & _MASK, p0 & _MASK
        q0, q1 = (q0 + _W0) & _MASK, (q1 + _W1) & _MASK
    return x0, x1, x2, x3


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
