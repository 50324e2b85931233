"""The graph as property-graph rows: labels, types and properties, the same for every store.

Unknown dates and missing ISO codes and roles are None: absent from a Cypher node.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from graphbuild.errors import StoreError
from graphbuild.model import LABELS, Article, Entity, Graph, Relation, Stance, Statement

#: Increased with every change of this layout, so that databases in an older layout are rebuilt.
VERSION = "8"
#: Types of the edges that carry evidence.
EVIDENCE_TYPES = ("SOURCE", "TARGET", "STATED_IN", "MENTIONED_IN", "COPY_OF")
#: Type of the edges of inferred stances.
STANCE = "STANCE"
#: All types of edges that are not relations of the taxonomy.
OWN_TYPES = (*EVIDENCE_TYPES, STANCE)

#: Properties that are dates.
DATES = frozenset(("first_seen", "last_seen", "published", "when_from", "when_to", "as_of", "since", "until"))
#: Properties that are numbers, and those that are booleans (``negated`` is a number on edges).
NUMBERS = frozenset(
    "articles belief confidence conflict conflict_back conflict_forth cooperation cooperation_back"
    " cooperation_forth copies denied end hypothetical mentions past reports score source_end source_start"
    " sources start statements target_end target_start trigger_end trigger_start undated".split()
)
FLAGS = frozenset(("former", "inferred", "negated"))
#: Properties of nodes, by label.
PROPERTIES = {
    "Entity": tuple("id name kind aliases iso3 mentions articles first_seen last_seen".split()),
    "Article": tuple("id title source url published date_from given_id".split()),
    "Statement": tuple(
        "id relation sentence trigger negated modality attribution tense confidence rule"
        " source_role target_role former root start end source_start source_end target_start target_end"
        " trigger_start trigger_end when_from when_to when_precision when_source when_text".split()
    ),
}
Properties = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NodeTable:
    """Nodes with the same labels; ``id`` is unique within the first label.

    Rows have all properties of nodes with these labels, None for missing values.
    """

    labels: tuple[str, ...]
    rows: tuple[Properties, ...]


@dataclass(frozen=True, slots=True)
class EdgeTable:
    """Edges of one type between nodes of two labels: (source id, target id, properties)."""

    type: str
    source: str
    target: str
    rows: tuple[tuple[str, str, Properties], ...]

    @property
    def plain(self) -> bool:
        """Whether edges of this type have no properties."""
        return not any(properties for _, _, properties in self.rows)


def day(text: str) -> date | None:
    """Parse an ISO 8601 date; None for the empty text."""
    return date.fromisoformat(text) if text else None


def entity_properties(entity: Entity) -> Properties:
    """Return the properties of an :Entity node."""
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "aliases": list(entity.aliases),
        "iso3": entity.iso3 or None,
        "mentions": entity.mentions,
        "articles": entity.articles,
        "first_seen": day(entity.first_seen),
        "last_seen": day(entity.last_seen),
    }


def relation_properties(relation: Relation) -> Properties:
    """Return the properties of a relation's edge."""
    return {
        "id": relation.id,
        "statements": relation.statements,
        "articles": relation.articles,
        "copies": relation.copies,
        "sources": relation.sources,
        "negated": relation.negated,
        "hypothetical": relation.hypothetical,
        "first_seen": day(relation.first_seen),
        "last_seen": day(relation.last_seen),
        "score": float(relation.score),
        "confidence": float(relation.confidence),
        "sentence": relation.sentence,
        "former": relation.former,
        "until": day(relation.until),
    }


