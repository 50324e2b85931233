"""Texts and names that nobody would write, through the whole build: nothing breaks or comes out armed."""

from __future__ import annotations

import csv
import json
import os
import random
from functools import cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graphbuild as gb
from graphbuild.aggregation import aggregate
from graphbuild.annotate.blocks import legible, paragraphs
from graphbuild.cli.output import as_json, escape_controls
from graphbuild.extractor import Extractor
from graphbuild.model import Article, Graph, Reading
from graphbuild.stores import files
from graphbuild.stores.spreadsheet import cell
from tests.commands import graphbuild
from tests.factories import make_article, make_entity, make_statement

SIZE = 25_000
SENTENCE = "The foreign minister of France met his Italian colleague in Geneva on Tuesday, and left. "
_PARTS = "ba be di do fu ga ka li lo ma mi no ra ri so ta ve zu".split()


def _names(number: int) -> list[str]:
    chance = random.Random(7)
    return ["Ana " + "".join(chance.choices(_PARTS, k=3)).capitalize() for _ in range(number)]


def _of(piece: str) -> str:
    return (piece * (SIZE // len(piece) + 1))[:SIZE]


HARD = {
    "one line": _of(SENTENCE),
    "one word": _of("a"),
    "names": ", ".join(_names(4000)),
    "a sentence each": " ".join(
        f"{a} met {b}." for a, b in zip(_names(900), _names(1800)[900:], strict=True)
    ),
    "points": _of("."),
    "quotation marks": _of("“"),
    "open brackets": _of("(("),
    "punctuation": _of("?!.,;: ()[]{}“”—")[:5000],
    "right to left": _of("ذهب الوزير إلى جنيف ووقع المعاهدة. "),
    "overriding": _of("\u202eFrance attacked Italy.\u202c ")[:9000],
    "emoji": _of("😀🎉👍🏽 ")[:5000],
    "accents": _of("e\u0301\u0300\u0323"),
    "blanks": f"France attacked Italy.{' ' * SIZE}.",
    "lines": _of("x\n"),
    "empty lines": _of("Label\n\n")[:9000],
    "ampersands": _of("&amp;"),
    "tags": _of("<b>France</b> ")[:9000],
    "figures": _of("France\t12.3\t4.5\n"),
    "ministers": _of("Minister of ")[:12_000],
    "who says who says": _of("France said that ")[:12_000],
    "data": _of("SGVsbG8gd29ybGQ"),
}


@cache
def extractor() -> Extractor:
    return Extractor(encoder=False, any_language=True)


def read(text: str) -> Reading:
    reading = extractor().read(Article("a", text))
    assert isinstance(reading, Reading)
    for entity in reading.entities:
        assert all(text[m.start : m.end] == m.text for m in entity.mentions)
    for statement in reading.statements:
        assert text[slice(*statement.sentence_span)] == statement.sentence
    return reading


@pytest.mark.slow
@pytest.mark.parametrize("kind", HARD)
def test_hard_texts_are_read(kind: str) -> None:
    reading = read(HARD[kind])
    aggregate([reading])
    if kind == "names":
        assert len(reading.entities) > 800


@pytest.mark.slow
@settings(max_examples=40)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "France",
                    " attacked ",
                    "Italy",
                    ". ",
                    "\n\n",
                    "“",
                    "”",
                    "(",
                    ")",
                    "'s ",
                    " of ",
                    "the ",
                    ", ",
                    "&lt;",
                ]
            ),
            st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=6),
        ),
        max_size=60,
    )
)
def test_any_text_is_read(pieces: list[str]) -> None:
    read("".join(pieces))


@pytest.mark.parametrize(
    "text", [HARD["one line"], HARD["one word"], _of("No. "), "x " * SIZE, f"{SENTENCE * 300}x"]
)
def test_long_blocks_are_cut_and_nothing_of_them_is_lost(text: str) -> None:
    blocks = paragraphs(text)
    assert all(b - a <= 20_000 for a, b in blocks)
    assert "".join("".join(text[a:b].split()) for a, b in blocks) == "".join(text.split())
    cut_at_sentences = [text[a:b] for a, b in blocks[:-1]] if text.startswith(SENTENCE) else []
    assert all(block.rstrip().endswith("left.") for block in cut_at_sentences)


def test_what_has_no_blank_is_no_prose() -> None:
    data = "A1" * 400
    shown = legible(f"France {data} met.")
    assert shown == f"France {' ' * 800} met."


