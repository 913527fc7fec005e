"""``data refresh``: the one command that may use the network. It reads, checks wholly, then writes, or changes nothing.

What a file must be is for the readers to say (`sun.celestrak`, `sun.marshall`), where it is kept for `sun.snapshot`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from stationkeep.cli.output import print_json, print_text, say
from stationkeep.cli.target import check_folder
from stationkeep.errors import InputError, RunError
from stationkeep.facts.files import read_plain

if TYPE_CHECKING:
    from stationkeep.sun.celestrak import Joined
    from stationkeep.sun.snapshot import Snapshot

# CelesTrak asks that nobody fetches more than is needed: five years first, everything only where they leave a gap.
RECENT, ALL = "https://celestrak.org/SpaceData/SW-Last5Years.csv", "https://celestrak.org/SpaceData/SW-All.csv"
DAILY, FORECASTS = "daily.npz", "forecasts.npz"
_PATIENCE_S = 30.0
_MOST_BYTES = 32 * 2**20  # the longest file, 69 years of days, has 3 MB
_MOST_ISSUES = 24  # two years of months asked for one by one; whoever is further behind takes a newer release
_SHOWN = 5
_OFFLINE = "nothing was changed; download it elsewhere and give it with --from FILE"


@dataclass(frozen=True)
class Text:
    """A file that was read, and what to call it."""

    name: str
    text: str


@dataclass(frozen=True)
class Wanted:
    """What is to be written, wholly checked; ``None`` where there is nothing new."""

    joined: Joined | None
    daily: dict[str, Any] | None
    forecasts: dict[str, Any] | None
    issues: tuple[str, ...] = field(default=())


def refresh(files: Sequence[Path], as_json: bool) -> None:
    """Bring space weather and NASA's forecasts up to date, from the network or from files."""
    from stationkeep.sun.snapshot import snapshot_folder

    check_folder(snapshot_folder(), "the folder of snapshots (STATIONKEEP_DATA)")
    days, issues = _in_use(DAILY), _in_use(FORECASTS)
    if files:
        told: list[str] = []
        wanted = _check([_read(file) for file in files], days, issues)
    else:
        wanted, told = _fetch_all(days, issues)
    try:
        written = _write(wanted)
    except OSError as error:
        raise RunError(
            f"the snapshot cannot be written ({error}); name a folder of yours in STATIONKEEP_DATA"
        ) from error
    for warning in told:
        say(f"stationkeep: {warning}")
    document = _document(wanted, days, issues, written, told)
    if as_json:
        print_json(document)
    else:
        print_text("\n".join(_lines(document)))


def _in_use(name: str) -> Snapshot:
    """The snapshot in use; a broken one in the user's folder is what a refresh is there to mend."""
    from stationkeep.sun.snapshot import bundled, newest

    try:
        return newest(name)
    except InputError as error:
        say(f"stationkeep: {error}")
        return bundled(name)


def _read(file: Path) -> Text:
    return Text(str(file), read_plain(file, "a CSV or text file of space weather", _MOST_BYTES))


def fetch(url: str) -> Text:
    """Fetch a text over the network.

    Raises
    ------
    RunError
        When it cannot be had; `__cause__` is what happened.
    """
    try:
        with urlopen(Request(url, headers={"User-Agent": "stationkeep"}), timeout=_PATIENCE_S) as answer:
            body = answer.read(_MOST_BYTES + 1)
            announced = answer.headers.get("Content-Length")
        if len(body) > _MOST_BYTES:
            raise ValueError(f"it is longer than {_MOST_BYTES >> 20} MB")
        if announced is not None and len(body) < int(announced):  # a read of so many bytes does not tell
            raise ValueError(f"only {len(body)} of {announced} bytes came")
        return Text(url, body.decode("utf-8"))
    except (OSError, HTTPException, ValueError) as error:
        why = error.reason if isinstance(error, URLError) else error
        raise RunError(f"{url} cannot be fetched ({str(why)[:200]}); {_OFFLINE}") from error


def _fetch_all(days: Snapshot, issues: Snapshot) -> tuple[Wanted, list[str]]:
    """Fetch what is newer, and check it; without NASA's forecasts the days are still worth having."""
    from stationkeep.sun.celestrak import Days, read_days
    from stationkeep.sun.smoothed import month_of

    say(f"fetching {RECENT}")
    try:
        found = fetch(RECENT)
        if read_days(found.text, found.name).first_day > Days.of(days.arrays).end:
            say(f"fetching {ALL}")
            found = fetch(ALL)
        _check([found], days, issues)
        ahead = range(month_of(f"{issues.last}-01") + 1, month_of(str(_today())) + 1)[-_MOST_ISSUES:]
        forecasts, told = _fetch_issues(ahead, days, issues)
        return _check([found, *forecasts], days, issues), told
    except InputError as error:
        raise RunError(f"what was fetched cannot be used: {error}; nothing was changed") from error


