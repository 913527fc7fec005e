"""From statements to scenario files: as read, as announced in words, and as threatened, carried out in full.

Every line says which sentence justifies it, by document and offsets. What is doubtful stands in the file as a comment
with its reason, for a person to accept or to take out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from stationkeep.disruption.scenario import SCOPES
from stationkeep.disruption.schema import SCENARIO_SCHEMA
from stationkeep.facts.pack import Pack
from stationkeep.news.acts.actors import AGENCY_OF
from stationkeep.news.findings.statements import Statement, say_share

_CUTS = ("suspend", "withdraw", "refuse")
_HELD_BACK = ("demand", "resume", "threaten")
"""Acts that on a condition hold a service back without saying that it stops."""

_MOST_DOUBTFUL = 40
"""Doubtful lines written for a party; the JSON has every statement."""

_ORDER = list(SCOPES)
_WORD = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True)
class Draft:
    """Three scenario files and the sentence that asked for them."""

    asked_by: str
    start: dt.date
    start_why: str
    as_read: str
    as_announced: str
    as_threatened: str
    names_services: bool

    def as_dict(self) -> dict[str, object]:
        """Return the draft as plain values."""
        return {
            "asked_by": self.asked_by,
            "start": self.start.isoformat(),
            "start_why": self.start_why,
            "draft": self.as_read,
            "as_announced": self.as_announced,
            "as_threatened": self.as_threatened,
            "names_services": self.names_services,
        }


def draft(statements: Sequence[Statement], published: Sequence[dt.date | None], pack: Pack) -> Draft | None:
    """Return the draft scenarios that statements lead to; ``None`` where nobody is said to stop anything.

    Parameters
    ----------
    published : sequence
        Days of publication of the documents, as far as they are known.
    """
    cuts = [one for one in statements if _stops(one) and _party(one, pack)]
    if not cuts:
        return None
    asked = min(cuts, key=_weight)
    start, why, named = _start(asked, cuts, published, pack)
    party = _party(asked, pack)
    title = f"As read: {pack.parties[party].name}"
    words = _Head(f"read-{party}-announced", f"{title}, as announced in words", "words alone: nothing changes aboard")
    announced = _file(words, start, named, [_suspend(party, start, ["words"], [asked])], why)
    harsh = _Head(
        f"read-{party}-threatened",
        f"{title}, as threatened and carried out in full",
        "the harshest reading of what was said",
        words.id,
    )
    threatened = _file(harsh, start, named, _threatened(cuts, start, pack), why)
    tables, services = _as_read(statements, cuts, start, pack)
    plain = _Head(f"read-{party}", title, "a draft from texts; doubtful lines are comments", words.id)
    read = _file(plain, start, named, tables, why)
    return Draft(asked.id, start, why, read, announced, threatened, services)


def _stops(one: Statement) -> bool:
    """Whether a statement says, on whatever condition, that a party stops something for the others."""
    if one.level in ("opinion", "comment") or one.object == "sanctions":
        return False
    if one.action in ("suspend", "withdraw"):
        return one.status not in ("negated", "past")
    if one.action == "refuse":
        return one.object in SCOPES and one.status != "negated"
    return one.action in _HELD_BACK and one.status == "conditional"


def _weight(one: Statement) -> tuple[int, int, int, bool, float]:
    """Order statements by how directly they ask the question, those found by rule and the surer ones first."""
    firm = {"done": 0, "announced": 0, "conditional": 1, "considered": 2}.get(one.status, 3)
    about = 0 if one.object == "station" or (one.object in SCOPES and one.object != "side") else 1
    stops = {"suspend": 0, "withdraw": 0}.get(one.action, 1)
    return about, stops, firm, one.rule == "weights", -(one.sure or 0.0)


def _party(one: Statement, pack: Pack) -> str:
    party = AGENCY_OF.get(one.actor, one.actor)
    return party if party in pack.parties else ""


def _start(
    asked: Statement, cuts: Sequence[Statement], published: Sequence[dt.date | None], pack: Pack
) -> tuple[dt.date, str, list[str]]:
    """Return the day on which the scenario starts, why, and the pack's statements that say the same."""
    named = _known_statement(cuts, pack)
    days = [day for day in published if day is not None]
    if days:
        start, why = min(days), "the day of publication"
    elif isinstance(asked.effective, str):
        start, why = dt.date.fromisoformat(asked.effective), "the day that the sentence names"
    elif named:
        start, why = (
            pack.statements[named[0]].date,
            f"the texts give no day; the pack's statement {named[0]} says the same",
        )
    else:
        start, why = pack.as_of, "the texts give no day; the newest day of the facts is taken: mend it"
    if not pack.first_date <= start <= pack.as_of:
        start, why = pack.as_of, f"{start} lies outside the facts; the newest day of the facts is taken: mend it"
    near = [name for name in named if abs((pack.statements[name].date - start).days) <= 3]
    return start, why, near


