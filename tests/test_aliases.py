"""The user's own dictionary: what is wrong with it is told; names of a line are one, within reason."""

from __future__ import annotations

from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild.aggregation import aggregate
from graphbuild.extractor import Extractor
from graphbuild.model import Article, Entity
from graphbuild.pipeline import build, extract
from graphbuild.tables import aliases
from graphbuild.tables.aliases import Alias
from tests.resolve.articles import reading

HEADER = "name\tkind\taliases\tiso3\tsame-as\n"
ACLAND = Alias("Peter Acland", "person", ("Acland", "P. Acland"), "NZL", ("Q4711",))


def test_a_table_is_read_kept_and_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "mine.tsv"
    file.write_text(
        "# mine\nkind\tname\taliases\tiso3\tsame-as\n\nperson\tPeter Acland\tAcland; P. Acland\tNZL\tQ4711\n"
        "organisation\tBank of Galdor\n",
        encoding="utf-8",
    )
    entries = aliases.load(file)
    assert entries == (ACLAND, Alias("Bank of Galdor", "organisation"))
    assert aliases.kept(tmp_path) == ()
    aliases.save(tmp_path, entries)
    assert aliases.kept(tmp_path) == entries
    aliases.save(tmp_path, ())
    assert aliases.kept(tmp_path) == ()


def test_a_damaged_line_of_the_kept_table_is_named_and_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    odd = Alias("A\\tB\tC\u2028D", "person", ("E\x85F", "\\"), "", ("G\nH",))
    aliases.save(tmp_path, (ACLAND, odd))
    assert aliases.kept(tmp_path) == (ACLAND, odd)
    with (tmp_path / aliases.FILE).open("ab") as file:
        file.write(b"X\tplanet\n\xff\tperson\nY\tperson\n")
    assert aliases.kept(tmp_path) == (ACLAND, odd, Alias("Y", "person"))
    assert (
        "aliases.tsv:4: kind: 'planet' is not one of person, country, organisation; the line is"
        in caplog.text
    )
    assert "aliases.tsv:5: is not UTF-8; the line is passed over" in caplog.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", r"mine\.tsv:1: has no header"),
        ("name\tsort\n", r"mine\.tsv:1: 'sort' is no column; there are name, kind, aliases, iso3, same-as"),
        ("name\taliases\n", r"mine\.tsv:1: lacks the column 'kind'"),
        ("name,kind\nA,person\n", r"mine\.tsv:1: its columns are not separated by tabs; save it with tabs"),
        ("name\tkind\tkind\n", r"mine\.tsv:1: has the column 'kind' twice"),
        (HEADER + "\tperson\n", r"mine\.tsv:2: name: is empty"),
        (HEADER + "A\tplanet\n", r"mine\.tsv:2: kind: 'planet' is not one of person, country, organisation"),
        (HEADER + "A\tperson\t\tZZZ\n", r"mine\.tsv:2: iso3: unknown country code 'ZZZ'"),
        (HEADER + "A\tcountry\n", r"mine\.tsv:2: iso3: is empty; a country needs"),
        (HEADER + "A\tperson\tB\nC\tperson\tB\n", r"mine\.tsv:3: aliases: 'B' is also a name of line 2"),
        (HEADER + "A\tperson\t\t\t\tB\n", r"mine\.tsv:2: 6 cells; expected 5"),
    ],
)
def test_what_is_wrong_is_reported_with_file_line_and_key(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "mine.tsv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(gb.InputError, match=told):
        build([], tmp_path / "graph", aliases=file)
    assert not (tmp_path / "graph").exists()


def people(texts: list[str], *entries: Alias) -> list[Entity]:
    readings = [reading(f"a{k}", text) for k, text in enumerate(texts)]
    return [e for e in aggregate(readings, aliases=entries).entities if e.kind != "country"]


def test_names_of_a_line_are_one_unless_they_contradict_it() -> None:
    texts = ["Peter Acland [2001-01-01]", "Acland [2002-01-01]", "P. Acland [2003-01-01]"]
    assert len(people(texts)) == 3
    (one,) = people(texts, ACLAND)
    assert (one.name, one.articles) == ("Peter Acland", 3)
    assert one.aliases == ("Acland", "P. Acland", "Q4711")
    assert len(people([*texts, "Acland [2004-01-01; of AUS]"], ACLAND)) == 2


def test_lines_are_one_by_name_or_id_elsewhere() -> None:
    texts = ["org:Bank of Galdor []", "org:Galdor Bank []", "org:Banco Galdor []"]
    one = Alias("Bank of Galdor", "organisation", same_as=("Q1",))
    assert len(people(texts, one, Alias("Banco Galdor", "organisation", same_as=("Q1",)))) == 2
    by_name = Alias("Galdor Bank", "organisation", same_as=("Bank of Galdor",))
    assert len(people(texts, by_name, one, Alias("Banco Galdor", "organisation", same_as=("Q1",)))) == 1


@pytest.mark.slow
def test_a_build_finds_the_names_and_keeps_the_table(tmp_path: Path) -> None:
    file = tmp_path / "mine.tsv"
    file.write_text(
        HEADER + "Zorvath Compact\torganisation\tthe Zorvath\nRussia\tcountry\tMuscovia\tRUS\n",
        encoding="utf-8",
    )
    (tmp_path / "a.txt").write_text("Muscovia sanctioned the Zorvath on Monday.", encoding="utf-8")
    inputs, graph = tmp_path / "a.txt", tmp_path / "graph"
    build(inputs, graph, aliases=file, encoder=False)
    with gb.open(graph) as opened:
        assert {e.name for e in opened.graph.entities} == {"Russia", "Zorvath Compact"}
        assert [r.relation for r in opened.graph.relations] == ["SANCTIONS"]
    assert build(inputs, graph, encoder=False).unchanged == 1
    (row,) = extract(inputs, aliases=file, encoder=False)
    assert {e["name"] for e in row["entities"]} == {"Russia", "Zorvath Compact"}
    (plain,) = extract(inputs, encoder=False)
    assert "Zorvath Compact" not in {e["name"] for e in plain["entities"]}
    file.write_text(HEADER, encoding="utf-8")
    assert build(inputs, graph, aliases=file, encoder=False).replaced == 1
    assert not (graph / aliases.FILE).exists()


def test_two_dictionaries_in_one_process_know_nothing_of_each_other() -> None:
    article = Article("a", "Muscovia sanctioned the Zorvath Compact.")
    mine = Extractor(encoder=False, aliases=(Alias("Russia", "country", ("Muscovia",), "RUS"),))
    other = Extractor(encoder=False)
    read = [{e.key for e in extractor.read(article).entities} for extractor in (mine, other, mine)]
    assert "RUS" in read[0] == read[2]
    assert "RUS" not in read[1]
