"""Conditions of ``constraints.tsv`` on the ends of attacks, fights and support in them.

Who is struck, armed, freed or defended, not where it happens, with whose weapons, or by whose foes. The other
conditions are in :mod:`graphbuild.extract.end_conditions`.
"""

from __future__ import annotations

from graphbuild import tables
from graphbuild.extract import actor_types
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import predicates
from graphbuild.extract.syntax.phrases import modified

#: Prepositions of a place.
_LOCATIVE = ("in", "inside", "across", "throughout")


def not_by_troops(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not the destination of soldiers: "sent troops to *Crimea*"."""
    is_place = a.role[:1].isupper()
    return not is_place or not any(
        document.parse.lemmas[t] in words("soldiers") for t in candidate.trigger_tokens
    )


def struck(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether a state is not only where others are struck: "strikes in *Syria* against rebels", "retook
    *Mosul*".
    """
    if document.kind(a) != "country":
        return True
    parse, head = document.parse, document.parse.head
    node = modified(parse, a.token)
    if parse.deps[node] == "dobj" and parse.lemmas[head[node]] in words("recapturing"):
        return False
    above = head[a.token]
    if parse.deps[a.token] != "pobj" or parse.words[above].lower() not in _LOCATIVE:
        return True
    if any(_hits_insurgents(document, t) for t in candidate.trigger_tokens):
        return False
    around = (
        c for t in {*candidate.trigger_tokens, head[above], a.token} for c in parse.children[t] if c != above
    )
    for c in around:
        objects = [k for k in parse.children[c] if parse.deps[k] == "pobj"]
        others = [k for k in objects if parse.lemmas[k].lower() not in words("civil")]
        if parse.words[c].lower() == "against" and any(_is_actor(document, k) for k in others):
            return False
        if any(parse.lemmas[k] == "support" for k in objects):
            return False
        if parse.deps[c] == "acl" and parse.lemmas[c] == "belong":
            return False
    return True


def not_spared(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not whom others want to punish or attack: "refused to join sanctions on *Peru*"."""
    parse, toward = document.parse, document.parse.head[a.token]
    head = parse.head[toward]
    deeds = {parse.lemmas[k] for k in (head, *(c for c in parse.children[head] if parse.deps[c] == "dobj"))}
    harmed = parse.deps[a.token] == "pobj" and parse.words[toward].lower() in ("on", "against")
    eased = parse.lemmas[head] in words("easing") or parse.lemmas[parse.head[head]] in words("easing")
    return eased or not (harmed and deeds & (words("restriction") | words("attack")))


def party_by_armed(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is no party that a person or another party attacks: "hijacked *the Labour Party*"."""
    unarmed = ("person", "party")
    return a.role != "" or not (
        document.linked.type_of(a.entity) == "party"
        and all(actor_types.actor_type(document, b) in unarmed for b in candidate.sources)
    )


def not_of_foe(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not only that of whose enemies the text tells: "armed the enemies of *Otieno*"."""
    above = _owned_by(document, a, "of")
    if above is None or above in candidate.trigger_tokens:
        return True
    return document.parse.lemmas[above] not in words("foe")


def not_fought(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not whom somebody helps to fight: "*Peru*, which Otieno is helping to defeat"."""
    parse, i = document.parse, candidate.anchor
    return not any(
        parse.deps[k] == "xcomp"
        and parse.lemmas[k] in words("combating")
        and any(parse.deps[c] == "dobj" and parse.tags[c].startswith("W") for c in parse.children[k])
        for k in parse.children[i]
    )


def not_unable(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not a state that another cannot defend: "was unable to defend *Peru*"."""
    parse, i = document.parse, candidate.anchor
    if (
        document.kind(a) != "country"
        or a.role
        or any(document.kind(b) == "person" for b in candidate.sources)
    ):
        return True
    below = {parse.words[c].lower() for c in parse.children[i]}
    cannot = "neg" in {parse.deps[c] for c in parse.children[i]} and not below.isdisjoint(words("enabling"))
    return not cannot and parse.lemmas[parse.head[i]] != "unable"


def not_fired(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not only whose weapons somebody uses: "launched *British* missiles into Peru"."""
    parse, thing = document.parse, document.parse.head[a.token]
    used = parse.deps[thing] in ("dobj", "nsubjpass") and parse.lemmas[parse.head[thing]] in words("wielding")
    return not (used and parse.lemmas[thing] in words("munition") | words("projectile"))


def not_launched_from(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not where an attack comes from: "fired rockets from *Lebanon*", "struck Syria from
    *Lebanese* airspace".
    """
    parse, head = document.parse, document.parse.head
    node = modified(parse, a.token)
    above = head[node]
    if parse.deps[node] != "pobj" or parse.words[above].lower() != "from":
        return True
    thing = head[above]
    deed = parse.lemmas[thing] in words("munition") | words("projectile") | words("attack")
    return not (deed or predicates.is_verb(parse, thing))


def not_captor(document: Document, candidate: Candidate, a: Actor) -> bool:
    """Whether an end is not only who freed somebody: "welcomed the release of hostages by *Hamas*"."""
    parse, above = document.parse, _owned_by(document, a, "by")
    if above is None:
        return True
    if parse.tags[above].startswith("NN"):
        return parse.lemmas[above] not in words("freeing")
    return not any(parse.lemmas[c] in words("freeing") for c in parse.children[above])


def _hits_insurgents(document: Document, i: int) -> bool:
    """Whether those whom the strike at ``i`` hits fight a state: "a strike in Syria killed an *IS* chief"."""
    parse, linked = document.parse, document.linked
    if not parse.tags[i].startswith("NN"):
        return False
    step = document.syntax.step
    verbs = [v for v in (*step(i, "governor"), *step(i, "clause")) if predicates.is_verb(parse, v)]
    for k in (k for v in verbs for k in predicates.patients(parse, v) if k != i):
        noun = tables.acting(parse.lemmas[k].lower())
        if noun is not None and noun.role == "insurgents":
            return True
        if any(linked.type_of(b.entity) == "armed_group" for b in linked.actors(k, things=True)):
            return True
    return False


def _is_actor(document: Document, i: int) -> bool:
    """Whether a noun is an actor, named or not: "*rebels*", not "targets"."""
    lemma = document.parse.lemmas[i].lower()
    return i in document.linked.actor_by_head or tables.acting(lemma) is not None


def _owned_by(document: Document, a: Actor, preposition: str) -> int | None:
    """What an end owns by a genitive, or what its preposition is attached to; None for neither."""
    parse, above = document.parse, document.parse.head[a.token]
    if parse.deps[a.token] == "pobj" and parse.words[above].lower() == preposition:
        return parse.head[above]
    return above if parse.deps[a.token] == "poss" else None
