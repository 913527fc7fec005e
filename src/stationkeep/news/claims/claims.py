"""Claims that the model can test, as sentences make them: masses, lengths of time, prices, places, who depends on whom."""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stationkeep.news.claims.amounts import NUMBER, Interval, amount, read_amount
from stationkeep.news.text.keyed import Keyed, Table


@dataclass(frozen=True)
class Quantity:
    """A quantity claimed, and where in the text.

    Parameters
    ----------
    quantity : str
        What the model computes for it, by its name in `stationkeep.evidence.claims.QUANTITIES`; empty: nothing.
    low, high : float, optional
        What the words allow, in ``unit``; an open end is ``None``.
    at, end : int
        The phrase that makes the claim: characters of the text.
    assesses : bool
        Whether a sentence that says nothing else is a statement by itself.
    stronger : {"more", "less"}
        Which way the claim would be stronger.
    said : str
        How the amount was read: the rule of `stationkeep.news.claims.amounts`.
    why : str
        Why it cannot be tested, where it names no quantity.
    extra : tuple of (str, str)
        Named parts of the phrase that say what of: a stock, a year, a place.
    """

    quantity: str
    low: float | None
    high: float | None
    unit: str
    rule: str
    at: int
    end: int
    assesses: bool
    stronger: Literal["more", "less"] = "more"
    said: str = ""
    why: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """What the matches of one pattern claim. ``topic``: of each a sentence makes one claim."""

    rule: str
    topic: str
    quantity: str = ""
    unit: str = ""
    stronger: Literal["more", "less"] = "more"
    assesses: bool = True
    why: str = ""
    unless: re.Pattern[str] | None = None


_STATION = r"(?:station|structure|ISS|complex|outpost|laborator\w+|object|colossus|hulk|platform)"
_THING = rf"(?:\s+(?!of\b|to\b|for\b|from\b|at\b|on\b|aboard\b|cargo\b|fuel\b|propellant\b|supplies\b|water\b)[\w’'-]+){{0,3}}?\s+{_STATION}\b"
_FALL = r"(?:re-?ent(?:er|ry)|burn up|fall|come down|decay|crash|plunge|(?:stay|remain) (?:up|aloft|in orbit)|lose its orbit|drop out of orbit)"
_FALLS = (
    r"(?:re-?ent(?:ers|ered)|burns up|falls|falling|comes down|coming down|decay(?:s|ed|ing)|crash(?:es|ed|ing)|plung(?:es|ed|ing)|tumbl\w+|"
    r"(?:stays|remains) (?:up|aloft|in orbit))"
)
_STEERED = re.compile(
    r"\b(?:controlled|guided|steered|planned|plans?|deorbit\w*|de-orbit\w*|on purpose|crews?|cosmonauts?|astronauts?|launch\w*|budget|spending|cooperation|sales|orders|funding)\b",
    re.I,
)
_STEERED_OR_OTHER = re.compile(
    rf"{_STEERED.pattern}|^(?![\s\S]*\b(?:stations?|ISS|complex|orbit\w*|outposts?|structures?|laborator\w+|it)\b)",
    re.I,
)
"""What comes down is brought down, or is not the station: a cabin that crashed."""
_NAMES = r"(?:Russia\w*|Roscosmos|Progress|Soyuz|NASA|American|(?-i:US)|U\.S\.|SpaceX|Dragon|Zvezda|Cygnus|Starliner)"
_MASS, _TIME, _LENGTH = amount("kg"), amount("days", bare=True), amount("km")
_SPAN = r"(?P<per>(?:a|an|per|each|every|in a|in one)[- ](?:day|week|month|year)|daily|weekly|monthly|yearly|annually|a day)"

