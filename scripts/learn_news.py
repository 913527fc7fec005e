"""Learn the weights of the news reader from annotated texts, and say how well texts of an unseen hand are read.

    make learn

Every text is first read by rules alone. Where its writer's texts were at hand while rules were written, what the rules
make of it says nothing of how good they are, so that only its words are learnt from; of all other texts, what the rules
made is a trait like any other, and of the sentences that the writers of rules hold to be read rightly, lest what is
plain be taken back. Each question (is there a statement, which action, ...) is a logistic regression of its own; the
weights are rounded to whole numbers and written to one table.

To say how well a strange text is read, authors are left out by turns: what is printed, the sureness of each statement,
and how sure one must be to be kept come from texts whose author was left out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]

from news_marked import read_marked  # noqa: E402
from news_scores import FIELDS, GROUPS, HELD, Group, annotated, author, same  # noqa: E402
from test_news_sentences import LEAD, ROWS, TSV  # noqa: E402

from stationkeep.facts.pack import load_pack  # noqa: E402
from stationkeep.news.document import see_document  # noqa: E402
from stationkeep.news.findings.statements import Statement  # noqa: E402
from stationkeep.news.grammar.gazetteer import gazetteer_of  # noqa: E402
from stationkeep.news.text.original import Original, decode, load_original  # noqa: E402
from stationkeep.news.weighing.doers import candidates  # noqa: E402
from stationkeep.news.weighing.sightings import Around  # noqa: E402
from stationkeep.news.weighing.traits import BEFORE, RULES, act_word  # noqa: E402
from stationkeep.news.weighing.weigh import FIELDS as WEIGHED  # noqa: E402
from stationkeep.news.weighing.weigh import Judge, all_traits  # noqa: E402
from stationkeep.news.weighing.weights import TABLE, Weights, logs_of, save_weights, weights_of  # noqa: E402

MARKED = ROOT / "tests" / "news" / "marked"
"""Texts with their annotation between the lines."""
FOLDS = 8
"""Into how many parts the authors are dealt."""
PENALTY = 0.2
"""Inverse strength of the ridge penalty (scikit-learn's C)."""
LOUDER = 3.0
"""How much less the penalty holds down what the rules say than any word: they have read the whole sentence."""
PLAIN = 0.5
"""Weight of a case when what the rules made of it is hidden, beside 1 with it."""
DOUBTFUL = 0.5
"""Weight of an annotation that its author marked as doubtful."""
VARIED = 0.3
"""Weight of the texts of authors who were asked to say everything differently, beside 1 for those who write plainly."""
LEAST = 2
"""Texts' sentences in which a trait must be found to be learnt."""
KEPT = {"made": 0.1, "new": 0.3}
"""How sure a statement must be: a rule is overruled only where it is right in fewer than one case in ten; of what
weights add, precision and recall of plain texts have about their best harmonic mean there."""
PLAINLY = ("agence", "analyst", "courier", "folder", "gazette", "herald", "official", "press")
"""Authors of marked texts who were asked to write plainly."""

PACK = "iss"
"""The pack with whose names the texts are read."""

AS_IS = (0.0,) + (1.0,) * (1 + len(FIELDS))
"""Shift and slopes before they are known."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A statement made by rule, or a sentence of which none was made, and what its annotation says.

    ``want`` is None where the annotation has nothing; ``firm`` is whether that is beyond doubt.
    """

    text: Text
    around: Around
    place: int
    at: int
    made: Statement | None
    want: Row | None
    firm: bool


@dataclass(frozen=True)
class Text:
    """An annotated text: its author, whether rules were written without it, its weight, and its annotation.

    ``ruled`` is whether what rules make of it is learnt from: of unseen texts, and of the sentences that the writers of
    rules hold to be read rightly.
    """

    author: str
    unseen: bool
    ruled: bool
    weight: float
    original: Original
    published: dt.date | None
    wanted: list[Row]
    heads: list[tuple[int, int]]


def texts() -> Iterable[Text]:
    """Yield every annotated text."""
    for group in GROUPS:
        for path, wanted in annotated(group):
            day = dt.date.fromisoformat(wanted["published"]) if wanted["published"] else None
            heads = [(first, last) for first, last, what in wanted["nothing_in"] if what == "headline"]
            who = author(path.stem).strip("-") or "first"
            unseen = is_unseen(group)
            yield Text(who, unseen, unseen, 1.0, load_original(path), day, wanted["statements"], heads)
    for path in sorted(MARKED.glob("*.txt")):
        for number, one in enumerate(read_marked(path)):
            original = decode(one.text.encode(), f"{path.stem}-{number}.txt")
            who = path.stem.rpartition("-")[0]
            weight = 1.0 if who in PLAINLY else VARIED
            yield Text(who, True, True, weight, original, one.published, one.statements, [])
    yield from sentences()


def sentences() -> Iterable[Text]:
    """Yield the sentences that the writers of rules hold to be read rightly, each behind a neutral first paragraph."""
    for number, (sentence, wanted) in enumerate(ROWS):
        text = LEAD + sentence
        row: Row = {"start": len(LEAD), "end": len(text), "text": sentence}
        fields = [None if field == str(None) else field for field in wanted.split()]
        rows = [row | dict(zip(FIELDS, fields, strict=True))] if wanted != "nothing" else []
        original = decode(text.encode(), f"sentence-{number}.txt")
        yield Text("sentences", False, True, 1.0, original, dt.date(2022, 4, 4), rows, [])


def is_unseen(group: Group) -> bool:
    """Whether who wrote rules never saw a group's texts."""
    return group.what.endswith(("held out", "never looked at by then"))


def cases(known: Sequence[Text]) -> list[Case]:
    """Read every text by rules and lay its annotation beside what they made."""
    gazetteer, found = gazetteer_of(load_pack(PACK)), list[Case]()
    for number, text in enumerate(known):
        if number % 500 == 0:
            print(f"read {number} texts", file=sys.stderr)
        reading, around = see_document(text.original, gazetteer, text.published)
        if around is None:
            continue
        match = matches(reading.statements, text.wanted)
        taken = {id(one) for one in match.values()}
        for place, one in enumerate(around.sightings):
            span = reading.plain.locate(*one.span)
            if one.opinion or any(overlap(span, head) for head in text.heads):
                continue
            here = [row for row in text.wanted if overlap(span, (row["start"], row["end"]))]
            free = [row for row in here if id(row) not in taken]
            free.sort(key=lambda row: bool(row.get("doubtful")))
            doubtful = any(row.get("doubtful") for row in here)
            made = [(around.statements[name], at) for name, at in one.made if name in around.statements]
            for statement, at in made or [(None, -1)]:
                want = match.get(statement.id) if statement else free.pop(0) if free else None
                firm = not (want.get("doubtful") if want else doubtful)
                found.append(Case(text, around, place, at, statement, want, firm))
    return found


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans have a character in common."""
    return one[0] < other[1] and other[0] < one[1]


def matches(made: Sequence[Statement], wanted: Sequence[Row]) -> dict[str, Row]:
    """Return for statements made by rule the annotation on the same span that is most alike, each taken once."""
    left, found = list(made), dict[str, Row]()
    for row in sorted(wanted, key=lambda row: bool(row.get("doubtful"))):
        near = [one for one in left if overlap((one.start, one.end), (row["start"], row["end"]))]
        if near:
            best = max(near, key=lambda one: (alike(one, row) == len(FIELDS), alike(one, row)))
            left.remove(best)
            found[best.id] = row
    return found


def alike(one: Statement, row: Row) -> int:
    """Return in how many fields a statement is as annotated."""
    return sum(same(name, vars(one), row) for name in FIELDS)


@dataclass
class Samples:
    """What one question is learnt from."""

    traits: list[list[str]]
    answers: list[str]
    weights: list[float]

    def add(self, traits: list[str], answer: str, weight: float) -> None:
        """Take in a sample."""
        self.traits.append(traits)
        self.answers.append(answer)
        self.weights.append(weight)


def learn(known: Sequence[Case]) -> Weights:
    """Learn the weights from cases."""
    samples = {name: Samples([], [], []) for name in ("keep", "actor", *WEIGHED)}
    for one in known:
        full = one.made is not None and one.text.ruled
        views = ([(one.made, one.at, 1.0)] if full else []) + [(None, -1, PLAIN if full else 1.0)]
        for made, at, weight in views:
            if one.want is None and not one.firm:
                continue
            weight *= one.text.weight * (1.0 if one.firm else DOUBTFUL)
            marks = all_traits(one.around, one.place, at, made)
            if one.firm:
                samples["keep"].add(marks, "yes" if one.want else "no", weight)
            if one.want is None:
                continue
            for name in WEIGHED:
                samples[name].add(marks, str(one.want[name]), weight)
            options = candidates(one.around, one.place, act_word(one.around.sightings[one.place], at), made)
            if one.want["actor"] in options:
                for party, option in options.items():
                    samples["actor"].add(option, "yes" if party == one.want["actor"] else "no", weight)
    return joined({name: fit(one, name) for name, one in samples.items()})


Fitted = tuple[list[str], list[str], npt.NDArray[np.float64], npt.NDArray[np.float64]]


def fit(samples: Samples, name: str) -> Fitted:
    """Return traits, answers, weights (traits by answers) and biases of a regression."""
    counts = Counter(trait for one in samples.traits for trait in set(one))
    heard = (lambda trait: True) if name == "object" else (lambda trait: not trait.startswith(BEFORE))
    traits = sorted(trait for trait, count in counts.items() if count >= LEAST and heard(trait))
    row = {trait: k for k, trait in enumerate(traits)}
    places = [sorted({row[trait] for trait in one if trait in row}) for one in samples.traits]
    ends = np.cumsum([0, *map(len, places)])
    flat = np.concatenate([np.asarray(one, dtype=np.int64) for one in places])
    loud = np.array([LOUDER if trait.startswith(RULES) else 1.0 for trait in traits])
    table = csr_array((loud[flat], flat, ends), shape=(len(places), len(traits)))
    model = LogisticRegression(C=PENALTY, max_iter=200, tol=1e-3)
    model.fit(table, samples.answers, sample_weight=samples.weights)
    answers = ["yes"] if len(model.classes_) == 2 else list(model.classes_)
    return traits, answers, model.coef_.T * loud[:, None], model.intercept_


def joined(fitted: dict[str, Fitted]) -> Weights:
    """Return one table of all questions."""
    traits = sorted({trait for one in fitted.values() for trait in one[0]})
    row = {trait: k for k, trait in enumerate(traits)}
    columns = []
    for own, _, weights, _ in fitted.values():
        wide = np.zeros((len(traits), weights.shape[1]))
        wide[[row[trait] for trait in own]] = weights
        columns.append(wide)
    bias = np.concatenate([one[3] for one in fitted.values()])
    answers = {name: one[1] for name, one in fitted.items()}
    return weights_of(traits, np.hstack(columns), bias, answers, dict.fromkeys(KEPT, 0.0), dict.fromkeys(KEPT, AS_IS))


@dataclass(frozen=True)
class Tried:
    """A case of an author left out: how sure the weights are of it, and which of its fields are right."""

    case: Case
    sure: float
    chances: tuple[float, ...]
    right: frozenset[str]

    @property
    def kind(self) -> str:
        """Whether a rule made it."""
        return "new" if self.case.made is None else "made"

    @property
    def whole(self) -> bool:
        """Whether all is right."""
        return len(self.right) == len(FIELDS)


def tried(weights: Weights, one: Case) -> Tried | None:
    """Judge a case with weights that do not know its author."""
    judge = Judge(weights, one.around)
    found = judge.unmade(one.place) if one.made is None else judge.made(one.place, one.at, one.made)
    if found is None:
        return None
    right = frozenset(name for name in FIELDS if one.want and same(name, dict(found.values), one.want))
    return Tried(one, found.sure, found.chances, right)


def left_out(known: Sequence[Case]) -> list[Tried]:
    """Judge every case of an unseen author by weights learnt without that author."""
    names = sorted({one.text.author for one in known if one.text.unseen})
    turns = [frozenset(names[turn::FOLDS]) for turn in range(FOLDS)]
    with get_context("fork").Pool(2, _remember, (known,)) as pool:
        found = [one for some in pool.imap(_judge_without, turns) for one in some]
    return [Tried(known[place], 0.0, chances, right) for place, chances, right in found]


_KNOWN: list[Case] = []


def _remember(known: Sequence[Case]) -> None:
    _KNOWN[:] = known


def _judge_without(out: frozenset[str]) -> list[tuple[int, tuple[float, ...], frozenset[str]]]:
    """Return the place of each case of some authors, its chances by weights without them, and what is right."""
    print(f"left out: {', '.join(sorted(out))}", file=sys.stderr)
    weights = learn([one for one in _KNOWN if one.text.author not in out])
    own = [(k, one) for k, one in enumerate(_KNOWN) if one.text.author in out and one.text.unseen]
    judged = ((k, tried(weights, one)) for k, one in own)
    return [(k, one.chances, one.right) for k, one in judged if one is not None]


def calibrated(found: Sequence[Tried]) -> tuple[float, ...]:
    """Return shift and slopes that turn chances into the share of statements that are right."""
    firm = [one for one in found if one.case.firm]
    model = LogisticRegression(C=1e3)
    logs, weights = [logs_of(one.chances) for one in firm], [one.case.text.weight for one in firm]
    model.fit(logs, [one.whole for one in firm], sample_weight=weights)
    return (float(model.intercept_[0]), *map(float, model.coef_[0]))


def measured(found: Sequence[Tried], known: Sequence[Text], least: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Return precision and recall of whole statements, by rules alone and weighed, and of each field of the weighed.

    Parameters
    ----------
    found : sequence of Tried
        What was judged of some authors.
    known : sequence of Text
        All texts of these authors.
    least : mapping
        How sure a statement must be to be kept.
    """
    wanted = sum(not row.get("doubtful") for text in known for row in text.wanted)
    firm = [one for one in found if one.case.firm]
    ruled = [one.whole for one in firm if one.kind == "made"]
    kept = [one for one in firm if one.sure >= least[one.kind]]

    def share(right: Sequence[bool]) -> dict[str, float]:
        count = sum(right)
        return {"precision": round(count / max(1, len(right)), 3), "recall": round(count / max(1, wanted), 3)}

    whole = {"rules": share(ruled), "weighed": share([one.whole for one in kept])}
    return whole | {name: share([name in one.right for one in kept]) for name in FIELDS}


def line(measure: Mapping[str, Mapping[str, float]]) -> str:
    """Return precision and recall on a line."""
    return ", ".join(f"{name} {one['precision']:.3f}/{one['recall']:.3f}" for name, one in measure.items())


def main() -> None:
    """Learn, tell, write."""
    read = list(texts())
    known = cases(read)
    weights = learn(known)
    found = left_out(known)
    scales = {kind: calibrated([one for one in found if one.kind == kind]) for kind in KEPT}
    weights = replace(weights, kept=KEPT, scales=scales, pack=PACK)
    found = [replace(one, sure=weights.share_right(one.kind, one.chances)) for one in found]

    print("precision/recall where the author was left out")
    unseen = [one for one in read if one.unseen]
    groups = {who: {who} for who in sorted({one.author for one in unseen})}
    groups["four"] = {name.strip("-") for name in HELD}
    groups["plain"] = {one.author for one in unseen if one.weight == 1}
    groups["varied"] = {one.author for one in unseen if one.weight < 1}
    learnt: dict[str, object] = {"statements": sum(one.want is not None for one in known), "texts": texts_sum()}
    for what, authors in groups.items():
        own = [one for one in unseen if one.author in authors]
        some = [one for one in found if one.case.text.author in authors]
        measure = measured(some, own, KEPT)
        print(f"{what:10} {line(measure)}")
        if what in ("four", "plain", "varied"):
            learnt[what] = measure
            for made in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
                for new in (0.3, 0.4, 0.5, 0.6):
                    weighed = measured(some, own, {"made": made, "new": new})["weighed"]
                    print(f"  kept from {made} by rule, {new} new: {weighed['precision']}/{weighed['recall']}")
    for kind in KEPT:
        for low in np.arange(0, 1, 0.1):
            some = [one for one in found if one.kind == kind and one.case.firm and low <= one.sure < low + 0.1]
            some = [one for one in some if one.case.text.weight == 1]
            print(f"{kind}, sure {low:.1f} to {low + 0.1:.1f}: {sum(one.whole for one in some)} of {len(some)} right")
    save_weights(TABLE, weights, learnt)
    print(f"{TABLE.relative_to(ROOT)}: {TABLE.stat().st_size / 1e6:.2f} MB, {len(weights.rows)} traits")


def texts_sum() -> str:
    """Return a sum over the texts from which the weights are learnt, and over their annotations."""
    found = hashlib.sha256()
    texts = (path for path in MARKED.parent.rglob("*") if path.suffix in (".txt", ".html", ".json"))
    for path in (*sorted(texts), TSV):
        found.update(path.read_bytes())
    return found.hexdigest()


if __name__ == "__main__":
    main()
