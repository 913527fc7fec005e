"""Published claims against the model: each has a verdict or a reason, a new row needs no code, words are fair."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from stationkeep.cli.guard import guarded
from stationkeep.errors import InputError
from stationkeep.evidence.claims import ARGUMENTS, QUANTITIES, VERDICTS, choose, judge
from stationkeep.evidence.claims_file import read_claims
from stationkeep.evidence.estimates import Estimate
from stationkeep.facts.pack import load_pack
from stationkeep.facts.sayings import Claim

ISS = load_pack("iss")
SHARED = [
    "nasa22_1 nasa22_2 nasa22_3 nasa22_4 nasa22_5 nasa22_6 montal lueders1 lueders2 rogozin2 rogozin3 strug hale",
    "berger1 oig22 oig24_1 oig24_2 asap22 cobb2 virts1 wise obrien atlantic suff11b alt11 atv2 decay08 decay07 decay03",
    "deorbit_dv deorbit_40k griffin deorbit_life pad_nasa",
]


def test_the_page_on_claims_names_every_quantity_and_its_unit():
    page = (Path(__file__).parents[1] / "docs" / "claims.md").read_text(encoding="utf-8")
    for name, (_, unit) in QUANTITIES.items():
        assert f"| `{name}` | {unit} |" in page, name


def examples() -> dict[str, str]:
    """The example of each quantity on the page on claims."""
    page = (Path(__file__).parents[1] / "docs" / "claims.md").read_text(encoding="utf-8")
    rows = [line.replace("\\|", "!").split("|") for line in page.splitlines() if line.startswith("| `")]
    return {row[1].strip(" `"): row[4].strip(" `").replace("!", "|") for row in rows if len(row) == 6}


@pytest.mark.parametrize("name", QUANTITIES)
def test_every_quantity_has_an_example_that_the_model_computes(name):
    found = judge(made(name, examples()[name]), ISS, members=8)
    assert found.model is not None and found.verdict == "holds", found.why
    assert found.model.p05 <= found.model.p50 <= found.model.p95
    assert set(examples()) == set(QUANTITIES) == set(ARGUMENTS)


def made(quantity: str, arguments: str, low: float = -1e12, high: float | None = None, unit: str = "") -> Claim:
    claim = replace(ISS.claims["griffin"], date=dt.date(2022, 3, 12), quantity=quantity, arguments=arguments)
    return replace(claim, low=low, high=high, unit=unit)


def test_what_stands_on_a_date_is_what_is_known_of_it():
    whole = judge(made("people_aboard", ""), ISS).model.p50
    assert whole == 7 == sum(judge(made("people_aboard", f"class={k}"), ISS).model.p50 for k in ISS.occupants)
    shares = [judge(made("owned_share", f"party={p};measure=mass"), ISS).model.p50 for p in ISS.parties]
    assert sum(shares) == pytest.approx(1.0)
    launched = [f for f in ISS.flights.values() if f.carrier == "progress_ms" and f.launched is not None]
    year = [f for f in launched if dt.date(2021, 3, 12) <= f.launched < dt.date(2022, 3, 12)]
    assert judge(made("flights_per_year", "carrier=progress_ms"), ISS).model.p50 == len(year) == 3
    russia = judge(made("share_over_country", "country=Russia"), ISS).model.p50
    assert 0.01 < russia < 0.03 and russia == judge(made("share_over_country", "country=rus"), ISS).model.p50


def test_nobody_drifts_lower_because_the_altitude_is_uncertain():
    near = judge(made("decay_m_per_day", ""), ISS, members=64).model
    assert 0.0 < near.p05 < near.p50 < near.p95 < 4 * near.p50


def test_a_notice_is_kept_and_pairs_at_the_edge_are_an_interval():
    late = judge(made("functions_lost", "suspend=roscosmos;notice=400;within=30"), ISS, members=8)
    assert late.model.p50 == 0  # what planners see ahead may be lost sooner than what has stopped
    refused = judge(made("functions_lost", "suspend=roscosmos;notice=-1"), ISS, members=8)
    assert refused.model is None and "notice" in refused.why
    edge = judge(made("pairs_that_hold", "pairs=nasa:power.ros|nasa:comms.usos;within=30"), ISS, members=32).model
    assert (edge.p05, edge.p95) == (0.5, 1.0)  # half of the futures have enough power: the sample cannot tell


def test_a_word_that_no_quantity_knows_is_told_with_the_nearest():
    assert "refusals_away" in judge(made("refusals_awy", "function=orbit.reboost"), ISS).why
    found = judge(made("refusals_away", "funktion=orbit.reboost"), ISS)
    assert found.verdict == VERDICTS[3] and "function" in found.why


def test_every_published_claim_is_there_with_a_quantity_or_a_reason():
    assert set(" ".join(SHARED).split()) == set(ISS.claims)
    for claim in ISS.claims.values():
        assert claim.quantity in QUANTITIES or claim.note, claim.id


@pytest.mark.parametrize(
    "name", ["griffin", "deorbit_dv", "wise", "nasa22_2", "oig24_1", "hale", "berger1", "rogozin3"]
)
def test_claims_that_need_no_ensemble_have_their_verdict(name):
    wanted = {"wise": "too strong", "berger1": VERDICTS[3], "rogozin3": VERDICTS[3]}.get(name, "holds")
    found = judge(ISS.claims[name], ISS)
    assert found.verdict == wanted and found.why


def test_the_crew_of_2011_would_have_left_when_nasa_said():
    found = judge(ISS.claims["suff11b"], ISS, members=64)
    assert found.model.p05 - 15 <= 84 <= found.model.p95 + 15 and found.verdict in VERDICTS[:3]


def test_the_400_to_800_km_transfer_is_hohmanns():
    mu, low, high = 398600.4418, 6778.137, 7178.137
    axis = (low + high) / 2
    v = math.sqrt(mu / low) * (math.sqrt(high / axis) - 1) + math.sqrt(mu / high) * (1 - math.sqrt(low / axis))
    assert judge(ISS.claims["griffin"], ISS).model.p50 == pytest.approx(1000 * v, rel=1e-6)


@pytest.mark.parametrize(
    ("low", "high", "stronger", "verdict"),
    [
        (215, 225, "more", "holds"),
        (None, 217, "more", "holds"),
        (216, None, "more", "holds"),
        (300, None, "more", "too strong"),
        (300, None, "less", "too weak"),
        (None, 100, "more", "too weak"),
        (None, 100, "less", "too strong"),
        (None, None, "more", "cannot be tested"),
    ],
)
def test_the_verdict_follows_from_the_intervals(low, high, stronger, verdict):
    claim = replace(ISS.claims["griffin"], low=low, high=high, stronger=stronger)
    assert judge(claim, ISS).verdict == verdict


def test_an_interval_that_meets_the_models_holds(monkeypatch):
    monkeypatch.setitem(QUANTITIES, "mass_kg", (lambda asked: Estimate(400.0, 450.0, 500.0), "kg"))
    claim = replace(ISS.claims["wise"], unit="kg")
    for low, high, wanted in (
        (480, 600, "holds"),
        (501, 600, "too strong"),
        (100, 399, "too weak"),
        (100, 400, "holds"),
    ):
        assert judge(replace(claim, low=low, high=high), ISS).verdict == wanted


def test_units_are_turned_or_refused():
    claim = ISS.claims["hale"]
    years = judge(claim, ISS).model.p50
    assert judge(replace(claim, unit="days", low=365.0), ISS).model.p50 == pytest.approx(365.25 * years)
    refused = judge(replace(claim, unit="kg"), ISS)
    assert refused.verdict == VERDICTS[3] and "kg" in refused.why


def test_a_claim_of_ones_own_needs_no_code(tmp_path, capsys):
    path = tmp_path / "mine.csv"
    path.write_text(
        "id,who,date,claim,quantity,arguments,low,high,unit,stronger\n"
        "mine,me,2024,350 to 450 km takes 57 m/s,transfer_delta_v_m_s,from_km=350;to_km=450,50,60,m/s,more\n"
        "other,me,2022-03,Roscosmos ends reboost,sole_provider_share,party=roscosmos;function=orbit.reboost,1,1,,\n"
        "odd,me,2022-03,they are sad,sadness,,1,1,,\n"
        "mute,me,2022-03,nothing computable,,,,,,\n",
        encoding="utf-8",
    )
    assert guarded(["claims", str(path), "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)["claims"]}
    assert [rows[name]["verdict"] for name in ("mine", "other", "odd", "mute")] == [
        "holds",
        "holds",
        *[VERDICTS[3]] * 2,
    ]
    assert "sadness" in rows["odd"]["why"]
    keys = {"id", "who", "claim", "claimed_low", "claimed_high", "model_p05", "model_p50", "model_p95", "verdict"}
    assert keys <= set(rows["mine"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,claim\na,b\n", "no column date"),
        ("id,claim,date\n", "holds no claim"),
    ],
)
def test_a_table_without_its_columns_or_rows_is_refused(text, says, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_claims(path)


ROWS = "id,claim,date,low,high,stronger\ngood,b,2022,,,\n{}\nalso,b,2022-03,0.5,1,less\n"


@pytest.mark.parametrize(
    ("row", "field", "says"),
    [
        ("a,b,2022,much,,", "low", "'much'"),
        ("a,b,2022,0.1,inf,", "high", "'inf'"),
        ("a,b,2022,3,2,", "low", "not above high 2"),
        ("a,b,yesterday,,,", "date", "2022-04-02"),
        (",b,2022,,,", "id", "an empty cell"),
        ("a,b,2022,,,louder", "stronger", "more or less"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_costs_no_other(row, field, says, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(ROWS.format(row), encoding="utf-8")
    claims, (problem,) = read_claims(path)
    assert [claim.id for claim in claims] == ["good", "also"]
    assert (problem.file, problem.line, problem.field) == ("mine.csv", 3, field)
    assert says in str(problem) and problem.fix


def test_everything_wrong_in_a_row_is_told_at_once_and_a_table_that_breaks_off_keeps_what_stood_before(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(ROWS.format(",b,never,x,y,z") + '"open,b,2022,,,\nlost,b,2022,,,\n', encoding="utf-8")
    claims, problems = read_claims(path)
    assert [claim.id for claim in claims] == ["good", "also"]
    assert [(p.line, p.field) for p in problems[:-1]] == [(3, f) for f in ("stronger", "id", "low", "high", "date")]
    assert (problems[-1].line, problems[-1].field) == (5, "row")


def test_the_command_judges_the_good_rows_lists_the_bad_ones_and_ends_with_two(tmp_path, capsys):
    path = tmp_path / "mine.csv"
    path.write_text(ROWS.format("bad,b,2022,much,,"), encoding="utf-8")
    assert guarded(["claims", str(path), "--members", "8", "--json"]) == 2
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert [row["id"] for row in answer["claims"]] == ["good", "also"]
    assert [(row["line"], row["field"]) for row in answer["problems"]] == [(3, "low")]
    assert "1 row could not be read" in err and "mine.csv:3, low" in err
    path.write_text("id,claim,date\n,b,2022\n", encoding="utf-8")
    assert guarded(["claims", str(path)]) == 2
    assert "mine.csv:2, id" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [("from_km", "has no name"), ("from_km=x;to_km=3", "expected a number"), ("on=soon", "2022-04-02")],
)
def test_bad_arguments_are_a_reason_and_cost_no_other_claim_its_verdict(arguments, says):
    found = judge(replace(ISS.claims["griffin"], arguments=arguments), ISS)
    assert found.verdict == VERDICTS[3] and says in found.why


def test_unknown_names_in_a_claim_bring_the_known_ones():
    claim = replace(ISS.claims["nasa22_2"], arguments="party=roskosmos;function=orbit.reboost")
    found = judge(claim, ISS)
    assert found.verdict == VERDICTS[3] and "roscosmos" in found.why


def test_missing_arguments_and_dates_outside_are_reasons_not_errors():
    assert "from_km" in judge(replace(ISS.claims["griffin"], arguments=""), ISS).why
    found = judge(replace(ISS.claims["nasa22_2"], arguments="function=orbit.reboost"), ISS)
    assert found.verdict == VERDICTS[3] and "party" in found.why
    found = judge(replace(ISS.claims["nasa22_2"], arguments="on=1990-01-01"), ISS)
    assert found.verdict == VERDICTS[3] and "1990-01-01" in found.why


def test_one_claim_or_all(tmp_path):
    assert [claim.id for claim in choose("griffin", ISS)[0]] == ["griffin"]
    assert len(choose(None, ISS)[0]) == len(ISS.claims)
    with pytest.raises(InputError, match="griffin"):
        choose("grifin", ISS)
