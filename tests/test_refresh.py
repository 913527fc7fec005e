"""``data refresh``: newer data are taken wholly or not at all, no day is lost, and what changed is said."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationkeep.cli import refresh
from stationkeep.cli.guard import guarded
from stationkeep.errors import InputError
from stationkeep.sun import snapshot
from stationkeep.sun.celestrak import Days, join, read_days
from stationkeep.sun.history import SpaceWeather
from stationkeep.sun.issues import Archive
from stationkeep.sun.marshall import address, read_issue, with_issue

HEADER = (
    "DATE,BSRN,ND,KP1,KP2,KP3,KP4,KP5,KP6,KP7,KP8,KP_SUM,AP1,AP2,AP3,AP4,AP5,AP6,AP7,AP8,AP_AVG,CP,C9,ISN,F10.7_OBS,"
    "F10.7_ADJ,F10.7_DATA_TYPE,F10.7_OBS_CENTER81,F10.7_OBS_LAST81,F10.7_ADJ_CENTER81,F10.7_ADJ_LAST81"
)
# The first lines of CelesTrak's SW-All.csv.
FIRST_LINES = """\
1957-10-01,1700,19,43,40,30,20,37,23,43,37,273,32,27,15,7,22,9,32,22,21,1.1,5,334,269.3,269.8,OBS,266.6,230.9,266.8,235.5
1957-10-02,1700,20,37,37,17,17,27,23,17,30,203,22,22,6,6,12,9,6,15,12,0.7,3,331,253.3,253.6,OBS,267.4,231.7,267.5,236.2
"""
RECORD = Days.of(snapshot.bundled("daily.npz").arrays)
LAST = np.datetime64(RECORD.end - 1, "D")  # of the bundled record
TODAY = (LAST + 40).astype(object)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("STATIONKEEP_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(refresh, "_today", lambda: TODAY)
    return tmp_path / "data" / "sun"


def line(day: np.datetime64, f107: float, ap: int, kind: str = "OBS") -> str:
    return (
        f"{day},2500,1" + ",20" * 8 + ",160" + f",{ap}" * 9 + f",0.5,3,50,{f107:.1f},{f107:.1f},{kind}" + ",100.0" * 4
    )


def sheet(first: str = "2021-11-01", extra: int = 10, change: dict[str, tuple[float, int]] | None = None) -> str:
    """CelesTrak's file from a day on: the bundled record, `extra` days more, then predictions."""
    lines, day = [HEADER], np.datetime64(first)
    while day <= LAST + extra:
        i = int(day.astype(int)) - RECORD.first_day
        known = (RECORD.f107_tenths[i] / 10, RECORD.ap[i]) if day <= LAST else (120.0 + i % 7, 5 + i % 3)
        lines.append(line(day, *(change or {}).get(str(day), known)))
        day += 1
    lines += [line(day + k, 111.0, 4, "PRD") for k in range(3)]
    # Months ahead have no Ap.
    lines.append(f"{day + 60},2500,1" + "," * 21 + ",111.0,111.0,PRM,100.0,100.0,100.0,100.0")
    return "\n".join(lines) + "\n"


def issue(month: str = "2026-04") -> str:
    """The newest bundled issue as Marshall would print it a month later."""
    arrays = snapshot.bundled("forecasts.npz").arrays
    values = arrays["percentiles_tenths"][:, -int(arrays["targets"][-1]) :] / 10
    first = int(np.datetime64(month, "M").astype(int)) - 6
    rows = []
    for k, six in enumerate(values.T):
        target = np.datetime64(first + k, "M").astype(object)
        rows.append(
            f" {target.year + (target.month - 1) / 12 + 0.0003:.4f}   {target:%b}".upper()
            + "".join(f"{v:10.1f}" for v in six)
        )
    return (
        "TABLE 3 ESTIMATES OF 13-MONTH SMOOTH SOLAR ACTIVITY\n\n TIME  10.7 CM SOLAR FLUX\n\n" + "\n".join(rows) + "\n"
    )


