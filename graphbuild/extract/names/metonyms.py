"""Capitals that denote their state, and the seat of the Union: "Moscow said", not "in Moscow"."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names.candidate import Candidate
from graphbuild.tables import Bloc

#: Dependency labels with which a capital denotes its state.
_ACTING_DEPS = frozenset("nsubj nsubjpass poss dobj iobj dative agent".split())
#: The bloc that is called by its seat.
_EUROPEAN_UNION, _SEATS = "European Union", tables.words("seat of international bodies")
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


def bloc_of_seat(parse: Parse, c: Candidate, named: Collection[str], states: Collection[str]) -> Bloc | None:
    """Return the European Union where its seat acts for it: "*Brussels* fined Meta", not "in Brussels".

    Of the bodies and ``states`` (codes) that the article has, the Union or one of its bodies must be
    ``named``, and the state of the city must not.
    """
    union = tables.blocs()[_EUROPEAN_UNION] if c.text in _SEATS else None
    if union is None or union.seat in states or _bodies_of(union).isdisjoint(named):
        return None
    return union if denotes_state(parse, c) else None


@cache
def _bodies_of(bloc: Bloc) -> frozenset[str]:
    """Return the names of a bloc and of its bodies, whose names have its abbreviation: "EU Council"."""
    short = tuple(f"{alias} " for alias in bloc.aliases)
    bodies = (b.name for b in tables.blocs().values() if any(a.startswith(short) for a in b.aliases))
    return frozenset((bloc.name, *bodies))


def _is_sent_by_state(parse: Parse, i: int) -> bool:
    """Whether "from" a capital means from its state: "*criticism* from Lima", "recalled its *envoy*"."""
    objects = [c for c in parse.children[i] if parse.deps[c] in ("dobj", "nsubjpass")]
    return any(parse.lemmas[k] in _ENVOYS or parse.lemmas[k] in _MESSAGES for k in (i, *objects))
