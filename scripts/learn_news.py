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

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np
import numpy.typing as npt
from news_cases import FOLLOWERS, PACK, PLAINLY, ROOT, STRANGERS, VARIOUSLY, Case, Text, alike, cases, texts, texts_sum
from news_scores import FIELDS, HELD, same
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from stationkeep.news.weighing.doers import candidates
from stationkeep.news.weighing.traits import BEFORE, RULES, act_word
from stationkeep.news.weighing.weigh import FIELDS as WEIGHED
from stationkeep.news.weighing.weigh import Judge, all_traits
from stationkeep.news.weighing.weights import TABLE, Weights, logs_of, save_weights, weights_of

FOUR = tuple(name.strip("-") for name in HELD)
GROUPS_TOLD = {
    "four": FOUR,
    "strangers": STRANGERS,
    "followers": FOLLOWERS,
    "plain": (*PLAINLY, *FOUR, "first", "second", "third"),
    "varied": VARIOUSLY,
}
"""Authors whose texts are measured together."""
UNDATED = (*FOUR, *STRANGERS, *FOLLOWERS)
"""Authors whose texts are also read without their day."""
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
LEAST = 2
"""Texts' sentences in which a trait must be found to be learnt."""
KEPT = {"made": 0.3, "new": 0.4}
"""How sure a statement must be: there precision and recall of strangers' texts have about their best harmonic mean, and
what is told of each field is right in more than four cases of five."""
AS_IS = (0.0,) + (1.0,) * (1 + len(FIELDS))
"""Shift and slopes before they are known."""


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
    """A case of an author left out: how sure the weights are of it, and which of its fields are right.

    ``ruled`` is whether all of them are right by rule alone, ``always`` whether it is never taken back.
    """

    case: Case
    sure: float
    chances: tuple[float, ...]
    right: frozenset[str]
    ruled: bool
    always: bool

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
    ruled = one.made is not None and one.want is not None and alike(one.made, one.want) == len(FIELDS)
    always = one.made is not None and not judge.may_correct(one.made)
    return Tried(one, found.sure, found.chances, right, ruled, always)


def left_out(known: Sequence[Case], asked: Sequence[Case]) -> list[Tried]:
    """Judge cases by weights that are learnt from the known cases without the author."""
    names = sorted({one.text.author for one in asked})
    turns = [frozenset(names[turn::FOLDS]) for turn in range(FOLDS)]
    with get_context("fork").Pool(2, _remember, (known, asked)) as pool:
        found = [one for some in pool.imap(_judge_without, turns) for one in some]
    return [Tried(asked[place], 0.0, *rest) for place, *rest in found]


_KNOWN: list[Case] = []
_ASKED: list[Case] = []


def _remember(known: Sequence[Case], asked: Sequence[Case]) -> None:
    _KNOWN[:], _ASKED[:] = known, asked


def _judge_without(out: frozenset[str]) -> list[tuple[int, tuple[float, ...], frozenset[str], bool, bool]]:
    """Return the place of each case of some authors, its chances by weights without them, and what is right."""
    print(f"left out: {', '.join(sorted(out))}", file=sys.stderr)
    weights = learn([one for one in _KNOWN if one.text.author not in out])
    own = [(k, one) for k, one in enumerate(_ASKED) if one.text.author in out]
    judged = ((k, tried(weights, one)) for k, one in own)
    return [(k, one.chances, one.right, one.ruled, one.always) for k, one in judged if one is not None]


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
    ruled = [one.ruled for one in firm if one.case.made is not None]
    kept = [one for one in firm if one.sure >= least[one.kind] or one.always]

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
    unseen = [one for one in read if one.unseen]
    bare = [replace(one, published=None) for one in unseen if one.author in UNDATED]
    weights = learn(known)
    found = left_out(known, [one for one in known if one.text.unseen] + cases(bare))
    without = {id(one) for one in bare}
    dated = [one for one in found if id(one.case.text) not in without]
    undated = [one for one in found if id(one.case.text) in without]
    scales = {kind: calibrated([one for one in dated if one.kind == kind]) for kind in KEPT}
    weights = replace(weights, kept=KEPT, scales=scales, pack=PACK)
    dated, undated = scaled(weights, dated), scaled(weights, undated)

    print("precision/recall where the author was left out")
    learnt: dict[str, object] = {"statements": sum(one.want is not None for one in known), "texts": texts_sum()}
    for what, authors in {**{one: (one,) for one in sorted({one.author for one in unseen})}, **GROUPS_TOLD}.items():
        own = [one for one in unseen if one.author in authors]
        some = [one for one in dated if one.case.text.author in authors]
        measure = measured(some, own, KEPT)
        print(f"{what:10} {line(measure)}")
        if what not in GROUPS_TOLD:
            continue
        learnt[what] = measure
        for made in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
            for new in (0.3, 0.4, 0.5, 0.6):
                weighed = measured(some, own, {"made": made, "new": new})["weighed"]
                print(f"  kept from {made} by rule, {new} new: {weighed['precision']}/{weighed['recall']}")
        if set(authors) <= set(UNDATED):
            some = [one for one in undated if one.case.text.author in authors]
            measure = learnt[f"{what}, undated"] = measured(some, own, KEPT)
            print(f"{what}, whose day is not given: {line(measure)}")
    tell_sureness(dated)
    save_weights(TABLE, weights, learnt)
    print(f"{TABLE.relative_to(ROOT)}: {TABLE.stat().st_size / 1e6:.2f} MB, {len(weights.rows)} traits")


def scaled(weights: Weights, found: Sequence[Tried]) -> list[Tried]:
    """Return what was judged with its sureness."""
    return [replace(one, sure=weights.share_right(one.kind, one.chances)) for one in found]


def tell_sureness(found: Sequence[Tried]) -> None:
    """Print how many statements that are told as so sure are right, but of authors who say all differently."""
    firm = [one for one in found if one.case.firm and one.case.text.weight >= 1]
    for kind in KEPT:
        for low in np.arange(0, 1, 0.1):
            some = [one for one in firm if one.kind == kind and low <= one.sure < low + 0.1]
            print(f"{kind}, sure {low:.1f} to {low + 0.1:.1f}: {sum(one.whole for one in some)} of {len(some)} right")


if __name__ == "__main__":
    main()
