"""Cypher over the schema, by construct: every query gives rows, and the same on every engine."""

from __future__ import annotations

from datetime import date
from typing import Any

CASES: dict[str, list[str]] = {
    "patterns": [
        "MATCH (a:Country)-[r:ATTACKS]->(b:Country) RETURN a.name, b.name, r.statements",
        "MATCH (a:Country)<-[r:LEADER_OF]-(p:Person) RETURN a.iso3, p.name ORDER BY p.name",
        "MATCH (a:Country)-[r:PARTNERSHIP]-(b:Country) RETURN a.name, b.name ORDER BY a.name",
        "MATCH (a:Entity)-[r:ATTACKS|THREATENS|SANCTIONS]->(b) RETURN a.name, type(r), b.name"
        " ORDER BY a.name, type(r), b.name",
        "MATCH (a:Entity {name: 'China'})-[r {statements: 1}]-(b:Entity) RETURN type(r), b.name"
        " ORDER BY type(r), b.name",
        "MATCH (p:Person)-[:LEADER_OF]->(c)-[:SUPPORTS|ATTACKS]->(d:Country) RETURN p.name, c.name, d.name",
        "MATCH (s:Statement)-[:SOURCE]->(a), (s)-[:TARGET]->(b), (s)-[:STATED_IN]->(x)"
        " WHERE s.negated RETURN a.name, b.name, x.title",
        "MATCH (n:Entity&!Person) RETURN n.name ORDER BY n.name",
        "MATCH (n:Person|Organisation) RETURN n.name, n.kind ORDER BY n.name",
        "MATCH (n) WHERE n:Article OR n:Country RETURN coalesce(n.title, n.name) AS name ORDER BY name",
        "MATCH (a:Country)-[r WHERE r.score < 0]->(b) RETURN a.name, type(r), b.name ORDER BY"
        " a.name, type(r), b.name",
        "MATCH (a:Country WHERE a.iso3 = 'USA')-[r]->(b:Entity) RETURN type(r), b.name ORDER BY"
        " type(r), b.name",
        "MATCH (a:Entity)-[r1]->(b:Entity)-[r2]->(a) RETURN a.name, type(r1), b.name, type(r2)"
        " ORDER BY a.name, type(r1), type(r2)",
    ],
    "optional match": [
        "MATCH (c:Country) OPTIONAL MATCH (c)<-[:LEADER_OF]-(p) RETURN c.name, p.name ORDER BY c.name",
        "MATCH (c:Country) OPTIONAL MATCH (c)-[r:ATTACKS]->(d) WHERE d.iso3 = 'CHN'"
        " RETURN c.name, count(r) AS n ORDER BY c.name",
        "OPTIONAL MATCH (n:Entity {name: 'Nobody'}) RETURN n, n.name AS name",
        "MATCH (c:Country) OPTIONAL MATCH (c)-[:MEMBER_OF]->(o)<-[:MEMBER_OF]-(d)"
        " RETURN c.name, o.name, d.name ORDER BY c.name",
    ],
    "with": [
        "MATCH (a:Entity)-[r]-() WITH a, count(r) AS n WHERE n > 5 RETURN a.name, n ORDER BY a.name",
        "MATCH (a:Country) WITH a.name AS name, size(a.aliases) AS n ORDER BY n DESC, name LIMIT 2"
        " RETURN name, n",
        "WITH 1 AS x, [1, 2, 3] AS xs WITH x, xs, size(xs) AS n RETURN x + n AS sum, xs",
        "MATCH (a:Entity) WITH DISTINCT a.kind AS kind RETURN kind ORDER BY kind",
        "MATCH (a:Country) WITH collect(a) AS all UNWIND all AS a RETURN a.name ORDER BY a.name",
        "MATCH (a:Country) WITH *, a.iso3 AS code WHERE code STARTS WITH 'C' RETURN code ORDER BY code",
    ],
    "aggregation": [
        "MATCH (e:Entity) RETURN e.kind AS kind, count(*) AS n, sum(e.mentions) AS mentions ORDER BY kind",
        "MATCH ()-[r]->() WHERE r.score IS NOT NULL RETURN min(r.score), max(r.score),"
        " round(avg(r.score), 6), count(r.score)",
        "MATCH (a:Entity)-[r]->(b:Entity) RETURN count(DISTINCT a) AS sources, count(DISTINCT b) AS targets",
        "MATCH (a:Article) WITH a ORDER BY a.id"
        " RETURN collect(a.published) AS days, count(a.published) AS n, count(*) AS all",
        "MATCH (a:Entity)-[r]->(b:Country) WITH b, type(r) AS t ORDER BY t"
        " RETURN b.name, collect(DISTINCT t) AS types ORDER BY b.name",
        "MATCH (e:Entity) RETURN percentileDisc(e.mentions, 0.5) AS median,"
        " percentileCont(toFloat(e.mentions), 0.5) AS cont",
        "MATCH (e:Entity) RETURN round(stDev(e.mentions), 6) AS dev, round(stDevP(e.mentions), 6) AS devp",
        "MATCH (n:Nobody) RETURN count(n) AS n, sum(n.x) AS sum, collect(n.x) AS all, min(n.x) AS least",
        "MATCH (s:Statement) RETURN s.negated AS negated, count(*) AS n ORDER BY n DESC",
        "MATCH (a:Article) RETURN a.source AS source, min(a.published) AS first, max(a.published)"
        " AS last ORDER BY source",
        "MATCH (e:Entity) RETURN e.kind AS kind, count(*) * 100 / 11 AS share ORDER BY kind",
        "MATCH (e:Entity) WITH e ORDER BY e.name RETURN collect(e.name)[0..3] AS first",
    ],
    "unwind": [
        "UNWIND [3, 1, 2] AS x RETURN x ORDER BY x DESC",
        "UNWIND $codes AS code MATCH (c:Country {iso3: code}) RETURN code, c.name ORDER BY code",
        "UNWIND [[1, 2], [3]] AS xs UNWIND xs AS x RETURN x, size(xs) AS n",
        "UNWIND [] AS x RETURN count(x) AS n",
        "UNWIND range(2, 10, 4) AS x RETURN collect(x) AS xs",
        "UNWIND [{name: 'China', n: 1}, {name: 'Iran', n: 2}] AS row MATCH (c:Country {name: row.name})"
        " RETURN c.iso3, row.n ORDER BY row.n",
    ],
    "lists": [
        "RETURN size([1, 2, 3]) AS n, head([1, 2]) AS head, last([1, 2]) AS last, tail([1, 2, 3]) AS tail",
        "RETURN [x IN range(1, 6) WHERE x % 2 = 0 | x * x] AS squares, reverse([1, 2, 3]) AS back",
        "RETURN reduce(s = 0, x IN [1, 2, 3] | s + x) AS sum, [1, 2] + [3] AS joined, 2 IN [1, 2] AS within",
        "RETURN all(x IN [1, 2] WHERE x > 0) AS a, any(x IN [1, 2] WHERE x > 1) AS b,"
        " none(x IN [1, 2] WHERE x > 2) AS c, single(x IN [1, 2] WHERE x = 1) AS d",
        "RETURN [1, 2, 3, 4][1..3] AS slice, [1, 2, 3][-1] AS last, [1, 2, 3][..2] AS start, [1,"
        " 2][5] AS none",
        "MATCH (a:Country) WITH a ORDER BY a.name RETURN [x IN collect(a) | x.iso3] AS codes",
        "MATCH (a:Country {iso3: 'USA'}) RETURN [(a)-[r:ACCUSES]->(b) | b.name] AS targets,"
        " keys({x: 1}) AS keys",
        "RETURN {a: 1, b: [2, {c: 3}]} AS map, {a: 1}.a AS a, {a: 1}['a'] AS b",
        "MATCH (a:Country {iso3: 'CHN'}) RETURN a {.name, .iso3, n: size(a.aliases)} AS some",
        "RETURN isEmpty([]) AS a, isEmpty('x') AS b, toStringList([1, 2]) AS texts, range(3, 1, -1) AS down",
    ],
    "strings": [
        "RETURN toUpper('é') AS upper, toLower('ÀB') AS lower, trim('  x ') AS trim, size('Côte') AS n",
        "RETURN substring('abcdef', 2, 3) AS a, left('abc', 2) AS b, right('abc', 2) AS c,"
        " reverse('abc') AS d",
        "RETURN replace('a-b-c', '-', '+') AS a, split('a,b,c', ',') AS b, 'a' + 'b' + 1 AS c,"
        " toString(1.5) AS d",
        "MATCH (e:Entity) WHERE e.name ENDS WITH 'a' AND e.name CONTAINS 'i' RETURN e.name ORDER BY e.name",
        "MATCH (e:Entity) WHERE e.name =~ '(?i).*putin.*' RETURN e.name",
        "MATCH (e:Entity) WHERE toLower(e.name) STARTS WITH 'c' RETURN e.name ORDER BY e.name",
        "RETURN 'It\\'s' AS a, \"x\\ty\" AS b, '\\u00e9' AS c, 'a\\\\b' AS d",
        "RETURN toInteger('42') AS a, toFloat('1.5') AS b, toInteger('x') AS c, toBoolean('true')"
        " AS d, toInteger(2.9) AS e",
        "RETURN lTrim('  a') AS a, rTrim('a  ') AS b, 'abc' < 'abd' AS c, 'B' < 'a' AS d",
    ],
    "numbers and null": [
        "RETURN 7 / 2 AS a, 7 % 3 AS b, 7.0 / 2 AS c, 2 ^ 3 AS d, -7 / 2 AS e, abs(-3) AS f, sign(-2) AS g",
        "RETURN round(2.5) AS a, round(-2.5) AS b, floor(2.7) AS c, ceil(2.1) AS d, round(3.14159,"
        " 2) AS e, sqrt(16) AS f",
        "RETURN null = null AS a, null IS NULL AS b, 1 IS NOT NULL AS c, null + 1 AS d,"
        " coalesce(null, null, 3) AS e",
        "RETURN true AND null AS a, true OR null AS b, NOT false AS c, true XOR true AS d, 1 <> 2 AS e",
        "RETURN 1 = 1.0 AS a, [1] = [1.0] AS b, 'a' = 1 AS c, 1 < 2 < 3 AS d",
        "MATCH (a:Article) RETURN a.published IS NULL AS undated, count(*) AS n ORDER BY undated",
        "RETURN nullIf(1, 1) AS a, nullIf(1, 2) AS b, exp(0) AS c, log(1) AS d, pi() > 3 AS e",
    ],
    "dates": [
        "MATCH (a:Article) WHERE a.published IS NOT NULL RETURN a.published AS day, a.published.year AS y,"
        " a.published.month AS m, a.published.day AS d ORDER BY day",
        "MATCH (a:Article) WHERE date('2020-01-01') <= a.published < date('2021-01-01') RETURN"
        " a.title ORDER BY a.title",
        "RETURN date('2020-02-28') + duration('P2D') AS a, date('2020-03-01') - duration({months: 1}) AS b",
        "RETURN date.truncate('month', date('2020-02-28')) AS a, date.truncate('year',"
        " date('2020-02-28')) AS b",
        "RETURN duration.between(date('2020-01-15'), date('2020-03-02')).months AS m,"
        " duration.inDays(date('2020-01-15'), date('2020-03-02')).days AS d",
        "RETURN date({year: 2020, month: 2, day: 29}) AS a, date('2020-02-29').quarter AS q,"
        " date('2020-02-29').week AS w,"
        " date('2020-02-29').dayOfWeek AS dow, date('2020-02-29').ordinalDay AS o",
        "MATCH (a:Article) WITH substring(toString(a.published), 0, 7) AS month, count(*) AS n"
        " RETURN month, n ORDER BY month",
        "MATCH ()-[r:MET_WITH]->() RETURN r.first_seen, r.last_seen ORDER BY r.id",
        "MATCH (a:Article) WHERE a.published > $day RETURN a.title ORDER BY a.published",
        "MATCH (a:Article) RETURN max(a.published) = date('2022-02-24') AS same,"
        " toString(max(a.published)) AS text",
        "RETURN datetime('2020-01-01T10:20:30.5Z') AS a, localdatetime('2020-01-01T10:20') AS b,"
        " time('10:20:00+01:00') AS c,"
        " duration('P1Y2M3DT4H') AS d",
        "MATCH (a:Article) RETURN a.title ORDER BY a.published DESC, a.title",
    ],
    "paths": [
        "MATCH p = (:Person {name: 'Xi Jinping'})-[:LEADER_OF]->()-[:PARTNERSHIP]-(b) RETURN p,"
        " length(p) AS n, b.name",
        "MATCH p = (a:Country {iso3: 'USA'})-[:ACCUSES|ATTACKS*1..3]->(b) RETURN [n IN nodes(p) |"
        " n.name] AS names"
        " ORDER BY length(p), names",
        "MATCH (a:Country {iso3: 'USA'})-[rs:SANCTIONS|ATTACKS*2]->(b) RETURN [r IN rs | type(r)]"
        " AS types, b.name",
        "MATCH (a:Country {iso3: 'USA'})-[:SANCTIONS*0..1]->(b) RETURN b.name ORDER BY b.name",
        "MATCH p = (a:Person)-[*1..2]->(o:Organisation) RETURN a.name, o.name, length(p) ORDER BY a.name",
        "MATCH p = (a:Country {iso3: 'IRN'})-[:SANCTIONS|ACCUSES|PARTNERSHIP*..4]-(b:Country {iso3: 'CHN'})"
        " RETURN [r IN relationships(p) | type(r)] AS types ORDER BY types",
        "MATCH p = (a:Country {iso3: 'USA'})-[*1..2]->(b:Country {iso3: 'CHN'})"
        " WHERE all(r IN relationships(p) WHERE r.score < 0) RETURN [r IN relationships(p) |"
        " r.score] AS scores"
        " ORDER BY scores",
        "MATCH p = (a)-[:SUPPORTS]->(b) RETURN startNode(relationships(p)[0]).name AS a,"
        " endNode(relationships(p)[0]).name AS b",
    ],
    "shortest paths": [
        "MATCH (a:Country {iso3: 'IRN'}), (b:Person {name: 'Xi Jinping'})"
        " MATCH p = shortestPath((a)-[:SANCTIONS|ACCUSES|PARTNERSHIP|LEADER_OF*..6]-(b)) RETURN"
        " length(p) AS n",
        "MATCH (a:Country {iso3: 'USA'}), (b:Country {iso3: 'CHN'})"
        " MATCH p = allShortestPaths((a)-[:SANCTIONS|ACCUSES|ATTACKS|THREATENS*..6]-(b))"
        " RETURN [r IN relationships(p) | type(r)] AS types ORDER BY types",
        "MATCH (a:Country {iso3: 'USA'}), (b:Country {iso3: 'CIV'})"
        " OPTIONAL MATCH p = shortestPath((a)-[:ATTACKS*..6]-(b)) RETURN p IS NULL AS apart",
        "MATCH p = shortestPath((a:Country {iso3: 'CIV'})-[*..6]-(b:Person {name: 'Vladimir Putin'}))"
        " RETURN length(p) > 2 AS far",
    ],
    "case": [
        "MATCH (r:Statement) RETURN CASE r.modality WHEN 'asserted' THEN 1 WHEN 'possible' THEN 2"
        " ELSE 3 END AS n,"
        " count(*) AS all ORDER BY n",
        "MATCH (a)-[r]->(b:Entity) WHERE r.score IS NOT NULL RETURN CASE WHEN r.score > 0 THEN 'friendly'"
        " WHEN r.score < 0 THEN 'hostile' ELSE 'neither' END AS how, count(*) AS n ORDER BY how",
        "RETURN CASE WHEN null THEN 1 END AS none, CASE 2 WHEN 1 THEN 'a' END AS other",
    ],
    "exists and count": [
        "MATCH (a:Country) WHERE EXISTS { (a)<-[:LEADER_OF]-(:Person) } RETURN a.name ORDER BY a.name",
        "MATCH (a:Country) WHERE NOT EXISTS { MATCH (a)-[r]-(b:Entity) WHERE r.score < 0 } RETURN"
        " a.name ORDER BY a.name",
        "MATCH (a:Country) RETURN a.name, COUNT { (a)-[:SANCTIONS]->() } AS n ORDER BY a.name",
        "MATCH (a:Country) WHERE COUNT { MATCH (a)-[r]-(:Entity) WHERE r.score > 0 } > 2 RETURN"
        " a.name ORDER BY a.name",
        "MATCH (a:Country) WHERE (a)-[:ATTACKS]->() RETURN a.name",
        "MATCH (a:Country) RETURN a.name, COLLECT { MATCH (a)<-[:LEADER_OF]-(p) RETURN p.name } AS"
        " leaders ORDER BY a.name",
        "MATCH (a:Country) RETURN a.name, EXISTS { (a)-[:MEMBER_OF]->() } AS member ORDER BY a.name",
    ],
    "call": [
        "CALL { MATCH (a:Country) RETURN count(a) AS n } RETURN n",
        "MATCH (c:Country) CALL { WITH c OPTIONAL MATCH (c)-[r:ATTACKS]->() RETURN count(r) AS n }"
        " RETURN c.name, n ORDER BY c.name",
        "MATCH (c:Country) CALL (c) { MATCH (c)-[r]->(b:Entity) RETURN b.name AS other ORDER BY"
        " other LIMIT 1 }"
        " RETURN c.name, other ORDER BY c.name",
        "CALL { MATCH (a:Person) RETURN a.name AS name UNION MATCH (b:Organisation) RETURN b.name AS name }"
        " RETURN name ORDER BY name",
        "UNWIND [1, 2] AS x CALL { WITH x UNWIND range(1, x) AS y RETURN sum(y) AS s } RETURN x, s"
        " ORDER BY x",
    ],
    "quantified patterns and maps": [
        "MATCH (a:Country {iso3: 'USA'})-[:SANCTIONS|ACCUSES]->{1,2}(b) RETURN DISTINCT b.name"
        " ORDER BY b.name",
        "MATCH (a:Country {iso3: 'USA'}) ((x)-[r:SANCTIONS]->(y)){1,2} (b) RETURN b.name ORDER BY b.name",
        "MATCH (a:Country {iso3: 'USA'})-[:SANCTIONS|ACCUSES]->+(b) RETURN DISTINCT b.name ORDER BY b.name",
        "MATCH (a:Country {iso3: 'USA'}) RETURN a {.*, leaders: [(a)<-[:LEADER_OF]-(p) | p.name]} AS all",
        "MATCH (a:$('Country')) RETURN count(a) AS n",
        "RETURN 1 IS :: INTEGER AS a, 'x' IS :: STRING AS b, valueType('x') AS c",
    ],
    "union": [
        "MATCH (a:Country) RETURN a.kind AS kind UNION MATCH (b:Country) RETURN b.kind AS kind",
        "RETURN 1 AS x UNION ALL RETURN 1 AS x UNION ALL RETURN 2 AS x",
        "MATCH (a:Person) WITH a.name AS n ORDER BY n LIMIT 1 RETURN n UNION RETURN 'last' AS n",
    ],
    "parameters": [
        "MATCH (a:Entity) WHERE a.name IN $names RETURN a.name ORDER BY a.name",
        "RETURN $map.a AS a, $map.b[1] AS b, size($names) AS n, $flag AS flag, $share * 2 AS twice",
        "MATCH (a:Entity) RETURN a.name ORDER BY a.name SKIP $skip LIMIT $most",
        "MATCH (a:Entity {name: $quote}) RETURN a.iso3",
        "MATCH (a) WHERE a.id = $id RETURN count(a) AS n",
    ],
    "order, skip, limit": [
        "MATCH (a:Entity) RETURN a.name ORDER BY a.mentions DESC, a.name LIMIT 4",
        "MATCH (a:Entity) RETURN DISTINCT a.kind AS kind ORDER BY kind DESC SKIP 1",
        "UNWIND [null, 2, 1] AS x RETURN x ORDER BY x",
        "UNWIND ['b', 'B', 'a', 'é', 'z'] AS x RETURN x ORDER BY x",
        "MATCH (a:Entity) RETURN a.name AS name, a.iso3 AS code ORDER BY code IS NULL, code, name LIMIT 6",
        "MATCH (a:Entity) RETURN a.name LIMIT 0",
        "MATCH (a:Country) RETURN a.name ORDER BY size(a.aliases) DESC, a.name OFFSET 1 LIMIT 2",
    ],
    "functions of nodes and relationships": [
        "MATCH (a:Country {iso3: 'CHN'}) UNWIND labels(a) AS label RETURN label ORDER BY label",
        "MATCH (a:Country {iso3: 'CHN'}) UNWIND keys(a) AS key RETURN key ORDER BY key",
        "MATCH ()-[r:MEMBER_OF]->() RETURN type(r) AS type, startNode(r).name AS a, endNode(r).name AS b",
        "MATCH (a:Country {iso3: 'IRN'}) RETURN a.nosuch AS none, exists { (a)--() } AS any,"
        " a:Country AS country",
        "MATCH (a:Country {iso3: 'IRN'}) RETURN properties(a) AS all",
        "MATCH (a:Country)-[r:ATTACKS]->(b) RETURN r, a, b",
    ],
}
PARAMETERS: dict[str, Any] = {
    "codes": ["CHN", "USA", "XXX"],
    "day": date(2020, 2, 1),
    "names": ["China", "Xi Jinping", "Nobody"],
    "map": {"a": 1, "b": [2, 3]},
    "flag": True,
    "share": 0.25,
    "skip": 1,
    "most": 3,
    "quote": "Côte d'Ivoire",
    "id": "'}) DETACH DELETE a //",
}
#: Queries that give no rows, so that the others must.
EMPTY = {"MATCH (a:Entity) RETURN a.name LIMIT 0"}

