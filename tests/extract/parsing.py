"""Texts read by the packaged model, for the tests of names, posts and standing relations."""

from __future__ import annotations

from functools import cache

from graphbuild.annotate import Annotator
from graphbuild.encoder.names import load
from graphbuild.extract import read_parse
from graphbuild.extract.entities.linked import Linked
from graphbuild.extract.linking import entities, link
from graphbuild.model import Article, LocalEntity, Statement

STANDING = frozenset("LEADER_OF MEMBER_OF WORKS_FOR CITIZEN_OF BASED_IN PART_OF REPRESENTS".split())


@cache
def _annotator(*, heard: bool = False) -> Annotator:
    return Annotator(tagger=load() if heard else None)


@cache
def read(text: str, *, heard: bool = False, date: str = "") -> Linked:
    """The text with its entities, as of a day; the NER model is used or not."""
    return link(_annotator(heard=heard).parse(text), "article", date)


def named(text: str) -> set[tuple[str, str]]:
    """Words and kind of every name in the text."""
    return {(n.text, n.kind) for n in read(text).names}


def same(text: str, one: str, other: str) -> bool:
    """Whether two names of the text, by their words, mean one entity."""
    linked = read(text)
    clusters = {n.text: k for n, k in zip(linked.names, linked.cluster_of, strict=True)}
    return clusters[one] == clusters[other]


@cache
def extracted(text: str, date: str = "") -> tuple[tuple[LocalEntity, ...], tuple[Statement, ...]]:
    """The entities of a text and its statements, by the rules alone."""
    return read_parse(_annotator().parse(text), Article("article", text, date=date))


def standing(text: str) -> set[tuple[str, str, str]]:
    """The standing relations that the text states: relation and the names of its ends."""
    found, statements = extracted(text)
    names = {e.id: e.name for e in found}
    assert all(s.trigger and s.trigger_span[1] > s.trigger_span[0] for s in statements)
    return {
        (s.relation, names[s.source], names[s.target])
        for s in statements
        if s.relation in STANDING and s.asserted
    }


def keys(text: str, kind: str) -> set[str]:
    """The canonical keys of the text's entities of one kind."""
    return {e.key for e in entities(read(text)) if e.kind == kind}
