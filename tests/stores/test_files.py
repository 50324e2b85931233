"""Export files: the same bytes for the same graph, whole or not at all, and back again."""

from __future__ import annotations

import csv
import io
import json
import os
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TypeVar
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.errors import StoreError
from graphbuild.model import Graph
from graphbuild.stores import looks
from graphbuild.stores.base import Store
from graphbuild.stores.files import export, load, write
from graphbuild.stores.intervals import of_edges
from graphbuild.tables import relations
from tests.stores.sample import GRAPH, ident

T = TypeVar("T")
SUFFIXES = (".graphml", ".gexf", ".json", ".jsonld", ".xlsx", ".csv")


def _shuffled(graph: Graph) -> Graph:
    def mixed(part: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random.Random(7).sample(part, len(part)))

    return Graph(
        mixed(graph.entities),
        mixed(graph.relations),
        mixed(graph.articles),
        mixed(graph.statements),
        mixed(graph.mentioned),
        mixed(graph.copies),
        mixed(graph.stances),
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_graph_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    one = export(GRAPH, tmp_path / f"one{suffix}")
    other = export(_shuffled(GRAPH), tmp_path / f"other{suffix}")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
    assert sorted(tmp_path.iterdir()) == sorted((*one, *other))


@pytest.mark.parametrize("suffix", [".graphml", ".json"])
def test_a_file_gives_the_graph_back(tmp_path: Path, suffix: str) -> None:
    (path,) = export(GRAPH, tmp_path / f"graph{suffix}")
    assert load(path) == GRAPH


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("\n\t\r")
)


@given(name=_TEXT, aliases=st.lists(_TEXT), sentence=_TEXT, score=st.floats(-10, 10))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, name: str, aliases: list[str], sentence: str, score: float
) -> None:
    folder = tmp_path_factory.getbasetemp()
    entity = replace(GRAPH.entities[0], name=name, aliases=tuple(aliases))
    relation = replace(GRAPH.relations[0], source=entity.id, target=entity.id, sentence=sentence, score=score)
    graph = Graph((entity,), (relation,), (), (), ())
    for suffix in (".graphml", ".json"):
        (path,) = export(graph, folder / f"any{suffix}")
        assert load(path) == graph


def test_json_holds_even_what_xml_cannot(tmp_path: Path) -> None:
    entity = replace(GRAPH.entities[0], name="\x00 \x0b \ud800 \uffff")
    graph = Graph((entity,), (), (), (), ())
    assert load(export(graph, tmp_path / "x.json")[0]) == graph
    (made,) = load(export(graph, tmp_path / "x.graphml")[0]).entities
    assert made.name == "\ufffd \ufffd \ufffd \ufffd"


