"""What a query asks that no graph has, and what is no fault."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from graphbuild import queries
from graphbuild.stores import hints
from tests.commands import ROOT

LIBRARY = queries.load()
DOCUMENTED = [
    cypher
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    for cypher in re.findall(r"```cypher\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
]
assert len(DOCUMENTED) > 9


@pytest.mark.parametrize(
    ("cypher", "told"),
    [
        (
            "MATCH (a:Contry) RETURN a",
            ["nodes have no label 'Contry' (line 1, column 10); did you mean Country"],
        ),
        ("MATCH (a:country) RETURN a", ["no label 'country' (line 1, column 10); did you mean Country"]),
        ("MATCH (a:Person|Contry) RETURN a", ["no label 'Contry'"]),
        ("MATCH (a:!Contry) RETURN a", ["no label 'Contry'"]),
        ("MATCH (a)-[:ATTACK]->(b) RETURN a", ["of type 'ATTACK' (line 1, column 13); did you mean ATTACKS"]),
        (
            "MATCH (a)-[r:attacks]->(b) RETURN a",
            ["of type 'attacks' (line 1, column 14); did you mean ATT"],
        ),
        ("MATCH (a)-[r:ATTACKS|AID*1..2]->(b) RETURN a", ["of type 'AID'"]),
        ("MATCH (a) WHERE a:Persn RETURN a", ["no label 'Persn'"]),
        ("MATCH (a:Person {nam: 'x'}) RETURN a.nme", ["property 'nam'", "property 'nme'"]),
        ("MATCH (a)\nWHERE a.Name = 'x' RETURN a", ["'Name' (line 2, column 9); did you mean name?"]),
        ("MATCH (a:Zzqq), (b:Zzqq) RETURN a, b", ["nodes have no label 'Zzqq' (line 1, column 10)"]),
    ],
)
def test_what_no_graph_has_is_told_once_with_what_is_meant(cypher: str, told: list[str]) -> None:
    found = [*hints.unknown_name_hints(cypher)]
    assert len(found) == len(told)
    for line, part in zip(found, told, strict=True):
        assert part in line


@pytest.mark.parametrize(
    "cypher",
    [
        *(query.text for query in LIBRARY.values()),
        *DOCUMENTED,
        "MATCH (a)-[r]->(b) WHERE r:ATTACKS RETURN type(r), a.name",
        "MATCH (a) RETURN a.first_seen.year AS y, date().month, duration.between(date(), date()).days",
        "UNWIND [{who: 1}] AS row RETURN row.who",
        "MATCH (a:Entity) RETURN a {.name, .kind}",
        "WITH {a: {b: 1}} AS m RETURN m.a.b",
        "MATCH (a)-[s:STANCE {level: 'state'}]-(b) RETURN s.belief, s.cooperation_by_month[0]",
        "RETURN 'MATCH (a:Contry)' // (a:Contry)",
        "MATCH (a) RETURN [x IN labels(a) WHERE x STARTS WITH 'P' | x][0..1]",
        "MATCH (a:`Country`)-[:`ATTACKS`]->(b) RETURN a.`name`",
        "RETURN CASE WHEN true THEN 1 ELSE 2 END",
        "",
        ": | & ! . [",
    ],
)
def test_what_there_is_gives_no_hint(cypher: str) -> None:
    assert [*hints.unknown_name_hints(cypher)] == []
    assert [*hints.type_mismatch_hints(cypher, {"since": "", "until": "", "source": "any"})] == []


def test_what_somebody_added_gives_no_hint() -> None:
    cypher = "MATCH (a:Mine)-[:KNOWS]->(b) RETURN b.age"
    assert len([*hints.unknown_name_hints(cypher)]) == 3
    assert [*hints.unknown_name_hints(cypher, {"Mine", "KNOWS", "age"})] == []


@pytest.mark.parametrize(
    ("cypher", "values", "told"),
    [
        ("MATCH (x:Article) WHERE x.published >= '1979-01-02' RETURN x", {}, "date('1979-01-02')"),
        ("MATCH (x) WHERE '1979-01-02' < x.published RETURN x", {}, "toString(x.published)"),
        ("MATCH (x) WHERE x.published STARTS WITH '1979' RETURN x", {}, "compare it with date('1979-03-26')"),
        ("MATCH (x:Article {published: '1979-01-02'}) RETURN x", {}, "date('1979-01-02')"),
        ("MATCH (x) WHERE x.first_seen <> $day RETURN x", {"day": "1979-01-02"}, "first_seen is a date"),
        ("MATCH (x) WHERE x.published >= date('1979-01-02') RETURN x", {}, ""),
        ("MATCH (x) WHERE toString(x.published) >= '1979-01-02' RETURN x", {}, ""),
        ("MATCH (x) WHERE x.title = '1979-01-02' RETURN x", {}, ""),
        ("MATCH (x) WHERE x.first_seen <> $day RETURN x", {"day": 7}, ""),
        ("MATCH (x) WHERE x.published > 2024 RETURN x", {}, "or x.published.year with a number"),
        ("MATCH (x) WHERE x.published.year > 2024 RETURN x", {}, ""),
        ("MATCH (a)-[r]->() WHERE r.articles >= '3' RETURN a", {}, "write 3 without quotes"),
        ("MATCH (a {mentions: $n}) RETURN a", {"n": "3"}, "mentions is a number"),
        ("MATCH (s) WHERE s.negated = 'True' RETURN s", {}, "write true without quotes"),
        ("MATCH (s) WHERE s.negated = true AND s.start > 3 RETURN s", {}, ""),
        (
            "MATCH (x) WHERE x.published >= datetime('2016-01-01') RETURN x",
            {},
            "follows no moment (line 1, c",
        ),
        ("MATCH (x) WHERE datetime('2016-01-01') <= x.published RETURN x", {}, "with date('1979-03-26')"),
        ("MATCH (x) WHERE x.published >= date('2016-01-01') RETURN x", {}, ""),
        ("MATCH (x) WHERE date(datetime('2016-01-01')) <= x.published RETURN x", {}, ""),
        (
            "MATCH (x) WHERE x.published.year = '2016' RETURN x",
            {},
            "published.year is a number, which equals",
        ),
        ("MATCH (x) WHERE x.published.year = 2016 RETURN x", {}, ""),
    ],
)
def test_a_value_that_is_compared_with_one_of_another_type_is_reported(
    cypher: str, values: dict[str, Any], told: str
) -> None:
    found = [*hints.type_mismatch_hints(cypher, values)]
    assert len(found) == bool(told)
    assert told in "".join(found)


@pytest.mark.parametrize(
    ("cypher", "values", "asked"),
    [
        ("MATCH (a {name: 'egypt'}) RETURN a", {}, [("name", "egypt")]),
        (
            "MATCH (a) WHERE a.name = $n AND a.kind = 'Country' RETURN a",
            {"n": "x"},
            [("name", "x"), ("kind", "Country")],
        ),
        ("MATCH (a) WHERE a.name IN ['b', $n] RETURN a", {"n": "c"}, [("name", "b"), ("name", "c")]),
        ("MATCH (a)-[r]->(b) WHERE type(r) = 'ATTACK' RETURN a", {}, [("type", "ATTACK")]),
        (
            "MATCH (a) WHERE a.name =~ '.*' OR a.name CONTAINS 'x' RETURN a",
            {},
            [("name", ".*"), ("name", "x")],
        ),
        ("MATCH (a) WHERE 'persia' IN a.aliases RETURN a", {}, [("aliases", "persia")]),
        ("MATCH (a) WHERE $n IN a.aliases RETURN a", {"n": "x"}, [("aliases", "x")]),
        ("MATCH (a) WHERE a.name STARTS WITH $n RETURN a", {"n": "Eg"}, [("name", "Eg")]),
        (r"MATCH (a {name: 'O\'Neill'}) RETURN a", {}, [("name", "O'Neill")]),
        ("RETURN {name: 'x'} AS m", {}, []),
    ],
)
def test_what_a_property_is_to_equal_is_found(
    cypher: str, values: dict[str, Any], asked: list[tuple[str, str]]
) -> None:
    assert [(c.property, c.text) for c in hints.text_comparisons(cypher, values)] == asked


@pytest.mark.parametrize(
    ("cypher", "asks"),
    [
        ("MATCH (x:Article) WHERE x.published >= date('1979-01-01') RETURN x", True),
        ("MATCH (x:Article) WHERE toString(x.published) < '1979' RETURN x", True),
        ("MATCH (x:Article) WHERE x.published IS NOT NULL RETURN x", True),
        ("MATCH (x:Article) WHERE x.published IS NULL RETURN x", False),
        ("MATCH (x:Article) RETURN x.published ORDER BY x.published", False),
    ],
)
def test_a_query_that_leaves_out_what_has_no_date_is_known(cypher: str, asks: bool) -> None:
    assert hints.asks_time(cypher) is asks


@pytest.mark.parametrize(
    ("cypher", "names"),
    [
        ("MATCH (a) WHERE a.published >= $d RETURN a.at > $m", {"d"}),
        ("MATCH (a) WHERE $d < a.published AND $m = a.at RETURN a", {"d"}),
        ("MATCH (a:Article {published: $d, at: $m}) RETURN a", {"d"}),
        ("MATCH (a)-[r:X {since: $`a day`}]->() RETURN $m", {"a day"}),
        ("MATCH (a) WHERE a.first_seen IN $days RETURN $m", {"days"}),
        ("MATCH (a) WHERE a.`last_seen` IN [$d, $e] RETURN $m", {"d", "e"}),
        ("MATCH (a) WHERE a.published >= $d[0] RETURN a", {"d"}),
        ("MATCH (a) SET a.published = $d, a.at = $m", {"d"}),
        ("MATCH (a) WHERE a.published IS NULL RETURN a.published, $m", set()),
        ("MATCH (a) WHERE a.published", set()),
        ("RETURN $m", set()),
    ],
)
def test_the_parameters_that_are_compared_with_days(cypher: str, names: set[str]) -> None:
    assert hints.compared_with_days(cypher) == names


@pytest.mark.parametrize("part", ["(a:X|", "[r:Y|", "{a: '", "(a {b: ", "a.name IN ['x', ", ":", "!", "a.b."])
def test_a_long_query_is_looked_at_in_no_time(part: str) -> None:
    cypher = part * (100_000 // len(part))
    start = time.monotonic()
    for look in (hints.unknown_name_hints, hints.type_mismatch_hints, hints.text_comparisons):
        list(look(cypher, {}))
    hints.asks_time(cypher)
    hints.compared_with_days(cypher)
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ("STARTS WITH 'Eg'", True),
        ("ENDS WITH 'Eg'", False),
        ("CONTAINS 'gy'", True),
        ("= 'Eg'", False),
        ("=~ 'egypt'", False),
        ("=~ '(?i)eg.*'", True),
        ("=~ '(e+)+'", True),  # it is not tried
    ],
)
def test_a_text_is_looked_for_as_the_query_does(asked: str, holds: bool) -> None:
    (one,) = hints.text_comparisons(f"MATCH (a) WHERE a.name {asked} RETURN a", {})
    assert one.holds("Egypt") is holds