_KINDS: tuple[tuple[Kind, str, str], ...] = (
    (Kind("claim.mass", "mass", "mass_kg", "kg"), "# & ton =t kg kilo pound lb & station structure iss complex outpost laborator object colossus hulk platform",
     rf"\b{_MASS}(?={_THING})|\b(?:station|ISS|complex|structure|outpost|it)\b[^;]{{0,40}}?\b(?:weigh\w*|mass(?: of)?|in all|together)\b[^;]{{0,20}}?\b{amount('kg', 'amount2')}"),
    (Kind("claim.seat_price", "seat", "seat_price_usd_m", "usd_m"), "# & $ dollar usd & seat astronaut cosmonaut ride person passenger head trip flight member apiece",
     rf"{amount('usd_m')}[^;]{{0,40}}?(?:\b(?:a|per|each|for (?:a|each|every|one)|every)\s+(?:\w+\s+){{0,2}}?(?:seat|astronaut|cosmonaut|ride|person|passenger|head|trip|flight|crew member)\b|\bapiece\b|\bseat)"),
    (Kind("claim.seat_price", "seat", "seat_price_usd_m", "usd_m"), "# & $ dollar usd & seat ride ticket berth trip",
     rf"\bseats?\b[^;]{{0,60}}?{amount('usd_m')}|\b(?:rides?|tickets?|berths?|trips?)\b[^;]{{0,60}}?\b(?:cost|pric|pa(?:y|id)|charg|s[eo]ld?l?)\w*\b[^;]{{0,20}}?{amount('usd_m', 'amount2')}"),
    (Kind("claim.altitude_gain", "gain", assesses=True, why="what one burn did is a record of the past, no quantity of the model"),
     "burn firing boost manoeuvre maneuver & lift rais boost add gain & km kilomet mile half met feet foot =ft =m",
     rf"\b(?:burns?|firings?|reboosts?|manoeuvres?|maneuvers?)\b[^;]{{0,40}}\b(?:lifted|raised|boosted|added|gained)\b[^;]{{0,60}}?\b(?:{amount('km')}|half a\s+(?:km|kilomet|mile))"),
    (Kind("claim.altitude_loss", "loss", "decay_m_per_day", "km", unless=re.compile(r"\bcrew|\bburn|\bfiring", re.I)),
     "los drop sink sank fall fell descend decay & km kilomet met mile feet foot =ft =m",
     rf"\b(?:los(?:e|es|ing|t)|drops?|dropping|sinks?|sinking|falls?|falling|descends?|decays?)\b[^;]{{0,40}}?\b{_LENGTH}(?!/)(?:\s+(?:of\s+(?:altitude|height)\s+)?{_SPAN})?"),
    (Kind("claim.altitude", "altitude", "altitude_km", "km", assesses=False, unless=re.compile(r"\b(?:rais|boost|lift|lower|from)\w*\b", re.I)),
     "# & km kilomet mile feet & orbit altitude height station iss complex outpost circl cruis fly flies",
     rf"\b(?:orbit(?:s|ing)?|fl(?:y|ies|ying)|altitude|height|circl\w+|cruis\w+|station|ISS|complex|outpost)\b[^;]{{0,40}}?\b{_LENGTH}(?=\s+(?:up\b|high\b|above\b|over(?:head)?\b|altitude\b|orbit\b)|[.,]|\Z)"),
    (Kind("claim.time_aloft", "aloft", "days_to_altitude", "days", "less", unless=_STEERED_OR_OTHER),
     "fall come coming decay crash plung tumbl re-ent reent burn stay remain lose drop & week month year day decade hour",
     rf"\b{_FALL}\b[^;]{{0,60}}?(?<!\w){_TIME}|\b{amount('days', 'amount2')}\b(?=[^;]{{0,60}}?\b{_FALL}\b)"),
    (Kind("claim.time_aloft", "aloft", "days_to_altitude", "days", "less", assesses=False, unless=_STEERED_OR_OTHER),
     "fall come coming decay crash plung tumbl re-ent reent burn stay remain lose drop & week month year day decade hour",
     rf"\b{_FALLS}\b[^;]{{0,60}}?(?<!\w){_TIME}|\b{amount('days', 'amount2')}\b(?=[^;]{{0,60}}?\b{_FALLS}\b)"),
    (Kind("claim.falls_by", "aloft", "days_to_altitude", "year", "less", assesses=False, unless=_STEERED),
     "station iss complex orbit outpost structure laborator =it & fall come coming decay crash plung re-ent reent burn & 20",
     rf"\b(?:{_FALL}|{_FALLS})\b[^;]{{0,40}}?\b(?P<when>in|by|before|around|about|after|until)\s+(?:the end of\s+|early\s+|late\s+|mid-?)?(?P<year>20\d\d)\b"),
    (Kind("claim.replacement_time", "replacement", "days_until_alternative", "days"), "replac substitut alternative & week month year day decade",
     rf"\b(?:replac\w+|substitut\w+|alternatives?)\b[^;]{{0,60}}?(?<!\w){_TIME}|(?<!\w){amount('days', 'amount2')}\b[^;]{{0,30}}?\b(?:to|before)\b[^;]{{0,30}}?\b(?:replac\w+|substitut\w+|alternatives?)\b"),
    (Kind("claim.engines_left", "engines", "", "count", why="how many engines stood in store on a day is in no table"), "# & rd-18 rd18 engine",
     rf"\b{amount('count')}\s+(?:more\s+)?(?:RD-?18[01]s?|engines?)\b[^;]{{0,60}}?(?:left|remain|in stock|on hand|stor|in the United States|in the US|deliver|enough|in its factory)"),
    (Kind("claim.air_loss", "leak", why="how much air leaks is no quantity of the model"),
     "# & kilo kg pound gram =lb & los leak",
     rf"\b(?:los(?:s|e|es|ing|t)|leak\w*)\b[^;]{{0,60}}?{_MASS}(?:\s+of\s+air)?\s+{_SPAN}"),
    (Kind("claim.frequency", "frequency", why="how often the orbit is raised follows from the plan, no quantity of the model"),
     "# & =times & year month & rais boost lift refuel suppl",
     rf"\b(?:rais\w*|re-?boost\w*|lift\w*|refuel\w*|suppl\w*)\b[^;]{{0,40}}?\b{NUMBER}\s+times\s+(?:a|per|each|every)\s+(?:year|month)\b"),
    (Kind("claim.consumption", "consumption", why="what one burn takes is no quantity of the model"),
     "# & ton kilo kg pound =lb =t & propellant fuel oxygen water & burn use need take consum cost require",
     rf"\b(?:burn|use|need|take|consume|cost|require)s?\b[^;]{{0,20}}?{_MASS}\s+(?:of\s+)?(?:\w+\s+)?(?:propellant|fuel|oxygen|water)\b"),
    (Kind("claim.age", "age", why="how old a module is stands in the facts, no quantity of the model"),
     "# & years-old year & zvezda zarya module segment station hardware structure & =old designed design",
     rf"\b(?:Zvezda|Zarya|modules?|segment|station|hardware|structures?)\b[^;]{{0,40}}?\b{NUMBER}\s+years\s+old\b"),
    (Kind("claim.power", "power", why="how much power one side draws of the other is in no table"),
     "# & kilowatt kw watt & draw suppl provid use using receiv need send sent give deliver",
     rf"\b(?:draw|suppl|provid|use|using|receiv|need|send|sent|give|deliver)\w*\b[^;]{{0,40}}?\b{NUMBER}\s*(?:kilowatts?|kW|watts?)\b"),
    (Kind("claim.held", "held", why="what tanks hold stands in the facts, no quantity of the model"),
     "# & ton kilo kg pound =lb =t & propellant fuel water oxygen & hold contain left aboard remain",
     rf"\b(?:holds?|contains?|left|remains?|aboard)\b[^;]{{0,30}}?{_MASS}\s+of\s+(?:\w+\s+)?(?:propellant|fuel|water|oxygen)\b"),
    (Kind("claim.lift", "lift", why="what one burn can do is a record of the past, no quantity of the model"),
     "# & can could able & rais lift boost & km kilomet mile met feet",
     rf"\b(?:can|could|able to)\b[^;]{{0,20}}?\b(?:raise|lift|boost)\b[^;]{{0,40}}?\bby\b[^;]{{0,15}}?{_LENGTH}"),
    (Kind("claim.payload", "payload", why="what a ship can carry is a record of its maker, no quantity of the model"),
     "# & can could able capab capacity & carr bring lift haul deliver hold & ton kilo kg pound =t =lb",
     rf"\b(?:can|could|able to|capable of|capacity)\b[^;]{{0,30}}?\b(?:carry\w*|bring\w*|lift\w*|haul\w*|deliver\w*|hold\w*)\b[^;]{{0,30}}?{_MASS}"),
    (Kind("claim.engines_left", "engines", "", "count", why="how many engines stood in store on a day is in no table"), "engine part stage booster kit hardware & has have every all hold sufficient & =for need",
     rf"\b(?:has|have|holds?)\b[^;,]{{0,40}}?\b(?:engines|parts|stages|boosters|kits|hardware)\b[^;]{{0,40}}?\bfor\s+(?:\w+\s+)?{amount('count')}\s+(?:more\s+)?(?:\w+\s+){{0,2}}?(?:launch\w*|flights?|rockets?|missions?|vehicles?|ships?|freighters?)\b"
     r"|\b(?:every|all(?: of)?(?: the)?) engines?\b[^;]{0,80}?\b(?:need\w*|in (?:its|the|a)|stor\w+|deliver\w+)\b"),
    (Kind("claim.endurance", "endurance", "", "days", why="how long a ship may stay in space is a rule of its maker, no quantity of the model"),
     "built design certif rated qualif limit & day month year & =# last stay orbit space docked",
     rf"\b(?:built|designed|certified|rated|qualified|limited)\b[^;]{{0,40}}?\b(?:for|to)\b[^;]{{0,30}}?{_TIME}(?=[^;]{{0,30}}?\b(?:in (?:space|orbit)|docked|aloft))"),
    (Kind("claim.lead_time", "lead", "", "days", why="how long before its flight a seat is ordered is no quantity of the model"),
     "order book bought reserve & year month & ahead advance before",
     rf"\b(?:ordered|booked|bought|reserved)\b[^;]{{0,30}}?{_TIME}\s+(?:ahead|in advance|before(?:hand)?)\b"),
    (Kind("claim.lead_time", "lead", "", "days", why="how long a ship is in the making is no quantity of the model"),
     "take took & year month & build make order",
     rf"\b(?:takes?|took)\b[^;]{{0,20}}?{_TIME}\s+to\s+(?:build|make|order)\b"),
    (Kind("claim.spending", "spending", why="what a partner spends is no quantity of the model"),
     "# & spen pay paid cost contribut & year annual since & station program seat ride & million billion bn",
     r"\b(?:spends?|pays?|costs?|contributes?)\b[^;]{0,40}?\b\d[\d.,]*\s*(?:million|billion|bn)\b[^;]{0,30}?\b(?:a|per|each|every) year\b"
     r"|\b(?:paid|spent)\b[^;]{0,40}?\b\d[\d.,]*\s*(?:million|billion|bn)\b[^;]{0,40}?\b(?:station|seats?|rides?|program(?:me)?)\b"),
    (Kind("claim.capability", "capability", why="how much capability is enough is not said in figures"),
     "sufficient enough ample adequate & capabilit capacity means redundan",
     r"\b(?:sufficient|enough|ample|adequate) (?:\w+ )?(?:capabilit\w+|capacity|means|redundancy)\b"),
    (Kind("claim.mutual", "dependence", why="that partners need one another says not who needs whom for what"),
     "depend & both mutual ways other",
     r"\b(?:inter|mutual(?:ly)? )depend\w*\b|\bdependen(?:ce|cy)\b[^;,.]{0,20}?\b(?:both ways|mutual|on (?:each other|one another))\b"),
    (Kind("claim.price", "price", why="what a thing costs is no quantity of the model"),
     "# & $ dollar usd & price cost & at",
     rf"\b(?:prices?|costs?)\b[^;]{{0,60}}?\bat\b[^;]{{0,20}}?{amount('usd_m')}"),
    (Kind("claim.life", "life", why="how long structures serve is no quantity of the model"),
     "# year & life & left remain more",
     rf"{_TIME} of (?:\w+ )?life (?:left|remain\w*|more)\b"),
    (Kind("claim.heat", "heat", why="temperatures aboard are no quantity of the model"),
     "# & cabin segment module station aboard capsule & degree celsius fahrenheit c f",
     r"\b(?:cabin|segment|module|station|aboard|capsule)\b[^;]{0,60}?\b\d+(?:\.\d+)?\s*(?:°\s?[CF]\b|degrees|C\b|Celsius)"),
    (Kind("claim.stock_lasts", "stock", "cover_days", "days"), "enough sufficient suffic last hold reserve margin supply stock & mission launch flight month year week day 19 20 januar februar march april may june july august septem octob novem decem engine",
     r"\b(?:enough|sufficient|suffices?|lasts(?! \w+day)|(?:to|will|would|can|could|may) last|last(?= (?:for|until|through|to|another)\b)|hold(?:s)? out|in reserve|margins?|supply|stocks?)\b[^;]{0,70}?\b(?:for|to last|until|through|of)\b[^;]{0,60}?\b(?:missions?|launches|flights?|months?|years?|weeks?|days?|(?:19|20)\d\d|January|February|March|April|May|June|July|"
     r"August|September|October|November|December|engines)\b|\b(?:\w+-(?:year|month|week|day)) (?:supply|stock|reserve)\b"),
    (Kind("claim.not_enough", "enough", why="how much would be enough is not said"), "enough & cannot can't can’t =not never & thrust power propellant fuel food water oxygen air suppl engine part spare ship seat capacit time",
     r"\b(?:cannot|can't|could not|not|never)\b[^;]{0,40}?\benough\s+(?:\w+\s+)?(?:thrust|power|electricity|propellant|fuel|food|water|oxygen|air|supplies|engines|parts|spares|ships|seats|capacity)\b"),
    (Kind("claim.share", "share", "owned_share", "percent"), "half third quarter most all & boost propellant fuel power electric mass burn propuls oxygen water cargo",
     r"\b(?P<part>half|a third|two thirds|a quarter|three quarters|most|nearly all|all) of (?:all |the |its )?(?:station's )?(?P<of>reboosts?|propellant|fuel|power|electricity|mass|burns|propulsion|oxygen|water|cargo)\b"),
    (Kind("claim.share", "share", "owned_share", "percent"), "# & % cent & station iss mass power electric propellant fuel resources crew",
     rf"\b{amount('percent')}[^;]{{0,60}}?\bof the (?P<of>station|ISS|mass|power|electricity|propellant|fuel|resources|crew time)"),
    (Kind("claim.only_one_provides", "dependence", "dependence", "fraction"),
     "without only depend rely relies relian relied =no nobody neither either alone",
     rf"\b(?:without (?:the )?(?:{_NAMES}[^;]{{0,60}}?\b(?:nobody|no one|could not|cannot|can't|can not|couldn't|would not|impossible)|nobody else\b)|only (?:the )?{_NAMES}[^;]{{0,60}}\b(?:can|could|able|provid\w+|has|have|keep\w*|raise\w*|engine\w*|control\w*)|"
     r"(?:cannot|can't|can not|could not|couldn't|unable to|impossible to|no way to|not possible to)\b[^;]{0,70}\bwithout\b|"
     r"(?:depend\w*|rel(?:y|ies|iant|iance|ied))\s+(?:\w+ly\s+)?(?:on|upon)\b[^;]{0,60}(?:Russia\w*|Roscosmos|Soyuz|Progress|NASA|American|(?-i:US)|U\.S\.|each other|one another|Zvezda|engines?|arm|pad|thrusters?|shuttles?|ships?|tanks?)|"
     r"\bno(?:body else| one| other (?:partner|vehicle|country|nation|agency)| single partner| partner)\b[^;]{0,40}\b(?:can|could|able|provid\w+)|"
     r"(?:neither|either) (?:side|party|segment|partner|country)[^;]{0,40}\b(?:can|could|without|alone))"),
    (Kind("claim.only_they_can", "dependence", "dependence", "fraction"), "alone only sole =no =nobody without",
     rf"\b(?:{_NAMES} alone (?:can|could|is able|has|provid\w+|keeps)\b|the (?:only|sole) (?:\w+ ){{1,3}}?(?:able|capable|that can|which can|who can|that could)\b|without (?:the )?{_NAMES}[^;]{{0,60}}?\bno way\b|no other (?:spacecraft|ship|craft|provider)\b[^;]{{0,40}}\b(?:can|could|able|provid\w+))"),
    (Kind("claim.can_do_without", "dependence", "dependence", "fraction", "less", assesses=False), "can could able & without",
     rf"\b(?:can|could|able to)\b[^;]{{0,80}}\bwithout (?:the )?{_NAMES}"),
    (Kind("claim.flies_over", "over", "share_over_country", "fraction", "less", assesses=False), "=over =above =cross & =fly =flies =flown pass =cross =orbit & =not =never n't n’t",
     r"\b(?:not|never|\w+n['’]t)\b\s+(?:\w+\s+){0,2}?(?:(?:fly|flies|fly directly|flown|pass|passes|orbit)\s+(?:over|above)|cross)\s+(?:the\s+)?(?P<where>[^;.]{2,40})"),
    (Kind("claim.flies_over", "over", "share_over_country", "percent", assesses=False), "% cent & fly flies flown pass spend orbit & over above",
     rf"\b{amount('percent')}[^;]{{0,60}}?\b(?:over|above)\s+(?:the\s+)?(?P<where>[^;.]{{2,40}})"),
    (Kind("claim.falls_on", "entry", "entry_share", "fraction", assesses=False, unless=re.compile(r"\b(?:rockets?|boosters?|stages?|missiles?|controlled)\b", re.I)),
     "fall fell crash drop land plung come down debris rain & =on =over =in =into =upon =onto",
     rf"\b(?:could|may|might|can|would|will|option of|chance of|risk of|threat of)\b[^;]{{0,60}}?\b(?:fall|falling|crash|crashing|drop|dropping|come down|coming down|plunge|land|rain down)\b[^;]{{0,20}}?\b(?:on|onto|over|in|into|upon)\s+(?:the\s+)?(?!orbit|earth\b|ground\b|pieces|place|as\b|{NUMBER}\b)(?P<where>[^;.]{{2,60}})"),
    (Kind("claim.refuelling", "refuelling", "holding_propellant_kg_year", "kg"), "# & ton kg kilo pound lb =t & propellant fuel & year annual",
     rf"\b{_MASS}\s+(?:of\s+)?(?:\w+\s+)?(?:propellant|fuel)\b[^;]{{0,40}}?\b(?:a|per|each|every|one)[- ]year\b|\b(?:propellant|fuel)\b[^;]{{0,60}}?\b{amount('kg', 'amount2')}[^;]{{0,15}}?\b(?:a|per|each|every)[- ]year\b"),
    (Kind("claim.deorbit_burn", "braking", "deorbit_delta_v_m_s", "m/s", assesses=False), "# & m/s second & deorbit de-orbit re-ent reent down brak controlled",
     rf"\b(?:de-?orbit\w*|controlled|re-?entry|bring it down|brak\w+)\b[^;]{{0,60}}?\b{amount('m/s')}|\b{amount('m/s', 'amount2')}\b[^;]{{0,60}}?\b(?:de-?orbit\w*|controlled|re-?entry|bring (?:it|the station) down|brak\w+)\b"),
    (Kind("claim.people_aboard", "people", "people_aboard", "count", assesses=False, unless=re.compile(r"\b(?:will|would|could|tourists?|planned|maximum|more)\b", re.I)),
     "# & people crew persons astronauts & aboard board station iss live living orbit crew",
     rf"\b{amount('count')}\s+(?:people|persons|crew members|crewmembers|astronauts and cosmonauts|cosmonauts and astronauts|astronauts(?!.*cosmonaut))\s+(?:\w+\s+){{0,3}}?(?:aboard|on board|live|living|on the (?:station|ISS|complex)|in orbit)\b|\bcrew of (?P<amount2>{NUMBER})\s+(?:\w+\s+){{0,2}}?(?:aboard|on board|on the (?:station|ISS|complex))\b"),
    (Kind("claim.ships_docked", "ships", "ships_docked", "count", assesses=False),
     "# & ship spacecraft vehicle capsule & dock attach moor berth",
     rf"\b{amount('count')}\s+(?:\w+\s+){{0,2}}?(?:spacecraft|spaceships|ships|vehicles|capsules)\b\s+(?:\w+\s+){{0,3}}?(?:docked|attached|moored|berthed)\b"),
)  # fmt: skip
CLAIMS: Table[Kind] = Table([Keyed(kind, keys, re.compile(pattern, re.I)) for kind, keys, pattern in _KINDS])