def test_other_tools_read_the_files(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        export(GRAPH, tmp_path / f"graph{suffix}")
    shape = (len(GRAPH.entities), len(GRAPH.relations) + len(GRAPH.stances))
    data = json.loads((tmp_path / "graph.json").read_text(encoding="utf-8"))
    for made in (
        nx.read_graphml(tmp_path / "graph.graphml"),
        nx.read_gexf(tmp_path / "graph.gexf", version="1.3"),
        nx.node_link_graph(data, edges="edges"),
    ):
        assert (made.number_of_nodes(), made.number_of_edges()) == shape
        assert (
            made.nodes[ident("CIV")]["name" if "name" in made.nodes[ident("CIV")] else "label"]
            == "Côte d'Ivoire"
        )
    with (tmp_path / "graph.nodes.csv").open(encoding="utf-8-sig", newline="") as nodes:
        assert {row["name"] for row in csv.DictReader(nodes)} == {e.name for e in GRAPH.entities}
    with (tmp_path / "graph.edges.csv").open(encoding="utf-8-sig", newline="") as edges:
        assert {row["sentence"] for row in csv.DictReader(edges)} == {r.sentence for r in GRAPH.relations}
    with (tmp_path / "graph.stances.csv").open(encoding="utf-8-sig", newline="") as stances:
        rows = list(csv.DictReader(stances))
    assert {row["id"] for row in rows} == {s.id for s in GRAPH.stances}
    assert {row["relation"] for row in rows} == {"STANCE"}
    assert {tuple(json.loads(row["conflict_by_month"])) for row in rows} == {(), (0.0, 0.0, 3.75)}


def test_csv_without_stances_is_two_files_and_leaves_none_of_before(tmp_path: Path) -> None:
    without = replace(GRAPH, stances=())
    names = [path.name for path in export(without, tmp_path / "graph.csv")]
    assert names == ["graph.nodes.csv", "graph.edges.csv"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    export(GRAPH, tmp_path / "graph.csv")
    export(without, tmp_path / "graph.csv")
    assert (tmp_path / "graph.stances.csv").read_text("utf-8").count("\n") == 1


def test_a_spreadsheet_is_told_the_encoding(tmp_path: Path) -> None:
    for path in export(GRAPH, tmp_path / "graph.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbfid,")


def test_gexf_has_looks_and_a_time_line(tmp_path: Path) -> None:
    (path,) = export(GRAPH, tmp_path / "graph.gexf")
    root = ElementTree.parse(path).getroot()
    (made,) = root.findall("{*}graph")
    assert (made.attrib["mode"], made.attrib["timeformat"]) == ("dynamic", "date")
    nodes = {node.attrib["id"]: node for node in root.iter("{http://gexf.net/1.3}node")}
    colors = {e.kind: nodes[e.id].find("{http://gexf.net/1.3/viz}color") for e in GRAPH.entities}
    assert len({tuple(c.attrib.values()) for c in colors.values() if c is not None}) == 3
    intervals = of_edges(GRAPH)
    shared = Counter((r.source, r.target) for r in GRAPH.relations)
    assert max(shared.values()) > 1, "edges between the same two are told apart by their kind"
    for r in GRAPH.relations:
        (edge,) = root.findall(f".//{{*}}edge[@id='{r.id}']")
        assert (edge.attrib["kind"], float(edge.attrib["weight"])) == (r.relation, r.articles)
        spells = [(s.attrib["start"], s.attrib["end"]) for s in edge.iter("{http://gexf.net/1.3}spell")]
        assert spells == (list(intervals[r.id]) if len(intervals[r.id]) > 1 else [])
        for end in (r.source, r.target):
            if "start" in edge.attrib:
                assert nodes[end].attrib["start"] <= edge.attrib["start"]
                assert nodes[end].attrib["end"] >= edge.attrib["end"]
    assert export(Graph((), (), (), (), ()), tmp_path / "none.gexf")
    assert 'mode="static"' in (tmp_path / "none.gexf").read_text()


def test_graphml_has_the_same_looks_for_other_tools(tmp_path: Path) -> None:
    (path,) = export(GRAPH, tmp_path / "graph.graphml")
    made = nx.read_graphml(path)
    china = made.nodes[ident("CHN")]
    assert (china["label"], china["color"]) == ("China", looks.KINDS["country"])
    assert isinstance(made, nx.MultiDiGraph)
    edges = {id_: data for *_, id_, data in made.edges(keys=True, data=True)}
    for r in GRAPH.relations:
        found = edges[r.id]
        assert found["color"] == looks.FAMILIES[relations()[r.relation].family]
        assert (found["label"], found["weight"]) == (r.relation, r.articles)


def test_the_format_can_be_named(tmp_path: Path) -> None:
    (path,) = export(GRAPH, tmp_path / "graph.txt", "json")
    assert path.name == "graph.txt"
    assert path.read_bytes() == export(GRAPH, tmp_path / "graph.json")[0].read_bytes()


@pytest.mark.parametrize("form", ["graphml", "gexf", "json", "jsonld"])
def test_an_open_file_takes_what_is_one_text(tmp_path: Path, form: str) -> None:
    text = io.StringIO()
    write(GRAPH, text, form)
    assert text.getvalue() == export(GRAPH, tmp_path / f"graph.{form}")[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("form", "message"),
    [("csv", "CSV is three files"), (None, "no file suffix"), ("nix", "'nix' is none of")],
)
def test_an_open_file_takes_nothing_else(form: str | None, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        write(GRAPH, io.StringIO(), form)


@pytest.mark.parametrize("name", ["graph.xls", "graph"])
def test_an_unknown_suffix_is_an_error_that_lists_the_known(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="graphml, gexf, json, jsonld, csv, xlsx"):
        export(GRAPH, tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".json", ".graphml"])
def test_a_pipe_is_written_into_and_stays(tmp_path: Path, suffix: str) -> None:
    (told,) = export(GRAPH, tmp_path / f"file{suffix}")
    pipe = tmp_path / f"pipe{suffix}"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR)  # all of it fits into the pipe
    try:
        assert export(GRAPH, pipe) == (pipe,)
        assert pipe.is_fifo()
        assert os.read(end, 10**6) == told.read_bytes()
    finally:
        os.close(end)


def test_a_pipe_whose_reader_goes_is_an_error(tmp_path: Path) -> None:
    entities = tuple(replace(GRAPH.entities[0], id=f"e{n}") for n in range(2_000))
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)

    def go() -> None:
        with pipe.open("rb", buffering=0) as stream:
            stream.read(1)

    Thread(target=go, daemon=True).start()
    with pytest.raises(StoreError, match=r"pipe\.json: cannot be written \(Broken pipe\)"):
        export(Graph(entities, (), (), (), ()), pipe)
    assert pipe.is_fifo()


