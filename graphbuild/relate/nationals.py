"""Whose people persons are, by the words beside their names: "the Czech gymnast X", "X, who is Israeli"."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.holders import denied
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.names import Name
from graphbuild.link.owning import nation_before
from graphbuild.relate import adjuncts, clause
from graphbuild.relate.frames import Frame
from graphbuild.relate.lexicon import lexicon
from graphbuild.relate.phrases import BODY_NOUNS, NOT_PERSONAL, now, personal


def titled(word: str, tag: str) -> bool:
    """Whether a noun right before a person's name says what the person is; roles are read elsewhere."""
    named = tag == "NN" or (tag == "JJ" and personal(word))  # "the Italian *mathematician* X", misread
    return named and word not in tables.roles() and word not in BODY_NOUNS | NOT_PERSONAL


def of_several(lemma: str, tag: str) -> bool:
    """Whether a plural right before names says what those persons are: "the Chilean *artists* X and Y"."""
    return tag == "NNS" and personal(lemma) and lemma not in tables.roles() and lemma not in BODY_NOUNS


def listed(linked: Linked, own: Actor) -> list[Actor]:
    """The person and those who are listed with him by name; none where he stands alone."""
    listed = [linked.own.get(k) for k in linked.conjuncts(own.token)]
    persons = [
        a for a in listed if a is not None and a.form == "name" and linked.clusters[a.entity].kind == "person"
    ]
    return persons if len(persons) > 1 else []


def before_titles(linked: Linked, n: Name) -> Actor | None:
    """The state before two nouns for one person: "*British* record producer and songwriter X"."""
    parse, noun = linked.parse, n.first - 1
    if noun < 3 or noun in linked.name_at or not titled(parse.words[noun], parse.tags[noun]):
        return None
    if not personal(parse.words[noun]):
        return None
    j = noun - 1
    while j > 0 and parse.tags[j].startswith(("JJ", "NN", "VBG")) and j not in linked.name_at:
        j -= 1
    before = j - 1
    joined = parse.words[j] == "and" and parse.tags[before] == "NN" and personal(parse.words[before])
    return nation_before(linked, before) if joined and before not in linked.name_at else None


def one_of(linked: Linked, one: int) -> Actor | None:
    """The state of those one of whom somebody is: "was *one* of Chad's greatest painters"."""
    parse = linked.parse
    for h in adjuncts.prepositional(parse, one, ("of",)):
        lemma = parse.lemmas[h]
        if parse.tags[h] != "NNS" or not personal(lemma) or lemma in lexicon().groups["adversary"]:
            continue
        owners = [linked.own.get(c) for c in parse.children[h] if parse.deps[c] == "poss"]
        state = next((a for a in owners if a is not None), None) or nation_before(linked, h)
        if state is not None and linked.clusters[state.entity].kind == "country" and not state.role:
            return state
    return None


def demonym(linked: Linked, i: int) -> Iterator[Frame]:
    """ "Brom, who is Israeli": a state's adjective as predicate of a person."""
    parse, state, verb = linked.parse, linked.own.get(i), linked.parse.head[i]
    if state is None or not linked.names[linked.name_at[i]].demonym:
        return
    if parse.lemmas[verb] != "be" or denied(linked, verb):
        return
    for h in clause.subjects(parse, verb):
        for a in linked.actors(h, coordinated=False):
            if linked.clusters[a.entity].kind == "person" and not a.role:
                yield now(0.85, "CITIZEN_OF", a, state, i, "national:adjective")
