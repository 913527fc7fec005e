"""What the weights look at: the words of a sentence, the act in it, what a rule made of it, and what stands around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

from stationkeep.news.findings.statements import Statement
from stationkeep.news.grammar.calendar import Dated
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.grammar.syntax import Clause
from stationkeep.news.weighing.meanings import pairs_of
from stationkeep.news.weighing.sightings import Around, Sighting

BEFORE = ("pw:", "pn:")
"""Begin the traits of the sentence before."""
RULES = "R:"
"""Begins the traits that a rule gives."""
_STEM = 6
"""Letters of a long word that stand for all of its forms."""
_NEAR = 7
"""Words to each side of an act that are told apart from the rest of the sentence."""
_HEADS = 4
"""Paragraphs at the head of a text that are told apart."""
_WEEK, _LONG_AGO = dt.timedelta(days=7), dt.timedelta(days=45)


def act_word(one: Sighting, made_at: int) -> int:
    """Return the word of an act: the one at a place of the plain text, else the main one of the sentence."""
    if made_at > one.span[0]:
        starts = one.parsed.sentence.words.start
        return next((k for k, place in enumerate(starts) if place >= made_at - one.span[0]), 0)
    return one.main_act


def sentence_traits(sighted: Sighting) -> list[str]:
    """Return the words of a sentence, its pairs of words and of meanings, its verbs, conditions, dates and amounts."""
    parsed, (tokens, _) = sighted.parsed, sighted.tokens
    found = {f"w:{word}" for word in tokens} | {f"b:{a} {b}" for a, b in pairwise(tokens)}
    found |= {f"p:{word[:_STEM]}" for word in tokens if len(word) > _STEM}
    mentions = parsed.sentence.mentions
    found |= {f"m:{word}" for one in mentions for word in parsed.sentence.words.low[one.first : one.last]}
    found |= {f"n:{meaning.kind}" for meaning in sighted.meant} | {f"nn:{pair}" for pair in pairs_of(sighted.meant)}
    found |= _verb_traits(parsed.sentence, sighted.clauses)
    found |= {f"c:{condition.id}" for condition in parsed.conditions}
    found |= {f"q:{quantity.quantity}" for quantity in parsed.quantities}
    for date in parsed.dates:
        lies = _lies(date, parsed.published)
        found |= {f"d:{date.lead}", f"d:{lies}", f"d:{date.lead} {lies}"}
    return list(found)


def _verb_traits(sentence: Sentence, clauses: Sequence[Clause]) -> set[str]:
    """Return the verbs of a sentence, each with its subject, the noun that follows it and the verb that it hangs on."""
    low, tags = sentence.words.low, sentence.syntax.tags
    found: set[str] = set()
    for clause in clauses:
        verb = low[clause.at]
        found |= {f"V:{verb}", f"Vk:{clause.kind} {clause.relation} {verb}"}
        behind = range(clause.at + 1, min(len(low), clause.at + _NEAR))
        noun = next((k for k in behind if tags[k] == "noun" and tags[k + 1 : k + 2] != ("noun",)), -1)
        if noun >= 0:
            found |= {f"Vn:{verb} {low[noun]}", f"Vp:{verb[:_STEM]} {low[noun][:_STEM]}"}
        if clause.parent >= 0:
            found.add(f"Vg:{low[clause.parent]} {verb}")
        if clause.subject is not None:
            found.add(f"Vs:{low[clause.subject.head]} {verb}")
    return found


def _lies(date: Dated, published: dt.date | None) -> str:
    """Return when a date lies, seen from the day of publication."""
    if published is None or date.first is None or date.last is None:
        return "some day"
    if date.last < published - _LONG_AGO:
        return "long ago"
    if date.last < published - _WEEK:
        return "weeks ago"
    if date.first > published:
        return "to come"
    return "this week" if date.first >= published - _WEEK else "under way"


def act_traits(one: Sighting, at: int) -> list[str]:
    """Return what stands around the act of a sentence: words, meanings, names, and its form."""
    tokens, places = one.tokens
    if not tokens:
        return []
    k = max((i for i, place in enumerate(places) if place <= at), default=0)
    found = [f"t:{tokens[k]}", f"tp:{tokens[k][:_STEM]}"]
    found += [f"t-1:{' '.join(tokens[max(0, k - 1) : k + 1])}", f"t-2:{' '.join(tokens[max(0, k - 2) : k + 1])}"]
    found += [f"t+1:{' '.join(tokens[k : k + 2])}", f"t+2:{' '.join(tokens[k : k + 3])}"]
    before, behind = tokens[max(0, k - _NEAR) : k], tokens[k + 1 : k + 1 + _NEAR]
    found += {f"l:{word}" for word in before} | {f"r:{word}" for word in behind}
    found += {f"rp:{word[:_STEM]}" for word in behind if len(word) > _STEM}
    own = [meaning.kind for meaning in one.meant if meaning.first <= at < meaning.last]
    found += [f"nt:{kind}" for kind in own]
    found += {f"n-:{meaning.kind}" for meaning in one.meant if at - _NEAR <= meaning.first and meaning.last <= at}
    later = [meaning for meaning in one.meant if at < meaning.first <= at + 2 * _NEAR]
    found += {f"n+:{meaning.kind}" for meaning in later if meaning.first <= at + _NEAR}
    found += {f"n>:{kind}>{meaning.kind}" for kind in own for meaning in later}
    things = [(mention.first, mention.object) for mention in one.parsed.sentence.mentions if mention.object]
    named = [thing for first, thing in things if first > at]
    found += [f"o:{thing}" for _, thing in things] + [f"o+:{thing}" for thing in named]
    found.append(f"o1:{named[0] if named else '-'}")
    return [*found, *_form_traits(one, at, tokens[k], own)]


def _form_traits(one: Sighting, at: int, word: str, own: list[str]) -> list[str]:
    """Return the form of an act: its helpers and tag, what it hangs on and what hangs on it."""
    sentence = one.parsed.sentence
    low, found = sentence.words.low, list[str]()
    clause = sentence.syntax.clause_at(at)
    if clause is not None:
        form = f"{' '.join(low[clause.first : at])} {sentence.syntax.tags[at]}"
        found += [f"s:{clause.kind} {clause.relation}", f"h:{form}", f"ht:{form} {word}"]
        found += [f"hd:{form} {_lies(date, one.parsed.published)}" for date in one.parsed.dates]
        found += [f"hn:{form} {kind}" for kind in own]
        if clause.parent >= 0:
            found.append(f"g:{low[clause.parent]}")
        below = [other.at for other in one.clauses if other.parent == at and other.relation == "complement"]
        found += [f"x:{low[k]}" for k in below[:1]]
        found += [f"xn:{meaning.kind}" for meaning in one.meant if below and meaning.first <= below[0] < meaning.last]
    act = next((act for act in one.parsed.acts if act.at == at), None)
    if act is not None:
        group = act.group
        found += [f"f:{group.tense}", f"f:{group.tense} {act.action}", f"f:gov {group.governor}"]
        found += [f"f:by {group.governed_by}", f"f:neg {group.negated}", f"f:pas {group.passive}"]
        found.append(f"f:nom {act.nominal}")
    return found


def context_traits(around: Around, place: int) -> list[str]:
    """Return what stands around a sentence: its voice, what was said before it, and what the document is about."""
    one = around.sightings[place]
    level = one.voice.level if one.voice.level != "media" else around.level
    found = [f"k:{level}", f"k:quoted {one.quoted}", f"k:opinion {one.opinion}"]
    found += [f"k:early {min(one.paragraph, _HEADS)}", f"k:{around.level} {bool(around.author)}"]
    found.append(f"k:voice {bool(one.voice.party)}")
    if (before := around.before(place)) is not None:
        found += [f"v:{before.action}", f"v:{before.object}", f"v:{before.status}"]
        found.append(f"v:{before.action} {before.object}")
    for back in (1, 2):
        if place >= back:
            found += [f"o-{back}:{thing}" for thing in around.sightings[place - back].objects]
    found += [f"do:{thing}" for thing, _ in around.objects]
    found += [f"do1:{thing}" for thing, _ in around.objects[:1]]
    return found


def before_traits(before: Sighting) -> list[str]:
    """Return the words of the sentence before, which may name what the one behind it is about."""
    return [f"pw:{word}" for word in before.tokens[0]] + [f"pn:{one.kind}" for one in before.meant]


def rule_traits(made: Statement | None) -> list[str]:
    """Return what a rule made of an act."""
    if made is None:
        return ["R:none"]
    found = [f"R:a {made.action}", f"R:o {made.object}", f"R:s {made.status}", f"R:c {made.condition}"]
    found += [f"R:ao {made.action} {made.object}", f"R:as {made.action} {made.status}", f"R:l {made.level}"]
    return [*found, rule_trait(made.rule), f"R:rr {made.rule}", f"R:d {made.doubt is not None}"]


def rule_trait(rule: str) -> str:
    """Return the trait that a rule gives, whatever was added to its name."""
    return f"R:r {rule.partition('+')[0]}"
