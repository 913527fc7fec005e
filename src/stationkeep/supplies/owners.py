"""Who owns a station: shares of its mass, modules, power, propulsion and seats, by owner and by operator."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from stationkeep.facts.pack import Pack
from stationkeep.facts.records import Service
from stationkeep.supplies.inventory import NOTHING, Amount, Inventory
from stationkeep.supplies.ledgers import mass_on

G0_M_S2 = 9.80665  # standard gravity, exact by definition (CGPM 1901)

MEASURES = {
    "mass": "kg",
    "modules": "modules",
    "power": "kW",
    "propulsion": "m/s",
    "seats": "seats",
}
"""What is shared out, and in which unit."""


@dataclass(frozen=True)
class Share:
    """What one party has of one measure.

    ``by`` is ``owner`` (who holds the title) or ``operator`` (who runs it; of a ship, who flies it). ``share`` is the
    part of the total of the middle values, 0 to 1.
    """

    measure: str
    unit: str
    by: str
    party: str
    amount: Amount
    share: float


def shares(pack: Pack, station: Inventory) -> tuple[Share, ...]:
    """Share a station out among its parties.

    Parameters
    ----------
    pack
        The facts.
    station
        The station on a day.

    Returns
    -------
    tuple of Share
        By measure, then owner before operator, then the largest first. ``mass`` and ``modules`` count elements, ships
        left out; ``power`` is what arrays give averaged over an orbit; ``propulsion`` is the velocity that could be
        given to the whole station now; ``seats`` are places home in docked ships. A measure of which there is nothing
        on the day is left out.
    """
    found = []
    for measure, unit in MEASURES.items():
        pieces = list(_pieces(pack, station, measure))
        total = sum(amount.value for _, _, amount in pieces)
        if total <= 0:
            continue
        for by in ("owner", "operator"):
            held: dict[str, Amount] = defaultdict(lambda: NOTHING)
            for owner, operator, amount in pieces:
                held[owner if by == "owner" else operator] += amount
            order = sorted(held.items(), key=lambda item: (-item[1].value, item[0]))
            found += [Share(measure, unit, by, party, amount, amount.value / total) for party, amount in order]
    return tuple(found)


def _pieces(pack: Pack, station: Inventory, measure: str) -> Iterator[tuple[str, str, Amount]]:
    """Owner, operator and amount of everything that counts for a measure."""
    if measure == "propulsion":
        for owner, operator, _, amount in thrust(pack, station):
            yield owner, operator, amount
    elif measure == "seats":
        for ship in station.ships:
            if ship.seats:
                yield ship.flown_by, ship.flown_by, _exact(ship.seats)
    else:
        for element in station.elements:
            amount = element.power_kw
            if measure == "mass":
                amount = _exact(element.mass_kg or 0.0)
            elif measure == "modules":
                amount = _exact(1.0 if element.form == "module" else 0.0)
            if amount.high > 0:
                yield element.owner, element.operator, amount


def _exact(value: float) -> Amount:
    return Amount(value, value, value)


def thrust(pack: Pack, station: Inventory) -> list[tuple[str, str, str, Amount]]:
    """Return who could raise the station now: owner, operator, the asset or flight, and the velocity in m/s.

    An asset that burns a stock could give ``isp * g0 * ln(m / (m - p))`` with what is aboard (Tsiolkovsky), where ``m``
    is the mass of everything docked; a docked ship gives what its row of ``services.csv`` says. Neither asks whether
    the reserve may be spent or who must turn the station for the burn.
    """
    orbit = pack.settings.get("orbit")
    wanted = orbit.get("burn_services", ()) if isinstance(orbit, dict) else ()
    mass = mass_on(pack, station.on, "then")
    levels = {level.stock: level.amount for level in station.stocks}
    found = []
    for row in station.services:
        if row.service not in wanted:
            continue
        asset = pack.assets.get(row.provider)
        if asset is not None:
            amount = _own(row)
            if row.stock in levels and row.isp_s and mass is not None:
                fuel, exhaust_m_s = levels[row.stock], row.isp_s * G0_M_S2
                burnt = (min(p, 0.9 * mass.mass_kg) for p in (fuel.low, fuel.value, fuel.high))
                amount = Amount(*(exhaust_m_s * math.log(mass.mass_kg / (mass.mass_kg - p)) for p in burnt))
            found.append((asset.owner, asset.operator, asset.id, amount))
        else:
            here = [ship for ship in station.ships if ship.carrier == row.provider]
            found += [(ship.flown_by, ship.flown_by, ship.flight, _own(row)) for ship in here]
    return [row for row in found if row[3].high > 0]


def _own(row: Service) -> Amount:
    middle = row.delta_v_m_s or 0.0
    low, high = row.delta_v_m_s_low, row.delta_v_m_s_high
    return Amount(middle if low is None else low, middle, middle if high is None else high)
