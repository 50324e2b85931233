"""What force and restraint neither come from nor reach: words, markets, what is not held.

A ruling may hurt a state and attacks nobody; who "captured the Chilean market" sells there and has
captured nothing of Chile's.
"""

from __future__ import annotations

from graphbuild.link.linked import Actor, Linked
from graphbuild.relate import adjuncts, clause, parties
from graphbuild.relate.frame import Frame

#: Deeds that are done with the hands of soldiers, police or officers.
_BODILY = frozenset(["ATTACKS", "COERCES"])
#: Rules of what only those can do who hold land by arms: others "occupy" offices and places in lists.
_LAND = tuple(
    f"{kind}:{word}/"
    for kind, words in (
        ("verb", "occupy annex colonise colonize blockade"),
        ("noun", "occupation annexation"),
    )
    for word in words.split()
)
#: What speaks for somebody, and has no hands.
_WORDS = frozenset(
    """decision ruling law bill statement report letter resolution verdict message editorial note communique
    decree tariff tax duty measure policy plan order""".split()
)
#: What befalls somebody.
_MISFORTUNES = frozenset(
    "failure defeat loss death collapse downfall fall ouster demise setback humiliation".split()
)
#: What actors play.
_CAST = frozenset("role part cast actor actress act".split())
_DEALERS = tuple(f"noun:{word}/" for word in ("supplier", "importer", "buyer", "exporter"))
#: What is won or lost by trading.
_COMMERCE = frozenset(
    """market industry sector economy business demand price sale share growth production output currency
    unit subsidiary stake""".split()
)


def fits(linked: Linked, frame: Frame) -> bool:
    """Whether some end is left on both sides; those through which no such deed is done are dropped."""
    if frame.mutual and any(_inside(linked, a, b) for a in frame.sources for b in frame.sources):
        return False
    if frame.rule.startswith(("verb:fire/", "verb:sack/")) and frame.relation == "SANCTIONS":
        frame.targets = [a for a in frame.targets if not a.role]  # who loses an aide is not punished
    if frame.rule.startswith("verb:dismiss/") and frame.relation == "SANCTIONS":
        frame.targets = [a for a in frame.targets if linked.clusters[a.entity].kind == "person"]
    if frame.rule.startswith(("noun:war/", "noun:conflict/")):
        frame.sources = [a for a in frame.sources if a.form != "pronoun" or _state(linked, a)]
    if frame.relation == "ATTACKS":
        frame.sources = [a for a in frame.sources if _noun(a) not in _WORDS]
    if frame.relation == "REQUESTS" and _inquires(linked, frame.event):
        return False
    if frame.rule.startswith("verb:support/") and linked.parse.tags[frame.event] == "VBG":
        frame.targets = [a for a in frame.targets if _noun(a) not in _CAST]  # "*supporting roles* in"
    first = frame.place == "gen" and adjuncts.foremost(linked.parse, frame.event)
    if (
        frame.relation == "TRADES_WITH" and first and not any(_state(linked, a) for a in frame.sources)
    ):  # "*Chad's biggest* supplier" sells there
        frame.targets = [a for a in frame.targets if not _state(linked, a)]
    if frame.rule.startswith(_DEALERS) and frame.place == "gen":  # "the *Japanese* importer Zeta" is of Japan
        frame.targets = [a for a in frame.targets if linked.parse.deps[a.token] == "poss"]
    if frame.relation == "SUPPORTS":  # who hails a failure is not with those who failed
        frame.targets = [a for a in frame.targets if _noun(a) not in _MISFORTUNES]
    if frame.rule.startswith("verb:boycott/") and len(frame.targets) > 1:
        return False  # who stays away from a meeting of many protests against none of them
    if frame.rule.startswith("verb:protest/") and frame.place == "to":  # who is told of it has not done it
        frame.targets = [a for a in frame.targets if parties.sort(linked, a) != "bloc"]
    if frame.rule.startswith(_LAND):
        frame.sources = [a for a in frame.sources if parties.armed(linked, a)]
    if frame.relation in _BODILY:
        frame.targets = [a for a in frame.targets if _noun(a) not in _COMMERCE]
    return bool(frame.sources and frame.targets)


def _inquires(linked: Linked, verb: int) -> bool:
    """Whether somebody only wants to know something: "*asked* Ann Otieno whether she was well".

    So he does where he asks for nothing: "when *asked* by Ann Otieno about the law".
    """
    parse = linked.parse
    if parse.lemmas[verb] == "ask" and clause.is_passive(parse, verb):
        below = parse.children[verb]
        wanted = any(parse.deps[c] in ("xcomp", "dobj") or parse.words[c].lower() == "for" for c in below)
        if not wanted:
            return True
    for c in parse.children[verb] if parse.lemmas[verb] == "ask" else ():
        if parse.deps[c] == "ccomp" and any(
            parse.words[k].lower() in ("if", "whether") or parse.tags[k] in ("WP", "WRB", "WDT")
            for k in parse.children[c]
            if k < c
        ):
            return True
    return False


def _state(linked: Linked, a: Actor) -> bool:
    return linked.clusters[a.entity].kind == "country"


def _inside(linked: Linked, a: Actor, b: Actor) -> bool:
    """Whether ``a`` only belongs to the phrase of a person: "*Chad's* director-general Ann Otieno"."""
    if linked.clusters[b.entity].kind != "person" or not a.token < b.token:
        return False
    between = linked.parse.words[a.token + 1 : b.token]
    return not any(w.lower() in ("and", "or", "nor", "but", "with", ",", ";") for w in between)


def _noun(a: Actor) -> str:
    """The noun by which an end is reached, without what stands before it."""
    noun = a.role.split()[-1] if a.role else ""
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")
