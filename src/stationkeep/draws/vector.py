"""Exponential, logarithm and normal numbers in single precision, written out so that a loop over members runs on whole
vectors of the processor.

The library's functions are called once a member; these are plain arithmetic, which the compiler does on 8 or 16
members at a time. Nothing depends on how many run together: the same argument gives the same bits.
"""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import compiled

_F = np.float32
_I = np.int32
_ONE, _TWO, _HALF = _F(1.0), _F(2.0), _F(0.5)

# 2^f = sum (f log 2)^k / k! for |f| <= 1/2: the eighth power adds less than 5e-9.
_LOG2_E, _LN2 = _F(1.4426950408889634), _F(0.6931471805599453)
_P2, _P3, _P4 = _F(0.2402265069591007), _F(0.05550410866482158), _F(0.009618129107628477)
_P5, _P6, _P7 = _F(0.0013333558146428441), _F(0.00015403530393381606), _F(1.5252733804059840e-05)
_BIAS, _MANTISSA = _I(127), _I(23)

# log m = 2 (s + s^3/3 + s^5/5 + ...), s = (m - 1) / (m + 1), for m between sqrt(1/2) and sqrt(2): |s| < 0.172.
_ROOT_HALF, _FRACTION = _I(0x3F3504F3), _I(0x007FFFFF)
_L1, _L3, _L5, _L7, _L9 = _F(2.0), _F(2.0 / 3.0), _F(2.0 / 5.0), _F(2.0 / 7.0), _F(2.0 / 9.0)

# Sine and cosine as Taylor series for |x| <= pi / 2, good to 6e-8 and 7e-9.
_PI = _F(np.pi)
_S3, _S5, _S7, _S9, _S11 = _F(-1 / 6), _F(1 / 120), _F(-1 / 5040), _F(1 / 362880), _F(-1 / 39916800)
_C2, _C4, _C6, _C8, _C10 = _F(-1 / 2), _F(1 / 24), _F(-1 / 720), _F(1 / 40320), _F(-1 / 3628800)
_C12 = _F(1 / 479001600)


@compiled
def exponential(x):  # type: ignore[no-untyped-def]
    """e to the power x in single precision, for -80 < x < 80, good to 6e-7 of its value (a few roundings of x).

    Parameters
    ----------
    x : float32

    Returns
    -------
    float32
    """
    t = x * _LOG2_E
    whole = np.floor(t + _HALF)
    f = t - whole
    p = _ONE + f * (_LN2 + f * (_P2 + f * (_P3 + f * (_P4 + f * (_P5 + f * (_P6 + f * _P7))))))
    power = _I(_I(_I(whole) + _BIAS) << _MANTISSA)
    return p * power.view(np.float32)


@compiled
def logarithm(x):  # type: ignore[no-untyped-def]
    """Natural logarithm in single precision, for normal x > 0, good to 2e-7 of its value or 1e-7, whichever is more."""
    bits = _I(_F(x).view(np.int32) - _ROOT_HALF)
    m = _I(_I(bits & _FRACTION) + _ROOT_HALF).view(np.float32)
    exponent = _F(_I(bits >> _MANTISSA))
    s = (m - _ONE) / (m + _ONE)
    q = s * s
    return exponent * _LN2 + s * (_L1 + q * (_L3 + q * (_L5 + q * (_L7 + q * _L9))))


@compiled
def normals(u, v):  # type: ignore[no-untyped-def]
    """Two independent standard normal numbers from two uniform ones, by Box and Muller (1958), to 1e-6 of their length.

    Parameters
    ----------
    u, v : float32
        Above 0, at most 1. With u of 2^-33, the least that 32 random bits give, the numbers reach 6.8.

    Returns
    -------
    float32, float32
    """
    r = np.sqrt(-_TWO * logarithm(u))
    x = _PI * (v - _HALF)  # half the angle, less a quarter turn: |x| <= pi / 2
    q = x * x
    sine = x * (_ONE + q * (_S3 + q * (_S5 + q * (_S7 + q * (_S9 + q * _S11)))))
    cosine = _ONE + q * (_C2 + q * (_C4 + q * (_C6 + q * (_C8 + q * (_C10 + q * _C12)))))
    return r * (_TWO * sine * sine - _ONE), -_TWO * r * sine * cosine
