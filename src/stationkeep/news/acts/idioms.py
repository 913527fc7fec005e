"""Idioms by which an act is said without its verb: 'will not go unanswered', 'not a grain of truth in', 'cannot meet'."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator

from stationkeep.news.acts.special import Phrase

_REPORTS = r"(?:reports?|rumou?rs?|claims?|stor(?:y|ies)|talk|suggestions?|speculation|allegations?|assertions?|hearsay|articles?)"
_BACK = (
    r"(?:(?:return|resum|restor|reviv|normal|full|joint|new|further)\w*|cooperation|co-operation|work|flights?|launches|deliver\w+|shipments?|supply|supplies|dialogue|talks|contacts|"
    r"discussions?|partnership|relations|sales?|seats?|engines?|exchanges?|swaps?|refuelling|reboosts?|projects?|it|this|that|anything|we|they)"
)
_HOLDS = r"(?:possible|conceivable|thinkable|imaginable|feasible|realistic|acceptable|discussed|considered|resumed?|restored?|begin|start|go ahead|return|happen|be|talk|continue)"
_ONLY = r"(?:only|solely|exclusively|purely|just) (?:if|when|once|after|upon|on|with|provided|in return|in exchange|under|by|through|for)"
_IDIOMS: tuple[tuple[str, str, str, str | None, str, bool, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (rule, action, thing, condition, status, whole, keys, re.compile(pattern, re.I))
    for rule, action, thing, condition, status, whole, keys, pattern in (
        ("threaten.answer", "threaten", "none", "?", "done", True, ("answer", "unanswered", "unpunished", "reply", "respon", "reaction"),
         r"\bthere (?:will|shall|would) (?:surely |certainly |also )?be (?:an? |some |our |its )?(?:\w+ )?(?:answer|response|reply|reaction|retaliation|reprisals)\b|\b(?:answer|response|reply) (?:will|would) not be long in coming\b"
         r"|\b(?:not|never) (?:remain|go|be left|stay|pass|come) (?:without (?:an? |our |its |the )?(?:\w+ ){0,2}(?:answer|response|reply|reaction)|unanswered|unpunished)\b"
         r"|\b(?:respond|answer|reply|react)(?:s|ed|ing)? (?:harshly|in kind|accordingly|symmetrically|asymmetrically|with (?:measures|steps) of (?:our|its|their) own)\b"),
        ("threaten.consequences", "threaten", "none", "?", "done", True, ("consequence", "retaliat", "reprisal", "countermeasure", "dearly", "reserve", "conclusions"),
         r"\b(?:face|bear|feel|suffer|reap|live with|risk|without|have|bring|expect) (?:the |all |serious |grave |dire |severe |very |inevitable |its |their |own ){0,3}(?:consequences|reprisals|retaliation|countermeasures|counter-measures)\b"
         r"|\b(?:threaten(?:s|ed|ing)?|vow(?:s|ed)?|promis(?:es|ed)|hint(?:s|ed)? at|warn(?:s|ed)? of) (?:to )?(?:\w+ ){0,2}(?:retaliat(?:e|ion)|reprisals?|countermeasures|consequences)\b"
         r"|\breserves? the right to (?:respond|answer|retaliate|take (?:\w+ )?(?:steps|measures))\b|\bpay (?:dearly|a high price)\b|\b(?:will|shall|would) draw (?:our |its |their |the )?(?:own )?conclusions\b"),
        ("deny.no_truth", "deny", "station", None, "done", True, ("truth", "substance", "basis", "foundation", "invention", "fabricat", "made up", "hoax", "forge", "lie", "nothing in", "nothing to", "fairy", "not the case", "not so", "fantas", "wide of"),
         rf"\b(?:not|no|never|nothing)\b[^;,.]{{0,30}}?\b(?:truth|substance|basis|foundation)\b[^;.]{{0,40}}?\b(?:in|to|for)\b[^;.]{{0,60}}?\b(?:{_REPORTS}|that|this|it)\b"
         rf"|\b{_REPORTS}\b[^;.]{{0,140}}?\b(?:has|have|had|is|are|was|were|lacks?|lacked)\b[^;.]{{0,12}}?\b(?:no (?:basis|foundation|substance)|without (?:basis|foundation)|(?:pure |sheer |complete |a |an )*(?:invention|fabrication|fabricated|forgery|forged|hoax|lie|lies|made up|fantasy|not the case))\b"
         rf"|\b(?:nothing|little) (?:in|to) (?:the |these |those |such |any )?{_REPORTS}\b|\bwide of the mark\b|\b(?:that|this|it) (?:is|was) (?:simply |just )?not (?:the case\b|so(?=[,.;”\"]))"),
        ("demand.held_back", "demand", "station", "", "conditional", True, ("only", "solely", "exclusively", "purely", "just"),
         rf"\b{_BACK}\b[^;.]{{0,90}}?\b(?:is|are|be|becomes?|can|could|may|will|would|shall)\b[^;.]{{0,24}}?\b{_HOLDS}\b[^;.]{{0,40}}?\b{_ONLY}\b"
         rf"|^\W*{_ONLY}\b[^;.]{{3,120}}?\b(?:can|could|may|will|would|shall)\b[^;.]{{0,40}}?\b(?:return|resume|restor|reviv|go back|talk|discuss|reopen|begin again|start again|normal)\w*\b"),
        ("demand.no_return_until", "demand", "station", "", "conditional", True, ("until", "unless", "without", "before", "as long as", "while"),
         r"\b(?:no|not|never|cannot|can't|won't|nothing)\b[^;.]{0,40}?\b(?:return to|resum\w+|restor\w+|normal (?:work|relations|cooperation|mode)|business as usual|new (?:flights|seats|deliveries|engines|agreements?)|"
         r"back to)\b[^;.]{0,60}?\b(?:until|unless|as long as|so long as|without (?:the )?(?:lifting|removal))\b"),
        ("refuse.found_wanting", "refuse", "none", None, "done", True, ("inexpedient", "unacceptable", "inappropriate", "impossible", "unfeasible", "premature", "unjustified", "not expedient"),
         r"\b(?:request|proposal|offer|appeal|wish|idea|application|demand|suggestion|terms|conditions)\b[^;]{0,160}?\b(?:found|deemed|considered|judged|declared|ruled|recognised|recognized|held|called|described as)\b(?: to be)? "
         r"(?:inexpedient|unacceptable|inappropriate|impossible|unfeasible|premature|unjustified|not expedient)\b"),
        ("continue.untouched", "continue", "station", None, "done", True, ("touched", "affected", "altered", "no change", "changed", "interrupted", "disrupted", "keep", "nothing", "unaltered", "undisturbed", "unimpaired", "unchanged", "uninterrupted", "unhindered", "as before", "as usual"),
         r"\b(?:(?:has|have|had)(?: not|n['’]t| never) been|(?:is|are|was|were)(?: not|n['’]t)(?: being)?) (?:\w+ )?(?:touched|affected|altered|changed|interrupted|disrupted|impacted)\b"
         r"|\b(?:we|they) (?:still )?(?:work|fly|operate|live)\b[^;,.]{0,40}?\bas (?:before|usual|always)\b|\bkeeps (?:on )?(?:running|flowing|turning|ticking)\b|(?<!will be )(?<!would be )\bno changes? (?:to|in) (?:how|(?:the|this|that) (?:way|work|operations?|schedule|polic(?:y|ies)|plans?|arrangements?|agreements?|dates?|manifest|timetable|programme|program|cooperation|exchange|contracts?|deal)|operations|its|our|their)\b|\bno changes? (?:is|are|was|were|has been|have been) (?:planned|expected|foreseen|made)\b|\bnothing (?:has |had |is )?(?:chang|alter)(?:e|es|ed|ing)?\b"
         r"|\b(?:is|are|remains?|stays?|has been|have been)(?: being)? (?:left )?un(?:touched|affected|changed|altered|interrupted|disturbed|impaired)\b|\b(?:runs?|goes|go|proceeds?|continues?|functions?|works?|carry|carries) (?:on )?(?:unaltered|unhindered|undisturbed|smoothly|regardless|without (?:interruption|a hitch|change|disruption))\b"),
        ("continue.no_change", "continue", "station", None, "announced", True, ("nothing", "change", "affected", "undisturbed", "unimpaired", "uninterrupted", "touched", "altered", "interrupted", "disrupted", "impacted"),
         r"\bnothing (?:will|would|is going to|is set to) (?:change|alter)\b|\b(?:will|would) be no changes? (?:to|in) (?:how|the|this|that|our|its|their)\b|\b(?:will|would)(?: not|n['’]t) (?:be (?:touched|affected|altered|changed|interrupted|disrupted|impacted)|change anything)\b|\b(?:will|would) (?:be|remain|stay) (?:left )?un(?:touched|affected|changed|altered|interrupted|disturbed|impaired)\b"),
        ("resume.on_again", "resume", "station", None, "done", True, ("on again", "way again", "running again", "flying again", "back on"),
         r"\b(?:is|are|is now|are now|has been|have been) (?:back )?(?:on|under way|up and running|running|flying) again\b|\b(?:is|are)(?: now)? back on(?=[,.;”\"]| (?:the )?(?:schedule|track|table|manifest)\b)"),
        ("suspend.out_of_service", "suspend", "station", "~", "done", True, ("out of", "off", "on hold", "no go", "on ice", "in abeyance", "in limbo"),
         r"\b(?:is|are|remains?|stays?|will be|has been|have been)\b[^;,.]{0,12}?\b(?:out of (?:service|action|use|commission|bounds)|off the (?:manifest|schedule|timetable|table)|off limits|on ice|in abeyance|in limbo|on hold|no go)\b"
         r"|\b(?:is|are)(?: now)? off(?=[,.;]| for (?:now|good)| until| too\b| as well| altogether)"),
        ("suspend.at_an_end", "suspend", "station", None, "done", True, ("are over", "are at an end"),
         r"\b(?:deliver\w+|flights|sales|launches|swaps|exchanges|shipments|missions|purchases|reboosts|exports)\b[^;,.]{0,40}? are (?:now )?(?:over|at an end)\b(?! (?:the|a|an|\d|budget|schedule))"),
        ("refuse.not_for_sale", "refuse", "side", None, "done", True, ("sale", "sell"),
         r"\b(?:is|are|was) not (?:up )?for sale\b|\b(?:will not|won['’]t|would not|(?:is|are) not going to|(?:is|are) not) (?:be )?sell(?:ing)?(?: (?:its|the|our|their|his|her) (?:\w+ )?(?:share|stake|holding)s?\b| up\b|(?=[,.\"”]))"),
        ("sanction.under", "sanction", "sanctions", None, "done", False, ("under", "blacklist", "sanctions list"),
         r"\b(?:is|are|was|were|been|come|came|fell|fallen|remains?|stays?|stood|stands?) (?:now |still |already )?(?:under (?:\w+ ){0,3}sanctions|on the (?:\w+ ){0,2}(?:blacklist|sanctions list))\b"),
        ("sanction.hits", "sanction", "sanctions", None, "done", True, ("sanctions",),
         r"\b(?:package|round|wave|set) of sanctions\b[^;]{0,60}?\b(?:hits?|targets?|targeted|covers?|covered|struck|includes?|included|names?|named)\b"),
        ("lift.delisted", "lift", "sanctions", None, "done", True, ("list",),
         r"\b(?:removed|took|taken|struck|deleted|dropped)\b[^;.]{1,60}?\b(?:off|from) (?:the|its|their) (?:(?:\w+ ){0,2}black|(?:\w+ ){0,2}(?:sanctions?|sanctioned|entity|trade|export|restricted|banned|designated) (?:\w+ ){0,2})list\b(?! of (?!sanction|restrict|bann|designat|entit|special|militar|prohibit|undesir|compan|firm|person))"),
        ("sanction.in_force", "sanction", "sanctions", None, "done", False, ("effect", "force"),
         r"\bsanctions?\b[^;,]{0,60}?\b(?:took|takes?|came|comes?|enter(?:ed|s)?|went|goes|ha(?:ve|s) (?:taken|entered|come)) (?:into )?(?:effect|force)\b"),
        ("refuse.not_able", "refuse", "none", None, "done", True, ("meet", "grant", "satisf", "accommodat", "comply", "acced", "oblige", "entertain", "fulfil"),
         r"\b(?:not (?:in a |now in a )?(?:position|able|prepared|ready|willing|going)|in no position|unable|cannot|can not|can['’]t|could not|couldn['’]t|unwilling|will not|won['’]t|would not)(?: to)?\W+(?:be able to )?(?:\w+ly )?"
         r"(?:meet|grant|satisfy|accommodate|comply with|accede to|oblige|entertain|fulfil)\W+(?:\w+\W+){0,4}?(?:request|wish|wishes|demand|demands|requests|proposal|appeal|terms|plea|call|calls|this|that|it)\b"),
    )
)  # fmt: skip


def find_idioms(text: str) -> Iterator[Phrase]:
    """Yield the idioms of a sentence, of each rule the first."""
    low = text.lower()
    for rule, action, thing, condition, status, whole, keys, pattern in _IDIOMS:
        for key in keys:  # a plain loop: this runs for every sentence
            if key in low:
                if (found := pattern.search(text)) is not None:
                    yield Phrase(action, thing, condition, status, rule, found.start(), whole)
                break
