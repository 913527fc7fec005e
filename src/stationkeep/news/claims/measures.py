"""What a clause tells that a model could test and no pattern of amounts reads: stocks, rates, prices, lives, needs."""

# ruff: noqa: E501 -- tables of words read better unbroken

from __future__ import annotations

from collections.abc import Callable, Iterator

from stationkeep.news.claims.claims import Quantity
from stationkeep.news.grammar.closed_words import BE
from stationkeep.news.grammar.gazetteer import Mention
from stationkeep.news.grammar.subjects import ACTORS, Sentence
from stationkeep.news.grammar.word_classes import NUMBERS, verb_forms
from stationkeep.news.text.words import listed

Span = tuple[int, int]


def find_measure(sentence: Sentence) -> Quantity | None:
    """Return the first fact of a sentence that a model could test; it names no quantity that ours computes."""
    known = set(sentence.words.low)
    for rule, cues, why, find in _RULES:
        if cues.isdisjoint(known):
            continue
        for first, last in find(sentence):
            words = sentence.words
            return Quantity("", None, None, "", rule, words.start[first], words.end[last - 1], True, why=why)
    return None


_STOCKS = listed(
    "engine engines motor motors part parts spare spares hardware component components stage stages tank tanks booster boosters rocket rockets "
    "vehicle vehicles ship ships freighter freighters capsule capsules spacecraft kit kits set sets unit units joint joints pump pumps filter filters "
    "propellant propellants fuel oxidizer food meal meals ration rations water oxygen air nitrogen gas supplies provisions stocks stores reserves groceries "
    "larder larders pantry consumables clothing batteries battery thrust power electricity lithium canisters seats berths"
)
"""What a partner can have enough of."""
_TIMES = listed("hour hours day days week weeks month months year years decade decades")
_USES = _TIMES | listed(
    "launch launches flight flights mission missions rocket rockets ship ships vehicle vehicles burn burns reboost reboosts manoeuvre manoeuvres "
    "crew crews people person persons expedition expeditions voyage voyages trip trips run runs winter summer spring autumn"
)
"""What a stock is counted in."""
_HOLDING = verb_forms("have hold keep own possess store stock contain")
_LEFT = listed("left remaining unused spare")
_STORES = listed("stock storage store stores reserve hangar hangars warehouse warehouses hand possession")
_ENOUGH = listed("enough sufficient ample adequate")
_COUNTED = listed("a an two three four five six seven eight nine ten couple few several half most all")


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word in NUMBERS or word in _COUNTED


def _verbs(sentence: Sentence, verbs: frozenset[str], near: frozenset[str]) -> Iterator[int]:
    """Return the words that are one of some verbs, with one of some words near, where a clause has them."""
    low = sentence.words.low
    for k, word in enumerate(low):
        if (
            word in verbs
            and not near.isdisjoint(low[max(0, k - 8) : k + 9])
            and (clause := sentence.syntax.clause_at(k)) is not None
            and clause.at == k
        ):
            yield k


def _scope(sentence: Sentence, at: int) -> tuple[str, ...]:
    """The words behind a verb to the end of its clause."""
    clause = sentence.syntax.clause_at(at)
    return sentence.words.low[at + 1 : clause.end if clause is not None else None]


def _services(sentence: Sentence, first: int, last: int) -> list[Mention]:
    """The services and things of the station that are named between two words, verbs left out ('to ride out')."""
    named = [one for one in sentence.mentions if first <= one.first < last and (one.object or one.kind == "thing")]
    return [one for one in named if sentence.syntax.tags[one.last - 1] not in _VERBAL]


_VERBAL = frozenset(("base", "s", "past", "ed", "part"))


def _find_stock(sentence: Sentence) -> Iterator[Span]:
    """Yield 'has the parts for two more launches', 'holds enough fuel', 'has one set of spares left'."""
    if _MEANT.isdisjoint(sentence.words.low):
        return
    for k in _verbs(sentence, _HOLDING, _STOCKS):
        scope = _scope(sentence, k)
        what = next((n for n, word in enumerate(scope[:8]) if word in _STOCKS), -1)
        if what < 0:
            continue
        behind = scope[what + 1 :]
        uses = any(
            word == "for"
            and any(_is_number(one) for one in behind[n + 1 : n + 4])
            and not _USES.isdisjoint(behind[n + 1 : n + 7])
            for n, word in enumerate(behind)
        )
        enough = not _ENOUGH.isdisjoint(scope[: what + 3]) or (
            not _NEED.isdisjoint(sentence.words.low[k + what : k + what + 6]) and not _ALL.isdisjoint(scope[:what])
        )
        counted = any(_is_number(one) for one in scope[:what])
        stored = counted and (not _LEFT.isdisjoint(behind) or not _STORES.isdisjoint(behind))
        if uses or enough or stored:
            yield k, min(len(sentence.words), k + len(scope) + 1)


