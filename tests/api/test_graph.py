from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest

import graphbuild as gb
from graphbuild.ledger import Ledger
from graphbuild.model import Article, Graph
from graphbuild.read import read
from tests.commands import python
from tests.corpus import ARTICLES
from tests.example_graph import example_graph
from tests.factories import make_article, make_entity, make_reading, make_statement

HEAVY = {"spacy", "numpy", "neo4j", "jpype", "arcadedb_embedded", "networkx", "onnxruntime", "typer", "rich"}
COUNTRIES = "MATCH (n:Country) RETURN n.name AS name, n.iso3 AS iso3, n.first_seen AS seen ORDER BY n.id"


@pytest.fixture(scope="module")
def opened() -> Iterator[gb.OpenGraph]:
    """The example graph; its engine starts with the first query and serves all tests here."""
    with gb.open(example_graph()) as graph:
        yield graph


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example graph, to be changed."""
    return Path(shutil.copytree(example_graph(), tmp_path / "graph", ignore=shutil.ignore_patterns("cypher")))


@pytest.mark.parametrize(
    ("cypher", "hint"),
    [
        ("MATCH (a:Contry) RETURN a.name", "nodes have no label 'Contry'"),
        ("MATCH (a)-[:ATTACKED]->(b) RETURN a.name", "no relation is of type 'ATTACKED'"),
        ("MATCH (a:Country {name: 'egypt'}) RETURN a.name", "did you mean Egypt"),
        ("MATCH (a:Article) WHERE a.published > '1979' RETURN a.id", "published is a date"),
        ("MATCH (a:Contry)-[:ATTACKED]->(b) RETURN count(*)", "'Contry'.*; no relation is of type"),
    ],
)
def test_a_query_that_nothing_matches_warns_in_the_line_that_asks(
    opened: gb.OpenGraph, cypher: str, hint: str
) -> None:
    for ask in (opened.rows, opened.query):
        with pytest.warns(gb.QueryWarning, match=hint) as caught:
            ask(cypher)
        assert [(w.category, w.filename) for w in caught] == [(gb.QueryWarning, __file__)]


def test_a_query_of_what_exists_gives_no_warning(opened: gb.OpenGraph) -> None:  # which would be an error
    assert opened.rows("MATCH (a:Country {name: 'Egypt'}) RETURN a.name")
    assert not opened.rows("MATCH (a:Country {name: 'Egypt'})-[:SANCTIONS]->(a) RETURN a.name")


def test_importing_graphbuild_loads_nothing_else() -> None:
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import graphbuild\n"
        "new = {name.partition('.')[0] for name in sys.modules.keys() - before}\n"
        "print(sorted(new - sys.stdlib_module_names))\n"
        "graphbuild.open, graphbuild.build, graphbuild.extract, graphbuild.classify, graphbuild.InputError\n"
        f"print(sorted({HEAVY} & sys.modules.keys()))"
    )
    assert python("-c", code).stdout == "['graphbuild']\n[]\n"


def test_every_public_name_is_there_and_no_other() -> None:
    assert set(dir(gb)) == set(gb.__all__)
    assert all(getattr(gb, name) is not None for name in gb.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        gb.nothing  # noqa: B018


@pytest.mark.slow
def test_build_opens_what_it_made(tmp_path: Path) -> None:
    with gb.build(ARTICLES[:2], tmp_path / "graph") as graph:
        assert graph.report is not None
        assert graph.report.read == graph.stats().articles == 2
        more = graph.build(ARTICLES[2])
        assert (more.read, more.articles) == (1, 3)
        assert graph.stats().articles == 3


def test_query_takes_cypher_with_parameters_or_a_name(opened: gb.OpenGraph) -> None:
    found = opened.query("MATCH (n:Country {name: $name}) RETURN n.iso3 AS iso3", params={"name": "Egypt"})
    assert found == [{"iso3": "EGY"}]
    assert opened.query("MATCH (n:Country {name: $c}) RETURN n.iso3", c="Egypt") == [{"n.iso3": "EGY"}]
    hostile = opened.query(name="hostilities", country="Egypt")
    assert hostile
    assert all("Egypt" in (row["source"], row["target"]) for row in hostile)


def test_query_wants_one_of_cypher_and_name(opened: gb.OpenGraph) -> None:
    with pytest.raises(gb.QueryError, match="either a Cypher query or the name"):
        opened.query()
    with pytest.raises(gb.QueryError, match="either a Cypher query or the name"):
        opened.query("RETURN 1", name="leaders")


@pytest.mark.parametrize(
    "ask", [gb.OpenGraph.query, gb.OpenGraph.rows, gb.OpenGraph.plan, gb.OpenGraph.hints]
)
def test_what_is_no_text_is_no_query(opened: gb.OpenGraph, ask: Any) -> None:
    with pytest.raises(gb.QueryError, match="a query is 5; give Cypher, or the name of a query, as a text"):
        ask(opened, 5)
    with pytest.raises(gb.QueryError, match="params is 5; give a dictionary of values by parameter"):
        ask(opened, "RETURN 1", params=5)


def test_of_a_named_query_so_many_rows_are_given(opened: gb.OpenGraph) -> None:
    whole = opened.query(name="hostilities", country="Iraq")
    assert len(whole) > 2
    assert opened.query(name="hostilities", country="Iraq", limit=2) == whole[:2]
    assert opened.query(name="hostilities", params={"country": "Iraq", "limit": 1}, limit=2) == whole[:1]


def test_the_query_of_a_stance_has_the_months_of_the_stance(opened: gb.OpenGraph) -> None:
    columns = ("cooperation_reported", "conflict_reported")
    periods = {p.period: p for p in opened.stance("Iran", "Iraq", by="month").periods}
    rows = opened.query(name="stance", a="Iran", b="Iraq")
    assert len(rows) > 1
    for row in rows:
        for column in columns:
            assert row[column] == pytest.approx(getattr(periods[row["month"]], column), abs=0.002)


def test_rows_and_streams_take_parameters_and_say_whether_there_are_more(opened: gb.OpenGraph) -> None:
    rows = opened.rows(name="hostilities", country="Iraq", limit=2)
    assert (len(rows), rows.more) == (2, True)
    assert repr(rows).startswith("<Rows: 2, and more of source, ")
    whole = opened.rows("hostilities", country="Iraq", limit=0)
    assert (len(whole) > 2, whole.more) == (True, False)
    assert not opened.rows("hostilities", country="Iraq", limit=len(whole)).more
    with opened.stream(name="hostilities", country="Iraq", limit=2) as found:
        assert (tuple(found.rows), found.more) == (rows.rows, True)
    with opened.stream("MATCH (n:Country {name: $n}) RETURN n.iso3", n="Egypt") as found:
        assert (list(found.rows), found.more) == ([("EGY",)], False)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            {"tiemout": 3},
            r"no option 'tiemout' \(did you mean timeout\?\); the query has no parameter \$tiemout",
        ),
        ({"n": "Egypt", "nn": 3}, r"no option 'nn' \(did you mean n\?\); the query has no parameter \$nn"),
    ],
)
def test_a_keyword_that_no_query_uses_is_an_error(
    opened: gb.OpenGraph, given: dict[str, Any], told: str
) -> None:
    cypher = "MATCH (n:Country {name: $n}) RETURN n.iso3"
    for ask in (opened.query, opened.rows):
        with pytest.raises(gb.QueryError, match=told):
            ask(cypher, **given)
    with pytest.raises(gb.QueryError, match=told), opened.stream(cypher, **given):
        pass
    assert opened.query(cypher, params={"n": "Egypt", "other": 1}) == [{"n.iso3": "EGY"}]


SINCE = "MATCH (a:Article) WHERE a.published >= $d RETURN count(a) AS n"


@pytest.mark.parametrize("moment", [datetime(1979, 3, 26), pd.Timestamp("1979-03-26")])
def test_a_parameter_may_be_the_midnight_of_a_day(opened: gb.OpenGraph, moment: datetime) -> None:
    expected = opened.query(SINCE, d=date(1979, 3, 26))
    assert expected[0]["n"] > 0
    assert opened.query(SINCE, d=moment) == expected
    among = "MATCH (a:Article) WHERE a.published >= $d[0] RETURN count(a) AS n"
    assert opened.query(among, params={"d": [moment]}) == expected


@pytest.mark.parametrize("moment", [datetime(1979, 3, 26, 12), pd.NaT])
def test_another_moment_is_no_parameter(opened: gb.OpenGraph, moment: datetime) -> None:
    with pytest.raises(gb.QueryError, match=r"\$d is .*; give a date"):
        opened.query(SINCE, d=moment)


def test_a_moment_within_a_dictionary_is_no_parameter(opened: gb.OpenGraph) -> None:
    rows = [{"day": datetime(1979, 3, 26)}]
    asked = "UNWIND $rows AS row MATCH (a:Article) WHERE a.published >= row.day RETURN count(a) AS n"
    assert opened.query(asked, rows=rows) == opened.query(SINCE, d=date(1979, 3, 26))
    with pytest.raises(gb.QueryError, match=r"\$rows is .*; give a date"):
        opened.query(asked, rows=[*rows, {"day": datetime(1979, 3, 26, 12)}])


def test_a_query_of_two_is_asked_of_two(opened: gb.OpenGraph) -> None:
    with pytest.raises(gb.QueryError, match="'Egypt' and 'EGY' are both Egypt; give two different entities"):
        opened.rows("between", a="Egypt", b="EGY")


def test_a_limit_limits_the_rows_of_any_query(opened: gb.OpenGraph) -> None:
    whole = opened.query(COUNTRIES)
    assert opened.query(COUNTRIES, limit=3) == whole[:3]
    assert [opened.rows(COUNTRIES, limit=n).more for n in (3, len(whole), 0)] == [True, False, False]
    with opened.stream(COUNTRIES, limit=3) as found:
        assert (len([*found.rows]), found.more) == (3, True)
    many = "UNWIND range(1, 20000) AS n RETURN n"
    with pytest.raises(gb.QueryError, match="more than 10,000 rows"):
        opened.rows(many)
    assert len(opened.rows(many, limit=15_000)) == 15_000


def test_a_limit_of_as_many_rows_as_are_allowed_without_one_is_a_limit(folder: Path) -> None:
    with gb.open(folder) as graph:
        rows = graph.rows("UNWIND range(1, 10001) AS n RETURN n", limit=10_000)
        assert (len(rows), rows.more) == (10_000, True)


def test_a_query_writes_all_whatever_its_limit(folder: Path) -> None:
    with gb.open(folder) as graph:
        rows = graph.rows("MATCH (n:Country) SET n.name = 'Kenya' RETURN n.name", write=True, limit=1)
        assert (len(rows), rows.more) == (1, True)
        assert graph.query("MATCH (n:Country) WHERE n.name <> 'Kenya' RETURN n") == []


def test_networkx_has_the_same_relations(opened: gb.OpenGraph) -> None:
    graph = opened.networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    assert set(graph) == {e.id for e in opened.graph.entities}
    edges = {(r.source, r.target, r.relation): r.sentence for r in opened.graph.relations}
    stated = [edge for edge in graph.edges(keys=True, data=True) if not edge[3].get("inferred")]
    assert {(a, b, key): data["sentence"] for a, b, key, data in stated} == edges
    assert len(graph.edges) - len(stated) == len(opened.graph.stances)


@pytest.mark.slow
def test_a_networkx_graph_answers_cypher(opened: gb.OpenGraph) -> None:
    made = opened.networkx()
    with gb.open(made) as graph:
        assert graph.query(COUNTRIES) == opened.query(COUNTRIES)
        assert graph.explain("Egypt", "Israel") == opened.explain("Egypt", "Israel")
    made.remove_nodes_from(
        [id_ for id_, properties in made.nodes(data=True) if properties["kind"] != "country"]
    )
    made.graph.clear()
    with gb.open(made) as smaller:
        assert smaller.query("MATCH (n) RETURN count(n) AS n") == [{"n": len(opened.query(COUNTRIES))}]
    made.add_node("x")
    with gb.open(made) as strange, pytest.raises(gb.StoreError, match="Node x lacks kind"):
        strange.query("RETURN 1 AS one")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["graphml", "json"])
def test_an_exported_file_says_the_same_as_its_folder(
    opened: gb.OpenGraph, tmp_path: Path, suffix: str
) -> None:
    (file,) = opened.export(tmp_path / f"graph.{suffix}")
    with gb.open(file) as again:
        assert again.graph == opened.graph
        assert again.explain("China", "Soviet Union") == opened.explain("China", "Soviet Union")
        with pytest.raises(gb.LedgerError, match="works on a graph folder only"):
            again.remove(["x"])
    with gb.open(file) as again:
        assert again.query(COUNTRIES) == opened.query(COUNTRIES)


@pytest.mark.slow
def test_what_is_removed_leaves_no_trace(tmp_path: Path) -> None:
    with gb.build(ARTICLES[:5], tmp_path / "graph") as graph:
        before = graph.query(COUNTRIES)
        removed = graph.remove([str(ARTICLES[0])])
        removed += graph.remove([graph.graph.articles[0].id])
        left, rows = graph.graph, graph.query(COUNTRIES)
    others = [path for path in ARTICLES[:5] if not {article.id for article in articles(path)} & set(removed)]
    assert len(others) == 3
    with gb.build(others, tmp_path / "fresh") as fresh:
        assert left == fresh.graph
    assert {row["name"] for row in rows} < {row["name"] for row in before}


def articles(path: Path) -> list[Article]:
    return [item for item in read([path]) if isinstance(item, Article)]


def test_removing_an_unknown_article_removes_nothing(folder: Path) -> None:
    with gb.open(folder) as graph:
        articles = graph.graph.articles
        known = articles[0].id
        with pytest.raises(gb.LedgerError, match="holds no article none"):
            graph.remove([known, "none"])
        assert graph.graph.articles == articles


def test_a_folder_is_asked_without_being_written_to_until_a_query_needs_the_engine(folder: Path) -> None:
    with gb.open(folder) as graph:
        assert isinstance(graph.graph, Graph)
        graph.explain("China")
        graph.stats()
        assert not (folder / "cypher").exists()
        graph.query("RETURN 1")
    assert (folder / "cypher").is_dir()


def test_the_entity_of_a_named_query_is_meant_as_names_are_elsewhere(opened: gb.OpenGraph) -> None:
    rows = opened.query(name="who_met", person="Richard Nixon")
    assert rows == opened.query(name="who_met", person="nixon") != []
    assert opened.query(name="hostilities", country="the Soviets") == opened.query(
        name="hostilities", country="Soviet Union"
    )
    with pytest.raises(gb.QueryError, match="no entity is called 'Egyypts'; did you mean Egypt"):
        opened.query(name="partners", entity="Egyypts")


@pytest.mark.parametrize("name", ["ledger.sqlite", "decisions.tsv", "cypher/x.json"])
def test_nothing_is_written_over_a_file_of_a_graph(folder: Path, name: str) -> None:
    file = folder / name
    before = file.read_bytes() if file.exists() else None
    with gb.open(folder) as graph:
        with pytest.raises(gb.StoreError, match=f"{name}: belongs to the graph .*; give another file"):
            graph.export(file, format="json")
        with pytest.raises(gb.StoreError, match=f"{name}: belongs to the graph .*; give another file"):
            graph.plot("Egypt").save(file, format="svg")
        assert graph.export(folder / "mine.json") == (folder / "mine.json",)
    assert (file.read_bytes() if file.exists() else None) == before


@pytest.mark.parametrize("query", ["MATCH (", "MATCH p = ("])
def test_a_query_that_ends_in_a_bracket_is_told_which(opened: gb.OpenGraph, query: str) -> None:
    for ask in (opened.query, opened.plan):
        with pytest.raises(gb.QueryError, match=r"the \( at line 1, column \d+ is never closed"):
            ask(query)


def test_a_query_of_one_word_has_no_hints(opened: gb.OpenGraph) -> None:
    assert opened.hints("MATCH") == ()


def test_a_parameter_called_like_an_option_is_given_in_params(opened: gb.OpenGraph) -> None:
    named = "MATCH (a:Country {name: $name}) RETURN a.name AS name"
    with pytest.raises(gb.QueryError, match=r"\$name as params={'name': …}.*name= is an option of query"):
        opened.query(named, name="Egypt")
    few = "MATCH (a:Country) RETURN a.name AS name LIMIT $limit"
    with pytest.raises(gb.QueryError, match=r"params={'limit': …} in Python, where limit= is an option"):
        opened.query(few, limit=2)
    assert opened.query(named, params={"name": "Egypt"}) == [{"name": "Egypt"}]
    assert len(opened.query(few, params={"limit": 2})) == 2


def test_whom_one_met_is_told_with_the_day_that_the_sentence_tells(tmp_path: Path) -> None:
    jean, *others = (
        make_entity("person", f"{name} roux", f"{name} Roux") for name in ("Jean", "Anne", "Ben")
    )
    days = (("1963-01-21", "1963-01-22"), ("", "1963-01-22"))
    article = make_article(date="1963-02-01")
    said = [make_statement(jean, "MET_WITH", b, when=when) for b, when in zip(others, days, strict=True)]
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write([("x", make_reading(article, [jean, *others], said))])
    with gb.open(tmp_path / "graph") as graph:
        found = graph.query(name="who_met", person="Jean Roux")
    assert [(row["met"], row["when"]) for row in found] == [
        ("Anne Roux", "1963-01-21"),
        ("Ben Roux", None),
    ]


def test_one_meeting_is_one_row_however_many_sentences_report_it(tmp_path: Path) -> None:
    jean, anne = (make_entity("person", f"{name} roux", f"{name} Roux") for name in ("Jean", "Anne"))
    said = {
        # several sentences of one article on one meeting, of which one alone gives the day
        "a": ("1963-01-25", [("1963-01-22", "day"), ("", "unknown"), ("1963-01-01", "month")]),
        # the same meeting in another article, and another meeting
        "b": ("1963-02-01", [("1963-01-22", "day"), ("1963-01-30", "day")]),
        # of no known day: each article by itself
        "c": ("1964-02-01", [("", "unknown"), ("1964-02-01", "unknown")]),
        "d": ("1965-02-01", [("", "unknown")]),
    }
    with Ledger.create(tmp_path / "graph") as ledger:
        for id_, (published, times) in said.items():
            statements = [
                replace(
                    make_statement(jean, "MET_WITH", anne, f"They met {id_} {n}.", article=id_),
                    when_from=day,
                    when_to=day,
                    when_precision=precision,  # type: ignore[arg-type]
                )
                for n, (day, precision) in enumerate(times)
            ]
            article = make_article(id_, f"Text {id_}", date=published)
            ledger.write([(id_, make_reading(article, [jean, anne], statements))])
    with gb.open(tmp_path / "graph") as graph:
        found = graph.query(name="who_met", person="Anne Roux")
    assert [(row["articles"], str(row["first"]), row["when"], row["sentence"]) for row in found] == [
        (2, "1963-01-25", "1963-01-22", "They met a 0."),
        (1, "1963-02-01", "1963-01-30", "They met b 1."),
        (1, "1964-02-01", None, "They met c 0."),
        (1, "1965-02-01", None, "They met d 0."),
    ]


def test_a_package_of_the_same_name_hides_no_function() -> None:
    import graphbuild.extract.passes  # noqa: F401 -- what reading an article imports

    assert callable(gb.extract)
    assert gb.extract.__module__.startswith("graphbuild.pipeline")


MODULES = """
import sys
import graphbuild.extract
import graphbuild as gb

function = gb.extract
sys.modules["graphbuild.extract"].__path__.append(sys.argv[1])
import graphbuild.extract.added as one
import graphbuild.extract.added
print(one is function.added is graphbuild.extract.added is sys.modules["graphbuild.extract.added"])
print(type(function).__name__, function is gb.extract, function.__module__)
"""


@pytest.mark.parametrize("loaded", [True, False])
def test_the_submodules_of_such_a_package_are_attributes_of_the_function(
    tmp_path: Path, loaded: bool
) -> None:
    (tmp_path / "added.py").touch()
    code = (
        MODULES
        if loaded
        else MODULES.replace("function = gb.extract\n", "").replace("function", "gb.extract")
    )
    done = python("-c", code, str(tmp_path))
    assert done.stdout.splitlines() == ["True", "function True graphbuild.pipeline.extracting"], done.stderr
