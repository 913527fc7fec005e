"""The rules of the grammar as data: which words make which act, and what the words around them do to it.

Definitions are those of the coded statement in ``docs/news.md``; the split into what was done, will be done, might be
done and was denied follows the idea of PLOVER's modes, in words of our own.
"""

# ruff: noqa: E501 -- tables of patterns and words read better unbroken

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stationkeep.news.text.words import forms, listed


@dataclass(frozen=True)
class Act:
    """A rule: verbs (``pull out`` with its particle) and nouns that make an action.

    Parameters
    ----------
    rule : str
        Its name, given with every statement that it makes.
    action : str
        The action of the statement.
    verbs, nouns : str
        Parted by commas.
    needs : str
        What the clause must name besides: ``object`` (a service, the station, or a party dealt with), ``station``,
        ``sanctions``, ``ship`` (a vehicle or people flown), ``arm``, ``report``, or nothing.
    object : str
        The object where the clause names none.
    """

    rule: str
    action: str
    verbs: str
    nouns: str = ""
    needs: str = "object"
    object: str = ""


ACTS: tuple[Act, ...] = (
    Act("lift.verb", "lift", "lift, ease, relax, waive, revoke, repeal, rescind, abolish, remove, drop, loosen, scrap, roll back, undo, exempt, unwind, delist, take, strike, delete, grant ~ waiver, issue ~ waiver, carve out, unfreeze, phase out, take off, strike off, retract",
        "lifting, removal, easing, waiver", "sanctions", "sanctions"),
    Act("sanction.impose", "sanction",
        "impose, introduce, place, put, join, announce, target with, punish with, slap, levy, adopt, expand, tighten, extend against, announce against, pile on, ratchet up, harden, widen, renew against, unveil, enact, broaden, step up, toughen, stiffen, pass, bring in, hand down, hit with, agree on", "",
        "sanctions", "sanctions"),
    Act("sanction.listed", "sanction", "put, place, add, include, list", "", "listed", "sanctions"),
    Act("sanction.controls", "sanction", "bar, ban, prohibit, block, deny, refuse, stop, halt, revoke, withhold, restrict, limit, forbid, curb, suspend, freeze", "", "controls", "sanctions"),
    Act("lift.allow", "lift", "let, allow, permit, enable, authorise, authorize, free", "", "allowed", ""),
    Act("lift.grant", "lift", "grant, issue, give, extend, approve, pass, sign, enact, adopt", "", "licence", "sanctions"),
    Act("sanction.verb", "sanction", "sanction, blacklist, embargo, penalise, penalize", "", "", "sanctions"),
    Act("suspend.verb", "suspend",
        "suspend, halt, freeze, stop, cease, pause, discontinue, end, cancel, sever, withhold, curtail, "
        "break off, keep back, hold back, hold up, give up, close, disconnect, drop, cut off, cut, call off, call ~ halt to, call time on, put on hold, put into ~ safe mode, put in ~ safe mode, place in ~ safe mode, put into hibernation, put on ice, put on the shelf, place on hold, put ~ lid on, choke off, slam the door on, slam shut, lock up, clamp down on, defer indefinitely, postpone indefinitely, delay indefinitely, let lapse, hit pause, press ~ pause button, hit ~ brakes on, pull back, draw ~ line under, bring to ~ stop, put ~ damper on, put paid to, kill, ax, throttle, cut back, dispense with, do away with, lay off, reduce, halve, trim, scale back, scale down, knock on the head, put in mothballs, take off the table, take offline,  put on the back burner, "
        "put ~ end to, put ~ stop to, put ~ halt to, put ~ halt on, put ~ brake on, put ~ freeze on, put off, pull the plug on, turn off ~ tap, close ~ tap, "
        "shut down, shut off, shut, switch off, turn off, phase out, scrap, unplug, lapse, expire, renege, "
        "break, breach, cut short, axe, nix, shelve, mothball, wind up, wind down, interrupt, ground, bring to ~ end, bring to ~ halt, bring to ~ standstill, bring to ~ close, "
        "come to ~ end, come to ~ halt, grind to ~ halt, draw to ~ close, "
        "stand down, bar, ban, prohibit, block, forbid, outlaw, impound, seize, deny access, dry up, limit, restrict, curb, slash, strike from, strike off, take off ~ manifest, take off ~ schedule, deprive, idle, "
        "scrub, abort, sideline, yank, boycott, stall, snip, starve, strip, lock out, shut out, hold off, run down, lay up, let slide, take out of service, withdraw from service, pull from service, go dark, fall silent, hang up on, cut loose, put ~ stopper on, bring down ~ curtain on, bring down ~ shutters on, suspend ~ operation of, down tools, turn off ~ lights on, call ~ time on",
        "suspension, halt, cessation, freeze, ban, pause, stoppage, interruption, moratorium, end, shutdown, cancellation, cutoff, cut-off, stop, standstill, disconnection"),
    Act("suspend.keep_from", "suspend", "keep", "", "kept_from"),
    Act("withdraw.end", "withdraw",
        "terminate, abrogate, annul, denounce, dissolve, tear up, rip up, rip out, ditch, dump, write off, bury, kill off, retire, deorbit, de-orbit, scuttle",
        "termination, abrogation, dissolution"),
    Act("withdraw.detach", "withdraw", "detach, separate, split off, cut loose, unbolt", "", "segment", "station"),
    Act("withdraw.verb", "withdraw",
        "withdraw, leave, quit, decommission, exit, pull out, pull ~ out, walk away, walk out, depart, abandon, opt out, bail out, back out, be out of, be gone from, hand in ~ keys, part with, head for ~ exit, make for ~ exit, cease to be, be done with, be through with, forsake, vacate, desert,  drop out, "
        "recall, evacuate, bow out, part ways, part company, say goodbye, say farewell, turn ~ back on, check out of, break with, jump ship, wash ~ hands of, pack up, pack ~ bags, pull up stakes, cut ~ ties with, cut loose from, sever ~ ties with, bolt from, go it alone, cut ~ cord, cut ~ cord with, leave ~ fold, leave ~ table, sell ~ stake in, drop ~ membership of, strike out on ~ own, take ~ leave of, "
        "disengage, secede, split from, undock ~ modules, detach ~ modules, separate ~ modules, unberth ~ modules, call it quits, call it ~ day, wave goodbye, get out of, go ~ own way, retire from, step away from",
        "withdrawal, exit, departure, pullout, pull-out, walkout, abandonment, retreat, disengagement, secession", "station", ""),
    Act("withdraw.people", "withdraw",
        "recall, pull, take, pull back, withdraw, evacuate, repatriate, bring home, call back, call home, take home, take ~ home, bring ~ home, call ~ home, "
        "fly ~ home, send ~ home, order ~ home", "", "people"),
    Act("resume.verb", "resume",
        "resume, be back in service, be back in operation, be back in action, be back in business, be back to, restore, restart, reinstate, normalise, normalize, reopen, unfreeze, reactivate, re-establish, reestablish, "
        "return to flight, return to service, return to, clear again,  lift the suspension, lift ~ freeze on, lift ~ ban on, lift ~ halt on, thaw, unblock, revive, relaunch, reconnect, rejoin, "
        "start again, begin again, begin anew, start anew, take up anew, start afresh, begin afresh, fly again, pick up again, take up again, sell again, supply again, deliver again, carry again, launch again, start up again, switch back on, turn back on, take delivery of ~ again, bring back into service, put back into service, return ~ to service, clear ~ to fly, clear ~ to carry, buy again, order again, take again, use again, share again, send again, exchange again, talk again, sit down again, start sending again, "
        "bring back, get back to, go back to, come back to, return to normal, kick off again, put back, patch up, mend, rekindle, reconvene, recommence, reinstitute, reintroduce, kick-start, restart work on, get going again, get under way again, switch on again, turn on again, reverse ~ decision to halt, reverse ~ ban on, undo ~ freeze on, renew ~ contacts with, go ahead again, welcome back",
        "return, restoration, resumption, normalisation, normalization, restart, reinstatement, reopening, revival"),
    Act("continue.verb", "continue",
        "continue, extend, prolong, renew, carry out, perform, meet, discharge, observe, maintain, carry on, go on, go ahead, go forward, move ahead, press forward, remain, stay, keep, honour, honor, fulfil, fulfill, "
        "support, preserve, commit, recommit, confirm ~ commitment to, repeat ~ commitment to, underline ~ commitment to, stress ~ commitment to, restate ~ commitment to, reaffirm, reiterate, uphold, proceed, press on, press ahead, back, stick, keep up, keep on, safeguard, participate, contribute to, take part, use, operate, run, fly on, pledge to, be pledged to, work, cooperate, collaborate, "
        "stand by, abide by, adhere, persist, sustain, retain, stay the course, live up to, make good on, see through, throw ~ weight behind, stay put, keep faith with, hold on to, hold fast to, keep ~ word, hold fast to, cling to, remain wedded to, soldier on, forge ahead, run on, roll over, respect, "
        "stand firm, deepen, ensure, hang on to, hold ~ course, hold to, stay with, stick by, keep going, carry forward, prop up, perpetuate, underwrite, spare, keep alive, keep in service, keep aloft, keep running, keep flying, keep open, see out, ride out, stick it out, play ~ part in",
        "extension, continuation, prolongation, renewal", "object", "station"),
    Act("refuse.verb", "refuse", "refuse, reject, decline, rebuff, turn down, spurn, say no to, say no, rule out, snub, exclude, balk, baulk, veto, oppose, brush aside, brush off, wave away, wave aside, shoot down, throw out, pour cold water on, give ~ cold shoulder, push back against, knock down, spike, scoff at, shrug off,  knock back, sit out, stay out of, steer clear of, pass up, have no part in, take no part in, stay away from, fend off, stonewall, demur, resist, scorn, ignore, disregard, balk at, baulk at, vote down, overrule, strike down, close ~ door on, close ~ door to, shut ~ door on, turn ~ deaf ear to, thumb ~ nose at, throw cold water on, dig in ~ heels over, hold out against, withhold ~ consent, send back unsigned, leave unanswered, dismiss ~ offer, dismiss ~ idea, dismiss ~ request, dismiss ~ proposal, turn away",
        "refusal, rejection, veto", "object"),
    Act("demand.verb", "demand",
        "demand, ask, urge, encourage, call on, call for, call upon, request, appeal, insist, press, exhort, petition, require, implore, plead, pressure, beg, press for, push for, lay claim to, put in for, hold out for, clamour for, angle for, cry out for, sue for, apply for, bid for, file for, nag, canvass, invoke, clamor for, hanker for, lean on, put pressure on, put ~ in a plea for, serve notice on, submit ~ request for, lodge ~ request for, make ~ plea for,  lobby, "
        "summon, oblige, compel, prod, entreat, set ~ deadline, give ~ deadline",
        "demand, demands, request, requests, appeal, appeals, ultimatum, plea, call, calls", "object", "none"),
    Act("threaten.verb", "threaten", "threaten", "threat, threats", "", "station"),
    Act("warn.verb", "warn", "warn, caution", "warning", "", "station"),
    Act("propose.verb", "propose",
        "propose, put forward, come forward with, come up with, put on the table, lay on the table, offer, suggest, invite, negotiate, discuss, seek, consult, submit, table, solicit, talk about, float, moot, pitch, volunteer, enter talks, open talks, hold talks, hold out, "
        "sound out, approach, court, broach, explore, tender, recommend, outline, dangle, sketch, advance, bring forward, draw up, draft, set out ~ plan, lay out ~ plan, open ~ door to, hold out ~ prospect of, hold out ~ hand, extend ~ invitation, make ~ offer",
        "proposal, proposals, offer, offers, negotiations, talks, consultations, invitation, overture, overtures", "object"),
    Act("agree.verb", "agree", "agree, sign, take up on, conclude, ratify, accept, endorse, initial, consent, finalise, finalize, award, buy, purchase, book, hire, pick, take up, "
        "come to terms, come to ~ agreement, come to ~ understanding, come to ~ arrangement, settle terms, shake hands on, close ~ deal, hammer out, thrash out, enter into, ink, seal, clinch, approve, clear, green-light, greenlight, sign off on, sign up, give ~ go-ahead, give ~ green light, give ~ nod, give ~ blessing, okay, contract, lease, reserve, procure, "
        "win ~ contract, win ~ order, land ~ contract, receive ~ contract, secure ~ contract, secure ~ seat, say yes, make ~ deal, partner with, team up with, strike ~ deal, reach ~ agreement, reach ~ deal, strike ~ bargain, commission, order, acquire, rubber-stamp, concur, accede, countersign, settle with, go along with, fall in with, bow to, give way to, come round to, strike ~ pact, exchange ~ notes, put ~ name to, put ~ signature to, put ~ signature under, sign up to, sign on to, firm up, set aside, exercise ~ option, take ~ option, pick up ~ option, bless, say ~ yes to, cut ~ deal, sell on, place ~ order, pencil in, give ~ assent, subscribe to, enrol in, enroll in, sign on, nod through, wave through,  choose, select, tap",
        "agreement, accord, deal, pact, memorandum, understanding, acceptance, consent, assent", "object"),
    Act("refuse.let", "refuse", "let, allow, permit, admit", "", "unlet"),
    Act("reply.verb", "reply", "reply, respond, answer, write back", "reply, replies, response, responses, answer", "", "none"),
    Act("reply.passed", "reply", "pass on, forward, acknowledge", "", "letter", "none"),
    Act("deny.verb", "deny", "deny, dismiss, refute, rebut, debunk, disavow, dispute, brand, play down, pour scorn on, contradict, quash, scotch, repudiate, rubbish, dispel, disown, scoff at, pour cold water on, knock down, shoot down, wave off", "denial", "report", "none"),
    Act("deliver.fire", "deliver", "fire, ignite, switch on, turn on, light, use, burn", "", "firing", "operations"),
    Act("deliver.trip", "deliver", "make, complete, begin, start", "", "trip", "cargo_flights"),
    Act("deliver.keep", "deliver", "keep ~ station supplied, keep ~ crew supplied, keep ~ station stocked, keep ~ outpost supplied", "", "", "cargo_flights"),
    Act("deliver.serve", "deliver", "serve as, act as, double as, function as", "", "lifeboat", "lifeboat"),
    Act("deliver.due", "deliver", "set for launch, set for liftoff, set for docking, set to launch on, schedule for launch, schedule for liftoff, schedule for docking, slate for launch, slate for liftoff, plan for launch, fix for launch", "", "ship", ""),
    Act("deliver.dated", "deliver", "schedule for, set for, slate for, plan for, fix for, foresee for, pencil in for", "", "dated", ""),
    Act("deliver.succeed", "deliver", "succeed, go well, go as planned", "", "attempt", ""),
    Act("deliver.hold", "deliver", "hold, control, keep", "", "attitude", "operations"),
    Act("deliver.burn", "deliver", "give, perform, conduct, carry out, execute, make, correct, adjust, do, take on, complete", "", "burn", "operations"),
    Act("deliver.fuel", "deliver", "top up, refuel, refill, pump", "", "fuel", "propellant"),
    Act("deliver.arm", "deliver", "use, employ, move, deploy", "", "arm", "robotics"),
    Act("deliver.verb", "deliver",
        "deliver, build, pass, pass on, launch, dock, push, nudge, steer, send, send up, take, take up, put, supply, lend, share, give, transfer, transmit, relay, move, provide, berth, bring, return, fly, ferry, carry, transport, arrive, come home, come back, ride, travel, catch, lift off, blast off, undock, "
        "land, go up, fetch, retrieve, collect, rescue, bring up, bring down, reach, reboost, raise, hand over, ship, complete, capture, grapple, fire, boost, lift, splash down, touch down, haul, dispatch, despatch, loft, hoist, restock, replenish, drop off, truck, shuttle, rotate, beam, send down",
        "", "ship", ""),
)  # fmt: skip