#: Where the engines differ: what, a query that shows it, and one that means the same on both.
#: ``docs/reference/cypher.md`` tells the reasons.
DIFFERENCES: list[tuple[str, str, str]] = [
    (
        "`SHORTEST k`",
        "MATCH p = SHORTEST 1 (a:Country {iso3: 'IRN'})-[:SANCTIONS|ACCUSES]-+(b:Country {iso3: 'RUS'})"
        " RETURN length(p) AS n",
        "MATCH p = shortestPath((a:Country {iso3: 'IRN'})-[:SANCTIONS|ACCUSES*]-(b:Country {iso3: 'RUS'}))"
        " RETURN length(p) AS n",
    ),
    (
        "`-[r:$(type)]-`",
        "MATCH ()-[r:$('ATTACKS')]->() RETURN count(r) AS n",
        "MATCH ()-[r]->() WHERE type(r) = 'ATTACKS' RETURN count(r) AS n",
    ),
    (
        "a date and a text",
        "MATCH (a:Article) WHERE a.published = '2020-01-15' RETURN count(a) AS n",
        "MATCH (a:Article) WHERE a.published = date('2020-01-15') RETURN count(a) AS n",
    ),
    (
        "an aggregate within a predicate",
        "MATCH (a:Country) RETURN 'Iran' IN collect(a.name) AS there",
        "MATCH (a:Country) WITH collect(a.name) AS names RETURN 'Iran' IN names AS there",
    ),
    (
        "a property of an aggregate",
        "MATCH (a:Article) RETURN max(a.published).year AS year",
        "MATCH (a:Article) WITH max(a.published) AS last RETURN last.year AS year",
    ),
    (
        "the sum of many floats",
        "MATCH ()-[r]->() WHERE r.score IS NOT NULL RETURN avg(r.score) AS mean",
        "MATCH ()-[r]->() WHERE r.score IS NOT NULL RETURN round(avg(r.score), 9) AS mean",
    ),
    (
        "`[(a)--(b) \\| b.name]`",
        "MATCH (a:Country {iso3: 'USA'}) RETURN [(a)-[:SANCTIONS]->(b) | b.name] AS names",
        "MATCH (a:Country {iso3: 'USA'})-[:SANCTIONS]->(b) WITH b.name AS name ORDER BY name"
        " RETURN collect(name) AS names",
    ),
    (
        "values of several types",
        "UNWIND ['a', 1, date('2020-01-01')] AS x RETURN x ORDER BY x",
        "UNWIND ['a', 1, date('2020-01-01')] AS x RETURN x ORDER BY toString(x)",
    ),
    (
        "`exists(n.x)`",
        "MATCH (a:Country {iso3: 'USA'}) RETURN exists(a.iso3) AS known",
        "MATCH (a:Country {iso3: 'USA'}) RETURN a.iso3 IS NOT NULL AS known",
    ),
    (
        "`:A\\|:B`",
        "MATCH (a)-[r:ATTACKS|:THREATENS]->(b) RETURN count(*) AS n",
        "MATCH (a)-[r:ATTACKS|THREATENS]->(b) RETURN count(*) AS n",
    ),
    (
        "`db.propertyKeys()`",
        "CALL db.propertyKeys() YIELD propertyKey AS key WITH collect(key) AS keys RETURN"
        " 'sentence' IN keys AS listed",
        "MATCH (n:Statement) UNWIND keys(n) AS key WITH collect(key) AS keys RETURN 'sentence' IN"
        " keys AS listed",
    ),
    (
        "`toInteger(' 5 ')`",
        "RETURN toInteger(' 5 ') AS n",
        "RETURN toInteger(trim(' 5 ')) AS n",
    ),
    ("`1_000`", "RETURN 1_000 AS n", "RETURN 1000 AS n"),
    ("`size` of a map", "RETURN size({a: 1}) AS n", "RETURN size(keys({a: 1})) AS n"),
    ("`percentileCont`", "RETURN percentileCont(1, 0.5) AS x", "RETURN percentileCont(1.0, 0.5) AS x"),
    ("points", "RETURN point({x: 1, y: 2}) AS p", "RETURN point({x: 1, y: 2}).x AS x"),
    (
        "`LET`",
        "MATCH (a:Country {iso3: 'USA'}) LET x = a.name RETURN x",
        "MATCH (a:Country {iso3: 'USA'}) WITH a.name AS x RETURN x",
    ),
]
#: Of these, those that may differ or not, by the order in which an engine finds things.
BY_CHANCE = {"the sum of many floats", "`[(a)--(b) \\| b.name]`"}
