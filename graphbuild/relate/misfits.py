"""Ends that a frame cannot have, whatever the parse says: a table of what never comes from or reaches whom.

A ruling may hurt a state and attacks nobody; who "captured the Chilean market" sells there and has
captured nothing of Chile's; "Chad's biggest supplier" sells in Chad, not to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graphbuild.link.linked import Actor, Linked
from graphbuild.relate import adjuncts, clause, parties
from graphbuild.relate.frame import Frame

#: Whether an end of a frame stays.
_Stays = Callable[[Linked, Frame, Actor], bool]

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
#: What is won or lost by trading.
_COMMERCE = frozenset(
    """market industry sector economy business demand price sale share growth production output currency
    unit subsidiary stake""".split()
)


def _itself(linked: Linked, frame: Frame, a: Actor) -> bool:
    return not a.role


def _person(linked: Linked, frame: Frame, a: Actor) -> bool:
    return linked.clusters[a.entity].kind == "person"


def _state(linked: Linked, frame: Frame, a: Actor) -> bool:
    return linked.clusters[a.entity].kind == "country"


def _named_or_state(linked: Linked, frame: Frame, a: Actor) -> bool:
    return a.form != "pronoun" or _state(linked, frame, a)


def _not_through(nouns: frozenset[str]) -> _Stays:
    """Not who is only reached, or acts, through one of ``nouns``."""
    return lambda linked, frame, a: _noun(a) not in nouns


def _not_by_cast(linked: Linked, frame: Frame, a: Actor) -> bool:
    return linked.parse.tags[frame.event] != "VBG" or _noun(a) not in _CAST


def _supplied(linked: Linked, frame: Frame, a: Actor) -> bool:
    sold_there = frame.place == "gen" and adjuncts.foremost(linked.parse, frame.event)
    states = any(_state(linked, frame, b) for b in frame.sources)
    return states or not (sold_there and _state(linked, frame, a))


def _owner(linked: Linked, frame: Frame, a: Actor) -> bool:
    return frame.place != "gen" or linked.parse.deps[a.token] == "poss"


def _not_told(linked: Linked, frame: Frame, a: Actor) -> bool:
    return frame.place != "to" or parties.sort(linked, a) != "bloc"


def _armed(linked: Linked, frame: Frame, a: Actor) -> bool:
    return parties.armed(linked, a)


@dataclass(frozen=True, slots=True)
class _Misfit:
    """Of the ends of some frames, those that ``stays`` denies are dropped."""

    end: str
    """``sources`` or ``targets``."""
    stays: _Stays
    relations: tuple[str, ...] = ()
    """Of which relations; of any where empty."""
    rules: tuple[str, ...] = ()
    """By which rules, as their names begin; by any where empty."""

    def apply(self, linked: Linked, frame: Frame) -> None:
        """Drop the ends that do not fit."""
        if self.relations and frame.relation not in self.relations:
            return
        if self.rules and not frame.rule.startswith(self.rules):
            return
        setattr(frame, self.end, [a for a in getattr(frame, self.end) if self.stays(linked, frame, a)])


def _rules(kind: str, words: str) -> tuple[str, ...]:
    """The names that rules of these triggers begin with."""
    return tuple(f"{kind}:{word}/" for word in words.split())


_MISFITS = (
    # who loses an aide is not punished, nor is a body whose complaint is dismissed
    _Misfit("targets", _itself, ("SANCTIONS",), _rules("verb", "fire sack")),
    _Misfit("targets", _person, ("SANCTIONS",), _rules("verb", "dismiss")),
    # "its war", after any body
    _Misfit("sources", _named_or_state, rules=_rules("noun", "war conflict")),
    _Misfit("sources", _not_through(_WORDS), ("ATTACKS",)),
    # "nominated for *supporting roles* in"; who hails a failure is not with those who failed
    _Misfit("targets", _not_by_cast, rules=_rules("verb", "support")),
    _Misfit("targets", _not_through(_MISFORTUNES), ("SUPPORTS",)),
    # "*Chad's biggest* supplier" sells there, "the *Japanese* importer Zeta" is of Japan
    _Misfit("targets", _supplied, ("TRADES_WITH",)),
    _Misfit("targets", _owner, rules=_rules("noun", "supplier importer buyer exporter")),
    # who is told of a protest has not done what it is against
    _Misfit("targets", _not_told, rules=_rules("verb", "protest")),
    # only those hold land who have arms; others "occupy" offices and places in lists
    _Misfit("sources", _armed, rules=_rules("verb", "occupy annex colonise colonize blockade")),
    _Misfit("sources", _armed, rules=_rules("noun", "occupation annexation")),
    # what is done with hands reaches no market
    _Misfit("targets", _not_through(_COMMERCE), ("ATTACKS", "COERCES")),
)


def fits(linked: Linked, frame: Frame) -> bool:
    """Whether some end is left on both sides; those through which no such deed is done are dropped."""
    if frame.mutual and any(_inside(linked, a, b) for a in frame.sources for b in frame.sources):
        return False
    if frame.relation == "REQUESTS" and _inquires(linked, frame.event):
        return False
    if frame.rule.startswith("verb:boycott/") and len(frame.targets) > 1:
        return False  # who stays away from a meeting of many protests against none of them
    for misfit in _MISFITS:
        misfit.apply(linked, frame)
    return bool(frame.sources and frame.targets)


def _inquires(linked: Linked, verb: int) -> bool:
    """Whether somebody only wants to know something: "*asked* Ann Otieno whether she was well".

    So he does where he asks for nothing: "when *asked* by Ann Otieno about the law".
    """
    parse, below = linked.parse, linked.parse.children[verb]
    if parse.lemmas[verb] != "ask":
        return False
    wanted = any(parse.deps[c] in ("xcomp", "dobj") or parse.words[c].lower() == "for" for c in below)
    if clause.is_passive(parse, verb) and not wanted:
        return True
    return any(
        parse.words[k].lower() in ("if", "whether") or parse.tags[k] in ("WP", "WRB", "WDT")
        for c in below
        if parse.deps[c] == "ccomp"
        for k in parse.children[c]
        if k < c
    )


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