SERVICE_VERBS = listed(
    "pay fund finance contribute supply deliver sell provide service fly launch send maintain work cooperate collaborate operate carry "
    "transport ship bring support refuel participate share command take accept conduct perform control buy purchase pay swap "
    "reboost correct export relay transmit host train lend serve store process track guarantee forward exchange ferry "
    "use employ transfer route join attend host admit house look tend handle help assist give offer lend pump fuel order "
    "travel rely need accommodate invite teach haul deploy staff operate man inspect repair assemble route steer boost rotate run work"
)
"""Verbs of what a partner does for others: 'will not supply' and 'no longer supplies' say that it stops."""

GOVERNORS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(
            listed(
                "decide vote opt plan intend aim expect prepare promise pledge vow resolve commit choose "
                "schedule spend earmark allocate elect mean swear undertake guarantee recommit vouch arrange gear commence prepare"
            ),
            "announced",
        ),
        **dict.fromkeys(
            listed(
                "want wish hope consider weigh study mull contemplate explore think evaluate assess examine "
                "envisage afford seek look try attempt ponder debate risk float review toy flirt dream muse wonder hint intimate flag dread talk speak allow enable permit"
            ), "considered"),
        **dict.fromkeys(("threaten",), "threat"),
        **dict.fromkeys(("fail", "neglect", "omit", "avoid", "refrain", "abstain", "prevent", "hinder"), "negated"),
        **dict.fromkeys(["refuse", "decline"], "refuse"),
        **dict.fromkeys(("agree", "consent"), "agree"),
        **dict.fromkeys(
            listed(
                "offer propose suggest recommend invite"
            ), "propose"),
        **dict.fromkeys(
            listed(
                "ask urge request demand call appeal require press exhort insist"
            ), "demand"),
        **dict.fromkeys(
            listed(
                "order instruct direct command authorise authorize mandate tell oblige"
            ), "order"),
        **dict.fromkeys(
            listed(
                "begin start move continue manage proceed succeed help hurry hasten come force compel prompt cause"
            ), "begun"),
    }
)  # fmt: skip
"""Verbs that take another act as complement, and what they make of it."""

