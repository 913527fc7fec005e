"""How a share and a number of things are written, in every message, page and plot alike."""

from __future__ import annotations


def percent(share: float) -> str:
    """Write a share: ``43 %``, ``0.4 %``, ``<0.1 %``, ``99.7 %``."""
    hundredths = 100.0 * share
    if 0.0 < hundredths < 0.1:
        return "<0.1 %"
    if 99.9 < hundredths < 100.0:
        return ">99.9 %"
    if hundredths in (0.0, 100.0) or 10.0 <= hundredths <= 90.0:
        return f"{hundredths:.0f} %"
    return f"{hundredths:.1f} %"


def counted(number: int, noun: str) -> str:
    """``1 day``, ``2 days``, ``2,000 futures``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