_MEANT = _LEFT | _STORES | _ENOUGH | {"for", "all", "every"}
"""One of these a sentence about a stock must have."""
_NEED = listed("need needs needed require requires required")
_ALL = listed("all every")


def _find_enough(sentence: Sentence) -> Iterator[Span]:
    """Yield 'enough propellant to', 'the stocks are sufficient for', 'larders are full enough to'."""
    low = sentence.words.low
    for k, word in enumerate(low):
        if word not in _ENOUGH or low[k + 1 : k + 2] == ("of",):
            continue
        ahead = not _STOCKS.isdisjoint(low[k + 1 : k + 4])
        clause = next(
            (
                one
                for one in sentence.syntax.clauses.values()
                if one.first <= k <= one.end and one.at < k and low[one.at] in _LASTING_AS
            ),
            None,
        )
        about = (
            clause is not None
            and clause.subject is not None
            and _STOCKS & set(low[clause.subject.first : clause.subject.last])
        )
        if (ahead or about) and not _FOR.isdisjoint(low[k + 1 : k + 7]):
            yield k, min(len(low), k + 4)


_FOR = listed("for to until till through into")
_LASTING_AS = BE | listed("remain remains seem seems")


def _find_lasting(sentence: Sentence) -> Iterator[Span]:
    """Yield 'food lasts six months', 'is rated for three years', 'nine years of life left', 'two years' worth of'."""
    low = sentence.words.low
    for k, word in enumerate(low):
        near, behind = low[max(0, k - 6) : k], low[k + 1 : k + 7]
        about = not (_STOCKS | _BUILT).isdisjoint(low[max(0, k - 8) : k])
        is_said = not BE.isdisjoint(near[-2:]) and not _REACHED.isdisjoint(behind[:1])
        if (
            (word in _LIVES and near[-1:] in _LIVED and (_timed(near) or _timed(behind[:5])))
            or (word == "worth" and not _TIMES.isdisjoint(near[-3:]) and not _STOCKS.isdisjoint(behind[:4]))
            or (word in _RATED and about and is_said and _timed(behind[1:]))
            or (word in _LASTING and about and (word != "last" or low[k - 1] in _CAN) and _timed(behind))
        ):
            yield k, min(len(low), k + 2)


def _timed(words: tuple[str, ...]) -> bool:
    """Whether words name a length of time or a time that is reached: 'six months', 'until early 2027'."""
    long = not _TIMES.isdisjoint(words) and any(map(_is_number, words))
    return long or not _LATER.isdisjoint(words)


_CAN = listed(
    "to will would can could may might should must now only still supplies stocks engines parts provisions stores batteries"
)
_LATER = listed("until till through into beyond past")
_REACHED = _LATER | {"for", "to"}
_LIVED = (("of",), ("service",), ("design",), ("operational",), ("useful",), ("working",), ("remaining",))
"""What stands before the life of a thing, and not of a person."""
_LIVES = listed("life lifetime lifespan lives endurance")
_LASTING = verb_forms("last suffice endure")
_RATED = listed("rated certified designed built qualified approved good meant")
_BUILT = listed(
    "module modules segment segments structure structures arm hull battery batteries thrusters panels arrays seals"
)


def _find_price(sentence: Sentence) -> Iterator[Span]:
    """Yield 'a ride will cost around $47 million', 'put the price at up to $6 billion', 'charges $20 million for'."""
    low = sentence.words.low
    money = [k for k, word in enumerate(low) if word in _MILLIONS and any(map(_is_number, low[max(0, k - 2) : k]))]
    if not money:
        return
    dear = [k for k, word in enumerate(low) if word in _PRICES or word in _COSTING]
    near = [k for k in dear if any(abs(k - at) <= _NEAR for at in money)]
    if near and _services(sentence, 0, len(low)):
        yield min(near[0], money[0]), max(near[0], money[0]) + 1