def stance_properties(stance: Stance) -> Properties:
    """Return the properties of a stance's edge, from the smaller id to the larger.

    ``forth`` is what the first entity does to the second, or both with each other; ``back`` is the reverse.
    """
    cooperation_forth, cooperation_back, conflict_forth, conflict_back = stance.sums
    return {
        "id": stance.id,
        "level": stance.level,
        "label": stance.label,
        "infers": stance.infers or None,
        "inferred": True,
        "cooperation": float(stance.cooperation),
        "conflict": float(stance.conflict),
        "cooperation_forth": float(cooperation_forth),
        "cooperation_back": float(cooperation_back),
        "conflict_forth": float(conflict_forth),
        "conflict_back": float(conflict_back),
        "belief": float(stance.belief),
        "reports": stance.reports,
        "articles": stance.articles,
        "sources": stance.sources,
        "denied": stance.denied,
        "undated": stance.undated,
        "past": stance.past,
        "as_of": day(stance.as_of),
        "since": day(stance.since),
        "before": stance.before or None,
        "standing": list(stance.standing),
        "months": list(stance.months),
        "cooperation_by_month": [float(x) for x in stance.cooperation_by_month],
        "conflict_by_month": [float(x) for x in stance.conflict_by_month],
        "because": list(stance.because),
    }


def article_properties(article: Article) -> Properties:
    """Return the properties of an :Article node."""
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "published": day(article.date),
        "date_from": article.date_from,
        "given_id": article.given_id or None,
    }


def statement_properties(statement: Statement, id_: str) -> Properties:
    """Return the properties of a :Statement node; ``start`` and ``end`` are offsets in the article."""
    return {
        "id": id_,
        "relation": statement.relation,
        "sentence": statement.sentence,
        "trigger": statement.trigger,
        "negated": statement.negated,
        "modality": statement.modality,
        "attribution": statement.attribution,
        "tense": statement.tense,
        "confidence": float(statement.confidence),
        "rule": statement.rule,
        "start": statement.sentence_span[0],
        "end": statement.sentence_span[1],
        "source_start": statement.source_span[0],
        "source_end": statement.source_span[1],
        "target_start": statement.target_span[0],
        "target_end": statement.target_span[1],
        "trigger_start": statement.trigger_span[0],
        "trigger_end": statement.trigger_span[1],
        "source_role": statement.source_role or None,
        "target_role": statement.target_role or None,
        "former": statement.former,
        "root": statement.root or None,
        "when_from": day(statement.when_from),
        "when_to": day(statement.when_to),
        "when_precision": statement.when_precision,
        "when_source": statement.when_source,
        "when_text": statement.when_text or None,
    }


def present(properties: Properties) -> Properties:
    """Return the properties that have a value."""
    return {key: value for key, value in properties.items() if value is not None}


def check(graph: Graph) -> None:
    """Refuse a graph that no store can hold.

    Raises:
        StoreError: a relation's name is not a plain word in capitals, an id occurs twice, or an edge
            ends at a missing entity or article.
    """
    unique("entity", [e.id for e in graph.entities])
    unique("article", [a.id for a in graph.articles])
    unique("relation", [r.id for r in graph.relations])
    unique("statement", [s.id for s in graph.statements])
    unique("stance", [s.id for s in graph.stances])
    check_ends(graph)


def check_ends(graph: Graph) -> None:
    """Check the names and ends of relations and evidence; the fast part of ``check``.

    Raises:
        StoreError: as ``check``, except for duplicate ids.
    """
    entities = {e.id for e in graph.entities}
    articles = {a.id for a in graph.articles}
    for type_ in relation_types(graph):
        check_type(type_)
    ends: tuple[tuple[str, Sequence[Any], str, set[str]], ...] = (
        ("relation {0.id}", graph.relations, "source target", entities),
        ("a statement in {0.article}", graph.statements, "source target", entities),
        ("a statement in {0.article}", graph.statements, "article", articles),
        ("a mention", graph.mentioned, "entity", entities),
        ("a mention", graph.mentioned, "article", articles),
        ("a copy", graph.copies, "article original", articles),
        ("stance {0.id}", graph.stances, "a b", entities),
    )
    for what, records, names, known in ends:
        for end in map(attrgetter, names.split()):
            if not known.issuperset(map(end, records)):
                lacks = next(record for record in records if end(record) not in known)
                raise StoreError(
                    f"The graph is incomplete: {what.format(lacks)} refers to {end(lacks)}, which it lacks."
                    " Build it again."
                )