_PARTS = {
    "half": 50.0,
    "a third": 100 / 3,
    "two thirds": 200 / 3,
    "a quarter": 25.0,
    "three quarters": 75.0,
    "all": 100.0,
}
_PER_DAY = {"day": 1.0, "dai": 1.0, "wee": 7.0, "mon": 30.4375, "yea": 365.25, "ann": 365.25}
_TIME_LEFT = re.compile(rf"(?<!\w){amount('days')}", re.I)
_STOCK_NAMED = re.compile(
    r"\b(?P<stock>food|meals|rations|water|oxygen|air|supplies|provisions|stores|propellant|fuel)\b", re.I
)
_NEVER_OVER = Interval(0.0, 0.0, "not at all")
_POSSIBLE = Interval(0.001, None, "what can happen has at least one chance in a thousand")


def find_quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """Return the claims in ``text[start:end]``, of each topic the first."""
    sentence = text[start:end]
    seen: set[str] = set()
    for kind, found in CLAIMS.find(sentence):
        if kind.topic in seen or (kind.unless is not None and kind.unless.search(sentence)):
            continue
        seen.add(kind.topic)
        yield _quantity(kind, found, sentence, start)


def _quantity(kind: Kind, found: re.Match[str], sentence: str, start: int) -> Quantity:
    groups = {name: value for name, value in found.groupdict().items() if value}
    name = next((one for one in ("amount", "amount2") if one in groups), "")
    extra: tuple[tuple[str, str], ...] = tuple(
        (key, groups[key]) for key in ("where", "of", "year", "when", "stock", "per") if key in groups
    )
    read: Interval | None = None
    if name and kind.unit:
        read = read_amount(groups[name], kind.unit, sentence[: found.start(name)], sentence[found.end(name) :])
    unit, why = kind.unit, kind.why
    if kind.rule == "claim.share" and "part" in groups:
        read = _part(groups["part"].lower(), sentence[: found.start("part")])
    elif kind.topic == "dependence":
        read = Interval(1.0, 1.0, "nobody else can")
    elif kind.rule == "claim.flies_over" and kind.unit == "fraction":
        read = _NEVER_OVER
    elif kind.rule == "claim.falls_on":
        read = _POSSIBLE
    elif kind.rule == "claim.altitude_loss" and read is not None:
        read, unit, why = _a_day(read, groups.get("per", ""))
    elif kind.rule == "claim.stock_lasts":
        read, extra = _lasts(sentence)
        why = "" if read is not None and extra else "it names no stock of the model with a length of time"
    elif kind.rule == "claim.falls_by":
        extra = (*extra, ("year", groups["year"]))
    quantity = "" if why else kind.quantity
    return Quantity(
        quantity, read.low if read else None, read.high if read else None, unit, kind.rule, start + found.start(),
        start + found.end(), kind.assesses, kind.stronger, read.said if read else "", why, extra,
    )  # fmt: skip


