"""Pictures: the same choice as the page, the same bytes each time, nothing on top of something else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import graphbuild as gb
from graphbuild.aggregation import aggregate
from graphbuild.api import OpenGraph
from graphbuild.api.filters import Filters
from graphbuild.api.index import Index
from graphbuild.api.neighbours import neighbours
from graphbuild.api.pictures import Picture
from graphbuild.api.pictures.ego import places
from graphbuild.api.pictures.figure import canvas, clean, heading, style
from graphbuild.errors import InputError, QueryError, StoreError
from graphbuild.explore.answers import Answers
from graphbuild.model import Reading
from graphbuild.stores.networkx import to_networkx
from tests.example_graph import example_graph
from tests.factories import make_article, make_entity, make_statement
from tests.stores.sample import GRAPH

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def graph() -> Iterator[OpenGraph]:
    with gb.open(example_graph()) as opened:
        yield opened


def _texts(picture: Picture) -> list[str]:
    return [text.get_text() for text in picture.figure.axes[0].texts]


def _touching(picture: Picture) -> list[tuple[str, str]]:
    """Texts that lie on each other."""
    FigureCanvasAgg(picture.figure).draw()  # type: ignore[no-untyped-call]
    boxes = [(text.get_text(), text.get_window_extent()) for text in picture.figure.axes[0].texts]
    return [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if one.overlaps(other)]


@pytest.mark.parametrize("names", [("Egypt",), ("Egypt", "Israel"), ("United States",)])
def test_nothing_is_written_over_something_else(graph: OpenGraph, names: tuple[str, ...]) -> None:
    assert _touching(graph.plot(*names)) == []
    assert _touching(graph.plot(*names, timeline=True)) == []


def test_a_long_subtitle_is_broken_between_its_parts_and_lies_within_the_picture() -> None:
    parts = [
        "hostile since 2026-02-23",
        *(f"{n} publishers of many places" for n in range(5)),
        "it counts for nothing",
    ]
    with style():
        figure, axes = canvas(200)
        heading(axes, "Russia – Ukraine", " · ".join(parts))
    picture = Picture(figure, "")
    assert _touching(picture) == []
    _, first, second = _texts(picture)
    assert f"{first} · {second}".split(" · ") == parts
    width = figure.get_size_inches()[0] * figure.dpi
    assert all(text.get_window_extent().x1 < width for text in axes.texts)


def test_a_time_line_is_called_after_its_relations(graph: OpenGraph) -> None:
    assert graph.plot(timeline=True).title == "Statements over time"
    titles = [graph.plot(*names, timeline=True, relation="conflict").title for names in ((), ("Egypt",))]
    assert titles == ["Statements over time: conflict", "Egypt: conflict"]
    several = graph.plot("Egypt", "Israel", timeline=True, relation=["ATTACKS", "MET_WITH"])
    assert _texts(several)[0] == several.title == "Egypt – Israel: ATTACKS, MET_WITH"


def test_who_is_shown_is_who_the_page_shows(graph: OpenGraph) -> None:
    answers = Answers(graph, "example")
    id_ = graph.show("Israel").entity.id
    for limit, words in ((24, {}), (5, {}), (24, {"relation": "conflict", "since": "1970-01-01"})):
        page = answers.entity(id_, {**words, "show": str(limit)})
        kept: dict[str, Any] = dict(words)
        texts = _texts(graph.plot("Israel", limit=limit, **kept))
        names = [clean(n["name"], 34) for n in page["neighbours"]]
        assert names
        assert [t.rpartition("  ")[0] for t in texts if t.rpartition("  ")[0] in names] == names
        shown, of = len(names), page["neighbour_count"]
        assert any(t.startswith(f"{shown} of {of} " if shown < of else f"{of} neigh") for t in texts)


def test_a_picture_has_an_end() -> None:
    others = [make_entity("organisation", f"body {n}", f"Body {n}") for n in range(400)]
    one = make_entity("organisation", "one", "One")
    told = make_article("a", date="1979-03-26")
    said = tuple(make_statement(one, "ATTACKS", o, f"One attacked {o.name}.", article="a") for o in others)
    whole = aggregate([Reading(told, (one, *others), said)])
    with gb.open(to_networkx(whole)) as opened:
        picture = opened.plot("One", limit=0)
        assert "300 of 400 neighbours" in _texts(picture)[1]
        assert picture.png()


@pytest.mark.parametrize(("attack", "side"), [("2026-01-01", "conflict"), ("2018-01-01", "cooperation")])
def test_of_as_many_reports_the_latest_decides_the_side(attack: str, side: str) -> None:
    one, other = (make_entity("organisation", name.lower(), name) for name in ("One", "Other"))
    days = {"ATTACKS": attack, "MET_WITH": "2019-01-01"}
    told = [
        Reading(
            make_article(name, f"Of {name}.", date=day),
            (one, other),
            (make_statement(one, name, other, f"{name} is said.", article=name),),
        )
        for name, day in days.items()
    ]
    index = Index(aggregate(told))
    said = index.about(one.id, Filters())
    assert [n.side for n in neighbours(index, one.id, said, index.ties(said))] == [side]
    with gb.open(to_networkx(aggregate(told))) as opened:
        assert f"more {side} reported" in _texts(opened.plot("One"))


def test_kinds_are_those_of_the_neighbours(graph: OpenGraph) -> None:
    countries = {e.name for e in graph.graph.entities if e.kind == "country"}
    names = {t.rpartition("  ")[0] for t in _texts(graph.plot("Anwar Sadat", kind="country"))} - {""}
    assert names
    assert names <= countries


def test_what_nobody_tells_as_a_fact_is_dashed(graph: OpenGraph) -> None:
    picture = graph.plot("Israel")
    lines = [patch.get_linestyle() for patch in picture.figure.axes[0].patches]
    lonely = [text for text in _texts(picture) if text.endswith("  –")]
    assert len([line for line in lines if line not in ("solid", "-")]) == len(lonely) >= 1


def test_a_pair_tells_its_stance_and_turning_points(graph: OpenGraph) -> None:
    found = graph.stance("Egypt", "Israel")
    texts = _texts(graph.plot("Egypt", "Israel"))
    assert texts[0] == "Egypt – Israel"
    assert texts[1].startswith(f"{found.stance.label} since {found.stance.since} · ")
    for turn in found.turning_points:
        assert any(t.startswith(turn.day) for t in texts)
        assert any(turn.cited[0].statement.sentence in t for t in texts)
    assert graph.plot("Egypt", "Israel", until="1974-12-31").svg() != graph.plot("Egypt", "Israel").svg()


def test_a_time_line_tells_what_is_left_out() -> None:
    one, other = make_entity("person", "one", "One"), make_entity("person", "other", "Other")
    readings = [
        Reading(
            make_article(id_, date=date),
            (one, other),
            (make_statement(one, "ATTACKS", other, f"One attacked Other, {id_}.", article=id_),),
        )
        for id_, date in (("a", "1979-03-26"), ("b", ""), ("c", ""))
    ]
    with gb.open(to_networkx(aggregate(readings))) as opened:
        told = _texts(opened.plot(timeline=True))[1]
    assert told.endswith("1979-03 to 1979-03 · 2 of articles of which no day is known left out")


def test_a_time_line_counts_statements(graph: OpenGraph) -> None:
    whole = graph.graph
    dated = {a.id for a in whole.articles if a.date}
    asserted = [s for s in whole.statements if s.asserted and s.article in dated]
    assert _texts(graph.plot(timeline=True))[1].startswith(f"{len(asserted)} statements by year")
    one = next(e for e in whole.entities if e.name == "Israel").id
    some = [s for s in asserted if one in (s.source, s.target)]
    assert _texts(graph.plot("Israel", timeline=True))[1].startswith(f"{len(some)} statements")


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_graph_gives_the_same_bytes(graph: OpenGraph, tmp_path: Path, form: str) -> None:
    for n, options in enumerate(({"a": "Israel"}, {"a": "Egypt", "b": "Israel"}, {"timeline": True})):
        files = [tmp_path / f"{n}{way}.{form}" for way in "xy"]
        for file in files:
            graph.plot(**options).save(file)  # type: ignore[arg-type]
        one, other = (file.read_bytes() for file in files)
        assert one == other
        assert b"<dc:date>" not in one
        assert one.startswith(b"<?xml" if form == "svg" else b"\x89PNG")


@pytest.mark.parametrize(
    "name",
    [
        "$x$ $",
        r"$\frac{$",
        "<b>&amp;</b> -->",
        "\x1b[31mred",
        "\u202egnp.exe",
        "\ud800",
        "中国",
        "a" * 500,
        "a\nb",
    ],
)
def test_any_name_can_be_drawn(name: str) -> None:
    entities = tuple(replace(e, name=name) if e.name == "China" else e for e in GRAPH.entities)
    with gb.open(to_networkx(replace(GRAPH, entities=entities))) as opened:
        picture = opened.plot(next(e.id for e in entities if e.name == name))
        ElementTree.fromstring(picture.svg())
        assert picture.png()
        assert all(t.isprintable() for t in _texts(picture))


@pytest.mark.parametrize("sides", [("conflict",) * 40, ("cooperation", "conflict", "standing") * 13])
def test_no_two_neighbours_stand_at_one_place(sides: tuple[str, ...]) -> None:
    found = places(sides)
    assert len({(x > 0, y) if abs(x) > 60 else (None, y) for x, y in found}) == len(sides)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "give the name of an entity"),
        ({"a": "Egypt", "b": "EGY"}, "both Egypt"),
        ({"a": "Atlantis"}, "Atlantis"),
        ({"a": "Egypt", "limit": -1}, "from 0 up"),
        ({"a": "Egypt", "b": "Israel", "kind": "person"}, "leave it out for two"),
        ({"a": "Egypt", "since": "2031-01-01"}, "nothing is said of Egypt"),
        ({"timeline": True, "since": "2031-01-01"}, "nothing of a known time is reported as fact"),
    ],
)
def test_what_cannot_be_drawn_is_an_error(graph: OpenGraph, options: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        graph.plot(**options)


def test_a_picture_goes_to_files_of_its_formats(graph: OpenGraph, tmp_path: Path) -> None:
    picture = graph.plot("Egypt")
    with pytest.raises(StoreError, match="'pdf' is none of svg, png"):
        picture.save(tmp_path / "x.pdf")
    with pytest.raises(StoreError, match=r"there is no folder .*nosuch"):
        picture.save(tmp_path / "nosuch" / "x.svg")
    picture.save(tmp_path / "x.img", format="png")
    assert (tmp_path / "x.img").read_bytes() == picture.png()
    assert picture._repr_svg_() == picture.svg()
    assert repr(picture) == "<Picture Egypt>"


def test_without_matplotlib_an_error_says_what_to_install(
    graph: OpenGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(InputError, match=r"pip install 'graphbuild\[plot\]'"):
        graph.plot("Egypt")
