"""Verbs of going on, and what must stand with each: 'remains committed', 'keeps flying', 'uses the station until'."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from stationkeep.news.acts.clause import Clause, is_station
from stationkeep.news.acts.moving import FLOWN, GOODS, PEOPLE
from stationkeep.news.grammar.clauses import (
    COMPACTS,
    COOPERATION,
    cooperates_in,
    object_phrase,
    objects_in,
    parties_in,
    stem_continues,
)
from stationkeep.news.grammar.lexicon import INDEX, SERVICE
from stationkeep.news.grammar.subjects import ACTORS
from stationkeep.news.text.words import listed

_STAYING = listed(
    "in on with aboard part partner partners committed working operating flying cooperating member participant until "
    "through dedicated open ready operational available disposal service"
)
_UNTIL = listed("until till through beyond past throughout")
_EVER = listed("usual before planned always ever normal they we")
_LONGER = listed("longer more another extra further year years")
_SOUND = listed("strong intact solid healthy unaffected unchanged unbroken firm")
_KEPT = listed("place stake presence role part share promise promises word open going running aloft alive service use")
_AS_IT = (("it",), ("they",), ("before",), ("agreed",))
_VALID = listed("force valid effect binding")
_STUCK = listed("ground grounded suspended frozen closed halted hold")
_PROMISED = COMPACTS | listed("obligations obligation commitments commitment duties promises promise responsibilities")
_KEEPING = ("perform", "meet", "met", "discharg", "observ", "honour", "honor", "fulfil", "respect", "uph")
_PLAIN = (
    "us", "operat", "run", "ran", "fl", "tak", "took", "part", "work", "cooperat", "collaborat", "hold", "held", "host",
    "contribut",
)  # fmt: skip
"""Beginnings of the verbs that say that something goes on only where it is said how long."""


def goes_on(one: Clause) -> bool:
    """Whether a verb of going on says that a service, or working together, goes on."""
    word, head, low_last = one.word, one.after[:4], one.sentence.words.low[one.last - 1]
    if one.nominal:
        return _is_named(one) or (word in ("extension", "prolongation") and _lasts(one))
    if "sanctions" in one.kinds and word.startswith(("exte", "prolong", "renew", "maint", "kee", "kept", "roll")):
        return True  # which prolongs a measure
    if word.startswith(_KEEPING) or (word.startswith(("carry", "carri")) and low_last == "out"):
        return _keeps_promises(one)
    if word.startswith(("comm", "recomm", "pledg")) or (
        low_last == "to" and "commitment" in one.sentence.words.low[one.at : one.last]
    ):
        return (_is_named(one) or bool(parties_in(one.sentence, one.last, one.end)) or _lasts(one)) and (
            "to" in one.after or _lasts(one)
        )
    if word.startswith(("rema", "stay")):
        return _stays(one)
    if word.startswith(("keep", "kept")):
        return _keeps(one) or _serves(one)
    if one.after[:1] == ("and",):
        return False  # 'has gone ahead and halted'
    if keeps_to_plan(one) and (_keeps_moving(one) or any(_moves(word) for word in one.after)):
        return True  # 'will stand by its schedule for sending astronauts up'
    particle = one.last > one.at + 1
    low, tags = one.sentence.words.low, one.sentence.syntax.tags
    gerund = one.after[:1] and one.after[0].endswith("ing")
    if (
        low[one.last - 1] == "on"
        and not gerund
        and tags[one.last : one.last + 1] in (("det",), ("name",), ("noun",), ("num",))
    ):
        return False  # 'was to fly on a shuttle'
    if (word.startswith(_PLAIN) and not particle) or word.startswith(("tak", "took")):
        return _lasts(one) and (
            _is_named(one)
            or _acts_on_its_own(one)
            or word.startswith(("tak", "took", "part", "work"))
            or (not one.group.passive and _subject_is_named(one))
            or (not one.group.passive and not COMPACTS.isdisjoint(low[slice(*_subject(one))]))
        )
    if word.startswith(("ensur", "safeguard", "spar", "support", "back")) and not particle:
        return _is_named(one)
    return (
        _is_named(one)
        or _subject_names(one)
        or _goes_with_a_party(one)
        or _serves_on(one)
        or _serves(one)
        or (
            stem_continues(word) and _lasts(one) and _is_party(one) and not _acts_on(one)
        )  # 'would carry on until 2024'
        or _prolongs_it(one)
        or (
            word.startswith(("cont", "exte", "prolong"))
            and bool(parties_in(one.sentence, one.last, one.end))
            and bool(head)
        )
    )


def _prolongs_it(one: Clause) -> bool:
    """'Extended it through 2025', 'renewed it for two years'."""
    long = one.word.startswith(("exte", "prolong", "renew")) and one.after[:1] in _PRONOUNS
    return long and (_lasts(one) or "for" in one.after)


_PRONOUNS = (("it",), ("them",), ("this",), ("that",))


def _is_named(one: Clause) -> bool:
    return bool(one.kinds - {"sanctions"}) or one.cooperating


def _lasts(one: Clause) -> bool:
    """Whether it is said how long: 'until 2030', 'to 2028', 'for longer', 'for another two years'."""
    after = one.after
    if not _UNTIL.isdisjoint(after) or any(a == "as" and b in _EVER for a, b in pairwise(after)):
        return True
    years = any(
        a in ("to", "for") and ((b[:2] == "20" and len(b) == 4 and b.isdigit()) or b in ("longer", "another"))
        for a, b in pairwise(after)
    )
    if years or ("on" in after[:2] and "for" in after and not _LONGER.isdisjoint(after)):
        return True
    low = one.sentence.words.low
    return (
        not _UNTIL.isdisjoint(low[max(0, one.group.first - 10) : one.group.first]) and "end" in low[: one.group.first]
    )


def _subject(one: Clause) -> tuple[int, int]:
    clause = one.sentence.syntax.clause_at(one.at)
    return (clause.subject.first, clause.subject.last) if clause is not None and clause.subject is not None else (0, 0)


def goes_on_with_it(one: Clause) -> bool:
    """Whether what goes on is done to what the text spoke of: 'will keep shipping them', 'would keep it in service'."""
    tags, low, k = one.sentence.syntax.tags, one.sentence.words.low, one.last
    if one.word.startswith(("keep", "kept")) and low[k : k + 1] in (("it",), ("them",)):
        return low[k + 1 : k + 2] != () and low[k + 1] in _KEPT_SO
    if tuple(tags[k : k + 1]) == ("to",):
        k += 1
    verb = k < len(low) and tags[k] in ("ing", "base")
    return verb and low[k + 1 : k + 2] in (("it",), ("them",)) and low[k] not in _MENTAL


_KEPT_SO = listed("in going running alive open flying working available up at")
_MENTAL = listed(
    "say saying see seeing help helping tell telling call calling make making thank thanking watch watching be study "
    "studying check checking assess assessing discuss discussing investigate investigating examine examining analyse "
    "analysing analyze analyzing monitor monitoring review reviewing criticise criticising deny denying ask asking "
    "want wanting need needing test testing doubt doubting consider considering weigh weighing show showing"
)


def works_on(one: Clause) -> bool:
    """Whether a thing of the station works for a time that is said."""
    return _lasts(one) and _subject_is_named(one)


def works_aboard(one: Clause) -> bool:
    """'Will work on the station until 2030'."""
    aboard = objects_in(one.sentence, one.at, one.end)
    return _lasts(one) and any(is_station(one.sentence, thing) for thing in aboard)


def works_as_ever(one: Clause) -> bool:
    """'Work together on the station as before', 'are cooperating as usual'."""
    ever = any(a == "as" and b in _EVER for a, b in pairwise(one.after))
    named = any(
        thing.object and (thing.object != "station" or is_station(one.sentence, thing)) for thing in one.objects
    )
    return ever and (one.cooperating or "together" in one.after or named)


def _subject_is_named(one: Clause) -> bool:
    """Whether a service, or the station, is what goes on: 'wants the station to operate until 2030'."""
    return any(thing.object not in ("", "sanctions") for thing in objects_in(one.sentence, *_subject(one)))


def _subject_names(one: Clause) -> bool:
    """Whether a verb that needs nothing behind it has a service, or working together, for its subject."""
    if not (stem_continues(one.word) or one.group.passive or one.word.startswith(("proceed", "persist", "run", "fly"))):
        return False
    first, last = _subject(one)
    if first == last:
        first, last = max(0, one.group.first - 8), one.group.first
    named = {thing.object for thing in objects_in(one.sentence, first, last)}
    return bool(named - {"sanctions"}) or cooperates_in(one.sentence, first, last)


def _goes_with_a_party(one: Clause) -> bool:
    """'Goes on with them'."""
    return stem_continues(one.word) and "with" in one.after[:2] and not _OTHERS.isdisjoint(one.after[1:5])


_OTHERS = listed("them us you")


def _serves_on(one: Clause) -> bool:
    """Whether what goes on is a service whose object is a pronoun, or named elsewhere: 'will go on selling them'."""
    if not stem_continues(one.word):
        return False
    verb = any(word in SERVICE or word == "doing" or _moves(word) for word in one.after[:3])
    return verb and bool(one.sentence.mentions or "we" in one.sentence.words.low[: one.at])


def _serves(one: Clause) -> bool:
    """Whether a party goes on with a service that only its verb names: 'will keep rotating crews', 'flying with us'."""
    low = one.sentence.words.low
    at = next((k for k in range(one.last, min(one.end, one.last + 2)) if SERVICE.get(low[k]) == "ing"), -1)
    if at < 0 or not _is_party(one):
        return False
    acted_on = object_phrase(one.sentence, at + 1, one.end)
    if acted_on is None:
        return _lasts(one) or (low[at + 1 : at + 2] == ("with",) and not _OTHERS.isdisjoint(low[at + 2 : at + 4]))
    return not PEOPLE.isdisjoint(low[slice(*acted_on)]) or one.sentence.syntax.tags[acted_on[1] - 1] == "pron"


def _acts_on(one: Clause) -> bool:
    return object_phrase(one.sentence, one.last, one.end) is not None


def _moves(word: str) -> bool:
    return any(act.action == "deliver" for act, _, _ in INDEX.get(word, ()))


def _keeps_moving(one: Clause) -> bool:
    """'Will keep rotating crews', 'keeps on sending freighters': people, ships or goods are moved again and again."""
    gerund = next((k for k, word in enumerate(one.after[:3]) if word.endswith("ing")), -1)
    return gerund >= 0 and _moves(one.after[gerund]) and not FLOWN.isdisjoint(one.after[gerund + 1 : gerund + 8])


def _acts_on_its_own(one: Clause) -> bool:
    """Whether what a verb acts on is 'it', 'its part', 'the segment'."""
    acted_on = object_phrase(one.sentence, one.last, one.end)
    return acted_on is not None and not _OWN.isdisjoint(one.sentence.words.low[slice(*acted_on)])


_OWN = listed("it them its their our part share segment side complex vehicle lab")


def _keeps_promises(one: Clause) -> bool:
    """Whether what is kept is what was promised: 'will honour its obligations', 'shall be performed in full'."""
    low = one.sentence.words.low
    if one.group.passive:
        named = low[slice(*_subject(one))]
        wholly = "full" in one.after[:3] or any(a == "as" and b in _EVER for a, b in pairwise(one.after))
        return not _PROMISED.isdisjoint(named) or (wholly and not COOPERATION.isdisjoint(named))
    acted_on = object_phrase(one.sentence, one.last, one.end)
    promised = _PROMISED - COMPACTS if one.word.startswith(("meet", "met")) else _PROMISED
    return acted_on is not None and not promised.isdisjoint(low[slice(*acted_on)])


def stays_aboard(word: str, after: Sequence[str]) -> bool:
    """Whether somebody stays where he is, and it goes without saying where: 'will stay on', 'remains aboard'."""
    if not word.startswith(("rema", "stay")) or not after:
        return False
    ends = after[1:2] == () or after[1] in _ENDS or after[1:3] in (("that", "long"), ("for", "now"))
    return after[0] == "aboard" or (after[0] == "on" and (after[1:2] == ("board",) or ends))


_ENDS = listed('. , ; ” " if when as until till to through beyond past unless provided once with after only too even')


def _stays(one: Clause) -> bool:
    head = one.after[:4]
    if stays_aboard(one.word, one.after):
        first, last = _subject(one)
        who = one.sentence.words.low[last - 1] if last > first else "we"
        return _is_party(one) and who not in _SOMEBODY
    if not _STUCK.isdisjoint(one.after[:5]):
        first, last = _subject(one)
        named = {thing.object for thing in objects_in(one.sentence, first, last)}
        return bool(named - {"sanctions"}) or cooperates_in(one.sentence, first, last)
    if one.after[:1] == ("as",) and one.after[1:2] in _AS_IT:
        low = one.sentence.words.low[slice(*_subject(one))]
        return not (COMPACTS | COOPERATION).isdisjoint(low)  # 'that arrangement would stay as it was'
    if not _VALID.isdisjoint(one.after[:3]):
        return not COMPACTS.isdisjoint(one.sentence.words.low[slice(*_subject(one))])  # 'the contract remains in force'
    if not _SOUND.isdisjoint(one.after[:3]):
        return cooperates_in(one.sentence, *_subject(one))  # 'the partnership remains strong'
    if "committed" in head:
        return _is_named(one) or _lasts(one) or bool(parties_in(one.sentence, one.last, one.end))
    if _lasts(one) and not (_is_named(one) and _STAYING.isdisjoint(head)):
        return _is_party(one)
    moved = not GOODS.isdisjoint(one.sentence.words.low[slice(*_subject(one))])
    return not moved and not _STAYING.isdisjoint(head) and (_is_named(one) or head[1:2] == ("it",))


def _is_party(one: Clause) -> bool:
    """Whether who stays is a party, or stands for one, and not people aboard."""
    first, last = _subject(one)
    low = one.sentence.words.low
    if first == last or one.sentence.syntax.tags[last - 1] in ("pron", "pron+"):
        return True
    named = any(
        thing.kind in ACTORS and thing.kind != "person"
        for thing in one.sentence.mentions
        if first <= thing.first < last
    )
    return (named or "agencies" in low[first:last] or "country" in low[first:last]) and _PEOPLE.isdisjoint(
        low[first:last]
    )


_SOMEBODY = listed("he she i they who him her them")
_PEOPLE = listed("crew crews astronauts astronaut cosmonauts cosmonaut men people residents pair trio")


def _keeps(one: Clause) -> bool:
    """Whether what is kept is a service or a place aboard, and not somebody from something."""
    if one.after[:1] == ("out",) or any(a == "from" and b.endswith("ing") for a, b in pairwise(one.after)):
        return False
    acted_on = object_phrase(one.sentence, one.last, one.end)
    if acted_on is not None and not PEOPLE.isdisjoint(one.sentence.words.low[slice(*acted_on)]):
        where = objects_in(one.sentence, acted_on[1], acted_on[1] + 4)
        if any(thing.object == "station" for thing in where):
            return True  # 'will keep its crews on the station'
    named = _is_named(one) or bool(parties_in(one.sentence, one.last, one.end))
    if one.after[:1] in (("up",), ("to",)) or not _KEPT.isdisjoint(one.after):
        return named
    if _keeps_moving(one) or (named and _on_schedule(one)):
        return True
    own = named or _acts_on_its_own(one) or "together" in one.after[:3]
    return own and (any(word.endswith("ing") for word in one.after[:8]) or _lasts(one))


def _on_schedule(one: Clause) -> bool:
    """Whether a thing is kept where it was planned: 'keeps its flight on the books', 'in the plan'."""
    low = one.after
    return any(a in ("on", "in") and not _PLANNED.isdisjoint(low[k + 1 : k + 3]) for k, a in enumerate(low))


_PLANNED = listed(
    "schedule schedules books book track course manifest calendar plan plans programme program timetable agenda list"
)


def keeps_to_plan(one: Clause) -> bool:
    """Whether what was planned or agreed is kept to, without saying what it is: 'is keeping to the date'."""
    low = one.sentence.words.low
    keeps = one.word.startswith(("keep", "kept", "stick", "stuck", "hold", "held", "adher", "abid", "stand", "stood"))
    if not keeps or ("to" not in low[one.last - 1 : one.last + 1] and "by" not in low[one.last - 1 : one.last + 1]):
        return False
    them = not _PRONOUNS_BACK.isdisjoint(one.after[:2]) and not COMPACTS.isdisjoint(low[: one.at])
    at = next((k for k, word in enumerate(one.after[:5]) if word in _DATES), -1)
    if at < 0 or one.after[at + 1 : at + 2] not in (("of",), ("for",)):
        return them or at >= 0
    first = one.last + at + 2  # 'to the schedule of its launches', not 'of sleep shifts'
    return (
        bool(objects_in(one.sentence, first, one.end))
        or cooperates_in(one.sentence, first, one.end)
        or not FLOWN.isdisjoint(low[first : one.end])
        or any(_moves(word) for word in low[first : one.end])
    )


_PRONOUNS_BACK = listed("it them that these those")
_DATES = listed("date dates schedule schedules plan plans timetable calendar programme program")
