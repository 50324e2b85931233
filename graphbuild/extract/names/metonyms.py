"""Capitals that denote their state: "Moscow said", not "in Moscow"."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names.candidate import Candidate

#: Dependency labels with which a capital denotes its state.
_ACTING_DEPS = frozenset("nsubj nsubjpass poss dobj iobj dative agent".split())
_DEALING_PREPOSITIONS = tables.words("dealing preposition")
_MOTION_VERBS = tables.words("motion verb")
_ENVOYS = tables.words("accredited noun")
_MESSAGES = tables.words("noun for what states send each other")


def denotes_state(parse: Parse, c: Candidate) -> bool:
    """Whether a capital denotes its state here: "Moscow said", not "in Moscow"."""
    i = parse.top(c.first, c.last)
    for _ in range(4):
        dep, head = parse.deps[i], parse.head[i]
        if dep == "pobj":
            prep = parse.words[head].lower()
            governor = parse.head[head]
            sent = prep == "from" and _is_sent_by_state(parse, governor)
            moves = {parse.lemmas[governor], parse.words[governor].lower()} & _MOTION_VERBS
            return sent or (prep in _DEALING_PREPOSITIONS and not moves)
        if dep == "dobj":
            return parse.lemmas[head] not in ("visit", "leave", "reach", "tour", "enter")
        if dep == "poss":
            return parse.words[head].islower()
        if dep in _ACTING_DEPS:
            return True
        if dep in ("compound", "nmod", "amod"):
            following = parse.words[c.last + 1 : c.last + 2]
            before = parse.words[max(0, c.first - 2) : c.first]
            if before[1:] in (["-"], ["–"]) and before[0] in tables.country_forms():
                return True  # "Lima-*Quito* talks"
            return following in (["-"], ["–"]) and parse.words[c.last + 2 : c.last + 3] != ["based"]
        if dep != "conj":
            return False
        i = head
    return False


def _is_sent_by_state(parse: Parse, i: int) -> bool:
    """Whether "from" a capital means from its state: "*criticism* from Lima", "recalled its *envoy*"."""
    objects = [c for c in parse.children[i] if parse.deps[c] in ("dobj", "nsubjpass")]
    return any(parse.lemmas[k] in _ENVOYS or parse.lemmas[k] in _MESSAGES for k in (i, *objects))