def _fetch_issues(months: Iterable[int], days: Snapshot, issues: Snapshot) -> tuple[list[Text], list[str]]:
    """Fetch NASA's issues of some months, as many as can be had and read, and say which could not."""
    from stationkeep.sun.marshall import address, is_issue
    from stationkeep.sun.smoothed import month_label

    texts: list[Text] = []
    told: list[str] = []
    absent: list[str] = []
    for month in months:
        try:
            one = fetch(address(month))
            if not is_issue(one.text):
                raise InputError(f"{one.name}: found something else than a forecast, expected NASA's table 3")
            _check([one], days, issues)
            texts.append(one)
        except InputError as error:
            told.append(f"left out: {error}")
        except RunError as error:
            if isinstance(error.__cause__, HTTPError) and error.__cause__.code == 404:
                absent.append(month_label(month))
                continue
            told.append(str(error).split(";")[0])
            break  # no way to that host: asking on would only take time
    if absent:
        told.append(f"NASA has no forecast of {', '.join(absent)} where it has been putting them")
    return texts, told


def _check(texts: Sequence[Text], days: Snapshot, issues: Snapshot) -> Wanted:
    """Read every text wholly, before anything is written."""
    from stationkeep.sun.celestrak import Days, join, read_days
    from stationkeep.sun.marshall import is_issue, issue_month, read_issue, with_issue
    from stationkeep.sun.smoothed import month_label
    from stationkeep.sun.snapshot import bundled

    joined, daily, archive, labels = None, None, dict(issues.arrays), []
    for one in texts:
        if is_issue(one.text):
            month = issue_month(one.name)
            before = archive
            archive = with_issue(archive, month, *read_issue(one.text, one.name, month))
            if any((archive[key].shape != before[key].shape) or (archive[key] != before[key]).any() for key in archive):
                labels.append(month_label(month))
            continue
        if joined is not None:
            raise InputError(f"{one.name}: found a second file of days, expected one; give the newer alone")
        found = read_days(one.text, one.name)
        last = dt.date(1970, 1, 1) + dt.timedelta(days=found.end - 1)
        if last > _today():
            raise InputError(f"{one.name}: found {last} as observed, which has not come yet; fetch the file again")
        joined = join(Days.of(days.arrays), found, one.name)
        newer = str(last) > bundled(DAILY).last  # else the bundled record goes before it
        if newer and (joined.added or joined.changed):
            digest = hashlib.sha256(one.text.encode("utf-8")).hexdigest()
            daily = joined.days.arrays(f"{Path(one.name).name} to {last}, sha256 {digest}")
    newer = bool(labels) and int(archive["issue_month"][-1]) > int(bundled(FORECASTS).arrays["issue_month"][-1])
    return Wanted(joined, daily, archive if newer else None, tuple(labels) if newer else ())


def _write(wanted: Wanted) -> dict[str, Snapshot]:
    from stationkeep.sun.snapshot import save

    arrays = {DAILY: wanted.daily, FORECASTS: wanted.forecasts}
    return {name: save(name, kept) for name, kept in arrays.items() if kept is not None}


def _document(
    wanted: Wanted, days: Snapshot, issues: Snapshot, written: dict[str, Snapshot], told: list[str]
) -> dict[str, Any]:
    now = {DAILY: written.get(DAILY, days), FORECASTS: written.get(FORECASTS, issues)}
    changed = wanted.joined.changed if wanted.joined is not None else ()
    return {
        "schema": "stationkeep.data-refresh/1",
        "space_weather": {
            "written": DAILY in written,
            "file": str(now[DAILY].path),
            "last_date_before": days.last,
            "last_date": now[DAILY].last,
            "days_added": wanted.joined.added if wanted.joined is not None else 0,
            "days_changed": [asdict(change) for change in changed],
            "sha256": now[DAILY].sha256,
        },
        "forecasts": {
            "written": FORECASTS in written,
            "file": str(now[FORECASTS].path),
            "last_issue_before": issues.last,
            "last_issue": now[FORECASTS].last,
            "issues": list(wanted.issues),
            "sha256": now[FORECASTS].sha256,
        },
        "warnings": told,
    }


def _lines(document: dict[str, Any]) -> list[str]:
    days, issues = document["space_weather"], document["forecasts"]
    age = (_today() - dt.date.fromisoformat(days["last_date"])).days
    lines = [f"space weather: observed to {days['last_date']}, {age} days before today ({_today()})"]
    if days["written"]:
        lines.append(f"  {days['days_added']} days added after {days['last_date_before']}, kept in {days['file']}")
    else:
        lines.append("  nothing new" + ("; days that differ come with a newer file" if days["days_changed"] else ""))
    changed = days["days_changed"]
    if changed:
        lines.append(f"  {len(changed)} days given otherwise than before:")
    for one in changed[-_SHOWN:]:
        lines.append(
            f"    {one['date']}  F10.7 {one['f107_before']:g} -> {one['f107']:g} sfu, "
            f"Ap {one['ap_before']} -> {one['ap']}"
        )
    if len(changed) > _SHOWN:
        lines.append(f"    and {len(changed) - _SHOWN} earlier ones (--json lists all)")
    lines.append(f"NASA's forecasts: issues to {issues['last_issue']}")
    if issues["written"]:
        lines.append(f"  taken in: {', '.join(issues['issues'])}; kept in {issues['file']}")
    else:
        lines.append("  nothing new")
    return lines


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
