"""In which state a body sits, told in so many words: "based in", "has its seat in", "the Munich-based X"."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild.link.cities import city_before, state_after, state_of
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.owning import actor_at
from graphbuild.model import Span
from graphbuild.relate import adjuncts, clause, conditions, context
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import Lexicon
from graphbuild.relate.phrases import body_noun, named_by, now

BASED = frozenset(["based", "headquartered", "domiciled"])
#: Nouns for the place from which a body is run, where it "has", "keeps" or "moves" one.
SEATS = frozenset(["headquarters", "headquarter", "seat", "home", "base"])
_KEEP = frozenset("have keep maintain establish".split())
_MOVE = frozenset("move relocate transfer shift".split())


def sits(linked: Linked, i: int, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """ "X, based in Germany", "X, headquartered in Munich, Germany", "the Munich-based X"."""
    parse = linked.parse
    heads = adjuncts.prepositional(parse, i, ("in", "at"))
    places: list[Actor] = []
    for h in heads:
        state = state_after(linked, h)
        places.extend(linked.actors(h) if state is None else [state])
    if i > 1 and parse.words[i - 1] == "-":
        k = linked.name_at.get(i - 2)
        if not places and k is not None:
            told = actor_at(linked, linked.names[k].last)
            places = [told] if told is not None else []
        heads = [*heads, i - 2]
    for own in _whose(linked, i):
        for a in places or _of_cities(linked, heads):
            if linked.clusters[a.entity].kind == "country":
                found = now(0.9, "BASED_IN", own, a, i, "based")
                if clause.is_verb(parse, i) and parse.deps[i] != "amod":
                    found.context = context.of_verb(parse, i, lex, sentence)
                yield found


def keeps(linked: Linked, noun: int, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """ "X has its headquarters in Vienna", "moved its seat to Lisbon", "whose headquarters are in Oslo"."""
    parse, verb, dep = linked.parse, linked.parse.head[noun], linked.parse.deps[noun]
    theirs = [c for c in parse.children[noun] if parse.deps[c] == "poss"]
    lemma, near = parse.lemmas[verb], ("in", "at")
    places: list[Actor] = []
    if not theirs or conditions.regional(linked, noun) or not clause.is_verb(parse, verb):
        return
    if dep == "dobj" and lemma in _KEEP:
        heads = [*adjuncts.prepositional(parse, noun, near), *adjuncts.prepositional(parse, verb, near)]
        owners = [a for s in clause.subjects(parse, verb) for a in linked.actors(s)]
    elif dep == "dobj" and lemma in _MOVE:
        heads = [h for n in (noun, verb) for h in adjuncts.prepositional(parse, n, ("to",))]
        owners = [a for s in clause.subjects(parse, verb) for a in linked.actors(s)]
    elif dep == "nsubj" and lemma in ("be", "lie", "remain"):
        heads = adjuncts.prepositional(parse, verb, near)
        owners = [a for c in theirs for a in linked.actors(linked.antecedent(c))]
        places = [a for h in heads for a in linked.actors(h)]
    else:
        return
    for own in owners:
        if linked.clusters[own.entity].kind != "organisation" or own.role:
            continue
        for a in places or _of_cities(linked, heads):
            if linked.clusters[a.entity].kind == "country" and not a.role:
                said = context.of_verb(parse, verb, lex, sentence)
                yield Frame("BASED_IN", [own], [a], [noun], said, 0.85, f"seat:{parse.lemmas[noun]}", noun)


def _whose(linked: Linked, i: int) -> list[Actor]:
    """The organisations that are said to be "based" by the word at ``i``."""
    parse = linked.parse
    if parse.deps[i] in ("acl", "amod", "relcl"):
        heads = [parse.head[i]]
    else:
        heads = clause.patients(parse, i) or clause.subjects(parse, i)
    found: list[Actor] = []
    for h in heads:
        owners = linked.actors(h) or named_by(linked, h)
        if not owners and body_noun(parse.words[h].lower()):
            owners = [
                linked.own[c]
                for c in parse.children[h]
                if parse.deps[c] in ("appos", "compound") and c in linked.own
            ]
        found.extend(
            a
            for a in owners
            if linked.clusters[a.entity].kind == "organisation" and not (a.role or _has_own(linked, a, i))
        )
    return found or (_next(linked, i) if parse.words[i - 1] == "-" else [])


def _has_own(linked: Linked, a: Actor, i: int) -> bool:
    """Whether one of several is told to be based elsewhere: "Oslo-based A and *Bermuda-based B*"."""
    n = linked.names[linked.name_at[a.token]] if a.token in linked.name_at else None
    if n is None or i >= n.first:
        return False
    return "based" in linked.parse.words[i + 1 : n.first]


def _next(linked: Linked, i: int) -> list[Actor]:
    """The organisation whose name ends the phrase that "Munich-*based*" opens, however parsed."""
    parse = linked.parse
    j, stop = i + 1, min(i + 7, len(parse.words))
    while j < stop and j not in linked.name_at and not parse.words[j][0].isupper():
        if not parse.tags[j].startswith(("NN", "JJ", "HYPH", "RP", "VBN", "VBG")):
            return []
        j += 1
    k = linked.name_at.get(j)
    if k is None or linked.names[k].first != j or linked.names[k].kind != "organisation":
        return []
    own = actor_at(linked, linked.names[k].last)
    return [own] if own is not None else []


def _of_cities(linked: Linked, heads: list[int]) -> list[Actor]:
    """The states of the cities that phrases name."""
    found = []
    for h in heads:
        iso3, first = city_before(linked, h)
        if iso3:
            found.append(state_of(linked, iso3, first, h))
    return found
