"""The tight knot: what, of the things that keep people and station alive, goes first."""

from __future__ import annotations

from dataclasses import dataclass

from stationkeep.answer.quantities import Loss, share_before
from stationkeep.ensemble.outcome import Days, Outcome

VITAL = (
    "attitude.control",
    "power.",
    "air.",
    "water",
    "food",
    "waste",
    "crew.return",
    "crew.usos",
    "crew.ros",
)
"""Functions (or, with a point, families of them) without which people leave or the station is endangered."""

ALTITUDE = "orbit.altitude"
LIKELY = 0.5
POSSIBLE = 0.05


@dataclass(frozen=True)
class Knot:
    """The vital function that goes first, and how it stands to altitude.

    Parameters
    ----------
    loss : Loss
        The function.
    before_altitude : float or None
        Share of members in which it is lost before the operating altitude, 0 to 1; ``None`` when it *is* the
        altitude, or when the pack has no altitude.
    likely : bool
        Whether at least half of the members lose it.
    """

    loss: Loss
    before_altitude: float | None
    likely: bool


def is_vital(function: str) -> bool:
    """Whether people or station depend on the function at once (the altitude aside)."""
    return any(function == one or (one.endswith(".") and function.startswith(one)) for one in VITAL)


def interest(losses: tuple[Loss, ...]) -> tuple[Loss, ...]:
    """Order losses by how much their date matters: vital before the rest, each in the order in which they go."""
    return (
        *(one for one in losses if is_vital(one.id)),
        *(one for one in losses if not is_vital(one.id)),
    )


def find(outcome: Outcome, losses: tuple[Loss, ...]) -> Knot | None:
    """Return the knot: of the likely vital losses (else of the possible ones) the first; ``None`` without any."""
    altitude = next((fate.lost_day for fate in outcome.functions if fate.id == ALTITUDE), None)
    candidates = [one for one in losses if is_vital(one.id) or one.id == ALTITUDE]
    for share, likely in ((LIKELY, True), (POSSIBLE, False)):
        fit = [one for one in candidates if one.when.probability >= share]
        if fit:
            first = min(fit, key=_place)
            return Knot(first, _before(first, altitude), likely)
    return None


def _place(loss: Loss) -> tuple[float, float, float, float, int]:
    """Order by date; what falls on one day is ordered as in :data:`VITAL`."""
    place = next(
        (i for i, one in enumerate(VITAL) if loss.id == one or (one.endswith(".") and loss.id.startswith(one))),
        len(VITAL),
    )
    return (*loss.when.sort_key, place)


def _before(loss: Loss, altitude: Days | None) -> float | None:
    if altitude is None or loss.id == ALTITUDE:
        return None
    return share_before(loss.fate.lost_day, altitude)
