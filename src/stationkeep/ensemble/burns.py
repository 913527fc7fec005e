"""Burns of a day: out of the way of debris, and back up into the band that is held."""

from __future__ import annotations

import numpy as np

from stationkeep.compiled import called, folded
from stationkeep.ensemble.bits import NOBODY, ONE, first_of, has
from stationkeep.orbit.burn import delta_v_for_raise, raise_for_delta_v

_G0_M_S2 = 9.80665  # standard gravity, exact by definition (CGPM 1901)
_UNBOUNDED = 1e18
_YEAR_DAYS = 365.25
AVOIDANCE, RAISE = range(2)
"""Burns of a day, in their order."""


@folded
def burn(day, model, facts, policy_km, debris, truth, state, books):  # type: ignore[no-untyped-def]
    """Avoid debris where it comes, and raise the orbit where it has sunk below its band.

    Parameters
    ----------
    policy_km : (3, member)
        The altitude held on the first day; the lowest at which those who are left do not yet give more than they used
        to; by how much the altitude held has changed after a year.
    debris : uint64
        Who has something to avoid today and is still up.
    """
    orbit = model.orbit
    able = NOBODY
    for j in range(model.burns.available.size):
        able |= truth[model.burns.available[j]]
    able &= debris[1]
    avoiding = debris[0] & truth[orbit.avoid] & able
    while avoiding != NOBODY:
        b = first_of(avoiding)
        avoiding &= avoiding - ONE
        dodge = facts[orbit.avoid_delta_v, b]
        gained = _spend(day, AVOIDANCE, b, dodge, 0.0, _UNBOUNDED, model, truth, state, books)
        _raise(day, b, gained, state, books)
    _fill_purse(model, facts, truth[orbit.shared], state)
    low = NOBODY
    for b in range(state.altitude_km.size):
        held_km = policy_km[0, b] + policy_km[2, b] * min(day / _YEAR_DAYS, 1.0)
        low |= np.uint64(state.altitude_km[b] < held_km - facts[orbit.band, b]) << np.uint64(b)
    low &= able
    while low != NOBODY:
        b = first_of(low)
        low &= low - ONE
        band = facts[orbit.band, b]
        held_km = policy_km[0, b] + policy_km[2, b] * min(day / _YEAR_DAYS, 1.0)
        wanted = delta_v_for_raise(state.altitude_km[b], held_km + band - state.altitude_km[b])
        most = min(wanted, facts[orbit.largest_burn, b])
        if state.altitude_km[b] <= facts[orbit.floor, b] + 2.0 * band:
            reserve, purse = 0.0, _UNBOUNDED
        else:
            reserve = facts[orbit.reserve, b]
            purse = state.purse_kg[b] if state.altitude_km[b] > policy_km[1, b] else _UNBOUNDED
        gained = _spend(day, RAISE, b, most, reserve, purse, model, truth, state, books)
        _raise(day, b, gained, state, books)


@folded
def _fill_purse(model, facts, shared, state):  # type: ignore[no-untyped-def]
    """What those who are left give to altitude: what they gave before; all that it takes while others give the rest."""
    holding = model.orbit.holding
    for b in range(state.purse_kg.size):
        if holding < 0 or has(shared, b):
            state.purse_kg[b] = _UNBOUNDED
        else:
            year = facts[holding, b]
            kept = state.purse_kg[b] if state.purse_kg[b] <= year else 0.0
            state.purse_kg[b] = min(kept + year / _YEAR_DAYS, year)


@folded
def _raise(day, b, gained_m_s, state, books):  # type: ignore[no-untyped-def]
    if gained_m_s <= 0.0:
        return
    higher = raise_for_delta_v(state.altitude_km[b], gained_m_s)
    state.altitude_km[b] += higher
    state.raised_km[b] += higher
    if books.kept == 1:
        books.raise_km[day, b] += higher


@called
def _spend(day, which, b, delta_v_m_s, reserve, purse, model, truth, state, books):  # type: ignore[no-untyped-def]
    """Give delta-v from the first ways that can, in order, down to a reserve; return it in m/s (Tsiolkovsky 1903).

    ``purse`` is the most of any stock, in kg, that may be given.
    """
    burns = model.burns
    given = 0.0
    for j in range(burns.available.size):
        short = delta_v_m_s - given
        if short <= 1e-9:
            break
        if not has(truth[burns.available[j]], b):
            continue
        s, before, spent_kg = burns.stock[j], given, 0.0
        exhaust = _G0_M_S2 * burns.isp_s[j]
        if s >= 0:
            needed = state.mass_kg[b] * (1.0 - np.exp(-short / exhaust))
            used = min(needed, max(0.0, state.stock[s, b] - reserve), purse)
            state.stock[s, b] -= used
            purse -= used
            if which == RAISE:
                state.purse_kg[b] = max(0.0, state.purse_kg[b] - used)
            given += -exhaust * np.log(1.0 - used / state.mass_kg[b])
            spent_kg = used
            if books.kept == 1:
                books.burnt[s, day, b] += used
                books.burn_kg[which, j, day, b] += used
        else:
            for slot in range(state.ships[b]):
                if state.ship_carrier[slot, b] == burns.carrier[j] and short > 0.0:
                    part = min(short, state.ship_delta_v[slot, b])
                    state.ship_delta_v[slot, b] -= part
                    if model.mass.on == 1:
                        used = (state.mass_kg[b] - spent_kg) * (1.0 - np.exp(-part / exhaust))
                        state.ship_kg[slot, b] -= used
                        state.ships_kg[b] -= used
                        spent_kg += used
                    given += part
                    short -= part
        state.mass_kg[b] -= spent_kg
        if books.kept == 1:
            books.burnt_kg[day, b] += spent_kg
            books.burn_m_s[which, j, day, b] += given - before
    return given
