"""JSON-LD of the graph, with terms of schema.org and of the W3C's provenance ontology (PROV-O).

Entities, articles, statements, relations and stances are nodes of one ``@graph``. Each statement is derived
from the article that makes it, each relation from the statements that assert it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from graphbuild.model import Article, Entity, Graph, Kind, Relation, Stance, Statement, relation_id
from graphbuild.stores import looks

_URN = "urn:graphbuild"
_TYPES: dict[Kind, str] = {"person": "Person", "country": "Country", "organisation": "Organization"}
_DAY = {"@type": "xsd:date"}
_LINK = {"@type": "@id"}
#: Terms used in files, from schema.org unless stated otherwise.
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "gb": f"{_URN}:term:",
    "relation": f"{_URN}:relation:",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "subject": {"@id": "rdf:subject", **_LINK},
    "predicate": {"@id": "rdf:predicate", **_LINK},
    "object": {"@id": "rdf:object", **_LINK},
    "quote": "prov:value",
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", **_LINK},
    "url": {"@id": "https://schema.org/url", **_LINK},
    "datePublished": {"@id": "https://schema.org/datePublished", **_DAY},
    "startDate": {"@id": "https://schema.org/startDate", **_DAY},
    "endDate": {"@id": "https://schema.org/endDate", **_DAY},
    "firstSeen": {"@id": "gb:firstSeen", **_DAY},
    "lastSeen": {"@id": "gb:lastSeen", **_DAY},
    "asOf": {"@id": "gb:asOf", **_DAY},
    "between": {"@id": "gb:between", **_LINK},
    **{
        name: f"gb:{name}"
        for name in (
            "mentions articles negated modality attribution confidence rule trigger family score former"
            " reports publishers statements copies denied notAsserted level label cooperation conflict belief"
            " infers"
        ).split()
    },
}


def write(graph: Graph) -> Iterator[str]:
    """Yield the document in pieces, with one line per node."""
    yield f'{{"@context": {_line(CONTEXT)},\n"@graph": ['
    for n, node in enumerate(_nodes(graph)):
        present = {key: value for key, value in node.items() if value not in ("", None, [])}
        yield f"{',' if n else ''}\n  {_line(present)}"
    yield "\n]}\n"


def _line(node: dict[str, Any]) -> str:
    """Serialise a node on one line, with surrogates, which RDF cannot hold, replaced by U+FFFD."""
    text = json.dumps(node, ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _nodes(graph: Graph) -> Iterator[dict[str, Any]]:
    outward: dict[str, list[Relation]] = {}
    for r in sorted(graph.relations, key=lambda r: r.id):
        outward.setdefault(r.source, []).append(r)
    for e in sorted(graph.entities, key=lambda e: e.id):
        yield _entity(e, outward.get(e.id, ()))
    original = {c.article: c.original for c in graph.copies}
    for a in sorted(graph.articles, key=lambda a: a.id):
        yield _article(a, original.get(a.id))
    by_relation: dict[str, list[str]] = {}
    for s in sorted(graph.statements, key=lambda s: s.id):
        if s.asserted:
            by_relation.setdefault(relation_id(s.relation, s.source, s.target), []).append(
                _id("statement", s.id)
            )
        yield _statement(s)
    for r in sorted(graph.relations, key=lambda r: r.id):
        yield _relation(r, by_relation.get(r.id, []))
    known = {s.id for s in graph.statements}
    for stance in sorted(graph.stances, key=lambda s: s.id):
        yield _stance(stance, [_id("statement", id_) for id_ in stance.because if id_ in known])


def _id(what: str, id_: str) -> str:
    return f"{_URN}:{what}:{quote(id_.encode('utf-8', 'replace'), safe='')}"


def _entity(e: Entity, relations: Iterable[Relation]) -> dict[str, Any]:
    """Return an entity, with its relations as plain triples."""
    node: dict[str, Any] = {
        "@id": _id("entity", e.id),
        "@type": _TYPES[e.kind],
        "name": e.name,
        "alternateName": list(e.aliases),
        "identifier": e.iso3,
        "mentions": e.mentions,
        "articles": e.articles,
        "firstSeen": e.first_seen,
        "lastSeen": e.last_seen,
    }
    for r in relations:
        node.setdefault(f"relation:{r.relation}", []).append({"@id": _id("entity", r.target)})
    return node


def _article(a: Article, original: str | None) -> dict[str, Any]:
    return {
        "@id": _id("article", a.id),
        "@type": ["NewsArticle", "prov:Entity"],
        "identifier": a.id,
        "headline": a.title,
        "datePublished": a.date,
        "publisher": {"@type": "Organization", "name": a.source} if a.source else None,
        "url": _iri(a.web_address),
        "wasDerivedFrom": _id("article", original) if original else None,
    }


def _statement(s: Statement) -> dict[str, Any]:
    return {
        "@id": _id("statement", s.id),
        "@type": ["rdf:Statement", "prov:Entity"],
        "subject": _id("entity", s.source),
        "predicate": f"relation:{s.relation}",
        "object": _id("entity", s.target),
        "quote": s.sentence,
        "wasDerivedFrom": _id("article", s.article),
        "negated": s.negated or None,
        "modality": s.modality,
        "attribution": s.attribution,
        "startDate": s.when_from,
        "endDate": s.when_to,
        "confidence": s.confidence,
        "trigger": s.trigger,
        "rule": s.rule,
        "former": s.former or None,
    }


def _relation(r: Relation, statements: list[str]) -> dict[str, Any]:
    return {
        "@id": _id("edge", r.id),
        "@type": ["rdf:Statement", "prov:Entity", "gb:Relation"],
        "subject": _id("entity", r.source),
        "predicate": f"relation:{r.relation}",
        "object": _id("entity", r.target),
        "quote": r.sentence,
        "wasDerivedFrom": statements,
        "family": looks.family(r),
        "score": r.score,
        "reports": r.articles,
        "publishers": r.sources,
        "statements": r.statements,
        "copies": r.copies,
        "denied": r.negated,
        "notAsserted": r.hypothetical,
        "firstSeen": r.first_seen,
        "lastSeen": r.last_seen,
        "confidence": r.confidence,
        "former": r.former or None,
        "endDate": r.until,
    }


def _stance(s: Stance, statements: list[str]) -> dict[str, Any]:
    return {
        "@id": _id("stance", s.id),
        "@type": ["prov:Entity", "gb:Stance"],
        "between": [_id("entity", s.a), _id("entity", s.b)],
        "wasDerivedFrom": statements,
        "level": s.level,
        "label": s.label,
        "infers": s.infers,
        "cooperation": s.cooperation,
        "conflict": s.conflict,
        "belief": s.belief,
        "reports": s.reports,
        "publishers": s.sources,
        "startDate": s.since,
        "asOf": s.as_of,
    }


def _iri(url: str) -> str:
    """Percent-encode the characters that are not allowed in an IRI."""
    return quote(url.encode("utf-8", "replace"), safe=":/?#[]@!$&'()*+,;=%~-._")
