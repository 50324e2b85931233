// name: activity
// question: What does an entity do and meet with, month by month?
// param entity (entity): the one that is asked about
// param since (day) = "": first day, month or year of the articles, as in 1979-03-26 or 1979; empty for any
// param until (day) = "": last day, month or year of the articles; empty for any
// param relation (relations) = "any": name, family, quad class or PLOVER root, or any
// param source = "any": publisher, or any
// param kind (person|country|organisation|any) = "any": kind of the other, or any
// param min_reports = 0: fewest independent articles that assert the same of the two
// param limit = 100: most rows
// example: entity=Egypt, limit=5
//   month     articles   friendly   hostile   neutral   others
//   ──────────────────────────────────────────────────────────
//   1956-11          1          0         3         1        4
//   1972-07          1          1         0         1        2
//   1973-10          1          1         1         0        2
//   1974-03          1          1         0         1        2
//   1978-09          1          0         0         1        1
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE|TARGET]->(e:Entity)
WHERE called(e, $entity) AND asserted(s) AND told(s, x)
  AND x.published IS NOT NULL AND NOT EXISTS { MATCH (x)-[:COPY_OF]->() }
MATCH (s)-[:SOURCE]->(a:Entity)-[r:RELATION]->(b:Entity)<-[:TARGET]-(s)
WHERE type(r) = s.relation
  AND r.articles >= $min_reports AND ($kind = 'any' OR ($kind = CASE WHEN a.id = e.id THEN b.kind ELSE a.kind END))
WITH substring(toString(x.published), 0, 7) AS month, s, r, x, CASE WHEN a.id = e.id THEN b ELSE a END AS other
RETURN month, count(DISTINCT x) AS articles,
       sum(CASE WHEN r.score > 0 THEN 1 ELSE 0 END) AS friendly,
       sum(CASE WHEN r.score < 0 THEN 1 ELSE 0 END) AS hostile,
       sum(CASE WHEN r.score = 0 THEN 1 ELSE 0 END) AS neutral,
       count(DISTINCT other.id) AS others
ORDER BY month
LIMIT $limit
