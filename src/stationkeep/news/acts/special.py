"""Turns of phrase that no single verb gives away: conditions for normal relations, denials, letters that are alike."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from stationkeep.news.text.keyed import Keyed, Table


@dataclass(frozen=True)
class Phrase:
    """A phrase found: what it says, where its first word stands, and whether it says all that its sentence says."""

    action: str
    object: str
    condition: str | None
    status: str
    rule: str
    at: int
    whole: bool


_SANCTIONS = "sanction restriction"
_LIFTED = "lift remov eas cancel withdr abolish drop end scrap repeal waiv gone"
_HARMS = "disrupt destroy affect undermin harm jeopard endanger damag hurt lead imperil complicat wreck ruin risk"
_LIFTING = (
    r"(?:lift|remov|eas(?:e|ing)|cancel|withdraw|abolish|drop|end|scrap|repeal|waiv)\w*\W+(?:\w+\W+){0,6}?(?:sanctions?|restrictions?)"
    r"|(?:sanctions?|restrictions?)\W+(?:\w+\W+){0,6}?(?:lifted|removed|eased|cancell?ed|withdrawn|abolished|dropped|ended|scrapped|repealed|gone)"
)
_RETURN = (
    r"(?:(?:restor|resum|re-?establish|normali[sz])\w*|return(?:s|ing)? to|(?:normal|full|productive|good) (?:relations|cooperation|partnership|work)"
    r"|(?:partnership|cooperation|relations|joint (?:work|projects?)|cooperate|work together))"
)
_ONLY = r"(?:only|unless|until|without|impossible|not possible|not be possible|if and when|condition(?:al|ed)?|solely|precondition|prerequisite|depends? on|if)"
PHRASES: Table[Phrase] = Table(
    [
        Keyed(Phrase(action, thing, condition, status, rule, 0, whole), keys, re.compile(pattern, re.I | re.S))
        for rule, action, thing, condition, status, whole, keys, pattern in (
            ("demand.only_if_lifted", "demand", "station", "sanctions_lifted", "conditional", True,
             f"{_SANCTIONS} & {_LIFTED}",
             rf"\b{_RETURN}\b[^;]{{0,160}}?\b(?:possible|can|could|will|would|may|be)\b[^;]{{0,60}}?\b{_ONLY}\b[^;]{{0,80}}?\b(?:{_LIFTING})"),
            ("demand.only_if_lifted", "demand", "station", "sanctions_lifted", "conditional", True,
             f"{_SANCTIONS} & {_LIFTED}",
             rf"\b(?:only|not|unless|until|if|once|after)\b[^;]{{0,60}}?\b(?:{_LIFTING})[^;]{{0,60}}?\b(?:can|could|will|would|may|possible)\b[^;]{{0,60}}?\b"
             r"(?:restor|resum|re-?establish|normali[sz]|return to|normal (?:relations|cooperation|work)|talk about cooperation)"),
            ("demand.lifting_is_the_way", "demand", "station", "sanctions_lifted", "conditional", True,
             f"{_SANCTIONS} & way condition precondition prerequisite path",
             rf"\b(?:{_LIFTING})[^;]{{0,40}}?\bis (?:the (?:only|sole) (?:way|condition|path)|a (?:condition|precondition|prerequisite))\b[^;]{{0,80}}?\b(?:restor|resum|normal|return|cooperat)"),
            ("demand.must_be_lifted", "demand", "sanctions", None, "done", True,
             f"{_SANCTIONS} & must should =have =has =need ought",
             r"\b(?:sanctions?|restrictions?)\b[^;,]{0,80}?\b(?:must|should|have to|has to|need to|ought to)(?: all)? (?:be|go|end)\b"),
            ("lift.not_in_reply", "lift", "sanctions", None, "negated", False,
             "sanction & lift removal easing & =not",
             r"\b(?:lifting|removal|easing|lift\w*)\b[^;]{0,60}?\bsanctions?\b[^;]{0,80}?\b(?:is|was|are|were) not (?:included|mentioned|discussed|promised|considered|on the table|part)"),
            ("lift.will_not_be", "lift", "sanctions", None, "negated", False,
             f"{_SANCTIONS} & =not never",
             r"\b(?:sanctions?|restrictions?)\b[^;,]{0,60}?\b(?:will|would|are|is) (?:not|never) (?:be |going to be |being )?(?:lifted|eased|removed|cancell?ed|dropped|relaxed)"),
            ("assess.letters_alike", "assess", "none", None, "done", False,
             "letter repl respons answer statement & carbon copies identical =word same copied copy =if",
             r"\b(?:letters?|replies|responses|answers|statements)\b[^;]{0,80}?\b(?:carbon cop(?:y|ies)|copies of (?:one another|each other)|identical|word for word|"
             r"the same (?:text|wording|template)|copied|copy-?past\w+|as if (?:written|dictated))"),
            ("deny.not_so", "deny", "station", None, "done", True,
             "truth false true incorrect wrong baseless unfounded nonsense fake fiction inaccurate groundless fabricat misreport",
             r"\b(?:no truth (?:in|to)|(?:reports?|rumou?rs?|claims?|allegations?|speculation|stories|that|this|it)\b[^;,]{0,90}?\b(?:is|are|was|were) (?:simply |completely |absolutely |entirely |all )?"
             r"(?:false|untrue|not true|incorrect|wrong|baseless|unfounded|groundless|nonsense|fake|fiction|inaccurate|fabricated|misreported)"
             r"|(?:called|described|branded|labell?ed)\b[^;,]{0,60}?(?:reports?|rumou?rs?|claims?|speculation|story|stories)\b[^;]{0,60}?\b(?:false|untrue|nonsense|fake|baseless|unfounded|inaccurate|fiction|groundless|a fabrication))"),
            ("demand.only_if", "demand", "station", "", "conditional", True,
             "=only",
             r"\b(?:deliver\w*|cooperation|normal (?:work|relations|cooperation)|relations|flights?|work|joint work|launches|operations?|resum\w+|return\w*|continu\w+|go on)\b[^;]{0,80}?"
             r"\b(?:is |are |be )?(?:possible )?(?<!but )only (?:if|when|once|after|on condition|with|provided)\b"),
            ("demand.not_until", "demand", "station", "", "conditional", True,
             "=no =not cannot can't never & until till unless before long while",
             r"\b(?:no|not|cannot|can't|never)\b[^;]{0,40}?\b(?:normal|resum\w+|restor\w+|return to|relations|talk about cooperation)\b[^;]{0,80}?\b(?:until|till|unless|before|as long as|while)\b"),
            ("withdraw.no_decision", "withdraw", "station", None, "negated", True,
             "=no & leav withdraw exit quit depart pull abandon",
             r"\bno (?:final |formal |official )?(?:decision|plans?|talk|intention|discussion|question)\b[^;]{0,50}?\b(?:leav|withdraw|exit|quit|depart|pull(?:ing)? out|abandon)\w*"),
            ("suspend.no_decision", "suspend", "station", None, "negated", True,
             "=no & suspend halt stopp end ceas terminat",
             r"\bno (?:final |formal |official )?(?:decision|plans?|talk|intention|discussion|question)\b[^;]{0,40}?\b(?:suspend|halt|stopp|end|ceas|terminat)\w*"),
            ("suspend.over", "suspend", "station", None, "announced", True,
             "cooperation collaboration partnership joint work & over end finished frozen hold",
             r"\b(?:cooperation|collaboration|partnership|joint work|work with (?:the |our |its |their )?(?:(?-i:[A-Z])\w+|them|us|you|partners?|colleagues|counterparts|agency|agencies))\b[^;,]{0,80}?\b(?:is|are) (?:now )?(?:over|at an end|finished|frozen|on hold)\b"),
            ("warn.harm", "warn", "station", None, "done", True,
             f"{_SANCTIONS} debris fragment embargo move step decision action conflict war dispute tension & {_HARMS} & station iss cooperat co-operat partner relation program segment",
             r"\b(?:sanctions?|restrictions?|embargo|moves?|steps?|decisions?|actions?|conflict|war|dispute|tensions?|debris|fragments)\b[^;,]{0,80}?\b(?:could|may|might|would|can|will|risks?|threatens? to)\b[^;,]{0,40}?"
             r"\b(?:disrupt\w*|destroy\w*|affect\w*|undermin\w*|harm\w*|jeopardi[sz]\w*|endanger\w*|damag\w*|hurt|lead to|imperil\w*|complicat\w*|wreck\w*|ruin\w*|put at risk|put(?=[^;,]{1,60}? at risk))\b[^;]{0,80}?"
             r"\b(?:station|ISS|cooperation|co-operation|partnership|relations|programme|program|segment)\b"),
            ("reply.in_answer", "reply", "station", None, "done", False,
             "answer reply response & letter message request appeal inquiry",
             r"\bin (?:answer|reply|response) to (?:your|the|his|her|their|our|a) (?:\w+ )?(?:letter|message|request|appeal|inquiry)\b"),
            ("withdraw.no_notice", "withdraw", "station", None, "negated", True,
             "notice & =not never =no",
             r"\b(?:not|never|no)\b[^;]{0,20}?\b(?:sent|given|give|submitted|filed|served|issued)\b[^;]{0,40}?\bnotice (?:of|to) (?:withdraw|leav|exit|depart)\w*"),
            ("sanction.weighed", "sanction", "sanctions", None, "considered", False,
             f"{_SANCTIONS} & consider weigh prepar draft discuss plan mull stud debat contemplat",
             r"\b(?:consider|weigh|prepar|draft|discuss|plan|mull|stud(?:y|ies)|debat|contemplat)\w*\b(?: (?:whether|to|imposing|impose|new|further|fresh|more|additional|a|another|tougher|broader|its|round|package|of|economic|next)){0,6} (?:sanctions?|restrictions?)\b"),
            ("suspend.no_more", "suspend", "station", None, "announced", False,
             "=no & more further",
             r"\bno (?:more|further) (?:\w+ ){0,3}(?:seats?|rides?|flights?|engines?|deliver\w+|launches|data|fuel|propellant|cooperation|cargo|shipments|supplies|places)\b"),
            ("threaten.hint", "threaten", "none", "?", "done", True,
             "consequence sorry regret price problem =let unanswered conscience pay",
             r"\b(?:feel the consequences|(?:will|shall|would) (?:be sorry|regret|come to regret)|there (?:will|would) be consequences|pay (?:a|the|a heavy|a high) price|"
             r"(?:is|are) (?:your|their|its) (?:own )?problem|that is the problem of|with all (?:the )?consequences|let them (?:fly|think|try|jump|find)|will not go unanswered|serious consequences|you will pay for|on (?:our|your|their|his) (?:\w+['’]?s?['’]? )?conscience)\b"),
            ("continue.work_to_keep", "continue", "station", None, "announced", True,
             "work & will would 'll",
             r"\b(?:will|would|'ll)\b[^;,]{0,30}?\bwork\b[^;]{0,120}?\b(?:to|on|towards?) (?:help |further |promot\w+ |be )*(?:maintain|continu|ensur|keep|preserv|support|sustain|further|promot)\w*\b[^;]{0,80}?"
             r"\b(?:cooperation|co-operation|partnership|operations?|station|ISS|collaboration)\b"),
            ("continue.as_usual", "continue", "station", None, "done", True,
             "usual normal planned before nominal unchanged uninterrupted unaffected steady professional",
             r"\b(?:station|iss|arms?|relay|segment|crews?|teams?|operations?|work aboard|cooperation|flights?|relationship|schedule|programme|program)\b[^;,]{0,60}?\b(?:continues?|is|are|remains?|goes on|works?|flies|fly|working|proceeds?|operates?|operating|running)\b (?:to (?:operate|run|work|function) )?(?:as (?:usual|normal|planned|before)|nominal(?:ly)?|normal(?:ly)?|unchanged|uninterrupted|unaffected|steady|professional)"),
        )
    ]
)  # fmt: skip
"""Every phrase with the words that it needs. A condition is empty where the phrase sets one, ``?`` where its sentence may."""


def find_phrases(text: str, start: int, end: int) -> Iterator[Phrase]:
    """Return the phrases of a sentence; of several with one rule the first."""
    seen: set[str] = set()
    for phrase, found in PHRASES.find(text[start:end]):
        if phrase.rule not in seen:
            seen.add(phrase.rule)
            yield replace(phrase, at=start + found.start())