def given_file(tmp_path, text: str | bytes, name: str = "SW-Last5Years.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_the_published_lines_are_read_as_the_bundled_record_has_them():
    found = read_days(HEADER + "\r\n" + FIRST_LINES.replace("\n", "\r\n"), "SW-All.csv")
    assert found.first_day == RECORD.first_day
    assert found.f107_tenths.tolist() == RECORD.f107_tenths[:2].tolist() == [2693, 2533]
    assert found.ap.tolist() == RECORD.ap[:2].tolist() == [21, 12]


def test_new_days_are_added_and_no_old_one_is_lost(tmp_path, folder, capsys):
    before = SpaceWeather.load()
    assert guarded(["data", "refresh", "--from", str(given_file(tmp_path, sheet(extra=10))), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "stationkeep.data-refresh/1"
    days = told["space_weather"]
    assert (days["written"], days["days_added"], days["days_changed"]) == (True, 10, [])
    assert (days["last_date_before"], days["last_date"]) == (str(LAST), str(LAST + 10))
    after = SpaceWeather.load()
    assert after.last_day == LAST + 10
    np.testing.assert_array_equal(after.f107[: len(before.f107)], before.f107)
    np.testing.assert_array_equal(after.ap[: len(before.ap)], before.ap)
    assert [path.name for path in folder.iterdir()] == ["daily.npz"]

    assert guarded(["data", "status", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["snapshots"]}
    assert rows["space weather"]["origin"] == "fetched" and rows["sun forecasts"]["origin"] == "bundled"
    assert rows["space weather"]["last_date"] == str(LAST + 10)
    assert guarded(["data", "status"]) == 0
    assert str(folder) in capsys.readouterr().out


def test_the_same_file_gives_the_same_bytes_and_a_second_time_nothing_new(tmp_path, folder, capsys):
    ask = ["data", "refresh", "--from", str(given_file(tmp_path, sheet())), "--json"]
    assert guarded(ask) == 0
    first, bytes_ = json.loads(capsys.readouterr().out), (folder / "daily.npz").read_bytes()
    assert guarded(ask) == 0
    again = json.loads(capsys.readouterr().out)["space_weather"]
    assert not again["written"] and again["days_added"] == 0 and again["sha256"] == first["space_weather"]["sha256"]
    (folder / "daily.npz").unlink()
    assert guarded(ask) == 0
    assert (folder / "daily.npz").read_bytes() == bytes_


def test_corrected_days_are_taken_and_named(tmp_path, capsys):
    changed = {str(LAST - 3): (123.4, 9), str(LAST): (99.9, 400)}
    path = given_file(tmp_path, sheet(change=changed))
    assert guarded(["data", "refresh", "--from", str(path)]) == 0
    page = capsys.readouterr().out
    assert "2 days given otherwise" in page and "-> 123.4 sfu" in page and "-> 400" in page
    assert f"observed to {LAST + 10}, 30 days before today" in page
    assert SpaceWeather.load().on(LAST) == (99.9, 400.0)


def test_a_file_without_a_newer_day_changes_nothing(tmp_path, folder, capsys):
    path = given_file(tmp_path, sheet(extra=0, change={str(LAST): (99.9, 4)}))
    assert guarded(["data", "refresh", "--from", str(path)]) == 0
    assert "nothing new" in capsys.readouterr().out and not folder.exists()


def without_line(text: str, k: int) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(lines[:k] + lines[k + 1 :])


GOOD = sheet()
WRONG = {
    "empty": ("", "found 'nothing', expected a header"),
    "a page": ("<html><body>Not Found</body></html>", "expected a header"),
    "no Ap": (GOOD.replace("AP_AVG", "APAVG"), "AP_AVG"),
    "cut off": (GOOD[: GOOD.index("PRD") - 60], "columns, expected 31"),
    "only the header": (HEADER + "\n", "no observed day"),
    "a gap": (without_line(GOOD, 500), r":501, DATE: found .* expected the day after"),
    "a day twice": (re.sub(r"(2022-03-05,.*\n)", r"\1\1", GOOD), "found 2022-03-05 after 2022-03-05"),
    "no date": (GOOD.replace("2022-03-05", "05.03.2022"), "found '05.03.2022', expected YYYY-MM-DD"),
    "no number": (GOOD.replace("\n2022-03-05,", "\n2022-03-05,", 1).replace("0.5,3,50,", "0.5,3,50,x", 1), "a number"),
    "not a number": (re.sub(r"0\.5,3,50,[\d.]+", "0.5,3,50,nan", GOOD, count=1), "F10.7_OBS: found 'nan'"),
    "too high": (re.sub(r"0\.5,3,50,[\d.]+", "0.5,3,50,1e9", GOOD, count=1), "expected 40 to 2000"),
    "too low": (re.sub(r"0\.5,3,50,[\d.]+", "0.5,3,50,0.0", GOOD, count=1), "expected 40 to 2000"),
    "Ap below zero": (GOOD.replace(",0.5,3,50,", ",-1,0.5,3,50,", 1).replace("160,", "", 1), "AP_AVG"),
    "another kind": (GOOD.replace(",OBS,", ",GUESS,", 1), "expected OBS, INT, PRD or PRM"),
    "observed after predicted": (GOOD.replace(",OBS,", ",PRD,", 1), "after a predicted one"),
    "older": (sheet(extra=-20), "nothing was changed"),
    "later than the record": (sheet(first=str(LAST + 5)), "leaves a gap; take SW-All.csv"),
    "days to come": (sheet(extra=41), "has not come yet"),
    "another quantity": (re.sub(r"0\.5,3,50,(\d)", r"0.5,3,50,1\1", GOOD), "expected a few corrections"),
    "no text": (b"\xff\xfe\x00\x01" * 100, "not text in UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_bad_file_is_refused_in_a_sentence_and_nothing_is_lost(name, tmp_path, folder, capsys):
    text, told = WRONG[name]
    snapshot.save("daily.npz", join(RECORD, read_days(sheet(extra=2), "f"), "f").days.arrays("before"))
    before = (folder / "daily.npz").read_bytes()
    assert guarded(["data", "refresh", "--from", str(given_file(tmp_path, text))]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "Traceback" not in err
    assert re.search(told, err), err
    assert (folder / "daily.npz").read_bytes() == before and len(list(folder.iterdir())) == 1


def test_one_bad_file_among_good_ones_keeps_all_out(tmp_path, folder, capsys):
    good = given_file(tmp_path, sheet())
    bad = given_file(tmp_path, issue().replace("OCT", "XXX"), "apr2026f10-prd.txt")
    assert guarded(["data", "refresh", "--from", str(good), "--from", str(bad)]) == 2
    assert "apr2026f10-prd.txt:" in capsys.readouterr().err and not folder.exists()
    assert guarded(["data", "refresh", "--from", str(good), "--from", str(good)]) == 2
    assert "second file of days" in capsys.readouterr().err


def test_a_file_that_is_not_there_and_a_folder_that_cannot_be_written(tmp_path, monkeypatch, capsys):
    assert guarded(["data", "refresh", "--from", str(tmp_path / "none.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    monkeypatch.setenv("STATIONKEEP_DATA", str(given_file(tmp_path, "in the way", "data.txt")))
    assert guarded(["data", "refresh", "--from", str(given_file(tmp_path, sheet()))]) == 2
    assert "(STATIONKEEP_DATA) is" in (told := capsys.readouterr().err) and "is no folder" in told


def test_a_broken_snapshot_is_mended(tmp_path, folder, capsys):
    folder.mkdir(parents=True)
    (folder / "daily.npz").write_bytes(b"broken")
    assert guarded(["data", "refresh", "--from", str(given_file(tmp_path, sheet()))]) == 0
    assert SpaceWeather.load().last_day == LAST + 10


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD)))
def test_a_file_cut_off_anywhere_is_refused_or_a_true_beginning(at):
    whole = read_days(GOOD, "f")
    try:
        found = read_days(GOOD[:at], "f")
    except InputError:
        return
    n = len(found.ap)
    assert (found.first_day, found.ap.tolist()) == (whole.first_day, whole.ap[:n].tolist())
    assert found.f107_tenths.tolist() == whole.f107_tenths[:n].tolist()


def test_an_issue_of_nasa_is_put_in_its_place(tmp_path, capsys):
    path = given_file(tmp_path, issue(), "apr2026f10-prd.txt")
    assert guarded(["data", "refresh", "--from", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["forecasts"]["issues"] == ["2026-04"] and told["forecasts"]["last_issue"] == "2026-04"
    assert not told["space_weather"]["written"]
    archive = Archive.load()
    assert archive.issues[-1].label == "NASA MSFC 2026-04" and len(archive.issues) == 326
    np.testing.assert_array_equal(archive.issues[-1].f107, archive.issues[-2].f107)
    assert archive.issues[-1].first_target == archive.issues[-2].first_target + 1


def test_an_issue_that_is_there_already_comes_back_as_it_was():
    kept = snapshot.bundled("forecasts.npz").arrays
    month = int(kept["issue_month"][-1])
    first, values = read_issue(issue("2026-03"), "mar2026f10-prd.txt", month)
    again = with_issue(kept, month, first, values)
    for key in ("issue_month", "first_target", "targets", "percentiles_tenths"):
        np.testing.assert_array_equal(again[key], kept[key])


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("forecast.txt", lambda text: text, "does not say when it was issued"),
        ("may2027f10.txt", lambda text: text, "half a year before 2027-05"),
        ("apr2026f10.txt", lambda text: without_line(text, 9), "found 2026-04, expected 2026-03"),
        ("apr2026f10.txt", lambda text: re.sub(r"\d\.\d\n", "x\n", text, count=1), "expected six numbers"),
        ("apr2026f10.txt", lambda text: text[: len(text) - 40], "expected six"),
        ("apr2026f10.txt", lambda text: re.sub(r"OCT +[\d.]+", "OCT 60.0", text, count=1), "falling percentiles"),
    ],
)
def test_a_bad_issue_is_refused(name, change, told, tmp_path, folder, capsys):
    assert guarded(["data", "refresh", "--from", str(given_file(tmp_path, change(issue()), name))]) == 2
    assert re.search(told, err := capsys.readouterr().err), err
    assert not folder.exists()


@pytest.fixture
def server(monkeypatch):
    """A server on this machine in CelesTrak's and NASA's place: what it serves, and what it was asked."""
    pages: dict[str, bytes] = {}
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = pages.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"") + (9 if self.path in short else 0)))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_):
            pass

    short: set[str] = set()
    web = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    at = f"http://127.0.0.1:{web.server_port}"
    monkeypatch.setattr(refresh, "RECENT", f"{at}/recent.csv")
    monkeypatch.setattr(refresh, "ALL", f"{at}/all.csv")
    monkeypatch.setattr("stationkeep.sun.marshall.address", lambda m: f"{at}/{address(m).rsplit('/', 1)[1]}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield pages, asked, short
    web.shutdown()
    web.server_close()


def test_the_network_brings_days_and_issues_and_says_what_it_lacks(server, capsys):
    pages, asked, _ = server
    pages["/recent.csv"] = sheet(extra=30).encode()
    pages["/may2026f10-prd.txt"] = issue("2026-05").encode()
    assert guarded(["data", "refresh", "--json"]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["space_weather"]["days_added"] == 30 and told["forecasts"]["issues"] == ["2026-05"]
    assert asked[:3] == ["/recent.csv", "/apr2026f10-prd.txt", "/may2026f10-prd.txt"] and "/all.csv" not in asked
    assert told["warnings"][0].startswith("NASA has no forecast of 2026-04, 2026-06") and "NASA has no forecast" in err
    assert Archive.load().issues[-1].label == "NASA MSFC 2026-05"


def test_where_five_years_leave_a_gap_the_whole_file_is_fetched(server, capsys):
    pages, asked, _ = server
    pages["/recent.csv"] = sheet(first=str(LAST + 5)).encode()
    pages["/all.csv"] = sheet(first="1957-10-01").encode()
    assert guarded(["data", "refresh"]) == 0
    assert asked[:2] == ["/recent.csv", "/all.csv"] and SpaceWeather.load().last_day == LAST + 10


def test_without_nasa_the_days_are_taken_all_the_same(server, capsys):
    pages, _, short = server
    pages["/recent.csv"] = sheet().encode()
    pages["/apr2026f10-prd.txt"] = b"<html>moved</html>"
    pages["/may2026f10-prd.txt"] = issue("2026-05").encode()
    short.add("/may2026f10-prd.txt")
    assert guarded(["data", "refresh", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["space_weather"]["written"] and not told["forecasts"]["written"]
    assert "something else than a forecast" in told["warnings"][0] and "bytes came" in told["warnings"][1]


@pytest.mark.parametrize("what", ["nothing there", "cut off on the way", "a page"])
def test_a_failed_download_is_one_sentence_and_loses_nothing(what, server, folder, capsys):
    pages, _, short = server
    if what != "nothing there":
        pages["/recent.csv"] = b"<html></html>" if what == "a page" else sheet().encode()
    if what == "cut off on the way":
        short.add("/recent.csv")
    assert guarded(["data", "refresh"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "nothing was changed" in err.splitlines()[-1] and "Traceback" not in err
    assert not folder.exists() and SpaceWeather.load().last_day == LAST


def test_offline_is_one_sentence_and_loses_nothing(monkeypatch, folder, capsys):
    monkeypatch.setattr(refresh, "RECENT", "http://127.0.0.1:9/recent.csv")  # nobody listens on the discard port
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert guarded(["data", "refresh", "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "--from FILE" in err.splitlines()[-1] and not folder.exists()


def test_the_addresses_are_those_that_the_sources_publish():
    assert refresh.RECENT.startswith("https://celestrak.org/SpaceData/") and refresh.ALL.endswith("/SW-All.csv")
    april = int(np.datetime64("2026-04", "M").astype(int))
    assert address(april) == "https://www.nasa.gov/wp-content/uploads/2026/04/apr2026f10-prd.txt"
    assert isinstance(refresh._today(), dt.date)
