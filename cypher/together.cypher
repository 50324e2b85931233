// name: together
// question: Which articles name both of two entities, and what does each say of the two?
// param a (entity): one of the two
// param b (entity): the other
// param limit = 100: most rows
// example: a=Egypt, b=Israel, limit=3
//   published    publisher                mentions_a   mentions_b   relations
//     article
//   ─────────────────────────────────────────────────────────────────────────
//   1956-11-07   Meridian Wire                     3            2   ATTACKS
//     Britain and France halt Suez operation
//   1972-07-19   Northgate News Service            4            1   ATTACKS
//     Sadat orders Soviet advisers out of Egypt
//   1973-10-26   Meridian Wire                     2            2   ATTACKS
//     Truce takes hold in Sinai
MATCH (a:Entity)-[m:MENTIONED_IN]->(x:Article)<-[n:MENTIONED_IN]-(b:Entity)
WHERE called(a, $a) AND called(b, $b) AND a.id <> b.id
OPTIONAL MATCH (x)<-[:STATED_IN]-(s:Statement)-[:SOURCE|TARGET]->(a), (s)-[:SOURCE|TARGET]->(b)
WITH x, m, n, s
ORDER BY s.relation
WITH x, m.mentions AS mentions_a, n.mentions AS mentions_b, collect(DISTINCT s.relation) AS relations
RETURN x.published AS published, x.source AS publisher, titled(x) AS article, mentions_a, mentions_b, relations
ORDER BY published, publisher, article, x.id
LIMIT $limit
