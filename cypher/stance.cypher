// name: stance
// question: How do two entities stand to each other over time, month by month?
// param a (entity): one of the two
// param b (entity): the other
// param limit = 100: most rows
// example: a=China, b=Soviet Union
//   month     articles   friendly   hostile   balance   relations
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   1950-02          1          1         0       9.5   ALLIED_WITH
//   1968-08          1          0         1        -3   ACCUSES
//   1969-03          1          1         5       -19   ACCUSES, ALLIED_WITH, ATTACKS,
//                                                       MOBILIZES_AGAINST, RIVAL_OF
//   1972-02          1          0         1        -3   ACCUSES
//   1989-05          1          1         0       2.5   AGREED_WITH
MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE (called(a, $a) AND called(b, $b)) OR (called(a, $b) AND called(b, $a))
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a), (s)-[:TARGET]->(b)
WHERE s.relation = type(r) AND asserted(s) AND x.published IS NOT NULL
  AND NOT EXISTS { MATCH (x)-[:COPY_OF]->() }
WITH substring(toString(x.published), 0, 7) AS month, s, r, x
ORDER BY s.relation
RETURN month, count(DISTINCT x) AS articles,
       sum(CASE WHEN r.score > 0 THEN 1 ELSE 0 END) AS friendly,
       sum(CASE WHEN r.score < 0 THEN 1 ELSE 0 END) AS hostile,
       sum(toInteger(round(r.score * 10))) / 10.0 AS balance, collect(DISTINCT s.relation) AS relations
ORDER BY month
LIMIT $limit
