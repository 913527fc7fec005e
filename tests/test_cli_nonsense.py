"""Nonsense on the command line: whatever is typed, one sentence, exit code 2, and never a defect of the program."""

from __future__ import annotations

import shlex

import pytest

from stationkeep.cli.guard import guarded

NUMBERS = "decay --altitude-km 250 --inclination-deg 50 --mass-kg 1000 --cda-m2 10 --on 2020-01-01"
LINES = f"""
{NUMBERS} --raan-deg nan
{NUMBERS} --raan-deg inf
{NUMBERS} --eccentricity nan
{NUMBERS} --eccentricity 0.5
{NUMBERS} --horizon 0y
{NUMBERS} --horizon 999999y
{NUMBERS} --members 0
{NUMBERS} --members 99999999
{NUMBERS} --workers 0
{NUMBERS} --seed -1
{NUMBERS} --seed 99999999999999999999999
{NUMBERS} --to-km ''
{NUMBERS} --to-km nan
{NUMBERS} --to-km 9e99
{NUMBERS} --f107 nan --ap 3
{NUMBERS} --f107 1e300 --ap 3
{NUMBERS} --object 5
decay --altitude-km nan --inclination-deg 50 --mass-kg 1000 --cda-m2 10 --on 2020-01-01
decay --altitude-km 300 --inclination-deg 50 --mass-kg 1e-300 --cda-m2 1e300 --on 2020-01-01
decay --altitude-km 300 --inclination-deg 50 --mass-kg 1e300 --cda-m2 1e-300 --on 2020-01-01
decay --altitude-km 300 --inclination-deg 50 --mass-kg 1000 --cda-m2 10 --on 0001-01-01
decay --altitude-km 300 --inclination-deg 50 --mass-kg 1000 --cda-m2 10 --on 9999-12-31
decay --altitude-km 300 --inclination-deg 50 --mass-kg 1000 --cda-m2 10
decay --elements nosuch --on 2020-01-01
decay --elements . --on 2020-01-01
track --altitude-km nan
track --days 1e300
track --days 5 --raan-deg 1e300 --on 2020-01-01
track --entry-window-hours nan
track --mass-kg 1e300
track --pack nosuch
hindcast --altitudes .
hindcast --altitudes nosuch.csv --leads ''
hindcast --altitudes nosuch.csv --every 1.5d
hindcast --altitudes nosuch.csv --inclination-deg nan
hindcast --altitudes nosuch.csv --from garbage
run suspension-2022 --members 0
run suspension-2022 --members 1e3
run suspension-2022 --workers 0
run suspension-2022 --horizon 0y
run suspension-2022 --horizon 100y
run suspension-2022 --start 9999-12-31
run --suspend nasa --notice -5
run --suspend nasa --start 2022-01-01 --on 9999-12-31 --notice 5
run --suspend ''
run --suspend 'ró̷ссия'
run --fail ''
run ''
run .
run /
matrix --horizon 1000y
matrix --scopes ''
matrix --party nosuch
matrix --workers 0
cutsets --function nosuch
cutsets --function orbit.reboost --order 1000
cutsets --function orbit.reboost --probability nasa=nan
cutsets --function orbit.reboost --on 1990-01-01
cutsets --tree nosuch.xml
clock nosuch
clock --step 0
clock --step 99999
clock --horizon 1000y
claims nosuch
claims nosuch.csv
claims --members 1
replay nosuch
replay --seed -1
read nosuch.txt
read .
schema nosuch
facts nosuch
facts --pack ''
owners --on garbage
owners --on 2090-01-01
graph --to x.zip
graph --collapse nosuch
graph --to x.xml
report .
report nosuch
nosuch
--nosuch
""".strip().splitlines()


@pytest.mark.parametrize("line", LINES)
def test_nonsense_is_a_sentence(line, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert guarded(shlex.split(line)) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("stationkeep: ") and "report it" not in err, err
    assert len(err) < 1200 and ("problems:" in err or err.count("\n") == 1)
    assert list(tmp_path.iterdir()) == []
