"""Which ship was at which port, from when to when: the flight log and the moves between ports in one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Flight, Move


@dataclass(frozen=True)
class Stay:
    """A ship at one port.

    ``begins`` and ``ends`` are days (UTC); ``ends`` is the day on which it left or moved, ``None`` while it is there.
    ``line`` is where the log says so: in ``moves.csv`` after a move (``moved``), else in ``flights.csv``.
    """

    flight: Flight
    port: str
    begins: date
    ends: date | None
    line: int
    moved: bool

    def on(self, day: date) -> bool:
        """Whether the ship was at the port at the end of a day."""
        return self.begins <= day and (self.ends is None or day < self.ends)


def stays(pack: Pack) -> Iterator[Stay]:
    """Every stay of the log, ship by ship, each ship's in order."""
    moves: dict[str, list[Move]] = defaultdict(list)
    for move in sorted(pack.moves, key=lambda row: (row.date, row.line)):
        moves[move.flight].append(move)
    for flight in pack.flights.values():
        if flight.arrived is None or not flight.port:
            continue
        legs = [(flight.port[0], flight.arrived, flight.line, False)]
        legs += [(move.port, move.date, move.line, True) for move in moves[flight.id]]
        ends = [begins for _, begins, _, _ in legs[1:]]
        for (port, begins, line, moved), end in zip(legs, [*ends, flight.departed], strict=True):
            if port:  # else at none for days
                yield Stay(flight, port, begins, end, line, moved)
