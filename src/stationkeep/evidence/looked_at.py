"""What all measures share: which days of which members a quantity looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from stationkeep.evidence.cases import QuantityTable
    from stationkeep.evidence.futures import Futures

Values = npt.NDArray[np.float64]
DISTURBED = 1
"""Place of the disturbed world in the pairs of a chunk."""


def last_day(futures: Futures, quantity: QuantityTable) -> int:
    """The last day looked at, from the start."""
    if quantity.by is None:
        return futures.days - 1
    return min((quantity.by - futures.case.start).days, futures.days - 1)


def since_day(futures: Futures, quantity: QuantityTable) -> int:
    """The first day looked at, from the start: the one after ``after``."""
    return 0 if quantity.after is None else max(0, (quantity.after - futures.case.start).days + 1)


def first_day(holds: npt.NDArray[np.bool_]) -> Values:
    """First day on which something holds, by (day, member); ``inf`` where it never does."""
    return np.where(holds.any(axis=0), holds.argmax(axis=0), np.inf)
