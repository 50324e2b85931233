// name: single_source
// question: Which relations does only one publisher tell, where it is known who?
// param least = 1: fewest sentences
// param limit = 100: most rows
// example: limit=3
//   publisher              source         relation    target    statements   articles   last
//     sentence
//   ──────────────────────────────────────────────────────────────────────────────────────────────
//   Harbour Press Agency   Saudi Arabia   SANCTIONS   Iran               2          2   2016-01-05
//     Saudi Arabia broke off relations with Iran in April.
//   Meridian Wire          China          AIDS        Vietnam            1          1   1972-02-29
//     China sends arms to Vietnam.
//   Continental Dispatch   Finland        AIDS        Ukraine            1          1   2023-04-05
//     Finland has sent weapons to Ukraine.
MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE r.sources = 1 AND r.statements >= $least
MATCH (a)<-[:SOURCE]-(s:Statement)-[:TARGET]->(b)
WHERE s.relation = type(r) AND asserted(s)
MATCH (s)-[:STATED_IN]->(x:Article)
WHERE x.source <> '' AND NOT EXISTS { MATCH (x)-[:COPY_OF]->() }
WITH a, r, b, min(x.source) AS publisher
RETURN publisher, a.name AS source, type(r) AS relation, b.name AS target,
       r.statements AS statements, r.articles AS articles, r.last_seen AS last, r.sentence AS sentence
ORDER BY CASE WHEN r.score = 0 THEN 1 ELSE 0 END, articles DESC, abs(r.score) DESC, statements DESC, source, relation, target, r.id
LIMIT $limit
