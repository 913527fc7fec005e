"""Direct cut sets held against the day loop: a set that the logic names counts when most futures lose the function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from stationkeep.risk.cascade import ENOUGH, Asked, Lived, live_sets
from stationkeep.risk.tree import FaultTree

AT_ONCE_DAYS = 7
"""A direct loss comes within so many days: ships under way may still arrive in the first of them."""

MOST_LIVED = 600
"""Sets that are lived at most; beyond it the logic stands alone, and says so."""


@dataclass(frozen=True)
class Held:
    """What the day loop makes of the sets that the logic names.

    Parameters
    ----------
    cuts : tuple of Lived
        Sets that lose the function at once in at least half of the futures, and no part of which does.
    refuted : tuple of Lived
        Sets that the logic names and most futures survive: the crew is home before the grace of the function is over,
        or the others' ships come in time.
    """

    cuts: tuple[Lived, ...]
    refuted: tuple[Lived, ...]


def hold(
    asked: Asked,
    tree: FaultTree,
    named: Sequence[tuple[str, ...]],
    order: int,
    progress: Callable[[int, int], None] | None = None,
) -> Held | None:
    """Live the sets that the logic names, their parts, and what a refuted set and one member more make.

    Parameters
    ----------
    tree : FaultTree
        The function's; its events are who may be added to a refuted set.
    named : sequence of sets
        Minimal by the logic, of at most ``order`` members.

    Returns
    -------
    Held or None
        None where more than :data:`MOST_LIVED` sets would have to be lived.
    """
    told = set(named)
    parts = {part for one in named for size in range(1, len(one)) for part in combinations(one, size)}
    share: dict[tuple[str, ...], Lived] = {}

    def live(sets: set[tuple[str, ...]]) -> bool:
        new = sorted(sets - set(share))
        if len(new) > MOST_LIVED:
            return False
        share.update((one.members, one) for one in live_sets(asked, new, progress))
        return True

    if not live(told | parts):
        return None
    cuts: list[Lived] = []
    refuted: list[tuple[str, ...]] = []
    for size in range(1, order + 1):
        grown = {tuple(sorted({*failed, other})) for failed in refuted for other in tree.used()}
        found = {one for one in told | parts | grown if len(one) == size}
        least = {one for one in found if not any(set(cut.members) <= set(one) for cut in cuts)}
        if not live(least):
            return None
        cuts += [share[one] for one in sorted(least) if share[one].share >= ENOUGH]
        refuted += [one for one in sorted(least) if share[one].share < ENOUGH and tree.holds(one)]
    return Held(tuple(cuts), tuple(share[one] for one in refuted if one in told))
