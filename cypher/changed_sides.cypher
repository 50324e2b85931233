// name: changed_sides
// question: Between whom are there both friendly and hostile acts?
// param limit = 100: most rows
// example: limit=4
//   one       other           friendly_relations   hostile_relations   first        last
//   ──────────────────────────────────────────────────────────────────────────────────────────
//   China     Soviet Union                     2                   6   1950-02-15   1989-05-17
//   Eritrea   Ethiopia                         1                   4   1998-06-07   2018-07-10
//   Iran      Saudi Arabia                     1                   4   1988-08-21   2023-03-11
//   Cuba      United States                    1                   3   1961-01-04   2014-12-18
MATCH (a:Entity)-[r:RELATION]-(b:Entity)
WHERE a.id < b.id AND r.score <> 0
WITH a, b, r ORDER BY r.id
WITH a, b,
     collect(CASE WHEN r.score > 0 THEN type(r) END) AS friendly,
     collect(CASE WHEN r.score < 0 THEN type(r) END) AS hostile,
     min(r.first_seen) AS first, max(r.last_seen) AS last
WHERE size(friendly) > 0 AND size(hostile) > 0
RETURN CASE WHEN a.name <= b.name THEN a.name ELSE b.name END AS one,
       CASE WHEN a.name <= b.name THEN b.name ELSE a.name END AS other,
       size(friendly) AS friendly_relations, size(hostile) AS hostile_relations, first, last
ORDER BY friendly_relations + hostile_relations DESC, one, other, a.id, b.id
LIMIT $limit