def test_in_one_build_with_whole_neighbours(tmp_path: Path) -> None:
    texts = tmp_path / "in"
    texts.mkdir()
    (texts / "a.txt").write_text("France attacked Italy on Monday.", encoding="utf-8")
    (texts / "long.txt").write_text("France attacked Italy. " * 230_000, encoding="utf-8")
    (texts / "nul.txt").write_bytes(b"France\0attacked Italy.")
    rows = [{"text": "half \ud83d of one"}, {"text": "NUL \0"}, {"text": "Spain attacked Italy."}]
    (texts / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    (texts / "z.txt").write_text("Italy attacked Spain on Monday.", encoding="utf-8")
    with gb.build([texts], graph=tmp_path / "graph", encoder=False, any_language=True) as graph:
        assert graph.report is not None
        assert [(Path(f.where).name, f.reason.split(";")[0]) for f in graph.report.failures] == [
            ("long.txt", "longer than 1,000,000 characters"),
            ("nul.txt", "a binary file, not text"),
            ("rows.jsonl:1", '"text" holds a character that is none (NUL or half of a surrogate pair)'),
            ("rows.jsonl:2", '"text" holds a character that is none (NUL or half of a surrogate pair)'),
        ]
        assert len(graph.graph.articles) == 3


ARMED = (
    "=1+1|' /C calc'!A0",
    "@SUM(1)",
    "<script>alert(1)</script>",
    "x'}) DETACH DELETE (n) //",
    "`) MATCH (n) DELETE n //",
    "\x1b[31mred\x1b[0m \x9b2J",
    "\u202egnorw",
    '"quoted", and\ttabbed',
    "{{7*7}} ${x} %s {0}",
)


def armed_graph() -> Graph:
    """A graph of bodies with such names, each said to attack the next, by an article with such a title."""
    readings = []
    bodies = [make_entity("organisation", f"{n}{name}", name) for n, name in enumerate(ARMED)]
    for n, (a, b) in enumerate(pairwise(bodies)):
        told = make_article(f"{n}{a.name}", title=a.name, source=a.name, url=a.name)
        said = make_statement(a, "ATTACKS", b, f"{a.name} attacked {b.name}.", article=told.id)
        readings.append(Reading(told, (a, b), (said,)))
    return aggregate(readings)


@pytest.mark.slow
def test_armed_names_come_out_of_files_and_queries_as_they_are(tmp_path: Path) -> None:
    graph = armed_graph()
    for form in ("csv", "json", "jsonld", "xlsx", "graphml", "gexf"):
        files.export(graph, tmp_path / f"out.{form}")
    for part in ("nodes", "edges"):
        with (tmp_path / f"out.{part}.csv").open(encoding="utf-8-sig", newline="") as stream:
            cells = [text for row in csv.DictReader(stream) for text in row.values()]
        assert not [text for text in cells if text[:1] in ("=", "+", "@", "\t", "\r")]
    assert len(ElementTree.parse(tmp_path / "out.gexf").findall(".//{*}node")) == len(ARMED)
    for form, escape in (("json", "\x1b"), ("graphml", "\ufffd")):  # which XML cannot hold
        with gb.open(tmp_path / f"out.{form}") as opened:
            read_back = {entity.name for entity in opened.graph.entities}
        assert read_back == {name.replace("\x1b", escape) for name in ARMED}
    with gb.open(tmp_path / "out.json") as opened:
        rows = opened.query("MATCH (a:Organisation)-[:ATTACKS]->(b) RETURN a.name, b.name")
        assert {(row["a.name"], row["b.name"]) for row in rows} == set(pairwise(ARMED))
        for name in ARMED:
            (row,) = opened.query(
                "MATCH (n:Entity {name: $name}) RETURN n.name AS name", params={"name": name}
            )
            assert row["name"] == name


@pytest.mark.slow
def test_armed_titles_steer_no_terminal(tmp_path: Path) -> None:
    rows = [
        {"id": f"{n}{armed}", "title": armed, "source": armed, "text": f"France attacked Italy. {n}"}
        for n, armed in enumerate(ARMED)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps(row) for row in [*rows, "\x1b]0;x\x07"]), "utf-8")
    for command in (
        ("build", "in.jsonl", "--fast", "--any-language"),
        ("explain", "France", "Italy"),
        ("stats",),
        ("query", "MATCH (a:Article) RETURN a.title, a.source, a.id", "--format", "csv"),
    ):
        done = graphbuild(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert not set(done.stdout + done.stderr) & set("\x1b\x9b\x07\u202e")
    assert {row[0][:1] for row in csv.reader(done.stdout.splitlines())} & set("=+@") == set()


@given(st.text(max_size=20))
def test_no_text_steers_a_terminal_or_a_spreadsheet(text: str) -> None:
    shown = escape_controls(text)
    assert not set(shown) & {
        *map(chr, range(9)),
        *map(chr, range(11, 32)),
        *map(chr, range(127, 160)),
        "\u202e",
    }
    shown.encode()
    assert json.loads(as_json(text)) == text
    assert cell(text)[:1] not in set("=+-@\t\r")


def test_a_file_whose_name_is_no_text(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/in"
    os.mkdir(folder)
    for name, content in ((b"/a\xff.txt", b"France attacked Italy."), (b"/b\xfe.txt", b"")):
        with open(folder + name, "wb") as stream:
            stream.write(content)
    for unchanged in (0, 1):
        with gb.build([tmp_path / "in"], graph=tmp_path / "graph", encoder=False) as graph:
            assert graph.report is not None
            assert [Path(f.where).name for f in graph.report.failures] == ["b\\xfe.txt"]
            assert graph.report.unchanged == unchanged
