"""Deciding which names are one entity: names as users give them, decisions that last and can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild.decisions import FILE
from graphbuild.ledger import Ledger
from graphbuild.stores.files import export
from tests.resolve.articles import reading

ARTICLES = {
    "a1": "Elena Brandt [2019-01-02; Harbour News]",
    "a2": "Elena Brandt [2019-05-06; Harbour News]",
    "a3": "Lena Brandt [2019-05-06; Harbour News]",
    "a4": "Acland [1950-03-01; Harbour News; of NZL]",
    "a5": "Acland [1960-03-01; Harbour News; of AUS]",
    "a6": "Peter Acland [1950-03-02; Meridian Wire; foreign minister NZL]",
    "a7": "org:Bank of Galdor [2016-05-01]",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write((id_, reading(id_, text)) for id_, text in ARTICLES.items())
    return tmp_path / "graph"


def people(graph: gb.OpenGraph) -> dict[str, int]:
    return {f"{e.name} {e.id}": e.articles for e in graph.graph.entities if e.kind == "person"}


def exported(graph: gb.OpenGraph, place: Path) -> bytes:
    return b"".join(path.read_bytes() for path in export(graph.graph, place / "x.graphml", None))


def test_what_is_decided_lasts_and_is_taken_back_to_the_byte(folder: Path, tmp_path: Path) -> None:
    with gb.open(folder) as graph:
        before = exported(graph, tmp_path)
        assert sorted(people(graph).values()) == [1, 1, 1, 1, 2]
        made = graph.same("Elena Brandt", "Lena Brandt")
        assert (made.verdict, made.a.name, made.b.name) == ("same", "Elena Brandt", "Lena Brandt")
        assert sorted(people(graph).values()) == [1, 1, 1, 3]
        graph.different("Elena Brandt @ a2", "Elena Brandt")
        assert sorted(people(graph).values()) == [1, 1, 1, 1, 2]
        with Ledger.open(folder) as ledger:
            ledger.write([("a8", reading("a8", "Lena Brandt [2019-05-06]"))])
    with gb.open(folder) as graph:
        assert sorted(people(graph).values()) == [1, 1, 1, 1, 3]
        graph.remove(["a8"])
        assert graph.undo("lena brandt", "elena brandt") == (made,)
        assert [str(d) for d in graph.undo()] == ["removed: article a8"]
        graph.undo()
        assert exported(graph, tmp_path) == before
    assert not (folder / FILE).exists()


def test_the_doubtful_are_listed_and_what_is_decided_is_so_no_longer(folder: Path) -> None:
    with gb.open(folder) as graph:
        (doubt,) = graph.resolve()
        assert (doubt.name_a, doubt.name_b, doubt.score) == ("Acland", "Peter Acland", 0.5)
        assert doubt.speaks_for == ("Acland is the surname of Peter Acland", "both are of New Zealand")
        assert graph.identities(doubt.entity_a, "Peter Acland") == (doubt,)
        graph.same(doubt.a, doubt.b)
        assert graph.resolve() == ()
        (joined,) = graph.identities("peter acland", "Peter Acland")
        assert (joined.joined, joined.decided, joined.score) == (True, True, 1.0)
        assert graph.show("Peter Acland").identities == (joined,)
        graph.different(doubt.a, doubt.b)
        (parted,) = [i for i in graph.graph.identities if i.decided]
        assert (parted.joined, parted.speaks_against) == (False, ("you said that they are two",))
        graph.undo()
        assert graph.show(doubt.a).entity.name == "Peter Acland"
        assert graph.resolve() == ()


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        (
            "Acland",
            "Peter Acland",
            r"'Acland' may be one of 2; give the id, or .*\n  Acland \(person, 1 article of 1950-03-01, id ",
        ),
        ("Nobody", "Peter Acland", r"no entity is called 'Nobody'"),
        (
            "Bank of Galdor",
            "Peter Acland",
            r"'Bank of Galdor' and 'Peter Acland' are of two kinds, organisation and person",
        ),
        ("Elena Brandt", "elena brandt", r"mean the same; give two names, ids, or 'NAME @ ARTICLE-ID'"),
        ("Elena Brandt @ a3", "Peter Acland", r"no entity of article a3 is called .*; it names .*"),
    ],
)
def test_names_that_do_not_say_who_is_meant(folder: Path, a: str, b: str, told: str) -> None:
    with gb.open(folder) as graph:
        with pytest.raises(gb.QueryError, match=told):
            graph.same(a, b)
        with pytest.raises(gb.QueryError, match="nothing has been decided; there is nothing to undo"):
            graph.undo()
        graph.same("Elena Brandt", "Lena Brandt")
        with pytest.raises(gb.QueryError, match=r"nothing has been decided about 'x' 'y'; decided is: Elena"):
            graph.undo("x", "y")


def _said_of(*states: str) -> list[tuple[str, str]]:
    """Articles, of which each tells of a state by its code."""
    return [(f"s{n}", f"Ann Otieno [2019-01-02; Harbour News; of {code}]") for n, code in enumerate(states)]


def test_two_states_are_not_made_one(tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write(
            (id_, reading(id_, text)) for id_, text in _said_of("IRN", "ISR", "DDR", "DEU", "IRN", "IRN")
        )
    with gb.open(tmp_path / "graph") as graph:
        ids = {e.name: e.id for e in graph.graph.entities}
        for a, b in (("Iran", "Israel"), (ids["Israel"], ids["Iran"])):
            with pytest.raises(gb.QueryError, match=r"Iran \(IRN\) and Israel \(ISR\) are two states"):
                graph.same(a, b)
        assert not (tmp_path / "graph" / FILE).exists()
        graph.different("Iran", "Israel")
        graph.same("Israel @ s1", "Iran")  # whom one article means
        states = {e.name: e.articles for e in graph.graph.entities if e.kind == "country"}
        assert states == {"Iran": 4, "East Germany": 1, "Germany": 1}
        graph.same("East Germany", "Germany")  # one followed the other


def test_only_a_graph_folder_can_be_decided_on(folder: Path, tmp_path: Path) -> None:
    with gb.open(folder) as graph:
        (file,) = graph.export(tmp_path / "graph.json")
    with gb.open(file) as graph:
        for attempt in (graph.resolve, graph.undo, lambda: graph.same("a", "b")):
            with pytest.raises(gb.LedgerError, match="works on a graph folder only"):
                attempt()