_MILLIONS = listed("million billion bn mln")
_PRICES = listed("price prices priced fare fares fee fees tag charge")
_COSTING = verb_forms("cost charge") | listed("pays pay")
_NEAR = 12
"""Words between a sum and what calls it a price."""


def _find_rate(sentence: Sentence) -> Iterator[Span]:
    """Yield '3.7 pounds of air a day', 'the loss is a third lower', 'the leak has doubled'."""
    low = sentence.words.low
    for k, word in enumerate(low):
        if word not in _MEASURED_IN or not (k and _is_number(low[k - 1])):
            continue
        per = next((n for n in range(k + 1, min(len(low) - 1, k + 6)) if low[n] in _PER and low[n + 1] in _PERIODS), -1)
        if per > 0 or not _DAILY.isdisjoint(low[k + 1 : k + 4]):
            yield k - 1, max(per + 2, k + 1)
    for k, word in enumerate(low):
        compared = word in _COMPARED or (word == "as" and low[k - 1] in _PARTS)
        if (
            compared
            and _RATES & set(low[:k])
            and any(one in _PARTS or _is_number(one) for one in low[max(0, k - 4) : k])
        ):
            clause = next(
                (
                    one
                    for one in sentence.syntax.clauses.values()
                    if one.subject is not None and one.at < k < one.end and low[one.subject.head] in _RATES
                ),
                None,
            )
            if clause is not None:
                yield clause.at, k + 1


_MEASURED_IN = listed(
    "ton tons tonne tonnes kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes gram grams pound pounds lb lbs litre litres liter liters gallon "
    "gallons metre metres meter meters kilometre kilometres kilometer kilometers km mile miles kilowatt kilowatts kw watts feet"
)
_PER = listed("a an per each every")
_PERIODS = listed("day week month year orbit hour person crewmember head")
_DAILY = listed("daily weekly monthly yearly annually")
_RATES = listed(
    "figure figures rate rates loss losses leak leakage leaks pressure consumption price prices share output height altitude usage"
)
_COMPARED = listed("lower higher less more fewer smaller larger greater")
_PARTS = listed("half twice third quarter thirds quarters percent % times fifth tenth")


def _find_needs(sentence: Sentence) -> Iterator[Span]:
    """Yield 'depends on the arm', 'is the only way home', 'has no fallback', 'without it X can'."""
    low = sentence.words.low
    for k, word in enumerate(low):
        if word in _LEANING_NOUNS or word in _LEANING:
            yield from _leans(sentence, k)
        elif word in _SOLE:
            way = next((n for n in range(k + 1, min(len(low), k + 4)) if low[n] in _WAYS), -1)
            said = any(low[n] in _IS for n in range(max(0, k - 5), k)) or any(low[n] in _IS for n in range(k, len(low)))
            led = way > 0 and not _LEADS.isdisjoint(low[way + 1 : way + 3])
            if way > 0 and said and (led or any(one.object != "station" for one in _services(sentence, 0, len(low)))):
                yield k, way + 1
        elif word in _FALLBACKS and k and "no" in low[max(0, k - 3) : k] and _services(sentence, k, len(low)):
            yield k - 1, k + 1
        elif word == "without" and not _ABLE.isdisjoint(low) and _is_missed(sentence, k + 1):
            yield k, min(len(low), k + 6)


def _is_missed(sentence: Sentence, first: int) -> bool:
    """Whether the phrase behind 'without' is a ship, a service or what the text named before, and not the station."""
    low = sentence.words.low
    if low[first : first + 1] in (("it",), ("them",)):
        return bool(_services(sentence, 0, len(low)))
    named = _services(sentence, first, first + 4)
    return bool(named) and named[0].object != "station" and "prep" not in sentence.syntax.tags[first : named[0].first]


