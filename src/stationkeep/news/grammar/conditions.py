"""On what condition: the subordinate clauses of a sentence, and what they hang on."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from stationkeep.news.grammar.calendar import Dated
from stationkeep.news.grammar.closed_words import SAYING
from stationkeep.news.grammar.subjects import Sentence
from stationkeep.news.grammar.syntax import Clause
from stationkeep.news.grammar.verbs import verb_group
from stationkeep.news.text.words import Words


@dataclass(frozen=True)
class Condition:
    """A condition: its id, the rule that read it, and where its clause stands."""

    id: str
    rule: str
    start: int
    end: int
    until: bool = False
    only: bool = False


_OPENS = re.compile(
    r"\b(?P<word>(?:only|solely|exclusively) (?:if|when|once|after|with|upon|through|by|on condition|in return for|in exchange for)|if and when|(?<!\bas )(?<!\bwhat )(?<!\beven )if(?! (?:only|necessary|needed|possible|anything|any|at all|not)\b)|unless|until|till|once|provided(?: that)?|"
    r"providing|on the (?:premise|understanding|assumption|proviso)(?: that)?|barring|failing|absent|short of|(?:whether|depends) on whether|(?<!for )(?:as|so) long as(?! (?:there (?:is|are)|it takes|(?:it is )?(?:needed|necessary|possible|required))\b)|on (?:the )?condition(?: that)?(?! of\b)|subject to|pending|contingent (?:on|upon)|"
    r"conditional (?:on|upon)|depend(?:s|ing|ent|ed)? (?:on|upon)|(?:hing(?:es?|ed|ing)|hangs?|hung) (?:on|upon)(?! to\b)|in the event (?:of|that)|in case of|as soon as|(?<!\bat )(?<!\bfor )the (?:moment|minute|instant)(?= (?:the|that|a|an|its|their|it|they|we|any|another)\b)|without|(?<!\btime )when|after|before|"
    r"assuming|except|should|were|had)\b",
    re.I,
)
OPENING = frozenset(
    (
        *(
            "only",
            "solely",
            "exclusively",
            "if",
            "unless",
            "until",
            "till",
            "once",
            "provided",
            "providing",
            "premise",
            "when",
        ),
        *(
            "understanding",
            "assumption",
            "proviso",
            "barring",
            "failing",
            "absent",
            "short",
            "moment",
            "minute",
            "instant",
            "whether",
            "long",
            "condition",
        ),
        *("exchange", "return", "subject", "pending", "contingent", "conditional", "depend", "depends", "depending"),
        *(
            "dependent",
            *("hinge", "hinges", "hinged", "hang", "hangs", "hung"),
            "depended",
            "event",
            "case",
            "soon",
            "assuming",
            "except",
            "should",
            "were",
            "had",
            "without",
            "after",
            "before",
        ),
    )
)
"""Words of which a sentence must have one to hold a condition."""
_ENDS = re.compile(
    r"[;:]|(?<![A-Z])\.\s|,\s*[”\"»]|[”»]|,\s+(?=(?:but|and|while|who|which|he|she|it|they|we|the|said|says|according|adding|roscosmos|nasa|esa|russia|moscow|"
    r"jaxa|csa|canada|japan|both|there|cooperation|work|our|its|their|i|spacex|washington|normal|flights|deliveries|then)\b)|"
    r",\s+[A-Z][\w.]+(?: [A-Z][\w.]+)* (?:said|says|added|told|warned|will|would|has|is)\b|\s[—–-]\s",
    re.I,
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("sanctions_lifted",
         r"(?:lift|remov|eas(?:e|ing)|drop|cancel|withdraw|abolish|reliev|waiv|scrap|revok|repeal|rescind|end(?:ed|s|ing)?\b|go away|gone|stay|remain|"
         r"in (?:force|place|effect)|persist|continu|maintain|keep|relax).{0,80}(?:sanction|restriction|blacklist|embargo|export control|entity list)"
         r"|(?:sanction|restriction|blacklist|embargo|export control|entity list).{0,80}(?:lift|remov|eased|drop|cancel|withdraw|abolish|waiv|scrap|revok|repeal|"
         r"rescind|end(?:ed|s)?\b|gone|go away|stay|remain|in (?:force|place|effect)|persist|continu|maintain|relax)"
         r"|(?:remov|tak|strik|struck|drop|delet)\w*\b.{0,60}\b(?:off|from) (?:the|its|their) (?:\w+ ){0,3}(?:black)?list|sanctions relief|\b(?:they|these|those|it|this) (?:are|is|were|was|have been)(?: not)? (?:all )?(?:lifted|eased|removed|cancell?ed|dropped)"),
        ("if_attacked", r"hit (?:again )?by|shell(?:ed|ing|ings)\b|bomb(?:ed\b(?!-)|ing|ings|ard\w*)\b|(?:\b(?:by|under|with|in case of|in the event of|threat of|hail of) (?:\w+ ){0,3}|fires? (?:\w+ ){0,3}|fired (?:\w+ ){0,3})(?:drones?|shells|missiles?|bombs?)\b"
         r"|\b(?:drones?|shells|missiles?|bombs?)\b (?:\w+ ){0,4}(?:hit|hits|strikes?|struck|destroy\w*|damag\w*|falls?|fell|explodes?|threaten\w*|targets?|endangers?|(?:is|are|was|were|be|been) (?:fired|used|launched|aimed|dropped))\b|sabotag|(?:fires?|fired) (?:on|at|upon)\b|under fire|(?:deliberate|wilful|intentional)ly endanger|attack|shot at|strikes? (?:on|against)|hostile|seiz|military action|hack|weapon|act of war|aggression against"),
        ("replacement_ready",
         r"replacement|successor|(?:new|own|commercial|national|orbital) (?:\w+ ){0,2}(?:station|outpost|complex|vehicle|ship|capsule|spacecraft|engine|rocket)|alternative|"
         r"certifi(?:ed|cation)(?! (?:as )?(?:safe|sound))|(?:is|are|was|were|becomes?|being) (?:ready|available|operational|flying)|(?:is|are|been|gets?) (?:fully )?qualified|(?:station|outpost|complex|ship|capsule|vehicle|rocket|engines?)s? of (?:our|its|their|his) own|begins? (?:flying|service|operations)|starts? flying|"
         r"has flown|(?:ships?|vehicles?|capsules?|spacecraft|dragons?|starliner|cygnus|engines?|rockets?) (?:can |will |could )?(?:\w+ly )?(?:fly|flies|enters?|starts?|begins?|is|are)\b|(?:is|are|been) (?:attached|installed|built|in place)|takes? over|substitute|domestic|deorbit vehicle|second provider|in (?:service|operation)|home-?(?:grown|built|made)"),
        ("agreement", r"(?:agreement|contract|accord|deal|arrangement|memorandum|protocol)s?\b[^,;]{0,30} (?:is|are|was|were|been|gets?) (?:\w+ )?(?:concluded|signed|reached|made|struck|found)\b"),
        ("funding", r"(?:bears?|bore|shar(?:e|es|ed)|cover(?:s|ed)?|meets?) (?:\w+ ){0,4}(?:costs?|bills?|expenses)|costs? (?:\w+ ){0,4}(?:rise|grow|fall|stay|go)|fund|money|appropriat|budget|tranche|expens|\bmoney|\bpa(?:y|id|ys|yment|yments|ying)\b|financ|invoice|arrears|subsid|dues"),
        ("safety",
         r"\bsafe|leak|inspect|root cause|cause of|the cause|finds? out why|understood|investigat|accident|anomal|crack|return to flight|airworth|structure (?:is|stays|remains|holds)|\bwhy\b|(?:commission|board|panel|inquiry|inspectors?|investigators?) (?:\w+ ){0,4}(?:report(?:s|ed)?|conclude[sd]?|finish(?:es|ed)?|found|established)\b|inquiry|review board|verdict|findings|state commission|commission of inquiry|hazard|"
         r"life support|emergency|test(?:s|ed|ing)? (?:are|is|have|show|complete)|pass(?:es|ed)? (?:\w+ ){0,4}(?:tests?|trials?|inspections?)|readiness review|engineers (?:understand|confirm|find)|fault"),
        ("agreement",
         r"agree|consent|approv|settl(?:e|ed|es|ing)\b|negotiat|treaty|talks|consult|\bsign|accept|ratif|member states|partners? (?:decide|want|support)|vote|permission|licen[cs]e|"
         r"authori[sz]|mutual|contract|council|congress|parliament|arrangement|reciproc"),
    )
)  # fmt: skip
_DATED = re.compile(
    r"\s+(?:at least |the |about |around |its |their |planned |scheduled )*(?:(?:end|close|start|middle) of |early |late |mid-?|next |this |last )?(?:(?:that|this) (?:date|day|year|time|point|term|deadline)\b|year|month|week|now\b|recently\b|then\b|(?:19|20)\d\d\b|\d|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b\.? ?(?:\d|of\b|,|\.|$)|(?:mon|tues|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|winter)",
    re.I,
)
"""A date behind what opens a condition: 'until 2030' has none but its date."""
_EVENT = re.compile(r"\s+(?:the|its|their) (?:[\w'’-]+ ){1,6}in (?:early |late |mid-)?(?:19|20)\d\d\b", re.I)
"""An event with its year: 'until the end of its operation in 2030'."""
_WEAK = frozenset(("when", "after", "before", "without", "should", "once", "except"))
_FIRST_COMMA = re.compile(r",\s(?!and\b|or\b|which\b|who\b|including\b|but\b|\d|[A-Z][\w.]+(?:,| and\b))")
_AWAITED = re.compile(r"\b(?:has|have) (?:\w+ly )?been (?:\w+ly )?\w+", re.I)
"""What must have been done first: 'once a pump has been replaced'."""
_TOLD = frozenset(("once", "when", "after"))
_WAS = re.compile(r"\b(?:was|were)\b", re.I)
"""What a report of something still to come says of what must be so: 'would resume once the cause was known'."""
_WEAK_ONLY = frozenset(("after", "when", "once", "with", "without"))
_ONLY = re.compile(r"\b(?:only|solely|exclusively)\b(?! that)[^,;.]{0,32}$")
_SHOULD = re.compile(r" (?:the|a|an|any|such|this|that|these|its|it|they|there|no|other)\b")
"""What follows 'should' where it stands for 'if'."""
_LACKING = re.compile(r"\b(?:without|despite|regardless of)\b", re.I)
_GERUNDS = frozenset(("providing", "assuming", "failing", "absent", "barring"))
_PAST = re.compile(
    r"\b(?:was|were|had|did|began|came|took|went|made|announced|imposed|invaded|said|launched|failed|suspended)\b", re.I
)
_ABOUT_DECISION = re.compile(r"\b(?:ask|asked|asks|know|unclear|whether|see|wonder|question|doubt|decide)\s+$", re.I)
_UNTIL = frozenset(("until", "till", "through", "thru", "up to", "to", "no later than", "by", "before"))
_AFTER = frozenset(("after", "beyond", "past", "post", "not before", "no earlier than", "no sooner than"))


def find_conditions(text: str, sentence: Sentence) -> list[Condition]:
    """Return the conditions of a sentence, from left to right, dates not among them."""
    found: list[Condition] = []
    at, start, end = 0, 0, len(text)
    while (opens := _OPENS.search(text, at, end)) is not None:
        at = opens.end()
        word = opens["word"].lower()
        if word == "should" and not (
            opens.start() == start
            or text[opens.start() - 2 : opens.start()] in (", ", "“")
            or _SHOULD.match(text, opens.end())
        ):
            continue
        opening = opens.start() == start or text[max(start, opens.start() - 2) : opens.start()] in (
            ", ",
            "— ",
            "– ",
            "“",
            " “",
        )
        if word in _GERUNDS and not opening:
            continue  # 'stopped providing support'
        if word in ("were", "had") and not (opens.start() == 0 or text[: opens.start()] == "“"):
            continue  # only 'Were the sanctions lifted, we would'
        if _ABOUT_DECISION.search(text, max(start, opens.start() - 20), opens.start()):
            continue
        verb, close = _own_verb(sentence, opens.end())
        stop = _ENDS.search(text, verb, close)
        close = stop.start() if stop else close
        if opening and (comma := _FIRST_COMMA.search(text, max(verb, opens.end() + 8), close)) is not None:
            close = comma.start()  # a clause that opens the sentence ends at its comma
        elif opening and word in _BEFORE_NOUNS:
            close = min(close, _main_begins(sentence, opens.end(), close))
        if word in _WEAK_ONLY and _ONLY.search(text, max(start, opens.start() - 40), opens.start()):
            word = f"only {word}"
        clause = text[opens.end() : close]
        if word in ("until", "till") and clause.strip().lower().startswith(
            ("further notice", "now", "recently", "then", "the end", "the very end", "late", "early")
        ):
            continue
        said = _LACKING.split(clause)[0] or clause  # 'if it goes ahead without talks' hangs on its going ahead
        said = f"{word} {said.lstrip()}" if word.endswith(" of") else said  # 'in case of a missile'
        name = next((name for name, kind in _KINDS if kind.search(said)), "")
        dated = _DATED.match(clause) or (word in ("until", "till") and _EVENT.match(clause))
        if dated:
            continue
        told = " would " in text[max(start, opens.start() - 60) : opens.start()]
        later = told and (" had " in clause or (word in _TOLD and _WAS.search(clause) is not None))
        past = not later and _PAST.search(clause) is not None  # 'would start again when the cause had been found'
        awaited = word in ("once", "after", "when") and not past and _AWAITED.search(clause) is not None
        if word in _WEAK and ((not name and not awaited) or (past and name != "sanctions_lifted")):
            continue
        settled = name in ("safety", "agreement", "replacement_ready", "funding") and (
            later or re.search(r"\b(?:has|have|is|are)\b", clause)
        )
        if word in ("after", "before", "when", "once") and past:
            continue
        if (
            word in ("after", "before")
            and name != "sanctions_lifted"
            and not (word == "after" and (settled or awaited))
        ):
            continue
        if word in ("except", "before"):
            continue
        found.append(
            Condition(
                name or "other",
                f"condition.{name or 'other'}",
                opens.start(),
                close,
                word in ("until", "till", "pending"),
                word.startswith(("only", "solely", "exclusively")),
            )
        )
        at = close
    return found


def _main_begins(sentence: Sentence, at: int, close: int) -> int:
    """Return where the main clause begins behind a condition that is a noun: 'Without new money JAXA will'."""
    start = sentence.words.start
    for one in dict.fromkeys(sentence.syntax.clauses.values()):
        if one.kind == "finite" and one.relation == "main" and one.subject is not None and start[one.at] > at:
            return start[one.subject.first] if start[one.subject.first] > at + 1 else close
    return close


_BEFORE_NOUNS = frozenset(
    ("without", "in case of", "in the event of", "subject to", "pending", "absent", "failing", "barring")
)


def _own_verb(sentence: Sentence, at: int) -> tuple[int, int]:
    """Return where the verb of the clause that begins at a character ends, and how far the clause may reach.

    A clause reaches over asides to its verb: 'until Site 31, damaged in the launch, is repaired'; it ends where a clause
    with 'will' begins: 'if it is paid Roscosmos will'.
    """
    words = sentence.words
    first, end = bisect_left(words.start, at), words.end[-1]
    own: Clause | None = None
    for clause in dict.fromkeys(sentence.syntax.clauses.values()):
        if clause.first < first or clause.kind != "finite" or clause.relation == "rel":
            continue
        begins = clause.subject.first if clause.subject is not None else clause.first
        if own is None:
            if begins > first + 1 or not _QUOTING.isdisjoint(words.low[first : clause.at]):
                return at, end
            own = clause
            if clause.end < len(words) and words.low[clause.end] == ",":
                end = words.start[clause.end]
        elif clause.parent < first and not _WILL.isdisjoint(words.low[clause.first : clause.at]):
            begins = begins if begins > own.at else clause.first
            end = min(end, words.start[begins - 1 if words.low[begins - 1] in ("and", "but", ",") else begins])
            break
    return (words.end[own.at], end) if own is not None else (at, end)


_QUOTING = frozenset((";", ":", "“", "”", '"'))
_WILL = frozenset(("will", "would", "shall", "'ll", "won't"))


def is_condition_of(condition: Condition, sentence: Sentence, at: int, verbs: frozenset[int]) -> bool:
    """Whether a condition belongs to the act at a word, whose verbs are given, and not to another clause."""
    words = sentence.words
    word = bisect_left(words.start, condition.start)
    main = [one for one in dict.fromkeys(sentence.syntax.clauses.values()) if one.kind == "finite"]
    if word < at:
        before = [one for one in main if one.at < word]
        opener = words.low[word - 2 : word - 1] if words.low[word - 1 : word] == (",",) else words.low[word - 1 : word]
        opens = not _OPENS_CLAUSE.isdisjoint(opener)  # 'said that, if it is paid, it will'
        return opens or not before or before[-1].at in verbs
    between = (
        one
        for one in main
        if at < one.at < word and _is_apart(one) and one.at not in verbs and not _is_inquit(one, words)
    )
    return all(verb_group(sentence, one.at, "base").joined >= 0 for one in between)


def _is_apart(clause: Clause) -> bool:
    """Whether a clause has a subject of its own and tells of no noun before it: 'the ships that remain'."""
    return clause.relation != "rel" and clause.subject is not None


def _is_inquit(clause: Clause, words: Words) -> bool:
    """Whether a clause between commas only says who speaks: 'would cease, he added, unless'."""
    subject, low = clause.subject, words.low
    if subject is None or low[clause.at] not in SAYING:
        return False
    first, last = min(subject.first, clause.first), max(subject.last, clause.at + 1)
    return low[first - 1] in (",", "”", '"') and low[last : last + 1] in ((",",), ("“",), ('"',))


_OPENS_CLAUSE = frozenset(("and", "but", ";", ":", "“", '"', "that", "—", "–"))


def date_condition(dates: Sequence[Dated], begins: int, ends: int) -> tuple[str | None, Dated | None]:
    """Return the condition that a date after a verb makes, and the date from when or until when it holds."""
    for one in dates:
        if begins <= one.start < ends:
            if one.lead in _UNTIL:
                return "until_date", one
            if one.lead in _AFTER:
                return "after_date", one
    for one in dates:
        if begins <= one.start < ends:
            return None, one
    return None, None