def _known_statement(cuts: Sequence[Statement], pack: Pack) -> list[str]:
    """Return the pack's statements by the same party that share most words with the sentences, best first."""
    scored: list[tuple[float, str]] = []
    cuts = cuts[:200]  # enough to know what is spoken of
    for key, row in pack.statements.items():
        own = set(_WORD.findall(f"{row.said} {row.condition}".lower()))
        for one in cuts:
            if _party(one, pack) != row.party:
                continue
            said = set(_WORD.findall(one.plain.lower()))
            shared = len(own & said) / max(6, min(len(own), len(said)))
            same = one.condition == "sanctions_lifted" and "lifted" in row.condition
            scored.append((shared + (0.3 if same else 0.0), key))
    best: dict[str, float] = {}
    for score, key in scored:
        best[key] = max(best.get(key, 0.0), score)
    return sorted((key for key, score in best.items() if score >= 0.6), key=lambda key: (-best[key], key))[:1]


@dataclass(frozen=True)
class _Head:
    """The head of a scenario file: its id, title, note, and the scenario to set beside it."""

    id: str
    title: str
    note: str
    contrast: str = ""


def _file(head: _Head, start: dt.date, named: Sequence[str], tables: Sequence[str], why: str) -> str:
    lines = [
        "# Drafted by stationkeep read; each line names its sentence: document [first, last) character, rule, status.",
        f'schema = "{SCENARIO_SCHEMA}"',
        f'id = "{head.id}"',
        f'title = "{_quoted(head.title)}"',
        f'note = "{_quoted(head.note)}"',
        'pack = "iss"',
        f"start = {start}  # {why}",
        'horizon = "8y"',
        'knowledge = "then"',
        "members = 2000",
    ]
    if head.contrast:
        lines.append(f'contrast = "{head.contrast}"')
    if named:
        lines.append(f"rests_on = [{', '.join(chr(34) + one + chr(34) for one in named)}]")
    return "\n".join(lines) + "\n\n" + "\n".join(tables)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', "'")


def _where(one: Statement) -> str:
    condition = f", condition {one.condition}" if one.condition else ""
    sure = f", sure {say_share(one.sure)}" if one.sure is not None else ""
    return f"{one.document} [{one.start}, {one.end}) {one.rule}: {one.status}{condition}, {one.level}{sure}"


def _suspend(party: str, on: dt.date, scopes: Sequence[str], because: Sequence[Statement]) -> str:
    lines = ["[[suspend]]", f'party = "{party}"', f"on = {on}"]
    told = [f"# {_where(one)}" for one in because]
    if scopes:
        lines.append(f"scopes = [{', '.join(chr(34) + one + chr(34) for one in scopes)}]")
    return "\n".join([*told, *lines]) + "\n"


def _threatened(cuts: Sequence[Statement], start: dt.date, pack: Pack) -> list[str]:
    tables = []
    for party in dict.fromkeys(_party(one, pack) for one in cuts):
        own = [one for one in cuts if _party(one, pack) == party]
        whole = any(one.object not in SCOPES for one in own)
        scopes = [] if whole else sorted({one.object for one in own}, key=_ORDER.index)
        if not whole and set(scopes) <= {"side"}:
            whole = False
        tables.append(_suspend(party, min(_on(one, start) for one in own), scopes, own[:8]))
    return tables


