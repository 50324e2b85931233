"""JSON-LD: triples that a parser of RDF finds, with the provenance of each statement."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import PROV, RDF

from graphbuild.model import Graph
from graphbuild.stores.files import export
from tests.stores.sample import ARTICLES, GRAPH
from tests.test_abuse import ARMED, armed_graph

# The parser makes a graph of a class that rdflib itself calls old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SCHEMA = rdflib.Namespace("https://schema.org/")
OWN = rdflib.Namespace("urn:graphbuild:")


def _triples(graph: Graph, folder: Path) -> rdflib.Graph:
    (path,) = export(graph, folder / "graph.jsonld")
    return rdflib.Graph().parse(path, format="json-ld")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    return _triples(GRAPH, tmp_path_factory.mktemp("jsonld"))


def test_entities_are_of_schema_org(made: rdflib.Graph) -> None:
    types = {"person": SCHEMA.Person, "country": SCHEMA.Country, "organisation": SCHEMA.Organization}
    for e in GRAPH.entities:
        node = OWN[f"entity:{e.id}"]
        assert (node, RDF.type, types[e.kind]) in made
        assert (node, SCHEMA.name, rdflib.Literal(e.name)) in made
        assert {str(name) for name in made.objects(node, SCHEMA.alternateName)} == set(e.aliases)


def test_articles_have_day_publisher_and_address(made: rdflib.Graph) -> None:
    for a in ARTICLES.values():
        node = OWN[f"article:{a.id}"]
        assert (node, RDF.type, SCHEMA.NewsArticle) in made
        assert _days(made, node, SCHEMA.datePublished) == [a.date] * bool(a.date)
        names = [str(made.value(who, SCHEMA.name)) for who in made.objects(node, SCHEMA.publisher)]
        assert names == [a.source] * bool(a.source)
        assert made.value(node, SCHEMA.url) == (rdflib.URIRef(a.url) if a.url else None)
    for copy in GRAPH.copies:
        assert (OWN[f"article:{copy.article}"], PROV.wasDerivedFrom, OWN[f"article:{copy.original}"]) in made


def test_statements_quote_the_article_that_they_are_derived_from(made: rdflib.Graph) -> None:
    for s in GRAPH.statements:
        node = OWN[f"statement:{s.id}"]
        assert {PROV.Entity, RDF.Statement} == set(made.objects(node, RDF.type))
        assert (node, RDF.subject, OWN[f"entity:{s.source}"]) in made
        assert (node, RDF.predicate, OWN[f"relation:{s.relation}"]) in made
        assert (node, RDF.object, OWN[f"entity:{s.target}"]) in made
        assert (node, PROV.value, rdflib.Literal(s.sentence)) in made
        assert (node, PROV.wasDerivedFrom, OWN[f"article:{s.article}"]) in made
        assert _days(made, node, SCHEMA.startDate) == [s.when_from] * bool(s.when_from)
        assert _days(made, node, SCHEMA.endDate) == [s.when_to] * bool(s.when_to)


def test_relations_are_triples_derived_from_what_asserts_them(made: rdflib.Graph) -> None:
    for r in GRAPH.relations:
        assert (OWN[f"entity:{r.source}"], OWN[f"relation:{r.relation}"], OWN[f"entity:{r.target}"]) in made
        told = {str(s) for s in made.objects(OWN[f"edge:{r.id}"], PROV.wasDerivedFrom)}
        assert told == {
            f"urn:graphbuild:statement:{s.id}"
            for s in GRAPH.statements
            if s.asserted and (s.relation, s.source, s.target) == (r.relation, r.source, r.target)
        }
    denied = {OWN[f"statement:{s.id}"] for s in GRAPH.statements if s.negated}
    assert {s for s, _ in made.subject_objects(OWN["term:negated"])} == denied != set()


def test_stances_are_derived_from_what_decides_them(made: rdflib.Graph) -> None:
    for s in GRAPH.stances:
        node = OWN[f"stance:{s.id}"]
        assert set(made.objects(node, OWN["term:between"])) == {OWN[f"entity:{s.a}"], OWN[f"entity:{s.b}"]}
        assert (node, OWN["term:label"], rdflib.Literal(s.label)) in made


def test_any_text_and_address_can_be_parsed(tmp_path: Path) -> None:
    made = _triples(armed_graph(), tmp_path)
    assert len(set(made.subjects(RDF.type, SCHEMA.Organization))) >= len(ARMED)
    assert not list(made.objects(None, SCHEMA.url)), "none of these is an address of the web"


def _days(made: rdflib.Graph, node: rdflib.URIRef, term: rdflib.URIRef) -> list[str]:
    found = [day.toPython() for day in made.objects(node, term)]  # type: ignore[attr-defined]
    assert all(type(day) is date for day in found)
    return [day.isoformat() for day in found]
