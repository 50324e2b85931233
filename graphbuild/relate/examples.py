"""Whose those are who are named as examples: "German carmakers such as BMW", "members of OPEC, like X"."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild.link.linked import Actor, Linked
from graphbuild.relate.adjuncts import prepositional
from graphbuild.relate.frames import Frame
from graphbuild.relate.phrases import adjective, body_noun, now, personal

#: Words before examples, the second one behind "such".
OPENING = frozenset(["including", "as"])
#: Nouns for what is within a body: the relation that they tell, and of which kinds.
_WITHIN = {
    **dict.fromkeys(("member", "signatory"), ("MEMBER_OF", ("country", "organisation", "person"))),
    **dict.fromkeys(("subsidiary", "unit", "affiliate", "division"), ("PART_OF", ("organisation",))),
}
#: Nouns for bodies that are of the state in which they are.
_LOCAL = frozenset("party newspaper daily university college ministry union federation club".split())


def listed(linked: Linked, i: int) -> Iterator[Frame]:
    """Seats of bodies, nationality of persons, parts and members that are named as examples of a noun."""
    parse = linked.parse
    word, noun = parse.words[i].lower(), parse.head[i]
    if word == "as":
        if parse.words[i - 1].lower() != "such":
            return
        noun = parse.head[parse.head[i - 1]] if parse.head[i - 1] == i else noun
    if parse.tags[noun] != "NNS" or noun in linked.name_at:
        return
    lemma = parse.lemmas[noun]
    if lemma in parse.lemmas[noun + 1 : i]:
        return  # "parties in Chile and parties in Peru, including X": of which is not plain
    found = [a for c in parse.children[i] if parse.deps[c] == "pobj" for a in _named(linked, c)]
    kinds = _WITHIN.get(lemma)
    if kinds is not None:
        for whole in linked.owners(noun, of=("of",)):
            for a in found if linked.clusters[whole.entity].kind == "organisation" and not whole.role else ():
                if linked.clusters[a.entity].kind in kinds[1] and a.entity != whole.entity:
                    yield now(0.8, kinds[0], a, whole, noun, f"example:{lemma}")
        return
    wanted = "organisation" if body_noun(lemma) else "person" if personal(lemma) else ""
    state = _state(linked, noun) if wanted else None
    if state is None:
        return
    for a in found:
        if linked.clusters[a.entity].kind == wanted:
            relation = "BASED_IN" if wanted == "organisation" else "CITIZEN_OF"
            yield now(0.8, relation, a, state, noun, f"example:{lemma}")


def _named(linked: Linked, i: int) -> list[Actor]:
    """Those named at ``i`` and coordinated with it, each by itself."""
    found = [a for m in linked.conjuncts(i) if (a := linked.own.get(m)) is not None]
    return [a for a in found if a.form == "name" and not a.role]


def _state(linked: Linked, noun: int) -> Actor | None:
    """The one state of which a plural noun is told: "*German* firms", "firms *in Germany*"."""
    parse = linked.parse
    before = [
        a
        for c in parse.children[noun]
        if parse.deps[c] in ("amod", "compound", "nmod")
        for k in linked.conjuncts(c)
        if (a := linked.own.get(k)) is not None and adjective(linked, a)
    ]
    placed = parse.lemmas[noun] in _LOCAL  # "foreign banks *in* Turkey"
    after = [
        a
        for h in prepositional(parse, noun, ("in", "from") if placed else ("from",))
        for k in linked.conjuncts(h)
        if (a := linked.own.get(k)) is not None
    ]
    states = before or after
    if len({a.entity for a in states}) != 1 or linked.clusters[states[0].entity].kind != "country":
        return None
    return states[0]