def _as_read(
    statements: Sequence[Statement], cuts: Sequence[Statement], start: dt.date, pack: Pack
) -> tuple[list[str], bool]:
    """Return a table for every party: firm services as lines, the rest as comments with their reasons."""
    tables: list[str] = []
    services = False
    for party in dict.fromkeys(_party(one, pack) for one in cuts):
        own = [one for one in cuts if _party(one, pack) == party]
        firm: dict[str, Statement] = {}
        begins: dict[str, dt.date] = {}
        doubtful: list[tuple[Statement, str]] = []
        for one in own:
            scope = one.object if one.object in SCOPES else "words"
            reason = _doubt(one)
            if reason or one.action in _HELD_BACK:
                doubtful.append((one, reason or "a condition is set, no service is named"))
            elif scope not in firm or _on(one, start) < begins[scope]:
                firm[scope], begins[scope] = one, _on(one, start)
        days = sorted(set(begins.values())) or [start]
        for day in days:
            scopes = sorted((scope for scope in firm if begins[scope] == day), key=_ORDER.index) or ["words"]
            services = services or any(scope not in ("words", "side") for scope in scopes)
            tables.append(_table(party, day, scopes, firm, own, doubtful if day == days[-1] else []))
    taken = {one.id for one in cuts}
    others = [
        one
        for one in statements
        if one.action in _CUTS and one.id not in taken and one.level not in ("opinion", "comment")
    ]
    if others:
        tables.append("\n".join(f"# not taken: {_reason(one, pack)}; {_where(one)}" for one in others[:20]) + "\n")
    return tables, services


def _on(one: Statement, start: dt.date) -> dt.date:
    """Return the day from which a stop holds: the one that its sentence names, never before the scenario starts."""
    named = one.effective.get("from") if isinstance(one.effective, dict) else one.effective
    return max(start, dt.date.fromisoformat(named)) if isinstance(named, str) else start


def _table(
    party: str,
    on: dt.date,
    scopes: Sequence[str],
    firm: dict[str, Statement],
    own: Sequence[Statement],
    doubtful: Sequence[tuple[Statement, str]],
) -> str:
    """Return the table of what a party stops on a day, each line with its sentence; what is doubtful as comments."""
    lines = ["[[suspend]]", f'party = "{party}"', f"on = {on}"]
    untils = (
        value["to"]
        for scope in scopes
        if scope in firm
        and firm[scope].condition == "until_date"
        and isinstance(value := firm[scope].effective, dict)
        and value.get("to")
    )
    until = next(untils, None)
    if until and dt.date.fromisoformat(until) > on:
        lines.append(f"until = {dt.date.fromisoformat(until)}")
    lines.append("scopes = [")
    for scope in scopes:
        told = firm.get(scope, own[0])
        why = "" if scope != "words" or told.object == "words" else "; names no service: words"
        lines.append(f'  "{scope}",  # {_where(told)}{why}')
    for one, reason in doubtful[:_MOST_DOUBTFUL]:
        scope = one.object if one.object in SCOPES else "words"
        shown = scope if scope != "words" else "words: everything, if carried out"
        lines.append(f'  # "{shown}",  {reason}; {_where(one)}')
    lines.append("]")
    return "\n".join(lines) + "\n"


def _doubt(one: Statement) -> str:
    if one.status == "considered":
        return "only considered"
    if one.status == "conditional":
        return f"only on a condition ({one.condition})"
    if one.level == "anonymous":
        return "from an anonymous source"
    if one.condition == "after_date" and not (isinstance(one.effective, dict) and one.effective.get("from")):
        return "only after a date"
    if one.sure is not None and (one.rule == "weights" or one.sure < _SURE_ENOUGH):
        return f"{'no rule found it, ' if one.rule == 'weights' else ''}only {say_share(one.sure)} sure"
    return one.doubt or ""


_SURE_ENOUGH = 0.3
"""How sure a statement by rule must be to stand in a draft without a word of caution."""


def _reason(one: Statement, pack: Pack) -> str:
    if one.status == "negated":
        return "it is denied"
    if one.status == "past":
        return "it lies in the past"
    if not _party(one, pack):
        return f"'{one.actor}' is no party of the pack"
    return "no service of the station"
