"""The query library: every file says what it asks, and what it is asked with is checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from graphbuild import queries
from graphbuild.errors import QueryError
from graphbuild.stores import guard
from graphbuild.stores.lexer import columns, ordered, parameters, tokens
from graphbuild.tables import relations

ROOT = Path(__file__).parents[1]
LIBRARY = queries.load()


def test_there_are_enough_and_all_files_are_loaded() -> None:
    assert set(LIBRARY) == {path.stem for path in (ROOT / "cypher").glob("*.cypher")}
    assert len(LIBRARY) >= 25


@pytest.mark.parametrize("name", LIBRARY)
def test_a_query_declares_what_it_uses(name: str) -> None:
    query = LIBRARY[name]
    assert query.question.endswith("?")
    assert {p.name for p in query.parameters} == set(parameters(query.text))
    assert columns(query.text)
    assert {p.name for p in query.parameters if p.required} == {p.name for p in query.parameters if p.entity}
    guard.check(query.text, query.bind(dict(query.example.values)), write=False)
    assert len(query.example.answer) > 2
    words = [token.upper for token in tokens(query.text)]
    assert "ORDER" in words[len(words) - words[::-1].index("RETURN") :]


def test_the_path_query_goes_along_every_relation_of_the_taxonomy() -> None:
    found = re.search(r"allShortestPaths\(\(a\)-\[:([A-Z_|]+)\*", LIBRARY["path"].text)
    assert found
    assert found[1].split("|") == list(relations())


def test_defaults_fill_in_and_text_becomes_a_number() -> None:
    query = LIBRARY["members"]
    assert query.bind({"organisation": "NATO"}) == {"organisation": "NATO", "limit": 100}
    assert query.bind({"organisation": "7", "limit": "3"}) == {"organisation": "7", "limit": 3}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {},
            r"Query members needs organisation \(the one.*: graphbuild query members ORGANISATION, :members",
        ),
        (
            {"organization": "UN"},
            r"no parameter 'organization' \(did you mean organisation\?\)",
        ),
        ({"organisation": "UN", "limit": "many"}, r"limit is 'many'; give a whole number"),
        ({"organisation": 7}, r"organisation is 7; give a name as text"),
    ],
)
def test_wrong_values_are_errors(values: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        LIBRARY["members"].bind(values)


def test_a_word_that_a_parameter_does_not_take_is_an_error() -> None:
    with pytest.raises(QueryError, match=r"former is 'maybe'; give yes, no or any"):
        LIBRARY["leaders"].bind({"former": "maybe"})
    with pytest.raises(QueryError, match=r"kind is 'true'; give country, organisation or any"):
        LIBRARY["leaders"].bind({"kind": "true"})
    assert LIBRARY["leaders"].bind({"kind": "Country"})["kind"] == "country"


@pytest.mark.parametrize(
    ("given", "bound"), [(True, "yes"), (False, "no"), ("True", "yes"), ("false", "no"), ("YES", "yes")]
)
def test_true_and_false_are_yes_and_no(given: str | bool, bound: str) -> None:
    assert LIBRARY["leaders"].bind({"former": given})["former"] == bound


def test_an_unknown_name_lists_what_is_near() -> None:
    with pytest.raises(QueryError, match=r"no query 'hostility' \(did you mean hostilities\?\): `graphbuild"):
        queries.get("hostility")
    with pytest.raises(QueryError, match=r"'hostilties' \(did you mean hostilities\?\)"):
        queries.get("hostilties")
    with pytest.raises(QueryError, match=r"no relation is called 'ATTAKS' \(did you mean ATTACKS\?\)"):
        LIBRARY["timeline"].bind({"entity": "x", "relation": "ATTAKS"})
    assert queries.get("members") is not None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("// question: Who?\nRETURN 1", "x.cypher:1: the header lacks // name"),
        ("// name: x\nRETURN 1", "x.cypher:1: the header lacks // question"),
        ("// name: x\n// question: Who?\nRETURN 1", "x.cypher:1: the header lacks // example"),
        ("// name: y\n// question: Who?\n// example:\nRETURN 1", "x.cypher:1: the name is 'y': make it 'x'"),
        ("// name: x\n// nmae: x\nRETURN 1", "x.cypher:2: '// nmae: x' is no header"),
        (
            "// name: x\n// question: Who?\n// param a = b: c\nRETURN $a",
            "x.cypher:3: the default b is",
        ),
        (
            '// name: x\n// question: Who?\n// param a (yes|no) = "any": c\nRETURN $a',
            "x.cypher:3: (yes|no) is no type of a",
        ),
        (
            "// name: x\n// question: Who?\n// param a (entitty): c\nRETURN $a",
            "x.cypher:3: (entitty) is no type of a",
        ),
    ],
)
def test_a_broken_file_is_an_error_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.cypher").write_text(text)
    with pytest.raises(QueryError) as caught:
        queries.load(tmp_path)
    assert message in str(caught.value)


def test_short_forms_are_written_out(tmp_path: Path) -> None:
    head = "// name: x\n// question: Who?\n// example: k=v, n=2\n//   a\n//\n//   b\n"
    body = "MATCH (a)-[r:RELATION]-(b) WHERE called(a, $k) AND asserted(s) AND family(r, $f) RETURN 1"
    (tmp_path / "x.cypher").write_text(head + body)
    query = queries.load(tmp_path)["x"]
    assert query.example == queries.Example((("k", "v"), ("n", "2")), ("a", "", "b"))
    assert "called(" not in query.text
    assert "(toLower(a.name) = toLower($k) OR $k IN a.aliases OR a.iso3 = $k OR a.id = $k)" in query.text
    assert "(NOT s.negated AND s.modality = 'asserted')" in query.text
    assert "($f = 'conflict' AND r.score < 0)" in query.text
    assert "-[r:LEADER_OF|MEMBER_OF|" in query.text


def test_rows_come_in_order_of_a_column() -> None:
    for query in LIBRARY.values():
        order = ordered(query.text, f"-{columns(query.text)[0]}").rpartition("ORDER BY ")[2]
        assert order.startswith("{0} IS NULL, {0} DESC, ".format(columns(query.text)[0]))
    text = LIBRARY["paths"].text
    assert ordered(text, "names") == text.replace(
        "ORDER BY steps, names", "ORDER BY names IS NULL, names, steps, names"
    )
    with pytest.raises(QueryError, match=r"no column is called 'step' \(did you mean steps\?\)"):
        ordered(text, "-step")


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"no \.cypher file"):
        queries.load(tmp_path)
