// name: coverage
// question: Which two are often named in one article although no relation between them is known?
// param least = 2: fewest articles
// param limit = 50: most rows
// example: limit=4
//   one           other             articles   first        last
//   ──────────────────────────────────────────────────────────────────
//   Israel        Soviet Union             6   1956-11-07   1991-03-01
//   Anwar Sadat   Israel                   4   1972-07-19   1979-04-01
//   Anwar Sadat   United States            3   1974-03-19   1979-04-01
//   Egypt         Henry Kissinger          3   1973-10-26   1974-03-19
MATCH (a:Entity)-[:MENTIONED_IN]->(x:Article)<-[:MENTIONED_IN]-(b:Entity)
WHERE a.articles >= $least AND b.articles >= $least AND a.id < b.id
WITH a, b, count(x) AS articles, min(x.published) AS first, max(x.published) AS last
WHERE articles >= $least AND NOT EXISTS { MATCH (a)-[r:RELATION]-(b) }
RETURN CASE WHEN a.name <= b.name THEN a.name ELSE b.name END AS one,
       CASE WHEN a.name <= b.name THEN b.name ELSE a.name END AS other, articles, first, last
ORDER BY articles DESC, one, other, a.id, b.id
LIMIT $limit