def _leans(sentence: Sentence, k: int) -> Iterator[Span]:
    """Whether a verb or noun of leaning has 'on' and a party, a service or a thing of the station behind it."""
    low = sentence.words.low
    on = next((n for n in range(k + 1, min(len(low), k + 4)) if low[n] in ("on", "upon")), -1)
    if on < 0 or ((clause := sentence.syntax.clause_at(k)) is not None and clause.kind == "to"):
        return
    end = min(len(low), on + 9)
    stop = next((n for n in range(on + 1, end) if low[n] in _OPEN), end)
    own = _services(sentence, on + 1, stop) or [
        one for one in sentence.mentions if on < one.first < min(stop, on + 5) and one.kind in ACTORS
    ]
    if own and low[on + 1] not in _OPEN:
        yield k, own[0].last


_LEANING = verb_forms("depend rely")
_LEANING_NOUNS = listed("dependent reliant dependence reliance dependency")
_OPEN = listed("whether how what when if who which where , ; . but because")
_SOLE = listed("only sole chief main primary principal")
_WAYS = listed(
    "way ways means ride vehicle vehicles ship ships craft spacecraft route path source sources lifeboat link taxi transport option"
)
_LEADS = listed("up down home there into off back")
_IS = BE | listed("remain remains became")
_FALLBACKS = listed("fallback alternative alternatives substitute substitutes backup spare replacement")
_ABLE = listed("can cannot can't could couldn't unable impossible")


def _find_share(sentence: Sentence) -> Iterator[Span]:
    """Yield 'makes most of the electricity', '70 percent of the propulsive work falls to them'."""
    low = sentence.words.low
    for k, word in enumerate(low):
        if (
            word in _SHARES
            and low[k + 1 : k + 2] == ("of",)
            and any(one.object not in ("", "station") for one in _services(sentence, k + 2, k + 8))
        ):
            for clause in sentence.syntax.clauses.values():
                if low[clause.at] in _GIVING and (
                    clause.first < k < clause.end
                    or (clause.subject is not None and clause.subject.first <= k < clause.subject.last)
                ):
                    yield k, k + 2
                    return


_SHARES = listed("most half all third quarter thirds quarters percent % bulk rest much")
_GIVING = verb_forms(
    "provide supply give make do generate produce carry handle account cover perform come fall take draw get receive pass"
)


def _find_people(sentence: Sentence) -> Iterator[Span]:
    """Yield 'can keep two people alive', 'the ship can bring home four astronauts', 'two people can keep it going'."""
    low = sentence.words.low
    if _ABLE.isdisjoint(low) or _PEOPLE.isdisjoint(low):
        return
    for k in _verbs(sentence, _SUSTAINING, _PEOPLE):
        clause = sentence.syntax.clause_at(k)
        if clause is None or _ABLE.isdisjoint(low[clause.first : k]):
            continue
        spans = [low[k + 1 : k + 5]]
        if clause.subject is not None:
            spans.append(low[clause.subject.first : clause.subject.last])
        if any(_PEOPLE & set(span) and any(map(_is_number, span)) for span in spans) and _services(
            sentence, 0, len(low)
        ):
            yield k, min(len(low), k + 4)


_SUSTAINING = verb_forms("keep support sustain feed house seat accommodate run operate")
_PEOPLE = listed("people persons person crew astronauts cosmonauts members crewmembers passengers")

_UNTOLD = "it names no quantity of the model"
_RULES: tuple[tuple[str, frozenset[str], str, Callable[[Sentence], Iterator[Span]]], ...] = (
    ("claim.price", _MILLIONS, "what things cost is no quantity of the model", _find_price),
    ("claim.stock", _STOCKS, "what somebody has in store is in no table", _find_stock),
    ("claim.enough", _ENOUGH, "how much is enough for this is not said in figures", _find_enough),
    (
        "claim.lasting",
        _LIVES | _LASTING | _RATED | {"worth"},
        "how long a thing may be used is a rule of its maker, no quantity of the model",
        _find_lasting,
    ),
    ("claim.rate", _MEASURED_IN | _COMPARED | _PARTS, "this rate is no quantity of the model", _find_rate),
    ("claim.share_of_work", _SHARES, _UNTOLD, _find_share),
    (
        "claim.needs",
        _LEANING | _LEANING_NOUNS | _SOLE | _FALLBACKS | {"without"},
        "who needs whom for what is not said in words of the model",
        _find_needs,
    ),
    ("claim.people_kept", _SUSTAINING, "how many people can live so is no quantity of the model", _find_people),
)
"""Name of the rule, words of which a sentence must have one, why it cannot be tested, and how it is found."""
