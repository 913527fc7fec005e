"""Another shared system lived from its files alone: stocks, ships, people and dates, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from packs import PLENTY, Lived, asked, changed, date, level, live, log, numbers, seabed_tables, trip
from sea_bed import barges, ended, withheld

from stationkeep.disruption.scenario import Failure
from stationkeep.ensemble.run import run

RELIEF = trip("relief", "bell", 30)


def test_another_shared_system_is_lived_from_its_files_alone(bed):
    pack = bed(flights=log(*barges(10, 40, 70, 100)))
    found = live(asked(pack, suspensions=withheld("nereid", "power", 20)), pack)
    assert found.compiled.model.orbit.on == 0
    assert found.lost("power").tolist() == [27]


def test_another_shared_system_is_answered_like_the_first(bed):
    pack = bed(flights=log(*barges(10, 40, 70, 100)))
    outcome = run(asked(pack, suspensions=withheld("nereid", "power", 20)), members=3, workers=1, pack=pack)
    lost = {fate.id: fate.lost_day.tolist() for fate in outcome.functions if (fate.lost_day >= 0).any()}
    assert lost["power"] == [27] * 3
    assert outcome.altitude is None
    assert any(link.party == "nereid" for fate in outcome.functions if fate.id == "power" for link in fate.chain)


def test_a_stock_is_what_was_there_and_what_came_less_what_was_used(bed):
    pack = bed(flights=log(*barges(10, 40, 70, 100)))
    food = live(asked(pack), pack).stock("food")[:, 0]
    for day in range(119):
        came = 90.0 if day in (10, 40, 70, 100) else 0.0
        aboard = 2.0 if day < 40 else 0.0
        assert food[day + 1] == pytest.approx(min(400.0, food[day] + came) - aboard, abs=1e-9), day
    assert food[0] == 300.0


def test_a_delivery_fills_up_to_the_target_and_no_further(bed):
    pack = bed(flights=log(*barges(2, 3, 4)))
    food = live(asked(pack, days=8), pack).stock("food")[:, 0]
    assert food[:7].tolist() == [300.0, 298.0, 296.0, 384.0, 398.0, 398.0, 396.0]


def test_a_delivery_never_fills_beyond_the_capacity(bed):
    parts = {"label": "parts", "unit": "items", "capacity": "parts_most"}
    brought = {"stock": "parts", "direction": "in", "amount": "parts_brought", "per": "arrival:barge"}
    pack = bed(
        stocks=changed("stocks", parts=parts),
        stock_levels=[*seabed_tables()["stock_levels"], level("parts", 4.0)],
        flows=changed("flows", brought=brought),
        parameters=numbers(parts_most=10.0, parts_brought=5.0),
        flights=log(*barges(2, 3)),
    )
    assert live(asked(pack, days=6), pack).stock("parts")[:, 0].tolist() == [4.0, 4.0, 4.0, 9.0, 10.0, 10.0]


def test_what_is_made_fills_up_to_the_target_and_no_further(bed):
    making = {"stock": "food", "direction": "in", "amount": "made", "per": "day"}
    pack = bed(flows=changed("flows", making=making), parameters=numbers(made=9.0, food_target=320.0))
    food = live(asked(pack, days=8), pack).stock("food")[:, 0]
    assert food.tolist() == [300.0, 307.0, 314.0, 320.0, 320.0, 320.0, 320.0, 320.0]


def tender() -> list[dict]:
    """The types of vehicle with one that brings residents and leaves without them."""
    row = {
        "id": "tender", "name": "Tender", "kind": "crew_cargo", "parties": ["borealis"], "scope": "crew_flights",
        "seats": 7, "life_days_low": 10, "life_days": 10, "life_days_high": 10, "valid_from": date(-700),
        "valid_to": date(-10), "end_known": date(-20),
    }  # fmt: skip
    return [*ended(), row]


def test_a_ship_that_exchanges_residents_leaves_them_and_goes_within_days(bed):
    pack = bed(carriers=tender(), flights=log(trip("exchange", "tender", 10, up={"divers": 2})))
    found = live(asked(pack, days=60), pack)
    assert found.people("divers")[[10, 11, 30, 40], 0].tolist() == [1.0, 3.0, 3.0, 3.0]
    assert found.people("divers")[41, 0] == 0.0, "the last bell has room for them"
    assert found.lost("crew.return").tolist() == [-1]


def test_a_stock_never_goes_below_nothing_nor_above_its_capacity(bed):
    pack = bed(parameters=numbers(meals=60.0),
               operating_rules=[], flights=log(RELIEF))  # fmt: skip
    found = live(asked(pack, suspensions=withheld("nereid", "power", 3)), pack)
    assert found.stock("food").min() == 0.0 and found.stock("food")[:4, 0].tolist() == [300.0, 180.0, 60.0, 0.0]
    assert found.stock("battery").max() == 7.0 and found.stock("battery")[0, 0] == 7.0, "9999 cut to its capacity"
    assert found.stock("battery")[:12, 0].tolist() == [7.0] * 4 + [6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0, 0.0]


def test_what_only_some_people_use_goes_with_their_number(bed):
    flows = changed("flows", eating={"per": "person:techs"})
    flights = log(trip("techs", "bell", 5, up={"techs": 3}))
    food = live(asked(bed(flows=flows, flights=flights), days=12), bed(flows=flows, flights=flights)).stock("food")[
        :, 0
    ]
    assert np.diff(food)[:5].tolist() == [-1.0] * 5 and np.diff(food)[6] == -4.0


def test_a_function_is_lost_on_the_first_of_its_days_of_grace_and_the_crew_goes_after_theirs(bed):
    pack = bed()
    found = live(asked(pack, suspensions=withheld("nereid", "power", 10)), pack)
    assert found.lost("power").tolist() == [17], "seven days of battery"
    assert found.lost("dark").tolist() == [17]
    assert found.lost("research").tolist() == [17], "counted after three days of grace, dated the first of them"
    assert found.people("divers")[:, 0].tolist() == [1.0] * 21 + [0.0] * 99, "sent home on the fourth day of darkness"
    assert found.lost("empty").tolist() == [21]
    assert found.lost("food").tolist() == [-1] and found.lost("crew.return").tolist() == [-1], "nobody is served"


def test_a_shorter_absence_than_the_grace_is_no_loss(bed):
    pack = bed()
    spans = {length: withheld("nereid", "power", 10, until=17 + length) for length in (1, 2, 3, 4)}
    lost = {n: live(asked(pack, suspensions=s), pack).lost("research")[0] for n, s in spans.items()}
    assert lost == {1: -1, 2: -1, 3: 17, 4: 17}


@pytest.mark.parametrize("notice", [0, 1, 12])
def test_notice_shifts_and_the_end_brings_back(bed, notice):
    pack = bed(operating_rules=[])
    suspension = withheld("nereid", "power", 10, until=40 + notice, notice=notice)
    found = live(asked(pack, suspensions=suspension), pack)
    assert found.lost("power").tolist() == [17 + notice]
    assert found.back("power").tolist() == [40 + notice]
    assert found.stock("battery")[40 + notice : 42 + notice, 0].tolist() == [0.0, 7.0]


def test_what_the_twin_goes_without_is_no_loss(bed):
    pack = bed()
    found = live(asked(pack, suspensions=withheld("borealis", "crew_flights", 43)), pack)
    assert found.lost("crew.access", 0).tolist() == [41] and found.lost("crew.access").tolist() == [-1]
    found = live(asked(pack, suspensions=withheld("borealis", "crew_flights", 30)), pack)
    assert found.lost("crew.access").tolist() == [30], "ten days of grace while the twin still has it"
    found = live(asked(pack, suspensions=withheld("borealis", "crew_flights", 32)), pack)
    assert found.lost("crew.access").tolist() == [-1], "after nine days the twin goes without too"


def arrivals(found: Lived, world: int = 1) -> list[int]:
    """Days on which food came."""
    food = found.stock("food", world)[:, 0]
    return np.flatnonzero(np.diff(food) > 0).tolist()


def test_what_a_party_withholds_does_not_fly_and_comes_back_after_its_lead_time(bed):
    pack = bed(flights=log(*barges(10, 40, 70, 100, 130)), operating_rules=[], parameters=numbers(food_target=4000.0))
    found = live(asked(pack, days=150, suspensions=withheld("nereid", "cargo_flights", 20, until=75)), pack)
    assert arrivals(found, 0) == [10, 40, 70, 100, 130]
    assert arrivals(found) == [10, 95, 100, 130], "the last one missed, twenty days after the end"


def test_the_day_before_a_suspension_flies_and_its_first_day_does_not(bed):
    pack = bed(flights=log(*barges(19, 20)), operating_rules=[])
    found = live(asked(pack, days=60, suspensions=withheld("nereid", "cargo_flights", 20)), pack)
    assert arrivals(found) == [19]


def test_ships_fly_on_what_is_on_hand_and_no_longer(bed):
    pack = bed(flights=log(*barges(10, 40, 70, 100)), operating_rules=[])
    found = live(asked(pack, suspensions=withheld("nereid", "engines", 0)), pack)
    assert arrivals(found) == [10, 40], "two winches stand with the user"
    bare = bed(flights=log(*barges(10, 40)), operating_rules=[], assets=changed("assets", winch={"on_hand": None}))
    assert arrivals(live(asked(bare, suspensions=withheld("keel", "engines", 0)), bare)) == []


def test_a_crew_is_relieved_after_a_handover(bed):
    pack = bed(flights=log(RELIEF))
    found = live(asked(pack), pack)
    assert found.people("divers")[:40, 0].tolist() == [1.0] * 31 + [2.0] * 5 + [1.0] * 4


def test_a_ship_that_no_relief_comes_for_leaves_at_the_end_of_its_life(bed):
    pack = bed()
    people = live(asked(pack), pack).people("divers")[:, 0]
    assert people.tolist() == [1.0] * 41 + [0.0] * 79


def test_a_party_that_flies_nobody_else_up_brings_its_own(bed):
    pack = bed(flights=log(RELIEF))
    found = live(asked(pack, suspensions=withheld("borealis", "seats", 0)), pack)
    assert found.people("divers")[31, 0] == 2.0 and found.people("techs")[31, 0] == 1.0


def test_people_are_sent_home_when_food_runs_short(bed):
    hungry = bed(
        stock_levels=[{**r, "value": 70.0} if r["stock"] == "food" else r for r in seabed_tables()["stock_levels"]]
    )
    found = live(asked(hungry), hungry)
    assert found.stock("food")[6, 0] == 58.0 and found.people("divers")[:9, 0].tolist() == [1.0] * 7 + [0.0] * 2


def test_a_seat_that_is_withheld_counts_for_its_own_people_alone(bed):
    pack = bed()
    found = live(asked(pack, suspensions=withheld("borealis", "lifeboat", 5)), pack)
    assert found.lost("crew.return").tolist() == [5]
    assert live(asked(pack), pack).lost("crew.return").tolist() == [-1]


def test_a_withheld_lifeboat_leaves_others_behind(bed):
    pack = bed(flights=log(RELIEF))
    found = live(asked(pack, suspensions=withheld("borealis", "lifeboat", 5)), pack)
    assert found.people("divers")[40, 0] == 1.0
    assert found.people("techs")[40, 0] == 2.0, "the tech of the first bell is still there"


def test_a_failed_cable_is_felt_as_a_withdrawn_one_is(bed):
    pack = bed()
    failed = live(asked(pack, failures=(Failure("cable", date(10), date(50)),)), pack)
    stopped = live(asked(pack, suspensions=withheld("nereid", "power", 10, until=50)), pack)
    assert failed.lost("power").tolist() == stopped.lost("power").tolist() == [17]
    assert failed.back("power").tolist() == stopped.back("power").tolist() == [50]


def test_a_ship_waits_for_a_system_that_cannot_receive_it_and_gives_up(bed):
    needy = ended(barge={"arrival_needs": 'yesterday("power")'})
    pack = bed(flights=log(*barges(20)), carriers=needy, operating_rules=[])
    for until, expected in ((30, [31]), (49, [50]), (50, [])):
        suspension = withheld("nereid", "power", 10, until=until)
        assert arrivals(live(asked(pack, days=90, suspensions=suspension), pack)) == expected


def test_a_ship_is_due_until_it_is_there(bed):
    parameters = numbers(goods_days=20.0)
    pack = bed(flights=log(*barges(10, 34, 58, 82, 106, 130)), parameters=parameters, operating_rules=[])
    assert live(asked(pack, days=100), pack).lost("goods", 0).tolist() == [-1]


def test_the_twenty_fifth_ship_brings_its_people(bed):
    lasting = ended(barge={"life_days_low": 500, "life_days": 500, "life_days_high": 500})
    pack = bed(flights=log(*barges(*range(1, 27), stay=None), RELIEF), carriers=lasting)
    assert live(asked(pack, days=60), pack).people("divers")[31, 0] == 2.0


def test_the_seventeenth_waiting_ship_arrives_too(bed):
    needy = changed(
        "carriers", barge={"arrival_needs": 'yesterday("power")'}, bell={"arrival_needs": 'yesterday("power")'}
    )
    flights = log(*barges(*range(12, 29)), RELIEF)
    parameters = numbers(wait_days=PLENTY)
    pack = bed(flights=flights, carriers=needy, parameters=parameters, operating_rules=[])
    found = live(asked(pack, days=60, suspensions=withheld("nereid", "power", 1, until=35)), pack)
    assert found.people("divers")[38, 0] == 2.0
