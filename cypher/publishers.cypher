// name: publishers
// question: How much does each source report of friendly and of hostile acts?
// param limit = 100: most rows
// example: limit=3
//   publisher              articles   statements   friendly   hostile
//   ─────────────────────────────────────────────────────────────────
//   Meridian Wire                15           92         43        27
//   Continental Dispatch         10           62         14        29
//   Harbour Press Agency         11           45         15        17
MATCH (s:Statement)-[:STATED_IN]->(x:Article), (s)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
MATCH (a)-[r:RELATION]->(b)
WHERE type(r) = s.relation AND asserted(s)
WITH toLower(x.source) AS one, min(x.source) AS publisher, count(DISTINCT x) AS articles,
     count(s) AS statements, sum(CASE WHEN r.score > 0 THEN 1 ELSE 0 END) AS friendly,
     sum(CASE WHEN r.score < 0 THEN 1 ELSE 0 END) AS hostile
RETURN publisher, articles, statements, friendly, hostile
ORDER BY statements DESC, publisher
LIMIT $limit
