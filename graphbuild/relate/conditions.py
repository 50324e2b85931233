"""What must stand around a verb for one of its triggers to hold."""

from __future__ import annotations

from graphbuild.link.linked import Actor, Linked
from graphbuild.relate import adjuncts, clause, places
from graphbuild.relate.lexicon import Lexicon, Trigger

_PAID = frozenset(["payment", "repayment", "loan", "talk", "negotiation"])
_PAYING = frozenset(["pay", "repay", "service"])
_OWED = frozenset("interest debt loan dividend principal creditor bank lender coupon royalty credit".split())
#: What one resists in oneself.
_INWARD = frozenset(["temptation", "urge", "impulse"])
#: What one refuses to the press.
_TOLD = frozenset("comment say elaborate speculate disclose answer".split())
_BUYING = frozenset(["buy", "purchase", "acquire"])
_PUBLISHED = frozenset(
    "report statement document study survey figure data film album book list detail".split()
)
_SHARES = frozenset(["pct", "percent", "%", "per cent"])


def meets(linked: Linked, v: int, objects: list[int], trigger: Trigger, lex: Lexicon) -> bool:
    """Whether the verb's surroundings are what the trigger needs."""
    parse = linked.parse
    if ("object" in trigger.needs and not objects) or ("bare" in trigger.needs and objects):
        return False
    if trigger.relation == "REQUESTS" and any(_asks(linked, c) for c in parse.children[v] if c > v):
        return False
    if trigger.relation == "TRADES_WITH" and any(parse.lemmas[o] in lex.groups["saying"] for o in objects):
        return False  # "delivered a speech to"
    if trigger.relation == "TRADES_WITH" and trigger.lemma in _BUYING and not objects:
        return False  # "Acquisitions were Zeta, *bought* from Bosch"
    if trigger.lemma == "release" and any(parse.lemmas[o] in _PUBLISHED for o in objects):
        return False
    if trigger.relation == "SANCTIONS" and owes(linked, v):
        return False
    if trigger.relation == "THREATENS" and trigger.lemma == "warn" and not _of_harm(linked, v):
        return False
    if trigger.relation == "REJECTS" and any(
        parse.deps[c] == "xcomp" and parse.lemmas[c] in _TOLD for c in parse.children[v]
    ):
        return False  # "declined to comment and referred inquiries to *Siemens*"
    if trigger.lemma == "resist" and any(parse.lemmas[o] in _INWARD for o in objects):
        return False
    if trigger.lemma == "deny" and any(parse.deps[c] == "ccomp" for c in parse.children[v]):
        return False  # "denied *he* had said it"
    if "plain" in trigger.needs and any(parse.deps[c] == "oprd" for c in parse.children[v]):
        return False
    if "whole" in trigger.needs and _in_part(linked, v):
        return False
    if any(p in trigger.needs and not adjuncts.prepositional(parse, v, (p,)) for p in ("for", "as")):
        return False
    return "inf" not in trigger.needs or any(
        parse.tags[c] == "VB" and parse.deps[c] in ("xcomp", "ccomp", "advcl", "dobj", "relcl", "acl")
        for h in [v, *objects]
        for c in parse.children[h]
        if c > v and any(parse.tags[k] == "TO" for k in parse.children[c])
    )


def _of_harm(linked: Linked, v: int) -> bool:
    """Whether a warning is of what may come, not advice ("warned him *not to*") nor news."""
    parse = linked.parse
    below = [c for c in parse.children[v] if parse.deps[c] in ("ccomp", "xcomp") and c > v]
    return all(any(parse.tags[k] == "MD" for k in parse.children[c]) for c in below)


def owes(linked: Linked, v: int) -> bool:
    """Whether what is stopped is a debtor's payment: "suspended *interest payments*", "stopped *paying*"."""
    parse = linked.parse
    if any(parse.deps[c] in ("xcomp", "pcomp") and parse.lemmas[c] in _PAYING for c in parse.children[v]):
        return True
    paid = [o for o in clause.patients(parse, v) if parse.lemmas[o] in _PAID]
    told = [c for o in paid for c in parse.children[o] if parse.deps[c] in ("amod", "compound", "nmod")]
    told += [c for o in paid for c in adjuncts.within(parse, o, ("of", "on", "to"))]
    return any(parse.lemmas[k] in _OWED for k in told)


def _asks(linked: Linked, c: int) -> bool:
    """Whether a clause is a question that is put: "asked *if* Iran would …"."""
    parse = linked.parse
    return parse.deps[c] in ("ccomp", "advcl") and any(
        k < c and (parse.words[k].lower() in ("if", "whether") or parse.tags[k] in ("WP", "WRB"))
        for k in parse.children[c]
    )


def regional(linked: Linked, noun: int) -> bool:
    """Whether a noun is of a region or a field only: "its *European* headquarters"."""
    parse = linked.parse
    return noun not in linked.name_at and any(
        parse.deps[c] in ("amod", "compound", "nmod")
        and (parse.words[c][0].isupper() or parse.lemmas[c] in ("regional", "local", "european", "second"))
        for c in parse.children[noun]
    )


def _in_part(linked: Linked, v: int) -> bool:
    """Whether less than half is owned ("40 pct owned by", "a minority"), or only a regional seat is had."""
    parse = linked.parse
    if any(regional(linked, c) for c in parse.children[v] if parse.deps[c] == "dobj"):
        return True
    if parse.deps[v] == "acl" and parse.head[v] < v:  # "is 40 pct *owned* by", misread
        v = parse.head[v] + 1
    near = range(max(0, v - 4), v)
    if any(parse.words[k].lower() == "minority" for k in near):
        return True
    if not any(parse.words[k].lower() in _SHARES for k in near):
        return False
    return any(
        (figure := parse.words[k].replace(".", "", 1)).isdigit() and float(parse.words[k]) < 50 and figure
        for k in near
    )


def about_third(linked: Linked, v: int, ends: list[Actor], place: str) -> bool:
    """Whether the clause below ``v`` speaks of others than the two ends of its verb."""
    parse = linked.parse
    for c in parse.children[v]:
        for k in parse.children[c] if parse.deps[c] == "ccomp" else ():
            if parse.deps[k] not in ("nsubj", "nsubjpass"):
                continue
            if places.others(linked.actors(k), ends):
                return True
            if place == "comp" and parse.tags[k] != "PRP" and k not in {a.token for a in ends[:1]}:
                return True
    return False
