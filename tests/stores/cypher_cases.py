"""Cypher queries with the rows that plain Python makes of the sample graph."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from graphbuild.model import LABELS
from graphbuild.stores import layout
from tests.stores.sample import ARTICLES, GRAPH, NAMES, STATEMENTS, ident

NAME = {e.id: e.name for e in GRAPH.entities}
_RELATIONS = sorted(GRAPH.relations, key=lambda r: r.id)
_CHINA = ident("CHN")
_DEGREE = Counter(e for r in GRAPH.relations for e in (r.source, r.target))

#: Cypher, parameters, and the rows that plain Python makes of the sample graph.
CYPHER: list[tuple[str, dict[str, Any], list[tuple[Any, ...]]]] = [
    ("RETURN 1 AS one, 1.5 AS x, 'é' AS s, true AS t, null AS n", {}, [(1, 1.5, "é", True, None)]),
    ("RETURN [1, [2, null]] AS list, {a: {b: 'c'}} AS map", {}, [([1, [2, None]], {"a": {"b": "c"}})]),
    (
        "RETURN $text AS text, $list AS list, $day AS day, $none AS none",
        {"text": "a'b", "list": [1, "x"], "day": date(2020, 2, 29), "none": None},
        [("a'b", [1, "x"], date(2020, 2, 29), None)],
    ),
    (
        "MATCH (n) WHERE n.id <> '' UNWIND labels(n) AS label RETURN label, count(*) AS n ORDER BY label",
        {},
        sorted(
            Counter(
                ["Entity"] * len(GRAPH.entities)
                + [LABELS[e.kind] for e in GRAPH.entities]
                + ["Article"] * len(GRAPH.articles)
                + ["Statement"] * len(GRAPH.statements)
            ).items()
        ),
    ),
    (
        "MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS n ORDER BY type",
        {},
        sorted(
            Counter(
                [r.relation for r in GRAPH.relations]
                + ["SOURCE", "TARGET", "STATED_IN"] * len(STATEMENTS)
                + ["MENTIONED_IN"] * len(GRAPH.mentioned)
                + ["COPY_OF"] * len(GRAPH.copies)
                + ["STANCE"] * len(GRAPH.stances)
            ).items()
        ),
    ),
    (
        "MATCH (c:Country) RETURN c.name, c.iso3, c.aliases, c.first_seen ORDER BY c.name",
        {},
        sorted(
            (e.name, e.iso3, list(e.aliases), layout.day(e.first_seen))
            for e in GRAPH.entities
            if e.kind == "country"
        ),
    ),
    (
        "MATCH (e:Entity) WHERE e.iso3 IS NULL RETURN count(*) AS n",
        {},
        [(sum(not e.iso3 for e in GRAPH.entities),)],
    ),
    (
        "MATCH (a:Entity {id: $id})-[r:!STANCE]->(b:Entity) RETURN r.id ORDER BY r.id",
        {"id": _CHINA},
        [(r.id,) for r in _RELATIONS if r.source == _CHINA],
    ),
    (
        "MATCH (a:Entity)-[r:!STANCE]-(b:Entity) RETURN a.name AS name, count(r) AS n ORDER BY n DESC, name",
        {},
        sorted(((NAME[e], n) for e, n in _DEGREE.items()), key=lambda row: (-row[1], row[0])),
    ),
    (
        "MATCH (a:Country)-[r1:!STANCE]->(b:Country), (a)-[r2:!STANCE]->(b) WHERE r1.id < r2.id"
        " RETURN count(*) AS pairs",
        {},
        [
            (
                sum(
                    (r.source, r.target) == (s.source, s.target) and r.id < s.id
                    for r in GRAPH.relations
                    for s in GRAPH.relations
                    if {NAME[r.source], NAME[r.target]} <= {"China", "Russia", "Iran", "United States"}
                ),
            )
        ],
    ),
    (
        "MATCH (e:Entity) OPTIONAL MATCH (e)-[r:LEADER_OF]->(b) RETURN e.name AS name, b.name AS"
        " leads ORDER BY name",
        {},
        sorted(
            (
                e.name,
                next(
                    (NAME[r.target] for r in _RELATIONS if (r.relation, r.source) == ("LEADER_OF", e.id)),
                    None,
                ),
            )
            for e in GRAPH.entities
        ),
    ),
    (
        "MATCH (s:Statement)-[:STATED_IN]->(a:Article) WHERE a.published >= date('2021-01-01')"
        " RETURN s.id ORDER BY s.id",
        {},
        sorted((s.id,) for s in STATEMENTS if ARTICLES[s.article].date >= "2021-01-01"),
    ),
    (
        "MATCH (a:Article) RETURN a.published.year AS year, count(*) AS n ORDER BY year",
        {},
        [(2020, 2), (2021, 1), (2022, 2), (None, 1)],
    ),
    (
        "MATCH (a:Article) RETURN min(a.published) AS first, max(a.published) AS last,"
        " count(a.published) AS n",
        {},
        [(date(2020, 1, 15), date(2022, 2, 25), 5)],
    ),
    (
        "MATCH (e:Entity) WHERE 'Xi' IN e.aliases OR size(e.aliases) > 1 RETURN e.name ORDER BY e.name",
        {},
        [("China",), ("United States",), ("Xi Jinping",)],
    ),
    (
        "MATCH (e:Entity) UNWIND e.aliases AS alias RETURN e.name, alias ORDER BY alias",
        {},
        sorted(((n, a) for _, n, aliases in NAMES.values() for a in aliases), key=lambda row: row[1]),
    ),
    (
        "MATCH (p:Person)-[:LEADER_OF]->(c:Country)-[r:!STANCE]-(d:Country)<-[:LEADER_OF]-(q:Person)"
        " WHERE p.name < q.name RETURN p.name, q.name, collect(DISTINCT type(r)) = [] AS none, count(r) AS n",
        {},
        [("Vladimir Putin", "Xi Jinping", False, 4)],
    ),
    (
        "MATCH p = shortestPath((a:Entity {name: 'Ban Ki-moon'})-[:LEADER_OF|MET_WITH|PARTNERSHIP*..5]-"
        "(b:Entity {name: 'Xi Jinping'})) RETURN length(p) AS steps, [n IN nodes(p) | n.name][0] AS first",
        {},
        [(3, "Ban Ki-moon")],
    ),
    (
        "MATCH (a:Entity {name: 'United States'})-[:SANCTIONS|ACCUSES*1..2]->(b) RETURN b.name"
        " ORDER BY b.name",
        {},
        [("Iran",), ("Russia",), ("Russia",)],
    ),
    (
        "MATCH (a:Entity) WHERE NOT EXISTS { (a)-[]-(:Entity) } RETURN a.name ORDER BY a.name",
        {},
        sorted((e.name,) for e in GRAPH.entities if e.id not in _DEGREE),
    ),
    (
        "MATCH (a:Entity)-[r]->(b:Entity) WITH type(r) AS t, avg(r.score) AS score WHERE score < -5"
        " RETURN t, score ORDER BY t",
        {},
        [("ATTACKS", -9.0), ("SANCTIONS", -6.0)],
    ),
    (
        "MATCH (a)-[s:STANCE {infers: 'PARTNERSHIP'}]-(b) RETURN a.name, b.name, s.level, s.belief"
        " ORDER BY a.name",
        {},
        [("Côte d'Ivoire", "Iran", "state", 0.935), ("Iran", "Côte d'Ivoire", "state", 0.935)],
    ),
    (
        "MATCH (a:Country {iso3: 'CHN'})-[s:STANCE {infers: 'HOSTILITY_TOWARD'}]-(b:Country)"
        " RETURN b.iso3, s.level, s.inferred, s.since, s.before, s.standing, s.months,"
        " s.conflict_by_month, s.cooperation_back"
        " ORDER BY s.level",
        {},
        [
            (
                "RUS",
                level,
                True,
                date(2022, 2, 24),
                "partner",
                ["allied", "severed"],
                ["2020-01", "2020-03", "2022-02"],
                [0.0, 0.0, 3.75],
                back,
            )
            for level, back in (("actor", 0.0), ("state", 0.5))
        ],
    ),
    (
        "MATCH (:Country {iso3: 'IRN'})-[r:STANCE]-() UNWIND r.because AS id MATCH (s:Statement {id: id})"
        " RETURN s.sentence",
        {},
        [("Iran backs Côte d'Ivoire.",)],
    ),
    (
        "MATCH (e:Entity)-[m:MENTIONED_IN]->(a:Article {id: 'a1'}) RETURN e.name, m.mentions ORDER BY e.name",
        {},
        sorted((NAME[m.entity], m.mentions) for m in GRAPH.mentioned if m.article == "a1"),
    ),
    (
        "MATCH (s:Statement {relation: 'ATTACKS'}) RETURN s.negated, s.modality, s.source_role,"
        " s.end - s.start AS n"
        " ORDER BY s.negated, s.modality",
        {},
        [
            (False, "asserted", "troops", 38),
            (False, "asserted", "troops", 38),
            (False, "possible", None, 24),
            (True, "asserted", None, 31),
        ],
    ),
    (
        "MATCH (e:Entity) WHERE e.name STARTS WITH $start OR e.name CONTAINS 'Club' RETURN e.name"
        " ORDER BY e.name",
        {"start": "Côte"},
        [("Côte d'Ivoire",), ("Loner <Club> | Ltd",)],
    ),
    (
        "MATCH (a:Country) WITH a ORDER BY a.name SKIP 1 LIMIT $n RETURN collect(a.name) AS names",
        {"n": 2},
        [(["Côte d'Ivoire", "Iran"],)],
    ),
    (
        "MATCH (a:Country) RETURN a.name AS name UNION MATCH (b:Organisation) RETURN b.name AS name",
        {},
        sorted((e.name,) for e in GRAPH.entities if e.kind != "person"),
    ),
    (
        "MATCH (a:Country) CALL { WITH a MATCH (a)-[r:!STANCE]->(:Entity) RETURN count(r) AS n } RETURN"
        " a.name, n ORDER BY a.name",
        {},
        sorted(
            (e.name, sum(r.source == e.id for r in GRAPH.relations))
            for e in GRAPH.entities
            if e.kind == "country"
        ),
    ),
    (
        "MATCH (s:Statement) RETURN CASE WHEN s.negated THEN 'no' ELSE s.modality END AS how,"
        " count(*) AS n ORDER BY how",
        {},
        [("asserted", len(STATEMENTS) - 2), ("no", 1), ("possible", 1)],
    ),
    (
        "RETURN duration.inDays(date('2020-01-15'), date('2020-03-02')).days AS days, date('2020-02-28') +"
        " duration({days: 2}) AS day, datetime('2020-01-01T10:20:00Z') AS moment",
        {},
        [(47, date(2020, 3, 1), "2020-01-01T10:20:00Z")],
    ),
]
