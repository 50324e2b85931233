"""The pass that resolves event anaphora: the agent of an event that a sentence only refers to.

In "… launched a rocket. Japan condemned *the launch*" the target is the agent of the launch. It is sought in
the same sentence and the two before: the agent of the last predicate for the same event by
``nominalisations.tsv``; for general nouns ("the move") that of the last hostile event, unless the phrase says
what was done ("the seizure of the embassy"). A noun that sums up the preceding clause ("…, a charge that Peru
denied", "…, in a move condemned by Peru") refers to the agent or speaker of that clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graphbuild import tables
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.actors import ActorResolver, excluding
from graphbuild.extract.lexicon import words
from graphbuild.extract.token_features import Features

#: Preceding sentences in which the event is sought.
_SENTENCES_BEFORE = 2
_DEFINITE = ("the", "this", "these", "those")


@dataclass(frozen=True, slots=True)
class UnresolvedTarget:
    """A candidate whose target is the agent of an event that a noun refers to."""

    candidate: Candidate
    noun: int


@cache
def nominalisations() -> dict[str, frozenset[str]]:
    """Verbs by the noun for the same event; none for general nouns."""
    return {
        row.required("noun"): frozenset(row.words("verbs"))
        for row in tables.rows("nominalisations", ("noun", "verbs"))
    }


def refers_back(document: Document, i: int) -> bool:
    """Whether the noun at ``i`` refers to an earlier event: it is definite, and its phrase has no agent."""
    parse = document.parse
    if sums_up_clause(document, i):
        return True
    if parse.lemmas[i] not in nominalisations() or i in document.linked.name_at:
        return False
    determiners = {parse.words[c].lower() for c in parse.children[i] if parse.deps[c] == "det"}
    specified = any(parse.deps[c] in ("poss", "relcl") for c in parse.children[i])
    return bool(determiners & set(_DEFINITE)) and not specified


def sums_up_clause(document: Document, i: int) -> bool:
    """Whether the noun at ``i`` sums up the clause beside it: ", *a move* that …", "In *a move* that …,"."""
    parse = document.parse
    if parse.lemmas[i] not in words("summing") or i in document.linked.name_at:
        return False
    children = parse.children[i]
    first = min([i, *(c for c in children if c < i and parse.deps[c] in ("det", "amod", "compound"))])
    if parse.words[first].lower() not in ("a", "an"):
        return False
    before = [w.lower() for w in parse.words[max(0, first - 2) : first]]
    after_comma = before[-1:] == [","] or before == [",", "in"]
    opening = before[-1:] == ["in"] and parse.starts_sentence(first - 1)
    return (after_comma or opening) and any(parse.deps[c] in ("relcl", "acl") for c in children)


def is_charge(document: Document, i: int) -> bool:
    """Whether the noun at ``i`` is a charge told of before: "Peru denies *the accusations*"."""
    parse = document.parse
    if parse.lemmas[i] not in words("deniable") or i in document.linked.name_at:
        return False
    if parse.lemmas[i] == "report" and parse.tags[i] == "NNS":
        return False  # those of the press
    beside = {parse.words[c].lower() for c in parse.children[i]}
    specified = any(
        parse.deps[c] in ("poss", "relcl", "prep", "acl", "compound") and parse.words[c].lower() != "as"
        for c in parse.children[i]
    )  # but "dismissed the accusations *as* lies"
    return bool(beside & set(_DEFINITE)) and not specified


def resolve_target(
    document: Document,
    test: Features,
    actors: ActorResolver,
    target: UnresolvedTarget,
    events: Sequence[Candidate],
) -> Candidate | None:
    """The candidate with the agent of the event as its target; None if there is none in reach.

    ``events`` are the candidates of the article so far.
    """
    noun, parse = target.noun, document.parse
    if target.candidate.relation == "REJECTS" and is_charge(document, noun):
        return _with_target(document, target, _accusers(target, events))
    if sums_up_clause(document, noun):
        return _with_target(document, target, _agents_of_clause(document, actors, noun))
    verbs = nominalisations()[parse.lemmas[noun]]
    agents = _agents_of_same_event(document, actors, target, verbs) if verbs else []
    specified = any(parse.words[c].lower() == "of" for c in parse.children[noun])
    if not agents and (not verbs or test(noun, "hostile")) and not specified:
        agents = _agents_of_last_hostile(document, target, events)
    return _with_target(document, target, agents)


def _accusers(target: UnresolvedTarget, events: Sequence[Candidate]) -> list[Actor]:
    """Who was the last to accuse the sources of a candidate."""
    denying = {a.entity for a in target.candidate.sources}
    accusing = [c for c in events if c.relation == "ACCUSES" and any(b.entity in denying for b in c.targets)]
    return list(max(accusing, key=lambda c: c.anchor).sources) if accusing else []


def _with_target(document: Document, target: UnresolvedTarget, agents: Sequence[Actor]) -> Candidate | None:
    """The candidate with ``agents`` as targets; None if there are none besides its sources."""
    targets = excluding(agents, target.candidate.sources)
    if not targets:
        return None
    noun = document.parse.words[target.noun].lower()
    return replace(
        target.candidate,
        targets=tuple(replace(a, role=a.role or noun) for a in targets),
        rule=f"{target.candidate.rule}/deed",
        confidence=round(target.candidate.confidence * 0.85, 3),
    )


def _agents_of_clause(document: Document, actors: ActorResolver, noun: int) -> list[Actor]:
    """The agent of the clause above a noun; its speaker if the noun is for something said."""
    parse, syntax = document.parse, document.syntax
    spoken = parse.lemmas[noun] in words("spoken_summing")
    for verb in parse.ancestors(noun):
        if not parse.tags[verb].startswith("VB"):
            continue
        saying = [c for c in parse.children[verb] if parse.deps[c] == "parataxis"]
        for v in (*(saying if spoken else ()), verb):
            if agents := actors.acting(syntax.step(v, "agent")):
                return agents
    return []


def _agents_of_same_event(
    document: Document, actors: ActorResolver, target: UnresolvedTarget, verbs: frozenset[str]
) -> list[Actor]:
    """The agents of the nearest of ``verbs``, or of the same noun."""
    parse, lemma = document.parse, document.parse.lemmas[target.noun]
    specified = any(parse.words[c].lower() == "of" for c in parse.children[target.noun])
    for i in _tokens_in_reach(document, target.noun):
        if i == target.candidate.anchor:
            continue
        verb = parse.tags[i].startswith("VB") and parse.lemmas[i] in verbs
        if verb and (agents := actors.acting(document.syntax.step(i, "agent"))):
            return agents
        if parse.lemmas[i] == lemma and parse.tags[i].startswith("NN"):
            nodes = [k for step in ("owner", "by", "modifier") for k in document.syntax.step(i, step)]
            nodes.extend(_makers(document, i) if not specified else ())
            if agents := actors.acting(nodes):
                return agents
    return []


def _makers(document: Document, i: int) -> Iterator[int]:
    """The agents of the verb that presents what the noun at ``i`` is: "*Peru* presented a plan"."""
    head = document.parse.head[i]
    if document.parse.lemmas[head] in words("presenting") and i in document.syntax.step(head, "patient"):
        yield from document.syntax.step(head, "agent")


def _agents_of_last_hostile(
    document: Document, target: UnresolvedTarget, events: Sequence[Candidate]
) -> list[Actor]:
    """The sources of the last hostile event in the sentence of the noun or the one before."""
    first = document.parse.sentences[max(0, document.parse.sentence_at(target.noun) - 1)][0]
    taxonomy = tables.relations()
    hostile = [
        c
        for c in events
        if first <= c.anchor < target.candidate.anchor and taxonomy[c.relation].quad == 4 and not c.mutual
    ]
    return list(max(hostile, key=lambda c: c.anchor).sources) if hostile else []


def _tokens_in_reach(document: Document, noun: int) -> Iterator[int]:
    """The tokens among which the event is sought: those before the noun from the nearest on, then the rest
    of its sentence.
    """
    sentence = document.parse.sentence_at(noun)
    first = document.parse.sentences[max(0, sentence - _SENTENCES_BEFORE)][0]
    yield from range(noun - 1, first - 1, -1)
    yield from range(noun + 1, document.parse.sentences[sentence][1])