GOVERNING_ADJECTIVES: Mapping[str, str] = MappingProxyType(
    {
        "ready": "announced", "set": "announced", "due": "announced", "bound": "announced", "going": "announced",
        "prepared": "announced", "willing": "announced", "determined": "announced", "committed": "announced",
        "about": "announced", "scheduled": "announced", "expected": "announced", "planned": "announced",
        "poised": "announced", "slated": "announced", "eager": "considered", "keen": "considered", "inclined": "considered", "loath": "negated",
        "pledge": "announced", "vow": "announced", "intent": "announced", "resolve": "announced", "hopes": "considered", "resolved": "announced",
        "able": "considered", "open": "considered", "likely": "considered", "free": "considered", "tempted": "considered",
        "unlikely": "negated", "unwilling": "negated", "reluctant": "negated", "unable": "negated",
        "forced": "considered", "obliged": "considered", "compelled": "considered", "choice": "considered", "alternative": "considered", "supposed": "announced", "ways": "considered", "bill": "considered", "bills": "considered", "amendment": "considered", "decision": "announced", "intention": "announced",
        "mind": "announced", "word": "announced", "plan": "announced", "plans": "announced", "right": "considered", "occasion": "", "wish": "considered", "desire": "considered",
        "readiness": "announced", "commitment": "announced", "possibility": "considered", "option": "considered",
        "idea": "considered", "thought": "considered", "talk": "considered", "reason": "considered", "need": "considered", "grounds": "considered", "cause": "considered", "like": "considered", "prospect": "considered", "question": "considered", "chance": "considered", "fear": "considered", "move": "announced", "bid": "considered", "course": "announced", "policy": "announced", "aim": "announced", "goal": "announced", "threat": "threat", "threats": "threat", "refusal": "refuse", "offer": "propose",
        "proposal": "propose", "agreement": "agree", "order": "order", "call": "demand", "calls": "demand",
        "request": "demand", "requests": "demand", "promise": "announced", "willingness": "announced",
        "steps": "announced", "measures": "announced", "impossible": "negated", "impossibility": "negated",
        "whether": "considered", "orders": "order", "instruction": "order", "decree": "order", "reports": "reports", "options": "considered",
    }
)  # fmt: skip


def _index() -> dict[str, list[tuple[Act, str, str]]]:
    """Return every word that may begin an act: word to (rule, form, particle)."""
    found: dict[str, list[tuple[Act, str, str]]] = {}
    for act in ACTS:
        for verb in filter(None, (one.strip() for one in act.verbs.split(","))):
            head, _, particle = verb.partition(" ")
            for word, tag in forms(head).items():
                found.setdefault(word, []).append((act, tag, particle))
        for noun in filter(None, (one.strip() for one in act.nouns.split(","))):
            found.setdefault(noun, []).append((act, "noun", ""))
    for options in found.values():
        options.sort(key=lambda one: -len(one[2]))
    return found


INDEX: Mapping[str, list[tuple[Act, str, str]]] = MappingProxyType(_index())
SERVICE: Mapping[str, str] = MappingProxyType(
    {word: tag for verb in sorted(SERVICE_VERBS) for word, tag in forms(verb).items()}
)
GOVERNOR_FORMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {word: (effect, tag) for verb, effect in GOVERNORS.items() for word, tag in forms(verb).items()}
)