def _part(said: str, before: str) -> Interval | None:
    if said == "most":
        return Interval(50.0, None, "most is more than half")
    if said == "nearly all":
        return Interval(90.0, None, "nearly all is nine tenths and more")
    value = _PARTS.get(said)
    if value is None:
        return None
    spread = 10.0 if re.search(r"\b(?:about|around|roughly|nearly|almost)\s*\Z", before) else 5.0
    return Interval(max(0.0, value - spread), min(100.0, value + spread), "a fraction, give or take a twentieth")


def _a_day(read: Interval, per: str) -> tuple[Interval | None, str, str]:
    """A height lost in a span of time, in metres a day."""
    span = next((days for word, days in _PER_DAY.items() if word in per.lower()), None)
    if span is None:
        return read, "km", "it names no span of time in which the height is lost"
    low, high = (None if v is None else 1000.0 * v / span for v in (read.low, read.high))
    return Interval(low, high, read.said), "m/day", ""


def _lasts(sentence: str) -> tuple[Interval | None, tuple[tuple[str, str], ...]]:
    """How long what stock lasts."""
    stock, time = _STOCK_NAMED.search(sentence), _TIME_LEFT.search(sentence)
    if stock is None or time is None:
        return None, ()
    read = read_amount(time["amount"], "days", sentence[: time.start()], sentence[time.end() :])
    return read, (("stock", stock["stock"].lower()),)
