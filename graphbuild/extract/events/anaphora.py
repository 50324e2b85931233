"""The pass that finds whose a deed is that a sentence only refers to.

In "… launched a rocket. Japan condemned *the launch*" the launch is such a deed. The doer is sought in
the same sentence and the two before: the last predicate that tells of the same deed by
``nominalisations.tsv``; for nouns that may mean any deed ("the move") the last hostile one, unless the
phrase tells of what ("the seizure of the embassy"). A noun that sums up the clause before it ("…, a charge
that Peru denied", "…, in a move condemned by Peru") is the deed of who does or says that clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from graphbuild import tables
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.actors import Actors, others
from graphbuild.extract.lexicon import words
from graphbuild.extract.token_features import Features

#: Sentences before its own in which the deed is sought.
_REACH = 2
_DEFINITE = ("the", "this", "these", "those")


@dataclass(frozen=True, slots=True)
class Open:
    """A candidate whose target is only told by a noun for a deed."""

    candidate: Candidate
    noun: int


@cache
def nominalisations() -> dict[str, frozenset[str]]:
    """Verbs by the noun for the same deed; none for nouns that may mean any."""
    return {
        row.required("noun"): frozenset(row.words("verbs"))
        for row in tables.rows("nominalisations", ("noun", "verbs"))
    }


def refers(document: Document, i: int) -> bool:
    """Whether the noun at ``i`` refers to a deed told before: definite, and nobody's by its phrase."""
    parse = document.parse
    if sums_up(document, i):
        return True
    if parse.lemmas[i] not in nominalisations() or i in document.linked.name_at:
        return False
    determiners = {parse.words[c].lower() for c in parse.children[i] if parse.deps[c] == "det"}
    specified = any(parse.deps[c] in ("poss", "relcl") for c in parse.children[i])
    return bool(determiners & set(_DEFINITE)) and not specified


def sums_up(document: Document, i: int) -> bool:
    """Whether the noun at ``i`` says what the clause before it was: ", *a move* that …"."""
    parse = document.parse
    if parse.lemmas[i] not in words("summing") or i in document.linked.name_at:
        return False
    below = parse.children[i]
    first = min([i, *(c for c in below if c < i and parse.deps[c] in ("det", "amod", "compound"))])
    if parse.words[first].lower() not in ("a", "an"):
        return False
    before = [w.lower() for w in parse.words[max(0, first - 2) : first]]
    after_comma = before[-1:] == [","] or before == [",", "in"]
    return after_comma and any(parse.deps[c] in ("relcl", "acl") for c in below)


def resolved(
    document: Document, test: Features, actors: Actors, open_: Open, events: Sequence[Candidate]
) -> Candidate | None:
    """The candidate with the doer of the deed as its target; None where the text does not tell."""
    if sums_up(document, open_.noun):
        return _told(document, open_, _of_clause(document, actors, open_.noun))
    verbs = nominalisations()[document.parse.lemmas[open_.noun]]
    doers = _of_verbs(document, actors, open_, verbs) if verbs else []
    specified = any(document.parse.words[c].lower() == "of" for c in document.parse.children[open_.noun])
    if not doers and (not verbs or test(open_.noun, "hostile")) and not specified:
        doers = _of_hostile(document, open_, events)
    return _told(document, open_, doers)


def _told(document: Document, open_: Open, doers: Sequence[Actor]) -> Candidate | None:
    found = others(doers, open_.candidate.sources)
    if not found:
        return None
    noun = document.parse.words[open_.noun].lower()
    return replace(
        open_.candidate,
        targets=tuple(replace(a, role=a.role or noun) for a in found),
        rule=f"{open_.candidate.rule}/deed",
        confidence=round(open_.candidate.confidence * 0.85, 3),
    )


def _of_clause(document: Document, actors: Actors, noun: int) -> list[Actor]:
    """Who does what the clause above a noun tells, or says it where the noun is for something said."""
    parse, syntax = document.parse, document.syntax
    spoken = parse.lemmas[noun] in words("spoken_summing")
    for verb in parse.ancestors(noun):
        if not parse.tags[verb].startswith("VB"):
            continue
        said = [c for c in parse.children[verb] if parse.deps[c] == "parataxis"]
        for v in (*(said if spoken else ()), verb):
            if doers := actors.doers(syntax.step(v, "agent")):
                return doers
    return []


def _of_verbs(document: Document, actors: Actors, open_: Open, verbs: frozenset[str]) -> list[Actor]:
    parse, lemma = document.parse, document.parse.lemmas[open_.noun]
    for i in _before(document, open_):
        if i == open_.candidate.anchor:
            continue
        verb = parse.tags[i].startswith("VB") and parse.lemmas[i] in verbs
        if verb and (doers := actors.doers(document.syntax.step(i, "agent"))):
            return doers
        if parse.lemmas[i] == lemma and parse.tags[i].startswith("NN"):
            steps = (
                *document.syntax.step(i, "owner"),
                *document.syntax.step(i, "by"),
                *document.syntax.step(i, "modifier"),
            )
            if doers := actors.doers(steps):
                return doers
    return []


def _of_hostile(document: Document, open_: Open, events: Sequence[Candidate]) -> list[Actor]:
    first = document.parse.sentences[max(0, document.parse.sentence_at(open_.noun) - 1)][0]
    taxonomy = tables.relations()
    earlier = [
        c
        for c in events
        if first <= c.anchor < open_.candidate.anchor and (taxonomy[c.relation].quad == 4) and not c.mutual
    ]
    return list(max(earlier, key=lambda c: c.anchor).sources) if earlier else []


def _before(document: Document, open_: Open) -> Iterator[int]:
    """The tokens before the noun, nearest first, as far as a deed is sought.

    Those after it in its sentence come last.
    """
    at = document.parse.sentence_at(open_.noun)
    first = document.parse.sentences[max(0, at - _REACH)][0]
    yield from range(open_.noun - 1, first - 1, -1)
    yield from range(open_.noun + 1, document.parse.sentences[at][1])
