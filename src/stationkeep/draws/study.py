"""The numbers of a study that every ensemble checks alike."""

from __future__ import annotations

from stationkeep.errors import InputError

SEEDS = 2**63
"""Seeds are whole numbers from 0 up to, not including, this."""


def check_study(seed: int, workers: int | None = None) -> None:
    """Refuse a seed or a number of workers that no study can have.

    Parameters
    ----------
    seed : int
        0 to 2**63 - 1.
    workers : int, optional
        1 or more; none: one a processor.

    Raises
    ------
    InputError
        One of them is out of range.
    """
    if not 0 <= seed < SEEDS:
        raise InputError(f"seed is {seed}, expected 0 to 2**63 - 1")
    if workers is not None and workers < 1:
        raise InputError(f"workers is {workers}, expected 1 or more")