def surrogate_error() -> StoreError:
    """Return the error for a graph with a surrogate in a text, which no database can hold."""
    return StoreError(
        "A text of the graph contains an unpaired surrogate, which no database can store: correct it in the"
        " source of the graph."
    )


def check_type(relation: str) -> None:
    """Refuse a relation's name that cannot be the type of an edge.

    Raises:
        StoreError: it is not a plain word in capitals, or it is the type of evidence or stance edges.
    """
    if not re.fullmatch(r"[A-Z][A-Z0-9_]*", relation) or relation in OWN_TYPES:
        raise StoreError(f"A relation is called {relation!r}: use capitals and _, as in MET_WITH.")


def unique(what: str, ids: Sequence[str]) -> set[str]:
    """Return the ids as a set; raises ``StoreError`` for a duplicate."""
    found = set(ids)
    if len(found) < len(ids):
        ((duplicate, _),) = Counter(ids).most_common(1)
        raise StoreError(f"The graph has two of {what} {duplicate}. Build it again.")
    return found


def node_tables(graph: Graph) -> tuple[NodeTable, ...]:
    """Return all nodes of the graph, by labels, sorted by id."""
    entities = sorted(graph.entities, key=lambda e: e.id)
    tables = [
        NodeTable(("Entity", label), tuple(entity_properties(e) for e in entities if e.kind == kind))
        for kind, label in LABELS.items()
    ]
    articles = sorted(graph.articles, key=lambda a: a.id)
    statements = tuple(statement_properties(s, id_) for id_, s in _statements(graph))
    tables.append(NodeTable(("Article",), tuple(article_properties(a) for a in articles)))
    tables.append(NodeTable(("Statement",), statements))
    return tuple(tables)


def edge_tables(graph: Graph) -> tuple[EdgeTable, ...]:
    """Return all edges of the graph, by type; relations sorted by id."""
    relations: dict[str, list[tuple[str, str, Properties]]] = {r: [] for r in relation_types(graph)}
    for r in sorted(graph.relations, key=lambda r: r.id):
        relations[r.relation].append((r.source, r.target, relation_properties(r)))
    tables = [EdgeTable(name, "Entity", "Entity", tuple(rows)) for name, rows in relations.items()]
    statements = _statements(graph)
    mentioned = sorted(graph.mentioned, key=lambda m: (m.entity, m.article))
    tables += [
        EdgeTable("SOURCE", "Statement", "Entity", tuple((id_, s.source, {}) for id_, s in statements)),
        EdgeTable("TARGET", "Statement", "Entity", tuple((id_, s.target, {}) for id_, s in statements)),
        EdgeTable("STATED_IN", "Statement", "Article", tuple((id_, s.article, {}) for id_, s in statements)),
        EdgeTable(
            "MENTIONED_IN",
            "Entity",
            "Article",
            tuple((m.entity, m.article, {"mentions": m.mentions}) for m in mentioned),
        ),
        EdgeTable(
            "COPY_OF",
            "Article",
            "Article",
            tuple((c.article, c.original, {}) for c in sorted(graph.copies, key=lambda c: c.article)),
        ),
        EdgeTable(
            STANCE,
            "Entity",
            "Entity",
            tuple((s.a, s.b, stance_properties(s)) for s in sorted(graph.stances, key=lambda s: s.id)),
        ),
    ]
    return tuple(tables)


def size(graph: Graph) -> tuple[int, int]:
    """Return the number of nodes and edges of a database of the graph."""
    nodes = len(graph.entities) + len(graph.articles) + len(graph.statements)
    edges = len(graph.relations) + 3 * len(graph.statements) + len(graph.mentioned) + len(graph.copies)
    return nodes, edges + len(graph.stances)


def _statements(graph: Graph) -> list[tuple[str, Statement]]:
    """Return the statements with their ids, which are expensive to compute, sorted by id."""
    return sorted(((s.id, s) for s in graph.statements), key=lambda pair: pair[0])


def relation_types(graph: Graph) -> tuple[str, ...]:
    """Return the names of the relations of the graph, sorted."""
    return tuple(sorted({r.relation for r in graph.relations}))
