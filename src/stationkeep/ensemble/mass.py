"""Mass of the station in each member: ships that come and go, stocks that flow, propellant that is burnt.

A station weighs what its elements, ships, people and stocks weigh. What people use either becomes refuse, which ships
take away, or leaves as gas; which of the two is a column of the pack (``flows.csv``, ``into``). Cargo that no stock
books replaces as much of what is aboard, and so becomes refuse. The books (:class:`stationkeep.ensemble.state.Books`)
hold what crosses the hull, event by event: they and the sum of what is aboard must agree.
"""

from __future__ import annotations

from stationkeep.compiled import called, folded


@folded
def weigh(day, model, facts, state):  # type: ignore[no-untyped-def]
    """Bring ``state.mass_kg`` up to date: elements, ships, people, stocks."""
    mass = model.mass
    if mass.on == 0:
        return
    came = mass.element_kg[day]
    for b in range(state.mass_kg.size):
        state.mass_kg[b] = state.bare_kg[b] + came + state.ships_kg[b]
    person = facts[mass.person]
    for k in range(state.people.shape[0]):
        for b in range(state.mass_kg.size):
            state.mass_kg[b] += state.people[k, b] * person[b]
    for s in range(mass.unit.size):
        if mass.unit[s] >= 0:
            unit = facts[mass.unit[s]]
            for b in range(state.mass_kg.size):
                state.mass_kg[b] += state.stock[s, b] * unit[b]


@folded
def weigh_first(mass_kg, model, facts, state):  # type: ignore[no-untyped-def]
    """Take from the mass of the first day what ships, people and stocks weigh: the rest are the elements."""
    for b in range(mass_kg.size):
        state.bare_kg[b] = 0.0
    weigh(0, model, facts, state)
    for b in range(mass_kg.size):
        state.bare_kg[b] = mass_kg[b] - state.mass_kg[b]
        state.own_kg[b] = mass_kg[b] - state.ships_kg[b]
        state.mass_kg[b] = mass_kg[b]


@folded
def book_mass(day, model, state, books):  # type: ignore[no-untyped-def]
    """Book the mass of the morning, and the elements that will have come or gone by the next."""
    step = model.mass.element_kg[day + 1] - model.mass.element_kg[day]
    for b in range(state.mass_kg.size):
        books.mass_kg[day, b] = state.mass_kg[b]
        books.arrived_kg[day, b] += max(0.0, step)
        books.left_kg[day, b] += max(0.0, -step)


@folded
def carry(day, model, facts, ballistic_m2_kg, state, drag):  # type: ignore[no-untyped-def]
    """Carry Cd A / m from the station without ships, for which it was calibrated, to what is docked: ``drag``.

    Cd is taken to stay; area and mass are those of the station's own elements and of its ships.
    """
    mass = model.mass
    if mass.on == 0:
        for b in range(drag.size):
            drag[b] = ballistic_m2_kg[b]
        return
    came, area = mass.element_kg[day], facts[mass.area]
    for b in range(drag.size):
        turned = area[b] * (state.own_kg[b] + came) + state.ships_m2[b]
        drag[b] = ballistic_m2_kg[b] * turned / (area[b] * state.mass_kg[b])


@called
def moor(b, s, c, whole, model, facts, state):  # type: ignore[no-untyped-def]
    """Put the mass and area of a ship of carrier ``c``, without cargo and people, into slot ``s``.

    ``whole`` is 0 for residents whose ship has left: they have a slot, and no ship.
    """
    carriers = model.carriers
    state.ship_kg[s, b] = 0.0
    if whole == 0 or carriers.dry[c] < 0:
        return
    state.ship_kg[s, b] = facts[carriers.dry[c], b]
    state.ships_kg[b] += state.ship_kg[s, b]
    if carriers.area[c] >= 0:
        state.ships_m2[b] += facts[carriers.area[c], b]


@called
def dock(day, b, s, c, people, goods_kg, hold_kg, model, facts, state, books):  # type: ignore[no-untyped-def]
    """Book a ship in slot ``s`` with ``people`` and goods, and take in what it brings beside those.

    ``hold_kg`` of the goods came from its hold; what the hold has left is cargo that no stock counts.
    """
    mass = model.mass
    if mass.on == 0:
        return
    rest = max(0.0, model.carriers.cargo_kg[c] - hold_kg)
    amount = rest / facts[mass.unit[mass.refuse], b]
    state.stock[mass.refuse, b] += amount
    if books.kept == 1:
        books.asked_in[mass.refuse, day, b] += amount
        books.arrived_kg[day, b] += state.ship_kg[s, b] + goods_kg + rest + people * facts[mass.person, b]


@called
def take_away(day, b, s, people, model, facts, state, books):  # type: ignore[no-untyped-def]
    """Let a ship in slot ``s`` leave with refuse and ``people``; what stays in the slot weighs nothing."""
    mass, c, ship_kg = model.mass, state.ship_carrier[s, b], state.ship_kg[s, b]
    if mass.on == 0:
        return
    taken, unit = 0.0, facts[mass.unit[mass.refuse], b]
    if ship_kg > 0.0:
        taken = min(model.carriers.down_kg[c] / unit, state.stock[mass.refuse, b])
        state.stock[mass.refuse, b] -= taken
        state.ships_kg[b] -= ship_kg
        state.ship_kg[s, b] = 0.0
        if model.carriers.area[c] >= 0:
            state.ships_m2[b] -= facts[model.carriers.area[c], b]
    if books.kept == 1:
        books.asked_out[mass.refuse, day, b] += taken
        books.left_kg[day, b] += ship_kg + taken * unit + people * facts[mass.person, b]