@pytest.mark.parametrize("suffix", [".json", ".csv"])
def test_a_link_is_followed(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "there").mkdir()
    written = export(GRAPH, tmp_path / f"link{suffix}")
    texts = [path.read_bytes() for path in written]
    for path in written:
        path.unlink()
        path.symlink_to(Path("there", path.name))
    for _ in range(2):  # where nothing is yet, and where a file is
        assert export(GRAPH, tmp_path / f"link{suffix}") == written
        assert all(path.is_symlink() for path in written)
        assert [(tmp_path / "there" / path.name).read_bytes() for path in written] == texts
    assert len([*(tmp_path / "there").iterdir()]) == len(written)


def test_an_unwritable_place_is_an_error_and_leaves_the_old_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot be written \(there is no folder .*nosuch\)"):
        export(GRAPH, tmp_path / "nosuch" / "graph.json")
    (tmp_path / "graph.json").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        export(GRAPH, tmp_path / "graph.json")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.json"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "a.json",
            "{",
            r"a\.json: not a graph that export wrote \(broken at line 1, column 2\); export it anew$",
        ),
        ("a.json", "[]", "does not say 'graphbuild 2': .*; export it anew$"),
        ("a.json", '{"graph": {"format": "graphbuild 3"}}', "newer"),
        ("a.json", '{"graph": {"format": "graphbuild 2"}}', r"\(it lacks 'nodes'\); export it anew$"),
        ("a.json", "[" * 100_000, r"\(nested too deeply\); export it anew$"),
        ("a.json", '{"graph": 3}', r"\(a part of it has not the form that it should have\); export"),
        (
            "a.json",
            '{"graph": {"format": "graphbuild 2"}, "edges": [], "nodes": [{"id": "x"}]}',
            "lacks kind",
        ),
        ("a.graphml", "<a", r"\(no XML: broken at line 1, column 1\); export it anew$"),
        ("a.graphml", "<a/>", "no GraphML"),
        ("a.gexf", "", "only .json and .graphml"),
    ],
)
def test_a_foreign_or_broken_file_is_an_error(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(StoreError, match=message) as caught:
        load(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="No such file"):
        load(tmp_path / "none.json")


@pytest.mark.parametrize("suffix", [".graphml", ".json"])
def test_an_export_answers_cypher_as_the_graph_does(tmp_path: Path, embedded: Store, suffix: str) -> None:
    from graphbuild.stores.embedded import EmbeddedStore

    cypher = "MATCH (a)<-[:SOURCE]-(s:Statement)-[:STATED_IN]->(x) RETURN s, a, x ORDER BY s.id"
    (path,) = export(GRAPH, tmp_path / f"graph{suffix}")
    with EmbeddedStore.temporary(load(path)) as store:
        assert store.query(cypher) == embedded.query(cypher)
