// name: publishers
// question: How much does each source report of friendly and of hostile acts?
// param limit = 100: most rows
// example: limit=3
//   publisher              articles   statements   friendly   hostile
//   ─────────────────────────────────────────────────────────────────
//   Meridian Wire                14          172         50        36
//   Continental Dispatch         15          171         34        33
//   Harbour Press Agency         13          167         37        46
MATCH (s:Statement)-[:STATED_IN]->(x:Article), (s)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
MATCH (a)-[r]->(b)
WHERE type(r) = s.relation AND asserted(s)
RETURN x.source AS publisher, count(DISTINCT x) AS articles, count(s) AS statements,
       sum(CASE WHEN r.score > 0 THEN 1 ELSE 0 END) AS friendly,
       sum(CASE WHEN r.score < 0 THEN 1 ELSE 0 END) AS hostile
ORDER BY statements DESC, publisher
LIMIT $limit
